"""Checks of an update: from parameters and their gradients to the next parameters."""

from collections.abc import Mapping

import numpy as np

from actlib.checks.calling import call, description, differs, real_numbers
from actlib.checks.comparison import imprecise_findings, judged_by_its_type, junk_finding
from actlib.checks.report import array, has_mistake, told_apart
from actlib.checks.tolerances import agrees, coarser_tolerances, is_rounded, is_whole, whole_key

PARAMETERS = {
    "weight": np.array([[0.5, -1.0, 2.0], [1.5, 0.3, -0.7]]),
    "bias": np.array([0.1, -0.2, 0.4]),
    "alpha": np.array([0.25]),
}
MANY_DECIMALS = np.pi / 3  # else a rounded step would look right
GRADIENTS = {
    "weight": MANY_DECIMALS * np.array([[0.2, 0.4, -0.6], [-0.8, 1.0, 0.3]]),
    "bias": MANY_DECIMALS * np.array([0.7, -0.5, 0.9]),
    "alpha": MANY_DECIMALS * np.array([-1.2]),
}
LEARNING_RATE, OTHER_RATE = 0.1, 0.03


def update_findings(learner):
    """Return everything that is to be said of one step of gradient descent."""
    findings = _findings(learner, LEARNING_RATE)
    if has_mistake(findings):
        return findings
    return findings + _findings(learner, OTHER_RATE)


def _findings(learner, rate):
    given, gradients = (
        {key: value.copy() for key, value in arrays.items()} for arrays in (PARAMETERS, GRADIENTS)
    )
    outcome = call(lambda: learner.function(given, gradients, rate), seconds=learner.seconds)
    tried = f"a dict of three parameters, learning rate {rate}"
    if outcome.failed:
        return [junk_finding(learner, outcome, PARAMETERS["weight"].shape, tried)]
    # An update in place, which returns nothing, is as good.
    after = given if outcome.value is None else outcome.value
    if not isinstance(after, Mapping):
        return [learner.finding("returns-no-numbers", tried, "a dict of arrays", description(after))]
    keys = {key: _key(PARAMETERS[key], after.get(key), GRADIENTS[key], rate) for key in PARAMETERS}
    for key in PARAMETERS:
        learner.compare(0, PARAMETERS[key])
    remarks = [
        remark
        for name, key in keys.items()
        if key is None
        for remark in _remarks(learner, after[name], _right(name, rate), f"{name} of {tried}")
    ]
    return (
        remarks
        + _overwritten(learner, given, gradients, after, tried)
        + [
            learner.finding(
                key, f"{parameter} of {tried}", *_in_words(_right(parameter, rate), after.get(parameter))
            )
            for parameter, key in keys.items()
            if key is not None
        ]
    )


def _remarks(learner, value, want, tried):
    """Return what is to be said of the digits of a parameter that is right."""
    learner, remarks = judged_by_its_type(learner, value, want, tried)
    return remarks + imprecise_findings(learner, real_numbers(value), want, tried, of_sums=True)


def _right(parameter, rate):
    return PARAMETERS[parameter] - rate * GRADIENTS[parameter]


def _overwritten(learner, given, gradients, after, tried):
    """Return the finding if gradients have changed, or parameters, and not to what is returned."""
    changed = {
        "the gradients": differs(GRADIENTS, gradients),
        "the parameters given": differs(PARAMETERS, given) and differs(dict(after), given),
    }
    return [
        learner.finding("input-overwritten", tried, f"{what} as they were", f"{what} have changed")
        for what, is_so in changed.items()
        if is_so
    ]


def _in_words(want, got):
    got = real_numbers(got)
    return (array(want), "nothing") if got is None else told_apart(want, got)


def _key(before, after, gradient, rate):
    after = real_numbers(after)
    if after is None:
        return "update-missing"
    if after.shape != before.shape:
        return "shape-changed"
    tolerances = coarser_tolerances(after, before - rate * gradient) or ()
    like = {
        None: before - rate * gradient,
        "update-missing": before,
        "update-uphill": before + rate * gradient,
        "update-without-rate": before - gradient,
        "update-step-only": -rate * gradient,
        "parameter-ignored": before - LEARNING_RATE * gradient,
    }
    unnamed = "results-rounded" if is_rounded(after, like[None]) else "wrong-values"
    unnamed = whole_key(after) if is_whole(after, like[None]) else unnamed
    return next((key for key, each in like.items() if np.all(agrees(after, each, *tolerances))), unnamed)
