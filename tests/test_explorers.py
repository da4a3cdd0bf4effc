"""Explorers hold a frame for every setting, linked to their controls."""

import functools
import html
import json
import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import ClassVar
from urllib.parse import unquote

import ipywidgets as widgets
import numpy as np
import pytest
from ipywidgets.embed import dependency_state
from matplotlib import rc_context, style
from matplotlib.layout_engine import ConstrainedLayoutEngine

from actlib import CATALOGUE, Activation, explorers, figures, gelu, sigmoid
from actlib.explorers import explorer, neuron
from actlib.explorers.networks import KERNELS, _room_for, descent, sizes_by_layer
from actlib.figures.colors import LIGHT
from actlib.nn import SGD
from tests.test_figures import SETTINGS_OF_A_READER

READY_MADE = {
    "tangent": functools.partial(explorers.tangent, "sigmoid"),
    "neuron": functools.partial(explorers.neuron, "sigmoid"),
    "overlay": functools.partial(explorers.overlay, "gelu"),
    "saturation": explorers.saturation,
    "leaky_slope": explorers.leaky_slope,
    "temperature": explorers.temperature,
    "gelu_approximations": explorers.gelu_approximations,
    "sine_pairs": explorers.sine_pairs,
    "depth": explorers.depth,
    "optimizer_paths": explorers.optimizer_paths,
    "spiral_regions": explorers.spiral_regions,
    "fence": functools.partial(explorers.fence, creases=range(1, 9)),
    "trained_creases": explorers.trained_creases,
    "kernels": explorers.kernels,
    "playground_tour": explorers.playground_tour,
}
MOST_BYTES = dict.fromkeys(READY_MADE, 300_000) | {"spiral_regions": 600_000}


def draw(**setting):
    x = np.linspace(-1, 1, 11)
    title = ", ".join(f"{name} {value}" for name, value in setting.items())
    slope = sum(value if isinstance(value, (int, float)) else len(value) for value in setting.values())
    return figures.curves(x, {title: slope * x})


def alternative_texts(stack):
    """Return what each frame below a stack says, in the order of the controls' settings."""
    if isinstance(stack, widgets.HTML):
        return [html.unescape(re.search(r'alt="([^"]*)"', stack.value)[1])]
    return [text for child in stack.children for text in alternative_texts(child)]


@pytest.mark.parametrize(
    ("parameters", "kinds"),
    [
        ({"slope": [1, 2, 3]}, [widgets.SelectionSlider]),
        ({"name": ["one", "three"]}, [widgets.ToggleButtons]),
        ({"name": ["a", "bb", "ccc", "dddd", "eeeee"]}, [widgets.Dropdown]),
        ({"name": ["one", "three"], "slope": [1, 2]}, [widgets.ToggleButtons, widgets.SelectionSlider]),
        (
            {"name": ["one", "three"], "slope": [1, 2], "other": [10, 20, 30]},
            [widgets.ToggleButtons, widgets.SelectionSlider, widgets.SelectionSlider],
        ),
    ],
)
def test_every_setting_has_its_frame(parameters, kinds):
    made = explorer(draw, **parameters)
    *controls, stack = made.children
    assert [type(control) for control in controls] == kinds
    assert alternative_texts(stack) == list(made.sentences.values())
    for setting, sentence in made.sentences.items():
        assert sentence == draw(**dict(zip(parameters, setting, strict=True))).sentence


def test_its_text_form_counts_the_frames_and_says_what_each_shows():
    made = explorer(draw, name=["one", "three"], slope=[-1, 2])
    first, *frames = made._repr_mimebundle_()["text/plain"].splitlines()
    assert first == repr(made) == "explorer: name (2) × slope (2), 4 frames"
    settings = ("one, −1", "one, 2", "three, −1", "three, 2")
    assert frames == [f"{each}: {text}" for each, text in zip(settings, made.sentences.values(), strict=True)]


def test_it_starts_where_it_is_told():
    made = explorer(draw, start={"name": "b", "slope": 2}, name=["a", "b"], slope=range(3))
    name, slope, stack = made.children
    assert (name.index, slope.index, stack.selected_index) == (1, 2, 1)
    assert {inner.selected_index for inner in stack.children} == {2}


