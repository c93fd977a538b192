"""Who takes part: organisations, the sides of the board, and who sits there."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django import forms
from django.db.models import Count, Exists, OuterRef, Q
from django.http import Http404, HttpRequest, HttpResponse
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
from wijkwerk.programme.services import merging
from wijkwerk.programme.services import people as does
from wijkwerk.programme.web.acting import actions
from wijkwerk.programme.web.frame import frame, worked_on
from wijkwerk.programme.web.labels import LABELS
from wijkwerk.programme.web.plans.acting import act
from wijkwerk.programme.web.plans.forms import (
    LeaveForm,
    MergeForm,
    NameForm,
    OrganisationForm,
    SeatForm,
)
from wijkwerk.shared import deadlines
from wijkwerk.ui.lists import paged, row_of
from wijkwerk.ui.reader import day
from wijkwerk.workflow.api import StepCommand
from wijkwerk.workflow.pages import GET_AND_POST

# Pages of this room, with the step of the table that each makes.
STEPS_HERE = {
    "organisation": "arrange", "domain": "arrange", "seat": "seat", "merge": "merge",
}  # fmt: skip


@needs(WORK)
@require_safe
def people(request: HttpRequest, slug: str) -> HttpResponse:
    """Sides of the board with who sits there and sat there, and the organisations that promise."""
    programme, now = worked_on(request, slug), timezone.now()
    today = deadlines.today(now)
    seats = list(programme.seats.select_related("domain", "organisation"))
    may_leave = bool(actions(request.user, programme, programme, ("leave",), str, now))
    here, pager = paged(request, _organisations(programme))
    empty = [
        domain.name
        for domain in programme.domains.all()
        if domain.pk not in {seat.domain_id for seat in seats if _sits(seat, today)}
    ]
    return render(
        request,
        "programme/plans/people.html",
        {
            **frame(programme, "work-people", work=True),
            "account": request.user,
            "empty_seats": empty,
            "sides": programme.domains.count(),
            "seats": _seats_table(slug, [seat for seat in seats if _sits(seat, today)], may_leave),
            "earlier": _seats_table(
                slug, [seat for seat in seats if not _sits(seat, today)], False
            ),
            "organisations": _organisations_table(here, _promised(programme, here)),
            "pager": pager,
            "actions": [
                {
                    "label": LABELS.action("programme", one),
                    "url": reverse("programme:people-step", args=[slug, one]),
                }
                for one, step in STEPS_HERE.items()
                if actions(request.user, programme, programme, (step,), str, now)
            ],
        },
    )


@needs(WORK)
@GET_AND_POST
def step(request: HttpRequest, slug: str, action: str) -> HttpResponse:
    """Somebody comes to take part, or two organisations merge."""
    programme = worked_on(request, slug)
    begin, sent = {"version": programme.version}, request.POST or None
    form: forms.Form
    empty = None
    if action == "organisation":
        form = OrganisationForm(sent, initial=begin)

        def make(form: forms.Form, command: StepCommand) -> Any:
            said = form.cleaned_data
            return does.add_organisation(
                command, programme, said["slug"], said["name"], said["kind"]
            )
    elif action == "domain":
        form = NameForm(sent, initial=begin)

        def make(form: forms.Form, command: StepCommand) -> Any:
            return does.add_domain(command, programme, form.cleaned_data["name"])
    elif action == "seat":
        domains = {
            str(domain.pk): domain for domain in programme.domains.select_related("programme")
        }
        form = SeatForm(
            [(key, domain.name) for key, domain in domains.items()],
            going_on(),
            sent,
            initial={**begin, "first_day": deadlines.today(timezone.now())},
        )
        if not domains:
            empty = (_("The board has no sides yet."), _("First add a side of the board."))

        def make(form: forms.Form, command: StepCommand) -> Any:
            said = form.cleaned_data
            actor = f"account:{said['account']}" if said["account"] else ""
            return does.take_seat(
                command,
                domains[said["choice"]],
                _organisation(said["organisation"]),
                said["first_day"],
                actor,
            )
    elif action == "merge":
        form = MergeForm(going_on(), sent, initial=begin)

        def make(form: forms.Form, command: StepCommand) -> Any:
            said = form.cleaned_data
            return merging.merge(
                command, programme, _organisation(said["old"]), _organisation(said["new"])
            )
    else:
        raise Http404
    return act(
        request,
        programme,
        "programme",
        STEPS_HERE[action],
        form,
        make,
        reverse("programme:work-people", args=[slug]),
        thing=programme,
        words=action,
        empty=empty,
    )


@needs(WORK)
@GET_AND_POST
def leave(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Somebody leaves the board."""
    programme = worked_on(request, slug)
    sitting = programme.seats.select_related("domain", "organisation", "programme")
    seat = row_of(sitting.filter(last_day=None), number)
    today = deadlines.today(timezone.now())
    form = LeaveForm(
        request.POST or None, initial={"version": programme.version, "last_day": today}
    )

    def make(form: forms.Form, command: StepCommand) -> Any:
        return does.leave_seat(command, seat, form.cleaned_data["last_day"])

    return act(
        request,
        programme,
        "programme",
        "leave",
        form,
        make,
        reverse("programme:work-people", args=[slug]),
        thing=programme,
        about=f"{seat.domain.name}: {seat.organisation.name}",
    )


