"""The colors of all figures, on light and on dark pages, and the look of each function, the same everywhere.

A color is written into a drawing as a variable with its value on light ground, ``var(--blue,#0060a8)``. A
page of the book sets these variables on dark ground (``static/book.css``); whatever else shows the drawing
shows it on its own white.
"""

from types import MappingProxyType
from typing import NamedTuple

from actlib.catalogue import CATALOGUE

# Name to color on light and on dark ground.
PALETTE = MappingProxyType(
    {
        "paper": ("#ffffff", "#14181e"),
        "ink": ("#222222", "#e6e8ec"),
        "axis": ("#444444", "#b4bac4"),
        "faint": ("#707070", "#969da8"),
        "grid": ("#dddddd", "#39404a"),
        "target": ("#8b8b8b", "#7f8791"),
        "blue": ("#0060a8", "#6fb7f0"),
        "orange": ("#b34700", "#f5a06a"),
        "green": ("#00735c", "#5fd0b5"),
        "purple": ("#9a3c7e", "#e59ad0"),
        "olive": ("#7a5c00", "#d9b84f"),
        "slate": ("#4b5a70", "#a7b6cc"),
        "orange-region": ("#f0c9ae", "#5a3820"),
        "blue-region": ("#b5d3ea", "#1d4260"),
        "green-region": ("#b9ddd2", "#1c5044"),
        "purple-region": ("#e0c0d8", "#552f4b"),
        "orange-point": ("#8a3600", "#ffc9a3"),
        "blue-point": ("#004a82", "#b9dcfa"),
        "green-point": ("#005a48", "#a8ead9"),
        "purple-point": ("#7a2862", "#f5c3e4"),
    }
)
LIGHT = MappingProxyType({name: light for name, (light, _) in PALETTE.items()})
INK, PAPER, FAINT, GRID, AXIS = (LIGHT[name] for name in ("ink", "paper", "faint", "grid", "axis"))
CLASSES = ("orange", "blue", "green", "purple")
REGION_COLORS = tuple(LIGHT[f"{name}-region"] for name in CLASSES)
POINT_COLORS = tuple(LIGHT[f"{name}-point"] for name in CLASSES)

SOLID = "-"
DASHED, DOTTED = (0, (6, 2)), (0, (2, 1.5))
DASH_DOT, DASH_DOT_DOT = (0, (7, 2, 1.5, 2)), (0, (4, 1.5, 1, 1.5, 1, 1.5))
FINE = (0, (1, 1))


class Style(NamedTuple):
    """How a line is drawn: the name of its color in the palette, its dashes and its width in points."""

    color: str
    dashes: str | tuple = SOLID
    width: float = 2.4

    @property
    def drawn(self):
        """What Matplotlib's ``plot`` takes."""
        return {"color": LIGHT[self.color], "linestyle": self.dashes, "linewidth": self.width}


# Relatives share a color; what has the same dashes has colors that are told apart by every kind of sight.
FUNCTIONS = MappingProxyType(
    {
        "identity": Style("slate", FINE),
        "step": Style("slate", DASHED),
        "sigmoid": Style("orange"),
        "log_sigmoid": Style("orange", DOTTED),
        "hard_sigmoid": Style("orange", DASH_DOT),
        "tanh": Style("green", DASHED),
        "hard_tanh": Style("green", DASH_DOT_DOT),
        "softsign": Style("green", FINE),
        "relu": Style("blue"),
        "relu6": Style("blue", FINE),
        "leaky_relu": Style("blue", DASH_DOT),
        "prelu": Style("blue", DOTTED),
        "elu": Style("olive", DASH_DOT_DOT),
        "selu": Style("olive", DASHED),
        "softplus": Style("olive", FINE),
        "gelu": Style("purple"),
        "silu": Style("purple", DOTTED),
        "mish": Style("purple", DASH_DOT_DOT),
        "hard_swish": Style("purple", DASH_DOT),
    }
)
TARGET = Style("target", SOLID, 5)
SLOPE = Style("axis", (0, (3, 2.5)), 1.8)
OWN = Style("ink")  # an activation that the catalogue does not know
MARK = Style("ink", SOLID, 1.8)
# Lines that are no functions: layers, runs, settings.
OTHERS = (
    Style("blue"),
    Style("orange", DASHED),
    Style("green", DOTTED),
    Style("purple", DASH_DOT),
    Style("slate", DASH_DOT_DOT),
    Style("olive", FINE),
)
TARGETS = ("target", "sine")
THINNER = 0.8  # points, from one line of a function to the next
BY_LABEL = MappingProxyType(
    {label: FUNCTIONS[name] for name, each in CATALOGUE.items() for label in (name, each.title)}
    | dict.fromkeys(TARGETS, TARGET)
    | {"slope": SLOPE}
)


def style_of(activation):
    """Return the style of an activation: the one of its name, or that of a reader's own.

    Parameters
    ----------
    activation : Activation

    Returns
    -------
    Style

    Examples
    --------
    >>> style_of(CATALOGUE["relu"]).color
    'blue'
    >>> from actlib import Activation
    >>> style_of(Activation.of("relu", abs)).color
    'ink'
    """
    return FUNCTIONS[activation.name] if CATALOGUE.get(activation.name) is activation else OWN


def styles_of(labels, drawn_as=MappingProxyType({})):
    """Return the style of each line: a function's own, a target's, and the next free one for all others.

    A label may add to the name of a function what it was tried with, after a comma. If that is said of one
    function several times, the later lines have its color and are thinner, each by the same width.

    Parameters
    ----------
    labels : iterable of str
    drawn_as : mapping of str to Activation
        What some of the lines are, if their labels do not say it.

    Returns
    -------
    list of Style

    Examples
    --------
    >>> [style.color for style in styles_of(["tanh", "first run", "ReLU", "target"])]
    ['green', 'orange', 'blue', 'target']
    """
    known = [style_of(drawn_as[label]) if label in drawn_as else named_style(label) for label in labels]
    free = iter([style for style in OTHERS if style not in known])
    return [
        next(free) if style is None else _thinner(style, known[:place].count(style), known.count(style))
        for place, style in enumerate(known)
    ]


def _thinner(style, earlier, lines):
    """Return the style of a line after so many earlier ones of that style, thin enough for all lines."""
    return style._replace(width=style.width - earlier * min(THINNER, style.width / lines))


def named_style(label):
    """Return the style that a label asks for, or None if it names no function and no target."""
    return BY_LABEL.get(label.partition(",")[0])


def styles_of_things(labels):
    """Return the style of each bar or row of dots: a function's own, and one for all others.

    Parameters
    ----------
    labels : iterable of str

    Returns
    -------
    list of Style

    Examples
    --------
    >>> [style.color for style in styles_of_things(["tanh", "first run"])]
    ['green', 'blue']
    """
    return [named_style(label) or OTHERS[0] for label in labels]


def variables(ground):
    """Return the palette as declarations of CSS.

    Parameters
    ----------
    ground : {"light", "dark"}

    Returns
    -------
    str

    Examples
    --------
    >>> print(variables("dark").splitlines()[0])
    --paper: #14181e;
    """
    at = ("light", "dark").index(ground)
    return "\n".join(f"--{name}: {colors[at]};" for name, colors in PALETTE.items())
