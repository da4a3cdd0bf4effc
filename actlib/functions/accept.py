"""What every activation accepts: anything array-like that holds real numbers."""

import contextvars
import functools
import math
import numbers
import reprlib
import sys

import numpy as np

FLOATS = (np.float16, np.float32, np.float64)
FLOAT32, FLOAT64 = np.dtype(np.float32), np.dtype(np.float64)

# A large array is computed in blocks, so that each step of a formula finds the previous one's result
# in the processor's cache and NumPy reuses the same piece of memory for all of them. Without
# blocks every step reads and writes the main memory, which takes longer than most arithmetic. Up to
# LARGE_BYTES that copying of blocks costs more than it saves.
BLOCK_BYTES = 2**19
LARGE_BYTES = 2**20

# The widest registers that NumPy computes with are as wide as a line of the cache. Where an array begins in
# the middle of a line, each of them is filled from two.
CACHE_LINE = 64  # bytes

# The usual C library returns memory that is freed to the system and asks for it again at the next step,
# which can take longer than the step itself, until it has once seen an array of many megabytes freed:
# from then on it keeps up to twice as much at hand. This one is never written to and so costs nothing.
np.empty(2**24, np.uint8)

# A context in which NumPy warns of nothing. To run a function in a copy of it takes a third of the
# time that entering np.errstate takes, and a copy of its own keeps threads apart.
QUIET = contextvars.Context()
QUIET.run(np.seterr, all="ignore")


def elementwise(formula):
    """Let a formula for one block of float32 or float64 numbers take anything array-like of any size.

    The formula itself stays at hand as ``function.formula``, for other formulas to build on.
    """
    function = accepts_array_like(formula, large=LARGE_BYTES)
    function.formula = formula
    return function


def accepts_array_like(function=None, *, large=math.inf, behind_a_mask=0.0):
    """Let a function written for contiguous float32 and float64 arrays take anything array-like.

    The decorated function keeps float16, float32 and float64, computes integers and bools
    in float64 and float16 in float32 (rounded once at the end), and returns a NumPy scalar
    for a 0-d input, as NumPy's own functions do. An array of more than ``large`` bytes is computed
    in blocks. A masked array keeps its mask; ``behind_a_mask`` is what the function sees there, or makes
    of values, mask and further arguments all that it sees, or is None if it takes no masked arrays.
    """
    if function is None:
        return functools.partial(accepts_array_like, large=large, behind_a_mask=behind_a_mask)

    @functools.wraps(function)
    def wrapper(x, *args, **kwargs):
        # Most calls come with such an array; asking for no more keeps calls on small ones quick.
        if type(x) is np.ndarray and (x.dtype is FLOAT64 or x.dtype is FLOAT32) and x.ndim and x.flags.forc:
            y = compute(x, args, kwargs)
            return y if y.dtype is x.dtype else _rounded(y, x.dtype)
        if is_masked_array(x) and behind_a_mask is not None:
            mask = np.ma.getmaskarray(x).copy()
            values = real_array(np.asarray(x.data), f"{function.__name__} expects")
            if callable(behind_a_mask):
                seen = behind_a_mask(values, mask, *args, **kwargs)
            else:
                seen = np.where(mask, values.dtype.type(behind_a_mask), values)
            return np.ma.array(wrapper(seen, *args, **kwargs), mask=mask)
        x = real_array(x, f"{function.__name__} expects")
        working = x.astype(np.result_type(x.dtype, np.float32), order="C", copy=False)
        if large == math.inf:
            return _rounded(compute(working, args, kwargs), x.dtype)[()]
        y = compute(np.atleast_1d(working), args, kwargs)
        return _rounded(y, x.dtype).reshape(x.shape)[()]

    def compute(x, args, kwargs):
        if x.nbytes <= large:
            return QUIET.copy().run(function, x, *args, **kwargs)
        return QUIET.copy().run(_in_blocks, function, x, args, kwargs)

    return wrapper


def quietly(function):
    """Let a function compute without a warning of NumPy's."""

    @functools.wraps(function)
    def quiet(*arguments):
        return QUIET.copy().run(function, *arguments)

    return quiet


