"""Claims: chapter 19 refutes each with a check that fails, or records what was found by hand."""

import ast
import builtins
import contextlib
import html
import io
import json
import re
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from actlib import functions
from actlib.checks import CLAIMS, MISTAKES
from actlib.checks.claims import GROUPS, LISTS, SOURCES

ROOT = Path(__file__).resolve().parent.parent
CELLS = json.loads((ROOT / "chapters" / "19-errata.ipynb").read_text(encoding="utf-8"))["cells"]
CODE = [cell for cell in CELLS if cell["cell_type"] == "code"]
PROGRAMS = ["".join(cell["source"]) for cell in CODE]
CHAPTERS = [path.stem for path in (ROOT / "chapters").glob("*.ipynb")]
REFUTED = [key for key, claim in CLAIMS.items() if not claim.found]
RECORDED = [key for key, claim in CLAIMS.items() if claim.found]

every_claim = pytest.mark.parametrize("key", CLAIMS)
every_refuted_claim = pytest.mark.parametrize("key", REFUTED)
every_recorded_claim = pytest.mark.parametrize("key", RECORDED)


@pytest.fixture(scope="module")
def chapter():
    """Run the chapter's cells from its folder; return the names it defines."""
    names = {"display": str}
    with contextlib.chdir(ROOT / "chapters"), contextlib.redirect_stdout(io.StringIO()):
        for program in PROGRAMS:
            exec(compile(program, "19-errata", "exec"), names)
    return names


def test_keys_are_unique():
    keys = [claim.key for claims in LISTS for claim in claims]
    assert len(set(keys)) == len(keys) == len(CLAIMS)
    assert len(REFUTED) >= 35
    assert len(RECORDED) >= 5


@every_claim
def test_a_claim_says_all_it_should(key):
    claim = CLAIMS[key]
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", key)
    assert claim.group in GROUPS
    assert claim.said_by
    assert set(claim.said_by) <= set(SOURCES)
    assert claim.chapter in CHAPTERS
    assert claim.mistake in ("", *MISTAKES)
    for text in (claim.claim, claim.holds, claim.right, *filter(None, [claim.found])):
        assert text == text.strip() != ""
        assert "!" not in text
        assert text[-1] in ".)"


@every_claim
def test_a_claim_is_recorded_if_and_only_if_no_run_can_settle_it(key):
    claim = CLAIMS[key]
    assert bool(claim.found) == (claim.group == "records")
    with pytest.raises(ValueError, match=key):
        claim.refuted_by("it is not so") if claim.found else claim.recorded()


def test_every_source_and_every_group_has_a_claim():
    assert {source for claim in CLAIMS.values() for source in claim.said_by} == set(SOURCES)
    assert [claims[0].group for claims in LISTS] == list(GROUPS)
    assert all(len({claim.group for claim in claims}) == 1 for claims in LISTS)


@pytest.mark.parametrize("name", SOURCES)
def test_a_source_has_a_name_a_date_and_an_address_or_says_that_it_has_none(name):
    source = SOURCES[name]
    assert source.name
    assert source.description
    assert re.search(r"\b20\d\d$", source.date)
    assert re.fullmatch(r"https://\S+", source.address) or "this course grew" in source.description


@pytest.mark.parametrize("name", ["UvA", "D2L"])
def test_an_address_that_the_bibliography_knows_is_the_same_there(name):
    bibliography = (ROOT / "references.bib").read_text(encoding="utf-8")
    assert SOURCES[name].address.removeprefix("https://arxiv.org/abs/") in bibliography


@every_refuted_claim
def test_a_cell_runs_its_check_which_fails(chapter, key):
    assert sum(f'with refuted("{key}"' in program for program in PROGRAMS) >= 1
    assert chapter["failed"][key]


@every_recorded_claim
def test_a_recorded_claim_is_shown_and_no_check_is_run(chapter, key):
    assert not any(f'with refuted("{key}"' in program for program in PROGRAMS)
    assert key in chapter["recorded"]


@every_claim
def test_the_page_shows_who_says_it_where_it_holds_what_was_found_and_what_is_right(chapter, key):
    claim = CLAIMS[key]
    shown = claim.recorded() if claim.found else claim.refuted_by(chapter["failed"][key])
    outputs = [output["data"] for cell in CODE for output in cell["outputs"] if "data" in output]
    texts = [{kind: "".join(text) for kind, text in data.items()} for data in outputs]
    assert {"text/plain": str(shown), "text/html": shown._repr_html_()} in texts
    words = " ".join(str(shown).split())
    for text in (claim.claim, claim.holds, claim.right, *map(str, map(SOURCES.get, claim.said_by))):
        assert " ".join(text.split()) in words


