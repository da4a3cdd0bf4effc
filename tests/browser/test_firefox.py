"""Firefox, which Playwright does not drive as Debian ships it: a program for node does."""

import fcntl
import shutil
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent
PROGRAMS = (
    "firefox.mjs",
    "firefox-studio.mjs",
    "firefox-playground.mjs",
    "firefox-lab.mjs",
    "firefox-hero.mjs",
)


@pytest.fixture(scope="session")
def firefox():
    """Return where Firefox is, once node's packages are installed: by one worker, the others wait for it."""
    found = shutil.which("firefox-esr") or shutil.which("firefox")
    if not found or not shutil.which("node"):
        pytest.skip("this needs Firefox and node")
    wanted, installed = HERE / "package-lock.json", HERE / "node_modules" / ".package-lock.json"
    with wanted.open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not installed.exists() or installed.stat().st_mtime < wanted.stat().st_mtime:
            command = ["npm", "ci", "--no-audit", "--no-fund"]
            subprocess.run(command, cwd=HERE, check=True, capture_output=True)
    return found


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_reader_with_firefox_finds_all_at_work(address, firefox, program):
    run = subprocess.run(
        ["node", HERE / program, address, firefox], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr
