"""A bank statement that a treasurer takes in: which tranches were paid."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from wijkwerk.access.api import needs
from wijkwerk.finance.services import payments
from wijkwerk.finance.services.agreements import STEPS
from wijkwerk.finance.services.payments import Outcome
from wijkwerk.workflow.labels import ReaderLabels
from wijkwerk.workflow.pages import GET_AND_POST
from wijkwerk.workflow.statements import StatementPage, statement_page

_OUTCOMES = {
    Outcome.PAYS: gettext_lazy("Pays a tranche in full"),
    Outcome.ANOTHER_AMOUNT: gettext_lazy("Another amount than the tranche; look what happened"),
    Outcome.NOT_RELEASED: gettext_lazy(
        "The tranche wasn’t released for payment; ask why it was paid"
    ),
    Outcome.TWICE: gettext_lazy("The tranche was paid already; ask the money back"),
    Outcome.OWN_RELEASE: gettext_lazy(
        "You released this tranche yourself; let somebody else take in the statement"
    ),
    Outcome.TAKEN_BACK: gettext_lazy(
        "The money came back; write that down on the page of the tranche"
    ),
    Outcome.KNOWN: gettext_lazy("Taken in before"),
    Outcome.OTHER: gettext_lazy("Of no tranche"),
}


@needs("finance.pay")
@never_cache
@GET_AND_POST
def take_in(request: HttpRequest) -> HttpResponse:
    """What becomes of each payment of a statement."""
    page = StatementPage(
        title=_("Take in a bank statement"),
        look=payments.look,
        write=payments.take_in,
        outcomes=_OUTCOMES,
        to_look_at=[each for each in Outcome if each not in ("pays", "known", "other")],
        intro=_(
            "Payments are known by the payment reference of a tranche. A payment of another amount pays nothing. Taking"
            " the same statement in again changes nothing."
        ),
        write_label=_("Write down what was paid"),
        done=_("Done: what was paid is written down."),
        why_not=ReaderLabels(STEPS).refusal,
        back=reverse("finance:work-agreements"),
        back_label=_("Paid by result"),
        frame="access/page.html",
        context={"nav_current": "agreements"},
    )
    return statement_page(request, page)
