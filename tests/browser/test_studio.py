"""The studio in a browser: drawn by mouse, finger and keys, judged by Python, sent as a link."""

import math
import re

import numpy as np
import pytest

from actlib import Activation
from tests.conftest import wait_until_laid_out

LONGEST = 600_000
PAGE = "studio.html"
PHONE = {"viewport": {"width": 390, "height": 800}, "has_touch": True, "is_mobile": True}
REACH, MARGIN = 4, 14  # of the plot: units from its middle, pixels around it


class Studio:
    """The page as a reader uses it."""

    def __init__(self, page):
        self.page = page
        page.set_default_timeout(LONGEST)
        page.wait_for_selector("#studio[data-state]")
        wait_until_laid_out(page)
        self.plot = page.locator(".studio-plot")
        self.handles = self.plot.get_by_role("slider")
        self.words = page.locator(".studio-words")

    def button(self, name):
        return self.page.get_by_role("button", name=name, exact=True)

    def press(self, name):
        self.button(name).click()
        return self

    def at(self, x, y):
        """Return the pixel of a point of the plane."""
        box = self.plot.bounding_box()
        unit = (box["width"] - 2 * MARGIN) / (2 * REACH)
        return box["x"] + MARGIN + (x + REACH) * unit, box["y"] + MARGIN + (REACH - y) * unit

    def draw(self, curve, left=-3.8, right=3.8, moves=40):
        self.plot.scroll_into_view_if_needed()
        self.page.mouse.move(*self.at(left, curve(left)))
        self.page.mouse.down()
        for move in range(1, moves + 1):
            x = left + (right - left) * move / moves
            self.page.mouse.move(*self.at(x, curve(x)))
        self.page.mouse.up()
        return self

    def said(self, words):
        self.words.filter(has_text=words).wait_for()

    def curve(self, name="curve"):
        return self.plot.locator(f"path.studio-{name}").get_attribute("d")

    def state(self):
        """Return what a link would hold, as the page itself reads it."""
        self.page.wait_for_function("location.hash.startsWith('#1.')")
        self.page.wait_for_timeout(500)
        lines = """async () => (await import(`${window.course.here}link.js`)).unpack(location.hash)"""
        return self.page.evaluate(lines)

    def judge(self):
        self.press("Judge it with Python")
        self.page.locator(".studio-card").wait_for()
        return self

    def card(self):
        return self.page.locator(".studio-sentences").inner_text()

    def pack(self, change):
        """Return a link to a changed start."""
        lines = """async (change) => {
            const { pack } = await import(`${window.course.here}link.js`);
            const { START } = await import(`${window.course.here}studio-state.js`);
            return pack({ ...START, ...change });
        }"""
        return self.page.evaluate(lines, change)


@pytest.fixture
def studio(visit):
    page = visit(PAGE)
    yield Studio(page)
    # To stop, the page revokes the address that Python asks; that question then fails, as it should.
    assert [each for each in page.troubles if not each.startswith("failed: blob:")] == []
    page.close()


@pytest.fixture(scope="module")
def judged(visit):
    """One page with its Python, for what only looks at cards."""
    page = visit(PAGE)
    yield Studio(page).judge()
    page.close()


def test_a_stroke_becomes_the_curve_and_can_be_undone(studio):
    start = studio.curve()
    studio.draw(lambda x: 0.7 * x)
    drawn = studio.curve()
    assert drawn != start
    studio.said("A new stroke.")
    studio.said("rises everywhere")
    studio.press("Undo")
    assert studio.curve() == start
    studio.press("Redo")
    assert studio.curve() == drawn
    studio.press("Start over")
    assert studio.curve() == start
    studio.plot.press("ControlOrMeta+z") if studio.handles.count() else studio.button("Draw").press(
        "ControlOrMeta+z"
    )
    assert studio.curve() == drawn


def test_nothing_of_python_is_loaded_before_a_press(studio):
    studio.draw(math.sin)
    loaded = studio.page.evaluate("performance.getEntriesByType('resource').map((entry) => entry.name)")
    assert [name for name in loaded if re.search(r"pyodide|worker\.js|actlib", name)] == []
    assert studio.page.locator(".studio-weight").first.inner_text().startswith("Python comes first: ")


