"""Signals: routed by topic and area, joined with what was told already, and never a neighbour's name."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from participants import OFFICIAL, Wants
from visitors import NOW, Clock
from wijkwerk.participation.models import Idea, Process
from wijkwerk.participation.services import idea_list, ideas, processes
from wijkwerk.participation.services.idea_list import CommandLine, read_ideas, take_in
from wijkwerk.shared.problems import InputError
from wijkwerk.workflow.api import StepCommand, TransitionNotAllowed


def test_a_signal_goes_to_who_handles_it_in_its_area(process: Process, command: Wants) -> None:
    routed = (("lighting", "", "Openbare verlichting"), ("lighting", "WK900101", "Wijkteam licht"))
    for topic, area, handler in routed:
        processes.route(
            command(OFFICIAL, process), process, topic=topic, area=area, handler=handler
        )
    with pytest.raises(TransitionNotAllowed):
        processes.route(command(OFFICIAL, process), process, topic="waste", area="WK1", handler="x")
    facts = {"kind": "signal", "title": "Donker", "text": "Lamp stuk", "topic": "lighting"}
    near, _receipt = ideas.submit(process, NOW, area="WK900101", **facts)
    far, _receipt = ideas.submit(process, NOW, **facts)
    assert (near.handler, far.handler) == ("Wijkteam licht", "Openbare verlichting")
    # Lighting has a term of its own: three working days instead of five.
    usual, _receipt = ideas.submit(process, NOW, **{**facts, "topic": "green"})
    assert near.answer_by < usual.answer_by and usual.handler == ""
    moved = ideas.forward(
        command(OFFICIAL, near, "Het is van het waterschap."), near, handler="Waterschap"
    )
    assert (moved.handler, moved.answer_by) == ("Waterschap", near.answer_by)


def test_trouble_with_neighbours_is_never_public(
    process: Process, command: Wants, client: Client, clock: Clock
) -> None:
    facts = {
        "kind": "signal",
        "title": "Ruzie op drie hoog",
        "text": "Lawaai",
        "topic": "neighbours",
    }
    made, _receipt = ideas.submit(process, NOW, **facts)
    with pytest.raises(TransitionNotAllowed) as refusal:
        ideas.publish(command(OFFICIAL, made), made)
    assert refusal.value.why == "may_be_public"
    Idea.objects.filter(pk=made.pk).update(public=True)  # also when something went wrong
    assert client.get(f"/nl/participation/{process.pk}/ideas/{made.pk}").status_code == 404
    assert "Ruzie" not in client.get(f"/nl/participation/{process.pk}/ideas").content.decode()


def test_who_tells_the_same_is_asked_and_joins_with_a_receipt_of_their_own(
    process: Process, command: Wants, client: Client, clock: Clock
) -> None:
    first, _receipt = ideas.submit(
        process,
        NOW,
        kind="signal",
        topic="pavement",
        title="Losse tegels bij de bushalte",
        text="Los",
        street="Hoogstraat",
    )
    url = f"/nl/participation/{process.pk}/submit"
    same = {
        "kind": "signal",
        "topic": "pavement",
        "title": "Tegels los bij bushalte",
        "text": "Ik viel.",
        "street": "Hoogstraat",
    }
    # What nobody may read yet isn't shown to anybody.
    assert "een van deze" not in client.post(url, same).content.decode()
    ideas.publish(command(OFFICIAL, first), first)
    Idea.objects.exclude(pk=first.pk).delete()
    asked = client.post(url, same)
    assert asked.status_code == 200 and "Losse tegels bij de bushalte" in asked.content.decode()
    assert Idea.objects.count() == 1
    told = client.post(url, {**same, "same_as": str(first.pk)}).content.decode()
    receipt = re.search(r"[A-Z2-9]{4}(-[A-Z2-9]{4}){3}", told)
    assert receipt is not None
    joined = ideas.by_receipt(receipt[0])
    assert joined is not None and joined.joined_to == first
    client.post(url, {**same, "same_as": "none"})
    assert Idea.objects.filter(joined_to=None).count() == 2


def test_a_new_idea_is_held_against_the_newest_and_those_of_its_street(
    process: Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ideas, "MOST_COMPARED", 3)
    facts = {
        "process": process, "kind": "idea", "state": "received", "public": True,
        "received_on": NOW.date(), "answer_by": NOW.date(), "text": "Een plek om te zitten. " * 200,
    }  # fmt: skip
    streets = ["Singel", "", "Laan", "Laan", "Laan"]
    made = [
        Idea.objects.create(title="Bank op de hoek", street=street, **facts) for street in streets
    ]
    Idea.objects.create(title="Bank op de hoek", **{**facts, "kind": "question"})
    new = {"kind": "idea", "title": "Bank op de hoek", "text": "Een plek om te zitten."}
    with CaptureQueriesContext(connection) as queries:
        similar = ideas.similar(process, **new, street="singel")
    assert similar == [made[0], *made[2:]]  # those of the street first; the second is too old
    assert ideas.similar(process, **new) == made[2:]
    # Long texts stay in the database.
    assert all("SUBSTR" in query["sql"] for query in queries.captured_queries[:2])
    assert len(queries) == 3


@pytest.mark.parametrize(
    ("field", "text"), [("text", "Bel 0612345678"), ("title", "jan@example.org")]
)
def test_personal_data_is_told_before_anything_is_kept(
    field: str, text: str, process: Process, client: Client, clock: Clock
) -> None:
    url = f"/nl/participation/{process.pk}/submit"
    given = {"kind": "idea", "title": "Bank", "text": "Een bank.", field: text}
    answer = client.post(url, given)
    assert answer.status_code == 400 and "Laat dit weg" in answer.content.decode()
    assert not Idea.objects.exists()


def test_a_list_of_ideas_is_taken_in_whole_and_only_once(process: Process, tmp_path: Path) -> None:
    file = tmp_path / "avond.csv"
    file.write_text(
        "Titel;Toelichting;Soort;Onderwerp;Ontvangen op\n"
        "Bankje;Bij de singel;idee;;2026-01-05\n"
        "Lamp stuk;;melding;verlichting;05-01-2026\n",
        "utf-8",
    )
    found = read_ideas(file, process, NOW.date())
    assert (len(found.new), found.problems) == (2, [])
    assert take_in(process, found, StepCommand(CommandLine(), NOW)) == 2
    lamp = Idea.objects.get(title="Lamp stuk")
    assert (lamp.kind, lamp.topic, lamp.received_on, lamp.public) == (
        "signal",
        "lighting",
        date(2026, 1, 5),
        False,
    )
    again = read_ideas(file, process, NOW.date())
    assert (again.new, again.known) == ([], 2)


def test_what_is_wrong_in_a_list_names_row_and_column_and_nothing_is_written(
    process: Process, tmp_path: Path
) -> None:
    file = tmp_path / "avond.csv"
    file.write_text(
        "Titel;Soort;Ontvangen op\nBankje;idee;2026-01-05\nHok;plan;2026-01-05\nHek;idee;2030-01-05\n"
        f"{'x' * 300};idee;2026-01-05\nBel 0612345678;idee;2026-01-05\n",
        "utf-8",
    )
    found = read_ideas(file, process, NOW.date())
    assert [(problem.line, problem.column) for problem in found.errors] == [
        (3, "kind"),
        (4, "received_on"),
        (5, "title"),
    ]
    assert len(found.problems) == 4  # and a warning
    with pytest.raises(InputError):
        take_in(process, found, StepCommand(CommandLine(), NOW))
    assert not Idea.objects.exists()
    file.write_text("Titel;Soort\nBankje;idee\n", "utf-8")
    with pytest.raises(InputError):
        read_ideas(file, process, NOW.date())


def test_a_row_that_is_cut_off_is_a_problem_and_a_list_that_goes_on_is_refused(
    process: Process, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "avond.csv"
    file.write_text("Titel;Soort;Ontvangen op\nBankje;idee;2026-01-05\nHok;idee\n", "utf-8")
    found = read_ideas(file, process, NOW.date())
    assert [(problem.line, problem.column) for problem in found.errors] == [(3, "received_on")]
    assert len(found.new) == 1
    # Rows after the last that is read would be lost, also when the ones before it are known already.
    monkeypatch.setattr(idea_list, "_MOST_ROWS", 3)
    with pytest.raises(InputError, match="too many rows"):
        read_ideas(file, process, NOW.date())
