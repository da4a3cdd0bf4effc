"""Checks of functions that treat every element alone, and of their derivatives."""

from dataclasses import replace
from functools import partial

import numpy as np

from actlib.checks.calling import (
    REQUIRED,
    error_text,
    extra_parameters,
    real_numbers,
    takes_any_name,
)
from actlib.checks.comparison import (
    GRADES,
    LEFT,
    ORDINARY,
    REARRANGED,
    at_worst,
    compare_ordinary_values,
    depends_on_neighbors,
    failure,
    hangs_on_others,
    judged_by_its_type,
    junk_finding,
)
from actlib.checks.overflow import half_precision_overflow
from actlib.checks.report import has_mistake, number
from actlib.checks.tolerances import IMPRECISE, RELATIVE, agrees, coarser_tolerances, is_rounded

NEAR_ZERO = np.array([-1e-2, -1e-4, -1e-7, -1e-10, 1e-10, 1e-7, 1e-4, 1e-2])
FAR = np.array([-40.0, -30.0, -22.0, -15.0, -10.0, 10.0, 15.0, 22.0, 30.0, 40.0])
BESIDE = (-0.3, -0.01, 0.01, 0.3)
EXTREME = np.array([-1000.0, -800.0, -710.0, -100.0, 100.0, 710.0, 800.0, 1000.0])
BEYOND = np.array([1e9, 1e10, 1e11])
REGIONS = {"ordinary": np.sort(ORDINARY), "near": NEAR_ZERO, "far": FAR}
SHAPES = ((2, 3), (2, 2, 3), (), (0,))

ROUNDED = 3e-4
TINY = 0.01
COARSE = 1e-4  # less than any limit elsewhere makes wrong, and more than a constant with seven digits
REPETITIONS = 5  # chance may repeat itself once
REFUSALS = (ValueError, NotImplementedError, AssertionError)
OTHER_VALUES = {"leaky_relu": (0.1, 2.0, -0.5), "prelu": (0.5, 2.0, -0.5), "elu": (0.5, 2.0)}
# What learners call the parameter of a leaky ReLU or an ELU, and what is never meant by one.
NAMES = (
    "alpha",
    "a",
    "slope",
    "leak",
    "negative_slope",
    "leakage",
    "leakiness",
    "coefficient",
    "k",
    "m",
    "p",
)
SWITCHES = ("axis", "backward", "copy", "debug", "deriv", "derivative", "dim", "dtype", "forward", "grad")
SWITCHES += ("gradient", "inplace", "in_place", "mode", "out", "prime", "rng", "seed", "train", "training")
TRIED = "an array of seventeen numbers"
BESIDE_A_LOOP = ("one-dimension-only", "more-dimensions-refused", "nan-swallowed", "empty-refused")
ARRANGEMENTS = ("depends-on-neighbors", "end-forgotten", "order-changed", "remembered")


def elementwise_findings(learner):
    """Return everything that is to be said of an elementwise function, root causes first."""
    learner, outcome, obstacles = _as_it_likes_to_be_called(learner)
    if learner is None:
        return obstacles
    got = real_numbers(outcome.value)
    junk = junk_finding(learner, outcome, ORDINARY.shape, "seventeen numbers", got)
    if junk:
        return [*obstacles, junk]
    got = got.copy()
    learner, obstacles = _judged_by_its_type(learner, outcome, obstacles)
    findings = [*obstacles, *_conduct(learner, outcome, got)]
    if any(finding.key == "not-deterministic" for finding in findings):
        return findings
    values = _ordinary_values(learner, got)
    findings += [*values, *_kind(learner, outcome, values)]
    if any(finding.key == "rounded-constants" for finding in values):
        learner = learner.at_least((ROUNDED, ROUNDED))
    if any(finding.key in ARRANGEMENTS for finding in values):
        return findings
    if has_mistake(values):
        return findings + [
            f for f in _extremes(learner) if f.key in ("overflow-error", "overflow", "tanh-quotient")
        ]
    detectors = (
        _first_type,
        _beside_kinks,
        _kinks,
        _extremes,
        _near_and_far,
        _parameters,
        _types,
        _shapes,
        _infinities,
    )
    for detect in detectors:
        found = detect(learner)
        findings += found
        if any(finding.key in ("hangs", "first-result-type") for finding in found):
            break
    if any(finding.key == "slow-loop" for finding in findings):
        return [f for f in findings if f.key not in BESIDE_A_LOOP]
    return findings


