"""What is said of a curve's shape is what calculus says of it."""

import re

import numpy as np
import pytest

from actlib import CATALOGUE, Activation, figures
from actlib.figures.shapes import course_text, shape_text

X = np.linspace(-5, 5, 1001)
NUMBER = r"−?\d+\.\d\d"


def numbers_after(words, text):
    return [float(each.replace("−", "-")) for each in re.findall(rf"{words} ({NUMBER})", text)]


@pytest.mark.parametrize(
    ("y", "said"),
    [
        (2 * X, "rising straight"),
        (-X, "falling straight"),
        (0 * X + 7, "flat"),
        (0.002 * np.sin(X), "flat"),  # its numbers have two digits, and all are 0.00
        (np.exp(X / 5), "rising, ever more"),
        (np.log(X + 5.1), "rising, ever less"),
        (np.maximum(X, 0), "flat to 0.00, then rising straight"),
        (np.abs(X), "falling straight to 0.00, then rising straight"),
        (np.clip(X, -1, 1), "flat to −1.00, rising straight to 1.00, then flat"),
        (X**2, "falling to 0.00, ever less, then rising, ever more"),
        (np.where(X > 0, 1.0, 0.0), "flat, jump at 0.00, then flat"),
        (np.where(X > 0, 1 + X, 0.0), "flat, jump at 0.00, then rising straight"),
        (np.sin(3 * X), "up and down"),
        (1 / (1 + np.exp(-X)), "flat to −4.66, rising to 4.66, steepest at 0.00, then flat"),
    ],
)
def test_known_shapes_are_said(y, said):
    assert shape_text(X, y) == said


COARSE = np.linspace(-2, 2, 41)


@pytest.mark.parametrize(
    ("x", "y", "said"),
    [
        (X, np.sign(X), "flat, jump at 0.00, then flat"),
        (X, -np.sign(X), "flat, jump at 0.00, then flat"),
        (COARSE, np.where(COARSE > 0, 1.0, 0.0), "flat to 0.00, rising straight to 0.10, then flat"),
        (COARSE, np.sign(COARSE), "flat to −0.10, rising straight to 0.10, then flat"),
        (COARSE, np.where(COARSE < -1.95, 1.0, 0.0), "falling straight to −1.90, then flat"),
        (X, np.arctanh(0.1999 * X), "rising, steepest at −5.00"),
    ],
)
def test_what_is_called_flat_is_flat(x, y, said):
    assert shape_text(x, y) == said


def test_what_falls_on_the_whole_is_not_called_rising():
    mistakes = np.array([0.11, 0.02, 0.03, 0.04, 0.02, 0.03, 0.01, 0.02, 0.0, 0.0, 0.0, 0.0])
    assert shape_text(np.arange(1.0, 13.0), mistakes).startswith("falling")
    assert shape_text(np.arange(1.0, 13.0), -mistakes).startswith("rising")


def test_what_goes_back_a_little_on_a_long_way_falls_on_the_whole():
    layers = np.arange(1.0, 31.0)
    deviations = 3 - 0.05 * layers + 0.05 * np.sin(2 * layers)
    assert np.sum(np.diff(deviations) > 0) > 5
    assert shape_text(layers, deviations).startswith("falling on the whole")


def test_a_jump_that_is_named_is_told_at_its_place_and_with_its_way_however_small_it_is():
    x = np.linspace(-4, 4, 401)
    for place in (0.25, 0.5, 1, 2):
        hybrid = np.where(np.abs(x) <= place, np.maximum(x, 0), np.tanh(x))
        for grid, values, way in ((x, hybrid, "down"), (x[::-1], hybrid[::-1], "up")):
            said = shape_text(grid, values, jumps=[-place, place])
            assert f"jump {way} at {place:.2f}" in said if grid is x else f"jump at −{place:.2f}" in said
            assert said.count("jump") == 2
    assert shape_text(x, np.tanh(x), jumps=[]) == shape_text(x, np.tanh(x))
    assert "jump" not in shape_text(x, np.sign(x), jumps=[])
    assert shape_text(np.arange(3.0), np.array([0, 2, 2]), jumps=[1]) == "jump at 1.00"


