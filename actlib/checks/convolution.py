"""Checks of a convolution layer's forward pass: one image, one kernel."""

import numpy as np

from actlib.checks.calling import call, real_numbers
from actlib.checks.comparison import junk_finding
from actlib.checks.report import array
from actlib.checks.tolerances import coarser_tolerances

IMAGE = np.array(
    [
        [0.5, -1.0, 2.0, 0.1, 0.7],
        [1.5, 0.3, -0.7, 0.2, -1.4],
        [-0.4, 0.9, 0.6, -2.1, 1.1],
        [0.8, -0.3, 1.2, 0.4, -0.6],
        [-1.3, 1.7, -0.2, 0.9, 0.35],
    ]
)
KERNEL = np.array([[1.0, -2.0, 0.5], [0.3, 1.4, -0.6], [-0.9, 0.8, 2.2]])
OBLONGS = (
    (IMAGE[:4], KERNEL[:2]),
    (np.hstack([IMAGE[:3], IMAGE[:3] + 0.3]), KERNEL[:2, :2]),
    (IMAGE, KERNEL[:, :1]),
)
WHOLE = np.array([[1, 0, 2, 5], [3, 4, 1, 0], [2, 6, 0, 1]])


def convolution_findings(learner):
    """Return everything that is to be said of a function of an image and a kernel."""
    for image, kernel in ((IMAGE, KERNEL), *OBLONGS):
        findings = _findings(learner, image, kernel)
        if findings:
            return findings
    return _whole_numbers(learner)


def _whole_numbers(learner):
    """Give an image of whole numbers; the array for the results must not take its type."""
    kernel = KERNEL[:2, :2]
    outcome, want = call(learner.function, WHOLE, kernel, seconds=learner.seconds), slid(WHOLE, kernel)
    got = None if outcome.failed else real_numbers(outcome.value)
    if np.shape(got) != want.shape or np.all(learner.close(got, want)):
        return []
    key = "integers-truncated" if got.dtype.kind in "iu" else "wrong-values"
    row = _first_row_that_differs(learner, got, want)
    tried = f"an image of whole numbers, shape {WHOLE.shape}"
    return [learner.finding(key, tried, _in_words(want, row), _in_words(got, row))]


def _findings(learner, image, kernel):
    outcome = call(learner.function, image, kernel, seconds=learner.seconds)
    if outcome.failed:
        # Plain Python code that indexes lists of lists twice does not know arrays.
        as_lists = call(learner.function, image.tolist(), kernel.tolist(), seconds=learner.seconds)
        outcome = outcome if as_lists.failed else as_lists
    want = slid(image, kernel)
    tried = f"an image of shape {image.shape}, a kernel of shape {kernel.shape}"
    got = None if outcome.failed else real_numbers(outcome.value)
    if got is None:
        return [junk_finding(learner, outcome, want.shape, tried)]
    if outcome.overwritten:
        changed = "an argument has changed"
        return [learner.finding("input-overwritten", tried, "the arguments as they were", changed)]
    tolerances = coarser_tolerances(outcome.value, want) if got.shape == want.shape else None
    learner = learner.at_least(tolerances)
    if got.shape == want.shape and np.all(learner.compare(got, want)):
        return []
    row = _first_row_that_differs(learner, got, want)
    came = _in_words(got, row) if got.ndim == 2 and got.size else f"shape {got.shape}"
    return [learner.finding(_key(learner, got, image, kernel), tried, _in_words(want, row), came)]


def slid(image, kernel):
    """Return the sum of kernel times image wherever the kernel lies wholly within the image."""
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)


def padded(image, kernel):
    """Put zeros around an image so that the result has its shape; an odd one goes to the end."""
    return np.pad(image, [((size - 1) // 2, size // 2) for size in kernel.shape])


def _first_row_that_differs(learner, got, want):
    if got.shape != want.shape:
        return 0
    return int(np.argmin(np.all(learner.close(got, want), axis=1)))


def _in_words(values, row):
    place = f"row {row + 1} of {len(values)}" if row else "first row"
    return f"shape {values.shape}, {place} {array(values[row])}"


def _key(learner, got, image, kernel):
    like = {
        "kernel-turned": slid(image, kernel[::-1, ::-1]),
        "kernel-transposed": slid(image, kernel.T),
        "kernel-padded": slid(padded(image, kernel), kernel),
    }
    for key, values in like.items():
        if got.shape == values.shape and np.all(learner.close(got, values)):
            return key
    want = slid(image, kernel)
    if got.ndim == 2 and 0 < got.size < want.size:
        rows, columns = got.shape
        if any(
            np.shape(part) == got.shape and np.all(learner.close(got, part))
            for part in (want[:rows, :columns], want[-rows:, -columns:])
        ):
            return "end-forgotten"
    if np.any(np.isnan(got)):
        return "not-a-number"
    if got.shape == want.T.shape and np.all(learner.close(got, want.T)):
        return "order-changed"
    if got.shape == want.shape and _is_a_multiple_of(learner, got, want):
        return "constant-factor"
    if got.shape == image.shape and np.all(np.isfinite(got)) and _is_a_straight_line_of(learner, got, image):
        return "kernel-not-slid"
    return "wrong-values" if got.shape == want.shape else "shape-changed"


def _is_a_multiple_of(learner, got, want):
    factor = got.ravel()[np.argmax(np.abs(want))] / want.ravel()[np.argmax(np.abs(want))]
    return bool(factor and np.isfinite(factor) and np.all(learner.close(got, factor * want)))


def _is_a_straight_line_of(learner, got, image):
    """Return whether every pixel is the one below it times a number, perhaps plus another."""
    factor, offset = np.polyfit(image.ravel(), got.ravel(), 1)
    return bool(np.all(learner.close(got, factor * image + offset)))
