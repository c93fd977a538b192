"""The links of the loop in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from wijkwerk.registry.loop import Link


def link_label(link: Link) -> str:
    """What comes in and what has to go out, in the reader's language."""
    return {
        Link.WARNING: _("A figure turns for the worse → a target for it"),
        Link.LISTED: _("An area is on a list → a programme for it"),
        Link.TARGET: _("A target is off course → a talk about it"),
        Link.IDEA: _("An idea of a resident → an answer"),
        Link.CONFLICT: _("Rules collide in many households → a barrier that is taken up"),
        Link.BARRIER: _("A barrier is met → it is solved"),
        Link.RESULT: _("A result is claimed → it is paid or refused"),
        Link.PROJECT: _("A decision about a project comes → an evaluation"),
        Link.VERDICT: _("An evaluation finds no help → a decision about the project"),
        Link.CARD: _("An evaluation → a practice card with its evidence"),
        Link.SCHEME: _("An evaluation of a list → a review of its scheme"),
        Link.RECOMMENDATION: _("A recommendation → done, and seen by who gave it"),
    }[link]
