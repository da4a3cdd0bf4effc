"""Slopes by number: what a derivative written by hand is checked against."""

import numpy as np

from actlib.functions.accept import is_masked_array, real_array, unmasked
from actlib.functions.arguments import above, check
from actlib.functions.arguments import function as function_rule


def central_difference(function, x, step_size=None):
    """Estimate the slope of a function from its values on either side of x.

    Parameters
    ----------
    function : callable
        Takes an array and returns one of the same shape, each value from its own input alone.
    x : array_like of real numbers, any shape
    step_size : float, optional
        Distance to either side; by default about 6e-6 times max(1, abs(x)), where the error
        of the straight line and that of rounding are about as large as each other.

    Returns
    -------
    ndarray of float64, shape of x

    Raises
    ------
    TypeError
        If x does not hold real numbers, or function does not return real numbers.
    ValueError
        If step_size is not above zero, or function returns another shape than x has.

    References
    ----------
    nocedal2006

    Examples
    --------
    >>> print(central_difference(np.sin, [0.0, 1.0]).round(6))
    [1.       0.540302]
    """
    check(function_rule, function, "central_difference expects function to be")
    if is_masked_array(x):
        return np.ma.array(central_difference(function, x.data, step_size), mask=np.ma.getmaskarray(x).copy())
    x = real_array(x, "central_difference expects x to be").astype(np.float64)
    if step_size is None:
        step_size = np.cbrt(np.finfo(np.float64).eps) * np.maximum(1, np.abs(x))
    elif above(0)(step_size):
        raise ValueError(f"central_difference expects step_size above zero, got {step_size!r}")
    left, right, wish = x - step_size, x + step_size, "central_difference expects function"
    rise = _values(function, right, wish) - _values(function, left, wish)
    return rise / (right - left)


def complex_step(function, x, step_size=1e-20):
    """Compute the slope of a smooth formula by a tiny step in the imaginary direction.

    Nothing is subtracted, so nothing cancels: the result is as precise as the formula itself.
    The formula must be made of operations that accept complex numbers (``+``, ``*``, exp, tanh, ...);
    abs, maximum and comparisons do not qualify.

    Parameters
    ----------
    function : callable
        Takes a complex array and returns one of the same shape.
    x : array_like of real numbers, any shape
    step_size : float

    Returns
    -------
    ndarray of float64, shape of x

    Raises
    ------
    TypeError
        If x does not hold real numbers, or function does not return complex ones.
    ValueError
        If function returns another shape than x has.

    References
    ----------
    squire1998

    Examples
    --------
    >>> print(complex_step(np.sin, [0.0, 1.0]).round(6))
    [1.       0.540302]
    """
    check(function_rule, function, "complex_step expects function to be")
    check(above(0), step_size, "complex_step expects step_size to be")
    x = real_array(x, "complex_step expects x to be").astype(np.float64)
    y = np.asarray(function(x + 1j * step_size))
    if y.dtype.kind != "c":
        raise TypeError(f"complex_step expects function to return complex numbers, got dtype {y.dtype}")
    _check_shape(y, x, "complex_step expects function")
    return y.imag.astype(np.float64) / step_size


def gradient_check(function, derivative, x):
    """Return how far a derivative is from the central difference of its function, at worst.

    Parameters
    ----------
    function, derivative : callable
        Each takes an array of float64 and returns one of the same shape.
    x : array_like of real numbers, any shape
        Where to compare, in float64; stay away from kinks.

    Returns
    -------
    float
        The largest difference, relative to max(1, abs(slope)). A correct derivative gives less
        than 1e-8 where the function hardly bends within the step of ``central_difference``, as sin
        from -30 to 30; the step grows with x, so that cos is off by 3e-6 from what sin shows at 1000.
        A wrong derivative rarely gives less than 1e-3.

    Raises
    ------
    TypeError
        If x does not hold real numbers, or function or derivative does not return real numbers.
    ValueError
        If function or derivative returns another shape than x has.

    References
    ----------
    nocedal2006

    Examples
    --------
    >>> gradient_check(np.sin, np.cos, [0.0, 1.0]) < 1e-8
    True
    """
    check(function_rule, function, "gradient_check expects function to be")
    check(function_rule, derivative, "gradient_check expects derivative to be")
    x = real_array(x, "gradient_check expects x to be").astype(np.float64)
    slope = central_difference(function, x)
    claimed = _values(derivative, x, "gradient_check expects derivative")
    return float(np.max(np.abs(claimed - slope) / np.maximum(1, np.abs(slope)), initial=0))


def _values(function, x, expectation):
    """Return in float64 what a function makes of a copy of x, which it may overwrite."""
    y = unmasked(function(x.copy()), f"{expectation} to return")
    y = y if y.dtype.kind == "f" else real_array(y, f"{expectation} to return")
    _check_shape(y, x, expectation)
    return y.astype(np.float64)


def _check_shape(y, x, expectation):
    if y.shape != x.shape:
        raise ValueError(f"{expectation} to return shape {x.shape}, got {y.shape}")
