"""The procedure's writes: each asks access, checks the step, writes, keeps a `Step` and audits, in
one transaction. Nothing else writes these tables."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from wijkwerk.access.api import Place
from wijkwerk.designation.core.follow_up import can_be_sent
from wijkwerk.designation.core.procedure import listed_after
from wijkwerk.designation.list_folders import AreaOnList, Listed, areas_of, find_list
from wijkwerk.designation.models import (
    ON_LIST,
    AreaPlan,
    Audience,
    Delisting,
    ListedArea,
    Objection,
    Procedure,
    Sanction,
    Step,
    Wish,
)
from wijkwerk.designation.plans_of_areas import findings_of
from wijkwerk.designation.procedure_rules import procedure_rules
from wijkwerk.shared import deadlines
from wijkwerk.shared.problems import InputError
from wijkwerk.workflow.api import StepCommand, TransitionNotAllowed, Workflow


def start(
    command: StepCommand, folder: Path, list_id: str, year: int, audience: str = Audience.EVERYBODY
) -> Procedure:
    """A draft about a year of a list, which ``audience`` may read until the decision is published.

    Raises InputError when there is no such list or year, TransitionNotAllowed ``audience`` when the list would
    be closed to everybody although a decision about another year of it was published.
    """
    step = STEPS.step("procedure", "start")
    role = STEPS.allowed(command, step, Place(""))
    listed: Listed = find_list(folder, list_id)
    areas = [area for area in areas_of(folder, list_id, year) if area.status]

    def make(_whole: None) -> Procedure:
        published = Procedure.objects.filter(list_id=list_id, state="published")
        if audience not in Audience or (audience == Audience.ASKED and published.exists()):
            raise TransitionNotAllowed("audience")
        procedure = Procedure.objects.create(
            list_id=listed.id,
            year=year,
            title_nl=listed.title_nl,
            title_en=listed.title_en,
            simulated=listed.simulated,
            manifest_digest=listed.digest,
            state=step.target,
            started_on=deadlines.today(command.now),
            audience=audience,
        )
        ListedArea.objects.bulk_create(_row(procedure, area, by_rule=True) for area in areas)
        return procedure

    after = {"list": list_id, "year": year, "areas": len(areas), "audience": str(audience)}
    return STEPS.begin(step, command, role, None, make, after)


def open_for_objections(command: StepCommand, procedure: Procedure, until: date) -> Procedure:
    """Let municipalities object up to and including ``until``, moved as the law moves a term's end.

    Raises TransitionNotAllowed: term.
    """
    step = STEPS.step("procedure", "open")
    role = STEPS.allowed(command, step, procedure)
    today = deadlines.today(command.now)
    least, most = first_and_last_end(today)
    if not least <= until <= most:
        raise TransitionNotAllowed("term")
    last = deadlines.end_of_term(today, (until - today).days)
    return STEPS.move(procedure, step, command, role, opened_on=today, objections_until=last)


def first_and_last_end(today: date) -> tuple[date, date]:
    """The first and last day on which a term that is opened today may end."""
    rules = procedure_rules()
    return (
        deadlines.end_of_term(today, rules.least_days),
        deadlines.end_of_term(today, rules.most_days),
    )


def withdraw(command: StepCommand, procedure: Procedure) -> Procedure:
    """Stop the procedure; its list may then have another."""
    step = STEPS.step("procedure", "withdraw")
    return STEPS.move(
        procedure, step, command, STEPS.allowed(command, step, procedure), motivation=command.text
    )


def decide(command: StepCommand, procedure: Procedure) -> Procedure:
    """Decide about the list: as the rule says, but for the objections that were upheld."""
    step = STEPS.step("procedure", "decide")
    role = STEPS.allowed(command, step, procedure)
    with transaction.atomic():
        moved = STEPS.move(
            procedure,
            step,
            command,
            role,
            motivation=command.text,
            decided_on=deadlines.today(command.now),
        )
        wishes: dict[str, list[str]] = {}
        for objection in moved.objections.filter(state="answered", outcome="upheld"):
            wishes.setdefault(objection.area, []).append(objection.wish)
        for area in moved.areas.all():
            area.decided = listed_after(area.by_rule, wishes.get(area.code, []))
            area.save(update_fields=["decided"])
    return moved


def publish(command: StepCommand, procedure: Procedure) -> Procedure:
    """Make the decision known: from now on everybody sees it."""
    return STEPS.make_step(
        "procedure", "publish", command, procedure, published_on=deadlines.today(command.now)
    )


def object_to(
    command: StepCommand, procedure: Procedure, folder: Path, area: str, wish: str
) -> Objection:
    """A municipality's objection about an area of its own. Raises InputError for another area."""
    step = STEPS.step("objection", "make")
    listed = next(
        (
            listed_area
            for listed_area in areas_of(folder, procedure.list_id, procedure.year)
            if listed_area.code == area
        ),
        None,
    )
    if listed is None:
        raise TransitionNotAllowed("area")
    if find_list(folder, procedure.list_id).digest != procedure.manifest_digest:
        raise InputError.of(procedure.list_id, "the list was changed", "the list as it was drafted")
    role = STEPS.allowed(command, step, Place(listed.municipality))

    def make(current: Procedure) -> Objection:
        row = current.areas.filter(code=area).first()
        if wish not in Wish or (wish == Wish.OFF) != bool(row and row.by_rule):
            raise TransitionNotAllowed("wish")
        if row is None:
            _row(current, listed, by_rule=False).save()
        return Objection.objects.create(
            procedure=current,
            area=area,
            area_name=listed.name,
            wish=wish,
            municipality=listed.municipality,
            reasons=command.text,
            state=step.target,
            made_on=deadlines.today(command.now),
        )

    return STEPS.begin(step, command, role, procedure, make, {"area": area, "wish": wish})


