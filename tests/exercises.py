"""The exercises of the chapters as stored, each with its check and solution, and the kept answers."""

import functools
import re
from dataclasses import dataclass
from pathlib import Path

from tests.prose import CHAPTERS

ANSWERS = Path(__file__).parent / "answers"
START = re.compile(r"```\{code-block\} python\n:class: start\n\n(.*?)^```$", re.DOTALL | re.MULTILINE)
PART = re.compile(r"(?=^```\{(?:exercise|solution)-(?:start|end)\})", re.MULTILINE)
HINT = re.compile(r"^:{3,}\{dropdown\} Hint.*\n:class-container: hint\n", re.MULTILINE)


@dataclass
class Exercise:
    """An exercise of a chapter; ``above`` holds the code cells before it, other solutions left out."""

    label: str
    title: str
    above: list
    task: str = ""
    check: str = ""
    solution: str = ""

    @property
    def check_name(self):
        return "check_" + re.sub(r"^ex-\d+-", "", self.label).replace("-", "_")

    @property
    def starts(self):
        return START.findall(self.task)

    @property
    def hints(self):
        return len(HINT.findall(self.task))


@functools.cache
def exercises(stem):
    """Return the exercises of a chapter by label, in order."""
    found, above, place, current = {}, [], "page", None
    for cell in CHAPTERS[stem].cells:
        if cell.cell_type == "code":
            if place == "solution":
                current.solution += cell.source + "\n\n\n"
            elif place == "task":
                current.check += cell.source + "\n"
            else:
                above.append(cell.source)
            continue
        for part in PART.split(cell.source):
            begun = re.match(r"```\{exercise-start\} (.+)\n:label: (\S+)", part)
            solving = re.match(r"```\{solution-start\} (\S+)", part)
            if begun:
                place, current = "task", Exercise(begun[2], begun[1], list(above))
                found[current.label] = current
            elif solving:
                place, current = "solution", found[solving[1]]
            elif part.startswith(("```{exercise-end}", "```{solution-end}")):
                place = "page"
            if place == "task":
                current.task += part
    return found


@dataclass(frozen=True)
class Answer:
    """An answer kept beside the tests; ``shows`` is what the message about a wrong one must say."""

    label: str
    right: bool
    title: str
    shows: str
    code: str


def answers(stem):
    """Return the kept answers of a chapter."""
    path = ANSWERS / f"{stem}.py"
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    found = []
    for part in re.split(r"^# %% ", text, flags=re.MULTILINE)[1:]:
        head, _, code = part.partition("\n")
        label, kind, title = re.fullmatch(r"(\S+) (right|wrong): (.+)", head).groups()
        title, _, shows = title.rpartition(" | ") if kind == "wrong" else (title, "", "")
        found.append(Answer(label, kind == "right", title, shows.strip(), code.strip() + "\n"))
    return found


CHAPTER = re.compile(r"\[[^\]]*\]\([^)]*\)")
NUMBER = re.compile(r"(?<![\w.,])\d{1,3}(?:,\d{3})+|(?<![\w.])\d+(?:\.\d+)?(?!\w)")


def unfounded(exercise):
    """Yield each number and each name of a task that neither check nor solution knows.

    A name may also be one of the page above. What a hint, a formula or the words of the task say counts;
    the numbers of chapters and fractions of formulas do not.
    """
    code = "\n".join([exercise.check, exercise.solution, *exercise.starts])
    known = [
        float(found.replace("_", "")) for found in re.findall(r"(?<![\w.])[\d_]*\.?\d+(?:e[+-]?\d+)?", code)
    ]
    names = set(re.findall(r"\w+", "\n".join([code, *exercise.above])))
    text = CHAPTER.sub("", START.sub("", exercise.task).partition("\n```\n")[2])
    for found in NUMBER.findall(text):
        number = float(found.replace(",", ""))
        if not any(number in (value, value * 100) for value in known):
            yield found
    for span in re.findall(r"`([^`\n]+)`", text):
        yield from (name for name in re.findall(r"[A-Za-z_]\w*", span) if name not in names)
