"""ReLU and the activations that differ from it below zero, each beside its derivative."""

import math

import numpy as np

from actlib.functions.accept import (
    accepts_array_like,
    elementwise,
    finite_number,
    one_where,
    real_array,
    zeros_like,
)
from actlib.functions.sigmoidal import sigmoid, step

# The pair for which unit Gaussian inputs keep mean 0 and variance 1 (klambauer2017).
SELU_SCALE = 1.0507009873554805
SELU_ALPHA = 1.6732632423543772
LARGEST_FLOAT32 = float(np.finfo(np.float32).max)


@accepts_array_like
def identity(x):
    """Return x unchanged, as a new array.

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
    goodfellow2016

    Examples
    --------
    >>> print(identity([-2, 0, 2]))
    [-2.  0.  2.]
    """
    return x.copy()


@accepts_array_like
def identity_derivative(x):
    """Return the slope of identity: 1 everywhere.

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
    goodfellow2016

    Examples
    --------
    >>> print(identity_derivative([-2, 0, 2]))
    [1. 1. 1.]
    """
    return x.clip(1.0, 1.0)


@elementwise
def relu(x):
    """Keep what is positive and cut the rest off: max(x, 0).

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
    fukushima1969
    jarrett2009
    nair2010
    glorot2011
    krizhevsky2012

    Examples
    --------
    >>> print(relu([-2, 0, 2]))
    [0. 0. 2.]
    """
    return np.maximum(x, zeros_like(x))


@elementwise
def relu_derivative(x):
    """Return the slope of relu: 1 for x > 0, else 0. It is the step function.

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
    At the kink any value in [0, 1] is a subgradient; 0 is the convention here.

    References
    ----------
    fukushima1969
    jarrett2009
    nair2010
    glorot2011
    krizhevsky2012

    Examples
    --------
    >>> print(relu_derivative([-2, 0, 2]))
    [0. 0. 1.]
    """
    return step.formula(x)


@accepts_array_like
def relu6(x):
    """Cut relu off at 6: min(max(x, 0), 6).

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
    krizhevsky2010

    Examples
    --------
    >>> print(relu6([-2, 2, 8]))
    [0. 2. 6.]
    """
    return x.clip(0.0, 6.0)


@elementwise
def relu6_derivative(x):
    """Return the slope of relu6: 1 inside (0, 6), else 0.

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
    At the kinks 0 and 6 the slope is 0, by convention.

    References
    ----------
    krizhevsky2010

    Examples
    --------
    >>> print(relu6_derivative([-2, 2, 6]))
    [0. 1. 0.]
    """
    return one_where((x > 0) & (x < 6), x)


@elementwise
def leaky_relu(x, negative_slope=0.01):
    """Keep what is positive and shrink the rest: x for x > 0, else negative_slope * x.

    Parameters
    ----------
    x : array_like of real numbers, any shape
    negative_slope : float

    Returns
    -------
    ndarray, shape and float dtype of x (float64 for integers and bools)

    Raises
    ------
    TypeError
        If x does not hold real numbers, or negative_slope is no finite number.

    Notes
    -----
    A slope of 0 is left out rather than multiplied: 0 * -inf would be NaN.

    References
    ----------
    maas2013

    Examples
    --------
    >>> print(leaky_relu([-2, 0, 2]))
    [-0.02  0.    2.  ]
    """
    negative_slope = finite_number(negative_slope, "leaky_relu expects negative_slope to be")
    x = _as_wide_as(x, negative_slope)
    if negative_slope == 0:
        return relu.formula(x)
    larger_or_smaller = np.maximum if negative_slope <= 1 else np.minimum
    y = negative_slope * x
    return larger_or_smaller(x, y, out=y)


@elementwise
def leaky_relu_derivative(x, negative_slope=0.01):
    """Return the slope of leaky_relu: 1 for x > 0, else negative_slope.

    Parameters
    ----------
    x : array_like of real numbers, any shape
    negative_slope : float

    Returns
    -------
    ndarray, shape and float dtype of x (float64 for integers and bools)

    Raises
    ------
    TypeError
        If x does not hold real numbers, or negative_slope is no finite number.

    Notes
    -----
    At the kink 0 the slope is negative_slope, by convention.

    References
    ----------
    maas2013

    Examples
    --------
    >>> print(leaky_relu_derivative([-2, 0, 2]))
    [0.01 0.01 1.  ]
    """
    negative_slope = finite_number(negative_slope, "leaky_relu_derivative expects negative_slope to be")
    x = _as_wide_as(x, negative_slope)
    active = step.formula(x)
    if 0 <= negative_slope <= 1:
        return active.clip(negative_slope, 1.0, out=active)
    active += negative_slope * (1 - active)
    return active


