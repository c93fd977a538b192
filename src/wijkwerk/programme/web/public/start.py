"""All programmes, and the overview of one: how many targets are on course?"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wijkwerk.access.api import public
from wijkwerk.programme.models import Plan, Programme, PublishedFact
from wijkwerk.programme.policies import public_programmes, public_rows
from wijkwerk.programme.selectors.council import Figures, figures_of
from wijkwerk.programme.selectors.targets import TargetTotals, target_totals
from wijkwerk.programme.web import target_labels as words
from wijkwerk.programme.web.bars import shares_bar
from wijkwerk.programme.web.frame import cached_briefly, frame, public_programme
from wijkwerk.programme.web.labels import LABELS, with_entered
from wijkwerk.programme.web.public import outputs
from wijkwerk.programme.web.public.council import stats
from wijkwerk.shared import deadlines
from wijkwerk.ui.lists import paged
from wijkwerk.ui.reader import day
from wijkwerk.workflow.sections import Columns, table_of


@public
@require_safe
def everything(request: HttpRequest) -> HttpResponse:
    """Every programme that runs or ended."""
    rows, pager = paged(request, public_programmes())
    columns: Columns = {
        _("Programme"): lambda row: {
            "text": row.title,
            "url": reverse("programme:overview", args=[row.slug]),
        },
        _("From"): lambda row: str(row.begins_on.year),
        _("Until"): lambda row: str(row.ends_on.year),
        _("State"): lambda row: LABELS.state("programme", row.state),
        # Who comes for a promise is there at once.
        _("Read on"): lambda row: {
            "text": _("Commitments"),
            "url": reverse("programme:commitments", args=[row.slug]),
        },
    }
    empty = _("There is no programme yet.")
    table = table_of("programmes", _("Programmes"), rows, columns, empty=empty)
    return cached_briefly(
        render(
            request,
            "programme/public/all.html",
            {"nav_current": "programmes", "table": table, "pager": pager},
        )
    )


@public
@require_safe
def overview(request: HttpRequest, slug: str) -> HttpResponse:
    """One programme: how its targets stand, and where to read on."""
    programme, now = public_programme(slug), timezone.now()
    totals = target_totals(programme, deadlines.today(now))
    numbers: Figures = figures_of(programme, now)
    return cached_briefly(
        render(
            request,
            "programme/public/overview.html",
            {
                **frame(programme, "overview"),
                "answer": words.whole_sentence(totals),
                "bars": pillar_bars(programme, totals),
                "table": pillar_table(totals),
                "stats": stats(numbers),
                "outputs": outputs.of_programme(programme),
                "plans": plan_rows(programme),
                "facts": public_rows(programme, PublishedFact),
                "measured_until": words.measured_until_label(totals, deadlines.today(now)),
            },
        )
    )


def pillar_bars(programme: Programme, totals: TargetTotals) -> list[dict[str, Any]]:
    """Each pillar with a bar of how its targets stand."""
    base = reverse("programme:targets", args=[programme.slug])
    return [
        {"name": name, "url": f"{base}?pillar={number}", "bar": shares_bar(pillar_shares)}
        for number, name, pillar_shares in totals.pillars
    ]


def pillar_table(totals: TargetTotals) -> dict[str, Any]:
    """The same as the bars in figures, and all together."""
    rows: list[Any] = [
        [name, *words.shares_cells(pillar_shares)]
        for _number, name, pillar_shares in totals.pillars
    ]
    rows.append(
        {"cells": [_("All together"), *words.shares_cells(totals.all)], "kind": "reference"}
    )
    return {
        "id": "pillars",
        "caption": _("How the targets stand, per pillar"),
        "columns": words.shares_columns(_("Pillar")),
        "stacked": True,
        "rows": rows,
    }


def plan_rows(programme: Programme) -> list[dict[str, str]]:
    """The plans that were signed, or agreed before and entered later; newest first."""
    return [
        {
            "title": row.title,
            "when": with_entered(
                (_("agreed on %(day)s") if row.entered_on else _("signed on %(day)s"))
                % {"day": day(row.locked_on)},
                row,
            ),
            "url": reverse("programme:plan", args=[programme.slug, row.pk]),
        }
        for row in public_rows(programme, Plan).order_by("-first_year")
    ]
