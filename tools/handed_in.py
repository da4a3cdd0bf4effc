"""What students handed in: what of it cannot be graded and why, and the table of points.

A course holds it in ``submitted/NAME/ASSIGNMENT``. Nothing here runs what students wrote.
"""

import csv
import warnings
from pathlib import Path

import nbformat
from nbformat.warnings import MissingIDFieldWarning
from nbgrader.api import MissingEntry
from nbgrader.plugins import ExportPlugin
from nbgrader.utils import is_solution

UNMARKED = "{name} has lost what marks its answers (the cells' metadata), as when a program strips notebooks"
TO_MARK = "copy the answers into a fresh copy of {path}, or ask for the notebook as it was"
ASK = "ask for the file again"
COLUMNS = [
    "assignment", "duedate", "timestamp", "student_id", "last_name", "first_name", "email",
    "raw_score", "late_submission_penalty", "score", "max_score", "note",
]  # fmt: skip


def students(course):
    """Return the names of all students who have a folder in a course."""
    folders = (course / "submitted").glob("*/")
    return sorted(path.name for path in folders if path.is_dir() and not path.name.startswith("."))


def is_there(course, assignment, student):
    return (course / "submitted" / student / assignment).is_dir()


def read(path):
    with warnings.catch_warnings(action="ignore", category=MissingIDFieldWarning):  # they are given then
        return nbformat.read(path, 4)


def answers(notebook):
    """Return the answers of a notebook by the names that nbgrader's marks give them."""
    return {
        cell.metadata["nbgrader"]["grade_id"]: str(cell.source)
        for cell in notebook.cells
        if is_solution(cell) and "grade_id" in cell.metadata["nbgrader"]
    }


def wrong(course, assignment, student):
    """Return why a submission cannot be graded, and what to do about it; empty if it can."""
    folder = course / "submitted" / student / assignment
    handed_out = course / "release" / assignment
    expected, found = names(handed_out), names(folder)
    missing, others = sorted(expected - found), sorted(found - expected)
    if not found:
        there = ", ".join(sorted(path.name for path in folder.glob("*"))) or "nothing"
        return f"no notebook is there: expected {', '.join(missing)}, found {there}; {ASK}"
    if missing and others:
        named = f"expected {', '.join(missing)}, found {', '.join(others)}"
        return f"a notebook has another name: {named}; rename it, or remove it if it is no answer"
    for name in sorted(expected & found):
        if problem := wrong_in(folder / name, handed_out / name):
            return problem
    return ""


def wrong_in(path, handed_out):
    """Return why a notebook cannot be graded, and what to do about it; empty if it can."""
    if path.is_file() and not path.stat().st_size:
        return f"{path.name} is empty; {ASK}"
    try:
        given = answers(read(path))
    except Exception:  # a file can be anything, and nbformat raises as many kinds of errors
        return f"{path.name} is no notebook that can be read, it is damaged or something else; {ASK}"
    if unmarked(given, read(handed_out)):
        fresh = f"release/{handed_out.parent.name}/{handed_out.name}"
        return f"{UNMARKED.format(name=path.name)}; {TO_MARK.format(path=fresh)}"
    return ""


def unmarked(given, handed_out):
    """Return whether a notebook has none of the answers that were to be given."""
    expected = answers(handed_out).keys()
    return bool(expected) and not expected & given.keys()


def left_out(course, assignment, student):
    """Return which notebooks and answers a submission that can be graded has not got; empty if none."""
    folder, missing = course / "submitted" / student / assignment, []
    for path in sorted((course / "release" / assignment).glob("*.ipynb")):
        if not (folder / path.name).exists():
            missing.append(path.name)
            continue
        given = answers(read(folder / path.name))
        missing += [each for each in answers(read(path)) if each not in given]
    return f"not handed in, and 0 points for it: {', '.join(missing)}" if missing else ""


def names(folder):
    return {path.name for path in folder.glob("*.ipynb")}


class Table(ExportPlugin):
    """Write the table of points: who is not graded has none, and a note that says why."""

    def export(self, gradebook):
        course = Path(self.parent.coursedir.root)
        wanted = [str(each) for each in self.assignment]
        chosen = [each for each in gradebook.assignments if not wanted or each.name in wanted]
        rows = [row for each in chosen for row in rows_of(course, gradebook, each)]
        rows = [row for row in rows if not self.student or row["student_id"] in map(str, self.student)]
        target = Path(self.to or "grades.csv")
        unfinished = target.with_name(target.name + ".part")
        with unfinished.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS, restval="", lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
        unfinished.replace(target)


def rows_of(course, gradebook, assignment):
    """Return the rows of an assignment, one for each student; none if it has not been graded."""
    known = {student.id: student for student in gradebook.students}
    rows, waiting = [], False
    for name in sorted({*known, *students(course)}):
        there = is_there(course, assignment.name, name)
        problem = wrong(course, assignment.name, name) if there else ""
        row = {"assignment": assignment.name, "duedate": assignment.duedate, "student_id": name}
        row |= {"max_score": assignment.max_score, "note": problem or "not handed in"}
        row |= {each: getattr(known.get(name), each, "") for each in ("last_name", "first_name", "email")}
        if not problem and (course / "autograded" / name / assignment.name).is_dir():
            row["note"] = left_out(course, assignment.name, name) if there else ""
            row |= points(gradebook, assignment.name, name)
        elif there and not problem:
            row["note"], waiting = "not graded yet", True
        rows.append(row)
    graded = any("score" in row for row in rows)
    nobody = not any(is_there(course, assignment.name, name) for name in students(course))
    return rows if graded or not (waiting or nobody) else []


def points(gradebook, assignment, student):
    """Return the points of a student, as nbgrader's own table has them."""
    try:
        submission = gradebook.find_submission(assignment, student)
    except MissingEntry:
        return {"note": "graded, but not in the gradebook"}
    penalty = submission.late_submission_penalty or 0.0
    return {
        "timestamp": submission.timestamp, "raw_score": submission.score, "late_submission_penalty": penalty,
        "score": max(0.0, submission.score - penalty),
    }  # fmt: skip
