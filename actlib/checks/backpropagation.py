"""check_gradients: which gradient of a backward pass is wrong, and how."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from actlib.checks.calling import SECONDS, call, description, error_text, real_numbers
from actlib.checks.mistakes import MISTAKES
from actlib.checks.report import Finding, number, report

STEP = 1e-5
RELATIVE, ABSOLUTE = 1e-4, 1e-8
MOST_ENTRIES = 1000
# A bias lowered by one of these puts its units on the negative side for every ordinary sample, where a
# smooth activation still has a slope that can be measured.
PUSHES_BELOW_0 = (3.0, 6.0)


@dataclass(frozen=True)
class Slopes:
    """Slopes of the loss by number, for one parameter.

    Attributes
    ----------
    value : ndarray, shape of the parameter
    known : ndarray of bool
        False at kinks and, in large parameters, at entries that were not tried.
    kinks : int
        How many entries lie at a kink.
    """

    value: np.ndarray
    known: np.ndarray
    kinks: int

    def agrees(self, claimed, factor=1.0):
        """Return whether claimed is factor times the slopes, wherever they are known."""
        if np.shape(claimed) != self.value.shape:
            return False
        want = factor * self.value
        scale = ABSOLUTE * max(1.0, abs(factor))
        close = np.abs(claimed - want) <= RELATIVE * np.maximum(np.abs(want), np.abs(claimed)) + scale
        return bool(np.all(close[self.known]))


def check_gradients(loss, parameters, gradients, batch_size=None, learning_rate=None, seconds=SECONDS):
    """Compare the gradients of a backward pass with slopes measured from the loss, and name what is wrong.

    Each parameter is moved a little to either side and the loss computed again. That is slow, so
    use a small network and a few samples.

    Parameters
    ----------
    loss : callable
        Takes a dict of parameters and returns a float, the loss.
    parameters : dict of str to array_like
        From the layer nearest the input to the one nearest the loss.
    gradients : dict of str to array_like, or callable
        What your backward pass computed. Given the backward pass itself, a function from the
        dict of parameters to such a dict, the check also sees whether it changes a parameter, and
        tells ReLU's mask under another activation by lowering the biases.
    batch_size : int, optional
        The number of samples in the loss; helps to name a forgotten or a doubled mean.
    learning_rate : float, optional
        Given, the check also asks whether parameters were updated before it saw them, by
        plain gradient descent.
    seconds : float
        How long a single call of the loss may take.

    Returns
    -------
    Report
        With the parameter nearest the loss first: its error spoils those before it.

    Raises
    ------
    TypeError
        If loss cannot be called, or parameters or gradients are no dicts.
    ValueError
        If a gradient has the name of no parameter. (Of what a backward pass returns, the report
        says both.)

    Notes
    -----
    The slopes are central differences in float64. Entries at which two step sizes disagree lie
    at a kink and are left out.

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
    >>> check_gradients(loss, {"w": w}, {"w": [np.mean(2 * (w * x - y) * x)]}).passed
    True
    >>> check_gradients(loss, {"w": w}, {"w": [np.sum(2 * (w * x - y) * x)]}, batch_size=3).keys
    ('gradient-times-n',)
    """
    parameters = _arrays_by_name(loss, parameters)
    backward = gradients if callable(gradients) else None
    gradients, findings = _claims(gradients, parameters, seconds)
    findings += _loss_findings(loss, parameters, seconds)
    if findings:
        return report("gradients", findings)
    slopes = _measured(loss, parameters)
    if isinstance(slopes, Finding):
        return report("gradients", [slopes])
    before = learning_rate and _before_update(loss, parameters, gradients, learning_rate)
    findings = _compared(slopes, gradients, batch_size, before)
    if backward and "gradient-hidden-layer" in [finding.key for finding in findings]:
        findings = _with_mask_named(findings, loss, parameters, backward, seconds)
    return report("gradients", findings)


def _arrays_by_name(loss, parameters):
    if not callable(loss):
        raise TypeError(f"check_gradients expects loss to be callable, got {loss!r}")
    if not isinstance(parameters, Mapping) or not parameters:
        raise TypeError(f"check_gradients expects parameters to be a dict of arrays, got {parameters!r}")
    return {name: np.array(value, dtype=np.float64) for name, value in parameters.items()}


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
            came = f"{', '.join(changed)} changed while the gradients were being computed"
            findings = [
                _finding("gradient-after-update", "the backward pass", "parameters as they were", came)
            ]
        gradients = outcome.value
        misnamed = _misnamed(gradients, parameters)
        if misnamed:
            return {}, [*findings, misnamed]
    if not isinstance(gradients, Mapping):
        raise TypeError(f"check_gradients expects gradients to be a dict of arrays, got {gradients!r}")
    for name in gradients:
        if name not in parameters:
            raise ValueError(
                f"check_gradients expects gradients of {', '.join(parameters)}, got one named {name!r}"
            )
    return gradients, findings


def _misnamed(gradients, parameters):
    """Return a finding where a backward pass does not return its gradients by the parameters' names."""
    names = ", ".join(parameters)
    tried, expected = "the backward pass", f"a dict of gradients with the keys {names}"
    if gradients is None:
        return _finding("returns-nothing", tried, expected, "None")
    if not isinstance(gradients, Mapping):
        came = f"{len(gradients)} elements" if isinstance(gradients, (tuple, list)) else "no dict"
        return _finding("gradient-names", tried, expected, f"a {type(gradients).__name__}, {came}")
    if set(gradients) <= set(parameters):
        return None
    return _finding("gradient-names", tried, expected, f"the keys {', '.join(map(str, gradients))}")


