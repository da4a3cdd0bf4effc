"""The one writer of outputs: same bytes every time, and nothing written unless every cell ran."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import matplotlib
import nbformat
import pytest
from pictures import compared, drawn_as_stored
from refresh import replace_file

from actlib import figures

ROOT = Path(__file__).resolve().parent.parent

GOOD_CELLS = [
    "from actlib import figures\nfrom actlib.explorers import explorer",
    "figures.activation('tanh', tangent_at=0.5)",
    "explorer(lambda x: figures.activation('relu', tangent_at=x), x=[-1, 0, 1])",
    "print({'b', 'a', 'c'} == set('abc'))",
]

KILLED_WHILE_WRITING = """
import os, signal, sys, time
from pathlib import Path
from refresh import replace_file

path, texts = Path(sys.argv[1]), [letter * 3_000_000 for letter in "ab"]
for turn in range(20):
    writer = os.fork()
    while not writer:
        for text in texts:
            replace_file(path, text)
    time.sleep(0.001 + turn * 0.002)
    os.kill(writer, signal.SIGKILL)
    os.waitpid(writer, 0)
    print(texts.index(path.read_text()))
"""


def project(folder, cells, name="01-test"):
    for part in ("actlib", "tools"):
        shutil.copytree(ROOT / part, folder / part)
    pin_installed_matplotlib(folder)
    (folder / "chapters").mkdir()
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(cell, id=f"cell-{i}") for i, cell in enumerate(cells)]
    )
    path = folder / "chapters" / f"{name}.ipynb"
    nbformat.write(notebook, path)
    return path


def pin_installed_matplotlib(folder):
    """Write requirements of which the pictures are drawn as stored, whatever version runs the tests."""
    pins = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    pin = f"matplotlib=={matplotlib.__version__}"
    (folder / "requirements.txt").write_text(re.sub(r"^matplotlib==\S+", pin, pins, flags=re.M), "utf-8")


def refresh(folder, *names, **environment):
    return subprocess.run(
        [sys.executable, str(folder / "tools" / "refresh.py"), *names],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
    )


def test_two_refreshes_in_different_places_write_the_same_bytes(tmp_path):
    texts = []
    for place, seed, zone in (("one", "1", "UTC"), ("two/deeper", "2", "Asia/Tokyo")):
        folder = tmp_path / place
        path = project(folder, GOOD_CELLS)
        finished = refresh(folder, "01-test", PYTHONHASHSEED=seed, TZ=zone)
        assert finished.returncode == 0, finished.stderr
        texts.append(path.read_bytes())
    assert texts[0] == texts[1]
    assert b"explorer: x (3), 3 frames" in texts[0]
    assert "tanh on [−5, 5]".encode() in texts[0]


def test_a_failing_cell_is_named_and_nothing_is_written(tmp_path):
    path = project(tmp_path, ["x = 1", "print(x)", "x / 0", "print('never')"])
    before = path.read_bytes()
    finished = refresh(tmp_path, "01-test")
    assert finished.returncode == 1
    assert "01-test.ipynb: cell 3: ZeroDivisionError: division by zero" in finished.stderr
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.iterdir()] == ["01-test.ipynb"]


def test_a_damaged_file_is_named_and_left_alone(tmp_path):
    path = project(tmp_path, ["x = 1"])
    path.write_text("{ not json", encoding="utf-8")
    finished = refresh(tmp_path, "01-test")
    assert finished.returncode == 1
    assert "01-test.ipynb: not a notebook" in finished.stderr
    assert path.read_text(encoding="utf-8") == "{ not json"


def test_a_full_disk_is_said_and_leaves_the_chapter_as_it_was(tmp_path):
    path = project(tmp_path, ["print('x' * 100)"])
    before = path.read_bytes()
    limited = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({len(before)}, -1))"
    tool = tmp_path / "tools" / "refresh.py"
    tool.write_text(tool.read_text().replace("    draft = path", f"    {limited}\n    draft = path"))
    finished = refresh(tmp_path, "01-test")
    assert finished.returncode == 1
    assert "01-test.ipynb: not written, and left as it was: " in finished.stderr
    assert "Traceback" not in finished.stderr
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.iterdir()] == ["01-test.ipynb"]


def test_a_refresh_that_is_killed_leaves_whole_files_and_the_next_one_sweeps(tmp_path):
    path = tmp_path / "01-test.ipynb"
    path.write_text("a" * 3_000_000)
    finished = subprocess.run(
        [sys.executable, "-c", KILLED_WHILE_WRITING, path],
        cwd=ROOT / "tools", capture_output=True, text=True,
    )  # fmt: skip
    assert finished.returncode == 0, finished.stderr
    assert set(finished.stdout.split()) == {"0", "1"}
    strays = list(tmp_path.glob(".*.draft"))
    assert strays, "nobody was killed while writing"
    for stray in strays:
        os.utime(stray, (0, 0))
    replace_file(path, "whole")
    assert [file.name for file in tmp_path.iterdir()] == ["01-test.ipynb"]


def test_an_unknown_chapter_is_named(tmp_path):
    path = project(tmp_path, ["x = 1"])
    for name in ("03-last", "02-middle"):
        shutil.copy2(path, path.with_name(f"{name}.ipynb"))
    finished = refresh(tmp_path, "99-none")
    assert finished.returncode == 1
    assert "no chapter '99-none'; there are 01-test, 02-middle, 03-last" in finished.stderr


@pytest.fixture
def hostile(tmp_path):
    """Settings that somebody may have, all at once."""
    profile = tmp_path / "ipython" / "profile_default"
    profile.mkdir(parents=True)
    (profile / "ipython_config.py").write_text(
        "c = get_config()\n"
        "c.InteractiveShell.ast_node_interactivity = 'all'\n"
        "c.InteractiveShellApp.exec_lines = ['import numpy; numpy.set_printoptions(precision=2)']\n"
    )
    (tmp_path / "matplotlibrc").write_text("axes.grid: True\nfont.family: serif\nlines.marker: o\n")
    return {
        "MATPLOTLIBRC": str(tmp_path / "matplotlibrc"),
        "IPYTHONDIR": str(tmp_path / "ipython"),
        "PYTHONWARNINGS": "error",
        "HOME": "/nonexistent",
        "LC_ALL": "C",
        "COLUMNS": "40",
    }


def read_only(folder):
    """Let nothing be written there, except by root."""
    for path in [folder, *folder.rglob("*")]:
        path.chmod(path.stat().st_mode & ~0o222)


@pytest.fixture
def whole_chapter(tmp_path):
    """Return a chapter of the book in a checkout that cannot be written to, in a place with a hard name."""
    folder = tmp_path / "Übung mit Raum"
    path = project(folder, [], "03-step")
    for name in (
        f"chapters/{path.name}",
        "references.bib",
        "pyproject.toml",
        "conftest.py",
        "requirements.txt",
    ):
        shutil.copy2(ROOT / name, folder / name)
    (folder / "tests").mkdir()
    shutil.copy2(ROOT / "tests" / "whole_pages.py", folder / "tests")
    read_only(folder)
    yield path
    for each in [folder, *folder.rglob("*")]:
        each.chmod(each.stat().st_mode | 0o200)


@pytest.mark.parametrize(
    "settings", [{"PYTHONOPTIMIZE": "2", "TZ": "Asia/Tokyo"}, {"TZ": "America/St_Johns"}]
)
def test_a_readers_own_settings_change_no_byte_of_a_chapter(whole_chapter, hostile, settings):
    finished = refresh(whole_chapter.parents[1], "03-step", **hostile, **settings)
    assert finished.returncode == 0, finished.stderr
    if drawn_as_stored():
        assert "03-step.ipynb: unchanged" in finished.stderr + finished.stdout
        assert whole_chapter.read_bytes() == (ROOT / "chapters" / whole_chapter.name).read_bytes()


def test_nbval_agrees_whatever_the_readers_own_settings(whole_chapter, hostile):
    folder = whole_chapter.parents[1]
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:xdist", "--nbval", whole_chapter]
    environment = {**os.environ, **hostile, "TZ": "America/St_Johns", "PYTHONPATH": str(folder)}
    finished = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    assert finished.returncode == 0, finished.stdout + finished.stderr
    assert re.search(r"^\d{2} passed in", finished.stdout, re.MULTILINE), finished.stdout


def test_an_assert_is_run_whatever_the_readers_own_settings(tmp_path):
    project(tmp_path, ["assert 1 + 1 == 3"])
    finished = refresh(tmp_path, "01-test", PYTHONOPTIMIZE="1")
    assert finished.returncode == 1
    assert "01-test.ipynb: cell 1: AssertionError" in finished.stderr


@pytest.mark.parametrize("cells", [["print(1)"], ["1 + 1"]])
def test_outputs_are_stored(tmp_path, cells):
    path = project(tmp_path, cells)
    assert refresh(tmp_path, "01-test").returncode == 0
    assert nbformat.read(path, as_version=4).cells[0].outputs


DRAW_A_DOT = """
from io import BytesIO
from IPython.display import Image, display
from PIL import Image as Pillow

