"""What is left of the theme's pages and styles."""

import sys
from pathlib import Path

import pytest
from sphinx.errors import ExtensionError

sys.path.append(str(Path(__file__).parents[1] / "extensions"))

import light_theme

SHEET = (
    "@charset 'utf-8';/* a { } */.used,.unused{color:red}.unused:hover{color:blue}"
    "p>a,.used:not(.unused){top:0}"
    "@media print{.unused{left:0}.used .unused,.used p{right:0}}@media screen{.unused{left:0}}"
    "@font-face{font-family:Font Awesome 6;src:url(x)}@keyframes fa-spin{0%{top:0}to{top:1px}}"
    "@keyframes turn{to{top:1px}}.used:is(.unused,.used),.unused:is(p,a){top:1px}.w\\\\:1{top:2px}"
)
LEFT = (
    "@charset 'utf-8';.used{color:red}p>a,.used:not(.unused){top:0}@media print{.used p{right:0}}"
    "@keyframes turn{to{top:1px}}.used:is(.unused,.used){top:1px}"
)


def test_only_rules_for_classes_that_occur_are_left():
    assert light_theme.used_rules(SHEET, {"used"}) == LEFT


def test_a_sheet_whose_classes_all_occur_is_left_whole():
    sheet = ".a{top:0}@supports (top:0){.b,.c .d{left:0}}p{right:0}"
    assert light_theme.used_rules(sheet, set("abcd")) == sheet


@pytest.mark.parametrize("tag", ["i", "span"])
def test_an_icon_is_drawn_with_the_classes_that_the_theme_gave_it(tag):
    icon = f'<{tag} class="theme-switch fa-solid fa-sun   fa-lg" data-mode="light" title="Light"></{tag}>'
    made = light_theme.with_drawn_icons(f"a {icon} b")
    assert made.startswith('a <svg class="icon theme-switch fa-solid fa-sun fa-lg" data-mode="light" viewBox')
    assert made.endswith("</svg> b")
    assert "title" not in made


def test_an_icon_that_nobody_has_drawn_is_refused():
    with pytest.raises(ExtensionError, match="no drawing of the theme's icon rocket"):
        light_theme.with_drawn_icons('<i class="fas fa-rocket"></i>')


def test_scripts_wait_and_what_they_read_at_once_stands_in_the_page():
    page = (
        '<script src="a.js"></script><script src="../documentation_options.js?v=1"></script>'
        '<script defer src="b.js"></script><script src="_static/searchtools.js"></script><script>x</script>'
    )
    assert light_theme.lightened(page, "const A = 1;", is_search=False) == (
        '<script defer src="a.js"></script><script>const A = 1;</script><script defer src="b.js"></script>'
        "<script>x</script>"
    )
    assert "searchtools" in light_theme.lightened(page, "const A = 1;", is_search=True)


def test_a_page_loads_one_style_sheet_for_those_that_all_have():
    page = (
        '<link rel="stylesheet" href="../_static/a.css?v=1" />'
        '<link rel="stylesheet" href="../_static/own.css" />'
        '<link href="../_static/b/c.css" rel="stylesheet" /><link rel="icon" href="../_static/a.svg" />'
    )
    assert light_theme.with_one_style(page, ["a.css", "b/c.css"], "all.css") == (
        '<link rel="stylesheet" href="../_static/all.css" />'
        '<link rel="stylesheet" href="../_static/own.css" />'
        '<link rel="icon" href="../_static/a.svg" />'
    )


def test_an_imported_sheet_stands_where_it_is_imported(tmp_path):
    (tmp_path / "a.css").write_text('@import "b.css";.a{top:0}')
    (tmp_path / "b.css").write_text("@charset 'utf-8';.b{top:0}")
    assert light_theme.imported(tmp_path / "a.css") == ".b{top:0}.a{top:0}"
