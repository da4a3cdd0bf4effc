"""What the page of the playground gets from Python: true, plain, finite, the same training as anywhere."""

import base64
import json
import math
import re
import subprocess
import sys
from html import unescape
from pathlib import Path
from urllib.parse import parse_qsl

import numpy as np
import playground
import pytest

from actlib import CATALOGUE
from actlib.explorers.experiments import DATA, OPTIMIZERS, Experiment

ROOT = Path(__file__).resolve().parent.parent
TEXT = (ROOT / "playground.md").read_text(encoding="utf-8")
LONG = 1_000_000  # milliseconds
SEEDS = range(20)


def decoded(picture):
    return np.frombuffer(base64.b64decode(picture["bytes"]), dtype=np.uint8)


def plane(looks):
    """Return the places of the regions' picture, from the lower left corner, row after row."""
    along = np.linspace(-looks["limit"], looks["limit"], looks["regions"]["side"])
    return np.array([(x, y) for y in along for x in along])


def answers_by_hand(experiment, points):
    """Compute each hidden layer's input and output, and the scores, from the parameters alone."""
    arrays = list(experiment.network.parameters.values())
    hidden, y = [], points
    for weight, bias in zip(arrays[:-2:2], arrays[1:-2:2], strict=True):
        z = y @ weight + bias
        y = experiment.activation(z)
        hidden.append((z, y))
    return hidden, y @ arrays[-2] + arrays[-1]


@pytest.mark.parametrize("name", CATALOGUE)
def test_it_is_the_training_of_an_experiment_with_any_activation(name):
    settings = {"data": "spiral", "activation": name, "depth": 2, "width": 3, "seed": 3}
    opening = playground.begin(**settings)
    looks = playground.frame(7, LONG, known=1)
    experiment = Experiment(**settings)
    experiment.step(7)
    losses = opening["losses"] + looks["losses"]
    np.testing.assert_allclose(losses, experiment.losses, rtol=1e-12, atol=0)
    trained = playground._running["experiment"].network.flat_parameters
    np.testing.assert_array_equal(trained, experiment.network.flat_parameters)
    assert (looks["epoch"], looks["loss"]) == (7, experiment.losses[-1])
    assert looks["accuracy"] == np.mean(experiment.classify(experiment.points) == experiment.labels)
    np.testing.assert_allclose(
        opening["points"], np.column_stack([experiment.points, experiment.labels]), rtol=0, atol=1e-4
    )


