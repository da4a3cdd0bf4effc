"""What nbval does not compare of a chapter: its pictures, and all that its sliders can show.

Executing a chapter yields the stored notebook again, whole. Texts are compared exactly, here as by
nbval. A drawing is compared element by element, with coordinates to ``COORDINATE``; a picture of dots by
its decoded pixels, of which a share of ``STRAYS`` may differ by more than ``SHADE``: another processor
may round the place of a line another way.

Every Matplotlib draws a little differently. With another than the pinned one a picture is compared only as
a picture of its kind; all that is said in words still is exactly: sentences, labels, which frame is where.
"""

import base64
import io
import json
import math
import re
import tempfile
from copy import deepcopy
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

import matplotlib
import nbformat
import numpy as np
import pytest
from PIL import Image
from refresh import MODEL_ID, WIDGET_STATE, describe_figures

COORDINATE = 0.02  # of a drawing's units, which are 0.75 of a pixel
SHADE = 24  # of 255
REQUIREMENTS = Path(__file__).resolve().parent.parent / "requirements.txt"
PINNED = re.search(r"^matplotlib==(\S+)", REQUIREMENTS.read_text(encoding="utf-8"), re.MULTILINE)[1]
STRAYS = 2e-4
# Training that is chaotic ends elsewhere on every machine, as these cells say; of their pictures only the
# size and the sentence are compared.
CHAOTIC = {"14-spiral-classification.ipynb": ("Cell 37", "Cell 39", "Cell 43")}
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
ANOTHER_SHADE = "of a picture's pixels are of another shade"
NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e[+-]?\d+)?")
DRAWING = re.compile(r'src="data:image/svg\+xml,([^"]*)"')
NAME_OF_A_CLIP = re.compile(r"\bp[0-9a-f]{10}\b")  # a hash of coordinates
TELL_STATE = """
import sys as _sys
with open({path!r}, "w") as _file:
    if "ipywidgets" in _sys.modules:
        import json as _json
        _json.dump(_sys.modules["ipywidgets"].Widget.get_manager_state(), _file)
"""


class WholePage(pytest.Item):
    """After the last cell of a chapter: its pictures and widgets, beside the stored ones."""

    obj = None

    def runtest(self):
        cells = [item for item in self.session.items if item.parent is self.parent and item is not self]
        if any(cell.test_outputs is None for cell in cells):
            pytest.skip("only some cells of the chapter were run")
        stored = self.parent.nb  # whose widgets are numbered in the order in which they were made
        widgets = told_by(self.parent.kernel)
        order = {model: f"{number:032x}" for number, model in enumerate(widgets)}
        of_stored = (cell for cell in stored["cells"] if cell["cell_type"] == "code")
        differences = [
            f"{cell.name}: {difference}"
            for cell, old in zip(cells, of_stored, strict=True)
            for difference in compared_cell(old, cell.test_outputs, order)
            if not (cell.name in CHAOTIC.get(self.path.name, ()) and difference.endswith(ANOTHER_SHADE))
        ]
        made = json.loads(MODEL_ID.sub(lambda match: order.get(match[0], match[0]), json.dumps(widgets)))
        old = stored["metadata"].get("widgets", {}).get(WIDGET_STATE, {}).get("state", {})
        differences += [f"widgets: {difference}" for difference in compared(old, made)]
        assert not differences, "\n".join(differences[:20])

    def repr_failure(self, excinfo):
        return str(excinfo.value)

    def reportinfo(self):
        return self.path, None, f"{self.path.name}: {self.name}"


