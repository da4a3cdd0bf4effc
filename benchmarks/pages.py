"""Measure the book as a reader meets it: the build, the weight of each page, the answer of its sliders.

    python -m benchmarks.pages [PAGE ...]

Weight is what a host that compresses sends: everything the page loads on a first visit, and what is new
after the front page has been visited. A slider's answer is the time from a moved handle until the new
frame stands in the laid-out page.

Then each page is opened on a slow phone: 1.6 Mbit/s, 150 ms a request, a processor slowed four times, 375
pixels. When does text show, when does the first slider answer, and how far does the page jump
(cumulative layout shift, while it loads and is scrolled through)? What is above a limit is marked.
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

sys.path.append(str(Path(__file__).resolve().parents[1] / "tools"))

from build import build_command

ROOT = Path(__file__).resolve().parent.parent
COMPRESSED_ALREADY = (".png", ".woff2")
ANSWERS = """async () => {
    const times = [];
    for (const slider of document.querySelectorAll('.explorer input[type=range]')) {
        const frame = slider.closest('.explorer').querySelector('.frame');
        for (let value = 0; value <= slider.max; value++) {
            const before = frame.ariaLabel, start = performance.now();
            slider.value = value;
            slider.dispatchEvent(new Event('input', {bubbles: true}));
            if (frame.ariaLabel === before) continue;
            frame.getBoundingClientRect();
            times.push(performance.now() - start);
        }
    }
    return times;
}"""
# Runs before the page: notes its shifts, and moves the first slider until its picture follows.
WATCH = """() => {
    window.shift = 0;
    new PerformanceObserver((list) => list.getEntries().forEach((each) => { window.shift += each.value; }))
        .observe({type: 'layout-shift', buffered: true});
    const tried = setInterval(() => {
        const slider = document.querySelector('.explorer input[type=range]');
        if (!slider) return;
        const frame = slider.closest('.explorer').querySelector('.frame');
        const before = frame?.ariaLabel;
        slider.value = slider.valueAsNumber ? 0 : 1;
        slider.dispatchEvent(new Event('input', {bubbles: true}));
        if (!frame || frame.ariaLabel === before) return;
        window.answered = performance.now();
        clearInterval(tried);
    }, 20);
}"""
SCROLL = """async () => {
    for (let y = 0; y < document.body.scrollHeight; y += 600) {
        scrollTo(0, y);
        await new Promise((done) => setTimeout(done, 100));
    }
}"""
# Bytes a second.
SLOW_NETWORK = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 2e5,
    "uploadThroughput": 2e5,
}  # bytes/s
SLOWER = 4
LIMITS = {"first": 400e3, "then": 80e3, "text": 1.2, "slider": 2.5, "shift": 0.02}


def main(chosen):
    with tempfile.TemporaryDirectory() as folder:
        print(f"cold build: {build(folder):.1f} s")
        site = Path(folder) / "_build" / "html"
        pages = sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))
        pages = [page for page in pages if not page.startswith(("_static", "lab")) and page != "index.html"]
        if chosen:
            pages = [page for page in pages if page == "intro.html" or page in chosen]
        measure(site, pages)


def measure(site, pages):
    with served(site) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        rows = [(page, *measured(browser, address, site, page)) for page in pages]
        slow = {page: on_a_slow_phone(browser, address + page) for page in pages}
        browser.close()
    known = dict(rows[pages.index("intro.html")][1])
    table = []
    for page, loaded, answers in rows:
        new = sum(size for url, size in loaded.items() if url not in known or page == "intro.html")
        table.append((sum(loaded.values()), 0 if page == "intro.html" else new, page, answers))
    print("   first     then   slider: median, worst   on a slow phone: text, slider  shift   page")
    for first, then, page, answers in sorted(table, reverse=True):
        text, slider, shift = slow[page]
        said = f"{statistics.median(answers):5.1f} {max(answers):5.1f} ms" if answers else " " * 14
        print(
            f"{marked(first, 'first', 1e3, '6.0f')} kB {marked(then, 'then', 1e3, '4.0f')} kB    {said}   "
            f"{marked(text, 'text', 1, '12.2f')} s {marked(slider, 'slider', 1, '6.2f')} s  "
            f"{marked(shift, 'shift', 1, '6.3f')}   {page}"
        )


def marked(value, name, unit, form):
    """Write a value in its unit, with a star if it is above its limit."""
    return f"{value / unit:{form}}{'*' if value > LIMITS[name] else ' '}"


def build(folder):
    command = build_command("--all", "--path-output", str(folder))
    start = time.perf_counter()
    subprocess.run(command, capture_output=True, check=True)
    return time.perf_counter() - start


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Send what can be compressed compressed, as hosts do."""

    def log_message(self, *_):
        pass

    def do_GET(self):
        path = Path(self.translate_path(self.path))
        if not path.is_file():
            self.send_error(404)
            return
        packed = path.suffix not in COMPRESSED_ALREADY
        content = compressed(path) if packed else path.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Length", str(len(content)))
        if packed:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(content)


@functools.cache
def compressed(path):
    return gzip.compress(path.read_bytes(), 6)


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
    answers = tab.evaluate(ANSWERS)
    context.close()
    paths = {
        url: site / url.removeprefix(address).partition("?")[0] for url in urls if url.startswith(address)
    }
    return {url: compressed_size(path) for url, path in paths.items()}, answers


def compressed_size(path):
    return path.stat().st_size if path.suffix in COMPRESSED_ALREADY else len(compressed(path))


def on_a_slow_phone(browser, url):
    """Return the seconds until text shows and until the first slider answers, and how far the page jumps."""
    context = browser.new_context(viewport={"width": 375, "height": 812}, device_scale_factor=2)
    tab = context.new_page()
    tools = context.new_cdp_session(tab)
    tools.send("Network.enable")
    tools.send("Network.emulateNetworkConditions", SLOW_NETWORK)
    tools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    tab.add_init_script(f"({WATCH})()")
    tab.goto(url, wait_until="load", timeout=120_000)
    if tab.locator(".explorer input[type=range]").count():
        tab.wait_for_function("window.answered", timeout=60_000)
    text = tab.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime") / 1e3
    slider = tab.evaluate("window.answered ?? 0") / 1e3
    tools.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    tab.evaluate(SCROLL)
    shift = tab.evaluate("window.shift")
    context.close()
    return text, slider, shift


if __name__ == "__main__":
    main(sys.argv[1:])