def test_three_parameters_start_where_they_are_told():
    made = explorer(draw, start={"c": 30, "b": 2}, a=["x", "yy"], b=[1, 2, 3], c=[10, 20, 30])
    a, b, c, stack = made.children
    assert (a.index, b.index, c.index, stack.selected_index) == (0, 1, 2, 0)
    assert [inner.selected_index for inner in stack.children] == [1, 1]
    assert [leaf.selected_index for inner in stack.children for leaf in inner.children] == [2] * 6


def test_each_control_is_linked_to_its_stacks(monkeypatch):
    links = []
    monkeypatch.setattr(widgets, "jsdlink", lambda source, target: links.append((source, target)))
    made = explorer(draw, name=["a", "b"], slope=range(3))
    name, slope, stack = made.children
    assert ((name, "index"), (stack, "selected_index")) in links
    for inner in stack.children:
        assert ((slope, "index"), (inner, "selected_index")) in links
    assert len(links) == 3


def test_three_controls_are_linked_to_all_stacks_of_their_depth(monkeypatch):
    links = []
    monkeypatch.setattr(widgets, "jsdlink", lambda source, target: links.append((source[0], target[0])))
    made = explorer(draw, a=["x", "yy"], b=[1, 2, 3], c=[10, 20])
    a, b, c, stack = made.children
    inner = list(stack.children)
    innermost = [leaf for each in inner for leaf in each.children]
    assert [target for source, target in links if source is a] == [stack]
    assert [target for source, target in links if source is b] == inner
    assert [target for source, target in links if source is c] == innermost
    assert len(links) == 1 + 2 + 6


def test_frames_share_one_layout():
    stack = explorer(draw, slope=range(10)).children[-1]
    assert len({child.layout.model_id for child in stack.children}) == 1


class ComparedLayout(explorers.frames.RememberedLayout):
    """Note how far each panel ends from where a layout of the figure's own would put it, in pixels."""

    distances: ClassVar = []

    def execute(self, figure):
        ConstrainedLayoutEngine().execute(figure)
        own = [axes.get_position(original=True) for axes in figure.axes]
        super().execute(figure)
        for axes, box in zip(figure.axes, own, strict=True):
            distance = (axes.get_position(original=True).get_points() - box.get_points()) * figure.bbox.size
            self.distances.append(np.abs(distance).max() * 96 / figure.dpi)


@pytest.fixture
def distances(monkeypatch):
    monkeypatch.setattr(explorers.frames, "RememberedLayout", ComparedLayout)
    ComparedLayout.distances.clear()
    return ComparedLayout.distances


@pytest.mark.parametrize("name", ["tangent", "neuron", "leaky_slope", "depth", "optimizer_paths"])
def test_a_remembered_layout_is_the_one_a_frame_would_get_alone(name, distances):
    READY_MADE[name]()
    assert len(distances) >= 9
    assert max(distances) < 0.01  # pixels; letters have whole ones


def test_a_label_that_moves_with_its_bar_stays_inside():
    layout = explorers.frames.RememberedLayout()
    for first, second in ((0.5, 0.5), (1, 0)):
        picture = figures.bars({"first": first, "second": second})
        picture.set_layout_engine(layout)
        picture.svg()
        ends = [text.get_window_extent().x1 for axes in picture.axes for text in axes.texts]
        assert max(ends) <= picture.bbox.x1


def test_a_frame_is_an_image_that_carries_its_text():
    value = explorer(draw, slope=[1, 2]).children[-1].children[0].value
    assert value.startswith('<img class="frame" decoding="sync" width="540" height="346" alt="Curves')
    assert 'src="data:image/svg+xml,' in value
    assert value.count('"') % 2 == 0
    assert "#" not in value


def test_numbers_read_well_on_the_slider():
    made = explorer(draw, slope=[-1.5, -0.0, 0.1 + 0.2])
    assert made.children[0].options == ("−1.5", "0", "0.3")


