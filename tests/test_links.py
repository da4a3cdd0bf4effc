"""Links between the pages: a chapter's number and title are what the table of contents makes them."""

import re

import pytest
import yaml

from tests.prose import FENCED, MARKDOWN, PAGES, ROOT, blank

CONTENTS = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
NUMBERED = [
    chapter["file"] for part in CONTENTS["parts"] if part.get("numbered") for chapter in part["chapters"]
]
NUMBERS = {page: number for number, page in enumerate(NUMBERED, start=1)}
TITLES = {page: PAGES[page].partition("\n")[0].removeprefix("# ") for page in NUMBERED}
OTHER_NAMES = {
    "chapters/10-custom-activations": ["report card"],
    "chapters/20-catalogue": ["the catalogue", "The catalogue", "catalogue"],
}
LINK = re.compile(r"(?<!!)\[([^\]\[]*)\]\((?:\.\./)?((?:chapters/)?\d\d-[\w-]+)(?:\.ipynb|#[\w-]+)?\)")
TYPED = re.compile(r"\b[Cc]hapters?\s+\d+\b")


def chapter_links(text):
    """Yield the text of each link to a chapter and the page that it leads to."""
    for found in LINK.finditer(text):
        yield found[1], "chapters/" + found[2].removeprefix("chapters/")


def misnamed(text):
    """Yield each link whose text names another chapter, or none."""
    for name, page in chapter_links(text):
        number, title = NUMBERS.get(page), TITLES.get(page)
        plural = re.fullmatch(r"(?:[Cc]hapters? )?(\d+)", name)
        if plural and int(plural[1]) == number:
            continue
        if name not in (title, f"{number} {title}", *OTHER_NAMES.get(page, [])):
            yield f"[{name}]({page})"


def typed_numbers(text):
    """Yield each number of a chapter that is typed and no link."""
    text = FENCED.sub(lambda block: blank(block) if "{code-block}" in block["kind"] else block[0], text)
    return TYPED.findall(re.sub(r"`[^`\n]+`", "", LINK.sub("", text)))


@pytest.mark.parametrize("page", PAGES)
def test_a_link_to_a_chapter_says_its_number_or_its_title(page):
    assert list(misnamed(PAGES[page])) == []


@pytest.mark.parametrize("page", PAGES)
def test_the_number_of_a_chapter_is_a_link(page):
    assert typed_numbers(PAGES[page]) == []


@pytest.mark.parametrize("page", NUMBERED)
def test_a_chapter_needs_earlier_ones_only(page):
    needs = re.search(r"\*\*You need:\*\*.*", PAGES[page])[0]
    assert all(NUMBERS[needed] < NUMBERS[page] for _, needed in chapter_links(needs))
    assert page == NUMBERED[0] or "chapter" in needs


def test_the_front_page_lists_the_chapters_in_order():
    listed = [
        (name, page) for name, page in chapter_links(PAGES["intro"]) if re.match(r"\d+ ", name)
    ]  # fmt: skip
    assert listed == [(f"{NUMBERS[page]} {TITLES[page]}", page) for page in NUMBERED]


@pytest.mark.parametrize("stem", MARKDOWN)
def test_a_chapter_and_its_file_have_the_same_number(stem):
    assert NUMBERS[f"chapters/{stem}"] == int(stem[:2])


@pytest.mark.parametrize(
    "text",
    [
        "[chapter 9](02-neurons-and-weights)",
        "[Chapter 3](chapters/02-neurons-and-weights)",
        "[chapters 4](04-sigmoid) to [7](06-relu)",
        "[Nonlinearity: bend the line](../chapters/06-relu)",
        "[9 Neurons and weights: weigh the inputs](chapters/02-neurons-and-weights)",
        "[chapter 9](20-catalogue)",
    ],
)
def test_a_wrong_number_is_found(text):
    assert len(list(misnamed(text))) == 1


def test_a_typed_number_is_found_and_code_is_not():
    assert typed_numbers("(chapter 2) and `chapter 3` and [chapter 4](04-sigmoid)") == ["chapter 2"]
    assert typed_numbers("```{exercise-start} A\n:label: ex\n```\nSee chapter\n5.\n```{exercise-end}\n```")
