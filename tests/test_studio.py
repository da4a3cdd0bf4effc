"""The studio: drawn, typed and bent curves, their card, the race, the challenges, and what the page gets."""

import inspect
import itertools
import json
import pickle
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from math import inf
from pathlib import Path

import numpy as np
import pytest
import studio as page
from scipy.integrate import quad
from scipy.interpolate import PchipInterpolator
from scipy.special import ndtr

from actlib import CATALOGUE, Activation, central_difference
from actlib.properties import features, properties
from actlib.properties.random_networks import gradient_lengths
from actlib.studio import (
    CHALLENGES,
    PLACES,
    Attempt,
    Race,
    activation_of,
    bent,
    cards,
    challenges,
    code_of,
    describe,
    from_formula,
    from_points,
    picture,
    races,
)
from actlib.studio.cards import share_text
from actlib.studio.curves import pchip_slopes, pieces_through

ROOT = Path(__file__).resolve().parent.parent
X = np.linspace(-9, 9, 1201) + 0.00137  # beside all points that a reader sets
STATE = {
    "v": 1,
    "kind": "points",
    "points": [[-3, -1], [-1, 0.5], [0, 0], [1.3, 2], [2, 1.5], [4, 3]],
    "between": "smooth",
    "formula": "np.maximum(0, x)",
    "base": "relu",
    "handles": [[1, 0.5]],
    "symmetry": "none",
    "period": None,
    "clip": None,
    "name": "mine",
    "data": "spiral",
    "rival": "tanh",
}


def random_state(seed):
    """Return a state as a reader's hand might make it."""
    rng = np.random.default_rng(seed)
    kind = ["points", "points", "bent"][seed % 3]
    points = int(rng.integers(2, 12))
    x = np.sort(rng.choice(np.arange(-60, 61, 3), points, replace=False)) / 10
    handles = np.sort(rng.choice(np.arange(-40, 41, 5), int(rng.integers(1, 5)), replace=False)) / 10
    low = float(rng.uniform(-2, 0))
    return STATE | {
        "kind": kind,
        "points": np.column_stack([x, rng.uniform(-3, 3, points).round(2)]).tolist(),
        "between": ["straight", "smooth", "steps"][int(rng.integers(3))],
        "base": ["relu", "tanh", "silu", "hard_tanh", "identity"][int(rng.integers(5))],
        "handles": np.column_stack([handles, rng.uniform(-1, 1, len(handles)).round(2)]).tolist(),
        "symmetry": ["none", "none", "odd", "even"][int(rng.integers(4))],
        "period": [None, None, None, 3.0, 7.5][int(rng.integers(5))],
        "clip": [None, None, [low, low + 1.5]][int(rng.integers(3))],
    }


SEEDS = range(30)
WIDE_N = [(-3, 1.5), (-1, -1), (1, 1), (3, -1.5)]
OWN = {
    "steep": lambda: from_points([(-0.05, -3), (0.05, 3)], clip=(-1, 1)),
    "level": lambda: from_points([(-1, 0.5), (1, 0.5)]),
    "zero": lambda: from_points([(-1, 0), (1, 0)]),
    "one step": lambda: from_points([(-1, -1), (0.5, 1)], "steps"),
    "ReLU typed": lambda: from_formula("np.maximum(0, x)"),
    "Mish typed": lambda: from_formula("x * np.tanh(np.log1p(np.exp(x)))"),
    "floor": lambda: from_formula("np.clip(np.floor(x), -3, 3)"),
    "steep tanh": lambda: from_formula("np.tanh(300 * x)"),
}


# Curves


