"""Which of several areas is furthest behind, and how sure that is, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wijkwerk.monitor.serving import figures
from wijkwerk.monitor.serving.catalogue import Area
from wijkwerk.monitor.web.edition_context import EditionContext
from wijkwerk.shared.numbers import count


@dataclass(frozen=True)
class Standing:
    """On how many of the ``compared`` indicators an area lags behind, and of how many of these that is
    outside the margin; ``margins``: whether there are margins at all."""

    area: Area
    compared: int
    behind: int
    sure: int
    margins: bool


def standings(visit: EditionContext, areas: Sequence[Area]) -> list[Standing]:
    """Of the areas that can be compared, by their newest figures of indicators with a better side; the
    one with the most sure lags first, then with the most lags, then by name."""
    known = {area.code: area for area in areas}
    rows: dict[str, list[tuple[float, float | None]]] = {}
    for row in figures.latest_figures(visit.serving, list(known), visit.against):
        measure = visit.catalogue.measures.get(row["indicator"])
        if measure is not None and measure.judged and row["distance"] is not None:
            rows.setdefault(row["area"], []).append((row["distance"], row["distance_lower"]))
    found = [
        Standing(
            known[code],
            len(own),
            sum(distance > 0 for distance, _lower in own),
            sum(lower is not None and lower > 0 for _distance, lower in own),
            any(lower is not None for _distance, lower in own),
        )
        for code, own in rows.items()
    ]
    return sorted(found, key=lambda one: (-one.sure, -one.behind, one.area.name))


def furthest_sentence(visit: EditionContext, areas: Sequence[Area]) -> str:
    """The area that is furthest behind, and how sure that is; '' when none can be compared."""
    found = standings(visit, areas)
    if not found:
        return ""
    first = found[0]
    if not first.behind:
        return _("None of these areas lags behind on any indicator.")
    told = {
        "name": first.area.name,
        "behind": count(first.behind, visit.language),
        "all": count(first.compared, visit.language),
        "sure": count(first.sure, visit.language),
    }
    if first.compared == 1:
        said = _("Furthest behind is %(name)s, on the only indicator that can be compared.")
    elif first.behind == first.compared:
        said = _("Furthest behind is %(name)s: on all %(all)s indicators.")
    else:
        said = _("Furthest behind is %(name)s: on %(behind)s of the %(all)s indicators.")
    return f"{said % told} {_how_sure(first, told)}".strip()


def _how_sure(standing: Standing, told: dict[str, str]) -> str:
    if not standing.margins:
        return ""
    if standing.sure == 0:
        return _("That may be chance.")
    if standing.sure == standing.behind:
        return _("That is sure.")
    return (
        ngettext(
            "On %(sure)s of them that is sure.", "On %(sure)s of them that is sure.", standing.sure
        )
        % told
    )
