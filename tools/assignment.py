"""Make an assignment for nbgrader out of the exercises of some chapters.

    python tools/assignment.py 04 06                  into course/, which git ignores
    python tools/assignment.py --course FOLDER 04 06  into another course folder
    python tools/assignment.py --force 04 06          anew, which undoes changes of the instructor's source

The course folder then has the instructor's source, with solutions and hidden tests, what students get, and
the configuration that grades in a sandbox (``tools/grading.py``). README.md names the commands that follow.
"""

import argparse
import ast
import json
import os
import re
import subprocess
import sys
from pathlib import Path

sys.path.extend(str(Path(__file__).resolve().parents[1] / folder) for folder in ("extensions", "live", ""))

import elsewhere
import exercises
import notebooks
import plain_notebooks
import yaml
from preparation import preparation

COURSE = notebooks.ROOT / "course"
CONFIG = """# Written by tools/assignment.py, and again with each assignment.
import sys

sys.path.insert(0, {tools!r})
import grading

c = get_config()
grading.configure(c)
"""
CHANGED = """{folder} is there already, and {changed} differs from what would be written: you have changed \
it, or the book has changed since. Nothing is written. To hand out what is there, in {course}: \
nbgrader generate_assignment {name} --force. To make it anew, which undoes changes: the same command with \
AGAIN=--force"""
ABOUT = """# {title}

Exercises of chapter {number} of *Activation functions, checked*. It needs the course's library, `actlib`.

For each exercise write your answer into the cell that begins it, and run the cell below that one: it says \
what is still wrong, and so it will when your answer is graded. **Each answer is judged on its own**, after \
the cell that prepares it. What it needs beside that, functions of your own and imports too, must stand in \
the answer's cell; cells that you add are for trying things out and are not handed on."""
GIVEN = (
    "# What this exercise needs from the chapter. Run it first; a change of it is undone before grading.\n"
)
ANSWER = """### BEGIN SOLUTION
{solution}
### END SOLUTION
### BEGIN START
{start}
### END START"""
DRAWN = ("figures", "explorers", "playground", "plt")
DRAWING = re.compile(r"figures|explorers|matplotlib|ipywidgets")
TEST = """# {points}: run this cell to have your answer judged.
answer = dict(globals())
import warnings

from actlib.checks.judging import apart, judge

{needed}


{check}

page = apart(globals())
kept = {{"answer": answer, "page": page}}  # those of an earlier cell are in what was defined before
globals().update(answer | kept)  # what you have defined by names that the check has for something else
with page["warnings"].catch_warnings():
    page["warnings"].simplefilter("ignore")
    verdict = page["judge"](page["{name}"], answer)
if not isinstance(verdict.said, str):
    display(verdict.said)
assert verdict.solved, str(verdict.said)
### BEGIN HIDDEN TESTS
import contextlib, io

refused = True
with contextlib.suppress(Exception), contextlib.redirect_stdout(io.StringIO()):
    unsolved = {{}}
    exec({unsolved!r}, unsolved)
    refused = not page["judge"](page["{name}"], unsolved).solved
assert refused, "The check no longer refuses what is unsolved: something in this answer has changed it."
### END HIDDEN TESTS"""


def main(arguments):
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("chapters", nargs="*", metavar="CHAPTER", help="such as 04 or 04-sigmoid")
    parser.add_argument("--course", type=Path, default=COURSE)
    parser.add_argument("--force", action="store_true", help="undo changes of the instructor's source")
    given = parser.parse_args(arguments)
    if not given.chapters:
        raise SystemExit('CHAPTERS expects numbers of chapters, as in CHAPTERS="04 06", got none')
    paths = list(dict.fromkeys(chosen(each) for each in given.chapters))
    name = write(paths, given.course, given.force)
    release(given.course, name)
    print(f"For you, with solutions: {given.course / 'source' / name}")
    print(f"For students:            {given.course / 'release' / name}")
    print(f"Put what they hand in:   {given.course / 'submitted' / 'NAME' / name}")


def chosen(name):
    """Return the notebook of a chapter by its number or the beginning of its name."""
    found = [path for path in notebooks.chapter_paths() if path.stem.startswith(name.zfill(2))]
    if len(found) != 1:
        known = " ".join(f"{notebooks.number(path):02}" for path in notebooks.chapter_paths())
        raise SystemExit(f"CHAPTERS expects numbers of chapters ({known}), got {name!r}")
    return found[0]


def write(paths, course, force=False):
    """Write the instructor's source and the configuration of a course; return the assignment's name.

    Raises
    ------
    SystemExit
        Where the source is there already and differs, so that nobody's changes are lost, unless forced.
    """
    name = "-".join(["exercises", *(f"{notebooks.number(path):02}" for path in paths)])
    folder = course / "source" / name
    texts = {
        folder / path.name: (json.dumps(source(path), ensure_ascii=False, indent=1) + "\n").encode()
        for path in paths
    }
    changed = [path.name for path, text in texts.items() if path.exists() and path.read_bytes() != text]
    if changed and not force:
        raise SystemExit(CHANGED.format(folder=folder, changed=", ".join(changed), name=name, course=course))
    folder.mkdir(parents=True, exist_ok=True)
    for path, text in texts.items():
        path.write_bytes(text)
    config = CONFIG.format(tools=str(Path(__file__).resolve().parent))
    (course / "nbgrader_config.py").write_text(config, encoding="utf-8")
    return name


