"""Networks: names, views, whole gradients, summaries, files, and errors that say what is wrong."""

import contextlib
import copy
import math
import os
import pickle
import re
import stat
import tracemalloc
import zipfile

import numpy as np
import pytest

from actlib import CATALOGUE, relu
from actlib.catalogue import Activation
from actlib.nn import (
    RNN,
    SGD,
    Conv2D,
    Dense,
    Dropout,
    Elementwise,
    Flatten,
    Layer,
    MaxPool2D,
    Network,
    PReLU,
    ShapeError,
    Softmax,
    mean_squared_error,
)

STEP_SIZE = np.cbrt(np.finfo(float).eps)


def rng(seed=0):
    return np.random.default_rng(seed)


def small_network(seed=0, dtype=np.float64, hidden=4):
    r = rng(seed)
    network = Network([Dense(2, hidden, r, dtype=dtype), "tanh", Dense(hidden, 3, r, dtype=dtype)])
    network.parameters["1.bias"][...] = r.normal(size=hidden)
    return network


def image_network(dtype=np.float64):
    r = rng()
    return Network(
        [
            Conv2D(1, 4, 3, r, padding=1, dtype=dtype),
            "relu",
            MaxPool2D(2),
            Flatten(),
            Dense(64, 10, r, dtype=dtype),
        ]
    )


KINDS = {
    "dense": lambda r: (
        [Dense(3, 4, r), "gelu", Dense(4, 5, r), PReLU(5), Dense(5, 3, r)],
        (6, 3),
        [2, 0, 1, 1, 0, 2],
    ),
    "softmax": lambda r: ([Dense(3, 4, r), Softmax(), Dense(4, 3, r)], (6, 3), [2, 0, 1, 1, 0, 2]),
    "conv": lambda r: (
        [Conv2D(2, 3, 3, r, padding=1, stride=2), "tanh", MaxPool2D(2, 1), Flatten(), Dense(12, 2, r)],
        (2, 2, 6, 6),
        [1, 0],
    ),
    "rnn": lambda r: ([RNN(2, 3, r), RNN(3, 3, r), Dense(3, 2, r)], (2, 4, 2), [[0, 1, 1, 0], [1, 1, 0, 0]]),
}


@pytest.mark.parametrize("kind", KINDS)
def test_gradients_of_a_whole_network(kind):
    layers, shape, labels = KINDS[kind](rng(1))
    network, x = Network(layers), rng(2).normal(size=shape)
    loss, gradients = network.loss_and_gradients(x, labels)
    assert loss == pytest.approx(network.evaluate(x, labels)[0], rel=1e-14)
    assert gradients is network.gradients
    claimed = network.flat_gradients.copy()
    numeric = np.empty_like(claimed)
    for i, middle in enumerate(network.flat_parameters.copy()):
        values = []
        for side in (1, -1):
            network.flat_parameters[i] = middle + side * STEP_SIZE
            values.append(network.evaluate(x, labels)[0])
        network.flat_parameters[i] = middle
        numeric[i] = (values[0] - values[1]) / (2 * STEP_SIZE)
    assert np.abs(claimed - numeric).max() < 1e-7 * np.abs(numeric).max()


def test_backward_returns_the_gradient_of_the_input():
    network, x = small_network(), rng(3).normal(size=(2, 2))
    upstream = rng(4).normal(size=(2, 3))
    network.forward(x)
    w1, w2 = network.parameters["1.weight"], network.parameters["3.weight"]
    slopes = 1 - np.tanh(x @ w1 + network.parameters["1.bias"]) ** 2
    expected = (upstream @ w2.T * slopes) @ w1.T
    np.testing.assert_allclose(network.backward(upstream), expected, rtol=1e-12)


