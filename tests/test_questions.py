"""Questions: which option is right is computed, not read from the page.

Each question stands here word by word, with its options, over a function that says of each option whether it
is true. Where that takes a training, the answer is read from what the chapter printed, which nbval compares.
"""

import functools
import re

import numpy as np
import pytest
from scipy.signal import correlate2d

from actlib import CATALOGUE, data, relu, sigmoid, sigmoid_derivative, softmax, tanh_derivative
from actlib.nn import Conv2D, Dense, Network, softmax_cross_entropy
from actlib.properties import properties
from tests.prose import CHAPTERS

RNG = np.random.default_rng
X, WAVE = data.sine(101)
ASKED = []


def asks(chapter, question, *options):
    def keep(truths):
        ASKED.append((chapter, question, options, truths))
        return truths

    return keep


def questions(chapter):
    """Yield each question of a chapter with its options, and the one that the page calls right."""
    [stem] = [stem for stem in CHAPTERS if stem.startswith(chapter)]
    for cell in CHAPTERS[stem].cells:
        for part in cell.source.split("{admonition} Predict, then look\n:class: predict\n")[1:]:
            options = re.findall(r"^::::\{dropdown\} [A-D]\. (.+)\n(Right|No)\.", part, re.MULTILINE)
            question = " ".join(part.partition("::::{dropdown}")[0].split())
            yield question, [option for option, _ in options], [verdict == "Right" for _, verdict in options]


@functools.cache
def printed(stem):
    """Return what the cells of a chapter have printed or shown as text."""
    outputs = [each for cell in CHAPTERS[stem].cells for each in cell.get("outputs", ())]
    return "\n".join(each.get("text", "") or each.get("data", {}).get("text/plain", "") for each in outputs)


def numbers(stem, pattern):
    return [float(found) for found in re.findall(pattern, printed(stem), re.MULTILINE)]


def code_of(stem):
    return "\n".join(cell.source for cell in CHAPTERS[stem].cells if cell.cell_type == "code")


def r_squared(target, columns):
    """Return the share of a curve that the best sum of some columns and a constant explains."""
    columns = np.column_stack([columns, np.ones(len(target))])
    left_over = target - columns @ np.linalg.lstsq(columns, target, rcond=None)[0]
    return 1 - np.sum(left_over**2) / np.sum((target - target.mean()) ** 2)


@asks(
    "01",
    (
        "Choose all the weights and biases of these two layers as well as you can. How close to the "
        "sine can they come?"
    ),
    "As close as you like: there are more weights than points",
    "Closer than a line, for two layers can bend once",
    "No closer than the best line",
)
def _():
    hidden = X[:, None] @ RNG(1).normal(size=(1, 64)) + RNG(2).normal(size=64)
    best, line = r_squared(WAVE, hidden), r_squared(WAVE, X[:, None])
    return best > 0.99, best > line + 1e-6, abs(best - line) < 1e-6


@asks(
    "01",
    (
        "Take the square, $x^2$. Shift sixteen copies of it to different places, as we shifted ReLU, "
        "and add them with the best weights. How well do they fit the wave?"
    ),
    "Very well: the square curves everywhere",
    "Halfway: they follow the hill, but not the valley",
    "No better than the best line",
)
def _():
    squares = (X[:, None] - np.linspace(0, 6, 16)) ** 2
    best, line = r_squared(WAVE, squares), r_squared(WAVE, X[:, None])
    return best > 0.99, line + 0.05 < best <= 0.99, abs(best - line) < 1e-6


@asks(
    "02",
    (
        "In a trained ReLU network, one neuron reads its only input with weight 0.007, another reads "
        "the same input with weight 700; biases are 0. Which of the two matters more to the network's "
        "answer?"
    ),
    "The one with weight 700: a large weight means an important connection",
    "The one with weight 0.007: small weights are the careful ones",
    "These two numbers do not tell",
)
def _():
    x = np.linspace(-2, 2, 9)

    def answer(weight, outgoing):
        return relu(weight * x) * outgoing

    same = np.allclose(answer(0.007, 1e5), answer(700, 1), rtol=1e-12, atol=0)
    either = np.ptp(answer(700, 1e-9)) < np.ptp(answer(0.007, 1)) < np.ptp(answer(700, 1))
    return not (same or either), not (same or either), same and either


