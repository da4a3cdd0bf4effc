"""Cut the typeface of the pages to what they need: ``python tools/text_font.py NORMAL.woff2 ITALIC.woff2``.

The typeface is Literata, from the npm package @fontsource-variable/literata, files
``literata-latin-wght-{normal,italic}.woff2``. Kept are the letters of Latin-1, some more for names, the signs
of prose; upright in the weights of titles and text, slanted in that of text.
"""

import sys
from pathlib import Path

import fonts
from fontTools.varLib import instancer

FONTS = Path(__file__).resolve().parent.parent / "static" / "fonts"
CHARACTERS = {*range(0x20, 0x7F), *range(0xA0, 0x100), *map(ord, "ŁłŠšŽžČčŃńŐőŞşĞğıœ–—‘’“”…−")}
FEATURES = ["kern", "mark", "liga", "tnum"]
WEIGHTS = {"literata": (400, 700), "literata-italic": 400}


def cut(source, name):
    """Write the part of a font that the pages need to ``static/fonts``."""
    fonts.cut(
        source,
        CHARACTERS,
        FONTS / f"{name}.woff2",
        lambda font: instancer.instantiateVariableFont(font, {"wght": WEIGHTS[name]}),
        layout_features=FEATURES,
        notdef_outline=True,
    )


if __name__ == "__main__":
    for name, source in zip(WEIGHTS, sys.argv[1:], strict=True):
        cut(source, name)
