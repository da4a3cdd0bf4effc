"""The printed book: its numbers are right, its links lead on, it is light, tagged and the same again."""

import html
import re
from urllib.parse import unquote

import pdf
import pikepdf

import paper

MOST_BYTES = 20e6
OUR_TYPEFACES = {"STIXTwoText", "STIXTwoMath", "Iosevka", "DejaVuSans"}  # the last one in figures


def outline(book):
    """Return titles and page numbers of the outline, in its order."""
    numbers = {page.objgen: number for number, page in enumerate(book.pages, start=1)}

    def walk(items):
        for item in items:
            yield item.title, numbers[item.destination[0].objgen]
            yield from walk(item.children)

    with book.open_outline() as shown:
        return list(walk(shown.root))


def links(book):
    for page in book.pages:
        for each in page.get("/Annots", []):
            if each.Subtype == "/Link":
                yield each


def test_it_says_what_it_is(book, told):
    with book.open_metadata() as metadata:
        assert metadata["dc:title"] == told["title"]
        assert metadata["dc:creator"] == [told["author"]]
        assert metadata["xmp:CreateDate"] == paper.moment(told["seconds"])
    assert book.Root.Lang == told["language"]
    assert book.Root.MarkInfo.Marked
    assert "/StructTreeRoot" in book.Root


def test_it_is_light_and_a5(path, book):
    assert path.stat().st_size <= MOST_BYTES
    sizes = {tuple(round(float(side) / 72 * 25.4) for side in page.mediabox[2:]) for page in book.pages}
    assert sizes == {(148, 210)}


def test_each_number_is_that_of_the_page_it_names(printed):
    places = pdf.places(printed["bytes"])
    assert len(printed["numbers"]) > 300
    assert {each: number for each, number in printed["numbers"] if places[each] != number} == {}


def test_every_link_leads_somewhere(printed, book):
    places, outside, inside = pdf.places(printed["bytes"]), set(), 0
    for link in links(book):
        if "/A" in link and "/URI" in link.A:
            outside.add(str(link.A.URI))
            continue
        name = link.get("/Dest") or link.A.D
        inside += 1
        assert isinstance(name, pikepdf.Array) or str(name).removeprefix("/") in places
    assert inside > 1000
    assert len(outside) > 50
    assert [each for each in outside if not each.startswith("https://")] == []


def test_no_two_places_have_one_name(printed):
    assert len(printed["ids"]) == len(set(printed["ids"]))


def test_the_outline_has_every_chapter_in_order(book, told):
    shown = outline(book)
    assert [number for _, number in shown] == sorted(number for _, number in shown)
    titles = [title for title, _ in shown]
    for part in told["parts"]:
        for page in part["pages"]:
            text = (paper.HTML / f"{page['name']}.html").read_text(encoding="utf-8").partition("<article")[2]
            title = re.search(r"<h1>(.*?)<a class=.headerlink", text, re.DOTALL)[1]
            assert html.unescape(re.sub(r"<[^>]+>", "", title)).strip() in titles
    assert "Hints and solutions" in titles
    assert "2. Neurons and weights: weigh the inputs" in titles  # which takes two lines


def test_frames_are_vectors_and_pixels_are_pictures_of_pixels(printed, book):
    drawings = [unquote(each) for each in printed["pictures"] if "svg" in each[:20] or each.endswith(".svg")]
    others = [each for each in printed["pictures"] if not ("svg" in each[:20] or each.endswith(".svg"))]
    inside = sum(each.count("<image") for each in drawings)
    assert len(drawings) > 150
    pixels = {each.objgen for page in book.pages for each in page.get_images().values()}
    assert len(pixels) <= len(others) + inside


def test_it_is_set_in_the_typefaces_that_are_kept(book):
    named = set()
    for page in book.pages:
        for font in page.resources.get("/Font", {}).values():
            if "/BaseFont" in font:
                named.add(str(font.BaseFont).partition("+")[2].partition("-")[0])
    assert named <= OUR_TYPEFACES
    assert "STIXTwoText" in named


def test_the_same_book_gives_the_same_bytes(path, told, tmp_path):
    again = paper.joined("print", lambda page: pdf.printed_book(page, told))
    pdf.finish(again, tmp_path / "again.pdf", told)
    assert (tmp_path / "again.pdf").read_bytes() == path.read_bytes()
