"""What every activation accepts: anything array-like that holds real numbers."""

import functools
import numbers
import sys

import numpy as np

FLOATS = (np.float16, np.float32, np.float64)


def accepts_array_like(function):
    """Let a function written for float32 and float64 arrays take anything array-like.

    The decorated function keeps float16, float32 and float64, computes integers and bools
    in float64 and float16 in float32 (rounded once at the end), and returns a NumPy scalar
    for a 0-d input, as NumPy's own functions do.
    """

    @functools.wraps(function)
    def wrapper(x, *args, **kwargs):
        x = real_array(x, f"{function.__name__} expects")
        working_dtype = np.result_type(x.dtype, np.float32)
        with np.errstate(all="ignore"):
            y = function(x.astype(working_dtype, copy=False), *args, **kwargs)
            return np.asarray(y, dtype=x.dtype)[()]

    return wrapper


def real_array(x, expectation):
    """Return ``x`` as a float16, float32 or float64 array in native byte order, or say why not.

    ``expectation`` opens the error message, as in "sigmoid expects".
    """
    try:
        array = np.asarray(x)
    except ValueError:
        raise ValueError(f"{expectation} a regular array, got rows of different lengths") from None
    holds_real_objects = array.dtype == object and all(isinstance(v, numbers.Real) for v in array.flat)
    if array.dtype.kind in "biu" or holds_real_objects:
        try:
            array = array.astype(np.float64)
        except OverflowError:
            raise ValueError(f"{expectation} numbers within float64, got a larger integer") from None
    native = array.dtype.newbyteorder("=") if array.dtype.kind == "f" else array.dtype
    if native not in FLOATS:
        raise TypeError(f"{expectation} real numbers, got dtype {array.dtype}")
    return array.astype(native, copy=False)


def finite_number(value, expectation):
    """Return ``value`` as a float, or say that it is no finite real number.

    ``expectation`` opens the error message, as in "elu expects alpha to be".
    """
    if not isinstance(value, numbers.Real) or not abs(value) <= sys.float_info.max:
        raise TypeError(f"{expectation} a finite real number, got {value!r}")
    return float(value)
