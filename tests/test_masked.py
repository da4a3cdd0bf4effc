"""Masked arrays keep their mask; what is behind it matters to nothing."""

import numpy as np
import pytest

import actlib
from actlib import CATALOGUE, nn

GROUPED = ("softmax", "log_softmax", "softmax_jacobian", "glu", "swiglu", "prelu_gradients")
ELEMENTWISE = [name for name in actlib.functions.__all__ if name not in GROUPED]
X = np.array([[1.5, np.nan, -3.0], [0.0, 1e30, 7.0]], np.float32)
MASK = np.array([[False, True, False], [False, True, True]])


@pytest.mark.parametrize("name", ELEMENTWISE)
@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64, np.int32])
def test_every_function_of_single_elements_keeps_the_mask(name, dtype):
    with np.errstate(all="ignore"):
        x = np.ma.array(X.astype(dtype), mask=MASK)
    y = getattr(actlib, name)(x)
    assert isinstance(y, np.ma.MaskedArray)
    np.testing.assert_array_equal(y.mask, MASK)
    np.testing.assert_array_equal(y.compressed(), getattr(actlib, name)(x.compressed()))
    assert y.dtype == getattr(actlib, name)(x.compressed()).dtype
    y[0, 0] = np.ma.masked
    assert not x.mask[0, 0]


def test_large_arrays_and_parameters():
    x = np.ma.masked_less(np.linspace(-3, 3, 500_000), 0)
    assert actlib.sigmoid(x).mask.sum() == 250_000
    assert actlib.leaky_relu(x[:3], negative_slope=0.5).mask.all()
    slopes = actlib.prelu(np.ma.array([-1.0, -1.0], mask=[0, 1]), [0.25, 0.5])
    assert slopes.mask.tolist() == [False, True]
    assert slopes[0] == -0.25
    assert np.ma.is_masked(actlib.sigmoid(np.ma.masked))


@pytest.mark.parametrize("name", ["softmax", "log_softmax"])
def test_what_is_behind_the_mask_has_no_share(name):
    x = np.ma.array([[1.0, 99.0, 3.0], [4.0, 5.0, np.nan]], mask=[[0, 1, 0], [0, 0, 1]])
    y = getattr(actlib, name)(x)
    np.testing.assert_array_equal(y.mask, x.mask)
    want = [getattr(actlib, name)([1.0, 3.0]), getattr(actlib, name)([4.0, 5.0])]
    np.testing.assert_allclose(y.compressed(), np.ravel(want), rtol=1e-15, atol=0)


@pytest.mark.parametrize("name", ["softmax", "log_softmax"])
def test_what_is_behind_the_mask_has_no_share_of_minus_infinities(name):
    function, inf = getattr(actlib, name), np.inf
    x = np.ma.array(
        [[-inf, 5, -inf, 2], [1, -inf, 3, np.nan], [-inf] * 4],
        mask=[[0, 1, 0, 1], [0, 0, 1, 1], [0, 1, 1, 1]],
    )
    whole = function(x, axis=None)
    lines = [*zip(x, function(x), strict=True), *zip(x.T, function(x, 0).T, strict=True), (x, whole)]
    for scores, shares in lines:
        np.testing.assert_array_equal(shares.mask, scores.mask)
        np.testing.assert_allclose(shares.compressed(), function(scores.compressed()), rtol=1e-15, atol=0)


@pytest.mark.parametrize("name", ["softmax", "log_softmax"])
def test_an_axis_that_a_masked_array_has_not_is_named(name):
    with pytest.raises(np.exceptions.AxisError, match=f"^{name} expects axis to be one of x's"):
        getattr(actlib, name)(np.ma.array([1.0, 2.0], mask=[0, 1]), axis=1)


@pytest.mark.parametrize("name", ["softmax_jacobian", "glu", "swiglu"])
def test_where_a_mask_has_no_meaning_it_is_refused(name):
    function = getattr(actlib, name)
    with pytest.raises(TypeError, match=f"{name} expects an array without a mask"):
        function(np.ma.array([1.0, 2.0], mask=[0, 1]))
    np.testing.assert_array_equal(function(np.ma.array([1.0, 2.0])), function([1.0, 2.0]))


def test_networks_losses_and_slopes_by_number_refuse_a_mask():
    x = np.ma.array([[1.0, 2.0]], mask=[[0, 1]])
    network = nn.Network([nn.Dense(2, 2, np.random.default_rng(0))])
    for act in (
        lambda: network.predict(x),
        lambda: nn.mean_squared_error(x, [[1.0, 2.0]]),
        lambda: nn.mean_squared_error([[1.0, 2.0]], x),
        lambda: nn.binary_cross_entropy([[1.0, 2.0]], x > 0),
        lambda: nn.softmax_cross_entropy([[1.0, 2.0]], np.ma.array([1], mask=[1])),
        lambda: actlib.prelu_gradients(x, 0.5, x),
        lambda: actlib.complex_step(np.sin, x),
        lambda: actlib.gradient_check(np.sin, np.cos, x),
    ):
        with pytest.raises(TypeError, match="without a mask"):
            act()


def test_central_difference_keeps_the_mask():
    x = np.ma.array([1.0, 2.0], mask=[0, 1])
    slope = actlib.central_difference(np.sin, x)
    assert slope.mask.tolist() == [False, True]
    np.testing.assert_allclose(slope[0], np.cos(1), rtol=1e-9, atol=0)
    assert CATALOGUE["relu"].derivative(x).mask.tolist() == [False, True]
