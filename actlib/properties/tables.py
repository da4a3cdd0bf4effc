"""Property cards as text and as HTML tables."""

from fractions import Fraction
from html import escape
from math import isfinite, isinf, isnan

MOST_PARTS = 12


def property_table(cards):
    """Return the titles of properties side by side, and their rows: label, then a cell for each.

    A cell is a tuple of lines.
    """
    columns = [_cells(card) for card in cards]
    rows = [(label, *(column[label] for column in columns)) for label in columns[0]]
    shown = [row for row in rows if any(row[1:])]
    return [card.activation.title for card in cards], shown


def _cells(card):
    """Return the lines for each label; those that most cards lack are empty."""
    kinks = [each for each in card.breaks if not each.jumps]
    jumps = [each for each in card.breaks if each.jumps]
    cells = {
        "range": range_text(card.range),
        "monotone": _monotone_lines(card),
        "zeros": [_stretch_text(*zero, "≤", "≥") for zero in card.zeros],
        "extrema": _extrema_lines(card),
        "largest slope": _slope_lines(card),
        "kinks (slope)": [_change_text(each.x, each.slopes) for each in kinks],
        "jumps (value)": [_change_text(each.x, each.values) for each in jumps],
        "poles (value)": [_change_text(each.x, each.values) for each in card.poles],
        "value at 0": number_text(card.value_at_0),
        "slope at 0": _pair_text(card.slopes_at_0),
        "at −∞, at ∞": ", ".join(number_text(limit) for limit in card.limits),
        "slope within 0.01": _flat_text(*card.flat_beyond),
        "E[f]": number_text(card.mean),
        "E[f²]": number_text(card.second_moment),
        "variance": number_text(card.variance),
        "E[f'²]": number_text(card.squared_slope),
        "gain": number_text(card.gain),
        "not finite": [f"{_stretch_text(h.low, h.high)}: {number_text(h.value)}" for h in card.holes],
        "claims": card.disagreements,
    }
    optional = ("poles (value)", "not finite", "claims")
    return {
        label: (lines,)
        if isinstance(lines, str)
        else _shortened(lines) or (() if label in optional else ("none",))
        for label, lines in cells.items()
    }


def _shortened(lines, most=4):
    more = len(lines) - most
    return (*lines[:most], f"and {more} more") if more > 0 else tuple(lines)


def _monotone_lines(card):
    if card.monotone != "no":
        return card.monotone
    return [
        f"jumps down at {number_text(low)}" if low == high else f"falls for {_stretch_text(low, high)}"
        for low, high in card.falls
    ]


def _extrema_lines(card):
    points = [(e.x, f"{e.kind} {number_text(e.y)} at {number_text(e.x)}") for e in card.extrema]
    stretches = [
        (e.stretch.low, f"{e.kind} {number_text(e.y)} for {_level_text(e.stretch)}") for e in card.plateaus
    ]
    return [line for _, line in sorted([*points, *stretches], key=lambda each: each[0])]


def _level_text(stretch):
    below, above = "≤" if stretch.includes_high else "<", "≥" if stretch.includes_low else ">"
    return _stretch_text(stretch.low, stretch.high, below, above)


def _slope_lines(card):
    at = "" if isnan(card.steepest_at) else f" at {number_text(card.steepest_at, 5)}"
    size = number_text(card.largest_slope) + at
    return [size, "off the jumps"] if card.jumps else size


def _change_text(x, pair):
    return f"{number_text(x)}: {number_text(pair[0])} → {number_text(pair[1])}"


def _pair_text(pair):
    left, right = map(number_text, pair)
    return left if left == right else f"{left} → {right}"


def _flat_text(left, right):
    if isinf(left) and isinf(right):
        return "everywhere"
    parts = [] if isnan(left) else [f"x < {number_text(left, 5)}"]
    return " and ".join([*parts, *([] if isnan(right) else [f"x > {number_text(right, 5)}"])]) or "nowhere"


def _stretch_text(low, high, below="<", above=">"):
    if isinf(low) and isinf(high):
        return "all x"
    if isinf(low):
        return f"x {below} {number_text(high)}"
    if isinf(high):
        return f"x {above} {number_text(low)}"
    return number_text(low) if low == high else f"{number_text(low)} to {number_text(high)}"


def list_text(numbers):
    return ", ".join(number_text(number) for number in numbers) or "none"


def range_text(interval):
    """Write an interval with six digits."""
    low, high = number_text(interval.low), number_text(interval.high)
    return f"{'[' if interval.includes_low else '('}{low}, {high}{']' if interval.includes_high else ')'}"


def fraction_text(value):
    """Write a number as a fraction if that is short and its decimals never end, or else nothing."""
    if not isfinite(value):
        return ""
    fraction = Fraction(value).limit_denominator(MOST_PARTS)
    ends = 10**6 % fraction.denominator == 0
    return "" if ends or abs(fraction - value) > 1e-9 else str(fraction).replace("-", "−")


def number_text(value, digits=6):
    """Write a number with so many significant digits, a true minus sign and rounding errors as 0.

    A fraction whose decimals never end is written as one.
    """
    if isnan(value):
        return "undefined"
    if fraction := fraction_text(float(value)):
        return fraction
    text = f"{0.0 if abs(value) < 1e-9 else value:.{digits}g}"
    return (
        text.replace("e+0", "e").replace("e+", "e").replace("e-0", "e-").replace("-", "−").replace("inf", "∞")
    )


def text_table(titles, rows):
    """Lay out a table as text: a column of labels, then a column for each title."""
    lines = [["", *titles]]
    for label, *cells in rows:
        height = max(map(len, cells))
        for i in range(height):
            lines.append([label if i == 0 else "", *(cell[i] if i < len(cell) else "" for cell in cells)])
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )


def html_table(caption, titles, rows):
    """Lay out a table as HTML that a screen reader can find its way in; the page gives the colors."""
    head = "".join(f'<th scope="col">{escape(title)}</th>' for title in titles)
    body = "\n".join(
        f'<tr><th scope="row">{escape(label)}</th>'
        + "".join(f"<td>{'<br>'.join(map(escape, cell))}</td>" for cell in cells)
        + "</tr>"
        for label, *cells in rows
    )
    return (
        f"<table>\n<caption>{escape(caption)}</caption>\n<thead><tr><td></td>{head}</tr></thead>\n"
        f"<tbody>\n{body}\n</tbody>\n</table>"
    )
