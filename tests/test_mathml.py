"""Formulas become MathML when the book is built."""

import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from math_core import LatexError

sys.path.append(str(Path(__file__).parents[1] / "extensions"))

import formulas

from actlib import CATALOGUE


def words(made):
    return "".join(ElementTree.fromstring(made).itertext()).replace("\u2061", "")


@pytest.mark.parametrize(
    ("tex", "said"),
    [
        (r"\sigma(x) = \frac{1}{1 + e^{-x}}", "σ(x)=11+e−x"),
        (r"x \le 3 < y", "x≤3<y"),
        (r"|x| \ge \tfrac12", "|x|≥12"),
    ],
)
def test_a_formula_says_what_its_tex_says(tex, said):
    assert words(formulas.mathml(tex)) == said


def test_a_fraction_has_its_parts_in_order():
    fraction = ElementTree.fromstring(formulas.mathml(r"\frac{a}{b}")).find(".//mfrac")
    assert [part.text for part in fraction] == ["a", "b"]


@pytest.mark.parametrize(("tex", "mark"), [("f'", "′"), ("f''", "″"), ("(f)'''", "‴")])
def test_a_prime_is_not_raised_twice(tex, mark):
    made = ElementTree.fromstring(formulas.mathml(tex))
    assert made.find(".//msup") is None
    assert mark in [each.text for each in made.iter("mo")]


def test_a_power_is_raised():
    made = ElementTree.fromstring(formulas.mathml("x^2"))
    assert [part.text for part in made.find(".//msup")] == ["x", "2"]


@pytest.mark.parametrize(
    ("tex", "rows"),
    [
        ("a = b", 0),
        (r"a &= b \\ &= c", 2),
        (r"\begin{cases} 1 & x \\ 0 & y \end{cases}", 2),
        ("a = b\n\nc = d", 2),
    ],
)
def test_lines_are_aligned_where_there_are_several(tex, rows):
    made = ElementTree.fromstring(formulas.mathml(formulas.lines(tex), display=True))
    assert len(made.findall(".//mtr")) == rows
    assert made.get("display") == "block"


@pytest.mark.parametrize("name", CATALOGUE)
def test_every_formula_of_the_catalogue_can_be_set(name):
    for tex in (CATALOGUE[name].tex, CATALOGUE[name].derivative_tex):
        assert words(formulas.mathml(tex))


def test_what_is_no_tex_is_refused():
    with pytest.raises(LatexError):
        formulas.mathml(r"\frac{1}{")
