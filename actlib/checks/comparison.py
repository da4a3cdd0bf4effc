"""Comparing what came with what is right, and writing the difference down."""

from dataclasses import replace

import numpy as np

from actlib.checks.calling import description, error_text, is_caret_for_power, real_numbers
from actlib.checks.lookalikes import lookalikes
from actlib.checks.report import number, told_apart
from actlib.checks.tolerances import IMPRECISE, RELATIVE, coarser_tolerances, is_rounded, is_whole, whole_key

# No kink and no zero of a derivative is among them; no two of them mirror each other. They are shuffled,
# and begin and end on different sides of 0, so that an end that was forgotten is not right by luck.
ORDINARY = np.array(
    [1.3, -0.6, 4.7, 0.2, -3.7, 2.9, -1.1, 7.4, 0.45, -5.5, 3.6, -0.3, 6.3, -2.6, 0.8, 2.2, -1.7]
)
# Most of them beside other neighbors, without the smallest and the largest; the ends have changed sides.
REARRANGED = np.array([-0.3, 2.2, -2.6, 3.6, 0.8, -1.1, 2.9, 4.7, -3.7, 1.3, 0.2, 0.45])

# Further out and on both sides of every kink: two functions may agree on all numbers above by chance.
CONFIRMING = np.array(
    [-12.4, -9.2, -6.3, -5.8, -3.2, -2.8, -1.2, -0.9, -0.05, 0.05, 0.9, 1.1, 2.8, 3.2, 5.8, 6.2, 9.2, 12.4]
)
FAR_APART = np.array([-40.0, -30.0, -22.0, -5.0, 0.0, 5.0, 22.0, 30.0, 40.0])

# Up to which relative error which digits are left.
GRADES = (IMPRECISE, 1e-9, 1e-5, 0.1)
LEFT = (
    "all digits are right",
    *(f"fewer than {n} of 16 digits are right" for n in (13, 9, 5)),
    "no digit is right",
)

CONSTANT = ("branch-missing", "cut-off-missing")  # what may give one and the same number everywhere
GATED = ("silu", "gelu", "mish", "hard_swish")


def compare_ordinary_values(learner, got, rearranged):
    """Compare ordinary values; where they are wrong, name the mistake that gives the same ones.

    Parameters
    ----------
    learner : Learner
    got, rearranged : ndarray
        What came for ``ORDINARY`` and for ``REARRANGED``.
    """
    with np.errstate(all="ignore"):
        want = learner.right(ORDINARY)
        wrong, wrong_again = (
            ~learner.compare(got, want),
            ~learner.compare(rearranged, learner.right(REARRANGED)),
        )
        if not np.any(wrong) and not np.any(wrong_again):
            return []
        if is_rounded(got, want):
            return [at_worst(learner, "results-rounded", ORDINARY, want, got)]
        arrangement = _by_arrangement(learner, got, rearranged, wrong, wrong_again)
        if arrangement:
            return [arrangement]
        return [_lookalike(learner, want, got) or _unnamed(learner, want, got)]


def _lookalike(learner, want, got):
    """Return the finding of the mistake that gives the same values, here and further out; else None."""
    level = np.all(got == got[0])
    constant = level and _is_constant(learner, got)
    cut = level and not constant and got.dtype.kind in "iu"
    further = FAR_APART if level else CONFIRMING
    for key, mistaken, what in [] if cut or np.all(np.isnan(got)) else lookalikes(learner.name):
        if np.all(learner.close(got, mistaken(ORDINARY))) and _gives(learner, mistaken, further):
            if key not in CONSTANT and constant and np.ptp(want):
                key, what = "always-the-same", ""
            return at_worst(learner, key, ORDINARY, want, got, what)
    return None


def _gives(learner, function, x):
    """Return whether the same comes as of another function, or nothing that can be compared."""
    got = learner.numbers_at(x)
    return got is None or bool(np.all(learner.close(got, function(x))))


def _is_constant(learner, got):
    return np.all(got == got[0]) and _gives(learner, lambda x: got[0] + 0 * x, FAR_APART)


def hangs_on_others(learner, got, alone=False):
    """Return whether other results come where all numbers are positive or all negative, or each is alone."""
    subsets = [ORDINARY > 0, ORDINARY < 0, *(np.eye(ORDINARY.size, dtype=bool) if alone else ())]
    parts = [(learner.numbers_at(ORDINARY[chosen]), got[chosen]) for chosen in subsets]
    return not all(part is None or np.all(learner.close(part, whole)) for part, whole in parts)


def depends_on_neighbors(learner):
    """Return the finding for a function that looks at other elements than the one it is to answer."""
    words = "the same number beside others", "the same result", "another result"
    return learner.finding("depends-on-neighbors", *words)


