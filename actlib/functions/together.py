"""Values and slopes at once, for layers that train: each gives what function and derivative give.

A form is given an array ``x`` and two others of its layout and returns a step, which a network that trains
takes again and again: it writes the slopes into ``slope``, which it returns, and the values into ``y``,
which may be ``x`` itself. Where ``x`` is NaN ``y`` is, too, and the slope may be any: no loss is finite then,
and training ends. Whoever shares work between the two has a form; for all others ``Activation.writer`` asks
for one after the other.
"""

import numpy as np

from actlib.functions import normal_table
from actlib.functions.accept import block_by_block, constant, quietly, zeros_like
from actlib.functions.gated import gelu, gelu_derivative
from actlib.functions.rectified import relu, relu_derivative


@block_by_block
def relu_and_slope(x, y, slope):
    zero, zeros, is_above = constant(0, x.dtype), zeros_like(x), np.empty_like(x, bool)
    one_or_zero = is_above.view(np.int8) if x.itemsize > 4 else is_above  # the sooner copied, in each case

    def step():
        np.greater(x, zero, out=is_above)
        np.copyto(slope, one_or_zero)
        np.maximum(x, zeros, out=y)
        return slope

    return step


@block_by_block
def gelu_and_slope(x, y, slope):
    @quietly
    def step():
        y[...], slope[...] = normal_table.gelu_and_slope(x)
        return slope

    return step


FORMS = ((relu, relu_derivative, relu_and_slope), (gelu, gelu_derivative, gelu_and_slope))


def form_for(function, derivative):
    """Return the form for just these two functions, or None."""
    return next((form for f, slope, form in FORMS if f is function and slope is derivative), None)
