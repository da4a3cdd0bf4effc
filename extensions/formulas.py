"""Set formulas when the book is built, as MathML: a page needs no script for them.

``math-core`` translates TeX; what it cannot read is a warning, which ends the build. Browsers draw MathML
with the font that ``book.css`` names.
"""

import html
import re
from xml.etree import ElementTree

from docutils import nodes
from math_core import LatexError, LatexToMathML
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number

PRIMES = {"′", "″", "‴", "⁗"}
NAMED = re.compile(r"&(?!(?:lt|gt|amp|quot|apos);)\w+;")  # HTML knows more names than XML
logger = logging.getLogger(__name__)
translator = LatexToMathML()


def mathml(tex, display=False):
    """Return a formula as MathML.

    Raises
    ------
    math_core.LatexError
        If it is not TeX as ``math-core`` reads it.
    """
    made = translator.convert_with_local_state(tex, displaystyle=display)
    root = ElementTree.fromstring(NAMED.sub(lambda name: html.unescape(name[0]), made))
    for raised in root.iter("msup"):
        _, mark = raised
        if mark.tag == "mo" and mark.text in PRIMES:  # the font's primes are raised already
            raised.tag = "mrow"
            mark.attrib |= {"lspace": "0", "rspace": "0"}
    return ElementTree.tostring(root, encoding="unicode")


def lines(tex):
    """Return a displayed formula with its lines aligned, as Sphinx lets them be written."""
    parts = [part for part in re.split(r"\n\s*\n", tex) if part.strip()]
    joined = r"\\".join(parts)
    alone = r"\\" not in joined or re.match(r"\s*\\begin\{", joined)
    return joined if alone else rf"\begin{{aligned}}{joined}\end{{aligned}}"


def set_in(node, tex, display):
    try:
        return mathml(tex, display)
    except LatexError as problem:
        logger.warning(f"formulas: {tex!r} cannot be set: {problem}", location=node)
        return f"<code>{html.escape(tex)}</code>"


def visit_inline(writer, node):
    made = set_in(node, node.astext(), display=False)
    writer.body.append(
        writer.starttag(node, "span", "", CLASS="math notranslate nohighlight") + made + "</span>"
    )
    raise nodes.SkipNode


def visit_block(writer, node):
    writer.body.append(writer.starttag(node, "div", CLASS="math notranslate nohighlight"))
    if node["number"]:
        writer.body.append(f'<span class="eqno">({get_node_equation_number(writer, node)})')
        writer.add_permalink_ref(node, "Link to this equation")
        writer.body.append("</span>")
    writer.body.append(set_in(node, lines(node.astext()), display=True) + "</div>\n")
    raise nodes.SkipNode


def setup(app):
    app.add_html_math_renderer("mathml", (visit_inline, None), (visit_block, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
