"""Citations: each work is as it was looked up, and each stands where it is cited for what it says."""

import pytest

from tests.citations import RECORD, REFERENCES, citations, misnamed, unrecorded, unused, work
from tests.prose import PAGES


@pytest.mark.parametrize("key", sorted({*RECORD, *REFERENCES}))
def test_a_work_is_as_it_was_looked_up(key):
    """If this fails, look the work up, then mend the bibliography or the record."""
    assert key in REFERENCES, "not in references.bib"
    assert key in RECORD, "not in tests/citations.yml"
    assert work(REFERENCES[key]) == RECORD[key]["work"]


@pytest.mark.parametrize("page", PAGES)
def test_a_citation_stands_for_what_its_record_says(page):
    assert list(unrecorded({page: PAGES[page]}, RECORD)) == []


def test_every_line_of_the_record_fits_a_citation():
    assert list(unused(PAGES, RECORD)) == []


@pytest.mark.parametrize("page", PAGES)
def test_names_and_years_beside_a_citation_are_those_of_the_work(page):
    assert list(misnamed(PAGES[page])) == []


GLOROT, NAIR = "{footcite:p}`glorot2010`", "{footcite:p}`nair2010`"
SMALL = {"glorot2010": {"for": ["01: small sums"]}, "nair2010": {"for": ["01: without labels"]}}


def test_two_citations_that_are_exchanged_are_found():
    text = f"One for small sums {GLOROT}; one that learns without labels {NAIR}."
    assert list(unrecorded({"chapters/01-a": text}, SMALL)) == []
    exchanged = text.replace("glorot2010", "?").replace("nair2010", "glorot2010").replace("?", "nair2010")
    assert len(list(unrecorded({"chapters/01-a": exchanged}, SMALL))) == 2
    assert len(list(unused({"chapters/01-a": exchanged}, SMALL))) == 2


def test_citations_in_a_row_stand_for_the_same_words_and_a_name_in_the_sentence_for_those_after_it():
    row = f"Forty years later {GLOROT} {NAIR}."
    assert [words for _, words in citations(row)] == ["Forty years later"] * 2
    [(_, words)] = citations("This {footcite:t}`nair2010` found out. That not.")
    assert words == "This found out"


@pytest.mark.parametrize("said", ["Bengio found it in 2010", "Hinton found it in 2011", "Nair and LeCun"])
def test_a_wrong_name_or_year_is_found(said):
    assert len(list(misnamed(f"It was so. {said} {NAIR}."))) == 1
    assert list(misnamed(f"LeCun did not. Nair and Hinton found it in 2010 {NAIR}.")) == []
