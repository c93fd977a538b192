"""Small budgets of one's own: the rules and sums for everybody, what was asked for who handles it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.validators import MinValueValidator
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
from wijkwerk.participation.models import Grant, Scheme
from wijkwerk.participation.policies import LEAST_GRANTS, public_rows
from wijkwerk.participation.services import schemes as services
from wijkwerk.participation.services.common import STEPS
from wijkwerk.participation.web.ideas import clock_sentence
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
from wijkwerk.ui.fields import ParagraphsFormField
from wijkwerk.ui.money import CentsFormField
from wijkwerk.ui.reader import day
from wijkwerk.workflow.api import TransitionNotAllowed
from wijkwerk.workflow.forms import StepModelForm, VersionForm, step_form
from wijkwerk.workflow.labels import ReaderLabels
from wijkwerk.workflow.resources import Reader, Step, register
from wijkwerk.workflow.sections import Section
from wijkwerk.workflow.values import Counted

_RULES = (
    "title", "kind", "purpose", "who", "amount", "ceiling", "small", "ends_on", "unspent",
)  # fmt: skip
_PAID_FOR = ("granted", "settled")


class SchemeForm(StepModelForm):
    """The rules, which must agree with each other."""

    class Meta(StepModelForm.Meta):
        """Fields of the model."""

        model = Scheme
        fields = _RULES

    def clean(self) -> dict[str, Any]:
        """Nobody gets more than there is; what is small isn't above the ceiling."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        amount, ceiling, small = (cleaned.get(name) for name in ("amount", "ceiling", "small"))
        if amount and ceiling and ceiling > amount:
            self.add_error("ceiling", gettext("This is more than the whole budget."))
        if ceiling and small and small > ceiling:
            self.add_error("small", gettext("This is more than anybody gets."))
        return cleaned


class SchemeResource(ProcessPart):
    """Money out of which many get a little: its rules, and how much of it was given."""

    model = Scheme
    machine = "scheme"
    name, plural, title = "scheme", "schemes", _("Small budgets")
    missing, empty = _("There is no such small budget."), _("There is no small budget yet.")
    intro = _("A voucher, or a happiness budget for what makes a household happier.")
    columns = ("title", "kind", "state", "at_most", "ends_on")
    facts = ("kind", "who", "money", "at_most", "decides", "ends_on", "unspent")
    steps = {
        "prepare": Step(services.prepare, SchemeForm),
        "write": Step(services.write, SchemeForm),
        "open": Step(services.open_scheme),
        "close": Step(services.close),
        "account": Step(services.account, step_form(Scheme, "result", required=True)),
    }

    @admin.display(description=_("Budget"))
    def money(self, subject: Scheme) -> str:
        """In euros."""
        return euros(subject.amount)

    @admin.display(description=_("Each gets at most"))
    def at_most(self, subject: Scheme) -> str:
        """In euros."""
        return euros(subject.ceiling)

    @admin.display(description=_("Who decides"))
    def decides(self, subject: Scheme) -> str:
        """By the amount; never who made the plan."""
        if subject.small is None:
            return gettext("A decision-maker, never the coach.")
        return gettext(
            "Up to %(small)s an official, above it a decision-maker; never the coach."
        ) % {"small": euros(subject.small)}

    def answer(self, subject: Scheme, reader: Reader) -> str:
        """Until when one can ask, and how many got something; of few no number."""
        state = f"{self.state(subject)}."
        if subject.state == "open":
            state = gettext("You can ask up to and including %(day)s.") % {
                "day": day(subject.ends_on)
            }
        number = Counted(subject.grants.filter(state__in=_PAID_FOR).count())
        if number < LEAST_GRANTS:
            few = gettext("Fewer than %(n)s got something until now.") % {"n": LEAST_GRANTS}
            return f"{state} {few}"
        sums = ngettext(
            "%(n)s got something, together %(sum)s.",
            "%(n)s got something, together %(sum)s.",
            number,
        ) % {"n": number, "sum": euros(subject.committed)}
        return f"{state} {sums}"

    def sections(self, subject: Scheme, reader: Reader) -> list[Section]:
        """What it is for, asking it, the rules, what came of it."""
        links = []
        if reader.audience is PUBLIC and _is_open(subject, reader.today):
            url = reverse(f"{NAMESPACE}:request", args=[subject.process_id, subject.pk])
            links = [(gettext("Ask for it"), url, gettext("without an account"))]
        return [
            *([Section("ask", _("What you can do"), links=links)] if links else []),
            Section("purpose", self.label("purpose"), subject.purpose),
            Section("rules", _("Rules"), facts=self.facts_of(subject)),
            *([Section("result", self.label("result"), subject.result)] if subject.result else []),
        ]


