"""A release: one version everywhere, and its entry in the changelog.

python tools/release.py prepare 0.2.0     set the version; what is "Unreleased" becomes its entry
python tools/release.py notes v0.2.0      see that tag, versions and changelog agree; write the entry
                                          into _build/release-notes.md
"""

import datetime
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PLACES = {  # of the version
    "pyproject.toml": re.compile(r'^(version = ")([^"]+)(")$', re.MULTILINE),
    "CITATION.cff": re.compile(r"^(version: )(\S+)()$", re.MULTILINE),
}
CHANGELOG = "CHANGELOG.md"
UNRELEASED = "## [Unreleased]\n"
VERSION = re.compile(r"\d+\.\d+\.\d+")


def main(arguments):
    match arguments:
        case ["prepare", version] if VERSION.fullmatch(version):
            prepare(ROOT, version, datetime.date.today())
        case ["notes", tag]:
            notes = ROOT / "_build" / "release-notes.md"
            notes.parent.mkdir(exist_ok=True)
            notes.write_text(entry(ROOT, tag), encoding="utf-8")
            print(notes.read_text(encoding="utf-8"), end="")
        case _:
            sys.exit(__doc__)


def prepare(root, version, day):
    """Write the version into every place, and the day and the version over what is unreleased."""
    changelog = root / CHANGELOG
    text = changelog.read_text(encoding="utf-8")
    if f"\n## [{version}]" in text:
        sys.exit(f"{CHANGELOG} has an entry for {version} already")
    new = f"{UNRELEASED}\n## [{version}] - {day.isoformat()}\n"
    changelog.write_text(text.replace(UNRELEASED, new, 1), encoding="utf-8")
    for name, pattern in PLACES.items():
        path = root / name
        path.write_text(pattern.sub(rf"\g<1>{version}\3", path.read_text(encoding="utf-8")), encoding="utf-8")


def entry(root, tag):
    """Return what the changelog says of the version of a tag, if all places name that version."""
    version = tag.removeprefix("v")
    for name, pattern in PLACES.items():
        found = pattern.search((root / name).read_text(encoding="utf-8"))[2]
        if found != version:
            sys.exit(f"the tag {tag} is not the version {found} in {name}")
    text = (root / CHANGELOG).read_text(encoding="utf-8")
    found = re.search(
        rf"^## \[{re.escape(version)}\] - [^\n]*\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL
    )
    if not found or not found[1].strip():
        sys.exit(f"{CHANGELOG} says nothing of {version}: python tools/release.py prepare {version}")
    return found[1].strip() + "\n"


if __name__ == "__main__":
    main(sys.argv[1:])
