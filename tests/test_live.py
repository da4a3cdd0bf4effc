"""Python in the page, in a real browser: one of each kind; tests/browser has them all."""

import os

import pyodide
import pytest

from tests.conftest import wait_until_laid_out
from tests.live_page import Answering

CHAPTER = "chapters/01-why-nonlinearity.html"
EXERCISE = "ex-01-absolute"
WRONG = "weights = [1, 1]\nbiases = [0, 0]\noutput_weights = [1, 1]\n"
RIGHT = "weights = [1, -1]\nbiases = [0, 0]\noutput_weights = [1, 1]\n"

# In CI it must be there.
pytestmark = pytest.mark.skipif(
    bool(pyodide.missing()) and os.environ.get("CI") != "true",
    reason="python tools/pyodide.py fetches the browser's Python",
)


@pytest.fixture(scope="module")
def page(visit):
    """One page with one Python for all of these tests; each opens what it needs."""
    page = visit(CHAPTER)
    page.set_default_timeout(180_000)
    yield page
    page.close()


@pytest.fixture(scope="module")
def answering(page):
    return Answering(page, EXERCISE).open()


@pytest.fixture(autouse=True)
def no_troubles(page):
    page.troubles.clear()
    yield
    # To stop, the page revokes the address that Python asks; that question then fails, as it should.
    assert [each for each in page.troubles if not each.startswith("failed: blob:")] == []


def test_nothing_of_python_is_loaded_before_a_button_is_pressed(visit):
    page = visit("chapters/02-neurons-and-weights.html")
    loaded = page.evaluate("performance.getEntriesByType('resource').map((entry) => entry.name)")
    assert [name for name in loaded if "/live/" in name and "boot.js" not in name] == []
    page.close()


def test_a_wrong_answer_is_named_and_two_tries_open_a_hint(page, answering):
    solved, said = answering.write(WRONG).check()
    assert not solved
    assert "Not yet." in said
    assert page.locator(f"#{EXERCISE} details.hint[open]").count() == 0
    assert "A hint is open" in answering.check()[1]
    assert page.locator(f"#{EXERCISE} details.hint[open]").count() == 1


def test_a_right_answer_is_ticked_here_and_in_the_contents_and_stays(page, answering):
    assert answering.write(RIGHT).check()[0]
    assert "solved" in page.locator(f"#{EXERCISE} .admonition-title").inner_text()
    assert "1/4" in page.locator(".bd-sidebar-primary .current").first.inner_text()
    again = page.context.new_page()
    again.set_default_timeout(180_000)
    again.goto(page.url)
    wait_until_laid_out(again)
    assert "solved" in again.locator(f"#{EXERCISE} .admonition-title").inner_text()
    assert Answering(again, EXERCISE).open().text().strip() == RIGHT.strip()
    assert again.locator(".live-weight").count() > 0
    again.get_by_text("Python is here.").wait_for()
    assert again.locator(".live-weight").count() == 0
    again.goto(page.url.replace(CHAPTER, "exercises.html"))
    wait_until_laid_out(again)
    assert "solved" in again.locator(f"li:has(a[href*='{EXERCISE}'])").inner_text()
    again.close()


def in_another_tab(page):
    again = page.context.new_page()
    again.set_default_timeout(180_000)
    again.goto(page.url)
    return Answering(again, EXERCISE).open()


def test_what_another_tab_types_is_said_and_can_be_taken(page, answering):
    answering.write(WRONG)
    other = in_another_tab(page)
    assert other.text().strip() == WRONG.strip()
    other.write(RIGHT)
    answering.panel.get_by_text("changed in another tab").wait_for()
    assert answering.text().strip() == WRONG.strip()
    answering.press("Take its text")
    assert answering.text().strip() == RIGHT.strip()
    answering.panel.get_by_text("changed in another tab").wait_for(state="detached")
    answering.write(WRONG)
    other.press("Keep this one")
    answering.press("Keep this one")
    other.panel.get_by_text("changed in another tab").wait_for()
    assert other.text().strip() == RIGHT.strip()
    other.page.close()


def test_what_another_tab_offers_ends_once_its_reader_types_on(page, answering):
    answering.write(WRONG)
    other = in_another_tab(page)
    answering.write("# one")
    other.panel.get_by_text("changed in another tab").wait_for()
    other.write("# two")
    assert "changed in another tab" not in other.panel.inner_text()
    answering.panel.get_by_text("changed in another tab").wait_for()
    answering.press("Take its text")
    assert answering.text() == other.text() == "# two"
    assert "changed in another tab" not in answering.panel.inner_text() + other.panel.inner_text()
    other.page.close()


def test_what_was_solved_stays_solved_when_its_reader_starts_over(page, answering):
    assert answering.write(RIGHT).check()[0]
    answering.press("Start over")
    assert answering.text().strip() != RIGHT.strip()
    assert "solved" in page.locator(f"#{EXERCISE} .admonition-title").inner_text()
    assert page.evaluate("(label) => window.course.answers.get(label)", EXERCISE) == {"solved": True}