def withdraw_objection(command: StepCommand, objection: Objection) -> Objection:
    """The municipality takes its objection back."""
    return STEPS.make_step("objection", "withdraw", command, objection)


def answer(command: StepCommand, objection: Objection) -> Objection:
    """Uphold or reject an objection, and say why."""
    step = STEPS.step("objection", "answer")
    role = STEPS.allowed(command, step, Place(""))
    return STEPS.move(
        objection,
        step,
        command,
        role,
        answer=command.text,
        outcome=command.outcome,
        answered_on=deadlines.today(command.now),
    )


def propose_delisting(command: StepCommand, area: ListedArea) -> Delisting:
    """A municipality proposes that its area leaves the list, and says why.

    Raises TransitionNotAllowed: area.
    """
    step = STEPS.step("delisting", "propose")
    role = STEPS.allowed(command, step, area)

    def make(current: Procedure) -> Delisting:
        row = listed_now(area)
        return Delisting.objects.create(
            procedure=current,
            area=row,
            municipality=row.municipality,
            reasons=command.text,
            state=step.target,
            made_on=deadlines.today(command.now),
        )

    return STEPS.begin(step, command, role, area.procedure, make, {"area": area.code})


def listed_now(area: ListedArea) -> ListedArea:
    """The area, locked. Raises TransitionNotAllowed area when it isn't on the list (any more)."""
    row = ListedArea.objects.select_for_update().filter(pk=area.pk, **ON_LIST).first()
    if row is None:
        raise TransitionNotAllowed("area")
    return row


def withdraw_delisting(command: StepCommand, delisting: Delisting) -> Delisting:
    """The municipality takes its proposal back."""
    return STEPS.make_step("delisting", "withdraw", command, delisting)


def decide_delisting(command: StepCommand, delisting: Delisting) -> Delisting:
    """Let the area leave the list, or not, and say why."""
    step = STEPS.step("delisting", "decide")
    role = STEPS.allowed(command, step, Place(""))
    today = deadlines.today(command.now)
    with transaction.atomic():
        moved = STEPS.move(
            delisting,
            step,
            command,
            role,
            answer=command.text,
            outcome=command.outcome,
            answered_on=today,
        )
        if command.outcome == "accepted":
            ListedArea.objects.filter(pk=moved.area_id).update(delisted_on=today)
    return moved


def conditions(procedure: Procedure, subject: Any, user: Any, now: datetime) -> set[str]:
    """Which conditions of the steps hold now, for ``user`` and ``subject`` (None: not there yet)."""
    fulfilled = {f"procedure_{procedure.state}"} & {"procedure_open", "procedure_published"}
    if procedure.objections_until is not None:
        over = deadlines.is_over(procedure.objections_until, now)
        fulfilled.add("term_over" if over else "term_open")
    waiting = procedure.consultations.filter(state__in=("asked", "given"))
    if not (
        procedure.objections.filter(state="made").exists() or waiting.filter(state="given").exists()
    ):
        fulfilled.add("all_answered")
    asked = waiting.filter(state="asked").values_list("until", flat=True)
    if all(deadlines.is_over(until, now) for until in asked):
        fulfilled.add("views_in")
    if subject is None or not STEPS.made_by(subject, machine_of(subject), user):
        fulfilled.add("not_own")
    if isinstance(subject, AreaPlan):
        fulfilled |= {"plan_complete"} if can_be_sent(findings_of(subject)) else set()
        fulfilled |= {"fund_asked"} if subject.asks_fund and not subject.fund_outcome else set()
    elif isinstance(subject, Sanction):
        over = deadlines.is_over(subject.respond_by, now)
        fulfilled |= {"heard"} if over or subject.state == "responded" else set()
    return fulfilled


def machine_of(subject: Any) -> str:
    """Which machine of ``procedure.toml`` says what can be done with it."""
    return "plan" if isinstance(subject, AreaPlan) else str(subject._meta.model_name)


# The reasons stand in the history; the audit trail holds no long texts.
STEPS = Workflow(
    machines=lambda: procedure_rules().machines,
    root=Procedure,
    link="procedure",
    steps=Step,
    conditions=conditions,
    place=lambda procedure: str(procedure.municipality),
    private=frozenset(
        {"motivation", "answer", "master_plan", "fund_answer", "structural", "housing"}
    ),
    shown_places=frozenset({"municipality"}),
)


def _row(procedure: Procedure, area: AreaOnList, by_rule: bool) -> ListedArea:
    return ListedArea(
        procedure=procedure,
        code=area.code,
        name=area.name,
        municipality=area.municipality,
        status=area.status,
        label_nl=area.label_nl,
        label_en=area.label_en,
        by_rule=by_rule,
    )


def areas_as_computed(folder: Path, procedure: Procedure) -> list[AreaOnList]:
    """Every area of the list as the rule has it, with its chance. Raises InputError when the files
    can't be read, or aren't those that the procedure is about."""
    if find_list(folder, procedure.list_id).digest != procedure.manifest_digest:
        raise InputError.of(procedure.list_id, "the list was changed", "the list as it was drafted")
    return areas_of(folder, procedure.list_id, procedure.year)


def own_areas(folder: Path, procedure: Procedure, codes: Iterable[str]) -> list[AreaOnList]:
    """Areas of these municipalities that the list knows, listed or not."""
    wanted = set(codes)
    return [
        area
        for area in areas_of(folder, procedure.list_id, procedure.year)
        if area.municipality in wanted
    ]
