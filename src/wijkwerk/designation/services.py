"""The procedure's writes: each asks access, checks the step, writes, keeps a `Step` and audits, in
one transaction. Nothing else writes these tables."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

from django.db import IntegrityError, transaction

from wijkwerk.access.api import Place, acting_role, require
from wijkwerk.audit.api import record
from wijkwerk.designation import deadlines
from wijkwerk.designation.core.procedure import Transition, listed_after, possible
from wijkwerk.designation.list_folders import AreaOnList, Listed, areas_of, find_list
from wijkwerk.designation.models import Delisting, ListedArea, Objection, Procedure, Step
from wijkwerk.designation.procedure_rules import procedure_rules
from wijkwerk.shared.problems import InputError

LONGEST_TEXT = 20_000
Thing = TypeVar("Thing", Procedure, Objection, Delisting)


class NotNowError(Exception):
    """The step can't be made in this state, or not at this moment; ``why`` says which."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


class ChangedMeanwhileError(Exception):
    """Somebody else was first: what the page showed isn't so any more."""


@dataclass(frozen=True)
class Will:
    """What somebody wants: who, by the version that they saw, with which words."""

    user: Any  # an account; access decides what that is
    now: datetime
    version: int = 0
    text: str = ""
    outcome: str = ""


def start(will: Will, folder: Path, list_id: str, year: int) -> Procedure:
    """A draft about a year of a list. Raises InputError when there is no such list or year."""
    step = _step("procedure", "start")
    role = _allowed(will, step, Place(""))
    listed: Listed = find_list(folder, list_id)
    areas = [one for one in areas_of(folder, list_id, year) if one.status]
    today = deadlines.today(will.now)
    with transaction.atomic():
        try:
            with transaction.atomic():
                made = Procedure.objects.create(
                    list_id=listed.id, year=year, title_nl=listed.title_nl,
                    title_en=listed.title_en, simulated=listed.simulated,
                    manifest_digest=listed.digest, state=step.target, started_on=today,
                )  # fmt: skip
        except IntegrityError:
            raise NotNowError("there_is_one") from None
        ListedArea.objects.bulk_create(_row(made, one, by_rule=True) for one in areas)
        _keep(made, made, step, "", will, role, "", {"list": list_id, "year": year,
                                                     "areas": len(areas)})  # fmt: skip
    return made


def open_for_objections(will: Will, procedure: Procedure, until: date) -> Procedure:
    """Let municipalities object up to and including ``until``, or the next working day."""
    step = _step("procedure", "open")
    role = _allowed(will, step, procedure)
    today = deadlines.today(will.now)
    least, most = first_and_last_end(today)
    if not least <= until <= most:
        raise NotNowError("term")
    last = deadlines.next_working_day(until)
    return _move(procedure, step, will, role, opened_on=today, objections_until=last)


def first_and_last_end(today: date) -> tuple[date, date]:
    """The first and last day on which a term that is opened today may end."""
    rules = procedure_rules()
    return (
        deadlines.end_of_term(today, rules.least_days),
        deadlines.end_of_term(today, rules.most_days),
    )


def withdraw(will: Will, procedure: Procedure) -> Procedure:
    """Stop the procedure; its list may then have another."""
    step = _step("procedure", "withdraw")
    return _move(procedure, step, will, _allowed(will, step, procedure), motivation=will.text)


def decide(will: Will, procedure: Procedure) -> Procedure:
    """Decide about the list: as the rule says, but for the objections that were upheld."""
    step = _step("procedure", "decide")
    role = _allowed(will, step, procedure)
    with transaction.atomic():
        moved = _move(
            procedure, step, will, role, motivation=will.text,
            decided_on=deadlines.today(will.now),
        )  # fmt: skip
        wishes: dict[str, list[str]] = {}
        for one in moved.objections.filter(state="answered", outcome="upheld"):
            wishes.setdefault(one.area, []).append(one.wish)
        for area in moved.areas.all():
            area.decided = listed_after(area.by_rule, wishes.get(area.code, []))
            area.save(update_fields=["decided"])
    return moved


