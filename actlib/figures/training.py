"""What happens while a network trains: its history, and comparisons between networks."""

import textwrap

import numpy as np
from matplotlib.ticker import PercentFormatter

from actlib.figures.colors import FAINT, GRID, INK, LIGHT, OTHERS, PAPER, styles_of, styles_of_things
from actlib.figures.picture import blank, course_style, magnitude_text, number_text, power_of_ten
from actlib.figures.rules import sample
from actlib.functions import arguments as must_be
from actlib.functions.arguments import takes


@takes(
    record=must_be.with_attribute("gradient_norm", "the History of a training"),
    title=must_be.text,
    height=must_be.above(0, 100),
)
def history(record, *, title="", height=3.4):
    """Draw the loss and the accuracy of a training run, on its own and on held-out data.

    Parameters
    ----------
    record : actlib.nn.History
    title : str
    height : float
        Inches.

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        If record holds no epoch.

    Examples
    --------
    >>> from actlib.nn import History
    >>> history(History(loss=[1.0, 0.5], accuracy=[0.5, 0.75], gradient_norm=[1.0, 0.5]))
    2 epochs: loss from 1.00 to 0.50; accuracy from 0.50 to 0.75.
    """
    if not record.loss:
        raise ValueError("history expects record to hold at least one epoch, got none")
    panels = {"loss": (record.loss, record.held_out_loss)}
    if record.accuracy:
        panels["accuracy"] = (record.accuracy, record.held_out_accuracy)
    picture, [row] = blank(height, columns=len(panels), share=False)
    described = []
    with course_style():
        for axes, (name, (trained, held_out)) in zip(row, panels.items(), strict=True):
            axes.plot(range(1, len(trained) + 1), trained, **OTHERS[0].drawn, label="training")
            described.append(f"{name} from {number_text(trained[0])} to {number_text(trained[-1])}")
            if held_out:
                epochs = record.measured_epochs[: len(held_out)]
                axes.plot(epochs, held_out, **OTHERS[1].drawn, label="held out")
                described[-1] += f", held out {number_text(held_out[-1])}"
                axes.legend(frameon=False)
            axes.set(title=name, xlabel="epoch", xlim=(1, max(2, len(trained))))
            axes.set_ylim(0, 1.02 if name == "accuracy" else None)
        if title:
            picture.suptitle(title)
    opening = f"{title}, " if title else ""
    picture.sentence = f"{opening}{len(record.loss)} epochs: {'; '.join(described)}."
    return picture


# The luminance whose contrast to black is that to white: (L + 0.05) / 0.05 = 1.05 / (L + 0.05).
EQUALLY_FAR = 0.05 * np.sqrt(21) - 0.05
WHITE, BLACK = "#fefefe", "#000000"  # no colors of the palette: on a dark page cells stay as they are


def luminance(color):
    """Return how bright a color is, from 0 for black to 1 for white, as WCAG 2 defines it."""
    coded = np.array(color[:3])
    return np.where(coded <= 0.04045, coded / 12.92, ((coded + 0.055) / 1.055) ** 2.4) @ [
        0.2126,
        0.7152,
        0.0722,
    ]


