"""Activations that multiply their input by a gate, each beside its derivative."""

import numpy as np

from actlib.functions import normal_table
from actlib.functions.accept import accepts_array_like, elementwise, whole_axis
from actlib.functions.sigmoidal import hard_sigmoid, sigmoid, sigmoid_derivative, smallest

# Beyond these a gate has underflowed to 0 in float64; cutting x off there keeps inf * 0 away. On the
# other side a sigmoid is 1 to the last digit from 40 on, a mish's gate from 20 on.
EXPONENTIAL_TAIL = 800.0

# n / (n + 2) is computed as 1 / (1 + 2 / n), in which rounding keeps the order: nothing but the inner
# quotient depends on n. The ones are this power of two, so that it does not overflow.
SMALL_ONE = 2.0**-60

# Not far to the left of these exp(-x) is more than a float holds.
EXPONENTIAL_OVERFLOWS = {np.dtype(np.float32): -88.0, np.dtype(np.float64): -709.0}


def _wide_exp(x):
    """Return exp(x) in float64, so that the steps after it add no error of their own to a float32.

    NumPy's exp of float32 is fast and off by up to 2.4 units in the last place. With the other
    roundings in float32, too, these formulas would be off by 4.6 to 4.9 units; so it is 3.5, for a
    tenth to seven tenths more time. The exponential in float64 would take two to three times as long.
    """
    return np.exp(x).astype(np.float64, copy=False)


@elementwise
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
    form, _ = _gelu_forms(approximate, "gelu")
    return form(x)


@elementwise
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
    _, slope = _gelu_forms(approximate, "gelu_derivative")
    return slope(x)


def _gelu_forms(approximate, function_name):
    try:
        return GELU_FORMS[approximate]
    except (KeyError, TypeError):
        raise ValueError(
            f"{function_name} expects approximate to be 'none', 'tanh' or 'sigmoid', got {approximate!r}"
        ) from None


# 0.5 * (1 + tanh(u)) is sigmoid(2 * u), which keeps its digits where 1 + tanh(u) rounds to 0. A product of
# three is a tenth of the work of x**3, which NumPy computes as a power.
def _tanh_form(x):
    x = np.maximum(x, -EXPONENTIAL_TAIL)
    return x * sigmoid.formula(np.sqrt(8 / np.pi) * (x + 0.044715 * (x * x * x)))


def _tanh_form_slope(x):
    x = np.clip(x, -EXPONENTIAL_TAIL, EXPONENTIAL_TAIL)
    scale, square = np.sqrt(8 / np.pi), x * x
    u = scale * (x + 0.044715 * (square * x))
    return sigmoid.formula(u) + x * scale * (1 + 3 * 0.044715 * square) * sigmoid_derivative.formula(u)


def _sigmoid_form(x):
    x = np.maximum(x, -EXPONENTIAL_TAIL)
    return x * sigmoid.formula(1.702 * x)


def _sigmoid_form_slope(x):
    x = np.clip(x, -EXPONENTIAL_TAIL, EXPONENTIAL_TAIL)
    return sigmoid.formula(1.702 * x) + 1.702 * x * sigmoid_derivative.formula(1.702 * x)


GELU_FORMS = {
    "none": (normal_table.gelu, normal_table.gelu_slope),
    "tanh": (_tanh_form, _tanh_form_slope),
    "sigmoid": (_sigmoid_form, _sigmoid_form_slope),
}


@elementwise
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
    hendrycks2016
    elfwing2018
    ramachandran2017

    Examples
    --------
    >>> print(silu([-2, 0, 2]).round(4))
    [-0.2384  0.      1.7616]
    """
    y = np.exp(-x)
    y += 1
    np.divide(x, y, out=y)
    if x.size and not smallest(x) > EXPONENTIAL_OVERFLOWS[x.dtype]:
        far_left = ~(x > EXPONENTIAL_OVERFLOWS[x.dtype])
        below = x[far_left].clip(-EXPONENTIAL_TAIL, None)
        y[far_left] = below * np.exp(below)
    return y


@elementwise
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

    Notes
    -----
    Written with e = exp(x) as one quotient; its denominator is (1 + e)**2 multiplied out, which does
    not square the rounding of 1 + e.

    References
    ----------
    hendrycks2016
    elfwing2018
    ramachandran2017

    Examples
    --------
    >>> print(silu_derivative([-2, 0, 2]).round(4))
    [-0.0908  0.5     1.0908]
    """
    x = x.clip(-EXPONENTIAL_TAIL, 40.0)
    e = _wide_exp(x)
    y = x.astype(np.float64, copy=False)
    y += 1
    y += e
    y *= e
    squared = e + 2
    squared *= e
    squared += 1
    y /= squared
    return y.astype(x.dtype, copy=False)


@elementwise
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
    e = _wide_exp(x.clip(-EXPONENTIAL_TAIL, 20.0))
    y = e + 2
    y *= e
    np.divide(2 * SMALL_ONE, y, out=y)
    y += SMALL_ONE
    np.divide(SMALL_ONE, y, out=y)
    y *= x.clip(-EXPONENTIAL_TAIL, np.inf)
    return y.astype(x.dtype, copy=False)


@elementwise
def mish_derivative(x):
    """Return the slope of mish: its gate plus x times the gate's own slope.

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
    Written with e = exp(x) as one quotient, whose denominator is (2 + 2 * e + e**2)**2 multiplied out.

    References
    ----------
    misra2020

    Examples
    --------
    >>> print(mish_derivative([-2, 0, 2]).round(4))
    [-0.1084  0.6     1.0693]
    """
    x = x.clip(-EXPONENTIAL_TAIL, 20.0)
    e = _wide_exp(x)
    inner = (4 + e) * e
    y = 4 * x + inner
    y += 6
    y *= e
    y += 4 * (x + 1)
    y *= e
    y /= ((inner + 8) * e + 8) * e + 4
    return y.astype(x.dtype, copy=False)


@elementwise
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
    y = hard_sigmoid.formula(x)
    y *= x.clip(-3.0, np.inf)
    return y


@elementwise
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
    y = x.clip(-3.0, 3.0)
    y += y * (np.abs(y) < 3).astype(x.dtype)
    y += 3
    y /= 6
    return y


@accepts_array_like(behind_a_mask=None)
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

    Notes
    -----
    Below about -745 the gate underflows to 0; what is infinite behind it becomes NaN, as inf * 0 is.

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


@accepts_array_like(behind_a_mask=None)
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
    whole_axis(axis, function_name)
    if not -x.ndim <= axis < x.ndim or x.shape[axis] % 2:
        raise ValueError(
            f"{function_name} expects an even number of elements along axis {axis}, got shape {x.shape}"
        )
    return np.split(x, 2, axis=axis)