@pytest.mark.parametrize("seed", range(20))
def test_a_smooth_curve_is_scipys(seed):
    rng = np.random.default_rng(seed)
    x = np.sort(rng.choice(np.arange(-60, 61), int(rng.integers(2, 15)), replace=False)) / 10
    y = rng.choice([-1.0, 0.0, 0.5, 2.0, *rng.uniform(-3, 3, 3)], len(x))
    pieces, expected = pieces_through(list(zip(x, y, strict=True)), "smooth"), PchipInterpolator(x, y)
    inside = np.linspace(x[0], x[-1], 997)[:-1]
    np.testing.assert_allclose(pieces.value(inside), expected(inside), rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(pieces.slope(inside), expected(inside, 1), rtol=1e-10, atol=1e-10)
    for end, beyond in ((x[0], x[0] - 2.5), (x[-1], x[-1] + 2.5)):
        straight = expected(end) + expected(end, 1) * (beyond - end)
        np.testing.assert_allclose(pieces.value(np.array([beyond])), straight, rtol=1e-11, atol=1e-11)


def test_straight_lines_are_numpys_and_go_on():
    x, y = np.array([-2, -0.5, 1, 3]), np.array([1.0, -1, 2, 2.5])
    made = from_points(list(zip(x, y, strict=True)))
    inside = np.linspace(-2, 3, 301)
    np.testing.assert_allclose(made(inside), np.interp(inside, x, y), rtol=1e-13, atol=1e-13)
    np.testing.assert_allclose(made([-3, 5]), [1 + 4 / 3, 3.0], rtol=1e-13, atol=1e-13)
    np.testing.assert_allclose(made.derivative(x), [-4 / 3, 2, 0.25, 0.25], rtol=1e-13, atol=1e-13)


def test_steps_take_the_last_point_to_the_left():
    made = from_points([(-1, 0.5), (0, -1), (2, 3)], "steps")
    assert made([-5, -1, -0.01, 0, 1.99, 2, 9]).tolist() == [0.5, 0.5, 0.5, -1, -1, 3, 3]
    assert made.derivative(X).tolist() == [0.0] * len(X)
    assert made.kinks == (0, 2)


@pytest.mark.parametrize("seed", SEEDS)
def test_slopes_are_those_of_the_values(seed):
    made = activation_of(random_state(seed))
    x = X[[all(abs(each - kink) > 1e-3 for kink in made.kinks) for each in X]]
    x = x[np.abs(x) < 9]
    np.testing.assert_allclose(made.derivative(x), central_difference(made, x), rtol=1e-6, atol=2e-6)


@pytest.mark.parametrize("seed", SEEDS)
def test_at_a_kink_the_slope_is_that_of_what_begins_there(seed):
    state = random_state(seed)
    made = activation_of(state)
    for kink in made.kinks:
        if state["kind"] == "points" and abs(kink) < 8:
            x = np.array([kink])
            from_right = (made(x + 2e-6) - made(x + 1e-6)) / 1e-6
            np.testing.assert_allclose(made.derivative(x + 1e-9), from_right, rtol=1e-3, atol=1e-3)


@pytest.mark.parametrize("between", ["straight", "smooth", "steps"])
def test_symmetry_period_and_clip_are_what_they_say(between):
    points = [(-3, -1), (-1, 0.5), (0, 0.4), (1.3, 2), (2, 1.5), (4, 3)]
    plain, right = from_points(points, between), X[X > 0]
    odd, even = (from_points(points, between, symmetry=each) for each in ("odd", "even"))
    assert odd(0.0) == 0
    np.testing.assert_array_equal(odd(right), plain(right))
    np.testing.assert_array_equal(odd(-right), -plain(right))
    np.testing.assert_array_equal(even(-right), plain(right))
    repeated = from_points(points, between, period=2.5)
    within = np.linspace(-1.24, 1.24, 101)
    for turns in (-3, 1, 2):
        np.testing.assert_allclose(repeated(within + 2.5 * turns), plain(within), rtol=1e-9, atol=1e-9)
    clipped = from_points(points, between, clip=(-0.5, 1.7))
    np.testing.assert_array_equal(clipped(X), np.clip(plain(X), -0.5, 1.7))
    assert np.all(clipped.derivative(X)[np.abs(plain(X) - 0.6) > 1.1001] == 0)


def test_slopes_of_mirrored_kinks_are_from_the_right():
    vee = from_points([(0, 0), (1, 1), (2, 3)], symmetry="odd")
    assert vee.derivative([-1, 1, -1.5, 1.5]).tolist() == [1, 2, 2, 2]
    even = from_points([(0, 0), (1, 1), (2, 3)], symmetry="even")
    assert even.derivative([-1, 0, 1]).tolist() == [-1, 1, 2]


def test_a_bend_is_added_and_fades():
    made = bent("tanh", [(0.5, 0.5), (1, -0.25)])
    np.testing.assert_allclose(
        made([0.5, 1]), np.tanh([0.5, 1]) + np.array([0.5, -0.25]), rtol=1e-14, atol=1e-14
    )
    far = np.array([-8, -1.0, 2.5, 7])
    np.testing.assert_array_equal(made(far), CATALOGUE["tanh"](far))
    single = bent("identity", [(1, 0.5)])
    bump = PchipInterpolator([-1.5, -0.5, 1, 2.5, 3.5], [0, 0, 0.5, 0, 0])
    x = np.linspace(-1.4, 3.4, 97)
    np.testing.assert_allclose(single(x), x + bump(x), rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("name", ["straight", "smooth", "steps"])
def test_limits_nan_shapes_and_dtypes_are_kept(name):
    made = from_points([(-1, 0), (1, 1), (2, 1)], name)
    with np.errstate(all="raise"):
        assert np.isnan(made(np.nan))
        assert np.isnan(made.derivative(np.array([np.nan, 1])) if name != "steps" else [np.nan, 0])[0]
        assert made(inf) == 1
        assert made(-inf) == (0 if name == "steps" else -inf)
    assert made(np.zeros((2, 0, 3))).shape == (2, 0, 3)
    assert made(np.float32([1, 2])).dtype == np.float32
    with pytest.raises(TypeError, match="mine expects real numbers"):
        made("text")


@pytest.mark.parametrize("seed", SEEDS)
def test_range_and_kinks_are_those_a_report_finds(seed):
    found = properties(activation_of(random_state(seed)))
    assert found.disagreements == ()


@pytest.mark.parametrize("make", OWN.values(), ids=OWN)
def test_range_and_kinks_of_edge_cases_are_those_a_report_finds(make):
    assert properties(make()).disagreements == ()


# The card


def assert_agrees(card, found):
    """Compare with the report: the same within what its coarser pieces of integration allow."""
    assert str(card.range) == str(found.range)
    assert card.landmarks.monotone == found.monotone
    np.testing.assert_allclose(card.largest_slope, found.largest_slope, rtol=2e-6, atol=1e-6)
    moments = [(getattr(each, name)) for each in (card, found) for name in ("mean", "second_moment")]
    np.testing.assert_allclose(moments[:2], moments[2:], rtol=1e-4, atol=1e-6)
    np.testing.assert_allclose(card.squared_slope, found.squared_slope, rtol=2e-3, atol=1e-6)
    if card.second_moment > 1e-12:
        np.testing.assert_allclose(card.gain, found.gain, rtol=1e-4, atol=0)
    own = found.activation.name if CATALOGUE.get(found.activation.name) is found.activation else ""
    others = {name: far for name, far in found.distances.items() if name != own}
    np.testing.assert_allclose(card.relative.distance, min(others.values()), rtol=1e-4, atol=1e-7)
    np.testing.assert_allclose(others[card.relative.name], min(others.values()), rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize("name", CATALOGUE)
def test_the_card_agrees_with_the_report_of_the_catalogue(name):
    assert_agrees(describe(name), properties(name))


@pytest.mark.parametrize("seed", SEEDS)
def test_the_card_agrees_with_the_report_of_drawn_curves(seed):
    made = activation_of(random_state(seed))
    assert_agrees(describe(made), properties(made))


@pytest.mark.parametrize("make", OWN.values(), ids=OWN)
def test_the_card_agrees_with_the_report_of_edge_cases(make):
    made = make()
    assert_agrees(describe(made), properties(made))


@pytest.mark.parametrize("seed", range(6))
def test_the_moments_are_scipys(seed):
    state = random_state(3 * seed) | {"period": None, "between": "smooth"}
    card = describe(activation_of(state))

    def expectation(function):
        places = sorted(
            {x for x, _ in state["points"]} | {-x for x, _ in state["points"]} | {0.0, -12.0, 12.0}
        )
        places = sorted({*places, *card.activation.kinks})

        def weighted(x):
            return float(function(np.array([x]))[0]) * np.exp(-x * x / 2) / np.sqrt(2 * np.pi)

        pieces = itertools.pairwise([each for each in places if abs(each) <= 12])
        return sum(quad(weighted, *ends, epsabs=1e-13, limit=200)[0] for ends in pieces)

    made = card.activation
    np.testing.assert_allclose(card.mean, expectation(made), rtol=1e-9, atol=1e-10)
    np.testing.assert_allclose(card.second_moment, expectation(lambda x: made(x) ** 2), rtol=1e-9, atol=1e-10)
    slope_squared = expectation(lambda x: made.derivative(x) ** 2)
    np.testing.assert_allclose(card.squared_slope, slope_squared, rtol=1e-9, atol=1e-10)


def test_the_dead_share_is_a_probability():
    flat = from_points([(-6, 0), (-0.5, 0), (0.5, 1), (1.5, 1), (2, 2)], "straight")
    np.testing.assert_allclose(
        describe(flat).dead_share, ndtr(-0.5) + ndtr(1.5) - ndtr(0.5), rtol=0, atol=1e-12
    )
    smooth = from_points([(-1, 0), (0, 0), (1, 1)], "smooth")
    np.testing.assert_allclose(describe(smooth).dead_share, 0.5, rtol=0, atol=1e-12)
    assert describe("tanh").dead_share < 1e-12
    assert describe("step").dead_share == 1


@pytest.mark.parametrize("name", ["relu", "tanh", "sigmoid", "elu", "hard_swish"])
def test_a_signal_in_a_wide_network_does_what_the_card_says(name):
    rng, width = np.random.default_rng(0), 1500
    two = rng.standard_normal((2, width))
    for _ in range(cards.LAYERS):
        two = CATALOGUE[name](two) @ (rng.standard_normal((width, width)) / np.sqrt(width))
    card = describe(name)
    np.testing.assert_allclose(np.sqrt(np.mean(two**2)), card.size_left, rtol=0.25, atol=0)
    apart = np.sqrt(np.mean((two[0] - two[1]) ** 2) / 2)
    np.testing.assert_allclose(apart, card.difference_left, rtol=0.35, atol=0)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (
            lambda: "relu",
            [
                "from 0 up, without end",
                "fade",
                "Half (50.0\N{NO-BREAK SPACE}%) of all normal inputs",
                "it passes",
            ],
        ),
        (lambda: "sigmoid", ["between 0 and 1", "all inputs alike", "it vanishes"]),
        (OWN["level"], ["answers 0.5 whatever comes in", "slope is 0 everywhere"]),
        (OWN["zero"], ["answers 0", "No weights can give it a size"]),
        (OWN["one step"], ["jumps at x = 0.5", "slope is 0 everywhere"]),
        (OWN["ReLU typed"], ["In the catalogue it is ReLU: the same."]),
        (lambda: from_formula("3 * x"), ["without end in both directions", "explode"]),
        (lambda: from_formula("np.log(x)"), ["x up to 0", "no finite number"]),
        (lambda: from_formula("1 / x"), ["beyond all bounds at x = 0"]),
    ],
)
def test_the_card_says_in_words_what_matters(make, words):
    said = " ".join(describe(make()).sentences)
    for each in words:
        assert each in said
    assert "nan" not in said.lower()


@pytest.mark.parametrize(
    ("share", "decimals", "text"),
    [
        (0, 1, "0.0 %"),
        (1e-9, 1, "below 0.1 %"),
        (0.00049, 1, "below 0.1 %"),
        (0.00051, 1, "0.1 %"),
        (0.004, 0, "below 1 %"),
        (0.964, 0, "96 %"),
        (1, 0, "100 %"),
    ],
)
def test_a_share_is_said_in_percent_and_only_none_is_0(share, decimals, text):
    assert share_text(share, decimals) == text.replace(" %", "\N{NO-BREAK SPACE}%")


def test_how_a_curve_differs_from_its_relative():
    made = bent("relu", [(-1, 0.5)])
    relative = describe(made).relative
    assert (relative.name, relative.at) == ("relu", -1.0)
    assert relative.differs == "most at x = −1, where it is 0.5 higher"


@pytest.mark.not_in_browser("it starts no processes")
def test_the_card_loads_no_scipy():
    script = (
        "import sys\nfrom actlib.studio import *\n"
        "for made in ('relu', 'mish', from_points([(0, 0), (1, 1)], 'smooth'), bent('tanh', [(0, 1)]),"
        " from_formula('np.sin(x)')):\n    describe(made)\n"
        "picture('tanh')\nprint('scipy' in sys.modules)"
    )
    run = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (run.stdout.strip(), run.stderr) == ("False", "")


@pytest.mark.parametrize("name", CATALOGUE)
def test_the_card_names_the_steepest_place_that_the_report_names(name):
    np.testing.assert_allclose(describe(name).steepest_at, properties(name).steepest_at, rtol=0, atol=2e-6)


@pytest.mark.parametrize(
    ("formula", "at"), [("np.arcsinh(x)", 0), ("sigmoid(x - 0.3)", 0.3), ("tanh(5*x+1)", -0.2)]
)
def test_a_steepest_place_is_the_middle_of_what_cannot_be_told_apart(formula, at):
    np.testing.assert_allclose(describe(from_formula(formula)).steepest_at, at, rtol=0, atol=2e-6)


@pytest.mark.parametrize(
    ("make", "words", "number"),
    [
        (lambda: Activation.of("a", lambda x: np.clip(x, 0, 20)), "at 0 it jumps from 0 to 1.", "0 → 1"),
        (
            lambda: Activation.of("a", lambda x: np.clip(100 * x, 0, 1)),
            "at 0 it jumps from 0 to 100.",
            "0 → 100",
        ),
        (lambda: from_formula("np.sqrt(np.maximum(x, 0))"), "at 0 it jumps from 0 to ∞.", "0 → ∞"),
        (lambda: from_formula("np.abs(x)**0.5"), "at 0 it jumps from −∞ to ∞.", "−∞ → ∞"),
        (lambda: from_formula("1 / x"), "beside 0 it is −∞.", "−∞"),
        (lambda: from_formula("np.abs(x)"), "and 1 at 0.", "1"),
        (lambda: "relu", "and 0 at 0.", "0"),
        (lambda: "prelu", "and 0.25 at 0.", "0.25"),
        (lambda: "tanh", "and 1 at 0.", "1"),
    ],
)
def test_a_slope_at_0_that_does_not_exist_is_told_from_both_sides(make, words, number):
    card = describe(make())
    assert any(sentence.endswith(words) for sentence in card.sentences)
    assert dict(card.numbers)["slope at 0"] == number


def test_a_narrow_ramp_is_neither_a_step_nor_flat():
    for made in (
        from_formula("np.clip(1e5*x, 0, 1)"),
        Activation.of("ramp", lambda x: np.clip(1e5 * x, 0, 1)),
    ):
        card = describe(made)
        np.testing.assert_allclose([each.x for each in card.landmarks.breaks], [0, 1e-5], rtol=0, atol=1e-9)
        assert card.largest_slope == pytest.approx(1e5, rel=1e-6)
        assert card.squared_slope == pytest.approx(1e5 / np.sqrt(2 * np.pi), rel=1e-2)
        assert card.relative.name == "step"
        assert card.relative.by == pytest.approx(-1, abs=1e-3)


def test_slopes_of_a_formula_stay_between_breaks_however_close():
    made = from_formula("np.clip(1e5*x, 0, 1) + np.abs(x - 1)")
    np.testing.assert_allclose(
        made.derivative([-1e-9, 0, 5e-6, 9.9e-6, 1e-5, 0.5, 1]),
        [-1, 99999, 99999, 99999, -1, -1, 1],
        rtol=1e-5,
        atol=0,
    )


@pytest.mark.parametrize("formula", ["1 / x", "np.log(x)", "np.exp(-1/x)"])
def test_an_odd_curve_is_0_at_0_whatever_its_formula_is_there(formula):
    made = from_formula(formula, symmetry="odd")
    assert made(0.0) == 0
    np.testing.assert_array_equal(made(-X), -made(X))
    assert np.isnan(made(np.nan))


@pytest.mark.parametrize("clip", [(0, 20), (-20, 20), (0, 0.5)])
def test_a_clip_far_out_is_attained(clip):
    made = from_points([(-1, -1), (0, 0), (1, 1)], clip=clip)
    assert (made.range.low, made.range.high) == clip
    assert properties(made).disagreements == ()


@pytest.mark.parametrize("setting", ["raise", "warn"])
def test_no_setting_of_numpy_changes_a_formula(setting):
    with np.errstate(all=setting):
        made = from_formula("np.exp(-x*x)")
        card = str(describe(made))
    assert card == str(describe(from_formula("np.exp(-x*x)")))


def test_what_is_nowhere_finite_is_refused_in_words():
    mine = Activation.of("mine", lambda x: x * np.nan)
    for ask in (describe, picture, Race):
        with pytest.raises(ValueError, match=r"^mine gives no finite number for any x from −16 to 16$"):
            ask(mine)


def test_a_gate_of_true_and_false_races_and_is_drawn(short):
    gate = Activation.of("gate", lambda x: x > 0)
    race = Race(gate, "tanh", "circles", seeds=[0], rates=[0.1])
    race.run()
    assert "only its last layer learned" in race.sentence
    assert picture(gate)[1].startswith("gate, from −6 to 6")
    assert not Attempt("depth", gate).run().solved


# Hostile input


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        ("", "empty"),
        (" \n", "empty"),
        ("x +", "cannot be read"),
        ("y = x", "right of “=”"),
        ("x²", r"x\*\*2"),
        ("(" * 250, "cannot be read"),
        ("x" * 301, "at most 300"),
        ("foo(x)", "foo is not known"),
        ("exp(x)", "write np.exp"),
        ("max(0, x)", "np.maximum"),
        ("x ^ 2", r"x\*\*2"),
        ("lambda x: x", "lambda"),
        ("[a for a in x]", "ListComp"),
        ("x if x > 0 else 0", "np.where"),
        ("x > 0 and x", "&"),
        ("x[::-1]", "other inputs"),
        ("x @ x", "all inputs at once"),
        ("x - x.mean()", "all inputs at once"),
        ("np.cumsum(x)", "all inputs at once"),
        ("softmax(x)", "all inputs at once"),
        ("x.repeat(10**9)", "all inputs at once"),
        ("np.zeros(10**10)", "not for formulas"),
        ("np.random.randn(3)", "random"),
        ("np.linalg.norm(x)", "all inputs at once"),
        ("np._core", "not for formulas"),
        ("x.__class__", "all inputs at once"),
        ("__import__('os')", "__import__ is not known"),
        ("'text'", "text in quotes"),
        ("None", "no real number"),
        ("1j * x", "no real number"),
        ("np.sqrt(x + 0 * np.sqrt(-1 + 0 * x))", "no finite number"),
        ("(-8)**(1/3) + x", "complex"),
        ("[x, x]", "one number for each x"),
        ("np.where(x > 0, x, [1, 2, 3])", "cannot be computed"),
        ("np.exp", "expected to give numbers"),
        ("np.add(x, 1, where=x > 0)", "where="),
        ("9**9**9**9", "too large"),
        ("1 / 0 + x", "divides a number by 0"),
        ("x * np.nan", "no finite number"),
        ("2(x)", "cannot be called"),
        ("relu(x, 5)", "cannot be computed"),
        ("\0", "cannot be read"),
        ("np.arctan(x, x)", "np.arctan takes 1 argument in a formula, got 2"),
        ("1 + np.exp(x, x)", "np.exp takes 1 argument"),
        ("np.maximum(0, x, x)", "np.maximum takes 2 arguments"),
        ("np.clip(x, 0, 1, x)", "np.clip takes 3 arguments"),
        ("np.nan_to_num(x, False)", "np.nan_to_num takes 1 argument"),
        ("0 < x < 1", r"\(x > 0\) & \(x < 1\)"),
        ("not x", "“not” decides once"),
        ("x is 1", "write =="),
        ("x is not 1", "or !="),
        ("x in [1, 2]", "“in” compares no numbers"),
    ],
)
def test_a_formula_that_is_none_is_refused_in_words(formula, words):
    with pytest.raises(ValueError, match=words) as raised:
        from_formula(formula)
    assert "Traceback" not in str(raised.value)
    assert len(str(raised.value)) < 250


