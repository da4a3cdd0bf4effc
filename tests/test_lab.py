"""Chapters as notebooks for JupyterLab in the browser, and what is built for it."""

import builtins
import hashlib
import html
import importlib
import json
import os
import re
import symtable
import sys
from importlib.util import find_spec
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

import nbformat
import pyodide
import pytest

from tests.prose import CHAPTERS, ROOT

every_chapter = pytest.mark.parametrize("stem", CHAPTERS)
# In CI both must be there.
needs_both = pytest.mark.skipif(
    bool(pyodide.missing() or find_spec("jupyterlite_core") is None) and os.environ.get("CI") != "true",
    reason="needs JupyterLite, and the browser's Python, which tools/pyodide.py fetches",
)


@pytest.fixture(scope="module")
def made():
    """The extensions that make the notebooks and the folder."""
    sys.path[:0] = [str(ROOT / "extensions")]
    names = ("notebooks", "plain_notebooks", "live_python", "jupyter_lite")
    yield SimpleNamespace(**{name: importlib.import_module(name) for name in names})
    for name in names:
        del sys.modules[name]
    del sys.path[:1]


@pytest.fixture(scope="module")
def plain(made):
    return {path.stem: made.plain_notebooks.plain_notebook(path) for path in made.notebooks.chapter_paths()}


def prose(notebook):
    return "\n\n".join(cell["source"] for cell in notebook["cells"] if cell["cell_type"] == "markdown")


# The notebooks


@every_chapter
def test_a_notebook_is_valid_and_holds_no_mark_of_the_book(plain, stem):
    nbformat.validate(plain[stem])
    text = re.sub(r"^```(?:python|text)\n.*?^```$", "", prose(plain[stem]), flags=re.DOTALL | re.MULTILINE)
    text = re.sub(r"\$\$?.*?\$\$?|`[^`\n]+`(?!\w)", "", text, flags=re.DOTALL)
    assert re.findall(r"\{[\w:-]+\}|^:{2,}.*|^`{3,}.*|^\([\w-]+\)=$|^:\w+:.*", text, re.MULTILINE) == []
    assert text.count("<details><summary>") == text.count("</details>")


@every_chapter
def test_all_code_and_every_fixed_output_of_the_chapter_are_there(plain, stem):
    there = {cell["id"]: cell for cell in plain[stem]["cells"]}
    folded = "".join(cell["source"] for cell in plain[stem]["cells"] if is_solution(cell))
    code = [cell for cell in CHAPTERS[stem].cells if cell.cell_type == "code"]
    solving = [cell for cell in code if f"```python\n{cell.source}\n```" in folded]
    run = [cell for cell in code if cell not in solving]
    for cell in run:
        assert there[cell.id]["source"] == cell.source
        outputs = there[cell.id]["outputs"]
        assert len(outputs) == len(cell.outputs)
        assert all(isinstance(each.get("text", ""), str) for each in outputs)
    for cell in solving:
        for output in cell.outputs:
            assert output.get("text", output.get("data", {}).get("text/plain", "")).strip() in folded
    assert [name for name in there if name in {cell.id for cell in code}] == [cell.id for cell in run]
    assert 0 < len(solving) < len(run)


def is_solution(cell):
    return cell["cell_type"] == "markdown" and cell["source"].startswith("<details><summary>Solution")


@every_chapter
def test_an_explorer_shows_its_first_frame_before_anything_is_run(plain, stem):
    there = {cell["id"]: cell for cell in plain[stem]["cells"]}
    state = CHAPTERS[stem].metadata["widgets"]["application/vnd.jupyter.widget-state+json"]["state"]
    sentences = [html.unescape(each["state"].get("value", "")) for each in state.values()]
    count = 0
    for cell in CHAPTERS[stem].cells:
        for number, output in enumerate(cell.get("outputs", ())):
            if any("widget-view" in kind for kind in output.get("data", ())):
                shown = there[cell.id]["outputs"][number]["data"]
                frame = html.unescape(shown["text/html"].partition("<p>")[0])
                assert frame in sentences
                assert shown["text/plain"] in shown["text/html"]
                count += 1
    assert count


@every_chapter
def test_a_notebook_needs_no_name_that_only_a_solution_defines(plain, stem):
    known = set(dir(builtins)) | {"__file__"}
    for cell in plain[stem]["cells"]:
        if cell["cell_type"] == "code" and not cell["id"].endswith("-answer"):
            names = symtable.symtable(cell["source"], cell["id"], "exec")
            defined = {
                each.get_name() for each in names.get_symbols() if each.is_assigned() or each.is_imported()
            }
            needed = {each.get_name() for each in names.get_symbols() if each.is_referenced()}
            assert needed <= known | defined, cell["id"]
            known |= defined


