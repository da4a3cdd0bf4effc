"""The playground as a reader uses it: loaded, trained, paused, set by hand, by keyboard and by a link."""

import json
import re
from html import unescape
from pathlib import Path
from urllib.parse import parse_qsl

import playground
import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = "playground.html"
LINKS = re.findall(r'<a href="#([^"]*)"', (ROOT / "playground.md").read_text(encoding="utf-8"))
NAMES = {"Data": "data", "Activation": "activation", "Hidden layers": "depth", "Units in each": "width",
         "Optimizer": "optimizer", "Learning rate": "learning_rate"}  # fmt: skip
LONGEST = 120_000


class Room:
    """The playground of one open page."""

    def __init__(self, page):
        self.page = page
        page.set_default_timeout(LONGEST)
        page.locator(".playground-controls").wait_for()
        self.room = page.locator("#playground")
        self.main = page.locator("#playground .live-row button").first

    def press(self, name):
        self.page.get_by_role("button", name=name, exact=True).click()
        return self

    def load(self):
        self.main.click()
        self.until("paused", begun=True)
        return self

    def until(self, state, begun=None):
        self.page.wait_for_function(
            """([state, begun]) => {
                const {dataset} = document.getElementById('playground');
                return dataset.state === state && (begun === null || dataset.begun === String(begun));
            }""",
            arg=[state, begun],
        )
        return self

    def until_shown(self, epoch=0):
        """Wait until the picture of the settings in the address stands there, after so many epochs."""
        self.page.wait_for_function(
            """(epoch) => {
                const {begun, shows, epoch: shown} = document.getElementById('playground').dataset;
                return begun === 'true' && shows === location.hash.slice(1) && Number(shown) === epoch;
            }""",
            arg=epoch,
        )
        return self

    def go(self, settings):
        """Follow an address with settings, as a link would."""
        self.page.evaluate("(settings) => { location.hash = settings }", settings)
        return self.until_shown()

    def choose(self, label, value):
        self.page.get_by_label(label, exact=True).select_option(value)
        return self

    def until_other(self, pixels):
        self.page.wait_for_function(
            "(pixels) => document.querySelector('.playground-regions').toDataURL() !== pixels", arg=pixels
        )
        return self.pixels()

    def until_said(self, pattern):
        self.page.wait_for_function(
            "(words) => new RegExp(words).test(document.querySelector('.playground-status').textContent)",
            arg=pattern,
        )
        return self.said()

    def said(self):
        return self.page.locator(".playground-status").inner_text()

    def notice(self):
        return self.page.locator(".playground-notice").inner_text()

    def number(self, name):
        text = self.page.locator(".playground-numbers div", has_text=name).locator("dd").inner_text()
        return float(text.replace(",", "").removesuffix(" %"))

    def until_epoch(self, least):
        self.page.wait_for_function(
            """(least) => Number(document.querySelector('.playground-numbers dd').textContent
                .replace(',', '')) >= least""",
            arg=least,
        )

    def pixels(self, selector=".playground-regions"):
        return self.page.locator(selector).first.evaluate("(canvas) => canvas.toDataURL()")

    def shown(self):
        return {
            name: self.page.get_by_label(label, exact=True).evaluate("(control) => control.value")
            for label, name in [*NAMES.items(), ("Seed", "seed")]
        }


@pytest.fixture(scope="module")
def loaded(visit):
    """One page with Python, for the tests that leave it paused; this context asks for reduced motion."""
    room = Room(visit(PAGE)).load()
    yield room
    room.page.close()


@pytest.fixture
def room(loaded):
    """The same page, back at its first settings."""
    loaded.go("data=circles&width=4").until_said("^Untrained: epoch 0")
    loaded.page.troubles.clear()
    yield loaded
    assert loaded.page.troubles == []


def test_before_python_there_are_controls_a_picture_and_how_much_will_come(visit):
    room = Room(visit(PAGE))
    loads = room.page.evaluate("performance.getEntriesByType('resource').map((entry) => entry.name)")
    assert not any("pyodide" in name for name in loads)
    megabytes = room.page.evaluate("window.course.megabytes")
    assert room.main.inner_text() == f"Load Python ({megabytes} MB)"
    assert "stored with this page: circles, ReLU, 2 × 8" in room.until_said("stored")
    assert room.number("Epoch") == playground.STORED_EPOCHS
    options = room.page.get_by_label("Activation", exact=True).locator("option").all_inner_texts()
    assert options == [each.title for each in playground.CATALOGUE.values()]
    assert "in their own class" in room.page.locator(".playground-regions").get_attribute("aria-label")
    room.page.close()


