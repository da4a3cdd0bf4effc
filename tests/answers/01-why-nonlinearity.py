# %% ex-01-three-layers right: multiplied out
rng = np.random.default_rng(seed=2)
W3, b3 = rng.normal(size=(5, 1)), rng.normal(size=5)
W_all = W3 @ W2 @ W1
b_all = W3 @ W2 @ b1 + W3 @ b2 + b3
# %% ex-01-three-layers right: with the collapsed W and b of the page
rng = np.random.default_rng(seed=2)
W3, b3 = rng.normal(size=(5, 1)), rng.normal(size=5)
W_all, b_all = W3 @ W, W3 @ b + b3
# %% ex-01-three-layers right: measured at two inputs
rng = np.random.default_rng(seed=2)
W3, b3 = rng.normal(size=(5, 1)), rng.normal(size=5)


def three_layers(x):
    return W3 @ two_layers([x]) + b3


b_all = three_layers(0)
W_all = (three_layers(1) - b_all).reshape(5, 1)
# %% ex-01-three-layers right: loops and lists
rng = np.random.default_rng(seed=2)
W3, b3 = rng.normal(size=(5, 1)), rng.normal(size=5)
weight = sum(W2[0, i] * W1[i, 0] for i in range(64))
bias = sum(W2[0, i] * b1[i] for i in range(64)) + b2[0]
W_all = [[W3[k, 0] * weight] for k in range(5)]
b_all = [W3[k, 0] * bias + b3[k] for k in range(5)]
# %% ex-01-three-layers wrong: the start as it stands | three dots
rng = np.random.default_rng(seed=2)
W3, b3 = rng.normal(size=(5, 1)), rng.normal(size=5)

W_all = ...
b_all = ...
# %% ex-01-three-layers wrong: the earlier biases forgotten | last layer's bias alone
rng = np.random.default_rng(seed=2)
W3, b3 = rng.normal(size=(5, 1)), rng.normal(size=5)
W_all, b_all = W3 @ W2 @ W1, b3
# %% ex-01-three-layers wrong: the biases only added up | input 0
rng = np.random.default_rng(seed=2)
W3, b3 = rng.normal(size=(5, 1)), rng.normal(size=5)
W_all, b_all = W3 @ W2 @ W1, W3 @ b2 + b3
# %% ex-01-three-layers wrong: the last bias forgotten | input 0
rng = np.random.default_rng(seed=2)
W3, b3 = rng.normal(size=(5, 1)), rng.normal(size=5)
W_all, b_all = W3 @ W2 @ W1, W3 @ (W2 @ b1 + b2)
# %% ex-01-three-layers wrong: multiplied in the other order | matmul
rng = np.random.default_rng(seed=2)
W3, b3 = rng.normal(size=(5, 1)), rng.normal(size=5)
W_all, b_all = W1 @ W2 @ W3, W3 @ (W2 @ b1 + b2) + b3
# %% ex-01-three-layers wrong: a flat list for the matrix | W_all has shape (5,)
rng = np.random.default_rng(seed=2)
W3, b3 = rng.normal(size=(5, 1)), rng.normal(size=5)
W_all, b_all = (W3 @ W2 @ W1).ravel(), W3 @ (W2 @ b1 + b2) + b3
# %% ex-01-three-layers wrong: weights of two layers only in the matrix | W_all is not what
rng = np.random.default_rng(seed=2)
W3, b3 = rng.normal(size=(5, 1)), rng.normal(size=5)
W_all, b_all = W3, W3 @ (W2 @ b1 + b2) + b3
# %% ex-01-absolute right: lists
weights = [1, -1]
biases = [0, 0]
output_weights = [1, 1]
# %% ex-01-absolute right: steeper, then divided
weights, biases, output_weights = (-2, 2), (0, 0), (0.5, 0.5)
# %% ex-01-absolute right: arrays
weights = np.array([3.0, -0.25])
biases = np.zeros(2)
output_weights = 1 / np.abs(weights)
# %% ex-01-absolute wrong: the start as it stands | On neither side
weights = [1, 1]
biases = [0, 0]
output_weights = [1, 1]
# %% ex-01-absolute wrong: the left arm pulled down | left of 0 it is not
weights, biases, output_weights = [1, -1], [0, 0], [1, -1]
# %% ex-01-absolute wrong: the arms moved apart | On neither side
weights, biases, output_weights = [1, -1], [-1, -1], [1, 1]
# %% ex-01-absolute wrong: too steep | On neither side
weights, biases, output_weights = [2, -2], [0, 0], [1, 1]
# %% ex-01-absolute wrong: only the left arm | right of 0 it is not
weights, biases, output_weights = [-1, -1], [0, 0], [0.5, 0.5]
# %% ex-01-absolute wrong: three neurons | two numbers
weights, biases, output_weights = [1, -1, 0], [0, 0, 0], [1, 1, 0]
# %% ex-01-absolute wrong: a function instead of numbers | does not define weights
def mine(x):
    return relu(x) + relu(-x)
# %% ex-01-fewest right: typed
bends = 4
# %% ex-01-fewest right: a loop
bends = 0
while r_squared(y, fit_with_bends(relu, bends)[0]) < 0.99:
    bends += 1