@takes(
    rows=must_be.sequence(must_be.label),
    columns=must_be.sequence(must_be.label),
    values=must_be.array(2, finite=False),
    row_label=must_be.text,
    column_label=must_be.text,
    title=must_be.text,
    log=must_be.flag,
    height=must_be.optional(must_be.above(0, 100)),
)
def heat_map(values, rows, columns, *, row_label="", column_label="", title="", log=False, height=None):
    """Draw a table of numbers as colored cells with the numbers in them.

    Parameters
    ----------
    values : array_like, shape (rows, columns)
    rows, columns : sequence of str
    row_label, column_label, title : str
    log : bool
        Whether colors and numbers count in powers of ten.
    height : float, optional
        Inches.

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        If values has another shape than the labels, or log is True and a value is not above 0.

    Examples
    --------
    >>> heat_map([[1, 2], [3, 4]], ["a", "b"], ["x", "y"])
    Table of 2 rows and 2 columns: a: x 1.00, y 2.00; b: x 3.00, y 4.00.
    """
    values = np.asarray(values, dtype=float)
    rows, columns = [str(row) for row in rows], [str(column) for column in columns]
    if values.shape != (len(rows), len(columns)):
        raise ValueError(f"heat_map expects values of shape {(len(rows), len(columns))}, got {values.shape}")
    if log and np.any(values <= 0):
        raise ValueError(f"heat_map expects values above 0 if log is True, got {values[values <= 0][0]:g}")
    number, in_cell = (magnitude_text, _short_magnitude) if log else (number_text, number_text)
    names = _in_lines(rows, LONGEST_NAME)
    each = 0.5 if any("\n" in name for name in names) else 0.42
    picture, [[axes, key]] = blank(
        each * len(rows) + 1.2 if height is None else height, columns=2, share=False, width_ratios=(1, 0.035)
    )
    with course_style():
        shades = np.log10(values) if log else values
        cells = axes.imshow(shades, cmap="cividis", aspect="auto")
        for (i, j), shade in np.ndenumerate(shades):
            color = _read_on(cells.to_rgba(shade)) if np.isfinite(shade) else INK  # it shows the page
            axes.text(j, i, in_cell(values[i, j]), ha="center", va="center", color=color)
        axes.set(xlabel=column_label, ylabel=row_label, title=title)
        axes.set_xticks(range(len(columns)), _in_lines(columns, max(1, 45 // len(columns))))
        axes.set_yticks(range(len(rows)), names)
        axes.spines[:].set_visible(False)
        axes.tick_params(length=0)
        axes.hlines(np.arange(1, len(rows)) - 0.5, -0.5, len(columns) - 0.5, color=PAPER, linewidth=2)
        axes.vlines(np.arange(1, len(columns)) - 0.5, -0.5, len(rows) - 0.5, color=PAPER, linewidth=2)
        _draw_key(key, *cells.get_clim(), log)
    described = "; ".join(
        f"{row}: "
        + ", ".join(f"{column} {number(value)}" for column, value in zip(columns, line, strict=True))
        for row, line in zip(rows, values, strict=True)
    )
    opening = title or "Table"
    picture.sentence = f"{opening} of {len(rows)} rows and {len(columns)} columns: {described}."
    return picture


def _read_on(cell):
    """Return the color in which a number is read on a cell."""
    return WHITE if luminance(cell) < EQUALLY_FAR else BLACK


def _short_magnitude(value):
    """Write a number that may be of any size into a narrow cell, as a power of ten if that is short."""
    if 1e-2 <= abs(value) < 1e4:
        return f"{float(f'{value:.2g}'):g}".replace("-", "−")
    return magnitude_text(value, digits=0)


LONGEST_NAME = 14  # letters of a row's name on one line


def _in_lines(labels, letters):
    """Break labels between words, into lines of about so many letters."""
    return [textwrap.fill(label, letters, break_long_words=False) for label in labels]


def _draw_key(axes, low, high, log):
    """Draw which number has which color, the highest on top."""
    top = high if high > low else low + 1
    ramp = np.linspace(low, high, 64)[:, None]
    axes.imshow(ramp, cmap="cividis", aspect="auto", origin="lower", extent=(0, 1, low, top))
    axes.yaxis.tick_right()
    axes.locator_params(axis="y", nbins=5, integer=log)
    if log:
        axes.yaxis.set_major_formatter(lambda power, _: power_of_ten(power))
    axes.set_xticks([])
    axes.spines[:].set_visible(False)


@takes(
    values=must_be.mapping(must_be.array(1, finite=False)),
    value_label=must_be.text,
    title=must_be.text,
    limits=must_be.optional(must_be.limits()),
    height=must_be.optional(must_be.above(0, 100)),
)
def spread(values, *, value_label="", title="", limits=None, height=None):
    """Draw several measurements of each of several things: every one as a dot, the median as a bar.

    Parameters
    ----------
    values : mapping of str to array_like, 1-d
        Name to measurements, drawn from top to bottom.
    value_label, title : str
    limits : pair of float, optional
    height : float, optional
        Inches.

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        If there is nothing to draw.

    Examples
    --------
    >>> spread({"a": [1, 2, 3], "b": [2, 4, 9]})
    Medians and ranges: a 2.00 (1.00 to 3.00); b 4.00 (2.00 to 9.00).
    """
    values = {name: np.sort(np.asarray(measured, dtype=float)) for name, measured in values.items()}
    if not values or not all(measured.size for measured in values.values()):
        raise ValueError("spread expects at least one measurement of each of one or more things")
    picture, [[axes]] = blank(0.36 * len(values) + 1.0 if height is None else height)
    with course_style():
        for i, (measured, style) in enumerate(zip(values.values(), styles_of_things(values), strict=True)):
            dots = {"color": LIGHT[style.color], "alpha": 0.7, "markersize": 6, "markeredgewidth": 0}
            axes.plot(measured, np.full(measured.size, i), "o", **dots)
            axes.plot([np.median(measured)], [i], "|", color=INK, markersize=20, markeredgewidth=3)
        axes.set_yticks(range(len(values)), list(values))
        axes.set(xlabel=value_label, title=title, ylim=(len(values) - 0.5, -0.5))
        if limits is not None:
            axes.set_xlim(*limits)
        axes.locator_params(axis="x", nbins=5)
        axes.grid(axis="x", color=GRID, linewidth=0.8)
    described = "; ".join(
        f"{name} {number_text(np.median(m))} ({number_text(m[0])} to {number_text(m[-1])})"
        for name, m in values.items()
    )
    picture.sentence = f"{title or 'Medians and ranges'}: {described}."
    return picture


@takes(
    samples=must_be.mapping(sample),
    title=must_be.text,
    value_label=must_be.text,
    bins=must_be.whole(1, 10_000),
    limits=must_be.optional(must_be.limits()),
    height=must_be.optional(must_be.above(0, 100)),
)
def histograms(samples, *, title="", value_label="value", bins=41, limits=None, height=None):
    """Draw how the values of each of several samples are spread, one panel each.

    Parameters
    ----------
    samples : mapping of str to array_like
        Title of a panel to its values.
    title, value_label : str
    bins : int
    limits : pair of float, optional
        By default from the lowest to the highest value of all.
    height : float, optional
        Inches.

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        If there is nothing to draw.

    Examples
    --------
    >>> histograms({"layer 1": [-1, 0, 1], "layer 2": [0, 0, 0]})
    Histograms: layer 1 has mean 0.00 and deviation 0.82; layer 2 has mean 0.00 and deviation 0.00.
    """
    samples = {name: np.ravel(np.asarray(values, dtype=float)) for name, values in samples.items()}
    if not samples:
        raise ValueError("histograms expects at least one sample, got none")
    columns = min(len(samples), 3)
    rows = -(-len(samples) // columns)
    if limits is None:
        limits = min(v.min() for v in samples.values()), max(v.max() for v in samples.values())
    picture, panels = blank(1.6 * rows + 0.8 if height is None else height, rows, columns)
    with course_style():
        for axes, (name, values) in zip(panels.flat, samples.items(), strict=False):
            counts, edges = np.histogram(values, bins=bins, range=limits)
            axes.stairs(counts / values.size, edges, fill=True, color=LIGHT["blue"])
            axes.set_title(name, fontsize=13)
            axes.yaxis.set_major_formatter(PercentFormatter(1, 0))
            axes.locator_params(axis="y", nbins=3)
            lowest_of_column = axes.get_subplotspec().rowspan.start * columns + columns >= len(samples)
            axes.set_xlabel(value_label if lowest_of_column else "")
            axes.tick_params(labelbottom=lowest_of_column)
        for axes in panels[:, 0]:
            axes.set_ylabel("share")
        for axes in panels.flat[len(samples) :]:
            axes.axis("off")
        if title:
            picture.suptitle(title)
    described = "; ".join(
        f"{name} has mean {number_text(v.mean())} and deviation {number_text(v.std())}"
        for name, v in samples.items()
    )
    picture.sentence = f"{title or 'Histograms'}: {described}."
    return picture


@takes(
    surface=must_be.function,
    tracks=must_be.mapping(must_be.array(2, finite=False)),
    limits=must_be.limits(4),
    levels=must_be.whole(1, 1000),
    title=must_be.text,
    height=must_be.above(0, 100),
)
def paths(surface, tracks, *, limits=(-2.0, 2.0, -1.5, 1.5), levels=14, title="", height=4.2):
    """Draw the ways that optimizers took over the level lines of a loss with two parameters.

    Parameters
    ----------
    surface : callable
        From two arrays of one shape to the loss there.
    tracks : mapping of str to array_like of shape (steps, 2)
        Label to the places passed; at most six.
    limits : tuple of four floats
        Left, right, bottom and top.
    levels : int
    title : str
    height : float
        Inches.

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        If there are no tracks or more than six, or one is not (n, 2).

    Examples
    --------
    >>> paths(lambda a, b: a**2 + b**2, {"SGD": [[1, 1], [0, 0]]})
    Paths over a loss: SGD from 2.00 to 0.00 in 1 steps.
    """
    if not 1 <= len(tracks) <= len(OTHERS):
        raise ValueError(f"paths expects 1 to {len(OTHERS)} tracks, got {len(tracks)}")
    for label, track in tracks.items():
        if np.shape(track)[1] != 2:
            raise ValueError(f"paths expects {label!r} to have shape (steps, 2), got {np.shape(track)}")
    left, right, bottom, top = limits
    a, b = np.meshgrid(np.linspace(left, right, 121), np.linspace(bottom, top, 121))
    picture, [[axes]] = blank(height)
    described = []
    with course_style():
        heights = np.sqrt(surface(a, b) - np.min(surface(a, b)))
        axes.contour(a, b, heights, levels=levels, colors=FAINT, linewidths=0.8)
        lines = []
        for (label, track), style in zip(tracks.items(), OTHERS, strict=False):
            track = np.asarray(track, dtype=float)
            lines += axes.plot(*track.T, **style.drawn, marker=".", markersize=5, label=label)
            axes.plot(*track[-1], "o", color=LIGHT[style.color], markersize=8)
            first, last = surface(*track[0]), surface(*track[-1])
            described.append(
                f"{label} from {number_text(first)} to {number_text(last)} in {len(track) - 1} steps"
            )
        axes.set(
            xlim=(left, right), ylim=(bottom, top), xlabel="first parameter", ylabel="second", title=title
        )
        if len(lines) > 1:
            axes.legend(frameon=False, loc="upper left")
    picture.sentence = f"{title or 'Paths over a loss'}: {'; '.join(described)}."
    return picture


@takes(
    sizes=must_be.mapping(must_be.array(1)),
    measured=must_be.mapping(must_be.mapping(must_be.array(1))),
    title=must_be.text,
    height=must_be.above(0, 100),
)
def growth(sizes, measured, *, title="", height=3.6):
    """Draw how measured quantities grow with size, on axes that both count in powers of ten.

    Parameters
    ----------
    sizes : mapping of str to array_like, 1-d
        Label of a line to its sizes; at most six.
    measured : mapping of str to mapping of str to array_like, 1-d
        Name of a panel to label of a line to values, one for each size.
    title : str
    height : float
        Inches.

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        If there are no sizes or more than six lines, or measured has a line of another name or length.

    Examples
    --------
    >>> growth({"epochs": [1, 10]}, {"seconds": {"epochs": [0.5, 5.0]}})
    Growth: seconds with epochs from 5.0e−1 to 5.0e0.
    """
    if not 1 <= len(sizes) <= len(OTHERS):
        raise ValueError(f"growth expects 1 to {len(OTHERS)} lines, got {len(sizes)}")
    for name, lines in measured.items():
        _check_lines(name, lines, sizes)
    picture, [row] = blank(height, columns=len(measured), share=False)
    described = []
    with course_style():
        for axes, (name, lines) in zip(row, measured.items(), strict=True):
            for (label, values), style in zip(lines.items(), styles_of(lines), strict=True):
                axes.loglog(sizes[label], values, **style.drawn, label=label)
                first, last = magnitude_text(values[0]), magnitude_text(values[-1])
                described.append(f"{name} with {label} from {first} to {last}")
            axes.set(title=name, xlabel="size")
        row[0].legend(frameon=False)
        if title:
            picture.suptitle(title)
    picture.sentence = f"{title or 'Growth'}: {'; '.join(described)}."
    return picture


def _check_lines(name, lines, sizes):
    for label, values in lines.items():
        if label not in sizes:
            raise ValueError(f"growth expects {name!r} to measure {', '.join(sizes)}, got {label!r}")
        if np.shape(values) != np.shape(sizes[label]):
            raise ValueError(
                f"growth expects {label!r} of {name!r} to have {len(sizes[label])} values, got {len(values)}"
            )