def frames_below(stack):
    if isinstance(stack, widgets.HTML):
        return [stack.value]
    return [frame for child in stack.children for frame in frames_below(child)]


def drawing(frame):
    """Return the SVG in a frame."""
    return unquote(re.search(r'src="data:image/svg\+xml,([^"]*)"', frame)[1])


@functools.cache
def ready_made(name):
    return READY_MADE[name]()


every_ready_made = pytest.mark.parametrize("name", READY_MADE)


@every_ready_made
def test_a_ready_made_one_draws_every_setting_differently(name):
    made = ready_made(name)
    frames = frames_below(made.children[-1])
    assert 8 <= len(frames) == len(made.sentences) <= 60
    assert len(set(frames)) == len(set(made.sentences.values())) == len(frames)
    for frame, sentence in zip(frames, made.sentences.values(), strict=True):
        assert html.escape(sentence) in frame
        assert re.search(r"\d", sentence)
        assert "nan" not in sentence
        assert frame.count('"') == 2 * len(re.findall(r'\w="', frame))


@every_ready_made
def test_a_ready_made_one_is_well_formed_and_legible_on_a_phone(name):
    for frame in frames_below(ready_made(name).children[-1]):
        svg = drawing(frame)
        assert ElementTree.fromstring(svg).tag.endswith("svg")
        sizes = [float(size) for size in re.findall(r"font-size='([\d.]+)'", svg)]
        assert min(sizes) * 96 / 72 >= 13  # pixels on a page of 540; three fifths of that on a phone


@every_ready_made
def test_all_words_of_a_ready_made_one_have_colors_that_follow_the_page(name):
    followed = {f"var(--{color},{light})" for color, light in LIGHT.items()}
    for setting, frame in zip(
        ready_made(name).sentences, frames_below(ready_made(name).children[-1]), strict=True
    ):
        texts = ElementTree.fromstring(drawing(frame)).iter("{http://www.w3.org/2000/svg}text")
        colors = {text.get("fill") for text in texts} - {
            None
        }  # tick labels have that of the group around them
        assert colors <= followed, setting


@every_ready_made
def test_a_ready_made_one_is_drawn_alike_whatever_the_readers_own_settings(name):
    with style.context("dark_background"), rc_context(SETTINGS_OF_A_READER | {"text.usetex": True}):
        again = READY_MADE[name]()
    assert frames_below(again.children[-1]) == frames_below(ready_made(name).children[-1])


@every_ready_made
def test_a_ready_made_one_stays_within_its_budget(name):
    assert len(json.dumps(dependency_state([ready_made(name)]))) <= MOST_BYTES[name]


@every_ready_made
def test_a_ready_made_one_asks_a_question(name):
    opening = getattr(explorers, name).__doc__.split("\n\n")[0]
    assert opening.rstrip().endswith("?")


def test_every_explorer_of_the_package_is_ready_made_here():
    others = {"Explorer", "Experiment", "Playground", "explorer", "playground"}
    assert set(explorers.__all__) - others == set(READY_MADE)


@every_ready_made
def test_a_ready_made_one_stands_on_some_page(name):
    chapters = Path(__file__).resolve().parent.parent.glob("chapters/*.ipynb")
    cells = [cell for path in chapters for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]]
    code = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    assert re.search(rf"(?<!figures\.)\b{name}\(", code)


def test_tangent_and_neuron_say_where_they_are():
    assert "value 0.50, slope 0.25" in ready_made("tangent").sentences[(0.0,)]
    made = neuron("relu", weights=[-1, 1], biases=[0, 2])
    assert made.sentences[(-1, 0)].startswith("ReLU(−1·x + 0): curves over x")
    assert "from 5.00 to 0.00" in made.sentences[(-1, 0)]
    assert len(set(made.sentences.values())) == 4


def test_overlay_says_where_two_are_furthest_apart():
    sentences = ready_made("overlay").sentences
    assert set(sentences) == {(each.title,) for each in CATALOGUE.values()} - {("GELU",)}
    assert "value apart by up to 0.17, at x = −0.75" in sentences[("ReLU",)]
    assert "slope apart by up to 0.50, at x = 0.00" in sentences[("ReLU",)]


