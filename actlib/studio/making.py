"""Activations of a reader's own: drawn through points, typed as a formula, or bent from a known one."""

from math import inf

import numpy as np

from actlib.catalogue import CATALOGUE, Activation, Interval
from actlib.functions.accept import accepts_array_like
from actlib.functions.arguments import check, line, one_of
from actlib.properties.features import (
    EDGE,
    checked,
    refuse_what_is_no_function_of_each_input,
    refuse_what_is_nowhere_finite,
)
from actlib.studio.curves import (
    BETWEEN,
    MOST_HANDLES,
    Bent,
    Pieces,
    Shaped,
    bend_through,
    check_shape,
    checked_points,
    pieces_through,
)
from actlib.studio.formulas import function_of
from actlib.studio.landmarks import break_places, landmarks

MOST_LETTERS = 40  # of a name
STEP = float(np.cbrt(np.finfo(float).eps))


def from_points(points, between="straight", *, symmetry="none", period=None, clip=None, name="mine"):
    """Make an activation of the curve through points.

    Parameters
    ----------
    points : sequence of pairs (x, y)
        2 to 40, from left to right, each x at least 0.05 beyond the one before, all within -6 and 6.
    between : {"straight", "smooth", "steps"}
        Straight lines; a smooth curve that turns at points alone; or the value of the last point to the
        left. Beyond the outer points the first two go on straight, with the slope they end with.
    symmetry : {"none", "odd", "even"}
        Mirror the right half: f(-x) = -f(x) with f(0) = 0, or f(-x) = f(x). Where stretches of a period
        meet, a curve has the value of what begins there.
    period : float, optional
        From 0.5 to 12: the stretch from -period / 2 up to period / 2 is repeated.
    clip : pair of float, optional
        Limit the values.
    name : str
        At most 40 characters, none of them a control character.

    Returns
    -------
    Activation
        With exact slopes; at a kink it is that of the piece which begins there.

    Raises
    ------
    TypeError, ValueError
        If an argument is not as described.

    References
    ----------
    goodfellow2016

    Examples
    --------
    >>> ramp = from_points([(-1, 0), (0, 0), (1, 1)])
    >>> print(ramp([-2, 0.5, 3]), ramp.derivative([-2, 0.5, 3]), ramp.range, ramp.kinks)
    [0.  0.5 3. ] [0. 1. 1.] [0, ∞) (0.0,)
    """
    points = checked_points(points)
    check(one_of(BETWEEN), between, "between is expected to be")
    check_shape(symmetry, period, clip)
    pieces = pieces_through(points, between)
    return _drawn(Shaped(pieces, symmetry, period, _pair(clip)), [x for x, _ in points], name)


def bent(base, handles, *, symmetry="none", period=None, clip=None, name="mine"):
    """Make an activation of a known one and a smooth curve through handles that is added to it.

    Parameters
    ----------
    base : str
        A name of the catalogue.
    handles : sequence of pairs (x, dy)
        1 to 12, as the points of ``from_points``: by how much the curve is moved up there. From 1.5
        beyond the outer ones on nothing is changed.
    symmetry, period, clip, name
        As for ``from_points``.

    Returns
    -------
    Activation

    Raises
    ------
    TypeError, ValueError
        If an argument is not as described.

    References
    ----------
    goodfellow2016

    Examples
    --------
    >>> dented = bent("relu", [(-1, -0.25)])
    >>> print(dented([-3, -1, 2]), dented.range)
    [ 0.   -0.25  2.  ] [−0.25, ∞)
    """
    check(one_of(CATALOGUE), base, "base is expected to be")
    handles = checked_points(handles, "handles", 1, MOST_HANDLES)
    check_shape(symmetry, period, clip)
    known = CATALOGUE[base]
    curve = Bent(known.function, known.derivative, bend_through(handles))
    return _drawn(Shaped(curve, symmetry, period, _pair(clip)), known.kinks, name)


