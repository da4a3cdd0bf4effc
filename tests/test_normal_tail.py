"""The tail of a unit Gaussian, as exact GELU takes it, against mpmath."""

import normal_tail as tool
import numpy as np
import pytest
from mpmath import MPContext

from actlib.functions import gelu, normal_tail

mp = MPContext()
mp.dps = 50
# By dtype: the largest z whose bell is not 0, and half a unit in the last place of numbers near 1.
ENDS = {"float32": (14.4, 2.0**-24), "float64": (38.6, 2.0**-53)}
every_dtype = pytest.mark.parametrize("dtype", ENDS)


def exact_bell_over_tail(z):
    return mp.exp(-z * z / 2) * 2 / mp.erfc(z / mp.sqrt(2))


def from_coefficients(z, dtype):
    numerator, denominator = (
        [mp.mpf(float(c)) for c in reversed(part)] for part in normal_tail.REST[np.dtype(dtype)]
    )
    return mp.sqrt(2 * mp.pi) * z + mp.polyval(numerator, z) / mp.polyval(denominator, z)


@every_dtype
def test_the_polynomials_leave_less_than_half_a_unit(dtype):
    largest, half_a_unit = ENDS[dtype]
    places = [mp.mpf(float(z)) for z in np.linspace(0, largest, 2001)]
    errors = [abs(from_coefficients(z, dtype) / exact_bell_over_tail(z) - 1) for z in places]
    assert max(errors) < half_a_unit


@every_dtype
def test_nothing_is_subtracted(dtype):
    assert all(c > 0 for part in normal_tail.REST[np.dtype(dtype)] for c in part)


@every_dtype
def test_the_coefficients_are_those_that_the_tool_fits(dtype):
    fitted = tool.fit(*tool.FITS[dtype])[:2]
    for part, expected in zip(normal_tail.REST[np.dtype(dtype)], fitted, strict=True):
        np.testing.assert_array_equal(np.array(part), np.array([float(c) for c in expected], dtype))


@every_dtype
def test_the_bell_loses_no_digits_far_out(dtype):
    z = np.linspace(0, ENDS[dtype][0] * 0.97, 501).astype(dtype)
    exact = np.array([float(mp.exp(-(mp.mpf(float(v)) ** 2) / 2)) for v in z])
    np.testing.assert_allclose(normal_tail.bell(z, z.astype(np.float64)), exact, rtol=5e-16, atol=0)


@every_dtype
def test_bell_over_tail(dtype):
    z = np.linspace(0, ENDS[dtype][0], 501).astype(dtype)
    exact = np.array([float(exact_bell_over_tail(mp.mpf(float(v)))) for v in z])
    np.testing.assert_allclose(
        normal_tail.bell_over_tail(z, z.astype(np.float64)), exact, rtol=6 * ENDS[dtype][1], atol=0
    )


@every_dtype
def test_a_zero_of_gelu_has_the_sign_of_its_input(dtype):
    x = np.array([-np.inf, -800, -0.0, 0.0], dtype)
    np.testing.assert_array_equal(np.signbit(gelu(x)), [True, True, True, False])
    np.testing.assert_array_equal(gelu(x), 0)
