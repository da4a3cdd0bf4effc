"""Explorers of neurons and networks. The first paragraph of each ends in a question to answer by hand."""

import copy
from itertools import pairwise, product

import numpy as np

from actlib import data, figures
from actlib.catalogue import an_activation, named_activation
from actlib.explorers.choices import by_title, number_on_slider, rising
from actlib.explorers.experiments import OPTIMIZERS
from actlib.explorers.frames import explorer
from actlib.figures.colors import GRID, INK
from actlib.figures.picture import course_style, magnitude_text, values_of
from actlib.functions import arguments as must_be
from actlib.functions import relu
from actlib.functions.arguments import takes
from actlib.nn import INITIALIZATIONS, Adam, Dense, Elementwise, Network

KERNELS = {
    "unchanged": [[0, 0, 0], [0, 1, 0], [0, 0, 0]],
    "blur": [[1, 1, 1], [1, 1, 1], [1, 1, 1]],
    "sharpen": [[0, -1, 0], [-1, 5, -1], [0, -1, 0]],
    "left edges": [[-1, 0, 1], [-1, 0, 1], [-1, 0, 1]],
    "top edges": [[-1, -1, -1], [0, 0, 0], [1, 1, 1]],
    "outline": [[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]],
    "emboss": [[-2, -1, 0], [-1, 1, 1], [0, 1, 2]],
}
EPOCHS = rising(must_be.sequence(must_be.whole(0, 10_000), 2, "numbers"))
ACTIVATIONS = must_be.sequence(an_activation, 2, "activations")


