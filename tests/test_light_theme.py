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
    with pytest.raises(ExtensionError, match="no drawing of the theme's icon anchor"):
        light_theme.with_drawn_icons('<i class="fas fa-anchor"></i>')


def test_scripts_wait_at_the_end_and_what_they_read_at_once_stands_in_the_page():
    early = '<script async src="_static/explorers.js"></script><script type="application/json">[1]</script>'
    page = (
        f'<script src="a.js"></script>{early}<script src="../documentation_options.js?v=1"></script>text'
        '<script defer src="b.js"></script><script src="_static/searchtools.js"></script>'
        "<script>x</script></body>"
    )
    assert light_theme.lightened(page, "const A = 1;", is_search=False) == (
        f'{early}text\n<script defer src="a.js"></script>\n<script>const A = 1;</script>\n'
        '<script defer src="b.js"></script>\n<script>x</script>\n</body>'
    )
    assert "searchtools" in light_theme.lightened(page, "const A = 1;", is_search=True)


def test_a_page_begins_in_the_theme_that_was_chosen():
    chosen = f'<script data-cfasync="false">{light_theme.CHOSEN}</script>'
    page = f'<html lang="en" data-content_root="../" data-theme="auto">{chosen}</body>'
    made = light_theme.lightened(page, "", is_search=False)
    assert made.startswith('<html lang="en" data-content_root="../" data-theme="light">')
    assert "prefers-color-scheme: dark" in made


def test_words_of_one_color_have_one_mark_and_those_of_none_have_none():
    code = (
        '<pre><span></span><span class="n">x</span><span class="p">(</span><span class="sa">f</span>'
        '<span class="s2">a</span> <span class="si">b</span><span class="mf">1.0</span></pre>'
    )
    made = '<pre>x(<span class="s2">fa b</span><span class="mi">1.0</span></pre>'
    assert light_theme.lightened(f"{code}</body>", "", is_search=False) == f"{made}\n</body>"


def test_room_between_tags_goes_and_that_of_code_stays():
    page = "<div>\n\n   <p>a\n b</p><!-- c --></div><pre>\n  d\n</pre>"
    made = "<div>\n<p>a\nb</p></div><pre>\n  d\n</pre>\n</body>"
    assert light_theme.lightened(f"{page}</body>", "", is_search=False) == made


def test_a_page_loads_one_style_sheet_for_those_that_all_have():
    page = (
        '<link rel="stylesheet" href="../_static/a.css?v=1" />'
        '<link rel="stylesheet" href="../_static/own.css" />'
        '<link href="../_static/b/c.css" rel="stylesheet" /><link rel="icon" href="../_static/a.svg" />'
    )
    assert light_theme.with_one_style(page, ["a.css", "b/c.css"], "all.css") == (
        '<link rel="stylesheet" href="../_static/all.css" />\n'
        '<link rel="stylesheet" href="../_static/own.css" />'
        '<link rel="icon" href="../_static/a.svg" />'
    )


def test_an_imported_sheet_stands_where_it_is_imported(tmp_path):
    (tmp_path / "a.css").write_text('@import "b.css";.a{top:0}')
    (tmp_path / "b.css").write_text("@charset 'utf-8';.b{top:0}")
    assert light_theme.imported(tmp_path / "a.css") == ".b{top:0}.a{top:0}"
