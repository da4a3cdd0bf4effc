"""The course for those who read no HTML: ``llms.txt``, each chapter as plain Markdown, ``robots.txt``.

A copy stands beside its page: ``chapters/04-sigmoid.md``. It has the code with its printed outputs, and
each figure as the sentence that describes it.
"""

import re
from pathlib import Path

import address
import notebooks
import plain_notebooks

IMAGE, EXPLORER = "image/png", notebooks.EXPLORER
BEGIN = "Starting code:\n\n```python\n\\1\n```"


def chapters(app):
    """Return the notebooks that this book has as pages."""
    return [path for path in notebooks.chapter_paths() if f"chapters/{path.stem}" in app.env.found_docs]


def chapter(path):
    """Return a chapter as plain Markdown, with links to the other copies and pages beside it."""
    parts = []
    for cell in notebooks.notebook(path)["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] == "code":
            parts += [fenced(source, "python"), *map(shown, cell["outputs"])]
        else:
            started = notebooks.START.sub(BEGIN, source)
            parts.append(plain_notebooks.plain_markdown(started, path.stem))
    text = "\n\n".join(part for part in parts if part.strip())
    text = text.replace(f"]({plain_notebooks.BOOK}", "](../")
    return re.sub(r"(\]\([\w-]+)\.ipynb", r"\1.md", text) + "\n"


def shown(output):
    """Return what an output says: its text, or in words what its picture shows."""
    data = output.get("data", {})
    text = "".join(output.get("text", data.get("text/plain", "")))
    if IMAGE in data:
        return f"*Figure: {text.strip()}*"
    if EXPLORER in data:
        return "*" + " ".join(text.split()) + "*"
    return fenced(text.rstrip("\n"), "text")


def fenced(text, language):
    return f"```{language}\n{text}\n```" if text else ""


def overview(app):
    """Return the list of all pages in the form of https://llmstxt.org, with their descriptions."""
    site, about = address.site(app.config), app.env.metadata
    lines = [f"# {app.config.html_title}", "", f"> {about[app.config.root_doc].get('description', '')}", ""]
    lines += ["## Chapters", ""]
    for path in chapters(app):
        name = f"chapters/{path.stem}"
        title = f"{notebooks.number(path)} {notebooks.title(path)}"
        lines.append(f"- [{title}]({site}{name}.md): {about[name].get('description', '')}")
    lines += ["", "## Optional", ""]
    for name in sorted(app.env.found_docs):
        if not name.startswith("chapters/"):
            title = app.env.titles[name].astext()
            lines.append(f"- [{title}]({site}{name}.html): {about[name].get('description', '')}")
    return "\n".join(line.removesuffix(": ") for line in lines) + "\n"


def point_to_copy(app, pagename, templatename, context, doctree):
    path = notebooks.chapter_of(pagename)
    if doctree and path:
        context["metatags"] += f'<link rel="alternate" type="text/markdown" href="{path.stem}.md" />\n'


def write(app, exception):
    if exception or app.builder.format != "html":
        return
    out, site = Path(app.outdir), address.site(app.config)
    for path in chapters(app):
        (out / "chapters" / f"{path.stem}.md").write_text(chapter(path), encoding="utf-8")
    (out / "llms.txt").write_text(overview(app), encoding="utf-8")
    if site:
        text = f"User-agent: *\nAllow: /\nSitemap: {site}sitemap.xml\n"
        (out / "robots.txt").write_text(text, encoding="utf-8")


def setup(app):
    app.connect("html-page-context", point_to_copy)
    app.connect("build-finished", write, priority=600)  # after live_python: not kept for reading offline
    return {"parallel_read_safe": True, "parallel_write_safe": True}