def _answer(learner, points, tried, /, **parameters):
    """Return what came for an array of points as floats, or None and what is wrong with it."""
    outcome = learner(points, **parameters)
    got = None if outcome.failed else real_numbers(outcome.value)
    junk = junk_finding(learner, outcome, points.shape, tried, got)
    if junk:
        learner.leave_out(points)
        return None, outcome, [junk]
    return got.astype(float), outcome, []


def _ordinary_values(learner, got):
    """Compare ordinary values, and once more in another order and beside other neighbors."""
    if learner.form == "number":
        return compare_ordinary_values(learner, got, learner.right(REARRANGED))
    outcome = learner(REARRANGED)
    rearranged = None if outcome.failed else real_numbers(outcome.value)
    junk = junk_finding(learner, outcome, REARRANGED.shape, "twelve numbers", rearranged)
    if junk:
        return [junk]
    tried, rearranged = "twelve numbers, then twelve others", rearranged.copy()
    if _remembers(learner, rearranged):
        return [learner.finding("remembered", tried, "other results", "the same results")]
    findings = compare_ordinary_values(learner, got, rearranged)
    if not findings and hangs_on_others(learner, got):
        findings = [depends_on_neighbors(learner)]
    learner(0.5 * REARRANGED)
    if np.array_equal(real_numbers(outcome.value), rearranged, equal_nan=True):
        return findings
    came = "the first result has changed"
    return [*findings, learner.finding("result-overwritten", tried, "the result as it was", came)]


def _remembers(learner, earlier):
    """Return whether the results of an earlier call come back for another input of the same length."""
    if len(np.unique(earlier)) < 2 or len(np.unique(learner.right(REARRANGED))) < 2:
        return False
    later = real_numbers(learner(1.01 * REARRANGED[::-1]).value)
    return np.array_equal(earlier, later) and not np.array_equal(earlier, earlier[::-1])


def _judged_by_its_type(learner, outcome, obstacles):
    """Return the learner with the tolerances of its answer's type, and a remark if it is coarser."""
    errors_at = partial(learner.errors_at, ORDINARY)
    tried = f"{TRIED}, dtype float64"
    learner, remarks = judged_by_its_type(learner, outcome.value, learner.right(ORDINARY), tried, errors_at)
    return learner, [*obstacles, *remarks]


def _with_catalogue_default(learner):
    """Give the parameter the catalogue's default; say so if the learner's own works and differs."""
    own = _own_parameter(learner)
    if own is None:
        return learner, []
    default = next(iter(learner.entry.parameters.values()))
    learners = extra_parameters(learner.function).get(own, REQUIRED)
    if learners is REQUIRED:
        return replace(learner, fixed=((own, default),)), []
    with_default = replace(learner, fixed=((own, default),))
    differs = all(isinstance(value, (int, float)) for value in (learners, default)) and learners != default
    if not differs or not _gives(with_default, learner.right(ORDINARY)):
        return learner, []
    finding = learner.finding(
        "default-differs", "the parameter left out", f"{own} = {default:g}", f"{own} = {learners:g}"
    )
    return with_default, [finding]


def _gives(learner, want, /, **parameters):
    outcome = learner(ORDINARY, **parameters)
    got = None if outcome.failed else real_numbers(outcome.value)
    return np.shape(got) == want.shape and np.all(learner.close(got, want))


def _own_parameter(learner):
    """Return what the learner calls the catalogue's parameter, or None without one.

    It is the one that does what the parameter should; else the one that is called like it, has no
    default, or the catalogue's.
    """
    parameters = learner.entry.parameters
    extras = extra_parameters(learner.function)
    named = next((name for name in parameters if name in extras), None)
    default = next(iter(parameters.values()), None)
    if named or not isinstance(default, (int, float)):
        return named
    if takes_any_name(learner.function):
        hidden = (name for name in dict.fromkeys([*parameters, *NAMES]) if name not in extras)
        found = next((n for n in hidden if _gives(learner, learner.right(ORDINARY, 0.3), **{n: 0.3})), None)
        if found:
            return found
    meant = {name: value for name, value in extras.items() if name.lower() not in SWITCHES}
    required = [name for name, value in meant.items() if value is REQUIRED]
    if required:
        return required[0]
    meant = [n for n, v in meant.items() if isinstance(v, (int, float)) and not isinstance(v, bool)]
    does_it = (n for n in meant if _gives(learner, learner.right(ORDINARY, 0.3), **{n: 0.3}))
    by_name = (name for name in meant if name.lower() in NAMES)
    by_default = (name for name in meant if extras[name] == default or isinstance(extras[name], float))
    return next(does_it, next(by_name, next(by_default, None)))


