"""Points of the plane, and what a neuron or a network makes of them."""

from collections.abc import Mapping

import numpy as np
from contourpy import contour_generator
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path

from actlib.figures.colors import INK, LIGHT, PAPER, POINT_COLORS, REGION_COLORS
from actlib.figures.picture import blank, course_style, number_text, term_text
from actlib.functions import arguments as must_be
from actlib.functions.arguments import takes

AXES = ("x₁", "x₂")
MOST_CLASSES = len(REGION_COLORS)


def labeled_points(function, points, labels, classes=MOST_CLASSES):
    """Return points of the plane and their class numbers as arrays, or say what is wrong with them."""
    points, labels = np.asarray(points, dtype=float), np.asarray(labels, dtype=float)
    if points.shape[1:] != (2,) or labels.shape != points.shape[:1]:
        raise ValueError(
            f"{function} expects points of shape (n, 2) and n labels, got {points.shape} and {labels.shape}"
        )
    strangers = labels[(labels < 0) | (labels != np.floor(labels))]
    if strangers.size:
        raise ValueError(f"{function} expects labels to be whole numbers from 0 on, got {strangers[0]:g}")
    if labels.max() >= classes:
        raise ValueError(f"{function} expects at most {classes} classes, got {labels.max() + 1:g}")
    return points, labels.astype(int)


def classified(function, classify, places):
    """Return the class numbers that a reader's function gives places, or say that it gives none."""
    given = np.asarray(classify(places))
    fits = given.shape == places.shape[:1] and given.dtype.kind in "biuf"
    strangers = given[~np.isin(given, range(MOST_CLASSES))] if fits else ()
    if not fits or len(strangers):
        got = strangers[0] if fits else f"{given.dtype} of shape {given.shape}"
        raise ValueError(
            f"{function} expects classify to give a class number from 0 to {MOST_CLASSES - 1} for each of "
            f"{len(places)} places, got {got}"
        )
    return given.astype(int)