@accepts_array_like
def prelu(x, alpha=0.25):
    """Be a leaky ReLU whose slope below zero is learned: x for x > 0, else alpha * x.

    Parameters
    ----------
    x : array_like of real numbers, any shape
    alpha : array_like of real numbers that broadcasts to the shape of x
        One slope for all, or one for each channel.

    Returns
    -------
    ndarray, shape and float dtype of x (float64 for integers and bools)

    Raises
    ------
    TypeError
        If x or alpha does not hold real numbers.
    ValueError
        If alpha is not finite or does not broadcast to the shape of x.

    References
    ----------
    he2015

    Examples
    --------
    >>> print(prelu([[-2, -2], [2, 2]], alpha=[0.25, 0.5]))
    [[-0.5 -1. ]
     [ 2.   2. ]]
    """
    if isinstance(alpha, float) and math.isfinite(alpha):
        return leaky_relu(x, alpha)
    alpha = _slopes(alpha, x.shape, "prelu")
    if alpha.size == 1:
        return leaky_relu(x, alpha.item())
    return np.maximum(x, 0) + np.where(alpha == 0, 0, alpha * np.minimum(x, 0))


@accepts_array_like
def prelu_derivative(x, alpha=0.25):
    """Return the slope of prelu with respect to x: 1 for x > 0, else alpha.

    Parameters
    ----------
    x : array_like of real numbers, any shape
    alpha : array_like of real numbers that broadcasts to the shape of x

    Returns
    -------
    ndarray, shape and float dtype of x (float64 for integers and bools)

    Raises
    ------
    TypeError
        If x or alpha does not hold real numbers.
    ValueError
        If alpha is not finite or does not broadcast to the shape of x.

    Notes
    -----
    At the kink 0 the slope is alpha, by convention.

    References
    ----------
    he2015

    Examples
    --------
    >>> print(prelu_derivative([-2, 0, 2]))
    [0.25 0.25 1.  ]
    """
    if isinstance(alpha, float) and math.isfinite(alpha):
        return leaky_relu_derivative(x, alpha)
    alpha = _slopes(alpha, x.shape, "prelu_derivative")
    if alpha.size == 1:
        return leaky_relu_derivative(x, alpha.item())
    active = step(x)
    return active + alpha * (1 - active)


def prelu_gradients(x, alpha, upstream):
    """Return the gradients of a loss with respect to prelu's input and its slope.

    Parameters
    ----------
    x : array_like of real numbers, any shape
        The input prelu was given.
    alpha : array_like of real numbers that broadcasts to the shape of x
    upstream : array_like of real numbers, shape of x
        The gradient of the loss with respect to prelu's output.

    Returns
    -------
    x_gradient : ndarray, shape and float dtype of x
    alpha_gradient : ndarray, shape of alpha, float dtype of x
        Summed over every element that shares a slope.

    Raises
    ------
    TypeError
        If an argument does not hold real numbers.
    ValueError
        If alpha is not finite or does not broadcast to the shape of x, or upstream has another shape.

    References
    ----------
    he2015

    Examples
    --------
    >>> x_gradient, alpha_gradient = prelu_gradients([-2, -1, 3], 0.25, [1, 1, 1])
    >>> print(x_gradient, alpha_gradient)
    [0.25 0.25 1.  ] -3.0
    """
    x = real_array(x, "prelu_gradients expects x to be")
    upstream = real_array(upstream, "prelu_gradients expects upstream to be")
    if upstream.shape != x.shape:
        raise ValueError(
            f"prelu_gradients expects upstream to have x's shape {x.shape}, got {upstream.shape}"
        )
    slopes = _slopes(alpha, x.shape, "prelu_gradients")
    working = x.astype(np.result_type(x.dtype, np.float32), copy=False)
    with np.errstate(all="ignore"):
        x_gradient = prelu_derivative(working, slopes) * upstream
        slope_gradient = _summed_to(np.minimum(working, 0) * upstream, np.shape(alpha))
        return x_gradient.astype(x.dtype), slope_gradient.astype(x.dtype)


def _as_wide_as(x, number):
    """Return x in float64 if float32 would make the number infinite, which times 0 is NaN."""
    return x if abs(number) <= LARGEST_FLOAT32 else x.astype(np.float64, copy=False)


def _slopes(alpha, shape, function_name):
    alpha = real_array(alpha, f"{function_name} expects alpha to be")
    if not np.isfinite(alpha).all():
        raise ValueError(f"{function_name} expects alpha to be finite, got {alpha}")
    try:
        np.broadcast_to(alpha, shape)
    except ValueError:
        raise ValueError(
            f"{function_name} expects alpha to broadcast to x's shape {shape}, got shape {alpha.shape}"
        ) from None
    return alpha