def _finding(key, tried, expected, got):
    return Finding(MISTAKES[key], tried, expected, got, MISTAKES[key].chapter or "11-derivatives")


def _copies(parameters):
    return {name: value.copy() for name, value in parameters.items()}


def _loss_findings(loss, parameters, seconds):
    """Return what makes the loss unusable: no number, not finite, another one at each call."""
    outcomes = [call(loss, _copies(parameters), seconds=seconds) for _ in range(2)]
    tried = "loss(parameters)"
    for outcome in outcomes:
        if outcome.failed:
            came = "nothing" if outcome.timed_out else error_text(outcome.error)
            return [_finding("hangs" if outcome.timed_out else "loss-unusable", tried, "a number", came)]
        value = real_numbers(outcome.value)
        if value is None or value.size != 1 or not np.all(np.isfinite(value)):
            return [_finding("loss-unusable", tried, "a finite number", description(outcome.value))]
    first, second = (float(real_numbers(outcome.value).item()) for outcome in outcomes)
    if first != second:
        return [_finding("loss-not-repeatable", f"{tried}, twice", "the same number twice", "two numbers")]
    return []


def _measured(loss, parameters):
    """Return the slopes of every parameter, or the finding that stopped their measurement."""
    outcome = call(lambda: {name: _slopes(loss, parameters, name) for name in parameters}, seconds=600)
    if outcome.failed:
        return _finding(
            "loss-unusable", "the loss beside the parameters given", "a number", error_text(outcome.error)
        )
    return outcome.value


