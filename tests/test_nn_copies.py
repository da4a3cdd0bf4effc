"""Networks, losses, optimizers and activations survive pickle and copy; what is assigned is not lost."""

import copy
import pickle

import cloudpickle
import numpy as np
import pytest

import actlib
from actlib import CATALOGUE, Activation, nn

WAYS = {
    "pickle": lambda thing: pickle.loads(pickle.dumps(thing)),
    "cloudpickle": lambda thing: pickle.loads(cloudpickle.dumps(thing)),
    "deepcopy": copy.deepcopy,
}
every_way = pytest.mark.parametrize("again", WAYS.values(), ids=WAYS)


def rng(seed=0):
    return np.random.default_rng(seed)


def bent(x):
    return np.where(x > 0, x, x / 3)


def dense(r):
    return [nn.Dense(3, 6, r), "tanh", nn.PReLU(6), nn.Dropout(0.3, r), nn.Dense(6, 2, r)]


def images(r):
    return [
        nn.Conv2D(1, 2, 2, r),
        Activation.of("bent", bent),
        nn.MaxPool2D(2),
        nn.Flatten(),
        nn.Dense(2, 2, r),
    ]


def sequences(r):
    return [nn.RNN(3, 4, r), nn.Flatten(), nn.Dense(8, 2, r)]


NETWORKS = {"dense": (dense, (8, 3)), "images": (images, (8, 1, 3, 3)), "sequences": (sequences, (8, 2, 3))}
OPTIMIZERS = {
    "SGD": lambda: nn.SGD(0.1, decay=0.1),
    "momentum": lambda: nn.SGD(0.1, momentum=0.9, nesterov=True),
    "AdaGrad": lambda: nn.AdaGrad(0.1),
    "RMSProp": lambda: nn.RMSProp(0.01),
    "Adam": lambda: nn.Adam(0.01),
}


def data(shape):
    return rng(1).normal(size=shape), rng(2).integers(0, 2, len(np.zeros(shape)))


def train(network, optimizer, shape, epochs=3):
    return network.fit(*data(shape), optimizer, epochs, batch_size=4, rng=rng(3), progress=False)


@every_way
@pytest.mark.parametrize("kind", NETWORKS)
def test_a_copy_trains_as_the_original_does(kind, again):
    layers, shape = NETWORKS[kind]
    network, optimizer = nn.Network(layers(rng())), nn.Adam(0.05)
    train(network, optimizer, shape)
    twin, twin_optimizer = again((network, optimizer))
    before = twin.flat_parameters.copy()
    histories = [train(network, optimizer, shape), train(twin, twin_optimizer, shape)]
    assert histories[0] == histories[1]
    assert (twin.flat_parameters != before).any()
    np.testing.assert_array_equal(twin.flat_parameters, network.flat_parameters)
    np.testing.assert_array_equal(twin.flat_gradients, network.flat_gradients)


@every_way
@pytest.mark.parametrize("make", OPTIMIZERS.values(), ids=OPTIMIZERS)
def test_an_optimizer_copied_apart_from_its_network_goes_on(make, again):
    network, optimizer = nn.Network([nn.Dense(3, 2, rng())]), make()
    train(network, optimizer, (8, 3))
    twin, twin_optimizer = again(network), again(optimizer)
    assert repr(twin_optimizer) == repr(optimizer)
    assert twin_optimizer.next_step(twin.flat_parameters) == optimizer.next_step(network.flat_parameters) == 7
    train(network, optimizer, (8, 3))
    train(twin, twin_optimizer, (8, 3))
    np.testing.assert_array_equal(twin.flat_parameters, network.flat_parameters)


def test_a_copied_optimizer_starts_afresh_with_other_parameters():
    network, optimizer = nn.Network([nn.Dense(3, 2, rng())]), nn.Adam(0.1)
    train(network, optimizer, (8, 3))
    other, fresh = nn.Network([nn.Dense(3, 2, rng(9))]), nn.Network([nn.Dense(3, 2, rng(9))])
    train(other, copy.deepcopy(optimizer), (8, 3))
    train(fresh, nn.Adam(0.1), (8, 3))
    np.testing.assert_array_equal(other.flat_parameters, fresh.flat_parameters)


