"""Softmax, which turns scores into probabilities that sum to 1, and its Jacobian."""

from functools import partial

import numpy as np

from actlib.functions.accept import accepts_array_like, whole_axis


def _without_the_masked(function_name, x, mask, axis=-1):
    """Return scores in which -inf stands behind the mask, and 0 for -inf where nothing else is in sight."""
    _check_axes(x, axis, function_name)
    in_sight = np.where(mask, x.dtype.type(-np.inf), x)
    largest = np.max(in_sight, axis=axis, keepdims=True, initial=-np.inf)
    return np.where(~mask & (largest == -np.inf), x.dtype.type(0), in_sight)


@accepts_array_like(behind_a_mask=partial(_without_the_masked, "softmax"))
def softmax(x, axis=-1):
    """Turn scores into positive shares that sum to 1 along an axis.

    Parameters
    ----------
    x : array_like of real numbers, any shape
        Scores, also called logits; in a batch, one sample a row.
    axis : int, tuple of ints or None
        What is normalized together; None means the whole array.

    Returns
    -------
    ndarray, shape and float dtype of x (float64 for integers and bools)

    Raises
    ------
    TypeError
        If x does not hold real numbers.
    numpy.exceptions.AxisError
        If x has no such axis; a single number may be asked for its axis 0 or -1.
    ValueError
        If axis names one of x's axes twice.

    Notes
    -----
    The largest score of each row is subtracted first, so exp never overflows. Scores that share
    the largest value get equal shares, also where it is infinite. What a mask hides has no share.

    References
    ----------
    bridle1990

    Examples
    --------
    >>> print(softmax([1, 2, 3]).round(4))
    [0.09   0.2447 0.6652]
    """
    _check_axes(x, axis, "softmax")
    e = _below_largest(x, axis)
    np.exp(e, out=e)
    e /= np.sum(e, axis=axis, keepdims=True)
    return e


@accepts_array_like(behind_a_mask=partial(_without_the_masked, "log_softmax"))
def log_softmax(x, axis=-1):
    """Return the logarithm of softmax without computing softmax.

    Parameters
    ----------
    x : array_like of real numbers, any shape
    axis : int, tuple of ints or None
        What is normalized together; None means the whole array.

    Returns
    -------
    ndarray, shape and float dtype of x (float64 for integers and bools)

    Raises
    ------
    TypeError
        If x does not hold real numbers.
    numpy.exceptions.AxisError
        If x has no such axis; a single number may be asked for its axis 0 or -1.
    ValueError
        If axis names one of x's axes twice.

    Notes
    -----
    log(softmax([0, 1000])) would hold log(0); this form gives -1000. The sum of exponentials is
    taken without the 1 of the largest score, which log1p adds: -4.2e-18 for [40, 0] is not lost in it.

    References
    ----------
    bridle1990

    Examples
    --------
    >>> print(log_softmax([0, 1000]))
    [-1000.     0.]
    """
    _check_axes(x, axis, "log_softmax")
    below = _below_largest(x, axis)
    largest = below == 0
    others = np.sum(np.where(largest, 0, np.exp(below)), axis=axis, keepdims=True)
    return below - np.log1p(others + (np.sum(largest, axis=axis, keepdims=True, dtype=x.dtype) - 1))


def _check_axes(x, axis, function_name):
    x = np.atleast_1d(x)
    axes = axis if isinstance(axis, tuple) else () if axis is None else (axis,)
    for each in axes:
        _check_axis(x, each, function_name, "an int, a tuple of ints or None")
    if len({each % x.ndim for each in axes}) < len(axes):
        raise ValueError(f"{function_name} expects axis to name no axis of x twice, got {axis}")


def _check_axis(x, axis, function_name, words="an int"):
    whole_axis(axis, function_name, words)
    if not -x.ndim <= axis < x.ndim:
        raise np.exceptions.AxisError(
            f"{function_name} expects axis to be one of x's, whose shape is {x.shape}, got {axis}"
        )


def _below_largest(x, axis):
    largest = np.max(x, axis=axis, keepdims=True, initial=-np.inf)
    below = np.subtract(x, largest, out=np.empty_like(x))
    return below if np.isfinite(largest).all() else np.where(x == largest, 0, below)


@accepts_array_like(behind_a_mask=None)
def softmax_jacobian(x, axis=-1):
    """Return how each share of softmax changes with each score: diag(p) - outer(p, p).

    Parameters
    ----------
    x : array_like of real numbers, at least 1-d
    axis : int
        The axis that softmax normalizes.

    Returns
    -------
    ndarray, float dtype of x, shape of x without axis, followed by (n, n)
        For x of shape (n,) an n by n matrix; for a batch of shape (m, n), m such matrices.
        Row i holds the slopes of share i.

    Raises
    ------
    TypeError
        If x does not hold real numbers.
    numpy.exceptions.AxisError
        If x has no such axis.

    Notes
    -----
    Every row and every column sums to 0: what one share gains, the others lose.

    References
    ----------
    bridle1990

    Examples
    --------
    >>> print(softmax_jacobian([0, 0]))
    [[ 0.25 -0.25]
     [-0.25  0.25]]
    """
    _check_axis(x, axis, "softmax_jacobian")
    p = softmax(np.moveaxis(x, axis, -1))
    return p[..., :, None] * (np.eye(p.shape[-1]) - p[..., None, :])
