"""softmax, log_softmax and softmax_jacobian: shares, shifts, axes and extremes."""

import math
import re
import warnings

import mpmath
import numpy as np
import pytest
from scipy import special

import actlib
from actlib import complex_step, log_softmax, softmax, softmax_jacobian

INF = math.inf
FLOATS = [np.float16, np.float32, np.float64]
AXES = [-1, 0, 1, 2, -3, (0, 2), (1, -1), (0, 1, 2), None]

mp = mpmath.MPContext()
mp.dps = 50

every_float = pytest.mark.parametrize("dtype", FLOATS)
every_axis = pytest.mark.parametrize("axis", AXES, ids=str)
both = pytest.mark.parametrize("function", [softmax, log_softmax], ids=lambda f: f.__name__)
all_three = pytest.mark.parametrize(
    "function", [softmax, log_softmax, softmax_jacobian], ids=lambda f: f.__name__
)


def scores(*shape, seed=0, scale=3.0):
    return scale * np.random.default_rng(seed).standard_normal(shape)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize(
    "x",
    [
        [0.5],
        [1, 2, 3],
        [-20, 0, 20],
        [0, 1000, 3000],
        [-3000, -2999, -2998.5],
        [1e30, -1e30],
        list(range(-30, 30)),
    ],
    ids=lambda x: str(x)[:24],
)
def test_shares_and_their_logarithms_are_the_textbook_formulas(x, dtype):
    x = np.array(x, dtype)
    top = max(x)
    exponentials = [mp.exp(mp.mpf(float(v)) - mp.mpf(float(top))) for v in x]
    shares = [e / mp.fsum(exponentials) for e in exponentials]
    limits = np.finfo(dtype)
    for got, want in zip(softmax(x), shares, strict=True):
        assert abs(mp.mpf(float(got)) - want) <= 4 * limits.eps * want + limits.tiny
    # A logarithm near 0 has the rounding of the sum 1 + ..., hence the absolute eps.
    for got, v in zip(log_softmax(x), x, strict=True):
        want = mp.mpf(float(v)) - mp.mpf(float(top)) - mp.log(mp.fsum(exponentials))
        assert abs(mp.mpf(float(got)) - want) <= 2 * limits.eps * max(abs(want), 1)


@every_axis
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_agrees_with_scipy_along_any_axis(axis, dtype):
    x = scores(3, 4, 5).astype(dtype)
    eps = np.finfo(dtype).eps
    np.testing.assert_allclose(softmax(x, axis=axis), special.softmax(x, axis=axis), rtol=16 * eps, atol=0)
    want = special.log_softmax(x, axis=axis)
    np.testing.assert_allclose(log_softmax(x, axis=axis), want, rtol=8 * eps, atol=8 * eps)


@every_axis
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_shares_sum_to_1_along_any_axis(axis, dtype):
    x = scores(3, 40, 5, scale=10).astype(dtype)
    shares = softmax(x, axis=axis)
    length = x.size // shares.sum(axis=axis).size
    assert np.all(shares >= 0)
    exact_sums = shares.astype(np.longdouble).sum(axis=axis)
    assert np.max(np.abs(exact_sums - 1)) <= 2 * np.finfo(dtype).eps * length


def test_last_axis_is_the_default():
    x = scores(3, 4)
    for function in (softmax, log_softmax, softmax_jacobian):
        np.testing.assert_array_equal(function(x), function(x, axis=1))


def test_rows_far_apart_do_not_disturb_each_other():
    share = 1 / (1 + math.e)
    want = [[share, 1 - share]] * 2
    np.testing.assert_allclose(softmax([[0, 1], [2000, 2001]]), want, rtol=1e-15)
    np.testing.assert_allclose(log_softmax([[0, 1], [2000, 2001]]), np.log(want), rtol=1e-15)
    np.testing.assert_allclose(softmax([[0, 2000], [1, 2001]], axis=0).T, want, rtol=1e-15)


@both
@pytest.mark.parametrize("shift", [-4096, -1, 0.5, 2048, 2.0**40])
def test_a_shift_of_all_scores_changes_nothing(function, shift):
    x = np.array([-3, 0, 0.5, 7, 11])
    np.testing.assert_array_equal(function(x + shift), function(x))


def test_order_of_scores_is_kept():
    x = np.sort(scores(50))
    assert np.all(np.diff(softmax(x)) > 0)
    assert np.all(np.diff(log_softmax(x)) > 0)


def test_equal_scores_get_equal_shares_even_at_infinity():
    for score in (0, 1e308, -1e308, INF, -INF):
        np.testing.assert_array_equal(softmax([score] * 4), [0.25] * 4)
        np.testing.assert_allclose(log_softmax([score] * 4), [-math.log(4)] * 4, rtol=1e-15)


