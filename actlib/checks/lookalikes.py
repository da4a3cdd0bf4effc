"""What each mistake would compute: the values a wrong implementation is compared with."""

import math

import numpy as np

from actlib import functions as f
from actlib.catalogue import CATALOGUE


def lookalikes(name):
    """Return the mistaken versions of an elementwise function, the most specific first.

    Parameters
    ----------
    name : str
        A catalogue name, or one followed by ``_derivative``.

    Returns
    -------
    list of (str, callable, str)
        The mistake's key, a function of an array that makes it, and the name of what it computes
        where that helps.

    Examples
    --------
    >>> key, mistaken, _ = lookalikes("sigmoid_derivative")[0]
    >>> print(key, mistaken(np.array([2.0])))
    output-formula-on-input [-2.]
    """
    listed = [(key, mistaken, "") for key, mistaken in LOOKALIKES.get(name, ())]
    return listed + _other_parameters(name) + _general(name) + _other_functions(name) + _bent(name)


def _general(name):
    right = getattr(f, name)
    base = name.removesuffix("_derivative")
    general = [
        ("sign-flipped", lambda x: -right(x), ""),
        ("input-sign-flipped", lambda x: right(-x), ""),
        ("both-signs-flipped", lambda x: -right(-x), ""),
    ]
    if base == name:
        slope = ("derivative-for-function", getattr(f, f"{name}_derivative"), "")
        return [slope, *general, ("applied-twice", lambda x: right(right(x)), "")]
    function = getattr(f, base)
    return [
        ("function-for-derivative", function, ""),
        ("derivative-at-output", lambda x: right(function(x)), ""),
        *general,
        *[("borrowed-formula", formula, "") for formula in _borrowed(base, function)],
        ("relu-mask", f.step, ""),
        ("relu-mask", lambda x: f.step(function(x)), ""),
    ]


def _borrowed(base, function):
    """Return the formulas by which sigmoid's and tanh's slopes follow from their outputs."""
    formulas = {"sigmoid": lambda x: function(x) * (1 - function(x)), "tanh": lambda x: 1 - function(x) ** 2}
    return [formula for owner, formula in formulas.items() if owner != base]


def _bent(name):
    """Return the function with its input or output scaled, shifted, squared or made positive."""
    right = getattr(f, name)
    square = "square-missing" if name.endswith("_derivative") else "square-needless"
    scaled = [
        ("input-scaled", _at(right, factor=c), f"{c:.4g}·x in place of x")
        for c in (2, 0.5, np.log(2), np.log(10), 10, 0.1, 3, 1 / 3, np.pi / 180, 180 / np.pi)
    ]
    shifted = [
        ("input-shifted", _at(right, shift=c), f"x {'+' if c > 0 else '-'} {abs(c):g} in place of x")
        for c in (0.5, -0.5, 1, -1, 2, -2, 3, -3)
    ]
    return [
        *scaled,
        *shifted,
        ("absolute-value-needless", lambda x: np.abs(right(x)), ""),
        ("absolute-value-needless", lambda x: right(np.abs(x)), ""),
        (square, lambda x: right(x) ** 2, ""),
        (square, lambda x: np.sqrt(right(x)), ""),
    ]


def _at(function, factor=1, shift=0):
    return lambda x: function(factor * x + shift)


def _other_functions(name):
    everywhere = [*CATALOGUE, *(f"{other}_derivative" for other in CATALOGUE)]
    others = [other for other in everywhere if other != name]
    return [("another-function", getattr(f, other), other) for other in others]


def _other_parameters(name):
    base = name.removesuffix("_derivative")
    function = getattr(f, name)
    return [
        ("another-default", _with_parameter(function, value), f"{parameter} = {value:g}")
        for parameter, value in OTHER_PARAMETERS.get(base, ())
    ]


def _with_parameter(function, value):
    return lambda x: function(x, value)


OTHER_PARAMETERS = {
    "leaky_relu": [("negative_slope", v) for v in (0.2, 0.3, 0.1, 0.001, 0.05, 0.02, 0.25, 0.5)],
    "prelu": [("alpha", v) for v in (0.01, 0.1, 0.2, 0.3, 0.5)],
    "elu": [("alpha", v) for v in (0.1, 0.2, 0.5, 1.5, 1.6732632423543772, 2.0)],
}


def _outside_2(inside, outside):
    return lambda x: np.where(np.abs(x) > 2, outside(x), inside(x))