def test_keys_lead_to_stop_and_back_when_the_run_has_ended(page, answering):
    answering.write("import time\ntime.sleep(1)")
    page.keyboard.press("Shift+Enter")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.textContent") == "Stop"
    answering.ended()
    page.wait_for_timeout(200)
    assert page.evaluate("document.activeElement.textContent") == "Check"


def test_the_page_of_exercises_counts_in_words_and_asks_for_nothing_in_vain(visit, tmp_path):
    page = visit("exercises.html")
    page.evaluate("localStorage.clear()")
    page.evaluate("(label) => window.course.answers.set(label, {code: 'x', solved: true})", EXERCISE)
    page.get_by_text("Exercises solved so far: 1.").wait_for()
    export = page.get_by_role("button", name="Export my answers")
    with page.expect_download() as download:
        export.press("Enter")
    download.value.save_as(tmp_path / "answers.ipynb")
    page.get_by_text("1 answer is in my-answers.ipynb.").wait_for()
    assert export.evaluate("(button) => button === document.activeElement")
    page.evaluate("(label) => window.course.answers.set(label, {code: 'x'})", EXERCISE)
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Import answers").click()
    chooser.value.set_files(tmp_path / "answers.ipynb")
    page.get_by_text("1 answer has come.").wait_for()
    assert page.troubles == []
    page.close()


def test_an_error_is_said_in_words_and_its_line_is_marked(page, answering):
    solved, said = answering.write("a = 1\nb = a +\n").check()
    assert not solved
    assert "SyntaxError" in said
    assert "Traceback" not in said
    assert answering.panel.locator(".cm-lintRange-error, .cm-lintPoint-error").count() == 1


def test_an_endless_loop_is_stopped_and_python_goes_on(page, answering):
    answering.write(RIGHT).check()  # so that Python has come
    answering.write("while True:\n    pass\n").press("Check")
    page.wait_for_timeout(500)
    answering.press("Stop")
    page.wait_for_timeout(2000)
    answering.ended()
    assert "Stopped" in answering.output.inner_text()
    assert answering.write(RIGHT).check()[0]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("input('number')", "input() cannot ask"),
        ("import requests", "no network"),
        ("print('x' * 10)\nfor i in range(1_000_000):\n    print(i)", "left out"),
        ("import js\nprint([hasattr(js, name) for name in ('indexedDB', 'caches')])", "[False, False]"),
    ],
)
def test_what_a_page_cannot_do_is_said(answering, code, said):
    assert said in answering.write(code).check()[1]


def test_the_readers_code_reaches_no_other_host(page, answering):
    code = (
        "import js\nquestion = js.XMLHttpRequest.new()\nquestion.open('GET', 'http://127.0.0.2:9/', False)\n"
    )
    said = answering.write(
        f"{code}try:\n    question.send()\nexcept Exception as error:\n    print('refused')"
    ).check()[1]
    assert "refused" in said
    refused = [each for each in page.troubles if "Content Security Policy" in each or "127.0.0.2" in each]
    assert refused == page.troubles
    assert refused
    page.troubles.clear()


def test_every_printable_character_can_be_typed(page, answering):
    printable = "".join(map(chr, range(32, 127)))
    answering.write("")
    answering.panel.locator(".cm-content").click()
    page.keyboard.type(f"# {printable}")
    assert answering.text().startswith(f"# {printable}")
    answering.press("Start over")


def test_a_cell_is_edited_alone_and_compared_with_the_book(page):
    cell = page.locator(".cell[data-number='1']")
    cell.locator(".live-edit").click()
    panel = cell.locator(".live")
    panel.get_by_role("button", name="Run", exact=True).click()
    panel.locator(".live-same").wait_for()
    panel.locator(".cm-content").click()
    page.keyboard.press("ControlOrMeta+End")
    page.keyboard.type("\nprint('mine')")
    panel.get_by_role("button", name="Run", exact=True).click()
    panel.locator(".live-differs").wait_for()
    assert "You changed this" in panel.inner_text()
    panel.get_by_role("button", name="Back to the book").click()
    assert cell.locator(".cell_input").is_visible()
    assert cell.locator(".live-edit").evaluate("(button) => button === document.activeElement")


def test_the_playground_trains(visit):
    page = visit("playground.html")
    page.locator("#playground .live-button").first.click()
    page.locator("#playground[data-begun=true]").wait_for(timeout=180_000)
    page.get_by_role("button", name="One epoch").click()
    page.locator(".playground-status", has_text="epoch 1,").wait_for()
    assert page.troubles == []
    page.close()


def test_python_in_the_page_is_accessible(page, axe, answering):
    answering.write(WRONG).check()
    for theme in ("light", "dark"):
        page.evaluate("(theme) => { document.documentElement.dataset.theme = theme }", theme)
        assert axe(page, {"preload": False}) == [], theme
