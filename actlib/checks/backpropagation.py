"""check_gradients: which gradient of a backward pass is wrong, and how."""

import itertools
from collections.abc import Mapping

import numpy as np

from actlib.checks.arguments import check_above_zero, check_whole_number
from actlib.checks.calling import MOST_SECONDS, SECONDS, call, description, error_text, real_numbers
from actlib.checks.diagnosis import diagnosis
from actlib.checks.mistakes import MISTAKES
from actlib.checks.placing import Network, placed
from actlib.checks.report import Finding, report
from actlib.checks.slopes import SAME, LossChanges, measured, slope_of_first
from actlib.functions.arguments import check, flag

TIMES = 8  # how often the loss is asked at the same place
# A bias lowered by one of these puts its units on the negative side for every ordinary sample, where a
# smooth activation still has a slope that can be measured.
PUSHES_BELOW_0 = (3.0, 6.0)
# An output's bias raised or lowered so far that a squashing activation is flat.
PUSHES_TO_THE_END = ((4.0, 8.0), (-4.0, -8.0))
BY_FACTORS = ("gradient-scaled", "gradient-sign")


def check_gradients(
    loss, parameters, gradients, batch_size=None, learning_rate=None, seconds=SECONDS, over_time=False
):
    """Compare the gradients of a backward pass with slopes measured from the loss, and name what is wrong.

    Each parameter is moved a little to either side and the loss computed again. That is slow, so
    use a small network and a few samples.

    Parameters
    ----------
    loss : callable
        Takes a dict of parameters and returns a float, the loss.
    parameters : dict of array_like
        By their names, from the layer nearest the input to the one nearest the loss.
    gradients : dict of array_like, or callable
        What your backward pass computed, by the same names. Given the backward pass itself, a function
        from the dict of parameters to such a dict, the check also sees whether it changes a parameter,
        and tells ReLU's mask under another activation by lowering the biases.
    batch_size : int, optional
        The number of samples in the loss; helps to name a forgotten or a doubled mean.
    learning_rate : float, optional
        Given, the check also asks whether parameters were updated before it saw them, by
        plain gradient descent.
    seconds : float
        How long a single call of the loss may take.
    over_time : bool
        Whether the loss uses the same parameters at several steps, as a recurrent network does. Then no layer
        is named at which an error arises.

    Returns
    -------
    Report
        With the parameter nearest the loss first: its error spoils those before it. It passes only if
        at least half of the entries of each parameter could be compared; ``.compared`` says how many.

    Raises
    ------
    TypeError
        If loss cannot be called, parameters or gradients are no dicts, or a number is something else.
    ValueError
        If a gradient has the name of no parameter (of what a backward pass returns, the report says
        both), a parameter is not finite, batch_size is no whole number from 1 on, or learning_rate or
        seconds are not above zero.

    Notes
    -----
    The slopes are central differences in float64, each with a bound on its error: shorter steps
    are taken beside a kink, longer ones where a slope is so small that rounding hides it. Entries at
    a kink are left out. A loss that is computed in float32, or answers differently from call to
    call, cannot be measured. Of a parameter with more entries than there is time for, some are
    moved one by one and the others together, along four directions.

    References
    ----------
    nocedal2006

    Examples
    --------
    >>> import numpy as np
    >>> x, y = np.array([1.0, 2.0, 3.0]), np.array([2.0, 4.0, 6.0])
    >>> def loss(parameters):
    ...     return np.mean((parameters["w"] * x - y) ** 2)
    >>> w = np.array([1.5])
    >>> check_gradients(loss, {"w": w}, {"w": [np.mean(2 * (w * x - y) * x)]})
    gradients: passed, nothing to remark
    Compared: 1 of 1 gradient entries
    >>> check_gradients(loss, {"w": w}, {"w": [np.sum(2 * (w * x - y) * x)]}, batch_size=3).keys
    ('gradient-times-n',)
    """
    parameters = _arrays_by_name(loss, parameters)
    _check_numbers(batch_size, learning_rate, seconds)
    check(flag, over_time, "check_gradients expects over_time to be")
    backward = gradients if callable(gradients) else None
    gradients, findings = _claims(gradients, parameters, seconds)
    findings += _loss_findings(loss, parameters, seconds)
    nothing = f"0 of {sum(value.size for value in parameters.values())} gradient entries"
    if findings:
        return report("gradients", findings, nothing)
    slopes = _measured(loss, parameters)
    if isinstance(slopes, Finding):
        return report("gradients", [slopes], nothing)
    wrong = _wrong(slopes, gradients, parameters, batch_size)
    if wrong and learning_rate and _were_right_before(wrong, loss, parameters, gradients, learning_rate):
        findings = [_updated_too_early(slopes)]
    elif over_time or not wrong:
        findings = _one_for_each_key(_nowhere(wrong))
    else:
        findings = _one_for_each_key(_located(wrong, slopes, loss, parameters, backward, seconds))
    unmeasured, words = _how_much(slopes, gradients)
    return report("gradients", findings + unmeasured, words)