def publish(will: Will, procedure: Procedure) -> Procedure:
    """Make the decision known: from now on everybody sees it."""
    step = _step("procedure", "publish")
    role = _allowed(will, step, procedure)
    return _move(procedure, step, will, role, published_on=deadlines.today(will.now))


def object_to(will: Will, procedure: Procedure, folder: Path, area: str, wish: str) -> Objection:
    """A municipality's objection about an area of its own. Raises InputError for another area."""
    step = _step("objection", "make")
    found = next((one for one in areas_of(folder, procedure.list_id, procedure.year)
                  if one.code == area), None)  # fmt: skip
    if found is None:
        raise NotNowError("area")
    if find_list(folder, procedure.list_id).digest != procedure.manifest_digest:
        raise InputError.of(procedure.list_id, "the list was changed", "the list as it was drafted")
    role = _allowed(will, step, Place(found.municipality))
    with transaction.atomic():
        current = Procedure.objects.select_for_update().get(pk=procedure.pk)
        _check(step, "", current, will)
        row = current.areas.filter(code=area).first()
        if wish not in ("off", "on") or (wish == "off") != bool(row and row.by_rule):
            raise NotNowError("wish")
        if row is None:
            _row(current, found, by_rule=False).save()
        try:
            with transaction.atomic():
                made = Objection.objects.create(
                    procedure=current, area=area, area_name=found.name, wish=wish,
                    municipality=found.municipality, reasons=will.text, state=step.target,
                    made_on=deadlines.today(will.now),
                )  # fmt: skip
        except IntegrityError:
            raise NotNowError("there_is_one") from None
        _keep(current, made, step, "", will, role, made.municipality, {"area": area, "wish": wish})
    return made


def withdraw_objection(will: Will, objection: Objection) -> Objection:
    """The municipality takes its objection back."""
    step = _step("objection", "withdraw")
    return _move(objection, step, will, _allowed(will, step, objection))


def answer(will: Will, objection: Objection) -> Objection:
    """Uphold or reject an objection, and say why."""
    step = _step("objection", "answer")
    role = _allowed(will, step, Place(""))
    return _move(
        objection, step, will, role, answer=will.text, outcome=will.outcome,
        answered_on=deadlines.today(will.now),
    )  # fmt: skip


def propose_delisting(will: Will, area: ListedArea) -> Delisting:
    """A municipality proposes that its area leaves the list, and says why."""
    step = _step("delisting", "propose")
    role = _allowed(will, step, area)
    with transaction.atomic():
        current = Procedure.objects.select_for_update().get(pk=area.procedure_id)
        row = ListedArea.objects.select_for_update().get(pk=area.pk)
        _check(step, "", current, will)
        if not row.decided or row.delisted_on is not None:
            raise NotNowError("area")
        try:
            with transaction.atomic():
                made = Delisting.objects.create(
                    procedure=current, area=row, municipality=row.municipality,
                    reasons=will.text, state=step.target, made_on=deadlines.today(will.now),
                )  # fmt: skip
        except IntegrityError:
            raise NotNowError("there_is_one") from None
        _keep(current, made, step, "", will, role, made.municipality, {"area": row.code})
    return made


def withdraw_delisting(will: Will, delisting: Delisting) -> Delisting:
    """The municipality takes its proposal back."""
    step = _step("delisting", "withdraw")
    return _move(delisting, step, will, _allowed(will, step, delisting))


def decide_delisting(will: Will, delisting: Delisting) -> Delisting:
    """Let the area leave the list, or not, and say why."""
    step = _step("delisting", "decide")
    role = _allowed(will, step, Place(""))
    today = deadlines.today(will.now)
    with transaction.atomic():
        moved = _move(
            delisting, step, will, role, answer=will.text, outcome=will.outcome, answered_on=today
        )
        if will.outcome == "accepted":
            ListedArea.objects.filter(pk=moved.area_id).update(delisted_on=today)
    return moved


