"""The whole course in a browser: exercises answered, chapters run, and what else a reader may do."""

import functools
import re

import pytest

from tests.conftest import wait_until_laid_out
from tests.exercises import answers, exercises
from tests.live_page import Answering
from tests.prose import CHAPTERS

EXERCISES = [(stem, label) for stem in CHAPTERS for label in exercises(stem)]
LONGEST = 600_000
FIGURE = """import numpy as np
from actlib import figures
x = np.linspace(0, 1)
figures.curves(x, {"line": x})"""
EXPLORER = """from actlib import CATALOGUE
from actlib.explorers import tangent
tangent(CATALOGUE["tanh"])"""
HTML = """class Html:
    def _repr_html_(self):
        script = "document.title = 1"
        return f"<b>bold</b><img src=x onerror='{script}'><script>{script}</script>"
Html()"""


@pytest.fixture(scope="module")
def opened(visit):
    """Open a chapter once, with its Python, for all of its exercises."""

    @functools.cache
    def open_chapter(stem):
        page = visit(f"chapters/{stem}.html")
        page.set_default_timeout(LONGEST)
        return page

    return open_chapter


@pytest.mark.parametrize(("stem", "label"), EXERCISES, ids=[label for _, label in EXERCISES])
def test_an_exercise_tells_right_from_wrong(opened, stem, label):
    answering = Answering(opened(stem), label).open()
    solved, said = answering.write(exercises(stem)[label].solution).check()
    assert solved, f"the solution: {said}"
    for answer in answers(stem):
        if answer.label != label:
            continue
        solved, said = answering.write(answer.code).check()
        assert solved == answer.right, f"{answer.title}: {said}"
        assert folded(answer.shows) in folded(said), f"{answer.title}: {said}"


def folded(text):
    return " ".join(text.lower().split())


@pytest.mark.parametrize("stem", CHAPTERS)
def test_a_chapter_run_in_the_page_gives_what_is_stored(visit, stem):
    page = visit(f"chapters/{stem}.html")
    page.set_default_timeout(LONGEST)
    page.get_by_role("button", name="Run this page").click()
    status = page.locator(".live-row .live-status").first
    page.wait_for_function(
        "(status) => /^(All|Ended|\\d+ of)/.test(status.textContent)", arg=status.element_handle()
    )
    differing = page.locator(".live-ran:has(.live-differs)").all_inner_texts()
    assert status.inner_text().startswith("All"), "\n".join(differing)
    page.get_by_role("button", name="Back to the stored page").click()
    assert page.locator(".live-ran").count() == 0
    assert [each for each in page.troubles if not each.startswith("failed: blob:")] == []
    page.close()


@pytest.fixture
def cell(visit):
    """The second cell of chapter 1, opened in an editor."""
    page = visit("chapters/01-why-nonlinearity.html")
    page.set_default_timeout(LONGEST)
    shown = page.locator(".cell[data-number='1']")
    shown.locator(".live-edit").click()
    yield Answering(page, "unused", panel=shown.locator(".live"))
    page.close()


def run(cell, code):
    cell.write(code).press("Run")
    cell.ended()
    return cell.output


def test_too_much_memory_is_said_and_python_goes_on(cell):
    output = run(cell, "numbers = [bytearray(10**9) for _ in range(9)]")
    assert "memory" in output.inner_text().lower()
    assert "2" in run(cell, "1 + 1").inner_text()


def test_a_call_that_never_returns_is_ended_and_python_starts_afresh(cell):
    run(cell, "1")
    cell.write("import numpy as np\nbig = np.ones((6000, 6000))\nfor _ in range(100):\n    big @ big").press(
        "Run"
    )
    cell.page.wait_for_timeout(1000)
    cell.press("Stop")
    cell.page.wait_for_timeout(2500)
    cell.ended()
    assert "variables are gone" in cell.output.inner_text() or "Stopped" in cell.output.inner_text()
    assert "2" in run(cell, "1 + 1").inner_text()


def test_loading_can_be_cancelled_and_taken_up_again(cell):
    cell.press("Run")
    cell.page.wait_for_timeout(100)
    cell.press("Stop")
    cell.ended()
    assert "cancelled" in cell.output.inner_text()
    assert "2" in run(cell, "1 + 1").inner_text()