def test_points_are_moved_added_and_removed_by_keys_alone(studio):
    studio.button("Bend by points").press("Enter")
    assert studio.handles.count() == 6
    handle = studio.handles.nth(3)
    handle.focus()
    for key in ("ArrowUp", "ArrowUp", "ArrowRight", "Shift+ArrowUp"):
        studio.page.keyboard.press(key)
    assert handle.get_attribute("aria-valuetext") == "x 0.05, value 0.35"
    studio.said("Point 4: x 0.05, value 0.35, slope")
    studio.page.keyboard.press("Delete")
    assert studio.handles.count() == 5
    assert studio.page.evaluate("document.activeElement.getAttribute('aria-label')") == "Point 4 of 5"
    studio.button("Add a point").press("Enter")
    assert studio.handles.count() == 6
    studio.page.keyboard.press("ControlOrMeta+z")
    studio.page.keyboard.press("ControlOrMeta+z")
    assert studio.handles.nth(3).get_attribute("aria-valuetext") == "x 0.05, value 0.35"


def test_points_are_typed_as_numbers(studio):
    studio.press("Bend by points")
    studio.page.get_by_text("Points as numbers").first.click()
    value = studio.page.get_by_label("Point 5, value")
    value.fill("2.5")
    value.press("Tab")
    assert studio.handles.nth(4).get_attribute("aria-valuetext") == "x 1, value 2.5"
    studio.page.get_by_label("Point 5, x").fill("9")
    studio.page.get_by_label("Point 5, x").press("Tab")
    assert studio.handles.nth(4).get_attribute("aria-valuetext") == "x 3.95, value 2.5"
    studio.press("Remove point 5")
    assert studio.handles.count() == 5


def test_a_point_is_dragged_and_one_added_by_a_double_click(studio):
    studio.press("Bend by points")
    page = studio.page
    page.mouse.move(*studio.at(1, 1.2))
    page.mouse.down()
    page.mouse.move(*studio.at(1.5, -1), steps=5)
    page.mouse.up()
    x, y = map(float, re.findall(r"[\d.]+", studio.handles.nth(4).get_attribute("aria-valuetext")))
    assert x == pytest.approx(1.5, abs=0.05)
    assert y == pytest.approx(1, abs=0.05)
    page.mouse.dblclick(*studio.at(-3, 2))
    assert studio.handles.count() == 7


def test_a_known_function_is_bent(studio):
    studio.press("Bend a known one")
    studio.page.get_by_label("Function").select_option("tanh")
    before = studio.curve()
    studio.handles.first.press("Shift+ArrowUp")
    assert studio.curve() != before
    assert studio.handles.first.get_attribute("aria-valuetext") == "x 0, value 0.85, bent by 0.85"
    assert studio.state()["base"] == "tanh"


@pytest.mark.parametrize(
    ("label", "option", "said"),
    [
        ("Symmetry", "even", "rises between 0 and 6"),
        ("Repeats", "2", "rises everywhere. It jumps 6 times."),
        ("Between points", "steps", "is flat everywhere"),
    ],
)
def test_settings_shape_the_curve(studio, label, option, said):
    studio.page.get_by_role("button", name="Teeth" if label == "Repeats" else "Corner").click()
    studio.page.get_by_label(label).select_option(option)
    studio.said(said)


def test_limits_cut_the_curve_and_a_wrong_pair_is_refused_in_words(studio):
    studio.page.get_by_role("button", name="Corner").click()
    studio.page.get_by_label("Highest value").fill("1")
    studio.page.get_by_label("Highest value").press("Tab")
    studio.said("values run from 0 to 1")
    studio.page.get_by_label("Lowest value").fill("2")
    studio.page.get_by_label("Lowest value").press("Tab")
    assert studio.page.get_by_text("must be below the highest").is_visible()
    assert studio.state()["clip"] == [-100, 1]


def test_a_link_brings_the_curve_to_somebody_else(studio, browser):
    studio.draw(lambda x: 1.5 * math.sin(x))
    studio.page.get_by_label("Its name").fill("my wave")
    studio.page.get_by_label("Its name").press("Tab")
    state, drawn = studio.state(), studio.curve()
    assert state["name"] == "my wave"
    other = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    other.goto(studio.page.url)
    received = Studio(other)
    received.said("Opened from a link: my wave.")
    assert received.curve() == drawn
    other.context.close()


