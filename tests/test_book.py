"""What holds the book together: references, exercises, the library's reference, the counts."""

import importlib
import importlib.util
import inspect
import json
import re
import sys
from pathlib import Path

import pytest
from pybtex.database import parse_file

import actlib
from tests.prose import CHAPTERS, MARKDOWN, ROOT

REFERENCES = parse_file(ROOT / "references.bib").entries
GROUPS = [path.stem for path in sorted((ROOT / "reference").glob("*.rst")) if path.stem != "index"]

every_reference = pytest.mark.parametrize("key", REFERENCES)


@pytest.fixture(scope="module")
def book():
    """The modules that Sphinx and the tools use to make pages."""
    sys.path[:0] = [str(ROOT / "extensions"), str(ROOT / "tools")]
    names = ("notebooks", "count", "exercise_index", "front_page", "library_reference")
    yield {name: importlib.import_module(name) for name in names}
    for name in names:
        del sys.modules[name]
    del sys.path[:2]


# References


@every_reference
def test_a_reference_has_author_title_and_year(key):
    entry = REFERENCES[key]
    assert entry.persons["author"]
    assert entry.fields["title"].strip()
    assert entry.type == "misc" or re.fullmatch(r"(19|20)\d\d", entry.fields["year"])


@every_reference
def test_a_reference_can_be_found(key):
    """By DOI or arXiv identifier; a work that has neither, by ISBN or by its publisher's or author's page."""
    fields = REFERENCES[key].fields
    assert {"doi", "eprint", "isbn", "url"} & set(fields)
    if "url" in fields:
        assert not {"doi", "eprint"} & set(fields), "an identifier outlives an address"
        assert re.fullmatch(r"https://[\w.-]+(/[\w./~-]*)?", fields["url"])


@every_reference
def test_an_identifier_is_well_formed(key):
    fields = REFERENCES[key].fields
    if "doi" in fields:
        assert re.fullmatch(r"10\.\d{4,5}/[\w.()/-]+", fields["doi"])
    if "eprint" in fields:
        assert fields["archiveprefix"] == "arXiv"
        assert re.fullmatch(r"\d\d(0[1-9]|1[0-2])\.(\d{4}|\d{5})", fields["eprint"])
        assert len(fields["eprint"]) == (9 if fields["eprint"] < "1501" else 10), "arXiv took a digit in 2015"
    if "isbn" in fields:
        digits = [int(digit) for digit in fields["isbn"].replace("-", "")]
        assert len(digits) == 13
        assert sum(digit * (1, 3)[place % 2] for place, digit in enumerate(digits)) % 10 == 0


@every_reference
def test_the_year_agrees_with_the_arxiv_identifier(key):
    """What only arXiv has is of that year; what was printed came out then or up to three years later."""
    entry = REFERENCES[key]
    if "eprint" in entry.fields:
        delay = int(entry.fields["year"]) - (2000 + int(entry.fields["eprint"][:2]))
        assert delay == 0 if entry.type == "misc" else 0 <= delay <= 3


def test_no_two_references_are_the_same_work():
    for field in ("doi", "eprint", "isbn", "url", "title"):
        values = [entry.fields[field].lower() for entry in REFERENCES.values() if field in entry.fields]
        assert len(set(values)) == len(values)


def test_every_reference_is_cited_and_every_citation_is_a_reference(book):
    pages = [*MARKDOWN.values(), *(path.read_text(encoding="utf-8") for path in ROOT.glob("*.md"))]
    in_prose = re.findall(r"\{(?:foot)?cite:\w+\}`([^`]+)`", "\n".join(pages))
    code = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "actlib").rglob("*.py"))
    in_docstrings = re.findall(r"^ +References\n +-+\n((?: +.+\n)+)", code, re.MULTILINE)
    in_catalogue = [
        source or ""
        for entry in actlib.CATALOGUE.values()
        for source in (entry.cite, entry.origin, *(entry.popularizer or ()))
    ]
    key = book["library_reference"].KEY
    cited = {found[0] for text in [*in_prose, *in_docstrings, *in_catalogue] for found in key.finditer(text)}
    assert set(REFERENCES) - cited == set(), "cited nowhere"
    assert cited - set(REFERENCES) == set(), "not in the bibliography"


