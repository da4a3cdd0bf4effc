"""What becomes of gradients and units in deep random networks."""

import reprlib
from collections.abc import Iterable
from math import inf

import numpy as np

from actlib.functions.arguments import at_least, check, optional, sequence, whole
from actlib.properties.card import properties
from actlib.properties.features import as_activation


def gradient_through_depth(
    activation, depths=range(1, 51), *, seeds=range(5), gain=None, width=100, batch=16
):
    """Measure how much of a gradient is left at the first of many random layers.

    Parameters
    ----------
    activation : Activation or str
    depths : iterable of int
        Numbers of layers, each at least 1.
    seeds : iterable of int
        One network of each; the median is returned.
    gain : float, optional
        Weights are Gaussian with variance gain² / width; by default 1 / sqrt(E[f²]), which keeps the
        size of what a wide network computes.
    width, batch : int
        Units in each layer, and inputs.

    Returns
    -------
    ndarray of float64, shape (len(depths),)
        The length of the gradient with respect to the first layer's pre-activations, divided by that
        of the last layer's. A gradient that is lost altogether counts as 0.

    Raises
    ------
    TypeError, ValueError
        If an argument is not as described, or the activation has no gain.

    References
    ----------
    he2015

    Examples
    --------
    >>> print(gradient_through_depth("sigmoid", [1, 10]).round(5))
    [1.0e+00 2.1e-04]
    """
    activation = as_activation(activation, "gradient_through_depth")
    depths, seeds = _at_least(1, depths, "depths"), _at_least(0, seeds, "seeds")
    _check_network(gain, width, batch, "gradient_through_depth")
    gain = _gain(activation) if gain is None else gain
    runs = [_gradient_sizes(activation, max(depths), seed, gain, width, batch) for seed in seeds]
    return np.median(runs, axis=0)[np.array(depths) - 1]


def _gradient_sizes(activation, depth, seed, gain, width, batch):
    """Return, for 1 to depth layers, the gradient's length at the first relative to the last."""
    rng = np.random.default_rng(seed)
    slopes, weights = [], []
    for slope, _, weight in _random_layers(activation, depth, rng, gain, width, batch):
        slopes.append(slope)
        weights.append(weight)
    # NaN stays NaN: it means that something overflowed.
    # Row k starts at the output of layer k: all depths are sent back together, one more each layer.
    gradients = np.zeros((0, batch, width))
    start_sizes = np.zeros(depth)
    for layer in reversed(range(depth)):
        with np.errstate(all="ignore"):
            upstream = gradients @ weights[layer].T
            gradients = np.concatenate([rng.standard_normal((1, batch, width)), upstream]) * slopes[layer]
            start_sizes[layer] = _length(gradients[0])
    with np.errstate(all="ignore"):
        sizes = np.array([_length(gradient) for gradient in gradients])
        return np.divide(sizes, start_sizes, out=np.zeros(depth), where=start_sizes != 0)


def gradient_lengths(activation, depth, rng, gain, width, batch):
    """Return, for each of so many random layers, the gradient's length there relative to the last.

    Returns
    -------
    ndarray of float64, shape (depth,)
        0 for all if the last layer lets no gradient through, NaN where something is no number.
    """
    slopes, _, weights = zip(*_random_layers(activation, depth, rng, gain, width, batch), strict=True)
    gradient, lengths = rng.standard_normal((batch, width)) * slopes[-1], np.zeros(depth)
    with np.errstate(all="ignore"):
        lengths[-1] = _length(gradient)
        for layer in reversed(range(depth - 1)):
            gradient = gradient @ weights[layer].T * slopes[layer]
            lengths[layer] = _length(gradient)
        return np.divide(lengths, lengths[-1], out=np.zeros(depth), where=lengths[-1] != 0)


def _length(gradient):
    """Return the length of a gradient, summed in one order: equal ones are equally long."""
    return np.sqrt(np.sum(gradient**2))


def _random_layers(activation, depth, rng, gain, width, batch):
    """Yield slope, pre-activation and weights of each layer of a random network without biases."""
    z = rng.standard_normal((batch, width))
    for _ in range(depth):
        weight = gain / np.sqrt(width) * rng.standard_normal((width, width))
        with np.errstate(all="ignore"):
            slope = np.asarray(activation.derivative(z.copy()), float)
            y = np.asarray(activation(z.copy()), float)
            yield slope, z, weight
            z = y @ weight


def dead_share(activation, *, depth=10, seeds=range(5), gain=None, width=100, batch=100):
    """Measure the share of units that no input moves: slope 0 for a whole batch.

    Parameters
    ----------
    activation : Activation or str
    depth : int
        The layer to look at in a random network, counted from 1.
    seeds : iterable of int
        One network of each; the median is returned.
    gain : float, optional
        As for ``gradient_through_depth``.
    width, batch : int
        Units in each layer, and inputs.

    Returns
    -------
    float
        From 0 to 1.

    Raises
    ------
    TypeError, ValueError
        If an argument is not as described, or the activation has no gain.

    References
    ----------
    lu2020

    Examples
    --------
    >>> dead_share("gelu"), dead_share("step")
    (0.0, 1.0)
    """
    activation = as_activation(activation, "dead_share")
    [depth], seeds = _at_least(1, [depth], "depth"), _at_least(0, seeds, "seeds")
    _check_network(gain, width, batch, "dead_share")
    gain = _gain(activation) if gain is None else gain
    shares = []
    for seed in seeds:
        *_, (slope, _, _) = _random_layers(activation, depth, np.random.default_rng(seed), gain, width, batch)
        shares.append(np.mean(np.all(slope == 0, axis=0)))
    return float(np.median(shares))


def _gain(activation):
    gain = properties(activation).gain
    if not 0 < gain < inf:
        raise ValueError(f"{activation.title} has no gain: its second moment is no number above 0")
    return gain


def _at_least(least, numbers, name):
    rule = sequence(whole(least, 10_000 if name.startswith("depth") else 2**31), what="whole numbers")
    numbers = list(numbers) if isinstance(numbers, Iterable) and not isinstance(numbers, str) else numbers
    expected = rule(numbers)
    if expected:
        raise ValueError(
            f"{name} is expected to hold whole numbers from {least} on, got {reprlib.repr(numbers)}"
        )
    return numbers


def _check_network(gain, width, batch, asked_by):
    check(optional(at_least(0)), gain, f"{asked_by} expects gain to be")
    check(whole(1, 100_000), width, f"{asked_by} expects width to be")
    check(whole(1, 100_000_000), batch, f"{asked_by} expects batch to be")
