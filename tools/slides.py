"""Make slides of some chapters: ``make slides CHAPTERS="04 06"``; of all if none is named.

A slide comes from what a chapter already marks: its opening question, each figure and explorer under the
heading of its section, with the question that stands before it and the sentence after it that says what to
notice, each formula that is set off, each question with options, the exercises' titles and the summary. The
prose of a section goes into the speaker's notes (press S). nbconvert arranges it for reveal.js, which is
taken from the package sphinx-revealjs, compared with its sha256 when that is installed. Nothing is fetched
while slides are shown.
"""

import base64
import functools
import html
import re
import shutil
import sys
from importlib import resources
from pathlib import Path

sys.path.extend(str(Path(__file__).resolve().parents[1] / folder) for folder in ("extensions", "live", ""))

import elsewhere
import exercises
import formulas
import nbformat
import notebooks
import plain_notebooks
import yaml
from assignment import chosen
from explorer_markup import page_markup
from nbconvert.exporters import SlidesExporter
from nbconvert.filters import markdown2html_mistune

ROOT = notebooks.ROOT
FOLDER = ROOT / "_build" / "slides"
TEMPLATE = Path(__file__).resolve().parent / "slides_template"
STATIC = ROOT / "static"
OF_REVEAL = ("dist/reveal.js", "dist/reveal.css", "plugin/notes/notes.js", "LICENSE")
NOT_SHOWN = {"Exercises", "Summary", "References"}
LONGEST_BESIDE, LONGEST_SAID = 260, 330  # characters: what fits beside a figure, and on a slide of its own
LONG_FORMULA = 80
WIDE = re.compile(r"\$[^$]{25,}\$")  # a formula that is wider than the column beside a figure
ROOM_OF_A_CONTROL, ROOM_OF_A_BUTTON, ROOM_OF_A_FOLD = 80, 25, 30  # beside their letters
PREDICT = re.compile(
    r":{5,}\{admonition\} ([^\n]+)\n(?::[^\n]*\n)*\n(.*?)\n((?:::::?\{dropdown\}.*?\n::::\n)+):{5,}",
    re.DOTALL,
)
OPTION = re.compile(r"::::\{dropdown\} (.+?)\n(.*?)\n::::\n", re.DOTALL)
FORMULA = re.compile(r"\$\$(.+?)\$\$", re.DOTALL)
BLOCK = re.compile(r"^(:{3,})\{.*?^\1$", re.DOTALL | re.MULTILINE)
SENTENCE = re.compile(r"(?<=[.?!])(?:\*\*)?\s+(?=[A-Z*`$\"])")
MATH = re.compile(r"\$([^$\n]+)\$")
LARGEST_PICTURE = 1000  # pixels of 1080 across; what is taller would be too small to read


def main(arguments):
    paths = [chosen(each) for each in arguments] or notebooks.chapter_paths()
    write(paths, FOLDER)
    for path in paths:
        print(f"Slides: {FOLDER / path.stem}.html")


def write(paths, folder):
    """Write the slides of some chapters and, once beside them, what they share."""
    shared = folder / "shared"
    shared.mkdir(parents=True, exist_ok=True)
    reveal = resources.files("sphinx_revealjs") / "_static" / "revealjs"
    for name in OF_REVEAL:
        (shared / Path(name).name).write_bytes((reveal / name).read_bytes())
    for source in (TEMPLATE / "slides.css", TEMPLATE / "slides.js", STATIC / "explorers.js",
                   STATIC / "fonts" / "stix-two-math.woff2", STATIC / "fonts" / "OFL.txt"):  # fmt: skip
        shutil.copy2(source, shared / source.name)
    for path in paths:
        (folder / f"{path.stem}.html").write_text(page(path), encoding="utf-8")


def page(path):
    """Return the slides of a chapter as one page."""
    notebook = nbformat.v4.new_notebook(cells=[cell(*each) for each in slides(path)])
    notebook.metadata["title"] = f"{notebooks.number(path)} {notebooks.title(path)}"
    exporter = SlidesExporter(template_name=TEMPLATE.name, extra_template_basedirs=[str(TEMPLATE.parent)])
    text, _ = exporter.from_notebook_node(notebook)
    return text


