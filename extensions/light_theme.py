"""The finished pages without what they need not load.

The theme's icons are drawn by a script of half a megabyte or set in a font; here each is a few lines of SVG
in the page. Scripts stand at the page's end: there they share the line with nothing that text waits for, and
none keeps the page from being read until the styles have come. Two small ones are asked for at once. The
search index comes with the page that searches. Of the styles those stay that some page or script has a class
for, in one file: text waits for it alone. Words of code that look like the code around them need no mark,
and a page begins in the reader's theme.
"""

import hashlib
import re

import notebooks
from sphinx.errors import ExtensionError

LIVE = notebooks.ROOT / "live"

SHAPES = {
    "magnifying-glass": '<circle cx="10.5" cy="10.5" r="6.5"/><path d="m20 20-4.8-4.8"/>',
    "bars": '<path d="M4 6h16M4 12h16M4 18h16"/>',
    "list": '<path d="M9 6h11M9 12h11M9 18h11M4 6h.01M4 12h.01M4 18h.01"/>',
    "sun": '<circle cx="12" cy="12" r="4"/><path d="M12 2v2M12 20v2M2 12h2M20 12h2M4.9 4.9l1.4 1.4'
    'M17.7 17.7l1.4 1.4M4.9 19.1l1.4-1.4M17.7 6.3l1.4-1.4"/>',
    "moon": '<path d="M20 14.5A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.5z"/>',
    "circle-half-stroke": '<circle cx="12" cy="12" r="9"/>'
    '<path fill="currentColor" d="M12 3a9 9 0 0 1 0 18z"/>',
    "chevron-down": '<path d="m5 9 7 7 7-7"/>',
    "angle-right": '<path d="m9 5 7 7-7 7"/>',
    "angle-left": '<path d="m15 5-7 7 7 7"/>',
    "arrow-up": '<path d="M12 20V4m-6 6 6-6 6 6"/>',
    "download": '<path d="M12 4v11m-5-5 5 5 5-5M5 20h14"/>',
    "pencil-alt": '<path d="m4 20 1-4L16.5 4.5l3 3L8 19z"/>',
    "lightbulb": '<path d="M9 18h6M10 21h4M9 15a6.5 6.5 0 1 1 6 0v1H9z"/>',
    "flag": '<path d="M6 21V4h12l-3 4 3 4H6"/>',
    "rocket": '<path d="M9 15c0-6 3-10 9-12 0 6-3 10-8 12zM9 12H5l3-4M12 15v4l4-3M5 19l3-3"/>',
    "github": '<circle cx="6" cy="5" r="2"/><circle cx="6" cy="19" r="2"/><circle cx="18" cy="8" r="2"/>'
    '<path d="M6 7v10M18 10c0 4-12 2-12 7"/>',
    "file": '<path d="M6 3h8l4 4v14H6zM14 3v4h4"/>',
    "file-pdf": '<path d="M6 3h8l4 4v14H6zM14 3v4h4M9 13h6M9 17h6"/>',
}
ICON = re.compile(
    r'<(i|span) class="((?:theme-switch )?fa(?:[bs]|-solid|-brands) fa-([\w-]+)[^"]*)"([^>]*)></\1>'
)
NOT_NEEDED = re.compile(
    r'<script[^>]*\bsrc="[^"]*/fontawesome\.js[^>]*></script>|<link rel="preload" as="script"[^>]*>'
)
SEARCH = re.compile(
    r'<script[^>]*\bsrc="[^"]*\b(?:searchtools|language_data|searchindex)\.js[^>]*></script>\n?'
)
EARLY = r'(?![^>]*\bsrc="[^"]*/(?:explorers|boot)\.js)(?![^>]*\b(?:type|data-cfasync)=)'
SCRIPT = re.compile(rf"(<script\b{EARLY}[^>]*>.*?</script>)\n?", re.DOTALL)
WAITING = re.compile(r'<script(?=[^>]*\bsrc=")(?![^>]*\b(?:defer|async)\b)')
THEME = re.compile(r'(?<=<html lang="en")([^>]*) data-theme="auto"')
CHOSEN = 'document.documentElement.dataset.theme = localStorage.getItem("theme") || "auto";'
AT_ONCE = """{
      const { dataset } = document.documentElement;
      const dark = matchMedia("(prefers-color-scheme: dark)").matches;
      dataset.theme = dataset.mode === "auto" ? (dark ? "dark" : "light") : dataset.mode;
      if (!location.hash) dataset.below = "later"; // until the first window shows; see book.js
      const font = { rel: "preload", as: "font", type: "font/woff2", crossOrigin: "" };
      font.href = `${dataset.content_root}_static/fonts/literata.woff2`;
      const link = Object.assign(document.createElement("link"), font);
      if (location.protocol !== "file:") document.head.append(link); // from disk a font may not come so
    }"""
