"""Checks of functions that treat every element alone, and of their derivatives."""

from dataclasses import replace

import numpy as np

from actlib.catalogue import CATALOGUE
from actlib.checks.calling import REQUIRED, description, error_text, extra_parameters, real_numbers
from actlib.checks.comparison import (
    ORDINARY,
    RELATIVE,
    agrees,
    at_worst,
    compare_ordinary_values,
    failure,
    junk_finding,
)
from actlib.checks.learner import Learner
from actlib.checks.report import number

NEAR_ZERO = np.array([-1e-2, -1e-4, -1e-7, -1e-10, 1e-10, 1e-7, 1e-4, 1e-2])
FAR = np.array([-40.0, -30.0, -22.0, -15.0, -10.0, 10.0, 15.0, 22.0, 30.0, 40.0])
EXTREME = np.array([-1000.0, -800.0, -710.0, -100.0, 100.0, 710.0, 800.0, 1000.0])
REGIONS = {"ordinary": ORDINARY, "near": NEAR_ZERO, "far": FAR}
SHAPES = ((2, 3), (2, 2, 3), (), (0,))

ROUNDED = 3e-4
REPETITIONS = 5  # chance may repeat itself once
# A few hundred times the spacing of float64 numbers; differently rounded code stays well below.
IMPRECISE = 1e-13
OTHER_VALUES = {"negative_slope": (0.1, 2.0, -0.5), "alpha": (0.5, 2.0, -0.5)}


def elementwise_findings(name, function, seconds):
    """Return everything that is to be said of an elementwise function, root causes first."""
    learner, obstacles = _as_it_likes_to_be_called(Learner(name, function, seconds))
    if learner is None:
        return obstacles
    outcome = learner(ORDINARY)
    junk = junk_finding(learner, outcome, ORDINARY.shape, "seventeen numbers")
    if junk:
        return [*obstacles, junk]
    findings = [*obstacles, *_conduct(learner, outcome)]
    if any(finding.key == "not-deterministic" for finding in findings):
        return findings
    got = real_numbers(outcome.value).astype(float)
    values = compare_ordinary_values(learner, got)
    findings += [*values, *_kind(learner, outcome)]
    if any(finding.key == "rounded-constants" for finding in values):
        learner = replace(learner, relative=ROUNDED)
    if any(finding.severity == "mistake" for finding in values):
        return findings + [
            f for f in _extremes(learner) if f.key in ("overflow-error", "overflow", "tanh-quotient")
        ]
    for detect in (_kinks, _extremes, _near_and_far, _parameters, _types, _shapes, _infinities):
        found = detect(learner)
        findings += found
        if any(finding.key == "hangs" for finding in found):
            break
    if any(finding.key == "slow-loop" for finding in findings):
        return [f for f in findings if f.key not in ("one-dimension-only", "nan-swallowed", "empty-refused")]
    return findings


def _with_catalogue_default(learner):
    """Give the parameter the catalogue's default; say so if the learner's own works and differs."""
    own = _own_parameter(learner.name, learner.function)
    if own is None:
        return learner, []
    default = next(iter(learner.entry.parameters.values()))
    learners = extra_parameters(learner.function)[own]
    if learners is REQUIRED:
        return replace(learner, fixed=((own, default),)), []
    if isinstance(learners, (int, float)) and learners != default:
        outcome = replace(learner, fixed=((own, default),))(ORDINARY)
        got = None if outcome.failed else real_numbers(outcome.value)
        if np.shape(got) == ORDINARY.shape and np.all(agrees(got, learner.right(ORDINARY))):
            finding = learner.finding(
                "default-differs", "the parameter left out", f"{own} = {default:g}", f"{own} = {learners:g}"
            )
            return replace(learner, fixed=((own, default),)), [finding]
    return learner, []


def _own_parameter(name, function):
    """Return what the learner calls the catalogue's parameter, or None without one."""
    defaults = CATALOGUE[name.removesuffix("_derivative")].parameters
    extras = extra_parameters(function)
    for parameter in defaults:
        if parameter in extras:
            return parameter
        if isinstance(defaults[parameter], str):
            continue
        for extra, default in extras.items():
            if default is REQUIRED:
                return extra
            if isinstance(default, (int, float)) and not isinstance(default, bool):
                return extra
    return None


