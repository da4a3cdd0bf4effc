"""A small book built without the addresses of ``_config.yml`` and with them: what points where."""

import base64
import html
import importlib
import io
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import parse_qs, urljoin, urlsplit
from xml.etree import ElementTree

import cite
import nbformat
import pytest
import yaml
from PIL import Image
from sphinx.errors import ConfigError

from tests.conftest import served

ROOT = Path(__file__).parents[1]
REPOSITORY, SITE = "https://github.com/somebody/course", "https://somebody.example/course/"
OURS = ["address", "descriptions", "icons", "linked_data", "social_cards", "plain_text"]
NEEDED = [
    "myst_nb", "jupyter_book", "sphinx_comments", "sphinx_external_toc", "sphinx_design", "sphinx_book_theme",
    "sphinxcontrib.bibtex", "sphinx_exercise", "sphinx_togglebutton", "sphinx_copybutton", "formulas", *OURS,
]  # fmt: skip
INTRO = """# The course

**One thing bends. Another does not.** More.

Get {in-repository}`the project` or {in-repository}`tell us <issues/new/choose>`.
"""
PAGES = ["chapters/04-sigmoid", "intro", "references"]


def build(folder, repository, site):
    """Build a book of three pages with the project's own settings; return where it lies."""
    config = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
    config["repository"]["url"], config["html"]["baseurl"] = repository, site
    config["logo"] = config["html"]["favicon"] = str(ROOT / "static" / "logo.svg")
    config["sphinx"]["local_extensions"] = {"notebooks": str(ROOT / "extensions")}
    config["sphinx"]["config"]["extensions"] = NEEDED
    config["sphinx"]["config"]["html_static_path"] = [str(folder / "static")]
    files = {
        "_config.yml": yaml.safe_dump(config),
        "_toc.yml": yaml.safe_dump({"format": "jb-book", "root": PAGES[1],
                                    "chapters": [{"file": PAGES[0]}, {"file": PAGES[2]}]}),
        "intro.md": INTRO,
        "references.md": "# References\n\nEvery work.\n\n```{bibliography}\n:all:\n```\n",
        "references.bib": (ROOT / "references.bib").read_text(encoding="utf-8"),
        "chapters/04-sigmoid.ipynb": nbformat.writes(chapter()),
    }  # fmt: skip
    shutil.copytree(ROOT / "static", folder / "static")
    for name, text in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    tool = Path(sys.executable).with_name("jupyter-book")
    run = subprocess.run([tool, "build", folder], capture_output=True, text=True, check=False)
    said = re.findall(r".*(?:WARNING|ERROR|Error).*", run.stdout + run.stderr)
    assert [line for line in said if "unknown config value" not in line] == []
    return folder / "_build" / "html"


def chapter():
    picture = io.BytesIO()
    Image.new("P", (40, 30)).save(picture, "PNG")
    data = {"image/png": base64.b64encode(picture.getvalue()).decode(), "text/plain": "black from 0 to 1."}
    far = '<div style="height: 900px"></div>'
    cells = [
        nbformat.v4.new_markdown_cell("# Squash\n\n**A score < 1 & more. What is it?**"),
        nbformat.v4.new_code_cell("draw()", outputs=[nbformat.v4.new_output("display_data", data)]),
        nbformat.v4.new_markdown_cell(f"## Part one\n\n{far}\n\n## Part two\n\n{far}"),
    ]
    kernel = {"name": "python3", "display_name": "Python", "language": "python"}
    return nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})


@pytest.fixture(scope="module")
def without(tmp_path_factory):
    return build(tmp_path_factory.mktemp("without"), "", "")


@pytest.fixture(scope="module")
def within(tmp_path_factory):
    return build(tmp_path_factory.mktemp("within"), REPOSITORY + "/", SITE.rstrip("/"))


def head(site, page):
    """Return what stands in a page's head: the contents of its meta tags by name, its links by relation."""
    text = (site / f"{page}.html").read_text(encoding="utf-8").partition("</head>")[0]
    tags = re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)"', text)
    links = re.findall(r'<link rel="([\w-]+)"(?: type="[^"]*")? href="([^"]*)"', text)
    return dict(tags), dict(links)


def linked(site, page):
    text = (site / f"{page}.html").read_text(encoding="utf-8")
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', text)
    return json.loads(found[1]) if found else None


