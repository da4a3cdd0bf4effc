"""The built book, served and opened in a real browser: what the tests of pages share."""

import contextlib
import functools
import http.server
import importlib.util
import os
import re
import subprocess
import threading
from pathlib import Path
from urllib.parse import urljoin

import chromium
import pytest
from build import build_command
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[1]
ARGUMENTS = ("no-sandbox disable-gpu disable-quic no-first-run disable-background-networking "
             "disable-component-update disable-sync")  # fmt: skip
AXE = Path(importlib.util.find_spec("axe_playwright_python").origin).with_name("axe.min.js")


@pytest.fixture(scope="session")
def build(tmp_path_factory):
    """Build the whole book; what Sphinx complains about is a test's business, not the fixture's.

    With ``SITE`` in the environment, a site that is built already stands there, and no run made it.
    """
    if "SITE" in os.environ:
        return Path(os.environ["SITE"]), None
    folder = tmp_path_factory.mktemp("book")
    command = build_command("--all", "--path-output", str(folder))
    run = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    return folder / "_build" / "html", run


@pytest.fixture(scope="session")
def site(build):
    return build[0]


@pytest.fixture(scope="session")
def address(site):
    with served(site) as address:
        yield address


@pytest.fixture
def address_with_policy(site):
    """The same site from a server that sends the policies that the README states: for pages, for lab/."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for_pages, for_lab = re.findall(r"^ +Content-Security-Policy: (.+)$", readme, re.MULTILINE)
    with served(site, lambda path: for_lab if path.startswith("/lab/") else for_pages) as address:
        yield address


@contextlib.contextmanager
def served(site, policy_of=None):
    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

        def end_headers(self):
            if policy_of:
                self.send_header("Content-Security-Policy", policy_of(self.path))
            super().end_headers()

    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(Quiet, directory=os.fspath(site))
    )
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def browser():
    # Not for the whole session: while Playwright runs, no other test can start an event loop.
    with sync_playwright() as playwright:
        executable = chromium.executable(playwright)
        if executable is None:
            (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(chromium.HOW)
        arguments = [f"--{argument}" for argument in ARGUMENTS.split()]
        browser = playwright.chromium.launch(executable_path=executable, args=arguments)
        yield browser
        browser.close()


def wait_until_laid_out(page):
    """Wait for what is below a page's first window: before, it has no text and no place."""
    page.wait_for_function("!document.documentElement.dataset.below")


@pytest.fixture(scope="module")
def visit(browser, address):
    """Open a page, wait until it is finished, and note in ``page.troubles`` what went wrong."""
    contexts = {}

    def open_page(url, mode="light", width=1280):
        if (mode, width) not in contexts:
            context = browser.new_context(viewport={"width": width, "height": 900}, reduced_motion="reduce")
            context.add_init_script(f"localStorage.mode ??= localStorage.theme ??= '{mode}'")
            contexts[mode, width] = context
        page = contexts[mode, width].new_page()
        page.set_default_timeout(30_000)
        page.troubles = troubles = []
        page.on("pageerror", lambda error: troubles.append(f"exception: {error}"))
        page.on("requestfailed", lambda request: troubles.append(f"failed: {request.url[:200]}"))
        page.on("response", lambda answer: answer.status < 400 or troubles.append(f"missing: {answer.url}"))
        page.on("request", lambda request: (
            request.url.startswith((address, "file:", "data:", "blob:"))
            or troubles.append(f"away: {request.url}")
        ))  # fmt: skip
        page.on("console", lambda message: (
            message.type not in ("error", "warning")
            or troubles.append(f"{message.type}: {message.text}")
        ))  # fmt: skip
        page.goto(urljoin(address, url))
        page.evaluate("async () => document.fonts.ready")
        wait_until_laid_out(page)
        return page

    yield open_page
    for context in contexts.values():
        context.close()


@pytest.fixture(scope="module")
def look(visit):
    """Open a page for tests that do not mind what the others do on it: once, for those that run together.

    Each width has one page open, for many of them slow the browser down. Tests that are parametrized in
    the scope of their module run together for each of their pages.
    """
    shown = {}

    def open_once(url, width=1280):
        last, page = shown.get(width, (None, None))
        if url != last:
            shown[width] = url, visit(url, width=width)
            if page:
                page.close()
        return shown[width][1]

    return open_once


@pytest.fixture(scope="session")
def axe():
    return violations


def violations(page, options):
    """Run axe-core, sparing it the blocks of code that bring no new color: they take most of its time."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(
        """async (options) => {
            const seen = new Set();
            const exclude = [...document.querySelectorAll('.highlight')].filter((block) => {
                const before = seen.size, place = block.closest('.admonition')?.className;
                block.querySelectorAll('span').forEach((span) => seen.add(place + span.className));
                return seen.size === before;
            });
            return (await axe.run({exclude}, {...options, resultTypes: ['violations']})).violations;
        }""",
        options,
    )
    return [f"{each['id']}: {node['html'][:160]}" for each in found for node in each["nodes"]]
