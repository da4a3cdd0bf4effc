"""Settings that no page shows: what the README tells to type, what is strict, what the policy lets pass."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml
from sphinx.util.matching import Matcher

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
POLICY = re.search(r"^ +Content-Security-Policy: (.+)$", README, re.MULTILINE)[1]
OWN = {"'none'", "'self'", "data:", "blob:", "'unsafe-inline'", "'unsafe-eval'", "'wasm-unsafe-eval'"}


@pytest.mark.parametrize("target", sorted(set(re.findall(r"`make ([a-z-]+)", README))))
def test_what_the_readme_tells_to_make_can_be_made(target):
    assert re.search(rf"^{target}:", MAKEFILE, re.MULTILINE)
    assert re.search(rf"^\.PHONY:.* {target}\b", MAKEFILE, re.MULTILINE)


def test_each_row_of_the_readmes_table_says_what_its_target_runs():
    rows = re.findall(r"^\| `make ([a-z-]+)` \| .+ \| `python (?:-m )?([\w./]+)", README, re.MULTILINE)
    assert len(rows) >= 8
    for target, program in rows:
        recipe = re.search(rf"^{target}:.*\n((?:\t.*\n)+)", MAKEFILE, re.MULTILINE)[1]
        assert program in recipe


def test_the_policy_names_no_other_host_and_allows_nothing_by_default():
    directives = dict(part.split(maxsplit=1) for part in POLICY.split("; "))
    assert directives["default-src"] == "'none'"
    assert {source for sources in directives.values() for source in sources.split()} <= OWN


def test_pytest_is_strict():
    options = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["pytest"]
    assert options["ini_options"]["filterwarnings"] == ["error"]
    assert options["ini_options"]["xfail_strict"]
    assert {"--strict-config", "--strict-markers"} <= set(options["ini_options"]["addopts"].split())


def test_chapters_are_compared_by_make_test_and_on_each_system():
    assert re.search(r"^test: lint unit nbval$", MAKEFILE, re.MULTILINE)
    workflow = (ROOT / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8")
    for text in (MAKEFILE, workflow):
        assert re.search(r"python -m pytest --nbval .*chapters$", text, re.MULTILINE)
    assert "make test" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


@pytest.mark.parametrize("folder", [".nox/oldest/lib", ".venv/lib", ".cache"])
def test_what_an_environment_brings_is_no_page(folder):
    config = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
    is_left_out = Matcher(config["exclude_patterns"])
    assert is_left_out(folder.partition("/")[0])
    assert not is_left_out("chapters/04-sigmoid.ipynb")
