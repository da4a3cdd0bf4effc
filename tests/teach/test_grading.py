"""Six invented students go through nbgrader: judged in a sandbox, with honest points and reasons."""

import csv
import re
import socket
import sys
from pathlib import Path

import assignment
import grade
import grading
import nbformat
import notebooks
import pytest

from tests.exercises import exercises
from tests.teach.submissions import CHAPTER, HALF_SLOPE, INVERSE, LABELS, LOG_SIGMOID, MISTAKE, submissions

NAME = "exercises-04"
LIMITS = "\nc.ExecuteApart.timeout = 120\ngrading.PROCESSOR_SECONDS = 15\n"
POINTS = {label: assignment.points(each) for label, each in exercises(CHAPTER).items()}


@pytest.fixture(scope="module")
def handed_out(tmp_path_factory):
    """Make the assignment in a folder as a lecturer would; beside it lies something that must survive."""
    folder = tmp_path_factory.mktemp("teach")
    (folder / "canary").mkdir()
    (folder / "canary" / "thesis.txt").write_text("the only copy")
    assignment.main(["--course", str(folder / "course"), "04"])
    with (folder / "course" / "nbgrader_config.py").open("a") as config:
        config.write(LIMITS)
    return folder


@pytest.fixture(scope="module")
def graded(handed_out):
    """Hand in all submissions and grade them; return the course's folder and what it is expected to hold."""
    course = handed_out / "course"
    with socket.create_server(("127.0.0.1", 0)) as listening:
        handed_in = submissions(handed_out / "canary", course, listening.getsockname()[1])
        for student, (answers, _) in handed_in.items():
            folder = course / "submitted" / student / NAME
            folder.mkdir(parents=True)
            notebook = nbformat.read(course / "release" / NAME / f"{CHAPTER}.ipynb", 4)
            for cell in notebook.cells:
                label = cell.metadata.nbgrader.grade_id.removesuffix("-answer")
                cell.source = answers.get(label, cell.source)
            notebook.cells = notebook.cells if answers else []
            nbformat.write(notebook, folder / f"{CHAPTER}.ipynb")
        grade.main(["--course", str(course), NAME])
    return course, handed_in


def test_points_are_those_deserved(graded):
    course, handed_in = graded
    with (course / "grades.csv").open() as file:
        scores = {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)}
    deserved = {student: sum(POINTS[label] for label in solved) for student, (_, solved) in handed_in.items()}
    assert {student: scores[student] for student in handed_in} == deserved


def test_the_hostile_one_has_harmed_and_seen_nothing(graded, handed_out):
    course, _ = graded
    assert (handed_out / "canary" / "thesis.txt").read_text() == "the only copy"
    assert [path.name for path in (handed_out / "canary").iterdir()] == ["thesis.txt"]
    assert (course / "source" / NAME / f"{CHAPTER}.ipynb").exists()
    assert not list(handed_out.rglob("was-here"))
    said = printed(course, "hostile", INVERSE)
    assert "FOUND" not in said
    assert "SEEN False False" in said
    assert "PROGRAMS []" in said
    assert "NO NETWORK" in said


def test_a_page_of_feedback_runs_nothing_of_an_answer(graded):
    course, _ = graded
    page = (course / "feedback" / "hostile" / NAME / f"{CHAPTER}.html").read_text(encoding="utf-8")
    assert "look" in page
    assert not re.search(r"<script>\s*stolen|<b [^>]*onclick", page)


def printed(course, student, label):
    """Return what the answer and the test of an exercise have put out, as it was graded."""
    notebook = nbformat.read(course / "autograded" / student / NAME / f"{CHAPTER}.ipynb", 4)
    found = [
        output.get("text") or output.get("evalue") or output.get("data", {}).get("text/plain", "")
        for cell in notebook.cells
        if cell.metadata.nbgrader.grade_id in (f"{label}-answer", f"{label}-test")
        for output in cell.outputs
    ]
    return "\n".join(found)


