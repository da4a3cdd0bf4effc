"""judge: whether a learner's answer solves an exercise, by the exercise's own check."""

import inspect
from dataclasses import dataclass

from actlib.checks.report import Report


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
        Whatever else the learner's functions raise while they are checked.

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
    try:
        said = check(**{name: answer[name] for name in wanted})
    except AssertionError as problem:
        return Verdict(False, _said_by(problem))
    return Verdict(said.passed, said) if isinstance(said, Report) else Verdict(True)


def _said_by(problem):
    said = problem.args[0] if problem.args else ""
    return said if isinstance(said, Report) else str(said) or "That is not right yet."
