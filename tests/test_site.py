"""The built book in a browser: every page, every control of every explorer, by mouse and by keyboard."""

import functools
import hashlib
import html
import json
import os
import re
import sys
import unicodedata
from pathlib import Path
from urllib.parse import quote_plus, unquote, urldefrag, urljoin

import pytest

from actlib.figures.colors import PALETTE
from tests import layout_shifts
from tests.conftest import wait_until_laid_out

sys.path.append(str(Path(__file__).parents[1] / "extensions"))

import light_theme

ROOT = Path(__file__).parents[1]
DOCUMENTS = re.findall(
    r"^\s*-?\s*(?:root|file): (\S+)", (ROOT / "_toc.yml").read_text(encoding="utf-8"), re.M
)
PAGES = [f"{document}.html" for document in DOCUMENTS] + ["search.html", "genindex.html"]
CHAPTERS = sorted(path.stem for path in (ROOT / "chapters").glob("*.ipynb"))
HANDLE = 28  # pixels of a slider's handle
every_page = pytest.mark.parametrize("name", PAGES, scope="module")
CHAPTER_PAGES = [f"chapters/{stem}.html" for stem in CHAPTERS]
every_chapter = pytest.mark.parametrize("name", CHAPTER_PAGES, scope="module")


def source_of(name):
    """Return the Markdown of a page, without its code; the library's reference has no formulas."""
    for path in (ROOT / name).with_suffix(".md"), (ROOT / name).with_suffix(".ipynb"):
        if path.exists():
            text = path.read_text(encoding="utf-8")
            if path.suffix == ".ipynb":
                cells = json.loads(text)["cells"]
                text = "\n\n".join(
                    "".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"
                )
            return re.sub(r"```.*?```|`[^`]*`", "", text, flags=re.DOTALL)
    return ""


@functools.lru_cache(maxsize=1)
def explorers_of(chapter):
    """Return each explorer of a chapter: its controls, every frame by sentence and drawing, its start.

    What is stored is read, for the page shows its very bytes; that it is what actlib draws now,
    ``tests/whole_pages.py`` sees when nbval executes the chapter.
    """
    return [
        (kinds, labels, {setting: sentence_and_drawing(markup) for setting, markup in frames.items()}, start)
        for kinds, labels, frames, start in stored_explorers(chapter)
    ]


def sentence_and_drawing(markup):
    image = html.unescape(re.sub(r'" src="', "\n", markup)).split('alt="')[1]
    sentence, address = image.removesuffix('">').split("\n")
    return sentence, unquote(address.removeprefix("data:image/svg+xml,"))


def stored_explorers(chapter):
    """Read each explorer from a notebook's saved widgets: its controls, every frame, where it starts."""
    notebook = json.loads((ROOT / "chapters" / f"{chapter}.ipynb").read_text(encoding="utf-8"))
    views = [
        output["data"]["application/vnd.jupyter.widget-view+json"]["model_id"]
        for cell in notebook["cells"]
        for output in cell.get("outputs", ())
        if "application/vnd.jupyter.widget-view+json" in output.get("data", ())
    ]
    if not views:
        return []
    models = notebook["metadata"]["widgets"]["application/vnd.jupyter.widget-state+json"]["state"]

    def state(reference):
        return models[reference.removeprefix("IPY_MODEL_")]["state"]

    def frames(reference, setting=()):
        model = state(reference)
        if "children" not in model:
            return {setting: model["value"]}
        parts = (frames(child, (*setting, index)) for index, child in enumerate(model["children"]))
        return {key: frame for part in parts for key, frame in part.items()}

    explorers = []
    for view in views:
        *controls, stack = state(view)["children"]
        controls = [state(control) for control in controls]
        labels = [control["_options_labels"] for control in controls]
        kinds = [control["_model_name"].removesuffix("Model") for control in controls]
        explorers.append((kinds, labels, frames(stack), tuple(control["index"] for control in controls)))
    return explorers


