"""The figures that would show a side effect: links to them in the list's edition, and how they moved."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wijkwerk.designation.core.effects import NOT_THERE, measured
from wijkwerk.designation.core.movements import Change, Movement, movement
from wijkwerk.designation.serving import questions
from wijkwerk.designation.web.list_context import ListContext
from wijkwerk.monitor.display import FigureQuery, changes, indicator_name
from wijkwerk.shared.numbers import count


@dataclass(frozen=True)
class Watching:
    """The areas with a status in the year of the page, and how each indicator moved there."""

    visit: ListContext
    areas: int
    moved: dict[str, Movement | None]

    def of_role(self, role: str) -> dict[str, str]:
        """What a page says of the figure for ``role``: name, address and words, or why not."""
        catalogue = self.visit.catalogue
        if catalogue is None:
            return {"why": _("this site doesn't have the edition of this list")}
        by = self.visit.rules.measured_by()
        indicator, reason = measured(role, by, catalogue.measures)
        if reason == NOT_THERE:
            name = indicator_name(catalogue, by[role], self.visit.language)
            if name == by[role]:  # nobody named it: the text before it says what it is
                return {"why": _("not in this edition")}
            return {"why": _("not in this edition (%(indicator)s)") % {"indicator": name}}
        if reason:
            return {"why": _("not measured here: the rule names no figure for it")}
        return {
            "name": catalogue.measures[indicator].name.in_(self.visit.language),
            "url": reverse("monitor:indicator", args=[catalogue.id, indicator]),
            "moved": self.words(indicator),
        }

    def words(self, indicator: str) -> str:
        """In how many of the listed areas the figure rose and fell."""
        if not self.areas:
            return _("no area has a status in this year")
        movement_found = self.moved.get(indicator)
        if movement_found is None:
            return _("no two figures of these areas to compare")
        language = self.visit.language
        of = ngettext(
            "of %(n)s area with a status", "of %(n)s areas with a status", movement_found.areas
        )
        return _(
            "%(since)s to %(until)s, %(of)s: higher in %(up)s, lower in %(down)s, "
            "the same in %(same)s, not known in %(unknown)s"
        ) % {
            "since": movement_found.since,
            "until": movement_found.until,
            "of": of % {"n": count(movement_found.areas, language)},
            "up": count(movement_found.up, language),
            "down": count(movement_found.down, language),
            "same": count(movement_found.same, language),
            "unknown": count(movement_found.unknown, language),
        }


def watching(visit: ListContext, roles: Collection[str]) -> Watching:
    """How the figures for ``roles``, and those of the rule itself, moved where there is a status."""
    serving, edition = visit.serving, visit.edition
    level = serving.levels[0]
    areas = [
        code
        for code, status, _possible in questions.held_codes(serving, visit.year, level)
        if status not in ("", "unknown")
    ]
    if edition is None or not areas:
        return Watching(visit, len(areas), {})
    by = visit.rules.measured_by()
    wanted = {by[role] for role in roles if role in by}
    wanted |= {measure.indicator for measure in visit.rules.looked_at()}
    indicators = sorted(wanted & set(edition.catalogue.measures))
    ask = FigureQuery(
        areas=areas, indicators=indicators, level=level, limit=len(areas) * len(indicators) + 1
    )
    changes_by_indicator: dict[str, list[Change]] = {indicator: [] for indicator in indicators}
    for row in changes(edition, ask) if indicators else ():
        size = None if row["broken"] else row["own_change"]
        changes_by_indicator[row["indicator"]].append(
            Change(row["period_from"], row["period_to"], size)
        )
    measures = edition.catalogue.measures
    return Watching(
        visit,
        len(areas),
        {
            indicator: movement(
                changes_by_indicator[indicator], len(areas), measures[indicator].decimals
            )
            for indicator in indicators
        },
    )


def own_table(watched: Watching) -> dict[str, Any] | None:
    """What the rule itself measures and how it moved; None when the edition isn't served here."""
    visit = watched.visit
    catalogue = visit.catalogue
    if catalogue is None:
        return None
    rows: list[list[Any]] = []
    for measure in visit.rules.looked_at():
        if measure.indicator not in catalogue.measures:
            continue
        moved = watched.moved.get(measure.indicator)
        numbers = (moved.up, moved.down, moved.same, moved.unknown) if moved else (None,) * 4
        rows.append(
            [
                {
                    "text": visit.text(measure.name),
                    "url": reverse("monitor:indicator", args=[catalogue.id, measure.indicator]),
                },
                _("%(since)s to %(until)s") % {"since": moved.since, "until": moved.until}
                if moved
                else "–",
                *(None if number is None else count(number, visit.language) for number in numbers),
            ]
        )
    return {
        "id": "own-figures",
        "caption": _("What the rule measures, in the areas with a status in %(year)s")
        % {"year": visit.year},
        "columns": [
            {"label": _("Figure")},
            {"label": _("Period")},
            {"label": _("Higher in"), "number": True},
            {"label": _("Lower in"), "number": True},
            {"label": _("The same in"), "number": True},
            {"label": _("Not known in"), "number": True},
        ],
        "rows": rows,
        "empty": _("Nothing that the rule measures is in this edition."),
    }
