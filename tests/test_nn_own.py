"""What readers make of the library's parts: a training does with them what its steps by hand do."""

import copy
import pickle
import re
from dataclasses import replace

import numpy as np
import pytest

from actlib import CATALOGUE, Activation, nn


def rng(seed=0):
    return np.random.default_rng(seed)


X, LABELS = rng(1).normal(size=(20, 3)), rng(2).integers(0, 3, 20)


def network_with(*parts, loss="softmax_cross_entropy"):
    r = rng()
    return nn.Network([nn.Dense(3, 6, r), *parts, nn.Dense(6, 3, r)], loss)


def steps_by_hand(network, x, targets, rate, epochs):
    """Take the steps that plain gradient descent takes; return the losses before each."""
    losses = []
    for _ in range(epochs):
        loss, _ = network.loss_and_gradients(x, targets)
        network.flat_parameters -= rate * network.flat_gradients
        losses.append(loss)
    return losses


def assert_trained_as_by_hand(network, x=X, targets=LABELS):
    by_hand = copy.deepcopy(network)
    history = network.fit(x, targets, nn.SGD(0.1), 5)
    losses = steps_by_hand(by_hand, x, targets, 0.1, 5)
    np.testing.assert_allclose(history.loss, losses, rtol=1e-12, atol=0)
    np.testing.assert_allclose(network.flat_parameters, by_hand.flat_parameters, rtol=1e-12, atol=1e-15)
    assert np.ptp(history.loss) > 0
    assert network.evaluate(x, targets)[0] == pytest.approx(steps_by_hand(by_hand, x, targets, 0, 1)[0])


# Activations


@pytest.mark.parametrize(
    "derivative", [lambda x: x, np.asarray, np.real, lambda x: x.reshape(x.shape), lambda x: x[...]]
)
def test_a_slope_that_is_the_input_itself_is_not_written_over(derivative):
    half_square = Activation.of("half_square", lambda x: x * x / 2, derivative)
    assert_trained_as_by_hand(network_with(half_square))


@pytest.mark.parametrize("name", ["relu", "gelu"])
def test_a_function_put_in_anothers_place_is_trained_with(name):
    bent = replace(
        CATALOGUE[name],
        function=lambda x: np.where(x > 0, x, x / 2),
        derivative=lambda x: np.where(x > 0, 1, 0.5),
    )
    assert_trained_as_by_hand(network_with(bent))
    assert_trained_as_by_hand(network_with(replace(bent, function=CATALOGUE[name].function)))


class Named(Activation):
    pass


def test_a_derived_activation_stays_one_when_it_is_pickled():
    kept = Named("square", "square", np.square, np.sign)
    again = pickle.loads(pickle.dumps(kept))
    assert type(again) is Named
    assert (again.name, again(3.0), dict(again.parameters)) == ("square", 9.0, {})


# What gives whole numbers or truth values

SIGN = Activation.of("sign", lambda x: np.where(x > 0, 1, -1), lambda x: 1 - np.tanh(x) ** 2)
IS_ABOVE = Activation.of("above", lambda x: x > 0, lambda x: 1 - np.tanh(x) ** 2)


@pytest.mark.parametrize("last", [SIGN, IS_ABOVE])
@pytest.mark.parametrize(
    ("loss", "targets"),
    [
        ("mean_squared_error", np.full((20, 3), 0.25)),
        ("binary_cross_entropy", np.full((20, 3), 0.7)),
        ("softmax_cross_entropy", LABELS),
    ],
)
def test_whole_numbers_at_the_end_are_judged_as_numbers(last, loss, targets):
    r = rng()
    network = nn.Network([nn.Dense(3, 3, r), last], loss)
    scores = network.predict(X)
    assert scores.dtype == np.float64
    wanted = {
        "mean_squared_error": lambda: np.mean((scores - targets) ** 2),
        "binary_cross_entropy": lambda: np.mean(np.log(1 + np.exp(scores)) - targets * scores),
        "softmax_cross_entropy": lambda: np.mean(
            np.log(np.exp(scores).sum(axis=1)) - scores[np.arange(20), LABELS]
        ),
    }[loss]()
    assert network.evaluate(X, targets)[0] == pytest.approx(wanted, rel=1e-12)
    history = network.fit(X, targets, nn.SGD(1e-12), 1)
    assert history.loss[0] == pytest.approx(wanted, rel=1e-12)
    assert history.gradient_norm[0] > 0
    if loss == "binary_cross_entropy":
        assert history.accuracy[0] == pytest.approx(np.mean(scores > 0), rel=1e-12)
        assert network.evaluate(X, targets)[1] == pytest.approx(np.mean(scores > 0), rel=1e-12)