def test_an_editor_is_opened_without_a_network_and_runs_once_there_is_one(visit):
    page = visit("chapters/01-why-nonlinearity.html")
    page.set_default_timeout(LONGEST)
    page.route("**/pyodide-*/*", lambda route: route.abort())
    answering = Answering(page, "ex-01-absolute").open()
    answering.panel.get_by_text("Is there a network?").wait_for()
    page.unroute("**/pyodide-*/*")
    assert answering.write(exercises("01-why-nonlinearity")["ex-01-absolute"].solution).check()[0]
    page.close()


@pytest.fixture
def offline(browser, address):
    """A chapter whose wanted files do not come until `page.unroute_all()`."""
    context = browser.new_context(service_workers="block")

    def open_without(chapter, *patterns):
        page = context.new_page()
        page.set_default_timeout(LONGEST)
        for pattern in patterns:
            page.route(pattern, lambda route: route.abort())
        page.goto(f"{address}chapters/{chapter}.html")
        wait_until_laid_out(page)
        return page

    yield open_without
    context.close()


@pytest.mark.parametrize("lost", ["matplotlib-3", "pyparsing", "six", "contourpy"])
def test_a_package_that_did_not_come_is_asked_for_again(offline, lost):
    page = offline("01-why-nonlinearity", f"**/{lost}*")
    answering = Answering(page, "ex-01-absolute").open()
    code = f"import matplotlib.pyplot as plt\n{exercises('01-why-nonlinearity')['ex-01-absolute'].solution}"
    for _ in range(2):
        solved, said = answering.write(code).check()
        assert not solved
        assert said == "matplotlib did not come. Is there a network? The next run tries again."
    page.locator(".cell[data-number='1'] .live-edit").click()
    cell = Answering(page, "unused", panel=page.locator(".cell[data-number='1'] .live"))
    said = run(cell, "import matplotlib").inner_text()
    assert "did not come" in said
    assert "differs" not in said
    assert "2" in run(cell, "1 + 1").inner_text()
    page.unroute_all()
    solved, said = answering.check()
    assert solved, said


def test_the_files_of_a_chapter_that_did_not_come_are_asked_for_again(offline):
    page = offline("01-why-nonlinearity", "**/chapters.zip")
    page.locator(".cell[data-number='1'] .live-edit").click()
    cell = Answering(page, "unused", panel=page.locator(".cell[data-number='1'] .live"))
    code = "from pathlib import Path\nlen(list(Path().glob('*.ipynb'))) > 9"
    assert "chapters.zip did not come. Is there a network?" in run(cell, code).inner_text()
    page.unroute_all()
    assert "True" in run(cell, code).inner_text()


@pytest.mark.parametrize(
    ("lost", "said"),
    [
        ("**/pages/03-step.json", "This did not come. Is there a network? Press again once there is one."),
        ("**/page.js", "This did not load. Is there a network? Press again once there is one;"),
        ("**/editor.js", "This did not load. Is there a network? Press again once there is one;"),
    ],
)
def test_what_a_press_needs_is_asked_for_again_with_the_next(offline, lost, said):
    page = offline("03-step", lost)
    opener = page.locator(".exercise .live-row").first
    opener.get_by_role("button").click()
    opener.get_by_text(said).wait_for()
    page.unroute_all()
    opener.get_by_role("button").click()
    page.locator(".exercise .live .cm-content").first.wait_for()


def test_python_that_comes_with_an_editor_is_cancelled(visit):
    page = visit("chapters/01-why-nonlinearity.html")
    page.set_default_timeout(LONGEST)
    answering = Answering(page, "ex-01-absolute").open()
    answering.press("Stop")
    answering.panel.get_by_text("cancelled").wait_for()
    page.wait_for_timeout(1000)
    assert "is here" not in answering.panel.inner_text()
    assert answering.write(exercises("01-why-nonlinearity")["ex-01-absolute"].solution).check()[0]
    page.close()


def test_who_saves_data_gets_python_with_the_first_run(browser, address):
    context = browser.new_context()
    context.add_init_script("Object.defineProperty(navigator, 'connection', {value: {saveData: true}})")
    page = context.new_page()
    page.set_default_timeout(LONGEST)
    came = []
    page.on("request", lambda request: "pyodide" in request.url and came.append(request.url))
    page.goto(f"{address}chapters/01-why-nonlinearity.html")
    answering = Answering(page, "ex-01-absolute").open()
    page.wait_for_timeout(1000)
    assert came == []
    assert page.locator(".live-weight", has_text="with your first run: about").count() > 0
    assert answering.write(exercises("01-why-nonlinearity")["ex-01-absolute"].solution).check()[0]
    assert came
    context.close()


