"""A bank statement that a treasurer takes in: first what would happen, then it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from wijkwerk.access.api import needs
from wijkwerk.participation.core.bank import Outcome
from wijkwerk.participation.services import bank
from wijkwerk.participation.services.common import STEPS
from wijkwerk.participation.web.labels import euros
from wijkwerk.participation.web.resource import NAMESPACE, frame, working_process
from wijkwerk.registry.language import problem_sentence
from wijkwerk.shared.problems import InputError
from wijkwerk.tables.api import read_statements
from wijkwerk.ui.reader import day
from wijkwerk.workflow.api import ChangedMeanwhileError, StepCommand, TransitionNotAllowed
from wijkwerk.workflow.labels import ReaderLabels
from wijkwerk.workflow.pages import GET_AND_POST
from wijkwerk.workflow.permissions import decisions_of
from wijkwerk.workflow.sections import Columns, table_of

LARGEST = 5_000_000  # bytes, as sent
_MOST_SHOWN = 200
_WORDS = {
    Outcome.CONFIRMED: gettext_lazy("Pays a promise in full"),
    Outcome.REVERSED: gettext_lazy("Taken back by the bank"),
    Outcome.ANOTHER_AMOUNT: gettext_lazy("Another amount than was promised; ask who paid"),
    Outcome.NOT_WAITING: gettext_lazy("The promise was paid already, or withdrawn; give it back"),
    Outcome.PASSED_ON: gettext_lazy(
        "Taken back by the bank, of a promise that was paid out, given back or withdrawn; pay nothing, and ask"
        " who has the money"
    ),
    Outcome.KNOWN: gettext_lazy("Taken in before"),
    Outcome.OTHER: gettext_lazy("Nothing of this process"),
}
_ASKED = (
    Outcome.ANOTHER_AMOUNT,
    Outcome.NOT_WAITING,
    Outcome.PASSED_ON,
)  # somebody has to look at these


class StatementForm(forms.Form):
    """A statement, and whether anything is written."""

    file = forms.FileField(
        label=gettext_lazy("Bank statement (CAMT.053, XML)"),
        help_text=gettext_lazy("At most 5 megabytes. Names of who paid aren’t kept."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xml"}),
    )
    act = forms.ChoiceField(
        label=gettext_lazy("What do you want?"),
        choices=[
            ("look", gettext_lazy("Only see what would happen")),
            ("write", gettext_lazy("Confirm what was paid")),
        ],
        initial="look",
        widget=forms.RadioSelect,
    )

    def clean_file(self) -> Any:
        """Not larger than is read. Raises ValidationError."""
        sent = self.cleaned_data["file"]
        if sent.size > LARGEST:
            raise ValidationError(_("This file is too large."), code="large")
        return sent


@needs("participation.pay")
@never_cache
@GET_AND_POST
def take_in(request: HttpRequest, process: int) -> HttpResponse:
    """What becomes of each payment of a statement; nothing is written when one thing is wrong. Raises Http404 for a
    process in which the account confirms nothing."""
    within = working_process(request, process)
    decisions = decisions_of(request)
    decisions.require("participation.pay", within)
    form = StatementForm(request.POST or None, request.FILES or None)
    title = _("Take in a bank statement")
    back = reverse(f"{NAMESPACE}:work-pledges", args=[within.pk])
    context: dict[str, Any] = {**frame(within, "campaigns", title, work=True), "title": title}
    context |= {"account": request.user, "form": form, "back": back}
    status = 200
    if request.method == "POST" and form.is_valid():
        written = form.cleaned_data["act"] == "write"
        try:
            statements = read_statements(form.cleaned_data["file"].read(), _("the statement"))
            command = StepCommand(request.user, decisions.now, decisions=decisions)
            result = (
                bank.take_in(command, within, statements)
                if written
                else bank.look(within, statements)
            )
        except InputError as fault:
            status = 422
            context["problems"] = [
                problem_sentence(problem) for problem in fault.problems[:_MOST_SHOWN]
            ]
        except (ChangedMeanwhileError, TransitionNotAllowed) as refusal:
            status = 409
            form.add_error(None, ReaderLabels(STEPS).refusal(getattr(refusal, "why", "state")))
        else:
            context |= {"written": written, "sums": _sums(result), "asked": _asked(result)}
    elif form.errors:
        status = 400
    return render(request, "participation/statement.html", context, status=status)


def _sums(result: bank.TakenIn) -> dict[str, Any]:
    """How many payments of each kind, and how much; together what the statement says."""
    rows = [(str(label), *result.of(outcome)) for outcome, label in _WORDS.items()]
    rows.append((_("Together"), sum(row[1] for row in rows), sum(row[2] for row in rows)))
    columns: Columns = {
        _("What becomes of it"): lambda row: row[0],
        _("Payments"): lambda row: row[1],
        _("Amount"): lambda row: euros(row[2]),
    }
    numbers = (_("Payments"), _("Amount"))
    return table_of("sums", _("Payments on the statement"), rows, columns, numbers)


def _asked(result: bank.TakenIn) -> dict[str, Any] | None:
    """The payments that a person has to look at; None without any."""
    rows = [(payment, outcome) for payment, outcome in result.rows if outcome in _ASKED]
    columns: Columns = {
        _("Booked on"): lambda row: day(row[0].booked_on),
        _("Payment reference"): lambda row: row[0].reference,
        _("Amount"): lambda row: euros(row[0].cents),
        _("What becomes of it"): lambda row: str(_WORDS[row[1]]),
    }
    title = _("Look at these yourself")
    return table_of("asked", title, rows[:_MOST_SHOWN], columns) if rows else None
