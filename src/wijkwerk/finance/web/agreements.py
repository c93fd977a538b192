"""Payment by result: what was agreed and what was paid for it, and where one claims, judges, releases and pays."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from wijkwerk.access.api import held_for
from wijkwerk.finance.models import PaymentAgreement, ResultGoal, Tranche
from wijkwerk.finance.services import agreements as services
from wijkwerk.finance.services.payments import reference_of
from wijkwerk.finance.web.labels import figure
from wijkwerk.registry.config import capabilities
from wijkwerk.registry.hooks import Promise
from wijkwerk.ui.money import euros
from wijkwerk.ui.reader import day
from wijkwerk.workflow.forms import EVERYBODY, line_field, step_form
from wijkwerk.workflow.permissions import decisions_of
from wijkwerk.workflow.resources import Audience, Reader, Resource, Step, register
from wijkwerk.workflow.sections import Link, Section, table_of

PUBLIC = Audience("public", "finance", seconds=60)
WORK = Audience("work", "work/finance", services.READ, "work-", "workflow/_work.html", steps=True)
_IN_PUBLIC = Audience("public", "finance/agreements/<int:agreement>", seconds=60)
_IN_WORK = Audience(
    "work",
    "work/finance/agreements/<int:agreement>",
    services.READ,
    "work-",
    "workflow/_work.html",
    steps=True,
)
_FIELDS = ("municipality", "title", "payer", "executor", "verifier", "amount")


def _readable(request: HttpRequest, audience: Audience) -> QuerySet[PaymentAgreement]:
    """Everybody sees those that began; who works on them, those of the municipalities of the account."""
    if audience in (PUBLIC, _IN_PUBLIC):
        return services.public()
    return services.worked_on(request.user, decisions_of(request).now)


class AgreementForm(step_form(PaymentAgreement, *_FIELDS)):  # type: ignore[misc]
    """An agreement in a municipality of the account."""

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        decisions = decisions_of(self.reader.request)
        places = held_for(self.reader.user, "finance.agree", "municipality", decisions.now)
        self.fields["municipality"] = forms.ChoiceField(
            label=self.fields["municipality"].label,
            choices=[(code, code) for code in sorted(places)],
        )


def promises_of(municipality: str) -> dict[str, Promise]:
    """The targets and commitments of programmes there that everybody can read, by key."""
    return {
        promise.key: promise
        for capability in capabilities()
        for promise in capability.promises(municipality)
    }


class GoalForm(
    step_form(  # type: ignore[misc]
        ResultGoal, "title", "definition", "measure", "baseline", "baseline_on", "target", "evaluation", "outcome",
        "promise",
    )
):  # fmt: skip
    """A goal, and which promise of a programme it helps to keep."""

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        promises = promises_of(self.subject.municipality)
        self.fields["promise"] = forms.ChoiceField(
            label=self.fields["promise"].label,
            required=False,
            choices=[("", _("none")), *((each.key, each.title) for each in promises.values())],
            widget=forms.Select if promises else forms.HiddenInput,
        )


class PayForm(step_form(Tranche, "paid_on", required=True)):  # type: ignore[misc]
    """On which day a tranche was paid, and by which payment."""

    reference = line_field(_("Reference of the payment"), EVERYBODY, most=200)


class AgreementResource(Resource):
    """An agreement that is paid by result."""

    model = PaymentAgreement
    workflow = services.STEPS
    machine = "agreement"
    namespace = "finance"
    name, plural, title = "agreement", "agreements", _("Paid by result")
    missing, empty = _("There is no such agreement."), _("There is no agreement yet.")
    some = ngettext_lazy("There is %(n)s agreement.", "There are %(n)s agreements.", "n")
    none = _("There is no agreement yet.")
    intro = _(
        "What is paid for here is a result, not an hour: money goes out when somebody outside the team accepted what"
        " was reached."
    )
    audiences = (PUBLIC, WORK)
    columns = ("heading", "executor", "state", "agreed", "paid")
    numbers = ("agreed", "paid")
    facts = ("payer", "executor", "verifier", "agreed", "paid", "frozen_on")
    steps = {
        "draft": Step(services.draft, AgreementForm),
        "add_goal": Step(services.add_goal, GoalForm),
        "add_tranche": Step(
            services.add_tranche,
            step_form(Tranche, "goal", "title", "asks", "amount", "due_on"),
            begins=("tranche", "add"),
            choices={"goal": lambda agreement: agreement.goals.all()},
            empty=lambda _reader, agreement: (
                None
                if agreement.goals.exists()
                else (
                    gettext("There is no goal yet"),
                    gettext("Write down a goal first: a tranche is paid for one."),
                )
            ),
        ),
        "begin": Step(services.begin),
        "end": Step(services.end),
    }

    @admin.display(description=_("Agreement"))
    def heading(self, subject: PaymentAgreement) -> str:
        """What it is called."""
        return subject.title

    @admin.display(description=_("Agreed"))
    def agreed(self, subject: PaymentAgreement) -> str:
        """In euros."""
        return euros(subject.amount)

    @admin.display(description=_("Paid"))
    def paid(self, subject: PaymentAgreement) -> str:
        """In euros."""
        return euros(sum(row.amount for row in subject.tranches.all() if row.state == "paid"))

    def list_links(self, reader: Reader) -> list[Link]:
        """A bank statement, for who pays."""
        if reader.audience is PUBLIC or not reader.may("finance.pay", None):
            return []
        return [(_("Take in a bank statement"), reverse("finance:statement"))]

    def listed(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """With their tranches."""
        return rows.prefetch_related("tranches")

    def queryset(self, reader: Reader) -> QuerySet[Any]:
        """Everybody sees those that began."""
        return _readable(reader.request, reader.audience)

    def frame(self, reader: Reader, crumb: str) -> Mapping[str, Any]:
        """Where one is in the menu."""
        return {"nav_current": "agreements"}

    def answer(self, subject: PaymentAgreement, reader: Reader) -> str:
        """The state, and what was paid of what was agreed."""
        return f"{self.state(subject)}. " + gettext("%(paid)s of %(agreed)s was paid.") % {
            "paid": self.paid(subject),
            "agreed": euros(subject.amount),
        }

    def sections(self, subject: PaymentAgreement, reader: Reader) -> list[Section]:
        """Goals with their baseline, and tranches with how they stand."""
        goals: dict[Any, Any] = {
            _("Goal"): lambda row: {"text": row.title, "note": row.definition},
            _("How it is measured"): "measure",
            _("At the start"): lambda row: {
                "text": figure(row.baseline),
                "note": day(row.baseline_on),
            },
            _("To reach"): lambda row: figure(row.target),
        }
        tranches: dict[Any, Any] = {
            _("Tranche"): lambda row: {
                "text": row.title,
                "url": self._tranche_url(row, reader),
                "note": row.asks,
            },
            _("Goal"): lambda row: row.goal.title,
            _("Amount"): lambda row: euros(row.amount),
            _("To be claimed before or on"): lambda row: day(row.due_on),
            _("State"): lambda row: self.labels.state("tranche", row.state),
        }
        own_goals = subject.goals.all()
        if any(goal.promise for goal in own_goals):
            promises = promises_of(subject.municipality)
            goals[_("Helps to keep")] = lambda row: _promise(promises.get(row.promise))
        goal_table = table_of("goals-table", _("Goals"), own_goals, goals)
        rows = subject.tranches.select_related("goal")
        tranche_table = table_of("tranches-table", _("Tranches"), rows, tranches, [_("Amount")])
        return [
            Section("goals", _("Goals"), table=goal_table),
            Section("tranches", _("Tranches"), table=tranche_table),
            Section("facts", _("Facts"), facts=self.facts_of(subject)),
        ]

    def _tranche_url(self, row: Tranche, reader: Reader) -> str:
        name = "finance:tranche" if reader.audience is PUBLIC else "finance:work-tranche"
        return reverse(name, args=[row.agreement_id, row.pk])


def _promise(promise: Promise | None) -> Any:
    return "" if promise is None else {"text": promise.title, "url": promise.url}


class TrancheResource(Resource):
    """A part of the amount, from claim to payment."""

    model = Tranche
    workflow = services.STEPS
    machine = "tranche"
    namespace = "finance"
    name, plural, title = "tranche", "tranches", _("Tranches")
    missing, empty = _("There is no such tranche."), _("There is no tranche yet.")
    audiences = (_IN_PUBLIC, _IN_WORK)
    select_related = ("agreement", "goal")
    columns = ("heading", "sum", "due_on", "state")
    numbers = ("sum",)
    facts = ("goal", "sum", "due_on", "measured", "pay_by", "paid_on", "reference")
    elsewhere = {"add": "the page of the agreement does it"}
    steps = {
        "claim": Step(services.claim, step_form(Tranche, "evidence", "value", required=True)),
        "accept": Step(services.accept, text=_("What was checked, and how")),
        "refuse": Step(services.refuse),
        "release": Step(services.release),
        "pay": Step(services.pay, PayForm, today="paid_on"),
        "reverse": Step(services.reverse),
        "lapse": Step(services.lapse),
    }

    @admin.display(description=_("Tranche"))
    def heading(self, subject: Tranche) -> str:
        """What it is called."""
        return subject.title

    @admin.display(description=_("Amount"))
    def sum(self, subject: Tranche) -> str:
        """In euros."""
        return euros(subject.amount)

    @admin.display(description=_("Reference to pay by"))
    def pay_by(self, subject: Tranche) -> str:
        """So that a bank statement is read by itself; '' before it is accepted and after it was paid."""
        return reference_of(subject) if subject.state in ("verified", "payable") else ""

    @admin.display(description=_("Measured"))
    def measured(self, subject: Tranche) -> str:
        """Against the start and what was to be reached, and whether it was."""
        goal = subject.goal
        if subject.value is None:
            return ""
        text = (
            gettext("%(value)s: reached (at the start %(baseline)s, to reach %(target)s)")
            if goal.is_reached_by(subject.value)
            else gettext("%(value)s: not reached (at the start %(baseline)s, to reach %(target)s)")
        )
        return text % {
            "value": figure(subject.value),
            "baseline": figure(goal.baseline),
            "target": figure(goal.target),
        }

    def parent(self, request: HttpRequest, audience: Audience, **named: Any) -> PaymentAgreement:
        """The agreement. Raises Http404 for who may not see it."""
        agreement = _readable(request, audience).filter(pk=named["agreement"]).first()
        if agreement is None:
            raise Http404(gettext("There is no such agreement."))
        return agreement

    def parent_address(self, parent: PaymentAgreement) -> dict[str, Any]:
        """Its number."""
        return {"agreement": parent.pk}

    def queryset(self, reader: Reader) -> QuerySet[Any]:
        """Those of the agreement."""
        return Tranche.objects.filter(agreement=reader.parent)

    def frame(self, reader: Reader, crumb: str) -> Mapping[str, Any]:
        """Where one is in the menu."""
        return {"nav_current": "agreements"}

    def sections(self, subject: Tranche, reader: Reader) -> list[Section]:
        """What must be shown, what was shown, and the facts."""
        texts = [(name, getattr(subject, name)) for name in ("asks", "evidence")]
        goal = Section("definition", _("When the goal is reached"), text=subject.goal.definition)
        return [
            goal,
            *(Section(name, self.label(name), text) for name, text in texts if text),
            Section("facts", _("Facts"), facts=self.facts_of(subject)),
        ]


agreements: AgreementResource = register(AgreementResource())
tranches: TrancheResource = register(TrancheResource())
