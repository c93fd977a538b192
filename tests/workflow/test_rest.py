"""The API of a resource gives what its public pages show, and describes itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

import pytest
from django.core.cache import cache
from django.test import Client
from jsonschema import Draft202012Validator

pytestmark = pytest.mark.django_db
API = "/api/v1/lending/GM0001/loans"
Make = Callable[..., Any]


@pytest.fixture(autouse=True)
def no_limit(plain_site: None) -> None:
    cache.clear()


def get(client: Client, query: str = "", status: int = 200) -> Any:
    answer = client.get(f"{API}{query}")
    assert answer.status_code == status, answer.content
    return answer.json()


def test_a_list_and_its_rows_are_what_the_public_pages_show(loan: Make, client: Client) -> None:
    first, hidden, last = loan("answered", "Zaag"), loan("asked", "Boor"), loan("closed")
    items = get(client)["items"]
    assert [item["id"] for item in items] == [last.pk, first.pk], "newest first"
    assert get(client, f"/{first.pk}") == items[1]
    assert items[1] == {
        "id": first.pk,
        "state": "answered",
        "version": 1,
        "library": first.library_id,
        "title": "Zaag",
        "kind": "short",
        "pieces": 1,
        "since": "2026-03-01",
        "short": True,
    }
    get(client, f"/{hidden.pk}", 404)
    assert client.get("/api/v1/lending/elders/loans").status_code == 404
    assert client.get(f"{API}?format=csv&fields=title").content == b"title\r\nHamer\r\nZaag\r\n"


def test_a_list_goes_on_after_its_last_row(loan: Make, client: Client) -> None:
    numbers = [loan("answered").pk for _ in range(5)]
    seen, query = [], "?limit=2"
    while query:
        page = get(client, query)
        seen += [item["id"] for item in page["items"]]
        query = (page["next"] or "").removeprefix(f"http://testserver{API}")
    assert seen == numbers[::-1]
    get(client, "?cursor=bG9hbjox", 400)


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("?state=closed", ["Zaag"]),
        ("?kind=short", ["Zaag", "Hamer"]),
        ("?kind=long", []),
        ("?title=Zaag", ["Zaag"]),
        ("?of=GM0001&pieces=1", ["Zaag", "Hamer"]),
        ("?of=GM0002", []),
        ("?pieces=2", []),
    ],
)
def test_filters_choose_by_what_their_fields_hold(
    loan: Make, client: Client, query: str, titles: list[str]
) -> None:
    loan("answered")
    loan("closed", "Zaag")
    assert [item["title"] for item in get(client, query)["items"]] == titles


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("?state=lost+and+found", "state"),
        ("?kind=Short", "kind"),
        ("?pieces=0", "pieces"),
        ("?pieces=²", "pieces"),
        ("?title=", "title"),
        ("?title=a%00", "title"),
        (f"?title={'a' * 61}", "title"),
        ("?colour=red", "colour"),
    ],
)
def test_a_filter_that_cannot_be_is_a_fault(
    loan: Make, client: Client, query: str, parameter: str
) -> None:
    loan("answered")
    assert get(client, query, 400)["parameter"] == parameter


def test_the_tag_changes_with_the_rows_alone(loan: Make, client: Client) -> None:
    one = loan("answered")
    tag = client.get(API)["ETag"]
    assert client.get(API, headers={"If-None-Match": tag}).status_code == 304
    loan("asked")
    assert client.get(API)["ETag"] == tag, "nobody sees it"
    one.version += 1
    one.save()
    assert client.get(API)["ETag"] != tag


def test_it_is_described_by_its_fields(loan: Make, client: Client, lending: Any) -> None:
    from wijkwerk.rest.openapi import ApiDescription

    class OpenApi(ApiDescription):
        addresses, title, words = lending.api, "Lending", "Loans."
        tags: ClassVar = {}

    document = OpenApi.document()
    (listed, row) = (path["get"] for path in document["paths"].values())
    filters = {each["name"]: each["schema"] for each in listed["parameters"]}
    assert filters["kind"] == {"type": "string", "enum": ["short", "long"]}
    assert "answered" in filters["state"]["enum"] and filters["title"]["maxLength"] == 60
    assert [each["name"] for each in row["parameters"]] == ["library", "number", "format"]
    schemas = document["components"]["schemas"]
    assert schemas["Loan"]["properties"]["short"]["description"] == "Whether it is for a week."
    loan("answered")
    checked = {**schemas["LoanPage"], "components": {"schemas": schemas}}
    Draft202012Validator(checked).validate(get(client))
