"""What can be found of a function from its values: breaks, turns, zeros, holes, slopes."""

from dataclasses import dataclass
from itertools import groupby, pairwise
from math import inf, isfinite, isinf, isnan, nan

import numpy as np

from actlib.calculus import central_difference
from actlib.catalogue import CATALOGUE, Activation, Interval

# What is searched: every 1/256 up to 16 on either side, then in steps of 30 % up to 1e8. A feature
# narrower than a step can be missed.
SPACING = 2.0**-8
EDGE = 16.0
GRID = np.arange(-EDGE, EDGE + SPACING, SPACING)
TAIL = np.geomspace(EDGE, 1e8, 61)[1:]
SAMPLES = np.concatenate([-TAIL[::-1], GRID, TAIL])
IN_GRID = np.abs(SAMPLES) <= EDGE
GRID.flags.writeable = TAIL.flags.writeable = SAMPLES.flags.writeable = IN_GRID.flags.writeable = False
FLAT = 0.01
CLOSE_UP = np.arange(-1 / 8, 9 / 8 + SPACING, SPACING)  # of a step of the grid, as wide as 1
MOST_STEEP = 64  # steps that are looked at close up; a function with more is a wave


@dataclass(frozen=True)
class Break:
    """A place where a function jumps, or where its slope does (a kink).

    Attributes
    ----------
    x : float
    values, slopes : pair of float
        What is approached from the left and from the right.
    jumps : bool
        Whether the values differ; if not, the slopes do.
    """

    x: float
    values: tuple[float, float]
    slopes: tuple[float, float]
    jumps: bool


@dataclass(frozen=True)
class Pole:
    """A place beside which a function grows beyond all bounds.

    Attributes
    ----------
    x : float
    values : pair of float
        What is approached from the left and from the right, at least one of them infinite.
    order : float
        The function grows as 1 / abs(distance) to this power.
    """

    x: float
    values: tuple[float, float]
    order: float


@dataclass(frozen=True)
class Extremum:
    """A place where a function turns, or ends a piece before it jumps: a local minimum or maximum."""

    x: float
    y: float
    kind: str


@dataclass(frozen=True)
class Plateau:
    """A stretch on which a function has one value, its lowest or highest around: "minimum" or "maximum"."""

    stretch: Interval
    y: float
    kind: str


@dataclass(frozen=True)
class Hole:
    """Inputs from low to high for which a function returns no finite number, and what it returns."""

    low: float
    high: float
    value: float


def as_activation(activation, asked_by):
    """Return an Activation, or the catalogue's of that name; ``asked_by`` opens the error message."""
    if isinstance(activation, str):
        if activation not in CATALOGUE:
            known = ", ".join(CATALOGUE)
            raise ValueError(f"{asked_by} expects activation to be one of {known}, got {activation!r}")
        return CATALOGUE[activation]
    if not isinstance(activation, Activation):
        raise TypeError(f"{asked_by} expects an Activation or the name of one, got {activation!r}")
    return activation


def checked(function, title):
    """Wrap a function so that a wrong answer is an error that says what is wrong with it."""

    def checked(x):
        try:
            with np.errstate(all="ignore"):
                y = np.asarray(function(np.array(x)))
        except Exception as error:
            where = _where_it_raises(function, x)
            raise ValueError(f"{title} is expected to take {where}, but raised {error!r}") from error
        if y.shape != x.shape:
            raise ValueError(f"{title} is expected to keep the shape {x.shape}, got {y.shape}")
        if y.dtype.kind not in "biuf":
            raise TypeError(f"{title} is expected to return real numbers, got dtype {y.dtype}")
        return y.astype(np.float64)

    return checked


def refuse_what_is_nowhere_finite(f, title):
    """Raise an error if f gives no finite number where it is looked at closely."""
    if not np.isfinite(f(GRID)).any():
        raise ValueError(f"{title} gives no finite number for any x from −16 to 16")


def refuse_what_is_no_function_of_each_input(f, title):
    """Raise an error if f gives other values when asked again, or for the same inputs in other company."""
    first, again = f(SAMPLES), f(SAMPLES)
    fewer, some = first.copy(), np.flatnonzero((SAMPLES > -7) & (SAMPLES < 5))[::-3]
    fewer[some] = f(SAMPLES[some])
    _refuse_difference(
        first, again, 0, f"{title} is expected to return the same when asked again", "and then"
    )
    wish = f"{title} is expected to compute each value from its own input alone"
    _refuse_difference(first, fewer, 1e-6, wish, "beside other inputs")


def _refuse_difference(first, other, tolerance, wish, company):
    differs = ~np.isclose(first, other, rtol=tolerance, atol=tolerance * 1e-6, equal_nan=True)
    if differs.any():
        i = min(np.flatnonzero(differs), key=lambda i: abs(SAMPLES[i]))
        raise ValueError(f"{wish}, got {first[i]:.6g} {company} {other[i]:.6g} for x = {SAMPLES[i]:.6g}")


def _where_it_raises(function, x):
    """Say what it is that a function cannot take: arrays, or some number."""
    for number in sorted(x.ravel(), key=abs):
        try:
            function(np.array([number, number]))
        except Exception:
            try:
                function(float(number))
            except Exception:
                return f"any real number, x = {number:g} among them"
            return "arrays and not only single numbers (np.vectorize makes it so)"
    return f"arrays of {x.size} numbers"


# Kinks and jumps


