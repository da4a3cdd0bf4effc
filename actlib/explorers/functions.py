"""Explorers of activation functions. The first paragraph of each ends in a question to answer by hand."""

from functools import partial

import numpy as np

from actlib import figures
from actlib.catalogue import CATALOGUE, an_activation, named_activation
from actlib.explorers.choices import by_title, number_on_slider
from actlib.explorers.frames import explorer
from actlib.figures.picture import magnitude_text, number_text
from actlib.functions import arguments as must_be
from actlib.functions import gelu, leaky_relu, sigmoid, softmax
from actlib.functions.accept import is_finite
from actlib.functions.arguments import takes

CLASSES = "ABCDEFGH"


def _tenth_power(value):
    """A number whose tenth power float64 can hold."""
    fits = is_finite(value) and (value == 0 or 1e-30 <= abs(value) <= 1e30)
    return None if fits else "0 or a number from 1e-30 to 1e30 in size"


@takes(activation=an_activation, values=must_be.optional(must_be.sequence(must_be.number, 2, "numbers")))
def tangent(activation, values=None):
    """Slide a tangent along an activation. At which x has the slope fallen below a tenth of its largest?

    Parameters
    ----------
    activation : str or Activation
    values : sequence of float, optional
        The points of contact; by default 21 from -5 to 5.

    Returns
    -------
    Explorer

    Raises
    ------
    KeyError
        If the catalogue has no activation of that name.

    Examples
    --------
    >>> tangent("sigmoid", values=[-1, 0, 1])
    explorer: x (3), 3 frames
    """
    activation = named_activation(activation)
    values = np.linspace(-5, 5, 21) if values is None else tuple(values)

    def draw(x):
        return figures.activation(activation, tangent_at=x)

    drag = {"kernel": "tangent", "of": activation.name}
    return explorer(draw, start={"x": values[len(values) // 2]}, drag=drag, x=values)


@takes(first=an_activation, others=must_be.optional(must_be.sequence(an_activation, 2, "activations")))
def overlay(first, others=None):
    """Lay another activation over the first. Where are the two furthest apart, and where their slopes?

    Parameters
    ----------
    first : str or Activation
    others : sequence of str or Activation, optional
        At least two; by default the rest of the catalogue.

    Returns
    -------
    Explorer

    Raises
    ------
    KeyError
        If the catalogue has no activation of that name.

    Examples
    --------
    >>> overlay("gelu", others=["silu", "relu"])
    explorer: other (2), 2 frames
    """
    first = named_activation(first)
    others = map(named_activation, CATALOGUE if others is None else others)
    others = [activation for activation in others if activation is not first]
    titled = by_title("overlay", "first and others", [first, *others])

    def draw(other):
        return figures.overlay(first, titled[other], low=-8, high=8)

    return explorer(draw, other=list(titled)[1:])


@takes(activation=an_activation, deviations=must_be.sequence(must_be.above(0), 2, "numbers"))
def saturation(activation="sigmoid", deviations=(0.25, 0.5, 1, 1.5, 2, 3, 4, 5, 5.4, 6, 8, 10)):
    """Spread the inputs of an activation. How wide must they spread until half of them are saturated?

    Saturated is where the slope is below a tenth of its largest. By hand: the sigmoid's slope p(1 - p)
    is 0.025 at abs(x) = 3.64, and half of all Gaussian inputs lie beyond 0.674 deviations.

    Parameters
    ----------
    activation : str or Activation
    deviations : sequence of float
        Standard deviations of the inputs, which are Gaussian around 0.

    Returns
    -------
    Explorer

    Raises
    ------
    KeyError
        If the catalogue has no activation of that name.

    Examples
    --------
    >>> saturation("tanh", deviations=[1, 2])
    explorer: deviation (2), 2 frames
    """
    activation, deviations = named_activation(activation), tuple(deviations)

    def draw(deviation):
        return figures.saturation(activation, deviation)

    return explorer(draw, start={"deviation": deviations[len(deviations) // 3]}, deviation=deviations)


@takes(slopes=must_be.sequence(_tenth_power, 2, "numbers"))
def leaky_slope(slopes=(-0.5, 0, 0.01, 0.1, 0.25, 0.5, 1, 1.5, 2)):
    """Change the slope below zero. For which slopes a is max(a·x, x) the same function?

    Parameters
    ----------
    slopes : sequence of float

    Returns
    -------
    Explorer

    Examples
    --------
    >>> leaky_slope(slopes=[0.1, 2])
    explorer: a (2), 2 frames
    """
    x, slopes = np.linspace(-3, 3, 61), tuple(slopes)

    def draw(a):
        leaky, larger = leaky_relu(x, negative_slope=a), np.maximum(a * x, x)
        apart = np.abs(leaky - larger).max()
        verdict = f"up to {apart:.2g} apart" if apart else "the same"
        through_ten = magnitude_text(a**10) if a else "0"
        return figures.curves(
            x,
            {"leaky": leaky, "max(a·x, x)": larger},
            title=f"a = {number_on_slider(a)}: {verdict}; a¹⁰ = {through_ten}",
            y_limits=(-6.2, 6.2),
            drawn_as={"leaky": "leaky_relu"},
        )

    return explorer(draw, start={"a": slopes[min(3, len(slopes) - 1)]}, a=slopes)


@takes(scores=must_be.array(1), temperatures=must_be.sequence(must_be.above(0), 2, "numbers"))
def temperature(scores=(2, 1, 0, -1), temperatures=(0.1, 0.2, 0.5, 0.75, 1, 1.44, 2, 3, 5, 10, 100)):
    """Heat a softmax. At which temperature is the first class twice as likely as the second?

    By hand: the ratio of two classes is exp of the difference of their scores over the temperature.

    Parameters
    ----------
    scores : sequence of float
        One a class.
    temperatures : sequence of float, above 0

    Returns
    -------
    Explorer

    Raises
    ------
    ValueError
        If a temperature is not above 0, or there are not two to eight scores.

    Examples
    --------
    >>> temperature(temperatures=[0.5, 1])
    explorer: temperature (2), 2 frames
    """
    scores, temperatures = np.asarray(scores, dtype=float), tuple(temperatures)
    if not 1 < scores.size <= len(CLASSES):
        raise ValueError(f"temperature expects 2 to {len(CLASSES)} scores, got {scores.size}")
    labels = [
        f"{name}: score {number_on_slider(score)}" for name, score in zip(CLASSES, scores, strict=False)
    ]

    def draw(temperature):
        p = softmax(scores / temperature)
        surprise = float(-np.sum(p * np.log2(np.maximum(p, 1e-300))))
        title = f"temperature {number_on_slider(temperature)}: entropy {number_text(surprise)} bits"
        return figures.bars(dict(zip(labels, p, strict=True)), title=title, x_label="share")

    start = {"temperature": 1 if 1 in temperatures else temperatures[0]}
    drag = {"kernel": "temperature", "of": ",".join(f"{score:g}" for score in scores)}
    return explorer(draw, start=start, drag=drag, temperature=temperatures)


@takes(factors=must_be.sequence(must_be.number, 2, "numbers"))
def gelu_approximations(factors=(1, 1.4, 1.5, 1.596, 1.65, 1.702, 1.75, 1.773, 1.8, 2)):
    """Approximate GELU by x·σ(k·x). Which k makes the largest error smallest, and which the bend at 0 right?

    By hand: at 0, GELU bends by √(2/π) and x·σ(k·x) by k/2. The usual 1.702 is best for Φ(x) itself, but
    not for x·Φ(x). The tanh form is drawn beside it.

    Parameters
    ----------
    factors : sequence of float
        The values of k.

    Returns
    -------
    Explorer

    Examples
    --------
    >>> gelu_approximations(factors=[1, 1.702])
    explorer: show (2) × k (2), 4 frames
    """
    x, factors = np.linspace(-5, 5, 121), tuple(factors)
    fine = np.linspace(-8, 8, 16_001)
    tanh_form = partial(gelu, approximate="tanh")

    def draw(show, k):
        error = np.abs(fine * sigmoid(k * fine) - gelu(fine)).max()
        tanh_error = np.abs(tanh_form(fine) - gelu(fine)).max()
        title = f"largest error {error:.4f}, of the tanh form {tanh_error:.4f}"
        forms = {"x·σ(k·x)": x * sigmoid(k * x), "tanh form": tanh_form(x), "GELU": gelu(x)}
        if show == "error":
            errors = {label: forms[label] - gelu(x) for label in ("x·σ(k·x)", "tanh form")}
            return figures.curves(x, errors, title=title, y_limits=(-0.2, 0.06))
        return figures.curves(x, forms, title=title, y_limits=(-0.5, 5.8))

    return explorer(draw, start={"show": "error", "k": factors[0]}, show=["curves", "error"], k=factors)