@every_way
@pytest.mark.parametrize("kind", NETWORKS)
def test_the_parameters_of_a_copy_are_parts_of_one_vector_of_its_own(kind, again):
    layers, shape = NETWORKS[kind]
    network = nn.Network(layers(rng()))
    network.loss_and_gradients(*data(shape))
    twin = again(network)
    assert not np.shares_memory(twin.flat_parameters, network.flat_parameters)
    for layer in twin.layers:
        assert layer.in_network
        for name in layer.parameter_names:
            assert np.shares_memory(getattr(layer, name), twin.flat_parameters)
            assert np.shares_memory(getattr(layer, f"{name}_gradient"), twin.flat_gradients)
    assert list(twin.parameters) == list(network.parameters)
    assert (twin.loss, twin.dtype, str(twin)) == (network.loss, network.dtype, str(network))


@every_way
def test_a_copy_made_while_training_computes_in_arrays_of_its_own(again):
    copies = []
    network = nn.Network(dense(rng()))
    network.fit(
        *data((8, 3)),
        nn.SGD(0.1),
        1,
        progress=False,
        callbacks=lambda n, *_: copies.append(again(n)) or "stop",
    )
    [twin] = copies
    first = twin.forward(np.ones((8, 3)))
    kept = first.copy()
    twin.forward(np.zeros((8, 3)))
    np.testing.assert_array_equal(first, kept)
    assert twin.backward(np.ones((8, 2))).shape == (8, 3)


@every_way
def test_a_layer_copied_out_of_a_network_is_free(again):
    network = nn.Network([nn.Dense(3, 2, rng())])
    other = nn.Network([again(network.layers[0])])
    other.flat_parameters[:] = 0
    assert network.flat_parameters.any()


@every_way
@pytest.mark.parametrize("loss", nn.LOSSES.values(), ids=nn.LOSSES)
def test_a_loss_stays_itself(loss, again):
    assert again(loss) is loss


@every_way
@pytest.mark.parametrize("activation", CATALOGUE.values(), ids=CATALOGUE)
def test_an_activation_of_the_catalogue_stays_itself(activation, again):
    assert again(activation) is activation


@every_way
def test_an_activation_of_a_readers_own_keeps_all_facts(again):
    mine = Activation.of("bent", bent, parameters={"a": 3}, kinks=(0.0,), cite="me", origin="you")
    twin = again(mine)
    np.testing.assert_array_equal(twin(np.array([-3.0, 3.0])), [-1, 3])
    np.testing.assert_allclose(twin.derivative(np.array([-3.0, 3.0])), [1 / 3, 1], rtol=1e-8, atol=0)
    assert (twin.name, twin.kinks, dict(twin.parameters), twin.origin) == ("bent", (0.0,), {"a": 3}, "you")


def test_cloudpickle_takes_activations_and_losses_made_of_lambdas():
    mine = Activation.of("mine", lambda x: 2 * x)
    loss = nn.Loss("mine", lambda y, t: (0.0, 0 * y), lambda y, t: t)
    twin, twin_loss = pickle.loads(cloudpickle.dumps((mine, loss)))
    assert twin(3.0) == 6
    assert (twin_loss.name, twin_loss.applies) == ("mine", "")


def test_activations_can_be_keys_and_members():
    assert len(set(CATALOGUE.values())) == len(CATALOGUE)
    assert {CATALOGUE["relu"]: 1}[CATALOGUE["relu"]] == 1
    hash(Activation.of("mine", bent, parameters={"a": 3}))


# What is assigned


@pytest.fixture
def network():
    return nn.Network([nn.Dense(3, 4, rng()), "relu", nn.PReLU(4), nn.Dense(4, 2, rng())])


def test_what_is_assigned_to_a_name_is_what_the_network_computes_with(network):
    weight = rng(5).normal(size=(3, 4))
    network.parameters["1.weight"] = weight
    np.testing.assert_array_equal(network.layers[0].weight, weight)
    np.testing.assert_array_equal(network.layers[0].forward(np.eye(3)), weight)
    assert np.shares_memory(network.parameters["1.weight"], network.flat_parameters)
    network.parameters["1.weight"] -= weight
    network.parameters.update({"1.bias": np.ones(4)})
    network.parameters |= {"3.alpha": np.zeros(4)}
    np.testing.assert_array_equal(network.layers[0].forward(np.eye(3)), np.ones((3, 4)))
    np.testing.assert_array_equal(network.layers[2].forward(-np.ones((1, 4))), np.zeros((1, 4)))
    network.gradients["1.weight"] = weight
    np.testing.assert_array_equal(network.flat_gradients[:12].reshape(3, 4), weight)


