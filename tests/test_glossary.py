"""The glossary: each entry stands here word by word, over a computation that would fail were it wrong.

A changed sentence therefore needs a look at its check. The entry's chapter must be the one that explains
the term: there it stands in bold or as a link, and the chapter repeats a word of the sentence.
"""

import math
import re

import numpy as np
import pytest
from scipy.signal import convolve2d, correlate2d
from scipy.special import logsumexp

from actlib import (
    CATALOGUE,
    central_difference,
    complex_step,
    data,
    figures,
    gradient_check,
    log_softmax,
    relu,
    sigmoid,
    sigmoid_derivative,
    softmax,
    softmax_jacobian,
    step,
    tanh,
    tanh_derivative,
)
from actlib.nn import (
    RNN,
    SGD,
    Adam,
    Conv2D,
    Dense,
    MaxPool2D,
    Network,
    initial_weights,
    mean_squared_error,
    softmax_cross_entropy,
)
from actlib.properties import properties
from tests.prose import MARKDOWN, PAGES

CHECKS = {}
X = np.array([-2.0, -0.5, 0.5, 3.0])
close = pytest.approx


def says(term, text):
    def keep(check):
        assert term not in CHECKS
        CHECKS[term] = (text, check)
        return check

    return keep


def entries():
    """Read the glossary: the first word of each entry, with its text and the chapter that it names last."""
    found = {}
    body = PAGES["glossary"].partition("```{glossary}\n")[2].rpartition("```")[0].strip()
    for entry in body.split("\n\n"):
        text = re.search(r"^  (.*)$", entry, re.MULTILINE)[1]
        text, stem = re.fullmatch(r"(.*) \(\[Chapter \d+\]\(chapters/([\w-]+)\)\)", text).groups()
        found[entry.split("\n")[0]] = (text, stem)
    return found


def layer_of(inputs, outputs, seed=0):
    return Dense(inputs, outputs, np.random.default_rng(seed))


def small_network(seed=0):
    return Network([layer_of(2, 3, seed), "tanh", layer_of(3, 2, seed + 1)])


SAMPLES, LABELS = np.random.default_rng(3).normal(size=(8, 2)), np.arange(8) % 2


def loss_and_gradient(network):
    """Return the network's loss on the samples and its gradient, as one vector."""
    loss, _ = network.loss_and_gradients(SAMPLES, LABELS)
    return loss, network.flat_gradients.copy()


@says(
    "activation function",
    "The function that a layer applies to each of its weighted sums. Without a bend in it, layers collapse "
    "into one.",
)
def _():
    first, second = layer_of(2, 3), layer_of(3, 2)
    hidden = first.forward(SAMPLES)
    network = Network([first, "tanh", second])
    np.testing.assert_allclose(
        [*network.outputs_by_layer(SAMPLES)][1][1], np.tanh(hidden), rtol=1e-12, atol=0
    )
    straight = second.forward(hidden)
    assert np.linalg.matrix_rank(np.column_stack([SAMPLES, np.ones(8), straight])) == 3


@says("affine", 'A weighted sum plus a constant. "Linear" has no constant.')
def _():
    def affine(x):
        return 3 * x + 2

    assert affine(0) == 2
    assert affine(1 + 1) != affine(1) + affine(1)
    assert affine((1 + 5) / 2) == (affine(1) + affine(5)) / 2


@says(
    "attention",
    "A layer that decides by softmax how much each place of a sequence, such as a word, listens to each, "
    "itself included.",
)
def _():
    shares = softmax(SAMPLES @ SAMPLES.T)
    assert shares.shape == (8, 8)
    assert np.all(np.diag(shares) > 0)
    np.testing.assert_allclose(shares.sum(axis=1), 1, rtol=1e-12, atol=0)


@says(
    "backpropagation",
    "Computing the gradient of the loss for every parameter by the chain rule, from the last layer to the "
    "first.",
)
def _():
    network = small_network()
    order = []
    for number, layer in enumerate(network.layers):

        def backward(upstream, number=number, own=layer.backward):
            order.append(number)
            return own(upstream)

        layer.backward = backward
    loss_and_gradient(network)
    assert order == sorted(order, reverse=True)
    assert len(order) == 3
    assert set(network.gradients) == set(network.parameters)


