"""What the front page shows of the other pages: an explorer of a chapter, and the counts of the last run."""

import json
import re

import notebooks
from docutils import nodes
from docutils.parsers.rst import directives
from myst_nb.sphinx_ import NbMetadataCollector
from sphinx.util.docutils import SphinxDirective

VIEW = "application/vnd.jupyter.widget-view+json"
STATE = "application/vnd.jupyter.widget-state+json"
MEANINGS = {
    "cells": "cells of code executed in a fresh kernel, chapter by chapter",
    "outputs": "outputs compared with the ones you see, figures by what they show",
    "frames": "settings of explorers reached in a real browser, by mouse and by keyboard",
    "exercises": "exercises whose solutions run",
    "tests": "tests of the library, the notebooks and the finished pages",
    "mutants": "mistakes planted in the library, one at a time",
    "caught_mutants": "of them noticed by the chapters alone",
}


class ChapterExplorer(SphinxDirective):
    """Show an explorer of a chapter, by its number on that page, with what it needs to work."""

    required_arguments = 1
    option_spec = {"number": directives.positive_int}  # noqa: RUF012

    def run(self):
        path = notebooks.ROOT / f"{self.arguments[0]}.ipynb"
        self.env.note_dependency(path)
        views, state = explorers(notebooks.notebook(path))
        number = self.options.get("number", 1)
        if number > len(views):
            raise self.error(f"{path.name} has {len(views)} explorers; there is no number {number}")
        view = views[number - 1]
        self.load("state", None, {"type": STATE, "body": script_text(state | {"state": below(view, state)})})
        for index, (file, attributes) in enumerate(self.config.nb_ipywidgets_js.items()):
            self.load(f"renderer {index}", file, attributes)
        markup = f'<script type="{VIEW}">{script_text(view)}</script>'
        cell_output = nodes.container("", nodes.raw("", markup, format="html"), classes=["cell_output"])
        return [cell_output]

    def load(self, key, file, attributes):
        NbMetadataCollector.add_js_file(self.env, self.env.docname, key, file, attributes)


def explorers(notebook):
    """Return the views of a notebook's explorers, in order, and its whole widget state."""
    outputs = [output for cell in notebook["cells"] for output in cell.get("outputs", ())]
    views = [output["data"][VIEW] for output in outputs if VIEW in output.get("data", ())]
    return views, notebook["metadata"].get("widgets", {}).get(STATE, {})


def below(view, state):
    """Return the models that a view is made of, and the links from its controls."""
    models = state["state"]
    mentions = {key: set(re.findall(r"IPY_MODEL_(\w+)", json.dumps(model))) for key, model in models.items()}
    links = [key for key, model in models.items() if model["model_name"] == "DirectionalLinkModel"]
    wanted, waiting = set(), {view["model_id"]}
    while waiting:
        wanted |= waiting
        reached = set().union(*(mentions[key] for key in waiting))
        linked = {link for link in links if mentions[link] & waiting}
        waiting = (reached | linked) - wanted
    return {key: model for key, model in models.items() if key in wanted}


def script_text(content):
    return json.dumps(content).replace("</", r"<\/")


class LastRun(SphinxDirective):
    """Tell what the last full run counted, from the file that tools/count.py writes."""

    def run(self):
        path = notebooks.ROOT / "counts.json"
        self.env.note_dependency(path)
        counts = json.loads(path.read_text(encoding="utf-8"))
        rows = [(number, words) for key, words in MEANINGS.items() if (number := counts.get(key))]
        lines = ["| Counted | What |", "| ---: | :--- |"]
        lines += [f"| {number:,} | {words} |" for number, words in rows]
        return self.parse_text_to_nodes("\n".join(lines))


def setup(app):
    app.add_directive("chapter-explorer", ChapterExplorer)
    app.add_directive("last-run", LastRun)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
