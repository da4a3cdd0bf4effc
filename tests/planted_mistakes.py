"""Implementations as learners type them: wrong ones with the diagnosis each must get, and right ones."""

import math
import time

import numpy as np
from scipy import signal, special

from actlib import functions as f

WRONG = []
RIGHT = []


def wrong(name, *keys):
    """Plant an implementation that must be diagnosed with the first key (and the others, if any)."""
    return lambda function: WRONG.append((name, keys, function)) or function


def right(name, *keys):
    """Plant an implementation that must pass; keys are the warnings and notes it must get, if any."""
    return lambda function: RIGHT.append((name, keys, function)) or function


def array_sigmoid(x):
    return 1 / (1 + np.exp(-x))


# --- Sigmoid -------------------------------------------------------------------------------------

wrong("sigmoid", "overflow")(array_sigmoid)
wrong("sigmoid", "overflow")(lambda x: np.exp(x) / (1 + np.exp(x)))
wrong("sigmoid", "one-number-only", "overflow-error")(lambda x: 1 / (1 + math.exp(-x)))
wrong("sigmoid", "overflow-error")(lambda x: [1 / (1 + math.exp(-v)) for v in x])
wrong("sigmoid", "overflow-error")(np.vectorize(lambda v: 1 / (1 + math.exp(-v)), otypes=[float]))
wrong("sigmoid", "input-sign-flipped")(lambda x: 1 / (1 + np.exp(x)))
wrong("sigmoid", "missing-parentheses")(lambda x: 1 / 1 + np.exp(-x))
wrong("sigmoid", "wrong-term-sign")(lambda x: 1 / (1 - np.exp(-x)))
wrong("sigmoid", "another-function")(np.tanh)
wrong("sigmoid", "derivative-for-function")(lambda x: f.sigmoid(x) * (1 - f.sigmoid(x)))
wrong("sigmoid", "depends-on-neighbors")(lambda x: f.softmax(x, axis=None))
wrong("sigmoid", "returns-nothing")(lambda x: print(f.sigmoid(x)))
wrong("sigmoid", "sign-flipped")(lambda x: -f.sigmoid(x))
wrong("sigmoid", "constant-factor")(lambda x: 0.9 * f.sigmoid(x))
wrong("sigmoid", "hangs")(lambda x: time.sleep(3))
wrong("sigmoid", "returns-no-numbers")(lambda x: "0.5")
wrong("sigmoid", "returns-no-numbers")(lambda x: f.sigmoid(x) + 0j)
wrong("sigmoid", "returns-no-numbers")(lambda x: [[1.0], [1.0, 2.0]])
wrong("sigmoid", "returns-no-numbers")(lambda x: (f.sigmoid(v) for v in x))
wrong("sigmoid", "shape-changed")(lambda x: f.sigmoid(x)[1:])
wrong("sigmoid", "shape-changed")(lambda x: f.sigmoid(x).mean())
wrong("sigmoid", "shape-changed")(lambda x: f.sigmoid(x)[:, None])
wrong("sigmoid", "raises")(lambda x: undefined_name(x))  # noqa: F821
wrong("sigmoid", "approximation")(lambda x: f.sigmoid(1.01 * x))

wrong("sigmoid_derivative", "output-formula-on-input")(lambda x: x * (1 - x))
wrong("sigmoid_derivative", "derivative-at-output")(lambda x: f.sigmoid_derivative(f.sigmoid(x)))
wrong("sigmoid_derivative", "function-for-derivative")(f.sigmoid)
wrong("sigmoid_derivative", "sign-flipped")(lambda x: -f.sigmoid_derivative(x))
wrong("sigmoid_derivative", "relu-mask")(lambda x: (x > 0) * 1.0)
wrong("sigmoid_derivative", "square-missing")(lambda x: f.sigmoid(x) ** 2)
wrong("sigmoid_derivative", "always-the-same")(lambda x: f.sigmoid(x) * 1 - f.sigmoid(x))
wrong("sigmoid_derivative", "overflow")(lambda x: np.exp(-x) / (1 + np.exp(-x)) ** 2)
wrong("sigmoid_derivative", "overflow")(lambda x: array_sigmoid(x) * (1 - array_sigmoid(x)))
wrong("log_sigmoid", "log-of-softmax")(lambda x: np.log(f.sigmoid(x)))
wrong("log_sigmoid", "overflow")(lambda x: -np.log1p(np.exp(-x)))
wrong("log_sigmoid", "logarithm-missing")(f.sigmoid)
wrong("log_sigmoid", "sign-flipped")(lambda x: np.log1p(np.exp(-x)))
wrong("hard_sigmoid", "hard-sigmoid-slope")(lambda x: np.clip(0.2 * x + 0.5, 0, 1))
wrong("hard_sigmoid", "cut-off-missing")(lambda x: x / 6 + 0.5)
wrong("hard_sigmoid_derivative", "chain-rule")(lambda x: np.where(np.abs(x) < 3, 1.0, 0.0))

# --- Found by trying the check as a new user -----------------------------------------------------

wrong("sigmoid", "input-scaled")(lambda x: 1 / (1 + np.power(2.0, -x)) + 0 * x)
wrong("sigmoid", "absolute-value-needless")(lambda x: 1 / (1 + np.exp(-np.abs(x))))
wrong("tanh", "range-moved")(lambda x: f.sigmoid(2 * x))
wrong("tanh", "wrong-values")(np.tan)
wrong("relu", "shape-changed")(lambda x: np.max(x, 0))
wrong("relu", "wrong-values")(lambda x: np.clip(x, 0, 1))
wrong("relu", "wrong-side")(lambda x: np.where(x < 0, x, 0))
wrong("leaky_relu", "branch-missing")(lambda x, slope=0.01: slope * x)
wrong("leaky_relu_derivative", "branches-added")(lambda x, slope=0.01: np.where(x > 0, 1, 0) + slope)
wrong("elu", "parameter-mishandled")(lambda x, alpha=1.0: np.where(x > 0, x, np.exp(alpha * x) - 1))
wrong("elu_derivative", "function-on-one-side")(lambda x, alpha=1.0: np.where(x > 0, 1, f.elu(x, alpha)))
wrong("silu_derivative", "borrowed-formula")(lambda x: f.silu(x) * (1 - f.silu(x)))
wrong("softsign", "absolute-value-needless")(lambda x: np.abs(x) / (1 + np.abs(x)))
wrong("step", "input-shifted")(lambda x: np.where(x > 0.5, 1.0, 0.0))
wrong("gelu", "wrong-values")(lambda x: 0.5 * x * (1 + np.tanh(x)))
wrong("softmax", "results-rounded")(lambda x: f.softmax(x).round(4))
wrong("softmax", "softmax-column-maximum")(lambda x: f.softmax(x - x.max(axis=0)))
wrong("softmax", "shape-changed")(lambda x: f.softmax(x).argmax(axis=-1))
wrong("log_softmax", "log-of-softmax")(lambda x: np.log(1e-9 + f.softmax(x)))
wrong("glu", "raises")(lambda x: np.split(x, 3, axis=-1)[0])
wrong("glu", "halves-wrong-axis")(lambda x: f.glu(x, axis=0))

# --- Step and tanh -------------------------------------------------------------------------------

wrong("step", "sign-function")(np.sign)
wrong("step", "integers-out")(lambda x: np.where(x > 0, 1, 0))
wrong("step", "integers-out")(lambda x: x > 0)
wrong("step", "input-sign-flipped")(lambda x: (x < 0) * 1.0)
wrong("tanh", "tanh-quotient", "cancellation-near-zero")(
    lambda x: (np.exp(x) - np.exp(-x)) / (np.exp(x) + np.exp(-x))
)
wrong("tanh", "tanh-quotient")(lambda x: np.sinh(x) / np.cosh(x))
wrong("tanh", "tanh-quotient")(lambda x: (np.exp(2 * x) - 1) / (np.exp(2 * x) + 1))
wrong("tanh", "missing-parentheses")(lambda x: np.exp(x) - np.exp(-x) / np.exp(x) + np.exp(-x))
wrong("tanh", "argument-not-doubled")(lambda x: 2 * f.sigmoid(x) - 1)
wrong("tanh", "one-number-only")(math.tanh)
wrong("tanh", "another-function")(lambda x: x / (1 + np.abs(x)))
wrong("tanh", "hybrid-jump")(lambda x: np.where(np.abs(x) > 2, np.tanh(x), np.maximum(x, 0)))
wrong("tanh_derivative", "output-formula-on-input")(lambda x: 1 - x**2)
wrong("tanh_derivative", "square-missing")(lambda x: 1 - np.tanh(x))
wrong("tanh_derivative", "relu-mask")(lambda a: np.where(a > 0, 1.0, 0.0))
wrong("tanh_derivative", "derivative-at-output")(lambda x: 1 - np.tanh(np.tanh(x)) ** 2)
wrong("tanh_derivative", "wrong-term-sign")(lambda x: 1 + np.tanh(x) ** 2)
wrong("softsign", "absolute-value-missing")(lambda x: x / (1 + x))
wrong("softsign_derivative", "square-missing")(lambda x: 1 / (1 + np.abs(x)))

# --- ReLU and what follows from it ---------------------------------------------------------------


@wrong("relu", "one-number-comparison")
def relu_if(x):
    if x > 0:
        return x
    return 0


@wrong("relu", "input-overwritten")
def relu_in_place(x):
    x[x < 0] = 0
    return x


@wrong("leaky_relu", "integers-truncated")
def leaky_relu_integers(x, negative_slope=0.01):
    out = np.zeros_like(x)
    out[x > 0] = x[x > 0]
    out[x <= 0] = negative_slope * x[x <= 0]
    return out


@wrong("relu", "returns-nothing")
def relu_without_return(x):
    np.maximum(x, 0)


@wrong("relu", "hangs")
def relu_endless(x):
    i = 0
    out = []
    while i < len(x):
        if x[i] > 0:
            out.append(x[i])
            i += 1
    return out


@wrong("relu", "shape-changed")
def relu_keeps_positive_only(x):
    return [v for v in x if v > 0]


@wrong("relu", "shape-changed")
def relu_both_loops_append_to_one_list(inputs):
    output = []
    for i in inputs:
        output.append(i if i > 0 else 0)
    for i in inputs:
        output.append(max(0, i))
    return output


