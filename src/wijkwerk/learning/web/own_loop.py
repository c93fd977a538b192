"""Recommendations, barriers and practice cards as links of the loop."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Max
from django.utils.translation import gettext as _

from wijkwerk.learning.models import AdviceStep, BarrierStep, PracticeStep, Recommendation
from wijkwerk.learning.services.advice import OF_VISITOR, public
from wijkwerk.learning.services.barriers import met
from wijkwerk.learning.services.practices import public as public_practices
from wijkwerk.registry.loop import HandedOver, Link, LoopPart, TakenUp, rule_key
from wijkwerk.shared import deadlines


def loop() -> LoopPart:
    """Every recommendation that everybody may read, since it was given, until who gave it closed it; every
    barrier, since it was met, until it was solved; which rules barriers name, and which evaluations a practice
    card tells."""
    links = (Link.RECOMMENDATION, Link.BARRIER)
    advice, barriers = _recommendations(), _barriers()
    return LoopPart(
        links,
        (*links, Link.CARD, Link.CONFLICT),
        advice.handed_over + barriers.handed_over,
        (*advice.taken_up, *barriers.taken_up, *_cards(), *_rules()),
    )


def _ended(
    steps: type[AdviceStep] | type[BarrierStep], machine: str, state: str
) -> dict[int, date]:
    """The day of the last step to ``state``, by number of the thing."""
    rows = steps.objects.filter(machine=machine, target=state).values_list("object_id")
    return {number: deadlines.today(at) for number, at in rows.annotate(Max("at"))}


def _recommendations() -> LoopPart:
    rows = Recommendation.objects.filter(advice__in=public()).select_related("advice")
    closed = _ended(AdviceStep, "recommendation", "closed")
    return LoopPart(
        handed_over=tuple(
            HandedOver(
                Link.RECOMMENDATION,
                (str(row.pk),),
                row.title,
                row.advice.given_on,
                row.advice.by if row.state in OF_VISITOR else row.owner,
                row.get_absolute_url(),
                tuple(filter(None, [row.area or row.advice.municipality])),
                row.due_on,
            )
            for row in rows
        ),
        taken_up=tuple(
            TakenUp(Link.RECOMMENDATION, str(row.pk), closed[row.pk], url=row.get_absolute_url())
            for row in rows
            if row.state == "closed"
        ),
    )


def _barriers() -> LoopPart:
    rows = list(met())
    solved = _ended(BarrierStep, "barrier", "solved")
    return LoopPart(
        handed_over=tuple(
            HandedOver(
                Link.BARRIER,
                (str(row.pk),),
                row.title,
                row.met_on,
                (row.state == "put" and row.body) or _("who keeps the barriers"),
                row.get_absolute_url(),
                tuple(filter(None, [row.area or row.municipality])),
            )
            for row in rows
        ),
        taken_up=tuple(
            TakenUp(
                Link.BARRIER, str(row.pk), solved[row.pk], row.broken_by, row.get_absolute_url()
            )
            for row in rows
            if row.state == "solved"
        ),
    )


def _cards() -> Iterator[TakenUp]:
    """Every evaluation that a card rests on, since the last time that somebody connected one."""
    rows = {row.pk: row for row in public_practices().exclude(evaluation="")}
    steps = PracticeStep.objects.filter(action="weigh", practice__in=rows).values_list("practice")
    for number, at in steps.annotate(Max("at")):
        row = rows[number]
        yield TakenUp(
            Link.CARD, row.evaluation, deadlines.today(at), row.title, row.get_absolute_url()
        )


def _rules() -> Iterator[TakenUp]:
    """Every rule that a barrier names which is being followed, since it was met: one that was solved, or that a study
    of long ago met, does nothing about a rule that collides now."""
    for row in met().exclude(rule="").exclude(state="solved").exclude(example=True):
        yield TakenUp(
            Link.CONFLICT, rule_key(row.rule), row.met_on, row.title, row.get_absolute_url()
        )
