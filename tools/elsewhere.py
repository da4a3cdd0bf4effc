"""Write what Colab and other servers open: each chapter as a plain notebook whose first cell brings actlib.

    python tools/elsewhere.py                    into _build/notebooks, a folder that is a branch of its own
    python tools/elsewhere.py FOLDER REPOSITORY  elsewhere, and with another repository to fetch from

The branch holds the library too, so that a notebook and its library are always of one state.
"""

import json
import re
import shutil
import sys
from pathlib import Path

import yaml

sys.path.extend(str(Path(__file__).resolve().parents[1] / folder) for folder in ("extensions", ""))

import notebooks
import plain_notebooks

ROOT = notebooks.ROOT
FOLDER = ROOT / "_build" / "notebooks"
BRANCH = "notebooks"
OPENED = "open"  # its folder with what is opened; "chapters" is as ever, for chapter 20 reads itself there
NEEDED = ("pyproject.toml", "README.md", "LICENSE", "references.bib")  # to install it, and by chapters
ABOUT = """> **This is chapter {number} as a notebook for Colab and other servers.** {back}
>
> Its first cell of code looks for `actlib`, the library of the course. Where it is not installed, the cell \
fetches the course and installs it, for this session only. What follows is the chapter as it is."""
INSTALL = """import importlib.util

if importlib.util.find_spec("actlib"):
    print("actlib is here already")
else:
    !git clone --quiet --depth 1 --branch {branch} {repository} course
    %pip install --quiet ./course
    %cd -q course/chapters
    importlib.invalidate_caches()
    print("actlib is installed for this session, from {repository}")"""


def main(arguments):
    folder = Path(arguments[0]) if arguments else FOLDER
    config = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
    repository = arguments[1] if arguments[1:] else config["repository"]["url"]
    write(folder, repository, config["html"]["baseurl"])
    print(f"Notebooks for other servers: {folder}")
    if not repository:
        print("They expect actlib to be there: _config.yml names no repository to fetch it from.")


def write(folder, repository, site):
    """Write the library and the notebooks; without a repository the notebooks expect actlib to be there."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / OPENED).mkdir(parents=True)
    shutil.copytree(ROOT / "chapters", folder / "chapters", ignore=shutil.ignore_patterns(".*", "*.toml"))
    shutil.copytree(ROOT / "actlib", folder / "actlib", ignore=shutil.ignore_patterns("__pycache__"))
    for name in NEEDED:
        shutil.copy2(ROOT / name, folder / name)
    for path in notebooks.chapter_paths():
        text = json.dumps(chapter(path, repository, site), ensure_ascii=False, indent=1)
        (folder / OPENED / path.name).write_text(text + "\n", encoding="utf-8")


def chapter(path, repository, site):
    """Return a chapter as a dict in the notebook format, with the two cells that prepare a session."""
    made = plain_notebooks.plain_notebook(path)
    back = f"[Back to the page in the book]({plain_notebooks.page(path.stem)})"
    about = ABOUT.format(number=notebooks.number(path), back=back)
    made["cells"][0] = plain_notebooks.markdown_cell("about", about)
    if repository:
        install = INSTALL.format(branch=BRANCH, repository=repository)
        made["cells"].insert(1, plain_notebooks.code_cell("install", install, []))
    for cell in made["cells"]:
        if cell["cell_type"] == "markdown":
            cell["source"] = with_links(cell["source"], site)
    made["metadata"]["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return made


def to_pages(text):
    """Let links to the notebooks of chapters lead to the pages of the book, for where no notebooks lie."""
    return re.sub(r"\]\((\d\d-[\w-]+)\.ipynb", rf"]({plain_notebooks.BOOK}chapters/\1.html", text)


def with_links(text, site):
    """Let links to pages of the book lead to the site; if it has no address, keep their words alone."""
    new = rf"[\1]({site.rstrip('/')}/\2)" if site else r"\1"
    return re.sub(rf"\[([^\]]+)\]\({plain_notebooks.BOOK}([^)]*)\)", new, text)


if __name__ == "__main__":
    main(sys.argv[1:])