wrong("relu", "one-number-comparison")(lambda x: max(0, x))
wrong("relu", "wrong-side")(lambda x: np.minimum(0, x))
wrong("relu", "slope-sign")(np.abs)
wrong("relu", "derivative-for-function")(lambda x: np.where(x > 0, 1.0, 0.0))
wrong("relu", "hybrid-jump")(lambda x: np.where(np.abs(x) > 2, np.tanh(x), np.maximum(x, 0)))
wrong("relu", "another-function")(lambda x: np.where(x > 0, x, 0.01 * x))
wrong("relu_derivative", "integers-out")(lambda x: np.where(x > 0, 1, 0))
wrong("relu_derivative", "integers-out")(lambda x: (x > 0).astype(int))
wrong("relu_derivative", "function-for-derivative")(lambda x: np.maximum(x, 0))
wrong("relu_derivative", "nan-at-a-point")(lambda x: np.maximum(x, 0) / x)
wrong("relu_derivative", "value-at-kink")(lambda x: np.where(x == 0, 2.0, (x > 0) * 1.0))
wrong("relu6", "cut-off-missing")(lambda x: np.maximum(x, 0))
wrong("leaky_relu", "leaky-maximum")(lambda x, a=0.01: np.maximum(a * x, x))
wrong("leaky_relu", "another-default")(lambda x: np.where(x > 0, x, 0.2 * x))
wrong("leaky_relu", "another-default")(lambda x: np.maximum(0.3 * x, x))
wrong("leaky_relu", "parameter-ignored")(lambda x, negative_slope=0.01: np.where(x > 0, x, 0.01 * x))
wrong("leaky_relu", "slope-on-wrong-side")(lambda x, a=0.01: np.where(x > 0, a * x, x))
wrong("leaky_relu", "slope-without-input")(lambda x, a=0.01: np.where(x > 0, x, a))
wrong("leaky_relu", "slope-sign")(lambda x, a=0.01: np.where(x > 0, x, -a * x))
wrong("leaky_relu_derivative", "slope-on-wrong-side")(lambda x, a=0.01: np.where(x > 0, a, 1.0))
wrong("leaky_relu_derivative", "relu-mask")(lambda x, a=0.01: np.where(x > 0, 1.0, 0.0))
wrong("leaky_relu_derivative", "function-on-one-side")(lambda x, a=0.01: np.where(x > 0, 1, a * x))
wrong("prelu", "leaky-maximum")(lambda x, alpha=0.25: np.maximum(x, alpha * x))
wrong("prelu_derivative", "derivative-by-alpha")(lambda x, alpha: np.where(x > 0, 0, x))
wrong("elu", "minus-one-missing")(lambda x, alpha=1.0: np.where(x > 0, x, alpha * np.exp(np.minimum(x, 0))))
wrong("elu", "parameter-ignored")(lambda x, alpha=1.0: np.where(x > 0, x, np.expm1(np.minimum(x, 0))))
wrong("elu", "branch-everywhere")(np.expm1)
wrong("elu_derivative", "output-formula-on-input")(lambda x, alpha=1.0: np.where(x > 0, 1, x + alpha))
wrong("elu_derivative", "derivative-at-output")(lambda x: f.elu_derivative(f.elu(x)))
wrong("selu", "scale-missing")(lambda x: f.elu(x, 1.6732632423543772))
wrong("selu", "selu-constants")(lambda x: 1.0507009873554805 * f.elu(x))
wrong("selu_derivative", "scale-missing")(lambda x: f.elu_derivative(x, 1.6732632423543772))
wrong("softplus", "overflow")(lambda x: np.log(1 + np.exp(x)))
wrong("softplus", "overflow-error")(lambda x: np.array([math.log(1 + math.exp(v)) for v in x]))
wrong("softplus", "logarithm-missing")(lambda x: 1 + np.exp(x))
wrong("softplus_derivative", "input-sign-flipped")(lambda x: 1 / (1 + np.exp(x)))

# --- GELU and friends ----------------------------------------------------------------------------


def gelu_tanh(x):
    return 0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)))


wrong("gelu", "gelu-tanh")(gelu_tanh)
wrong("gelu", "gelu-sigmoid")(lambda x: x * f.sigmoid(1.702 * x))
wrong("gelu", "gelu-constants")(lambda x: 0.5 * x * (1 + special.erf(x)))
wrong("gelu", "constant-factor")(lambda x: x * (1 + special.erf(x / np.sqrt(2))))
wrong("gelu", "not-deterministic")(lambda x: x * (np.random.default_rng().normal(size=x.shape) < x))
wrong("gelu", "another-function")(lambda x: x * f.sigmoid(x))
wrong("gelu", "parameter-ignored")(lambda x, approximate="none": x * special.ndtr(x))
wrong("gelu_derivative", "product-rule")(special.ndtr)
wrong("gelu_derivative", "gelu-tanh")(lambda x: f.gelu_derivative(x, "tanh"))
wrong("silu", "overflow")(lambda x: x / (1 + np.exp(-x)))
wrong("silu", "input-factor-missing")(f.sigmoid)
wrong("silu_derivative", "product-rule")(lambda x: f.sigmoid(x) + f.sigmoid(x) * (1 - f.sigmoid(x)))
wrong("silu_derivative", "product-rule")(lambda x: x * f.sigmoid(x) * (1 - f.sigmoid(x)))
wrong("mish", "overflow")(lambda x: x * ((1 + np.exp(x)) ** 2 - 1) / ((1 + np.exp(x)) ** 2 + 1))
wrong("silu_derivative", "product-rule")(lambda x: f.sigmoid_derivative(x) + x * f.sigmoid(x))
wrong("softplus", "wrong-values")(lambda x: np.maximum(x, 0) + np.log10(1 + np.exp(-np.abs(x))))
wrong("hard_tanh", "wrong-values", "integers-out")(lambda x: np.where(x > 1, 1, np.where(x < -1, -1, 0)))
wrong("mish", "softplus-forgotten")(lambda x: x * f.softplus(x))
wrong("mish_derivative", "chain-rule")(
    lambda x: np.tanh(f.softplus(x)) + x * (1 - np.tanh(f.softplus(x)) ** 2)
)
wrong("hard_swish", "constant-factor")(lambda x: x * np.clip(x + 3, 0, 6))
wrong("hard_swish_derivative", "product-rule")(f.hard_sigmoid)
wrong("glu", "halves-swapped")(lambda x: f.sigmoid(np.split(x, 2, -1)[0]) * np.split(x, 2, -1)[1])
wrong("glu", "halves-interleaved")(lambda x: x[..., ::2] * f.sigmoid(x[..., 1::2]))
wrong("swiglu", "gate-function")(lambda x: f.sigmoid(np.split(x, 2, -1)[0]) * np.split(x, 2, -1)[1])
wrong("swiglu", "halves-swapped")(lambda x: np.split(x, 2, -1)[0] * f.silu(np.split(x, 2, -1)[1]))

# --- Softmax -------------------------------------------------------------------------------------


def stable_exponentials(x):
    return np.exp(x - np.max(x, axis=-1, keepdims=True))


@wrong("softmax", "softmax-wrong-axis")
def softmax_columns(x):
    e = np.exp(x - np.max(x))
    return e / e.sum(axis=0)


@wrong("softmax", "softmax-whole-array")
def softmax_everything(x):
    e = np.exp(x - np.max(x))
    return e / np.sum(e)


@wrong("softmax", "softmax-global-maximum")
def softmax_one_maximum(x):
    e = np.exp(x - np.max(x))
    return e / e.sum(axis=-1, keepdims=True)


@wrong("softmax", "softmax-no-maximum")
def softmax_naive(x):
    return np.exp(x) / np.exp(x).sum(axis=-1, keepdims=True)


@wrong("softmax", "softmax-no-maximum")
def softmax_naive_loop(x):
    total = sum(math.exp(v) for v in x)
    return [math.exp(v) / total for v in x]


