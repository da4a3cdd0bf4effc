"""Links: the form of those that lead out of the book, and the targets of those between the project's files.

Whether another host answers is not asked here; what stands inside the book is followed in test_site.py.
"""

import html
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

ROOT = Path(__file__).parents[1]
FILES = sorted(
    [
        *(path for path in ROOT.glob("*.md") if path.stem.isupper()),
        *ROOT.glob("live/**/README.md"),
        *ROOT.glob(".github/**/*.md"),
    ]
)
HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}")


def trouble(address):
    """Say what is wrong with the form of an address, or nothing."""
    parts = urlsplit(address)
    if parts.scheme != "https":
        return "not https"
    if not HOST.fullmatch(parts.netloc):
        return "no plain host"
    if re.search(r"[\s<>\"{}|\\^`]|//|[.,;:]$", parts.path) or parts.path.count("(") != parts.path.count(")"):
        return "a path that was cut or carries what stood beside it"
    return None


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("https://doi.org/10.1162/neco.1997.9.8.1735", None),
        ("https://doi.org/10.1016/S0893-6080(05)80131-5", None),
        (
            "https://doi.org/10.1016/S0893-6080(05)80131-5).",
            "a path that was cut or carries what stood beside it",
        ),
        ("https://arxiv.org//abs/1710.05941", "a path that was cut or carries what stood beside it"),
        ("http://arxiv.org/abs/1710.05941", "not https"),
        ("https://localhost:8000/", "no plain host"),
        ("https://somebody@arxiv.org/", "no plain host"),
    ],
)
def test_a_wrong_form_is_seen(address, said):
    assert trouble(address) == said


def test_links_out_of_the_book_have_a_right_form(site):
    pages = [
        path for path in site.rglob("*.html") if not {"lab", "_static"} & {*path.relative_to(site).parts}
    ]
    found = {
        html.unescape(address): path.relative_to(site)
        for path in pages
        for address in re.findall(r'<a\b[^>]*\bhref="(\w+:[^"]*)"', path.read_text(encoding="utf-8"))
    }
    assert len(found) > 50
    assert {each: (page, said) for each, page in found.items() if (said := trouble(each))} == {}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_between_the_projects_files_lead_somewhere(path):
    text = re.sub(r"```.*?```|`[^`\n]*`", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"\w+:", target):
            assert trouble(target) is None, target
        else:
            assert (path.parent / target.partition("#")[0]).exists(), target
