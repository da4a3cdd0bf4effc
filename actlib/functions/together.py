"""Values and slopes at once, for layers that train: each gives what function and derivative give.

A form takes an array and writes into two others of its layout, values into ``y`` and slopes into ``slope``.
Whoever shares work between the two has one; for all others ``Activation.write`` asks for one after the other.
"""

import numpy as np

from actlib.functions.accept import block_by_block, zeros_like
from actlib.functions.gated import exact_gelu_and_slope


@block_by_block
def relu_and_slope(x, y, slope):
    np.maximum(x, zeros_like(x), out=y)
    x.clip(0.0, 1.0, out=slope)
    np.ceil(slope, out=slope)


@block_by_block
def gelu_and_slope(x, y, slope):
    y[...], slope[...] = exact_gelu_and_slope(x)


TOGETHER = {"relu": relu_and_slope, "gelu": gelu_and_slope}
