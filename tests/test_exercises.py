"""Every exercise of the book: its check tells right answers from wrong ones and names what is wrong."""

import ast
import math
import re

import pytest
import shell
from preparation import preparation

from tests.exercises import Answer, Exercise, answers, exercises, unfounded
from tests.prose import CHAPTERS

STARTS_WITH_AN_ERROR = {"ex-18-unfair"}  # which is to be mended
LEAST_RIGHT, LEAST_WRONG, MOST_CHECK_LINES = 3, 4, 25

# What a task or a hint says beside what its check and solution compute.
SAID_ONLY = {
    "ex-04-inverse": {"1"},
    "ex-04-log-sigmoid": {"1", "t"},
    "ex-06-integers": {"dtype"},
    "ex-07-one-or-many": {"samples"},
    "ex-07-without-asking": {"10"},
    "ex-08-find-the-mistake": {f"{-math.log(math.e / (math.e + 2)):.2f}"},
    "ex-09-best-beta": {"1.6", "1.9"},
    "ex-13-xor": {f"{range(5)[-1]}"},
    "ex-17-relu": {"21"},
    "ex-19-refute": {"0.1"},
}


EXERCISES = {label: each for stem in CHAPTERS for label, each in exercises(stem).items()}
KEPT = [each for stem in CHAPTERS for each in answers(stem)]


def outcome(exercise, code, monkeypatch):
    """Answer an exercise as the page does; return whether it is solved and all that is said."""
    said = []
    monkeypatch.setattr(shell, "emit", lambda kind, data: said.append((kind, data)))
    namespace = shell.prepared(shell.above("answer", code, [*exercise.above, exercise.check]))
    assert namespace is not None, said
    solved = shell.answer(code, namespace, exercise.check_name)
    return solved, "\n".join(data.get("text", "") for kind, data in said if kind in ("error", "verdict"))


@pytest.fixture
def answered(monkeypatch):
    return lambda exercise, code: outcome(exercise, code, monkeypatch)


@pytest.mark.parametrize("exercise", EXERCISES.values(), ids=EXERCISES)
def test_an_exercise_has_a_start_hints_a_check_and_enough_kept_answers(exercise):
    kept = [each for each in KEPT if each.label == exercise.label]
    assert len(exercise.starts) == 1
    assert 1 <= exercise.hints <= 3
    assert f"def {exercise.check_name}(" in exercise.check
    assert exercise.check_name + "(" in exercise.solution
    assert len(exercise.check.splitlines()) <= MOST_CHECK_LINES
    assert sum(each.right for each in kept) >= LEAST_RIGHT
    assert sum(not each.right for each in kept) >= LEAST_WRONG
    assert len({each.code for each in kept}) == len(kept)


@pytest.mark.parametrize("exercise", EXERCISES.values(), ids=EXERCISES)
def test_the_start_of_an_exercise_runs_or_asks_and_does_not_solve_it(exercise, answered):
    solved, said = answered(exercise, exercise.starts[0])
    assert not solved
    assert said
    assert bool(re.search(r"^\w+Error\b", said, re.MULTILINE)) == (exercise.label in STARTS_WITH_AN_ERROR)


@pytest.mark.parametrize("exercise", EXERCISES.values(), ids=EXERCISES)
def test_the_solution_of_an_exercise_solves_it(exercise, answered):
    solved, said = answered(exercise, exercise.solution)
    assert solved, said


# Answers without a number: words, truth values, networks, a class.
NO_NUMBERS = {
    *("ex-01-find-the-mistake", "ex-02-find-the-mistake", "ex-11-find-the-mistake", "ex-13-only-one"),
    *("ex-14-backward", "ex-16-linear", "ex-17-dice", "ex-20-lowest", "ex-20-mistake"),
}
IN_PLACE_OF_NUMBERS = """
import functools, numpy as np

def without_numbers(value):
    if isinstance(value, dict):
        return {key: without_numbers(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(without_numbers(each) for each in value)
    if isinstance(value, np.ndarray) and value.dtype.kind in "iuf":
        return in_place_of_numbers(value)
    is_number = isinstance(value, (int, float, np.number)) and not isinstance(value, bool)
    return in_place_of_numbers(np.array(value)).item() if is_number else value

def spoiled(value):
    if isinstance(value, type) or not callable(value):
        return without_numbers(value)
    return functools.wraps(value)(lambda *given, **named: without_numbers(value(*given, **named)))

def in_place_of_numbers(value):
    return """
