"""The forms of nuisance, the measures against it and protection."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wijkwerk.casework import models as m
from wijkwerk.casework.services.nuisance import running
from wijkwerk.casework.web import choices
from wijkwerk.casework.web.plan_forms import PieceForm


class NuisanceField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Nuisance, in its words."""

    def label_from_instance(self, obj: Any) -> str:
        """What happens, cut short."""
        return str(obj.what)[:80]


class NuisanceForm(PieceForm):
    """What a household does to its neighbours."""

    class Meta:
        """Fields of the model."""

        model = m.Nuisance
        fields = ("domain", "person", "what", "began_on", "violent", "victims")
        widgets = {"began_on": choices.DATE}


class OfNuisanceForm(PieceForm):
    """Something about nuisance that didn't stop."""

    nuisance = NuisanceField(
        label=_("Which nuisance?"), queryset=m.Nuisance.objects.none(), empty_label=None
    )

    def prepare(self) -> None:
        """What somebody sees of it."""
        field: Any = self.fields["nuisance"]
        field.queryset = running(self.looking, self.household)
        self.order_fields(["nuisance"])


class MeasureForm(OfNuisanceForm):
    """A step."""

    def prepare(self) -> None:
        """Today, unless somebody says otherwise."""
        super().prepare()
        self.fields["started_on"].initial = self.looking.day

    class Meta:
        """Fields of the model."""

        model = m.Measure
        fields = (
            "step", "what", "organisation", "started_on", "review_by", "legal_ground", "ends_on", "skipped_because",
        )  # fmt: skip
        widgets = dict.fromkeys(("started_on", "review_by", "ends_on"), choices.DATE)


class EffectForm(OfNuisanceForm):
    """What the last step did."""

    def prepare(self) -> None:
        """It has to be said."""
        super().prepare()
        self.fields["effect"].required = True

    class Meta:
        """Fields of the model."""

        model = m.Measure
        fields = ("effect",)


class EndNuisanceForm(OfNuisanceForm):
    """Why it is over without a step."""

    class Meta:
        """Fields of the model."""

        model = m.Nuisance
        fields = ("is_mistaken", "ended_because")


class ProtectionForm(PieceForm):
    """What protects a household."""

    class Meta:
        """Fields of the model."""

        model = m.Protection
        fields = ("domain", "person", "text", "review_on")
        widgets = {"review_on": choices.DATE}


class EndProtectionForm(PieceForm):
    """Why it needs no protection any more."""

    class Meta:
        """Fields of the model."""

        model = m.Protection
        fields = ("has_moved",)
