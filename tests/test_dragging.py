"""What figures that are moved by hand draw: each kernel against actlib, stored states and random ones."""

import html
import itertools
import json
import re
from pathlib import Path
from urllib.parse import unquote

import explorer_markup
import numpy as np
import pytest
from matplotlib.path import Path as Path2D
from scipy.optimize import brentq
from scipy.signal import correlate2d
from scipy.special import softmax
from scipy.stats import entropy

from actlib import CATALOGUE, data, relu
from actlib.calculus import central_difference
from actlib.explorers.networks import KERNELS, networks_by_epoch
from actlib.nn import Dense, Network
from tests import javascript

CHAPTERS = sorted((Path(__file__).parents[1] / "chapters").glob("*.ipynb"))
VIEW = "application/vnd.jupyter.widget-view+json"
STATE = "application/vnd.jupyter.widget-state+json"
RTOL, ATOL = 1e-12, 1e-13
RANDOM = 60  # states of each explorer


def stored_explorers():
    """Yield each explorer of the chapters that has a kernel: where, what it is told, controls, frames."""
    for path in CHAPTERS:
        notebook = json.loads(path.read_text(encoding="utf-8"))
        models = notebook["metadata"].get("widgets", {}).get(STATE, {}).get("state", {})
        outputs = (output for cell in notebook["cells"] for output in cell.get("outputs", ()))
        for number, view in enumerate(
            output["data"][VIEW]["model_id"] for output in outputs if VIEW in output.get("data", {})
        ):
            told = dict(re.findall(r' data-(\w+)="([^"]*)"', explorer_markup.markup(models, view)[0]))
            if "kernel" in told:
                yield f"{path.stem}-{number}", told, *explorer_markup.explorer(models, view)


STORED = list(stored_explorers())


def of_kernel(kernel):
    found = [(told, controls, frames) for _, told, controls, frames in STORED if told["kernel"] == kernel]
    names = [name for name, told, _, _ in STORED if told["kernel"] == kernel]
    return pytest.mark.parametrize(("told", "controls", "frames"), found, ids=names)


def number(text):
    return float(text.replace("−", "-"))


def stops_of(controls):
    return {
        each["label"]: [number(text) for text in each["options"]]
        for each in controls
        if each["kind"] == "slider"
    }


def settings_of(controls):
    stops = stops_of(controls)
    choices = [stops.get(each["label"], each["options"]) for each in controls]
    return [
        dict(zip([each["label"] for each in controls], setting, strict=True))
        for setting in itertools.product(*choices)
    ]


def words_of(frame):
    """Return the texts that a stored frame draws."""
    return re.findall(r"<text[^>]*>([^<]*)</text>", unquote(html.unescape(frame.split(' src="')[1])))


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    kernels = sorted({told["kernel"] for _, told, _, _ in STORED})
    imports = "".join(f'import * as {kernel}Module from "./{kernel}.js";\n' for kernel in kernels)
    imports += f"const kernels = {{ {', '.join(f'{kernel}: {kernel}Module' for kernel in kernels)} }};\n"
    return javascript.program_in(tmp_path_factory.mktemp("live"), imports)


@pytest.fixture
def ask(run):
    """Run lines with the ``kernel`` of an explorer, its ``module`` and ``given``."""

    def ask(told, controls, lines, given):
        made = {"told": told, "stops": stops_of(controls), "given": given}
        return run(
            "const { told, stops } = given; const module = kernels[told.kernel];\n"
            "const kernel = module[told.kernel](told.of, stops, told.at);\n"
            f"{{ const states = given.given; {lines} }}",
            made,
        )

    return ask


def random_states(controls, seed):
    rng = np.random.default_rng(seed)
    stops = stops_of(controls)
    return [
        {name: float(rng.uniform(min(each), max(each))) for name, each in stops.items()}
        for _ in range(RANDOM)
    ]


EVERY = pytest.mark.parametrize(("name", "told", "controls", "frames"), STORED, ids=[s[0] for s in STORED])


@EVERY
def test_at_each_stored_state_the_drawing_says_what_the_stored_frame_says(ask, name, told, controls, frames):
    titles = ask(
        told, controls, "answer = states.map((each) => kernel.scene(kernel.start(each)).title);",
        settings_of(controls),
    )  # fmt: skip
    for title, frame in zip(titles, frames, strict=True):
        assert any(words.startswith(title) for words in words_of(frame)), title


