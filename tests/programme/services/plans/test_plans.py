"""Plans: what was signed is exactly what was read, and stays."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from wijkwerk.audit.api import verify
from wijkwerk.programme.agreements import waits_for
from wijkwerk.programme.models import Commitment, Organisation, Plan, PlanText, Signature, Step
from wijkwerk.programme.services import commitments, plans, targets
from wijkwerk.workflow.api import ChangedMeanwhileError, TransitionNotAllowed

pytestmark = pytest.mark.django_db
BUREAU, PARTNER = "programme-bureau", "partner"


def test_a_plan_is_locked_when_all_signed_and_tells_who_signed_what(doing: Any) -> None:
    plan = doing.locked()
    assert (plan.state, plan.locked_on) == ("locked", date(2026, 3, 2))
    text = plan.texts.get()
    assert [target["title"] for target in text.targets] == [
        "Scholen met extra leertijd",
        "Verbeterde woningen",
    ]
    assert text.digest == plans.digest_of("Wij beloven.", text.targets)
    signed = [
        (signature.organisation.slug, signature.text_id) for signature in Signature.objects.all()
    ]
    assert signed == [("gemeente", text.pk), ("scholen", text.pk)]
    assert verify()[0].breaks == []


def test_the_commitments_of_its_years_are_part_of_what_is_signed(doing: Any) -> None:
    schools = doing.small.organisations[1]
    what = {"programme": doing.programme, "organisation": schools, "state": "promised"}
    days = {"in": date(2026, 12, 31), "later": date(2027, 1, 1)}
    rows = {
        name: Commitment.objects.create(
            **what, title=name, promised_for=day, due_on=day, quantity=3.0, unit="scholen"
        )
        for name, day in days.items()
    }
    Commitment.objects.create(
        **{**what, "state": "kept"}, title="kept", promised_for=days["in"], due_on=days["in"]
    )
    plan, text = doing.offered()
    assert [(one["id"], one["organisation"], one["quantity"]) for one in text.commitments] == [
        (rows["in"].pk, "Scholen op Zuid", 3.0)
    ]
    assert text.digest == plans.digest_of("Wij beloven.", text.targets, text.commitments)
    assert text.digest != plans.digest_of("Wij beloven.", text.targets)
    wish = commitments.Promise(schools, "Anders", days["in"], "Lijst")
    with pytest.raises(TransitionNotAllowed, match="offered"):
        commitments.edit(doing.command(BUREAU, rows["in"]), rows["in"], wish)
    assert doing.fresh(rows["in"]).title == "in"
    commitments.edit(doing.command(BUREAU, rows["later"]), rows["later"], wish)
    plan = plans.take_back(doing.command(BUREAU, plan, "Nog niet."), plan)
    plans.offer(doing.command(BUREAU, plan), plan)
    assert [one["title"] for one in plan.texts.latest("number").commitments] == ["in", "Anders"]


def test_every_side_of_the_board_is_asked_to_sign(doing: Any) -> None:
    plan, residents = doing.plan(), doing.small.domains[2]
    plans.write(doing.command(BUREAU, plan), plan, "Wij.", doing.small.organisations[1:])
    plan = doing.fresh(plan)
    with pytest.raises(TransitionNotAllowed, match="every_side_asked"):
        plans.offer(doing.command(BUREAU, plan), plan)
    plans.write(doing.command(BUREAU, plan), plan, "Wij.", doing.small.organisations)
    residents.seats.update(last_day=date(2026, 3, 1))  # nobody sits there any more
    plan = doing.fresh(plan)
    with pytest.raises(TransitionNotAllowed, match="every_side_asked"):
        plans.offer(doing.command(BUREAU, plan), plan)


def test_a_plan_holds_from_its_first_year_when_it_was_signed_before(doing: Any) -> None:
    plan = doing.locked()
    plan.first_year = 2027
    assert plan.in_force_on == date(2027, 1, 1)
    assert Plan(first_year=2027).in_force_on is None


def test_not_all_signed_is_not_locked(doing: Any) -> None:
    plan, text = doing.offered()
    plans.sign(doing.command(PARTNER), text, doing.small.organisations[1])
    with pytest.raises(TransitionNotAllowed, match="all_signed"):
        plans.lock(doing.command(BUREAU, plan), plan)
    # Somebody who refuses stops nobody: what was signed holds as long as the text stays.
    with pytest.raises(TransitionNotAllowed, match="reasons"):
        plans.take_back(doing.command(BUREAU, plan), plan)
    plan = plans.take_back(doing.command(BUREAU, plan, "De gemeente weigert."), plan)
    plan = plans.offer(doing.command(BUREAU, plan), plan)
    assert list(waits_for(plan)) == [doing.small.organisations[0]]
    plan = plans.take_back(doing.command(BUREAU, plan, "Nieuwe tekst."), plan)
    plans.write(doing.command(BUREAU, plan), plan, "Anders.", doing.small.organisations)
    plan = doing.fresh(plan)
    plan = plans.offer(doing.command(BUREAU, plan), plan)
    assert waits_for(plan).count() == 2, "another version is signed by everybody"
    assert text.signatures.count() == 1, "what was signed is kept"


def test_nobody_signs_twice_or_unasked_or_another_version(doing: Any) -> None:
    plan, text = doing.offered()
    plan = plans.take_back(doing.command(BUREAU, plan, "Nog een zin."), plan)
    newer = plans.write(doing.command(BUREAU, plan), plan, "Anders.", doing.small.organisations)
    plan = doing.fresh(plan)
    plans.offer(doing.command(BUREAU, plan), plan)
    schools = doing.small.organisations[1]
    care = Organisation.objects.create(slug="zorg", name="Zorg")
    with pytest.raises(ChangedMeanwhileError):
        plans.sign(doing.command(PARTNER), text, schools)
    with pytest.raises(TransitionNotAllowed, match="is_signatory"):
        plans.sign(doing.command(PARTNER, place="zorg"), newer, care)
    plans.sign(doing.command(PARTNER), newer, schools)
    with pytest.raises(TransitionNotAllowed, match="not_signed_yet"):
        plans.sign(doing.command(PARTNER), newer, schools)
    assert Signature.objects.count() == 1


def test_what_is_offered_has_the_targets_as_they_stand(doing: Any) -> None:
    plan = doing.plan()
    plans.write(doing.command(BUREAU, plan), plan, "Wij.", doing.small.organisations)
    target = doing.small.targets[0]
    targets.correct(
        doing.command(BUREAU, target), target, doing.figure("Scholen"), doing.promise(30.0)
    )
    plan = doing.fresh(plan)
    plans.offer(doing.command(BUREAU, plan), plan)
    first, second = PlanText.objects.order_by("number")
    assert (first.targets[0]["value"], second.targets[0]["value"]) == (34.0, 30.0)
    assert first.text == second.text and first.digest != second.digest
    target = doing.fresh(target)
    with pytest.raises(TransitionNotAllowed, match="offered"):
        targets.correct(doing.command(BUREAU, target), target, doing.figure(), doing.promise())
    assert target.paths.count() == 2


def test_a_second_plan_of_a_term_is_refused(doing: Any) -> None:
    doing.plan()
    with pytest.raises(TransitionNotAllowed, match="there_is_one"):
        doing.plan()
    with pytest.raises(TransitionNotAllowed, match="day"):
        plans.make(doing.command(BUREAU), doing.programme, "Te vroeg", 2019, 2022)


@pytest.mark.parametrize(
    ("first", "last", "can"), [(2026, 2029, False), (2020, 2023, False), (2024, 2025, False),
                               (2027, 2030, True), (2020, 2022, True)],
)  # fmt: skip
def test_no_two_plans_are_about_the_same_year(doing: Any, first: int, last: int, can: bool) -> None:
    doing.plan()  # 2023-2026
    command = doing.command(BUREAU)
    if can:
        assert plans.make(command, doing.programme, "Plan", first, last).state == "draft"
    else:
        with pytest.raises(TransitionNotAllowed, match="overlap"):
            plans.make(command, doing.programme, "Plan", first, last)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 12, 31, 22, 59, tzinfo=UTC), date(2026, 12, 31)),
        (datetime(2026, 12, 31, 23, 0, tzinfo=UTC), date(2027, 1, 1)),
    ],
)
def test_new_year_begins_at_midnight_in_the_netherlands(
    doing: Any, moment: datetime, day: date
) -> None:
    plan, text = doing.offered()
    for organisation in doing.small.organisations:
        plans.sign(doing.command(PARTNER, place=organisation.slug, now=moment), text, organisation)
    plan = doing.fresh(plan)
    assert (plan.state, plan.locked_on, plan.in_force_on) == ("locked", day, day)


@pytest.mark.parametrize(
    "table", ["programme_plantext", "programme_signature", "programme_targetpath"]
)
def test_the_database_itself_refuses_to_change_what_was_promised(doing: Any, table: str) -> None:
    doing.locked()
    for sql in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}"):
        with pytest.raises(DatabaseError), transaction.atomic():
            connection.cursor().execute(sql)


def test_a_fault_halfway_leaves_nothing(doing: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = doing.plan()

    def fail(*given: object, **named: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr("wijkwerk.programme.services.plans.digest_of", fail)
    before = Step.objects.count()
    with pytest.raises(OSError, match="disk"):
        plans.write(doing.command(BUREAU, plan), plan, "Wij.", doing.small.organisations)
    assert (Step.objects.count(), PlanText.objects.count()) == (before, 0)
    assert doing.fresh(plan).version == plan.version
    assert not plan.signatories.exists()
