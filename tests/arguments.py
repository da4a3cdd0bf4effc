"""A good call of every public name, and what else may stand in each place.

``test_arguments.py`` puts a wrong value into each place of each call and wants an error in words.
"""

import itertools
import math

import numpy as np

from actlib import (
    CATALOGUE,
    Activation,
    Interval,
    calculus,
    data,
    explorers,
    figures,
    functions,
    nn,
    properties,
    report_cards,
)


def rng(seed=0):
    return np.random.default_rng(seed)


def network():
    return nn.Network([nn.Dense(2, 2, rng())])


X = np.array([[0.5, -1.0], [2.0, 0.0], [1.0, 1.0]])
LABELS = np.array([0, 1, 0])
POINTS = rng(1).normal(size=(20, 2))
TWO = rng(2).integers(0, 2, 20)

WRONG = {
    "nothing": None,
    "text": "a",
    "negative": -1,
    "zero": 0,
    "not whole": 1.5,
    "not a number": math.nan,
    "infinite": math.inf,
    "huge": 10**400,
    "a bool": True,
    "an empty list": [],
    "an empty dict": {},
    "an object": object(),
    "a list of texts": ["a", "b"],
    "a list of NaN": [math.nan, math.nan],
    "ragged": [[1], [1, 2]],
}


def by_x(names):
    return {name: (getattr(functions, name), {"x": X}) for name in names}


def classify(places):
    return (places[:, 0] > 0).astype(int)


def bowl(x, y):
    return x**2 + y**2


CALLS = by_x(name for name in functions.__all__ if name != "prelu_gradients")
for name, more in {
    "leaky_relu": {"negative_slope": 0.1},
    "leaky_relu_derivative": {"negative_slope": 0.1},
    "elu": {"alpha": 1.0},
    "elu_derivative": {"alpha": 1.0},
    "prelu": {"alpha": 0.25},
    "prelu_derivative": {"alpha": 0.25},
    "gelu": {"approximate": "tanh"},
    "gelu_derivative": {"approximate": "tanh"},
    "softmax": {"axis": 0},
    "log_softmax": {"axis": 0},
    "softmax_jacobian": {"axis": 0},
    "glu": {"axis": 1},
    "swiglu": {"axis": 1},
}.items():
    CALLS[name][1].update(more)
