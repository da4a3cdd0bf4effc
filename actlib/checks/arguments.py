"""Clear errors for the arguments of checks."""

import math
import numbers


def check_above_zero(function, name, value):
    """Raise an error that names the argument unless it is a finite number above zero."""
    if isinstance(value, bool) or not isinstance(value, numbers.Real):
        raise TypeError(f"{function} expects {name} to be a number, got {value!r}")
    if not (value > 0 and math.isfinite(value)):
        raise ValueError(f"{function} expects {name} above zero, got {value!r}")


def check_whole_number(function, name, value):
    """Raise an error that names the argument unless it is a whole number from 1 on."""
    if isinstance(value, bool) or not isinstance(value, numbers.Real):
        raise TypeError(f"{function} expects {name} to be a whole number, got {value!r}")
    if not isinstance(value, numbers.Integral) or value < 1:
        raise ValueError(f"{function} expects {name} to be a whole number from 1 on, got {value!r}")