def cell(kind, body):
    """Return a cell that nbconvert takes for a slide, a slide below, a fragment or notes."""
    output = nbformat.v4.new_output("display_data", {"text/html": body})
    return nbformat.v4.new_code_cell("", outputs=[output], metadata={"slideshow": {"slide_type": kind}})


def slides(path):
    """Yield the kind and the HTML of each slide of a chapter, each section of it being one column."""
    stem = path.stem
    yield "slide", opening(path)
    for heading, section in sections(path):
        if heading in NOT_SHOWN:
            continue
        title, first = f"<h2>{inline(heading, stem)}</h2>", True
        for body in slides_of(section, stem):
            yield "slide" if first else "subslide", title + body
            if first:
                yield "notes", notes(section, stem)
            first = False
    yield "slide", tasks(path)
    yield "slide", f"<h2>Summary</h2>{block(summary(path), stem)}"


def opening(path):
    head = notebooks.markdown(path)
    question = re.search(r"^\*\*(.+)\*\*$", head, re.MULTILINE)[1]
    learn = re.search(r"^- \*\*You will learn:\*\* (.+)$", head, re.MULTILINE)[1]
    about = f"Chapter {notebooks.number(path)} of <em>Activation functions, checked</em>"
    return (
        f"<h1>{inline(notebooks.title(path), path.stem)}</h1>"
        f'<p class="question opening">{inline(question, path.stem)}</p>'
        f"<p>Today: {inline(learn, path.stem)}</p>"
        f'<p class="of-the-book">{about}</p>'
    )


def sections(path):
    """Yield the heading of each section with its pieces: texts, and pictures or explorers as HTML."""
    heading, found = None, []
    state = notebooks.widgets(notebooks.notebook(path))
    for piece in exercises.pieces(path):
        if piece.place != "page":
            continue
        if piece.is_code:
            found += [("shown", each) for each in shown(piece.cell, state)]
            continue
        for part in re.split(r"^(?=## )", piece.text, flags=re.MULTILINE):
            if part.startswith("## "):
                if heading:
                    yield heading, found
                heading, found = part.partition("\n")[0].removeprefix("## "), []
                part = part.partition("\n")[2]
            found.append(("text", part.strip()))
    yield heading, found


def shown(code, state):
    """Yield the figures and explorers among the outputs of a cell as HTML."""
    for output in code["outputs"]:
        data = output.get("data", {})
        if notebooks.EXPLORER in data:
            yield page_markup(state, data[notebooks.EXPLORER]["model_id"])
        elif "image/png" in data and (size := pixels(data["image/png"]))[1] <= LARGEST_PICTURE:
            alternative = html.escape("".join(data["text/plain"]).strip())
            source = "".join(data["image/png"]).replace("\n", "")
            sizes = f'width="{size[0]}" height="{size[1]}"'
            yield f'<img alt="{alternative}" {sizes} src="data:image/png;base64,{source}">'


def pixels(png):
    """Return width and height of a picture, which stand at the beginning of its bytes."""
    head = base64.b64decode("".join(png)[:64])
    return int.from_bytes(head[16:20], "big"), int.from_bytes(head[20:24], "big")


def slides_of(section, stem):
    """Yield the slides of a section; one with nothing to show says its first sentences."""
    made = False
    texts = [text for kind, text in section if kind == "text"]
    for place, (kind, content) in enumerate(section):
        if kind == "shown":
            before = last_text(section[:place])
            after = next((text for each, text in section[place + 1 : place + 3] if each == "text"), "")
            yield figure(content, before, after, stem)
            made = True
            continue
        for found in FORMULA.finditer(content):
            yield formula(found, content, stem)
            made = True
        for found in PREDICT.finditer(content):
            yield question(found, stem)
            made = True
    if not made and (said := key_sentences(" ".join(map(prose, texts)), LONGEST_SAID)):
        yield f'<p class="said">{inline(said, stem)}</p>'


def last_text(pieces):
    return next((text for kind, text in reversed(pieces) if kind == "text"), "")


