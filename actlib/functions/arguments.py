"""What arguments may be: rules, and a decorator that says in words which of them is broken.

A rule takes a value and says what was expected instead, or None if nothing is wrong with the value.
"""

import functools
import inspect
import math
import numbers
import re
import reprlib
from collections.abc import Iterable, Iterator, Mapping

import numpy as np

from actlib.functions.accept import is_finite, real_array

# What no SVG picture and no line of a table may hold.
NO_CHARACTERS_OF_A_LINE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")


def takes(**rules):
    """Check the arguments of a function, each by the rule of its name, before it is called."""

    def decorate(function):
        signature = inspect.signature(function)

        @functools.wraps(function)
        def checked(*arguments, **named):
            for name, value in signature.bind(*arguments, **named).arguments.items():
                if name in rules:
                    check(rules[name], value, f"{function.__name__} expects {name} to be")
            return function(*arguments, **named)

        return checked

    return decorate


def check(rule, value, expectation):
    """Raise an error that opens with ``expectation`` if a value breaks a rule."""
    expected = rule(value)
    if expected:
        is_other_name = isinstance(value, str) and expected.startswith("one of ")
        is_of_wrong_kind = (np.isscalar(value) or value is None) and not _is_real(value)
        kind = TypeError if is_of_wrong_kind and not is_other_name else ValueError
        raise kind(f"{expectation} {expected}, got {_short(value)}")


def number(value):
    """A finite real number, within float64."""
    return None if _is_finite(value) else "a finite real number"


def nan(value):
    """Not a number, which a figure may show as such."""
    return None if _is_real(value) and value != value else "NaN"


def above(low, most=math.inf):
    """A finite number above low."""
    words = f"a finite number above {low:g}" + ("" if most == math.inf else f", at most {most:g}")
    return lambda value: None if _is_finite(value) and low < value <= most else words


def at_least(low, below=math.inf):
    """A finite number from low on."""
    words = f"a finite number from {low:g} on" + ("" if below == math.inf else f", below {below:g}")
    return lambda value: None if _is_finite(value) and low <= value < below else words


def whole(least, most=2**31):
    """A whole number from least to most."""
    words = f"a whole number from {least} on" if most == 2**31 else f"a whole number from {least} to {most}"

    def rule(value):
        is_whole = isinstance(value, int | np.integer) and not isinstance(value, bool)
        return None if is_whole and least <= value <= most else words

    return rule


def text(value):
    """Any text."""
    return None if isinstance(value, str) else "text"


def line(value):
    """A text that can stand in one line of a table and in a picture."""
    is_line = isinstance(value, str) and not NO_CHARACTERS_OF_A_LINE.search(value)
    return None if is_line else "text without control characters"


def flag(value):
    """True or False."""
    return None if isinstance(value, bool | np.bool_) else "True or False"


def function(value):
    """Anything that can be called."""
    return None if callable(value) else "a function"


def one_of(names):
    """One of some texts."""
    return lambda value: None if isinstance(value, str) and value in names else f"one of {', '.join(names)}"


def optional(rule):
    """None, or what a rule wants."""
    return lambda value: None if value is None else rule(value)


def label(value):
    """A text or a number, as the label of a row."""
    return None if isinstance(value, str | numbers.Real) else "a text or a number"


def with_attribute(name, words):
    """Something that has an attribute, as others of its kind do."""
    return lambda value: None if hasattr(value, name) else words


def limits(count=2):
    """Rising pairs of finite numbers: (low, high), or (left, right, bottom, top)."""
    words = f"{count} finite numbers, each first below its second"

    def rule(value):
        given = value if isinstance(value, list | tuple | np.ndarray) else ()
        whole = len(given) == count and all(map(_is_finite, given))
        return None if whole and all(given[i] < given[i + 1] for i in range(0, count, 2)) else words

    return rule


def either(first, second):
    """What one of two rules wants."""
    return lambda value: first(value) and second(value) and f"{first(value)} or {second(value)}"


def pair(rule, words):
    """Two values that each keep to a rule."""

    def both(value):
        fits = not sequence(rule, 2)(value) and len(value) == 2
        return None if fits else f"a pair of {words}"

    return both


def sequence(rule, least=1, what=""):
    """A sequence of at least so many values that each keep to a rule.

    An iterator, such as a generator, is none: it would be at its end after the check. Nor is a set, which
    has no order.
    """

    def over_all(value):
        words = f"a sequence of {what or 'values'}"
        if isinstance(value, Iterator):
            return f"{words}, such as a list, and no iterator"
        if isinstance(value, str | Mapping | set | frozenset) or not isinstance(value, Iterable):
            return words
        if isinstance(value, np.ndarray) and value.ndim == 0:
            return words
        value = list(value)
        if len(value) < least:
            return f"a sequence of at least {least} {what or 'values'}"
        return next((f"a sequence, each {words}" for words in map(rule, value) if words), None)

    return over_all


def mapping(rule, least=1):
    """A dict from text to values that each keep to a rule."""

    def over_all(value):
        if not isinstance(value, Mapping) or len(value) < least or not all(isinstance(k, str) for k in value):
            return "a dict with texts as keys" + (f", at least {least} of them" if least else "")
        return next((f"a dict, each value {words}" for words in map(rule, value.values()) if words), None)

    return over_all


def array(*dimensions, finite=True):
    """A regular array of real numbers, at least one, of so many axes (any if none are named)."""
    shape = " or ".join(f"{n}-d" for n in dimensions)
    numbers = f"{'finite ' * finite}real numbers"
    words = f"a {shape} array of {numbers}, not empty" if shape else numbers

    def rule(value):
        try:
            found = real_array(value, "")
        except (TypeError, ValueError):
            return words
        fits = not dimensions or (found.ndim in dimensions and found.size)
        return None if fits and (not finite or np.isfinite(found).all()) else words

    return rule


def _is_real(value):
    return isinstance(value, numbers.Real) and not isinstance(value, bool | np.bool_)


def _is_finite(value):
    if isinstance(value, np.ndarray) and value.ndim == 0:
        value = value[()]
    return is_finite(value)


def _short(value):
    return reprlib.repr(value)