class PayForm(VersionForm):
    """How much was paid."""

    amount = CentsFormField(label=_("Amount in euros"), validators=[MinValueValidator(1)])


class GrantResource(ProcessPart):
    """What somebody asked and got; only who handles it sees it."""

    model = Grant
    machine = "grant"
    name, plural, title = "grant", "grants", _("Asked from small budgets")
    missing, empty = _("There is no such request."), _("Nobody asked anything yet.")
    some = ngettext_lazy("One request.", "%(n)s requests.", "n")
    none = _("Nobody asked anything yet.")
    audiences = (WORKING,)
    select_related = ("process", "scheme")
    columns = ("heading", "clock", "state", "asks", "requested_on")
    facts = ("scheme", "asks", "planned", "coach", "spent", "requested_on", "decide_by")
    steps = {
        "request": Step(
            services.note,
            step_form(Grant, "scheme", "wish", "wanted"),
            choices={"scheme": lambda process: process.schemes.filter(state="open")},
        ),
        "plan": Step(services.plan, step_form(Grant, "wish", "amount", "coach", required=True)),
        "grant_small": Step(services.grant_small),
        "grant": Step(services.grant_large),
        "decline": Step(services.decline),
        "pay": Step(services.pay, PayForm),
        "settle": Step(services.settle, text=_("What was done with it")),
        "withdraw": Step(services.withdraw),
    }
    left_out = {
        "receipt": "it is a secret of who asked",
        "wish": "it is between a household and its coach",
    }

    def sections(self, subject: Grant, reader: Reader) -> list[Section]:
        """The facts; the plan for who coaches or decides, not for who pays."""
        reads = any(reader.may(f"participation.{act}", subject) for act in ("work", "decide"))
        wish = [Section("wish", _("The plan"), subject.wish)] if reads and subject.wish else []
        return [*wish, *super().sections(subject, reader)]

    def listed(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """With what they are out of."""
        return rows.select_related(*self.select_related)

    @admin.display(description=_("Request"))
    def heading(self, subject: Grant) -> str:
        """The budget, and a number."""
        return str(subject)

    @admin.display(description=_("Decision"))
    def clock(self, subject: Grant) -> str:
        """How the decision stands."""
        return clock_sentence(subject.decide_by, subject.decided_on, "")

    @admin.display(description=_("Asked"))
    def asks(self, subject: Grant) -> str:
        """In euros."""
        return euros(subject.wanted)

    @admin.display(description=_("Amount of the plan"))
    def planned(self, subject: Grant) -> str:
        """In euros."""
        return euros(subject.amount)

    @admin.display(description=_("Paid"))
    def spent(self, subject: Grant) -> str:
        """In euros."""
        return euros(subject.paid)


schemes = register(SchemeResource())
grants = register(GrantResource())


def _is_open(scheme: Scheme, today: Any) -> bool:
    return scheme.state == "open" and scheme.process.state == "open" and today <= scheme.ends_on


class RequestForm(forms.Form):
    """What a resident asks."""

    wish = ParagraphsFormField(
        label=Grant._meta.get_field("wish").verbose_name,
        help_text=Grant._meta.get_field("wish").help_text,
        max_length=2_000,
    )
    wanted = CentsFormField(
        label=Grant._meta.get_field("wanted").verbose_name, validators=[MinValueValidator(1)]
    )


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def request_grant(request: HttpRequest, process: int, number: int) -> HttpResponse:
    """A resident asks without an account, and gets a receipt. 404 when nothing can be asked any more."""
    rows = public_rows(public_process(process), Scheme).select_related("process")
    scheme = get_object_or_404(rows, pk=number)
    if not _is_open(scheme, timezone.localdate()):
        raise Http404(gettext("Nothing can be asked here any more."))
    form, title = RequestForm(request.POST or None), gettext("Ask for it")
    context = {**frame(scheme.process, "schemes", title), "title": title, "form": form}
    context["intro"] = gettext("%(title)s: at most %(most)s. You need no account.") % {
        "title": scheme.title,
        "most": euros(scheme.ceiling),
    }
    if request.method == "POST" and form.is_valid() and not takes_no_more(request, form):
        try:
            grant, receipt = services.request(scheme, timezone.now(), **form.cleaned_data)
        except TransitionNotAllowed as refusal:
            form.add_error(None, ReaderLabels(STEPS).refusal(refusal.why))
        else:
            context.update(
                receipt=receipt, answer_by=day(grant.decide_by), mail_form=mail_form(receipt)
            )
            return render(request, "participation/proposed.html", context)
    return render(
        request, "participation/propose.html", context, status=400 if form.errors else 200
    )
