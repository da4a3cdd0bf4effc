"""Activations that rise from one flat end to another, each beside its derivative."""

import math

import numpy as np

from actlib.functions.accept import accepts_array_like, elementwise, one_where


@elementwise
def step(x):
    """Say whether x is above zero: 1 for x > 0, else 0.

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
    step(0) is 0, by convention.

    References
    ----------
    rosenblatt1958

    Examples
    --------
    >>> print(step([-2, 0, 2]))
    [0. 0. 1.]
    """
    y = x.clip(0.0, 1.0)
    return np.ceil(y, out=y)


@accepts_array_like
def step_derivative(x):
    """Return the slope of step: 0 wherever it exists.

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
    At 0 step jumps and has no slope; 0 is returned there too.

    References
    ----------
    rosenblatt1958

    Examples
    --------
    >>> print(step_derivative([-2, 0, 2]))
    [0. 0. 0.]
    """
    return x.clip(0.0, 0.0)


@elementwise
def sigmoid(x):
    """Squash x into (0, 1): 1 / (1 + exp(-x)).

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
    It never decreases from one float to the next, as exp(x) / (1 + exp(x)) does at about one float of a
    hundred, where 1 + exp(x) is rounded more coarsely than exp(x). Here only the denominator depends on
    x, and rounding keeps its order.

    References
    ----------
    rumelhart1986

    Examples
    --------
    >>> print(sigmoid([-2, 0, 2]).round(4))
    [0.1192 0.5    0.8808]
    """
    shift, scale = _SHIFTS[x.dtype]
    y = np.subtract(-shift, x)
    np.exp(y, out=y)
    y += scale
    np.divide(scale, y, out=y)
    if y.size and not smallest(y) > 0:
        overflown = y == 0
        y[overflown] = np.exp(x[overflown])
    return y


# 1 / (1 + exp(-x)) is computed as c / (c + exp(-s - x)) with c = exp(-s). NumPy's exp of float32 falls by a
# unit at one in a thousand of the numbers closer than 0.43 to 0, and beside half multiples of log(2). With
# s above 3.733 these arguments are reached only by an x so large that its neighbors are several units of exp
# apart. The s chosen has a c that is a float32 almost exactly. Float64's exp has little noise: 1 is enough.
_SHIFTS = {
    np.dtype(np.float32): (3.734375, math.exp(-3.734375)),
    np.dtype(np.float64): (1.0, math.exp(-1.0)),
}


def smallest(x):
    """Return the least number of a contiguous array, or NaN if there is one; min takes longer."""
    in_a_row = x.ravel(order="K")
    return in_a_row.item(in_a_row.argmin())


@elementwise
def sigmoid_derivative(x):
    """Return the slope of sigmoid: sigmoid(x) * (1 - sigmoid(x)).

    Parameters
    ----------
    x : array_like of real numbers, any shape
        The input of sigmoid, not its output.

    Returns
    -------
    ndarray, shape and float dtype of x (float64 for integers and bools)

    Raises
    ------
    TypeError
        If x does not hold real numbers.

    Notes
    -----
    The slope is the same at -abs(x), where sigmoid is at most a half and 1 - sigmoid keeps its digits.

    References
    ----------
    rumelhart1986

    Examples
    --------
    >>> print(sigmoid_derivative([-2, 0, 2]).round(4))
    [0.105 0.25  0.105]
    """
    s = np.exp(-np.abs(x))
    s /= 1 + s
    s *= 1 - s
    return s


@elementwise
def log_sigmoid(x):
    """Return the logarithm of sigmoid without computing sigmoid: -log(1 + exp(-x)).

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
    log(sigmoid(-800)) would be log(0); this form gives -800. Beyond -40 the result is x to the last
    digit, so exp need not go where it overflows.

    References
    ----------
    goodfellow2016

    Examples
    --------
    >>> print(log_sigmoid([-800, 0, 2]).round(4))
    [-8.000e+02 -6.931e-01 -1.269e-01]
    """
    y = x.clip(-40.0, 800.0)
    np.negative(y, out=y)
    np.log1p(np.exp(y, out=y), out=y)
    np.negative(y, out=y)
    return np.minimum(x, y, out=y)


@elementwise
def log_sigmoid_derivative(x):
    """Return the slope of log_sigmoid: sigmoid(-x).

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
    >>> print(log_sigmoid_derivative([-2, 0, 2]).round(4))
    [0.8808 0.5    0.1192]
    """
    return sigmoid.formula(-x)


