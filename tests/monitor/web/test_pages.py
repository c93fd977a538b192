"""Every page answers, in both languages, with the answer first and nothing untranslated."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from wijkwerk.build import build
from wijkwerk.monitor.serving.edition import Serving

PAGES = [
    "", "/themes", "/themes/income", "/indicators/rate01", "/indicators/rate01/method",
    "/indicators/liveability", "/areas", "/areas/BU00010000", "/areas/GM0001",
    "/areas/BU00010000/rate01", "/groups", "/groups/FOCUS", "/compare",
    "/compare?area=BU00010000&area=BU00010001", "/selection",
    "/selection?area=BU00010000&indicator=rate01", "/search", "/search?q=stad", "/files",
]  # fmt: skip
CHARTS = [
    "lags.svg?indicator=rate01", "apart.svg?indicator=rate01&size=small",
    "multiples.svg?indicator=rate01", "trend.svg?indicator=rate01&area=BU00010000",
    "map.svg?indicator=rate01", "lines.svg?indicator=rate01&area=BU00010000,BU00010001",
    "selection.svg?indicator=rate01,rate02&area=GM0001,GM0002", "ranks.svg?indicator=rate01",
    "parts.svg?indicator=liveability&area=BU00010000", "map.svg?indicator=rate01&legend=no&size=medium",
]  # fmt: skip
client = Client()


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_every_page_answers_with_one_heading(site: str, language: str, page: str) -> None:
    response = client.get(f"/{language}/editions/{site}{page}", follow=True)
    html = response.content.decode()
    assert response.status_code == 200
    assert len(re.findall(r"<h1[ >]", html)) == 1
    assert f'<html lang="{language}"' in html
    assert " style=" not in html and " onclick" not in html
    assert "gesimuleerd" in html.casefold() or "bedacht" in html or "simulated" in html.casefold()


@pytest.mark.parametrize("name", ["editions", "about/how-sure", "about/api", "about/privacy"])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_pages_of_the_site_itself_answer(site: str, name: str, language: str) -> None:
    assert client.get(f"/{language}/{name}").status_code == 200


@pytest.mark.parametrize("chart", CHARTS)
def test_every_picture_is_drawn_with_words_in_it(site: str, chart: str) -> None:
    response = client.get(f"/nl/editions/{site}/charts/{chart}")
    assert response.status_code == 200
    drawn = response.content.decode()
    assert drawn.startswith("<svg") and "<title>" in drawn and "<desc>" in drawn
    assert "NaN" not in drawn and "undefined" not in drawn


def test_no_page_sets_a_cookie_and_each_has_a_strict_policy(site: str) -> None:
    response = client.get(f"/nl/editions/{site}")
    assert not response.cookies
    policy = response.headers["Content-Security-Policy"]
    assert "unsafe" not in policy and "default-src 'none'" in policy


def test_the_chosen_reference_is_named_and_changes_the_figures(site: str) -> None:
    own = client.get("/nl/gebieden/BU00010000/rate01").content.decode()
    other = client.get("/nl/gebieden/BU00010000/rate01?against=GM0002").content.decode()
    assert "Stad 1" in own and "Stad 2" in other
    assert own != other
    page = client.get(f"/nl/editions/{site}/indicators/rate01?against=GM0002").content.decode()
    assert "against=GM0002" in page  # every link of the page keeps the choice


def test_counts_on_the_page_add_up_to_the_group(site: str, serving: Serving) -> None:
    from wijkwerk.monitor.core.tables import CLASSES
    from wijkwerk.monitor.serving.figure_query import FigureQuery
    from wijkwerk.monitor.serving.reference import changes_against

    group = serving.catalogue.groups["FOCUS"]
    outside = next(one.code for one in serving.catalogue.at_level("municipality"))
    counts = changes_against(serving, FigureQuery(areas=list(group.areas)), outside).counts()
    for by_class in counts.values():
        assert sum(by_class.get(kind, 0) for kind in CLASSES) == len(group.areas)


def test_a_page_is_fresh_for_one_who_has_it(site: str) -> None:
    first = client.get(f"/nl/editions/{site}")
    again = client.get(f"/nl/editions/{site}", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert again.content == b""


def test_a_part_of_a_page_comes_when_htmx_asks(site: str) -> None:
    whole = client.get(f"/nl/editions/{site}/search?q=stad").content.decode()
    part = client.get(f"/nl/editions/{site}/search?q=stad", headers={"HX-Request": "true"})
    assert "<html" in whole
    assert "<html" not in part.content.decode() and "Stad 1" in part.content.decode()


def test_code_to_embed_a_picture_is_shown_and_not_run(site: str) -> None:
    html = client.get(f"/nl/editions/{site}/indicators/rate01").content.decode()
    assert "&lt;iframe" in html and "<iframe" not in html


def test_legend_and_picture_name_the_same_reference(site: str) -> None:
    html = client.get(f"/nl/editions/{site}/indicators/rate01?against=GM0002").content.decode()
    assert html.count("Vergeleken met: Stad 2") >= 3  # the choice, the map, each picture


def test_a_focus_group_without_a_name_is_called_what_it_is(site: str) -> None:
    html = client.get(f"/nl/editions/{site}/groups").content.decode()
    assert "Aandachtsgebieden" in html and ">FOCUS<" not in html


def test_what_browsers_keep_for_a_year_is_asked_for_by_the_program_that_draws_it(site: str) -> None:
    html = client.get(f"/nl/editions/{site}/indicators/rate01").content.decode()
    drawn = re.findall(r'"(/[^"]*(?:\.svg|\.png|\.geojson)\?[^"]*)"', html)
    assert len(drawn) > 4
    assert all(f"v={build()}" in address for address in drawn)
