"""Every activation and derivative is within a few units in the last place of its exact value.

`python -m benchmarks.accuracy` prints the same errors beside those of SciPy, PyTorch and JAX.
"""

import numpy as np
import pytest

import actlib
from benchmarks import accuracy

every_name = pytest.mark.parametrize("name", accuracy.EXACT)
every_dtype = pytest.mark.parametrize("dtype", accuracy.DTYPES)

ULPS = 4
# ndtr, which carries these two, is off by up to 8.5 itself below 0. SciPy, PyTorch and JAX reach no
# better than 12.6 for gelu and 6.4 for its derivative, and hundreds beyond -10.
ULPS_OF_GELU = 12
# NumPy's exp of float32 is off by up to 2, which this slope's quotient repeats: up to 6.2 in two
# million inputs. PyTorch's is off by up to 7.5.
ULPS_OF_MISH_SLOPE = 7
# This slope's two factors both divide by 1 + exp(x), which repeats its rounding: up to 4.8 in two
# million inputs of float64, and 5.8 of float32 by NumPy's exp. SciPy's float32 is off by up to 4.7.
ULPS_OF_SILU_SLOPE = {np.dtype(np.float32): 6, np.dtype(np.float64): 5}
# Below -37 ndtr underflows to 0, so ours is as far off as SciPy's, and no other library is nearer.
NDTR_UNDERFLOWS = -37
# Here exp(x) is subnormal and has lost digits; x times its half unit is what these four are off by:
# 363 units at most in float64, 46 in float32. The nearest other is PyTorch's mish with 1050 and 147.
TIMES_A_SUBNORMAL = {"silu", "silu_derivative", "mish", "mish_derivative"}


def allowed(name, x):
    ulps = np.full(x.shape, float(ULPS))
    if name in TIMES_A_SUBNORMAL:
        exp_is_subnormal = x < np.log(np.finfo(x.dtype).tiny)
        ulps[exp_is_subnormal] += np.abs(x[exp_is_subnormal]) / 2
    if name.startswith("gelu") and x.dtype == np.float64:
        ulps[x < 0] = ULPS_OF_GELU
    if name == "silu_derivative":
        ulps += ULPS_OF_SILU_SLOPE[x.dtype] - ULPS
    if name == "mish_derivative" and x.dtype == np.float32:
        ulps += ULPS_OF_MISH_SLOPE - ULPS
    return ulps


def test_every_function_and_derivative_is_measured():
    assert set(accuracy.EXACT) == {f"{n}{end}" for n in actlib.CATALOGUE for end in ("", "_derivative")}


@every_dtype
@every_name
def test_error_is_a_few_units_in_the_last_place(name, dtype):
    x = accuracy.sample(dtype, count=150)
    if name.startswith("gelu"):
        x = x[(x > NDTR_UNDERFLOWS) | (x < -40)]
    exact = accuracy.exact_values(name, x)
    errors = accuracy.errors(name, x, getattr(actlib, name)(x), exact)
    too_far = errors > allowed(name, x)
    assert not too_far.any(), dict(zip(x[too_far].tolist(), errors[too_far].tolist(), strict=True))


@pytest.mark.parametrize("name", accuracy.ZERO_CROSSINGS)
def test_zero_crossing_is_where_the_unit_is_relaxed(name):
    crossing = accuracy.ZERO_CROSSINGS[name]
    below, above = accuracy.exact_values(name, [crossing - 1e-6, crossing + 1e-6])
    assert below < 0 < above
