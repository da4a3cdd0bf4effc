"""What stands beside the text, or folded: the works cited, in the margin of a wide page, and the imports.

On a phone printed sentences wrap; printed columns keep their places, and scroll.
"""

import ast
import functools
import html
import re

import notebooks
from docutils import nodes
from plain_notebooks import short_reference
from pybtex.database import parse_file

REFERENCE = re.compile(r'<a class="footnote-reference brackets" href="#footcite-(?P<key>[^"]+)".*?</a>')
NUMBER = re.compile(r"</span>(\d+)<span")
MATH = re.compile(
    r'<span class="math notranslate nohighlight"[^>]*><math(?:(?!</math>).)*</math></span>[^\s<]+', re.DOTALL
)

NUMBERED = re.compile(r"\b(chapters?) (?=\d)", re.IGNORECASE)
BEFORE_REFERENCE = re.compile(r'\s+(?=<a class="footnote-reference)')
NO_BREAK = "\N{NO-BREAK SPACE}"
SUMMARY = "Set-up: what this page imports"


def fold_imports(app, doctree):
    """Fold the first cell of a chapter, which only imports: the text goes on with what it is about."""
    if not notebooks.chapter_of(app.env.docname):
        return
    cell = next(cell for cell in doctree.findall(nodes.container) if cell.get("nb_element") == "cell_code")
    [source, *outputs] = cell.children
    if outputs or not only_imports(source.astext()):
        return
    opened = f'<details class="setup"><summary>{SUMMARY}</summary>'
    cell.insert(0, nodes.raw("", opened, format="html"))
    cell.append(nodes.raw("", "</details>", format="html"))


def only_imports(source):
    return all(isinstance(each, ast.Import | ast.ImportFrom) for each in ast.parse(source).body)


def tell_sentences(app, doctree):
    """Mark what cells have printed, where it is sentences and no table or array; and tables in code."""
    for block in doctree.findall(nodes.literal_block):
        if "stream" in block["classes"]:
            block["classes"] += [] if is_columns(block.astext()) else ["sentences"]
        elif sum(line.count("|") > 1 for line in block.astext().splitlines()) > 4:
            block["classes"].append("columns")


def is_columns(text):
    """Return whether what is printed is a table or a matrix, whose lines belong below one another.

    It has a head that begins with a gap, or most of its lines have two gaps, or it shows rows of an array.
    """
    lines = text.splitlines()
    heads = any(re.match(r" {8}| +\S.*?\S  ", line) for line in lines)
    with_gaps = sum(len(re.findall(r"\S  +(?=\S)", line)) > 1 for line in lines)
    rows = any(re.match(r" *\[\[| \[", line) for line in lines) and len(lines) > 1
    return heads or 2 * with_gaps >= len(lines) > 1 or rows


def with_marks_kept(text):
    """Let no line begin with the comma after a formula, a reference, or the number of a chapter."""
    text = MATH.sub(lambda found: f'<span class="together">{found[0]}</span>', text)
    return NUMBERED.sub(rf"\1{NO_BREAK}", BEFORE_REFERENCE.sub(NO_BREAK, text))


def keep_marks(app, pagename, templatename, context, doctree):
    if doctree:
        context["body"] = with_marks_kept(context["body"])


@functools.cache
def titles():
    entries = parse_file(notebooks.ROOT / "references.bib").entries
    return {key: re.sub(r"[{}]", "", entry.fields["title"]) for key, entry in entries.items()}


def with_side_notes(text):
    """Put a short note after the first reference to each work; the list at the page's end has it in full.

    Who hears a page hears the list alone.
    """
    known = set()

    def noted(found):
        key = html.unescape(found["key"])
        if key in known or key not in titles():
            return found[0]
        known.add(key)
        words = html.escape(f"{short_reference(key)}: {titles()[key]}", quote=False)
        number = NUMBER.search(found[0])[1]
        return f'{found[0]}<span class="side-note" aria-hidden="true"><b>{number}</b> {words}</span>'

    return REFERENCE.sub(noted, text)


def add_side_notes(app, pagename, templatename, context, doctree):
    if doctree and notebooks.chapter_of(pagename):
        context["body"] = with_side_notes(context["body"])


def setup(app):
    app.connect("doctree-read", fold_imports)
    app.connect("doctree-read", tell_sentences)
    app.connect("html-page-context", add_side_notes)
    app.connect("html-page-context", keep_marks)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
