"""Figures of chapters moved by hand in a real browser: mouse, finger, keys; what is said; no script."""

import gzip
import re

import numpy as np
import pytest
from scipy.special import softmax

from tests.conftest import wait_until_laid_out
from tests.pointing import middle

PAUSE = 700  # milliseconds of rest after which a change is said
MOST_BYTES = 10_000  # of a page's script, compressed
SIGMOID = "chapters/04-sigmoid.html"


class Moved:
    """One figure of a page, read and moved as a reader does."""

    def __init__(self, page, number):
        self.page = page
        self.explorer = page.locator(".explorer").nth(number)
        self.explorer.locator(".drag-alive").wait_for()
        wait_until_laid_out(page)
        self.explorer.scroll_into_view_if_needed()
        self.handles = self.explorer.locator(".drag-handle")
        self.frame = self.explorer.locator(".frame")

    def value(self, index=0):
        return float(self.handles.nth(index).get_attribute("aria-valuenow"))

    def title(self):
        return self.explorer.locator(".drag-title").inner_text()

    def status(self):
        return self.explorer.get_by_role("status").inner_text()

    def controls(self):
        return self.explorer.locator(".explorer-control > [aria-hidden]").all_inner_texts()

    def middle(self, index=0):
        return middle(self.handles.nth(index))

    def drag(self, across, down, index=0):
        x, y = self.middle(index)
        mouse = self.page.mouse
        mouse.move(x + 4, y - 3)
        mouse.down()
        for share in (0.3, 0.6, 1):
            mouse.move(x + 4 + across * share, y - 3 + down * share)
        mouse.up()


@pytest.fixture
def open_figure(visit):
    pages = []

    def open_page(url, number=0, **options):
        pages.append(visit(url, **options))
        return Moved(pages[-1], number)

    yield open_page
    for page in pages:
        assert page.troubles == []
        page.close()


# The neuron


def test_the_crossing_of_a_neuron_follows_the_mouse_and_its_words_follow(open_figure):
    figure = open_figure(SIGMOID)
    x, y = figure.middle()
    figure.drag(70, 15)
    assert figure.middle()[0] == pytest.approx(x + 70, abs=1)
    assert figure.middle()[1] == pytest.approx(y, abs=1)
    crossing = figure.value()
    assert 0.5 < crossing < 3
    assert figure.controls() == ["1", f"{-crossing:g}".replace("-", "−")]
    assert figure.title() == f"sigmoid(1·x − {crossing:g})"
    sentence = f"it crosses one half at x = {crossing:g}, with slope 0.25."
    assert figure.frame.get_attribute("aria-label").endswith(sentence)
    figure.page.wait_for_timeout(PAUSE + 300)
    assert figure.status().endswith(sentence)


def test_the_slope_of_a_neuron_turns_about_its_crossing(open_figure):
    figure = open_figure(SIGMOID)
    start = figure.middle()
    figure.drag(-25, -40, index=1)
    assert figure.middle() == pytest.approx(start, abs=0.5)
    assert figure.value(1) > 1.3
    assert figure.value(0) == 0
    figure.drag(0, 300, index=1)
    assert figure.value(1) < 0
    assert figure.middle() == pytest.approx(start, abs=0.5)


def test_near_a_stored_state_a_handle_snaps_and_the_stored_words_return(open_figure):
    figure = open_figure(SIGMOID)
    stored = figure.frame.get_attribute("aria-label")
    figure.drag(60, 0)
    assert figure.frame.get_attribute("aria-label") != stored
    figure.drag(-64, 0)
    assert figure.value() == 0
    assert figure.frame.get_attribute("aria-label") == stored
    assert figure.controls() == ["1", "0"]


def test_keys_stop_at_stored_states_and_go_finer_with_shift(open_figure):
    figure = open_figure(SIGMOID)
    crossing = figure.handles.first
    for key, wanted in [
        ("ArrowRight", 2), ("ArrowUp", 4), ("ArrowUp", 4), ("ArrowLeft", 2), ("End", 4), ("Home", -4),
        ("Shift+ArrowRight", -3.9),
    ]:  # fmt: skip
        crossing.press(key)
        assert figure.value() == pytest.approx(wanted, abs=1e-9), key
    figure.handles.nth(1).press("Home")
    assert figure.value(1) == -2
    figure.page.wait_for_timeout(PAUSE + 300)
    assert figure.status().startswith("sigmoid(−2·x − 7.8): it crosses one half at x = −3.9")


def test_a_slider_leads_back_to_a_stored_state(open_figure):
    figure = open_figure(SIGMOID)
    figure.drag(50, 0)
    figure.explorer.get_by_role("slider", name="bias").press("End")
    assert figure.controls() == ["1", "4"]
    assert figure.value() == -4
    assert figure.title() == "sigmoid(1·x + 4)"


