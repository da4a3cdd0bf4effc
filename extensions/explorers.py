"""The explorers of chapters as pages show them: with no widget renderer, from the stored widget state."""

import json
import sys

import notebooks
from docutils import nodes
from docutils.parsers.rst import directives
from myst_nb.sphinx_ import NbMetadataCollector
from sphinx.util.docutils import SphinxDirective

sys.path.append(str(notebooks.ROOT / "live"))

from explorer_markup import page_markup

VIEW = "application/vnd.jupyter.widget-view+json"
STATE = "application/vnd.jupyter.widget-state+json"
MYST_NB = f'<script type="{VIEW}">'  # what it makes of a widget, for a renderer to find
BEFORE_OTHERS = 400


def models(notebook):
    """Return the widgets that a notebook stores, by their identifiers."""
    return notebook["metadata"].get("widgets", {}).get(STATE, {}).get("state", {})


def views(notebook):
    """Return the identifiers of a notebook's explorers, in order."""
    outputs = [output for cell in notebook["cells"] for output in cell.get("outputs", ())]
    return [output["data"][VIEW]["model_id"] for output in outputs if VIEW in output.get("data", ())]


def replace_widgets(app, doctree):
    """Put the markup of each explorer in the place of a widget, and leave its state out of the page."""
    path = notebooks.ROOT / f"{app.env.docname}.ipynb"
    for node in [node for node in doctree.findall(nodes.raw) if node.astext().startswith(MYST_NB)]:
        view = json.loads(node.astext().removeprefix(MYST_NB).removesuffix("</script>"))["model_id"]
        node.replace_self(_markup(notebooks.notebook(path), view))
    NbMetadataCollector.get_js_files(app.env, app.env.docname).pop("ipywidgets_state", None)


def _markup(notebook, view):
    return nodes.raw("", page_markup(models(notebook), view), format="html")


class ChapterExplorer(SphinxDirective):
    """Show an explorer of a chapter, by its number on that page."""

    required_arguments = 1
    option_spec = {"number": directives.positive_int}  # noqa: RUF012

    def run(self):
        path = notebooks.ROOT / f"{self.arguments[0]}.ipynb"
        self.env.note_dependency(path)
        found = views(notebooks.notebook(path))
        number = self.options.get("number", 1)
        if number > len(found):
            raise self.error(f"{path.name} has {len(found)} explorers; there is no number {number}")
        shown = _markup(notebooks.notebook(path), found[number - 1])
        return [nodes.container("", shown, classes=["cell_output"])]


def setup(app):
    app.add_directive("chapter-explorer", ChapterExplorer)
    app.connect("doctree-read", replace_widgets, priority=BEFORE_OTHERS)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
