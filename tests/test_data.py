"""The data sets: their values, their seeds and their errors."""

import codecs
import hashlib
import math
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import numpy as np
import pytest

from actlib import data

ROOT = Path(__file__).parents[1]
without_scikit_learn = pytest.mark.not_in_browser("scikit-learn is not among its packages")
GENERATORS = pytest.mark.parametrize("generator", [np.random.default_rng, np.random.RandomState])
# What makes each seeded data set, so that they can be held to the same rules.
SEEDED = {
    "half_plane": lambda rng: data.half_plane(10, rng),
    "spiral": lambda rng: data.spiral(10, rng=rng),
    "circles": lambda rng: data.circles(10, rng),
    "split": lambda rng: data.split(np.arange(30), np.arange(30), rng),
}


@pytest.mark.parametrize("points", [2, 3, 5, 101])
def test_sine_is_one_period_on_evenly_spaced_inputs(points):
    x, y = data.sine(points)
    assert (x.shape, y.shape) == ((points,), (points,))
    assert (x.dtype, y.dtype) == (np.float64, np.float64)
    assert (x[0], x[-1]) == (0, 2 * math.pi)
    np.testing.assert_allclose(x, [2 * math.pi * i / (points - 1) for i in range(points)], rtol=1e-15)
    np.testing.assert_allclose(y, [math.sin(v) for v in x], rtol=1e-14, atol=1e-15)


def test_sine_has_101_points_unless_told():
    assert data.sine()[0].shape == (101,)


@pytest.mark.parametrize(
    ("points", "error"),
    [
        (1, ValueError),
        (0, ValueError),
        (-3, ValueError),
        (3.5, ValueError),
        ("a", TypeError),
        (None, TypeError),
    ],
)
def test_sine_of_fewer_than_two_points_is_an_error(points, error):
    message = f"sine expects points to be a whole number from 2 on, got {points!r}"
    with pytest.raises(error, match=f"^{re.escape(message)}$"):
        data.sine(points)


@pytest.mark.parametrize(
    ("name", "gate"),
    [
        ("AND", lambda a, b: a and b),
        ("OR", lambda a, b: a or b),
        ("NAND", lambda a, b: not (a and b)),
        ("XOR", lambda a, b: a != b),
    ],
)
def test_logic_gate_is_its_truth_table(name, gate):
    inputs, outputs = data.logic_gate(name)
    assert (inputs.dtype, outputs.dtype) == (np.float64, np.float64)
    np.testing.assert_array_equal(inputs, [[0, 0], [0, 1], [1, 0], [1, 1]])
    np.testing.assert_array_equal(outputs, [gate(a, b) for a, b in inputs])


def test_there_are_no_other_gates():
    assert list(data.LOGIC_GATES) == ["AND", "OR", "NAND", "XOR"]


def test_logic_gate_gives_new_arrays_each_time():
    inputs, outputs = data.logic_gate("AND")
    inputs[:] = outputs[:] = 7
    np.testing.assert_array_equal(data.logic_gate("AND")[0][3], [1, 1])
    np.testing.assert_array_equal(data.logic_gate("AND")[1], [0, 0, 0, 1])


@pytest.mark.parametrize("name", ["xor", "NOR", "", None, 3, ["AND"]], ids=repr)
def test_unknown_gate_is_named_in_the_error(name):
    message = f"logic_gate expects name to be one of AND, OR, NAND, XOR, got {name!r}"
    with pytest.raises(TypeError if name is None else ValueError, match=f"^{re.escape(message)}$"):
        data.logic_gate(name)


@pytest.mark.parametrize(
    ("weights", "bias"),
    [((1.0, 1.0), 0.0), ((2, -1), 0.5), ([0, 1], -0.3), (np.array([-1.0, 0.0]), 0)],
    ids=str,
)
def test_half_plane_labels_a_point_by_the_side_it_lies_on(weights, bias):
    x, labels = data.half_plane(200, np.random.default_rng(3), weights=weights, bias=bias)
    assert (x.shape, labels.shape) == ((200, 2), (200,))
    assert (x.dtype, labels.dtype) == (np.float64, np.float64)
    a, b = weights
    np.testing.assert_array_equal(labels, [float(a * u + b * v + bias > 0) for u, v in x])
    assert set(labels) == {0, 1}


