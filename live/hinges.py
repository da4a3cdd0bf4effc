"""The front page's network: one sum of neurons that follows a wave, and how well.

A neuron is a hinge: it has a place, counted in thousandths of the wave, and a height, chosen by least
squares. ``hinges.js`` computes the same in the page while a finger moves; the tests compare them.
``tools/find_hinges.py`` looks for the best places and stores them in ``hinges.json``.
"""

import functools
import json
from pathlib import Path

import numpy as np

from actlib import data
from actlib.catalogue import CATALOGUE

NAMES = ("identity", "step", "relu", "gelu", "silu", "softplus", "tanh", "sigmoid")
PLACES = np.arange(0, 1001, 5)
STEEPNESS = 2.0  # of every neuron, per radian of the wave
PULL = 1e-10  # what a squared height costs beside the squared gaps: it keeps heights finite
GAP = 20  # thousandths between two hinges
MOST = 8
GOAL = 0.99
START = {"name": "relu", "hinges": (180, 500, 850)}


def wave():
    """Return the wave's values at ``PLACES``, shape (201,), float64.

    Examples
    --------
    >>> wave()[PLACES == 250]
    array([1.])
    """
    return data.sine(len(PLACES))[1]


def neurons(name, hinges, places=PLACES):
    """Return what the output adds up: a column of ones, and one column for each neuron.

    Parameters
    ----------
    name : str
        An activation of the catalogue.
    hinges, places : array_like, shapes (n,) and (m,)
        In thousandths of the wave.

    Returns
    -------
    ndarray of float64, shape (m, 1 + n)

    Examples
    --------
    >>> neurons("step", [250], places=[0, 250, 255])
    array([[1., 0.],
           [1., 0.],
           [1., 1.]])
    """
    distance = np.subtract.outer(np.asarray(places, dtype=float), np.asarray(hinges, dtype=float))
    values = CATALOGUE[name](STEEPNESS * 2 * np.pi * distance / 1000)
    return np.column_stack([np.ones(len(distance)), values])


def fit(name, hinges):
    """Return the bias and the heights that leave the least squared gaps.

    Parameters
    ----------
    name : str
        An activation of the catalogue.
    hinges : array_like, shape (n,)
        In thousandths of the wave.

    Returns
    -------
    ndarray of float64, shape (1 + n,)

    Examples
    --------
    >>> fit("tanh", [500]).round(3) + 0.0
    array([ 0.   , -0.717])
    """
    columns = neurons(name, hinges)
    pull = np.sqrt(PULL) * np.eye(columns.shape[1])[1:]
    target = np.append(wave(), np.zeros(len(pull)))
    return np.linalg.lstsq(np.vstack([columns, pull]), target, rcond=None)[0]


def score(name, hinges):
    """Return R², the share of the wave's variance that the network explains.

    Parameters
    ----------
    name : str
        An activation of the catalogue.
    hinges : array_like, shape (n,)
        In thousandths of the wave.

    Returns
    -------
    float

    Examples
    --------
    >>> round(score("identity", [300, 700]), 3), round(score("relu", [0, 250, 750]), 3)
    (0.599, 0.988)
    """
    y = wave()
    gaps = y - neurons(name, hinges) @ fit(name, hinges)
    return float(1 - gaps @ gaps / np.sum((y - y.mean()) ** 2))


@functools.cache
def best():
    """Return the best hinges found for each activation and each count from 1 to ``MOST``.

    Returns
    -------
    dict of str to list of list of int
    """
    return json.loads(Path(__file__).with_name("hinges.json").read_text(encoding="utf-8"))
