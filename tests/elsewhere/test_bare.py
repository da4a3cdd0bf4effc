"""A chapter executed in bare environments, by the very steps that Colab and Binder take. Minutes long.

``make elsewhere`` runs it; it installs packages from the network into environments that it throws away.
"""

import os
import re
import shutil
import subprocess
import time
import urllib.request
import venv
from pathlib import Path

import elsewhere
import nbformat
import pytest

ROOT = Path(__file__).parents[2]
CHAPTERS = ("04-sigmoid", "20-catalogue")  # an ordinary one, and one that reads files beside it
COLAB_BRINGS = ("ipykernel", "nbclient", "numpy", "scipy", "matplotlib", "ipywidgets<8", "tqdm")
EXECUTE = """
import nbformat, sys
from nbclient import NotebookClient
notebook = nbformat.read(sys.argv[1], 4)
NotebookClient(notebook, timeout=600, kernel_name="python3").execute()
nbformat.write(notebook, sys.argv[1])
"""


def environment(folder):
    """Make an empty environment; return the variables by which its programs are found first."""
    venv.create(folder, with_pip=True)
    hidden = ("PYTHONPATH", "VIRTUAL_ENV", "PYTHONHOME")
    rest = {name: value for name, value in os.environ.items() if name not in hidden}
    paths = [str(folder / "bin"), os.environ["PATH"]]
    return rest | {
        "PATH": os.pathsep.join(paths),
        "VIRTUAL_ENV": str(folder),
        "IPYTHONDIR": str(folder / "ipython"),
    }


def run(*command, **options):
    done = subprocess.run(command, capture_output=True, text=True, check=False, **options)
    assert done.returncode == 0, f"{command}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
    return done.stdout


def committed(folder, branch):
    """Make what lies in a folder a branch of a repository of its own."""
    who = ("-c", "user.name=test", "-c", "user.email=test@localhost")
    for command in (("init", "-q", "-b", branch), ("add", "-A"), (*who, "commit", "-q", "-m", "all")):
        run("git", *command, cwd=folder)
    return folder


def texts(notebook, printing):
    """Return what each cell that prints has printed, by the cell's source."""
    return {
        cell.source: "".join(output.text for output in cell.outputs if output.output_type == "stream")
        for cell in notebook.cells
        if cell.cell_type == "code" and printing(cell.source)
    }


def check_executed(path, chapter):
    """See that every cell but the folded solutions ran and printed what the book has stored."""
    executed = nbformat.read(path, 4)
    stored = nbformat.read(ROOT / "chapters" / f"{chapter}.ipynb", 4)
    folded = "\n".join(cell.source for cell in executed.cells if cell.cell_type == "markdown")
    code = {cell.source for cell in stored.cells if cell.cell_type == "code"}
    wanted = {source for source in code if source not in folded}
    assert len(wanted) > len(code) / 2
    ran = texts(executed, wanted.__contains__)
    assert ran.keys() == wanted
    assert ran == texts(stored, wanted.__contains__)


@pytest.fixture(scope="module")
def colab(tmp_path_factory):
    folder = tmp_path_factory.mktemp("colab")
    variables = environment(folder / "environment")
    run("python", "-m", "pip", "install", "-q", *COLAB_BRINGS, env=variables)
    elsewhere.write(folder / "branch", (folder / "branch").as_uri(), "")
    committed(folder / "branch", elsewhere.BRANCH)
    return folder, variables


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_chapter_runs_as_colab_opens_it(colab, chapter):
    folder, variables = colab
    alone = folder / chapter  # a session has this one file and nothing beside it
    alone.mkdir()
    shutil.copy2(folder / "branch" / "open" / f"{chapter}.ipynb", alone / "opened.ipynb")
    run("python", "-m", "pip", "uninstall", "-q", "-y", "actlib", env=variables)
    run("python", "-c", EXECUTE, "opened.ipynb", cwd=alone, env=variables)
    executed = nbformat.read(alone / "opened.ipynb", 4)
    assert "actlib is installed for this session" in executed.cells[1].outputs[-1].text
    check_executed(alone / "opened.ipynb", chapter)


@pytest.fixture(scope="module")
def binder(tmp_path_factory):
    """Do with a copy of the repository what repo2docker does: .binder's requirements, then postBuild."""
    folder = tmp_path_factory.mktemp("binder")
    run("git", "clone", "-q", "--depth", "1", ROOT.as_uri(), folder / "repository")
    variables = environment(folder / "environment")
    repository = folder / "repository"
    run(
        "python",
        "-m",
        "pip",
        "install",
        "-q",
        "-r",
        ".binder/requirements.txt",
        cwd=repository,
        env=variables,
    )
    run("./.binder/postBuild", cwd=repository, env=variables)
    return repository, variables


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_chapter_runs_on_binder(binder, chapter):
    repository, variables = binder
    path = repository / "chapters" / f"{chapter}.ipynb"
    run("python", "-c", EXECUTE, path.name, cwd=path.parent, env=variables)
    check_executed(path, chapter)


def test_binder_serves_jupyterlab_at_the_address_of_the_launch_button(binder):
    repository, variables = binder
    options = ("--no-browser", "--port=0", "--ServerApp.token=", "--ip=127.0.0.1")
    allow = ("--allow-root",) if hasattr(os, "getuid") and os.getuid() == 0 else ()
    log = repository / "server.log"
    with log.open("w") as out:
        server = subprocess.Popen(
            ["jupyter", "lab", *options, *allow], cwd=repository, env=variables, stdout=out, stderr=out
        )
        try:
            for _ in range(240):
                if found := re.search(r"http://127\.0\.0\.1:\d+/", log.read_text()):
                    break
                assert server.poll() is None, log.read_text()
                time.sleep(0.5)
            with urllib.request.urlopen(f"{found[0]}lab/tree/chapters/04-sigmoid.ipynb") as answer:
                assert answer.status == 200
            with urllib.request.urlopen(
                f"{found[0]}api/contents/chapters/04-sigmoid.ipynb?content=0"
            ) as answer:
                assert b'"type": "notebook"' in answer.read()
        finally:
            server.terminate()
            server.wait()
