"""Formulas of the pages: an equation holds at every number, or what it says is computed in another way.

Which formulas that leaves, such as ``a = 0.5`` or ``x > 0``, stands with the words that turn a sentence in
``outline.txt``; ``tests/test_outline.py`` compares them.
"""

import re

import numpy as np
import pytest
from scipy.optimize import brentq, minimize_scalar

from actlib import CATALOGUE, sigmoid
from actlib.functions.rectified import SELU_ALPHA
from actlib.properties import properties
from tests.formulas import NAMES, Unreadable, evaluated, formulas, holds, is_identity, sides_of, values_for
from tests.prose import PAGES

TITLES = {key: title for title, key in NAMES.items()}
NORMAL = np.random.default_rng(0).normal(size=1_000_000)

# Expressions without an equals sign, by chapter, and what each of them is.
EQUAL = [
    ("04", r"\frac{1}{1+e^{-x}} \cdot \frac{e^{-x}}{1+e^{-x}}", r"\sigma'(x)"),
    ("04", r"e^x / (1 + e^x)", r"\sigma(x)"),
    ("04", r"1 - \sigma(x)", r"\sigma(-x)"),
    ("04", r"-\ln\sigma(s)", r"\ln(1 + e^{-s})"),
    ("04", r"-\ln(1 + e^{-x})", r"\ln \sigma(x)"),
    ("05", r"4s(1 - s)", r"1 - (2s - 1)^2"),
    ("05", r"1 - (2s - 1)^2", r"4s(1 - s)"),
    ("05", r"1 - \tanh^2 x", r"\tanh' x"),
    ("08", r"\ln(1 + e^x)", r"\mathrm{softplus}(x)"),
    ("08", r"e^x/(e^x + e^0)", r"\sigma(x)"),
    ("09", r"\ln(1 + e^x)", r"\mathrm{softplus}(x)"),
    ("09", r"x\,\sigma(x)", r"\mathrm{SiLU}(x)"),
    ("11", r"x/(1 + |x|)", r"\mathrm{softsign}(x)"),
    ("11", r"(1 + e^{-x})^{-1}", r"\sigma(x)"),
    ("11", r"\frac{(1 + x) - x}{(1 + x)^2}", r"1/(1 + x)^2"),
    ("11", r"(1 - \tanh^2 s)\,\sigma(x)", r"\tanh' s \cdot \mathrm{softplus}'(x)"),
    ("13", r"\ln(e^0 + e^s)", r"\ln(1 + e^s)"),
    ("13", r"\ln(1 + e^{s}) - y s", r"-y \ln \sigma(s) - (1 - y) \ln(1 - \sigma(s))"),
    ("20", r"1/(1 + |x|)^2", r"\mathrm{softsign}'(x)"),
]


def value(tex, **letters):
    """Return what a formula without a sign of relation is."""
    return evaluated(sides_of(tex)[0], values_for(None) | letters)


def largest_gap(one, other):
    x = np.linspace(-8, 8, 4001)
    return np.max(np.abs(one(x) - other(x)))


def gelu_by_tanh(x):
    return value(r"0.5\,x\,\bigl(1 + \tanh\bigl(\sqrt{2/\pi}\,(x + 0.044715\,x^3)\bigr)\bigr)", x=x)


def decayed_slope():
    m, lam = 0.7, 0.2
    return minimize_scalar(lambda a: m / 2 * (a - 2) ** 2 + lam / 2 * a**2).x, 2 * m / (m + lam)


def largest_second_difference():
    x = np.linspace(-3, 3, 601)
    return [x[np.argmax(sign * np.gradient(np.gradient(np.tanh(x), x), x))] for sign in (1, -1)]


def error_of_segments(n):
    x, knots = np.linspace(0, 2 * np.pi, 40_001), np.linspace(0, 2 * np.pi, n + 1)
    return np.max(np.abs(np.sin(x) - np.interp(x, knots, np.sin(knots))))


