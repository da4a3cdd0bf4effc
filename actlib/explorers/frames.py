"""Sliders around figures that work in a live notebook and on a page with no kernel.

An explorer draws one frame for every setting when its cell runs. The browser only chooses which
frame to show, so nothing a reader can reach was left uncomputed.
"""

import html
import itertools
import math
import numbers
from collections.abc import Hashable, Iterator, Mapping
from urllib.parse import quote

import ipywidgets as widgets

from actlib import figures
from actlib.explorers.choices import choice_texts
from actlib.figures.layouts import RememberedLayout
from actlib.functions import arguments as must_be

MOST_BUTTONS = 4
MOST_FRAMES = 60
MOST_PARAMETERS = 3


class Explorer(widgets.VBox):
    """Controls above a stack of frames; made by ``explorer``.

    Attributes
    ----------
    sentences : dict of tuple to str
        What each frame shows, by its setting.
    """

    def __init__(self, controls, stack, sentences, values, drag=()):
        super().__init__([*controls.values(), stack])
        self._dom_classes = ("explorer", *drag)
        self.sentences = sentences
        self._values = values

    def __repr__(self):
        counts = " × ".join(f"{name} ({len(values)})" for name, values in self._values.items())
        return f"explorer: {counts}, {len(self.sentences)} frames"

    def _repr_mimebundle_(self, **options):
        """Say in a notebook's text what every frame shows, so that all of it is compared."""
        settings = itertools.product(*map(choice_texts, self._values.values()))
        frames = [
            f"{', '.join(setting)}: {text}"
            for setting, text in zip(settings, self.sentences.values(), strict=True)
        ]
        return {**super()._repr_mimebundle_(**options), "text/plain": "\n".join([repr(self), *frames])}


def explorer(draw, *, start=None, drag=None, **parameters):
    """Let a reader turn one to three knobs of a figure.

    Parameters
    ----------
    draw : callable
        Takes one value of each parameter by name and returns a ``figures.Picture``.
    start : mapping of str to value, optional
        The setting shown first; by default the first value of each parameter.
    drag : mapping of str to str, optional
        What a page's script needs to let the figure be moved by hand, between these frames as well:
        ``kernel``, the name of its drawing, and what that asks for.
    **parameters : sequence
        One to three, each with the values it can take. Numbers get a slider; up to four words get
        buttons, more of them a menu.

    Returns
    -------
    Explorer

    Raises
    ------
    TypeError
        If draw returns something other than a Picture.
    ValueError
        If there are not one to three parameters, a parameter has fewer than two values or two that look
        alike, there are more than sixty frames, or start names no setting.

    Examples
    --------
    >>> explorer(lambda x: figures.activation("tanh", tangent_at=x), x=[-1, 0, 1])
    explorer: x (3), 3 frames
    """
    parameters = {
        name: list(choices) if isinstance(choices, Iterator) else choices
        for name, choices in parameters.items()
    }
    for name, choices in parameters.items():
        must_be.check(must_be.sequence(_a_choice, 2), choices, f"explorer expects {name} to be")
    if start is not None and not isinstance(start, Mapping):
        raise TypeError(f"explorer expects start to be a dict of settings, got {start!r}")
    if drag is not None and not isinstance(drag, Mapping):
        raise TypeError(f"explorer expects drag to be a dict of words, got {drag!r}")
    must_be.check(must_be.function, draw, "explorer expects draw to be")
    values = {name: list(choices) for name, choices in parameters.items()}
    _check_parameters(values)
    settings = list(itertools.product(*values.values()))
    pictures = {setting: _drawn(draw, dict(zip(values, setting, strict=True))) for setting in settings}
    layout_of_all = RememberedLayout()
    for picture in pictures.values():
        picture.set_layout_engine(layout_of_all)
    frames = {setting: frame_markup(picture) for setting, picture in pictures.items()}
    style, layout = widgets.SliderStyle(), widgets.Layout(width="auto")
    controls = {name: _control(name, choices, style, layout) for name, choices in values.items()}
    stack = _linked_stack(frames, list(values.values()), list(controls.values()), widgets.Layout())
    for name, value in (start or {}).items():
        if value not in values.get(name, ()):
            raise ValueError(f"explorer expects start to name a setting, got {name}={value!r}")
        _move_to(controls[name], stack, list(values).index(name), values[name].index(value))
    sentences = {setting: picture.sentence for setting, picture in pictures.items()}
    moved = [f"{name}-{value}" for name, value in (drag or {}).items()]
    return Explorer(controls, stack, sentences, values, moved)


def _a_choice(value):
    return None if isinstance(value, Hashable) else "something that does not change"


def _check_parameters(values):
    if not 1 <= len(values) <= MOST_PARAMETERS:
        raise ValueError(f"explorer expects one to three parameters, got {len(values)}")
    for name, choices in values.items():
        if min(len(set(choices)), len(set(choice_texts(choices)))) < len(choices):
            raise ValueError(f"explorer expects {name} to have values that look different, got {choices!r}")
    frames = math.prod(len(choices) for choices in values.values())
    if frames > MOST_FRAMES:
        raise ValueError(f"explorer expects at most {MOST_FRAMES} frames, got {frames}")


def _drawn(draw, setting):
    picture = draw(**setting)
    if not isinstance(picture, figures.Picture):
        raise TypeError(f"explorer expects draw to return a Picture, got {type(picture).__name__}")
    return picture


def frame_markup(picture):
    """Return the markup of one frame: an image that carries its own alternative text."""
    width, height = picture.display_size
    source = "data:image/svg+xml," + quote(picture.svg(), safe=" =:/'()+,;*@!$-.~<>")
    alt = html.escape(picture.sentence)
    return f'<img class="frame" decoding="sync" width="{width}" height="{height}" alt="{alt}" src="{source}">'


def _control(name, choices, style, layout):
    label, options = name.replace("_", " "), choice_texts(choices)
    if all(isinstance(choice, numbers.Real) for choice in choices):
        return widgets.SelectionSlider(
            description=label, options=options, index=0, style=style, layout=layout, continuous_update=True
        )
    kind = widgets.ToggleButtons if len(options) <= MOST_BUTTONS else widgets.Dropdown
    return kind(description=label, options=options, index=0)


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
    for each in _stacks_at(stack, depth):
        each.selected_index = index


def _stacks_at(stack, depth):
    if depth == 0:
        return [stack]
    return [deeper for child in stack.children for deeper in _stacks_at(child, depth - 1)]
