"""When two pictures are the same but for rounding.

A drawing is compared element by element, with coordinates to ``COORDINATE``; a picture of dots by its
decoded pixels, of which a share of ``STRAYS`` may differ by more than ``SHADE``: another processor may round
the place of a line another way. All else is compared exactly.

Every Matplotlib draws a little differently. With another than the pinned one a picture is compared only as
a picture of its kind; all that is said in words still is exactly: sentences, labels, which frame is where.
"""

import base64
import functools
import io
import math
import re
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

import matplotlib
import numpy as np
from PIL import Image

COORDINATE = 0.11  # of a drawing's units, which are 0.75 of a pixel: one step of its last digit
SHADE = 24  # of 255
STRAYS = 2e-4
REQUIREMENTS = Path(__file__).resolve().parent.parent / "requirements.txt"
ANOTHER_SHADE = "of a picture's pixels are of another shade"
NUMBER = re.compile(r"-?\d*\.?\d+(?:e[+-]?\d+)?")
STEP = re.compile(r"([Mlhvqcz])([^A-Za-z]*)")
DRAWING = re.compile(r'src="data:image/svg\+xml,([^"]*)"')
NAME_OF_A_CLIP = re.compile(r"\bp[0-9a-f]{10}\b")  # a hash of coordinates


@functools.cache
def pinned_matplotlib():
    pins = REQUIREMENTS.read_text(encoding="utf-8")
    return re.search(r"^matplotlib==(\S+)", pins, re.MULTILINE)[1]


def drawn_as_stored():
    return matplotlib.__version__ == pinned_matplotlib()


def with_stored_pictures(stored, made, place=""):
    """Return a tree of plain values with the stored pictures where the new ones differ by rounding alone."""
    if not drawn_as_stored():
        return made
    if isinstance(stored, dict) and isinstance(made, dict):
        return {key: with_stored_pictures(stored.get(key), made[key], f"{place}.{key}") for key in made}
    if isinstance(stored, list) and isinstance(made, list) and len(stored) == len(made):
        return [with_stored_pictures(*both, place) for both in zip(stored, made, strict=True)]
    both_are_text = isinstance(stored, str) and isinstance(made, str)
    return stored if both_are_text and not any(compared(stored, made, place)) else made


def compared(old, new, place=""):
    """Yield in words what differs between two trees of plain values."""
    if isinstance(old, dict) and isinstance(new, dict) and old.keys() == new.keys():
        for key in old:
            yield from compared(old[key], new[key], f"{place}.{key}")
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for index, both in enumerate(zip(old, new, strict=True)):
            yield from compared(*both, f"{place}[{index}]")
    elif place.endswith("image/svg+xml"):
        both = (ElementTree.fromstring("".join(text)) for text in (old, new))
        yield from (f"{place}: {said}" for said in compared_elements(*both))
    elif place.endswith("image/png"):
        yield from (f"{place}: {said}" for said in compared_pixels(old, new))
    elif isinstance(old, str) and isinstance(new, str) and DRAWING.search(old) and DRAWING.search(new):
        yield from compared(DRAWING.sub("", old), DRAWING.sub("", new), place)
        for one, other in zip(DRAWING.findall(old), DRAWING.findall(new), strict=True):
            both = (ElementTree.fromstring(unquote(text)) for text in (one, other))
            yield from (f"{place}: {said}" for said in compared_elements(*both))
    elif old != new:
        yield f"{place}: stored {_short(old)}, now {_short(new)}"


def _short(value):
    return repr(value) if len(repr(value)) < 200 else f"{repr(value)[:200]}…"


