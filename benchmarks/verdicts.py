"""Measure the time from pressing Check to the verdict, beside that of Pyodide with NumPy alone.

    python -m benchmarks.verdicts

Cold is a browser that has nothing of the book, warm one that has loaded the page's Python before, again
is the next press on the same page. The book must be built, with the browser's Python.
"""

import statistics
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from benchmarks.pages import chromium, served

SITE = Path(__file__).resolve().parent.parent / "_build" / "html"
PAGE, EXERCISE = "chapters/04-sigmoid.html", "ex-04-half-slope"
REPEATS = 3
BARE = """(packages) => new Promise((resolve) => {
    const program = `
        importScripts("${packages}pyodide.js");
        loadPyodide({indexURL: "${packages}", packages: ["numpy"]}).then((python) => {
            python.runPython("import numpy");
            postMessage("ready");
        });`;
    const begun = performance.now();
    const worker = new Worker(URL.createObjectURL(new Blob([program], {type: "text/javascript"})));
    worker.onmessage = () => { worker.terminate(); resolve((performance.now() - begun) / 1000); };
})"""
PRESS = """([check, stop]) => new Promise((resolve) => {
    const begun = performance.now();
    let runs = false;
    const watch = new MutationObserver(() => {
        if (!stop.disabled) runs = true;
        else if (runs) resolve((performance.now() - begun) / 1000), watch.disconnect();
    });
    watch.observe(stop, {attributes: true});
    check.click();
})"""


def main():
    [packages] = SITE.glob("_static/live/pyodide-*")
    with served(SITE) as address, sync_playwright() as playwright:
        folder = f"{address}{packages.relative_to(SITE).as_posix()}/"
        times = {}
        for _ in range(REPEATS):
            for name, measure in (("Pyodide with NumPy alone", bare), ("Check", verdicts)):
                for when, seconds in visits(playwright, address, measure, folder):
                    times.setdefault(f"{name}, {when}", []).append(seconds)
        for name, seconds in times.items():
            print(
                f"{name:32} {statistics.median(seconds):6.2f} s  ({min(seconds):.2f} to {max(seconds):.2f})"
            )


def visits(playwright, address, measure, folder):
    """Yield what is measured in a browser that is new, and in the same one on a further visit."""
    with tempfile.TemporaryDirectory() as profile:
        browser = playwright.chromium.launch_persistent_context(
            profile, executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"]
        )
        for when in ("cold", "warm"):
            page = browser.new_page()
            page.set_default_timeout(120_000)
            page.goto(address + PAGE, wait_until="networkidle")
            for number, seconds in enumerate(measure(page, folder)):
                yield when if number == 0 else f"again, {when}", seconds
            page.close()
        browser.close()


def bare(page, folder):
    yield page.evaluate(BARE, folder)


def verdicts(page, _):
    exercise = page.locator(f"#{EXERCISE}")
    exercise.locator(".live-row button").first.click()
    exercise.locator(".cm-content").wait_for()
    check, stop = (
        exercise.get_by_role("button", name=name, exact=True).element_handle() for name in ("Check", "Stop")
    )
    for _ in range(2):
        yield page.evaluate(PRESS, [check, stop])


if __name__ == "__main__":
    main()