def conditions(procedure: Procedure, thing: Any, user: Any, now: datetime) -> set[str]:
    """Which conditions of the steps hold now, for ``user`` and ``thing`` (None: not there yet)."""
    held = {f"procedure_{procedure.state}"} & {"procedure_open", "procedure_published"}
    if procedure.objections_until is not None:
        over = deadlines.is_over(procedure.objections_until, now)
        held.add("term_over" if over else "term_open")
    if not procedure.objections.filter(state="made").exists():
        held.add("all_answered")
    if thing is None or not _made_by(thing, user):
        held.add("not_own")
    return held


def _made_by(thing: Any, user: Any) -> bool:
    """Whether this account made the objection or proposal."""
    machine = str(thing._meta.model_name)
    return Step.objects.filter(
        machine=machine, object_id=thing.pk, source="", actor=_actor(user)
    ).exists()


def _step(machine: str, action: str) -> Transition:
    found = procedure_rules().machines.get(machine, action)
    if found is None:
        raise NotNowError("state")
    return found


def _allowed(will: Will, step: Transition, about: Any) -> str:
    """The role by which somebody makes a step; RefusedError without one. Checks the words too."""
    require(will.user, step.permission, about, will.now)
    words = will.text.strip()
    if (step.reasons and not words) or len(will.text) > LONGEST_TEXT:
        raise NotNowError("reasons")
    if step.outcomes and will.outcome not in step.outcomes:
        raise NotNowError("outcome")
    return acting_role(will.user, step.permission, about, will.now)


def _check(
    step: Transition, state: str, procedure: Procedure, will: Will, thing: Any = None
) -> None:
    can = possible(step, state, conditions(procedure, thing, will.user, will.now))
    if not can:
        raise NotNowError(can.why_not)


def _move(thing: Thing, step: Transition, will: Will, role: str, **changes: Any) -> Thing:
    """Make a step with something that is there, unless somebody else was first."""
    kind = type(thing)
    with transaction.atomic():
        current = kind.objects.select_for_update().get(pk=thing.pk)
        number = current.pk if isinstance(current, Procedure) else current.procedure_id
        # In the same order for all: nobody decides while an answer is being written.
        procedure = Procedure.objects.select_for_update().get(pk=number)
        if current.version != will.version:
            raise ChangedMeanwhileError
        _check(step, current.state, procedure, will, current)
        before = current.state
        moved = kind.objects.filter(pk=current.pk, version=will.version).update(
            state=step.target, version=will.version + 1, **changes
        )
        if not moved:
            raise ChangedMeanwhileError
        current.refresh_from_db()
        told = {name: str(value) for name, value in changes.items()
                if name not in ("motivation", "answer")}  # fmt: skip
        _keep(procedure, current, step, before, will, role, current.municipality, told)
    return current


def _keep(
    procedure: Procedure, thing: Any, step: Transition, source: str, will: Will, role: str,
    municipality: str, told: dict[str, Any],
) -> None:  # fmt: skip
    """Write the step down, for the procedure's own history and for the audit trail."""
    kept = Step.objects.create(
        procedure=procedure, machine=step.machine, object_id=thing.pk, action=step.action,
        source=source, target=step.target, at=will.now, actor=_actor(will.user), role=role,
        municipality=municipality, outcome=will.outcome if step.outcomes else "",
        text=will.text if step.machine == "procedure" or step.reasons else "",
    )  # fmt: skip
    record(
        _actor(will.user), f"{step.machine}.{step.action}", step.machine, thing.pk, will.now,
        before={"state": source}, after={"state": step.target, "step": kept.pk, "role": role, **told},
    )  # fmt: skip


def _actor(user: Any) -> str:
    return str(getattr(user, "actor", "nobody"))


def _row(procedure: Procedure, area: AreaOnList, by_rule: bool) -> ListedArea:
    return ListedArea(
        procedure=procedure, code=area.code, name=area.name, municipality=area.municipality,
        status=area.status, label_nl=area.label_nl, label_en=area.label_en, by_rule=by_rule,
    )  # fmt: skip


def own_areas(folder: Path, procedure: Procedure, codes: Iterable[str]) -> list[AreaOnList]:
    """Areas of these municipalities that the list knows, listed or not."""
    wanted = set(codes)
    return [one for one in areas_of(folder, procedure.list_id, procedure.year)
            if one.municipality in wanted]  # fmt: skip
