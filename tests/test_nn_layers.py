"""Layers and losses: gradients by central difference; outputs by SciPy, plain loops and mathematics."""

import itertools
import math
import re

import numpy as np
import pytest
from scipy import signal

from actlib import CATALOGUE, nn
from actlib.catalogue import Activation

STEP_SIZE = np.cbrt(np.finfo(float).eps)


def rng(seed=0):
    return np.random.default_rng(seed)


def slopes(outputs, array, upstream):
    """Central differences of sum(upstream * outputs()) with respect to each entry of an array."""
    result = np.empty(array.shape)
    for i in np.ndindex(array.shape):
        middle = array[i]
        left, right = middle - STEP_SIZE, middle + STEP_SIZE
        array[i] = right
        # Outputs are subtracted before they are summed: what does not depend on the entry cancels exactly.
        change = np.array(outputs())
        array[i] = left
        change -= outputs()
        array[i] = middle
        result[i] = np.sum(upstream * change) / (right - left)
    return result


def relative_error(claimed, expected):
    """The largest difference of two arrays, relative to the largest number in the expected one."""
    assert claimed.shape == expected.shape
    return np.max(np.abs(claimed - expected)) / (np.max(np.abs(expected)) or 1)


def assert_gradients(layer, x, forward=None):
    forward = forward or layer.forward
    upstream = rng(99).normal(size=forward(x).shape)
    before, upstream_before = x.copy(), upstream.copy()
    x_gradient = layer.backward(upstream)
    np.testing.assert_array_equal(x, before)
    np.testing.assert_array_equal(upstream, upstream_before)
    claimed = {name: getattr(layer, f"{name}_gradient").copy() for name in layer.parameter_names}
    assert relative_error(x_gradient, slopes(lambda: forward(x), x, upstream)) < 1e-7
    for name, gradient in claimed.items():
        expected = slopes(lambda: forward(x), getattr(layer, name), upstream)
        assert np.abs(expected).max() > 0.01
        assert relative_error(gradient, expected) < 1e-7, name


def with_random_biases(layer, seed=5):
    layer.bias[...] = rng(seed).normal(size=layer.bias.shape)
    return layer


@pytest.mark.parametrize("shape", [(6, 3), (1, 3), (4, 5, 3), (2, 3, 2, 3)], ids=str)
def test_dense_gradients(shape):
    assert_gradients(with_random_biases(nn.Dense(3, 4, rng())), rng(1).normal(size=shape))


@pytest.mark.parametrize(
    ("weight_dtype", "bias_dtype", "expected"),
    [
        (np.float64, np.float64, np.float64),
        (np.float32, np.float32, np.float32),
        (np.float16, np.float32, np.float32),
        (np.float32, np.float64, np.float64),
        (int, bool, np.float64),
        (">f4", ">f4", np.float32),
    ],
)
def test_dense_of_given_arrays(weight_dtype, bias_dtype, expected):
    weight, bias = np.array([[1, 2, 3], [4, 5, 6]], weight_dtype), np.array([1, 0, 1], bias_dtype)
    layer = nn.Dense.of(weight, bias)
    assert str(layer) == "Dense(2 → 3)"
    assert layer.forward(np.array([[1, 10]], expected)).tolist() == [[42, 52, 64]]
    assert layer.weight.dtype == layer.bias.dtype == layer.weight_gradient.dtype == expected
    layer.weight[...], layer.bias[...] = 7, 8
    assert weight.tolist() == [[1, 2, 3], [4, 5, 6]]
    assert bias.tolist() == [1, 0, 1]
    assert_gradients(nn.Dense.of([[0.5], [-2.0]], [3]), rng().normal(size=(4, 2)))


@pytest.mark.parametrize(
    ("weight", "bias", "error", "message"),
    [
        ([1, 2], [0], ValueError, "Dense.of expects weight of shape (inputs, outputs), got (2,)"),
        (
            np.zeros((0, 2)),
            [0, 0],
            ValueError,
            "Dense.of expects weight of shape (inputs, outputs), got (0, 2)",
        ),
        ([[1, 2]], [0], ValueError, "Dense.of expects bias of shape (2,), got (1,)"),
        ([[1, 2]], 0, ValueError, "Dense.of expects bias of shape (2,), got ()"),
        (
            [[1, np.nan]],
            [0, 0],
            ValueError,
            "Dense.of expects weight to be finite, got NaN or infinity in it",
        ),
        ([[1, 2]], [0, np.inf], ValueError, "Dense.of expects bias to be finite, got NaN or infinity in it"),
        ([["1", "2"]], [0, 0], TypeError, "Dense.of expects weight to hold real numbers, got dtype <U1"),
        ([[1, 2]], [0j, 0], TypeError, "Dense.of expects bias to hold real numbers, got dtype complex128"),
        (
            [[1, 2], [3]],
            [0],
            ValueError,
            "Dense.of expects weight to hold a regular array, got rows of different lengths",
        ),
    ],
)
def test_dense_of_says_what_does_not_fit(weight, bias, error, message):
    with pytest.raises(error, match=f"^{re.escape(message)}$"):
        nn.Dense.of(weight, bias)