def _arrays_by_name(loss, parameters):
    if not callable(loss):
        raise TypeError(f"check_gradients expects loss to be callable, got {loss!r}")
    if not isinstance(parameters, Mapping) or not parameters:
        raise TypeError(f"check_gradients expects parameters to be a dict of arrays, got {parameters!r}")
    arrays = {}
    for name, value in parameters.items():
        array = real_numbers(value)
        if array is None:
            raise TypeError(
                f"check_gradients expects parameters to be arrays of real numbers, {name!r} is {value!r}"
            )
        arrays[name] = array.astype(np.float64)
        if not np.all(np.isfinite(arrays[name])):
            raise ValueError(
                f"check_gradients expects parameters to be finite, {name!r} holds NaN or infinity"
            )
    return arrays


def _check_numbers(batch_size, learning_rate, seconds):
    if batch_size is not None:
        check_whole_number("check_gradients", "batch_size", batch_size)
    if learning_rate is not None:
        check_above_zero("check_gradients", "learning_rate", learning_rate)
    check_above_zero("check_gradients", "seconds", seconds)


def _claims(gradients, parameters, seconds):
    """Return the gradients by name; of a backward pass also whether it changed a parameter."""
    findings = []
    if callable(gradients):
        given = _copies(parameters)
        outcome = call(lambda: gradients(given), seconds=seconds)
        if outcome.failed:
            came = "nothing" if outcome.timed_out else error_text(outcome.error)
            key = "hangs" if outcome.timed_out else "raises"
            return {}, [_finding(key, "the backward pass", "a dict of gradients", came)]
        changed = [n for n, v in parameters.items() if not np.array_equal(v, given.get(n), equal_nan=True)]
        if changed:
            came = f"{_listed(changed)} changed while the gradients were being computed"
            findings = [
                _finding("gradient-after-update", "the backward pass", "parameters as they were", came)
            ]
        misnamed = _misnamed(outcome.value, parameters)
        if misnamed:
            return {}, [*findings, misnamed]
        first = {name: _kept(value) for name, value in outcome.value.items()}
        again = call(gradients, _copies(parameters), seconds=seconds)
        if not findings and not _alike(first, again.value):
            tried, expected = "the backward pass, twice", "the same gradients twice"
            findings = [
                _finding("gradient-accumulates", tried, expected, "other gradients at the second call")
            ]
        gradients = first
    if not isinstance(gradients, Mapping):
        raise TypeError(f"check_gradients expects gradients to be a dict of arrays, got {gradients!r}")
    for name in gradients:
        if name not in parameters:
            raise ValueError(
                f"check_gradients expects gradients of {_listed(parameters)}, got one named {name!r}"
            )
    return gradients, findings


def _kept(value):
    """Return a copy of numbers, which the next call may write over, and anything else as it is."""
    numbers = real_numbers(value)
    return value if numbers is None else numbers.copy()


def _alike(one, other):
    """Return whether two dicts of gradients hold the same numbers, but for rounding."""
    if not isinstance(other, Mapping) or set(one) != set(other):
        return False
    pairs = [[real_numbers(gradients[name]) for gradients in (one, other)] for name in one]
    return all(_same(*pair) for pair in pairs)


def _same(one, other):
    if one is None or other is None:
        return one is other
    return one.shape == other.shape and np.allclose(one, other, rtol=1e-9, atol=0, equal_nan=True)


def _misnamed(gradients, parameters):
    """Return a finding where a backward pass does not return its gradients by the parameters' names."""
    tried, expected = "the backward pass", f"a dict of gradients with the keys {_listed(parameters)}"
    if gradients is None:
        return _finding("returns-nothing", tried, expected, "None")
    if not isinstance(gradients, Mapping):
        came = f"{len(gradients)} elements" if isinstance(gradients, (tuple, list)) else "no dict"
        return _finding("gradient-names", tried, expected, f"a {type(gradients).__name__}, {came}")
    if set(gradients) <= set(parameters):
        return None
    return _finding("gradient-names", tried, expected, f"the keys {_listed(gradients)}")


