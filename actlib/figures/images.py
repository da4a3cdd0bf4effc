"""Small images side by side: digits, kernels, feature maps."""

import numpy as np

from actlib.figures.picture import blank, course_style, number_text
from actlib.functions import arguments as must_be
from actlib.functions.arguments import takes


@takes(
    pictures=must_be.mapping(must_be.array(2)),
    columns=must_be.whole(1, 100),
    title=must_be.text,
    signed=must_be.flag,
    height=must_be.optional(must_be.above(0, 100)),
)
def images(pictures, *, columns=5, title="", signed=False, height=None):
    """Draw small gray images side by side.

    Parameters
    ----------
    pictures : mapping of str to array_like of shape (height, width)
        Caption to pixels.
    columns : int
    title : str
    signed : bool
        Whether values below zero matter: they are drawn blue and those above zero red, white is 0.
    height : float, optional
        Inches.

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        If there is nothing to draw, or an image is not two-dimensional.

    Examples
    --------
    >>> images({"dot": [[0, 1], [0, 0]]})
    Images: dot 2 × 2, from 0.00 to 1.00.
    """
    pictures = {caption: np.asarray(pixels, dtype=float) for caption, pixels in pictures.items()}
    if not pictures or any(pixels.ndim != 2 for pixels in pictures.values()):
        shapes = [pixels.shape for pixels in pictures.values()]
        raise ValueError(f"images expects one or more images of shape (height, width), got {shapes}")
    columns = min(columns, len(pictures))
    rows = -(-len(pictures) // columns)
    picture, panels = blank(
        5.4 / columns * rows + 0.3 if height is None else height, rows, columns, share=False
    )
    with course_style():
        for axes in panels.flat:
            axes.axis("off")
        for axes, (caption, pixels) in zip(panels.flat, pictures.items(), strict=False):
            largest = np.abs(pixels).max() or 1.0
            colors = {"cmap": "RdBu_r", "vmin": -largest} if signed else {"cmap": "gray", "vmin": 0}
            axes.imshow(pixels, vmax=largest, interpolation="nearest", **colors)
            axes.set_title(caption, fontsize=11)
        if title:
            picture.suptitle(title)
    described = "; ".join(
        f"{caption} {pixels.shape[0]} × {pixels.shape[1]}, "
        f"from {number_text(pixels.min())} to {number_text(pixels.max())}"
        for caption, pixels in pictures.items()
    )
    picture.sentence = f"{title or 'Images'}: {described}."
    return picture
