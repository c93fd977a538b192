"""Who may do what, from which state, and who is told that they were second."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from wijkwerk.access.api import RefusedError
from wijkwerk.programme.models import Organisation, Pillar, Plan, Programme, Step, Target
from wijkwerk.programme.rules import programme_rules
from wijkwerk.programme.services import (
    board,
    merging,
    people,
    plans,
    programmes,
    putting_right,
    targets,
)
from wijkwerk.workflow.api import ChangedMeanwhileError, NotNowError

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
        programme=target.programme, number=1, text="Wij.", digest="0" * 64, made_at=NOW,
        targets=[{"id": target.pk}],
    )  # fmt: skip


def steps_of(doing: Any, name: str) -> tuple[Any, Any]:
    """The thing that a step is about, and the step as a function of a will."""
    small, whole = doing.small, doing.programme
    if name == "start":
        return None, lambda will: programmes.start(will, "noord", ABOUT)
    if name == "edit":
        return whole, lambda will: programmes.edit(will, whole, ABOUT)
    if name == "run":
        Programme.objects.update(state="draft")
        return whole, lambda will: programmes.run(will, doing.fresh(whole))
    if name == "end":
        return whole, lambda will: programmes.end(will, whole)
    if name == "pillar":
        return whole, lambda will: programmes.add_pillar(will, whole, "Veilig")
    if name == "goal":
        return whole, lambda will: programmes.add_goal(will, small.pillars[0], "Meer")
    if name == "organisation":
        return whole, lambda will: people.add_organisation(will, whole, "zorg", "Zorg")
    if name == "domain":
        return whole, lambda will: people.add_domain(will, whole, "Zorg")
    if name == "leave":
        seat = small.domains[0].seats.get()
        return whole, lambda will: people.leave_seat(will, seat, date(2026, 3, 2))
    if name == "merge":
        return whole, lambda will: merging.merge(will, whole, *reversed(small.organisations))
    if name == "make":
        return None, lambda will: plans.make(will, whole, "Plan", 2023, 2026)
    if name == "write":
        plan = doing.plan()
        return plan, lambda will: plans.write(will, plan, "Wij.", small.organisations)
    if name in ("take_back", "sign", "offer"):
        plan, text = doing.offered()
        if name == "offer":
            plan = plans.take_back(doing.will(BUREAU, plan, "Nog niet."), plan)
            return plan, lambda will: plans.offer(will, plan)
        if name == "sign":
            return plan, lambda will: plans.sign(will, text, small.organisations[1])
        return plan, lambda will: plans.take_back(will, plan)
    if name == "lock":
        plan, text = doing.offered()
        for one in small.organisations:
            plans.sign(doing.will(PARTNER, place=one.slug, name="x"), text, one)
        return plan, lambda will: plans.lock(will, plan)
    if name == "add":
        return None, lambda will: targets.add(will, small.goals[0], doing.figure(), doing.promise())
    target = small.targets[0]
    if name == "correct":
        return target, lambda will: targets.correct(will, target, doing.figure(), doing.promise())
    if name == "measure":
        return target, lambda will: targets.measure(
            will, target, date(2026, 1, 1), 20.0, 0.0, "Telling"
        )
    if name == "propose":
        return None, lambda will: board.propose(will, target, board.Wish("drop"))
    if name == "withdraw":
        proposal = doing.proposal()
        return proposal, lambda will: board.withdraw(will, proposal)
    if name == "decide":
        proposal, meeting = doing.proposal(), doing.meeting()
        both = small.domains[:2]
        return proposal, lambda will: board.decide(will, proposal, meeting, both, ())
    if name == "rename":
        return whole, lambda will: putting_right.rename(will, small.goals[0], "Anders")
    if name == "rename_signed":
        put_in_a_locked_plan(small.targets[0])
        return whole, lambda will: putting_right.rename(will, small.goals[0], "Anders")
    if name == "correct_meet":
        meeting = doing.meeting()
        return whole, lambda will: putting_right.correct_meeting(
            will, meeting, date(2026, 3, 1), "Februari", small.domains
        )
    assert name == "meet"
    return whole, lambda will: board.meet(will, whole, date(2026, 3, 2), "Maart", small.domains)


WHO = {
    "start": FOUNDER, "edit": BUREAU, "run": BUREAU, "end": CHAIR, "pillar": BUREAU,
    "goal": BUREAU, "organisation": BUREAU, "domain": BUREAU, "leave": BUREAU, "merge": BUREAU,
    "make": BUREAU, "write": BUREAU, "offer": BUREAU, "take_back": BUREAU, "sign": PARTNER,
    "lock": BUREAU, "add": BUREAU, "correct": BUREAU, "measure": BUREAU, "propose": BUREAU,
    "withdraw": BUREAU, "decide": CHAIR, "meet": CHAIR, "rename": BUREAU, "rename_signed": CHAIR,
    "correct_meet": CHAIR,
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
                step(doing.will(role, thing, "Daarom."))
    other = {FOUNDER: None, PARTNER: "gemeente"}.get(WHO[name], "noord")
    if other:  # the right role, of another programme or organisation
        with pytest.raises(RefusedError):
            step(doing.will(WHO[name], thing, "Daarom.", place=other))
    assert Step.objects.count() == before
    step(doing.will(WHO[name], thing, "Daarom."))
    assert Step.objects.count() > before


STALE = [name for name in WHO if name not in ("start", "make", "sign", "add", "propose")]


@pytest.mark.parametrize("name", STALE)
def test_who_comes_second_is_told_and_changes_nothing(doing: Any, name: str) -> None:
    thing, step = steps_of(doing, name)
    will = doing.will(WHO[name], doing.fresh(thing), "Daarom.")
    before = Step.objects.count()
    with pytest.raises(ChangedMeanwhileError):
        step(replace(will, version=will.version + 7))
    assert Step.objects.count() == before
    assert not Pillar.objects.filter(name="Veilig").exists()
    assert not Organisation.objects.filter(slug="zorg").exists()


@pytest.mark.parametrize(
    "name",
    ["end", "take_back", "propose", "decide", "rename", "rename_signed", "correct_meet"],
)
def test_what_asks_for_reasons_is_not_done_without(doing: Any, name: str) -> None:
    thing, step = steps_of(doing, name)
    with pytest.raises(NotNowError, match="reasons"):
        step(doing.will(WHO[name], doing.fresh(thing) if thing else None, "  "))


MOVES = {
    "programme": {
        "edit",
        "run",
        "end",
        "arrange",
        "seat",
        "leave",
        "merge",
        "meet",
        "rename",
        "rename_signed",
        "correct_meet",
    },
    "plan": {"write", "offer", "take_back", "sign", "lock"},
    "target": {"correct", "measure", "change", "drop"},
    "proposal": {"withdraw", "decide"},
}


@pytest.mark.parametrize("state", ["draft", "running", "ended"])
def test_a_programme_moves_from_its_own_states_alone(doing: Any, state: str) -> None:
    Programme.objects.update(state=state)
    for name, source in {
        "edit": ("draft", "running"), "pillar": ("draft", "running"), "end": ("running",),
        "domain": ("draft", "running"), "meet": ("draft", "running"),
        "leave": ("draft", "running"), "make": ("draft", "running"),
        "add": ("draft", "running"), "propose": ("draft", "running"),
    }.items():  # fmt: skip
        Programme.objects.update(state=state)
        thing, step = steps_of(doing, name)
        thing = doing.fresh(thing) if thing else None
        if state in source:
            step(doing.will(WHO[name], thing, "Daarom."))
        else:
            with pytest.raises(NotNowError):
                step(doing.will(WHO[name], thing, "Daarom."))


def test_every_step_of_the_table_has_a_test_here() -> None:
    machines = programme_rules().machines
    for machine, actions in MOVES.items():
        assert {one.action for one in machines.of(machine) if not one.begins} - actions <= {
            "pass_on"
        }