def check_setting(explorer, labels, frames, setting):
    """Wait for the frame of a setting; then check that no other shows and that every control says so."""
    pictures, words = explorer.evaluate(
        """async (explorer, [sentence, markup]) => {
            const all = (from, selector) => [...from.querySelectorAll(selector)];
            const template = document.createElement('template');
            template.innerHTML = markup;
            const wanted = template.content.firstElementChild.outerHTML;
            const bare = (svg) => {
                const copy = svg.cloneNode(true);
                ['class', 'role', 'aria-label'].forEach((name) => copy.removeAttribute(name));
                return copy.outerHTML.replace(/(id="|url\\(#)w[0-9a-f]{4}-/g, '$1');
            };
            const shown = (svg) => svg.checkVisibility({visibilityProperty: true});
            const visible = () => all(explorer, '.frame').filter(shown)
                .map((svg) => [svg.getAttribute('aria-label'), bare(svg) === wanted]);
            const arrived = ([first, ...more]) => !more.length && first?.[0] === sentence && first[1];
            for (let i = 0; i < 120 && !arrived(visible()); i++) await new Promise(requestAnimationFrame);
            return [visible(), all(explorer, '.explorer-control').map((control) => [
                ...all(control, '[aria-pressed=true], :checked, [aria-hidden]').map((e) => e.textContent),
                ...all(control, '[type=range]').map((slider) => slider.ariaValueText),
            ])];
        }""",
        list(frames[setting]),
    )
    assert [sentence for sentence, _ in pictures] == [frames[setting][0]], setting
    assert pictures[0][1], f"{setting}: the words fit but the picture does not"
    assert [set(said) for said in words] == [
        {options[index]} for options, index in zip(labels, setting, strict=True)
    ]


def press(control, kind, count, old, new):
    """Move a control with the keyboard alone."""
    if kind == "ToggleButtons":
        control.locator("button").nth(new).press("Enter" if new % 2 else "Space")
        return
    forward, back = ("ArrowRight", "ArrowLeft") if kind == "SelectionSlider" else ("ArrowDown", "ArrowUp")
    keys = {0: ["Home"], count - 1: ["End"]}.get(new, [forward if new > old else back] * abs(new - old))
    for key in keys:
        control.locator("input, select").press(key)


def point(page, control, kind, count, new):
    """Move a control with the mouse; a slider by dragging its handle, and to the middle by a click."""
    if kind == "ToggleButtons":
        control.locator("button").nth(new).click()
    elif kind == "Dropdown":
        control.locator("select").select_option(index=new)
    else:
        control.scroll_into_view_if_needed()
        slider = control.locator("input")
        box, old = slider.bounding_box(), int(slider.input_value())
        x = [box["x"] + HANDLE / 2 + (box["width"] - HANDLE) * each / (count - 1) for each in (old, new)]
        y = box["y"] + box["height"] / 2
        if new == count // 2:
            page.mouse.click(x[1], y)
        else:
            page.mouse.move(x[0], y)
            page.mouse.down()
            page.mouse.move(x[1], y, steps=2)
            page.mouse.up()


def walk(labels):
    """List every setting so that each differs from the one before it in one control, as if by hand."""
    if not labels:
        return [()]
    rest = walk(labels[1:])
    return [(i, *others) for i in range(len(labels[0])) for others in (rest if i % 2 == 0 else rest[::-1])]


def test_book_builds_without_a_warning(build):
    _, run = build
    assert run.returncode == 0, "\n".join(re.findall(r".*(?:WARNING|ERROR).*", run.stdout + run.stderr))


def test_every_built_page_is_tested(site):
    inside = {path.relative_to(site) for path in site.rglob("*.html")}
    built = {path.as_posix() for path in inside if path.parts[0] not in ("_static", "lab")}
    assert built - {"index.html"} == set(PAGES)  # index.html only leads to the first page
    assert {f"chapters/{chapter}.html" for chapter in CHAPTERS} <= built