def _as_it_likes_to_be_called(learner):
    """Try an array, a list and single numbers; return the learner that works and what to say of it."""
    learner, remarks = _with_catalogue_default(learner)
    first = learner(ORDINARY)
    if not first.failed:
        return learner, remarks
    obstacle = failure(learner, first, "an array of seventeen numbers", "seventeen numbers")
    if first.timed_out:
        return None, [obstacle]
    with_lists = replace(learner, form="list")
    outcome = with_lists(ORDINARY)
    if not outcome.failed and np.shape(real_numbers(outcome.value)) == ORDINARY.shape:
        return with_lists, [_loop_note(learner, "a list; an array is refused")]
    with_numbers = replace(learner, form="number")
    outcome = with_numbers(ORDINARY)
    if outcome.failed or real_numbers(outcome.value) is None:
        return None, [obstacle]
    if obstacle.key == "raises":
        obstacle = learner.finding("one-number-only", obstacle.tried, obstacle.expected, obstacle.got)
    return with_numbers, [obstacle]


def _loop_note(learner, got):
    return learner.finding(
        "slow-loop", "seventeen numbers at once", "an array, from an array of any shape", got
    )


def _conduct(learner, outcome):
    """Return findings on how the function behaves, whatever its values."""
    tried = "an array of seventeen numbers"
    if outcome.overwritten:
        yield learner.finding(
            "input-overwritten", tried, "the argument as it was", "the argument has changed"
        )
    first = real_numbers(outcome.value)
    again = [learner(ORDINARY) for _ in range(REPETITIONS)]
    if not all(np.array_equal(first, real_numbers(o.value), equal_nan=True) for o in again):
        yield learner.finding(
            "not-deterministic", f"{tried}, several times", "the same numbers", "different numbers"
        )
    elif learner.form != "number" and _depends_on_neighbors(learner, first):
        yield learner.finding(
            "depends-on-neighbors", "the same number beside others", "the same result", "another result"
        )
    if learner.form == "array" and isinstance(outcome.value, list):
        yield _loop_note(learner, "a list of numbers")


def _kind(learner, outcome):
    """Return a finding where whole numbers or truth values come back for floats."""
    is_array = isinstance(outcome.value, np.ndarray) and learner.form != "number"
    if not is_array or outcome.value.dtype.kind not in "biu":
        return []
    came = "truth values" if outcome.value.dtype.kind == "b" else "integers"
    return [learner.finding("integers-out", "seventeen numbers, dtype float64", "dtype float64", came)]


def _depends_on_neighbors(learner, together):
    half = ORDINARY[::2]
    outcome = learner(half)
    alone = None if outcome.failed else real_numbers(outcome.value)
    return np.shape(alone) == half.shape and not np.all(agrees(alone, together[::2]))


def _kinks(learner):
    """Look at 0 and at every kink: a finite number, between the slopes or levels of both sides."""
    points = np.array(sorted({0.0, *learner.entry.kinks}))
    outcome = learner(points)
    if outcome.failed:
        return [
            failure(
                learner,
                outcome,
                f"x in {points.tolist()}",
                "three numbers" if len(points) > 1 else "a number",
            )
        ]
    got = real_numbers(outcome.value)
    if np.shape(got) != points.shape:
        return []
    findings = []
    for x, value in zip(points, got, strict=True):
        findings += _at_kink(learner, float(x), float(value))
    return findings


def _at_kink(learner, x, value):
    at, left, right = learner.right(np.array([x, x - 1e-9, x + 1e-9]))
    low, high = sorted((left, right))
    jumps = high - low > 1e-6
    tried = f"x = {number(x)}"
    if learner.name == "step_derivative" and x == 0:
        return []
    if not np.isfinite(value):
        return [learner.finding("nan-at-a-point", tried, number(at), number(value))]
    if agrees(value, at, learner.relative):
        return []
    if jumps and low - 1e-6 <= value <= high + 1e-6:
        expected = f"{number(at)}, or another number from {number(low)} to {number(high)}"
        return [learner.finding("kink-convention", tried, expected, number(value))]
    key = "value-at-kink" if jumps else "wrong-values"
    expected = f"a number from {number(low)} to {number(high)}" if jumps else number(at)
    return [learner.finding(key, tried, expected, number(value))]