NO_NUMBERS_THEMSELVES = {
    "infinity": "np.full(value.shape, np.inf)",
    "the least infinity": "np.full(value.shape, -np.inf)",
    "text": "value.astype(str)",
    "text among objects": "value.astype(str).astype(object)",
    "complex numbers": "value + 0.001j",
}
GIVEN_NO_ARRAYS = {"ex-02-leak", "ex-12-root", "ex-14-backward"}
SEVENS_AFTERWARDS = """
import functools, numpy as np

def spoiled(value):
    def spoiling(*given):
        result = np.array(value(*given))
        for each in given:
            if isinstance(each, (list, np.ndarray)):
                each[:] = [7] * len(each) if isinstance(each, list) else 7
            if isinstance(each, dict):
                each |= dict.fromkeys(each, 7)
        return result
    return functools.wraps(value)(spoiling) if callable(value) else value
"""


def spoiled(exercise, program):
    """Return the solution with something done to all that the check asks for."""
    names = [argument.arg for argument in ast.parse(exercise.check).body[0].args.args]
    solution = preparation("\n".join(names), [exercise.solution])
    return "\n".join([solution, program, *(f"{name} = spoiled({name})" for name in names)])


@pytest.mark.parametrize("exercise", EXERCISES.values(), ids=EXERCISES)
def test_nan_is_no_right_answer(exercise, answered):
    solved, said = answered(exercise, spoiled(exercise, IN_PLACE_OF_NUMBERS + "np.full(value.shape, np.nan)"))
    assert solved == (exercise.label in NO_NUMBERS)
    assert "Error" not in said


@pytest.mark.parametrize("exercise", EXERCISES.values(), ids=EXERCISES)
def test_what_is_no_number_is_no_right_answer(exercise, answered):
    for kind, values in NO_NUMBERS_THEMSELVES.items():
        solved, said = answered(exercise, spoiled(exercise, IN_PLACE_OF_NUMBERS + values))
        assert solved == (exercise.label in NO_NUMBERS), f"{kind}: {said}"


@pytest.mark.parametrize("exercise", [each for each in EXERCISES.values() if "asked(" in each.check], ids=str)
def test_a_function_that_changes_what_it_is_given_is_told_so(exercise, answered):
    if exercise.label not in GIVEN_NO_ARRAYS:
        solved, said = answered(exercise, spoiled(exercise, SEVENS_AFTERWARDS))
        assert not solved
        assert "changes the numbers that it is given" in said


@pytest.mark.parametrize("answer", KEPT, ids=lambda answer: f"{answer.label} {answer.title}")
def test_a_kept_answer_is_judged_rightly_and_a_wrong_one_named(answer: Answer, answered):
    solved, said = answered(EXERCISES[answer.label], answer.code)
    assert solved == answer.right, said
    assert answer.shows.lower() in said.lower()
    assert answer.right or answer.shows, "a wrong answer's message must be stated"


def test_every_kept_answer_belongs_to_an_exercise():
    assert {each.label for each in KEPT} <= set(EXERCISES)


@pytest.mark.parametrize("exercise", EXERCISES.values(), ids=EXERCISES)
def test_the_numbers_and_names_of_a_task_are_those_of_its_check_or_solution(exercise):
    assert set(unfounded(exercise)) == SAID_ONLY.get(exercise.label, set())


def test_a_number_and_a_name_that_nothing_computes_are_found():
    task = (
        "```{exercise-start} A\n:label: ex-01-a\n```\nTrain `relu` for 300 epochs, [chapter 9](09-b), by 5 %."
    )
    code = "def check_a(relu):\n    assert train(relu, epochs=300, rate=0.05)"
    assert list(unfounded(Exercise("ex-01-a", "A", [], task, code))) == []
    changed = task.replace("300", "400").replace("relu", "tanh").replace("5 %", "6 %")
    assert list(unfounded(Exercise("ex-01-a", "A", [], changed, code))) == ["400", "6", "tanh"]
