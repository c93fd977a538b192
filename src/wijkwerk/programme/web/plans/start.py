"""My programmes, and of one what needs attention now: nothing overdue stays out of sight."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wijkwerk.access.api import Place, may, needs, signed_in
from wijkwerk.programme.models import Goal, Pillar, Programme
from wijkwerk.programme.policies import COUNCIL, WORK, organisations_for, programmes_for
from wijkwerk.programme.selectors.targets import target_totals
from wijkwerk.programme.services.corrections import renaming, signed_goals
from wijkwerk.programme.web import target_labels as words
from wijkwerk.programme.web.frame import frame, worked_on
from wijkwerk.programme.web.labels import LABELS
from wijkwerk.programme.web.plans import attention
from wijkwerk.programme.web.plans.programmes import ABOUT, programmes
from wijkwerk.programme.web.plans.taking_over import approved_plans
from wijkwerk.programme.web.resource import working_reader
from wijkwerk.shared import deadlines
from wijkwerk.workflow.pages import history
from wijkwerk.workflow.resources import Reader
from wijkwerk.workflow.sections import Columns, table_of

_HISTORY = 20


@signed_in
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The programmes that this account works on, and those whose council's page it may read."""
    user, now = request.user, timezone.now()
    works = {programme.pk for programme in programmes_for(user, WORK, now)}

    def link(row: Programme) -> dict[str, str]:
        page = "work" if row.pk in works else "work-council"
        return {"text": row.title, "url": reverse(f"programme:{page}", args=[row.slug])}

    columns: Columns = {
        _("Programme"): link,
        _("State"): lambda row: LABELS.state("programme", row.state),
    }
    table = table_of(
        "programmes",
        _("My programmes"),
        programmes_for(user, COUNCIL, now),
        columns,
        empty=_("You have no role in a programme."),
    )
    return render(
        request,
        "programme/plans/all.html",
        {
            "account": user,
            "table": table,
            "may_start": may(user, "programme.start", Place(), now),
            "organisations": organisations_for(user, now),
        },
    )


@needs(WORK)
@require_safe
def work(request: HttpRequest, slug: str) -> HttpResponse:
    """What needs attention in a programme now."""
    programme, now = worked_on(request, slug), timezone.now()
    reader = working_reader(request, programme)
    matters = attention.matters_of(programme, now)
    waiting = sum(matter.total for matter in matters)
    return render(
        request,
        "programme/plans/work.html",
        {
            **frame(programme, "work", work=True),
            "account": request.user,
            "matters": matters,
            "waiting": waiting,
            "state": LABELS.state("programme", programme.state),
            "answer": words.whole_sentence(target_totals(programme, deadlines.today(now))),
            "pillars": _arranged(reader),
            "plans_of_others": _plans_of_others(reader),
            "actions": programmes.actions(reader, programme, ABOUT),
            "history": history(
                reversed(programme.steps.filter(machine="programme").order_by("-pk")[:_HISTORY]),
                LABELS,
            ),
            "public_url": ""
            if programme.state == "draft"
            else reverse("programme:overview", args=[slug]),
            "council_url": reverse("programme:work-council", args=[slug]),
        },
    )


def _plans_of_others(reader: Reader) -> list[tuple[str, str]]:
    """Approved plans that can be taken over, for who may."""
    programme = reader.parent
    if not reader.may("programme.edit", programme):
        return []
    return [
        (plan.title, reverse("programme:take-over", args=[programme.slug, plan.key]))
        for plan in approved_plans(programme)
    ]


def _arranged(reader: Reader) -> list[dict[str, Any]]:
    """Pillars with their goals, each with the address to rename it when this account may. In a
    constant number of queries."""
    programme = reader.parent
    signed = signed_goals(programme)
    can = {
        action: programmes.is_open(action, reader, programme)
        for action in ("rename", "rename_signed")
    }

    def named(row: Pillar | Goal, kind: str) -> dict[str, Any]:
        url = reverse("programme:rename", args=[programme.slug, kind, row.pk])
        return {"name": row.name, "url": url if can[renaming(row, signed)] else ""}

    return [
        {
            **named(pillar, "pillars"),
            "goals": [named(goal, "goals") for goal in pillar.goals.all()],
        }
        for pillar in programme.pillars.prefetch_related("goals")
    ]
