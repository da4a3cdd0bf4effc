"""Slopes of a loss by number: each with a bound on its error, or none where there is none to have."""

import math
from dataclasses import dataclass, replace

import numpy as np

RELATIVE = 1e-4  # how far a gradient may be from a slope that is known exactly
KNOWN = 1e-2  # a slope is known if its error is below this share of its size, or of its parameter's
STEP = 1e-5
SHORTER_STEPS = (1e-6, 1e-7)  # where a kink lies close by
LONGER_STEPS = (1e-3, 1e-2, 1e-1, 3e-1)  # where the slope is so small that rounding hides it
MOST_ENTRIES = 1000
TOGETHER = 4  # directions in which the entries of a large parameter are moved together

DIRECTIONS, POINTS, SPACING = 3, 8, 1e-6
AROUND = 1e-1  # how far from the parameters the loss is looked at; kinks may be many close by
COARSE = 1e-10
SAME = 1e-12
LARGEST = 1e307  # a slope beyond that comes out as infinity, or its error does


class LossChanges(Exception):
    """The loss was asked twice at the same place and gave two answers."""


@dataclass(frozen=True)
class Slopes:
    """Slopes of the loss by number, for one parameter.

    Attributes
    ----------
    value, error : ndarray, shape of the parameter
        The slopes, and bounds on their errors: infinite at kinks, at edges and where nothing was tried.
    tried, at_kink, at_edge, unmoved : ndarray of bool, shape of the parameter
        At an edge the loss is not finite on one side, however close. Unmoved are entries at which it did not
        change by a single bit.
    together : tuple of (ndarray, float, float)
        Directions along which entries not tried were moved at once, slopes and bounds on their errors.
    """

    value: np.ndarray
    error: np.ndarray
    tried: np.ndarray
    at_kink: np.ndarray
    at_edge: np.ndarray
    unmoved: np.ndarray
    together: tuple = ()

    @property
    def scale(self):
        """Return the size of the largest slope that is well known, or 0 without one."""
        sure = self.error <= KNOWN * np.abs(self.value)
        return float(np.max(np.abs(self.value), where=sure, initial=0))

    @property
    def known(self):
        """Return for each entry whether its slope is known, by its own size or its parameter's."""
        return self.error <= KNOWN * np.maximum(np.abs(self.value), self.scale)

    @property
    def felt(self):
        """Return for each entry whether it has a slope that is more than its error."""
        return np.abs(self.value) > 10 * self.error

    def compared(self, claimed, overall):
        """Return for each entry whether a wrong claim would have been noticed.

        Parameters
        ----------
        claimed : ndarray, shape of the parameter
        overall : float
            The largest slope of all parameters: a claim of exactly 0 is judged by it.
        """
        size = np.maximum(np.abs(self.value), np.abs(claimed))
        none = (claimed == 0) & (self.unmoved | (self.error <= 1e-3 * overall))
        return np.isfinite(self.error) & (self.known | (self.error <= KNOWN * size) | none)

    def close(self, claimed, factor=1.0):
        """Return for each entry whether claimed is factor times the slope, or the slope is unknown."""
        want = factor * self.value
        size = np.maximum(np.abs(want), np.abs(claimed))
        room = RELATIVE * size + abs(factor) * self.error + _rounding(claimed) * np.max(size, initial=0)
        return np.abs(claimed - want) <= room

    def agrees(self, claimed, factor=1.0):
        """Return whether claimed is finite, and factor times the slopes wherever they are known."""
        if claimed is None or np.shape(claimed) != self.value.shape:
            return False
        if not (np.all(np.isfinite(claimed)) and np.all(self.close(claimed, factor))):
            return False
        return all(
            abs(np.sum(claimed * direction) - factor * slope)
            <= RELATIVE * max(abs(factor * slope), math.hypot(*(claimed * direction).flat))
            + abs(factor) * error
            for direction, slope, error in self.together
        )


def _rounding(claimed):
    """Return how much float32 may cost, by the largest entry, where numbers are no finer than that."""
    with np.errstate(over="ignore"):
        single = claimed.dtype.kind == "f" and np.array_equal(claimed, claimed.astype(np.float32))
    return 1e-6 if single else 0


