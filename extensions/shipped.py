"""What the built book ships: a bill of materials and the notices of others, written beside its pages.

``parts`` is the one table of what comes from where. A file belongs to the first part with a pattern that fits
its path, in which ``*`` also stands for slashes; one that fits none is an error. A part without files is not
shipped, and so not told of. ``bom.json`` is CycloneDX; ``notices.txt`` has the licenses that do not already
lie in the shipped files.
"""

import importlib.metadata
import json
import re
from fnmatch import fnmatchcase

import notebooks
import pyodide
from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression
from sphinx.errors import ExtensionError

BILL, NOTICES = "bom.json", "notices.txt"
ROOT = notebooks.ROOT
MIT = ROOT / "extensions" / "licenses" / "MIT.txt"
STATIC = ROOT / "static"
EDITOR = ROOT / "live" / "editor"
THIRD_PARTY = "third-party-licenses.json"  # what JupyterLab's own build writes
OUR_PAGES = ("*.html", "*.md", "llms.txt", "robots.txt", "sitemap.xml", "_images/*", "_sources/*",
             "objects.inv", "searchindex.js", "sw.js", ".buildinfo")  # fmt: skip
OUR_LAB = ("lab.css", "lab.js", "course.zip", "nothing.zip", "pyodide-lock.json", "files/*", "api/contents/*")
OF_SPHINX = ("basic.css", "doctools.js", "documentation_options.js", "language_data.js", "searchtools.js",
             "sphinx_highlight.js", "*.png")  # fmt: skip
BOOTSTRAP = "Copyright 2011-2024 The Bootstrap Authors\nCopyright (c) 2019 Federico Zivolo (Popper, inside)"
STYLED = {
    "sphinx-book-theme": "BSD-3-Clause",
    "pydata-sphinx-theme": "BSD-3-Clause",
    "sphinx-copybutton": "MIT",
    "sphinx-design": "MIT",
    "sphinx-togglebutton": "MIT",
    "sphinx-exercise": "MIT",
    "myst-nb": "BSD-3-Clause",
    "Pygments": "BSD-2-Clause",
    "Sphinx": "BSD-2-Clause",
}
LINE = f"\n{'-' * 78}\n\n"


