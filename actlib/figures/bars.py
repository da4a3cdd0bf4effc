"""Bars: shares of a whole."""

import numpy as np

from actlib.figures.colors import LIGHT, styles_of_things
from actlib.figures.picture import blank, course_style, number_text
from actlib.functions import arguments as must_be
from actlib.functions.arguments import takes


@takes(
    shares=must_be.mapping(must_be.either(must_be.at_least(0), must_be.nan)),
    title=must_be.text,
    x_label=must_be.text,
    limit=must_be.above(0),
    height=must_be.optional(must_be.above(0, 100)),
)
def bars(shares, *, title="", x_label="", limit=1.0, height=None):
    """Draw numbers from 0 on as bars with the numbers written at their ends.

    Parameters
    ----------
    shares : mapping of str to float
        Label to number, drawn from top to bottom. NaN has no bar and is called so.
    title, x_label : str
    limit : float
        The number whose bar would be as wide as the figure.
    height : float, optional
        Inches.

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        If there is nothing to draw, or a number is below 0 or infinite.

    Examples
    --------
    >>> bars({"cat": 0.75, "dog": 0.25})
    Bars: cat 0.750, dog 0.250.
    """
    values = np.array([float(value) for value in shares.values()])
    picture, [[axes]] = blank(0.42 * values.size + 0.7 if height is None else height)
    with course_style():
        colors = [LIGHT[style.color] for style in styles_of_things(shares)]
        axes.barh(range(values.size), values, height=0.66, color=colors)
        for i, value in enumerate(values):
            axes.text(np.nan_to_num(value) + 0.015 * limit, i, number_text(value, 3), va="center")
        axes.set(title=title, xlabel=x_label, xlim=(0, 1.12 * limit), ylim=(values.size - 0.5, -0.5))
        axes.set_yticks(range(values.size), [str(label) for label in shares])
        axes.tick_params(left=False)
    described = ", ".join(f"{label} {number_text(value, 3)}" for label, value in shares.items())
    picture.sentence = f"{title or 'Bars'}: {described}."
    return picture