@asks(
    "02",
    (
        "Five such layers in a row, each drawn by the same recipe. In the first, the standard "
        "deviation of $z$ comes out between 9 and 10. What about the fifth?"
    ),
    "Much the same: every layer is drawn by the same recipe",
    "About five times as much: each layer adds its share",
    "More than a thousand times as much",
)
def _():
    layers = numbers("02-neurons-and-weights", r"layer \d: standard deviation of z about (\d+\.?\d*)")
    assert len(layers) == 5
    assert 9 < layers[0] < 10
    growth = layers[4] / layers[0]
    return growth < 2, 4 < growth < 6, growth > 1000


@asks(
    "03",
    "A single step neuron tries to be XOR. How many of the four rows can it get right at best?",
    "Two: one corner of each kind ends up on either side",
    "Three",
    "Four, once the line has the right angle",
)
def _():
    inputs, wanted = data.logic_gate("XOR")
    weights = np.arange(-10, 11)
    answers = [inputs @ [a, b] + c > 0 for a in weights for b in weights for c in weights]
    best = max(np.sum(each == wanted) for each in answers)
    return best == 2, best == 3, best == 4


@asks(
    "03",
    "The perceptron runs on XOR, epoch after epoch. Where does it end?",
    "At three of four right, the best a line can do",
    "At weights that grow without end",
    "Nowhere: it repeats the same corrections forever",
)
def _():
    inputs, wanted = data.logic_gate("XOR")
    weights, bias, seen, right = np.zeros(2), 0.0, [], []
    for _ in range(50):
        for x, y in zip(inputs, wanted, strict=True):
            error = y - (x @ weights + bias > 0)
            weights, bias = weights + error * x, bias + error
        seen.append((*weights, bias))
        right.append(np.sum((inputs @ weights + bias > 0) == wanted))
    repeats = seen[-1] in seen[:-1] and seen[10:20] == seen[20:30]
    return min(right[10:]) == 3, np.abs(seen).max() > 10, repeats


@asks(
    "04",
    "Ten sigmoid layers each multiply a gradient by at most 1/4. How much of it can come through?",
    "About a fortieth",
    "About a thousandth",
    "About a millionth",
)
def _():
    left = sigmoid_derivative(0.0) ** 10
    return abs(left * 40 - 1) < 0.1, abs(left * 1000 - 1) < 0.1, abs(left * 1e6 - 1) < 0.1


@asks(
    "05",
    (
        "All inputs $a_i$ of a neuron come from sigmoids. A single sample asks for a change of its "
        "weights. In which directions can they move?"
    ),
    "Each its own way, as every weight has its own gradient",
    "All up, or all down",
    "All up, because the inputs are positive",
)
def _():
    rng = RNG(0)
    inputs, shared = sigmoid(rng.normal(size=(1000, 20))), rng.normal(size=(1000, 1))
    signs = np.sign(shared * inputs)
    alike = np.all(signs == signs[:, :1])
    return not alike, alike and len(np.unique(signs)) == 2, alike and np.all(signs == 1)


@asks(
    "05",
    ("`naive_tanh` below is that formula, written in NumPy. What does it return for a NumPy float of 800?"),
    "1.0, the right answer: both halves of the fraction are dominated by the same exponential",
    "Nothing: the program stops with an OverflowError",
    "`nan`",
)
def _():
    with np.errstate(over="ignore", invalid="ignore"):
        x = np.float64(800)
        found = (np.exp(x) - np.exp(-x)) / (np.exp(x) + np.exp(-x))
    return found == 1, False, np.isnan(found)


@asks(
    "06",
    "Start the same chain of 20 ReLUs at -1 instead of 1. What slope comes through?",
    "1, since ReLU's slope does not shrink",
    "A little less than for tanh, which has two flat ends",
    "Exactly 0",
)
def _():
    x, slope, other = -1.0, 1.0, 1.0
    for _ in range(20):
        slope, x = slope * (x > 0), relu(x)
    for _ in range(20):
        other = other * tanh_derivative(0.5)
    return slope == 1, 0 < slope < other, slope == 0


