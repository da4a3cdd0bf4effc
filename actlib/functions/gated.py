"""Activations that multiply their input by a gate, each beside its derivative."""

import numpy as np
from scipy.special import ndtr

from actlib.functions.accept import accepts_array_like
from actlib.functions.rectified import softplus
from actlib.functions.sigmoidal import hard_sigmoid, sigmoid, sigmoid_derivative, step, tanh, tanh_derivative

# Beyond these a gate has underflowed to 0 in float64; cutting x off there keeps inf * 0 away.
EXPONENTIAL_TAIL = 800


@accepts_array_like
def gelu(x, approximate="none"):
    """Multiply x by the probability that a unit Gaussian lies below it.

    Parameters
    ----------
    x : array_like of real numbers, any shape
    approximate : {"none", "tanh", "sigmoid"}
        The exact gate, or one of the two approximations of the paper cited.

    Returns
    -------
    ndarray, shape and float dtype of x (float64 for integers and bools)

    Raises
    ------
    TypeError
        If x does not hold real numbers.
    ValueError
        If approximate is none of the three.

    References
    ----------
    hendrycks2016

    Examples
    --------
    >>> print(gelu([-2, 0, 2]).round(4))
    [-0.0455  0.      1.9545]
    >>> print(gelu([-2, 0, 2], approximate="tanh").round(4))
    [-0.0454  0.      1.9546]
    """
    gate, _ = _gelu_gate(approximate, "gelu")
    x = np.maximum(x, -EXPONENTIAL_TAIL)
    return x * gate(x)


@accepts_array_like
def gelu_derivative(x, approximate="none"):
    """Return the slope of gelu: the gate plus x times the gate's own slope.

    Parameters
    ----------
    x : array_like of real numbers, any shape
    approximate : {"none", "tanh", "sigmoid"}

    Returns
    -------
    ndarray, shape and float dtype of x (float64 for integers and bools)

    Raises
    ------
    TypeError
        If x does not hold real numbers.
    ValueError
        If approximate is none of the three.

    References
    ----------
    hendrycks2016

    Examples
    --------
    >>> print(gelu_derivative([-2, 0, 2]).round(4))
    [-0.0852  0.5     1.0852]
    """
    gate, gate_slope = _gelu_gate(approximate, "gelu_derivative")
    x = np.clip(x, -EXPONENTIAL_TAIL, EXPONENTIAL_TAIL)
    return gate(x) + x * gate_slope(x)


def _gelu_gate(approximate, function_name):
    try:
        return GELU_GATES[approximate]
    except (KeyError, TypeError):
        raise ValueError(
            f"{function_name} expects approximate to be 'none', 'tanh' or 'sigmoid', got {approximate!r}"
        ) from None


def _gaussian_density(x):
    return np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi)


# 0.5 * (1 + tanh(u)) is sigmoid(2 * u), which keeps its digits where 1 + tanh(u) rounds to 0.
def _tanh_gate(x):
    return sigmoid(np.sqrt(8 / np.pi) * (x + 0.044715 * x**3))


def _tanh_gate_slope(x):
    scale = np.sqrt(8 / np.pi)
    return scale * (1 + 3 * 0.044715 * x**2) * sigmoid_derivative(scale * (x + 0.044715 * x**3))


def _sigmoid_gate(x):
    return sigmoid(1.702 * x)


def _sigmoid_gate_slope(x):
    return 1.702 * sigmoid_derivative(1.702 * x)


GELU_GATES = {
    "none": (ndtr, _gaussian_density),
    "tanh": (_tanh_gate, _tanh_gate_slope),
    "sigmoid": (_sigmoid_gate, _sigmoid_gate_slope),
}


@accepts_array_like
def silu(x):
    """Multiply x by its own sigmoid; also known as Swish.

    Parameters
    ----------
    x : array_like of real numbers, any shape

    Returns
    -------
    ndarray, shape and float dtype of x (float64 for integers and bools)

    Raises
    ------
    TypeError
        If x does not hold real numbers.

    References
    ----------
    elfwing2018

    Examples
    --------
    >>> print(silu([-2, 0, 2]).round(4))
    [-0.2384  0.      1.7616]
    """
    x = np.maximum(x, -EXPONENTIAL_TAIL)
    return x * sigmoid(x)


@accepts_array_like
def silu_derivative(x):
    """Return the slope of silu: sigmoid(x) * (1 + x * (1 - sigmoid(x))).

    Parameters
    ----------
    x : array_like of real numbers, any shape

    Returns
    -------
    ndarray, shape and float dtype of x (float64 for integers and bools)

    Raises
    ------
    TypeError
        If x does not hold real numbers.

    References
    ----------
    elfwing2018

    Examples
    --------
    >>> print(silu_derivative([-2, 0, 2]).round(4))
    [-0.0908  0.5     1.0908]
    """
    x = np.clip(x, -EXPONENTIAL_TAIL, EXPONENTIAL_TAIL)
    return sigmoid(x) + x * sigmoid_derivative(x)


