"""What the front page tells of the last full run."""

import json

import notebooks
from sphinx.util.docutils import SphinxDirective

MEANINGS = {
    "cells": "cells of code executed in a fresh kernel, chapter by chapter",
    "outputs": "outputs compared with the ones you see, figures by what they show",
    "frames": "settings of explorers reached in a real browser, by mouse and by keyboard",
    "exercises": "exercises whose solutions run",
    "tests": "tests of the library, the notebooks and the finished pages",
    "mutants": "mistakes planted in the library, one at a time",
    "caught_mutants": "of them noticed by the chapters alone",
}


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
    app.add_directive("last-run", LastRun)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
