"""How far an answer may be from the right one: by the type in which it was computed."""

import numpy as np

RELATIVE, ABSOLUTE = 1e-6, 1e-9
# A few hundred times the spacing of float64 numbers; differently rounded code stays well below.
IMPRECISE = 1e-13
SINGLE = float(np.finfo(np.float32).eps)


def agrees(got, want, relative=RELATIVE, absolute=ABSOLUTE):
    """Say of each element whether it is right: the same infinity, NaN for NaN, or close."""
    return np.isclose(got, want, rtol=relative, atol=absolute, equal_nan=True)


def coarser_tolerances(value, want, errors_at=None):
    """Return the relative and the absolute error of an answer in float32 or less, or None for another.

    Parameters
    ----------
    value : object
        What was returned for an array of float64.
    want : ndarray, float64
    errors_at : callable, optional
        Returns the errors at points that are larger by the share given and of the dtype given, or None.
    """
    dtype = value.dtype if isinstance(value, np.ndarray) else np.dtype(float)
    if dtype.kind == "f" and dtype.itemsize < 8:
        spacing = float(np.finfo(dtype).eps)
    elif _looks_single(np.asarray(value, float), want, errors_at):
        spacing = SINGLE
    else:
        return None
    return max(RELATIVE, 16 * spacing), max(ABSOLUTE, 8 * spacing)


def _looks_single(got, want, errors_at):
    """Return whether all errors are those of float32: too large for float64, small, and in disorder."""
    with np.errstate(all="ignore"):
        off = got - want
        largest = 8 * SINGLE * np.maximum(1, np.abs(want))
        if np.all(agrees(got, want)) or not np.all(np.abs(off) <= largest) or is_rounded(got, want):
            return False
        if np.array_equal(got, got.astype(np.float32)):
            return True
    if errors_at is None:
        return False
    # Whoever takes a small difference of float64 numbers has nothing left of it in float32.
    in_single, beside = errors_at(0, np.float32), errors_at(16 * SINGLE, np.float64)
    if np.shape(in_single) != got.shape or not np.all(np.abs(in_single) <= 8 * largest):
        return False
    # A few steps of float32 aside its rounding is another one; an approximation is off by as much.
    return np.median(np.abs(beside - off) / np.maximum(np.abs(off), ABSOLUTE)) > 0.05


def is_rounded(got, want):
    """Return whether the right values have come, rounded to so many decimals."""
    rounded = any(np.allclose(got, np.round(want, digits), rtol=0, atol=1e-12) for digits in range(1, 10))
    return rounded and len(np.unique(got)) > 3 and not np.allclose(got, want, rtol=0, atol=1e-12)


def is_whole(got, want):
    """Return whether the right values have come without their fractions."""
    cuts = (np.trunc, np.round, np.floor)
    return np.shape(got) == np.shape(want) and any(np.array_equal(got, cut(want)) for cut in cuts)


def whole_key(got):
    """Return what whole numbers in the place of fractions show: their type, or that they were rounded."""
    return "integers-out" if got.dtype.kind in "biu" else "results-rounded"
