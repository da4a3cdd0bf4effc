"""Measure how the studio follows a hand: from the pointer's move to the drawn curve, and to Python's card.

    python -m benchmarks.studio

The first is from the pointer's event to the new path, before the browser paints it; a frame of a usual
screen lasts 16.7 ms, and a browser hands over a pointer's moves once a frame. The card is measured from a
change of the curve until its text stands in the page; one question is in flight at a time, so that a drag
asks for the newest curve only.
"""

import math
import statistics
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from benchmarks.pages import build, chromium, served

MOVES = 200
LISTEN = """() => {
    window.heard = {};
    const hear = ({name, duration}) => (heard[name] ??= []).push(duration);
    new PerformanceObserver((list) => list.getEntries().forEach(hear)).observe({entryTypes: ["measure"]});
}"""
CARD = """async () => {
    const times = [];
    const code = document.querySelector(".studio-card pre"); // changes with every curve
    const handle = document.querySelector(".studio-handle");
    for (let k = 0; k < 30; k += 1) {
        const start = performance.now();
        const changed = new Promise((resolve) => {
            const observer = new MutationObserver(() => (observer.disconnect(), resolve()));
            observer.observe(code, {childList: true, characterData: true, subtree: true});
        });
        handle.dispatchEvent(new KeyboardEvent("keydown", {key: "ArrowUp", bubbles: true}));
        await changed;
        times.push(performance.now() - start);
    }
    return times;
}"""


def main():
    with tempfile.TemporaryDirectory() as folder:
        build(folder)
        with served(Path(folder) / "_build" / "html") as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
            measure(browser.new_page(viewport={"width": 1280, "height": 900}), address)
            browser.close()


def measure(page, address):
    page.goto(f"{address}studio.html")
    page.wait_for_selector("#studio[data-state]")
    page.evaluate(LISTEN)
    draw(page)
    page.wait_for_timeout(500)
    heard = page.evaluate("heard")
    print(f"pointer to curve, while drawing:  {said(heard['studio-follow'])}")
    print(f"of it computed and drawn:         {said(heard['studio-draw'])}")
    page.get_by_role("button", name="Bend by points").click()
    page.get_by_role("button", name="Judge it with Python").click()
    page.locator(".studio-card").wait_for(timeout=600_000)
    print(f"key to card:                      {said(page.evaluate(CARD))}")


def draw(page):
    page.locator(".studio-plot").scroll_into_view_if_needed()
    box = page.locator(".studio-plot").bounding_box()
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 20, middle)
    page.mouse.down()
    for move in range(MOVES):
        share = move / MOVES
        page.mouse.move(
            box["x"] + 20 + share * (box["width"] - 40), middle - box["height"] / 4 * math.sin(9 * share)
        )
    page.mouse.up()


def said(times):
    return f"median {statistics.median(times):5.1f} ms, worst {max(times):5.1f} ms, {len(times)} times"


if __name__ == "__main__":
    main()
