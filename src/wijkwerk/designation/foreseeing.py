"""What a decision about a list would change for each area: told before anybody decides."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from wijkwerk.designation.core.effects import Change, Duty, changed_duties
from wijkwerk.designation.core.moments import year_before
from wijkwerk.designation.core.procedure import listed_after
from wijkwerk.designation.follow_up import following, on_list
from wijkwerk.designation.list_folders import (
    Consequences,
    areas_of,
    consequences_of,
    years_of_list,
)
from wijkwerk.designation.models import ListedArea, Procedure


@dataclass(frozen=True)
class Foreseen:
    """A duty of an area and what a decision does with it: it begins, stays as it is, or ends."""

    code: str
    area: str
    municipality: str
    change: Change
    duty: Duty


@dataclass(frozen=True)
class Foresight:
    """What would change for each area, against ``since_year``: of the published decision about that year
    when ``decided``, else of what the rule gives there; None when this is the first year."""

    rows: tuple[Foreseen, ...]
    texts: Consequences
    since_year: int | None
    decided: bool


def would_be_listed(procedure: Procedure) -> dict[str, bool]:
    """Of each area of the procedure whether it is on the list, if it were decided now: as the rule says
    but for what was upheld; once it was decided, as that says."""
    wishes: dict[str, list[str]] = {}
    for area, wish in procedure.objections.filter(state="answered", outcome="upheld").values_list(
        "area", "wish"
    ):
        wishes.setdefault(area, []).append(wish)
    return {
        area.code: listed_after(area.by_rule, wishes.get(area.code, ()))
        if area.decided is None
        else area.decided
        for area in procedure.areas.all()
    }


def duties_if_listed(
    folder: Path, procedure: Procedure, codes: Iterable[str], today: date
) -> Consequences:
    """What follows for areas when they are on the list: those that the rule doesn't list since ``today``.
    Raises InputError when the list can't be read."""
    by_rule = set(procedure.areas.filter(by_rule=True).values_list("code", flat=True))
    added = dict.fromkeys(set(codes) - by_rule, today.isoformat())
    return consequences_of(folder, procedure.list_id, procedure.year, today.isoformat(), added)


def foresee(folder: Path, procedure: Procedure, today: date) -> Foresight:
    """What begins, stays and ends for each area if it is decided as it stands now, in order of
    municipality and name. Raises InputError when the list can't be read."""
    listed = {code for code, on in would_be_listed(procedure).items() if on}
    after = duties_if_listed(folder, procedure, listed, today)
    before, since_year, decided = _before(folder, procedure, today)
    # An area that is no more has no duties to tell of: its successor has.
    areas = areas_of(folder, procedure.list_id, procedure.year)
    rows = [
        Foreseen(area.code, area.name, area.municipality, change, duty)
        for area in areas
        for change, duty in changed_duties(
            before.get(area.code, ()),
            after.of_area.get(area.code, ()) if area.code in listed else (),
        )
    ]
    return Foresight(tuple(rows), after, since_year, decided)


def _before(
    folder: Path, procedure: Procedure, today: date
) -> tuple[dict[str, tuple[Duty, ...]], int | None, bool]:
    """The duties that areas have until it is decided, of which year, and whether that was decided."""
    earlier = Procedure.objects.filter(
        list_id=procedure.list_id, state="published", year__lt=procedure.year
    ).order_by("-year")
    last = earlier.first()
    if last is not None:
        now = following(folder, last, today)
        return _of(now, on_list(last)), last.year, True
    year = year_before(years_of_list(folder, procedure.list_id), procedure.year)
    if year == procedure.year:
        return {}, None, False
    computed = consequences_of(folder, procedure.list_id, year, today.isoformat(), {})
    return dict(computed.of_area), year, False


def _of(consequences: Consequences, areas: Iterable[ListedArea]) -> dict[str, tuple[Duty, ...]]:
    return {area.code: consequences.of_area.get(area.code, ()) for area in areas}
