"""Backward passes as learners write them: a network with one hidden layer, right and with mistakes."""

import math

import numpy as np

from actlib import functions as f

RNG = np.random.default_rng(3)
X = RNG.standard_normal((6, 3))
LABELS = np.array([0, 2, 1, 1, 0, 2])
PARAMETERS = {
    "W1": RNG.standard_normal((3, 3)) * 0.7,
    "b1": RNG.standard_normal(3) * 0.3,
    "W2": RNG.standard_normal((3, 3)) * 0.8,
    "b2": RNG.standard_normal(3) * 0.3,
}
N = len(X)


def loss(parameters, x=X, labels=LABELS, activation=np.tanh):
    hidden = activation(x @ parameters["W1"] + parameters["b1"])
    scores = hidden @ parameters["W2"] + parameters["b2"]
    return -f.log_softmax(scores)[np.arange(len(x)), labels].mean()


def backward(parameters, x=X, labels=LABELS, slope=lambda z: 1 - np.tanh(z) ** 2, output_weights=None):
    """Return the gradients of a tanh network; another slope or other output weights are mistakes."""
    z = x @ parameters["W1"] + parameters["b1"]
    hidden = np.tanh(z)
    scores = f.softmax(hidden @ parameters["W2"] + parameters["b2"])
    scores[np.arange(len(x)), labels] -= 1
    scores /= len(x)
    weights = parameters["W2"] if output_weights is None else output_weights
    signal = scores @ weights.T * slope(z)
    return {
        "W1": x.T @ signal,
        "b1": signal.sum(axis=0),
        "W2": hidden.T @ scores,
        "b2": scores.sum(axis=0),
    }


RIGHT = backward(PARAMETERS)


def with_changes(**changes):
    return RIGHT | {name: change(RIGHT[name]) for name, change in changes.items()}


def every(change):
    return {name: change(gradient) for name, gradient in RIGHT.items()}


def without(name):
    return {other: gradient for other, gradient in RIGHT.items() if other != name}


def updating_while_computing(parameters, learning_rate=0.5):
    gradients = backward(parameters)
    parameters["W2"] -= learning_rate * gradients["W2"]
    return gradients | {"W1": backward(parameters)["W1"], "b1": backward(parameters)["b1"]}


def of_mixed_weights(learning_rate=0.5):
    """Return gradients whose backward pass read W2 after its update."""
    return backward(PARAMETERS, output_weights=PARAMETERS["W2"] - learning_rate * RIGHT["W2"])


def after_a_step(learning_rate=0.5):
    return {name: value - learning_rate * RIGHT[name] for name, value in PARAMETERS.items()}


# What is claimed, the key of the diagnosis, what its text must name, and options of the check.
WRONG = {
    "sum for mean": (every(lambda g: N * g), "gradient-times-n", "batch size", {"batch_size": N}),
    "sum for mean, size not given": (every(lambda g: N * g), "gradient-times-n", "is 6 your", {}),
    "divided twice": (every(lambda g: g / N), "gradient-divided-twice", "1/6", {"batch_size": N}),
    "twice too large": (with_changes(W2=lambda g: 2 * g), "gradient-scaled", "2 times", {"batch_size": N}),
    "half": (with_changes(W1=lambda g: g / 2), "gradient-scaled", "1/2 of", {}),
    "sign": (with_changes(b2=lambda g: -g), "gradient-sign", "b2", {}),
    "every sign": (every(lambda g: -g), "gradient-sign", "begin with b2", {}),
    "sum and sign": (with_changes(W2=lambda g: -N * g), "gradient-times-n", "sign is wrong", {}),
    "transposed, square": (with_changes(W2=np.transpose), "gradient-transposed", "W2", {}),
    "never computed": (without("b1"), "gradient-missing", "b1", {}),
    "None": (with_changes(b2=lambda g: None), "gradient-missing", "b2", {}),
    "zeros": (with_changes(b1=np.zeros_like), "gradient-zero", "b1", {}),
    "NaN": (with_changes(W1=lambda g: g * np.nan), "gradient-not-finite", "W1", {}),
    "text": (with_changes(W1=lambda g: "todo"), "gradient-no-numbers", "type str", {}),
    "complex": (with_changes(W1=lambda g: g * (1 + 0j)), "gradient-no-numbers", "dtype complex128", {}),
    "objects": (with_changes(W1=lambda g: g.astype(object)), "gradient-no-numbers", "dtype object", {}),
    "rows of different length": (
        with_changes(W1=lambda g: [[1.0], [1.0, 2.0], []]),
        "gradient-no-numbers",
        "a list of 3 elements",
        {},
    ),
    "per sample": (
        with_changes(b2=lambda g: np.tile(g / N, (N, 1))),
        "gradient-per-sample",
        "(6, 3)",
        {"batch_size": N},
    ),
    "summed over all": (with_changes(b1=np.sum), "gradient-shape", "shape ()", {}),
    "kept dimension": (with_changes(b1=lambda g: g[None]), "gradient-shape", "right numbers", {}),
    "ReLU mask for tanh": (
        backward(PARAMETERS, slope=lambda z: (z > 0) * 1.0),
        "gradient-hidden-layer",
        "b1",
        {},
    ),
    "slope at the output": (
        backward(PARAMETERS, slope=lambda z: 1 - np.tanh(np.tanh(z)) ** 2),
        "gradient-hidden-layer",
        "likewise of W1",
        {},
    ),
    "W2 updated before it is read": (of_mixed_weights(), "gradient-hidden-layer", "b1", {}),
    "backward pass that updates": (updating_while_computing, "gradient-after-update", "W2 changed", {}),
    "names of its own": (
        lambda parameters: {f"d{name}": g for name, g in backward(parameters).items()},
        "gradient-names",
        "the keys dW1, db1, dW2, db2",
        {},
    ),
    "a tuple": (
        lambda parameters: tuple(backward(parameters).values()),
        "gradient-names",
        "a tuple, 4 elements",
        {},
    ),
    "nothing returned": (lambda parameters: None, "returns-nothing", "None", {}),
    "names of two layers exchanged": (
        {"W1": RIGHT["W2"], "b1": RIGHT["b2"], "W2": RIGHT["W1"], "b2": RIGHT["b1"]},
        "gradient-exchanged",
        "the gradient of b1",
        {},
    ),
    "a bias with the sum of all units": (
        with_changes(b1=lambda g: np.full(3, g.sum())),
        "gradient-own-line",
        "for each of the units the sum over all of them",
        {},
    ),
    "sign of the hidden layer": (
        with_changes(W1=lambda g: -g, b1=lambda g: -g),
        "gradient-sign",
        "likewise of W1",
        {},
    ),
    "one random": (
        with_changes(b2=lambda g: g + np.array([0.1, -0.2, 0.3])),
        "gradient-own-line",
        "b2",
        {},
    ),
    "all random": (
        {name: g + 0.1 * RNG.standard_normal(g.shape) for name, g in RIGHT.items()},
        "gradient-wrong",
        "begin with b2",
        {},
    ),
}


