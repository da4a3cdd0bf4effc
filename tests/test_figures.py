"""Figures say in words what they show, and refuse what they cannot draw."""

import io
import re
import xml.etree.ElementTree as ElementTree
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from cycler import cycler
from matplotlib import image, rc_context
from matplotlib.colors import to_rgb
from scipy.ndimage import label

from actlib import CATALOGUE, Activation, figures
from actlib.data import logic_gate, sine
from actlib.figures.colors import LIGHT, POINT_COLORS
from actlib.figures.picture import moved_apart
from actlib.nn import History
from actlib.report_cards import report_card

ROOT = Path(__file__).resolve().parent.parent
X = np.linspace(-3, 3, 61)
POINTS = np.random.default_rng(0).standard_normal((60, 2))
HISTORY = History(
    loss=[1.0, 0.7, 0.5],
    accuracy=[0.5, 0.75, 0.9],
    gradient_norm=[1.0, 0.5, 0.2],
    measured_epochs=[1, 3],
    held_out_loss=[1.1, 0.6],
    held_out_accuracy=[0.4, 0.8],
)
SETTINGS_OF_A_READER = {
    "axes.grid": True,
    "axes.prop_cycle": cycler(color=["red", "lime"]),
    "axes.xmargin": 0.3,
    "font.family": "serif",
    "image.cmap": "gray",
    "image.interpolation": "bilinear",
    "lines.marker": "o",
    "path.simplify_threshold": 1.0,
    "savefig.dpi": 30,
    "text.antialiased": False,
    "xtick.direction": "in",
}
PICTURES = {
    "curves": lambda: figures.curves(X, {"sine": np.sin(X), "cosine": np.cos(X)}),
    "log curves": lambda: figures.curves(X, {"exp": np.exp(X)}, log_y=True),
    "fit": lambda: figures.fit(X, np.sin(X), 0 * X, kinks=[0.0]),
    "plane": lambda: figures.plane(*logic_gate("AND"), weights=(1, 1), bias=-1.5),
    "points": lambda: figures.plane(*logic_gate("XOR")),
    "gallery": figures.gallery,
    "regions": lambda: figures.regions(
        lambda places: (places**2).sum(axis=1) > 1, POINTS, (POINTS**2).sum(axis=1) > 1, title="A disk"
    ),
    "regions side by side": lambda: figures.regions(
        {
            "left": lambda places: places[:, 0] > 0,
            "low": lambda places: places[:, 1] > 0,
            "none": lambda places: 0 * places[:, 0],
        },
        POINTS,
        POINTS[:, 0] > 0,
        title="Three",
        resolution=30,
    ),
    "report card": lambda: figures.report_card(report_card("gelu")),
    "history": lambda: figures.history(HISTORY),
    "history of a fit": lambda: figures.history(History(loss=[2.0, 1.0], gradient_norm=[1.0, 1.0])),
    "heat map": lambda: figures.heat_map([[0.5, 1e-9], [2, 30]], ["a", "b"], ["x", "y"], log=True),
    "spread": lambda: figures.spread({"ReLU": [0.9, 0.8, 0.95], "tanh": [0.7, 0.6, 0.9]}, limits=(0, 1)),
    "histograms": lambda: figures.histograms({f"layer {i}": X / i for i in range(1, 5)}, title="Sums"),
    "paths": lambda: figures.paths(
        lambda a, b: a**2 + 10 * b**2, {"SGD": [[1, 1], [0.5, -0.2], [0, 0]], "Adam": [[1, 1], [0.9, 0.9]]}
    ),
    "growth": lambda: figures.growth(
        {"width": [1, 10]}, {"seconds": {"width": [1, 9]}, "bytes": {"width": [5, 7]}}
    ),
    "bars": lambda: figures.bars({"cat": 0.7, "dog": 0.3}, title="Shares"),
    "overlay": lambda: figures.overlay("step", "hard_swish"),
    "saturation": lambda: figures.saturation("relu", 2.0),
    "snapshot": lambda: figures.snapshot(
        lambda places: places[:, 0] > 0,
        POINTS,
        POINTS[:, 0] > 0,
        [0.7, 9e9, 8.0],
        units=np.sin,
        title="Two units",
    ),
    "snapshot without units": lambda: figures.snapshot(
        lambda places: 0 * places[:, 0], POINTS, POINTS[:, 0] > 0, [0.7], loss_limit=1.0, epochs=9
    ),
    "valley": lambda: figures.valley((1, 10), [[-1.8, 0.8], [0.5, -0.2], [8, 0]], title="SGD"),
    "layers": lambda: figures.layers({"signal": [1, 0, 1e-30], "gradient": [1, 1e4, 1e9]}),
    "convolution": lambda: figures.convolution(np.arange(25).reshape(5, 5), np.eye(3), (1, 2), title="Sums"),
    "images": lambda: figures.images(
        {f"kernel {i}": np.outer(X[:8], X[i : i + 8]) for i in range(6)}, signed=True
    ),
}