@wrong("softmax", "softmax-no-maximum")
def softmax_minus_mean(x):
    e = np.exp(x - np.mean(x, axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


@wrong("softmax", "keepdims-missing")
def softmax_without_keepdims(x):
    e = np.exp(x - np.max(x, axis=-1, keepdims=True))
    return e / np.sum(e, axis=-1)


@wrong("softmax", "input-overwritten")
def softmax_in_place(x):
    x -= np.max(x, axis=-1, keepdims=True)
    np.exp(x, out=x)
    x /= x.sum(axis=-1, keepdims=True)
    return x


wrong("softmax", "softmax-sign")(lambda x: f.softmax(-x))
wrong("softmax", "softmax-not-normalized")(stable_exponentials)
wrong("softmax", "softmax-no-exponential")(lambda x: x / x.sum(axis=-1, keepdims=True))
wrong("softmax", "sigmoid-for-softmax")(f.sigmoid)
wrong("softmax", "parameter-ignored")(lambda x, axis=-1: f.softmax(x))
wrong("softmax", "returns-nothing")(lambda x: None)
wrong("log_softmax", "log-of-softmax")(lambda x: np.log(f.softmax(x)))
wrong("log_softmax", "softmax-no-maximum")(lambda x: x - np.log(np.exp(x).sum(axis=-1, keepdims=True)))
wrong("log_softmax", "softmax-for-log-softmax")(f.softmax)
wrong("log_softmax", "softmax-wrong-axis")(lambda x: f.log_softmax(x, axis=0))
wrong("log_softmax", "softmax-global-maximum")(
    lambda x: x - x.max() - np.log(np.exp(x - x.max()).sum(axis=-1, keepdims=True))
)
wrong("softmax_jacobian", "jacobian-diagonal-only")(lambda x: f.softmax(x) * (1 - f.softmax(x)))
wrong("softmax_jacobian", "jacobian-diagonal-only")(lambda x: np.diag(f.softmax(x) * (1 - f.softmax(x))))
wrong("softmax_jacobian", "sign-flipped")(lambda x: -f.softmax_jacobian(x))
wrong("softmax_jacobian", "output-formula-on-input")(lambda p: np.diag(p) - np.outer(p, p))
wrong("softmax_jacobian", "jacobian-term-missing")(lambda x: np.diag(f.softmax(x)))
wrong("softmax_jacobian", "wrong-term-sign")(
    lambda x: np.diag(f.softmax(x)) + np.outer(f.softmax(x), f.softmax(x))
)
wrong("softmax_jacobian", "jacobian-rows")(
    lambda x: np.diag(f.softmax(x)) - 0.5 * np.outer(f.softmax(x), f.softmax(x))
)

# --- PReLU's gradients ---------------------------------------------------------------------------


def prelu_pair(x, alpha, upstream):
    return upstream * np.where(x > 0, 1, alpha), np.minimum(x, 0) * upstream


right("prelu_gradients", "prelu-one-slope")(
    lambda x, alpha, upstream: (prelu_pair(x, alpha, upstream)[0], prelu_pair(x, alpha, upstream)[1].sum())
)
wrong("prelu_gradients", "prelu-gradient-shape")(
    lambda x, alpha, upstream: (
        prelu_pair(x, alpha, upstream)[0],
        prelu_pair(x, alpha, upstream)[1].sum(axis=0),
    )
)
wrong("prelu_gradients", "prelu-gradient-shape")(prelu_pair)
right("prelu_gradients")(
    lambda x, alpha, upstream: (
        prelu_pair(x, alpha, upstream)[0],
        prelu_pair(x, alpha, upstream)[1].sum(axis=None if alpha.size == 1 else 0),
    )
)
wrong("prelu_gradients", "prelu-mean")(
    lambda x, alpha, upstream: (
        f.prelu_gradients(x, alpha, upstream)[0],
        f.prelu_gradients(x, alpha, upstream / x.size)[1],
    )
)
wrong("prelu_gradients", "prelu-swapped")(
    lambda x, alpha, upstream: f.prelu_gradients(x, alpha, upstream)[::-1]
)
wrong("prelu_gradients", "prelu-upstream-missing")(
    lambda x, alpha, upstream: f.prelu_gradients(x, alpha, np.ones_like(x))
)
wrong("prelu_gradients", "prelu-wrong-side")(
    lambda x, alpha, upstream: (
        f.prelu_gradients(x, alpha, upstream)[0],
        -f.prelu_gradients(-x, alpha, upstream)[1],
    )
)
wrong("prelu_gradients", "slope-on-wrong-side")(
    lambda x, alpha, upstream: (
        upstream * np.where(x > 0, alpha, 1),
        f.prelu_gradients(x, alpha, upstream)[1],
    )
)
wrong("prelu_gradients", "returns-no-numbers")(
    lambda x, alpha, upstream: f.prelu_gradients(x, alpha, upstream)[0]
)

# --- A convolution, and an update ----------------------------------------------------------------


def windows(image, kernel):
    return np.lib.stride_tricks.sliding_window_view(image, kernel.shape)


wrong("convolution", "kernel-not-slid")(lambda image, kernel: image * kernel[0].sum())
wrong("convolution", "kernel-not-slid")(
    lambda image, kernel: [[sum(kernel[0]) * pixel + 0.5 for pixel in row] for row in image]
)
wrong("convolution", "kernel-transposed")(
    lambda image, kernel: signal.correlate2d(image, kernel.T, mode="valid")
)
wrong("convolution", "wrong-values")(lambda image, kernel: windows(image, kernel).mean(axis=(2, 3)))
wrong("convolution", "shape-changed")(lambda image, kernel: (windows(image, kernel) * kernel).sum())
wrong("convolution", "raises")(lambda image: image)
wrong("convolution", "input-overwritten")(
    lambda image, kernel: [image.fill(0), signal.correlate2d(image, kernel, mode="valid")][1]
)
wrong("gradient_step", "update-missing")(
    lambda parameters, gradients, rate: (
        parameters | {"weight": parameters["weight"] - rate * gradients["weight"]}
    )
)
wrong("gradient_step", "update-missing")(lambda parameters, gradients, rate: None)
wrong("gradient_step", "update-uphill")(
    lambda parameters, gradients, rate: {k: v + rate * gradients[k] for k, v in parameters.items()}
)
wrong("gradient_step", "update-without-rate")(
    lambda parameters, gradients, rate: {k: v - gradients[k] for k, v in parameters.items()}
)
wrong("gradient_step", "shape-changed")(
    lambda parameters, gradients, rate: (
        {k: v - rate * gradients["bias"] for k, v in parameters.items()}
        | {"weight": parameters["weight"] - rate * gradients["weight"]}
    )
)
wrong("gradient_step", "returns-no-numbers")(lambda parameters, gradients, rate: 3)

# --- Right ones ----------------------------------------------------------------------------------


@right("relu", "slow-loop")
def relu_loop(numbers):
    outputs = []
    for number in numbers:
        if number > 0:
            outputs.append(number)
        else:
            outputs.append(0)
    return outputs


@right("sigmoid", "slow-loop")
def sigmoid_loop(numbers):
    def one(v):
        return 1 / (1 + math.exp(-v)) if v >= 0 else math.exp(v) / (1 + math.exp(v))

    return [one(v) for v in numbers]


@right("relu", "slow-loop")
def relu_of_a_true_list(numbers):
    if not numbers:
        return []
    return [max(0.0, v) for v in numbers]


@right("tanh")
def tanh_recursive(x):
    x = np.asarray(x)
    return np.tanh(x) if x.ndim == 0 else np.array([tanh_recursive(v) for v in x])


@right("softmax", "slow-loop")
def softmax_loop(scores):
    largest = max(scores)
    e = [math.exp(v - largest) for v in scores]
    return [v / sum(e) for v in e]


@right("softmax")
def softmax_by_rows(x, axis=-1):
    return np.apply_along_axis(lambda row: np.exp(row - row.max()) / np.exp(row - row.max()).sum(), axis, x)


@right("softmax", "rows-only", "axis-fixed")
def softmax_of_batches(x):
    e = np.exp(x - x.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


@right("leaky_relu")
def leaky_relu_masks(x, negative_slope=0.01):
    out = np.array(x, dtype=float) if np.asarray(x).dtype.kind == "i" else np.array(x)
    out[out < 0] *= negative_slope
    return out


@right("sigmoid")
def sigmoid_masks(x):
    x = np.asarray(x)
    out = np.empty(x.shape, x.dtype if x.dtype.kind == "f" else float)
    above = x >= 0
    out[above] = 1 / (1 + np.exp(-x[above]))
    e = np.exp(x[~above])
    out[~above] = e / (1 + e)
    return out


right("sigmoid")(special.expit)
right("sigmoid")(lambda x: 0.5 * (1 + np.tanh(0.5 * x)))
right("sigmoid")(lambda x: np.exp(-np.logaddexp(0, -x)))
right("sigmoid")(lambda x: 1 / (1 + np.exp(-np.clip(x, -500, 500))))
right("sigmoid")(
    lambda x: np.where(x >= 0, 1 / (1 + np.exp(-np.abs(x))), np.exp(-np.abs(x)) / (1 + np.exp(-np.abs(x))))
)
right("sigmoid_derivative")(lambda x: f.sigmoid(x) * f.sigmoid(-x))
right("sigmoid_derivative", "digits-lost-in-tail")(lambda x: f.sigmoid(x) * (1 - f.sigmoid(x)))
right("sigmoid_derivative")(lambda x: (f.sigmoid(x + 1e-5) - f.sigmoid(x - 1e-5)) / 2e-5)
right("log_sigmoid")(special.log_expit)
right("log_sigmoid")(lambda x: -np.logaddexp(0, -x))
right("tanh")(np.tanh)
right("tanh", "dtype-lost")(np.vectorize(math.tanh, otypes=[float]))
right("tanh", "cancellation-near-zero")(lambda x: 2 * special.expit(2 * x) - 1)
right("tanh_derivative", "digits-lost-in-tail")(lambda x: 1 - np.tanh(x) ** 2)
right("tanh_derivative", "overflow-unused")(lambda x: 1 / np.cosh(x) ** 2)
right("relu")(lambda x: x * (x > 0))
right("relu")(lambda x: np.maximum(0, x))
right("relu")(lambda x: (x + np.abs(x)) / 2)
right("relu", "nan-swallowed")(lambda x: np.where(x > 0, x, 0))
right("relu", "nan-swallowed", "dtype-lost")(np.vectorize(lambda v: max(0.0, v), otypes=[float]))
right("relu_derivative", "kink-convention")(lambda x: (x >= 0) * np.float32(1))
right("relu_derivative", "kink-convention")(lambda x: np.heaviside(x, 0.5))
right("relu_derivative", "dtype-lost", "nan-swallowed")(lambda x: np.where(x > 0, 1.0, 0.0))
right("step", "nan-swallowed")(lambda x: (x > 0).astype(x.dtype))
right("relu_derivative", "slow-loop")(lambda x: [1 if v > 0 else 0 for v in x])
right("step", "kink-convention")(lambda x: np.heaviside(x, 1.0))
right("step", "slow-loop")(lambda x: [1 if v > 0 else 0 for v in x])
right("leaky_relu", "parameter-fixed")(lambda x: np.maximum(0.01 * x, x))
right("leaky_relu", "default-differs")(lambda x, alpha=0.2: np.where(x > 0, x, alpha * x))
right("leaky_relu")(lambda x, a: np.where(x > 0, x, a * x))
right("leaky_relu")(lambda x, deriv=False: f.leaky_relu_derivative(x) if deriv else f.leaky_relu(x))
right("leaky_relu_derivative", "kink-convention")(
    lambda x, negative_slope=0.01: np.where(x < 0, negative_slope, 1)
)
right("prelu")(lambda x, alpha: np.maximum(x, 0) + alpha * np.minimum(x, 0))
right("elu", "overflow-unused", "cancellation-near-zero")(
    lambda x, alpha=1.0: np.where(x > 0, x, alpha * (np.exp(x) - 1))
)
right("elu")(lambda x, alpha=1.0: np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0))))
right("selu", "rounded-constants")(
    lambda x: 1.0507 * np.where(x > 0, x, 1.67326 * np.expm1(np.minimum(x, 0)))
)
right("selu")(lambda x: 1.0507009873554805 * f.elu(x, 1.6732632423543772))
right("softplus")(lambda x: np.logaddexp(0, x))
right("softplus", "softplus-threshold")(lambda x: np.where(x > 20, x, np.log1p(np.exp(np.minimum(x, 20)))))
right("softplus_derivative")(special.expit)
right("softplus_derivative")(lambda x: np.exp(-np.logaddexp(0, -x)))
right("gelu", "nan-at-infinity")(lambda x: x * special.ndtr(x))
right("gelu", "digits-lost-in-tail")(lambda x: 0.5 * x * (1 + special.erf(x / np.sqrt(2))))
right("gelu")(lambda x: 0.5 * x * special.erfc(-x / np.sqrt(2)))
right("gelu", "slow-loop")(lambda x: [0.5 * v * math.erfc(-v / math.sqrt(2)) for v in x])
right("silu", "nan-at-infinity")(lambda x: x * special.expit(x))
right("silu_derivative")(lambda x: special.expit(x) * (1 + x * special.expit(-x)))
right("mish", "overflow-unused")(lambda x: x * np.tanh(np.log(1 + np.exp(x))))
right("mish", "nan-at-infinity")(lambda x: x * np.tanh(np.logaddexp(0, x)))
right("hard_sigmoid")(lambda x: np.clip(x / 6 + 0.5, 0, 1))
right("hard_sigmoid", "rounded-constants")(lambda x: np.clip(0.1667 * x + 0.5, 0, 1))
right("hard_swish")(lambda x: x * np.minimum(np.maximum(x + 3, 0), 6) / 6)
right("softsign")(lambda x: x / (1 + np.abs(x)))
right("softmax")(lambda x: special.softmax(x, axis=-1))
right("softmax")(lambda x: np.exp(f.log_softmax(x)))
right("log_softmax")(lambda x: special.log_softmax(x, axis=-1))
right("log_softmax")(lambda x: x - special.logsumexp(x, axis=-1, keepdims=True))
right("softmax_jacobian", "one-dimension-only")(
    lambda x: np.diag(f.softmax(x)) - np.outer(f.softmax(x), f.softmax(x))
)
right("glu")(lambda x: np.split(x, 2, axis=-1)[0] * special.expit(np.split(x, 2, axis=-1)[1]))
right("swiglu")(lambda x: f.silu(x[..., : x.shape[-1] // 2]) * x[..., x.shape[-1] // 2 :])
right("prelu_gradients")(
    lambda x, alpha, upstream: (
        upstream * np.where(x > 0, 1, alpha),
        np.sum(np.minimum(x, 0) * upstream, axis=None if np.size(alpha) == 1 else 0).reshape(np.shape(alpha)),
    )
)


@right("convolution")
def convolution_by_loops(image, kernel):
    height, width = len(kernel), len(kernel[0])
    return [
        [
            sum(kernel[k][m] * image[i + k][j + m] for k in range(height) for m in range(width))
            for j in range(len(image[0]) - width + 1)
        ]
        for i in range(len(image) - height + 1)
    ]


@right("gradient_step")
def step_in_place(parameters, gradients, rate):
    for name in parameters:
        parameters[name] -= rate * gradients[name]


right("convolution")(lambda image, kernel: (windows(image, kernel) * kernel).sum(axis=(2, 3)))
right("convolution", "kernel-turned")(lambda image, kernel: signal.convolve2d(image, kernel, mode="valid"))
right("convolution", "kernel-padded")(lambda image, kernel: signal.correlate2d(image, kernel, mode="same"))
right("gradient_step")(
    lambda parameters, gradients, rate: {k: v - rate * gradients[k] for k, v in parameters.items()}
)

# --- What passed by luck, was blamed though right, or got another mistake's name --------------------


@wrong("relu", "end-forgotten")
def relu_from_the_second(x):
    out = np.zeros(len(x))
    for i in range(1, len(x)):
        out[i] = max(0.0, x[i])
    return out


@wrong("step", "end-forgotten")
def step_up_to_the_last_but_one(x):
    out = np.ones_like(x, dtype=float)
    for i in range(len(x) - 1):
        out[i] = 1.0 if x[i] > 0 else 0.0
    return out


@wrong("elu_derivative", "end-forgotten")
def elu_slope_of_all_but_the_last(x):
    slopes = [1.0] * len(x)
    for i in range(len(x) - 1):
        slopes[i] = 1.0 if x[i] > 0 else math.exp(x[i])
    return slopes


@wrong("sigmoid", "end-forgotten")
def sigmoid_of_the_middle(x):
    y = np.array(x, dtype=float)
    y[1:-1] = special.expit(y[1:-1])
    return y


@wrong("tanh", "order-changed")
def tanh_one_place_on(x):
    out = [0.0] * len(x)
    for i in range(len(x) - 1):
        out[i + 1] = math.tanh(x[i])
    return out


@wrong("gelu", "order-changed")
def gelu_by_popping(x):
    left, out = list(x), []
    while left:
        out.append(left.pop() * special.ndtr(x[len(left)]))
    return out


@wrong("softmax", "end-forgotten")
def softmax_of_all_rows_but_the_last(x):
    out = np.zeros_like(x, dtype=float)
    for i in range(len(x) - 1):
        out[i] = f.softmax(x[i])
    return out if np.ndim(x) > 1 else f.softmax(x)


@wrong("relu", "first-result-type")
def relu_vectorized_with_an_integer_zero(x):
    return np.vectorize(lambda v: v if v > 0 else 0)(x)


@wrong("leaky_relu_derivative", "first-result-type")
def leaky_slope_vectorized(x):
    return np.vectorize(lambda v: 1 if v > 0 else 0.01)(x)


def remembering_by(key):
    """Return a sigmoid with a cache of its own."""
    cache = {}

    def sigmoid(x):
        if key(x) not in cache:
            cache[key(x)] = f.sigmoid(x)
        return cache[key(x)]

    return sigmoid


wrong("sigmoid", "remembered")(remembering_by(np.shape))
wrong("sigmoid", "remembered")(remembering_by(len))
right("sigmoid")(remembering_by(lambda x: (x.tobytes(), x.dtype, x.shape)))
wrong("sigmoid", "depends-on-neighbors")(lambda x: f.sigmoid(x / np.max(np.abs(x))))
wrong("relu", "always-the-same")(lambda x: np.maximum(x - np.max(x), 0))
wrong("tanh", "depends-on-neighbors")(lambda x: np.tanh((x - x.mean()) / x.std()))
wrong("sigmoid", "depends-on-neighbors")(lambda x: (x - x.min()) / (x.max() - x.min()))
wrong("sigmoid", "returns-more")(lambda x: (f.sigmoid(x), x))
wrong("relu", "returns-more")(lambda x: (np.maximum(x, 0), {"x": x}))
wrong("softmax", "returns-more")(lambda x: (f.softmax(x), x.shape))
wrong("softmax_jacobian", "returns-more")(lambda x: (f.softmax_jacobian(x), f.softmax(x)))
wrong("softplus", "clipped-far-out")(lambda x: np.log1p(np.exp(np.clip(x, -30, 30))))
wrong("silu", "clipped-far-out")(lambda x: np.clip(x, -30, 30) / (1 + np.exp(-np.clip(x, -30, 30))))
wrong("log_sigmoid", "clipped-far-out")(lambda x: -np.log1p(np.exp(-np.clip(x, -500, 500))))
wrong("relu", "clipped-far-out")(lambda x: np.clip(x, 0, 20))
right("sigmoid", "clipped-tail")(lambda x: 1 / (1 + np.exp(-np.clip(x, -30, 30))))
right("sigmoid_derivative", "clipped-tail")(lambda x: f.sigmoid_derivative(np.clip(x, -30, 30)))
right("tanh")(lambda x: np.tanh(np.clip(x, -30, 30)))
wrong("silu_derivative", "product-rule")(lambda x: f.sigmoid(x) + x * f.sigmoid(x))
wrong("elu", "minus-one-inside")(
    lambda x, alpha=1.0: np.where(x > 0, x, alpha * np.exp(np.minimum(x, 0) - 1))
)
wrong("elu", "minus-one-inside")(lambda x: [v if v > 0 else math.exp(v - 1) for v in x])
wrong("softmax", "softmax-no-exponential")(lambda x: np.abs(x) / np.abs(x).sum(axis=-1, keepdims=True))
wrong("softmax", "softmax-no-exponential")(lambda x: x**2 / (x**2).sum(axis=-1, keepdims=True))
wrong("softmax", "applied-twice")(lambda x: f.softmax(f.softmax(x)))
wrong("sigmoid", "applied-twice")(lambda x: f.sigmoid(f.sigmoid(x)))
wrong("tanh", "applied-twice")(lambda x: np.tanh(np.tanh(x)))


class ReLULayer:
    """A layer that keeps its output and returns nothing, as in many a tutorial."""

    def forward(self, inputs):
        self.output = np.maximum(0, inputs)


class SigmoidLayer:
    """A layer with a forward pass that is no call."""

    def forward(self, x):
        self.out = f.sigmoid(x)
        return self.out


wrong("relu", "object-given")(ReLULayer)
wrong("relu", "object-given")(ReLULayer())
wrong("relu", "returns-nothing")(ReLULayer().forward)
wrong("sigmoid", "object-given")(SigmoidLayer())
right("sigmoid")(SigmoidLayer().forward)
right("softmax", "rows-only")(lambda x: np.exp(f.log_softmax(x, axis=1)))


@right("softmax", "parameter-refused")
def softmax_that_refuses_another_axis(x, axis=-1):
    e = np.exp(x - np.max(x, axis=axis, keepdims=True))
    return e / np.sum(e, axis=axis)[..., None]


@right("softmax", "parameter-refused")
def softmax_of_the_last_axis_only(x, axis=-1):
    if axis not in (-1, x.ndim - 1):
        raise ValueError("only the last axis")
    return f.softmax(x)


@right("leaky_relu", "parameter-refused")
def leaky_relu_that_checks_its_slope(x, negative_slope=0.01):
    if negative_slope < 0:
        raise ValueError("the slope must not be negative")
    return np.where(x > 0, x, negative_slope * x)


@right("leaky_relu")
def leaky_relu_with_a_switch_before_the_slope(x, deriv=0, alpha=0.01):
    return f.leaky_relu_derivative(x, alpha) if deriv else f.leaky_relu(x, alpha)


@right("leaky_relu")
def leaky_relu_with_a_number_that_is_no_slope(x, power=1, steepness=0.01):
    return np.where(x > 0, x, steepness * x) ** power


@right("elu")
def elu_with_a_switch(x, prime=False, a=1):
    return f.elu_derivative(x, a) if prime else f.elu(x, a)


wrong("leaky_relu", "parameter-ignored")(lambda x, deriv=0, alpha=0.01: f.leaky_relu(x))
wrong("leaky_relu", "leaky-maximum")(lambda x, deriv=0, alpha=0.01: np.maximum(x, alpha * x))


@right("sigmoid_derivative", "single-precision")
def sigmoid_slope_in_float32(x):
    s = 1 / (1 + np.exp(-np.asarray(x, dtype=np.float32).clip(-80, 80)))
    return s * (1 - s)


@right("tanh_derivative", "single-precision")
def tanh_slope_in_float32(x):
    return 1 - np.tanh(x.astype(np.float32)) ** 2


@right("tanh_derivative", "single-precision")
def tanh_slope_in_float32_and_back(x):
    t = np.tanh(x.astype("float32"))
    return (1 - t * t).astype(float)


@right("gelu", "single-precision")
def gelu_in_float32(x):
    x = np.asarray(x, np.float32)
    return np.float32(0.5) * x * (1 + special.erf(x / np.float32(np.sqrt(2))))


@right("gelu", "single-precision")
def gelu_with_a_gate_in_float32(x):
    return x * (0.5 * (1 + special.erf((x / math.sqrt(2)).astype(np.float32))))


right("softmax", "single-precision")(lambda x: f.softmax(np.asarray(x, dtype=np.float32)))
right("softmax_jacobian", "single-precision")(lambda x: f.softmax_jacobian(x.astype(np.float32)))
right("silu_derivative", "single-precision")(lambda x: f.silu_derivative(x.astype(np.float32)))
right("convolution")(
    lambda image, kernel: signal.correlate2d(image.astype("float32"), kernel.astype("float32"), mode="valid")
)
wrong("sigmoid", "input-sign-flipped")(lambda x: f.sigmoid(-x.astype(np.float32)))
wrong("tanh_derivative", "square-missing")(lambda x: 1 - np.tanh(x.astype(np.float32)))
wrong("sigmoid", "approximation")(lambda x: f.sigmoid(x) + 3e-6 * np.sin(x))


# --- In the style of learners -------------------------------------------------------------------------


@wrong("relu", "shape-changed")
def relu_returns_in_the_loop(x):
    out = []
    for v in x:
        out.append(max(0, v))
        return out


@wrong("relu", "returns-nothing")
def relu_prints(x):
    for v in x:
        print(max(0, v))


@wrong("sigmoid", "shape-changed")
def sigmoid_keeps_only_the_last(x):
    for v in x:
        y = 1 / (1 + np.exp(-v))
    return y


@wrong("relu", "input-overwritten")
def relu_changes_the_list_it_is_given(x):
    for i in range(len(x)):
        if x[i] < 0:
            x[i] = 0
    return x


@wrong("tanh", "input-overwritten")
def tanh_in_place(x):
    np.tanh(x, out=x)
    return x


@wrong("leaky_relu", "input-overwritten")
def leaky_relu_in_place(x, slope=0.01):
    x[x < 0] *= slope
    return x


@wrong("elu", "input-overwritten")
def elu_in_place(x, alpha=1.0):
    below = x < 0
    x[below] = alpha * np.expm1(x[below])
    return x


@wrong("silu", "integers-truncated")
def silu_into_an_array_like_the_input(x):
    out = np.empty_like(x)
    for i, v in enumerate(np.ravel(x)):
        out.flat[i] = v * special.expit(v)
    return out


@wrong("softsign", "integers-truncated")
def softsign_into_zeros_like(x):
    result = np.zeros_like(x)
    result[...] = x / (1 + np.abs(x))
    return result


@wrong("hard_sigmoid", "integers-truncated")
def hard_sigmoid_by_masks(x):
    y = x.copy()
    y[x <= -3] = 0
    y[x >= 3] = 1
    inside = (x > -3) & (x < 3)
    y[inside] = x[inside] / 6 + 0.5
    return y


wrong("relu6", "cut-off-missing")(lambda x: [min(v, 6) for v in x])
wrong("relu", "wrong-side")(lambda x: [0 if v > 0 else v for v in x])
wrong("sigmoid", "overflow")(lambda x: [math.e**v / (1 + math.e**v) for v in x])
wrong("sigmoid", "overflow-error")(lambda x: [1 / (1 + pow(math.e, -v)) for v in x.tolist()])
wrong("tanh", "overflow-error")(lambda x: [math.sinh(v) / math.cosh(v) for v in x])
wrong("softplus", "overflow-error")(lambda x: [math.log1p(math.exp(v)) for v in x])
wrong("sigmoid", "missing-parentheses")(lambda x: [1 / 1 + math.exp(-v) for v in x])
wrong("sigmoid_derivative", "output-formula-on-input")(lambda s: [v * (1 - v) for v in s])
wrong("tanh_derivative", "output-formula-on-input")(lambda t: [1 - v**2 for v in t])
wrong("sigmoid", "one-number-only", "overflow-error")(lambda x: 1 / (1 + math.exp(float(-x))))
wrong("relu", "one-number-comparison")(lambda x: x if x >= 0 else 0)
wrong("relu", "one-number-comparison")(lambda x: x * (0 if x < 0 else 1))
wrong("elu", "one-number-comparison")(lambda x, alpha=1.0: x if x > 0 else alpha * (math.exp(x) - 1))
wrong("hard_tanh", "one-number-comparison")(lambda x: max(-1, min(1, x)))
wrong("relu", "shape-changed")(lambda x: x[x > 0])
wrong("relu", "shape-changed")(lambda x: np.max([x, np.zeros_like(x)]))
wrong("relu", "shape-changed")(lambda x: np.maximum(0, x).reshape(1, -1))
wrong("sigmoid", "shape-changed")(lambda x: np.outer(f.sigmoid(x), np.ones(2)))
wrong("step", "integers-out")(lambda x: np.array([int(v > 0) for v in x]))
wrong("step", "integers-out")(lambda x: np.sign(np.maximum(x, 0)).astype(int))
wrong("step", "sign-function")(lambda x: [1 if v > 0 else -1 for v in x])
wrong("relu_derivative", "wrong-side")(lambda x: np.where(x < 0, 1.0, 0.0))
wrong("relu_derivative", "sign-function")(lambda x: np.where(x > 0, 1.0, -1.0))
wrong("leaky_relu", "branches-added")(lambda x: np.maximum(0, x) + 0.01 * x)
wrong("leaky_relu", "slope-without-input")(lambda x: np.where(x > 0, x, 0.01))
wrong("leaky_relu", "another-default")(lambda x: [v if v > 0 else 0.1 * v for v in x])
wrong("gelu", "gelu-tanh")(
    lambda x: [0.5 * v * (1 + math.tanh(math.sqrt(2 / math.pi) * (v + 0.044715 * v**3))) for v in x]
)
wrong("gelu", "gelu-constants")(lambda x: 0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**2))))
wrong("gelu", "input-factor-missing")(lambda x: 0.5 * (1 + special.erf(x / np.sqrt(2))))
wrong("mish", "softplus-forgotten")(lambda x: x * np.tanh(np.exp(x)))
wrong("softplus", "logarithm-missing")(np.exp)
wrong("selu", "minus-one-missing")(
    lambda x: 1.0507009873554805 * np.where(x > 0, x, 1.6732632423543772 * np.exp(np.minimum(x, 0)))
)
wrong("hard_swish", "input-factor-missing")(lambda x: np.clip(x + 3, 0, 6) / 6)
wrong("softmax", "softmax-wrong-axis")(lambda x: np.exp(x) / sum(np.exp(x)))
wrong("softmax", "softmax-whole-array")(lambda x: np.exp(x) / np.exp(x).sum())
wrong("softmax", "softmax-no-maximum")(lambda x: np.array([np.exp(row) / np.exp(row).sum() for row in x]))
wrong("softmax", "keepdims-missing")(lambda x: np.exp(x) / np.exp(x).sum(axis=1))
wrong("softmax", "softmax-sign")(lambda x: np.exp(-x) / np.exp(-x).sum(axis=-1, keepdims=True))
wrong("softmax", "order-changed")(lambda x: np.sort(f.softmax(x), axis=-1))
wrong("softmax", "another-function")(lambda x: np.log(np.exp(x) / np.exp(x).sum(axis=-1, keepdims=True)))
wrong("log_softmax", "sign-flipped")(lambda x: -f.log_softmax(x))
wrong("softmax", "not-deterministic")(
    lambda x: f.softmax(x + 1e-3 * np.random.default_rng().normal(size=x.shape))
)
wrong("relu", "not-deterministic")(lambda x, calls=[]: (calls.append(1), np.maximum(x, 0) / len(calls))[1])
wrong("glu", "halves-interleaved")(lambda x: x[..., 1::2] * f.sigmoid(x[..., 0::2]))
wrong("convolution", "end-forgotten")(
    lambda image, kernel: (windows(image, kernel) * kernel).sum(axis=(2, 3))[:-1]
)
wrong("convolution", "kernel-transposed")(
    lambda image, kernel: (
        np.einsum("ijkl,lk->ij", windows(image, kernel), kernel)
        if kernel.shape[0] == kernel.shape[1]
        else image
    )
)
wrong("gradient_step", "update-uphill")(lambda p, g, rate: {k: p[k] + g[k] * rate for k in p})
wrong("gradient_step", "update-missing")(lambda p, g, rate: {k: p[k] - rate * g[k] for k in list(p)[:-1]})
wrong("gradient_step", "update-missing")(lambda p, g, rate: p)