def find_breaks(f, y):
    """Return kinks and jumps, and poles."""
    candidates = sorted({*_jumps(f, GRID, y[IN_GRID]), *_single_holes(y), *_spikes(f, y[IN_GRID])})
    poles = tuple(pole for x in candidates if (pole := _pole(f, x)))
    at_poles = [each.x for each in poles]
    jumps = [
        x for x in candidates if not np.isclose(x, at_poles, rtol=0, atol=1e-6).any() and _jumps_at(f, x)
    ]
    kinks = _kinks(f, GRID, y[IN_GRID], [*jumps, *at_poles])
    upright = [] if jumps or poles else _upright(f, y[IN_GRID])
    kinks = _with_vertical_tangents(f, sorted({*kinks, *upright}))
    kinks = _with_ends_of_ramps(f, GRID, y[IN_GRID], kinks, [*jumps, *at_poles])
    return _breaks(f, [(x, True) for x in jumps] + [(x, False) for x in kinks]), poles


def breaks_at(f, places):
    """Return the breaks of a function of which it is known where they are."""
    return _breaks(f, [(x, _jumps_at(f, x)) for x in places])


def _breaks(f, places):
    """Return breaks at some places, of which it is known whether f jumps there, from left to right."""
    places = sorted(places)
    at = np.array([-inf, *(x for x, _ in places), inf])
    room = np.minimum(at[1:-1] - at[:-2], at[2:] - at[1:-1]).tolist()
    breaks = [
        Break(x, _values_beside(f, x), slopes_at(f, x, free), jumps)
        for (x, jumps), free in zip(places, room, strict=True)
    ]
    return tuple(each for each in breaks if each.jumps or _bends(*each.slopes))


def _bends(left, right):
    """Whether two slopes differ or are infinite; beside a ramp too narrow to see its ends they do not."""
    return left != right or isinf(left)


def _upright(f, y):
    """Return the point of the steepest step if the curve stands upright there, on both sides."""
    with np.errstate(invalid="ignore"):
        steepest = int(np.argmax(np.nan_to_num(np.abs(np.diff(y)), posinf=0)))
    ends = GRID[[steepest, steepest + 1]].tolist()
    return [x for x in ends if all(vertical_slope(f, x, side)[0] for side in (-1, 1))]


def _values_beside(f, x):
    return tuple(f(np.array([x - 1e-9, x + 1e-9])).tolist())


def _single_holes(y):
    """Return the inputs at which f is not finite though it is at the neighbors."""
    finite = np.isfinite(y)
    inside = ~finite[1:-1] & finite[:-2] & finite[2:] & IN_GRID[1:-1]
    return SAMPLES[1:-1][inside].tolist()


def _spikes(f, y):
    """Return where the size of f has a peak that is a thousand times as high as beside it."""
    size = np.abs(y)
    with np.errstate(invalid="ignore"):
        at = 1 + np.flatnonzero(
            (size[1:-1] >= size[:-2]) & (size[1:-1] >= size[2:]) & np.isfinite(size[1:-1])
        )
    if not at.size:
        return []
    low, high = GRID[at - 1], GRID[at + 1]
    for _ in range(80):
        left, right = low + (high - low) / 3, high - (high - low) / 3
        in_left = np.abs(f(left)) > np.abs(f(right))
        low, high = np.where(in_left, low, left), np.where(in_left, right, high)
    middle = (low + high) / 2
    with np.errstate(invalid="ignore"):
        return _distinct(middle[np.abs(f(middle + 1e-9)) > 1e3 * np.fmax(size[at], 1e-3)], 1e-9)


def _jumps_at(f, x):
    left, right = _values_beside(f, x)
    return abs(right - left) > 1e-7 * max(1, abs(left))


def _pole(f, x):
    """Return the pole at x, or None if the function does not grow beyond all bounds there."""
    values, orders = [], []
    for side in (-1, 1):
        far, near, nearest = f(x + side * np.array([1e-5, 1e-7, 1e-9]))
        with np.errstate(invalid="ignore", divide="ignore"):
            order = float(np.log10(abs(near / far))) / 2
        grows = (order > 0.1 and abs(nearest) > 1.2 * abs(near)) or isinf(near)
        values.append(float(np.sign(near)) * inf if grows else float(nearest))
        orders.append(order if isfinite(order) else inf)
    slow = isinf(f(np.array([x]))[0]) and not any(map(isinf, values))  # a logarithm
    if slow:
        values, orders = [float(f(np.array([x]))[0])] * 2, [0.0]
    return Pole(x, tuple(values), round(max(orders), 3)) if any(map(isinf, values)) else None


def _jumps(f, x, y):
    """Halve every step of the grid until a jump is told from the steepest slope."""
    steps = _steepest_parts(f, x[:-1], x[1:], y[:-1], y[1:], 18)
    with np.errstate(invalid="ignore"):
        height_before = np.abs(steps[3] - steps[2])
        left, right, y_left, y_right = _steepest_parts(f, *steps, 16)
        height = np.abs(y_right - y_left)
    # The height of a jump stays as it is halved; that of a steep slope, even √x at 0, does not.
    lasting = (height > 1e-7 * np.fmax(1, np.abs(y_left))) & (height > height_before / 2) & (height < inf)
    return _distinct((left + right)[lasting] / 2, 1e-9)


def _steepest_parts(f, left, right, y_left, y_right, halvings):
    """Halve steps again and again, keeping the half in which f differs more; return ends and values there."""
    for _ in range(halvings):
        middle = (left + right) / 2
        y_middle = f(middle)
        with np.errstate(invalid="ignore"):
            in_right = np.abs(y_right - y_middle) > np.abs(y_middle - y_left)
        left, y_left = np.where(in_right, middle, left), np.where(in_right, y_middle, y_left)
        right, y_right = np.where(in_right, right, middle), np.where(in_right, y_right, y_middle)
    return left, right, y_left, y_right