def _as_it_likes_to_be_called(learner):
    """Try an array, a list and single numbers; return the learner that works, what came, and remarks."""
    learner, remarks = _with_catalogue_default(learner)
    first = learner(ORDINARY)
    if not first.failed:
        return learner, first, remarks
    obstacle = failure(learner, first, TRIED, "seventeen numbers")
    if first.timed_out:
        return None, first, [obstacle]
    with_lists = replace(learner, form="list")
    outcome = with_lists(ORDINARY)
    if not outcome.failed and np.shape(real_numbers(outcome.value)) == ORDINARY.shape:
        return with_lists, outcome, [_loop_note(learner, "a list; an array is refused")]
    with_numbers = replace(learner, form="number")
    outcome = with_numbers(ORDINARY)
    if outcome.failed or real_numbers(outcome.value) is None:
        return _as_a_batch(learner, first, obstacle)
    if obstacle.key == "raises":
        obstacle = learner.finding("one-number-only", obstacle.tried, obstacle.expected, obstacle.got)
    return with_numbers, outcome, [obstacle]


def _as_a_batch(learner, first, obstacle):
    """Try a batch of one row, for functions that count on two dimensions."""
    with_rows = replace(learner, form="rows")
    outcome = with_rows(ORDINARY)
    if outcome.failed or np.shape(real_numbers(outcome.value)) != ORDINARY.shape:
        return None, first, [obstacle]
    came = "an error; a batch of one row is answered"
    note = learner.finding("batch-only", obstacle.tried, obstacle.expected, came)
    return with_rows, outcome, [note]


def _loop_note(learner, got):
    return learner.finding(
        "slow-loop", "seventeen numbers at once", "an array, from an array of any shape", got
    )


def _conduct(learner, outcome, got):
    """Return findings on how the function behaves, whatever its values."""
    again = [learner(ORDINARY) for _ in range(REPETITIONS)]
    if not all(np.array_equal(got, real_numbers(o.value), equal_nan=True) for o in again):
        yield learner.finding(
            "not-deterministic", f"{TRIED}, several times", "the same numbers", "different numbers"
        )
    if learner.form == "array" and isinstance(outcome.value, (list, tuple)):
        yield _loop_note(learner, f"a {type(outcome.value).__name__} of numbers")


def _kind(learner, outcome, values):
    """Return a finding where whole numbers or truth values come back for floats."""
    is_array = isinstance(outcome.value, np.ndarray) and learner.form != "number"
    named = any(finding.key == "integers-out" for finding in values)
    if not is_array or outcome.value.dtype.kind not in "biu" or named:
        return []
    came = "truth values" if outcome.value.dtype.kind == "b" else "integers"
    return [learner.finding("integers-out", "seventeen numbers, dtype float64", "dtype float64", came)]


def _first_type(learner):
    """Put every kind of number first: its type of result may be forced on all others."""
    if learner.form != "array":
        return []
    want = learner.right(ORDINARY)
    for first in [*EXTREME[::3], *FAR[::9], 0.0, *learner.entry.kinks]:
        outcome = learner(np.array([first, *ORDINARY]))
        got = None if outcome.failed else real_numbers(outcome.value)
        if np.shape(got) != (1 + ORDINARY.size,) or np.all(learner.close(got[1:], want)):
            continue
        if got.dtype.kind in "iu" and np.array_equal(got[1:], np.trunc(want)):
            finding = at_worst(learner, "first-result-type", ORDINARY, want, got[1:])
            tried = f"{finding.tried}, in an array that begins with {number(first)}"
            return [replace(finding, tried=tried)]
    return []


def _beside_kinks(learner):
    """Look just before and just behind every kink but 0, which has such numbers beside it anyway."""
    points = np.array([[kink + step for step in BESIDE] for kink in learner.entry.kinks if kink]).ravel()
    if not points.size:
        return []
    got, _, findings = _answer(learner, points, f"x from {number(points.min())} to {number(points.max())}")
    if got is None:
        return findings
    want, judged = learner.right(points), learner.at_least((COARSE, COARSE))
    if np.all(judged.compare(got, want)):
        return []
    return [at_worst(judged, "cut-off-missing", points, want, got)]


