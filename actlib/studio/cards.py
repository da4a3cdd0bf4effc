"""The quick card of an activation: what an engineer asks of it, in words first. It needs no SciPy."""

import math
from dataclasses import dataclass
from functools import cache
from math import inf, isfinite, isinf, nan
from types import MappingProxyType

import numpy as np

from actlib.catalogue import CATALOGUE, Activation
from actlib.properties.features import (
    SAMPLES,
    as_activation,
    checked,
    find_steepest,
    held_far_out,
    refuse_what_is_nowhere_finite,
    sharp_places,
    slopes_at_0,
    slopes_of,
)
from actlib.properties.gaussian import find_distances, find_moments, normal_quadrature
from actlib.properties.tables import html_table, number_text, range_text, text_table
from actlib.studio.landmarks import Landmarks, landmarks_of, steepest_between

LAYERS = 10
DEPTHS = (10, 30)
COMPARED = np.linspace(-3, 3, 241)
COMPARED.flags.writeable = False
SAME = 1e-6
POLYNOMIALS = 24
FADED, EXPLODED = 0.1, 10.0  # what is left of a signal, as a factor, when the words change


@dataclass(frozen=True)
class Relative:
    """The nearest of the catalogue, and how an activation differs from it.

    Attributes
    ----------
    name, title : str
    distance : float
        The root mean square difference under a standard normal input.
    at, by : float
        Where within [-3, 3] they differ most, and by how much the activation is higher there.
    """

    name: str
    title: str
    distance: float
    at: float
    by: float

    @property
    def differs(self):
        """The difference in words."""
        if self.distance < SAME and abs(self.by) < SAME:
            return "the same"
        if not isfinite(self.by):
            return "not to be compared everywhere"
        if abs(self.by) < SAME:
            return "hardly anywhere from −3 to 3"
        way = "higher" if self.by > 0 else "lower"
        return f"most at x = {_short(self.at)}, where it is {_short(abs(self.by))} {way}"


@dataclass(frozen=True)
class Card:
    """What ``describe`` finds.

    Attributes
    ----------
    activation : Activation
    landmarks : Landmarks
        Its breaks, range and course.
    largest_slope, steepest_at : float
        NaN for a place that is not a single one.
    slope_at_0 : float
        What its derivative gives at 0; NaN if it breaks there and has that slope on neither side.
    slopes_at_0 : pair of float
        From the left and from the right.
    mean, second_moment, squared_slope : float
        Expectations of f, f² and f'² for a standard normal input.
    dead_share : float
        The probability that a standard normal input falls where the slope is 0.
    size_left, difference_left : float
        What ten wide layers whose weights have variance 1 / inputs make of a signal's size, and of the
        difference between two inputs that have nothing in common, each as a factor.
    relative : Relative or None
        None if nothing can be compared.
    """

    activation: Activation
    landmarks: Landmarks
    largest_slope: float
    steepest_at: float
    slope_at_0: float
    slopes_at_0: tuple[float, float]
    mean: float
    second_moment: float
    squared_slope: float
    dead_share: float
    size_left: float
    difference_left: float
    relative: Relative | None

    @property
    def range(self):
        """The values it takes, as an Interval."""
        return self.landmarks.range

    @property
    def gain(self):
        """What weights are multiplied by to keep a unit second moment: 1 / sqrt(E[f²])."""
        return 1 / self.second_moment**0.5 if 1e-24 < self.second_moment < inf else nan

    @property
    def gradient_factor(self):
        """What a wide layer with that gain does to the size of a gradient: gain · sqrt(E[f'²])."""
        return self.gain * self.squared_slope**0.5

    @property
    def slopes_beside_0(self):
        """The slopes to the left and to the right of 0 if there is no slope at 0, or else None."""
        only_beside = math.isnan(self.slope_at_0) and not any(map(math.isnan, self.slopes_at_0))
        return self.slopes_at_0 if only_beside else None

    def gradient_left(self, depth):
        """Return what is left of a gradient after so many wide layers with that gain."""
        factor = self.gradient_factor
        if not isfinite(factor) or factor == 0:
            return factor
        exponent = depth * math.log10(factor)
        return inf if exponent > 300 else 10.0**exponent

    @property
    def sentences(self):
        """What there is to say, in words."""
        found = (_range, _gaps, _slopes, _signal, _dead, _gradient, _relation)
        return [sentence for part in found if (sentence := part(self))]

    @property
    def numbers(self):
        """Pairs of label and text."""
        rows = {
            "range": range_text(self.range),
            "largest slope": _short(self.largest_slope),
            "slope at 0": " → ".join(dict.fromkeys(map(_short, self.slopes_beside_0 or [self.slope_at_0]))),
            "E[f]": _short(self.mean),
            "E[f²]": _short(self.second_moment),
            "gain": _short(self.gain),
            f"signal after {LAYERS} layers, as drawn": factor_text(self.size_left),
            f"difference of inputs after {LAYERS}": factor_text(self.difference_left),
            "inputs with slope 0": share_text(self.dead_share, 1),
            "gradient for each layer": factor_text(self.gradient_factor),
            **{f"gradient after {depth} layers": factor_text(self.gradient_left(depth)) for depth in DEPTHS},
        }
        if self.relative:
            rows[f"distance from {self.relative.title}"] = _short(self.relative.distance)
        return list(rows.items())

    def __str__(self):
        rows = [(label, (text,)) for label, text in self.numbers]
        return "\n".join([*self.sentences, "", text_table([self.activation.title], rows)])

    __repr__ = __str__

    def _repr_html_(self):
        from html import escape

        words = "".join(f"<p>{escape(sentence)}</p>\n" for sentence in self.sentences)
        rows = [(label, (text,)) for label, text in self.numbers]
        return words + html_table(f"Card of {self.activation.title}", [self.activation.title], rows)


