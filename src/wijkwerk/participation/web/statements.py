"""A bank statement that a treasurer takes in: which promises were paid."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from wijkwerk.access.api import needs
from wijkwerk.participation.core.bank import Outcome
from wijkwerk.participation.services import bank
from wijkwerk.participation.services.common import STEPS
from wijkwerk.participation.web.resource import NAMESPACE, frame, working_process
from wijkwerk.workflow.labels import ReaderLabels
from wijkwerk.workflow.pages import GET_AND_POST
from wijkwerk.workflow.permissions import decisions_of
from wijkwerk.workflow.statements import StatementPage, statement_page

_OUTCOMES = {
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


@needs("participation.pay")
@never_cache
@GET_AND_POST
def take_in(request: HttpRequest, process: int) -> HttpResponse:
    """What becomes of each payment of a statement. Raises Http404 for a process in which the account confirms
    nothing."""
    within = working_process(request, process)
    decisions_of(request).require("participation.pay", within)
    title = _("Take in a bank statement")
    page = StatementPage(
        title=title,
        look=lambda _command, statements: bank.look(within, statements).rows,
        write=lambda command, statements: bank.take_in(command, within, statements).rows,
        outcomes=_OUTCOMES,
        to_look_at=(Outcome.ANOTHER_AMOUNT, Outcome.NOT_WAITING, Outcome.PASSED_ON),
        intro=_(
            "Payments are known by the reference that a promise got. A payment of another amount confirms nothing."
            " Taking the same statement in again changes nothing."
        ),
        write_label=_("Confirm what was paid"),
        done=_("Done: what was paid is confirmed."),
        why_not=ReaderLabels(STEPS).refusal,
        back=reverse(f"{NAMESPACE}:work-pledges", args=[within.pk]),
        back_label=_("Pledges"),
        frame="participation/_work.html",
        context=frame(within, "campaigns", title, work=True),
    )
    return statement_page(request, page)
