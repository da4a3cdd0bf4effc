"""What is installed is exactly what was reviewed: versions, checksums, and the commits of CI's actions."""

import json
import re
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
PINS = sorted(ROOT.glob("requirements*.txt"))
OLDEST = ROOT / "constraints-oldest.txt"
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
MAY_WRITE = {
    ("publish", "deploy"): {"pages", "id-token"},
    ("publish", "notebooks"): {"contents"},
    ("release", "pypi"): {"id-token"},
    ("release", "github"): {"contents", "id-token", "attestations"},
}
HASH = re.compile(r" --hash=sha256:[0-9a-f]{64}\b")


def pinned(path):
    """Return the requirements of a file, each with the number of its hashes."""
    lines = path.read_text(encoding="utf-8").replace("\\\n", "").splitlines()
    entries = [line for line in lines if line and not line.startswith(("#", "--"))]
    found = {}
    for line in entries:
        requirement = Requirement(HASH.sub("", line).strip())
        found[requirement.name] = requirement, len(HASH.findall(line))
    return found


@pytest.mark.parametrize("path", PINS, ids=lambda path: path.name)
def test_each_version_is_exact_and_each_file_has_its_checksum(path):
    found = pinned(path)
    assert "\n--require-hashes\n" in path.read_text(encoding="utf-8")
    for requirement, hashes in found.values():
        [specifier] = requirement.specifier
        assert (specifier.operator, hashes > 0) == ("==", True), requirement
    assert found


def ranges():
    """Return the ranges of pyproject.toml by name."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    wanted = [*project["dependencies"], *(each for extra in extras for each in extra)]
    return {requirement.name: requirement.specifier for requirement in map(Requirement, wanted)}


def version_in(path, name):
    [specifier] = pinned(path)[name][0].specifier
    return specifier.version


@pytest.mark.parametrize("name", sorted(ranges()))
def test_the_pins_lie_in_the_ranges_and_the_oldest_ones_at_their_lower_end(name):
    allowed = ranges()[name]
    assert version_in(ROOT / "requirements.txt", name) in allowed
    assert version_in(ROOT / "requirements.txt", name) in allowed
    oldest = version_in(OLDEST, name)
    [lowest] = [each.version for each in allowed if each.operator in (">=", "==")]
    assert oldest in allowed
    assert (oldest + ".").startswith(lowest + ".")


@pytest.mark.parametrize("name", ["numpy", "scipy", "matplotlib"])
def test_the_oldest_versions_are_those_of_a_browsers_python(name):
    files = json.loads((ROOT / "live" / "pyodide.json").read_text(encoding="utf-8"))["files"].values()
    [version] = [file["package"]["version"] for file in files if file.get("key") == name]
    assert version_in(OLDEST, name) == version


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_workflows_name_commits_keep_no_credentials_and_write_only_where_they_must(path):
    workflow = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert workflow["permissions"] in ({}, {"contents": "read"})
    assert workflow["concurrency"]["group"]
    for name, job in workflow["jobs"].items():
        allowed = job.get("permissions", workflow["permissions"])
        writing = {scope for scope, access in allowed.items() if access == "write"}
        assert writing == MAY_WRITE.get((path.stem, name), set())
        for action in (step for step in job["steps"] if "uses" in step):
            assert re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", action["uses"])
            if action["uses"].startswith("actions/checkout@"):
                assert action["with"]["persist-credentials"] is False


def test_each_action_is_named_by_one_commit():
    named = {}
    for path in WORKFLOWS:
        for action, commit in re.findall(r"uses: (\S+)@(\S+ # v\S+)", path.read_text(encoding="utf-8")):
            named.setdefault(action, set()).add(commit)
    assert {action for action, commits in named.items() if len(commits) > 1} == set()
