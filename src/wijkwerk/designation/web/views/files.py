"""Files of a list: the map, rows to take away, the whole list, the PDF."""

from __future__ import annotations

import io
import json
from typing import Any

import xlsxwriter
from django.http import FileResponse, Http404, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from wijkwerk.designation.serving import questions
from wijkwerk.designation.serving.report import report_of
from wijkwerk.designation.web.decided import list_notice, why_of
from wijkwerk.designation.web.list_context import ListContext, level_of, list_view
from wijkwerk.designation.web.maps import map_features, map_spec
from wijkwerk.designation.web.views.year import wanted_of
from wijkwerk.publication.api import is_as_published
from wijkwerk.served.api import Row, UnreadableError
from wijkwerk.shared.spreadsheet_text import guarded
from wijkwerk.ui.downloads import attachment
from wijkwerk.ui.pictures.draw import png, svg
from wijkwerk.ui.pictures.style import SIZES
from wijkwerk.ui.query import choice_in

MOST_ROWS = 100_000
_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
COLUMNS = (
    "area", "name", "municipality", "level", "held", "computed", "decision", "possible", "before",
    "looked", "result",
    "years_in_a_row", "years_possible", "entered", "gone", "near_miss", "short", "missing",
    "probability", "chance_unknown", "population",
)  # fmt: skip


@list_view(for_ever=True)
def map_picture(visit: ListContext, kind: str) -> HttpResponse:
    """The map as SVG or PNG. 404 for another kind, or when no area has a boundary."""
    if kind not in ("svg", "png"):
        raise Http404(_("There is no such picture."))
    size_name = choice_in(visit.request, "size", SIZES, "large")
    size = next(known_size for known_size in SIZES if known_size == size_name)
    within = wanted_of(visit).within
    legend = choice_in(visit.request, "legend", ("yes", "no"), "yes") == "yes"
    spec = map_spec(visit, level_of(visit), within, size, legend)
    if spec is None:
        raise Http404(_("There is no such picture."))
    title = _("%(title)s: list of %(year)s") % {"title": visit.title, "year": visit.year}
    if kind == "png":
        spec["title"] = {"text": title, "subtitle": visit.serving.id, "anchor": "start"}
        return HttpResponse(png(spec, visit.language), content_type="image/png")
    description = _("The page this picture comes from has the same figures as a table.")
    return HttpResponse(svg(spec, title, description, visit.language), content_type="image/svg+xml")


@list_view(for_ever=True)
def geojson(visit: ListContext) -> HttpResponse:
    """The map for a browser that can move it."""
    answer = JsonResponse(map_features(visit, level_of(visit), wanted_of(visit).within))
    answer["Content-Type"] = "application/geo+json"
    return answer


@list_view(cacheable=False)
def download(visit: ListContext, kind: str) -> HttpResponse:
    """The chosen rows of the list of a year: csv, xlsx or json. 404 for another kind."""
    if kind not in _TYPES:
        raise Http404(_("There is no such download."))
    rows = questions.entries(visit.serving, wanted_of(visit), MOST_ROWS)
    for row in rows:
        why = why_of(visit.serving, visit.year, row["area"])
        row["decision"] = visit.request.build_absolute_uri(why) if why else ""
    body = {"csv": _csv, "xlsx": _xlsx, "json": _json}[kind](visit, rows)
    return attachment(body, f"{visit.serving.id}-{visit.year}.{kind}", _TYPES[kind])