@pytest.mark.not_in_browser("its stack is another one")
def test_a_formula_nested_deeply_is_refused_in_words_however_deep_the_call():
    def at_depth(depth):
        return at_depth(depth - 1) if depth else from_formula("-" * 299 + "x")

    with pytest.raises(ValueError, match="nested too deeply"):
        at_depth(sys.getrecursionlimit() - len(inspect.stack()) - 150)


@pytest.mark.parametrize("formula", ["x", "np.positive(x)", "np.where(x > 0, x, -x)", "leaky_relu(x, 0.5)"])
def test_a_formula_never_changes_what_it_is_given(formula):
    x = np.array([0.0, 1.0, -2.0])
    made = from_formula(formula)
    y = made(x)
    y += 1
    assert x.tolist() == [0, 1, -2]
    np.testing.assert_array_equal(made(x) + 1, y)


def test_what_the_library_shares_cannot_be_overwritten():
    for shared in (features.GRID, features.TAIL, features.SAMPLES, features.IN_GRID, PLACES, challenges.FAR):
        with pytest.raises(ValueError, match="read-only"):
            shared[0] = 0
    doubled = Activation.of("twice", lambda x: np.multiply(x, 2, out=x), lambda x: 2 + 0 * x)
    assert picture(doubled)[0] == picture(Activation.of("twice", lambda x: 2 * x, lambda x: 2 + 0 * x))[0]


