"""A report card as a figure."""

import numpy as np

from actlib.figures.colors import SLOPE, style_of
from actlib.figures.picture import (
    blank,
    course_style,
    draw_zero_axes,
    label_ends,
    magnitude_text,
    number_text,
)
from actlib.figures.rules import check_order
from actlib.functions import arguments as must_be
from actlib.functions.arguments import takes


@takes(
    card=must_be.with_attribute("columns", "a ReportCard"),
    low=must_be.number,
    high=must_be.number,
    height=must_be.above(0, 100),
)
def report_card(card, low=-5.0, high=5.0, *, height=6.4):
    """Draw a report card: the activation with its slope and relatives, and gradients by depth.

    Parameters
    ----------
    card : ReportCard
        What ``actlib.report_cards.report_card`` returns.
    low, high : float
        The inputs shown.
    height : float
        Inches.

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        If low is not below high.

    Examples
    --------
    >>> from actlib.report_cards import report_card as examine
    >>> report_card(examine("relu", relatives=0))
    ReLU on [−5, 5] with its slope; at the first of 50 layers 9.2e−1 (ReLU) of a gradient is left.
    """
    check_order("report_card", low, high)
    picture, [[above], [below]] = blank(height, rows=2, share=False)
    with course_style():
        _draw_with_relatives(above, card, low, high)
        left = _draw_gradients(below, card)
    relatives = ", ".join(column.properties.activation.title for column in card.columns[1:])
    marked = "".join(
        f", {each.kind} {number_text(each.y)} at {number_text(each.x)}"
        for each in card.columns[0].properties.extrema[:3]
    )
    picture.sentence = (
        f"{card.activation.title} on [{number_text(low, 0)}, {number_text(high, 0)}] with its slope"
        f"{f', beside {relatives}' if relatives else ''}{marked}; "
        f"at the first of {len(card.columns[0].gradients)} layers {left} of a gradient is left."
    )
    return picture


def _draw_with_relatives(axes, card, low, high):
    lines = []
    for column in card.columns:
        shown, jumps = column.properties.activation, column.properties.jumps
        x, y = _in_pieces(shown, low, high, jumps)
        lines += axes.plot(x, y, **style_of(shown).drawn, label=shown.title)
    found = card.columns[0].properties
    x, slope = _in_pieces(card.activation.derivative, low, high, [each.x for each in found.breaks])
    lines += axes.plot(x, slope, **SLOPE.drawn, label="slope")
    for each in found.extrema:
        if low <= each.x <= high:
            axes.plot([each.x], [each.y], "o", color=style_of(card.activation).drawn["color"], markersize=7)
    draw_zero_axes(axes)
    values = np.concatenate([line.get_ydata() for line in lines])
    bottom, top = max(np.nanmin(values), low), min(np.nanmax(values), high)
    axes.set(xlabel="x", xlim=(low, high), ylim=(bottom - 0.3, top + 0.3))
    label_ends(axes, lines)


def _in_pieces(function, low, high, breaks):
    """Return a curve with a gap at each break, wide enough for a central difference."""
    x = np.union1d(
        np.linspace(low, high, 1001), [each + side for each in breaks for side in (-1e-4, 0, 1e-4)]
    )
    with np.errstate(all="ignore"):
        y = np.array(function(x), dtype=float)
    y[~np.isfinite(y)] = np.nan
    for each in breaks:
        y[np.abs(x - each) < 5e-5] = np.nan
    return x, y


def _draw_gradients(axes, card):
    """Draw gradients by depth on a log axis and return in words what is left of them at the end."""
    depths, lines, words = np.arange(1, len(card.columns[0].gradients) + 1), [], []
    for column in card.columns:
        shown, sizes = column.properties.activation, column.gradients
        if np.isfinite(sizes[-1]) and sizes[-1] > 0:
            lines += axes.plot(depths, sizes, **style_of(shown).drawn, label=shown.title)
        words.append(f"{magnitude_text(sizes[-1]) if sizes[-1] else 'nothing'} ({shown.title})")
    axes.set(xlabel="layers", ylabel="gradient at the first", xlim=(1, depths[-1]), yscale="log")
    bottom, top = axes.get_ylim()
    axes.set_ylim(min(bottom, 0.1), max(top, 10))
    if lines:
        label_ends(axes, lines)
    return ", ".join(words).replace("nan", "nothing that can be told")
