"""Visitation: a round is prepared, its committees composed, visits held, reported and answered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import F, Model, ProtectedError, QuerySet

from wijkwerk.access.api import held_for, may
from wijkwerk.learning.core import committees
from wijkwerk.learning.core.committees import Composition, Member, Visited
from wijkwerk.learning.models import (
    DayItem,
    Expert,
    Finding,
    Reflection,
    Seat,
    Visit,
    VisitRound,
    VisitStep,
)
from wijkwerk.learning.models.visits import lines_of
from wijkwerk.learning.rules import machines
from wijkwerk.learning.services import advice
from wijkwerk.shared import deadlines
from wijkwerk.workflow.api import (
    ChangedMeanwhileError,
    StepCommand,
    TransitionNotAllowed,
    Workflow,
)

READ, ORGANISE, PARTY, FIND = "visit.read", "visit.organise", "visit.reflect", "visit.find"
SIZES = range(5, 9)  # members of a committee
VISITORS_TEXTS = ("impressions", "report")
TEXTS = (*VISITORS_TEXTS, "reply")
ANSWER_WITHIN = timedelta(days=90)  # after which a round is closed without the answer of a city
PARTS = 2  # of a day, in each of which an area can be visited
ASKED = ("question", "own", "partners", "goal", "unsolved")
ASKED_OF_RESIDENTS = ("question", "unsolved")
REPORTED = ("reported", "answered")  # states in which everybody reads the findings


def conditions(round: Any, subject: Any, user: Any, now: datetime) -> set[str]:
    """Which conditions of the table hold now; ``round`` is None for one that isn't there yet."""
    if round is None:
        return set()
    answers = {
        "round_going": round.state in ("draft", "open"),
        "has_pool": round.experts.exists(),
        "has_visits": round.visits.filter(state="planned").exists(),
        "all_answered": not _unanswered(round, now).exists(),
    }
    if isinstance(subject, VisitRound):
        spoken_for = held_for(user, PARTY, "municipality", now)
        answers["not_city"] = not round.visits.filter(
            state="planned", municipality__in=spoken_for
        ).exists()
    if isinstance(subject, Visit):
        answers |= {
            "has_committee": subject.seats.exists(),
            "has_findings": subject.findings.exists(),
            "has_texts": any(getattr(subject, name) for name in VISITORS_TEXTS),
            # Who speaks for a city doesn't judge it.
            "not_city": not may(user, PARTY, subject, now),
        }
    return {name for name, holds in answers.items() if holds}


def _unanswered(round: VisitRound, now: datetime) -> QuerySet[Visit]:
    """The visits that a round can't be closed for: a report that waited long enough for its answer is none."""
    reports = VisitStep.objects.filter(
        round=round, machine="visit", action="report", at__lte=now - ANSWER_WITHIN
    )
    waited = round.visits.filter(state="reported", pk__in=reports.values("object_id"))
    settled = round.visits.filter(state__in=("answered", "cancelled"))
    return round.visits.exclude(pk__in=waited.values("pk")).exclude(pk__in=settled.values("pk"))


STEPS = Workflow(
    machines=machines,
    root=VisitRound,
    link="round",
    steps=VisitStep,
    conditions=conditions,
    place=lambda subject: str(subject.places.get("municipality", "")),
    private=frozenset(TEXTS),  # what names somebody has to be gone
    shown_places=frozenset({"municipality"}),
)


def write(command: StepCommand, parent: Any, **fields: Any) -> VisitRound:
    """A draft of a round. Raises RefusedError."""
    return STEPS.create("visitround", "write", command, VisitRound, **fields)


open_round = partial(STEPS.make_step, "visitround", "open")
close = partial(STEPS.make_step, "visitround", "close")
reopen = partial(STEPS.make_step, "visitround", "reopen")
cancel = partial(STEPS.make_step, "visit", "cancel")
revive = partial(STEPS.make_step, "visit", "revive")


def add_expert(command: StepCommand, round: VisitRound, **fields: Any) -> VisitRound:
    """Somebody joins the pool."""
    with transaction.atomic():
        moved: VisitRound = STEPS.make_step("visitround", "add_expert", command, round)
        Expert.objects.create(round=moved, **fields)
    return moved


def drop_expert(command: StepCommand, expert: Expert) -> Expert:
    """Somebody leaves the pool. Raises TransitionNotAllowed seated for who is in a committee."""
    with transaction.atomic():
        STEPS.make_step("visitround", "drop_expert", command, expert.round)
        try:
            expert.delete()
        except ProtectedError:
            raise TransitionNotAllowed("seated") from None
    return expert