@says("batch", "The samples that go through a network together, one a row.")
def _():
    outputs = small_network().forward(SAMPLES)
    assert len(outputs) == len(SAMPLES)
    np.testing.assert_allclose(small_network().forward(SAMPLES[2:3])[0], outputs[2], rtol=1e-12, atol=0)


@says("bias", "The constant that a neuron adds to its weighted sum.")
def _():
    layer = Dense.of(np.array([[2.0], [3.0]]), np.array([7.0]))
    assert layer.forward(np.array([[0.0, 0.0], [1.0, 1.0]])).ravel().tolist() == [7, 12]


@says(
    "central difference",
    "An estimate of a slope from the values a little to the left and a little to the right.",
)
def _():
    seen = []
    slope = central_difference(lambda x: seen.append(np.ravel(x)) or np.exp(x), 1.0, step_size=1e-4)
    seen = np.concatenate(seen)
    assert seen.min() < 1 < seen.max()
    assert abs(slope - math.e) < 1e-7


@says("chain rule", "The slope of a function of a function is the product of the two slopes.")
def _():
    slope = central_difference(lambda x: sigmoid(tanh(x)), X)
    np.testing.assert_allclose(slope, sigmoid_derivative(tanh(X)) * tanh_derivative(X), rtol=1e-6, atol=1e-9)


@says(
    "complex step",
    "An estimate of a slope from a tiny step in the imaginary direction, with nothing subtracted.",
)
def _():
    tiny = 1e-20
    assert complex_step(np.exp, 1.0, tiny) == close(np.exp(1 + 1j * tiny).imag / tiny, rel=1e-15)
    assert complex_step(np.exp, 1.0, tiny) == close(math.e, rel=1e-15)


IMAGE, KERNEL = np.arange(25.0).reshape(5, 5) ** 1.5, np.array([[1.0, 2, 3], [4, 5, 6], [7, 8, 10]])


def convolved():
    layer = Conv2D(1, 1, 3, np.random.default_rng(0))
    layer.weight[...] = KERNEL
    return layer.forward(IMAGE[None, None])[0, 0]


@says(
    "convolution",
    "Sliding a small table of weights over an image. What deep-learning libraries compute under this "
    "name is a cross-correlation.",
)
def _():
    windows = [[np.sum(IMAGE[i : i + 3, j : j + 3] * KERNEL) for j in range(3)] for i in range(3)]
    np.testing.assert_allclose(convolved(), windows, rtol=1e-12, atol=0)
    np.testing.assert_allclose(convolved(), correlate2d(IMAGE, KERNEL, "valid"), rtol=1e-12, atol=0)


@says(
    "cross-correlation",
    "What a convolution layer computes: the kernel slides as it is. A mathematician's convolution turns it "
    "by half a turn first.",
)
def _():
    np.testing.assert_allclose(convolved(), correlate2d(IMAGE, KERNEL, "valid"), rtol=1e-12, atol=0)
    turned = np.rot90(KERNEL, 2)
    np.testing.assert_allclose(convolved(), convolve2d(IMAGE, turned, "valid"), rtol=1e-12, atol=0)


@says(
    "cross-entropy",
    "Minus the logarithm of the probability given to what is true, averaged over the samples; the usual loss "
    "of a classifier.",
)
def _():
    loss, _ = softmax_cross_entropy(SAMPLES, LABELS)
    assert loss == close(np.mean(-np.log(softmax(SAMPLES)[np.arange(8), LABELS])), rel=1e-12)
    assert Network([layer_of(2, 2)]).loss.name == "softmax_cross_entropy"


@says("dead unit", "A unit whose slope is 0 for every sample, so that no gradient reaches its weights.")
def _():
    dead = Dense.of(np.array([[1.0, 1.0], [1.0, 1.0]]), np.array([-100.0, 100.0]))
    network = Network([dead, "relu", layer_of(2, 2)])
    loss_and_gradient(network)
    gradients = next(value for name, value in network.gradients.items() if "weight" in name)
    assert np.all(gradients[:, 0] == 0)
    assert np.any(gradients[:, 1] != 0)
    [found] = network.dead_units(SAMPLES).values()
    assert found.tolist() == [True, False]


