"""Practice cards: written, put before everybody, judged by evaluations, used again, and superseded."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache, partial
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from wijkwerk.areas.api import level_of
from wijkwerk.evaluation.api import Judgement, judgement
from wijkwerk.learning.core.practices import Strength, makes_circle, strength
from wijkwerk.learning.core.search import Entry, Index, words_of
from wijkwerk.learning.models import Practice, PracticeStep, PracticeUse
from wijkwerk.learning.rules import machines
from wijkwerk.learning.services.barriers import state_of
from wijkwerk.learning.services.places import above
from wijkwerk.programme.models import Programme, Project
from wijkwerk.programme.policies import public_programmes, public_rows
from wijkwerk.programme.services import projects
from wijkwerk.shared import deadlines
from wijkwerk.shared.text import Language
from wijkwerk.workflow.api import StepCommand, TransitionNotAllowed, Workflow, actor_of

WRITE = "practice.write"
LINES = ("partners", "roles", "lead_time", "cost", "source")
PROSE = ("problem", "preparation", "execution", "result", "embedding", "tips", "conditions")
FACTS = ("title", "kind", "method", "municipality", "area", *PROSE, *LINES, "carrier", "failed")
PUBLIC = ("published", "superseded")
_LONGEST_TITLE = 200
_WRITING, _USING = ("write", "edit", "correct"), ("use", "carry")  # actions


def conditions(practice: Any, subject: Any, user: Any, now: datetime) -> set[str]:
    """Which conditions of the table hold now: whether somebody else wrote the card, and its uses."""
    if practice is None:
        return set()
    own = PracticeStep.objects.filter(practice=practice, actor=actor_of(user))
    own_actions = set(own.filter(action__in=(*_WRITING, *_USING)).values_list("action", flat=True))
    return {
        *(() if own_actions.intersection(_WRITING) else ("not_writer",)),
        *(() if own_actions else ("others_use",)),
    }


STEPS = Workflow(
    machines=machines,
    root=Practice,
    link="practice",
    steps=PracticeStep,
    conditions=conditions,
    place=lambda practice: "",
    private=frozenset({"title", *LINES, *PROSE}),  # what names somebody has to be gone
)


def write(command: StepCommand, parent: Any, **fields: Any) -> Practice:
    """A draft of a card. Raises RefusedError."""
    return STEPS.create("practice", "write", command, Practice, **fields)


def _anywhere(action: str, command: StepCommand, practice: Practice, **changes: Any) -> Practice:
    """A step that everybody who may write cards makes, also who holds that role within a programme."""
    step = STEPS.step("practice", action)
    return STEPS.move(practice, step, command, STEPS.allowed(command, step, None), **changes)


edit = partial(_anywhere, "edit")


def publish(command: StepCommand, practice: Practice, *, review_on: date) -> Practice:
    """Show it to everybody until it is stale. Raises TransitionNotAllowed not_writer; day for one that isn't
    to come."""
    _to_come(review_on, command)
    published: Practice = STEPS.make_step(
        "practice", "publish", command, practice, review_on=review_on
    )
    return published


def renew(command: StepCommand, practice: Practice, *, review_on: date) -> Practice:
    """Somebody looked at it, and it still holds (``command.text`` says why). Raises TransitionNotAllowed day."""
    _to_come(review_on, command)
    renewed: Practice = STEPS.make_step("practice", "renew", command, practice, review_on=review_on)
    return renewed


def _to_come(day: date, command: StepCommand) -> None:
    if day <= deadlines.today(command.now):
        raise TransitionNotAllowed("day")


def weigh(command: StepCommand, practice: Practice, *, evaluation: str, failed: bool) -> Practice:
    """Let its evidence rest on an evaluation ('' on none). Raises TransitionNotAllowed evaluation for one that
    this site doesn't show."""
    if evaluation and judgement(evaluation, "nl") is None:
        raise TransitionNotAllowed("evaluation")
    weighed: Practice = STEPS.make_step(
        "practice", "weigh", command, practice, evaluation=evaluation, failed=failed
    )
    return weighed


def correct(command: StepCommand, practice: Practice, *, why: str, **fields: Any) -> Practice:
    """Other texts of a card that everybody reads, and why."""
    command = replace(command, text=why)
    corrected: Practice = STEPS.make_step("practice", "correct", command, practice, **fields)
    return corrected


def withhold(command: StepCommand, practice: Practice) -> Practice:
    """Its reasons take the place of every text, nothing says where it was below the municipality, and where it was
    used again has no words left; that it was carried over as a project stays."""
    reasons = {name: command.text for name in PROSE if getattr(practice, name)}
    with transaction.atomic():
        withheld: Practice = STEPS.make_step(
            "practice",
            "withhold",
            command,
            practice,
            title=textwrap.shorten(command.text, _LONGEST_TITLE, placeholder="…"),
            area="",
            **dict.fromkeys(LINES, ""),
            **reasons,
        )
        withheld.uses.update(note="")
        withheld.uses.filter(carried=False).update(project="")
    return withheld


