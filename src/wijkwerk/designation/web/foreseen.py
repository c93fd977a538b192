"""What a decision would change, on the pages on which somebody decides: per area and duty."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from wijkwerk.access.api import municipalities
from wijkwerk.designation.core.effects import Change, Duty
from wijkwerk.designation.decisions import UNDER_WAY
from wijkwerk.designation.follow_up import following
from wijkwerk.designation.foreseeing import Foresight, duties_if_listed, foresee
from wijkwerk.designation.list_folders import Consequences
from wijkwerk.designation.models import Delisting, Objection, Procedure, Wish
from wijkwerk.designation.policies import WORK, sees_all
from wijkwerk.designation.web import labels
from wijkwerk.shared.problems import InputError
from wijkwerk.shared.sentences import moment
from wijkwerk.ui.reader import language
from wijkwerk.workflow.resources import Reader
from wijkwerk.workflow.sections import Columns, Section, Table, table_of


def foreseen_section(reader: Reader, procedure: Procedure) -> list[Section]:
    """What begins, stays and ends for each area if it is decided as it stands now: of all areas for who
    works for the country, of its own for a municipality while it may object. [] when the list can't be
    read, or after that."""
    sees_every_area = sees_all(reader.user, reader.now)
    if procedure.state not in (UNDER_WAY if sees_every_area else ("open",)):
        return []
    try:
        foresight = foresee(settings.LISTS, procedure, reader.today)
    except (InputError, OSError):
        return []
    if not sees_every_area:
        own = municipalities(reader.user, WORK, reader.now)
        rows = tuple(row for row in foresight.rows if row.municipality in own)
        foresight = replace(foresight, rows=rows)
    title = _("What this decision changes for each area")
    table = _changes(procedure, foresight)
    return [Section("foreseen", title, lead=[_against(foresight)], table=table)]


def _against(foresight: Foresight) -> str:
    if foresight.since_year is None:
        return _("This is the first year of the list: everything begins.")
    text = (
        _("Held against the decision about %(year)s.")
        if foresight.decided
        else _("No earlier decision was published: held against what the rule gives for %(year)s.")
    )
    return text % {"year": foresight.since_year}


def _changes(procedure: Procedure, foresight: Foresight) -> Table:
    changes = {
        Change.BEGINS: _("begins"),
        Change.STAYS: _("stays"),
        Change.ENDS: _("ends"),
    }
    columns: Columns = {
        _("Area"): lambda row: {
            "text": row.area,
            "url": reverse("designation:area", args=[procedure.list_id, row.code]),
        },
        _("What changes"): lambda row: changes[row.change],
        **_duty_columns(foresight.texts, lambda row: row.duty),
    }
    rows = foresight.rows
    empty = _("Nothing follows for an area of this list.")
    caption = _("What begins, stays and ends")
    table = table_of("foreseen", caption, rows, columns, empty=empty)
    return {**table, "tall": len(rows) > 20, "filter": len(rows) > 10}


def _duty_columns(consequences: Consequences, duty_of: Any) -> Columns:
    def what(row: Any) -> dict[str, str]:
        duty: Duty = duty_of(row)
        status = consequences.statuses.get(duty.status)
        return {
            "text": consequences.texts[duty.code].in_(language()),
            "note": status.in_(language()) if status else duty.status,
        }

    def due(row: Any) -> str:
        return moment(duty_of(row).due, language()) if duty_of(row).due else _("no date")

    return {
        _("What"): what,
        _("Kind"): lambda row: labels.kind_labels(duty_of(row).kind),
        _("By"): due,
    }


def of_objection(reader: Reader, objection: Objection) -> list[Section]:
    """What the area gets or loses when the objection is upheld."""
    try:
        consequences = duties_if_listed(
            settings.LISTS, objection.procedure, [objection.area], reader.today
        )
    except (InputError, OSError):
        return []
    title = (
        _("If you uphold this, the area has none of this")
        if objection.wish == Wish.OFF
        else _("If you uphold this, the area gets this")
    )
    return _duties(title, consequences, consequences.of_area.get(objection.area, ()))


def of_delisting(reader: Reader, delisting: Delisting) -> list[Section]:
    """What ends for the area when it leaves the list."""
    try:
        consequences = following(settings.LISTS, delisting.procedure, reader.today)
    except (InputError, OSError):
        return []
    duties = consequences.of_area.get(delisting.area.code, ())
    return _duties(_("If you accept this, it ends for the area"), consequences, duties)


def _duties(title: str, consequences: Consequences, duties: Iterable[Duty]) -> list[Section]:
    columns = _duty_columns(consequences, lambda duty: duty)
    empty = _("Nothing follows from the status.")
    return [
        Section("foreseen", title, table=table_of("foreseen", title, duties, columns, empty=empty))
    ]
