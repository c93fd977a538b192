"""Who takes part: organisations, the sides of the board, and who sits there."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wijkwerk.access.api import needs
from wijkwerk.programme.models import (
    Commitment,
    Organisation,
    Programme,
    Project,
    Seat,
    Signatory,
    Target,
)
from wijkwerk.programme.policies import WORK
from wijkwerk.programme.services import people as services
from wijkwerk.programme.web.frame import frame, worked_on
from wijkwerk.programme.web.plans.programmes import PEOPLE, programmes
from wijkwerk.programme.web.resource import working_reader
from wijkwerk.shared import deadlines
from wijkwerk.ui.lists import paged
from wijkwerk.ui.reader import day
from wijkwerk.workflow.sections import Columns, Table, table_of


@needs(WORK)
@require_safe
def people(request: HttpRequest, slug: str) -> HttpResponse:
    """Sides of the board with who sits there and sat there, and the organisations that promise."""
    programme, today = worked_on(request, slug), deadlines.today(timezone.now())
    seats = services.seats_of(programme)
    now = [seat for seat in seats if services.sits(seat, today)]
    earlier = [seat for seat in seats if seat not in now]
    reader = working_reader(request, programme)
    may_change = programmes.is_open("leave", reader, programme)
    page_rows, pager = paged(request, _organisations(programme))
    empty = [
        domain.name
        for domain in programme.domains.all()
        if domain.pk not in {seat.domain_id for seat in now if seat.substitute_for_id is None}
    ]
    return render(
        request,
        "programme/plans/people.html",
        {
            **frame(programme, "work-people", work=True),
            "account": request.user,
            "empty_seats": empty,
            "sides": programme.domains.count(),
            "seats": _seats_table("seats", slug, now, may_change),
            "earlier": _seats_table("earlier-seats", slug, earlier, False),
            "organisations": _organisations_table(page_rows, _promised(programme, page_rows)),
            "pager": pager,
            "actions": programmes.actions(reader, programme, PEOPLE),
        },
    )


def _seats_table(name: str, slug: str, seats: list[Seat], may_change: bool) -> Table:
    def step(seat: Seat, view: str, text: str) -> Any:
        if not may_change or seat.last_day is not None:
            return seat.last_day
        return {"text": text, "url": reverse(f"programme:{view}", args=[slug, seat.pk])}

    def side(seat: Seat) -> Any:
        note = _("substitute") if seat.substitute_for_id else ""
        return {"text": seat.domain.name, "note": note}

    columns: Columns = {
        _("Side of the board"): side,
        _("Organisation"): "organisation",
        _("From"): "first_day",
        _("Until"): lambda seat: step(seat, "seat-leave", _("somebody leaves")),
    }
    if may_change:
        columns = {
            **columns,
            _("Substitute"): lambda seat: (
                "" if seat.last_day else step(seat, "seat-appoint", _("name a substitute"))
            ),
        }
    return table_of(name, _("Who sits on the board"), seats, columns, empty=_("Nobody."))


def _organisations(programme: Programme) -> Any:
    """Organisations that take part here, and those that just came and promised nothing anywhere."""
    takes_part, anywhere = Q(), Q()
    # A question per table, not one over all of them at once: that would multiply their rows.
    for table in (Commitment, Target, Signatory, Seat, Project):
        link = "owner" if table is Target else "organisation"
        own: Any = table._default_manager.filter(**{link: OuterRef("pk")})
        takes_part |= Q(Exists(own.filter(programme=programme)))
        anywhere |= Q(Exists(own))
    organisations = Organisation.objects.filter(takes_part | ~anywhere)
    return organisations.select_related("merged_into").order_by("name", "pk")


def _promised(programme: Programme, rows: list[Any]) -> dict[int, int]:
    """How many commitments each of these organisations has here."""
    own = programme.commitments.filter(organisation__in=rows).order_by()
    return dict(own.values_list("organisation").annotate(Count("pk")))


def _organisations_table(rows: list[Any], promised: dict[int, int]) -> Table:
    def now(row: Organisation) -> str:
        if row.merged_into is None:
            return _("takes part")
        values = {"name": row.merged_into.name, "day": day(row.ended_on)}
        return _("merged into %(name)s on %(day)s") % values

    columns: Columns = {
        _("Organisation"): "name",
        _("Code"): "slug",
        _("Kind"): "kind",
        _("Commitments"): lambda row: promised.get(row.pk, 0),
        _("Now"): now,
    }
    empty = _("No organisation takes part yet.")
    numbers = {_("Commitments")}
    return table_of("organisations", _("Organisations"), rows, columns, numbers, empty=empty)
