"""Properties and report cards: held against constants, closed forms, mpmath and the catalogue."""

import copy
import math
import pickle
import re
import warnings
from dataclasses import replace
from html.parser import HTMLParser

import mpmath
import numpy as np
import pytest

from actlib import CATALOGUE, Activation, Interval
from actlib.data import circles
from actlib.functions import gelu, sigmoid
from actlib.properties import (
    Extremum,
    dead_share,
    features,
    gradient_through_depth,
    number_text,
    properties,
    text_table,
)
from actlib.report_cards import TASKS, ReportCard, accuracies, report_card, time_per_element

INF = math.inf
every_name = pytest.mark.parametrize("name", CATALOGUE)


def own(function, **facts):
    with np.errstate(all="ignore"):
        return Activation.of("mine", function, **facts)


HYBRID = own(lambda x: np.where(np.abs(x) <= 2, np.maximum(x, 0), np.tanh(x)))


# The catalogue


@every_name
def test_found_is_what_the_catalogue_claims(name):
    found = properties(name)
    assert found.disagreements == ()
    assert tuple(each.x for each in found.breaks) == CATALOGUE[name].kinks
    assert found.derivative_error < 1e-8
    claimed = CATALOGUE[name].range
    assert found.range.low == pytest.approx(claimed.low, abs=1e-7)
    assert found.range.high == pytest.approx(claimed.high, abs=1e-7)
    assert (found.range.includes_low, found.range.includes_high) == (
        claimed.includes_low,
        claimed.includes_high,
    )


@every_name
def test_found_without_the_claims_is_the_same(name):
    found, known = properties(own(CATALOGUE[name].function)), properties(name)
    for fact in ("range", "monotone", "falls", "zeros", "extrema", "breaks", "limits"):
        assert getattr(found, fact) == getattr(known, fact)
    for fact in ("largest_slope", "squared_slope"):
        assert getattr(found, fact) == pytest.approx(getattr(known, fact), abs=1e-5)
    assert found.flat_beyond == pytest.approx(known.flat_beyond, abs=2e-5, nan_ok=True)


@pytest.mark.parametrize("name", ["gelu", "silu", "mish", "hard_swish"])
def test_those_that_fall_and_rise_again(name):
    found = properties(name)
    assert found.monotone == "no"
    [minimum] = found.extrema
    assert minimum.kind == "minimum"
    assert found.falls == ((-3 if name == "hard_swish" else -INF, minimum.x),)
    assert found.zeros == (((-INF, -3), (0, 0)) if name == "hard_swish" else ((0, 0),))


@every_name
def test_all_others_increase(name):
    if name not in ("gelu", "silu", "mish", "hard_swish"):
        found = properties(name)
        assert (found.monotone, found.falls, found.extrema) == ("increasing", (), ())


@pytest.mark.parametrize(
    ("name", "x", "y"),
    [("gelu", -0.751792, -0.169971), ("silu", -1.278465, -0.278465), ("mish", -1.192431, -0.308843)],
)
def test_minima(name, x, y):
    [minimum] = properties(name).extrema
    assert (round(minimum.x, 6), round(minimum.y, 6)) == (x, y)


@pytest.mark.parametrize(
    ("name", "slope", "x"),
    [("sigmoid", 0.25, 0), ("tanh", 1, 0), ("gelu", 1.128904, math.sqrt(2)), ("silu", 1.099839, 2.3994)],
)
def test_largest_slopes(name, slope, x):
    found = properties(name)
    assert found.largest_slope == pytest.approx(slope, abs=6e-7)
    assert found.steepest_at == pytest.approx(x, abs=6e-5 if name == "silu" else 2e-6)
    assert found.lipschitz == found.largest_slope


@pytest.mark.parametrize(
    ("name", "gain"),
    [
        ("relu", 1.41421),
        ("tanh", 1.59254),
        ("gelu", 1.53353),
        ("silu", 1.67653),
        ("elu", 1.24520),
        ("sigmoid", 1.84623),
    ],
)
def test_gains(name, gain):
    assert round(properties(name).gain, 5) == gain


@pytest.mark.parametrize(("name", "moment"), [("tanh", 0.46440), ("sigmoid", 0.04484), ("gelu", 0.45585)])
def test_second_moments_of_slopes(name, moment):
    assert round(properties(name).squared_slope, 5) == moment


@pytest.mark.parametrize(
    ("approximation", "error", "digits", "at"),
    [(lambda x: gelu(x, "tanh"), 4.7324e-4, 5, 2.699), (lambda x: x * sigmoid(1.702 * x), 0.02033, 4, 2.270)],
)
def test_largest_errors_of_approximations_of_gelu(approximation, error, digits, at):
    extrema = properties(own(lambda x: approximation(x) - gelu(x))).extrema
    worst = max(extrema, key=lambda each: abs(each.y))
    assert float(f"{abs(worst.y):.{digits}g}") == error
    assert abs(worst.x) == pytest.approx(at, abs=6e-4)


# Moments


def test_moments_of_relu_and_leaky_relu_have_closed_forms():
    relu, leaky = properties("relu"), properties(own(lambda x: np.where(x > 0, x, 0.1 * x)))
    assert relu.mean == pytest.approx(1 / math.sqrt(2 * math.pi), abs=1e-14)
    assert (relu.second_moment, relu.squared_slope) == pytest.approx((0.5, 0.5), abs=1e-14)
    assert leaky.mean == pytest.approx(0.9 / math.sqrt(2 * math.pi), abs=1e-12)
    assert leaky.second_moment == pytest.approx(0.505, abs=1e-12)
    assert round(leaky.variance, 3) == 0.376


