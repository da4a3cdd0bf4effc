"""Look for the best hinges of the front page, from many starts, and store them in live/hinges.json.

SciPy walks downhill from each start; then each hinge tries smaller and smaller moves, which also serves
a step, whose slope says nothing. The best that is found need not be the best there is.
"""

import json
import sys
from functools import cache, partial
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

sys.path.extend(str(Path(__file__).resolve().parents[1] / folder) for folder in ("live", ""))

import hinges

STORE = Path(hinges.__file__).with_suffix(".json")
STARTS = 24
FINISHED = 6  # of them, the best after the walk downhill
MOVES = (200, 100, 50, 20, 10, 5, 2, 1)


def main():
    found = {name: [] for name in hinges.NAMES}
    for name, rows in found.items():
        for count in range(1, hinges.MOST + 1):
            rng = np.random.default_rng(count)
            before = [more(row) for row in rows[-1:]]  # what one hinge fewer reached, one more reaches
            starts = before + [spread(rng, count) for _ in range(STARTS)]
            walked = sorted((downhill(name, start) for start in starts), key=partial(rank, name))
            done = [finished(name, row) for row in walked[-FINISHED:]]
            rows.append(max(done, key=partial(rank, name)))
            print(name, rows[-1], f"{hinges.score(name, rows[-1]):.5f}", flush=True)
    lines = [f'"{name}": {json.dumps(rows)}' for name, rows in found.items()]
    STORE.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def spread(rng, count):
    """Draw hinges at least the gap apart."""
    room = 1000 - hinges.GAP * (count - 1)
    places = np.sort(rng.integers(0, room + 1, count)) + hinges.GAP * np.arange(count)
    return places.tolist()


def more(row):
    """Add a hinge in the middle of the widest stretch."""
    edges = np.array([0, *row, 1000])
    widest = int(np.argmax(np.diff(edges)))
    return sorted([*row, int(edges[widest : widest + 2].mean())])


def downhill(name, start):
    def lost(places):
        return -hinges.score(name, places)

    found = minimize(lost, start, method="L-BFGS-B", bounds=[(0, 1000)] * len(start)).x
    rounded = sorted(int(place) for place in found.round())
    return max(filter(is_allowed, (start, rounded)), key=partial(rank, name))


def finished(name, row):
    for move in MOVES:
        better = True
        while better:
            steps = [(k, way * move) for k in range(len(row)) for way in (-1, 1)]
            tried = [sorted([*row[:k], row[k] + step, *row[k + 1 :]]) for k, step in steps]
            nearby = max([row, *filter(is_allowed, tried)], key=partial(rank, name))
            better, row = rank(name, nearby) > rank(name, row), nearby
    return row


def rank(name, row):
    """Order rows by their score, to six digits, so that rounding decides nothing; then by their places."""
    return score(name, tuple(row)), [-place for place in row]


@cache
def score(name, row):
    return round(hinges.score(name, row), 6)


def is_allowed(row):
    return row[0] >= 0 and row[-1] <= 1000 and all(np.diff(row) >= hinges.GAP)


if __name__ == "__main__":
    main()
