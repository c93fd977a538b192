"""Ideas of residents: received, joined, drafted, answered within their term, carried out."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models.functions import Substr

from wijkwerk.participation.core.clock import answer_by
from wijkwerk.participation.core.near_duplicates import BEGINNING, Told, near_duplicates
from wijkwerk.participation.models import Idea, Process, Route, Support
from wijkwerk.participation.policies import PUBLIC
from wijkwerk.participation.rules import rules
from wijkwerk.participation.services import secrets
from wijkwerk.participation.services.common import RESIDENT, STEPS, Resident, by_author
from wijkwerk.shared import deadlines
from wijkwerk.workflow.api import StepCommand, TransitionNotAllowed

MOST_COMPARED = 2_000  # ideas that are held against a new one, while who tells it waits
advise = partial(STEPS.make_step, "idea", "advise")
appoint = partial(STEPS.make_step, "idea", "appoint")
cost = partial(STEPS.make_step, "idea", "cost")
choose = partial(STEPS.make_step, "idea", "choose")
meet = partial(STEPS.make_step, "idea", "meet")
celebrate = partial(STEPS.make_step, "idea", "celebrate")


def note(command: StepCommand, process: Process, received_on: date, **facts: Any) -> Idea:
    """An idea that an official writes down for somebody; its term runs from the day of receipt.

    Raises TransitionNotAllowed: dates.
    """
    step = STEPS.step("idea", "submit")
    role = STEPS.allowed(command, step, process)
    if received_on > deadlines.today(command.now):
        raise TransitionNotAllowed("dates")
    return receive(command, role, process, received_on, **facts)


def submit(process: Process, now: datetime, **facts: Any) -> tuple[Idea, str]:
    """An idea of a resident without account, and the receipt to follow it with. Raises
    TransitionNotAllowed when the process isn't open."""
    receipt = secrets.new_code()
    idea = receive(
        StepCommand(Resident(), now), RESIDENT, process, deadlines.today(now),
        receipt=secrets.digest("receipt", "idea", receipt), **facts,
    )  # fmt: skip
    return idea, receipt


def receive(
    command: StepCommand, role: str, process: Process, received: date, **facts: Any
) -> Idea:
    """Something that came in on a day, under ``role``; who calls it has asked access. Raises
    TransitionNotAllowed when the process isn't open."""
    step = STEPS.step("idea", "submit")
    kind, topic = facts.get("kind", Idea.Kind.IDEA), facts.get("topic", "")
    term = rules().days(kind, topic)
    facts["handler"] = facts.get("handler") or handler_of(process, topic, facts.get("area", ""))
    return STEPS.begin(
        step, command, role, process,
        lambda current: Idea.objects.create(
            process=current, state=step.target, received_on=received,
            answer_by=answer_by(received, term), **facts,
        ),
        {"kind": facts.get("kind", "")},
    )  # fmt: skip


def handler_of(process: Process, topic: str, area: str = "") -> str:
    """Who handles signals about a topic: in this area, else everywhere; '' when nobody was named."""
    if not topic:
        return ""
    rows = {row.area: row.handler for row in Route.objects.filter(process=process, topic=topic)}
    return rows.get(area) or rows.get("", "")


def similar(process: Process, **facts: Any) -> list[Idea]:
    """What everybody may read and isn't finished yet, that is much like what somebody is about to tell: of
    the newest ``MOST_COMPARED``, and of as many in the same street however old they are."""
    named = ("title", "text", "street", "topic")
    new = Told(0, *(facts.get(name, "") for name in named))
    rows = Idea.objects.filter(
        PUBLIC[Idea],
        process=process,
        kind=facts.get("kind", Idea.Kind.IDEA),
        state__in=("received", "drafted", "advised", "answered", "planned"),
    ).order_by("-pk")
    if new.topic:
        rows = rows.filter(topic__in=("", new.topic))
    compared = rows.annotate(beginning=Substr("text", 1, BEGINNING))
    others: dict[int, Told] = {}
    for chosen in (compared, *([compared.filter(street__iexact=new.street)] if new.street else ())):
        values = chosen.values_list("pk", "title", "beginning", "street", "topic")
        others |= {value[0]: Told(*value) for value in values[:MOST_COMPARED]}
    numbers = near_duplicates(new, others.values())
    by_number = Idea.objects.in_bulk(numbers)
    return [by_number[number] for number in numbers]


def submit_with(process: Process, same_as: Idea, now: datetime, **facts: Any) -> tuple[Idea, str]:
    """What a resident tells, who says that it is the same as ``same_as``: joined at once, with a receipt of
    their own. Raises TransitionNotAllowed."""
    with transaction.atomic():
        idea, receipt = submit(process, now, **facts)
        if same_as.process_id != process.pk or same_as.joined_to_id is not None:
            raise TransitionNotAllowed("with_itself")
        command = StepCommand(Resident(), now, idea.version)
        joined = STEPS.move(idea, STEPS.step("idea", "join"), command, RESIDENT, joined_to=same_as)
        if same_as.answered_on is not None:
            Idea.objects.filter(pk=joined.pk).update(
                answered_on=same_as.answered_on, decision=same_as.decision
            )
    return joined, receipt


