"""Every plot of the course: data in, a finished figure out that can say in words what it shows."""

import base64
import io
import re
from itertools import pairwise

import numpy as np
from matplotlib import rc_context
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from actlib.catalogue import CATALOGUE

# Dark enough to read as text on white, and apart from one another for every kind of color vision;
# lines differ in dashes as well.
COLORS = ("#0060a8", "#b34700", "#00735c", "#9a3c7e", "#595959", "#7a5c00")
DASHES = ("-", (0, (6, 2)), (0, (2, 1.5)), (0, (7, 2, 1.5, 2)), (0, (4, 1.5, 1, 1.5, 1, 1.5)), (0, (1, 1)))
FAINT = "#707070"

PIXELS_PER_INCH = 96
WIDTH = 540 / PIXELS_PER_INCH
STYLE = {
    "font.size": 13,
    "font.sans-serif": ["DejaVu Sans"],
    "axes.titlesize": 14,
    "axes.labelsize": 13,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": "#444444",
    "axes.labelcolor": "#222222",
    "xtick.color": "#333333",
    "ytick.color": "#333333",
    "text.color": "#222222",
    "lines.linewidth": 2.4,
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "savefig.facecolor": "none",
    "svg.fonttype": "none",
    "svg.hashsalt": "actlib",
    "mathtext.default": "regular",
}


class Picture(Figure):
    """A Matplotlib figure whose text form is a sentence made from what it shows.

    The sentence is the figure's alternative text on the page, and what a re-execution of the
    chapter is compared with.
    """

    sentence = ""

    def __repr__(self):
        return self.sentence

    __str__ = __repr__

    def _repr_mimebundle_(self, include=None, exclude=None):
        width, height = self.display_size
        return (
            {"text/plain": self.sentence, "image/png": base64.b64encode(self.png()).decode()},
            {"image/png": {"width": width, "height": height}},
        )

    @property
    def display_size(self):
        """Width and height on the page, in CSS pixels."""
        return tuple(round(inches * PIXELS_PER_INCH) for inches in self.get_size_inches())

    def png(self):
        """Return the figure as PNG, at twice the display size for sharp screens."""
        buffer = io.BytesIO()
        with rc_context(STYLE):
            self.savefig(buffer, format="png", dpi=2 * PIXELS_PER_INCH, metadata={"Software": None})
        return buffer.getvalue()

    def svg(self):
        """Return the figure as SVG text, with no date, no header and short coordinates."""
        buffer = io.StringIO()
        with rc_context(STYLE):
            self.savefig(
                buffer, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None}
            )
        text = buffer.getvalue()
        text = text[text.index("<svg") :]
        text = re.sub(r"<metadata>.*?</metadata>|<!--.*?-->", "", text, flags=re.DOTALL)
        text = re.sub(r' id="[a-z0-9.]+_\d+"| transform="rotate\(-0 [^"]*\)"', "", text)
        text = re.sub(r"<[^>]+>", lambda tag: re.sub(r"(\d+\.\d{2})\d+", r"\1", tag[0]), text)
        return re.sub(r"\s+", " ", text).replace("> <", "><")


def _picture(height=3.6, rows=1, columns=1):
    with rc_context(STYLE):
        whole_pixels = round(height * PIXELS_PER_INCH) / PIXELS_PER_INCH
        picture = Picture(figsize=(WIDTH, whole_pixels), layout="constrained")
        FigureCanvasAgg(picture)
        panels = picture.subplots(rows, columns, sharex=True, sharey=True, squeeze=False)
    return picture, panels


def _number(value, digits=2):
    """Write a number for prose: rounded, with a true minus sign and never "-0"."""
    return f"{round(float(value), digits) + 0.0:.{digits}f}".replace("-", "−").replace("inf", "∞")


def _term(value):
    return f" {'−' if value < 0 else '+'} {_number(abs(value))}"


def _magnitude(value):
    """Write a number that may be of any size, to two digits."""
    return f"{float(value):.1e}".replace("e-0", "e-").replace("e+0", "e").replace("-", "−")


def _course(x, y, number=_number):
    """Describe a curve in words: where it begins and ends, and what it passes on the way."""
    lowest, highest = np.min(y), np.max(y)
    words = f"from {number(y[0])} to {number(y[-1])}"
    if lowest < min(y[0], y[-1]) - 0.005:
        words += f", lowest {number(lowest)} at {_number(x[np.argmin(y)])}"
    if highest > max(y[0], y[-1]) + 0.005:
        words += f", highest {number(highest)} at {_number(x[np.argmax(y)])}"
    return words