def _kinks(learner):
    """Look at 0 and at every kink: a finite number, between the slopes or levels of both sides."""
    points = np.array(sorted({0.0, *learner.entry.kinks}))
    got, _, findings = _answer(learner, points, f"x in {points.tolist()}")
    if got is None:
        return findings
    learner.counts["compared"] += points.size
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
    if learner.close(value, at):
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
    junk = junk_finding(learner, outcome, EXTREME.shape, "eight numbers from -1000 to 1000", got)
    if junk:
        return [junk]
    got, want = got.astype(float), learner.right(EXTREME)
    if not np.all(learner.compare(got, want)):
        finding = at_worst(learner, _far_out(learner, outcome, got, want), EXTREME, want, got)
        heard = [what for what in ("divide by zero", "invalid value") if what in outcome.warned]
        if finding.key == "not-finite-far-out" and heard:
            finding = replace(finding, got=f"{finding.got}; NumPy warned: {' and '.join(heard)} encountered")
        return [finding]
    return _overflow_with_right_values(learner, outcome.warned)


def _far_out(learner, outcome, got, want):
    """Return which mistake gives wrong values far out."""
    if np.any(~np.isfinite(got) & np.isfinite(want)):
        overflowed, poles = ("overflow" in outcome.warned, "divide by zero" in outcome.warned)
        rounded_to_0 = poles or _is_right_at(learner, np.array([-720.0]))
        if learner.name.startswith("log_") and np.any(np.isneginf(got)) and rounded_to_0:
            return "log-of-softmax"
        if not overflowed:
            return "not-finite-far-out"
        return "tanh-quotient" if learner.name == "tanh" and np.any(np.isnan(got)) else "overflow"
    sides = np.unique(np.sign(EXTREME[~learner.close(got, want)]))
    return "clipped-far-out" if all(_cuts_off(learner, side) for side in sides) else "wrong-far-out"


def _is_right_at(learner, x):
    got = learner.numbers_at(x)
    return got is not None and bool(np.all(learner.close(got, learner.right(x))))


def _one_number(score, dtype):
    return np.array([score], dtype)


def _cuts_off(learner, side):
    """Return whether values are right up to some x, and from there on one and the same."""
    far = learner.numbers_at(side * BEYOND)
    if far is None or np.any(far != far[0]) or far[0] == learner.right(side * np.inf):
        return False
    x = side * np.geomspace(1, BEYOND[0], 5000)
    with np.errstate(all="ignore"):
        passes = np.flatnonzero(np.diff(np.sign(learner.right(x) - far[0])))
    if not passes.size:
        return False
    before, beyond = np.array([0.5, 0.9, 0.98]) * x[passes[-1]], np.array([1.02, 1.1]) * x[passes[-1]]
    got = learner.numbers_at(np.concatenate([before, beyond]))
    right = np.concatenate([learner.right(before), far[:2]])
    return got is not None and bool(np.all(agrees(got, right, learner.relative, 0)))


def _overflow_with_right_values(learner, warned):
    """Tell an overflow that makes wrong values in half precision from one that is thrown away."""
    finding = half_precision_overflow(learner, _one_number)
    if finding:
        return [finding]
    if "overflow encountered" not in warned:
        return []
    came = "NumPy warned: overflow encountered"
    return [learner.finding("overflow-unused", "x from -1000 to 1000", "no warning", came)]


def _near_and_far(learner):
    """Measure lost digits everywhere, beside zero and in the tails; wrong values are mistakes."""
    errors = {}
    for region, points in REGIONS.items():
        # Smaller numbers are 0 in float16.
        points = points[np.abs(points) > 1e-7] if learner.relative > 1e-2 else points
        tried = f"x from {number(points.min())} to {number(points.max())}"
        got, _, findings = _answer(learner, points, tried)
        if got is None:
            return findings
        want = learner.right(points)
        if not np.all(learner.compare(got, want)):
            key = "wrong-far-out" if region == "far" else "wrong-values"
            key = "results-rounded" if is_rounded(got, want) else key
            return [at_worst(learner, key, points, want, got)]
        errors[region] = _grades(points, want, got)
    return [] if learner.relative > RELATIVE else _lost_digits(learner, errors)


