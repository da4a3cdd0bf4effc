"""Curves through points: value and exact slope anywhere, and what is done to a curve afterwards."""

import reprlib
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from actlib.functions.accept import is_finite
from actlib.functions.arguments import above, check, one_of, optional

BETWEEN = ("straight", "smooth", "steps")
SYMMETRIES = ("none", "odd", "even")
FARTHEST = 6.0  # of a point from 0, across and upright
NEAREST = 0.05  # of one point to the next, across
PLACES = (np.arange(481) - 240) / 40
"""Where the studio draws a curve: from -6 to 6, every 0.025."""
PLACES.flags.writeable = False
MOST_POINTS = 40
MOST_HANDLES = 12
PERIODS = (0.5, 12.0)


@dataclass(frozen=True)
class Pieces:
    """Cubic pieces, one after the other: left of the first node, between the nodes, right of the last.

    Attributes
    ----------
    nodes : ndarray of float64, shape (n,)
    origins : ndarray of float64, shape (n + 1,)
        The node from which the distance d is counted in each piece.
    coefficients : ndarray of float64, shape (4, n + 1)
        A value is c0 + c1·d + c2·d² + c3·d³.
    """

    nodes: np.ndarray
    origins: np.ndarray
    coefficients: np.ndarray

    def value(self, x):
        d, c0, chord = self._distance_and_chord(x, "right", (1, 1, 1))
        # At infinity a piece of slope 0 keeps its value; 0 times infinity would be NaN.
        return c0 + np.multiply(d, chord, out=np.zeros_like(d), where=chord != 0)

    def slope(self, x, side="right"):
        """Return the slope of the piece that begins at x (``side="right"``) or that ends there."""
        return self._distance_and_chord(x, side, (1, 2, 3))[2]

    def _distance_and_chord(self, x, side, factors):
        piece = np.searchsorted(self.nodes, x, side=side)
        c0, c1, c2, c3 = self.coefficients[:, piece]
        d = x - self.origins[piece]
        inside = np.clip(d, -2 * FARTHEST, 2 * FARTHEST)  # beyond the nodes c2 and c3 are 0
        one, two, three = factors
        return d, c0, one * c1 + inside * (two * c2 + inside * (three * c3))


def pieces_through(points, between):
    """Return the pieces of the curve through points: straight lines, a smooth curve, or steps."""
    x, y = np.array(points, dtype=float).T
    zeros = np.zeros(len(x) + 1)
    c0, c1, c2, c3 = np.concatenate([y[:1], y]), zeros, zeros.copy(), zeros.copy()
    if between != "steps":
        width = np.diff(x)
        chord = np.diff(y) / width
        if between == "smooth":
            slope = pchip_slopes(width, chord)
            c2[1:-1] = (3 * chord - 2 * slope[:-1] - slope[1:]) / width
            c3[1:-1] = (slope[:-1] + slope[1:] - 2 * chord) / width**2
        else:
            slope = np.append(chord, chord[-1])
        c1 = np.concatenate([slope[:1], slope])
    return Pieces(x, np.concatenate([x[:1], x]), np.array([c0, c1, c2, c3]))


def pchip_slopes(width, chord):
    """Return the slopes at the nodes that keep a smooth curve monotone where its points are.

    Inside, the weighted harmonic mean of the slopes of the two chords, or 0 where they differ in sign;
    at the ends the formula of three points, held back so that the curve does not turn. This is how
    SciPy's PchipInterpolator has it.
    """
    if len(chord) == 1:
        return np.repeat(chord, 2)
    left, right = chord[:-1], chord[1:]
    left_weight, right_weight = 2 * width[1:] + width[:-1], width[1:] + 2 * width[:-1]
    turns = left * right <= 0
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = (left_weight + right_weight) / (left_weight / left + right_weight / right)
    first = _end_slope(*width[:2], *chord[:2])
    last = _end_slope(*width[:-3:-1], *chord[:-3:-1])
    return np.array([first, *np.where(turns, 0.0, mean), last])


def _end_slope(width, next_width, chord, next_chord):
    slope = ((2 * width + next_width) * chord - width * next_chord) / (width + next_width)
    if np.sign(slope) != np.sign(chord):
        return 0.0
    if np.sign(chord) != np.sign(next_chord) and abs(slope) > 3 * abs(chord):
        return 3 * chord
    return slope