for name in CATALOGUE:
    PICTURES[name] = partial(figures.activation, name, tangent_at=0.5)


# In the scope of the module pytest lets all tests of a picture run together: it is drawn once for them.
@pytest.fixture(params=PICTURES, scope="module")
def draw(request):
    return PICTURES[request.param]


@pytest.fixture(scope="module")
def picture(draw):
    return draw()


@pytest.fixture(scope="module")
def svg(picture):
    return picture.svg()


@pytest.fixture(scope="module")
def png(picture, svg):  # in this order, as in a notebook: each drawing begins with the layout of the last
    return picture.png()


def test_a_picture_is_described_by_its_numbers(picture):
    assert repr(picture) == str(picture) == picture.sentence
    assert re.search(r"\d", picture.sentence)
    assert picture.sentence.endswith(".")
    assert "-" not in re.sub(r"[a-z]-[a-z]", "", picture.sentence)


def test_a_picture_is_the_same_every_time_whatever_the_readers_own_settings(draw, svg, png):
    with rc_context(SETTINGS_OF_A_READER):
        again = draw()
        assert again.svg() == svg
        assert again.png() == png


def test_a_picture_is_well_formed_and_small(svg):
    root = ElementTree.fromstring(svg)
    assert root.tag.endswith("svg")
    assert len(svg) < 20_000
    assert not any(re.search(r"\d\.\d{2}", tag) for tag in re.findall(r"<[^>]+>", svg))
    assert '"' not in svg
    assert "<metadata" not in svg


def test_a_picture_is_sharp_and_transparent(picture, png):
    pixels = image.imread(io.BytesIO(png))
    width, height = picture.display_size
    assert pixels.shape[:2] == (2 * height, 2 * width)
    assert pixels[0, 0, 3] == 0


def test_nothing_is_cut_off(png):
    ink = image.imread(io.BytesIO(png))[:, :, 3] > 0
    assert not ink[:, 0].any()
    assert not ink[:, -1].any()
    assert not ink[0].any()
    assert not ink[-1].any()


def test_a_notebook_shows_the_picture_at_its_display_size():
    picture = figures.activation("tanh")
    data, metadata = picture._repr_mimebundle_()
    assert data["text/plain"] == picture.sentence
    assert metadata["image/png"] == {"width": 540, "height": 365}
    assert data["image/svg+xml"] == figures.activation("tanh").svg()
    assert "image/png" not in picture._repr_mimebundle_(include={"image/svg+xml"})[0]


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