def _summed_to(array, shape):
    added_axes = tuple(range(array.ndim - len(shape)))
    array = array.sum(axis=added_axes)
    stretched_axes = tuple(i for i, n in enumerate(shape) if n == 1)
    return array.sum(axis=stretched_axes, keepdims=True)


@elementwise
def elu(x, alpha=1.0):
    """Bend smoothly to -alpha below zero: x for x > 0, else alpha * (exp(x) - 1).

    Parameters
    ----------
    x : array_like of real numbers, any shape
    alpha : float

    Returns
    -------
    ndarray, shape and float dtype of x (float64 for integers and bools)

    Raises
    ------
    TypeError
        If x does not hold real numbers, or alpha is no finite number.

    Notes
    -----
    expm1 keeps the digits that exp(x) - 1 loses near 0.

    References
    ----------
    clevert2016

    Examples
    --------
    >>> print(elu([-2, 0, 2]).round(4))
    [-0.8647  0.      2.    ]
    """
    alpha = finite_number(alpha, "elu expects alpha to be")
    x = _as_wide_as(x, alpha)
    y = _expm1_up_to_0(x.clip(-np.inf, 0.0))
    y *= alpha
    y += x.clip(0.0, np.inf)
    return y


def _expm1_up_to_0(x):
    """Return exp(x) - 1, writing over x, for x up to 0.

    NumPy's expm1 of float32 takes three times as long as its tanh, which with t = tanh(x / 2) gives
    2 * t / (1 - t), here as 2 / (1 / t - 1), in which rounding keeps the order: t is not above 0, so
    nothing cancels. The ones are a small power of two, so that 1 / t does not overflow.
    """
    if x.dtype == np.float64:
        return np.expm1(x, out=x)
    one = 2.0**-24
    x /= 2
    y = np.tanh(x, out=x)
    np.divide(one, y, out=y)
    y -= one
    return np.divide(2 * one, y, out=y)


@elementwise
def elu_derivative(x, alpha=1.0):
    """Return the slope of elu: 1 for x > 0, else alpha * exp(x).

    Parameters
    ----------
    x : array_like of real numbers, any shape
    alpha : float

    Returns
    -------
    ndarray, shape and float dtype of x (float64 for integers and bools)

    Raises
    ------
    TypeError
        If x does not hold real numbers, or alpha is no finite number.

    Notes
    -----
    At 0 the slope is alpha, by convention; with alpha = 1 there is no kink.

    References
    ----------
    clevert2016

    Examples
    --------
    >>> print(elu_derivative([-2, 0, 2]).round(4))
    [0.1353 1.     1.    ]
    """
    alpha = finite_number(alpha, "elu_derivative expects alpha to be")
    x = _as_wide_as(x, alpha)
    y = x.clip(-np.inf, 0.0)
    np.exp(y, out=y)
    if alpha != 1:
        y *= leaky_relu_derivative.formula(x, alpha)
    return y


@elementwise
def selu(x):
    """Return a scaled elu that keeps the mean 0 and the variance 1 of Gaussian inputs.

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
    klambauer2017

    Examples
    --------
    >>> print(selu([-2, 0, 2]).round(4))
    [-1.5202  0.      2.1014]
    """
    y = elu.formula(x, SELU_ALPHA)
    y *= SELU_SCALE
    return y


@elementwise
def selu_derivative(x):
    """Return the slope of selu.

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
    At the kink 0 the slope is that of the branch below.

    References
    ----------
    klambauer2017

    Examples
    --------
    >>> print(selu_derivative([-2, 0, 2]).round(4))
    [0.2379 1.7581 1.0507]
    """
    y = elu_derivative.formula(x, SELU_ALPHA)
    y *= SELU_SCALE
    return y


@elementwise
def softplus(x):
    """Return relu with its corner rounded off: log(1 + exp(x)).

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
    Beyond 40 the result is x to the last digit, so exp need not go where it overflows; log1p keeps
    its digits in the tail.

    References
    ----------
    dugas2001

    Examples
    --------
    >>> print(softplus([-2, 0, 2]).round(4))
    [0.1269 0.6931 2.1269]
    """
    y = x.clip(-800.0, 40.0)
    np.log1p(np.exp(y, out=y), out=y)
    return np.maximum(x, y, out=y)


@elementwise
def softplus_derivative(x):
    """Return the slope of softplus, which is sigmoid.

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
    dugas2001

    Examples
    --------
    >>> print(softplus_derivative([-2, 0, 2]).round(4))
    [0.1192 0.5    0.8808]
    """
    return sigmoid.formula(x)