def test_links_lead_somewhere(site):
    ids, broken = {}, []
    for page in [*PAGES, "index.html"]:
        text = (site / page).read_text(encoding="utf-8")
        ids[page] = set(re.findall(r'\bid="([^"]+)"', text))
    for page in ids:
        text = (site / page).read_text(encoding="utf-8")
        for link in re.findall(r'(?:href|action|src)="([^"]*)"', text) + re.findall(r"url=([^\"']+)", text):
            if re.match(r"[a-z]+:", link):
                continue
            path, anchor = urldefrag(html.unescape(link))
            path = unquote(path.partition("?")[0]) or Path(page).name
            if "=" in anchor:  # settings, which that page's own script reads
                anchor = ""
            target = os.path.relpath((site / page).parent / path, site)
            if not (site / target).is_file() or (anchor and anchor not in ids.get(target, ())):
                broken.append(f"{page}: {link}")
    assert broken == []


def test_nothing_is_loaded_from_another_host(site):
    loads = re.compile(
        r"""<(?:script|img|iframe|source|video|audio)\b[^>]*\bsrc=["']?(?:https?:)?//[^>]*
        |<link\b(?=[^>]*rel=["']?(?:stylesheet|preload|modulepreload|icon|preconnect))[^>]*href=["']?(?:https?:)?//[^>]*
        |@import\s[^;]*//[^;]* | \burl\(\s*["']?(?:https?:)?//[^)]*""",
        re.VERBOSE,
    )
    files = [path for path in site.rglob("*") if path.suffix in {".html", ".css", ".js"}]
    found = [
        f"{path.relative_to(site)}: {match[:120]}"
        for path in files
        for match in loads.findall(path.read_text(encoding="utf-8"))
    ]
    assert len(files) > len(PAGES)
    assert found == []


@every_page
def test_icons_are_drawn_in_the_page(site, name):
    text = (site / name).read_text(encoding="utf-8")
    assert re.findall(r"<(?:i|span)[^>]*\bfa-[^>]*>|fontawesome", text) == []
    assert '<svg class="icon ' in text


def test_nothing_is_left_of_the_icon_font(site):
    files = [path for path in (site / "_static").rglob("*") if path.is_file()]
    assert [path for path in files if "fontawesome" in path.as_posix()] == []
    sheets = "".join(path.read_text(encoding="utf-8") for path in files if path.suffix == ".css")
    faces = re.findall(r'@font-face\s*{\s*font-family: "([^"]*)"', sheets)
    assert len(faces) == len(re.findall("@font-face", sheets))
    assert set(faces) == {"Literata", "As wide as Literata", "STIX Two Math"}


def test_every_page_loads_one_style_sheet(site):
    loaded = {
        tuple(re.findall(r'rel="stylesheet" href="[./]*([^"?]*)', (site / name).read_text(encoding="utf-8")))
        for name in PAGES
    }
    assert {len(each) for each in loaded} == {1}
    [[sheet]] = loaded
    css = (site / sheet).read_text(encoding="utf-8")
    for path in re.findall(r"url\([\"']?(?!data:)([^)\"']+)", css):
        assert (site / "_static" / path).exists(), path


def test_words_of_code_with_one_mark_or_none_have_one_color(site):
    [sheet] = (site / "_static").glob("all-*.css")
    css = sheet.read_text(encoding="utf-8")
    for theme in ("light", "dark"):
        around = re.search(rf'data-theme="{theme}"\] \.highlight\{{[^}}]*\bcolor: (#\w+)', css)[1]
        rules = re.findall(rf'data-theme="{theme}"\] \.highlight \.(\w+)\{{([^}}]*)\}}', css)
        styles = {kind: style.strip() for kind, style in rules}
        for kind in light_theme.UNCOLORED:
            assert styles.get(kind, f"color: {around}") == f"color: {around}", kind
        for kind, other in light_theme.ONE_COLOR.items():
            assert styles.get(kind, styles[other]) == styles[other], kind