@pytest.mark.parametrize(
    ("fragment", "said"),
    [
        ("#1.nonsense!", "damaged"),
        ("#1." + "A" * 2**20, "far too long"),
        ("#9.e30", "newer version"),
    ],
)
def test_a_bad_link_is_refused_politely_and_the_start_is_shown(visit, fragment, said):
    studio = Studio(visit(f"{PAGE}{fragment}"))
    studio.page.get_by_role("alert").filter(has_text=said).wait_for()
    assert studio.curve() == Studio(visit(PAGE)).curve()
    assert "#" not in studio.page.url
    assert studio.page.troubles == []
    studio.page.close()


def test_a_bad_link_in_the_same_tab_leaves_the_curve_and_its_address(studio):
    studio.press("Teeth")
    state, drawn, address = studio.state(), studio.curve(), studio.page.url
    studio.page.evaluate("location.hash = '#1.garbage'")
    studio.page.get_by_role("alert").filter(has_text="This link is damaged").wait_for()
    assert "The curve that was here stays" in studio.page.get_by_role("alert").first.inner_text()
    assert (studio.page.url, studio.curve()) == (address, drawn)
    studio.page.reload()
    again = Studio(studio.page)
    again.said("Opened from a link")
    assert (again.state(), again.curve()) == (state, drawn)


@pytest.mark.parametrize(
    "change", [{"name": "<img src=x onerror='document.title=1'>"}, {"formula": "__import__('js')"}]
)
def test_a_link_with_code_in_it_is_refused(studio, change):
    studio.page.evaluate("(hash) => { location.hash = hash; }", studio.pack(change))
    studio.page.get_by_role("alert").filter(has_text="This link holds something that is no curve").wait_for()
    assert studio.page.title() != "1"


def test_a_formula_from_a_link_is_shown_and_runs_on_a_press_only(visit, studio):
    link = studio.pack({"kind": "formula", "formula": "np.sin(3 * x)"})
    other = Studio(visit(f"{PAGE}{link}"))
    assert other.page.get_by_label("Formula in x").input_value() == "np.sin(3 * x)"
    other.said("has not run yet")
    assert other.curve() == ""
    assert not other.page.evaluate(
        "performance.getEntriesByType('resource').some(({ name }) => /pyodide/.test(name))"
    )
    other.press("Run the formula")
    other.page.wait_for_function("document.querySelector('path.studio-curve').getAttribute('d')")
    other.page.get_by_label("Symmetry").select_option("even")
    other.said("At 0 the value is 0.")
    other.page.get_by_label("Symmetry").select_option("none")
    other.page.get_by_label("Formula in x").fill("np.log(x)")
    other.press("Run the formula")
    other.said("It has no finite value between −6 and 0.")
    other.page.close()


def test_a_card_follows_the_curve(judged):
    before = judged.card()
    assert judged.curve("relative")
    judged.press("Draw").draw(lambda x: max(0, x))
    judged.page.wait_for_function(
        "(before) => document.querySelector('.studio-sentences').innerText !== before", arg=before
    )
    judged.page.get_by_text("nearest relative: ReLU").wait_for()


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ("x +", "cannot be read"),
        ("'text'", "a text in quotes is no number"),
        ("lambda x: x", "lambda"),
        ("open('secret')", "open is not known here"),
    ],
)
def test_what_is_wrong_with_a_formula_is_said_and_the_page_goes_on(judged, formula, said):
    judged.press("Type a formula")
    judged.page.get_by_label("Formula in x").fill(formula)
    judged.page.get_by_label("Formula in x").press("Enter")
    judged.page.get_by_role("status").filter(has_text=said).wait_for()
    judged.page.get_by_label("Formula in x").fill("x * sigmoid(x)")
    judged.press("Run the formula")
    judged.page.get_by_role("status").filter(has_text="The formula is drawn.").wait_for()
    judged.page.get_by_text("nearest relative: SiLU").wait_for()


def test_judging_waits_for_a_formula_that_runs_already(studio):
    studio.press("Type a formula")
    studio.page.get_by_label("Formula in x").fill("np.sin(x)")
    studio.press("Run the formula").press("Judge it with Python")
    judgment = studio.page.locator(".studio-board [role=status]:below(:text('Judge it with Python'))").first
    judgment.filter(has_text=re.compile(r"judged at once|could not be run")).wait_for()
    assert judgment.inner_text() == "From now on every change is judged at once."


