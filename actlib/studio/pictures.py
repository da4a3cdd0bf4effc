"""The curve as a picture of its own, drawn without Matplotlib."""

from html import escape
from math import isfinite

import numpy as np

from actlib.properties.features import as_activation
from actlib.studio.cards import describe
from actlib.studio.curves import PLACES

WIDTH, HEIGHT, MARGIN = 640, 620, 40
PLOT = 420  # height of the part with the curves
CURVE, SLOPE, INK, GRID = "#1f5fa8", "#b3500b", "#222222", "#dddddd"
SHOWN = ("range", "largest slope", "gain", "inputs with slope 0", "gradient for each layer")


def picture(activation):
    """Draw an activation with its slope and its main numbers.

    Parameters
    ----------
    activation : Activation or str

    Returns
    -------
    svg, description : str
        A stand-alone picture on a white ground, and what it shows in words.

    Raises
    ------
    TypeError, ValueError
        If activation is none.

    References
    ----------
    goodfellow2016

    Examples
    --------
    >>> svg, description = picture("relu")
    >>> print(svg[:4], description)
    <svg ReLU, from −6 to 6, with its slope. ReLU takes values from 0 up, without end.
    """
    activation = as_activation(activation, "picture")
    card = describe(activation)
    y, slope = activation(PLACES.copy()), activation.derivative(PLACES.copy())
    bottom, top = _limits(y, slope)
    jumps = [each.x for each in card.landmarks.breaks if each.jumps]
    kinks = jumps + [each.x for each in card.landmarks.breaks if not each.jumps]
    description = f"{activation.title}, from −6 to 6, with its slope. {card.sentences[0]}"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" '
        f'height="{HEIGHT}" font-family="sans-serif" font-size="15" role="img" '
        'aria-labelledby="title description">',
        f'<title id="title">{escape(activation.title)}</title>',
        f'<desc id="description">{escape(description)}</desc>',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
        f'<text x="{MARGIN}" y="28" font-size="20" fill="{INK}">{escape(activation.title)}</text>',
        *_axes(bottom, top),
        _path(slope, kinks, bottom, top, SLOPE, 'stroke-dasharray="6 4"'),
        _path(y, jumps, bottom, top, CURVE, ""),
        *_key(),
        *_numbers(card),
        "</svg>",
    ]
    return "\n".join(parts), description


def _limits(*curves):
    values = np.concatenate(curves)
    values = values[np.isfinite(values)]
    low, high = np.clip([values.min(initial=-1), values.max(initial=1)], -6, 6)
    return float(low - 0.3), float(high + 0.3)


def _across(x):
    return MARGIN + (x + 6) / 12 * (WIDTH - 2 * MARGIN)


def _down(y, bottom, top):
    return MARGIN + (top - y) / (top - bottom) * (PLOT - MARGIN)


def _axes(bottom, top):
    for x in range(-6, 7, 2):
        at = f"{_across(x):.1f}"
        yield f'<path d="M{at} {MARGIN}V{PLOT}" stroke="{GRID if x else INK}"/>'
        yield f'<text x="{at}" y="{PLOT + 20}" text-anchor="middle" fill="{INK}">{_minus(x)}</text>'
    for y in range(int(np.ceil(bottom)), int(np.floor(top)) + 1, 1 if top - bottom < 7 else 2):
        at = _down(y, bottom, top)
        yield f'<path d="M{MARGIN} {at:.1f}H{WIDTH - MARGIN}" stroke="{GRID if y else INK}"/>'
        yield f'<text x="{MARGIN - 6}" y="{at + 5:.1f}" text-anchor="end" fill="{INK}">{_minus(y)}</text>'


def _minus(number):
    return str(number).replace("-", "−")


def _path(values, gaps, bottom, top, color, style):
    """Return a line through values, lifted where they are not finite, too far out, or jump."""
    steps, pen_down = [], False
    for i, (x, y) in enumerate(zip(PLACES.tolist(), values.tolist(), strict=True)):
        jumps = i and any(PLACES[i - 1] < gap <= x for gap in gaps)
        if not isfinite(y) or not bottom <= y <= top:
            pen_down = False
            continue
        steps.append(f"{'L' if pen_down and not jumps else 'M'}{_across(x):.1f} {_down(y, bottom, top):.1f}")
        pen_down = True
    return f'<path d="{"".join(steps)}" fill="none" stroke="{color}" stroke-width="3" {style}/>'


def _key():
    y = PLOT + 50
    yield f'<path d="M{MARGIN} {y - 5}h40" stroke="{CURVE}" stroke-width="3"/>'
    yield f'<text x="{MARGIN + 50}" y="{y}" fill="{INK}">value</text>'
    yield f'<path d="M{MARGIN + 140} {y - 5}h40" stroke="{SLOPE}" stroke-width="3" stroke-dasharray="6 4"/>'
    yield f'<text x="{MARGIN + 190}" y="{y}" fill="{INK}">slope</text>'


def _numbers(card):
    shown = [(label, text) for label, text in card.numbers if label in SHOWN]
    if card.relative:
        shown.append(("nearest relative", card.relative.title))
    for i, (label, text) in enumerate(shown):
        x, y = MARGIN + (i % 2) * 290, PLOT + 90 + (i // 2) * 30
        yield f'<text x="{x}" y="{y}" fill="{INK}">{escape(label)}: {escape(text)}</text>'
