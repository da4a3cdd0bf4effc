"""Calling a function for the first time, when it may have to import a library before it can begin."""

import dis
import sys

from actlib.checks.calling import call

IMPORTING = 60.0  # seconds that a first call may take if it imports something


def call_first(function, seconds, learners=None, *arguments, **keywords):
    """Call a function for the first time; an import inside it has time of its own.

    Parameters
    ----------
    function : callable
    seconds : float
        How long the call may take if it imports nothing.
    learners : callable, optional
        The learner's own function, if the one called is wrapped around it.
    """
    loaded = len(sys.modules)
    patience = max(seconds, IMPORTING) if _will_import(learners or function) else seconds
    outcome = call(function, *arguments, seconds=patience, **keywords)
    if outcome.timed_out and patience == seconds and len(sys.modules) > loaded:
        return call(function, *arguments, seconds=max(seconds, IMPORTING), **keywords)
    return outcome


def _will_import(function):
    """Return whether the function's own lines import a module that is not loaded yet."""
    code = getattr(getattr(function, "pyfunc", function), "__code__", None)
    return code is not None and any(name not in sys.modules for name in _imported(code))


def _imported(code):
    for instruction in dis.get_instructions(code):
        if instruction.opname == "IMPORT_NAME":
            yield instruction.argval
    for constant in code.co_consts:
        if hasattr(constant, "co_code"):
            yield from _imported(constant)