@np.errstate(all="ignore")
def from_formula(formula, *, symmetry="none", period=None, clip=None, name="mine"):
    """Make an activation of a formula.

    Parameters
    ----------
    formula : str
        An expression in ``x``, ``np``, pi, e and the names of actlib's activations, of at most 300
        characters, such as "x * np.tanh(softplus(x))". It uses functions of each number alone.
    symmetry, period, clip, name
        As for ``from_points``.

    Returns
    -------
    Activation
        Its slope is the central difference; close to a kink or jump, the one on that side of it.

    Raises
    ------
    TypeError
        If formula is no text.
    ValueError
        If it cannot be read or computed, does not give one real number for each x, gives no finite
        one from -16 to 16, or another argument is not as described.

    References
    ----------
    nocedal2006

    Examples
    --------
    >>> swish = from_formula("x / (1 + np.exp(-x))", name="swish")
    >>> print(swish([-1.0, 1.0]).round(4), swish.derivative(0.0).round(6))
    [-0.2689  0.7311] 0.5
    >>> from_formula("x - x.mean()")
    Traceback (most recent call last):
    ...
    ValueError: “.mean” looks at all inputs at once; use functions such as np.exp(x)
    """
    check_shape(symmetry, period, clip)
    value = function_of(formula)
    refuse_what_is_nowhere_finite(value, "the formula")
    shaped = Shaped(_Formula(value), symmetry, period, _pair(clip))
    f = checked(shaped.value, "the formula")
    refuse_what_is_no_function_of_each_input(f, "the formula")
    found = landmarks(f)
    places = tuple(sorted(each.x for each in (*found.breaks, *found.poles)))
    kinks = tuple(each.x for each in found.breaks)
    return _activation(shaped.value, one_sided_slopes(shaped.value, places), found, kinks, name)


class _Formula:
    """A formula as a curve to be shaped."""

    def __init__(self, value):
        self.value = value


def one_sided_slopes(value, places):
    """Return a function for slopes by central differences that never reach across one of some places."""
    ends = np.array([-inf, *places, inf])

    def slope(x):
        piece = np.searchsorted(places, x, side="right")
        before, after = ends[piece], ends[piece + 1]
        step = np.minimum(STEP * np.maximum(1, np.abs(x)), (after - before) / 3)
        at = np.where(x < before + step, before + 1.01 * step, x)
        at = np.where(x > after - step, after - 1.01 * step, at)
        left, right = at - step, at + step
        with np.errstate(all="ignore"):
            return (value(right) - value(left)) / (right - left)

    return slope


def _drawn(shaped, nodes, name):
    f = checked(shaped.value, "the curve")
    candidates = _candidates(shaped, nodes)
    places = break_places(f, checked(shaped.slope, "the slope"), candidates)
    turns = sorted(candidates.tolist()) if isinstance(shaped.curve, Pieces) else ()
    found = landmarks(f, places, turns)
    return _activation(shaped.value, shaped.slope, found, places, name)


def _candidates(shaped, nodes):
    """Return all places at which a shaped curve may break, within what a report card looks at."""
    x = np.array(nodes, dtype=float)
    if shaped.symmetry != "none":
        x = np.concatenate([x[x > 0], -x[x > 0], [0.0]])
    if shaped.period is not None:
        half = shaped.period / 2
        x = np.append(x[np.abs(x) <= half], half)
        turns = np.arange(-np.ceil(EDGE / shaped.period) - 1, np.ceil(EDGE / shaped.period) + 2)
        x = (x + shaped.period * turns[:, np.newaxis]).ravel()
    if shaped.clip is not None:
        unclipped = Shaped(shaped.curve, shaped.symmetry, shaped.period)
        x = np.concatenate([x, *(_crossings(unclipped.value, level) for level in shaped.clip)])
    return x[np.abs(x) <= EDGE]


def _crossings(value, level):
    """Return where a function passes a level, found by halving the steps in which it does."""
    x = np.arange(-EDGE, EDGE + 1e-9, 1 / 64)
    above = value(x) > level
    passes = above[1:] != above[:-1]
    left, right, above_left = x[:-1][passes], x[1:][passes], above[:-1][passes]
    for _ in range(48):
        middle = (left + right) / 2
        still = (value(middle) > level) == above_left
        left, right = np.where(still, middle, left), np.where(still, right, middle)
    return right


def _activation(value, slope, found, places, name):
    function = _accepting(value, name)
    function.landmarks = found
    limits = found.range if found.range.low <= found.range.high else Interval(-inf, inf)
    return Activation.of(name, function, _accepting(slope, name), range=limits, kinks=places)


def _accepting(method, name):
    """Return a method of float arrays as a function of anything array-like, called by the reader's name."""
    _check_name(name)

    def function(x):
        return np.asarray(method(x), dtype=np.float64)

    function.__name__ = name
    return accepts_array_like(function)


def _check_name(name):
    if not isinstance(name, str):
        raise TypeError(f"name is expected to be text, got {name!r:.60}")
    if not 1 <= len(name) <= MOST_LETTERS:
        raise ValueError(f"name is expected to have 1 to {MOST_LETTERS} characters, got {len(name)}")
    check(line, name, "name is expected to be")


def _pair(clip):
    return None if clip is None else tuple(map(float, clip))