@pytest.mark.parametrize("name", ["a\x01b", "a\nb", "\x7f", "\ud800", "\ufffe"])
@pytest.mark.parametrize(
    "make", [lambda name: from_formula("x", name=name), lambda name: Activation.of(name, np.abs)]
)
def test_a_name_has_no_character_that_a_picture_cannot_hold(make, name):
    with pytest.raises(TypeError, match=r"name (is expected )?to be text without control characters"):
        make(name)


@pytest.mark.parametrize("formula", [None, 3, ["x"], b"x"])
def test_a_formula_is_text(formula):
    with pytest.raises(TypeError, match="expected to be text"):
        from_formula(formula)


@pytest.mark.parametrize(
    ("formula", "function"),
    [
        ("3", lambda x: np.full_like(x, 3)),
        ("x > 0", lambda x: (x > 0).astype(float)),
        (
            "np.where(x > 1, x, 0.5*x) + (x > 0) * (x < 1)",
            lambda x: np.where(x > 1, x, x / 2) + (x > 0) * (x < 1),
        ),
        ("gelu(x, approximate='tanh')", lambda x: CATALOGUE["gelu"](x, approximate="tanh")),
        ("leaky_relu(x, 0.2)", lambda x: np.where(x > 0, x, 0.2 * x)),
        ("np.sin(pi * x) / e", lambda x: np.sin(np.pi * x) / np.e),
        ("-x**3 + 2", lambda x: -(x**3) + 2),
    ],
)
def test_a_formula_computes_what_it_says(formula, function):
    np.testing.assert_allclose(from_formula(formula)(X), function(X), rtol=1e-14, atol=1e-14)