def test_parameters_have_names_and_shapes():
    network = Network([Dense(2, 4, rng()), PReLU(4), "relu", Dense(4, 3, rng())])
    assert {name: array.shape for name, array in network.parameters.items()} == {
        "1.weight": (2, 4),
        "1.bias": (4,),
        "2.alpha": (4,),
        "4.weight": (4, 3),
        "4.bias": (3,),
    }
    assert list(network.gradients) == list(network.parameters)
    assert list(Network([RNN(1, 2, rng())]).parameters) == ["1.input_weight", "1.hidden_weight", "1.bias"]
    expected = np.concatenate([array.ravel() for array in network.parameters.values()])
    np.testing.assert_array_equal(network.flat_parameters, expected)


def test_flat_vectors_are_views_both_ways():
    network = small_network()
    weight = network.parameters["1.weight"]
    assert np.shares_memory(weight, network.layers[0].weight)
    weight[1, 2] = 77.0
    assert network.flat_parameters[1 * 4 + 2] == 77.0
    network.flat_parameters[:] = np.arange(network.flat_parameters.size)
    assert network.layers[2].bias.tolist() == network.parameters["3.bias"].tolist() == [24, 25, 26]
    network.loss_and_gradients(rng().normal(size=(5, 2)), [0, 1, 2, 0, 1])
    assert np.shares_memory(network.gradients["3.bias"], network.layers[2].bias_gradient)
    np.testing.assert_array_equal(network.flat_gradients[-3:], network.gradients["3.bias"])
    network.flat_gradients[:] = 5
    assert (network.gradients["1.weight"] == 5).all()


def test_building_a_network_keeps_the_initial_weights():
    np.testing.assert_array_equal(
        Network([Dense(2, 4, rng())]).parameters["1.weight"], Dense(2, 4, rng()).weight
    )


def test_names_and_activations_stand_for_layers():
    mine = Activation.of("mine", lambda x: x**2)
    network = Network(["relu", CATALOGUE["gelu"], mine, Elementwise("tanh")])
    assert all(isinstance(layer, Elementwise) for layer in network.layers)
    x = rng().normal(size=(3, 2))
    expected = np.tanh(CATALOGUE["gelu"](relu(x)) ** 2)
    np.testing.assert_allclose(network.predict(x), expected, rtol=1e-14)
    assert str(network) == "Network(ReLU, GELU, mine, tanh; softmax_cross_entropy)"


def test_a_layer_belongs_to_one_network():
    layer = Dense(2, 2, rng())
    Network([layer])
    message = "layer 1, Dense(2 → 2), is part of a network already; make a new one"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        Network([layer])
    twice = Dense(2, 2, rng())
    message = "layer 3, Dense(2 → 2), is part of a network already; make a new one"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        Network([twice, "relu", twice])
    Network([twice])  # a network that was refused has not taken its layers


@pytest.mark.parametrize(
    ("layers", "loss", "error", "message"),
    [
        ([], "mean_squared_error", ValueError, "Network expects at least one layer, got none"),
        (
            [Dense(1, 1, rng()), "rellu"],
            "mean_squared_error",
            TypeError,
            "Network expects layer 2 to be a layer, got 'rellu'",
        ),
        ([3], "mean_squared_error", TypeError, "Network expects layer 1 to be a layer, got 3"),
        ([Dense], "mean_squared_error", TypeError, f"Network expects layer 1 to be a layer, got {Dense!r}"),
        *(
            (
                [Dense(1, 1, rng())],
                loss,
                TypeError,
                "Network expects loss to be one of softmax_cross_entropy, binary_cross_entropy, "
                f"mean_squared_error, got {loss!r}",
            )
            for loss in ("hinge", ["hinge"], None)
        ),
        (
            [Dense(1, 1, rng()), PReLU(dtype=np.float32)],
            "mean_squared_error",
            TypeError,
            "Network expects layers of one dtype, got ['float32', 'float64']",
        ),
    ],
    ids=lambda v: v if isinstance(v, str) else None,
)
def test_bad_networks_are_refused(layers, loss, error, message):
    with pytest.raises(error, match=f"^{re.escape(message)}$"):
        Network(layers, loss)


