"""Every function looks alike wherever it is drawn, and what is drawn is seen on light and on dark pages."""

import itertools
import json
import re
from functools import cache
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

import numpy as np
import pytest
from matplotlib.colors import to_hex, to_rgb

from actlib import CATALOGUE, Activation, figures
from actlib.figures.colors import (
    BY_LABEL,
    CLASSES,
    FUNCTIONS,
    OTHERS,
    OWN,
    PALETTE,
    SLOPE,
    TARGET,
    style_of,
    styles_of,
    variables,
)
from actlib.figures.images import ABOVE, BELOW, DENSEST
from actlib.figures.training import BLACK, WHITE
from actlib.report_cards import report_card

ROOT = Path(__file__).resolve().parent.parent
PHONE = 375  # CSS pixels that a figure is wide there
SVG = "{http://www.w3.org/2000/svg}"
GROUNDS = ("light", "dark")
LINES = sorted({style.color for style in (*FUNCTIONS.values(), *OTHERS, OWN, SLOPE)})
TEXTS = {*LINES, "ink", "axis", "faint", "paper"}
NO_MEANING = {"grid", "paper"}  # lines behind the data, and edges that set it apart
# Machado, Oliveira and Fernandes (2009), severity 1: how linear RGB looks without one kind of cone.
SIGHTS = {
    "all cones": np.eye(3),
    "no long": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "no middle": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.01182, 0.04294, 0.968881],
    ],
    "no short": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.3039],
    ],
}
ENOUGH = 10  # of CIE 1976; 2.3 is just noticed when two patches touch


def linear(color):
    coded = np.array(to_rgb(color))
    return np.where(coded <= 0.04045, coded / 12.92, ((coded + 0.055) / 1.055) ** 2.4)


def contrast(one, other):
    """Return the contrast of WCAG 2."""
    low, high = sorted(linear(each) @ [0.2126, 0.7152, 0.0722] + 0.05 for each in (one, other))
    return high / low