# Exercises


def test_the_list_of_exercises_is_complete(book):
    for path in book["notebooks"].chapter_paths():
        listed = [label for _, label in book["exercise_index"].exercises(path)]
        assert listed == re.findall(r":label: (ex-\S+)", MARKDOWN[path.stem])
        assert all(title.strip() for title, _ in book["exercise_index"].exercises(path))


# The reference of the library


def documented_names():
    """Read which modules the pages document, and return the names they have there."""
    names = {}
    for group in GROUPS:
        text = (ROOT / "reference" / f"{group}.rst").read_text(encoding="utf-8")
        for module, place in re.findall(r"^\.\. names:: (\S+)(?:\n   :at: (\S+))?", text, re.MULTILINE):
            names.setdefault(group, []).append((module, place or module))
    return names


def test_every_public_name_is_in_the_reference(book):
    documented = {}
    for places in documented_names().values():
        for module_name, _ in places:
            module = importlib.import_module(module_name)
            documented |= {
                id(getattr(module, name)): name for name in book["library_reference"].public_names(module)
            }
    missing = [
        name
        for name in actlib.__all__
        if not inspect.ismodule(getattr(actlib, name)) and id(getattr(actlib, name)) not in documented
    ]
    assert missing == []
    modules = {module for places in documented_names().values() for module, _ in places}
    assert {f"actlib.{name}" for name in actlib.__all__ if inspect.ismodule(getattr(actlib, name))} == modules


def test_the_overview_lists_what_the_pages_describe():
    text = (ROOT / "reference" / "index.rst").read_text(encoding="utf-8")
    listed = re.findall(r"^\.\. names-list:: (\S+)(?:\n   :at: (\S+))?", text, re.MULTILINE)
    described = [pair for places in documented_names().values() for pair in places]
    assert sorted((module, place or module) for module, place in listed) == sorted(described)


def test_a_name_knows_the_chapter_that_explains_or_first_uses_it(book):
    chapter_of = book["library_reference"].source_chapter
    assert chapter_of("actlib.gelu") == ("09-gelu-and-friends", "Explained")
    assert chapter_of("actlib.gelu_derivative") == ("09-gelu-and-friends", "Explained")
    assert chapter_of("actlib.gradient_check")[1] == "First used"
    first = next(stem for stem, notebook in CHAPTERS.items() if "Dense" in code_of(notebook))
    assert chapter_of("actlib.nn.Dense") == (first, "First used")


def code_of(notebook):
    return "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")


def test_names_are_found_however_code_reaches_them(book):
    used = book["notebooks"].names_used(
        "import actlib\nfrom actlib import figures, relu as r\nfrom actlib.nn import Adam\n"
        "actlib.check('relu', r)\nfigures.curves(1)\nother.thing()"
    )
    assert {"actlib.check", "actlib.figures.curves", "actlib.relu", "actlib.nn.Adam"} <= used
    assert not any("other" in name for name in used)


def test_bibliography_keys_of_a_docstring_become_links(book):
    lines = ["Summary.", "", "References", "----------", "he2015, maas2013", "", "Examples"]
    book["library_reference"].cite_keys(lines)
    assert lines[4] == ":cite:t:`he2015`, :cite:t:`maas2013`"


# The front page


def test_the_counts_on_the_front_page_are_current(book):
    """If this fails, run ``python tools/count.py``."""
    stored = json.loads((ROOT / "counts.json").read_text(encoding="utf-8"))
    assert stored | book["count"].contents() == stored
    assert set(book["front_page"].MEANINGS) - {"mutants", "caught_mutants"} <= set(stored)
    assert 0 <= stored.get("caught_mutants", 0) <= stored.get("mutants", 0)


def test_the_number_of_tests_on_the_front_page_is_current(request):
    """Only a whole run knows how many tests there are. If this fails, run ``python tools/count.py``."""
    config = request.config
    whole = {Path(path).name for path in config.args} == set(config.getini("testpaths"))
    chosen = config.option.keyword or config.option.markexpr
    same_python = sys.version_info[:2] == (3, 11)  # the one that made the outputs
    if whole and same_python and not chosen:
        stored = json.loads((ROOT / "counts.json").read_text(encoding="utf-8"))
        assert stored["tests"] == len(request.session.items)
