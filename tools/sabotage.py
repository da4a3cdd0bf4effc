"""Plant small faults in what readers see, one at a time in a copy, and see whether the tests notice.

    python tools/sabotage.py                          120 changes, spread over every kind below
    python tools/sabotage.py --only widgets prose     changes of some groups alone
    python tools/sabotage.py --list                   show the changes, run nothing

A kind is a line of ``KINDS``: a name, and a function that reads a file and yields changes of it. Most are
a pattern and what is put in its place. A group says which files its kinds change, and which tests could
see it; those are run until one is red. The checkout is never touched.
"""

import argparse
import base64
import io
import itertools
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
LEAST_SHARE = 0.9
SECONDS_PER_CELL = 180
NOT_COPIED = (".git", ".venv", ".cache", "_build", "build", "__pycache__", ".ruff_cache", "*.egg-info")
STATE = ("metadata", "widgets", "application/vnd.jupyter.widget-state+json", "state")
CONTROLS = ("SelectionSliderModel", "DropdownModel", "ToggleButtonsModel")
UNITS = "%|percent|hours?|epochs?|steps?|points?|layers?|units?|times|samples|parameters|inputs|digits"
LIBRARIES = "PyTorch|TensorFlow|Keras|JAX|NumPy|SciPy|SymPy|MATLAB"
OPPOSITES = dict(
    itertools.chain.from_iterable(
        [(one, other), (other, one)]
        for one, other in (
            ("larger", "smaller"), ("above", "below"), ("left", "right"), ("more", "fewer"),
            ("rises", "falls"), ("at most", "at least"), ("positive", "negative"), ("first", "last"),
        )
    )
)  # fmt: skip

# Kinds of change that no test is asked to see, and why.
ACCEPTED = {
    "a number": "an assert that holds with room to spare holds at the next number as well",
    "another version": "installing it fails, for the checksums below it are those of the version before",
    "a part's name": "it stands nowhere else",
}


@dataclass(frozen=True)
class Change:
    """New values for some places of a file; a place is a path of keys into a notebook, or () for a text."""

    group: str
    kind: str
    path: str
    edits: tuple


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--count", type=int, default=120, help="how many changes (120)")
    parser.add_argument("--seed", type=int, default=0, help="which of all changes (0)")
    parser.add_argument(
        "--only", nargs="+", metavar="GROUP", help="groups or kinds, by a piece of their name"
    )
    parser.add_argument("--jobs", type=int, default=2, help="how many at the same time (2)")
    parser.add_argument("--unchecked", action="store_true", help="without a run of what is unchanged")
    parser.add_argument("--list", action="store_true", help="show the changes without running them")
    arguments = parser.parse_args()
    changes = sample(ROOT, arguments.count, arguments.seed, arguments.only)
    if arguments.list:
        print("\n".join(description(ROOT, change) for change in changes))
        return
    with ThreadPoolExecutor(arguments.jobs) as pool:
        if not arguments.unchecked:
            refuse_red(ROOT, changes, pool)
        judged = []
        for change, catcher in pool.map(lambda change: (change, caught_by(ROOT, change)), changes):
            judged.append((change, catcher))
            place = f"{change.group}: {change.kind} ({Path(change.path).name})"
            print(f"{len(judged)}/{len(changes)} {place}: {catcher or 'SURVIVED'}", flush=True)
    sys.exit(0 if report(ROOT, judged) >= LEAST_SHARE else 1)


def report(root, judged):
    """Print what turned nothing red, and how many of each group did; return the share that did."""
    survivors = [change for change, catcher in judged if not catcher]
    print("\nSurvivors:" if survivors else "\nNo survivor.")
    for change in survivors:
        print(description(root, change))
        print(f"  reason: {ACCEPTED.get(change.kind, 'none; a test is missing')}")
    for group in KINDS:
        of_group = [bool(catcher) for change, catcher in judged if change.group == group]
        if of_group:
            print(f"{group}: {sum(of_group)} of {len(of_group)}")
    catchers = Counter(catcher.partition("::")[0] for _, catcher in judged if catcher)
    print("first red: " + ", ".join(f"{name} {count}" for name, count in sorted(catchers.items())))
    share = catchers.total() / len(judged)
    print(f"{catchers.total()} of {len(judged)} changes turned something red ({share:.1%})")
    return share