def test_half_plane_goes_through_the_origin_unless_told():
    x, labels = data.half_plane(200, np.random.default_rng(3))
    np.testing.assert_array_equal(labels, (x.sum(axis=1) > 0).astype(float))


def test_half_plane_points_are_gaussian():
    x, labels = data.half_plane(20_000, np.random.default_rng(0))
    np.testing.assert_allclose(x.mean(axis=0), 0, atol=0.03)
    np.testing.assert_allclose(np.cov(x.T), np.eye(2), atol=0.05)
    assert abs(labels.mean() - 0.5) < 0.02


def test_half_plane_draws_from_its_own_generator_alone():
    rng = np.random.default_rng(1)
    first, second = data.half_plane(10, rng)[0], data.half_plane(10, rng)[0]
    assert not np.array_equal(first, second)
    np.testing.assert_array_equal(
        np.concatenate([first, second]), np.random.default_rng(1).standard_normal((20, 2))
    )


def test_half_plane_of_no_points_is_empty():
    x, labels = data.half_plane(0, np.random.default_rng(0))
    assert (x.shape, labels.shape) == ((0, 2), (0,))


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"points": -1}, ValueError, "points to be a whole number from 0 on, got -1"),
        ({"points": 2.5}, ValueError, "points to be a whole number from 0 on, got 2.5"),
        ({"weights": (1, 2, 3)}, ValueError, "weights to be a pair of finite numbers, got (1, 2, 3)"),
        ({"weights": 2}, ValueError, "weights to be a pair of finite numbers, got 2"),
        ({"weights": "ab"}, TypeError, "weights to be a pair of finite numbers, got 'ab'"),
        ({"weights": (1, math.nan)}, ValueError, "weights to be a pair of finite numbers, got (1, nan)"),
        ({"bias": "a"}, TypeError, "bias to be a finite real number, got 'a'"),
        ({"bias": math.nan}, ValueError, "bias to be a finite real number, got nan"),
    ],
    ids=str,
)
def test_half_plane_says_what_is_wrong(arguments, error, message):
    with pytest.raises(error, match=f"^half_plane expects {re.escape(message)}$"):
        data.half_plane(**{"points": 10, "rng": np.random.default_rng(0), **arguments})


@GENERATORS
@pytest.mark.parametrize("name", SEEDED)
def test_same_seed_gives_the_same_bytes_and_another_seed_others(name, generator):
    first, second, other = ([a.tobytes() for a in SEEDED[name](generator(seed))] for seed in (1, 1, 2))
    assert first == second
    assert first[0] != other[0]


@pytest.mark.parametrize("name", SEEDED)
def test_global_random_state_is_neither_read_nor_moved(name):
    np.random.seed(5)  # noqa: NPY002
    expected = np.random.RandomState(5).standard_normal(3)
    SEEDED[name](np.random.default_rng(1))
    np.testing.assert_array_equal(np.random.standard_normal(3), expected)  # noqa: NPY002


@pytest.mark.parametrize("rng", [0, None, "seed", np.random], ids=str)
@pytest.mark.parametrize("name", SEEDED)
def test_without_a_generator_is_an_error(name, rng):
    message = f"{name} expects rng to be a numpy.random.Generator or RandomState, got {rng!r}"
    with pytest.raises(TypeError, match=f"^{re.escape(message)}$"):
        SEEDED[name](rng)


