"""The words that turn a sentence, the order of cells and the asserts are those that were last looked at."""

import pytest

from tests.outline import KEPT, asserted, lines_of, turning
from tests.prose import PAGES

OUTLINE = {
    part.partition("\n")[0]: part.partition("\n")[2].strip().splitlines()
    for part in KEPT.read_text(encoding="utf-8").split("== ")[1:]
}


def test_every_page_has_an_outline():
    assert list(OUTLINE) == list(PAGES)


@pytest.mark.parametrize("page", PAGES)
def test_what_turns_a_sentence_is_as_it_was_looked_at(page):
    """If this fails, look at the sentences, then ``python -m tests.outline``."""
    assert [line.rstrip() for line in lines_of(page)] == OUTLINE[page]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("It took 4 hours.", "It took 5 hours."),
        ("## Never more than 1/4", "## Never more than 1/3"),
        ("See [chapter 2](02-a).", "See [chapter 9](09-b)."),
        ("It is flat.", "It is not flat."),
        ("At least two rows.", "At most two rows."),
        ("Every row, above 0.", "Every row, below 0."),
        ("with $a = 0.5$", "with $a = 0.6$"),
        ("Right. It is so.", "No. It is so."),
        ("Call `fit(x, epochs=30)`.", "Call `fit(x, epochs=40)`."),
        (
            "```{exercise-start} A\n:label: ex\n```\nTwo of them.",
            "```{exercise-start} A\n:label: ex\n```\nThree.",
        ),
        ("```python\nx = 1\n```\nSo.", "```python\nx = 2\n```\nSo."),
        ("It has a {term}`weight`.", "It has a {term}`bias`."),
        ("The sigmoid saturates.", "The softsign saturates."),
        (r"$\sigma(x) = \frac{1}{1 + e^{-x}}$", r"$\sigma(x) = \frac{1}{1 - e^{-x}}$"),
    ],
)
def test_a_turned_sentence_is_noticed(before, after):
    assert list(turning(before)) != list(turning(after))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Notice that the curve bends here.", "Look how the curve bends."),
        ("It is called a {term}`kink`.", "One calls it {term}`this <kink>`."),
        ("Use `relu(x)`, as in the [list](exercises).", "Take `relu`, as in [the list](exercises)."),
        ("```python\nx = 1\n```\nSo.", "```python\ny = 1\n```\nSo."),
        ("with $x$ and $1 + 1 = 2$", "with $y$ and $2 + 2 = 4$"),
    ],
)
def test_a_better_style_passes(before, after):
    assert list(turning(before)) == list(turning(after))


def test_an_assert_that_goes_or_gets_wider_is_noticed():
    code = "x = 1\nassert np.allclose(x, y, rtol=0, atol=1e-9), 'off by 3'\nassert x < 0.5"
    assert list(asserted(code)) == ["2 asserted", "0", "1e-09", "0.5"]
    assert list(asserted(code.replace("1e-9", "1e-2"))) != list(asserted(code))
    assert list(asserted(code.rpartition("\n")[0])) == ["1 asserted", "0", "1e-09"]
    assert list(asserted("x = 1")) == []