def _direct_labels(axes, lines):
    """Write each line's label beside its right end, moved apart where two would touch."""
    data_to_axes = axes.transData + axes.transAxes.inverted()
    ends = []
    for line in lines:
        _, height = data_to_axes.transform(line.get_xydata()[-1])
        ends.append([float(np.clip(height, 0, 1)), line])
    ends.sort(key=lambda end: round(end[0], 6))  # lines that end together keep their order
    gap = 0.085 * 3.6 / axes.figure.get_size_inches()[1]
    for below, above in pairwise(ends):
        above[0] = max(above[0], below[0] + gap)
    overflow = max(0.0, ends[-1][0] - 1)
    for height, line in ends:
        axes.annotate(
            line.get_label(),
            xy=(1, height - overflow),
            xycoords="axes fraction",
            xytext=(6, 0),
            textcoords="offset points",
            color=line.get_color(),
            va="center",
        )


def _axes_through_zero(axes):
    axes.axhline(0, color=FAINT, linewidth=0.9, zorder=0)
    axes.axvline(0, color=FAINT, linewidth=0.9, zorder=0)


def _without_jumps(x, y, jumps):
    """Break a curve where it jumps, so that no line is drawn up the cliff."""
    for jump in jumps:
        i = np.searchsorted(x, jump, side="right")
        if 0 < i < len(x):
            x, y = np.insert(x, i, jump), np.insert(y, i, np.nan)
    return x, y


def curves(x, lines, *, x_label="x", y_label="", title="", y_limits=None, log_y=False, height=3.6):
    """Draw one or more curves over the same inputs, each labeled at its end.

    Parameters
    ----------
    x : array_like, shape (n,)
    lines : mapping of str to array_like of shape (n,)
        Label to values; at most six.
    x_label, y_label, title : str
    y_limits : pair of float, optional
    log_y : bool
        Whether the vertical axis counts in powers of ten.
    height : float
        Inches.

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        If a line has another length than x, or there are more than six.

    Examples
    --------
    >>> x = np.linspace(-2, 2, 5)
    >>> curves(x, {"x squared": x**2})
    Curves over x from −2.00 to 2.00: x squared from 4.00 to 4.00, lowest 0.00 at 0.00.
    """
    x = np.asarray(x, dtype=float)
    lines = {label: np.asarray(y, dtype=float) for label, y in lines.items()}
    if not 1 <= len(lines) <= len(COLORS):
        raise ValueError(f"curves expects lines to hold 1 to {len(COLORS)} curves, got {len(lines)}")
    for label, y in lines.items():
        if y.shape != x.shape:
            raise ValueError(f"curves expects {label!r} to have x's shape {x.shape}, got {y.shape}")
    picture, [[axes]] = _picture(height)
    with rc_context(STYLE):
        drawn = [
            axes.plot(x, y, color=color, linestyle=dashes, label=label)[0]
            for (label, y), color, dashes in zip(lines.items(), COLORS, DASHES, strict=False)
        ]
        axes.set(xlabel=x_label, ylabel=y_label, title=title)
        if log_y:
            axes.set_yscale("log")
        else:
            _axes_through_zero(axes)
        axes.set_xlim(x[0], x[-1])
        if y_limits is not None:
            axes.set_ylim(*y_limits)
        _direct_labels(axes, drawn)
    number = _magnitude if log_y else _number
    described = "; ".join(f"{label} {_course(x, y, number)}" for label, y in lines.items())
    opening = f"{title}: curves" if title else "Curves"
    picture.sentence = f"{opening} over {x_label} from {_number(x[0])} to {_number(x[-1])}: {described}."
    return picture


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
        If low is not below high.

    Examples
    --------
    >>> activation("tanh", tangent_at=0)  # doctest: +NORMALIZE_WHITESPACE
    tanh on [−5, 5]: from −1.00 to 1.00; its slope from 0.00 to 0.00, highest 1.00 at 0.00;
    tangent at x = 0.00: value 0.00, slope 1.00.
    """
    activation = named_activation(activation)
    if not low < high:
        raise ValueError(f"activation expects low below high, got low={low!r} and high={high!r}")
    x = np.linspace(low, high, 201)
    y, slope = activation(x), activation.derivative(x)
    jumps = _jumps(activation)
    picture, [[axes]] = _picture(height)
    with rc_context(STYLE):
        lines = axes.plot(*_without_jumps(x, y, jumps), color=COLORS[0], label=activation.title)
        if with_derivative:
            lines += axes.plot(
                *_without_jumps(x, slope, activation.kinks),
                color=COLORS[1],
                linestyle=DASHES[1],
                label="slope",
            )
        _axes_through_zero(axes)
        for jump in jumps:
            axes.plot([jump], [activation(np.float64(jump))], "o", color=COLORS[0], markersize=8, zorder=3)
        axes.set(xlabel="x", xlim=(low, high))
        lowest, highest = min(np.min(y), np.min(slope)), max(np.max(y), np.max(slope))
        margin = 0.08 * (highest - lowest)
        axes.set_ylim(lowest - margin, highest + margin)
        _direct_labels(axes, lines)
        sentence = f"{activation.title} on [{_number(low, 0)}, {_number(high, 0)}]: {_course(x, y)}"
        if with_derivative:
            sentence += f"; its slope {_course(x, slope)}"
        if tangent_at is not None:
            value = float(activation(np.float64(tangent_at)))
            steepness = float(activation.derivative(np.float64(tangent_at)))
            run = 1.3 / np.hypot(1, steepness * (high - low) / (highest - lowest) / 2)
            ends = np.array([tangent_at - run, tangent_at + run])
            axes.plot(ends, value + steepness * (ends - tangent_at), color=COLORS[3], linewidth=1.8)
            axes.plot([tangent_at], [value], "o", color=COLORS[3], markersize=8)
            axes.set_title(
                f"x = {_number(tangent_at)}, value {_number(value, 3)}, slope {_number(steepness, 3)}"
            )
            sentence += (
                f"; tangent at x = {_number(tangent_at)}: value {_number(value)}, slope {_number(steepness)}"
            )
    picture.sentence = sentence + "."
    return picture


def named_activation(activation):
    """Return the catalogue's activation of that name; an Activation is returned as it is."""
    if not isinstance(activation, str):
        return activation
    if activation not in CATALOGUE:
        raise KeyError(f"the catalogue has no activation {activation!r}; it has {', '.join(CATALOGUE)}")
    return CATALOGUE[activation]