# The theme's second title and list of contents, for paper, where this book has its own.
FOR_PAPER = re.compile(r'<div id="jb-print-docs-body".*?(?=<div id="searchbox">)', re.DOTALL)
# What the theme leaves in a page for those who advertise, warn of versions, or read its source.
IDLE = re.compile(
    r'<!--.*?-->|<div class="sidebar-primary-item">\s*<div id="ethical-ad-placement".*?</div></div>'
    r'|<div class="pst-async-banner-revealer.*?</div>|(?<=<pre>)<span></span>',
    re.DOTALL,
)
BRACKET = re.compile(r'<span class="fn-bracket">([][])</span>')
ROOM = re.compile(r"(<(pre|textarea)\b.*?</\2>)|\n\s+", re.DOTALL)
# Kinds of words in code that have one color, here by one name, and those that have that of the code around
# them: a test compares the colors.
ONE_COLOR = {"sa": "s2", "si": "s2", "s1": "s2", "se": "s2", "o": "s2", "mf": "mi", "nb": "mi", "bp": "mi",
             "kn": "k", "kc": "k", "ow": "k", "ne": "k", "fm": "nf", "nc": "nf"}  # fmt: skip
MARK = re.compile(r'<span class="(\w{1,2})">([^<]*)</span>')
NEIGHBORS = re.compile(r'<span class="(\w\w?)">([^<]*)</span>(\s*)<span class="\1">')
UNCOLORED = {"n", "nn", "p", "w"}
STYLE = re.compile(r'<link\b(?=[^>]*\brel="stylesheet")[^>]*\bhref="([^"]*_static/)([^"?]*)[^>]*>\n?')
OPTIONS = re.compile(r'<script src="[^"]*documentation_options\.js[^>]*></script>')
LEFT_OUT = (
    "all-*.css",
    "scripts/*.map",
    "styles/*.map",
    "scripts/fontawesome.js*",
    "vendor/fontawesome/**/*",
)
OF_ICONS = re.compile(r"Font ?Awesome|--fa-|^@keyframes fa-", re.IGNORECASE)
STYLED = re.compile(r"<link[^>]*pydata-sphinx-theme\.css")
RULE = re.compile(r"\s*(?P<prelude>[^{};]+)(?:;|(?P<open>\{))")


def with_drawn_icons(text):
    """Put drawings in the place of icons that a script would replace."""
    return ICON.sub(_drawn, text)


def _drawn(found):
    _, classes, name, attributes = found.groups()
    if name not in SHAPES:
        raise ExtensionError(f"light_theme has no drawing of the theme's icon {name}")
    attributes = re.sub(r' title="[^"]*"', "", attributes)
    return (
        f'<svg class="icon {" ".join(classes.split())}"{attributes} viewBox="0 0 24 24" aria-hidden="true" '
        f'fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round">{SHAPES[name]}</svg>'
    )


def lightened(text, options, is_search):
    """Return a page with drawn icons and waiting scripts; what others read at once stands in it."""
    text = NOT_NEEDED.sub("", with_drawn_icons(text))
    text = OPTIONS.sub(lambda _: f"<script>{options}</script>", text)
    text = THEME.sub(r'\1 data-theme="light"', text, count=1).replace(CHOSEN, AT_ONCE)
    text = with_few_marks(FOR_PAPER.sub("", text))
    text = ROOM.sub(lambda found: found[1] or "\n", IDLE.sub("", BRACKET.sub(r"\1", text)))
    return with_scripts_last(text if is_search else SEARCH.sub("", text))


def with_few_marks(text):
    """Return code with one mark around words of one color that stand together, and none without a color."""
    text = MARK.sub(_marked, text)
    while (fewer := NEIGHBORS.sub(r'<span class="\1">\2\3', text)) != text:
        text = fewer
    return text


def _marked(found):
    kind, words = found.groups()
    return words if kind in UNCOLORED else f'<span class="{ONE_COLOR.get(kind, kind)}">{words}</span>'


def with_scripts_last(text):
    """Move the scripts to a page's end, in their order; in its head they would wait for the styles, and text
    for them.
    """
    scripts = [WAITING.sub("<script defer", found) for found in SCRIPT.findall(text)]
    body, end, rest = SCRIPT.sub("", text).rpartition("</body>")
    return "\n".join([body, *scripts, end + rest])


