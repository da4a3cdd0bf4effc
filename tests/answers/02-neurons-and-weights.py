# %% ex-02-thermostats right: as in the text
cooling, heating = ([1], -22), ([-1], 18)
# %% ex-02-thermostats right: floats in lists
cooling = [[1.0], -22.0]
heating = [[-1.0], 18.0]
# %% ex-02-thermostats right: arrays, biases from the corners
cooling = np.array([1]), -1 * 22
heating = np.array([-1]), 1 * 18
# %% ex-02-thermostats right: the brackets forgotten
cooling = 1, -22
heating = -1, 18
# %% ex-02-thermostats wrong: the start as it stands | cooling neuron answers
cooling = [1], 0
heating = [1], 0
# %% ex-02-thermostats wrong: the sign of the bias | cooling neuron answers
cooling, heating = ([1], 22), ([-1], 18)
# %% ex-02-thermostats wrong: heating like cooling | heating neuron pulls the wrong way
cooling, heating = ([1], -22), ([1], -18)
# %% ex-02-thermostats wrong: heating with the wrong bias | heating neuron answers
cooling, heating = ([1], -22), ([-1], -18)
# %% ex-02-thermostats wrong: exchanged | cooling neuron pulls the wrong way
heating, cooling = ([1], -22), ([-1], 18)
# %% ex-02-thermostats wrong: twice as steep | At 22.5 degrees your cooling
cooling, heating = ([2], -44), ([-2], 36)
# %% ex-02-thermostats wrong: the bias inside the list | one weight in a list
cooling, heating = ([1, -22], 0), ([-1, 18], 0)
# %% ex-02-thermostats right: the biases in lists, too
cooling = [1], [-22]
heating = [-1], [18]
# %% ex-02-thermostats wrong: only a threshold | one weight in a list
cooling = 22
heating = 18
# %% ex-02-find-the-mistake right: compared with the loop
def passes(layer):
    x, W, b = rng.normal(size=(3, 3)), rng.normal(size=(3, 3)), rng.normal(size=3)
    return np.allclose(layer(x, W, b), layer_loop(x, W.T, b), rtol=0, atol=1e-9)
# %% ex-02-find-the-mistake right: known numbers by hand
def passes(layer):
    x = np.array([[1.0, 2.0, 0.0], [0.0, 1.0, 3.0], [2.0, 0.0, 1.0]])
    W = np.array([[1.0, 0.0, -5.0], [0.0, 2.0, 1.0], [1.0, 1.0, 0.0]])
    b = np.array([1.0, 2.0, 0.5])
    by_hand = [[2.0, 6.0, 0.0], [4.0, 7.0, 1.5], [4.0, 3.0, 0.0]]
    return np.array_equal(layer(x, W, b), by_hand)
# %% ex-02-find-the-mistake right: shapes that differ, and the numbers
def passes(layer):
    x, W, b = rng.normal(size=(5, 3)), rng.normal(size=(3, 4)), rng.normal(size=4)
    try:
        answers = layer(x, W, b)
    except ValueError:
        return False
    return np.allclose(answers, relu(x @ W + b), rtol=0, atol=1e-9)
# %% ex-02-find-the-mistake right: one neuron at a time, errors left to whoever asks
def passes(layer):
    x, W, b = rng.normal(size=(6, 3)), rng.normal(size=(3, 2)), rng.normal(size=2)
    answers = layer(x, W, b)
    return all(
        abs(answers[i, j] - neuron(x[i], W[:, j], b[j])) < 1e-9 for i in range(6) for j in range(2)
    )
# %% ex-02-find-the-mistake wrong: the start, shapes only | relu(W @ x + b)
def passes(layer):
    x, W, b = rng.normal(size=(3, 3)), rng.normal(size=(3, 3)), rng.normal(size=3)
    return layer(x, W, b).shape == (3, 3)