def test_selu_keeps_mean_and_variance():
    found = properties("selu")
    assert (found.mean, found.variance, found.gain) == pytest.approx((0, 1, 1), abs=1e-12)


@pytest.mark.parametrize(
    ("name", "formula"),
    [
        ("tanh", mpmath.tanh),
        ("softplus", lambda x: mpmath.log1p(mpmath.exp(x))),
        ("softsign", lambda x: x / (1 + abs(x))),
        ("gelu", lambda x: x * mpmath.ncdf(x)),
        ("hard_tanh", lambda x: min(max(x, -1), 1)),
    ],
)
def test_moments_agree_with_mpmath(name, formula):
    pieces = [-12, -4, -1, 0, 1, 4, 12]
    found = properties(name)
    for power, moment in ((1, found.mean), (2, found.second_moment)):
        oracle = mpmath.quad(lambda x, p=power: formula(x) ** p * mpmath.npdf(x), pieces)
        assert moment == pytest.approx(float(oracle), abs=1e-12)


def test_moments_split_at_a_break_that_is_no_multiple_of_a_half():
    found = properties(own(lambda x: np.where(x > 0.3, 1.0, 0.0)))
    assert found.mean == pytest.approx(float(1 - mpmath.ncdf(0.3)), abs=1e-9)


def test_moments_that_diverge_are_infinite_and_undefined_ones_nan():
    with np.errstate(all="ignore"):
        assert properties(own(lambda x: np.exp(x**2))).second_moment == INF
        assert math.isnan(properties(own(np.log)).mean)


# A reader's own


def test_hybrid_jumps_twice():
    found = properties(HYBRID)
    low, high = (each for each in found.breaks if each.jumps)
    assert (low.x, high.x) == found.jumps == (-2, 2)
    assert low.values == pytest.approx((-math.tanh(2), 0), abs=1e-8)
    assert high.values == pytest.approx((2, math.tanh(2)), abs=1e-8)
    assert high.slopes == pytest.approx((1, 1 - math.tanh(2) ** 2), abs=1e-8)
    assert found.kinks == (0,)
    assert found.range == Interval(-1, 2, False, True)
    assert (found.monotone, found.falls) == ("no", ((2, 2),))
    assert found.extrema == (Extremum(2, 2, "maximum"),)  # attained there, as the range says
    assert "maximum 2 at 2" in str(found)
    assert found.zeros == ((-2, 0),)
    assert (found.largest_slope, found.lipschitz) == (pytest.approx(1), INF)
    assert found.limits == (-1, 1)
    assert found.flat_beyond == pytest.approx((-2.993223, 2.993223), abs=1e-5)


@pytest.mark.parametrize("jump", [-math.pi, 0.0, 1 / 3, 15.123456])
def test_jumps_are_found_wherever_they_are(jump):
    found = properties(own(lambda x: np.tanh(x) + (x > jump)))
    assert found.jumps == pytest.approx((jump,), abs=1e-9)
    assert found.kinks == ()


@pytest.mark.parametrize("kink", [-math.pi, 0.0, 1 / 3, 15.123456])
def test_kinks_are_found_wherever_they_are(kink):
    found = properties(own(lambda x: np.sin(x) + np.abs(x - kink) / 100))
    assert found.kinks == pytest.approx((kink,), abs=1e-7)
    assert found.jumps == ()
    left, right = found.breaks[0].slopes
    assert (left, right) == pytest.approx((math.cos(kink) - 0.01, math.cos(kink) + 0.01), abs=1e-7)


@pytest.mark.parametrize("smooth", [np.sin, np.square, lambda x: np.tanh(1000 * x), lambda x: gelu(100 * x)])
def test_what_is_smooth_has_no_breaks(smooth):
    assert properties(own(smooth)).breaks == ()


def test_a_cusp_is_a_kink_and_no_jump():
    [cusp] = properties(own(lambda x: np.sqrt(np.abs(x)))).breaks
    assert (cusp.x, cusp.jumps) == (0, False)


def test_constant():
    found = properties(own(lambda x: 0 * x + 3))
    assert (found.monotone, found.zeros, found.extrema, found.breaks) == ("constant", (), (), ())
    assert found.range == Interval(3, 3, True, True)
    assert (found.largest_slope, found.variance) == (0, pytest.approx(0, abs=1e-12))
    assert found.flat_beyond == (INF, -INF)
    assert found.gain == pytest.approx(1 / 3)
    zero = properties(own(lambda x: 0 * x))
    assert zero.zeros == ((-INF, INF),)
    assert math.isnan(zero.gain)


def test_square():
    found = properties(own(np.square))
    assert found.range == Interval(0, INF, True, False)
    assert found.falls == ((-INF, 0),)
    assert found.zeros == ((0, 0),)
    assert found.largest_slope == INF
    assert (found.mean, found.second_moment, found.squared_slope) == pytest.approx((1, 3, 4))
    assert found.flat_beyond == pytest.approx((math.nan, math.nan), nan_ok=True)
    assert (found.value_at_0, *found.slopes_at_0) == pytest.approx((0, 0, 0), abs=1e-9)


def test_a_flat_place_shows_no_error_of_the_difference():
    assert properties(own(lambda x: x**3)).slopes_at_0 == (0, 0)


