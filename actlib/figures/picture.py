"""A figure that can say in words what it shows, and what all figures of the course share."""

import base64
import io
import re

import numpy as np
from matplotlib import style
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.mathtext import MathTextParser
from matplotlib.patches import ConnectionPatch
from matplotlib.text import Text
from matplotlib.transforms import offset_copy
from PIL import Image

from actlib.figures.colors import AXIS, FAINT, INK, TARGET
from actlib.figures.drawing import drawing

# A palette makes a picture a third as large; with fewer colors, heat maps would show bands.
PALETTE_SIZE = 128

CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")  # which SVG cannot hold
SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
PIXELS_PER_INCH = 96
DOTS_PER_INCH = 2 * PIXELS_PER_INCH  # sharp on screens with twice as many dots
WIDTH = 540 / PIXELS_PER_INCH
STYLE = {
    "font.size": 13,
    "font.sans-serif": ["DejaVu Sans"],
    "axes.titlesize": 14,
    "axes.labelsize": 13,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": AXIS,
    "axes.labelcolor": INK,
    "xtick.color": AXIS,
    "ytick.color": AXIS,
    "text.color": INK,
    "lines.linewidth": 2.4,
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "savefig.facecolor": "none",
    "svg.fonttype": "none",
    "svg.hashsalt": "actlib",
    "mathtext.default": "regular",
}


def course_style():
    """Return a context in which Matplotlib draws as the course does, whatever a reader's own settings are."""
    return style.context(["default", STYLE])


class Picture(Figure):
    """A Matplotlib figure whose text form is a sentence made from what it shows.

    The sentence is the figure's alternative text on the page, and what a re-execution of the
    chapter is compared with.
    """

    sentence = ""

    def __repr__(self):
        return self.sentence

    __str__ = __repr__

    def draw(self, renderer):
        """Draw the figure; a text whose formulas cannot be read is drawn as it was written."""
        for text in self.findobj(Text):
            if not has_readable_formulas(text.get_text()):
                text.set_parse_math(False)
        super().draw(renderer)

    def _repr_mimebundle_(self, include=None, exclude=None):
        width, height = self.display_size
        made = {"text/plain": self.sentence, "image/svg+xml": self.svg()}
        if include is None or "image/png" in include:
            made["image/png"] = base64.b64encode(self.png()).decode()
        return made, {"image/png": {"width": width, "height": height}}

    @property
    def display_size(self):
        """Width and height on the page, in CSS pixels."""
        return tuple(round(inches * PIXELS_PER_INCH) for inches in self.get_size_inches())

    def png(self):
        """Return the figure as PNG."""
        buffer = io.BytesIO()
        with course_style():  # savefig would lay everything out twice
            FigureCanvasAgg(self).print_png(buffer, metadata={"Software": None})
        picture = Image.open(buffer).quantize(PALETTE_SIZE, method=Image.Quantize.FASTOCTREE)
        picture.save(small := io.BytesIO(), "PNG", optimize=True)
        return small.getvalue()

    def svg(self):
        """Return the figure as a short SVG whose colors follow the page that it stands in."""
        buffer, dots_per_inch = io.StringIO(), self.dpi
        with course_style():  # as for png
            FigureCanvasSVG(self).print_svg(
                buffer, metadata={"Date": None, "Creator": None, "Format": None, "Type": None}
            )
        self.dpi = dots_per_inch  # which that has changed
        return drawing(CONTROLS.sub("\N{REPLACEMENT CHARACTER}", buffer.getvalue()), *self.display_size)


def blank(height=3.6, rows=1, columns=1, *, share=True, width_ratios=None):
    """Return an empty figure of the page's width and its panels, an array of axes by row and column."""
    with course_style():
        whole_pixels = round(height * PIXELS_PER_INCH) / PIXELS_PER_INCH
        picture = Picture(figsize=(WIDTH, whole_pixels), dpi=DOTS_PER_INCH, layout="constrained")
        FigureCanvasAgg(picture)
        panels = picture.subplots(
            rows, columns, sharex=share, sharey=share, squeeze=False, width_ratios=width_ratios
        )
    return picture, panels


