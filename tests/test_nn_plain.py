"""A training goes the short way only where nobody can notice: what readers put anywhere is called as ever."""

import copy
import functools
from unittest import mock

import numpy as np
import pytest

from actlib import Activation, nn
from actlib.nn.losses import LOSSES
from actlib.nn.plain import is_plain


def rng(seed=0):
    return np.random.default_rng(seed)


X, LABELS = rng(1).normal(size=(20, 3)), rng(2).integers(0, 2, 20)


def network(*parts, kind=nn.Network, **options):
    r = rng()
    return kind([nn.Dense(3, 5, r), *(parts or ("tanh",)), nn.Dense(5, 2, r)], **options)


def fitted(net, optimizer=None, epochs=6, **options):
    return net.fit(X, LABELS, optimizer or nn.SGD(0.1), epochs, **{"measure_every": 100} | options)


def noisy(forward):
    r = rng(3)

    @functools.wraps(forward)
    def changed(*arguments, training=False):
        *before, x = arguments[:2] if isinstance(arguments[0], nn.Network) else arguments[:1]
        return forward(*before, x + r.normal(size=x.shape) if training else x, training)

    return changed


def test_the_librarys_own_parts_are_plain_and_others_are_not():
    class Own(nn.Dense):
        pass

    assert is_plain(network(), nn.Adam(0.1))
    assert not is_plain(network(Own(5, 5, rng())), nn.Adam(0.1))
    assert not is_plain(network(Activation.of("mine", np.tanh)), nn.Adam(0.1))
    assert not is_plain(network(), mock.Mock())


def test_a_wrapped_forward_or_backward_of_all_networks_is_called(monkeypatch):
    plain = fitted(network()).loss
    calls = []
    backward = nn.Network.backward

    @functools.wraps(backward)
    def counted(net, gradient):
        calls.append(0)
        return backward(net, gradient)

    monkeypatch.setattr(nn.Network, "backward", counted)
    monkeypatch.setattr(nn.Network, "forward", noisy(nn.Network.forward))
    assert fitted(network()).loss != plain
    assert len(calls) == 6


@pytest.mark.parametrize(("kind", "name", "calls"), [(nn.Dense, "backward", 12), (nn.Network, "backward", 6)])
def test_a_mock_in_the_place_of_a_method_is_called(kind, name, calls):
    with mock.patch.object(kind, name, autospec=True, side_effect=getattr(kind, name)) as spy:
        fitted(network())
    assert spy.call_count == calls


class Decorated:
    """A decorator that is an object."""

    def __init__(self, function):
        functools.update_wrapper(self, function)
        self.function = function

    def __get__(self, instance, owner):
        return self if instance is None else functools.partial(self.function, instance)


def test_a_decorator_that_is_an_object_may_stand_there(monkeypatch):
    plain = fitted(network()).loss
    monkeypatch.setattr(nn.Dense, "backward", Decorated(nn.Dense.backward))
    assert fitted(network()).loss == plain


class KeepsUnderscores(nn.Layer):
    def __init__(self):
        self._data, self._write, self._copied, self._in_place = 1, 2, 3, 4

    def forward(self, x, training=False):
        return x

    def backward(self, upstream):
        return upstream


class KeepsNorms(nn.SGD):
    def __init__(self, rate):
        super().__init__(rate)
        self._gradients, self._room = [], "kitchen"

    def move(self, parameters, gradients, rate):
        self._gradients.append(np.linalg.norm(gradients))
        super().move(parameters, gradients, rate)


def test_names_that_readers_take_are_theirs():
    net, optimizer = network(KeepsUnderscores()), KeepsNorms(0.1)
    history = fitted(net, optimizer)
    twin, again = copy.deepcopy((net.layers[1], optimizer))
    assert (twin._data, twin._write, twin._copied, twin._in_place) == (1, 2, 3, 4)
    assert again._room == "kitchen"
    np.testing.assert_allclose(again._gradients, history.gradient_norm, rtol=1e-12, atol=0)


