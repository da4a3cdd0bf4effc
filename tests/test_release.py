"""A release: the version stands alike everywhere, and the changelog has its entry."""

import datetime
import re
from pathlib import Path

import pytest
import release

ROOT = Path(__file__).parents[1]


@pytest.fixture
def project(tmp_path):
    for name in release.PLACES:
        (tmp_path / name).write_text((ROOT / name).read_text(encoding="utf-8"), encoding="utf-8")
    older = "## [0.0.9] - 2097-01-01\n\n- Older\n"
    text = f"# Changelog\n\n{release.UNRELEASED}\n### Added\n\n- A thing\n\n{older}"
    (tmp_path / release.CHANGELOG).write_text(text, encoding="utf-8")
    return tmp_path


def test_the_version_stands_alike_everywhere():
    found = {
        name: pattern.findall((ROOT / name).read_text(encoding="utf-8"))
        for name, pattern in release.PLACES.items()
    }
    assert len({version for [(_, version, _)] in found.values()}) == 1, found


def test_the_changelog_can_take_a_release():
    text = (ROOT / release.CHANGELOG).read_text(encoding="utf-8")
    assert text.count(f"\n{release.UNRELEASED}") == 1
    entries = re.findall(r"^## (.+)$", text, re.MULTILINE)
    form = re.compile(rf"\[{release.VERSION.pattern}\] - \d{{4}}-\d\d-\d\d")
    assert entries[0] == "[Unreleased]"
    assert all(form.fullmatch(each) for each in entries[1:])


def test_a_prepared_release_has_its_entry(project):
    release.prepare(project, "97.1.0", datetime.date(2097, 1, 2))
    assert release.entry(project, "v97.1.0") == "### Added\n\n- A thing\n"
    text = (project / release.CHANGELOG).read_text(encoding="utf-8")
    assert f"{release.UNRELEASED}\n## [97.1.0] - 2097-01-02\n" in text
    for name, pattern in release.PLACES.items():
        assert pattern.search((project / name).read_text(encoding="utf-8"))[2] == "97.1.0"


def test_what_does_not_agree_is_named(project):
    release.prepare(project, "97.1.0", datetime.date(2097, 1, 2))
    with pytest.raises(SystemExit, match=r"v97\.1\.1 is not the version 97\.1\.0 in pyproject\.toml"):
        release.entry(project, "v97.1.1")
    with pytest.raises(SystemExit, match=r"has an entry for 97\.1\.0 already"):
        release.prepare(project, "97.1.0", datetime.date(2097, 1, 3))
    release.prepare(project, "97.2.0", datetime.date(2097, 1, 3))
    with pytest.raises(SystemExit, match=r"says nothing of 97\.2\.0"):
        release.entry(project, "v97.2.0")


def test_an_unreleased_version_has_no_notes(project):
    version = release.PLACES["pyproject.toml"].search((project / "pyproject.toml").read_text())[2]
    changelog = project / release.CHANGELOG
    changelog.write_text(f"# Changelog\n\n{release.UNRELEASED}\n- Something\n", encoding="utf-8")
    with pytest.raises(SystemExit, match=f"says nothing of {re.escape(version)}"):
        release.entry(project, f"v{version}")
