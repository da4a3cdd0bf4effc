"""The figures and explorers of chapters as pages show them: drawings in the page that take its colors.

Explorers need no widget renderer; they are read from the stored widget state.
"""

import json
import re
import sys
from pathlib import Path

import notebooks
import one_script
from docutils import nodes
from myst_nb.sphinx_ import NbMetadataCollector

sys.path.append(str(notebooks.ROOT / "live"))

from explorer_markup import in_page, page_markup, with_own_names

MYST_NB = f'<script type="{notebooks.EXPLORER}">'  # what it makes of a widget, for a renderer to find
BEFORE_OTHERS = 400
# Figures that are moved by hand or played, each kind with a script of its own in live/.
KERNELS = ("convolution", "creases", "fence", "neuron", "pairs", "secant", "tangent", "temperature")
KIND = re.compile(r'<div class="explorer"[^>]* data-(?:kernel="(\w+)"|play=)')


def replace_widgets(app, doctree):
    """Put the markup of each explorer in the place of a widget, and leave its state out of the page."""
    path = notebooks.ROOT / f"{app.env.docname}.ipynb"
    for node in [node for node in doctree.findall(nodes.raw) if node.astext().startswith(MYST_NB)]:
        view = json.loads(node.astext().removeprefix(MYST_NB).removesuffix("</script>"))["model_id"]
        markup = page_markup(notebooks.widgets(notebooks.notebook(path)), view)
        node.replace_self(nodes.raw("", markup, format="html"))
    NbMetadataCollector.get_js_files(app.env, app.env.docname).pop("ipywidgets_state", None)


def kinds(text):
    """Return which kinds of figures that a script moves stand in a page, sorted."""
    return sorted({kernel or "play" for kernel in KIND.findall(text)} & {*KERNELS, "play"})


def drag_script(kinds):
    """Return the script of a page with such figures."""
    imports = "".join(f'import {{ {kind} }} from "./{kind}.js";\n' for kind in kinds)
    kernels = [kind for kind in kinds if kind != "play"]
    if kernels:
        imports += 'import { start } from "./dragging.js";\n'
        imports += f"start({{ {', '.join(kernels)} }});\n"
    return one_script.of_text("page", imports + ("play();\n" if "play" in kinds else ""))


def add_drag_script(app, pagename, templatename, context, doctree):
    """Give a page with figures that are moved by hand their script and style, and no other page."""
    if not doctree:
        return
    found = kinds("".join(node.astext() for node in doctree.findall(nodes.raw)))
    if not found:
        return
    static = Path(app.outdir) / "_static"
    static.mkdir(exist_ok=True)
    name = f"drag-{'-'.join(found)}.js"
    (static / name).write_text(drag_script(found), encoding="utf-8")
    (static / "dragging.css").write_bytes((one_script.LIVE / "dragging.css").read_bytes())
    app.add_js_file(name, loading_method="defer")
    app.add_css_file("dragging.css")


def replace_drawings(app, doctree):
    """Put each drawing into the page itself, where an image could not follow the page's theme."""
    if app.builder.format != "html":
        return
    for number, node in enumerate(doctree.findall(nodes.image)):
        path = Path(app.srcdir, node["uri"].lstrip("/"))
        if path.suffix == ".svg":
            drawing = with_own_names(path.read_text(encoding="utf-8"), f"f{number}")
            node.replace_self(nodes.raw("", in_page(node["alt"], drawing, "figure"), format="html"))


def setup(app):
    app.connect("doctree-read", replace_widgets, priority=BEFORE_OTHERS)
    app.connect("html-page-context", add_drag_script)
    app.connect("doctree-read", replace_drawings, priority=BEFORE_OTHERS)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