def test_the_slope_of_a_formula_never_reaches_across_a_jump_or_kink():
    made = from_formula("np.abs(x) + (x > 1)")
    np.testing.assert_allclose(
        made.derivative([-1e-9, 0, 1 - 1e-9, 1, 1 + 1e-9]), [-1, 1, 1, 1, 1], rtol=0, atol=1e-9
    )


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"v": 2}, "version 1"),
        ({"v": True}, "version 1"),
        ({"kind": "picture"}, "kind"),
        ({"kind": 3}, "kind"),
        ({"points": None}, "points are expected to be a list"),
        ({"points": "xy"}, "points are expected to be a list"),
        ({"points": [[0, 0]]}, "2 to 40"),
        ({"points": [[0, 0]] * 10**6}, "2 to 40"),
        ({"points": [[0, 0], [0.01, 1]]}, "left to right"),
        ({"points": [[1, 0], [0, 1]]}, "left to right"),
        ({"points": [[0, 0], [1, float("nan")]]}, "finite"),
        ({"points": [[0, 0], [1, inf]]}, "finite"),
        ({"points": [[0, 0], [1, 1, 1]]}, "pairs"),
        ({"points": [[0, 0], [1, "1"]]}, "finite"),
        ({"points": [[0, 0], [1, True]]}, "finite"),
        ({"points": [[0, 0], 5]}, "pairs"),
        ({"points": [[0, 0], [7, 1]]}, "within"),
        ({"points": [[0, 0], [1, 10**400]]}, "finite"),
        ({"between": "wavy"}, "between"),
        ({"between": None}, "between"),
        ({"symmetry": "both"}, "symmetry"),
        ({"symmetry": ["odd"]}, "symmetry"),
        ({"period": 0}, "period"),
        ({"period": 1e9}, "period"),
        ({"period": float("nan")}, "period"),
        ({"period": "2"}, "period"),
        ({"clip": [1, -1]}, "clip"),
        ({"clip": [0]}, "clip"),
        ({"clip": [float("nan"), 1]}, "clip"),
        ({"clip": 3}, "clip"),
        ({"name": ""}, "name"),
        ({"name": "m" * 41}, "name"),
        ({"name": 7}, "name"),
        ({"kind": "bent", "base": "relo"}, "base"),
        ({"kind": "bent", "base": None}, "base"),
        ({"kind": "bent", "handles": []}, "handles"),
        ({"kind": "bent", "handles": [[x / 10, 1] for x in range(13)]}, "handles"),
    ],
)
@pytest.mark.parametrize(
    "ask", [page.curve, page.card, page.race_start, page.picture], ids=lambda f: f.__name__
)
def test_a_state_that_is_none_is_refused_in_words(ask, change, words):
    with pytest.raises((TypeError, ValueError), match=words):
        ask(STATE | change)


@pytest.mark.parametrize("state", [None, [], "state", 3])
def test_a_state_is_a_dict(state):
    with pytest.raises(TypeError, match="expected to be a dict"):
        page.card(state)


