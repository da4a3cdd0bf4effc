"""What a stored chapter must be, before nbval compares what it says."""

import functools
import importlib.util
import re
from pathlib import Path

import nbformat
import pytest

from actlib import CATALOGUE

ROOT = Path(__file__).resolve().parent.parent
CHAPTERS = sorted((ROOT / "chapters").glob("*.ipynb"))
MOST_LINES = 25
MOST_BYTES = 1_000_000
MOST_EXPLORER_BYTES = 300_000
MOST_SPIRAL_EXPLORER_BYTES = 600_000  # decision regions by activation and epoch, with their loss curves
LEAST_POSITIONS = 5  # of a quantity that could have more
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
WIDGET_STATE = "application/vnd.jupyter.widget-state+json"


@functools.cache
def refresh_tool():
    specification = importlib.util.spec_from_file_location("refresh", ROOT / "tools" / "refresh.py")
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def flaws(notebook, text):
    """Name everything that a notebook must not have; an empty list is a clean one."""
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    outputs = [output for cell in code for output in cell.outputs]
    state = notebook.metadata.get("widgets", {}).get(WIDGET_STATE, {}).get("state", {})
    found = []
    if [cell.execution_count for cell in code] != list(range(1, len(code) + 1)):
        found.append("cells not executed once, in order")
    if any(not cell.source.strip() for cell in notebook.cells):
        found.append("an empty cell")
    if any(output.output_type == "error" for output in outputs):
        found.append("an error output")
    if any(output.get("name") == "stderr" for output in outputs):
        found.append("stderr")
    views = [
        output.data[WIDGET_VIEW]["model_id"] for output in outputs if WIDGET_VIEW in output.get("data", {})
    ]
    if any(view not in state for view in views):
        found.append("unsaved widget state")
    if any(len(cell.source.splitlines()) > MOST_LINES for cell in code):
        found.append(f"a cell over {MOST_LINES} lines")
    if re.search(r"(?<![\w.:/])/(home|root|Users|work|tmp|usr|var)/|\b[A-Z]:\\\\", text):
        found.append("an absolute path")
    if re.search(r"nbval|NBVAL", text):
        found.append("an nbval tag")
    for cell in code:
        if any("image/png" in output.get("data", {}) for output in cell.outputs):
            alt = cell.metadata.get("mystnb", {}).get("image", {}).get("alt", "")
            if len(alt.split()) < 5 or "<" in alt:
                found.append("a figure without alternative text")
    if any('alt=""' in frame for explorer in explorers_of(notebook) for frame in explorer):
        found.append("a frame without alternative text")
    if refresh_tool().normalized_text(notebook) != text:
        found.append("not in its normal form")
    if len(text.encode()) > MOST_BYTES:
        found.append(f"over {MOST_BYTES} bytes")
    return found


def notebook_of(text):
    return nbformat.reads(text, as_version=4)


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_a_chapter_has_no_flaws(path):
    text = path.read_text(encoding="utf-8")
    assert flaws(notebook_of(text), text) == []


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_an_explorer_stays_within_its_budget(path):
    for explorer in explorers_of(notebook_of(path.read_text(encoding="utf-8"))):
        has_regions = path.stem == "14-spiral-classification"
        assert len("".join(explorer)) <= (MOST_SPIRAL_EXPLORER_BYTES if has_regions else MOST_EXPLORER_BYTES)


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_a_slider_has_at_least_five_positions(path):
    state = notebook_of(path.read_text(encoding="utf-8")).metadata.widgets[WIDGET_STATE]["state"]
    sliders = [each["state"] for each in state.values() if each["model_name"] == "SelectionSliderModel"]
    few = [each["description"] for each in sliders if len(each["_options_labels"]) < LEAST_POSITIONS]
    assert few == []


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_a_chapter_has_an_explorer_exercises_a_summary_and_references(path):
    notebook = notebook_of(path.read_text(encoding="utf-8"))
    prose = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    exercises = set(re.findall(r":label: (ex-\S+)", prose))
    solutions = set(re.findall(r"\{solution-start\} (ex-\S+)", prose))
    assert list(explorers_of(notebook))
    assert 2 <= len(exercises) <= 4
    assert solutions == exercises
    assert prose.count(":class: dropdown") == len(solutions)
    assert all(label.startswith(f"ex-{path.name[:2]}-") for label in exercises)
    assert prose.index("## Exercises") < prose.index("## Summary") < prose.index("## References")


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_a_question_has_three_or_four_options_one_of_them_right_each_with_its_reason(path):
    cells = notebook_of(path.read_text(encoding="utf-8")).cells
    for cell in cells:
        for question in cell.source.split("{admonition} Predict, then look\n:class: predict\n")[1:]:
            options = re.findall(
                r"^::::\{dropdown\} ([A-D])\. .+\n(Right|No)\. (.+)", question, flags=re.MULTILINE
            )
            assert question.count("{dropdown}") == len(options)
            assert [letter for letter, _, _ in options] == list("ABCD"[: len(options)])
            assert len(options) in (3, 4)
            assert [verdict for _, verdict, _ in options].count("Right") == 1
            assert all(len(reason.split()) >= 5 for _, _, reason in options)


