"""Numbers in prose that no cell of the page computes or sets.

The rule, in one sentence: a number that a reader meets in running prose stands in the page's code or in
its outputs, the same or rounded.

- Running prose is what ``prose.py`` leaves, less the text of exercises, which sets conditions.
- A number is a decimal (0.25), a percentage (48 %), or a whole number from 10 on (1,000). A whole number
  from 2 to 9, such as 4 hours, stands in code or output near it.
- A fraction (1/4), also in a heading, a table or a title, is divided in the page's code, or something there
  comes to it within a thousandth. 1/0 has no value.
- Years, and numbers of chapters, are names. So is what hangs on a letter or a hyphen: CS231n, 2-64-3.
- It stands in code or output if something there, rounded to as many places, is equal but for its sign.
  A percentage may stand there as a fraction (0.25 for 25 %), and a fraction as a percentage.
"""

import json
import re

import nbformat

from tests.prose import blank, prose, without_code

NUMBER = re.compile(
    r"(?<![\w.,/^-])[-−–±+]?(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?P<power>e[+-]?\d+)?(?P<percent>\s?%| percent\b)?(?![\w/-]|\.\d|,\d)"
)
YEAR = re.compile(r"(?:19|20)\d\d")
CHAPTER = re.compile(r"\b[Cc]hapters?\s(?:\d+(?:, | and | to )?)+")
FRACTION = re.compile(r"(?<![\w./^-])(\d+)/(\d+)(?![\w/]|\.\d)")
SMALL = re.compile(r"(?<![\w.,/^–-])[2-9](?![\w/-]|\.\d|,\d|\s?%)")
EXERCISE = re.compile(r"\{exercise-start\}.*?\{exercise-end\}", re.DOTALL)
COMPUTED = re.compile(
    r"(?<![\w.])(\d{1,3}(?:[ ,_]\d{3})+(?:\.\d+)?|\d+(?:\.\d*)?|\.\d+)(e[+-]?\d+)?(\s?%)?", re.IGNORECASE
)


def uncomputed(notebook):
    """Yield each number of a notebook's prose that stands in no code and no output, with its sentence."""
    values = computed_values(notebook)
    markdown = "\n\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    markdown = EXERCISE.sub(lambda match: re.sub(r"\S", " ", match[0]), markdown)
    text = CHAPTER.sub(lambda match: " " * len(match[0]), prose(markdown))
    yield from uncomputed_fractions(notebook, values)
    for found in NUMBER.finditer(text):
        number, percent = found["number"].replace(",", ""), bool(found["percent"])
        if not percent and "." not in number and (float(number) < 10 or YEAR.fullmatch(number)):
            continue
        if not is_computed(number + (found["power"] or ""), percent, values):
            yield found[0].strip(), sentence_around(markdown, found.start(), found.end())


def uncomputed_fractions(notebook, values):
    """Yield each fraction in words, headings, tables and titles that no cell divides or comes to."""
    code = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")
    markdown = "\n\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    text = re.sub(
        r"\$\$.*?\$\$|\$[^$\n]+\$|`[^`\n]*`|\]\([^)]*\)", blank, without_code(markdown), flags=re.DOTALL
    )
    for found in FRACTION.finditer(text):
        above, below = map(int, found.groups())
        divided = re.search(rf"(?<![\w.]){above} ?/ ?\(?{below}(?![\w.])", code)
        exact = below and any(abs(value - above / below) < 1e-3 for value, _ in values if value % 1)
        if below and not divided and not exact:
            yield found[0], sentence_around(markdown, found.start(), found.end())


def far_from_code(notebook):
    """Yield each whole number from 2 to 9 in prose that no cell near it has, in code or output.

    Near are two cells before and two after, and the formulas and code in its own cell.
    """
    cells = [nbformat.v4.new_notebook(cells=[cell]) for cell in notebook.cells]
    for place, cell in enumerate(notebook.cells):
        if cell.cell_type == "markdown":
            near = [computed_values(each) for each in cells[max(0, place - 2) : place + 3]]
            own = re.findall(r"\$[^$]*\$|`[^`\n]*`", cell.source)
            values = {round(value) for found in near for value, _ in found}
            values |= {int(digits) for text in own for digits in re.findall(r"\d+", text)}
            text = cell.source.partition("```{exercise-start}")[0]
            for found in SMALL.finditer(prose(text)):
                if int(found[0]) not in values:
                    yield found[0], sentence_around(text, found.start(), found.end())


def is_computed(number, percent, values):
    """Say whether a number, written in prose, is one of the values, rounded as it is."""
    mantissa, _, power = number.partition("e")
    places = len(mantissa.partition(".")[2])
    scale = 10.0 ** int(power or 0)

    def agrees(value):
        return abs(round(value / scale, places) - float(mantissa)) < 1e-9

    return any(
        agrees(value)
        or (percent and not is_percent and value <= 1 and agrees(100 * value))
        or (is_percent and not percent and places and agrees(value / 100))
        for value, is_percent in values
    )


def computed_values(notebook):
    """Collect the numbers in code and outputs, each with whether it is a percentage.

    Of the sentences of an explorer's frames, which hold hundreds of numbers, decimals and percentages
    count and whole numbers do not; or some frame would agree with nearly any of them.
    """
    texts = []
    for cell in notebook.cells:
        if cell.cell_type == "code":
            texts.append(cell.source)
            for output in cell.outputs:
                texts.append(output.get("text", ""))
                shown = [text for kind, text in output.get("data", {}).items() if kind.startswith("text/")]
                texts += [text for text in shown if not text.startswith("explorer: ")]
    values = {value for text in texts for value in numbers_in(text)}
    frames = re.findall(r'alt=\\"(.*?)\\"', json.dumps(notebook.metadata))
    return values | {
        (value, percent) for text in frames for value, percent in numbers_in(text) if percent or value % 1
    }


def numbers_in(text):
    for digits, power, percent in COMPUTED.findall(re.sub(r"<[^>]*>", " ", text)):
        yield float(re.sub("[ ,_]", "", digits) + (power or "")), bool(percent)


def sentence_around(text, start, end):
    first = max(text.rfind(mark, 0, start) for mark in ("\n", ". ", "? "))
    last = min(
        (place for mark in ("\n", ". ", "? ") if (place := text.find(mark, end)) >= 0), default=len(text)
    )
    return text[first + 1 : last + 1].strip()