def test_of_several_equal_extremes_the_first_is_named_whichever_way_they_were_rounded():
    x = np.array([0.0, 1.0, 2.0, 3.0, 4.0])
    for ups, downs in (((1, 1 + 2e-16), (-1, -1 - 2e-16)), ((1 + 2e-16, 1), (-1 - 2e-16, -1))):
        y = np.array([0, ups[0], downs[0], ups[1], 0])
        assert "highest 1.00 at 1.00" in figures.curves(x, {"wave": y}).sentence
        y = np.array([0, downs[0], ups[0], downs[1], 0])
        assert "lowest −1.00 at 1.00" in figures.curves(x, {"wave": y}).sentence


def test_a_jump_is_not_drawn_as_a_cliff():
    line = figures.activation("step").axes[0].lines[0]
    assert np.isnan(line.get_ydata()).sum() == 1


@pytest.mark.parametrize(
    ("weights", "bias", "share"),
    [
        ((1, 1), -1, 1 / 2),  # the line runs through two corners of the window
        ((1, 1), -2, 1 / 8),
        ((1, 0), 0.5, 1),  # the line is an edge of the window
        ((-1, 0), -0.5, 0),
        ((6e-17, 1), 0.5, 1),
        ((0, -1), 0.5, 1 / 2),
    ],
)
def test_the_side_a_neuron_says_yes_to_is_shaded(weights, bias, share):
    square = [[0, 0], [0, 1], [1, 0], [1, 1]]
    axes = figures.plane(square, [0, 0, 0, 1], weights, bias).axes[0]
    shaded = [patch.get_xy()[:-1] for patch in axes.patches]
    areas = [abs(np.sum(np.cross(np.roll(xy, -1, axis=0), xy))) / 2 for xy in map(three_columns, shaded)]
    assert sum(areas) == pytest.approx(4 * share)
    line = axes.lines[0].get_xydata()
    assert np.allclose(line @ weights + bias, 0)
    assert not np.allclose(line[0], line[1])


def three_columns(xy):
    return np.column_stack([xy, np.zeros(len(xy))])


def test_labels_stand_at_their_lines_unless_they_would_touch():
    x = np.array([0.0, 1.0])
    ends = {"far below": 0.0, "middle": 5.0, "second": 9.95, "first": 10.0}
    axes = figures.curves(x, {name: x * end for name, end in ends.items()}).axes[0]
    low, high = axes.get_ylim()
    stands = {text.get_text(): low + text.xy[1] * (high - low) for text in axes.texts}
    assert stands["far below"] == pytest.approx(0)
    assert stands["middle"] == pytest.approx(5)
    assert stands["first"] - stands["second"] > 0.8
    assert stands["first"] < high + 0.1


@pytest.mark.parametrize(
    ("heights", "gap", "wanted"),
    [
        ([0.1, 0.5, 0.9], 0.1, [0.1, 0.5, 0.9]),
        ([0.5, 0.5], 0.1, [0.45, 0.55]),
        ([0.2, 0.5, 0.52, 0.54], 0.1, [0.2, 0.42, 0.52, 0.62]),
        ([0.3, 0.99, 1.0], 0.1, [0.3, 0.9, 1.0]),
        ([0.0, 0.0], 0.1, [0.0, 0.1]),
    ],
)
def test_labels_move_apart_as_little_as_possible(heights, gap, wanted):
    assert moved_apart(np.array(heights), gap) == pytest.approx(wanted)


def test_an_overlay_draws_each_peak_and_each_kink():
    slopes = figures.overlay("tanh", "softsign", low=-8, high=8).axes[1]
    assert [np.nanmax(line.get_ydata()) for line in slopes.lines[:2]] == [1, 1]
    hard_slope = figures.overlay("tanh", "hard_tanh", low=-8, high=8).axes[1].lines[1]
    flat_top = hard_slope.get_xdata()[hard_slope.get_ydata() == 1]
    assert flat_top[[0, -1]] == pytest.approx([-1, 1], abs=1e-5)


def test_a_hump_on_a_logarithmic_axis_is_described():
    x = np.linspace(-1, 1, 3)
    sentence = figures.curves(x, {"slope": [1e-6, 7e-4, 1e-6]}, log_y=True).sentence
    assert "highest 7.0e−4 at 0.00" in sentence


