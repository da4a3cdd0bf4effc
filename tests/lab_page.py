"""A chapter in JupyterLab in the browser, driven as a reader drives it."""

import json

LONGEST = 600_000
SAVED = """async (path) => {
    const promised = (asked) => new Promise((resolve, reject) => {
        asked.onsuccess = () => resolve(asked.result);
        asked.onerror = () => reject(asked.error);
    });
    const [{name}] = (await indexedDB.databases()).filter(({name}) => name.startsWith("JupyterLite"));
    const kept = await promised(indexedDB.open(name));
    const file = await promised(kept.transaction("files").objectStore("files").get(path));
    kept.close();
    return JSON.stringify(file?.content ?? null);
}"""
RUN_TO_ITS_END = """() => ![...document.querySelectorAll(".jp-Notebook .jp-InputPrompt")].some(
    (prompt) => prompt.textContent.includes("*"))"""


class Lab:
    def __init__(self, page, stem):
        self.page = page
        self.path = f"chapters/{stem}.ipynb"
        self.cells = page.locator(".jp-Notebook .jp-Cell")
        page.set_default_timeout(LONGEST)

    def ready(self):
        """Wait until the notebook is shown and Python has come."""
        self.cells.first.wait_for()
        self.page.locator(".jp-StatusBar-Left", has_text="Idle").wait_for()
        return self

    def choose(self, menu, entry):
        self.page.get_by_role("menuitem", name=menu, exact=True).click()
        self.page.get_by_role("menuitem", name=entry, exact=True).click()

    def run_all(self):
        self.choose("Run", "Run All Cells")
        self.page.wait_for_timeout(500)
        self.page.wait_for_function(RUN_TO_ITS_END)
        return self

    def add(self, code):
        """Write and run a new cell at the end, and return it."""
        self.cells.last.click()
        self.page.keyboard.press("Escape")
        self.page.keyboard.press("b")
        self.page.keyboard.press("Enter")
        self.page.keyboard.insert_text(code)
        self.page.keyboard.press("Control+Enter")
        self.page.wait_for_timeout(500)
        self.page.wait_for_function(RUN_TO_ITS_END)
        return self.cells.last

    def saved(self):
        """Return the notebook as the browser keeps it."""
        self.page.keyboard.press("ControlOrMeta+s")
        self.page.wait_for_timeout(1000)
        return json.loads(self.page.evaluate(SAVED, self.path))