@accepts_array_like
def tanh(x):
    """Squash x into (-1, 1): the hyperbolic tangent.

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
    lecun1998

    Examples
    --------
    >>> print(tanh([-2, 0, 2]).round(4))
    [-0.964  0.     0.964]
    """
    return np.tanh(x)


@elementwise
def tanh_derivative(x):
    """Return the slope of tanh: 1 - tanh(x)**2.

    Parameters
    ----------
    x : array_like of real numbers, any shape
        The input of tanh, not its output.

    Returns
    -------
    ndarray, shape and float dtype of x (float64 for integers and bools)

    Raises
    ------
    TypeError
        If x does not hold real numbers.

    Notes
    -----
    tanh(x) = 2 * sigmoid(2 * x) - 1, so the slope is four times sigmoid's at -2 * abs(x);
    1 - tanh(x)**2 itself would round to 0 above about 19.

    References
    ----------
    lecun1998

    Examples
    --------
    >>> print(tanh_derivative([-2, 0, 2]).round(4))
    [0.0707 1.     0.0707]
    """
    s = np.exp(-2 * np.abs(x))
    s /= 1 + s
    s *= 4 * (1 - s)
    return s


@elementwise
def softsign(x):
    """Squash x into (-1, 1), approaching the ends slowly: x / (1 + abs(x)).

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
    x / (1 + abs(x)) falls at one float of forty, where 1 + abs(x) is rounded more coarsely than x;
    1 / (1 / abs(x) + 1) does not. Both ones are a small power of two, so that the inner quotient of the
    smallest numbers does not overflow.

    References
    ----------
    elliott1993
    bergstra2009
    glorot2010

    Examples
    --------
    >>> print(softsign([-3, 0, 1]))
    [-0.75  0.    0.5 ]
    """
    one = _SMALL_ONES[x.dtype]
    y = np.abs(x)
    np.divide(one, y, out=y)
    y += one
    np.divide(one, y, out=y)
    return np.copysign(y, x, out=y)


_SMALL_ONES = {np.dtype(np.float32): 2.0**-24, np.dtype(np.float64): 2.0**-53}


@elementwise
def softsign_derivative(x):
    """Return the slope of softsign: 1 / (1 + abs(x))**2.

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
    elliott1993
    bergstra2009
    glorot2010

    Examples
    --------
    >>> print(softsign_derivative([-3, 0, 1]))
    [0.0625 1.     0.25  ]
    """
    return (1 / (1 + np.abs(x))) ** 2


@accepts_array_like
def hard_tanh(x):
    """Cut x off at -1 and 1, a tanh made of three straight lines.

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
    collobert2004

    Examples
    --------
    >>> print(hard_tanh([-2, 0.5, 2]))
    [-1.   0.5  1. ]
    """
    return x.clip(-1.0, 1.0)


@elementwise
def hard_tanh_derivative(x):
    """Return the slope of hard_tanh: 1 inside (-1, 1), else 0.

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
    At the kinks -1 and 1 the slope is 0, by convention.

    References
    ----------
    collobert2004

    Examples
    --------
    >>> print(hard_tanh_derivative([-2, 0.5, 1]))
    [0. 1. 0.]
    """
    return one_where(np.abs(x) < 1, x)


@elementwise
def hard_sigmoid(x):
    """Rise in a straight line from 0 at x = -3 to 1 at x = 3.

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
    The slope is 1/6, as in the paper cited and in PyTorch; other libraries have used 0.2.

    References
    ----------
    howard2019

    Examples
    --------
    >>> print(hard_sigmoid([-4, -1.5, 0, 4]))
    [0.   0.25 0.5  1.  ]
    """
    y = x + 3
    y.clip(0.0, 6.0, out=y)
    y /= 6
    return y


@elementwise
def hard_sigmoid_derivative(x):
    """Return the slope of hard_sigmoid: 1/6 inside (-3, 3), else 0.

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
    At the kinks -3 and 3 the slope is 0, by convention.

    References
    ----------
    howard2019

    Examples
    --------
    >>> print(hard_sigmoid_derivative([-4, 0, 3]).round(4))
    [0.     0.1667 0.    ]
    """
    return one_where(np.abs(x) < 3, x) * (1 / 6)
