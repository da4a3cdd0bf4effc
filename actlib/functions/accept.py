"""What every activation accepts: anything array-like that holds real numbers."""

import functools
import numbers
import sys

import numpy as np

FLOATS = (np.float16, np.float32, np.float64)
FLOAT32, FLOAT64 = np.dtype(np.float32), np.dtype(np.float64)

# A large array is computed in blocks, so that each step of a formula finds the previous one's result
# in the processor's cache and NumPy reuses the same few kilobytes of memory for all of them. Without
# blocks every step reads and writes the main memory, which takes longer than most arithmetic.
BLOCK = 16000
LARGE = 131072


def elementwise(function):
    """Let a formula for one block of float32 or float64 numbers take anything array-like of any size."""

    def in_blocks(x, *args, **kwargs):
        if x.size <= LARGE:
            return function(x, *args, **kwargs)
        y = np.empty_like(x)
        x_in_a_row, y_in_a_row = x.ravel(order="K"), y.ravel(order="K")
        for start in range(0, x.size, BLOCK):
            block = slice(start, start + BLOCK)
            y_in_a_row[block] = function(x_in_a_row[block], *args, **kwargs)
        return y

    return functools.wraps(function)(accepts_array_like(functools.wraps(function)(in_blocks)))


def accepts_array_like(function):
    """Let a function written for contiguous float32 and float64 arrays take anything array-like.

    The decorated function keeps float16, float32 and float64, computes integers and bools
    in float64 and float16 in float32 (rounded once at the end), and returns a NumPy scalar
    for a 0-d input, as NumPy's own functions do.
    """

    @functools.wraps(function)
    @np.errstate(all="ignore")
    def wrapper(x, *args, **kwargs):
        # Most calls come with such an array; asking for no more keeps calls on small ones quick.
        if type(x) is np.ndarray and (x.dtype is FLOAT64 or x.dtype is FLOAT32) and x.ndim and x.flags.forc:
            y = function(x, *args, **kwargs)
            return y if y.dtype is x.dtype else y.astype(x.dtype)
        x = real_array(x, f"{function.__name__} expects")
        working_dtype = np.result_type(x.dtype, np.float32)
        y = function(x.astype(working_dtype, order="C", copy=False), *args, **kwargs)
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