def test_half_of_the_inputs_are_saturated_at_a_deviation_of_five_point_four():
    shares = {
        deviation: float(re.search(r"([\d.]+) % are saturated", sentence)[1])
        for (deviation,), sentence in ready_made("saturation").sentences.items()
    }
    assert shares[0.25] == 0 < shares[5] < 50 < shares[5.4]
    assert list(shares.values()) == sorted(shares.values())


def test_leaky_relu_is_a_maximum_up_to_a_slope_of_one():
    same = {a: ": the same" in sentence for (a,), sentence in ready_made("leaky_slope").sentences.items()}
    assert same == {a: a <= 1 for a in same}


def test_the_first_class_is_twice_as_likely_at_one_over_the_logarithm_of_two():
    sentence = ready_made("temperature").sentences[(1.44,)]
    first, second = (float(share) for share in re.findall(r"score [12] ([\d.]+)", sentence))
    assert first / second == pytest.approx(2, abs=0.01)
    with pytest.raises(
        ValueError, match=r"temperatures to be a sequence, each a finite number above 0, got \[0, 1\]"
    ):
        explorers.temperature(temperatures=[0, 1])
    with pytest.raises(ValueError, match="2 to 8 scores, got 1"):
        explorers.temperature(scores=[1])


def test_the_best_factor_for_gelu_is_not_1702():
    errors = {
        k: float(re.search(r"largest error ([\d.]+)", sentence)[1])
        for (show, k), sentence in ready_made("gelu_approximations").sentences.items()
        if show == "error"
    }
    assert (errors[1.702], errors[1.773]) == (0.0203, 0.0139)
    assert min(errors, key=errors.get) == 1.773
    x = np.linspace(-8, 8, 1601)
    misses = {k: np.abs(x * sigmoid(k * x) - gelu(x)).max() for k in np.arange(1.6, 1.9, 0.001)}
    assert min(misses, key=misses.get) == pytest.approx(1.773, abs=0.002)


def test_twenty_three_pairs_bring_the_sine_below_a_hundredth():
    errors = {}
    for (pairs,), sentence in ready_made("sine_pairs").sentences.items():
        errors[pairs], bound = map(float, re.search(r"error ([\d.]+) ≤ ([\d.]+)", sentence).groups())
        assert errors[pairs] <= bound
    assert errors[23] < 0.01 < errors[22]


def test_he_keeps_a_relu_network_alive_and_uniform_does_not():
    signals, gradients = sizes_by_layer("relu", "he", 40)
    assert 0.1 < signals[-1] < 10
    assert 0.1 < gradients[0] < 10
    signals, _ = sizes_by_layer("relu", "uniform", 40)
    assert np.log(signals[-1] / signals[0]) / 39 == pytest.approx(np.log(1 / 6) / 2, abs=0.05)
    signals, _ = sizes_by_layer("identity", "uniform", 40)
    assert np.log(signals[-1] / signals[0]) / 39 == pytest.approx(np.log(1 / 3) / 2, abs=0.05)


def test_sgd_climbs_out_of_the_valley_from_two_tenths_on():
    for (optimizer, rate), sentence in ready_made("optimizer_paths").sentences.items():
        if optimizer in ("SGD", "momentum"):
            limit = 0.2 if optimizer == "SGD" else 0.38
            assert ("climbs out" in sentence) == (rate > limit), (optimizer, rate)
    assert descent(SGD(0.25), lambda place: 10 * place, [1.0], 2).ravel().tolist() == [1, -1.5, 2.25]
    with pytest.raises(ValueError, match="optimizers to be a sequence, each one of SGD, momentum"):
        explorers.optimizer_paths(["Sgd", "Adam"])


def test_who_stays_where_it_began_has_not_climbed_out():
    sentences = explorers.optimizer_paths(["SGD", "Adam"], rates=[1e-30, 1e-3], steps=1).sentences
    assert not any("climbs out" in sentence for sentence in sentences.values())