@wrong("gradient_step", "input-overwritten")
def step_that_scales_the_gradients(parameters, gradients, rate):
    for name in parameters:
        gradients[name] *= rate
        parameters[name] -= gradients[name]
    return parameters


@wrong("prelu_gradients", "prelu-gradient-shape")
def prelu_gradients_per_element(x, alpha, upstream):
    to_alpha = np.zeros_like(x)
    to_alpha[x < 0] = (x * upstream)[x < 0]
    return np.where(x > 0, upstream, alpha * upstream), to_alpha


@right("relu", "slow-loop")
def relu_recursive_on_lists(numbers):
    if len(numbers) == 0:
        return []
    return [max(0.0, numbers[0]), *relu_recursive_on_lists(numbers[1:])]


@right("sigmoid", "slow-loop")
def sigmoid_by_generator(x):
    return [0.5 * (1 + math.tanh(0.5 * v)) for v in x]


@right("relu")
def relu_in_place_on_a_copy(x):
    y = np.array(x, dtype=x.dtype)
    y[y < 0] = 0
    return y


class Tanh:
    """A layer that is called."""

    def __call__(self, x):
        self.x = x
        return np.tanh(x)


right("tanh")(Tanh())
right("elu")(
    lambda x, alpha=1.0: np.piecewise(x.astype(float), [x > 0], [lambda v: v, lambda v: alpha * np.expm1(v)])
)
right("relu6")(lambda x: np.minimum(np.maximum(x, 0), 6))
right("hard_tanh")(lambda x: np.clip(x, -1, 1))
right("hard_tanh", "slow-loop")(lambda x: [-1.0 if v < -1 else 1.0 if v > 1 else v for v in x])
right("step", "dtype-lost")(np.vectorize(lambda v: 1.0 if v > 0 else 0.0, otypes=[float]))
right("step")(lambda x: np.heaviside(x, 0))
right("softplus")(lambda x: np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x))))
right("softplus")(lambda x: -special.log_expit(-x))
right("tanh")(lambda x: np.sign(x) * (1 - np.exp(-2 * np.abs(x))) / (1 + np.exp(-2 * np.abs(x))))
right("sigmoid")(
    lambda x: np.select(
        [x >= 0, x < 0], [1 / (1 + np.exp(-np.abs(x))), np.exp(-np.abs(x)) / (1 + np.exp(-np.abs(x)))], np.nan
    )
)
right("relu_derivative", "kink-convention")(lambda x: (np.sign(x) + 1) / 2)
right("softsign_derivative")(lambda x: (1 + np.abs(x)) ** -2.0)
right("prelu_gradients")(
    lambda x, a, up: (
        np.where(x > 0, up, a * up),
        np.array([np.sum(np.where(x > 0, 0, x * up))])
        if len(a) == 1
        else (np.where(x > 0, 0, x * up)).sum(axis=0),
    )
)
right("gradient_step")(
    lambda p, g, rate: dict(zip(p, [np.subtract(v, rate * g[k]) for k, v in p.items()], strict=True))
)
right("softmax", "slow-loop")(
    lambda x: (
        [[math.exp(v - max(row)) / sum(math.exp(w - max(row)) for w in row) for v in row] for row in x]
        if np.ndim(x) == 2
        else [math.exp(v - max(x)) / sum(math.exp(w - max(x)) for w in x) for v in x]
    )
)
wrong("relu", "constant-offset")(lambda x: np.maximum(x, 0) + 0.001)
wrong("relu", "integers-out")(lambda x: np.maximum(x, 0).astype(int))
wrong("relu", "integers-out")(lambda x: [int(v) if v > 0 else 0 for v in x])
wrong("sigmoid", "results-rounded")(lambda x: np.round(f.sigmoid(x), 4))
wrong("tanh", "results-rounded")(lambda x: [round(math.tanh(v), 3) for v in x])
wrong("sigmoid", "approximation", "overflow")(lambda x: 1 / (1 + 2.71828 ** (-x)))
wrong("softmax", "input-scaled")(lambda x: f.softmax(2 * x))
wrong("softmax", "softmax-not-normalized")(
    lambda x: np.exp(x - x.max(axis=-1, keepdims=True)) / np.exp(x).sum(axis=-1, keepdims=True)
)
wrong("convolution", "end-forgotten")(
    lambda image, kernel: [
        [
            np.sum(image[i : i + len(kernel), j : j + len(kernel[0])] * kernel)
            for j in range(len(image[0]) - len(kernel[0]))
        ]
        for i in range(len(image) - len(kernel))
    ]
)
wrong("convolution", "order-changed")(
    lambda image, kernel: [
        [
            np.sum(image[i : i + len(kernel), j : j + len(kernel[0])] * kernel)
            for i in range(len(image) - len(kernel) + 1)
        ]
        for j in range(len(image[0]) - len(kernel[0]) + 1)
    ]
)
wrong("convolution", "constant-factor")(
    lambda image, kernel: (windows(image, kernel) * kernel).mean(axis=(2, 3))
)
wrong("gradient_step", "update-step-only")(lambda p, g, rate: {name: -rate * g[name] for name in p})
wrong("selu", "scale-missing")(lambda x: np.where(x > 0, x, 1.67326 * np.expm1(np.minimum(x, 0))))
right("relu", "slow-loop")(lambda x: tuple(max(0, v) for v in x))
right("relu", "batch-only")(lambda x: [[max(0, v) for v in row] for row in x])