@np.errstate(all="ignore")
def describe(activation):
    """Say what an engineer asks of an activation, within some hundredths of a second and without SciPy.

    Parameters
    ----------
    activation : Activation or str
        A reader's own, or one of the catalogue or its name.

    Returns
    -------
    Card
        Its ``sentences`` and ``numbers`` are for people; ``properties`` finds more.

    Raises
    ------
    TypeError, ValueError
        If activation is none, does not return one real number for each, or none that is finite for x
        from -16 to 16.

    Notes
    -----
    What becomes of a signal is computed for layers without end to their width, from the moments of
    Gaussians, as in the works cited.

    References
    ----------
    he2015
    poole2016
    schoenholz2017

    Examples
    --------
    >>> card = describe("relu")
    >>> print(card.sentences[3].replace("\\xa0", " "))
    Half (50.0 %) of all normal inputs fall where the slope is 0: there a unit learns nothing.
    """
    activation = as_activation(activation, "describe")
    f, slope_of = checked(activation.function, activation.title), slopes_of(activation)
    refuse_what_is_nowhere_finite(f, activation.title)
    seen = landmarks_of(activation)
    if any(each.jumps for each in seen.breaks):
        slope_of = held_far_out(slope_of, f)
    breaks, poles = seen.breaks, seen.poles
    largest_slope, steepest_at = find_steepest(
        f, _without_noise(slope_of), breaks, poles, seen.holes, steepest_between
    )
    sharp = sharp_places(breaks, poles, largest_slope, steepest_at)
    sides = slopes_at_0(f, breaks, poles)
    moments = find_moments(f, slope_of, breaks, poles, sharp, seen.ends)
    size_left, difference_left = signal_left(f)
    return Card(
        activation,
        seen,
        largest_slope,
        steepest_at,
        slope_at_0=_slope_at_0(slope_of, sides, any(each.x == 0 for each in (*breaks, *poles))),
        slopes_at_0=sides,
        **moments,
        dead_share=_dead_share(slope_of, [*(each.x for each in breaks), *seen.ends]),
        size_left=size_left,
        difference_left=difference_left,
        relative=_nearest(activation, f, seen, sharp, moments["second_moment"]),
    )


def _slope_at_0(slope_of, sides, breaks):
    """Return what the derivative gives at 0, unless f breaks there and has that slope on neither side."""
    slope = float(slope_of(np.zeros(1))[0]) + 0.0
    return nan if breaks and not np.isclose(slope, sides, rtol=1e-6, atol=1e-6).any() else slope


