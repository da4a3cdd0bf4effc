"""The form of the main kinds of pages, by the boxes of what stands on them: no font of a machine changes it.

Pixels differ from machine to machine; where things stand beside, above and within one another does not. So
each kind of page is opened wide and on a phone, light and dark, and its boxes are compared with what the
design says, in pixels and with a tolerance where text sets a size.
"""

import sys
from pathlib import Path

import pytest

from tests import layout_shifts

sys.path.append(str(Path(__file__).parents[1] / "extensions"))

import page_form

WIDE, PHONE = 1280, 375
PICTURE = 720
KINDS = (
    "intro.html",
    "chapters/04-sigmoid.html",
    "chapters/14-spiral-classification.html",
    "exercises.html",
    "glossary.html",
    "reference/functions.html",
    "studio.html",
    "playground.html",
)
CHAPTER = "chapters/04-sigmoid.html"
every_kind = pytest.mark.parametrize("name", KINDS, scope="module")
both_widths = pytest.mark.parametrize("width", [WIDE, PHONE])
BOXES = """(selector) => [...document.querySelectorAll(selector)]
    .filter((each) => each.checkVisibility({visibilityProperty: true}))
    .map((each) => each.getBoundingClientRect())
    .map((box) => [box.left, box.top + scrollY, box.right, box.bottom + scrollY])"""


def boxes(page, selector):
    """Return left, top, right and bottom of each visible element, in pixels of the page."""
    return page.evaluate(BOXES, selector)


def style(page, selector, name):
    script = "([selector, name]) => getComputedStyle(document.querySelector(selector))[name]"
    return page.evaluate(script, [selector, name])


@every_kind
def test_a_wide_page_has_its_parts_side_by_side_and_nothing_sticks_out(look, name):
    page = look(name)
    [[_, _, contents, _]] = boxes(page, "#pst-primary-sidebar")
    [[left, _, right, _]] = boxes(page, ".bd-article")
    assert 200 <= contents <= left
    assert right <= WIDE
    for other, *_ in boxes(page, "#pst-secondary-sidebar"):
        assert right <= other
    assert page.evaluate("document.scrollingElement.scrollWidth") <= WIDE
    outside = [
        box for box in boxes(page, ".bd-article section > *") if box[0] < left - 1 or box[2] > right + 1
    ]
    assert outside == []


@every_kind
def test_a_phone_shows_the_text_alone(look, name):
    page = look(name, width=PHONE)
    [[left, _, right, _]] = boxes(page, ".bd-article")
    assert 0 <= left < right <= PHONE
    [[_, top, _, _], *_] = boxes(page, ".bd-article h1")
    assert top < 200
    assert page.evaluate("document.scrollingElement.scrollWidth") <= PHONE


@every_kind
@both_widths
def test_a_page_is_in_order_from_top_to_bottom(look, name, width):
    tops = [top for _, top, _, _ in boxes(look(name, width=width), ".bd-article :is(h1, h2)")]
    assert tops
    assert tops == sorted(tops)


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_a_chapter_begins_with_its_place_its_title_and_its_question(visit, mode):
    page = visit(CHAPTER, mode)
    [[left, _, _, end]] = boxes(page, ".place")
    [[title_left, top, _, below]] = boxes(page, ".bd-article h1")
    question = boxes(page, ".bd-article h1 ~ p:not(.live-row)")[0]
    assert end <= top
    assert below <= question[1]
    assert left == title_left == question[0]
    assert page.locator(".setup summary").is_visible()
    assert not page.locator(".setup .cell_input").is_visible()
    assert style(page, ".side-note", "display") == "block"
    page.close()


def test_a_line_of_text_has_about_70_characters(look):
    page = look(CHAPTER)
    lengths = page.evaluate(
        """() => [...document.querySelectorAll(".bd-article section > p:not(.live-row)")].map((each) => {
            const beside = [...each.querySelectorAll(".side-note")];
            const notes = beside.reduce((sum, note) => sum + note.innerText.length, 0);
            const lines = Math.round(each.clientHeight / parseFloat(getComputedStyle(each).lineHeight));
            return [each.innerText.length - notes, lines];
        }).filter(([, lines]) => lines >= 4).map(([characters, lines]) => characters / (lines - 0.5))"""
    )
    assert len(lengths) > 5
    assert 55 <= sum(lengths) / len(lengths) <= 80