def has_readable_formulas(words):
    """Return whether Matplotlib can set all that stands between dollar signs."""
    if words.replace(r"\$", "").count("$") < 2:
        return True
    try:
        MathTextParser("path").parse(words)
    except ValueError:
        return False
    return True


def values_of(function, x):
    """Return the values of a reader's function, which may have none at some places, without a warning."""
    with np.errstate(all="ignore"):
        return np.asarray(function(x), dtype=float)


def evenly_between(low, high, each_unit):
    """Return so many numbers for each unit from low to high; at least 201 and at most 20,001."""
    steps = np.clip(np.round(each_unit * (high - low)), 200, 20_000)
    return np.linspace(low, high, int(steps) + 1)


def number_text(value, digits=2):
    """Write a number for prose: rounded, with a true minus sign and never "-0"."""
    text = f"{round(float(value), digits) + 0.0:.{digits}f}"
    return text.replace("-", "−").replace("inf", "∞").replace("nan", "NaN")


def term_text(value):
    return f" {'−' if value < 0 else '+'} {number_text(abs(value))}"


def magnitude_text(value, digits=1):
    """Write a number that may be of any size, with so many digits after its first."""
    return f"{float(value):.{digits}e}".replace("e-0", "e-").replace("e+0", "e").replace("-", "−")


def power_of_ten(exponent):
    return "10" + f"{exponent:.0f}".translate(SUPERSCRIPTS)


def with_true_minus(text):
    """Write the hyphen before a number as a minus sign, as the axes do."""
    return re.sub(r"(?<![\w)-])-(?=[\d.])", "−", text)


def moved_apart(heights, gap):
    """Move rising numbers as little as possible, in squares, until each is gap above the one before.

    Then those above 1 are moved below it.
    """
    steps = gap * np.arange(len(heights))
    if np.any(np.diff(heights) < gap):
        from scipy.optimize import isotonic_regression  # takes longer to load than most figures to draw

        heights = isotonic_regression(heights - steps).x + steps
    return np.minimum(np.maximum(heights, steps), 1 - steps[::-1])


def label_ends(axes, lines):
    """Write each line's label beside its right end; those that would touch move apart, no further."""
    data_to_axes = axes.transData + axes.transAxes.inverted()
    ends = []
    for line in lines:
        places = line.get_xydata()
        met = places[np.isfinite(places).all(axis=1)]
        _, height = data_to_axes.transform(met[-1]) if len(met) else (1, 0.5)
        ends.append([float(np.clip(height, 0, 1)), line])
    ends.sort(key=lambda end: round(end[0], 6))  # lines that end together keep their order
    panel_height = axes.figure.get_size_inches()[1] / axes.get_gridspec().nrows
    gap = 0.085 * 3.6 / panel_height
    heights, lines = zip(*ends, strict=True)
    for end, height, line in zip(heights, moved_apart(np.array(heights), gap), lines, strict=True):
        if abs(height - end) > 0.015:
            _lead(axes, end, height, line.get_color())
        axes.annotate(
            line.get_label(),
            xy=(1, height),
            xycoords="axes fraction",
            xytext=(6, 0),
            textcoords="offset points",
            color=FAINT if line.get_color() == TARGET.drawn["color"] else line.get_color(),
            va="center",
        )


def _lead(axes, end, height, color):
    """Draw a thin line from the end of a line to its label, which had to move."""
    beside = offset_copy(axes.transAxes, axes.figure, x=5, units="points")
    lead = ConnectionPatch((1, end), (1, height), axes.transAxes, beside, color=color, linewidth=0.9)
    lead.set_in_layout(False)
    axes.add_artist(lead)


def draw_zero_axes(axes):
    axes.axhline(0, color=FAINT, linewidth=0.9, zorder=0)
    axes.axvline(0, color=FAINT, linewidth=0.9, zorder=0)