def spiral_by_the_point(points, classes, draws, noise=0.2, angle_scale=1.0):
    """Return CS231n's spiral one point at a time, from a list of Gaussian draws."""
    rows = []
    for i in range(classes * points):
        label, place = divmod(i, points)
        share = place / (points - 1) if points > 1 else 0
        angle = (4 * label + 4 * share + noise * draws[i]) * angle_scale
        rows.append([share * math.sin(angle), share * math.cos(angle)])
    return rows, [i // points for i in range(classes * points)]


@GENERATORS
@pytest.mark.parametrize("angle_scale", [1.0, 2.5])
@pytest.mark.parametrize(("points", "classes", "noise"), [(100, 3, 0.2), (7, 5, 0), (1, 2, 0.2), (3, 1, 1.5)])
def test_spiral_is_the_recipe_point_by_point(points, classes, noise, angle_scale, generator):
    x, labels = data.spiral(points, classes, generator(4), noise, angle_scale)
    assert (x.dtype, labels.dtype) == (np.float64, np.intp)
    draws = generator(4).standard_normal(points * classes)
    rows, expected = spiral_by_the_point(points, classes, draws, noise, angle_scale)
    np.testing.assert_allclose(x, rows, rtol=0, atol=1e-14)
    np.testing.assert_array_equal(labels, expected)


def test_spiral_is_that_of_cs231n_unless_told():
    x, labels = data.spiral(rng=np.random.default_rng(0))
    rows, expected = spiral_by_the_point(100, 3, np.random.default_rng(0).standard_normal(300))
    np.testing.assert_allclose(x, rows, rtol=0, atol=1e-14)
    np.testing.assert_array_equal(labels, expected)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize(("points", "classes"), [(100, 3), (33, 5)])
def test_spiral_is_that_of_nnfs_to_the_bit(seed, points, classes):
    np.random.seed(seed)  # noqa: NPY002
    radius, arms = np.linspace(0.0, 1, points), []
    for label in range(classes):
        turned = np.random.randn(points) * 0.2 + np.linspace(label * 4, (label + 1) * 4, points)  # noqa: NPY002
        arms.append(np.column_stack([radius * np.sin(turned * 2.5), radius * np.cos(turned * 2.5)]))
    x, _ = data.spiral(points, classes, np.random.RandomState(seed), angle_scale=2.5)
    assert x.tobytes() == np.concatenate(arms).tobytes()


def test_spiral_has_the_values_of_the_package_nnfs():
    x, _ = data.spiral(100, 3, np.random.RandomState(0), angle_scale=2.5)
    # nnfs 0.5.1: spiral_data(100, 3) after numpy.random.seed(0), rows 1, 2, 99, 100, 101, 199, 250 and 299.
    expected = [
        [0.0029955566779434318, 0.00964660796601254],
        [0.012880969253666478, 0.015562848432370317],
        [-0.7005848082402775, -0.7135691462380738],
        [0, 0],
        [-2.376371211420332e-05, -0.010100982147627759],
        [0.969426955837734, -0.24538006702905632],
        [0.08957227300974197, 0.49704408311500753],
        [-0.9427887647158077, 0.3333906794222676],
    ]
    # Sine and cosine differ in their last bit from one CPU to another.
    np.testing.assert_allclose(x[[1, 2, 99, 100, 101, 199, 250, 299]], expected, rtol=1e-13, atol=1e-15)


@pytest.mark.parametrize(("angle_scale", "turns"), [(1.0, 0.6366), (2.5, 1.5915)])
def test_spiral_arm_turns_as_often_as_documented(angle_scale, turns):
    x, _ = data.spiral(1000, 1, np.random.default_rng(0), noise=0, angle_scale=angle_scale)
    angle = np.unwrap(np.arctan2(x[1:, 0], x[1:, 1]))
    assert abs((angle[-1] - angle[0]) / (2 * math.pi) - turns) < 0.002


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"points": 0}, ValueError, "points to be a whole number from 1 on, got 0"),
        ({"points": 2.5}, ValueError, "points to be a whole number from 1 on, got 2.5"),
        ({"points": True}, TypeError, "points to be a whole number from 1 on, got True"),
        ({"classes": 0}, ValueError, "classes to be a whole number from 1 on, got 0"),
        ({"classes": "3"}, TypeError, "classes to be a whole number from 1 on, got '3'"),
        ({"noise": -0.1}, ValueError, "noise to be a finite number from 0 on, got -0.1"),
        ({"noise": math.nan}, ValueError, "noise to be a finite number from 0 on, got nan"),
        ({"noise": math.inf}, ValueError, "noise to be a finite number from 0 on, got inf"),
        ({"noise": "a"}, TypeError, "noise to be a finite number from 0 on, got 'a'"),
        ({"angle_scale": "a"}, TypeError, "angle_scale to be a finite real number, got 'a'"),
        ({"angle_scale": math.nan}, ValueError, "angle_scale to be a finite real number, got nan"),
    ],
    ids=str,
)
def test_spiral_says_what_is_wrong(arguments, error, message):
    with pytest.raises(error, match=f"^spiral expects {re.escape(message)}$"):
        data.spiral(**{"rng": np.random.default_rng(0), **arguments})