@pytest.mark.parametrize(
    ("x", "shares", "logarithms"),
    [
        ([-INF, 0], [0, 1], [-INF, 0]),
        ([-INF, 5, 5, -INF], [0, 0.5, 0.5, 0], [-INF, -math.log(2), -math.log(2), -INF]),
        ([INF, 0], [1, 0], [0, -INF]),
        ([INF, 1, INF], [0.5, 0, 0.5], [-math.log(2), -INF, -math.log(2)]),
        ([INF, -INF], [1, 0], [0, -INF]),
        ([0, 1000], [0, 1], [-1000, 0]),
        ([1.7e308, -1.7e308], [1, 0], [0, -INF]),
        ([0, 5000, 2500], [0, 1, 0], [-5000, 0, -2500]),
    ],
    ids=str,
)
def test_extreme_scores(x, shares, logarithms):
    np.testing.assert_array_equal(softmax(x), shares)
    np.testing.assert_allclose(log_softmax(x), logarithms, rtol=1e-15, atol=0)


def test_minus_infinity_takes_nothing_from_the_others():
    x = np.array([1.0, 2.0, 3.0])
    masked = np.array([1.0, -INF, 2.0, 3.0])
    kept = [0, 2, 3]
    for function in (softmax, log_softmax):
        np.testing.assert_allclose(function(masked)[kept], function(x), rtol=1e-15)


@both
def test_nan_spoils_its_row_alone(function):
    y = function([[math.nan, 1, 2], [0, 1, 2]])
    np.testing.assert_array_equal(np.isnan(y), [[True] * 3, [False] * 3])


@both
def test_a_single_score_has_all(function):
    whole = 1.0 if function is softmax else 0.0
    for x in (3, 3.0, -INF, INF, np.float64(7), np.array(-2.0)):
        for axis in (-1, 0, None):
            y = function(x, axis=axis)
            assert isinstance(y, np.float64)
            assert y == whole
    np.testing.assert_array_equal(function(scores(4, 1)), np.full((4, 1), whole))


@both
@every_float
@pytest.mark.parametrize("shape", [(0,), (0, 3), (3, 0), (2, 0, 4)])
def test_empty_arrays_keep_shape_and_dtype(function, shape, dtype):
    for axis in (-1, 0, None):
        y = function(np.empty(shape, dtype), axis=axis)
        assert (y.shape, y.dtype) == (shape, dtype)


@all_three
def test_float16_is_float32_rounded_once(function):
    x = scores(6, 5).astype(np.float16)
    y = function(x)
    assert y.dtype == np.float16
    np.testing.assert_array_equal(y, function(x.astype(np.float32)).astype(np.float16))


@all_three
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_float_dtype_is_kept(function, dtype):
    assert function(np.ones((2, 3), dtype)).dtype == dtype


@all_three
@pytest.mark.parametrize("dtype", [np.int8, np.uint8, np.int64, np.uint64, np.bool_, ">f8", ">i4", object])
def test_any_real_dtype_equals_native_float64(function, dtype):
    x = np.array([[0, 1, 1], [1, 0, 100]]).astype(dtype)
    y = function(x)
    assert y.dtype == np.float64
    assert y.dtype.isnative
    np.testing.assert_array_equal(y, function(x.astype(np.float64)))


@all_three
def test_nested_lists_equal_arrays(function):
    np.testing.assert_array_equal(function([[1, 2], [3, 5]]), function(np.array([[1.0, 2.0], [3.0, 5.0]])))


@all_three
@pytest.mark.parametrize(
    "view",
    [lambda x: x[::2], lambda x: x[:, ::3], lambda x: x[::-1, ::-1], lambda x: x.T, np.asfortranarray],
    ids=["strided rows", "strided columns", "reversed", "transposed", "Fortran"],
)
def test_memory_layout_does_not_matter(function, view):
    x = view(scores(6, 12))
    # Not exact: the order of a sum follows the layout.
    np.testing.assert_allclose(function(x), function(np.ascontiguousarray(x)), rtol=1e-14, atol=0)


@all_three
@every_float
def test_no_magnitude_warns(function, dtype):
    limits = np.finfo(dtype)
    powers = np.ldexp(1.0, np.arange(limits.minexp - limits.nmant, limits.maxexp, 29))
    x = np.concatenate([-powers, powers, [limits.min, limits.max, -0.0, 0, -INF, INF]]).astype(dtype)
    pairs = np.stack(np.meshgrid(x, x), axis=-1)
    with warnings.catch_warnings(), np.errstate(all="raise"):
        warnings.simplefilter("error")
        assert not np.isnan(function(pairs)).any()
        assert not np.isnan(function(x)).any()
        function(np.array([], dtype))


@all_three
@pytest.mark.parametrize("axis", [2, -3])
def test_axis_that_is_not_there_is_an_axis_error(function, axis):
    message = f"{function.__name__} expects axis to be one of x's, whose shape is (2, 3), got {axis}"
    with pytest.raises(np.exceptions.AxisError, match=f"^{re.escape(message)}$"):
        function(np.ones((2, 3)), axis=axis)