def _without_noise(slope_of):
    """Return slopes rounded to seven digits of the largest: what is steepest must not be made of rounding."""
    size = np.abs(slope_of(SAMPLES))
    largest = size.max(where=np.isfinite(size), initial=0)
    unit = 10.0 ** (math.floor(math.log10(largest)) - 7) if largest > 0 else 1.0
    return lambda x: np.round(slope_of(x) / unit) * unit


def _dead_share(slope_of, places):
    x, weights = normal_quadrature(places)
    return float(min(weights[slope_of(x) == 0].sum(), 1.0))


def _nearest(activation, f, seen, sharp, second_moment):
    others = {name: entry for name, entry in CATALOGUE.items() if entry is not activation}
    distances = find_distances(f, seen.breaks, sharp, second_moment, seen.ends, MappingProxyType(others))
    name, distance = next(iter(distances.items()))
    if not isfinite(distance):
        return None
    x = COMPARED
    difference = f(x) - others[name](x)
    if distance >= SAME and np.all(np.abs(difference) < SAME):  # on a stretch that falls between the places
        beside = [each.x + shift for each in seen.breaks for shift in (-1e-9, 1e-9) if abs(each.x) < 3]
        x = np.array([*COMPARED, *beside])
        difference = f(x) - others[name](x)
    # Rounded, so that of two places that differ by as much the first is named on every machine.
    at = int(np.argmax(np.nan_to_num(np.abs(difference).round(9), nan=inf)))
    return Relative(name, CATALOGUE[name].title, distance, float(x[at]), float(difference[at]))


@cache
def _polynomials():
    """Return inputs, their normal weights and the normalized Hermite polynomials there, a row each."""
    x = np.linspace(-8, 8, 1601)
    weights = np.exp(-(x**2) / 2)
    rows = [np.ones_like(x), x]
    for k in range(1, POLYNOMIALS):
        rows.append((x * rows[k] - math.sqrt(k) * rows[k - 1]) / math.sqrt(k + 1))
    return x, weights / weights.sum(), np.array(rows)


def signal_left(f, layers=LAYERS):
    """Return what wide layers as drawn leave of a signal's size and of the difference of two signals.

    Weights have variance 1 / inputs and there are no biases. With a_k the coefficients of f in Hermite
    polynomials of a normal input, the outputs for two inputs of correlation c have covariance Σ a_k² c^k.
    """
    x, weights, polynomials = _polynomials()
    order = np.arange(POLYNOMIALS + 2)
    square, apart = 1.0, 1.0  # apart is 1 - c
    for _ in range(layers):
        y = f(math.sqrt(square) * x)
        with np.errstate(all="ignore"):
            square = float(weights @ y**2)
            power = (polynomials @ (weights * y)) ** 2
        if not 1e-280 < square < 1e280:
            return (0.0, 0.0) if square <= 1e-280 else (inf if square > 1 else nan, nan)
        power = np.append(power, max(square - power.sum(), 0))
        kept_apart = -np.expm1(order * np.log1p(-min(apart, 1 - 1e-15)))
        apart = float(power @ kept_apart) / square
        apart = apart if apart > 1e-15 else 0.0
    return math.sqrt(square), math.sqrt(square * apart)


# In words


def _range(card):
    low, high = card.range.low, card.range.high
    title = card.activation.title
    if low == high:
        return f"{title} answers {_short(low)} whatever comes in."
    if isinf(low) and isinf(high):
        return f"{title} takes values without end in both directions."
    if isinf(high):
        return f"{title} takes values from {_short(low)} up, without end."
    if isinf(low):
        return f"{title} takes values from {_short(high)} down, without end."
    return f"{title} takes values between {_short(low)} and {_short(high)}, and none beyond."


def _gaps(card):
    parts = []
    if card.landmarks.holes:
        places = ", ".join(_stretch(each.low, each.high) for each in card.landmarks.holes[:3])
        parts.append(f"For {places} it gives no finite number; a network that comes there is lost.")
    if card.landmarks.poles:
        places = ", ".join(_short(each.x) for each in card.landmarks.poles[:3])
        parts.append(f"It grows beyond all bounds at x = {places}.")
    jumps = [each.x for each in card.landmarks.breaks if each.jumps]
    if jumps:
        places = ", ".join(map(_short, jumps[:3])) + (f" and {len(jumps) - 3} more" if jumps[3:] else "")
        parts.append(f"It jumps at x = {places}; a gradient does not see a jump.")
    return " ".join(parts)


