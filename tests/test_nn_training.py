"""fit: what a step does, what is recorded, and every way in which training ends."""

import re
import tracemalloc

import numpy as np
import pytest

from actlib.nn import (
    RNN,
    SGD,
    AdaGrad,
    Adam,
    Conv2D,
    Dense,
    Diverged,
    Dropout,
    EarlyStopping,
    Flatten,
    History,
    Layer,
    Loss,
    MaxPool2D,
    Network,
    PReLU,
    RMSProp,
    Softmax,
    fit,
)

STEP_SIZE = np.cbrt(np.finfo(float).eps)
OPTIMIZERS = {
    "SGD": lambda: SGD(0.1),
    "momentum": lambda: SGD(0.05, momentum=0.9, nesterov=True, decay=0.01),
    "AdaGrad": lambda: AdaGrad(0.05),
    "RMSProp": lambda: RMSProp(0.01),
    "Adam": lambda: Adam(0.02, decay=0.1),
}

every_optimizer = pytest.mark.parametrize("optimizer", OPTIMIZERS.values(), ids=OPTIMIZERS)


def rng(seed=0):
    return np.random.default_rng(seed)


def small_network(seed=0, dtype=np.float64, activation="tanh", first=()):
    r = rng(seed)
    return Network([*first, Dense(2, 6, r, dtype=dtype), activation, Dense(6, 3, r, dtype=dtype)])


def task(samples=20, seed=1):
    r = rng(seed)
    return r.normal(size=(samples, 2)), r.integers(0, 3, samples)


def line(weight=0.0):
    """A network y = weight * x + bias, whose every step can be computed by hand."""
    network = Network([Dense(1, 1, initialization="zeros")], "mean_squared_error")
    network.parameters["1.weight"][...] = weight
    return network


class Recorder(Layer):
    """Passes everything through, and keeps what comes while training."""

    def __init__(self):
        self.batches = []

    def forward(self, x, training=False):
        if training:
            self.batches.append(np.array(x))
        return x

    def backward(self, upstream):
        return upstream


class CtrlC(Recorder):
    """Raises KeyboardInterrupt in the forward pass of one step, or of one measurement."""

    def __init__(self, call, training=True):
        self.call, self.training, self.calls = call, training, 0

    def forward(self, x, training=False):
        self.calls += training == self.training
        if self.calls == self.call:
            self.calls += 1
            raise KeyboardInterrupt
        return x


def assert_memory_is_fresh(network, x):
    first = network.forward(x)
    kept = first.copy()
    assert not np.shares_memory(first, network.forward(2 * np.asarray(x)))
    np.testing.assert_array_equal(first, kept)


# What a step does

KINDS = {
    "dense": lambda r: ([Dense(3, 5, r), "relu", Dense(5, 4, r), "sigmoid", Dense(4, 3, r)], (8, 3), (8,)),
    "prelu": lambda r: ([Dense(3, 5, r), PReLU(5), Dense(5, 3, r), PReLU()], (8, 3), (8,)),
    "softmax": lambda r: ([Dense(3, 5, r), Softmax(), "gelu", Dense(5, 3, r)], (8, 3), (8,)),
    "conv": lambda r: (
        [
            *(Conv2D(2, 3, 3, r, padding=1), "silu", MaxPool2D(2)),
            *(Conv2D(3, 4, 2, r, stride=2), Flatten(), Dense(4, 3, r)),
        ],
        (5, 2, 6, 5),
        (5,),
    ),
    "rnn": lambda r: ([RNN(2, 4, r), "elu", RNN(4, 3, r, "relu"), Dense(3, 3, r)], (4, 5, 2), (4, 5)),
    "dropout": lambda r: ([Dense(3, 20, r), Dropout(0.3, rng(5)), "relu", Dense(20, 3, r)], (8, 3), (8,)),
}


# fit uses memory again and again; what it computes must be what the parts compute on their own.
@pytest.mark.parametrize("kind", KINDS)
@every_optimizer
def test_fit_is_a_loop_of_gradients_and_updates(kind, optimizer):
    layers, x_shape, labels_shape = KINDS[kind](rng(1))
    network = Network(layers)
    x, labels = rng(2).normal(size=x_shape), rng(3).integers(0, 3, labels_shape)
    history = network.fit(x, labels, optimizer(), 8, measure_every=100, held_out=(x[:3], labels[:3]))

    by_hand, used, losses = Network(KINDS[kind](rng(1))[0]), optimizer(), []
    for _ in range(8):
        losses.append(by_hand.loss_and_gradients(x, labels)[0])
        used.update(by_hand.flat_parameters, by_hand.flat_gradients)
    np.testing.assert_allclose(history.loss, losses, rtol=1e-10)
    np.testing.assert_allclose(network.flat_parameters, by_hand.flat_parameters, rtol=1e-8, atol=1e-11)
    assert losses[-1] < losses[0]