@says("decision boundary", "Where a classifier changes its mind.")
def _():
    network = small_network()
    line = np.linspace([-3, -3], [3, 3], 2001)
    answers = np.argmax(network.forward(line), axis=1)
    scores = np.diff(network.forward(line), axis=1).ravel()
    changes = np.flatnonzero(np.diff(answers))
    assert len(changes) > 0
    assert np.all(np.abs(scores[changes]) < 0.01)


@says("dot product", "The products of two lists of numbers, place by place, summed.")
def _():
    assert np.dot([1, 2, 3], [4, 5, 6]) == 1 * 4 + 2 * 5 + 3 * 6


@says("epoch", "One pass through all training samples.")
def _():
    seen = []
    network = small_network()
    own = network.layers[0].forward

    def forward(x, training=False):
        seen.extend(x.tolist() if training else [])
        return own(x, training)

    network.layers[0].forward = forward
    network.fit(SAMPLES, LABELS, SGD(0.1), epochs=1, batch_size=4, rng=np.random.default_rng(0))
    assert sorted(seen) == sorted(SAMPLES.tolist())


@says(
    "fan-in",
    "How many inputs each neuron of a layer reads. Fan-out is how many neurons, and so how many outputs, the "
    "layer has.",
)
def _():
    weights = initial_weights("lecun", (400, 100), 400, 100, np.random.default_rng(0))
    assert np.var(weights) == close(1 / 400, rel=0.05)
    layer = layer_of(4, 3)
    assert layer.forward(np.ones((1, 4))).shape == (1, 3)


@says("feature map", "What one kernel of a convolution layer sees in an image.")
def _():
    layer = Conv2D(1, 8, 3, np.random.default_rng(0))
    one = Conv2D(1, 1, 3, np.random.default_rng(0))
    one.weight[...] = layer.weight[5]
    maps = layer.forward(IMAGE[None, None])
    assert maps.shape[:2] == (1, 8)
    np.testing.assert_allclose(maps[:, 5:6], one.forward(IMAGE[None, None]), rtol=1e-9, atol=1e-9)


@says(
    "gain",
    "The number by which random weights of variance 1/fan-in are multiplied so that a wide layer with this "
    "activation keeps the size of its signal, as long as its sums are unit Gaussian.",
)
def _():
    sums = np.random.default_rng(0).normal(size=400_000)
    for name in ("relu", "tanh", "gelu", "sigmoid"):
        sizes = np.sqrt(np.mean(CATALOGUE[name](sums) ** 2)) * properties(name).gain
        assert sizes == close(1, abs=0.01)


@says("gate", "A factor that lets a signal through in part, in GELU and SiLU one between 0 and 1.")
def _():
    gates = CATALOGUE["silu"](X) / X
    np.testing.assert_allclose(gates, sigmoid(X), rtol=1e-12, atol=0)
    for name in ("silu", "gelu"):
        gates = CATALOGUE[name](X) / X
        assert np.all((gates > 0) & (gates < 1))


@says(
    "gradient",
    "All slopes of the loss, one for each parameter: the direction in which it grows fastest.",
)
def _():
    network = small_network()
    loss, gradient = loss_and_gradient(network)
    assert gradient.shape == network.flat_parameters.shape
    start = network.flat_parameters.copy()

    def growth(direction):
        network.flat_parameters[...] = start + 1e-4 * direction / np.linalg.norm(direction)
        return loss_and_gradient(network)[0] - loss

    others = np.random.default_rng(0).normal(size=(50, gradient.size))
    assert all(growth(gradient) > growth(other) for other in others)


@says("gradient check", "A comparison of a slope derived by hand with one estimated from values alone.")
def _():
    assert np.max(gradient_check(np.sin, np.cos, X)) < 1e-8 < np.max(gradient_check(np.sin, np.sin, X))


