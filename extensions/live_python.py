"""Python in the page: what a page with live exercises needs, put beside the built book.

Without the browser's Python in the cache (``tools/pyodide.py`` fetches it) the book is built whole,
only without the buttons. Everything of one build lies under one address that names its content, so
that a page never meets the files of another build.
"""

import functools
import gzip
import hashlib
import importlib.metadata
import io
import json
import re
import shutil
import sys
import zipfile
from pathlib import Path

import notebooks

sys.path.extend(str(notebooks.ROOT / folder) for folder in ("tools", "live", ""))

import playground
import pyodide
from exercises import exercises, pieces
from sphinx.util import logging

from actlib.studio.tables import table

LIVE = notebooks.ROOT / "live"
SCRIPTS = (
    "boot.js",
    "page.js",
    "elements.js",
    "offline.js",
    "python.js",
    "outputs.js",
    "worker.js",
    "shell.py",
    "preparation.py",
    "explorer_markup.py",
)
STYLE = "live.css"
VERSION = "this-version"  # in a page until all of the build is known, so that pages can be kept
ROOMS = {"studio": "studio.js", "playground": "playground.js"}  # pages of their own, which boot.js starts
BEFORE_THE_FIRST_VERDICT = (*SCRIPTS, STYLE, "editor.js", "actlib.zip", "tqdm.zip")
WORDS = {  # of a chapter's code, and which set of files they bring
    "scipy": {"scipy", "report_card", "properties"},
    "matplotlib": {"figures", "explorers", "report_card"},
    "ipython": {"explorers"},
    "joblib": {"joblib"},
}
OWN_PACKAGES = {"tqdm": "core", "ipywidgets": "ipython", "comm": "ipython"}
logger = logging.getLogger(__name__)


def page_data(path):
    """Return the code cells of a chapter with their stored texts, and its exercises.

    A cell is known by its place: ``in`` the text of the page, the ``task`` of an exercise (its
    check) or a ``solution``, with the exercise's label.
    """
    cells = [
        {"source": each.text, "in": each.place, "label": each.label, "outputs": stored(each.cell["outputs"])}
        for each in pieces(path)
        if each.is_code
    ]
    found = {
        label: {"title": each.title, "start": "".join(each.starts).removesuffix("\n")}
        for label, each in exercises(path).items()
    }
    return {"cells": cells, "exercises": found}


def stored(outputs):
    """Return the texts of a cell's outputs, in the form in which the page's Python gives its own."""
    found = []
    for output in outputs:
        if output["output_type"] == "stream":
            found.append({"text": "".join(output["text"])})
        else:
            data = output["data"]
            found.append({kind: "".join(data[kind]) for kind in ("text/plain", "text/html") if kind in data})
    return found


def archive(files):
    """Pack files, given as pairs of name and content, always into the same bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", compresslevel=9) as made:
        for name, content in sorted(files):
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            made.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def library():
    package = notebooks.ROOT / "actlib"
    paths = [path for path in package.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    return archive([(path.relative_to(notebooks.ROOT).as_posix(), path.read_bytes()) for path in paths])


def chapters():
    """Pack what chapters read: the bibliography, and the notebooks without their outputs."""
    found = [("references.bib", (notebooks.ROOT / "references.bib").read_bytes())]
    for path in notebooks.chapter_paths():
        cells = [
            cell | ({"outputs": []} if "outputs" in cell else {})
            for cell in notebooks.notebook(path)["cells"]
        ]
        found.append((f"chapters/{path.name}", json.dumps({"cells": cells}).encode()))
    return archive(found)


def installed(package):
    """Pack a package of pure Python as it is installed here."""
    paths = [each for each in importlib.metadata.files(package) or () if each.suffix in (".py", ".json", "")]
    inside = [each for each in paths if ".." not in each.parts and "bin" not in each.parts]
    return archive([(each.as_posix(), Path(each.locate()).read_bytes()) for each in inside])


def contents():
    """Return all files of one build by name, as bytes; their hash names the build."""
    own = [path for path in LIVE.iterdir() if path.suffix in (".js", ".py", ".css") and path.name != "sw.js"]
    made = {path.name: path.read_bytes() for path in own}
    bundle = LIVE / "editor" / "bundle"
    made |= {path.name: path.read_bytes() for path in bundle.iterdir()}
    made["actlib.zip"] = library()
    made["chapters.zip"] = chapters()
    made |= {f"{name}.zip": installed(name) for name in OWN_PACKAGES}
    for path in notebooks.chapter_paths():
        text = json.dumps(page_data(path), ensure_ascii=False, separators=(",", ":"))
        made[f"pages/{path.stem}.json"] = text.encode()
    made["sets.json"] = json.dumps(sets(made)).encode()
    return made


def sets(made):
    """Return, for each set, the files Pyodide loads with their sizes, so that a page can say what comes."""
    found = {}
    for name, entry in pyodide.listed()["files"].items():
        found.setdefault(entry["set"], {})[name] = entry["bytes"]
    for name, chosen in {"actlib": "core", **OWN_PACKAGES}.items():
        found[chosen][f"{name}.zip"] = len(made[f"{name}.zip"])
    return {"version": pyodide.listed()["version"], **found}


def prepare(app):
    """Decide at the start whether the pages get their buttons."""
    app.live = None
    if app.builder.format != "html":
        return
    if pyodide.missing():
        logger.info("live_python: the browser's Python is not in the cache; pages get no buttons")
        return
    made = contents()
    sizes = megabytes(made)
    for name, known in (("functions", table()), ("playground", playground.stored())):
        text = json.dumps(known, allow_nan=False, separators=(",", ":"))
        made[f"{name}.json"] = text.encode()
    digest = hashlib.sha256()
    for name, content in sorted(made.items()):
        digest.update(name.encode() + b"\0" + content)
    app.live = {"files": made, "version": digest.hexdigest()[:10], "megabytes": sizes}


def megabytes(made):
    """Return how many megabytes each set of files is, compressed; Python comes with NumPy."""
    packed = {}
    for entry in pyodide.listed()["files"].values():
        chosen = "numpy" if entry["set"] == "core" else entry["set"]
        packed[chosen] = packed.get(chosen, 0) + entry["compressed"]
    packed["numpy"] += sum(len(gzip.compress(made[name], 6)) for name in BEFORE_THE_FIRST_VERDICT)
    return {chosen: round(size / 1e6, 1) for chosen, size in packed.items()}


def page_megabytes(sizes, pagename):
    """Return how many megabytes come if a whole chapter is run, by the words of its code."""
    path = notebooks.ROOT / f"{pagename}.ipynb"
    words = set(re.findall(r"\w+", notebooks.code(path))) if path.exists() else set()
    found = {chosen for chosen, hints in WORDS.items() if words & hints}
    return round(sum(sizes[chosen] for chosen in {"numpy", *found}), 1)


@functools.cache
def exercise_counts():
    """Return how many exercises each chapter has, as the pages' script reads it."""
    paths = notebooks.chapter_paths()
    return " ".join(f"{path.stem}:{len(page_data(path)['exercises'])}" for path in paths)


