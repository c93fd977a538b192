"""The views of councils and residents, on the page of the procedure in which they are asked."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from wijkwerk.access.api import Place
from wijkwerk.designation import consulting
from wijkwerk.designation.models import Consultation, Consulted, ListedArea, Procedure
from wijkwerk.designation.policies import consultations_for
from wijkwerk.designation.web.in_procedure import InProcedure
from wijkwerk.workflow.api import StepCommand
from wijkwerk.workflow.forms import NO_NAMES, StepModelForm, VersionForm, day_field, long_text
from wijkwerk.workflow.resources import Reader, Step, register


class AskForm(VersionForm):
    """Whose view, about which areas, until when."""

    consulted = forms.ChoiceField(
        label=_("Whose view"), choices=Consulted.choices, widget=forms.RadioSelect
    )
    areas = forms.ModelMultipleChoiceField(
        label=_("Areas"), queryset=ListedArea.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    until = day_field(_("Last day to give a view"))

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        areas: Any = self.fields["areas"]
        areas.queryset = self.subject.areas.all()
        areas.label_from_instance = lambda area: area.name

    def arguments(self) -> dict[str, Any]:
        """The areas in a row."""
        return {**super().arguments(), "areas": list(self.cleaned_data["areas"])}


class GiveForm(StepModelForm):
    """What they think, and how it was asked."""

    text = long_text(_("What they think"), NO_NAMES)
    field_order = ("text", "how", "participants")

    class Meta(StepModelForm.Meta):
        """How it was asked, and of how many."""

        model = Consultation
        fields = ("how", "participants")


def ask(command: StepCommand, procedure: Procedure, **named: Any) -> list[Consultation]:
    """As the step on the page of the procedure calls it."""
    return consulting.ask_views(command, procedure, **named)


def country(_subject: Any) -> Place:
    """Who asks works for the whole country."""
    return Place()


def _view(subject: Consultation) -> list[tuple[str, str]]:
    return [(subject.get_consulted_display(), subject.reasons)]


class ConsultationResource(InProcedure):
    """What a council or residents think of an area on the list."""

    model, machine = Consultation, "consultation"
    name, plural, title = "consultation", "consultations", _("Views of councils and residents")
    select_related = ("procedure", "area")
    columns = ("area__name", "consulted", "state", "until")
    steps = {
        "give": Step(consulting.give_view, GiveForm),
        "answer": Step(consulting.answer_view, said=_view, place=country),
        "withdraw": Step(consulting.withdraw_question, place=country),
    }
    elsewhere = {"ask": "it is asked on the page of its procedure"}

    def queryset(self, reader: Reader) -> QuerySet[Any]:
        """Those that the account sees."""
        return consultations_for(reader.user, reader.now)

    def subject_title(self, subject: Consultation) -> str:
        """The area and who was asked."""
        return f"{subject.area.name}: {subject.get_consulted_display()}"


consultations: ConsultationResource = register(ConsultationResource())
