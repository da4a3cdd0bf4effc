"""Small data sets, made from a seed or shipped with Python and this library: nothing is downloaded."""

import codecs
import runpy
from pathlib import Path

import numpy as np

from actlib.functions import arguments as must_be
from actlib.functions.accept import is_finite, unmasked
from actlib.functions.arguments import takes

DIGITS = Path(__file__).with_name("digits.npz")
LOGIC_GATES = {
    "AND": (0, 0, 0, 1),
    "OR": (0, 1, 1, 1),
    "NAND": (1, 1, 1, 0),
    "XOR": (0, 1, 1, 0),
}


def _part(value):
    return None if is_finite(value) and 0 < value < 1 else "above 0 and below 1"


@takes(points=must_be.whole(2))
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
    TypeError
        If points is no number.
    ValueError
        If points is not whole or below 2.

    Examples
    --------
    >>> x, y = sine(5)
    >>> print(y.round(3) + 0.0)
    [ 0.  1.  0. -1.  0.]
    """
    x = np.linspace(0, 2 * np.pi, points)
    return x, np.sin(x)


@takes(name=must_be.one_of(LOGIC_GATES))
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
    TypeError
        If name is None.
    ValueError
        If there is no gate of that name.

    Examples
    --------
    >>> inputs, outputs = logic_gate("AND")
    >>> print(inputs[3], outputs)
    [1. 1.] [0. 0. 0. 1.]
    """
    inputs = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=float)
    return inputs, np.array(LOGIC_GATES[name], dtype=float)


@takes(points=must_be.whole(0), weights=must_be.pair(must_be.number, "finite numbers"), bias=must_be.number)
def half_plane(points, rng, weights=(1.0, 1.0), bias=0.0):
    """Return Gaussian points of the plane, labeled by the side of a straight line they lie on.

    Parameters
    ----------
    points : int
        How many, at least 0.
    rng : numpy.random.Generator or RandomState
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
        If points or bias is no number, or rng no generator.
    ValueError
        If points is not whole or below 0, weights no pair of finite numbers, or bias not finite.

    Examples
    --------
    >>> x, labels = half_plane(4, np.random.default_rng(0))
    >>> print(x.shape, labels)
    (4, 2) [0. 1. 0. 1.]
    """
    _check_rng("half_plane", rng)
    x = rng.standard_normal((points, 2))
    return x, (x @ np.asarray(weights, dtype=float) + bias > 0).astype(float)


@takes(
    points=must_be.whole(1),
    classes=must_be.whole(1),
    noise=must_be.at_least(0),
    angle_scale=must_be.number,
)
def spiral(points=100, classes=3, rng=None, noise=0.2, angle_scale=1.0):
    """Return the arms of a spiral, one arm a class: radius from 0 to 1, noise in the angle.

    Parameters
    ----------
    points : int
        How many in each class, at least 1.
    classes : int
        How many, at least 1.
    rng : numpy.random.Generator or RandomState
        Has to be given.
    noise : float
        Standard deviation of the angle before it is scaled, in radians, at least 0.
    angle_scale : float
        What the noisy angle is multiplied by. An arm turns by 4 radians, which is 0.64 of a turn;
        with 2.5 it is 1.59 turns, a much harder task.

    Returns
    -------
    x : ndarray of float64, shape (classes * points, 2)
        Class after class, each from the center outward.
    labels : ndarray of integers (intp), shape (classes * points,)
        From 0 to classes - 1.

    Raises
    ------
    TypeError
        If points, classes, noise or angle_scale is no number, or rng no generator.
    ValueError
        If points or classes is not whole, one of them or noise is too small, or a number is not finite.

    Notes
    -----
    This is the spiral of the case study of Stanford's course CS231n. The package nnfs, of the book
    Neural Networks from Scratch, has the same one with an angle_scale of 2.5: after
    ``np.random.seed(s)`` it gives, bit for bit, what ``RandomState(s)`` gives here. Its ``nnfs.init()``
    rounds all of that to float32.

    Examples
    --------
    >>> x, labels = spiral(points=2, classes=3, rng=np.random.default_rng(0), noise=0)
    >>> print((x + 0.0).round(3).tolist())
    [[0.0, 0.0], [-0.757, -0.654], [0.0, 0.0], [0.989, -0.146], [0.0, 0.0], [-0.537, 0.844]]
    >>> print(labels)
    [0 0 1 1 2 2]
    """
    _check_rng("spiral", rng)
    start = 4.0 * np.arange(classes)
    angle = np.linspace(start, start + 4, points, axis=1)
    angle = angle_scale * (angle + noise * rng.standard_normal(angle.shape))
    x = np.linspace(0, 1, points)[:, np.newaxis] * np.stack([np.sin(angle), np.cos(angle)], axis=-1)
    return x.reshape(-1, 2), np.repeat(np.arange(classes, dtype=np.intp), points)