def hrefs(site, page):
    text = (site / f"{page}.html").read_text(encoding="utf-8")
    return [href.replace("&amp;", "&") for href in re.findall(r'(?:href|src|action)="([^"]*)"', text)]


def test_without_addresses_nothing_points_anywhere(without):
    for page in PAGES:
        tags, links = head(without, page)
        away = [href for href in hrefs(without, page) if re.match("https?:", href)]
        assert page == "references" or away == []
        assert not any(name.startswith(("og:", "twitter:")) for name in tags)
        assert "canonical" not in links
        assert linked(without, page) is None
        assert "report" not in " ".join(hrefs(without, page))
    assert not any((without / name).exists() for name in ("404.html", "sitemap.xml", "robots.txt"))
    assert not list(without.rglob("cards/*"))


@pytest.mark.parametrize("site", ["without", "within"])
def test_a_page_is_described_by_its_first_sentences(request, site):
    site = request.getfixturevalue(site)
    said = {page: html.unescape(head(site, page)[0]["description"]) for page in PAGES[:2]}
    assert said[PAGES[0]] == "A score < 1 & more. What is it?"
    assert said[PAGES[1]] == "One thing bends. Another does not. More."


@pytest.mark.parametrize(
    ("longest", "kept"),
    [(5, "One of 0.5 bends."), (28, "One of 0.5 bends. Do two?"), (99, "One of 0.5 bends. Do two? No.")],
)
def test_a_description_ends_where_a_sentence_does(monkeypatch, longest, kept):
    monkeypatch.syspath_prepend(ROOT / "extensions")
    descriptions = importlib.import_module("descriptions")
    assert descriptions.first_sentences("One of 0.5 bends.\nDo two?  No.", longest) == kept


def test_each_page_says_its_own_address(within):
    for page in PAGES:
        tags, links = head(within, page)
        assert links["canonical"] == tags["og:url"] == linked(within, page)["url"] == f"{SITE}{page}.html"
        assert tags["og:description"] == tags["description"]
        assert tags["twitter:card"] == "summary_large_image"


def test_a_shared_link_shows_the_chapters_own_figure(within):
    for page, name in zip(PAGES, ("04-sigmoid", "intro", "intro"), strict=True):
        tags, _ = head(within, page)
        assert tags["og:image"] == f"{SITE}_images/cards/{name}.png"
        with Image.open(within / "_images" / "cards" / f"{name}.png") as card:
            assert card.size == (int(tags["og:image:width"]), int(tags["og:image:height"])) == (1200, 630)
            assert len(card.getcolors()) > 2
        assert tags["og:image:alt"]


def test_what_a_page_is_can_be_read_by_machines(within):
    kinds = {page: linked(within, page)["@type"] for page in PAGES}
    assert kinds == dict(zip(PAGES, ("LearningResource", "Course", "CollectionPage"), strict=True))
    part = linked(within, "chapters/04-sigmoid")
    assert part["isPartOf"]["url"] == linked(within, "intro")["url"]
    assert part["position"] == 4
    works = linked(within, "references")["hasPart"]
    assert all(work["name"] and (work.get("sameAs", "https://").startswith("https://")) for work in works)
    assert len(works) == len(re.findall(r"^@", (ROOT / "references.bib").read_text(encoding="utf-8"), re.M))


