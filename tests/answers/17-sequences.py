# %% ex-17-mistake right: the slope of tanh from the state
def at_first_state(states, U, arriving):
    for state in states[:0:-1]:
        arriving = (arriving * (1 - state**2)) @ U.T
    return arriving
# %% ex-17-mistake right: an index that counts down, U in front
def at_first_state(states, U, arriving):
    t = len(states) - 1
    while t > 0:
        arriving = U @ (arriving * (1 - states[t]) * (1 + states[t]))
        t -= 1
    return arriving
# %% ex-17-mistake right: a product of matrices
def at_first_state(states, U, arriving):
    through = np.eye(len(U))
    for state in states[1:]:
        through = through @ (U * (1 - state**2))
    return through @ arriving
# %% ex-17-mistake right: recursion, the slope from the catalogue's tanh'
from actlib import CATALOGUE

def at_first_state(states, U, arriving):
    if len(states) == 1:
        return arriving
    slope = CATALOGUE["tanh"].derivative(np.arctanh(states[-1]))
    return at_first_state(states[:-1], U, U.dot(slope * arriving))
# %% ex-17-mistake wrong: the start itself | still relu's slopes
def at_first_state(states, U, arriving):
    for state in states[:0:-1]:
        arriving = (arriving * (state > 0)) @ U.T
    return arriving
# %% ex-17-mistake wrong: the square missing | a square is missing
def at_first_state(states, U, arriving):
    for state in states[:0:-1]:
        arriving = (arriving * (1 - state)) @ U.T
    return arriving
# %% ex-17-mistake wrong: tanh of the state once more | of its sum already
def at_first_state(states, U, arriving):
    for state in states[:0:-1]:
        arriving = (arriving * (1 - tanh(state) ** 2)) @ U.T
    return arriving
# %% ex-17-mistake wrong: U not transposed | transposed
def at_first_state(states, U, arriving):
    for state in states[:0:-1]:
        arriving = (arriving * (1 - state**2)) @ U
    return arriving
# %% ex-17-mistake wrong: off by one | one step too far
def at_first_state(states, U, arriving):
    for state in states[::-1]:
        arriving = (arriving * (1 - state**2)) @ U.T
    return arriving
# %% ex-17-mistake wrong: no slope at all | no slope
def at_first_state(states, U, arriving):
    for state in states[:0:-1]:
        arriving = arriving @ U.T
    return arriving
# %% ex-17-mistake wrong: from the first to the last | something else comes
def at_first_state(states, U, arriving):
    for state in states[1:]:
        arriving = (arriving * (1 - state**2)) @ U.T
    return arriving
# %% ex-17-mistake wrong: a slope short of the last state | something else comes
def at_first_state(states, U, arriving):
    for state in states[-2:0:-1]:
        arriving = (arriving * (1 - state**2)) @ U.T
    return arriving
# %% ex-17-mistake wrong: a share of what arrives, typed | something else comes
def at_first_state(states, U, arriving):
    return 0.0175 * arriving
# %% ex-17-mistake wrong: stops after one step | something else comes
def at_first_state(states, U, arriving):
    for state in states[:0:-1]:
        arriving = (arriving * (1 - state**2)) @ U.T
        return arriving
# %% ex-17-dice right: softmax and choice
def write_with_dice(beginning, characters, temperature, rng):
    cell, scores = network.layers
    state, written = np.zeros((1, cell.hidden)), beginning
    for position in range(len(beginning) + characters - 1):
        code = np.array([alphabet.index(written[position])])
        state = cell.step(data.one_hot(code, len(alphabet)), state)
        if position == len(written) - 1:
            p = softmax((state @ scores.weight + scores.bias)[0] / temperature)
            written += alphabet[rng.choice(len(alphabet), p=p)]
    return written
# %% ex-17-dice right: reads first, then writes, softmax by hand
def write_with_dice(beginning, characters, temperature, rng):
    cell, scores = network.layers
    written = list(beginning)
    state = np.zeros((1, 48))
    for letter in beginning:
        state = cell.step(np.eye(45)[[alphabet.index(letter)]], state)
    while len(written) < len(beginning) + characters:
        z = (state @ scores.weight + scores.bias).ravel() / temperature
        p = np.exp(z - z.max())
        p = p / p.sum()
        letter = rng.choice(list(alphabet), p=p)
        written.append(str(letter))
        state = cell.step(np.eye(45)[[alphabet.index(letter)]], state)
    return "".join(written)
