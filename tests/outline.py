"""What turns a sentence, page by page: ``python -m tests.outline`` shows what has changed and keeps it.

Most of what the pages say is computed somewhere. This is for the rest: that a sentence is not negated, a
small number or a condition not changed, that cells keep their order and their asserts. For each cell
``outline.txt`` holds its first words and, of code, the number of its asserts with their limits; of text, in
order,

- every number, every fraction, and words for numbers and shares;
- what denies (not, never, without), what has an opposite (above, most, left, rises), and names of functions,
  optimizers and ways to start;
- the chapters and terms it leads to, the numbers of code in it, and the formulas that no test computes.

Other words may change freely. If these have changed, look at the sentences, then keep the new outline.
"""

import ast
import difflib
import re
import sys

from tests.formulas import is_identity
from tests.prose import CHAPTERS, FENCED, PAGES, ROOT
from tests.reasons import parsed

KEPT = ROOT / "tests" / "outline.txt"
OPPOSITES = """
    above below, more less, fewer many few, most least, before after, left right, larger smaller,
    largest smallest, higher lower, highest lowest, high low, large small, longer shorter, first last,
    rises falls, rise fall, rising falling, grows shrinks, grow shrink, gains loses, up down, increasing
    decreasing, increases decreases, faster slower, better worse, best worst, positive negative, same
    different, equal unequal, odd even, inside outside, inner outer, rows columns, row column, forward
    backward, maximum minimum, steep flat, steeper flatter, near far, true false, always sometimes, all some,
    both either, vanishes explodes, vanish explode, passes saturates, dies learns, dead active silent,
    exactly about nearly, right wrong, early late, enough too, add subtract, adds subtracts,
    multiply divide, multiplied divided, with without, can must, every any, only also
"""
DENIALS = "not no never nothing none nobody neither nor nowhere without cannot hardly unless except instead"
NUMBERS = """
    zero two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen twenty thirty forty fifty hundred hundredth thousand thousandth million
    millionth billion half halves halved twice third thirds fourth quarter quarters fifth fifths sixth
    tenth double doubled
"""
NAMES = """
    identity step sigmoid tanh softsign relu relus prelu elu selu gelu silu swish mish softplus softmax glu
    swiglu leaky adam adagrad rmsprop sgd momentum he xavier glorot lecun pytorch jax keras numpy scipy
"""
TOO_COMMON = {"can", "with", "also", "some", "few", "many", "too", "either"}
WORDS = {*re.findall(r"\w+", OPPOSITES + DENIALS + NUMBERS + NAMES)} - TOO_COMMON
NUMBER = r"[-−±+]?\d+(?:[.,/]\d+)*(?:e[+-]?\d+)?\s?%?"
PIECE = re.compile(
    rf"\{{term\}}`(?:[^`<]*<)?(?P<term>[^`>]+)>?`|(?P<formula>\$\$.*?\$\$|(?<![\\$])\$[^$\n]+\$(?!\$))|(?P<code>`[^`\n]+`)"
    rf"|\]\((?:chapters/)?(?P<chapter>\d\d)-[^)]*\)|\]\([^)]*\)"
    rf"|(?<![\w.])(?P<number>{NUMBER})(?![\w])|(?P<word>[A-Za-z]+)",
    re.DOTALL,
)


def turning(text):
    """Yield what turns the sentences of a text, in order."""
    text = FENCED.sub(of_block, text)
    text = re.sub(r"^(?::[\w-]+:.*|\([\w-]+\)=)$|\{(?!term)[\w:-]+\}(?=`)", "", text, flags=re.MULTILINE)
    for piece in PIECE.finditer(text):
        kind, found = piece.lastgroup, piece[0]
        if kind == "formula":
            yield from written(found)
        elif kind == "code" and re.search(r"\d", found):
            yield found
        elif kind == "term":
            yield f"<{piece['term'].strip().lower()}>"
        elif kind == "chapter":
            yield f"→{int(piece['chapter'])}"
        elif kind == "number":
            yield found.strip()
        elif kind == "word" and found.lower() in WORDS:
            yield found.lower()


def of_block(block):
    """Return of a block of code its numbers, and of a directive with text all of it."""
    if not re.match(r"\{code|\w|$", block["kind"].strip()):
        return block[0]
    return " ".join(re.findall(rf"(?<![\w.]){NUMBER}(?!\w)", block[0].partition("\n")[2]))


def written(formula):
    """Yield a formula as it is, unless it is one letter or a test computes it."""
    tex = " ".join(formula.strip("$").split())
    if not is_identity(tex) and not re.fullmatch(r"\\?[A-Za-z]+'*", tex):
        yield f"${tex}$"


def lines_of(page):
    """Yield a line for each cell of a chapter, for each paragraph of another page."""
    if page.startswith("chapters/"):
        for cell in CHAPTERS[page.removeprefix("chapters/")].cells:
            if cell.cell_type == "code":
                yield " · ".join([f"    {first_words(cell.source)}", *asserted(cell.source)])
            else:
                yield line_of(cell.source)
    else:
        yield from (line_of(part) for part in re.split(r"\n\s*\n", PAGES[page]) if part.strip())


def asserted(code):
    """Yield how many asserts a cell has, and the limits and tolerances that stand in each."""
    tests = [node.test for node in ast.walk(parsed(code)) if isinstance(node, ast.Assert)]
    if tests:
        yield f"{len(tests)} asserted"
    for test in sorted(tests, key=lambda node: node.lineno):
        yield from re.findall(r"(?<![\w.\[])\d+(?:\.\d+)?(?:e[+-]?\d+)?(?![\w.\]])", ast.unparse(test))


def line_of(text):
    items = len(re.findall(r"^ *(?:[-*]|\d+\.) ", text, re.MULTILINE))
    return " · ".join([first_words(text), *[f"{items} items"] * bool(items), *turning(text)])


def first_words(text):
    return " ".join(re.findall(r"[\w'-]+", text)[:3])


def outline():
    """Return the outline of all pages as text."""
    return "\n".join(
        "\n".join([f"== {page}", *(line.rstrip() for line in lines_of(page)), ""]) for page in PAGES
    )


def changes():
    """Return what has changed since the outline was kept, as lines of a diff with one line around."""
    kept = KEPT.read_text(encoding="utf-8") if KEPT.exists() else ""
    return list(
        difflib.unified_diff(kept.splitlines(), outline().splitlines(), "kept", "now", n=1, lineterm="")
    )


def main():
    found = changes()
    print(*found or ["nothing has changed"], sep="\n")
    if found and (sys.argv[1:] == ["--keep"] or input("Is each of these sentences right? [y/N] ") == "y"):
        KEPT.write_text(outline(), encoding="utf-8")


if __name__ == "__main__":
    main()