@EVERY
def test_handles_stop_at_the_stored_states_and_go_where_they_are_asked(ask, name, told, controls, frames):
    lines = """answer = states.map((each) => {
        const state = kernel.start(each);
        const reached = (k) => (stop) => [stop, kernel.handles(kernel.set(state, k, stop))[k].value];
        return kernel.handles(state).map(({ stops = [], value }, k) => [value, stops.map(reached(k))]);
    });"""
    for handles in ask(told, controls, lines, settings_of(controls)):
        for value, stops in handles:
            if stops and not isinstance(value, list):
                assert min(abs(value - stop) for stop, _ in stops) < 1e-9
                np.testing.assert_allclose(*np.transpose(stops), rtol=1e-12, atol=1e-12)


# The neuron


@of_kernel("neuron")
def test_a_neuron_is_drawn_as_actlib_computes_it(ask, told, controls, frames):
    activation = CATALOGUE[told["of"]]
    states = settings_of(controls) + random_states(controls, seed=1)
    states = [each for each in states if abs(each["weight"]) > 0.05]
    lines = """answer = [module.INPUTS, states.map((each) => {
        const [crossing, slope] = kernel.handles(kernel.start(each));
        const line = (as) => kernel.scene(each).panels[0].shapes.find((shape) => shape.as === as).line;
        return [kernel.output(each), crossing.value, crossing.at[1], line("curve"), line("tangent")];
    })];"""
    x, drawn = ask(told, controls, lines, states)
    x = np.array(x)
    for state, (output, crossing, level, line, tangent) in zip(states, drawn, strict=True):
        weight, bias = state["weight"], state["bias"]

        def neuron(x, weight=weight, bias=bias):
            return activation(weight * x + bias)

        np.testing.assert_allclose(output, neuron(x), rtol=RTOL, atol=ATOL)
        np.testing.assert_allclose(np.transpose(line), [x, neuron(x)], rtol=RTOL, atol=ATOL)
        # Where the sum passes 0, found by another way than by dividing.
        assert crossing == pytest.approx(brentq(lambda x: weight * x + bias, -200, 200, xtol=1e-12), abs=1e-9)  # noqa: B023
        assert level == pytest.approx(float(activation(0.0)), rel=0, abs=1e-15)
        if abs(crossing) < 5:
            (x0, y0), (x1, y1) = tangent
            active = crossing + 1e-3 * np.sign(weight) if told["of"] == "relu" else crossing
            slope = central_difference(neuron, active, 1e-5)
            assert (y1 - y0) / (x1 - x0) == pytest.approx(float(slope), rel=1e-6, abs=1e-8)


@of_kernel("neuron")
def test_a_dragged_crossing_keeps_the_weight_and_a_turned_slope_keeps_the_crossing(
    ask, told, controls, frames
):
    rng = np.random.default_rng(2)
    states = [each for each in random_states(controls, seed=3) if abs(each["weight"]) > 0.2]
    asked = [[each, float(rng.uniform(-5, 5)), float(rng.uniform(0.2, 1))] for each in states]
    lines = """answer = states.map(([state, place, share]) => {
        const moved = kernel.set(state, 0, kernel.dragged(state, 0, [place, 0]));
        const [{ at: from }, { at: to }] = kernel.handles(state);
        const between = from.map((side, k) => side + share * (to[k] - side));
        return [moved, kernel.set(state, 1, kernel.dragged(state, 1, between))];
    });"""
    for (state, place, _), (moved, turned) in zip(asked, ask(told, controls, lines, asked), strict=True):
        assert moved["weight"] == state["weight"]
        assert -moved["bias"] / moved["weight"] == pytest.approx(place, rel=0, abs=0.0051)
        crossing = -state["bias"] / state["weight"]
        assert -turned["bias"] / turned["weight"] == pytest.approx(crossing, rel=1e-9, abs=1e-9)
        assert turned["weight"] == pytest.approx(state["weight"], rel=0.08, abs=0.03)


# The point that paints the slope's curve, and the secant


