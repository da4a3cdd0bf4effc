"""The book on paper and on a reading device: what is decided without a browser."""

import hashlib
import json
import zipfile
from pathlib import Path
from urllib.parse import quote, unquote
from xml.etree import ElementTree

import epub
import pytest

import paper
from tests.javascript import program_in

ROOT = Path(__file__).parents[1]
TOLD = {
    "title": "Bends & lines",
    "author": "somebody",
    "language": "en",
    "license": "CC BY 4.0",
    "version": "97.1.0",
    "seconds": 4_000_000_000,
}
SVG = "<svg xmlns='http://www.w3.org/2000/svg'>{}</svg>"


@pytest.fixture(scope="module")
def frames(tmp_path_factory):
    """Run an expression of JavaScript with what ``paper/frames.js`` exports."""
    imports = 'import { distance, label, settings, telling } from "./frames.js";'
    program = program_in(tmp_path_factory.mktemp("frames"), imports, [ROOT / "paper" / "frames.js"])
    return lambda expression, *given: program(f"answer = ({expression})(...given);", given)


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("slope 0.25 at 1", "slope 0.25 at 1", 0),
        ("slope 1 at 1", "slope 3 at 1", 0.5),
        ("slope −1 at 1", "slope 1 at 1", 1),
        ("loss 2.0e−3", "loss 6.0e−3", 0.5),
        ("the bend", "the line", 1),
        ("the line, lowest 1", "the line,", 2),
    ],
)
def test_the_distance_of_two_sentences(frames, one, other, apart):
    assert frames("distance", one, other) == pytest.approx(apart, rel=1e-12, abs=1e-12)


def test_the_last_control_changes_first(frames):
    assert [frames("settings", number, [2, 3]) for number in (0, 2, 3, 5)] == [[0, 0], [0, 2], [1, 0], [1, 2]]


@pytest.mark.parametrize(
    ("values", "sizes", "chosen"),
    [
        ([1, 1, 1, 1, 1, 1, 9], [7], [0, 3, 5, 6]),  # ends, middle, before and after the jump
        ([1, 1, 9, 9, 9, 9, 9], [7], [0, 1, 2, 3, 6]),
        ([5], [1], [0]),
        ([1, 2, 3], [3], [0, 1, 2]),
        ([1, 1, 1, 1, 9, 1], [2, 3], [0, 1, 4, 5]),  # 1 to 4 is one step of the first control
    ],
)
def test_the_most_telling_frames(frames, values, sizes, chosen):
    sentences = [f"value {value}" for value in values]
    assert frames("telling", sentences, sizes) == chosen


def test_a_step_of_one_control_is_no_step_of_two(frames):
    far_apart_in_order_only = ["value 1", "value 2", "other 9", "other 9"]
    assert frames("telling", far_apart_in_order_only, [2, 2]) == [0, 2, 3]


def test_a_frame_is_called_by_its_settings(frames):
    controls = [{"name": "gate", "options": ["AND", "OR"]}, {"name": "bias", "options": ["−1", "0", "1"]}]
    assert frames("label", controls, 4) == "gate: OR, bias: 0"


def test_the_parts_are_those_of_the_contents_without_what_needs_a_screen():
    chapters = [{"file": "a"}, {"file": "b", "sections": [{"file": "b/c"}]}, {"file": "studio"}]
    contents = {"root": "intro", "parts": [{"caption": "One", "chapters": chapters}]}
    contents["parts"].append({"caption": "Two", "chapters": [{"file": "playground"}]})
    begin, one = paper.parts(contents)
    assert begin["pages"] == [{"name": "intro", "children": []}]
    assert one["caption"] == "One"
    assert one["pages"] == [{"name": "a", "children": []}, {"name": "b", "children": ["b/c"]}]


