"""Calling code that may raise, hang, print, warn, return junk or overwrite what it is given."""

import contextlib
import copy
import ctypes
import inspect
import io
import re
import threading
import warnings
from dataclasses import dataclass

import numpy as np

SECONDS = 2.0
REQUIRED = inspect.Parameter.empty


@dataclass(frozen=True)
class Outcome:
    """What came of one call.

    Attributes
    ----------
    value : object
        What was returned.
    error : BaseException or None
        What was raised.
    timed_out : bool
    warned : str
        The messages of all warnings in one line.
    printed : bool
    overwritten : bool
        Whether an argument was changed.
    returned_input : bool
        Whether the result is the argument itself or a view of it.
    """

    value: object = None
    error: BaseException | None = None
    timed_out: bool = False
    warned: str = ""
    printed: bool = False
    overwritten: bool = False
    returned_input: bool = False

    @property
    def failed(self):
        return self.timed_out or self.error is not None


def call(function, *arguments, seconds=SECONDS, **keywords):
    """Call a function with copies of its arguments in a thread of its own, and say what came of it.

    A thread can be waited for on every system and inside a notebook. One that hangs is told to
    stop; if it is busy outside of Python it is left behind, and ends with the program.
    """
    given = [_copied(argument) for argument in arguments]
    result = {}

    def run():
        try:
            result["value"] = function(*given, **keywords)
        except BaseException as error:
            result["error"] = error

    printed = io.StringIO()
    with (
        warnings.catch_warnings(record=True) as caught,
        contextlib.redirect_stdout(printed),
        contextlib.redirect_stderr(printed),
    ):
        warnings.simplefilter("always")
        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        thread.join(seconds)
    if not result:
        _stop(thread)
        return Outcome(timed_out=True)
    pairs = list(zip(arguments, given, strict=True))
    return Outcome(
        value=result.get("value"),
        error=result.get("error"),
        warned=" ".join(str(warning.message) for warning in caught),
        printed=bool(printed.getvalue()),
        overwritten=any(_differs(before, after) for before, after in pairs),
        returned_input=any(_same_memory(after, result.get("value")) for _, after in pairs),
    )


def _stop(thread):
    """Raise SystemExit in a thread, so that an endless loop does not slow everything after it."""
    with contextlib.suppress(AttributeError):
        identifier = ctypes.c_ulong(thread.ident)
        ctypes.pythonapi.PyThreadState_SetAsyncExc(identifier, ctypes.py_object(SystemExit))


def real_numbers(value):
    """Return a result as an array of real numbers, or None where it is something else."""
    if isinstance(value, (str, bytes, dict, set)) or value is None:
        return None
    outcome = call(np.asarray, value)
    if outcome.failed or outcome.value.dtype.kind not in "biufO":
        return None
    array = outcome.value
    if array.dtype.kind == "O":
        converted = call(lambda a: np.array([float(v) for v in a.flat]).reshape(a.shape), array)
        return None if converted.failed or any(v is None for v in array.flat) else converted.value
    return array


def description(value):
    """Say in a few words what kind of thing came back."""
    if value is None:
        return "None"
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape} and dtype {value.dtype}"
    if isinstance(value, (int, float, complex, np.number)):
        return f"the single number {value:.4g}"
    if isinstance(value, (list, tuple)):
        return f"a {type(value).__name__} of {len(value)} elements that is no regular array of real numbers"
    return f"an object of type {type(value).__name__}"


def error_text(error):
    """Return the first line of an error without what differs from run to run."""
    lines = str(error).strip().splitlines() or [""]
    text = re.sub(r"0x[0-9a-fA-F]+", "0x…", lines[0])
    return f"{type(error).__name__}: {text[:100]}{'…' if len(text) > 100 else ''}".rstrip(": ")


def extra_parameters(function):
    """Return the parameters after the first by name; of a function that cannot be asked, none."""
    try:
        parameters = list(inspect.signature(function).parameters.values())
    except (ValueError, TypeError):
        return {}
    if isinstance(function, np.ufunc):
        return {}
    taken = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)
    return {p.name: p.default for p in parameters[1:] if p.kind in taken}


def _copied(argument):
    if isinstance(argument, np.ndarray):
        return argument.copy()
    return copy.deepcopy(argument) if isinstance(argument, list) else argument


def _differs(before, after):
    if isinstance(before, (np.ndarray, list)):
        try:
            return not np.array_equal(np.asarray(before), np.asarray(after), equal_nan=True)
        except (TypeError, ValueError):
            return before != after if isinstance(before, list) else True
    return False


def _same_memory(argument, value):
    both = isinstance(argument, np.ndarray) and isinstance(value, np.ndarray)
    return both and argument.size > 0 and np.may_share_memory(argument, value)
