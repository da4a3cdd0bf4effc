"""The front page's hinges: the page's script against actlib and NumPy, and the best places stored."""

import hinges
import numpy as np
import pytest
from scipy.optimize import approx_fprime

from actlib import CATALOGUE, data
from actlib.figures import r_squared
from tests.javascript import program_in

STORED = [hinges.START] + [
    {"name": name, "hinges": row} for name, rows in hinges.best().items() for row in rows
]
every_activation = pytest.mark.parametrize("name", hinges.NAMES)


def random_states(count, seed):
    """Draw states as a reader can make them: places in order, no two closer than the gap."""
    rng = np.random.default_rng(seed)

    def state():
        many = int(rng.integers(1, hinges.MOST + 1))
        room = 1000 - hinges.GAP * (many - 1)
        places = np.sort(rng.integers(0, room + 1, many)) + hinges.GAP * np.arange(many)
        return {"name": str(rng.choice(hinges.NAMES)), "hinges": places.tolist()}

    return [state() for _ in range(count)]


STATES = STORED + random_states(400, seed=11)


@pytest.fixture(scope="module")
def javascript(tmp_path_factory):
    """Run lines of JavaScript with the page's modules and ``given``, and return their ``answer``."""
    imports = """
import { ACTIVATIONS } from "./activations.js";
import * as page from "./hinges.js";
"""
    return program_in(tmp_path_factory.mktemp("live"), imports)


# The page's script and actlib


def test_the_script_and_the_library_mean_the_same_numbers(javascript):
    names = ("STEEPNESS", "PULL", "GAP", "MOST")
    assert javascript("answer = given.map((name) => page[name]);", names) == [
        getattr(hinges, name) for name in names
    ]
    assert javascript("answer = page.PLACES;") == hinges.PLACES.tolist()
    wave = javascript("answer = page.PLACES.map(page.wave);")
    np.testing.assert_allclose(wave, data.sine(201)[1], rtol=0, atol=1e-15)


def test_the_script_has_the_activations_of_the_library_and_their_slopes(javascript):
    assert javascript("answer = Object.keys(ACTIVATIONS);") == list(hinges.NAMES)
    # As far as hinges see, with every place at which a hinge can stand; and both sides of 0.
    z = hinges.STEEPNESS * 2 * np.pi * np.arange(-1000, 1001) / 1000
    z = np.concatenate([z, [-1e-9, 1e-9]])
    lines = (
        "answer = Object.values(ACTIVATIONS).map(({ value, slope }) => [given.map(value), given.map(slope)]);"
    )
    for name, (values, slopes) in zip(hinges.NAMES, javascript(lines, z.tolist()), strict=True):
        np.testing.assert_allclose(values, CATALOGUE[name](z), rtol=1e-12, atol=1e-14, err_msg=name)
        np.testing.assert_allclose(
            slopes, CATALOGUE[name].derivative(z), rtol=1e-12, atol=1e-14, err_msg=name
        )


def test_the_script_draws_what_least_squares_and_the_library_draw(javascript):
    lines = """answer = given.map(({ name, hinges }) => {
        const { at, score } = page.fit(name, hinges);
        return [page.PLACES.map(at), score];
    });"""
    for state, (curve, score) in zip(STATES, javascript(lines, STATES), strict=True):
        name, places = state["name"], state["hinges"]
        wanted = hinges.neurons(name, places) @ hinges.fit(name, places)
        np.testing.assert_allclose(curve, wanted, rtol=0, atol=1e-7, err_msg=str(state))
        assert score == pytest.approx(hinges.score(name, places), rel=0, abs=1e-9), state


def test_the_pull_that_keeps_heights_finite_does_not_change_the_score():
    """Ordinary least squares, without it, scores at most two millionths more."""
    y = hinges.wave()
    for state in STATES:
        columns = hinges.neurons(state["name"], state["hinges"])
        plain = columns @ np.linalg.lstsq(columns, y, rcond=None)[0]
        gained = r_squared(y, plain) - hinges.score(state["name"], state["hinges"])
        assert -1e-9 < gained < 2e-6, state