def test_a_jump_of_a_curve_is_left_open():
    x = np.linspace(-1, 1, 20)
    gates = {"step": x > 0, "line": x}
    step, line = figures.curves(x, gates, jumps={"step": [0]}).axes[0].lines[:2]
    assert np.isnan(step.get_ydata()).sum() == 1
    assert np.isfinite(line.get_ydata()).all()


def test_a_hyphen_before_a_number_is_drawn_as_a_minus_sign():
    x = np.linspace(-1, 1, 3)
    axes = figures.curves(x, {"a = -1": -x}, title="2-64-3, bias -0.5, 3.9e-07").axes[0]
    assert axes.get_title() == "2-64-3, bias −0.5, 3.9e-07"
    assert axes.texts[0].get_text() == "a = −1"


@pytest.mark.parametrize("panels", [1, 2, 4])
def test_every_point_of_a_plane_is_drawn_in_the_png(panels):
    rows, columns = np.mgrid[-1:1:10j, -1:1:9j]
    points = np.column_stack([rows.ravel(), columns.ravel()]) + 0.01 * np.sin(np.arange(180)).reshape(90, 2)
    one_region = {f"panel {i}": lambda places: np.zeros(len(places)) for i in range(panels)}
    picture = figures.regions(one_region, points, np.ones(len(points), int), limits=(-1.2, 1.2, -1.2, 1.2))
    pixels = image.imread(io.BytesIO(picture.png()))
    dots = np.all(np.abs(pixels[..., :3] - to_rgb(POINT_COLORS[1])) < 0.1, axis=-1)
    assert label(dots)[1] == panels * len(points)


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
    with pytest.raises(ValueError, match="lines to be a dict with texts as keys, at least 1 of them"):
        figures.curves(X, {})
    with pytest.raises(KeyError, match="the catalogue has no activation 'rleu'"):
        figures.activation("rleu")
    with pytest.raises(ValueError, match=r"expects low below high, got low=1 and high=1"):
        figures.activation("relu", low=1, high=1)
    with pytest.raises(ValueError, match="of one shape"):
        figures.fit(X, X, X[1:])
    with pytest.raises(ValueError, match="plane expects points to be a 2-d array of finite real numbers"):
        figures.plane([1, 2], [0, 1])
    with pytest.raises(ValueError, match="regions expects points to be a 2-d array of finite real numbers"):
        figures.regions(len, [1, 2], [0, 1])
    with pytest.raises(ValueError, match="regions expects at most 4 classes, got 9"):
        figures.regions(len, [[1, 2]], [8])
    with pytest.raises(ValueError, match="classify to be a function or a dict with texts as keys"):
        figures.regions({}, [[1, 2]], [0])
    with pytest.raises(ValueError, match="at least one epoch, got none"):
        figures.history(History())
    with pytest.raises(ValueError, match=r"heat_map expects values of shape \(1, 2\), got \(2, 1\)"):
        figures.heat_map([[1], [2]], ["a"], ["x", "y"])
    with pytest.raises(
        ValueError, match="values to be a dict, each value a 1-d array of real numbers, not empty"
    ):
        figures.spread({"a": []})
    with pytest.raises(ValueError, match="samples to be a dict with texts as keys"):
        figures.histograms({})
    with pytest.raises(ValueError, match="tracks to be a dict with texts as keys"):
        figures.paths(np.hypot, {})
    with pytest.raises(ValueError, match="each value a 2-d array of finite real numbers, not empty"):
        figures.images({"a": [1, 2]})


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda: figures.bars({}), "shares to be a dict with texts as keys, at least 1 of them"),
        (lambda: figures.bars({"a": -1}), "from 0 on or NaN, got {'a': -1}"),
        (lambda: figures.overlay("relu", "tanh", low=1, high=1), "overlay expects low below high"),
        (lambda: figures.saturation("relu", 0), "deviation to be a finite number above 0, got 0"),
        (
            lambda: figures.snapshot(len, [1, 2], [0, 1], [1]),
            "points to be a 2-d array of finite real numbers",
        ),
        (lambda: figures.snapshot(len, [[1, 2]], [8], [1]), "at most 4 classes, got 9"),
        (
            lambda: figures.snapshot(len, [[1, 2]], [0], []),
            "losses to be a 1-d array of real numbers, not empty",
        ),
        (lambda: figures.valley((1, 10), [1, 2]), "valley expects track to be a 2-d array"),
        (lambda: figures.valley((0, 10), [[1, 2]]), "curvatures above 0"),
        (lambda: figures.curves([0, 1], {"a": [0, 1]}, jumps={"b": [0]}), "jumps of a, got jumps of b"),
        (lambda: figures.layers({}), "sizes to be a dict with texts as keys, at least 1"),
        (lambda: figures.layers({"a": [1], "b": [1, 2]}), r"got lengths \[1, 2\]"),
        (lambda: figures.convolution(np.eye(2), np.eye(3), (0, 0)), "a smaller square kernel"),
        (lambda: figures.convolution(np.eye(4), np.eye(3), (2, 0)), r"an output of shape \(2, 2\)"),
    ],
)
def test_bad_input_of_explorers_figures_is_named(draw, message):
    with pytest.raises(ValueError, match=message):
        draw()


