"""Campaigns: what was raised and what lacks, for everybody; pledges, for who handles them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from wijkwerk.access.api import public
from wijkwerk.participation.core.campaigns import percent_of
from wijkwerk.participation.models import Campaign, Need, Pledge
from wijkwerk.participation.models.campaigns import read_pledged
from wijkwerk.participation.policies import public_rows
from wijkwerk.participation.services import campaigns as services
from wijkwerk.participation.services.common import STEPS
from wijkwerk.participation.web.labels import euros
from wijkwerk.participation.web.limits import takes_no_more
from wijkwerk.participation.web.mails import mail_form
from wijkwerk.participation.web.resource import (
    NAMESPACE,
    PUBLIC,
    WORKING,
    ProcessPart,
    frame,
    public_process,
)
from wijkwerk.ui.money import CentsFormField
from wijkwerk.ui.query import number_in
from wijkwerk.ui.reader import day
from wijkwerk.workflow.api import TransitionNotAllowed
from wijkwerk.workflow.forms import StepModelForm, step_form
from wijkwerk.workflow.labels import ReaderLabels
from wijkwerk.workflow.resources import Reader, Step, register
from wijkwerk.workflow.sections import Columns, Section, Table, table_of
from wijkwerk.workflow.values import Counted

_NEWEST = 50  # pledges on the page of their campaign; the others stand in a list
_GOAL = ("minimum", "stretch", "ends_on")
_FACTS = (
    "title", "text", "minimum", "stretch", "all_or_nothing", "ends_on", "not_reached", "match",
    "pot", "pot_of", "match_percent", "match_most",
)  # fmt: skip


class CampaignForm(StepModelForm):
    """A campaign; what a fund adds asks how much and whose it is."""

    class Meta(StepModelForm.Meta):
        """Fields of the model."""

        model = Campaign
        fields = _FACTS

    def clean(self) -> dict[str, Any]:
        """A fund has an amount and an owner; the stretch isn't below what is needed."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("match") != "none":
            for name in ("pot", "pot_of"):
                if name in cleaned and not cleaned[name]:
                    self.add_error(name, gettext("Fill this in when a fund adds something."))
        stretch, minimum = cleaned.get("stretch"), cleaned.get("minimum")
        if stretch and minimum and stretch < minimum:
            self.add_error("stretch", gettext("This isn’t less than what is needed at least."))
        return cleaned


