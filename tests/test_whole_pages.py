"""What must turn a page red: each small change of a picture or a slider, and nothing that rounding does."""

import base64
import io
import json
import re
from copy import deepcopy
from pathlib import Path

import matplotlib
import nbformat
import pytest
from pictures import ANOTHER_SHADE, alike_paths, compared
from PIL import Image, ImageDraw

from tests.whole_pages import WIDGET_STATE, compared_cell, is_of_chaos

CHAPTER = Path(__file__).resolve().parent.parent / "chapters" / "03-step.ipynb"
NOTEBOOK = json.loads(json.dumps(nbformat.read(CHAPTER, as_version=4)))
STATE = NOTEBOOK["metadata"]["widgets"][WIDGET_STATE]["state"]
FRAMES = [model for model, widget in STATE.items() if widget["model_name"] == "HTMLModel"]
SLIDER = next(model for model, widget in STATE.items() if widget["model_name"] == "SelectionSliderModel")
CELL = next(cell for cell in NOTEBOOK["cells"] if "mystnb" in cell["metadata"])


@pytest.fixture(autouse=True)
def drawn_as_stored(monkeypatch):
    """Let pictures be compared whatever version of Matplotlib runs the tests."""
    monkeypatch.setattr("pictures.pinned_matplotlib", lambda: matplotlib.__version__)


def in_frame(pattern, replacement):
    def change(state):
        frame = state[FRAMES[0]]["state"]
        frame["value"], count = re.subn(pattern, replacement, frame["value"], count=1)
        assert count == 1

    return change


def later(coordinate):
    return f"M{float(coordinate[1]) + 0.1:.1f}"


def exchange_frames(state):
    one, other = (state[model]["state"] for model in FRAMES[1:3])
    one["value"], other["value"] = other["value"], one["value"]


def on_slider(name, value):
    def change(state):
        assert state[SLIDER]["state"][name] != value
        state[SLIDER]["state"][name] = value

    return change


def drop_last(state):
    state.popitem()


@pytest.mark.parametrize(
    "change",
    [
        in_frame(r"M(\d+)\.", r"M9\1."),
        in_frame("%23", "%24"),
        in_frame("alt=", 'title="x" alt='),
        in_frame("from 0.00 to 1.00", "from 0.00 to 2.00"),
        exchange_frames,
        on_slider("description", "depth"),
        on_slider("index", 1),
        on_slider("_options_labels", ["a", "b"]),
        drop_last,
    ],
)
def test_a_change_of_what_a_slider_shows_is_named(change):
    made = deepcopy(STATE)
    change(made)
    assert list(compared(STATE, made))


def test_what_rounding_does_to_a_drawing_is_none():
    made = deepcopy(STATE)
    in_frame(r"M([\d.]+)", later)(made)
    assert list(compared(STATE, made)) == []


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("M0 0l1 2l1 5", "M0 0h0l1 2l1 5", True),  # a corner that rounding has doubled
        ("M0 0l1 2l2 4l1 1", "M0 0l3.1 6l.9 1", True),  # one that lies on a straight line
        ("M0 0l1 2l1 5M9 9l1 1", "M0 0h0l1 2l1 5", False),
        ("M0 0l1 2l1 5", "M0 0l1 2l.9 2.1l.1 2.9", False),
        ("M0 0l1 2l1 5", "M0 0h0l1 2l1 5.3", False),
        ("M0 0l1 2l1 5", "M0 0l1 2l2 9l-1 -4", False),
        ("M0 0l1 2l1 5", "M0 0l1 2c0 1 0 2 1 5", False),
    ],
)
def test_lines_with_a_corner_more_are_the_same_where_they_pass_the_same_places(one, other, same):
    assert alike_paths(one, other) == alike_paths(other, one) == same


def test_only_what_is_drawn_may_differ_where_training_is_chaotic():
    chapter, drawn = "14-spiral-classification.ipynb", "outputs[0].image/svg+xml: cx was 1, is 2"
    assert is_of_chaos(chapter, "Cell 39", drawn)
    assert is_of_chaos(chapter, "Cell 39", f"outputs[0].image/png: 3% {ANOTHER_SHADE}")
    assert not is_of_chaos(chapter, "Cell 39", "outputs[0].image/png: a picture was (1, 2) pixels large")
    assert not is_of_chaos(chapter, "Cell 39", "outputs[0].text/plain: stored 'a', now 'b'")
    assert not is_of_chaos(chapter, "Cell 38", drawn)
    assert not is_of_chaos("13-binary-classification.ipynb", "Cell 39", drawn)


def redrawn(draw):
    cell = deepcopy(CELL)
    data = cell["outputs"][0]["data"]
    picture = Image.open(io.BytesIO(base64.b64decode(data["image/png"]))).convert("RGBA")
    changed, file = draw(picture) or picture, io.BytesIO()
    changed.save(file, "PNG")
    data["image/png"] = base64.b64encode(file.getvalue()).decode()
    return list(compared_cell(CELL, cell["outputs"], {}))


@pytest.mark.parametrize(
    "draw",
    [
        lambda picture: picture.resize((picture.width, picture.height - 1)),
        lambda picture: picture.rotate(180),
        lambda picture: picture.transform(picture.size, Image.Transform.AFFINE, (1, 0, 3, 0, 1, 0)),
        lambda picture: ImageDraw.Draw(picture).ellipse((300, 300, 320, 320), fill="red"),
        lambda picture: Image.new("RGBA", picture.size),
    ],
    ids=["smaller", "upside down", "moved", "one dot more", "empty"],
)
def test_another_picture_is_named(draw):
    assert len(redrawn(draw)) == 1


def test_the_same_picture_in_other_bytes_is_the_same():
    assert redrawn(lambda picture: picture.quantize(128).convert("RGBA")) == []


def test_words_beside_a_picture_are_its_own():
    stored = deepcopy(CELL)
    stored["metadata"]["mystnb"]["image"]["alt"] += " Yes."
    [said] = compared_cell(stored, CELL["outputs"], {})
    assert said.startswith("metadata.mystnb.image.alt: stored ")


def test_what_is_no_picture_is_named():
    outputs = deepcopy(CELL["outputs"])
    outputs[0]["data"]["image/png"] = "aGVsbG8="
    [said] = compared_cell(CELL, outputs, {})
    assert "is (0, 0)" in said


def test_with_another_matplotlib_a_picture_is_only_one_and_words_are_compared(monkeypatch):
    monkeypatch.setattr("pictures.pinned_matplotlib", lambda: "0")
    assert redrawn(lambda picture: Image.new("RGBA", picture.size)) == []
    outputs = deepcopy(CELL["outputs"])
    outputs[0]["data"]["image/png"] = "aGVsbG8="
    assert len(list(compared_cell(CELL, outputs, {}))) == 1
    for change, said in ((in_frame(r"M(\d+)\.", r"M9\1."), 0), (in_frame("alt=", "title="), 1)):
        made = deepcopy(STATE)
        change(made)
        assert len(list(compared(STATE, made))) == said
    made = deepcopy(STATE)
    exchange_frames(made)
    assert list(compared(STATE, made))