def figure(content, before, after, stem):
    """Return a figure or an explorer with its question and what to notice, as far as there is room."""
    controls = content.partition('class="explorer-controls')[2].partition("<svg")[0]
    taken = len(re.sub(r"<[^>]+>", "", controls)) + ROOM_OF_A_BUTTON * controls.count("<button")
    room = LONGEST_BESIDE - taken - ROOM_OF_A_CONTROL * controls.count('class="explorer-control"')
    questions = re.findall(r"\*\*([^*]+\?)\*\*", BLOCK.sub("", before))
    asked = questions[-1] if questions and len(questions[-1]) <= room else ""
    noticed = noticing(prose(after), room - (len(asked) + ROOM_OF_A_FOLD if asked else 0))
    said = f"<p>{inline(noticed, stem)}</p>" if noticed else ""
    if asked and said:
        said = f"<details><summary>What to notice</summary>{said}</details>"
    beside = (f'<p class="question">{inline(asked, stem)}</p>' if asked else "") + said
    return f'<div class="shown" data-prevent-swipe>{content}<div class="beside">{beside}</div></div>'


def noticing(text, most):
    """Return what is said of a figure: a sentence that asks to notice, else the first, if it fits."""
    fitting = (each for each in SENTENCE.split(text) if len(each) <= most and not WIDE.search(each))
    sentences = [each.strip() for each in fitting]
    asking = [each for each in sentences if re.match(r"(?:\*\*)?Notice", each)]
    first = SENTENCE.split(text)[0].strip()
    return (asking or ([first] if first in sentences and not first.endswith(":") else []) or [""])[0]


def formula(found, content, stem):
    before = key_sentences(prose(content[: found.start()]), LONGEST_SAID, from_the_end=True)
    made = formulas.mathml(formulas.lines(found[1].strip()), display=True)
    said = f'<p class="said">{inline(before, stem)}</p>' if before else ""
    size = "long formula" if len(found[1]) > LONG_FORMULA else "formula"
    return f'{said}<div class="{size}">{made}</div>'


def question(found, stem):
    title, asked, options = found[1], found[2].strip(), found[3]
    rows = [
        f"<details><summary>{inline(name, stem)}</summary>{block(answer.strip(), stem)}</details>"
        for name, answer in OPTION.findall(options)
    ]
    head = f'<p class="question">{inline(title, stem)}</p>{block(asked, stem)}'
    return f'{head}<div class="options">{"".join(rows)}</div>'


def prose(text):
    """Return the running text of a piece: no formulas set off, blocks, lists, tables or labels."""
    text = FORMULA.sub("", BLOCK.sub("", text))
    kept = [part for part in text.split("\n\n") if not re.match(r"\s*(?:[-|#(:`>]|\d+\. )", part)]
    return " ".join(" ".join(kept).split())


def key_sentences(text, most, from_the_end=False):
    """Return whole sentences, the first or the last of a text, as many as fit."""
    sentences, chosen_ones, length = [each for each in SENTENCE.split(text) if each.strip()], [], 0
    for each in reversed(sentences) if from_the_end else sentences:
        if (length := length + len(each) + 1) > most:
            break
        chosen_ones.append(each.strip())
    return " ".join(reversed(chosen_ones) if from_the_end else chosen_ones)


def tasks(path):
    rows = "".join(f"<li>{inline(each.title, path.stem)}</li>" for each in exercises.exercises(path).values())
    return (
        f"<h2>Exercises</h2><ul>{rows}</ul><p>They stand on the chapter's page, which checks each answer.</p>"
    )


def summary(path):
    return notebooks.markdown(path).partition("\n## Summary\n")[2].partition("\n## ")[0].strip()


def notes(section, stem):
    return block("\n\n".join(BLOCK.sub("", text) for kind, text in section if kind == "text"), stem)


def inline(text, stem):
    """Return a sentence as HTML, without the paragraph around it."""
    return re.sub(r"^<p>|</p>$", "", block(text, stem).strip())


@functools.cache
def site():
    return yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))["html"]["baseurl"]


def block(text, stem):
    """Return Markdown of the book as HTML: formulas set, links led to the site if it has an address."""
    plain = elsewhere.with_links(elsewhere.to_pages(plain_notebooks.plain_markdown(text, stem)), site())
    made = []

    def keep(tex, display=False):
        made.append(formulas.mathml(formulas.lines(tex) if display else tex, display))
        return f"FORMULA{len(made) - 1}END"

    plain = FORMULA.sub(lambda found: keep(found[1].strip(), display=True), plain)
    plain = MATH.sub(lambda found: keep(found[1]), plain)
    shown_as = markdown2html_mistune(plain)
    return re.sub(r"FORMULA(\d+)END", lambda found: made[int(found[1])], shown_as)


if __name__ == "__main__":
    main(sys.argv[1:])