def test_shape_errors_say_which_layer():
    network = Network([Dense(2, 4, rng()), "relu", Dense(3, 1, rng())])
    message = "layer 3: Dense(3 → 1) expects shape (batch, 3), got (5, 4)"
    with pytest.raises(ShapeError, match=f"^{re.escape(message)}$"):
        network.predict(np.zeros((5, 2)))
    message = "layer 1: Dense(2 → 4) expects shape (batch, 2), got (2,)"
    with pytest.raises(ShapeError, match=f"^{re.escape(message)}$"):
        network.predict([1.0, 2.0])
    with pytest.raises(ValueError, match=r"^layer 3: Dense"):
        network.predict(np.zeros((5, 2)))


def test_summary_says_which_layer_does_not_fit():
    message = "layer 2: Dense(3 → 1) expects shape (batch, 3), got (1, 4)"
    with pytest.raises(ShapeError, match=f"^{re.escape(message)}$"):
        Network([Dense(2, 4, rng()), Dense(3, 1, rng())]).summary()


def test_the_base_layer_does_nothing():
    with pytest.raises(NotImplementedError):
        Layer().forward(np.zeros((1, 1)))
    with pytest.raises(NotImplementedError):
        Layer().backward(np.zeros((1, 1)))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("make", [small_network, image_network])
def test_everything_has_the_networks_dtype(make, dtype):
    network = make(dtype=dtype)
    x = rng().normal(size=(5, 2) if make is small_network else (5, 1, 8, 8))
    network.loss_and_gradients(x, [0, 1, 2, 0, 1])
    assert network.predict(x).dtype == network.dtype == dtype
    assert network.flat_parameters.dtype == network.flat_gradients.dtype == dtype
    arrays = [*network.parameters.values(), *network.gradients.values()]
    assert all(array.dtype == dtype for array in arrays)


@pytest.mark.parametrize(
    ("x", "message"),
    [
        (np.zeros((1, 2), complex), "real numbers, got dtype complex128"),
        ([["a", "b"]], "real numbers, got dtype <U1"),
        ([[1, 2], [3]], "a regular array, got rows of different lengths"),
    ],
)
def test_input_that_is_no_numbers_is_refused(x, message):
    for method in (Network.predict, Network.forward, Network.dead_units):
        with pytest.raises((TypeError, ValueError), match=f"^Network expects its input to hold {message}$"):
            method(small_network(), x)


@pytest.mark.parametrize("layers", ["relu", Dense(1, 1, rng()), 3, None], ids=str)
def test_layers_must_be_a_list(layers):
    with pytest.raises(TypeError, match=f"^Network expects a list of layers, got {re.escape(repr(layers))}$"):
        Network(layers)


def test_a_summary_needs_a_shape_and_no_number():
    with pytest.raises(TypeError, match=r"^summary expects input_shape to be a tuple of sizes, got 8$"):
        image_network().summary(8)


def test_nothing_cannot_be_evaluated():
    message = r"^softmax_cross_entropy expects at least one sample, got outputs of shape \(0, 3\)$"
    with pytest.raises(ValueError, match=message):
        small_network().evaluate(np.zeros((0, 2)), np.zeros(0, int))


def test_a_loss_of_whole_numbers_keeps_the_fractions_of_targets():
    value, gradient = mean_squared_error([1, 2], [0.5, 2.0])
    assert (value, gradient.tolist()) == (0.125, [0.5, 0.0])


def test_predict_takes_lists_and_integers():
    network = small_network()
    np.testing.assert_array_equal(network.predict([[1, 2]]), network.predict(np.array([[1.0, 2.0]])))


def test_forwards_share_no_memory():
    network, x = small_network(), rng().normal(size=(5, 2))
    first = network.forward(x)
    kept = first.copy()
    second = network.forward(x + 1)
    assert not np.shares_memory(first, second)
    np.testing.assert_array_equal(first, kept)


