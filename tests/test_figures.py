"""Figures say in words what they show, and refuse what they cannot draw."""

import io
import re
import xml.etree.ElementTree as ElementTree
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from matplotlib import image

from actlib import CATALOGUE, Activation, figures
from actlib.data import logic_gate, sine

ROOT = Path(__file__).resolve().parent.parent
X = np.linspace(-3, 3, 61)
PICTURES = {
    "curves": lambda: figures.curves(X, {"sine": np.sin(X), "cosine": np.cos(X)}),
    "log curves": lambda: figures.curves(X, {"exp": np.exp(X)}, log_y=True),
    "fit": lambda: figures.fit(X, np.sin(X), 0 * X, kinks=[0.0]),
    "plane": lambda: figures.plane(*logic_gate("AND"), weights=(1, 1), bias=-1.5),
    "points": lambda: figures.plane(*logic_gate("XOR")),
    "gallery": figures.gallery,
}


for name in CATALOGUE:
    PICTURES[name] = partial(figures.activation, name, tangent_at=0.5)


@pytest.fixture(params=PICTURES)
def draw(request):
    return PICTURES[request.param]


@pytest.fixture
def picture(draw):
    return draw()


def test_a_picture_is_described_by_its_numbers(picture):
    assert repr(picture) == str(picture) == picture.sentence
    assert re.search(r"\d", picture.sentence)
    assert picture.sentence.endswith(".")
    assert "-" not in re.sub(r"[a-z]-[a-z]", "", picture.sentence)


def test_a_picture_is_the_same_every_time(draw):
    assert draw().svg() == draw().svg()
    assert draw().png() == draw().png()


def test_a_picture_is_well_formed_and_small(picture):
    text = picture.svg()
    root = ElementTree.fromstring(text)
    assert root.tag.endswith("svg")
    assert len(text) < 45_000
    assert not any(re.search(r"\d\.\d{3}", tag) for tag in re.findall(r"<[^>]+>", text))
    assert "<metadata" not in text


def test_a_picture_is_sharp_and_transparent(picture):
    pixels = image.imread(io.BytesIO(picture.png()))
    width, height = picture.display_size
    assert pixels.shape[:2] == (2 * height, 2 * width)
    assert pixels[0, 0, 3] == 0


def test_nothing_is_cut_off(picture):
    ink = image.imread(io.BytesIO(picture.png()))[:, :, 3] > 0
    assert not ink[:, 0].any()
    assert not ink[:, -1].any()
    assert not ink[0].any()
    assert not ink[-1].any()


def test_a_notebook_shows_the_picture_at_its_display_size():
    picture = figures.activation("tanh")
    data, metadata = picture._repr_mimebundle_()
    assert data["text/plain"] == picture.sentence
    assert metadata["image/png"] == {"width": 540, "height": 365}


@pytest.mark.parametrize(
    ("name", "at", "value", "slope"),
    [("sigmoid", 0, "0.50", "0.25"), ("relu", -2, "0.00", "0.00"), ("gelu", 1, "0.84", "1.08")],
)
def test_the_tangent_is_described(name, at, value, slope):
    sentence = figures.activation(name, tangent_at=at).sentence
    assert f"value {value}, slope {slope}" in sentence


def test_the_extremes_are_described():
    assert "lowest −0.17 at −0.75" in figures.activation("gelu").sentence
    assert "highest 0.25 at 0.00" in figures.activation("sigmoid").sentence


def test_a_jump_is_not_drawn_as_a_cliff():
    line = figures.activation("step").axes[0].lines[0]
    assert np.isnan(line.get_ydata()).sum() == 1


def test_the_best_line_through_a_sine_is_described():
    x, y = sine(101)
    line = np.polyval(np.polyfit(x, y, 1), x)
    assert "R² = 0.590, largest error 0.93" in figures.fit(x, y, line).sentence


def test_short_coordinates_leave_the_written_numbers_whole():
    assert "x = 2.00, value 0.881, slope 0.105" in figures.activation("sigmoid", tangent_at=2).svg()


def test_labels_at_the_ends_do_not_touch():
    picture = figures.curves(X, {str(i): X + 0.001 * i for i in range(6)})
    heights = sorted(text.xy[1] for text in picture.axes[0].texts)
    assert np.diff(heights).min() > 0.08


def test_a_readers_own_activation_can_be_drawn():
    square = Activation.of("square", np.square)
    assert figures.activation(square, tangent_at=1).sentence.startswith("square on [−5, 5]")


def test_the_front_page_shows_the_catalogue():
    front = (ROOT / "intro.md").read_text(encoding="utf-8")
    assert f":alt: {figures.gallery().sentence}\n" in front


def test_bad_input_is_named():
    with pytest.raises(ValueError, match=r"expects 'a' to have x's shape \(61,\), got \(3,\)"):
        figures.curves(X, {"a": [1, 2, 3]})
    with pytest.raises(ValueError, match="expects lines to hold 1 to 6 curves, got 0"):
        figures.curves(X, {})
    with pytest.raises(KeyError, match="the catalogue has no activation 'rleu'"):
        figures.activation("rleu")
    with pytest.raises(ValueError, match=r"expects low below high, got low=1 and high=1"):
        figures.activation("relu", low=1, high=1)
    with pytest.raises(ValueError, match="of one shape"):
        figures.fit(X, X, X[1:])
    with pytest.raises(ValueError, match=r"expects points of shape \(n, 2\)"):
        figures.plane([1, 2], [0, 1])