@pytest.mark.parametrize(
    ("student", "label", "words"),
    [
        ("mistaken", INVERSE, "only probabilities"),
        ("mistaken", HALF_SLOPE, "still steeper"),
        ("mistaken", LOG_SIGMOID, "log_sigmoid: not yet right"),
        ("mistaken", MISTAKE, "The activation is applied twice"),
        ("hanging", INVERSE, "a loop without an end"),
        ("hanging", LOG_SIGMOID, "Not finished after 120 seconds"),
        ("hostile", LOG_SIGMOID, "a loop without an end"),
        ("empty", INVERSE, "does not define mine"),
        ("cheating", INVERSE, "Python was ended"),
        ("cheating", HALF_SLOPE, grading.SILENT),
        ("cheating", LOG_SIGMOID, "no longer refuses what is unsolved"),
    ],
)
def test_the_feedback_says_why(graded, student, label, words):
    course, _ = graded
    assert words in printed(course, student, label)
    page = (course / "feedback" / student / NAME / f"{CHAPTER}.html").read_text(encoding="utf-8")
    assert words in page


def test_what_is_printed_without_end_is_cut(graded):
    course, _ = graded
    assert len(printed(course, "cheating", MISTAKE)) < 4 * grading.MOST_CHARACTERS


def test_what_is_no_notebook_is_named_and_keeps_nobody_else_from_being_graded(graded):
    course, _ = graded
    folder = course / "submitted" / "unreadable" / NAME
    folder.mkdir(parents=True)
    (folder / f"{CHAPTER}.ipynb").write_text("the dog ate it")
    with pytest.raises(SystemExit, match=r"Not graded.*: unreadable$"):
        grade.main(["--course", str(course), NAME])
    assert (course / "feedback" / "right" / NAME / f"{CHAPTER}.html").exists()


def test_nbgraders_validator_passes_the_source_and_names_what_students_have_to_do(handed_out):
    course = handed_out / "course"
    done = assignment.nbgrader(course, "validate", f"source/{NAME}/{CHAPTER}.ipynb")
    assert "Success" in done.stdout, done.stdout
    done = assignment.nbgrader(course, "validate", f"release/{NAME}/{CHAPTER}.ipynb")
    assert f"FAILED ON {len(LABELS)} CELL(S)" in done.stdout, done.stdout


def test_students_get_no_solution_and_no_hidden_test(handed_out):
    source, handed_out_text = (
        (handed_out / "course" / kind / NAME / f"{CHAPTER}.ipynb").read_text()
        for kind in ("source", "release")
    )
    for mark in ("BEGIN SOLUTION", "BEGIN START", "BEGIN HIDDEN", "np.log1p(np.exp(-np.abs(x)))"):
        assert mark in source
        assert mark not in handed_out_text
    for exercise in exercises(CHAPTER).values():
        assert exercise.starts[0].strip().splitlines()[-1].strip() in handed_out_text.replace('\\"', '"')


def test_without_a_sandbox_nothing_is_graded_and_a_sentence_says_so(handed_out, tmp_path):
    course = handed_out / "course"
    folder = course / "submitted" / "early" / NAME
    folder.mkdir(parents=True)
    notebook = nbformat.read(course / "release" / NAME / f"{CHAPTER}.ipynb", 4)
    nbformat.write(notebook, folder / f"{CHAPTER}.ipynb")
    for program in ("alembic", "python"):
        (tmp_path / program).symlink_to(Path(sys.executable).parent / program)
    done = assignment.nbgrader(course, "autograde", NAME, "--student", "early", PATH=str(tmp_path))
    assert done.returncode != 0
    assert "Grading runs what students wrote, and does so only in a sandbox." in done.stderr
    assert not (course / "autograded" / "early").exists()


def test_the_notebooks_of_an_assignment_are_the_chapters_named():
    assert (
        assignment.chosen("4")
        == assignment.chosen("04-sigmoid")
        == notebooks.ROOT / f"chapters/{CHAPTER}.ipynb"
    )