@accepts_array_like
def mish(x):
    """Multiply x by the tanh of its softplus.

    Parameters
    ----------
    x : array_like of real numbers, any shape

    Returns
    -------
    ndarray, shape and float dtype of x (float64 for integers and bools)

    Raises
    ------
    TypeError
        If x does not hold real numbers.

    References
    ----------
    misra2020

    Examples
    --------
    >>> print(mish([-2, 0, 2]).round(4))
    [-0.2525  0.      1.944 ]
    """
    x = np.maximum(x, -EXPONENTIAL_TAIL)
    return x * tanh(softplus(x))


@accepts_array_like
def mish_derivative(x):
    """Return the slope of mish, by the product rule and the chain rule.

    Parameters
    ----------
    x : array_like of real numbers, any shape

    Returns
    -------
    ndarray, shape and float dtype of x (float64 for integers and bools)

    Raises
    ------
    TypeError
        If x does not hold real numbers.

    References
    ----------
    misra2020

    Examples
    --------
    >>> print(mish_derivative([-2, 0, 2]).round(4))
    [-0.1084  0.6     1.0693]
    """
    x = np.clip(x, -EXPONENTIAL_TAIL, EXPONENTIAL_TAIL)
    gate_slope = tanh_derivative(softplus(x)) * sigmoid(x)
    return tanh(softplus(x)) + x * gate_slope


@accepts_array_like
def hard_swish(x):
    """Multiply x by its hard_sigmoid, a silu without exponentials.

    Parameters
    ----------
    x : array_like of real numbers, any shape

    Returns
    -------
    ndarray, shape and float dtype of x (float64 for integers and bools)

    Raises
    ------
    TypeError
        If x does not hold real numbers.

    References
    ----------
    howard2019

    Examples
    --------
    >>> print(hard_swish([-4, -1.5, 3]))
    [-0.    -0.375  3.   ]
    """
    return np.maximum(x, -3) * hard_sigmoid(x)


@accepts_array_like
def hard_swish_derivative(x):
    """Return the slope of hard_swish: 0 up to -3, then x / 3 + 1/2, then 1 from 3 on.

    Parameters
    ----------
    x : array_like of real numbers, any shape

    Returns
    -------
    ndarray, shape and float dtype of x (float64 for integers and bools)

    Raises
    ------
    TypeError
        If x does not hold real numbers.

    Notes
    -----
    At the kinks -3 and 3 the slope is that of the straight outer pieces, by convention.

    References
    ----------
    howard2019

    Examples
    --------
    >>> print(hard_swish_derivative([-3, 0, 3]))
    [0.  0.5 1. ]
    """
    return np.where(np.abs(x) < 3, x / 3 + 0.5, step(x))


@accepts_array_like
def glu(x, axis=-1):
    """Split x in two along an axis and gate the first half by the sigmoid of the second.

    Parameters
    ----------
    x : array_like of real numbers, an even number of them along axis
    axis : int

    Returns
    -------
    ndarray, float dtype of x, half as long as x along axis

    Raises
    ------
    TypeError
        If x does not hold real numbers.
    ValueError
        If x cannot be halved along axis.

    References
    ----------
    dauphin2017

    Examples
    --------
    >>> print(glu([4, 6, 0, -800]))
    [2. 0.]
    """
    value, gate = _halves(x, axis, "glu")
    return value * sigmoid(gate)


@accepts_array_like
def swiglu(x, axis=-1):
    """Split x in two along an axis and gate the second half by the silu of the first.

    Parameters
    ----------
    x : array_like of real numbers, an even number of them along axis
    axis : int

    Returns
    -------
    ndarray, float dtype of x, half as long as x along axis

    Raises
    ------
    TypeError
        If x does not hold real numbers.
    ValueError
        If x cannot be halved along axis.

    References
    ----------
    shazeer2020

    Examples
    --------
    >>> print(swiglu([0, 2, 5, 10]).round(4))
    [ 0.     17.6159]
    """
    gate, value = _halves(x, axis, "swiglu")
    return silu(gate) * value


def _halves(x, axis, function_name):
    if not -x.ndim <= axis < x.ndim or x.shape[axis] % 2:
        raise ValueError(
            f"{function_name} expects an even number of elements along axis {axis}, got shape {x.shape}"
        )
    return np.split(x, 2, axis=axis)