def told_by(kernel):
    """Ask a kernel for the state of its widgets, in the order in which they were made."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "state.json")
        asked = kernel.execute_cell_input(TELL_STATE.format(path=str(path)), allow_stdin=False)
        kernel.await_reply(asked, timeout=60)
        text = path.read_text()
    return json.loads(text)["state"] if text else {}


def compared_cell(stored, outputs, order):
    """Yield what differs in the pictures of a cell, the words beside them, and the widgets it shows."""
    made = deepcopy(stored)
    made["outputs"] = [{"data": dict(output["data"])} for output in outputs if "data" in output]
    for output in made["outputs"]:
        if WIDGET_VIEW in output["data"]:
            view = output["data"][WIDGET_VIEW]
            output["data"][WIDGET_VIEW] = view | {"model_id": order.get(view["model_id"], view["model_id"])}
    made = nbformat.from_dict(made)
    describe_figures(made)
    yield from compared(stored["metadata"], made["metadata"], "metadata")
    of_stored = [output["data"] for output in stored["outputs"] if "data" in output]
    yield from compared(of_stored, [output["data"] for output in made["outputs"]], "outputs")


def compared(old, new, place=""):
    """Yield in words what differs between two trees of plain values."""
    if isinstance(old, dict) and isinstance(new, dict) and old.keys() == new.keys():
        for key in old:
            yield from compared(old[key], new[key], f"{place}.{key}")
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for index, both in enumerate(zip(old, new, strict=True)):
            yield from compared(*both, f"{place}[{index}]")
    elif place.endswith("image/png"):
        yield from (f"{place}: {said}" for said in compared_pixels(old, new))
    elif isinstance(old, str) and isinstance(new, str) and DRAWING.search(old) and DRAWING.search(new):
        yield from compared(DRAWING.sub("", old), DRAWING.sub("", new), place)
        for one, other in zip(DRAWING.findall(old), DRAWING.findall(new), strict=True):
            both = (ElementTree.fromstring(unquote(text)) for text in (one, other))
            yield from (f"{place}: {said}" for said in compared_elements(*both))
    elif old != new:
        yield f"{place}: stored {_short(old)}, now {_short(new)}"


def _short(value):
    return repr(value) if len(repr(value)) < 200 else f"{repr(value)[:200]}…"


def drawn_as_stored():
    return matplotlib.__version__ == PINNED


def compared_elements(old, new):
    """Yield what differs between two drawings."""
    if not drawn_as_stored() and old.tag == new.tag:
        return
    if (old.tag, old.text, old.attrib.keys(), len(old)) != (new.tag, new.text, new.attrib.keys(), len(new)):
        yield f"stored {ElementTree.tostring(old)[:150]}, now {ElementTree.tostring(new)[:150]}"
        return
    for name in old.attrib:
        if old.get(name).startswith("data:image/png;base64,"):
            yield from compared_pixels(*(each.get(name).partition(",")[2] for each in (old, new)))
        elif not _alike(*(NAME_OF_A_CLIP.sub("", each.get(name)) for each in (old, new))):
            yield f"{name} was {old.get(name)[:80]}, is {new.get(name)[:80]}"
    for both in zip(old, new, strict=True):
        yield from compared_elements(*both)


def _alike(old, new):
    if old == new:
        return True
    pairs = list(zip(NUMBER.findall(old), NUMBER.findall(new), strict=False))
    near = all(math.isclose(float(a), float(b), rel_tol=0, abs_tol=COORDINATE) for a, b in pairs)
    return near and NUMBER.sub("", old) == NUMBER.sub("", new)


def compared_pixels(old, new):
    """Yield what differs between two pictures, given as base64 of PNG."""
    before, after = (np.asarray(_opened(each), dtype=int) for each in (old, new))
    if not drawn_as_stored() and before.size and after.size:
        return
    if before.shape != after.shape:
        yield f"a picture was {before.shape[1::-1]} pixels large, is {after.shape[1::-1]}"
        return
    strays = np.mean(np.abs(before - after).max(axis=2) > SHADE)
    if strays > STRAYS:
        yield f"{strays:.2%} {ANOTHER_SHADE}"


def _opened(text):
    try:
        return Image.open(io.BytesIO(base64.b64decode(text))).convert("RGBA")
    except (OSError, ValueError):
        return Image.new("RGBA", (0, 0))
