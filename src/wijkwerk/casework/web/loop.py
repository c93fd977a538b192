"""Rules that collide in many households, as a link of the loop: rules alone, and as many households as may be known."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from wijkwerk.casework.services.structural import public_rules
from wijkwerk.registry.loop import HandedOver, Link, LoopPart


def loop(today: date) -> LoopPart:
    """Every rule that everybody may know of, which waits until it is taken up as a barrier."""
    return LoopPart(
        gives=(Link.CONFLICT,),
        handed_over=tuple(
            HandedOver(
                Link.CONFLICT,
                rule.keys,
                _("%(rule)s stood in the way of at least %(n)s households")
                % {"rule": " ".join(filter(None, [rule.law, rule.article])), "n": rule.at_least},
                rule.since,
                rule.applied_by,
            )
            for rule in public_rules(today)
        ),
    )
