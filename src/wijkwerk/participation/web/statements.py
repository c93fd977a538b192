"""A bank statement that a treasurer takes in: first what would happen, then it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from wijkwerk.access.api import needs
from wijkwerk.participation.core.bank import Outcome
from wijkwerk.participation.services import bank
from wijkwerk.participation.web.labels import euros
from wijkwerk.participation.web.resource import NAMESPACE, frame, working_process
from wijkwerk.participation.web.uploads import MOST_SHOWN, UploadForm, answer_upload
from wijkwerk.tables.api import read_statements
from wijkwerk.ui.reader import day
from wijkwerk.workflow.api import StepCommand
from wijkwerk.workflow.pages import GET_AND_POST
from wijkwerk.workflow.permissions import decisions_of
from wijkwerk.workflow.sections import Columns, table_of

LARGEST = 5_000_000  # bytes, as sent
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


@needs("participation.pay")
@never_cache
@GET_AND_POST
def take_in(request: HttpRequest, process: int) -> HttpResponse:
    """What becomes of each payment of a statement; nothing is written when one thing is wrong. Raises Http404 for a
    process in which the account confirms nothing."""
    within = working_process(request, process)
    decisions = decisions_of(request)
    decisions.require("participation.pay", within)
    form = UploadForm(
        request.POST or None,
        request.FILES or None,
        label=_("Bank statement (CAMT.053, XML)"),
        about=_("At most 5 megabytes. Names of who paid aren’t kept."),
        accept=".xml",
        most=LARGEST,
    )
    title = _("Take in a bank statement")
    context: dict[str, Any] = {**frame(within, "campaigns", title, work=True), "title": title}
    context |= {
        "back": reverse(f"{NAMESPACE}:work-pledges", args=[within.pk]),
        "back_label": _("Pledges"),
        "explanation": _(
            "Payments are known by the reference that a promise got. A payment of another amount confirms nothing."
            " Taking the same statement in again changes nothing."
        ),
        "asked_title": _("Look at these yourself"),
    }

    def take(body: bytes, _name: str) -> dict[str, Any]:
        statements = read_statements(body, _("the statement"))
        command = StepCommand(request.user, decisions.now, decisions=decisions)
        result = (
            bank.take_in(command, within, statements)
            if form.writes
            else bank.look(within, statements)
        )
        return {"sums": _sums(result), "asked": _asked(result)}

    return answer_upload(request, form, context, take)


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
    return table_of("asked", title, rows[:MOST_SHOWN], columns) if rows else None
