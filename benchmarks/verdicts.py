"""Measure the time from pressing Check to the verdict, beside that of Pyodide with NumPy alone.

    python -m benchmarks.verdicts

Cold is a browser that has nothing of the book, warm one that has loaded the page's Python before, again
is the next press on the same page. Python begins to load when the editor is opened: who presses Check at
once waits for most of it, who types for some seconds first does not. The book must be built, with the
browser's Python. Ratios are to Pyodide with NumPy alone in the same kind of visit.
"""

import functools
import statistics
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from benchmarks.pages import chromium, served

SITE = Path(__file__).resolve().parent.parent / "_build" / "html"
PAGE, EXERCISE = "chapters/04-sigmoid.html", "ex-04-half-slope"
ALONE = "Pyodide with NumPy alone"
REPEATS = 3
SECONDS_OF_TYPING = 5
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
PRESS = """(check) => new Promise((resolve) => {
    const begun = performance.now();
    const watch = new MutationObserver(() => {
        if (check.disabled) return;
        resolve((performance.now() - begun) / 1000);
        watch.disconnect();
    });
    watch.observe(check, {attributes: true});
    check.click();
})"""


def main():
    [packages] = SITE.glob("_static/live/pyodide-*")
    with served(SITE) as address, sync_playwright() as playwright:
        folder = f"{address}{packages.relative_to(SITE).as_posix()}/"
        ways = {
            ALONE: functools.partial(bare, folder),
            "Check at once": functools.partial(verdicts, 0),
            f"Check after {SECONDS_OF_TYPING} s": functools.partial(verdicts, SECONDS_OF_TYPING),
        }
        times = {}
        for _ in range(REPEATS):
            for name, measure in ways.items():
                for when, seconds in visits(playwright, address, measure):
                    times.setdefault((name, when), []).append(seconds)
    for (name, when), seconds in times.items():
        median = statistics.median(seconds)
        alone = statistics.median(times[ALONE, when.removeprefix("again, ")])
        spread = f"({min(seconds):.2f} to {max(seconds):.2f})"
        print(f"{name + ', ' + when:32} {median:6.2f} s  {spread:16}  {median / alone:5.2f} of Pyodide alone")


def visits(playwright, address, measure):
    """Yield what is measured in a browser that is new, and in the same one on a further visit."""
    with tempfile.TemporaryDirectory() as profile:
        browser = playwright.chromium.launch_persistent_context(
            profile, executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"]
        )
        for when in ("cold", "warm"):
            page = browser.new_page()
            page.set_default_timeout(120_000)
            page.goto(address + PAGE, wait_until="networkidle")
            for number, seconds in enumerate(measure(page)):
                yield when if number == 0 else f"again, {when}", seconds
            page.close()
        browser.close()


def bare(folder, page):
    yield page.evaluate(BARE, folder)


def verdicts(seconds_of_typing, page):
    exercise = page.locator(f"#{EXERCISE}")
    exercise.locator(".live-row button").first.click()
    exercise.locator(".cm-content").wait_for()
    check = exercise.get_by_role("button", name="Check", exact=True).element_handle()
    page.wait_for_timeout(1000 * seconds_of_typing)
    for _ in range(2):
        yield page.evaluate(PRESS, check)


if __name__ == "__main__":
    main()
