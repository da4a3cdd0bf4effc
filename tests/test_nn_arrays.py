"""Layers write into the same arrays while a network trains; nobody must notice but the clock."""

import copy
import functools
import pickle
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from actlib import CATALOGUE, Activation, nn
from actlib.functions.accept import BLOCK_BYTES, LARGE_BYTES, zeros_like
from actlib.functions.together import FORMS

FLOATS = (np.float32, np.float64)
AT_ONCE = [function.__name__ for function, _, _ in FORMS]


def rng(seed=0):
    return np.random.default_rng(seed)


def layers(r, activation="relu", dtype=np.float64):
    return [
        *(nn.Dense(3, 7, r, dtype=dtype), activation, nn.Dense(7, 6, r, dtype=dtype), activation),
        *(nn.PReLU(6, dtype=dtype), nn.Dense(6, 4, r, dtype=dtype)),
    ]


def data(count=23, dtype=np.float64):
    return rng(1).normal(size=(count, 3)).astype(dtype), rng(2).integers(0, 4, count)


class Pass(nn.Layer):
    """Hands everything on, so that the layers beside it cannot write into one another's arrays."""

    def forward(self, x, training=False):
        return x.copy(order="K")

    def backward(self, upstream):
        return upstream.copy(order="K")


def trained(network, epochs=6, **options):
    x, labels = data(dtype=network.dtype)
    options = {"measure_every": 2, "progress": False} | options
    return network.fit(x, labels, nn.Adam(0.05), epochs, **options)


# What writes values and slopes at once gives the same numbers


def delicate(dtype):
    special = [0.0, -0.0, np.inf, -np.inf, np.nan, 1.0, -1.0, 40.0, -40.0, 1e3, -1e3, np.finfo(dtype).tiny]
    return np.concatenate([special, rng().normal(0, 3, 500)]).astype(dtype)


@pytest.mark.parametrize("dtype", FLOATS)
@pytest.mark.parametrize("order", ["C", "F"])
@pytest.mark.parametrize("name", CATALOGUE)
@pytest.mark.parametrize("is_written_over", [False, True])
def test_values_and_slopes_at_once_are_values_and_slopes(is_written_over, name, order, dtype):
    activation = CATALOGUE[name]
    x = np.array(delicate(dtype).reshape(-1, 4), order=order)
    given = x.copy(order)
    y, slope = given if is_written_over else np.empty_like(x), np.empty_like(x)
    slopes = activation.writer(given, y, slope)()
    np.testing.assert_array_equal(y, activation(x))
    slopes[np.isnan(x)] = np.nan  # there it may be any
    np.testing.assert_array_equal(slopes, activation.derivative(x))
    assert (slopes is slope) == (name in AT_ONCE)