def test_fonts_have_their_checksums():
    folder = ROOT / "static" / "fonts"
    listed = [line.split(maxsplit=1) for line in (folder / "SHA256SUMS").read_text().splitlines()]
    kept = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert {name for _, name in listed} == kept - {"README.md", "SHA256SUMS"}
    assert [hashlib.sha256((folder / name).read_bytes()).hexdigest() for _, name in listed] == [
        checksum for checksum, _ in listed
    ]


@every_page
def test_page_loads_quietly(look, name):
    assert look(name).troubles == []


@every_page
def test_page_loads_quietly_from_disk(look, site, name):
    assert look((site / name).as_uri(), width=375).troubles == []


@every_page
def test_formulas_are_set_in_the_page_without_a_script(site, name):
    text = (site / name).read_text(encoding="utf-8")
    article = text.partition("<article")[2].partition("</article>")[0]
    article = re.sub(r"<(pre|code|script)\b.*?</\1>", "", article, flags=re.DOTALL)
    formulas = re.findall(
        r'class="math notranslate nohighlight"[^>]*>(.*?)</(?:span|div)>', article, re.DOTALL
    )
    if "$" in source_of(name):
        assert formulas
    assert [each for each in formulas if "<math" not in each] == []
    assert re.findall(r".{0,30}(?:\\[(\[a-z]|\$).{0,30}", re.sub(r"<[^>]*>", "", article)) == []
    assert re.findall(r"<script[^>]*mathjax", text, re.IGNORECASE) == []


def test_the_math_font_has_every_character_of_the_formulas(site):
    characters = set((ROOT / "static" / "fonts" / "stix-two-math.txt").read_text(encoding="utf-8"))
    used = set()
    for name in PAGES:
        for formula in re.findall(r"<math.*?</math>", (site / name).read_text(encoding="utf-8"), re.DOTALL):
            used |= set(html.unescape(re.sub(r"<[^>]*>", "", formula)))
            # A name of one letter is drawn in italics.
            used |= {italic(each) for each in re.findall(r"<mi>(\w)</mi>", formula)}
    assert len(used) > 100
    assert {each for each in used if each not in characters} == set()


def italic(letter):
    """Return the mathematical italic letter that MathML draws for a plain one."""
    names = {"h": "PLANCK CONSTANT"}
    kind = unicodedata.name(letter).replace("LATIN", "").replace("GREEK", "").replace("LETTER", "").split()
    name = names.get(letter, f"MATHEMATICAL ITALIC {' '.join(kind)}")
    try:
        return unicodedata.lookup(name)
    except KeyError:
        return letter


@every_page
def test_only_displayed_formulas_scroll_and_only_they_can_have_the_focus(look, name):
    page = look(name)
    inline = page.locator("span.math").evaluate_all(
        "(all) => all.map((each) => getComputedStyle(each).overflowX)"
    )
    assert set(inline) <= {"visible"}
    reached = page.locator(".math[tabindex]").evaluate_all(
        "(all) => all.map((e) => e.scrollWidth > e.clientWidth)"
    )
    assert all(reached)


@every_page
def test_images_have_words(look, name):
    page = look(name)
    # The wordmark's picture stands beside its words.
    images = page.locator("img:not(.logo__image)")
    assert images.evaluate_all("(images) => images.filter((i) => !i.alt.trim()).length") == 0
    drawings = page.locator(".bd-article svg:is(.figure, .frame)")
    assert drawings.evaluate_all("(all) => all.every((each) => each.ariaLabel.trim().endsWith('.'))")


@every_chapter
def test_code_can_be_copied(look, name):
    page = look(name)
    assert page.locator(".cell_input .highlight").count() > 0
    assert page.locator(".cell_input .highlight:not(:has(button.copybtn))").count() == 0


@every_chapter
def test_notebook_can_be_downloaded(look, name):
    page = look(name)
    link = page.locator("a.btn-download-source-button").get_attribute("href")
    answer = page.request.get(urljoin(page.url, link))
    assert answer.body() == (ROOT / name).with_suffix(".ipynb").read_bytes()


