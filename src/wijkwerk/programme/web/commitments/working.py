"""Where the bureau and the board work on commitments. Every step has a page of its own."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wijkwerk.access.api import needs
from wijkwerk.programme.models import Commitment, Programme
from wijkwerk.programme.policies import WORK
from wijkwerk.programme.selectors import commitments as reading
from wijkwerk.programme.web.commitments import labels, show
from wijkwerk.programme.web.commitments.steps import commitments
from wijkwerk.programme.web.commitments.steps import reports as report_steps
from wijkwerk.programme.web.frame import frame, worked_on
from wijkwerk.programme.web.resource import working_reader
from wijkwerk.shared import deadlines
from wijkwerk.ui.lists import paged, row_of
from wijkwerk.ui.reader import day


@needs(WORK)
@require_safe
def overview(request: HttpRequest, slug: str) -> HttpResponse:
    """What is overdue, what nobody takes up, and every commitment."""
    programme = worked_on(request, slug)
    reader = working_reader(request, programme)
    now = timezone.now()
    today, wanted = deadlines.today(now), show.wanted_of(request)
    rows = programme.commitments.all()
    here, pager = paged(request, reading.chosen(rows, wanted, today))
    organisation = reading.by_organisation(rows, today)
    waiting = programme.reports.filter(state="made").select_related(
        "commitment__programme", "organisation"
    )
    return render(
        request,
        "programme/commitments/work.html",
        {
            **frame(programme, "work-commitments", work=True),
            "account": request.user,
            "first": show.first_line(reading.together(organisation)),
            "organisations": show.counts_table(
                organisation, lambda one: f"{request.path}?organisation={one.slug}"
            ),
            "filters": show.filters(programme, wanted, request.path),
            "table": show.table(here, today, work_address, _("Commitments")),
            "pager": pager,
            "reports": reports_table(waiting[:20]),
            "more_reports": waiting.count() > 20,
            "promise": next((action["url"] for action in commitments.begin_actions(reader)), ""),
        },
    )


def reports_table(reports: Any) -> dict[str, Any]:
    """Reports that wait for a check."""
    return {
        "id": "reports",
        "caption": _("Reports to check"),
        "empty": _("No report waits for a check."),
        "columns": [
            {"label": _("Commitment")},
            {"label": _("Organisation")},
            {"label": _("Reported")},
            {"label": _("What it says")},
        ],
        "rows": [
            [
                {"text": report.commitment.title, "url": work_address(report.commitment)},
                report.organisation.name,
                day(report.made_on),
                labels.report_label("checked", report.final),
            ]
            for report in reports
        ],
    }


@needs(WORK)
@require_safe
def detail(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One commitment with the bureau's note, what can be done now, its reports and history."""
    programme = worked_on(request, slug)
    reader = working_reader(request, programme)
    here = found_here(programme, number)
    now = timezone.now()
    today = deadlines.today(now)
    reports = list(here.reports.select_related("organisation", "programme"))
    cards = show.report_cards(reports, here)
    for card, report in zip(cards, reports, strict=True):
        card["actions"] = report_steps.actions(reader, report)
    return render(
        request,
        "programme/commitments/work_detail.html",
        {
            **frame(programme, "work-commitments", crumb=here.title, work=True),
            "account": request.user,
            "one": here,
            "how": show.standing(here, today),
            "facts": show.facts(here),
            "ladder": show.ladder(here),
            "reports": cards,
            "actions": commitments.actions(reader, here),
            "history": show.told(here, reports, internal=True),
            "public_url": show.public_address(here) if programme.state != "draft" else "",
        },
    )


def found_here(programme: Programme, number: int) -> Commitment:
    """A commitment of this programme; Http404 otherwise."""
    return row_of(reading.with_names(programme.commitments.all()), number)


def work_address(commitment: Commitment) -> str:
    """The working page of a commitment."""
    return reverse("programme:work-commitment", args=[commitment.programme.slug, commitment.pk])
