"""Files that somebody takes in: first what would happen, then it. Ideas and paper ballots out of a spreadsheet;
statements.py takes in what a bank says."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from wijkwerk.access.api import needs
from wijkwerk.participation.models import Budget, Process
from wijkwerk.participation.services import idea_list, paper_list
from wijkwerk.participation.services.common import STEPS
from wijkwerk.participation.services.paper_list import Reading
from wijkwerk.participation.web.resource import NAMESPACE, frame, working_process
from wijkwerk.registry.language import problem_sentence
from wijkwerk.shared import deadlines
from wijkwerk.shared.problems import InputError
from wijkwerk.workflow.api import StepCommand
from wijkwerk.workflow.labels import ReaderLabels
from wijkwerk.workflow.pages import GET_AND_POST
from wijkwerk.workflow.permissions import decisions_of
from wijkwerk.workflow.sections import Columns, table_of
from wijkwerk.workflow.uploads import MOST_SHOWN, UploadForm, answer_upload

_READINGS = {
    Reading.FIRST: gettext_lazy("Read for the first time; somebody else keys them as well"),
    Reading.SECOND: gettext_lazy("Read for the second time"),
    Reading.ALIKE: gettext_lazy("Read alike by two people: done"),
    Reading.DIFFERS: gettext_lazy("Read differently by two people; a third person decides"),
    Reading.DECIDED: gettext_lazy("Decided by a third person: done"),
    Reading.BY_YOU: gettext_lazy("Keyed by you before"),
    Reading.DONE: gettext_lazy("Done before"),
}


def _answer(
    request: HttpRequest, form: UploadForm, context: dict[str, Any], take: Any
) -> HttpResponse:
    context["frame"] = "participation/_work.html"
    return answer_upload(request, form, context, take, ReaderLabels(STEPS).refusal)


def _spreadsheet_form(request: HttpRequest, about: str, most: int) -> UploadForm:
    return UploadForm(
        request,
        label=_("Spreadsheet (XLSX, ODS or CSV)"),
        about=about,
        accept=".xlsx,.ods,.csv",
        most=most,
    )


@needs("participation.work")
@never_cache
@GET_AND_POST
def ideas(request: HttpRequest, process: int) -> HttpResponse:
    """Ideas, questions and signals out of a spreadsheet: all of them, or none."""
    within = working_process(request, process)
    decisions = decisions_of(request)
    decisions.require("participation.work", within)
    about = _(
        "One row for each. Columns: titel and ontvangen op, and if you have them tekst, soort, straat, onderwerp,"
        " nodig and kanaal."
    )
    form = _spreadsheet_form(request, about, idea_list.LARGEST)
    title = _("Take in ideas")
    context = {**frame(within, "ideas", title, work=True), "title": title}
    context |= {
        "back": reverse(f"{NAMESPACE}:work-ideas", args=[within.pk]),
        "back_label": _("Ideas and questions"),
        "explanation": _("Nobody else reads them until you make each of them public."),
    }
    command = StepCommand(request.user, decisions.now, decisions=decisions)
    return _answer(request, form, context, partial(_ideas, form, within, command))


def _ideas(
    form: UploadForm, process: Process, command: StepCommand, body: bytes, name: str
) -> dict[str, Any]:
    ideas = idea_list.read_ideas(body, process, deadlines.today(command.now), name)
    if ideas.errors:
        raise InputError(ideas.errors)
    if form.writes:
        role = STEPS.allowed(command, STEPS.step("idea", "submit"), process)
        idea_list.take_in(process, ideas, command, role)
    rows = [(_("New"), len(ideas.new)), (_("Known already"), ideas.known)]
    notes = [problem_sentence(problem) for problem in ideas.problems[:MOST_SHOWN]]
    return {"sums": _account(rows, _("Ideas")), "notes": notes}


@needs("participation.key")
@never_cache
@GET_AND_POST
def paper(request: HttpRequest, process: int, number: int) -> HttpResponse:
    """Paper ballots out of a spreadsheet, as one person read them."""
    within = working_process(request, process)
    decisions = decisions_of(request)
    decisions.require("participation.key", within)
    rows = Budget.objects.filter(process=within, state__in=("settled", "closed"))
    budget = get_object_or_404(rows, pk=number)
    about = _(
        "One row for each ballot. Columns: nummer, stemcode, ongeldig (why it doesn’t count), and one for each"
        " project with its title."
    )
    form = _spreadsheet_form(request, about, paper_list.LARGEST)
    title = _("Take in paper ballots")
    context = {**frame(within, "budgets", title, work=True), "title": title}
    context |= {
        "back": reverse(f"{NAMESPACE}:work-budget", args=[within.pk, budget.pk]),
        "back_label": str(budget),
        "explanation": _(
            "Two people type every ballot, each in a file of their own that the other doesn’t see. Only what they"
            " read alike goes into the ballot box. Sending the same file again changes nothing."
        ),
    }
    command = StepCommand(request.user, decisions.now, budget.version, decisions=decisions)
    return _answer(request, form, context, partial(_paper, form, budget, command))


def _paper(
    form: UploadForm, budget: Budget, command: StepCommand, body: bytes, name: str
) -> dict[str, Any]:
    papers = paper_list.read_paper(body, name, budget)
    result = paper_list.key_all(command, budget, papers, form.writes)
    times = Counter(reading for _number, reading in result)
    rows = [(str(label), times[reading]) for reading, label in _READINGS.items() if times[reading]]
    differ = [number for number, reading in result if reading is Reading.DIFFERS]
    columns: Columns = {_("Number on the ballot"): lambda row: row}
    asked_title = _("Read differently by two people; a third person decides")
    unlike = table_of("asked", asked_title, sorted(differ)[:MOST_SHOWN], columns)
    return {
        "sums": _account(rows, _("Ballots")),
        "asked": unlike if differ else None,
        "asked_title": asked_title,
    }


def _account(rows: list[tuple[str, int]], title: str) -> dict[str, Any]:
    """Each row of the file counted once."""
    rows = [*rows, (_("Together"), sum(number for _label, number in rows))]
    columns: Columns = {
        _("What becomes of it"): lambda row: row[0],
        _("Number"): lambda row: row[1],
    }
    return table_of("sums", title, rows, columns, (_("Number"),))