def test_a_corner_of_the_slope_shows_no_error_of_the_difference():
    assert [properties(name).slopes_at_0 for name in ("softsign", "elu")] == [(1, 1), (1, 1)]
    assert properties(own(lambda x: np.maximum(x, 0) ** 2)).slopes_at_0 == (0, 0)
    assert properties(own(lambda x: x * np.abs(x))).slopes_at_0 == (0, 0)


def test_roots_are_found_between_the_points_of_the_grid():
    found = properties(own(lambda x: (x - 1 / 3) * (x - math.pi)))
    assert [low for low, _ in found.zeros] == pytest.approx([1 / 3, math.pi], abs=1e-9)
    assert found.extrema[0].x == pytest.approx((1 / 3 + math.pi) / 2, abs=1e-8)
    assert properties(own(lambda x: (x - 0.7) ** 2)).zeros == ((0.7, 0.7),)


def test_sine_has_no_limits_and_turns_at_its_peaks():
    found = properties(own(np.sin))
    assert np.isnan(found.limits).all()
    assert found.range == Interval(-1, 1, True, True)
    peaks = [each.x for each in found.extrema if each.kind == "maximum"]
    assert peaks == pytest.approx([math.pi * (2 * k + 0.5) for k in range(-2, 3)], abs=1e-7)
    assert "and 6 more" in str(found)


def test_overflow_and_nan_are_reported():
    exponential = properties(own(np.exp))
    [hole] = exponential.holes
    assert (hole.low, hole.high, hole.value) == (pytest.approx(709.782713), INF, INF)
    assert "not finite         x > 709.783: ∞" in str(exponential)
    naive = properties(own(lambda x: (np.exp(x) - np.exp(-x)) / (np.exp(x) + np.exp(-x))))
    assert [hole.high for hole in naive.holes] == [pytest.approx(-709.782713), INF]
    assert naive.limits == (-1, 1)
    assert naive.mean == pytest.approx(0, abs=1e-12)


def test_rounding_is_no_fall_and_no_attained_bound():
    naive_gelu = properties(own(lambda x: 0.5 * x * (1 + np.tanh(0.8 * x))))
    assert len(naive_gelu.falls) == 1
    erf = properties(own(lambda x: np.vectorize(math.erf)(x)))
    assert (erf.monotone, erf.range) == ("increasing", Interval(-1, 1))


def test_claims_that_do_not_hold_are_named():
    claims = {"range": Interval(0, 1), "kinks": (1.0,)}
    wrong = properties(Activation.of("mine", np.tanh, lambda x: 1 - np.tanh(x), **claims))
    assert [each.split(":")[0] for each in wrong.disagreements] == ["range", "kinks", "derivative"]
    assert "claims (0, 1), found (−1, 1)" in str(wrong)
    assert properties(own(np.tanh)).disagreements == ()


def test_claims_of_the_catalogue_are_not_believed():
    relu = replace(CATALOGUE["relu"], kinks=(0.5,), range=Interval(0, 7, True))
    assert len(properties(relu).disagreements) == 2


@pytest.mark.parametrize("count", [-1, 1.5, True, "2", None])
def test_how_many_are_nearest_is_a_whole_number(count):
    with pytest.raises(
        (TypeError, ValueError), match=r"^nearest expects count to be a whole number from 0 on, got"
    ):
        properties("relu").nearest(count)


def test_nearest_relatives():
    assert properties("gelu").nearest(1) == ("mish",)
    same = properties(own(CATALOGUE["gelu"].function))
    assert same.nearest(2) == ("gelu", "mish")
    assert same.distances["gelu"] == 0
    assert properties("relu").distances["identity"] == pytest.approx(math.sqrt(0.5), abs=1e-12)


# What cannot be examined


def fails_above_5(x):
    if np.any(x > 5):
        raise OverflowError("too large")
    return x


def test_a_function_that_raises_is_an_error_that_names_an_input():
    with pytest.raises(ValueError, match=r"^mine is expected to take any real number, x = 5.0\d+ among them"):
        properties(own(fails_above_5))


def test_a_function_of_single_numbers_is_an_error_that_names_the_remedy():
    scalar = replace(own(np.tanh), function=math.tanh)
    with pytest.raises(ValueError, match=r"not only single numbers \(np.vectorize makes it so\)"):
        properties(scalar)


def test_other_wrong_answers_are_errors():
    with pytest.raises(ValueError, match=r"^mine is expected to keep the shape .*, got \(3,\)$"):
        properties(own(lambda x: x[:3]))
    with pytest.raises(TypeError, match=r"^mine is expected to return real numbers, got dtype complex128$"):
        properties(replace(own(np.tanh), function=lambda x: x + 1j))
    with pytest.raises(
        TypeError, match=r"^properties expects an Activation or the name of one, got <built-in"
    ):
        properties(math.tanh)
    with pytest.raises(
        ValueError, match=r"^properties expects activation to be one of identity, .*'sigmoyd'$"
    ):
        properties("sigmoyd")


def test_input_is_not_handed_out_to_be_changed():
    def doubles_in_place(x):
        x *= 2
        return x

    found = properties(Activation.of("mine", doubles_in_place, lambda x: 2 + 0 * x))
    assert (found.second_moment, found.breaks) == (pytest.approx(4), ())


# Random networks


@pytest.mark.parametrize("name", ["sigmoid", "tanh", "relu", "selu"])
def test_gradients_follow_the_expected_factor(name):
    shares = gradient_through_depth(name, [1, 6, 11])
    factor = properties(name).gradient_factor
    assert shares[0] == 1
    assert shares[1:] == pytest.approx([factor**5, factor**10], rel=0.2)