@pytest.mark.parametrize("batch_size", [1, 7, 10, 20])
def test_batches_hold_every_sample_once_an_epoch(batch_size):
    x, labels = task(20)
    recorder = Recorder()
    small_network(first=[recorder]).fit(x, labels, SGD(0.1), 3, batch_size=batch_size, rng=rng())
    per_epoch = -(-20 // batch_size)
    assert len(recorder.batches) == 3 * per_epoch
    sizes = [len(batch) for batch in recorder.batches]
    assert sizes == 3 * ([batch_size] * (20 // batch_size) + [20 % batch_size] * (20 % batch_size > 0))
    orders = []
    for epoch in range(3):
        rows = np.concatenate(recorder.batches[epoch * per_epoch : (epoch + 1) * per_epoch])
        orders.append([int(np.flatnonzero((x == row).all(axis=1))[0]) for row in rows])
        assert sorted(orders[-1]) == list(range(20))
    assert list(range(20)) not in orders
    assert orders[0] != orders[1] != orders[2]


def test_batches_keep_their_labels_and_are_averaged_by_size():
    x, labels = task(20)
    recorder = Recorder()
    network = small_network(first=[recorder])
    history = network.fit(x, labels, Adam(0.05), 3, batch_size=7, rng=rng())

    by_hand, used = small_network(), Adam(0.05)
    for epoch in range(3):
        losses, hits = [], []
        for batch in recorder.batches[3 * epoch : 3 * epoch + 3]:
            wanted = [labels[(x == row).all(axis=1)][0] for row in batch]
            hits += list(by_hand.predict(batch).argmax(axis=1) == wanted)
            losses += [by_hand.loss_and_gradients(batch, wanted)[0]] * len(batch)
            norm = np.linalg.norm(by_hand.flat_gradients)
            used.update(by_hand.flat_parameters, by_hand.flat_gradients)
        assert history.loss[epoch] == pytest.approx(np.mean(losses), rel=1e-10)
        assert history.accuracy[epoch] == pytest.approx(np.mean(hits), rel=1e-14)
        assert history.gradient_norm[epoch] == pytest.approx(norm, rel=1e-10)
    np.testing.assert_allclose(network.flat_parameters, by_hand.flat_parameters, rtol=1e-9)


@pytest.fixture
def small_parts(monkeypatch):
    """Have large batches begin at so many bytes of the widest output, whatever the network weighs."""

    def begin_at(part_bytes):
        monkeypatch.setattr("actlib.nn.training.PART_BYTES", part_bytes)
        monkeypatch.setattr("actlib.nn.training.GRADIENTS_A_PART", 0)

    return begin_at


@pytest.mark.parametrize("samples", [12, 13, 20], ids=["equal parts", "a shorter last part", "three parts"])
@pytest.mark.parametrize("batch_size", [None, 11])
@pytest.mark.parametrize("kind", ["scores", "probabilities", "values", "images", "sequences"])
def test_a_large_batch_in_parts_is_that_batch(kind, batch_size, samples, small_parts):
    r = rng(2)
    kinds = {
        "scores": ([Dense(2, 6, r), "gelu", PReLU(6), Dense(6, 3, r)], (2,), "softmax_cross_entropy"),
        "probabilities": ([Dense(2, 6, r), "relu", Dense(6, 1, r)], (2,), "binary_cross_entropy"),
        "values": ([Dense(2, 6, r), "tanh", Dense(6, 2, r)], (2,), "mean_squared_error"),
        "images": ([Conv2D(1, 2, 3, r), "relu", MaxPool2D(2), Flatten(), Dense(8, 3, r)], (1, 6, 6), None),
        "sequences": ([RNN(2, 6, r), Dense(6, 3, r)], (5, 2), "softmax_cross_entropy"),
    }
    layers, shape, loss = kinds[kind]
    network = Network(layers, loss or "softmax_cross_entropy")
    x = r.normal(size=(samples, *shape))
    outputs = network.predict(x)
    targets = r.integers(0, 2, outputs.shape[:-1]) if network.loss.hits else r.normal(size=outputs.shape)
    start, found = network.flat_parameters.copy(), []
    for part_bytes in (2**30, 8 * max(each[:1].size for _, each in network.outputs_by_layer(x)) * 6):
        small_parts(part_bytes)
        network.flat_parameters = start
        history = network.fit(
            x, targets, Adam(0.02), 8, batch_size=batch_size, rng=rng(3), l2=0.01, clip_norm=0.5
        )
        found.append((network.flat_parameters.copy(), history))
    (whole, at_once), (parts, in_parts) = found
    np.testing.assert_allclose(parts, whole, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(in_parts.loss, at_once.loss, rtol=1e-10, atol=0)
    np.testing.assert_allclose(in_parts.gradient_norm, at_once.gradient_norm, rtol=1e-8, atol=0)
    assert in_parts.accuracy == at_once.accuracy


class SeesItsBatches(Layer):
    def __init__(self, keeps_samples_apart):
        self.keeps_samples_apart, self.sizes = keeps_samples_apart, []

    def forward(self, x, training=False):
        if training:
            self.sizes.append(len(x))
        return x

    def backward(self, upstream):
        return upstream


@pytest.mark.parametrize(("apart", "sizes"), [(True, [4, 4, 4]), (False, [12])])
def test_only_layers_that_say_so_get_a_large_batch_in_parts(apart, sizes, small_parts):
    small_parts(5 * 6 * 8)
    first = SeesItsBatches(apart)
    small_network(first=[first]).fit(*task(12), SGD(0.1), epochs=1)
    assert first.sizes == sizes


def test_a_layer_derived_from_one_that_keeps_samples_apart_may_mix_them():
    class LessItsMean(Dense):
        def forward(self, x, training=False):
            return super().forward(x - x.mean(axis=0), training)

    class Mean:
        def forward(self, x, training=False):
            return super().forward(x - x.mean(axis=0), training)

    class Mixed(Mean, Dense):
        pass

    class Normalized(Dense):
        def backward(self, upstream):
            return super().backward(upstream / np.linalg.norm(upstream))

    class Renamed(Dense):
        pass

    class SaysSo(Dense):
        keeps_samples_apart = True

        def forward(self, x, training=False):
            return super().forward(2 * x, training)

    assert not any(each.keeps_samples_apart for each in (LessItsMean, Mixed, Normalized))
    assert all(each.keeps_samples_apart for each in (Renamed, SaysSo))


def test_a_network_with_ways_of_its_own_gets_the_whole_batch(small_parts):
    class LessTheMean(Network):
        def forward(self, x, training=False):
            return super().forward(x - np.mean(x, axis=0), training)

    small_parts(1)
    first = SeesItsBatches(True)
    LessTheMean([first, Dense(2, 3, rng())]).fit(*task(12), SGD(0.1), epochs=1)
    assert first.sizes == [12]


def test_a_batch_whose_outputs_are_few_beside_the_weights_is_taken_at_once(monkeypatch):
    monkeypatch.setattr("actlib.nn.training.PART_BYTES", 1)
    first = SeesItsBatches(True)
    Network([first, Dense(2, 50, rng()), "relu", Dense(50, 50, rng())]).fit(
        rng().normal(size=(200, 2)), np.zeros(200, int), SGD(0.1), epochs=1
    )
    assert first.sizes == [200]


def test_a_loss_of_ones_own_sees_the_whole_batch(small_parts):
    small_parts(1)
    sizes = []

    def distance_of_means(outputs, targets):
        sizes.append(len(outputs))
        return float(np.mean(outputs) - np.mean(targets)), np.full(outputs.shape, 1 / outputs.size)

    loss = Loss("distance_of_means", distance_of_means, lambda outputs, targets: np.asarray(targets))
    network = Network([Dense(2, 1, rng())], loss)
    network.fit(task(12)[0], np.zeros((12, 1)), SGD(0.1), epochs=2)
    assert sizes == [12, 12]


def test_dropout_draws_for_the_whole_batch(small_parts):
    found = []
    for part_bytes in (2**30, 1):
        small_parts(part_bytes)
        network = small_network(first=[Dropout(0.5, rng(4))])
        network.fit(*task(), SGD(0.1), epochs=3)
        found.append(network.flat_parameters)
    np.testing.assert_array_equal(*found)


def test_divergence_in_a_part_says_where_it_began(small_parts):
    small_parts(1)
    x, network = np.array([[1.0], [1.0], [1e150], [1.0]]), line(1.0)
    with pytest.raises(Diverged, match="step 2: it began in layer 1"):
        network.fit(x, np.zeros((4, 1)), SGD(1.0), epochs=3)


def test_all_samples_at_once_come_in_their_order():
    x, labels = task()
    recorder = Recorder()
    small_network(first=[recorder]).fit(x, labels, SGD(0.1), 2)
    assert len(recorder.batches) == 2
    for batch in recorder.batches:
        np.testing.assert_array_equal(batch, x)


@pytest.mark.parametrize("batch_size", [None, 6])
@every_optimizer
def test_same_seed_same_parameters_bit_for_bit(optimizer, batch_size):
    def trained(seed):
        network = small_network(first=[Dropout(0.1, rng(seed))])
        shuffler = rng(seed) if batch_size else None
        network.fit(*task(), optimizer(), 5, batch_size=batch_size, rng=shuffler)
        return network.flat_parameters

    np.testing.assert_array_equal(trained(0), trained(0))
    assert not np.array_equal(trained(0), trained(1))


@every_optimizer
def test_training_in_two_parts_is_training_in_one(optimizer):
    x, labels = task()
    one, two, used = small_network(), small_network(), optimizer()
    losses = one.fit(x, labels, optimizer(), 20).loss
    parts = two.fit(x, labels, used, 8).loss + two.fit(x, labels, used, 12).loss
    assert parts == losses
    np.testing.assert_array_equal(one.flat_parameters, two.flat_parameters)


@pytest.mark.parametrize("activation", ["relu", "gelu", "tanh", "elu", "softplus", "prelu"])
@every_optimizer
def test_float32_stays_float32_while_training(activation, optimizer):
    x, labels = task()
    recorder, used = Recorder(), optimizer()
    network = small_network(dtype=np.float32, activation=activation, first=[recorder])
    options = {"batch_size": 7, "rng": rng(), "l2": 0.01, "clip_norm": 0.1, "held_out": (x, labels)}
    history = network.fit(x, labels, used, 3, **options)
    assert all(batch.dtype == np.float32 for batch in recorder.batches)
    arrays = [network.flat_parameters, network.flat_gradients, *network.parameters.values()]
    arrays += [*network.gradients.values(), network.predict(x)]
    arrays += [value for value in vars(used).values() if isinstance(value, np.ndarray)]
    assert {array.dtype for array in arrays} == {np.dtype(np.float32)}
    assert {type(value) for value in history.loss + history.gradient_norm + history.accuracy} == {float}


def test_a_single_sample_is_enough():
    history = small_network().fit([[0.5, -1.0]], [2], SGD(0.5), 20)
    assert history.loss[-1] < 0.5 * history.loss[0]
    small_network().fit([[0.5, -1.0]], [2], SGD(0.5), 2, batch_size=1, rng=rng())


def test_lists_and_arrays_train_alike():
    x, labels = task()
    for x_given, labels_given in [
        (x.tolist(), labels.tolist()),
        (np.asfortranarray(x), labels.astype(np.uint8)),
    ]:
        lists, arrays = small_network(), small_network()
        held_out = (x.tolist(), labels.tolist())
        first = lists.fit(x_given, labels_given, SGD(0.1), 3, held_out=held_out)
        assert first == arrays.fit(x, labels, SGD(0.1), 3, held_out=(x, labels))
        np.testing.assert_array_equal(lists.flat_parameters, arrays.flat_parameters)


@pytest.mark.parametrize("order", "CF")
def test_data_is_left_as_it_was(order):
    x, labels = task()
    x = np.array(x, order=order)
    before = x.copy()
    for array in (x, labels):
        array.flags.writeable = False
    network = small_network(first=["relu", PReLU(), "tanh"])
    network.fit(x, labels, SGD(0.1), 3, held_out=(x, labels), l2=0.1)
    np.testing.assert_array_equal(x, before)


def test_fit_is_the_networks_fit():
    assert fit(small_network(), *task(), SGD(0.1), 3) == small_network().fit(*task(), SGD(0.1), 3)


def test_steps_of_a_line_by_hand():
    network = line()
    history = network.fit([[1.0], [3.0]], [2.0, 4.0], SGD(0.1), 1)
    # mean((y - t)²) with y = 0: loss (4 + 16) / 2, slopes -(1·2 + 3·4) and -(2 + 4).
    assert history.loss == [10.0]
    assert history.gradient_norm == [pytest.approx(np.hypot(14, 6), rel=1e-15)]
    np.testing.assert_allclose(network.flat_parameters, [1.4, 0.6], rtol=1e-15)
    assert history.accuracy == history.held_out_loss == history.dead_share == []


# L2 and clipping


PENALIZED = {
    "dense": lambda r: ([Dense(3, 4, r), PReLU(), Dense(4, 3, r)], (5, 3), ["1.weight", "3.weight"]),
    "conv": lambda r: (
        [Conv2D(1, 2, 2, r), Flatten(), Dense(8, 3, r)],
        (5, 1, 3, 3),
        ["1.weight", "3.weight"],
    ),
    "rnn": lambda r: ([RNN(2, 3, r)], (5, 2, 2), ["1.input_weight", "1.hidden_weight"]),
}


@pytest.mark.parametrize("kind", PENALIZED)
def test_l2_is_the_slope_of_the_penalized_loss(kind):
    layers, shape, penalized = PENALIZED[kind](rng())
    network, x = Network(layers), rng(1).normal(size=shape)
    network.flat_parameters += 0.1  # or biases would be zero, and a penalty on them too
    labels = rng(2).integers(0, 3, (5, 2) if kind == "rnn" else 5)

    def loss():
        squares = sum(np.sum(network.parameters[name] ** 2) for name in penalized)
        return network.evaluate(x, labels)[0] + 0.7 / 2 * squares

    before, value, slopes = network.flat_parameters.copy(), loss(), []
    for i, middle in enumerate(before):
        values = []
        for side in (1, -1):
            network.flat_parameters[i] = middle + side * STEP_SIZE
            values.append(loss())
        network.flat_parameters[i] = middle
        slopes.append((values[0] - values[1]) / (2 * STEP_SIZE))
    history = network.fit(x, labels, SGD(0.5), 1, l2=0.7)
    assert history.loss[0] == pytest.approx(value, rel=1e-13)
    assert history.gradient_norm[0] == pytest.approx(np.linalg.norm(slopes), rel=1e-7)
    applied = (before - network.flat_parameters) / 0.5
    assert np.abs(applied - slopes).max() < 1e-7 * np.abs(slopes).max()


def test_l2_is_not_in_the_held_out_loss():
    x, labels = task()
    network = small_network()
    history = network.fit(x, labels, SGD(0.1), 2, l2=0.5, held_out=(x, labels))
    assert history.held_out_loss[-1] == network.evaluate(x, labels)[0]


@pytest.mark.parametrize("clip_norm", [0.01, 1.0, 1e6])
def test_clip_norm_shortens_the_applied_gradient(clip_norm):
    x, labels = task()
    network, free = small_network(), small_network()
    before = network.flat_parameters.copy()
    options = {"l2": 3.0, "epochs": 1}
    history = network.fit(x, labels, SGD(1.0), clip_norm=clip_norm, **options)
    free.fit(x, labels, SGD(1.0), **options)
    applied, whole = before - network.flat_parameters, before - free.flat_parameters
    norm = np.linalg.norm(whole)
    assert 1 < norm < 1e6
    assert np.linalg.norm(applied) == pytest.approx(min(norm, clip_norm), rel=1e-12)
    assert applied @ whole == pytest.approx(np.linalg.norm(applied) * norm, rel=1e-12)
    assert history.gradient_norm == [pytest.approx(norm, rel=1e-12)]


# What is recorded


@pytest.mark.parametrize(
    ("epochs", "measure_every", "expected"),
    [
        (10, 4, [1, 4, 8, 10]),
        (8, 4, [1, 4, 8]),
        (3, 100, [1, 3]),
        (1, None, [1]),
        (5, None, [1, 2, 3, 4, 5]),
        (250, None, [1, *range(2, 251, 2)]),
    ],
)
def test_measured_epochs(epochs, measure_every, expected):
    history = line().fit(
        [[1.0]], [1.0], SGD(0.1), epochs, measure_every=measure_every, held_out=([[1.0]], [1.0])
    )
    assert history.measured_epochs == expected
    assert len(history.held_out_loss) == len(expected)
    assert len(history.loss) == len(history.gradient_norm) == epochs


@pytest.mark.parametrize("batch_size", [None, 8])
def test_held_out_figures_are_what_evaluate_says(batch_size):
    x, labels = task()
    held_out, seen, dead = task(30, seed=9), [], []

    def look(network, epoch, history):
        if epoch in (1, 3, 6):
            seen.append(network.evaluate(*held_out))
            dead.append(network.dead_units(x)["2 ReLU"].mean())

    history = small_network(activation="relu").fit(
        x,
        labels,
        SGD(0.5),
        6,
        held_out=held_out,
        measure_every=3,
        batch_size=batch_size,
        rng=rng(),
        callbacks=[look],
    )
    assert list(zip(history.held_out_loss, history.held_out_accuracy, strict=True)) == seen
    assert history.dead_share == dead
    assert len(seen) == 3


def test_loss_and_accuracy_are_taken_before_the_update():
    x, labels = task()
    network = small_network()
    before = network.evaluate(x, labels)
    history = network.fit(x, labels, SGD(0.5), 1)
    assert (history.loss[0], history.accuracy[0]) == pytest.approx(before, rel=1e-14)
    assert network.evaluate(x, labels)[0] < before[0]


def test_accuracy_of_sequences_and_of_two_classes():
    network = Network([RNN(2, 3, rng()), Dense(3, 2, rng(1))])
    x, labels = rng(2).normal(size=(7, 5, 2)), rng(3).integers(0, 2, (7, 5))
    expected = np.mean(network.predict(x).argmax(axis=-1) == labels)
    assert network.fit(x, labels, SGD(0.1), 1).accuracy == [pytest.approx(expected, rel=1e-14)]
    network = Network([Dense(2, 1, rng())], "binary_cross_entropy")
    x, labels = rng(2).normal(size=(9, 2)), rng(3).integers(0, 2, 9)
    expected = np.mean((network.predict(x)[:, 0] > 0) == labels)
    history = network.fit(x, labels, SGD(0.1), 1, batch_size=4, rng=rng(), measure_every=1)
    assert len(history.accuracy) == 1
    assert Network([Dense(2, 1, rng())], "binary_cross_entropy").fit(x, labels, SGD(0.1), 1).accuracy == [
        pytest.approx(expected, rel=1e-14)
    ]


def test_dead_share_counts_the_units_of_all_activation_layers():
    network = Network([Dense(2, 6, rng()), "relu", Dense(6, 2, rng()), "relu", Dense(2, 3, rng())])
    network.parameters["1.bias"][:3] = -100
    x, labels = task()
    expected = np.concatenate(list(network.dead_units(x).values())).mean()
    assert network.fit(x, labels, SGD(1e-12), 1).dead_share == [expected]
    assert expected >= 3 / 8


def test_history_is_a_table():
    history = History(
        loss=[1.5, 0.25],
        accuracy=[0.5, 0.75],
        gradient_norm=[12.0, 0.034],
        measured_epochs=[1, 2],
        held_out_loss=[2.0, 0.12345],
        held_out_accuracy=[0.3333, 1.0],
        dead_share=[0.0, 0.4],
        stopped="trained for 2 epochs",
    )
    assert str(history).splitlines() == [
        "epoch    loss  accuracy  held-out loss  held-out accuracy  gradient norm  dead units",
        "    1  1.5000     0.500         2.0000              0.333        1.2e+01          0%",
        "    2  0.2500     0.750         0.1235              1.000        3.4e-02         40%",
        "trained for 2 epochs",
    ]
    assert str(History(stopped="stopped")) == "stopped"


@pytest.mark.parametrize(("epochs", "rows"), [(1, 1), (5, 5), (12, 12), (13, 12), (300, 12)])
def test_a_history_shows_at_most_a_dozen_epochs(epochs, rows):
    history = line().fit([[1.0]], [1.0], SGD(0.1), epochs)
    header, *lines, stopped = str(history).splitlines()
    assert header.split() == ["epoch", "loss", "gradient", "norm"]
    assert len(lines) == rows
    shown = [int(row.split()[0]) for row in lines]
    assert (shown[0], shown[-1]) == (1, epochs)
    assert shown == sorted(set(shown))
    assert all(
        row.split()[1] == f"{history.loss[epoch - 1]:.4f}" for row, epoch in zip(lines, shown, strict=True)
    )
    assert stopped == history.stopped == f"trained for {epochs} epochs"


# How training ends

BEGAN_IN_LAYER_3 = (
    "the loss is (nan|inf) at step 2: it began in layer 3, Dense(6 → 3), whose outputs are not all finite"
)


@pytest.mark.parametrize(
    ("network", "x", "targets", "optimizer", "message", "epochs"),
    [
        (
            small_network(activation="relu"),
            *task(),
            SGD(1e200),
            BEGAN_IN_LAYER_3,
            1,
        ),
        (
            small_network(activation="relu", dtype=np.float32),
            *task(),
            SGD(1e30),
            BEGAN_IN_LAYER_3,
            1,
        ),
        (
            line(),
            [[1.0], [2.0]],
            [3.0, 5.0],
            SGD(1.7e308),
            "the loss is (nan|inf) at step 2: parameter 1.weight became non-finite in the update before",
            1,
        ),
        (
            line(1.0),
            [[1e200]],
            [0.0],
            SGD(0.1),
            "the loss is inf at step 1: all parameters and outputs are finite; it began in the loss",
            0,
        ),
    ],
    ids=["layer", "float32", "parameter", "loss"],
)
def test_divergence_says_when_and_where(network, x, targets, optimizer, message, epochs):
    pattern = re.escape(message).replace(re.escape("(nan|inf)"), "(nan|inf)")
    with pytest.raises(Diverged, match=f"^{pattern}$") as caught:
        network.fit(x, targets, optimizer, 50)
    history = caught.value.history
    assert len(history.loss) == len(history.gradient_norm) == epochs
    assert np.isfinite(history.loss).all()
    assert history.stopped == str(caught.value)
    assert str(history).endswith(history.stopped)
    network.flat_parameters[:] = 0.5
    assert_memory_is_fresh(network, np.ones((2, 2 if len(network.layers) > 1 else 1)))


@every_optimizer
def test_slow_divergence_of_a_deep_network_leaks_no_warning(optimizer):
    used = optimizer()
    used.learning_rate = 1e150
    r = rng()
    network = Network(
        [Dense(1, 5, r), "relu", Dense(5, 5, r), "softplus", Dense(5, 1, r)], "mean_squared_error"
    )
    with pytest.raises(Diverged) as caught:
        network.fit([[1.0], [-2.0]], [1.0, 2.0], used, 100, measure_every=1, held_out=([[1.0]], [1.0]))
    assert len(caught.value.history.loss) < 100


def test_divergence_within_an_epoch_keeps_the_epochs_before():
    x = np.array([[1.0], [2.0], [3.0], [4.0]])
    with pytest.raises(Diverged, match=r"at step \d+: ") as caught:
        line().fit(x, x, SGD(1e60), 50, batch_size=1, rng=rng())
    step = int(re.search(r"at step (\d+)", str(caught.value))[1])
    assert len(caught.value.history.loss) == (step - 1) // 4


def stop_at(epoch, answer):
    return lambda network, now, history: answer if now == epoch else None


def interrupt(network, epoch, history):
    if epoch == 7:
        raise KeyboardInterrupt


def test_ctrl_c_after_an_epoch_returns_the_history():
    x, labels = task()
    network, undisturbed = small_network(), small_network()
    history = network.fit(x, labels, SGD(0.1), 100, callbacks=[interrupt])
    assert history.loss == undisturbed.fit(x, labels, SGD(0.1), 7).loss
    np.testing.assert_array_equal(network.flat_parameters, undisturbed.flat_parameters)
    assert history.stopped == "interrupted after epoch 7"
    assert history.measured_epochs == list(range(1, 8))
    assert str(history).endswith("\ninterrupted after epoch 7")
    assert_memory_is_fresh(network, x)


@pytest.mark.parametrize(("training", "call", "epochs"), [(True, 10, 3), (True, 1, 0), (False, 5, 4)])
def test_ctrl_c_within_an_epoch_returns_the_epochs_before(training, call, epochs):
    x, labels = task()  # in an epoch three training steps and one measurement, after a look at the shapes
    layer = CtrlC(call, training)
    network = small_network(first=[layer])
    history = network.fit(x, labels, SGD(0.1), 50, batch_size=7, rng=rng())
    assert len(history.loss) == len(history.accuracy) == len(history.gradient_norm) == epochs
    assert len(history.measured_epochs) == len(history.dead_share) == epochs - (not training)
    assert str(history).endswith(f"interrupted after epoch {epochs}")
    assert_memory_is_fresh(network, x)


def test_an_error_in_a_callback_comes_through():
    def fail(network, epoch, history):
        raise LookupError("mine")

    network = small_network()
    with pytest.raises(LookupError, match=r"^mine$"):
        network.fit(*task(), SGD(0.1), 3, callbacks=[fail])
    assert_memory_is_fresh(network, task()[0])


def test_outputs_after_training_share_no_memory():
    network, (x, labels) = small_network(), task()
    network.fit(x, labels, SGD(0.1), 3, held_out=(x, labels))
    assert_memory_is_fresh(network, x)


def test_what_a_callback_predicts_is_its_to_keep():
    network, (x, labels) = small_network(), task()
    kept, copies = [], []

    def look(network, epoch, history):
        kept.append(network.predict(x))
        copies.append(kept[-1].copy())

    network.fit(x, labels, SGD(0.5), 4, callbacks=[look])
    assert not np.array_equal(copies[0], copies[1])
    np.testing.assert_array_equal(kept, copies)


def test_callbacks_are_called_in_order_after_every_epoch():
    calls = []

    def first(network, epoch, history):
        calls.append(("first", network, epoch, len(history.loss), history.measured_epochs[-1]))

    def second(network, epoch, history):
        calls.append(("second", network, epoch, len(history.loss), history.measured_epochs[-1]))

    network = small_network()
    network.fit(*task(), SGD(0.1), 3, callbacks=(first, second))
    assert calls == [
        (name, network, epoch, epoch, epoch) for epoch in (1, 2, 3) for name in ("first", "second")
    ]


@pytest.mark.parametrize(
    ("answers", "stopped"),
    [
        (["good enough"], "good enough, at epoch 3"),
        ([True], "stopped by a callback, at epoch 3"),
        ([True, "good enough"], "good enough, at epoch 3"),
        (["first", "second"], "first, at epoch 3"),
        ([False, "", 0, None], "trained for 6 epochs"),
    ],
)
def test_a_callback_ends_training_with_a_reason(answers, stopped):
    called = []
    callbacks = [
        *(stop_at(3, answer) for answer in answers),
        lambda network, epoch, history: called.append(epoch),
    ]
    history = small_network().fit(*task(), SGD(0.1), 6, callbacks=callbacks)
    assert history.stopped == stopped
    assert len(history.loss) == len(called) == (6 if "6" in stopped else 3)


# On y = 2 x, mean(x²) = 1, gradient descent with rate 0.05 has the weight 2 (1 - 0.9 ** t) after t steps;
# it comes closest to 1, the weight of the held-out data, at t = 7.
X = [[1.0], [-1.0]]


def weight_after(steps):
    return pytest.approx(2 * (1 - 0.9**steps), rel=1e-13)


@pytest.mark.parametrize(
    ("patience", "measure_every", "best", "stop"),
    [(3, None, 7, 10), (1, None, 7, 8), (2, 2, 6, 10), (1, 5, 5, 10)],
)
def test_early_stopping_takes_the_best_parameters_back(patience, measure_every, best, stop):
    network, stopping = line(), EarlyStopping(patience)
    for _ in range(2):  # it can be used again
        network.flat_parameters[:] = 0
        history = network.fit(
            X, [2.0, -2.0], SGD(0.05), 90, held_out=(X, X), callbacks=[stopping], measure_every=measure_every
        )
        assert len(history.loss) == stop
        assert network.parameters["1.weight"].item() == weight_after(best)
        assert network.evaluate(X, X)[0] == pytest.approx(min(history.held_out_loss), rel=1e-12)
        assert history.stopped == f"stopped early, back to the parameters of epoch {best}, at epoch {stop}"


def test_one_callback_needs_no_list():
    x, labels = task()
    history = small_network().fit(
        x, labels, SGD(0.1), 9, callbacks=lambda network, epoch, history: epoch == 2
    )
    assert history.stopped == "stopped by a callback, at epoch 2"


def test_memory_is_flat_over_the_epochs():
    x, labels = task(2000)
    network, peaks = small_network(activation="relu"), []
    for epochs in (5, 5, 100):
        tracemalloc.start()
        network.fit(x, labels, Adam(0.01), epochs)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    # One hidden array takes 96 kB; what a hundred epochs may add is their entries in History.
    assert peaks[2] - peaks[1] < 40_000


def test_early_stopping_waits_while_the_loss_falls():
    network = line()
    history = network.fit(
        X, [2.0, -2.0], SGD(0.05), 30, held_out=(X, [2.0, -2.0]), callbacks=[EarlyStopping(1)]
    )
    assert history.stopped == "trained for 30 epochs"
    assert network.parameters["1.weight"].item() == weight_after(30)


def test_early_stopping_needs_held_out_data_and_patience():
    with pytest.raises(ValueError, match=r"^EarlyStopping expects fit to be given held_out data$"):
        line().fit(X, X, SGD(0.1), 3, callbacks=[EarlyStopping(2)])
    message = "EarlyStopping expects patience to be a whole number above 0, got 0"
    with pytest.raises(ValueError, match=f"^{message}$"):
        EarlyStopping(0)
    assert str(EarlyStopping(5)) == "EarlyStopping(patience=5)"


def test_nothing_is_printed_where_there_is_no_terminal(capsys):
    small_network().fit(*task(), SGD(0.1), 5)
    small_network().fit(*task(), SGD(0.1), 5, progress=False)
    assert capsys.readouterr() == ("", "")


def test_progress_is_shown_on_request(capsys):
    small_network().fit(*task(), SGD(0.1), 5, progress=True)
    out, err = capsys.readouterr()
    assert out == ""
    assert "5/5" in err


# Errors

LABELS = "softmax_cross_entropy expects"


@pytest.mark.parametrize(
    ("x", "labels", "error", "message"),
    [
        ([[1.0, 2.0]], [3], ValueError, f"{LABELS} labels from 0 to 2, got 3 to 3"),
        ([[1.0, 2.0]], [-1], ValueError, f"{LABELS} labels from 0 to 2, got -1 to -1"),
        ([[1.0, 2.0]], [1.0], TypeError, f"{LABELS} whole-number labels, got dtype float64"),
        ([[1.0, 2.0]], [1, 2], ValueError, f"{LABELS} labels of shape (1,), got (2,)"),
        ([[1.0, 2.0]], [[0, 1, 0]], ValueError, f"{LABELS} labels of shape (1,), got (1, 3)"),
        ([1.0, 2.0], [1, 2], ValueError, "fit expects x of shape (samples, ...), not empty, got (2,)"),
        (1.0, 1, ValueError, "fit expects x of shape (samples, ...), not empty, got ()"),
        (
            np.zeros((0, 2)),
            [],
            ValueError,
            "fit expects x of shape (samples, ...), not empty, got (0, 2)",
        ),
        ([[1.0, np.nan]], [1], ValueError, "fit expects x to be finite, got NaN or infinity in it"),
        ([[-np.inf, 1.0]], [1], ValueError, "fit expects x to be finite, got NaN or infinity in it"),
        ([[1.0, 2.0, 3.0]], [1], ValueError, "layer 1: Dense(2 → 6) expects shape (batch, 2), got (1, 3)"),
    ],
)
def test_bad_data_is_refused(x, labels, error, message):
    network = small_network()
    before = network.flat_parameters.copy()
    with pytest.raises(error, match=f"^{re.escape(message)}$"):
        network.fit(x, labels, SGD(0.1), 3)
    np.testing.assert_array_equal(network.flat_parameters, before)


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"epochs": 0}, ValueError, "fit expects epochs to be a whole number above 0, got 0"),
        ({"epochs": 2.5}, ValueError, "fit expects epochs to be a whole number above 0, got 2.5"),
        ({"batch_size": 0}, ValueError, "fit expects batch_size to be a whole number above 0, got 0"),
        ({"batch_size": 21}, ValueError, "fit expects batch_size to be at most the 20 samples, got 21"),
        (
            {"batch_size": 5, "rng": None},
            TypeError,
            "fit expects rng to be a numpy.random.Generator with batch_size, got None",
        ),
        (
            {"batch_size": 5, "rng": 3},
            TypeError,
            "fit expects rng to be a numpy.random.Generator with batch_size, got 3",
        ),
        ({"l2": -0.1}, ValueError, "fit expects l2 to be at least 0, got -0.1"),
        ({"optimizer": "adam"}, TypeError, "fit expects an optimizer such as Adam(0.01), got 'adam'"),
        ({"optimizer": Adam}, TypeError, f"fit expects an optimizer such as Adam(0.01), got {Adam!r}"),
        ({"clip_norm": 0}, ValueError, "fit expects clip_norm to be above 0, got 0"),
        ({"clip_norm": "1"}, ValueError, "fit expects clip_norm to be above 0, got '1'"),
        ({"l2": np.inf}, ValueError, "fit expects l2 to be finite, got inf"),
        ({"callbacks": ["stop"]}, TypeError, "fit expects callbacks to be callable, got 'stop'"),
        ({"clip_norm": -1.0}, ValueError, "fit expects clip_norm to be above 0, got -1.0"),
        (
            {"measure_every": -1},
            ValueError,
            "fit expects measure_every to be a whole number above 0, got -1",
        ),
        (
            {"measure_every": 0.5},
            ValueError,
            "fit expects measure_every to be a whole number above 0, got 0.5",
        ),
    ],
    ids=str,
)
def test_bad_options_are_refused(options, error, message):
    x, labels = task()
    network = small_network()
    before = network.flat_parameters.copy()
    options = {"optimizer": SGD(0.1), "epochs": 3, "rng": rng(), **options}
    with pytest.raises(error, match=f"^{re.escape(message)}$"):
        network.fit(x, labels, **options)
    np.testing.assert_array_equal(network.flat_parameters, before)