@right("leaky_relu", "batch-only")
def leaky_relu_by_row_and_column(x, slope=0.01):
    out = np.zeros(x.shape)
    for i in range(x.shape[0]):
        for j in range(x.shape[1]):
            out[i, j] = x[i, j] if x[i, j] > 0 else slope * x[i, j]
    return out


@wrong("leaky_relu", "slope-on-wrong-side")
def leaky_relu_by_row_and_column_wrong(x, slope=0.01):
    return np.array([[v * slope if v > 0 else v for v in row] for row in x])


# --- What is right nearly everywhere, or looks like another mistake -----------------------------------

SHARES = f.softmax


@wrong("sigmoid", "input-overwritten")
def limited_in_place(x):
    x[x < -700] = -700
    return 1 / (1 + np.exp(-x))


@wrong("tanh", "input-overwritten")
def clipped_in_place(x):
    return np.tanh(np.clip(x, -30, 30, out=x))


@wrong("relu", "input-overwritten")
def without_nan_in_place(x):
    x[np.isnan(x)] = 0
    return np.maximum(x, 0)


@wrong("softmax", "input-overwritten")
def lowered_in_place_if_large(x):
    if np.max(x) > 700:
        x -= np.max(x, axis=-1, keepdims=True)
    return f.softmax(x)


wrong("sigmoid", "first-result-type")(np.vectorize(lambda v: 0 if v < -700 else 1 / (1 + math.exp(-v))))
wrong("sigmoid", "first-result-type")(
    np.vectorize(lambda v: 1 if v > 30 else 0 if v < -30 else 1 / (1 + math.exp(-v)))
)
wrong("hard_sigmoid", "first-result-type")(
    np.vectorize(lambda v: 0 if v < -3 else 1 if v > 3 else v / 6 + 0.5)
)
right("sigmoid", "dtype-lost", "empty-refused")(
    np.vectorize(lambda v: 0.0 if v < -700 else 1 / (1 + math.exp(-v)))
)

wrong("relu", "returns-no-numbers")(np.frompyfunc(lambda v: max(v, 0.0), 1, 1))
wrong("relu", "returns-no-numbers")(lambda x: np.array([str(max(v, 0)) for v in x], dtype=object))
wrong("relu", "returns-no-numbers")(lambda x: np.ma.masked_array(f.relu(x), x < 0))
wrong("relu", "returns-no-numbers")(lambda x: np.ma.masked_less(x, 0))
right("relu")(lambda x: np.ma.masked_array(f.relu(x)))
wrong("convolution", "returns-no-numbers")(lambda image, kernel: convolved(image, kernel).astype(object))