# %% ex-02-find-the-mistake wrong: the weights turned for the loop | refuses a right layer
def passes(layer):
    x, W, b = rng.normal(size=(3, 3)), rng.normal(size=(3, 3)), rng.normal(size=3)
    return np.allclose(layer(x, W, b), layer_loop(x, W, b), rtol=0, atol=1e-9)
# %% ex-02-find-the-mistake wrong: a symmetric matrix of weights | relu(x @ W.T + b)
def passes(layer):
    x, b = rng.normal(size=(3, 3)), rng.normal(size=3)
    W = np.array([[2.0, -1.0, 0.5], [-1.0, 1.0, 3.0], [0.5, 3.0, -1.0]])
    return np.allclose(layer(x, W, b), layer_loop(x, W.T, b), rtol=0, atol=1e-9)
# %% ex-02-find-the-mistake wrong: no bias to test with | relu(x @ W)
def passes(layer):
    x, W, b = rng.normal(size=(3, 3)), rng.normal(size=(3, 3)), np.zeros(3)
    return np.allclose(layer(x, W, b), layer_loop(x, W.T, b), rtol=0, atol=1e-9)
# %% ex-02-find-the-mistake wrong: only positive numbers | lets a wrong layer pass: x @ W + b
def passes(layer):
    x, W, b = rng.random((3, 3)), rng.random((3, 3)), rng.random(3)
    return np.allclose(layer(x, W, b), layer_loop(x, W.T, b), rtol=0, atol=1e-9)
# %% ex-02-find-the-mistake wrong: a batch of five, shapes only | lets a wrong layer pass
def passes(layer):
    x, W, b = rng.normal(size=(5, 3)), rng.normal(size=(3, 3)), rng.normal(size=3)
    return layer(x, W, b).shape == (5, 3)
# %% ex-02-find-the-mistake wrong: called with x alone | missing 2 required
def passes(layer):
    x = rng.normal(size=(3, 3))
    return layer(x).shape == (3, 3)
# %% ex-02-find-the-mistake wrong: only the sums compared | relu(x @ W + b).T
def passes(layer):
    x, W, b = rng.normal(size=(3, 3)), rng.normal(size=(3, 3)), rng.normal(size=3)
    return np.isclose(layer(x, W, b).sum(), relu(x @ W + b).sum(), rtol=0, atol=1e-9)
# %% ex-02-leak right: Gaussian
def mine(rng, fan_in, fan_out):
    return rng.normal(scale=np.sqrt(2 / ((1 + 0.5**2) * fan_in)), size=(fan_in, fan_out))
# %% ex-02-leak right: uniform with the same variance
def mine(rng, fan_in, fan_out):
    limit = np.sqrt(3 * 1.6 / fan_in)
    return rng.uniform(-limit, limit, size=(fan_in, fan_out))
# %% ex-02-leak right: He's weights made smaller
def mine(rng, fan_in, fan_out):
    return he(rng, fan_in, fan_out) / np.sqrt(1.25)
# %% ex-02-leak right: signs alone, at random
def mine(rng, fan_in, fan_out):
    return np.sqrt(1.6 / fan_in) * rng.choice([-1, 1], size=(fan_in, fan_out))
# %% ex-02-leak wrong: the start, He's rule | He's rule takes
def mine(rng, fan_in, fan_out):
    return he(rng, fan_in, fan_out)
# %% ex-02-leak wrong: the slope not squared | by how much do their squares shrink
def mine(rng, fan_in, fan_out):
    return rng.normal(scale=np.sqrt(2 / ((1 + 0.5) * fan_in)), size=(fan_in, fan_out))
# %% ex-02-leak wrong: the variance given as the deviation | shrinks from layer to layer
def mine(rng, fan_in, fan_out):
    return rng.normal(scale=1.6 / fan_in, size=(fan_in, fan_out))
# %% ex-02-leak wrong: the neurons counted instead of the inputs | grows from layer to layer
def mine(rng, fan_in, fan_out):
    return rng.normal(scale=np.sqrt(1.6 / fan_out), size=(fan_in, fan_out))
