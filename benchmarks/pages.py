"""Measure the book as a reader meets it: the build, the weight of each page, the answer of its sliders.

    python -m benchmarks.pages

Weight is what a host that compresses sends: everything the page loads on a first visit, and what is new
after the front page has been visited. A slider's answer is the time from a key press until the new frame
stands in the laid-out page.
"""

import functools
import gzip
import http.server
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
COMPRESSED_ALREADY = (".png", ".woff2")
ANSWERS = """async () => {
    const times = [];
    for (const handle of document.querySelectorAll('.explorer .noUi-handle')) {
        const explorer = handle.closest('.explorer');
        const shown = () => [...explorer.querySelectorAll('img')].find((image) => image.checkVisibility());
        for (const key of ['Home', ...Array(12).fill('ArrowRight')]) {
            const before = shown().src, start = performance.now();
            handle.dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true}));
            for (let i = 0; i < 50 && shown()?.src === before; i++) await new Promise(setTimeout);
            if (!shown() || shown().src === before) break;
            await shown().decode();
            explorer.getBoundingClientRect();
            times.push(performance.now() - start);
        }
    }
    return times;
}"""


def main():
    with tempfile.TemporaryDirectory() as folder:
        print(f"cold build: {build(folder):.1f} s")
        site = Path(folder) / "_build" / "html"
        pages = sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))
        pages = [page for page in pages if not page.startswith(("_static", "lab")) and page != "index.html"]
        with served(site) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
            rows = [(page, *measured(browser, address, site, page)) for page in pages]
            browser.close()
    known = dict(rows[pages.index("intro.html")][1])
    table = []
    for page, loaded, answers in rows:
        new = sum(size for url, size in loaded.items() if url not in known or page == "intro.html")
        table.append((sum(loaded.values()) / 1e6, new / 1e3, page, answers))
    print("first visit  then     slider: median, worst   page")
    for first, then, page, answers in sorted(table, reverse=True):
        said = f"{statistics.median(answers):5.1f} {max(answers):5.1f} ms" if answers else " " * 14
        print(f"{first:6.2f} MB {then:6.0f} kB    {said}         {page}")


def build(folder):
    tool = Path(sys.executable).with_name("jupyter-book")
    start = time.perf_counter()
    subprocess.run(
        [tool, "build", "--all", "-W", "--path-output", folder, ROOT], capture_output=True, check=True
    )
    return time.perf_counter() - start


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


class served:
    """Serve a folder on a free port while a block runs."""

    def __init__(self, folder):
        handler = functools.partial(Quiet, directory=os.fspath(folder))
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{self.server.server_port}/"

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()


def chromium():
    names = (os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome", "chrome")
    return next((found for name in names if name and (found := shutil.which(name))), None)


def measured(browser, address, site, page):
    """Return the compressed size of each file that a page loads, and the answers of its sliders."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    tab = context.new_page()
    urls = set()
    tab.on("response", lambda response: urls.add(response.url))
    tab.goto(address + page, wait_until="networkidle")
    tab.wait_for_function(
        """() => [...document.querySelectorAll('script[type$="widget-view+json"]')].every(
            (view) => view.parentElement.querySelector('img.frame')?.complete)"""
    )
    answers = tab.evaluate(ANSWERS)
    context.close()
    paths = {
        url: site / url.removeprefix(address).partition("?")[0] for url in urls if url.startswith(address)
    }
    return {url: compressed_size(path) for url, path in paths.items()}, answers


def compressed_size(path):
    content = path.read_bytes()
    return len(content if path.suffix in COMPRESSED_ALREADY else gzip.compress(content, 6))


if __name__ == "__main__":
    main()
