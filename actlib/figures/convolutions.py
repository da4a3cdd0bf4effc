"""One image, one kernel, and the sum that makes one pixel of what comes out."""

import numpy as np
from matplotlib.patches import Rectangle

from actlib.figures.colors import FAINT, INK
from actlib.figures.images import signed_shades
from actlib.figures.picture import blank, course_style
from actlib.functions import arguments as must_be
from actlib.functions.arguments import takes


@takes(
    pixels=must_be.array(2),
    kernel=must_be.array(2),
    at=must_be.pair(must_be.whole(0), "whole numbers from 0 on"),
    title=must_be.text,
    height=must_be.above(0, 100),
)
def convolution(pixels, kernel, at, *, title="", height=5.6):
    """Draw an image, a kernel, what it makes of the image, and that after ReLU.

    The window under the kernel and the pixel it makes are framed and carry their numbers.

    Parameters
    ----------
    pixels : array_like of int, shape (height, width)
    kernel : array_like, shape (size, size)
    at : pair of int
        Row and column of the framed pixel of the output.
    title : str
    height : float
        Inches.

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        If the kernel is larger than the image, not square, or at lies outside of the output.

    Examples
    --------
    >>> convolution([[1, 2], [3, 4]], [[1, 0], [0, -1]], (0, 0))
    Convolution of 2 × 2 pixels: output from −3 to −3, the framed sum is −3, after ReLU 0.
    """
    pixels, kernel = np.asarray(pixels, dtype=float), np.asarray(kernel, dtype=float)
    if pixels.ndim != 2 or kernel.ndim != 2 or len(set(kernel.shape)) > 1 or min(pixels.shape) < len(kernel):
        raise ValueError(
            f"convolution expects an image and a smaller square kernel, got {pixels.shape} and {kernel.shape}"
        )
    windows = np.lib.stride_tricks.sliding_window_view(pixels, kernel.shape)
    output = np.einsum("ijhw,hw->ij", windows, kernel)
    row, column = at = tuple(at)
    if not (row < output.shape[0] and column < output.shape[1]):
        raise ValueError(f"convolution expects at to lie in an output of shape {output.shape}, got {at!r}")
    picture, [[input_axes, kernel_axes], [output_axes, relu_axes]] = blank(height, 2, 2, share=False)
    positive = np.maximum(output, 0)
    with course_style():
        _pixels(input_axes, "image", pixels, (row, column), len(kernel))
        _pixels(kernel_axes, "kernel", kernel, (0, 0), len(kernel))
        _pixels(output_axes, "sums", output, at, 1)
        _pixels(relu_axes, "after ReLU", positive, at, 1)
        if title:
            picture.suptitle(title, fontsize=14)
    low, high, total = (_short(value) for value in (output.min(), output.max(), output[row, column]))
    picture.sentence = (
        f"{title or 'Convolution'} of {pixels.shape[0]} × {pixels.shape[1]} pixels: output from {low} to "
        f"{high}, the framed sum is {total}, after ReLU {_short(positive[row, column])}."
    )
    return picture


def _short(value):
    return f"{float(value) + 0.0:.3g}".replace("-", "−")


def _pixels(axes, caption, values, corner, size):
    """Draw an array blue below zero and red above, with a square framed and its numbers written."""
    axes.imshow(signed_shades(values), interpolation="none")
    top, left = corner
    frame = Rectangle((left - 0.5, top - 0.5), size, size, fill=False, edgecolor=INK, linewidth=2.5)
    frame.set_clip_on(False)
    axes.add_patch(frame)
    for i in range(top, top + size):
        for j in range(left, left + size):
            axes.text(j, i, _short(values[i, j]), ha="center", va="center")
    axes.set_title(caption, fontsize=13)
    axes.set(xticks=[], yticks=[])
    axes.spines[:].set(visible=True, color=FAINT)
