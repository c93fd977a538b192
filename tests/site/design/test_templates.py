"""Every template of the shell draws, in both languages, as sound HTML."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[3] / "src" / "wijkwerk" / "site" / "templates"
UI = FOLDER.parents[1] / "ui" / "templates"
PAGES = ["styleguide", "privacy", "accessibility", "400", "403", "404", "410", "429"]
Render = Callable[..., str]
VOID = {"meta", "link", "input", "img", "br", "hr", "source", "path", "rect", "circle"}


class Sound(HTMLParser):
    """Collects what is wrong with the structure of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.ids: list[str] = []
        self.labels: set[str] = set()
        self.inputs: list[str] = []
        self.refers: set[str] = set()
        self.headings: list[int] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        its = dict(attrs)
        if tag not in VOID:
            self.open.append(tag)
        if "id" in its:
            self.ids.append(its["id"] or "")
        for name in ("aria-labelledby", "aria-describedby"):
            self.refers |= set((its.get(name) or "").split())
        if tag == "label":
            self.labels.add(its.get("for") or "")
        if tag in ("input", "select") and its.get("type") not in ("hidden", "checkbox", "radio"):
            self.inputs.append(its.get("id") or "(no id)")
        if tag == "img" and "alt" not in its:
            self.wrong.append("img without alt")
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}> closes nothing")

    def problems(self) -> list[str]:
        """A line for each fault."""
        wrong = [*self.wrong, *(f"<{tag}> is never closed" for tag in self.open)]
        wrong += [
            f"id twice: {one}" for one in sorted({i for i in self.ids if self.ids.count(i) > 1})
        ]
        wrong += [f"no label: {one}" for one in self.inputs if one not in self.labels]
        wrong += [f"refers to nothing: {refer}" for refer in sorted(self.refers - set(self.ids))]
        if self.headings.count(1) != 1:
            wrong.append("not exactly one h1")
        # The foot has headings of its own level; within the page no level is skipped.
        for before, after in zip(self.headings, self.headings[1:], strict=False):
            if after > before + 1:
                wrong.append(f"h{before} is followed by h{after}")
        return wrong


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_sound_html_in_its_language(render: Render, page: str, language: str) -> None:
    html = render(f"site/{page}.html", language)
    parser = Sound()
    parser.feed(html)
    assert parser.problems() == []
    assert f'<html lang="{language}">' in html
    assert "{{" not in html
    assert "{%" not in html
    assert ("Naar de inhoud" in html) is (language == "nl")


@pytest.mark.parametrize("name", ["500", "503"])
def test_a_page_for_a_fault_of_ours_needs_nothing_to_be_drawn(name: str) -> None:
    text = (FOLDER / "site" / f"{name}.html").read_text()
    assert "{%" not in text
    assert "{{" not in text
    assert 'lang="nl"' in text
    assert 'lang="en"' in text
    assert 'href="/nl/"' in text
    parser = Sound()
    parser.feed(text)
    assert parser.problems() == []


def test_every_template_of_the_shell_can_be_loaded(render: Render) -> None:
    from django.template.loader import get_template

    for path in sorted(FOLDER.rglob("*.html")):
        get_template(path.relative_to(FOLDER).as_posix())


def test_the_style_guide_shows_every_part(render: Render) -> None:
    drawn = (FOLDER / "site/styleguide.html").read_text() + (UI / "ui/base.html").read_text()
    for name in ("figure", "header", "filter_form", "search_results"):
        drawn += (UI / f"ui/components/{name}.html").read_text()
    parts = {path.name for path in (UI / "ui/components").glob("*.html")}
    assert {part for part in parts if part not in drawn} == set()


def test_made_up_figures_and_older_editions_are_said_on_every_page(render: Render) -> None:
    html = render("site/privacy.html", "en")
    assert "All areas and figures in this edition are made up." in html
    assert 'href="#latest"' in html
    real = render("site/privacy.html", "en", edition={"title": "Real", "simulated": False})
    assert "made up" not in real
    assert "older edition" not in real


def test_a_page_leads_to_itself_in_the_other_language(render: Render) -> None:
    assert 'href="/en/example/page?x=1" lang="en"' in render("site/privacy.html", "nl")
    assert 'href="/nl/example/page?x=1" lang="nl"' in render("site/privacy.html", "en")


