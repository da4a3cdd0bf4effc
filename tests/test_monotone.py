"""What never falls in exact arithmetic never falls from one float to the next either."""

import numpy as np
import pytest

import actlib

RISING = ("sigmoid", "softplus_derivative")
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
    return found


@pytest.mark.parametrize("dtype", FLOATS)
@pytest.mark.parametrize("name", RISING)
def test_never_falls_from_one_float_to_the_next(name, dtype):
    assert falls(getattr(actlib, name), dtype) == []


@pytest.mark.parametrize("dtype", [np.float32, np.float64])  # rounded to float16 it happens to rise
def test_the_runs_would_catch_the_plain_quotient(dtype):
    assert len(falls(lambda x: np.exp(x.clip(-80, 40)) / (1 + np.exp(x.clip(-80, 40))), dtype)) > 1000


@pytest.mark.parametrize("dtype", FLOATS)
def test_random_numbers_in_order_give_values_in_order(dtype):
    x = np.sort(np.random.default_rng(1).normal(0, 20, 200_000)).astype(dtype)
    for name in RISING:
        y = getattr(actlib, name)(x)
        assert (np.diff(y) >= 0).all(), name
