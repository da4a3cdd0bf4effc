"""What a page is, in schema.org's words, for search engines; only where the site has an address."""

import json
import re

import address
import notebooks
import plain_notebooks
from pybtex.database import parse_file

LICENSE = "https://creativecommons.org/licenses/by/4.0/"
COURSE, REFERENCES = "intro", "references"
KINDS = {"article": "ScholarlyArticle", "inproceedings": "ScholarlyArticle", "book": "Book"}


def about(app, pagename):
    """Return what is to be said of a page as a dict, or nothing."""
    title = app.env.titles[pagename].astext()
    url = address.site(app.config) + app.builder.get_target_uri(pagename)
    said = {"@context": "https://schema.org", "name": title, "url": url, "inLanguage": "en"}
    said |= {"description": app.env.metadata[pagename].get("description", ""), "license": LICENSE}
    course = address.site(app.config) + app.builder.get_target_uri(COURSE)
    if pagename == COURSE:
        return {"@type": "Course", **said, "isAccessibleForFree": True}
    if pagename == REFERENCES:
        return {"@type": "CollectionPage", **said, "hasPart": works()}
    path = notebooks.chapter_of(pagename)
    if path is None:
        return None
    return {
        "@type": "LearningResource",
        **said,
        "learningResourceType": "interactive chapter with exercises",
        "position": notebooks.number(path),
        "teaches": teaches(path),
        "isPartOf": {"@type": "Course", "name": app.config.html_title, "url": course},
    }


def teaches(path):
    """Return what a chapter says that the reader will learn, as plain words."""
    line = re.search(r"^- \*\*You will learn:\*\* (.+)$", notebooks.markdown(path), re.MULTILINE)
    return re.sub(r"[*`$]", "", plain_notebooks.without_links_to_terms(line[1]))


def works():
    return [work(entry) for entry in parse_file(notebooks.ROOT / "references.bib").entries.values()]


def work(entry):
    """Describe a cited work by its title and where it is found."""
    fields = entry.fields
    found = {"@type": KINDS.get(entry.type, "CreativeWork"), "name": re.sub(r"[{}]", "", fields["title"])}
    for field, host in (("doi", "https://doi.org/"), ("eprint", "https://arxiv.org/abs/"), ("url", "")):
        if field in fields:
            return found | {"sameAs": host + fields[field]}
    return found | {"isbn": fields["isbn"]}


def add_script(app, pagename, templatename, context, doctree):
    if not address.site(app.config) or not doctree:
        return
    if said := about(app, pagename):
        text = json.dumps(said, ensure_ascii=False, separators=(",", ":")).replace("</", r"<\/")
        context["metatags"] += f'<script type="application/ld+json">{text}</script>\n'


def setup(app):
    app.connect("html-page-context", add_script)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