@pytest.mark.parametrize("dtype", FLOATS)
@pytest.mark.parametrize("name", AT_ONCE)
def test_a_large_array_is_written_block_by_block(name, dtype):
    x = rng().normal(0, 3, (7, LARGE_BYTES // np.dtype(dtype).itemsize // 7 + 5)).astype(dtype)
    assert LARGE_BYTES < x.nbytes < LARGE_BYTES + BLOCK_BYTES
    for array in (x, np.asfortranarray(x)):
        y, slope = np.empty_like(array), np.empty_like(array)
        assert CATALOGUE[name].writer(array, y, slope)() is slope
        np.testing.assert_array_equal(y, CATALOGUE[name](array))
        np.testing.assert_array_equal(slope, CATALOGUE[name].derivative(array))


@pytest.mark.parametrize("name", AT_ONCE)
def test_arrays_of_different_layout_get_the_same_numbers(name):
    x = rng().normal(0, 3, (6, 5))
    for view, order in ((x[::2], "C"), (x, "F"), (x[:, 1:], "C")):
        y = np.empty(view.shape, order=order)
        slopes = CATALOGUE[name].writer(view, y, np.empty_like(y))()
        np.testing.assert_array_equal(y, CATALOGUE[name](view))
        np.testing.assert_array_equal(slopes, CATALOGUE[name].derivative(view))


# Training in shared arrays is training


@pytest.mark.parametrize("dtype", FLOATS)
@pytest.mark.parametrize("batch_size", [None, 5, 23])
@pytest.mark.parametrize("activation", ["relu", "gelu", "tanh"])
def test_layers_that_share_arrays_learn_what_others_learn(activation, batch_size, dtype):
    shared = nn.Network(layers(rng(), activation, dtype))
    apart = nn.Network([part for layer in layers(rng(), activation, dtype) for part in (layer, Pass())])
    histories = [trained(n, batch_size=batch_size, rng=rng(3)) for n in (shared, apart)]
    assert histories[0].loss == histories[1].loss
    np.testing.assert_array_equal(shared.flat_parameters, apart.flat_parameters)


def test_a_layer_writes_into_the_next_ones_input_while_it_trains_alone():
    network, seen = nn.Network(layers(rng())), []

    def look(network, *_):
        before, activation, following, *_ = network.layers
        shared = [np.shares_memory(layer.y, following.x_and_1) for layer in (before, activation)]
        seen.append((*shared, activation.prepared_for is not None))

    trained(network, callbacks=look, measure_every=100)
    # A measurement after the first epoch and after the last makes arrays of its own.
    assert seen == [(False,) * 3, *[(True,) * 3] * 4, (False,) * 3]
    assert all(layer.prepared_for is None and not layer.in_training for layer in network.layers)


def test_a_derived_layer_finds_its_input_and_its_output_as_they_were():
    kept = []

    class KeepsItsOutput(nn.Dense):
        def forward(self, x, training=False):
            self.kept = super().forward(x, training)
            return self.kept

        def backward(self, upstream):
            kept.append((self.kept < 0).any())
            return super().backward(upstream)

    class KeepsItsInput(nn.Elementwise):
        def forward(self, x, training=False):
            self.kept = x
            return super().forward(x, training)

        def backward(self, upstream):
            kept.append((self.kept < 0).any())
            return super().backward(upstream)

    for layer in (KeepsItsOutput(3, 5, rng()), "relu"), (nn.Dense(3, 5, rng()), KeepsItsInput("relu")):
        trained(nn.Network([*layer, nn.Dense(5, 4, rng(1))]), measure_every=100)
    assert kept == [True] * 12


def test_a_layer_of_ones_own_may_be_written_over_without_arrays_to_share():
    class Negative(nn.Layer):
        may_be_written_over = True

        def forward(self, x, training=False):
            return -x

        def backward(self, upstream):
            return -upstream

    allowed, refused = (nn.Network([nn.Dense(3, 5, rng()), Negative(), nn.Dense(5, 4, rng(1))]) for _ in "12")
    refused.layers[1].may_be_written_over = False
    histories = [trained(network) for network in (allowed, refused)]
    assert histories[0].loss == histories[1].loss


class ResidualNetwork(nn.Network):
    """Adds what goes into its activation to what comes out of the next layer; backward likewise."""

    def forward(self, x, training=False):
        first, activation, second, last = self.layers
        sums = first.forward(self.as_input(x), training)
        y = last.forward(second.forward(activation.forward(sums, training), training) + sums, training)
        self._output_shape = y.shape
        return y

    def backward(self, gradient):
        first, activation, second, last = self.layers
        upstream = last.backward(gradient)
        behind = second.backward(upstream)
        return first.backward(activation.backward(behind) + upstream + 0 * behind)


@pytest.mark.parametrize("activation", ["relu", "tanh"])
def test_a_network_with_ways_of_its_own_learns_what_it_computes(activation):
    fitted, by_hand = (
        ResidualNetwork([nn.Dense(3, 6, r), activation, nn.Dense(6, 6, r), nn.Dense(6, 4, r)])
        for r in (rng(), rng())
    )
    fitted.fit(*data(), nn.SGD(0.1), epochs=5)
    for _ in range(5):
        by_hand.loss_and_gradients(*data())
        by_hand.flat_parameters -= 0.1 * by_hand.flat_gradients
    np.testing.assert_array_equal(fitted.flat_parameters, by_hand.flat_parameters)


@pytest.mark.parametrize("count", [23, 9])  # as many samples as are trained on, or fewer
def test_what_a_callback_computes_is_its_to_keep_and_disturbs_nothing(count):
    quiet, network = nn.Network(layers(rng())), nn.Network(layers(rng()))
    x, labels = data(count)
    kept = []

    def look(network, *_):
        outputs = [y for _, y in network.outputs_by_layer(x)]
        outputs += [network.forward(x), network.layers[2].forward(outputs[1])]
        outputs += [network.layers[1].forward(outputs[0], training=False)]
        outputs += [network.layers[1].backward(outputs[0])]
        kept.append((outputs, [y.copy() for y in outputs]))
        network.loss_and_gradients(x, labels)

    histories = [trained(quiet), trained(network, callbacks=look)]
    assert histories[0] == histories[1]
    for outputs, copies in kept:
        for output, wanted in zip(outputs, copies, strict=True):
            np.testing.assert_array_equal(output, wanted)


def test_outside_of_training_every_result_is_a_new_array():
    x, _ = data()
    network = nn.Network(layers(rng()))
    for training in (False, True):
        kept = []
        for scale in (1, 2):
            kept += [(y, y.copy()) for _, y in network.outputs_by_layer(scale * x, training)]
            network.forward(scale * x, training)
            for factor in (1.0, 2.0):
                gradient = network.backward(np.full((len(x), 4), factor))
                kept.append((gradient, gradient.copy()))
        network.loss_and_gradients(3 * x, data()[1])
        for result, wanted in kept:
            np.testing.assert_array_equal(result, wanted)


def test_the_data_is_not_written_into():
    x, labels = data()
    for given in (x, np.asfortranarray(x)):
        before = given.copy()
        nn.Network(layers(rng())).fit(given, labels, nn.SGD(0.1), 3, progress=False)
        nn.Network(["relu", nn.Dense(3, 4, rng())]).fit(given, labels, nn.SGD(0.1), 3, progress=False)
        np.testing.assert_array_equal(given, before)


@pytest.mark.parametrize("again", [copy.deepcopy, lambda n: pickle.loads(pickle.dumps(n))])
def test_a_copy_made_while_training_shares_no_array(again):
    network, copies = nn.Network(layers(rng())), []
    trained(network, callbacks=lambda n, *_: copies.append(again(n)), measure_every=100)
    twin = copies[1]
    for layer, own in zip(network.layers, twin.layers, strict=True):
        theirs = [value for value in vars(layer).values() if isinstance(value, np.ndarray)]
        for value in vars(own).values():
            if isinstance(value, np.ndarray):
                assert not any(np.shares_memory(value, other) for other in theirs)
    assert [layer.following for layer in twin.layers] == [*twin.layers[1:], None]
    for _ in range(2):  # a copy goes on by itself, in arrays of its own
        before = network.flat_parameters.copy()
        trained(twin, 3)
        np.testing.assert_array_equal(network.flat_parameters, before)


@pytest.mark.not_in_browser("it has no threads")
def test_networks_train_side_by_side_in_threads():
    def train(seed):
        network = nn.Network(layers(rng(seed), "gelu" if seed % 2 else "relu"))
        trained(network, 40)
        return network.flat_parameters

    alone = [train(seed) for seed in range(8)]
    with ThreadPoolExecutor(4) as pool:
        for wanted, found in zip(alone, pool.map(train, range(8)), strict=True):
            np.testing.assert_array_equal(found, wanted)


@pytest.mark.parametrize("dtype", [np.uint8, np.int8, np.int64])
def test_short_labels_count_as_long_ones(dtype):
    logits, labels = rng().normal(size=(300, 3)), rng(1).integers(0, 3, 300)
    value, gradient = nn.softmax_cross_entropy(logits, labels.astype(dtype))
    shares = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    picked = shares[np.arange(300), labels]
    assert value == pytest.approx(-np.log(picked).mean(), rel=1e-12)
    wanted = (shares - np.eye(3)[labels]) / 300
    np.testing.assert_allclose(gradient, wanted, rtol=1e-12, atol=1e-16)
    prepared = nn.softmax_cross_entropy.prepared(logits, labels.astype(dtype))
    assert prepared(logits)[0] == value


TIED = rng(2).integers(-1, 2, (300, 3)).astype(float)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize(
    ("name", "scores"),
    [
        ("softmax_cross_entropy", rng().normal(size=(300, 3))),
        ("softmax_cross_entropy", TIED),
        ("softmax_cross_entropy", 1e-320 * TIED),
        ("softmax_cross_entropy", np.where(TIED < 0, -np.inf, 1e300 * TIED)),
        ("softmax_cross_entropy", TIED.reshape(10, 10, 3, 3)),
        ("binary_cross_entropy", TIED),
    ],
)
def test_hits_met_while_training_are_those_of_the_first_largest_score(name, scores, dtype):
    with np.errstate(over="ignore"):
        scores = scores.astype(dtype)
    if name == "softmax_cross_entropy":
        targets = rng(1).integers(0, 3, scores.shape[:-1])
        flat = zip(scores.reshape(-1, 3).tolist(), targets.ravel(), strict=True)
        right = sum(row.index(max(row)) == label for row, label in flat)
    else:
        targets = rng(1).integers(0, 2, scores.shape).astype(dtype)
        right = sum((s > 0) == (t == 1) for s, t in zip(scores.flat, targets.flat, strict=True))
    loss = nn.LOSSES[name]
    with np.errstate(invalid="ignore"):
        for judged in (loss.prepared(scores, targets), loss.of_outputs(targets)):
            assert judged(scores)[2] == (right, targets.size)


def test_infinite_scores_have_a_finite_loss_where_they_are_wrong():
    value, gradient = nn.softmax_cross_entropy(np.array([[0.0, -np.inf], [1.0, 1.0]]), [0, 1])
    assert value == pytest.approx(np.log(2) / 2, rel=1e-15)
    np.testing.assert_allclose(gradient, [[0, 0], [0.25, -0.25]], rtol=1e-15, atol=0)


# What is not computed or copied again


def test_data_that_a_callback_changes_is_that_of_the_next_training():
    x, labels = data()
    changed, alone = nn.Network(layers(rng())), nn.Network(layers(rng()))

    def shift(network, *_):
        x[...] += 1

    wanted = alone.fit(x.copy(), labels, nn.Adam(0.05), 6, measure_every=2)
    assert changed.fit(x, labels, nn.Adam(0.05), 6, measure_every=2, callbacks=shift) == wanted
    assert changed.evaluate(x, labels)[0] != changed.evaluate(x - 6, labels)[0]


class Drifting(nn.Network):
    """Moves its data at each step."""

    def forward(self, x, training=False):
        if training:
            x[...] += 0.1
        return super().forward(x, training)


def test_a_network_may_change_its_data():
    x, labels = data()
    drifting, plain = (kind([nn.Dense(3, 4, rng())]) for kind in (Drifting, nn.Network))
    history = drifting.fit(x, labels, nn.SGD(0.1), 6, measure_every=100)
    for epoch, loss in enumerate(history.loss, 1):
        value, _ = plain.loss_and_gradients(x + 0.1 * epoch, labels)
        plain.flat_parameters -= 0.1 * plain.flat_gradients
        assert loss == pytest.approx(value, rel=1e-9, abs=0)


def test_data_that_is_laid_out_by_columns_is_not_copied_and_may_change():
    x, labels = data()
    x = np.asfortranarray(x)
    changed, plain = (nn.Network([nn.Dense(3, 4, rng())]) for _ in "12")

    def shift(*_):
        x[...] += 0.1

    wanted = []
    for epoch in range(6):
        value, _ = plain.loss_and_gradients(x + 0.1 * epoch, labels)
        plain.flat_parameters -= 0.1 * plain.flat_gradients
        wanted.append(pytest.approx(value, rel=1e-9, abs=0))
    assert changed.fit(x, labels, nn.SGD(0.1), 6, measure_every=100, callbacks=shift).loss == wanted


class Buffered(nn.Layer):
    """Gives the same array at every call, with other numbers in it."""

    calls = 0

    def forward(self, x, training=False):
        if not hasattr(self, "buffer") or self.buffer.shape != x.shape:
            self.buffer = np.empty_like(x)
        self.calls += training
        self.buffer[...] = x * (1 + 0.1 * self.calls)
        return self.buffer

    def backward(self, upstream):
        return upstream


class Fresh(Buffered):
    def forward(self, x, training=False):
        return super().forward(x, training).copy()


@pytest.mark.parametrize("behind", ["relu", "tanh", nn.PReLU, lambda: nn.Dense(3, 3, rng(4))])
@pytest.mark.parametrize("is_protected", [False, True])
def test_a_layer_may_give_the_same_array_with_other_numbers(behind, is_protected):
    class Protected(Buffered):
        def forward(self, x, training=False):
            if hasattr(self, "buffer"):
                self.buffer.flags.writeable = True
            y = super().forward(x, training)
            y.flags.writeable = False
            return y

    same, fresh = (
        nn.Network([kind(), behind() if callable(behind) else behind, nn.Dense(3, 4, rng())])
        for kind in (Protected if is_protected else Buffered, Fresh)
    )
    assert trained(same).loss == trained(fresh).loss
    np.testing.assert_array_equal(same.flat_parameters, fresh.flat_parameters)


class OneArrayAShape(nn.Layer):
    """Asks for arrays ahead whenever the shape changes, and gives its own."""

    may_be_written_over = True

    def __init__(self):
        self.arrays = {}

    def prepare(self, shape, dtype):
        self.ahead = self.arrays_ahead(shape, dtype)

    def forward(self, x, training=False):
        self.get_ready(x, training)
        y = self.arrays.setdefault(x.shape, np.empty_like(x))
        y[...] = x
        return y

    def backward(self, upstream):
        return upstream


@pytest.mark.parametrize("batch_size", [None, 5])
@pytest.mark.parametrize("activation", ["relu", "tanh"])
def test_a_layer_may_give_an_array_that_it_gave_before(activation, batch_size):
    given, passed = (
        nn.Network([nn.Dense(3, 5, r), kind(), activation, nn.Dense(5, 4, r)])
        for kind, r in ((OneArrayAShape, rng()), (Pass, rng()))
    )
    options = {"batch_size": batch_size, "rng": rng(3), "measure_every": 1}
    losses = [trained(network, **copy.deepcopy(options)).loss for network in (given, passed)]
    assert losses[0] == losses[1]


def test_what_a_callback_computes_of_a_layers_own_arrays_is_its_to_keep():
    network, alone, kept = nn.Network(layers(rng())), nn.Network(layers(rng())), []

    def look(network, epoch, _):
        layer = network.layers[epoch % 4]
        x = layer.x if vars(layer).get("_Dense__copied") is None else layer._Dense__copied
        y = layer.forward(x, training=True)
        kept.append((y, y.copy()))

    assert trained(network, 12, callbacks=look, measure_every=5) == trained(alone, 12, measure_every=5)
    for y, wanted in kept:
        np.testing.assert_array_equal(y, wanted)


class KeepsWhatItGave(nn.Network):
    """Goes forward once more as outside of training, and keeps that."""

    def forward(self, x, training=False):
        y = super().forward(x, training)
        self.kept = [*getattr(self, "kept", []), self.layers[0].forward(x)]
        self.copies = [*getattr(self, "copies", []), self.kept[-1].copy()]
        return y


def test_what_a_network_computes_as_outside_of_training_is_its_to_keep():
    network = KeepsWhatItGave([nn.Dense(3, 4, rng())])
    trained(network)
    assert len(network.kept) > 6
    for y, wanted in zip(network.kept, network.copies, strict=True):
        np.testing.assert_array_equal(y, wanted)


def test_a_callback_may_put_another_activation_in_a_layer():
    def exchange(network, epoch, _):
        if epoch == 3:
            network.layers[1].activation = CATALOGUE["tanh"]

    network, by_hand = (nn.Network([nn.Dense(3, 6, r), "relu", nn.Dense(6, 4, r)]) for r in (rng(), rng()))
    history = network.fit(*data(), nn.SGD(0.1), 6, callbacks=exchange, measure_every=100)
    for epoch in range(1, 7):
        loss, _ = by_hand.loss_and_gradients(*data())
        by_hand.flat_parameters -= 0.1 * by_hand.flat_gradients
        exchange(by_hand, epoch, None)
        assert history.loss[epoch - 1] == pytest.approx(loss, rel=1e-12, abs=0)


@pytest.mark.parametrize("shape", [(12, 3), (4, 3, 3), (2, 3, 2, 3), (3,)])
def test_a_prepared_loss_gives_at_every_call_what_the_loss_gives(shape):
    targets = rng(1).integers(0, 3, shape[:-1])
    prepared = nn.softmax_cross_entropy.prepared(np.zeros(shape), targets)
    for seed in range(3):
        scores = rng(seed).normal(size=shape)
        value, gradient, _ = prepared(scores)
        wanted_value, wanted = nn.softmax_cross_entropy(scores, targets)
        assert value == wanted_value
        np.testing.assert_array_equal(gradient, wanted)


def with_activations(r, *parts):
    return nn.Network(
        [nn.Dense(3, 6, r), "relu", *parts, nn.Dense(6, 8, r, scale=3), "relu", nn.Dense(8, 4, r)]
    )


class Noise(nn.Layer):
    """Adds noise while its network trains, whatever ``training`` says."""

    def __init__(self):
        self.rng = rng(7)

    def forward(self, x, training=False):
        return x + self.rng.normal(size=x.shape) if self.in_training else x

    def backward(self, upstream):
        return upstream


class NoisyDense(nn.Dense):
    """A derived layer that computes something else in training."""

    def forward(self, x, training=False):
        return super().forward(x, training) * (1 + training)

    def backward(self, upstream):
        return 2 * super().backward(upstream)


class FarSigmoid(nn.Elementwise):
    """Takes its activation elsewhere in training."""

    def forward(self, x, training=False):
        if training:
            return super().forward(x - 100, training)
        self.x = x
        return self.activation(x)


PARTS = {
    "none": lambda: [],
    "PReLU": lambda: [nn.PReLU()],
    "noise": lambda: [Noise()],
    "dropout": lambda: [nn.Dropout(0.5, rng(5))],
    "derived": lambda: [NoisyDense(6, 6, rng(5)), FarSigmoid("relu")],
    "two": lambda: ["gelu", nn.Dense(6, 6, rng(5)), Activation.of("mine", np.tanh)],
    "sure": lambda: [nn.Softmax(), nn.Dense(6, 6, rng(5)), "relu6"],
}


@pytest.mark.parametrize("batch_size", [None, 5])
@pytest.mark.parametrize("parts", PARTS.values(), ids=PARTS)
def test_dead_units_are_measured_as_outside_of_training(parts, batch_size):
    x, labels = data()
    found = []

    def compare(network, *_):
        fresh = copy.deepcopy(network)
        fresh.predict(x)
        activations = [layer for layer in fresh.layers if isinstance(layer, nn.Elementwise)]
        dead = [np.all(layer.activation.derivative(layer.x) == 0, axis=0) for layer in activations]
        found.append(np.concatenate(dead).mean())

    options = {"batch_size": batch_size, "measure_every": 1}
    histories = [
        with_activations(rng(), *parts()).fit(
            x, labels, nn.Adam(0.2), 12, rng=rng(3), callbacks=callbacks, **options
        )
        for callbacks in (compare, [])
    ]
    assert histories[0].dead_share == found
    assert max(found) > 0
    assert histories[0] == histories[1]


@pytest.mark.parametrize("activation", ["relu", "gelu", "leaky_relu"])
def test_a_unit_that_is_no_number_is_not_dead(activation):
    x, labels = data()
    network = nn.Network([nn.Dense(3, 5, rng()), activation, nn.Dense(5, 4, rng())])
    assert not network.dead_units(np.nan * x)[f"2 {network.layers[1]}"].any()
    shares = []
    for callbacks in ([], lambda *_: None):
        r = rng(1)
        deep = [part for _ in range(2) for part in (nn.Dense(5, 5, r), activation)]
        network = nn.Network([nn.Dense(3, 5, r), activation, *deep, nn.Dense(5, 4, r)])
        with pytest.raises(nn.Diverged) as raised:
            network.fit(x, labels, nn.SGD(1e200), 9, callbacks=callbacks, measure_every=1)
        shares.append(raised.value.history.dead_share)
    assert shares[0] == shares[1] != []


class KeepsWhatItSees(nn.Layer):
    def __init__(self):
        self.kept, self.copies = [], []

    def forward(self, x, training=False):
        if not training:
            self.kept.append(x)
            self.copies.append(x.copy())
        return x

    def backward(self, upstream):
        return upstream


@pytest.mark.parametrize("before", [(), ("relu",), (nn.PReLU(),)])
def test_what_a_layer_keeps_of_a_measurement_is_its_own(before):
    watching = KeepsWhatItSees()
    trained(nn.Network([nn.Dense(3, 6, rng()), *before, watching, nn.Dense(6, 4, rng())]), measure_every=1)
    assert len(watching.kept) > 6
    for kept, wanted in zip(watching.kept, watching.copies, strict=True):
        np.testing.assert_array_equal(kept, wanted)


@pytest.mark.parametrize("activation", ["sigmoid", "relu", "gelu"])
def test_a_measured_activation_holds_its_input(activation):
    network, seen = nn.Network([nn.Dense(3, 6, rng()), activation, nn.Dense(6, 4, rng())]), []
    x, _ = data()

    def look(network, *_):
        first, second = network.layers[:2]
        seen.append(np.allclose(second.x, x @ first.weight + first.bias, rtol=1e-12, atol=1e-15))

    trained(network, callbacks=look, measure_every=1)
    assert seen == [True] * 6
    trained(network, measure_every=1)
    look(network)
    assert seen[-1]


class KeepsItsGradient(nn.Layer):
    def __init__(self):
        self.kept, self.copies = [], []

    def forward(self, x, training=False):
        return x

    def backward(self, upstream):
        self.kept.append(upstream)
        self.copies.append(upstream.copy())
        return upstream


@pytest.mark.parametrize("loss", nn.LOSSES)
def test_the_gradient_of_a_loss_is_its_keepers_own(loss):
    x, labels = data()
    targets = labels if loss == "softmax_cross_entropy" else np.eye(4)[labels]
    last = KeepsItsGradient()
    nn.Network([nn.Dense(3, 4, rng()), last], loss).fit(x, targets, nn.SGD(0.5), 5)
    for kept, wanted in zip(last.kept, last.copies, strict=True):
        np.testing.assert_array_equal(kept, wanted)
    assert np.ptp([np.abs(kept).sum() for kept in last.kept]) > 0


def test_a_layer_may_write_into_the_input_of_the_layer_that_it_is_derived_from():
    class Masked(nn.Dense):
        def forward(self, x, training=False):
            y = super().forward(x, training)
            if training:
                self.x[:, 0] *= -1
                np.matmul(self.x_and_1, self.weight_and_bias, out=self.y_rows)
            return y

        def backward(self, upstream):
            return super().backward(upstream)

    x, labels = data()
    x_turned = x * [-1, 1, 1]
    masked, plain = (
        nn.Network([kind(3, 6, r), nn.Dense(6, 4, r)]) for kind, r in ((Masked, rng()), (nn.Dense, rng()))
    )
    losses = [
        n.fit(x, labels, nn.SGD(0.1), 8, measure_every=100).loss for n, x in ((masked, x), (plain, x_turned))
    ]
    np.testing.assert_allclose(losses[0], losses[1], rtol=1e-12, atol=0)


def test_a_layer_may_have_a_weight_of_its_own_making():
    class Half(nn.Dense):
        weight = property(lambda self: self.weight_and_bias[:-1] * 0.5)

        def __init__(self, inputs, outputs, r):
            nn.Layer.__init__(self)
            whole = nn.Dense(inputs, outputs, r)
            vars(self).update(vars(whole))

        def forward(self, x, training=False):
            super().forward(x, training)
            return x @ self.weight + self.bias

        def backward(self, upstream):
            gradient = super().backward(upstream)
            self.weight_gradient[...] *= 0.5
            return gradient

    x, labels = data()
    r = rng()
    network = nn.Network([nn.Dense(3, 5, r), Half(5, 5, r), nn.Dense(5, 4, r)])
    by_hand = copy.deepcopy(network)
    history = network.fit(x, labels, nn.SGD(0.1), 8)
    for loss in history.loss:
        value, _ = by_hand.loss_and_gradients(x, labels)
        by_hand.flat_parameters -= 0.1 * by_hand.flat_gradients
        assert loss == pytest.approx(value, rel=1e-12, abs=0)


def test_backward_takes_the_weights_as_they_are():
    x, upstream = rng(1).normal(size=(5, 3)), rng(2).normal(size=(5, 2))
    layer = nn.Dense(3, 2, rng())
    layer.forward(x)
    nn.Network([layer]).flat_parameters[:] *= 2
    np.testing.assert_allclose(layer.backward(upstream), upstream @ layer.weight.T, rtol=1e-14, atol=0)


@pytest.mark.parametrize("training", [False, True])
@pytest.mark.parametrize("again", [copy.deepcopy, lambda n: pickle.loads(pickle.dumps(n))])
@pytest.mark.parametrize("shape", [(9, 3), (4, 5, 3)])
def test_a_copy_goes_backward_from_where_the_original_is(again, shape, training):
    network = nn.Network([nn.Dense(3, 6, rng()), "relu", nn.Dense(6, 4, rng())])
    outputs = network.forward(rng(1).normal(size=shape), training)
    upstream = rng(2).normal(size=outputs.shape)
    twin = again(network)
    np.testing.assert_array_equal(twin.layers[2].y, outputs)
    np.testing.assert_array_equal(twin.backward(upstream), network.backward(upstream))
    np.testing.assert_array_equal(twin.flat_gradients, network.flat_gradients)


def test_a_network_may_take_its_input_in_a_way_of_its_own():
    class Clipped(nn.Network):
        def as_input(self, x):
            return np.clip(super().as_input(x), -1, 1)

    network = Clipped([nn.Dense(3, 5, rng()), "tanh", nn.Dense(5, 4, rng())])
    x, _ = data()
    np.testing.assert_array_equal(network.predict(10 * x), network.predict(np.clip(10 * x, -1, 1)))


def test_dead_units_go_forward():
    network = nn.Network([nn.Dense(3, 5, rng()), "relu", nn.Dense(5, 4, rng())])
    x, _ = data()
    network.forward(x[:5])
    network.dead_units(x)
    with pytest.raises(ValueError, match=r"expects gradient of shape \(23, 4\), got \(5, 4\)"):
        network.backward(np.ones((5, 4)))
    assert network.backward(np.ones((23, 4))).shape == (23, 3)


class Counting(nn.Layer):
    """Has names of its own that the library's layers could have, too."""

    def __init__(self):
        self.step = self.copied = self.written = 0

    def forward(self, x, training=False):
        self.step += training
        return x * (1 + 0.01 * self.step)

    def backward(self, upstream):
        return upstream * (1 + 0.01 * self.step)


class SteppedAdam(nn.Adam):
    """Counts and remembers under names of its own."""

    def start(self, parameters):
        self.mean, self.squares = np.zeros_like(parameters), np.zeros_like(parameters)
        self.step = self.root = 0

    def move(self, parameters, gradients, rate):
        self.step += 1
        super().move(parameters, gradients, rate)


def test_names_of_a_readers_own_are_kept():
    class Stepping(nn.Elementwise):
        def step(self):
            return 1

    network = nn.Network([nn.Dense(3, 5, rng()), Counting(), Stepping("relu"), nn.Dense(5, 4, rng())])
    optimizer = SteppedAdam(0.01)
    history = network.fit(*data(), optimizer, epochs=3)
    twin, again = copy.deepcopy((network, optimizer))
    assert twin.layers[1].step == again.step == 3
    assert twin.layers[2].step() == 1
    np.testing.assert_array_equal(twin.predict(data()[0]), network.predict(data()[0]))
    plain = nn.Network([nn.Dense(3, 5, rng()), Counting(), "relu", nn.Dense(5, 4, rng())])
    assert plain.fit(*data(), nn.Adam(0.01), 3).loss == history.loss


def test_after_training_no_layer_holds_the_data():
    network = nn.Network([nn.Dense(3, 5, rng()), "relu", nn.Dense(5, 4, rng())])
    trained(network)
    kept = {name for layer in network.layers for name in vars(layer)}
    assert not any(name.startswith(("_Dense__", "_Elementwise__")) for name in kept)


@pytest.mark.parametrize("kind", [nn.Dense, nn.Elementwise])
def test_a_derived_layer_that_reads_its_input_says_that_it_has_none(kind):
    class Reading(kind):
        def backward(self, upstream):
            return upstream * self.x

    layer = Reading(*((3, 3, rng()) if kind is nn.Dense else ("tanh",)))
    with pytest.raises(RuntimeError, match=r"forward to be called before backward, which found no 'x'"):
        layer.backward(np.ones((2, 3)))


def test_a_layer_may_prepare_itself_in_a_dtype_given_as_a_type():
    class Single(nn.Dense):
        def prepare(self, shape, dtype):
            super().prepare(shape, np.float64)

    class Wide(nn.Elementwise):
        def prepare(self, shape, dtype):
            super().prepare(shape, np.float64)

    network = nn.Network([Single(3, 5, rng()), Wide("relu"), nn.Dense(5, 4, rng())])
    plain = nn.Network([nn.Dense(3, 5, rng()), "relu", nn.Dense(5, 4, rng())])
    assert trained(network).loss == trained(plain).loss


@pytest.mark.parametrize("other", [np.float16, np.float32, np.float64])
@pytest.mark.parametrize("dtype", FLOATS)
def test_a_gradient_of_another_dtype_is_taken(dtype, other):
    x, upstream = rng(1).normal(size=(9, 3)).astype(dtype), rng(2).normal(size=(9, 4)).astype(other)
    layer = nn.Dense(3, 4, rng(), dtype=dtype)
    layer.forward(x)
    gradient = layer.backward(upstream)
    assert gradient.dtype == layer.weight_gradient.dtype == dtype
    np.testing.assert_allclose(layer.weight_gradient, x.T @ upstream, rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(gradient, upstream @ layer.weight.T, rtol=1e-5, atol=1e-6)
    with pytest.raises(TypeError):
        layer.backward(upstream + 1j)
    with pytest.raises(ValueError, match=r"mismatch"):
        layer.backward(upstream[:5])


def test_a_layer_is_pickled_without_its_data_and_without_what_it_does_with_it():
    kept = []
    network = nn.Network([nn.Dense(3, 6, rng()), "relu", nn.Dense(6, 4, rng())])
    trained(network, callbacks=lambda n, *_: kept.extend(layer.__getstate__() for layer in n.layers))
    for state in kept:
        assert not any(name.startswith(("_Dense__", "_Elementwise__")) for name in state)


@pytest.mark.parametrize("kind", [nn.SGD, nn.AdaGrad, nn.RMSProp, nn.Adam])
def test_an_optimizer_looks_at_new_gradients_for_vectors_it_knows(kind):
    parameters, optimizer = np.ones(4), kind(0.1)
    optimizer.update(parameters, np.ones(4))
    before = parameters.copy()
    with pytest.raises(TypeError, match="expects parameters and gradients"):
        optimizer.update(parameters, np.ones(3))
    with pytest.raises(TypeError, match="expects parameters and gradients"):
        optimizer.update(parameters, [1.0] * 4)
    np.testing.assert_array_equal(parameters, before)
    twin, own = copy.deepcopy((optimizer, parameters))
    optimizer.update(parameters, np.ones(4))
    twin.update(own, np.ones(4))
    np.testing.assert_array_equal(own, parameters)


def test_a_copied_optimizer_goes_on_with_the_copied_vector_alone():
    parameters, gradients, optimizer = np.ones(4), np.ones(4), nn.Adam(0.1)
    optimizer.update(parameters, gradients)
    twin, own, own_gradients = copy.deepcopy((optimizer, parameters, gradients))
    twin.update(own, own_gradients)
    assert twin.steps == 2
    twin.update(own.copy(), own_gradients)
    assert twin.steps == 1


def test_the_zeros_that_all_share_stay_zeros():
    with pytest.raises(ValueError, match="read-only"):
        zeros_like(np.ones(3))[0] = 1


@pytest.mark.parametrize("batch_size", [None, 5])
def test_a_forward_put_on_a_layer_sees_each_sample_once_an_epoch_in_training(batch_size):
    x, labels = data()
    network = nn.Network(layers(rng()))
    seen = {True: 0, False: 0}
    for layer in network.layers:

        def watched(x, training=False, own=layer.forward):
            seen[training] += len(x)
            return own(x, training)

        layer.forward = watched
    network.fit(x, labels, nn.Adam(0.05), 4, batch_size=batch_size, rng=rng(3), measure_every=2)
    assert seen[True] == 4 * len(x) * len(network.layers)
    assert seen[False] >= 3 * len(x) * len(network.layers)


def test_an_optimizer_is_pickled_with_what_it_remembers_alone():
    optimizer, parameters = nn.Adam(0.1), np.ones(1000)
    optimizer.update(parameters, np.ones(1000))
    assert len(pickle.dumps(optimizer)) < 3 * parameters.nbytes + 1000
    twin = pickle.loads(pickle.dumps(optimizer))
    for each, own in ((optimizer, parameters), (twin, parameters.copy())):
        each.update(own, np.ones(1000))
    np.testing.assert_array_equal(twin.mean, optimizer.mean)
    np.testing.assert_array_equal(twin.squares, optimizer.squares)


def test_adam_squares_long_gradients_of_short_parameters_in_their_own_dtype():
    parameters = np.ones(3, np.float32)
    nn.Adam(0.1).update(parameters, np.full(3, 1e20))
    np.testing.assert_allclose(parameters, 0.9, rtol=1e-6, atol=0)


def count_backward(network, place, monkeypatch):
    """Put a backward that counts in place of the library's: on a layer, on its class, or in a derived one."""
    calls = []
    layer = network.layers[2]

    def counted(own):
        @functools.wraps(own)
        def backward(*arguments):
            calls.append(0)
            return own(*arguments)

        return backward

    if place == "layer":
        layer.backward = counted(layer.backward)
    elif place == "class":
        monkeypatch.setattr(nn.Dense, "backward", counted(nn.Dense.backward))
    else:
        network.backward = counted(network.backward)
    return calls


@pytest.mark.parametrize(("place", "a_step"), [("layer", 1), ("class", 3), ("network", 1)])
def test_a_backward_put_in_place_of_the_librarys_is_called_at_each_step(place, a_step, monkeypatch):
    x, labels = data()
    network, plain = nn.Network(layers(rng())), nn.Network(layers(rng()))
    wanted = plain.fit(x, labels, nn.Adam(0.05), 4, measure_every=2)
    calls = count_backward(network, place, monkeypatch)
    assert network.fit(x, labels, nn.Adam(0.05), 4, measure_every=2) == wanted
    assert len(calls) == 4 * a_step


def test_dead_units_of_ones_own_are_measured():
    network = nn.Network(layers(rng()))
    network.dead_units = lambda x: {"mine": np.array([True, False, False, False])}
    assert set(trained(network).dead_share) == {0.25}


def test_a_loss_writes_its_gradients_into_one_array_if_nobody_holds_them():
    logits, labels = rng().normal(size=(2, 5, 3)), np.array([0, 1, 2, 1, 0])
    apart = nn.LOSSES["softmax_cross_entropy"].prepared(logits[0], labels)
    in_one = nn.LOSSES["softmax_cross_entropy"].prepared(logits[0], labels, in_one_array=True)
    first, second = (apart(each)[1] for each in logits)
    assert not np.shares_memory(first, second)
    held = in_one(logits[0])[1]
    np.testing.assert_array_equal(held, first)
    assert np.shares_memory(held, in_one(logits[1])[1])
    np.testing.assert_array_equal(held, second)


def test_a_layer_of_ones_own_may_keep_the_gradients_of_a_loss():
    class Keeping(nn.Dense):
        def backward(self, upstream):
            kept.append((upstream, upstream.copy()))
            return super().backward(upstream)

    kept = []
    network = nn.Network([Keeping(3, 4, rng())])
    x, labels = data()
    network.fit(x, labels, nn.Adam(0.1), epochs=4)
    assert len(kept) == 4
    for gradient, copy_of_it in kept:
        np.testing.assert_array_equal(gradient, copy_of_it)


@pytest.mark.parametrize("dtype", FLOATS)
def test_adam_takes_rates_that_are_no_numbers_of_python(dtype):
    gradients = rng().normal(size=5).astype(dtype)
    given, as_float = np.ones(5, dtype), np.ones(5, dtype)
    optimizer, other = nn.Adam(0.5), nn.Adam(0.25)
    optimizer.learning_rate = np.linspace(0.1, 0.5, 5)  # one for each parameter
    optimizer.update(given, gradients)
    other.update(as_float, gradients)
    tolerance = 4 * np.finfo(dtype).eps
    np.testing.assert_allclose(
        1 - given, (1 - as_float) * np.linspace(0.4, 2, 5), rtol=8 * tolerance, atol=tolerance
    )