def test_what_is_said_of_a_formula_that_failed_goes_with_it(judged):
    page = judged.press("Type a formula").page
    formula, copy = page.get_by_label("Formula in x"), page.locator("button", has_text="Copy the Python")
    formula.fill("x * sigmoid(x)")
    judged.press("Run the formula")
    page.get_by_text("nearest relative: SiLU").wait_for()
    formula.fill("tanh(x")
    judged.press("Judge it with Python")
    page.get_by_text("The formula could not be run; what is wrong").wait_for()
    judged.said("This formula could not be run.")
    assert copy.is_disabled()
    assert "of an earlier curve" in page.locator(".studio-card").text_content()
    formula.fill("tanh(x)")
    judged.press("Run the formula")
    page.get_by_text("nearest relative: tanh").wait_for()
    judged.said("rises everywhere")
    assert page.get_by_text("could not be run").count() == 0
    assert page.get_by_text("of an earlier curve").count() == 0
    assert copy.is_enabled()


def test_without_a_network_the_page_says_that_it_did_not_load(browser, address):
    context = browser.new_context(service_workers="block")
    page = context.new_page()
    page.route("**/race.js", lambda route: route.abort())
    page.goto(f"{address}{PAGE}")
    page.get_by_text("This page did not load. Is there a network?").wait_for()
    context.close()


def test_judging_an_exact_gelu_brings_no_scipy(studio):
    page, asked = studio.judge().page, []
    page.on("request", lambda request: asked.append(request.url))
    studio.press("Bend a known one")
    before = studio.card()
    page.get_by_label("Function").select_option("gelu")
    page.wait_for_function(
        "(before) => document.querySelector('.studio-sentences').innerText !== before", arg=before
    )
    assert not any("scipy" in url for url in asked)


def test_the_python_of_the_card_makes_the_same_curve(judged):
    judged.press("Draw").draw(math.tanh)
    judged.page.wait_for_timeout(1000)
    namespace = {}
    exec(judged.page.locator(".studio-card pre").text_content(), namespace)
    (made,) = [each for each in namespace.values() if isinstance(each, Activation)]
    lines = "async (state) => (await import(`${window.course.here}curve.js`)).curve(state, {}).y"
    curve = judged.page.evaluate(lines, judged.state())
    np.testing.assert_allclose(made((np.arange(481) - 240) / 40), curve, rtol=1e-12, atol=1e-12)


def hanging(context, address):
    """Open the studio with a Python that never comes back from a curve."""

    def answer(route):
        text = route.fetch().text()
        route.fulfill(body=f"{text}\n\ndef curve(state):\n    while True:\n        pass\n")

    context.route("**/studio.py", answer)
    page = context.new_page()
    page.goto(f"{address}{PAGE}")
    return Studio(page)


def test_what_hangs_is_stopped_and_python_goes_on(browser, address):
    context = browser.new_context(service_workers="block")
    studio = hanging(context, address).judge()
    studio.press("Type a formula").press("Run the formula")
    studio.page.wait_for_timeout(1000)
    studio.page.locator("button:enabled", has_text="Stop").click()
    studio.button("Run the formula").and_(studio.page.locator(":enabled")).wait_for()
    studio.page.get_by_role("status").filter(has_text="Stopped").wait_for()
    studio.press("Draw").draw(math.tanh)
    studio.page.get_by_text("nearest relative: tanh").wait_for()
    context.close()


def test_loading_can_be_cancelled_and_taken_up_again(browser, address):
    context = browser.new_context(service_workers="block")
    page = context.new_page()
    page.goto(f"{address}{PAGE}")
    studio = Studio(page)
    studio.press("Judge it with Python")
    page.wait_for_timeout(50)
    page.locator(".studio-board").get_by_role("button", name="Stop").click()
    page.get_by_role("status").filter(has_text="cancelled").wait_for()
    assert studio.judge().card()
    context.close()


def test_a_race_runs_to_its_sentence_and_stops_at_once_when_asked(judged):
    page, race = judged.page, judged.page.locator("#studio-race")
    judged.press("Draw")
    page.get_by_label("Task").select_option("circles")
    judged.press("Start the race")
    race.locator("canvas").first.wait_for()
    race.get_by_role("button", name="Stop").click()
    race.get_by_role("status").filter(has_text="Stopped.").wait_for()
    judged.press("Start the race")
    race.get_by_role("status").filter(has_text=re.compile(r"\w{3,} \w+ \w+ \w+")).wait_for()
    assert race.locator("canvas").count() == 3
    assert "Median" in race.locator(".studio-chart").get_attribute("aria-label")
    pictures = race.locator("canvas").evaluate_all("(all) => all.map((canvas) => canvas.toDataURL().length)")
    assert min(pictures) > 1000