def test_dropout_drops_in_training_alone():
    network = Network([Dropout(0.5, rng()), Dense(20, 2, rng(1))])
    x = np.ones((3, 20))
    expected = x @ network.parameters["2.weight"]
    np.testing.assert_allclose(network.predict(x), expected, rtol=1e-13)
    np.testing.assert_allclose(network.forward(x), expected, rtol=1e-13)
    assert not np.allclose(network.forward(x, training=True), expected)
    value = network.evaluate(x, [0, 1, 0])
    assert value == network.evaluate(x, [0, 1, 0])
    losses = {network.loss_and_gradients(x, [0, 1, 0])[0] for _ in range(5)}
    assert len(losses) == 5


def test_evaluate_is_the_mean_loss_and_the_share_of_hits():
    network, x, labels = small_network(), rng(1).normal(size=(20, 2)), rng(2).integers(0, 3, 20)
    scores = network.predict(x)
    shares = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    loss, accuracy = network.evaluate(x, labels)
    assert loss == pytest.approx(-np.log(shares[range(20), labels]).mean(), rel=1e-12)
    assert accuracy == np.mean(scores.argmax(axis=1) == labels)
    assert type(accuracy) is float
    regression = Network([Dense(2, 1, initialization="zeros")], "mean_squared_error")
    assert regression.evaluate(x, np.full(20, 3.0)) == (9.0, None)
    binary = Network([Dense(1, 1, initialization="zeros")], "binary_cross_entropy")
    binary.parameters["1.weight"][...] = 1
    assert binary.evaluate([[2.0], [-1.0], [3.0], [-2.0]], [1, 0, 0, 1])[1] == 0.5


def test_dead_units_are_those_whose_slope_is_zero_everywhere():
    network, x = small_network(hidden=6), rng(1).normal(size=(40, 2))
    network = Network([Dense(2, 6, rng()), "relu", Dense(6, 4, rng(1)), "sigmoid", Dense(4, 2, rng())])
    bias = network.parameters["1.bias"]
    bias[:] = [-100, 0, -100, 100, -100, 0]
    dead = network.dead_units(x)
    assert list(dead) == ["2 ReLU", "4 sigmoid"]
    assert dead["2 ReLU"].tolist() == [True, False, True, False, True, False]
    assert dead["4 sigmoid"].tolist() == [False] * 4
    bias[:] = -2
    sums = x @ network.parameters["1.weight"] + bias
    by_hand = [all(s <= 0 for s in column) for column in sums.T]
    assert 0 < sum(by_hand) < 6
    assert network.dead_units(x)["2 ReLU"].tolist() == by_hand
    bias[:] = -100
    assert network.dead_units(x)["2 ReLU"].all()


def test_dead_units_of_images_have_the_shape_of_one_sample():
    network = image_network()
    network.parameters["1.bias"][...] = [-100, 0, 0, 0]
    dead = network.dead_units(rng().normal(size=(30, 1, 8, 8)))["2 ReLU"]
    assert dead.shape == (4, 8, 8)
    assert dead[0].all()
    assert not dead[1:].any()


def test_summary_of_a_dense_network():
    network = Network([Dense(2, 64, rng()), "relu", Dropout(0.1, rng()), Dense(64, 3, rng())])
    assert network.summary() == (
        "   layer          output  parameters\n"
        "1  Dense(2 → 64)  64             192\n"
        "2  ReLU           64               0\n"
        "3  Dropout(0.1)   64               0\n"
        "4  Dense(64 → 3)  3              195\n"
        "   total                         387"
    )


def test_summary_of_an_image_network():
    network = Network(
        [Conv2D(1, 8, 3, rng(), padding=1), "relu", MaxPool2D(2), Flatten(), Dense(128, 10, rng())]
    )
    assert network.summary((1, 8, 8)) == (
        "   layer                            output     parameters\n"
        "1  Conv2D(1 → 8, 3 × 3, padding 1)  8 × 8 × 8          80\n"
        "2  ReLU                             8 × 8 × 8           0\n"
        "3  MaxPool2D(2 × 2)                 8 × 4 × 4           0\n"
        "4  Flatten                          128                 0\n"
        "5  Dense(128 → 10)                  10              1,290\n"
        "   total                                            1,370"
    )
    assert network.summary().splitlines()[1].split()[-2:] == ["?", "80"]


