"""Cut the typeface of the printed code to what code and its outputs can need.

    python tools/code_font.py FOLDER      of the npm package @fontsource/iosevka

The parts are kept in ``paper/fonts``. Reading and writing woff2 takes the package brotli, which nothing
else needs.
"""

import sys
from pathlib import Path

from fontTools import subset

FOLDER = Path(__file__).resolve().parent.parent / "paper" / "fonts"
WEIGHTS = (400, 700)
RANGES = ((0x20, 0x7E), (0xA0, 0xFF), (0x391, 0x3C9), (0x2070, 0x2094), (0x2190, 0x2194))
OTHERS = "–—‘’“”…−∓×·√∞≤≥≠≈∂∇∑∏∫∈ᵀ′″"


def main(package):
    for weight in WEIGHTS:
        options = subset.Options(flavor="woff2", hinting=False, layout_features=["ccmp", "mark", "mkmk"])
        font = subset.load_font(Path(package, "files", f"iosevka-latin-{weight}-normal.woff2"), options)
        cut = subset.Subsetter(options)
        cut.populate(
            unicodes=[code for first, last in RANGES for code in range(first, last + 1)], text=OTHERS
        )
        cut.subset(font)
        path = FOLDER / f"iosevka-{weight}.woff2"
        subset.save_font(font, path, options)
        print(f"{path.name}: {path.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main(sys.argv[1])