# %% ex-02-leak wrong: Xavier | shrinks from layer to layer
def mine(rng, fan_in, fan_out):
    return xavier(rng, fan_in, fan_out)
# %% ex-02-leak wrong: the shape turned | another shape: (300, 400)
def mine(rng, fan_in, fan_out):
    return rng.normal(scale=np.sqrt(1.6 / fan_in), size=(fan_out, fan_in))
# %% ex-02-leak wrong: typed for one width | shrinks from layer to layer
def mine(rng, fan_in, fan_out):
    return rng.normal(scale=0.158, size=(fan_in, fan_out)) * np.sqrt(64 / 400) * (400 / fan_in) ** 0
# %% ex-02-leak wrong: positive weights only | mean of 0
def mine(rng, fan_in, fan_out):
    return np.abs(rng.normal(scale=np.sqrt(1.6 / fan_in), size=(fan_in, fan_out)))
# %% ex-02-find-the-mistake wrong: one answer for each output | Return True or False
def passes(layer):
    x, W, b = np.ones((4, 3)), np.ones((3, 2)), np.ones(2)
    return np.isclose(layer(x, W, b), 4)
# %% ex-02-find-the-mistake wrong: a helper asserts what a right layer does not keep | AssertionError
def must_be(found, wanted):
    assert np.allclose(found, wanted, rtol=0, atol=1e-9)

def passes(layer):
    must_be(layer(np.ones((4, 3)), np.ones((3, 2)), np.zeros(2)), 4)
    return True
# %% ex-02-find-the-mistake wrong: a seed whose numbers show nothing | with your numbers a right one answers the same
def passes(layer):
    r = np.random.default_rng(1)
    x, W, b = r.normal(size=(3, 3)), r.normal(size=(3, 3)), r.normal(size=3)
    return np.allclose(layer(x, W, b), layer_loop(x, W.T, b), rtol=0, atol=1e-12)
# %% ex-02-find-the-mistake wrong: printed instead of returned | Return True or False, not None
def passes(layer):
    x, W, b = rng.normal(size=(3, 3)), rng.normal(size=(3, 3)), rng.normal(size=3)
    print(np.allclose(layer(x, W, b), layer_loop(x, W.T, b), rtol=0, atol=1e-12))
# %% ex-02-find-the-mistake wrong: never asked | pass: relu(W @ x + b).
def passes(layer):
    return True
# %% ex-02-leak wrong: a generator of its own | Two seeds give the same weights
def mine(rng, fan_in, fan_out):
    own = np.random.default_rng(0)
    return own.normal(scale=np.sqrt(2 / (1.25 * fan_in)), size=(fan_in, fan_out))
# %% ex-02-leak wrong: an unseeded generator | One seed gives two sets
def mine(rng, fan_in, fan_out):
    return np.random.default_rng().normal(scale=np.sqrt(2 / (1.25 * fan_in)), size=(fan_in, fan_out))
# %% ex-02-thermostats wrong: bias and weight swapped | Write cooling as one weight in a list, then the bias
cooling, heating = (-22, [1]), (18, [-1])
# %% ex-02-thermostats wrong: a dict | Write cooling as one weight in a list
cooling, heating = {"weight": 1, "bias": -22}, {"weight": -1, "bias": 18}
# %% ex-02-thermostats wrong: numbers as text | Write heating as one weight in a list
cooling, heating = ([1], -22), (["-1"], "18")
# %% ex-02-leak wrong: printed instead of returned | another shape: None
def mine(rng, fan_in, fan_out):
    print(rng.normal(scale=np.sqrt(2 / (1.25 * fan_in)), size=(fan_in, fan_out)))
# %% ex-02-thermostats wrong: a list within a list | Write cooling as one weight in a list
cooling, heating = [([1], -22)], [([-1], 18)]