def test_a_figure_tells_the_jumps_that_it_draws_open():
    x = np.linspace(-1, 1, 201)
    sunk = np.where(x < 0.25, x, x - 0.05)
    assert "jump" not in figures.curves(x, {"sunk": sunk}).sentence
    assert "jump down at 0.25" in figures.curves(x, {"sunk": sunk}, jumps={"sunk": [0.25]}).sentence
    sunk = Activation.of(
        "sunk", lambda x: np.where(x < 0.25, x, x - 0.05), lambda x: np.ones_like(x), kinks=(0.25,)
    )
    for picture in (figures.activation(sunk), figures.gallery([sunk], columns=1)):
        assert "jump down at 0.25" in picture.sentence


def test_no_step_is_called_flat_however_few_its_points():
    for points in range(3, 400):
        x = np.linspace(-2, 2, points)
        for y in (np.sign(x), np.where(x > 0.3, 1.0, 0.0), np.where(x > -0.7, -1.0, 0.0)):
            assert shape_text(x, y) != "flat", points


def test_a_straight_line_in_powers_of_ten_is_said():
    assert shape_text(X, 10.0**X, in_powers=True) == "rising straight"
    assert shape_text(X, X, in_powers=True) == ""
    assert shape_text(X, np.full_like(X, np.nan)) == ""


def test_flat_is_where_the_slope_is_less_than_a_twenty_seventh_of_the_steepest():
    for name in ("sigmoid", "tanh", "softsign"):
        slope = CATALOGUE[name].derivative
        [low] = numbers_after("flat to", shape_text(X, CATALOGUE[name](X)))
        assert slope(low - 0.05) < 0.037 * slope(0.0) < slope(low + 0.05)


@pytest.mark.parametrize("name", ["gelu", "silu", "mish"])
def test_turns_and_steepest_places_are_where_the_slopes_say(name):
    text = shape_text(X, CATALOGUE[name](X))
    slopes = CATALOGUE[name].derivative(X)
    [turn] = numbers_after("falling to", text)
    fall, rise = numbers_after("steepest at", text)
    assert abs(CATALOGUE[name].derivative(turn)) < 0.01
    assert fall == pytest.approx(X[np.argmin(slopes)], abs=0.02)
    assert rise == pytest.approx(X[np.argmax(slopes)], abs=0.02)


@pytest.mark.parametrize("name", CATALOGUE)
def test_each_function_rises_and_falls_where_it_is_said_to(name):
    """Between the places that are named, the curve goes the way that is said."""
    y = CATALOGUE[name](X)
    text = shape_text(X, y)
    at = X[0]
    for piece in re.findall(r"(flat|rising|falling|jump)([^,]*)", text.replace("then ", "")):
        [end] = [float(each.replace("−", "-")) for each in re.findall(NUMBER, piece[1])] or [X[-1]]
        change = y[np.abs(X - end).argmin()] - y[np.abs(X - at).argmin()]
        if piece[0] == "flat" and end < X[-1]:
            assert abs(change) <= 0.2 * np.ptp(y)
        elif piece[0] != "flat" and piece[0] != "jump":
            assert change * (1 if piece[0] == "rising" else -1) > 0
        at = end
    assert text


def test_the_sign_is_said_to_jump():
    for own in (Activation.of("sign", np.sign, kinks=[0.0]), Activation.of("sign", np.sign)):
        assert "sign on [−5, 5]: from −1.00 to 1.00 (flat, jump at 0.00, then flat)" in str(
            figures.activation(own)
        )


def test_rounding_changes_no_word():
    rng = np.random.default_rng(0)
    for activation in CATALOGUE.values():
        y = activation(X)
        noise = 1e-13 * rng.standard_normal(len(X))
        assert shape_text(X, y + noise) == shape_text(X, y), activation.name


def test_whatever_is_drawn_something_is_said():
    rng = np.random.default_rng(1)
    for size in (1, 2, 3, 4, 5, 8, 30, 300):
        for rough in (1, 30):
            y = np.convolve(rng.standard_normal(size + rough), np.ones(rough), "valid")[:size]
            assert course_text(np.arange(float(size)), y).startswith("from ")


def test_a_curve_from_right_to_left_is_read_as_it_is_drawn():
    assert shape_text(X[::-1], np.maximum(X, 0)[::-1]) == "falling straight to 0.00, then flat"


def test_figures_say_shapes_of_values_and_slopes():
    sentence = figures.activation("tanh").sentence
    assert "steepest at 0.00" in sentence
    assert sentence.count("(") == 2
    assert "ReLU from 0.00 to 4.00 (flat to 0.00, then rising straight)" in figures.gallery().sentence
    assert course_text(X, X) == "from −5.00 to 5.00 (rising straight)"


