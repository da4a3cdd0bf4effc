"""What the pages of the book need to know of its chapters, read from the notebooks as they are stored."""

import ast
import functools
import json
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
EXPLORER = "application/vnd.jupyter.widget-view+json"
WIDGET_STATE = "application/vnd.jupyter.widget-state+json"
START = re.compile(r"```\{code-block\} python\n:class: start\n\n(.*?)\n```$", re.DOTALL | re.MULTILINE)


@functools.cache
def chapter_paths():
    return sorted((ROOT / "chapters").glob("*.ipynb"))


def widgets(chapter):
    """Return the widgets that a notebook stores, by their identifiers."""
    return chapter["metadata"].get("widgets", {}).get(WIDGET_STATE, {}).get("state", {})


def chapter_of(pagename):
    """Return the notebook of a page, or nothing if the page is no chapter."""
    path = ROOT / f"{pagename}.ipynb"
    return path if path in chapter_paths() else None


@functools.cache
def notebook(path):
    return json.loads(path.read_text(encoding="utf-8"))


def markdown(path):
    return _text_of_cells(path, "markdown")


def code(path):
    return _text_of_cells(path, "code")


def _text_of_cells(path, kind):
    return "\n\n".join(
        "".join(cell["source"]) for cell in notebook(path)["cells"] if cell["cell_type"] == kind
    )


def title(path):
    return markdown(path).partition("\n")[0].removeprefix("# ")


def number(path):
    return int(path.name[:2])


@functools.cache
def first_uses():
    """Map each dotted name of the library, such as actlib.nn.Adam, to the first chapter that uses it."""
    found = {}
    for path in chapter_paths():
        for name in names_used(code(path)):
            found.setdefault(name, path.stem)
    return found


def names_used(source):
    """Return the dotted names of the library that a piece of code imports or reaches through a module.

    Only a name with one more step below it counts as used, so that ``from actlib import figures``
    alone says nothing, and ``figures.curves`` after it does.
    """
    meaning, used = {}, set()
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "actlib":
            for alias in node.names:
                meaning[alias.asname or alias.name] = f"{node.module}.{alias.name}"
        elif isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.split(".")[0] == "actlib":
                    meaning[alias.asname or "actlib"] = alias.name if alias.asname else "actlib"
    used.update(meaning.values())
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            used.update(_dotted(node, meaning))
    return used


def _dotted(node, meaning):
    steps = []
    while isinstance(node, ast.Attribute):
        steps.append(node.attr)
        node = node.value
    if isinstance(node, ast.Name) and node.id in meaning:
        yield ".".join([meaning[node.id], *reversed(steps)])