class CampaignResource(ProcessPart):
    """Money, hands, room and material, raised together before a day."""

    model = Campaign
    machine = "campaign"
    name, plural, title = "campaign", "campaigns", _("Raised together")
    missing, empty = _("There is no such campaign."), _("There is no campaign yet.")
    intro = _("Plans of residents for which money, hands, room or material are raised.")
    some = ngettext_lazy("One campaign is open.", "%(n)s campaigns are open.", "n")
    none = _("No campaign is open now.")
    columns = ("heading", "state", "standing", "lacks", "ends_on")
    facts = ("ends_on", "least", "useful", "all_or_nothing", "not_reached", "fund")
    steps = {
        "prepare": Step(services.prepare, CampaignForm),
        "write": Step(services.write, CampaignForm),
        "ask": Step(services.ask, step_form(Need, "kind", "title", "wanted", "hours", "essential")),
        "open": Step(services.open_campaign),
        "change": Step(services.change, step_form(Campaign, *_GOAL)),
        "succeed": Step(services.succeed),
        "fail": Step(services.fail),
        "cancel": Step(services.cancel),
        "pay_out": Step(services.pay_out),
        "give_back": Step(services.give_back),
        "account": Step(services.account, step_form(Campaign, "result", required=True)),
    }

    def queryset(self, reader: Reader) -> QuerySet[Any]:
        """With what was asked."""
        return super().queryset(reader).prefetch_related("needs")

    def table(self, rows: Iterable[Any], reader: Reader) -> Table:
        """With what was pledged, read at once."""
        campaigns = list(rows)
        read_pledged(campaigns)
        return super().table(campaigns, reader)

    def counted(self, reader: Reader) -> int:
        """Those that are open."""
        return self.queryset(reader).filter(state="open").count()

    @admin.display(description=_("Campaign"))
    def heading(self, subject: Campaign) -> str:
        """For what."""
        return subject.title

    @admin.display(description=_("The money"))
    def standing(self, subject: Campaign) -> str:
        """What is there, of what is needed."""
        return gettext("%(raised)s of %(goal)s (%(percent)s%%)") % {
            "raised": euros(subject.raised),
            "goal": euros(subject.minimum),
            "percent": Counted(percent_of(subject.raised, subject.minimum)),
        }

    @admin.display(description=_("Still lacks"))
    def lacks(self, subject: Campaign) -> str:
        """Hands, room and material."""
        return ", ".join(
            f"{need}: {state_of_need.lacks}"
            for need, state_of_need in subject.asked
            if state_of_need.lacks
        )

    @admin.display(description=_("Needed at least"))
    def least(self, subject: Campaign) -> str:
        """In euros."""
        return euros(subject.minimum)

    @admin.display(description=_("Still useful up to"))
    def useful(self, subject: Campaign) -> str:
        """In euros."""
        return euros(subject.stretch)

    @admin.display(description=_("What a fund adds"))
    def fund(self, subject: Campaign) -> str:
        """By which rule, and at most how much."""
        if subject.match == "none":
            return ""
        sentence_by_rule = {
            "share": gettext("%(whose)s: %(percent)s%% of each payment, together at most %(pot)s."),
            "breadth": gettext("%(whose)s: more when more people pay, at most %(pot)s."),
        }[subject.match]
        fund_text = sentence_by_rule % {
            "whose": subject.pot_of,
            "percent": Counted(subject.match_percent),
            "pot": euros(subject.pot),
        }
        if subject.match == "share" and subject.match_most is not None:
            most = gettext("Of each payment at most %(most)s counts.")
            fund_text = f"{fund_text} {most % {'most': euros(subject.match_most)}}"
        return fund_text

    def answer(self, subject: Campaign, reader: Reader) -> str:
        """What is there, and until when one can add to it."""
        standing_text = f"{self.state(subject)}. {self.standing(subject)}."
        if subject.state != "open":
            return standing_text
        if subject.is_met:
            return f"{standing_text} {gettext('Everything that is needed is there.')}"
        return f"{standing_text} {gettext('It can go up to and including %(day)s.') % {'day': day(subject.ends_on)}}"

    def sections(self, subject: Campaign, reader: Reader) -> list[Section]:
        """Joining in, money, what else is asked, the rules."""
        parts = [Section("text", self.label("text"), subject.text)]
        if reader.audience is PUBLIC and is_open(subject, reader.today):
            url = reverse(f"{NAMESPACE}:pledge", args=[subject.process_id, subject.pk])
            parts.insert(
                0, Section("join", _("Join in"), links=[(gettext("Promise something"), url, "")])
            )
        money = subject.money
        facts = [
            (_("Paid by residents"), euros(money.received)),
            (_("Added by the fund"), euros(subject.added if money.raised else 0)),
            (_("Promised, not paid yet"), euros(money.promised)),
            (_("Paid out to the plan"), euros(money.paid_out)),
            (_("Given back"), euros(money.given_back)),
        ]
        columns: Columns = {
            _("What"): lambda row: row[0].title,
            _("Kind"): lambda row: str(row[0].get_kind_display()),
            _("Asked"): lambda row: row[1].wanted,
            _("Sure"): lambda row: row[1].offered,
            _("Still lacks"): lambda row: row[1].lacks,
            _("Hours of each"): lambda row: row[0].hours,
        }
        numbers = (_("Asked"), _("Sure"), _("Still lacks"), _("Hours of each"))
        empty = _("Nothing but money is asked.")
        table = table_of(
            "needs", _("Hands, room, material"), subject.asked, columns, numbers, empty=empty
        )
        parts += [
            Section("money", _("The money"), facts=facts),
            Section("needs", _("Hands, room, material"), table=table),
            *([Section("result", self.label("result"), subject.result)] if subject.result else []),
            Section("rules", _("Rules"), facts=self.facts_of(subject)),
        ]
        if pledges.handled_by(reader):
            parts.append(self._pledges(subject, reader))
        return parts

    def _pledges(self, campaign: Campaign, reader: Reader) -> Section:
        columns: Columns = {
            _("Pledge"): lambda row: pledges.link(row, reader),
            _("Amount"): lambda row: euros(row.amount),
            _("Date"): "promised_on",
            _("State"): lambda row: self.labels.state("pledge", row.state),
        }
        rows = Pledge.objects.filter(campaign=campaign).select_related("need").order_by("-pk")
        table = table_of("pledges", _("Pledges"), rows[:_NEWEST], columns, empty=pledges.empty)
        number = sum(row.times for row in campaign.pledged)
        links = []
        if number > _NEWEST:
            every = Counted(number)
            label = ngettext("All %(n)s pledge", "All %(n)s pledges", every) % {"n": every}
            links = [(label, f"{pledges.list_url(reader)}?campaign={campaign.pk}", "")]
        return Section("pledges", _("Pledges"), table=table, links=links)


