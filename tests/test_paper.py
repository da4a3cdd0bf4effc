"""The book on paper and on a reading device: what is decided without a browser."""

import hashlib
import json
import shutil
import subprocess
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import epub
import playwright
import pytest

import paper

ROOT = Path(__file__).parents[1]
NODE = shutil.which("node") or Path(playwright.__file__).with_name("driver") / "node"
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
    folder = tmp_path_factory.mktemp("frames")
    shutil.copy(ROOT / "paper" / "frames.js", folder)
    (folder / "package.json").write_text('{"type": "module"}')

    def run(expression, *given):
        lines = f"""
import {{ distance, label, settings, telling }} from "./frames.js";
const given = {json.dumps(given)};
console.log(JSON.stringify(({expression})(...given)));
"""
        (folder / "run.js").write_text(lines, encoding="utf-8")
        ran = subprocess.run([NODE, "run.js"], cwd=folder, capture_output=True, text=True, encoding="utf-8")
        assert ran.returncode == 0, ran.stderr
        return json.loads(ran.stdout)

    return run


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