@takes(
    activation=an_activation,
    weights=must_be.sequence(must_be.number, 2, "numbers"),
    biases=must_be.sequence(must_be.number, 2, "numbers"),
)
def neuron(activation, weights=(-4, -1, -0.5, 0.5, 1, 4), biases=(-4, -2, 0, 2, 4)):
    """Turn the weight and the bias of a neuron with one input. Where does its output turn, and how sharply?

    Parameters
    ----------
    activation : str or Activation
    weights, biases : sequence of float

    Returns
    -------
    Explorer

    Raises
    ------
    KeyError
        If the catalogue has no activation of that name.

    Examples
    --------
    >>> neuron("relu", weights=[-1, 1], biases=[0, 2])
    explorer: weight (2) × bias (2), 4 frames
    """
    activation, weights, biases = named_activation(activation), tuple(weights), tuple(biases)
    x = np.linspace(-5, 5, 201)
    limits = _room_for(activation, 5 * max(map(abs, weights)) + max(map(abs, biases)))

    def draw(weight, bias):
        y = values_of(activation, weight * x + bias)
        sum_text = f"{number_on_slider(weight)}·x {'−' if bias < 0 else '+'} {number_on_slider(abs(bias))}"
        title = f"{activation.title}({sum_text})"
        picture = figures.curves(
            x, {"output": y}, title=title, y_limits=limits, drawn_as={"output": activation}
        )
        if activation.range and np.isfinite(activation.range.high - activation.range.low):
            with course_style():
                picture.axes[0].set_yticks(np.linspace(activation.range.low, activation.range.high, 5)[::2])
                picture.axes[0].grid(axis="y", color=GRID)
        return picture

    start = {"weight": weights[-2], "bias": biases[len(biases) // 2]}
    drag = {"kernel": "neuron", "of": activation.name}
    return explorer(draw, start=start, drag=drag, weight=weights, bias=biases)


def _room_for(activation, farthest):
    """Return the lowest and the highest value up to the farthest sum, with a margin, or ±15."""
    values = values_of(activation, np.linspace(-farthest, farthest, 2001))
    met = values[np.isfinite(values)]
    if not met.size:
        raise ValueError(
            f"neuron expects activation to have finite values from {-farthest:g} to {farthest:g}, "
            f"got {activation.title}, which has none"
        )
    low, high = np.clip([met.min(), met.max()], -14.9, 14.9)
    return low - 0.1, high + 0.1


@takes(pairs=must_be.sequence(must_be.whole(1, 10_000), 2, "numbers"))
def sine_pairs(pairs=(1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 22, 23, 32)):
    """Build a sine from pairs of ReLUs, without training. How many pairs bring the error below 0.01?

    A pair is a ramp: relu(x - a) - relu(x - b) is 0 up to a, rises by 1 per unit and stays after b. One
    ramp for each of n equal pieces, as steep as the sine is there on average, gives a line through n + 1
    points of the sine. Its error is at most π²/(2n²).

    Parameters
    ----------
    pairs : sequence of int, above 0

    Returns
    -------
    Explorer

    Examples
    --------
    >>> sine_pairs(pairs=[2, 4])
    explorer: pairs (2), 2 frames
    """
    pairs, (x, target) = tuple(pairs), data.sine(481)

    def draw(pairs):
        ends = np.linspace(0, 2 * np.pi, pairs + 1)
        rises = np.diff(np.sin(ends)) / np.diff(ends)
        built = (relu(x[:, None] - ends[:-1]) - relu(x[:, None] - ends[1:])) @ rises
        error, bound = np.abs(built - target).max(), np.pi**2 / (2 * pairs**2)
        title = f"{pairs} pairs: error {error:.4f} ≤ {bound:.4f}"
        shown = slice(None, None, 4)
        return figures.fit(
            x[shown], target[shown], built[shown], kinks=ends, title=title, target="sine", label="sum"
        )

    return explorer(
        draw, start={"pairs": pairs[min(3, len(pairs) - 1)]}, drag={"kernel": "pairs"}, pairs=pairs
    )


@takes(
    activations=ACTIVATIONS,
    initializations=must_be.sequence(must_be.one_of(INITIALIZATIONS), 2, "names"),
    depths=must_be.sequence(must_be.whole(2, 1000), 2, "numbers"),
)
def depth(
    activations=("sigmoid", "tanh", "relu", "gelu"),
    initializations=("uniform", "xavier", "he"),
    depths=(5, 10, 20, 40),
):
    """Send signals up and gradients down a deep network. Which initialization keeps both alive in 40 layers?

    By hand: "uniform", PyTorch's default, has variance 1/(3n). By which factor does such a layer change
    the size of a signal, once if nothing follows it and once if a ReLU does?

    Parameters
    ----------
    activations : sequence of str
        Names in the catalogue.
    initializations : sequence of str
        Names that ``actlib.nn.initial_weights`` knows.
    depths : sequence of int
        Numbers of layers.

    Returns
    -------
    Explorer

    Raises
    ------
    KeyError
        If the catalogue has no activation of that name.
    ValueError
        If there is no such initialization.

    Examples
    --------
    >>> depth(["tanh", "relu"], ["xavier", "he"], [5, 10])
    explorer: activation (2) × initialization (2) × layers (2), 8 frames
    """
    titled, depths = by_title("depth", "activations", activations), tuple(depths)

    def draw(activation, initialization, layers):
        signals, gradients = sizes_by_layer(titled[activation], initialization, layers)
        sizes = {"signal": signals, "gradient": gradients}
        return figures.layers(sizes, title=f"{activation}, {initialization}, {layers} layers")

    return explorer(
        draw,
        start={"activation": list(titled)[-2], "layers": depths[-2]},
        activation=list(titled),
        initialization=initializations,
        layers=depths,
    )


def sizes_by_layer(activation, initialization, layers, width=64, samples=64, seed=0):
    """Return the deviation of each layer's outputs and of the gradients there, one unit strong at the end.

    Parameters
    ----------
    activation : str or Activation
    initialization : str
    layers, width, samples, seed : int

    Returns
    -------
    signals, gradients : ndarray, shape (layers,)

    Examples
    --------
    >>> signals, gradients = sizes_by_layer("sigmoid", "xavier", 10)
    >>> bool(gradients[0] < 1e-5 < signals[-1])
    True
    """
    rng = np.random.default_rng(seed)
    x = rng.standard_normal((samples, width))
    pairs = [(Dense(width, width, rng, initialization), Elementwise(activation)) for _ in range(layers)]
    signals = []
    for dense, nonlinear in pairs:
        x = nonlinear.forward(dense.forward(x))
        signals.append(x.std())
    gradient = rng.standard_normal(x.shape)
    gradients = []
    for dense, nonlinear in reversed(pairs):
        gradients.append(gradient.std())
        gradient = dense.backward(nonlinear.backward(gradient))
    return np.array(signals), np.array(gradients[::-1])


@takes(
    optimizers=must_be.sequence(must_be.one_of(OPTIMIZERS), 2, "names"),
    rates=must_be.sequence(must_be.above(0), 2, "numbers"),
    steps=must_be.whole(1, 10_000),
)
def optimizer_paths(
    optimizers=("SGD", "momentum", "RMSProp", "Adam"),
    rates=(0.01, 0.03, 0.1, 0.19, 0.21, 0.3, 0.37, 0.39),
    steps=30,
):
    """Run optimizers down a narrow valley. From which learning rate on does SGD climb out of it?

    The loss is a²/2 + 10·b²/2. By hand: a step of SGD multiplies b by 1 - 10·rate; with momentum 0.9 the
    limit is 1.9 times as high.

    Parameters
    ----------
    optimizers : sequence of str
        Among "SGD", "momentum", "AdaGrad", "RMSProp" and "Adam".
    rates : sequence of float, above 0
    steps : int, above 0

    Returns
    -------
    Explorer

    Raises
    ------
    ValueError
        If there is no such optimizer.

    Examples
    --------
    >>> optimizer_paths(["SGD", "Adam"], rates=[0.1, 0.2])
    explorer: optimizer (2) × rate (2), 4 frames
    """
    rates, curvatures = tuple(rates), np.array([1.0, 10.0])

    def draw(optimizer, rate):
        track = descent(OPTIMIZERS[optimizer](rate), lambda place: curvatures * place, (-1.8, 0.8), steps)
        before, after = (curvatures @ place**2 / 2 for place in (track[0], track[-1]))
        ending = f"loss {magnitude_text(after)}" if after <= before else "climbs out"
        near = np.cumprod(np.all(np.abs(track) < 9, axis=1)).astype(bool)
        title = f"{optimizer}, rate {number_on_slider(rate)}: {ending}"
        return figures.valley(curvatures, track[near], title=title)

    return explorer(draw, start={"rate": rates[len(rates) // 3]}, optimizer=optimizers, rate=rates)


def descent(optimizer, gradient, start, steps):
    """Return the places an optimizer passes, from start on.

    Parameters
    ----------
    optimizer : actlib.nn.Optimizer
    gradient : callable
        From a place, an array, to the gradient there.
    start : sequence of float
    steps : int

    Returns
    -------
    ndarray, shape (steps + 1, len(start))

    Examples
    --------
    >>> from actlib.nn import SGD
    >>> descent(SGD(0.5), lambda place: place, [4.0], steps=2).ravel()
    array([4., 2., 1.])
    """
    place = np.array(start, dtype=float)
    track = [place.copy()]
    for _ in range(steps):
        optimizer.update(place, gradient(place))
        track.append(place.copy())
    return np.array(track)


@takes(activations=ACTIVATIONS, epochs=EPOCHS, width=must_be.whole(1, 10_000))
def spiral_regions(
    activations=("identity", "sigmoid", "tanh", "relu"), epochs=(0, 5, 10, 20, 50, 100, 200, 300), width=64
):
    """Watch a network untangle a spiral. Which activation never does, and at which loss do all begin?

    The spiral is that of Stanford's course CS231n; the network has one hidden layer and trains with
    Adam(0.02) on all 300 points. By hand: the loss of a network that finds three classes equally likely.

    Parameters
    ----------
    activations : sequence of str
        Names in the catalogue.
    epochs : sequence of int, rising
    width : int
        Units in the hidden layer.

    Returns
    -------
    Explorer

    Raises
    ------
    KeyError
        If the catalogue has no activation of that name.

    Examples
    --------
    >>> spiral_regions(["identity", "relu"], epochs=[0, 5], width=8)
    explorer: activation (2) × epoch (2), 4 frames
    """
    titled, epochs = by_title("spiral_regions", "activations", activations), tuple(epochs)
    points, labels = data.spiral(100, 3, np.random.default_rng(0))
    networks = {
        title: networks_by_epoch(activation, points, labels, epochs, width)
        for title, activation in titled.items()
    }

    def draw(activation, epoch):
        network, losses = networks[activation][epoch]
        return figures.snapshot(
            lambda places: network.forward(places).argmax(axis=1),
            points[::2], labels[::2], losses,
            title=f"{activation}, epoch {epoch}", limits=(-1.1, 1.1, -1.1, 1.1),
            loss_limit=1.3, epochs=max(epochs),
        )  # fmt: skip

    return explorer(
        draw,
        start={"activation": list(titled)[-1], "epoch": epochs[len(epochs) // 2]},
        drag={"play": "epoch"},
        activation=list(titled),
        epoch=epochs,
    )


@takes(creases=must_be.sequence(must_be.whole(1, 12), 2, "numbers"), distance=must_be.number)
def fence(creases=(1, 2, 3, 4, 5, 6), distance=0.75):
    """Fence the inner circle in with ReLUs, without training. How few creases can hold every dot on its side?

    Each ReLU is 0 up to its crease, a straight line, and grows beyond it. Where any of them grows, the answer
    is the outer circle. By hand: how many straight sides does a fence need at least?

    Parameters
    ----------
    creases : sequence of int, above 0
        Numbers of ReLUs, their creases evenly turned.
    distance : float
        Of each crease from the middle.

    Returns
    -------
    Explorer

    Examples
    --------
    >>> fence(creases=[3, 4])
    explorer: creases (2), 2 frames
    """
    choices = tuple(creases)

    def draw(creases):
        angles = np.pi / 2 + 2 * np.pi * np.arange(creases) / creases
        normals = np.stack([np.cos(angles), np.sin(angles)])

        def classify(places):
            return (relu(places @ normals - distance).sum(axis=1) == 0).astype(int)

        return _sides(f"creases: {creases}", classify, 2 * (-1.55, 1.55))

    drag = {"kernel": "fence", "at": f"{distance:g}"}
    return explorer(draw, start={"creases": choices[len(choices) // 3]}, drag=drag, creases=choices)


def _fenced():
    """Return the dots of two circles and which of them are inside."""
    return data.circles(60, np.random.default_rng(0))


def _sides(what, is_inside, limits):
    """Draw which places are inside, and say how many of the dots are on their side."""
    points, labels = _fenced()
    right = np.mean(is_inside(points) == labels)
    title = f"{what}, {right:.0%} of the dots on their side"
    return figures.regions(is_inside, points, labels, title=title, resolution=160, limits=limits, height=4.4)


@takes(
    epochs=EPOCHS,
    width=must_be.whole(1, 12),
    seed=must_be.whole(0),
)
def trained_creases(epochs=(0, 10, 20, 30, 40, 80, 150, 300), width=6, seed=4):
    """Let ReLUs learn the fence, and move their creases. Which one can be moved without losing a dot?

    One hidden layer trains on the dots of ``fence`` with Adam(0.02). The score of the inner circle minus that
    of the outer one decides. By hand: where does a ReLU with weights (3, 4) and bias -2 bend the score?

    Parameters
    ----------
    epochs : sequence of int, rising
    width : int
        ReLUs in the hidden layer.
    seed : int
        Draws the initial weights.

    Returns
    -------
    Explorer

    Examples
    --------
    >>> trained_creases(epochs=[0, 5], width=3)
    explorer: epoch (2), 2 frames
    """
    epochs = tuple(epochs)
    networks = networks_by_epoch("relu", *_fenced(), epochs, width, seed)
    units = {epoch: _units(network) for epoch, (network, _) in networks.items()}

    def draw(epoch):
        normals, biases, weights, bias = units[epoch]

        def is_inside(places):
            return (relu(places @ normals + biases) @ weights + bias > 0).astype(int)

        picture = _sides(f"epoch: {epoch}", is_inside, 2 * CREASES_SEEN)
        with course_style():
            _draw_creases(picture, normals.T, biases)
        return picture

    told = "|".join(",".join(f"{number:g}" for number in _in_a_row(*each)) for each in units.values())
    start = {"epoch": epochs[-1]}
    return explorer(draw, start=start, drag={"kernel": "creases", "of": told}, epoch=epochs)


def _units(network):
    """Return what decides between two classes, to three digits: normals, biases, weights and bias."""
    first, last = network.layers[0], network.layers[-1]
    exact = first.weight, first.bias, np.diff(last.weight)[:, 0], np.diff(last.bias)[0]
    return tuple(np.round(each, 3) for each in exact)


def _in_a_row(normals, biases, weights, bias):
    return [*np.column_stack([*normals, biases, weights]).ravel(), bias]


CREASES_SEEN = (-1.4, 1.4)  # on either axis


def _draw_creases(picture, normals, biases):
    """Draw where each ReLU begins to grow, with its number, and say how many of these lines can be seen."""
    corners = np.array(list(product(CREASES_SEEN, repeat=2)))
    axes, seen = picture.axes[0], 0
    for number, (normal, bias) in enumerate(zip(normals, biases, strict=True), 1):
        sides = corners @ normal + bias > 0
        if sides.any() and not sides.all():
            foot, along = -bias * normal / (normal @ normal), normal[::-1] * (1, -1)
            axes.axline(foot, foot + along, color=INK, linewidth=1)
            at = 11 * normal / np.linalg.norm(normal)
            axes.annotate(
                str(number), foot, at, textcoords="offset points",
                size=13, weight="bold", ha="center", va="center",
            )  # fmt: skip
            seen += 1
    picture.sentence = f"{picture.sentence[:-1]}; {seen} of {len(biases)} creases cross the picture."


def networks_by_epoch(activation, points, labels, epochs, width, seed=0):
    """Train a network with one hidden layer and return what it was on the way.

    Returns
    -------
    dict of int to (Network, list of float)
        Epoch to a copy of the network, and the losses from before training to that epoch.

    Examples
    --------
    >>> points, labels = data.circles(20, np.random.default_rng(0))
    >>> [len(losses) for _, losses in networks_by_epoch("relu", points, labels, (0, 3), 4).values()]
    [1, 4]
    """
    rng = np.random.default_rng(seed)
    network = Network(
        [Dense(2, width, rng, "xavier"), activation, Dense(width, labels.max() + 1, rng, "xavier")]
    )
    optimizer, losses, kept = Adam(0.02), [network.evaluate(points, labels)[0]], {}
    for before, epoch in pairwise((0, *epochs)):
        if epoch > before:
            history = network.fit(points, labels, optimizer, epoch - before, progress=False)
            losses += [*history.loss[1:], network.evaluate(points, labels)[0]]
        kept[epoch] = copy.deepcopy(network), list(losses)
    return kept


DIGIT_SIDE = 8


def _kernel(value):
    is_square = not must_be.array(2)(value) and len(set(np.shape(value))) == 1
    fits = is_square and len(value) <= DIGIT_SIDE
    return None if fits else f"a square of finite real numbers, at most {DIGIT_SIDE} by {DIGIT_SIDE}"


@takes(
    kernels=must_be.optional(must_be.mapping(_kernel, 2)),
    digits=must_be.sequence(must_be.whole(0, 9), 2, "digits"),
)
def kernels(kernels=None, digits=(0, 1, 4)):
    """Slide a kernel over a handwritten digit. Which number comes out of the framed window?

    By hand: multiply each of the nine framed pixels by the number of the kernel in its place, and add up.

    Parameters
    ----------
    kernels : mapping of str to array_like of shape (size, size), optional
        At least two, of at most 8 by 8 numbers. By default seven of the course's: unchanged, blur, sharpen,
        edges, outline, emboss.
    digits : sequence of int
        From 0 to 9.

    Returns
    -------
    Explorer

    Examples
    --------
    >>> kernels(digits=[3, 7])
    explorer: kernel (7) × digit (2), 14 frames
    """
    kernels, digits = KERNELS if kernels is None else kernels, tuple(digits)
    images, labels = data.digits()
    pixels = {digit: np.rint(16 * images[labels == digit][0, 0]) for digit in digits}

    def draw(kernel, digit):
        last = DIGIT_SIDE - len(kernels[kernel])
        at = min(2, last), min(1, last)
        return figures.convolution(pixels[digit], kernels[kernel], at, title=f"Digit {digit}, {kernel}")

    drag = {"kernel": "convolution"} if kernels is KERNELS else None
    start = {"kernel": list(kernels)[-1]}
    return explorer(draw, start=start, drag=drag, kernel=list(kernels), digit=digits)