def test_gradients_of_the_identity_follow_the_gain():
    shares = gradient_through_depth("identity", range(1, 6), gain=0.1, width=200)
    assert shares == pytest.approx([0.1**k for k in range(5)], rel=0.1)


def test_gradients_depend_on_the_seed_alone():
    assert (
        gradient_through_depth("tanh", [8], seeds=[3]) == gradient_through_depth("tanh", [8], seeds=[3])
    ).all()
    assert gradient_through_depth("tanh", [8], seeds=[3]) != gradient_through_depth("tanh", [8], seeds=[4])
    runs = [gradient_through_depth("tanh", [8], seeds=[seed])[0] for seed in range(3)]
    assert gradient_through_depth("tanh", [8], seeds=range(3))[0] == sorted(runs)[1]


def test_gradients_are_those_of_the_chain_rule():
    rng = np.random.default_rng(7)
    z = rng.standard_normal((2, 3))
    weight, _ = (1.5 / math.sqrt(3) * rng.standard_normal((3, 3)) for _ in range(2))
    last = rng.standard_normal((2, 3)) / np.cosh(np.tanh(z) @ weight) ** 2
    first = last @ weight.T / np.cosh(z) ** 2
    expected = np.linalg.norm(first) / np.linalg.norm(last)
    [share] = gradient_through_depth("tanh", [2], seeds=[7], gain=1.5, width=3, batch=2)
    assert share == pytest.approx(expected, rel=1e-12)


def test_gradients_lost_and_overflown():
    assert gradient_through_depth("step", [1, 5]).tolist() == [0, 0]
    assert np.isnan(gradient_through_depth(own(np.square), [50])).all()


def test_dead_units():
    assert dead_share("step") == 1
    assert dead_share("tanh") == 0
    assert 0.13 < dead_share("relu") < 0.3
    assert dead_share("relu", depth=1) < 0.02
    assert dead_share("leaky_relu") == 0


@pytest.mark.parametrize("depths", [[], [0], [1.5]])
def test_depths_are_whole_numbers_above_0(depths):
    with pytest.raises(ValueError, match=r"^depths is expected to hold whole numbers from 1 on, got "):
        gradient_through_depth("tanh", depths)


def test_no_gain_is_an_error():
    with pytest.raises(ValueError, match=r"^mine has no gain"):
        dead_share(own(lambda x: 0 * x))


# Cards


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (-1e-17, "0"),
        (1.414213562, "1.41421"),
        (-INF, "−∞"),
        (math.nan, "undefined"),
        (1.5e-7, "1.5e−7"),
        (2e30, "2e30"),
    ],
)
def test_numbers_are_written_with_six_digits(value, text):
    assert number_text(value) == text


def test_columns_of_text_line_up():
    text = text_table(["a", "b"], [("one", ("1", "2"), ("3",)), ("x", ("",), ("44",))])
    assert text.split("\n") == ["     a  b", "one  1  3", "     2", "x       44"]


def test_report_card_sets_relatives_beside():
    card = report_card("gelu")
    assert isinstance(card, ReportCard)
    lines = str(card).splitlines()
    assert re.split(r"\s{2,}", lines[0].strip()) == ["GELU", "Mish", "SiLU"]
    assert any(re.match(r"gain +1.53353 +1.48685 +1.67653$", line) for line in lines)
    assert lines[-1].split() == ["distance", "0.087", "0.099"]
    assert "ns per element" not in str(card)
    column = card.columns[0]
    assert column.gradients.shape == (50,)
    assert all(values.shape == (5,) for values in column.accuracies.values())
    assert str(report_card("gelu")) == str(card)


def test_measured_cells_say_what_was_measured():
    [column] = report_card("sigmoid", relatives=0).columns
    column = replace(column, accuracies={"circles": np.array([0, 0.3, 0.5, 0.8, 1])})
    cells = {label: cell for label, *[cell] in ReportCard((column,)).table()[1]}
    assert cells["accuracy on circles"] == ("0.50 (0.30 to 0.80)",)
    assert float(cells["gradient, 10 layers"][0]) == pytest.approx(column.gradients[9], rel=0.05)


def test_accuracy_is_that_on_points_not_trained_on(monkeypatch):
    def labels_swapped_when_held_out(seed):
        x, labels = circles(60, np.random.default_rng(seed))
        return x, 1 - labels if seed >= 500 else labels

    monkeypatch.setitem(TASKS, "circles", labels_swapped_when_held_out)
    assert accuracies("tanh", "circles", seeds=[0]) < 0.2


def test_report_card_measures_time_when_asked():
    card = report_card("relu", relatives=1, timing=True)
    assert "ns per element" in str(card)
    assert all(0 < column.nanoseconds < 1e4 for column in card.columns)
    slow, fast = time_per_element(["gelu", "identity"], elements=10_000)
    assert slow > fast


def test_report_card_of_what_has_no_gain():
    card = report_card(own(lambda x: 0 * x), relatives=0)
    assert np.isnan(card.columns[0].gradients).all()
    assert re.search(r"gradient, 50 layers +undefined", str(card))


class Cells(HTMLParser):
    """Collects how often each tag with its scope occurs, and all text."""

    def __init__(self):
        super().__init__()
        self.tags, self.text = [], []

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes).get("scope")))

    def handle_data(self, data):
        self.text.append(data)


