"""The explorers of a chapter as actlib makes them now, without its stored outputs."""

import ast
import contextlib
import io
from pathlib import Path

import nbformat
from preparation import preparation

from actlib import explorers

ROOT = Path(__file__).resolve().parent.parent


def drawn_explorers(chapter):
    """Run each cell that ends with an explorer, after what it needs; return their settings and frames.

    An explorer is told as its controls' kinds and options, the sentence and the address of each frame by
    setting, and the setting at which it starts.
    """
    notebook = nbformat.read(ROOT / "chapters" / f"{chapter}.ipynb", as_version=4)
    cells = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    return [told(made(cell, cells[:place])) for place, cell in enumerate(cells) if ends_with_explorer(cell)]


def ends_with_explorer(source):
    last = ast.parse(source).body[-1]
    called = last.value.func if isinstance(last, ast.Expr) and isinstance(last.value, ast.Call) else None
    return getattr(called, "attr", getattr(called, "id", None)) in explorers.__all__


def made(source, above):
    program = ast.parse(f"{preparation(source, above)}\n{source}")
    last, namespace = program.body.pop(), {"__name__": "__main__"}
    with contextlib.chdir(ROOT / "chapters"), contextlib.redirect_stdout(io.StringIO()):
        exec(compile(program, "chapter", "exec"), namespace)
        return eval(compile(ast.Expression(last.value), "chapter", "eval"), namespace)


def told(explorer):
    *controls, stack = explorer.children
    kinds = [type(control).__name__ for control in controls]
    labels = [list(control.options) for control in controls]
    return kinds, labels, frames(stack), tuple(control.index for control in controls)


def frames(widget, setting=()):
    if not hasattr(widget, "children"):
        return {setting: widget.value}
    parts = (frames(child, (*setting, index)) for index, child in enumerate(widget.children))
    return {key: frame for part in parts for key, frame in part.items()}