def _by_arrangement(learner, got, rearranged, wrong, wrong_again):
    """Return a finding where values hang on where they stand, or beside which others; else None."""
    want, want_again = learner.right(ORDINARY), learner.right(REARRANGED)
    tries = [(ORDINARY, want, got, wrong), (REARRANGED, want_again, rearranged, wrong_again)]
    x, right, came, _ = next(each for each in tries if np.any(each[3]))
    ends = [each[3][[0, -1]] for each in tries]
    if all(not np.any(each[3][1:-1]) for each in tries):
        first, last = np.any(ends, axis=0)
        which = "first and last" if first and last else "first" if first else "last"
        finding = at_worst(learner, "end-forgotten", x, right, came)
        return replace(finding, got=f"{finding.got}; only the {which} of {len(x)} numbers is wrong")
    if _moved(learner, want, got) and _moved(learner, want_again, rearranged):
        return at_worst(learner, "order-changed", x, right, came)
    kinds = {each[2].dtype.kind in "iu" for each in tries}
    for x, right, came, _ in tries:
        if len(kinds) == 2 and came.dtype.kind in "iu" and np.array_equal(came, np.trunc(right)):
            finding = at_worst(learner, "first-result-type", x, right, came)
            return replace(finding, tried=f"{finding.tried}, in an array that begins with {number(x[0])}")
    places = [int(np.flatnonzero(x == ORDINARY)[0]) for x in REARRANGED]
    beside_others = not np.all(learner.close(rearranged, got[places]))
    one_type = learner.form != "number" and got.dtype.kind not in "iu"
    if beside_others or (one_type and hangs_on_others(learner, got, alone=True)):
        return depends_on_neighbors(learner)
    return None


def _moved(learner, want, got):
    """Return whether the right values have come, in another order or one place on."""
    if len(np.unique(want)) <= len(want) // 2:
        return False
    pairs = ((np.sort(got), np.sort(want)), (got[1:], want[:-1]), (got[:-1], want[1:]))
    return any(np.all(learner.close(*pair)) for pair in pairs)


def at_worst(learner, key, x, want, got, what=""):
    """Return the finding of a mistake, shown where it is largest; ``what`` gives the same values."""
    order = np.argsort(x, kind="stable")
    x, want, got = x[order], want[order], got[order].astype(float)
    # Rounded before the comparison, so that every machine chooses the same point.
    with np.errstate(all="ignore"):
        distance = np.abs(got - want)
    distance = np.where(np.isfinite(got) == np.isfinite(want), np.nan_to_num(distance), np.inf)
    distance[learner.close(got, want)] = 0
    rounded = [float(f"{d:.2e}") for d in distance]
    worst = int(np.argmax(rounded))
    expected, came = told_apart(want[worst], got[worst])
    note = f", as {what} gives" if what else ""
    return learner.finding(key, f"x = {number(x[worst])}", expected, came + note)


def _unnamed(learner, want, got):
    """Name the pattern between wrong values and right ones, if there is one; else say where they differ."""
    whole = whole_key(got)
    got = got.astype(float)  # truth values cannot be subtracted
    if np.any(np.isnan(got)):
        return at_worst(learner, "not-a-number", ORDINARY, want, got)
    if _is_constant(learner, got):
        return at_worst(learner, "always-the-same", ORDINARY, want, got)
    several = len(np.unique(got)) > 3 or (whole == "integers-out" and np.all(got == got[0]))
    if is_whole(got, want) and (several or _is_whole_far_out(learner)):
        finding = at_worst(learner, whole, ORDINARY, want, got)
        return replace(finding, got=f"{finding.got}; the fractions are gone")
    factor, offset = _straight_line(learner, want, got)
    if factor != 1 and offset:
        what = f"{factor:.4g} times the right value plus {offset:.4g}".replace("plus -", "minus ")
        return at_worst(learner, "range-moved", ORDINARY, want, got, what)
    if factor and factor != 1:
        return at_worst(
            learner, "constant-factor", ORDINARY, want, got, f"the factor {told_apart(factor, 1)[0]}"
        )
    if offset:
        return at_worst(learner, "constant-offset", ORDINARY, want, got, f"adding {offset:.4g}")
    smooth = not learner.entry.kinks and np.ptp(want) > 0.05
    if smooth and np.all(np.abs(got - want) < 0.02 * np.maximum(1, np.abs(want))):
        return at_worst(learner, "approximation", ORDINARY, want, got)
    if _has_other_limits(learner, want, got):
        return at_worst(learner, "cut-off-missing", ORDINARY, want, got)
    factor = input_factor(learner, learner.right, ORDINARY, got)
    if factor and _gives(learner, lambda x: learner.right(factor * x), CONFIRMING):
        what = f"{factor:.4g}·x in place of x"
        return at_worst(learner, "input-scaled", ORDINARY, want, got, what)
    factor = learner.name in GATED and input_factor(learner, learner.right, ORDINARY, got, of_gate=True)
    if factor:
        return at_worst(learner, "gate-scaled", ORDINARY, want, got, f"a gate of {factor:.4g}·x")
    finding = at_worst(learner, "wrong-values", ORDINARY, want, got)
    return replace(finding, got=finding.got + _where(~learner.close(got, want)))