def test_what_is_assigned_to_a_vector_is_what_the_network_computes_with(network):
    for name in ("flat_parameters", "flat_gradients"):
        vector = getattr(network, name)
        numbers = rng(6).normal(size=vector.size)
        setattr(network, name, numbers.tolist())
        assert getattr(network, name) is vector
        np.testing.assert_array_equal(vector, numbers)
    network.flat_parameters -= network.flat_parameters
    assert not network.layers[3].weight.any()


def test_whole_dicts_can_be_assigned(network):
    doubled = {name: 2 * array for name, array in network.parameters.items()}
    network.parameters = doubled
    np.testing.assert_array_equal(network.layers[3].weight, doubled["4.weight"])
    network.gradients = doubled
    np.testing.assert_array_equal(network.layers[3].weight_gradient, doubled["4.weight"])


def test_what_is_assigned_to_a_layer_is_what_the_network_learns_with():
    network = nn.Network([nn.Conv2D(1, 2, 2, rng()), nn.Flatten(), nn.Dense(2, 2, rng())])
    network.layers[0].weight = np.ones((2, 1, 2, 2))
    network.layers[2].bias = [5, 6]
    assert network.flat_parameters[:8].tolist() == [1] * 8
    assert network.parameters["3.bias"].tolist() == [5, 6]
    alone = nn.PReLU(2)
    alone.alpha = np.array([1.0, 2.0])
    assert nn.Network([alone]).flat_parameters.tolist() == [1, 2]


def test_a_readers_layer_that_assigns_its_gradient_learns():
    class Scale(nn.Layer):
        parameter_names = ("scale",)

        def __init__(self):
            self.scale = np.ones(1)

        def forward(self, x, training=False):
            self.x = x
            return self.scale * x

        def backward(self, upstream):
            self.scale_gradient = np.array([np.sum(upstream * self.x)])
            return upstream * self.scale

    network = nn.Network([Scale()], "mean_squared_error")
    network.fit([[1.0], [2.0]], [3.0, 6.0], nn.SGD(0.1), 100, progress=False)
    np.testing.assert_allclose(network.flat_parameters, [3], rtol=1e-9, atol=0)