@says(
    "gradient descent",
    "Learning by steps against the gradient of the loss, each as long as the learning rate times the "
    "gradient.",
)
def _():
    network = small_network()
    start = network.flat_parameters.copy()
    _, gradient = loss_and_gradient(network)
    network.fit(SAMPLES, LABELS, SGD(0.25), epochs=1)
    np.testing.assert_allclose(network.flat_parameters - start, -0.25 * gradient, rtol=1e-9, atol=1e-12)


@says("held-out data", "Samples that training never sees, kept to measure what was learned.")
def _():
    one, other = small_network(), small_network()
    for network, held_out in ((one, (SAMPLES[:4], LABELS[:4])), (other, (SAMPLES[:4] * 9, LABELS[:4]))):
        history = network.fit(SAMPLES[4:], LABELS[4:], SGD(0.1), epochs=3, held_out=held_out)
        assert history.held_out_loss
    assert np.array_equal(one.flat_parameters, other.flat_parameters)


@says(
    "hidden neuron",
    "A neuron between the inputs and the outputs; a layer of them is a hidden layer.",
)
def _():
    shapes = [outputs.shape for _, outputs in small_network().outputs_by_layer(SAMPLES)]
    assert shapes == [(8, 3), (8, 3), (8, 2)]


@says(
    "initialization",
    "The random numbers that weights start with; in a deep network their size can decide whether it learns.",
)
def _():
    def deep(scale):
        rng = np.random.default_rng(0)
        layers = [each for _ in range(10) for each in (Dense(8, 8, rng, scale=scale), "relu")]
        network = Network([Dense(2, 8, rng), "relu", *layers, Dense(8, 2, rng)])
        targets = (SAMPLES[:, 0] > 0).astype(int)
        return network.fit(SAMPLES, targets, Adam(0.01), epochs=60).loss[-1]

    assert deep(1.0) < 0.3 < 0.6 < deep(0.01)


@says("Jacobian", "The table of all slopes of several outputs with respect to several inputs.")
def _():
    scores = np.array([1.0, 2.0, 4.0])
    table = [central_difference(lambda z, i=i, j=j: softmax_at(scores, i, j, z), scores[j]) for i, j in PAIRS]
    np.testing.assert_allclose(softmax_jacobian(scores).ravel(), table, rtol=0, atol=1e-8)


PAIRS = [(i, j) for i in range(3) for j in range(3)]


def softmax_at(scores, output, moved, value):
    """Return one share, with one score set to a value or to each of several."""
    rows = np.repeat(scores[None], np.size(value), axis=0)
    rows[:, moved] = np.ravel(value)
    return softmax(rows)[:, output].reshape(np.shape(value))


@says("kernel", "The small table of weights that a convolution slides over an image.")
def _():
    spot = np.zeros((5, 5))
    spot[2, 2] = 1
    layer = Conv2D(1, 1, 3, np.random.default_rng(0))
    seen = layer.forward(spot[None, None])[0, 0]
    np.testing.assert_allclose(np.rot90(seen, 2), layer.weight[0, 0], rtol=1e-12, atol=1e-15)


@says("kink", "A place where the slope of a function jumps, such as ReLU's at 0.")
def _():
    [kink] = properties("relu").breaks
    assert kink.x == close(0, abs=1e-6)
    assert kink.slopes == close((0, 1), abs=1e-6)
    assert relu(0.0) == relu(-1e-12) == 0


@says("label", "The number of the class that a sample truly belongs to.")
def _():
    points, labels = data.spiral(100, 3, np.random.default_rng(0), noise=0)
    turned = np.arctan2(*points.T) - 4 * np.linalg.norm(points, axis=1)
    arms = [np.exp(1j * turned[labels == label])[1:] for label in range(3)]
    assert all(np.ptp(arm.real) < 1e-9 or np.ptp(arm.imag) < 1e-9 for arm in arms)
    assert labels.max() == 2