def a_leaky_square(a):
    return np.mean(CATALOGUE["leaky_relu"].function(NORMAL, a) ** 2)


X = np.linspace(-4, 4, 81)
GELU = CATALOGUE["gelu"]
# Formulas that are more, or less, than an identity: with chapter and what must be so.
CHECKED = [
    (
        "04",
        r"x = \ln\frac{p}{1-p}",
        lambda: np.allclose(sigmoid(value(r"\ln\frac{p}{1-p}")), value("p"), rtol=1e-12, atol=0),
    ),
    (
        "04",
        r"p = \frac12 + \frac{\sqrt2}{4}",
        lambda: abs(value("p(1 - p)", p=value(r"\frac12 + \frac{\sqrt2}{4}")) - 1 / 8) < 1e-12,
    ),
    (
        "04",
        r"-\sigma'/\sigma = \sigma - 1 = p - 1",
        lambda: holds(r"-\sigma'(x)/\sigma(x) = \sigma(x) - 1 = p - 1", {"x": X, "p": sigmoid(X)}),
    ),
    (
        "04",
        r"(\ln \sigma)'(x) = \sigma(-x)",
        lambda: np.allclose(CATALOGUE["log_sigmoid"].derivative(X), sigmoid(-X), rtol=1e-12, atol=0),
    ),
    ("05", r"2s - 1", lambda: holds(r"\tanh x = 2s - 1", {"x": X, "s": sigmoid(2 * X)})),
    ("07", r"\alpha = \frac{2m}{m + \lambda}", lambda: abs(np.subtract(*decayed_slope())) < 1e-6),
    (
        "07",
        r"(1 - a)/\sqrt{2\pi}",
        lambda: (
            abs(np.mean(CATALOGUE["leaky_relu"].function(NORMAL, 0.1)) - value(r"(1 - a)/\sqrt{2\pi}", a=0.1))
            < 0.003
        ),
    ),
    ("08", r"T = 1/\ln 10", lambda: abs(value("e^{1/T}", T=value(r"1/\ln 10")) - 10) < 1e-9),
    ("08", r"e^{x_i}/e^{x_j} = e^{x_i - x_j}", lambda: is_identity("e^{a}/e^{b} = e^{a - b}")),
    ("09", r"g' = \sigma(1 - \sigma)", lambda: is_identity(r"\sigma' = \sigma(1 - \sigma)")),
    (
        "09",
        r"g(x) + x\,g'(x)",
        lambda: np.allclose(
            CATALOGUE["silu"].derivative(X), sigmoid(X) * (1 + X * sigmoid(-X)), rtol=1e-9, atol=1e-12
        ),
    ),
    (
        "09",
        r"x^2 = 2",
        lambda: abs(brentq(lambda x: value(r"\varphi(x)\,(2 - x^2)", x=x), 1, 2) ** 2 - 2) < 1e-9,
    ),
    (
        "09",
        r"k = 2\sqrt{2/\pi}",
        lambda: abs(value(r"k \sigma'(0)", k=value(r"2\sqrt{2/\pi}")) - value(r"\varphi(0)")) < 1e-12,
    ),
    (
        "09",
        r"0.5\,x\,\bigl(1 + \tanh\bigl(\sqrt{2/\pi}\,(x + 0.044715\,x^3)\bigr)\bigr)",
        lambda: largest_gap(gelu_by_tanh, GELU) < 5e-4,
    ),
    (
        "09",
        r"x\,\sigma(1.702\,x)",
        lambda: 0.02 < largest_gap(lambda x: value(r"x\,\sigma(1.702\,x)", x=x), GELU) < 0.021,
    ),
    (
        "09",
        r"e(e + 2)/(e(e + 2) + 2)",
        lambda: np.allclose(
            value("t(t + 2)/(t(t + 2) + 2)", t=np.exp(X)) * X, CATALOGUE["mish"](X), rtol=1e-12, atol=1e-15
        ),
    ),
    ("10", r"\frac12(\sqrt{x^2 + 1} - 1) + x", lambda: value(r"\frac12(\sqrt{x^2 + 1} - 1) + x", x=0.0) == 0),
    (
        "11",
        r"h = \sqrt[3]{\varepsilon}",
        lambda: -5.5 < np.log10(value(r"\sqrt[3]{\varepsilon}", eps=np.finfo(float).eps)) < -5,
    ),
    (
        "11",
        r"\sqrt{\varepsilon}",
        lambda: -8 < np.log10(value(r"\sqrt{\varepsilon}", eps=np.finfo(float).eps)) < -7.5,
    ),
    (
        "11",
        r"(\ln\sigma)' = \sigma'/\sigma = 1 - \sigma(x) = \sigma(-x)",
        lambda: is_identity(r"\sigma'(x)/\sigma(x) = 1 - \sigma(x) = \sigma(-x)"),
    ),
    (
        "11",
        r"\tanh'' = -2\tanh \cdot \tanh' = -2t(1 - t^2)",
        lambda: is_identity(r"-2\tanh \cdot \tanh' = -2\tanh \cdot (1 - \tanh^2)"),
    ),
    (
        "11",
        r"t = \pm 1/\sqrt{3}",
        lambda: np.allclose(
            np.tanh(np.abs(largest_second_difference())), value(r"1/\sqrt{3}"), rtol=0, atol=0.01
        ),
    ),
    ("11", r"-2 + 6t^2", lambda: abs(value("-2 + 6t^2", t=value(r"1/\sqrt{3}"))) < 1e-9),
    (
        "12",
        r"\text{error} \le \frac{\pi^2}{2n^2}",
        lambda: all(0.8 < error_of_segments(n) / value(r"\frac{\pi^2}{2n^2}", n=n) <= 1 for n in (8, 16, 64)),
    ),
    (
        "12",
        r"n \ge \pi/\sqrt{0.002}",
        lambda: (
            value(r"\pi^2/(2n^2)", n=np.ceil(value(r"\pi/\sqrt{0.002}")))
            < 0.001
            < value(r"\pi^2/(2n^2)", n=np.floor(value(r"\pi/\sqrt{0.002}")))
        ),
    ),
    ("12", r"h = 2\pi/n", lambda: is_identity(r"\frac{(2\pi/n)^2}{8} = \frac{\pi^2}{2n^2}")),
    ("15", r"E[f^2] = (1 + a^2)/2", lambda: abs(a_leaky_square(0.3) - value("(1 + a^2)/2", a=0.3)) < 0.005),
    (
        "15",
        r"\sqrt{2 / (1 + a^2)}",
        lambda: abs(a_leaky_square(0.3) * value(r"\sqrt{2 / (1 + a^2)}", a=0.3) ** 2 - 1) < 0.01,
    ),
    (
        "15",
        r"g = \frac{1}{\sqrt{E[f^2]}}",
        lambda: abs(1 / np.sqrt(np.mean(np.tanh(NORMAL) ** 2)) - properties("tanh").gain) < 0.005,
    ),
    ("20", r"1 + |x| = 10", lambda: value("1 + |x|", x=properties("softsign").flat_beyond[1]).round(6) == 10),
    ("20", r"0.2 x + 0.5", lambda: value("0.2 x + 0.5", x=0.0) == 0.5),
]