# %% ex-17-dice right: a uniform number and the running sum of the probabilities
def write_with_dice(beginning, characters, temperature, rng):
    cell, scores = network.layers
    state, written = np.zeros((1, cell.hidden)), beginning
    for position in range(len(beginning) + characters - 1):
        code = np.array([alphabet.index(written[position])])
        state = cell.step(data.one_hot(code, len(alphabet)), state)
        if position == len(written) - 1:
            p = softmax((state @ scores.weight + scores.bias) / temperature)[0]
            place = min(int(np.searchsorted(np.cumsum(p), rng.random())), len(p) - 1)
            written += alphabet[place]
    return written
# %% ex-17-dice wrong: the start itself | does it use rng
def write_with_dice(beginning, characters, temperature, rng):
    return write(network, beginning, characters)


print(write_with_dice("Beautiful is", 40, 2.0, np.random.default_rng(0)))
# %% ex-17-dice wrong: a generator of its own | does it use rng
def write_with_dice(beginning, characters, temperature, rng):
    cell, scores = network.layers
    state, written = np.zeros((1, cell.hidden)), beginning
    rng = np.random.default_rng(0)
    for position in range(len(beginning) + characters - 1):
        code = np.array([alphabet.index(written[position])])
        state = cell.step(data.one_hot(code, len(alphabet)), state)
        if position == len(written) - 1:
            p = softmax((state @ scores.weight + scores.bias)[0] / temperature)
            written += alphabet[rng.choice(len(alphabet), p=p)]
    return written
# %% ex-17-dice wrong: another generator, without a seed | two texts
def write_with_dice(beginning, characters, temperature, rng):
    cell, scores = network.layers
    state, written = np.zeros((1, cell.hidden)), beginning
    for position in range(len(beginning) + characters - 1):
        code = np.array([alphabet.index(written[position])])
        state = cell.step(data.one_hot(code, len(alphabet)), state)
        if position == len(written) - 1:
            p = softmax((state @ scores.weight + scores.bias)[0] / temperature)
            written += alphabet[np.random.choice(len(alphabet), p=p)]
    return written
# %% ex-17-dice wrong: multiplied by the temperature | multiplied
def write_with_dice(beginning, characters, temperature, rng):
    cell, scores = network.layers
    state, written = np.zeros((1, cell.hidden)), beginning
    for position in range(len(beginning) + characters - 1):
        code = np.array([alphabet.index(written[position])])
        state = cell.step(data.one_hot(code, len(alphabet)), state)
        if position == len(written) - 1:
            p = softmax((state @ scores.weight + scores.bias)[0] * temperature)
            written += alphabet[rng.choice(len(alphabet), p=p)]
    return written
# %% ex-17-dice wrong: the temperature forgotten | ignored
def write_with_dice(beginning, characters, temperature, rng):
    cell, scores = network.layers
    state, written = np.zeros((1, cell.hidden)), beginning
    for position in range(len(beginning) + characters - 1):
        code = np.array([alphabet.index(written[position])])
        state = cell.step(data.one_hot(code, len(alphabet)), state)
        if position == len(written) - 1:
            p = softmax((state @ scores.weight + scores.bias)[0])
            written += alphabet[rng.choice(len(alphabet), p=p)]
    return written
# %% ex-17-dice wrong: the temperature after softmax, scaled to sum to 1 | ignored
def write_with_dice(beginning, characters, temperature, rng):
    cell, scores = network.layers
    state, written = np.zeros((1, cell.hidden)), beginning
    for position in range(len(beginning) + characters - 1):
        code = np.array([alphabet.index(written[position])])
        state = cell.step(data.one_hot(code, len(alphabet)), state)
        if position == len(written) - 1:
            p = softmax((state @ scores.weight + scores.bias)[0]) / temperature
            written += alphabet[rng.choice(len(alphabet), p=p / p.sum())]
    return written
# %% ex-17-dice wrong: the temperature after softmax | do not sum to 1
def write_with_dice(beginning, characters, temperature, rng):
    cell, scores = network.layers
    state, written = np.zeros((1, cell.hidden)), beginning
    for position in range(len(beginning) + characters - 1):
        code = np.array([alphabet.index(written[position])])
        state = cell.step(data.one_hot(code, len(alphabet)), state)
        if position == len(written) - 1:
            p = softmax((state @ scores.weight + scores.bias)[0]) / temperature
            written += alphabet[rng.choice(len(alphabet), p=p)]
    return written
# %% ex-17-dice wrong: softmax over the wrong axis | do not sum to 1
def write_with_dice(beginning, characters, temperature, rng):
    cell, scores = network.layers
    state, written = np.zeros((1, cell.hidden)), beginning
    for position in range(len(beginning) + characters - 1):
        code = np.array([alphabet.index(written[position])])
        state = cell.step(data.one_hot(code, len(alphabet)), state)
        if position == len(written) - 1:
            p = softmax((state @ scores.weight + scores.bias) / temperature, axis=0)[0]
            written += alphabet[rng.choice(len(alphabet), p=p)]
    return written