def test_a_forward_on_the_first_layer_may_change_the_data_in_place():
    net, by_hand = network(), network()
    first = net.layers[0]
    total = np.zeros_like(X)

    def shifted(x, training=False):
        if training:
            x += 0.1
        return nn.Dense.forward(first, x, training)

    first.forward = shifted
    history = fitted(net)
    for loss in history.loss:
        total += 0.1
        value, _ = by_hand.loss_and_gradients(X + total, LABELS)
        by_hand.flat_parameters -= 0.1 * by_hand.flat_gradients
        assert loss == pytest.approx(value, rel=1e-9, abs=0)


def test_what_a_callback_or_an_optimizer_writes_into_the_first_layer_is_gone_at_the_next_step():
    class Wipes(nn.SGD):
        def move(self, parameters, gradients, rate):
            net.layers[0].x[...] = 0
            super().move(parameters, gradients, rate)

    wanted = fitted(network()).loss

    def wipe(net, *_):
        net.layers[0].x[...] = 0

    assert fitted(network(), callbacks=wipe).loss == wanted
    net = network()
    assert fitted(net, Wipes(0.1)).loss == wanted


@pytest.mark.parametrize("batch_size", [None, 7])
def test_an_optimizer_may_go_backward_again(batch_size):
    class Twice(nn.SGD):
        def move(self, parameters, gradients, rate):
            net.backward(np.ones_like(net.layers[-1].y))
            super().move(parameters, gradients, rate)

    net = network()
    assert len(fitted(net, Twice(0.1), batch_size=batch_size, rng=rng()).loss) == 6


@pytest.mark.parametrize("batch_size", [6, 7])
def test_one_may_go_backward_from_where_a_training_was_interrupted(batch_size):
    net = network()

    def interrupt(net, epoch, _):
        if epoch == 2:
            raise KeyboardInterrupt

    fitted(net, batch_size=batch_size, rng=rng(), callbacks=interrupt)
    last = (len(X) - 1) % batch_size + 1
    assert net.backward(np.ones((last, 2))).shape == (last, 3)


def test_an_input_taken_in_a_way_of_ones_own_is_asked_for_at_each_step():
    net, calls = network(), []

    def as_input(x):
        calls.append(0)
        return nn.Network.as_input(net, x)

    net.as_input = as_input
    fitted(net)
    assert len(calls) > 6


def test_a_loss_among_the_losses_may_be_a_readers(monkeypatch):
    def half_squares(outputs, targets):
        return np.mean((outputs - targets) ** 2) / 2, ((outputs - targets) / outputs.size).tolist()

    mine = nn.Loss("mine", half_squares, lambda outputs, targets: np.asarray(targets, float))
    monkeypatch.setitem(LOSSES, "mine", mine)
    found = network(loss="mine").fit(X, np.eye(2)[LABELS], nn.SGD(0.2), 5).loss
    wanted = network(loss="mean_squared_error").fit(X, np.eye(2)[LABELS], nn.SGD(0.1), 5).loss
    np.testing.assert_allclose(2 * np.array(found), wanted, rtol=1e-12, atol=0)


class FlatDense(nn.Dense):
    def forward(self, x, training=False):
        y = super().forward(x.reshape(len(x), -1), training)
        self.x = x
        return y


def test_a_derived_dense_that_keeps_another_input_can_be_copied():
    layer = FlatDense(6, 2, rng())
    layer.forward(np.ones((4, 2, 3)))
    assert copy.deepcopy(layer).x.shape == (4, 2, 3)