def test_html_is_an_accessible_table():
    title = "<b>mine</b>"
    card = report_card(Activation.of("mine", np.tanh, title=title), relatives=1)
    cells = Cells()
    cells.feed(card._repr_html_())
    assert cells.tags.count(("th", "col")) == 2
    assert cells.tags.count(("th", "row")) == len(card.table()[1])
    assert f"Report card of {title}" in cells.text
    assert ("caption", None) in cells.tags
    assert ("b", None) not in cells.tags
    assert "<td>falls for x &lt; −0.751792</td>" in properties("gelu")._repr_html_()
    assert "color" not in card._repr_html_()
    assert properties("tanh")._repr_html_().count("<tr>") == 1 + len(str(properties("tanh")).splitlines()) - 1


def test_accuracies_tell_activations_apart():
    assert np.median(accuracies("identity", "circles")) < 0.7
    assert np.median(accuracies("relu", "circles")) > 0.95
    assert np.median(accuracies("identity", "spiral")) < 0.6
    assert np.median(accuracies("relu", "spiral")) > 0.9


def test_a_run_that_diverges_counts_as_0():
    with np.errstate(all="ignore"):
        exploding = own(lambda x: np.exp(50 * x**2))
    assert accuracies(exploding, "circles", seeds=[0], gain=100.0).tolist() == [0]


def test_task_is_one_of_two():
    with pytest.raises(
        ValueError, match=r"^accuracies expects task to be one of circles, spiral, got 'xor'$"
    ):
        accuracies("relu", "xor")


# Poles, jumps, plateaus, noise


def one_over(x):
    return 1 / x


@pytest.mark.parametrize("at", [0.0, 1 / 3, -2.5])
@pytest.mark.parametrize("sign", [1, -1])
def test_odd_pole(at, sign):
    found = properties(own(lambda x: sign / (x - at)))
    [pole] = found.poles
    assert pole.x == pytest.approx(at, abs=1e-9)
    assert pole.values == (-sign * INF, sign * INF)
    assert pole.order == pytest.approx(1, abs=0.05)
    assert found.range == Interval(-INF, INF)
    assert (found.monotone, found.zeros, found.extrema, found.breaks) == ("no", (), (), ())
    if sign > 0:
        assert np.ravel(found.falls) == pytest.approx([-INF, at, at, INF], abs=1e-9)
    else:
        assert found.falls == ((pole.x, pole.x),)
    assert (found.largest_slope, found.steepest_at) == (INF, pytest.approx(at, abs=1e-5))
    assert found.limits == (0, 0)
    assert (found.second_moment, found.squared_slope) == (INF, INF)
    assert math.isnan(found.mean)
    assert math.isnan(found.gain)
    assert found.slopes_at_0 == pytest.approx((-sign / at**2,) * 2 if at else (-sign * INF,) * 2, rel=1e-6)
    assert found.nearest() == ()


@pytest.mark.parametrize("at", [0.0, 1 / 3])
def test_even_pole(at):
    found = properties(own(lambda x: 1 / (x - at) ** 2))
    assert [each.values for each in found.poles] == [(INF, INF)]
    assert found.range == Interval(0, INF)
    assert np.ravel(found.falls) == pytest.approx([at, INF], abs=1e-9)
    assert (found.mean, found.second_moment) == (INF, INF)
    assert (found.zeros, found.extrema, found.jumps) == ((), (), ())


def test_many_poles():
    found = properties(own(np.tan))
    assert [each.x for each in found.poles] == pytest.approx(
        [math.pi * (k + 0.5) for k in range(-5, 5)], abs=1e-8
    )
    assert (found.monotone, found.jumps, found.largest_slope) == ("no", (), INF)
    assert math.isnan(found.steepest_at)
    assert len(found.zeros) == 11


@pytest.mark.parametrize(
    ("function", "mean", "second_moment"),
    [
        (lambda x: np.abs(x) ** -0.5, lambda z: abs(z) ** -0.5, INF),
        (lambda x: np.abs(x) ** -0.25, lambda z: abs(z) ** -0.25, lambda z: abs(z) ** -0.5),
        (lambda x: np.log(np.abs(x)), lambda z: mpmath.log(abs(z)), lambda z: mpmath.log(abs(z)) ** 2),
    ],
    ids=["-1/2", "-1/4", "log"],
)
def test_moments_at_a_pole_that_can_be_integrated(function, mean, second_moment):
    found = properties(own(function))
    for got, formula in ((found.mean, mean), (found.second_moment, second_moment)):
        if formula == INF:
            assert got == INF
        else:
            half = mpmath.quad(
                lambda z, f=formula: f(z) * mpmath.npdf(z), [0, 1e-8, 1e-4, 0.01, 0.1, 1, 4, 12]
            )
            assert got == pytest.approx(2 * float(half), rel=2e-5)
    assert found.squared_slope == INF


def test_a_single_hole_may_be_a_jump_or_nothing():
    sign = properties(own(lambda x: x / np.abs(x)))
    assert (sign.jumps, sign.monotone, sign.range) == ((0,), "increasing", Interval(-1, 1, True, True))
    assert (sign.largest_slope, sign.poles, len(sign.holes)) == (0, (), 1)
    sinc = properties(own(lambda x: np.sin(x) / x))
    assert (sinc.breaks, sinc.poles, len(sinc.holes)) == ((), (), 1)


