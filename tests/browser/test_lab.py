"""Whole chapters in JupyterLab in the browser: they run, answer mouse and keyboard, and need no network."""

import json
import re

import pytest

from tests.browser.chapters import CHAPTERS, stored_texts
from tests.lab_page import Lab
from tests.pointing import middle

WHOLE = ("04-sigmoid", "08-softmax", "13-binary-classification")
JUPYTERLABS_OWN = {  # rules of axe-core that it breaks where a page around it cannot mend it, and how
    "aria-allowed-attr": "its buttons, a web component, say aria-pressed where their role has no such state",
    "aria-required-children": "its list of cells is a feed, whose children are no articles",
    "image-alt": "it shows a picture in an output without the text that the notebook holds beside it",
    "region": "its links for skipping stand outside of its landmarks",
}
ITS_OWN_NEWS = "Disabling terminals plugin"  # JupyterLite says so each time


@pytest.fixture(scope="module")
def lab(visit):
    """Open chapters from their pages, each once for all of these tests."""
    opened = {}

    def open_chapter(stem):
        if stem not in opened:
            page = visit(f"chapters/{stem}.html")
            page.get_by_role("link", name="Open in JupyterLab").click()
            opened[stem] = Lab(page, stem).ready().run_all()
        return opened[stem]

    return open_chapter


def troubles(page):
    return [each for each in page.troubles if ITS_OWN_NEWS not in each]


@pytest.mark.parametrize("stem", WHOLE)
def test_a_chapter_run_there_gives_what_is_stored(lab, stem):
    chapter = json.loads((CHAPTERS / f"{stem}.ipynb").read_text(encoding="utf-8"))["cells"]
    ran = {cell["id"]: cell for cell in lab(stem).saved()["cells"]}
    numbers = [cell["execution_count"] for cell in ran.values() if cell["cell_type"] == "code"]
    assert numbers == list(range(1, len(numbers) + 1))
    folded = "".join("".join(cell["source"]) for cell in ran.values() if cell["cell_type"] == "markdown")
    for cell in chapter:
        if cell["cell_type"] == "code":
            if cell["id"] in ran:
                assert texts(ran[cell["id"]]) == texts(cell), cell["id"]
            else:
                assert "".join(cell["source"]) in folded, cell["id"]  # a solution
    assert troubles(lab(stem).page) == []


def texts(cell):
    assert "error" not in {each["output_type"] for each in cell["outputs"]}
    return stored_texts(cell["outputs"])


def test_a_slider_moves_by_mouse_and_by_keyboard(lab):
    page = lab("04-sigmoid").page
    explorer = page.locator(".jp-OutputArea .jupyter-widgets:has([role=slider])").first
    handle, frame = explorer.locator("[role=slider]").first, explorer.locator("img.frame:visible")
    explorer.scroll_into_view_if_needed()
    for key in ("Home", "ArrowRight", "ArrowUp", "ArrowLeft", "End"):
        before = frame.get_attribute("alt")
        handle.press(key)
        changed(page, frame, before)
    assert page.locator(".jp-Notebook.jp-mod-commandMode").count() == 1
    before = frame.get_attribute("alt")
    track = explorer.locator(".noUi-base").first.bounding_box()
    page.mouse.move(*middle(handle))
    page.mouse.down()
    page.mouse.move(track["x"] + 2, track["y"] + track["height"] / 2, steps=4)
    page.mouse.up()
    changed(page, frame, before)


def changed(page, frame, before):
    for _ in range(50):
        if frame.get_attribute("alt") != before:
            return
        page.wait_for_timeout(100)
    pytest.fail(f"still {before}")


def test_the_playground_trains_and_pauses(lab):
    cell = lab("04-sigmoid").add("import actlib\nactlib.playground()")
    cell.get_by_role("button", name="Train").click()
    page = lab("04-sigmoid").page
    cell.get_by_text("epoch").first.wait_for()
    page.wait_for_timeout(3000)
    cell.get_by_role("button", name="Pause").click()
    assert "accuracy 0.9" in cell.locator(".jp-OutputArea").inner_text()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_it_is_accessible_but_for_what_is_jupyterlabs(browser, address, axe, theme):
    context = browser.new_context(color_scheme=theme)
    page = context.new_page()
    page.goto(f"{address}lab/lab/index.html?path=chapters/04-sigmoid.ipynb")
    Lab(page, "04-sigmoid").ready()
    rules = {name: {"enabled": False} for name in JUPYTERLABS_OWN}
    assert axe(page, {"preload": False, "rules": rules}) == []
    context.close()