# --- Other networks: right, wrong, and such as cannot be measured -------------------------------------

TARGETS = np.array([0.0, 1.0, 1.0, 0.0, 1.0, 0.0])
INPUTS = np.random.default_rng(8).standard_normal((6, 4))


def binary_parameters(hidden=4, outputs=1):
    rng = np.random.default_rng(9)
    shapes = {"W1": (4, hidden), "b1": (hidden,), "W2": (hidden, outputs), "b2": (outputs,)}
    return {name: 0.7 * rng.standard_normal(shape) for name, shape in shapes.items()}


def through(parameters, activation=np.tanh):
    z = INPUTS @ parameters["W1"] + parameters["b1"]
    return z, activation(z), activation(z) @ parameters["W2"] + parameters["b2"]


def penalty(parameters, strength, power=2):
    return strength * sum(np.sum(np.abs(parameters[name]) ** power) for name in ("W1", "W2"))


def cross_entropy(parameters, strength=0, power=2, activation=np.tanh):
    scores = through(parameters, activation)[-1]
    return np.mean(np.logaddexp(0, scores) - TARGETS[:, None] * scores) + penalty(parameters, strength, power)


def squared_error(parameters):
    return np.mean((f.sigmoid(through(parameters)[-1]) - TARGETS[:, None]) ** 2)


def back(parameters, signal, slope=f.tanh_derivative, own=None, activation=np.tanh):
    """Return gradients for the signal that reaches the scores; another own input of W2 is a mistake."""
    z, hidden, _ = through(parameters, activation)
    to_hidden = signal @ parameters["W2"].T * slope(z)
    return {
        "W1": INPUTS.T @ to_hidden,
        "b1": to_hidden.sum(axis=0),
        "W2": (hidden if own is None else own).T @ signal,
        "b2": signal.sum(axis=0),
    }


def error(parameters, times_slope=0, activation=np.tanh):
    """Return the mean's share of prediction minus target, perhaps times slopes of the output's sigmoid."""
    p = f.sigmoid(through(parameters, activation)[-1])
    return (p - TARGETS[:, None]) / p.size * (p * (1 - p)) ** times_slope


def deep(layers, width=4, scale=1.0):
    """Return the loss of a stack of sigmoid layers, its parameters and its backward pass."""
    rng = np.random.default_rng(0)
    parameters = {}
    for i in range(layers):
        parameters[f"W{i}"] = scale * rng.standard_normal((width, width))
        parameters[f"b{i}"] = 0.3 * rng.standard_normal(width)
    x, y = rng.standard_normal((2, 5, width))

    def values(p):
        a = [x]
        for i in range(layers):
            a.append(f.sigmoid(a[-1] @ p[f"W{i}"] + p[f"b{i}"]))
        return a

    def loss(p):
        return np.mean((values(p)[-1] - y) ** 2)

    def backward(p):
        a, gradients = values(p), {}
        signal = 2 * (a[-1] - y) / y.size
        for i in reversed(range(layers)):
            signal = signal * a[i + 1] * (1 - a[i + 1])
            gradients |= {f"W{i}": a[i].T @ signal, f"b{i}": signal.sum(axis=0)}
            signal = signal @ p[f"W{i}"].T
        return {name: gradients[name] for name in p}

    return loss, parameters, backward