def test_summary_of_a_recurrent_network():
    network = Network([RNN(5, 16, rng()), Dense(16, 5, rng())])
    assert network.summary((30, 5)) == (
        "   layer              output   parameters\n"
        "1  RNN(5 → 16, tanh)  30 × 16         352\n"
        "2  Dense(16 → 5)      30 × 5           85\n"
        "   total                              437"
    )


# Files


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("make", [small_network, image_network])
def test_what_is_saved_is_loaded_bit_for_bit(make, dtype, tmp_path):
    first, second = make(dtype=dtype), make(dtype=dtype)
    first.flat_parameters[:] = rng(7).normal(size=first.flat_parameters.size)
    first.flat_parameters[0] = np.nextafter(dtype(1), dtype(2))
    first.save(tmp_path / "weights.npz")
    views = dict(second.parameters)
    second.load(str(tmp_path / "weights.npz"))
    np.testing.assert_array_equal(second.flat_parameters, first.flat_parameters)
    assert all(second.parameters[name] is view for name, view in views.items())
    np.testing.assert_array_equal(second.layers[0].weight, first.layers[0].weight)
    assert os.listdir(tmp_path) == ["weights.npz"]


def test_a_file_keeps_the_name_it_was_given(tmp_path):
    small_network().save(tmp_path / "weights")
    assert os.listdir(tmp_path) == ["weights"]
    with np.load(tmp_path / "weights") as archive:
        assert archive.files == ["1.weight", "1.bias", "3.weight", "3.bias"]


def changed_at(contents, index, byte):
    return contents[:index] + bytes([byte]) + contents[index + 1 :]


