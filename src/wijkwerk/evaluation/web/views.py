"""What everybody reads of evaluations: all of them, each with its answer on a page, and its files."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from wijkwerk.access.api import public
from wijkwerk.evaluation.manifest import PAPERS
from wijkwerk.evaluation.models import EvaluationRecord
from wijkwerk.evaluation.reading import Evaluation
from wijkwerk.evaluation.report.telling import overall
from wijkwerk.evaluation.report.words import ANSWERS
from wijkwerk.evaluation.serving import open_evaluation, registered_on, shown
from wijkwerk.monitor.display import library
from wijkwerk.publication.api import MANIFEST, is_as_published
from wijkwerk.served.api import PAGE_SECONDS, UnreadableError, answered, tag_of
from wijkwerk.shared.numbers import count
from wijkwerk.ui.components import SIDE_BY_SIDE
from wijkwerk.ui.lists import paged
from wijkwerk.ui.reader import day, language

_TYPES = {
    ".svg": "image/svg+xml",
    ".json": "application/json",
    ".csv": "text/csv; charset=utf-8",
    ".pdf": "application/pdf",
}


@public
@require_safe
def all_evaluations(request: HttpRequest) -> HttpResponseBase:
    """Every evaluation, with its answer."""
    records = list(shown())
    state = [f"{record.evaluation} {record.digest}" for record in records]
    return answered(
        request, tag_of(request, library().stamp, *state), lambda: _all(request, records)
    )


def _all(request: HttpRequest, records: list[EvaluationRecord]) -> HttpResponse:
    rows, pages = paged(request, records, 20)
    totals = {code: sum(record.answers.get(code, 0) for record in records) for code in ANSWERS}
    count_text = ngettext(
        "This site has %(n)s evaluation.", "This site has %(n)s evaluations.", len(records)
    ) % {"n": count(len(records), language())}
    context = {
        "nav_current": "evaluations",
        "first": f"{count_text} {overall({'answers': totals}, language())}"
        if records
        else _("Nothing was evaluated on this site yet."),
        "evaluations": [
            {
                "title": row.title_nl if language() == "nl" else row.title_en,
                "url": row.get_absolute_url(),
                "answer": overall({"answers": row.answers}, language()),
                "simulated": row.simulated,
                "day": day(row.registered_at.date()),
                "id": row.evaluation,
            }
            for row in rows
        ],
        "pager": pages,
    }
    return render(request, "evaluation/all.html", context)


@public
@require_safe
def evaluation(request: HttpRequest, name: str) -> HttpResponseBase:
    """An evaluation: first what it says, then how sure that is, then all for researchers."""
    opened = open_evaluation(name)
    tag = tag_of(request, library().stamp, opened.id)
    return answered(request, tag, lambda: _page(request, opened))


def _page(request: HttpRequest, opened: Evaluation) -> HttpResponse:
    name = opened.id
    texts = opened.told(language())
    outputs = opened.manifest["outputs"]
    outcomes = [
        {
            **outcome,
            "place": place,
            "anchor": f"outcome-{place}",
            "lines": _file(name, f"lines-{place}.{language()}.svg", outputs),
            "event": _file(name, f"event-{place}.{language()}.svg", outputs),
            "tables": [
                _table(f"table-{place}-{number}", table)
                for number, table in enumerate(outcome["tables"], start=1)
            ],
        }
        for place, outcome in enumerate(texts["outcomes"], start=1)
    ]
    names = [*sorted(outputs), MANIFEST]
    context = {
        "nav_current": "evaluations",
        "told": texts,
        "outcomes": outcomes,
        "balance": _table("balance", texts["balance"]) if texts["balance"] else None,
        "id": opened.id,
        "registered_on": day(registered_on(name)),
        "paper": _file(name, PAPERS[language()], outputs),
        "files": [
            (output, reverse("evaluation:file", args=[name, output]))
            for output in names
            if not output.endswith((".svg", ".html"))
        ],
        "edition": opened.manifest["edition"]["id"],
    }
    return render(request, "evaluation/evaluation.html", context)


def _file(name: str, file: str, outputs: dict[str, Any]) -> str:
    return reverse("evaluation:file", args=[name, file]) if file in outputs else ""


def _table(key: str, table: dict[str, Any]) -> dict[str, Any]:
    heads = [{"label": head, "number": place > 0} for place, head in enumerate(table["heads"])]
    return {
        "id": key,
        "caption": table["title"],
        "columns": heads,
        "rows": table["rows"],
        "stacked": len(heads) > SIDE_BY_SIDE,
    }


@public
@require_safe
def file(request: HttpRequest, name: str, file: str) -> HttpResponseBase:
    """A file of the evaluation's own folder, as its manifest names it.

    404 for another name. Raises UnreadableError for a file that was changed since.
    """
    opened = open_evaluation(name)
    if file not in (*opened.manifest["outputs"], MANIFEST) or file.endswith(".html"):
        raise Http404(_("There is no such download."))
    if not is_as_published(opened, file):
        raise UnreadableError(_("This file is no longer as it was published."))
    path = opened.path / file
    kind = _TYPES.get(path.suffix, "application/octet-stream")
    inside = path.suffix in (".svg", ".pdf")
    answer = FileResponse(
        path.open("rb"), content_type=kind, as_attachment=not inside, filename=f"{name}-{file}"
    )
    patch_cache_control(answer, public=True, max_age=PAGE_SECONDS)
    return answer
