"""Nuisance as pages show it: on that of a household, and the worst of those that somebody sees."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wijkwerk.access.api import needs
from wijkwerk.casework import models as m
from wijkwerk.casework.core.nuisance import next_step
from wijkwerk.casework.policies import READ, Looking, rows_of
from wijkwerk.casework.read_log import logged
from wijkwerk.casework.services.nuisance import tried, worst
from wijkwerk.casework.web.common import frame, household_url, looking_of


def nuisance_part(looking: Looking, household: m.Household) -> tuple[dict[str, Any], set[str]]:
    """The context of nuisance and protection, and which life domains they show."""
    rows = list(rows_of(looking, m.Nuisance, household).prefetch_related("measures__organisation"))
    protections = list(rows_of(looking, m.Protection, household))
    context = {
        "nuisances": [(row, _measures(looking, row), _due(looking, row)) for row in rows],
        "protections": [
            (row, row.ended_on is None and row.review_on < looking.day) for row in protections
        ],
    }
    return context, {row.domain for row in (*rows, *protections)}


def _measures(looking: Looking, nuisance: m.Nuisance) -> list[tuple[m.Measure, bool]]:
    """The steps against a nuisance, each with whether its clock passed without a word of what it did."""
    return [
        (row, not nuisance.ended_on and not row.effect and row.review_by < looking.day)
        for row in nuisance.measures.all()
    ]


def _due(looking: Looking, nuisance: m.Nuisance) -> str:
    """The step that is due; '' for none."""
    step = None if nuisance.ended_on else next_step(tried(nuisance), looking.day)
    return "" if step is None else str(dict(m.STEPS)[step.value])


@needs(READ)
@logged
@require_safe
def worst_first(request: HttpRequest) -> HttpResponse:
    """The worst nuisance of the households that somebody sees, with why it stands there."""
    looking = looking_of(request, m.Purpose.PLAN)
    rows = worst(looking)
    for row in rows:
        looks: Any = request.looks  # type: ignore[attr-defined]
        looks.add(looking, "nuisance", row.household, {m.Domain.IDENTITY.value, row.domain})
    context = {
        **frame((_("Nuisance: the worst first"), "")),
        "rows": [
            (
                row,
                household_url(looking.purpose, row.household),
                _measures(looking, row),
                _due(looking, row),
            )
            for row in rows
        ],
    }
    return render(request, "casework/nuisance.html", context)
