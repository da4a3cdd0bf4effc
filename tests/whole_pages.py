"""What nbval does not compare of a chapter: its pictures, and all that its sliders can show.

Executing a chapter yields the stored notebook again, whole. Texts are compared exactly, here as by
nbval. Pictures may differ by what another processor rounds another way; ``tools/pictures.py`` says by how
much, for here and for ``tools/refresh.py``.
"""

import json
import re
import tempfile
from copy import deepcopy
from pathlib import Path

import nbformat
import pytest
from pictures import ANOTHER_SHADE, compared
from refresh import MODEL_ID, WIDGET_STATE, describe_figures

# Training that is chaotic ends elsewhere on every machine, as these cells say; of their pictures only the
# size and the sentence are compared.
CHAOTIC = {"14-spiral-classification.ipynb": ("Cell 37", "Cell 39", "Cell 43")}
WITHIN_A_PICTURE = re.compile(rf"outputs\[0\]\.image/(svg\+xml: .*|png: .*{ANOTHER_SHADE})")
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
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
            if not is_of_chaos(self.path.name, cell.name, difference)
        ]
        made = json.loads(MODEL_ID.sub(lambda match: order.get(match[0], match[0]), json.dumps(widgets)))
        old = stored["metadata"].get("widgets", {}).get(WIDGET_STATE, {}).get("state", {})
        differences += [f"widgets: {difference}" for difference in compared(old, made)]
        assert not differences, "\n".join(differences[:20])

    def repr_failure(self, excinfo):
        return str(excinfo.value)

    def reportinfo(self):
        return self.path, None, f"{self.path.name}: {self.name}"


def is_of_chaos(chapter, cell, difference):
    return cell in CHAOTIC.get(chapter, ()) and WITHIN_A_PICTURE.fullmatch(difference) is not None


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
