"""Build the book into _build/html, with warnings as errors, and say where it is.

The browser's Python is fetched first, if it is not there yet; without it the book is built whole,
only without the buttons that run code on its pages; without JupyterLite only without the links to
JupyterLab.

An incremental build of Jupyter Book does not copy changes of the static files, so a full build
is made whenever anything changed, and none when nothing did.
"""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pyodide

ROOT = Path(__file__).resolve().parent.parent
HTML = ROOT / "_build" / "html"
JUPYTERLITE = ("jupyterlite_core", "jupyterlite_pyodide_kernel", "jupyterlab_widgets")
STAMP = ROOT / "_build" / "built-from"
# A build ends before its garbage is worth collecting; what jsonschema takes most of its time to load checks
# international addresses, which no notebook and no setting has.
QUICKLY = """
import gc, sys
gc.disable()
sys.modules["rfc3987_syntax"] = None
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
    fingerprint = sources_fingerprint()
    if not (HTML / "index.html").exists() or not STAMP.exists() or STAMP.read_text() != fingerprint:
        build()
        STAMP.write_text(fingerprint)
    print(f"The book is built: open {HTML / 'index.html'}")


def lacking():
    return [module for module in JUPYTERLITE if importlib.util.find_spec(module) is None]


def sources_fingerprint():
    digest = hashlib.sha256(repr([sorted(pyodide.missing()), lacking()]).encode())
    for path in sorted({path for pattern in SOURCES for path in ROOT.glob(pattern) if path.is_file()}):
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def build_command(*options):
    return [sys.executable, "-c", QUICKLY, "build", "--all", "-W", "--keep-going", *options, str(ROOT)]


def build():
    shutil.rmtree(HTML, ignore_errors=True)  # what an earlier book had, this one may not
    environment = os.environ | {"PYTHONWARNINGS": ""}  # Jupyter Book's own are none of the builder's
    finished = subprocess.run(build_command(), env=environment, capture_output=True, text=True)
    if finished.returncode:
        STAMP.unlink(missing_ok=True)
        sys.exit(
            f"{finished.stdout}\n{finished.stderr}\nThe book could not be built; the reason stands above."
        )


if __name__ == "__main__":
    main()