@pytest.mark.parametrize(
    ("heights", "said"),
    [
        ([0.1, 0.13, 0.13, 0.14, 0.1], "rising to 3.00, then falling"),
        ([0.18, 0.2, 0.19, 0.18, 0.17, 0.19], "rising to 1.00, falling to 4.00, then rising"),
        ([0.0, 0.8, 0.2, 1.0, 0.3, 0.9], "up and down"),
    ],
)
def test_what_goes_back_is_called_neither_rising_nor_falling(heights, said):
    assert shape_text(np.arange(len(heights)), np.array(heights)) == said


def test_no_end_is_called_rising_that_falls():
    heights = np.array([1.38, 1.0, 0.9, 0.8, 0.81, 0.84, 0.84, 0.81, 0.81, 0.78])
    assert shape_text(np.arange(10.0), heights) == "falling on the whole, steepest at 0.50"


def test_what_goes_back_a_little_rises_on_the_whole():
    heights = np.array([0.0, 0.2, 0.4, 0.35, 0.6, 0.8, 0.7, 1.0])
    assert shape_text(np.arange(8.0), heights) == "rising on the whole, steepest at 6.50"
    assert shape_text(np.arange(8.0), -heights) == "falling on the whole, steepest at 6.50"


@pytest.mark.parametrize(
    ("y", "said"),
    [
        (np.floor(X + 0.005), "rising in steps"),
        (-np.floor(X + 0.005), "falling in steps"),
        (
            np.abs(np.clip(np.floor(2 * X + 0.01), -6, 6)),
            "flat to −2.51, falling in steps to 0.00, rising in steps to 3.00, then flat",
        ),
        (
            np.maximum(-np.floor(X + 0.005), 1) + (X > 3.005) / 2 + (X > 3.505) / 2 + (X > 4.005) / 2,
            "falling in steps to −1.00, flat to 3.00, then rising in steps",
        ),
        (np.round(2 * np.sin(3 * X)), "up and down in steps"),
        (
            np.round(X**3 / 12 - 2 * X),
            "rising in steps to −3.42, falling in steps to 2.19, then rising in steps",
        ),
    ],
)
def test_a_staircase_is_said_to_go_in_steps(y, said):
    assert shape_text(X, y) == said


HYBRID = np.select([np.abs(X) > 2.002, X > 0], [np.tanh(X), X], 0.0)


@pytest.mark.parametrize(
    ("y", "said"),
    [
        (HYBRID, "flat, jump at −2.00, flat to 0.00, rising straight, jump down at 2.00, then flat"),
        (np.where(np.abs(X) < 2.002, 1.0, 0.0), "flat, jump up at −2.00, flat, jump down at 2.00, then flat"),
        (np.where(X > 0.002, X - 3, X), "rising straight, jump down at 0.00, then rising straight"),
        (np.sin(4 * X) + 4 * (X > 0.002), "up and down, jump at 0.00"),
        ((X + 0.005) % 1, "up and down, with 10 jumps"),
    ],
)
def test_jumps_are_told_among_many_pieces_and_where_they_go_if_it_is_not_clear(y, said):
    assert shape_text(X, y) == said


def test_what_is_flat_and_then_rises_is_said_to_do_both():
    scores = np.sort(np.random.default_rng(3).standard_normal(1000))
    place = np.linspace(0, 100, 1000)
    for bias in (-1.3, -1, 0, 1):
        [end] = numbers_after("flat to", shape_text(place, np.maximum(scores + bias, 0)))
        assert end == pytest.approx(100 * np.mean(scores + bias < 0), abs=0.2)


@pytest.mark.parametrize("rough", [1, 3, 10, 40])
def test_what_is_said_to_rise_fall_or_be_flat_does_so(rough):
    """Between the places that are named, whatever the curve."""
    rng = np.random.default_rng(rough)
    for points in (8, 30, 300) * 20:
        y = np.convolve(rng.standard_normal(points + rough), np.ones(rough), "valid")[:points].cumsum()
        x, at = np.arange(float(points)), 0
        text = shape_text(x, y).replace("then ", "")
        if text.startswith("up and down"):
            continue
        for piece in re.findall(r"(flat|rising|falling|jump)([^,]*)", text):
            end = int(([float(each) for each in re.findall(NUMBER, piece[1])] or [x[-1]])[0])
            change = (y[end] - y[at]) / np.ptp(y)
            at = end
            assert abs(change) <= 0.1 if piece[0] == "flat" else piece[0] == "jump" or change != 0, text
            if piece[0] in ("rising", "falling"):
                assert (change > 0) == (piece[0] == "rising"), text