@asks(
    "06",
    (
        "It begins active for all 50 samples, and takes 30 steps. What does the one with the rate "
        "that is too large do?"
    ),
    "It swings around the right values and never settles",
    "It falls silent for some steps, until its bias has risen again",
    "It falls silent for every sample and stays so",
)
def _():
    rates = re.search(r"rate 4.0 from 100.00 to (\d+\.\d+)", printed("06-relu"))
    x, weight, bias, active = np.linspace(0, 1, 50), 1.0, 0.1, []
    for _ in range(30):
        z = weight * x + bias
        active.append(np.mean(z > 0))
        error = (np.maximum(z, 0) - 0.5 * x) * (z > 0)
        weight, bias = weight - 4.0 * np.mean(error * x), bias - 4.0 * np.mean(error)
    silent = np.flatnonzero(np.array(active) == 0)
    forever = len(silent) > 0 and not np.any(active[silent[0] :])
    assert active[0] == 1
    assert float(rates[1]) == 100 * active[-1]
    return len(silent) == 0, len(silent) > 0 and not forever, forever


@asks(
    "07",
    (
        "With $a = 2$, the leaky ReLU of -3 is -6 and that of 3 is 3. What does `max(a*x, x)` give at "
        "-3 and at 3?"
    ),
    "-6 and 3, the same",
    "-3 and 6",
    "-6 and 6",
)
def _():
    leaky = [CATALOGUE["leaky_relu"].function(x, 2.0) for x in (-3.0, 3.0)]
    assert leaky == [-6, 3]
    found = [max(2 * x, x) for x in (-3, 3)]
    return found == [-6, 3], found == [-3, 6], found == [-6, 6]


@asks(
    "07",
    (
        "`alpha` has shape `(1,)`, one slope for all. A batch has shape `(5, 3)`. The tutorial sums "
        "the contributions over the batch only, with `axis=0`, and somebody adds the missing update, "
        "`alpha = alpha - rate * gradient`. What happens?"
    ),
    "NumPy stops with an error",
    "alpha stays one number",
    "alpha quietly becomes three numbers",
)
def _():
    x, alpha = RNG(0).normal(size=(5, 3)), np.array([0.25])
    gradient = np.sum(np.where(x < 0, x, 0), axis=0)
    alpha = alpha - 0.1 * gradient
    return False, alpha.shape == (1,), alpha.shape == (3,)


@asks(
    "08",
    (
        "The scores 1, 2, 3 have the shares 0.09, 0.24, 0.67, rounded. Add 100 to each score. What "
        "are the shares now?"
    ),
    "Nearly equal, about a third each",
    "The same as before",
    "Nearly everything for the last",
)
def _():
    before, after = softmax(np.array([1.0, 2, 3])), softmax(np.array([101.0, 102, 103]))
    assert before.round(2).tolist() == [0.09, 0.24, 0.67]
    return np.ptp(after) < 0.01, np.allclose(before, after, rtol=1e-12, atol=0), after[2] > 0.99


@asks(
    "08",
    (
        "A batch has two identical rows with three scores each. Softmax is computed along `axis=0`. "
        "What do the three shares of the first row sum to?"
    ),
    "1",
    "1/2",
    "1.5",
)
def _():
    total = softmax(np.array([[1.0, 2, 3], [1, 2, 3]]), axis=0)[0].sum()
    return total == 1, total == 0.5, total == 1.5


@asks(
    "09",
    "Far to the right, GELU runs along the line $y = x$. What is its largest slope anywhere?",
    "1",
    "1/2",
    "A little more than 1",
)
def _():
    slope = CATALOGUE["gelu"].derivative(np.linspace(-10, 10, 20_001)).max()
    assert CATALOGUE["gelu"].derivative(0.0) == 0.5
    return slope == 1, slope == 0.5, 1.05 < slope < 1.2


@asks(
    "09",
    (
        r"With GELU the block has two matrices, $d \times 4d$ and $4d \times d$. With SwiGLU it has "
        r"three, two of $d \times h$ and one of $h \times d$. How wide may the hidden layer be if the "
        "number of weights is to stay the same?"
    ),
    "h = 4d",
    "h = 2d",
    "h = 8d/3",
)
def _():
    d = 12
    same = [2 * d * 4 * d == 3 * d * h for h in (4 * d, 2 * d, 8 * d / 3)]
    return tuple(same)