def test_a_gradient_of_the_outputs_size_is_laid_out_as_they_are():
    class Flat(nn.Layer):
        def forward(self, x, training=False):
            return x.reshape(len(x), -1)

        def backward(self, upstream):
            return upstream

    r = rng()
    net = nn.Network([nn.Dense(3, 4, r), Flat(), nn.Dense(8, 2, r)])
    r = rng()
    wanted = nn.Network([nn.Dense(3, 4, r), nn.Flatten(), nn.Dense(8, 2, r)])
    x = rng(5).normal(size=(6, 2, 3))
    losses = [each.fit(x, LABELS[:6], nn.SGD(0.1), 5).loss for each in (net, wanted)]
    np.testing.assert_allclose(*losses, rtol=1e-12, atol=0)


def test_other_classes_in_training_than_outside_of_it_are_refused():
    class Fewer(nn.Layer):
        def forward(self, x, training=False):
            return x if training else x[:, :1]

        def backward(self, upstream):
            return upstream

    net = nn.Network([nn.Dense(3, 2, rng()), Fewer()])
    with pytest.raises(ValueError, match="cannot reshape array of size 40"):
        net.fit(X, np.zeros(20, int), nn.SGD(0.1), 2)


def test_adam_derived_with_longer_gradients_keeps_their_range():
    class Long(nn.Adam):
        def move(self, parameters, gradients, rate):
            super().move(parameters, gradients.astype(np.float64) * 1e20, rate)

    parameters, optimizer = np.ones(3, np.float32), Long(0.1)
    for _ in range(3):
        optimizer.update(parameters, np.ones(3, np.float32))
    np.testing.assert_allclose(parameters, 0.7, rtol=1e-5, atol=0)


def test_vectors_of_ones_own_are_asked_for_at_each_step():
    class Doubled(nn.Network):
        flat_gradients = property(lambda self: 2 * self._flat_gradients)

    losses = fitted(network(kind=Doubled)).loss
    assert losses[-1] < losses[1]


def test_an_activation_keeps_what_it_is_given_outside_of_training():
    kept, copies = [], []

    def curious(x):
        kept.append(x)
        copies.append(x.copy())
        return np.tanh(x)

    net = network(Activation.of("curious", curious, lambda x: 1 - np.tanh(x) ** 2))
    fitted(net, epochs=4, measure_every=1)
    outside = [
        (x, wanted)
        for x, wanted in zip(kept, copies, strict=True)
        if not np.shares_memory(x, net.layers[1].y)
    ]
    assert len(outside) >= 4
    measured = [x for x, wanted in outside if np.array_equal(x, wanted)]
    assert len(measured) >= 4


def test_an_activation_may_go_through_the_first_layer_once_more():
    kept, copies, net = [], [], None

    def again(x):
        if net and net.layers[0].in_training:
            y = net.layers[0].forward(net.layers[0].x)
            kept.append(y)
            copies.append(y.copy())
        return np.tanh(x)

    net = network(Activation.of("again", again, lambda x: 1 - np.tanh(x) ** 2))
    fitted(net)
    assert kept
    for y, wanted in zip(kept, copies, strict=True):
        np.testing.assert_array_equal(y, wanted)


def test_an_error_that_is_caught_in_the_middle_leaves_no_array_half_full():
    class Tries(nn.SGD):
        def move(self, parameters, gradients, rate):
            with pytest.raises(ValueError, match="could not convert"):
                net.layers[0].forward(np.full((7, 3), "x"), training=True)
            super().move(parameters, gradients, rate)

    net = network()
    assert fitted(net, Tries(0.1)).loss == fitted(network()).loss


def test_an_activation_with_a_slope_where_it_is_no_number_counts_by_its_slope():
    holes = Activation.of(
        "holes", lambda x: np.where(x < 0, np.nan, x), lambda x: np.where(x < 0, 0.0, 1.0), title="holes"
    )
    filled = Activation.of("filled", np.nan_to_num, lambda x: np.where(np.isnan(x), 0.0, 1.0), title="filled")
    shares = [
        fitted(network(holes, filled), epochs=4, measure_every=1, callbacks=callbacks).dead_share
        for callbacks in ([], lambda *_: None)
    ]
    assert shares[0] == shares[1]
