"""What a reminder of the procedure says: titles, days and where to go; nobody's name or words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wijkwerk.access.api import site_url
from wijkwerk.designation.core.reminding import Moment
from wijkwerk.designation.models import Procedure
from wijkwerk.workflow.mail import Digest, Line, Section


@dataclass(frozen=True)
class Turn:
    """Whose turn it is: a procedure, the moment, and how many things wait (for a municipality: how
    many of its areas stand on the list); ``words`` says what it is about, when that is of one municipality."""

    procedure: Procedure
    moment: Moment
    number: int
    words: Callable[[], str] | None = None


def digest_of(turns: tuple[Turn, ...], today: date, language: str) -> Digest:
    """One mail about all that is one's turn now."""
    with translation.override(language):
        title = ngettext(
            "Designation of areas: %(n)s open action",
            "Designation of areas: %(n)s open actions",
            len(turns),
        ) % {"n": len(turns)}
        return Digest(
            subject=title,
            opening=_("Open for you on {day}:").format(day=date_format(today, "DATE_FORMAT")),
            sections=tuple(
                Section(_title(turn.procedure, language), (Line(_words(turn), _url(turn)),))
                for turn in turns
            ),
            closing=(
                Line(
                    _(
                        "You get this mail because you have a role in this procedure. Each "
                        "moment is mailed once."
                    )
                ),
            ),
        )


def _title(procedure: Procedure, language: str) -> str:
    name = procedure.title_en if language == "en" else procedure.title_nl
    return f"{name} {procedure.year}"


def _words(turn: Turn) -> str:
    if turn.words is not None:
        return turn.words()
    procedure, number = turn.procedure, turn.number
    if turn.moment.kind == "object" and procedure.objections_until is not None:
        own = ngettext(
            "%(n)s area of your municipality stands on this list.",
            "%(n)s areas of your municipality stand on this list.",
            number,
        ) % {"n": number}
        last = _("Objections can be made up to and including {day}.").format(
            day=date_format(procedure.objections_until, "DATE_FORMAT")
        )
        return f"{own} {last}"
    if turn.moment.kind == "answer":
        return ngettext(
            "The term is over. %(n)s objection or view waits for an answer.",
            "The term is over. %(n)s objections or views wait for an answer.",
            number,
        ) % {"n": number}
    return {
        "decide": _(
            "The term is over and every objection and view has been answered."
            " The list can be adopted."
        ),
        "publish": _("The list was adopted. The decision waits to be published."),
        "delisting": _(
            "A municipality proposes that an area leaves the list. That asks for a decision."
        ),
    }[turn.moment.kind]


def _url(turn: Turn) -> str:
    return site_url(reverse("designation:work-procedure", args=[turn.procedure.pk]))
