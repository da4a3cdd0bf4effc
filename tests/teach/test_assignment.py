"""What make assignment writes: each exercise is judged as on its page, with what it gives and no more."""

import contextlib
import io

import assignment
import nbformat
import notebooks
import pytest
from preparation import preparation

from tests.exercises import answers, exercises

EXERCISES = {
    label: each for path in notebooks.chapter_paths() for label, each in exercises(path.stem).items()
}
every_exercise = pytest.mark.parametrize("exercise", EXERCISES.values(), ids=EXERCISES)


def cells(exercise):
    _, given, answer, test = assignment.exercise_cells(exercise, "any")
    return given["source"], answer["source"], test["source"]


def judged(exercise, answer):
    """Run an exercise's cells with an answer; return what was shown and said, and whether it is solved."""
    given, _, test = cells(exercise)
    shown = []
    namespace = {"__name__": "__main__", "display": lambda value: shown.append(str(value))}
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        try:
            for source in (given, answer, test):
                exec(compile(source, "<cell>", "exec"), namespace)
        except Exception as problem:
            return False, f"{type(problem).__name__}: {problem}\n" + "\n".join(shown)
    return True, "\n".join(shown)


@every_exercise
def test_the_solution_passes_the_start_and_nothing_do_not(exercise):
    _, solution, _ = cells(exercise)
    solved, said = judged(exercise, solution)
    assert solved, said
    for unsolved in (exercise.starts[0], ""):
        solved, said = judged(exercise, unsolved)
        assert not solved
        assert "no longer refuses" not in said


@pytest.mark.parametrize("path", notebooks.chapter_paths(), ids=lambda path: path.stem)
def test_kept_answers_are_judged_as_on_the_page(path):
    """What uses a name of the page that its exercise does not refer to brings what defines it."""
    for kept in answers(path.stem):
        exercise = EXERCISES[kept.label]
        brought = preparation(kept.code, exercise.above)
        solved, said = judged(exercise, f"{brought}\n{kept.code}")
        assert solved == kept.right, f"{kept.label} {kept.title}: {said}"
        assert kept.shows.lower() in said.lower()


@pytest.mark.parametrize("path", notebooks.chapter_paths(), ids=lambda path: path.stem)
def test_a_source_is_a_notebook_with_marks_for_nbgrader(path):
    source = nbformat.from_dict(assignment.source(path))
    nbformat.validate(source)
    names = [cell.metadata.nbgrader.grade_id for cell in source.cells]
    assert len(set(names)) == len(names)
    graded = [cell for cell in source.cells if cell.metadata.nbgrader.grade]
    assert [cell.metadata.nbgrader.grade_id for cell in graded] == [
        f"{each}-test" for each in exercises(path.stem)
    ]
    assert all(cell.metadata.nbgrader.points >= 1 for cell in graded)
    text = "\n".join(cell.source for cell in source.cells if cell.cell_type == "markdown")
    assert "/book/" not in text
    assert ".ipynb" not in text


def test_a_chapter_that_is_not_there_is_named():
    with pytest.raises(SystemExit, match="got '21'"):
        assignment.chosen("21")


def test_a_chapter_named_twice_counts_once(tmp_path):
    assignment.main(["--course", str(tmp_path), "04", "4", "04-sigmoid"])
    assert [path.name for path in (tmp_path / "source").iterdir()] == ["exercises-04"]


def test_without_chapters_a_sentence_says_what_to_name():
    with pytest.raises(
        SystemExit, match=r'^CHAPTERS expects numbers of chapters, as in CHAPTERS="04 06", got none'
    ):
        assignment.main([])


def test_changes_of_the_source_are_kept_unless_forced(tmp_path):
    arguments = ["--course", str(tmp_path), "04"]
    assignment.main(arguments)
    assignment.main(arguments)  # of what nobody has changed nothing can be lost
    path = tmp_path / "source" / "exercises-04" / "04-sigmoid.ipynb"
    made = path.read_text(encoding="utf-8")
    changed = made.replace('"points": 2', '"points": 5')
    assert changed != made
    path.write_text(changed, encoding="utf-8")
    with pytest.raises(SystemExit, match=r"04-sigmoid.ipynb differs .* AGAIN=--force"):
        assignment.main(arguments)
    assert path.read_text(encoding="utf-8") == changed
    assignment.main(["--force", *arguments])
    assert path.read_text(encoding="utf-8") == made
