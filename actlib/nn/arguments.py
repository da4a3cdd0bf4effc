"""What arguments may be: each function returns the value, or says what was expected and what came."""

import numbers
import reprlib
import warnings

import numpy as np

from actlib.functions.accept import is_finite

# Far beyond any layer that fits into memory; more than this NumPy cannot even be asked for.
MOST = 2**31


def positive_integer(value, expectation):
    """Return value as an int, or say that it is no whole number above 0."""
    return _whole(value, 1, f"{expectation} a whole number above 0")


def whole_number(value, expectation):
    """Return value as an int, or say that it is no whole number from 0 on."""
    return _whole(value, 0, f"{expectation} a whole number from 0 on")


def above_zero(value, expectation):
    """Return value as a float, or say that it is no finite number above 0."""
    if not _is_real(value) or not value > 0:
        raise ValueError(f"{expectation} to be above 0, got {value!r}")
    return _finite(value, expectation)


def at_least_zero(value, expectation):
    """Return value as a float, or say that it is no finite number from 0 on."""
    if not _is_real(value) or not value >= 0:
        raise ValueError(f"{expectation} to be at least 0, got {value!r}")
    return _finite(value, expectation)


def share(value, expectation):
    """Return value as a float, or say that it lies outside [0, 1)."""
    if not _is_real(value) or not 0 <= value < 1:
        raise ValueError(f"{expectation} to be at least 0 and below 1, got {reprlib.repr(value)}")
    return float(value)


def float_dtype(dtype, expectation):
    """Return dtype as a numpy.dtype, or say that it is neither float32 nor float64."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # that a name is out of date
            found = np.dtype(dtype)
    except (TypeError, ValueError):
        found = None
    if dtype is None or found not in (np.float32, np.float64):
        raise TypeError(f"{expectation} dtype to be float32 or float64, got {reprlib.repr(dtype)}")
    return found


def _whole(value, least, words):
    if isinstance(value, bool) or not isinstance(value, int | np.integer) or not least <= value <= MOST:
        raise ValueError(f"{words}, got {reprlib.repr(value)}")
    return int(value)


def _is_real(value):
    return isinstance(value, numbers.Real) and not isinstance(value, bool)


def _finite(value, expectation):
    if not is_finite(value):
        raise ValueError(f"{expectation} to be finite, got {reprlib.repr(value)}")
    return float(value)
