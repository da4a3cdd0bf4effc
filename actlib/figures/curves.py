"""Curves over one input: functions, slopes, fits."""

import numpy as np

from actlib.catalogue import CATALOGUE, an_activation, named_activation
from actlib.figures.colors import FAINT, LIGHT, MARK, OTHERS, SLOPE, TARGET, style_of, styles_of
from actlib.figures.picture import (
    blank,
    course_style,
    draw_zero_axes,
    evenly_between,
    label_ends,
    number_text,
    values_of,
    with_true_minus,
)
from actlib.figures.rules import check_order
from actlib.figures.shapes import course_text
from actlib.functions import arguments as must_be
from actlib.functions.arguments import takes


def without_jumps(x, y, jumps):
    """Break a curve where it jumps, so that no line is drawn up the cliff."""
    for jump in jumps:
        i = np.searchsorted(x, jump, side="right")
        belongs_to_the_right = 1 < i < len(x) and abs(y[i] - y[i - 1]) < abs(y[i - 1] - y[i - 2])
        i -= belongs_to_the_right
        if 0 < i < len(x):
            x, y = np.insert(x, i, jump), np.insert(y, i, np.nan)
    return x, y


@takes(
    x=must_be.array(1),
    lines=must_be.mapping(must_be.array(1, finite=False)),
    jumps=must_be.optional(must_be.mapping(must_be.array(), least=0)),
    x_label=must_be.text,
    y_label=must_be.text,
    title=must_be.text,
    y_limits=must_be.optional(must_be.limits()),
    log_y=must_be.flag,
    legend=must_be.flag,
    drawn_as=must_be.optional(must_be.mapping(an_activation, least=0)),
    height=must_be.above(0, 100),
)
def curves(
    x, lines, *, jumps=None, x_label="x", y_label="", title="", y_limits=None, log_y=False, legend=False,
    drawn_as=None, height=3.6,
):  # fmt: skip
    """Draw one or more curves over the same inputs, each labeled at its end.

    Parameters
    ----------
    x : array_like, shape (n,)
    lines : mapping of str to array_like of shape (n,)
        Label to values; at most six.
    jumps : mapping of str to sequence of float, optional
        Label to the places where that line jumps; it is left open there.
    x_label, y_label, title : str
    y_limits : pair of float, optional
    log_y : bool
        Whether the vertical axis counts in powers of ten.
    legend : bool
        Whether the labels stand in a legend, for lines that end together.
    drawn_as : mapping of str to str or Activation, optional
        Label to the activation in whose color and dashes its line is drawn. A line that is called as an
        activation of the catalogue has them anyway, and one called target or sine is thick and gray.
    height : float
        Inches.

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        If a line has another length than x, there are more than six, or jumps or drawn_as names none of them.

    Examples
    --------
    >>> x = np.linspace(-2, 2, 5)
    >>> curves(x, {"x squared": x**2})  # doctest: +NORMALIZE_WHITESPACE
    Curves over x from −2.00 to 2.00: x squared from 4.00 to 4.00, lowest 0.00 at 0.00
    (falling to 0.00, ever less, then rising, ever more).
    """
    x = np.asarray(x, dtype=float)
    title = with_true_minus(title)
    lines = {with_true_minus(label): np.asarray(y, dtype=float) for label, y in lines.items()}
    jumps = {with_true_minus(label): places for label, places in (jumps or {}).items()}
    drawn_as = {with_true_minus(label): named_activation(each) for label, each in (drawn_as or {}).items()}
    if not 1 <= len(lines) <= len(OTHERS):
        raise ValueError(f"curves expects lines to hold 1 to {len(OTHERS)} curves, got {len(lines)}")
    for label, y in lines.items():
        if y.shape != x.shape:
            raise ValueError(f"curves expects {label!r} to have x's shape {x.shape}, got {y.shape}")
    if not set(jumps) <= set(lines):
        raise ValueError(f"curves expects jumps of {', '.join(lines)}, got jumps of {', '.join(jumps)}")
    if not set(drawn_as) <= set(lines):
        raise ValueError(f"curves expects drawn_as to name {', '.join(lines)}, got {', '.join(drawn_as)}")
    picture, [[axes]] = blank(height)
    with course_style():
        drawn = []
        for (label, y), style in zip(lines.items(), styles_of(lines, drawn_as), strict=True):
            course = without_jumps(x, y, jumps.get(label, ()))
            drawn += axes.plot(*course, **style.drawn, label=label, zorder=1.9 if style == TARGET else 2)
        axes.set(xlabel=x_label, ylabel=y_label, title=title)
        if log_y:
            axes.set_yscale("log")
        else:
            draw_zero_axes(axes)
        axes.set_xlim(x[0], x[-1])
        if y_limits is not None:
            axes.set_ylim(*y_limits)
        if legend:
            axes.legend(frameon=False, handlelength=3)
        else:
            label_ends(axes, drawn)
    described = "; ".join(
        f"{label} {course_text(x, y, in_powers=log_y, jumps=jumps.get(label))}" for label, y in lines.items()
    )
    opening = f"{title}: curves" if title else "Curves"
    picture.sentence = (
        f"{opening} over {x_label} from {number_text(x[0])} to {number_text(x[-1])}: {described}."
    )
    return picture


