"""What happens on the way: down a valley, and through the layers of a network."""

import numpy as np
from matplotlib.patches import Ellipse

from actlib.figures.colors import FAINT, INK, LIGHT, OTHERS, styles_of
from actlib.figures.picture import blank, course_style, label_ends, magnitude_text, power_of_ten
from actlib.figures.planes import draw_dots
from actlib.figures.rules import powers
from actlib.functions import arguments as must_be
from actlib.functions.arguments import takes

RINGS = (0.5, 2, 5)


@takes(
    curvatures=must_be.pair(must_be.number, "finite real numbers"),
    track=must_be.array(2),
    limits=must_be.limits(4),
    title=must_be.text,
    height=must_be.above(0, 100),
)
def valley(curvatures, track, *, limits=(-2.0, 2.0, -1.5, 1.5), title="", height=4.0):
    """Draw the way of an optimizer over the level lines of a loss with one curvature along each axis.

    Parameters
    ----------
    curvatures : pair of float, above 0
        The loss is half the sum of each curvature times the square of its parameter.
    track : array_like, shape (steps + 1, 2)
        The places passed.
    limits : tuple of four floats
        Left, right, bottom and top.
    title : str
    height : float
        Inches.

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        If track is not (n, 2), or a curvature not above 0.

    Examples
    --------
    >>> valley((1, 10), [[1, 1], [1, 0]])
    Valley: loss from 5.5e0 to 5.0e−1 in 1 steps.
    """
    track = np.asarray(track, dtype=float)
    if track.ndim != 2 or track.shape[1] != 2 or not min(curvatures) > 0:
        raise ValueError(
            "valley expects a track of shape (n, 2) and curvatures above 0, "
            f"got {track.shape} and {curvatures!r}"
        )
    picture, [[axes]] = blank(height)
    with course_style():
        for loss in RINGS:
            width, tall = (2 * np.sqrt(2 * loss / curvature) for curvature in curvatures)
            axes.add_patch(Ellipse((0, 0), width, tall, fill=False, edgecolor=FAINT, linewidth=0.9))
        axes.set(xlim=limits[:2], ylim=limits[2:], xlabel="a", ylabel="b", title=title)
        axes.plot(*track.T, color=LIGHT["blue"], linewidth=1.4)
        draw_dots(axes, track, LIGHT["blue"], size=5)
        axes.plot(*track[0], "s", color=LIGHT["orange"], markersize=9)
        axes.plot(*track[-1], "o", color=LIGHT["orange"], markersize=9)
        axes.plot([0], [0], "+", color=INK, markersize=12)
    first, last = (magnitude_text(np.sum(curvatures * place**2) / 2) for place in (track[0], track[-1]))
    picture.sentence = f"{title or 'Valley'}: loss from {first} to {last} in {len(track) - 1} steps."
    return picture


@takes(
    sizes=must_be.mapping(must_be.array(1, finite=False)),
    title=must_be.text,
    limits=powers,
    height=must_be.above(0, 100),
)
def layers(sizes, *, title="", limits=(1e-20, 1e5), height=3.6):
    """Draw how something grows or shrinks from layer to layer, on an axis that counts in powers of ten.

    Parameters
    ----------
    sizes : mapping of str to array_like, 1-d
        Label to a number from 0 on for each layer; at most six.
    title : str
    limits : pair of float, above 0
    height : float
        Inches.

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        If there are no sizes or more than six, or they differ in length.

    Examples
    --------
    >>> layers({"signal": [1, 0.1, 0.01]})
    3 layers: signal from 1.0e0 to 1.0e−2.
    """
    sizes = {label: np.asarray(values, dtype=float) for label, values in sizes.items()}
    counts = {values.size for values in sizes.values()}
    if len(counts) != 1 or len(sizes) > len(OTHERS):
        raise ValueError(
            f"layers expects 1 to {len(OTHERS)} lines of one length, got lengths {sorted(counts)}"
        )
    low, high = np.log10(limits)
    at = np.arange(1, counts.pop() + 1)
    picture, [[axes]] = blank(height)
    with course_style():
        lines = [
            axes.plot(at, np.log10(np.maximum(values, 1e-300)), **style.drawn, label=label)[0]
            for (label, values), style in zip(sizes.items(), styles_of(sizes), strict=True)
        ]
        ticks = np.arange(np.ceil(low / 5) * 5, high + 0.1, 5)
        axes.set_yticks(ticks, [power_of_ten(tick) for tick in ticks])
        axes.axhline(0, color=FAINT, linewidth=0.9, zorder=0)
        axes.set(xlabel="layer", xlim=(1, max(2, at[-1])), ylim=(low, high), title=title)
        axes.locator_params(axis="x", nbins=6, integer=True)
        label_ends(axes, lines)
    described = "; ".join(
        f"{label} from {magnitude_text(values[0])} to {magnitude_text(values[-1])}"
        for label, values in sizes.items()
    )
    opening = f"{title}: " if title else f"{at[-1]} layers: "
    picture.sentence = f"{opening}{described}."
    return picture
