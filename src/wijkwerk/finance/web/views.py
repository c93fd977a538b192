"""Pages of finance that are no thing with steps: the document of an analysis, every flow of a budget."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wijkwerk.access.api import public
from wijkwerk.config.api import toml_text
from wijkwerk.finance.document import plain_document
from wijkwerk.finance.fiscal_package import package_of
from wijkwerk.finance.ledger_file import COLUMNS
from wijkwerk.finance.models import Analysis, Flow, Ledger
from wijkwerk.finance.web.analysis_telling import Telling
from wijkwerk.finance.web.drawings import pictures_of
from wijkwerk.finance.web.report import report_pdf
from wijkwerk.shared.spreadsheet_text import guarded
from wijkwerk.ui.downloads import attachment
from wijkwerk.ui.lists import paged
from wijkwerk.ui.money import CentsField, euros
from wijkwerk.workflow.sections import table_of


@public
@require_safe
def analysis_document(request: HttpRequest, number: int) -> HttpResponse:
    """What a published analysis counted with, as TOML: `wijkwerk finance analyse` recomputes it.
    Raises Http404 for one that isn't public."""
    analysis = _public_analysis(number)
    text = toml_text(plain_document(analysis.document))
    return attachment(text, f"analysis-{number}.toml", "application/toml")


@public
@require_safe
def analysis_report(request: HttpRequest, number: int) -> HttpResponse:
    """A published analysis as PDF: one page, and an annex. Raises Http404 for one that isn't public."""
    analysis = _public_analysis(number)
    telling = Telling(analysis.document, analysis.result, request.GET.get("alternative", ""))
    pdf = report_pdf(telling, str(analysis), pictures_of(telling))
    return attachment(pdf, f"analysis-{number}.pdf", "application/pdf")


def _public_analysis(number: int) -> Analysis:
    analysis = Analysis.objects.filter(pk=number, state="published").first()
    if analysis is None:
        raise Http404(_("There is no such analysis."))
    return analysis


def _public_ledger(number: int) -> Ledger:
    ledger = Ledger.objects.filter(pk=number, state="published").first()
    if ledger is None:
        raise Http404(_("There is no such budget."))
    return ledger


@public
@require_safe
def ledger_flows(request: HttpRequest, number: int) -> HttpResponse:
    """Every flow of a public budget, fifty on a page."""
    ledger = _public_ledger(number)
    rows, pager = paged(request, ledger.flows.all(), 50)
    phases = {
        field.name: field.verbose_name
        for field in Flow._meta.fields
        if isinstance(field, CentsField)
    }
    columns: dict[Any, Any] = {
        _("From whom"): "source",
        _("To whom"): "target",
        _("Kind"): "kind",
        _("Activity"): "activity",
        _("Area"): "area",
        **{
            label: lambda row, name=name: euros(getattr(row, name))
            for name, label in phases.items()
        },
        _("Part of"): "part_of",
        _("Function that is paid from it"): "post",
    }
    table = table_of("flows", _("All flows"), rows, columns, list(phases.values()))
    context = {"nav_current": "ledgers", "ledger": ledger, "table": table, "pager": pager}
    return render(request, "finance/flows.html", context)


@public
@require_safe
def ledger_csv(request: HttpRequest, number: int) -> HttpResponseBase:
    """Every flow of a public budget as CSV, which can be taken in again; amounts in euros."""
    ledger = _public_ledger(number)
    answer = StreamingHttpResponse(
        csv_lines(ledger.flows.iterator(chunk_size=2_000)), content_type="text/csv; charset=utf-8"
    )
    answer["Content-Disposition"] = f'attachment; filename="flows-{number}.csv"'
    return answer


@public
@require_safe
def ledger_package(request: HttpRequest, number: int) -> HttpResponse:
    """Every flow of a public budget as a Fiscal Data Package, which can be taken in again."""
    ledger = _public_ledger(number)
    lines = csv_lines(ledger.flows.iterator(chunk_size=2_000))
    package = package_of(f"flows-{number}", ledger.title, lines)
    return attachment(package, f"flows-{number}.zip", "application/zip")


class _Echo:
    """What a writer of CSV writes to, to get each line back."""

    def write(self, text: str) -> str:
        """The line."""
        return text


def csv_lines(flows: Iterable[Flow]) -> Iterator[str]:
    """Flows as lines of CSV, under a line of names that a file of flows has."""
    writer = csv.writer(_Echo())
    yield writer.writerow(COLUMNS)
    for row in flows:
        yield writer.writerow([_csv_cell(row, name) for name in COLUMNS])


def _csv_cell(row: Flow, name: str) -> str:
    value = getattr(row, name)
    if value is None:
        return ""
    if isinstance(value, int):
        return f"{value // 100}.{value % 100:02}"
    return guarded(str(value))
