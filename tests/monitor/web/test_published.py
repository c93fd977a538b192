"""What was published stays what was published, on every page and in the API."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django.fixtures import Settings

from editions import BuildOnce
from wijkwerk.monitor.library import library
from wijkwerk.monitor.services import register_editions
from wijkwerk.monitor.serving import figures
from wijkwerk.monitor.serving.edition import Serving

client = Client()


@pytest.fixture
def monitor_2013(site: str, published: Path) -> str:
    """The id of the edition of 2013."""
    return next(path.name for path in published.iterdir() if path.name.startswith("outcomemonitor"))


def page(address: str) -> str:
    """The text of a page, without markup."""
    response = client.get(address)
    assert response.status_code == 200
    text = re.sub(r"<[^>]+>", " ", html.unescape(response.content.decode()))
    return " ".join(text.replace("\u00a0", " ").split())


def test_eighteen_of_forty_on_the_page_of_the_indicator(monitor_2013: str) -> None:
    said = page(f"/nl/editions/{monitor_2013}/indicators/income_from_work")
    assert (
        "In 18 van de 40 gebieden werd de afstand kleiner en voor 22 noemt de publicatie geen "
        "aantal" in said
    )
    assert "18 Afstand kleiner" in said and "22 Niet vermeld" in said
    assert "18 van de 18" not in said


def test_a_theme_counts_all_areas_and_says_of_how_many_it_cannot_be_told(monitor_2013: str) -> None:
    said = page(f"/en/editions/{monitor_2013}/themes/working")
    # 34 + 16 + 18 smaller, 4 + 17 larger, 29 of the 120 not reported.
    assert "smaller in 68 cases, larger in 21 cases" in said
    assert (
        "What happened to the distance can’t be determined for all 120: for 29 the publication gives no count."
        in said
    )


def test_what_was_left_out_could_turn_a_majority_round(monitor_2013: str) -> None:
    home = page(f"/en/editions/{monitor_2013}")
    assert "None" not in home
    # Home adds up all indicators: 224 smaller and 112 larger of 440, with 45 not reported.
    assert (
        "smaller in 179 cases, larger in 101 cases, virtually equal in 26 cases and no lag in 3 cases"
        in home
    )
    assert "for 29 the publication gives no count" in home


def test_a_direction_without_a_figure_and_a_figure_without_a_year(monitor_2013: str) -> None:
    safety = page(f"/nl/editions/{monitor_2013}/themes/safety")
    assert (
        "Volgens de publicatie verbeterde het cijfer van 40 aandachtswijken. Het cijfer van G18 verbeterde ook, "
        "en sneller. "
        "Volgens de publicatie werd de afstand van 40 aandachtswijken tot G18 groter tussen 2006 en "
        "2012." in safety
    )
    vsv = page(f"/nl/editions/{monitor_2013}/indicators/vsv")
    assert "ging het cijfer van 40 aandachtswijken van 8,3% naar 6,0%" in vsv
    assert "zonder jaar gepubliceerd" in vsv
    assert "2007" not in vsv.split("Alle gebieden")[0]


def test_named_areas_stand_with_their_class(monitor_2013: str) -> None:
    said = page(f"/nl/editions/{monitor_2013}/indicators/liveability")
    assert "De afstand werd groter in Overschie en Vreewijk." in said


def test_the_api_gives_the_same_counts(monitor_2013: str) -> None:
    address = f"/api/v1/editions/{monitor_2013}/class-counts?indicator=income_from_work"
    rows = json.loads(client.get(address).content)["items"]
    counts = {(row["origin"], row["class"]): row["count"] for row in rows}
    # What is left of the 40 was reckoned, not published.
    assert counts == {
        ("published", "smaller"): 18,
        ("published_rest", "not_reported"): 22,
        ("published_total", "smaller"): 1,
    }


def test_what_has_no_better_side_is_counted_on_its_own_page_and_in_no_headline(
    monitor_2013: str,
) -> None:
    said = page(f"/nl/editions/{monitor_2013}/indicators/medicine_use")
    assert (
        "In 21 van de 40 gebieden werd het verschil met de referentie kleiner, in 11 groter, in 5 bleef "
        "het verschil vrijwel gelijk en in 3 is het cijfer lager dan dat van de referentie. Het verschil "
        "werd kleiner in onder meer Kruiskamp (Amersfoort)." in said
    )
    assert "21 Verschil kleiner" in said and "3 Lager dan de referentie" in said
    assert "21 Afstand kleiner" not in said
    rent = page(f"/en/editions/{monitor_2013}/themes/living")
    assert (
        "By the publication the figure of 40 aandachtswijken fell. By the publication the difference "
        "between 40 aandachtswijken and G18 became smaller in the period up to 2012." in rent
    )
    # The theme counts the selling price and the liveability, and not the rent.
    assert "24 Difference smaller" in rent and "16 Not reported" in rent
    health = page(f"/en/editions/{monitor_2013}")
    assert "Difference smaller" not in health and "Difference larger" not in health
    address = f"/api/v1/editions/{monitor_2013}/class-counts?indicator=social_rent"
    api = json.loads(client.get(address).content)["items"]
    assert {(row["origin"], row["class"]): row["count"] for row in api} == {
        ("published", "difference_smaller"): 24,
        ("published_rest", "not_reported"): 16,
        ("published_total", "difference_smaller"): 1,
    }


def test_a_group_is_held_against_what_its_publication_says(monitor_2013: str) -> None:
    said = page(f"/nl/editions/{monitor_2013}/themes/learning")
    assert (
        "ging het cijfer van aandachtswijken in de G14 van 25% naar 30%. Het cijfer van G14 verbeterde "
        "ook, maar minder snel. Volgens de publicatie werd de afstand van aandachtswijken in de G14 tot "
        "G14 kleiner tussen oktober 2006 en oktober 2012." in said
    )
    assert "van aandachtswijken in de G4 tot G4 groter" in said


def test_all_early_signals_have_a_page_that_says_how_many_are_false(
    site: str, serving: Serving
) -> None:
    found = figures.warnings(serving)
    said = page(f"/en/editions/{site}/early-warning")
    assert f"There {'is' if len(found) == 1 else 'are'} {len(found)} signal" in said
    assert "at most 5 percent is expected to be a false alarm" in said
    home = page(f"/en/editions/{site}?group=FOCUS")
    if found:
        assert "is expected to be a false alarm" in home


def test_a_signal_outside_the_group_that_is_counted_is_told_too(
    site: str, serving: Serving
) -> None:
    inside = set(serving.catalogue.groups["FOCUS"].areas)
    outside = [row for row in figures.warnings(serving) if row["area"] not in inside]
    said = page(f"/en/editions/{site}/early-warning?group=FOCUS")
    for row in outside[:50]:
        assert serving.catalogue.areas[row["area"]].name in said


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_catalogue_has_a_page(site: str, language: str) -> None:
    said = page(f"/{language}/about/catalogue")
    assert "unsafe_in_neighbourhood" in said and "Leefbaarometer" in said
    assert ("Minimale basis" if language == "nl" else "Minimum base") in said
    rows = re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", _source(f"/{language}/about/catalogue"), re.S)
    cells = {re.sub(r"<[^>]+>", "", cell).strip() for cell in rows}
    assert not {"eur", "score", "index", "number"} & cells
    assert "€" in cells


@pytest.mark.parametrize("language", ["nl", "en"])
def test_no_page_says_none_where_a_publication_gives_no_moment_or_figure(
    monitor_2013: str, language: str
) -> None:
    site = f"/{language}/editions/{monitor_2013}"
    links = re.findall(
        rf'href="({site}/indicators/[a-z_]+)"', client.get(f"{site}/themes").content.decode()
    )
    assert len(set(links)) == 18
    for link in sorted(set(links)):
        assert not re.search(r"\bNone\b", page(link)), link
    said = page(f"{site}/indicators/vsv")
    expected = {
        "nl": "Van deze indicator zijn geen cijfers per gebied gepubliceerd.",
        "en": "No figures per area were published of this indicator.",
    }
    assert expected[language] in said


def test_counts_of_a_publisher_are_not_said_to_be_against_the_reference_of_groups(
    monitor_2013: str,
) -> None:
    for place in ("", "/themes/working", "/indicators/nww"):
        said = page(f"/nl/editions/{monitor_2013}{place}")
        before, publisher, _ = said.partition(
            "De uitgever heeft elk gebied vergeleken zoals de publicatie dat zegt. Cijfers van "
            "groepen zijn vergeleken met: G18."
        )
        assert publisher
        assert "Vergeleken met: G18" not in before
    # A reader who chooses a reference is told that one.
    assert "Vergeleken met: Nederland" in page(f"/nl/editions/{monitor_2013}?against=NL00")


def test_an_indicator_with_a_reference_of_its_own_names_that(monitor_2013: str) -> None:
    said = page(f"/nl/editions/{monitor_2013}/indicators/dissatisfied_surroundings")
    assert "Vergeleken met: Nederland." in said
    # The first choice isn't G18 for every indicator, so it isn't called so.
    assert "zoals de bron vergelijkt (meestal met G18)" in said


def test_the_page_of_a_group_reads_what_was_published_of_it(monitor_2013: str) -> None:
    said = page(f"/nl/gebieden/AW40?edition={monitor_2013}")
    # Smaller: surroundings, job seekers, newborns; larger: benefits, safety;
    # equal: prices, schools, drop-outs, low incomes.
    assert (
        "De publicatie meldt, zonder cijfers te geven, dat de afstand op 3 indicatoren kleiner werd, op 2 indicatoren "
        "groter werd en op 4 indicatoren vrijwel gelijk bleef" in said
    )
    assert "Te weinig waarnemingen" not in said
    assert "Het cijfer van G18 verbeterde ook, en sneller." in said


@pytest.fixture
def g27(
    site: str, examples: Path, tmp_path: Path, settings: Settings, build_once: BuildOnce
) -> Iterator[str]:
    """The id of the edition of 2004, on a site of its own."""
    edition = build_once(examples / "g27-2004", tmp_path / "editions")
    settings.SERVING = tmp_path / "serving"
    register_editions(
        tmp_path / "editions", settings.SERVING, datetime(2026, 1, 1, tzinfo=UTC), edition.name
    )
    library.cache_clear()
    cache.clear()
    yield edition.name
    library.cache_clear()


def test_what_is_counted_without_counts_of_areas_are_the_figures_of_groups(g27: str) -> None:
    said = page(f"/nl/editions/{g27}")
    # Turnout is of the G26 and of the G4, each against the country; offences of the G27 have no moment.
    assert "Geteld: G26, G27, G4" not in said
    assert "Geteld: G26, G4 en vijf slechtste steden van de G26." in said


def _source(address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_how_far_the_areas_of_a_group_lie_apart_by_the_publication(g27: str) -> None:
    said = page(f"/nl/editions/{g27}/indicators/turnout")
    assert "Volgens de publicatie loopt het binnen G26 uiteen van 45,9% tot 57,6%." in said
    # That is all the publication says of it, so nothing is said of a change.
    assert "doet de publicatie geen uitspraak" not in said and "vermeldt de publicatie" not in said
    quality = page(f"/nl/editions/{g27}/indicators/objective_decay")
    assert "uiteen van 2,0 tot 5,7, en binnen G4 van 5,2 tot 5,5." in quality
    assert "volgens de publicatie" not in page(f"/nl/gebieden/G4?edition={g27}")


def test_a_picture_names_the_reference_of_its_indicator(g27: str) -> None:
    # Turnout is held against the country, where the rest of the edition is held against the G4.
    for address, held_against in (
        (f"/nl/editions/{g27}/charts/lags.svg?indicator=turnout", "afstand tot Nederland"),
        (f"/nl/editions/{g27}/embed/lags?indicator=turnout", "Vergeleken met: Nederland"),
        (f"/nl/editions/{g27}/indicators/turnout", "Vergeleken met: Nederland."),
        (f"/nl/editions/{g27}/charts/lags.svg?indicator=decay", "afstand tot G4"),
    ):
        assert held_against in _source(address).replace("&nbsp;", " "), address
    both = page(f"/nl/editions/{g27}/compare?area=G26&area=G27")
    assert "de referentie van elke indicator" in both


def test_the_catalogue_is_reached_from_every_page_and_from_a_method(
    site: str, serving: Serving
) -> None:
    indicator = next(iter(serving.catalogue.measures))
    link = 'href="/nl/about/catalogue"'
    assert _source(f"/nl/editions/{site}").count(link) == 1  # in the footer
    assert _source(f"/nl/editions/{site}/indicators/{indicator}/method").count(link) == 2