@pytest.mark.parametrize("outputs", [[[1], [-1]], [[True], [False]], np.int8([[1], [-1]])])
def test_a_loss_takes_whole_numbers_as_numbers(outputs):
    targets, y = np.array([[0.5], [0.25]]), np.array(outputs, float)
    value, gradient = nn.mean_squared_error(np.array(outputs), targets)
    assert value == np.mean((y - targets) ** 2)
    np.testing.assert_array_equal(gradient, y - targets)


@pytest.mark.parametrize("name", ["relu", "gelu", "tanh", "softplus"])
@pytest.mark.parametrize("x", [np.array([[1, 2]]), np.array([[True, False]]), np.array([[3]], np.uint8)])
def test_an_activation_takes_whole_numbers_as_numbers(name, x):
    layer = nn.Elementwise(name)
    np.testing.assert_array_equal(layer.forward(x, training=True), CATALOGUE[name](x.astype(float)))
    slopes = layer.backward(np.ones(x.shape))
    np.testing.assert_array_equal(slopes, CATALOGUE[name].derivative(x.astype(float)))


@pytest.mark.parametrize("training", [False, True])
@pytest.mark.parametrize("dtype", [int, bool, np.int8])
@pytest.mark.parametrize(
    ("make", "shape"),
    [
        (lambda: nn.Dense(4, 3, rng()), (2, 4)),
        (lambda: nn.PReLU(), (2, 4)),
        (lambda: nn.Softmax(), (2, 4)),
        (lambda: nn.Dropout(0.5, rng()), (2, 4)),
        (lambda: nn.Flatten(), (2, 3, 4)),
        (lambda: nn.RNN(4, 3, rng()), (2, 3, 4)),
        (lambda: nn.Conv2D(1, 2, 3, rng(), padding=1), (2, 1, 5, 5)),
        (lambda: nn.MaxPool2D(2), (2, 1, 4, 4)),
    ],
)
def test_a_layer_takes_whole_numbers_as_numbers(make, shape, dtype, training):
    x = rng(5).integers(0, 2, shape).astype(dtype)
    layer, same = make(), make()
    y, wanted = layer.forward(x, training), same.forward(x.astype(float), training)
    np.testing.assert_array_equal(y, wanted)
    upstream = rng(6).normal(size=y.shape)
    np.testing.assert_allclose(layer.backward(upstream), same.backward(upstream), rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("name", ["relu", "gelu", "tanh", "softplus"])
def test_a_layer_may_give_whole_numbers_to_the_next(name):
    class Binarize(nn.Layer):
        def forward(self, x, training=False):
            return (x > 0).astype(int)

        def backward(self, upstream):
            return upstream

    assert_trained_as_by_hand(network_with(Binarize(), name))


@pytest.mark.parametrize("make", [lambda: nn.Elementwise("tanh"), lambda: nn.Dropout(0.5, rng())])
@pytest.mark.parametrize("training", [False, True])
def test_complex_numbers_are_refused_by_a_layer_and_at_the_end(make, training):
    with pytest.raises(TypeError, match=f"^{re.escape(str(make()))} expects its input to hold real numbers"):
        make().forward(X + 1j, training)

    class Turned(nn.Layer):
        def forward(self, x, training=False):
            return 1j * x

    with pytest.raises(TypeError, match=r"^Network expects its last layer to give real"):
        nn.Network([nn.Dense(3, 3, rng()), Turned()]).forward(X, training)


# Layers and networks with ways of their own


class PlusItsInput(nn.Layer):
    def forward(self, x, training=False):
        return x + super().forward(x, training)

    def backward(self, upstream):
        return upstream + super().backward(upstream)


class DensePlusItsInput(PlusItsInput, nn.Dense):
    pass


class Conv2DPlusItsInput(PlusItsInput, nn.Conv2D):
    pass


def test_a_first_layer_may_need_the_gradient_of_its_input():
    r = rng()
    assert_trained_as_by_hand(nn.Network([DensePlusItsInput(3, 3, r), "tanh", nn.Dense(3, 3, r)]))
    layers = [Conv2DPlusItsInput(1, 1, 3, r, padding=1), nn.Flatten(), nn.Dense(9, 3, r)]
    assert_trained_as_by_hand(nn.Network(layers), X[:, None, :, None] * np.ones(3))


def test_a_network_may_need_the_gradient_of_its_input():
    class Around(nn.Network):
        def forward(self, x, training=False):
            self.y = x + self.layers[0].forward(x, training)
            return self.y

        def backward(self, gradient):
            return gradient + self.layers[0].backward(gradient)

    assert_trained_as_by_hand(Around([nn.Dense(3, 3, rng())]))


class Scaled(nn.Dense):
    """Multiplies what a dense layer gives by a number that it learns."""

    parameter_names = (*nn.Dense.parameter_names, "gain")

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.gain, self.gain_gradient = np.ones(1), np.zeros(1)

    def forward(self, x, training=False):
        self.plain = super().forward(x, training).copy()
        return self.gain * self.plain

    def backward(self, upstream):
        self.gain_gradient[...] = np.sum(upstream * self.plain)
        return super().backward(self.gain * upstream)


def test_what_a_derived_layer_adds_is_trained():
    network = network_with(Scaled(6, 6, rng(3)), "tanh")
    assert network.flat_parameters.size == 3 * 6 + 6 + 6 * 6 + 6 + 1 + 6 * 3 + 3
    assert_trained_as_by_hand(network)
    assert network.parameters["2.gain"] != 1


class GainFirst(Scaled):
    parameter_names = ("gain", "weight", "bias")
    stored_names = ("weight_and_bias", "gain")


@pytest.mark.parametrize("kind", [Scaled, GainFirst])
def test_the_penalty_is_on_the_weights_wherever_they_are_stored(kind):
    network = nn.Network([kind(3, 3, rng())])
    weight, others = network.parameters["1.weight"].copy(), network.flat_parameters.size - 9
    loss = network.evaluate(X, LABELS)[0]
    gradient = network.loss_and_gradients(X, LABELS)[1]["1.weight"].copy()
    history = network.fit(X, LABELS, nn.SGD(0.5), 1, l2=0.1)
    assert history.loss[0] == pytest.approx(loss + 0.05 * np.sum(weight**2), rel=1e-12)
    step = 0.5 * (gradient + 0.1 * weight)
    np.testing.assert_allclose(network.parameters["1.weight"], weight - step, rtol=1e-12, atol=1e-15)
    assert others == 4


# Callbacks use a network that trains like any other


@pytest.mark.parametrize("parts", [("relu",), ("tanh", nn.Dense(6, 6, rng(4)), "gelu")])
def test_a_callback_may_use_the_network_as_ever(parts):
    seen = []

    def use(network, epoch, history):
        fresh = copy.deepcopy(network)
        for training in (False, True):
            outputs = network.forward(X, training)
            one, other = (network.backward(scale * np.ones_like(outputs)) for scale in (1, 2))
            np.testing.assert_allclose(2 * one, other, rtol=1e-12, atol=1e-15)
            assert not np.shares_memory(one, other)
        passed = list(network.outputs_by_layer(X, training=True))
        for (_, y), (_, wanted) in zip(passed, fresh.outputs_by_layer(X), strict=True):
            np.testing.assert_array_equal(y, wanted)
        seen.append(epoch)

    network, alone = network_with(*copy.deepcopy(parts)), network_with(*copy.deepcopy(parts))
    histories = [network.fit(X, LABELS, nn.SGD(0.1), 5, callbacks=use), alone.fit(X, LABELS, nn.SGD(0.1), 5)]
    assert seen == [1, 2, 3, 4, 5]
    assert histories[0].loss == histories[1].loss
    np.testing.assert_array_equal(network.flat_parameters, alone.flat_parameters)


@pytest.mark.parametrize("batch_size", [None, 7])
def test_a_loss_that_a_callback_sets_is_that_of_the_next_training(batch_size):
    def exchange(network, *_):
        network.loss = replace(nn.softmax_cross_entropy, value_and_gradient=lambda y, t: (99.0, 0 * y))

    network, alone = network_with("tanh"), network_with("tanh")
    losses = [
        n.fit(X, LABELS, nn.SGD(0.1), 3, batch_size=batch_size, rng=rng(), callbacks=use).loss
        for n, use in ((network, exchange), (alone, []))
    ]
    assert losses[0] == losses[1]
    assert network.fit(X, LABELS, nn.SGD(0.1), 1).loss == [99.0]


# Losses


def test_hits_and_values_put_in_anothers_place_are_counted():
    never = replace(nn.softmax_cross_entropy, hits=lambda scores, labels: np.zeros(len(labels), bool))
    assert network_with(loss=never).fit(X, LABELS, nn.SGD(0.1), 2).accuracy == [0, 0]
    tenfold = replace(
        nn.softmax_cross_entropy,
        value_and_gradient=lambda *given: [10 * each for each in nn.softmax_cross_entropy(*given)],
    )
    assert_trained_as_by_hand(network_with(loss=tenfold))


class Tenfold(nn.Loss):
    def prepared(self, outputs, targets):
        judged = super().prepared(outputs, targets)

        def ten_times(outputs):
            value, gradient, counts = judged(outputs)
            return 10 * value, 10 * gradient, counts

        return ten_times


def test_a_derived_loss_stays_one_when_it_is_copied():
    plain = nn.softmax_cross_entropy
    loss = Tenfold("tenfold", plain.value_and_gradient, plain.targets_for, plain.hits, "softmax")
    for again in (copy.deepcopy(loss), pickle.loads(pickle.dumps(loss))):
        assert type(again) is Tenfold
        assert again == loss
        network = network_with(loss=again)
        once = network.evaluate(X, LABELS)[0]
        assert network.fit(X, LABELS, nn.SGD(1e-12), 1).loss[0] == pytest.approx(10 * once, rel=1e-12)


@pytest.mark.parametrize("targets", [None, {"mean": 0.5}])
def test_a_loss_may_take_any_targets(targets):
    toward_half = nn.Loss("half", lambda y, _: (np.mean((y - 0.5) ** 2), (y - 0.5) / 30), lambda y, t: t)
    assert_trained_as_by_hand(network_with(loss=toward_half), targets=targets)


# Numbers at the edge


@pytest.mark.parametrize("loss", ["mean_squared_error", "softmax_cross_entropy"])
def test_samples_without_numbers_are_refused(loss):
    network = nn.Network([nn.Dense(3, 3, rng())], loss)
    with pytest.raises(
        ValueError, match=r"fit expects x of shape \(samples, ...\), not empty, got \(4, 0, 3\)"
    ):
        network.fit(np.zeros((4, 0, 3)), np.zeros((4, 0), int), nn.SGD(0.1), 1)


def test_a_long_gradient_of_short_floats_has_a_length_and_can_be_clipped():
    network = nn.Network([nn.Dense(1, 2, initialization="zeros", dtype=np.float32)], "mean_squared_error")
    x = np.full((1, 1), 1e19, np.float32)
    history = network.fit(x, [[1e17, -1e17]], nn.SGD(1.0), 1, clip_norm=1.0)
    wanted = np.hypot(1e19, 1.0) * np.hypot(1e17, 1e17)
    assert history.gradient_norm[0] == pytest.approx(wanted, rel=1e-6)
    assert np.linalg.norm(network.flat_parameters) == pytest.approx(1, rel=1e-5)