def test_a_figure_has_its_sentence_and_an_explorer_moves(cell):
    output = run(cell, FIGURE)
    assert "line" in output.locator("svg.figure").get_attribute("aria-label")
    output = run(cell, EXPLORER)
    frame = output.locator("svg.frame")
    before = frame.get_attribute("aria-label")
    output.get_by_role("slider").press("ArrowRight")
    assert frame.get_attribute("aria-label") != before


def test_html_of_the_reader_runs_no_script(cell):
    output = run(cell, HTML)
    assert output.locator("b").inner_text() == "bold"
    cell.page.wait_for_timeout(300)
    assert cell.page.title() != "1"
    assert output.locator("script").count() == 0


def test_without_storage_an_answer_lasts_as_long_as_the_page(browser, address):
    context = browser.new_context()
    context.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new Error('none') }})"
    )
    page = context.new_page()
    page.set_default_timeout(LONGEST)
    page.goto(f"{address}chapters/01-why-nonlinearity.html")
    solution = exercises("01-why-nonlinearity")["ex-01-absolute"].solution
    assert Answering(page, "ex-01-absolute").open().write(solution).check()[0]
    assert "solved" in page.locator("#ex-01-absolute .admonition-title").inner_text()
    context.close()


def test_answers_are_carried_from_one_browser_to_another(browser, address, tmp_path):
    first, second = browser.new_context(), browser.new_context()
    page = first.new_page()
    page.goto(f"{address}exercises.html")
    page.evaluate("window.course.answers.set('ex-01-absolute', {code: 'mine = 1', solved: true})")
    with page.expect_download() as download:
        page.get_by_role("button", name="Export my answers").click()
    download.value.save_as(tmp_path / "answers.ipynb")
    other = second.new_page()
    other.goto(f"{address}exercises.html")
    with other.expect_file_chooser() as chooser:
        other.get_by_role("button", name="Import answers").click()
    chooser.value.set_files(tmp_path / "answers.ipynb")
    other.get_by_text("✓ solved").wait_for()
    assert other.evaluate("window.course.answers.get('ex-01-absolute').code") == "mine = 1"
    page.evaluate("window.course.answers.set('ex-01-absolute', {code: 'new = 2', solved: true})")
    unsolved = (tmp_path / "answers.ipynb").read_text().replace('"solved": true', '"solved": false')
    (tmp_path / "answers.ipynb").write_text(unsolved)
    page.on("dialog", lambda dialog: dialog.accept())
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Import answers").click()
    chooser.value.set_files(tmp_path / "answers.ipynb")
    page.get_by_text("1 answer has come.").wait_for()
    kept = page.evaluate("window.course.answers.get('ex-01-absolute')")
    assert kept == {"code": "mine = 1", "solved": True}
    first.close()
    second.close()


def test_a_kept_course_reads_and_runs_with_no_network(browser, address):
    context = browser.new_context()
    page = context.new_page()
    page.set_default_timeout(LONGEST)
    page.goto(f"{address}exercises.html")
    page.get_by_role("button", name="Keep this course on my device").click()
    page.get_by_role("button", name=re.compile(r"Keep [\d.]+ MB on my device")).click()
    page.get_by_text("Kept on this device").wait_for()
    context.set_offline(True)
    page.goto(f"{address}chapters/01-why-nonlinearity.html")
    solution = exercises("01-why-nonlinearity")["ex-01-absolute"].solution
    assert Answering(page, "ex-01-absolute").open().write(solution).check()[0]
    context.close()


def test_all_works_under_the_policy_that_the_readme_states(browser, address_with_policy):
    context = browser.new_context()
    page = context.new_page()
    page.set_default_timeout(LONGEST)
    refused = []
    page.on("console", lambda message: "Content Security" in message.text and refused.append(message.text))
    page.goto(f"{address_with_policy}chapters/01-why-nonlinearity.html")
    page.locator("svg.frame").first.wait_for()
    solution = exercises("01-why-nonlinearity")["ex-01-absolute"].solution
    assert Answering(page, "ex-01-absolute").open().write(solution).check()[0]
    page.locator(".cell[data-number='1'] .live-edit").click()
    cell = Answering(page, "unused", panel=page.locator(".cell[data-number='1'] .live"))
    run(cell, EXPLORER).locator("svg.frame").wait_for()
    assert refused == []
    context.close()
