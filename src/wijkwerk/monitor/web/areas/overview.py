"""The areas of a municipality, a group or the country beside each other: which is furthest behind, is it
catching up and is that sure, how many are, and all of them on all indicators."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import BadRequest
from django.utils.translation import gettext as _

from wijkwerk.monitor.core.standing import courses, since_of
from wijkwerk.monitor.serving.catalogue import Area, Group, Measure
from wijkwerk.monitor.web import labels
from wijkwerk.monitor.web.areas import sentences
from wijkwerk.monitor.web.areas.beside import FEWEST_PEOPLE, Beside, beside
from wijkwerk.monitor.web.areas.group_tables import group_sections
from wijkwerk.monitor.web.areas.matrix import matrix
from wijkwerk.monitor.web.areas.place_map import outlines_of, place_map
from wijkwerk.monitor.web.areas.tile_grid import tile_grid
from wijkwerk.monitor.web.edition_context import MOST_AREAS, EditionContext
from wijkwerk.monitor.web.picks import MOST_PICKED
from wijkwerk.monitor.web.references import legend, reference_form
from wijkwerk.shared.numbers import count
from wijkwerk.shared.sentences import noun, upper_first
from wijkwerk.ui.lists import headers, page_of, pager, sorted_by

ROWS = 120  # areas on one page of the table
_LEVELS = ("district", "neighbourhood", "custom", "municipality")
_OF = "i."  # before the id of an indicator in ``sort``, which has words of its own
_FEWEST_DRAWN = 2  # areas: one alone is no map
_PARTS = 3  # colours of the map beside that of no lag


@dataclass(frozen=True)
class Territory:
    """What has areas in it: their ``level``, and the other levels that could be shown."""

    code: str
    name: str
    areas: tuple[Area, ...]
    level: str
    levels: tuple[str, ...] = ()
    group: Group | None = None


def territory_of(visit: EditionContext, code: str) -> Territory | None:
    """The municipality, country or group with this code; None for an area that stands on its own, or
    that has no areas in it. BadRequest for a level that it hasn't."""
    catalogue = visit.catalogue
    group = catalogue.groups.get(code)
    if group is not None:
        areas = tuple(catalogue.areas[area] for area in group.areas[:MOST_AREAS])
        level = areas[0].level if len({area.level for area in areas}) == 1 else "area"
        return Territory(code, upper_first(visit.name(code)), areas, level, group=group)
    own = catalogue.areas[code]
    if own.level not in ("country", "municipality"):
        return None
    inside = {
        level: codes
        for level in _LEVELS
        if 1 < len(codes := catalogue.below(code, level)) <= MOST_AREAS
    }
    if not inside:
        return None
    level_asked = visit.request.GET.get("level")
    if level_asked and level_asked not in inside:
        raise BadRequest(_("A choice in the address doesn't exist."))
    usual = catalogue.report_level if catalogue.report_level in inside else next(iter(inside))
    level = level_asked or usual
    return Territory(code, own.name, tuple(inside[level]), level, tuple(inside))


