"""What a function makes of a standard normal input."""

from math import inf, isfinite, nan
from types import MappingProxyType

import numpy as np

from actlib.catalogue import CATALOGUE
from actlib.properties.features import vertical_slope


def normal_quadrature(places, sharp=()):
    """Return points and weights: the expectation of g is the sum of weights times g(points).

    Gauss-Legendre with 20 points on each half unit from -12 to 12, split at some places. All kinks
    of the catalogue are ends of such pieces as well. Toward what is sharp, a pole or a steep place, the
    pieces get shorter and shorter.
    """
    ends = np.union1d(np.arange(-12, 12.5, 0.5), [x for x in places if abs(x) < 12])
    for x in sharp:
        closer = np.exp2(-np.arange(2, 40.0))
        ends = np.union1d(ends, [*(x - closer), x, *(x + closer)])
    points, weights = np.polynomial.legendre.leggauss(20)
    half = np.diff(ends)[:, np.newaxis] / 2
    x = (ends[:-1, np.newaxis] + half + half * points).ravel()
    return x, (half * weights).ravel() * np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi)


def expectation(y, weights):
    """Return the expectation, infinity if the terms do not get small toward the ends."""
    with np.errstate(invalid="ignore", over="ignore"):
        terms = weights * y
    total = terms.sum()
    diverges = np.abs(terms[[0, -1]]).max() > 1e-12 * max(1, abs(total))
    return float(inf if diverges else total)


def find_moments(f, slope_of, breaks, poles, sharp, ends=()):
    """Return E[f], E[f²] and E[f'²]; ``ends`` are further places at which smooth pieces meet."""
    x, weights = normal_quadrature([*(each.x for each in breaks), *ends], sharp)
    y, slope = f(x), slope_of(x)
    with np.errstate(invalid="ignore", over="ignore"):
        integrands = {"mean": y, "second_moment": y**2, "squared_slope": slope**2}
    found = {name: expectation(values, weights) for name, values in integrands.items()}
    # Near a pole f is as 1 / distance ** order, whose integral is infinite from order 1 on.
    order = max([each.order for each in poles if abs(each.x) < 12], default=-1)
    if order >= 0:
        signs = {np.sign(value) for each in poles for value in each.values if not isfinite(value)}
        one_sign = float(signs.pop()) * inf if len(signs) == 1 else nan
        infinite = {"mean": order, "second_moment": 2 * order, "squared_slope": 2 * order + 2}
        found |= {
            name: one_sign if name == "mean" else inf for name, power in infinite.items() if power > 0.98
        }
    growths = [vertical_slope(f, each.x, side)[1] for each in breaks for side in (-1, 1)]
    if 2 * max(growths, default=0) > 0.98:
        found["squared_slope"] = inf
    return found


def find_distances(f, breaks, sharp, second_moment, ends=(), catalogue=CATALOGUE):
    """Return how far f is from each of the catalogue, the nearest first."""
    if not isfinite(second_moment):
        return MappingProxyType(dict.fromkeys(catalogue, second_moment))
    x, weights = normal_quadrature([*(each.x for each in breaks), *ends], sharp)
    y = f(x)
    with np.errstate(invalid="ignore", over="ignore"):
        distances = {
            name: max(expectation((y - other(x)) ** 2, weights), 0) ** 0.5
            for name, other in catalogue.items()
        }
    # Rounded, because equals must keep the catalogue's order on every machine.
    nearest_first = sorted(distances, key=lambda name: round(distances[name], 9))
    return MappingProxyType({name: distances[name] for name in nearest_first})
