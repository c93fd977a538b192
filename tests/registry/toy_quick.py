"""Run as a process of its own by test_toy_in_every_run.py: the toy on a site without any other table, so that it
takes seconds. toy_site.py asks a whole site."""

from __future__ import annotations

import json
import os
from typing import Any

os.environ["DJANGO_SETTINGS_MODULE"] = "wijkwerk.site.settings"
os.environ["WIJKWERK_HOSTS"] = "testserver"

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils.translation import override  # noqa: E402
from gardens.models import Garden  # noqa: E402

from wijkwerk.access.api import rules  # noqa: E402
from wijkwerk.registry.cards import data_cards  # noqa: E402
from wijkwerk.registry.commands import commands  # noqa: E402
from wijkwerk.registry.config import capabilities  # noqa: E402
from wijkwerk.registry.hooks import Examples  # noqa: E402
from wijkwerk.shared.classification import Sensitivity  # noqa: E402


def main() -> dict[str, Any]:
    call_command("check", verbosity=0)
    with connection.schema_editor() as editor:
        editor.create_model(Garden)
    (gardens,) = (each for each in capabilities() if each.label == "gardens")
    told: list[str] = []
    for _again in range(2):
        gardens.make_examples(Examples(None, None, None, told.append))  # type: ignore[arg-type]
    addresses = []
    for language in ("nl", "en"):
        with override(language):
            addresses.append(reverse("gardens:list"))
    card = data_cards()["gardens.Garden"]
    answer = Client().get("/api/v1/gardens")
    return {
        "labels": [capability.label for capability in capabilities()],
        "menu": [(entry.key, entry.view) for entry in gardens.menu()],
        "examples": told,
        "addresses": addresses,
        "commands": [command.name for command in commands()],
        "roles": {
            role: sorted(of_role.may)
            for role, of_role in rules().roles.items()
            if role == "gardener"
        },
        "card": [card.days, sorted(card.of_class(Sensitivity.PERSONAL))],
        "api": [answer.status_code, answer.json()["items"]],
        "area": [each.text for each in gardens.area_cards("WK900101", "", "en")],
    }


if __name__ == "__main__":
    print(json.dumps(main()))