def _with_ends_of_ramps(f, x, y, kinks, jumps, close_ups=2):
    """Return kinks and those that a closer look finds where f is steep on a short stretch alone.

    From afar the two ends of such a ramp are one kink or none.
    """
    steep = _steep_steps(f, x, y, jumps) if close_ups else []
    if not 0 < len(steep) <= MOST_STEEP:
        return kinks
    ends = []
    for start, end in steep:
        width = end - start
        if any(
            vertical_slope(f, each, side)[0]
            for each in kinks
            for side in (-1, 1)
            if start - width < each < end + width
        ):
            continue

        def close_up(t, start=start, width=width):
            return f(start + width * t)

        y_close = close_up(CLOSE_UP)
        found = _kinks(close_up, CLOSE_UP, y_close, [])
        found = _with_ends_of_ramps(close_up, CLOSE_UP, y_close, found, [], close_ups - 1)
        ends += [start + width * each for each in found]
    return _distinct([*ends, *(each for each in kinks if all(abs(each - end) > 1e-4 for end in ends))], 3e-9)


def _steep_steps(f, x, y, jumps):
    """Return the ends of steps in which f changes half as fast again as near its ends, or faster still."""
    width = x[1:] - x[:-1]
    with np.errstate(invalid="ignore", over="ignore"):
        at, beside = np.abs(_slope(f, x)), [np.abs(_slope(f, x[:-1] + k * width)) for k in (1 / 8, 7 / 8)]
        near_ends = np.fmax(np.fmin(at[:-1], beside[0]), np.fmin(at[1:], beside[1]))
        left, right, y_left, y_right = _steepest_parts(f, x[:-1], x[1:], y[:-1], y[1:], 9)
        rise = np.abs(y_right - y_left)
        steep = (rise / (right - left) > 1.5 * near_ends) & (rise > 1e-7 * np.fmax(1, np.abs(y_left)))
    steep &= np.isfinite(rise) & ~_near(jumps, x)
    return list(zip(x[:-1][steep].tolist(), x[1:][steep].tolist(), strict=True))


def _near(jumps, x):
    """Return which steps come close to one of some places."""
    return np.any([(x[1:] > jump - 1e-3) & (x[:-1] < jump + 1e-3) for jump in jumps], axis=0)


def _kinks(f, x, y, jumps):
    """Halve every step of the grid again and again, keeping the half in which the slope differs more."""
    searched = np.isfinite(y[:-1] + y[1:]) & ~_near(jumps, x)
    left, right = x[:-1][searched], x[1:][searched]
    rounding = 16 * np.finfo(float).eps * np.fmax(np.abs(y[:-1]), np.abs(y[1:]))[searched] / 1e-6
    slope_left, slope_right = _slope(f, left), _slope(f, right)
    for _ in range(11):
        middle = (left + right) / 2
        slope = _slope(f, middle)
        in_right = np.abs(slope_right - slope) > np.abs(slope - slope_left)
        left, slope_left = np.where(in_right, middle, left), np.where(in_right, slope, slope_left)
        right, slope_right = np.where(in_right, right, middle), np.where(in_right, slope_right, slope)
    middle = (left + right) / 2
    bend, where = _bend(f, middle, 5e-6)
    bend_from_afar, _ = _bend(f, middle, 1e-4)
    with np.errstate(invalid="ignore"):
        # The slope of a smooth bend changes less within less; that of a kink by as much.
        enough = 1e-3 * np.fmax(1, np.abs(slope_left)) + rounding
        lasting = (bend > enough) & (bend > bend_from_afar / 2) & (bend < inf)
        where = np.where(bend > 2 * bend_from_afar, np.round(where, 5), where)  # a cusp: lines do not help
    where = where[lasting]
    if not where.size:
        return []
    # What only looks like a kink from there is the middle of a steep slope.
    bend_from_nearby, _ = _bend(f, where, 5e-8)
    return _distinct(where[~(bend_from_nearby < bend[lasting] / 4)], 1e-5)


def _slope(f, x, step_size=1e-6):
    left, right = x - step_size, x + step_size
    with np.errstate(invalid="ignore"):
        return (f(right) - f(left)) / (right - left)


def _bend(f, x, distance):
    """Return by how much the slope changes around x, and where lines from both sides meet."""
    left, right = x - distance, x + distance
    step_size = min(1e-6, distance / 5)
    slope_left, slope_right = _sided_slope(f, left, -1, step_size), _sided_slope(f, right, 1, step_size)
    with np.errstate(invalid="ignore", divide="ignore"):
        rise_needed = f(right) - f(left) - slope_left * (right - left)
        where = right - rise_needed / (slope_right - slope_left)
        return np.abs(slope_right - slope_left), np.clip(where, left, right)


def _sided_slope(f, x, side, step_size=1e-5):
    """Return the slope on one side of x, from three values there and none at x itself."""
    x1, x2, x3 = (x + side * k * step_size for k in (1, 2, 3))
    y1, y2, y3 = (f(each) for each in (x1, x2, x3))
    with np.errstate(invalid="ignore"):
        nearer, farther = (y2 - y1) / (x2 - x1), (y3 - y2) / (x3 - x2)
        return nearer + 1.5 * (nearer - farther)


def slopes_at(f, x, room=inf):
    """Return the slopes on the left and on the right of x, to the eight decimals that are certain.

    ``room`` is how far f has no other break.
    """
    steep = [vertical_slope(f, x, side)[0] for side in (-1, 1)]
    step_size = min(1e-5, room / 8)
    slopes = [round(float(_sided_slope(f, np.array([x]), side, step_size)[0]), 8) + 0.0 for side in (-1, 1)]
    return tuple(infinite or slope for infinite, slope in zip(steep, slopes, strict=True))


