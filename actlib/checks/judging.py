"""judge: whether a learner's answer solves an exercise, by the exercise's own check."""

import inspect
import numbers
import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from types import FunctionType

import numpy as np

from actlib.checks.calling import copied, differs
from actlib.checks.report import Report

DIGITS = {np.dtype(np.float16): "three", np.dtype(np.float32): "seven"}
_coarse = {}  # what was answered in fewer digits since judge began, and what is to be said of it


@dataclass(frozen=True)
class Verdict:
    """What the check of an exercise says of an answer.

    Attributes
    ----------
    solved : bool
    said : str or Report
        What is wrong, or what the tutor reports; empty if there is nothing to say.
    """

    solved: bool
    said: str | Report = ""


def judge(check, answer):
    """Call the check of an exercise with what an answer has defined.

    Parameters
    ----------
    check : callable
        Its parameters are the names that an answer must define. It raises an AssertionError that
        says in words, or as a Report, what is wrong, or returns a Report of the tutor, or None.
    answer : dict of str to object
        What the learner's code has defined, by name.

    Returns
    -------
    Verdict

    Raises
    ------
    Exception
        Whatever the learner's functions raise while they are checked, their own AssertionErrors included.

    Examples
    --------
    >>> def check_half(x):
    ...     assert abs(x - 0.5) < 1e-9, "twice your x is not 1"
    >>> judge(check_half, {"x": 0.5}).solved
    True
    >>> judge(check_half, {"x": 0.4}).said
    'twice your x is not 1'
    >>> judge(check_half, {"y": 0.5}).said
    'Your code does not define x.'
    """
    wanted = list(inspect.signature(check).parameters)
    missing = [name for name in wanted if name not in answer]
    if missing:
        return Verdict(False, f"Your code does not define {' and '.join(missing)}.")
    unfinished = [name for name in wanted if answer[name] is ...]
    if unfinished:
        verb = "is" if len(unfinished) == 1 else "are"
        return Verdict(False, f"Replace the three dots: {' and '.join(unfinished)} {verb} still to be found.")
    nothing = [name for name in wanted if answer[name] is None]
    if nothing:
        return Verdict(False, f"{nothing[0]} is None, which is what a function without a return gives back.")
    no_numbers = [name for name in wanted if _holds_nan(answer[name])]
    if no_numbers:
        return Verdict(False, f"In {' and '.join(no_numbers)} there is NaN, which is not a number.")
    for name in wanted:
        if others := _others_than_numbers(answer[name]):
            return Verdict(False, f"{name} holds {others}, where numbers are asked for.")
    _coarse.clear()
    for name in wanted:
        _note_coarse(name, answer[name])
    try:
        said = check(**{name: answer[name] for name in wanted})
    except AssertionError as problem:
        if _is_the_learners(problem, check, answer):
            raise
        said = _said_by(problem)
        return Verdict(False, said if isinstance(said, Report) else " ".join([said, *_coarse.values()]))
    return Verdict(said.passed, said) if isinstance(said, Report) else Verdict(True)


def asked(function, *arguments):
    """Ask a learner's function, with copies of arrays and lists, and see that it leaves them as they are.

    Parameters
    ----------
    function : callable
    *arguments : object

    Returns
    -------
    object
        What the function returned.

    Raises
    ------
    AssertionError
        In words, if it has changed one of the copies or returned an array of text or of complex numbers.

    Examples
    --------
    >>> print(asked(lambda x: x + 1, np.array([1.0, 2.0])))
    [2. 3.]
    >>> asked(lambda x: x.sort(), [2, 1])
    Traceback (most recent call last):
    AssertionError: Your function changes the numbers that it is given. Let it work on a copy.
    """
    given = [copied(each) for each in arguments]
    answer = function(*given)
    if any(differs(*pair) for pair in zip(arguments, given, strict=True)):
        raise AssertionError("Your function changes the numbers that it is given. Let it work on a copy.")
    if others := _others_than_numbers(answer):
        raise AssertionError(f"Your function returns {others}, where numbers are asked for.")
    if not any(_digits(each) for each in given):
        _note_coarse("what your function returns", answer)
    return answer


def _note_coarse(what, value):
    if _digits(value):
        _coarse[what] = f"Besides, {what} is in {value.dtype}, which has {_digits(value)} digits."


def _digits(value):
    return DIGITS.get(getattr(value, "dtype", None)) if isinstance(value, (np.ndarray, np.floating)) else None


def apart(namespace, values=None):
    """Return a copy of a namespace whose functions see the copy, and nothing that is defined anew.

    Parameters
    ----------
    namespace : dict of str to object
        Such as ``globals()``.
    values : dict of str to object, optional
        What the copy holds, by default the same objects.

    Returns
    -------
    dict of str to object

    Examples
    --------
    >>> page = {}
    >>> exec("half = 0.5\\ndef halved(x): return half * x", page)
    >>> kept = apart(page)
    >>> page["half"] = "none"
    >>> kept["halved"](3)
    1.5
    """
    copy = dict(namespace if values is None else values)
    for name, value in namespace.items():
        if isinstance(value, FunctionType) and value.__globals__ is namespace:
            copy[name] = FunctionType(
                value.__code__, copy, value.__name__, value.__defaults__, value.__closure__
            )
            copy[name].__kwdefaults__ = value.__kwdefaults__
    return copy


def _parts(value):
    """Yield what stands in dicts, lists and tuples, however deep; anything else as it is."""
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, (list, tuple)):
        for each in value:
            yield from _parts(each)
    else:
        yield value


def _holds_nan(value):
    return any(map(_is_nan, _parts(value)))


def _is_nan(value):
    if isinstance(value, np.ndarray):
        return value.dtype.kind in "fc" and bool(np.isnan(value).any())
    return isinstance(value, numbers.Number) and bool(value != value)


def _others_than_numbers(value):
    """Return in words what an array holds, or arrays in a list or dict do, that is no real number, or ""."""
    return next(filter(None, map(_no_number, _parts(value))), "")


def _no_number(value):
    if isinstance(value, np.ndarray):
        entries = value.ravel().tolist() if value.dtype == object else []
        if value.dtype.kind in "SU" or any(isinstance(each, (str, bytes)) for each in entries):
            return "text"
        return _others_than_numbers(entries) or ("complex numbers" if np.iscomplex(value).any() else "")
    return "complex numbers" if isinstance(value, numbers.Complex) and value.imag else ""


def _is_the_learners(problem, check, answer):
    """Return whether an error arose in the learner's own code, or below it, and not in the check."""
    defined = [part for each in answer.values() for part in (each, *getattr(each, "__dict__", {}).values())]
    own = [each for each in defined if getattr(each, "__module__", None) == check.__module__]
    codes = [getattr(each, "__code__", None) for each in own]
    files, own = {code.co_filename for code in codes if code}, check.__code__.co_filename
    called = [frame.filename for frame in traceback.extract_tb(problem.__traceback__)]
    return next((file for file in reversed(called) if file in files | {own}), own) != own


def _said_by(problem):
    said = problem.args[0] if problem.args else ""
    return said if isinstance(said, Report) else str(said) or "That is not right yet."
