"""The forms of a plan: goals, tasks, agreeing, notes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wijkwerk.casework import models as m
from wijkwerk.casework.policies import Looking, open_domains, rows_of
from wijkwerk.casework.services.plans import current_plan, draft_of
from wijkwerk.casework.web import choices
from wijkwerk.casework.web.forms import CaseForm
from wijkwerk.ui.reader import day


class PieceForm(forms.ModelForm):  # type: ignore[type-arg]
    """Something of a life domain that is open, about a person or the whole household."""

    def __init__(self, looking: Looking, household: m.Household, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.looking, self.household = looking, household
        if "domain" in self.fields:
            rows = list(open_domains(looking, household))
            domain: Any = self.fields["domain"]
            self.open_domains = {row.domain for row in rows}
            domain.choices = [(row.domain, row.get_domain_display()) for row in rows]
            if not rows:
                domain.help_text = _("No life domain is open that you may see: open it first.")
            self.fields["person"] = choices.AboutField(choices.persons(looking, household))
        self.prepare()

    def prepare(self) -> None:
        """Fill in what can be chosen."""


class GoalForm(PieceForm):
    """A goal."""

    class Meta:
        """Fields of the model."""

        model = m.Goal
        fields = ("goal", "domain", "person", "situation")


class PlanRowField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A goal or a task, in its words."""

    def label_from_instance(self, obj: Any) -> str:
        """Its text."""
        return str(obj.goal if isinstance(obj, m.Goal) else obj.task)


class TaskForm(PieceForm):
    """A task for a goal of the draft."""

    goal = PlanRowField(
        label=_("For which goal?"), queryset=m.Goal.objects.none(), empty_label=None
    )

    def prepare(self) -> None:
        """Goals of the draft that somebody sees, and who is in the circle."""
        goal: Any = self.fields["goal"]
        goal.queryset = rows_of(self.looking, m.Goal, self.household).filter(
            plan=draft_of(self.household)
        )
        worker: Any = self.fields["worker"]
        worker.queryset = choices.workers().filter(
            pk__in=self.household.memberships.values("worker")
        )

    class Meta:
        """Fields of the model."""

        model = m.Task
        fields = ("goal", "task", "worker", "dossier", "payer", "cents", "due_on", "waits_for")
        widgets = {"due_on": choices.DATE}


class AgreeForm(PieceForm):
    """With whom the plan was agreed."""

    def prepare(self) -> None:
        """Both are needed."""
        for field in self.fields.values():
            field.required = True

    class Meta:
        """Fields of the model."""

        model = m.Plan
        fields = ("agreed_with", "review_on")
        widgets = {"review_on": choices.DATE}


class OpenTaskForm(CaseForm):
    """A task that isn't done."""

    task = PlanRowField(label=_("Which task?"), queryset=m.Task.objects.none(), empty_label=None)

    def prepare(self) -> None:
        """Those of the plan that was agreed, which somebody sees."""
        field: Any = self.fields["task"]
        field.queryset = rows_of(self.looking, m.Task, self.household).filter(
            plan=current_plan(self.household), done_on=None
        )


class DoneForm(OpenTaskForm):
    """When a task was done."""

    done_on = forms.DateField(label=_("On which day?"), widget=choices.DATE)

    def prepare(self) -> None:
        """Today, unless somebody says otherwise."""
        super().prepare()
        self.fields["done_on"].initial = self.looking.day


class WaitForm(OpenTaskForm):
    """For whom a task waits."""

    waits_for = forms.ModelChoiceField(
        label=_("For whom does it wait?"),
        queryset=m.Organisation.objects.all(),
        required=False,
        empty_label=_("For nobody any more"),
    )


class NoteForm(PieceForm):
    """A note."""

    class Meta:
        """Fields of the model."""

        model = m.Note
        fields = ("kind", "domain", "person", "text", "personal")


class DebtRequestForm(PieceForm):
    """A request for help with debts."""

    def prepare(self) -> None:
        """Today, unless somebody says otherwise."""
        self.fields["asked_on"].initial = self.looking.day

    class Meta:
        """Fields of the model."""

        model = m.DebtRequest
        fields = ("asked_on", "is_threatened")
        widgets = {"asked_on": choices.DATE}


class RequestField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A request, by its day."""

    def label_from_instance(self, obj: Any) -> str:
        """When help was asked."""
        return day(obj.asked_on)


class FirstTalkForm(CaseForm):
    """When the first talk was."""

    request = RequestField(
        label=_("After which request?"), queryset=m.DebtRequest.objects.none(), empty_label=None
    )
    talked_on = forms.DateField(label=_("When was the first talk?"), widget=choices.DATE)

    def prepare(self) -> None:
        """Those that wait."""
        field: Any = self.fields["request"]
        field.queryset = rows_of(self.looking, m.DebtRequest, self.household).filter(talked_on=None)
        self.fields["talked_on"].initial = self.looking.day


class OutcomeForm(CaseForm):
    """How a goal ended."""

    goal = PlanRowField(label=_("Which goal?"), queryset=m.Goal.objects.none(), empty_label=None)
    outcome = forms.ChoiceField(
        label=_("How did it end for the household?"), choices=m.Outcome.choices
    )

    def prepare(self) -> None:
        """The goals of the plan that was agreed."""
        field: Any = self.fields["goal"]
        field.queryset = rows_of(self.looking, m.Goal, self.household).filter(
            plan=current_plan(self.household)
        )


class CloseForm(PieceForm):
    """How a household leaves."""

    may_ask = forms.BooleanField(
        label=_("The household agrees that you ask how it goes after 3, 6 and 12 months"),
        required=False,
    )

    def prepare(self) -> None:
        """Both are needed; merging is another thing to do."""
        leaving: Any = self.fields["exit"]
        leaving.choices = [
            choice for choice in m.Episode.Exit.choices if choice[0] != m.Episode.Exit.MERGED
        ]
        for name in ("exit", "closing"):
            self.fields[name].required = True

    class Meta:
        """Fields of the model."""

        model = m.Episode
        fields = ("exit", "closing")


class FollowUpForm(PieceForm):
    """How it goes after a closure."""

    def prepare(self) -> None:
        """What the household can answer itself, and who of it does."""
        person = choices.AboutField(choices.persons(self.looking, self.household))
        person.label = _("Who says so?")
        self.fields["person"] = person
        self.order_fields(["person"])
        answer: Any = self.fields["answer"]
        answer.required = True
        answer.choices = [
            choice
            for choice in m.FollowUp.Answer.choices
            if choice[0] != m.FollowUp.Answer.CAME_BACK
        ]

    class Meta:
        """Fields of the model."""

        model = m.FollowUp
        fields = ("answer", "remark")


class ExtentForm(PieceForm):
    """How many problems there are, as it was said before."""

    def prepare(self) -> None:
        """What was known before."""
        before = self.household.extents.filter(ends_at=None).first()
        for name in self.Meta.fields if before is not None else ():
            self.initial.setdefault(name, getattr(before, name))

    class Meta:
        """Fields of the model."""

        model = m.Extent
        fields = ("helped_since", "schemes", "is_interwoven", "passes_on")
        widgets = {"helped_since": choices.DATE}