# Scores of minus infinity mask classes; what is masked has no part in the loss.
def test_softmax_cross_entropy_of_masked_classes():
    logits = np.array([[1.0, -np.inf, 2.0], [-np.inf, 0.5, 0.5]])
    value, gradient = nn.softmax_cross_entropy(logits, [2, 1])
    p = 1 / (1 + math.exp(-1))
    assert value == pytest.approx((math.log(2) - math.log(p)) / 2, rel=1e-15)
    np.testing.assert_allclose(gradient, [[(1 - p) / 2, 0, (p - 1) / 2], [0, -0.25, 0.25]], rtol=1e-15)


@pytest.mark.parametrize("activation", CATALOGUE.values(), ids=CATALOGUE)
def test_elementwise_gradients(activation):
    x = np.linspace(-7.3, 7.15, 60).reshape(10, 6)
    assert all(np.abs(x - kink).min() > 0.01 for kink in activation.kinks)
    assert_gradients(nn.Elementwise(activation), x)


@pytest.mark.parametrize("order", "CF")
def test_elementwise_takes_rows_or_columns(order):
    x = np.asarray(rng().normal(size=(5, 3)), order=order)
    assert_gradients(nn.Elementwise("gelu"), x)


# A derivative may well return its input, or whole numbers.
@pytest.mark.parametrize(
    ("function", "derivative"),
    [(lambda x: x**2 / 2, lambda x: x), (lambda x: np.maximum(x, 0), lambda x: np.where(x > 0, 1, 0))],
    ids=["x itself", "integers"],
)
def test_elementwise_of_a_readers_own_derivative(function, derivative):
    assert_gradients(nn.Elementwise(Activation.of("mine", function, derivative)), rng().normal(size=(5, 3)))


def test_elementwise_of_a_readers_own_function_alone():
    layer = nn.Elementwise(Activation.of("cube", lambda x: x**3))
    assert_gradients(layer, rng().normal(size=(5, 3)))


@pytest.mark.parametrize(("channels", "shape"), [(1, (7, 4)), (4, (7, 4)), (4, (2, 3, 4)), (1, (2, 2, 3, 3))])
def test_prelu_gradients(channels, shape):
    layer = nn.PReLU(channels)
    layer.alpha[:] = np.linspace(-0.3, 0.6, channels)
    x = rng(3).normal(size=shape)
    assert np.abs(x).min() > 1e-3
    assert_gradients(layer, x)


@pytest.mark.parametrize("shape", [(5, 4), (1, 2), (2, 3, 4)], ids=str)
def test_softmax_gradients(shape):
    assert_gradients(nn.Softmax(), rng().normal(size=shape))


@pytest.mark.parametrize("shape", [(5, 4), (2, 3, 2, 2)], ids=str)
def test_flatten_gradients(shape):
    layer, x = nn.Flatten(), rng().normal(size=shape)
    np.testing.assert_array_equal(layer.forward(x), [sample.ravel() for sample in x])
    assert_gradients(layer, x)


@pytest.mark.parametrize("training", [True, False])
def test_dropout_gradients_with_a_fixed_mask(training):
    layer = nn.Dropout(0.4, rng())

    def forward(x):
        layer.rng = rng(7)
        return layer.forward(x, training)

    assert_gradients(layer, rng().normal(size=(6, 5)), forward)


@pytest.mark.parametrize(
    ("kernel", "stride", "padding"),
    [(1, 1, 0), (2, 1, 0), (3, 1, 1), (3, 2, 0), (3, 2, 1), (2, 3, 0), (2, 3, 2), (3, 3, 1)],
)
def test_conv2d_gradients(kernel, stride, padding):
    layer = nn.Conv2D(2, 3, kernel, rng(), stride=stride, padding=padding)
    assert_gradients(with_random_biases(layer), rng(1).normal(size=(2, 2, 6, 5)))


@pytest.mark.parametrize(("size", "stride"), [(1, None), (2, None), (2, 1), (3, 2), (3, 1), (2, 3), (3, 3)])
def test_max_pool_gradients(size, stride):
    # A permutation has no two equal numbers, between which the larger would change.
    x = rng().permutation(2 * 2 * 7 * 6).reshape(2, 2, 7, 6) / 10
    assert_gradients(nn.MaxPool2D(size, stride), x)


