"""Exact GELU by table and step: what the table holds and what a step leaves out, against mpmath."""

import numpy as np
import pytest
from mpmath import MPContext

from actlib.functions import gelu, gelu_derivative, normal_table

mp = MPContext()
mp.dps = 50
HALF_A_UNIT = {"float32": 2.0**-24, "float64": 2.0**-53}
every_dtype = pytest.mark.parametrize("dtype", HALF_A_UNIT)
HALF_A_STEP = mp.mpf(1) / normal_table.STEPS / 2


def exact_share(x):
    return mp.erfc(-x / mp.sqrt(2)) / 2


def exact_bell(x):
    return mp.exp(-x * x / 2) / mp.sqrt(2 * mp.pi)


def test_the_shares_are_right_to_four_units():
    places, share, height = normal_table.shares()
    assert places[0] == normal_table.FIRST
    assert places[-1] == normal_table.LAST
    assert np.all(np.diff(places) == 1 / normal_table.STEPS)
    for at in [*range(0, len(places), 61), *range(38 * normal_table.STEPS, 40 * normal_table.STEPS, 7)]:
        x = mp.mpf(float(places[at]))
        for found, exact in ((share[at], exact_share(x)), (height[at], exact_bell(x))):
            wanted = float(exact * normal_table.SCALE)
            assert abs(found - wanted) <= 4 * np.spacing(wanted), places[at]


def test_the_shares_rise():
    assert np.all(np.diff(normal_table.shares()[1]) >= 0)


def test_the_tables_of_float32_are_shares_and_slopes():
    places, *_ = normal_table.shares()
    tables = normal_table.share_table(np.dtype("f")), normal_table.slope_table32()
    share, slope = (values.astype(float) / normal_table.SCALE for values in tables)
    for at in range(25 * normal_table.STEPS, len(places), 97):
        x = mp.mpf(float(places[at]))
        assert share[at] == pytest.approx(float(exact_share(x)), rel=HALF_A_UNIT["float32"], abs=0)
        exact = float(exact_share(x) + x * exact_bell(x))
        assert slope[at] == pytest.approx(exact, rel=HALF_A_UNIT["float32"], abs=1e-15)
    assert share[-1] == slope[-1] == 1


@pytest.mark.parametrize(("dtype", "lowest"), [("float32", -14.4), ("float64", -38.5)])
def test_a_step_along_the_bell_leaves_out_less_than_half_a_unit(dtype, lowest):
    for x in np.linspace(lowest, normal_table.LAST, 409):
        place = mp.mpf(float(x))
        for way in (HALF_A_STEP, -HALF_A_STEP):
            m = place + way / 2
            series = 1 if dtype == "float32" else 1 + way**2 * (m**2 - 1) / 24
            series += 0 if dtype == "float32" else way**4 * (m**4 - 6 * m**2) / 1920
            found = exact_share(place) + way * exact_bell(m) * series
            assert abs(found / exact_share(place + way) - 1) < HALF_A_UNIT[dtype] / 3


EVERYWHERE = np.float32(
    [*np.linspace(-17, 10, 9973), *np.geomspace(10, 3e38, 500), *-np.geomspace(17, 3e38, 500), 1e-45, -1e-45]
)


@every_dtype
def test_a_number_far_out_changes_nothing_beside_it(dtype):
    near = EVERYWHERE[abs(EVERYWHERE) < 31].astype(dtype)
    for other in (np.inf, -np.inf, np.nan, -20000, -3e38, 1e30):
        x = np.append(near, np.array(other, dtype))
        for function in (gelu, gelu_derivative):
            np.testing.assert_array_equal(function(x)[:-1], function(near))


@every_dtype
def test_far_out_gelu_is_its_input_or_zero_and_its_slope_one_or_zero(dtype):
    x = EVERYWHERE[(EVERYWHERE > 9) | ((-16 if dtype == "float32" else -39) > EVERYWHERE)].astype(dtype)
    for each in (x, *np.split(x, len(x))):
        np.testing.assert_array_equal(gelu(each), np.maximum(each, 0))
        np.testing.assert_array_equal(gelu_derivative(each), each > 0)


@every_dtype
def test_both_at_once_are_what_each_gives(dtype):
    for x in (EVERYWHERE, EVERYWHERE[abs(EVERYWHERE) < 31], EVERYWHERE[:40].reshape(5, 8, order="F")):
        x = x.astype(dtype)
        with np.errstate(all="ignore"):
            values, slopes = normal_table.gelu_and_slope(x)
        np.testing.assert_array_equal(values, gelu(x))
        np.testing.assert_array_equal(slopes, gelu_derivative(x))


@every_dtype
def test_a_zero_of_gelu_has_the_sign_of_its_input(dtype):
    x = np.array([-np.inf, -800, -0.0, 0.0], dtype)
    np.testing.assert_array_equal(np.signbit(gelu(x)), [True, True, True, False])
    np.testing.assert_array_equal(gelu(x), 0)
    np.testing.assert_array_equal(np.signbit(gelu(np.float32([-14.6, -15, -15.5, -16.5]))), True)