def test_the_slopes_that_learning_follows_are_those_of_the_error(javascript):
    """Central differences of the mean squared gap, the heights chosen anew at each place."""
    rng = np.random.default_rng(5)
    smooth = [name for name in hinges.NAMES if not CATALOGUE[name].kinks and name != "identity"]
    beside = np.arange(102.5, 900, 60)  # the samples, at which a ReLU's error has kinks
    states = [
        {"name": name, "hinges": np.sort(rng.choice(beside, count, replace=False)).tolist()}
        for name in [*smooth, "relu"]
        for count in (1, 2, 3, 4)
    ]
    found = javascript("answer = given.map(({ name, hinges }) => page.slopes(name, hinges));", states)
    variance = np.mean((hinges.wave() - hinges.wave().mean()) ** 2)
    for state, slopes in zip(states, found, strict=True):

        def error(radians, name=state["name"]):
            return variance * (1 - hinges.score(name, np.asarray(radians) * 1000 / (2 * np.pi)))

        places = np.array(state["hinges"]) * 2 * np.pi / 1000
        step = 1e-5
        forward, backward = approx_fprime(places, error, step), approx_fprime(places, error, -step)
        np.testing.assert_allclose(slopes, (forward + backward) / 2, rtol=1e-4, atol=1e-7, err_msg=str(state))


def test_learning_goes_down_to_a_place_where_no_small_move_helps(javascript):
    lines = """answer = given.map(({ name, hinges }) => {
        const scores = [page.fit(name, hinges).score];
        for (let next = { hinges, rate: 1 }; (next = page.descend(name, next.hinges, next.rate)); ) {
            scores.push(page.fit(name, next.hinges).score);
            hinges = next.hinges;
            if (scores.length > 600) break;
        }
        return [scores, hinges];
    });"""
    states = [{"name": name, "hinges": hinges.START["hinges"]} for name in hinges.NAMES]
    found = dict(zip(hinges.NAMES, javascript(lines, states), strict=True))
    for name, (scores, places) in found.items():
        assert np.all(np.diff(scores) > 0), name
        assert 0 <= places[0] <= places[-1] <= 1000
        assert np.all(np.diff(places) > hinges.GAP - 1e-9), name
        assert scores[-1] < hinges.score(name, hinges.best()[name][2]) + 1e-3, "better than our best"
    assert len(found["step"][0]) == len(found["identity"][0]) == 1
    assert found["relu"][0][-1] > 0.98


def test_places_are_put_in_order_apart_and_inside_the_wave(javascript):
    given = [[500, 100], [990, 995, 2000], [-50, 0, 1], [0, 1000]]
    assert javascript("answer = given.map(page.apart);", given) == [
        [100, 500],
        [960, 980, 1000],
        [0, 20, 40],
        [0, 1000],
    ]


# The best places that are stored


@every_activation
def test_the_best_places_are_ones_a_reader_can_reach(name):
    rows = hinges.best()[name]
    assert [len(row) for row in rows] == list(range(1, hinges.MOST + 1))
    for row in rows:
        assert all(isinstance(place, int) for place in row)
        assert row[0] >= 0
        assert row[-1] <= 1000
        assert min(np.diff(row), default=1000) >= hinges.GAP


@every_activation
def test_more_hinges_score_no_worse_and_no_random_ones_score_better(name):
    best = [hinges.score(name, row) for row in hinges.best()[name]]
    assert np.all(np.diff(best) > -1e-6)
    for state in random_states(80, seed=3):
        assert hinges.score(name, state["hinges"]) <= best[len(state["hinges"]) - 1] + 1e-6, state


def test_the_best_stairs_are_the_best_there_are():
    """With dynamic programming over all cuts between samples: no stairs of as many steps are better."""
    y, last = hinges.wave(), len(hinges.PLACES)
    sums, squares = np.append(0, np.cumsum(y)), np.append(0, np.cumsum(y**2))

    def lost(begin, end):
        return squares[end] - squares[begin] - (sums[end] - sums[begin]) ** 2 / (end - begin)

    least = np.array([0] + [lost(0, end) for end in range(1, last + 1)])
    for row in hinges.best()["step"]:
        ends = range(1, last + 1)
        cut = [min((least[at] + lost(at, end) for at in range(1, end)), default=np.inf) for end in ends]
        least = np.array([0, *cut])
        possible = 1 - least[-1] / np.sum((y - y.mean()) ** 2)
        assert hinges.score("step", row) == pytest.approx(possible, rel=0, abs=1e-4), row
