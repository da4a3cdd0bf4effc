"""The pictures that a shared link shows: a page's title beside its chapter's first figure.

Others find a picture by its whole address only, so without an address of the site there is none.
"""

import base64
import html
import io
import textwrap
from pathlib import Path

import address
import notebooks
from descriptions import first_sentences
from PIL import Image, ImageDraw, ImageFont

SIZE = WIDTH, HEIGHT = 1200, 630  # what most services ask for
MARGIN = 60
FIGURE = 660, HEIGHT - 2 * MARGIN
COURSE = "intro"  # its card shows chapter 1's figure and stands for every page that is no chapter
INK, BLUE = "#222222", "#0060a8"
LONGEST_WORDS = 400


def first_figure(path):
    """Return the first figure of a chapter and the sentence that says what it shows."""
    outputs = (output for cell in notebooks.notebook(path)["cells"] for output in cell.get("outputs", ()))
    data = next(output["data"] for output in outputs if "image/png" in output.get("data", ()))
    picture = Image.open(io.BytesIO(base64.b64decode("".join(data["image/png"])))).convert("RGBA")
    paper = Image.new("RGBA", picture.size, "white")
    return Image.alpha_composite(paper, picture).convert("RGB"), "".join(data["text/plain"])


def card(title, course, figure):
    """Draw a card; return it as the bytes of a PNG file."""
    made = Image.new("RGB", SIZE, "white")
    figure.thumbnail(FIGURE)
    made.paste(figure, (WIDTH - MARGIN - figure.width, (HEIGHT - figure.height) // 2))
    draw = ImageDraw.Draw(made)
    lines = textwrap.wrap(title, 13)
    draw.multiline_text((MARGIN, HEIGHT // 2), "\n".join(lines), INK, font("Bold", 50), "lm", spacing=14)
    draw.text((MARGIN, HEIGHT - MARGIN), course, BLUE, font("", 24), "ls")
    draw.rectangle((0, 0, WIDTH, 12), BLUE)
    packed = io.BytesIO()
    made.quantize(64, dither=Image.Dither.NONE).save(packed, "PNG", optimize=True)
    return packed.getvalue()


def font(weight, size):
    import matplotlib  # which takes longer to load than a build without cards to need it

    name = f"DejaVuSans{f'-{weight}' if weight else ''}.ttf"
    return ImageFont.truetype(str(Path(matplotlib.get_data_path(), "fonts", "ttf", name)), size)


def figure_for(pagename):
    return first_figure(notebooks.chapter_of(pagename) or notebooks.chapter_paths()[0])


def place(pagename):
    return f"_images/cards/{Path(pagename).name if notebooks.chapter_of(pagename) else COURSE}.png"


def add_picture(app, pagename, templatename, context, doctree):
    """Say to sphinxext.opengraph which picture stands for the page, and what it shows."""
    if not address.site(app.config) or not doctree:
        return
    words = first_sentences(figure_for(pagename)[1], LONGEST_WORDS)
    context["meta"] = (context["meta"] or {}) | {
        "og:image": place(pagename),
        "og:image:alt": html.escape(words),
        "og:image:width": str(WIDTH),
        "og:image:height": str(HEIGHT),
    }


def write(app, exception):
    if exception or app.builder.format != "html" or not address.site(app.config):
        return
    for pagename in [name for name in app.env.found_docs if name == COURSE or notebooks.chapter_of(name)]:
        path = Path(app.outdir, place(pagename))
        path.parent.mkdir(parents=True, exist_ok=True)
        title = app.env.titles[pagename].astext()
        path.write_bytes(card(title, app.config.html_title, figure_for(pagename)[0]))


def setup(app):
    app.connect("html-page-context", add_picture, priority=400)  # before sphinxext.opengraph
    app.connect("build-finished", write, priority=600)  # after live_python: not kept for reading offline
    return {"parallel_read_safe": True, "parallel_write_safe": True}
