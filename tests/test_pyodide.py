"""The browser's Python: only official files are kept, whoever sends them."""

import ast
import hashlib
import io
import json
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pyodide
import pytest

from tests.browser import unit

GOOD = {"a.js": b"alpha", "b.whl": b"beta"}


@pytest.fixture(autouse=True)
def small(tmp_path, monkeypatch):
    """A list of two files, an empty cache, and sources that fail unless a test says otherwise."""
    files = {
        name: {
            "set": "core",
            "bytes": len(content),
            "sha256": hashlib.sha256(content).hexdigest(),
            "license": "MIT",
        }
        for name, content in GOOD.items()
    }
    carrier = {"requirement": "carrier==1", "folder": "inside/", "megabytes": 1}
    listed = {
        "version": "1",
        "distribution": "https://example.invalid/",
        "carrier": carrier,
        "info": {},
        "files": files,
    }
    path = tmp_path / "pyodide.json"
    path.write_text(json.dumps(listed), encoding="utf-8")
    monkeypatch.setattr(pyodide, "LIST", path)
    monkeypatch.setattr(pyodide, "CACHE", tmp_path / "cache")
    monkeypatch.setattr(pyodide.urllib.request, "urlopen", refuse)
    monkeypatch.setattr(
        pyodide.subprocess, "run", lambda *_, **__: subprocess.CompletedProcess([], 1, "", "no such")
    )


def refuse(*_, **__):
    raise OSError("no network")


def serve(files):
    return lambda address, timeout: io.BytesIO(files[address.rpartition("/")[2]])


def carry(files):
    def run(command, **_):
        with zipfile.ZipFile(f"{command[command.index('-d') + 1]}/carrier-1-py3-none-any.whl", "w") as wheel:
            for name, content in files.items():
                wheel.writestr(f"inside/{name}", content)
        return subprocess.CompletedProcess(command, 0, "", "")

    return run


def test_the_distribution_is_asked_first(monkeypatch):
    monkeypatch.setattr(pyodide.urllib.request, "urlopen", serve(GOOD))
    folder = pyodide.fetch()
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == GOOD
    assert pyodide.missing() == {}


def test_the_carrier_serves_where_the_distribution_does_not_answer(monkeypatch):
    monkeypatch.setattr(pyodide.subprocess, "run", carry(GOOD))
    assert {path.name for path in pyodide.fetch().iterdir()} == set(GOOD)


def test_a_file_that_is_not_the_official_one_is_refused(monkeypatch):
    monkeypatch.setattr(pyodide.subprocess, "run", carry(GOOD | {"b.whl": b"evil"}))
    with pytest.raises(pyodide.NotFetched, match=r"b\.whl is not the official file"):
        pyodide.fetch()
    assert set(pyodide.missing()) == {"b.whl"}


def test_a_file_that_was_damaged_in_the_cache_is_fetched_again(monkeypatch):
    monkeypatch.setattr(pyodide.subprocess, "run", carry(GOOD))
    (pyodide.fetch() / "a.js").write_bytes(b"omega")
    assert set(pyodide.missing()) == {"a.js"}
    pyodide.fetch()
    assert pyodide.missing() == {}


def test_nothing_is_asked_for_what_is_there(monkeypatch):
    monkeypatch.setattr(pyodide.subprocess, "run", carry(GOOD))
    pyodide.fetch()
    monkeypatch.setattr(pyodide.subprocess, "run", refuse)
    pyodide.fetch()


def test_both_sources_are_named_where_neither_answers():
    with pytest.raises(
        pyodide.NotFetched, match="from the distribution: no network; from the carrier: no such"
    ):
        pyodide.fetch()


def test_a_source_that_does_not_answer_is_passed_over(monkeypatch):
    monkeypatch.setattr(pyodide, "SECONDS_TO_ANSWER", 0.2)
    monkeypatch.setattr(pyodide.urllib.request, "urlopen", lambda *_, **__: time.sleep(2) or refuse())
    began = time.monotonic()
    with pytest.raises(pyodide.NotFetched, match="no answer in"):
        pyodide.fetch()
    assert time.monotonic() - began < 1.5


def test_the_list_says_license_sizes_and_hash_of_every_file():
    listed = json.loads((pyodide.ROOT / "live" / "pyodide.json").read_text(encoding="utf-8"))
    for entry in listed["files"].values():
        assert entry["license"]
        assert len(entry["sha256"]) == 64
        assert 0 < entry["compressed"] < 1.01 * entry["bytes"]
        assert entry.get("package", entry)["sha256"] == entry["sha256"]


IN_THE_BROWSER = {
    "actlib",
    "cloudpickle",
    "benchmarks",
    "cycler",
    "ipywidgets",
    "matplotlib",
    "mpmath",
    "numpy",
    "pytest",
    "scipy",
}
OF_THE_PAGE = {path.stem for path in (Path(__file__).parents[1] / "live").glob("*.py")} | {"tests"}
STARTS_PROCESSES_OR_THREADS = ("subprocess.", "multiprocessing.", "Thread(", "ThreadPoolExecutor(")
FIXTURES_OF_THE_BOOK = {"site", "address", "visit"}


def test_lists_of_tests_that_no_browser_runs_name_no_other():
    there = {path.stem.removeprefix("test_") for path in unit.TESTS.glob("test_*.py")}
    assert sorted((unit.OF_THE_BOOK | unit.OF_THE_PAGE) - there) == []


def imported(module):
    """Yield the packages that a module imports as it is loaded."""
    for node in module.body:
        if isinstance(node, ast.Import):
            yield from (each.name.partition(".")[0] for each in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module.partition(".")[0]


def functions_for_a_browser(module):
    """Return a module's functions that no mark keeps from a browser, by name."""
    marks = [
        ast.unparse(target)
        for node in module.body
        if isinstance(node, ast.Assign) and "not_in_browser" in ast.unparse(node.value)
        for target in node.targets
    ]
    functions = [node for node in module.body if isinstance(node, ast.FunctionDef)]
    return {
        each.name: each
        for each in functions
        if not any(
            "not_in_browser" in mark or mark in marks for mark in map(ast.unparse, each.decorator_list)
        )
    }


def fixtures(module):
    """Yield what the tests of a module ask for that a browser runs."""
    for function in functions_for_a_browser(module).values():
        yield from (argument.arg for argument in function.args.args)


def starters(module):
    """Yield the tests that a browser runs and that lead to a process or a thread."""
    functions = functions_for_a_browser(module)
    bodies = {name: ast.unparse(function) for name, function in functions.items()}
    starting, found = STARTS_PROCESSES_OR_THREADS, set()
    while starting:
        met = {name for name, body in bodies.items() if any(each in body for each in starting)} - found
        found |= met
        starting = [f"{name}(" for name in met]
    yield from (name for name in functions if name in found and name.startswith("test_"))


@pytest.mark.parametrize("path", unit.unit_tests(), ids=lambda path: Path(path).stem)
def test_what_the_browser_s_python_tests_needs_only_what_is_there(path):
    """A new module that reads the book belongs into ``OF_THE_BOOK``; ``make test-browser`` is long."""
    module = ast.parse(Path(path).read_text(encoding="utf-8"))
    assert sorted(set(imported(module)) - IN_THE_BROWSER - OF_THE_PAGE - sys.stdlib_module_names) == []
    assert sorted(FIXTURES_OF_THE_BOOK.intersection(fixtures(module))) == []
    assert list(starters(module)) == []
