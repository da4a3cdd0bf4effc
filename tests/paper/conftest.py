"""The printed book and the EPUB, made once for all their tests, from the book that make book has built."""

import epub
import pdf
import pikepdf
import pytest

import paper


@pytest.fixture(scope="session")
def told():
    return paper.book()


@pytest.fixture(scope="session")
def printed(told):
    """What Chromium printed, and what the page knew: the number at each link, pictures by kind."""

    def take(page):
        printed = pdf.printed_book(page, told)
        numbers = page.evaluate(
            """() => [...document.querySelectorAll(".on-page")].map((each) => [
                decodeURIComponent(each.previousElementSibling.hash.slice(1)), Number(each.textContent),
            ])"""
        )
        pictures = page.evaluate("() => [...new Set([...document.images].map((each) => each.src))]")
        ids = page.evaluate("() => [...document.querySelectorAll('[id]:not(svg [id])')].map(({ id }) => id)")
        return {"bytes": printed, "numbers": numbers, "pictures": pictures, "ids": ids}

    return paper.joined("print", take)


@pytest.fixture(scope="session")
def path(printed, told, tmp_path_factory):
    path = tmp_path_factory.mktemp("pdf") / "book.pdf"
    pdf.finish(printed["bytes"], path, told)
    return path


@pytest.fixture(scope="session")
def book(path):
    with pikepdf.open(path) as book:
        yield book


@pytest.fixture(scope="session")
def files(told):
    documents, cover = paper.joined("epub", lambda page: epub.taken(page, told))
    return epub.files(documents, cover, told)