def chapter_pages(chapter):
    return [page for page in PAGES if page.removeprefix("chapters/").startswith(chapter)]


@pytest.mark.parametrize("key", CATALOGUE)
def test_the_formulas_of_the_catalogue_are_its_functions(key):
    """Read from its TeX, which the chapters show letter by letter, each gives the values of the code."""
    entry = CATALOGUE[key]
    assert is_identity(rf"\mathrm{{{TITLES[key]}}}(x) = {entry.tex}")
    assert is_identity(rf"\mathrm{{{TITLES[key]}}}'(x) = {entry.derivative_tex}")


@pytest.mark.parametrize(("chapter", "expression", "other"), EQUAL)
def test_an_expression_is_what_it_stands_for(chapter, expression, other):
    assert any(expression == tex for page in chapter_pages(chapter) for tex, _ in formulas(page))
    assert is_identity(f"{expression} = {other}")


@pytest.mark.parametrize(
    ("chapter", "tex", "is_so"), CHECKED, ids=[f"{each[0]}-{each[1][:40]}" for each in CHECKED]
)
def test_what_a_formula_says_is_computed(chapter, tex, is_so):
    assert any(tex == each for page in chapter_pages(chapter) for each, _ in formulas(page))
    assert is_so()


WRONG = [
    r"\sigma(x) = \frac{1}{1 - e^{-x}}",
    r"\sigma' = \sigma(1 + \sigma)",
    r"\tanh x = 2\sigma(x) - 1",
    r"\mathrm{GELU}'(x) = \Phi(x) - x\,\varphi(x)",
    r"\mathrm{ReLU6}(x) = \min(\max(x, 0), 5)",
    r"\mathrm{LeakyReLU}'(x) = \begin{cases} a & x > 0 \\ 1 & x \le 0 \end{cases}",
    r"\mathrm{hardsigmoid}'(x) = \begin{cases} \tfrac13 & |x| < 3 \\ 0 & |x| \ge 3 \end{cases}",
    r"\mathrm{Mish}'(x) = \tanh(s) + x\,\sigma(x)\,(1 - \tanh^2 s), \quad s = \ln(1 + e^{-x})",
    r"\ln(1 + e^x) - \ln(1 + e^{-x}) = -x",
    r"(x - k)^2 = x^2 - 2kx - k^2",
]