@says("layer", "Neurons side by side that read the same inputs.")
def _():
    layer = layer_of(2, 3)
    weight, bias = layer.weight_and_bias[:-1], layer.weight_and_bias[-1]
    neurons = [SAMPLES @ weight[:, i] + bias[i] for i in range(3)]
    np.testing.assert_allclose(layer.forward(SAMPLES).T, neurons, rtol=1e-12, atol=1e-15)


@says("learning rate", "How far each step of training follows the gradient.")
def _():
    moved = []
    for rate in (0.1, 0.2):
        network = small_network()
        start = network.flat_parameters.copy()
        network.fit(SAMPLES, LABELS, SGD(rate), epochs=1)
        moved.append(network.flat_parameters - start)
    np.testing.assert_allclose(moved[1], 2 * moved[0], rtol=1e-9, atol=1e-12)


@says("linear", "Made of multiples and sums alone: twice the input gives twice the output.")
def _():
    matrix = np.array([[1.0, 2.0], [3.0, -1.0]])
    np.testing.assert_allclose(matrix @ (2 * SAMPLES.T), 2 * (matrix @ SAMPLES.T), rtol=1e-12, atol=0)
    assert 2 * 2 + 1 != 2 * (2 + 1)


@says("linearly separable", "So that a straight cut parts the two classes.")
def _():
    def best_cut(gate):
        inputs, wanted = data.logic_gate(gate)
        cuts = [(a, b, c / 2) for a in (-1, 0, 1) for b in (-1, 0, 1) for c in range(-5, 6)]
        return max(np.sum((inputs @ [a, b] + c > 0) == wanted) for a, b, c in cuts)

    assert [best_cut(gate) for gate in ("AND", "OR", "XOR")] == [4, 4, 3]


@says("log-odds", "The logarithm of the odds; the score that sigmoid turns into a probability.")
def _():
    p = sigmoid(X)
    np.testing.assert_allclose(np.log(p / (1 - p)), X, rtol=1e-12, atol=0)


@says("log-sum-exp", "The logarithm of a sum of exponentials, computed with the largest term taken out.")
def _():
    large = np.array([1000.0, 999.0])
    taken_out = 1000 + np.log(np.sum(np.exp(large - 1000)))
    assert taken_out == close(logsumexp(large), rel=1e-15)
    assert log_softmax(large) == close(large - taken_out, rel=1e-12)


@says("logits", "Scores before softmax or sigmoid turns them into probabilities.")
def _():
    assert np.any((SAMPLES < 0) | (SAMPLES > 1))
    assert np.all((softmax(SAMPLES) > 0) & (sigmoid(SAMPLES) < 1))
    loss, _ = softmax_cross_entropy(SAMPLES, LABELS)
    assert loss != close(softmax_cross_entropy(softmax(SAMPLES), LABELS)[0], rel=0.01)


@says("loss", "One number that says how wrong a network's outputs are.")
def _():
    wanted = np.array([[1.0], [2.0]])
    losses = [mean_squared_error(wanted + off, wanted)[0] for off in (0, 1, 2)]
    assert losses == sorted(losses)
    assert losses[0] == 0 < losses[1] < losses[2]
    assert np.ndim(losses[1]) == 0


@says("max pooling", "Keeping the largest value of every small window of an image.")
def _():
    image = np.arange(16.0).reshape(4, 4)[::-1]
    windows = [[image[i : i + 2, j : j + 2].max() for j in (0, 2)] for i in (0, 2)]
    assert np.array_equal(MaxPool2D(2).forward(image[None, None])[0, 0], windows)


@says("momentum", "Keeping a part of the last step, so that steps in a steady direction add up.")
def _():
    parameters, steps = np.zeros(1), []
    optimizer = SGD(0.1, momentum=0.9)
    for _ in range(100):
        before = parameters.copy()
        optimizer.update(parameters, np.ones(1))
        steps.append((before - parameters).item())
    assert steps[:3] == close([0.1, 0.1 + 0.09, 0.1 + 0.09 + 0.081], rel=1e-12)
    assert steps[-1] == close(1, rel=1e-3)


