"""Points of the plane, and what a neuron or a network makes of them."""

from collections.abc import Mapping

import numpy as np

from actlib.figures.picture import COLORS, blank, course_style, number_text, term_text
from actlib.functions import arguments as must_be
from actlib.functions.arguments import takes

REGION_COLORS = ("#f0c9ae", "#b5d3ea", "#b9ddd2", "#e0c0d8")
POINT_COLORS = (COLORS[1], COLORS[0], COLORS[2], COLORS[3])


@takes(
    points=must_be.array(2),
    labels=must_be.array(1),
    weights=must_be.optional(must_be.array(1)),
    bias=must_be.number,
    title=must_be.text,
    axis_labels=must_be.sequence(must_be.text, 2, "texts"),
    height=must_be.above(0, 100),
)
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
    picture, [[axes]] = blank(height)
    sentence = f"{len(points)} points, {int(labels.sum())} labeled 1"
    with course_style():
        if weights is not None:
            right = np.sum((points @ np.asarray(weights, dtype=float) + bias > 0) == (labels > 0))
            _yes_region(axes, weights, bias, low, high)
            line = f"{number_text(weights[0])}·x₁{term_text(weights[1])}·x₂{term_text(bias)} = 0"
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
        axes.fill(*np.transpose(region), color=COLORS[0], alpha=0.16, linewidth=0)
    if border:
        axes.plot(*np.transpose(border), color="#333333", linewidth=2)


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
        If points is not (n, 2), labels not (n,), there are more than four classes, or no classifier.

    Examples
    --------
    >>> regions(lambda places: places[:, 0] > 0, [[-1, 0], [1, 0]], [0, 1])
    2 points of 2 classes; the regions hold 100.0 % of them in their own; class 0 has 50 % of the area.
    """
    points, labels = np.asarray(points, dtype=float), np.asarray(labels).astype(int)
    if points.ndim != 2 or points.shape[1] != 2 or labels.shape != points.shape[:1]:
        raise ValueError(
            f"regions expects points of shape (n, 2) and n labels, got {points.shape} and {labels.shape}"
        )
    classes = labels.max() + 1
    if classes > len(REGION_COLORS):
        raise ValueError(f"regions expects at most {len(REGION_COLORS)} classes, got {classes}")
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
    given = np.asarray(classify(places)).astype(int).reshape(resolution, resolution)
    right = np.mean(np.asarray(classify(points)).astype(int) == labels)
    colors = np.array([tuple(bytes.fromhex(color[1:])) for color in REGION_COLORS], dtype=np.uint8)
    axes.imshow(colors[given], extent=extent, origin="lower", interpolation="nearest")
    for label in range(labels.max() + 1):
        draw_dots(axes, points[labels == label], POINT_COLORS[label])
    axes.set(xlim=extent[:2], ylim=extent[2:])
    return (
        f"the regions hold {100 * right:.1f} % of them in their own; "
        f"class 0 has {100 * np.mean(given == 0):.0f} % of the area"
    )


def draw_dots(axes, points, color, size=4):
    """Draw points as one path of strokes with hardly any length, the shortest form there is in SVG.

    Snapped to whole pixels, both ends of a stroke would be the same and the stroke would be dropped.
    """
    path = np.full((3 * len(points), 2), np.nan)
    path[0::3] = path[1::3] = points
    path[1::3, 0] += 1e-3 * np.diff(axes.get_xlim())
    axes.plot(*path.T, color=color, linewidth=size, solid_capstyle="round", snap=False)