PAIR = [[0, 0], [1, 1]]


def constant(value):
    return lambda places: np.full(len(places), value)


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda: figures.plane(PAIR, [0, 3]), "plane expects at most 2 classes, got 4"),
        (lambda: figures.plane(PAIR, [-1, 1]), "plane expects labels to be whole numbers from 0 on, got -1"),
        (
            lambda: figures.plane(PAIR, [0, 0.5]),
            "plane expects labels to be whole numbers from 0 on, got 0.5",
        ),
        (
            lambda: figures.plane(PAIR, [0, 1], (1, 2, 3)),
            "plane expects weights to be a pair of finite real numbers",
        ),
        (
            lambda: figures.plane(PAIR, [0, 1], axis_labels="ab"),
            "plane expects axis_labels to be a pair of texts",
        ),
        (
            lambda: figures.regions(constant(0), PAIR, [-1, -1]),
            "regions expects labels to be whole numbers from 0",
        ),
        (
            lambda: figures.regions(constant(7), PAIR, [0, 1]),
            "a class number from 0 to 3 for each of 57600 places, got 7",
        ),
        (
            lambda: figures.regions(constant(-1), PAIR, [0, 1]),
            "regions expects classify to give a class number",
        ),
        (lambda: figures.regions(constant(0.3), PAIR, [0, 1]), "for each of 57600 places, got 0.3"),
        (
            lambda: figures.regions(constant("a"), PAIR, [0, 1]),
            "for each of 57600 places, got <U1 of shape (57600,)",
        ),
        (
            lambda: figures.regions(lambda places: np.full((len(places), 2), 0.5), PAIR, [0, 1]),
            "for each of 57600 places, got float64 of shape (57600, 2)",
        ),
        (
            lambda: figures.snapshot(constant(0), PAIR, [-1, 1], [1.0]),
            "snapshot expects labels to be whole numbers",
        ),
        (
            lambda: figures.snapshot(constant(4), PAIR, [0, 1], [1.0]),
            "snapshot expects classify to give a class number",
        ),
        (
            lambda: figures.snapshot(constant(0), PAIR, [0, 1], [1.0], units=constant(1.0)),
            "snapshot expects units to give an array of shape (576, units), got (576,)",
        ),
        (
            lambda: figures.snapshot(constant(0), PAIR, [0, 1], [1.0], height=-1),
            "snapshot expects height to be",
        ),
        (
            lambda: figures.snapshot(constant(0), PAIR, [0, 1], [1.0], limits=(1, 0, 0, 1)),
            "snapshot expects limits",
        ),
        (
            lambda: figures.snapshot(constant(0), PAIR, [0, 1], [1.0], epochs=1.5),
            "snapshot expects epochs to be",
        ),
        (
            lambda: figures.snapshot(constant(0), PAIR, [0, 1], [1.0], loss_limit=0),
            "snapshot expects loss_limit",
        ),
        (
            lambda: figures.convolution(np.eye(4), np.eye(3), (1, 1, 1)),
            "convolution expects at to be a pair of whole",
        ),
        (
            lambda: figures.valley((1, 2, 3), [[1, 1]]),
            "valley expects curvatures to be a pair of finite real numbers",
        ),
        (
            lambda: figures.layers({"a": [1, 2]}, limits=(0, 1)),
            "layers expects limits to be 2 finite numbers above 0",
        ),
        (lambda: figures.histograms({"a": []}), "each value finite real numbers, at least one"),
        (lambda: figures.histograms({"a": [1.0, np.nan]}), "each value finite real numbers, at least one"),
        (
            lambda: figures.growth({"a": [1, 2]}, {"m": {"b": [1, 2]}}),
            "growth expects 'm' to measure a, got 'b'",
        ),
        (
            lambda: figures.growth({"a": [1, 2]}, {"m": {"a": [1]}}),
            "growth expects 'a' of 'm' to have 2 values, got 1",
        ),
        (
            lambda: figures.heat_map([[1, 0]], ["a"], ["x", "y"], log=True),
            "heat_map expects values above 0 if log is",
        ),
        (
            lambda: figures.paths(np.hypot, {"a": [[1, 1, 1]]}),
            "paths expects 'a' to have shape (steps, 2), got (1, 3)",
        ),
        (
            lambda: figures.saturation("relu", 1, low=5, high=-5),
            "saturation expects low below high, got low=5",
        ),
        (
            lambda: figures.report_card(report_card("relu", relatives=0), 5, -5),
            "report_card expects low below high",
        ),
        (
            lambda: figures.saturation(OWN["log"], 1),
            "saturation expects activation to have a finite slope for each",
        ),
        (
            lambda: figures.activation(OWN["none"]),
            "activation expects activation to have finite values from low to",
        ),
        (
            lambda: figures.overlay("relu", OWN["none"]),
            "overlay expects first and second to have a value at some x",
        ),
    ],
)
def test_what_cannot_be_drawn_is_named(draw, message):
    with pytest.raises((TypeError, ValueError), match=re.escape(message)):
        draw()