def with_first_two_signs_wrong(layers, **options):
    loss, parameters, backward = deep(layers, **options)
    right = backward(parameters)
    return loss, parameters, right | {name: -right[name] for name in ("W0", "b0", "W1", "b1")}


def with_dropout(rate, seed=None):
    """Return the cross-entropy with dropout in it, from one generator or from a new one at each call."""
    shared = np.random.default_rng(4)

    def loss(parameters):
        rng = shared if seed is None else np.random.default_rng(seed)
        _, hidden, _ = through(parameters)
        kept = (rng.random(hidden.shape) >= rate) / (1 - rate)
        scores = (hidden * kept) @ parameters["W2"] + parameters["b2"]
        return np.mean(np.logaddexp(0, scores) - TARGETS[:, None] * scores)

    return loss


def with_kept_units(parameters, rate, seed):
    """Return the gradients of the cross-entropy with the dropout that a seed gives."""
    z, hidden, _ = through(parameters)
    kept = (np.random.default_rng(seed).random(hidden.shape) >= rate) / (1 - rate)
    scores = (hidden * kept) @ parameters["W2"] + parameters["b2"]
    signal = (f.sigmoid(scores) - TARGETS[:, None]) / len(scores)
    to_hidden = signal @ parameters["W2"].T * kept * f.tanh_derivative(z)
    return {
        "W1": INPUTS.T @ to_hidden,
        "b1": to_hidden.sum(axis=0),
        "W2": (hidden * kept).T @ signal,
        "b2": signal.sum(axis=0),
    }


def remembering():
    """Return a loss that adds a little of what it was before, as running means do."""
    earlier = [0.0]

    def loss(parameters):
        earlier[0] = 0.9 * earlier[0] + 0.1 * cross_entropy(parameters)
        return earlier[0]

    return loss


def in_float32(parameters):
    return {name: np.asarray(value, np.float32) for name, value in parameters.items()}


def recurrent_parameters():
    rng = np.random.default_rng(6)
    return {
        "Wx": rng.standard_normal((2, 3)),
        "Wh": 0.5 * rng.standard_normal((3, 3)),
        "b": 0.1 * rng.standard_normal(3),
    }


STEPS = np.random.default_rng(7).standard_normal((5, 2))


def states(parameters):
    h = [np.zeros(3)]
    for x in STEPS:
        h.append(np.tanh(x @ parameters["Wx"] + h[-1] @ parameters["Wh"] + parameters["b"]))
    return h


def recurrent_loss(parameters):
    return np.sum(states(parameters)[-1] ** 2) / 2


def through_time(parameters, late=0):
    """Return the gradients of a recurrent cell; late by a step, Wh's gradient reads the wrong states."""
    h = states(parameters)
    gradients = {name: np.zeros_like(value) for name, value in parameters.items()}
    signal = h[-1]
    for t in reversed(range(len(STEPS))):
        signal = signal * (1 - h[t + 1] ** 2)
        gradients["Wx"] += np.outer(STEPS[t], signal)
        gradients["Wh"] += np.outer(h[t + late], signal)
        gradients["b"] += signal
        signal = signal @ parameters["Wh"].T
    return gradients


def accumulating():
    total = {}

    def backward(parameters):
        for name, gradient in back(parameters, error(parameters)).items():
            total[name] = total.get(name, 0) + gradient
        return total

    return backward


BINARY = binary_parameters()
THREE = binary_parameters(hidden=5, outputs=3)
RELU = binary_parameters(hidden=12)
AT_ZERO = RELU | {"W1": 0 * RELU["W1"], "b1": 0 * RELU["b1"]}
ROW = np.random.default_rng(5).standard_normal((4, 300))
WIDE = {"w": np.random.default_rng(6).standard_normal((300, 40))}


def wide_loss(parameters):
    return np.mean(np.tanh(ROW @ parameters["w"]) ** 2)


def wide_gradients(parameters, flipped=()):
    t = np.tanh(ROW @ parameters["w"])
    gradient = ROW.T @ (2 * t * (1 - t**2)) / t.size
    gradient[list(flipped)] *= -1
    return {"w": gradient}


def relu_loss(parameters):
    return cross_entropy(parameters, activation=f.relu)


def relu_back(parameters):
    signal = error(parameters, activation=f.relu)
    return back(parameters, signal, f.relu_derivative, activation=f.relu)


def some_zero(part, gradients):
    """Return gradients of which a part of W1 was never filled."""
    filled = gradients["W1"].copy()
    filled[part] = 0
    return gradients | {"W1": filled}


