"""Conflicts: reported by anybody in the circle, and the director's ways out of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from visitors import NOW, account_of
from wijkwerk.casework import models as m
from wijkwerk.casework.policies import Looking, rows_of
from wijkwerk.casework.services import circle, conflicts, consents, plans
from wijkwerk.casework.services.common import ActionNotAllowed

pytestmark = pytest.mark.django_db
Looks = Callable[..., Looking]


@pytest.fixture
def stuck(town: SimpleNamespace, looks: Looks) -> SimpleNamespace:
    """The first household with a plan of two tasks, and a conflict about who pays that the nurse reported."""
    looking = looks(town.director)
    consents.open_domain(looking, town.first, domain="care", because="Te weinig hulp.")
    goal = plans.add_goal(
        looking, town.first, domain="care", person=None, goal="Slapen.", situation=""
    )
    town.tasks = [
        plans.add_task(looking, town.first, goal=goal, task=text, due_on=date(2026, 3, 31))
        for text in ("Nachthulp", "Bed")
    ]
    plans.agree(looking, town.first, agreed_with="Q.", review_on=date(2026, 6, 1))
    circle.join(looking, town.first, worker=town.nurse, purpose="support", because="Zorg.")
    town.conflict = conflicts.report(
        looks(town.nurse, "support"),
        town.first,
        kind="pays",
        domain="care",
        person=None,
        law="Wmo 2015",
        article="2.3.5",
        organisation=town.team,
        other_law="Wlz",
        effect="Er komt niemand.",
        cents_month=120_000,
    )
    return town


def test_a_time_out_moves_the_clocks_that_were_chosen_and_goes_along_into_a_next_version(
    stuck: SimpleNamespace, looks: Looks
) -> None:
    facts: dict[str, Any] = {
        "conflict": stuck.conflict, "intervention": "Korting", "organisation": stuck.team, "meeting": "Allen",
        "meet_by": date(2026, 3, 12), "tasks": stuck.tasks[:1],
    }  # fmt: skip
    with pytest.raises(ActionNotAllowed, match="before the first"):
        conflicts.time_out(
            looks(stuck.director),
            stuck.first,
            first_day=date(2026, 3, 9),
            last_day=date(2026, 3, 8),
            **facts,
        )
    conflicts.time_out(
        looks(stuck.director),
        stuck.first,
        first_day=date(2026, 3, 5),
        last_day=date(2026, 3, 14),
        **facts,
    )
    assert [conflicts.deadline(task) for task in stuck.tasks] == [
        date(2026, 4, 10),
        date(2026, 3, 31),
    ]
    later = looks(stuck.director, now=NOW + timedelta(days=20))
    draft = plans.change(later, stuck.first)
    assert {task.task: conflicts.deadline(task) for task in draft.tasks.all()} == {
        "Nachthulp": date(2026, 4, 10),
        "Bed": date(2026, 3, 31),
    }


def test_a_time_out_also_stops_the_clock_in_a_draft(stuck: SimpleNamespace, looks: Looks) -> None:
    draft = plans.change(looks(stuck.director), stuck.first)
    conflicts.time_out(
        looks(stuck.director),
        stuck.first,
        conflict=stuck.conflict,
        intervention="Korting",
        organisation=stuck.team,
        meeting="Allen",
        meet_by=date(2026, 3, 12),
        tasks=stuck.tasks[:1],
        first_day=date(2026, 3, 5),
        last_day=date(2026, 3, 14),
    )
    assert {task.task: conflicts.deadline(task) for task in draft.tasks.all()} == {
        "Nachthulp": date(2026, 4, 10),
        "Bed": date(2026, 3, 31),
    }


def test_only_the_director_takes_a_way_out_and_a_stranger_sees_none(
    stuck: SimpleNamespace, looks: Looks
) -> None:
    with pytest.raises(ActionNotAllowed, match="directs the plan"):
        conflicts.solve(
            looks(stuck.nurse, "support"), stuck.first, conflict=stuck.conflict, solution="x"
        )
    assert not rows_of(looks(stuck.other), m.Conflict, stuck.first).exists()
    assert rows_of(looks(stuck.nurse, "support"), m.Conflict, stuck.first).get() == stuck.conflict


def bridge(
    town: SimpleNamespace, looks: Looks, entry: str, cents: int, payer: Any = None
) -> m.Bridging:
    return conflicts.bridge(
        looks(town.director),
        town.first,
        conflict=town.conflict,
        entry=entry,
        cents=cents,
        payer=payer,
        on=NOW.date(),
    )


def test_help_begins_before_it_is_clear_who_pays_and_the_ledger_closes(
    stuck: SimpleNamespace, looks: Looks
) -> None:
    bridge(stuck, looks, "advance", 100_001)
    with pytest.raises(ActionNotAllowed, match=r"at most € 1000,01"):
        bridge(stuck, looks, "share", 100_002, stuck.team)
    bridge(stuck, looks, "share", 50_001, stuck.team)
    conflicts.solve(looks(stuck.director), stuck.first, conflict=stuck.conflict, solution="Samen.")
    bridge(stuck, looks, "share", 50_000, stuck.care)
    with pytest.raises(ActionNotAllowed, match="owe that much"):
        bridge(stuck, looks, "received", 50_001, stuck.care)
    bridge(stuck, looks, "received", 50_001, stuck.team)
    bridge(stuck, looks, "received", 49_999, stuck.care)
    assert not conflicts.balance_of(stuck.conflict).is_closed
    bridge(stuck, looks, "written_off", 1, stuck.care)
    assert conflicts.balance_of(stuck.conflict).is_closed


def test_a_rung_is_asked_after_the_one_before_it_was_tried(
    stuck: SimpleNamespace, looks: Looks
) -> None:
    first = conflicts.escalate(
        looks(stuck.director), stuck.first, conflict=stuck.conflict, owner="Wethouder"
    )
    assert (first.rung, first.answer_by) == ("local", date(2026, 3, 16))
    with pytest.raises(ActionNotAllowed, match="hasn’t answered yet"):
        conflicts.escalate(
            looks(stuck.director), stuck.first, conflict=stuck.conflict, owner="Regio"
        )
    conflicts.answer_escalation(
        looks(stuck.director),
        stuck.first,
        conflict=stuck.conflict,
        solved=False,
        answer="Kan niet.",
    )
    second = conflicts.escalate(
        looks(stuck.director), stuck.first, conflict=stuck.conflict, owner="Regio"
    )
    assert second.rung == "regional"
    late = looks(stuck.director, now=NOW + timedelta(days=30))
    assert (
        conflicts.escalate(late, stuck.first, conflict=stuck.conflict, owner="Loket").rung
        == "national_desk"
    )
    conflicts.answer_escalation(
        late, stuck.first, conflict=stuck.conflict, solved=True, answer="Opgelost."
    )
    stuck.conflict.refresh_from_db()
    assert stuck.conflict.solution == "Opgelost."
    with pytest.raises(ActionNotAllowed, match="isn’t solved"):
        conflicts.escalate(late, stuck.first, conflict=stuck.conflict, owner="Team")


def test_pages_of_conflicts(stuck: SimpleNamespace, enter: Any) -> None:
    client = enter(account_of(stuck.director.user.email))
    address = f"/en/casework/for/plan/{stuck.first.token}"
    number = stuck.conflict.pk
    for name, facts in (
        ("conflict", {"kind": "collides", "domain": "care", "law": "Zvw", "organisation": stuck.care.pk,
                      "effect": "Wachten."}),
        ("time-out", {
            "conflict": number, "intervention": "Korting", "organisation": stuck.team.pk, "first_day": "2026-03-05",
            "last_day": "2026-03-14", "meeting": "Allen", "meet_by": "2026-03-12", "tasks": [stuck.tasks[0].pk],
        }),
        ("deviation", {
            "conflict": number, "aim": "Thuis wonen", "reasons": "Nodig.", "decided_by": stuck.team.pk,
            "decided_on": "2026-03-01",
        }),
        ("bridging", {"conflict": number, "entry": "advance", "cents": "100,01", "on": "2026-03-02"}),
        ("escalate", {"conflict": number, "owner": "Wethouder"}),
        ("escalation-answer", {"conflict": number, "solved": "no", "answer": "Nee."}),
        ("solve", {"conflict": number, "solution": "Samen betaald."}),
    ):  # fmt: skip
        answer = client.post(f"{address}/{name}", facts)
        assert answer.status_code == 302, (name, answer.content.decode()[-3000:])
    text = client.get(address).content.decode()
    for words in ("Zvw", "Time-out: Korting", "the clock stood still", "Deviation by Wijkteam", "€ 100.01 advanced",
                  "It doesn’t close yet.", "Nee.", "Samen betaald.", "€ 1,200.00 a month"):  # fmt: skip
        assert words in text, words
