"""One or two sentences about each page, from its own beginning, for those who find it elsewhere.

Search engines show them below a page's title; ``linked_data`` and ``plain_text`` use them too.
"""

import html
import re

from docutils import nodes

LONGEST = 250  # characters; a first sentence that is longer stays whole


def description(doctree):
    """Return the whole sentences with which a page's first paragraph begins."""
    for paragraph in doctree.findall(nodes.paragraph):
        if isinstance(paragraph.parent, nodes.section):
            return first_sentences(paragraph.astext())
    return ""


def first_sentences(text, longest=LONGEST):
    """Return as many whole sentences as fit, and at least one."""
    first, *others = re.split(r"(?<=[.?!])\s+(?=[A-Z])", " ".join(text.split()))
    for sentence in others:
        if len(first) + 1 + len(sentence) > longest:
            break
        first += f" {sentence}"
    return first


def remember(app, doctree):
    app.env.metadata[app.env.docname]["description"] = description(doctree)


def describe(app, pagename, templatename, context, doctree):
    words = html.escape(app.env.metadata[pagename].get("description", ""))
    if words:
        context["metatags"] += f'<meta name="description" content="{words}" />\n'
        context["meta"] = context["meta"] | {"og:description": words}


def setup(app):
    app.connect("doctree-read", remember)
    app.connect("html-page-context", describe, priority=400)  # before sphinxext.opengraph
    return {"parallel_read_safe": True, "parallel_write_safe": True}
