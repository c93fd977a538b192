"""The description of the API holds: questions made up by Schemathesis get what it promises.

Codes and ids can't be in a description that fits every edition; here they are, so that questions
are made that must succeed beside those that must fail.
"""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from django.test import Client
from pytest_django.fixtures import Settings as DjangoSettings
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events, from_schema

from wijkwerk.monitor.library import library
from wijkwerk.monitor.models import EditionRecord

CONFIG = SchemathesisConfig.from_dict(
    {
        "seed": 1,
        "generation": {"max-examples": 2, "deterministic": True, "with-security-parameters": False},
        "phases": {
            "coverage": {"unexpected-methods": ["POST", "DELETE", "TRACE"]},
        },
    }
)


@pytest.fixture
def api(site: str, settings: DjangoSettings) -> Any:
    """The description with the codes of the simulated country."""
    settings.API_RATE = 0
    # Ids are also taken from answers: there is one edition, so that codes and ids fit each other.
    EditionRecord.objects.exclude(edition=site).delete()
    library.cache_clear()
    # Schemathesis reads the answers of a WSGI application without unpacking them.
    settings.MIDDLEWARE = [one for one in settings.MIDDLEWARE if "compress" not in one]
    raw = Client().get("/api/v1/openapi.json").json()
    raw["servers"] = [{"url": "/api/v1"}]
    catalogue = library().open(site).catalogue
    areas = list(catalogue.areas)[:40]
    codes: dict[str, list[str]] = {
        "edition": [site],
        "area": areas,
        "indicator": list(catalogue.measures),
        "group": list(catalogue.groups),
        "parent": areas,
        "within": areas,
        "against": [*areas[:5], *catalogue.groups],
        "theme": list(catalogue.themes),
    }
    for address, path in raw["paths"].items():
        taken = path["get"]["parameters"]
        for one in taken:
            allowed = codes.get(one["name"])
            if one["name"] == "code":
                allowed = list(catalogue.groups) if "/groups/" in address else areas
            if allowed is not None:
                one.pop("example", None)
                where = one["schema"].get("items", one["schema"])
                where["enum"] = allowed
        # A cursor can only come from a page before.
        path["get"]["parameters"] = [one for one in taken if one["name"] != "cursor"]
    made = schemathesis.openapi.from_dict(raw, config=CONFIG)
    made.app = get_wsgi_application()
    return made


def _is_told(case: Any) -> bool:
    """Whether the description says in words what its schema can't: SDMX-CSV has all its columns."""
    return case.query.get("format") == "sdmx" and "fields" in case.query


def test_every_answer_is_as_described(api: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    # The questions are asked from another thread, which doesn't see this test's register.
    library().records()
    monkeypatch.setattr("wijkwerk.monitor.library.REGISTER_SECONDS", float("inf"))
    asked, wrong = 0, []
    for event in from_schema(api).execute():
        if isinstance(event, events.NonFatalError | events.FatalError):
            wrong.append(str(getattr(event, "info", None) or getattr(event, "exception", event)))
        if not isinstance(event, events.ScenarioFinished):
            continue
        asked += len(event.recorder.cases)
        for case, checks in event.recorder.checks.items():
            for check in checks:
                if check.failure_info is not None and not _is_told(
                    event.recorder.cases[case].value
                ):
                    address = event.recorder.cases[case].value.as_curl_command()
                    wrong.append(f"{check.failure_info.failure} {address}"[:900])
    print(f"{asked} questions")
    assert not wrong, "\n\n".join(wrong[:8])
    assert asked > 300
