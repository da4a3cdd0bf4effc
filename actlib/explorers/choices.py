"""What can be chosen: how it is written beside its control, and what a sequence of choices may be."""

import numbers
from itertools import pairwise

from actlib.catalogue import named_activation
from actlib.properties.tables import fraction_text

ROUNDING = 1e-12  # what is nearer to 0 is what sums of steps leave of it
LONGEST_WHOLE = 1e12


def choice_texts(choices):
    """Write each choice, short if no two are then alike, or else in full.

    Parameters
    ----------
    choices : sequence

    Returns
    -------
    list of str

    Examples
    --------
    >>> choice_texts([0.1 + 0.2, 1 / 6]), choice_texts([1.0000001, 1.0000002])
    (['0.3', '1/6'], ['1.0000001', '1.0000002'])
    """
    short = list(map(choice_text, choices))
    return short if len(set(short)) == len(short) else list(map(_in_full, choices))


def choice_text(choice):
    return number_on_slider(choice) if isinstance(choice, numbers.Real) else str(choice)


def number_on_slider(number):
    """Write a number with up to six digits: 0.25, but 1/6, and a whole number with all of its digits."""
    value = 0.0 if abs(number) < ROUNDING else float(number)
    is_short_and_whole = value.is_integer() and abs(value) < LONGEST_WHOLE
    return fraction_text(value) or _with_short_power(f"{value:.0f}" if is_short_and_whole else f"{value:g}")


def _in_full(choice):
    return _with_short_power(str(choice)) if isinstance(choice, numbers.Real) else str(choice)


def _with_short_power(text):
    return text.replace("e-0", "e-").replace("e+0", "e").replace("e+", "e").replace("-", "−")


def rising(rule):
    """Keep to a rule, each value above the one before."""

    def over_all(value):
        expected = rule(value)
        if expected:
            return expected
        falls = any(second <= first for first, second in pairwise(value))
        return "a sequence, each above the one before" if falls else None

    return over_all


def by_title(function, argument, activations):
    """Return activations by the titles that stand beside a control, of which no two may be alike.

    Parameters
    ----------
    function, argument : str
        Who asks for the activations, for the error message.
    activations : iterable of str or Activation

    Returns
    -------
    dict of str to Activation

    Examples
    --------
    >>> list(by_title("depth", "activations", ["relu", "tanh"]))
    ['ReLU', 'tanh']
    """
    named = list(map(named_activation, activations))
    titles = [activation.title for activation in named]
    if len(set(titles)) < len(titles):
        raise ValueError(f"{function} expects {argument} to have different titles, got {', '.join(titles)}")
    return dict(zip(titles, named, strict=True))