def description(root, change):
    """Return where a change is, and what stood and stands there, with a little around it."""
    document = read(root, change.path)
    lines = [f"{change.group}: {change.kind}, {change.path}"]
    for keys, new in change.edits:
        before, after = shown(at(document, keys)), shown(new)
        start = alike(before, after)
        same = alike(before[start:][::-1], after[start:][::-1])
        lines += [f"  {' '.join(map(str, keys))}"] if keys else []
        for sign, text in (("-", before), ("+", after)):
            part = text[max(start - 70, 0) : len(text) - same + 50]
            lines.append(
                f"  {sign} {part if len(part) < 500 else f'{part[:250]} … {part[-250:]}'}".replace(
                    "\n", "\n    "
                )
            )
    return "\n".join(lines)


def alike(one, other):
    """Return how many characters two texts have in common at their start."""
    pairs = itertools.takewhile(lambda both: both[0] == both[1], zip(one, other, strict=False))
    return sum(1 for _ in pairs)


def shown(value):
    is_lines = isinstance(value, list) and all(isinstance(each, str) for each in value)
    return "".join(value) if is_lines else value if isinstance(value, str) else json.dumps(value)


# Files, and places in them


def read(root, path):
    """Return a file as a change sees it: a notebook as plain data, all else as text."""
    text = (root / path).read_text(encoding="utf-8")
    return json.loads(text) if path.endswith(".ipynb") else text


