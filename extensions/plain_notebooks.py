"""The chapters as notebooks that any Jupyter shows well: plain Markdown in place of the book's own marks.

An exercise becomes a heading with its task, an answer's cell begun with the starting code, and a solution
that is folded and is text: *Run All* does not run it. An explorer shows its first frame until its cell is
run. Links to other pages of the book begin with ``/book/``, which ``live/lab/lab.js``
turns into the address where the book lies.
"""

import ast
import base64
import functools
import re
import sys

import notebooks

sys.path.append(str(notebooks.ROOT / "live"))

from explorer_markup import FRAME, explorer, start
from pybtex.backends.markdown import Backend
from pybtex.database import parse_file
from pybtex.style.formatting.plain import Style

BOOK = "/book/"
SOLUTION, END = "<details><summary>Solution</summary>", "\f"
PART = re.compile(rf"^(?=### Exercise: |{SOLUTION}$)|(?<={END})", re.MULTILINE)
MOVES = "Run the cell above, and the controls that move this picture appear."
FIRST = """> **This is chapter {number} as a notebook. Python runs in your browser, and nothing is sent \
anywhere.** [Back to the page in the book]({page})
>
> Wait until the line at the bottom says *Idle*: then Python has come. Choose *Run, Run All Cells* from the \
menu, or go from cell to cell with Shift+Enter. What runs too long is ended by *Kernel, Restart Kernel*.
>
> What you change is kept in this browser. To have the chapter as it was, delete its file in the list on \
the left and open it again."""