@every_page
def test_page_fits_a_phone(look, site, axe, name):
    page = look((site / name).as_uri(), width=375)
    assert page.locator(".bd-article .cell_output img:not(.frame, [loading=lazy])").count() == 0
    height = page.evaluate("document.scrollingElement.scrollHeight")
    page.evaluate(
        """async () => Promise.all([...document.querySelectorAll(".bd-article img")].map((image) => {
            image.loading = "eager";
            return image.decode();
        }))"""
    )
    assert page.evaluate("document.scrollingElement.scrollHeight") == height, (
        "the page jumps when figures load"
    )
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 375
    shapes = page.locator(".bd-article svg:is(.figure, .frame)").evaluate_all(
        """(all) => all.filter((each) => each.clientHeight).map(({ clientWidth, clientHeight, viewBox }) =>
            clientWidth / clientHeight / (viewBox.baseVal.width / viewBox.baseVal.height))"""
    )
    assert shapes == pytest.approx([1] * len(shapes), abs=0.02), "a figure is stretched"
    assert axe(page, {"runOnly": ["scrollable-region-focusable", "target-size"]}) == []


@every_chapter
def test_no_line_of_code_or_output_is_cut_off_on_a_laptop(look, name):
    page = look(name)
    page.set_viewport_size({"width": 1280 - 15, "height": 900})  # beside a scroll bar
    cut_off = page.evaluate(
        """() => {
            const options = document.querySelectorAll("details:not([open])");
            const solutions = document.querySelectorAll(".toggle-hidden");
            options.forEach((each) => { each.open = true; });
            solutions.forEach((each) => each.classList.remove("toggle-hidden"));
            const blocks = [...document.querySelectorAll(".bd-article pre")];
            const cut = blocks.filter((block) => block.scrollWidth > block.clientWidth);
            const texts = cut.map((block) => block.textContent);
            options.forEach((each) => { each.open = false; });
            solutions.forEach((each) => each.classList.add("toggle-hidden"));
            return [blocks.length, texts];
        }"""
    )
    page.set_viewport_size({"width": 1280, "height": 900})
    assert cut_off[0] >= 20
    assert cut_off[1] == []


@every_page
def test_page_is_accessible_with_every_solution_and_answer_open_light_and_dark(look, axe, name):
    page = look(name)
    for index, option in enumerate(page.locator(".predict details").all()):
        reason = option.locator(".sd-card-body")
        assert not reason.is_visible()
        option.locator("summary").press("Enter" if index % 2 else "Space")
        assert reason.is_visible()
    solutions = page.locator(".dropdown.admonition")
    for index, solution in enumerate(solutions.all()):
        body = solution.locator(":scope > :not(.admonition-title)").first
        assert not body.is_visible()
        solution.locator(".admonition-title button").press("Enter" if index % 2 else "Space")
        assert body.is_visible()
    for theme, options in (("light", {}), ("dark", {"runOnly": ["color-contrast", "link-in-text-block"]})):
        page.evaluate("(theme) => { document.documentElement.dataset.theme = theme }", theme)
        page.evaluate("async () => Promise.allSettled(document.getAnimations().map((each) => each.finished))")
        assert axe(page, options) == [], theme
    page.evaluate("document.documentElement.dataset.theme = 'light'")


@pytest.mark.parametrize(("mode", "darkest"), [("light", 200), ("dark", 0)])
def test_a_page_keeps_the_theme_that_was_chosen(visit, mode, darkest):
    page = visit("intro.html", mode)
    assert page.locator("html").get_attribute("data-theme") == mode
    background = page.locator("body").evaluate("(body) => getComputedStyle(body).backgroundColor")
    red, green, blue = map(int, re.findall(r"\d+", background)[:3])
    assert darkest <= min(red, green, blue) <= darkest + 55