@without_scikit_learn
@pytest.mark.parametrize("points", [2, 3, 100, 101])
@pytest.mark.parametrize(("noise", "factor"), [(0, 0.5), (0.1, 0.3), (0.7, 0.0)])
def test_circles_are_those_of_scikit_learn(points, noise, factor):
    from sklearn.datasets import make_circles

    x, labels = data.circles(points, np.random.RandomState(2), noise=noise, factor=factor)
    assert (x.dtype, labels.dtype) == (np.float64, np.intp)
    expected, expected_labels = make_circles(
        points, shuffle=False, noise=noise, factor=factor, random_state=np.random.RandomState(2)
    )
    np.testing.assert_allclose(x, expected, rtol=0, atol=1e-15)
    np.testing.assert_array_equal(labels, expected_labels)


def test_circles_have_radius_one_and_a_half_and_little_noise_unless_told():
    x, labels = data.circles(40_000, np.random.default_rng(0))
    angle = 2 * math.pi * (np.arange(40_000) % 20_000) / 20_000
    circle = np.stack([np.cos(angle), np.sin(angle)], axis=1) * np.where(labels == 0, 1, 0.5)[:, None]
    np.testing.assert_allclose(np.std(x - circle, axis=0), 0.1, rtol=0.02)


def test_no_line_separates_the_circles():
    x, labels = data.circles(200, np.random.default_rng(0), noise=0)
    for angle in np.linspace(0, math.pi, 50):
        along = x @ [math.cos(angle), math.sin(angle)]
        best = max(max(np.mean((along > cut) == labels), np.mean((along <= cut) == labels)) for cut in along)
        assert best < 0.7
    assert np.all((np.hypot(*x.T) < 0.75) == labels)


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"points": 1}, ValueError, "points to be a whole number from 2 on, got 1"),
        ({"points": 10.0}, ValueError, "points to be a whole number from 2 on, got 10.0"),
        ({"noise": -1}, ValueError, "noise to be a finite number from 0 on, got -1"),
        ({"factor": 1}, ValueError, "factor to be a finite number from 0 on, below 1, got 1"),
        ({"factor": -0.5}, ValueError, "factor to be a finite number from 0 on, below 1, got -0.5"),
        ({"factor": math.nan}, ValueError, "factor to be a finite number from 0 on, below 1, got nan"),
        ({"factor": "a"}, TypeError, "factor to be a finite number from 0 on, below 1, got 'a'"),
    ],
    ids=str,
)
def test_circles_say_what_is_wrong(arguments, error, message):
    with pytest.raises(error, match=f"^circles expects {re.escape(message)}$"):
        data.circles(**{"points": 10, "rng": np.random.default_rng(0), **arguments})


@without_scikit_learn
def test_digits_are_those_of_scikit_learn_bit_by_bit():
    from sklearn.datasets import load_digits

    images, labels = data.digits()
    theirs = load_digits()
    assert (images.shape, labels.shape) == ((1797, 1, 8, 8), (1797,))
    assert (images.dtype, labels.dtype) == (np.float64, np.intp)
    assert images.tobytes() == (theirs.images / 16).tobytes()
    assert labels.tolist() == theirs.target.tolist()


def test_digits_are_small_and_come_with_their_license():
    assert data.DIGITS.stat().st_size < 100_000
    text = data.DIGITS.with_name("digits-license.txt").read_text(encoding="utf-8")
    assert "Alpaydin" in text
    assert "The scikit-learn developers" in text
    listed = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
    assert listed["package-data"] == {"actlib": ["digits.npz", "digits-license.txt"]}