def test_what_cannot_work_is_not_offered(lab):
    page = lab("04-sigmoid").page
    assert page.locator("[data-jp-item-name=restart]").is_visible()
    assert page.locator("[data-jp-item-name=interrupt]").is_hidden()
    page.get_by_role("menuitem", name="Kernel", exact=True).click()
    assert page.get_by_role("menuitem", name="Restart Kernel…").is_visible()
    assert page.get_by_role("menuitem", name="Interrupt Kernel").count() == 0
    page.keyboard.press("Escape")


def test_the_way_back_and_to_other_chapters(lab, address):
    page = lab("08-softmax").page
    back = page.get_by_role("link", name="Back to the page in the book")
    back.scroll_into_view_if_needed()
    with page.context.expect_page() as opened:
        back.click()
    opened.value.get_by_role("heading", name="Softmax: share out one whole").first.wait_for()
    assert opened.value.url == f"{address}chapters/08-softmax.html"
    opened.value.close()


def test_a_change_is_kept_and_the_original_comes_back(lab, visit):
    lab("08-softmax").add("mine = 'kept'")
    lab("08-softmax").saved()
    page = visit("chapters/08-softmax.html")
    page.get_by_role("link", name="Open in JupyterLab").click()
    again = Lab(page, "08-softmax").ready()
    assert "mine = 'kept'" in again.cells.last.inner_text()
    page.locator(".jp-DirListing-item", has_text="08-softmax").click(button="right")
    page.get_by_role("menuitem", name="Delete").click()
    page.get_by_role("button", name="Delete").click()
    again.cells.first.wait_for(state="detached")
    page.locator(".jp-DirListing-item", has_text="08-softmax").dblclick()
    again.cells.first.wait_for()
    assert "mine = 'kept'" not in page.locator(".jp-Notebook").inner_text()
    page.close()


def test_a_second_visit_needs_no_network(browser, address):
    context = browser.new_context()
    page = context.new_page()
    for _ in range(2):
        page.goto(f"{address}chapters/01-why-nonlinearity.html")
        page.get_by_role("link", name="Open in JupyterLab").click()
        Lab(page, "01-why-nonlinearity").ready()
    context.set_offline(True)
    page.reload()
    lab = Lab(page, "01-why-nonlinearity").ready()
    assert "0.5" in lab.add("from actlib import sigmoid\nprint(sigmoid(0))").inner_text()
    registered = "navigator.serviceWorker.getRegistrations().then((all) => all.map(({scope}) => scope))"
    elsewhere = context.new_page()
    context.set_offline(False)
    elsewhere.goto(f"{address}intro.html")
    assert elsewhere.evaluate(registered) == [address]
    context.close()


def test_python_reads_and_writes_the_files_in_the_list(lab):
    write = "from pathlib import Path\nPath('note.txt').write_text('hello')"
    cell = lab("13-binary-classification").add(f"{write}\nlen(Path('../references.bib').read_text())")
    size = len((CHAPTERS.parent / "references.bib").read_text(encoding="utf-8"))
    assert str(size) in cell.locator(".jp-OutputArea").inner_text()
    lab("13-binary-classification").page.locator(".jp-DirListing-item", has_text="note.txt").wait_for()


def test_it_works_under_the_policy_that_the_readme_states(browser, address_with_policy):
    page = browser.new_page()
    refused = []
    page.on("console", lambda message: "Content Security" in message.text and refused.append(message.text))
    page.goto(f"{address_with_policy}lab/lab/index.html?path=chapters/01-why-nonlinearity.ipynb")
    lab = Lab(page, "01-why-nonlinearity").ready()
    assert re.search(r"^42$", lab.add("6 * 7").inner_text(), re.MULTILINE)
    assert refused == []
    page.close()
