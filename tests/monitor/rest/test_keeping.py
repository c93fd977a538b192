"""Answers about an edition may be kept for ever, and read from any site's pages."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

FOR_EVER = "public, max-age=31536000, immutable"
ADDRESSES = ["", "areas?limit=2", "areas/GM0001", "figures?limit=2", "geometry?area=GM0001",
             "groups", "indicators?limit=1", "class-counts?limit=1"]  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_answer_that_the_reader_has_isnt_sent_again(ask: Any, address: str) -> None:
    address = address or "?format=json"
    answer = ask(address)
    assert answer.status_code == 200, answer.content[:200]
    assert answer["Cache-Control"] == FOR_EVER
    tag = answer["ETag"]
    for told in (tag, f"W/{tag}", f'"other", {tag}', f'"other", W/{tag}'):
        again = ask(address, **{"if-none-match": told})
        assert (again.status_code, again.content) == (304, b"")
        for name in ("ETag", "Cache-Control", "API-Version", "Access-Control-Allow-Origin"):
            assert again[name] == answer[name]
        assert "Accept" in again["Vary"]
    assert ask(address, **{"if-none-match": '"other"'}).content == answer.content


def test_a_compressed_answer_can_be_recognised_too(ask: Any) -> None:
    answer = ask("figures?limit=100", **{"accept-encoding": "gzip"})
    assert answer["Content-Encoding"] == "gzip"
    assert ask("figures?limit=100", **{"if-none-match": answer["ETag"]}).status_code == 304


def test_each_format_has_its_own_tag(ask: Any) -> None:
    tags = {
        ask("areas?limit=2", accept=accept)["ETag"]
        for accept in ("application/json", "text/csv", "application/vnd.apache.parquet")
    }
    assert len(tags) == 3


def test_the_same_question_gets_the_same_bytes(ask: Any) -> None:
    for name in ("json", "csv", "parquet"):
        address = f"figures?limit=50&format={name}"
        assert ask(address).content == ask(address).content


def test_a_wrong_question_isnt_called_unchanged(ask: Any) -> None:
    tag = ask("areas?limit=2")["ETag"]
    assert ask("areas?limit=0", **{"if-none-match": tag}).status_code == 400
    assert ask("areas?limit=0", **{"if-none-match": "*"}).status_code == 400


def test_the_register_may_change_and_says_so(site: str) -> None:
    client = Client()
    answer = client.get("/api/v1/editions")
    assert answer["Cache-Control"] == "no-cache"
    again = client.get("/api/v1/editions", headers={"if-none-match": answer["ETag"]})
    assert again.status_code == 304
    current = [item for item in answer.json()["items"] if item["current"]]
    assert len({one["series"] for one in current}) == len(current) == 2


@pytest.mark.parametrize("address", ["/api/v1/editions", "/openapi.json", "/api/v1/nothing"])
def test_any_site_may_read(site: str, address: str) -> None:
    answer = Client().get(address, headers={"origin": "https://elsewhere.example"})
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer
    for name in ("ETag", "Link", "API-Version", "Retry-After"):
        assert name in answer["Access-Control-Expose-Headers"]


def test_a_preflight_is_answered_without_looking_anything_up(site: str) -> None:
    answer = Client().options(
        "/api/v1/editions/nothing-0000000000/figures",
        headers={
            "origin": "https://elsewhere.example",
            "access-control-request-method": "GET",
            "access-control-request-headers": "if-none-match",
        },
    )
    assert answer.status_code == 204
    assert answer.content == b""
    assert "GET" in answer["Access-Control-Allow-Methods"]
    assert "If-None-Match" in answer["Access-Control-Allow-Headers"]
    assert "Content-Type" not in answer


@pytest.mark.parametrize("address", ["areas?limit=2", "areas?limit=2&format=csv", "areas?limit=0"])
def test_head_says_what_get_would(site: str, address: str) -> None:
    client, whole = Client(), f"/api/v1/editions/{site}/{address}"
    head, got = client.head(whole), client.get(whole)
    assert head.content == b""
    assert head.status_code == got.status_code
    for name in ("Content-Type", "Content-Length", "API-Version", "Cache-Control"):
        assert head[name] == got[name]


def test_addresses_of_next_pages_are_of_the_site_that_was_asked(site: str) -> None:
    address = f"/api/v1/editions/{site}/areas?limit=2"
    client = Client()
    one = client.get(address, headers={"host": "localhost"})
    other = client.get(address, headers={"host": "127.0.0.1"})
    assert one.json()["next"].startswith("http://localhost/api/v1/")
    assert other.json()["next"].startswith("http://127.0.0.1/api/v1/")
    assert one["ETag"] != other["ETag"]
