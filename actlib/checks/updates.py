"""Checks of an update: from parameters and their gradients to the next parameters."""

from collections.abc import Mapping

import numpy as np

from actlib.checks.calling import call, description, real_numbers
from actlib.checks.comparison import junk_finding
from actlib.checks.report import array
from actlib.checks.tolerances import agrees, coarser_tolerances

PARAMETERS = {
    "weight": np.array([[0.5, -1.0, 2.0], [1.5, 0.3, -0.7]]),
    "bias": np.array([0.1, -0.2, 0.4]),
    "alpha": np.array([0.25]),
}
GRADIENTS = {
    "weight": np.array([[0.2, 0.4, -0.6], [-0.8, 1.0, 0.3]]),
    "bias": np.array([0.7, -0.5, 0.9]),
    "alpha": np.array([-1.2]),
}
LEARNING_RATE, OTHER_RATE = 0.1, 0.03


def update_findings(learner):
    """Return everything that is to be said of one step of gradient descent."""
    return _findings(learner, LEARNING_RATE) or _findings(learner, OTHER_RATE)


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
    changed = any(not np.array_equal(GRADIENTS[key], gradients.get(key)) for key in GRADIENTS)
    overwritten = learner.finding(
        "input-overwritten", tried, "the gradients as they were", "the gradients have changed"
    )
    return [overwritten] * changed + [
        learner.finding(
            key, f"{parameter} of {tried}", array(_right(parameter, rate)), _came(after.get(parameter))
        )
        for parameter, key in keys.items()
        if key is not None
    ]


def _right(parameter, rate):
    return PARAMETERS[parameter] - rate * GRADIENTS[parameter]


def _came(value):
    value = real_numbers(value)
    return "nothing" if value is None else array(value)


def _key(before, after, gradient, rate):
    after = real_numbers(after)
    if after is None:
        return "update-missing"
    if after.shape != before.shape:
        return "shape-changed"
    moved = after - before
    tolerances = coarser_tolerances(after, before - rate * gradient) or ()
    like = {
        None: -rate * gradient,
        "update-missing": np.zeros_like(gradient),
        "update-uphill": rate * gradient,
        "update-without-rate": -gradient,
        "update-step-only": -rate * gradient - before,
        "parameter-ignored": -LEARNING_RATE * gradient,
    }
    return next(
        (key for key, move in like.items() if np.all(agrees(moved, move, *tolerances))), "wrong-values"
    )