def write(root, change):
    """Make a change; a notebook keeps the one form in which it is stored."""
    document = read(root, change.path)
    for keys, new in change.edits:
        if not keys:
            document = new
        elif new is None:
            del at(document, keys[:-1])[keys[-1]]
        else:
            at(document, keys[:-1])[keys[-1]] = new
    if not isinstance(document, str):
        document = json.dumps(document, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
    (root / change.path).write_text(document, encoding="utf-8", newline="\n")


def at(document, keys):
    for key in keys:
        document = document[key]
    return document


def lines_of(text):
    return text.splitlines(keepends=True)


# Ways to change a file: each returns a function that reads it and yields edits, {place: new value}


def replaced(pattern, new, text):
    """Yield a text with one match of a pattern replaced, for each match that this changes."""
    for found in re.finditer(pattern, text, re.MULTILINE):
        put = new(found) if callable(new) else found.expand(new)
        if put != found[0]:
            yield text[: found.start()] + put + text[found.end() :]


def in_text(pattern, new):
    def changes(text):
        yield from ({(): changed} for changed in replaced(pattern, new, text))

    return changes


def in_cells(kind, pattern, new, where=""):
    """Change a match in the source of a cell of a kind, in which a pattern says that it is meant."""

    def changes(notebook):
        for index, cell in enumerate(notebook["cells"]):
            source = "".join(cell["source"])
            if cell["cell_type"] == kind and re.search(where, source):
                for changed in replaced(pattern, new, source):
                    yield {("cells", index, "source"): lines_of(changed)}

    return changes


in_prose = partial(in_cells, "markdown")
in_code = partial(in_cells, "code")
in_tasks = partial(in_cells, "markdown", where=r"\{exercise-start\}")


def in_outputs(kind, pattern, new):
    """Change a match in the outputs of a kind: "text" of a stream, or a type of data."""

    def changes(notebook):
        for keys, output in outputs(notebook):
            place = (*keys, "text") if kind == "text" else (*keys, "data", kind)
            value = output.get("text") if kind == "text" else output.get("data", {}).get(kind)
            for changed in replaced(pattern, new, "".join(value or ())):
                yield {place: lines_of(changed)}

    return changes


def in_frames(pattern, new):
    """Change the middle one of a pattern's matches in each frame of each explorer."""

    def changes(notebook):
        for place, value in frames(notebook):
            found = list(replaced(pattern, new, value))
            if found:
                yield {place: found[len(found) // 2]}

    return changes


def outputs(notebook):
    for index, cell in enumerate(notebook["cells"]):
        for number, output in enumerate(cell.get("outputs", ())):
            yield ("cells", index, "outputs", number), output


def models(notebook, *names):
    state = notebook["metadata"].get("widgets", {}).get(STATE[2], {}).get("state", {})
    for model, widget in state.items():
        if widget["model_name"] in names:
            yield (*STATE, model, "state"), widget["state"]


def frames(notebook):
    for keys, state in models(notebook, "HTMLModel"):
        if "<img" in state["value"]:
            yield (*keys, "value"), state["value"]


def on_controls(name, new):
    """Change a property of each slider, menu and row of buttons."""

    def changes(notebook):
        for keys, state in models(notebook, *CONTROLS):
            put = new(state[name], state)
            if put != state[name]:
                yield {(*keys, name): put}

    return changes


def exchanged_frames(notebook):
    for (one, before), (other, after) in itertools.pairwise(frames(notebook)):
        if before != after:
            yield {one: after, other: before}


def exchanged_children(notebook):
    for keys, state in models(notebook, "StackModel"):
        first, second, *others = state["children"]
        yield {(*keys, "children"): [second, first, *others]}


def exchanged_options(labels, _):
    return [labels[1], labels[0], *labels[2:]]


def exchanged_cells(kind):
    """Exchange the texts of two cells of a kind that follow one another, without titles and directives."""

    def changes(notebook):
        plain = [
            (("cells", index, "source"), cell["source"])
            for index, cell in enumerate(notebook["cells"])
            if cell["cell_type"] == kind and not re.search(r"^#|^[`:]{3}", "".join(cell["source"]), re.M)
        ]
        for (one, before), (other, after) in itertools.pairwise(plain):
            yield {one: after, other: before}

    return changes


def exchanged_outputs(kind):
    def changes(notebook):
        found = [
            (keys, output["data"]) for keys, output in outputs(notebook) if kind in output.get("data", {})
        ]
        for (one, before), (other, after) in itertools.pairwise(found):
            yield {(*one, "data", kind): after[kind], (*other, "data", kind): before[kind]}

    return changes


def dropped_outputs(notebook):
    for (_, index, *_), _ in outputs(notebook):
        yield {("cells", index, "outputs"): []}


def without_bracket_line(pattern):
    """Drop a whole line of code that begins and ends there."""
    return in_code(rf"^{pattern}.*[^(\[,:\n]\n?", "")


def pictures(redraw):
    """Redraw each picture of dots; ``redraw`` takes and returns its pixels."""

    def changes(notebook):
        for keys, output in outputs(notebook):
            if "image/png" in output.get("data", {}):
                pixels = np.array(Image.open(io.BytesIO(decoded(output))).convert("RGBA"))
                file = io.BytesIO()
                Image.fromarray(redraw(pixels)).save(file, "PNG")
                yield {(*keys, "data", "image/png"): base64.b64encode(file.getvalue()).decode()}

    return changes


def decoded(output):
    return base64.b64decode("".join(output["data"]["image/png"]))


def without_a_dot(pixels):
    """Paint the surroundings of one colored place over with the background."""
    colored = np.argwhere((np.ptp(pixels[..., :3].astype(int), axis=2) > 60) & (pixels[..., 3] > 128))
    row, column = colored[len(colored) // 2] if len(colored) else np.array(pixels.shape[:2]) // 2
    pixels[max(row - 12, 0) : row + 12, max(column - 12, 0) : column + 12] = pixels[0, 0]
    return pixels


def from_another_chapter(notebook):
    text = ROOT / "chapters" / "20-catalogue.ipynb"
    foreign = [output for _, output in outputs(json.loads(text.read_text(encoding="utf-8")))]
    [picture, *_] = [each["data"]["image/png"] for each in foreign if "image/png" in each.get("data", {})]
    for keys, output in outputs(notebook):
        if output.get("data", {}).get("image/png", picture) != picture:
            yield {(*keys, "data", "image/png"): picture}


def no_picture(notebook):
    for keys, output in outputs(notebook):
        if "image/png" in output.get("data", {}):
            yield {(*keys, "data", "image/png"): base64.b64encode(b"no picture").decode()}


def other_sentence(notebook):
    """Change a number in the sentence that stands for a picture."""
    for index, cell in enumerate(notebook["cells"]):
        if "mystnb" in cell["metadata"]:
            for changed in replaced(r"\d+(?=\D*$)", one_more, cell["metadata"]["mystnb"]["image"]["alt"]):
                yield {("cells", index, "metadata", "mystnb", "image", "alt"): changed}


def one_more(found):
    return str(int(found[0]) + 1)


def one_less(found):
    return str((int(found[0]) - 1) % 10)


def minus_for_plus(found):
    return found[0].replace("+", "-", 1)


def another(pattern, group=1):
    """Replace a match by the next different one of the same text."""

    def new(found):
        others = [each for each in re.findall(pattern, found.string) if each != found[group]]
        return found[0].replace(found[group], others[0]) if others else found[0]

    return new


def opposite(found):
    return OPPOSITES[found[0]]


def exchanged_verdicts(notebook):
    for index, cell in enumerate(notebook["cells"]):
        source = "".join(cell["source"])
        for found in re.finditer(r"^Right\.", source, re.M):
            others = list(re.finditer(r"^No\.", source, re.M))
            near = min(others, key=lambda other: abs(other.start() - found.start()), default=None)
            if near:
                parts = sorted([(found.span(), "No."), (near.span(), "Right.")], reverse=True)
                changed = source
                for (start, end), put in parts:
                    changed = changed[:start] + put + changed[end:]
                yield {("cells", index, "source"): lines_of(changed)}


def exchanged_entries(text):
    """Exchange the explanations of two entries of the glossary that follow one another."""
    found = list(re.finditer(r"^  ([^\n]*)\n", text, re.M))
    for one, other in itertools.pairwise(found):
        between = text[one.end(1) : other.start(1)]
        yield {(): text[: one.start(1)] + other[1] + between + one[1] + text[other.end(1) :]}


def of(pattern, kinds):
    """Say in which files kinds of change are made."""
    return {name: (pattern, changes) for name, changes in kinds.items()}


CITED = r"\{footcite:\w+\}`(\w+)`"
KINDS = {
    "prose": of(
        "chapters/*.ipynb",
        {
            "a number with its unit": in_prose(rf"(?<![\w.,^-])\d+(?= (?:{UNITS})\b)", one_more),
            "two digits of a decimal": in_prose(r"(?<![\w.])(\d+\.\d*)(\d)(\d)\b", r"\1\3\2"),
            "a fraction": in_prose(r"(?<![\w/])1/(\d)\b", lambda found: f"1/{int(found[1]) + 1}"),
            "a fraction in words": in_prose(r"\b(?:one half|a half|half of|a third|a quarter)\b", "a fifth"),
            "a chapter's number": in_prose(r"(?<=hapter )\d+", one_more),
            "a citation for another": in_prose(CITED, another(CITED)),
            "a sign in an inline formula": in_prose(
                r"(?<![$\\])\$[^$\n]*?[+][^$\n]*\$(?!\$)", minus_for_plus
            ),
            "a number in an inline formula": in_prose(r"(?<=[= ])\d+(?=[^$\n]{0,3}\$(?!\$))", one_more),
            "a sign in a formula": in_prose(r"^\$\$[^$]*?[+][^$]*\$\$", minus_for_plus),
            "a number beside a library's name": in_prose(
                rf"(?<=\b)(?:{LIBRARIES})\b[^.\n|]*?\d+(?!\w)",
                lambda found: re.sub(r"\d+$", one_more, found[0]),
            ),
            "a library for another": in_prose(
                r"\b(?:PyTorch|JAX)\b", lambda found: {"PyTorch": "JAX"}.get(found[0], "PyTorch")
            ),
            "Right and No": exchanged_verdicts,
            "a number in a task": in_tasks(r"(?<![\w.,/-])\d+(?![\w.-])", one_more),
            "a word in a task": in_tasks(rf"\b(?:{'|'.join(OPPOSITES)})\b", opposite),
            "a word for its opposite": in_prose(rf"\b(?:{'|'.join(OPPOSITES)})\b", opposite, where="Notice"),
            "a negated sentence": in_prose(r"(?<=[Nn]otice that )([^.\n]*?) is ", r"\1 is not "),
            "two texts": exchanged_cells("markdown"),
            "a text without its end": in_prose(r"(?<=\w\. )[A-Z][^\n]*\Z", ""),
            "a year": in_prose(r"(?<=\b(?:in|of|by) )(?:19|20)\d\d\b", one_more),
            "an activation's name": in_prose(r"\bReLU\b(?!\()", "tanh", where=r"^[A-Z]"),
            "a term for another": in_prose(r"\{term\}`[^`<]+`", "{term}`weight`"),
            "a line of the summary": in_prose(r"(?<=\n)- [^\n]*\n?", "", where="## Summary"),
        },
    ),
    "code": of(
        "chapters/*.ipynb",
        {
            "a number": in_code(r"(?<![\w.\"'])\d+(?![\w.\"'])", one_more),
            "a comparison": in_code(r" < ", " > "),
            "a seed": in_code(
                r"(?<=default_rng\()(?:seed=)?\d+", lambda found: re.sub(r"\d+", one_more, found[0])
            ),
            "no assert": without_bracket_line("assert "),
            "a wider tolerance": in_code(r"\b1e-(\d+)\b(?=\))", "1e-2", where="assert"),
            "two cells": exchanged_cells("code"),
            "a label": in_code(r"(?<=[xy]_label=\")\w", "z"),
            "a check that lets pass": in_code(r"^    assert .*[^(\[,:\n]$", "    pass", where="def check_"),
        },
    ),
    "outputs": of(
        "chapters/*.ipynb",
        {
            "a digit printed": in_outputs("text", r"\d(?=\D*\Z)", one_more),
            "a word printed": in_outputs("text", r"\b[a-z]{4,}\b", "sabotage"),
            "a line printed": in_outputs("text", r"^.+\n", ""),
            "a digit of a table": in_outputs("text/html", r"(?<=>)\d+(?=<|\.)", one_more),
            "no output": dropped_outputs,
            "two outputs": exchanged_outputs("text/plain"),
        },
    ),
    "widgets": of(
        "chapters/*.ipynb",
        {
            "a coordinate": in_frames(r"(?<= )\d+\.\d+", lambda found: f"{float(found[0]) + 5:.2f}"),
            "a frame's sentence": in_frames(
                r"(?<=alt=\")[^\"]*", lambda found: re.sub(r"\d(?=\D*$)", one_more, found[0])
            ),
            "a color in a frame": in_frames("%23[0-9a-fA-F]{6}", "%23123456"),
            "a line's width": in_frames(r"(?<=stroke-width=')\d+", "9"),
            "two frames": exchanged_frames,
            "the order of frames": exchanged_children,
            "a label": on_controls("description", lambda old, _: f"{old}s"),
            "two options": on_controls("_options_labels", exchanged_options),
            "where it starts": on_controls(
                "index", lambda old, state: (old + 1) % len(state["_options_labels"])
            ),
            "an option": on_controls("_options_labels", lambda old, _: [*old[:-1], f"{old[-1]}1"]),
            "a frame that is empty": in_frames('src="[^"]*"', 'src="data:image/svg+xml,%3Csvg/%3E"'),
        },
    ),
    "pictures": of(
        "chapters/*.ipynb",
        {
            "another chapter's": from_another_chapter,
            "no picture": no_picture,
            "a dot fewer": pictures(without_a_dot),
            "upside down": pictures(lambda pixels: pixels[::-1].copy()),
            "in other colors": pictures(lambda pixels: pixels[..., [2, 1, 0, 3]].copy()),
            "two pictures": exchanged_outputs("image/png"),
            "a number of its sentence": other_sentence,
            "its description": in_outputs("text/plain", r"\d(?=\D*\Z)", one_more),
        },
    ),
    "glossary": of(
        "glossary.md",
        {
            "a negated sentence": in_text(r"(?<= )(is|are) ", r"\1 not "),
            "a chapter for another": in_text(r"\(chapters/([\w-]+)\)", another(r"\(chapters/([\w-]+)\)")),
            "a chapter's number": in_text(r"(?<=\[Chapter )\d+", one_more),
            "a word for its opposite": in_text(rf"\b(?:{'|'.join(OPPOSITES)})\b", opposite),
            "two explanations": exchanged_entries,
            "an entry": in_text(r"^\w[^\n]*\n(?:\w[^\n]*\n)*  [^\n]*\n\n", ""),
        },
    ),
    "bibliography": of(
        "references.bib",
        {
            "an author": in_text(r"(?<=author = \{)\w+", "Nobody"),
            "two authors": in_text(r"(?<=author = \{)([^\n]*?) and ([^\n]*?)(?= and |\})", r"\2 and \1"),
            "a year": in_text(r"(?<=year = \{)\d+", one_more),
            "a DOI": in_text(
                r"(?<=doi = \{)[^}]*\d(?=\D*\})", lambda found: re.sub(r"\d$", one_less, found[0])
            ),
            "an arXiv identifier": in_text(r"\d(?=\},\n  archiveprefix)", one_less),
            "a title": in_text(r"(?<=  title = \{)\w+", "Some"),
            "an entry": in_text(r"^@\w+\{(?:[^@]|\n)*?^\}\n\n", ""),
            "a key": in_text(r"(?<=\{)\w+(?=,\n)", r"\g<0>x"),
        },
    ),
    "pages": of(
        "intro.md",
        {
            "a chapter's link": in_text(r"\]\(chapters/([\w-]+)\)", another(r"\]\(chapters/([\w-]+)\)")),
            "a chapter's title": in_text(r"(?<=^\| \[)\d+ \w+", "1 Do"),
            "a question": in_text(r"(?<=\) \| )[A-Z]\w+ ", "No "),
            "no picture to play with": in_text(r"^```\{hero\}\n(?:.*\n)*?```\n", ""),
            "a number of its picture's sentence": in_text(r"\d\.\d\d(?=[;,.)])", "7.77"),
        },
    )
    | of(
        "[sp]*[oy]*.md",
        {
            "a number on a page": in_text(r"(?<![\w.=#,-])\d+(?= [a-z])", one_more),
            "a link between pages": in_text(r"\]\(chapters/([\w-]+)\)", another(r"\]\(chapters/([\w-]+)\)")),
        },
    )
    | of("counts.json", {"a count": in_text(r"\d+", one_more)})
    | of("static/gallery.svg", {"a coordinate of the gallery": in_text(r"(?<=[lh])\d+\.\d+", "1.0")}),
    "configuration": of(
        "_config.yml",
        {
            "no extension": in_text(
                r"^      - (?:exercise_index|lazy_images|live_python|sphinx_design|quick_plugins)\n", ""
            ),
            "no style": in_text(r"^    html_css_files: .*\n", ""),
            "no script": in_text(r"^      - book.js\n", ""),
            "a script of another host": in_text(
                r"(?<=^      - )book\.js", "https://cdn.jsdelivr.net/npm/book.js"
            ),
            "a button that leads away": in_text(
                "use_repository_button: false",
                "use_repository_button: true\n      repository_url: https://example.org/book",
            ),
            "chapters executed": in_text('execute_notebooks: "off"', 'execute_notebooks: "force"'),
        },
    )
    | of(
        "_toc.yml",
        {
            "two chapters": in_text(r"(      - file: chapters/.*\n)(      - file: chapters/.*\n)", r"\2\1"),
            "no chapter": in_text(r"^      - file: chapters/.*\n", ""),
            "a part's name": in_text(r"(?<=caption: )\w+", "Some"),
        },
    ),
    "settings": of(
        "README.md",
        {
            "a stricter policy": in_text("'unsafe-inline'", ""),
            "a laxer policy": in_text("default-src 'none'", "default-src *"),
            "a command that is none": in_text(r"`make [a-z-]+`", "`make nothing`"),
        },
    )
    | of(
        "requirements.txt",
        {
            "another version": in_text(r"(?<=^numpy==)\d+|(?<=^matplotlib==)\d+|(?<=^sphinx==)\d+", one_more),
            "no pin": in_text(r"^(?:scipy|nbval|myst-nb)==[^\n]*\n", ""),
        },
    )
    | of(
        "pyproject.toml",
        {
            "a higher bound": in_text(r"(?<=\"numpy>=)2.0", "3.0"),
            "warnings let pass": in_text(r'filterwarnings = \["error"\]', 'filterwarnings = ["ignore"]'),
            "a package left out": in_text(r'^    "actlib\.\w+",\n', ""),
        },
    )
    | of(
        ".github/workflows/ci.yml",
        {
            "no comparison of outputs": in_text(r"--nbval ", ""),
            "a right to write": in_text("contents: read", "contents: write"),
        },
    ),
    "styles": of(
        "static/book.css",
        {
            "a hidden slider": in_text(r'(?<=^\.explorer input\[type="range"\] \{\n)', "  display: none;\n"),
            "a hidden frame": in_text(
                r"(?<=\.bd-content svg:is\(\.figure, \.frame\) \{\n)", "  visibility: hidden;\n"
            ),
            "a hidden label": in_text(r"(?<=^\.explorer-control > :first-child \{\n)", "  display: none;\n"),
            "a faint text": in_text(r"(?<=border-color: var\(--pressed\);\n  color: )#fff", "#3080c0"),
            "a small target": in_text(
                r"(?<=^\.explorer select \{\n)  flex: 0 1 14rem",
                "  min-height: 0.75rem !important; height: 0.75rem",
            ),
            "a figure wider than the page": in_text(r"max-width: 100%", "min-width: 900px"),
            "a stretched figure": in_text(r"height: auto; /\*", "height: 100px; /*"),
            "a light figure on a dark page": in_text(r"--paper: #14181e", "--paper: #ffffff"),
            "no ring around what has the keyboard": in_text(r"outline: 3px solid #e08a00", "outline: none"),
            "a hidden button": in_text(
                r'(?<=^\.explorer button\[aria-pressed="true"\] \{\n)', "  display: none;\n"
            ),
        },
    )
    | of(
        "live/live.css",
        {
            "a faint text in the page's Python": in_text(r"(?<!-)color: [^;]+;", "color: #999;"),
        },
    ),
    "scripts": of(
        "static/book.js",
        {
            "an error": in_text(r"(?<=^\(function \(\) \{\n)|(?<=^\(\(\) => \{\n)", "  nowhere();\n"),
        },
    )
    | of(
        "static/explorers.js",
        {"a slider without its value": in_text(r'^ *input.setAttribute\("aria-valuetext".*\n', "")},
    )
    | of(
        "live/curve.js",
        {
            "a number of the curves": in_text(r"(?<![\w.\"'])\d+(?![\w.\"'])", one_more),
        },
    )
    | of(
        "live/link.js",
        {
            "a number of the links": in_text(r"(?<![\w.\"'])\d+(?![\w.\"'])", one_more),
        },
    )
    | of(
        "live/stroke.js",
        {
            "a comparison of the strokes": in_text(r" < ", " >= "),
        },
    )
    | of(
        "live/shell.py",
        {
            "a comparison of the shell": in_text(r" == ", " != "),
            "a sentence of the shell": in_text(r"(?<=\")[A-Z][a-z]+ (?=[a-z])", "Sabotage "),
        },
    )
    | of(
        "live/playground.py",
        {
            "a number of the playground": in_text(r"(?<![\w.\"'])\d+(?![\w.\"'])", one_more),
        },
    )
    | of(
        "live/page.js",
        {
            "an error in the page's Python": in_text(r"^export ", "nowhere();\nexport "),
        },
    ),
}


# Which tests could see a change

READERS = (
    "outline",
    "links",
    "prose",
    "chapters",
    "formulas",
    "citations",
    "frameworks",
    "questions",
    "reasons",
    "book",
)
SCRIPTS = ("studio_page", "shell", "preparation", "playground_page")
WHOLE_SITE = "warning or built_page or links or another_host or list_of_exercises"
OF_AN_EXPLORER = "03-step and (phone or accessible or right_frame) or of_a_finger"
OF_DARK_PAGES = "colors_of_their_page or labels_are_seen"
FEW_PAGES = f"{OF_DARK_PAGES} or (intro and quietly_name) or ({OF_AN_EXPLORER}) or (studio and accessible)"


def run_of(*names, only=""):
    return [*(f"tests/test_{name}.py" for name in names), *(["-k", only] if only else [])]


def judges(change):
    """Return arguments of pytest for each run that could turn red by a change, the likeliest first."""
    match change.group:
        case "prose" | "code" | "outputs" | "widgets" | "pictures":
            stem = Path(change.path).stem
            others = [path.stem for path in ROOT.glob("chapters/*.ipynb") if path.stem != stem]
            of_claims = ["claims"] if stem == "19-errata" else []
            words = run_of(*READERS, *of_claims, only=f"not ({' or '.join(sorted(others))})")
            exercises = run_of("exercises", only=f"ex-{stem[:2]}")
            nbval = ["--nbval", f"--nbval-cell-timeout={SECONDS_PER_CELL}", change.path]
            runs = {"prose": [words, exercises], "code": [words, nbval, exercises]}
            return runs.get(change.group, [nbval, words])
        case "glossary" | "bibliography":
            return [run_of("glossary", *READERS, "catalogue")]
        case "pages":
            return [
                run_of(*READERS, "other_pages", "figures", "playground_page"),
                run_of("site", only=WHOLE_SITE),
            ]
        case "settings":
            return [run_of("settings", "pins", "imports", "data", *READERS), run_of("policy")]
        case "configuration":
            return [run_of(*READERS), run_of("site", only=f"{WHOLE_SITE} or {FEW_PAGES}")]
        case "styles":
            return [run_of("colors"), run_of("site", only=FEW_PAGES)]
        case "scripts":
            return [run_of(*SCRIPTS), run_of("site", only=FEW_PAGES)]


# One change after another


def sample(root, count, seed, only=None):
    """Draw one change of every kind, then a second of each that has one, and so on."""
    kinds = [
        drawn(root, group, kind, random.Random(f"{seed} {group} {kind}"))
        for group, kinds in KINDS.items()
        for kind in kinds
        if not only or any(piece in f"{group}: {kind}" for piece in only)
    ]
    turns = itertools.zip_longest(*kinds)
    return list(itertools.islice((change for turn in turns for change in turn if change), count))


def drawn(root, group, kind, rng):
    """Yield changes of a kind, each from another file while there are such, then from those again."""
    pattern, changes = KINDS[group][kind]
    paths = sorted(path.relative_to(root).as_posix() for path in root.glob(pattern))
    for path in itertools.islice(itertools.cycle(rng.sample(paths, len(paths))), 3 * len(paths)):
        found = list(changes(read(root, path)))
        if found:
            yield Change(group, kind, path, tuple(rng.choice(found).items()))


def refuse_red(root, changes, pool):
    """Run everything once on what is unchanged: a test that is red anyway would notice all."""
    of_all = {tuple(judge): change for change in changes for judge in judges(change)}

    def unchanged(case):
        judge, change = case
        return first_red(root, Change("", "", change.path, ()), [list(judge)])

    red = list(filter(None, pool.map(unchanged, of_all.items())))
    if red:
        sys.exit(f"sabotage: red before anything was changed: {', '.join(red)}")
    print(f"{len(of_all)} runs of tests agree with what is unchanged", flush=True)


def caught_by(root, change):
    """Return the first test that a change turns red; None if there is none."""
    return first_red(root, change, judges(change))


def copy_book(root, folder):
    """Copy what the book is made of, without what was made; the browser's Python is linked to."""
    shutil.copytree(root, folder, ignore=shutil.ignore_patterns(*NOT_COPIED))
    if (root / ".cache").exists():
        (folder / ".cache").symlink_to((root / ".cache").resolve())


def first_red(root, change, runs):
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place, "book")
        copy_book(root, folder)
        write(folder, change)
        variables = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": str(folder)}
        for run in runs:
            command = [sys.executable, "-m", "pytest", "-q", "-x", "-rfE", "--tb=no", "-p", "no:xdist", *run]
            done = subprocess.run(command, cwd=folder, env=variables, capture_output=True, text=True)
            red = re.search(r"^(?:FAILED|ERROR) (?:tests/)?(.+?)(?: - .*)?$", done.stdout, re.MULTILINE)
            if done.returncode and not red:
                raise RuntimeError(f"pytest did not run: {done.stdout}{done.stderr}")
            if red:
                return red[1]
    return None


if __name__ == "__main__":
    main()
