"""The exercises of the chapters as stored, each with its check and solution, and the kept answers."""

import re
import sys
from dataclasses import dataclass
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "extensions"))

import exercises as cut
import notebooks

Exercise = cut.Exercise

ANSWERS = Path(__file__).parent / "answers"
CHAPTER_FOLDER = Path(__file__).parents[1] / "chapters"


def exercises(stem):
    """Return the exercises of a chapter by label, in order."""
    return cut.exercises(CHAPTER_FOLDER / f"{stem}.ipynb")


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
    text = CHAPTER.sub("", notebooks.START.sub("", exercise.task).partition("\n```\n")[2])
    for found in NUMBER.findall(text):
        number = float(found.replace(",", ""))
        if not any(number in (value, value * 100) for value in known):
            yield found
    for span in re.findall(r"`([^`\n]+)`", text):
        yield from (name for name in re.findall(r"[A-Za-z_]\w*", span) if name not in names)