@of_kernel("tangent")
def test_a_point_has_value_slope_and_secant_of_actlib(ask, told, controls, frames):
    activation = CATALOGUE[told["of"]]
    rng = np.random.default_rng(4)
    firsts = [each["x"] for each in settings_of(controls)] + rng.uniform(-5, 5, RANDOM).round(2).tolist()
    states = [[x, round(float(rng.uniform(-5, 5)), 2)] for x in firsts]
    states += [[x, x] for x in firsts]
    lines = """answer = states.map(([x, second]) => {
        const state = { ...kernel.start({ x }), second };
        const { shapes } = kernel.scene(state).panels[0];
        const line = (as) => shapes.find((each) => each.as === as).line;
        const handles = kernel.handles(state).map(({ at }) => at);
        return [line("curve"), line("slope"), line("tangent"), handles, kernel.secant(state)];
    });"""
    for (x, second), (curve, slopes, tangent, handles, secant) in zip(
        states, ask(told, controls, lines, states), strict=True
    ):
        for line, of in ((curve, activation), (slopes, activation.derivative)):
            places, values = np.transpose(np.array(line, dtype=float))
            assert len(places) > 200
            there = np.isfinite(values)
            np.testing.assert_allclose(values[there], of(places[there]), rtol=RTOL, atol=ATOL)
        np.testing.assert_allclose(
            handles, [[x, activation(x)], [second, activation(second)]], rtol=RTOL, atol=ATOL
        )
        (x0, y0), (x1, y1) = tangent
        slope = float(activation.derivative(x))
        assert (y1 - y0) / (x1 - x0) == pytest.approx(slope, rel=1e-9, abs=1e-12)
        rise = float(activation(second) - activation(x)) / (second - x) if second != x else slope
        assert secant == pytest.approx(rise, rel=1e-9, abs=1e-12)


@of_kernel("tangent")
def test_what_a_point_has_passed_is_painted_and_no_more(ask, told, controls, frames):
    activation = CATALOGUE[told["of"]]
    walks = np.random.default_rng(5).uniform(-5, 5, (RANDOM, 3)).round(2).tolist()
    lines = """answer = states.map(([start, ...walk]) => {
        const state = walk.reduce((state, x) => kernel.set(state, 0, x), kernel.start({ x: start }));
        return kernel.scene(state).panels[0].shapes.find(({ as }) => as === "painted").line;
    });"""
    for walk, painted in zip(walks, ask(told, controls, lines, walks), strict=True):
        x, slopes = np.transpose(np.array(painted, dtype=float))
        assert (x.min(), x.max()) == (min(walk), max(walk))
        assert np.all(np.diff(x) >= 0)
        there = np.isfinite(slopes)
        np.testing.assert_allclose(slopes[there], activation.derivative(x[there]), rtol=RTOL, atol=ATOL)


@of_kernel("secant")
def test_the_line_through_two_points_has_their_slope(ask, told, controls, frames):
    activation, place = CATALOGUE[told["of"]], float(told["at"])
    distances = stops_of(controls)["h"] + np.random.default_rng(6).uniform(0.01, 2, RANDOM).round(2).tolist()
    states = [[h, points] for h in distances for points in ("one-sided", "two-sided")]
    lines = """answer = [module.INPUTS, states.map(([h, points]) => {
        const state = kernel.set(kernel.start({ h: 1, points }), 0, h);
        const line = (as) => kernel.scene(state).panels[0].shapes.find((shape) => shape.as === as).line;
        return [kernel.steep(state), kernel.handles(state).map(({ at }) => at), line("curve"), line("chord")];
    })];"""
    x, drawn = ask(told, controls, lines, states)
    for (h, points), (steep, handles, curve, chord) in zip(states, drawn, strict=True):
        np.testing.assert_allclose(np.transpose(curve), [x, activation(x)], rtol=RTOL, atol=ATOL)
        ends = [place + h] + [place - h] * (points == "two-sided")
        np.testing.assert_allclose(np.transpose(handles), [ends, activation(ends)], rtol=RTOL, atol=ATOL)
        first = place if points == "one-sided" else place - h
        rise = np.polyfit([first, place + h], activation([first, place + h]), 1)
        np.testing.assert_allclose(steep, rise[0], rtol=1e-9, atol=1e-11)
        x_line, y_line = np.transpose(chord)
        np.testing.assert_allclose(y_line, np.polyval(rise, x_line), rtol=1e-9, atol=1e-9)


# Corners along the sine