def by_loops(parameters):
    """Return the gradients of the cross-entropy in plain Python: lists of lists, sample by sample."""
    rows, units = INPUTS.tolist(), range(4)
    w1, b1, w2, b2 = (parameters[name].tolist() for name in ("W1", "b1", "W2", "b2"))
    gradients = {
        "W1": [[0.0] * 4 for _ in range(4)],
        "b1": [0.0] * 4,
        "W2": [[0.0] for _ in units],
        "b2": [0.0],
    }
    for row, target in zip(rows, TARGETS.tolist(), strict=True):
        hidden = [math.tanh(sum(row[k] * w1[k][j] for k in range(4)) + b1[j]) for j in units]
        score = sum(hidden[j] * w2[j][0] for j in units) + b2[0]
        signal = (1 / (1 + math.exp(-score)) - target) / len(rows)
        gradients["b2"][0] += signal
        for j in units:
            gradients["W2"][j][0] += hidden[j] * signal
            to_unit = signal * w2[j][0] * (1 - hidden[j] ** 2)
            gradients["b1"][j] += to_unit
            for k in range(4):
                gradients["W1"][k][j] += row[k] * to_unit
    return gradients


# --- Layers with something between a weight and what follows -------------------------------------------

ROWS = np.random.default_rng(11).standard_normal((7, 4))
AIMS = np.random.default_rng(12).standard_normal((7, 2))
CLASSES = np.eye(2)[[0, 1, 1, 0, 1, 0, 0]]
SENTENCES, ANSWERS = np.random.default_rng(13).standard_normal((2, 3, 5, 4))


def drawn(**shapes):
    rng = np.random.default_rng(14)
    return {name: rng.standard_normal(shape) for name, shape in shapes.items()}


def ordered(parameters, *names):
    return {name: parameters[name] for name in names}


def renamed(parameters, names):
    return {names.get(name, name): value for name, value in parameters.items()}


def under_other_names(loss, parameters, backward, names):
    """Return the three for parameters that are called otherwise."""
    back_to = {new: old for old, new in names.items()}
    return (
        lambda p: loss(renamed(p, back_to)),
        renamed(parameters, names),
        lambda p: renamed(backward(renamed(p, back_to)), names),
    )


PRELU = drawn(W=(4, 5), V=(5, 2)) | {"alpha": np.full(5, 0.25)}
PRELU_IN_ORDER = ordered(PRELU, "W", "alpha", "V")


def prelu(z, alpha):
    return np.where(z > 0, z, alpha * z)


def prelu_loss(parameters):
    hidden = prelu(ROWS @ parameters["W"], parameters["alpha"])
    return np.mean((hidden @ parameters["V"] - AIMS) ** 2)


def slope_of_prelu(z, alpha):
    return np.where(z > 0, 1, alpha)


def prelu_back(parameters, slope=slope_of_prelu, by_alpha=lambda z: np.minimum(z, 0)):
    z = ROWS @ parameters["W"]
    hidden = prelu(z, parameters["alpha"])
    signal = 2 * (hidden @ parameters["V"] - AIMS) / AIMS.size
    to_hidden = signal @ parameters["V"].T
    return {
        "W": ROWS.T @ (to_hidden * slope(z, parameters["alpha"])),
        "alpha": (to_hidden * by_alpha(z)).sum(axis=0),
        "V": hidden.T @ signal,
    }


NORMALIZED = drawn(W=(4, 3), gamma=3, beta=3, V=(3, 2))


def normalized(parameters, axis):
    """Return what a layer has after its normalization, over the batch or over the units, and the spread."""
    z = ROWS @ parameters["W"]
    spread = np.sqrt(z.var(axis=axis, keepdims=True) + 1e-5)
    unit = (z - z.mean(axis=axis, keepdims=True)) / spread
    return unit, np.tanh(parameters["gamma"] * unit + parameters["beta"]), spread


def normalized_loss(axis):
    return lambda p: np.mean((normalized(p, axis)[1] @ p["V"] - AIMS) ** 2)


def through_normalization(signal, unit, spread, axis, mean=np.mean, terms=(1, 1), power=1, fewer=0):
    """Return what goes back through a normalization; all options but the defaults are mistakes."""
    of_mean, of_spread = (mean(a, axis=axis, keepdims=True) for a in (signal, signal * unit))
    of_spread = of_spread * unit.shape[axis] / (unit.shape[axis] - fewer)
    return (signal - terms[0] * of_mean - terms[1] * unit * of_spread) / spread**power


def normalized_back(axis, with_gamma=True, summed_over=None, of_gamma=lambda unit: unit, **mistake):
    """Return the backward pass of a normalized layer."""

    def backward(parameters):
        unit, hidden, spread = normalized(parameters, axis)
        signal = 2 * (hidden @ parameters["V"] - AIMS) / AIMS.size
        to_sum = signal @ parameters["V"].T * (1 - hidden**2)
        to_unit = to_sum * (parameters["gamma"] if with_gamma else 1)
        over = axis if summed_over is None else summed_over
        return {
            "W": ROWS.T @ through_normalization(to_unit, unit, spread, over, **mistake),
            "gamma": (to_sum * of_gamma(unit)).sum(axis=0),
            "beta": to_sum.sum(axis=0),
            "V": hidden.T @ signal,
        }

    return backward


