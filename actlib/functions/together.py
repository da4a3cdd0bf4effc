"""Values and slopes at once, for layers that train: each gives what function and derivative give.

A form takes an array and writes into two others of its layout, values into ``y`` and slopes into ``slope``.
Whoever shares work between the two has one; for all others ``Activation.write`` asks for one after the other.
"""

import numpy as np

from actlib.functions.accept import block_by_block, zeros_like
from actlib.functions.gated import EXPONENTIAL_TAIL, bell, half_erfcx, left_tail, times_density


@block_by_block
def relu_and_slope(x, y, slope):
    np.maximum(x, zeros_like(x), out=y)
    x.clip(0.0, 1.0, out=slope)
    np.ceil(slope, out=slope)


@block_by_block
def gelu_and_slope(x, y, slope):
    from scipy.special import ndtr

    wide = np.clip(x, -EXPONENTIAL_TAIL, EXPONENTIAL_TAIL).astype(np.float64, copy=False)
    share = ndtr(wide)
    np.multiply(np.maximum(x, -EXPONENTIAL_TAIL), share, out=y, casting="same_kind")
    np.add(share, times_density(wide), out=slope, casting="same_kind")
    if x.dtype == np.float64:
        left, at = left_tail(wide)
        ratio, height = half_erfcx(left), bell(left)
        y.ravel(order="K")[at] = left * ratio * height
        slope.ravel(order="K")[at] = (ratio + left / np.sqrt(2 * np.pi)) * height


TOGETHER = {"relu": relu_and_slope, "gelu": gelu_and_slope}