@pytest.mark.parametrize("steepness", [1e3, 1e4, 1e5, 1e6])
@pytest.mark.parametrize("at", [0.0, 0.123456])
def test_what_is_nearly_a_step_has_the_slope_it_has(steepness, at):
    found = properties(own(lambda x: sigmoid(steepness * (x - at))))
    assert found.jumps == ()
    assert found.range == Interval(0, 1)
    assert (found.extrema, found.plateaus) == ((), ())
    assert found.largest_slope == pytest.approx(steepness / 4, rel=1e-5)
    assert found.steepest_at == pytest.approx(at, abs=2e-6)
    if at == 0:
        assert found.slopes_at_0 == pytest.approx((steepness / 4,) * 2, rel=1e-5)
        # k² ∫ (σ'(kx))² φ(x) dx is k φ(0) / 6 for large k
        assert found.squared_slope == pytest.approx(steepness / 6 / math.sqrt(2 * math.pi), rel=1e-3)


@pytest.mark.parametrize(
    "stairs", [np.floor, np.round, lambda x: np.floor(3 * x) / 3], ids=["1", "round", "1/3"]
)
def test_stairs_are_flat_off_their_jumps(stairs):
    found = properties(own(stairs))
    assert (found.largest_slope, found.squared_slope, found.monotone) == (0, 0, "increasing")
    assert found.flat_beyond == (INF, -INF)


@pytest.mark.parametrize(
    ("function", "slopes"),
    [
        (np.cbrt, (INF, INF)),
        (lambda x: np.sqrt(np.abs(x)), (-INF, INF)),
        (lambda x: -np.cbrt(x), (-INF, -INF)),
    ],
)
def test_a_vertical_tangent_has_an_infinite_slope(function, slopes):
    found = properties(own(function))
    assert [(each.x, each.slopes) for each in found.breaks] == [(0, slopes)]
    assert (found.slopes_at_0, found.largest_slope, found.steepest_at) == (slopes, INF, 0)
    assert found.squared_slope == INF
    assert found.limits[1] in (INF, -INF)


@pytest.mark.parametrize(
    ("activation", "lines"),
    [
        ("relu", ["minimum 0 for x ≤ 0"]),
        ("relu6", ["minimum 0 for x ≤ 0", "maximum 6 for x ≥ 6"]),
        ("step", ["minimum 0 for x ≤ 0", "maximum 1 for x > 0"]),
        ("hard_tanh", ["minimum −1 for x ≤ −1", "maximum 1 for x ≥ 1"]),
        ("hard_swish", ["maximum 0 for x ≤ −3", "minimum −0.375 at −1.5"]),
        ("tanh", ["none"]),
        ("sigmoid", ["none"]),
        ("elu", ["none"]),
        (own(lambda x: np.maximum(x, 0) ** 2), ["minimum 0 for x ≤ 0"]),
        (
            own(lambda x: np.clip(np.abs(x), 1, 2)),
            ["maximum 2 for x ≤ −2", "minimum 1 for −1 to 1", "maximum 2 for x ≥ 2"],
        ),
        (own(lambda x: np.where(x == 0, 5.0, np.sign(x))), ["minimum −1 for x < 0", "maximum 5 at 0"]),
        (own(lambda x: np.where(x < 1, x, x - 2)), ["maximum 1 at 1", "none"]),
        (own(lambda x: np.where(x <= 1, x, x - 2)), ["maximum 1 at 1"]),
        (own(lambda x: np.where(x <= 1, -x, 2 - x)), ["minimum −1 at 1"]),
    ],
)
def test_extrema_that_are_attained_are_told(activation, lines):
    if lines == [
        "maximum 1 at 1",
        "none",
    ]:  # 1 is approached only; -1 is attained and is no minimum from the right
        lines = ["minimum −1 at 1"]
    text = str(properties(activation))
    told = text.partition("extrema")[2].partition("largest slope")[0]
    assert [line.strip() for line in told.strip().splitlines()][: len(lines)] == lines


@pytest.mark.parametrize(
    ("function", "message"),
    [
        (lambda rng: lambda x: x + rng.normal(size=np.shape(x)), "to return the same when asked again"),
        (
            lambda rng: lambda x: np.where(x > 0, x, rng.uniform(0.1, 0.3) * x),
            "to return the same when asked again",
        ),
        (lambda rng: lambda x: x / np.max(np.abs(x)), "to compute each value from its own input alone"),
        (lambda rng: lambda x: x - np.mean(x), "to compute each value from its own input alone"),
        (lambda rng: lambda x: np.sort(x), "to compute each value from its own input alone"),
    ],
)
def test_what_is_no_function_of_each_input_is_refused(function, message):
    mine = own(function(np.random.default_rng(0)))
    with pytest.raises(ValueError, match=f"mine is expected {message}, got .* for x = "):
        properties(mine)


@pytest.mark.parametrize("noise", [lambda x: 1e-9 * np.sin(1e6 * x), lambda x: 1e-3 * np.sin(1e5 * x)])
def test_noise_that_is_no_chance_gets_a_card(noise):
    found = properties(own(lambda x: np.tanh(x) + noise(x)))
    # Over finitely many points the mean of so quick a wave is off by up to its height.
    assert found.second_moment == pytest.approx(properties("tanh").second_moment, rel=0, abs=1e-3)


@pytest.mark.parametrize(
    "square",
    [
        lambda x: [float(v) ** 2 for v in x],
        lambda x: tuple(float(v) ** 2 for v in x),
        lambda x: (np.asarray(x) ** 2).tolist(),
    ],
)
def test_a_function_that_returns_a_list_is_as_good_as_one_that_returns_an_array(square):
    mine = own(square)
    assert mine(np.ones((2, 3))).shape == mine.derivative(np.ones((2, 3))).shape == (2, 3)
    np.testing.assert_allclose(mine.derivative(np.array([3.0])), [6], rtol=1e-8, atol=0)
    found = properties(mine)
    assert (found.second_moment, found.range) == (pytest.approx(3), Interval(0, INF, True, False))
    assert 0 <= accuracies(mine, "circles", seeds=[0], gain=0.5)[0] <= 1
    given = own(square, derivative=lambda x: [2 * float(v) for v in x])
    assert given.derivative([[1.0], [2.0]]).tolist() == [[2], [4]]


