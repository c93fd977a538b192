"""What was withheld is looked at again by a second person, once, when its author asks that."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from participants import DECIDER, OFFICIAL, PLACE, Wants
from visitors import NOW, Clock, account_of, login
from wijkwerk.access.api import RefusedError
from wijkwerk.participation.models import Idea, Process
from wijkwerk.participation.services import ideas
from wijkwerk.participation.web.work_items import work_items
from wijkwerk.workflow.api import StepCommand, TransitionNotAllowed

WORDS = "Er staat geen naam in mijn tekst."
FOLLOW = "/nl/participation/follow"


@pytest.fixture
def withheld(process: Process, command: Wants) -> tuple[Idea, str]:
    """An idea that was public, and its receipt."""
    row, receipt = ideas.submit(process, NOW, kind="idea", title="Bank", text="Een bank.")
    ideas.publish(command(OFFICIAL, row), row)
    ideas.withhold(command(OFFICIAL, row, "Er staat een naam in."), row)
    return row, receipt


def decided(command: StepCommand, outcome: str) -> StepCommand:
    return StepCommand(command.user, command.now, command.version, command.text, outcome)


def test_the_author_asks_by_receipt_and_another_than_the_official_decides(
    withheld: tuple[Idea, str], command: Wants, client: Client, somebody: Any, clock: Clock
) -> None:
    row, receipt = withheld
    url = f"/nl/work/participation/{row.process_id}/ideas/{row.pk}"
    decider = login(somebody(DECIDER), NOW)
    assert decider.get(url).status_code == 404
    assert "Vindt u dat iedereen" in client.post(FOLLOW, {"code": receipt}).content.decode()
    assert client.post(FOLLOW, {"code": receipt, "appeal": WORDS}).status_code == 200
    assert decider.get(url).status_code == 200 and WORDS in decider.get(url).content.decode()
    assert any(
        "opnieuw" in item.label or "again" in item.label
        for item in work_items(somebody(DECIDER), NOW)
    )
    with pytest.raises(RefusedError):
        ideas.review(decided(command(OFFICIAL, row, "Nee."), "upheld"), row)
    ideas.review(
        decided(command(DECIDER, row, "Er staat inderdaad geen naam in."), "restored"), row
    )
    page = client.get(f"/nl/participation/{row.process_id}/ideas/{row.pk}")
    assert page.status_code == 200
    # What was said about it stays between them; its author reads it.
    assert WORDS not in page.content.decode() and "inderdaad" not in page.content.decode()
    assert "inderdaad" in client.post(FOLLOW, {"code": receipt}).content.decode()


def test_it_can_be_asked_once_and_only_of_what_was_withheld(
    withheld: tuple[Idea, str], process: Process, command: Wants
) -> None:
    row, _receipt = withheld
    ideas.appeal(command(OFFICIAL, row, WORDS), row)
    ideas.review(decided(command(DECIDER, row, "Toch wel."), "upheld"), row)
    row.refresh_from_db()
    assert not row.public and not ideas.may_appeal(row, NOW)
    with pytest.raises(TransitionNotAllowed) as refusal:
        ideas.appeal(command(OFFICIAL, row, WORDS), row)
    assert refusal.value.why == "may_appeal"
    unread, _receipt = ideas.submit(
        process, NOW, kind="idea", title="Nieuw", text="Nog niet gelezen."
    )
    assert not ideas.may_appeal(unread, NOW)
    with pytest.raises(TransitionNotAllowed):
        ideas.review(decided(command(DECIDER, unread, "x"), "restored"), unread)


def test_who_withheld_it_does_not_look_again_whatever_else_they_may_do(
    process: Process, command: Wants
) -> None:
    both = account_of("both@example.org", OFFICIAL, DECIDER, place=PLACE)
    row, _receipt = ideas.submit(process, NOW, kind="idea", title="Bank", text="Een bank.")
    ideas.publish(command(OFFICIAL, row), row)
    ideas.withhold(replace(command(OFFICIAL, row, "Een naam."), user=both), row)
    ideas.appeal(command(OFFICIAL, row, WORDS), row)
    wanted = decided(command(DECIDER, row, "Terecht."), "upheld")
    with pytest.raises(TransitionNotAllowed) as refusal:
        ideas.review(replace(wanted, user=both), row)
    assert refusal.value.why == "other_than_withheld"
    assert ideas.review(wanted, row).appeal_decision == "upheld"


def test_what_was_restored_and_withheld_again_can_be_asked_again(
    withheld: tuple[Idea, str], command: Wants
) -> None:
    row, _receipt = withheld
    ideas.appeal(command(OFFICIAL, row, WORDS), row)
    ideas.review(decided(command(DECIDER, row, "Geen naam."), "restored"), row)
    ideas.withhold(command(OFFICIAL, row, "Toch een naam."), row)
    row.refresh_from_db()
    assert (row.appealed_on, row.appeal_decision) == (None, "") and ideas.may_appeal(row, NOW)
    ideas.appeal(command(OFFICIAL, row, WORDS), row)
    ideas.review(decided(command(DECIDER, row, "Nog steeds niet."), "restored"), row)
    row.refresh_from_db()
    assert row.public


def test_who_joins_a_restored_text_reads_nothing_that_was_said_about_it(
    withheld: tuple[Idea, str], process: Process, command: Wants, client: Client, clock: Clock
) -> None:
    row, receipt = withheld
    ideas.appeal(command(OFFICIAL, row, WORDS), row)
    ideas.review(decided(command(DECIDER, row, "Er staat geen naam."), "restored"), row)
    row.refresh_from_db()
    _joined, other = ideas.submit_with(process, row, NOW, kind="idea", title="Bank", text="Bank.")
    private = (WORDS, "Er staat een naam in.", "Er staat geen naam.")
    theirs = client.post(FOLLOW, {"code": other}).content.decode()
    assert "Opnieuw bekeken" in theirs and not [words for words in private if words in theirs]
    own = client.post(FOLLOW, {"code": receipt}).content.decode()
    assert [words for words in private if words in own] == list(private)
