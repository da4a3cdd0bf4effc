"""Small images side by side: digits, kernels, feature maps."""

import numpy as np

from actlib.figures.colors import FAINT
from actlib.figures.picture import blank, course_style, number_text
from actlib.functions import arguments as must_be
from actlib.functions.arguments import takes

BELOW, ABOVE = (0x2B, 0x79, 0xC9), (0xD6, 0x45, 0x3D)  # seen on white and on a dark page
SHADES = 8
DENSEST = 0.83  # so that a number on it can be read, too


def signed_shades(values):
    """Return values as pixels: blue below zero, red above, and the ground shows where they are small.

    Parameters
    ----------
    values : array_like, shape (height, width)

    Returns
    -------
    ndarray of uint8, shape (height, width, 4)
        Red, green, blue and opacity.

    Examples
    --------
    >>> signed_shades([[-1.0, 0.0]]).tolist()
    [[[43, 121, 201, 212], [214, 69, 61, 0]]]
    """
    values = np.asarray(values, dtype=float)
    shade = np.rint(SHADES * np.abs(values) / (np.abs(values).max() or 1.0)) / SHADES
    colors = np.where((values < 0)[..., None], BELOW, ABOVE)
    return np.concatenate([colors, np.rint(255 * DENSEST * shade)[..., None]], axis=-1).astype(np.uint8)


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
        Whether values below zero matter: they are drawn blue and those above zero red, on the ground of
        the page, which is 0.
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
        for axes in panels.flat[len(pictures) :]:
            axes.axis("off")
        for axes, (caption, pixels) in zip(panels.flat, pictures.items(), strict=False):
            shown = signed_shades(pixels) if signed else pixels
            largest = np.abs(pixels).max() or 1.0
            axes.imshow(shown, cmap="gray", vmin=0, vmax=largest, interpolation="none")
            axes.set(xticks=[], yticks=[])
            axes.spines[:].set(visible=True, color=FAINT)
            axes.set_title(caption, fontsize=13)
        if title:
            picture.suptitle(title)
    described = "; ".join(
        f"{caption} {pixels.shape[0]} × {pixels.shape[1]}, "
        f"from {number_text(pixels.min())} to {number_text(pixels.max())}"
        for caption, pixels in pictures.items()
    )
    picture.sentence = f"{title or 'Images'}: {described}."
    return picture