def test_the_date_is_the_commits(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert paper.commit_time() == 86400
    assert (paper.day(86400), paper.moment(86400)) == ("2 January 1970", "1970-01-02T00:00:00Z")
    assert (paper.day(None), paper.moment(None)) == ("", "1980-01-01T00:00:00Z")


def test_typefaces_have_their_checksums():
    folder = ROOT / "paper" / "fonts"
    listed = dict(line.split()[::-1] for line in (folder / "SHA256SUMS").read_text().splitlines())
    kept = {path.name: path for path in folder.iterdir() if path.name not in ("README.md", "SHA256SUMS")}
    assert listed == {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in kept.items()}


def test_each_typeface_is_used_and_each_used_is_kept():
    css = (ROOT / "paper" / "paper.css").read_text(encoding="utf-8")
    kept = {path.name for path in (ROOT / "paper" / "fonts").glob("*.woff2")}
    assert {part.partition('"')[0] for part in css.split('url("fonts/')[1:]} == kept


DRAWN = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3"><path d="M0 {}H4"/></svg>'
EXPLORER = """<div class="explorer"><div class="explorer-controls pst-js-only"><div class="explorer-control">
<label for="c">bends</label><input type="range" id="c" data-options='["0", "1", "2"]'></div></div>{first}
<p role="status"></p><script type="application/json">{frames}</script></div>"""
CHAPTER = """<html><body><article><section id="bend"><h1>Bend<a class="headerlink" href="#bend">#</a></h1>
<details class="setup"><summary>Set-up</summary><div class="cell_input"><pre>import this</pre></div></details>
<p>See <a href="b.html"><span class="doc">the other</span></a>, <a href="b.html#end">its end</a>, <a
href="studio.html#x">the studio</a> and <a href="https://example.org/paper">a paper</a>.<span
class="side-note">aside</span></p>
<details><summary>What was seen</summary><div class="sd-summary-content"><p>A line.</p></div></details>
<div class="predict admonition"><p class="admonition-title">Predict, then look</p><p>How many?</p>
<details><summary><span class="sd-summary-text">A. One</span></summary><div class="sd-summary-content"><p>No.
</p></div></details><details><summary><span class="sd-summary-text">B. Two</span></summary>
<div class="sd-summary-content"><p>Right. Two.</p></div></details></div>
<div class="exercise admonition" id="ex-a"><p class="admonition-title">Exercise 1</p><section
id="exercise-content"><p>Do it.</p><details class="hint"><summary>Hint</summary><div
class="sd-summary-content"><p>Look.</p></div></details><div class="cell">the check</div></section></div>
<div class="solution admonition" id="a-solution"><p class="admonition-title">Solution to <a href="#ex-a">
Exercise 1</a></p><section id="solution-content"><p>Done.</p></section></div>
EXPLORER<svg role="img" aria-label="a drawing" viewBox="0 0 4 3"></svg></section></article></body></html>"""
OTHER = """<html><body><article><section id="other"><h1>Other</h1><p id="end">The <a href="a.html#ex-a">
<span class="std-ref">exercise</span></a> again.</p></section></article></body></html>"""
TAKE = """async (book) => {
  const { assemble } = await import("/paper/book.js");
  const holder = document.createElement("div");
  holder.id = "joined";
  for (const { section, answers } of await assemble(book)) holder.append(section, answers);
  document.body.append(holder);
}"""


@pytest.fixture
def joined(browser, tmp_path, monkeypatch):
    """Join two small pages, with an explorer of some form in the first."""

    def join(explorer="", site=""):
        (tmp_path / "a.html").write_text(CHAPTER.replace("EXPLORER", explorer), encoding="utf-8")
        (tmp_path / "b.html").write_text(OTHER, encoding="utf-8")
        monkeypatch.setattr(paper, "HTML", tmp_path)
        page = paper.opened(browser, "epub")
        pages = [{"name": "a", "children": []}, {"name": "b", "children": []}]
        page.evaluate(TAKE, {"parts": [{"caption": "One", "pages": pages}], "site": site})
        return page

    yield join
    for context in browser.contexts:
        context.close()


def test_links_lead_to_places_in_the_book_and_the_rest_is_words(joined):
    page = joined()
    words = "all => all.map((each) => [each.getAttribute('href'), each.innerText])"
    links = page.locator("[data-page=a] a").evaluate_all(words)
    assert ["#b", "the other"] in links
    assert ["#b--end", "its end"] in links
    assert ["https://example.org/paper", "a paper (example.org/paper)"] in links
    assert not [words for _, words in links if "studio" in words]
    ids = page.locator("#joined [id]").evaluate_all("all => all.map(({ id }) => id)")
    assert len(ids) == len(set(ids)) > 5


def test_links_to_what_is_left_out_lead_to_the_published_site(joined):
    page = joined(site="https://example.org/course/")
    assert page.locator("a", has_text="the studio").get_attribute("href") == (
        "https://example.org/course/studio.html#x"
    )


def test_what_opens_stands_open_and_what_runs_is_gone(joined):
    page = joined()
    assert page.locator("#joined :is(details, script, button, input, .side-note, .headerlink)").count() == 0
    assert page.locator(".opened", has_text="What was seen").count() == 1
    assert "import this" in page.locator("#joined").inner_text()
    assert "Set-up" not in page.locator("#joined").inner_text()


def test_hints_checks_solutions_and_answers_stand_at_the_end(joined):
    page = joined()
    assert page.locator("[data-page=a] .exercise").inner_text().split() == (
        ["Exercise", "1", "Do", "it.", "Hints", "and", "solution"]
    )
    told = page.locator("#a--ex-a-answer").inner_text()
    places = [told.index(words) for words in ("Exercise 1", "Hint. Look.", "the check", "Solution.", "Done.")]
    assert places == sorted(places)
    assert page.locator("#a--ex-a-answer h3 a").get_attribute("href") == "#a--ex-a"
    assert page.locator(".exercise .whereto a").get_attribute("href") == "#a--ex-a-answer"
    assert page.locator(".solution").count() == 0
    assert page.locator(".predict li").all_inner_texts() == ["A. One", "B. Two"]
    assert "Right. Two." in page.locator("#a--question-1-answer").inner_text()
    assert "Right" not in page.locator(".predict").inner_text()


@pytest.mark.parametrize("form", ["sources", "drawings"])
def test_an_explorer_is_a_strip_whatever_form_its_frames_have(joined, form):
    drawings = [DRAWN.format(each) for each in range(3)]
    if form == "sources":
        sources = [f"data:image/svg+xml,{quote(each)}" for each in drawings]
        first = f'<img class="frame" alt="bends 0" src="{sources[0]}">'
        sources[0] = ""  # the page carries it once, where it is shown
    else:
        sources = drawings
        first = drawings[0].replace("<svg ", '<svg class="frame" role="img" aria-label="bends 0" ', 1)
    frames = [[f"bends {number}", source] for number, source in enumerate(sources)]
    page = joined(EXPLORER.format(first=first, frames=json.dumps(frames).replace("</", r"<\/")))
    told = "all => all.map(({ alt, src }) => [alt, decodeURIComponent(src)])"
    shown = page.locator(".strip img").evaluate_all(told)
    assert [alt for alt, _ in shown] == ["bends 0", "bends 1", "bends 2"]
    for number, (_, source) in enumerate(shown):
        assert source == f"data:image/svg+xml,{drawings[number]}"
    assert page.locator(".strip strong").all_inner_texts() == ["bends: 0", "bends: 1", "bends: 2"]


def test_a_drawing_in_the_page_is_a_picture_with_its_sentence(joined):
    page = joined()
    assert page.locator("#joined svg").count() == 0
    picture = page.get_by_alt_text("a drawing")
    assert "<svg" in unquote(picture.get_attribute("src"))


def document(body, title="One", file="one.xhtml"):
    section = f'<section xmlns="http://www.w3.org/1999/xhtml"><h1 id="h">{title}</h1>{body}</section>'
    return {"file": file, "title": title, "body": section, "headings": [heading(title, 1)]}


def heading(title, level):
    return {"title": title, "level": level, "id": title.lower()}


def test_pictures_become_files_once_and_keep_their_own_colors():
    svg = SVG.format('<path stroke="var(--blue,#0060a8)"/>').replace('"', "&quot;")
    picture = f'<img alt="a line" src="data:image/svg+xml,{svg}" />'
    made = epub.files([document(picture + picture)], b"", TOLD)
    [name] = [name for name in made if name.startswith("images/")]
    assert made[name].decode() == SVG.format('<path stroke="#0060a8"/>')
    assert made["one.xhtml"].decode().count(f'<img alt="a line" src="{name}" />') == 2


def test_names_in_a_drawing_stay_where_something_leads_to_them():
    drawn = SVG.format("<g id='used'/><image id='twice'/><image id='twice'/><use href='#used'/>")
    wanted = SVG.format("<g id='used'/><image/><image/><use href='#used'/>")
    assert epub.drawing(drawn) == wanted


def test_a_picture_in_base64_is_read():
    made = {}
    name = epub.kept("data:image/png;base64,aGVsbG8=", made)
    assert (name.rpartition(".")[2], made[name]) == ("png", b"hello")


def test_the_contents_are_lists_within_lists():
    levels = [("A", 1), ("B", 2), ("C", 2), ("D", 1), ("E", 3)]
    documents = [document("") | {"headings": [heading(*each) for each in levels]}]
    root = ElementTree.fromstring(epub.contents(documents))
    assert [item.find("a").text for item in root] == ["A", "D"]
    assert [link.text for link in root[0].iterfind("ol/li/a")] == ["B", "C"]
    assert [link.text for link in root[1].iterfind("ol/li/a")] == ["E"]
    assert root[0].find("a").get("href") == "one.xhtml#a"


def test_the_package_lists_every_file_and_what_it_holds():
    formula = '<math xmlns="http://www.w3.org/1998/Math/MathML"></math>'
    documents = [document(formula), document("", "Two", "two.xhtml")]
    made = epub.files(documents, b"", TOLD)
    names = {"o": "http://www.idpf.org/2007/opf", "dc": "http://purl.org/dc/elements/1.1/"}
    package = ElementTree.fromstring(made["book.opf"].decode().partition("\n")[2])
    items = {item.get("href"): item for item in package.iterfind("o:manifest/o:item", names)}
    assert {*items} == {*made} - {"book.opf"}
    assert items["one.xhtml"].get("properties") == "mathml"
    assert items["two.xhtml"].get("properties") is None
    assert items["contents.xhtml"].get("properties") == "nav"
    assert package.find("o:metadata/dc:title", names).text == "Bends & lines"
    order = [item.get("idref") for item in package.iterfind("o:spine/o:itemref", names)]
    assert order == [items[name].get("id") for name in ("one.xhtml", "contents.xhtml", "two.xhtml")]


def test_the_same_book_gives_the_same_archive_and_begins_with_what_it_is(tmp_path):
    made = epub.files([document("")], b"cover", TOLD)
    written = []
    for name in ("a.epub", "b.epub"):
        epub.pack(tmp_path / name, made)
        written.append((tmp_path / name).read_bytes())
    assert written[0] == written[1]
    assert written[0][30:58] == b"mimetypeapplication/epub+zip"
    with zipfile.ZipFile(tmp_path / "a.epub") as archive:
        assert archive.read("book/cover.png") == b"cover"
