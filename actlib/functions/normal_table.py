"""Exact GELU and its slope, by one look into a table and a step along the bell.

The table has the share Φ of a unit Gaussian that lies below places 1/1024 apart. From the place p that is
nearest to x the way w = x - p is so short that the bell's height φ in the middle, at m, tells how much more
lies below x. With w⁴ and higher powers it is exact to the last digit of a float64, with w alone to that of a
float32:

    Φ(x) = Φ(p) + w φ(m) (1 + (m² - 1) w²/24 + (m⁴ - 6m² + …) w⁴/1920 + …)

GELU's slope is Φ(x) + x φ(x). In float32 a second table has it, and its own slope (2 - x²) φ(x) leads on.
"""

import functools

import numpy as np

from actlib.functions.accept import FLOAT32, FLOAT64, constant

STEPS = 1024  # in a unit
FIRST, LAST = -39, 9  # to the left of these Φ is 0, to the right it is 1
BEYOND = 40.0  # where nothing changes any more
# Shares and heights are kept times this, or the smallest would have lost digits as subnormal numbers.
SCALE = 2.0**60
SCALED_HEIGHT = SCALE / np.sqrt(2 * np.pi)
LARGEST_SUM_OF_SQUARES = 4096.0**2  # no x is beyond ±4096 then
WHOLE = {FLOAT32: np.int32, FLOAT64: np.int64}

# The middle of a binade in which neighbors are 1/1024 apart: what is added to it is rounded to the nearest
# place, and its bits count the places.
COUNTING = {
    dtype: constant(1.5 * 2**digits / STEPS, dtype) for dtype, digits in ((FLOAT32, 23), (FLOAT64, 52))
}
COUNT_AT_FIRST = {dtype: (start + dtype.type(FIRST)).view(WHOLE[dtype]) for dtype, start in COUNTING.items()}
BACK = {dtype: constant(1 / SCALE, dtype) for dtype in WHOLE}