@of_kernel("pairs")
def test_corners_are_joined_as_the_sum_of_relu_pairs_joins_them(ask, told, controls, frames):
    rng = np.random.default_rng(7)
    x, sine = data.sine(481)
    ends = [np.linspace(0, 2 * np.pi, int(count) + 1) for count in stops_of(controls)["pairs"]]
    for _ in range(RANDOM):
        inner = np.sort(rng.uniform(0, 2 * np.pi - 0.8, rng.integers(1, 8)))
        ends.append(np.concatenate([[0], inner + 0.1 * np.arange(1, len(inner) + 1), [2 * np.pi]]))
    lines = """answer = states.map((corners) => {
        const { panels: [above, below] } = kernel.scene({ pairs: corners.length - 1, corners });
        const line = (panel, as) => panel.shapes.find((shape) => shape.as === as).line;
        const { INPUTS, built, errors, largest } = module;
        const drawn = [line(above, "curve"), line(below, "edge")];
        return [INPUTS, built(corners), errors(corners), largest(corners), ...drawn];
    });"""
    drawn = ask(told, controls, lines, [each.tolist() for each in ends])
    for corners, (inputs, built, errors, largest, line, edge) in zip(ends, drawn, strict=True):
        np.testing.assert_allclose(inputs, x, rtol=0, atol=1e-14)
        rises = np.diff(np.sin(corners)) / np.diff(corners)
        wanted = (relu(x[:, None] - corners[:-1]) - relu(x[:, None] - corners[1:])) @ rises
        np.testing.assert_allclose(built, wanted, rtol=0, atol=1e-12)
        np.testing.assert_allclose(errors, wanted - sine, rtol=0, atol=1e-12)
        assert largest == pytest.approx(np.abs(wanted - sine).max(), rel=0, abs=1e-12)
        np.testing.assert_allclose(np.transpose(line), [corners, np.sin(corners)], rtol=0, atol=1e-14)
        np.testing.assert_allclose(np.transpose(edge), [x[::2], (wanted - sine)[::2]], rtol=0, atol=1e-12)


@of_kernel("pairs")
def test_a_corner_keeps_its_distance_from_its_neighbors(ask, told, controls, frames):
    rng = np.random.default_rng(8)
    walks = [[int(rng.integers(7)), float(x)] for x in rng.uniform(-1, 8, RANDOM)]
    lines = """let state = kernel.start({ pairs: 8 });
    const moved = (k, x) => (state = kernel.set(state, k, kernel.dragged(state, k, [x, 0])));
    answer = states.map(([k, x]) => moved(k, x).corners);"""
    for corners in ask(told, controls, lines, walks):
        assert (corners[0], corners[-1]) == (0, 2 * np.pi)
        assert np.min(np.diff(corners)) > 0.1 - 1e-9


# Scores and temperature


@of_kernel("temperature")
def test_shares_are_those_of_softmax(ask, told, controls, frames):
    rng = np.random.default_rng(9)
    scores = list(map(float, told["of"].split(",")))
    states = [{"scores": scores, "temperature": heat} for heat in stops_of(controls)["temperature"]]
    states += [
        {"scores": rng.uniform(-4, 4, len(scores)).tolist(), "temperature": float(10 ** rng.uniform(-1, 2))}
        for _ in range(RANDOM)
    ]
    lines = """answer = states.map((state) => {
        const bars = kernel.scene(state).panels[1].shapes.filter(({ as }) => as === "share");
        const [shares, handles] = [kernel.shares(state), kernel.handles(state).map(({ at }) => at[0])];
        return [shares, bars.map(({ box }) => box[2]), module.entropy(shares), handles];
    });"""
    for state, (shares, bars, bits, handles) in zip(states, ask(told, controls, lines, states), strict=True):
        wanted = softmax(np.array(state["scores"]) / state["temperature"])
        np.testing.assert_allclose(shares, wanted, rtol=RTOL, atol=1e-300)
        assert bars == shares
        assert bits == pytest.approx(entropy(wanted, base=2), rel=1e-10, abs=1e-14)
        wanted = [*state["scores"], np.log10(state["temperature"])]
        np.testing.assert_allclose(handles, wanted, rtol=0, atol=1e-12)


# The kernel's window over a digit


