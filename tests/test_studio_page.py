"""What the studio's page computes by itself, without a browser: curves as actlib has them, strokes, links."""

import base64
import json
import zlib

import numpy as np
import pytest
import studio

from actlib import CATALOGUE
from tests.javascript import LIVE, program_in

PLACES = studio.PLACES
RTOL, ATOL = 1e-12, 1e-12
LONGEST_LINK = 6000


@pytest.fixture(scope="module")
def functions():
    return {
        name: {
            "title": each.title,
            "y": each(PLACES).tolist(),
            "slope": each.derivative(PLACES).tolist(),
        }
        for name, each in CATALOGUE.items()
    }


@pytest.fixture(scope="module")
def javascript(tmp_path_factory, functions):
    """Run lines of JavaScript with the studio's modules and ``given``, and return their ``answer``."""
    folder = tmp_path_factory.mktemp("live")
    (folder / "functions.json").write_text(json.dumps(functions))
    imports = """
import { curve, PLACES } from "./curve.js";
import { createStroke } from "./stroke.js";
import { pack, unpack } from "./link.js";
import { SHAPES, START, validated } from "./studio-state.js";
import { described, digits } from "./words.js";
const functions = JSON.parse(readFileSync("functions.json"));
const complaint = async (act) => {
  try { await act(); return null; } catch (error) { return error.message; }
};
"""
    return program_in(folder, imports)


def random_states(count, seed):
    """Draw states with points on the places and beside them, so that jumps and corners are hit exactly."""
    rng = np.random.default_rng(seed)

    def pairs(most, reach):
        xs = np.sort(rng.choice(np.arange(-590, 591, 10), rng.integers(2, most), replace=False)) / 100
        return [[x, round(float(rng.uniform(-reach, reach)), 2)] for x in xs.tolist()]

    def one(*options):
        return options[rng.integers(len(options))]

    def state():
        # No value meets a limit but for rounding, which would decide the slope there.
        low = float(rng.uniform(-3, 2))
        return {
            "v": 1,
            "kind": one("points", "bent"),
            "points": pairs(12, 4),
            "between": one("straight", "smooth", "steps"),
            "formula": "x",
            "base": one(*CATALOGUE),
            "handles": pairs(6, 2),
            "symmetry": one("none", "odd", "even"),
            "period": one(None, None, round(0.05 * int(rng.integers(10, 241)), 2)),
            "clip": one(None, [low, low + 1.5]),
            "name": "random",
            "data": "spiral",
            "rival": "tanh",
        }

    return [state() for _ in range(count)]


def certain(state):
    """Return the places where the slope does not hang on how x - period * k is rounded at a kink."""
    if state["kind"] != "bent" or state["period"] is None:
        return np.full(len(PLACES), True)
    period = state["period"]
    folded = PLACES - period * np.floor((PLACES + period / 2) / period)
    kinks = CATALOGUE[state["base"]].kinks
    near = [np.abs(np.abs(folded) - abs(kink)) < 1e-9 for kink in kinks]
    return ~np.any([*near, np.full(len(PLACES), False)], axis=0)


def compare(states, curves):
    for state, found in zip(states, curves, strict=True):
        wanted, chosen = studio.curve(state), certain(state)
        for part in ("y", "slope"):
            here, there = (np.array(each[part])[chosen] for each in (found, wanted))
            np.testing.assert_allclose(here, there, rtol=RTOL, atol=ATOL, err_msg=f"{part} of {state}")


def test_a_page_and_actlib_draw_the_same_curves(javascript):
    states = random_states(400, seed=7)
    compare(states, javascript("answer = given.map((state) => curve(state, functions));", states))


def test_every_shape_to_begin_with_is_a_state_that_actlib_draws_alike(javascript):
    states = javascript(
        "answer = [START, ...SHAPES.map(({ state }) => validated({ ...START, ...state }, functions))];"
    )
    assert len(states) > 8
    compare(states, javascript("answer = given.map((state) => curve(state, functions));", states))


def test_a_stroke_becomes_few_points_through_which_the_curve_comes_back(javascript):
    rng = np.random.default_rng(3)
    x = np.linspace(-3.5, 3.5, 120)
    drawn = [np.tanh(x), np.maximum(0, x), np.sin(3 * x), np.where(x < 0, -1.0, 1.0)]
    strokes = [np.transpose([x, y + rng.uniform(-0.02, 0.02, len(x))]).tolist() for y in drawn]
    lines = """answer = given.map((stroke) => {
        const pen = createStroke();
        stroke.forEach(([x, y]) => pen.add(x, y));
        const points = pen.points(START.points, 8, "smooth");
        return [points, curve({ ...START, points }, functions).y];
    });"""
    for y, (points, curve), most in zip(drawn, javascript(lines, strokes), [9, 7, 40, 12], strict=True):
        gaps = np.diff([place for place, _ in points])
        assert len(points) <= most
        assert gaps.min() >= 0.05 - 1e-9
        off = np.abs(np.interp(x, PLACES, curve) - y)
        assert np.median(off) < 0.05