@pytest.mark.parametrize("ground", ["light", "dark"])
def test_figures_have_the_colors_of_their_page(visit, ground):
    page = visit("chapters/03-step.html", ground)
    drawn = page.locator(".bd-article svg:is(.figure, .frame)").evaluate_all(
        """(all) => all.flatMap((svg) => [...svg.querySelectorAll('*')].flatMap((part) =>
            ['fill', 'stroke'].map((kind) => [part.getAttribute(kind), getComputedStyle(part)[kind]])))"""
    )
    colors = dict(each for each in drawn if each[0] and each[0].startswith("var("))
    assert len(colors) >= 8
    for variable, shown in colors.items():
        name = re.match(r"var\(--([\w-]+)", variable)[1]
        red, green, blue = bytes.fromhex(PALETTE[name][ground == "dark"][1:])
        assert shown == f"rgb({red}, {green}, {blue})", name
    page.close()


def test_labels_are_seen_on_a_dark_page_and_a_ring_shows_where_the_keyboard_is(visit):
    page = visit("chapters/03-step.html", "dark")
    labels = page.locator(".explorer-control > :first-child")
    assert labels.count() >= 4
    assert labels.evaluate_all("(all) => all.every((each) => each.checkVisibility() && each.clientWidth > 5)")
    for control in ("input[type=range]", "button"):
        each = page.locator(f".explorer {control}").first
        each.press("Shift")
        ring = each.evaluate("(it) => [getComputedStyle(it).outlineStyle, getComputedStyle(it).outlineWidth]")
        assert ring == ["solid", "3px"], control
    page.close()


def test_the_one_style_sheet_has_the_styles_of_what_scripts_add(site):
    [made] = (site / "_static").glob("all-*.css")
    own = set(re.findall(r"\.(live-[\w-]+)", (ROOT / "static" / "book.css").read_text(encoding="utf-8")))
    assert {"live-edit", "live-row", "live-tick"} <= own
    assert own <= set(re.findall(r"\.(live-[\w-]+)", made.read_text(encoding="utf-8")))


@pytest.mark.parametrize("width", [1280, 375])
@pytest.mark.parametrize("name", ["chapters/04-sigmoid.html", "exercises.html"])
def test_what_a_late_script_adds_has_its_room_beforehand(browser, address, name, width):
    page = browser.new_page(viewport={"width": width, "height": 900})
    layout_shifts.watch(page)
    late = []
    page.route("**/boot.js*", lambda route: late.append(route))
    page.goto(address + name, wait_until="commit")
    page.locator(".bd-article h1").wait_for()
    page.wait_for_function(
        "document.fonts.status === 'loaded' && performance.getEntriesByType('paint').length"
    )
    late[0].continue_()
    page.locator(".bd-article .live-row").first.wait_for()
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert layout_shifts.total(page) < layout_shifts.MOST
    page.close()


def test_a_page_shows_its_first_window_before_it_lays_out_the_rest(browser, address):
    page = browser.new_page(viewport={"width": 375, "height": 800})
    layout_shifts.watch(page)
    late = []
    page.route("**/book.js*", lambda route: late.append(route))
    waiting = """() => [...document.querySelectorAll(".bd-article section > *")]
        .filter((each) => each.checkVisibility())
        .filter((each) => !each.checkVisibility({contentVisibilityAuto: true})).length"""
    page.goto(f"{address}chapters/04-sigmoid.html", wait_until="commit")
    page.wait_for_function(
        "document.readyState === 'interactive' && performance.getEntriesByType('paint').length"
    )
    assert page.evaluate(waiting) >= 20
    late[0].continue_()
    wait_until_laid_out(page)
    assert page.evaluate(waiting) == 0
    assert page.locator(".bd-article [style*=content-visibility]").count() == 0
    assert layout_shifts.total(page) < layout_shifts.MOST
    page.close()


@pytest.mark.parametrize(("time_left", "calls_a_piece"), [(50, 0), (0, 1)])
def test_as_much_is_laid_out_at_once_as_there_is_time_for(browser, address, time_left, calls_a_piece):
    page = browser.new_page()
    page.add_init_script(
        f"""window.calls = 0;
        window.requestIdleCallback = (callback) => {{
            window.calls += 1;
            setTimeout(() => callback({{ timeRemaining: () => {time_left} }}));
        }};"""
    )
    page.goto(f"{address}chapters/04-sigmoid.html")
    wait_until_laid_out(page)
    pieces = page.locator(".bd-article section > *").count()
    assert pieces >= 50
    assert page.evaluate("window.calls") == max(1, calls_a_piece * pieces)
    page.close()


