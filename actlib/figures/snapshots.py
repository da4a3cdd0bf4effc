"""A network in the middle of its training: regions, loss, and what its units see."""

import numpy as np

from actlib.figures.colors import LIGHT, POINT_COLORS
from actlib.figures.images import signed_shades
from actlib.figures.picture import blank, course_style, number_text
from actlib.figures.planes import classified, draw_areas, draw_dots, labeled_points
from actlib.functions import arguments as must_be
from actlib.functions.arguments import takes

MOST_UNITS = 8


@takes(
    classify=must_be.function,
    points=must_be.array(2),
    labels=must_be.array(1),
    losses=must_be.array(1, finite=False),
    units=must_be.optional(must_be.function),
    title=must_be.text,
    limits=must_be.optional(must_be.limits(4)),
    loss_limit=must_be.optional(must_be.above(0)),
    epochs=must_be.optional(must_be.whole(0)),
    height=must_be.above(0, 100),
)
def snapshot(
    classify,
    points,
    labels,
    losses,
    *,
    units=None,
    title="",
    limits=None,
    loss_limit=None,
    epochs=None,
    height=3.7,
):
    """Draw the regions of a network beside its loss so far and the outputs of some of its units.

    Parameters
    ----------
    classify : callable
        From places of shape (n, 2) to n class numbers.
    points : array_like, shape (n, 2)
    labels : array_like of int, shape (n,)
        Class numbers from 0, at most four classes.
    losses : array_like, 1-d
        The loss before training and after each epoch; one that is not finite is left open.
    units : callable, optional
        From places to the outputs of the units of a layer, an array of shape (n, units); the
        first eight are drawn, blue below zero and red above.
    title : str
    limits : tuple of four floats, optional
        Left, right, bottom and top of the plane; by default the points with a margin.
    loss_limit : float, optional
        The top of the loss axis; by default no more than about three times the first loss.
    epochs : int, optional
        The end of the loss axis.
    height : float
        Inches.

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        If points is not (n, 2), labels not (n,) whole numbers from 0 on, there are more than four classes,
        no loss, or classify or units gives an array of another shape or no class numbers from 0 to 3.

    Examples
    --------
    >>> snapshot(lambda places: places[:, 0] > 0, [[-1, 0], [1, 0]], [0, 1], [0.7, 0.5])
    After 1 epochs: loss 0.50, accuracy 1.00 on 2 points of 2 classes.
    """
    points, labels = labeled_points("snapshot", points, labels)
    losses = np.asarray(losses, dtype=float)
    if limits is None:
        low, high = points.min(axis=0), points.max(axis=0)
        margin = 0.1 * np.max(high - low)
        limits = low[0] - margin, high[0] + margin, low[1] - margin, high[1] + margin
    picture, panels = _blank_panels(height, units is not None)
    with course_style():
        _draw_regions(panels["regions"], classify, points, labels, limits)
        _draw_loss(panels["loss"], losses, loss_limit, epochs)
        if units is not None:
            _draw_units(panels["units"], units, limits)
        if title:
            picture.suptitle(title, fontsize=14)
    accuracy = number_text(np.mean(classified("snapshot", classify, points) == labels))
    picture.sentence = (
        f"{title}, after" if title else "After"
    ) + f" {len(losses) - 1} epochs: loss {number_text(losses[-1])}, accuracy {accuracy} "
    picture.sentence += f"on {len(points)} points of {labels.max() + 1} classes."
    return picture


def _blank_panels(height, with_units):
    picture, [[spare]] = blank(height)
    spare.remove()
    layout = [["regions", "loss"], ["regions", "units"]] if with_units else [["regions", "loss"]]
    with course_style():
        return picture, picture.subplot_mosaic(layout, width_ratios=[1.5, 1])


def _places(limits, resolution):
    left, right, bottom, top = limits
    grid = np.meshgrid(np.linspace(left, right, resolution), np.linspace(bottom, top, resolution))
    return np.stack(grid, axis=-1).reshape(-1, 2)


def _draw_regions(axes, classify, points, labels, limits, resolution=160):
    given = classified("snapshot", classify, _places(limits, resolution)).reshape(resolution, resolution)
    columns, rows = (np.linspace(*ends, resolution) for ends in (limits[:2], limits[2:]))
    draw_areas(axes, given, columns, rows)
    axes.set_aspect("equal")
    for label in range(labels.max() + 1):
        draw_dots(axes, points[labels == label], POINT_COLORS[label])
    axes.set(xlim=limits[:2], ylim=limits[2:], xticks=[], yticks=[])
    axes.set_title("regions", fontsize=13)


def _draw_loss(axes, losses, loss_limit, epochs):
    at = np.unique(np.linspace(0, len(losses) - 1, 100).astype(int))
    axes.plot(at, losses[at], color=LIGHT["blue"])
    top = _top(losses) if loss_limit is None else loss_limit
    last = {"color": LIGHT["blue"], "markersize": 7, "clip_on": False}
    axes.plot([len(losses) - 1], [min(losses[-1], top)], "o", **last)
    axes.set_xlim(0, max(len(losses) - 1 if epochs is None else epochs, 1))
    axes.set_ylim(0, top)
    axes.set_title(f"loss {number_text(losses[-1])}", fontsize=13)
    axes.set_xlabel("epoch")
    axes.locator_params(axis="x", nbins=4, integer=True)
    axes.locator_params(axis="y", nbins=4)


def _top(losses):
    """Return where the loss axis ends: above all finite losses, or three times the first one."""
    met = losses[np.isfinite(losses)]
    highest = met.max(initial=0.0)
    three_times_the_first = 3 * met[0] if met.size and met[0] > 0 else highest
    return 1.1 * min(highest, three_times_the_first) or 1.0


def _draw_units(axes, units, limits, resolution=24):
    """Draw all units in one image, each shaded from its own lowest to its own highest output."""
    places = _places(limits, resolution)
    outputs = np.asarray(units(places))
    if outputs.ndim != 2 or len(outputs) != len(places) or not outputs.size:
        raise ValueError(
            f"snapshot expects units to give an array of shape ({len(places)}, units), got {outputs.shape}"
        )
    outputs = outputs[:, :MOST_UNITS]
    columns = min(4, outputs.shape[1])
    rows = -(-outputs.shape[1] // columns)
    step = resolution + 2
    mosaic = np.zeros((rows * step - 2, columns * step - 2, 4), np.uint8)
    for i, output in enumerate(np.nan_to_num(outputs.T)):
        top, left = step * (i // columns), step * (i % columns)
        square = output.reshape(resolution, resolution)[::-1]
        mosaic[top : top + resolution, left : left + resolution] = signed_shades(square)
    axes.imshow(mosaic, interpolation="none")
    axes.axis("off")
    axes.set_title("units", fontsize=13)