for decimals in (5, 6, 7):
    wrong("sigmoid", "results-rounded")(lambda x, d=decimals: np.round(f.sigmoid(x), d))
    wrong("tanh", "results-rounded")(lambda x, d=decimals: np.round(np.tanh(x), d))
    wrong("softmax", "results-rounded")(lambda x, d=decimals: np.round(SHARES(x), d))


@wrong("gelu", "approximation")
def gelu_by_a_short_erf(x):
    z = np.abs(x) / np.sqrt(2)
    t = 1 / (1 + 0.3275911 * z)
    five = (0.254829592, -0.284496736, 1.421413741, -1.453152027, 1.061405429)
    erf = 1 - sum(c * t**power for power, c in enumerate(five, 1)) * np.exp(-(z**2))
    return x * (1 + np.sign(x) * erf) / 2


wrong("tanh_derivative", "approximation")(lambda x: (np.tanh(x + 1e-8) - np.tanh(x)) / 1e-8)
wrong("gelu_derivative", "approximation")(lambda x: (f.gelu(x + 1e-6) - f.gelu(x)) / 1e-6)
right("gelu", "single-precision", "dtype-lost", "nan-at-infinity")(
    lambda x: x * (0.5 + 0.5 * special.erf(x.astype(np.float32) / np.float32(np.sqrt(2)))).astype(float)
)

wrong("relu", "clipped-far-out")(lambda x: np.clip(x, 0, 1000))
wrong("tanh", "wrong-values", "overflow")(np.sinh)
wrong("tanh_derivative", "borrowed-formula")(lambda x: np.tanh(x) * (1 - np.tanh(x)))
wrong("sigmoid_derivative", "borrowed-formula")(lambda x: 1 - f.sigmoid(x) ** 2)
wrong("silu_derivative", "product-rule")(lambda x: f.sigmoid(x) + x * (1 - f.sigmoid(x)))


def behind_a_decorator(function):
    return lambda *given, **named: function(*given, **named)


right("prelu")(behind_a_decorator(lambda x, alpha: np.where(x > 0, x, alpha * x)))
right("prelu", "dtype-lost", "empty-refused")(np.vectorize(lambda x, a: max(x, 0.0) + a * min(x, 0.0)))
right("leaky_relu")(behind_a_decorator(lambda x, leak=0.01: np.where(x > 0, x, leak * x)))
wrong("leaky_relu", "leaky-maximum")(
    behind_a_decorator(lambda x, negative_slope=0.01: np.maximum(negative_slope * x, x))
)
right("leaky_relu", "parameter-fixed")(lambda x, **named: np.where(x > 0, x, named.get("tilt", 0.01) * x))

wrong("gradient_step", "parameter-ignored")(lambda p, g, rate: {name: p[name] - 0.1 * g[name] for name in p})


def convolved(image, kernel, rows=None, columns=None, dtype=float):
    image, kernel = np.asarray(image), np.asarray(kernel)
    rows = rows or image.shape[0] - kernel.shape[0] + 1
    columns = columns or image.shape[1] - kernel.shape[1] + 1
    out = np.zeros((rows, columns), dtype)
    for i in range(rows):
        for j in range(columns):
            out[i, j] = np.sum(kernel * image[i : i + kernel.shape[0], j : j + kernel.shape[1]])
    return out


right("convolution")(convolved)
wrong("convolution", "shape-changed")(lambda image, kernel: convolved(image, kernel, 3, 3))
wrong("convolution", "integers-truncated")(
    lambda image, kernel: convolved(image, kernel, dtype=np.asarray(image).dtype)
)


@wrong("convolution", "raises")
def sides_swapped(image, kernel):
    image, kernel = np.asarray(image), np.asarray(kernel)
    return convolved(image, kernel, *(np.subtract(image.shape, kernel.shape) + 1)[::-1])


@wrong("convolution", "raises")
def three_columns_wide(image, kernel):
    image = np.asarray(image)
    rows, columns = np.subtract(image.shape, np.shape(kernel)) + 1
    wide = [[image[i : i + len(kernel), j : j + 3] for j in range(columns)] for i in range(rows)]
    return np.sum(np.array(wide) * kernel, axis=(2, 3))


wrong("softmax_jacobian", "raises")(
    lambda x: np.eye(4) * SHARES(x)[..., None] - SHARES(x)[..., None] * SHARES(x)[..., None, :]
)
wrong("softmax", "shape-changed")(lambda x: np.array([SHARES(x[row]) for row in range(3)]))
wrong("softmax", "wrong-far-out")(lambda x: SHARES(np.clip(x, -500, 500)))
wrong("softmax", "wrong-far-out")(lambda x: np.clip(SHARES(x), 1e-7, 1 - 1e-7))
wrong("log_softmax", "wrong-far-out")(lambda x: np.maximum(f.log_softmax(x), -100))
wrong("softmax", "softmax-no-maximum")(lambda x: np.exp(x) / (np.exp(x).sum(axis=-1, keepdims=True) + 1e-300))
right("softmax_jacobian", "rows-only")(lambda x: np.array([np.diag(r) - np.outer(r, r) for r in SHARES(x)]))
wrong("prelu_gradients", "prelu-alpha-gradient")(
    lambda x, alpha, upstream: (
        f.prelu_gradients(x, alpha, upstream)[0],
        f.prelu_gradients(x, alpha, upstream)[1] * alpha,
    )
)


# --- What is kept between calls: each is made afresh ----------------------------------------------------

KEEPING = []


def keeping(name, *keys):
    """Plant what makes an implementation that keeps something; of right ones the keys are their warnings."""
    return lambda make: KEEPING.append((name, keys, make)) or make


@keeping("relu", "result-overwritten")
def into_one_array():
    kept = {}
    return lambda x: np.maximum(x, 0, out=kept.setdefault((x.shape, x.dtype), np.empty(x.shape, x.dtype)))


@keeping("softmax", "result-overwritten")
def shares_into_one_array():
    kept = {}

    def shares(x):
        p = SHARES(x)
        out = kept.setdefault((p.shape, p.dtype), p)
        out[...] = p
        return out

    return shares


@keeping("convolution", "result-overwritten")
def convolved_into_one_array():
    kept = {}

    def into_one(image, kernel):
        result = convolved(image, kernel)
        out = kept.setdefault(result.shape, result)
        out[...] = result
        return out

    return into_one


@keeping("convolution", "not-deterministic")
def convolved_and_added():
    kept = {}

    def added(image, kernel):
        result = convolved(image, kernel)
        kept[result.shape] = kept.get(result.shape, 0) + result
        return kept[result.shape]

    return added


@keeping("convolution", "not-deterministic", "result-overwritten")
def convolved_and_added_in_place():
    kept = {}

    def added(image, kernel):
        result = convolved(image, kernel)
        total = kept.setdefault(result.shape, np.zeros_like(result))
        total += result
        return total

    return added


@keeping("convolution", "remembered")
def convolved_once_for_each_shape():
    kept = {}
    return lambda image, kernel: kept.setdefault(
        (np.shape(image), np.shape(kernel)), convolved(image, kernel)
    ).copy()


@keeping("prelu_gradients", "not-deterministic")
def gradients_and_added():
    kept = {}

    def added(x, alpha, upstream):
        by_x, by_alpha = f.prelu_gradients(x, alpha, upstream)
        kept[np.shape(alpha)] = kept.get(np.shape(alpha), 0) + by_alpha
        return by_x, kept[np.shape(alpha)]

    return added


@keeping("prelu_gradients", "not-deterministic", "result-overwritten")
def gradients_and_added_in_place():
    kept = {}

    def added(x, alpha, upstream):
        by_x, by_alpha = f.prelu_gradients(x, alpha, upstream)
        total = kept.setdefault(np.shape(alpha), np.zeros_like(by_alpha))
        total += by_alpha
        return by_x, total

    return added


@keeping("prelu_gradients", "remembered")
def gradients_once_for_each_shape():
    kept = {}
    return lambda x, alpha, upstream: kept.setdefault(np.shape(alpha), f.prelu_gradients(x, alpha, upstream))


# --- Probes that must not coincide ----------------------------------------------------------------------

wrong("convolution", "results-rounded")(lambda image, kernel: np.round(convolved(image, kernel), 4))
wrong("convolution", "integers-truncated")(
    lambda image, kernel: convolved(image, kernel, dtype=np.asarray(kernel).dtype)
)
wrong("convolution", "wrong-values")(
    lambda image, kernel: convolved(image, np.asarray(kernel)[:, ::-1] if len(kernel) == 1 else kernel)
)


@wrong("prelu_gradients", "prelu-input-gradient")
def mask_of_the_output(x, alpha, upstream):
    by_alpha = f.prelu_gradients(x, alpha, upstream)[1]
    return np.where(f.prelu(x, alpha) > 0, 1, alpha) * upstream, by_alpha


wrong("prelu_gradients", "relu-mask")(
    lambda x, alpha, upstream: (
        np.maximum(x > 0, alpha) * upstream,
        f.prelu_gradients(x, alpha, upstream)[1],
    )
)
wrong("prelu_gradients", "results-rounded")(
    lambda x, alpha, upstream: tuple(np.round(each, 3) for each in f.prelu_gradients(x, alpha, upstream))
)
wrong("gradient_step", "results-rounded")(
    lambda p, g, rate: {name: np.round(p[name] - rate * g[name], 3) for name in p}
)
right("gradient_step")(
    lambda p, g, rate: {
        name: (np.float32(p[name]) - np.float32(rate) * np.float32(g[name])).tolist() for name in p
    }
)
wrong("gradient_step", "wrong-values")(
    lambda p, g, rate: {name: p[name] - rate * np.clip(g[name], -1.2, 1.2) for name in p}
)


@wrong("gradient_step", "input-overwritten")
def parameters_spent(parameters, gradients, rate):
    after = {name: parameters[name] - rate * gradients[name] for name in parameters}
    for array in parameters.values():
        array[...] = 0
    return after


wrong("relu", "order-changed")(
    lambda x: np.array([max(float(v), 0.0) for v in np.nditer(x, order="K")]).reshape(x.shape)
)


# --- Parameters that are another thing, and arguments in another order ----------------------------------

right("leaky_relu", "parameter-fixed")(lambda x, divisor=100: np.maximum(x / divisor, x))
right("leaky_relu", "parameter-fixed")(lambda x, times=1: times * np.maximum(0.01 * x, x))
right("leaky_relu", "parameter-fixed")(lambda x, percent=1.0: np.maximum(percent / 100 * x, x))
right("leaky_relu", "parameter-fixed")(lambda x, deriv=False: f.leaky_relu(x))
right("elu", "parameter-fixed")(lambda x, scale=2: f.elu(x) * scale / 2)
right("leaky_relu", "default-differs")(lambda x, tilt=1: np.where(x > 0, x, tilt * x))
wrong("leaky_relu", "leaky-maximum")(lambda x, tilt=0.3: np.maximum(tilt * x, x))
wrong("leaky_relu", "arguments-exchanged")(lambda slope, x: np.where(x > 0, x, slope * x))
wrong("leaky_relu", "arguments-exchanged")(lambda slope, x=1: np.where(x > 0, x, slope * x))
wrong("elu_derivative", "arguments-exchanged")(lambda alpha, x: f.elu_derivative(x, alpha))
wrong("convolution", "arguments-exchanged")(lambda kernel, image: convolved(image, kernel))
wrong("prelu_gradients", "arguments-exchanged")(lambda up, x, alpha: f.prelu_gradients(x, alpha, up))
wrong("gradient_step", "arguments-exchanged")(
    lambda g, p, rate: {name: p[name] - rate * g[name] for name in p}
)
wrong("gradient_step", "arguments-exchanged")(
    lambda rate, p, g: {name: p[name] - rate * g[name] for name in p}
)


# --- Digits, and batches of other shapes ----------------------------------------------------------------


