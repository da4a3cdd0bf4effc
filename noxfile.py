"""The unit tests and the chapters with other versions than the pinned ones: ``make test-versions``.

Left to ``make test`` are the tests of the built site in a browser: they see what Sphinx makes of the stored
outputs, and no version of NumPy, SciPy or Matplotlib changes those. Here the book is only built. The stored
pictures are compared with the pinned Matplotlib alone; ``tests/whole_pages.py`` says what is with another.
"""

import json
import os
from pathlib import Path

import nox

nox.options.default_venv_backend = "uv"
nox.options.error_on_missing_interpreters = "CI" in os.environ
OF_THE_SITE = ("site", "shipped", "policy", "live", "lab")
OF_PYODIDE = ("openblas", "sqlite3", "matplotlib-pyodide", "micropip")  # made for it alone


@nox.session(python="3.11")
def oldest(session):
    """The lower bounds of pyproject.toml."""
    session.install("-r", "constraints-oldest.txt")
    session.install("--no-deps", "--no-build-isolation", "-e", ".")
    compare(session)


@nox.session(python=["3.11", "3.12", "3.13", "3.14"])
def newest(session):
    """The newest versions that pyproject.toml allows."""
    session.install("--upgrade", "-e", ".[book,lab,test]")
    compare(session)


@nox.session(python="3.12")
def as_in_a_browser(session):
    """The tests that also run in a browser's Python, with the very versions that it has."""
    files = json.loads(Path("live/pyodide.json").read_text(encoding="utf-8"))["files"].values()
    packages = [file["package"] for file in files if "package" in file and file["key"] not in OF_PYODIDE]
    session.install("-e", ".[test]", *(f"{each['name']}=={each['version']}" for each in packages))
    session.run("python", "tests/browser/unit.py", *parallel("worksteal"))


def compare(session):
    without = " and ".join(f"not test_{name}" for name in OF_THE_SITE)
    session.run("python", "-m", "pytest", "--without-browser", *parallel("worksteal"), "-k", without)
    session.run("python", "-m", "pytest", "--nbval", *parallel("loadscope"), "chapters")


def parallel(distribution):
    return "-n", os.environ.get("JOBS", "2"), "--dist", distribution