def parts(site):
    """Return all that a site may hold, what comes from elsewhere first."""
    lab = site / "lab"
    return [
        *map(of_pyodide, pyodide.listed()["files"], pyodide.listed()["files"].values()),
        from_pypi("tqdm", "MPL-2.0 AND MIT", "_static/live/*/tqdm.zip"),
        from_pypi("ipywidgets", "BSD-3-Clause", "_static/live/*/ipywidgets.zip"),
        from_pypi("comm", "BSD-3-Clause", "_static/live/*/comm.zip"),
        part(
            "editor", "0", "BSD-3-Clause", "_static/live/*/editor.js", "_static/live/*/LICENSES.txt",
            holds=editor(),
        ),
        from_pypi(
            "jupyterlab-widgets", "BSD-3-Clause", "lab/extensions/@jupyter-widgets/*",
            holds=bundled(lab / "extensions" / "@jupyter-widgets"),
        ),
        from_pypi(
            "jupyterlite-pyodide-kernel", "BSD-3-Clause", "lab/extensions/@jupyterlite/*",
            holds=bundled(lab / "extensions" / "@jupyterlite"),
        ),
        part("lab", "0", "BSD-3-Clause", *(f"lab/{name}" for name in OUR_LAB)),
        from_pypi("jupyterlite-core", "BSD-3-Clause", "lab/*", holds=bundled(lab / "build")),
        from_npm(
            "@fontsource-variable/literata", "5.3.0", "OFL-1.1", "_static/fonts/*iterata*",
            notice=text(STATIC / "fonts" / "OFL-Literata.txt"),
        ),
        from_npm(
            "@fontsource/stix-two-math", "5.3.0", "OFL-1.1", "_static/fonts/*",
            notice=text(STATIC / "fonts" / "OFL.txt"),
        ),
        from_npm(
            "bootstrap", told(site, "scripts/bootstrap.js.LICENSE.txt"), "MIT",
            "_static/scripts/bootstrap.js*",
            notice=f"{BOOTSTRAP}\n\n{text(MIT)}",
        ),
        styles(),
        from_npm(
            "clipboard", told(site, "clipboard.min.js"), "MIT", "_static/clipboard.min.js",
            notice=f"Copyright (c) Zeno Rocha\n\n{text(MIT)}",
        ),
        from_pypi(
            "sphinx-book-theme", "BSD-3-Clause", "_static/*sphinx-book-theme*", "_static/sbt-*",
            "_static/locales/*", "_static/images/*",
        ),
        from_pypi(
            "pydata-sphinx-theme", "BSD-3-Clause", "_static/*pydata-sphinx-theme*",
            "_static/styles/theme.css", "_static/webpack-macros.html",
        ),
        from_pypi(
            "sphinx-copybutton", "MIT", "_static/copybutton*", "_static/c*-button.svg",
            "_static/check-solid.svg",
        ),
        from_pypi("sphinx-design", "MIT", "_static/sphinx-design*", "_static/design-tabs.js"),
        from_pypi("sphinx-togglebutton", "MIT", "_static/togglebutton*"),
        from_pypi("sphinx-exercise", "MIT", "_static/exercise.css"),
        from_pypi("myst-nb", "BSD-3-Clause", "_static/mystnb.*"),
        from_pypi("Pygments", "BSD-2-Clause", "_static/pygments.css"),
        part(
            "course", "0", "BSD-3-Clause AND CC-BY-4.0", "_static/live/*", "_static/hero.*",
            "_static/drag-*.js", "_static/dragging.css",
            *OUR_PAGES, *our_static(),
        ),
        from_pypi("Sphinx", "BSD-2-Clause", *(f"_static/{name}" for name in OF_SPHINX)),
    ]  # fmt: skip


def styles():
    """Describe the one style sheet of the pages, made of those of the theme and of several extensions."""
    inside = [from_pypi(name, license_name) for name, license_name in STYLED.items()]
    notices = [f"{each['component']['name']}\n\n{each['notice']}" for each in inside]
    return part(
        "styles", "0", " AND ".join(sorted(set(STYLED.values()))), "_static/all-*.css",
        notice="\n\n".join([BOOTSTRAP, *notices, text(MIT)]), holds=[each["component"] for each in inside],
    )  # fmt: skip


def part(name, version, license_name, *files, purl=None, notice="", holds=(), sha256=None):
    component = {"type": "library", "name": name, "version": version, "licenses": licensed(license_name)}
    component |= {"purl": purl} if purl else {}
    component |= {"hashes": [{"alg": "SHA-256", "content": sha256}]} if sha256 else {}
    component |= {"components": list(holds)} if holds else {}
    return {"component": component, "files": files, "notice": notice}


def from_pypi(name, license_name, *files, holds=()):
    """Describe what a package of this environment brings; its version and license it says itself."""
    version = importlib.metadata.version(name)
    own = [each for each in importlib.metadata.files(name) if ".dist-info" in each.as_posix()]
    beside = [each for each in own if "LICEN" in each.name.upper()]
    notice = "\n\n".join(each.read_text(encoding="utf-8").strip() for each in beside)
    purl = f"pkg:pypi/{name.lower()}@{version}"
    return part(name, version, license_name, *files, purl=purl, notice=notice, holds=holds)


def from_npm(name, version, license_name, *files, notice="", holds=()):
    purl = of_npm(name, version)
    return part(name, version, license_name, *files, purl=purl, notice=notice, holds=holds)


def of_npm(name, version):
    return f"pkg:npm/{name.replace('@', '%40')}@{version}"


