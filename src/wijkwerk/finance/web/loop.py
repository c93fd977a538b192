"""Results that were claimed and what became of them, as a link of the loop."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from wijkwerk.finance.models import AgreementStep, Tranche
from wijkwerk.finance.services.agreements import public
from wijkwerk.registry.loop import HandedOver, Link, LoopPart, TakenUp
from wijkwerk.shared import deadlines

_SETTLED = ("paid", "refused", "lapsed")


def loop() -> LoopPart:
    """Every tranche that was claimed in an agreement that everybody may read, since its last claim; until
    it is paid or refused it waits for who has to make the next step."""
    steps = AgreementStep.objects.filter(
        machine="tranche", action__in=("claim", "refuse", "pay", "lapse"), agreement__in=public()
    ).order_by("pk")
    days: dict[tuple[int, str], date] = {
        (step.object_id, step.action): deadlines.today(step.at) for step in steps
    }
    claimed = [number for number, action in days if action == "claim"]
    handed_over, taken_up = [], []
    for tranche in Tranche.objects.filter(pk__in=claimed).select_related("agreement"):
        agreement = tranche.agreement
        waits_for = {
            "claimed": agreement.verifier,
            "verified": _("the controller of the municipality"),
        }.get(tranche.state, agreement.payer)
        handed_over.append(
            HandedOver(
                Link.RESULT,
                (str(tranche.pk),),
                f"{agreement.title}: {tranche.title}",
                days[tranche.pk, "claim"],
                waits_for,
                agreement.get_absolute_url(),
                (agreement.municipality,),
            )
        )
        if tranche.state in _SETTLED:
            action = {"paid": "pay", "refused": "refuse", "lapsed": "lapse"}[tranche.state]
            on = tranche.paid_on or days[tranche.pk, action]
            taken_up.append(
                TakenUp(Link.RESULT, str(tranche.pk), on, url=agreement.get_absolute_url())
            )
    return LoopPart((Link.RESULT,), (Link.RESULT,), tuple(handed_over), tuple(taken_up))
