"""What the book on paper and the EPUB share: what is told of it, and the browser that joins its pages."""

import datetime
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import chromium
import yaml
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
HTML = ROOT / "_build" / "html"
FOLDER = ROOT / "_build" / "paper"
NAME = "activation-functions"
ADDRESS = "http://book.invalid"  # of the book in the browser, which asks no network
LEFT_OUT = ("studio", "playground")  # nothing of them is left without a screen and Python
LICENSE = "Text and figures: CC BY 4.0. Code: BSD-3-Clause. Typefaces: STIX Two and Iosevka, SIL OFL 1.1."
WIDTH = 491  # 130 mm in CSS pixels, the text of paper.css
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--font-render-hinting=none"]


def book():
    """Return what is told of the book, and its pages by parts.

    Raises
    ------
    SystemExit
        If the book is not built yet.
    """
    if not (HTML / "index.html").exists():
        sys.exit("there is no built book yet: make book")
    config = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
    contents = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    site = config["html"]["baseurl"]
    seconds = commit_time()
    return {
        "title": config["title"],
        "author": config["author"],
        "language": config["sphinx"]["config"]["language"],
        "license": LICENSE,
        "site": site.rstrip("/") + "/" if site else "",
        "version": re.search(r'^version = "(.+)"$', project, re.MULTILINE)[1],
        "seconds": seconds,
        "date": day(seconds),
        "parts": parts(contents),
    }


def parts(contents):
    """Return captions and pages of the parts of a table of contents, the root as a part of its own."""
    found = [{"caption": "To begin", "pages": [{"name": contents["root"], "children": []}]}]
    for part in contents["parts"]:
        pages = [
            {"name": each["file"], "children": [child["file"] for child in each.get("sections", ())]}
            for each in part["chapters"]
            if each["file"] not in LEFT_OUT
        ]
        if pages:
            found.append({"caption": part["caption"], "pages": pages})
    return found


def commit_time():
    """Return when this state was committed, in seconds since 1970, or None where nothing tells it."""
    if "SOURCE_DATE_EPOCH" in os.environ:
        return int(os.environ["SOURCE_DATE_EPOCH"])
    git = shutil.which("git")
    command = [git, "-C", ROOT, "log", "-1", "--format=%ct"]
    asked = git and subprocess.run(command, capture_output=True, text=True, check=False)
    return int(asked.stdout) if asked and asked.returncode == 0 else None


def moment(seconds):
    """Return a time in the form of ISO 8601, of 1980 where none is known."""
    known = datetime.datetime(1980, 1, 1, tzinfo=datetime.UTC)
    if seconds is not None:
        known = datetime.datetime.fromtimestamp(seconds, datetime.UTC)
    return known.strftime("%Y-%m-%dT%H:%M:%SZ")


def day(seconds):
    if seconds is None:
        return ""
    when = datetime.datetime.fromtimestamp(seconds, datetime.UTC)
    return f"{when.day} {when:%B %Y}"


def joined(name, take):
    """Let a script of the folder ``paper`` join the pages in Chromium; return what ``take`` takes."""
    with sync_playwright() as playwright:
        executable = chromium.executable(playwright)
        if executable is None:
            sys.exit(chromium.HOW)
        browser = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        taken = take(opened(browser, name))
        browser.close()
    return taken


def opened(browser, name):
    page = browser.new_page(viewport={"width": WIDTH, "height": 700})
    page.set_default_timeout(0)  # a slow machine prints for minutes
    page.route("**/*", serve)
    page.emulate_media(media="print", color_scheme="light")
    page.goto(f"{ADDRESS}/paper/page.html")
    page.add_script_tag(url=f"{name}.js", type="module")
    page.wait_for_function("typeof build === 'function'", timeout=60_000)
    return page


def serve(route):
    path = urlsplit(route.request.url).path.lstrip("/")
    file = (ROOT if path.startswith("paper/") else HTML) / path
    if route.request.url.startswith(ADDRESS) and file.is_file():
        route.fulfill(path=file)
    else:
        route.abort()