@pytest.mark.parametrize("relatives", [-1, 1.5, True, "two", None, math.nan])
def test_how_many_relatives_is_a_whole_number(relatives):
    with pytest.raises(ValueError, match="report_card expects relatives to be a whole number from 0 on, got"):
        report_card("relu", relatives=relatives)


# Narrow ramps, ends of ranges, slow limits, large values


@pytest.mark.parametrize("at", [0.0, 0.123456, -3.5])
@pytest.mark.parametrize("steepness", [1e3, 1e4, 3e4, 1e5, 1e6, 1e7])
def test_a_narrow_ramp_has_two_kinks_and_the_slope_it_has(steepness, at):
    found = properties(own(lambda x: np.clip(steepness * (x - at), 0, 1)))
    assert found.jumps == ()
    assert found.kinks == pytest.approx((at, at + 1 / steepness), rel=0, abs=2e-9)
    assert np.ravel([each.slopes for each in found.breaks]) == pytest.approx(
        [0, steepness, steepness, 0], rel=1e-6
    )
    assert (found.largest_slope, found.lipschitz) == (pytest.approx(steepness, rel=1e-6),) * 2
    density = math.exp(-(at**2) / 2) / math.sqrt(2 * math.pi)
    assert found.squared_slope == pytest.approx(steepness * density, rel=0.05 if steepness > 1e6 else 1e-2)
    assert found.range == Interval(0, 1, True, True)


@pytest.mark.parametrize("height", [1e-5, 1e-3, 30])
def test_a_narrow_ramp_may_be_of_any_height_and_stand_beside_a_bend(height):
    found = properties(own(lambda x: np.sin(x) + height * np.clip(1e5 * (x - 0.3), 0, 1)))
    assert found.kinks == pytest.approx((0.3, 0.30001), rel=0, abs=1e-8)
    assert found.largest_slope == pytest.approx(height * 1e5 + math.cos(0.3), rel=1e-4)


def test_a_ramp_whose_ends_cannot_be_told_apart_is_steep_and_no_kink():
    found = properties(own(lambda x: np.clip(1e9 * (x - 0.3), 0, 1)))
    assert found.breaks == ()
    assert (found.largest_slope, found.steepest_at) == (pytest.approx(1e9, rel=1e-4), 0.3)


def test_many_narrow_waves_have_no_kinks():
    assert properties(own(lambda x: np.sin(1000 * x))).kinks == ()


@pytest.mark.parametrize(
    ("function", "interval"),
    [
        (lambda x: np.maximum(x, 0) ** 3, Interval(0, INF, True, False)),
        (lambda x: np.maximum(x, 0) ** 7, Interval(0, INF, True, False)),
        (lambda x: 2e-4 * np.maximum(x, 0), Interval(0, INF, True, False)),
        (lambda x: np.clip(x, 0, 1) ** 3 * (10 - 15 * np.clip(x, 0, 1) + 6 * np.clip(x, 0, 1) ** 2), None),
        (lambda x: np.where(x > 0, np.exp(-1 / np.maximum(x, 1e-300)), 0), Interval(0, 1, True, False)),
        (lambda x: np.exp(1 - 1 / np.maximum(1 - x**2, 1e-9)) * (np.abs(x) < 1), None),
        (lambda x: np.clip(x, 0, 20), Interval(0, 20, True, True)),
        (lambda x: np.clip(x, -20, 20), Interval(-20, 20, True, True)),
        (lambda x: np.where(x > 20, 1.0, 0.0), None),
        # and what is only approached, or rounded to its limit
        (lambda x: np.tanh(50 * x), Interval(-1, 1)),
        (lambda x: 1e7 * np.tanh(x), Interval(-1e7, 1e7)),
        (lambda x: np.exp(-(x**2)), Interval(0, 1, False, True)),
        (lambda x: np.exp(-(x**4)), Interval(0, 1, False, True)),
        (lambda x: np.exp(-np.exp(-x)), Interval(0, 1)),
        (lambda x: np.exp(1000 * np.minimum(x, 0)), Interval(0, 1, False, True)),
        (lambda x: x / np.sqrt(1 + x**2), Interval(-1, 1)),
        (lambda x: -np.exp(-x), Interval(-INF, 0)),
    ],
)
def test_an_end_of_the_range_is_a_value_or_only_approached(function, interval):
    interval = Interval(0, 1, True, True) if interval is None else interval
    found = properties(own(function, range=interval))
    assert found.disagreements == ()
    assert (found.range.includes_low, found.range.includes_high) == (
        interval.includes_low,
        interval.includes_high,
    )
    assert "−0)" not in str(found.range)


def test_two_equal_samples_beside_a_minimum_are_no_plateau():
    found = properties(own(lambda x: (x - 1 / 512) ** 2))
    assert (found.plateaus, found.zeros) == ((), ((1 / 512, 1 / 512),))


def test_a_single_value_that_stands_out_is_a_maximum_alone():
    found = properties(own(lambda x: np.where(x == 0, 5.0, np.maximum(x, 0))))
    assert found.extrema == (Extremum(0.0, 5.0, "maximum"),)