MISTAKES_OF_BATCH_NORM = {
    "mean and spread taken for constants": {"terms": (0, 0)},
    "the term of the mean missing": {"terms": (0, 1)},
    "the term of the spread missing": {"terms": (1, 0)},
    "sums for means": {"mean": np.sum},
    "gamma forgotten": {"with_gamma": False},
    "means over the units": {"summed_over": 1},
    "divided by the variance": {"power": 2},
    "one degree of freedom less": {"fewer": 1},
}
MISTAKES_OF_LAYER_NORM = {
    "mean and spread taken for constants": {"terms": (0, 0)},
    "the term of the spread missing": {"terms": (1, 0)},
    "means over the batch": {"summed_over": 0},
}
BIAS_AFTER_NORM = {"gamma": "g", "beta": "b"}


def attention(parameters):
    queries, keys, values = (SENTENCES @ parameters[name] for name in ("Wq", "Wk", "Wv"))
    weights = f.softmax(queries @ keys.swapaxes(1, 2) / math.sqrt(queries.shape[-1]))
    return queries, keys, values, weights


def attention_loss(parameters):
    *_, values, weights = attention(parameters)
    return np.mean((weights @ values @ parameters["Wo"] - ANSWERS) ** 2)


def attention_back(parameters, turned=True, diagonal_only=False):
    """Return the gradients of self-attention; weights not turned for the values are a mistake."""
    queries, keys, values, weights = attention(parameters)
    mixed = weights @ values
    signal = 2 * (mixed @ parameters["Wo"] - ANSWERS) / ANSWERS.size
    to_mixed = signal @ parameters["Wo"].T
    to_weights = to_mixed @ values.swapaxes(1, 2)
    shared = to_weights * weights if diagonal_only else np.sum(to_weights * weights, axis=-1, keepdims=True)
    to_scores = weights * (to_weights - shared) / math.sqrt(queries.shape[-1])
    to_values = (weights.swapaxes(1, 2) if turned else weights) @ to_mixed
    pairs = {
        "Wq": (SENTENCES, to_scores @ keys),
        "Wk": (SENTENCES, to_scores.swapaxes(1, 2) @ queries),
        "Wv": (SENTENCES, to_values),
        "Wo": (mixed, signal),
    }
    return {name: np.einsum("bti,btj->ij", *pair) for name, pair in pairs.items()}


def without_biases(parameters):
    """Return what three layers without biases have, with the inputs first."""
    values = [ROWS]
    for name in parameters:
        values.append(np.tanh(values[-1] @ parameters[name]))
    return values


def loss_without_biases(parameters):
    return np.mean((without_biases(parameters)[-1] - AIMS) ** 2)


def back_without_biases(parameters, own=None):
    """Return the gradients of layers without biases; another own input of the last is a mistake."""
    inputs, first, second, outputs = without_biases(parameters)
    to_third = 2 * (outputs - AIMS) / AIMS.size * (1 - outputs**2)
    to_second = to_third @ parameters["C"].T * (1 - second**2)
    to_first = to_second @ parameters["B"].T * (1 - first**2)
    last = second if own is None else own(second)
    return {"A": inputs.T @ to_first, "B": first.T @ to_second, "C": last.T @ to_third}


WITHOUT_BIASES = drawn(A=(4, 4), B=(4, 4), C=(4, 2))
ATTENTION = drawn(Wq=(4, 4), Wk=(4, 4), Wv=(4, 4), Wo=(4, 4))
TWO = drawn(W=(4, 2), b=2)


def two_class_loss(parameters):
    return -np.mean(np.sum(f.log_softmax(ROWS @ parameters["W"] + parameters["b"]) * CLASSES, axis=1))


def two_class_back(parameters, shares=f.softmax):
    signal = (shares(ROWS @ parameters["W"] + parameters["b"]) - CLASSES) / len(ROWS)
    return {"W": ROWS.T @ signal, "b": signal.sum(axis=0)}


def of_log(parameters):
    return float(np.sum(np.log(parameters["w"])))


NEAR_0 = {"w": np.array([1e-6, 1.0, 4.0])}
TANH = loss, PARAMETERS, backward
MASKED = (*TANH[:2], lambda p: backward(p, slope=lambda z: (z > 0) * 1.0))
IN_ANOTHER_ORDER = ordered(PARAMETERS, "W1", "W2", "b1", "b2")
BY_NUMBERS = {"W1": 0, "b1": 1, "W2": 2, "b2": 3}
BY_PAIRS = {"W1": ("W", 1), "b1": ("b", 1), "W2": None, "b2": ("b", 2)}


