"""The log: a JSON object a line, and nothing in it about who asked."""

import json
import logging

import pytest
from django.test import Client

from wijkwerk.site.logs import JsonFormatter, without_visitor

pytestmark = pytest.mark.usefixtures("plain_site")


def record(message: str, *values: object, **extra: object) -> logging.LogRecord:
    made = logging.LogRecord("wijkwerk.trial", logging.WARNING, "", 0, message, values, None)
    made.__dict__.update(extra)
    return made


def test_a_line_is_json_with_time_level_and_message() -> None:
    line = JsonFormatter().format(record("it was %s\nand more", "so", route="nl/", status=200))
    told = json.loads(line)
    assert "\n" not in line
    assert told["message"] == "it was so\nand more"
    assert (told["level"], told["logger"], told["route"], told["status"]) == (
        "warning",
        "wijkwerk.trial",
        "nl/",
        200,
    )


@pytest.mark.parametrize(
    "address",
    ["192.0.2.17", "2001:db8::17", "::1", "fe80::1ff:fe23:4567:890a", "::ffff:192.0.2.17"],
)
def test_no_network_address_gets_into_a_line(address: str) -> None:
    told = JsonFormatter().format(record("Invalid request from ip=%s: nonsense", address))
    assert address not in told
    assert "nonsense" in told


def test_what_stands_behind_a_question_mark_is_left_out() -> None:
    visitor = without_visitor("Error handling request /nl/search?q=my+own+street&x=1 and so on")
    assert visitor == "Error handling request /nl/search?[left out] and so on"


@pytest.mark.parametrize(
    "text", ["at 12:30:15", "version 1.2.3", "std::sort", "file.py:12", "x[1:2]"]
)
def test_what_is_no_address_stays(text: str) -> None:
    assert without_visitor(text) == text


def test_a_fault_is_logged_without_addresses() -> None:
    try:
        raise ValueError("no answer from 192.0.2.17")
    except ValueError as fault:
        made = record("fault")
        made.exc_info = (type(fault), fault, fault.__traceback__)
    told = json.loads(JsonFormatter().format(made))
    assert "ValueError" in told["fault"]
    assert "192.0.2.17" not in told["fault"]


@pytest.mark.django_db
def test_a_request_is_logged_by_its_route(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("INFO", logger="wijkwerk.access"):
        client.get("/health/live?who=me", headers={"User-Agent": "a browser", "Referer": "/x"})
        client.get("/no/such/page?who=me")
    lines = [JsonFormatter().format(one) for one in caplog.records if one.name == "wijkwerk.access"]
    told = [json.loads(line) for line in lines]
    assert [(one["route"], one["method"], one["status"]) for one in told] == [
        ("health/live", "GET", 200),
        (None, "GET", 404),
    ]
    for line in lines:
        assert not any(secret in line for secret in ("127.0.0.1", "who", "browser", "no/such"))