def test_a_challenge_is_judged(judged):
    section = judged.page.locator("#studio-challenges section").nth(1)
    section.get_by_role("button", name=re.compile("Try my curve")).click()
    verdict = section.locator(".live-verdict")
    verdict.wait_for()
    assert re.match(r"(✓ Done|Not yet)\. \w+", verdict.inner_text())


def test_a_picture_is_saved_with_its_words(judged):
    with judged.page.expect_download() as download:
        judged.press("Save a picture")
    text = download.value.path().read_text(encoding="utf-8")
    assert download.value.suggested_filename.endswith(".svg")
    assert re.search("<title[^>]*>mine<", text)
    assert "<desc" in text


def test_everything_is_accessible_light_and_dark(judged, axe):
    page = judged.page
    page.evaluate("document.querySelectorAll('#studio details').forEach((each) => { each.open = true; })")
    for name in ("Draw", "Bend by points", "Bend a known one", "Type a formula"):
        judged.press(name)
        if name == "Bend by points":
            judged.page.get_by_role("button", name="Dip").click()
        for theme in ("light", "dark"):
            page.evaluate("(theme) => { document.documentElement.dataset.theme = theme }", theme)
            assert axe(page, {"preload": False}) == [], (name, theme)


@pytest.mark.parametrize("colors", ["none", "active"])
def test_a_phone_draws_by_touch_and_still_scrolls(browser, address, axe, colors):
    context = browser.new_context(**PHONE, forced_colors=colors)
    page = context.new_page()
    page.goto(f"{address}{PAGE}")
    studio = Studio(page)
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 390
    assert axe(page, {"preload": False}) == []
    touch = context.new_cdp_session(page)
    start = studio.curve()
    studio.plot.scroll_into_view_if_needed()
    page.wait_for_timeout(500)
    swipe(touch, studio.at(-3, -2), studio.at(3, 2))
    assert studio.curve() != start
    scrolled = page.evaluate("scrollY")
    swipe(touch, studio.at(0, 3), studio.at(0.2, -3))
    assert page.evaluate("scrollY") == scrolled
    studio.press("Start over").press("Bend by points")
    page.wait_for_timeout(300)
    before, scrolled = studio.curve(), page.evaluate("scrollY")
    swipe(touch, studio.at(2.5, -1), studio.at(2.5, 3.5))
    assert studio.curve() == before
    assert page.evaluate("scrollY") != scrolled
    page.wait_for_timeout(1000)  # until it has come to rest
    studio.plot.scroll_into_view_if_needed()
    page.wait_for_timeout(500)
    swipe(touch, studio.at(1, 1.2), studio.at(1.3, 3))
    assert studio.curve() != before
    context.close()


def swipe(touch, start, end, moves=12):
    def send(kind, share=None):
        (left, top), (right, bottom) = start, end
        point = {"x": left + (right - left) * (share or 0), "y": top + (bottom - top) * (share or 0)}
        points = [] if share is None else [point]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    send("touchStart", 0)
    for move in range(1, moves + 1):
        send("touchMove", move / moves)
    send("touchEnd")


def test_the_studio_is_there_without_a_network_after_a_visit(browser, address):
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{address}{PAGE}")
    page.wait_for_selector("#studio[data-state=kept]", timeout=LONGEST)
    Studio(page).judge()
    context.set_offline(True)
    page.goto(f"{address}{PAGE}")
    again = Studio(page).draw(math.tanh).judge()
    assert again.card()
    context.close()


def test_all_works_without_storage_and_under_the_policy_that_the_readme_states(browser, address_with_policy):
    context = browser.new_context(service_workers="block")
    context.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new Error('none') }})"
    )
    page = context.new_page()
    refused = []
    page.on("console", lambda message: "Content Security" in message.text and refused.append(message.text))
    page.goto(f"{address_with_policy}{PAGE}")
    assert Studio(page).draw(math.tanh).judge().card()
    assert refused == []
    context.close()