# The loss, its parameters, the gradients claimed.
RIGHT_ELSEWHERE = {
    "PReLU": (prelu_loss, PRELU_IN_ORDER, prelu_back),
    "batch norm": (normalized_loss(0), NORMALIZED, normalized_back(0)),
    "layer norm": (normalized_loss(1), NORMALIZED, normalized_back(1)),
    "attention": (attention_loss, ATTENTION, attention_back),
    "layers without biases": (loss_without_biases, WITHOUT_BIASES, back_without_biases),
    "two classes": (two_class_loss, TWO, two_class_back),
    "numbers for names": under_other_names(*TANH, BY_NUMBERS),
    "pairs and None for names": under_other_names(*TANH, BY_PAIRS),
    "a logarithm close to its edge": (of_log, NEAR_0, lambda p: {"w": 1 / p["w"]}),
    "a logarithm that raises an error beyond its edge": (
        lambda p: sum(map(math.log, p["w"])),
        NEAR_0,
        {"w": 1 / NEAR_0["w"]},
    ),
    "binary cross-entropy": (cross_entropy, BINARY, lambda p: back(p, error(p))),
    "squared error": (squared_error, BINARY, lambda p: back(p, 2 * error(p, times_slope=1))),
    "lists of lists": (cross_entropy, BINARY, by_loops),
    "gradients in float32": (cross_entropy, BINARY, in_float32(back(BINARY, error(BINARY)))),
    "gradients that went through float32": (
        cross_entropy,
        BINARY,
        {name: g.astype(float) for name, g in in_float32(back(BINARY, error(BINARY))).items()},
    ),
    "parameters in float32": (cross_entropy, in_float32(BINARY), lambda p: back(p, error(p))),
    "a float for a parameter": (lambda p: (p["w"] - 3) ** 2, {"w": 1.5}, {"w": -3.0}),
    "ReLU": (relu_loss, RELU, relu_back),
    "ReLU, dead units": (
        relu_loss,
        RELU | {"b1": RELU["b1"] - np.arange(12)},
        relu_back(RELU | {"b1": RELU["b1"] - np.arange(12)}),
    ),
    "a penalty in both": (
        lambda p: cross_entropy(p, 0.01),
        BINARY,
        lambda p: {n: g + 0.02 * p[n] * (n[0] == "W") for n, g in back(p, error(p)).items()},
    ),
    "dropout with the same units each time": (
        with_dropout(0.5, seed=1),
        BINARY,
        lambda p: with_kept_units(p, 0.5, seed=1),
    ),
    "a recurrent cell": (recurrent_loss, recurrent_parameters(), through_time),
    "twenty sigmoid layers": deep(20),
    "a loss of a million": (
        lambda p: 1e6 + cross_entropy(p),
        BINARY,
        lambda p: back(p, error(p)),
    ),
    "a tiny loss": (
        lambda p: 1e-12 * cross_entropy(p),
        BINARY,
        lambda p: {name: 1e-12 * g for name, g in back(p, error(p)).items()},
    ),
    "an unused row": (
        lambda p: np.sum(p["E"][[0, 2]] ** 2),
        {"E": np.ones((3, 2))},
        {"E": 2 * np.ones((3, 2)) * [[1], [0], [1]]},
    ),
    "too many entries to move one by one": (wide_loss, WIDE, wide_gradients),
}

