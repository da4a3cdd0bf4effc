"""Cut the typeface of the printed code to what code and its outputs can need.

    python tools/code_font.py FOLDER      of the npm package @fontsource/iosevka

The parts are kept in ``paper/fonts``.
"""

import sys
from pathlib import Path

import fonts

FOLDER = Path(__file__).resolve().parent.parent / "paper" / "fonts"
WEIGHTS = (400, 700)
RANGES = ((0x20, 0x7E), (0xA0, 0xFF), (0x391, 0x3C9), (0x2070, 0x2094), (0x2190, 0x2194))
OTHERS = "–—‘’“”…−∓×·√∞≤≥≠≈∂∇∑∏∫∈ᵀ′″"


def main(package):
    characters = {code for first, last in RANGES for code in range(first, last + 1)} | {*map(ord, OTHERS)}
    for weight in WEIGHTS:
        source = Path(package, "files", f"iosevka-latin-{weight}-normal.woff2")
        path = FOLDER / f"iosevka-{weight}.woff2"
        fonts.cut(source, characters, path, layout_features=["ccmp", "mark", "mkmk"])


if __name__ == "__main__":
    main(sys.argv[1])
