"""The front page's hinges in a real browser: dragged, pressed, learned, sent; and without JavaScript."""

import base64
import gzip
import json
import re
import zlib
from urllib.parse import urldefrag

import hinges
import numpy as np
import pytest

from tests import layout_shifts
from tests.conftest import wait_until_laid_out
from tests.pointing import middle

PAGE = "intro.html"
PAUSE = 700  # milliseconds, after which a change is said and written into the address
LEAST_CONTRAST = 3
MOST_BYTES = 25_000


class Bending:
    """The figure, read and moved as a reader does."""

    def __init__(self, page):
        self.page = page
        self.figure = page.locator("#hero.hero-alive")
        self.figure.wait_for()
        wait_until_laid_out(page)
        self.handles = self.figure.get_by_role("slider")

    def places(self):
        values = self.handles.evaluate_all("(all) => all.map((each) => each.ariaValueNow)")
        return [round(10 * float(value)) for value in values]

    def name(self):
        return self.figure.locator("input:checked").get_attribute("value")

    def score(self):
        return self.figure.locator(".hero-number").inner_text()

    def message(self):
        return self.figure.locator(".hero-message").inner_text()

    def said(self):
        return self.figure.locator(".hero-said").inner_text()

    def press(self, label):
        self.figure.get_by_role("button", name=label).click()
        return self

    def choose(self, name):
        self.figure.locator(f"label:has([value={name}])").click()
        return self

    def middle(self, index):
        return middle(self.handles.nth(index))

    def is_right(self):
        """Compare what is drawn and said with the library."""
        name, places = self.name(), self.places()
        assert self.score() == f"{np.floor(1000 * hinges.score(name, places) + 1e-6) / 1000:.3f}"
        drawn = self.figure.locator(".hero-net").get_attribute("d")
        x, y = np.transpose([list(map(float, pair.split())) for pair in drawn[1:].split("L")])
        wanted = hinges.neurons(name, places, x) @ hinges.fit(name, places)
        np.testing.assert_allclose(-y, np.clip(wanted, -1.35, 1.35), rtol=0, atol=6e-4)
        assert len(x) >= len(hinges.PLACES)
        return True


@pytest.fixture
def open_figure(visit):
    pages = []

    def open_page(url=PAGE, **options):
        pages.append(visit(url, **options))
        return Bending(pages[-1])

    yield open_page
    for page in pages:
        assert page.troubles == []
        page.close()


def state_of(link):
    """Read a link as any other program could."""
    text = urldefrag(link).fragment.removeprefix("1.")
    packed = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    return json.loads(packed if packed.startswith(b"{") else zlib.decompress(packed))


# Before and without any script


def test_without_javascript_there_is_a_picture_with_its_sentence_and_no_dead_control(browser, address):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 375, "height": 740})
    page = context.new_page()
    page.goto(address + PAGE)
    plot = page.get_by_role("img", name=re.compile("three hinges of ReLU"))
    assert plot.bounding_box()["height"] > 200
    assert plot.locator(".hero-net").get_attribute("d").count("L") == 200
    assert plot.locator(".hero-hinge:visible").count() == 3
    assert page.locator("#hero .hero-score").is_visible()
    assert page.locator("#hero :is(button, input, a):visible").count() == 0
    context.close()


def test_the_script_begins_with_what_the_picture_shows(site, open_figure):
    markup = (site / PAGE).read_text(encoding="utf-8")
    figure = open_figure()
    assert figure.places() == list(hinges.START["hinges"])
    assert figure.is_right()
    assert f'hero-number">{figure.score()}</b>' in markup
    assert f'hero-message">{figure.message()}</p>' in markup
    stored = re.findall(r'class="hero-hinge" style="left:([\d.]+)%;top:([\d.]+)%"', markup)
    shown = figure.handles.evaluate_all("(all) => all.map(({ style }) => [style.left, style.top])")
    np.testing.assert_allclose(
        [[float(part.rstrip("%")) for part in pair] for pair in shown],
        np.array(stored, dtype=float), rtol=0, atol=0.02,
    )  # fmt: skip


