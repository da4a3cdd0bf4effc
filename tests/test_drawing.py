"""A short drawing shows what Matplotlib has written."""

import io
import re
from xml.etree import ElementTree

import numpy as np
import pytest
from matplotlib.backends.backend_svg import FigureCanvasSVG
from pictures import alike_paths, places

from actlib import figures
from actlib.figures.colors import LIGHT
from actlib.figures.drawing import drawing, short, variable
from actlib.figures.picture import course_style
from tests.test_figures import PICTURES

SVG = "{http://www.w3.org/2000/svg}"


def written_by_matplotlib(picture):
    buffer = io.StringIO()
    with course_style():
        FigureCanvasSVG(picture).print_svg(buffer)
    return ElementTree.fromstring(buffer.getvalue())


def texts(root):
    return sorted("".join("".join(each.itertext()).split()) for each in root.iter(f"{SVG}text"))


def curve(root, color):
    """Return the places that lines of a color pass, in the order in which they are drawn."""
    paths = [
        each.get("d")
        for each in root.iter(f"{SVG}path")
        if f"stroke: {color}" in each.get("style", "") or each.get("stroke") == variable(color)
    ]
    return np.array([passed[-2:] for d in paths for _, passed in places(d) if passed])


@pytest.mark.parametrize("name", PICTURES)
def test_all_words_stay_and_nothing_else_is_left_than_shapes(name):
    picture = PICTURES[name]()
    root = ElementTree.fromstring(picture.svg())
    assert texts(root) == texts(written_by_matplotlib(picture))
    kinds = {each.tag.removeprefix(SVG) for each in root.iter()}
    assert kinds <= {"svg", "g", "path", "rect", "circle", "text", "tspan", "image", "clipPath"}
    assert not any(each.get("style") or each.get("class") for each in root.iter())


@pytest.mark.parametrize("name", ["sigmoid", "gelu", "hard_tanh", "softsign"])
def test_a_curve_passes_the_same_places_up_to_a_twentieth(name):
    picture = figures.activation(name)
    color = picture.axes[0].lines[0].get_color()
    raw = written_by_matplotlib(picture)
    for path in raw.iter(f"{SVG}path"):
        path.set("d", re.sub(r"L ([\d.-]+) ([\d.-]+)", r"M\1 \2", path.get("d", "")))  # all from the corner
    wanted = curve(raw, color)
    made = curve(ElementTree.fromstring(picture.svg()), color)
    assert len(wanted) > 3
    assert made == pytest.approx(wanted, abs=0.0501)


def test_a_round_marker_is_a_circle_at_its_place():
    picture = figures.activation("tanh", tangent_at=0)
    [circle] = ElementTree.fromstring(picture.svg()).iter(f"{SVG}circle")
    x, y = picture.axes[0].transData.transform((0, 0)) * 72 / picture.dpi
    height = 72 * picture.get_size_inches()[1]
    assert (float(circle.get("cx")), float(circle.get("cy"))) == pytest.approx((x, height - y), abs=0.06)
    assert float(circle.get("r")) == 4


def test_colors_of_the_palette_follow_the_page_and_others_stay():
    assert variable(LIGHT["blue"]) == "var(--blue,#0060a8)"
    assert variable("#123456") == "#123456"


@pytest.mark.parametrize(
    ("number", "text"),
    [(0.04, "0"), (-0.04, "0"), (0.25, ".2"), (-0.5, "-.5"), (12.0, "12"), (345.67, "345.7")],
)
def test_numbers_have_one_digit_after_the_point(number, text):
    assert short(number) == text


def test_a_shape_that_has_no_short_form_is_refused():
    with pytest.raises(ValueError, match="no short form of <ellipse>"):
        drawing("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1'><ellipse/></svg>", 1, 1)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("M1 1h2v3", "M1 1l2 .1v2.9", True),
        ("M1 1h2v3z", "M1 1h2v3", False),
        ("M1 1h2v3", "M1 1h2v3.2", False),
        ("M1 1h2l.1-.1", "M1.1 1h2l.1-.1", True),
        ("M1 1zM2 2h1", "M1 1zM2.1 2h1", True),
        ("M0 0c1 1 2 2 3 3l1 1", "M0 0c1 1 2 2 3 3.5l1 1", False),
    ],
)
def test_paths_are_compared_by_where_they_pass(one, other, same):
    assert alike_paths(one, other) == same