@dataclass(frozen=True)
class Estimate:
    """A slope along one line from two steps: its value, a bound on its error, and what was met there.

    Attributes
    ----------
    value, error : float
    at_kink : bool
        Whether the slopes of the two sides differ.
    rough : bool
        Whether there is a kink at the place or close by.
    losses : tuple of float
        The loss at both steps to the right and to the left.
    at_edge : bool
        Whether one of these is not finite, or the slope is not.
    """

    value: float
    error: float
    at_kink: bool
    rough: bool
    losses: tuple
    at_edge: bool = False


class Loss:
    """A loss as a function of parameters that are moved; it remembers how large its rounding errors are.

    Attributes
    ----------
    here : float
        The loss at the parameters as they are.
    noise : float
        The size of its rounding errors close by.
    coarse : bool
        Whether it changes in steps far wider than those of float64.
    """

    def __init__(self, function, parameters):
        self.function, self.parameters = function, parameters
        self.here = self.at(parameters)
        rows = self._along_lines(np.random.default_rng(0))
        self.noise = max(_trembling(rows), 2.0**-53 * abs(self.here))
        self.coarse = _in_steps(rows)

    def at(self, parameters):
        return self._of({name: value.copy() for name, value in parameters.items()})

    def _of(self, copies):
        try:
            return float(np.asarray(self.function(copies)).item())
        except (ArithmeticError, ValueError):
            return np.nan

    def along_entry(self, name, index):
        """Return the loss as a function of how far one entry is moved, and the length of that."""
        length = max(1.0, abs(self.parameters[name].flat[index]))

        def at(distance):
            copies = {other: value.copy() for other, value in self.parameters.items()}
            copies[name].flat[index] += distance * length
            return self._of(copies)

        return at, length

    def along(self, name, direction):
        """Return the loss as a function of how far a parameter is moved in a direction."""
        moved = self.parameters[name]
        return lambda distance: self.at(self.parameters | {name: moved + distance * direction}), 1.0

    def _along_lines(self, rng):
        """Return rows of the loss at a few points close together, each row from another place around."""
        rows = []
        for _ in range(DIRECTIONS):
            start, moves = {}, {}
            for name, value in self.parameters.items():
                size = np.maximum(1, np.abs(value))
                start[name] = value + AROUND * size * rng.uniform(-1, 1, value.shape)
                moves[name] = SPACING * size * rng.choice([-1.0, 1.0], value.shape)
            row = [self.at({n: start[n] + k * moves[n] for n in start}) for k in range(POINTS)]
            rows += [row] if np.all(np.isfinite(row)) else []
        return np.array(rows).reshape(-1, POINTS)


def _trembling(rows):
    """Return the size of rounding errors: fourth differences leave nothing else of a smooth curve."""
    return float(np.median(np.sqrt(np.mean(np.diff(rows, 4) ** 2, axis=1) / 70))) if len(rows) else 0.0


def _in_steps(rows):
    """Return whether values come in steps: those of float32, of rounded numbers, or of counts."""
    if not len(rows) or np.ptp(rows) == 0:
        return False
    counts = max(len(set(row)) for row in rows.tolist()) <= POINTS // 2
    single = np.array_equal(rows, rows.astype(np.float32))
    rounded = np.array_equal(rows, np.round(rows, 8))
    return counts or single or rounded or _trembling(rows) > COARSE * np.median(np.abs(rows))


