"""Layers for images: arrays of shape (batch, channels, height, width)."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from actlib.nn.arguments import float_dtype, positive_integer, whole_number
from actlib.nn.initialization import initial_weights
from actlib.nn.layers import Layer, ShapeError


class Conv2D(Layer):
    """Slide small kernels over an image: each output is a weighted sum of one window.

    What is computed is a cross-correlation: the kernel is laid on the window as it is, not
    turned around, as all frameworks do it under the name of convolution.

    Parameters
    ----------
    in_channels, out_channels : int
    kernel_size : int
        Height and width of the square kernels.
    rng : numpy.random.Generator
    stride : int
        Pixels from one window to the next.
    padding : int
        Zeros put around the image on each side.
    initialization, scale
        See ``initial_weights``.
    dtype : float32 or float64

    References
    ----------
    lecun1998gradient

    Examples
    --------
    >>> layer = Conv2D(1, 4, 3, np.random.default_rng(0), padding=1)
    >>> layer.forward(np.zeros((10, 1, 8, 8))).shape
    (10, 4, 8, 8)
    """

    parameter_names = ("weight", "bias")
    keeps_samples_apart = True
    can_spare_input_gradient = True

    def __init__(
        self,
        in_channels,
        out_channels,
        kernel_size,
        rng=None,
        stride=1,
        padding=0,
        initialization="he",
        scale=1.0,
        dtype=np.float64,
    ):
        self.in_channels = positive_integer(in_channels, "Conv2D expects in_channels to be")
        self.out_channels = positive_integer(out_channels, "Conv2D expects out_channels to be")
        self.kernel_size = positive_integer(kernel_size, "Conv2D expects kernel_size to be")
        self.stride = positive_integer(stride, "Conv2D expects stride to be")
        self.padding = whole_number(padding, "Conv2D expects padding to be")
        shape = (out_channels, in_channels, kernel_size, kernel_size)
        fan_in, fan_out = in_channels * kernel_size**2, out_channels * kernel_size**2
        dtype = float_dtype(dtype, "Conv2D expects")
        self.weight = initial_weights(initialization, shape, fan_in, fan_out, rng, scale).astype(dtype)
        self.bias = np.zeros(out_channels, dtype)
        self.weight_gradient = np.zeros_like(self.weight)
        self.bias_gradient = np.zeros_like(self.bias)

    def prepare(self, shape, dtype):
        p, (batch, channels, height, width) = self.padding, shape
        self.padded = np.zeros((batch, channels, height + 2 * p, width + 2 * p), dtype)
        self.inside = self.padded[:, :, p : p + height, p : p + width]
        self.windows = windows_of(self.padded, self.kernel_size, self.stride)

    def forward(self, x, training=False):
        smallest = self.kernel_size - 2 * self.padding
        if x.ndim != 4 or x.shape[1] != self.in_channels or min(x.shape[2:]) < smallest:
            expected = f"(batch, {self.in_channels}, height, width)"
            raise ShapeError(
                f"{self} expects shape {expected}, both sides at least {smallest}, got {x.shape}"
            )
        self.get_ready(x, training)
        self.inside[...] = x
        y = np.einsum("bcijhw,ochw->boij", self.windows, self.weight, optimize=True)
        return y + self.bias[:, None, None]

    def backward(self, upstream):
        self.weight_gradient[...] = np.einsum("bcijhw,boij->ochw", self.windows, upstream, optimize=True)
        self.bias_gradient[...] = upstream.sum(axis=(0, 2, 3))
        if not self.wants_input_gradient:
            return None
        window_gradients = np.einsum("boij,ochw->bcijhw", upstream, self.weight, optimize=True)
        gradient = sum_of_windows(window_gradients, self.padded.shape, self.stride)
        height, width = (n - self.padding for n in self.padded.shape[2:])
        return gradient[:, :, self.padding : height, self.padding : width]

    def __repr__(self):
        extras = f", stride {self.stride}" * (self.stride > 1) + f", padding {self.padding}" * (
            self.padding > 0
        )
        size = self.kernel_size
        return f"Conv2D({self.in_channels} → {self.out_channels}, {size} × {size}{extras})"


class MaxPool2D(Layer):
    """Keep the largest value of each window.

    Parameters
    ----------
    size : int
        Height and width of the windows.
    stride : int, optional
        Pixels from one window to the next; by default ``size``, so that windows do not overlap.

    Notes
    -----
    Where the largest value of a window occurs twice, the gradient goes to the first.
    """

    keeps_samples_apart = True

    def __init__(self, size, stride=None):
        self.size = positive_integer(size, "MaxPool2D expects size to be")
        self.stride = positive_integer(size if stride is None else stride, "MaxPool2D expects stride to be")

    def forward(self, x, training=False):
        if x.ndim != 4 or min(x.shape[2:]) < self.size:
            expected = "(batch, channels, height, width)"
            raise ShapeError(
                f"{self} expects shape {expected}, both sides at least {self.size}, got {x.shape}"
            )
        self.shape = x.shape
        windows = windows_of(x, self.size, self.stride)
        self.window_rows = windows.reshape(*windows.shape[:4], -1)
        self.largest = self.window_rows.argmax(axis=-1)[..., None]
        return np.take_along_axis(self.window_rows, self.largest, axis=-1)[..., 0]

    def backward(self, upstream):
        gradients = np.zeros(self.window_rows.shape, upstream.dtype)
        np.put_along_axis(gradients, self.largest, upstream[..., None], axis=-1)
        windows = gradients.reshape(*gradients.shape[:4], self.size, self.size)
        return sum_of_windows(windows, self.shape, self.stride)

    def __repr__(self):
        return f"MaxPool2D({self.size} × {self.size}{f', stride {self.stride}' * (self.stride != self.size)})"


def windows_of(images, size, stride):
    """Return a view of all windows, shape (batch, channels, rows, columns, size, size)."""
    return sliding_window_view(images, (size, size), axis=(2, 3))[:, :, ::stride, ::stride]


def sum_of_windows(windows, shape, stride):
    """Add every window back to where ``windows_of`` took it from.

    Instead of window by window it goes through the few positions inside a window, each of which
    belongs to different pixels in different windows.
    """
    images = np.zeros(shape, windows.dtype)
    rows, columns, height, width = windows.shape[2:]
    for i in range(height):
        for j in range(width):
            row_end, column_end = i + stride * rows, j + stride * columns
            images[:, :, i:row_end:stride, j:column_end:stride] += windows[..., i, j]
    return images
