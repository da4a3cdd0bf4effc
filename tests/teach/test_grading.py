"""Six invented students go through nbgrader: judged in a sandbox, with honest points and reasons."""

import argparse
import csv
import re
import socket
import subprocess
import sys
from pathlib import Path

import assignment
import grade
import grading
import handed_in
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


def test_what_cannot_be_graded_is_named_with_the_reason_and_keeps_nobody_else_from_being_graded(
    graded, capsys
):
    course, _ = graded
    right = (course / "submitted" / "right" / NAME / f"{CHAPTER}.ipynb").read_text(encoding="utf-8")
    files = {
        "unreadable": (f"{CHAPTER}.ipynb", b"the dog ate it"),
        "junk": (f"{CHAPTER}.ipynb", bytes(range(256))),
        "other": (f"{CHAPTER}.ipynb", b'["no", "notebook"]'),
        "blank": (f"{CHAPTER}.ipynb", b""),
        "again": (f"{CHAPTER} (1).ipynb", right.encode()),
        "packed": ("homework.zip", b"PK"),
        "stripped": (f"{CHAPTER}.ipynb", stripped(right).encode()),
    }
    for student, (name, content) in files.items():
        folder = course / "submitted" / student / NAME
        folder.mkdir(parents=True)
        (folder / name).write_bytes(content)
    (course / "submitted" / "nothing" / NAME).mkdir(parents=True)
    (course / "submitted" / "absent").mkdir()
    assignment.main(["--course", str(course), "06"])  # handed out, and handed in by nobody
    with pytest.raises(SystemExit) as ended:
        grade.main(["--course", str(course), NAME])
    said = dict(line.strip().split(": ", 1) for line in str(ended.value).splitlines()[1:])
    reasons = {
        "unreadable": f"{CHAPTER}.ipynb is no notebook",
        "junk": f"{CHAPTER}.ipynb is no notebook",
        "other": f"{CHAPTER}.ipynb is no notebook",
        "blank": f"{CHAPTER}.ipynb is empty",
        "again": f"expected {CHAPTER}.ipynb, found {CHAPTER} (1).ipynb; rename it",
        "packed": f"expected {CHAPTER}.ipynb, found homework.zip; ask for the file",
        "nothing": f"expected {CHAPTER}.ipynb, found nothing; ask for the file",
        "stripped": f"{CHAPTER}.ipynb has lost what marks its answers",
    }
    assert said.keys() == reasons.keys()
    assert all(words in said[student] for student, words in reasons.items())
    assert f"Not handed in (no folder {NAME}): absent" in capsys.readouterr().out
    assert (course / "feedback" / "right" / NAME / f"{CHAPTER}.html").exists()
    with (course / "grades.csv").open(encoding="utf-8") as file:
        rows = {(row["assignment"], row["student_id"]): row for row in csv.DictReader(file)}
    assert {name for name, _ in rows} == {NAME}
    assert {student for _, student in rows} == {path.name for path in (course / "submitted").iterdir()}
    assert rows[NAME, "empty"]["score"] == "0.0"
    assert rows[NAME, "empty"]["note"] == ""
    for student in [*said, "absent"]:
        row = rows[NAME, student]
        assert (row["score"], row["raw_score"]) == ("", "")
        assert row["note"] == said.get(student, "not handed in")


def stripped(text):
    """Return a notebook without the metadata of its cells, as programs that clean notebooks leave it."""
    notebook = nbformat.reads(text, 4)
    for cell in notebook.cells:
        cell.metadata = {}
    return nbformat.writes(notebook)


def test_only_what_cannot_be_graded_is_no_failure_of_nbgrader(tmp_path, capsys):
    """Without a traceback, and with a table that has the reason."""
    course = tmp_path / "course"
    assignment.main(["--course", str(course), "04"])
    for student, files in {"ema": {}, "tom": {f"{CHAPTER}.ipynb": "{"}}.items():
        (course / "submitted" / student / NAME).mkdir(parents=True)
        for name, content in files.items():
            (course / "submitted" / student / NAME / name).write_text(content)
    with pytest.raises(SystemExit) as ended:
        grade.main(["--course", str(course), NAME])
    said = str(ended.value)
    assert re.search(r"^Not graded:\n  ema: no notebook .*\n  tom: 04-sigmoid.ipynb is no notebook .*$", said)
    assert "Graded: nobody" in capsys.readouterr().out
    with (course / "grades.csv").open(encoding="utf-8") as file:
        rows = {row["student_id"]: row["note"] for row in csv.DictReader(file)}
    assert rows.keys() == {"ema", "tom"}
    assert all(f"{student}: {note}" in said for student, note in rows.items())


def test_where_nbgrader_fails_of_one_student_the_log_is_kept_and_named(tmp_path, monkeypatch):
    failed = subprocess.CompletedProcess([], 1, "", "Traceback: no space left")
    monkeypatch.setattr(grade, "nbgrader", lambda *command: failed)
    given = argparse.Namespace(course=tmp_path, assignment=NAME, force=[])
    (tmp_path / "autograded" / "ema" / NAME).mkdir(parents=True)
    (tmp_path / "autograded" / "ema" / NAME / f"{CHAPTER}.ipynb").touch()
    log = tmp_path / "autograde.log"
    assert grade.autograde(given, ["ema", "tom"], {}) == {"tom": f"nbgrader failed; {log} says why"}
    assert log.read_text(encoding="utf-8") == failed.stderr
    with pytest.raises(SystemExit, match="no space left"):
        grade.autograde(given, ["tom"], {})


def test_what_a_submission_leaves_out_is_told(tmp_path):
    name = "exercises-04-06"
    assignment.main(["--course", str(tmp_path), "04", "06"])
    folder = tmp_path / "submitted" / "ema" / name
    folder.mkdir(parents=True)
    notebook = nbformat.read(tmp_path / "release" / name / f"{CHAPTER}.ipynb", 4)
    lost = f"{INVERSE}-answer"
    notebook.cells = [each for each in notebook.cells if each.metadata.nbgrader.grade_id != lost]
    nbformat.write(notebook, folder / f"{CHAPTER}.ipynb")
    assert handed_in.wrong(tmp_path, name, "ema") == ""
    assert handed_in.left_out(tmp_path, name, "ema") == (
        f"not handed in, and 0 points for it: {lost}, 06-relu.ipynb"
    )
    (folder / "06-relu (1).ipynb").write_text("{}")
    assert "expected 06-relu.ipynb, found 06-relu (1).ipynb" in handed_in.wrong(tmp_path, name, "ema")


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
