"""Who may do what, from which state, and who is told that they were second."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from wijkwerk.access.api import RefusedError
from wijkwerk.programme.core.steps import TARGET_LADDER
from wijkwerk.programme.models import Organisation, Pillar, Plan, Programme, Step, Target
from wijkwerk.programme.rules import programme_rules
from wijkwerk.programme.selectors.plan_results import results_of
from wijkwerk.programme.services import (
    board,
    corrections,
    escalation,
    merging,
    people,
    plans,
    programmes,
    targets,
)
from wijkwerk.workflow.api import ChangedMeanwhileError, TransitionNotAllowed

pytestmark = pytest.mark.django_db
FOUNDER, BUREAU, CHAIR, PARTNER = (
    "programme-founder", "programme-bureau", "programme-chair", "partner",
)  # fmt: skip
ROLES = (FOUNDER, BUREAU, CHAIR, "programme-board", PARTNER, "council")
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ABOUT = programmes.About("Noord", date(2026, 1, 1), date(2035, 12, 31))


def put_in_a_locked_plan(target: Target) -> None:
    """A plan that was signed and locked, with this target in its text."""
    plan = Plan.objects.create(
        programme=target.programme, title="Plan", first_year=2023, last_year=2026, state="locked"
    )
    plan.texts.create(
        programme=target.programme,
        number=1,
        text="Wij.",
        digest="0" * 64,
        made_at=NOW,
        targets=[{"id": target.pk}],
    )


def steps_of(doing: Any, name: str) -> tuple[Any, Any]:
    """The thing that a step is about, and the step as a function of a will."""
    small, whole = doing.small, doing.programme
    if name == "start":
        return None, lambda command: programmes.start(command, "noord", ABOUT)
    if name == "edit":
        return whole, lambda command: programmes.edit(command, whole, ABOUT)
    if name == "run":
        Programme.objects.update(state="draft")
        return whole, lambda command: programmes.run(command, doing.fresh(whole))
    if name == "end":
        return whole, lambda command: programmes.end(command, whole)
    if name == "pillar":
        return whole, lambda command: programmes.add_pillar(command, whole, "Veilig")
    if name == "goal":
        return whole, lambda command: programmes.add_goal(command, small.pillars[0], "Meer")
    if name == "organisation":
        return whole, lambda command: people.add_organisation(command, whole, "zorg", "Zorg")
    if name == "domain":
        return whole, lambda command: people.add_domain(command, whole, "Zorg")
    if name == "appoint":
        seat, days = small.domains[0].seats.get(), (date(2026, 3, 2), date(2026, 4, 2))
        city = small.organisations[0]
        return whole, lambda command: people.appoint(command, seat, city, *days)
    if name == "leave":
        seat = small.domains[0].seats.get()
        return whole, lambda command: people.leave_seat(command, seat, date(2026, 3, 2))
    if name == "merge":
        return whole, lambda command: merging.merge(command, whole, *reversed(small.organisations))
    if name == "make":
        return None, lambda command: plans.make(command, whole, "Plan", 2023, 2026)
    if name == "write":
        plan = doing.plan()
        return plan, lambda command: plans.write(command, plan, "Wij.", small.organisations)
    if name in ("take_back", "sign", "offer"):
        plan, text = doing.offered()
        if name == "offer":
            plan = plans.take_back(doing.command(BUREAU, plan, "Nog niet."), plan)
            return plan, lambda command: plans.offer(command, plan)
        if name == "sign":
            return plan, lambda command: plans.sign(command, text, small.organisations[1])
        return plan, lambda command: plans.take_back(command, plan)
    if name == "lock":
        plan, text = doing.offered()
        city, schools = small.organisations
        plans.sign(doing.command(PARTNER, place=city.slug, name="x"), text, city)
        merging.merge(doing.command(BUREAU, whole, name="x"), whole, schools, city)
        return plan, lambda command: plans.lock(command, plan)
    if name == "assess":
        plan = doing.locked()
        results = results_of(plan, date(2026, 3, 2))
        for result in results:
            result.decision = "end"
        return plan, lambda command: plans.assess(command, plan, results)
    if name == "add":
        return None, lambda command: targets.add(
            command, small.goals[0], doing.figure(), doing.promise()
        )
    target = small.targets[0]
    if name == "correct":
        return target, lambda command: targets.correct(
            command, target, doing.figure(), doing.promise()
        )
    if name == "measure":
        return target, lambda command: targets.measure(
            command, target, date(2026, 1, 1), 20.0, 0.0, "Telling"
        )
    if name in ("talk", "agree", "board", "minister", "settle"):
        target.rung = {"talk": "", "agree": "talk", "board": "talk", "minister": "board"}.get(
            name, "agree"
        )
        target.save(update_fields=["rung"])
        if name == "settle":
            return target, lambda command: escalation.settle(command, target)
        return target, lambda command: escalation.climb(command, target, name, date(2026, 4, 1))
    if name == "other_partner":
        Target.objects.update(rung="talk")
        return target, lambda command: escalation.other_partner(
            command, target, small.organisations[0], date(2026, 4, 1)
        )
    if name == "propose":
        return None, lambda command: board.propose(command, target, board.Wish("drop"))
    if name == "withdraw":
        proposal = doing.proposal()
        return proposal, lambda command: board.withdraw(command, proposal)
    if name == "decide":
        proposal, meeting = doing.proposal(), doing.meeting()
        both = small.domains[:2]
        return proposal, lambda command: board.decide(command, proposal, meeting, both, ())
    if name == "rename":
        return whole, lambda command: corrections.rename(command, small.goals[0], "Anders")
    if name == "rename_signed":
        put_in_a_locked_plan(small.targets[0])
        return whole, lambda command: corrections.rename(command, small.goals[0], "Anders")
    if name == "correct_meet":
        meeting = doing.meeting()
        return whole, lambda command: corrections.correct_meeting(
            command, meeting, date(2026, 3, 1), "Februari", small.domains
        )
    assert name == "meet"
    return whole, lambda command: board.meet(
        command, whole, date(2026, 3, 2), "Maart", small.domains
    )


WHO = {
    "start": FOUNDER, "edit": BUREAU, "run": BUREAU, "end": CHAIR, "pillar": BUREAU,
    "goal": BUREAU, "organisation": BUREAU, "domain": BUREAU, "leave": BUREAU, "merge": BUREAU,
    "make": BUREAU, "write": BUREAU, "offer": BUREAU, "take_back": BUREAU, "sign": PARTNER,
    "lock": BUREAU, "add": BUREAU, "correct": BUREAU, "measure": BUREAU, "propose": BUREAU,
    "withdraw": BUREAU, "decide": CHAIR, "meet": CHAIR, "rename": BUREAU, "rename_signed": CHAIR,
    "correct_meet": CHAIR, "talk": BUREAU, "agree": BUREAU, "other_partner": BUREAU,
    "board": BUREAU, "minister": CHAIR, "settle": BUREAU, "assess": CHAIR,
}  # fmt: skip


@pytest.mark.parametrize("name", WHO)
def test_a_step_is_made_by_its_role_and_refused_to_every_other(doing: Any, name: str) -> None:
    thing, step = steps_of(doing, name)
    if thing is not None:
        thing = doing.fresh(thing)
    before = Step.objects.count()
    for role in ROLES:
        if role != WHO[name]:
            with pytest.raises(RefusedError):
                step(doing.command(role, thing, "Daarom."))
    other = {FOUNDER: None, PARTNER: "gemeente"}.get(WHO[name], "noord")
    if other:  # the right role, of another programme or organisation
        with pytest.raises(RefusedError):
            step(doing.command(WHO[name], thing, "Daarom.", place=other))
    assert Step.objects.count() == before
    step(doing.command(WHO[name], thing, "Daarom."))
    assert Step.objects.count() > before


STALE = [name for name in WHO if name not in ("start", "make", "sign", "add", "propose")]


@pytest.mark.parametrize("name", STALE)
def test_who_comes_second_is_told_and_changes_nothing(doing: Any, name: str) -> None:
    thing, step = steps_of(doing, name)
    command = doing.command(WHO[name], doing.fresh(thing), "Daarom.")
    before = Step.objects.count()
    with pytest.raises(ChangedMeanwhileError):
        step(replace(command, version=command.version + 7))
    assert Step.objects.count() == before
    assert not Pillar.objects.filter(name="Veilig").exists()
    assert not Organisation.objects.filter(slug="zorg").exists()


@pytest.mark.parametrize(
    "name",
    [
        "end",
        "take_back",
        "propose",
        "decide",
        "rename",
        "rename_signed",
        "correct_meet",
        "talk",
        "settle",
    ],
)
def test_what_asks_for_reasons_is_not_done_without(doing: Any, name: str) -> None:
    thing, step = steps_of(doing, name)
    with pytest.raises(TransitionNotAllowed, match="reasons"):
        step(doing.command(WHO[name], doing.fresh(thing) if thing else None, "  "))


MOVES = {
    "programme": {
        "edit",
        "run",
        "end",
        "arrange",
        "seat",
        "leave",
        "appoint",
        "merge",
        "meet",
        "rename",
        "rename_signed",
        "correct_meet",
    },
    "plan": {"write", "offer", "take_back", "sign", "lock", "assess"},
    "target": {"correct", "measure", "change", "drop", *TARGET_LADDER},
    "proposal": {"withdraw", "decide"},
}


@pytest.mark.parametrize("state", ["draft", "running", "ended"])
def test_a_programme_moves_from_its_own_states_alone(doing: Any, state: str) -> None:
    Programme.objects.update(state=state)
    for name, source in {
        "edit": ("draft", "running"),
        "pillar": ("draft", "running"),
        "end": ("running",),
        "domain": ("draft", "running"),
        "meet": ("draft", "running"),
        "leave": ("draft", "running"),
        "make": ("draft", "running"),
        "add": ("draft", "running"),
        "propose": ("draft", "running"),
    }.items():
        Programme.objects.update(state=state)
        thing, step = steps_of(doing, name)
        thing = doing.fresh(thing) if thing else None
        if state in source:
            step(doing.command(WHO[name], thing, "Daarom."))
        else:
            with pytest.raises(TransitionNotAllowed):
                step(doing.command(WHO[name], thing, "Daarom."))


def test_every_step_of_the_table_has_a_test_here() -> None:
    machines = programme_rules().machines
    for machine, actions in MOVES.items():
        assert {one.action for one in machines.of(machine) if not one.begins} - actions <= {
            "pass_on"
        }
