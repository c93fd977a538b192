"""Public pages in Dutch show names and words; codes are small print."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

import pytest
from decided_list import leave
from django.test import Client

from shown import codes_in, walk
from wijkwerk.designation.core.scheme import Label
from wijkwerk.designation.reading import examine, find_scheme
from wijkwerk.monitor.display import Catalogue, indicator_name, place_name


def labels(thing: Any) -> Iterator[Label]:
    """Every text of a scheme."""
    if isinstance(thing, Label):
        yield thing
    elif is_dataclass(thing):
        for field in fields(thing):
            yield from labels(getattr(thing, field.name))
    elif isinstance(thing, tuple | list):
        for one in thing:
            yield from labels(one)
    elif isinstance(thing, dict):
        yield from labels(list(thing.values()))


def test_no_public_page_of_lists_shows_a_code_or_english(client: Client, published: Any) -> None:
    leave(published())
    english = set()
    for name in (
        "denmark",
        "dutch-forty",
        "forty-plus",
        "new-towns",
        "nomination",
        "social-recapture",
    ):
        scheme, _problems = examine(find_scheme(name))
        found = [label for label in labels(scheme) if label.nl != label.en and len(label.en) > 5]
        assert all(one.nl for one in found), "every text of a shipped scheme is Dutch too"
        english |= {one.en for one in found}
    assert any("Danish law" in one for one in english)
    wrong, pages = [], 0
    for address, texts in walk(client, "/nl/designation", 4):
        pages += 1
        wrong += [(address, one) for one in codes_in(texts)]
        wrong += [(address, one) for one in texts if any(text in one for text in english)]
    assert pages > 20
    assert wrong == []


def test_an_area_that_is_held_against_a_region_names_it(client: Client, published: Any) -> None:
    one = published()
    page = client.get(one.served.page(f"/areas/{one.stays}")).content.decode()
    assert "Regio 1; verhouding" in page
    assert "als de verhouding tot de regio" in page


def test_history_and_pages_of_a_procedure_name_the_municipality(
    client: Client, published: Any
) -> None:
    one = published()
    page = client.get(f"/nl/designation/procedures/{one.procedure.pk}").content.decode()
    catalogue = place_catalogue(one)
    city = next(area.municipality for area in one.procedure.areas.all())
    assert city.startswith("GM") and catalogue.name(city) in page


def place_catalogue(one: Any) -> Catalogue:
    """What the edition of the list knows."""
    from wijkwerk.designation.web.list_context import edition_of

    edition = edition_of(one.served.serving())
    assert edition is not None
    return edition.catalogue


@pytest.mark.parametrize(
    ("code", "level", "nl", "en"),
    [
        ("NL00", "", "het land", "the country"),
        ("GM0001", "", "gemeente GM0001", "municipality GM0001"),
        ("WK000102", "", "wijk WK000102", "district WK000102"),
        ("BU00010203", "region", "buurt BU00010203", "neighbourhood BU00010203"),
        ("REGION9", "region", "regio REGION9", "region REGION9"),
        ("X1", "", "X1", "X1"),
        ("", "", "", ""),
    ],
)
def test_a_place_without_a_name_is_told_by_its_kind(
    code: str, level: str, nl: str, en: str
) -> None:
    assert place_name(None, code, "nl", level) == nl
    assert place_name(None, code, "en", level) == en


def test_an_indicator_without_an_edition_has_the_name_of_the_shipped_one() -> None:
    assert indicator_name(None, "nothing_such", "nl") == "nothing_such"
    assert indicator_name(None, "low_incomes", "nl") not in ("", "low_incomes")


def test_names_of_an_edition_go_first(published: Any) -> None:
    catalogue = place_catalogue(published())
    for code, area in catalogue.areas.items():
        assert place_name(catalogue, code, "nl") == area.name
    for code, measure in catalogue.measures.items():
        assert indicator_name(catalogue, code, "nl") == measure.name.nl