@takes(
    points=must_be.array(2),
    labels=must_be.array(1),
    weights=must_be.optional(must_be.pair(must_be.number, "finite real numbers")),
    bias=must_be.number,
    title=must_be.text,
    axis_labels=must_be.pair(must_be.text, "texts"),
    height=must_be.above(0, 100),
)
def plane(points, labels, weights=None, bias=0.0, *, title="", axis_labels=AXES, height=4.2):
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
        By default x₁ and x₂.
    height : float
        Inches.

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        If points is not (n, 2), labels not (n,), or a label neither 0 nor 1.

    Examples
    --------
    >>> plane([[0, 0], [1, 1]], [0, 1], weights=(1, 1), bias=-1)
    2 points, 1 labeled 1; the line 1.00·x₁ + 1.00·x₂ − 1.00 = 0 puts 2 of them on the right side.
    """
    points, labels = labeled_points("plane", points, labels, classes=2)
    low, high = points.min(axis=0) - 0.5, points.max(axis=0) + 0.5
    picture, [[axes]] = blank(height)
    sentence = f"{len(points)} points, {int(labels.sum())} labeled 1"
    with course_style():
        if weights is not None:
            right = np.sum((points @ np.asarray(weights, dtype=float) + bias > 0) == (labels > 0))
            _yes_region(axes, weights, bias, low, high)
            line = f"{number_text(weights[0])}·x₁{term_text(weights[1])}·x₂{term_text(bias)} = 0"
            sentence += f"; the line {line} puts {right} of them on the right side"
        few = len(points) < 20
        for value, marker, color in ((0, "s", LIGHT["orange"]), (1, "o", LIGHT["blue"])):
            chosen = points[labels == value]
            axes.plot(*chosen.T, marker, color=color, markersize=17 if few else 5, markeredgecolor=PAPER)
            if few:
                for x1, x2 in chosen:
                    axes.text(x1, x2, str(value), color=PAPER, ha="center", va="center_baseline")
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
    scores = np.round(np.dot(corners, weights) + bias, 9)
    region, border = [], []
    sides = zip(corners, np.roll(corners, -1, axis=0), scores, np.roll(scores, -1), strict=True)
    for corner, after, score, score_after in sides:
        if score >= 0:
            region.append(corner)
        if score == 0:
            border.append(corner)
        if score * score_after < 0:
            border.append(corner + (after - corner) * score / (score - score_after))
            region.append(border[-1])
    if scores.max() > 0:
        axes.fill(*np.transpose(region), color=LIGHT["blue-region"], linewidth=0)
    if border:
        axes.plot(*np.transpose(border), color=INK, linewidth=2)


@takes(
    classify=must_be.either(must_be.function, must_be.mapping(must_be.function)),
    points=must_be.array(2),
    labels=must_be.array(1),
    title=must_be.text,
    resolution=must_be.whole(2, 5000),
    margin=must_be.at_least(0),
    limits=must_be.optional(must_be.limits(4)),
    height=must_be.optional(must_be.above(0, 100)),
)
def regions(classify, points, labels, *, title="", resolution=240, margin=0.1, limits=None, height=None):
    """Draw which class each place of the plane is given, and the points that were to be told apart.

    Parameters
    ----------
    classify : callable, or mapping of str to callable
        From places of shape (n, 2) to n class numbers. Several by name are drawn side by side.
    points : array_like, shape (n, 2)
    labels : array_like of int, shape (n,)
        Class numbers from 0, at most four classes.
    title : str
    resolution : int
        Places along each side.
    margin : float
        How far to look beyond the points, as a share of their extent.
    limits : tuple of four floats, optional
        Left, right, bottom and top of what is shown, instead of margin.
    height : float, optional
        Inches.

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        If points is not (n, 2), labels not (n,) whole numbers from 0 on, there are more than four classes,
        no classifier, or one that gives something else than as many class numbers from 0 to 3.

    Examples
    --------
    >>> regions(lambda places: places[:, 0] > 0, [[-1, 0], [1, 0]], [0, 1])
    2 points of 2 classes; the regions hold 100.0 % of them in their own; class 0 has 50 % of the area.
    """
    points, labels = labeled_points("regions", points, labels)
    classes = labels.max() + 1
    several = isinstance(classify, Mapping)
    classifiers = classify if several else {title: classify}
    if not classifiers:
        raise ValueError("regions expects at least one classifier, got none")
    columns = min(2, len(classifiers))
    rows = -(-len(classifiers) // columns)
    height = (2.7 * rows + 0.6 if several else 4.2) if height is None else height
    picture, panels = blank(height, rows, columns)
    extent = _extent(points, margin) if limits is None else limits
    described = []
    with course_style():
        for axes, (name, classifier) in zip(panels.flat, classifiers.items(), strict=False):
            described.append(_draw_regions(axes, classifier, points, labels, extent, resolution))
            axes.set(title=name, aspect="auto" if limits is None else "equal")
        for axes in panels.flat[len(classifiers) :]:
            axes.axis("off")
        for axes in panels[-1]:
            axes.set_xlabel("x₁")
        for axes in panels[:, 0]:
            axes.set_ylabel("x₂")
        if several and title:
            picture.suptitle(title)
    opening = f"{title}: " if title else ""
    opening += f"{len(points)} points of {classes} classes; "
    named = zip(classifiers, described, strict=True)
    picture.sentence = (
        opening + "; ".join(f"{name}: {says}" if several else says for name, says in named) + "."
    )
    return picture


def _extent(points, margin):
    """Return left, right, bottom and top of a rectangle around points."""
    low, high = points.min(axis=0), points.max(axis=0)
    low, high = low - margin * (high - low), high + margin * (high - low)
    high = np.where(high > low, high, low + 1)
    return low[0], high[0], low[1], high[1]


def _draw_regions(axes, classify, points, labels, extent, resolution):
    """Draw the regions of one classifier with the points, and say how well they fit."""
    columns, rows = (np.linspace(*ends, resolution) for ends in (extent[:2], extent[2:]))
    places = np.stack(np.meshgrid(columns, rows), axis=-1).reshape(-1, 2)
    given = classified("regions", classify, places).reshape(resolution, resolution)
    right = np.mean(classified("regions", classify, points) == labels)
    draw_areas(axes, given, columns, rows)
    for label in range(labels.max() + 1):
        draw_dots(axes, points[labels == label], POINT_COLORS[label])
    axes.set(xlim=extent[:2], ylim=extent[2:])
    return (
        f"the regions hold {100 * right:.1f} % of them in their own; "
        f"class 0 has {100 * np.mean(given == 0):.0f} % of the area"
    )


def draw_areas(axes, given, columns, rows):
    """Fill the places of each class with its color, each area with a border, as shapes and not as dots."""
    axes.add_patch(Rectangle((0, 0), 1, 1, transform=axes.transAxes, facecolor=REGION_COLORS[0], zorder=0))
    corner, opposite = (np.array([columns[i], rows[i]]) for i in (0, 1))
    for kind in range(1, given.max() + 1):
        rings = [_straightened(ring) * (opposite - corner) + corner for ring in _rings(given == kind)]
        if rings:
            path = Path.make_compound_path(*(Path(ring, closed=True) for ring in rings))
            area = PathPatch(path, facecolor=REGION_COLORS[kind], edgecolor=INK, linewidth=1.2, zorder=0)
            axes.add_patch(area)
    axes.spines[:].set(visible=True, color=INK)


def _rings(inside):
    """Return the outlines of the cells of a grid that are inside, each a closed ring of places."""
    padded = np.pad(inside.astype(float), 1)
    at = np.arange(-1, max(inside.shape) + 1)
    outlines = contour_generator(at[: padded.shape[1]], at[: padded.shape[0]], padded).lines(0.5)
    highest = np.subtract(inside.shape[::-1], 1)
    return [np.clip(outline, 0, highest) for outline in outlines]


def _straightened(ring):
    """Return a ring with straight pieces for stairs, as near as half a cell."""
    path = Path(20 * ring)
    path.should_simplify, path.simplify_threshold = True, 10
    return path.cleaned(simplify=True).vertices[:-1] / 20


def draw_dots(axes, points, color, size=4):
    """Draw points as one path of strokes with hardly any length, the shortest form there is in SVG.

    Snapped to whole pixels, both ends of a stroke would be the same and the stroke would be dropped.
    """
    path = np.full((3 * len(points), 2), np.nan)
    path[0::3] = path[1::3] = points
    path[1::3, 0] += 1e-3 * np.diff(axes.get_xlim())
    axes.plot(*path.T, color=color, linewidth=size, solid_capstyle="round", snap=False)