def plain_notebook(path):
    """Return a chapter as a dict in the notebook format."""
    chapter = notebooks.notebook(path)
    cells = [markdown_cell("about", FIRST.format(number=notebooks.number(path), page=page(path.stem)))]
    models = notebooks.widgets(chapter)
    begun, solution = "", []
    for cell in chapter["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] == "code":
            if solution:
                solution.append(_as_text(cell))
                continue
            cells.append(code_cell(cell["id"], source, _still(cell["outputs"], models)))
            check = source
            continue
        if found := notebooks.START.search(source):
            begun = found[1]
        if "```{exercise-end}" in source and begun:
            cells.append(code_cell(f"{cell['id']}-answer", f"{begun}\n\n{_call_of(check)}", []))
            begun = ""
        for number, text in enumerate(PART.split(plain_markdown(source, path.stem))):
            name = f"{cell['id']}-{number}"
            if solution or text.startswith(SOLUTION):
                solution.append(text.strip(f"{END}\n"))
                if text.endswith(END):
                    cells.append(markdown_cell(name, "\n\n".join(filter(None, solution))))
                    solution = []
            elif text.strip():
                cells.append(markdown_cell(name, text.strip()))
    kernel = {"name": "python", "display_name": "Python (Pyodide)", "language": "python"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    return {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def page(stem, anchor=""):
    return f"{BOOK}chapters/{stem}.html{anchor}"


def markdown_cell(name, text):
    return {"cell_type": "markdown", "id": name, "metadata": {}, "source": text}


def code_cell(name, source, outputs):
    new = {"execution_count": None, "outputs": outputs, "source": source}
    return {"cell_type": "code", "id": name, "metadata": {}, **new}


def _as_text(cell):
    """Return a cell of a solution and what it gave as Markdown."""
    parts = [f"```python\n{''.join(cell['source'])}\n```"]
    for output in cell["outputs"]:
        data = output.get("data", {})
        words = "".join(output.get("text") or data["text/plain"]).rstrip()
        kind = next((kind for kind in data if kind.startswith("image/")), None)
        parts.append(_picture(kind, "".join(data[kind]), words) if kind else f"```text\n{words}\n```")
    return "\n\n".join(parts)


def _picture(kind, content, words):
    """Write a stored picture into Markdown; those that are text are not packed yet."""
    packed = base64.b64encode(content.encode()).decode() if kind == "image/svg+xml" else content
    return f"![{words}](data:{kind};base64,{''.join(packed.split())})"


def _first_frame(view, models):
    """Return the picture with which an explorer starts, as an output."""
    controls, frames = explorer(models, view)
    frame = frames[start(controls)]
    data = {"text/html": f"{frame}<p>{MOVES}</p>", "text/plain": FRAME.fullmatch(frame)["alt"]}
    return {"output_type": "display_data", "metadata": {}, "data": data}


def _still(outputs, models):
    """Return outputs as they are before Python runs, with whole texts: JupyterLite joins no lines."""
    found = []
    for output in outputs:
        data = output.get("data", {})
        if notebooks.EXPLORER in data:
            found.append(_first_frame(data[notebooks.EXPLORER]["model_id"], models))
            continue
        new = dict(output)
        if "execution_count" in output:
            new["execution_count"] = None
        if "text" in output:
            new["text"] = "".join(output["text"])
        if data:
            new["data"] = {kind: "".join(text) for kind, text in data.items()}
        found.append(new)
    return found


def _call_of(check):
    """Return a line that calls a check with the names that an answer must define, as a comment."""
    [function] = [each for each in ast.parse(check).body if isinstance(each, ast.FunctionDef)][-1:]
    names = ", ".join(each.arg for each in function.args.args)
    return f"# Without its # the next line checks your answer:\n# {function.name}({names})"


def plain_markdown(text, stem):
    """Turn the MyST of a chapter's cell into plain Markdown with a little HTML."""
    text = notebooks.START.sub("The cell below begins it; go on there.", text)
    text = re.sub(r"```\{exercise-start\} (.+)\n(?::.*\n)*```", r"### Exercise: \1\n", text)
    text = re.sub(r"```\{solution-start\} .+\n(?::.*\n)*```", f"{SOLUTION}\n", text)
    text = re.sub(r"```\{exercise-end\}\n```", "", text)
    text = re.sub(r"```\{solution-end\}\n```", f"</details>{END}", text)
    text = re.sub(r"```\{footbibliography\}\n```", lambda _: works(stem), text)
    text = re.sub(r":{4,}\{admonition\} (.+)\n(?::.*\n)*", r"**\1**\n", text)
    text = re.sub(r":{3,}\{dropdown\} (.+)\n(?::.*\n)*", r"<details><summary>\1</summary>\n\n", text)
    text = _closed(text)
    text = re.sub(r"^\(([\w-]+)\)=\n", "", text, flags=re.MULTILINE)
    text = without_links_to_terms(text)
    text = re.sub(r"\{footcite:p\}`([^`]+)`", lambda found: f"({cited(found[1], stem)})", text)
    text = re.sub(r"\{footcite:t\}`([^`]+)`", lambda found: cited(found[1], stem), text)
    text = re.sub(r"(?<=\]\()\.\./([\w-]+)(?=\))", rf"{BOOK}\1.html", text)
    text = re.sub(r"(?<=\]\()(?!\w+:|#|/)([\w-]+)(#[\w-]+)?(?=\))", lambda found: _target(found, stem), text)
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n ")


def without_links_to_terms(text):
    return re.sub(r"\{term\}`([^`<]+?)(?:\s*<[^>]*>)?`", r"\1", text)


def _closed(text):
    """Close what the last colons of a block close: details with their end, an admonition with nothing."""
    text = re.sub(r"^:{3,4}$", "\n</details>", text, flags=re.MULTILINE)
    return re.sub(r"^:{5,}$", "", text, flags=re.MULTILINE)


def _target(found, stem):
    """Lead to the notebook of a chapter, or for the label of a place to the page of the book."""
    name, anchor = found[1], found[2] or ""
    is_chapter = name in {path.stem for path in notebooks.chapter_paths()}
    return f"{name}.ipynb{anchor}" if is_chapter else page(stem, f"#{name}")


@functools.cache
def _bibliography():
    return parse_file(notebooks.ROOT / "references.bib")


def cited(keys, stem):
    """Say who wrote the works of some keys and when, each a link to the list on the chapter's page."""
    found = [key.strip() for key in keys.split(",")]
    return "; ".join(f"[{short_reference(key)}]({page(stem, f'#footcite-{key}')})" for key in found)


def short_reference(key):
    entry = _bibliography().entries[key]
    names = [" ".join([*person.prelast_names, *person.last_names]) for person in entry.persons["author"]]
    names = [name.replace("{", "").replace("}", "") for name in names]
    who = names[0] if len(names) == 1 else " and ".join(names) if len(names) == 2 else f"{names[0]} et al."
    return f"{who}, {entry.fields['year']}" if "year" in entry.fields else who


def works(stem):
    """List the works that a chapter cites, as plain Markdown."""
    text = notebooks.markdown(notebooks.ROOT / "chapters" / f"{stem}.ipynb")
    groups = re.findall(r"\{footcite:\w\}`([^`]+)`", text)
    keys = dict.fromkeys(key.strip() for group in groups for key in group.split(","))
    entries = Style().sort([_bibliography().entries[key] for key in keys])
    return "\n".join(_work(entry.key) for entry in entries)


@functools.cache
def _work(key):
    entry = Style().format_entry("", _bibliography().entries[key])
    return f"- {entry.text.render(Backend())}"