@pytest.mark.parametrize("activation", ["tanh", "sigmoid", "relu", "gelu"])
@pytest.mark.parametrize("times", [1, 2, 25])
def test_rnn_gradients(activation, times):
    layer = with_random_biases(nn.RNN(3, 4, rng(2), activation))
    x = rng(3).normal(size=(2, times, 3))
    layer.forward(x)
    assert activation != "relu" or np.abs(layer.sums).min() > 1e-3
    if times == 1:  # the first step multiplies hidden_weight with zeros
        layer.backward(np.ones((2, 1, 4)))
        assert not layer.hidden_weight_gradient.any()
        layer.parameter_names = ("input_weight", "bias")
    assert_gradients(layer, x)


def test_rnn_state_gradients_count_all_later_ways():
    layer, x = nn.RNN(2, 3, rng(2)), rng(3).normal(size=(2, 6, 2))
    states, upstream = layer.forward(x).copy(), rng(4).normal(size=(2, 6, 3))
    layer.backward(upstream)
    for t in range(6):
        state = states[:, t].copy()

        def outputs(t=t, state=state):
            later, current = [], state
            for s in range(t + 1, 6):
                current = layer.step(x[:, s], current)
                later.append(current)
            return np.stack([state, *later], axis=1)

        expected = slopes(outputs, state, upstream[:, t:])
        assert relative_error(layer.state_gradients[:, t], expected) < 1e-7


@pytest.mark.parametrize(
    ("loss", "outputs", "targets"),
    [
        (nn.softmax_cross_entropy, rng().normal(size=(5, 4)), [0, 3, 1, 1, 2]),
        (nn.softmax_cross_entropy, rng().normal(size=(1, 2)), [1]),
        (nn.softmax_cross_entropy, 5 * rng().normal(size=(2, 3, 4)), [[0, 3, 1], [1, 2, 2]]),
        (nn.binary_cross_entropy, 3 * rng().normal(size=(6, 1)), [0, 1, 1, 0, 0.5, 0.1]),
        (nn.binary_cross_entropy, rng().normal(size=(3, 2)), [[0, 1], [1, 1], [0.3, 0]]),
        (nn.mean_squared_error, rng().normal(size=(4, 3)), rng(1).normal(size=(4, 3))),
        (nn.mean_squared_error, rng().normal(size=(5, 1)), [1, 2, 3, 4, 5]),
    ],
    ids=str,
)
def test_loss_gradients(loss, outputs, targets):
    outputs = outputs.copy()
    before = outputs.copy()
    _, gradient = loss(outputs, targets)
    np.testing.assert_array_equal(outputs, before)
    expected = slopes(lambda: np.array([loss(outputs, targets)[0]]), outputs, np.ones(1))
    assert relative_error(gradient, expected) < 1e-7


def test_loss_values_are_their_definitions():
    logits, labels = rng().normal(size=(5, 3)), [2, 0, 1, 1, 0]
    shares = [math.exp(row[k]) / sum(map(math.exp, row)) for row, k in zip(logits, labels, strict=True)]
    expected = -sum(map(math.log, shares)) / 5
    assert nn.softmax_cross_entropy(logits, labels)[0] == pytest.approx(expected, rel=1e-13)

    scores, targets = [0.3, -1.2, 2.0], [1, 0.25, 0]
    terms = [
        -t * math.log(1 / (1 + math.exp(-s))) - (1 - t) * math.log(1 - 1 / (1 + math.exp(-s)))
        for s, t in zip(scores, targets, strict=True)
    ]
    value = nn.binary_cross_entropy(np.reshape(scores, (3, 1)), targets)[0]
    assert value == pytest.approx(sum(terms) / 3, rel=1e-13)
    assert nn.mean_squared_error(np.array([[1.0, 2.0], [0.0, 5.0]]), [[0, 2], [2, 2]])[0] == (1 + 4 + 9) / 4


def test_losses_of_huge_scores_are_exact():
    logits = np.array([[1000.0, -1000.0, 0.0], [2000.0, 2000.0, -3000.0]])
    value, gradient = nn.softmax_cross_entropy(logits, [1, 0])
    assert value == pytest.approx((2000 + math.log(2)) / 2, rel=1e-15)
    np.testing.assert_allclose(gradient, [[0.5, -0.5, 0], [-0.25, 0.25, 0]], atol=1e-300)
    value, gradient = nn.binary_cross_entropy(np.array([[1e4], [-1e4], [1e4]]), [0, 1, 1])
    assert value == pytest.approx(2e4 / 3, rel=1e-15)
    np.testing.assert_allclose(gradient, [[1 / 3], [-1 / 3], [0]], rtol=1e-15)