@of_kernel("convolution")
def test_the_script_has_the_digits_and_the_kernels_of_the_library(ask, told, controls, frames):
    images, labels = data.digits()
    digits, kernels = ask(
        told, controls, "answer = [states.map(module.pixelsOf), module.KERNELS];", list(range(10))
    )
    for digit, pixels in enumerate(digits):
        assert pixels == np.rint(16 * images[labels == digit][0, 0]).ravel().tolist()
    assert {name: np.reshape(kernel, (3, 3)).tolist() for name, kernel in kernels.items()} == KERNELS


@of_kernel("convolution")
def test_a_window_gives_the_sum_that_scipy_gives_also_of_a_painted_image(ask, told, controls, frames):
    rng = np.random.default_rng(10)
    states = [{"start": setting, "window": [2, 1], "paint": []} for setting in settings_of(controls)] + [
        {
            "start": {"kernel": str(rng.choice(list(KERNELS))), "digit": int(rng.integers(10))},
            "window": rng.integers(6, size=2).tolist(),
            "paint": rng.integers(8, size=(5, 2)).tolist(),
        }
        for _ in range(RANDOM)
    ]
    lines = """answer = states.map(({ start, window, paint }) => {
        let state = kernel.set(kernel.start(start), 0, window);
        for (const place of paint) state = kernel.set(state, 1, place);
        const signed = ({ as, strength }) => Number(strength) * (as === "low" ? -1 : 1);
        const { panels } = kernel.scene(state);
        const cells = panels.map(({ shapes }) => shapes.filter(({ strength }) => strength));
        const framed = cells.slice(2).map((panel) => panel.find(({ text }) => text).text);
        return [state.pixels, kernel.sum(state), framed, cells.map((panel) => panel.map(signed))];
    });"""
    images, labels = data.digits()
    for state, (pixels, total, framed, cells) in zip(states, ask(told, controls, lines, states), strict=True):
        image = np.rint(16 * images[labels == state["start"]["digit"]][0, 0])
        for row, column in state["paint"]:
            image[row, column] = image[row, column] if [row, column] == [7, 0] else 16
        np.testing.assert_array_equal(np.reshape(pixels, (8, 8))[:7], image[:7])
        image = np.reshape(pixels, (8, 8))
        sums = correlate2d(image, KERNELS[state["start"]["kernel"]], mode="valid")
        assert total == sums[tuple(state["window"])]
        positive = np.maximum(sums, 0)
        assert [number(text) for text in framed] == [total, max(total, 0)]
        for drawn, values in zip(
            cells, (image, KERNELS[state["start"]["kernel"]], sums, positive), strict=True
        ):
            values = np.ravel(values)
            wanted = 0.85 * values / (np.abs(values).max() or 1)
            np.testing.assert_allclose(drawn, wanted, rtol=0, atol=0.00501)


# Creases around a circle


@of_kernel("fence")
def test_what_no_relu_reaches_is_inside_the_fence(ask, told, controls, frames):
    points, labels = data.circles(60, np.random.default_rng(0))
    rng = np.random.default_rng(11)
    feet = [
        float(told["at"]) * np.stack([np.cos(angles), np.sin(angles)], axis=1)
        for count in map(int, stops_of(controls)["creases"])
        for angles in [np.pi / 2 + 2 * np.pi * np.arange(count) / count]
    ]
    feet += [rng.uniform(-1, 1, (int(rng.integers(1, 7)), 2)) for _ in range(RANDOM)]
    places = rng.uniform(-1.4, 1.4, (200, 2))
    lines = """const { feet, places } = states;
    answer = [module.POINTS, feet.map((each) => {
        const stored = kernel.start({ creases: each.length }).feet;
        const inside = places.map((place) => module.isInside(each, place));
        const given = places.slice(0, 20).map((place) => module.outputs(each, place));
        return [module.share(each), inside, module.yard(each), stored, given];
    })];"""
    given = {"feet": [each.tolist() for each in feet], "places": places.tolist()}
    drawn, found = ask(told, controls, lines, given)
    np.testing.assert_allclose(drawn, points, rtol=0, atol=5.1e-5)
    for creases, (share, inside, yard, stored, given) in zip(feet, found, strict=True):
        distances = np.linalg.norm(creases, axis=1)
        normals = (creases / distances[:, None]).T

        def answer(places, normals=normals, distances=distances):
            return relu(places @ normals - distances).sum(axis=1) == 0

        assert share == pytest.approx(np.mean(answer(np.array(drawn)) == labels), rel=0, abs=1e-12)
        assert inside == answer(places).tolist()
        np.testing.assert_allclose(given, relu(places[:20] @ normals - distances), rtol=0, atol=1e-14)
        if len(yard) > 2:
            assert [bool(each) for each in Path2D(yard).contains_points(places)] == inside
        assert len(stored) == len(creases)
    for creases, (_, _, _, stored, _) in zip(feet[: len(stops_of(controls)["creases"])], found, strict=False):
        np.testing.assert_allclose(stored, creases, rtol=0, atol=1e-14)