def correct_expert(command: StepCommand, expert: Expert, *, function: str) -> Expert:
    """Another function of somebody of the pool, such as without a name, also when they went already."""
    with transaction.atomic():
        STEPS.make_step("visitround", "correct_expert", command, expert.round)
        Expert.objects.filter(pk=expert.pk).update(function=function)
    expert.refresh_from_db()
    return expert


def plan(command: StepCommand, round: VisitRound, **fields: Any) -> Visit:
    """A visit to a city. Raises TransitionNotAllowed size, not_city."""
    step = STEPS.step("visit", "plan")
    role = STEPS.allowed(command, step, round)
    _check(command, fields)
    return STEPS.begin(
        step,
        command,
        role,
        round,
        lambda current: Visit.objects.create(round=current, state=step.target, **fields),
    )


def change(command: StepCommand, visit: Visit, **fields: Any) -> Visit:
    """Other facts of a visit that wasn't held. Raises TransitionNotAllowed size, not_city."""
    _check(command, fields)
    changed: Visit = STEPS.make_step("visit", "change", command, visit, **fields)
    return changed


def _check(command: StepCommand, fields: dict[str, Any]) -> None:
    if fields["size"] not in SIZES:
        raise TransitionNotAllowed("size")
    if may(command.user, PARTY, Visit(municipality=fields["municipality"]), command.now):
        raise TransitionNotAllowed("not_city")


def pool_of(round: VisitRound) -> list[Member]:
    """Its experts as committees are composed of them."""
    return [
        Member(
            row.pk,
            frozenset(lines_of(row.themes)),
            row.city,
            frozenset(lines_of(row.conflicts)),
            row.chairs,
            row.guest,
        )
        for row in round.experts.all()
    ]


def visited(rows: Sequence[Visit]) -> list[Visited]:
    """Visits as committees are composed for them."""
    return [
        Visited(
            row.pk, row.municipality, frozenset(lines_of(row.themes)), row.size, row.wants_guest
        )
        for row in rows
    ]


def compose(command: StepCommand, round: VisitRound) -> VisitRound:
    """Committees for every visit that wasn't held yet, in the order of their days; earlier ones of these go. They are
    worked out before anything is locked: that takes seconds. Raises ChangedMeanwhileError when the pool or the
    visits changed by then."""
    step = STEPS.step("visitround", "compose")
    STEPS.allowed(command, step, round)
    STEPS.check(step, round.state, round, round, command)
    pool, rows = pool_of(round), _to_come(round)
    composition = committees.compose(pool, visited(rows))
    with transaction.atomic():
        moved: VisitRound = STEPS.make_step("visitround", "compose", command, round)
        if (pool_of(moved), visited(_to_come(moved))) != (pool, visited(rows)):
            raise ChangedMeanwhileError
        _write_seats(rows, composition)
    return moved


def _to_come(round: VisitRound) -> list[Visit]:
    return list(in_order(round.visits.filter(state="planned")))


def fill_seats(round: VisitRound, rows: Sequence[Visit]) -> None:
    """Write the best committees for these visits, instead of those that are there."""
    _write_seats(rows, committees.compose(pool_of(round), visited(rows)))


def _write_seats(rows: Sequence[Visit], composition: Composition) -> None:
    Seat.objects.filter(visit__in=rows).delete()
    Seat.objects.bulk_create(
        Seat(visit_id=committee.visit, expert_id=number, chair=number == committee.chair)
        for committee in composition.committees
        for number in committee.members
    )


def in_order(rows: QuerySet[Visit]) -> QuerySet[Visit]:
    """By day, those without one last."""
    return rows.order_by(F("on").asc(nulls_last=True), "pk")


def composition_of(round: VisitRound, rows: Sequence[Visit]) -> Composition:
    """What lacks in the committees of these visits as they are now."""
    seats = list(Seat.objects.filter(visit__in=rows).values_list("visit", "expert", "chair"))
    chosen = {
        row.pk: [number for visit, number, _chair in seats if visit == row.pk] for row in rows
    }
    chair: dict[int, int | None] = dict.fromkeys(chosen)
    chair |= {visit: number for visit, number, chairs in seats if chairs}
    return committees.described(pool_of(round), visited(rows), chosen, chair)


def _add(
    action: str, part: type[Model], command: StepCommand, visit: Visit, **fields: Any
) -> Visit:
    with transaction.atomic():
        moved: Visit = STEPS.make_step("visit", action, command, visit)
        part._default_manager.create(visit=moved, **fields)
    return moved


def _drop(action: str, command: StepCommand, part: Any) -> Any:
    """A part is taken away, such as for a name: the reasons stay in the history."""
    with transaction.atomic():
        STEPS.make_step("visit", action, command, part.visit)
        part.delete()
    return part