picture = Pillow.new("RGB", (100, 100), {shades!r})
for i in range({dots}):
    picture.putpixel((i, 50), (255, 255, 255))
file = BytesIO()
picture.save(file, "png")
display(Image(file.getvalue()))
"""
FIRST_DOT = {"shades": (10, 20, 30), "dots": 0}


@pytest.fixture(scope="module")
def drawn_once(tmp_path_factory):
    folder = tmp_path_factory.mktemp("drawn")
    project(folder, [DRAW_A_DOT.format(**FIRST_DOT), "print(0)"])
    assert refresh(folder, "01-test").returncode == 0
    return folder


@pytest.mark.parametrize(
    ("again", "is_new"),
    [
        ({"shades": (10, 20, 35)}, False),  # what another processor rounds another way
        ({"shades": (10, 20, 90)}, True),
        ({"dots": 3}, True),
        ({"dots": 1}, False),
    ],
)
def test_a_picture_is_written_anew_only_if_it_looks_another_way(drawn_once, tmp_path, again, is_new):
    folder = shutil.copytree(drawn_once, tmp_path / "copy")
    path = folder / "chapters" / "01-test.ipynb"
    notebook = nbformat.read(path, as_version=4)
    stored = notebook.cells[0].outputs[0].data["image/png"]
    notebook.cells[0].source = DRAW_A_DOT.format(**FIRST_DOT | again)
    notebook.cells[1].source = "print(1)"
    nbformat.write(notebook, path)
    assert refresh(folder, "01-test").returncode == 0
    drawing, printing = nbformat.read(path, as_version=4).cells
    assert (drawing.outputs[0].data["image/png"] != stored) is is_new
    assert printing.outputs[0].text == "1\n"  # what else has changed is written


def test_chapters_run_side_by_side_and_each_says_what_became_of_it(tmp_path):
    meet = "import pathlib, time\n{own}.touch()\nwhile not {other}.exists():\n    time.sleep(0.05)"
    places = [f"pathlib.Path({str(tmp_path / name)!r})" for name in "ab"]
    path = project(tmp_path, [meet.format(own=places[0], other=places[1]), "print(1)"])
    other, broken = (path.with_name(name) for name in ("02-other.ipynb", "03-broken.ipynb"))
    for file, cell in ((other, meet.format(own=places[1], other=places[0])), (broken, "1 / 0")):
        nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell, id="cell-0")]), file)
    before = broken.read_bytes()
    finished = refresh(tmp_path, "01-test", "02-other", "03-broken")
    assert finished.returncode == 1
    assert {"01-test.ipynb: written", "02-other.ipynb: written"} <= set(finished.stdout.splitlines())
    assert "03-broken.ipynb: cell 1: ZeroDivisionError" in finished.stderr
    assert broken.read_bytes() == before


@pytest.mark.parametrize("side_by_side", [[], ["02-other"]])
def test_an_interrupt_ends_all_chapters_and_says_so_in_a_line(tmp_path, side_by_side):
    path = project(tmp_path, ["import time\nopen('../begun', 'w').close()\ntime.sleep(60)"])
    for name in side_by_side:
        shutil.copy2(path, path.with_name(f"{name}.ipynb"))
    before = path.read_bytes()
    running = subprocess.Popen(
        [sys.executable, tmp_path / "tools" / "refresh.py"], stderr=-1, text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # nohup may have ignored it
    )  # fmt: skip
    while not (tmp_path / "begun").exists():
        time.sleep(0.1)
    running.send_signal(signal.SIGINT)
    said = running.communicate(timeout=60)[1]
    assert said.strip().splitlines()[-1] == "refresh: interrupted; each chapter is either as it was or whole"
    assert path.read_bytes() == before


def test_the_front_page_has_the_picture_that_is_drawn_now():
    stored = (ROOT / "static" / "gallery.svg").read_text(encoding="utf-8")
    drawn = figures.gallery().svg()
    assert not drawn_as_stored() or not list(compared(stored, drawn, "image/svg+xml"))