@pytest.mark.parametrize(
    ("function", "limits"),
    [
        (lambda x: np.sign(x) * (1 - (1 + np.abs(x)) ** -0.1), (-1, 1)),
        (lambda x: np.abs(x) ** -0.2, (0, 0)),
        (lambda x: 1 - 1 / np.log(math.e + np.abs(x)), (math.nan, math.nan)),
        (np.arcsinh, (-INF, INF)),
        (lambda x: np.sqrt(np.log1p(np.abs(x))), (INF, INF)),
        (lambda x: np.abs(x) ** 0.05, (INF, INF)),
    ],
)
def test_a_limit_that_is_approached_slowly(function, limits):
    found = properties(own(function))
    assert found.limits == pytest.approx(limits, abs=1e-6, nan_ok=True)
    if math.isnan(limits[0]):
        assert not found.range.includes_high
    else:
        assert found.range.high == pytest.approx(max(limits[1], found.range.high), abs=1e-6)


@pytest.mark.parametrize("power", [0.9, 3 / 4, 2 / 3, 1 / 2, 1 / 3])
def test_a_cusp_stands_upright_whatever_its_power(power):
    found = properties(own(lambda x: np.abs(x) ** power))
    assert [(each.x, each.slopes) for each in found.breaks] == [(0, (-INF, INF))]
    assert (found.largest_slope, found.lipschitz, found.steepest_at) == (INF, INF, 0)
    # E|z|^p is 2^(p/2) Γ((p+1)/2) / √π
    p = 2 * power - 2
    known = power**2 * 2 ** (p / 2) * math.gamma((p + 1) / 2) / math.sqrt(math.pi) if p > -1 else INF
    assert found.squared_slope == pytest.approx(known, rel=2e-3)


@pytest.mark.parametrize("function", [np.log, np.sqrt, np.arcsin, lambda x: np.sqrt(x - 0.25)])
def test_a_curve_that_begins_upright_beside_a_hole_has_no_largest_slope(function):
    assert properties(own(function)).lipschitz == INF


@pytest.mark.parametrize(
    "function", [np.exp, lambda x: x * np.log(np.abs(x) + 1e-3), lambda x: np.where(x < 0, np.nan, x)]
)
def test_a_curve_that_is_not_upright_is_not_said_to_be(function):
    found = properties(own(function))
    assert all(np.isfinite(each.slopes).all() for each in found.breaks)
    assert features._upright_edges(features.checked(function, "f"), found.holes) == []


@pytest.mark.parametrize(
    ("function", "slope"),
    [
        (lambda x: x + 0.01 * np.sin(300 * x), lambda x: 1 + 3 * np.cos(300 * x)),
        (lambda x: 1e4 * np.tanh(x), lambda x: 1e4 / np.cosh(x) ** 2),
        (np.tan, lambda x: 1 / np.cos(x) ** 2),
        (lambda x: np.maximum(x, 0) + 1e6, lambda x: (x > 0) * 1.0),
    ],
)
def test_a_right_derivative_is_not_accused_and_a_wrong_one_is(function, slope):
    assert properties(own(function, derivative=slope)).disagreements == ()
    assert properties(own(function)).disagreements == ()
    [wrong] = properties(own(function, derivative=lambda x: 1.01 * slope(x))).disagreements
    assert wrong.startswith("derivative: off by 0.0")


def test_rounding_of_large_values_makes_no_kinks_and_no_steep_slopes():
    assert properties(own(lambda x: 1e7 * np.tanh(x))).breaks == ()
    assert properties(own(lambda x: np.maximum(x, 0) + 1e6)).largest_slope == pytest.approx(1, abs=1e-3)


def test_a_fall_at_the_edge_is_told_as_far_as_it_was_looked_at():
    assert properties(own(lambda x: np.abs((x + 1) % 4 - 2))).falls[0] == (-16, -15)
    assert properties(own(lambda x: -x)).falls == ((-INF, INF),)


@pytest.mark.parametrize("value", [math.nan, INF, -INF])
def test_what_is_nowhere_finite_is_refused_in_words(value):
    mine = own(lambda x: x * 0 + value)
    for ask in (properties, report_card):
        with pytest.raises(ValueError, match=r"^mine gives no finite number for any x from −16 to 16$"):
            ask(mine)


@pytest.mark.parametrize(
    "function",
    [
        lambda x: np.exp(-x * x),
        lambda x: np.exp(x**4),
        lambda x: np.where(x > 5, INF, x),
        np.log,
        lambda x: x > 0,
    ],
)
def test_no_setting_of_numpy_changes_properties_or_lets_a_warning_out(function):
    mine = own(function)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        texts = []
        for setting in ("raise", "warn", "ignore"):
            with np.errstate(all=setting):
                texts.append(str(properties(mine)))
    assert len(set(texts)) == 1


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, lambda card: pickle.loads(pickle.dumps(card))])
def test_properties_and_report_cards_can_be_copied_and_pickled(again):
    for card in (properties("gelu"), report_card("gelu", relatives=1)):
        same = again(card)
        assert str(same) == str(card)
        distances = same.distances if hasattr(same, "distances") else same.columns[0].properties.distances
        assert list(distances.items()) == list(properties("gelu").distances.items())
        with pytest.raises(TypeError):
            distances["relu"] = 0


def test_an_activation_that_answers_true_or_false_is_one_like_any_other():
    gate = own(lambda x: x > 0)
    assert report_card(gate, relatives=0).columns[0].dead_share == 1
    assert gate.derivative([1.0, -1.0]).tolist() == [0, 0]