def compared_elements(old, new):
    """Yield what differs between two drawings."""
    if not drawn_as_stored() and old.tag == new.tag:
        return
    if (old.tag, old.text, old.attrib.keys(), len(old)) != (new.tag, new.text, new.attrib.keys(), len(new)):
        yield f"stored {ElementTree.tostring(old)[:150]}, now {ElementTree.tostring(new)[:150]}"
        return
    for name in old.attrib:
        if old.get(name).startswith("data:image/png;base64,"):
            yield from compared_pixels(*(each.get(name).partition(",")[2] for each in (old, new)))
        elif name == "d":
            if not alike_paths(old.get(name), new.get(name)):
                yield f"a path was {old.get(name)[:80]}, is {new.get(name)[:80]}"
        elif not _alike(*(NAME_OF_A_CLIP.sub("", each.get(name)) for each in (old, new))):
            yield f"{name} was {old.get(name)[:80]}, is {new.get(name)[:80]}"
    for both in zip(old, new, strict=True):
        yield from compared_elements(*both)


def alike_paths(old, new):
    """Return whether two paths pass the same places, as near as COORDINATE."""
    if old == new:
        return True
    one, other = (list(places(d)) for d in (old, new))
    if [kind for kind, _ in one] == [kind for kind, _ in other]:
        before, after = ([number for _, place in path for number in place] for path in (one, other))
        return len(before) == len(after) and near(before, after)
    if {kind for kind, _ in one + other} - {"M", "l"}:
        return False
    of_one, of_other = lines_of(one), lines_of(other)
    return len(of_one) == len(of_other) and all(map(alike_lines, of_one, of_other))


def near(before, after):
    return np.allclose(before, after, rtol=0, atol=COORDINATE)


def lines_of(path):
    """Return the corners of each line of a path that has lines alone."""
    starts = [index for index, (kind, _) in enumerate(path) if kind == "M"]
    return np.split(np.array([place for _, place in path]), starts[1:])


def alike_lines(one, other):
    """Return whether each corner of one line lies on the other: rounding may double a corner, or drop it."""
    ends = near(one[[0, -1]], other[[0, -1]])
    return ends and lies_on(one, other) and lies_on(other, one)


def lies_on(corners, line):
    start, along = line[:-1], np.diff(line, axis=0)
    squares = np.maximum((along**2).sum(axis=1), 1e-12)
    share = np.clip(((corners[:, None] - start) * along).sum(axis=2) / squares, 0, 1)
    closest = start + share[:, :, None] * along
    return bool(np.all(np.abs(corners[:, None] - closest).max(axis=2).min(axis=1) <= COORDINATE))


def places(d):
    """Yield each step of a path as its kind, a line however it is written, and where it leads to."""
    x = y = start_x = start_y = 0.0
    for command, text in STEP.findall(d):
        numbers = [float(number) for number in NUMBER.findall(text)]
        if command in "hv":
            numbers = [numbers[0], 0.0] if command == "h" else [0.0, numbers[0]]
        if command == "M":
            x = y = 0.0
        passed = [each + (y if i % 2 else x) for i, each in enumerate(numbers)]
        x, y = passed[-2:] if passed else (start_x, start_y)
        if command == "M":
            start_x, start_y = x, y
        yield "l" if command in "hv" else command, passed


def _alike(old, new):
    if old == new:
        return True
    pairs = list(zip(NUMBER.findall(old), NUMBER.findall(new), strict=False))
    near = all(math.isclose(float(a), float(b), rel_tol=0, abs_tol=COORDINATE) for a, b in pairs)
    return near and NUMBER.sub("", old) == NUMBER.sub("", new)


def compared_pixels(old, new):
    """Yield what differs between two pictures, given as base64 of PNG."""
    before, after = (np.asarray(_opened(each), dtype=int) for each in (old, new))
    if not drawn_as_stored() and before.size and after.size:
        return
    if before.shape != after.shape:
        yield f"a picture was {before.shape[1::-1]} pixels large, is {after.shape[1::-1]}"
        return
    strays = np.mean(np.abs(before - after).max(axis=2) > SHADE)
    if strays > STRAYS:
        yield f"{strays:.2%} {ANOTHER_SHADE}"


def _opened(text):
    try:
        return Image.open(io.BytesIO(base64.b64decode(text))).convert("RGBA")
    except (OSError, ValueError):
        return Image.new("RGBA", (0, 0))
