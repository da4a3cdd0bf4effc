"""Print the built book as one PDF: ``make pdf``.

Chromium prints the joined pages, is told on which page each place came to stand, and prints again, until
nothing moves. The same book and the same Chromium give the same bytes.
"""

import datetime
import io
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pikepdf
import yaml
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
HTML = ROOT / "_build" / "html"
PAPER = ROOT / "paper"
NAME = "activation-functions"
ADDRESS = "http://book.invalid"  # of the book in the browser, which asks no network
LEFT_OUT = ("studio", "playground")  # nothing of them is left without a screen
LICENSE = "Text and figures: CC BY 4.0. Code: BSD-3-Clause. Typefaces: STIX Two and Iosevka, SIL OFL 1.1."
MOST_PASSES = 6
A_BROWSER = ("chromium", "chromium-browser", "google-chrome", "chrome")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--font-render-hinting=none"]


def main():
    if not (HTML / "index.html").exists():
        sys.exit("there is no built book yet: make book")
    told = book()
    with sync_playwright() as playwright:
        browser = started(playwright)
        printed = printed_book(opened(browser, "print.html"), told)
        browser.close()
    path = ROOT / "_build" / "paper" / f"{NAME}-{told['version']}.pdf"
    path.parent.mkdir(exist_ok=True)
    finish(printed, path, told)
    with pikepdf.open(path) as pdf:
        pages = len(pdf.pages)
    print(f"{path.relative_to(ROOT)}: {pages} pages, {path.stat().st_size / 1e6:.1f} MB")


def book():
    """Return what is told of the book, and its pages by parts."""
    config = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
    contents = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    seconds = commit_time()
    return {
        "title": config["title"],
        "author": config["author"],
        "language": config["sphinx"]["config"]["language"],
        "license": LICENSE,
        "site": (config["html"]["baseurl"] or "").rstrip("/") + "/" if config["html"]["baseurl"] else "",
        "version": re.search(r'^version = "(.+)"$', project, re.MULTILINE)[1],
        "seconds": seconds,
        "date": day(seconds),
        "parts": parts(contents),
    }


def parts(contents):
    """Return captions and pages of the parts of a table of contents; the root is the first part's page."""
    found = [{"caption": "To begin", "pages": [{"name": contents["root"]}]}]
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
    """Return when this state was committed, in seconds, or nothing where that cannot be known."""
    if "SOURCE_DATE_EPOCH" in os.environ:
        return int(os.environ["SOURCE_DATE_EPOCH"])
    git = shutil.which("git")
    command = [git, "-C", ROOT, "log", "-1", "--format=%ct"]
    asked = git and subprocess.run(command, capture_output=True, text=True, check=False)
    return int(asked.stdout) if asked and asked.returncode == 0 else None


def day(seconds):
    if seconds is None:
        return ""
    when = datetime.datetime.fromtimestamp(seconds, datetime.UTC)
    return f"{when.day} {when:%B %Y}"


def started(playwright):
    found = [os.environ.get("CHROMIUM"), *map(shutil.which, A_BROWSER), playwright.chromium.executable_path]
    executable = next((path for path in found if path and Path(path).exists()), None)
    if executable is None:
        sys.exit("no browser: 'apt install chromium' or 'python -m playwright install chromium'")
    return playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)


def opened(browser, name):
    """Open a page of the folder ``paper``, to which the built book is given from disk."""
    page = browser.new_page(viewport={"width": 491, "height": 700})  # 130 mm, as on paper
    page.set_default_timeout(0)
    page.route("**/*", serve)
    page.on("pageerror", lambda error: sys.exit(f"{name}: {error}"))
    page.emulate_media(media="print", color_scheme="light")
    page.goto(f"{ADDRESS}/paper/{name}")
    return page


def serve(route):
    path = urlsplit(route.request.url).path.lstrip("/")
    file = (ROOT if path.startswith("paper/") else HTML) / path
    if route.request.url.startswith(ADDRESS) and file.is_file():
        route.fulfill(path=file)
    else:
        route.abort()


def printed_book(page, told):
    """Return the bytes of the printed book, in which each page number is right."""
    dead = page.evaluate("(book) => build(book)", told)
    if dead:
        sys.exit(f"links that lead nowhere: {', '.join(dead)}")
    if cut := page.evaluate("clipped()"):
        sys.exit("wider than the page:\n" + "\n".join(cut))
    known = None
    for _ in range(MOST_PASSES):
        printed = page.pdf(prefer_css_page_size=True, print_background=True, outline=True, tagged=True)
        found = places(printed)
        if found == known:
            return printed
        known = found
        page.evaluate("(pages) => number(pages)", known)
    sys.exit(f"the page numbers have not settled after {MOST_PASSES} passes")


def places(printed):
    """Return the number of the page on which each named place of a PDF stands."""
    with pikepdf.open(io.BytesIO(printed)) as pdf:
        numbers = {page.objgen: number for number, page in enumerate(pdf.pages, start=1)}
        return {
            str(name).removeprefix("/"): numbers[where[0].objgen]
            for name, where in destinations(pdf).items()
        }


def destinations(pdf):
    if "/Dests" in pdf.Root:
        return dict(pdf.Root.Dests.items())
    return dict(pikepdf.NameTree(pdf.Root.Names.Dests).items())


def finish(printed, path, told):
    """Write a PDF that says what it is, and nothing of when and where it was made but the commit's time."""
    with pikepdf.open(io.BytesIO(printed)) as pdf:
        pdf.docinfo = pdf.make_indirect(pikepdf.Dictionary())
        with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
            metadata["dc:title"] = told["title"]
            metadata["dc:creator"] = [told["author"]]
            metadata["dc:language"] = {told["language"]}
            if told["seconds"] is not None:
                when = datetime.datetime.fromtimestamp(told["seconds"], datetime.UTC)
                metadata["xmp:CreateDate"] = metadata["xmp:ModifyDate"] = when.strftime("%Y-%m-%dT%H:%M:%SZ")
        pdf.docinfo["/Title"], pdf.docinfo["/Author"] = told["title"], told["author"]
        pdf.Root.Lang = told["language"]
        pdf.Root.PageMode = pikepdf.Name.UseOutlines
        pdf.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
        pdf.save(path, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)


if __name__ == "__main__":
    main()