def of_pyodide(name, entry):
    """Describe a file of the browser's Python; an archive there holds its license."""
    package = entry.get("package", {"name": name, "version": pyodide.listed()["version"]})
    return part(
        package["name"], package["version"], entry["license"], f"_static/live/pyodide-*/{name}",
        purl=f"pkg:generic/pyodide/{name}@{pyodide.listed()['version']}", sha256=entry["sha256"],
    )  # fmt: skip


def licensed(name):
    """Return a license as CycloneDX has it: an expression of SPDX, or else a name."""
    try:
        return [{"expression": canonicalize_license_expression(name)}]
    except InvalidLicenseExpression:
        return [{"license": {"name": name or "not stated"}}]


def editor():
    """Return what the bundle of the editor holds, by its lock file."""
    packages = json.loads(text(EDITOR / "package-lock.json"))["packages"]
    return [
        inner(path.removeprefix("node_modules/"), each["version"], each["license"])
        for path, each in packages.items()
        if path and not each.get("dev") and not each.get("optional")
    ]


def bundled(folder):
    """Return what a build of JupyterLab says that it holds; the texts lie beside it."""
    lists = sorted(folder.rglob(THIRD_PARTY))
    packages = [each for path in lists for each in json.loads(text(path))["packages"]]
    return [inner(each["name"], each["versionInfo"], each["licenseId"]) for each in packages]


def inner(name, version, license_name):
    component = {"type": "library", "name": name, "version": version, "licenses": licensed(license_name)}
    return component | {"purl": of_npm(name, version)}


def told(site, name):
    """Return the version that a file of the theme says first of itself."""
    path = site / "_static" / name
    return re.search(r"\d+\.\d+\.\d+", text(path))[0] if path.exists() else "0"


def text(path):
    return path.read_text(encoding="utf-8")


def our_static():
    return [f"_static/{path.relative_to(STATIC).as_posix()}" for path in STATIC.rglob("*") if path.is_file()]


def attributed(site):
    """Return the parts that a site ships, each with its files.

    Raises
    ------
    ExtensionError
        If nothing is known of a file.
    """
    known = [each | {"found": []} for each in parts(site)]
    paths = sorted(path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file())
    for path in paths:
        if path in (BILL, NOTICES):
            continue
        owner = next((each for each in known if any(fnmatchcase(path, one) for one in each["files"])), None)
        if owner is None:
            raise ExtensionError(
                f"extensions/shipped.py does not say where {path} comes from; "
                "if it is left from an earlier build, remove _build"
            )
        owner["found"].append(path)
    return [each for each in known if each["found"]]


def bill(shipped):
    """Return the bill of materials as CycloneDX, the same for the same site."""
    components = [
        {**each["component"], "bom-ref": str(number),
         "evidence": {"occurrences": [{"location": path} for path in each["found"]]}}
        for number, each in enumerate(shipped)
    ]  # fmt: skip
    book = {"type": "application", "name": "activation-functions-checked", "version": "0"}
    return {
        "bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,
        "metadata": {"component": book}, "components": components,
    }  # fmt: skip


def notices(shipped):
    head = "What this site holds of others, beside what lies with its license in lab/ and _static/live/.\n"
    told = [
        f"{each['component']['name']} {each['component']['version']}\n\n{each['notice'].strip()}\n"
        for each in shipped
        if each["notice"]
    ]
    return LINE.join([head, *told])


def write(app, exception):
    if exception or app.builder.format != "html":
        return
    site = app.outdir
    shipped = attributed(site)
    (site / BILL).write_text(json.dumps(bill(shipped), indent=1) + "\n", encoding="utf-8")
    (site / NOTICES).write_text(notices(shipped), encoding="utf-8")


def setup(app):
    app.connect("build-finished", write, priority=900)  # after all that write files
    return {"parallel_read_safe": True, "parallel_write_safe": True}