@dataclass(frozen=True)
class Bent:
    """A function plus a smooth curve through handles, which fades to 0 on either side of them."""

    function: Callable
    derivative: Callable
    bend: Pieces

    def value(self, x):
        return self.function(x) + self.bend.value(x)

    def slope(self, x, side="right"):
        return self.derivative(x) + self.bend.slope(x)


def bend_through(handles):
    """Return the smooth curve through handles that is 0 from 1.5 beyond the outer ones on."""
    (first, _), (last, _) = handles[0], handles[-1]
    before, after = [(first - 2.5, 0), (first - 1.5, 0)], [(last + 1.5, 0), (last + 2.5, 0)]
    return pieces_through([*before, *handles, *after], "smooth")


@dataclass(frozen=True)
class Shaped:
    """A curve made symmetric, then periodic, then limited, each if asked for.

    Attributes
    ----------
    curve : object with ``value(x)`` and ``slope(x, side)``
    symmetry : {"none", "odd", "even"}
        Both symmetric forms take the right half; an odd curve is 0 at 0.
    period : float or None
        The stretch from -period / 2 up to period / 2 is repeated.
    clip : pair of float or None
        Values are limited to it.
    """

    curve: object
    symmetry: str = "none"
    period: float | None = None
    clip: tuple[float, float] | None = None

    def value(self, x):
        y = self._before_clip(self._within_period(x))
        return y if self.clip is None else np.clip(y, *self.clip)

    def slope(self, x):
        """Return the slope of what begins at x, going right."""
        x = self._within_period(x)
        if self.symmetry == "none":
            slope = self.curve.slope(x)
        else:
            mirrored, size = x < 0, np.abs(x)
            slope = np.where(mirrored, self.curve.slope(size, "left"), self.curve.slope(size))
            slope = np.where(mirrored, -slope, slope) if self.symmetry == "even" else slope
        if self.clip is None:
            return slope
        y, (low, high) = self._before_clip(x), self.clip
        cut = (y < low) | (y > high) | ((y == low) & (slope < 0)) | ((y == high) & (slope > 0))
        return np.where(cut, 0.0, slope)

    def _within_period(self, x):
        period = self.period
        return x if period is None else x - period * np.floor((x + period / 2) / period)

    def _before_clip(self, x):
        if self.symmetry == "none":
            return self.curve.value(x)
        y = self.curve.value(np.abs(x))
        return np.where(x == 0, 0.0, np.sign(x) * y) if self.symmetry == "odd" else y


# What a reader may ask for


def checked_points(points, what="points", least=2, most=MOST_POINTS):
    """Return points as a list of pairs of float, or say what is wrong with them."""
    if not isinstance(points, list | tuple | np.ndarray):
        raise TypeError(f"{what} are expected to be a list of pairs [x, y], got {_kind(points)}")
    if not least <= len(points) <= most:
        raise ValueError(f"{what} are expected to be {least} to {most} pairs [x, y], got {len(points)}")
    pairs = [_pair(pair, what) for pair in points]
    for (x, _), (following, _) in pairwise(pairs):
        if not following - x >= NEAREST - 1e-9:
            raise ValueError(
                f"{what} are expected to go from left to right, each at least {NEAREST} beyond the one "
                f"before, got x = {following:g} after x = {x:g}"
            )
    return pairs


def _pair(pair, what):
    if not isinstance(pair, list | tuple | np.ndarray) or len(pair) != 2:
        raise ValueError(f"{what} are expected to be pairs [x, y], got {_kind(pair)} among them")
    if not all(map(is_finite, pair)):
        raise ValueError(f"{what} are expected to hold finite numbers, got {_kind(pair)} among them")
    x, y = map(float, pair)
    if max(abs(x), abs(y)) > FARTHEST:
        raise ValueError(
            f"{what} are expected within −{FARTHEST:g} and {FARTHEST:g}, got ({x:g}, {y:g}) among them"
        )
    return x, y


def check_shape(symmetry, period, clip):
    """Raise an error that says which of the three settings is none, and why."""
    check(one_of(SYMMETRIES), symmetry, "symmetry is expected to be")
    check(optional(_period), period, "period is expected to be")
    check(optional(_clip), clip, "clip is expected to be")


def _period(value):
    low, high = PERIODS
    in_range = above(0)(value) is None and low <= value <= high
    return None if in_range else f"a number from {low:g} to {high:g}, or None"


def _clip(value):
    is_pair = isinstance(value, list | tuple) and len(value) == 2 and all(map(is_finite, value))
    return None if is_pair and value[0] < value[1] else "two finite numbers [low, high], low first, or None"


def _kind(value):
    return reprlib.repr(value)