@pytest.mark.parametrize("tex", WRONG)
def test_a_wrong_formula_is_none(tex):
    assert not is_identity(tex)


@pytest.mark.parametrize("tex", [r"\sum_i x_i = x", r"a = 0.5", r"x > 0", r"\alpha", r"f(x) = f(x"])
def test_what_is_no_identity_or_cannot_be_read_is_none(tex):
    assert not is_identity(tex)


def test_a_formula_is_read_as_it_is_meant():
    assert value(r"\frac12 x^2", x=3.0) == 4.5
    assert value(r"2\tanh^2(x - t)", x=2.0, t=1.0) == pytest.approx(2 * np.tanh(1) ** 2)
    assert value(r"\pi^2/(2n^2)", n=2.0) == pytest.approx(np.pi**2 / 8)
    assert value(r"\sqrt[3]{8}") == pytest.approx(2)
    assert value(r"-|x|", x=-2.0) == -2
    assert value(r"\lambda \alpha", lam=2.0, alpha=SELU_ALPHA) == 2 * SELU_ALPHA
    with pytest.raises(Unreadable):
        value(r"\int_0^1 x")


def outside_environments(tex):
    """Return what is left of TeX without what stands in environments."""
    without = re.sub(r"\\begin\{(\w+)\}(?:(?!\\begin\{).)*?\\end\{\1\}", "", tex)
    return tex if without == tex else outside_environments(without)


def test_what_stands_in_an_environment_is_left_out():
    nested = r"a \begin{aligned} b &= \begin{cases} 1 & x \\ 0 & y \end{cases} \end{aligned} c"
    assert outside_environments(nested) == "a  c"
    assert "&" in outside_environments(r"f &= \begin{cases} 1 & x \\ 0 & y \end{cases}")


@pytest.mark.parametrize("page", PAGES)
def test_lines_are_aligned_in_an_environment(page):
    """The book would align them by itself; in a notebook, MathJax calls such an & misplaced."""
    bare = [tex for tex, _ in formulas(page) if re.search(r"&|\\\\", outside_environments(tex))]
    assert bare == []
