"""Pack the built book to keep: ``make offline``.

One archive is opened from disk, without Python, which browsers do not start there. The other has everything
and is served, by any web server. The same book gives the same bytes.
"""

import re
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HTML = ROOT / "_build" / "html"
FOLDER = ROOT / "_build" / "offline"
NAME = "activation-functions"
NOT_TO_READ = re.compile(r"lab/|sw\.js$|_static/live/(?:pyodide-|\w+/(?!boot\.js$))")  # only Python needs it
NOT_TO_SERVE = re.compile(r"\.buildinfo$|robots\.txt$|sitemap\.xml$|404\.html$")  # only the published site
READ = """{title}, {version}

Open html/index.html in a browser. The sliders work; what runs Python does not, for a browser does not
start it from disk. For that take the archive that is served.
"""
SERVE = """{title}, {version}

In this folder run

    python3 -m http.server --bind 127.0.0.1 --directory html 8000

and open http://127.0.0.1:8000/ in a browser. (On Windows it is py instead of python3.) Any other web server
does as well. Everything works, Python in the pages and JupyterLab too; nothing is fetched from elsewhere.
"""


def main():
    if not (HTML / "index.html").exists():
        sys.exit("there is no built book yet: make book")
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    version = re.search(r'^version = "(.+)"$', project, re.MULTILINE)[1]
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.zip"):
        old.unlink()
    for kind, words, left_out in (("read", READ, NOT_TO_READ), ("serve", SERVE, None)):
        path = FOLDER / f"{NAME}-{version}-{kind}.zip"
        pack(path, HTML, words.format(title="Activation functions, checked", version=version), left_out)
        print(f"{path.relative_to(ROOT)}: {path.stat().st_size / 1e6:.1f} MB")


def pack(path, site, words, left_out=None):
    """Write an archive of a built book and a text that says how to begin."""
    inside = path.stem
    with zipfile.ZipFile(path, "w", compresslevel=9) as archive:
        archive.writestr(entry(f"{inside}/READ-ME.txt"), words, zipfile.ZIP_DEFLATED)
        for file in sorted(file for file in site.rglob("*") if file.is_file()):
            name = file.relative_to(site).as_posix()
            if NOT_TO_SERVE.match(name) or (left_out and left_out.match(name)):
                continue
            archive.writestr(entry(f"{inside}/html/{name}"), file.read_bytes(), zipfile.ZIP_DEFLATED)


def entry(name):
    return zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))


if __name__ == "__main__":
    main()
