"""The front page about the figures: which edition and city, the answer, what was measured."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import translation

from wijkwerk.home.models import HomeChoice
from wijkwerk.monitor.models import EditionRecord
from wijkwerk.monitor.services import register_editions
from wijkwerk.monitor.serving.edition import Serving
from wijkwerk.monitor.web.home_choice import home_city, home_settings

client = Client()


@pytest.fixture
def other(site: str) -> EditionRecord:
    """The second edition of the site, which isn't shown first."""
    return EditionRecord.objects.exclude(edition=site).get()


def test_the_front_page_answers_and_leads_on(site: str) -> None:
    assert client.get("/").headers["Location"] == "/nl/"
    html = client.get("/nl/").content.decode()
    assert "<h1>Lopen onze buurten hun achterstand in?</h1>" in html
    assert 'class="ww-front__sentence"' in html
    assert f'href="/nl/editions/{site}/themes"><strong class="ww-loop__figure">' in html


def test_an_edition_that_was_taken_along_is_shown(site: str, other: EditionRecord) -> None:
    html = client.get(f"/nl/?edition={other.edition}").content.decode()
    assert f'href="/nl/editions/{other.edition}/themes"><strong' in html


def test_the_series_that_was_chosen_is_shown_with_its_newest_edition(
    site: str, other: EditionRecord
) -> None:
    HomeChoice.objects.create(key="edition", value=other.series)
    html = client.get("/nl/").content.decode()
    assert f'href="/nl/editions/{other.edition}/themes"><strong' in html
    # Who chose another one to read keeps that.
    html = client.get(f"/nl/?edition={site}").content.decode()
    assert f'href="/nl/editions/{site}/themes"><strong' in html


@pytest.mark.parametrize("key", ["edition", "area", "programme"])
def test_a_choice_that_is_there_no_more_is_as_none(site: str, key: str) -> None:
    usual = client.get("/en/").content
    HomeChoice.objects.create(key=key, value="gone")
    cache.clear()
    assert client.get("/en/").content == usual


def test_the_city_is_the_one_that_was_chosen_or_the_only_one(serving: Serving) -> None:
    assert home_city(serving, {}) is None  # four cities: none of them by itself
    chosen = home_city(serving, {"area": "GM0002"})
    assert chosen is not None and chosen.name == "Stad 2"


def test_editions_and_cities_are_offered_by_name(site: str, other: EditionRecord) -> None:
    with translation.override("nl"):
        edition, area = home_settings()
    assert dict(edition.choices)[other.series] == other.title_nl
    assert dict(area.choices)["GM0002"] == "Stad 2"


def test_without_being_told_the_site_first_shows_what_has_a_map(
    site: str, published: Path, serving_cache: Path, country_edition: Path
) -> None:
    # The other one is real, but of groups and without a map.
    EditionRecord.objects.update(is_default=False)
    register_editions(published, serving_cache, datetime(2026, 1, 1, tzinfo=UTC), None)
    assert EditionRecord.objects.get(is_default=True).edition == country_edition.name


def test_the_front_page_and_the_page_of_its_city_name_the_same_area(site: str) -> None:
    HomeChoice.objects.create(key="area", value="GM0002")
    cache.clear()
    home = client.get("/nl/").content.decode()
    said = re.findall(r'<p class="ww-front__sentence">(.*?)</p>', home, re.DOTALL)
    assert "het verst achter" in said[0]
    city = client.get("/nl/gebieden/GM0002").content.decode()
    assert all(sentence in city for sentence in said)