def _slopes(loss, parameters, name):
    size = parameters[name].size
    share = max(1, MOST_ENTRIES // len(parameters))
    tried = np.unique(np.linspace(0, size - 1, min(size, share)).astype(int)) if size else []
    value, known, kinks = np.zeros(size), np.zeros(size, bool), 0
    here = float(np.asarray(loss(_copies(parameters))).item())
    for index in tried:
        value[index], smooth = _slope(loss, parameters, name, index, here)
        known[index] = smooth
        kinks += not smooth
    shape = parameters[name].shape
    return Slopes(value.reshape(shape), known.reshape(shape), kinks)


def _slope(loss, parameters, name, index, here):
    """Return the slope along one entry, and whether two step sizes agree about it."""
    moved = _copies(parameters)
    entry = moved[name].reshape(-1)
    center = entry[index]

    def at(distance):
        entry[index] = center + distance
        return float(np.asarray(loss(_copies(moved))).item())

    wide_step = STEP * max(1.0, abs(center))
    narrow_step = wide_step / 8
    wide = (at(wide_step) - at(-wide_step)) / (2 * wide_step)
    right, left = (at(narrow_step) - here) / narrow_step, (here - at(-narrow_step)) / narrow_step
    narrow = (right + left) / 2
    size = max(abs(wide), abs(right), abs(left))
    noise = 1e-9 * max(1.0, abs(here))
    smooth = abs(wide - narrow) <= 1e-4 * size + noise and abs(right - left) <= 1e-2 * size + 1e3 * noise
    return wide, smooth


def _before_update(loss, parameters, gradients, learning_rate):
    """Return the slopes where the parameters were before a step of plain gradient descent."""
    before = {}
    for name, value in parameters.items():
        gradient = real_numbers(gradients.get(name))
        if np.shape(gradient) != value.shape:
            return None
        before[name] = value + learning_rate * gradient
    slopes = _measured(loss, before)
    return None if isinstance(slopes, Finding) else slopes


def _compared(slopes, gradients, batch_size, before):
    """Return a finding for each kind of error, the parameter nearest the loss first."""
    wrong = {}
    for name in reversed(slopes):
        diagnosis = _diagnosis(slopes[name], gradients.get(name), batch_size)
        if diagnosis is not None:
            wrong[name] = diagnosis
    claims = {name: real_numbers(gradients.get(name)) for name in slopes}
    if wrong and before and all(before[name].agrees(claims[name]) for name in slopes):
        came = "as if the parameters had been updated after the gradients were computed"
        return [
            _finding("gradient-after-update", ", ".join(slopes), "the gradients at these parameters", came)
        ]
    findings = _one_for_each_key(wrong, slopes)
    kinks = sum(slope.kinks for slope in slopes.values())
    if kinks:
        findings.append(
            _finding("gradient-at-kinks", "every entry", "a slope to compare with", f"{kinks} at a kink")
        )
    return findings


def _with_mask_named(findings, loss, parameters, backward, seconds):
    """Call the error of hidden layers by its name where it is ReLU's mask under another activation."""
    for name, value in parameters.items():
        if value.ndim == 1 and any(
            _is_silent_below_0(loss, parameters, backward, name, push, seconds) for push in PUSHES_BELOW_0
        ):
            got = f"exactly 0 for all units once {name} is low, where the loss still has a slope"
            return [
                replace(finding, mistake=MISTAKES["gradient-mask"], got=f"{finding.got}; {got}")
                if finding.key == "gradient-hidden-layer"
                else finding
                for finding in findings
            ]
    return findings


def _is_silent_below_0(loss, parameters, backward, name, push, seconds):
    """Lower a bias and return whether all of its gradient is exactly 0 although its slopes are not."""
    lowered = parameters | {name: parameters[name] - push}
    outcome = call(backward, _copies(lowered), seconds=seconds)
    claimed = real_numbers(outcome.value.get(name)) if isinstance(outcome.value, Mapping) else None
    if claimed is None or claimed.shape != lowered[name].shape or np.any(claimed):
        return False
    slopes = _slopes(loss, lowered, name)
    return bool(np.any(np.abs(slopes.value[slopes.known]) > 10 * ABSOLUTE))


def _one_for_each_key(wrong, slopes):
    right_near_the_loss = list(slopes)[-1] not in wrong
    findings = []
    for key in dict.fromkeys(diagnosis[0] for diagnosis in wrong.values()):
        names = [name for name, diagnosis in wrong.items() if diagnosis[0] == key]
        _, expected, got = wrong[names[0]]
        if key == "gradient-wrong" and right_near_the_loss:
            key = "gradient-hidden-layer"
        tried = f"the gradient of {names[0]}"
        if len(names) > 1:
            tried += f", and likewise of {', '.join(names[1:])}: begin with {names[0]}, nearest the loss"
        findings.append(_finding(key, tried, expected, got))
    if findings and findings[0].key == "gradient-wrong":
        return findings[:1]
    return findings


def _diagnosis(slopes, claimed, batch_size):
    """Return the key, what was expected and what came, or None where the gradient is right."""
    want = slopes.value
    expected = _largest(slopes, want)
    if claimed is None:
        return "gradient-missing", expected, "no gradient"
    claimed = real_numbers(claimed)
    if claimed is None:
        return "gradient-not-finite", expected, "no array of real numbers"
    if slopes.agrees(claimed):
        return None
    if claimed.shape != want.shape:
        return _wrong_shape(slopes, claimed.astype(float), batch_size)
    if not np.all(np.isfinite(claimed)):
        return "gradient-not-finite", expected, "NaN or infinity"
    key, note = _pattern(slopes, claimed.astype(float), batch_size)
    return key, expected, _largest(slopes, claimed) + note


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


def _pattern(slopes, claimed, batch_size):
    """Return the key of the pattern between claimed and measured slopes, and a note for the text."""
    want = slopes.value
    if not np.any(claimed):
        return "gradient-zero", ""
    if not np.any(np.abs(want[slopes.known]) > ABSOLUTE):
        return "loss-ignores-parameter", ""
    if slopes.agrees(claimed, -1):
        return "gradient-sign", ""
    if want.ndim == 2 and want.shape[0] == want.shape[1] and slopes.agrees(claimed.T):
        return "gradient-transposed", ""
    factor = _common_factor(slopes, claimed)
    if factor is not None:
        return _named_factor(factor, batch_size)
    silent = slopes.known & (claimed == 0) & (np.abs(want) > 10 * ABSOLUTE)
    units = np.all(silent | ~slopes.known, axis=0) if want.ndim == 2 else silent
    if np.any(units) and not np.all(units):
        return "gradient-mask", f"; exactly 0 for {int(units.sum())} of {units.size} units"
    return "gradient-wrong", ""


def _common_factor(slopes, claimed):
    """Return the one number by which all entries differ, or None."""
    known = slopes.known & (np.abs(slopes.value) > 1e3 * ABSOLUTE)
    if not np.any(known):
        return None
    largest = np.argmax(np.where(known, np.abs(slopes.value), 0))
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
    return "gradient-scaled", text


def _largest(slopes, values):
    """Write the entry with the largest slope, the first where several are as large."""
    size = np.array([float(f"{v:.3e}") for v in np.abs(np.where(slopes.known, slopes.value, 0)).ravel()])
    if size.size == 0:
        return "nothing"
    index = np.unravel_index(int(np.argmax(size)), slopes.value.shape)
    place = f" at {list(map(int, index))}" if index else ""
    return number(values[index]) + place