def test_loading_says_its_bytes_and_can_be_cancelled_and_taken_up_again(visit):
    room = Room(visit(PAGE))
    room.main.click()
    room.page.wait_for_function(
        "/[0-9.]+ of [0-9.]+ MB/.test(document.querySelector('.playground-progress').textContent)"
    )
    assert room.main.inner_text() == "Cancel"
    room.main.click()
    room.until("ready")
    assert "cancelled" in room.until_said("cancelled")
    room.load()
    room.page.locator("#playground[data-epoch='0']").wait_for()
    room.page.wait_for_timeout(500)
    assert room.number("Epoch") == 0  # with reduced motion nothing starts by itself
    room.page.close()


def test_without_a_network_it_says_what_did_not_come_and_tries_again(browser, address):
    context = browser.new_context(service_workers="block")
    page = context.new_page()
    page.goto(f"{address}{PAGE}")
    page.route("**/pyodide-*/*", lambda route: route.abort())
    main = page.locator("#playground .live-button").first
    main.click()
    page.get_by_text("Is there a network? The next run tries again.").wait_for(timeout=60_000)
    assert "your code" not in page.locator("#playground").inner_text()
    page.unroute_all()
    page.route("**/playground.py", lambda route: route.abort())
    main.click()
    page.get_by_text("playground.py did not come. Is there a network?").wait_for(timeout=LONGEST)
    page.unroute_all()
    main.click()
    page.locator("#playground[data-begun=true]").wait_for(timeout=LONGEST)
    context.close()


def test_it_starts_by_itself_only_where_motion_is_welcome(browser, address):
    context = browser.new_context(reduced_motion="no-preference")
    page = context.new_page()
    page.goto(f"{address}{PAGE}")
    room = Room(page)
    assert room.main.inner_text().endswith("MB) and train")
    room.main.click()
    room.until("training")
    room.until_epoch(3)
    context.close()


def test_it_trains_pauses_steps_and_resets(room):
    before = room.pixels()
    room.press("Train").until("training").until_epoch(60)
    room.press("Pause").until("paused")
    room.until_said("^Paused")
    epoch = room.number("Epoch")
    assert epoch >= 60
    assert room.number("own class") > 60
    assert room.pixels() != before
    room.page.wait_for_timeout(500)
    assert room.number("Epoch") == epoch
    room.press("One epoch").until_epoch(epoch + 1)
    assert room.number("Epoch") == epoch + 1
    room.press("Reset").until_shown()
    assert room.number("Epoch") == 0
    assert room.pixels() == before


def test_what_is_shown_is_what_python_computes(room):
    room.press("One epoch").until_epoch(1)
    room.press("One epoch").until_epoch(2)
    playground.begin(width=4)
    looks = playground.frame(2, 1e6)
    assert room.number("Loss") == pytest.approx(looks["loss"], rel=6e-3)
    room.until_said("epoch 2")
    said = room.page.locator(".playground-regions").get_attribute("aria-label")
    assert re.findall(r"[\d.]+ %", said) == re.findall(r"[\d.]+ %", looks["words"]["regions"])


@pytest.mark.parametrize("label", NAMES)
def test_each_control_begins_afresh_and_stands_in_the_address(room, label):
    control = room.page.get_by_label(label, exact=True)
    values = control.locator("option").evaluate_all("(all) => all.map((each) => each.value)")
    now = control.input_value()
    other = next(value for value in reversed(values) if value != now)
    room.press("One epoch").until_epoch(1)
    room.choose(label, other).until_shown()
    name = {"learning_rate": "rate"}.get(NAMES[label], NAMES[label])
    assert dict(parse_qsl(room.page.evaluate("location.hash.slice(1)")))[name] == other
    room.press("One epoch").until_epoch(1)