# The loss, its parameters, the gradients claimed, the key, what the text must name.
WRONG_ELSEWHERE = {
    "ReLU's mask under PReLU": (
        prelu_loss,
        PRELU_IN_ORDER,
        lambda p: prelu_back(p, slope=lambda z, alpha: z > 0),
        "gradient-hidden-layer",
        "of W",
    ),
    "ReLU's mask under PReLU, alpha first": (
        prelu_loss,
        ordered(PRELU, "alpha", "W", "V"),
        lambda p: prelu_back(p, slope=lambda z, alpha: z > 0),
        "gradient-hidden-layer",
        "of W",
    ),
    "alpha's gradient of all sums": (
        prelu_loss,
        PRELU_IN_ORDER,
        lambda p: prelu_back(p, by_alpha=lambda z: z),
        "gradient-own-line",
        "of alpha",
    ),
    **{
        f"{kind}, {name}": (
            normalized_loss(axis),
            NORMALIZED,
            normalized_back(axis, **mistake),
            "gradient-hidden-layer",
            "of W",
        )
        for kind, axis, mistakes in (
            ("batch norm", 0, MISTAKES_OF_BATCH_NORM),
            ("layer norm", 1, MISTAKES_OF_LAYER_NORM),
        )
        for name, mistake in mistakes.items()
    },
    **{
        f"a shift called b after a {kind}": (
            *(lambda loss, p, back: (loss, ordered(p, "W", "b", "g", "V"), back))(
                *under_other_names(
                    normalized_loss(axis), NORMALIZED, normalized_back(axis, terms=(0, 0)), BIAS_AFTER_NORM
                )
            ),
            "gradient-hidden-layer",
            "of W",
        )
        for kind, axis in (("batch norm", 0), ("layer norm", 1))
    },
    "gamma's gradient of squares": (
        normalized_loss(0),
        NORMALIZED,
        normalized_back(0, of_gamma=np.square),
        "gradient-own-line",
        "of gamma",
    ),
    "weights of attention not turned for the values": (
        attention_loss,
        ATTENTION,
        lambda p: attention_back(p, turned=False),
        "gradient-hidden-layer",
        "of Wv",
    ),
    "softmax of attention by its diagonal": (
        attention_loss,
        ordered(ATTENTION, "Wv", "Wk", "Wq", "Wo"),
        lambda p: attention_back(p, diagonal_only=True),
        "gradient-hidden-layer",
        "of Wq, and likewise of Wk",
    ),
    "squares for hidden values, no biases": (
        loss_without_biases,
        WITHOUT_BIASES,
        lambda p: back_without_biases(p, own=np.square),
        "gradient-own-line",
        "of C",
    ),
    "softmax twice, two classes": (
        two_class_loss,
        TWO,
        lambda p: two_class_back(p, lambda scores: f.softmax(f.softmax(scores))),
        "gradient-wrong",
        "of b, and likewise of W",
    ),
    "a bias's entries moved on by one, dead units": (
        relu_loss,
        RELU,
        lambda p: relu_back(p) | {"b1": np.roll(relu_back(p)["b1"], 1)},
        "gradient-own-line",
        "of b1",
    ),
    "the first sample for the sum, one output": (
        cross_entropy,
        BINARY,
        lambda p: back(p, error(p)) | {"b2": error(p)[0]},
        "gradient-own-line",
        "of b2",
    ),
    "half, one output": (
        cross_entropy,
        BINARY,
        lambda p: back(p, error(p)) | {"b2": error(p).sum(axis=0) / 2},
        "gradient-scaled",
        "of b2",
    ),
    "softmax twice for the bias, two classes": (
        two_class_loss,
        TWO,
        lambda p: two_class_back(p) | {"b": two_class_back(p, lambda s: f.softmax(f.softmax(s)))["b"]},
        "gradient-own-line",
        "of b",
    ),
    "half, and the sign": (
        two_class_loss,
        TWO,
        {name: -g / 2 for name, g in two_class_back(TWO).items()},
        "gradient-sign",
        "1/2 of what it should be, and the sign is wrong",
    ),
    "a factor for each": (
        two_class_loss,
        TWO,
        {name: g * factor for (name, g), factor in zip(two_class_back(TWO).items(), (2, 1.5), strict=True)},
        "gradient-scaled",
        "of b, and by another factor of W",
    ),
    "a mask, numbers for names": (
        *under_other_names(*MASKED, BY_NUMBERS),
        "gradient-mask",
        "of 1, and likewise of 0",
    ),
    "a mask, pairs and None for names": (
        *under_other_names(*MASKED, BY_PAIRS),
        "gradient-mask",
        "once ('b', 1) is low",
    ),
    "a hidden mask, weights before biases": (
        loss,
        IN_ANOTHER_ORDER,
        backward(PARAMETERS, slope=lambda z: (z > 0) * 1.0),
        "gradient-hidden-layer",
        "of b1, and likewise of W1",
    ),
    "a column never filled, weights before biases": (
        loss,
        IN_ANOTHER_ORDER,
        RIGHT | {"W1": RIGHT["W1"] * [1, 0, 1]},
        "gradient-own-line",
        "of W1",
    ),
    "the 1 of a derivative forgotten": (
        lambda p: float(np.sum(p["w"] * np.log(p["w"]))),
        {"w": np.array([0.5, 1.5, 2.0, 3.0])},
        lambda p: {"w": np.log(p["w"])},
        "gradient-wrong",
        "of w",
    ),
    "twenty sigmoid layers, two signs": (
        *with_first_two_signs_wrong(20),
        "gradient-sign",
        "likewise of W1, b0, W0",
    ),
    "inputs for hidden values": (
        cross_entropy,
        BINARY,
        lambda p: back(p, error(p), own=INPUTS),
        "gradient-own-line",
        "of W2",
    ),
    "sums for hidden values": (
        cross_entropy,
        BINARY,
        back(BINARY, error(BINARY), own=through(BINARY)[0]),
        "gradient-own-line",
        "of W2",
    ),
    "Wh read a step late": (
        recurrent_loss,
        recurrent_parameters(),
        lambda p: through_time(p, late=1),
        "gradient-own-line",
        "of Wh",
    ),
    "names of layers of other shapes exchanged": (
        squared_error,
        THREE,
        lambda p: (lambda g: {"W1": g["W2"], "b1": g["b2"], "W2": g["W1"], "b2": g["b1"]})(
            back(p, 2 * error(p, times_slope=1))
        ),
        "gradient-exchanged",
        "the gradient of b1",
    ),
    "penalty in the loss only": (
        lambda p: cross_entropy(p, 0.01),
        BINARY,
        lambda p: back(p, error(p)),
        "gradient-penalty",
        "0.02 times the parameter itself is missing",
    ),
    "penalty without its 2": (
        lambda p: cross_entropy(p, 0.01),
        BINARY,
        lambda p: {n: g + 0.01 * p[n] * (n[0] == "W") for n, g in back(p, error(p)).items()},
        "gradient-penalty",
        "0.01 times the parameter itself is missing",
    ),
    "penalty in the gradient only": (
        cross_entropy,
        BINARY,
        {n: g + 0.02 * BINARY[n] * (n[0] == "W") for n, g in back(BINARY, error(BINARY)).items()},
        "gradient-penalty",
        "in it and not in the loss",
    ),
    "penalty of absolute values in the loss only": (
        lambda p: cross_entropy(p, 0.01, power=1),
        BINARY,
        back(BINARY, error(BINARY)),
        "gradient-penalty",
        "signs",
    ),
    "slope twice, cross-entropy": (
        cross_entropy,
        BINARY,
        lambda p: back(p, error(p, times_slope=1)),
        "gradient-output-slope",
        "once too often",
    ),
    "slope missing, squared error": (
        squared_error,
        BINARY,
        lambda p: back(p, 2 * error(p)),
        "gradient-output-slope",
        "missing",
    ),
    "slope twice, squared error, three outputs": (
        squared_error,
        THREE,
        lambda p: back(p, 2 * error(p, times_slope=2)),
        "gradient-output-slope",
        "once too often",
    ),
    "slope missing, no backward pass given": (
        squared_error,
        THREE,
        back(THREE, 2 * error(THREE)),
        "gradient-wrong",
        "begin with b2",
    ),
    "last row never filled": (
        cross_entropy,
        BINARY,
        some_zero(np.s_[-1], back(BINARY, error(BINARY))),
        "end-forgotten",
        "last of 4 rows",
    ),
    "first column never filled": (
        cross_entropy,
        BINARY,
        some_zero(np.s_[:, 0], back(BINARY, error(BINARY))),
        "end-forgotten",
        "first of 4 columns",
    ),
    "added to the last ones": (cross_entropy, BINARY, accumulating(), "gradient-accumulates", "second call"),
    "one row of three hundred": (
        wide_loss,
        WIDE,
        lambda p: wide_gradients(p, flipped=[17]),
        "gradient-wrong",
        "of w",
    ),
    "hidden slope forgotten": (
        cross_entropy,
        BINARY,
        lambda p: back(p, error(p), slope=np.ones_like),
        "gradient-hidden-layer",
        "of b1",
    ),
    "formula of the output at the sum": (
        cross_entropy,
        BINARY,
        lambda p: back(p, error(p), slope=lambda z: 1 - z**2),
        "gradient-hidden-layer",
        "of b1",
    ),
    "wrong in float32": (
        cross_entropy,
        BINARY,
        in_float32({name: 1.001 * g for name, g in back(BINARY, error(BINARY)).items()}),
        "gradient-scaled",
        "1.001 times",
    ),
    "wrong at dead and living units": (
        relu_loss,
        RELU,
        lambda p: back(p, error(p, activation=f.relu), f.tanh_derivative, activation=f.relu),
        "gradient-hidden-layer",
        "of b1",
    ),
}

