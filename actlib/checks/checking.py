"""check: what is wrong with a learner's own implementation, and why."""

import difflib
import inspect
from dataclasses import replace

import numpy as np

from actlib.catalogue import CATALOGUE
from actlib.checks.arguments import check_above_zero
from actlib.checks.calling import SECONDS
from actlib.checks.convolution import convolution_findings
from actlib.checks.elementwise import elementwise_findings
from actlib.checks.exchanged import exchanged_findings
from actlib.checks.grouped import grouped_findings
from actlib.checks.learner import Learner
from actlib.checks.prelu import prelu_findings
from actlib.checks.report import array, has_mistake, number, report
from actlib.checks.updates import update_findings

CHECKS = {
    **dict.fromkeys(CATALOGUE, elementwise_findings),
    **dict.fromkeys((f"{name}_derivative" for name in CATALOGUE), elementwise_findings),
    **dict.fromkeys(("softmax", "log_softmax", "softmax_jacobian", "glu", "swiglu"), grouped_findings),
    "prelu_gradients": prelu_findings,
    "convolution": convolution_findings,
    "gradient_step": update_findings,
}


def check(name, function, seconds=SECONDS):
    """Try your own implementation of a function, and say what is wrong with it and why.

    The function gets copies of ordinary, tiny, huge, infinite and whole numbers, one by one and
    in arrays of several shapes. Where it is wrong, its values are compared with those that
    classic mistakes would give.

    Parameters
    ----------
    name : str
        A name of the catalogue, the same with ``_derivative``, or one of ``softmax``,
        ``log_softmax``, ``softmax_jacobian``, ``glu``, ``swiglu``, ``prelu_gradients``; or
        ``convolution``, a function of an image and a kernel, both of two dimensions, or
        ``gradient_step``, a function of a dict of parameters, a dict of their gradients and a
        learning rate, which returns the parameters after one step of gradient descent.
    function : callable
        Your implementation. It may raise, print or hang; that becomes a finding.
    seconds : float
        How long a single call may take.

    Returns
    -------
    Report
        Printing it gives text, a notebook shows it as HTML; ``.passed``, ``.findings`` and
        ``.compared`` are for programs.

    Raises
    ------
    TypeError
        If name is no string, function cannot be called (and has no forward pass), or seconds is no
        number.
    ValueError
        If there is no check of that name, or seconds is not above zero.

    References
    ----------
    goodfellow2016

    Examples
    --------
    >>> import numpy as np
    >>> check("relu", lambda x: np.maximum(x, 0)).passed
    True
    >>> check("tanh", lambda x: np.tanh(x)[::-1]).keys
    ('order-changed',)
    >>> check("relu", lambda x: max(0, x)).keys
    ('one-number-comparison',)
    """
    if not isinstance(name, str):
        raise TypeError(f"check expects name to be a string such as 'sigmoid', got {name!r}")
    if name not in CHECKS:
        close = difflib.get_close_matches(name, CHECKS, n=1)
        meant = f"; did you mean {close[0]!r}?" if close else f"; there are {', '.join(CHECKS)}"
        raise ValueError(f"check expects the name of a function it knows, got {name!r}{meant}")
    check_above_zero("check", "seconds", seconds)
    learner = Learner(name, function, seconds)
    if inspect.isclass(function) or (not callable(function) and hasattr(function, "forward")):
        return report(name, [_not_a_function(learner)], learner.compared(complete=False))
    if not callable(function):
        raise TypeError(
            f"check expects function to be callable, got {function!r}; give the function without calling it"
        )
    findings = CHECKS[name](learner)
    if has_mistake(findings):
        findings = exchanged_findings(learner) or findings
    found = report(name, [*_overwritten(learner), *findings])
    return replace(found, compared=learner.compared(found.passed))


def _overwritten(learner):
    """Return the finding for a function that has changed one of the arrays it was given."""
    if not learner.changed:
        return []
    x = min(learner.changed, key=np.size)
    tried = (
        f"x = {array(x)}"
        if x.size <= 4
        else f"an array of shape {x.shape}, {number(x.min())} to {number(x.max())}"
    )
    return [learner.finding("input-overwritten", tried, "the argument as it was", "the argument has changed")]


def _not_a_function(learner):
    """Return the finding for a class, or an object that is no function but has a forward pass."""
    given = learner.function
    of = (
        f"the class {given.__name__}"
        if inspect.isclass(given)
        else f"an object of type {type(given).__name__}"
    )
    return learner.finding("object-given", "the second argument of check", "a function", of)