def _finding(key, tried, expected, got):
    return Finding(MISTAKES[key], tried, expected, got, MISTAKES[key].chapter or "11-derivatives")


def _copies(parameters):
    return {name: value.copy() for name, value in parameters.items()}


def _loss_findings(loss, parameters, seconds):
    """Return what makes the loss unusable: no number, not finite, another one from call to call."""
    tried = "loss(parameters)"
    outcomes = [call(loss, _copies(parameters), seconds=seconds)]
    if not outcomes[0].timed_out:
        outcomes += [call(loss, _copies(parameters), seconds=seconds) for _ in range(TIMES - 1)]
    for outcome in outcomes:
        if outcome.failed:
            came = "nothing" if outcome.timed_out else error_text(outcome.error)
            return [_finding("hangs" if outcome.timed_out else "loss-unusable", tried, "a number", came)]
        value = real_numbers(outcome.value)
        if value is None or value.size != 1 or not np.all(np.isfinite(value)):
            return [_finding("loss-unusable", tried, "a finite number", description(outcome.value))]
    values = np.array([float(real_numbers(outcome.value).item()) for outcome in outcomes])
    if np.ptp(values) > SAME * np.max(np.abs(values)):
        return [_changing(f"{tried}, {TIMES} times")]
    kinds = {real_numbers(outcome.value).dtype for outcome in outcomes}
    if any(kind.kind == "f" and kind.itemsize < 8 for kind in kinds):
        return [_coarse(f"a number of dtype {next(iter(kinds)).name}")]
    return []


def _changing(tried):
    return _finding("loss-not-repeatable", tried, "the same number each time", "different numbers")


def _coarse(came):
    return _finding("loss-too-coarse", "the loss beside the parameters given", "a number of float64", came)


def _measured(loss, parameters):
    """Return the slopes of every parameter, or the finding that stopped their measurement."""
    outcome = call(measured, loss, parameters, seconds=MOST_SECONDS)
    if outcome.timed_out:
        came = f"not all slopes within {MOST_SECONDS:g} seconds"
        return _finding("hangs", "the loss, a few times for each entry", "slopes", came)
    if isinstance(outcome.error, LossChanges):
        return _changing("the loss, twice at the same place beside the parameters given")
    if outcome.failed:
        return _finding(
            "loss-unusable", "the loss beside the parameters given", "a number", error_text(outcome.error)
        )
    return outcome.value or _coarse("a number that changes in steps, as those of float32 do")


def _how_much(slopes, gradients):
    """Return findings where too little of a parameter was compared, and in words how much was of all."""
    overall = max(each.scale for each in slopes.values())
    counts = {name: _counts(each, gradients.get(name), overall) for name, each in slopes.items()}
    entries, compared, at_kink, too_small, together, beyond = np.sum(list(counts.values()), axis=0)
    too_few = {"slopes-at-kinks": [], "slopes-too-small": [], "entries-too-many": []}
    for name, (size, done, kinks, small, others, outside) in counts.items():
        if 2 * (done + kinks + small + others + outside) < size:
            too_few["entries-too-many"].append(name)
        elif done < kinks + small:
            too_few["slopes-at-kinks" if kinks >= small else "slopes-too-small"].append(name)
    findings = [_too_few(key, names, counts) for key, names in too_few.items() if names]
    if beyond:
        findings.append(_beyond(slopes))
    if at_kink:
        came = f"{at_kink} at a kink"
        findings.append(_finding("gradient-at-kinks", "every entry", "a slope to compare with", came))
    left_out = (
        (at_kink, "at a kink"),
        (beyond, "where the loss is not finite close by"),
        (too_small, "with slopes too small to measure"),
        (together, "moved together, not one by one"),
    )
    words = [f"{compared} of {entries} gradient entries", *(f"{n} {what}" for n, what in left_out if n)]
    return findings, "; ".join(words)


