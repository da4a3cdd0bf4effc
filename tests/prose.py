"""The running prose of a chapter: what a reader reads between headings, code and formulas."""

import re
from pathlib import Path

import nbformat

ROOT = Path(__file__).resolve().parent.parent
CHAPTERS = {
    path.stem: nbformat.read(path, as_version=4) for path in sorted((ROOT / "chapters").glob("*.ipynb"))
}
MARKDOWN = {
    stem: "\n\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    for stem, notebook in CHAPTERS.items()
}

# What is no prose, or stands where a link or a computed number would be out of place. Each pattern
# is blanked out, so that what is left keeps its position in the text.
FENCED = re.compile(r"^(?P<fence>`{3,})(?P<kind>[^\n]*)\n.*?^(?P=fence) *$", re.DOTALL | re.MULTILINE)
NOT_PROSE = [
    r"^(?: {4}|\t).*$",  # code by indentation
    r"\$\$.*?\$\$",
    r"(?<!\\)\$[^$\n]+\$",
    r"^#.*$",  # headings
    r"^\*\*[^*]+\*\*$",  # the question at a chapter's head
    r"^(?:```+|:::+).*$",  # the first and last lines of directives, with their titles
    r"^:[\w-]+:.*$",  # their options
    r"^\|.*$",  # tables
    r"\{[\w:]+\}`[^`]*`",  # roles, among them citations and terms
    r"`[^`]*`",
    r"\[[^\]]*\]\([^)]*\)",  # links
    r"<[^>\n]+>",
]


def blank(match):
    return re.sub(r"\S", " ", match[0])


def without_code(markdown):
    """Blank out blocks of code; a directive that holds text keeps it."""
    return FENCED.sub(
        lambda match: match[0] if re.match(r"\{(?!code)", match["kind"]) else blank(match), markdown
    )


def prose(markdown):
    """Blank out all that is not prose."""
    markdown = without_code(markdown)
    for pattern in NOT_PROSE:
        flags = re.MULTILINE | (re.DOTALL if pattern.startswith(r"\$\$") else 0)
        markdown = re.sub(pattern, blank, markdown, flags=flags)
    return markdown


# Before the chapter that explains them, these words mean something else: a gate of logic, a wave with
# gentle gains, a pause for attention, a temperature in degrees.
MEANS_ELSE_BEFORE = ("attention", "gate", "gain", "kernel", "label", "seed", "temperature")

# Every page of words, by the name that the table of contents has for it.
PAGES = {f"chapters/{stem}": markdown for stem, markdown in MARKDOWN.items()} | {
    path.stem: path.read_text(encoding="utf-8")
    for path in sorted(ROOT.glob("*.md"))
    if path.stem not in ("README", "CONTRIBUTING")
}


def glossary_terms(text):
    """Read the glossary: the words of each entry, its own first, and the chapter that explains it."""
    entries = text.partition("```{glossary}\n")[2].rpartition("```")[0].strip().split("\n\n")
    return [
        (entry[: entry.index("\n  ")].split("\n"), re.findall(r"\(chapters/([\w-]+)\)", entry)[-1])
        for entry in entries
    ]


def uses(markdown, terms):
    """Yield every use of a term in order: the entry's own word, where it stands, and whether it is a link.

    A longer term wins over a shorter one within it: weight decay is no use of weight.
    """
    entry_of = {word.lower(): words[0] for words, _ in terms for word in words}
    longest_first = sorted(entry_of, key=len, reverse=True)
    plain = rf"(?<![\w-])(?P<word>{'|'.join(map(re.escape, longest_first))})(?:e?s)?(?![\w-])"
    linked = [
        (found.start(), found.end(), entry_of[(found["target"] or found["text"]).strip().lower()], True)
        for found in re.finditer(r"\{term\}`(?P<text>[^`<]+)(?:<(?P<target>[^`>]+)>)?`", markdown)
    ]
    unlinked = [
        (found.start(), found.end(), entry_of[found["word"].lower()], False)
        for found in re.finditer(plain, prose(markdown), re.IGNORECASE)
    ]
    for start, end, entry, is_link in sorted(linked + unlinked):
        yield entry, (start, end), is_link


def first_uses(markdown, terms):
    """Map each term that a text uses to where it first does and whether that is a link."""
    first = {}
    for entry, place, is_link in uses(markdown, terms):
        first.setdefault(entry, (place, is_link))
    return first


def places_to_link(firsts, terms):
    """Name, for each term, the chapters whose first use of it is to be a link.

    That is the first chapter in reading order that uses the term, and the one that explains it.
    ``firsts`` holds for each chapter what ``first_uses`` says of it.
    """
    places = {}
    for (term, *_), explained_in in terms:
        using = [
            stem
            for stem, first in firsts.items()
            if term in first and not (term in MEANS_ELSE_BEFORE and stem < explained_in)
        ]
        places[term] = list(dict.fromkeys([*using[:1], explained_in]))
    return places
