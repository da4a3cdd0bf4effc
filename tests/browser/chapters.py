"""The chapters' cells in the browser's Python: ``python.mjs FOLDER chapters.py [NAME ...]``.

Each chapter runs in the shell of the page, cell by cell, and every text is compared with the stored one.
"""

import json
import sys
import time
from pathlib import Path

import shell

CHAPTERS = Path(__file__).resolve().parents[2] / "chapters"


def stored_texts(outputs):
    """Return the texts of a stored cell: what it printed, then its results by media type."""
    printed = ["".join(each["text"]) for each in outputs if each["output_type"] == "stream"]
    results = [each["data"] for each in outputs if "data" in each]
    return "".join(printed), [_texts(each) for each in results]


def _texts(data):
    return {kind: "".join(data[kind]) for kind in ("text/plain", "text/html") if kind in data}


def texts_of(source, namespace):
    """Run a cell and return its texts in the same form, and its error if it ended with one."""
    heard = []
    shell.emit = lambda kind, data: heard.append((kind, data))
    shell.run(source, namespace)
    printed = "".join(data["text"] for kind, data in heard if kind in ("stdout", "stderr"))
    results = [_texts(data) for kind, data in heard if kind == "result"]
    errors = [data["text"] for kind, data in heard if kind == "error"]
    return (printed, results), errors


def differences(name):
    """Run one chapter and describe each cell whose texts are not the stored ones."""
    namespace = {"__name__": "__main__"}
    cells = json.loads((CHAPTERS / f"{name}.ipynb").read_text(encoding="utf-8"))["cells"]
    for number, cell in enumerate(cells):
        if cell["cell_type"] != "code":
            continue
        came, errors = texts_of("".join(cell["source"]), namespace)
        wanted = stored_texts(cell["outputs"])
        if came != wanted or errors:
            yield f"{name} [{number}]: {'; '.join(errors) or _first_difference(wanted, came)}"


def _first_difference(wanted, came):
    pairs = zip(repr(wanted), repr(came), strict=False)
    place = next((i for i, (a, b) in enumerate(pairs) if a != b), 0)
    start = max(0, place - 60)
    return f"stored …{repr(wanted)[start : place + 80]}…, here …{repr(came)[start : place + 80]}…"


def main(names):
    shell.begin("/home/course/chapters", [])
    for path in ("references.bib", *(f"chapters/{each.name}" for each in CHAPTERS.glob("*.ipynb"))):
        (Path("/home/course") / path).symlink_to(CHAPTERS.parent / path)
    failed = 0
    for name in names or sorted(path.stem for path in CHAPTERS.glob("*.ipynb")):
        start = time.monotonic()
        found = list(differences(name))
        failed += len(found)
        print(
            f"{name}: {len(found)} cells differ, {time.monotonic() - start:.0f} s",
            *found,
            sep="\n  ",
            flush=True,
        )
    return failed > 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
