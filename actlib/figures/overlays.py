"""An activation beside another, and beside the inputs it meets."""

import numpy as np

from actlib.catalogue import an_activation, named_activation
from actlib.figures.colors import FAINT, LIGHT, style_of
from actlib.figures.curves import jumps_of, without_jumps
from actlib.figures.picture import (
    blank,
    course_style,
    draw_zero_axes,
    evenly_between,
    number_text,
    values_of,
)
from actlib.figures.rules import check_order
from actlib.functions import arguments as must_be
from actlib.functions.arguments import takes


@takes(
    first=an_activation,
    second=an_activation,
    low=must_be.number,
    high=must_be.number,
    height=must_be.above(0, 100),
)
def overlay(first, second, low=-5.0, high=5.0, *, height=5.2):
    """Draw two activations over one another, and their slopes below.

    Parameters
    ----------
    first, second : str or Activation
        Names in the catalogue, or Activations of the reader's own.
    low, high : float
        The inputs shown.
    height : float
        Inches.

    Returns
    -------
    Picture

    Raises
    ------
    KeyError
        If the catalogue has no activation of that name.
    ValueError
        If low is not below high, or the two nowhere have a value both.

    Examples
    --------
    >>> overlay("relu", "tanh")  # doctest: +NORMALIZE_WHITESPACE
    ReLU and tanh on [−5, 5]: value apart by up to 4.00, at the edge, x = 5.00;
    slope apart by up to 1.00, at x = 0.00.
    """
    first, second = named_activation(first), named_activation(second)
    check_order("overlay", low, high)
    x = evenly_between(low, high, 100)
    kinks = np.concatenate([first.kinks, second.kinks])
    beside_kinks = np.concatenate([kinks - 1e-6, kinks + 1e-6])
    drawn = np.setdiff1d(np.union1d(np.linspace(low, high, 161), beside_kinks), kinks)
    picture, [[values], [slopes]] = blank(height, rows=2, share=False)
    described = []
    with course_style():
        for axes, name in ((values, "value"), (slopes, "slope")):
            apart = _apart(first, second, name, x)
            at = np.nanargmax(np.round(apart, 6))
            by, where = number_text(apart[at]), f"x = {number_text(x[at])}"
            if at in (0, len(x) - 1):
                where = f"the edge, {where}"
            described.append(f"{name} apart by up to {by}, at {where}")
            for activation in (first, second):
                jumps = jumps_of(activation) if name == "value" else activation.kinks
                line = without_jumps(drawn, _course(activation, name, drawn), jumps)
                axes.plot(*line, **style_of(activation).drawn, label=activation.title)
            axes.axvline(x[at], color=FAINT, linewidth=1.2, linestyle=(0, (2, 3)))
            draw_zero_axes(axes)
            axes.set_title(f"{name}: furthest apart at {where}, by {by}")
            axes.set_xlim(low, high)
        slopes.set_xlabel("x")
        values.legend(frameon=False, loc="upper left")
    on = f"[{number_text(low, 0)}, {number_text(high, 0)}]"
    picture.sentence = f"{first.title} and {second.title} on {on}: {'; '.join(described)}."
    return picture


def _course(activation, name, x):
    return values_of(activation if name == "value" else activation.derivative, x)


def _apart(first, second, name, x):
    """Return how far two are apart, NaN where one of them has no value."""
    with np.errstate(invalid="ignore"):
        apart = np.abs(_course(first, name, x) - _course(second, name, x))
    if np.isnan(apart).all():
        raise ValueError(
            f"overlay expects first and second to have a {name} at some x both, "
            f"got {first.title} and {second.title}"
        )
    return apart


@takes(
    activation=an_activation,
    deviation=must_be.above(0),
    low=must_be.number,
    high=must_be.number,
    small=must_be.above(0),
    height=must_be.above(0, 100),
)
def saturation(activation, deviation, *, low=-10.0, high=10.0, small=0.1, height=3.8):
    """Draw an activation over Gaussian inputs, and which of them meet hardly any slope.

    Parameters
    ----------
    activation : str or Activation
    deviation : float, above 0
        Standard deviation of the inputs, whose mean is 0.
    low, high : float
        The inputs shown.
    small : float
        An input counts as saturated where the slope is less than this share of the largest.
    height : float
        Inches.

    Returns
    -------
    Picture

    Raises
    ------
    KeyError
        If the catalogue has no activation of that name.
    ValueError
        If deviation is not above 0, low not below high, or a value or slope that is met is not finite.

    Examples
    --------
    >>> saturation("sigmoid", 2)
    sigmoid of inputs with deviation 2.00: 6.9 % are saturated, mean slope 0.151.
    """
    activation = named_activation(activation)
    check_order("saturation", low, high)
    fine = np.linspace(low, high, 4001)
    steepness = np.abs(_finite(activation, "slope", fine))
    nearly_flat = small * steepness.max()
    z = np.linspace(-8, 8, 16_001)
    weights = np.exp(-(z**2) / 2)
    weights /= weights.sum()
    slope = np.abs(_finite(activation, "slope", deviation * z))
    share, mean_slope = weights @ (slope < nearly_flat), weights @ slope
    x = np.linspace(low, high, 161)
    y = _finite(activation, "value", x)
    ends = np.flatnonzero(np.diff(steepness < nearly_flat, prepend=False, append=False))
    picture, [[axes]] = blank(height)
    with course_style():
        bottom, top = y.min(), y.max()
        room = 0.06 * (top - bottom)
        for start, end in ends.reshape(-1, 2):
            axes.axvspan(fine[start], fine[end - 1], color=LIGHT["orange-region"], linewidth=0, zorder=0)
            for side in (fine[start], fine[end - 1]):
                axes.axvline(side, color=LIGHT["orange"], linewidth=1.2, zorder=0)
        density = np.exp(-((x / deviation) ** 2) / 2)
        axes.fill_between(x, bottom, bottom + 0.8 * (top - bottom) * density, color=FAINT, alpha=0.3)
        axes.plot(x, bottom + 0.8 * (top - bottom) * density, color=FAINT, linewidth=1.2)
        axes.plot(*without_jumps(x, y, jumps_of(activation)), **style_of(activation).drawn)
        axes.set(xlabel="x (gray: how often; orange: saturated)", xlim=(low, high), ylabel=activation.title)
        axes.set_ylim(bottom - room, top + room)
        percent, mean = number_text(100 * share, 1), number_text(mean_slope, 3)
        axes.set_title(f"deviation {number_text(deviation)}: {percent} % saturated, mean slope {mean}")
    picture.sentence = (
        f"{activation.title} of inputs with deviation {number_text(deviation)}: {percent} % are saturated, "
        f"mean slope {mean}."
    )
    return picture


def _finite(activation, name, x):
    """Return the values or slopes of an activation, or say that it has none at a place."""
    found = _course(activation, name, x)
    if not np.isfinite(found).all():
        at = x[~np.isfinite(found)][0]
        raise ValueError(
            f"saturation expects activation to have a finite {name} for each input, "
            f"got {activation.title}, which has none at {at:g}"
        )
    return found