def seen(color, sight):
    """Return a color in CIE L*a*b* as one kind of sight has it."""
    to_xyz = [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    xyz = to_xyz @ np.clip(SIGHTS[sight] @ linear(color), 0, 1) / [0.9505, 1, 1.089]
    f = np.where(xyz > (6 / 29) ** 3, np.cbrt(xyz), xyz * (29 / 6) ** 2 / 3 + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def on(name, ground):
    return PALETTE[name][GROUNDS.index(ground)]


def mixed(color, ground, share):
    return (share * np.array(to_rgb(color)) + (1 - share) * np.array(to_rgb(ground))).tolist()


@cache
def stored_drawings():
    """Return every figure and frame of the book by the place where it is stored."""
    found = {"the front page": (ROOT / "static" / "gallery.svg").read_text(encoding="utf-8")}
    for path in sorted((ROOT / "chapters").glob("*.ipynb")):
        text = path.read_text(encoding="utf-8")
        for number, cell in enumerate(json.loads(text)["cells"]):
            for output in cell.get("outputs", ()):
                if drawing := output.get("data", {}).get("image/svg+xml"):
                    found[f"{path.stem}, cell {number}"] = "".join(drawing)
        for number, address in enumerate(re.findall(r'src=\\"data:image/svg\+xml,([^"\\]*)', text)):
            found[f"{path.stem}, frame {number}"] = unquote(address)
    return {place: ElementTree.fromstring(drawing) for place, drawing in found.items()}


def color_of(element, attribute):
    found = re.fullmatch(r"var\(--([\w-]+),(#[0-9a-f]{6})\)", element.get(attribute, ""))
    return found[1] if found else element.get(attribute)


def test_there_are_figures_and_frames():
    places = stored_drawings()
    assert sum("cell" in place for place in places) > 80
    assert sum("frame" in place for place in places) > 400


def test_words_are_read_on_a_phone():
    for place, drawing in stored_drawings().items():
        share = PHONE / float(drawing.get("viewBox").split()[2])
        for text in drawing.iter(f"{SVG}text"):
            sizes = [float(part.get("font-size", 0)) for part in text.iter()]
            assert max(sizes) * share >= 12, f"{place}: {''.join(text.itertext())}"  # exponents are smaller


def test_every_function_has_one_style_and_no_other_has_it():
    assert set(FUNCTIONS) == set(CATALOGUE)
    assert len({(style.color, style.dashes) for style in FUNCTIONS.values()}) == len(FUNCTIONS)
    assert {style.width for style in FUNCTIONS.values()} == {OWN.width}


@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("sight", SIGHTS)
def test_functions_with_the_same_dashes_are_told_apart_by_color(ground, sight):
    for one, other in itertools.combinations((*FUNCTIONS.values(), OWN), 2):
        if one.dashes == other.dashes:
            colors = (seen(on(each.color, ground), sight) for each in (one, other))
            assert np.linalg.norm(np.subtract(*colors)) > ENOUGH, (one, other)


@pytest.mark.parametrize("ground", GROUNDS)
def test_lines_and_what_they_are_called_are_read_on_their_ground(ground):
    paper = on("paper", ground)
    for name in TEXTS - {"paper"}:
        assert contrast(on(name, ground), paper) >= 4.5, name
    assert contrast(on("target", ground), paper) >= 3
    for style in (*FUNCTIONS.values(), *OTHERS):  # dots of several measurements, which let others through
        assert contrast(mixed(on(style.color, ground), paper, 0.7), paper) >= 3, style


@pytest.mark.parametrize("ground", GROUNDS)
def test_borders_and_points_are_seen_on_every_region(ground):
    for region in CLASSES:
        area = on(f"{region}-region", ground)
        assert contrast(on("ink", ground), area) >= 3
        for point in CLASSES:
            assert contrast(on(f"{point}-point", ground), area) >= 3, (point, region)
        assert contrast(on(region, ground), area) >= 3


@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("color", [BELOW, ABOVE])
def test_the_largest_values_are_seen_and_numbers_on_them_are_read(ground, color):
    paper = on("paper", ground)
    densest = mixed(np.divide(color, 255), paper, DENSEST)
    assert contrast(densest, paper) >= 3
    assert contrast(on("ink", ground), densest) >= 4.5


def test_a_dark_page_has_the_dark_colors_and_paper_the_light_ones():
    css = (ROOT / "static" / "book.css").read_text(encoding="utf-8")
    for ground in GROUNDS:
        assert re.sub(r"\s+", " ", variables(ground)) in re.sub(r"\s+", " ", css)


def test_stored_drawings_take_their_colors_from_the_palette():
    for place, drawing in stored_drawings().items():
        for element in drawing.iter():
            for attribute in ("fill", "stroke"):
                color = color_of(element, attribute)
                if color in (None, "none"):
                    continue
                if color in PALETTE:
                    assert PALETTE[color][0] in element.get(attribute), place
                else:  # numbers on the cells of a heat map, which are as light or dark on every page
                    assert (element.tag, color) in {(f"{SVG}text", BLACK), (f"{SVG}text", WHITE)}, place


def test_stored_texts_are_in_colors_that_are_read():
    for place, drawing in stored_drawings().items():
        for text in drawing.iter(f"{SVG}text"):
            color = color_of(text, "fill")
            assert color is None or color in TEXTS | {BLACK, WHITE}, f"{place}: {text.text}"


def test_whoever_is_named_at_a_stored_line_has_its_own_color_and_dashes():
    named = set()
    for place, drawing in stored_drawings().items():
        lines = {(color_of(each, "stroke"), dashes_of(each)) for each in drawing.iter(f"{SVG}path")}
        for text in drawing.iter(f"{SVG}text"):
            style = BY_LABEL.get(text.text)
            color = color_of(text, "fill")
            if style is None or color in ("ink", "axis"):
                continue
            assert color == ("faint" if style == TARGET else style.color), f"{place}: {text.text}"
            assert (style.color, dashes_text(style)) in lines, f"{place}: {text.text}"
            named.add(text.text)
    assert {"ReLU", "tanh", "sigmoid", "GELU", "SiLU", "sine", "target"} <= named


def dashes_of(element):
    return tuple(map(float, filter(None, element.get("stroke-dasharray", "").split(","))))


def dashes_text(style):
    scaled = [] if style.dashes == "-" else [style.width * each for each in style.dashes[1]]
    return tuple(round(each, 1) for each in scaled)


def drawn_style(line):
    dashes = line._unscaled_dash_pattern[1]
    return to_hex(line.get_color()), tuple(dashes) if dashes else "-"


def wanted_style(style):
    return style.drawn["color"], style.dashes if style.dashes == "-" else style.dashes[1]


@pytest.mark.parametrize("name", CATALOGUE)
def test_each_figure_draws_a_function_in_its_style(name):
    title, wanted = CATALOGUE[name].title, wanted_style(FUNCTIONS[name])
    x = np.linspace(-1, 1, 9)
    pictures = [
        figures.activation(name),
        figures.curves(x, {"a line": x, title: x**2, "another": -x}),
        figures.curves(x, {"output": x}, drawn_as={"output": name}),
        figures.overlay("relu" if name != "relu" else "tanh", name),
        figures.layers({title: [1, 2], "other": [1, 3]}),
    ]
    for picture in pictures:
        of_name = [
            line for axes in picture.axes for line in axes.lines if line.get_label() in (title, "output")
        ]
        assert of_name
        assert {drawn_style(line) for line in of_name} == {wanted}
    assert drawn_style(figures.gallery([name]).axes[0].lines[0]) == wanted
    assert drawn_style(figures.saturation(name, 1.0).axes[0].lines[-1]) == wanted


def test_the_studios_race_has_the_style_of_each_function():
    css = (ROOT / "live" / "studio.css").read_text(encoding="utf-8")
    looks = {"mine": OWN} | {
        CATALOGUE[name].title.replace(" ", "-"): each for name, each in FUNCTIONS.items()
    }
    rules = re.findall(
        r"\.studio-of-(\S+) \{ --studio-lane: var\(--(\w+), (\S+)\); --studio-dash: ([^;]+); \}", css
    )
    assert [name for name, *_ in rules] == list(looks)
    for name, color, light, dashes in rules:
        assert (color, light) == (looks[name].color, PALETTE[color][0])
        scaled = [] if dashes == "none" else [float(each) / 2.4 for each in dashes.split()]
        assert scaled == pytest.approx([] if looks[name].dashes == "-" else looks[name].dashes[1])
    assert f"--studio-mine: {PALETTE['ink'][0]}" in css
    assert f"--studio-mine: {PALETTE['ink'][1]}" in css


def test_a_report_card_draws_each_relative_in_its_style():
    card = report_card("gelu")
    for axes in figures.report_card(card).axes:
        drawn = {line.get_label(): drawn_style(line) for line in axes.lines}
        for column in card.columns:
            shown = column.properties.activation
            assert drawn[shown.title] == wanted_style(FUNCTIONS[shown.name])


def test_a_readers_own_function_is_neutral_whatever_it_is_called():
    own = Activation.of("relu", np.abs)
    assert style_of(own) == OWN
    line = figures.activation(own).axes[0].lines[0]
    assert drawn_style(line) == wanted_style(OWN)
    assert OWN.color not in {style.color for style in FUNCTIONS.values()}


@pytest.mark.parametrize("known", [*BY_LABEL, "none of them"])
def test_other_lines_take_what_the_function_beside_them_leaves(known):
    styles = styles_of([known, "a", "b", "c"])
    assert len({(style.color, style.dashes) for style in styles}) == 4


def test_one_function_under_several_conditions_keeps_its_color_and_dashes():
    styles = styles_of(["SELU, 0.25", "SELU, 4", "tanh, 4"])
    assert [(style.color, style.dashes) for style in styles[:2]] == [FUNCTIONS["selu"][:2]] * 2
    assert styles[0].width > styles[1].width
    assert styles[2] == FUNCTIONS["tanh"]


@pytest.mark.parametrize("name", ["sigmoid", "target", "slope"])
@pytest.mark.parametrize("lines", range(2, 7))
def test_six_lines_of_one_function_are_all_seen_each_thinner_than_the_one_before(name, lines):
    labels = [f"{name}, run {i}" for i in range(lines)]
    widths = [style.width for style in styles_of(labels)]
    assert np.all(np.diff(widths) < -0.25)
    assert widths[-1] >= 0.3
    x = np.linspace(0, 1, 9)
    drawn = figures.curves(x, dict.fromkeys(labels, x)).axes[0].lines[:lines]
    assert [line.get_linewidth() for line in drawn] == widths


@pytest.mark.parametrize("label", ["target", "sine"])
def test_the_target_is_thick_and_gray_and_lies_below(label):
    x = np.linspace(0, 1, 9)
    for picture in (figures.curves(x, {"fit": -x, label: x}), figures.fit(x, x, -x, target=label)):
        lines = {line.get_label(): line for line in picture.axes[0].lines}
        assert drawn_style(lines[label]) == wanted_style(TARGET)
        assert lines[label].get_linewidth() == TARGET.width > 1.5 * lines["fit"].get_linewidth()
        assert lines[label].get_zorder() <= lines["fit"].get_zorder()


SURFACES = {"light": "#f3f4f5", "dark": "#29313d"}  # the theme's, behind code


def test_what_the_editor_colors_is_read_on_its_ground():
    text = (ROOT / "live" / "live.css").read_text(encoding="utf-8")
    rules = re.findall(r"^(\S[^{]*)\{[^}]*(?<![-\w])color: (#[0-9a-f]{3,6})", text, re.MULTILINE)
    assert len(rules) >= 8
    for selector, color in rules:
        surface = SURFACES["dark" if 'data-theme="dark"' in selector else "light"]
        assert contrast(to_rgb(color), to_rgb(surface)) >= 4.5, selector