def overview(visit: EditionContext, territory: Territory) -> dict[str, Any]:
    """Context of the page: the answer, the table, small areas apart, the map.

    Raises BadRequest for a theme that it hasn't got.
    """
    compared = beside(visit, territory.areas)
    theme = visit.request.GET.get("theme") or ""
    if theme and theme not in visit.catalogue.themes:
        raise BadRequest(_("A choice in the address doesn't exist."))
    measures = [measure for measure in compared.measures if theme in ("", measure.theme)]
    keys, columns = _orders(visit, compared, measures)
    rows, order = sorted_by(visit.request, compared.large, keys, "-sure")
    part = page_of(visit.request, rows, ROWS)
    small = sorted(compared.small, key=lambda code: compared.areas[code].name)
    without = [area for area in territory.areas if area.code not in compared.standings]
    focus = visit.catalogue.groups.get(visit.catalogue.source["focus_group"] or "")
    marked = frozenset(focus.areas if focus and focus is not territory.group else ())
    if not set(marked).intersection(compared.standings):
        focus = None
    many = noun(territory.level, 2, visit.language)

    def table(key: str, codes: Sequence[str], caption: str, heads: list[dict[str, Any]]) -> Any:
        return matrix(
            visit, compared, codes, measures, key=key, caption=caption, columns=heads, marked=marked
        )

    heads = headers(visit.request, columns, order)
    plain = [{**head, "sort_url": "", "sorted": ""} for head in heads]
    caption = _("%(areas)s of %(territory)s on all indicators") % {
        "areas": upper_first(many),
        "territory": territory.name,
    }
    return {
        "territory": territory,
        "name": territory.name,
        "areas_word": upper_first(many),
        "verdict": verdict(visit, compared, territory),
        "changes_since": changes_since(visit, compared),
        "matrix": table("overview", list(part), caption, heads) if compared.large else "",
        "matrix_small": table(
            "small",
            small,
            _("Small areas of %(territory)s") % {"territory": territory.name},
            plain,
        )
        if small
        else "",
        "downloads": downloads(visit, [*compared.standings], [measure.id for measure in measures]),
        "small_text": sentences.small_sentence(
            len(small), FEWEST_PEOPLE, territory.level, visit.language
        )
        if small
        else "",
        "without": [{"label": area.name, "url": visit.url("area", area.code)} for area in without],
        "pager": pager(visit.request, part),
        "shown": _("%(n)s in all") % {"n": count(len(compared.large), visit.language)},
        "focus": visit.name(focus.code) if focus and marked else "",
        "levels": [
            {
                "label": upper_first(noun(level, 2, visit.language)),
                "url": visit.same(level=level, page=None, sort=None),
                "current": level == territory.level,
            }
            for level in territory.levels
        ]
        if len(territory.levels) > 1
        else [],
        "themes": [
            {"label": _("All themes"), "url": visit.same(theme=None), "current": not theme},
            *(
                {
                    "label": visit.text(text),
                    "url": visit.same(theme=theme_code, sort=None),
                    "current": theme_code == theme,
                }
                for theme_code, text in visit.catalogue.themes.items()
                if any(measure.theme == theme_code for measure in compared.measures)
            ),
        ],
        "score_name": visit.text(compared.composite.name) if compared.composite else "",
        **lag_map(visit, compared, territory),
        **(group_sections(visit, territory.group) if territory.group else {}),
        **_compared(visit, compared),
    }


def downloads(
    visit: EditionContext, areas: list[str], indicators: list[str]
) -> list[dict[str, str]]:
    """All figures of these areas over the years; none where they are more than a selection may have."""
    if not areas or not indicators or max(len(areas), len(indicators)) > MOST_PICKED:
        return []
    query = {"area": ",".join(areas), "indicator": ",".join(indicators)}
    return [
        {"label": label, "url": visit.url("download", kind, **query)}
        for kind, label in (("xlsx", _("Spreadsheet")), ("csv", "CSV"))
    ]


def verdict(visit: EditionContext, compared: Beside, territory: Territory) -> list[str]:
    """The answer: which area is furthest behind and whether it catches up; how many do."""
    large = [code for code in compared.large if compared.standings[code].compared]
    if not large:
        return [_("There are no figures to compare these areas with.")]
    first = compared.standings[large[0]]
    name = compared.areas[large[0]].name
    sentences_found = [sentences.furthest(name, first, len(large), territory.level, visit.language)]
    if first.behind and (first.sure or not first.margins) and first.told:
        sentences_found += [
            sentences.course_sentence(first, name),
            *sentences.change(first, visit.language),
        ]
    if len(large) == 1:
        own = compared.areas[large[0]]
        return [
            " ".join(
                sentences.answer(first, own.level, compared_with(visit, compared), visit.language)
            )
        ]
    counts = sentences.courses_sentence(
        courses(compared.standings[code] for code in large), territory.level, visit.language
    )
    return [" ".join(sentences_found), *([counts] if counts else [])]


def compared_with(visit: EditionContext, compared: Beside) -> str:
    """What the areas are compared with, in words: the one reference that they have, or the rule."""
    references = compared.references
    return visit.name(references.pop()) if len(references) == 1 else legend(visit)


def _compared(visit: EditionContext, compared: Beside) -> dict[str, Any]:
    """What the areas are compared with, and where another reference is chosen."""
    reference = compared_with(visit, compared)
    own = reference if visit.against is None else None
    return {"reference": reference, "form": reference_form(visit, groups=False, own=own)}


def changes_since(visit: EditionContext, compared: Beside) -> str:
    """Since when the changes of the areas are, in a sentence."""
    return sentences.changes_since(since_of(list(compared.standings.values())), visit.language)