@every_chapter
def test_an_exercise_has_its_task_a_cell_to_answer_in_and_a_folded_solution(plain, stem):
    cells = plain[stem]["cells"]
    kinds = [
        kind
        for cell in cells
        for kind in (
            "task" if cell["source"].startswith("### Exercise: ") else "",
            "answer" if cell["id"].endswith("-answer") else "",
            "solution" if is_solution(cell) else "",
        )
        if kind
    ]
    count = "\n".join(each.source for each in CHAPTERS[stem].cells).count("```{exercise-start}")
    assert kinds == ["task", "answer", "solution"] * count
    for number, cell in enumerate(cells):
        if cell["id"].endswith("-answer"):
            name = re.search(r"^# (check_\w+)\(.*\)$", cell["source"], re.MULTILINE)[1]
            assert f"def {name}(" in cells[number - 1]["source"]


def test_marks_become_plain_markdown(made):
    convert = made.plain_notebooks.plain_markdown
    assert convert("a {term}`kink` and {term}`corners <kink>`", "06-relu") == "a kink and corners"
    assert convert("[7](07-leaky-relu-and-prelu#x)", "06-relu") == "[7](07-leaky-relu-and-prelu.ipynb#x)"
    place = "/book/chapters/18-choosing.html#choosing-rate"
    assert convert("[a](choosing-rate)", "18-choosing") == f"[a]({place})"
    assert convert("[a](https://b.org/c)", "06-relu") == "[a](https://b.org/c)"
    said = convert("so {footcite:p}`he2015`, as {footcite:t}`glorot2010` say", "06-relu")
    link = "/book/chapters/06-relu.html#footcite"
    he, glorot = f"[He et al., 2015]({link}-he2015)", f"[Glorot and Bengio, 2010]({link}-glorot2010)"
    assert said == f"so ({he}), as {glorot} say"
    option = "::::{dropdown} A. This\nNo.\n::::"
    question = f":::::{{admonition}} Predict\n:class: predict\n\nWhich?\n\n{option}\n:::::"
    assert convert(question, "06-relu") == (
        "**Predict**\n\nWhich?\n\n<details><summary>A. This</summary>\n\nNo.\n\n</details>"
    )


# The folder


@pytest.fixture(scope="module")
def folder(site):
    return site / "lab"


@needs_both
def test_every_chapter_links_to_its_notebook_and_that_back(site, folder):
    for stem in CHAPTERS:
        text = (site / "chapters" / f"{stem}.html").read_text(encoding="utf-8")
        link = urlsplit(re.search(r'data-lab="([^"]+)"', text)[1].replace("&amp;", "&"))
        [notebook] = parse_qs(link.query)["path"]
        assert (site / link.path).is_file()
        about = json.loads((folder / "files" / notebook).read_text(encoding="utf-8"))["cells"][0]
        assert f"(/book/chapters/{stem}.html)" in about["source"]
    assert "data-lab" not in (site / "intro.html").read_text(encoding="utf-8")


@needs_both
def test_links_of_the_notebooks_lead_somewhere(site, folder):
    ids, broken = {}, []
    for path in (folder / "files" / "chapters").glob("*.ipynb"):
        text = prose(json.loads(path.read_text(encoding="utf-8")))
        text = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
        for link in re.findall(r"\]\((?!https?:|data:)([^)\s]+)\)", text):
            if re.fullmatch(r"[\d-]+\.ipynb|\d\d-[\w-]+\.ipynb", link):
                good = (path.parent / link).is_file()
            else:
                page, _, anchor = link.removeprefix("/book/").partition("#")
                if page not in ids and (site / page).is_file():
                    ids[page] = re.findall(r'\bid="([^"]+)"', (site / page).read_text(encoding="utf-8"))
                good = link.startswith("/book/") and page in ids and (not anchor or anchor in ids[page])
            if not good:
                broken.append(f"{path.name}: {link}")
    assert broken == []


@needs_both
def test_the_lists_of_contents_are_those_of_the_files(folder):
    lists = [json.loads(path.read_text()) for path in (folder / "api" / "contents").rglob("all.json")]
    listed = {each["path"]: each["size"] for found in lists for each in found["content"]}
    files = {path for path in (folder / "files").rglob("*") if path.is_file()}
    sizes = {path.relative_to(folder / "files").as_posix(): path.stat().st_size for path in files}
    assert listed == sizes | {"chapters": None}
    assert len(sizes) == len(CHAPTERS) + 1