def going_on() -> list[tuple[str, str]]:
    """Organisations that one can choose: code and name."""
    rows = list(Organisation.objects.filter(ended_on=None).values_list("slug", "name"))
    alike = Counter(name for _slug, name in rows)
    return [(slug, name if alike[name] == 1 else f"{name} ({slug})") for slug, name in rows]


def _organisation(slug: str) -> Organisation:
    return Organisation.objects.get(slug=slug)


def _sits(seat: Seat, today: Any) -> bool:
    return bool(seat.first_day <= today and (seat.last_day is None or seat.last_day >= today))


def _seats_table(slug: str, seats: list[Seat], may_leave: bool) -> dict[str, Any]:
    return {
        "id": "seats" if may_leave or not seats else f"seats-{seats[0].pk}",
        "caption": _("Who sits on the board"),
        "empty": _("Nobody."),
        "columns": [
            {"label": _("Side of the board")},
            {"label": _("Organisation")},
            {"label": _("From")},
            {"label": _("Until")},
        ],
        "rows": [
            [
                seat.domain.name,
                seat.organisation.name,
                day(seat.first_day),
                {
                    "text": _("somebody leaves"),
                    "url": reverse("programme:seat-leave", args=[slug, seat.pk]),
                }
                if may_leave and seat.last_day is None
                else day(seat.last_day),
            ]
            for seat in seats
        ],
    }


def _organisations(programme: Programme) -> Any:
    """Organisations that take part here, and those that just came and promised nothing anywhere."""
    here, anywhere = Q(), Q()
    # A question per table, not one over all of them at once: that would multiply their rows.
    for table in (Commitment, Target, Signatory, Seat, Project):
        link = "owner" if table is Target else "organisation"
        own: Any = table._default_manager.filter(**{link: OuterRef("pk")})
        here |= Q(Exists(own.filter(programme=programme)))
        anywhere |= Q(Exists(own))
    found = Organisation.objects.filter(here | ~anywhere)
    return found.select_related("merged_into").order_by("name", "pk")


def _promised(programme: Programme, rows: list[Any]) -> dict[int, int]:
    """How many commitments each of these organisations has here."""
    own = programme.commitments.filter(organisation__in=rows).order_by()
    return dict(own.values_list("organisation").annotate(Count("pk")))


def _organisations_table(rows: list[Any], promised: dict[int, int]) -> dict[str, Any]:
    return {
        "id": "organisations",
        "caption": _("Organisations"),
        "empty": _("No organisation takes part yet."),
        "columns": [
            {"label": _("Organisation")},
            {"label": _("Code")},
            {"label": _("Kind")},
            {"label": _("Commitments"), "number": True},
            {"label": _("Now")},
        ],
        "rows": [
            [
                row.name,
                row.slug,
                row.kind,
                promised.get(row.pk, 0),
                _("merged into %(name)s on %(day)s")
                % {"name": row.merged_into.name, "day": day(row.ended_on)}
                if row.merged_into
                else _("takes part"),
            ]
            for row in rows
        ],
    }