def with_epsilon(epsilon):
    def shares(x):
        e = stable_exponentials(x)
        return e / (e.sum(axis=-1, keepdims=True) + epsilon)

    return shares


for tiny in (1e-6, 1e-7, 1e-8, 1e-12):
    right("softmax", "imprecise")(with_epsilon(tiny))
right("log_softmax", "imprecise")(lambda x: f.log_softmax(x) - 1e-10)
right("softmax_jacobian", "imprecise")(lambda x: f.softmax_jacobian(x * (1 + 1e-9)))
right("glu", "imprecise")(lambda x: f.glu(x) * (1 + 1e-9))
right("prelu_gradients", "imprecise")(
    lambda x, alpha, up: tuple(each * (1 + 1e-9) for each in f.prelu_gradients(x, alpha, up))
)
right("convolution", "imprecise")(lambda image, kernel: convolved(image, kernel) + 1e-10)
right("gradient_step", "imprecise")(lambda p, g, rate: {k: v - rate * g[k] + 1e-10 for k, v in p.items()})

for dtype, key in ((np.float32, "single-precision"), (np.float16, "half-precision")):
    right("sigmoid", key)(lambda x, to=dtype: f.sigmoid(x).astype(to))
    right("softmax", key)(lambda x, to=dtype: f.softmax(x).astype(to))
    right("convolution", key)(lambda image, kernel, to=dtype: convolved(image, kernel, dtype=to))
    right("prelu_gradients", key)(
        lambda x, alpha, up, to=dtype: tuple(e.astype(to) for e in f.prelu_gradients(x, alpha, up))
    )
    right("prelu_gradients", key)(
        lambda x, alpha, up, to=dtype: (
            f.prelu_gradients(x, alpha, up)[0],
            f.prelu_gradients(x, alpha, up)[1].astype(to),
        )
    )
    right("gradient_step", key)(
        lambda p, g, rate, to=dtype: {k: (v - rate * g[k]).astype(to) for k, v in p.items()}
    )
right("convolution", "kernel-turned", "single-precision")(
    lambda image, kernel: signal.convolve2d(image, kernel, mode="valid").astype(np.float32)
)

wrong("convolution", "integers-out")(lambda image, kernel: convolved(image, kernel).astype(int))
wrong("convolution", "results-rounded")(lambda image, kernel: np.round(convolved(image, kernel)))
wrong("softmax", "integers-out")(lambda x: f.softmax(x).astype(int))
wrong("softmax", "integers-out")(lambda x: f.softmax(x) > 0.5)
wrong("prelu_gradients", "integers-out")(
    lambda x, alpha, up: tuple(each.astype(int) for each in f.prelu_gradients(x, alpha, up))
)
wrong("gradient_step", "integers-out")(
    lambda p, g, rate: {k: (v - rate * g[k]).astype(int) for k, v in p.items()}
)


def sums_of_a_batch(x, alpha, upstream, samples, units):
    total = np.zeros(np.shape(alpha))
    for s in range(samples):
        for u in range(units):
            k = u if len(alpha) == units else 0
            total[k] += min(x[s, u], 0) * upstream[s, u]
    return np.where(x > 0, 1, alpha) * upstream, total


wrong("prelu_gradients", "raises")(lambda *given: sums_of_a_batch(*given, 4, 3))
right("prelu_gradients")(lambda *given: sums_of_a_batch(*given, *np.shape(given[0])))
wrong("prelu_gradients", "prelu-gradient-shape")(
    lambda x, alpha, up: (
        f.prelu_gradients(x, alpha, up)[0],
        (np.minimum(x, 0) * up).sum(axis=0 if len(alpha) == 3 else None, keepdims=len(alpha) != 3),
    )
)


wrong("prelu_gradients", "shape-changed")(
    lambda x, alpha, up: (
        np.squeeze(f.prelu_gradients(x, alpha, up)[0]),
        f.prelu_gradients(x, alpha, up)[1],
    )
)


# --- Named by what is seen --------------------------------------------------------------------------------


def shares_to_the_base(base):
    def shares(x):
        e = base ** (x - x.max(axis=-1, keepdims=True))
        return e / e.sum(axis=-1, keepdims=True)

    return shares


for base in (2.0, 3.0, 4.0, 10.0):
    wrong("softmax", "input-scaled")(shares_to_the_base(base))
wrong("softmax", "input-scaled")(lambda x: f.softmax(x / 3))
wrong("log_softmax", "input-scaled")(lambda x: f.log_softmax(x / 3))
wrong("sigmoid", "input-scaled")(lambda x: (1 + np.tanh(2 * x)) / 2)
wrong("tanh", "input-scaled")(lambda x: np.tanh(0.7 * x))
wrong("silu_derivative", "input-scaled")(lambda x: f.silu_derivative(1.702 * x))
wrong("silu", "gate-scaled")(lambda x: x * f.sigmoid(1.702 * x))
wrong("silu", "gate-scaled")(lambda x: x * f.sigmoid(0.5 * x))
wrong("gelu", "gate-scaled")(lambda x: x * special.ndtr(0.8 * x))
wrong("mish", "gate-scaled")(lambda x: x * np.tanh(f.softplus(3 * x)))
wrong("silu", "sum-for-product")(lambda x: x + f.sigmoid(x))
wrong("gelu", "sum-for-product")(lambda x: x + special.ndtr(x))
wrong("mish", "sum-for-product")(lambda x: x + np.tanh(f.softplus(x)))
wrong("hard_swish", "sum-for-product")(lambda x: x + np.clip(x / 6 + 0.5, 0, 1))
wrong("glu", "sum-for-product")(lambda x: np.split(x, 2, -1)[0] + f.sigmoid(np.split(x, 2, -1)[1]))
wrong("swiglu", "sum-for-product")(lambda x: f.silu(np.split(x, 2, -1)[0]) + np.split(x, 2, -1)[1])
wrong("softplus", "wrong-values")(lambda x: 1 + x)
for value in (0, 1):
    wrong("sigmoid_derivative", "always-the-same")(lambda x, v=value: v + 0 * x)
    wrong("tanh", "always-the-same")(lambda x, v=value: v + 0 * x)

wrong("sigmoid", "not-finite-far-out")(lambda x: (lambda e: e / (1 + e))(np.exp(np.arctanh(np.tanh(x)))))
wrong("tanh_derivative", "not-finite-far-out")(lambda x: 1 - np.tanh(x) ** 2 + 0 * np.arctanh(np.tanh(x)))
wrong("tanh", "not-finite-far-out")(lambda x: np.tanh(x) + 0 / (1 - np.tanh(x / 16) ** 2))
wrong("glu", "not-finite-far-out")(lambda x: f.glu(x) + 0 / (1 - f.tanh(np.split(x, 2, -1)[1] / 16) ** 2))
wrong("glu", "wrong-far-out")(lambda x: f.glu(np.clip(x, -30, 30)) + 1e-3 * (np.max(np.abs(x)) > 900))
wrong("log_sigmoid", "wrong-far-out")(lambda x: np.log(f.sigmoid(x) + 1e-12))
wrong("silu", "wrong-far-out")(lambda x: np.nan_to_num(x * f.sigmoid(x)))
wrong("relu", "clipped-far-out")(lambda x: np.minimum(np.maximum(x, 0), 123.4))
wrong("softplus", "clipped-far-out")(lambda x: f.softplus(np.clip(x, -400.5, 400.5)))
right("relu_derivative", "nan-at-infinity")(
    lambda x: np.maximum(np.divide(x, np.abs(x), out=np.zeros_like(x * 1.0), where=x != 0), 0)
)
right("log_sigmoid", "nan-at-infinity")(lambda x: x - np.logaddexp(0, x))
right("sigmoid", "clipped-tail")(lambda x: f.sigmoid(np.clip(x, -33.3, 33.3)))
wrong("convolution", "kernel-mirrored")(lambda image, kernel: convolved(image, np.asarray(kernel)[::-1]))
wrong("convolution", "kernel-mirrored")(
    lambda image, kernel: signal.convolve2d(image, np.flip(kernel, 0), mode="valid")
)
wrong("relu", "caret-for-power")(lambda x: ((x ^ 2) ** 0.5 + x) / 2)
wrong("sigmoid", "caret-for-power")(lambda x: [1 / (1 + 2.718 ^ (-v)) for v in x.tolist()])


