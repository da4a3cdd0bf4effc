"""A chapter's page with Python, driven as a reader drives it."""

SECONDS = 300_000
PASTE = """(content, code) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", code);
    content.dispatchEvent(new ClipboardEvent("paste", {clipboardData, bubbles: true, cancelable: true}));
}"""


class Answering:
    """One exercise of a page: type an answer, check it, read what is said."""

    def __init__(self, page, label, panel=None):
        self.page = page
        self.exercise = page.locator(f"#{label}")
        self.panel = panel or self.exercise.locator(".live")
        self.output = self.panel.locator(".live-output")

    def open(self):
        self.exercise.locator(".live-row button").first.click()
        self.panel.locator(".cm-content").wait_for()
        return self

    def write(self, code):
        """Put a whole program into the editor at once; `type` in it is tested apart."""
        content = self.panel.locator(".cm-content")
        content.click()
        content.press("ControlOrMeta+a")
        content.evaluate(PASTE, code)
        return self

    def press(self, name):
        self.panel.get_by_role("button", name=name, exact=True).click()

    def check(self):
        """Press Check, wait for the end, and return whether it is solved and what is said."""
        self.press("Check")
        self.ended()
        solved = self.output.locator(".live-right").count() == 1
        return solved, self.output.inner_text()

    def ended(self):
        stop = self.panel.get_by_role("button", name="Stop", exact=True)
        self.page.wait_for_function("(button) => button.disabled", arg=stop.element_handle(), timeout=SECONDS)

    def text(self):
        return "\n".join(self.panel.locator(".cm-line").all_inner_texts()).replace("\n\n", "\n")