def _jumps(activation, distance=1e-9):
    """Return the kinks where the value itself is not the same from both sides."""
    left, right = (activation(np.asarray(activation.kinks) + side) for side in (-distance, distance))
    return [kink for kink, gap in zip(activation.kinks, np.abs(right - left), strict=True) if gap > 1e-6]


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
    picture, [[axes]] = _picture(height)
    with rc_context(STYLE):
        lines = axes.plot(x, y, color=FAINT, linewidth=5, solid_capstyle="round", label=target)
        lines[0].set_alpha(0.6)
        lines += axes.plot(x, fitted, color=COLORS[0], label=label)
        kinks = np.asarray(kinks, dtype=float)
        if kinks.size:
            axes.plot(kinks, np.interp(kinks, x, fitted), "o", color=COLORS[1], markersize=7)
        _axes_through_zero(axes)
        margin = 0.12 * np.ptp(y)
        axes.set(xlabel=x_label, xlim=(x[0], x[-1]), ylim=(y.min() - margin, y.max() + margin))
        score = f"R² = {_number(explained, 3)}"
        axes.set_title(f"{title}, {score}" if title else score)
        _direct_labels(axes, lines)
    opening = f"{title}: " if title else ""
    bends = f", {kinks.size} bends" if kinks.size and not title else ""
    picture.sentence = (
        f"{opening}{label} to {target} on [{_number(x[0])}, {_number(x[-1])}]{bends}: "
        f"R² = {_number(explained, 3)}, largest error {_number(np.max(np.abs(fitted - y)))}."
    )
    return picture


def r_squared(y, fitted):
    """Return the share of the variance of y that fitted explains: 1 is all, 0 no better than the mean."""
    return 1 - np.sum((y - fitted) ** 2) / np.sum((y - np.mean(y)) ** 2)


