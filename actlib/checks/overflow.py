"""Whether an exponential overflows on the way to right values, heard or not."""

import numpy as np

from actlib.checks.report import array, number

HALF, CONTROL = 12.0, 3.0  # exp(12) is too large for float16
TAIL = (50.0, 100.0, 240.0, 360.0, 711.0)  # between two of them exp, its square or its cube overflows


def half_precision_overflow(learner, as_input):
    """Return the finding if an overflow makes values wrong in half precision; else None.

    A warning that the learner silences is not heard. But a tail that is right far out and then, where
    float64 could still hold it, 0 all at once shows the same overflow.

    Parameters
    ----------
    learner : Learner
    as_input : callable
        Makes the input of a score and a dtype: an array of one number, or a row of which it is the gate.
    """
    for side in (-1.0, 1.0):
        large = as_input(1000 * side, float)
        heard = "overflow encountered" in learner(large).warned
        if not heard and not _falls_to_0(learner, as_input, side):
            continue
        near, far = (as_input(size * side, np.float16) for size in (CONTROL, HALF))
        if _is_right_in_half(learner, near) and not _is_right_in_half(learner, far):
            tried = f"x = {_written(far)} in float16"
            tried += f", after a warning of overflow at x = {_written(large)}" if heard else ""
            want, got = learner.right(far.astype(float)), learner.numbers_at(far)
            return learner.finding("overflow", tried, number(want.flat[0]), number(got.flat[0]))
    return None


def _falls_to_0(learner, as_input, side):
    """Return whether a tail is right at first, and then 0 where it should not be."""
    points = [as_input(size * side, float) for size in TAIL]
    want = np.array([learner.right(x) for x in points])
    if not 0 < np.abs(want[2]).max() < 1e-50:
        return False
    got = [learner.numbers_at(x) for x in points]
    if any(each is None for each in got):
        return False
    right = np.abs(got - want) <= 1e-3 * np.abs(want)
    return bool(np.all(right[0]) and np.any((np.array(got) == 0) & (want != 0)))


def _is_right_in_half(learner, x):
    got, want = learner.numbers_at(x), learner.right(x.astype(float))
    return got is None or bool(np.all(np.abs(got - want) <= 1e-2 * np.abs(want) + 3e-7))


def _written(x):
    return number(x[0]) if x.size == 1 else array(x)