reflect = partial(_add, "reflect", Reflection)  # what a party, or some together, says of itself
invite = partial(_add, "invite", DayItem)  # a part of the day
drop_reflection = partial(_drop, "drop_reflection")
drop_item = partial(_drop, "drop_item")
retract = partial(_drop, "retract")  # a finding


def swap(command: StepCommand, seat: Seat, *, expert: Expert) -> Seat:
    """Somebody else takes a seat. Raises TransitionNotAllowed: own_city, conflict, seated, no_chair."""
    member = next(row for row in pool_of(seat.visit.round) if row.key == expert.pk)
    why = {"own": "own_city", "conflict": "conflict", "": ""}[member.bars(seat.visit.municipality)]
    if why or (seat.chair and not member.chairs):
        raise TransitionNotAllowed(why or "no_chair")
    with transaction.atomic():
        STEPS.make_step("visit", "swap", command, seat.visit)
        if Seat.objects.filter(visit=seat.visit, expert=expert).exists():
            raise TransitionNotAllowed("seated")
        Seat.objects.filter(pk=seat.pk).update(expert=expert)
    seat.refresh_from_db()
    return seat


def lacks(reflection: Reflection) -> list[str]:
    """What a reflection doesn't answer yet, by name of its fields; a question that asks nothing is none."""
    asked_fields = ASKED_OF_RESIDENTS if reflection.light else ASKED
    empty = [name for name in asked_fields if not getattr(reflection, name).strip()]
    is_blunt = "question" not in empty and "?" not in reflection.question
    return ["question", *empty] if is_blunt else empty


def attend(command: StepCommand, item: DayItem, *, came: bool) -> DayItem:
    """Whether they came."""
    with transaction.atomic():
        STEPS.make_step("visit", "attend", command, item.visit)
        DayItem.objects.filter(pk=item.pk).update(came=came)
    item.refresh_from_db()
    return item


def missing_parties(items: Sequence[DayItem]) -> list[str]:
    """The sorts of parties that were not invited, or didn't come to anything."""
    present = {item.party for item in items if item.came is not False}
    return [value for value in DayItem.Party.values if value not in present]


def hold(command: StepCommand, visit: Visit, *, on: date, impressions: str) -> Visit:
    """It was held, with the first impressions of the same day. Raises TransitionNotAllowed day_over."""
    if on > deadlines.today(command.now):
        raise TransitionNotAllowed("day_over")
    held_visit: Visit = STEPS.make_step(
        "visit", "hold", command, visit, on=on, impressions=impressions
    )
    return held_visit


def find(command: StepCommand, visit: Visit, *, finding: str, evidence: str) -> Visit:
    """Something that was found, and what shows it."""
    return _add("find", Finding, command, visit, text=finding, evidence=evidence)


def report(command: StepCommand, visit: Visit, *, report: str) -> Visit:
    """Everybody reads the findings, and a draft of an advice waits for the recommendations."""
    with transaction.atomic():
        facts = {
            "title": visit.name,
            "by": visit.round.title,
            "municipality": visit.municipality,
            "given_on": deadlines.today(command.now),
        }
        drafted = advice.write(StepCommand(command.user, command.now), None, **facts)
        reported: Visit = STEPS.make_step(
            "visit", "report", command, visit, report=report, advice=drafted
        )
    return reported


answer = partial(STEPS.make_step, "visit", "answer")


def withhold(command: StepCommand, visit: Visit) -> Visit:
    """Its reasons take the place of every text of who visited."""
    texts = {name: command.text for name in VISITORS_TEXTS if getattr(visit, name)}
    withheld: Visit = STEPS.make_step("visit", "withhold", command, visit, **texts)
    return withheld


def withhold_reply(command: StepCommand, visit: Visit) -> Visit:
    """Its reasons take the place of what the city answered: not by who visited, whom it is about."""
    withheld: Visit = STEPS.make_step("visit", "withhold_reply", command, visit, reply=command.text)
    return withheld


def public() -> QuerySet[VisitRound]:
    """The rounds that everybody may read."""
    return VisitRound.objects.filter(state__in=("open", "closed"))


def worked_on(user: Any, now: datetime) -> QuerySet[VisitRound]:
    """The rounds whose working pages an account may read: who organises all, others those that are open."""
    return VisitRound.objects.all() if may(user, ORGANISE, None, now) else public()


def reads_reflections(user: Any, visit: Visit, now: datetime) -> bool:
    """Who visits or organises, and who speaks for the city itself: nobody else."""
    inside = any(may(user, action, None, now) for action in (ORGANISE, FIND))
    return inside or visit.municipality in held_for(user, PARTY, "municipality", now)


def crowded(rows: Sequence[Visit]) -> list[Visit]:
    """Those that visit more areas than a day has parts."""
    return [row for row in rows if row.areas > PARTS]