def test_a_link_into_a_page_lands_where_it_points(browser, address):
    page = browser.new_page(viewport={"width": 375, "height": 800})
    page.goto(f"{address}chapters/04-sigmoid.html#ex-04-half-slope")
    assert page.evaluate("document.documentElement.dataset.below") is None
    top = page.locator("#ex-04-half-slope").evaluate("(exercise) => exercise.getBoundingClientRect().top")
    assert 0 <= top <= 200
    page.close()


@every_chapter
def test_explorers_show_the_right_frame_for_every_setting(visit, name):
    drive_explorers(visit(name), explorers_of(Path(name).stem))


def drive_explorers(page, explorers):
    assert page.locator(".explorer").count() == len(explorers)
    for explorer, (kinds, labels, frames, start) in zip(
        page.locator(".explorer").all(), explorers, strict=True
    ):
        assert set(walk(labels)) == set(frames)
        assert len(set(frames.values())) == len(frames), "two settings look the same"
        check_setting(explorer, labels, frames, start)
        now = start
        controls = [
            (index, explorer.locator(".explorer-control").nth(index), kind, len(labels[index]))
            for index, kind in enumerate(kinds)
        ]
        for setting in walk(labels):
            for index, control, kind, count in controls:
                if now[index] != setting[index]:
                    press(control, kind, count, now[index], setting[index])
            check_setting(explorer, labels, frames, setting)
            now = setting
        for index, control, kind, count in controls:
            for new in dict.fromkeys([0, count - 1, 1, count // 2]):
                point(page, control, kind, count, new)
                now = (*now[:index], new, *now[index + 1 :])
                check_setting(explorer, labels, frames, now)
    assert page.troubles == []
    page.close()


@pytest.mark.parametrize("chapter", ["03-step", "16-images"])
def test_controls_have_the_size_of_a_finger(visit, chapter):
    page = visit(f"chapters/{chapter}.html", width=375)
    controls = page.locator(".explorer :is(input, button, select)")
    heights = controls.evaluate_all("(all) => all.map((each) => each.getBoundingClientRect().height)")
    assert len(heights) >= 3
    assert min(heights) >= 44
    page.close()


def test_what_is_moved_before_the_script_has_come_counts_once_it_has(browser, address):
    context = browser.new_context()
    page = context.new_page()
    late = []
    page.route("**/explorers.js*", lambda route: late.append(route))
    page.goto(f"{address}chapters/05-tanh.html", wait_until="commit")
    slider = page.locator(".explorer input").first
    start = int(slider.input_value())
    slider.press("ArrowRight")
    [route] = late
    route.continue_()
    explorer = page.locator(".explorer").first
    _, labels, frames, _ = explorers_of("05-tanh")[0]
    check_setting(explorer, labels, frames, (start + 1,))
    explorer.get_by_role("status").filter(has_text=frames[(start + 1,)][0].split(":")[0]).wait_for()
    context.close()


@every_chapter
def test_without_scripts_each_explorer_shows_its_first_frame(site, name):
    text = (site / name).read_text(encoding="utf-8")
    shown = re.findall(r'<svg class="frame" role="img" aria-label="([^"]*)" (.*?</svg>)', text)
    first = [frames[start] for _, _, frames, start in explorers_of(Path(name).stem)]
    assert [
        (html.unescape(sentence), "<svg " + re.sub(r"(?<=id=')w\w{4}-|(?<=url\(#)w\w{4}-", "", drawing))
        for sentence, drawing in shown
    ] == first


@pytest.mark.parametrize("scheme", ["http", "file"])
def test_without_scripts_a_page_reads_well(browser, site, address, scheme):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 375, "height": 900})
    page = context.new_page()
    page.goto({"http": address, "file": f"{site.as_uri()}/"}[scheme] + "chapters/04-sigmoid.html")
    assert page.locator(".explorer .frame:visible").count() == len(explorers_of("04-sigmoid"))
    assert page.locator(".explorer :is(input, select, button):visible").count() == 0
    context.close()