def verdict_columns(compared: Beside) -> list[tuple[str, str, bool, str]]:
    """Heads of the columns before the indicators, as ``ui.lists.headers`` takes them."""
    return [
        ("name", _("Area"), False, ""),
        ("sure", _("Sure lags"), True, ""),
        ("course", _("Catching up?"), True, ""),
        *([("score", _("Score"), True, "")] if compared.composite is not None else []),
    ]


def unit_note(measure: Measure) -> str:
    """The unit of a column of differences, where it isn't the one that the legend names."""
    return "" if measure.unit == "%" else labels.distance_unit_label(measure)


def _orders(
    visit: EditionContext, compared: Beside, measures: Sequence[Measure]
) -> tuple[dict[str, Callable[[str], Any]], list[tuple[str, str, bool, str]]]:
    """By what the table can be sorted, and its columns."""
    places = {code: -place for place, code in enumerate(compared.order)}
    keys: dict[str, Callable[[str], Any]] = {
        "name": lambda code: compared.areas[code].name,
        "sure": lambda code: places[code],
        "course": lambda code: (
            compared.standings[code].closing_firm - compared.standings[code].growing_firm,
            compared.standings[code].closing - compared.standings[code].growing,
        ),
        "score": compared.scores.get,
    }

    def of(indicator: str) -> Callable[[str], Any]:
        def distance(code: str) -> float | None:
            cell = compared.seen[code].get(indicator)
            return None if cell is None else cell.distance

        return distance

    keys |= {f"{_OF}{measure.id}": of(measure.id) for measure in measures}
    return keys, [
        *verdict_columns(compared),
        *(
            (f"{_OF}{measure.id}", visit.text(measure.name), True, unit_note(measure))
            for measure in measures
        ),
    ]


def outside(visit: EditionContext, territory: Territory) -> list[Area]:
    """The areas of its municipalities that a group doesn't have: pale on its map, they show where it lies.
    None where they would be too many."""
    if territory.group is None:
        return []
    catalogue, inside = visit.catalogue, {area.code for area in territory.areas}
    cities = {
        above.code
        for area in territory.areas
        for above in catalogue.lineage(area.code)
        if above.level == "municipality"
    }
    pale = [
        area
        for city in sorted(cities)
        for area in catalogue.below(city, territory.level)
        if area.code not in inside
    ]
    return pale if len(pale) <= MOST_AREAS else []


def lag_map(visit: EditionContext, compared: Beside, territory: Territory) -> dict[str, Any]:
    """The areas coloured by their number of lags, with what the colours mean: a map, or tiles where
    boundaries aren't known. Empty for too few areas, or too many tiles."""
    beside_them = outside(visit, territory)
    shapes = outlines_of(visit.serving, [area.code for area in (*territory.areas, *beside_them)])
    if shapes is not None and len(shapes.paths) < _FEWEST_DRAWN:
        return {}
    margins = any(standing.margins for standing in compared.standings.values())
    lags = {
        code: standing.sure if margins else standing.behind
        for code, standing in compared.standings.items()
        if code not in compared.small and standing.compared
    }
    most = max(lags.values(), default=0)
    limits = (
        sorted({max(1, round(most * part / _PARTS)) for part in range(1, _PARTS + 1)})
        if most
        else []
    )
    kinds = {
        code: f"is-lags-{0 if not lag else 1 + sum(lag > limit for limit in limits)}"
        for code, lag in lags.items()
    }
    kinds |= {area.code: "is-none" for area in territory.areas if area.code not in kinds}
    starts = [1, *(limit + 1 for limit in limits)]
    legend = [{"kind": "lags-0", "label": _("none")}] + [
        {
            "kind": f"lags-{place}",
            "label": str(limit) if start == limit else f"{start}–{limit}",
        }
        for place, (start, limit) in enumerate(zip(starts, limits, strict=False), start=1)
    ]
    named = [code for code in compared.large if code in lags]
    names = {area.code: area.name for area in (*territory.areas, *beside_them)}

    def url(code: str) -> str:
        return visit.url("area", code)

    drawn = (
        tile_grid([area.code for area in territory.areas], names, kinds, url)
        if shapes is None
        else place_map(shapes, names, kinds, url, named)
    )
    if not drawn:
        return {}
    return {
        "map": drawn,
        "map_is_tiles": shapes is None,
        "map_areas": noun(territory.level, 2, visit.language),
        "map_legend": legend,
        "map_title": _("Number of lags that are sure") if margins else _("Number of lags"),
        "map_none": any(kind == "is-none" for kind in kinds.values()),
    }
