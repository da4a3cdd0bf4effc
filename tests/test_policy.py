"""Each kind of page works under the policy that the README states; ``tests/browser`` runs Python under it."""

import pytest

NOTE_REFUSALS = """
document.addEventListener("securitypolicyviolation", (refusal) =>
    (window.refusals ??= []).push(`${refusal.effectiveDirective}: ${refusal.blockedURI || refusal.sample}`));
"""
PAGES = (
    "intro.html",
    "chapters/04-sigmoid.html",
    "reference/functions.html",
    "search.html?q=sigmoid",
    "studio.html",
    "playground.html",
    "exercises.html",
)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_asks_for_nothing_that_the_policy_refuses(browser, address_with_policy, path):
    page = browser.new_page()
    page.set_default_timeout(60_000)
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.add_init_script(NOTE_REFUSALS)
    answer = page.goto(f"{address_with_policy}{path}", wait_until="networkidle")
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert page.evaluate("window.refusals ?? []") == []
    assert errors == []
    page.close()


def test_what_the_policy_refuses_is_noticed(browser, address_with_policy):
    page = browser.new_page()
    page.add_init_script(NOTE_REFUSALS)
    page.goto(f"{address_with_policy}exercises.html")
    page.evaluate(
        """() => document.body.append(Object.assign(new Image(), {src: "http://127.0.0.2/dot.png"}))"""
    )
    page.wait_for_function("window.refusals?.length")
    assert page.evaluate("window.refusals")[0].startswith("img-src: http://127.0.0.2")
    page.close()
