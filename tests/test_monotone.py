"""What never falls in exact arithmetic never falls from one float to the next either.

Three functions in float32 and one float of tanh are excepted, and what is excepted is bounded. NumPy's exp
of float32 falls by a unit at up to one in a thousand of the numbers closer than 0.43 to 0 and where it
changes how it reduces its argument; softplus, log_sigmoid and the slope of elu are as good as it is. To
ask exp for coarser arguments, as sigmoid does, would cost them up to two units of accuracy and a step more;
float64 would take three times as long. NumPy's tanh falls by a unit at 1.5 in float32 and at 8 in float64.

Slopes that rise and fall again, such as sigmoid's, are flat at their peak: there all neighbors are nearer
to one another than half a unit, and only correct rounding would keep their order. gelu in float64 is as
monotone as the Gaussian distribution function it is given.
"""

import numpy as np
import pytest

import actlib

BENT = {"gelu", "silu", "mish", "hard_swish"}
SLOPES = ("softplus_derivative", "elu_derivative", "relu_derivative", "step_derivative")
RISING = tuple(name for name in actlib.CATALOGUE if name not in BENT) + SLOPES
AS_GOOD_AS_EXP_OF_FLOAT32 = {"softplus", "log_sigmoid", "elu_derivative"}
FLOATS = (np.float16, np.float32, np.float64)
INTEGERS = {np.float16: np.int16, np.float32: np.int32, np.float64: np.int64}
# Where exp changes how it reduces its argument, and where one of NumPy's own functions falls by a unit.
HALF_LOGS = (np.arange(-8, 9) + 0.5) * np.log(2)
DELICATE = (0.0, 0.25, 0.43, 1.0, 1.5, 2.0, 2.25, 3.0, 6.0, 36.8, 37.3, 88.5, 88.72, 103.5, 709.7, 744.8)


def neighbors(start, count, dtype):
    """Return count floats in a row, from one beside ``start`` outward, in rising order."""
    integer = INTEGERS[dtype]
    first = int(np.abs(dtype(start)).view(integer)) - count // 2
    x = np.arange(max(first, 0), max(first, 0) + count).astype(integer).view(dtype)
    x = x[np.isfinite(x)]
    return -x[::-1] if np.signbit(start) else x


def runs(dtype):
    """Return rows of neighboring floats: every float16; else around delicate numbers and random ones."""
    if dtype is np.float16:
        return [np.sort(np.arange(2**16).astype(np.uint16).view(np.float16))[1024:-1023]]
    rng = np.random.default_rng(0)
    magnitudes = rng.choice([-1, 1], 150) * np.exp2(rng.uniform(-30, 9, 150))
    starts = [*HALF_LOGS, *DELICATE, *(-d for d in DELICATE), *rng.uniform(-45, 45, 300), *magnitudes]
    return [neighbors(start, 4000, dtype) for start in starts]


def falls(function, dtype):
    """Return the floats after which a function falls."""
    found = []
    for x in runs(dtype):
        y = function(x)
        found += x[:-1][y[1:] < y[:-1]].tolist()
    return np.array(found)


def is_excepted(name, dtype, x):
    if name == "tanh":
        return np.isclose(np.abs(x), 1.5 if dtype is np.float32 else 8, rtol=1e-6, atol=0)
    beside_a_half_log = np.min(np.abs(np.abs(x)[:, None] - np.abs(HALF_LOGS)), axis=1, initial=1) < 1e-6
    return (name in AS_GOOD_AS_EXP_OF_FLOAT32 and dtype is np.float32) & (
        (np.abs(x) < 0.43) | beside_a_half_log
    )


# A browser's tanh is its C library's, which falls in more places, bounded below as NumPy's is.
LISTED = [pytest.param(n, marks=pytest.mark.not_in_browser) if n == "tanh" else n for n in RISING]


@pytest.mark.parametrize("dtype", FLOATS)
@pytest.mark.parametrize("name", LISTED)
def test_never_falls_from_one_float_to_the_next(name, dtype):
    x = falls(getattr(actlib, name), dtype)
    assert x[~is_excepted(name, dtype, x)].tolist() == []
    assert len(x) < 300  # of 2.8 million


@pytest.mark.parametrize("name", sorted(AS_GOOD_AS_EXP_OF_FLOAT32))
def test_where_a_fall_is_excepted_it_is_two_units_at_most(name):
    function = getattr(actlib, name)
    for x in runs(np.float32):
        y = function(x)
        assert (y[:-1] - y[1:] <= 2 * np.spacing(np.abs(y[:-1]))).all()


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_where_tanh_falls_it_is_a_unit(dtype):
    for x in runs(dtype):
        y = actlib.tanh(x)
        assert (y[:-1] - y[1:] <= np.spacing(np.abs(y[:-1]))).all()


@pytest.mark.parametrize("name", ["silu", "mish", "hard_swish"])
def test_gates_rise_above_0_in_float64(name):
    x = np.concatenate([x for x in runs(np.float64) if x[0] > 0])
    y = getattr(actlib, name)(x)
    assert x[:-1][(y[1:] < y[:-1]) & (x[1:] > x[:-1])].tolist() == []


@pytest.mark.parametrize("dtype", [np.float32, np.float64])  # rounded to float16 they happen to rise
def test_the_runs_would_catch_the_plain_quotients(dtype):
    assert len(falls(lambda x: np.exp(x.clip(-80, 40)) / (1 + np.exp(x.clip(-80, 40))), dtype)) > 1000
    assert len(falls(lambda x: x / (1 + np.abs(x)), dtype)) > 1000
    assert len(falls(lambda x: x.clip(-np.inf, 0) - np.log1p(np.exp(-np.abs(x))), dtype)) > 1000


@pytest.mark.parametrize("dtype", FLOATS)
@pytest.mark.parametrize("name", RISING)
def test_random_numbers_in_order_give_values_in_order(name, dtype):
    x = np.sort(np.random.default_rng(1).normal(0, 20, 50_000)).astype(dtype)
    y = getattr(actlib, name)(x)
    at = x[:-1][y[1:] < y[:-1]].astype(float)
    assert at[~is_excepted(name, dtype, at)].tolist() == []