@both_widths
def test_figures_and_explorers_are_as_wide_as_designed(look, width):
    page = look(CHAPTER, width=width)
    pictures = boxes(page, ".bd-article section > .cell > .cell_output :is(img, .figure, .frame)")
    assert len(pictures) >= 5
    widths = {round(right - left) for left, _, right, _ in pictures}
    assert widths == ({PICTURE} if width == WIDE else {PHONE})


def test_on_a_phone_printed_sentences_wrap_and_columns_keep_their_places(look):
    page = look("chapters/16-images.html", width=PHONE)
    wide = "(all) => all.map((each) => each.scrollWidth > each.clientWidth)"
    sentences = page.locator(".cell_output .sentences pre")
    assert sentences.count() >= 10
    assert not any(sentences.evaluate_all(wide))
    columns = page.locator(".cell_output .stream:not(.sentences) pre")
    assert any(columns.evaluate_all(wide))
    assert style(page, ".cell_output .stream:not(.sentences) pre", "white-space") == "pre"


def test_on_a_phone_a_control_stands_below_its_figure(look):
    page = look(CHAPTER, width=PHONE)
    for frame, controls in zip(
        boxes(page, ".explorer .frame"), boxes(page, ".explorer-controls"), strict=True
    ):
        assert frame[3] <= controls[1]


@both_widths
def test_a_control_that_has_the_focus_shows_its_figure(look, width):
    page = look(CHAPTER, width=width)
    for explorer in page.locator(".explorer").all():
        explorer.evaluate("(it) => it.previousElementSibling, scrollTo(0, 0)")
        control = explorer.locator("input, select, button").last
        control.press("Shift")
        top, bottom = explorer.locator(".frame").evaluate(
            "(it) => { const box = it.getBoundingClientRect(); return [box.top, box.bottom]; }"
        )
        assert top >= -1
        assert bottom <= 901


def test_notes_beside_the_text_meet_nothing(look):
    page = look("chapters/09-gelu-and-friends.html")
    notes = boxes(page, ".side-note")
    assert len(notes) > 3
    [[_, _, edge, _]] = boxes(page, ".bd-article")
    blocks = boxes(page, ".bd-article section > :not(p, section, h2, h3, h4, ul, ol)")
    for left, top, right, bottom in notes:
        assert right <= edge + 1
        for other_left, other_top, other_right, other_bottom in (*blocks, *notes):
            apart = (
                bottom <= other_top + 1
                or other_bottom <= top + 1
                or right <= other_left
                or other_right <= left
            )
            assert apart or (left, top, right, bottom) == (other_left, other_top, other_right, other_bottom)


def test_titles_are_heavier_and_larger_the_higher_they_stand(look):
    page = look("chapters/14-spiral-classification.html")
    names = [
        f".bd-article {each}" for each in ("h1", "h2", "h3") if page.locator(f".bd-article {each}").count()
    ]
    sizes = [float(style(page, name, "fontSize").removesuffix("px")) for name in names]
    weights = [int(style(page, name, "fontWeight")) for name in names]
    assert sizes == sorted(set(sizes), reverse=True)
    assert weights == sorted(set(weights), reverse=True)
    assert all(
        "Literata" in style(page, name, "fontFamily")
        for name in (*names, ".bd-article section > p:not(.live-row)")
    )


def test_on_paper_a_chapter_has_its_number_and_its_imports_and_no_controls(visit):
    page = visit(CHAPTER)
    page.emulate_media(media="print")
    assert page.locator(".bd-article h1").inner_text().startswith("4. Sigmoid")
    assert page.locator(".setup .cell_input").evaluate("(it) => it.getBoundingClientRect().height") > 50
    assert boxes(page, ".explorer-controls, .live-row, .prev-next-area, .side-note, .headerlink") == []
    assert len(boxes(page, ".explorer .frame")) == page.locator(".explorer").count()
    wraps = page.locator(".bd-article pre").evaluate_all(
        "(all) => all.map((it) => getComputedStyle(it).whiteSpace)"
    )
    assert set(wraps) == {"pre-wrap"}
    page.close()