def measured(function, parameters, names=None):
    """Return slopes of all parameters, or of those named; an empty dict where the loss is too coarse.

    Raises
    ------
    LossChanges
        If the loss gives two answers at the same place.
    """
    loss = Loss(function, parameters)
    if loss.coarse:
        return {}
    share = max(1, MOST_ENTRIES // len(parameters))
    slopes = {name: _slopes(loss, name, share) for name in names or parameters}
    if not np.isclose(loss.at(parameters), loss.here, rtol=SAME, atol=0):
        raise LossChanges
    return slopes


def slope_of_first(function, parameters, name):
    """Return the slope along the first entry of a parameter and a bound on its error."""
    estimate = _along_entry(Loss(function, parameters), name, 0, scale=0)
    return estimate.value, estimate.error


def _slopes(loss, name, share):
    parameter = loss.parameters[name]
    size = parameter.size
    tried = np.unique(np.linspace(0, size - 1, min(size, share)).astype(int)) if size else []
    estimates = {index: _estimate(loss.along_entry(name, index), loss, STEP) for index in tried}
    sure = [abs(e.value) for e in estimates.values() if e.error <= KNOWN * abs(e.value)]
    scale = max(sure, default=0)
    value, error = np.zeros(size), np.full(size, np.inf)
    at_kink, at_edge, unmoved = np.zeros((3, size), bool)
    for index, first in estimates.items():
        best = _refined(loss.along_entry(name, index), loss, first, scale)
        value[index], error[index] = best.value, best.error
        at_kink[index], at_edge[index] = best.at_kink, best.at_edge
        unmoved[index] = best.losses == (loss.here,) * 4
    was_tried = np.isin(np.arange(size), tried)
    together = tuple(_together(loss, name, ~was_tried)) if len(tried) < size else ()
    arrays = [a.reshape(parameter.shape) for a in (value, error, was_tried, at_kink, at_edge, unmoved)]
    return Slopes(*arrays, together)


def _along_entry(loss, name, index, scale):
    line = loss.along_entry(name, index)
    return _refined(line, loss, _estimate(line, loss, STEP), scale)


def _together(loss, name, others):
    """Yield directions of -1 and 1 over the entries not tried, with slopes along them."""
    rng = np.random.default_rng(1)
    for _ in range(TOGETHER):
        direction = others.reshape(loss.parameters[name].shape) * rng.choice(
            [-1.0, 1.0], loss.parameters[name].shape
        )
        line = loss.along(name, direction)
        best = _refined(line, loss, _estimate(line, loss, STEP), 0)
        if np.isfinite(best.error):
            yield direction, best.value, best.error


def _estimate(line, loss, step):
    """Return the slope along a line from two steps to either side, and how far it can be trusted."""
    at, length = line
    losses = (at(step), at(-step), at(step / 2), at(-step / 2))
    if not np.all(np.isfinite(losses)) or np.ptp(losses) > LARGEST * step * length:
        return Estimate(0.0, np.inf, at_kink=False, rough=True, losses=losses, at_edge=True)
    right, left, right_half, left_half = losses
    here, step = loss.here, step * length
    wide, narrow = (right - left) / (2 * step), (right_half - left_half) / step
    # The bend of a curve halves with the step, that of a corner stays.
    bend, half_bend = (right + left - 2 * here) / step, 2 * (right_half + left_half - 2 * here) / step
    corner, apart = abs(2 * half_bend - bend), abs(narrow - wide)
    size = max(abs(right - here), abs(here - left)) / step
    noise = max(loss.noise, 2.0**-52 * max(map(abs, losses))) / step
    at_kink = not corner <= 1e-2 * size + 60 * noise
    rough = at_kink or apart > RELATIVE * abs(narrow) + 24 * noise
    return Estimate(
        (4 * narrow - wide) / 3, np.inf if at_kink else apart + 12 * noise, at_kink, rough, losses
    )


def _refined(line, loss, first, scale):
    """Return the best estimate: shorter steps beside a kink, longer ones where a slope is small."""
    if _suffices(first, scale):
        return first
    best = first
    if first.rough:
        again = _estimate(line, loss, STEP)
        if not np.allclose(again.losses, first.losses, rtol=SAME, atol=0, equal_nan=True):
            raise LossChanges
        shortest_first = [*(_estimate(line, loss, step) for step in reversed(SHORTER_STEPS)), first]
        best = min(shortest_first, key=lambda estimate: estimate.error)
        if best.rough and not best.error <= KNOWN * abs(best.value):
            return replace(best, at_kink=not best.at_edge, error=np.inf)
    _, length = line
    for step in LONGER_STEPS:
        too_short = 12 * loss.noise / (step * length) > KNOWN * max(abs(best.value), scale)
        if too_short and step != LONGER_STEPS[-1]:
            continue
        longer = _estimate(line, loss, step)
        best = longer if longer.error < best.error else best
        if _suffices(best, scale):
            break
    return best


def _suffices(estimate, scale):
    return estimate.error <= max(1e-1 * RELATIVE * abs(estimate.value), 1e-2 * KNOWN * scale)
