"""What the bill of materials says is what the built site holds, file by file; others get their notice."""

import hashlib
import importlib
import importlib.metadata
import json
import re
import sys
from pathlib import Path

import pytest
from sphinx.errors import ExtensionError

BANNER = r"/\*!\s*\**\s*([\w. ]+?) v?(\d+\.\d+\.\d+)"  # with which a script begins
EXTENSIONS = str(Path(__file__).resolve().parent.parent / "extensions")


@pytest.fixture(scope="module")
def shipped():
    sys.path[:0] = [EXTENSIONS]
    yield importlib.import_module("shipped")
    for name in ("shipped", "notebooks"):
        del sys.modules[name]
    del sys.path[:1]


@pytest.fixture(scope="module")
def components(site, shipped):
    return json.loads((site / shipped.BILL).read_text(encoding="utf-8"))["components"]


def places(component):
    return [each["location"] for each in component["evidence"]["occurrences"]]


def test_each_file_is_told_of_once(site, shipped, components):
    told = [path for component in components for path in places(component)]
    there = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    assert len(told) == len(set(told))
    assert {*told, shipped.BILL, shipped.NOTICES} == there


def test_versions_and_checksums_are_those_of_what_is_there(site, components):
    compared = 0
    for component in components:
        kind, _, name = component.get("purl", "").partition("/")
        if kind == "pkg:pypi":
            assert importlib.metadata.version(name.partition("@")[0]) == component["version"]
            assert name.endswith(f"@{component['version']}")
        for each in component.get("hashes", ()):
            [path] = places(component)
            assert hashlib.sha256((site / path).read_bytes()).hexdigest() == each["content"]
            compared += 1
        assert component["licenses"]
    assert compared >= 30 or not (site / "lab").exists()


def test_scripts_that_say_what_they_are_stand_in_the_bill(site, components):
    names = [(component["name"].lower(), component["version"]) for component in components]
    files = [path for path in (site / "_static").glob("**/*.js*") if "live" not in path.parts]
    banners = [re.match(BANNER, path.read_text(encoding="utf-8")) for path in files]
    said = [(banner[1].lower().replace(".js", "").split(), banner[2]) for banner in banners if banner]
    assert ["bootstrap"] in [words for words, _ in said]
    for words, version in said:
        assert any(told == version and any(word in name for word in words) for name, told in names), words


def test_who_asks_for_a_notice_gets_one(site, shipped, components):
    notices = (site / shipped.NOTICES).read_text(encoding="utf-8")
    said = {text.partition("\n")[0]: text for text in notices.split(shipped.LINE)[1:]}
    for component in components:
        brings_none = not any("LICENSE" in path.upper() for path in places(component))
        apart = any(path.startswith("_static/") and "/pyodide-" not in path for path in places(component))
        if "purl" in component and apart and brings_none:
            assert "copyright" in said[f"{component['name']} {component['version']}"].lower()
    assert len(said) > 10


def test_a_file_of_unknown_origin_is_an_error(shipped, tmp_path):
    (tmp_path / "index.html").write_text("")
    [course] = shipped.attributed(tmp_path)
    assert course["found"] == ["index.html"]
    (tmp_path / "jquery.js").write_text("")
    with pytest.raises(ExtensionError, match=r"does not say where jquery\.js comes from"):
        shipped.attributed(tmp_path)
