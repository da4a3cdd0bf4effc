"""What arguments may be: each function returns the value, or says what was expected and what came."""

import math
import numbers

import numpy as np


def positive_integer(value, expectation):
    """Return value as an int, or say that it is no whole number above 0."""
    if isinstance(value, bool) or not isinstance(value, int | np.integer) or value < 1:
        raise ValueError(f"{expectation} a whole number above 0, got {value!r}")
    return int(value)


def whole_number(value, expectation):
    """Return value as an int, or say that it is no whole number from 0 on."""
    if isinstance(value, bool) or not isinstance(value, int | np.integer) or value < 0:
        raise ValueError(f"{expectation} a whole number from 0 on, got {value!r}")
    return int(value)


def above_zero(value, expectation):
    """Return value as a float, or say that it is no finite number above 0."""
    if not isinstance(value, numbers.Real) or not value > 0:
        raise ValueError(f"{expectation} to be above 0, got {value!r}")
    return _finite(value, expectation)


def at_least_zero(value, expectation):
    """Return value as a float, or say that it is no finite number from 0 on."""
    if not isinstance(value, numbers.Real) or not value >= 0:
        raise ValueError(f"{expectation} to be at least 0, got {value!r}")
    return _finite(value, expectation)


def share(value, expectation):
    """Return value as a float, or say that it lies outside [0, 1)."""
    if not isinstance(value, numbers.Real) or not 0 <= value < 1:
        raise ValueError(f"{expectation} to be at least 0 and below 1, got {value!r}")
    return float(value)


def float_dtype(dtype, expectation):
    """Return dtype as a numpy.dtype, or say that it is neither float32 nor float64."""
    if dtype is None or np.dtype(dtype) not in (np.float32, np.float64):
        raise TypeError(f"{expectation} dtype to be float32 or float64, got {dtype!r}")
    return np.dtype(dtype)


def _finite(value, expectation):
    if value == math.inf:
        raise ValueError(f"{expectation} to be finite, got {value!r}")
    return float(value)