HYBRIDS = (
    ("hybrid-jump", _outside_2(f.relu, f.tanh)),
    ("hybrid-jump", _outside_2(f.tanh, f.relu)),
    ("hybrid-jump", lambda x: np.where(np.abs(x) > 1, f.tanh(x), f.relu(x))),
    ("hybrid-jump", lambda x: np.where(np.abs(x) > 1, f.relu(x), f.tanh(x))),
)


def _erf(x):
    """Return erf of a handful of numbers without SciPy, which takes longer to load than a check to run."""
    return np.vectorize(math.erf, otypes=[float])(x)


ROOT = np.sqrt(2 / np.pi)


def _gelu_tanh(x, scale=ROOT, cubic=0.044715, power=3):
    return 0.5 * x * (1 + np.tanh(scale * (x + cubic * x**power)))


def _gelu_tanh_slope(x):
    return f.gelu_derivative(x, "tanh")


def _gelu_tanh_slope_without_inner(x):
    inner = np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)
    return 0.5 * (1 + np.tanh(inner)) + 0.5 * x * (1 - np.tanh(inner) ** 2)


def _density(x):
    return np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi)


def _gate(x):
    return 0.5 * (1 + _erf(x / np.sqrt(2)))


def _with_rounded_selu(template):
    pairs = [(1.0507, 1.6733), (1.0507, 1.67326), (1.0507, 1.673), (1.0507, 1.673263)]
    pairs += [(1.050701, 1.673263), (1.05070099, 1.67326), (1.05070, 1.6732632)]
    return [("rounded-constants", lambda x, s=s, a=a: s * template(x, a)) for s, a in pairs]


def _selu_branches(scale_above, scale_below, alpha):
    def mistaken(x):
        return np.where(x > 0, scale_above * x, scale_below * alpha * np.expm1(np.minimum(x, 0)))

    return mistaken


def _hard_sigmoid(slope):
    return lambda x: np.clip(slope * x + 0.5, 0, 1)


def _below_zero(below, above=lambda x: x):
    return lambda x: np.where(x > 0, above(x), below(x))


SELU_SCALE, SELU_ALPHA = 1.0507009873554805, 1.6732632423543772

