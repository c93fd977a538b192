"""A letter is about its period: what was so then, and nothing that came later."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from wijkwerk.programme.letters.compose import compose
from wijkwerk.programme.letters.facts import Facts
from wijkwerk.programme.letters.gather import gather
from wijkwerk.programme.letters.making import content_of
from wijkwerk.programme.models import (
    Commitment,
    Letter,
    Measurement,
    Project,
    Step,
    Target,
    TargetPath,
)
from wijkwerk.programme.services import board, commitments, projects

pytestmark = pytest.mark.django_db
BUREAU, CHAIR, PARTNER = "programme-bureau", "programme-chair", "partner"
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
YEAR = (date(2024, 1, 1), date(2024, 12, 31))


def then(small: Any, period: tuple[date, date] = YEAR, now: datetime = NOW) -> Facts:
    return gather(small.programme, *period, now)


def said(facts: Facts) -> str:
    """The letter without its links."""
    parts = compose(facts, "council", "nl").parts
    return "\n".join(sentence.text for part in parts for sentence in part.sentences)


def test_a_letter_compares_with_the_one_before_it_to_the_same_reader(a_programme: Any) -> None:
    row = {"programme": a_programme.programme, "language": "nl", "since": date(2023, 1, 1)}
    for to, until in (("council", 2022), ("council", 2023), ("parliament", 2024)):
        Letter.objects.create(**row, to=to, until=date(until, 6, 30), state="issued")
    own = Letter.objects.create(
        **row | {"since": YEAR[0]}, to="council", until=YEAR[1], state="draft"
    )
    changed = next(part for part in content_of(own, NOW).parts if part.code == "changes")
    assert "Sinds de vorige brief (die ging tot en met 30 juni 2023)" in changed.sentences[0].text
    before = then(a_programme).before  # without one: what the period began with
    assert before is not None and (before.day, before.by_letter) == ("2023-12-31", False)
    assert set(before.answers) == {target.pk for target in a_programme.targets}
    first = (a_programme.programme.begins_on, date(2020, 12, 31))
    assert then(a_programme, first).before is None


def test_a_figure_of_after_the_period_is_not_in_the_letter(a_programme: Any) -> None:
    found = then(a_programme)
    assert (found.day, found.targets[0].latest_on) == ("2024-12-31", "2024-01-01")
    assert found.targets[0].latest == 19.0
    today = then(a_programme, (date(2026, 1, 1), date(2026, 12, 31)))
    assert (today.day, today.targets[0].latest_on) == ("2026-03-02", "2025-01-01")
    # What comes later changes nothing of a letter about a period that is over.
    Measurement.objects.create(
        programme=a_programme.programme,
        target=a_programme.targets[0],
        on=date(2026, 2, 1),
        value=34.0,
        error=0.0,
        evidence="x",
        at=NOW,
    )
    assert then(a_programme) == found
    assert then(a_programme, now=datetime(2040, 1, 1, tzinfo=UTC)) == found


def test_what_the_board_changed_or_dropped_later_counted_then(
    a_programme: Any, command: Any
) -> None:
    before = then(a_programme)
    first, second = a_programme.targets
    for target, kind, value in ((first, "change", 20.0), (second, "drop", None)):
        wish = board.Wish(kind, value, due_on=date(2031, 1, 1) if value else None)
        proposal = board.propose(command(BUREAU, text="Omdat."), target, wish)
        whole = type(a_programme.programme).objects.get()
        meeting = board.meet(
            command(CHAIR, whole), whole, date(2026, 3, 2), kind, a_programme.domains[:2]
        )
        board.decide(
            command(CHAIR, proposal, text="Zo."), proposal, meeting, a_programme.domains[:2], ()
        )
    assert then(a_programme) == before
    now = then(a_programme, (date(2026, 1, 1), date(2026, 12, 31)))
    assert [target.title for target in now.targets] == [first.title]
    assert (now.first.promised, now.first.changed, now.first.dropped) == (2, 1, 1)
    assert len(now.decisions) == 2 and before.decisions == ()


def test_a_target_that_was_promised_later_is_not_in_the_letter(a_programme: Any) -> None:
    target = Target.objects.create(
        programme=a_programme.programme,
        goal=a_programme.goals[0],
        title="Nieuw",
        source="count",
        scale="count",
        state="active",
    )
    TargetPath.objects.create(
        programme=a_programme.programme,
        target=target,
        number=1,
        baseline=0.0,
        baseline_on=date(2024, 1, 1),
        value=1.0,
        due_on=date(2030, 1, 1),
        since=date(2025, 1, 1),
    )
    assert len(then(a_programme).targets) == 2
    assert len(then(a_programme, (date(2025, 1, 1), date(2025, 1, 1))).targets) == 3


def test_a_commitment_stood_as_it_stood_then(a_programme: Any, command: Any) -> None:
    at = datetime(2024, 2, 1, 9, 0, tzinfo=UTC)
    one = commitments.promise(
        command(BUREAU, now=at),
        a_programme.programme,
        commitments.Promise(
            a_programme.organisations[1],
            "Extra uren",
            date(2024, 6, 30),
            "Roosters",
            34.0,
            "scholen",
        ),
    )
    assert then(a_programme, (date(2024, 1, 1), date(2024, 1, 31))).commitments == ()
    groups = []
    missed = datetime(2025, 3, 1, 9, 0, tzinfo=UTC)
    one = commitments.miss(
        command(BUREAU, one, text="Niet klaar.", now=missed), one, date(2025, 4, 1)
    )
    one = commitments.talk(
        command(BUREAU, one, text="Gesproken.", now=missed), one, date(2025, 4, 1)
    )
    one = commitments.agree(
        command(BUREAU, one, text="Later.", now=datetime(2025, 3, 20, tzinfo=UTC)),
        one,
        date(2025, 12, 31),
    )
    for until in (date(2024, 3, 1), date(2024, 12, 31), date(2025, 3, 1), date(2025, 6, 1)):
        found = then(a_programme, (date(2024, 1, 1), until)).commitments[0]
        groups.append((found.group, found.due_on, found.rung_on))
    assert groups == [
        ("due", "2024-06-30", ""),
        ("overdue", "2024-06-30", ""),
        ("talked", "2024-06-30", "2025-03-01"),
        ("agreed", "2025-12-31", "2025-03-20"),
    ]


def test_a_commitment_that_was_kept_later_was_not_kept_then(a_programme: Any) -> None:
    Commitment.objects.create(
        programme=a_programme.programme,
        organisation=a_programme.organisations[1],
        title="x",
        state="kept",
        promised_for=date(2024, 6, 30),
        due_on=date(2024, 6, 30),
        kept_on=date(2025, 1, 1),
    )
    assert then(a_programme).commitments[0].group == "overdue"
    found = then(a_programme, (date(2025, 1, 1), date(2025, 1, 1))).commitments[0]
    assert (found.group, found.kept_on) == ("kept", "2025-01-01")


def test_what_was_imported_without_steps_had_no_outcome_before_its_day(a_programme: Any) -> None:
    def imported(state: str, promised_for: date, due_on: date | None = None) -> None:
        Commitment.objects.create(
            programme=a_programme.programme,
            organisation=a_programme.organisations[1],
            title=state,
            state=state,
            promised_for=promised_for,
            due_on=due_on or promised_for,
        )

    imported("not_known", date(2023, 12, 31))
    imported("not_known", date(2025, 7, 31))
    imported("missed", date(2024, 12, 31))
    imported("agreed", date(2025, 6, 30), date(2027, 6, 30))
    imported("agreed", date(2024, 6, 30), date(2027, 6, 30))
    stood = sorted((c.group, c.due_on) for c in then(a_programme).commitments)
    assert stood == [
        ("agreed", "2027-06-30"),
        ("due", "2025-06-30"),
        ("due", "2025-07-31"),
        ("not_known", "2023-12-31"),
        ("soon", "2024-12-31"),
    ]
    letter = compose(then(a_programme), "council", "nl")
    (outcomes,) = (part for part in letter.parts if part.code == "outcomes")
    assert len(outcomes.sentences) == 1 and "31 december 2023" in outcomes.sentences[0].text
    assert "juli 2015 klaar moeten zijn" not in said(then(a_programme))
    today = then(a_programme, (date(2026, 1, 1), date(2026, 12, 31)))
    assert sorted(c.group for c in today.commitments) == [
        "agreed", "agreed", "missed", "not_known", "not_known",
    ]  # fmt: skip


def test_whether_an_imported_project_ran_then_follows_from_its_days_alone(
    a_programme: Any,
) -> None:
    def imported(code: str, state: str, begins: date | None, ends: date | None) -> None:
        project = a_project(a_programme, code, begins_on=begins, ends_on=ends)
        Project.objects.filter(pk=project.pk).update(state=state)

    first, last, long_ago = date(2020, 1, 1), date(2025, 7, 31), date(2023, 1, 1)
    imported("ran", "embedded", first, last)
    imported("over", "stopped", first, long_ago)
    imported("later", "not_known", date(2025, 1, 1), None)
    imported("nobody-knows", "not_known", None, None)
    imported("stopped-some-day", "stopped", None, None)
    found = then(a_programme)
    assert (found.going, found.going_unknown) == (1, 2)
    assert "Van 2 projecten is niet bekend of ze liepen." in said(found)
    today = then(a_programme, (date(2026, 1, 1), date(2026, 12, 31)))
    assert (today.going, today.going_unknown) == (0, 2)
    assert "Er lopen geen projecten." not in said(today)


def a_project(small: Any, code: str, **more: Any) -> Project:
    made: Project = Project.objects.create(
        programme=small.programme, code=code, name=f"Project {code}", state="running", **more
    )
    return made


def test_a_decision_that_is_due_on_the_day_itself_is_to_be_taken_and_not_late(
    a_programme: Any,
) -> None:
    for code, due in (
        ("a", date(2024, 12, 30)),
        ("b", date(2024, 12, 31)),
        ("c", date(2025, 1, 1)),
    ):
        a_project(a_programme, code, decision_due=due)
    found = then(a_programme)
    assert (found.late_decisions, found.to_decide) == (1, 2)
    assert [open_decision.name for open_decision in found.open_decisions] == [
        "Project b",
        "Project c",
    ]


def test_a_project_ran_or_not_as_it_did_then(a_programme: Any, command: Any) -> None:
    at = datetime(2024, 2, 1, 9, 0, tzinfo=UTC)
    facts = {"code": "les", "name": "Les", "money": Decimal(500), "decision_due": date(2024, 6, 1)}
    one = projects.add(command(BUREAU, now=at), a_programme.programme, facts, runs=True)
    later = datetime(2025, 5, 1, 9, 0, tzinfo=UTC)
    projects.decide(
        command(CHAIR, one, text="Klaar.", now=later),
        one,
        "stop",
        "Rapport",
        reason_kind="done",
        bridging_ended="Geen.",
    )
    assert then(a_programme, (date(2024, 1, 1), date(2024, 1, 31))).going == 0
    assert (then(a_programme).going, then(a_programme).late_decisions) == (1, 1)
    assert then(a_programme, (date(2025, 1, 1), date(2025, 12, 31))).going == 0


def test_amounts_a_year_and_amounts_in_all_are_told_apart(a_programme: Any) -> None:
    a_project(a_programme, "a", money=Decimal(5_000_000))
    for code, money in (("b", 120_000_000), ("c", 18_000_000)):
        a_project(a_programme, code, money=Decimal(money), money_period="a_year")
    found = then(a_programme)
    assert (found.money, found.money_a_year, found.money_undated) == (5e6, 0.0, 2)
    told = said(found)
    assert "138" not in told and "120.000.000 per jaar" in told
    assert "Voor 2 projecten is een bedrag per jaar opgegeven, maar niet tot wanneer" in told
    Project.objects.filter(code="b").update(money_until=date(2024, 12, 31))
    assert then(a_programme).money_a_year == 120e6
    assert "waarvoor samen €\u00a05.000.000 en €\u00a0120.000.000 per jaar is opgegeven" in said(
        then(a_programme)
    )


def test_why_it_cant_be_told_is_computed(a_programme: Any) -> None:
    target = a_programme.targets[0]
    Target.objects.filter(pk=target.pk).update(
        source="indicator", edition="gone-0123456789", indicator="x", area="y"
    )
    told = said(then(a_programme))
    assert "de editie van de monitor kan niet worden gelezen." in told
    assert "te weinig metingen" not in told
    early = said(then(a_programme, (date(2022, 1, 1), date(2022, 6, 1))))
    assert "er zijn te weinig metingen." in early
    late = said(
        then(a_programme, (date(2029, 1, 1), date(2029, 6, 1)), datetime(2030, 1, 1, tzinfo=UTC))
    )
    assert "de laatste meting is te oud." in late


def test_a_target_whose_day_has_passed_is_told_as_reached_or_not_known(a_programme: Any) -> None:
    period, now = (date(2030, 1, 1), date(2030, 12, 31)), datetime(2031, 1, 1, tzinfo=UTC)
    for value, target in ((34.0, a_programme.targets[0]),):
        Measurement.objects.create(
            programme=a_programme.programme,
            target=target,
            on=date(2029, 12, 31),
            value=value,
            error=0.0,
            evidence="x",
            at=NOW,
        )
    found = then(a_programme, period, now)
    assert [target.answer for target in found.targets] == ["reached", "not_known"]
    told = said(found)
    assert (
        "Van 2 doelen is de einddatum voorbij: 1 gehaald en van 1 is niet bekend of het is gehaald."
        in told
    )
    assert "Reden: rond de einddatum is niet gemeten." in told
    assert "De einddatum is voorbij en het doel is gehaald." in told
    assert "600\u00a0woningen op 1 januari 2025 (meer dan een jaar oud)" in told
    assert "de kans" not in told


def test_a_letter_takes_as_many_questions_for_thirty_things_as_for_three(
    a_programme: Any, django_assert_max_num_queries: Any
) -> None:
    for at in range(30):
        a_project(a_programme, f"p{at}")
        Step.objects.create(
            programme=a_programme.programme,
            machine="project",
            object_id=at,
            action="edit",
            target="running",
            at=NOW,
            actor="account:1",
            role=BUREAU,
        )
    with django_assert_max_num_queries(26):
        then(a_programme)