def test_a_network_without_parameters_has_nothing_to_train():
    message = "fit expects a network with parameters to train, got none"
    with pytest.raises(ValueError, match=f"^{message}$"):
        Network(["relu"]).fit([[1.0, 2.0]], [1], SGD(0.1), 1)


@pytest.mark.parametrize(
    ("held_out", "error", "message"),
    [
        (np.zeros((3, 2)), TypeError, r"fit expects held_out to be a pair \(x, targets\), got ndarray"),
        (
            ([[0.0, np.nan]], [1]),
            ValueError,
            "fit expects the x held out to be finite, got NaN or infinity in it",
        ),
        (([[0.0, 1.0]], [7]), ValueError, "softmax_cross_entropy expects labels from 0 to 2, got 7 to 7"),
    ],
    ids=["no pair", "not finite", "labels"],
)
def test_held_out_data_is_checked_before_training(held_out, error, message):
    network, (x, labels) = small_network(), task()
    before = network.flat_parameters.copy()
    with pytest.raises(error, match=f"^{message}$"):
        network.fit(x, labels, SGD(0.1), 3, held_out=held_out)
    np.testing.assert_array_equal(network.flat_parameters, before)


def test_targets_must_be_finite():
    message = "mean_squared_error expects finite targets, got NaN or infinity among them"
    with pytest.raises(ValueError, match=f"^{message}$"):
        line().fit([[1.0]], [np.nan], SGD(0.1), 1)
