"""What changed between two editions: how many figures, why, and which."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import polars as pl
from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wijkwerk.monitor.editions.diff import diff_editions
from wijkwerk.monitor.library import UnknownEditionError, library
from wijkwerk.monitor.serving.catalogue import Catalogue, Measure
from wijkwerk.monitor.web import labels
from wijkwerk.monitor.web.edition_context import EditionContext, edition_view
from wijkwerk.monitor.web.tables import Cell, Table
from wijkwerk.shared.numbers import number
from wijkwerk.ui.lists import page_of, pager

_ROWS = 200
_CHOICES = ("cause", "table", "change")


def cause_labels() -> dict[str, tuple[str, str]]:
    """Per cause its name and what it means."""
    return {
        "definition": (_("definition"), _("what is measured, or against what, was defined anew")),
        "areas": (_("areas"), _("areas, groups or boundaries are others")),
        "input": (_("input"), _("other observations went in")),
        "disclosure": (_("protection"), _("small numbers are protected in another way")),
        "method": (_("method"), _("the way of computing changed")),
        "software": (_("software"), _("a library that computes has another version")),
        "unexplained": (_("not explained"), _("nothing in the editions accounts for it")),
    }


def table_label() -> dict[str, str]:
    """The tables of an edition."""
    return {
        "figures": _("figures"),
        "changes": _("changes"),
        "groups": _("figures of groups"),
        "classes": _("counts per class"),
        "warnings": _("early signals"),
        "liveability": _("liveability"),
    }


def change_labels() -> dict[str, str]:
    """What may happen to a figure."""
    return {
        "appeared": _("new"),
        "disappeared": _("gone"),
        "withheld": _("now withheld"),
        "released": _("no longer withheld"),
        "changed": _("other than before"),
    }


@edition_view()
def diff(visit: EditionContext, other: str) -> HttpResponse:
    """What changed since the edition ``other``: counts per cause, then each figure.

    404 for an edition that the site doesn't serve.
    """
    try:
        earlier = library().open(other)
    except UnknownEditionError as unknown:
        raise Http404(_("There is no edition with this id.")) from unknown
    differences = compared(str(earlier.path), str(visit.serving.path))
    chosen, shown = _narrowed(visit, differences)
    part = page_of(visit.request, range(shown.height), _ROWS)
    rows = shown.slice(part.object_list[0] if part.object_list else 0, len(part.object_list))
    causes_found = {name for causes in differences["cause"].unique() for name in causes.split("+")}
    context = {
        "crumbs": [
            {"label": _("Editions"), "url": reverse("monitor:editions")},
            {"label": visit.catalogue.id, "url": visit.url("files")},
            {"label": _("What changed"), "url": ""},
        ],
        "other": {
            "id": earlier.catalogue.id,
            "title": visit.text(earlier.catalogue.title),
            "url": reverse("monitor:home", args=[earlier.catalogue.id]),
        },
        "answer": answer(visit, differences),
        "none": differences.is_empty(),
        "counts": counts_table(visit, differences),
        "causes": [cause_labels()[label] for label in cause_labels() if label in causes_found],
        "form": form(visit, differences, chosen),
        "rows": rows_table(visit, rows, earlier.catalogue),
        "pager": pager(visit.request, part),
    }
    return visit.render("monitor/diff.html", context, "editions")


@lru_cache(maxsize=8)
def compared(old: str, new: str) -> pl.DataFrame:
    """The differences; editions never change, so neither does this.

    Rows as ``editions.diff.RESULT``.
    """
    return diff_editions(Path(old), Path(new))


def answer(visit: EditionContext, frame: pl.DataFrame) -> str:
    """The first line: how many figures, of how many indicators, and how many of them moved.

    ``frame`` has the rows of ``compared``.
    """
    if frame.is_empty():
        return _("Nothing: every figure of both editions is the same.")
    changed = frame.filter(pl.col("change") == "changed").height
    count_text = ngettext(
        "%(n)s row differs, of %(indicators)s indicators",
        "%(n)s rows differ, of %(indicators)s indicators",
        frame.height,
    ) % {"n": number(frame.height, 0, visit.language), "indicators": frame["indicator"].n_unique()}
    rest = _("%(changed)s are other than before; the rest is new, gone, withheld or released.") % {
        "changed": number(changed, 0, visit.language)
    }
    return f"{count_text}. {rest}"


def counts_table(visit: EditionContext, frame: pl.DataFrame) -> Table:
    """Rows per cause, a column per table."""
    tables = [name for name in table_label() if name in set(frame["table"])]
    counted = frame.group_by("cause", "table").len()
    amounts = {(cause, table): amount for cause, table, amount in counted.iter_rows()}
    totals = frame.group_by("cause").len().sort("len", "cause", descending=[True, False])
    return {
        "id": "causes",
        "caption": _("Rows that differ, per cause and table"),
        "columns": [
            {"label": _("Cause")},
            *({"label": table_label()[name], "number": True} for name in tables),
            {"label": _("Total"), "number": True},
        ],
        "rows": [
            [
                {"text": causes(cause), "url": visit.same(cause=cause, page=None)},
                *(number(amounts.get((cause, name), 0), 0, visit.language) for name in tables),
                number(total, 0, visit.language),
            ]
            for cause, total in totals.iter_rows()
        ],
    }


def causes(joined: str) -> str:
    """'definition + areas' in words."""
    return " + ".join(cause_labels()[part][0] for part in joined.split("+"))


def rows_table(visit: EditionContext, rows: pl.DataFrame, earlier: Catalogue) -> Table:
    """Each figure that differs, as it was and as it is."""
    return {
        "id": "differences",
        "caption": _("Every row that differs"),
        "columns": [
            {"label": _("Indicator")},
            {"label": _("Area")},
            {"label": _("Table")},
            {"label": _("Was"), "number": True},
            {"label": _("Is"), "number": True},
            {"label": _("What happened"), "verdict": True},
            {"label": _("Cause")},
        ],
        "rows": [_row(visit, row, earlier) for row in rows.iter_rows(named=True)],
        "empty": _("No rows with this choice."),
    }


def _row(visit: EditionContext, row: dict[str, Any], earlier: Catalogue) -> list[Cell]:
    catalogue = visit.catalogue
    measure = catalogue.measures.get(row["indicator"]) or earlier.measures.get(row["indicator"])
    name = visit.text(measure.name) if measure else row["indicator"]
    own_catalogue = catalogue if row["area"] in catalogue.areas else earlier
    notes = [row["part"] or "", row["columns"].replace(" ", ", ") if row["columns"] else ""]
    return [
        {"text": name, "note": row["period"] or ""},
        own_catalogue.name(row["area"]) or "–",
        {"text": table_label().get(row["table"], row["table"]), "note": notes[0]},
        _amount(row, "value_old", measure, visit),
        _amount(row, "value_new", measure, visit),
        {"text": change_labels()[row["change"]], "note": notes[1]},
        causes(row["cause"]),
    ]


def _amount(
    row: dict[str, Any], column: str, measure: Measure | None, visit: EditionContext
) -> str:
    if row[column] is None:
        return "–"
    if row["table"] in ("classes", "warnings", "liveability") or measure is None:
        return number(row[column], 0 if row["table"] == "classes" else 2, visit.language)
    if row["table"] == "changes":
        return labels.moved(row[column], measure, visit.language)
    return labels.value(row[column], measure, visit.language)


def _narrowed(
    visit: EditionContext, differences: pl.DataFrame
) -> tuple[dict[str, str], pl.DataFrame]:
    """The rows that the address asks for."""
    chosen = {name: visit.request.GET.get(name) or "" for name in _CHOICES}
    for name, value in chosen.items():
        if not value:
            continue
        if value not in set(differences[name]):
            raise BadRequest(_("A choice in the address doesn't exist."))
        differences = differences.filter(pl.col(name) == value)
    return chosen, differences


def form(visit: EditionContext, frame: pl.DataFrame, chosen: dict[str, str]) -> dict[str, Any]:
    """Choices that narrow the list. ``frame`` has the rows of ``compared``."""
    labels = {"cause": _("Cause"), "table": _("Table"), "change": _("What happened")}
    words_of = {"cause": {}, "table": table_label(), "change": change_labels()}

    def label(name: str, value: str) -> str:
        return causes(value) if name == "cause" else words_of[name].get(value, value)

    return {
        "action": visit.request.path,
        "label": _("Narrow the list"),
        "submit": _("Show"),
        "fields": [
            {
                "name": name,
                "label": labels[name],
                "kind": "select",
                "options": [
                    {"value": "", "label": _("all"), "selected": not chosen[name]},
                    *(
                        {
                            "value": value,
                            "label": label(name, value),
                            "selected": value == chosen[name],
                        }
                        for value in sorted(frame[name].unique())
                    ),
                ],
            }
            for name in _CHOICES
        ],
    }