AT_THE_TARGETS = {"w": np.arange(3.0)}
MANY = {"w": np.random.default_rng(2).standard_normal(3000)}


def with_corners_between_entries(parameters):
    """Return a loss that is smooth along each entry, and has a corner along all that are moved together."""
    moved = np.abs(parameters["w"] - MANY["w"])
    return np.sum(parameters["w"] ** 2) + np.sqrt(max(0.0, np.sum(moved) ** 2 - np.sum(moved**2)))


# The loss, its parameters, its gradients, the key.
UNMEASURED = {
    "a square root at 0": (
        lambda p: float(np.sum(np.sqrt(p["w"]))),
        {"w": np.array([0.0, 1.0, 4.0])},
        {"w": np.array([9.0, 0.5, 0.25])},
        "loss-not-finite-beside",
    ),
    "a loss in float32": (
        lambda p: np.float32(cross_entropy(p)),
        BINARY,
        back(BINARY, error(BINARY)),
        "loss-too-coarse",
    ),
    "a loss that went through float32": (
        lambda p: float(np.float32(cross_entropy(p))),
        BINARY,
        back(BINARY, error(BINARY)),
        "loss-too-coarse",
    ),
    "parameters read in float32": (
        lambda p: cross_entropy({name: v.astype(np.float32).astype(float) for name, v in p.items()}),
        BINARY,
        back(BINARY, error(BINARY)),
        "loss-too-coarse",
    ),
    "a loss in float16": (
        lambda p: np.float16(cross_entropy(p)),
        BINARY,
        back(BINARY, error(BINARY)),
        "loss-too-coarse",
    ),
    "a rounded loss": (
        lambda p: round(float(cross_entropy(p)), 6),
        BINARY,
        back(BINARY, error(BINARY)),
        "loss-too-coarse",
    ),
    "dropout": (with_dropout(0.5), BINARY, back(BINARY, error(BINARY)), "loss-not-repeatable"),
    "a little dropout": (with_dropout(0.002), BINARY, back(BINARY, error(BINARY)), "loss-not-repeatable"),
    "a running mean": (remembering(), BINARY, back(BINARY, error(BINARY)), "loss-not-repeatable"),
    "all units at the kink": (relu_loss, AT_ZERO, relu_back(AT_ZERO), "slopes-at-kinks"),
    "forty sigmoid layers": (
        *deep(40, width=2)[:2],
        deep(40, width=2)[2](deep(40, width=2)[1]),
        "slopes-too-small",
    ),
    "most entries not moved": (
        with_corners_between_entries,
        MANY,
        {"w": 2 * MANY["w"]},
        "entries-too-many",
    ),
    "a perfect fit": (
        lambda p: np.sum((p["w"] - np.arange(3)) ** 2),
        AT_THE_TARGETS,
        {"w": np.zeros(3)},
        "slopes-too-small",
    ),
}
