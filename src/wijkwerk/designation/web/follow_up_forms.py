"""What is filled in about what follows from a decision. Only areas for which it can be chosen."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wijkwerk.access.api import municipalities
from wijkwerk.designation import follow_up
from wijkwerk.designation.core.follow_up import allowed_measures, has_plan
from wijkwerk.designation.core.measures import FOUR_METHODS
from wijkwerk.designation.list_folders import Consequences
from wijkwerk.designation.models import AreaPlan, Exemption, ListedArea, PlannedMeasure, Procedure
from wijkwerk.designation.plan_exchange import LARGEST
from wijkwerk.designation.plans_of_areas import catalogue
from wijkwerk.shared.problems import InputError
from wijkwerk.ui.reader import language
from wijkwerk.workflow.forms import (
    EVERYBODY,
    OutcomeForm,
    StepModelForm,
    VersionForm,
    day_field,
    long_text,
    step_form,
)
from wijkwerk.workflow.resources import Reader


def method_labels() -> dict[str, str]:
    """The four methods by which the share goes down."""
    labels = (
        gettext("conversion to housing for young or old people"),
        gettext("sale"),
        gettext("new building of other dwellings or business premises"),
        gettext("demolition"),
    )
    return dict(zip(FOUR_METHODS, labels, strict=True))


def has_duty(area: ListedArea, consequences: Consequences, kind: str) -> bool:
    """Whether a plan can be made for an area, or it has a duty of another kind."""
    if kind == "plan":
        status = follow_up.status_of(area, consequences)
        return has_plan(catalogue(), consequences.scheme, status)
    return follow_up.duty_of(area, consequences, kind) is not None


def consequences_for(reader: Reader, procedure: Procedure) -> Consequences | None:
    """What follows from a decision, looked up once for a request, since a page asks it for its table and
    for each step; None while nothing was published or the list can't be read."""
    if procedure.published_on is None:
        return None
    by_procedure = reader.request.__dict__.setdefault("_wijkwerk_consequences", {})
    if procedure.pk not in by_procedure:
        try:
            by_procedure[procedure.pk] = follow_up.following(
                settings.LISTS, procedure, reader.today
            )
        except (InputError, OSError):
            by_procedure[procedure.pk] = None
    answer: Consequences | None = by_procedure[procedure.pk]
    return answer


def areas_with(
    reader: Reader, procedure: Procedure, kind: str, action: str = ""
) -> list[ListedArea]:
    """Areas on the list with a duty of a ``kind``: those of municipalities for which the reader may do
    ``action``, or all; none while the list can't be read or nothing was published."""
    consequences = consequences_for(reader, procedure)
    if consequences is None:
        return []
    own = municipalities(reader.user, action, reader.now) if action else None
    return [
        area
        for area in follow_up.on_list(procedure)
        if (own is None or area.municipality in own) and has_duty(area, consequences, kind)
    ]


class OfAreaForm(VersionForm):
    """About which area. ``kind`` of duty, and ``action`` for municipalities alone."""

    kind, action = "", ""
    area = forms.ChoiceField(label=_("Area"))
    field_order = ("area",)

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        areas: Any = self.fields["area"]
        rows = areas_with(self.reader, self.subject, self.kind, self.action)
        areas.choices = [(str(area.pk), area.name) for area in rows]

    def arguments(self) -> dict[str, Any]:
        """The area itself."""
        area = ListedArea.objects.get(pk=self.cleaned_data["area"])
        return {**super().arguments(), "area": area}


class PlanFields(StepModelForm):
    """A plan: its name and end, the housing part, and the fund's questions when money is asked."""

    methods = forms.MultipleChoiceField(
        label=_("By which methods the share goes down"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta(StepModelForm.Meta):
        """What a plan says itself; its measures are rows."""

        model = AreaPlan
        fields = ("title", "ends_on", "share_percent", "share_year", "asks_fund")

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        methods: Any = self.fields["methods"]
        methods.choices = list(method_labels().items())
        methods.initial = self.instance.methods
        for code, question in catalogue().structural:
            answer = long_text(question.in_(language()), required=False, rows=3)
            answer.initial = self.instance.structural.get(code, "")
            self.fields[f"structural_{code}"] = answer
        self.order_fields(
            ["area", "title", "ends_on", "share_percent", "share_year", "methods", "asks_fund"]
        )

    def arguments(self) -> dict[str, Any]:
        """With the answers together."""
        filled = super().arguments()
        answers = {
            code: filled.pop(f"structural_{code}", "") for code, _text in catalogue().structural
        }
        return {**filled, "structural": {code: text for code, text in answers.items() if text}}


class MakePlanForm(OfAreaForm, PlanFields):
    """A plan for an area of the own municipality."""

    kind, action = "plan", "area_plan.make"


class MeasureForm(StepModelForm):
    """A measure that the status of the area allows, and what is needed to follow it."""

    measure = forms.ChoiceField(label=_("Measure"))

    class Meta(StepModelForm.Meta):
        """Everything but when it was done."""

        model = PlannedMeasure
        fields = ("measure", "owner", "deadline", "money", "evidence", "reason")

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        measures, tongue = catalogue(), language()
        allowed = allowed_measures(measures, self.subject.status)
        choices: Any = self.fields["measure"]
        choices.choices = [
            (
                cluster.name.in_(tongue),
                [
                    (measure.code, measure.name.in_(tongue))
                    for measure in allowed
                    if measure.cluster == cluster.code
                ],
            )
            for cluster in measures.clusters
        ]


class PlanFileForm(VersionForm):
    """A plan as ``wijkwerk plan check`` reads it."""

    file = forms.FileField(
        label=_("The plan, as TOML"),
        help_text=_("At most 200 kilobytes. The page of a plan has one to begin with."),
        widget=forms.ClearableFileInput(attrs={"accept": ".toml"}),
    )

    def arguments(self) -> dict[str, Any]:
        """Its bytes, and no more than can be taken in."""
        return {"data": self.cleaned_data["file"].read(LARGEST + 1)}


DONE = step_form(PlannedMeasure, "done_on", required=True)


class ExemptionForm(OfAreaForm, StepModelForm):
    """Which share an area may keep, and why."""

    kind, action = "obligation", "exemption.ask"
    text = long_text(_("Reasons"), EVERYBODY)

    class Meta(StepModelForm.Meta):
        """The share that is asked for."""

        model = Exemption
        fields = ("asked_percent",)


class GrantForm(OutcomeForm):
    """Granted, a part of it, or refused."""

    granted_percent = forms.FloatField(
        label=_("Share that was granted (%)"),
        help_text=_("Only when a part of it is granted."),
        required=False,
        localize=True,
        min_value=0,
        max_value=100,
    )

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.order_fields(["outcome", "granted_percent", "text"])


class AnnounceForm(OfAreaForm):
    """Which area, what isn't met, and until when the municipality can respond."""

    kind = "sanction"
    text = long_text(_("Which obligation isn’t met, and what the sanction is"), EVERYBODY)
    respond_by = day_field(_("Last day to respond"))
