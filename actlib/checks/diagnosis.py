"""Which classic mistake a wrong gradient shows: the pattern between what is claimed and what was measured."""

import numpy as np

from actlib.checks.calling import description, real_numbers
from actlib.checks.report import number

PENALTY = 1e-3  # how far the rest of a gradient may be from a multiple of its parameter


def diagnosis(slopes, claimed, parameter, batch_size):
    """Return the key of a mistake, what was expected and what came, or None where the gradient is right.

    Parameters
    ----------
    slopes : Slopes
    claimed : object
        What the backward pass gave for this parameter.
    parameter : ndarray
    batch_size : int or None
    """
    want = slopes.value
    expected = _largest(slopes, want)
    if claimed is None:
        return "gradient-missing", expected, "no gradient"
    came, claimed = claimed, real_numbers(claimed)
    if claimed is None:
        return "gradient-no-numbers", expected, description(came)
    if slopes.agrees(claimed):
        return None
    if claimed.shape != want.shape:
        return _wrong_shape(slopes, claimed.astype(float), batch_size)
    if not np.all(np.isfinite(claimed)):
        return "gradient-not-finite", expected, "NaN or infinity"
    key, note = _pattern(slopes, claimed.astype(float), parameter, batch_size)
    place = _place(slopes, claimed)
    return key, _largest(slopes, want, place), _largest(slopes, claimed, place) + note


def _wrong_shape(slopes, claimed, batch_size):
    want = slopes.value
    expected, came = f"shape {want.shape}", f"shape {claimed.shape}"
    if want.ndim == 2 and claimed.shape == want.T.shape and slopes.agrees(claimed.T):
        return "gradient-transposed", expected, f"{came}, the transpose"
    if claimed.size == want.size and slopes.agrees(claimed.reshape(want.shape)):
        return "gradient-shape", expected, f"{came}, with the right numbers"
    if claimed.ndim == want.ndim + 1 and claimed.shape[1:] == want.shape:
        return "gradient-per-sample", expected, came
    summed = claimed.sum(axis=0).reshape(-1) if claimed.ndim else claimed.reshape(-1)
    several = claimed.ndim >= 1 and len(claimed) == (batch_size or len(claimed)) > 1
    if several and summed.size == want.size and claimed.size > want.size:
        same = summed.reshape(want.shape)
        if slopes.agrees(same) or slopes.agrees(same / len(claimed)):
            return "gradient-per-sample", expected, came
    return "gradient-shape", expected, came


def _pattern(slopes, claimed, parameter, batch_size):
    """Return the key of the pattern between claimed and measured slopes, and a note for the text."""
    want = slopes.value
    if not np.any(claimed):
        return "gradient-zero", ""
    if np.any(np.isfinite(slopes.error)) and not np.any(np.abs(want) > slopes.error):
        return "loss-ignores-parameter", ""
    if slopes.agrees(claimed, -1):
        return "gradient-sign", ""
    if want.ndim == 2 and want.shape[0] == want.shape[1] and slopes.agrees(claimed.T):
        return "gradient-transposed", ""
    factor = _common_factor(slopes, claimed)
    if factor is not None:
        return _named_factor(factor, batch_size)
    penalty = _penalty(slopes, claimed, parameter)
    if penalty:
        return "gradient-penalty", penalty
    forgotten = _forgotten_end(slopes, claimed)
    if forgotten:
        return "end-forgotten", forgotten
    silent = slopes.felt & (claimed == 0)
    units = np.all(silent | ~slopes.felt, axis=0) & np.any(silent, axis=0) if want.ndim == 2 else silent
    if np.any(units) and not np.all(units):
        return "gradient-mask", f"; exactly 0 for {int(units.sum())} of {units.size} units"
    return "gradient-wrong", _sum_of_all(slopes, claimed)


def _sum_of_all(slopes, claimed):
    """Say so if each unit of a bias was given the sum over all of them."""
    want = slopes.value
    if want.ndim != 1 or want.size < 2 or np.ptp(claimed) > 0 or not np.all(slopes.known):
        return ""
    same = abs(claimed[0] - want.sum()) <= PENALTY * abs(want.sum()) + slopes.error.sum()
    return "; for each of the units the sum over all of them" if same else ""