def test_questions_are_written_in_one_form():
    text = "".join(path.read_text(encoding="utf-8") for path in CHAPTERS)
    assert text.count("{dropdown} A.") == text.count("{admonition} Predict, then look") > 0


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_what_a_chapter_cites_is_in_the_bibliography(path):
    keys = set(re.findall(r"@\w+\{(\w+),", (ROOT / "references.bib").read_text(encoding="utf-8")))
    cited = re.findall(r"\{footcite:\w+\}`([^`]+)`", path.read_text(encoding="utf-8"))
    assert cited
    assert {key.strip() for keys_together in cited for key in keys_together.split(",")} <= keys


@pytest.mark.parametrize("name", [name for name in CATALOGUE if name != "identity"])
def test_the_formulas_on_the_page_are_the_catalogues(name):
    entry = CATALOGUE[name]
    text = (ROOT / "chapters" / f"{entry.chapter}.ipynb").read_text(encoding="utf-8")
    prose = "\n".join(cell.source for cell in notebook_of(text).cells if cell.cell_type == "markdown")
    displayed = re.findall(r"\$\$(.*?)\$\$", prose, flags=re.DOTALL)
    assert any(entry.tex in formula for formula in displayed)
    assert any(entry.derivative_tex in formula for formula in displayed)


def test_every_chapter_is_in_the_table_of_contents_and_on_the_front_page():
    contents = (ROOT / "_toc.yml").read_text(encoding="utf-8")
    front = (ROOT / "intro.md").read_text(encoding="utf-8")
    assert CHAPTERS
    assert re.findall(r"file: chapters/(\S+)", contents) == [path.stem for path in CHAPTERS]
    assert all(f"(chapters/{path.stem})" in front for path in CHAPTERS)


def explorers_of(notebook):
    """Yield, for each explorer of a notebook, the markup of its frames."""
    state = notebook.metadata.get("widgets", {}).get(WIDGET_STATE, {}).get("state", {})
    models = {key: model["state"] for key, model in state.items()}
    for model in models.values():
        if "explorer" in model.get("_dom_classes", ()):
            yield list(frames_below(model, models))


def frames_below(model, models):
    if model.get("_model_name") == "HTMLModel":
        yield model["value"]
    for child in model.get("children", ()):
        yield from frames_below(models[child.removeprefix("IPY_MODEL_")], models)


CLEAN = "print('hello')"


def small_notebook(source=CLEAN, output_text="hello\n", execution_count=1):
    cell = nbformat.v4.new_code_cell(source, execution_count=execution_count, id="cell-1")
    cell.outputs = [nbformat.v4.new_output("stream", name="stdout", text=output_text)]
    return nbformat.v4.new_notebook(cells=[cell])


def flaws_of(notebook):
    text = refresh_tool().normalized_text(notebook)
    return flaws(notebook_of(text), text)


def test_a_clean_notebook_has_no_flaws():
    assert flaws_of(small_notebook()) == []


def test_unexecuted_cells_are_refused():
    assert "cells not executed once, in order" in flaws_of(small_notebook(execution_count=None))
    assert "cells not executed once, in order" in flaws_of(small_notebook(execution_count=2))


def test_a_long_cell_is_refused():
    assert f"a cell over {MOST_LINES} lines" in flaws_of(small_notebook("\n".join(["x = 1"] * 26)))


def test_an_absolute_path_is_refused():
    assert "an absolute path" in flaws_of(small_notebook(output_text="/home/someone/file.py"))


def test_an_nbval_tag_is_refused():
    assert "an nbval tag" in flaws_of(small_notebook("# NBVAL_IGNORE_OUTPUT\nprint(1)"))


def test_errors_and_stderr_are_refused():
    notebook = small_notebook()
    notebook.cells[0].outputs = [
        nbformat.v4.new_output("error", ename="E", evalue="", traceback=[]),
        nbformat.v4.new_output("stream", name="stderr", text="careful"),
    ]
    assert {"an error output", "stderr"} <= set(flaws_of(notebook))


def test_unsaved_widget_state_is_refused():
    notebook = small_notebook()
    view = {WIDGET_VIEW: {"model_id": "0" * 32}, "text/plain": "explorer"}
    notebook.cells[0].outputs = [nbformat.v4.new_output("display_data", data=view)]
    assert "unsaved widget state" in flaws_of(notebook)


def test_a_figure_without_a_sentence_is_refused():
    notebook = small_notebook()
    data = {"image/png": "", "text/plain": "<Figure size 640x480 with 1 Axes>"}
    notebook.cells[0].outputs = [nbformat.v4.new_output("display_data", data=data)]
    assert "a figure without alternative text" in flaws_of(notebook)


def test_a_notebook_in_another_form_is_refused():
    text = nbformat.writes(small_notebook(), indent=4)
    assert "not in its normal form" in flaws(notebook_of(text), text)
