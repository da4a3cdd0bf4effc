"""The site's icons and its web manifest, by which a phone can keep the course like an app."""

LINKS = (
    ("icon", "icons/favicon.ico", ' sizes="48x48"'),  # for browsers that cannot draw the theme's SVG
    ("apple-touch-icon", "icons/icon-180.png", ""),
    ("manifest", "site.webmanifest", ""),
)


def add_links(app, pagename, templatename, context, doctree):
    links = []
    for relation, name, more in LINKS:
        address = context["pathto"](f"_static/{name}", resource=True)
        links.append(f'<link rel="{relation}" href="{address}"{more} />\n')
    context["metatags"] = context.get("metatags", "") + "".join(links)


def setup(app):
    app.connect("html-page-context", add_links, priority=450)  # after notfound, whose addresses are whole
    return {"parallel_read_safe": True, "parallel_write_safe": True}