def source_line(visit: ListContext) -> str:
    """Where the rows come from, in a line."""
    sentence = _("List %(list)s by the scheme %(scheme)s, on edition %(edition)s.") % {
        "list": visit.serving.id,
        "scheme": visit.serving.scheme.id,
        "edition": visit.serving.edition,
    }
    for criterion in visit.rules.criteria:
        if criterion.ground and criterion.switched_on:
            sentence += " " + _("Switched on: %(name)s. Reason: %(reason)s") % {
                "name": visit.text(criterion.name),
                "reason": criterion.switched_on,
            }
    standing = list_notice(visit.serving, visit.year, visit.language)
    sentence += "".join(
        f" {standing[part]}{'.' * (part == 'title')}"
        for part in ("title", "text")
        if part in standing
    )
    if "url" in standing:
        sentence += " " + visit.request.build_absolute_uri(standing["url"])
    if visit.serving.found.manifest["simulated"]:
        sentence += " " + _("Simulated: no figure is about a real place.")
    return sentence


def _csv(visit: ListContext, rows: list[Row]) -> bytes:
    # With a BOM Excel reads the letters as they are; in Dutch it expects ';' and decimal commas.
    dutch = visit.language == "nl"
    mark = ";" if dutch else ","

    def cell(value: Any) -> str:
        if value is None:
            return ""
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, float):
            text = repr(value)
            return text.replace(".", ",") if dutch else text
        text = guarded(str(value))
        if any(sign in text for sign in (mark, '"', "\n", "\r")):
            text = '"' + text.replace('"', '""') + '"'
        return text

    lines = [mark.join(COLUMNS)]
    lines += [mark.join(cell(row[name]) for name in COLUMNS) for row in rows]
    return b"\xef\xbb\xbf" + ("\r\n".join(lines) + "\r\n").encode()


def _json(visit: ListContext, rows: list[Row]) -> bytes:
    document = {
        "list": visit.serving.id,
        "year": visit.year,
        "source": source_line(visit),
        "areas": [{name: row[name] for name in COLUMNS} for row in rows],
    }
    return json.dumps(document, ensure_ascii=False).encode()


def _xlsx(visit: ListContext, rows: list[Row]) -> bytes:
    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(stream, options) as book:
        head = book.add_format({"bold": True, "bottom": 1})
        sheet = book.add_worksheet(str(visit.year))
        sheet.freeze_panes(1, 2)
        for column, name in enumerate(COLUMNS):
            sheet.write_string(0, column, name, head)
        for line, row in enumerate(rows, start=1):
            for column, name in enumerate(COLUMNS):
                value = row[name]
                if isinstance(value, bool):
                    sheet.write_boolean(line, column, value)
                elif isinstance(value, str):
                    sheet.write_string(line, column, value)
                elif value is not None:
                    sheet.write_number(line, column, value)
        sheet.autofilter(0, 0, max(len(rows), 1), len(COLUMNS) - 1)
        sheet.set_column(0, len(COLUMNS) - 1, 14)
        notes = book.add_worksheet(_("Notes"))
        notes.set_column(0, 0, 100)
        notes.write_string(0, 0, source_line(visit))
        notes.write_string(1, 0, visit.request.build_absolute_uri())
        notes.write_string(
            2, 0, _("When a figure is unknown, we don’t know whether the condition is met.")
        )
    return stream.getvalue()


@list_view(cacheable=False, for_ever=True)
def file(visit: ListContext, file: str) -> HttpResponseBase:
    """A file of the list's own folder, as its manifest names it.

    404 for another name. Raises UnreadableError for a file that was changed since.
    """
    files = {*visit.serving.found.manifest["outputs"], "manifest.json"}
    if file not in files:
        raise Http404(_("There is no such download."))
    path = visit.serving.found.path / file
    if not is_as_published(visit.serving.found, file):
        raise UnreadableError(_("This file is no longer as it was published."))
    return FileResponse(path.open("rb"), as_attachment=True, filename=f"{visit.serving.id}-{file}")


@list_view(cacheable=False)
def report(visit: ListContext) -> HttpResponseBase:
    """The list of a year as PDF, in the language of the page."""
    path = report_of(visit.serving, visit.year, visit.language)
    name = f"{visit.serving.id}-{visit.year}-{visit.language}.pdf"
    return FileResponse(path.open("rb"), content_type="application/pdf", filename=name)
