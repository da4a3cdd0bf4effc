"""Execute chapters in a fresh kernel and write them with their outputs, always to the same bytes.

    python tools/refresh.py                 every chapter
    python tools/refresh.py 04-sigmoid      those named

A chapter is written, atomically, only if every one of its cells ran. A picture is written anew only if it
differs by more than rounding. Chapters run side by side, as many at a time as there are processors.
"""

import argparse
import json
import os
import re
import signal
import sys
import time
from copy import deepcopy
from multiprocessing import Pool
from pathlib import Path
from tempfile import TemporaryDirectory

import light_jsonschema  # noqa: F401
import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from pictures import with_stored_pictures
from tqdm import tqdm

ROOT = Path(__file__).resolve().parent.parent
CHAPTERS = ROOT / "chapters"
WIDGET_STATE = "application/vnd.jupyter.widget-state+json"
MODEL_ID = re.compile(r"(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])")
SECONDS_PER_CELL = 120


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("chapters", nargs="*", help="names such as 04-sigmoid, or paths; default: all")
    arguments = parser.parse_args()
    paths = [chapter_path(name) for name in arguments.chapters] or sorted(CHAPTERS.glob("*.ipynb"))
    failures = 0
    for trouble, said in tqdm(refreshed(paths), total=len(paths), unit="chapter", disable=None):
        tqdm.write(said, file=sys.stderr if trouble else sys.stdout)
        failures += trouble
    if not arguments.chapters:
        draw_front_page()
    sys.exit(1 if failures else 0)


def refreshed(paths):
    """Refresh chapters side by side; yield of each whether there was trouble, and what to say."""
    if len(paths) == 1:
        yield refresh(paths[0])
        return
    with Pool(os.cpu_count(), signal.signal, (signal.SIGINT, signal.SIG_IGN)) as pool:
        yield from pool.imap_unordered(refresh, paths)


def draw_front_page():
    """Draw the front page's picture; its sentence stands in intro.md as the alternative text."""
    sys.path.insert(0, str(ROOT))
    from actlib import figures

    replace_file(ROOT / "static" / "gallery.svg", figures.gallery().svg() + "\n")


def chapter_path(name):
    path = Path(name) if name.endswith(".ipynb") else CHAPTERS / f"{name}.ipynb"
    if not path.is_file():
        there = ", ".join(sorted(each.stem for each in CHAPTERS.glob("*.ipynb")))
        sys.exit(f"refresh: no chapter {name!r}; there are {there}")
    return path


def refresh(path):
    """Execute one chapter and write it; return whether there was trouble, and what to say."""
    old_text = path.read_text(encoding="utf-8")
    try:
        notebook = nbformat.reads(old_text, as_version=4)
        new_text = normalized_text(executed(notebook), json.loads(old_text))
    except ChapterError as problem:
        return True, f"{path.name}: {problem}"
    except (nbformat.reader.NotJSONError, nbformat.ValidationError) as problem:
        return True, f"{path.name}: not a notebook: {problem}"
    if new_text == old_text:
        return False, f"{path.name}: unchanged"
    try:
        replace_file(path, new_text)
    except OSError as problem:
        return True, f"{path.name}: not written, and left as it was: {problem}"
    return False, f"{path.name}: written"


class ChapterError(Exception):
    """A cell that did not run: which one, and why."""


def executed(notebook):
    """Return the notebook with the outputs of a fresh kernel, run from the chapters' folder."""
    position = {}
    client = NotebookClient(
        notebook,
        timeout=SECONDS_PER_CELL,
        store_widget_state=True,
        record_timing=False,
        coalesce_streams=True,
        extra_arguments=["--log-level=ERROR"],
        resources={"metadata": {"path": str(CHAPTERS)}},
        on_cell_start=lambda cell, cell_index: position.update(index=cell_index),
    )
    try:
        # More threads on small matrices mostly wait for one another.
        with TemporaryDirectory() as no_profile:
            # Every assert runs, and what warns is for the chapters' tests to refuse.
            own = {
                "PYTHONPATH": str(ROOT),
                "IPYTHONDIR": no_profile,
                "PYTHONOPTIMIZE": "",
                "PYTHONWARNINGS": "",
            }
            return client.execute(env={"OPENBLAS_NUM_THREADS": "1", **os.environ, **own})
    except CellExecutionError as problem:
        raise ChapterError(
            f"cell {position['index'] + 1}: {problem.ename}: {problem.evalue}\n{problem.traceback}"
        ) from None
    except (AssertionError, AttributeError):
        if client.km is None:  # nbclient ends the kernel when it is interrupted, and stumbles over that
            raise KeyboardInterrupt from None
        raise
    except (CellTimeoutError, DeadKernelError) as problem:
        raise ChapterError(f"cell {position['index'] + 1}: {problem}") from None


def normalized_text(notebook, stored=None):
    """Return the one text that a notebook with these cells and outputs is stored as.

    If the notebook is given that was stored before, its pictures stay where the new ones look the same.
    """
    notebook = deepcopy(notebook)
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
        **{key: value for key, value in notebook.metadata.items() if key == "widgets"},
    }
    for cell in notebook.cells:
        cell.metadata = {key: value for key, value in cell.metadata.items() if key in ("tags", "mystnb")}
        if cell.cell_type == "code":
            describe_figures(cell)
    content = content_with_numbered_widgets(notebook)
    if stored:
        of_id = {cell.get("id"): cell for cell in stored.get("cells", ())}
        before = stored | {"cells": [of_id.get(cell["id"]) for cell in content["cells"]]}
        content = with_stored_pictures(before, content)
    return json.dumps(content, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def describe_figures(cell):
    """Give the cell's figure the sentence it describes itself with as alternative text."""
    cell.metadata.pop("mystnb", None)
    for output in cell.outputs:
        if {"image/png", "image/svg+xml"} & output.get("data", {}).keys():
            cell.metadata["mystnb"] = {"image": {"alt": output.data["text/plain"].replace("\n", " ")}}


def content_with_numbered_widgets(notebook):
    """Return the notebook as plain data, the widgets' random ids replaced by their order of creation."""
    state = notebook.metadata.get("widgets", {}).get(WIDGET_STATE, {}).get("state", {})
    number = {model_id: f"{i:032x}" for i, model_id in enumerate(state)}
    text = nbformat.writes(notebook)
    return json.loads(MODEL_ID.sub(lambda match: number.get(match[0], match[0]), text))


def replace_file(path, text):
    """Write beside the file and rename over it, so that a reader never sees half of it."""
    sweep_drafts(path)
    draft = path.with_name(f".{path.name}.{os.getpid()}.draft")
    try:
        draft.write_text(text, encoding="utf-8", newline="\n")
        draft.chmod(path.stat().st_mode if path.exists() else 0o644)
        os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)


def sweep_drafts(path):
    """Remove what a killed refresh left of a file; a running one has had its draft for seconds at most."""
    for draft in path.parent.glob(f".{path.name}.*.draft"):
        if time.time() - draft.stat().st_mtime > SECONDS_PER_CELL:
            draft.unlink(missing_ok=True)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit("refresh: interrupted; each chapter is either as it was or whole")
