"""How figures are made and kept: method, how sure, editions, files, what changed."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wijkwerk.access.api import public
from wijkwerk.monitor.library import library
from wijkwerk.monitor.models import EditionRecord, EditionState
from wijkwerk.monitor.web import labels
from wijkwerk.monitor.web.datasets import registered_of, schema_org, script_of
from wijkwerk.monitor.web.edition_context import EditionContext, edition_view
from wijkwerk.monitor.web.file_words import file_word
from wijkwerk.monitor.web.lines import measure_of
from wijkwerk.publication.api import is_as_published
from wijkwerk.served.api import UnreadableError
from wijkwerk.shared.numbers import number
from wijkwerk.ui.reader import day
from wijkwerk.ui.reader import language as language_now

_TYPES = {
    ".parquet": "application/vnd.apache.parquet",
    ".json": "application/json",
    ".geojson": "application/geo+json",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pdf": "application/pdf",
    ".html": "text/html; charset=utf-8",
}


@edition_view()
def method(visit: EditionContext, indicator: str) -> HttpResponse:
    """What an indicator is, how its figures are made, and why a cell may be withheld."""
    measure = measure_of(visit, indicator)
    definition = measure.definition
    disclosure = visit.catalogue.source["disclosure"]
    own_base = definition.get("minimum_base")
    own_count = definition.get("minimum_count")
    methods = interval_methods(visit, measure.id)
    context = {
        "crumbs": [
            {"label": visit.text(measure.name), "url": visit.url("indicator", measure.id)},
            {"label": _("Method"), "url": ""},
        ],
        "measure": measure,
        "name": visit.text(measure.name),
        "description": definition["description"][visit.language],
        "facts": _facts(visit, measure.id),
        "judged": measure.judged,
        "versions": definition.get("versions", []),
        "breaks": [
            {"period": series_break["period"], "reason": series_break["reason"][visit.language]}
            for series_break in definition["breaks"]
        ],
        "limits": {
            "base": number(
                own_base if own_base is not None else disclosure["minimum_base"], 0, visit.language
            ),
            "count": number(
                own_count if own_count is not None else disclosure["minimum_count"],
                0,
                visit.language,
            ),
            "rounding": disclosure["rounding"],
            "enabled": disclosure["enabled"],
        },
        "methods": [labels.interval_labels().get(name, name) for name in methods if name != "none"],
        "some_without": "none" in methods,
        "coverage": _coverage(visit, measure.id),
    }
    return visit.render("monitor/method.html", context, "themes")


def _facts(visit: EditionContext, indicator: str) -> list[tuple[str, str]]:
    measure = visit.catalogue.measures[indicator]
    definition = measure.definition
    facts = [
        (_("Theme"), visit.text(visit.catalogue.themes[measure.theme])),
        (_("Kind"), labels.kind_labels()[measure.kind]),
        (_("Unit"), labels.unit_label(measure)),
        (_("Which way is better"), labels.better_labels()[measure.direction]),
        (_("Source"), definition.get("source") or visit.catalogue.source["publisher"]),
        (_("Periods"), ", ".join(measure.periods)),
    ]
    tolerance = float(definition.get("tolerance") or 0)
    if tolerance:
        size = labels.moved(tolerance, measure, visit.language)[1:]
        facts.append((_("Virtually equal"), _("a change of at most %(size)s") % {"size": size}))
    return facts


def interval_methods(visit: EditionContext, indicator: str) -> list[str]:
    """The ways in which intervals of this indicator were made."""
    rows = visit.serving.store.tuples(
        "SELECT DISTINCT interval_method FROM figures_by_indicator WHERE indicator = ? "
        "AND interval_method IS NOT NULL ORDER BY 1",
        [indicator],
    )
    return [str(row[0]) for row in rows]


def _coverage(visit: EditionContext, indicator: str) -> dict[str, Any]:
    names = labels.level_labels()
    largest_first = list(names)
    rows = [row for row in visit.catalogue.manifest["coverage"] if row["indicator"] == indicator]
    rows.sort(key=lambda row: largest_first.index(row["level"]) if row["level"] in names else 99)
    return {
        "id": "coverage",
        "caption": _("Published and withheld cells per level"),
        "columns": [
            {"label": _("Level")},
            {"label": _("Cells"), "number": True},
            {"label": _("Published"), "number": True},
            {"label": _("Withheld"), "number": True},
        ],
        "rows": [
            [
                names.get(row["level"], row["level"]),
                *(
                    number(row[key], 0, visit.language)
                    for key in ("cells", "published", "withheld")
                ),
            ]
            for row in rows
        ],
    }


@public
@require_safe
def editions(request: HttpRequest) -> HttpResponse:
    """Every edition the site has ever served, newest first."""
    language = language_now()
    listed = [_listed(record, language) for record in library().records()]
    context = {"editions": listed, "nav_current": "editions"}
    response = render(request, "monitor/editions.html", context)
    response["Cache-Control"] = "no-cache"
    return response


def _listed(record: EditionRecord, language: str) -> dict[str, Any]:
    earlier = next(
        (
            served
            for served in library().records()
            if served.series == record.series
            and served.place < record.place
            and served.state == EditionState.SERVED
        ),
        None,
    )
    served = record.state == EditionState.SERVED
    return {
        "id": record.edition,
        "title": record.title_en if language == "en" else record.title_nl,
        "url": reverse("monitor:home", args=[record.edition]),
        "files_url": reverse("monitor:files", args=[record.edition]) if served else "",
        "diff_url": reverse("monitor:diff", args=[record.edition, earlier.edition])
        if earlier and served
        else "",
        "simulated": record.simulated,
        "current": record.is_default,
        "state": record.get_state_display(),
        "served": served,
        "reason": record.reason,
        "registered": day(record.registered_at.date()),
    }


@edition_view()
def files(visit: EditionContext) -> HttpResponse:
    """The files of an edition with their hashes, and how to check them."""
    manifest = visit.catalogue.manifest
    context = {
        "files": {
            "id": "files",
            "caption": _("Files of this edition"),
            "columns": [
                {"label": _("File")},
                {"label": _("What it is for")},
                {"label": _("Bytes"), "number": True},
                {"label": "SHA-256"},
            ],
            "rows": [
                [
                    {"text": name, "url": visit.url("file", name)},
                    file_word(name),
                    number(output["bytes"], 0, visit.language),
                    output["sha256"],
                ]
                for name, output in manifest["outputs"].items()
            ],
        },
        "manifest_url": visit.url("file", "manifest.json"),
        "metadata_url": reverse("dataset", args=[visit.catalogue.id]),
        "json_ld": script_of(schema_org(visit, registered_of(visit.catalogue.id))),
        "versions": sorted(manifest["versions"].items()),
        "inputs": sorted(manifest["inputs"]),
        "source": visit.catalogue.source,
    }
    return visit.render("monitor/files.html", context, "editions")


@edition_view(cacheable=False, for_ever=True)
def file(visit: EditionContext, name: str) -> FileResponse:
    """A file of the edition; only those that its manifest names exist.

    404 for others. Raises UnreadableError for a file that was changed since.
    """
    known_files = {*visit.catalogue.manifest["outputs"], "manifest.json"}
    path = visit.serving.path / name
    if name not in known_files or not path.is_file():
        raise Http404(_("This edition has no such file."))
    if not is_as_published(visit.serving, name):
        raise UnreadableError(_("This file is no longer as it was published."))
    response = FileResponse(
        path.open("rb"), content_type=_TYPES.get(path.suffix, "application/octet-stream")
    )
    if path.suffix == ".html":
        response._csp_replace = {  # type: ignore[attr-defined]
            "default-src": ["'none'"],
            "style-src": ["'unsafe-inline'"],
            "img-src": ["data:"],
            "font-src": ["data:"],
            "script-src": ["'none'"],
        }
    elif path.suffix != ".pdf":
        response["Content-Disposition"] = f'attachment; filename="{visit.catalogue.id}-{name}"'
    return response