def test_the_identity_never_untangles_the_spiral_and_relu_does():
    accuracy = {
        setting: float(re.search(r"accuracy ([\d.]+)", sentence)[1])
        for setting, sentence in ready_made("spiral_regions").sentences.items()
    }
    assert max(value for (activation, _), value in accuracy.items() if activation == "identity") < 0.6
    assert accuracy["ReLU", 300] > 0.95


def test_kernels_add_up():
    pixels = np.arange(25).reshape(5, 5)
    picture = figures.convolution(pixels, KERNELS["left edges"], (0, 0))
    assert "output from 6 to 6, the framed sum is 6, after ReLU 6" in picture.sentence
    assert figures.convolution(pixels, KERNELS["outline"], (1, 1)).sentence.endswith("is 0, after ReLU 0.")


@pytest.mark.parametrize(
    ("choices", "texts"),
    [
        ([1e-7, 2e-7, 1e-3], ("1e−7", "2e−7", "0.001")),
        ([1e-9, 2], ("1e−9", "2")),
        ([1234567, 1234568], ("1234567", "1234568")),
        ([1234567.25, 1234567.5], ("1234567.25", "1234567.5")),
        ([1 / 6, 1 / 6 + 1e-11], ("0.16666666666666666", "0.16666666667666666")),
        ([-2.2e-16, 0.5], ("0", "0.5")),
        ([-2.2e-16, 0], ("−2.2e−16", "0")),
        ([-1e15, 1e-12], ("−1e15", "1e−12")),
        ([np.float32(0.1), 1 / 3], ("0.1", "1/3")),
    ],
)
def test_what_can_be_chosen_is_told_apart_beside_its_control(choices, texts):
    made = explorer(lambda slope: draw(slope=float(slope)), slope=choices)
    assert made.children[0].options == texts
    frames = made._repr_mimebundle_()["text/plain"].splitlines()[1:]
    assert [frame.partition(":")[0] for frame in frames] == list(texts)


def test_small_numbers_are_no_zeros_in_titles():
    sentences = explorers.optimizer_paths(["SGD", "Adam"], rates=[1e-7, 1e-3]).sentences
    assert sentences["SGD", 1e-7].startswith("SGD, rate 1e−7: ")
    assert explorers.leaky_slope([1e-9, 2]).sentences[(1e-9,)].startswith("a = 1e−9: ")
    assert explorers.Experiment(learning_rate=1e-7, width=2).title.endswith("Adam 1e−7")
    assert ": entropy 0.00 bits" in explorers.temperature([100, 0], [0.1, 1]).sentences[(0.1,)]


def test_choices_may_come_one_by_one_and_values_have_an_order():
    assert explorer(draw, slope=(slope for slope in [1, 2])).children[0].options == ("1", "2")
    for values in ({-1, 0, 1}, (each for each in (-1, 0, 1))):
        with pytest.raises(ValueError, match="tangent expects values to be a sequence of numbers"):
            explorers.tangent("relu", values=values)


@pytest.mark.parametrize(
    "draws", [explorers.spiral_regions, explorers.trained_creases, explorers.playground_tour]
)
@pytest.mark.parametrize("epochs", [(20, 0), (0, 5, 5)])
def test_epochs_that_do_not_rise_are_refused(draws, epochs):
    message = f"{draws.__name__} expects epochs to be a sequence, each above the one before, got {epochs}"
    with pytest.raises(ValueError, match=re.escape(message)):
        draws(epochs=epochs)


@pytest.mark.parametrize(
    ("function", "low", "high"),
    [
        (lambda x: np.exp(-(x**2)), -0.1, 1.1),
        (np.sin, -1.1, 1.1),
        (lambda x: x * np.exp(-(x**2)), -0.53, 0.53),
        (np.square, -0.1, 15),
    ],
)
def test_a_neuron_shows_what_turns_between_its_ends(function, low, high):
    room = _room_for(Activation.of("own", function), 11.0)
    np.testing.assert_allclose(room, (low, high), rtol=0, atol=0.01)


