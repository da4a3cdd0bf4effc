"""What a function makes of a standard normal input."""

from math import inf
from types import MappingProxyType

import numpy as np

from actlib.catalogue import CATALOGUE


def _normal_quadrature(breaks):
    """Return points and weights: the expectation of g is the sum of weights times g(points).

    Gauss-Legendre with 20 points on each half unit from -12 to 12, split at the breaks. All kinks
    of the catalogue are ends of such pieces as well.
    """
    ends = np.union1d(np.arange(-12, 12.5, 0.5), [each.x for each in breaks if abs(each.x) < 12])
    points, weights = np.polynomial.legendre.leggauss(20)
    half = np.diff(ends)[:, np.newaxis] / 2
    x = (ends[:-1, np.newaxis] + half + half * points).ravel()
    return x, (half * weights).ravel() * np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi)


def _expectation(y, weights):
    with np.errstate(invalid="ignore", over="ignore"):
        terms = weights * y
    total = terms.sum()
    diverges = np.abs(terms[[0, -1]]).max() > 1e-12 * max(1, abs(total))
    return float(inf if diverges else total)


def find_moments(f, slope_of, breaks):
    x, weights = _normal_quadrature(breaks)
    y, slope = f(x), slope_of(x)
    with np.errstate(invalid="ignore", over="ignore"):
        integrands = {"mean": y, "second_moment": y**2, "squared_slope": slope**2}
    return {name: _expectation(values, weights) for name, values in integrands.items()}


def find_distances(f, breaks):
    x, weights = _normal_quadrature(breaks)
    y = f(x)
    with np.errstate(invalid="ignore", over="ignore"):
        distances = {
            name: max(_expectation((y - other(x)) ** 2, weights), 0) ** 0.5
            for name, other in CATALOGUE.items()
        }
    # Rounded, because equals must keep the catalogue's order on every machine.
    nearest_first = sorted(distances, key=lambda name: round(distances[name], 9))
    return MappingProxyType({name: distances[name] for name in nearest_first})
