"""What one build keeps for the next: its pages as Sphinx wrote them, before a site is made of them.

Where chapters alone have changed, ``tools/build.py`` lets Sphinx write their pages among the kept ones. That
holds as long as what pages can know of one another is as it was; if it is not, the build ends with an error,
and ``tools/build.py`` makes a whole one. So nothing need be known of which page takes what from which.
"""

import json
import os
import shutil
from pathlib import Path

import address
import exercises
import lecturers
import notebooks
from docutils import nodes
from sphinx.errors import ExtensionError

OF_THE_PAGE = {"all_docs", "dependencies", "images", "nb_metadata", "titles_old"}
OF_THE_RUN = {"domains", "settings", "temp_data", "ref_context"}


def shared(env):
    """Return all that pages can know of one another."""
    left_out = OF_THE_PAGE | OF_THE_RUN
    return {
        name: plain(value)
        for name, value in vars(env).items()
        if isinstance(value, dict | list | set) and name not in left_out and name[0] != "_"
    }


def plain(value):
    """Return a value as what can be compared, in one order however it came about."""
    if isinstance(value, dict):
        return sorted((repr(key), plain(each)) for key, each in value.items() if key != "wordcount")
    if isinstance(value, set | frozenset):
        return sorted(map(repr, value))
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    if isinstance(value, nodes.Node):
        return value.pformat()
    return plain(vars(value)) if type(value).__repr__ is object.__repr__ else repr(value)


def of_chapters():
    """Return what other pages take from the notebooks of chapters themselves."""
    paths = notebooks.chapter_paths()
    return {
        "first uses": notebooks.first_uses(),
        "titles": [notebooks.title(path) for path in paths],
        "minutes": [[lecturers.rounded(each) for each in lecturers.minutes(path)] for path in paths],
        "exercises": [
            [(label, each.title) for label, each in exercises.exercises(path).items()] for path in paths
        ],
    }


def forget_marks(app, env, docname):
    """Forget where a page's exercises began and ended, for sphinx-exercise does not."""
    getattr(env, "sphinx_exercise_gated_registry", {}).pop(docname, None)


def remember(app, env, docnames):
    app.shared = shared(env) if os.environ.get("KEPT_PAGES") == "used" else None


def tell(app, env):
    env.of_chapters = of_chapters()


def compare(app, env):
    now = shared(env)
    changed = [name for name in now if app.shared and now[name] != app.shared.get(name)]
    if changed:
        raise ExtensionError(f"kept_pages: other pages may differ too, for {', '.join(changed)} changed")


def complete_search(app):
    """Give the search index what Sphinx does not read back: the index entries of kept pages.

    Words that no page has any more go.
    """
    index, path = app.builder.indexer, Path(app.doctreedir, "index-entries.json")
    if app.shared:
        kept = json.loads(path.read_text(encoding="utf-8"))
        index._index_entries = dict(sorted((kept | index._index_entries).items()))
        for mapping in (index._mapping, index._title_mapping):
            for word in [word for word, pages in mapping.items() if not pages]:
                del mapping[word]
    path.write_text(json.dumps(index._index_entries), encoding="utf-8")
    return []


def keep(app, exception):
    """Keep the pages for tools/build.py; any other build changes what they were made from.

    A site with an address is always made whole: its site map lists the pages that a build writes.
    """
    folder = Path(app.doctreedir, "pages")
    shutil.rmtree(folder, ignore_errors=True)
    if "KEPT_PAGES" in os.environ and not exception and not address.site(app.config):
        drop_left(app)
        shutil.copytree(app.outdir, folder)


def drop_left(app):
    """Drop pictures and scripts that pages had and have no more."""
    out = Path(app.outdir)
    pages = "".join(path.read_text(encoding="utf-8") for path in out.rglob("*.html"))
    pictures = {name for _, name in app.env.images.values()}
    left = [path for path in out.glob("_images/*") if path.name not in pictures]
    left += [path for path in out.glob("_static/drag*") if f"_static/{path.name}" not in pages]
    for path in left:
        path.unlink()


def setup(app):
    app.connect("env-purge-doc", forget_marks)
    app.connect("env-before-read-docs", remember)
    app.connect("env-updated", tell)
    app.connect("env-check-consistency", compare)
    app.connect("html-collect-pages", complete_search)
    app.connect("build-finished", keep, priority=100)  # before all that makes a site of the pages
    return {"parallel_read_safe": True, "parallel_write_safe": True}