@wrong("convolution", "shape-changed")
def padded_by_half_a_kernel(image, kernel):
    image, kernel = np.asarray(image), np.asarray(kernel)
    return convolved(np.pad(image, [(size // 2, size // 2) for size in kernel.shape]), kernel)


wrong("relu", "clipped-far-out")(lambda x: np.clip(x, 0, 1e6))


@wrong("softmax", "not-finite-far-out")
def shares_by_tanh(x):
    e = (1 + np.tanh(x / 2)) / (1 - np.tanh(x / 2))
    return e / e.sum(axis=-1, keepdims=True)


wrong("sigmoid", "input-scaled")(lambda x: (1 + np.tanh(x)) / 2)
wrong("hard_sigmoid", "input-scaled")(lambda x: np.clip(x / 4 + 0.5, 0, 1))
wrong("hard_sigmoid", "hard-sigmoid-slope")(lambda x: np.clip(x / 5 + 0.5, 0, 1))


# --- One verdict for the same numbers, whoever silences the warning ---------------------------------------


def silently(function, **how):
    """Return the function with the warnings of NumPy silenced, by default all of them."""

    def silenced(x):
        with np.errstate(**(how or {"all": "ignore"})):
            return function(x)

    return silenced


def sigmoid_by_both_branches(x):
    return np.where(x >= 0, 1 / (1 + np.exp(-x)), np.exp(x) / (1 + np.exp(x)))


def gated(gate, x, first=False):
    ones, others = np.split(x, 2, axis=-1)
    return gate(ones) * others if first else ones * gate(others)


@wrong("sigmoid", "overflow")
@np.errstate(over="ignore")
def sigmoid_in_a_silent_function(x):
    return 1 / (1 + np.exp(-x))


def silu_from_minus_800(x):
    return np.maximum(x, -800.0) / (1 + np.exp(-np.maximum(x, -800.0)))


def naive_silu(x):
    return x * array_sigmoid(x)


wrong("sigmoid", "overflow")(silently(array_sigmoid, over="ignore"))
wrong("sigmoid", "overflow")(silently(array_sigmoid))
wrong("sigmoid", "overflow")(lambda x: 1 / (1 + 1 / np.exp(x)))
wrong("sigmoid", "overflow")(silently(lambda x: 1 / (1 + 1 / np.exp(x))))
wrong("sigmoid", "overflow")(silently(lambda x: np.reciprocal(1 + np.exp(-x))))
wrong("silu", "overflow")(silu_from_minus_800)
wrong("silu", "overflow")(silently(silu_from_minus_800))
wrong("silu_derivative", "overflow")(
    silently(lambda x: array_sigmoid(x) * (1 + np.where(x < -700, 0, x) * (1 - array_sigmoid(x))))
)
wrong("log_sigmoid", "not-finite-far-out")(silently(lambda x: -np.log1p(np.exp(-x))))
wrong("log_sigmoid", "log-of-softmax")(silently(lambda x: np.log(f.sigmoid(x))))
wrong("glu", "overflow")(lambda x: gated(array_sigmoid, x))
wrong("glu", "overflow")(lambda x: gated(silently(array_sigmoid), x))
wrong("swiglu", "overflow")(lambda x: gated(naive_silu, x, first=True))
wrong("swiglu", "overflow")(lambda x: gated(silently(naive_silu), x, first=True))
right("sigmoid", "overflow-unused")(sigmoid_by_both_branches)
right("sigmoid")(silently(sigmoid_by_both_branches))
right("sigmoid")(silently(lambda x: np.exp(-np.logaddexp(0, -x))))
right("sigmoid", "digits-lost-in-tail")(silently(lambda x: 0.5 * (1 + np.tanh(x / 2))))
right("sigmoid")(silently(lambda x: 1 / (1 + np.exp(-np.clip(x, -500, 500)))))
right("tanh_derivative")(silently(lambda x: 1 / np.cosh(x) ** 2))
right("elu", "parameter-fixed")(silently(lambda x: np.where(x > 0, x, np.expm1(x))))
right("mish")(silently(lambda x: x * np.tanh(np.log1p(np.exp(x)))))
right("glu", "overflow-unused")(lambda x: gated(sigmoid_by_both_branches, x))
right("swiglu")(lambda x: gated(f.silu, x, first=True))

# --- Beside a kink ----------------------------------------------------------------------------------------

for limit in (5.0, 5.5, 5.8, 6.2, 6.25):
    wrong("relu6_derivative", "cut-off-missing")(lambda x, c=limit: ((x > 0) & (x < c)) * 1.0)
wrong("relu6", "cut-off-missing")(lambda x: np.where(x > 6.2, 6.0, np.maximum(x, 0)))
wrong("relu6", "cut-off-missing")(lambda x: np.where(x > 5.8, 6.0, np.maximum(x, 0)))
for limit in (2.95, 3.1, 3.5):
    wrong("hard_sigmoid", "cut-off-missing")(
        lambda x, c=limit: np.where(x < -c, 0.0, np.where(x > c, 1.0, x / 6 + 0.5))
    )
    wrong("hard_swish", "cut-off-missing")(
        lambda x, c=limit: np.where(x < -c, 0.0, np.where(x > c, x, x * (x + 3) / 6))
    )
    wrong("hard_sigmoid_derivative", "cut-off-missing")(lambda x, c=limit: np.where(np.abs(x) < c, 1 / 6, 0))
    wrong("hard_swish_derivative", "cut-off-missing")(
        lambda x, c=limit: np.where(x < -c, 0.0, np.where(x > c, 1.0, x / 3 + 0.5))
    )
for limit in (0.9, 1.05):
    wrong("hard_tanh", "cut-off-missing")(lambda x, c=limit: np.where(np.abs(x) > c, np.sign(x), x))
    wrong("hard_tanh_derivative", "cut-off-missing")(lambda x, c=limit: (np.abs(x) < c) * 1.0)
for limited in (np.less, np.less_equal):
    right("hard_tanh_derivative")(lambda x, less=limited: less(np.abs(x), 1) * 1.0)
    right("relu6_derivative")(lambda x, less=limited: (less(0, x) & less(x, 6)) * 1.0)
    right("hard_sigmoid_derivative")(lambda x, less=limited: less(np.abs(x), 3) / 6)
    right("hard_swish_derivative")(
        lambda x, less=limited: np.where(less(x, -3), 0.0, np.where(less(x, 3), x / 3 + 0.5, 1.0))
    )
right("hard_sigmoid_derivative", "kink-convention")(
    lambda x: (np.heaviside(x + 3, 0.5) - np.heaviside(x - 3, 0.5)) / 6
)
right("hard_sigmoid")(lambda x: np.clip(x * np.float32(1 / 6) + np.float32(0.5), 0, 1))
wrong("step", "value-at-kink")(lambda x: np.where(x == 0, 2.0, x > 0))
wrong("relu6_derivative", "cut-off-missing")(lambda x: (x < 6) * 1.0)
wrong("relu6_derivative", "cut-off-missing")(lambda x: (np.abs(x) < 6) * 1.0)
wrong("hard_sigmoid_derivative", "cut-off-missing")(lambda x: (x < 3) / 6)
wrong("hard_sigmoid_derivative", "cut-off-missing")(lambda x: (x < 6) / 6)
wrong("relu6_derivative", "cut-off-missing")(lambda x: (x > -2) * 1.0)
wrong("relu6", "cut-off-missing")(lambda x: np.clip(x, -1, 5))
wrong("relu6", "cut-off-missing")(lambda x: np.clip(x, 0, 8))
wrong("hard_tanh", "cut-off-missing")(lambda x: np.clip(x, -2, 2))
wrong("hard_tanh_derivative", "cut-off-missing")(lambda x: (x > -1) * 1.0)
wrong("hard_swish_derivative", "cut-off-missing")(lambda x: np.where(x > 3, 1, x / 3 + 0.5))
wrong("hard_swish", "cut-off-missing")(lambda x: np.where(x > 3, x, x * (x + 3) / 6))
wrong("hard_sigmoid", "cut-off-missing")(lambda x: np.maximum(x / 6 + 0.5, 0))

# Alike on all ordinary numbers, and not further out.
for name in ("relu", "leaky_relu", "hard_sigmoid", "hard_swish"):
    wrong(name, "wrong-values")(lambda x: np.maximum(x, -6))
wrong("relu6_derivative", "wrong-values")(lambda x: (x < -6) / 6)

# --- An ELU's alpha is above 0 ----------------------------------------------------------------------------

right("elu")(lambda x, alpha=1.0: np.maximum(x, 0) + np.minimum(0, alpha * np.expm1(np.minimum(x, 0))))
wrong("elu", "parameter-mishandled")(
    lambda x, alpha=1.0: np.maximum(x, 0) + np.maximum(-1, alpha * np.expm1(np.minimum(x, 0)))
)
wrong("leaky_relu", "parameter-mishandled")(
    lambda x, negative_slope=0.01: np.maximum(x, 0) + np.abs(negative_slope) * np.minimum(x, 0)
)

# --- Whether any, or all, are positive --------------------------------------------------------------------

wrong("relu", "depends-on-neighbors")(lambda x: x if np.any(x > 0) else 0 * x)
wrong("relu", "depends-on-neighbors")(lambda x: x if np.all(x > 0) else 0 * x)
wrong("relu", "depends-on-neighbors")(lambda x: np.maximum(x, 0) if np.any(x > 0) else x)
wrong("relu", "depends-on-neighbors")(lambda x: np.maximum(x, 0) if np.any(x < 0) else 0.5 * x)
wrong("step", "depends-on-neighbors")(lambda x: np.ones_like(x) if np.any(x > 0) else 0 * x)
wrong("step", "depends-on-neighbors")(lambda x: np.ones_like(x) if (x > 0).all() else 0 * x)
wrong("relu_derivative", "depends-on-neighbors")(lambda x: np.full_like(x, np.any(x > 0)))
wrong("hard_tanh", "depends-on-neighbors")(lambda x: np.ones_like(x) if np.any(x > 1) else x)
wrong("hard_tanh", "depends-on-neighbors")(lambda x: x if np.all(np.abs(x) < 1) else np.sign(x))
wrong("leaky_relu", "depends-on-neighbors")(lambda x, a=0.01: x if x.max() > 0 else a * x)
wrong("sigmoid", "depends-on-neighbors")(lambda x: 1 / (1 + np.exp(-x)) if np.any(x > 0) else np.exp(x) / 2)

# --- Told by what was done, not by what looks alike -------------------------------------------------------

wrong("softmax_jacobian", "jacobian-factor-missing")(
    lambda x: np.eye(x.shape[-1]) - f.softmax(x)[..., None, :]
)
wrong("softmax_jacobian", "function-for-derivative")(f.softmax)
wrong("log_softmax", "log-sum-missing")(lambda x: x - x.max(axis=-1, keepdims=True))
wrong("log_softmax", "softmax-inside")(lambda x: f.log_softmax(f.softmax(x)))
wrong("log_softmax", "softmax-column-maximum")(
    lambda x: (x - x.max(0)) - np.log(np.exp(x - x.max(0)).sum(-1, keepdims=True))
)
wrong("glu", "halves-wrong-axis")(lambda x: np.split(x, 2)[0] * f.sigmoid(np.split(x, 2)[1]))
wrong("swiglu", "halves-wrong-axis")(lambda x: f.silu(np.split(x, 2)[0]) * np.split(x, 2)[1])
wrong("gelu", "gelu-density")(lambda x: x * np.exp(-x * x / 2) / np.sqrt(2 * np.pi))
wrong("gelu", "gelu-density")(lambda x: x * np.exp(-x * x / 2))
wrong("softsign", "square-needless")(lambda x: x / np.sqrt(1 + x**2))
wrong("softsign", "square-needless")(lambda x: x / (1 + x**2))
wrong("relu", "square-needless")(lambda x: np.maximum(x, 0) ** 2)
wrong("softplus", "square-needless")(lambda x: np.sqrt(f.softplus(x)))
wrong("selu", "selu-constants")(
    lambda x: 1.6732632423543772 * np.where(x > 0, x, 1.0507009873554805 * np.expm1(np.minimum(x, 0)))
)
wrong("selu_derivative", "selu-constants")(
    lambda x: 1.6732632423543772 * np.where(x > 0, 1, 1.0507009873554805 * np.exp(np.minimum(x, 0)))
)
wrong("elu", "branch-everywhere")(lambda x, alpha=1.0: np.maximum(x, alpha * np.expm1(x)))
wrong("elu", "branch-everywhere")(lambda x, alpha=1.0: alpha * (np.exp(x) - 1))
wrong("elu_derivative", "branch-everywhere")(np.exp)
wrong("elu", "exponent-sign")(lambda x, alpha=1.0: np.where(x > 0, x, alpha * np.expm1(-x)))
wrong("elu", "both-signs-flipped")(lambda x: -f.elu(-x))
wrong("silu", "gate-mirrored")(lambda x: x / (1 + np.exp(x)))
wrong("hard_swish", "gate-mirrored")(lambda x: x * np.clip(3 - x, 0, 6) / 6)
wrong("hard_swish", "results-rounded")(lambda x: x * np.clip(x + 3, 0, 6) // 6)
wrong("tanh_derivative", "integers-out")(lambda x: (1 - np.tanh(x) ** 2).astype(int))
wrong("sigmoid", "integers-out")(lambda x: f.sigmoid(x).astype(int))
wrong("sigmoid", "always-the-same")(lambda x: np.zeros(x.shape, int))
wrong("softsign", "results-rounded")(lambda x: x // (1 + np.abs(x)))
wrong("log_sigmoid", "results-rounded")(lambda x: np.round(f.log_sigmoid(x)))
wrong("sigmoid", "results-rounded")(lambda x: 1 // (1 + np.exp(-x)))
wrong("prelu_derivative", "function-on-one-side")(lambda x, alpha=0.25: np.where(x > 0, x, alpha))
wrong("leaky_relu_derivative", "slope-sign-below")(lambda x, a=0.01: np.where(x > 0, 1.0, -a))
right("softplus", "softplus-threshold")(lambda x: np.where(x > 10, x, np.log1p(np.exp(np.minimum(x, 10)))))
right("softplus", "softplus-threshold")(lambda x: np.where(x > 20, x, np.log1p(np.exp(np.minimum(x, 20)))))
right("silu", "imprecise")(lambda x: np.where(x > 16, x, f.silu(x)))


@wrong("convolution", "shape-changed")
def convolved_with_the_rows_for_both(image, kernel):
    n = len(image) - len(kernel) + 1
    rows, columns = np.shape(kernel)
    return np.array(
        [[np.sum(image[i : i + rows, j : j + columns] * kernel) for j in range(n)] for i in range(n)]
    )


wrong("convolution", "shape-changed")(lambda image, kernel: convolved(image, kernel)[:, :-2])
wrong("convolution", "end-forgotten")(lambda image, kernel: convolved(image, kernel)[1:])
wrong("convolution", "always-the-same")(lambda image, kernel: np.zeros_like(image))
wrong("convolution", "always-the-same")(lambda image, kernel: 0 * convolved(image, kernel))
wrong("convolution", "always-the-same")(lambda image, kernel: np.full_like(image, np.sum(kernel)))
