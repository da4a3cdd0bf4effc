"""Explorers hold a frame for every setting, linked to their controls."""

import html
import re

import ipywidgets as widgets
import numpy as np
import pytest

from actlib import figures
from actlib.explorers import explorer, neuron, tangent


def draw(**setting):
    x = np.linspace(-1, 1, 11)
    title = ", ".join(f"{name} {value}" for name, value in setting.items())
    slope = sum(value if isinstance(value, (int, float)) else len(value) for value in setting.values())
    return figures.curves(x, {title: slope * x})


def alternative_texts(stack):
    """Return what each frame below a stack says, in the order of the controls' settings."""
    if isinstance(stack, widgets.HTML):
        return [html.unescape(re.search(r'alt="([^"]*)"', stack.value)[1])]
    return [text for child in stack.children for text in alternative_texts(child)]


@pytest.mark.parametrize(
    ("parameters", "kinds"),
    [
        ({"slope": [1, 2, 3]}, [widgets.SelectionSlider]),
        ({"name": ["one", "three"]}, [widgets.ToggleButtons]),
        ({"name": ["a", "bb", "ccc", "dddd", "eeeee"]}, [widgets.Dropdown]),
        ({"name": ["one", "three"], "slope": [1, 2]}, [widgets.ToggleButtons, widgets.SelectionSlider]),
    ],
)
def test_every_setting_has_its_frame(parameters, kinds):
    made = explorer(draw, **parameters)
    *controls, stack = made.children
    assert [type(control) for control in controls] == kinds
    assert alternative_texts(stack) == list(made.sentences.values())
    for setting, sentence in made.sentences.items():
        assert sentence == draw(**dict(zip(parameters, setting, strict=True))).sentence


def test_its_text_form_counts_the_frames():
    made = explorer(draw, name=["a", "b"], slope=range(3))
    assert repr(made) == "explorer: name (2) × slope (3), 6 frames"
    assert made._repr_mimebundle_()["text/plain"] == repr(made)


def test_it_starts_where_it_is_told():
    made = explorer(draw, start={"name": "b", "slope": 2}, name=["a", "b"], slope=range(3))
    name, slope, stack = made.children
    assert (name.index, slope.index, stack.selected_index) == (1, 2, 1)
    assert {inner.selected_index for inner in stack.children} == {2}


def test_each_control_is_linked_to_its_stacks(monkeypatch):
    links = []
    monkeypatch.setattr(widgets, "jsdlink", lambda source, target: links.append((source, target)))
    made = explorer(draw, name=["a", "b"], slope=range(3))
    name, slope, stack = made.children
    assert ((name, "index"), (stack, "selected_index")) in links
    for inner in stack.children:
        assert ((slope, "index"), (inner, "selected_index")) in links
    assert len(links) == 3


def test_frames_share_one_layout():
    stack = explorer(draw, slope=range(10)).children[-1]
    assert len({child.layout.model_id for child in stack.children}) == 1


def test_a_frame_is_an_image_that_carries_its_text():
    value = explorer(draw, slope=[1, 2]).children[-1].children[0].value
    assert value.startswith('<img class="frame" decoding="sync" width="540" height="346" alt="Curves')
    assert 'src="data:image/svg+xml,' in value
    assert value.count('"') % 2 == 0
    assert "#" not in value


def test_numbers_read_well_on_the_slider():
    made = explorer(draw, slope=[-1.5, -0.0, 0.1 + 0.2])
    assert made.children[0].options == ("−1.5", "0", "0.3")


def test_the_ready_made_ones():
    assert "value 0.50, slope 0.25" in tangent("sigmoid").sentences[(0.0,)]
    made = neuron("relu", weights=[-1, 1], biases=[0, 2])
    assert made.sentences[(-1, 0)].startswith("ReLU(−1·x + 0): curves over x")
    assert "from 5.00 to 0.00" in made.sentences[(-1, 0)]
    assert len(set(made.sentences.values())) == 4


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({}, "one or two parameters, got 0"),
        ({"a": [1, 2], "b": [1, 2], "c": [1, 2]}, "one or two parameters, got 3"),
        ({"a": [1]}, r"a to have at least two values, got \[1\]"),
        ({"a": range(61)}, "at most 60 frames, got 61"),
        ({"a": [1, 2], "start": {"a": 3}}, "start to name a setting, got a=3"),
        ({"a": [1, 2], "start": {"b": 1}}, "start to name a setting, got b=1"),
    ],
)
def test_bad_input_is_named(arguments, message):
    with pytest.raises(ValueError, match=message):
        explorer(draw, **arguments)


def test_draw_must_return_a_picture():
    with pytest.raises(TypeError, match="expects draw to return a Picture, got float"):
        explorer(lambda slope: float(slope), slope=[1, 2])