class PledgeResource(ProcessPart):
    """What somebody promised; only who handles it sees it."""

    model = Pledge
    machine = "pledge"
    name, plural, title = "pledge", "pledges", _("Pledges")
    missing, empty = _("There is no such pledge."), _("Nobody promised anything yet.")
    some = ngettext_lazy("One pledge.", "%(n)s pledges.", "n")
    none = _("Nobody promised anything yet.")
    audiences = (WORKING,)
    select_related = ("process", "campaign", "need")
    columns = ("heading", "campaign", "money", "state", "promised_on")
    facts = ("campaign", "money", "need", "number", "promised_on", "reference")
    steps = {
        "confirm": Step(services.confirm),
        "finish": Step(services.finish),
        "reverse": Step(services.reverse),
        "withdraw": Step(services.withdraw),
    }
    elsewhere = {
        "promise": "residents do it without account: below",
        "lapse": "it follows from the end of a campaign",
        "pay_out": "it follows from paying out a campaign",
        "give_back": "it follows from giving back a campaign’s money",
    }
    left_out = {"receipt": "it is a secret of who promised it"}

    def list_links(self, reader: Reader) -> list[tuple[Any, str]]:
        """To who may confirm them: out of a bank statement."""
        if not reader.may("participation.pay", reader.parent):
            return []
        url = reverse(f"{NAMESPACE}:statement", args=[reader.parent.pk])
        return [(gettext("Take in a bank statement"), url)]

    def sections(self, subject: Pledge, reader: Reader) -> list[Section]:
        """The facts, and what the bank said."""
        columns: Columns = {
            _("Booked on"): "booked_on",
            _("Amount"): lambda row: euros(row.amount),
        }
        payments = list(subject.bank_payments.all())
        table = table_of("bank", _("Payments on bank statements"), payments, columns)
        bank = [Section("bank", _("Payments on bank statements"), table=table)] if payments else []
        return [*super().sections(subject, reader), *bank]

    def chosen(self, rows: QuerySet[Any], reader: Reader) -> QuerySet[Any]:
        """Those of one campaign, when the address says which."""
        campaign = number_in(reader.request, "campaign", 1, 10**9, 0)
        return rows.filter(campaign=campaign) if campaign else rows

    def listed(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """With what they are for."""
        return rows.select_related(*self.select_related)

    @admin.display(description=_("Pledge"))
    def heading(self, subject: Pledge) -> str:
        """The reference of its payment, or what it is."""
        return str(subject)

    @admin.display(description=_("Amount"))
    def money(self, subject: Pledge) -> str:
        """In euros; '' when it is something else."""
        return euros(subject.amount)


campaigns = register(CampaignResource())
pledges = register(PledgeResource())


def is_open(campaign: Campaign, today: Any) -> bool:
    """Whether one can promise something today."""
    return (
        campaign.state == "open" and campaign.process.state == "open" and today <= campaign.ends_on
    )


class PledgeForm(forms.Form):
    """What a resident promises: money, or a number of what is asked."""

    def __init__(self, campaign: Campaign, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["amount"] = CentsFormField(
            label=_("Amount in euros"),
            required=False,
            help_text=_("You pay later, by bank transfer."),
        )
        needs = campaign.needs.all()
        if needs:
            self.fields["need"] = forms.ModelChoiceField(
                needs, label=_("Or something else"), required=False, empty_label=_("No, money")
            )
            self.fields["number"] = forms.IntegerField(
                label=_("How many people or pieces"), required=False, min_value=1, max_value=1000
            )

    def clean(self) -> dict[str, Any]:
        """One of the two. Raises ValidationError for both or none."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        need, amount = cleaned.get("need"), cleaned.get("amount")
        if (need is None) == (amount is None) and not self.errors:
            raise ValidationError(
                gettext("Fill in an amount, or choose something else: one of the two.")
            )
        cleaned["number"] = (cleaned.get("number") or 1) if need else None
        return cleaned


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def pledge(request: HttpRequest, process: int, number: int) -> HttpResponse:
    """A resident promises something without account, and gets a receipt and, for money, a reference.

    404 when nothing can be promised any more.
    """
    rows = public_rows(public_process(process), Campaign).select_related("process")
    campaign = get_object_or_404(rows, pk=number)
    if not is_open(campaign, timezone.localdate()):
        raise Http404(gettext("Nothing can be promised here any more."))
    form = PledgeForm(campaign, request.POST or None)
    title = gettext("Promise something")
    context = {**frame(campaign.process, "campaigns", title), "title": title, "form": form}
    context["intro"] = campaign.title
    if request.method == "POST" and form.is_valid() and not takes_no_more(request, form):
        promise = {name: form.cleaned_data.get(name) for name in ("amount", "need", "number")}
        try:
            promised, receipt = services.pledge(campaign, timezone.now(), **promise)
        except TransitionNotAllowed as refusal:
            form.add_error(None, ReaderLabels(STEPS).refusal(refusal.why))
        else:
            context.update(
                pledge=promised,
                receipt=receipt,
                mail_form=mail_form(receipt),
                amount=euros(promised.amount),
                last=day(campaign.ends_on),
            )
            return render(request, "participation/pledged.html", context)
    return render(
        request, "participation/propose.html", context, status=400 if form.errors else 200
    )


def pledge_line(promised: Pledge) -> str:
    """What was promised, in words."""
    if promised.amount is not None:
        return gettext("%(amount)s for %(campaign)s") % {
            "amount": euros(promised.amount),
            "campaign": promised.campaign,
        }
    return f"{promised.need}: {Counted(promised.number or 1)}"