def vertical_slope(f, x, side):
    """Return plus or minus infinity, or 0 if the slope at x is finite, and the order in which it grows."""
    h = side * np.array([1e-3, 1e-5, 1e-7, 1e-9])
    with np.errstate(all="ignore"):
        slopes = (f(x + h) - f(x + h / 10)) / (0.9 * h)
        growth = np.abs(slopes[1:] / slopes[:-1])
        _, far, _, nearest = slopes
        order = float(np.log10(abs(nearest / far))) / 4
    steep = abs(nearest) > 1e3 and min(growth[1:]) > 2.5
    # As a power of the distance, by one factor from far to near; a kink beside x does not look so.
    as_a_power = abs(nearest) > 1 and min(growth) > 1.25 and max(growth) < 1.05 * min(growth)
    same_sign = abs(np.sign(slopes[1:]).sum()) == 3
    grows = (steep or as_a_power) and same_sign and abs(nearest) < inf
    return (float(np.sign(nearest)) * inf, order) if grows else (0.0, 0.0)


def _with_vertical_tangents(f, kinks):
    """Return kinks in which those on both sides of a vertical tangent are the one between them."""
    merged = []
    for x in kinks:
        last = round((merged[-1] + x) / 2, 7) + 0.0 if merged else nan
        if merged and x - merged[-1] < 4e-5 and any(vertical_slope(f, last, side)[0] for side in (-1, 1)):
            merged[-1] = last
        else:
            merged.append(x)
    return merged


def _distinct(numbers, tolerance):
    """Return sorted numbers, rounded, one for each group of those closer than tolerance."""
    kept = []
    for number in np.sort(numbers):
        if not kept or number - kept[-1] > tolerance:
            kept.append(round(float(number), 9) + 0.0)
    return kept


# The course of the function


def find_directions(y, breaks):
    """Return 1 where f rises from one sample to the next, -1 where it falls, 0 where it is flat.

    A change within rounding counts by what a whole run of such changes adds up to.
    """
    with np.errstate(invalid="ignore", over="ignore"):
        change = np.diff(y)
        size = np.fmax(np.fmax(np.abs(y[:-1]), np.abs(y[1:])), np.fmin(np.abs(SAMPLES[1:]), EDGE))
        rounding = 4 * np.finfo(float).eps * np.fmax(1, size)
    directions = np.where(np.abs(change) > rounding, np.sign(change), 0)
    directions[~np.isfinite(change)] = nan
    start = 0
    for is_flat, run in groupby(directions == 0):
        end = start + len(list(run))
        if is_flat:
            directions[start:end] = np.sign(y[end] - y[start])
        start = end
    return directions


def _cell(x):
    """Return the index of the step of the samples that x lies in."""
    return int(np.searchsorted(SAMPLES, x, side="left")) - 1


def _jump_cells(breaks, poles=()):
    """Return the steps with a jump or a pole inside or at an end."""
    at = [each.x for each in breaks if each.jumps] + [each.x for each in poles]
    return {_cell(x) + shift for x in at for shift in (0, 1)}


def with_sides_of_poles(directions, breaks, poles):
    """Return directions in which the steps beside poles and single holes have theirs."""
    directions = directions.copy()
    for jump in breaks:
        beside = [_cell(jump.x), _cell(jump.x) + 1]
        if jump.jumps and np.isnan(directions[beside]).all():
            directions[beside] = np.sign(jump.values[1] - jump.values[0])
    for pole in poles:
        on_left, on_right = (_cell(pole.x), _cell(pole.x) + 1)
        on_right -= SAMPLES[on_right] != pole.x
        left, right = pole.values
        if isinf(left):
            directions[on_left] = np.sign(left)
        if isinf(right):
            directions[on_right] = -np.sign(right)
    return directions


def is_monotone(directions, breaks, poles):
    steps = [each.values for each in (*(each for each in breaks if each.jumps), *poles)]
    rises = bool(np.any(directions > 0)) or any(left < right for left, right in steps)
    falls = bool(np.any(directions < 0)) or any(left > right for left, right in steps)
    return {(1, 0): "increasing", (0, 1): "decreasing", (0, 0): "constant", (1, 1): "no"}[rises, falls]


def find_falls(directions, extrema, breaks, poles):
    """Return the stretches where f falls, their ends moved to the turning points or breaks close by."""
    turns = [each.x for each in (*extrema, *breaks, *poles)]
    stretches, start = [], 0
    for falling, run in groupby(directions < 0):
        end = start + len(list(run))
        if falling:
            low = -inf if start == 0 else max(_snapped(SAMPLES[start], turns), -EDGE)
            high = inf if end == len(directions) else min(_snapped(SAMPLES[end], turns), EDGE)
            inside = [pole.x for pole in poles if low < pole.x < high]
            stretches += pairwise([low, *inside, high])
        start = end
    down = [pole.x for pole in poles if pole.values[0] > pole.values[1]]
    stretches += [(x, x) for x in down if not any(low <= x <= high for low, high in stretches)]
    stretches.sort()
    return tuple(each for each in stretches if each[0] < EDGE and each[1] > -EDGE)


def _snapped(x, numbers):
    close = [number for number in numbers if abs(number - x) <= 1.001 * SPACING]
    return min(close, key=lambda number: abs(number - x)) if close else float(x)


