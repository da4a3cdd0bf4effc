"""Checks of PReLU's two gradients."""

from functools import partial

import numpy as np

from actlib import functions as f
from actlib.checks.calling import call, description, real_numbers
from actlib.checks.comparison import (
    imprecise_findings,
    judged_by_its_type,
    junk_finding,
    repetition_findings,
)
from actlib.checks.report import array, has_mistake, told_apart
from actlib.checks.tolerances import agrees, is_rounded, is_whole, whole_key

PRELU_X = np.array([[-2.0, 0.5, -1.0], [3.0, -0.4, 1.5], [-0.7, -1.2, 2.5], [0.3, 0.8, -0.6]])
PRELU_UPSTREAM = (
    np.array([[0.5, -1.0, 0.3], [1.2, 0.7, -0.4], [-0.9, 0.6, 0.2], [0.8, 1.1, -1.3]]) * np.pi / 3
)
PRELU_ALPHAS = (np.array([0.3]), np.array([0.1, 0.2, 0.35]), np.array([-0.5]), np.array([1.5, -0.4, 0.2]))
BATCHES = [(PRELU_X, alpha, PRELU_UPSTREAM) for alpha in PRELU_ALPHAS] + [
    (x, alpha, upstream)
    for x, upstream in (
        (PRELU_X[:1], PRELU_UPSTREAM[:1]),
        (PRELU_X.reshape(2, 6), PRELU_UPSTREAM.reshape(2, 6)),
        (PRELU_X[:, :2], PRELU_UPSTREAM[:, :2]),
        (PRELU_X[:3], PRELU_UPSTREAM[:3]),
        (PRELU_X[:, :1], PRELU_UPSTREAM[:, :1]),
    )
    for alpha in (np.array([0.3]), np.array([0.1, 0.2, 0.35, -0.3, 0.6, 1.2])[: x.shape[1]])
]


def prelu_findings(learner):
    """Return everything that is to be said of PReLU's two gradients."""
    ask = partial(call, learner.function, seconds=learner.seconds)
    remarks = []
    for x, alpha, upstream in BATCHES:
        if alpha.size > 1 and any(remark.key == "prelu-one-slope" for remark in remarks):
            continue
        given, others = ((x, each, upstream) for each in (alpha, alpha + 0.1))
        tried = f"x of shape {x.shape}, alpha of shape {alpha.shape}"
        remarks += _prelu_findings(learner, ask(*given), given, tried)
        if not has_mistake(remarks):
            remarks += repetition_findings(learner, ask, given, others, tried)
        if has_mistake(remarks):
            break
    return remarks


def _prelu_findings(learner, outcome, given, tried):
    want = f.prelu_gradients(*given)
    pair = f"two arrays of shapes {want[0].shape} and {want[1].shape}"
    if outcome.failed or outcome.value is None:
        return [junk_finding(learner, outcome, want[0].shape, tried)]
    if not isinstance(outcome.value, (tuple, list)) or len(outcome.value) != 2:
        return [learner.finding("returns-no-numbers", tried, pair, description(outcome.value))]
    got = [real_numbers(part) for part in outcome.value]
    if any(part is None for part in got):
        return [
            learner.finding("returns-no-numbers", tried, pair, "something that is no array of real numbers")
        ]
    if got[0].shape != want[0].shape and got[1].shape == want[0].shape:
        return [learner.finding("prelu-swapped", tried, pair, f"shapes {got[0].shape} and {got[1].shape}")]
    findings = []
    for part, right in zip(outcome.value, want, strict=True):
        if np.shape(part) == right.shape:
            learner, remarks = judged_by_its_type(learner, part, right, f"{tried}, dtype float64")
            findings += remarks
    if outcome.overwritten:
        findings.append(
            learner.finding(
                "input-overwritten", tried, "the arguments as they were", "an argument has changed"
            )
        )
    findings += _input_gradient(learner, got[0], want[0], given, tried)
    return findings + _alpha_gradient(learner, got[1], want[1], given, tried)


def _input_gradient(learner, got, want, given, tried):
    if got.shape != want.shape:
        return [
            learner.finding(
                "shape-changed", tried, f"x's gradient of shape {want.shape}", f"shape {got.shape}"
            )
        ]
    if np.all(learner.compare(got, want)):
        return imprecise_findings(learner, got, want, tried)
    x, alpha, upstream = given
    lookalikes = [
        ("prelu-upstream-missing", f.prelu_derivative(x, alpha)),
        ("slope-on-wrong-side", upstream * np.where(x > 0, alpha, 1)),
        ("function-for-derivative", upstream * f.prelu(x, alpha)),
        ("relu-mask", upstream * (x > 0)),
        ("sign-flipped", -want),
    ]
    unnamed = "results-rounded" if is_rounded(got, want) else "prelu-input-gradient"
    unnamed = "not-a-number" if np.any(np.isnan(got)) else unnamed
    unnamed = whole_key(got) if is_whole(got, want) else unnamed
    key = next((k for k, like in lookalikes if np.all(agrees(got, like))), unnamed)
    row = int(np.argmin(np.all(learner.close(got, want), axis=1)))
    expected, came = told_apart(want[row], got[row])
    place = f"row {row + 1}" if row else "begins"
    return [learner.finding(key, tried, f"x's gradient {place} {expected}", came)]


def _alpha_gradient(learner, got, want, given, tried):
    x, alpha, upstream = given
    expected = f"alpha's gradient {array(want)}, shape {want.shape}"
    each = np.minimum(x, 0) * upstream
    # A single number is as good as an array of one: an update leaves alpha's shape as it is.
    if got.shape in (want.shape, ()) and got.size == want.size and np.all(learner.compare(got, want)):
        return imprecise_findings(learner, got.ravel(), want, tried, of_sums=True)
    came = f"{array(got)}, shape {got.shape}" if got.size <= 3 else f"shape {got.shape}"
    axes = None if alpha.size == 1 else 0
    same_size = got.size == want.size
    if got.size == 1 and alpha.size > 1 and np.all(learner.compare(got, each.sum())):
        return [learner.finding("prelu-one-slope", tried, expected, f"{array(got.ravel())}, the sum of all")]
    sums = [
        ("prelu-mean", each.mean(axis=axes)),
        ("prelu-mean", each.sum(axis=axes) / len(each)),
        ("prelu-upstream-missing", np.minimum(x, 0).sum(axis=axes)),
        ("prelu-wrong-side", (np.maximum(x, 0) * upstream).sum(axis=axes)),
        ("prelu-wrong-side", (x * upstream).sum(axis=axes)),
        ("sign-flipped", -each.sum(axis=axes)),
    ]
    for key, like in sums if same_size else ():
        if np.all(agrees(got.ravel(), np.ravel(like))):
            return [learner.finding(key, tried, expected, came)]
    unnamed = whole_key(got) if is_whole(got, want) else "prelu-alpha-gradient"
    key = "prelu-gradient-shape" if got.shape != want.shape else unnamed
    return [learner.finding(key, tried, expected, came)]