CALLS |= {
    "prelu_gradients": (functions.prelu_gradients, {"x": X, "alpha": 0.25, "upstream": X}),
    "central_difference": (calculus.central_difference, {"function": np.sin, "x": X, "step_size": 1e-5}),
    "complex_step": (calculus.complex_step, {"function": np.sin, "x": X, "step_size": 1e-20}),
    "gradient_check": (calculus.gradient_check, {"function": np.sin, "derivative": np.cos, "x": X}),
    "Interval": (Interval, {"low": 0, "high": 1, "includes_low": True, "includes_high": False}),
    "Activation.of": (
        Activation.of,
        {"name": "sine", "function": np.sin, "derivative": np.cos, "range": Interval(-1, 1), "kinks": ()},
    ),
    "properties": (properties.properties, {"activation": "relu"}),
    "gradient_through_depth": (
        properties.gradient_through_depth,
        {"activation": "relu", "depths": [1, 2], "seeds": [0], "gain": 1.0, "width": 4, "batch": 2},
    ),
    "dead_share": (
        properties.dead_share,
        {"activation": "relu", "depth": 2, "seeds": [0], "gain": 1.0, "width": 4, "batch": 2},
    ),
    "report_card": (report_cards.report_card, {"activation": "relu", "relatives": 0, "timing": False}),
    "accuracies": (
        report_cards.accuracies,
        {"activation": "relu", "task": "circles", "seeds": [0], "gain": 1.0},
    ),
    "time_per_element": (
        report_cards.time_per_element,
        {"activations": ["relu"], "elements": 10, "rounds": 1},
    ),
    # nn
    "initial_weights": (
        nn.initial_weights,
        {"initialization": "he", "shape": (2, 3), "fan_in": 2, "fan_out": 3, "rng": rng(), "scale": 1.0},
    ),
    "Dense": (
        nn.Dense,
        {"inputs": 2, "outputs": 3, "rng": rng(), "initialization": "he", "scale": 1.0, "dtype": "float32"},
    ),
    "Dense.of": (nn.Dense.of, {"weight": [[1.0], [2.0]], "bias": [0.5]}),
    "Elementwise": (nn.Elementwise, {"activation": "relu"}),
    "PReLU": (nn.PReLU, {"channels": 2, "alpha": 0.1, "dtype": "float32"}),
    "Dropout": (nn.Dropout, {"share": 0.5, "rng": rng()}),
    "Conv2D": (
        nn.Conv2D,
        {"in_channels": 1, "out_channels": 2, "kernel_size": 3, "rng": rng(), "stride": 1, "padding": 1}
        | {"initialization": "he", "scale": 1.0, "dtype": "float32"},
    ),
    "MaxPool2D": (nn.MaxPool2D, {"size": 2, "stride": 2}),
    "RNN": (
        nn.RNN,
        {"inputs": 2, "hidden": 3, "rng": rng(), "activation": "tanh", "initialization": "he"}
        | {"scale": 1.0, "dtype": "float32"},
    ),
    "Network": (
        lambda layers, loss: nn.Network(layers, loss),
        {"layers": ["relu"], "loss": "mean_squared_error"},
    ),
    "Network.forward": (lambda x: network().forward(x), {"x": X}),
    "Network.backward": (lambda gradient: _after_forward().backward(gradient), {"gradient": X}),
    "Network.predict": (lambda x: network().predict(x), {"x": X}),
    "Network.evaluate": (lambda x, targets: network().evaluate(x, targets), {"x": X, "targets": LABELS}),
    "Network.loss_and_gradients": (
        lambda x, targets: network().loss_and_gradients(x, targets),
        {"x": X, "targets": LABELS},
    ),
    "Network.dead_units": (lambda x: network().dead_units(x), {"x": X}),
    "Network.summary": (lambda input_shape: network().summary(input_shape), {"input_shape": (2,)}),
    "Network.load": (lambda path: _saved(path), {"path": None}),
    "softmax_cross_entropy": (nn.softmax_cross_entropy, {"outputs": X, "targets": LABELS}),
    "binary_cross_entropy": (nn.binary_cross_entropy, {"outputs": X, "targets": X > 0}),
    "mean_squared_error": (nn.mean_squared_error, {"outputs": X, "targets": X}),
    "SGD": (nn.SGD, {"learning_rate": 0.1, "momentum": 0.9, "nesterov": True, "decay": 0.1}),
    "AdaGrad": (nn.AdaGrad, {"learning_rate": 0.1, "epsilon": 1e-8, "decay": 0.1}),
    "RMSProp": (nn.RMSProp, {"learning_rate": 0.1, "rho": 0.9, "epsilon": 1e-8, "decay": 0.1}),
    "Adam": (
        nn.Adam,
        {"learning_rate": 0.1, "beta1": 0.9, "beta2": 0.9, "epsilon": 1e-8, "decay": 0.1},
    ),
    "Optimizer.update": (
        lambda parameters, gradients: nn.SGD(0.1).update(parameters, gradients),
        {"parameters": np.ones(2), "gradients": np.ones(2)},
    ),
    "EarlyStopping": (nn.EarlyStopping, {"patience": 3}),
    "fit": (
        lambda **arguments: nn.fit(**({"network": network()} | arguments)),
        {"network": network(), "x": X, "targets": LABELS, "optimizer": nn.SGD(0.1), "epochs": 1}
        | {"batch_size": 2, "rng": rng(), "held_out": (X, LABELS), "l2": 0.1, "clip_norm": 1.0}
        | {"measure_every": 1, "callbacks": [], "progress": False},
    ),
}


def _after_forward():
    made = network()
    made.forward(X)
    return made


def _saved(path):
    return network().load(path) if path is not None else None


CARD = report_cards.report_card("relu", relatives=0)
HISTORY = network().fit(X, LABELS, nn.SGD(0.1), 2, progress=False)
FIGURES = {
    "curves": {"x": [0, 1, 2], "lines": {"a": [1, 2, 3]}, "jumps": {"a": [1]}, "x_label": "x", "y_label": "y"}
    | {"title": "t", "y_limits": (0, 4), "log_y": False, "legend": True, "height": 3.6},
    "activation": {"activation": "relu", "tangent_at": 1.0, "low": -2.0, "high": 2.0, "with_derivative": True}
    | {"height": 3.0},
    "fit": {
        "x": [0, 1, 2],
        "y": [0, 1, 2],
        "fitted": [0, 1, 1.5],
        "kinks": [1.0],
        "title": "t",
        "x_label": "x",
    }
    | {"target": "a", "label": "b", "height": 3.0},
    "gallery": {"activations": [CATALOGUE["relu"]], "columns": 1, "low": -2.0, "high": 2.0},
    "named_activation": {"activation": "relu"},
    "r_squared": {"y": [0, 1, 2], "fitted": [0, 1, 1.5]},
    "bars": {"shares": {"a": 0.5}, "title": "t", "x_label": "x", "limit": 1.0, "height": 2.0},
    "report_card": {"card": CARD, "low": -2.0, "high": 2.0, "height": 6.0},
    "convolution": {"pixels": np.eye(5), "kernel": np.eye(3), "at": (1, 1), "title": "t", "height": 5.0},
    "valley": {
        "curvatures": (1.0, 2.0),
        "track": [[1, 1], [0.5, 0.5]],
        "limits": (-2, 2, -1, 1),
        "title": "t",
    }
    | {"height": 4.0},
    "layers": {"sizes": {"a": [1.0, 0.1]}, "title": "t", "limits": (1e-3, 10), "height": 3.0},
    "images": {"pictures": {"a": np.eye(3)}, "columns": 1, "title": "t", "signed": False, "height": 2.0},
    "overlay": {"first": "relu", "second": "tanh", "low": -2.0, "high": 2.0, "height": 5.0},
    "saturation": {"activation": "sigmoid", "deviation": 1.0, "low": -5.0, "high": 5.0, "small": 0.1}
    | {"height": 3.0},
    "plane": {"points": POINTS, "labels": TWO, "weights": (1.0, 1.0), "bias": 0.0, "title": "t"}
    | {"axis_labels": ("a", "b"), "height": 4.0},
    "regions": {"classify": classify, "points": POINTS, "labels": TWO, "title": "t", "resolution": 10}
    | {"margin": 0.1, "limits": (-2, 2, -2, 2), "height": 4.0},
    "history": {"record": HISTORY, "title": "t", "height": 3.0},
    "heat_map": {"values": [[1.0, 2.0]], "rows": ["a"], "columns": ["b", "c"], "row_label": "r"}
    | {"column_label": "c", "title": "t", "log": False, "height": 3.0},
    "spread": {
        "values": {"a": [1.0, 2.0]},
        "value_label": "v",
        "title": "t",
        "limits": (0, 3),
        "height": 3.0,
    },
    "histograms": {"samples": {"a": [1.0, 2.0]}, "title": "t", "bins": 5, "limits": (0, 3), "height": 3.0},
    "paths": {"surface": bowl, "tracks": {"a": [[1, 1], [0.5, 0.5]]}, "limits": (-2, 2, -1, 1)}
    | {"levels": 5, "title": "t", "height": 3.0},
    "growth": {"sizes": {"a": [1, 2, 4]}, "measured": {"m": {"a": [1.0, 2.0, 4.0]}}, "title": "t"}
    | {"height": 3.0},
    "snapshot": {"classify": classify, "points": POINTS, "labels": TWO, "losses": [1.0, 0.5], "units": np.sin}
    | {"title": "t", "limits": (-2, 2, -2, 2), "loss_limit": 2.0, "epochs": 3, "height": 3.0},
}
CALLS |= {f"figures.{name}": (getattr(figures, name), call) for name, call in FIGURES.items()}