@asks(
    "10",
    "What does the curve of `hybrid` look like at -2 and at 2?",
    "It has a corner at each",
    "It jumps at 2 only",
    "It jumps at both",
)
def _():
    def hybrid(x):
        return np.where(np.abs(x) <= 2, np.maximum(x, 0), np.tanh(x))

    jumps = [float(np.abs(hybrid(x + 1e-9) - hybrid(x - 1e-9))) > 0.5 for x in (-2.0, 2.0)]
    assert round(float(hybrid(2.0 + 1e-9)), 2) == 0.96
    return not any(jumps), jumps == [False, True], jumps == [True, True]


@asks(
    "10",
    ("`hybrid(1.5)` is 1.5, so both starts are near the answer. Where does gradient descent lead from 2.1?"),
    "Down over the cliff to 1.5",
    "Nowhere, because the slope beyond the cliff is 0",
    "Away from it, further and further to the right",
)
def _():
    z = 2.1
    for _ in range(60):
        z -= 0.2 * (np.tanh(z) - 1.5) * (1 - np.tanh(z) ** 2)
    return abs(z - 1.5) < 0.1, z == 2.1, z > 2.1


@asks(
    "11",
    (
        "A computer keeps only so many digits. Take a function whose values and slopes are neither "
        "large nor small. With which step size is the central difference most precise?"
    ),
    "The smaller the better, say 1e-15",
    "About 1e-8",
    "About 1e-5",
)
def _():
    x, sizes = np.linspace(0.1, 3, 100), 10.0 ** np.arange(-15, 0)
    errors = [np.abs((np.exp(x + h) - np.exp(x - h)) / (2 * h) - np.exp(x)).max() for h in sizes]
    best = np.log10(sizes[np.argmin(errors)])
    return best < -14, -9 < best < -7, -6.5 < best < -3.5


@asks(
    "11",
    "Which of the four gradients does the wrong mask spoil?",
    "All four",
    "W1 and b1",
    "W2 and b2",
)
def _():
    network = Network([Dense(2, 3, RNG(0)), "tanh", Dense(3, 1, RNG(1))], "mean_squared_error")
    x, y = RNG(2).normal(size=(5, 2)), RNG(3).normal(size=(5, 1))
    right = {name: value.copy() for name, value in network.loss_and_gradients(x, y)[1].items()}
    masked = network.layers[1]
    masked.backward = lambda upstream: upstream * (masked.x > 0)
    wrong = network.loss_and_gradients(x, y)[1]
    spoiled = [name for name in right if not np.allclose(right[name], wrong[name], rtol=1e-9, atol=1e-12)]
    return spoiled == list(right), spoiled == list(right)[:2], spoiled == list(right)[2:]


@asks(
    "12",
    "What does this pair, on at 1 and off at 3, give far to the right, at x = 100?",
    "0",
    "2",
    "99",
)
def _():
    found = relu(100.0 - 1) - relu(100.0 - 3)
    assert (relu(100.0 - 1), relu(100.0 - 3)) == (99, 97)
    return found == 0, found == 2, found == 99


@asks(
    "12",
    "You use twice as many neurons. What happens to the largest error, once there are many?",
    "It halves",
    "It falls to a quarter",
    "It falls to the square of what it was",
)
def _():
    def error(segments):
        knots = np.linspace(0, 2 * np.pi, segments + 1)
        x = np.linspace(0, 2 * np.pi, 100_001)
        return np.abs(np.sin(x) - np.interp(x, knots, np.sin(knots))).max()

    falls = error(256) / error(128)
    return abs(falls - 0.5) < 0.05, abs(falls - 0.25) < 0.01, abs(error(256) / error(128) ** 2 - 1) < 0.5


@asks(
    "13",
    (
        "Take the identity as the activation, so that nothing bends. What share of the held-out "
        "points will the trained network get right?"
    ),
    "About half, or even less",
    "About two thirds",
    "Nearly all, with eight hidden units",
)
def _():
    [share] = numbers("13-binary-classification", r"^identity: (\d+)% of all held-out points right")
    return share < 55, 60 < share < 73, share > 90


@asks(
    "13",
    "Repair everything except this one. How well will the tanh network do on the moved line?",
    "No better than always answering no",
    "About 0.9",
    "Above 0.97 from every start",
)
def _():
    [order] = re.findall(
        r"^\+ order +\d+ +\d+ +\d+ +(\d+)$", printed("13-binary-classification"), re.MULTILINE
    )
    [score] = re.findall(r"(?m)^reached = .*?> (0\.\d+)", code_of("13-binary-classification"), re.DOTALL)
    assert float(score) == 0.97
    return order == "0", False, order == "5"