def write_damaged(path, kind):
    network = small_network()
    network.save(path)
    whole = path.read_bytes()
    directory = whole.index(b"PK\x01\x02")  # of the zip archive: flags stand 8 bytes on, compression 10
    middle = whole.index(network.parameters["1.weight"].tobytes())
    contents = {
        "truncated": whole[: len(whole) // 2],
        "last byte missing": whole[:-1],
        "empty": b"",
        "text": b"1.0 2.0 3.0\n",
        "a flipped bit": changed_at(whole, middle, whole[middle] ^ 1),
        "encrypted": changed_at(whole, directory + 8, 1),
        "unknown compression": changed_at(whole, directory + 10, 99),
        "a pickle": pickle.dumps({"1.weight": np.zeros((2, 4))}),
    }
    if kind in contents:
        path.write_bytes(contents[kind])
    elif kind == "one array":
        with path.open("wb") as file:
            np.save(file, np.zeros(3))
    elif kind == "objects":
        np.savez(path, **{name: array.astype(object) for name, array in network.parameters.items()})
    else:
        arrays = {name: array.copy() for name, array in network.parameters.items()}
        arrays["3.bias"][1] = {"nan": np.nan, "infinity": np.inf}[kind]
        np.savez(path, **arrays)


@pytest.mark.parametrize(
    "kind",
    [
        "truncated",
        "last byte missing",
        "empty",
        "text",
        "a flipped bit",
        "encrypted",
        "unknown compression",
        "a pickle",
        "one array",
        "objects",
        "nan",
        "infinity",
    ],
)
def test_damaged_files_are_refused_and_change_nothing(kind, tmp_path):
    path, network = tmp_path / "weights.npz", small_network(seed=3)
    write_damaged(path, kind)
    before = network.flat_parameters.copy()
    if kind in ("nan", "infinity"):
        message = f"{path} is damaged: 3.bias does not hold finite numbers"
    else:
        message = f"{path} is no readable .npz file of parameters: "
    with pytest.raises(ValueError, match=f"^{re.escape(message)}") as caught:
        network.load(path)
    assert type(caught.value) is ValueError
    np.testing.assert_array_equal(network.flat_parameters, before)


def test_a_file_with_damaged_bytes_is_refused_or_loaded_whole(tmp_path):
    path, generator = tmp_path / "weights.npz", rng()
    saved, loaded = small_network(seed=4), 0
    saved.save(path)
    whole = path.read_bytes()
    for _ in range(300):
        contents = bytearray(whole)
        for _ in range(generator.integers(1, 9)):
            contents[generator.integers(len(contents))] = generator.integers(256)
        path.write_bytes(contents[: generator.integers(len(contents) // 2, 2 * len(contents))])
        network = small_network(seed=3)
        expected = network.flat_parameters.copy()
        with contextlib.suppress(ValueError):
            network.load(path)
            expected = saved.flat_parameters
            loaded += 1
        np.testing.assert_array_equal(network.flat_parameters, expected)
    assert loaded < 100


def test_a_small_file_that_unpacks_to_gigabytes_is_refused_before_it_is_unpacked(tmp_path):
    path, network = tmp_path / "weights.npz", small_network()
    large = {name: array.shape for name, array in network.parameters.items()} | {"1.weight": (4096, 65536)}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, shape in large.items():
            with archive.open(f"{name}.npy", "w", force_zip64=True) as member:
                header = {"descr": "<f8", "fortran_order": False, "shape": shape}
                np.lib.format.write_array_header_1_0(member, header)
                for _ in range(math.prod(shape) * 8 // 2**20 or 1):
                    member.write(bytes(min(2**20, math.prod(shape) * 8)))
    tracemalloc.start()
    with pytest.raises(ValueError, match="belongs to another network"):
        network.load(path)
    assert tracemalloc.get_traced_memory()[1] < 2**22
    tracemalloc.stop()


@pytest.mark.parametrize("extra", [0, 2**20])
def test_a_member_that_is_longer_or_shorter_than_it_says_is_refused(extra, tmp_path):
    path, network = tmp_path / "weights.npz", small_network()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, array in network.parameters.items():
            with archive.open(f"{name}.npy", "w") as member:
                np.lib.format.write_array(member, array)
                if name == "1.weight":
                    member.write(bytes(extra))
        if not extra:
            archive.writestr("5.weight.npy", b"no array")
    with pytest.raises(ValueError, match="is no readable"):
        network.load(path)


@pytest.mark.parametrize(
    "other",
    [
        lambda: small_network(hidden=5),
        lambda: Network([Dense(2, 4, rng())]),
        lambda: Network([Dense(2, 4, rng()), "tanh", Dense(4, 3, rng()), PReLU()]),
    ],
)
def test_the_file_of_another_network_is_refused(other, tmp_path):
    path, network, other = tmp_path / "weights.npz", small_network(), other()
    other.save(path)
    before = network.flat_parameters.copy()
    expected, found = ({n: a.shape for n, a in n.parameters.items()} for n in (network, other))
    message = f"{path} belongs to another network: expected {expected}, found {found}"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        network.load(path)
    np.testing.assert_array_equal(network.flat_parameters, before)


def test_a_missing_file_is_not_found(tmp_path):
    with pytest.raises(FileNotFoundError):
        small_network().load(tmp_path / "weights.npz")


def test_saving_into_a_missing_directory_leaves_nothing(tmp_path):
    with pytest.raises(FileNotFoundError):
        small_network().save(tmp_path / "none" / "weights.npz")
    assert os.listdir(tmp_path) == []


def test_saving_over_a_directory_leaves_nothing(tmp_path):
    (tmp_path / "weights.npz").mkdir()
    with pytest.raises(OSError, match="directory"):
        small_network().save(tmp_path / "weights.npz")
    assert os.listdir(tmp_path) == ["weights.npz"]


@pytest.mark.parametrize("error", [OSError("disk full"), KeyboardInterrupt()], ids=repr)
@pytest.mark.parametrize("place", ["numpy.savez", "os.replace"])
def test_a_save_that_fails_leaves_the_old_file(place, error, tmp_path, monkeypatch):
    path = tmp_path / "weights.npz"
    small_network().save(path)
    before = path.read_bytes()

    def fail(file, *args, **kwargs):
        if place == "numpy.savez":
            file.write(b"half")
        raise error

    monkeypatch.setattr(place, fail)
    with pytest.raises(type(error)):
        small_network(seed=1).save(path)
    monkeypatch.undo()
    assert path.read_bytes() == before
    assert os.listdir(tmp_path) == ["weights.npz"]


def test_saving_moves_a_whole_file_into_place(tmp_path, monkeypatch):
    path, moves, replace = tmp_path / "weights.npz", [], os.replace

    def watched(source, target):
        with np.load(source) as archive:
            moves.append((os.path.dirname(source), os.fspath(target), len(archive.files)))
        replace(source, target)

    monkeypatch.setattr("os.replace", watched)
    small_network().save(path)
    assert moves == [(str(tmp_path), str(path), 4)]


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_a_saved_file_is_as_readable_as_any_other(tmp_path):
    (tmp_path / "other").write_text("")
    small_network().save(tmp_path / "weights.npz")
    assert (tmp_path / "weights.npz").stat().st_mode == (tmp_path / "other").stat().st_mode


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_a_file_keeps_its_permissions_and_a_link_stays_a_link(tmp_path):
    (tmp_path / "kept").mkdir()
    path, link = tmp_path / "kept" / "weights.npz", tmp_path / "link.npz"
    small_network().save(path)
    path.chmod(0o640)
    link.symlink_to(path)
    other = small_network(seed=1)
    other.save(link)
    assert link.is_symlink()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    network = small_network()
    network.load(path)
    np.testing.assert_array_equal(network.flat_parameters, other.flat_parameters)


def test_what_a_killed_save_left_is_swept_and_no_other_file(tmp_path):
    path, kept = tmp_path / "weights.npz", ["weights.npz.0a1b2c3d.part", "weights.npz.mine.part", "x.part"]
    for name in (*kept, "weights.npz.00000000.part"):
        (tmp_path / name).write_bytes(b"half")
    os.utime(tmp_path / "weights.npz.00000000.part", (0, 0))
    os.utime(tmp_path / "weights.npz.mine.part", (0, 0))
    small_network().save(path)
    assert sorted(os.listdir(tmp_path)) == sorted([*kept, "weights.npz"])


def test_a_loaded_network_trains_on(tmp_path):
    network, x, labels = small_network(), rng().normal(size=(9, 2)), np.arange(9) % 3
    network.save(tmp_path / "weights.npz")
    first = network.fit(x, labels, SGD(0.1), 3).loss
    network.load(tmp_path / "weights.npz")
    assert network.fit(x, labels, SGD(0.1), 3).loss == first


def test_a_copy_of_a_network_trains_on_its_own():
    network, x, labels = small_network(), rng().normal(size=(9, 2)), np.arange(9) % 3
    before = network.flat_parameters.copy()
    twin = copy.deepcopy(network)
    losses = twin.fit(x, labels, SGD(0.5), 5).loss
    np.testing.assert_array_equal(network.flat_parameters, before)
    assert network.fit(x, labels, SGD(0.5), 5).loss == losses
    np.testing.assert_array_equal(network.flat_parameters, twin.flat_parameters)


def test_numbers_too_large_for_float32_are_refused(tmp_path):
    network = small_network()
    network.flat_parameters[3] = 1e300
    network.save(tmp_path / "weights.npz")
    other = small_network(dtype=np.float32)
    before = other.flat_parameters.copy()
    with pytest.raises(ValueError, match=r"1\.weight does not hold finite numbers"):
        other.load(tmp_path / "weights.npz")
    np.testing.assert_array_equal(other.flat_parameters, before)
