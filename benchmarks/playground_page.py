"""Measure how many frames a second the playground's page shows while it trains, in headless Chromium.

    python -m benchmarks.playground_page

A frame is one answer of Python, drawn. The book must be built; each network is given some seconds.
"""

import time
from pathlib import Path

from playwright.sync_api import sync_playwright

from benchmarks.pages import chromium, served

SITE = Path(__file__).resolve().parent.parent / "_build" / "html"
SECONDS = 5
NETWORKS = (
    "data=circles&activation=relu&depth=2&width=8",
    "data=circles&activation=mish&depth=2&width=8",
    "data=spiral&activation=relu&depth=2&width=16",
    "data=spiral&activation=tanh&depth=4&width=16",
    "data=spiral&activation=relu&depth=4&width=64",
)
SHOWN = """() => {
    const {begun, shows} = document.getElementById('playground').dataset;
    return begun === 'true' && shows === location.hash.slice(1);
}"""


def main():
    with served(SITE) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(reduced_motion="reduce", viewport={"width": 1280, "height": 900})
        page.set_default_timeout(120_000)
        page.goto(f"{address}playground.html")
        begun = time.monotonic()
        page.locator("#playground .live-button").first.click()
        page.wait_for_selector("#playground[data-begun=true]")
        print(f"from the press to the first frame: {time.monotonic() - begun:.1f} s")
        for network in NETWORKS:
            print(f"{network}: {measured(page, network)}")
        browser.close()


def measured(page, network):
    page.evaluate("(network) => { location.hash = network }", network)
    page.wait_for_function(SHOWN)
    page.get_by_role("button", name="Train", exact=True).click()
    page.wait_for_timeout(500)
    begun, before = time.monotonic(), frames(page)
    page.wait_for_timeout(1000 * SECONDS)
    rate = (frames(page) - before) / (time.monotonic() - begun)
    page.get_by_role("button", name="Pause", exact=True).click()
    page.wait_for_selector("#playground[data-state=paused]")
    page.wait_for_timeout(500)
    epoch = page.locator(".playground-numbers dd").first.inner_text()
    return f"{rate:.1f} frames a second, epoch {epoch} after {SECONDS + 0.5} s"


def frames(page):
    return int(page.locator("#playground").get_attribute("data-frames"))


if __name__ == "__main__":
    main()