def test_on_paper_hints_answers_and_solutions_stand_open_without_words_to_press(visit):
    page = visit(CHAPTER)
    page.wait_for_selector(".toggle-button", state="attached")
    page.emulate_media(media="print")
    hidden = page.locator(".toggle-button, .sd-summary-state-marker")
    assert hidden.count() > 10
    assert not any(each.is_visible() for each in hidden.all())
    for name in (".hint .sd-card-body", ".predict .sd-card-body", ".solution > :not(.admonition-title)"):
        inside = page.locator(name).evaluate_all(
            """(all) => all.map((each) => each.getBoundingClientRect().height > 10
                && each.checkVisibility({visibilityProperty: true, opacityProperty: true}))"""
        )
        assert len(inside) > 1, name
        assert all(inside), name
    page.close()


LARGE = """async () => {
    document.documentElement.style.fontSize = "200%";
    delete document.documentElement.dataset.below;
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    return document.scrollingElement.scrollWidth;
}"""
WITH_LARGE = (
    *KINDS,
    "chapters/09-gelu-and-friends.html",
    "chapters/11-derivatives.html",
    "chapters/20-catalogue.html",
    "lecturers.html",
    "genindex.html",
    "reference/networks.html",
)


@pytest.mark.parametrize("name", WITH_LARGE)
def test_with_letters_twice_as_large_a_phone_scrolls_no_page_sideways(browser, address, name):
    # On a phone that zooms out to show all, innerWidth grows along with what is too wide.
    context = browser.new_context(
        viewport={"width": PHONE, "height": 800}, is_mobile=True, has_touch=True, reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(address + name, wait_until="networkidle")  # the studio brings styles of its own
    page.wait_for_function("!document.documentElement.dataset.below")
    assert page.evaluate(LARGE) <= PHONE
    context.close()


def test_what_runs_on_beyond_the_edge_of_a_phone_has_a_shade_there(visit):
    page = visit("chapters/16-images.html", width=PHONE)
    table = page.locator(".output.stream pre").filter(has_text="Conv2D").first
    assert table.evaluate("(each) => each.scrollWidth > each.clientWidth")
    assert table.evaluate("(each) => getComputedStyle(each).backgroundImage").count("linear-gradient") == 4
    ground = table.evaluate("(each) => getComputedStyle(each).backgroundColor")
    assert ground in table.evaluate("(each) => getComputedStyle(each).backgroundImage")
    page.close()


@pytest.mark.parametrize("name", ["chapters/04-sigmoid.html", "intro.html", "reference/functions.html"])
@both_widths
def test_an_arrow_to_a_neighbor_has_its_size(look, name, width):
    for left, _, right, _ in boxes(look(name, width=width), ".prev-next-area .icon"):
        assert right - left >= 10


@pytest.mark.parametrize(
    "text",
    [
        "   layer    output\n1  ReLU     8 × 8\n",
        "             range    kinks\nsigmoid    [0, 1]     none\n",
        "epoch   loss  accuracy\n    1  1.0986    0.333\n",
        "[[1 2]\n [3 4]]\n",
    ],
)
def test_printed_columns_stay_below_one_another(text):
    assert page_form.is_columns(text)


@pytest.mark.parametrize(
    "text",
    [
        "missed: [100, 200]  so no rule can score above 0.993\n",
        "tanh   : slope after 20 layers: 1.6e-02\nrelu   : slope after 20 layers: 1.0e+00\n",
        " 1 × tanh: slope above 0.5\n12 × tanh: slope above 0.5\n",
        "tanh: R² from 0.9\n    largest answer 6 to 8\n",
        "[ 0.71  0.29 -0.29]\n",
    ],
)
def test_printed_sentences_wrap_on_a_phone(text):
    assert not page_form.is_columns(text)


def test_no_line_begins_with_what_belongs_to_the_line_before():
    formula = '<span class="math notranslate nohighlight"><math><mi>x</mi></math></span>'
    reference = '<a class="footnote-reference brackets" href="#footcite-a">[1]</a>'
    kept = page_form.with_marks_kept(f"Of {formula}, see\n{reference} and {formula} in chapter 4.")
    assert kept == (
        f'Of <span class="together">{formula},</span> see\N{NO-BREAK SPACE}{reference} '
        f"and {formula} in chapter\N{NO-BREAK SPACE}4."
    )


@every_kind
@both_widths
def test_a_page_that_loads_does_not_jump(browser, address, name, width):
    page = browser.new_page(viewport={"width": width, "height": 900})
    layout_shifts.watch(page)
    page.goto(address + name, wait_until="load")
    page.evaluate("document.fonts.ready.then(() => new Promise(requestAnimationFrame))")
    assert layout_shifts.total(page) < layout_shifts.MOST
    page.close()


def test_a_link_to_a_heading_is_copied(browser, address):
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{address}{CHAPTER}")
    mark = page.get_by_role("link", name="Copy the link to: 4.1. From odds to a formula")
    mark.focus()
    mark.press("Enter")
    page.get_by_role("status").filter(has_text="Link copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == f"{address}{CHAPTER}#from-odds-to-a-formula"
    assert page.url == copied
    context.close()


# What a keyboard reaches and looks with focus as without: no other outline or shadow, on it or around it.
# In forced colors a shadow is "none".
UNSEEN = """() => {
    const around = (each) => [each, each.parentElement, each.parentElement.parentElement, ...each.children]
        .flatMap((one) => [[one], [one, "::before"]]);
    const drawn = ([one, part]) => {
        const [style, box] = [getComputedStyle(one, part), one.getBoundingClientRect()];
        const {outlineStyle, outlineWidth, boxShadow, stroke, strokeWidth, opacity} = style;
        if (opacity === "0" || Math.min(box.width, box.height) <= 4) return "";
        const outline = outlineStyle === "none" || outlineWidth === "0px" ? "" : outlineStyle + outlineWidth;
        return [outline, boxShadow, one instanceof SVGElement ? stroke + strokeWidth : ""].join();
    };
    const marks = (each) => around(each).map(drawn);
    const reached = "a[href], button, input, select, summary, [tabindex='0']";
    const all = [...document.querySelectorAll(reached)].filter((each) => each.tabIndex >= 0
        && !each.disabled && each.checkVisibility({visibilityProperty: true}));
    return all.map((each) => {
        document.activeElement.blur();
        const before = marks(each);
        each.focus({focusVisible: true});
        if (document.activeElement !== each) return null;
        const seen = marks(each).some((mark, k) => mark && mark !== before[k]);
        return seen ? null : each.outerHTML.slice(0, 100);
    }).filter((each) => each !== null);
}"""


@pytest.mark.parametrize("forced", ["none", "active"])
@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("name", [*KINDS, "search.html?q=sigmoid", "genindex.html", "404.html"])
def test_what_has_the_focus_shows_it(visit, name, mode, forced):
    page = visit(name, mode)
    page.emulate_media(forced_colors=forced)
    page.add_style_tag(content="* { transition: none !important; }")
    page.keyboard.press("Tab")
    assert page.evaluate(UNSEEN) == []
    page.close()


def test_neighbors_say_their_questions_and_contents_are_no_excerpts(visit):
    page = visit(CHAPTER)
    asked = page.locator(".prev-next-info .question").all_inner_texts()
    assert len(asked) == 2
    assert asked[1] == "The sigmoid answers between 0 and 1. Why would a network rather hear −1 and 1?"
    page.goto(page.url.replace(CHAPTER, "search.html?q=saturation"))
    excerpt = page.locator("#search-results .context").first
    excerpt.wait_for()
    texts = page.locator("#search-results .context").all_inner_texts()
    assert all("Contents" not in text and "\n" not in text for text in texts)
    page.close()