def test_digits_go_from_paper_to_ink():
    images, labels = data.digits()
    assert (images.min(), images.max()) == (0, 1)
    assert 16 * images.sum() == 561718
    np.testing.assert_array_equal(16 * images[0, 0, 1], [0, 0, 13, 15, 10, 15, 5, 0])
    np.testing.assert_array_equal(np.bincount(labels), [178, 182, 177, 183, 181, 182, 181, 179, 174, 180])


def test_text_is_the_zen_of_python():
    text = data.text()
    assert (len(text), len(text.splitlines())) == (856, 21)
    assert text.startswith("The Zen of Python, by Tim Peters\n\nBeautiful is better than ugly.\n")
    assert text.endswith("Namespaces are one honking great idea -- let's do more of those!")
    sha256 = "e250f274f33b9b621a04264025d50e5fb9b1f989f444d13bb373882e734e996f"
    assert hashlib.sha256(text.encode()).hexdigest() == sha256


@pytest.mark.not_in_browser("it starts no processes")
def test_text_prints_nothing_and_a_later_import_still_prints():
    script = (
        "from actlib import data\ntext = data.text()\nprint('then')\nimport this\nassert text == data.text()"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert (run.stdout, run.stderr) == (f"then\n{data.text()}\n", "")


def test_text_is_what_the_imported_module_holds(capsys):
    import this

    capsys.readouterr()
    assert data.text() == codecs.encode(this.s, "rot13")
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("text", [data.text(), "banana", "éàZ a\n\0\U0001f600", "x", ""], ids=ascii)
def test_encoded_characters_spell_the_text_again(text):
    alphabet, codes = data.encode_characters(text)
    assert "".join(alphabet[code] for code in codes) == text
    assert list(alphabet) == sorted(set(text))
    assert (codes.dtype, codes.shape) == (np.intp, (len(text),))


def test_text_has_an_alphabet_of_45():
    alphabet, codes = data.encode_characters(data.text())
    assert alphabet == "\n !'*,-.ABCDEFINPRSTUZabcdefghiklmnoprstuvwxy"
    np.testing.assert_array_equal(codes[:8], [19, 29, 26, 1, 21, 26, 34, 1])


@pytest.mark.parametrize("text", [3, None, ["a"], b"a"], ids=repr)
def test_encoding_something_else_than_text_is_an_error(text):
    message = f"encode_characters expects text to be a string, got {text!r}"
    with pytest.raises(TypeError, match=f"^{re.escape(message)}$"):
        data.encode_characters(text)


@pytest.mark.parametrize("labels", [[2, 0, 1, 1], 3, [[0, 1], [3, 2]], np.array([1], dtype="u1")], ids=str)
def test_one_hot_is_one_in_the_column_of_the_label_alone(labels):
    rows = data.one_hot(labels, 4)
    assert (rows.dtype, rows.shape) == (np.float64, (*np.shape(labels), 4))
    for place in np.ndindex(rows.shape):
        assert rows[place] == (place[-1] == np.asarray(labels)[place[:-1]])


@pytest.mark.parametrize(
    ("labels", "classes", "error", "message"),
    [
        ([0, 3], 3, ValueError, "labels to be from 0 to 2, got 3"),
        ([0, -1], 3, ValueError, "labels to be from 0 to 2, got -1"),
        ([0.0, 1.0], 3, TypeError, "labels to be integers, got dtype float64"),
        ([True], 3, TypeError, "labels to be integers, got dtype bool"),
        ("ab", 3, TypeError, "labels to be integers, got dtype <U2"),
        ([0], 0, ValueError, "classes to be a whole number from 1 on, got 0"),
        ([0], None, TypeError, "classes to be a whole number from 1 on, got None"),
        ([[0], [1, 2]], 3, ValueError, "labels to be a regular array, got rows of different lengths"),
        (
            np.ma.array([0, 1], mask=[0, 1]),
            3,
            TypeError,
            "labels to be an array without a mask, got a masked array; fill it or leave parts out",
        ),
    ],
    ids=str,
)
def test_one_hot_says_what_is_wrong(labels, classes, error, message):
    with pytest.raises(error, match=f"^one_hot expects {re.escape(message)}$"):
        data.one_hot(labels, classes)


def test_one_hot_of_no_labels_has_no_rows():
    assert data.one_hot([], 3).shape == (0, 3)
    assert data.one_hot(np.zeros((2, 0), int), 3).shape == (2, 0, 3)


@GENERATORS
@pytest.mark.parametrize(
    ("samples", "held_out", "tested"), [(100, 0.25, 25), (10, 0.33, 3), (2, 0.5, 1), (7, 0.9, 6)]
)
def test_split_parts_the_samples_and_keeps_the_pairs(samples, held_out, tested, generator):
    x = np.arange(6 * samples).reshape(samples, 2, 3)
    y = 10 * np.arange(samples)
    x_train, y_train, x_test, y_test = data.split(x, y, generator(0), held_out)
    assert (x_train.shape, x_test.shape) == ((samples - tested, 2, 3), (tested, 2, 3))
    assert sorted([*y_train, *y_test]) == list(y)
    for inputs, targets in [(x_train, y_train), (x_test, y_test)]:
        np.testing.assert_array_equal(inputs, x[targets // 10])


def test_split_holds_out_a_quarter_unless_told():
    assert len(data.split(range(80), range(80), np.random.default_rng(0))[2]) == 20


def test_split_shuffles_evenly():
    rng = np.random.default_rng(0)
    held_out = np.concatenate([data.split(range(8), range(8), rng, 0.5)[2] for _ in range(2000)])
    np.testing.assert_allclose(np.bincount(held_out) / 2000, 0.5, atol=0.05)


def test_split_gives_copies():
    x, y = np.arange(8), np.arange(8)
    for part in data.split(x, y, np.random.default_rng(0)):
        part[:] = -1
    np.testing.assert_array_equal([x, y], [range(8), range(8)])


@pytest.mark.parametrize(
    ("x", "y", "held_out", "message"),
    [
        (range(8), range(7), 0.25, "x and y of the same length, got shapes (8,) and (7,)"),
        (np.zeros((3, 2)), 1, 0.5, "x and y of the same length, got shapes (3, 2) and ()"),
        (1, 1, 0.5, "x and y of the same length, got shapes () and ()"),
        (range(8), range(8), 0, "held_out to be above 0 and below 1, got 0"),
        (range(8), range(8), 1, "held_out to be above 0 and below 1, got 1"),
        (range(8), range(8), 25, "held_out to be above 0 and below 1, got 25"),
        (range(8), range(8), math.nan, "held_out to be above 0 and below 1, got nan"),
        (range(8), range(8), 0.01, "samples on both sides, got 8 samples and held_out 0.01"),
        (range(8), range(8), 0.99, "samples on both sides, got 8 samples and held_out 0.99"),
        ([], [], 0.5, "samples on both sides, got 0 samples and held_out 0.5"),
    ],
    ids=str,
)
def test_split_says_what_is_wrong(x, y, held_out, message):
    with pytest.raises(ValueError, match=f"^split expects {re.escape(message)}$"):
        data.split(x, y, np.random.default_rng(0), held_out)


def test_split_takes_no_text_no_rows_of_different_lengths_and_no_mask():
    rng = np.random.default_rng(0)
    with pytest.raises(TypeError, match=r"^split expects held_out to be above 0 and below 1, got 'a'$"):
        data.split(range(8), range(8), rng, "a")
    with pytest.raises(ValueError, match=r"^split expects y to be a regular array, got rows of different"):
        data.split(range(2), [[1], [1, 2]], rng)
    masked = np.ma.array(range(8), mask=[1] + [0] * 7)
    for name, x, y in (("x", masked, range(8)), ("y", range(8), masked)):
        with pytest.raises(TypeError, match=f"^split expects {name} to be an array without a mask"):
            data.split(x, y, rng)
    assert len(data.split(np.ma.array(range(8)), range(8), rng)[0]) == 6