def forward(command: StepCommand, idea: Idea, handler: str) -> Idea:
    """Somebody else handles it from now on, with reasons; its term stays."""
    return STEPS.make_step("idea", "forward", command, idea, handler=handler)


def by_receipt(receipt: str) -> Idea | None:
    """The idea of whoever holds this receipt; None when there is none."""
    if not secrets.tidy(receipt):
        return None
    digests = secrets.digests("receipt", "idea", receipt)
    return Idea.objects.select_related("process", "joined_to").filter(receipt__in=digests).first()


def publish(command: StepCommand, idea: Idea) -> Idea:
    """Everybody may read it from now on."""
    return STEPS.make_step("idea", "publish", command, idea, public=True)


def withhold(command: StepCommand, idea: Idea) -> Idea:
    """Nobody but its author and officials reads it any more; the reasons stand in its history. Its author may
    ask again that somebody else looks, also when that was done the time before."""
    return STEPS.make_step(
        "idea", "withhold", command, idea, public=False, appealed_on=None, appeal_decision=""
    )


def may_appeal(idea: Idea, now: datetime) -> bool:
    """Whether its author can ask that somebody else looks whether it may be public."""
    step = STEPS.step("idea", "appeal")
    return bool(STEPS.can(step, idea.state, idea.process, idea, Resident(), now))


def appeal(command: StepCommand, idea: Idea) -> Idea:
    """Its author, by an official or by the receipt, asks that somebody else looks whether it may be public: once
    after each time that it was withheld."""
    return by_author(command, idea, "idea", "appeal", appealed_on=deadlines.today(command.now))


def review(command: StepCommand, idea: Idea) -> Idea:
    """A second person decides: public all the same, or not."""
    restored = command.outcome == "restored"
    return STEPS.make_step(
        "idea", "review", command, idea, public=restored, appeal_decision=command.outcome
    )


def join(command: StepCommand, idea: Idea, joined_to: Idea) -> Idea:
    """It goes on as a part of another one; both authors keep their receipt.

    Raises TransitionNotAllowed: with_itself.
    """
    fits = joined_to.process_id == idea.process_id and joined_to.pk != idea.pk
    if not fits or joined_to.joined_to_id is not None or idea.joined.exists():
        raise TransitionNotAllowed("with_itself")
    moved = STEPS.make_step("idea", "join", command, idea, joined_to=joined_to)
    return _without_support(moved)


def support(command: StepCommand, idea: Idea, supporters: int) -> Idea:
    """How many residents support it, as they signed or raised their hands."""
    return STEPS.make_step("idea", "support", command, idea, supporters=supporters)


def draft(command: StepCommand, idea: Idea, **facts: Any) -> Idea:
    """What residents made of it."""
    return STEPS.make_step("idea", "draft", command, idea, **facts)


def refuse(command: StepCommand, idea: Idea) -> Idea:
    """It is no idea of residents."""
    return _without_support(STEPS.make_step("idea", "refuse", command, idea))


def take_part(command: StepCommand, idea: Idea) -> Idea:
    """Its author helps to carry it out after all."""
    return STEPS.make_step("idea", "take_part", command, idea, joins=True)


def lapse(command: StepCommand, idea: Idea) -> Idea:
    """Nobody of those who proposed it joins, and the process asks that: that is the answer."""
    today = deadlines.today(command.now)
    return _without_support(STEPS.make_step("idea", "lapse", command, idea, answered_on=today))


def answer(command: StepCommand, idea: Idea, changed: str = "") -> Idea:
    """Taken, partly or not, with reasons, and what it changed; those that were joined with it have their answer
    as well. Raises TransitionNotAllowed: changed_nothing."""
    if changed and command.outcome == "not_taken":
        raise TransitionNotAllowed("changed_nothing")
    facts = {"answered_on": deadlines.today(command.now), "decision": command.outcome}
    moved = STEPS.make_step("idea", "answer", command, idea, changed=changed, **facts)
    moved.joined.filter(answered_on=None).update(**facts)
    return _without_support(moved)


def _without_support(idea: Idea) -> Idea:
    """Nobody can support it any more: how many did stays, who did goes."""
    Support.objects.filter(idea=idea).delete()
    return idea


def plan(command: StepCommand, idea: Idea, due_on: date) -> Idea:
    """When it is ready."""
    return STEPS.make_step("idea", "plan", command, idea, due_on=due_on)


def delay(command: StepCommand, idea: Idea, due_on: date) -> Idea:
    """Told with reasons and a new date."""
    return STEPS.make_step("idea", "delay", command, idea, due_on=due_on)


def finish(command: StepCommand, idea: Idea, result: str) -> Idea:
    """What was done; its author confirms it."""
    return STEPS.make_step("idea", "finish", command, idea, result=result)


def confirm(command: StepCommand, idea: Idea) -> Idea:
    """Its author, by an official or by the receipt, says that it is finished."""
    return by_author(command, idea, "idea", "confirm")


def reject(command: StepCommand, idea: Idea) -> Idea:
    """Its author says, once and with reasons, that it isn't solved."""
    return by_author(command, idea, "idea", "reject")
