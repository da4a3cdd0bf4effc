"""Let a page load a figure when the reader comes near it.

The browser must know the shape of a figure before it has it, or the text jumps when it arrives. A width
and height that are attributes tell the shape; in a style, as docutils writes them, they do not.
"""

import re

SIZE = re.compile(r'style="width: (\d+)px; height: (\d+)px;"')


def setup(app):
    app.connect("html-page-context", load_figures_late)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def load_figures_late(app, page, template, context, doctree):
    if doctree:
        context["body"] = SIZE.sub(r'width="\1" height="\2" loading="lazy"', context["body"])
