"""The lecturers' page: every exercise has its goal, what can be cut is there, times are those of the page."""

import re
import sys
from pathlib import Path

import pytest

from tests.exercises import exercises

sys.path.append(str(Path(__file__).parents[1] / "extensions"))

import lecturers
import notebooks

from actlib.checks.claims import CLAIMS
from tests.prose import CHAPTERS

PAGE = (notebooks.ROOT / "lecturers.md").read_text(encoding="utf-8")


def test_every_exercise_tests_one_goal_and_stands_below_its_chapter():
    assert list(lecturers.table()) == list(CHAPTERS)
    for stem, entry in lecturers.table().items():
        named = [label for goal in entry["goals"] for label in goal["exercises"]]
        assert sorted(named) == sorted(exercises(stem))
        assert all(goal["goal"].strip() for goal in entry["goals"])


@pytest.mark.parametrize("stem", CHAPTERS)
def test_what_can_be_cut_is_a_section_and_not_the_whole_chapter(stem):
    headings = re.findall(
        r"^## (.+)$", notebooks.markdown(notebooks.ROOT / f"chapters/{stem}.ipynb"), re.MULTILINE
    )
    cut = lecturers.table()[stem]["cut"]
    assert set(cut) <= set(headings) - {"Exercises", "Summary", "References"}
    assert len(cut) < len(headings) / 2


def test_every_claim_is_a_stumbling_stone_of_its_chapter():
    told = [
        line for path in notebooks.chapter_paths() for line in lecturers.stones(path) if line.startswith("- ")
    ]
    assert len(told) == len(CLAIMS)
    for claim in CLAIMS.values():
        assert sum(line.replace("\\*", "*").startswith(f"- {claim.claim} (") for line in told) == 1


def test_times_are_counted_by_the_rates_that_the_page_states():
    """Counted once more, by hand, for a small notebook made up here."""
    assert f"at {lecturers.WORDS_A_MINUTE} a minute" in PAGE
    assert "half a minute for each cell of code and each figure; two for each explorer" in PAGE
    assert (lecturers.MINUTES_A_CELL, lecturers.MINUTES_A_FIGURE, lecturers.MINUTES_AN_EXPLORER) == (
        0.5,
        0.5,
        2,
    )
    assert "counts six minutes for each hint" in PAGE
    assert lecturers.MINUTES_A_HINT == 6


def test_the_minutes_of_a_notebook(monkeypatch, tmp_path):
    def code(*kinds):
        return {"cell_type": "code", "source": "x", "outputs": [{"data": dict.fromkeys(kinds, "")}]}

    def text(words):
        return {"cell_type": "markdown", "source": words}

    hints = ":::{dropdown} Hint\n:class-container: hint\n:::\n" * 2
    task = "```{exercise-start} A\n:label: ex-1\n```\nmany words\n" + hints
    cells = [
        text("word " * 300), text("$$x + y + z$$"),
        code("image/png"), code(lecturers.notebooks.EXPLORER), code("text/plain"),
        text(task), code(), text("```{exercise-end}\n```"),
    ]  # fmt: skip
    monkeypatch.setattr(notebooks, "notebook", lambda path: {"cells": cells})
    assert lecturers.minutes(tmp_path / "made-up.ipynb") == (2 + 3 * 0.5 + 0.5 + 2, 12)


def test_a_plan_names_chapters_and_each_course_goes_forward():
    plans = re.findall(r"```\{course-plan\}\n(.*?)```", PAGE, re.DOTALL)
    assert len(plans) == 3
    for plan in plans:
        numbers = [number for line in plan.splitlines() for number in line.split("|")[1].split()]
        assert numbers == sorted(numbers)
        assert set(numbers) <= {stem[:2] for stem in CHAPTERS}


def test_a_lecturer_is_told_commands_that_there_are():
    makefile = (notebooks.ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"`make ([\w-]+)", PAGE))
    assert targets >= {"assignment", "grade", "slides"}
    assert all(re.search(rf"^{target}:", makefile, re.MULTILINE) for target in targets)
