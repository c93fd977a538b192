"""Campaigns of visits: streets and rounds in counts of doors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from wijkwerk.access.api import needs
from wijkwerk.casework import models as m
from wijkwerk.casework.core.campaigns import Reach
from wijkwerk.casework.policies import READ, Looking
from wijkwerk.casework.services import campaigns as service
from wijkwerk.casework.services.common import WRITE, ActionNotAllowed
from wijkwerk.casework.web import choices
from wijkwerk.casework.web.common import NAMESPACE, frame, looking_of
from wijkwerk.shared import numbers
from wijkwerk.ui.reader import language

_FORM = require_http_methods(["GET", "HEAD", "POST"])


class CampaignForm(forms.ModelForm):  # type: ignore[type-arg]
    """A new campaign."""

    worker = forms.ModelChoiceField(
        label=gettext_lazy("You work for"), queryset=m.Worker.objects.none(), empty_label=None
    )

    def __init__(self, looking: Looking, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["worker"].queryset = choices.working(looking)  # type: ignore[attr-defined]
        self.order_fields(["worker"])

    class Meta:
        """Fields of the model."""

        model = m.Campaign
        fields = ("title", "selection", "ground", "first_day", "last_day", "aim")
        widgets = {"first_day": choices.DATE, "last_day": choices.DATE}


class StreetForm(forms.ModelForm):  # type: ignore[type-arg]
    """A street of a campaign."""

    class Meta:
        """Fields of the model."""

        model = m.Street
        fields = ("name", "doors")


class RoundForm(forms.ModelForm):  # type: ignore[type-arg]
    """A round through a street, with how often what was asked for."""

    def __init__(self, campaign: m.Campaign, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        street: Any = self.fields["street"]
        street.label = pgettext_lazy("round", "Which street?")
        street.queryset, street.empty_label = campaign.streets.all(), None
        for topic, label in m.Need.Topic.choices:
            self.fields[topic] = forms.IntegerField(
                label=_("Asked for: %(what)s") % {"what": label},
                min_value=0,
                max_value=100_000,
                required=False,
            )

    def facts(self) -> dict[str, Any]:
        """What the service asks."""
        facts = dict(self.cleaned_data)
        return facts | {"needs": {topic: facts.pop(topic) or 0 for topic in m.Need.Topic.values}}

    class Meta:
        """Fields of the model."""

        model = m.Round
        fields = ("street", "on", "channel", "spoken", "visited", "refused", "nobody")
        widgets = {"on": choices.DATE}


@needs(READ)
@require_safe
def campaign_list(request: HttpRequest) -> HttpResponse:
    """The campaigns of the organisations for which somebody works."""
    rows = service.campaigns(looking_of(request, m.Purpose.PLAN))
    context = {**frame((_("Campaigns of visits"), "")), "rows": rows}
    return render(request, "casework/campaigns.html", context)


@needs(READ)
@_FORM
def campaign(request: HttpRequest, number: int) -> HttpResponse:
    """How far a campaign came; the last round of a street can be taken back here."""
    looking, row = _campaign_of(request, number)
    refusal = ""
    if request.method == "POST":
        wrong = m.Round.objects.filter(
            street__campaign=row, pk=_number(request.POST.get("round", ""))
        ).first()
        try:
            if wrong is not None:
                service.drop_round(looking, wrong)
            return HttpResponseRedirect(_url(row))
        except ActionNotAllowed as fault:
            refusal = str(fault)
    stand = service.standing(row, looking.day)
    context = {
        **frame((_("Campaigns of visits"), reverse(f"{NAMESPACE}:campaigns")), (str(row), "")),
        "campaign": row,
        "total": stand.total and (stand.total, *rates(stand.total)),
        "streets": [
            (street, reach, *rates(reach), rounds, service.last_round(looking, street))
            for street, reach, rounds in stand.streets
        ],
        "stand": stand,
        "refusal": refusal,
    }
    return render(request, "casework/campaign.html", context, status=400 if refusal else 200)


@needs(WRITE)
@_FORM
def new(request: HttpRequest) -> HttpResponse:
    """A new campaign."""
    looking = looking_of(request, m.Purpose.PLAN)
    form = CampaignForm(looking, request.POST if request.method == "POST" else None)
    return _write(
        request,
        form,
        _("New campaign of visits"),
        lambda: service.begin(looking, **form.cleaned_data),
    )


@needs(WRITE)
@_FORM
def street(request: HttpRequest, number: int) -> HttpResponse:
    """Another street of a campaign."""
    looking, row = _campaign_of(request, number)
    form = StreetForm(request.POST if request.method == "POST" else None)

    def add() -> m.Campaign:
        service.add_street(looking, row, **form.cleaned_data)
        return row

    return _write(request, form, _("Add a street"), add)


@needs(WRITE)
@_FORM
def round_(request: HttpRequest, number: int) -> HttpResponse:
    """A round through a street."""
    looking, row = _campaign_of(request, number)
    form = RoundForm(row, request.POST if request.method == "POST" else None)

    def add() -> m.Campaign:
        service.add_round(looking, **form.facts())
        return row

    return _write(request, form, _("Write down a round"), add)


def _write(
    request: HttpRequest, form: Any, title: str, do: Callable[[], m.Campaign]
) -> HttpResponse:
    """A form, and the page of the campaign once it was done."""
    if request.method == "POST" and form.is_valid():
        try:
            return HttpResponseRedirect(_url(do()))
        except ActionNotAllowed as fault:
            form.add_error(None, str(fault))
    context = {
        **frame((_("Campaigns of visits"), reverse(f"{NAMESPACE}:campaigns")), (title, "")),
        "title": title,
        "form": form,
    }
    return render(
        request, "casework/campaign_form.html", context, status=400 if form.errors else 200
    )


def _campaign_of(request: HttpRequest, number: int) -> tuple[Looking, m.Campaign]:
    """Who looks, and a campaign of an organisation of theirs. Raises Http404."""
    looking = looking_of(request, m.Purpose.PLAN)
    row = service.campaigns(looking).filter(pk=number).first()
    if row is None:
        raise Http404(_("There is no such campaign at an organisation for which you work."))
    return looking, row


def _url(campaign: m.Campaign) -> str:
    return reverse(f"{NAMESPACE}:campaign", args=[campaign.pk])


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def rates(reach: Reach) -> tuple[str, str]:
    """How many were spoken and visited, of all doors, as the reader writes per cents."""
    return (
        numbers.number(100 * float(reach.contact_rate), 0, language()) + "%",
        numbers.number(100 * float(reach.visit_rate), 0, language()) + "%",
    )
