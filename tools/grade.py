"""Grade an assignment: ``make grade ASSIGNMENT=exercises-04-06``.

What students handed in lies in ``course/submitted/NAME/ASSIGNMENT``. Points are written to
``course/grades.csv``, and for each student pages to hand back into ``course/feedback/NAME/ASSIGNMENT``. Who
is graded already stays so, unless ``--force`` is given. Every answer runs in a sandbox: ``tools/grading.py``.
"""

import argparse
import sys
from pathlib import Path

from assignment import COURSE, nbgrader


def main(arguments):
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("assignment", nargs="?", default="")
    parser.add_argument("--course", type=Path, default=COURSE)
    parser.add_argument("--force", action="store_const", const=["--force"], default=[], help="grade anew")
    given = parser.parse_args(arguments)
    known = sorted(path.name for path in (given.course / "release").glob("*"))
    if given.assignment not in known:
        raise SystemExit(
            f"ASSIGNMENT expects one of {', '.join(known) or 'none yet'}, got {given.assignment!r}"
        )
    students = sorted(path.parent.name for path in (given.course / "submitted").glob(f"*/{given.assignment}"))
    if not students:
        raise SystemExit(f"Nothing is handed in: {given.course / 'submitted' / 'NAME' / given.assignment}")
    unread = autograde(given, students)
    for command in (("generate_feedback", given.assignment, "--force"), ("export",)):
        done = nbgrader(given.course, *command)
        if done.returncode:
            raise SystemExit(f"{done.stderr}\nnbgrader {command[0]} failed; the reason stands above.")
    print(f"Graded: {', '.join(each for each in students if each not in unread)}")
    print(f"Points: {given.course / 'grades.csv'}")
    print(f"To hand back: {given.course / 'feedback' / 'NAME' / given.assignment}")
    if unread:
        raise SystemExit(f"Not graded, for what they handed in is no such assignment: {', '.join(unread)}")


def autograde(given, students):
    """Let nbgrader grade all that is not graded yet; return the students whose files it could not take."""
    done = nbgrader(given.course, "autograde", given.assignment, *given.force)
    graded = given.course / "autograded"
    unread = [each for each in students if not list((graded / each / given.assignment).glob("*.ipynb"))]
    if done.returncode and (len(unread) == len(students) or not unread):
        raise SystemExit(f"{done.stderr}\nnbgrader autograde failed; the reason stands above.")
    return unread


if __name__ == "__main__":
    main(sys.argv[1:])