def _common_factor(slopes, claimed):
    """Return the one number by which all entries differ, or None."""
    if not np.any(slopes.felt):
        return None
    largest = np.argmax(np.where(slopes.felt, np.abs(slopes.value), 0))
    factor = float(claimed.flat[largest] / slopes.value.flat[largest])
    return factor if factor and slopes.agrees(claimed, factor) else None


def _named_factor(factor, batch_size):
    size = abs(factor)
    inverse = 1 / size
    text = f"; {number(size)} times" if size >= 1 else f"; 1/{number(inverse)} of"
    text += " what it should be" + (", and the sign is wrong" if factor < 0 else "")
    if batch_size and abs(size / batch_size - 1) < 1e-3 and batch_size > 1:
        return "gradient-times-n", f"{text}, which is the batch size"
    if batch_size and abs(inverse / batch_size - 1) < 1e-3 and batch_size > 1:
        return "gradient-divided-twice", f"{text}, which is the batch size"
    whole = abs(size - round(size)) < 1e-3 * size and round(size) >= 3
    if batch_size is None and whole:
        return "gradient-times-n", f"{text}; is {round(size)} your batch size?"
    inverse_whole = abs(inverse - round(inverse)) < 1e-3 * inverse and round(inverse) >= 3
    if batch_size is None and inverse_whole:
        return "gradient-divided-twice", f"{text}; is {round(inverse)} your batch size?"
    return "gradient-sign" if factor < 0 else "gradient-scaled", text


def _penalty(slopes, claimed, parameter):
    """Say which multiple of the parameter, or of its signs, the gradient lacks or has too much of."""
    known = slopes.known
    rest, error = (slopes.value - claimed)[known], slopes.error[known]
    for values, what in (
        (parameter, "times the parameter itself"),
        (np.sign(parameter), "times the signs of the parameter"),
    ):
        values = values[known]
        if np.count_nonzero(values) < 3 or np.ptp(values) == 0:
            continue
        factor = float(rest @ values / (values @ values))
        if np.all(np.abs(rest - factor * values) <= PENALTY * np.max(np.abs(rest)) + error):
            lacks = "is missing from it" if factor > 0 else "is in it and not in the loss"
            return f"; {number(abs(factor), 3)} {what} {lacks}"
    return ""


def _forgotten_end(slopes, claimed):
    """Say at which end of an axis all entries were left 0, if every other entry is right."""
    wrong = ~slopes.close(claimed)
    for axis, length in enumerate(wrong.shape):
        for end, which in ((0, "first"), (length - 1, "last")):
            there = np.zeros(wrong.shape, bool)
            there[(slice(None),) * axis + (end,)] = True
            if length > 2 and not np.any(wrong & ~there) and not np.any(claimed[there]):
                what = "entries" if wrong.ndim == 1 else ("rows", "columns", "slices")[min(axis, 2)]
                return f"; 0 in the {which} of {length} {what}, the others are right"
    return ""


def _place(slopes, claimed):
    """Return the index of the largest slope that is claimed wrongly; where all those are 0, of the claim."""
    wrong = ~slopes.close(claimed)
    sizes = [np.where(wrong, np.abs(values), 0) for values in (slopes.value, claimed)]
    return _first_largest(next((size for size in sizes if np.any(size)), np.abs(slopes.value)))


def _first_largest(size):
    """Return the index of the largest number, the first where several agree to four digits."""
    rounded = np.array([float(f"{v:.3e}") for v in size.ravel()])
    return np.unravel_index(int(np.argmax(rounded)), size.shape) if rounded.size else None


def _largest(slopes, values, place=None):
    """Write the entry at a place, by default that with the largest slope."""
    if place is None:
        place = _first_largest(np.abs(np.where(np.isfinite(slopes.error), slopes.value, 0)))
    if place is None:
        return "nothing"
    at = f" at {list(map(int, place))}" if place else ""
    return number(values[place], _digits(slopes, place)) + at


def _digits(slopes, place):
    """Return how many digits of a slope are certain, four at most."""
    value, error = abs(slopes.value[place]), slopes.error[place]
    return 4 if not 1e-5 * value < error < value else max(1, int(np.log10(value / error)))
