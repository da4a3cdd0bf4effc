"""How far a page jumps while it loads, as browsers count it: cumulative layout shift."""

MOST = 0.02
WATCH = """new PerformanceObserver((list) => {
    (window.shifts ??= []).push(...list.getEntries().map((entry) => entry.value));
}).observe({ type: "layout-shift", buffered: true });"""


def watch(page):
    """Begin with the next page that is opened."""
    page.add_init_script(WATCH)


def total(page):
    return sum(page.evaluate("window.shifts ?? []"))
