"""Every fault is problem+json that names what is wrong; nothing under /api/ is ever HTML."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from wijkwerk.monitor.library import library
from wijkwerk.monitor.models import EditionRecord, EditionState
from wijkwerk.monitor.services import withdraw
from wijkwerk.shared.problems import TooSlowError
from wijkwerk.site.limits import PerVisitor


def problem(answer: Any, status: int) -> dict[str, Any]:
    """The body, after a look at what every fault has."""
    assert answer.status_code == status, answer.content[:300]
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["API-Version"]
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Cache-Control"] == "no-store"
    body: dict[str, Any] = answer.json()
    assert body["status"] == status
    assert body["title"]
    assert body["detail"]
    return body


@pytest.mark.parametrize(
    ("address", "parameter"),
    [
        ("figures?colour=red", "colour"),
        ("figures?area=nobody", "area"),
        ("figures?area=", "area"),
        ("figures?area=GM0001,,GM0002", "area"),
        ("figures?indicator=nobody", "indicator"),
        ("figures?period=soon", "period"),
        ("figures?period=2012%0A", "period"),
        ("figures?level=planet", "level"),
        ("figures?group=nobody", "group"),
        ("figures?within=nobody", "within"),
        ("figures?against=nobody", "against"),
        ("figures?limit=0", "limit"),
        ("figures?limit=5001", "limit"),
        ("figures?limit=1e3", "limit"),
        ("figures?limit=%D9%A1", "limit"),
        ("figures?limit=1&limit=2", "limit"),
        ("figures?limit=99999999999999999999", "limit"),
        ("figures?fields=value,secret", "fields"),
        ("figures?cursor=abc", "cursor"),
        ("figures?cursor=", "cursor"),
        ("figures?cursor=ZmlndXJlczo5OTk5OTk5OTk5OTk5OTk5OTk5OTk5", "cursor"),
        ("figures?format=xml", "format"),
        ("figures?format=csv&format=json", "format"),
        ("figures?area=" + ",".join(f"X{n}" for n in range(501)), "area"),
        ("figures?area=GM0001'%20OR%201=1--", "area"),
        ("figures?area=%00", "area"),
        ("figures?area=%FF%FE", "area"),
        ("areas?q=", "q"),
        ("areas?q=" + "a" * 81, "q"),
        ("areas?parent=nobody", "parent"),
        ("warnings?signal=perhaps", "signal"),
        ("indicators?theme=nobody", "theme"),
        ("groups?area=GM0001", "area"),
        ("?fields=id", "fields"),
        ("geometry?limit=1001", "limit"),
        ("areas/GM0001?format=csv", "format"),
    ],
)  # fmt: skip
def test_a_wrong_parameter_is_named(ask: Any, address: str, parameter: str) -> None:
    body = problem(ask(address), 400)
    assert body["parameter"] == parameter
    assert body["detail"].startswith(parameter)


@pytest.mark.parametrize(
    "address",
    [
        "/api", "/api/", "/api/v1", "/api/v1/", "/api/v2/editions", "/api/v1/editions/",
        "/api/v1/nothing", "/api/v1/editions/nothing-0000000000", "/api/v1/editions/%00/areas",
        "/api/v1/editions/..%2F..%2Fetc%2Fpasswd", "/api/v1/<script>",
    ],
)  # fmt: skip
def test_an_unknown_address_is_not_found(site: str, address: str) -> None:
    problem(Client().get(address), 404)


def test_a_list_has_no_second_address_with_a_slash(site: str) -> None:
    problem(Client().get(f"/api/v1/editions/{site}/figures/"), 404)


@pytest.mark.parametrize("address", ["areas/BU99999999", "indicators/none", "groups/none"])
def test_an_unknown_code_in_the_path_is_not_found(ask: Any, address: str) -> None:
    assert "edition has no" in problem(ask(address), 404)["detail"]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
def test_only_reading_is_allowed(site: str, method: str) -> None:
    answer = getattr(Client(), method)(f"/api/v1/editions/{site}/figures")
    problem(answer, 405)
    assert answer["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize(
    ("address", "accept"),
    [("figures", "text/html"), ("figures", "image/png, text/csv;q=0"), ("areas/GM0001", "text/csv"),
     ("geometry", "text/csv")],
)  # fmt: skip
def test_a_format_that_isnt_there_is_not_acceptable(ask: Any, address: str, accept: str) -> None:
    assert "application/" in problem(ask(address, accept=accept), 406)["detail"]


def test_a_withdrawn_edition_says_why(site: str) -> None:
    withdraw(site, "Verkeerde cijfers van 2012", datetime(2026, 1, 1, tzinfo=UTC))
    library.cache_clear()
    body = problem(Client().get(f"/api/v1/editions/{site}/figures"), 410)
    assert "Verkeerde cijfers van 2012" in body["detail"]
    listed = {item["id"]: item for item in Client().get("/api/v1/editions").json()["items"]}
    assert listed[site]["state"] == "withdrawn"
    assert listed[site]["reason"] == "Verkeerde cijfers van 2012"
    assert not listed[site]["current"]


def test_a_damaged_edition_is_unavailable_and_tells_no_path_of_the_machine(site: str) -> None:
    EditionRecord.objects.filter(edition=site).update(
        state=EditionState.DAMAGED, reason="/srv/secret/figures.parquet: contents changed"
    )
    library.cache_clear()
    answer = Client().get(f"/api/v1/editions/{site}/figures")
    assert "/srv" not in str(problem(answer, 503))
    assert answer["Retry-After"] == "60"


def test_a_question_that_takes_too_long_is_broken_off(
    ask: Any, site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(*_: object) -> None:
        raise TooSlowError("more than 5 seconds")

    monkeypatch.setattr("wijkwerk.monitor.rest.tables.figures_page", slow)
    answer = ask("figures")
    assert "Ask for less" in problem(answer, 503)["detail"]
    assert answer["Retry-After"] == "5"


def test_a_fault_of_ours_is_problem_json_without_its_cause(
    site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("the password is swordfish")

    monkeypatch.setattr("wijkwerk.monitor.rest.tables.figures_page", broken)
    answer = Client(raise_request_exception=False).get(f"/api/v1/editions/{site}/figures")
    assert "swordfish" not in str(problem(answer, 500))


def test_too_many_parameters_are_a_bad_request(site: str) -> None:
    tail = "&".join(f"p{n}=1" for n in range(300))
    problem(Client().get(f"/api/v1/editions/{site}/figures?{tail}"), 400)


def test_an_unknown_host_gets_no_html(site: str) -> None:
    problem(Client().get("/api/v1/editions", headers={"host": "evil.example"}), 400)


def test_faults_are_told_in_english_to_everybody(site: str) -> None:
    answer = Client().post("/api/v1/editions", headers={"accept-language": "nl"})
    assert "only reads" in problem(answer, 405)["detail"]
    assert "Accept-Language" not in answer["Vary"]


def test_who_asks_too_much_has_to_wait_and_others_dont(site: str, settings: Settings) -> None:
    settings.API_RATE = 0.1  # two at once, then one in ten seconds
    PerVisitor._left.clear()
    client = Client(REMOTE_ADDR="192.0.2.1")
    assert [client.get("/api/v1/editions").status_code for _ in range(2)] == [200, 200]
    answer = client.get("/api/v1/editions")
    assert "Too many" in problem(answer, 429)["detail"]
    assert 1 <= int(answer["Retry-After"]) <= 10
    assert Client(REMOTE_ADDR="192.0.2.2").get("/api/v1/editions").status_code == 200
    assert not any(b"192" in key for key in PerVisitor._left)
    PerVisitor._left.clear()


def test_an_address_that_somebody_claims_counts_only_behind_our_proxy(
    site: str, settings: Settings
) -> None:
    settings.API_RATE = 0.05  # one at once
    PerVisitor._left.clear()

    def statuses(secure: tuple[str, str] | None) -> list[int]:
        settings.SECURE_PROXY_SSL_HEADER = secure
        return [
            Client()
            .get("/api/v1/editions", headers={"x-forwarded-for": f"192.0.2.{n}"})
            .status_code
            for n in range(2)
        ]

    assert statuses(None) == [200, 429]
    assert statuses(("HTTP_X_FORWARDED_PROTO", "https")) == [200, 200]
    PerVisitor._left.clear()