def drawn(**setting):
    return figures.curves([0, 1], {"a": [0, 1]})


EXPLORERS = {
    "explorer": {"draw": drawn, "start": {"k": 1}, "k": [1, 2]},
    "tangent": {"activation": "relu", "values": [-1.0, 1.0]},
    "overlay": {"first": "relu", "others": ["tanh", "gelu"]},
    "saturation": {"activation": "sigmoid", "deviations": [1.0, 2.0]},
    "leaky_slope": {"slopes": [0.1, 0.5]},
    "temperature": {"scores": [2, 1], "temperatures": [1.0, 2.0]},
    "gelu_approximations": {"factors": [1.7, 1.8]},
    "neuron": {"activation": "relu", "weights": [1, 2], "biases": [0, 1]},
    "sine_pairs": {"pairs": [1, 2]},
    "fence": {"creases": [3, 4], "distance": 0.75},
    "trained_creases": {"epochs": [0, 2], "width": 3, "seed": 0},
    "depth": {"activations": ["relu", "tanh"], "initializations": ["he", "lecun"], "depths": [2, 3]},
    "Experiment": {"data": "spiral", "activation": "relu", "depth": 1, "width": 4, "optimizer": "Adam"}
    | {"learning_rate": 0.03, "seed": 0},
    "spiral_regions": {"activations": ["relu", "tanh"], "epochs": [0, 1], "width": 3},
    "optimizer_paths": {"optimizers": ["SGD", "Adam"], "rates": [0.1, 0.2], "steps": 2},
    "kernels": {"kernels": {"a": np.eye(2), "b": np.eye(3)}, "digits": [0, 1]},
    "playground": {"activation": "relu"},
    "playground_tour": {"stops": None, "epochs": (0, 1)},
}
CALLS |= {f"explorers.{name}": (getattr(explorers, name), call) for name, call in EXPLORERS.items()}
DATA = {
    "sine": {"points": 3},
    "logic_gate": {"name": "AND"},
    "half_plane": {"points": 3, "rng": rng(), "weights": (1.0, 2.0), "bias": 0.5},
    "spiral": {"points": 3, "classes": 2, "rng": rng(), "noise": 0.1, "angle_scale": 2.0},
    "circles": {"points": 4, "rng": rng(), "noise": 0.1, "factor": 0.25},
    "encode_characters": {"text": "ab"},
    "one_hot": {"labels": [0, 1], "classes": 2},
    "split": {"x": X, "y": LABELS, "rng": rng(), "held_out": 0.5},
}
CALLS |= {f"data.{name}": (getattr(data, name), call) for name, call in DATA.items()}


# What no argument takes, as far as pictures are concerned: to draw for each wrong value would take minutes.
FOR_PICTURES = ("text", "not a number", "huge", "an empty list", "an object", "ragged")


def cases(name):
    """Yield arguments and names of wrong values."""
    wrong = FOR_PICTURES if name.startswith(("figures.", "explorers.")) else WRONG
    return itertools.product(CALLS[name][1], wrong)
