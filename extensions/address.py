"""Where the book is published: what follows from the two addresses in ``_config.yml``.

``repository: url`` is where its source is kept, ``html: baseurl`` where readers find it. Either may
stay empty; then nothing points there.
"""

from urllib.parse import urlencode, urlsplit

from docutils import nodes
from sphinx.errors import ConfigError
from sphinx.util.docutils import ReferenceRole

MISTAKE_FORM = "mistake.yml"  # in .github/ISSUE_TEMPLATE; its fields are named "page" and "section"
NOTEBOOKS = "notebooks/open"  # branch and folder of what tools/elsewhere.py writes
NO_SUCH_PAGE = """<h1>No such page</h1>
<p>Nothing is kept at this address. Perhaps it moved: search for a word of it, choose a chapter from the
contents, or begin at <a href="{root}intro.html">the front page</a>.</p>
<form role="search" action="{root}search.html" method="get">
<label>Search the course<br /><input type="search" name="q" style="{look}" /></label>
<button type="submit" style="{look}">Search</button>
</form>"""
LOOK = "min-height: 44px; padding: 0 1rem; border: 1px solid; background: none; color: inherit"
NEED_A_SITE = ("sphinx_sitemap", "sphinxext.opengraph", "notfound.extension")


def site(config):
    """Return the address of the published book, with a slash at its end, or nothing."""
    return _address(config.html_baseurl, "html: baseurl", ending="/")


def repository(config):
    """Return the address of the repository, without a slash at its end, or nothing."""
    return _address(config.html_theme_options.get("repository_url", ""), "repository: url", ending="")


def _address(text, name, ending):
    parts = urlsplit(text or "")
    if text and (parts.scheme != "https" or not parts.netloc or parts.query or parts.fragment):
        raise ConfigError(f"{name} must be empty or an address such as https://host/name, got {text!r}")
    return text.rstrip("/") + ending if text else ""


def configure(app, config):
    """Hand the addresses to Sphinx, the theme and the extensions that need one."""
    options = config.html_theme_options
    config.html_baseurl = site(config)
    options["repository_url"] = repository(config)
    if repository(config):
        options |= {"use_repository_button": True, "use_edit_page_button": True}
    else:
        options.pop("launch_buttons", None)
    if site(config):
        root = urlsplit(site(config)).path
        config.ogp_site_url = site(config)
        config.ogp_site_name = config.html_title
        config.ogp_custom_meta_tags = ['<meta name="twitter:card" content="summary_large_image" />']
        config.sitemap_url_scheme = "{link}"
        config.sitemap_excludes = ["404.html", "search.html", "genindex.html"]
        config.notfound_urls_prefix = root
        config.notfound_context = {"title": "No such page", "body": NO_SUCH_PAGE.format(root=root, look=LOOK)}


def add_links(app, pagename, templatename, context, doctree):
    """Add "Report a mistake" to the theme's links, and let Colab open the notebooks made for it."""
    address = repository(app.config)
    groups = {button.get("label"): button for button in context.get("header_buttons", ())}
    if not address or not doctree:
        return
    link = {
        "type": "link",
        "url": f"{address}/issues/new?{urlencode({'template': MISTAKE_FORM, 'page': pagename})}",
        "text": "Report a mistake",
        "tooltip": "Report a mistake on this page",
        "icon": "fas fa-flag",
        "label": "report-mistake-button",
    }
    groups["source-buttons"]["buttons"].append(link)
    app.add_js_file("report.js", loading_method="defer")
    branch = app.config.html_theme_options["repository_branch"]
    for button in groups.get("launch-buttons", {}).get("buttons", ()):
        if button["text"] == "Colab":
            button["url"] = button["url"].replace(f"/blob/{branch}/chapters/", f"/blob/{NOTEBOOKS}/", 1)


class RepositoryLink(ReferenceRole):
    """A link to a path in the repository, or to the repository itself; without an address its words alone.

    As in {in-repository}`tell us <issues/new/choose>` or {in-repository}`the project`.
    """

    def run(self):
        address = repository(self.config)
        path = f"/{self.target}" if self.has_explicit_title else ""
        link = nodes.reference(self.rawtext, self.title, refuri=address + path) if address else None
        return [link or nodes.Text(self.title)], []


def setup(app):
    app.add_role("in-repository", RepositoryLink())
    if app.config.html_baseurl:
        for extension in NEED_A_SITE:
            app.setup_extension(extension)
    app.connect("config-inited", configure)
    app.connect("html-page-context", add_links, priority=600)  # after the theme's own
    return {"parallel_read_safe": True, "parallel_write_safe": True}
