"""Calling code that may raise, hang, print, warn, return junk or overwrite what it is given."""

import contextlib
import copy
import ctypes
import inspect
import numbers
import re
import sys
import threading
import time
from dataclasses import dataclass

import numpy as np

from actlib.checks import watching
from actlib.checks.hearing import Heard, hearing
from actlib.functions.accept import is_masked_array

SECONDS = 2.0
MOST_SECONDS = 600  # for many calls of a loss, each of which has been seen to take less
SECONDS_TO_LOAD = 60.0  # how much longer a call may take that imports a large library
REQUIRED = inspect.Parameter.empty
CALLED = "a learner's function"  # the name of the thread that calls it


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
        What NumPy said of numbers that overflow and the like, and all warnings, in one line.
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
    """Call a function with copies of its arguments, for a limited time, and say what came of it.

    It runs in a thread of its own, which can be waited for on every system and inside a notebook.
    One that hangs is told to stop; if it is busy outside of Python it is left behind, and ends with
    the program. Where no thread can be had, as in a browser, the clock is looked at on every line.
    """
    given = [copied(argument) for argument in arguments]
    watches = watching.WATCHES and any(isinstance(each, (np.ndarray, list)) for each in given)
    handed = [watching.watched(each) if isinstance(each, np.ndarray) else each for each in given]
    result, heard = {}, Heard()

    def run(limited=lambda function: function):
        with heard.in_this_thread(), watching.watching() if watches else contextlib.nullcontext():
            try:
                result["value"] = limited(function)(*(handed if watches else given), **keywords)
            except BaseException as error:
                result["error"] = error

    with hearing():
        in_time = _ends_in_time(run, seconds)
    if not in_time:
        return Outcome(timed_out=True)
    value = watching.unwatched(result.get("value")) if watches else result.get("value")
    pairs = list(zip(arguments, given, strict=True))
    return Outcome(
        value=value,
        error=result.get("error"),
        warned=" ".join(heard.warnings),
        printed=heard.printed,
        overwritten=any(differs(before, after) for before, after in pairs),
        returned_input=any(_same_memory(after, value) for _, after in pairs),
    )


class _Deadline:
    """The end of a call's seconds. What it takes to load a library does not count."""

    def __init__(self, seconds):
        self.seconds = seconds
        self.end = time.monotonic() + seconds
        self.latest = self.end + SECONDS_TO_LOAD
        self.modules = len(sys.modules)

    def left(self):
        return max(0.0, self.end - time.monotonic())

    def is_over(self, frame):
        """Return whether the time is up for code that is now in a frame, perhaps within an import."""
        now = time.monotonic()
        if now < self.end:
            return False
        loads = len(sys.modules) != self.modules or _is_importing(frame)
        if loads and now < self.latest:
            self.end, self.modules = now + self.seconds, len(sys.modules)
            return False
        return True


def _is_importing(frame):
    while frame is not None and frame.f_code.co_filename != "<frozen importlib._bootstrap>":
        frame = frame.f_back
    return frame is not None


class _OutOfTime(BaseException):
    """Raised in code that has used up its seconds, where no thread can be had."""


def _ends_in_time(run, seconds):
    thread = threading.Thread(target=run, daemon=True, name=CALLED)
    try:
        thread.start()
    except RuntimeError:
        return _ends_in_time_without_thread(run, seconds)
    deadline = _Deadline(seconds)
    try:
        while True:
            thread.join(deadline.left())
            if not thread.is_alive():
                return True
            if deadline.is_over(sys._current_frames().get(thread.ident)):
                break
    except KeyboardInterrupt:
        _stop(thread)
        raise
    _stop(thread)
    return False


def _stop(thread):
    """Raise SystemExit in a thread, so that an endless loop does not slow everything after it."""
    with contextlib.suppress(AttributeError):
        identifier = ctypes.c_ulong(thread.ident)
        ctypes.pythonapi.PyThreadState_SetAsyncExc(identifier, ctypes.py_object(SystemExit))


