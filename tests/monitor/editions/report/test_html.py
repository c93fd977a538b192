"""The page: whole in itself, safe with any name, and good for everyone (WCAG 2.1 AA)."""

import html
import json
import re
import shutil
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from report_facts import HOSTILE

PAGES = ["report.html", "report.en.html"]


class Outline(HTMLParser):
    """The headings, ids, links and tables of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.headings: list[int] = []
        self.ids: list[str] = []
        self.targets: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, name, value) for name, value in attrs]
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))
        found = dict(attrs)
        if "id" in found:
            self.ids.append(str(found["id"]))
        if (found.get("href") or "").startswith("#"):
            self.targets.append(str(found["href"])[1:])


def outline(path: Path) -> Outline:
    parser = Outline()
    parser.feed(path.read_text("utf-8"))
    return parser


@pytest.fixture(params=PAGES)
def page(request: pytest.FixtureRequest, small: Path) -> Path:
    return small / str(request.param)


@pytest.fixture(params=PAGES)
def hostile_page(request: pytest.FixtureRequest, hostile: Path) -> Path:
    return hostile / str(request.param)


def test_a_page_fetches_nothing_and_runs_nothing(page: Path) -> None:
    read = outline(page)
    assert not set(read.tags) & {"script", "link", "iframe", "object", "embed", "img", "base"}
    for tag, name, value in read.attributes:
        assert not name.startswith("on"), tag
        if name in ("src", "href"):
            assert not re.match(r"[a-z]+:|//", value or ""), value
    assert "url(" not in page.read_text("utf-8")
    assert "@import" not in page.read_text("utf-8")


def test_headings_follow_each_other_and_links_lead_somewhere(page: Path) -> None:
    read = outline(page)
    assert read.headings[0] == 1
    assert read.headings.count(1) == 1
    assert all(new - old <= 1 for old, new in zip(read.headings, read.headings[1:], strict=False))
    assert len(read.ids) == len(set(read.ids))
    assert set(read.targets) <= set(read.ids)


def test_every_table_has_a_caption_and_named_rows_and_columns(page: Path) -> None:
    text = page.read_text("utf-8")
    tables = re.findall(r"<table.*?</table>", text, re.S)
    assert tables
    for table in tables:
        assert "<caption>" in table
        assert 'scope="col"' in table
        body = table.split("<tbody>", 1)[1]
        assert body.count('scope="row"') == body.count("<tr>")


def test_every_picture_has_words_and_a_table_beside_it(page: Path) -> None:
    figures = re.findall(r"<figure.*?</figure>", page.read_text("utf-8"), re.S)
    assert figures
    for figure in figures:
        assert "<table" in figure
        if "<svg" in figure:
            assert re.search(
                r'<svg[^>]*role="img"[^>]*><title>[^<]+</title><desc>[^<]+</desc>', figure
            )


def test_the_language_is_declared_and_the_other_one_is_a_click_away(small: Path) -> None:
    nl, en = ((small / name).read_text("utf-8") for name in PAGES)
    assert '<html lang="nl">' in nl
    assert '<a href="report.en.html" lang="en" hreflang="en">' in nl
    assert '<html lang="en">' in en
    assert '<a href="report.html" lang="nl" hreflang="nl">' in en


def test_simulated_figures_say_so_in_every_section(page: Path) -> None:
    text = page.read_text("utf-8")
    words = "Verzonnen cijfers" if page.name == "report.html" else "Simulated figures"
    title = re.search(r"<title>(.*?)</title>", text)
    assert title and words in title[1]
    sections = re.findall(r"<section.*?</section>", text, re.S)
    told = [section for section in sections if words in section]
    # Method, sources and how to verify hold no figures.
    assert len(told) == len(sections) - 3
    assert words in text.split("<footer>", 1)[1]


def test_harmful_names_are_shown_and_never_run(hostile_page: Path) -> None:
    read, text = outline(hostile_page), hostile_page.read_text("utf-8")
    assert "script" not in read.tags
    assert not [attribute for attribute in read.attributes if attribute[1].startswith("on")]
    assert "<script" not in text
    assert html.escape(HOSTILE["WK900101"]) in text.replace("&#34;", "&quot;").replace(
        "&#39;", "&#x27;"
    )
    assert "{{ 7*7 }}" in text
    assert "49" not in re.findall(r"<th scope=\"row\">(.*?)</th>", text)
    assert "\u202e" not in text
    assert "z" * 300 not in text
    assert len(text) > 10_000


def test_a_page_is_the_same_twice(small: Path, tmp_path: Path) -> None:
    from wijkwerk.monitor.editions.report import write_reports

    copy = Path(shutil.copytree(small, tmp_path / "copy"))
    for path in write_reports(copy):
        assert path.read_bytes() == (small / path.name).read_bytes(), path.name


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    playwright = pytest.importorskip("playwright.sync_api")
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.skip("no Chromium on this machine")
    with playwright.sync_playwright() as running:
        one = running.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        yield one
        one.close()


def test_axe_finds_nothing_wrong_and_nothing_sticks_out(
    browser: object, small: Path, hostile: Path
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    for path in (small / "report.html", small / "report.en.html", hostile / "report.html"):
        context = browser.new_context(  # type: ignore[attr-defined]
            viewport={"width": 1280, "height": 800}, java_script_enabled=True
        )
        page = context.new_page()
        page.goto(path.as_uri())
        found = axe.run(
            page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}
        )
        wrong = [
            (violation["id"], violation["nodes"][0]["html"][:200])
            for violation in found.response["violations"]
        ]
        assert wrong == [], json.dumps(wrong, indent=1)
        # Only tables scroll sideways, in their own frame.
        for width in (1280, 360):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path.name
        assert page.title() != "owned"
        context.close()