@says("neuron", "A weighted sum of inputs plus a bias, sent through an activation.")
def _():
    neuron = Network([Dense.of(np.array([[2.0], [-1.0]]), np.array([0.5])), "tanh"], "mean_squared_error")
    assert neuron.forward(np.array([[3.0, 4.0]])).item() == close(math.tanh(2 * 3 - 1 * 4 + 0.5), rel=1e-12)


@says("odds", "The probability that something happens, divided by the probability that it does not.")
def _():
    np.testing.assert_allclose(sigmoid(X) / (1 - sigmoid(X)), np.exp(X), rtol=1e-12, atol=0)


@says("one-hot", "A row of zeros with a single 1, in the place of what is meant.")
def _():
    rows = np.eye(3)[[2, 0]]
    assert rows.tolist() == [[0, 0, 1], [1, 0, 0]]


@says("optimizer", "The rule by which parameters take their steps, such as momentum or Adam.")
def _():
    steps = []
    for rule in (SGD(0.1), SGD(0.1, momentum=0.9), Adam(0.1)):
        parameters = np.array([1.0, 1.0])
        for _ in range(2):
            rule.update(parameters, np.array([1.0, 3.0]))
        steps.append(tuple(parameters.round(6)))
    assert len(set(steps)) == 3


@says(
    "overfitting",
    "Learning the training samples by heart instead of what is general in them.",
)
def _():
    rng = np.random.default_rng(0)
    x, held_out = rng.normal(size=(20, 2)), rng.normal(size=(400, 2))
    labels, other_labels = rng.integers(0, 2, 20), rng.integers(0, 2, 400)
    network = Network([Dense(2, 64, rng), "relu", Dense(64, 2, rng)])
    network.fit(x, labels, Adam(0.02), epochs=400)
    assert network.evaluate(x, labels)[1] > 0.94
    assert network.evaluate(held_out, other_labels)[1] < 0.6


@says("perceptron", "A neuron with a step as its activation.")
def _():
    sums = data.logic_gate("AND")[0] @ [1, 1] - 1.5
    assert np.array_equal(step(sums), data.logic_gate("AND")[1])


@says("piecewise linear", "Made of straight pieces.")
def _():
    def slopes(name):
        return len(np.unique(np.diff(CATALOGUE[name](np.linspace(-4, 4, 33))).round(9)))

    assert [slopes(name) for name in ("relu", "leaky_relu", "hard_tanh")] == [2, 2, 2]
    assert min(slopes("tanh"), slopes("softplus")) > 9


@says(
    "recurrent cell",
    "A layer that mixes each input of a sequence with its state, which is what it remembers.",
)
def _():
    cell = RNN(2, 3, np.random.default_rng(0))
    sequence = SAMPLES[None, :3]
    changed = sequence.copy()
    changed[0, 0] += 1
    last, other = cell.forward(sequence).copy()[0, -1], cell.forward(changed)[0, -1]
    assert not np.allclose(last, other, rtol=1e-6, atol=0)


@says(
    "R²",
    "The share of a curve's variation that a fit explains: 1 is perfect, 0 no better than the mean, below 0 "
    "worse.",
)
def _():
    _, y = data.sine(101)
    mean = np.full_like(y, y.mean())
    assert figures.r_squared(y, y) == 1
    assert figures.r_squared(y, mean) == close(0, abs=1e-12)
    assert figures.r_squared(y, mean + 1) < 0


@says("saturation", "Where an activation is so flat that its slope is nearly 0.")
def _():
    far = np.array([-12.0, 12.0])
    assert np.all(np.abs(sigmoid_derivative(far)) < 1e-5)
    assert np.all(np.abs(tanh_derivative(far)) < 1e-5)


@says(
    "seed",
    "The number that a generator of random numbers starts from; the same seed gives the same numbers.",
)
def _():
    draw = [np.random.default_rng(seed).normal(size=3).tolist() for seed in (5, 5, 6)]
    assert draw[0] == draw[1] != draw[2]