def _stretch(low, high):
    if isinf(low) and isinf(high):
        return "every x"
    if isinf(low):
        return f"x up to {_short(high)}"
    if isinf(high):
        return f"x from {_short(low)} on"
    return f"x = {_short(low)}" if low == high else f"x from {_short(low)} to {_short(high)}"


def _slopes(card):
    if card.largest_slope == 0:
        return "Its slope is 0 everywhere: no gradient passes, and nothing before it can learn."
    sides = card.slopes_beside_0
    if isinf(card.largest_slope):
        at_0 = f"at 0 it is {_short(card.slope_at_0)}" if sides is None else _beside_0(*sides)
        return f"Its slope grows beyond all bounds; {at_0}."
    where = f" (at x = {_short(card.steepest_at)})" if isfinite(card.steepest_at) else ""
    at_0 = f"{_short(card.slope_at_0)} at 0" if sides is None else _beside_0(*sides)
    return f"Its slope is at most {_short(card.largest_slope)} in size{where}, and {at_0}."


def _beside_0(left, right):
    if left == right:
        return f"beside 0 it is {_short(left)}"
    return f"at 0 it jumps from {_short(left)} to {_short(right)}"


def _signal(card):
    size, difference = card.size_left, card.difference_left
    if math.isnan(size) or math.isnan(card.second_moment):
        return "What becomes of a signal cannot be said: it gives no number for some inputs."
    cure = f" Its gain is {_short(card.gain)}: weights times that keep the size." if card.gain > 0 else ""
    drawn = f"As drawn, {LAYERS} layers"
    if size > EXPLODED:
        return f"{drawn} let a signal explode, to {factor_text(size)} times its size.{cure}"
    if size < FADED:
        return f"{drawn} let a signal fade, to {factor_text(size)} of its size.{cure}"
    if difference < FADED:
        return (
            f"{drawn} keep a signal's size ({factor_text(size)}), but make all inputs alike: "
            f"{factor_text(difference)} of their difference is left.{cure}"
        )
    return (
        f"{drawn} keep a signal alive: {factor_text(size)} of its size and {factor_text(difference)} of the "
        f"difference between inputs are left.{cure}"
    )


def _dead(card):
    if card.largest_slope == 0:
        return ""
    if card.dead_share == 0:
        return "No stretch that normal inputs reach has slope 0: every input moves it."
    share = share_text(card.dead_share, 1)
    who = f"Half ({share})" if abs(card.dead_share - 0.5) < 5e-4 else share.capitalize()
    return f"{who} of all normal inputs fall where the slope is 0: there a unit learns nothing."


def _gradient(card):
    factor = card.gradient_factor
    if math.isnan(factor):
        return "No weights can give it a size to keep, so there is no gradient to speak of."
    if isinf(factor):
        return "Its slopes have no finite size on average: gradients explode."
    ten, thirty = (factor_text(card.gradient_left(depth)) for depth in DEPTHS)
    verdict = "explodes" if factor > 1.08 else "vanishes" if factor < 0.92 else "passes"
    return (
        f"With its gain, each layer makes {factor_text(factor)} of a gradient: ten leave {ten}, thirty "
        f"{thirty}; it {verdict}."
    )


def _relation(card):
    relative = card.relative
    if relative is None:
        return ""
    if relative.differs == "the same":
        return f"In the catalogue it is {relative.title}: the same."
    return f"Its nearest relative in the catalogue is {relative.title}; they differ {relative.differs}."


def _short(value):
    return number_text(value, 3)


def factor_text(value):
    """Write a factor of any size with two digits."""
    if value == 0:
        return "0"
    text = "undefined" if math.isnan(value) else "∞" if isinf(value) else f"{value:.2g}"
    return text.replace("e+0", "e").replace("e+", "e").replace("e-0", "e-").replace("-", "−")


def share_text(share, decimals=0):
    """Write a share in percent; only none is 0 %, and what rounds to 0 is below the least that is shown."""
    if 0 < share < 0.005 * 10.0**-decimals:
        return f"below {share_text(0.01 * 10.0**-decimals, decimals)}"
    return f"{100 * share:.{decimals}f}\N{NO-BREAK SPACE}%"
