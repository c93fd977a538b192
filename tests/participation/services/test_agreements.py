"""The register: promises that are kept or not, norms that end by themselves."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from participants import AFTER, OFFICIAL, VOTING, Wants
from visitors import NOW, Clock
from wijkwerk.participation.models import Agreement, Process
from wijkwerk.participation.models.agreements import overdue
from wijkwerk.participation.services import agreements
from wijkwerk.workflow.api import TransitionNotAllowed

PROMISE = {
    "kind": "promise", "title": "Lamp", "text": "De lamp wordt gemaakt.", "parties": "gemeente, panel",
    "doer": "afdeling Beheer", "due_on": date(2026, 4, 1),
}  # fmt: skip
NORM = {
    "kind": "norm", "title": "Tuintjes", "text": "Tuintjes achter de flat mogen.", "parties": "corporatie, portiek",
    "doer": "bewoners", "deviates_from": "huurreglement", "allowed_by": "directeur", "limits": "Twee meter.",
    "acts": "huismeester", "review_on": date(2026, 4, 1), "ends_on": date(2026, 4, 20),
}  # fmt: skip


def test_a_promise_is_kept_missed_and_moved_with_reasons(process: Process, command: Wants) -> None:
    made = agreements.record(command(OFFICIAL), process, **PROMISE)
    agreements.agree(command(OFFICIAL, made), made)
    made.refresh_from_db()
    assert not overdue(process, NOW.date()) and overdue(process, VOTING.date()) == [made]
    with pytest.raises(TransitionNotAllowed):
        agreements.miss(command(OFFICIAL, made, now=VOTING), made)
    agreements.miss(command(OFFICIAL, made, text="Geen monteur.", now=VOTING), made)
    with pytest.raises(TransitionNotAllowed) as refusal:
        agreements.move_date(
            command(OFFICIAL, made, text="Later.", now=VOTING), made, due_on=NOW.date()
        )
    assert refusal.value.why == "not_past"
    agreements.move_date(
        command(OFFICIAL, made, text="Later.", now=VOTING), made, due_on=AFTER.date()
    )
    assert not overdue(process, VOTING.date())
    assert agreements.keep(command(OFFICIAL, made), made, evidence="Hij brandt.").state == "kept"


@pytest.mark.parametrize(
    "lacks", ["deviates_from", "allowed_by", "limits", "acts", "review_on", "ends_on"]
)
def test_a_norm_is_agreed_when_it_says_all_it_must(
    lacks: str, process: Process, command: Wants
) -> None:
    empty: Any = None if lacks.endswith("_on") else ""
    made = agreements.record(command(OFFICIAL), process, **{**NORM, lacks: empty})
    with pytest.raises(TransitionNotAllowed) as refusal:
        agreements.agree(command(OFFICIAL, made), made)
    assert refusal.value.why == "norm_complete"


def test_a_norm_is_reviewed_before_it_ends_and_not_after(process: Process, command: Wants) -> None:
    made = agreements.record(command(OFFICIAL), process, **NORM)
    agreements.agree(command(OFFICIAL, made), made)
    assert [one.title for one in overdue(process, VOTING.date())] == ["Tuintjes"]
    days = {"review_on": date(2026, 6, 1), "ends_on": date(2026, 7, 1)}
    with pytest.raises(TransitionNotAllowed):
        agreements.keep(command(OFFICIAL, made), made, evidence="x")
    with pytest.raises(TransitionNotAllowed):
        agreements.review(command(OFFICIAL, made, text="Te laat.", now=AFTER), made, **days)
    assert (
        agreements.review(
            command(OFFICIAL, made, text="Gaat goed.", now=VOTING), made, **days
        ).ends_on
        == days["ends_on"]
    )


def test_everybody_reads_what_was_agreed_and_not_the_drafts(
    process: Process, command: Wants, client: Client, clock: Clock
) -> None:
    made = agreements.record(command(OFFICIAL), process, **NORM)
    url = f"/nl/participation/{process.pk}/agreements"
    assert "Er is nog geen afspraak." in client.get(url).content.decode()
    assert client.get(f"{url}/{made.pk}").status_code == 404
    agreements.agree(command(OFFICIAL, made), made)
    clock.now = AFTER
    told = client.get(url).content.decode()
    assert "Tuintjes" in told and "Vanzelf geëindigd" in told
    assert "Twee meter." in client.get(f"{url}/{made.pk}").content.decode()
    late = agreements.record(command(OFFICIAL), process, **PROMISE)
    Agreement.objects.filter(pk=late.pk).update(state="agreed")
    assert "Te laat; niet bekend of de afspraak is nagekomen" in client.get(url).content.decode()
