"""Pages of finance that are no thing with steps: a file that is taken in, the document of an analysis."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wijkwerk.access.api import needs, public
from wijkwerk.config.api import toml_text
from wijkwerk.finance.models import Analysis
from wijkwerk.finance.reading import text_of_file
from wijkwerk.finance.services import analyses
from wijkwerk.finance.web.forms import FileForm
from wijkwerk.registry.language import problem_sentence
from wijkwerk.shared.problems import InputError, Problem
from wijkwerk.workflow.api import StepCommand
from wijkwerk.workflow.pages import GET_AND_POST
from wijkwerk.workflow.sections import table_of


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
    return render(
        request,
        "finance/file.html",
        {
            "nav_current": "analyses",
            "account": request.user,
            "title": _("Take in an analysis"),
            "intro": _(
                "TOML, or a workbook with the sheets analysis, parties, assumptions and lines. It becomes a draft; when"
                " something is wrong, nothing is written."
            ),
            "form": form,
            "problems": problem_table(problems) if problems else None,
            "back": reverse("finance:work-analyses"),
            "back_label": _("Cost-benefit analyses"),
        },
        status=422 if problems else 200,
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
    """What a published analysis counted with, as TOML: `wijkwerk finance analyse` recomputes it."""
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
