"""Comparing what came with what is right, and writing the difference down."""

from dataclasses import replace

import numpy as np

from actlib.checks.calling import description, error_text, real_numbers
from actlib.checks.lookalikes import lookalikes
from actlib.checks.report import number

# No kink and no zero of a derivative is among them; no two of them mirror each other.
ORDINARY = np.array(
    [-5.5, -3.7, -2.6, -1.7, -1.1, -0.6, -0.3, 0.2, 0.45, 0.8, 1.3, 2.2, 2.9, 3.6, 4.7, 6.3, 7.4]
)

RELATIVE, ABSOLUTE = 1e-6, 1e-9


def agrees(got, want, relative=RELATIVE):
    """Say of each element whether it is right: the same infinity, NaN for NaN, or close."""
    absolute = ABSOLUTE if relative <= RELATIVE else relative
    return np.isclose(got, want, rtol=relative, atol=absolute, equal_nan=True)


def compare_ordinary_values(learner, got):
    """Compare ordinary values; where they are wrong, name the mistake that gives the same ones."""
    with np.errstate(all="ignore"):
        want = learner.right(ORDINARY)
        if np.all(agrees(got, want)):
            return []
        for key, mistaken, what in lookalikes(learner.name):
            if np.all(agrees(got, mistaken(ORDINARY))):
                return [at_worst(learner, key, ORDINARY, want, got, what)]
        return [_unnamed(learner, want, got)]


def at_worst(learner, key, x, want, got, what=""):
    """Return the finding of a mistake, shown where it is largest; ``what`` gives the same values."""
    # Rounded before the comparison, so that every machine chooses the same point.
    with np.errstate(all="ignore"):
        distance = np.abs(got - want)
    distance = np.where(np.isfinite(got) == np.isfinite(want), np.nan_to_num(distance), np.inf)
    distance[agrees(got, want)] = 0
    rounded = [float(f"{d:.2e}") for d in distance]
    worst = int(np.argmax(rounded))
    expected, came = _apart(want[worst], got[worst])
    note = f", as {what} gives" if what else ""
    return learner.finding(key, f"x = {number(x[worst])}", expected, came + note)


def _apart(want, got):
    """Write two numbers with as many digits as it takes to tell them apart, four at least."""
    texts = [(number(want, digits), number(got, digits)) for digits in (4, 6, 8)]
    return next((pair for pair in texts if pair[0] != pair[1]), texts[-1])


def _unnamed(learner, want, got):
    """Name the pattern between wrong values and right ones, if there is one; else say where they differ."""
    factor, offset = _straight_line(want, got)
    if factor and offset:
        what = f"{factor:.4g} times the right value plus {offset:.4g}".replace("plus -", "minus ")
        return at_worst(learner, "range-moved", ORDINARY, want, got, what)
    if factor and factor != 1:
        return at_worst(learner, "constant-factor", ORDINARY, want, got, f"the factor {factor:.4g}")
    if offset:
        return at_worst(learner, "constant-offset", ORDINARY, want, got, f"adding {offset:.4g}")
    smooth = not learner.entry.kinks and np.ptp(want) > 0.05
    if smooth and np.all(np.abs(got - want) < 0.02 * np.maximum(1, np.abs(want))):
        return at_worst(learner, "approximation", ORDINARY, want, got)
    finding = at_worst(learner, "wrong-values", ORDINARY, want, got)
    return replace(finding, got=finding.got + _where(~agrees(got, want)))


def _straight_line(want, got):
    """Return factor and offset if got is factor * want + offset everywhere, or two times 0."""
    low, high = np.argmin(want), np.argmax(want)
    if not np.all(np.isfinite(got)) or len(np.unique(want)) < 3:
        return 0, 0
    factor = (got[high] - got[low]) / (want[high] - want[low])
    if abs(factor) < 1e-6 or not np.all(agrees(got, factor * (want - want[low]) + got[low])):
        return 0, 0
    offset = got[low] - factor * want[low]
    factor = 1 if abs(factor - 1) < 1e-6 else factor
    return factor, (0 if abs(offset) < 1e-6 else offset)


def _where(wrong):
    """Say for which of the ordinary points the values are wrong, if they lie together."""
    first, last = np.flatnonzero(wrong)[[0, -1]]
    if np.all(wrong):
        return "; every value tried is wrong"
    if last - first + 1 > wrong.sum():
        return f"; {int(wrong.sum())} of {wrong.size} values are wrong"
    if np.array_equal(wrong, ORDINARY < 0):
        return "; every value above zero is right"
    if np.array_equal(wrong, ORDINARY > 0):
        return "; every value below zero is right"
    return f"; wrong from x = {number(ORDINARY[first])} to {number(ORDINARY[last])}, right elsewhere"


def failure(learner, outcome, tried, expected):
    """Return the finding for a call that raised or did not come back."""
    if outcome.timed_out:
        got = f"nothing within {learner.seconds:g} seconds"
        return learner.finding("hangs", tried, expected, got)
    error = outcome.error
    text = error_text(error)
    key = "raises"
    if isinstance(error, OverflowError):
        key = "overflow-error"
    elif isinstance(error, ValueError) and "truth value of an array" in str(error):
        key = "one-number-comparison"
    elif isinstance(error, TypeError) and (
        "to Python scalars" in str(error) or "must be real number" in str(error)
    ):
        key = "one-number-only"
    return learner.finding(key, tried, expected, text)


def junk_finding(learner, outcome, shape, tried):
    """Return the finding for a result that is no array of real numbers of the shape expected."""
    expected = f"an array of real numbers of shape {shape}"
    if outcome.failed:
        return failure(learner, outcome, tried, expected)
    if outcome.value is None:
        got = "None, and something was printed" if outcome.printed else "None"
        return learner.finding("returns-nothing", tried, expected, got)
    array = real_numbers(outcome.value)
    if array is None:
        return learner.finding("returns-no-numbers", tried, expected, description(outcome.value))
    if array.shape != shape:
        got = f"shape {array.shape}" if array.ndim else description(array[()])
        return learner.finding("shape-changed", tried, expected, got)
    return None