def _grades(points, want, got):
    """Grade each element from 0, all digits there, to 4, none."""
    with np.errstate(all="ignore"):
        relative = np.abs(got - want) / np.maximum(np.abs(want), 1e-300)
    relative[(got == want) | (np.abs(want) < 1e-290)] = 0
    # In the tail of exp(-x**2 / 2) rounding x alone costs x**2 times as much.
    relative[relative < IMPRECISE * (1 + points**2 / 100)] = 0
    return np.searchsorted(GRADES, relative)


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
    if region == "far" and learner.name == "softplus" and _gives_back(learner, x):
        key = "softplus-threshold"
    elif region == "far" and abs(learner.right(x)) > TINY:
        key = "imprecise"
    elif region == "far" and _cuts_off(learner, np.sign(x)):
        key = "clipped-tail"
    came = LEFT[errors[region][worst]]
    return [learner.finding(key, f"x = {number(x)}", number(learner.right(x)), came)]


def _gives_back(learner, x):
    got = learner.numbers_at(np.array([x]))
    return got is not None and got[0] == x


def _parameters(learner):
    """Try the catalogue's parameter at other values, if the learner's function takes it."""
    entry = learner.entry
    parameter = next(iter(entry.parameters), None)
    if parameter is None:
        return []
    own = _own_parameter(learner)
    if parameter == "approximate":
        return _approximations(learner) if own else []
    if own is None:
        return [_fixed(learner, parameter)]
    for value in OTHER_VALUES[entry.name]:
        findings = _with_parameter(learner, own, value)
        if findings and findings[0].key == "parameter-mishandled" and not _is_meant(learner, own):
            return [_fixed(learner, parameter)]
        if findings:
            return findings
    return []


def _is_meant(learner, own):
    """Return whether a parameter that does another thing must be meant for the catalogue's all the same."""
    default = extra_parameters(learner.function).get(own, REQUIRED)
    meant = (REQUIRED, *learner.entry.parameters.values())
    return own in learner.entry.parameters or own.lower() in NAMES or default in meant


def _fixed(learner, parameter):
    default = learner.entry.parameters[parameter]
    others = list(extra_parameters(learner.function))
    came = "none by a name that is tried" if takes_any_name(learner.function) else "none"
    if others:
        came = f"{' and '.join(others)}, which {'is' if len(others) == 1 else 'are'} something else"
    return learner.finding(
        "parameter-fixed", "the parameters of the function", f"{parameter}, by default {default:g}", came
    )


def _with_parameter(learner, own, value):
    tried = f"{own} = {value!r}"
    got, outcome, findings = _answer(learner, ORDINARY, f"{TRIED}, {tried}", **{own: value})
    if got is None:
        return [_refused(learner, outcome, tried)] if isinstance(outcome.error, REFUSALS) else findings
    want = learner.right(ORDINARY, value)
    if np.all(learner.compare(got, want)):
        return []
    if np.all(learner.close(got, learner.right(ORDINARY))):
        key = "parameter-ignored"
    elif learner.name in ("leaky_relu", "prelu") and np.all(
        learner.close(got, np.maximum(value * ORDINARY, ORDINARY))
    ):
        key = "leaky-maximum"
    else:
        key = "parameter-mishandled"
    finding = at_worst(learner, key, ORDINARY, want, got)
    return [replace(finding, tried=f"{finding.tried}, {tried}")]


def _refused(learner, outcome, tried):
    return learner.finding("parameter-refused", f"{TRIED}, {tried}", "numbers", error_text(outcome.error))


def _approximations(learner):
    """Ask for GELU's approximations by name; of a switch that is True or False, for either of them."""
    exact = learner.right(ORDINARY)
    forms = {kind: learner.right(ORDINARY, kind) for kind in ("tanh", "sigmoid")}
    switch = isinstance(extra_parameters(learner.function)["approximate"], bool)
    for value in (True,) if switch else forms:
        tried = f"approximate = {value!r}"
        got, outcome, _ = _answer(learner, ORDINARY, f"{TRIED}, {tried}", approximate=value)
        if got is None:
            return [_refused(learner, outcome, tried)] if outcome.error else []
        ignored = np.all(learner.close(got, exact))
        # What is no approximation PyTorch has may be answered by the exact function.
        meant = forms.values() if switch else [forms[value], *([exact] if value == "sigmoid" else [])]
        learner.counts["compared"] += got.size
        if not any(np.all(learner.close(got, form)) for form in meant):
            key = "parameter-ignored" if ignored else "parameter-mishandled"
            finding = at_worst(learner, key, ORDINARY, next(iter(meant)), got)
            return [replace(finding, tried=f"{finding.tried}, {tried}")]
    return []


