"""What there is to see on a curve, found without SciPy: where it breaks and turns, and how far it goes."""

from dataclasses import dataclass
from functools import partial

import numpy as np

from actlib.catalogue import CATALOGUE, Interval
from actlib.properties.features import (
    EDGE,
    SAMPLES,
    Break,
    Hole,
    Plateau,
    Pole,
    breaks_at,
    checked,
    edges_of,
    find_breaks,
    find_directions,
    find_extrema,
    find_holes,
    find_plateaus,
    find_range,
    is_monotone,
    limit_at_the_end,
    with_sides_of_poles,
)

SHARES = np.linspace(0, 1, 33)  # of a stretch, at which a valley is looked for
SHARES.flags.writeable = False
CLOSER = 4  # times, each to 1/16 of the stretch before, which is 1/64 at first; then places are 7e-9 apart


@dataclass(frozen=True)
class Landmarks:
    """Where a function breaks, what values it takes, and whether it only rises or only falls.

    Attributes
    ----------
    breaks : tuple of Break
    poles : tuple of Pole
    holes : tuple of Hole
    range : Interval
    monotone : {"increasing", "decreasing", "constant", "no"}
    limits : pair of float
    ends : tuple of float
        Further places at which smooth pieces meet.
    """

    breaks: tuple[Break, ...]
    poles: tuple[Pole, ...]
    holes: tuple[Hole, ...]
    range: Interval
    monotone: str
    limits: tuple[float, float]
    ends: tuple[float, ...] = ()


@np.errstate(all="ignore")
def landmarks(f, places=None, turns=()):
    """Explore a checked function; ``places`` says where it breaks, if known, ``turns`` where it may turn."""
    y = f(SAMPLES)
    breaks, poles = find_breaks(f, y) if places is None else (breaks_at(f, places), ())
    limits = tuple(limit_at_the_end(side) for side in (y[SAMPLES < -16][::-1], y[SAMPLES > 16]))
    directions = with_sides_of_poles(find_directions(y, breaks), breaks, poles)
    extrema = find_extrema(f, y, directions, breaks, poles, partial(turning_point, turns))
    # Between points only what is level has two equal values; elsewhere it may be rounded to a limit.
    plateaus = _levels(y) if turns else find_plateaus(f, y, directions, breaks)
    return Landmarks(
        breaks,
        poles,
        find_holes(f, y),
        find_range(y, extrema, plateaus, breaks, poles, limits),
        is_monotone(directions, breaks, poles),
        limits,
        tuple(turns),
    )


def _levels(y):
    levels = np.unique(y[1:][y[1:] == y[:-1]])
    return [Plateau(Interval(-np.inf, np.inf), float(level), "level") for level in levels]


def landmarks_of(activation):
    """Return the landmarks of any activation: those it was made with, or what is found."""
    made_with = getattr(activation.function, "landmarks", None)
    if made_with is not None:
        return made_with
    in_catalogue = CATALOGUE.get(activation.name) is activation
    return landmarks(
        checked(activation.function, activation.title), activation.kinks if in_catalogue else None
    )


def turning_point(turns, f, low, high, direction_after):
    """Return where f is lowest (``direction_after`` 1) or highest (-1) between two numbers."""
    known = next((x for x in turns if low <= x <= high), None)
    if known is not None or abs(low) > EDGE:  # beyond the edge nobody asks where it is
        return low if known is None else known
    x, _ = lowest(lambda x: direction_after * f(x), low, high)
    return round(x, 7) + 0.0


def steepest_between(slope_of, low, high):
    """Return the largest absolute slope between two numbers, and the middle of where it is."""

    def as_steep(x):
        return np.abs(slope_of(x)) == largest

    x, lowest_value = lowest(lambda x: -np.abs(slope_of(x)), low, high)
    largest = -lowest_value
    if not as_steep(np.array([low, high])).any():  # or else it is no peak, but a step of a stair
        x = sum(edges_of(as_steep, [x, x], [low, high], 24)) / 2
    return largest, round(x, 6) + 0.0


def lowest(function, low, high):
    """Return where a function with one valley is lowest, ever closer around the lowest of some places."""
    for _ in range(CLOSER + 1):
        places = low + (high - low) * SHARES
        values = function(places)
        at = int(np.argmin(np.where(np.isnan(values), np.inf, values)))
        low, high = places[max(at - 1, 0)], places[min(at + 1, len(places) - 1)]
    return float(places[at]), float(values[at])


def break_places(value, slope, candidates):
    """Return those of some places at which a function jumps or has a kink.

    A jump counts if it is above 1e-7, a kink if the slope jumps by more than 1e-3, as on a report card.
    """
    x = np.unique(np.round(np.asarray(candidates, dtype=float), 9)) + 0.0
    left, right = value(x - 1e-9), value(x + 1e-9)
    before, after = slope(x - 1e-7), slope(x + 1e-7)
    jumps = np.abs(right - left) > 1e-7 * np.fmax(1, np.abs(left))
    bends = np.abs(after - before) > 1e-3 * np.fmax(1, np.abs(before))
    return tuple(x[jumps | bends].tolist())
