"""How a value that can be chosen is written beside its control."""

import numbers

from actlib.properties.tables import fraction_text


def choice_text(choice):
    return number_on_slider(choice) if isinstance(choice, numbers.Real) else str(choice)


def number_on_slider(number):
    """Write a number as short as it is: 0.25, but 1/6."""
    return fraction_text(float(number)) or f"{round(float(number), 6) + 0.0:g}".replace("-", "−")