@pytest.mark.parametrize("name", ["v", "kind", "points", "between", "symmetry", "period", "clip", "name"])
def test_what_a_state_lacks_is_named(name):
    with pytest.raises(ValueError, match=f"lacks “{name}”"):
        page.card({key: value for key, value in STATE.items() if key != name})


@pytest.mark.parametrize(
    ("name", "value"), [("data", "moons"), ("data", None), ("rival", "relo"), ("rival", 3)]
)
def test_a_race_needs_data_and_a_rival(name, value):
    with pytest.raises((TypeError, ValueError), match=name):
        page.race_start(STATE | {name: value})
    with pytest.raises(ValueError, match=f"lacks “{name}”"):
        page.race_start({key: each for key, each in STATE.items() if key != name})


# What the page gets


def plain(answer):
    """Return an answer as the page reads it: JSON without NaN."""
    return json.loads(json.dumps(answer, allow_nan=False))


@pytest.mark.parametrize("formula", ["1 / x", "np.log(x)", "np.exp(x**3)", "np.sign(x)", "0 * x"])
def test_curve_and_card_are_plain(formula):
    state = STATE | {"kind": "formula", "formula": formula}
    found = plain(page.curve(state))
    assert len(found["x"]) == len(found["y"]) == len(found["slope"]) == 481
    card = plain(page.card(state))
    assert all(isinstance(text, str) for text in card["sentences"])
    assert all(isinstance(text, str) for pair in card["numbers"] for text in pair)


@pytest.mark.parametrize("seed", range(6))
def test_the_curve_is_the_activation_at_481_places(seed):
    state = random_state(seed)
    found, made = page.curve(state), activation_of(state)
    assert found["x"][0] == -6
    assert found["x"][480] == 6
    np.testing.assert_array_equal(found["y"], made(PLACES))
    np.testing.assert_array_equal(found["slope"], made.derivative(PLACES))


@pytest.mark.parametrize(
    "change", [{}, {"kind": "bent"}, {"kind": "formula", "symmetry": "odd", "clip": [-1, 1]}]
)
def test_the_lines_of_python_make_the_same(change, capsys):
    code = page.card(STATE | change)["python"]
    namespace = {}
    exec(code, namespace)
    assert len(code.splitlines()) == 3
    np.testing.assert_array_equal(namespace["mine"](PLACES), activation_of(STATE | change)(PLACES))
    assert "mine takes values" in capsys.readouterr().out
    assert code == code_of(STATE | change)


@pytest.mark.parametrize("formula", ["np.tanh(x)", "1 / x", "np.floor(x)", "1000 * x", "0 * x", "np.log(x)"])
def test_a_picture_stands_alone_and_is_described(formula):
    name = '<b>"&mine'
    found = plain(page.picture(STATE | {"kind": "formula", "formula": formula, "name": name}))
    root = ElementTree.fromstring(found["svg"])
    space = "{http://www.w3.org/2000/svg}"
    assert root.find(f"{space}title").text == name
    assert root.find(f"{space}desc").text == found["description"]
    assert "nan" not in found["svg"]
    numbers = [
        float(each) for path in root.iter(f"{space}path") for each in re.findall(r"-?[\d.]+", path.get("d"))
    ]
    assert all(0 <= each <= 640 for each in numbers)


def test_the_table_of_the_catalogue_is_the_librarys():
    table = page.studio.tables.table()
    assert list(table["functions"]) == list(CATALOGUE)
    for name, entry in CATALOGUE.items():
        np.testing.assert_allclose(table["functions"][name]["y"], entry(PLACES), rtol=0, atol=5.1e-6)
        np.testing.assert_allclose(
            table["functions"][name]["slope"], entry.derivative(PLACES), rtol=0, atol=5.1e-6
        )
    assert [each["name"] for each in table["challenges"]] == list(CHALLENGES)
    plain(table)


# The race


@pytest.fixture
def short(monkeypatch):
    monkeypatch.setattr(races, "EPOCHS", 40)
    monkeypatch.setattr(page, "SECONDS_A_STEP", 0)


def run_of_page():
    """Ask the page's race for its steps to the end; return all of them."""
    steps = []
    while not steps or not steps[-1]["finished"]:
        steps.append(plain(page.race_step()))
    return steps


@pytest.mark.parametrize("data", ["spiral", "circles", "wave"])
def test_a_race_tells_the_page_what_it_needs(short, data):
    begun = plain(page.race_start(STATE | {"data": data}))
    assert (begun["total"], begun["epochs"]) == (45, 40)
    assert [each["key"] for each in begun["entrants"]] == ["mine", "relu", "rival"]
    steps = run_of_page()
    assert [step["done"] for step in steps] == sorted(step["done"] for step in steps)
    assert [step for step in steps if "points" in step] == [steps[0]]
    points = steps[0]["points"]
    assert all(len(pair) == 2 for pair in points["x"])
    assert (points["labels"] is None) == (data == "wave")
    last = {}
    for step in steps:
        for key, news in step["entrants"].items():
            last.setdefault(key, {}).update(news)
    for news in last.values():
        assert news["rate"] in races.RATES
        assert news["curves"]["epochs"] == [0, 20, 40]
        curves = np.array([news["curves"][name] for name in ("low", "median", "high")])
        assert np.all(np.diff(curves, axis=0) >= 0)
        assert len(news["gradients"]) == 10
        assert news["gradients"][-1] == 1
        assert 0 <= news["dead"] <= 1
        if data == "wave":
            assert len(news["line"]["x"]) == len(news["line"]["y"])
        else:
            assert set(news["regions"]["classes"]) <= set("012")
            assert len(news["regions"]["classes"]) == news["regions"]["size"] ** 2
    assert "five" not in steps[-1]["sentence"]
    assert "5 seeds" in steps[-1]["sentence"]


@pytest.mark.parametrize("name", ["rates", "seeds"])
@pytest.mark.parametrize("value", [[], ["a"], [-1.0], "ab", 0.1, None, iter([1]), [float("nan")]])
def test_a_race_names_rates_and_seeds_that_are_none(name, value):
    with pytest.raises((TypeError, ValueError), match=f"^Race expects {name} to be a sequence"):
        Race("tanh", **{name: value})


