"""Numbers in prose that no cell of the page computes or sets.

The rule, in one sentence: a number that a reader meets in running prose stands in the page's code or in
its outputs, the same or rounded.

- Running prose is what ``prose.py`` leaves, less the text of exercises, which sets conditions.
- A number is a decimal (0.25), a percentage (48 %), or a whole number from 10 on (1,000). Smaller ones
  count things one can see: two lines, 3 by 3.
- Years, and numbers of chapters, are names. So is what hangs on a letter or a hyphen: CS231n, 2-64-3.
- It stands in code or output if something there, rounded to as many places, is equal but for its sign.
  A percentage may stand there as a fraction (0.25 for 25 %), and a fraction as a percentage.
"""

import json
import re

from tests.prose import prose

NUMBER = re.compile(
    r"(?<![\w.,/^-])[-−–±+]?(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?P<power>e[+-]?\d+)?(?P<percent>\s?%| percent\b)?(?![\w/-]|\.\d|,\d)"
)
YEAR = re.compile(r"(?:19|20)\d\d")
CHAPTER = re.compile(r"\b[Cc]hapters?\s(?:\d+(?:, | and | to )?)+")
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
    for found in NUMBER.finditer(text):
        number, percent = found["number"].replace(",", ""), bool(found["percent"])
        if not percent and "." not in number and (float(number) < 10 or YEAR.fullmatch(number)):
            continue
        if not is_computed(number + (found["power"] or ""), percent, values):
            yield found[0].strip(), sentence_around(markdown, found.start(), found.end())


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