@functools.cache
def shares():
    """Return the places, and Φ and φ there, both times SCALE, in float64."""
    q = np.arange(-FIRST * STEPS + 1) / STEPS
    root = np.exp(-q * q / 4)
    height = np.where(q < 37, np.exp(-q * q / 2) * SCALED_HEIGHT, root * (root * SCALED_HEIGHT))
    near = slice(STEPS // 2)
    beyond = [SCALE / 2 - height[near] * _odd_sum(q[near])]
    for begin, end, levels in ((1 / 2, 1, 1500), (1, 4, 400), (4, 1 - FIRST, 50)):
        part = slice(int(begin * STEPS), int(end * STEPS))
        beyond.append(height[part] / _hazard(q[part], levels))
    beyond = np.concatenate(beyond)
    right = slice(1, LAST * STEPS + 1)
    return tuple(
        np.concatenate([left[::-1], others[right]])
        for left, others in ((-q, q), (beyond, SCALE - beyond), (height, height))
    )


def _odd_sum(q):
    """Return (Φ(q) - 1/2) / φ(q) for q below 1/2 as q + q³/3 + q⁵/(3·5) + …"""
    term = total = q
    for odd in range(3, 27, 2):
        term = term * (q * q) / odd
        total = total + term
    return total


def _hazard(q, levels):
    """Return φ(q) / Φ(-q) by Laplace's continued fraction q + 1/(q + 2/(q + 3/(q + …)))."""
    hazard = q
    for k in range(levels, 0, -1):
        hazard = q + k / hazard
    return hazard


@functools.cache
def share_table(dtype):
    """Return Φ at all places, times SCALE."""
    _, share, _ = shares()
    return share.astype(dtype, copy=False)


@functools.cache
def slope_table32():
    """Return the slope of GELU at all places, times SCALE, in float32."""
    places, share, height = shares()
    return (share + places * height).astype(np.float32)


def gelu(x):
    near = _near(x)
    share = _share64(*_nearest64(near)) if x.dtype == FLOAT64 else _share32(*_nearest32(near))
    return _values(x, near, share)


def gelu_slope(x):
    near = _near(x)
    return _slopes64(*_share_and_bell64(near)) if x.dtype == FLOAT64 else _slopes32(*_nearest32(near))


def gelu_and_slope(x):
    near = _near(x)
    if x.dtype == FLOAT64:
        share, bell = _share_and_bell64(near)
        return _values(x, near, share.copy()), _slopes64(share, bell)
    number, way, squared = _nearest32(near)
    share = _share32(number, way.copy(), squared.copy())
    return _values(x, near, share), _slopes32(number, way, squared)


def _near(x):
    """Return x itself or, if some numbers may be far out or are none, a copy in which none is far out."""
    in_a_row = x.ravel(order="K")
    return x if np.dot(in_a_row, in_a_row) < LARGEST_SUM_OF_SQUARES else x.clip(-BEYOND, BEYOND)


def _nearest(x):
    """Return the number of the place nearest to x, the place itself, and the way from there to x."""
    counting = COUNTING[x.dtype]
    p = x + counting
    number = p.view(WHOLE[x.dtype]) - COUNT_AT_FIRST[x.dtype]
    p -= counting
    return number.astype(np.intp, copy=False), p, x - p


def _values(x, near, share):
    y = share
    y *= near
    y *= BACK[x.dtype]
    if near is not x:
        np.copyto(y, x, where=x > BEYOND)
    return y


MINUS_EIGHTH, MINUS_HALF, THREE, FOUR = (constant(each, FLOAT64) for each in (-1 / 8, -1 / 2, 3, 4))
SERIES = tuple(constant(SCALED_HEIGHT / divisor, FLOAT64) for divisor in (480, 12, 24, 1))


def _nearest64(x):
    """Return what ``_nearest`` returns, then -p²/2, in which nothing is rounded, and its exponential."""
    number, p, way = _nearest(x)
    exponent = p * p
    exponent *= MINUS_HALF
    return number, p, way, exponent, np.exp(exponent)


def _share64(number, p, way, exponent, height):
    """Return Φ(x), times SCALE; with q = -m²/2 the series is 1 - (2q + 1) w²/24 + (q² + 3q) w⁴/480."""
    further = p
    further *= FOUR
    further += way
    further *= way
    further *= MINUS_EIGHTH
    q = exponent
    q += further
    height *= np.exp(further, out=further)
    over_480, over_12, over_24, over_1 = SERIES
    square = way * way
    series = q + THREE
    series *= q
    series *= over_480
    series *= square
    q *= over_12
    series -= q
    series -= over_24
    series *= square
    series += over_1
    share = height
    share *= series
    share *= way
    share += share_table(FLOAT64).take(number, mode="clip", out=way)
    return share


def _share_and_bell64(x):
    """Return Φ(x) and x φ(x), times SCALE; x² is p² + (p + x) w."""
    number, p, way, exponent, height = _nearest64(x)
    bell = p + x
    bell *= way
    bell *= MINUS_HALF
    np.exp(bell, out=bell)
    bell *= height
    bell *= x
    bell *= SCALED_HEIGHT
    return _share64(number, p, way, exponent, height), bell


def _slopes64(share, bell):
    y = bell
    y += share
    y *= BACK[FLOAT64]
    return y


BELL_EXPONENT, LOG_OF_HEIGHT, EIGHT, QUARTER = (
    constant(each, FLOAT32) for each in (-np.log2(np.e) / 8, np.log2(SCALED_HEIGHT), 8, 1 / 4)
)


def _nearest32(x):
    """Return the number of the place nearest to x, the way from there to x, and (2m)²."""
    number, p, way = _nearest(x)
    p += x
    p *= p
    return number, way, p


def _bell32(squared):
    squared *= BELL_EXPONENT
    squared += LOG_OF_HEIGHT
    return np.exp2(squared, out=squared)


def _share32(number, way, squared):
    share = _bell32(squared)
    share *= way
    share += share_table(FLOAT32).take(number, mode="clip", out=way)
    return share


def _slopes32(number, way, squared):
    y = EIGHT - squared
    y *= _bell32(squared)
    y *= QUARTER
    y *= way
    y += slope_table32().take(number, mode="clip", out=way)
    y *= BACK[FLOAT32]
    return y
