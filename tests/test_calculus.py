"""central_difference, complex_step and gradient_check, and every derivative checked by them."""

import math
import re
from fractions import Fraction

import numpy as np
import pytest

import actlib
from actlib import CATALOGUE, central_difference, complex_step, gradient_check

# 160 points: 0 is not among them. Softsign and ELU have no second derivative there.
POINTS = np.linspace(-8, 8, 160)

every_activation = pytest.mark.parametrize("activation", CATALOGUE.values(), ids=CATALOGUE)


def away_from(kinks, x=POINTS):
    return x[np.all([np.abs(x - kink) > 0.01 for kink in kinks], axis=0)] if kinks else x


@every_activation
def test_every_derivative_is_the_central_difference_of_its_function(activation):
    x = away_from(activation.kinks)
    assert x.size >= 158
    assert gradient_check(activation.function, activation.derivative, x) < 1e-9


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("gelu", {"approximate": "tanh"}),
        ("gelu", {"approximate": "sigmoid"}),
        ("leaky_relu", {"negative_slope": 0}),
        ("leaky_relu", {"negative_slope": -0.7}),
        ("leaky_relu", {"negative_slope": 3}),
        ("prelu", {"alpha": 0}),
        ("prelu", {"alpha": -0.7}),
        ("prelu", {"alpha": np.linspace(-1, 2, 160)}),
        ("elu", {"alpha": 0.3}),
        ("elu", {"alpha": 2.5}),
    ],
    ids=lambda v: v if isinstance(v, str) else str(next(iter(v.values())))[:12],
)
def test_derivatives_with_parameters_are_central_differences(name, parameters):
    function, derivative = getattr(actlib, name), getattr(actlib, f"{name}_derivative")
    error = gradient_check(lambda x: function(x, **parameters), lambda x: derivative(x, **parameters), POINTS)
    assert error < 1e-9


@pytest.mark.parametrize("wrong", [1.001, 0.5, -1])
@pytest.mark.parametrize("name", ["sigmoid", "tanh", "gelu", "silu", "mish", "softplus", "elu"])
def test_gradient_check_finds_a_wrong_derivative(name, wrong):
    activation = CATALOGUE[name]
    error = gradient_check(activation.function, lambda x: wrong * activation.derivative(x), POINTS)
    assert error > 1e-4


@pytest.mark.parametrize(
    ("function", "slope"),
    [
        (np.sin, np.cos),
        (np.exp, np.exp),
        (np.tanh, lambda x: 1 / np.cosh(x) ** 2),
        (np.square, lambda x: 2 * x),
    ],
    ids=["sin", "exp", "tanh", "square"],
)
def test_central_difference_is_good_to_ten_digits(function, slope):
    x = np.linspace(-3, 3, 61)
    np.testing.assert_allclose(central_difference(function, x), slope(x), rtol=1e-9, atol=1e-10)


def test_central_difference_scales_its_step_with_x():
    x = np.array([-1e12, -1e6, 1e6, 1e12])
    np.testing.assert_allclose(central_difference(np.square, x), 2 * x, rtol=1e-9)


def test_central_difference_of_a_straight_line_is_exact_with_any_step():
    assert central_difference(lambda x: 3 * x, 5.0, step_size=2.0) == 3
    assert central_difference(np.square, 5.0, step_size=2.0) == 10


def test_central_difference_uses_the_given_step():
    assert central_difference(np.abs, 0.5, step_size=1.0) == (1.5 - 0.5) / 2
    assert central_difference(lambda x: x**3, 0.0, step_size=0.5) == 0.25


@pytest.mark.parametrize(
    "x", [1, 1.5, [1, 2], [[True, False]], np.float32(1.5), Fraction(1, 2), []], ids=repr
)
def test_slopes_are_float64_of_the_shape_of_x(x):
    for slope in (central_difference(np.sin, x), complex_step(np.sin, x)):
        assert np.shape(slope) == np.shape(x)
        assert np.asarray(slope).dtype == np.float64
        np.testing.assert_allclose(slope, np.cos(np.asarray(x, dtype=float)), rtol=1e-9)


@pytest.mark.parametrize(
    ("function", "slope"),
    [
        (np.sin, np.cos),
        (np.exp, np.exp),
        (lambda z: 1 / (1 + np.exp(-z)), actlib.sigmoid_derivative),
        (lambda z: z / (1 + np.exp(-z)), actlib.silu_derivative),
        (lambda z: np.log(1 + np.exp(z)), actlib.softplus_derivative),
        (np.tanh, actlib.tanh_derivative),
        (lambda z: z * np.tanh(np.log(1 + np.exp(z))), actlib.mish_derivative),
    ],
    ids=["sin", "exp", "sigmoid", "silu", "softplus", "tanh", "mish"],
)
def test_complex_step_is_as_precise_as_the_formula(function, slope):
    x = np.linspace(-8, 8, 161)
    np.testing.assert_allclose(complex_step(function, x), slope(x), rtol=1e-13, atol=4e-16)


def test_complex_step_uses_the_given_step():
    assert complex_step(lambda z: z**3, 0.0, step_size=0.5) == -0.25


@pytest.mark.parametrize("step_size", [0, -1e-3, math.nan], ids=repr)
def test_step_size_that_is_not_above_zero_is_named_in_the_error(step_size):
    message = f"central_difference expects step_size above zero, got {step_size!r}"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        central_difference(np.sin, 1.0, step_size=step_size)