def _ends_in_time_without_thread(run, seconds):
    """Run while every line looks at the clock.

    Code that is busy outside of Python is not stopped, only judged when it comes back; and whoever
    wants to stop the program meanwhile can.
    """
    deadline = _Deadline(seconds)
    stopped = []

    def look(frame, event, argument):
        module = frame.f_globals.get("__name__", "")
        if module.startswith("actlib.checks."):
            return None
        if deadline.is_over(frame):
            raise _OutOfTime
        return None if module.startswith("numpy.") else look

    def limited(function):
        def traced(*arguments, **keywords):
            before = sys.gettrace()
            sys.settrace(look)
            try:
                return function(*arguments, **keywords)
            except KeyboardInterrupt as stop:
                stopped.append(stop)
            finally:
                sys.settrace(before)

        return traced

    run(limited)
    if stopped:
        raise stopped[0]
    return not deadline.is_over(None)


def real_numbers(value):
    """Return a result as an array of real numbers, or None where it is something else.

    That is also an array of Python's objects, with which NumPy cannot go on, and one with hidden numbers.
    """
    if type(value) is np.ndarray and value.dtype.kind in "biuf":
        return value
    if isinstance(value, (str, bytes, dict, set)) or value is None or _hides_numbers(value):
        return None
    if isinstance(value, np.ndarray) and value.dtype.kind == "O":
        return None
    outcome = call(np.asarray, value)
    if outcome.failed or outcome.value.dtype.kind not in "biufO":
        return None
    array = outcome.value
    if array.dtype.kind == "O":
        if not all(hasattr(v, "__float__") for v in array.flat):
            return None
        converted = call(lambda a: np.array([float(v) for v in a.flat]).reshape(a.shape), array)
        return None if converted.failed else converted.value
    return array


def is_caret_for_power(error):
    """Return whether an error comes of ^ between numbers with fractions, which Python does not have."""
    words = str(error)
    return isinstance(error, TypeError) and ("'bitwise_xor'" in words or " for ^" in words)


def _hides_numbers(value):
    return is_masked_array(value) and np.ma.is_masked(value)


def description(value):
    """Say in a few words what kind of thing came back."""
    if value is None:
        return "None"
    if _hides_numbers(value):
        return f"a masked array, in which {np.ma.count_masked(value)} of {value.size} numbers are hidden"
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape} and dtype {value.dtype}"
    if isinstance(value, int) and abs(value) > sys.float_info.max:
        return "a single whole number larger than any float64"
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
    taken = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)
    return {p.name: p.default for p in _parameters(function)[1:] if p.kind in taken}


def takes_any_name(function):
    """Return whether a function takes parameters of every name, as one behind a decorator does."""
    return any(p.kind is inspect.Parameter.VAR_KEYWORD for p in _parameters(function))


def _parameters(function):
    if isinstance(function, np.ufunc):
        return []
    if isinstance(function, np.vectorize):
        return _parameters(function.pyfunc)
    try:
        return list(inspect.signature(function).parameters.values())
    except (ValueError, TypeError):
        return []


def copied(argument):
    """Return a copy of an array, in its order in memory, or of a list or dict; anything else as it is."""
    if isinstance(argument, np.ndarray):
        return argument.copy(order="K")
    return copy.deepcopy(argument) if isinstance(argument, (list, dict)) else argument


def differs(before, after):
    """Return whether an array, a list or a dict has other numbers than before."""
    if isinstance(before, dict):
        return list(before) != list(after) or any(differs(before[key], after[key]) for key in before)
    if isinstance(before, (np.ndarray, list, numbers.Number)):
        try:
            return not np.array_equal(np.asarray(before), np.asarray(after), equal_nan=True)
        except (TypeError, ValueError):
            return True
    return False


def _same_memory(argument, value):
    both = isinstance(argument, np.ndarray) and isinstance(value, np.ndarray)
    return both and argument.size > 0 and np.may_share_memory(argument, value)
