"""How the weights of a layer start."""

import numpy as np

from actlib.functions.accept import finite_number
from actlib.nn.arguments import positive_integer

NORMAL_VARIANCES = {
    "he": lambda fan_in, fan_out: 2 / fan_in,
    "xavier": lambda fan_in, fan_out: 2 / (fan_in + fan_out),
    "glorot": lambda fan_in, fan_out: 2 / (fan_in + fan_out),
    "lecun": lambda fan_in, fan_out: 1 / fan_in,
    "normal": lambda fan_in, fan_out: 1,
}
INITIALIZATIONS = (*NORMAL_VARIANCES, "uniform", "zeros")
"""The names that initial_weights and layers know."""


def initial_weights(initialization, shape, fan_in, fan_out, rng=None, scale=1.0):
    """Draw the weights a layer starts with.

    Parameters
    ----------
    initialization : {"he", "xavier", "glorot", "lecun", "normal", "uniform", "zeros"}
        Gaussian with variance 2 / fan_in (he), 2 / (fan_in + fan_out) (xavier, also called
        glorot), 1 / fan_in (lecun) or 1 (normal); or uniform between -1 and 1 over the square
        root of fan_in, as PyTorch's layers do; or zeros.
    shape : tuple of int
    fan_in, fan_out : int
        How many numbers each output sums, and how many outputs each input reaches.
    rng : numpy.random.Generator or numpy.random.RandomState
        Not needed for zeros.
    scale : float
        Multiplies what was drawn.

    Returns
    -------
    ndarray of float64, the shape asked for

    Raises
    ------
    ValueError
        If there is no such initialization.
    TypeError
        If rng is no random generator, or scale no finite number.

    References
    ----------
    he2015

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> print(initial_weights("he", (50, 200), fan_in=50, fan_out=200, rng=rng).std().round(2))
    0.2
    """
    if not isinstance(initialization, str) or initialization not in INITIALIZATIONS:
        known = ", ".join(INITIALIZATIONS)
        raise ValueError(f"initialization is expected to be one of {known}, got {initialization!r}")
    shape = tuple(shape) if isinstance(shape, list | tuple) else (shape,)
    for sizes, name in ((shape, "shape"), ((fan_in,), "fan_in"), ((fan_out,), "fan_out")):
        for size in sizes:
            positive_integer(size, f"initial_weights expects {name} to be")
    if initialization == "zeros":
        return np.zeros(shape)
    if not isinstance(rng, np.random.Generator | np.random.RandomState):
        raise TypeError(f"rng is expected to be a numpy.random.Generator, got {rng!r}")
    scale = finite_number(scale, "scale is expected to be")
    if initialization == "uniform":
        bound = scale / np.sqrt(fan_in)
        return rng.uniform(-bound, bound, shape)
    deviation = scale * np.sqrt(NORMAL_VARIANCES[initialization](fan_in, fan_out))
    return deviation * rng.standard_normal(shape)