def test_a_seed_is_typed_and_a_wrong_one_is_not_taken(room):
    seed = room.page.get_by_label("Seed", exact=True)
    first = room.pixels()
    seed.fill("12")
    seed.press("Enter")
    room.page.wait_for_function("location.hash.includes('seed=12')")
    room.until_shown()
    assert room.pixels() != first
    seed.fill("-5")
    seed.press("Tab")
    assert seed.input_value() == "12"
    room.press("New points and weights")
    assert seed.input_value() == "13"


def test_every_activation_trains(room):
    for name in playground.CATALOGUE:
        room.choose("Activation", name).until_shown()
        room.press("One epoch").until_shown(1)


def test_an_exact_gelu_brings_no_scipy(visit):
    page = visit(PAGE)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    room = Room(page).load()
    room.choose("Activation", "gelu").until_shown()
    room.press("One epoch").until_shown(1)
    assert asked
    assert not any("scipy" in url for url in asked)
    page.close()


def test_a_training_that_diverges_is_said(room):
    room.go("data=circles&activation=identity&depth=4&width=64&optimizer=SGD&rate=100")
    room.press("Train")
    assert "Lower the learning rate, or reset" in room.until_said("^Diverged at epoch")
    assert room.main.inner_text() == "Train"


def test_dead_units_are_marked_and_counted(room):
    room.choose("Activation", "step").until_shown()
    assert room.page.locator(".playground-dead").count() == 8
    assert room.page.locator(".playground-layer-name", has_text="4 units, 4 dead").count() == 2
    room.until_said("^Untrained")
    assert "dead: 1, 2, 3, 4" in room.page.locator(".playground-tiles").first.get_attribute("aria-label")


@pytest.mark.parametrize("link", LINKS)
def test_a_link_of_the_page_sets_the_controls(room, link):
    room.page.locator(f'.bd-article a[href="#{unescape(link)}"]').first.click()
    wanted = dict(parse_qsl(unescape(link)))
    wanted["learning_rate"] = wanted.pop("rate", "0.03")
    room.until_shown()
    assert room.shown() == {name: str(value) for name, value in (playground.START | wanted).items()}
    assert room.main.evaluate("(button) => button === document.activeElement")


@pytest.mark.parametrize(
    ("fragment", "said"),
    [
        ("data=moon", "“moon” is none of spiral, circles"),
        ("width=999", "width “999” is none of 2, 3, 4"),
        ("rate=NaN", "rate “NaN” is none of"),
        ("seed=-1", "the seed “-1” is no whole number"),
        ("seed=1e3", "is no whole number"),
        ("seed=9999999", "is no whole number"),
        ("data=XOR&data=spiral", "“data” stands in it twice"),
        ("__proto__=1", "no setting “__proto__”"),
        ("constructor=1", "no setting “constructor”"),
        ("x=<img src=x onerror=document.title=1>", "no setting “x”"),
        ("<img src=x onerror=document.title=1>=1", "no setting “<img"),
        ("%E0%A4%A=%", "no setting"),
    ],
)
def test_a_damaged_address_is_refused_and_changes_nothing(room, fragment, said):
    before, title = room.shown(), room.page.title()
    room.page.evaluate("(fragment) => { location.hash = fragment }", fragment)
    room.page.wait_for_function("document.querySelector('.playground-notice').textContent")
    assert said in room.notice()
    assert "Nothing was changed" in room.notice()
    assert room.shown() == before
    assert room.page.title() == title
    room.press("One epoch").until_epoch(1)


def test_a_damaged_address_is_refused_on_arrival(visit):
    room = Room(visit(f"{PAGE}#data=moon&width=2"))
    assert "is none of" in room.notice()
    assert room.shown() == {name: str(value) for name, value in playground.START.items()}
    room.page.close()


def test_a_shared_address_shows_its_settings_on_arrival(visit):
    room = Room(visit(f"{PAGE}#data=half+plane&activation=mish&rate=1&seed=7"))
    shown = room.shown()
    assert (shown["data"], shown["activation"], shown["learning_rate"], shown["seed"]) == (
        "half plane",
        "mish",
        "1",
        "7",
    )
    assert room.notice() == ""
    room.page.close()