def _extremes(learner):
    """Look far out, where exponentials overflow."""
    outcome = learner(EXTREME)
    if outcome.failed:
        culprit = next((x for x in EXTREME[::-1] if learner(np.array([x])).failed), None)
        tried = "x from -1000 to 1000" if culprit is None else f"x = {number(culprit)}"
        expected = "numbers" if culprit is None else number(learner.right(culprit))
        return [failure(learner, outcome, tried, expected)]
    got = real_numbers(outcome.value)
    if np.shape(got) != EXTREME.shape:
        return []
    want = learner.right(EXTREME)
    if not np.all(agrees(got, want, learner.relative)):
        not_finite = ~np.isfinite(got) & np.isfinite(want)
        key = "wrong-far-out"
        if np.any(not_finite):
            key = "tanh-quotient" if learner.name == "tanh" else "overflow"
            only_overflowed = "overflow" in outcome.warned and "divide by zero" not in outcome.warned
            if learner.name.startswith("log_") and np.any(np.isneginf(got)) and not only_overflowed:
                key = "log-of-softmax"
        return [at_worst(learner, key, EXTREME, want, got.astype(float))]
    if "overflow encountered" in outcome.warned:
        return [_overflow_with_right_values(learner)]
    return []


def _overflow_with_right_values(learner):
    """Tell an overflow that makes wrong values in half precision from one that is thrown away."""
    for side in (-1.0, 1.0):
        if "overflow encountered" not in learner(1000 * np.array([side])).warned:
            continue
        x = 12 * np.array([side], np.float16)
        outcome = learner(x)
        got = None if outcome.failed else real_numbers(outcome.value)
        want = float(learner.right(12 * side))
        if np.shape(got) == x.shape and not abs(float(got[0]) - want) <= 1e-2 * abs(want) + 3e-7:
            tried = f"x = {12 * side:g} in float16, after a warning of overflow at x = {1000 * side:g}"
            return learner.finding("overflow", tried, number(want), number(got[0]))
    return learner.finding(
        "overflow-unused", "x from -1000 to 1000", "no warning", "NumPy warned: overflow encountered"
    )


def _near_and_far(learner):
    """Measure lost digits everywhere, beside zero and in the tails; wrong values are mistakes."""
    errors = {}
    for region, points in REGIONS.items():
        outcome = learner(points)
        if outcome.failed:
            return [failure(learner, outcome, f"x from {points[0]:g} to {points[-1]:g}", "numbers")]
        got = real_numbers(outcome.value)
        if np.shape(got) != points.shape:
            continue
        want = learner.right(points)
        if not np.all(agrees(got, want, learner.relative)):
            key = "wrong-far-out" if region == "far" else "wrong-values"
            return [at_worst(learner, key, points, want, got.astype(float))]
        errors[region] = _grades(points, want, got.astype(float))
    return [] if learner.relative > RELATIVE else _lost_digits(learner, errors)


def _grades(points, want, got):
    """Grade each element from 0, all digits there, to 4, none."""
    with np.errstate(all="ignore"):
        relative = np.abs(got - want) / np.maximum(np.abs(want), 1e-300)
    relative[(got == want) | (np.abs(want) < 1e-290)] = 0
    # In the tail of exp(-x**2 / 2) rounding x alone costs x**2 times as much.
    relative[relative < IMPRECISE * (1 + points**2 / 100)] = 0
    return np.searchsorted([IMPRECISE, 1e-9, 1e-5, 0.1], relative)


def _lost_digits(learner, errors):
    """Return the finding for the region to which the loss belongs; everywhere it has another cause."""
    everywhere = "ordinary" in errors and np.median(errors["ordinary"]) > 0
    regions = ("ordinary",) if everywhere else ("near", "far", "ordinary")
    region = next((region for region in regions if np.any(errors.get(region, 0))), None)
    if region is None:
        return []
    worst = int(np.argmax(errors[region]))
    x = REGIONS[region][worst]
    key = {"near": "cancellation-near-zero", "far": "digits-lost-in-tail", "ordinary": "imprecise"}[region]
    if region == "far" and learner.name == "softplus" and x > 20:
        key = "softplus-threshold"
    right = (
        "fewer than 13 of 16 digits are",
        "fewer than 9 of 16 digits are",
        "fewer than 5 of 16 digits are",
        "no digit is",
    )
    came = f"{right[errors[region][worst] - 1]} right"
    return [learner.finding(key, f"x = {number(x)}", number(learner.right(x)), came)]


def _parameters(learner):
    """Try the catalogue's parameter at other values, if the learner's function takes it."""
    entry = learner.entry
    parameter = next(iter(entry.parameters), None)
    if parameter is None:
        return []
    own = _own_parameter(learner.name, learner.function)
    if parameter == "approximate":
        return _approximations(learner) if own else []
    if own is None:
        return [] if extra_parameters(learner.function) else [_fixed(learner, parameter)]
    findings = []
    for value in OTHER_VALUES[parameter]:
        finding = _with_parameter(learner, own, value)
        if finding is not None:
            return [finding]
    return findings


def _fixed(learner, parameter):
    default = learner.entry.parameters[parameter]
    return learner.finding(
        "parameter-fixed", "the parameters of the function", f"{parameter}, by default {default:g}", "none"
    )