@takes(
    activation=an_activation,
    tangent_at=must_be.optional(must_be.number),
    low=must_be.number,
    high=must_be.number,
    with_derivative=must_be.flag,
    height=must_be.above(0, 100),
)
def activation(activation, tangent_at=None, low=-5.0, high=5.0, *, with_derivative=True, height=3.8):
    """Draw an activation with its derivative and, if asked, its tangent at one point.

    Parameters
    ----------
    activation : str or Activation
        A name in the catalogue, or an Activation of the reader's own.
    tangent_at : float, optional
    low, high : float
        The inputs shown.
    with_derivative : bool
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
        If low is not below high, or there is no finite value and slope between them.

    Examples
    --------
    >>> activation("tanh", tangent_at=0)  # doctest: +NORMALIZE_WHITESPACE
    tanh on [−5, 5]: from −1.00 to 1.00 (flat to −2.33, rising to 2.33, steepest at 0.00, then flat);
    its slope from 0.00 to 0.00, highest 1.00 at 0.00 (flat to −2.81, rising to 0.00, steepest at −0.65,
    falling to 2.81, steepest at 0.66, then flat); tangent at x = 0.00: value 0.00, slope 1.00.
    """
    activation = named_activation(activation)
    check_order("activation", low, high)
    x, fine = evenly_between(low, high, 20), evenly_between(low, high, 100)
    y, slope = (values_of(each, x) for each in (activation, activation.derivative))
    jumps = jumps_of(activation)
    picture, [[axes]] = blank(height)
    with course_style():
        style = style_of(activation).drawn
        lines = axes.plot(*without_jumps(x, y, jumps), **style, label=activation.title)
        if with_derivative:
            lines += axes.plot(*without_jumps(x, slope, activation.kinks), **SLOPE.drawn, label="slope")
        draw_zero_axes(axes)
        for jump in jumps:
            held = values_of(activation, np.float64(jump))
            axes.plot([jump], [held], "o", color=style["color"], markersize=8, zorder=3)
        axes.set(xlabel="x", xlim=(low, high))
        lowest, highest = _ends(activation.title, y, slope)
        margin = 0.08 * (highest - lowest)
        axes.set_ylim(lowest - margin, highest + margin)
        label_ends(axes, lines)
        sentence = (
            f"{activation.title} on [{number_text(low, 0)}, {number_text(high, 0)}]: "
            f"{course_text(fine, values_of(activation, fine), jumps=jumps or None)}"
        )
        if with_derivative:
            sentence += f"; its slope {course_text(fine, values_of(activation.derivative, fine))}"
        if tangent_at is not None:
            value = float(values_of(activation, np.float64(tangent_at)))
            steepness = float(values_of(activation.derivative, np.float64(tangent_at)))
            run = 1.3 / np.hypot(1, steepness * (high - low) / (highest - lowest) / 2)
            ends = np.array([tangent_at - run, tangent_at + run])
            with np.errstate(all="ignore"):  # a tangent that is upright is not drawn
                touching = value + steepness * (ends - tangent_at)
            axes.plot(ends, touching, **MARK.drawn, zorder=4)
            touched = {"color": MARK.drawn["color"], "markersize": 8, "zorder": 4, "clip_on": False}
            axes.plot([tangent_at], [value], "o", **touched)
            at = f"x = {number_text(tangent_at)}"
            axes.set_title(f"{at}, value {number_text(value, 3)}, slope {number_text(steepness, 3)}")
            sentence += f"; tangent at {at}: value {number_text(value)}, slope {number_text(steepness)}"
    picture.sentence = sentence + "."
    return picture


def _ends(title, y, slope):
    """Return the lowest and the highest of all finite values and slopes."""
    met = np.concatenate([y[np.isfinite(y)], slope[np.isfinite(slope)]])
    if not met.size:
        raise ValueError(
            "activation expects activation to have finite values from low to high, "
            f"got {title}, which has none"
        )
    return met.min(), met.max()


def jumps_of(activation, distance=1e-9):
    """Return the kinks where the value itself is not the same from both sides."""
    left, right = (
        values_of(activation, np.asarray(activation.kinks) + side) for side in (-distance, distance)
    )
    return [kink for kink, gap in zip(activation.kinks, np.abs(right - left), strict=True) if gap > 1e-6]


