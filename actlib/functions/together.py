"""Values and slopes at once, for layers that train: each gives what function and derivative give.

A form takes an array ``x`` and writes into two others of its layout: slopes into ``slope``, and values into
``y``, which may be ``x`` itself. Where ``x`` is NaN ``y`` is, too, and the slope may be any: no loss is
finite then, and training ends. Whoever shares work between the two has a form; for all others
``Activation.write`` asks for one after the other.
"""

import numpy as np

from actlib.functions.accept import block_by_block, constant, quietly, zeros_like
from actlib.functions.gated import exact_gelu_and_slope, gelu, gelu_derivative
from actlib.functions.rectified import relu, relu_derivative


@block_by_block
def relu_and_slope(x, y, slope):
    slope[...] = x > constant(0, x.dtype)
    np.maximum(x, zeros_like(x), out=y)


@quietly
@block_by_block
def gelu_and_slope(x, y, slope):
    y[...], slope[...] = exact_gelu_and_slope(x)


FORMS = ((relu, relu_derivative, relu_and_slope), (gelu, gelu_derivative, gelu_and_slope))


def form_for(function, derivative):
    """Return the form for just these two functions, or None."""
    return next((form for f, slope, form in FORMS if f is function and slope is derivative), None)
