"""Steering groups: when a deadlock may go there, who decides, and that a seat alone shows no household."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from typer.testing import CliRunner

from casework_town import worker_of
from visitors import NOW, account_of
from wijkwerk.casework import models as m
from wijkwerk.casework.commands.group import casework_commands
from wijkwerk.casework.core.ladder import Rung, Step, first_way_failed
from wijkwerk.casework.policies import Looking
from wijkwerk.casework.services import circle, conflicts, episodes, groups
from wijkwerk.casework.services.common import ActionNotAllowed
from wijkwerk.shared.problems import InputError

DAY = date(2026, 3, 2)
LATER = NOW + timedelta(days=21)


@pytest.mark.parametrize(
    ("steps", "time_outs", "failed"),
    [
        ([], [], False),
        ([Step(Rung.LOCAL, date(2026, 3, 2))], [], False),  # may answer today still
        ([Step(Rung.LOCAL, date(2026, 3, 1))], [], True),
        ([Step(Rung.LOCAL, date(2026, 4, 1), solved=False)], [], True),
        ([Step(Rung.LOCAL, date(2026, 2, 1), solved=True)], [], False),
        ([Step(Rung.LOCAL, date(2026, 2, 1)), Step(Rung.REGIONAL, date(2026, 9, 1))], [], True),
        ([], [date(2026, 3, 2)], False),
        ([], [date(2026, 3, 1)], True),
    ],
)
def test_a_group_is_there_once_the_first_way_failed(
    steps: list[Step], time_outs: list[date], failed: bool
) -> None:
    assert first_way_failed(steps, time_outs, DAY) is failed


@pytest.fixture
def deadlock(town: SimpleNamespace, looks: Callable[..., Looking]) -> SimpleNamespace:
    """A conflict of the first household that the local rung let lie, and a group with two seats."""
    looking = looks(town.director)
    town.conflict = conflicts.report(
        looking, town.first, kind="pays", domain="care", person=None, law="Wmo 2015", article="",
        organisation=town.care, other_law="", other_organisation=None, effect="Jansen wacht.", cents_month=None,
    )  # fmt: skip
    town.group = m.Group.objects.create(name="Regiegroep", organisation=town.team)
    for worker in (town.other, town.nurse):
        m.Seat.objects.create(group=town.group, worker=worker, mandate="Zorg.", starts_at=NOW)
    return town


def brought(town: SimpleNamespace, looks: Callable[..., Looking]) -> m.Submission:
    conflicts.escalate(looks(town.director), town.first, conflict=town.conflict, owner="Chef")
    return groups.submit(
        looks(town.director, now=LATER),
        town.first,
        conflict=town.conflict,
        group=town.group,
        question="Wie betaalt Jansen?",
    )


DECISION = {"outcome": "decided", "decision": "Zorg begint morgen.", "in_meeting": "False"}


@pytest.mark.django_db
def test_who_sits_decides_what_they_see_and_who_brought_it_does_not(
    deadlock: SimpleNamespace, looks: Callable[..., Looking], enter: Any, clock: Any
) -> None:
    town, clock.now = deadlock, LATER
    with pytest.raises(ActionNotAllowed, match="First try it without"):
        groups.submit(
            looks(town.director), town.first, conflict=town.conflict, group=town.group, question="x"
        )
    row = brought(town, looks)
    assert row.decide_by == date(2026, 4, 6)
    with pytest.raises(ActionNotAllowed, match="waits for a group already"):
        groups.submit(
            looks(town.director, now=LATER),
            town.first,
            conflict=town.conflict,
            group=town.group,
            question="Nog eens?",
        )
    # A seat shows that something waits, and nothing of whom.
    member = enter(account_of(town.other.user.email))
    page = f"/en/casework/groups/{town.group.pk}"
    before = m.Look.objects.count()
    text = member.get(page).content.decode()
    assert "1 case waits for a decision." in text and "Of 1 case you see nothing" in text
    for secret in ("Jansen", town.first.token, "werker (Wijkteam); Wmo"):
        assert secret not in text
    assert m.Look.objects.count() == before
    address = f"/en/casework/for/plan/{town.first.token}"
    assert member.get(f"{address}/decide").status_code == 404
    assert "Steering groups: 1 case waits" in member.get("/en/work").content.decode()
    # Nobody without a seat gets the page, whether there is such a group or not.
    director = enter(account_of(town.director.user.email))
    assert director.get(page).status_code == director.get("/en/casework/groups/9").status_code
    assert director.get(page).status_code == 404
    assert director.get(f"{address}/decide").status_code == 404
    circle.join(
        looks(town.director, now=LATER),
        town.first,
        worker=town.other,
        purpose="plan",
        because="Regiegroep.",
    )
    text = member.get(page).content.decode()
    assert "Wie betaalt Jansen?" in text and address in text
    look = m.Look.objects.latest("pk")
    assert (look.worker, look.activity, look.domains) == (town.other, "group", "care,identity")
    facts = {"submission": row.pk, "fetches": "De coach", "dossier": town.team.pk}
    debts = m.Organisation.objects.create(code="schuld", name="Schuldhulp", kind="debts")
    for more, refusal in (
        ({}, "who fetches and brings, and who pays"),
        ({"payer": debts.pk}, "can bind Schuldhulp"),
    ):
        answer = member.post(f"{address}/decide", facts | DECISION | more)
        assert answer.status_code == 400 and refusal in answer.content.decode()
    answer = member.post(f"{address}/decide", facts | DECISION | {"payer": town.care.pk})
    assert answer.status_code == 302
    row.refresh_from_db()
    assert (row.payer, row.in_meeting, row.decided_by.worker) == (town.care, False, town.other)
    assert "Zorg pays" in member.get(address).content.decode()
    counts = groups.yearly_counts(town.group, 2026)
    assert counts == {"brought": 1, "in_meeting": 0, "outside": 1, "waiting": 0}
    assert groups.yearly_counts(town.group, 2025)["brought"] == 0


@pytest.mark.django_db
def test_the_director_never_decides_and_nothing_waits_that_is_over(
    deadlock: SimpleNamespace, looks: Callable[..., Looking]
) -> None:
    town = deadlock
    row = brought(town, looks)
    later = looks(town.director, now=LATER)
    seat = m.Seat.objects.create(group=town.group, worker=town.director, mandate="x", starts_at=NOW)
    facts: dict[str, Any] = {
        "submission": row,
        "outcome": "refused",
        "decision": "Nee.",
        "in_meeting": True,
    }
    with pytest.raises(ActionNotAllowed, match="brought it or directs"):
        groups.decide(later, town.first, **facts)
    m.Seat.objects.filter(pk=seat.pk).update(ends_at=LATER)
    with pytest.raises(ActionNotAllowed, match="in which you sit"):
        groups.decide(later, town.first, **facts)
    groups.withdraw_submission(later, town.first, submission=row)
    with pytest.raises(ActionNotAllowed, match="waits for a group"):
        groups.withdraw_submission(later, town.first, submission=row)
    again = groups.submit(
        later, town.first, conflict=town.conflict, group=town.group, question="Toch?"
    )
    conflicts.solve(later, town.first, conflict=town.conflict, solution="Betaald.")
    again.refresh_from_db()
    assert (again.outcome, again.decided_on) == ("withdrawn", LATER.date())
    other = conflicts.report(
        later, town.first, kind="pays", domain="care", person=None, law="Zvw", article="",
        organisation=town.care, other_law="", other_organisation=None, effect="x", cents_month=None,
    )  # fmt: skip
    conflicts.escalate(later, town.first, conflict=other, owner="Chef")
    conflicts.answer_escalation(later, town.first, conflict=other, solved=False, answer="Nee.")
    last = groups.submit(later, town.first, conflict=other, group=town.group, question="En nu?")
    episodes.close(later, town.first, exit="moved", closing="Verhuisd.")
    last.refresh_from_db()
    assert last.outcome == "withdrawn"
    assert groups.yearly_counts(town.group, 2026) == {
        "brought": 3,
        "in_meeting": 0,
        "outside": 0,
        "waiting": 0,
    }


@pytest.mark.django_db
def test_a_group_decides_about_a_rule_without_persons(
    deadlock: SimpleNamespace, looks: Callable[..., Looking], enter: Any
) -> None:
    town = deadlock
    old = NOW - timedelta(days=200)
    for _number in range(6):
        home = m.Household.objects.create(organisation=town.team, opened_at=old)
        m.Conflict.objects.create(
            household=home, domain="care", kind="pays", law="Zvw", organisation=town.care, effect="Geheim.",
            reported_by=town.other, reported_at=old, written_at=old,
        )  # fmt: skip
    member = enter(account_of(town.nurse.user.email))
    page = f"/en/casework/groups/{town.group.pk}"
    text = member.get(page).content.decode()
    assert "at least 5 households" in text and "Geheim" not in text and "Jansen" not in text
    answer = member.post(
        page, {"law": "ZVW", "article": "", "decision": "Wij schrijven de minister."}
    )
    assert answer.status_code == 302
    assert member.get(page).content.decode().count("Wij schrijven de minister.") == 1
    with pytest.raises(m.Seat.DoesNotExist):
        groups.decide_rule(looks(town.director), town.group, law="x", article="", decision="x")


@pytest.mark.django_db
def test_the_administrator_keeps_the_seats(town: SimpleNamespace) -> None:
    worker_of("zit@example.org", town.care)

    def run(*more: str, group: str = "Regiegroep Noord") -> Any:
        arguments = ["seat", group, "--email", "zit@example.org", "--organisation", "zorg", *more]
        return CliRunner().invoke(casework_commands, arguments)

    assert isinstance(run("--mandate", "Tot 5.000").exception, InputError)  # nobody convenes it
    assert not m.Group.objects.exists()
    assert run("--convenes", "wijkteam", "--mandate", "Tot 5.000").exit_code == 0
    assert run("--mandate", "Tot 10.000", "--until", "2027-12-31").exit_code == 0
    assert [row.mandate for row in m.Seat.objects.filter(ends_at__gt=NOW.replace(year=2027))] == [
        "Tot 10.000"
    ]
    assert run("--end").exit_code == 0
    assert isinstance(run("--end").exception, InputError)
    assert isinstance(run("--mandate", "x", "--until", "morgen").exception, InputError)
    assert isinstance(run(group="Regiegroep Noord").exception, InputError)  # without a mandate
