"""Letters with voting codes: a PDF that is made in memory and sent once."""

from __future__ import annotations

from importlib import resources
from typing import Any

import segno
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from wijkwerk.access.api import needs, site_url
from wijkwerk.participation.models import Budget
from wijkwerk.participation.services import voting
from wijkwerk.participation.services.common import STEPS
from wijkwerk.participation.services.voting import MOST_LETTERS
from wijkwerk.participation.web.resource import NAMESPACE, working_process
from wijkwerk.publication.api import typeset
from wijkwerk.ui.downloads import attachment
from wijkwerk.ui.reader import day, language
from wijkwerk.workflow.forms import VersionForm
from wijkwerk.workflow.labels import ReaderLabels
from wijkwerk.workflow.pages import GET_AND_POST, StepPage, step_page

_TEMPLATE = resources.files("wijkwerk.participation") / "web" / "letter.typ"


class LettersForm(VersionForm):
    """How many."""

    number = forms.IntegerField(
        label=gettext_lazy("How many letters"), min_value=1, max_value=MOST_LETTERS
    )


@needs("participation.print")
@never_cache
@GET_AND_POST
def letters(request: HttpRequest, process: int, number: int) -> HttpResponse:
    """Makes codes and answers with the letters; nothing of the codes is kept but HMACs."""
    within = working_process(request, process)
    budget = get_object_or_404(Budget.objects.filter(process=within), pk=number)
    labels = ReaderLabels(STEPS)

    def make(form: forms.Form, command: Any) -> bytes:
        return letters_pdf(budget, voting.print_codes(command, budget, form.cleaned_data["number"]))

    back = reverse(f"{NAMESPACE}:work-budget", args=[within.pk, budget.pk])
    page = StepPage(
        title=labels.action("budget", "print"),
        form=LettersForm(request.POST or None, initial={"version": budget.version}),
        make=make,
        why_not=labels.refusal,
        done=lambda _made: back,
        back=back,
        back_label=str(budget),
        explanation=labels.explanation("budget", "print"),
        answer=lambda pdf: attachment(pdf, f"letters-{budget.pk}.pdf", "application/pdf"),
    )
    return step_page(request, page)


def letters_pdf(budget: Budget, codes: list[str]) -> bytes:
    """A page for each code: what is decided, until when, the address with its QR, and the code.

    The QR has the code behind #, which browsers don't send: it stands in no log. Raises InputError
    without typst.
    """
    address = site_url(reverse(f"{NAMESPACE}:vote", args=[budget.process_id, budget.pk]))
    files = {
        f"{place}.svg": segno.make(f"{address}#{code}", micro=False).svg_inline(scale=4, border=2)
        for place, code in enumerate(codes)
    }
    data = {
        "lang": language(),
        "title": budget.title,
        "greeting": _("Dear resident,"),
        "lines": [
            _("You decide with us where the money of your neighbourhood goes: %(title)s.")
            % {"title": budget.title},
            _("Who may vote: %(voters)s") % {"voters": budget.voters},
            _("You can vote from %(first)s up to and including %(last)s.")
            % {"first": day(budget.opens_on), "last": day(budget.closes_on)},
            _("Scan the square with your telephone, or go to the address and type your code."),
            _("Don’t give your code to anybody else. We don’t know which code is in whose letter."),
        ],
        "code_label": _("Your voting code"),
        "address": address,
        "codes": codes,
    }
    return typeset(_TEMPLATE, data, files)
