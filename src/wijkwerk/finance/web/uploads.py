"""Files that are taken in: an analysis, the flows of a budget, and others in their place."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wijkwerk.access.api import held_for, needs
from wijkwerk.finance.ledger_file import read_ledger
from wijkwerk.finance.reading import text_of_file
from wijkwerk.finance.services import analyses, ledgers
from wijkwerk.finance.web.forms import FileForm, LedgerFileForm
from wijkwerk.registry.language import problem_sentence
from wijkwerk.shared.problems import InputError, Problem
from wijkwerk.workflow.api import StepCommand
from wijkwerk.workflow.pages import GET_AND_POST
from wijkwerk.workflow.sections import table_of

_MOST_PROBLEMS = 200  # of a file, on its page
_LEDGER_INTRO = gettext_lazy(
    "A workbook or CSV with a flow in each row: code, from, to, kind, and the amounts requested, promised, committed,"
    " paid, given back and lapsed. A row ‘total’ must be the sum. An Iv3 file (JSON) and a Fiscal Data Package (ZIP)"
    " are read as well. When something is wrong, nothing is written."
)


@needs("finance.analyse")
@GET_AND_POST
def take_in_analysis(request: HttpRequest) -> HttpResponse:
    """An analysis out of a file: a draft, or everything that is wrong in it."""

    def take_in(path: Path, _facts: dict[str, Any]) -> str:
        command = StepCommand(request.user, timezone.now())
        draft = analyses.write(command, None, text=text_of_file(path))
        return reverse("finance:work-analysis", args=[draft.pk])

    return _file_page(
        request,
        FileForm(*_sent(request)),
        take_in,
        nav_current="analyses",
        title=_("Take in an analysis"),
        intro=_(
            "TOML, or a workbook with the sheets analysis, parties, assumptions and lines. It becomes a draft; when"
            " something is wrong, nothing is written."
        ),
        back=reverse("finance:work-analyses"),
        back_label=_("Cost-benefit analyses"),
    )


@needs("finance.record")
@GET_AND_POST
def take_in_ledger(request: HttpRequest) -> HttpResponse:
    """Flows out of a file: a draft with its sums, or everything that is wrong."""
    now = timezone.now()

    def take_in(path: Path, facts: dict[str, Any]) -> str:
        file = read_ledger(path)
        draft = ledgers.take_in(StepCommand(request.user, now), None, file=file, **facts)
        return reverse("finance:work-ledger", args=[draft.pk])

    return _file_page(
        request,
        LedgerFileForm(
            held_for(request.user, "finance.record", "municipality", now), *_sent(request)
        ),
        take_in,
        nav_current="ledgers",
        title=_("Take in flows"),
        intro=_LEDGER_INTRO,
        back=reverse("finance:work-ledgers"),
        back_label=_("Where the money goes"),
    )


@needs("finance.record")
@GET_AND_POST
def replace_ledger(request: HttpRequest, number: int) -> HttpResponse:
    """Another file in place of that of a draft. Raises Http404 for one that the account doesn't work on."""
    now = timezone.now()
    ledger = ledgers.worked_on(request.user, now).filter(pk=number, state="draft").first()
    if ledger is None:
        raise Http404(_("There is no such budget."))
    back = reverse("finance:work-ledger", args=[number])

    def replace(path: Path, _facts: dict[str, Any]) -> str:
        command = StepCommand(request.user, now, ledger.version)
        ledgers.replace(command, ledger, file=read_ledger(path))
        return back

    return _file_page(
        request,
        FileForm(*_sent(request)),
        replace,
        nav_current="ledgers",
        title=_("Replace by another file"),
        intro=_LEDGER_INTRO,
        back=back,
        back_label=ledger.title,
    )


def _sent(request: HttpRequest) -> tuple[Any, ...]:
    return (request.POST, request.FILES) if request.method == "POST" else ()


def _file_page(
    request: HttpRequest,
    form: FileForm,
    take: Callable[[Path, dict[str, Any]], str],
    **context: Any,
) -> HttpResponse:
    """The page of a file. ``take`` gets the file that was sent and what else was filled in, and gives the address
    to go to; what it raises as InputError stands on the page by row and column."""
    problems: tuple[Problem, ...] = ()
    if form.is_valid():
        facts = dict(form.cleaned_data)
        try:
            with uploaded_file(facts.pop("file")) as path:
                return HttpResponseRedirect(take(path, facts))
        except InputError as fault:
            problems = fault.problems
    return render(
        request,
        "finance/file.html",
        {
            "form": form,
            "problems": _problem_table(problems) if problems else None,
            **context,
        },
        status=422 if problems else 200,
    )


@contextmanager
def uploaded_file(sent: UploadedFile[bytes]) -> Iterator[Path]:
    """An upload as a file under its own name, in a folder of its own that is gone afterwards."""
    with tempfile.TemporaryDirectory() as scratch:
        name = get_valid_filename(Path(str(sent.name)).name)[-80:] or "file"
        path = Path(scratch) / name
        path.write_bytes(sent.read())
        yield path


def _problem_table(problems: tuple[Problem, ...]) -> dict[str, Any]:
    """What is wrong in a file, by row and column."""
    columns: dict[Any, Any] = {
        _("Row"): lambda problem: "" if problem.line is None else str(problem.line),
        _("Column"): lambda problem: problem.column or "",
        _("What is wrong"): problem_sentence,
    }
    title = _("What has to be mended first")
    return table_of("problems", title, problems[:_MOST_PROBLEMS], columns)
