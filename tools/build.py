"""Build the book into _build/html, with warnings as errors, and say where it is.

The browser's Python is fetched first, if it is not there yet; without it the book is built whole,
only without the buttons that run code on its pages; without JupyterLite only without the links to
JupyterLab.

Where chapters alone have changed, their pages alone are made anew among those that the last build kept, if
other pages take nothing from them that has changed (``extensions/kept_pages.py``); a full build is made
whenever anything else changed, and none when nothing did.
"""

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pyodide

ROOT = Path(__file__).resolve().parent.parent
HTML = ROOT / "_build" / "html"
JUPYTERLITE = ("jupyterlite_core", "jupyterlite_pyodide_kernel", "jupyterlab_widgets")
DOCTREES = ROOT / "_build" / ".doctrees"
PAGES = DOCTREES / "pages"
STAMP = ROOT / "_build" / "built-from.json"  # only beside a site that is whole
# A build ends before its garbage is worth collecting.
QUICKLY = f"""
import gc, runpy
gc.disable()
runpy.run_path({str(ROOT / "tools" / "light_jsonschema.py")!r})
from jupyter_book.cli.main import main
main()
"""
SOURCES = (
    "_config.yml",
    "_toc.yml",
    "*.md",
    "counts.json",
    "reference/*.rst",
    "extensions/*.py",
    "extensions/*.yml",
    "extensions/licenses/*",
    "actlib/**/*.py",
    "references.bib",
    "chapters/*.ipynb",
    "static/**/*",
    "live/*",
    "live/lab/*",
    "live/editor/bundle/*",
    "tools/pyodide.py",
    "requirements.txt",
)


def main():
    try:
        pyodide.fetch()
    except pyodide.NotFetched as problem:
        print(f"Without Python in its pages, which could not be fetched: {problem}")
    if lacking():
        print(f"Without JupyterLab in the browser, for which is not installed: {', '.join(lacking())}")
    before, now = json.loads(STAMP.read_text()) if STAMP.exists() else {}, fingerprints()
    if before != now or not (HTML / "index.html").exists():
        STAMP.unlink(missing_ok=True)
        if not build_chapters(before, now):
            build()
        STAMP.write_text(json.dumps(now))
    print(f"The book is built: open {HTML / 'index.html'}")


def lacking():
    return [module for module in JUPYTERLITE if importlib.util.find_spec(module) is None]


def fingerprints():
    """Return the hash of each chapter by its name, and under no name that of all else."""
    chapters, rest = {}, hashlib.sha256(repr([sorted(pyodide.missing()), lacking()]).encode())
    for path in sorted({path for pattern in SOURCES for path in ROOT.glob(pattern) if path.is_file()}):
        name, content = path.relative_to(ROOT).as_posix(), path.read_bytes()
        if path.suffix == ".ipynb":
            chapters[name] = hashlib.sha256(content).hexdigest()
        else:
            rest.update(name.encode() + b"\0" + content)
    return {"": rest.hexdigest(), **chapters}


def build_command(*options):
    return [sys.executable, "-c", QUICKLY, "build", "-W", "--keep-going", *options, str(ROOT)]


def run(*options, pages):
    # Jupyter Book's own warnings are none of the builder's
    environment = os.environ | {"PYTHONWARNINGS": "", "KEPT_PAGES": pages}
    return subprocess.run(build_command(*options), env=environment, capture_output=True, text=True)


def build_chapters(before, now):
    """Make the pages of changed chapters anew among the kept ones; return whether this is a whole book."""
    changed = [name for name in now if now[name] != before.get(name)]
    if not PAGES.exists() or "" in changed or before.keys() != now.keys():
        return False
    shutil.rmtree(HTML, ignore_errors=True)
    shutil.copytree(PAGES, HTML)
    for name in changed:
        (DOCTREES / name).with_suffix(".doctree").unlink(missing_ok=True)
    return run(pages="used").returncode == 0


def build():
    shutil.rmtree(HTML, ignore_errors=True)  # what an earlier book had, this one may not
    finished = run("--all", pages="made")
    if finished.returncode:
        sys.exit(
            f"{finished.stdout}\n{finished.stderr}\nThe book could not be built; the reason stands above."
        )


if __name__ == "__main__":
    main()
