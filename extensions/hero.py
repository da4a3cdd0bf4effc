"""The front page's network to bend by hand: its picture before any script runs, its controls, its script.

Without JavaScript, and in print, the picture stands alone. The script is one file, so that it comes in
one piece and works on a page opened from disk, which may load no module.
"""

import html
import json
import sys
from pathlib import Path

import notebooks
import numpy as np
import one_script
from docutils import nodes
from sphinx.util.docutils import SphinxDirective

sys.path.extend(str(notebooks.ROOT / folder) for folder in ("live", ""))

import hinges

from actlib.catalogue import CATALOGUE

LIVE = notebooks.ROOT / "live"
HEIGHT = 1.35  # of the plane, above and below its middle, as in hero.js
COUNTS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight")
HANDLE = (
    '<span class="hero-hinge" style="left:{left:g}%;top:{top:.2f}%">'
    '<svg viewBox="-22 -22 44 44" aria-hidden="true">'
    '<circle r="13"/><path d="M-4-4L-8 0L-4 4M4-4L8 0L4 4"/></svg></span>'
)
PAGE = """
<figure id="hero">
<div class="hero-plot" role="img" aria-label="{sentence}">
<div class="hero-plane">
<svg viewBox="0 -{height} 1000 {twice}" preserveAspectRatio="none" aria-hidden="true">
<path class="hero-target" d="{target}"/>
<path class="hero-gap" d="{gap}"/><path class="hero-sticks" d="{sticks}"/>
<path class="hero-casing" d="{net}"/><path class="hero-net" d="{net}"/>
</svg>
{handles}
</div>
</div>
<figcaption>
<p class="hero-score">R² <b class="hero-number">{score}</b>\
<span class="hero-rest"> of 1 with {count} hinges. Best we found: {best}.</span></p>
</figcaption>
<div class="hero-controls">
<p class="hero-message">Can you reach {goal}, and with how few hinges?</p>
<fieldset><legend>What bends at the hinges</legend>
{chips}
</fieldset>
<p class="hero-row">
<button type="button" class="hero-remove">− Remove a hinge</button>
<button type="button" class="hero-add">+ Add a hinge</button>
<button type="button" class="hero-learn">Let it learn</button>
<button type="button" class="hero-best">Show our best</button>
<button type="button" class="hero-again">Start over</button>
<button type="button" class="hero-copy">Copy link</button>
</p>
<p><a class="hero-studio" href="{studio}">Bend {title} itself, in the studio</a></p>
</div>
<p class="hero-said" role="status"></p>
<script type="application/json">{data}</script>
</figure>
"""


class Hero(SphinxDirective):
    """Show a wave and the network that follows it, with hinges to drag."""

    def run(self):
        studio = self.env.app.builder.get_relative_uri(self.env.docname, "studio")
        return [nodes.raw("", page(studio), format="html", classes=["hero"])]


def page(studio):
    """Return the markup of the first state, whole without any script."""
    name, places = hinges.START["name"], hinges.START["hinges"]
    drawn, wave, network = hinges.PLACES, hinges.wave(), at(name, places, hinges.PLACES)
    sticks = drawn % 20 == 10
    title, count = CATALOGUE[name].title, COUNTS[len(places)]
    score, best = (
        shown(hinges.score(name, places)),
        shown(hinges.score(name, hinges.best()[name][len(places) - 1])),
    )
    sentence = (
        f"A wave, thick and gray, and the line of a network with {count} hinges of {title}, which follows it "
        f"roughly: R² is {score}, and {best} with the best hinges that we found."
    )
    data = {"best": hinges.best(), "goal": hinges.GOAL, "start": hinges.START}
    return PAGE.format(
        sentence=html.escape(sentence),
        height=HEIGHT,
        twice=2 * HEIGHT,
        target=path(drawn, wave),
        gap=path([*drawn, *drawn[::-1]], [*network, *wave[::-1]]) + "Z",
        sticks="".join(map(stick, drawn[sticks], wave[sticks], network[sticks])),
        net=path(drawn, network),
        handles="\n".join(map(handle, places, at(name, places, places))),
        score=score,
        count=count,
        best=best,
        goal=hinges.GOAL,
        chips="\n".join(map(chip, hinges.NAMES)),
        studio=studio,
        title=title,
        data=json.dumps(data, separators=(",", ":")),
    )


def at(name, places, where):
    return hinges.neurons(name, places, where) @ hinges.fit(name, places)


def shown(score):
    """Round down to three digits, so that 1 is shown for nothing less."""
    return f"{np.floor(1000 * score + 1e-6) / 1000:.3f}"


def path(places, values):
    return "M" + "L".join(f"{place} {-y:.3f}" for place, y in zip(places, values, strict=True))


def stick(place, wave, network):
    return path([place, place], [wave, network])


def handle(place, y):
    return HANDLE.format(left=place / 10, top=50 - 50 * y / HEIGHT)


def chip(name):
    """Return a choice of activation with a small picture of its curve."""
    x = np.linspace(-2.5, 2.5, 41) if name != "step" else np.array([-2.5, 0, 1e-9, 2.5])
    y = CATALOGUE[name](x)
    points = " ".join(
        f"{a:.1f},{b:.1f}" for a, b in zip(24 + 8.4 * x, 23 - 20 * (y - y.min()) / np.ptp(y), strict=True)
    )
    chosen = " checked" if name == hinges.START["name"] else ""
    return (
        f'<label><input type="radio" name="hero-activation" value="{name}"{chosen}>'
        f'<svg viewBox="0 0 48 26" aria-hidden="true"><polyline points="{points}"/></svg>'
        f"{CATALOGUE[name].title}</label>"
    )


def add_files(app, pagename, templatename, context, doctree):
    if not doctree or not any("hero" in each["classes"] for each in doctree.findall(nodes.raw)):
        return
    folder = Path(app.outdir) / "_static"
    folder.mkdir(exist_ok=True)
    (folder / "hero.js").write_text(one_script.of_module("hero"), encoding="utf-8")
    (folder / "hero.css").write_bytes((LIVE / "hero.css").read_bytes())
    app.add_js_file("hero.js", loading_method="defer")
    app.add_css_file("hero.css")


def setup(app):
    app.add_directive("hero", Hero)
    app.connect("html-page-context", add_files)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
