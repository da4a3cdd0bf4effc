"""The unit tests of actlib in the browser's Python: ``python.mjs FOLDER unit.py [pytest's arguments]``."""

import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]
# These test the book and the tools that build it, which no browser does.
OF_THE_BOOK = {
    "address",
    "book",
    "build",
    "chapters",
    "citations",
    "dragging",
    "dragging_page",
    "drawing",
    "elsewhere",
    "exercises",
    "explorer_markup",
    "form",
    "formulas",
    "frameworks",
    "glossary",
    "hero_page",
    "hinges",
    "lab",
    "light_theme",
    "lecturers",
    "links",
    "mathml",
    "mutants",
    "nudged",
    "offline",
    "other_pages",
    "outgoing_links",
    "outline",
    "paper",
    "pins",
    "policy",
    "prose",
    "pyodide",
    "questions",
    "reasons",
    "refresh",
    "release",
    "sabotage",
    "serve",
    "settings",
    "shipped",
    "site",
    "studio_page",
    "whole_pages",
}
OF_THE_PAGE = {"live", "playground", "playground_page", "preparation", "shell"}  # tried in whole browsers


def unit_tests():
    names = {path.stem.removeprefix("test_"): str(path) for path in sorted(TESTS.glob("test_*.py"))}
    return [path for name, path in names.items() if name not in OF_THE_BOOK | OF_THE_PAGE]


if __name__ == "__main__":
    given = sys.argv[1:]
    files = [] if any(each.endswith(".py") for each in given) else unit_tests()
    options = ["-q", "-m", "not not_in_browser", "--noconftest", "--capture=sys", "-p", "no:faulthandler"]
    sys.exit(pytest.main([*options, *files, *given]))