@pytest.mark.parametrize(("x", "dtype"), [("a", "<U1"), (None, "object"), (1j, "complex128")], ids=repr)
def test_x_that_is_not_real_is_named_in_the_error(x, dtype):
    for differentiate in (central_difference, complex_step):
        message = f"{differentiate.__name__} expects x to be real numbers, got dtype {dtype}"
        with pytest.raises(TypeError, match=f"^{re.escape(message)}$"):
            differentiate(np.sin, x)
    with pytest.raises(TypeError, match="real numbers, got dtype"):
        gradient_check(np.sin, np.cos, x)


@pytest.mark.parametrize(("function", "dtype"), [(np.abs, "float64"), (lambda z: z.real > 0, "bool")])
def test_complex_step_refuses_a_function_that_drops_the_imaginary_part(function, dtype):
    with pytest.raises(
        TypeError, match=f"^complex_step expects function to return complex numbers, got dtype {dtype}$"
    ):
        complex_step(function, [1.0])


def test_gradient_check_refuses_a_derivative_of_another_shape():
    message = "gradient_check expects derivative to return shape (2,), got ()"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        gradient_check(np.sin, np.sum, [1.0, 2.0])


def cut_off_in_place(x):
    x[x < 0] = 0
    return x


@pytest.mark.parametrize(
    ("function", "x", "slope"),
    [
        (lambda x: np.square(x, out=x), [3.0, -1.0], [6, -2]),
        (cut_off_in_place, [-3.0, 2.0], [0, 1]),
        (lambda x: np.multiply(x, 2, out=x), [[1.0], [-2.0]], [[2], [2]]),
    ],
)
def test_a_function_may_overwrite_what_it_is_given(function, x, slope):
    x = np.array(x)
    given = x.copy()
    np.testing.assert_allclose(central_difference(function, x), slope, rtol=1e-9, atol=1e-9)
    assert gradient_check(function, lambda x: np.add(0 * x, slope, out=x), x) < 1e-9
    np.testing.assert_array_equal(x, given)


@pytest.mark.parametrize("dtype", ["?", "u1", "u8", "i1", "f2", "f4", "f8"])
def test_a_slope_is_right_whatever_real_dtype_a_function_returns(dtype):
    for step_size in (0.5, 1):
        slope = central_difference(lambda x: (x < 0).astype(dtype), [0.0, 9.0], step_size)
        assert slope.tolist() == [-1 / (2 * step_size), 0]
        assert slope.dtype == np.float64
    assert gradient_check(lambda x: 0 * x + 3, lambda x: (x > 99).astype(dtype), [0.0, 9.0]) == 0


@pytest.mark.parametrize(("function", "shape"), [(np.sum, ()), (lambda x: x[:1], (1,)), (np.diag, (2, 2))])
def test_a_function_that_changes_the_shape_is_refused(function, shape):
    for differentiate in (central_difference, complex_step):
        message = f"{differentiate.__name__} expects function to return shape (2,), got {shape}"
        with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
            differentiate(function, [1.0, 2.0])


@pytest.mark.parametrize("function", [lambda x: x + 1j, lambda x: None, str], ids=["complex", "None", "text"])
def test_a_function_that_returns_no_real_numbers_is_refused(function):
    with pytest.raises(TypeError, match=r"^central_difference expects function to return real numbers, got"):
        central_difference(function, [1.0, 2.0])
    with pytest.raises(TypeError, match=r"^gradient_check expects derivative to return real numbers, got"):
        gradient_check(np.sin, function, [1.0, 2.0])


def test_gradient_check_is_as_good_as_it_says():
    assert gradient_check(np.sin, np.cos, np.linspace(-30, 30, 2001)) < 1e-8
    assert 2e-6 < gradient_check(np.sin, np.cos, [1000.0]) < 4e-6


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.int8])
def test_gradient_check_asks_in_float64(dtype):
    x = np.array([1, 2, -3], dtype)
    assert gradient_check(np.sin, np.cos, x) == gradient_check(np.sin, np.cos, x.astype(float)) < 1e-9


def test_gradient_check_is_the_largest_error_relative_to_steep_slopes():
    x = np.array([0.0, 100.0])
    assert gradient_check(np.square, lambda x: 2 * x + 0.5, x) == pytest.approx(0.5, rel=1e-6)
    assert gradient_check(np.square, lambda x: 2.2 * x, x) == pytest.approx(0.1, rel=1e-6)


def test_gradient_check_returns_a_float_even_for_nothing():
    assert isinstance(gradient_check(np.sin, np.cos, [1, 2]), float)
    assert gradient_check(np.sin, np.cos, []) == 0


def test_gradient_check_lets_no_nan_pass():
    assert not gradient_check(np.sin, lambda x: np.where(x > 1, np.nan, np.cos(x)), [0.0, 2.0]) < 1e-8


@pytest.mark.parametrize("differentiate", [central_difference, complex_step], ids=lambda f: f.__name__)
def test_input_is_not_written_into(differentiate):
    x = np.array([1.0, 2.0])
    x.setflags(write=False)
    differentiate(np.sin, x)
    np.testing.assert_array_equal(x, [1, 2])
