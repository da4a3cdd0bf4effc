"""Whole chapters in JupyterLab, in the browser: the folder ``lab``, and a link to it on each chapter.

JupyterLite brings JupyterLab; the browser's Python is the one of the pages (``live_python.py``).
Without either the book is built whole, only without the link. JupyterLab itself is made once and
kept in the cache, by what it is made from; the notebooks are written anew each time.
"""

import functools
import hashlib
import importlib.metadata
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import live_python
import notebooks
import plain_notebooks
import pyodide
from sphinx.util import logging

OURS = notebooks.ROOT / "live" / "lab"
CACHE = notebooks.ROOT / ".cache" / "jupyterlite"
MODULES = ("jupyterlite_core", "jupyterlite_pyodide_kernel", "jupyterlab_widgets")
EXTENSIONS = ("@jupyter-widgets/jupyterlab-manager", "@jupyterlite/pyodide-kernel-extension")
NEVER_ASKED_FOR = ("*.map", "fa-*.eot", "fa-*.svg", "fa-*.ttf", "fa-*.woff", ".*")
BUILD = {
    "apps": ["lab"],
    "ignore_sys_prefix": ["federated_extensions", "settings_overrides"],
    "no_libarchive": True,
    "no_sourcemaps": True,
    "no_unused_shared_packages": True,
}
OWN_PACKAGES = {  # what each needs; no imports are listed, or Pyodide would load it at the word "actlib"
    "actlib": ["numpy", "scipy", "matplotlib", "ipywidgets", "tqdm"],
    "tqdm": [],
    "comm": ["traitlets"],
    "ipywidgets": ["comm", "ipython", "traitlets"],
}
SETS = ("numpy", "scipy", "matplotlib", "ipython", "micropip")
JUPYTERLAB_MEGABYTES = 2.1  # measured at the first visit to a chapter
STAND_INS = ("ssl", "jedi")  # the kernel asks for them, nothing here needs them
logger = logging.getLogger(__name__)


def prepare(app):
    """Decide at the start whether chapters get their link."""
    app.lab = None
    if app.live and not lacking():
        app.lab = megabytes(app.live["megabytes"])
    elif app.live:
        logger.info(f"jupyter_lite: {', '.join(lacking())} not installed; chapters get no link to JupyterLab")


def lacking():
    return [module for module in MODULES if importlib.util.find_spec(module) is None]


def megabytes(sizes):
    """Return about how much comes when a chapter is opened for the first time, compressed."""
    return round(JUPYTERLAB_MEGABYTES + sum(sizes[chosen] for chosen in SETS))


@functools.cache
def settings():
    text = (OURS / "jupyter-lite.json").read_text(encoding="utf-8")
    return text.replace("VERSION", pyodide.listed()["version"])


def jupyterlab():
    """Return the folder with JupyterLab as JupyterLite builds it, from the cache or made now."""
    versions = {module: importlib.metadata.version(module) for module in MODULES}
    made_from = json.dumps([versions, EXTENSIONS, BUILD, NEVER_ASKED_FOR, settings()])
    folder = CACHE / hashlib.sha256(made_from.encode()).hexdigest()[:10]
    if not folder.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=CACHE) as draft:
            build(Path(draft))
            try:
                os.replace(Path(draft) / "lab", folder)
            except OSError:
                if not folder.exists():  # else another build was quicker
                    raise
    return folder


def build(draft):
    """Let JupyterLite build a site without notebooks into the folder ``lab`` of a draft."""
    shared = Path(sys.prefix) / "share" / "jupyter" / "labextensions"
    own = {"federated_extensions": [str(shared / name) for name in EXTENSIONS], "output_dir": "site"}
    config = json.dumps({"LiteBuildConfig": BUILD | own})
    (draft / "jupyter_lite_config.json").write_text(config, encoding="utf-8")
    (draft / "jupyter-lite.json").write_text(settings(), encoding="utf-8")
    command = [sys.executable, "-m", "jupyterlite_core", "build"]
    run = subprocess.run(command, cwd=draft, capture_output=True, text=True, check=False)
    if run.returncode:
        raise RuntimeError(f"JupyterLite could not be built: {run.stdout[-2000:]}{run.stderr[-2000:]}")
    shutil.copytree(draft / "site", draft / "lab", ignore=shutil.ignore_patterns(*NEVER_ASKED_FOR))


