"""Recommendations as a link of the loop."""

from __future__ import annotations

from django.db.models import Max

from wijkwerk.learning.models import AdviceStep, Recommendation
from wijkwerk.learning.services.advice import OF_VISITOR, public
from wijkwerk.registry.loop import HandedOver, Link, LoopPart, TakenUp
from wijkwerk.shared import deadlines


def loop() -> LoopPart:
    """Every recommendation that everybody may read, since it was given, until who gave it closed it."""
    rows = Recommendation.objects.filter(advice__in=public()).select_related("advice")
    closed = dict(
        AdviceStep.objects.filter(machine="recommendation", target="closed")
        .values_list("object_id")
        .annotate(Max("at"))
    )
    return LoopPart(
        (Link.RECOMMENDATION,),
        (Link.RECOMMENDATION,),
        tuple(
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
        tuple(
            TakenUp(
                Link.RECOMMENDATION,
                str(row.pk),
                deadlines.today(closed[row.pk]),
                url=row.get_absolute_url(),
            )
            for row in rows
            if row.state == "closed"
        ),
    )