def test_a_short_stroke_mends_a_piece_and_a_stroke_backwards_counts_last(javascript):
    lines = """const pen = createStroke();
    [[1, 3], [2, 3], [1.5, 2]].forEach(([x, y]) => pen.add(x, y));
    answer = pen.points(START.points, 8, "straight");
    """
    points = javascript(lines)
    before = javascript("answer = START.points;")
    assert [point for point in before if not 0.9 < point[0] < 2.1] == [
        point for point in points if not 0.9 < point[0] < 2.1
    ]
    heights = np.interp([1, 1.5, 1.8, 2], *np.transpose(points))
    assert heights[1] < 2.5 < heights[2] < min(heights[0], heights[3])


def test_a_link_holds_a_state_and_is_short(javascript):
    lines = """const states = [START, ...given];
    const links = await Promise.all(states.map(pack));
    answer = [states, links, await Promise.all(links.map(unpack))];"""
    states, links, back = javascript(lines, random_states(20, seed=1))
    assert back == states
    assert max(map(len, links)) < 700
    assert all(
        set(link) <= set("#1.-_abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
        for link in links
    )


def plain_link(text):
    return f"#1.{base64.urlsafe_b64encode(text.encode()).decode().rstrip('=')}"


def test_a_link_of_a_browser_that_does_not_deflate_is_read(javascript):
    assert javascript("answer = await unpack(given);", plain_link('{"v": 1}')) == {"v": 1}


def test_a_damaged_link_is_refused_in_words(javascript):
    cases = {
        "#1.": "damaged",
        "#1.%%%": "damaged",
        "#1.e30x": "damaged",
        plain_link('{"v": 1, "kind"'): "damaged",
        "#2.e30": "newer version",
        "#1." + "A" * 2**20: "far too long",
    }
    lines = "answer = await Promise.all(given.map((each) => complaint(() => unpack(each))));"
    for (fragment, said), found in zip(cases.items(), javascript(lines, list(cases)), strict=True):
        assert said in found, fragment[:40]


def test_a_small_link_that_would_unpack_into_megabytes_is_refused(javascript):
    packed = zlib.compress(b'{"name": "' + b" " * 3_000_000 + b'"}', 9)
    fragment = f"#1.{base64.urlsafe_b64encode(packed).decode().rstrip('=')}"
    assert len(fragment) < LONGEST_LINK
    assert "damaged" in javascript("answer = await complaint(() => unpack(given));", fragment)


def test_an_ordinary_fragment_is_no_link(javascript):
    given = ["", "#race-it", "#1", "#what.1"]
    assert javascript("answer = await Promise.all(given.map(unpack));", given) == [None] * 4


def test_what_an_older_link_lacks_is_as_at_the_start(javascript):
    start = javascript("answer = START;")
    assert javascript("answer = validated({ v: 1, period: 3.01 }, functions);") == {**start, "period": 3.0}


REFUSED = [
    {"v": 2},
    {"kind": "other"},
    {"points": [[0, 0]]},
    {"points": [[0, 0], [0.04, 1]]},
    {"points": [[1, 0], [0, 1]]},
    {"points": [[0, 0], [7, 0]]},
    {"points": [[0, 0], [1, None]]},
    {"points": [[0, 0], [1, "1"]]},
    {"points": [[k / 10, 0] for k in range(41)]},
    {"points": {"length": 2}},
    {"between": "toString"},
    {"base": "constructor"},
    {"base": "__proto__"},
    {"rival": None},
    {"rival": "relu"},
    {"handles": []},
    {"symmetry": ["none"]},
    {"period": 0},
    {"period": "2"},
    {"clip": [1, 1]},
    {"clip": [0]},
    {"name": "n" * 41},
    {"name": "<img src=x onerror=alert(1)>"},
    {"name": "a\nb"},
    {"data": "iris"},
    {"formula": "x" * 301},
    {"formula": "__import__('js').alert(1)"},
    {"formula": "exec(x)"},
    {"formula": "[y for y in x]"},
    {"formula": "x; import os"},
    {"formula": "lambda x: x"},
    {"formula": 3},
]


def test_a_link_with_anything_else_is_refused_in_words(javascript):
    lines = """const act = (part) => complaint(() => validated({ ...START, ...part }, functions));
    answer = await Promise.all(given.map(act));"""
    for part, said in zip(REFUSED, javascript(lines, REFUSED), strict=True):
        (name,) = part
        assert said.startswith("This link holds something that is no curve"), part
        assert ("version" if name == "v" else name) in said


def test_the_formulas_that_the_page_offers_may_be_sent(javascript):
    source = (LIVE / "formula.js").read_text(encoding="utf-8")
    examples = json.loads(source.partition("EXAMPLES = ")[2].partition(";\n")[0])
    lines = """const state = (formula) => validated({ ...START, kind: "formula", formula }, functions);
    answer = given.map(state);"""
    for state in javascript(lines, examples):
        assert all(value is not None for value in studio.curve(state)["y"])


SAID = [
    (
        {"points": [[-3, 0], [0, 0], [3, 3]], "between": "straight"},
        "rises between 0 and 6, is flat between −6 and 0",
    ),
    ({"points": [[-3, -3], [3, 3]]}, "The curve rises everywhere."),
    (
        {"points": [[-3, 3], [0, 0], [3, 3]], "between": "straight"},
        "falls between −6 and 0, rises between 0 and 6",
    ),
    ({"points": [[-1, -1], [1, 1]], "clip": [-1, 1]}, "its values run from −1 to 1"),
    ({"points": [[-1, -1], [1, 1]], "between": "straight"}, "The slope is 1 at 0 and 1 at 1."),
]


def test_the_words_before_python_say_what_the_curve_does(javascript):
    lines = "answer = given.map(([change]) => described(curve({ ...START, ...change }, functions)));"
    for (change, said), found in zip(SAID, javascript(lines, SAID), strict=True):
        assert said in found, change


# What Python finds of a formula decides: from places alone no pole is told from a jump, no slope from a step.
OF_FORMULAS = {
    "np.sqrt(x)": (
        "At 0 the value is 0. The slope is no finite number at 0 and 0.5 at 1. The curve rises between "
        "0 and 6. It has no finite value between −6 and 0. Its values, taken every 0.025, run from 0 to 2.45."
    ),
    "np.log(x)": (
        "At 0 it has no finite value. The slope is no finite number at 0 and 1 at 1. The curve rises between "
        "0 and 6. It has no finite value between −6 and 0. "
        "Its values, taken every 0.025, run from −3.69 to 1.79."
    ),
    "np.arcsin(x)": (
        "At 0 the value is 0. The slope is 1 at 0 and no finite number at 1. The curve rises between "
        "−1 and 1. It has no finite value between −6 and −1, between 1 and 6. "
        "Its values, taken every 0.025, run from −1.57 to 1.57."
    ),
    "1/x": (
        "At 0 it has no finite value. The slope is no finite number at 0 and −1 at 1. The curve falls "
        "between −6 and 0, between 0 and 6. It grows beyond all bounds at 0. "
        "Its values, taken every 0.025, run from −40 to 40."
    ),
    "np.exp(x**3)": (
        "At 0 the value is 1. The slope is 0 at 0 and 8.15 at 1. The curve rises between −2.55 and 6, "
        "is nearly flat between −6 and −2.55. From −6 to 6 its values run from 0 to 6.4e+93."
    ),
    "np.where(x == 0, 0, 1/x)": (
        "At 0 the value is 0. The slope is no finite number at 0 and −1 at 1. The curve falls "
        "between −6 and 0, between 0 and 6. It grows beyond all bounds at 0. "
        "Its values, taken every 0.025, run from −40 to 40."
    ),
    "1 / (x - 0.3125)**2": "rises between −6 and 0.31. It grows beyond all bounds at 0.31.",
    "np.tan(x)": "The curve rises again and again, first between −6 and −4.71. It grows beyond all bounds",
    "np.sin(x) / x": "It has no finite value at 0.",
    "np.floor(x)": "The curve is flat everywhere. It jumps 12 times.",
    "np.tanh(1000 * (x - 0.0125))": "everywhere. From −6 to 6",
    "np.sqrt(0.31 - x)": "The curve falls between −6 and 0.31. It has no finite value between 0.31 and 6.",
}


def test_the_words_about_a_formula_say_where_it_has_no_value_and_grows_beyond_all_bounds(javascript):
    states = [{**javascript("answer = START;"), "kind": "formula", "formula": each} for each in OF_FORMULAS]
    found = javascript("answer = given.map(described);", [studio.curve(state) for state in states])
    for (formula, said), words in zip(OF_FORMULAS.items(), found, strict=True):
        assert said in words, formula


def test_what_is_drawn_jumps_on_the_page_where_it_does_in_actlib(javascript):
    steep = {"points": [[0.01, -5], [0.06, 5]], "between": "straight", "clip": [0, 1]}
    steep = {**javascript("answer = START;"), **steep}
    states = [steep, *random_states(120, seed=11)]
    found = javascript("answer = given.map((state) => curve(state, functions).jumps);", states)
    assert found[0] == []
    for state, places in zip(states, found, strict=True):
        value = studio.studio.activation_of(state)
        wanted = [x for x in studio.curve(state)["jumps"] if abs(value(x + 1e-9) - value(x - 1e-9)) > 0.01]
        np.testing.assert_allclose(places, wanted, atol=1e-6, err_msg=str(state))


def test_words_write_numbers_as_a_reader_does(javascript):
    assert javascript("answer = [-0.001, -1.5, 3, 0.126, null].map((value) => digits(value));") == [
        "0",
        "−1.5",
        "3",
        "0.13",
        "not a number",
    ]
