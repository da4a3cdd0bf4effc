"""Firefox, which Playwright does not drive as Debian ships it: a program for node does."""

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


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_reader_with_firefox_finds_all_at_work(address, program):
    firefox = shutil.which("firefox-esr") or shutil.which("firefox")
    if not firefox or not shutil.which("node"):
        pytest.skip("this needs Firefox and node")
    subprocess.run(["npm", "ci", "--no-audit", "--no-fund"], cwd=HERE, check=True, capture_output=True)
    run = subprocess.run(
        ["node", HERE / program, address, firefox], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr
