"""Write the built book as an EPUB: ``make epub``. The same book and the same Chromium give the same bytes."""

import base64
import hashlib
import html
import re
import sys
import uuid
import zipfile
from urllib.parse import unquote_to_bytes, urlsplit

import paper

PICTURE = re.compile(r'(<img\b[^>]*?\bsrc=")([^"]+)(")')
DATA = re.compile(r"data:([\w/+.-]+)(?:;[\w=-]+)*?(;base64)?,(.*)", re.DOTALL)
VARIABLE = re.compile(
    r"var\(\s*--[\w-]+\s*,\s*([^()]+)\)"
)  # some readers know none; the drawing says what else
NAMED = re.compile(r"""\sid=(["'])([^"']*)\1""")
ENDINGS = {"image/svg+xml": "svg", "image/png": "png", "image/jpeg": "jpg"}
TYPES = {ending: name for name, ending in ENDINGS.items()} | {
    "xhtml": "application/xhtml+xml", "css": "text/css", "woff2": "font/woff2",
}  # fmt: skip
PAGE = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="{language}" xml:lang="{language}">
<head><meta charset="utf-8"/><title>{title}</title><link rel="stylesheet" href="epub.css"/></head>
<body>{body}</body>
</html>
"""  # noqa: E501
CONTAINER = """<?xml version="1.0" encoding="utf-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="book/book.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""
PACKAGE = """<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="book" xml:lang="{language}">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="book">{identifier}</dc:identifier>
<dc:title>{title}</dc:title>
<dc:language>{language}</dc:language>
<dc:creator>{author}</dc:creator>
<dc:rights>{license}</dc:rights>
<meta property="dcterms:modified">{modified}</meta>
<meta property="schema:accessMode">textual</meta>
<meta property="schema:accessMode">visual</meta>
<meta property="schema:accessModeSufficient">textual</meta>
<meta property="schema:accessibilityFeature">alternativeText</meta>
<meta property="schema:accessibilityFeature">MathML</meta>
<meta property="schema:accessibilityFeature">structuralNavigation</meta>
<meta property="schema:accessibilityFeature">tableOfContents</meta>
<meta property="schema:accessibilityHazard">none</meta>
<meta property="schema:accessibilitySummary">Every figure has a text that says what it shows; formulas are MathML.</meta>
</metadata>
<manifest>
{manifest}
</manifest>
<spine>
{spine}
</spine>
</package>
"""  # noqa: E501


def main():
    told = paper.book()
    documents, cover = paper.joined("epub", lambda page: taken(page, told))
    paper.FOLDER.mkdir(parents=True, exist_ok=True)
    path = paper.FOLDER / f"{paper.NAME}-{told['version']}.epub"
    pack(path, files(documents, cover, told))
    print(f"{path.relative_to(paper.ROOT)}: {len(documents)} documents, {path.stat().st_size / 1e6:.1f} MB")


def taken(page, told):
    """Return the documents that the browser makes of the book, and its cover."""
    made = page.evaluate("(book) => build(book)", told)
    if made["dead"]:
        sys.exit(f"links that lead nowhere: {', '.join(made['dead'])}")
    return made["documents"], page.locator(".title-page").screenshot(scale="device")


def files(documents, cover, told):
    """Return the content of each file in the book's folder, by its name.

    Parameters
    ----------
    documents : list of dict
        Each with ``file``, ``title``, ``body`` (well-formed XHTML) and ``headings``: title, level and id.
    cover : bytes
        A picture, as PNG.
    told : dict
        What ``paper.book`` tells of the book.
    """
    made = {"cover.png": cover}
    for each in documents:
        body = PICTURE.sub(
            lambda found: found[1] + kept(html.unescape(found[2]), made) + found[3], each["body"]
        )
        made[each["file"]] = PAGE.format(
            title=html.escape(each["title"]), body=body, **language(told)
        ).encode()
    body = f'<nav epub:type="toc" id="toc"><h1>Contents</h1>{contents(documents)}</nav>'
    made["contents.xhtml"] = PAGE.format(title="Contents", body=body, **language(told)).encode()
    made["epub.css"] = (paper.ROOT / "paper" / "epub.css").read_bytes()
    made["stix-two-math.woff2"] = (paper.ROOT / "static" / "fonts" / "stix-two-math.woff2").read_bytes()
    made["book.opf"] = package(made, [each["file"] for each in documents], told).encode()
    return made


def language(told):
    return {"language": told["language"]}


def kept(address, made):
    """Keep a picture among the files made; return its name there."""
    if address.startswith("data:"):
        kind, encoded, text = DATA.fullmatch(address).groups()
        content = base64.b64decode(text) if encoded else unquote_to_bytes(text)
        ending = ENDINGS[kind]
    else:
        path = paper.HTML / urlsplit(address).path.lstrip("/")
        content, ending = path.read_bytes(), path.suffix.removeprefix(".")
    if ending == "svg":
        content = drawing(content.decode()).encode()
    name = f"images/{hashlib.sha256(content).hexdigest()[:16]}.{ending}"
    made[name] = content
    return name


def drawing(svg):
    """Return a drawing with its own colors, and without names to which nothing in it leads."""
    svg = VARIABLE.sub(r"\1", svg)
    return NAMED.sub(lambda found: found[0] if f"#{found[2]}" in svg else "", svg)


def contents(documents):
    """Return the table of contents, a list within a list for each level of headings."""
    text, depth = "", 0
    for each in documents:
        for heading in each["headings"]:
            level = min(heading["level"], depth + 1)
            text += "</li></ol>" * (depth - level) if level < depth else ""
            text += "<ol><li>" if level > depth else "</li><li>"
            depth = level
            text += f'<a href="{each["file"]}#{heading["id"]}">{html.escape(heading["title"])}</a>'
    return text + "</li></ol>" * depth


def package(made, spine, told):
    items = []
    for name in sorted(made):
        ending = name.rpartition(".")[2]
        is_page = ending == "xhtml"
        properties = {"contents.xhtml": ["nav"], "cover.png": ["cover-image"]}.get(name, [])
        properties += ["mathml"] * (is_page and b"<math" in made[name]) + ["svg"] * (
            is_page and b"<svg" in made[name]
        )
        more = f' properties="{" ".join(properties)}"' if properties else ""
        items.append(f'<item id="{identifier(name)}" href="{name}" media-type="{TYPES[ending]}"{more}/>')
    read = [*spine[:1], "contents.xhtml", *spine[1:]]
    return PACKAGE.format(
        identifier=uuid.uuid5(uuid.NAMESPACE_URL, f"{paper.NAME} {told['version']} {told['seconds']}").urn,
        modified=paper.moment(told["seconds"]),
        manifest="\n".join(items),
        spine="\n".join(f'<itemref idref="{identifier(name)}"/>' for name in read),
        **{name: html.escape(told[name]) for name in ("title", "author", "license", "language")},
    )


def identifier(name):
    return "f-" + re.sub(r"\W", "-", name)


def pack(path, made):
    """Write the archive: first what it is, not compressed, then all files in order, without a time."""
    with zipfile.ZipFile(path, "w", compresslevel=9) as archive:
        archive.writestr(entry("mimetype"), "application/epub+zip", zipfile.ZIP_STORED)
        archive.writestr(entry("META-INF/container.xml"), CONTAINER, zipfile.ZIP_DEFLATED)
        for name in sorted(made):
            archive.writestr(entry(f"book/{name}"), made[name], zipfile.ZIP_DEFLATED)


def entry(name):
    return zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))


if __name__ == "__main__":
    main()