def find_extrema(f, y, directions, breaks, poles, turning_point=None):
    """Return where f turns; ``turning_point`` finds one between two samples, by default with SciPy."""
    turning_point = _turning_point if turning_point is None else turning_point
    jump_cells = _jump_cells(breaks, poles)
    kinks = [each.x for each in breaks if not each.jumps]
    found = []
    # A minimum halfway between two samples makes them equal: one flat step may lie between.
    for first in np.flatnonzero((directions[:-1] != 0) & (directions[1:] != directions[:-1])).tolist():
        last = first + 1 if directions[first + 1] or first + 2 == len(directions) else first + 2
        turns = directions[first] * directions[last] == -1
        if not turns or jump_cells & set(range(first, last + 1)):
            continue
        low, high = SAMPLES[first], SAMPLES[last + 1]
        x = next((kink for kink in kinks if low <= kink <= high), None)
        x = turning_point(f, low, high, directions[last]) if x is None else x
        kind, value = "minimum" if directions[last] > 0 else "maximum", float(f(np.array([x]))[0])
        beyond = directions[last] * (value - y[[first, last + 1]])
        if max(beyond) <= 1e-9 * max(1, abs(value)):  # or else a single value stands out on the other side
            found.append(Extremum(x, value, kind))
    found += [each for jump in breaks if jump.jumps for each in _extrema_at_a_jump(f, jump)]
    return tuple(sorted((each for each in found if abs(each.x) < EDGE), key=lambda each: each.x))


def _extrema_at_a_jump(f, jump):
    """Yield the extremum that is attained where a function jumps, if there is one."""
    value = float(f(np.array([jump.x]))[0])
    for sign, kind in ((1, "maximum"), (-1, "minimum")):
        if all(
            sign * (value - beside) > 1e-6 or (abs(value - beside) <= 1e-6 and sign * away < -1e-6)
            for beside, away in zip(jump.values, (-jump.slopes[0], jump.slopes[1]), strict=True)
        ):
            yield Extremum(jump.x, value, kind)


def find_plateaus(f, y, directions, breaks):
    """Return the stretches of one value that are lowest or highest around.

    What comes nearer and nearer to a limit until it is rounded to it, as tanh does, is no plateau.
    """
    y = _with_jumps_for_holes(y, breaks)
    found, start = [], 0
    for level, run in groupby(y[1:] == y[:-1]):
        end = start + len(list(run))
        before = directions[start - 1] if start else 0
        after = directions[end] if end < len(directions) else 0
        beside = [y[i] for i in (start - 1, end + 1) if 0 <= i < len(y)]
        kind = {1: "maximum", -1: "minimum"}.get(np.sign(before - after)) if before * after <= 0 else None
        if level and kind and not np.isnan(beside).any():
            stretch = _level_stretch(f, y, start, end)
            if stretch:
                found.append(Plateau(stretch, float(y[start]) + 0.0, kind))
        start = end
    return tuple(found)


def in_grid(plateaus):
    """Return the plateaus that reach into what is looked at closely."""
    return tuple(each for each in plateaus if each.stretch.low < EDGE and each.stretch.high > -EDGE)


def _with_jumps_for_holes(y, breaks):
    y = y.copy()
    for jump in breaks:
        if jump.jumps and np.isnan(y[_cell(jump.x) + 1]):
            y[_cell(jump.x) + 1] = np.mean(jump.values)
    return y


def _level_stretch(f, y, start, end):
    """Return where y keeps the value it has from start to end, or None if it is only rounded to it."""
    between = (SAMPLES[start:end] + SAMPLES[start + 1 : end + 1]) / 2
    if np.any(f(between) != y[start]):
        return None
    ends = []
    for inside, way in ((start, -1), (end, 1)):
        if not 0 <= inside + way < len(y):
            ends.append(SAMPLES[inside] * inf)
        elif _is_rounded_to_its_level(f, y[inside::way], SAMPLES[inside::way]):
            return None
        else:
            ends.append(edge_of(lambda x: f(x) == y[start], SAMPLES[inside], SAMPLES[inside + way]))
    holds = [isfinite(x) and bool(f(np.array([x]))[0] == y[start]) for x in ends]
    return Interval(*map(float, ends), *holds)


def _is_rounded_to_its_level(f, y, x):
    """Whether y, which leaves its first value, has come so near to it that the rest was rounded away.

    To a billionth, a millionth and a thousandth of its height a power of the distance is as from 1 to 10
    to 100, or even from 1 to 2 to 4; an exponential, also of a power or of another exponential, goes from
    one to the next in steps of which the second is at most 1.71 times the first.
    """
    away = np.abs(y - y[0])
    height = min(away.max(where=np.isfinite(away), initial=0), max(1, abs(y[0])))
    if 1e-9 * height < 4 * np.finfo(float).eps * abs(y[0]):
        return True
    distances = height * np.array([1e-9, 1e-6, 1e-3])
    beyond = [np.flatnonzero(~(away <= distance))[0] for distance in distances]
    places = edges_of(lambda x: np.abs(f(x) - y[0]) <= distances, x[np.subtract(beyond, 1)], x[beyond])
    near, far = np.abs(np.diff(places))
    return bool(near > 2e-9 and far < 1.8 * near)


def _turning_point(f, low, high, direction_after):
    # It takes longer to load than most cards to compute, and a check of a function needs none.
    from scipy.optimize import brentq, minimize_scalar

    def slope(x):
        return float(central_difference(f, np.array([x]))[0])

    if slope(low) * direction_after < 0 < slope(high) * direction_after:
        return round(brentq(slope, low, high, xtol=1e-13), 9) + 0.0
    found = minimize_scalar(
        lambda x: -direction_after * -float(f(np.array([x]))[0]), bounds=(low, high), method="bounded"
    )
    return round(float(found.x), 7) + 0.0


