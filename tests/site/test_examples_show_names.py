"""Whoever reads the pages of the examples of participation, finance and learning reads names and words, never a
code of ours without its name, in both languages."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from shown import codes_in, walk
from wijkwerk.finance import examples as of_money
from wijkwerk.learning import examples as of_learning
from wijkwerk.participation import examples as of_processes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_site")]
CAPABILITIES = ("participation", "finance", "learning")
# No edition is opened here, so nobody knows the name of a place: its kind goes before the code.
_KIND = re.compile(r"\b(gemeente|municipality|wijk|district|buurt|neighbourhood) [A-Z]{2}\d+", re.I)


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything that `make run` makes of these three."""
    monkeypatch.chdir(Path(__file__).parents[2])

    def silent(_line: str) -> None:
        """Nobody reads along."""

    of_processes.make_budget(silent)
    of_money.make_examples(silent)
    of_money.make_ledgers(silent)
    of_learning.make_examples(silent)
    of_learning.make_barriers(silent)
    of_learning.make_practices(silent)
    of_learning.make_visitation(silent)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_no_page_of_the_examples_shows_a_code(made: None, client: Client, language: str) -> None:
    wrong: list[Any] = []
    pages = 0
    views = [entry.view for name in CAPABILITIES for entry in apps.get_app_config(name).menu()]
    assert len(views) > 6
    for view in views:
        with override(language):
            start = reverse(view)
        found = dict(walk(client, start, 3))
        pages += len(found)
        wrong += [
            (address, text)
            for address, texts in found.items()
            for text in codes_in([_KIND.sub("", each) for each in texts])
        ]
    assert pages > 30
    assert wrong == []
