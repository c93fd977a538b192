"""The edition in use: named in words on every page, kept while reading on, and another one to choose."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import quote

import pytest
from django.test import Client
from django.utils.html import escape

from wijkwerk.monitor.library import library
from wijkwerk.monitor.models import EditionRecord

client = Client()


@pytest.fixture
def other(site: str) -> str:
    """The id of the second edition of the site, which isn't shown first."""
    return str(EditionRecord.objects.exclude(edition=site).get().edition)


def head(address: str, status: int = 200) -> str:
    """The head of a page."""
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode().split("<header")[1].split("</header>")[0]


def named(html: str) -> str:
    """The edition that the head names."""
    found = re.search(r'ww-edition__title">([^<]*)<', html)
    assert found is not None
    return found[1]


@pytest.mark.parametrize(
    ("page", "status"),
    [
        ("editions/{other}", 200),
        ("editions/{other}/themes", 200),
        ("gebieden/nobody?edition={other}", 404),
        ("editions/{other}/no/such/page", 404),
        ("editions/{other}/areas?against=nobody", 400),
        ("about/how-sure?edition={other}", 200),
        ("about/privacy?edition={other}", 200),
        ("editions?edition={other}", 200),
        ("designation?edition={other}", 200),
        ("programmes?edition={other}", 200),
        ("nothing?edition={other}", 404),
    ],
)
def test_a_page_names_the_edition_and_its_menu_leads_back_to_it(
    site: str, other: str, page: str, status: int
) -> None:
    html = head(f"/nl/{page.format(other=other)}", status)
    record = EditionRecord.objects.get(edition=other)
    assert named(html) == escape(record.title_nl)
    assert f'href="/nl/editions/{other}/themes"' in html
    assert f'action="/nl/editions/{other}/search"' in html
    # Pages that belong to no edition get it along.
    assert f'href="/nl/about/how-sure?edition={other}"' in html
    assert f'href="/nl/programmes?edition={other}"' in html


@pytest.mark.parametrize("asked", ["", "?edition=", "?edition=nobody", "?edition=%00"])
def test_without_a_choice_that_exists_it_is_the_one_that_is_shown_first(
    site: str, asked: str
) -> None:
    html = head(f"/en/about/how-sure{asked}")
    assert named(html) == escape(EditionRecord.objects.get(edition=site).title_en)
    assert 'href="/en/programmes"' in html  # and the addresses stay short


def test_what_is_withdrawn_is_neither_kept_nor_offered(site: str, other: str) -> None:
    EditionRecord.objects.filter(edition=other).update(state="withdrawn", reason="wrong")
    library().look()
    try:
        html = head(f"/nl/about/how-sure?edition={other}")
        assert f"/editions/{other}" not in html
        assert f'href="/nl/editions/{site}/themes"' in html
    finally:
        EditionRecord.objects.filter(edition=other).update(state="served", reason="")
        library().look()


def test_a_page_that_is_kept_shows_a_new_edition_at_once(site: str, other: str) -> None:
    before = client.get(f"/nl/editions/{site}/themes")
    EditionRecord.objects.filter(edition=other).update(title_nl="Een nieuwe naam")
    library().look()
    try:
        after = client.get(f"/nl/editions/{site}/themes", headers={"If-None-Match": before["ETag"]})
        assert after.status_code == 200
        assert "Een nieuwe naam" in after.content.decode()
    finally:
        library().look()


def test_two_editions_with_the_same_title_are_told_apart_by_their_day(
    site: str, other: str
) -> None:
    title = EditionRecord.objects.get(edition=site).title_nl
    EditionRecord.objects.filter(edition=other).update(title_nl=title)
    library().look()
    try:
        choices = re.findall(r"\(op deze site sinds ([^)]+)\)", head(f"/nl/editions/{site}"))
    finally:
        library().look()
    assert len(choices) == 2


def instead(edition: str, of: str) -> str:
    """Where choosing ``edition`` on the page ``of`` leads."""
    response = client.get(f"/nl/editions/{edition}/instead?of={quote(of)}")
    assert response.status_code == 302
    return str(response["Location"])


def test_another_edition_shows_the_same_page_when_it_has_it(site: str, other: str) -> None:
    home = f"/nl/editions/{site}"
    of = f"/nl/editions/{other}"
    assert instead(site, f"{of}/themes") == f"{home}/themes"
    assert instead(site, f"{home}/areas/BU00010000/rate01") == f"{home}/areas/BU00010000/rate01"
    assert instead(site, f"{of}/areas/elsewhere") == home
    assert instead(site, f"{of}/files/manifest.json") == home
    picked = f"{of}/compare?area=BU00010000&area=elsewhere&against=GM0002&page=3"
    assert instead(site, picked) == f"{home}/compare?area=BU00010000&against=GM0002"
    assert client.get(f"/nl/editions/nobody/instead?of={of}").status_code == 404


def test_from_an_area_no_choice_leads_to_an_edition_without_it(site: str, other: str) -> None:
    area, both = "/nl/gebieden/BU00010000", f"edition={other}"
    assert "BU00010000" not in library().open(other).catalogue.areas
    for page in (area, f"{area}/rate01", "/nl/gebieden/REGION1", "/nl/gebieden/nobody"):
        links = re.findall(r'href="([^"]*)"', head(page, 404 if "nobody" in page else 200))
        choices = [unescape(link) for link in links if "/instead?" in link]
        assert len(choices) >= 2 and not any(both in link for link in choices)
        for link in choices:
            assert client.get(link, follow=True).status_code == 200, (page, link)
    assert instead(other, area) == f"/nl/editions/{other}"
    assert instead(site, f"{area}/rate01?against=GM0002") == f"{area}/rate01?against=GM0002"
    assert instead(other, f"/nl/gebieden/NL00?edition={site}") == f"/nl/gebieden/NL00?{both}"


@pytest.mark.parametrize(
    "of", ["", "nonsense", "//elsewhere.example/x", "https://elsewhere.example", "/nl/programmes"]
)
def test_it_never_leads_elsewhere(site: str, of: str) -> None:
    assert instead(site, of) == f"/nl/editions/{site}"