def find_zeros(f, y, extrema, breaks, poles):
    from scipy.optimize import brentq

    is_zero = y == 0
    jump_cells = _jump_cells(breaks, poles)
    found, start = [], 0
    for zero, run in groupby(is_zero):
        end = start + len(list(run)) - 1
        if zero and IN_GRID[start : end + 1].any():  # one further out is an underflow
            found.append(_zero_stretch(f, start, end))
        start = end + 1
    crossings = np.flatnonzero((np.sign(y[:-1]) * np.sign(y[1:]) == -1) & (IN_GRID[:-1] & IN_GRID[1:]))
    for cell in set(crossings.tolist()) - jump_cells:
        root = brentq(lambda x: f(np.array([x]))[0], *SAMPLES[cell : cell + 2], xtol=1e-14)
        found.append((round(root, 9) + 0.0,) * 2)
    touched = [each.x for each in extrema if abs(each.y) < 1e-12]
    found += [(x, x) for x in touched if not any(low <= x <= high for low, high in found)]
    return tuple(sorted(found))


def _zero_stretch(f, start, end):
    """Return the ends of a run of samples at which f is 0, refined between samples."""
    if start == end:
        return (float(SAMPLES[start]),) * 2
    low = -inf if start == 0 else edge_of(lambda x: f(x) == 0, SAMPLES[start], SAMPLES[start - 1])
    high = inf if end == len(SAMPLES) - 1 else edge_of(lambda x: f(x) == 0, SAMPLES[end], SAMPLES[end + 1])
    return low, high


def edge_of(holds, inside, outside):
    """Return where a condition ceases to hold on the way from inside to outside."""
    return edges_of(holds, [inside], [outside])[0]


def edges_of(holds, inside, outside, halvings=60):
    """Return where a condition ceases to hold on several ways from inside to outside."""
    for _ in range(halvings):
        middle = np.add(inside, outside) / 2
        held = holds(middle)
        inside, outside = np.where(held, middle, inside), np.where(held, outside, middle)
    return [round(x, 9) + 0.0 for x in inside.tolist()]


def find_holes(f, y):
    """Return the stretches of samples at which f is not finite, refined between samples."""
    found, start = [], 0
    for whole, run in groupby(np.isfinite(y)):
        end = start + len(list(run)) - 1
        if not whole:
            low = -inf if start == 0 else _hole_edge(f, start, start - 1)
            high = inf if end == len(y) - 1 else _hole_edge(f, end, end + 1)
            found.append(Hole(low, high, float(y[start])))
        start = end + 1
    return tuple(found)


def _hole_edge(f, inside, outside):
    return edge_of(lambda x: ~np.isfinite(f(x)), SAMPLES[inside], SAMPLES[outside])


def limit_at_the_end(y):
    """Return what values along the tail approach; NaN if nothing that can be made out."""
    broken = np.flatnonzero(~np.isfinite(y))
    if broken.size and isinf(y[broken[0]]):
        return float(y[broken[0]])
    y = y[: broken[0]] if broken.size else y
    if len(y) < 4:
        return nan
    if np.ptp(y[-4:]) <= 1e-6 * max(1, abs(y[-1])):
        return _where_steps_lead(y[-3:])
    steps = np.diff(y[-20:])
    if abs(np.sign(steps).sum()) != len(steps):
        return nan
    limit = _slow_limit(y)
    # Steps of a logarithm stay, those of its root shrink to 0.85; to 0.5 shrink those of 1 / a logarithm.
    grows = abs(steps[-1]) > 0.8 * abs(steps[0])
    return limit if isfinite(limit) else float(np.sign(steps[-1]) * inf) if grows else nan


def _slow_limit(y):
    """Return where steps lead that shrink by one factor, if they lead there from further back as well."""
    leads = []
    for end in (len(y), len(y) - 10):
        earlier, later = np.diff(y[end - 3 : end]) if end >= 3 else (nan, nan)
        if not 0 < later / earlier < 0.999:
            return nan
        leads.append(y[end - 1] + later * later / (earlier - later))
    agree = abs(leads[0] - leads[1]) <= 1e-6 * max(1, abs(leads[0]))
    return round(float(leads[0]), 7) + 0.0 if agree else nan


def _where_steps_lead(y):
    """Return the limit of three values whose steps shrink by the same factor each time."""
    earlier, later = np.diff(y)
    if abs(later) <= 1e-15 * abs(y[-1]) or not 0 < later / earlier < 0.9:
        return float(y[-1])
    return round(float(y[-1] + later * later / (earlier - later)), 12) + 0.0


def find_range(y, extrema, plateaus, breaks, poles, limits):
    grid, tail = y[IN_GRID], y[~IN_GRID]
    attained = np.array([*grid[np.isfinite(grid)], *(each.y for each in extrema)])
    approached = [*limits, *tail[np.isfinite(tail)]]
    approached += [value for each in (*breaks, *poles) for value in each.values]
    approached += [*y[np.isinf(y)]]
    everything = np.array([*attained, *approached])
    low, high = float(np.nanmin(everything)) + 0.0, float(np.nanmax(everything)) + 0.0
    # Swings that grow beyond all bounds, as those of x·sin(x) do.
    if any(isnan(limit) for limit in limits):
        low = -inf if low < 1e3 * min(attained.min(), -1) else low
        high = inf if high > 1e3 * max(attained.max(), 1) else high
    turning = [each.y for each in (*extrema, *plateaus)]
    return Interval(low, high, _is_attained(low, grid, turning), _is_attained(high, grid, turning))


