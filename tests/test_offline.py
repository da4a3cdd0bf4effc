"""The copies of the book to keep: what is in them, and always the same bytes."""

import zipfile

import offline
import pytest

SITE = {
    "index.html": True,
    "chapters/04-sigmoid.html": True,
    "chapters/04-sigmoid.md": True,
    "_static/book.css": True,
    "_static/live/0123456789/boot.js": True,
    "_static/live/0123456789/worker.js": False,
    "_static/live/0123456789/pages/04-sigmoid.json": False,
    "_static/live/pyodide-0.27.7/pyodide.js": False,
    "lab/lab/index.html": False,
    "sw.js": False,
}  # and whether it is read from disk
PUBLISHED = ("404.html", "sitemap.xml", "robots.txt", ".buildinfo")


@pytest.fixture
def site(tmp_path):
    for name in (*SITE, *PUBLISHED):
        path = tmp_path / "site" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")
    return tmp_path / "site"


@pytest.mark.parametrize(
    ("left_out", "kept"), [(None, {*SITE}), (offline.NOT_TO_READ, {n for n in SITE if SITE[n]})]
)
def test_a_copy_has_what_it_needs_and_no_more(tmp_path, site, left_out, kept):
    offline.pack(tmp_path / "copy.zip", site, "Begin here", left_out)
    with zipfile.ZipFile(tmp_path / "copy.zip") as archive:
        assert set(archive.namelist()) == {"copy/READ-ME.txt", *(f"copy/html/{name}" for name in kept)}
        assert archive.read("copy/READ-ME.txt") == b"Begin here"
        assert all(archive.read(f"copy/html/{name}").decode() == name for name in kept)


def test_the_same_book_gives_the_same_bytes(tmp_path, site):
    offline.pack(tmp_path / "copy.zip", site, "Begin here")
    first = (tmp_path / "copy.zip").read_bytes()
    (site / "index.html").touch()
    offline.pack(tmp_path / "copy.zip", site, "Begin here")
    assert (tmp_path / "copy.zip").read_bytes() == first
