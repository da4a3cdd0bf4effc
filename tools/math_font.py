"""Cut a math font to what formulas of the book can need: ``python tools/math_font.py FONT.woff2``.

The font is STIX Two Math, from the npm package @fontsource/stix-two-math; the part, a tenth of it, is
kept in ``static/fonts`` beside a list of its characters.
"""

import sys
from pathlib import Path

import fonts

PART = Path(__file__).resolve().parent.parent / "static" / "fonts" / "stix-two-math.woff2"
RANGES = (
    (0x20, 0x7E),  # ASCII
    (0x391, 0x3D6),  # Greek
    (0x1D400, 0x1D433),  # bold
    (0x1D434, 0x1D467),  # italic, to which browsers turn the letters of formulas
    (0x1D6E2, 0x1D71B),  # italic Greek
)
OTHERS = (
    "ℎ±×÷·−∂∇∑∏∫√∞≈≠≤≥∈∉⋅…⋯′″‴→←⇒⇔↦∣∥~¯‾ˆ\u0302\u0303\u0304\u0307⟨⟩⌊⌋⌈⌉∘∝∼≡≪≫∪∩⊂∅∀∃⊙⊗⊤⊺ℝℕℤℓ"
    "\u00a0\u2003\u2009\u200a\u2061\u2062\u2063⏞⏟𝟙𝟏𝖳ϵ\u0332"
)


def characters():
    """Return the code points that the part holds, where the font has them."""
    return sorted({code for first, last in RANGES for code in range(first, last + 1)} | {*map(ord, OTHERS)})


def main(source):
    PART.parent.mkdir(exist_ok=True)
    font = fonts.cut(source, characters(), PART)
    PART.with_suffix(".txt").write_text(
        "".join(map(chr, sorted(font.getBestCmap()))) + "\n", encoding="utf-8"
    )


if __name__ == "__main__":
    main(sys.argv[1])
