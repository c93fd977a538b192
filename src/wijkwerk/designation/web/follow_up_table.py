"""What follows from a published decision, on the page of its procedure: each area's duties with their
dates, and how far plan, exemption and sanction are."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from wijkwerk.designation.following import Following, following_of
from wijkwerk.designation.list_folders import Consequences
from wijkwerk.designation.models import Procedure
from wijkwerk.designation.policies import follow_up_for, public_follow_up
from wijkwerk.designation.web import labels
from wijkwerk.designation.web.follow_up import (
    PUBLIC,
    FollowUpResource,
    area_plans,
    exemptions,
    percent,
    sanctions,
)
from wijkwerk.designation.web.follow_up_forms import consequences_for
from wijkwerk.shared.sentences import moment
from wijkwerk.ui.reader import language
from wijkwerk.workflow.resources import Reader
from wijkwerk.workflow.sections import Columns, table_of


def follow_up_table(procedure: Procedure, reader: Reader) -> dict[str, Any] | None:
    """A row per area and duty; None while nothing was published or the list can't be read."""
    consequences = consequences_for(reader, procedure)
    if consequences is None:
        return None

    def visible(kind: type[Any]) -> QuerySet[Any]:
        if reader.audience is PUBLIC:
            return public_follow_up(kind)
        return follow_up_for(kind, reader.user, reader.now)

    columns: Columns = {
        _("Area"): lambda row: {
            "text": row.area.name,
            "url": reverse("designation:area", args=[procedure.list_id, row.area.code]),
        },
        _("What"): lambda row: {
            "text": consequences.texts[row.duty.code].in_(language()),
            "note": _status(row, consequences),
        },
        _("Kind"): lambda row: labels.kind_labels(row.duty.kind),
        _("Since"): lambda row: moment(row.duty.since, language()),
        _("By"): lambda row: moment(row.duty.due, language()) if row.duty.due else _("no date"),
        _("How it stands"): lambda row: standing(row, reader),
    }
    rows = following_of(procedure, consequences, visible)
    empty = _("Nothing follows for an area of this list.")
    caption = _("What follows for each area")
    table = table_of("follow-up", caption, rows, columns, empty=empty)
    return {**table, "tall": len(rows) > 20, "filter": len(rows) > 10}


def follow_up_links(reader: Reader) -> list[tuple[Any, str]]:
    """To the lists of plans, requests and sanctions of this audience."""
    return [
        (resource.title, reverse(f"designation:{resource.url_name('list', reader.audience)}"))
        for resource in (area_plans, exemptions, sanctions)
    ]


def standing(row: Following, reader: Reader) -> Any:
    """How far it is with a duty, with the way to it."""
    kind = row.duty.kind
    if kind == "plan":
        return _stands(area_plans, row.plan, reader, _("no plan yet"))
    if kind == "allowed":
        return _stands(exemptions, row.exemption, reader, _("not asked"))
    if kind == "sanction":
        return _stands(sanctions, row.sanction, reader, _("none"))
    if kind == "money":
        return area_plans.money(row.plan) if row.plan else _("not asked")
    if row.limit is None:
        return ""
    if row.limit != row.duty.limit:
        return _("at most %(share)s, by an exemption") % {"share": percent(row.limit)}
    reached = area_plans.share(row.plan) if row.plan else ""
    return reached or _("at most %(share)s") % {"share": percent(row.limit)}


def _stands(resource: FollowUpResource, subject: Any, reader: Reader, nothing: str) -> Any:
    if subject is None:
        return nothing
    state = resource.outcome(subject) or resource.state(subject)
    return {"text": state, "url": resource.url_of(subject, reader)}


def _status(row: Following, consequences: Consequences) -> str:
    status = consequences.statuses.get(row.duty.status)
    return status.in_(language()) if status else row.duty.status