@needs_both
def test_python_finds_every_package_as_the_list_says(site, folder):
    settings = json.loads((folder / "jupyter-lite.json").read_text())["jupyter-config-data"]
    kernel = settings["litePluginSettings"]["@jupyterlite/pyodide-kernel-extension:kernel"]
    assert kernel["disablePyPIFallback"]
    python = (folder / kernel["pyodideUrl"].removeprefix("./")).resolve()
    assert python.is_file()
    packages = json.loads((folder / kernel["loadPyodideOptions"]["lockFileURL"]).read_text())["packages"]
    assert set(kernel["loadPyodideOptions"]["packages"]) <= set(packages)
    names = {name.replace("_", "-") for name in packages}
    for name, package in packages.items():
        content = (python.parent / package["file_name"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == package["sha256"], name
        assert {each.replace("_", "-") for each in package["depends"]} <= names
        if name in {"actlib", "course"}:  # else a chapter's import of it would load all that it needs
            assert package["imports"] == []


@needs_both
def test_the_folder_is_light_and_says_its_licenses(folder):
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert [path.name for path in files if path.suffix == ".map"] == []
    assert sum(path.stat().st_size for path in files) < 25e6
    licenses = [path.relative_to(folder).parts[0] for path in folder.rglob("third-party-licenses.json")]
    assert sorted(licenses) == ["build", "extensions", "extensions"]


@needs_both
def test_the_site_has_one_service_worker(site, folder):
    worker = (site / "sw.js").read_text(encoding="utf-8")
    assert 'importScripts("lab/service-worker.js")' in worker
    theirs = (folder / "service-worker.js").read_text(encoding="utf-8")
    assert "/api/service-worker-heartbeat" in theirs
    ours = re.findall(r"^(?:const|(?:async )?function) (\w+)", worker, re.MULTILINE)
    assert len(ours) >= 6
    assert [name for name in ours if re.search(rf"\b{name}\b *[=(]", theirs)] == []


def test_without_the_packages_the_book_says_so_and_has_no_link(made, monkeypatch, tmp_path):
    said = []
    monkeypatch.setattr(made.jupyter_lite, "MODULES", ("no_such_package",))
    monkeypatch.setattr(made.jupyter_lite.logger, "info", said.append)
    (tmp_path / "lab").mkdir()
    app = SimpleNamespace(live={"megabytes": {}}, outdir=tmp_path)
    made.jupyter_lite.prepare(app)
    made.jupyter_lite.write(app, None)
    assert app.lab is None
    assert list(tmp_path.iterdir()) == []  # an earlier build's folder is gone
    assert said == ["jupyter_lite: no_such_package not installed; chapters get no link to JupyterLab"]


def test_jupyterlab_is_made_once(made, monkeypatch, tmp_path):
    times = []

    def build(draft):
        times.append(draft)
        (draft / "lab").mkdir()

    monkeypatch.setattr(made.jupyter_lite, "CACHE", tmp_path)
    monkeypatch.setattr(made.jupyter_lite, "build", build)
    folder = made.jupyter_lite.jupyterlab()
    assert made.jupyter_lite.jupyterlab() == folder
    monkeypatch.setattr(made.jupyter_lite, "settings", lambda: "other settings")
    assert made.jupyter_lite.jupyterlab() != folder
    assert len(times) == 2


@needs_both
def test_jupyterlab_opens_a_chapter_and_asks_no_other_host(visit):
    page = visit("chapters/01-why-nonlinearity.html")
    page.set_default_timeout(180_000)  # a slow machine with two browsers
    page.get_by_role("link", name="Open in JupyterLab").click()
    page.get_by_role("link", name="Back to the page in the book").wait_for()
    assert page.locator(".jp-Notebook h1").first.inner_text().startswith("Nonlinearity: bend the line")
    page.wait_for_load_state("networkidle")
    assert [each for each in page.troubles if not each.startswith("warning: Disabling terminals")] == []
    page.reload()
    page.get_by_role("link", name="Back to the page in the book").wait_for()
    page.close()


@needs_both
def test_on_a_phone_the_chapter_has_room(visit):
    page = visit("chapters/01-why-nonlinearity.html", width=375)
    page.set_default_timeout(180_000)  # a slow machine with two browsers
    page.get_by_role("link", name="Open in JupyterLab").click()
    page.get_by_role("link", name="Back to the page in the book").wait_for()
    page.wait_for_function("document.querySelector('.jp-Notebook').clientWidth > 250")
    page.close()