@asks(
    "14",
    "A network gives all three arms the same score, whatever the point. What is its loss?",
    "0",
    "2/3",
    "ln 3, about 1.10",
)
def _():
    loss, _ = softmax_cross_entropy(np.ones((6, 3)), np.arange(6) % 3)
    return loss == 0, abs(loss - 2 / 3) < 1e-9, abs(loss - np.log(3)) < 1e-9 and round(loss, 2) == 1.10


@asks(
    "14",
    (
        r"A plain step multiplies $a$ by $1 - \text{rate}$ and $b$ by $1 - 10 \cdot \text{rate}$. "
        "Above which learning rate does it climb out of the valley?"
    ),
    "0.1",
    "0.2",
    "2",
)
def _():
    def climbs(rate):
        return max(abs(1 - rate), abs(1 - 10 * rate)) > 1

    return tuple(not climbs(limit - 1e-6) and climbs(limit + 1e-6) for limit in (0.1, 0.2, 2))


@asks(
    "14",
    (
        "Ten runs of 1000 epochs whose first weights differ in the sixteenth digit. How far apart do "
        "their losses get?"
    ),
    "They stay less than a billionth apart",
    "About as far as all the rounding errors of the training add up to",
    "More than 1 at the farthest",
)
def _():
    [below, above] = re.findall(
        r"below (1e-9) up to epoch 100, \"\n *\"above (\d) at its largest",
        code_of("14-spiral-classification"),
    )[0]
    assert f"apart[:100].max() < {below} and apart[300:].max() > {above}" in code_of(
        "14-spiral-classification"
    )
    return float(above) < 1e-9, False, float(above) == 1


@asks(
    "15",
    (
        "All weights have the gain of their activation. Through 50 layers, which activation lets the "
        "smallest gradient arrive?"
    ),
    "ReLU, because half of its slopes are 0",
    "Sigmoid, because its slopes are at most 1/4",
    "Tanh, because it saturates",
)
def _():
    rows = re.findall(r"(sigmoid|tanh|ReLU): 1 [^;]*?50 (\d\.\de−?\d+)", printed("15-gradients-that-vanish"))
    left = {name: float(size.replace("−", "-")) for name, size in rows}
    assert len(left) == 3
    assert properties("relu").gain == pytest.approx(np.sqrt(2), rel=1e-9)
    assert round(properties("sigmoid").gain, 2) == 1.85
    smallest = min(left, key=left.get)
    return smallest == "ReLU", smallest == "sigmoid", smallest == "tanh"


@asks(
    "16",
    (
        "A 5 by 5 image has one 1 in its middle and 0 elsewhere. Slide a 3 by 3 kernel over it. What "
        "is in the 3 by 3 output?"
    ),
    "One pixel, the sum of the kernel",
    "The kernel",
    "The kernel, turned by half a turn",
)
def _():
    image, kernel = np.zeros((5, 5)), np.arange(1.0, 10).reshape(3, 3)
    image[2, 2] = 1
    found = correlate2d(image, kernel, "valid")
    one_pixel = np.count_nonzero(found) == 1
    return one_pixel, np.array_equal(found, kernel), np.array_equal(found, kernel[::-1, ::-1])


@asks(
    "16",
    (
        "Eight kernels of 3 by 3 slide over an image of one channel and give 8 maps of 6 by 6. How "
        "many parameters has this layer?"
    ),
    "8 · 9, nine weights for each kernel",
    "8 · 9 + 8",
    "8 · 36 · 9, nine weights for each output",
)
def _():
    layer = Conv2D(1, 8, 3, RNG(0))
    assert layer.forward(np.zeros((1, 1, 8, 8))).shape == (1, 8, 6, 6)
    count = layer.weight.size + layer.bias.size
    return count == 8 * 9, count == 8 * 9 + 8, count == 8 * 36 * 9


@asks(
    "17",
    (
        "A gradient starts at the 30th character. With which activation does the most of it reach the "
        "first, if all three cells have weights of the usual size?"
    ),
    "Sigmoid",
    "Tanh",
    "ReLU",
)
def _():
    left = {
        name: float(share)
        for name, share in re.findall(r"29 characters back, (\w+): (\S+) \(", printed("17-sequences"))[:3]
    }
    most = max(left, key=left.get)
    return most == "sigmoid", most == "tanh", most == "ReLU"