@takes(points=must_be.whole(2), noise=must_be.at_least(0), factor=must_be.at_least(0, below=1))
def circles(points, rng, noise=0.1, factor=0.5):
    """Return two noisy circles, one inside the other, which no straight line can separate.

    Parameters
    ----------
    points : int
        How many in both circles together, at least 2. The inner circle has the odd one.
    rng : numpy.random.Generator or RandomState
    noise : float
        Standard deviation of what is added to each coordinate, at least 0.
    factor : float
        Radius of the inner circle, at least 0 and below 1. That of the outer circle is 1.

    Returns
    -------
    x : ndarray of float64, shape (points, 2)
        First the outer circle, then the inner one, each evenly spaced and counterclockwise.
    labels : ndarray of integers (intp), shape (points,)
        0 for the outer circle, 1 for the inner one.

    Raises
    ------
    TypeError
        If points, noise or factor is no number, or rng no generator.
    ValueError
        If points is not whole or below 2, noise is below 0 or not finite, or factor outside of [0, 1).

    Notes
    -----
    These are, unshuffled, the circles of scikit-learn's make_circles.

    Examples
    --------
    >>> x, labels = circles(4, np.random.default_rng(0), noise=0)
    >>> print((x.round(3) + 0.0).tolist(), labels)
    [[1.0, 0.0], [-1.0, 0.0], [0.5, 0.0], [-0.5, 0.0]] [0 0 1 1]
    """
    _check_rng("circles", rng)
    sizes = [points // 2, points - points // 2]
    angle = np.concatenate([np.linspace(0, 2 * np.pi, size, endpoint=False) for size in sizes])
    labels = np.repeat(np.arange(2, dtype=np.intp), sizes)
    circle = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    x = circle * np.where(labels, factor, 1.0)[:, np.newaxis]
    return x + noise * rng.standard_normal(x.shape), labels


def digits():
    """Return the 1797 handwritten digits that scikit-learn also ships, 8 pixels by 8.

    Returns
    -------
    images : ndarray of float64, shape (1797, 1, 8, 8)
        From 0 for paper to 1 for ink; the axis after the first one is the only channel.
    labels : ndarray of integers (intp), shape (1797,)
        The digit, from 0 to 9.

    Notes
    -----
    They are the test set of Alpaydin and Kaynak's Optical Recognition of Handwritten Digits (1998) in
    the UCI Machine Learning Repository: written by 13 people, none of whom is in its training set.
    The file beside this module holds the gray levels from 0 to 16 as scikit-learn's copy has them.

    Examples
    --------
    >>> images, labels = digits()
    >>> print(images.shape, labels[:5])
    (1797, 1, 8, 8) [0 1 2 3 4]
    """
    with np.load(DIGITS) as shipped:
        return shipped["images"][:, np.newaxis] / 16, shipped["labels"].astype(np.intp)


def text():
    """Return an English text that comes with Python: The Zen of Python, by Tim Peters.

    Returns
    -------
    str
        856 characters in 21 lines, without a line end after the last one.

    Notes
    -----
    Importing Python's module ``this`` prints the text, and does so once only. So it is run apart from
    the imported modules, and mute: a later ``import this`` still prints.

    Examples
    --------
    >>> text().splitlines()[2]
    'Beautiful is better than ugly.'
    """
    module = runpy.run_module("this", {"print": lambda line: None})
    return codecs.decode(module["s"], "rot13")


def encode_characters(text):
    """Number the characters of a text by their place in its alphabet.

    Parameters
    ----------
    text : str

    Returns
    -------
    alphabet : str
        Each character of the text once, sorted by code point.
    codes : ndarray of integers (intp), shape (len(text),)
        ``alphabet[codes[i]]`` is ``text[i]``.

    Raises
    ------
    TypeError
        If text is no string.

    Examples
    --------
    >>> encode_characters("banana")
    ('abn', array([1, 0, 2, 0, 2, 0]))
    """
    if not isinstance(text, str):
        raise TypeError(f"encode_characters expects text to be a string, got {text!r}")
    alphabet = "".join(sorted(set(text)))
    place = {character: code for code, character in enumerate(alphabet)}
    return alphabet, np.array([place[character] for character in text], dtype=np.intp)


@takes(classes=must_be.whole(1))
def one_hot(labels, classes):
    """Return a row for each label: 1 in the label's column, 0 in the others.

    Parameters
    ----------
    labels : array_like of int, any shape
        From 0 to classes - 1.
    classes : int
        How many, at least 1.

    Returns
    -------
    ndarray of float64, shape of labels followed by classes

    Raises
    ------
    TypeError
        If labels holds something else than integers or is masked, or classes is no number.
    ValueError
        If a label is out of range, labels is ragged, or classes is not whole or below 1.

    Examples
    --------
    >>> print(one_hot([2, 0], classes=3))
    [[0. 0. 1.]
     [1. 0. 0.]]
    """
    labels = unmasked(labels, "one_hot expects labels to be")
    if not labels.size:
        labels = labels.astype(np.intp)
    if labels.dtype.kind not in "iu":
        raise TypeError(f"one_hot expects labels to be integers, got dtype {labels.dtype}")
    strangers = labels[(labels < 0) | (labels >= classes)]
    if strangers.size:
        raise ValueError(f"one_hot expects labels to be from 0 to {classes - 1}, got {strangers[0]}")
    return (labels[..., np.newaxis] == np.arange(classes)).astype(float)


@takes(held_out=_part)
def split(x, y, rng, held_out=0.25):
    """Shuffle samples and hold some of them out, to test on what was not trained on.

    Parameters
    ----------
    x, y : array_like, shapes (samples, ...)
        Inputs and targets.
    rng : numpy.random.Generator or RandomState
    held_out : float
        The share of the samples to hold out, above 0 and below 1; rounded to whole samples, and at
        least one sample has to fall on either side.

    Returns
    -------
    x_train, y_train, x_test, y_test : ndarray
        Copies. The pairs stand together, unlike in scikit-learn's train_test_split.

    Raises
    ------
    TypeError
        If rng is no generator, held_out no number, or x or y is masked.
    ValueError
        If x and y differ in length, one of them is ragged, held_out is not between 0 and 1, or one side would
        be empty.

    Examples
    --------
    >>> x_train, y_train, x_test, y_test = split(range(8), range(8), np.random.default_rng(0))
    >>> print(x_train, x_test)
    [3 6 5 0 1 7] [2 4]
    """
    x, y = unmasked(x, "split expects x to be"), unmasked(y, "split expects y to be")
    _check_rng("split", rng)
    if x.shape[:1] != y.shape[:1] or not x.shape:
        raise ValueError(f"split expects x and y of the same length, got shapes {x.shape} and {y.shape}")
    tested = round(held_out * len(x))
    if not 0 < tested < len(x):
        raise ValueError(
            f"split expects samples on both sides, got {len(x)} samples and held_out {held_out!r}"
        )
    order = rng.permutation(len(x))
    train, test = order[tested:], order[:tested]
    return x[train], y[train], x[test], y[test]


def _check_rng(function, rng):
    if not isinstance(rng, np.random.Generator | np.random.RandomState):
        raise TypeError(f"{function} expects rng to be a numpy.random.Generator or RandomState, got {rng!r}")
