"""Matplotlib's SVG as a page of the book carries it: short, in colors that follow the page.

Each color of the palette becomes a variable with its value on light ground. Styles become attributes, so that
a drawing stands in a page without rules for the rest of it; what repeats is written once; coordinates have
one digit after the point, a tenth of 0.75 of a pixel on the page.
"""

import re
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from actlib.figures.colors import LIGHT, PAPER

FONT = "DejaVu Sans,sans-serif"
SVG, XLINK = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}"
NAMES = {value: name for name, value in LIGHT.items()}
DEFAULTS = {"fill": "none", "stroke-linecap": "butt", "stroke-linejoin": "round", "stroke-dashoffset": "0"}
COMMANDS = re.compile(r"[A-Za-z]|-?\d*\.?\d+(?:e-?\d+)?")
LONG = re.compile(r"-?\d+\.\d+(?:e-?\d+)?")
COUNT = {"M": 2, "L": 2, "C": 6, "Q": 4, "z": 0}


def drawing(text, width, height):
    """Return Matplotlib's SVG as a short drawing on a ground of its own.

    Parameters
    ----------
    text : str
        What Matplotlib's SVG backend has written.
    width, height : int
        Of the drawing on the page, in CSS pixels.

    Returns
    -------
    str
        With attributes in single quotes, which need no escape in JSON or within a double-quoted address.
    """
    root = ElementTree.fromstring(text)
    shapes = {each.get("id"): each for each in root.iter(f"{SVG}path") if each.get("id")}
    _, _, *size = root.get("viewBox").split()
    view = f"width='{width}' height='{height}' viewBox='0 0 {' '.join(map(short, size))}'"
    head = f"<svg xmlns='{SVG[1:-1]}' {view} font-family='{FONT}' fill='none' stroke-linejoin='round'>"
    ground = _tag("rect", {"width": "100%", "height": "100%", "fill": variable(PAPER)})
    marks = _joined([mark for child in root for mark in _marks(child, shapes)])
    return f"{head}{ground}{''.join(marks)}</svg>"


def variable(color):
    """Return a color of the palette as a variable, and any other as it is."""
    return f"var(--{NAMES[color]},{color})" if color in NAMES else color


def short(number):
    """Write a number with at most one digit after the point."""
    text = f"{round(float(number), 1) + 0.0:.1f}".removesuffix(".0")
    return re.sub(r"^(-?)0\.", r"\1.", text)


def _marks(element, shapes):
    """Yield what is drawn: tags as text, strokes as their attributes and path, to be joined."""
    kind = element.tag.removeprefix(SVG)
    if kind == "g":
        inside = [mark for child in element for mark in _marks(child, shapes)]
        kept = _of_text(_look(element, {"fill": "#000000"} if "font" in element.get("style", "") else {}))
        if kept and inside:
            yield f"<g{_attributes(kept)}>{''.join(_joined(inside))}</g>"
        else:
            yield from inside
    elif kind == "path":
        yield from _path(element, _look(element), 0, 0)
    elif kind == "use":
        shape = shapes[element.get(f"{XLINK}href")[1:]]
        look = _look(element, {}) | _look(shape, {})
        yield from _path(shape, {"fill": "#000000"} | look, float(element.get("x")), float(element.get("y")))
    elif kind == "text":
        yield _text(element)
    elif kind == "image":
        yield _image(element)
    elif kind == "defs":
        yield from (_clip(each) for each in element if each.tag == f"{SVG}clipPath")
    elif kind not in ("metadata", "style"):
        raise ValueError(f"drawing has no short form of <{kind}>")


def _look(element, start=None):
    """Return an element's presentation as attributes; without a fill of its own it is black."""
    look = {"fill": "#000000"} if start is None else dict(start)
    look |= {name: element.get(name) for name in ("clip-path", "transform") if element.get(name)}
    for declaration in filter(None, element.get("style", "").split(";")):
        name, value = (part.strip() for part in declaration.split(":", 1))
        look[name] = value
    if look.get("transform", "").startswith("rotate(-0"):
        del look["transform"]
    return look


def _path(element, look, x, y):
    if not element.get("d") or (look["fill"] == "none" and "stroke" not in look):
        return
    steps = list(_steps(element.get("d"), x, y))
    if circle := _circle(steps):
        yield _tag("circle", dict(zip(("cx", "cy", "r"), map(short, circle), strict=True)) | look)
    elif look["fill"] == "none" and not {"opacity", "stroke-opacity"} & look.keys():
        yield look, _written(steps)
    else:
        yield _tag("path", {"d": _written(steps)} | look)