def test_an_ordinary_anchor_of_the_page_asks_for_nothing(room):
    before = room.shown()
    room.page.evaluate("location.hash = 'three-experiments'")
    room.page.wait_for_timeout(200)
    assert room.notice() == ""
    assert room.shown() == before


def test_by_keyboard_alone(room):
    page = room.page
    page.get_by_label("Data", exact=True).focus()
    page.keyboard.press("s")
    room.until_shown()
    assert room.shown()["data"] == "spiral"
    for _ in range(len(playground.START)):
        page.keyboard.press("Tab")
    assert room.main.evaluate("(button) => button === document.activeElement")
    page.keyboard.press("Enter")
    room.until("training").until_epoch(5)
    page.keyboard.press("Space")
    room.until("paused")
    assert room.main.evaluate("(button) => button === document.activeElement")
    page.keyboard.press("Tab")
    epoch = room.number("Epoch")
    page.keyboard.press("Enter")
    room.until_epoch(epoch + 1)


def test_controls_answer_while_a_large_network_trains(room):
    room.go("data=spiral&activation=mish&depth=4&width=64")
    room.press("Train").until("training").until_epoch(2)
    room.choose("Units in each", "2").until_shown()
    assert room.page.locator(".playground-tile").count() == 8


def test_a_hidden_page_does_not_train(room):
    page = room.page
    room.press("Train").until("training").until_epoch(2)
    page.evaluate(
        """() => {
            Object.defineProperty(document, 'hidden', {value: true, configurable: true});
            document.dispatchEvent(new Event('visibilitychange'));
        }"""
    )
    page.wait_for_timeout(500)
    frames = page.evaluate("document.getElementById('playground').dataset.frames")
    page.wait_for_timeout(700)
    assert page.evaluate("document.getElementById('playground').dataset.frames") == frames
    page.evaluate("delete document.hidden, document.dispatchEvent(new Event('visibilitychange'))")
    page.wait_for_function(
        "(frames) => Number(document.getElementById('playground').dataset.frames) > frames", arg=int(frames)
    )
    room.press("Pause").until("paused")


@pytest.mark.parametrize("width", [1280, 375])
def test_it_is_accessible_and_fits(visit, axe, width):
    room = Room(visit(PAGE, width=width)).load()
    page = room.page
    room.go("data=spiral&activation=relu&depth=4&width=64&rate=1")
    room.press("One epoch").until_shown(1)
    page.evaluate("location.hash = 'data=moon'")
    for theme in ("light", "dark"):
        page.evaluate("(theme) => { document.documentElement.dataset.theme = theme }", theme)
        page.wait_for_timeout(300)
        assert axe(page, {"preload": False}) == [], theme
    assert page.evaluate("document.scrollingElement.scrollWidth") <= width
    small = page.locator("#playground :is(button, select, input)").evaluate_all(
        """(all) => all.map((each) => each.getBoundingClientRect())
            .filter(({width, height}) => width < 44 || height < 44).length"""
    )
    assert small == 0
    page.evaluate("document.documentElement.dataset.theme = 'light'")
    assert page.troubles == []
    page.close()


def test_the_theme_changes_the_pictures(room):
    light = room.pixels()
    room.page.evaluate("document.documentElement.dataset.theme = 'dark'")
    dark = room.until_other(light)
    room.page.evaluate("document.documentElement.dataset.theme = 'light'")
    assert room.until_other(dark) == light


def test_after_a_first_visit_it_works_without_a_network(browser, address):
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{address}{PAGE}")
    Room(page).load()
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(1000)
    context.set_offline(True)
    page.reload()
    room = Room(page).load()
    room.press("One epoch").until_epoch(1)
    context.close()


def test_it_works_under_the_policy_that_the_readme_states(browser, address_with_policy):
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    refused = []
    page.on("console", lambda message: "Content Security" in message.text and refused.append(message.text))
    page.goto(f"{address_with_policy}{PAGE}")
    Room(page).load().press("One epoch").until_epoch(1)
    assert refused == []
    context.close()


def test_the_stored_choices_are_those_of_python(site):
    [stored] = (site / "_static" / "live").glob("*/playground.json")
    page = json.loads(stored.read_text(encoding="utf-8"))
    assert page["choices"] == json.loads(json.dumps(playground.stored()["choices"]))