def test_slices_do_not_change_a_race(short):
    whole, sliced = (Race("tanh", "relu", "circles", seeds=[0, 1], rates=[0.03]) for _ in range(2))
    whole.run()
    while not sliced.finished:
        sliced.step(0)
    assert whole.sentence == sliced.sentence
    assert whole.standing("mine").median == sliced.standing("mine").median


def test_all_start_from_the_same_weights_times_their_gain(short):
    race = Race("tanh", "sigmoid", "circles", seeds=[3], rates=[0.03])
    networks = [races.fresh_network(race.task, each, 3) for each in race.entrants]
    first = [
        network.parameters["1.weight"] / each.gain
        for network, each in zip(networks, race.entrants, strict=True)
    ]
    np.testing.assert_allclose(first[0], first[1], rtol=1e-12, atol=0)
    np.testing.assert_allclose(first[0], first[2], rtol=1e-12, atol=0)
    last = [network.parameters["5.weight"] for network in networks]
    np.testing.assert_array_equal(last[0], last[2])
    np.testing.assert_allclose(race.entrants[0].gain, properties("tanh").gain, rtol=1e-9, atol=0)


def test_the_rate_is_chosen_on_other_data_than_it_is_judged_on():
    race = Race("tanh", "relu", "circles", seeds=[0], rates=[0.01, 0.1])
    race.done = race.total

    def training(rate, chosen_by, judged_by):
        return races.Training(race.entrants[0], rate, 0, None, [chosen_by], [judged_by], dead=0.0)

    race.trainings = [training(0.01, 0.2, 0.5), training(0.1, 0.3, 0.9)]
    assert [each.rate for each in race.best("mine")] == [0.01]


def test_what_is_learned_chosen_by_and_judged_by_are_three_draws(short, monkeypatch):
    seen = []
    monkeypatch.setattr(races, "measure", lambda training, task, *data: seen.append([x for x, _ in data]))
    race = Race("tanh", "relu", "circles", seeds=[4], rates=[0.1])
    monkeypatch.setattr(races.Network, "fit", lambda network, x, *rest, **named: seen.append([x]))
    race.run()
    draws = {x.tobytes() for each in seen for x in each}
    assert len(draws) == 3
    assert all(len({x.tobytes() for x in each}) == len(each) for each in seen)


@pytest.mark.parametrize(
    ("differences", "words"),
    [
        ([0.1] * 5, "better than ReLU in 5 of 5 seeds; by mere chance that happens in one of 16"),
        ([-0.1] * 5, "worse than ReLU in 5 of 5"),
        ([0.1] * 4 + [-0.1], r"no difference that 5 seeds can show \(better in 4, worse in 1\)"),
        ([0.1] * 4 + [0], r"no difference that 5 seeds can show \(better in 4, worse in 0\)"),
        ([0] * 5, r"no difference that 5 seeds can show \(better in 0, worse in 0\)"),
    ],
)
@pytest.mark.parametrize("task", ["spiral", "wave"])
def test_the_sentence_claims_no_more_than_five_of_five(task, differences, words):
    sign = 1 if task == "spiral" else -1
    entrants = [races.Entrant(name, CATALOGUE[name], 1.0) for name in ("tanh", "relu")]
    mine = [
        races.Training(entrants[0], 0.1, s, None, [0], [0.5 + sign * d]) for s, d in enumerate(differences)
    ]
    other = [races.Training(entrants[1], 0.1, s, None, [0], [0.5]) for s in range(5)]
    said = races._compared((entrants[0], mine), (entrants[1], other), races.TASKS[task])
    assert re.search(words, said)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: "step", "only its last layer learned"),
        (OWN["level"], "answers the same to everything"),
        (OWN["zero"], "answers the same to everything"),
        (lambda: from_formula("np.sqrt(x)"), "not finite in 5 of 5 runs.*no finite number"),
        (lambda: from_formula("np.exp(x**2)"), "not finite in [345] of 5 runs"),
    ],
)
def test_what_cannot_learn_is_said(short, make, words):
    race = Race(make(), "tanh", "spiral", rates=[0.1])
    race.run()
    assert re.search(words, race.sentence)
    plain(page._standing(race, "mine"))


def test_dead_units_and_gradients_are_measured():
    entrant = races.Entrant("mine", CATALOGUE["identity"], 1.0)
    np.testing.assert_allclose(races.gradient_sizes(entrant, width=400), np.ones(10), rtol=0.2, atol=0)
    assert races.gradient_sizes(races.Entrant("mine", CATALOGUE["step"], 1.0)) == [0.0] * 10
    vanishing = races.gradient_sizes(races.Entrant("mine", CATALOGUE["sigmoid"], properties("sigmoid").gain))
    assert vanishing[0] < 1e-3
    assert vanishing == sorted(vanishing)


def test_a_race_that_was_not_started_is_said(monkeypatch):
    monkeypatch.setattr(page, "_running", {})
    for step in (page.race_step, page.challenge_step):
        with pytest.raises(ValueError, match="start it again"):
            step()


# Challenges