def add_button_script(app, pagename, templatename, context, doctree):
    if not app.live:
        return
    data = {
        "data-page": pagename,
        "data-megabytes": str(app.live["megabytes"]["numpy"]),
        "data-page-megabytes": str(page_megabytes(app.live["megabytes"], pagename)),
        "data-exercises": exercise_counts(),
    }
    if pagename in ROOMS:
        data["data-room"] = ROOMS[pagename]
    if app.lab and pagename.startswith("chapters/"):
        data["data-lab"] = f"lab/lab/index.html?path={pagename}.ipynb"
        data["data-lab-megabytes"] = str(app.lab)
    app.add_js_file(f"live/{VERSION}/boot.js", loading_method="defer", **data)


def name_version(app, exception):
    """Name this build's version in the pages, which are kept without it."""
    if not app.live or exception:
        return
    for path in Path(app.outdir).rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace(f"live/{VERSION}/", f"live/{app.live['version']}/"), encoding="utf-8")


def write(app, exception):
    if not app.live or exception:
        return
    out = Path(app.outdir)
    live = out / "_static" / "live"
    shutil.rmtree(live, ignore_errors=True)
    for name, content in app.live["files"].items():
        path = live / app.live["version"] / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    packages = live / f"pyodide-{pyodide.listed()['version']}"
    packages.mkdir()
    for name in pyodide.listed()["files"]:
        shutil.copy2(pyodide.folder() / name, packages / name)
    (packages / "pyodide-lock.json").write_text(pyodide.lock_file(), encoding="utf-8")
    write_service_worker(app, out)


def write_service_worker(app, out):
    """Write the service worker at the site's root, with the list of all files and the hash of that list."""
    hidden = ("_sources", ".buildinfo", ".nojekyll", "sw.js")
    paths = [path for path in sorted(out.rglob("*")) if path.is_file() and not {*path.parts} & {*hidden}]
    files = {path.relative_to(out).as_posix(): path.stat().st_size for path in paths}
    digest = hashlib.sha256()
    for name in files:
        digest.update(name.encode() + b"\0" + hashlib.sha256((out / name).read_bytes()).digest())
    text = (LIVE / "sw.js").read_text(encoding="utf-8")
    text += 'importScripts("lab/service-worker.js"); // gives files to the kernels\n' if app.lab else ""
    (out / "_static" / "live" / app.live["version"] / "files.json").write_text(json.dumps(files))
    (out / "sw.js").write_text(text.replace("BUILD", digest.hexdigest()[:10], 1), encoding="utf-8")


def setup(app):
    app.connect("builder-inited", prepare)
    app.connect("html-page-context", add_button_script)
    app.connect("build-finished", name_version, priority=200)  # after kept_pages
    app.connect("build-finished", write, priority=700)  # when all else is there, for it lists all files
    return {"parallel_read_safe": True, "parallel_write_safe": True}
