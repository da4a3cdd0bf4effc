"""What the chapters say in prose: terms are linked where they are first used, numbers are computed."""

import nbformat
import pytest

from tests.numbers import far_from_code, uncomputed
from tests.prose import CHAPTERS, MARKDOWN, ROOT, first_uses, glossary_terms, places_to_link, prose, uses

TERMS = glossary_terms((ROOT / "glossary.md").read_text(encoding="utf-8"))
FIRST_USES = {stem: first_uses(markdown, TERMS) for stem, markdown in MARKDOWN.items()}
PLACES = places_to_link(FIRST_USES, TERMS)


def test_the_glossary_is_in_order_and_each_term_has_a_chapter_that_is_there():
    heads = [words[0].lower() for words, _ in TERMS]
    assert heads == sorted(heads)
    words = [word.lower() for each, _ in TERMS for word in each]
    assert len(words) == len(set(words)) > 50
    assert {stem for _, stem in TERMS} <= set(CHAPTERS)


SMALL = [(["weight"], "02-b"), (["weight decay", "penalty"], "02-b"), (["kink", "corner"], "02-b")]


def test_a_term_is_used_in_prose_alone_and_the_longer_one_wins():
    text = (
        "# Weights\n\n`weight` $weight$ [weight](there)\n\n**Weights** and weight decay, not counterweights."
    )
    assert [(entry, linked) for entry, _, linked in uses(text, SMALL)] == [
        ("weight", False),
        ("weight decay", False),
    ]


def test_a_link_counts_under_any_word_of_its_entry():
    text = "The {term}`corners <kink>` and the {term}`penalty`."
    assert [(entry, linked) for entry, _, linked in uses(text, SMALL)] == [
        ("kink", True),
        ("weight decay", True),
    ]


def test_a_term_is_to_be_linked_where_it_is_first_used_and_where_it_is_explained():
    texts = {"01-a": "A weight.", "02-b": "The weight, the kink, the penalty.", "03-c": "A weight."}
    firsts = {stem: first_uses(text, SMALL) for stem, text in texts.items()}
    assert places_to_link(firsts, SMALL) == {
        "weight": ["01-a", "02-b"],
        "weight decay": ["02-b"],
        "kink": ["02-b"],
    }
    assert firsts["01-a"] == {"weight": ((2, 8), False)}


def test_prose_keeps_its_place():
    text = "Before $x$ and `code` after.\n\n```{exercise-start} Title\n:label: ex\n```\nText."
    assert len(prose(text)) == len(text)
    assert prose(text).split() == ["Before", "and", "after.", "Text."]


def page(markdown, code="x = 1", text=""):
    cell = nbformat.v4.new_code_cell(
        code, outputs=[nbformat.v4.new_output("stream", text=text)] if text else []
    )
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(markdown), cell])


@pytest.mark.parametrize(
    ("said", "code", "printed"),
    [
        ("It is 0.25.", "", "0.2500"),
        ("It is 0.3.", "", "0.2831"),
        ("It is -0.28.", "", "−0.2785"),
        ("It is 25 %.", "", "0.25"),
        ("About 25% of them.", "", "25%"),
        ("Only 0.25 of them.", "", "25%"),
        ("After 1,000 steps.", "steps = 1000", ""),
        ("After 1000 steps.", "steps = 1_000", ""),
        ("It is 1.5e-7.", "", "1.49e-07"),
        ("In chapters 11 and 12, in 1998, in CS231n, with 2-64-3, 3 by 3 and `99`.", "", ""),
        ("So $x = 0.77$.\n\n## Half of 44", "", ""),
        ("```{exercise-start} A\n:label: ex-a\n```\nTry 77.\n```{exercise-end}\n```", "", ""),
    ],
)
def test_a_number_that_the_page_computes_or_that_is_a_name_passes(said, code, printed):
    assert list(uncomputed(page(said, code, printed))) == []


@pytest.mark.parametrize(
    ("said", "code", "printed", "found"),
    [
        ("It is 0.25.", "", "0.2600", "0.25"),
        ("It is 0.2831.", "", "0.28", "0.2831"),
        ("About 25 % of them.", "", "0.5", "25 %"),
        ("After 1,000 steps.", "steps = 100", "", "1,000"),
        ("It is 12.", "", "120", "12"),
        ("It takes 30 times as long, in chapter 12.", "", "12", "30"),
    ],
)
def test_a_number_that_no_cell_computes_is_found(said, code, printed, found):
    assert [number for number, _ in uncomputed(page(said, code, printed))] == [found]


@pytest.mark.parametrize("term", PLACES)
def test_a_term_is_a_link_where_it_is_first_used_and_where_it_is_explained(term):
    for stem in PLACES[term]:
        assert term in FIRST_USES[stem], (
            f"{stem} never uses {term!r}, though the glossary says it explains it"
        )
        (start, end), is_link = FIRST_USES[stem][term]
        context = MARKDOWN[stem][max(0, start - 60) : end + 20]
        assert is_link, f"{stem} first uses {term!r} without a link: ... {context} ..."


@pytest.mark.parametrize("stem", CHAPTERS)
def test_every_number_in_prose_stands_in_code_or_output(stem):
    assert [f"{number}: {sentence}" for number, sentence in uncomputed(CHAPTERS[stem])] == []


# Small numbers that follow from a number near them, or only count, by chapter and a piece of the sentence.
FOLLOW = {
    ("04", "Every layer costs a factor of at least 4"): {f"{1 / 0.25:.0f}"},
    ("11", "with weights well below 4 the gradient"): {f"{1 / 0.25:.0f}"},
    ("12", "In pair 3 the neuron that switches on"): {"3"},
    ("14", "All begin near ln 3"): {"3"},
    ("14", "The slopes at the start are −1.8 and 8"): {"8"},
    ("16", "An 8 by 8 image has 6 by 6 places for a 3 by 3 window"): {"8", f"{8 - 3 + 1}", "3"},
    ("16", "here 6 for the kernel 1 to 9"): {"6", "9"},
    ("16", "The impulse with the kernel 1 to 9"): {"9"},
}


@pytest.mark.parametrize("stem", CHAPTERS)
def test_a_small_number_stands_in_code_or_output_near_it_or_follows(stem):
    for number, sentence in far_from_code(CHAPTERS[stem]):
        assert any(
            stem.startswith(chapter) and piece in sentence and number in numbers
            for (chapter, piece), numbers in FOLLOW.items()
        ), f"{number}: {sentence}"


def test_a_small_number_that_no_cell_near_it_has_is_found():
    assert list(far_from_code(page("After 4 hours.", "hours = 4"))) == []
    assert [number for number, _ in far_from_code(page("After 5 hours.", "hours = 4"))] == ["5"]
    code = [nbformat.v4.new_code_cell(source) for source in ("x = 1", "y = 2", "z = 4")]
    far = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("After 4 hours."), *code])
    assert [number for number, _ in far_from_code(far)] == ["4"]


@pytest.mark.parametrize(
    "said", ["At most 1/4.", "## Never more than 1/4", "| one | 1/4 |", "::::{dropdown} 1/4"]
)
def test_a_fraction_that_no_cell_divides_is_found_in_headings_and_tables_too(said):
    assert list(uncomputed(page(said, "most = 1 / 4"))) == list(uncomputed(page(said, "", "0.25"))) == []
    assert [found for found, _ in uncomputed(page(said.replace("4", "3"), "most = 1 / 4", "0.25"))] == ["1/3"]
