"""Steps with a project: write it down, change it, let it begin, a turn of the loop, a decision."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wijkwerk.programme.core.portfolio import RUNS
from wijkwerk.programme.models import Project
from wijkwerk.programme.services import projects as services
from wijkwerk.programme.web.portfolio import labels
from wijkwerk.programme.web.portfolio.forms import AmountField, AreasField
from wijkwerk.programme.web.resource import ProgrammeResource
from wijkwerk.workflow.api import StepCommand
from wijkwerk.workflow.forms import EVERYBODY, StepModelForm, VersionForm, day_field, long_text
from wijkwerk.workflow.resources import Step, register


class ProjectForm(StepModelForm):
    """A project, as far as it is known. What stays empty is shown as missing."""

    areas = AreasField(label=_("Areas"), required=False, help_text=_("Codes, with commas."))
    money = AmountField(
        label=_("Money (euros)"), required=False, help_text=_("0 for a project without money.")
    )

    class Meta(StepModelForm.Meta):
        """What can be known of it."""

        model = Project
        fields = services.FIELDS

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        choices: dict[str, Any] = dict(self.fields)
        choices["goal"].queryset = self.parent.goals.all()
        choices["target"].queryset = self.parent.targets.filter(state="active")
        project = self.subject
        if project is not None and project.state in RUNS and project.stop_criteria:
            choices["stop_criteria"].disabled = True

    def arguments(self) -> dict[str, Any]:
        """The facts."""
        facts = {name: self.cleaned_data[name] for name in services.FIELDS}
        return {"facts": facts}


class AddForm(ProjectForm):
    """A project that isn't there yet, whether or not it runs."""

    runs = forms.BooleanField(
        label=_("It runs already"),
        required=False,
        help_text=_("Then it needs no beginning here. What isn’t known is shown as missing."),
    )

    def arguments(self) -> dict[str, Any]:
        """The facts, and whether it runs."""
        return {**super().arguments(), "runs": self.cleaned_data["runs"]}


class MarkForm(VersionForm):
    """A turn of the loop."""

    kind = forms.ChoiceField(label=_("What happened"), widget=forms.RadioSelect)
    on = day_field(_("On which day"))
    text = long_text(_("What, and what shows it"), EVERYBODY, rows=4)
    field_order = ("kind", "on", "text", "version")

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["kind"].choices = labels.mark_help()  # type: ignore[attr-defined]


class DecisionForm(VersionForm):
    """A decision of the board: on what it rests, and why."""

    evidence = long_text(
        _("On what the decision rests"),
        _("Which figures, reports or talks, and where to find them."),
        rows=4,
    )
    text = long_text(_("Reasons"), EVERYBODY, rows=4)
    field_order = ("due", "evidence", "text", "version")


class GoOnForm(DecisionForm):
    """A decision by which it goes on, until the next one."""

    due = day_field(_("Next decision, at the latest on"), _("Until then this one holds."))


def _decide(action: str) -> Callable[..., Project]:
    def decide(command: StepCommand, project: Project, evidence: str, due: Any = None) -> Project:
        return services.decide(command, project, action, evidence, due)

    return decide


def _agreed(project: Project) -> list[tuple[str, str]]:
    shown = (
        (_("When we agreed to stop"), project.stop_criteria),
        (_("What happens after the money"), project.after_plan),
        (_("What it adds to the goal"), project.contribution),
    )
    nothing = gettext("Nothing was recorded.")
    return [(str(heading), text or nothing) for heading, text in shown]


class ProjectResource(ProgrammeResource):
    """A project. Its lists and pages are pictures of a whole portfolio, with views of their own."""

    model = Project
    machine = "project"
    name, plural, title = "project", "projects", _("Projects")
    missing = _("There is no such project.")
    select_related = ("programme", "goal", "target", "organisation")
    columns = ("name", "code", "state", "decision_due")
    pages = frozenset({"begin", "step"})
    steps = {
        "add": Step(services.add, AddForm),
        "begin": Step(services.begin),
        "edit": Step(services.edit, ProjectForm),
        "mark": Step(services.mark, MarkForm, today="on"),
        "continue": Step(_decide("continue"), GoOnForm, said=_agreed),
        "embed": Step(_decide("embed"), DecisionForm, said=_agreed),
        "pause": Step(_decide("pause"), GoOnForm, said=_agreed),
        "stop": Step(_decide("stop"), DecisionForm, said=_agreed),
        "not_known": Step(_decide("not_known"), DecisionForm),
    }
    elsewhere = {
        "take_in": "adding one that runs already does it, and importing a list",
        "pass_on": "merging two organisations does it",
    }


projects = register(ProjectResource())