def _is_attained(end, grid, turning):
    """Whether an end of the range is a value, and not only approached down to rounding errors."""
    if isinf(end):
        return False
    if any(abs(y - end) <= 1e-12 * max(1, abs(end)) for y in turning):
        return True
    with np.errstate(invalid="ignore"):
        distance = np.abs(grid - end)
        reached = distance <= 1e-12 * max(1, abs(end))
    if 4 < np.count_nonzero(reached) < np.count_nonzero(np.isfinite(grid)) and np.any(
        reached[1:] & reached[:-1]
    ):
        return False  # a stretch that is no plateau: rounded to its limit
    next_to_it = (np.roll(reached, 1) | np.roll(reached, -1)) & ~reached
    next_to_it[[0, -1]] = False
    return bool(reached.any() and not np.any(distance[next_to_it] < 1e-9))


# Slopes


def _away_from(breaks, x, only_jumps=False):
    near = [
        np.abs(x - each.x) < 1e-4
        for each in breaks
        if not (only_jumps and isinstance(each, Break)) or each.jumps
    ]
    return ~np.any(near, axis=0) if near else np.ones(x.shape, bool)


def find_steepest(f, slope_of, breaks, poles, holes, peak_between=None):
    """Return the largest absolute slope and where it is; NaN where there is no single place.

    ``peak_between`` finds the largest between two numbers, by default with SciPy.
    """
    peak_between = _peak if peak_between is None else peak_between
    infinite = [each.x for each in poles] + [each.x for each in breaks if any(map(isinf, each.slopes))]
    infinite += [x for x in _upright_edges(f, holes) if x not in infinite]
    if infinite:
        return inf, infinite[0] if len(infinite) == 1 else nan
    size = np.abs(slope_of(SAMPLES))
    size[~np.isfinite(size) | ~_away_from(breaks, SAMPLES)] = 0
    tail = size[SAMPLES > EDGE], size[SAMPLES < -EDGE][::-1]
    if any(side.max() > 1.01 * max(side[30], size[IN_GRID].max()) for side in tail):
        return inf, nan
    places = [(slope, each.x) for each in breaks for slope in np.abs(each.slopes) if isfinite(slope)]
    peak = size.max()
    before, after = np.roll(size, 1), np.roll(size, -1)
    is_peak = (size >= np.fmax(before, after)) & (size > np.fmin(before, after))
    for i in np.flatnonzero(is_peak & (size > peak * (1 - 1e-4)) & IN_GRID):
        low, high = SAMPLES[i - 1], SAMPLES[i + 1]
        if _away_from(breaks, np.array([low, SAMPLES[i], high])).all():
            places.append(peak_between(slope_of, low, high))
    places += _between_samples(f, peak, breaks) + _between_close_breaks(slope_of, breaks)
    largest = max([peak, *(slope for slope, _ in places)])
    at = [x for slope, x in places if slope > largest * (1 - 1e-7) - 1e-8]
    if not at and peak == largest:
        at = SAMPLES[(size > largest * (1 - 1e-7)) & IN_GRID].tolist()
    widespread = np.count_nonzero(size > largest - 1e-9) > 2
    return float(largest), float(at[0]) if at and np.ptp(at) < 1e-4 and not widespread else nan


def slopes_between_jumps(f):
    """Return a function for absolute slopes far out, over so short steps that few meet one of many jumps."""

    def slopes(x):
        step_size = np.fmax(1e-6, 1e-9 * np.abs(x))
        shifts = np.sqrt(np.arange(8)) * 1e-6
        return np.fmin.reduce([np.abs(_slope(f, x * (1 + shift), step_size)) for shift in shifts])

    return slopes


def held_far_out(slope_of, f):
    """Return slopes that from the end of the grid on are no larger than those between jumps."""
    closer = slopes_between_jumps(f)

    def slopes(x):
        found, far = slope_of(x), np.abs(x) >= EDGE - 1e-3
        if far.any():
            found = found.copy()
            found[far] = np.sign(found[far]) * np.fmin(np.abs(found[far]), closer(x[far]))
        return found

    return slopes


def sharp_places(breaks, poles, largest_slope, steepest_at):
    """Return where a curve stands upright or nearly so, toward which an integral needs shorter pieces."""
    upright = [each.x for each in (*breaks, *poles) if any(map(isinf, each.values))]
    return [*upright, steepest_at] if largest_slope > 20 and isfinite(steepest_at) else upright


def claims_a_derivative(activation):
    """Whether an activation was given a derivative; if not, its own is a central difference."""
    return getattr(activation.derivative, "func", None) is not central_difference


def slopes_of(activation):
    """Return the checked derivative; by closer differences where it is a plain central difference."""
    if not claims_a_derivative(activation):
        f = checked(activation.function, activation.title)
        return checked(slopes_by_number(f), f"the slope of {activation.title}")
    return checked(activation.derivative, f"the derivative of {activation.title}")


def slopes_by_number(f):
    """Return a function for slopes by steps that are as short as the change of the slope asks for."""

    def slopes(x):
        steps = np.cbrt(np.finfo(float).eps) * np.fmax(1, np.abs(x)) * 10.0 ** -np.arange(6.0)[:, np.newaxis]
        with np.errstate(all="ignore"):
            found = np.array([_slope(f, x, each) for each in steps])
            change = np.abs(np.diff(found, axis=0))
            # Below this a shorter step brings more rounding than it takes away of the bend.
            rounding = 4 * np.finfo(float).eps * np.abs(f(x)) / steps[1:]
            settled = change <= np.fmax(1e-7 * np.fmax(1, np.abs(found[1:])), rounding)
            change[~np.isfinite(change)] = inf
        first = np.where(settled.any(axis=0), settled.argmax(axis=0), 1 + change.argmin(axis=0))
        return np.take_along_axis(found, first[np.newaxis], axis=0)[0]

    return slopes