# %% ex-17-dice wrong: any character with the same chance | no softmax of scores
def write_with_dice(beginning, characters, temperature, rng):
    written = beginning
    for _ in range(characters):
        written += alphabet[rng.integers(len(alphabet))]
    return written
# %% ex-17-dice wrong: one character too few | makes four
def write_with_dice(beginning, characters, temperature, rng):
    cell, scores = network.layers
    state, written = np.zeros((1, cell.hidden)), beginning
    for position in range(len(beginning) + characters - 2):
        code = np.array([alphabet.index(written[position])])
        state = cell.step(data.one_hot(code, len(alphabet)), state)
        if position == len(written) - 1:
            p = softmax((state @ scores.weight + scores.bias)[0] / temperature)
            written += alphabet[rng.choice(len(alphabet), p=p)]
    return written
# %% ex-17-relu right: as in the solution
def gradients(parameters):
    states = [np.zeros(len(parameters["b"]))]
    for x in inputs[:20]:
        z = x @ parameters["W"] + states[-1] @ parameters["U"] + parameters["b"]
        states.append(np.maximum(0, z))
    W, U, b = (np.zeros_like(parameters[name]) for name in ("W", "U", "b"))
    arriving = states[-1]
    for t in reversed(range(20)):
        delta = arriving * (states[t + 1] > 0)
        W, U, b = W + np.outer(inputs[t], delta), U + np.outer(states[t], delta), b + delta
        arriving = delta @ parameters["U"].T
    return {"W": W, "U": U, "b": b}
# %% ex-17-relu right: all deltas first, then two matrix products
def gradients(parameters):
    W, U, b = parameters["W"], parameters["U"], parameters["b"]
    states = np.zeros((21, len(b)))
    for t in range(20):
        states[t + 1] = np.maximum(0, inputs[t] @ W + states[t] @ U + b)
    deltas = np.zeros((20, len(b)))
    arriving = states[20]
    for t in range(19, -1, -1):
        deltas[t] = np.where(states[t + 1] > 0, arriving, 0)
        arriving = U @ deltas[t]
    return {"W": inputs[:20].T @ deltas, "U": states[:-1].T @ deltas, "b": deltas.sum(axis=0)}
# %% ex-17-relu right: by the library's own cell
def gradients(parameters):
    units = len(parameters["b"])
    cell = RNN(inputs.shape[1], units, np.random.default_rng(0), "relu")
    cell.input_weight[:], cell.hidden_weight[:] = parameters["W"], parameters["U"]
    cell.bias[:] = parameters["b"]
    states = cell.forward(inputs[None, :20])
    upstream = np.zeros_like(states)
    upstream[:, -1] = states[:, -1]
    cell.backward(upstream)
    return {
        "W": cell.input_weight_gradient,
        "U": cell.hidden_weight_gradient,
        "b": cell.bias_gradient,
    }
# %% ex-17-relu wrong: the start itself | not yet right
def gradients(parameters):
    W, U, b = (np.zeros_like(parameters[name]) for name in ("W", "U", "b"))
    return {"W": W, "U": U, "b": b}
# %% ex-17-relu wrong: the slope of tanh | not yet right
def gradients(parameters):
    W, U, b = parameters["W"], parameters["U"], parameters["b"]
    states = np.zeros((21, len(b)))
    for t in range(20):
        states[t + 1] = np.maximum(0, inputs[t] @ W + states[t] @ U + b)
    deltas = np.zeros((20, len(b)))
    arriving = states[20]
    for t in range(19, -1, -1):
        deltas[t] = arriving * (1 - states[t + 1] ** 2)
        arriving = U @ deltas[t]
    return {"W": inputs[:20].T @ deltas, "U": states[:-1].T @ deltas, "b": deltas.sum(axis=0)}
# %% ex-17-relu wrong: the mask of the state before | in no way this check knows by name
def gradients(parameters):
    W, U, b = parameters["W"], parameters["U"], parameters["b"]
    states = np.zeros((21, len(b)))
    for t in range(20):
        states[t + 1] = np.maximum(0, inputs[t] @ W + states[t] @ U + b)
    deltas = np.zeros((20, len(b)))
    arriving = states[20]
    for t in range(19, -1, -1):
        deltas[t] = arriving * (states[t] > 0)
        arriving = U @ deltas[t]
    return {"W": inputs[:20].T @ deltas, "U": states[:-1].T @ deltas, "b": deltas.sum(axis=0)}