def block_by_block(form):
    """Let a form, see ``actlib.functions.together``, take large arrays block by block."""

    @functools.wraps(form)
    def whole(x, y, slope):
        if x.nbytes <= LARGE_BYTES:
            return form(x, y, slope)
        steps = [form(*block) for block in blocks(*(array.ravel(order="K") for array in (x, y, slope)))]

        def step():
            for step_of_block in steps:
                step_of_block()
            return slope

        return step

    def blocks(*arrays):
        size = BLOCK_BYTES // arrays[0].itemsize
        for start in range(0, arrays[0].size, size):
            yield [array[start : start + size] for array in arrays]

    return whole


def beginning_with_a_cache_line(memory):
    """Return the part of an array of bytes that begins where a line of the processor's cache does."""
    return memory[-memory.ctypes.data % CACHE_LINE :]


def zeros_like(x):
    """Return zeros in the layout of a contiguous array of at most LARGE_BYTES, which take no memory.

    NumPy compares two arrays twice as fast as an array with one number.
    """
    return _zeros(x.shape, x.dtype, x.strides)


@functools.lru_cache
def constant(number, dtype):
    """Return a number as an array without axes, which NumPy computes faster with than with a number."""
    array = np.array(number, dtype)
    array.flags.writeable = False
    return array


ZEROS = beginning_with_a_cache_line(np.zeros(LARGE_BYTES + CACHE_LINE, np.uint8))
ZEROS.flags.writeable = False


@functools.lru_cache
def _zeros(shape, dtype, strides):
    return np.ndarray(shape, dtype, ZEROS, strides=strides)


def _in_blocks(formula, x, args, kwargs):
    y = np.empty_like(x)
    x_in_a_row, y_in_a_row = x.ravel(order="K"), y.ravel(order="K")
    size = BLOCK_BYTES // x.itemsize
    for start in range(0, x.size, size):
        block = slice(start, start + size)
        y_in_a_row[block] = formula(x_in_a_row[block], *args, **kwargs)
    return y


@np.errstate(all="ignore")
def _rounded(y, dtype):
    return np.asarray(y, dtype=dtype)


def one_where(condition, x):
    """Return 1 where a condition on x holds and 0 where not, in x's dtype; NaN where x is NaN."""
    y = np.array(condition, dtype=x.dtype)
    y[np.isnan(x)] = np.nan
    return y


def real_array(x, expectation):
    """Return ``x`` as a float16, float32 or float64 array in native byte order, or say why not.

    ``expectation`` opens the error message, as in "sigmoid expects".
    """
    array = unmasked(x, expectation)
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


def is_masked_array(x):
    """Return whether ``x`` has a mask; without numpy.ma, which NumPy loads late, nothing has."""
    module = sys.modules.get("numpy.ma")
    return module is not None and isinstance(x, module.MaskedArray)


def unmasked(x, expectation):
    """Return ``x`` as an array of any dtype, or say that parts of it are masked or its rows differ."""
    if is_masked_array(x) and np.ma.is_masked(x):
        raise TypeError(
            f"{expectation} an array without a mask, got a masked array; fill it or leave parts out"
        )
    try:
        return np.asarray(x)
    except ValueError:
        raise ValueError(f"{expectation} a regular array, got rows of different lengths") from None


def whole_axis(axis, function_name, words="an int"):
    """Say that an axis is no whole number."""
    if isinstance(axis, bool) or not isinstance(axis, int | np.integer):
        raise TypeError(f"{function_name} expects axis to be {words}, got {axis!r}")
    if not -64 <= axis < 64:  # as many as NumPy has
        raise np.exceptions.AxisError(
            f"{function_name} expects axis to be one of x's, got {reprlib.repr(axis)}"
        )


def is_finite(value):
    """Tell whether ``value`` is a real number, of whatever type, that float64 can hold."""
    try:
        return isinstance(value, numbers.Real) and not isinstance(value, bool) and math.isfinite(value)
    except OverflowError:
        return False


def finite_number(value, expectation):
    """Return ``value`` as a float, or say that it is no finite real number.

    ``expectation`` opens the error message, as in "elu expects alpha to be".
    """
    if not is_finite(value):
        raise TypeError(f"{expectation} a finite real number, got {reprlib.repr(value)}")
    return float(value)
