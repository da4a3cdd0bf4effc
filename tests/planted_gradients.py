"""Backward passes as learners write them: a network with one hidden layer, right and with mistakes."""

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
    "text": (with_changes(W1=lambda g: "todo"), "gradient-not-finite", "W1", {}),
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