def _types(learner):
    """Give integers and float32, where the function takes arrays."""
    if learner.form == "number":
        return []
    return [*_integers(learner), *_single(learner)]


def _integers(learner):
    whole = np.array([-4, -2, -1, 1, 2, 5])
    tried = "an array of integers"
    got, outcome, findings = _answer(learner, whole, tried)
    if got is None and outcome.failed and not outcome.timed_out:
        return [learner.finding("integers-refused", tried, "numbers", error_text(outcome.error))]
    if got is None:
        return findings
    want = learner.right(whole)
    between = learner.name.endswith("_derivative") and learner.entry.kinks
    wrong = ~learner.compare(got, want)
    wrong[np.isin(np.abs(whole), np.abs(learner.entry.kinks))] &= not between
    if not np.any(wrong):
        return []
    kind = real_numbers(outcome.value).dtype.kind
    key = "integers-truncated" if kind in "iu" else "wrong-values"
    finding = at_worst(learner, key, whole[wrong], want[wrong], got[wrong])
    return [replace(finding, tried=f"{finding.tried} in {tried}")]


def _single(learner):
    if learner.form != "array":
        return []
    x = ORDINARY.astype(np.float32)
    tried = "an array of dtype float32"
    got, outcome, findings = _answer(learner, x, tried)
    if got is None:
        return findings
    judged = learner.at_least(coarser_tolerances(x, x))
    want = learner.right(ORDINARY)
    if not np.all(judged.compare(got, want)):
        little = np.all(np.abs(got - want) <= 0.05 * np.maximum(1, np.abs(want)))
        finding = at_worst(judged, "imprecise-in-float32" if little else "wrong-values", ORDINARY, want, got)
        return [replace(finding, tried=f"{finding.tried} in {tried}")]
    if isinstance(outcome.value, np.ndarray) and outcome.value.dtype == np.float64:
        return [learner.finding("dtype-lost", tried, "dtype float32", "dtype float64")]
    return []


def _shapes(learner):
    """Give more dimensions; a wrong result is a mistake, a refusal a note."""
    for shape in SHAPES if learner.form == "array" else SHAPES[:1] if learner.form == "rows" else ():
        x = np.resize(ORDINARY, shape[::-1]).T  # column by column in memory
        got, outcome, findings = _answer(learner, x, f"an array of shape {shape}")
        if got is None and outcome.failed and not outcome.timed_out:
            key = "one-dimension-only" if x.ndim == 2 else "more-dimensions-refused"
            key = "empty-refused" if x.size == 0 else key
            tried, came = f"an array of shape {shape}", error_text(outcome.error)
            return [learner.finding(key, tried, f"shape {shape}", came)]
        if got is None:
            return findings
        want = learner.right(x)
        if not np.all(learner.compare(got, want)):
            moved = np.all(learner.close(np.sort(got, axis=None), np.sort(want, axis=None)))
            key = "order-changed" if moved else "wrong-values"
            return [at_worst(learner, key, x.ravel(), np.ravel(want), got.ravel())]
    return []


def _infinities(learner):
    """Look at both infinities and at NaN."""
    points = np.array([-np.inf, np.inf, np.nan])
    got, outcome, findings = _answer(learner, points, "x in [-inf, inf, NaN]")
    if got is None and outcome.failed and not outcome.timed_out:
        came = error_text(outcome.error)
        return [learner.finding("not-finite-refused", "x in [-inf, inf, NaN]", "numbers", came)]
    if got is None:
        return findings
    want = learner.right(points)
    learner.counts["compared"] += points.size
    for x, value, right in zip(points[:2], got, want, strict=False):
        if not learner.close(value, right):
            far = "clipped-far-out" if _cuts_off(learner, np.sign(x)) else "wrong-far-out"
            key = "nan-at-infinity" if np.isnan(value) else far
            return [learner.finding(key, f"x = {number(x)}", number(right), number(value))]
    if np.isnan(want[2]) and not np.isnan(got[2]):
        return [learner.finding("nan-swallowed", "x = NaN", "NaN", number(got[2]))]
    return []
