"""The owner of a recommendation without an account: a letter with a code, and the page where it is used.

Nothing of a code stands in an address or a log: it comes in the body of a form alone, and none of these
answers may be kept.
"""

from __future__ import annotations

from importlib import resources
from typing import Any

import segno
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from wijkwerk.access.api import address_of, needs, public, site_url
from wijkwerk.access.throttle import count as count_failure
from wijkwerk.access.throttle import wait_of
from wijkwerk.learning.models import Advice, Recommendation
from wijkwerk.learning.services import advice as services
from wijkwerk.learning.web.persons import WithoutPersons
from wijkwerk.publication.api import typeset
from wijkwerk.ui.downloads import attachment
from wijkwerk.ui.fields import LineFormField
from wijkwerk.ui.reader import day, language
from wijkwerk.workflow.api import TransitionNotAllowed
from wijkwerk.workflow.forms import VersionForm, day_field, long_text
from wijkwerk.workflow.labels import ReaderLabels
from wijkwerk.workflow.pages import GET_AND_POST, StepPage, history, step_page
from wijkwerk.workflow.writing import ChangedMeanwhileError

# The same letter as that with a voting code: greeting, sentences, code and address arrive as data.
_TEMPLATE = resources.files("wijkwerk.participation") / "web" / "letter.typ"
_GUESSES = "advice-code"  # of access.throttle
_LABELS = ReaderLabels(services.STEPS)


@needs("advice.give")
@never_cache
@GET_AND_POST
def letter(request: HttpRequest, advice: int, number: int) -> HttpResponse:
    """Makes a code and answers with the letter; nothing of the code is kept but its HMAC."""
    recommendation = get_object_or_404(
        Recommendation.objects.select_related("advice"), pk=number, advice=advice
    )

    def make(form: forms.Form, command: Any) -> bytes:
        return letter_pdf(*services.ask(command, recommendation))

    back = reverse("learning:work-recommendation", args=[advice, number])
    page = StepPage(
        title=_LABELS.action("recommendation", "ask"),
        form=VersionForm(request.POST or None, initial={"version": recommendation.version}),
        make=make,
        why_not=_LABELS.refusal,
        done=lambda _made: back,
        back=back,
        back_label=str(recommendation),
        explanation=_LABELS.explanation("recommendation", "ask"),
        answer=lambda pdf: attachment(pdf, f"recommendation-{number}.pdf", "application/pdf"),
    )
    return step_page(request, page)


def letter_pdf(recommendation: Recommendation, code: str) -> bytes:
    """What is advised, by which day, the address with its QR, and the code, which the QR has behind # (it
    stands in no log). Raises InputError without typst."""
    address = site_url(reverse("learning:answer"))
    advice: Advice = recommendation.advice
    lines = [
        _("%(by)s advises you: %(title)s.") % {"by": advice.by, "title": recommendation.title},
        recommendation.text,
        _("It has to be done by %(day)s.") % {"day": day(recommendation.due_on)}
        if recommendation.due_on
        else "",
        _("Say whether you accept it, what you will do and when, and later what was done."),
        _("Everybody can read what you answer. Give the code to nobody who may not answer."),
    ]
    data = {
        "lang": language(),
        "title": advice.title,
        "greeting": _("Dear %(owner)s,") % {"owner": recommendation.owner},
        "lines": [line for line in lines if line],
        "code_label": _("Your code"),
        "address": address,
        "codes": [code],
    }
    picture = segno.make(f"{address}#{code}", micro=False).svg_inline(scale=4, border=2)
    return typeset(_TEMPLATE, data, {"0.svg": picture})


class CodeForm(forms.Form):
    """The code of a letter."""

    code = LineFormField(
        label=gettext_lazy("Code of the letter"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )


class OwnerForm(WithoutPersons, forms.Form):
    """What the owner says, out of what can be said in this state."""

    action = forms.ChoiceField(label=gettext_lazy("What do you say?"), widget=forms.RadioSelect)
    text = long_text(
        gettext_lazy("Why, what you will do, or what was done and what shows it"),
        gettext_lazy("Don’t name persons: everybody can read this."),
        required=False,
    )
    on = day_field(gettext_lazy("Ready by (when you plan it)"), required=False)
    document = forms.URLField(
        label=gettext_lazy("Address of a document that shows it (when it was done)"),
        required=False,
        assume_scheme="https",
        max_length=200,
    )
    code = forms.CharField(widget=forms.HiddenInput, max_length=60)
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, actions: list[str], *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["action"].choices = [  # type: ignore[attr-defined]
            (action, _LABELS.action("recommendation", action)) for action in actions
        ]


@public
@never_cache
@GET_AND_POST
def answer(request: HttpRequest) -> HttpResponse:
    """Type the code of a letter, read the recommendation, and say what one does with it."""
    now = timezone.now()
    form = CodeForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"nav_current": "advice", "form": form}
    if request.method != "POST" or not form.is_valid():
        return _drawn(request, context, form)
    waiting = wait_of(_GUESSES, address_of(request), now)
    recommendation = None if waiting else services.by_code(form.cleaned_data["code"], now)
    if recommendation is None:
        if not waiting:
            count_failure(_GUESSES, address_of(request), now)
        form.add_error(
            "code",
            _("This was tried too often. Try again in %(n)s minutes.") % {"n": waiting // 60 + 1}
            if waiting
            else _("We don’t know this code, or a newer letter ended it."),
        )
        return _drawn(request, context, form)
    return _of_owner(request, recommendation, form.cleaned_data["code"], context)


def _of_owner(
    request: HttpRequest, recommendation: Recommendation, code: str, context: dict[str, Any]
) -> HttpResponse:
    answered, now = "action" in request.POST, timezone.now()
    form = OwnerForm(
        services.open_to_owner(recommendation),
        request.POST if answered else None,
        initial={"code": code, "version": recommendation.version},
    )
    if answered and form.is_valid():
        filled_in = form.cleaned_data
        try:
            recommendation = services.answer_by_letter(
                code,
                filled_in["version"],
                filled_in["action"],
                now,
                text=filled_in["text"],
                on=filled_in["on"],
                document=filled_in["document"],
            )
        except TransitionNotAllowed as refusal:
            form.add_error(None, _LABELS.refusal(refusal.why))
        except ChangedMeanwhileError:
            form.add_error(None, _("It changed meanwhile. Enter your code again."))
        else:
            context["thanks"] = True
            form = OwnerForm(
                services.open_to_owner(recommendation),
                initial={"code": code, "version": recommendation.version},
            )
    steps = services.STEPS.steps._default_manager.filter(
        machine="recommendation", object_id=recommendation.pk
    )
    context |= {
        "recommendation": recommendation,
        "state": _LABELS.state("recommendation", recommendation.state),
        "form": form if services.open_to_owner(recommendation) else None,
        "history": history(services.told(steps), _LABELS),
    }
    return _drawn(request, context, form)


def _drawn(request: HttpRequest, context: dict[str, Any], form: forms.Form) -> HttpResponse:
    return render(request, "learning/answer.html", context, status=400 if form.errors else 200)