@pytest.mark.parametrize("width", [375, 1280])
def test_nothing_shifts_while_the_page_loads_or_a_message_changes(browser, address, width):
    context = browser.new_context(viewport={"width": width, "height": 740}, reduced_motion="reduce")
    page = context.new_page()
    layout_shifts.watch(page)
    page.goto(address + PAGE, wait_until="networkidle")
    figure = Bending(page)
    assert layout_shifts.total(page) < layout_shifts.MOST
    heights = set()
    for name in hinges.NAMES:
        figure.choose(name).press("Let it learn")
        heights.add(figure.figure.bounding_box()["height"])
    assert len(heights) == 1
    context.close()


def test_it_works_from_disk(site, open_figure):
    figure = open_figure((site / PAGE).as_uri())
    figure.handles.first.press("ArrowRight")
    assert figure.places()[0] == hinges.START["hinges"][0] + 5
    figure.page.wait_for_function("document.querySelector('.hero-said').textContent")


def test_all_of_it_is_light(site):
    figure = re.search(r'<figure id="hero">.*?</figure>', (site / PAGE).read_text("utf-8"), re.DOTALL)[0]
    parts = [(site / "_static" / name).read_bytes() for name in ("hero.js", "hero.css")]
    assert sum(len(gzip.compress(part)) for part in [*parts, figure.encode()]) < MOST_BYTES


# By hand


def test_a_hinge_follows_the_mouse_and_stops_at_its_neighbor(open_figure):
    figure = open_figure()
    mouse, before = figure.page.mouse, figure.places()
    x, y = figure.middle(1)
    mouse.move(x + 5, y - 5)
    mouse.down()
    for away in (20, 60, 100):
        mouse.move(x + 5 - away, y + away / 2)
        assert figure.middle(1)[0] == pytest.approx(x - away, abs=1)
        assert figure.is_right()
    mouse.move(x - 2000, y)
    mouse.up()
    assert figure.places() == [before[0], before[0] + hinges.GAP, before[2]]
    mouse.move(x + 100, y)
    assert figure.places()[1] == before[0] + hinges.GAP


def test_of_two_hinges_that_overlap_the_nearer_one_is_taken(open_figure):
    figure = open_figure()
    figure.handles.nth(1).press("Home")
    x, y = figure.middle(0)
    figure.page.mouse.move(x - 3, y)
    figure.page.mouse.down()
    figure.page.mouse.move(x - 53, y)
    figure.page.mouse.up()
    assert figure.places()[0] < hinges.START["hinges"][0]
    assert figure.places()[1] == hinges.START["hinges"][0] + hinges.GAP