def _counts(slopes, claimed, overall):
    """Return how many entries there are, compared, at a kink, too small, moved together, and at an edge."""
    numbers = _of_shape(claimed, slopes.value.shape)
    claimed = slopes.value if numbers is None else numbers
    done = slopes.tried & slopes.compared(claimed, overall)
    kinks = slopes.tried & slopes.at_kink
    small = slopes.tried & ~done & ~kinks & ~slopes.at_edge
    together = ~slopes.tried if slopes.together else np.zeros_like(slopes.tried)
    groups = (np.ones_like(done), done, kinks, small, together, slopes.at_edge)
    return [int(np.sum(entries)) for entries in groups]


def _beyond(slopes):
    """Return the finding that the loss is not finite close to the parameters, with the first such entry."""
    name = next(name for name, each in slopes.items() if np.any(each.at_edge))
    place = list(map(int, np.argwhere(slopes[name].at_edge)[0]))
    tried = f"the loss, with the entry{f' at {place}' if place else ''} of {name} moved to either side"
    expected, came = "a finite number, and a finite slope", "NaN, infinity or an error"
    return _finding("loss-not-finite-beside", tried, expected, came)


def _too_few(key, names, counts):
    tried = f"every entry of {_listed(names[:4])}{f' and {len(names) - 4} more' * (len(names) > 4)}"
    compared, entries = (sum(counts[name][column] for name in names) for column in (1, 0))
    return _finding(key, tried, "slopes to compare with", f"{compared} of {entries} could be compared")


def _were_right_before(wrong, loss, parameters, gradients, learning_rate):
    """Return whether all gradients are those of where a step of plain gradient descent began."""
    claims = {name: _of_shape(gradients.get(name), value.shape) for name, value in parameters.items()}
    if any(claimed is None for claimed in claims.values()):
        return False
    before = {name: value + learning_rate * claims[name] for name, value in parameters.items()}
    slopes = _measured(loss, before)
    if isinstance(slopes, Finding) or not all(np.any(slopes[name].felt) for name in wrong):
        return False
    return all(slopes[name].agrees(claims[name]) for name in slopes)


def _updated_too_early(names):
    came = "as if the parameters had been updated after the gradients were computed"
    return _finding("gradient-after-update", _listed(names), "the gradients at these parameters", came)


@np.errstate(over="ignore")  # a gradient of 1e308 is no less wrong
def _wrong(slopes, gradients, parameters, batch_size):
    """Return by name the key of each mistake, what was expected and what came; nearest the loss first."""
    wrong = {}
    for name in reversed(slopes):
        found = diagnosis(slopes[name], gradients.get(name), parameters[name], batch_size)
        if found is not None:
            wrong[name] = found
    claims = {name: real_numbers(gradients.get(name)) for name in slopes}
    return wrong | _exchanged(wrong, claims, slopes)


def _nowhere(wrong):
    """Name no layer and no mask: what one step leaves out another may add."""
    unnamed = ("gradient-wrong", "gradient-mask")
    return {
        name: ("gradient-wrong-over-time" if key in unnamed else key, expected, got)
        for name, (key, expected, got) in wrong.items()
    }


def _exchanged(wrong, claims, slopes):
    """Return by name the findings of gradients that are right for another parameter."""
    found = {}
    for name in wrong:
        others = (
            other
            for other in slopes
            if other != name and claims[name] is not None and np.any(slopes[other].felt)
        )
        owners = [other for other in others if slopes[other].agrees(claims[name])]
        if owners:
            found[name] = "gradient-exchanged", f"the gradient of {name}", f"the gradient of {owners[0]}"
    return found


def _located(wrong, slopes, loss, parameters, backward, seconds):
    """Say where errors without a pattern arise, also by what a backward pass says of moved biases."""
    biases = [name for name, value in parameters.items() if value.ndim == 1 and value.size]
    pushes = backward and biases
    silenced = []
    if pushes and any(key in ("gradient-mask", "gradient-wrong") for key, _, _ in wrong.values()):
        moving = [name for name in biases if name not in _named(wrong, "gradient-zero")]
        silenced = _silenced(loss, parameters, backward, moving, seconds)
    if pushes and not silenced:
        wrong = _renamed(wrong, _named(wrong, "gradient-mask"), "gradient-wrong")
    network = Network(loss, parameters)
    wrong = placed(wrong, slopes, network)
    if silenced:
        note = f"exactly 0 for all units once {silenced[0]} is low, where the loss still has a slope"
        wrong = _renamed(wrong, _up_to(silenced[0], wrong, network), "gradient-mask", note)
    unnamed = _named(wrong, "gradient-wrong")
    note = _output_slope(loss, parameters, backward, biases[-1], seconds) if pushes and unnamed else ""
    return _renamed(wrong, unnamed, "gradient-output-slope", note) if note else wrong