def _with_parameter(learner, own, value):
    tried = f"{own} = {value!r}"
    outcome = learner(ORDINARY, **{own: value})
    if outcome.failed:
        return failure(learner, outcome, f"an array of seventeen numbers, {tried}", "numbers")
    got = real_numbers(outcome.value)
    if np.shape(got) != ORDINARY.shape:
        return None
    want = learner.right(ORDINARY, value)
    if np.all(agrees(got, want, learner.relative)):
        return None
    if np.all(agrees(got, learner.right(ORDINARY))):
        key = "parameter-ignored"
    elif learner.name in ("leaky_relu", "prelu") and np.all(
        agrees(got, np.maximum(value * ORDINARY, ORDINARY))
    ):
        key = "leaky-maximum"
    else:
        key = "parameter-mishandled"
    finding = at_worst(learner, key, ORDINARY, want, got.astype(float))
    return replace(finding, tried=f"{finding.tried}, {tried}")


def _approximations(learner):
    for kind in ("tanh", "sigmoid"):
        outcome = learner(ORDINARY, approximate=kind)
        got = None if outcome.failed else real_numbers(outcome.value)
        if np.shape(got) != ORDINARY.shape:
            continue
        want = learner.right(ORDINARY, kind)
        if not np.all(agrees(got, want, learner.relative)):
            ignored = np.all(agrees(got, learner.right(ORDINARY)))
            key = "parameter-ignored" if ignored else "parameter-mishandled"
            finding = at_worst(learner, key, ORDINARY, want, got.astype(float))
            return [replace(finding, tried=f'{finding.tried}, approximate = "{kind}"')]
    return []


def _types(learner):
    """Give integers and float32; a list, where it is answered wrongly rather than refused."""
    whole = np.array([-4, -2, -1, 1, 2, 5])
    outcome = learner(whole)
    got = None if outcome.failed else real_numbers(outcome.value)
    findings = []
    if learner.form != "number" and np.shape(got) == whole.shape:
        want = learner.right(whole)
        between = learner.name.endswith("_derivative") and learner.entry.kinks
        wrong = ~agrees(got, want, learner.relative)
        wrong[np.isin(np.abs(whole), np.abs(learner.entry.kinks))] &= not between
        if np.any(wrong):
            key = "integers-truncated" if got.dtype.kind in "iu" else "wrong-values"
            finding = at_worst(learner, key, whole[wrong], want[wrong], got[wrong].astype(float))
            findings.append(replace(finding, tried=f"{finding.tried} in an array of integers"))
    single = learner(ORDINARY.astype(np.float32))
    if learner.form == "array" and isinstance(single.value, np.ndarray) and single.value.dtype == np.float64:
        findings.append(
            learner.finding("dtype-lost", "an array of dtype float32", "dtype float32", "dtype float64")
        )
    return findings


def _shapes(learner):
    """Give more dimensions; a wrong result is a mistake, a refusal a note."""
    for shape in SHAPES if learner.form == "array" else ():
        x = np.resize(ORDINARY, shape)
        outcome = learner(x)
        tried = f"an array of shape {shape}"
        if outcome.timed_out:
            return [failure(learner, outcome, tried, f"an array of shape {shape}")]
        got = None if outcome.failed else real_numbers(outcome.value)
        if got is None:
            came = error_text(outcome.error) if outcome.failed else description(outcome.value)
            key = "empty-refused" if x.size == 0 else "one-dimension-only"
            return [learner.finding(key, tried, f"shape {shape}", came)]
        if got.shape != shape:
            return [learner.finding("shape-changed", tried, f"shape {shape}", f"shape {got.shape}")]
        want = learner.right(x)
        if not np.all(agrees(got, want, learner.relative)):
            return [at_worst(learner, "wrong-values", x.ravel(), want.ravel(), got.ravel().astype(float))]
    return []


def _infinities(learner):
    """Look at both infinities and at NaN."""
    points = np.array([-np.inf, np.inf, np.nan])
    outcome = learner(points)
    got = None if outcome.failed else real_numbers(outcome.value)
    if np.shape(got) != points.shape:
        return []
    want = learner.right(points)
    for x, value, right in zip(points[:2], got, want, strict=False):
        if not agrees(value, right, learner.relative):
            return [learner.finding("nan-at-infinity", f"x = {number(x)}", number(right), number(value))]
    if np.isnan(want[2]) and not np.isnan(got[2]):
        return [learner.finding("nan-swallowed", "x = NaN", "NaN", number(got[2]))]
    return []