@pytest.mark.parametrize(
    ("loss", "outputs", "targets", "expected"),
    [
        ("softmax_cross_entropy", [[1, 3], [2, 0], [0, 5]], [1, 1, 1], [True, False, True]),
        ("softmax_cross_entropy", [[[1, 3], [2, 0]]], [[0, 0]], [False, True]),
        ("binary_cross_entropy", [[2], [-1], [-3]], [1, 1, 0], [True, False, True]),
    ],
)
def test_hits_count_right_answers(loss, outputs, targets, expected):
    loss, outputs = nn.LOSSES[loss], np.array(outputs, float)
    assert np.ravel(loss.hits(outputs, loss.targets_for(outputs, targets))).tolist() == expected


def test_regression_has_no_hits():
    assert nn.mean_squared_error.hits is None


def convolution_by_scipy(layer, x):
    p, s = layer.padding, layer.stride
    x = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)))
    return np.array(
        [
            [
                sum(
                    signal.correlate(channel, kernel, "valid")
                    for channel, kernel in zip(image, kernels, strict=True)
                )[::s, ::s]
                + bias
                for kernels, bias in zip(layer.weight, layer.bias, strict=True)
            ]
            for image in x
        ]
    )


@pytest.mark.parametrize(
    ("kernel", "stride", "padding", "channels"),
    [
        (3, 1, 0, (1, 1)),
        (3, 1, 1, (2, 3)),
        (1, 1, 0, (4, 2)),
        (2, 2, 0, (2, 3)),
        (3, 2, 2, (3, 1)),
        (2, 3, 1, (2, 2)),
    ],
)
def test_conv2d_is_scipys_correlation(kernel, stride, padding, channels):
    layer = with_random_biases(nn.Conv2D(*channels, kernel, rng(), stride=stride, padding=padding))
    x = rng(1).normal(size=(3, channels[0], 8, 7))
    y = layer.forward(x)
    np.testing.assert_allclose(y, convolution_by_scipy(layer, x), rtol=1e-12, atol=1e-13)


def test_conv2d_at_a_kernel_as_large_as_the_image_is_a_dense_layer():
    layer, x = nn.Conv2D(2, 3, 4, rng()), rng(1).normal(size=(5, 2, 4, 4))
    expected = x.reshape(5, -1) @ layer.weight.reshape(3, -1).T
    np.testing.assert_allclose(layer.forward(x)[:, :, 0, 0], expected, rtol=1e-12, atol=1e-13)