def _named(wrong, key):
    return [name for name, found in wrong.items() if found[0] == key]


def _renamed(wrong, names, key, note=""):
    """Give the findings of these names another key, and what came a note."""
    note = f"; {note}" * bool(note)
    return wrong | {name: (key, wrong[name][1], wrong[name][2] + note) for name in names}


def _up_to(bias, wrong, network):
    """Return the names without a pattern that stand no nearer the loss than a bias whose mask is wrong."""
    unnamed = _named(wrong, "gradient-wrong")
    beyond = [name for name in unnamed if network.place(name) > network.place(bias)]
    names = _named(wrong, "gradient-hidden-layer") + unnamed * (not beyond)
    return [name for name in names if network.place(name) <= network.place(bias)]


def _silenced(loss, parameters, backward, biases, seconds):
    """Return in a list the first bias whose gradient is exactly 0 once it is lowered, and should not be."""
    pushed = ((name, push) for name in biases for push in PUSHES_BELOW_0)
    silent = (each for each in pushed if _is_silent_below_0(loss, parameters, backward, *each, seconds))
    return [name for name, _ in itertools.islice(silent, 1)]


def _is_silent_below_0(loss, parameters, backward, name, push, seconds):
    """Lower a bias and return whether all of its gradient is exactly 0 although its slopes are not."""
    lowered = parameters | {name: parameters[name] - push}
    claimed = _claimed(backward, lowered, name, seconds)
    if claimed is None or np.any(claimed):
        return False
    slopes = call(measured, loss, lowered, [name], seconds=MOST_SECONDS).value
    return bool(slopes and np.any(slopes[name].felt))


def _output_slope(loss, parameters, backward, name, seconds):
    """Push an output to its flat end, and say if its gradient then grows or shrinks beside the slope."""
    verdicts = set()
    for pushes in PUSHES_TO_THE_END:
        ratios = [_ratio(loss, parameters, backward, name, push, seconds) for push in pushes]
        if None in ratios or 0 in ratios:
            continue
        growth = abs(ratios[1] / ratios[0])
        verdicts.add("missing" if growth > 10 else "there once too often" if growth < 0.1 else "")
    if len(verdicts) != 1 or "" in verdicts:
        return ""
    return f"as if a slope of the output were {verdicts.pop()}: it shows where {name} is large"


def _ratio(loss, parameters, backward, name, push, seconds):
    """Return the claimed gradient of the first entry by its slope, once that entry is pushed."""
    moved = _copies(parameters)
    moved[name].flat[0] += push
    claimed = _claimed(backward, moved, name, seconds)
    outcome = call(slope_of_first, loss, moved, name, seconds=MOST_SECONDS)
    if claimed is None or outcome.failed:
        return None
    value, error = outcome.value
    return claimed.flat[0] / value if abs(value) > 10 * error else None


def _claimed(backward, parameters, name, seconds):
    """Return the gradient of one parameter by the backward pass, or None if it has not its shape."""
    outcome = call(backward, _copies(parameters), seconds=seconds)
    claimed = outcome.value.get(name) if isinstance(outcome.value, Mapping) else None
    return _of_shape(claimed, parameters[name].shape)


def _of_shape(claimed, shape):
    """Return a gradient as an array, or None where it does not hold real numbers in this shape."""
    numbers = real_numbers(claimed)
    return None if numbers is None or numbers.shape != shape else numbers


def _one_for_each_key(wrong):
    findings = []
    for key in dict.fromkeys(found[0] for found in wrong.values()):
        first, *others = (name for name, found in wrong.items() if found[0] == key)
        _, expected, got = wrong[first]
        differing = [name for name in others if key in BY_FACTORS and _note(wrong[name][2]) != _note(got)]
        alike = [name for name in others if name not in differing]
        tried = f"the gradient of {first}"
        tried += f", and likewise of {_listed(alike)}" * bool(alike)
        tried += f", and by another factor of {_listed(differing)}" * bool(differing)
        tried += f": begin with {first}, nearest the loss" * bool(others)
        findings.append(_finding(key, tried, expected, got))
    if findings and findings[0].key == "gradient-wrong":
        return findings[:1]
    return findings


def _note(got):
    return got.partition(";")[2]


def _listed(names):
    return ", ".join(map(str, names))
