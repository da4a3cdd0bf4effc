"""What arguments of figures may be, beyond the rules that all of the library has."""

import numpy as np

from actlib.functions import arguments as must_be


def powers(value):
    """A rising pair of numbers above 0, the ends of an axis that counts in powers of ten."""
    fits = not must_be.limits()(value) and value[0] > 0
    return None if fits else "2 finite numbers above 0, the first below the second"


def sample(value):
    """Finite numbers in any arrangement, at least one."""
    fits = not must_be.array()(value) and np.size(value)
    return None if fits else "finite real numbers, at least one"


def check_order(function, low, high):
    """Say that the inputs that are to be shown do not go from left to right."""
    if not low < high:
        raise ValueError(f"{function} expects low below high, got low={low!r} and high={high!r}")