def test_the_list_of_exercises_leads_to_each_of_them(visit):
    page = visit("exercises.html")
    links = page.locator(".bd-article li a").evaluate_all("(all) => all.map((each) => each.href)")
    leads = [(Path(urldefrag(link)[0]).stem, urldefrag(link)[1]) for link in links]
    exercises = [
        (chapter, label)
        for chapter in CHAPTERS
        for label in re.findall(
            r":label: (ex-[\w-]+)", (ROOT / "chapters" / f"{chapter}.ipynb").read_text(encoding="utf-8")
        )
    ]
    assert leads == exercises
    page.close()


def test_the_reference_describes_every_name_once_and_says_its_chapter(visit):
    entries = visit("reference/functions.html").locator("dl.py.function")
    names = entries.evaluate_all("(all) => all.map((each) => each.querySelector('dt').id)")
    assert len(names) == len(set(names)) > 40
    for name in ("actlib.gelu", "actlib.gelu_derivative"):
        text = entries.nth(names.index(name)).inner_text()
        assert "Explained in chapter\N{NO-BREAK SPACE}9." in text
        assert ">>> print(gelu" in text
        assert "Hendrycks" in text
        assert "References\n" in text


def test_color_mode_switches(visit):
    page = visit(PAGES[0])
    backgrounds = set()
    for _ in range(3):
        page.locator(".theme-switch-button:visible").click()
        backgrounds.add(page.evaluate("getComputedStyle(document.body).backgroundColor"))
    assert len(backgrounds) == 2
    page.close()


@pytest.mark.parametrize("scheme", ["http", "file"])
def test_search_finds_a_function(visit, site, address, scheme):
    page = visit({"http": address, "file": f"{site.as_uri()}/"}[scheme] + "search.html?q=tanh")
    for name in ("05-tanh.html", "20-catalogue.html"):  # results come one after another
        page.locator(f"#search-results li > a[href*='{name}']").first.wait_for()
    assert page.troubles == []
    page.close()


@pytest.mark.parametrize(
    ("query", "chapters"),
    [
        ("tanh", {"05-tanh"}),
        ("dying relu", {"06-relu"}),
        ("why not sigmoid", {"04-sigmoid", "18-choosing"}),
        ("gelu formula", {"09-gelu-and-friends", "20-catalogue"}),
        ("which activation should I use", {"18-choosing"}),
        ("leaky relu pytorch", {"07-leaky-relu-and-prelu", "20-catalogue"}),
        ("LeakyRelu", {"07-leaky-relu-and-prelu"}),
        ("derivative of tanh", {"05-tanh"}),
        ("swish", {"09-gelu-and-friends"}),
    ],
)
def test_search_finds_the_chapter_about_it_first(visit, query, chapters):
    page = visit(f"search.html?q={quote_plus(query)}")
    first = page.locator("#search-results li > a").first
    first.wait_for()
    assert Path(urldefrag(first.get_attribute("href"))[0]).stem in chapters
    page.close()


@pytest.mark.parametrize("name", ["lecturers.html", "chapters/04-sigmoid.html", "reference/functions.html"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_words_that_were_searched_for_can_be_read(visit, axe, name, theme):
    page = visit(f"{name}?highlight=the+sigmoid+tanh+activation+def+print", theme)
    page.locator("span.highlighted").first.wait_for()
    assert axe(page, {"runOnly": ["color-contrast"]}) == []


def test_the_search_index_comes_with_the_page_that_searches_alone(site):
    for name in PAGES:
        loads = "searchindex.js" in (site / name).read_text(encoding="utf-8")
        assert loads == (name == "search.html"), name