def with_one_style(text, names, name):
    """Return a page that loads one style sheet in the place of those named."""
    links = [link for link in STYLE.finditer(text) if link[2] in names]
    for link in reversed(links[1:]):
        text = text[: link.start()] + text[link.end() :]
    one = f'<link rel="stylesheet" href="{links[0][1]}{name}" />\n'
    return text[: links[0].start()] + one + text[links[0].end() :]


def rules(css):
    """Yield the rules of a style sheet: each with what stands before its braces and what in them."""
    css, place = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL), 0
    while found := RULE.match(css, place):
        place = found.end()
        if not found["open"]:
            yield found["prelude"].strip(), None
            continue
        depth, start = 1, place
        while depth:
            brace = re.compile("[{}]").search(css, place)
            depth += 1 if brace[0] == "{" else -1
            place = brace.end()
        yield found["prelude"].strip(), css[start : place - 1]


def used_rules(css, words):
    """Return a style sheet without the rules whose classes are among no words of the pages."""
    kept = []
    for prelude, body in rules(css):
        if body is None:
            kept.append(f"{prelude};")
        elif re.match("@(?:media|supports|layer)", prelude):
            inside = used_rules(body, words)
            kept.append(f"{prelude}{{{inside}}}" if inside else "")
        elif prelude.startswith("@"):
            kept.append("" if OF_ICONS.search(prelude + body) else f"{prelude}{{{body}}}")
        elif selectors := [each for each in _selectors(prelude) if _classes(each) <= words]:
            kept.append(f"{','.join(selectors)}{{{body}}}")
    return "".join(kept)


def _selectors(prelude):
    """Split at the commas that stand in no parentheses."""
    return re.split(r",(?![^()]*(?:\([^()]*\)[^()]*)*\))", prelude)


def _classes(selector):
    """Return the classes that an element must have, or one around it, leaving out what stands in brackets."""
    while (shorter := re.sub(r"\([^()]*\)|\[[^\[\]]*\]", "", selector)) != selector:
        selector = shorter
    return {re.sub(r"\\", "", each) for each in re.findall(r"\.((?:[\w-]|\\.)+)", selector)}


def imported(path):
    """Return a style sheet with those that it imports in their place."""
    css = re.sub(r"@charset[^;]*;", "", path.read_text(encoding="utf-8"))
    return re.sub(r'@import "([^"]+)";', lambda found: imported(path.parent / found[1]), css)


def words_of(pages, static):
    """Return all classes of the pages and all words of the scripts, among them every class that can occur."""
    found = set()
    for text in pages:
        for classes in re.findall(r'class="([^"]*)"', text):
            found.update(classes.split())
    scripts = [path for path in static.rglob("*.js") if "pyodide" not in path.as_posix()]
    for path in (*scripts, *LIVE.glob("*.js"), *LIVE.glob("*.py")):  # those of LIVE are shipped after this
        found.update(re.findall(r"[\w-]+", path.read_text(encoding="utf-8")))
    return found - {name for name in found if name.startswith("fa-") and name != "fa-lg"}


def lighten(app, exception):
    if exception or app.builder.format != "html":
        return
    static = app.outdir / "_static"
    for path in {path for pattern in LEFT_OUT for path in static.glob(pattern) if path.is_file()}:
        path.unlink()
    options = (static / "documentation_options.js").read_text(encoding="utf-8").strip()
    texts = {
        path: path.read_text(encoding="utf-8")
        for path in app.outdir.rglob("*.html")
        if static not in path.parents
    }
    pages = {
        path: lightened(text, options, path.name == "search.html")
        for path, text in texts.items()
        if STYLED.search(text)
    }
    of_pages = [[link[2] for link in STYLE.finditer(text)] for text in pages.values()]
    names = [name for name in of_pages[0] if all(name in others for others in of_pages)]
    css = used_rules("".join(imported(static / name) for name in names), words_of(pages.values(), static))
    one = f"all-{hashlib.sha256(css.encode()).hexdigest()[:10]}.css"
    (static / one).write_text(css, encoding="utf-8")
    for name in (*names, "basic.css"):
        (static / name).unlink()
    for path, text in pages.items():
        path.write_text(with_one_style(text, names, one), encoding="utf-8")


def setup(app):
    app.connect("build-finished", lighten, priority=600)  # when the theme has written its styles, at 500
    return {"parallel_read_safe": True, "parallel_write_safe": True}
