"""Small changes of the library: which there are, that they stay in a copy, and that nbval judges them."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import mutants
import nbformat
import pytest

import actlib
from actlib.nn.layers import Layer
from actlib.nn.optimizers import Optimizer

ROOT = Path(__file__).resolve().parent.parent
EVERY = mutants.all_mutants(ROOT)


def source_of(mutant):
    return (ROOT / "actlib" / mutant.path).read_text(encoding="utf-8")


def test_the_changes_and_the_draw_are_the_same_every_time():
    assert mutants.all_mutants(ROOT) == EVERY
    assert mutants.sample(EVERY, 150, 3) == mutants.sample(EVERY, 150, 3)
    assert mutants.sample(EVERY, 150, 3) != mutants.sample(EVERY, 150, 4)
    assert len(set(mutants.sample(EVERY, 150, 3))) == 150


def test_every_function_and_every_class_with_something_to_change_is_drawn():
    drawn = {mutant.piece.split(".")[0] for mutant in mutants.sample(EVERY, 1, 0)}
    trained = {
        name
        for name in actlib.nn.__all__
        if isinstance(value := getattr(actlib.nn, name), type) and issubclass(value, Layer | Optimizer)
    }
    assert set(actlib.functions.__all__) <= drawn
    assert trained <= drawn | {"Layer"}
    assert {"_softmax_cross_entropy", "_binary_cross_entropy", "_mean_squared_error"} <= drawn


def test_every_chapter_judges_a_change_of_what_runs_when_a_class_is_made():
    slices = [mutant for mutant in EVERY if mutant.piece == "Dense"]
    assert any("weight_and_bias" in mutants.description(ROOT, mutant) for mutant in slices)
    assert {(mutant.first_line, mutant.last_line) for mutant in slices} == {(0, float("inf"))}


def test_every_change_is_python_and_changes_something():
    for mutant in EVERY:
        changed = mutants.mutated(source_of(mutant), mutant)
        assert changed != source_of(mutant)
        compile(changed, mutant.path, "exec")


def test_every_change_known_to_change_nothing_would_be_made_otherwise(monkeypatch):
    known = set(mutants.EQUIVALENT)
    monkeypatch.setattr(mutants, "EQUIVALENT", {})
    left_out = set(mutants.all_mutants(ROOT)) - set(EVERY)
    assert len(left_out) == len(known)


def changes(source):
    """Return what each change makes of a one-function file's last line."""
    return [
        mutants.mutated(source, mutant).splitlines()[-1].strip() for mutant in mutants.mutants_of("", source)
    ]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("return x + 2", ["return (x - 2)", "return x", "return x + 3"]),
        ("return x.clip(-3.0, y)", ["return x.clip(3.0, y)", "return x.clip(-3.3, y)"]),
        ("return x.clip(y, 40.0)", ["return x.clip(y, 4.0)"]),
        ("return x < y", ["return (x <= y)"]),
        ("return x.max(axis=y)", ["return x.min(axis=y)"]),
        ("x *= y", ["x /= y", "pass"]),
        ("return np.tanh(x)", ["return -(np.tanh(x))"]),
    ],
)
def test_a_line_is_changed_one_step_at_a_time(line, expected):
    assert changes(f"def f(x, y):\n    {line}") == expected


@pytest.mark.parametrize(
    "line",
    [
        '"""Add 2 + 2."""',
        'raise ValueError(f"{x + 2} is not {2}")',
        "self.weight_gradient = np.zeros_like(x)",
        "y = y if y.dtype == x.dtype else None",
    ],
)
def test_texts_errors_buffers_and_dtypes_are_left_alone(line):
    assert changes(f"def f(x, y):\n    {line}") == []


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """Return a folder with the package and one chapter that looks at relu6 between -1 and 5 only."""
    folder = tmp_path_factory.mktemp("project")
    mutants.copy_project(ROOT, folder, [])
    write_chapter(folder, "[0. 5.]\n")
    return folder


def write_chapter(folder, stored):
    cell = nbformat.v4.new_code_cell(
        "from actlib import relu6\nprint(relu6([-1, 5]))", id="cell", execution_count=1
    )
    cell.outputs = [nbformat.v4.new_output("stream", name="stdout", text=stored)]
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), folder / "chapters" / "01-test.ipynb")


def test_a_planted_change_is_caught_and_one_that_changes_nothing_shown_survives(project):
    files = {path: path.read_bytes() for path in project.rglob("*") if path.is_file()}
    with ThreadPoolExecutor(1) as pool:
        runs = mutants.unchanged_runs(project, pool)
    of_relu6 = {mutant.new: mutant for mutant in EVERY if mutant.piece == "relu6"}
    assert mutants.caught_by(project, of_relu6["0.1"], runs) == "01-test"
    assert mutants.caught_by(project, of_relu6["6.6"], runs) is None
    assert {path: path.read_bytes() for path in project.rglob("*") if path.is_file()} == files


def test_a_change_of_lines_that_no_chapter_runs_survives_without_a_run(project, monkeypatch):
    runs = {"01-test": (1.0, {("functions/rectified.py", 1)})}
    monkeypatch.setattr(mutants, "first_failure", lambda *_: pytest.fail("nbval was run"))
    assert mutants.caught_by(project, EVERY[0], runs) is None


def test_a_chapter_that_is_red_before_anything_is_changed_is_refused(project):
    write_chapter(project, "[0. 4.]\n")
    with (
        ThreadPoolExecutor(1) as pool,
        pytest.raises(SystemExit, match="before anything was changed: 01-test"),
    ):
        mutants.unchanged_runs(project, pool)