@asks(
    "17",
    (
        "The network names the next character of 96% of what it was trained on. How often is it right "
        "on the last 200 characters of the same text, which it has not seen?"
    ),
    "Nearly as often",
    "About half of the time",
    "Less than one time in five",
)
def _():
    [(seen, unseen)] = re.findall(
        r"right on what it has seen (\d+)%, on what it has not (\d+)%", printed("17-sequences")
    )
    assert seen == "96"
    assert "text[-200:]" in code_of("17-sequences")
    return int(unseen) > 80, 40 < int(unseen) < 60, int(unseen) < 20


@asks(
    "18",
    (
        "Digits through ten hidden layers of 16 units, after 90 updates. Which reaches the highest "
        "median: ReLU, GELU, or no activation at all?"
    ),
    "ReLU",
    "GELU",
    "No activation",
)
def _():
    early = re.findall(r"(identity|ReLU|GELU): spiral [^;]*?deep, early (0\.\d+)", printed("18-choosing"))
    scores = {name: float(score) for name, score in early}
    highest = max(scores, key=scores.get)
    return highest == "ReLU", highest == "GELU", highest == "identity"


@asks(
    "18",
    ("Tanh and ReLU cells both learn to count to 10. Which of them can count in rows twice as long?"),
    "Both",
    "Tanh, because its state stays between -1 and 1",
    "ReLU, because its state has no upper end",
)
def _():
    twice = re.findall(r"(tanh|ReLU): R² from .* of 10, (\S+) to (\S+) of 20", printed("18-choosing"))
    can = {name: float(low) > 0.5 for name, low, high in twice}
    assert set(can) == {"tanh", "ReLU"}
    return all(can.values()), can["tanh"] and not can["ReLU"], can["ReLU"] and not can["tanh"]


@asks(
    "19",
    (
        "All weights of a network start at 0.3. Its two inputs are 1 and 3, and two sigmoid units "
        "share them. What does the gradient of the first layer, a table of two inputs by two units, "
        "look like?"
    ),
    "All four entries are equal",
    "Equal for both units, different for the two inputs",
    "All four are 0",
)
def _():
    network = Network(
        [Dense.of(np.full((2, 2), 0.3), np.zeros(2)), "sigmoid", Dense(2, 1, RNG(0))], "mean_squared_error"
    )
    network.layers[2].weight_and_bias[...] = 0.3
    gradients = network.loss_and_gradients(np.array([[1.0, 3.0]]), np.array([[1.0]]))[1]
    first = next(iter(gradients.values())).copy()
    units_alike = np.allclose(first[:, 0], first[:, 1], rtol=1e-12, atol=0)
    inputs_alike = np.allclose(first[0], first[1], rtol=1e-12, atol=0)
    return units_alike and inputs_alike, units_alike and not inputs_alike, not np.any(first)


@asks(
    "20",
    ("With which of the nineteen does a layer with unit Gaussian sums leave the most of a gradient?"),
    "The identity, which loses nothing",
    "SELU, the steepest",
    "Hard tanh, though it cuts off both ends",
    "ReLU",
)
def _():
    factors = {name: properties(name).gradient_factor for name in CATALOGUE}
    assert len(factors) == 19
    most = max(factors, key=factors.get)
    assert properties("selu").largest_slope == max(properties(name).largest_slope for name in factors)
    return most == "identity", most == "selu", most == "hard_tanh", most == "relu"


@pytest.mark.parametrize("chapter", sorted({stem[:2] for stem in CHAPTERS}))
def test_every_question_stands_over_its_computation(chapter):
    """If this fails because a question was changed, look whether its function still answers it."""
    known = [(question, list(options)) for each, question, options, _ in ASKED if each == chapter]
    assert [(question, options) for question, options, _ in questions(chapter)] == known


@pytest.mark.parametrize(
    ("chapter", "number", "truths"),
    [
        (chapter, [each[0] for each in ASKED[:place]].count(chapter), truths)
        for place, (chapter, _, _, truths) in enumerate(ASKED)
    ],
)
def test_the_option_that_the_page_calls_right_is_the_true_one(chapter, number, truths):
    found = [bool(truth) for truth in truths()]
    assert found.count(True) == 1
    assert list(questions(chapter))[number][2] == found