@pytest.mark.parametrize("key", [key for key, claim in CLAIMS.items() if claim.mistake])
def test_check_names_the_mistake_of_a_claim_that_is_code(chapter, key):
    """The chapter's cell calls check on code that follows the claim; what it found begins with the key."""
    assert chapter["failed"][key].split(". ")[0] == CLAIMS[key].mistake


@pytest.mark.parametrize("key", [key for key in REFUTED if not CLAIMS[key].mistake])
def test_a_claim_without_a_mistake_is_refuted_by_a_check_of_its_own(chapter, key):
    assert chapter["failed"][key].split(". ")[0] not in MISTAKES


def calls(node):
    """Yield what a piece of code calls, builtins left out: those need not compute anything."""
    for each in ast.walk(node):
        if isinstance(each, ast.Call):
            name = getattr(each.func, "attr", getattr(each.func, "id", ""))
            if name not in dir(builtins):
                yield name


def computes(block, cell):
    """Say whether a block calls a function, or uses what the cell has computed by calling one."""
    used = {each.id for each in ast.walk(block) if isinstance(each, ast.Name)}
    computed = {
        each.id
        for statement in cell.body
        if isinstance(statement, ast.Assign) and any(calls(statement.value))
        for each in ast.walk(statement)
        if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)
    }
    return any(name for each in block.body for name in calls(each)) or bool(used & computed)


def checks_of(source):
    """Yield each block of a cell that refutes something, by the key of the claim."""
    cell = ast.parse(source)
    for block in cell.body:
        if isinstance(block, ast.With) and getattr(block.items[0].context_expr.func, "id", "") == "refuted":
            yield block.items[0].context_expr.args[0].value, block, cell


def test_a_check_computes_what_it_asserts():
    found = [(key, computes(block, cell)) for program in PROGRAMS for key, block, cell in checks_of(program)]
    assert {key for key, _ in found} == set(REFUTED)
    assert [key for key, computed in found if not computed] == []


def test_a_check_of_a_typed_value_is_noticed():
    typed = "shown = ['loss']\nwith refuted('x'):\n    assert any('border' in each for each in shown)"
    [(key, block, cell)] = checks_of(typed)
    assert key == "x"
    assert not computes(block, cell)


def test_the_chapter_refutes_and_records_claims_of_the_list_only(chapter):
    assert set(chapter["failed"]) == set(REFUTED)
    assert set(chapter["recorded"]) == set(RECORDED)


TRUE_WORLD = {
    "sigmoid-range": {"sigmoid": functions.softplus},
    "one-maximum": {"one_maximum": functions.softmax},
    "hybrid-below-threshold": {"hybrid": lambda x: np.where(x <= 2, functions.relu(x), 2 + np.tanh(x - 2))},
    "biases-stay": {"solved": lambda bias, faults: 6},
    "one-gradient-for-all": {"gradient": np.ones((2, 2))},
    "gaussian-is-bounded": {"rng": SimpleNamespace(standard_normal=np.random.default_rng(0).random)},
    "sigmoid-for-many-classes": {"sigmoid": functions.softmax},
    "relu-prevents-vanishing": {"step": np.ones_like},
}


@pytest.mark.parametrize("key", TRUE_WORLD)
def test_a_check_passes_where_its_claim_is_true(chapter, key):
    """Exchange what the claim is about for something of which it holds."""
    [block] = [each for program in PROGRAMS for name, each, _ in checks_of(program) if name == key][:1]
    program = compile(ast.Module([block], []), key, "exec")
    with pytest.raises(AssertionError, match=f"the check of {key} passed"):
        exec(program, chapter | TRUE_WORLD[key])


def test_another_error_than_the_expected_one_does_not_refute(chapter):
    with pytest.raises(NameError), chapter["refuted"]("sigmoid-range"):
        misspelled  # noqa: B018, F821


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
    assert words == re.sub(r"^  (\w+):", r"\1", str(shown), flags=re.MULTILINE).split()


def test_an_address_is_a_link_that_shows_itself():
    markup = CLAIMS["one-gradient-for-all"].refuted_by("two of them differ")._repr_html_()
    address = SOURCES["D2L"].address
    assert f"<a href='{address}'>{address}</a>" in markup


def test_the_text_is_narrow():
    for claim in CLAIMS.values():
        shown = claim.recorded() if claim.found else claim.refuted_by("it is not so, " * 10)
        assert max(map(len, str(shown).splitlines())) <= 88
        assert str(shown).splitlines()[0] == claim.key
