"""Checks of a convolution layer's forward pass: one image, one kernel."""

from functools import partial

import numpy as np

from actlib.checks.calling import call, real_numbers
from actlib.checks.comparison import (
    imprecise_findings,
    judged_by_its_type,
    junk_finding,
    repetition_findings,
)
from actlib.checks.report import array, has_mistake, told_apart
from actlib.checks.tolerances import is_rounded, is_whole, whole_key

IMAGE = np.array(
    [
        [0.5, -1.0, 2.0, 0.1, 0.7],
        [1.5, 0.3, -0.7, 0.2, -1.4],
        [-0.4, 0.9, 0.6, -2.1, 1.1],
        [0.8, -0.3, 1.2, 0.4, -0.6],
        [-1.3, 1.7, -0.2, 0.9, 0.35],
    ]
)
KERNEL = np.array([[1.0, -2.0, 0.5], [0.3, 1.4, -0.6], [-0.9, 0.8, 2.2]]) * np.pi / 3
OBLONGS = (
    (IMAGE[:4], KERNEL[:2]),
    (np.hstack([IMAGE[:3], IMAGE[:3] + 0.3]), KERNEL[:2, :2]),
    (IMAGE, KERNEL[:, :1]),
    (IMAGE[:, :4], KERNEL[:1]),
    (IMAGE[::-1], KERNEL.T),
)
WHOLE = np.array([[1, 0, 2, 5], [3, 4, 1, 0], [2, 6, 0, 1]])


def convolution_findings(learner):
    """Return everything that is to be said of a function of an image and a kernel."""
    notes = _findings(learner, IMAGE, KERNEL)
    if has_mistake(notes):
        return notes
    chosen = next((note.key for note in notes if note.key in CHOICES), None)
    meant = CHOICES.get(chosen, slid)  # a choice, if it is made for every kernel
    ask = partial(call, learner.function, seconds=learner.seconds)
    others = IMAGE[::-1], KERNEL.T
    findings = repetition_findings(learner, ask, (IMAGE, KERNEL), others, "an image and a kernel")
    for pair in (*OBLONGS, (WHOLE, KERNEL[:2, :2]), (IMAGE, WHOLE[:2, :2])):
        if not has_mistake(findings):
            findings += _findings(learner, *pair, meant)
    return [*notes, *findings]


def _findings(learner, image, kernel, meant=None):
    outcome = call(learner.function, image, kernel, seconds=learner.seconds)
    if outcome.failed:
        # Plain Python code that indexes lists of lists twice does not know arrays.
        as_lists = call(learner.function, image.tolist(), kernel.tolist(), seconds=learner.seconds)
        outcome = outcome if as_lists.failed else as_lists
    asked, want = slid(image, kernel), (meant or slid)(image, kernel)
    tried = f"an image of shape {image.shape}, a kernel of shape {kernel.shape}"
    got = None if outcome.failed else real_numbers(outcome.value)
    if got is None:
        return [junk_finding(learner, outcome, want.shape, tried)]
    if outcome.overwritten:
        changed = "an argument has changed"
        return [learner.finding("input-overwritten", tried, "the arguments as they were", changed)]
    remarks = []
    if got.shape == want.shape:
        learner, remarks = judged_by_its_type(learner, outcome.value, want, tried)
    if got.shape == want.shape and np.all(learner.compare(got, want)):
        return remarks + imprecise_findings(learner, got, want, tried, of_sums=True)
    if meant and not (got.shape == asked.shape and np.all(learner.close(got, asked))):
        want = asked
    row = _first_row_that_differs(learner, got, want)
    expected, came = _in_words(want, row), f"shape {got.shape}"
    if got.shape == want.shape:
        expected, came = (
            _in_words(each, row, text)
            for each, text in zip((want, got), told_apart(want[row], got[row]), strict=True)
        )
    elif got.ndim == 2 and got.size:
        came = _in_words(got, row)
    expected += ", without padding" if meant is CHOICES["kernel-padded"] and want is asked else ""
    key = _key(learner, got, image, kernel, want)
    key = key if meant is None or key not in CHOICES else "wrong-values"
    return [*remarks, learner.finding(key, tried, expected, came)]


def slid(image, kernel):
    """Return the sum of kernel times image wherever the kernel lies wholly within the image."""
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)


def padded(image, kernel):
    """Put zeros around an image so that the result has its shape; an odd one goes to the end."""
    return np.pad(image, [((size - 1) // 2, size // 2) for size in kernel.shape])


CHOICES = {
    "kernel-turned": lambda image, kernel: slid(image, kernel[::-1, ::-1]),
    "kernel-padded": lambda image, kernel: slid(padded(image, kernel), kernel),
}
"""What is as good as what is asked for, if it is done with every kernel: by the key of its note."""


def _first_row_that_differs(learner, got, want):
    if got.shape != want.shape:
        return 0
    return int(np.argmin(np.all(learner.close(got, want), axis=1)))


def _in_words(values, row, text=None):
    place = f"row {row + 1} of {len(values)}" if row else "first row"
    return f"shape {values.shape}, {place} {text or array(values[row])}"


def _key(learner, got, image, kernel, want):
    like = {key: choice(image, kernel) for key, choice in CHOICES.items()}
    others = [("kernel-mirrored", kernel[::-1]), ("kernel-mirrored", kernel[:, ::-1])]
    others += [("kernel-transposed", kernel.T)]
    for key, values in [*like.items(), *((key, slid(image, other)) for key, other in others)]:
        if got.shape == values.shape and np.all(learner.close(got, values)):
            return key
    if got.size > 1 and np.all(got == got.flat[0]) and np.ptp(want):
        return "always-the-same"
    if _is_all_but_one_end(learner, got, want):
        return "end-forgotten"
    if np.any(np.isnan(got)):
        return "not-a-number"
    if got.shape == want.T.shape and np.all(learner.close(got, want.T)):
        return "order-changed"
    if got.shape == want.shape and is_rounded(got, want):
        return "results-rounded"
    if is_whole(got, want):
        return "integers-truncated" if "i" in (image.dtype.kind, kernel.dtype.kind) else whole_key(got)
    if got.shape == want.shape and _is_a_multiple_of(learner, got, want):
        return "constant-factor"
    if got.shape == image.shape and np.all(np.isfinite(got)) and _is_a_straight_line_of(learner, got, image):
        return "kernel-not-slid"
    return "wrong-values" if got.shape == want.shape else "shape-changed"


def _is_all_but_one_end(learner, got, want):
    """Return whether one row or one column is missing at an end, or one of each."""
    if got.ndim != 2 or not got.size or max(np.subtract(want.shape, got.shape)) != 1 or got.size > want.size:
        return False
    rows, columns = got.shape
    parts = (want[:rows, :columns], want[-rows:, -columns:])
    return any(np.shape(part) == got.shape and np.all(learner.close(got, part)) for part in parts)


def _is_a_multiple_of(learner, got, want):
    factor = got.ravel()[np.argmax(np.abs(want))] / want.ravel()[np.argmax(np.abs(want))]
    return bool(factor and np.isfinite(factor) and np.all(learner.close(got, factor * want)))


def _is_a_straight_line_of(learner, got, image):
    """Return whether every pixel is the one below it times a number, perhaps plus another."""
    factor, offset = np.polyfit(image.ravel(), got.ravel(), 1)
    return bool(np.all(learner.close(got, factor * image + offset)))