def release(course, name):
    """Let nbgrader make what students get, and take the assignment into its gradebook."""
    done = nbgrader(course, "generate_assignment", name, "--create", "--force")
    if done.returncode:
        raise SystemExit(f"{done.stderr}\nnbgrader could not make the assignment; the reason stands above.")


def nbgrader(course, *command, **variables):
    """Run a command of nbgrader in the folder of a course; it calls other programs of this environment."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    return subprocess.run(
        [sys.executable, "-m", "nbgrader", *command],
        cwd=course, env=os.environ | {"PATH": path} | variables, capture_output=True, text=True, check=False,
    )  # fmt: skip


def source(path):
    """Return the instructor's notebook of a chapter as a dict in the notebook format."""
    about = ABOUT.format(title=notebooks.title(path), number=notebooks.number(path))
    cells = [locked(plain_notebooks.markdown_cell("about", about), "about")]
    for exercise in exercises.exercises(path).values():
        cells += exercise_cells(exercise, path.stem)
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    return {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def exercise_cells(exercise, stem):
    """Return the cells of one exercise: its task, what is given, the answer, and what judges it."""
    label, [start] = exercise.label, exercise.starts
    code = plain_notebooks.code_cell
    task = plain_notebooks.markdown_cell(f"{label}-task", task_of(exercise, stem))
    given = code(f"{label}-given", GIVEN + given_to(exercise, start), [])
    answer = code(f"{label}-answer", answer_of(exercise, start), [])
    answer["metadata"]["nbgrader"] = of_nbgrader(f"{label}-answer", solution=True)
    test = code(f"{label}-test", test_of(exercise, start), [])
    graded = {"grade": True, "locked": True, "points": points(exercise)}
    test["metadata"]["nbgrader"] = of_nbgrader(f"{label}-test", **graded)
    return [locked(task, f"{label}-task"), locked(given, f"{label}-given"), answer, test]


def task_of(exercise, stem):
    """Return a task as plain Markdown, whose links lead to the book's site, if it has an address."""
    config = yaml.safe_load((notebooks.ROOT / "_config.yml").read_text(encoding="utf-8"))
    text = elsewhere.to_pages(plain_notebooks.plain_markdown(exercise.task, stem))
    return elsewhere.with_links(text, config["html"]["baseurl"])


def answer_of(exercise, start):
    """Return the cell of an answer: the solution, for which students get the starting code instead."""
    commented = "\n".join(f"# {line}".rstrip() for line in start.rstrip().splitlines())
    return ANSWER.format(solution=without_calls_of(exercise.check_name, exercise.solution), start=commented)


def without_calls_of(name, code):
    """Leave out what calls a function, as a solution calls its check, and what uses the results."""
    lines, gone, left_out = code.rstrip().splitlines(), {name}, []
    for statement in ast.parse(code).body:
        names = [node for node in ast.walk(statement) if isinstance(node, ast.Name)]
        if any(each.id in gone for each in names if isinstance(each.ctx, ast.Load)):
            gone |= {each.id for each in names if isinstance(each.ctx, ast.Store)}
            left_out.append(statement)
    for statement in reversed(left_out):
        del lines[statement.lineno - 1 : statement.end_lineno]
    return re.sub(r"\n{4,}", "\n\n\n", "\n".join(lines)).strip()


def test_of(exercise, start):
    """Return the cell that judges an answer: with its check, and with all that this needs made anew."""
    return TEST.format(
        points="1 point" if points(exercise) == 1 else f"{points(exercise)} points",
        needed=spaced(preparation(exercise.check, exercise.above)),
        check=exercise.check.strip(),
        name=exercise.check_name,
        unsolved=f"{given_to(exercise, start)}\n{start}",
    )


def points(exercise):
    """Return what an exercise counts: one point for each step that the book has a hint for (a judgment)."""
    return exercise.hints


def given_to(exercise, start):
    """Return what an answer may use of the page above: imports, and what start and solution refer to.

    What draws is given only to an exercise that refers to it, for it takes seconds to load.
    """
    statements = [node for cell in exercise.above for node in ast.walk(ast.parse(cell))]
    imported = {}
    for node in statements:
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = {(each.asname or each.name).partition(".")[0] for each in node.names}
            drawing = DRAWING.search(getattr(node, "module", None) or "")
            imported |= {} if drawing else dict.fromkeys(sorted(names - set(DRAWN)))
    return spaced(preparation("\n".join([start, exercise.solution, *imported]), exercise.above))


def spaced(code):
    """Put the empty lines around functions and classes that unparsed code has not got."""
    scopes = (ast.FunctionDef, ast.ClassDef)
    text, before = "", None
    for node in ast.parse(code).body:
        apart = isinstance(node, scopes) or isinstance(before, scopes)
        text += ("\n\n\n" if apart else "\n") * (before is not None) + ast.unparse(node)
        before = node
    return text


def locked(cell, name):
    """Mark a cell as one that nbgrader gives back as it was."""
    cell["metadata"] = {"nbgrader": of_nbgrader(name, locked=True)}
    return cell


def of_nbgrader(name, **given):
    """Return what nbgrader notes of a cell, in the third version of its form."""
    marks = {"grade": False, "locked": False, "solution": False, "task": False, "schema_version": 3}
    return marks | {"grade_id": name} | given


if __name__ == "__main__":
    main(sys.argv[1:])
