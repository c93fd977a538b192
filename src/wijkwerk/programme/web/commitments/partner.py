"""A partner's own pages: what it promised in all programmes, its reports, plans to sign."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from wijkwerk.access.api import may, needs
from wijkwerk.programme.models import Commitment, Organisation, Report
from wijkwerk.programme.policies import OWN, organisations_for, public_rows
from wijkwerk.programme.selectors import commitments as reading
from wijkwerk.programme.services import commitments as does
from wijkwerk.programme.web.acting import act
from wijkwerk.programme.web.commitments import labels, show
from wijkwerk.programme.web.commitments.forms import ReportForm
from wijkwerk.shared import deadlines
from wijkwerk.ui.lists import paged, row_of
from wijkwerk.ui.reader import day
from wijkwerk.workflow.api import StepCommand
from wijkwerk.workflow.pages import GET_AND_POST


@needs(OWN)
@require_safe
def everything(request: HttpRequest) -> HttpResponse:
    """The organisations that the account represents."""
    found = list(organisations_for(request.user, timezone.now()))
    return render(
        request,
        "programme/commitments/organisations.html",
        {
            "account": request.user,
            "links": [{"label": one.name, "url": _address(one)} for one in found],
        },
    )


@needs(OWN)
@require_safe
def own(request: HttpRequest, slug: str) -> HttpResponse:
    """What an organisation promised, what is overdue first, and what waits for it."""
    organisation = _represented(request, slug)
    today = deadlines.today(timezone.now())
    rows = reading.own([organisation])
    here, pager = paged(request, reading.urgent_first(rows, today))
    counts = reading.counts(rows, today)
    return render(
        request,
        "programme/commitments/own.html",
        {
            "account": request.user,
            "organisation": organisation,
            "first": own_first_line(counts),
            "late": counts.past_due > 0,
            "table": own_table(here, today),
            "pager": pager,
            "plans": [
                {
                    "label": f"{one.title}: {show.programme_label(one.programme)}",
                    "url": reverse("programme:plan-sign", args=[one.programme.slug, one.pk]),
                }
                for one in reading.to_sign([organisation])
            ],
            "waiting": organisation.reports.filter(state="made").count(),
            "reminders": reverse("programme:reminders"),
        },
    )


def own_table(rows: list[Any], today: date) -> dict[str, Any]:
    """Three columns, which a telephone shows side by side."""
    return {
        "id": "commitments",
        "caption": _("What we promised"),
        "empty": _("There is no commitment of this organisation."),
        "columns": [
            {"label": _("Commitment")},
            {"label": _("By when")},
            {"label": _("How it stands")},
        ],
        "rows": [
            [
                {
                    "text": row.title,
                    "url": _own_address(row),
                    "note": " · ".join(
                        filter(
                            None,
                            (
                                labels.amount(row.quantity, row.unit),
                                show.programme_label(row.programme),
                            ),
                        )
                    ),
                },
                show.by_when(row),
                show.standing(row, today),
            ]
            for row in rows
        ],
    }


def own_first_line(counts: reading.Counts) -> str:
    """What an organisation has to do."""
    if not counts.total:
        return _("There is no commitment of this organisation.")
    late, soon = counts.past_due, counts.groups.get("soon", 0)
    parts = []
    if late:
        parts.append(
            ngettext("%(n)s commitment is overdue.", "%(n)s commitments are overdue.", late)
            % {"n": late}
        )
    if soon:
        parts.append(
            ngettext("%(n)s is due within 30 days.", "%(n)s are due within 30 days.", soon)
            % {"n": soon}
        )
    return " ".join(parts) or _("Nothing is overdue, and nothing is due within 30 days.")


@needs(OWN)
@require_safe
def detail(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One commitment of one's own, with its reports and the answers to them."""
    organisation = _represented(request, slug)
    one = _own(organisation, number)
    now = timezone.now()
    today = deadlines.today(now)
    reports = list(one.reports.filter(organisation=organisation))
    can = one.state not in ("kept", "released") and may(request.user, OWN, one, now)
    shown = [
        *reports,
        *public_rows(one.programme, Report)
        .filter(commitment=one)
        .exclude(organisation=organisation),
    ]
    return render(
        request,
        "programme/commitments/own_detail.html",
        {
            "account": request.user,
            "organisation": organisation,
            "one": one,
            "programme_words": show.programme_label(one.programme),
            "how": show.standing(one, today),
            "facts": show.facts(one),
            "ladder": show.ladder(one),
            "reports": show.report_cards(reports, one),
            "history": show.told(one, shown, internal=False),
            "report_url": reverse("programme:own-report", args=[slug, number]) if can else "",
            "back": _address(organisation),
        },
    )


@needs(OWN)
@GET_AND_POST
def report(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Report what was done about one's own commitment."""
    organisation = _represented(request, slug)
    one = _own(organisation, number)
    form = ReportForm(
        one.unit if one.quantity is not None or one.unit else "",
        request.POST or None,
        initial={"version": one.version},
    )

    def make(form: forms.Form, command: StepCommand) -> Report:
        said = form.cleaned_data
        return does.report(
            command,
            one,
            does.Told(said["done"], said["evidence"], said.get("quantity"), said["final"]),
        )

    asked = labels.amount(one.quantity, one.unit)
    return act(
        request,
        one.programme,
        "report",
        "make",
        form,
        make,
        about=f"{one.title}{f' ({asked})' if asked else ''}. "
        + _("By {day}.").format(day=day(one.due_on)),
        done=lambda _made: _own_address(one),
        back=(_own_address(one), one.title),
        thing=one,
    )


def _represented(request: HttpRequest, slug: str) -> Organisation:
    """An organisation that the account represents; Http404 otherwise, as if it isn't there."""
    organisation = organisations_for(request.user, timezone.now()).filter(slug=slug).first()
    if organisation is None:
        raise Http404(_("There is no such organisation."))
    return organisation


def _own(organisation: Organisation, number: int) -> Commitment:
    return row_of(reading.own([organisation]), number, _("There is no such commitment."))


def _address(organisation: Organisation) -> str:
    return reverse("programme:work-organisation", args=[organisation.slug])


def _own_address(one: Any) -> str:
    return reverse("programme:own-commitment", args=[one.organisation.slug, one.pk])