# %% ex-17-relu wrong: U not transposed on the way back | not yet right
def gradients(parameters):
    W, U, b = parameters["W"], parameters["U"], parameters["b"]
    states = np.zeros((21, len(b)))
    for t in range(20):
        states[t + 1] = np.maximum(0, inputs[t] @ W + states[t] @ U + b)
    deltas = np.zeros((20, len(b)))
    arriving = states[20]
    for t in range(19, -1, -1):
        deltas[t] = arriving * (states[t + 1] > 0)
        arriving = deltas[t] @ U
    return {"W": inputs[:20].T @ deltas, "U": states[:-1].T @ deltas, "b": deltas.sum(axis=0)}
# %% ex-17-relu wrong: the last step alone, no way back through time | in no way this check knows by name
def gradients(parameters):
    W, U, b = parameters["W"], parameters["U"], parameters["b"]
    states = np.zeros((21, len(b)))
    for t in range(20):
        states[t + 1] = np.maximum(0, inputs[t] @ W + states[t] @ U + b)
    delta = states[20]
    return {"W": np.outer(inputs[19], delta), "U": np.outer(states[19], delta), "b": delta}
# %% ex-17-relu wrong: the state after instead of before in U's gradient | not yet right
def gradients(parameters):
    W, U, b = parameters["W"], parameters["U"], parameters["b"]
    states = np.zeros((21, len(b)))
    for t in range(20):
        states[t + 1] = np.maximum(0, inputs[t] @ W + states[t] @ U + b)
    deltas = np.zeros((20, len(b)))
    arriving = states[20]
    for t in range(19, -1, -1):
        deltas[t] = arriving * (states[t + 1] > 0)
        arriving = U @ deltas[t]
    return {"W": inputs[:20].T @ deltas, "U": states[1:].T @ deltas, "b": deltas.sum(axis=0)}
# %% ex-17-relu wrong: the 2 of the square left in | not yet right
def gradients(parameters):
    W, U, b = parameters["W"], parameters["U"], parameters["b"]
    states = np.zeros((21, len(b)))
    for t in range(20):
        states[t + 1] = np.maximum(0, inputs[t] @ W + states[t] @ U + b)
    deltas = np.zeros((20, len(b)))
    arriving = 2 * states[20]
    for t in range(19, -1, -1):
        deltas[t] = arriving * (states[t + 1] > 0)
        arriving = U @ deltas[t]
    return {"W": inputs[:20].T @ deltas, "U": states[:-1].T @ deltas, "b": deltas.sum(axis=0)}
# %% ex-17-mistake wrong: multiplied in place | changes the numbers that it is given
def at_first_state(states, U, arriving):
    for state in states[:0:-1]:
        arriving *= 1 - state**2
        arriving = arriving @ U.T
    return arriving
# %% ex-17-dice wrong: drawn once, then the most likely | later characters
def write_with_dice(beginning, characters, temperature, rng):
    cell, scores = network.layers
    state, written = np.zeros((1, cell.hidden)), beginning
    for position in range(len(beginning) + characters - 1):
        state = cell.step(data.one_hot(np.array([alphabet.index(written[position])]), len(alphabet)), state)
        if position == len(written) - 1:
            p = softmax((state @ scores.weight + scores.bias)[0] / temperature)
            first = len(written) == len(beginning)
            written += alphabet[rng.choice(len(alphabet), p=p) if first else p.argmax()]
    return written
# %% ex-17-dice wrong: another character is fed than the one drawn | later characters
def write_with_dice(beginning, characters, temperature, rng):
    cell, scores = network.layers
    state, written, fed = np.zeros((1, cell.hidden)), beginning, beginning
    for position in range(len(beginning) + characters - 1):
        state = cell.step(data.one_hot(np.array([alphabet.index(fed[position])]), len(alphabet)), state)
        if position == len(fed) - 1:
            p = softmax((state @ scores.weight + scores.bias)[0] / temperature)
            written, fed = written + alphabet[rng.choice(len(alphabet), p=p)], fed + alphabet[p.argmax()]
    return written
# %% ex-17-dice wrong: a list of characters | one text, a string
def write_with_dice(beginning, characters, temperature, rng):
    cell, scores = network.layers
    state, written = np.zeros((1, cell.hidden)), list(beginning)
    for position in range(len(beginning) + characters - 1):
        code = np.array([alphabet.index(written[position])])
        state = cell.step(data.one_hot(code, len(alphabet)), state)
        if position == len(written) - 1:
            p = softmax((state @ scores.weight + scores.bias)[0] / temperature)
            written.append(alphabet[rng.choice(len(alphabet), p=p)])
    return written
# %% ex-17-mistake wrong: printed instead of returned | 16 numbers arrive, not None
def at_first_state(states, U, arriving):
    for state in states[:0:-1]:
        arriving = (arriving * (1 - state**2)) @ U.T
    print(arriving)
