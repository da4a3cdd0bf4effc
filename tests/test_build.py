"""One chapter anew: the same site as a whole build makes, or else a whole build."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from sabotage import copy_book

sys.path.append(str(Path(__file__).parents[1] / "extensions"))

import kept_pages

ROOT = Path(__file__).parents[1]
KEPT = ("chapters", "_build/.doctrees")
STAMP = "_build/built-from.json"
WHOLE_OR_NOT = "import sys; sys.path.append('tools'); import build; build.main()"
AMONG_THE_KEPT = WHOLE_OR_NOT.replace("build.main", "build.build = lambda: sys.exit('whole'); build.main")


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Return a copy of the project, where its book is built, and a copy of what a next build reads."""
    project = tmp_path_factory.mktemp("project") / "book"
    copy_book(ROOT, project)
    assert run(project, WHOLE_OR_NOT)
    for name in KEPT:
        shutil.copytree(project / name, project.with_name("kept") / name)
    return project, site(project), (project / STAMP).read_bytes()


@pytest.fixture
def project(built):
    """Return the project as it was after the first build, without the site."""
    project, _, stamp = built
    for name in KEPT:
        shutil.rmtree(project / name)
        shutil.copytree(project.with_name("kept") / name, project / name)
    (project / STAMP).write_bytes(stamp)
    return project


def run(project, script):
    made = subprocess.run(
        [sys.executable, "-c", script], cwd=project, env=os.environ | {"PYTHONPATH": str(project)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert made.stderr in ("", "whole\n")
    return made.returncode == 0


def edit(project, stem, *changes, emptied=()):
    """Change words of a chapter, and take away what some cells show."""
    path = project / "chapters" / f"{stem}.ipynb"
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    notebook = json.loads(text)
    for number in emptied:
        assert notebook["cells"][number]["outputs"]
        notebook["cells"][number]["outputs"] = []
    path.write_text(json.dumps(notebook, ensure_ascii=False, indent=1), encoding="utf-8")


def site(project):
    paths = [path for path in (project / "_build" / "html").rglob("*") if path.is_file()]
    return {path.relative_to(project).as_posix(): path.read_bytes() for path in paths}


def test_chapters_made_anew_give_the_site_of_a_whole_build(built, project):
    _, before, _ = built
    edit(project, "05-tanh", ("tanh at 0.", "tanh at naught, where zebras graze."))
    edit(
        project, "08-softmax", ("**{term}`logits`**", "**logits**"), (" {footcite:p}`bridle1990`", ""),
        emptied=(32, 39),
    )  # fmt: skip
    edit(project, "10-custom-activations", ("import numpy as np", "import numpy as np  # arrays"))
    assert run(project, AMONG_THE_KEPT)
    anew = site(project)
    shutil.rmtree(project / "_build")
    assert run(project, WHOLE_OR_NOT)
    whole = site(project)
    assert anew.keys() == whole.keys()
    assert [name for name in whole if anew[name] != whole[name]] == []
    assert [name for name in before if "drag-temperature" in name and name not in whole]
    assert b"zebras" in whole["_build/html/chapters/05-tanh.html"]


@pytest.mark.parametrize(
    ("stem", "old", "new"),
    [
        ("05-tanh", "# tanh: center it", "# tanh: move it"),
        ("05-tanh", "Why would a network rather hear", "Why does a network rather hear"),
        ("05-tanh", "## A sigmoid, stretched", "## The sigmoid, stretched"),
        ("08-softmax", ":label: ex-08-", ":label: ex-08-another-"),
        ("01-why-nonlinearity", "from actlib import ", "from actlib import mish, "),
    ],
)
def test_what_other_pages_may_take_from_a_chapter_asks_for_a_whole_build(project, stem, old, new):
    edit(project, stem, (old, new))
    assert not run(project, AMONG_THE_KEPT)
    assert not (project / STAMP).exists()


def test_what_is_no_chapter_asks_for_a_whole_build(project):
    glossary = project / "glossary.md"
    text = glossary.read_text(encoding="utf-8")
    glossary.write_text(text + "\nMore.\n", encoding="utf-8")
    assert not run(project, AMONG_THE_KEPT)
    glossary.write_text(text, encoding="utf-8")


@pytest.mark.parametrize(("by_tool", "site"), [(False, ""), (True, "https://example.org/")])
def test_pages_are_kept_by_no_build_by_hand_and_of_no_site_with_an_address(
    tmp_path, monkeypatch, by_tool, site
):
    monkeypatch.delenv("KEPT_PAGES", raising=False)
    if by_tool:
        monkeypatch.setenv("KEPT_PAGES", "made")
    (tmp_path / "pages").mkdir()
    kept_pages.keep(SimpleNamespace(doctreedir=tmp_path, config=SimpleNamespace(html_baseurl=site)), None)
    assert not (tmp_path / "pages").exists()


def test_pictures_and_scripts_that_no_page_has_are_dropped(tmp_path):
    for name in ("_images/new.png", "_images/old.png", "_static/drag-fence.js", "_static/drag-pairs.js"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "page.html").write_text('<script src="_static/drag-fence.js"></script>', encoding="utf-8")
    pictures = {"shown.png": ({"page"}, "new.png")}
    kept_pages.drop_left(SimpleNamespace(outdir=tmp_path, env=SimpleNamespace(images=pictures)))
    assert [path.name for path in sorted(tmp_path.glob("_*/*"))] == ["new.png", "drag-fence.js"]
