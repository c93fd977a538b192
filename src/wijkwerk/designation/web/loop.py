"""Areas on lists, as what the loop hands to programmes."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from wijkwerk.areas.api import parent_of
from wijkwerk.designation.serving import questions
from wijkwerk.designation.serving.after import HELD, table
from wijkwerk.designation.serving.library import ListServing, lists
from wijkwerk.monitor.display import Catalogue, library
from wijkwerk.registry.loop import HandedOver, Link, LoopPart
from wijkwerk.served.api import NotServedError
from wijkwerk.shared.text import Language


def loop(language: Language) -> LoopPart:
    """Every area that the newest year of a list has a status for, since the first year of that run."""
    return LoopPart(
        gives=(Link.LISTED,),
        handed_over=tuple(
            row for serving in lists().all() for row in _handed_over(serving, language)
        ),
    )


def _handed_over(serving: ListServing, language: Language) -> list[HandedOver]:
    years = [year for year in serving.years if year not in serving.decisions.drafts]
    if not years:
        return []
    year = years[-1]
    since = _since(serving, years)
    names = questions.names(serving, list(since))
    above = _above(serving, list(since))
    return [
        HandedOver(
            Link.LISTED,
            (area, *above[area]),
            _("%(area)s, on ‘%(list)s’ of %(year)s")
            % {
                "area": names.get(area, area),
                "list": serving.scheme.title.in_(language),
                "year": year,
            },
            first,
            _("the municipality"),
            reverse("designation:area", args=[serving.id, area]),
            (area,),
        )
        for area, first in sorted(since.items())
    ]


def _since(serving: ListServing, years: list[int]) -> dict[str, date]:
    """Per area that is listed in the last of ``years`` since when it is without a break: the day on which
    that was decided and published, else the first day of the year."""
    rows, values = table(serving, HELD)
    listed: dict[str, set[int]] = {}
    for area, year in serving.store.tuples(
        f"SELECT area, year FROM {rows} WHERE level = ? AND status NOT IN ('', 'unknown')",
        [*values, serving.levels[0]],
    ):
        listed.setdefault(str(area), set()).add(int(year))
    first = {}
    for area, on_list in listed.items():
        run = None
        for year in reversed(years):
            if year not in on_list:
                break
            run = year
        if run is not None:
            decision = serving.decisions.of_year.get(run)
            first[area] = decision.published_on if decision else date(run, 1, 1)
    return first


def _above(serving: ListServing, areas: list[str]) -> dict[str, tuple[str, ...]]:
    """What each area lies in, and the groups that it belongs to, as the edition and its code say."""
    try:
        catalogue: Catalogue | None = library().open(serving.edition).catalogue
    except NotServedError:
        catalogue = None
    groups: dict[str, list[str]] = {}
    for group in catalogue.groups.values() if catalogue else ():
        for area in group.areas:
            groups.setdefault(area, []).append(group.code)
    above = {}
    for area in areas:
        codes = [upper.code for upper in catalogue.lineage(area)] if catalogue else []
        code = parent_of(area)
        while code is not None:
            codes.append(code)
            code = parent_of(code)
        above[area] = tuple(dict.fromkeys([*codes, *groups.get(area, ())]))
    return above
