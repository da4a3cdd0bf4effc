"""The exercises of a chapter, cut out of its notebook: the one place that knows how they are written."""

import functools
import re
from dataclasses import dataclass, field

import notebooks

PART = re.compile(r"(?=^```\{(?:exercise|solution)-(?:start|end)\})", re.MULTILINE)
HINT = re.compile(r"^:{3,}\{dropdown\} Hint.*\n:class-container: hint\n", re.MULTILINE)


@dataclass(frozen=True)
class Piece:
    """A cell of code, or a part of a Markdown cell, with its place.

    ``place`` is ``page``, ``task`` (of an exercise, with its check) or ``solution``; ``label`` and ``title``
    are the exercise's.
    """

    place: str
    label: str | None
    title: str
    cell: dict
    text: str

    @property
    def is_code(self):
        return self.cell["cell_type"] == "code"


@dataclass
class Exercise:
    """An exercise of a chapter; ``above`` holds the code cells before it, other solutions left out.

    ``solved_by`` holds the pieces of its solution, text and code, in order.
    """

    label: str
    title: str
    above: list
    task: str = ""
    check: str = ""
    solution: str = ""
    solved_by: list = field(default_factory=list)

    @property
    def check_name(self):
        return "check_" + re.sub(r"^ex-\d+-", "", self.label).replace("-", "_")

    @property
    def starts(self):
        return [f"{start}\n" for start in notebooks.START.findall(self.task)]

    @property
    def hints(self):
        return len(HINT.findall(self.task))


def pieces(path):
    """Yield the pieces of a chapter in order."""
    place, label, title = "page", None, ""
    for cell in notebooks.notebook(path)["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] == "code":
            yield Piece(place, label, title, cell, source)
            continue
        for part in PART.split(source):
            begun = re.match(r"```\{exercise-start\} (.+)\n:label: (\S+)", part)
            solving = re.match(r"```\{solution-start\} (\S+)", part)
            if begun:
                place, label, title = "task", begun[2], begun[1]
            elif solving:
                place, label, title = "solution", solving[1], ""
            elif part.startswith(("```{exercise-end}", "```{solution-end}")):
                place, label, title = "page", None, ""
            yield Piece(place, label, title, cell, part)


@functools.cache
def exercises(path):
    """Return the exercises of a chapter by label, in order."""
    found, above = {}, []
    for piece in pieces(path):
        if piece.place == "page":
            above += [piece.text] if piece.is_code else []
        elif piece.place == "task":
            exercise = found.setdefault(piece.label, Exercise(piece.label, piece.title, list(above)))
            if piece.is_code:
                exercise.check += piece.text + "\n"
            else:
                exercise.task += piece.text
        else:
            exercise = found[piece.label]
            exercise.solved_by.append(piece)
            exercise.solution += piece.text + "\n\n\n" if piece.is_code else ""
    return found
