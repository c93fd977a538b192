"""Run as a process of its own by test_toy_capability.py: asks a site that has the toy, tells it as JSON."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

sys.path.append(str(Path(__file__).resolve().parents[1]))
os.environ["DJANGO_SETTINGS_MODULE"] = "wijkwerk.site.settings"
os.environ["WIJKWERK_HOSTS"] = "testserver"

import django

django.setup()

from django.test import Client  # noqa: E402
from gardens.models import Garden  # noqa: E402

from visitors import account_of, login  # noqa: E402
from wijkwerk.audit.api import Entry  # noqa: E402
from wijkwerk.monitor.models import EditionRecord  # noqa: E402
from wijkwerk.registry.cards import data_cards  # noqa: E402
from wijkwerk.registry.config import capabilities  # noqa: E402
from wijkwerk.registry.hooks import Examples  # noqa: E402
from wijkwerk.shared.classification import Sensitivity  # noqa: E402


def page(client: Any, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return str(answer.content.decode())


def examples_of(label: str) -> list[str]:
    told: list[str] = []
    folder = Path(os.environ["WIJKWERK_EDITIONS"])
    for capability in capabilities():
        if capability.label == label:
            capability.make_examples(Examples(folder, folder, folder, told.append))
    return told


def main() -> dict[str, Any]:
    from django.utils import timezone

    seen: dict[str, Any] = {"labels": [capability.label for capability in capabilities()]}
    seen["examples"] = [examples_of("gardens"), examples_of("gardens")]
    anybody, now = Client(), timezone.now()
    seen["pages"] = {}
    for address in ("/nl/", "/en/", "/nl/gardens", "/en/gardens"):
        answer = anybody.get(address, follow=True)
        seen["pages"][address] = [answer.status_code, answer.content.decode()]
    edition = EditionRecord.objects.get().edition
    area = f"/nl/gebieden/WK900101?edition={edition}"
    before = page(anybody, area)
    closed = Garden.objects.create(
        name="Parkeerplaats", area="WK900101", closed_because="A car park came here."
    )
    Garden.objects.create(name="Rozenhof", area="WK900101", visited_on="2026-01-01")
    seen["area"] = [before, page(anybody, area)]
    seen["other_area"] = page(anybody, f"/nl/gebieden/WK900102?edition={edition}")
    answer = anybody.get(f"/nl/gardens/{closed.pk}")
    seen["closed"] = [answer.status_code, answer.content.decode()]

    garden = Garden.objects.get(name="De Bloemenhof")
    # The role was given by `wijkwerk account roles`, as the page says.
    client = login(account_of("someone@organisation.nl"), now)
    told = {
        "account": page(client, "/nl/account"),
        "work": page(client, "/nl/work"),
        "to_visit": page(client, "/nl/gardens/work"),
    }
    told["visit"] = client.post(f"/nl/gardens/{garden.pk}/visit").status_code
    told["to_visit_after"] = page(client, "/nl/gardens/work")
    seen["gardener"] = told
    other = login(account_of("other@organisation.nl", "auditor"), now)
    seen["other"] = {
        "work": page(other, "/nl/work"),
        "to_visit": other.get("/nl/gardens/work").status_code,
        "visit": other.post(f"/nl/gardens/{garden.pk}/visit").status_code,
    }
    seen["nobody"] = anybody.get("/nl/gardens/work").status_code
    seen["trail"] = [
        [entry.action, entry.object_kind] for entry in Entry.objects.filter(action="gardens.visit")
    ]
    manager = account_of("manager@organisation.nl", "administrator")
    auditor = account_of("other@organisation.nl")
    client = login(manager, now)
    seen["manage"] = page(client, f"/nl/account/manage/{auditor.pk}")
    seen["roles"] = page(client, "/nl/account/roles")

    for name, address in (
        ("api", "/api/v1/gardens"),
        ("api_unknown", "/api/v1/gardens?colour=red"),
    ):
        answer = anybody.get(address)
        seen[name] = {
            "status": answer.status_code,
            "body": answer.json(),
            "version": answer.get("API-Version"),
        }
    seen["openapi"] = anybody.get("/api/v1/gardens/openapi.json").json()
    card = data_cards()["gardens.Garden"]
    seen["card"] = {"days": card.days, "personal": sorted(card.of_class(Sensitivity.PERSONAL))}
    return seen


if __name__ == "__main__":
    told = main()
    print(json.dumps(told))
