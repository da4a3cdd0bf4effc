"""Sliders around figures that work in a live notebook and on a page with no kernel.

An explorer draws one frame for every setting when its cell runs. The browser only chooses which
frame to show, so nothing a reader can reach was left uncomputed.
"""

import html
import itertools
import math
import numbers
from urllib.parse import quote

import ipywidgets as widgets
import numpy as np

from actlib import figures
from actlib.figures import named_activation

MOST_BUTTONS = 4
MOST_FRAMES = 60


class Explorer(widgets.VBox):
    """Controls above a stack of frames; made by ``explorer``.

    Attributes
    ----------
    sentences : dict of tuple to str
        What each frame shows, by its setting.
    """

    def __init__(self, controls, stack, sentences, values):
        super().__init__([*controls.values(), stack])
        self.add_class("explorer")
        self.sentences = sentences
        self._values = values

    def __repr__(self):
        counts = " × ".join(f"{name} ({len(values)})" for name, values in self._values.items())
        return f"explorer: {counts}, {len(self.sentences)} frames"


def explorer(draw, *, start=None, **parameters):
    """Let a reader turn one or two knobs of a figure.

    Parameters
    ----------
    draw : callable
        Takes one value of each parameter by name and returns a ``figures.Picture``.
    start : mapping of str to value, optional
        The setting shown first; by default the first value of each parameter.
    **parameters : sequence
        One or two, each with the values it can take. Numbers get a slider; up to four words get
        buttons, more of them a menu.

    Returns
    -------
    Explorer

    Raises
    ------
    TypeError
        If draw returns something other than a Picture.
    ValueError
        If there are not one or two parameters, a parameter has fewer than two values, there are
        more than sixty frames, or start names no setting.

    Examples
    --------
    >>> explorer(lambda x: figures.activation("tanh", tangent_at=x), x=[-1, 0, 1])
    explorer: x (3), 3 frames
    """
    values = {name: list(choices) for name, choices in parameters.items()}
    _check_parameters(values)
    settings = list(itertools.product(*values.values()))
    pictures = {setting: _drawn(draw, dict(zip(values, setting, strict=True))) for setting in settings}
    frames = {setting: _frame(picture) for setting, picture in pictures.items()}
    style, layout = widgets.SliderStyle(), widgets.Layout(width="auto")
    controls = {name: _control(name, choices, style, layout) for name, choices in values.items()}
    stack = _linked_stack(frames, list(values.values()), list(controls.values()), widgets.Layout())
    for name, value in (start or {}).items():
        if value not in values.get(name, ()):
            raise ValueError(f"explorer expects start to name a setting, got {name}={value!r}")
        _move_to(controls[name], stack, list(values).index(name), values[name].index(value))
    return Explorer(
        controls, stack, {setting: picture.sentence for setting, picture in pictures.items()}, values
    )


def _check_parameters(values):
    if not 1 <= len(values) <= 2:
        raise ValueError(f"explorer expects one or two parameters, got {len(values)}")
    for name, choices in values.items():
        if len(choices) < 2:
            raise ValueError(f"explorer expects {name} to have at least two values, got {choices!r}")
    frames = math.prod(len(choices) for choices in values.values())
    if frames > MOST_FRAMES:
        raise ValueError(f"explorer expects at most {MOST_FRAMES} frames, got {frames}")


def _drawn(draw, setting):
    picture = draw(**setting)
    if not isinstance(picture, figures.Picture):
        raise TypeError(f"explorer expects draw to return a Picture, got {type(picture).__name__}")
    return picture


def _frame(picture):
    """Return the markup of one frame: an image that carries its own alternative text."""
    width, height = picture.display_size
    source = "data:image/svg+xml," + quote(picture.svg(), safe=" =:/'()+,;*@!$-.~<>")
    alt = html.escape(picture.sentence)
    return f'<img class="frame" decoding="sync" width="{width}" height="{height}" alt="{alt}" src="{source}">'


def _control(name, choices, style, layout):
    label = name.replace("_", " ")
    if all(isinstance(choice, numbers.Real) for choice in choices):
        options = [_text(choice) for choice in choices]
        return widgets.SelectionSlider(
            description=label, options=options, index=0, style=style, layout=layout, continuous_update=True
        )
    options = [str(choice) for choice in choices]
    kind = widgets.ToggleButtons if len(options) <= MOST_BUTTONS else widgets.Dropdown
    return kind(description=label, options=options, index=0)


def _text(number):
    return f"{round(float(number), 6) + 0.0:g}".replace("-", "−")


def _linked_stack(frames, choices, controls, layout):
    """Nest one Stack a parameter; a link can copy an index but not compute one."""
    if len(choices) == 1:
        children = [widgets.HTML(frames[(choice,)], layout=layout) for choice in choices[0]]
    else:
        children = [
            _linked_stack(
                {setting[1:]: frame for setting, frame in frames.items() if setting[0] == choice},
                choices[1:],
                controls[1:],
                layout,
            )
            for choice in choices[0]
        ]
    stack = widgets.Stack(children, selected_index=0, layout=layout)
    widgets.jsdlink((controls[0], "index"), (stack, "selected_index"))
    return stack


def _move_to(control, stack, depth, index):
    control.index = index
    stacks = [stack] if depth == 0 else stack.children
    for each in stacks:
        each.selected_index = index


def tangent(activation, values=None):
    """Slide a tangent along an activation and read off its value and slope.

    Parameters
    ----------
    activation : str or Activation
    values : sequence of float, optional
        The points of contact; by default 21 from -5 to 5.

    Returns
    -------
    Explorer

    Raises
    ------
    KeyError
        If the catalogue has no activation of that name.

    Examples
    --------
    >>> tangent("sigmoid")
    explorer: x (21), 21 frames
    """
    activation = named_activation(activation)
    values = np.linspace(-5, 5, 21) if values is None else values

    def draw(x):
        return figures.activation(activation, tangent_at=x)

    return explorer(draw, start={"x": values[len(values) // 2]}, x=values)


def neuron(activation, weights=(-4, -1, -0.5, 0.5, 1, 4), biases=(-4, -2, 0, 2, 4)):
    """Turn the weight and the bias of a neuron with one input, and see its output move.

    Parameters
    ----------
    activation : str or Activation
    weights, biases : sequence of float

    Returns
    -------
    Explorer

    Raises
    ------
    KeyError
        If the catalogue has no activation of that name.

    Examples
    --------
    >>> neuron("relu", weights=[-1, 1], biases=[0, 2])
    explorer: weight (2) × bias (2), 4 frames
    """
    activation = named_activation(activation)
    x = np.linspace(-5, 5, 201)
    widest = activation(np.array([-1.0, 1.0]) * (5 * max(map(abs, weights)) + max(map(abs, biases))))
    limits = np.clip([min(widest) - 0.1, max(widest) + 0.1], -6, 6)

    def draw(weight, bias):
        y = activation(weight * x + bias)
        formula = f"{activation.title}({_text(weight)}·x {'−' if bias < 0 else '+'} {_text(abs(bias))})"
        return figures.curves(x, {"output": y}, title=formula, y_limits=limits)

    start = {"weight": weights[-2], "bias": biases[len(biases) // 2]}
    return explorer(draw, start=start, weight=weights, bias=biases)
