"""The forms of boundary conflicts and the ways out of them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wijkwerk.casework import models as m
from wijkwerk.casework.policies import rows_of
from wijkwerk.casework.services.groups import undecided
from wijkwerk.casework.services.plans import current_plan
from wijkwerk.casework.web import choices
from wijkwerk.casework.web.forms import CaseForm
from wijkwerk.casework.web.plan_forms import PieceForm
from wijkwerk.ui.fields import LineFormField
from wijkwerk.ui.reader import day


class ConflictField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A conflict, by its rule and its effect."""

    def label_from_instance(self, obj: Any) -> str:
        """Its rule and what is noticed of it."""
        return f"{obj.law}: {obj.effect}"


class TasksField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Tasks, in their words."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        """What will be done."""
        return str(obj.task)


def _conflicts(form: Any, *, also_solved: bool = False) -> Any:
    rows = rows_of(form.looking, m.Conflict, form.household)
    return rows if also_solved else rows.filter(solved_at=None)


class ConflictForm(PieceForm):
    """A conflict."""

    class Meta:
        """Fields of the model."""

        model = m.Conflict
        fields = (
            "kind",
            "domain",
            "person",
            "law",
            "article",
            "organisation",
            "other_law",
            "other_organisation",
            "effect",
            "cents_month",
        )


class WayOutForm(PieceForm):
    """Something that is tried with a conflict."""

    conflict = ConflictField(
        label=_("Which conflict?"), queryset=m.Conflict.objects.none(), empty_label=None
    )
    also_solved = False

    def prepare(self) -> None:
        """The conflicts that somebody sees."""
        field: Any = self.fields["conflict"]
        field.queryset = _conflicts(self, also_solved=self.also_solved)
        self.order_fields(["conflict"])


class TimeOutForm(WayOutForm):
    """What stops, and which clocks stand still."""

    tasks = TasksField(
        label=_("For which tasks does the clock stand still?"),
        queryset=m.Task.objects.none(),
        required=False,
    )

    def prepare(self) -> None:
        """The tasks of the plan that aren't done."""
        super().prepare()
        field: Any = self.fields["tasks"]
        field.queryset = rows_of(self.looking, m.Task, self.household).filter(
            plan=current_plan(self.household), done_on=None
        )

    class Meta:
        """Fields of the model."""

        model = m.TimeOut
        fields = (
            "conflict",
            "intervention",
            "organisation",
            "first_day",
            "last_day",
            "meeting",
            "meet_by",
            "tasks",
        )
        widgets = {"first_day": choices.DATE, "last_day": choices.DATE, "meet_by": choices.DATE}


class DeviationForm(WayOutForm):
    """On which ground a rule is left aside."""

    class Meta:
        """Fields of the model."""

        model = m.Deviation
        fields = ("conflict", "aim", "reasons", "decided_by", "decided_on")
        widgets = {"decided_on": choices.DATE}


class BridgingForm(WayOutForm):
    """A line of the ledger."""

    also_solved = True

    class Meta:
        """Fields of the model."""

        model = m.Bridging
        fields = ("conflict", "entry", "cents", "payer", "on")
        widgets = {"on": choices.DATE}


class ConflictChoiceForm(CaseForm):
    """A conflict that isn't solved."""

    conflict = ConflictField(
        label=_("Which conflict?"), queryset=m.Conflict.objects.none(), empty_label=None
    )

    def prepare(self) -> None:
        """Those that somebody sees."""
        field: Any = self.fields["conflict"]
        field.queryset = _conflicts(self)


class EscalateForm(ConflictChoiceForm):
    """Who is asked, and until when."""

    officer = forms.ModelChoiceField(
        label=_("Which officer is asked?"),
        help_text=_("Those of the register, with the rung on which they are asked."),
        queryset=m.Officer.objects.select_related("organisation"),
        required=False,
        empty_label=_("Somebody who isn’t in the register"),
    )
    owner = LineFormField(label=_("Who is asked, then?"), max_length=120, required=False)
    answer_by = forms.DateField(
        label=_("Until when may they answer?"),
        help_text=_("Leave it empty for ten working days."),
        required=False,
        widget=choices.DATE,
    )

    def prepare(self) -> None:
        """Officers, with their rung and until when they are certified."""
        super().prepare()
        field: Any = self.fields["officer"]
        field.label_from_instance = officer_line


def officer_line(officer: m.Officer) -> str:
    """An officer in a line."""
    return str(_("%(rung)s: %(officer)s, certified until %(day)s")) % {
        "rung": officer.get_rung_display(),
        "officer": officer,
        "day": day(officer.certified_until),
    }


class EscalationAnswerForm(ConflictChoiceForm):
    """What was answered."""

    solved = forms.TypedChoiceField(
        label=_("Is it solved?"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        widget=forms.RadioSelect,
        coerce=lambda value: value == "yes",
    )
    answer = LineFormField(label=_("What was the answer?"), max_length=300)


class SolveForm(ConflictChoiceForm):
    """How it was solved."""

    solution = LineFormField(label=_("How was it solved?"), max_length=300)


class SubmissionForm(WayOutForm):
    """What is brought to which group."""

    decide_by = forms.DateField(
        label=_("Until when may the group decide?"),
        help_text=_("Leave it empty for two weeks."),
        required=False,
        widget=choices.DATE,
    )

    class Meta:
        """Fields of the model."""

        model = m.Submission
        fields = ("conflict", "group", "question")


class SubmissionField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """What a group was asked, in its words."""

    def label_from_instance(self, obj: Any) -> str:
        """The group and the question."""
        return f"{obj.group}: {obj.question}"


class WaitingForm(CaseForm):
    """Something that waits for a group."""

    submission = SubmissionField(
        label=_("What was brought?"), queryset=m.Submission.objects.none(), empty_label=None
    )

    def prepare(self) -> None:
        """What somebody sees of it."""
        field: Any = self.fields["submission"]
        rows = rows_of(self.looking, m.Submission, self.household)
        field.queryset = rows.filter(outcome="").select_related("group")


class DecisionForm(PieceForm):
    """What a group decided."""

    submission = SubmissionField(
        label=_("What was brought?"), queryset=m.Submission.objects.none(), empty_label=None
    )

    def prepare(self) -> None:
        """What waits for the groups in which somebody sits."""
        field: Any = self.fields["submission"]
        rows = undecided(self.looking).filter(household=self.household)
        field.queryset = rows.select_related("group")
        outcome: Any = self.fields["outcome"]
        outcome.choices = [
            choice
            for choice in m.Submission.Outcome.choices
            if choice[0] != m.Submission.Outcome.WITHDRAWN
        ]
        self.fields["in_meeting"] = forms.TypedChoiceField(
            label=_("How was it decided?"),
            choices=m.DECIDED_HOW,
            widget=forms.RadioSelect,
            coerce=lambda value: value == "True",
        )
        for name in ("outcome", "decision"):
            self.fields[name].required = True
        self.order_fields(["submission"])

    class Meta:
        """Fields of the model."""

        model = m.Submission
        fields = ("outcome", "decision", "in_meeting", "dossier", "fetches", "payer")


class RuleDecisionForm(forms.ModelForm):  # type: ignore[type-arg]
    """What a group does about a rule."""

    class Meta:
        """Fields of the model."""

        model = m.RuleDecision
        fields = ("law", "article", "decision")