@takes(
    x=must_be.array(1),
    y=must_be.array(1),
    fitted=must_be.array(1),
    kinks=must_be.array(),
    title=must_be.text,
    x_label=must_be.text,
    target=must_be.text,
    label=must_be.text,
    height=must_be.above(0, 100),
)
def fit(x, y, fitted, *, kinks=(), title="", x_label="x", target="target", label="fit", height=3.6):
    """Draw data and what was fitted to it, with the share of variance explained (R²).

    Parameters
    ----------
    x, y, fitted : array_like, shape (n,)
    kinks : sequence of float
        Where the fitted curve bends; marked on it.
    title, x_label, target, label : str
    height : float
        Inches.

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        If the three differ in shape.

    Examples
    --------
    >>> fit([0, 1, 2], [0, 1, 2], [0, 1, 2])
    fit to target on [0.00, 2.00]: R² = 1.000, largest error 0.00.
    """
    x, y, fitted = (np.asarray(values, dtype=float) for values in (x, y, fitted))
    if not x.shape == y.shape == fitted.shape:
        raise ValueError(
            f"fit expects x, y and fitted of one shape, got {x.shape}, {y.shape}, {fitted.shape}"
        )
    explained = r_squared(y, fitted)
    picture, [[axes]] = blank(height)
    with course_style():
        lines = axes.plot(x, y, **TARGET.drawn, solid_capstyle="round", label=target)
        lines += axes.plot(x, fitted, **OTHERS[0].drawn, label=label)
        kinks = np.asarray(kinks, dtype=float)
        if kinks.size:
            on_fit = np.interp(kinks, x, fitted)
            axes.plot(kinks, on_fit, "o", color=LIGHT["orange"], markersize=7, clip_on=False, zorder=3)
        draw_zero_axes(axes)
        margin = 0.12 * np.ptp(y)
        axes.set(xlabel=x_label, xlim=(x[0], x[-1]), ylim=(y.min() - margin, y.max() + margin))
        score = f"R² = {number_text(explained, 3)}"
        axes.set_title(f"{title}, {score}" if title else score)
        label_ends(axes, lines)
    opening = f"{title}: " if title else ""
    bends = f", {kinks.size} bends" if kinks.size and not title else ""
    picture.sentence = (
        f"{opening}{label} to {target} on [{number_text(x[0])}, {number_text(x[-1])}]{bends}: "
        f"R² = {number_text(explained, 3)}, largest error {number_text(np.max(np.abs(fitted - y)))}."
    )
    return picture


@takes(y=must_be.array(1), fitted=must_be.array(1))
def r_squared(y, fitted):
    """Return the share of the variance of y that fitted explains: 1 is all, 0 no better than the mean."""
    y, fitted = np.asarray(y, dtype=float), np.asarray(fitted, dtype=float)
    if y.shape != fitted.shape:
        raise ValueError(f"r_squared expects fitted to have y's shape {y.shape}, got {fitted.shape}")
    return 1 - np.sum((y - fitted) ** 2) / np.sum((y - np.mean(y)) ** 2)


@takes(
    activations=must_be.optional(must_be.sequence(an_activation)),
    columns=must_be.whole(1, 100),
    low=must_be.number,
    high=must_be.number,
)
def gallery(activations=None, *, columns=4, low=-4.0, high=4.0):
    """Draw many activations side by side, each on the same axes, with marks at -1 and 1.

    Parameters
    ----------
    activations : sequence of Activation, optional
        By default the whole catalogue.
    columns : int
    low, high : float
        The inputs shown.

    Returns
    -------
    Picture

    Examples
    --------
    >>> gallery([CATALOGUE["relu"], CATALOGUE["tanh"]], columns=2)  # doctest: +NORMALIZE_WHITESPACE
    2 activations on [−4, 4], marks at ±1: ReLU from 0.00 to 4.00 (flat to 0.00, then rising straight);
    tanh from −1.00 to 1.00 (flat to −2.33, rising to 2.33, steepest at 0.00, then flat).
    """
    activations = CATALOGUE.values() if activations is None else activations
    activations = tuple(map(named_activation, activations))
    check_order("gallery", low, high)
    x = np.linspace(low, high, 801)
    rows = -(-len(activations) // columns)
    picture, panels = blank(1.35 * rows + 0.1, rows, columns)
    described = []
    with course_style():
        for axes, activation in zip(panels.flat, activations, strict=False):
            y, jumps = values_of(activation, x), jumps_of(activation)
            axes.plot(*without_jumps(x, y, jumps), **style_of(activation).drawn)
            described.append(f"{activation.title} {course_text(x, y, jumps=jumps or None)}")
            draw_zero_axes(axes)
            axes.plot([-1, 1], [0, 0], "|", color=FAINT, markersize=6, zorder=0)
            axes.plot([0, 0], [-1, 1], "_", color=FAINT, markersize=6, zorder=0)
            axes.set_title(activation.title, fontsize=13)
        for axes in picture.axes:
            axes.axis("off")
    on = f"[{number_text(low, 0)}, {number_text(high, 0)}]"
    picture.sentence = f"{len(activations)} activations on {on}, marks at ±1: {'; '.join(described)}."
    return picture