@both
def test_axis_in_a_tuple_that_is_not_there_or_there_twice_is_an_error(function):
    with pytest.raises(np.exceptions.AxisError, match=f"^{function.__name__} expects axis to be one of x's"):
        function(np.ones((2, 3)), axis=(0, 2))
    for twice in ((0, 0), (0, -2)):
        message = f"{function.__name__} expects axis to name no axis of x twice, got {twice}"
        with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
            function(np.ones((2, 3)), axis=twice)


@all_three
def test_axis_that_is_no_integer_is_a_type_error(function):
    with pytest.raises(TypeError):
        function(np.ones((2, 3)), axis="a")


def test_jacobian_of_a_single_number_is_an_axis_error():
    with pytest.raises(np.exceptions.AxisError, match=r"^softmax_jacobian expects axis .* is \(\), got -1$"):
        softmax_jacobian(2.0)


def test_jacobian_is_the_complex_step_of_the_textbook_formula():
    x = scores(6)

    def shares(z):
        return np.exp(z) / np.exp(z).sum()

    def slopes_by_score(j):
        unit_vector = np.eye(6)[j]
        return np.array([complex_step(lambda t, i=i: shares(x + t * unit_vector)[i], 0.0) for i in range(6)])

    want = np.stack([slopes_by_score(j) for j in range(6)], axis=1)
    np.testing.assert_allclose(softmax_jacobian(x), want, rtol=0, atol=4 * np.finfo(float).eps)


def test_jacobian_is_the_central_difference_of_softmax():
    x, h = scores(5, seed=1), 1e-5
    want = np.stack([(softmax(x + h * e) - softmax(x - h * e)) / (2 * h) for e in np.eye(5)], axis=1)
    np.testing.assert_allclose(softmax_jacobian(x), want, rtol=0, atol=1e-9)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_jacobian_is_symmetric_and_its_rows_and_columns_sum_to_0(dtype):
    jacobian = softmax_jacobian(scores(7, 30).astype(dtype))
    np.testing.assert_allclose(jacobian, np.swapaxes(jacobian, -1, -2), rtol=4 * np.finfo(dtype).eps)
    for axis in (-1, -2):
        assert np.max(np.abs(jacobian.sum(axis=axis))) <= 30 * np.finfo(dtype).eps


@pytest.mark.parametrize("axis", [-1, 0, 1, 2, -2, -3])
def test_jacobian_of_a_batch_is_one_matrix_a_row(axis):
    x = scores(2, 3, 4)
    jacobian = softmax_jacobian(x, axis=axis)
    rows = np.moveaxis(x, axis, -1)
    assert jacobian.shape == (*rows.shape, rows.shape[-1])
    for index in np.ndindex(rows.shape[:-1]):
        np.testing.assert_allclose(jacobian[index], softmax_jacobian(rows[index]), rtol=1e-14)


def test_jacobian_of_an_empty_batch_is_empty():
    assert softmax_jacobian(np.empty((0, 3))).shape == (0, 3, 3)
    assert softmax_jacobian(np.empty((3, 0))).shape == (3, 0, 0)


def test_jacobian_where_one_share_is_all_is_zero():
    np.testing.assert_array_equal(softmax_jacobian([-INF, 0]), np.zeros((2, 2)))
    np.testing.assert_array_equal(softmax_jacobian([0, 5000, 1]), np.zeros((3, 3)))


def test_jacobian_times_upstream_is_the_gradient_of_the_loss():
    x, upstream = scores(4, 5), scores(4, 5, seed=1)
    p = softmax(x)
    want = p * (upstream - np.sum(p * upstream, axis=-1, keepdims=True))
    got = np.einsum("bij,bi->bj", softmax_jacobian(x), upstream)
    np.testing.assert_allclose(got, want, rtol=0, atol=1e-14)


def test_two_scores_are_a_sigmoid_of_their_difference():
    x = np.linspace(-50, 50, 101)
    shares = softmax(np.stack([np.zeros_like(x), x], axis=-1))
    np.testing.assert_allclose(shares[:, 1], actlib.sigmoid(x), rtol=4e-16, atol=0)


@pytest.mark.parametrize("dtype", FLOATS)
@pytest.mark.parametrize("gap", [0.5, 8.0, 17.0, 40.0, 90.0, 700.0])
def test_the_largest_share_keeps_its_distance_from_1(gap, dtype):
    got = log_softmax(np.array([[gap, 0, -1], [0, gap, gap]], dtype))
    want = [-mp.log1p(mp.exp(-gap) + mp.exp(-gap - 1)), -mp.log(2 + mp.exp(-gap))]
    tiny = float(np.finfo(dtype).smallest_subnormal)
    np.testing.assert_allclose(
        [float(got[0, 0]), float(got[1, 1])], np.array(want, float), rtol=4 * np.finfo(dtype).eps, atol=tiny
    )
    assert got[1, 1] == got[1, 2]


def test_log_softmax_of_40_and_0_is_nearer_than_scipys():
    assert special.log_softmax([40.0, 0.0])[0] == 0
    assert math.isclose(log_softmax([40.0, 0.0])[0], -4.248354255291589e-18, rel_tol=1e-15, abs_tol=0)
