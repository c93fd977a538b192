"""The description is what our rules ask, and what the addresses do."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from jsonschema import Draft202012Validator

from wijkwerk.monitor.rest.openapi import OpenApi
from wijkwerk.monitor.rest.urls import urlpatterns
from wijkwerk.rest.views import ReadView


@pytest.fixture
def described(site: str) -> dict[str, Any]:
    """The description."""
    found: dict[str, Any] = Client().get("/api/v1/openapi.json").json()
    return found


def test_the_same_description_stands_at_two_addresses(described: dict[str, Any]) -> None:
    answer = Client().get("/openapi.json")
    assert answer.json() == described
    assert answer["Content-Type"] == "application/json"
    again = Client().get("/openapi.json", headers={"if-none-match": answer["ETag"]})
    assert again.status_code == 304


def test_the_server_is_the_site_that_was_asked(site: str) -> None:
    told = Client().get("/openapi.json", secure=True, headers={"host": "localhost"}).json()
    assert told["servers"][0]["url"] == "https://localhost/api/v1"
    assert told["openapi"] == "3.1.0"


def test_every_address_is_described(described: dict[str, Any]) -> None:
    views = [urlpattern.callback.view_class for urlpattern in urlpatterns]  # type: ignore[union-attr]
    assert all(issubclass(view, ReadView) for view in views)
    operations = {path["get"]["operationId"] for path in described["paths"].values()}
    assert operations == {view.operation for view in views if view is not OpenApi}
    assert len(described["paths"]) == len(views) - 1


def test_every_schema_is_one_and_is_used(described: dict[str, Any]) -> None:
    text = json.dumps(described)
    for name, schema in described["components"]["schemas"].items():
        Draft202012Validator.check_schema(schema)
        assert f'"#/components/schemas/{name}"' in text, name


def test_columns_are_explained(described: dict[str, Any]) -> None:
    for name in (
        "Figure",
        "Change",
        "GroupFigure",
        "GroupChange",
        "ClassCount",
        "Area",
        "Indicator",
    ):
        columns = described["components"]["schemas"][name]["properties"]
        silent = [
            one
            for one, column in columns.items()
            if "$ref" not in column and "description" not in column
        ]
        assert len(silent) <= 3, (name, silent)


def test_the_description_keeps_our_rules(site: str, broken_rules: Any) -> None:
    assert broken_rules(Client().get("/openapi.json", secure=True).json()) == {}


def test_our_rules_find_what_they_forbid(site: str, broken_rules: Any) -> None:
    wrong = Client().get("/openapi.json", secure=True).json()
    wrong["info"]["version"] = "1"
    wrong["servers"] = [{"url": "http://elsewhere.example/api/"}]
    get = wrong["paths"].pop("/editions")["get"]
    del get["responses"]["200"]["headers"]["API-Version"]
    get["responses"]["400"]["content"] = {"application/json": {}}
    get["operationId"] = "List_Editions"
    wrong["paths"]["/Editions/"] = {"get": get, "post": {**get, "operationId": "post"}}
    broken = set(broken_rules(wrong))
    assert broken >= {
        "wijkwerk-semantic-version",
        "wijkwerk-https",
        "wijkwerk-major-version-in-address",
        "wijkwerk-no-trailing-slash",
        "wijkwerk-kebab-case-paths",
        "wijkwerk-version-header",
        "wijkwerk-problems",
        "wijkwerk-camel-case-operations",
        "wijkwerk-only-get",
    }
