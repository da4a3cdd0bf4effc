"""Where Chromium is on this machine.

Its headless shell is the same engine without windows, and opens a page in two thirds of the time.
"""

import os
import shutil
from pathlib import Path

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "chrome")
HOW = "no browser: 'apt install chromium-headless-shell' or 'python -m playwright install chromium'"


def executable(playwright):
    """Return the path of the browser that ``CHROMIUM`` names, that is installed, or that Playwright has got.

    Without any it is None, and ``HOW`` says how to get one.
    """
    found = [os.environ.get("CHROMIUM"), *map(shutil.which, NAMES), playwright.chromium.executable_path]
    return next((path for path in found if path and Path(path).exists()), None)
