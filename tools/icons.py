"""Draw the site's icons from ``static/logo.svg`` in every form that browsers and phones ask for.

python tools/icons.py          only after the logo has changed; the pictures are kept in static/icons
"""

import base64
import io
from pathlib import Path

import chromium
from PIL import Image
from playwright.sync_api import sync_playwright

STATIC = Path(__file__).resolve().parent.parent / "static"
SIZES = (180, 192, 512)  # Apple's, and the two that a web manifest is to name
FULL = 180  # phones cut this one's corners themselves, so it has none


def main():
    logo = (STATIC / "logo.svg").read_text(encoding="utf-8")
    folder = STATIC / "icons"
    folder.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        found = chromium.executable(playwright)
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        for size in SIZES:
            drawn = picture(browser, logo.replace(' rx="12"', "") if size == FULL else logo, size)
            drawn.quantize(64).save(folder / f"icon-{size}.png", optimize=True)
        picture(browser, logo, 48).save(folder / "favicon.ico", sizes=[(16, 16), (32, 32), (48, 48)])
        browser.close()


def picture(browser, svg, size):
    page = browser.new_page(viewport={"width": size, "height": size})
    address = base64.b64encode(svg.encode()).decode()
    page.set_content(
        f'<style>body {{ margin: 0 }}</style><img width="{size}" src="data:image/svg+xml;base64,{address}">'
    )
    page.locator("img").evaluate("(image) => image.decode()")
    drawn = Image.open(io.BytesIO(page.screenshot(omit_background=True))).convert("RGBA")
    page.close()
    return drawn


if __name__ == "__main__":
    main()