with np.errstate(all="ignore"):
    OWN = {
        name: Activation.of(name, function, slope)
        for name, function, slope in (
            ("log", np.log, lambda x: 1 / x),
            ("sqrt", np.sqrt, lambda x: 0.5 / np.sqrt(x)),
            ("1/x", lambda x: 1 / x, lambda x: -1 / x**2),
            ("mirrored", lambda x: np.sqrt(-x), lambda x: -0.5 / np.sqrt(-x)),
            ("none", lambda x: np.nan * x, lambda x: np.nan * x),
        )
    }


@pytest.mark.parametrize("name", ["log", "sqrt", "1/x", "mirrored"])
def test_a_function_that_has_no_value_somewhere_is_drawn_where_it_has(name):
    for picture in (
        figures.activation(OWN[name]),
        figures.activation(OWN[name], tangent_at=-1),
        figures.activation(OWN[name], tangent_at=0),
        figures.overlay(OWN[name], "relu"),
        figures.gallery([OWN[name]]),
    ):
        ElementTree.fromstring(picture.svg())
        picture.png()
        shown = np.concatenate([line.get_ydata() for line in picture.axes[0].lines[:1]])
        low, high = picture.axes[0].get_ylim()
        assert low <= np.min(shown[np.isfinite(shown)])
        assert np.max(shown[np.isfinite(shown)]) <= high


