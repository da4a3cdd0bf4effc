"""Small data sets, made on the spot from a seed: nothing is downloaded."""

import numpy as np

LOGIC_GATES = {
    "AND": (0, 0, 0, 1),
    "OR": (0, 1, 1, 1),
    "NAND": (1, 1, 1, 0),
    "XOR": (0, 1, 1, 0),
}


def sine(points=101):
    """Return one period of the sine on evenly spaced inputs.

    Parameters
    ----------
    points : int
        How many, at least 2.

    Returns
    -------
    x, y : ndarray of float64, shape (points,)
        x from 0 to 2 pi, in radians.

    Raises
    ------
    ValueError
        If there are fewer than two points.

    Examples
    --------
    >>> x, y = sine(5)
    >>> print(y.round(3) + 0.0)
    [ 0.  1.  0. -1.  0.]
    """
    if points < 2:
        raise ValueError(f"sine expects at least 2 points, got {points!r}")
    x = np.linspace(0, 2 * np.pi, points)
    return x, np.sin(x)


def logic_gate(name):
    """Return the truth table of a logic gate of two inputs.

    Parameters
    ----------
    name : {"AND", "OR", "NAND", "XOR"}

    Returns
    -------
    inputs : ndarray of float64, shape (4, 2)
        Every pair of 0 and 1, one a row.
    outputs : ndarray of float64, shape (4,)

    Raises
    ------
    ValueError
        If there is no gate of that name.

    Examples
    --------
    >>> inputs, outputs = logic_gate("AND")
    >>> print(inputs[3], outputs)
    [1. 1.] [0. 0. 0. 1.]
    """
    if name not in LOGIC_GATES:
        raise ValueError(f"logic_gate expects one of {', '.join(LOGIC_GATES)}, got {name!r}")
    inputs = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=float)
    return inputs, np.array(LOGIC_GATES[name], dtype=float)


def half_plane(points, rng, weights=(1.0, 1.0), bias=0.0):
    """Return Gaussian points of the plane, labeled by the side of a straight line they lie on.

    Parameters
    ----------
    points : int
        How many.
    rng : numpy.random.Generator
    weights : pair of float
    bias : float
        A point x is labeled 1 where ``x @ weights + bias > 0``.

    Returns
    -------
    x : ndarray of float64, shape (points, 2)
    labels : ndarray of float64, shape (points,)
        0 or 1.

    Raises
    ------
    TypeError
        If rng is no Generator.

    Examples
    --------
    >>> x, labels = half_plane(4, np.random.default_rng(0))
    >>> print(x.shape, labels)
    (4, 2) [0. 1. 0. 1.]
    """
    if not isinstance(rng, np.random.Generator):
        raise TypeError(f"half_plane expects rng to be a numpy.random.Generator, got {rng!r}")
    x = rng.standard_normal((points, 2))
    return x, (x @ np.asarray(weights, dtype=float) + bias > 0).astype(float)
