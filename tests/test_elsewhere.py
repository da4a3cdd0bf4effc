"""The notebooks that Colab and other servers open."""

import ast
import json
from pathlib import Path

import elsewhere
import exercises
import nbformat
import pytest

ROOT = Path(__file__).parents[1]
CHAPTERS = sorted(path.stem for path in (ROOT / "chapters").glob("*.ipynb"))
REPOSITORY, SITE = "https://github.com/somebody/course", "https://somebody.example/course"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("notebooks")
    elsewhere.write(folder, REPOSITORY, SITE)
    return folder


def cells(path, kind):
    notebook = json.loads(path.read_text(encoding="utf-8"))
    return ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == kind]


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_the_first_cell_brings_the_library_and_the_rest_is_the_chapter(folder, chapter):
    path = folder / "open" / f"{chapter}.ipynb"
    nbformat.validate(nbformat.read(path, 4))
    install, *rest = cells(path, "code")
    assert f"git clone --quiet --depth 1 --branch notebooks {REPOSITORY} course\n" in install
    # Solutions are folded text there, which Run All does not run.
    pieces = exercises.pieces(ROOT / "chapters" / f"{chapter}.ipynb")
    stored = [each.text for each in pieces if each.is_code and each.place != "solution"]
    added = [source for source in rest if source not in stored]
    assert [source for source in rest if source in stored] == stored
    assert all("# Without its # the next line checks your answer:" in source for source in added)


def test_what_chapters_read_is_beside_them_as_ever(folder):
    for name in ("references.bib", *(f"chapters/{chapter}.ipynb" for chapter in CHAPTERS)):
        assert (folder / name).read_bytes() == (ROOT / name).read_bytes()


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_links_lead_to_the_site_or_to_a_notebook_beside_it(folder, chapter):
    text = "\n".join(cells(folder / "open" / f"{chapter}.ipynb", "markdown"))
    assert "](/book/" not in text
    assert f"{SITE}/chapters/{chapter}.html" in text


def test_without_addresses_nothing_is_fetched_and_no_link_is_dead(tmp_path):
    elsewhere.write(tmp_path / "notebooks", "", "")
    for path in (tmp_path / "notebooks" / "open").glob("*.ipynb"):
        assert not any("git clone" in source for source in cells(path, "code"))
        assert "/book/" not in "".join(cells(path, "markdown"))


def test_where_the_library_is_installed_the_first_cell_only_says_so(capsys):
    source = elsewhere.INSTALL.format(branch="b", repository=REPOSITORY)
    plain = source.replace("!git", "#").replace("%pip", "#").replace("%cd", "#")
    exec(compile(ast.parse(plain), "first cell", "exec"), {})
    assert capsys.readouterr().out == "actlib is here already\n"