def test_the_label_of_a_line_stands_where_the_line_ends():
    x = np.array([0.0, 1.0, 2.0])
    axes = figures.curves(x, {"whole": [0, 5, 10], "broken": [0, 4, np.nan], "none": [np.nan] * 3}).axes[0]
    low, high = axes.get_ylim()
    stands = {text.get_text(): low + text.xy[1] * (high - low) for text in axes.texts}
    assert stands["whole"] == pytest.approx(10, abs=1e-6)
    assert stands["broken"] == pytest.approx(4, abs=0.7)  # moved apart from the one that has no end
    assert all(np.isfinite(list(stands.values())))


@pytest.mark.parametrize("losses", [[0.7, np.nan], [np.nan], [0.7, np.inf, 3.0], [0.0, 0.0]])
def test_losses_that_are_no_numbers_are_left_open(losses):
    picture = figures.snapshot(constant(0), PAIR, [0, 1], losses)
    assert f"{len(losses) - 1} epochs" in picture.sentence
    low, high = next(axes for axes in picture.axes if axes.get_xlabel() == "epoch").get_ylim()
    assert 0 == low < high < 3
    picture.svg()


def test_a_number_on_a_cell_without_a_shade_is_in_the_color_of_words():
    cells = figures.heat_map([[1.0, np.nan]], ["a"], ["x", "y"]).axes[0]
    assert [text.get_color() for text in cells.texts][1] == LIGHT["ink"]


def test_a_heat_map_may_have_many_columns():
    columns = [f"column {i}" for i in range(50)]
    assert "50 columns" in figures.heat_map(np.ones((1, 50)), ["a"], columns).sentence


@pytest.mark.parametrize("label", ["$a^", "$x^$", "$$", r"$\frac{1}$", "$5 and $6", r"\$", "a$b", "$x_1^2$"])
def test_a_text_is_drawn_whether_or_not_its_formulas_can_be_read(label):
    for picture in (
        figures.curves(X, {label: X, "$y^$": -X}, title=label),
        figures.bars({label: 0.5}, title=label),
        figures.activation(Activation.of(label, np.sin, np.cos)),
    ):
        ElementTree.fromstring(picture.svg())
        picture.png()


@pytest.mark.filterwarnings("ignore:Glyph:UserWarning")
def test_a_text_with_a_control_character_is_drawn():
    picture = figures.curves(X, {"a\x01b": X}, title="\x1b")
    assert ElementTree.fromstring(picture.svg()).tag.endswith("svg")
    assert "a\N{REPLACEMENT CHARACTER}b" in picture.svg()


def test_regions_count_what_lies_in_its_own():
    sentence = figures.regions(lambda places: places[:, 0] > 0, [[-1, 0], [1, 0], [2, 1]], [0, 0, 1]).sentence
    assert "3 points of 2 classes; the regions hold 66.7 % of them in their own" in sentence


def test_regions_side_by_side_are_described_one_by_one():
    halves = {"left": lambda places: places[:, 0] > 0, "low": lambda places: places[:, 1] > 0}
    points, labels = [[-1, 1], [1, 1], [2, -1]], [0, 1, 1]
    picture = figures.regions(halves, points, labels, title="Two", limits=(-2, 2, -2, 2))
    assert picture.sentence == (
        "Two: 3 points of 2 classes; left: the regions hold 100.0 % of them in their own; class 0 has 50 % "
        "of the area; low: the regions hold 33.3 % of them in their own; class 0 has 50 % of the area."
    )
    assert [axes.get_title() for axes in picture.axes] == ["left", "low"]
    alone = figures.regions(halves["left"], points, labels, limits=(-2, 2, -2, 2))
    one, other = (each.axes[0].patches for each in (alone, picture))
    assert len(one) == len(other) > 0
    for drawn, again in zip(one, other, strict=True):
        assert np.array_equal(drawn.get_path().vertices, again.get_path().vertices)
