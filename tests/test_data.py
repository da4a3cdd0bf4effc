"""The data sets: their values, their seeds and their errors."""

import math
import re

import numpy as np
import pytest

from actlib import data


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


@pytest.mark.parametrize("points", [1, 0, -3])
def test_sine_of_fewer_than_two_points_is_an_error(points):
    with pytest.raises(ValueError, match=f"^sine expects at least 2 points, got {points}$"):
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


@pytest.mark.parametrize("name", ["xor", "NOR", "", None, 3], ids=repr)
def test_unknown_gate_is_named_in_the_error(name):
    message = f"logic_gate expects one of AND, OR, NAND, XOR, got {name!r}"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
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


def test_half_plane_is_the_same_for_the_same_seed_and_other_for_another():
    first, second = (data.half_plane(10, np.random.default_rng(1)) for _ in range(2))
    np.testing.assert_array_equal(first[0], second[0])
    np.testing.assert_array_equal(first[1], second[1])
    assert not np.array_equal(first[0], data.half_plane(10, np.random.default_rng(2))[0])


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


@pytest.mark.parametrize("rng", [0, None, "seed"], ids=repr)
def test_half_plane_without_a_generator_is_an_error(rng):
    message = f"half_plane expects rng to be a numpy.random.Generator, got {rng!r}"
    with pytest.raises(TypeError, match=f"^{re.escape(message)}$"):
        data.half_plane(10, rng)