# Creases of a network that has learned


def network_of(text):
    """Return actlib's network of the numbers that the page is told."""
    numbers = np.array(text.split(","), dtype=float)
    across, up, biases, weights = numbers[:-1].reshape(-1, 4).T
    return Network([Dense.of([across, up], biases), "relu", Dense.of(weights[:, None], numbers[-1:])])


@of_kernel("creases")
def test_what_the_page_is_told_of_a_network_is_what_was_trained(told, controls, frames):
    points, labels = data.circles(60, np.random.default_rng(0))
    epochs = [int(epoch) for epoch in stops_of(controls)["epoch"]]
    trained = networks_by_epoch("relu", points, labels, epochs, width=6, seed=4)
    for epoch, text in zip(epochs, told["of"].split("|"), strict=True):
        told_of, (network, _) = network_of(text), trained[epoch]
        last = network.layers[-1]
        for rounded, exact in (
            (told_of.layers[0].weight_and_bias, network.layers[0].weight_and_bias),
            (told_of.layers[-1].weight_and_bias, np.diff(last.weight_and_bias)),
        ):
            np.testing.assert_allclose(rounded, exact, rtol=0, atol=5.1e-4)


@of_kernel("creases")
def test_a_network_whose_creases_are_moved_is_drawn_as_actlib_computes_it(ask, told, controls, frames):
    epochs = [int(epoch) for epoch in stops_of(controls)["epoch"]]
    rng = np.random.default_rng(12)
    places = rng.uniform(-1.4, 1.4, (300, 2))
    moves = [
        [epochs[k % len(epochs)], int(rng.integers(6)), float(rng.uniform(-1.4, 1.4))] for k in range(RANDOM)
    ]
    lines = """const { epochs, places, moves } = states;
    const told = (state) => [
        module.share(state.net), places.map((place) => module.score(state.net, place)),
        module.inside(state.net), kernel.handles(state).map(({ value }) => value), kernel.moved(state),
    ];
    const stored = epochs.map((epoch) => kernel.start({ epoch }));
    const walked = moves.map(([epoch, unit, far]) => kernel.set(kernel.start({ epoch }), unit, far));
    answer = [kernels.fence.POINTS, stored.map(told), walked.map(told)];"""
    given = {"epochs": epochs, "places": places.tolist(), "moves": moves}
    points, stored, walked = ask(told, controls, lines, given)
    labels = np.repeat([0, 1], len(points) // 2)
    networks = dict(zip(epochs, told["of"].split("|"), strict=True))

    def agrees(network, share, scores, pieces, values):
        first = network.layers[0]
        distances = -first.bias / np.linalg.norm(first.weight, axis=0)
        np.testing.assert_allclose(values[:-1], distances, rtol=1e-12, atol=1e-14)
        exact = network.predict(places)[:, 0]
        np.testing.assert_allclose(scores, exact, rtol=1e-12, atol=1e-12)
        assert values[-1] == pytest.approx(network.predict([[0, 1.2]])[0, 0], rel=1e-12, abs=1e-12)
        drawn = np.sum([Path2D(piece).contains_points(places) for piece in pieces], axis=0)
        np.testing.assert_array_equal(drawn, exact > 0)
        right = (network.predict(points)[:, 0] > 0) == labels
        assert share == pytest.approx(right.mean(), rel=0, abs=1e-12)

    for epoch, (*found, is_moved), frame in zip(epochs, stored, frames, strict=True):
        agrees(network_of(networks[epoch]), *found)
        assert not is_moved
        assert f"epoch: {epoch}, {100 * found[0]:.0f}% of the dots on their side" in frame
    for (epoch, unit, far), (*found, is_moved) in zip(moves, walked, strict=True):
        network = network_of(networks[epoch])
        first = network.layers[0]
        first.bias[unit] = -far * np.linalg.norm(first.weight[:, unit])
        agrees(network, *found)
        assert is_moved
