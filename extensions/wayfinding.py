"""Where a reader is: a chapter's place in the course, how long it takes to read, what its neighbors ask."""

import html

import notebooks
from docutils import nodes

WORDS_A_MINUTE = 238  # of silent reading in English: Brysbaert 2019, doi:10.1016/j.jml.2019.104047


def minutes(doctree):
    """Return how long the text of a page takes to read, without its code and its figures."""
    words = sum(len(paragraph.astext().split()) for paragraph in doctree.findall(nodes.paragraph))
    return max(1, round(words / WORDS_A_MINUTE))


def place(number, count, length):
    """Return the line above a chapter's title, with a bar that shows how far the chapter is in the course."""
    share = f"{number / count:.0%}"
    return (
        f'<p class="place" style="--share: {share}">Chapter {number} of {count}'
        f"<span>about {length} min to read</span></p>\n"
    )


def with_question(app, name, title):
    """Return the title of a page, and below that of a chapter the question that it opens with."""
    question = app.env.metadata[name].get("description") if notebooks.chapter_of(name) else None
    return title + (f'<span class="question">{html.escape(question)}</span>' if question else "")


def add(app, pagename, templatename, context, doctree):
    _, *neighbors = app.builder.relations.get(pagename) or (None, None, None)
    for side, name in zip(("prev", "next"), neighbors, strict=True):
        if name and context[side]:
            context[f"{side}_title"] = with_question(app, name, context[side]["title"])
    path = notebooks.chapter_of(pagename)
    if path and doctree:
        count = len(notebooks.chapter_paths())
        context["body"] = place(notebooks.number(path), count, minutes(doctree)) + context["body"]


def setup(app):
    app.connect("html-page-context", add)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
