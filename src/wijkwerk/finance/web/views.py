"""Pages of finance that are no thing with steps: a file that is taken in, the document of an analysis."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from wijkwerk.access.api import held_for, needs, public
from wijkwerk.config.api import toml_text
from wijkwerk.finance.core.flows import PHASES
from wijkwerk.finance.ledger_file import COLUMNS
from wijkwerk.finance.models import Analysis, Flow, Ledger
from wijkwerk.finance.reading import text_of_file
from wijkwerk.finance.services import analyses, ledgers
from wijkwerk.finance.web.forms import FileForm, LedgerFileForm
from wijkwerk.finance.web.labels import euros
from wijkwerk.registry.language import problem_sentence
from wijkwerk.shared.problems import InputError, Problem
from wijkwerk.shared.spreadsheet_text import RISKY
from wijkwerk.ui.lists import paged
from wijkwerk.workflow.api import StepCommand
from wijkwerk.workflow.pages import GET_AND_POST
from wijkwerk.workflow.sections import table_of

_LEDGER_INTRO = gettext_lazy(
    "A workbook or CSV with a flow in each row: code, from, to, kind, and the amounts requested, promised, committed,"
    " paid, given back and lapsed. A row ‘total’ must be the sum. When something is wrong, nothing is written."
)


@needs("finance.analyse")
@GET_AND_POST
def take_in_analysis(request: HttpRequest) -> HttpResponse:
    """An analysis out of a file: a draft, or everything that is wrong in it."""
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    problems: tuple[Problem, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            with sent_file(form.cleaned_data["file"]) as path:
                text = text_of_file(path)
            draft = analyses.write(StepCommand(request.user, timezone.now()), None, text=text)
        except InputError as fault:
            problems = fault.problems
        else:
            return HttpResponseRedirect(reverse("finance:work-analysis", args=[draft.pk]))
    return _file_page(
        request,
        form,
        problems,
        nav_current="analyses",
        title=_("Take in an analysis"),
        intro=_(
            "TOML, or a workbook with the sheets analysis, parties, assumptions and lines. It becomes a draft; when"
            " something is wrong, nothing is written."
        ),
        back=reverse("finance:work-analyses"),
        back_label=_("Cost-benefit analyses"),
    )


class sent_file:  # noqa: N801  (a context manager, as those of the standard library)
    """An upload as a file under its own name, for as long as one reads it."""

    def __init__(self, sent: Any) -> None:
        self._sent = sent
        self._scratch = tempfile.TemporaryDirectory()

    def __enter__(self) -> Path:
        name = get_valid_filename(Path(str(self._sent.name)).name)[-80:] or "file"
        path = Path(self._scratch.name) / name
        path.write_bytes(self._sent.read())
        return path

    def __exit__(self, *_fault: object) -> None:
        self._scratch.cleanup()


def problem_table(problems: tuple[Problem, ...]) -> dict[str, Any]:
    """What is wrong in a file, by row and column."""
    columns: dict[Any, Any] = {
        _("Row"): lambda problem: "" if problem.line is None else str(problem.line),
        _("Column"): lambda problem: problem.column or "",
        _("What is wrong"): problem_sentence,
    }
    return table_of("problems", _("What has to be mended first"), problems[:200], columns)


@public
@require_safe
def analysis_document(request: HttpRequest, number: int) -> HttpResponse:
    """What a published analysis counted with, as TOML: `wijkwerk finance analyse` recomputes it.
    Raises Http404 for one that isn't public."""
    analysis = Analysis.objects.filter(pk=number, state="published").first()
    if analysis is None:
        raise Http404(_("There is no such analysis."))
    answer = HttpResponse(toml_text(plain_document(analysis)), content_type="application/toml")
    answer["Content-Disposition"] = f'attachment; filename="analysis-{number}.toml"'
    return answer


def plain_document(analysis: Analysis) -> dict[str, Any]:
    """The document with its figures filled in, that stands on its own: without the names under which they lay
    elsewhere."""
    rows = []
    for row in analysis.document.get("assumption", ()):
        plain = {key: value for key, value in row.items() if key not in _ELSEWHERE}
        if "evaluation" in row:
            plain["source"] = f"{row['evaluation']}, {row['outcome']}"
        rows.append(plain)
    return {
        **{key: value for key, value in analysis.document.items() if key != "index"},
        **({"assumption": rows} if rows else {}),
    }