@pytest.mark.parametrize("name", CATALOGUE)
def test_its_pictures_show_what_the_parameters_give(name):
    opening = playground.begin(data="circles", activation=name, depth=2, width=4)
    looks = opening | playground.frame(5, LONG)
    experiment = playground._running["experiment"]
    hidden, scores = answers_by_hand(experiment, plane(looks))
    share = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    shown = decoded(looks["regions"])
    np.testing.assert_array_equal(shown // 64, scores.argmax(axis=1))
    np.testing.assert_allclose(shown % 64, 63 * (2 * share.max(axis=1) - 1), rtol=0, atol=0.51)
    side = looks["regions"]["side"]
    for layer, (_, outputs) in zip(looks["layers"], hidden, strict=True):
        maps = decoded(layer).reshape(layer["units"], layer["side"], layer["side"])
        outputs = outputs.T.reshape(-1, side, side)[:, ::2, ::2]
        largest = np.abs(outputs).max(axis=(1, 2), keepdims=True)
        wanted = 128 + 127 * outputs / np.where(largest > 0, largest, 1)
        np.testing.assert_allclose(maps, wanted, rtol=0, atol=0.51)
    hidden, _ = answers_by_hand(experiment, experiment.points)
    for layer, (z, _) in zip(looks["layers"], hidden, strict=True):
        flat = np.all(experiment.activation.derivative(z) == 0, axis=0)
        assert layer["dead"] == np.flatnonzero(flat).tolist()


def test_the_dead_are_told_and_every_step_is():
    playground.begin(activation="step", depth=2, width=3)
    looks = playground.frame(1, LONG)
    assert [layer["dead"] for layer in looks["layers"]] == [[0, 1, 2]] * 2
    assert "dead: 1, 2, 3." in looks["words"]["layers"][1]


def test_frames_of_any_length_are_the_same_training():
    playground.begin()
    together = playground.frame(30, LONG)["losses"]
    parameters = playground._running["experiment"].network.flat_parameters
    apart = playground.begin()["losses"]
    while len(apart) < 31:
        apart += playground.frame(min(3, 31 - len(apart)), 0, known=len(apart))["losses"]
    np.testing.assert_allclose(apart, together, rtol=1e-12, atol=0)
    np.testing.assert_array_equal(playground._running["experiment"].network.flat_parameters, parameters)


def test_without_a_number_it_trains_one_epoch_at_first_and_more_later():
    playground.begin(width=2)
    assert playground.frame(milliseconds=LONG)["epoch"] == 1
    playground.frame(99, LONG)
    assert playground.frame(milliseconds=LONG)["epoch"] == 100 + 1 + 100 // playground.EPOCHS_A_FRAME


def test_without_time_it_trains_one_epoch_all_the_same():
    playground.begin(width=2)
    assert playground.frame(50, 0)["epoch"] == 1


@pytest.mark.parametrize("data", DATA)
def test_the_fresh_points_are_others_made_the_same_way(data):
    playground.begin(data=data, seed=5)
    looks = playground.frame(60, LONG)
    experiment, (points, labels) = playground._running["experiment"], playground._running["fresh"]
    assert looks["fresh"] == np.mean(answers_by_hand(experiment, points)[1].argmax(axis=1) == labels)
    assert points.shape == experiment.points.shape
    assert np.mean(np.all(points == experiment.points, axis=1)) < 0.05  # a spiral begins at one place
    np.testing.assert_allclose(points.std(axis=0), experiment.points.std(axis=0), rtol=0.2, atol=0)
    assert abs(looks["fresh"] - looks["accuracy"]) < 0.25


def test_words_say_the_shares_that_the_picture_has():
    playground.begin(data="spiral", width=16)
    looks = playground.frame(200, LONG)
    shown = decoded(looks["regions"]) // 64
    said = [float(share) for share in re.findall(r"has ([\d.]+) %", looks["words"]["regions"])]
    np.testing.assert_allclose(said, [100 * np.mean(shown == label) for label in range(3)], rtol=0, atol=0.51)
    assert "16 units" in looks["words"]["layers"][0]
    assert "and 8 more" in looks["words"]["layers"][0]
    assert re.search(r"over 200 epochs: from 1\.\d+ to 0\.", looks["words"]["loss"])


@pytest.mark.parametrize(
    ("share", "said"), [(0, "0 %"), (1, "100 %"), (0.9999, "99.5 %"), (1e-9, "0.5 %"), (0.504, "50 %")]
)
def test_only_all_are_a_hundred_percent(share, said):
    assert playground._percent(share) == said


def test_where_a_unit_is_highest():
    side = playground.begin(width=2) and playground._running["side"]
    along = np.linspace(-1, 1, side)
    right, up = np.meshgrid(along, along)
    for values, place in (
        (right + up, "upper right"),
        (-right - up, "lower left"),
        (-(right**2) - up**2, "middle"),
    ):
        assert playground._words_on_unit(0, values.ravel()).endswith(f"highest at the {place}")
    assert playground._words_on_unit(1, np.zeros(4)) == "unit 2 is 0 everywhere"


@pytest.mark.parametrize("rate", [10.0, 100.0])
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_whatever_happens_is_plain_and_finite(optimizer, rate):
    opening = playground.begin(data="XOR", activation="relu", optimizer=optimizer, learning_rate=rate)
    looks = playground.frame(40, LONG)
    text = json.dumps(opening | looks, allow_nan=False)
    assert json.loads(text) == opening | looks


def test_a_training_that_diverges_says_so_and_ends():
    playground.begin(activation="identity", width=64, depth=4, optimizer="SGD", learning_rate=100.0)
    looks = playground.frame(500, LONG)
    assert looks["trouble"].startswith("Diverged at epoch ")
    assert looks["ended"]
    assert math.isfinite(looks["loss"])
    assert playground.frame(10, LONG)["epoch"] == looks["epoch"]


def test_numbers_that_are_not_finite_are_no_numbers_on_the_page():
    playground.begin(width=2)
    playground._running["experiment"].losses.append(math.nan)
    playground._running["experiment"].network.flat_parameters[:] = math.nan
    looks = playground.frame(0, known=1)
    assert looks["losses"] == [None]
    json.dumps(looks, allow_nan=False)


def test_it_ends_after_the_most_epochs(monkeypatch):
    monkeypatch.setattr(playground, "MOST_EPOCHS", 12)
    playground.begin(width=2)
    assert not playground.frame(10, LONG)["ended"]
    looks = playground.frame(10, LONG)
    assert (looks["epoch"], looks["ended"]) == (12, True)


@pytest.mark.parametrize(
    ("settings", "error", "said"),
    [
        ({"data": "moon"}, ValueError, "data to be one of spiral, circles, XOR, half plane, got 'moon'"),
        ({"activation": "relu; import os"}, ValueError, "activation to be one of identity"),
        ({"activation": ["relu"]}, ValueError, "activation to be one of identity"),
        ({"depth": 0}, ValueError, "depth to be one of 1, 2, 3, 4, got 0"),
        ({"depth": True}, ValueError, "depth to be one of 1, 2, 3, 4, got True"),
        ({"width": 1e9}, ValueError, "width to be one of"),
        ({"learning_rate": math.nan}, ValueError, "learning_rate to be one of"),
        ({"optimizer": None}, ValueError, "optimizer to be one of SGD"),
        ({"seed": -1}, ValueError, "seed to be a whole number from 0 to 999999, got -1"),
        ({"seed": "1"}, (TypeError, ValueError), "seed to be"),
        ({"rng": 1}, TypeError, "settings among data, activation"),
    ],
)
def test_settings_that_are_none_are_refused_and_what_runs_goes_on(settings, error, said):
    playground.begin(width=2)
    with pytest.raises(error, match=re.escape(said)):
        playground.begin(**settings)
    assert playground.frame(1, LONG)["epoch"] == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"epochs": -1}, "epochs to be"),
        ({"epochs": "9"}, "epochs to be"),
        ({"epochs": 10**9}, "epochs to be"),
        ({"milliseconds": math.inf}, "milliseconds to be"),
        ({"milliseconds": None}, "milliseconds to be"),
        ({"known": 0.5}, "known to be"),
        ({"known": -3}, "known to be"),
    ],
)
def test_a_frame_refuses_what_it_cannot_mean(arguments, said):
    playground.begin(width=2)
    with pytest.raises((TypeError, ValueError), match=f"^frame expects {said}"):
        playground.frame(**arguments)


