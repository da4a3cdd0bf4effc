"""The table of ratios in README.md, which the benchmarks write."""

import re

import pytest

from benchmarks import readme

TRAINING = {"float64": {"plain NumPy": 0.401, "hand-written": 1.25}, "float32": {"plain NumPy": 0.35}}
FUNCTIONS = {"float64": {1000: 1.666, 100_000: 1.4}, "float32": {1000: 1.8, 100_000: 2}}


def stored(text):
    """Return the table that a README has."""
    return re.search(f"{readme.BEGIN}(.*?){readme.END}", text, re.DOTALL)[1].strip()


def test_a_table_has_a_row_for_each_contestant_and_size():
    made = readme.table(TRAINING, FUNCTIONS, "A processor")
    rows = [line.strip("| ").split(" | ") for line in made.splitlines()]
    assert {len(row) for row in rows} == {3}
    assert rows[2][1:] == ["0.40", "0.35"]
    assert rows[3][1:] == ["1.25", "not installed"]
    assert rows[-2][1:] == ["1.67", "1.80"]
    assert "1,000 elements" in rows[-2][0]
    assert "A processor" in rows[0][0]


def test_only_the_table_of_the_readme_is_written_anew():
    kept = readme.README.read_text(encoding="utf-8")
    once = readme.with_table(kept, "| made |\n")
    assert once != kept
    assert readme.with_table(once, "| made |\n") == once
    assert readme.with_table(once, f"{stored(kept)}\n") == kept


def test_the_readme_shows_ratios_of_both_precisions():
    rows = stored(readme.README.read_text(encoding="utf-8")).splitlines()
    assert rows[0].endswith("| float64 | float32 |")
    assert len(rows) == 2 + len(readme.CONTESTANTS) + 3
    for row in rows[2:]:
        assert re.fullmatch(r"\| [^|]+ \| \d+\.\d\d \| \d+\.\d\d \|", row)


def test_a_readme_without_a_place_for_it_is_refused():
    with pytest.raises(ValueError, match="expects a line <!-- written by make bench -->"):
        readme.with_table("no place", "| made |\n")