@pytest.mark.parametrize(("size", "stride"), [(2, None), (2, 1), (3, 2), (2, 3), (1, 2)])
def test_max_pool_is_a_loop_of_maxima(size, stride):
    x = rng().normal(size=(2, 3, 7, 6))
    y = nn.MaxPool2D(size, stride).forward(x)
    step = stride or size
    assert y.shape == (2, 3, (7 - size) // step + 1, (6 - size) // step + 1)
    for b, c, i, j in np.ndindex(y.shape):
        window = x[b, c, i * step : i * step + size, j * step : j * step + size]
        assert y[b, c, i, j] == window.max()


def test_max_pool_gives_the_gradient_to_the_first_of_equals():
    layer = nn.MaxPool2D(2)
    layer.forward(np.array([[[[1.0, 5.0], [5.0, 5.0]]]]))
    assert layer.backward(np.full((1, 1, 1, 1), 3.0)).tolist() == [[[[0, 3], [0, 0]]]]


@pytest.mark.parametrize("activation", ["tanh", "relu"])
def test_rnn_is_a_loop_over_time(activation):
    layer = with_random_biases(nn.RNN(2, 3, rng(), activation))
    x = rng(1).normal(size=(4, 7, 2))
    y = layer.forward(x)
    function = {"tanh": math.tanh, "relu": lambda v: max(v, 0.0)}[activation]
    for b in range(4):
        state = [0.0, 0.0, 0.0]
        for t in range(7):
            state = [
                function(
                    layer.bias[k]
                    + sum(x[b, t, i] * layer.input_weight[i, k] for i in range(2))
                    + sum(state[i] * layer.hidden_weight[i, k] for i in range(3))
                )
                for k in range(3)
            ]
            np.testing.assert_allclose(y[b, t], state, rtol=1e-12, atol=1e-14)
    np.testing.assert_allclose(layer.step(x[:, 0], np.zeros((4, 3))), y[:, 0], rtol=1e-12)


def test_dense_treats_each_time_step_alike():
    layer, x = with_random_biases(nn.Dense(3, 2, rng())), rng(1).normal(size=(4, 5, 3))
    y = layer.forward(x)
    for t in range(5):
        np.testing.assert_allclose(y[:, t], x[:, t] @ layer.weight + layer.bias, rtol=1e-13)


def test_softmax_rows_sum_to_one():
    y = nn.Softmax().forward(10 * rng().normal(size=(6, 4)))
    np.testing.assert_allclose(y.sum(axis=1), 1, rtol=1e-14)
    assert (y > 0).all()


def test_prelu_starts_at_its_slope():
    layer = nn.PReLU(2, alpha=0.1)
    assert layer.forward(np.array([[-1.0, 2.0], [3.0, -4.0]])).tolist() == [[-0.1, 2], [3, -0.4]]


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9])
def test_dropout_drops_its_share_and_keeps_the_mean(share):
    size = 200_000
    y = nn.Dropout(share, rng(1)).forward(np.ones((size // 100, 100)), training=True)
    deviation = math.sqrt(share * (1 - share) / size)
    assert abs(np.mean(y == 0) - share) <= 5 * deviation
    assert abs(y.mean() - 1) <= 5 * deviation / (1 - share)
    assert set(np.unique(y)) <= {0.0, 1 / (1 - share)}


def test_dropout_draws_a_new_mask_each_time_and_none_outside_training():
    layer, x = nn.Dropout(0.5, rng()), rng().normal(size=(20, 20))
    assert not np.array_equal(layer.forward(x, training=True), layer.forward(x, training=True))
    np.testing.assert_array_equal(layer.forward(x), x)
    np.testing.assert_array_equal(layer.backward(x), x)


FLOAT32_LAYERS = [
    (nn.Dense(3, 2, rng(), dtype=np.float32), (4, 3)),
    (nn.Dense(3, 2, rng(), "uniform", scale=np.float64(2), dtype=np.float32), (4, 5, 3)),
    *((nn.Elementwise(name), (4, 3)) for name in CATALOGUE),
    (nn.PReLU(3, dtype=np.float32), (4, 3)),
    (nn.Softmax(), (4, 3)),
    (nn.Flatten(), (4, 3, 2)),
    (nn.Dropout(0.3, rng()), (4, 3)),
    (nn.Conv2D(2, 3, 2, rng(), padding=1, dtype=np.float32), (2, 2, 4, 4)),
    (nn.MaxPool2D(2, 1), (2, 2, 4, 4)),
    (nn.RNN(3, 2, rng(), dtype=np.float32), (2, 5, 3)),
]


@pytest.mark.parametrize(("layer", "shape"), FLOAT32_LAYERS, ids=str)
def test_float32_stays_float32(layer, shape):
    y = layer.forward(rng().normal(size=shape).astype(np.float32), training=True)
    gradient = layer.backward(np.ones_like(y))
    assert y.dtype == gradient.dtype == np.float32
    for name in layer.parameter_names:
        assert getattr(layer, name).dtype == getattr(layer, f"{name}_gradient").dtype == np.float32


@pytest.mark.parametrize("loss", nn.LOSSES.values(), ids=str)
def test_losses_of_float32_have_float32_gradients(loss):
    value, gradient = loss(np.ones((4, 1), np.float32), np.zeros(4, int))
    assert (type(value), gradient.dtype) == (float, np.float32)


@pytest.mark.parametrize(
    ("name", "variance"),
    [("he", 2 / 300), ("xavier", 2 / 500), ("glorot", 2 / 500), ("lecun", 1 / 300), ("normal", 1)],
)
@pytest.mark.parametrize("scale", [1.0, 0.01])
def test_normal_initializations_have_their_variance(name, variance, scale):
    weight = nn.Dense(300, 200, rng(1), name, scale).weight
    deviation = scale * math.sqrt(variance)
    assert abs(weight.mean()) < 5 * deviation / math.sqrt(weight.size)
    # The variance of n Gaussians scatters by sqrt(2 / n) of itself.
    assert abs(weight.var() / deviation**2 - 1) < 5 * math.sqrt(2 / weight.size)
    kurtosis = np.mean(weight**4) / weight.var() ** 2
    assert abs(kurtosis - 3) < 5 * math.sqrt(24 / weight.size)


def test_uniform_initialization_fills_its_bounds():
    weight = nn.Dense(100, 300, rng(1), "uniform", scale=0.5).weight
    bound = 0.5 / 10
    assert -bound <= weight.min() < -0.999 * bound
    assert bound >= weight.max() > 0.999 * bound
    assert abs(weight.mean()) < 5 * bound / math.sqrt(3 * weight.size)
    # The fourth moment of U(-1, 1) is 1/5, so its square scatters by sqrt(1/5 - 1/9).
    assert abs(weight.var() / bound**2 - 1 / 3) < 5 * math.sqrt((1 / 5 - 1 / 9) / weight.size)


@pytest.mark.parametrize(
    ("name", "variance"), [("he", 2 / 90), ("xavier", 2 / 450), ("uniform", 1 / 270)], ids=str
)
def test_convolutions_count_a_whole_kernel_as_fan_in(name, variance):
    weight = nn.Conv2D(10, 40, 3, rng(1), initialization=name).weight
    assert weight.shape == (40, 10, 3, 3)
    assert abs(weight.var() / variance - 1) < 5 * math.sqrt(2 / weight.size)


def test_recurrent_weights_have_their_own_fans():
    layer = nn.RNN(200, 100, rng(1), initialization="he")
    for weight, fan_in in ((layer.input_weight, 200), (layer.hidden_weight, 100)):
        assert abs(weight.var() * fan_in / 2 - 1) < 5 * math.sqrt(2 / weight.size)


def test_zeros_need_no_rng_and_biases_are_zero():
    for layer in (
        nn.Dense(3, 2, initialization="zeros"),
        nn.Conv2D(1, 2, 3, initialization="zeros"),
        nn.RNN(2, 3, initialization="zeros"),
    ):
        assert not any(getattr(layer, name).any() for name in layer.parameter_names)
    for layer in (nn.Dense(3, 2, rng()), nn.Conv2D(1, 2, 3, rng()), nn.RNN(2, 3, rng())):
        assert not layer.bias.any()


def test_same_seed_same_weights():
    first, second, third = (nn.Dense(3, 4, rng(seed)).weight for seed in (1, 1, 2))
    np.testing.assert_array_equal(first, second)
    assert not np.array_equal(first, third)
    legacy = nn.initial_weights("normal", (2, 3), 2, 3, np.random.RandomState(0))
    np.testing.assert_array_equal(legacy, np.random.RandomState(0).standard_normal((2, 3)))


WHOLE = "a whole number above 0, got"
SHARE = "Dropout expects share to be at least 0 and below 1, got"


@pytest.mark.parametrize(
    ("make", "error", "message"),
    [
        (lambda: nn.Dense(0, 2, rng()), ValueError, f"Dense expects inputs to be {WHOLE} 0"),
        (lambda: nn.Dense(2, 1.5, rng()), ValueError, f"Dense expects outputs to be {WHOLE} 1.5"),
        (lambda: nn.Dense(True, 2, rng()), ValueError, f"Dense expects inputs to be {WHOLE} True"),
        (lambda: nn.Dense(2, "3", rng()), ValueError, f"Dense expects outputs to be {WHOLE} '3'"),
        (lambda: nn.PReLU(-1), ValueError, f"PReLU expects channels to be {WHOLE} -1"),
        (lambda: nn.Conv2D(0, 1, 1, rng()), ValueError, f"Conv2D expects in_channels to be {WHOLE} 0"),
        (lambda: nn.Conv2D(1, 0, 1, rng()), ValueError, f"Conv2D expects out_channels to be {WHOLE} 0"),
        (lambda: nn.Conv2D(1, 1, 0, rng()), ValueError, f"Conv2D expects kernel_size to be {WHOLE} 0"),
        (lambda: nn.Conv2D(1, 1, 1, rng(), 0), ValueError, f"Conv2D expects stride to be {WHOLE} 0"),
        (
            lambda: nn.Conv2D(1, 1, 1, rng(), padding=-1),
            ValueError,
            "Conv2D expects padding to be a whole number from 0 on, got -1",
        ),
        (lambda: nn.MaxPool2D(0), ValueError, f"MaxPool2D expects size to be {WHOLE} 0"),
        (lambda: nn.MaxPool2D(2, 0), ValueError, f"MaxPool2D expects stride to be {WHOLE} 0"),
        (lambda: nn.RNN(0, 2, rng()), ValueError, f"RNN expects inputs to be {WHOLE} 0"),
        (lambda: nn.RNN(2, 0, rng()), ValueError, f"RNN expects hidden to be {WHOLE} 0"),
        (lambda: nn.Dropout(1, rng()), ValueError, f"{SHARE} 1"),
        (lambda: nn.Dropout(-0.1, rng()), ValueError, f"{SHARE} -0.1"),
        (lambda: nn.Dropout(math.nan, rng()), ValueError, f"{SHARE} nan"),
        (
            lambda: nn.Dropout(0.5, 3),
            TypeError,
            "Dropout expects rng to be a numpy.random.Generator, got 3",
        ),
        (lambda: nn.Dropout("0.5", rng()), ValueError, f"{SHARE} '0.5'"),
        *(
            (
                lambda make=make, dtype=dtype: make(dtype),
                TypeError,
                f"{name} expects dtype to be float32 or float64, got {dtype!r}",
            )
            for name, make in {
                "Dense": lambda dtype: nn.Dense(1, 1, rng(), dtype=dtype),
                "PReLU": lambda dtype: nn.PReLU(dtype=dtype),
                "Conv2D": lambda dtype: nn.Conv2D(1, 1, 1, rng(), dtype=dtype),
                "RNN": lambda dtype: nn.RNN(1, 1, rng(), dtype=dtype),
            }.items()
            for dtype in (int, np.float16, None)
        ),
        (
            lambda: nn.PReLU(alpha=math.nan),
            TypeError,
            "PReLU expects alpha to be a finite real number, got nan",
        ),
        (
            lambda: nn.Dense(2, 3, rng(), scale="2"),
            TypeError,
            "scale is expected to be a finite real number, got '2'",
        ),
        (lambda: nn.Dense(2, 3), TypeError, "rng is expected to be a numpy.random.Generator, got None"),
        (
            lambda: nn.Dense(2, 3, rng(), "best"),
            ValueError,
            "initialization is expected to be one of "
            "he, xavier, glorot, lecun, normal, uniform, zeros, got 'best'",
        ),
        (
            lambda: nn.Elementwise("rellu"),
            TypeError,
            "Elementwise expects an Activation or a name of one, got 'rellu'",
        ),
        (
            lambda: nn.RNN(2, 3, rng(), np.tanh),
            TypeError,
            "Elementwise expects an Activation or a name of one, got <ufunc 'tanh'>",
        ),
    ],
)
def test_bad_arguments_are_named(make, error, message):
    with pytest.raises(error, match=f"^{re.escape(message)}$"):
        make()


@pytest.mark.parametrize(
    ("layer", "shape", "message"),
    [
        (nn.Dense(3, 2, rng()), (4, 2), "Dense(3 → 2) expects shape (batch, 3), got (4, 2)"),
        (nn.Dense(3, 2, rng()), (3,), "Dense(3 → 2) expects shape (batch, 3), got (3,)"),
        (nn.PReLU(3), (4, 2), "PReLU(3) expects shape (batch, 3), got (4, 2)"),
        (
            nn.Conv2D(2, 3, 3, rng()),
            (1, 3, 5, 5),
            "Conv2D(2 → 3, 3 × 3) expects shape (batch, 2, height, width), both sides at least 3, "
            "got (1, 3, 5, 5)",
        ),
        (
            nn.Conv2D(1, 3, 5, rng(), stride=2, padding=1),
            (1, 1, 5, 2),
            "Conv2D(1 → 3, 5 × 5, stride 2, padding 1) expects shape (batch, 1, height, width), "
            "both sides at least 3, got (1, 1, 5, 2)",
        ),
        (
            nn.Conv2D(1, 3, 3, rng()),
            (1, 5, 5),
            "Conv2D(1 → 3, 3 × 3) expects shape (batch, 1, height, width), both sides at least 3, "
            "got (1, 5, 5)",
        ),
        (
            nn.MaxPool2D(2),
            (1, 1, 1, 5),
            "MaxPool2D(2 × 2) expects shape (batch, channels, height, width), both sides at least 2, "
            "got (1, 1, 1, 5)",
        ),
        (nn.RNN(3, 2, rng()), (4, 3), "RNN(3 → 2, tanh) expects shape (batch, time, 3), got (4, 3)"),
        (nn.RNN(3, 2, rng()), (4, 5, 2), "RNN(3 → 2, tanh) expects shape (batch, time, 3), got (4, 5, 2)"),
    ],
    ids=lambda v: v if isinstance(v, str) else None,
)
def test_wrong_shapes_name_layer_expectation_and_what_came(layer, shape, message):
    with pytest.raises(nn.ShapeError, match=f"^{re.escape(message)}$"):
        layer.forward(np.zeros(shape))


@pytest.mark.parametrize(
    ("loss", "outputs", "targets", "error", "message"),
    [
        (
            "softmax_cross_entropy",
            (3, 2),
            [0.0, 1, 1],
            TypeError,
            "expects whole-number labels, got dtype float64",
        ),
        (
            "softmax_cross_entropy",
            (3, 2),
            ["a", "b", "c"],
            TypeError,
            "expects whole-number labels, got dtype <U1",
        ),
        ("softmax_cross_entropy", (3, 2), [0, 1], ValueError, "expects labels of shape (3,), got (2,)"),
        (
            "softmax_cross_entropy",
            (3, 2),
            [[0], [1], [1]],
            ValueError,
            "expects labels of shape (3,), got (3, 1)",
        ),
        ("softmax_cross_entropy", (3, 2), [0, 2, 1], ValueError, "expects labels from 0 to 1, got 0 to 2"),
        ("softmax_cross_entropy", (3, 2), [0, -1, 1], ValueError, "expects labels from 0 to 1, got -1 to 1"),
        ("binary_cross_entropy", (3, 1), [0, 1, 2], ValueError, "expects targets from 0 to 1, got 0 to 2"),
        (
            "binary_cross_entropy",
            (3, 1),
            [0, -0.5, 1],
            ValueError,
            "expects targets from 0 to 1, got -0.5 to 1",
        ),
        ("binary_cross_entropy", (3, 1), [0, 1], ValueError, "expects targets of shape (3, 1), got (2,)"),
        ("binary_cross_entropy", (3, 2), [0, 1, 1], ValueError, "expects targets of shape (3, 2), got (3,)"),
        ("mean_squared_error", (3, 2), [0, 1, 1], ValueError, "expects targets of shape (3, 2), got (3,)"),
        (
            "mean_squared_error",
            (3, 1),
            [[0, 1, 1]],
            ValueError,
            "expects targets of shape (3, 1), got (1, 3)",
        ),
        ("mean_squared_error", (2, 1), ["a", "b"], TypeError, "expects real targets, got dtype <U1"),
        ("mean_squared_error", (2, 1), [1j, 2], TypeError, "expects real targets, got dtype complex128"),
    ],
)
def test_bad_targets_are_named(loss, outputs, targets, error, message):
    with pytest.raises(error, match=f"^{re.escape(f'{loss} {message}')}$"):
        nn.LOSSES[loss](np.zeros(outputs), targets)


def test_every_layer_prints_what_it_is():
    layers = [layer for layer, _ in FLOAT32_LAYERS if not isinstance(layer, nn.Elementwise)]
    assert list(map(str, itertools.chain(layers, map(nn.Elementwise, ["relu", "log_sigmoid"])))) == [
        "Dense(3 → 2)",
        "Dense(3 → 2)",
        "PReLU(3)",
        "Softmax",
        "Flatten",
        "Dropout(0.3)",
        "Conv2D(2 → 3, 2 × 2, padding 1)",
        "MaxPool2D(2 × 2, stride 1)",
        "RNN(3 → 2, tanh)",
        "ReLU",
        "log-sigmoid",
    ]


# The first state of a recurrent layer


@pytest.mark.parametrize("activation", ["tanh", "softplus"])
def test_a_sequence_can_go_on_from_its_last_state(activation):
    layer, x = with_random_biases(nn.RNN(3, 4, rng(2), activation)), rng(3).normal(size=(5, 7, 3))
    whole = layer.forward(x)
    first, second = x[:, :3], x[:, 3:]
    start = layer.forward(first)[:, -1]
    np.testing.assert_allclose(layer.forward(second, first_state=start), whole[:, 3:], rtol=1e-14, atol=0)
    one_for_all = layer.forward(x, first_state=[1, 2, 3, 4])
    np.testing.assert_array_equal(one_for_all, layer.forward(x, first_state=np.tile([1.0, 2, 3, 4], (5, 1))))
    np.testing.assert_allclose(one_for_all[:, 0], layer.step(x[:, 0], [[1, 2, 3, 4]]), rtol=1e-14, atol=0)
    assert not np.allclose(one_for_all, whole, rtol=1e-3, atol=0)


def test_the_gradient_of_the_first_state_and_of_all_else_behind_it():
    layer = with_random_biases(nn.RNN(3, 4, rng(2)))
    x, state, upstream = (
        rng(n).normal(size=size) for n, size in ((3, (2, 5, 3)), (4, (2, 4)), (5, (2, 5, 4)))
    )

    def outputs():
        return layer.forward(x, first_state=state)

    outputs()
    x_gradient = layer.backward(upstream)
    assert relative_error(layer.first_state_gradient, slopes(outputs, state, upstream)) < 1e-8
    assert relative_error(x_gradient, slopes(outputs, x, upstream)) < 1e-8
    for name in layer.parameter_names:
        outputs()
        layer.backward(upstream)
        claimed = getattr(layer, f"{name}_gradient").copy()
        assert relative_error(claimed, slopes(outputs, getattr(layer, name), upstream)) < 1e-8


@pytest.mark.parametrize(
    ("state", "error", "message"),
    [
        (np.zeros(3), nn.ShapeError, "first_state of shape (2, 4) or (4,), got (3,)"),
        (np.zeros((3, 4)), nn.ShapeError, "first_state of shape (2, 4) or (4,), got (3, 4)"),
        ("abcd", TypeError, "RNN(3 → 4, tanh) expects first_state to hold real numbers"),
    ],
)
def test_a_wrong_first_state_is_said_in_words(state, error, message):
    with pytest.raises(error, match=re.escape(message)):
        nn.RNN(3, 4, rng()).forward(np.zeros((2, 5, 3)), first_state=state)