def test_a_frame_needs_a_beginning(monkeypatch):
    monkeypatch.setattr(playground, "_running", {})
    with pytest.raises(RuntimeError, match="begin was called before"):
        playground.frame()


def test_what_is_stored_with_the_page_offers_the_whole_catalogue():
    page = json.loads(json.dumps(playground.stored(), allow_nan=False))
    assert page["choices"]["activation"] == [[each.name, each.title] for each in CATALOGUE.values()]
    assert [name for name, _ in page["choices"]["data"]] == list(DATA)
    assert [name for name, _ in page["choices"]["optimizer"]] == list(OPTIMIZERS)
    for name, choices in page["choices"].items():
        assert page["start"][name] in [value for value, _ in choices]
    assert page["picture"]["epoch"] == len(page["picture"]["losses"]) - 1 == playground.STORED_EPOCHS


def test_figures_widgets_and_scipy_are_never_loaded():
    script = """
import sys
class Refused:
    @staticmethod
    def find_spec(name, path=None, target=None):
        if name in ("scipy", "matplotlib", "ipywidgets", "IPython"):
            raise ModuleNotFoundError(name, name=name)
sys.meta_path.insert(0, Refused)
import playground
for name in playground.CATALOGUE:
    playground.begin(activation=name, width=2)
    playground.frame(2, 1e6)
print("all trained")
"""
    run = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT / "live", env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (run.stdout.strip(), run.stderr) == ("all trained", "")


