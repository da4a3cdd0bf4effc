"""Write the addresses of ``_config.yml`` into ``CITATION.cff``, which no build makes: ``make address``."""

import re
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
CITATION = ROOT / "CITATION.cff"


def main():
    found = addresses()
    CITATION.write_text(cited(CITATION.read_text(encoding="utf-8"), found), encoding="utf-8")
    for name, address in found.items():
        print(f"{name}: {address or 'none'}")


def addresses():
    """Return the addresses under the names that they have in a citation file."""
    config = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
    return {"url": config["html"]["baseurl"], "repository-code": config["repository"]["url"]}


def cited(text, found):
    """Return the text of a citation file with these addresses and no others."""
    kept = re.sub(r"^(?:url|repository-code): .*\n", "", text, flags=re.MULTILINE)
    lines = [f"{name}: {address}\n" for name, address in found.items() if address]
    return kept.rstrip("\n") + "\n" + "".join(lines)


if __name__ == "__main__":
    main()
