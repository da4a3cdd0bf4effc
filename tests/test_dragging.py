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
from scipy.optimize import brentq

from actlib import CATALOGUE
from actlib.calculus import central_difference
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
        assert title in words_of(frame)


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
