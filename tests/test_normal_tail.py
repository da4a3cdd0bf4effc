"""A unit Gaussian below x and beyond it, as exact GELU takes them, against mpmath."""

import normal_tail as tool
import numpy as np
import pytest
from mpmath import MPContext

from actlib.functions import gelu, gelu_derivative, normal_table, normal_tail
from actlib.functions.gated import exact_gelu_and_slope

mp = MPContext()
mp.dps = 50
LARGEST = 38.6  # z whose bell is not 0
HALF_A_UNIT = 2.0**-53
HALF_A_UNIT_OF_FLOAT32 = 2.0**-24


def exact_bell_over_tail(z):
    return mp.exp(-z * z / 2) * 2 / mp.erfc(z / mp.sqrt(2))


def from_coefficients(z):
    numerator, denominator = (
        [mp.mpf(float(c)) for c in reversed(part)]
        for part in (normal_tail.NUMERATOR, normal_tail.DENOMINATOR)
    )
    return mp.sqrt(2 * mp.pi) * z + mp.polyval(numerator, z) / mp.polyval(denominator, z)


def test_the_polynomials_leave_less_than_half_a_unit():
    places = [mp.mpf(float(z)) for z in np.linspace(0, LARGEST, 2001)]
    errors = [abs(from_coefficients(z) / exact_bell_over_tail(z) - 1) for z in places]
    assert max(errors) < HALF_A_UNIT


def test_nothing_is_subtracted():
    assert all(c > 0 for part in (normal_tail.NUMERATOR, normal_tail.DENOMINATOR) for c in part)


def test_the_coefficients_are_those_that_the_tool_fits():
    for part, fitted in zip((normal_tail.NUMERATOR, normal_tail.DENOMINATOR), tool.fit(), strict=False):
        np.testing.assert_array_equal(np.array(part), np.array([float(c) for c in fitted]))


def test_the_bell_loses_no_digits_far_out():
    z = np.linspace(0, LARGEST * 0.97, 501)
    exact = np.array([float(mp.exp(-(mp.mpf(float(v)) ** 2) / 2)) for v in z])
    np.testing.assert_allclose(normal_tail.bell(z), exact, rtol=5e-16, atol=0)


def test_bell_over_tail():
    z = np.linspace(0, LARGEST, 501)
    exact = np.array([float(exact_bell_over_tail(mp.mpf(float(v)))) for v in z])
    np.testing.assert_allclose(normal_tail.bell_over_tail(z), exact, rtol=6 * HALF_A_UNIT, atol=0)


def exact_area(x):
    return mp.erfc(-x / mp.sqrt(2)) / 2


def exact_bell(x):
    return mp.exp(-x * x / 2) / mp.sqrt(2 * mp.pi)


def test_the_tables_hold_area_and_slope_at_their_places():
    steps, first = normal_table.STEPS, normal_table.FIRST
    for values in normal_table.tables():
        assert len(values) == steps * (normal_table.LAST - first) + 1
    area, slope = (values.astype(float) / normal_table.SCALE for values in normal_table.tables())
    for place in range(2 * steps, len(area), 97):  # from -14 on, where float32 has all its digits
        x = mp.mpf(place) / steps + first
        assert area[place] == pytest.approx(float(exact_area(x)), rel=HALF_A_UNIT_OF_FLOAT32, abs=0)
        exact = float(exact_area(x) + x * exact_bell(x))
        assert slope[place] == pytest.approx(exact, rel=HALF_A_UNIT_OF_FLOAT32, abs=1e-15)
    assert area[0] == 0
    assert area[-1] == slope[-1] == 1


def test_a_step_along_the_bell_leaves_out_less_than_half_a_unit():
    half_a_step = mp.mpf(1) / normal_table.STEPS / 2
    for x in np.linspace(-14.4, 6, 409):
        place = mp.mpf(float(x))
        for way in (half_a_step, -half_a_step):
            found = exact_area(place) + way * exact_bell(place + way / 2)
            assert abs(found / exact_area(place + way) - 1) < HALF_A_UNIT_OF_FLOAT32 / 3


EVERYWHERE = np.float32(
    [*np.linspace(-17, 7, 9973), *np.geomspace(7, 3e38, 500), *-np.geomspace(17, 3e38, 500), 1e-45, -1e-45]
)


def test_a_number_far_out_changes_nothing_beside_it():
    alone = [function(EVERYWHERE[abs(EVERYWHERE) < 31]) for function in (gelu, gelu_derivative)]
    for other in (np.float32(np.inf), np.float32(-np.inf), np.float32(np.nan), np.float32(-20000)):
        x = np.append(EVERYWHERE[abs(EVERYWHERE) < 31], other)
        for function, wanted in zip((gelu, gelu_derivative), alone, strict=True):
            np.testing.assert_array_equal(function(x)[:-1], wanted)


def test_far_out_gelu_is_its_input_or_zero_and_its_slope_one_or_zero():
    x = EVERYWHERE[abs(EVERYWHERE) > 16]
    for each in (x, *np.split(x, len(x))):
        np.testing.assert_array_equal(gelu(each), np.maximum(each, 0))
        np.testing.assert_array_equal(gelu_derivative(each), each > 0)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_both_at_once_are_what_each_gives(dtype):
    for x in (EVERYWHERE, EVERYWHERE[abs(EVERYWHERE) < 31], EVERYWHERE[:40].reshape(5, 8, order="F")):
        x = x.astype(dtype)
        with np.errstate(all="ignore"):
            values, slopes = exact_gelu_and_slope(x)
        np.testing.assert_array_equal(values, gelu(x))
        np.testing.assert_array_equal(slopes, gelu_derivative(x))


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_a_zero_of_gelu_has_the_sign_of_its_input(dtype):
    x = np.array([-np.inf, -800, -0.0, 0.0], dtype)
    np.testing.assert_array_equal(np.signbit(gelu(x)), [True, True, True, False])
    np.testing.assert_array_equal(gelu(x), 0)
    np.testing.assert_array_equal(np.signbit(gelu(np.float32([-14.6, -15, -15.5, -16.5]))), True)