def _joined(marks):
    """Write strokes of one look as one path, if nothing but texts was drawn between them."""
    written, last = [], {}
    for mark in marks:
        if isinstance(mark, str):
            written.append(mark)
            if not mark.startswith("<text"):
                last = {}
            continue
        look, path = mark
        key = tuple(look.items())
        if key in last:
            written[last[key]][1] += path
        else:
            last = {key: len(written)}
            written.append([look, path])
    return [mark if isinstance(mark, str) else _tag("path", {"d": mark[1]} | mark[0]) for mark in written]


def _steps(d, x=0.0, y=0.0):
    """Yield each command of a path and its points, moved by x and y."""
    words = COMMANDS.findall(d)
    at = 0
    while at < len(words):
        command = words[at]
        numbers = [float(word) for word in words[at + 1 : at + 1 + COUNT[command]]]
        yield command, [(a + x, b + y) for a, b in zip(numbers[::2], numbers[1::2], strict=True)]
        at += 1 + len(numbers)


def _circle(steps):
    """Return center and radius of a path that is a circle, as Matplotlib's round markers are."""
    commands = "".join(command for command, _ in steps)
    if commands.rstrip("z") != "MCCCCCCCC":
        return None
    ends = [points[-1] for _, points in steps if points]
    left, right = min(a for a, _ in ends), max(a for a, _ in ends)
    top, bottom = min(b for _, b in ends), max(b for _, b in ends)
    return (left + right) / 2, (top + bottom) / 2, (right - left) / 2


def _written(steps):
    """Write a path with relative coordinates in tenths, each from where the pen stands by then."""
    written, pen, start = [], (0, 0), (0, 0)
    for command, points in steps:
        tenths = [(round(10 * x), round(10 * y)) for x, y in points]
        if command == "M":
            start = tenths[0]
            written.append("M" + _pairs(tenths))
        elif command == "z":
            written.append("z")
            tenths = [start]
        elif command == "L":
            written.append(_line(tenths[0][0] - pen[0], tenths[0][1] - pen[1], written))
        else:
            written.append(command.lower() + _pairs([(x - pen[0], y - pen[1]) for x, y in tenths]))
        pen = tenths[-1]
    return "".join(written)


def _line(across, down, before):
    if not down:
        return f"h{_tenth(across)}"
    if not across:
        return f"v{_tenth(down)}"
    return f"l{_pairs([(across, down)])}"


def _pairs(tenths):
    numbers = [_tenth(each) for pair in tenths for each in pair]
    return numbers[0] + "".join(each if each.startswith("-") else f" {each}" for each in numbers[1:])


def _tenth(number):
    return short(number / 10)


def _text(element):
    look = _look(element, {"fill": "#000000"} if element.get("style") else {})
    look |= {name: element.get(name) for name in ("x", "y") if element.get(name)}
    parts = ((_look(part, {}) | part.attrib, part.text or "") for part in element.iter(f"{SVG}tspan"))
    inside = "".join(f"<tspan{_attributes(_of_text(own))}>{escape(words)}</tspan>" for own, words in parts)
    return f"<text{_attributes(_of_text(look))}>{inside or escape(element.text or '')}</text>"


def _of_text(look):
    """Return what sets a text apart; all are in one family."""
    if "font" in look:
        look |= {"font-size": re.search(r"[\d.]+px", look.pop("font"))[0]}
    kept = {name: value for name, value in look.items() if name not in ("font-family", "style") and value}
    return kept | ({"font-size": kept["font-size"].removesuffix("px")} if "font-size" in kept else {})


def _image(element):
    look = {name: element.get(name) for name in ("x", "y", "width", "height", "transform", "clip-path")}
    look["href"] = element.get(f"{XLINK}href").replace("\n", "")
    if "pixelated" in element.get("style", ""):
        look["image-rendering"] = "pixelated"
    return _tag("image", {name: value for name, value in look.items() if value})


def _clip(element):
    [box] = element
    frame = _tag("rect", {name: box.get(name) for name in ("x", "y", "width", "height")})
    return f"<clipPath id='{element.get('id')}'>{frame}</clipPath>"


def _tag(name, attributes):
    return f"<{name}{_attributes(attributes)}/>"


def _attributes(look):
    """Write attributes, but for those that say what is so without them."""
    kept = {name: value for name, value in look.items() if DEFAULTS.get(name) != value}
    return "".join(f" {name}='{_value(name, value)}'" for name, value in kept.items())


def _value(name, value):
    if name in ("fill", "stroke"):
        return variable(value)
    if name in ("d", "href", "id", "clip-path"):
        return value
    return escape(LONG.sub(lambda found: short(found[0]), value), {"'": "&#39;"})