@pytest.mark.parametrize("page", ["02-neurons-and-weights", "05-tanh"])
def test_other_neurons_are_moved_as_well(open_figure, page):
    figure = open_figure(f"chapters/{page}.html", 0 if page.startswith("02") else 2)
    x = figure.middle()[0]
    figure.drag(-50, 0)
    assert figure.middle()[0] == pytest.approx(x - 50, abs=1)
    assert figure.value() < -0.5


# The point that paints, and the secant


def test_a_point_paints_the_slopes_curve_and_a_second_one_makes_the_secant(open_figure):
    figure = open_figure("chapters/05-tanh.html")
    painted = figure.explorer.locator(".drag-painted")
    before = painted.get_attribute("d")
    figure.drag(60, 0)
    x = figure.value()
    assert len(painted.get_attribute("d")) > len(before) + 50
    assert figure.title() == f"x = {x:.2f}, value {np.tanh(x):.3f}, slope {1 - np.tanh(x) ** 2:.3f}"
    figure.explorer.get_by_role("button", name="Add a second point").click()
    figure.handles.nth(1).press("End")
    end = figure.value(1)
    rise = (np.tanh(end) - np.tanh(x)) / (end - x)
    assert f"; secant to x = {end:.2f}: slope {rise:.3f}" in figure.title()
    across = figure.middle(0)[0] - figure.middle(1)[0]
    figure.drag(across, 0, index=1)
    assert figure.title().endswith(f"slope {1 - np.tanh(x) ** 2:.3f}"), "the secant became the tangent"
    figure.explorer.get_by_role("button", name="Take it away").click()
    assert figure.handles.count() == 1


# Two points beside a place


def test_two_points_move_together_toward_their_place(open_figure):
    figure = open_figure("chapters/11-derivatives.html")
    figure.explorer.get_by_role("button", name="two-sided").click()
    figure.drag(-100, 0)
    h = figure.value(0)
    assert 0.2 < h < 1.7
    assert figure.value(1) == -h
    rise = (np.tanh(0.5 + h) - np.tanh(0.5 - h)) / (2 * h)
    assert figure.title().startswith(f"slope {rise:.3f}, off by ")
    figure.handles.nth(1).press("End")
    assert figure.value(0) == 0.1


# Corners along the sine


def test_a_corner_moves_along_the_sine_and_equal_pieces_come_back(open_figure):
    figure = open_figure("chapters/12-sine-from-relu-pairs.html", 1)
    assert figure.handles.count() == 7
    stored = figure.title()
    x, y = figure.middle(1)
    figure.drag(-22, 0, index=1)
    assert figure.middle(1)[0] == pytest.approx(x - 22, abs=1)
    assert figure.middle(1)[1] > y + 1, "it stays on the sine"
    assert figure.title().startswith("8 pairs: error ")
    assert figure.title().endswith(stored.split("error ")[1].split(" ")[0])
    figure.explorer.get_by_role("button", name="Equal pieces").click()
    assert figure.title() == stored
    figure.explorer.get_by_role("slider", name="pairs").press("End")
    assert figure.handles.count() == 0
    assert figure.title().startswith("32 pairs: error ")


# Scores and temperature


def test_scores_and_temperature_are_dragged_and_the_shares_follow(open_figure):
    figure = open_figure("chapters/08-softmax.html")
    figure.drag(0, 30, index=4)
    stored = figure.title()
    figure.drag(45, 0, index=2)
    scores = [figure.value(index) for index in range(4)]
    assert scores[2] > 0.5
    shares = softmax(np.array(scores) / figure.value(4))
    shown = figure.explorer.locator("text.drag-word").all_text_contents()
    assert shown[4:] == [f"{share:.3f}" for share in shares]
    figure.drag(60, 0, index=4)
    assert figure.value(4) > 1.5
    assert figure.controls() == [f"{figure.value(4):g}"]
    figure.explorer.get_by_role("button", name="Scores as before").click()
    figure.explorer.get_by_role("slider", name="temperature", exact=True).first.focus()
    figure.handles.nth(4).press("Home")
    assert figure.value(4) == 0.1
    assert figure.title() != stored


# The kernel's window, and painting


def test_the_window_moves_over_the_image_and_the_pen_paints(open_figure):
    figure = open_figure("chapters/16-images.html")
    pixels = figure.explorer.locator("rect:is(.drag-low, .drag-high)")
    side = pixels.first.bounding_box()["width"]
    figure.drag(2 * side, side)
    assert figure.value() == 6 * 3 + 3
    assert "row 4, column 4: sum " in figure.handles.first.get_attribute("aria-valuetext")
    figure.handles.first.press("ArrowUp")
    assert figure.value() == 6 * 2 + 3
    figure.explorer.get_by_role("button", name="Empty image").click()
    assert set(strengths(pixels)[:64]) == {0}
    figure.drag(3 * side, 0, index=1)
    assert figure.title().startswith("Your image, ")
    assert sum(strength > 0 for strength in strengths(pixels)[:64]) >= 2
    figure.page.keyboard.press("Space")
    box = pixels.first.bounding_box()
    figure.page.mouse.click(box["x"] + side / 2, box["y"] + side / 2)
    assert strengths(pixels)[0] > 0.8
    figure.explorer.get_by_role("button", name="Digit").click()
    assert figure.title().startswith("Digit 1, ")


