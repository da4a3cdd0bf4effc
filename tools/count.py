"""Count what the book holds and what its tests compare, and store the numbers in counts.json.

    python tools/count.py                       after chapters, references or tests have changed
    python tools/count.py --mutants 200 195     after ``make mutants``: changes made, changes caught

The front page tells these numbers; a test fails when they are no longer true.
"""

import argparse
import json
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COUNTS = ROOT / "counts.json"
sys.path[:0] = [str(ROOT), str(ROOT / "extensions")]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--mutants", nargs=2, type=int, metavar=("MADE", "CAUGHT"))
    arguments = parser.parse_args()
    from refresh import replace_file

    counts = json.loads(COUNTS.read_text(encoding="utf-8")) if COUNTS.exists() else {}
    counts |= contents() | {"tests": collected_tests()}
    if arguments.mutants:
        counts["mutants"], counts["caught_mutants"] = arguments.mutants
    text = json.dumps(counts, indent=1, sort_keys=True) + "\n"
    replace_file(COUNTS, text)
    print(text, end="")


def contents():
    """Count what stands in the chapters, the bibliography and the catalogue."""
    import notebooks
    from exercise_index import exercises

    from actlib import CATALOGUE

    paths = notebooks.chapter_paths()
    cells = [
        cell for path in paths for cell in notebooks.notebook(path)["cells"] if cell["cell_type"] == "code"
    ]
    outputs = [output for cell in cells for output in cell["outputs"]]
    words = ["".join(output.get("data", {}).get("text/plain", "")) for output in outputs]
    frames = [int(found[1]) for text in words if (found := re.search(r"^explorer: .*, (\d+) frames\n", text))]
    return {
        "activations": len(CATALOGUE),
        "cells": len(cells),
        "chapters": len(paths),
        "exercises": sum(len(exercises(path)) for path in paths),
        "explorers": len(frames),
        "figures": sum("image/png" in output.get("data", {}) for output in outputs),
        "frames": sum(frames),
        "outputs": len(outputs),
        "references": len(
            re.findall(r"^@\w+\{", (ROOT / "references.bib").read_text(encoding="utf-8"), re.M)
        ),
    }


def collected_tests():
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return int(re.search(r"(\d+) tests collected", listed)[1])


if __name__ == "__main__":
    main()
