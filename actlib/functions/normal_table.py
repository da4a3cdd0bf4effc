"""GELU and its slope in float32, by one look into a table and a step along the bell.

The table has the share Φ of a unit Gaussian at places 1/1024 apart. From the place p that is nearest to x the
way is so short that the bell's height φ in the middle of it tells how much is added:

    Φ(x) = Φ(p) + (x - p) φ((p + x) / 2)

What that leaves out is (x - p)³ φ''/24, less than 2**-25 of Φ(x). Since the step is short, a bell with
the digits of float32 will do for it. GELU's slope is found in the same way; its own slope is (2 - x²) φ(x).
"""

import functools

import numpy as np

from actlib.functions.normal_tail import SQRT_2_PI, bell, bell_over_tail


def _constant(number):
    return np.array(number, np.float32)  # without axes: NumPy computes faster with it than with a number


STEPS = 1024  # in a unit
FIRST, LAST = -16, 6  # to the left of these Φ is 0 in float32, to the right it is 1
BEYOND = 32.0  # where nothing changes any more
# A float32 in whose binade neighbors are 1/1024 apart: what is added to it is rounded to the nearest place,
# and its bits count the places.
COUNTING = _constant(1.5 * 2**23 / STEPS)
COUNT_AT_FIRST = (COUNTING + _constant(FIRST)).view(np.int32)
LARGEST_SUM_OF_SQUARES = 4096.0**2  # no x is beyond ±4096 then, and all sums stay in that binade
# Tables and bell are kept times this, or the smallest would have lost digits as subnormal numbers.
SCALE = 2.0**30
BACK = _constant(1 / SCALE)
# φ(m) is a power of two: its exponent times (2m)², times the height at 0.
BELL_EXPONENT, LOG_OF_HEIGHT = _constant(-np.log2(np.e) / 8), _constant(np.log2(SCALE / SQRT_2_PI))
EIGHT, QUARTER = _constant(8), _constant(0.25)


@functools.cache
def tables():
    """Return Φ and the slope of GELU at all places, times SCALE."""
    places = np.arange(FIRST * STEPS, LAST * STEPS + 1) / STEPS
    z = np.abs(places)
    height = bell(z)
    tail = height / bell_over_tail(z)
    area = np.where(places < 0, tail, 1 - tail)
    slope = area + places * height / SQRT_2_PI
    return tuple((SCALE * values).astype(np.float32) for values in (area, slope))


def gelu(x):
    near = _near(x)
    place, way, squared = _nearest(near)
    return _values(x, near, place, way, _scaled_bell(squared))


def gelu_slope(x):
    place, way, squared = _nearest(_near(x))
    return _slopes(place, way, EIGHT - squared, _scaled_bell(squared))


def gelu_and_slope(x):
    near = _near(x)
    place, way, squared = _nearest(near)
    bend, height = EIGHT - squared, _scaled_bell(squared)
    slopes = _slopes(place, way.copy(), bend, height)
    return _values(x, near, place, way, height), slopes


def _near(x):
    """Return x itself or, if some numbers may be far out or are none, a copy in which none is far out."""
    in_a_row = x.ravel(order="K")
    return x if np.dot(in_a_row, in_a_row) < LARGEST_SUM_OF_SQUARES else x.clip(-BEYOND, BEYOND)


def _nearest(x):
    """Return the number of the place that is nearest to x, the way from there to x, and (p + x)²."""
    p = x + COUNTING
    place = p.view(np.int32) - COUNT_AT_FIRST
    p -= COUNTING
    way = x - p
    p += x
    p *= p
    return place, way, p


def _scaled_bell(squared):
    """Return SCALE φ(m) in the place of (2m)²."""
    squared *= BELL_EXPONENT
    squared += LOG_OF_HEIGHT
    return np.exp2(squared, out=squared)


def _values(x, near, place, way, height):
    area, _ = tables()
    y = height
    y *= way
    y += area.take(place, mode="clip", out=way)
    y *= near
    y *= BACK
    if near is not x:
        np.copyto(y, x, where=x > BEYOND)
    return y


def _slopes(place, way, bend, height):
    """Return the slopes; ``bend`` is 8 - (2m)², four times 2 - m²."""
    _, slope = tables()
    y = bend
    y *= height
    y *= QUARTER
    y *= way
    y += slope.take(place, mode="clip", out=way)
    y *= BACK
    return y