@pytest.mark.filterwarnings("ignore:.*encountered in (log|sqrt|divide):RuntimeWarning")
@pytest.mark.parametrize("function", [np.log, np.sqrt, lambda x: 1 / x, lambda x: np.sqrt(-x)])
def test_an_activation_that_has_no_values_somewhere_is_drawn_where_it_has(function):
    own = Activation.of("own", function)
    assert len(neuron(own, [1, 2], [0, 1]).sentences) == 4
    assert len(explorers.tangent(own, [-1, 0, 1]).sentences) == 3
    with pytest.raises(ValueError, match="neuron expects activation to have finite values from -11 to 11"):
        neuron(Activation.of("none", lambda x: np.nan * x), [1, 2], [0, 1])


@pytest.mark.parametrize("size", range(1, 9))
def test_a_kernel_of_any_size_has_its_window_in_the_digit(size):
    made = explorers.kernels({"one": np.ones((size, size)), "other": np.eye(size)}, digits=[0, 1])
    assert len(made.sentences) == 4


OWN_TANH = Activation.of("tanh", np.tanh)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: explorers.spiral_regions(None), "spiral_regions expects activations to be a sequence of"),
        (
            lambda: explorers.spiral_regions(epochs=5),
            "spiral_regions expects epochs to be a sequence of numbers",
        ),
        (
            lambda: explorers.spiral_regions(["tanh", OWN_TANH]),
            "expects activations to have different titles",
        ),
        (
            lambda: explorers.depth(["relu", "relu"]),
            "depth expects activations to have different titles, got ReLU",
        ),
        (lambda: explorers.overlay("relu", [OWN_TANH, "tanh"]), "first and others to have different titles"),
        (
            lambda: explorers.optimizer_paths(rates=5),
            "optimizer_paths expects rates to be a sequence of numbers",
        ),
        (lambda: explorers.optimizer_paths(rates=[]), "rates to be a sequence of at least 2 numbers"),
        (lambda: explorers.optimizer_paths(steps=2.5), "steps to be a whole number from 1 to 10000, got 2.5"),
        (lambda: explorers.optimizer_paths(steps=0), "steps to be a whole number from 1 to 10000, got 0"),
        (
            lambda: explorers.kernels(digits=[11, 12]),
            "digits to be a sequence, each a whole number from 0 to 9",
        ),
        (lambda: explorers.kernels(digits=3), "kernels expects digits to be a sequence of digits, got 3"),
        (
            lambda: explorers.kernels({"a": np.eye(9), "b": np.eye(2)}),
            "a square of finite real numbers, at most 8",
        ),
        (
            lambda: explorers.leaky_slope([1e31, 2]),
            "slopes to be a sequence, each 0 or a number from 1e-30 to 1e30",
        ),
        (
            lambda: explorers.playground(activation=5),
            "playground expects activation to be an Activation or the name",
        ),
        (lambda: explorer(draw, slope=[1, 1.0]), "slope to have values that look different"),
        (lambda: explorer(draw, name=["a", "a"]), "name to have values that look different"),
    ],
)
def test_what_an_explorer_cannot_take_is_named(call, message):
    with pytest.raises((TypeError, ValueError), match=re.escape(message)):
        call()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({}, "one to three parameters, got 0"),
        ({"a": [1, 2], "b": [1, 2], "c": [1, 2], "d": [1, 2]}, "one to three parameters, got 4"),
        ({"a": [1]}, r"a to be a sequence of at least 2 values, got \[1\]"),
        ({"a": range(61)}, "at most 60 frames, got 61"),
        ({"a": [1, 2], "start": {"a": 3}}, "start to name a setting, got a=3"),
        ({"a": [1, 2], "start": {"b": 1}}, "start to name a setting, got b=1"),
    ],
)
def test_bad_input_is_named(arguments, message):
    with pytest.raises(ValueError, match=message):
        explorer(draw, **arguments)


def test_draw_must_return_a_picture():
    with pytest.raises(TypeError, match="expects draw to return a Picture, got float"):
        explorer(lambda slope: float(slope), slope=[1, 2])
