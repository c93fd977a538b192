"""Home, themes and one theme: the answer first."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wijkwerk.monitor.serving import figures
from wijkwerk.monitor.serving.catalogue import Measure
from wijkwerk.monitor.serving.figures import FigureQuery
from wijkwerk.monitor.web import labels
from wijkwerk.monitor.web.answers import (
    ThemeAnswer,
    counted_in_all,
    stated,
    theme_answers,
    whole_line,
)
from wijkwerk.monitor.web.edition_context import EditionContext, edition_view
from wijkwerk.monitor.web.lists import chosen_areas
from wijkwerk.monitor.web.maps import map_block
from wijkwerk.monitor.web.references import counts_published, legend, reference_form
from wijkwerk.monitor.web.tables import Table, lag_cell, value_cell
from wijkwerk.served.api import Row
from wijkwerk.shared.numbers import number, percent
from wijkwerk.shared.sentences import by_count, listing
from wijkwerk.ui.lists import page_of, pager

_STRONGEST = 5  # signals on the home page; all are on their own
_LIVED_IN = ("neighbourhood", "district", "municipality")  # where a visitor may look for a home


@edition_view()
def home(visit: EditionContext) -> HttpResponse:
    """What the edition says, in one line per theme."""
    themes = [
        answer if answer.total else replace(answer, line=standing(visit, answer.id) or answer.line)
        for answer in theme_answers(visit)
    ]
    strongest = signals(visit)
    context = {
        "themes": themes,
        "counted_here": any(theme_answer.total for theme_answer in themes),
        "answer": whole_answer(visit, themes),
        "answer_over": counted_in_all(themes),
        "form": reference_form(visit),
        "findable": any(visit.catalogue.at_level(level) for level in _LIVED_IN),
        "locate_url": visit.url("geojson", level=visit.catalogue.report_level)
        if visit.catalogue.has_geometry
        else "",
        "notes": visit.catalogue.source["notes"][visit.language],
        "counted": _counted(visit),
        "group_table": group_table(visit),
        "signals": strongest[:_STRONGEST],
        "signals_meaning": signals_meaning(visit, len(strongest)),
        "signals_url": visit.url("early_warning"),
        "reference": legend(visit),
        "counts_published": counts_published(
            visit, *(answer for theme_answer in themes for answer in theme_answer.answers)
        ),
        "report_html": visit.url(
            "file", "report.html" if visit.language == "nl" else "report.en.html"
        ),
        "report_pdf": visit.url(
            "file", "report.pdf" if visit.language == "nl" else "report.en.pdf"
        ),
        "tables_url": visit.url("file", "tables.xlsx"),
        "files_url": visit.url("files"),
        **headline_map(visit, themes),
    }
    return visit.render("monitor/home.html", context, "home")


def whole_answer(visit: EditionContext, themes: list[ThemeAnswer]) -> str:
    """The answer over all themes."""
    nothing = _("Per area there is nothing to count in this edition; the themes have the figures.")
    return whole_line(themes, visit) or standing(visit) or nothing


def standing(visit: EditionContext, theme: str | None = None) -> str:
    """How groups stand against their reference, for editions without counts per area."""
    rows = [row for measure, _code, row in group_rows(visit, theme) if measure.judged]
    rows = [row for row in rows if row["distance"] is not None]
    if not rows:
        return ""
    behind = sum(row["distance"] > 0 for row in rows)
    return by_count(
        behind,
        len(rows),
        none=_("No figure of a group (%(n)s) lags behind its reference."),
        one=_("1 of the %(n)s figures of groups lags behind its reference."),
        some=_("%(behind)s of the %(n)s figures of groups lag behind their reference."),
        every=_("All %(n)s figures of groups lag behind their reference."),
        only=_("The only figure of a group lags behind its reference."),
    ) % {"n": len(rows), "behind": behind}


@edition_view()
def themes(visit: EditionContext) -> HttpResponse:
    """All themes with their indicators."""
    listed = [
        {
            "name": visit.text(name),
            "url": visit.url("theme", theme),
            "measures": [
                {
                    "name": visit.text(measure.name),
                    "url": visit.url("indicator", measure.id),
                    "periods": measure.periods,
                }
                for measure in visit.catalogue.of_theme(theme)
            ],
        }
        for theme, name in visit.catalogue.themes.items()
    ]
    return visit.render("monitor/themes.html", {"themes": listed}, "themes")


@edition_view()
def theme(visit: EditionContext, theme: str) -> HttpResponse:
    """A theme: its answer, a bar of classes per indicator, and the figures.

    404 for a theme that the edition hasn't got.
    """
    if theme not in visit.catalogue.themes:
        raise Http404(_("This edition has no such theme."))
    answer = next((answer for answer in theme_answers(visit) if answer.id == theme), None)
    context = {
        "theme": answer,
        "name": visit.text(visit.catalogue.themes[theme]),
        "crumbs": [
            {"label": _("Themes"), "url": visit.url("themes")},
            {"label": visit.text(visit.catalogue.themes[theme]), "url": ""},
        ],
        "form": reference_form(visit),
        "reference": legend(visit),
        "counts_published": counts_published(visit, *(answer.answers if answer else [])),
        "counted": _counted(visit),
        "measures": [
            {
                "name": visit.text(measure.name),
                "url": visit.url("indicator", measure.id),
                "description": measure.definition["description"][visit.language],
            }
            for measure in visit.catalogue.of_theme(theme)
        ],
        "group_table": group_table(visit, theme),
        "stated": [
            {
                "name": visit.text(measure.name),
                "url": visit.url("indicator", measure.id),
                "text": text,
            }
            for measure in visit.catalogue.of_theme(theme)
            for text in stated(visit, measure)
        ],
    }
    return visit.render("monitor/theme.html", context, "themes")


def _counted(visit: EditionContext) -> str:
    """In words which areas are counted."""
    if visit.group:
        group = visit.catalogue.groups[visit.group]
        return _("%(group)s (%(n)s areas)") % {
            "group": visit.name(group.code),
            "n": len(group.areas),
        }
    if visit.against is not None:
        return chosen_areas(visit).label
    rows = figures.class_counts(visit.serving)
    counted = {row["group"] for row in rows if row["origin"] == "published"}
    if not counted and visit.catalogue.report_level == "group":
        # Without counts of areas the figures of groups themselves are what is counted.
        counted = {code for _, code, row in group_rows(visit) if row["distance"] is not None}
    if counted and None not in counted:
        return listing(sorted(visit.name(group) for group in counted), visit.language)
    return labels.level_labels()[visit.catalogue.report_level]


def group_table(visit: EditionContext, theme: str | None = None) -> Table | None:
    """Latest figures of areas that are groups themselves, for editions published at that level.

    Only those that are held against another: the reference stands beside them. A row per indicator
    and group; None without such areas.
    """
    rows = [
        [
            {
                "text": visit.text(measure.name),
                "note": row["period"],
                "url": visit.url("series", code, measure.id),
            },
            {"text": visit.name(code), "url": visit.url("area", code)},
            value_cell(row, measure, visit),
            lag_cell(row, measure, visit),
        ]
        for measure, code, row in group_rows(visit, theme)
    ]
    if not rows:
        return None
    return {
        "id": "group-figures",
        "caption": _("Figures as they were published for groups of areas"),
        "columns": [
            {"label": _("Indicator")},
            {"label": _("Group")},
            {"label": _("Value"), "number": True},
            {"label": _("Distance"), "number": True, "verdict": True},
        ],
        "rows": rows,
    }


def group_rows(visit: EditionContext, theme: str | None = None) -> list[tuple[Measure, str, Row]]:
    """The last figure of each group that is held against another, per measure."""
    codes = [area.code for area in visit.catalogue.at_level("group")]
    if not codes:
        return []
    latest: dict[tuple[str, str], Row] = {}
    for row in figures.figures(visit.serving, FigureQuery(areas=codes, against=visit.against)):
        latest_row = latest.get((row["indicator"], row["area"]))
        if row["value"] is not None and (
            latest_row is None or row["period"] > latest_row["period"]
        ):
            latest[row["indicator"], row["area"]] = row
    measures = []
    for measure in visit.catalogue.measures.values():
        for code in codes:
            last = latest.get((measure.id, code))
            if last is None or theme not in (None, measure.theme):
                continue
            if last["reference"] not in (None, code):
                measures.append((measure, code, last))
    return measures


def headline_map(visit: EditionContext, themes: list[ThemeAnswer]) -> dict[str, Any]:
    """The map of the first indicator that the headline counts; all others have theirs on their own
    page."""
    counted = (answer.measure for theme_answer in themes for answer in theme_answer.answers)
    first = next((measure for measure in counted if measure.judged), None)
    if first is None or first.latest is None:
        return {}
    block = map_block(visit, first, chosen_areas(visit), first.latest)
    if block is None:
        return {}
    name = visit.text(first.name)
    title = _("Map: %(name)s, %(period)s") % {"name": name, "period": first.latest}
    return {
        "map": {**block, "title": title, "heading": 2},
        "map_name": name,
        "map_page": visit.url("indicator", first.id),
    }


def signals(visit: EditionContext) -> list[dict[str, Any]]:
    """All early-warning signals, the strongest first: of every area, also outside the group that is
    counted, since where it turns for the worse nobody may be looking yet."""
    return [
        {
            "area": visit.name(row["area"]),
            "area_url": visit.url("area", row["area"]),
            "measure": visit.text(measure.name),
            "url": visit.url("series", row["area"], measure.id),
            "period": row["period"],
            "score": row["score"],
            "threshold": row["threshold"],
        }
        for row in figures.warnings(visit.serving)
        if (measure := visit.catalogue.measures.get(row["indicator"])) is not None
    ]


def signals_meaning(visit: EditionContext, signals_found: int) -> str:
    """How many signals there are, and how many of them may be expected to be false."""
    rate = float(visit.catalogue.source["warning_false_alarm_rate"])
    if not signals_found:
        return _("No figure turned for the worse, compared with its reference.")
    return ngettext(
        "There is %(n)s signal, out of all areas of this edition. Of all signals at most "
        "%(rate)s is expected to be a false alarm.",
        "There are %(n)s signals, out of all areas of this edition. Of all signals at most "
        "%(rate)s is expected to be a false alarm.",
        signals_found,
    ) % {"n": number(signals_found, 0, visit.language), "rate": percent(rate, visit.language)}


@edition_view()
def early_warning(visit: EditionContext) -> HttpResponse:
    """All early signals of the edition, with the share of false alarms that is allowed."""
    signals_found = signals(visit)
    part = page_of(visit.request, signals_found)
    rows = [
        [
            {"text": signal["area"], "url": signal["area_url"]},
            {"text": signal["measure"], "url": signal["url"]},
            signal["period"],
            {"text": number(signal["score"], 1, visit.language), "sort": signal["score"]},
            {"text": number(signal["threshold"], 1, visit.language), "sort": signal["threshold"]},
        ]
        for signal in part.object_list
    ]
    context = {
        "meaning": signals_meaning(visit, len(signals_found)),
        "table": {
            "id": "signals",
            "caption": _("Early signals, the strongest first"),
            "columns": [
                {"label": _("Area")},
                {"label": _("Indicator")},
                {"label": _("Period")},
                {"label": _("Strength"), "number": True, "verdict": True},
                {"label": _("Threshold"), "number": True},
            ],
            "rows": rows,
            "empty": _("There are no signals in this edition."),
        },
        "pager": pager(visit.request, part),
    }
    return visit.render("monitor/early_warning.html", context, "home")
