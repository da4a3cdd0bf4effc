"""The unit tests of actlib in the browser's Python, which node runs as a browser does."""

import os
import shutil
import subprocess
import sysconfig
from pathlib import Path

import pyodide
import pytest

from tests.browser.unit import unit_tests

HERE = Path(__file__).parent
SECONDS = 3600


@pytest.fixture(scope="module")
def surroundings(tmp_path_factory):
    """What python.mjs is told by its environment."""
    if shutil.which("node") is None or pyodide.missing():
        pytest.skip("needs node, and the browser's Python, which tools/pyodide.py fetches")
    lock = tmp_path_factory.mktemp("pyodide") / "pyodide-lock.json"
    lock.write_text(pyodide.lock_file(), encoding="utf-8")
    return os.environ | {"PYODIDE_LOCK": str(lock), "SITE_PACKAGES": sysconfig.get_path("purelib")}


@pytest.mark.parametrize("path", unit_tests(), ids=lambda path: Path(path).stem)
def test_the_unit_tests_pass(surroundings, path):
    inside = f"tests/{Path(path).name}"
    command = ["node", HERE / "python.mjs", pyodide.folder(), "unit.py", "-rf", "--tb=short", inside]
    options = {"capture_output": True, "text": True, "timeout": SECONDS, "check": False}
    run = subprocess.run(command, env=surroundings, **options)
    assert run.returncode == 0, run.stdout[-5000:] + run.stderr[-2000:]
    assert "skipped" not in run.stdout
