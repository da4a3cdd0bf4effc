"""How far an answer may be from the right one: by the type in which it was computed."""

import numpy as np

RELATIVE, ABSOLUTE = 1e-6, 1e-9
SINGLE = float(np.finfo(np.float32).eps)


def agrees(got, want, relative=RELATIVE, absolute=ABSOLUTE):
    """Say of each element whether it is right: the same infinity, NaN for NaN, or close."""
    return np.isclose(got, want, rtol=relative, atol=absolute, equal_nan=True)


def coarser_tolerances(value, want, x=None):
    """Return the relative and the absolute error of an answer in float32 or less, or None for another.

    Parameters
    ----------
    value : object
        What was returned for an array of float64.
    want : ndarray, float64
    x : ndarray, optional
        The points, if each result belongs to one of them.
    """
    dtype = value.dtype if isinstance(value, np.ndarray) else np.dtype(float)
    if dtype.kind == "f" and dtype.itemsize < 8:
        spacing = float(np.finfo(dtype).eps)
    elif _looks_single(np.asarray(value, float), want, x):
        spacing = SINGLE
    else:
        return None
    return max(RELATIVE, 16 * spacing), max(ABSOLUTE, 8 * spacing)


def _looks_single(got, want, x):
    """Return whether all errors are those of float32: too large for float64, small, and in disorder."""
    with np.errstate(all="ignore"):
        off = got - want
        if np.all(agrees(got, want)) or not np.all(np.abs(off) <= 8 * SINGLE * np.maximum(1, np.abs(want))):
            return False
        if np.array_equal(got, got.astype(np.float32)):
            return True
    # Rounding goes up and down from point to point; a constant that is a little off does not.
    signs = np.sign(off.ravel() if x is None else off[np.argsort(x)])
    signs = signs[signs != 0]
    return np.count_nonzero(np.diff(signs)) >= 4
