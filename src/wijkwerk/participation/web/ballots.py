"""The ballot as a form: the same on a page of the site and for who keys a paper one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wijkwerk.participation.core.elections import BallotKind
from wijkwerk.participation.models import Budget, PaperBallot
from wijkwerk.participation.services.voting import VotesError, check_votes
from wijkwerk.participation.web.labels import euros
from wijkwerk.workflow.forms import VersionForm


def code_field(*, required: bool = True) -> Any:
    """Where one types the code of a letter."""
    return forms.CharField(
        label=gettext_lazy("Voting code"),
        help_text=gettext_lazy(
            "It stands in your letter: four groups of four letters and numbers."
        ),
        max_length=40,
        required=required,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )


class Votes:
    """Fields to vote with, and ``votes`` after they were checked."""

    budget: Budget
    fields: dict[str, Any]
    cleaned_data: dict[str, Any]
    votes: dict[str, int]

    def add_votes(self, budget: Budget) -> None:
        """The projects of the ballot, as its kind asks."""
        self.budget, self.votes = budget, {}
        self.projects = list(budget.projects.filter(state="admitted"))
        if budget.kind == BallotKind.APPROVAL:
            self.fields["projects"] = forms.MultipleChoiceField(
                label=_("Choose at most %(n)s projects") % {"n": budget.most},
                choices=[
                    (str(project.pk), f"{project.title} ({euros(project.cost)})")
                    for project in self.projects
                ],
                widget=forms.CheckboxSelectMultiple,
                required=False,
            )
            return
        for project in self.projects:
            label = f"{project.title} ({euros(project.cost)})"
            self.fields[f"project_{project.pk}"] = self._number(label, budget)

    def _number(self, label: str, budget: Budget) -> Any:
        if budget.kind == BallotKind.POINTS:
            return forms.IntegerField(
                label=label, min_value=0, max_value=budget.most, required=False
            )
        places = [("", "–"), *((str(n), str(n)) for n in range(1, budget.most + 1))]
        return forms.TypedChoiceField(
            label=label, choices=places, coerce=int, empty_value=None, required=False
        )

    def take_votes(self) -> None:
        """Check what was chosen; raises ValidationError."""
        cleaned_data = self.cleaned_data
        if self.budget.kind == BallotKind.APPROVAL:
            votes_chosen = dict.fromkeys(cleaned_data.get("projects") or (), 1)
        else:
            named = {
                str(project.pk): cleaned_data.get(f"project_{project.pk}")
                for project in self.projects
            }
            ranks = self.budget.kind == BallotKind.RANKING
            votes_chosen = {
                code: self.budget.most + 1 - value if ranks else value
                for code, value in named.items()
                if value
            }
        try:
            self.votes = check_votes(self.budget, votes_chosen)
        except VotesError as fault:
            raise forms.ValidationError(votes_refusal(fault, self.budget)) from None


def votes_refusal(fault: VotesError, budget: Budget) -> str:
    """Why these votes can't stand on a ballot, and what one may do."""
    if fault.why == "nothing":
        return _("You chose nothing yet.")
    if fault.why == "twice":
        return _("You gave a place to two projects. Each place is for one project.")
    if fault.why == "too_many":
        return {
            BallotKind.APPROVAL.value: _("You chose more than %(n)s projects. Take some away."),
            BallotKind.POINTS.value: _("You gave more than %(n)s points. Take some away."),
        }.get(budget.kind, _("There are %(n)s places.")) % {"n": budget.most}
    return _("A project isn’t on this ballot. Open the page again.")


class BallotForm(Votes, forms.Form):
    """A ballot, with the code of a letter."""

    field_order = None

    def __init__(self, budget: Budget, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.add_votes(budget)
        self.fields["code"] = code_field()

    def clean(self) -> dict[str, Any]:
        """With ``votes``."""
        cleaned_data = super().clean() or {}
        if not self.errors:
            self.take_votes()
        return cleaned_data


class PaperForm(Votes, VersionForm):
    """A paper ballot, as one person reads it."""

    number = forms.IntegerField(label=gettext_lazy("Number on the ballot"), min_value=1)
    code = code_field(required=False)
    cause = forms.ChoiceField(
        label=gettext_lazy("Why it doesn’t count"),
        help_text=gettext_lazy("Leave this open when the ballot counts."),
        required=False,
    )

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        # What the site finds by itself (no such code, a code that was used) isn't chosen.
        code_causes = (PaperBallot.Cause.UNKNOWN_CODE, PaperBallot.Cause.USED_CODE)
        causes = [choice for choice in PaperBallot.Cause.choices if choice[0] not in code_causes]
        self.fields["cause"].choices = [("", _("It counts")), *causes]
        self.add_votes(self.subject)

    def clean(self) -> dict[str, Any]:
        """With ``votes``, unless the ballot doesn't count."""
        cleaned_data = super().clean() or {}
        if not self.errors and not cleaned_data.get("cause"):
            self.take_votes()
        return cleaned_data

    def arguments(self) -> dict[str, Any]:
        """As ``voting.key_paper`` takes them."""
        cleaned_data = self.cleaned_data
        taken = {name: cleaned_data[name] for name in ("number", "code", "cause")}
        return {**taken, "votes": self.votes}