def plane(points, labels, weights=None, bias=0.0, *, title="", axis_labels=("x₁", "x₂"), height=4.2):
    """Draw labeled points of the plane and the side of a straight line a neuron says yes to.

    Parameters
    ----------
    points : array_like, shape (n, 2)
    labels : array_like of 0 and 1, shape (n,)
    weights : pair of float, optional
        The neuron says yes where ``points @ weights + bias > 0``.
    bias : float
    title : str
    axis_labels : pair of str
    height : float
        Inches.

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        If points is not (n, 2) or labels not (n,).

    Examples
    --------
    >>> plane([[0, 0], [1, 1]], [0, 1], weights=(1, 1), bias=-1)
    2 points, 1 labeled 1; the line 1.00·x₁ + 1.00·x₂ − 1.00 = 0 puts 2 of them on the right side.
    """
    points, labels = np.asarray(points, dtype=float), np.asarray(labels, dtype=float)
    if points.ndim != 2 or points.shape[1] != 2 or labels.shape != points.shape[:1]:
        raise ValueError(
            f"plane expects points of shape (n, 2) and n labels, got {points.shape} and {labels.shape}"
        )
    low, high = points.min(axis=0) - 0.5, points.max(axis=0) + 0.5
    picture, [[axes]] = _picture(height)
    sentence = f"{len(points)} points, {int(labels.sum())} labeled 1"
    with rc_context(STYLE):
        if weights is not None:
            right = np.sum((points @ np.asarray(weights, dtype=float) + bias > 0) == (labels > 0))
            _yes_region(axes, weights, bias, low, high)
            line = f"{_number(weights[0])}·x₁{_term(weights[1])}·x₂{_term(bias)} = 0"
            sentence += f"; the line {line} puts {right} of them on the right side"
        few = len(points) < 20
        for value, marker, color in ((0, "s", COLORS[1]), (1, "o", COLORS[0])):
            chosen = points[labels == value]
            axes.plot(*chosen.T, marker, color=color, markersize=14 if few else 5, markeredgecolor="white")
            if few:
                for x1, x2 in chosen:
                    axes.text(x1, x2, str(value), color="white", ha="center", va="center_baseline", size=11)
        axes.set(xlim=(low[0], high[0]), ylim=(low[1], high[1]), title=title)
        axes.set(xlabel=axis_labels[0], ylabel=axis_labels[1], aspect="equal")
        if few:
            axes.set(xticks=np.unique(points[:, 0]), yticks=np.unique(points[:, 1]))
    picture.sentence = sentence + "."
    return picture


def _yes_region(axes, weights, bias, low, high):
    """Shade the part of a rectangle where the score is above zero, and draw the line where it is zero."""
    corners = [
        np.array([a, b]) for a, b in ((low[0], low[1]), (high[0], low[1]), tuple(high), (low[0], high[1]))
    ]
    region, border = [], []
    for corner, after in zip(corners, [*corners[1:], corners[0]], strict=True):
        score, score_after = (float(np.dot(weights, point) + bias) for point in (corner, after))
        if score > 0:
            region.append(corner)
        if score * score_after < 0:
            border.append(corner + (after - corner) * score / (score - score_after))
            region.append(border[-1])
    if region:
        axes.fill(*np.transpose(region), color=COLORS[0], alpha=0.16, linewidth=0)
    if border:
        axes.plot(*np.transpose(border), color="#333333", linewidth=2)


def gallery(activations=None, *, columns=4, low=-4.0, high=4.0):
    """Draw many activations side by side, each on the same axes.

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
    >>> gallery([CATALOGUE["relu"], CATALOGUE["tanh"]], columns=2)
    2 activations on [−4, 4]: ReLU from 0.00 to 4.00; tanh from −1.00 to 1.00.
    """
    activations = tuple(CATALOGUE.values()) if activations is None else activations
    x = np.linspace(low, high, 801)
    rows = -(-len(activations) // columns)
    picture, panels = _picture(1.35 * rows + 0.1, rows, columns)
    with rc_context(STYLE):
        for axes, activation in zip(panels.flat, activations, strict=False):
            axes.plot(*_without_jumps(x, activation(x), _jumps(activation)), color=COLORS[0])
            _axes_through_zero(axes)
            axes.set_title(activation.title, fontsize=12)
            axes.set(ylim=(-2.4, 4.2))
        for axes in picture.axes:
            axes.axis("off")
    described = "; ".join(f"{each.title} {_course(x, each(x))}" for each in activations)
    on = f"[{_number(low, 0)}, {_number(high, 0)}]"
    picture.sentence = f"{len(activations)} activations on {on}: {described}."
    return picture