def supersede(command: StepCommand, practice: Practice, *, replaced_by: Practice) -> Practice:
    """Another card takes its place. Raises TransitionNotAllowed circle, or not_current for one that isn't
    current itself."""
    with transaction.atomic():
        # Both, in one order: two that take each other's place at once wait for each other.
        numbers = {practice.pk, replaced_by.pk}
        rows = Practice.objects.select_for_update().filter(pk__in=numbers).order_by("pk")
        newer = {row.pk: row for row in rows}[replaced_by.pk]
        chain = {
            row.pk: row.replaced_by_id
            for row in Practice.objects.exclude(replaced_by=None).only("replaced_by")
            if row.replaced_by_id is not None
        }
        if makes_circle(chain, practice.pk, newer.pk):
            raise TransitionNotAllowed("circle")
        if newer.state != "published":
            raise TransitionNotAllowed("not_current")
        superseded: Practice = STEPS.make_step(
            "practice", "supersede", command, practice, replaced_by=newer
        )
    return superseded


def restore(command: StepCommand, practice: Practice) -> Practice:
    """It holds again after all."""
    restored: Practice = STEPS.make_step("practice", "restore", command, practice, replaced_by=None)
    return restored


def use(command: StepCommand, practice: Practice, **fields: Any) -> Practice:
    """It was used again somewhere, in words."""
    with transaction.atomic():
        used: Practice = _anywhere("use", command, practice)
        PracticeUse.objects.create(practice=used, **fields)
    return used


def drop_use(command: StepCommand, used: PracticeUse) -> PracticeUse:
    """It is taken away, such as for a name: the reasons stay in the history."""
    with transaction.atomic():
        STEPS.make_step("practice", "drop_use", command, used.practice)
        used.delete()
    return used


def tell(command: StepCommand, used: PracticeUse, *, helped: str, note: str) -> PracticeUse:
    """What came of it there. Raises TransitionNotAllowed others_use for who wrote the card or one of its uses."""
    with transaction.atomic():
        _anywhere("tell", command, used.practice)
        PracticeUse.objects.filter(pk=used.pk).update(helped=helped, note=note)
    used.refresh_from_db()
    return used


def carry(command: StepCommand, practice: Practice, *, programme: Programme, code: str) -> Practice:
    """Make it a proposed project of a programme, with its conditions as what it stops at, and write that it is
    used there. Raises RefusedError for who doesn't edit the programme; TransitionNotAllowed code, programme."""
    with transaction.atomic():
        carried: Practice = _anywhere("carry", command, practice)
        facts = {
            "code": code,
            "name": practice.title,
            "contribution": "\n\n".join(filter(None, [practice.problem, practice.execution])),
            "stop_criteria": practice.conditions,
            "after_plan": practice.embedding,
        }
        try:
            project = projects.add(command, programme, facts)
        except TransitionNotAllowed as fault:
            raise TransitionNotAllowed("code" if fault.why == "code" else "programme") from None
        PracticeUse.objects.create(
            practice=carried,
            carried=True,
            project=f"{programme.slug}/{project.code}",
            municipality=programme.municipality,
            used_on=deadlines.today(command.now),
        )
    return carried


def public_project_of(used: PracticeUse) -> Project | None:
    """The project that it was carried over as, once everybody may read that; else None."""
    slug, _slash, code = used.project.partition("/")
    programme = public_programmes().filter(slug=slug).first()
    rows = None if programme is None else public_rows(programme, Project).filter(code=code)
    return None if rows is None else rows.select_related("programme").first()


def public() -> QuerySet[Practice]:
    """The cards that everybody may read, also those that are stale or superseded."""
    return Practice.objects.filter(state__in=PUBLIC)


def current(today: date) -> QuerySet[Practice]:
    """Those that hold: not superseded and not stale."""
    fresh = Q(review_on=None) | Q(review_on__gt=today)
    return Practice.objects.filter(fresh, state="published")


def stale(today: date) -> QuerySet[Practice]:
    """Those that nobody looked at in time, the longest ago first."""
    rows = Practice.objects.filter(state="published", review_on__lte=today)
    return rows.order_by("review_on", "pk")


def strength_of(practice: Practice, language: Language) -> tuple[Strength, Judgement | None]:
    """How strong the evidence is, and the evaluation that it rests on (None: none that can be read). Other places are
    municipalities by their code, but the card's own."""
    judged = judgement(practice.evaluation, language) if practice.evaluation else None
    answers: Mapping[str, bool | None] = {"yes": True, "no": False}
    own = {practice.municipality.upper(), practice.area.upper(), *above(practice.area.upper())}
    used = [
        (row.municipality.upper(), answers.get(row.helped))
        for row in practice.uses.all()
        if level_of(row.municipality.upper()) == "municipality"
    ]
    used = [(place, answer) for place, answer in used if place not in own]
    level = 0 if judged is None else judged.level
    return strength(level, carrier=practice.carrier, used=used), judged


def index() -> Index:
    """The cards that everybody may read, as they are searched now."""
    return _index(state_of(Practice))


@lru_cache(maxsize=2)
def _index(_state: tuple[Any, ...]) -> Index:
    rows = public().values_list("pk", "kind", "title", "problem", "execution", "result", "failed")
    return Index(
        Entry(
            pk, "", kind, "", words_of(title, f"{problem} {execution}"), bool(result) and not failed
        )
        for pk, kind, title, problem, execution, result, failed in rows
    )


def alike(query: str, kind: str, today: date, most: int = 5) -> list[Practice]:
    """The current cards that are about this, best first."""
    numbers = index().search(query, kind=kind, most=10 * most)
    rows = current(today).in_bulk(numbers)
    return [rows[number] for number in numbers if number in rows][:most]
