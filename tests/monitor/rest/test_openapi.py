"""The description is what our rules ask, and what the addresses do."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from jsonschema import Draft202012Validator

from wijkwerk.monitor.rest.base import ReadView
from wijkwerk.monitor.rest.openapi import OpenApi
from wijkwerk.monitor.rest.urls import urlpatterns

ROOT = Path(__file__).resolve().parents[3]
SPECTRAL = ROOT / "frontend" / "node_modules" / ".bin" / "spectral"


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
    views = [one.callback.view_class for one in urlpatterns]  # type: ignore[union-attr]
    assert all(issubclass(one, ReadView) for one in views)
    operations = {path["get"]["operationId"] for path in described["paths"].values()}
    assert operations == {one.operation for one in views if one is not OpenApi}
    assert len(described["paths"]) == len(views) - 1


def test_every_schema_is_one_and_is_used(described: dict[str, Any]) -> None:
    text = json.dumps(described)
    for name, schema in described["components"]["schemas"].items():
        Draft202012Validator.check_schema(schema)
        assert f'"#/components/schemas/{name}"' in text, name


def test_columns_are_explained(described: dict[str, Any]) -> None:
    for name in ("Figure", "Change", "GroupFigure", "ClassCount", "Area", "Indicator"):
        columns = described["components"]["schemas"][name]["properties"]
        silent = [
            one for one, told in columns.items() if "$ref" not in told and "description" not in told
        ]
        assert len(silent) <= 3, (name, silent)


def test_our_spectral_rules_pass(site: str, tmp_path: Path) -> None:
    if not SPECTRAL.exists():
        pytest.skip("Spectral isn't installed: npm ci --prefix frontend")
    document = tmp_path / "openapi.json"
    document.write_bytes(Client().get("/openapi.json", secure=True).content)
    told = subprocess.run(
        [str(SPECTRAL), "lint", str(document), "--ruleset", str(ROOT / ".spectral.yaml"),
         "--fail-severity", "warn", "--quiet"],
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert told.returncode == 0, told.stdout[-3000:] + told.stderr[-1000:]


def test_our_spectral_rules_find_what_they_forbid(site: str, tmp_path: Path) -> None:
    if not SPECTRAL.exists():
        pytest.skip("Spectral isn't installed: npm ci --prefix frontend")
    wrong = Client().get("/openapi.json", secure=True).json()
    wrong["info"]["version"] = "1"
    wrong["servers"] = [{"url": "http://elsewhere.example/api/"}]
    get = wrong["paths"].pop("/editions")["get"]
    del get["responses"]["200"]["headers"]["API-Version"]
    get["responses"]["400"]["content"] = {"application/json": {}}
    get["operationId"] = "List_Editions"
    wrong["paths"]["/Editions/"] = {"get": get, "post": {**get, "operationId": "post"}}
    document = tmp_path / "openapi.json"
    document.write_text(json.dumps(wrong), "utf-8")
    told = subprocess.run(
        [str(SPECTRAL), "lint", str(document), "--ruleset", str(ROOT / ".spectral.yaml"),
         "--format", "json", "--quiet"],
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    broken = {one["code"] for one in json.loads(told.stdout)}
    assert broken >= {
        "wijkwerk-semantic-version", "wijkwerk-https", "wijkwerk-major-version-in-address",
        "wijkwerk-no-trailing-slash", "wijkwerk-kebab-case-paths", "wijkwerk-version-header",
        "wijkwerk-problems", "wijkwerk-camel-case-operations", "wijkwerk-only-get",
    }  # fmt: skip
