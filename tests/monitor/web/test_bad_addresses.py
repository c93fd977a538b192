"""What can't be answered is said clearly, with the right status code; nothing falls over."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wijkwerk.monitor.library import library
from wijkwerk.monitor.models import EditionRecord, EditionState
from wijkwerk.monitor.services import withdraw

client = Client(raise_request_exception=True)

WRONG = {
    "/areas/BU99999999": 404, "/indicators/none": 404, "/themes/none": 404, "/groups/none": 404,
    "/areas/BU00010000/none": 404, "/charts/none.svg?indicator=rate01": 404,
    "/charts/trend.svg?indicator=rate01": 404, "/files/..%2Fsecret": 404, "/files/manifest.jsonx": 404,
    "/indicators/rate01?period=1900": 400, "/indicators/rate01?page=-1": 400,
    "/indicators/rate01?page=x": 400, "/indicators/rate01?sort=drop": 400, "?against=nobody": 400,
    "?group=nobody": 400, "/compare?area=nobody": 400, "/selection?indicator=nobody": 400,
    "/charts/lags.svg?indicator=rate01&size=huge": 400, "/selection.exe?area=GM0001": 404,
    "/indicators/rate01?within=nobody": 400, "/indicators/rate01?level=planet": 400,
    "/compare?" + "&".join(f"area=BU0001000{n}" for n in range(7)): 400,
    "/selection?area=" + ",".join(f"X{n}" for n in range(300)): 400,
    "/areas/%00": 404, "/areas/<script>alert(1)</script>": 404,
}  # fmt: skip


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize(("address", "status"), WRONG.items())
def test_a_wrong_address_gets_its_status_and_a_way_on(
    site: str, language: str, address: str, status: int
) -> None:
    response = client.get(f"/{language}/editions/{site}{address}", follow=True)
    assert response.status_code == status
    html = response.content.decode()
    assert f'href="/{language}/' in html
    assert "<script>alert" not in html


def test_an_unknown_edition_is_not_found(site: str) -> None:
    assert client.get("/nl/editions/nothing-0000000000").status_code == 404


def test_a_withdrawn_edition_says_why(site: str) -> None:
    withdraw(site, "Verkeerde cijfers van 2012", datetime(2026, 1, 1, tzinfo=UTC))
    library.cache_clear()
    response = client.get(f"/nl/editions/{site}")
    assert response.status_code == 410
    assert "Verkeerde cijfers van 2012" in response.content.decode()
    assert client.get(f"/api/v1/editions/{site}").status_code == 410


def test_a_damaged_edition_doesnt_take_the_others_along(site: str) -> None:
    EditionRecord.objects.filter(edition=site).update(
        state=EditionState.DAMAGED, reason="figures.parquet: contents changed"
    )
    library.cache_clear()
    response = client.get(f"/nl/editions/{site}")
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "60"
    other = EditionRecord.objects.exclude(edition=site).get()
    assert client.get(f"/nl/editions/{other.edition}").status_code == 200


def test_a_folder_that_vanished_is_unavailable_and_not_a_fault(site: str, tmp_path: Path) -> None:
    EditionRecord.objects.filter(edition=site).update(folder=str(tmp_path / "gone"))
    library.cache_clear()
    assert client.get(f"/nl/editions/{site}").status_code == 503


PATHS = st.sampled_from(
    [
        "",
        "/areas",
        "/areas/BU00010000",
        "/areas/GM0001",
        "/groups/FOCUS",
        "/indicators/rate01",
        "/selection",
        "/compare",
        "/search",
        "/charts/lags.svg",
        "/charts/trend.svg",
        "/map.geojson",
        "/themes/income",
    ]
)
NAMES = st.sampled_from(
    [
        "q",
        "area",
        "indicator",
        "against",
        "group",
        "within",
        "level",
        "period",
        "sort",
        "page",
        "add",
        "from",
        "to",
        "of",
        "size",
        "theme",
        "edition",
    ]
)
VALUES = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["BU00010000", "GM0001", "rate01", "FOCUS", "all", "2010", "-lag", "1", "' OR 1=1--"]
    ),
)


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(path=PATHS, query=st.lists(st.tuples(NAMES, VALUES), max_size=4))
def test_no_parameters_bring_the_site_down(
    site: str, path: str, query: list[tuple[str, str]]
) -> None:
    from urllib.parse import urlencode

    tail = urlencode([(name, value.encode("utf-8", "surrogatepass")) for name, value in query])
    response = client.get(f"/nl/editions/{site}{path}?{tail}", follow=True)
    assert response.status_code in {200, 400, 404}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("/nl", "/nl/"),
        ("/nl/editions/", "/nl/editions"),
        ("/en/about/how-sure/?q=a%20b", "/en/about/how-sure?q=a%20b"),
    ],
)
def test_a_slash_too_many_or_too_few_leads_to_what_was_meant(
    site: str, typed: str, meant: str
) -> None:
    response = client.get(typed)
    assert response.status_code == 302
    assert response.headers["Location"] == meant


@pytest.mark.parametrize(
    "typed", ["/nl/none/", "//nl/editions/none/", "/nl//example.org/", "/api/v1/editions/", "/x"]
)
def test_a_slash_leads_nowhere_when_there_is_nothing(site: str, typed: str) -> None:
    assert client.get(typed).status_code == 404
    assert client.post("/nl/editions/").status_code == 404
