"""Who reads the database while people vote sees no totals; the count opens ballots, or refuses."""

from __future__ import annotations

from base64 import urlsafe_b64decode
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.db import connection
from pytest_django.fixtures import Settings

from participants import AFTER, COMMITTEE, VOTING, Wants, numbers
from wijkwerk.access.encrypted_fields import seal, unseal
from wijkwerk.participation.models import Budget, CountResult
from wijkwerk.participation.services import budgets, counts, voting
from wijkwerk.workflow.api import TransitionNotAllowed


def stored() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT votes FROM participation_castballot")
        return [str(row[0]) for row in cursor.fetchall()]


def test_the_table_tells_no_totals_and_no_moment(voted: Budget) -> None:
    texts = stored()
    assert len(texts) == 12
    # Ten equal ballots and two others: all differ, all are as long, none says when.
    assert len(set(texts)) == 12 and len({len(text) for text in texts}) == 1
    assert {urlsafe_b64decode(text)[1:9] for text in texts} == {bytes(8)}
    assert not any(f'"{code}"' in text for code in numbers(voted).values() for text in texts)


def test_changing_a_vote_shows_that_and_no_more(voted: Budget, codes: list[str]) -> None:
    before = set(stored())
    voting.cast(voted, codes[0], {numbers(voted)["Hok"]: 1}, VOTING)
    after = set(stored())
    assert len(before - after) == len(after - before) == 1
    assert {len(text) for text in after} == {len(text) for text in before}


def test_a_count_with_a_key_that_is_gone_is_refused(
    voted: Budget, command: Wants, settings: Settings
) -> None:
    closed = budgets.close(command(COMMITTEE, voted, now=AFTER), voted)
    key, settings.SECRET_KEY = settings.SECRET_KEY, "another key"
    with pytest.raises(TransitionNotAllowed) as refusal:
        counts.count_votes(command(COMMITTEE, closed, now=AFTER, name="second"), closed)
    assert refusal.value.why == "sealed_elsewhere" and not CountResult.objects.exists()
    settings.SECRET_KEY_FALLBACKS = [key]
    counts.count_votes(command(COMMITTEE, closed, now=AFTER, name="second"), closed)
    assert CountResult.objects.get().result["ballots"] == 12


def test_ballots_that_were_in_clear_are_sealed_and_back(voted: Budget) -> None:
    migration = import_module("wijkwerk.participation.migrations.0005_sealed_ballots")
    schema = SimpleNamespace(connection=connection)
    clear = sorted(map(str, voted.ballots.values_list("votes", flat=True)))
    migration.open_again(None, schema)
    assert all(text.startswith("{") for text in stored())
    migration.close(None, schema)
    assert sorted(map(str, voted.ballots.values_list("votes", flat=True))) == clear


def test_the_largest_ballot_comes_back_as_it_was() -> None:
    votes = {str(10_000_000 + place): 100 for place in range(100)}
    assert unseal(seal(votes)) == votes and unseal(seal({})) == {}