REFUSED = {
    "append a layer": (
        lambda n: n.layers.append(nn.Softmax()),
        TypeError,
        "layers of a network cannot change",
    ),
    "replace a layer": (lambda n: n.layers.__setitem__(0, nn.Softmax()), TypeError, "cannot change"),
    "delete a layer": (lambda n: n.layers.__delitem__(0), TypeError, "cannot change"),
    "assign layers": (lambda n: setattr(n, "layers", []), TypeError, "layers of a network cannot change"),
    "assign a dtype": (lambda n: setattr(n, "dtype", np.float32), TypeError, "dtype of a network"),
    "assign a loss": (lambda n: setattr(n, "loss", "log"), TypeError, "expects loss to be one of"),
    "another name": (lambda n: n.parameters.__setitem__("w", 1), KeyError, "one of the names 1.weight"),
    "take a name away": (lambda n: n.parameters.pop("1.weight"), TypeError, "assign to one"),
    "another shape": (
        lambda n: n.parameters.__setitem__("1.bias", [1]),
        ValueError,
        "expects shape (4,), got (1,)",
    ),
    "no numbers": (
        lambda n: n.parameters.__setitem__("1.bias", "abcd"),
        TypeError,
        "parameters['1.bias'] expects",
    ),
    "half a dict": (
        lambda n: setattr(n, "parameters", {"1.bias": [1]}),
        ValueError,
        "expects a dict of 1.weight",
    ),
    "no dict": (lambda n: setattr(n, "gradients", 3), ValueError, "gradients expects a dict"),
    "a short vector": (
        lambda n: setattr(n, "flat_parameters", [1.0]),
        ValueError,
        "flat_parameters expects shape",
    ),
    "a layer's shape": (
        lambda n: setattr(n.layers[2], "alpha", [1, 2]),
        ValueError,
        "PReLU(4).alpha expects shape",
    ),
    "a layer's weight": (
        lambda n: setattr(n.layers[0], "weight", 1),
        ValueError,
        "Dense(3 → 4).weight expects",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_would_be_lost_is_refused(network, name):
    act, error, message = REFUSED[name]
    before = network.flat_parameters.copy()
    with pytest.raises(error) as caught:
        act(network)
    assert message in str(caught.value)
    np.testing.assert_array_equal(network.flat_parameters, before)
    assert [str(layer) for layer in network.layers] == ["Dense(3 → 4)", "ReLU", "PReLU(4)", "Dense(4 → 2)"]


def test_a_loss_can_be_assigned_by_name(network):
    network.loss = "mean_squared_error"
    assert network.loss is nn.mean_squared_error


# Order and scores


LAYERS = {
    "Dense": lambda: nn.Dense(2, 2, rng()),
    "Conv2D": lambda: nn.Conv2D(1, 1, 2, rng()),
    "MaxPool2D": lambda: nn.MaxPool2D(2),
    "RNN": lambda: nn.RNN(2, 2, rng()),
    "Elementwise": lambda: nn.Elementwise("relu"),
    "PReLU": lambda: nn.PReLU(),
    "Softmax": lambda: nn.Softmax(),
    "Dropout": lambda: nn.Dropout(0.5, rng()),
    "Flatten": lambda: nn.Flatten(),
}


def test_every_layer_is_asked():
    kinds = {name for name in nn.__all__ if isinstance(getattr(nn, name), type)}
    assert set(LAYERS) == {name for name in kinds if issubclass(getattr(nn, name), nn.Layer)} - {"Layer"}


@pytest.mark.parametrize("make", LAYERS.values(), ids=LAYERS)
def test_backward_before_forward_is_said_in_words(make):
    layer = make()
    with pytest.raises(RuntimeError, match="expects forward to be called before backward"):
        layer.backward(np.ones((1, 1, 2, 2)) if "D(" in repr(layer) else np.ones((1, 2, 2)))
    with pytest.raises(RuntimeError, match="expects forward to be called before backward"):
        nn.Network([make()]).backward(np.ones((1, 2)))


def test_a_gradient_of_another_shape_is_said_in_words(network):
    network.forward(np.ones((5, 3)))
    with pytest.raises(ValueError, match=r"gradient of shape \(5, 2\), got \(2,\)"):
        network.backward([1.0, 2.0])
    with pytest.raises(TypeError, match="expects gradient to hold real numbers"):
        network.backward("abc")
    assert network.backward([[1, 0]] * 5).shape == (5, 3)


class OwnSoftmax(nn.Layer):
    def forward(self, x, training=False):
        return actlib.softmax(x)

    def backward(self, upstream):
        return upstream


PROBABILITIES = {
    "softmax": ([nn.Softmax], "softmax_cross_entropy", [0, 1]),
    "softmax and dropout": ([nn.Softmax, lambda: nn.Dropout(0.1, rng())], "softmax_cross_entropy", [0, 1]),
    "an own softmax": ([OwnSoftmax], "softmax_cross_entropy", [0, 1]),
    "sigmoid before softmax": ([lambda: "sigmoid"], "softmax_cross_entropy", [0, 1]),
    "sigmoid": ([lambda: "sigmoid"], "binary_cross_entropy", [[0, 1], [1, 0]]),
    "hard sigmoid": ([lambda: "hard_sigmoid"], "binary_cross_entropy", [[0, 1], [1, 0]]),
    "states of a sigmoid": ([lambda: nn.RNN(2, 2, rng(), "sigmoid")], "binary_cross_entropy", None),
}


@pytest.mark.parametrize("name", PROBABILITIES)
def test_probabilities_are_refused_where_scores_are_expected(name):
    last, loss, targets = PROBABILITIES[name]
    network = nn.Network([nn.Dense(3, 2, rng()), *(make() for make in last)], loss)
    x = rng().normal(size=(2, 3)) if targets else rng().normal(size=(2, 4, 3))
    targets = targets or np.zeros((2, 4, 2))
    message = f"{loss} applies {network.loss.applies} itself and expects scores"
    with pytest.raises(ValueError, match=message):
        network.fit(x, targets, nn.SGD(0.1), 1)
    if name != "an own softmax":
        with pytest.raises(ValueError, match=message):
            network.loss_and_gradients(x, targets)
        with pytest.raises(ValueError, match=message):
            network.evaluate(x, targets)
    assert network.predict(x).max() <= 1  # to ask it for probabilities is fine


def test_probabilities_are_fine_where_values_are_expected():
    network = nn.Network([nn.Dense(3, 2, rng()), "sigmoid"], "mean_squared_error")
    network.fit(rng().normal(size=(2, 3)), [[0, 1], [1, 0]], nn.SGD(0.1), 1, progress=False)