RIGHT = {
    "spiral": {
        "wide N": lambda: from_points(WIDE_N, "smooth"),
        "straight N": lambda: from_points([(-2, 2), (-1, -1), (1, 1), (2, -2)]),
        "x sin x": lambda: from_formula("x * np.sin(x)"),
    },
    "depth": {
        "absolute": lambda: from_points([(0, 0), (1, 1)], symmetry="even"),
        "He's ReLU": lambda: from_formula("1.4142 * relu(x)"),
        "uneven": lambda: from_points([(-1, -0.7), (0, 0), (1, 1.22)]),
    },
    "alive": {
        "leaky ReLU": lambda: "leaky_relu",
        "absolute": lambda: from_formula("np.abs(x)"),
        "wide N": lambda: from_points(WIDE_N, "smooth"),
        "bent line": lambda: from_points([(-1, -0.1), (0, 0), (1, 1)]),
    },
}
WRONG = {
    "spiral": [
        (lambda: "identity", "straight line"),
        (lambda: "relu", "goes one way only"),
        (lambda: "sigmoid", "levels off on both sides"),
        (lambda: "step", "slope is 0 everywhere"),
        (OWN["level"], "answers the same"),
        (lambda: from_formula("np.sin(8 * x)"), "without sharp swings"),
        (lambda: from_formula("np.exp(x**2)"), "grows too fast"),
        (lambda: from_formula("np.sqrt(x)"), "no finite number"),
    ],
    "depth": [
        (lambda: "identity", "one linear layer"),
        (lambda: from_points([(-1, -0.95), (0, 0), (1, 1.05)]), "nearly a straight line"),
        (lambda: "relu", "50\N{NO-BREAK SPACE}% of normal inputs meet a slope below 0.1"),
        (lambda: "sigmoid", "largest slope is only 0.25"),
        (lambda: "tanh", "falls off where many inputs lie"),
        (lambda: "step", "slope is 0 everywhere"),
        (OWN["level"], "answers the same"),
        (lambda: from_points([(-1, -3), (0, 0), (1, 2)]), "explodes"),
        (lambda: from_formula("x**3"), "beyond all bounds"),
        (lambda: from_formula("np.sqrt(x)"), "no finite number"),
    ],
    "alive": [
        (lambda: "identity", "no activation"),
        (lambda: "relu", "To the left of about x = 0 "),
        (lambda: from_points([(-1, -1), (0, 0), (1, 0)]), "To the right of about x = 0 "),
        (lambda: "sigmoid", "levels off on both sides"),
        (lambda: "elu", "To the left of about x = −6.9"),
        (lambda: "step", "slope is 0 everywhere"),
        (OWN["level"], "answers the same"),
        (lambda: from_points([(-2, -1), (-1, 0), (1, 0), (2, 1)]), "Between about x = −1 and 1"),
        (lambda: from_formula("x * np.exp(x**2)"), "grows too fast"),
        (lambda: from_formula("np.sqrt(x)"), "no finite number"),
    ],
}
EVERY_WRONG = [(name, *case) for name, cases in WRONG.items() for case in cases]
EVERY_RIGHT = [(name, title) for name, cases in RIGHT.items() for title in cases]


@pytest.mark.parametrize(("name", "title"), EVERY_RIGHT)
def test_a_right_curve_solves_its_challenge(name, title):
    verdict = Attempt(name, RIGHT[name][title]()).run()
    assert verdict.solved, verdict.sentence


@pytest.mark.parametrize(("name", "make", "words"), EVERY_WRONG)
def test_a_wrong_curve_is_told_why(name, make, words):
    verdict = Attempt(name, make()).run()
    assert not verdict.solved
    assert words in verdict.sentence


@pytest.mark.parametrize("name", CHALLENGES)
def test_a_challenge_tells_the_page_what_it_needs(name, monkeypatch):
    monkeypatch.setattr(page, "SECONDS_A_STEP", 0)
    page.challenge_start(name, STATE)
    steps = [plain(page.challenge_step())]
    while not steps[-1]["finished"]:
        steps.append(plain(page.challenge_step()))
    assert [step["done"] for step in steps] == sorted(step["done"] for step in steps)
    assert len(steps) > 5
    assert steps[-1]["sentence"]
    assert all(isinstance(text, str) for pair in steps[-1]["numbers"] for text in pair)


def test_an_unknown_challenge_is_named():
    with pytest.raises(ValueError, match="one of spiral, depth, alive, got 'flight'"):
        page.challenge_start("flight", STATE)


def test_thirty_layers_are_measured_as_an_independent_network_would():
    from actlib.nn import Dense, Network

    rng = np.random.default_rng(0)
    z = rng.standard_normal((16, challenges.DEPTH_WIDTH))
    layers = []
    for _ in range(challenges.DEPTH + 1):
        dense = Dense(100, 100, initialization="zeros")
        dense.weight = rng.standard_normal((100, 100)) / 10
        layers += ["tanh", dense]
    network = Network(layers, "mean_squared_error")
    network.forward(z)
    start = rng.standard_normal(z.shape)
    sizes, gradient = [], start
    for layer in reversed(network.layers[:-1]):
        gradient = layer.backward(gradient)
        if str(layer) == "tanh":
            sizes.append(np.linalg.norm(gradient))
    rng, depth = np.random.default_rng(0), challenges.DEPTH + 1
    found = gradient_lengths(CATALOGUE["tanh"], depth, rng, 1.0, 100, 16)[0]
    np.testing.assert_allclose(found, sizes[-1] / sizes[0], rtol=1e-9, atol=0)


def test_the_flat_stretches_of_a_curve_are_found():
    made = from_points([(-2, -1), (-1, 0), (1, 0), (2, 1), (3, 1), (4, 2)])
    np.testing.assert_allclose(challenges.flat_stretches(made), [(-1, 1), (2, 3)], rtol=0, atol=0.05)
    assert challenges.flat_stretches(CATALOGUE["tanh"])[0][0] == -inf
    assert challenges.flat_stretches(Activation.of("x + sin x", lambda x: x + np.sin(x))) == []


def test_how_much_of_a_curve_is_bent():
    assert challenges.bend_share(CATALOGUE["identity"]) < 1e-9
    assert challenges.bend_share(OWN["zero"]()) == 0
    np.testing.assert_allclose(challenges.bend_share(Activation.of("abs", np.abs)), 1, rtol=0, atol=1e-3)
    expected = np.sqrt(1 - 0.25 / (0.5 - 1 / (2 * np.pi)))
    np.testing.assert_allclose(challenges.bend_share(CATALOGUE["relu"]), expected, rtol=0, atol=1e-3)


def test_an_activation_of_the_studio_is_one_like_any_other():
    import copy

    made = from_points(WIDE_N, name="N")
    assert copy.deepcopy(made) is made
    assert describe(made).activation is made
    assert str(describe(made)).startswith("N takes values")
    assert "<table>" in describe(made)._repr_html_()
    with pytest.raises((pickle.PicklingError, AttributeError)):
        pickle.dumps(made)


def test_pchip_of_two_points_is_a_straight_line():
    assert pchip_slopes(np.array([2.0]), np.array([1.5])).tolist() == [1.5, 1.5]


def test_picture_and_description_of_a_name():
    assert (
        picture("tanh")[1]
        == "tanh, from −6 to 6, with its slope. tanh takes values between −1 and 1, and none beyond."
    )
