"""Grade an assignment: ``make grade ASSIGNMENT=exercises-04-06``.

What students handed in lies in ``course/submitted/NAME/ASSIGNMENT``. Points are written to
``course/grades.csv``, and for each student pages to hand back into ``course/feedback/NAME/ASSIGNMENT``. What
cannot be graded is named with the reason (``tools/handed_in.py``) and has no points. Who is graded already
stays so, unless ``--force`` is given. Every answer runs in a sandbox: ``tools/grading.py``.
"""

import argparse
import sys
from pathlib import Path

import grading
import handed_in
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
    students = handed_in.students(given.course)
    there = [each for each in students if handed_in.is_there(given.course, given.assignment, each)]
    if not there:
        raise SystemExit(f"Nothing is handed in: {given.course / 'submitted' / 'NAME' / given.assignment}")
    grading.require_sandbox()
    wrong = {each: handed_in.wrong(given.course, given.assignment, each) for each in there}
    wrong = {each: problem for each, problem in wrong.items() if problem}
    if len(wrong) < len(there):
        wrong |= autograde(given, [each for each in there if each not in wrong], wrong)
        run(given.course, "generate_feedback", given.assignment, "--force")
    run(given.course, "export")
    report(given, students, there, wrong)


def autograde(given, students, wrong):
    """Let nbgrader grade all that can be and is not yet; return of whom it could not, with a reason."""
    apart = f"--CourseDirectory.student_id_exclude={','.join(each for each in wrong if ',' not in each)}"
    done = nbgrader(given.course, "autograde", given.assignment, *given.force, apart)
    graded = given.course / "autograded"
    failed = [each for each in students if not list((graded / each / given.assignment).glob("*.ipynb"))]
    if failed == students:
        raise SystemExit(f"{done.stderr}\nnbgrader autograde failed; the reason stands above.")
    log = given.course / "autograde.log"
    if failed:
        log.write_text(done.stderr, encoding="utf-8")
    return dict.fromkeys(failed, f"nbgrader failed; {log} says why")


def run(course, *command):
    done = nbgrader(course, *command)
    if done.returncode:
        raise SystemExit(f"{done.stderr}\nnbgrader {command[0]} failed; the reason stands above.")


def report(given, students, there, wrong):
    """Say who is graded, who has handed in nothing, and of whom what cannot be graded, with the reason."""
    graded = [each for each in there if each not in wrong]
    print(f"Graded: {', '.join(graded) or 'nobody'}")
    for each in graded:
        if missing := handed_in.left_out(given.course, given.assignment, each):
            print(f"  {each}: {missing}")
    if absent := [each for each in students if each not in there]:
        print(f"Not handed in (no folder {given.assignment}): {', '.join(absent)}")
    print(f"Points: {given.course / 'grades.csv'}")
    print(f"To hand back: {given.course / 'feedback' / 'NAME' / given.assignment}")
    if wrong:
        raise SystemExit("\n".join(["Not graded:", *(f"  {each}: {wrong[each]}" for each in sorted(wrong))]))


if __name__ == "__main__":
    main(sys.argv[1:])
