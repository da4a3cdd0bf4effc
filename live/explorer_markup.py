"""An explorer as a page shows it: native controls, its frame at the start, and all its frames as data.

It is read from the widget state that a notebook stores. The frame at the start is an ordinary picture,
there without any script; ``static/explorers.js`` lets the controls choose among the others.
"""

import html
import itertools
import json
import re
from urllib.parse import unquote

KINDS = {"SelectionSliderModel": "slider", "ToggleButtonsModel": "buttons", "DropdownModel": "menu"}
# What stands below a figure that dragging.js draws, by its kernel: how it is moved, and its first buttons.
BELOW = {
    "neuron": ("Drag the ring on the curve sideways, and the one on the tangent up or down.", ()),
    "tangent": ("Drag the ring: it paints the curve of the slope.", ("Add a second point",)),
    "secant": ("Drag a point toward the other.", ()),
    "pairs": ("Up to 8 pairs: drag the corners. Where do they leave the smallest lobes?", ("Equal pieces",)),
    "temperature": ("Drag the scores, and the temperature on its scale.", ("Scores as before",)),
    "convolution": (
        "Drag the frame over the image. The pen paints: drag it, or tap a pixel.",
        ("Empty image", "Digit"),
    ),
    "fence": ("Drag a ring: its crease turns and moves with it.", ("Evenly turned",)),
    "creases": ("Drag a ring: its crease moves, and with it the bias of its ReLU.", ("As trained",)),
    "play": ("", ("Play",)),
}
FRAME = re.compile(r'<img class="frame"[^>]* alt="(?P<alt>[^"]*)" src="data:image/svg\+xml,(?P<svg>[^"]*)">')


def explorer(models, view):
    """Return an explorer's controls and its frames in the order of their settings, the last control first.

    Parameters
    ----------
    models : dict of str to dict
        The widgets of a notebook by their identifiers.
    view : str
        The identifier of the explorer.

    Returns
    -------
    controls : list of dict
        Each with ``kind``, ``id``, ``label``, ``options`` and ``index``, the option at the start.
    frames : list of str
        The markup of each frame.

    Raises
    ------
    ValueError
        If the widget is no explorer.
    """
    box = models[view]["state"]
    if "explorer" not in box.get("_dom_classes", ()):
        raise ValueError(f"explorer expects the box of an explorer, got a {models[view]['model_name']}")
    *controls, stack = map(_identifier, box["children"])
    return [_control(models, name) for name in controls], list(_frames(models, controls, stack))


def _identifier(reference):
    return reference.removeprefix("IPY_MODEL_")


def _control(models, name):
    model, state = models[name]["model_name"], models[name]["state"]
    return {
        "kind": KINDS[model],
        "id": name,
        "label": state["description"],
        "options": state["_options_labels"],
        "index": state["index"],
    }


def _frames(models, controls, stack):
    """Yield the frames below a stack, after making sure that its own control moves it and no other."""
    state = models[stack]["state"]
    if not controls:
        yield state["value"]
        return
    movers = [
        _identifier(link["state"]["source"][0])
        for link in models.values()
        if link["model_name"] == "DirectionalLinkModel" and _identifier(link["state"]["target"][0]) == stack
    ]
    if movers != [controls[0]]:
        raise ValueError(f"explorer expects a stack to be moved by {controls[0]}, got {movers}")
    for child in state["children"]:
        yield from _frames(models, controls[1:], _identifier(child))


def start(controls):
    """Return the number of the frame that is shown first."""
    number = 0
    for control in controls:
        number = number * len(control["options"]) + control["index"]
    return number


def markup(models, view):
    """Return the HTML of an explorer and, apart from it, the alternative text and drawing of each frame."""
    controls, frames = explorer(models, view)
    pictures = [_picture(frame, f"w{view[-4:]}") for frame in frames]
    rows = "".join(f'<div class="explorer-control">{_row(control)}</div>' for control in controls)
    moved, shown = _moved_by_hand(models[view]["state"]), in_page(*pictures[start(controls)], "frame")
    if moved:
        stage = f'<div class="explorer-stage">{shown}</div>' if "data-kernel" in moved else shown
        shown = stage + _below(models[view]["state"])
    shown = f'<div class="explorer-controls pst-js-only">{rows}</div>{shown}'
    status = '<p role="status" class="visually-hidden"></p>'
    return f'<div class="explorer"{moved}>{shown}{status}</div>', pictures


def _told(box):
    return dict(name.split("-", 1) for name in box["_dom_classes"] if "-" in name)


def _moved_by_hand(box):
    """Return the attributes that tell ``dragging.js`` which kernel draws an explorer, and with what."""
    return "".join(f' data-{key}="{html.escape(value)}"' for key, value in _told(box).items())


def _below(box):
    """Return the row below a figure, as high as it will be once the script has come."""
    how, buttons = BELOW[_told(box).get("kernel", "play")]
    made = "".join(f'<button type="button" disabled>{button}</button>' for button in buttons)
    told = f"<span>{how}</span>" if how else ""
    return f'<div class="drag-row pst-js-only">{told}{made}</div>'


def page_markup(models, view):
    """Return the HTML of an explorer with its frames beside it, as a page of the book carries it.

    The drawing of the frame that is shown is left empty there: the page carries it once.
    """
    shown, frames = markup(models, view)
    controls, _ = explorer(models, view)
    frames[start(controls)][1] = ""
    data = json.dumps(frames, ensure_ascii=False, separators=(",", ":")).replace("</", r"<\/")
    return shown.removesuffix("</div>") + f'<script type="application/json">{data}</script></div>'


def in_page(sentence, drawing, kind):
    """Return the HTML of a drawing that stands in a page itself and takes the page's colors."""
    return drawing.replace(
        "<svg ", f'<svg class="{kind}" role="img" aria-label="{html.escape(sentence)}" ', 1
    )


def with_own_names(drawing, prefix):
    """Return a drawing whose names no other one in the page has."""
    return re.sub(r"(?<=id=')(?=\w)|(?<=url\(#)", f"{prefix}-", drawing)


def _picture(frame, prefix):
    found = FRAME.fullmatch(frame)
    return [html.unescape(found["alt"]), with_own_names(unquote(found["svg"]), prefix)]


def _row(control):
    name, label = f"control-{control['id']}", html.escape(control["label"])
    options, index = [html.escape(option) for option in control["options"]], control["index"]
    if control["kind"] == "buttons":
        buttons = "".join(
            f'<button type="button" aria-pressed="{str(number == index).lower()}">{option}</button>'
            for number, option in enumerate(options)
        )
        return f'<span>{label}</span><div role="group" aria-label="{label}">{buttons}</div>'
    if control["kind"] == "menu":
        chosen = itertools.chain.from_iterable(
            (f"<option{' selected' * (number == index)}>", option, "</option>")
            for number, option in enumerate(options)
        )
        named = f'<label for="{name}">{label}</label>'
        return f'{named}<select id="{name}" autocomplete="off">{"".join(chosen)}</select>'
    values = html.escape(json.dumps(control["options"], ensure_ascii=False))
    slider = (
        f'<input type="range" id="{name}" max="{len(options) - 1}" value="{index}" autocomplete="off" '
        f'aria-valuetext="{options[index]}" data-options="{values}" style="--steps: {len(options) - 1}">'
    )
    return f'<label for="{name}">{label}</label>{slider}<span aria-hidden="true">{options[index]}</span>'