# %% ex-01-fewest right: the first of a list
bends = next(n for n in range(20) if r_squared(y, fit_with_bends(relu, n)[0]) >= 0.99)
# %% ex-01-fewest right: an index of an array
all_scores = np.array([r_squared(y, fit_with_bends(relu, n)[0]) for n in range(10)])
bends = np.argmax(all_scores >= 0.99)
# %% ex-01-fewest right: as a float
bends = 4.0
# %% ex-01-fewest right: in an array
bends = np.array([4])
# %% ex-01-fewest wrong: the start as it stands | still below
bends = 0
print(r_squared(y, fit_with_bends(relu, bends)[0]))
# %% ex-01-fewest wrong: one less, the three of the figure | still below
bends = 3
# %% ex-01-fewest wrong: units counted instead of bends | Fewer bends
bends = 5
# %% ex-01-fewest wrong: where the page prints 1.000 | Fewer bends
bends = 8
# %% ex-01-fewest wrong: the score instead of the number | whole number
bends = r_squared(y, fit_with_bends(relu, 4)[0])
# %% ex-01-fewest wrong: all that reach it | one number
bends = [n for n in range(13) if r_squared(y, fit_with_bends(relu, n)[0]) >= 0.99]
# %% ex-01-fewest wrong: negative | not what this page can draw
bends = -1
# %% ex-01-find-the-mistake right: steps of one sign
def has_property(values):
    steps = np.diff(values)
    return np.all(steps >= 0) or np.all(steps <= 0)
# %% ex-01-find-the-mistake right: a little room for rounding
def has_property(values):
    steps = np.diff(values)
    return steps.min() >= -1e-12 or steps.max() <= 1e-12
# %% ex-01-find-the-mistake right: plain Python
def has_property(values):
    pairs = list(zip(values, values[1:], strict=False))
    return all(a <= b for a, b in pairs) or all(a >= b for a, b in pairs)
# %% ex-01-find-the-mistake right: sorted already, one way or the other
def has_property(values):
    in_order = np.sort(values)
    return np.array_equal(values, in_order) or np.array_equal(values[::-1], in_order)
# %% ex-01-find-the-mistake right: largest and smallest at the ends
def has_property(values):
    ends = {values[0], values[-1]}
    return values.max() in ends and values.min() in ends
# %% ex-01-find-the-mistake wrong: the start as it stands, rising only | falling values
def has_property(values):
    steps = np.diff(values)
    return np.all(steps > 0)
# %% ex-01-find-the-mistake wrong: equal neighbors refused | equal neighbors
def has_property(values):
    steps = np.diff(values)
    return np.all(steps > 0) or np.all(steps < 0)
# %% ex-01-find-the-mistake wrong: equal neighbors allowed, falling ones forgotten | with falling values
def has_property(values):
    return np.all(np.diff(values) >= 0)
# %% ex-01-find-the-mistake wrong: always true | The wave
def has_property(values):
    return True
# %% ex-01-find-the-mistake wrong: the range of tanh | The wave
def has_property(values):
    return np.all(np.abs(values) <= 1)
# %% ex-01-find-the-mistake wrong: the ends differ | lacks your property
def has_property(values):
    return abs(values[0] - values[-1]) > 0.1
# %% ex-01-find-the-mistake wrong: nothing returned | Return True or False, not None
def has_property(values):
    steps = np.diff(values)
    np.all(steps >= 0) or np.all(steps <= 0)
# %% ex-01-find-the-mistake wrong: one answer for each value | Return True or False
def has_property(values):
    return np.diff(values, append=0) > 0
# %% ex-01-find-the-mistake wrong: an assert of the learner's own fails | AssertionError: falls
def has_property(values):
    assert values[0] < values[-1], "falls"
    return True
# %% ex-01-fewest wrong: a number as text | bends is one number
bends = "4"
# %% ex-01-fewest wrong: a function that finds it | bends is one number
def bends():
    return 4
# %% ex-01-absolute wrong: numbers as text | weights should hold two numbers
weights, biases, output_weights = ["1", "-1"], [0, 0], [1, 1]
# %% ex-01-three-layers wrong: numbers as text | b_all is to hold numbers
rng = np.random.default_rng(seed=2)
W3, b3 = rng.normal(size=(5, 1)), rng.normal(size=5)

W_all = W3 @ W2 @ W1
b_all = [str(each) for each in W3 @ (W2 @ b1 + b2) + b3]
# %% ex-01-three-layers wrong: rounded | b_all is right but for
rng = np.random.default_rng(seed=2)
W3, b3 = rng.normal(size=(5, 1)), rng.normal(size=5)

W_all = W3 @ W2 @ W1
b_all = np.round(W3 @ (W2 @ b1 + b2) + b3, 6)
# %% ex-01-three-layers wrong: a matrix in half as many digits | W_all is right but for
rng = np.random.default_rng(seed=2)
W3, b3 = rng.normal(size=(5, 1)), rng.normal(size=5)

W_all = np.float32(W3 @ W2 @ W1)
b_all = W3 @ (W2 @ b1 + b2) + b3