@says("self-normalizing", "Said of a network whose signals move to mean 0 and variance 1 by themselves.")
def _():
    rng = np.random.default_rng(0)
    signal = 0.3 + 1.5 * rng.normal(size=(500, 256))
    for _ in range(20):
        signal = CATALOGUE["selu"](signal @ rng.normal(0, 1 / 16, size=(256, 256)))
    assert signal.mean() == close(0, abs=0.1)
    assert signal.var() == close(1, abs=0.15)


@says("softmax", "The function that turns scores into shares that sum to 1.")
def _():
    shares = softmax(np.array([1.0, 2.0, 3.0]))
    assert shares.sum() == close(1, rel=1e-12)
    assert shares == close(np.exp([1, 2, 3]) / np.sum(np.exp([1, 2, 3])), rel=1e-12)


@says("sparse", "With many outputs that are exactly 0.")
def _():
    sums = np.random.default_rng(0).normal(size=10_000)
    assert np.mean(relu(sums) == 0) == close(0.5, abs=0.02)
    assert np.mean(CATALOGUE["leaky_relu"](sums) == 0) == 0


@says(
    "subgradient",
    "The slope of a line that passes through a kink and never rises above the curve.",
)
def _():
    x = np.linspace(-3, 3, 601)

    def below(slope):
        return np.all(slope * x <= relu(x) + 1e-12)

    assert [bool(below(slope)) for slope in (-0.1, 0, 0.5, 1, 1.1)] == [False, True, True, True, False]


@says("temperature", "What scores are divided by before softmax: cold is decided, hot is even.")
def _():
    scores = np.array([1.0, 2.0, 3.0])
    cold, hot = softmax(scores / 0.1), softmax(scores / 100)
    assert cold.max() > 0.999
    assert hot == close(1 / 3, abs=0.01)


@says(
    "vanishing gradient",
    "A gradient that has passed so many factors below 1 that next to nothing of it is left; "
    "[chapter 15](chapters/15-gradients-that-vanish) measures it. With factors above 1 it explodes instead.",
)
def _():
    assert 0.25**20 < 1e-12
    assert 2.0**20 > 1e6
    assert np.all(sigmoid_derivative(np.linspace(-9, 9, 999)) <= 0.25)


@says("weight", "What a neuron multiplies an input by.")
def _():
    layer = Dense.of(np.array([[2.0], [-1.0]]), np.array([0.0]))
    assert layer.forward(np.array([[3.0, 0.0], [0.0, 3.0]])).ravel().tolist() == [6, -3]


@says(
    "weight decay",
    "A price on large parameters, often on the weights alone, added to the loss, that pulls them toward 0.",
)
def _():
    once, dearly = small_network(), small_network()
    once.fit(SAMPLES, LABELS, SGD(0.1), epochs=1)
    dearly.fit(SAMPLES, LABELS, SGD(0.1), epochs=1, l2=0.1)
    for name, parameter in once.parameters.items():
        assert np.array_equal(parameter, dearly.parameters[name]) == name.endswith("bias")
    free, priced = small_network(), small_network()
    free.fit(SAMPLES, LABELS, SGD(0.1), epochs=50)
    priced.fit(SAMPLES, LABELS, SGD(0.1), epochs=50, l2=0.1)
    assert np.linalg.norm(priced.flat_parameters) < np.linalg.norm(free.flat_parameters)


ENTRIES = entries()


@pytest.mark.parametrize("term", sorted({*CHECKS, *ENTRIES}))
def test_an_entry_says_what_was_computed(term):
    """If this fails because a sentence was changed, look whether its check still shows it."""
    assert term in CHECKS, "no computation stands behind this entry"
    assert term in ENTRIES, "not in the glossary"
    text, check = CHECKS[term]
    assert ENTRIES[term][0] == text
    check()


@pytest.mark.parametrize("term", ENTRIES)
def test_the_chapter_that_explains_a_term_sets_it_off(term):
    _, stem = ENTRIES[term]
    words = re.escape(term)
    assert re.search(
        rf"\{{term\}}`[^`]*{words}|\{{term\}}`[^`<]+<{words}>`", MARKDOWN[stem], re.IGNORECASE
    ) or (re.search(rf"\*\*[^*]*{words}", MARKDOWN[stem], re.IGNORECASE))
