"""Planted faults: which there are, that they stay in a copy, and that the tests judge them."""

from pathlib import Path

import nbformat
import pytest
import sabotage

ROOT = Path(__file__).resolve().parent.parent
NAMES = [(group, kind) for group, kinds in sabotage.KINDS.items() for kind in kinds]
DRAWN = sabotage.sample(ROOT, len(NAMES), 0)


def test_there_are_enough_kinds_and_each_is_drawn_first():
    assert len(NAMES) >= 90
    assert [(change.group, change.kind) for change in DRAWN] == NAMES


def test_the_draw_is_the_same_every_time_and_another_seed_draws_others():
    assert sabotage.sample(ROOT, 20, 3, ["bibliography"]) == sabotage.sample(ROOT, 20, 3, ["bibliography"])
    assert sabotage.sample(ROOT, 20, 3, ["bibliography"]) != sabotage.sample(ROOT, 20, 4, ["bibliography"])


def test_what_is_accepted_is_a_kind_and_has_a_reason():
    assert set(sabotage.ACCEPTED) <= {kind for _, kind in NAMES}
    assert all(len(reason.split()) >= 4 for reason in sabotage.ACCEPTED.values())


@pytest.mark.parametrize("change", DRAWN, ids=lambda change: f"{change.group}: {change.kind}")
def test_a_change_changes_its_file_keeps_its_form_and_has_tests_that_could_see_it(change, tmp_path):
    old = (ROOT / change.path).read_text(encoding="utf-8")
    file = tmp_path / change.path
    file.parent.mkdir(exist_ok=True, parents=True)
    file.write_text(old, encoding="utf-8")
    sabotage.write(tmp_path, change)
    new = file.read_text(encoding="utf-8")
    assert new != old
    if change.path.endswith(".ipynb"):
        cells = nbformat.reads(new, as_version=4).cells
        assert len(cells) == len(nbformat.reads(old, as_version=4).cells)
    asked = [word for judge in sabotage.judges(change) for word in judge if word.endswith((".py", ".ipynb"))]
    assert asked
    assert all((ROOT / path).exists() for path in asked)
    assert "\n  - " in sabotage.description(ROOT, change)


def test_a_notebook_that_is_written_unchanged_keeps_its_bytes(tmp_path):
    path = "chapters/03-step.ipynb"
    (tmp_path / "chapters").mkdir()
    (tmp_path / path).write_bytes((ROOT / path).read_bytes())
    sabotage.write(tmp_path, sabotage.Change("prose", "", path, ()))
    assert (tmp_path / path).read_bytes() == (ROOT / path).read_bytes()


def cell(kind, source):
    return {"cell_type": kind, "source": sabotage.lines_of(source), "metadata": {}}


@pytest.mark.parametrize(
    ("kind", "before", "after"),
    [
        ("a number with its unit", "After 4 hours.", "After 5 hours."),
        ("two digits of a decimal", "It is 36.74.", "It is 36.47."),
        ("a fraction", "Never more than 1/3.", "Never more than 1/4."),
        ("a word for its opposite", "Notice what is above.", "Notice what is below."),
        ("a sign in an inline formula", "So $a + b$.", "So $a - b$."),
        ("Right and No", "No. One.\nRight. Two.", "Right. One.\nNo. Two."),
        ("a year", "In 1943 and in 1958.", "In 1943 and in 1959."),
    ],
)
def test_a_fault_of_prose_is_planted(kind, before, after):
    _, changes = sabotage.KINDS["prose"][kind]
    [edits] = changes({"cells": [cell("markdown", before)]})
    assert "".join(edits["cells", 0, "source"]) == after


@pytest.fixture
def project(tmp_path):
    """Return a folder with a page, and a test that reads a number of it."""
    (tmp_path / "tests").mkdir()
    (tmp_path / "page.md").write_text("It took 4 hours, on 3 machines.\n")
    (tmp_path / "tests" / "test_hours.py").write_text(
        "from pathlib import Path\n\ndef test_hours():\n    assert '4 hours' in Path('page.md').read_text()\n"
    )
    return tmp_path


def planted(text):
    return sabotage.Change("glossary", "", "page.md", (((), text),))


def test_what_a_test_reads_is_caught_and_what_none_reads_survives_and_the_folder_is_as_it_was(project):
    files = {path: path.read_bytes() for path in project.rglob("*") if path.is_file()}
    run = [sabotage.run_of("hours")]
    caught = planted("It took 5 hours, on 3 machines.\n")
    assert sabotage.first_red(project, caught, run) == "test_hours.py::test_hours"
    assert sabotage.first_red(project, planted("It took 4 hours, on 2 machines.\n"), run) is None
    assert {path: path.read_bytes() for path in project.rglob("*") if path.is_file()} == files


def test_a_run_that_cannot_begin_is_no_catch(project):
    with pytest.raises(RuntimeError, match="pytest did not run"):
        sabotage.first_red(project, planted("Nothing.\n"), [["tests/none.py"]])


def test_a_survivor_is_told_with_its_change_and_its_reason(capsys, project):
    change = planted("It took 4 hours, on 2 machines.\n")
    assert sabotage.report(project, [(change, None), (change, "test_hours.py::test_hours")]) == 0.5
    said = capsys.readouterr().out
    assert "hours, on 2 machines." in said
    assert "reason: none; a test is missing" in said
    assert "1 of 2 changes turned something red (50.0%)" in said