def strengths(pixels):
    return pixels.evaluate_all("(all) => all.map((each) => Number(each.getAttribute('fill-opacity')))")


# Creases around a circle


def test_a_crease_turns_and_moves_with_its_ring(open_figure):
    figure = open_figure("chapters/13-binary-classification.html", 1)
    assert figure.handles.count() == 3 + 1
    stored = figure.title()
    x, y = figure.middle(1)
    figure.drag(30, 40, index=1)
    assert figure.middle(1) == pytest.approx((x + 30, y + 40), abs=1.5)
    yard = figure.explorer.locator(".drag-yard").get_attribute("d")
    assert ", with creases moved by hand; at (0.00, 1.20)" in figure.frame.get_attribute("aria-label")
    figure.handles.nth(1).press("ArrowUp")
    assert figure.middle(1)[1] < y + 40
    assert figure.explorer.locator(".drag-yard").get_attribute("d") != yard
    figure.explorer.get_by_role("button", name="Evenly turned").click()
    assert figure.title() == stored
    figure.explorer.get_by_role("slider", name="creases").press("End")
    assert figure.title() == "creases: 6, 100% of the dots on their side"


def test_a_dot_of_ones_own_is_told_what_the_relus_give_it(open_figure):
    figure = open_figure("chapters/13-binary-classification.html", 1)
    score = figure.explorer.locator("text.drag-score")
    assert score.text_content() == "0.45"  # the crease above the middle stands at 0.75
    stored = figure.title()
    for key in ["ArrowDown"] * 14:
        figure.handles.last.press(key)
    assert score.text_content() == "0.00"
    assert figure.handles.last.get_attribute("aria-valuetext").endswith("add up to 0.00: inside")
    assert figure.title() == stored
    assert "by hand" not in figure.frame.get_attribute("aria-label")
    x, y = figure.middle(3)
    figure.drag(60, -50, index=3)
    assert figure.middle(3) == pytest.approx((x + 60, y - 50), abs=1.5)
    assert figure.handles.last.get_attribute("aria-valuetext").endswith("outside")
    for key in ("Home", "a", "Tab"):
        figure.handles.last.press(key)
    assert figure.page.troubles == []


def test_a_learned_crease_moves_without_turning(open_figure):
    figure = open_figure("chapters/13-binary-classification.html", 2)
    assert figure.handles.count() == 6 + 1
    stored, distances = figure.title(), [figure.value(k) for k in range(6)]
    assert stored == "epoch: 300, 100% of the dots on their side"
    figure.drag(-20, -60)
    assert figure.value() < distances[0] - 0.2
    assert [figure.value(k) for k in range(1, 6)] == distances[1:]
    assert figure.title() != stored
    assert ", with creases moved by hand; at (0.00, 1.20)" in figure.frame.get_attribute("aria-label")
    moved = figure.value()
    figure.handles.first.press("ArrowUp")
    assert figure.value() == pytest.approx(moved + 0.05, rel=0, abs=1e-3)
    figure.explorer.get_by_role("button", name="As trained").click()
    assert figure.title() == stored
    for _ in range(12):
        figure.handles.nth(2).press("ArrowDown")
    assert figure.title() == stored  # its ReLU is on for no dot
    assert "by hand" in figure.frame.get_attribute("aria-label")
    figure.explorer.get_by_role("slider", name="epoch").press("Home")
    assert figure.title() == "epoch: 0, 52% of the dots on their side"
    assert [figure.value(k) for k in range(6)] == [0] * 6
    assert figure.page.troubles == []


# Played


@pytest.mark.parametrize("chapter", ["13-binary-classification", "14-spiral-classification"])
def test_epochs_are_played_to_their_end_and_stop_when_touched(browser, address, chapter):
    context = browser.new_context(reduced_motion="no-preference")
    page = context.new_page()
    page.goto(f"{address}chapters/{chapter}.html")
    explorer = page.locator(".explorer[data-play]").first
    slider, button = explorer.get_by_role("slider", name="epoch"), explorer.locator(".drag-row button")
    button.click()
    assert button.inner_text() == "Stop"
    page.wait_for_function("(row) => row.textContent === 'Play'", arg=button.element_handle(), timeout=20_000)
    assert slider.input_value() == slider.get_attribute("max")
    button.click()
    assert slider.input_value() == "0"
    slider.press("ArrowRight")
    assert button.inner_text() == "Play"
    context.close()


