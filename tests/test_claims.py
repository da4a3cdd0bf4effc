"""Claims: chapter 19 refutes each of them with a check that fails, and check names those that are code."""

import contextlib
import html
import io
import json
import re
from pathlib import Path

import pytest

from actlib.checks import CLAIMS, MISTAKES
from actlib.checks.claims import GROUPS, LISTS, SOURCES

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOK = json.loads((ROOT / "chapters" / "19-errata.ipynb").read_text(encoding="utf-8"))
CODE = [cell for cell in NOTEBOOK["cells"] if cell["cell_type"] == "code"]
CHAPTERS = [path.stem for path in (ROOT / "chapters").glob("*.ipynb")]

every_claim = pytest.mark.parametrize("key", CLAIMS)


@pytest.fixture(scope="module")
def chapter():
    """Run the chapter's cells from its folder; return the names it defines."""
    names = {"display": str}
    with contextlib.chdir(ROOT / "chapters"), contextlib.redirect_stdout(io.StringIO()):
        for cell in CODE:
            exec(compile("".join(cell["source"]), "19-errata", "exec"), names)
    return names


def test_keys_are_unique():
    keys = [claim.key for claims in LISTS for claim in claims]
    assert len(set(keys)) == len(keys) == len(CLAIMS)
    assert len(CLAIMS) >= 60


@every_claim
def test_a_claim_says_all_it_should(key):
    claim = CLAIMS[key]
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", key)
    assert claim.group in GROUPS
    assert claim.said_by
    assert set(claim.said_by) <= set(SOURCES)
    assert claim.chapter in CHAPTERS
    assert claim.mistake in ("", *MISTAKES)
    for text in (claim.claim, claim.right):
        assert text == text.strip() != ""
        assert "!" not in text
        assert text[-1] in ".)"


def test_every_source_and_every_group_has_a_claim():
    assert {source for claim in CLAIMS.values() for source in claim.said_by} == set(SOURCES)
    assert [claims[0].group for claims in LISTS] == list(GROUPS)
    assert all(len({claim.group for claim in claims}) == 1 for claims in LISTS)


@every_claim
def test_a_cell_runs_its_check_which_fails(chapter, key):
    assert sum(f'with refuted("{key}"' in "".join(cell["source"]) for cell in CODE) >= 1
    assert chapter["failed"][key]


@every_claim
def test_the_page_shows_the_claim_how_its_check_fails_and_what_is_right(chapter, key):
    shown = CLAIMS[key].refuted_by(chapter["failed"][key])
    outputs = [output["data"] for cell in CODE for output in cell["outputs"] if "data" in output]
    texts = [{kind: "".join(text) for kind, text in data.items()} for data in outputs]
    assert {"text/plain": str(shown), "text/html": shown._repr_html_()} in texts


@pytest.mark.parametrize("key", [key for key, claim in CLAIMS.items() if claim.mistake])
def test_check_names_the_mistake_of_a_claim_that_is_code(chapter, key):
    """The chapter's cell calls check on code that follows the claim; what it found begins with the key."""
    assert chapter["failed"][key].split(". ")[0] == CLAIMS[key].mistake


@pytest.mark.parametrize("key", [key for key, claim in CLAIMS.items() if not claim.mistake])
def test_a_claim_without_a_mistake_is_refuted_by_a_check_of_its_own(chapter, key):
    assert chapter["failed"][key].split(". ")[0] not in MISTAKES


def test_the_chapter_refutes_claims_of_the_list_only(chapter):
    assert set(chapter["failed"]) == set(CLAIMS)


def test_another_error_than_the_expected_one_does_not_refute(chapter):
    with pytest.raises(NameError), chapter["refuted"]("sigmoid-range"):
        misspelled  # noqa: B018, F821
    with pytest.raises(AssertionError), chapter["refuted"]("name-misspelled", NameError):
        assert 1 + 1 == 3


def test_a_check_that_passes_does_not_refute(chapter):
    complaint = "the check of sigmoid-range passed"
    with pytest.raises(AssertionError, match=complaint), chapter["refuted"]("sigmoid-range"):
        assert 1 + 1 == 2


def test_html_says_the_same_as_the_text_and_hides_no_markup():
    shown = CLAIMS["sigmoid-range"].refuted_by("1 < 2")
    markup = shown._repr_html_()
    assert repr(shown) == str(shown)
    assert "1 &lt; 2" in markup
    words = html.unescape(re.sub(r"<[^>]*>", " ", markup)).split()
    assert words == str(shown).replace(":", "").split()


def test_the_text_is_narrow():
    for claim in CLAIMS.values():
        text = str(claim.refuted_by("it is not so, " * 10))
        assert max(map(len, text.splitlines())) <= 88
        assert text.splitlines()[0] == f"{claim.key} ({', '.join(claim.said_by)})"
