"""How a value that can be chosen is written beside its control."""

import numbers


def choice_text(choice):
    return number_on_slider(choice) if isinstance(choice, numbers.Real) else str(choice)


def number_on_slider(number):
    return f"{round(float(number), 6) + 0.0:g}".replace("-", "−")