def _upright_edges(f, holes):
    """Return the edges of holes at which a curve begins or ends upright, as √x does at 0."""
    edges = [(x, side) for each in holes for x, side in ((each.low, -1), (each.high, 1)) if isfinite(x)]
    return [x for x, side in edges if vertical_slope(f, x + side * 1e-9, side)[0]]


def _between_close_breaks(slope_of, breaks):
    """Return slopes and places between breaks so close together that no sample counts there."""
    close = [(a.x, b.x) for a, b in pairwise(breaks) if b.x - a.x < 2e-4 and not (a.jumps or b.jumps)]
    inside = [np.linspace(low, high, 11)[1:-1] for low, high in close]
    return [
        (float(abs(slope)), float(x)) for x_s in inside for slope, x in zip(slope_of(x_s), x_s, strict=True)
    ]


def _between_samples(f, peak, breaks):
    """Return slopes and places where f rises or falls by more from sample to sample than any slope found.

    Every such step is halved again and again, keeping the half in which f changes more.
    """
    left, right = GRID[:-1], GRID[1:]
    y = f(GRID)
    with np.errstate(invalid="ignore"):
        steep = np.abs(np.diff(y)) / SPACING > 1.001 * peak
    steep &= np.isfinite(np.diff(y)) & _away_from(breaks, left, True) & _away_from(breaks, right, True)
    steep &= ~np.isin(np.arange(len(left)) + np.searchsorted(SAMPLES, -EDGE), [*_jump_cells(breaks)])
    if not steep.any():
        return []
    steps = _steepest_parts(f, left[steep], right[steep], y[:-1][steep], y[1:][steep], 20)
    middle = (steps[0] + steps[1]) / 2
    slopes = np.abs(slopes_by_number(f)(middle))
    left, right, y_left, y_right = _steepest_parts(f, *steps, 12)  # a ramp may be narrower still
    closer = np.abs(y_right - y_left) / (right - left)
    slopes = np.where(closer > 1.01 * slopes, closer, slopes)
    return [(float(slope), round(float(x), 6) + 0.0) for slope, x in zip(slopes, middle, strict=True)]


def _peak(slope_of, low, high):
    """Return the largest absolute slope between two numbers, and where."""
    from scipy.optimize import brentq, minimize_scalar

    def size(x):
        return abs(float(slope_of(np.array([x]))[0]))

    def change(x):
        return size(x + 1e-4) - size(x - 1e-4)

    if change(low) > 0 > change(high):
        x = brentq(change, low, high, xtol=1e-12)
    else:
        x = minimize_scalar(lambda x: -size(x), bounds=(low, high), method="bounded").x
    return size(x), round(float(x), 6) + 0.0


def find_flat_beyond(slope_of, side, limit, breaks):
    """Return from where on, to one side, the slope stays within FLAT."""
    size = np.abs(slope_of(side * SAMPLES))
    steep = np.flatnonzero((size >= FLAT) & _away_from(breaks, side * SAMPLES, only_jumps=True))
    if not steep.size:
        return -side * inf
    if steep[-1] == np.flatnonzero(np.isfinite(size))[-1] or isnan(limit):
        return nan
    low, high = SAMPLES[steep[-1]], SAMPLES[steep[-1] + 1]
    x = side * edge_of(lambda x: np.abs(slope_of(side * x)) >= FLAT, low, high)
    # A central difference sees a kink from a little way off.
    return next((each.x for each in breaks if abs(each.x - x) < 1e-4), x)


def find_derivative_error(f, slope_of, breaks):
    """Return how far slopes are from central differences, relative to the slope or, if that is far larger,
    to what rounding leaves of it; where f bends within a step, they are compared with closer differences."""
    x = np.arange(-8, 8, 1 / 16) + 1 / 64
    x = x[_away_from(breaks, x)]
    slope, estimate = slope_of(x), checked(lambda x: central_difference(f, x), "the function")(x)
    closer, size = slopes_by_number(f)(x), np.abs(f(x)) / 1e4
    with np.errstate(invalid="ignore"):
        bends = np.abs(estimate - closer) > 1e-7 * np.fmax(np.fmax(1, np.abs(closer)), size)
    estimate = np.where(bends, closer, estimate)
    error = np.abs(slope - estimate) / np.fmax(np.fmax(1, np.abs(estimate)), size)
    return float(np.max(error, where=np.isfinite(estimate), initial=0))


def slopes_at_0(f, breaks, poles):
    """Return the slopes on the left and on the right of 0."""
    for pole in poles:
        if pole.x == 0:
            return tuple(
                float(-side * value) if isinf(value) else slope
                for side, value, slope in zip((-1, 1), pole.values, slopes_at(f, 0.0), strict=True)
            )
    at_0 = next((each.slopes for each in breaks if each.x == 0), None)
    return (round(_slope_at_0(f), 8) + 0.0,) * 2 if at_0 is None else at_0


def _slope_at_0(f):
    """Return the slope at 0, also where the slope itself has a corner there, as softsign's and ELU's."""
    found = float(slopes_by_number(f)(np.zeros(1))[0])
    with np.errstate(all="ignore"):
        steps = [float(_slope(f, np.zeros(1), step)[0]) for step in (1e-4, 5e-5, 2.5e-5)]
    # A corner's error shrinks with the step, that of a bend with its square: in this sum both cancel.
    finer = np.dot([1 / 3, -2, 8 / 3], steps)
    return float(finer) if abs(finer - found) < 1e-6 * max(1, abs(found)) else found