LOOKALIKES = {
    "step": [("sign-function", np.sign)],
    "sigmoid": [
        ("missing-parentheses", lambda x: 1 / 1 + np.exp(-x)),
        ("missing-parentheses", lambda x: np.exp(x) / 1 + np.exp(x)),
        ("wrong-term-sign", lambda x: 1 / (1 - np.exp(-x))),
        ("wrong-term-sign", lambda x: np.exp(x) / (1 - np.exp(x))),
        ("missing-parentheses", lambda x: 0.5 * f.tanh(x / 2) + 1),
    ],
    "tanh": [
        ("argument-not-doubled", lambda x: 2 * f.sigmoid(x) - 1),
        ("missing-parentheses", lambda x: np.exp(x) - np.exp(-x) / np.exp(x) + np.exp(-x)),
        ("missing-parentheses", lambda x: np.exp(x) - np.exp(-x) / (np.exp(x) + np.exp(-x))),
        ("missing-parentheses", lambda x: (np.exp(x) - np.exp(-x)) / np.exp(x) + np.exp(-x)),
        ("wrong-term-sign", lambda x: 1 / f.tanh(x)),
        ("wrong-term-sign", lambda x: (np.exp(x) - np.exp(-x)) / (np.exp(x) - np.exp(-x))),
        ("constant-offset", lambda x: 2 * f.sigmoid(2 * x)),
        *HYBRIDS,
    ],
    "log_sigmoid": [
        ("logarithm-missing", f.sigmoid),
        ("wrong-term-sign", f.softplus),
    ],
    "hard_sigmoid": [
        ("hard-sigmoid-slope", _hard_sigmoid(0.2)),
        ("hard-sigmoid-slope", _hard_sigmoid(0.5)),
        *[("rounded-constants", _hard_sigmoid(slope)) for slope in (0.1667, 0.16667, 0.166667)],
        ("cut-off-missing", lambda x: x / 6 + 0.5),
        ("cut-off-missing", lambda x: np.maximum(x / 6 + 0.5, 0)),
        ("cut-off-missing", lambda x: np.minimum(x / 6 + 0.5, 1)),
    ],
    "hard_tanh": [
        ("cut-off-missing", lambda x: np.clip(x, 0, 1)),
        ("cut-off-missing", lambda x: np.minimum(x, 1)),
        ("cut-off-missing", lambda x: np.maximum(x, -1)),
    ],
    "softsign": [
        ("absolute-value-missing", lambda x: x / (1 + x)),
        ("square-needless", lambda x: x / (1 + x**2)),
        ("square-needless", lambda x: x / np.sqrt(1 + x**2)),
        ("wrong-term-sign", lambda x: x / (1 - np.abs(x))),
        ("missing-parentheses", lambda x: x / 1 + np.abs(x)),
    ],
    "relu": [
        ("wrong-side", lambda x: np.minimum(x, 0)),
        ("slope-sign", np.abs),
        *HYBRIDS,
        ("derivative-for-function", f.step),
    ],
    "relu6": [
        ("cut-off-missing", f.relu),
        ("cut-off-missing", lambda x: np.minimum(x, 6)),
        ("cut-off-missing", lambda x: np.clip(x, 0, 1)),
        ("cut-off-missing", lambda x: np.clip(x, -6, 6)),
    ],
    "leaky_relu": [
        ("branches-added", lambda x: f.relu(x) + 0.01 * x),
        ("slope-on-wrong-side", lambda x: np.where(x > 0, 0.01 * x, x)),
        ("slope-sign", _below_zero(lambda x: -0.01 * x)),
        ("slope-without-input", _below_zero(lambda x: 0.01 + 0 * x)),
        ("slope-without-input", lambda x: np.maximum(x, 0.01)),
        ("branch-missing", lambda x: 0.01 * x),
        ("branch-missing", lambda x: x + 0),
        ("slope-without-input", _below_zero(lambda x: -0.01 + 0 * x)),
    ],
    "prelu": [
        ("branches-added", lambda x: f.relu(x) + 0.25 * x),
        ("slope-on-wrong-side", lambda x: np.where(x > 0, 0.25 * x, x)),
        ("slope-sign", _below_zero(lambda x: -0.25 * x)),
        ("slope-without-input", _below_zero(lambda x: 0.25 + 0 * x)),
        ("slope-without-input", lambda x: np.maximum(x, 0.25)),
        ("branch-missing", lambda x: 0.25 * x),
        ("branch-missing", lambda x: x + 0),
    ],
    "elu": [
        ("minus-one-missing", _below_zero(np.exp)),
        ("slope-sign", _below_zero(lambda x: 1 - np.exp(x))),
        ("wrong-side", lambda x: np.where(x > 0, np.expm1(x), x)),
        ("branch-everywhere", np.expm1),
        ("exponent-sign", _below_zero(lambda x: np.expm1(-x))),
        ("wrong-term-sign", _below_zero(lambda x: np.exp(x) + 1)),
        ("minus-one-inside", _below_zero(lambda x: np.exp(x - 1))),
    ],
    "selu": [
        *_with_rounded_selu(lambda x, a: f.elu(x, a)),
        ("scale-missing", lambda x: f.elu(x, SELU_ALPHA)),
        *[("scale-missing", lambda x, a=a: f.elu(x, a)) for a in (1.6733, 1.67326, 1.673, 1.67)],
        ("selu-constants", lambda x: SELU_SCALE * f.elu(x)),
        ("scale-missing", _selu_branches(SELU_SCALE, 1, SELU_ALPHA)),
        ("scale-missing", _selu_branches(1, SELU_SCALE, SELU_ALPHA)),
        ("selu-constants", _selu_branches(SELU_ALPHA, SELU_ALPHA, SELU_SCALE)),
        ("selu-constants", lambda x: SELU_ALPHA * f.elu(x)),
        ("branch-everywhere", lambda x: SELU_SCALE * SELU_ALPHA * np.expm1(x)),
        ("exponent-sign", lambda x: SELU_SCALE * np.where(x > 0, x, SELU_ALPHA * np.expm1(-x))),
        ("minus-one-missing", lambda x: SELU_SCALE * np.where(x > 0, x, SELU_ALPHA * np.exp(x))),
        ("minus-one-inside", lambda x: SELU_SCALE * np.where(x > 0, x, SELU_ALPHA * np.exp(x - 1))),
    ],
    "softplus": [
        ("logarithm-missing", lambda x: 1 + np.exp(x)),
        ("logarithm-missing", np.exp),
        ("wrong-term-sign", lambda x: np.log(np.abs(1 - np.exp(x)))),
        ("wrong-term-sign", lambda x: -f.softplus(-x)),
        ("input-sign-flipped", lambda x: f.softplus(-x)),
    ],
    "gelu": [
        ("gelu-tanh", _gelu_tanh),
        ("gelu-sigmoid", lambda x: x * f.sigmoid(1.702 * x)),
        ("gelu-sigmoid", lambda x: x * f.sigmoid(1.7 * x)),
        ("gelu-constants", lambda x: 0.5 * x * (1 + _erf(x))),
        ("gelu-constants", lambda x: 0.5 * x * (1 + _erf(x / 2))),
        ("gelu-constants", lambda x: 0.5 * x * (1 + _erf(x * np.sqrt(2)))),
        ("gelu-constants", lambda x: _gelu_tanh(x, cubic=0)),
        ("gelu-constants", lambda x: _gelu_tanh(x, power=2)),
        ("gelu-constants", lambda x: _gelu_tanh(x, scale=1)),
        ("gelu-constants", lambda x: _gelu_tanh(x, scale=np.sqrt(2) / np.pi)),
        ("gelu-constants", lambda x: _gelu_tanh(x, cubic=0.44715)),
        ("gelu-constants", lambda x: _gelu_tanh(x, scale=2 / np.pi)),
        ("gelu-tanh", lambda x: _gelu_tanh(x, scale=0.79788)),
        ("gelu-tanh", lambda x: _gelu_tanh(x, scale=0.8)),
        ("gelu-tanh", lambda x: _gelu_tanh(x, scale=0.7979)),
        ("gelu-tanh", lambda x: _gelu_tanh(x, cubic=0.0447)),
        ("input-factor-missing", _gate),
        ("sum-for-product", lambda x: x + _gate(x)),
        ("wrong-term-sign", lambda x: 0.5 * x * (1 - _erf(x / np.sqrt(2)))),
        ("gelu-density", lambda x: x * _density(x)),
        ("gelu-density", lambda x: x * np.exp(-(x**2) / 2)),
    ],
    "silu": [
        ("input-factor-missing", f.sigmoid),
        ("gate-mirrored", lambda x: x * f.sigmoid(-x)),
        ("wrong-term-sign", lambda x: x / (1 - np.exp(-x))),
        ("missing-parentheses", lambda x: x / 1 + np.exp(-x)),
        ("sum-for-product", lambda x: x + f.sigmoid(x)),
    ],
    "mish": [
        ("softplus-forgotten", lambda x: x * np.tanh(np.exp(x))),
        ("softplus-forgotten", lambda x: x * f.softplus(x)),
        ("softplus-forgotten", lambda x: x * np.tanh(x)),
        ("softplus-forgotten", lambda x: x * np.tanh(f.sigmoid(x))),
        ("softplus-forgotten", lambda x: x * np.tanh(1 + np.exp(x))),
        ("input-factor-missing", lambda x: np.tanh(f.softplus(x))),
        ("sum-for-product", lambda x: x + np.tanh(f.softplus(x))),
        ("gate-mirrored", lambda x: x * np.tanh(f.softplus(-x))),
    ],
    "hard_swish": [
        ("input-factor-missing", f.hard_sigmoid),
        ("sum-for-product", lambda x: x + f.hard_sigmoid(x)),
        ("gate-mirrored", lambda x: x * f.hard_sigmoid(-x)),
        ("hard-sigmoid-slope", lambda x: x * np.clip(0.2 * x + 0.5, 0, 1)),
        ("cut-off-missing", lambda x: x * (x + 3) / 6),
        ("constant-factor", lambda x: np.where(x > 3, x, np.where(x < -3, 0, x * (x + 3)))),
        ("cut-off-missing", lambda x: x * np.maximum(x + 3, 0) / 6),
        ("cut-off-missing", lambda x: x * np.minimum(x + 3, 6) / 6),
        ("missing-parentheses", lambda x: x * np.clip(x + 3 / 6, 0, 1)),
    ],
    "sigmoid_derivative": [
        ("output-formula-on-input", lambda x: x * (1 - x)),
        ("square-missing", lambda x: f.sigmoid(x) ** 2),
        ("borrowed-formula", lambda x: 1 - f.sigmoid(x) ** 2),
        ("wrong-term-sign", lambda x: f.sigmoid(x) * (1 + f.sigmoid(x))),
        ("square-missing", lambda x: np.exp(-x) / (1 + np.exp(-x))),
        ("missing-parentheses", lambda x: f.sigmoid(x) * 1 - f.sigmoid(x)),
    ],
    "tanh_derivative": [
        ("output-formula-on-input", lambda x: 1 - x**2),
        ("square-missing", lambda x: 1 - f.tanh(x)),
        ("square-missing", lambda x: 1 / np.cosh(x)),
        ("square-missing", lambda x: f.tanh(x) ** 2),
        ("wrong-term-sign", lambda x: 1 + f.tanh(x) ** 2),
        ("borrowed-formula", lambda x: f.tanh(x) * (1 - f.tanh(x))),
        ("square-missing", lambda x: (1 - f.tanh(x)) ** 2),
    ],
    "log_sigmoid_derivative": [
        ("output-formula-on-input", lambda x: 1 - np.exp(x)),
        ("input-sign-flipped", f.sigmoid),
        ("chain-rule", lambda x: 1 / f.sigmoid(x)),
    ],
    "softsign_derivative": [
        ("output-formula-on-input", lambda x: (1 - np.abs(x)) ** 2),
        ("square-missing", lambda x: 1 / (1 + np.abs(x))),
        ("square-missing", lambda x: 1 / (1 + x**2)),
        ("absolute-value-missing", lambda x: 1 / (1 + x) ** 2),
    ],
    "hard_sigmoid_derivative": [
        ("hard-sigmoid-slope", lambda x: np.where(np.abs(x) < 2.5, 0.2, 0.0)),
        ("chain-rule", lambda x: np.where(np.abs(x) < 3, 1.0, 0.0)),
        ("cut-off-missing", lambda x: (x < 3) / 6),
        ("cut-off-missing", lambda x: (x > -3) / 6),
        *[
            ("rounded-constants", lambda x, s=s: np.where(np.abs(x) < 3, s, 0.0))
            for s in (0.1667, 0.16667, 0.166667)
        ],
        ("cut-off-missing", lambda x: 1 / 6 + 0 * x),
        ("output-formula-on-input", lambda x: np.where((x > 0) & (x < 1), 1 / 6, 0)),
    ],
    "hard_tanh_derivative": [
        ("cut-off-missing", lambda x: 1 + 0 * x),
        ("cut-off-missing", lambda x: (x < 1) * 1.0),
        ("cut-off-missing", lambda x: (x > -1) * 1.0),
    ],
    "relu_derivative": [
        ("wrong-side", lambda x: np.where(x < 0, 1, 0)),
        ("sign-function", np.sign),
    ],
    "relu6_derivative": [
        ("cut-off-missing", f.step),
        ("cut-off-missing", lambda x: (x < 6) * 1.0),
        ("cut-off-missing", lambda x: (np.abs(x) < 6) * 1.0),
    ],
    "leaky_relu_derivative": [
        ("branches-added", lambda x: f.step(x) + 0.01),
        ("branch-missing", lambda x: 0.01 + 0 * x),
        ("slope-on-wrong-side", lambda x: np.where(x > 0, 0.01, 1)),
        ("slope-sign-below", _below_zero(lambda x: -0.01 + 0 * x, np.ones_like)),
        ("function-on-one-side", _below_zero(lambda x: 0.01 * x, np.ones_like)),
        ("function-on-one-side", _below_zero(lambda x: 0.01 + 0 * x)),
    ],
    "prelu_derivative": [
        ("branches-added", lambda x: f.step(x) + 0.25),
        ("branch-missing", lambda x: 0.25 + 0 * x),
        ("slope-on-wrong-side", lambda x: np.where(x > 0, 0.25, 1)),
        ("slope-sign-below", _below_zero(lambda x: -0.25 + 0 * x, np.ones_like)),
        ("function-on-one-side", _below_zero(lambda x: 0.25 * x, np.ones_like)),
        ("function-on-one-side", _below_zero(lambda x: 0.25 + 0 * x)),
        ("derivative-by-alpha", lambda x: np.minimum(x, 0)),
    ],
    "elu_derivative": [
        ("output-formula-on-input", _below_zero(lambda x: x + 1, np.ones_like)),
        ("function-on-one-side", _below_zero(np.expm1, np.ones_like)),
        ("function-on-one-side", _below_zero(np.exp)),
        ("slope-sign-below", _below_zero(lambda x: -np.exp(x), np.ones_like)),
        ("exponent-sign", _below_zero(lambda x: np.exp(-x), np.ones_like)),
        ("branch-everywhere", np.exp),
        ("wrong-side", lambda x: np.where(x > 0, np.exp(x), 1)),
    ],
    "selu_derivative": [
        *_with_rounded_selu(lambda x, a: f.elu_derivative(x, a)),
        ("scale-missing", lambda x: f.elu_derivative(x, SELU_ALPHA)),
        ("selu-constants", lambda x: SELU_SCALE * f.elu_derivative(x)),
        ("selu-constants", lambda x: SELU_ALPHA * f.elu_derivative(x, SELU_SCALE)),
        ("branch-everywhere", lambda x: SELU_SCALE * SELU_ALPHA * np.exp(x)),
        ("exponent-sign", lambda x: SELU_SCALE * np.where(x > 0, 1, SELU_ALPHA * np.exp(-x))),
        ("function-on-one-side", lambda x: np.where(x > 0, SELU_SCALE, f.selu(x))),
        ("scale-missing", _below_zero(lambda x: SELU_SCALE * SELU_ALPHA * np.exp(x), np.ones_like)),
        ("scale-missing", _below_zero(lambda x: SELU_ALPHA * np.exp(x), lambda x: SELU_SCALE + 0 * x)),
        (
            "output-formula-on-input",
            _below_zero(lambda x: x + SELU_SCALE * SELU_ALPHA, lambda x: SELU_SCALE + 0 * x),
        ),
    ],
    "softplus_derivative": [
        ("output-formula-on-input", lambda x: 1 - np.exp(-x)),
        ("missing-parentheses", lambda x: 1 / 1 + np.exp(-x)),
    ],
    "gelu_derivative": [
        ("gelu-tanh", _gelu_tanh_slope),
        ("gelu-sigmoid", lambda x: f.gelu_derivative(x, "sigmoid")),
        ("chain-rule", _gelu_tanh_slope_without_inner),
        ("product-rule", _gate),
        ("product-rule", lambda x: x * _density(x)),
        ("product-rule", lambda x: _gate(x) + _density(x)),
        ("product-rule", lambda x: _gate(x) + x * _gate(x)),
        ("gelu-constants", lambda x: _gate(x) + x * np.exp(-(x**2) / 2)),
        ("gelu-constants", lambda x: _gate(x) + x * np.exp(-(x**2)) / np.sqrt(2 * np.pi)),
        ("wrong-term-sign", lambda x: _gate(x) - x * _density(x)),
        ("chain-rule", lambda x: f.sigmoid(1.702 * x) + x * f.sigmoid_derivative(1.702 * x)),
    ],
    "silu_derivative": [
        ("product-rule", f.sigmoid),
        ("product-rule", f.sigmoid_derivative),
        ("product-rule", lambda x: x * f.sigmoid_derivative(x)),
        ("product-rule", lambda x: f.sigmoid(x) + f.sigmoid_derivative(x)),
        ("product-rule", lambda x: f.sigmoid_derivative(x) + x * f.sigmoid(x)),
        ("product-rule", lambda x: f.sigmoid(x) + x * f.sigmoid(x)),
        ("product-rule", lambda x: f.sigmoid(x) + x),
        ("product-rule", lambda x: f.sigmoid(x) * (1 + x * f.sigmoid(x))),
        ("product-rule", lambda x: f.silu(x) + f.sigmoid(x) * (1 - f.sigmoid(x))),
        ("wrong-term-sign", lambda x: f.sigmoid(x) - x * f.sigmoid_derivative(x)),
        ("product-rule", lambda x: f.sigmoid(x) + x * (1 - f.sigmoid(x))),
    ],
    "mish_derivative": [
        ("product-rule", lambda x: np.tanh(f.softplus(x))),
        ("product-rule", lambda x: x * (1 - np.tanh(f.softplus(x)) ** 2) * f.sigmoid(x)),
        ("product-rule", lambda x: (1 + x) * np.tanh(f.softplus(x))),
        ("chain-rule", lambda x: np.tanh(f.softplus(x)) + x * (1 - np.tanh(f.softplus(x)) ** 2)),
        (
            "wrong-term-sign",
            lambda x: np.tanh(f.softplus(x)) - x * (1 - np.tanh(f.softplus(x)) ** 2) * f.sigmoid(x),
        ),
    ],
    "hard_swish_derivative": [
        ("product-rule", f.hard_sigmoid),
        ("product-rule", lambda x: f.hard_sigmoid(x) + f.hard_sigmoid_derivative(x)),
        ("cut-off-missing", lambda x: x / 3 + 0.5),
        ("cut-off-missing", lambda x: np.where(x < -3, 0, x / 3 + 0.5)),
        ("cut-off-missing", lambda x: np.where(x > 3, 1, x / 3 + 0.5)),
        ("product-rule", lambda x: x * f.hard_sigmoid_derivative(x)),
    ],
}
"""By name: the key of a mistake, and what making it would compute."""
