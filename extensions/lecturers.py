"""Directives for the lecturers' page: what it says of chapters, read from them and from ``lecturers.yml``."""

import functools
import re
import sys

import exercises
import notebooks
import yaml
from sphinx.util.docutils import SphinxDirective

sys.path.append(str(notebooks.ROOT))

from actlib.checks.claims import CLAIMS, GROUPS

TABLE = notebooks.ROOT / "extensions" / "lecturers.yml"
WORDS_A_MINUTE = 150
MINUTES_A_CELL, MINUTES_A_FIGURE, MINUTES_AN_EXPLORER, MINUTES_A_HINT = 0.5, 0.5, 2, 6
ERRATA = "/chapters/19-errata"
NOT_READ = re.compile(r"^(?:```.*?^```|:{3,}\{dropdown\}.*?^:{3,4})$|\$\$.*?\$\$", re.DOTALL | re.MULTILINE)


@functools.cache
def table():
    """Return the goals, their exercises and what can be cut, by chapter."""
    return yaml.safe_load(TABLE.read_text(encoding="utf-8"))


@functools.cache
def minutes(path):
    """Return how long a chapter takes to read and its exercises to do, in minutes."""
    reading = 0.0
    for piece in exercises.pieces(path):
        if piece.place != "page":
            continue
        if not piece.is_code:
            reading += len(NOT_READ.sub(" ", piece.text).split()) / WORDS_A_MINUTE
            continue
        reading += MINUTES_A_CELL
        kinds = [kind for output in piece.cell["outputs"] for kind in output.get("data", ())]
        reading += MINUTES_A_FIGURE * kinds.count("image/png")
        reading += MINUTES_AN_EXPLORER * kinds.count(notebooks.EXPLORER)
    doing = MINUTES_A_HINT * sum(each.hints for each in exercises.exercises(path).values())
    return reading, doing


def rounded(value):
    """Return minutes to the nearest five, as what they are: an estimate."""
    return max(5, 5 * round(value / 5))


def link(path):
    return f"{notebooks.number(path)} [{notebooks.title(path)}](/chapters/{path.stem})"


class Times(SphinxDirective):
    """List how long each chapter takes."""

    def run(self):
        lines = ["| Chapter | Read, min | Do, min | Exercises |", "| :--- | ---: | ---: | ---: |"]
        for path in notebooks.chapter_paths():
            read, do = map(rounded, minutes(path))
            lines.append(f"| {link(path)} | {read} | {do} | {len(exercises.exercises(path))} |")
        totals = [
            sum(rounded(minutes(path)[part]) for path in notebooks.chapter_paths()) / 60 for part in (0, 1)
        ]
        count = sum(len(exercises.exercises(path)) for path in notebooks.chapter_paths())
        lines.append(f"| All | {totals[0]:.0f} hours | {totals[1]:.0f} hours | {count} |")
        return self.parse_text_to_nodes("\n".join(lines))


class Goals(SphinxDirective):
    """List the goals of each chapter with their exercises, stumbling stones, and what can be cut."""

    def run(self):
        lines = []
        for path in notebooks.chapter_paths():
            lines += [f"### {link(path)}", "", "Afterwards a student can", ""]
            titles = exercises.exercises(path)
            for entry in table()[path.stem]["goals"]:
                tested = ", ".join(
                    f"{{ref}}`{titles[label].title} <{label}>`" for label in entry["exercises"]
                )
                lines.append(f"- {entry['goal']}: {tested}")
            lines += [
                "",
                *stones(path),
                f"To cut: {'; '.join(f'*{each}*' for each in table()[path.stem]['cut'])}",
                "",
            ]
        return self.parse_text_to_nodes("\n".join(lines), allow_section_headings=True)


def stones(path):
    """Return the claims of chapter 19 that a chapter answers: what students have read elsewhere."""
    found = [claim for claim in CLAIMS.values() if claim.chapter == path.stem]
    if not found:
        return []
    listed = [f"- {claim.claim.replace('*', chr(92) + '*')} ({section(claim)})" for claim in found]
    return ["Stumbling stones, which are read elsewhere and are not so:", "", *listed, ""]


def section(claim):
    title = GROUPS[claim.group]
    return f"[{title}]({ERRATA})"


class Plan(SphinxDirective):
    """Show a plan: lines of ``when | chapters | what``, with the minutes that its chapters take to read."""

    has_content = True

    def run(self):
        lines = ["| When | Chapters | What | Read, min |", "| :--- | :--- | :--- | ---: |"]
        for line in self.content:
            when, numbers, what = (part.strip() for part in line.split("|"))
            paths = [
                path
                for path in notebooks.chapter_paths()
                if f"{notebooks.number(path):02}" in numbers.split()
            ]
            links = ", ".join(f"[{notebooks.number(path)}](/chapters/{path.stem})" for path in paths)
            read = sum(rounded(minutes(path)[0]) for path in paths)
            lines.append(f"| {when} | {links} | {what} | {read} |")
        return self.parse_text_to_nodes("\n".join(lines))


def setup(app):
    app.add_directive("chapter-times", Times)
    app.add_directive("chapter-goals", Goals)
    app.add_directive("course-plan", Plan)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
