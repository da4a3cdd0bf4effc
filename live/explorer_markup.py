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
    first = in_page(*pictures[start(controls)], "frame")
    shown = f'<div class="explorer-controls pst-js-only">{rows}</div>{first}'
    status = '<p role="status" class="visually-hidden"></p>'
    return f'<div class="explorer">{shown}{status}</div>', pictures


def page_markup(models, view):
    """Return the HTML of an explorer with its frames beside it, as a page of the book carries it."""
    shown, frames = markup(models, view)
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
