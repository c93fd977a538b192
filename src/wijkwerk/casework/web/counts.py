"""The funnels: those that were published, for everybody; that of one's own team, for its coordinator."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wijkwerk.access.api import held_for, needs, public
from wijkwerk.casework import models as m
from wijkwerk.casework.core.funnel import Step, gaps
from wijkwerk.casework.definitions import definitions
from wijkwerk.casework.funnels import published
from wijkwerk.casework.policies import READ
from wijkwerk.casework.services.campaigns import standing
from wijkwerk.casework.services.counts import year_of
from wijkwerk.casework.services.extents import counts_by_definition
from wijkwerk.casework.services.nuisance import nuisance_counts
from wijkwerk.casework.services.structural import coarse, kinds, structural
from wijkwerk.casework.web.campaigns import rates
from wijkwerk.casework.web.common import frame
from wijkwerk.casework.web.conflict_page import euros
from wijkwerk.shared.deadlines import today
from wijkwerk.ui.reader import language

COUNT = "casework.assign"
_OLDEST = 10  # years back


@public
@require_safe
def funnels(request: HttpRequest) -> HttpResponse:
    """Funnels that cities published, and where they don't close."""
    rows = [
        (funnel.title, funnel.source, _rows(list(funnel.steps)))
        for funnel in published(language()).values()
    ]
    return render(request, "casework/funnels.html", {"funnels": rows})


@needs(READ)
@require_safe
def officers(request: HttpRequest) -> HttpResponse:
    """The register of escalation officers, with whose certificate ended."""
    day = today(timezone.now())
    rows = [
        (row, row.certified_until < day)
        for row in m.Officer.objects.select_related("organisation", "replaced_by__organisation")
    ]
    context = {**frame((_("Escalation officers"), "")), "rows": rows}
    return render(request, "casework/officers.html", context)


@needs(COUNT)
@require_safe
def counts(request: HttpRequest) -> HttpResponse:
    """How many households one's team opened, planned with and helped for good; and stock and flow."""
    now = timezone.now()
    this_year = today(now).year
    wanted = request.GET.get("year", "")
    years = range(this_year, this_year - _OLDEST, -1)
    year = int(wanted) if wanted in {str(number) for number in years} else this_year
    codes = held_for(request.user, COUNT, "organisation", now)
    counted_teams = []
    for organisation in m.Organisation.objects.filter(code__in=codes):
        counted = year_of([organisation], year)
        steps = [
            Step(
                str(m.Stage(step.code).label),
                step.number,
                step.target,
                {_exit(code): number for code, number in step.lost.items()},
                step.waiting,
            )
            for step in counted.steps
        ]
        doors = {str(m.Episode.Door(code).label): coarse(n) for code, n in counted.doors.items()}
        exits = {_exit(code): n for code, n in counted.exits.items()}
        afterwards = [
            (months, sum(answers.values()), {_answer(code): n for code, n in answers.items()})
            for months, answers in counted.follow_ups.items()
        ]
        visits = [
            (row, stand.total, *rates(stand.total), stand)
            for row in organisation.campaigns.filter(
                first_day__year__lte=year, last_day__year__gte=year
            )
            if (stand := standing(row, today(now))).total is not None
        ]
        counted_teams.append(
            (organisation, _rows(steps), counted.stock, doors, exits, afterwards, visits)
        )
    by_name = counts_by_definition(codes, now, today(now), language())
    context = {
        **frame((_("Counts"), "")),
        "year": year,
        "years": years,
        "organisations": counted_teams,
        "definitions": [
            (definition, by_name[name][True], by_name[name][False], by_name[name][None])
            for name, definition in definitions(language()).items()
        ],
        "nuisance": nuisance_counts(codes, year),
        "kinds": kinds(codes),
        "structural": [
            (row, "" if row.cents_month is None else euros(row.cents_month))
            for row in structural(codes)
        ],
    }
    return render(request, "casework/counts.html", context)


def _answer(code: str) -> str:
    return str(m.FollowUp.Answer(code).label) if code else _("Still to be asked")


def _exit(code: str) -> str:
    return str(m.Episode.Exit(code).label)


def _rows(steps: list[Step]) -> list[dict[str, Any]]:
    """A funnel for a page: each step with what doesn't add up after it."""
    unexplained = {gap.after: gap for gap in gaps(steps)}
    return [
        {
            "step": step,
            "share": None if step.share_of_target is None else round(100 * step.share_of_target),
            "gap": unexplained.get(step.code),
            "too_many": (unexplained[step.code].number or 0) < 0
            if step.code in unexplained
            else False,
        }
        for step in steps
    ]