def test_the_menu_tells_which_page_this_is_and_leaves_out_what_is_not_there(render: Render) -> None:
    html = render("site/privacy.html", "en", nav_urls={"home": "/", "themes": "/t"})
    in_the_row = '<a class="ww-subnav__link" href="/t" aria-current="page">Themes</a>'
    in_the_button = '<a class="ww-nav__page" href="/t" aria-current="page">Themes</a>'
    assert in_the_row in html
    assert in_the_button in html
    assert html.count('aria-current="page"') == 2  # once on each kind of screen
    # The question that it is a page of, too.
    assert html.count('href="/" aria-current="true">How is it going</a>') == 2
    assert "Own selection" not in html
    assert 'id="site-search"' not in html


def test_a_page_works_outside_any_edition(render: Render) -> None:
    html = render("site/404.html", "nl", edition=None, nav_urls=None, in_use=None)
    parser = Sound()
    parser.feed(html)
    assert parser.problems() == []
    assert 'href="/"' in html


def test_tokens_of_a_municipality_come_after_ours(render: Render) -> None:
    html = render(
        "site/privacy.html", "nl", theme_css="/static/gemeente.css", theme_class="x-theme"
    )
    assert html.index("site/css/site.css") < html.index("/static/gemeente.css")
    assert '<html lang="nl" class="x-theme">' in html


def test_what_a_visitor_typed_is_never_markup(render: Render) -> None:
    evil = '"><script>alert(1)</script>'
    for template in ("site/404.html", "site/400.html"):
        assert "<script>alert" not in render(template, "nl", query=evil, detail=evil)
    found = render("ui/components/search_results.html", "nl", query=evil, results=[])
    assert "<script>" not in found
    assert "Niets gevonden bij" in found


def test_no_interface_text_of_an_error_page_is_a_dead_end(render: Render) -> None:
    for page in ("400", "403", "404", "410", "429"):
        main = render(f"site/{page}.html", "nl").split("<main")[1].split("</main>")[0]
        assert main.count("<a href=") >= 2


def test_the_menu_has_a_question_only_when_something_answers_it(render: Render) -> None:
    html = render("site/privacy.html", "nl")
    row = html.split('<nav class="ww-nav__main"')[1].split("</nav>")[0]
    # Lists and programmes have no page on this small server.
    assert re.findall(r">([^<>]+)</a>", row) == ["Hoe gaat het"]


def test_the_menu_of_a_phone_is_a_button_that_needs_no_javascript(render: Render) -> None:
    html = render("site/privacy.html", "nl")
    folded = html.split('<details class="ww-menu">')[1].split("</details>")[0]
    assert folded.startswith('<summary class="ww-menu__button">Menu</summary>')
    for label in ("Hoe gaat het", "Thema’s", "Eigen selectie", "English"):
        assert f">{label}</a>" in folded


def test_the_edition_is_named_in_words_and_another_can_be_chosen(render: Render) -> None:
    html = render("site/404.html", "nl")
    named = html.split('<details class="ww-edition">')[1].split("</details>")[0]
    assert "Voorbeeldland 2021</span></summary>" in named
    assert '<a href="#now" aria-current="true"' in named
    assert '<a href="#before" rel="nofollow">Voorbeeldland 2020</a>' in named
    assert '<a href="#editions">Alle edities</a>' in named
    assert "2f9c" not in html  # the code is for machines


TABS = [
    {"here": "a", "label": "Een", "url": "/a"},
    {"here": "b", "label": "Twee", "url": "/b"},
]


@pytest.mark.parametrize(
    ("page", "before", "after"),
    [
        ("<h1>Titel</h1><p>Rest</p>", "<h1>Titel</h1>", "<p>Rest</p>"),
        ("<hgroup><h1>T</h1><p>x</p></hgroup><p>R</p>", "<p>x</p></hgroup>", "<p>R</p>"),
        ("<p>Geen titel</p>", "", "<p>Geen titel</p>"),
    ],
)
def test_the_pages_of_a_section_stand_right_under_its_title(
    shell: None, page: str, before: str, after: str
) -> None:
    from django.template import Context, Engine, engines

    engine: Engine = engines["django"].engine  # type: ignore[attr-defined]
    words = "{% load components %}{% under_title %}" + page + "{% endunder_title %}"
    html = engine.from_string(words).render(
        Context({"tabs": TABS, "tab": "b", "tabs_label": "<x>"})
    )
    start, nav = html.split('<nav class="ww-tabs"')
    assert start.strip().endswith(before)
    assert nav.split("</nav>")[1].strip() == after
    assert '<a class="ww-tabs__link" href="/b" aria-current="page">Twee</a>' in nav
    assert 'aria-label="&lt;x&gt;"' in nav