def test_nothing_is_played_where_motion_is_not_wanted(visit):
    page = visit("chapters/13-binary-classification.html")
    assert page.locator("[data-play] .drag-row:visible").count() == 0
    page.close()


# All of them


def test_a_finger_moves_a_handle_and_scrolls_elsewhere(browser, address):
    context = browser.new_context(viewport={"width": 375, "height": 740}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(address + SIGMOID)
    figure = Moved(page, 0)
    touch = context.new_cdp_session(page)

    def swipe(x, y, across, up):
        touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
        for share in np.linspace(0.1, 1, 10).tolist():
            points = [{"x": x + across * share, "y": y - up * share}]
            touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": points})
        touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    scrolled = page.evaluate("scrollY")
    x, y = figure.middle()
    swipe(x, y, -45, 50)
    assert figure.middle()[0] == pytest.approx(x - 45, abs=2)
    assert page.evaluate("scrollY") == scrolled
    for handle in figure.handles.all():
        box = handle.bounding_box()
        assert min(box["width"], box["height"]) >= 44
    box = page.locator(".explorer-stage").first.bounding_box()
    swipe(box["x"] + 60, box["y"] + 90, 0, 60)
    page.wait_for_function("(before) => scrollY > before", arg=scrolled)
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 375
    context.close()


@pytest.mark.parametrize("width", [375, 1280])
def test_a_figure_that_can_be_moved_is_as_high_as_before_the_script(browser, site, address, width):
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    page.goto(f"{address}chapters/05-tanh.html", wait_until="networkidle")
    page.locator(".drag-alive").first.wait_for()
    explorers = page.locator(".explorer[data-kernel]")
    height = "(all) => all.map((each) => each.getBoundingClientRect().height)"
    alive = explorers.evaluate_all(height)
    rows = re.findall(r'<div class="drag-row.*?</div>', (site / "chapters/05-tanh.html").read_text("utf-8"))
    explorers.evaluate_all(
        """(all, rows) => all.forEach((each, k) => {
            each.querySelector('.drag-plane').remove();
            each.querySelector('.drag-row').outerHTML = rows[k];
        })""",
        rows,
    )
    assert explorers.evaluate_all(height) == alive
    context.close()


def test_without_javascript_and_on_paper_the_stored_frame_stands_alone(browser, address):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 375, "height": 740})
    page = context.new_page()
    page.goto(address + SIGMOID)
    assert page.locator(".explorer-stage .frame:visible").count() >= 2
    assert page.locator(".drag-row:visible, .drag-handle").count() == 0
    context.close()


def test_on_paper_the_stored_frame_is_printed(open_figure):
    figure = open_figure(SIGMOID)
    figure.page.emulate_media(media="print")
    assert figure.handles.first.is_hidden()
    assert figure.frame.evaluate("(each) => getComputedStyle(each).opacity") == "1"


def test_it_works_from_disk(site, open_figure):
    figure = open_figure((site / SIGMOID).as_uri())
    figure.handles.first.press("ArrowRight")
    assert figure.value() == 2


def test_dark_pages_and_forced_colors_are_drawn_apart_from_their_ground(open_figure):
    figure = open_figure(SIGMOID, mode="dark")
    colors = """(each) => [getComputedStyle(each).stroke, getComputedStyle(document.body).backgroundColor]"""
    curve, ground = figure.explorer.locator("path.drag-curve").evaluate(colors)
    assert contrast(curve, ground) > 4.5
    figure.page.emulate_media(forced_colors="active")
    curve, ground = figure.explorer.locator("path.drag-curve").evaluate(colors)
    assert contrast(curve, ground) > 4.5


def contrast(one, other):
    def luminance(color):
        parts = np.array(list(map(float, re.findall(r"[\d.]+", color)))[:3]) / 255
        linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
        return float(linear @ [0.2126, 0.7152, 0.0722])

    low, high = sorted([luminance(one), luminance(other)])
    return (high + 0.05) / (low + 0.05)


def test_pages_load_one_small_script_and_only_where_something_is_moved(site):
    scripts = list((site / "_static").glob("drag-*.js"))
    assert scripts
    for script in scripts:
        assert len(gzip.compress(script.read_bytes())) < MOST_BYTES, script.name
    for path in (site / "chapters").glob("*.html"):
        text = path.read_text(encoding="utf-8")
        loaded = re.findall(r'src="[^"]*/_static/drag-[^"]*\.js', text)
        assert len(loaded) == bool(re.search('data-(?:kernel|play)="', text)), path.name
        assert ("dragging.css" in text) == bool(loaded)