def test_the_sitemap_lists_the_pages_and_robots_lead_to_it(within):
    tree = ElementTree.parse(within / "sitemap.xml")
    listed = {each.text for each in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")}
    assert listed == {f"{SITE}{page}.html" for page in PAGES}
    assert f"Sitemap: {SITE}sitemap.xml" in (within / "robots.txt").read_text().splitlines()


def test_the_page_for_lost_readers_works_at_any_depth_and_searches(within):
    root = urlsplit(SITE).path
    for href in hrefs(within, "404"):
        if not href.startswith(("https:", "#", "data:")):
            assert href.startswith(root), href
            assert (within / urlsplit(href).path.removeprefix(root)).exists(), href
    text = (within / "404.html").read_text(encoding="utf-8")
    assert re.search(rf'action="{root}search.html".*?name="q"', text, re.DOTALL)


def test_links_into_the_repository_name_what_is_there(within):
    found = hrefs(within, "chapters/04-sigmoid")
    assert f"{REPOSITORY}/edit/main/chapters/04-sigmoid.ipynb" in found
    binder = next(href for href in found if "mybinder.org" in href)
    assert "/gh/somebody/course/main?urlpath=lab/tree/chapters/04-sigmoid.ipynb" in binder
    colab = next(href for href in found if "colab" in href and href.startswith("https"))
    assert colab.endswith("/github/somebody/course/blob/notebooks/open/04-sigmoid.ipynb")
    report = next(href for href in found if "/issues/new" in href)
    asked = parse_qs(urlsplit(report).query)
    form = yaml.safe_load(
        (ROOT / ".github" / "ISSUE_TEMPLATE" / asked["template"][0]).read_text(encoding="utf-8")
    )
    fields = {field.get("id") for field in form["body"]}
    assert asked["page"] == ["chapters/04-sigmoid"]
    assert {"page", "section"} <= fields


def test_words_of_a_page_lead_into_the_repository(without, within):
    leads = [f'href="{REPOSITORY}">the project<', f'href="{REPOSITORY}/issues/new/choose">tell us<']
    text = (within / "intro.html").read_text(encoding="utf-8")
    assert all(lead in text for lead in leads)
    assert "Get the project or tell us." in (without / "intro.html").read_text(encoding="utf-8")


def test_a_report_names_the_section_in_view(within, browser):
    with served(within) as host:
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.goto(urljoin(host, "chapters/04-sigmoid.html"))
        for section in ("Part one", "Part two"):
            page.get_by_role("heading", name=section).evaluate("(heading) => heading.scrollIntoView()")
            link = page.locator("a.btn-report-mistake-button")
            link.dispatch_event("pointerdown")
            said = parse_qs(urlsplit(link.get_attribute("href")).query)
            assert said["section"] == [section]
            assert said["page"] == ["chapters/04-sigmoid"]
        page.close()


def test_each_icon_beside_a_link_is_drawn(monkeypatch, without, within):
    monkeypatch.syspath_prepend(ROOT / "extensions")
    light_theme, drawn = importlib.import_module("light_theme"), 0
    for site in (without, within):
        for page in site.rglob("*.html"):
            text = light_theme.with_drawn_icons(page.read_text(encoding="utf-8"))
            assert re.findall(r'<\w+ class="fa[^"]*"', text) == [], page.name
            drawn += text.count('fa-pencil-alt" ')
    assert drawn


def test_the_overview_links_to_the_copies(without, within):
    for site, start in ((without, ""), (within, SITE)):
        text = (site / "llms.txt").read_text(encoding="utf-8")
        links = re.findall(r"\]\((.+?)\)", text)
        assert f"{start}chapters/04-sigmoid.md" in links
        assert all((site / link.removeprefix(start)).exists() for link in links)


def test_icons_have_the_sizes_they_are_listed_with(without):
    for page in PAGES:
        links = head(without, page)[1]
        for relation in ("apple-touch-icon", "manifest"):
            assert (without / Path(page).parent / links[relation]).resolve().exists()
    manifest = json.loads((without / "_static" / "site.webmanifest").read_text(encoding="utf-8"))
    assert (without / "_static" / manifest["start_url"]).resolve() == (without / "intro.html").resolve()
    for icon in manifest["icons"]:
        if icon["type"] == "image/png":
            with Image.open(without / "_static" / icon["src"]) as drawn:
                assert icon["sizes"] == "{}x{}".format(*drawn.size)
        assert (without / "_static" / icon["src"]).exists()


@pytest.mark.parametrize("wrong", ["http://somebody.example", "somebody.example/course", "https://x.y/?a=b"])
def test_an_address_that_is_none_is_named(monkeypatch, wrong):
    monkeypatch.syspath_prepend(ROOT / "extensions")
    address = importlib.import_module("address")

    class Config:
        html_baseurl = wrong

    with pytest.raises(
        ConfigError, match=r"html: baseurl must be empty or an address .* got " + re.escape(repr(wrong))
    ):
        address.site(Config)


def test_the_citation_names_the_addresses():
    text = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert cite.cited(text, cite.addresses()) == text, "make address"
    filled = cite.cited(text, {"url": SITE, "repository-code": REPOSITORY})
    assert yaml.safe_load(filled) == yaml.safe_load(text) | {"url": SITE, "repository-code": REPOSITORY}
    assert cite.cited(filled, {"url": "", "repository-code": ""}) == cite.cited(text, {})