def _is_whole_far_out(learner):
    got, want = learner.numbers_at(FAR_APART), learner.right(FAR_APART)
    return got is not None and len(np.unique(want)) == len(want) and is_whole(got, want)


def _has_other_limits(learner, want, got):
    """Return whether what came is the function, or the slope, of several pieces between other limits."""
    if len(learner.entry.kinks) < 2:
        return False
    if learner.name in ("relu6", "hard_tanh"):
        return _is_limited(learner)
    levels = np.unique(want)
    inside = got[np.argsort(ORDINARY)] == levels[-1]
    one_piece = np.count_nonzero(np.diff(inside)) <= 2 and inside[len(inside) // 2]
    return len(levels) == 2 and one_piece and np.all(np.isin(got, levels))


def _is_limited(learner):
    """Return whether what came is x between the two values that come far out."""
    ends = learner.numbers_at(FAR_APART[[0, -1]])
    if ends is None or not ends[0] < ends[1]:
        return False
    return all(_gives(learner, lambda x: np.clip(x, *ends), x) for x in (ORDINARY, CONFIRMING))


def _straight_line(learner, want, got):
    """Return factor and offset if got is factor * want + offset everywhere, or two times 0."""
    low, high = np.argmin(want), np.argmax(want)
    if not np.all(np.isfinite(got)) or len(np.unique(want)) < 3:
        return 0, 0
    factor = (got[high] - got[low]) / (want[high] - want[low])

    def line(x):
        return factor * (learner.right(x) - want[low]) + got[low]

    if abs(factor) < 1e-6 or not np.all(learner.close(got, line(ORDINARY))):
        return 0, 0
    if not _gives(learner, line, CONFIRMING):
        return 0, 0
    offset = got[low] - factor * want[low]
    factor = 1 if abs(factor - 1) < 1e-6 else factor
    return factor, (0 if abs(offset) < 1e-6 else offset)


def input_factor(learner, function, x, got, of_gate=False):
    """Return the number by which the input is multiplied if that gives what came; else None.

    Parameters
    ----------
    learner : Learner
    function : callable
    x, got : ndarray
    of_gate : bool
        Whether the function is its input times a gate, and only the gate sees another input.
    """
    if not np.all(np.isfinite(got)):
        return None

    def scaled(factor):
        return function(factor * x) / (factor if of_gate else 1)

    factors = np.geomspace(0.02, 50, 200)
    for _ in range(20):
        errors = [np.max(np.abs(scaled(factor) - got)) for factor in factors]
        best = int(np.argmin(errors))
        factor = factors[best]
        factors = np.linspace(factors[max(best - 1, 0)], factors[min(best + 1, len(factors) - 1)], 9)
    return factor if abs(factor - 1) > 1e-6 and np.all(learner.close(got, scaled(factor))) else None


def _where(wrong):
    """Say for which of the ordinary points the values are wrong, if they lie together."""
    order = np.argsort(ORDINARY)
    points, wrong = ORDINARY[order], wrong[order]
    first, last = np.flatnonzero(wrong)[[0, -1]]
    if np.all(wrong):
        return "; every value tried is wrong"
    if last - first + 1 > wrong.sum():
        return f"; {int(wrong.sum())} of {wrong.size} values are wrong"
    if np.array_equal(wrong, points < 0):
        return "; every value above zero is right"
    if np.array_equal(wrong, points > 0):
        return "; every value below zero is right"
    return f"; wrong from x = {number(points[first])} to {number(points[last])}, right elsewhere"


def judged_by_its_type(learner, value, want, tried, errors_at=None):
    """Return the learner with the tolerances of an answer in float32 or float16, and a remark on it.

    Parameters
    ----------
    learner : Learner
    value : object
        What was returned for an array of float64.
    want : ndarray
    tried : str
    errors_at : callable, optional
        As for ``coarser_tolerances``.
    """
    tolerances = coarser_tolerances(value, want, errors_at)
    if tolerances is None:
        return learner, []
    dtype = np.asarray(value).dtype
    key = "half-precision" if dtype == np.float16 else "single-precision"
    came = f"dtype {dtype}" if dtype.itemsize < 8 else "as many digits as float32 has"
    return learner.at_least(tolerances), [learner.finding(key, tried, "dtype float64", came)]


def imprecise_findings(learner, got, want, tried, of_sums=False):
    """Return the finding if right values have fewer digits than float64 could give them.

    Parameters
    ----------
    learner : Learner
    got, want : ndarray
    tried : str
    of_sums : bool
        Whether they are sums whose terms may cancel, so that the largest says how exact all can be.
    """
    if learner.relative > RELATIVE:
        return []
    size = np.max(np.abs(want)) if of_sums else np.maximum(np.abs(want), 1e-300)
    grades = np.searchsorted(GRADES, np.abs(got - want) / size)
    if not np.any(grades):
        return []
    worst = np.argmax(grades)
    expected, came = told_apart(want.flat[worst], got.flat[worst])
    return [learner.finding("imprecise", tried, expected, f"{came}; {LEFT[grades.flat[worst]]}")]


def repetition_findings(learner, ask, same, other, tried, times=2):
    """Ask for the same several times and for something else of the same shapes, and compare what comes.

    Parameters
    ----------
    learner : Learner
    ask : callable
        Takes arguments and returns the Outcome of a call.
    same, other : tuple
        Two sets of arguments.
    tried : str
        What the arguments are.
    times : int
        How often to ask for the same.
    """
    first, kept = None, []
    for arguments in [same] * times + [other]:
        value = ask(*arguments).value
        parts = [*map(real_numbers, value if isinstance(value, tuple) else (value,))]
        first = first or parts
        kept.append([None if part is None else part.copy() for part in parts])
    if any(part is None for parts in kept for part in parts):
        return []
    findings = []
    if not _are_equal(kept[0], first):
        came = "the first result has changed"
        findings += [learner.finding("result-overwritten", tried, "the result as it was", came)]
    if not all(_are_equal(kept[0], again) for again in kept[1:times]):
        words = f"{tried}, {times} times", "the same numbers", "different numbers"
        return [*findings, learner.finding("not-deterministic", *words)]
    if len(np.unique(np.concatenate([part.ravel() for part in kept[0]]))) > 2 and _are_equal(
        kept[0], kept[-1]
    ):
        words = f"{tried}, then another of the same shape", "other results", "the same results"
        findings += [learner.finding("remembered", *words)]
    return findings


def _are_equal(ones, others):
    return len(ones) == len(others) and all(
        np.array_equal(*pair, equal_nan=True) for pair in zip(ones, others, strict=True)
    )


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
    elif is_caret_for_power(error):
        key = "caret-for-power"
    elif isinstance(error, ValueError) and "truth value of an array" in str(error):
        key = "one-number-comparison"
    elif isinstance(error, TypeError) and (
        "to Python scalars" in str(error) or "must be real number" in str(error)
    ):
        key = "one-number-only"
    return learner.finding(key, tried, expected, text)


def junk_finding(learner, outcome, shape, tried, array=None):
    """Return the finding for a result that is no array of real numbers of the shape expected.

    Parameters
    ----------
    array : ndarray, optional
        The result as an array of real numbers, if that is known already.
    """
    expected = f"an array of real numbers of shape {shape}"
    if outcome.failed:
        return failure(learner, outcome, tried, expected)
    if outcome.value is None:
        return learner.finding("returns-nothing", tried, expected, _nothing(learner, outcome))
    array = real_numbers(outcome.value) if array is None else array
    if array is not None and array.shape == shape:
        return None
    if _begins_with(outcome.value, shape):
        came = f"a {type(outcome.value).__name__} of {len(outcome.value)}, of which the first has this shape"
        return learner.finding("returns-more", tried, expected, came)
    if array is None:
        return learner.finding("returns-no-numbers", tried, expected, description(outcome.value))
    got = f"shape {array.shape}" if array.ndim else description(array[()])
    return learner.finding("shape-changed", tried, expected, got)


def _begins_with(value, shape):
    """Return whether a result is a tuple or a list that begins with an array of the shape expected."""
    several = isinstance(value, (tuple, list)) and len(value) > 1 and shape != ()
    return several and np.shape(real_numbers(value[0])) == shape


def _nothing(learner, outcome):
    """Say what None may mean: the result was printed, or is kept in the object of the method."""
    kept = [
        name
        for name, value in getattr(getattr(learner.function, "__self__", None), "__dict__", {}).items()
        if isinstance(value, np.ndarray)
    ]
    if kept:
        return f"None; arrays are kept in {' and '.join(f'self.{name}' for name in kept[:3])}"
    return "None, and something was printed" if outcome.printed else "None"
