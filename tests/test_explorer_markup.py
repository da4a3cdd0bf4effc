"""What a page shows of an explorer is what the explorer holds."""

import html
import itertools
import json
import re

import explorer_markup
import ipywidgets as widgets
import pytest
from ipywidgets.embed import dependency_state

from actlib.explorers import explorer
from tests.test_explorers import READY_MADE, draw, frames_below, ready_made


def models_of(made):
    return json.loads(json.dumps(dependency_state([made], drop_defaults=False)))


def shown_by(made):
    return explorer_markup.explorer(models_of(made), made.model_id)


@pytest.mark.parametrize("name", READY_MADE)
def test_a_page_shows_the_frames_controls_and_start_of_the_library(name):
    made = ready_made(name)
    controls, frames = shown_by(made)
    *widgets_, stack = made.children
    assert frames == frames_below(stack)
    assert [(each["label"], tuple(each["options"]), each["index"]) for each in controls] == [
        (each.description, tuple(each._options_labels), each.index) for each in widgets_
    ]
    settings = itertools.product(*(each["options"] for each in controls))
    for _, sentence, frame in zip(settings, made.sentences.values(), frames, strict=True):
        assert html.escape(sentence) in frame
    shown = stack
    while not isinstance(shown, widgets.HTML):
        shown = shown.children[shown.selected_index]
    assert frames[explorer_markup.start(controls)] == shown.value


@pytest.mark.parametrize("start", list(itertools.product([1, 2, 3], ["a", "b"])))
def test_the_first_frame_is_the_one_of_the_start(start):
    slope, name = start
    made = explorer(draw, start={"slope": slope, "name": name}, slope=[1, 2, 3], name=["a", "b"])
    markup, frames = explorer_markup.markup(models_of(made), made.model_id)
    [shown] = re.findall(r'<svg class="frame" role="img" aria-label="([^"]*)"', markup)
    assert html.unescape(shown) == made.sentences[start]
    assert [sentence for sentence, _ in frames] == list(made.sentences.values())


def test_words_that_mean_something_in_html_stay_words():
    made = explorer(draw, name=["<b>", 'a "&" b', "</script>"])
    markup = explorer_markup.page_markup(models_of(made), made.model_id)
    assert "<b>" not in markup.partition("<script")[0]
    assert markup.count("</script>") == 1
    data = re.search(r'<script type="application/json">(.*)</script>', markup)[1]
    assert [sentence for sentence, _ in json.loads(data)] == list(made.sentences.values())


@pytest.mark.parametrize("start", [1, 2, 3])
def test_a_page_carries_each_frame_once(start):
    made = explorer(draw, start={"slope": start}, slope=[1, 2, 3])
    _, frames = explorer_markup.markup(models_of(made), made.model_id)
    shown, _, data = explorer_markup.page_markup(models_of(made), made.model_id).partition("<script")
    sources = [source for _, source in json.loads(data.partition(">")[2].removesuffix("</script></div>"))]
    assert sources == ["" if slope == start else frames[slope - 1][1] for slope in (1, 2, 3)]
    assert explorer_markup.in_page(*frames[start - 1], "frame") in shown


def test_another_widget_is_refused():
    box = widgets.VBox([widgets.IntSlider()])
    with pytest.raises(ValueError, match="expects the box of an explorer, got a VBoxModel"):
        shown_by(box)


def test_a_stack_that_a_wrong_control_moves_is_refused():
    made = explorer(draw, slope=[1, 2], name=["a", "b"])
    models = models_of(made)
    for link in models.values():
        if link["model_name"] == "DirectionalLinkModel":
            link["state"]["source"][0] = f"IPY_MODEL_{made.children[1].model_id}"
    with pytest.raises(ValueError, match="expects a stack to be moved by"):
        explorer_markup.explorer(models, made.model_id)