def write(app, exception):
    """Put JupyterLab, the notebooks and Python's list of packages beside the pages."""
    lab = Path(app.outdir) / "lab"
    shutil.rmtree(lab, ignore_errors=True)
    if not app.lab or exception:
        return
    shutil.copytree(jupyterlab(), lab)
    for name in ("lab.css", "lab.js"):
        shutil.copy2(OURS / name, lab)
    load_ours(lab / "lab" / "index.html")
    course = live_python.archive([("course.py", (OURS / "course.py").read_bytes())])
    (lab / "course.zip").write_bytes(course)
    (lab / "nothing.zip").write_bytes(live_python.archive([]))
    (lab / "pyodide-lock.json").write_text(lock_file(app.live, course), encoding="utf-8")
    write_notebooks(lab)


def load_ours(page):
    """Let a page of JupyterLite load our script before its own, and our style in place of its manifest."""
    text = page.read_text(encoding="utf-8")
    style = '<link rel="stylesheet" href="../lab.css" />\n    <link rel="icon" href="favicon.ico" />'
    for old, new in (
        ("await import(", 'await import("../lab.js");\n        await import('),
        ('<link rel="manifest" href="../manifest.webmanifest" />', style),
    ):
        if text.count(old) != 1:
            raise RuntimeError(f"JupyterLite has changed: its page has {text.count(old)} times {old}")
        text = text.replace(old, new)
    page.write_text(text, encoding="utf-8")


def lock_file(live, course):
    """Return what Pyodide reads as its list of packages: those of the pages, and what JupyterLab needs."""
    lock = json.loads(pyodide.lock_file())
    packages = lock["packages"]
    nothing = live_python.archive([])
    for name in STAND_INS:
        packages[name] = entry(name, "../../../lab/nothing.zip", nothing, [])
    for name, depends in OWN_PACKAGES.items():
        packed = live["files"][f"{name}.zip"]
        packages[name] = entry(name, f"../{live['version']}/{name}.zip", packed, depends)
    packages["course"] = entry("course", "../../../lab/course.zip", course, ["actlib"])
    return json.dumps(lock)


def entry(name, file_name, content, depends):
    """Describe a package of ours as the official list describes its own."""
    return {
        "name": name,
        "version": "0",
        "file_name": file_name,
        "install_dir": "site",
        "sha256": hashlib.sha256(content).hexdigest(),
        "package_type": "package",
        "imports": [],
        "depends": depends,
        "unvendored_tests": False,
    }


def write_notebooks(lab):
    """Write what the chapters read, and the lists that JupyterLab takes for the folders' contents."""
    files = {"references.bib": (notebooks.ROOT / "references.bib").read_bytes()}
    for path in notebooks.chapter_paths():
        made = plain_notebooks.plain_notebook(path)
        files[f"chapters/{path.name}"] = json.dumps(made, ensure_ascii=False, indent=1).encode()
    for name, content in files.items():
        path = lab / "files" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    chapters = [item(name, len(content)) for name, content in files.items() if "/" in name]
    write_list(lab, "chapters", chapters)
    write_list(lab, "", [item("chapters"), item("references.bib", len(files["references.bib"]))])


def item(path, size=None):
    """Describe a file, or without a size a folder, as Jupyter's list of contents does."""
    kind = "directory" if size is None else "notebook" if path.endswith(".ipynb") else "file"
    day = "2026-01-01T00:00:00Z"
    times = {"created": day, "last_modified": day}
    rest = {"content": None, "format": None, "mimetype": None, "writable": True}
    return {"name": Path(path).name, "path": path, "type": kind, "size": size, **times, **rest}


def write_list(lab, folder, items):
    path = lab / "api" / "contents" / folder / "all.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    listed = item(folder) | {"content": items, "format": "json"}
    path.write_text(json.dumps(listed), encoding="utf-8")


def setup(app):
    app.connect("builder-inited", prepare, priority=600)  # after live_python
    app.connect("build-finished", write, priority=400)  # before it, which lists all files
    return {"parallel_read_safe": True, "parallel_write_safe": True}