def links():
    return [dict(parse_qsl(unescape(link))) for link in re.findall(r'<a href="#([^"]*)"', TEXT)]


def settings_of(link):
    """Return what the page makes of a link, and refuse what it would refuse."""
    named = {"rate" if name == "learning_rate" else name: name for name in playground.START}
    found = {}
    for given, text in link.items():
        known = {str(value): value for value in playground.CHOICES[named[given]]}
        found[named[given]] = known[text if text in known else f"{float(text)}"]
    return playground.START | found


def started(link, epochs):
    """Train from every start; return the share of right points, dead units of all, and the experiments."""
    runs = []
    for seed in SEEDS:
        experiment = Experiment(**settings_of(link) | {"seed": seed})
        experiment.step(epochs)
        right = np.mean(experiment.classify(experiment.points) == experiment.labels)
        dead = sum(int(each.sum()) for each in experiment.network.dead_units(experiment.points).values())
        runs.append((right, dead, experiment))
    return runs


def said(pattern):
    """Return the numbers that the page says."""
    numbers = {"one": 1, "two": 2, "three": 3, "four": 4, "no": 0}
    groups = re.search(pattern, TEXT).groups()
    return [numbers[each] if each in numbers else int(each) for each in groups]


def test_the_identity_draws_a_straight_border_at_any_depth():
    link = links()[0]
    assert (link["activation"], link["depth"], link["width"]) == ("identity", "4", "8")
    for right, _, experiment in started(link, 200):
        places = plane(playground.begin(**settings_of(link)))
        scores = np.subtract(*answers_by_hand(experiment, places)[1].T)
        design = np.column_stack([places, np.ones(len(places))])
        flat = design @ np.linalg.lstsq(design, scores, rcond=None)[0]
        np.testing.assert_allclose(flat, scores, rtol=1e-9, atol=1e-9)
        assert 0.4 < right < 0.6


def test_as_many_starts_make_a_fence_as_the_page_says():
    _, two, three, *_ = links()
    epochs, percent, *counts = said(
        r"After (\d+) epochs, two units had more than (\d+) % of the points right in (\d+) of 20 starts, "
        r"three in (\d+) and (\w+) in 14"
    )[:4]
    counts = [*counts, 14]
    for width, count in zip((2, 3, 4), counts, strict=True):
        link = (two if width == 2 else three) | {"width": str(width)}
        assert width == 4 or link in links()
        fences = sum(right > percent / 100 for right, _, _ in started(link, epochs))
        assert abs(fences - count) <= (width > 2), (width, fences)  # rounding may cost or win one start


def test_a_rate_too_high_kills_as_many_as_the_page_says():
    *_, low, high, leaky = links()
    assert (low["rate"], high["rate"], leaky["activation"]) == ("0.3", "3", "leaky_relu")
    epochs, all_, percent, dead_low = said(
        r"After (\d+) epochs at the rate of 0.3, all (\d+) starts had more than (\d+) % of the points right, "
        r"and at most (\d+) of the 16 units were dead"
    )
    [dead_high] = said(r"no start had, and at least (\d+) units were dead in each")
    [fences] = said(r"only (\d+) of 20 starts got above 95 %")
    runs = {name: started(link, epochs) for name, link in (("low", low), ("high", high), ("leaky", leaky))}
    assert all_ == len(runs["low"])
    assert all(right > percent / 100 for right, _, _ in runs["low"])
    assert max(dead for _, dead, _ in runs["low"]) == dead_low
    assert not any(right > percent / 100 for right, _, _ in runs["high"])
    assert min(dead for _, dead, _ in runs["high"]) == dead_high
    assert {dead for _, dead, _ in runs["leaky"]} == {0}
    assert sum(right > percent / 100 for right, _, _ in runs["leaky"]) == fences
