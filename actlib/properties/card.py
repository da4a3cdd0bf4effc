"""The properties of any activation, found from its values alone: a reader's own as the catalogue's."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf, isfinite, nan
from types import MappingProxyType

import numpy as np

from actlib.catalogue import CATALOGUE, Activation, Interval
from actlib.functions.arguments import check, whole
from actlib.properties.features import (
    SAMPLES,
    TAIL,
    Break,
    Extremum,
    Hole,
    Plateau,
    Pole,
    as_activation,
    checked,
    claims_a_derivative,
    find_breaks,
    find_derivative_error,
    find_directions,
    find_extrema,
    find_falls,
    find_flat_beyond,
    find_holes,
    find_plateaus,
    find_range,
    find_steepest,
    find_zeros,
    held_far_out,
    in_grid,
    is_monotone,
    limit_at_the_end,
    refuse_what_is_no_function_of_each_input,
    refuse_what_is_nowhere_finite,
    sharp_places,
    slopes_at_0,
    slopes_of,
    with_sides_of_poles,
)
from actlib.properties.gaussian import find_distances, find_moments
from actlib.properties.tables import (
    html_table,
    list_text,
    number_text,
    property_table,
    range_text,
    text_table,
)


@dataclass(frozen=True)
class Properties:
    """What was found about an activation; see ``properties``.

    Attributes
    ----------
    activation : Activation
    range : Interval
        The values it takes.
    monotone : str
        "increasing" (never falls), "decreasing" (never rises), "constant" or "no".
    falls : tuple of (low, high)
        Where it falls; a jump downward is a pair of twice the same number.
    zeros : tuple of (low, high)
        Where it is 0: single points as twice the same number, and whole stretches.
    extrema : tuple of Extremum
        Single points where it turns, or which end a piece before a jump.
    plateaus : tuple of Plateau
        Stretches of one value that are lowest or highest around.
    largest_slope, steepest_at : float
        The largest absolute slope, jumps aside; and where, NaN if in more than one place.
    breaks : tuple of Break
        Kinks and jumps.
    poles : tuple of Pole
        Where it grows beyond all bounds.
    value_at_0 : float
    slopes_at_0 : pair of float
        From the left and from the right.
    limits : pair of float
        What is approached at minus and plus infinity; NaN if nothing.
    flat_beyond : pair of float
        The slope stays below 0.01 in size to the left of the first number and to the right of the second;
        NaN if it never does, infinity if it does everywhere.
    holes : tuple of Hole
        Where it is not finite.
    mean, second_moment, squared_slope : float
        Expectations of f, f² and f'² (jumps aside) for a standard normal input.
    derivative_error : float
        How far the derivative is from the central difference of the function, kinks aside; relative to
        the largest of 1, the slope and a ten-thousandth of the value.
    distances : mapping of str to float
        The root mean square difference from each of the catalogue under a standard normal input,
        the nearest first.
    disagreements : tuple of str
        What the activation claims of itself that was not found.
    """

    activation: Activation
    range: Interval
    monotone: str
    falls: tuple[tuple[float, float], ...]
    zeros: tuple[tuple[float, float], ...]
    extrema: tuple[Extremum, ...]
    plateaus: tuple[Plateau, ...]
    largest_slope: float
    steepest_at: float
    breaks: tuple[Break, ...]
    poles: tuple[Pole, ...]
    value_at_0: float
    slopes_at_0: tuple[float, float]
    limits: tuple[float, float]
    flat_beyond: tuple[float, float]
    holes: tuple[Hole, ...]
    mean: float
    second_moment: float
    squared_slope: float
    derivative_error: float
    distances: Mapping[str, float]
    disagreements: tuple[str, ...]

    @property
    def kinks(self):
        """Where the slope jumps and the value does not."""
        return tuple(each.x for each in self.breaks if not each.jumps)

    @property
    def jumps(self):
        """Where the value jumps."""
        return tuple(each.x for each in self.breaks if each.jumps)

    @property
    def lipschitz(self):
        """The Lipschitz constant: the largest slope, or infinity if there are jumps or poles."""
        return inf if self.jumps else self.largest_slope

    @property
    def variance(self):
        """The variance of f for a standard normal input."""
        return self.second_moment - self.mean**2

    @property
    def gain(self):
        """What weights are multiplied by to keep a unit second moment: 1 / sqrt(E[f²])."""
        return 1 / self.second_moment**0.5 if 0 < self.second_moment < inf else nan

    @property
    def gradient_factor(self):
        """What a wide layer with that gain does to the size of a gradient: gain · sqrt(E[f'²])."""
        return self.gain * self.squared_slope**0.5

    def nearest(self, count=2):
        """Return the names of so many nearest in the catalogue, the activation itself left out."""
        check(whole(0), count, "nearest expects count to be")
        own = self.activation
        itself = own.name if CATALOGUE.get(own.name) is own else ""
        comparable = [name for name, far in self.distances.items() if name != itself and isfinite(far)]
        return tuple(comparable[:count])

    def __getstate__(self):
        return vars(self) | {"distances": dict(self.distances)}

    def __setstate__(self, state):
        vars(self).update(state, distances=MappingProxyType(state["distances"]))

    def __repr__(self):
        return f"Properties of {self.activation.title}"

    def __str__(self):
        return text_table(*property_table([self]))

    def _repr_html_(self):
        return html_table(f"Properties of {self.activation.title}", *property_table([self]))


@np.errstate(all="ignore")
def properties(activation):
    """Find the properties of an activation from its values.

    Parameters
    ----------
    activation : Activation or str
        A reader's own, or one of the catalogue or its name.

    Returns
    -------
    Properties

    Raises
    ------
    TypeError
        If activation is none, or does not return real numbers.
    ValueError
        If the catalogue has no such name; or the function raises, changes the shape of its input, is
        random, looks at more than each input alone, or is nowhere finite from -16 to 16.

    Notes
    -----
    A computer can only look at so many points: every 1/256 from -16 to 16 (zeros, extrema, kinks and
    jumps are refined between them), and a few up to 1e8 on either side for limits and growth. A jump
    counts if it is above 1e-7, a kink if the slope jumps by more than 1e-3 within 1e-5. Where f is steep
    on a stretch shorter than a step, that step is looked at more closely. An end of the range that is
    approached too slowly to tell is the farthest value that was seen; the limit there is NaN.

    References
    ----------
    lecun1998

    Examples
    --------
    >>> found = properties("gelu")
    >>> print(found.extrema[0].kind, round(found.extrema[0].x, 6), round(found.gain, 5))
    minimum -0.751792 1.53353
    """
    activation = as_activation(activation, "properties")
    f = checked(activation.function, activation.title)
    slope_of = slopes_of(activation)
    refuse_what_is_nowhere_finite(f, activation.title)
    refuse_what_is_no_function_of_each_input(f, activation.title)
    y = f(SAMPLES)
    breaks, poles = find_breaks(f, y)
    limits = tuple(limit_at_the_end(f(side * TAIL)) for side in (-1, 1))
    holes = find_holes(f, y)
    directions = with_sides_of_poles(find_directions(y, breaks), breaks, poles)
    extrema = find_extrema(f, y, directions, breaks, poles)
    if any(each.jumps for each in breaks):
        slope_of = held_far_out(slope_of, f)
    largest_slope, steepest_at = find_steepest(f, slope_of, breaks, poles, holes)
    sharp = sharp_places(breaks, poles, largest_slope, steepest_at)
    moments = find_moments(f, slope_of, breaks, poles, sharp)
    plateaus = find_plateaus(f, y, directions, breaks)
    found = {
        "range": find_range(y, extrema, plateaus, breaks, poles, limits),
        "monotone": is_monotone(directions, breaks, poles),
        "falls": find_falls(directions, extrema, breaks, poles),
        "zeros": find_zeros(f, y, extrema, breaks, poles),
        "extrema": extrema,
        "plateaus": in_grid(plateaus),
        "breaks": breaks,
        "poles": poles,
        "derivative_error": find_derivative_error(f, slope_of, (*breaks, *poles)),
    }
    return Properties(
        activation,
        **found,
        largest_slope=largest_slope,
        steepest_at=steepest_at,
        value_at_0=float(f(np.zeros(1))[0]),
        slopes_at_0=slopes_at_0(f, breaks, poles),
        limits=limits,
        flat_beyond=tuple(
            find_flat_beyond(slope_of, *each, (*breaks, *poles)) for each in zip((-1, 1), limits, strict=True)
        ),
        holes=holes,
        **moments,
        distances=find_distances(f, breaks, sharp, moments["second_moment"]),
        disagreements=_disagreements(activation, found),
    )


def _disagreements(activation, found):
    """Say what an activation claims that was not found; all numbers as range and no kinks claim nothing."""
    wrong = []
    in_catalogue = CATALOGUE.get(activation.name) is activation
    claims_range = in_catalogue or activation.range != Interval(-inf, inf)
    if claims_range and not _same_range(activation.range, found["range"]):
        wrong.append(f"range: claims {activation.range}, found {range_text(found['range'])}")
    breaks = [each.x for each in found["breaks"]]
    if in_catalogue or activation.kinks:
        claimed = sorted(activation.kinks)
        if len(claimed) != len(breaks) or not np.allclose(claimed, breaks, rtol=0, atol=1e-6):
            wrong.append(f"kinks: claims {list_text(claimed)}, found {list_text(breaks)}")
    if claims_a_derivative(activation) and not found["derivative_error"] < 1e-5:
        wrong.append(f"derivative: off by {number_text(found['derivative_error'], 2)}")
    return tuple(wrong)


def _same_range(one, other):
    ends = np.allclose([one.low, one.high], [other.low, other.high], rtol=1e-6, atol=1e-6)
    return ends and (one.includes_low, one.includes_high) == (other.includes_low, other.includes_high)