def test_a_finger_moves_a_hinge_and_scrolls_elsewhere(browser, address):
    context = browser.new_context(viewport={"width": 375, "height": 740}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(address + PAGE)
    figure = Bending(page)
    page.locator(".hero-plot").scroll_into_view_if_needed()
    touch = context.new_cdp_session(page)

    def swipe(x, y, across, up):
        touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
        for share in np.linspace(0.1, 1, 10).tolist():
            points = [{"x": x + across * share, "y": y - up * share}]
            touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": points})
        touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    before, scrolled = figure.places(), page.evaluate("scrollY")
    x, y = figure.middle(1)
    swipe(x, y, -60, 50)
    assert figure.middle(1)[0] == pytest.approx(x - 60, abs=2)
    assert figure.is_right()
    assert page.evaluate("scrollY") == scrolled
    moved = figure.places()
    assert [moved[0], moved[2]] == [before[0], before[2]]
    box = page.locator(".hero-plot").bounding_box()
    swipe(box["x"] + box["width"] - 30, box["y"] + 60, 0, 50)
    page.wait_for_function("(before) => scrollY > before", arg=scrolled)
    assert figure.places() == moved
    for handle in figure.handles.all():
        assert handle.bounding_box()["width"] >= 44
        assert handle.bounding_box()["height"] >= 44
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 375
    context.close()


KEYS = [
    ("ArrowRight", 5),
    ("ArrowLeft", -5),
    ("ArrowUp", 5),
    ("ArrowDown", -5),
    ("Shift+ArrowRight", 25),
    ("PageUp", 100),
    ("PageDown", -100),
]


def test_keys_move_a_hinge(open_figure):
    figure = open_figure()
    handle = figure.handles.nth(1)
    for key, step in KEYS:
        before = figure.places()[1]
        handle.press(key)
        assert figure.places()[1] == before + step, key
        assert handle.get_attribute("aria-valuetext") == f"{(before + step) / 10:g} % of the wave"
    assert figure.is_right()
    handle.press("Home")
    assert figure.places()[1] == hinges.START["hinges"][0] + hinges.GAP
    handle.press("End")
    assert figure.places()[1] == hinges.START["hinges"][2] - hinges.GAP
    handle.press("Delete")
    assert figure.places() == [hinges.START["hinges"][0], hinges.START["hinges"][2]]
    assert figure.handles.nth(1).evaluate("(each) => each === document.activeElement")


def test_what_changed_is_said_once_after_a_pause(open_figure):
    figure = open_figure()
    for _ in range(3):
        figure.handles.first.press("ArrowLeft")
    assert figure.said() == ""
    figure.page.wait_for_timeout(PAUSE + 300)
    assert figure.said().startswith(f"R² {figure.score()} of 1 with three hinges.")


def test_the_activation_changes_on_the_same_hinges(open_figure):
    figure = open_figure()
    figure.figure.get_by_role("radio", name="ReLU").focus()
    for _ in hinges.NAMES:
        figure.page.keyboard.press("ArrowRight")
        assert figure.places() == list(hinges.START["hinges"])
        assert figure.is_right()
    assert figure.name() == "relu"
    assert "straight line" in figure.choose("identity").message()
    assert "Stairs" in figure.choose("step").message()


def test_hinges_are_added_in_the_widest_gap_and_removed(open_figure):
    figure = open_figure()
    figure.press("Add a hinge")
    assert figure.places() == [180, 500, 675, 850]
    for _ in range(4):
        figure.press("Add a hinge")
    assert len(figure.places()) == hinges.MOST
    assert figure.is_right()
    assert figure.figure.get_by_role("button", name="Add a hinge").is_disabled()
    for _ in range(hinges.MOST - 1):
        figure.press("Remove a hinge")
    assert figure.is_right()
    assert figure.figure.get_by_role("button", name="Remove a hinge").is_disabled()
    figure.press("Start over")
    assert figure.places() == list(hinges.START["hinges"])


def test_the_best_can_be_shown_and_the_fewest_that_meet_the_goal_are_praised(open_figure):
    figure = open_figure()
    for name in ("relu", "gelu", "step"):
        rows = hinges.best()[name]
        figure.choose(name)
        while len(figure.places()) > 1:
            figure.press("Remove a hinge")
        fewest = next((len(row) for row in rows if hinges.score(name, row) >= hinges.GOAL), None)
        for row in rows:
            figure.press("Show our best")
            assert figure.places() == row
            assert figure.is_right()
            figure.handles.last.press("ArrowRight")
            figure.handles.last.press("ArrowLeft")
            if len(row) == fewest and figure.places() == row:
                assert "As few as we found" in figure.message()
            if len(row) < hinges.MOST:
                figure.press("Add a hinge")


# Learning


def test_learning_ends_where_no_small_move_helps(open_figure):
    figure = open_figure()
    figure.press("Let it learn")
    assert re.match(r"Learned in \d+ steps, from 0\.829 to 0\.989", figure.message())
    assert figure.is_right()
    figure.choose("step").press("Let it learn")
    assert figure.message().startswith("Nothing learned: step is flat")


def test_learning_is_seen_as_it_goes_and_can_be_stopped(browser, address):
    context = browser.new_context()
    page = context.new_page()
    page.goto(address + PAGE)
    figure = Bending(page)
    figure.press("Let it learn")
    page.wait_for_function("document.querySelector('.hero-number').textContent !== '0.829'")
    figure.press("Stop")
    assert figure.is_right()
    assert 0.829 < float(figure.score()) < 0.989
    figure.press("Let it learn")
    page.wait_for_function("document.querySelector('.hero-message').textContent.startsWith('Learned')")
    assert figure.score() == "0.989"
    context.close()


# Links


def test_a_link_holds_the_hinges(open_figure):
    figure = open_figure()
    assert "#" not in figure.page.url
    figure.choose("tanh").press("Add a hinge").handles.first.press("PageDown")
    figure.page.wait_for_url("**#1.*")
    state = {"v": 1, "name": figure.name(), "hinges": figure.places()}
    assert state_of(figure.page.url) == state
    sent = open_figure(figure.page.url)
    sent.page.wait_for_function("document.querySelector('.hero-message').textContent.startsWith('Sent')")
    assert (sent.name(), sent.places()) == (state["name"], state["hinges"])
    assert sent.is_right()


def link(state):
    return f"{PAGE}#1.{base64.urlsafe_b64encode(json.dumps(state).encode()).decode().rstrip('=')}"


REFUSED = [
    f"{PAGE}#1.e30x",
    f"{PAGE}#2.e30",
    link([]),
    link({"v": 2, "name": "relu", "hinges": [1]}),
    link({"v": 1, "name": "constructor", "hinges": [1]}),
    link({"v": 1, "name": ["relu"], "hinges": [1]}),
    link({"v": 1, "name": "relu", "hinges": []}),
    link({"v": 1, "name": "relu", "hinges": [1.5]}),
    link({"v": 1, "name": "relu", "hinges": ["1"]}),
    link({"v": 1, "name": "relu", "hinges": [-1]}),
    link({"v": 1, "name": "relu", "hinges": [1001]}),
    link({"v": 1, "name": "relu", "hinges": [500, 510]}),
    link({"v": 1, "name": "relu", "hinges": [600, 500]}),
    link({"v": 1, "name": "relu", "hinges": list(range(0, 900, 100))}),
]


def test_a_damaged_link_is_refused_in_words(open_figure):
    figure = open_figure()
    for damaged in REFUSED:
        figure.page.evaluate(
            """(fragment) => {
                document.querySelector(".hero-message").textContent = "";
                location.hash = fragment;
            }""",
            urldefrag(damaged).fragment,
        )
        figure.page.wait_for_function("!location.hash")
        figure.page.wait_for_function(
            "document.querySelector('.hero-message').textContent.endsWith('Here are hinges to start with.')"
        )
        assert figure.places() == list(hinges.START["hinges"]), damaged
    assert open_figure(f"{PAGE}#for-whom").message().startswith("Can you reach")


def test_the_studio_opens_with_the_same_activation(open_figure):
    figure = open_figure()
    figure.choose("gelu")
    way = figure.figure.get_by_role("link", name="Bend GELU itself, in the studio")
    way.wait_for()
    href = way.get_attribute("href")
    assert urldefrag(href).url.endswith("studio.html")
    assert state_of(href) == {"v": 1, "kind": "bent", "base": "gelu", "handles": [[0, 0]], "name": "GELU"}


# For everybody


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_it_is_accessible_and_what_carries_meaning_can_be_seen(open_figure, axe, mode):
    figure = open_figure(mode=mode)
    assert axe(figure.page, {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag22aa"]}}) == []
    colors = figure.figure.evaluate(
        """(hero) => {
            const of = (selector, part) => getComputedStyle(hero.querySelector(selector))[part];
            const [ground, chip] = [of(".hero-plot", "backgroundColor"), of("label", "backgroundColor")];
            return [
                ...[".hero-target", ".hero-net", ".hero-sticks", ".hero-hinge circle", ".hero-hinge path"]
                    .map((each) => [each, of(each, "stroke"), ground]),
                ["polyline", of("polyline", "stroke"), chip],
                ["label", of("label", "borderTopColor"), of(".hero-plot", "backgroundColor")],
            ];
        }"""
    )
    for part, color, ground in colors:
        assert contrast(color, ground) >= LEAST_CONTRAST, part
    figure.page.troubles.clear()  # axe-core asks for style sheets by addresses of its own


def contrast(*colors):
    """Return the contrast of two colors as WCAG 2 defines it."""
    channels = (
        np.array([[float(each) for each in re.findall(r"[\d.]+", color)[:3]] for color in colors]) / 255
    )
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    dark, light = np.sort(linear @ [0.2126, 0.7152, 0.0722])
    return (light + 0.05) / (dark + 0.05)


def test_print_has_the_picture_alone_dark_on_white(open_figure):
    figure = open_figure(mode="dark")
    figure.page.emulate_media(media="print")
    assert figure.figure.locator(".hero-plot").is_visible()
    assert figure.figure.locator(".hero-score").is_visible()
    assert figure.figure.locator(":is(button, fieldset):visible").count() == 0
    for part in (".hero-target", ".hero-net", ".hero-sticks"):
        color = figure.figure.locator(part).evaluate("(each) => getComputedStyle(each).stroke")
        assert contrast(color, "rgb(255, 255, 255)") >= LEAST_CONTRAST, part
    figure.page.emulate_media(media="screen")
