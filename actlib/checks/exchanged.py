"""Whether a function that is wrong would be right with its arguments in another order."""

from itertools import permutations

import numpy as np

from actlib import functions as f
from actlib.catalogue import CATALOGUE
from actlib.checks.calling import call, extra_parameters, real_numbers
from actlib.checks.comparison import ORDINARY
from actlib.checks.convolution import IMAGE, KERNEL, slid
from actlib.checks.prelu import PRELU_ALPHAS, PRELU_UPSTREAM, PRELU_X
from actlib.checks.updates import GRADIENTS, LEARNING_RATE, PARAMETERS


def exchanged_findings(learner):
    """Return the finding if only the order of the arguments is another one.

    Parameters
    ----------
    learner : Learner
        Of a function in which a mistake has been found.
    """
    names, arguments, want = _example(learner.name)
    if (
        not names
        or len(extra_parameters(learner.function)) + 1 < len(names)
        or _gives(learner, arguments, want)
    ):
        return []
    for order in permutations(range(len(names))):
        if _gives(learner, [arguments[i] for i in order], want):
            given, expected = ", ".join(names), ", ".join(names[i] for i in order)
            came = f"right values for the order ({expected})"
            return [learner.finding("arguments-exchanged", f"the order ({given})", "right values", came)]
    return []


def _example(name):
    """Return the names of several arguments, an example of each, and what comes out; or nothing of all."""
    if name == "convolution":
        return ("image", "kernel"), (IMAGE, KERNEL), [slid(IMAGE, KERNEL)]
    if name == "prelu_gradients":
        given = PRELU_X, PRELU_ALPHAS[1], PRELU_UPSTREAM
        return ("x", "alpha", "upstream"), given, list(f.prelu_gradients(*given))
    if name == "gradient_step":
        after = [PARAMETERS[key] - LEARNING_RATE * GRADIENTS[key] for key in PARAMETERS]
        return ("parameters", "gradients", "learning rate"), (PARAMETERS, GRADIENTS, LEARNING_RATE), after
    entry = CATALOGUE.get(name.removesuffix("_derivative"))
    parameter, default = next(iter(entry.parameters.items() if entry else ()), ("", None))
    if not isinstance(default, float):
        return (), (), []
    return ("x", parameter), (ORDINARY, 0.3), [getattr(f, name)(ORDINARY, 0.3)]


def _gives(learner, arguments, want):
    outcome = call(learner.function, *arguments, seconds=learner.seconds)
    value = list(outcome.value.values()) if isinstance(outcome.value, dict) else outcome.value
    parts = [value] if len(want) == 1 else value
    if outcome.failed or not isinstance(parts, (list, tuple)) or len(parts) != len(want):
        return False
    got = [real_numbers(part) for part in parts]
    return all(
        np.shape(part) == right.shape and np.all(learner.close(part, right))
        for part, right in zip(got, want, strict=True)
    )