_ELSEWHERE = ("unit_value", "evaluation", "outcome", "price_year")


def _file_page(
    request: HttpRequest, form: Any, problems: tuple[Problem, ...], **more: Any
) -> HttpResponse:
    return render(
        request,
        "finance/file.html",
        {
            "account": request.user,
            "form": form,
            "problems": problem_table(problems) if problems else None,
            **more,
        },
        status=422 if problems else 200,
    )


@needs("finance.record")
@GET_AND_POST
def take_in_ledger(request: HttpRequest) -> HttpResponse:
    """Flows out of a file: a draft with its sums, or everything that is wrong."""
    now = timezone.now()
    places = held_for(request.user, "finance.record", "municipality", now)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = LedgerFileForm(places, *sent)
    problems: tuple[Problem, ...] = ()
    if request.method == "POST" and form.is_valid():
        about = {
            name: form.cleaned_data[name]
            for name in ("municipality", "title", "period", "document")
        }
        try:
            file = ledgers.read_upload(form.cleaned_data["file"])
        except InputError as fault:
            problems = fault.problems
        else:
            draft = ledgers.take_in(StepCommand(request.user, now), None, file=file, **about)
            return HttpResponseRedirect(reverse("finance:work-ledger", args=[draft.pk]))
    return _file_page(
        request, form, problems, nav_current="ledgers", title=_("Take in flows"), intro=_LEDGER_INTRO,
        back=reverse("finance:work-ledgers"), back_label=_("Where the money goes"),
    )  # fmt: skip


@needs("finance.record")
@GET_AND_POST
def replace_ledger(request: HttpRequest, number: int) -> HttpResponse:
    """Another file in place of that of a draft. Raises Http404 for one that the account doesn't work on."""
    now = timezone.now()
    ledger = ledgers.worked_on(request.user, now).filter(pk=number, state="draft").first()
    if ledger is None:
        raise Http404(_("There is no such budget."))
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = FileForm(*sent)
    problems: tuple[Problem, ...] = ()
    back = reverse("finance:work-ledger", args=[number])
    if request.method == "POST" and form.is_valid():
        try:
            file = ledgers.read_upload(form.cleaned_data["file"])
        except InputError as fault:
            problems = fault.problems
        else:
            ledgers.replace(StepCommand(request.user, now, ledger.version), ledger, file=file)
            return HttpResponseRedirect(back)
    return _file_page(
        request, form, problems, nav_current="ledgers", title=_("Replace by another file"), intro=_LEDGER_INTRO,
        back=back, back_label=ledger.title,
    )  # fmt: skip


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
    phases = {field.name: field.verbose_name for field in Flow._meta.fields if field.name in PHASES}
    columns: dict[Any, Any] = {
        _("From whom"): "source", _("To whom"): "target", _("Kind"): "kind", _("Activity"): "activity",
        _("Area"): "area",
        **{label: lambda row, name=name: euros(getattr(row, name)) for name, label in phases.items()},
        _("Part of"): "part_of",
    }  # fmt: skip
    table = table_of("flows", _("All flows"), rows, columns, list(phases.values()))
    context = {"nav_current": "ledgers", "ledger": ledger, "table": table, "pager": pager}
    return render(request, "finance/flows.html", context)


@public
@require_safe
def ledger_csv(request: HttpRequest, number: int) -> HttpResponseBase:
    """Every flow of a public budget as CSV, which can be taken in again; amounts in euros."""
    ledger = _public_ledger(number)
    answer = StreamingHttpResponse(_csv_lines(ledger), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="flows-{number}.csv"'
    return answer


class _Echo:
    """What a writer of CSV writes to, to get each line back."""

    def write(self, text: str) -> str:
        """The line."""
        return text


def _csv_lines(ledger: Ledger) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield writer.writerow(COLUMNS)
    for row in ledger.flows.iterator(chunk_size=2_000):
        yield writer.writerow([_csv_cell(row, name) for name in COLUMNS])


def _csv_cell(row: Flow, name: str) -> str:
    value = getattr(row, name)
    if value is None:
        return ""
    if name in PHASES:
        return f"{value // 100}.{value % 100:02}"
    text = str(value)
    return f"'{text}" if text.startswith(RISKY) else text
