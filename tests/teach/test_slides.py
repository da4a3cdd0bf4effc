"""The slides of every chapter in a real browser: nothing overflows, type is large, explorers answer."""

import re

import pytest
import slides

notebooks = slides.notebooks

SMALLEST, WIDTH, HEIGHT = 24, 1280, 720
MEASURED = """() => {
  const ABOVE_ARROWS = 608;
  const slide = Reveal.getCurrentSlide();
  slide.querySelectorAll("details").forEach((each) => (each.open = true));
  const found = [], outside = [];
  const walker = document.createTreeWalker(slide, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode, parent = text.parentElement;
    const unseen = "script, style, option, aside.notes, .frame, .visually-hidden";
    if (!text.data.trim() || parent.closest(unseen)) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    const box = range.getBoundingClientRect();
    if (!box.width) continue;
    const inFormula = parent.closest("math");
    found.push([parseFloat(getComputedStyle(inFormula || parent).fontSize), text.data.trim().slice(0, 40)]);
    if (box.left < -0.5 || box.top < -0.5 || box.right > innerWidth + 0.5 || box.bottom > innerHeight + 0.5)
      outside.push(text.data.trim().slice(0, 60));
  }
  for (const each of slide.querySelectorAll("img, .frame, input, button, select")) {
    const box = each.getBoundingClientRect();
    if (box.right > innerWidth + 0.5 || box.bottom > innerHeight + 0.5) outside.push(each.tagName);
  }
  const covered = [...slide.querySelectorAll(".beside, .explorer-controls")].filter((each) => {
    const picture = slide.querySelector(".shown :is(img, .frame)").getBoundingClientRect();
    const last = each.lastElementChild?.getBoundingClientRect();
    return each.getBoundingClientRect().left < picture.right - 0.5 || last?.bottom > ABOVE_ARROWS;
  });
  return { small: found.sort((a, b) => a[0] - b[0])[0], outside, covered: covered.length };
}"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("slides")
    slides.write(notebooks.chapter_paths(), folder)
    return folder


@pytest.fixture
def deck(folder, browser):
    """Return a function that opens the slides of a chapter and fails on any error or request elsewhere."""
    page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
    problems = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    page.on("requestfailed", lambda request: problems.append(request.url))
    page.on(
        "request",
        lambda request: (
            None if request.url.startswith(("file:", "data:", "blob:")) else problems.append(request.url)
        ),
    )

    def opened(stem):
        page.goto((folder / f"{stem}.html").as_uri())
        page.wait_for_function("window.Reveal && Reveal.isReady()")
        return page

    yield opened
    page.close()
    assert problems == []


@pytest.mark.parametrize("path", notebooks.chapter_paths(), ids=lambda path: path.stem)
def test_every_slide_is_read_from_the_last_row_and_none_overflows(deck, path):
    page = deck(path.stem)
    count = page.evaluate("Reveal.getTotalSlides()")
    assert count >= 5
    for number in range(count):
        found = page.evaluate(MEASURED)
        where = f"slide {number + 1}: {page.evaluate('Reveal.getCurrentSlide().innerText.slice(0, 60)')!r}"
        assert found["small"][0] >= SMALLEST, (where, found["small"])
        assert (found["outside"], found["covered"]) == ([], 0), where
        page.evaluate("Reveal.next()")


@pytest.mark.parametrize("path", notebooks.chapter_paths(), ids=lambda path: path.stem)
def test_every_section_has_a_slide_and_every_explorer_is_on_one(deck, path):
    page = deck(path.stem)
    headings = page.evaluate("[...document.querySelectorAll('.slides h2')].map((each) => each.textContent)")
    kept = [each for each, _ in slides.sections(path) if each not in slides.NOT_SHOWN]
    assert len(set(headings)) >= len(kept)
    shown = sum(kind == "shown" for _, section in slides.sections(path) for kind, _ in section)
    assert page.locator(".shown").count() == shown


def test_an_explorer_answers_mouse_and_keyboard(deck):
    page = deck("04-sigmoid")
    page.evaluate("""() => {
      const slide = document.querySelector('.explorer input[type=range]').closest('section');
      const { h, v } = Reveal.getIndices(slide);
      Reveal.slide(h, v);
    }""")
    slider = page.locator("section.present .explorer input[type=range]").first
    image = page.locator("section.present .explorer .frame").first
    before, place = image.get_attribute("aria-label"), page.evaluate("JSON.stringify(Reveal.getIndices())")
    slider.focus()
    page.keyboard.press("ArrowRight")
    assert image.get_attribute("aria-label") != before
    assert page.evaluate("JSON.stringify(Reveal.getIndices())") == place
    box = slider.bounding_box()
    page.mouse.click(box["x"] + 3, box["y"] + box["height"] / 2)
    assert slider.input_value() == "0"


def test_nothing_names_another_host(folder):
    for path in folder.rglob("*.html"):
        text = re.sub(r'href="https?://[^"]*"', "", path.read_text(encoding="utf-8"))
        assert not re.search(r'(?:src|href)="(?:https?:)?//', text)
    assert "url(http" not in (folder / "shared" / "reveal.css").read_text(encoding="utf-8")


def test_prose_stays_off_the_slides():
    """A slide says a sentence or two: of a chapter's running text the greater part is left to the notes."""
    for path in notebooks.chapter_paths():
        said = sum(
            len(re.sub(r"<(script|aside|math|svg)\b.*?</\1>|<[^>]+>", "", body, flags=re.DOTALL))
            for kind, body in slides.slides(path)
            if kind != "notes"
        )
        assert said < len(notebooks.markdown(path)) / 2
