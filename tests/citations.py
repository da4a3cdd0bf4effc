"""Citations: the works as they were looked up, and the words before each citation.

``citations.yml`` is the record; ``test_citations.py`` compares it with the bibliography and the pages.
"""

import re

import yaml
from pybtex.database import parse_file

from tests.prose import ROOT

REFERENCES = parse_file(ROOT / "references.bib").entries
RECORD = yaml.safe_load((ROOT / "tests" / "citations.yml").read_text(encoding="utf-8"))
ROLE = re.compile(r"\{(?:foot)?cite:(?P<kind>\w)\}`(?P<keys>[^`]+)`")
BEFORE_OR_AFTER = 250  # characters; a sentence with four citations is one of the longest


def plain(text):
    return re.sub(r"[{}]", "", text)


def authors(entry):
    """Return the family names of a work's authors, in order."""
    return [plain(" ".join([*each.prelast_names, *each.last_names])) for each in entry.persons["author"]]


def work(entry):
    """Say what a work is: authors, year, title, where it appeared and how it is found."""
    fields = entry.fields
    places = ("booktitle", "journal", "publisher", "institution", "school", "howpublished", "note")
    numbers = ("edition", "series", "volume", "number", "pages")
    found_by = {"doi": "doi:", "eprint": "arXiv:", "isbn": "ISBN ", "url": ""}
    parts = [
        f"{', '.join(authors(entry))} ({fields.get('year', 'no year')})",
        plain(fields["title"]),
        *(plain(fields[name]) for name in places if name in fields),
        *(f"{name} {fields[name]}" for name in numbers if name in fields),
        *(prefix + fields[name] for name, prefix in found_by.items() if name in fields),
    ]
    return ". ".join(parts)


def citations(text):
    """Yield each cited key of a page with the words that it stands for.

    These are the words since the citation before; after it, if the authors' names are part of the sentence.
    """
    found = list(ROLE.finditer(text))
    for number, role in enumerate(found):
        start = found[number - 1].end() if number else 0
        end = found[number + 1].start() if number + 1 < len(found) else len(text)
        before, after = text[start : role.start()], text[role.end() : end]
        while number and not before.strip():  # citations in a row stand for the same words
            number -= 1
            start = found[number - 1].end() if number else 0
            before = text[start : found[number].start()]
        before = before[-BEFORE_OR_AFTER:].rpartition("\n")[2]
        after = after[:BEFORE_OR_AFTER].partition("\n")[0].partition(". ")[0]
        words = before + after if role["kind"] == "t" else before
        for key in role["keys"].split(","):
            yield key.strip(), " ".join(words.split())


def unrecorded(pages, record):
    """Yield each citation whose words are not those of its record, with the page."""
    for page, text in pages.items():
        for key, words in citations(text):
            if not any(fits(page, line, words) for line in record.get(key, {}).get("for", ())):
                yield f"{page}: {key} for: {words}"


def fits(page, line, words):
    chapter, _, piece = line.partition(": ")
    return page.removeprefix("chapters/").startswith(chapter) and piece in words


def unused(pages, record):
    """Yield each line of the record that no citation of its page fits."""
    for key, each in record.items():
        for line in each["for"]:
            if not any(
                fits(page, line, words)
                for page, text in pages.items()
                for cited, words in citations(text)
                if cited == key
            ):
                yield f"{key}: {line}"


# Names of authors that are words, methods or places as well.
OTHER_MEANINGS = {"Adam", "He", "Le", "So", "Sun"}


def misnamed(text):
    """Yield each author's name and each year in a sentence that cites works by others, of other years."""
    everyone = {name for entry in REFERENCES.values() for name in authors(entry)} - OTHER_MEANINGS
    together = {}
    for key, words in citations(text):
        together.setdefault(re.split(r"[.?!] ", words)[-1], []).append(REFERENCES[key])
    for sentence, works in together.items():
        names = set(re.findall(r"\b\w[\w-]+", sentence)) & everyone
        years = set(re.findall(r"\b(?:19|20)\d\d\b", sentence))
        wrong = names - {name for each in works for name in authors(each)}
        wrong |= years - {each.fields.get("year") for each in works}
        yield from (f"{each}: {sentence}" for each in wrong)
