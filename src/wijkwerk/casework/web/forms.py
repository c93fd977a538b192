"""The forms of what one can do with a household. Each knows who looks and at what."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wijkwerk.casework import models as m
from wijkwerk.casework.models.base import in_force
from wijkwerk.casework.policies import Looking, circle, consents, households
from wijkwerk.casework.services.campaigns import campaigns
from wijkwerk.casework.web import choices
from wijkwerk.casework.web.common import names, with_names
from wijkwerk.ui.fields import LineFormField, ParagraphsFormField


class CaseForm(forms.Form):
    """A form about a household; subclasses fill its choices in ``prepare``."""

    def __init__(self, looking: Looking, household: Any, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.looking, self.household = looking, household
        self.prepare()

    def prepare(self) -> None:
        """Fill in what can be chosen."""


class NothingForm(CaseForm):
    """A button alone."""


class PersonForm(CaseForm):
    """Somebody who belongs to the household."""

    name = LineFormField(label=_("Name"), max_length=120)
    born_on = choices.BornField(label=_("Born on"), required=False)
    contact = LineFormField(label=_("Telephone or e-mail"), max_length=200, required=False)
    relation = forms.ChoiceField(label=_("Is"), choices=m.Relation.choices)


class OpenForm(CaseForm):
    """A new household."""

    worker = forms.ModelChoiceField(
        label=_("You work for"), queryset=m.Worker.objects.none(), empty_label=None
    )
    name = LineFormField(label=_("Name of the first person"), max_length=120)
    born_on = choices.BornField(label=_("Born on"), required=False)
    contact = LineFormField(label=_("Telephone or e-mail"), max_length=200, required=False)
    address = LineFormField(label=_("Address"), max_length=200)
    door = forms.ChoiceField(
        label=_("How did it come to you?"),
        choices=[
            choice
            for choice in m.Episode.Door.choices
            if choice[0] not in (m.Episode.Door.RELAPSE, m.Episode.Door.SPLIT)
        ],
    )
    campaign = forms.ModelChoiceField(
        label=_("In which campaign of visits?"),
        queryset=m.Campaign.objects.none(),
        required=False,
        empty_label=_("In none"),
    )
    because = LineFormField(label=_("Why does this household need you?"), max_length=300)

    def prepare(self) -> None:
        """Organisations for which somebody works, and their campaigns."""
        self.fields["campaign"].queryset = campaigns(self.looking)  # type: ignore[attr-defined]
        self.fields["worker"].queryset = choices.working(self.looking)  # type: ignore[attr-defined]


class MoveForm(CaseForm):
    """Another address."""

    text = LineFormField(label=_("New address"), max_length=200)


class OnePersonForm(CaseForm):
    """A person of the household."""

    person = choices.PersonField(label=_("Who?"), queryset=m.Person.objects.none())

    def prepare(self) -> None:
        """Who belongs to it now."""
        self.fields["person"].queryset = choices.persons(self.looking, self.household)  # type: ignore[attr-defined]


class SplitForm(CaseForm):
    """Who go on by themselves."""

    persons = choices.PersonsField(label=_("Who go?"), queryset=m.Person.objects.none())
    address = LineFormField(label=_("Their address"), max_length=200)

    def prepare(self) -> None:
        """Who belongs to it now."""
        self.fields["persons"].queryset = choices.persons(self.looking, self.household)  # type: ignore[attr-defined]


class HouseholdField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A household, by who belongs to it."""

    def label_from_instance(self, obj: Any) -> str:
        """Who belongs to it now, as far as somebody may see their names."""
        return names(obj.people)


class MergeForm(CaseForm):
    """Which household goes on in this one."""

    other = HouseholdField(
        label=_("Which household goes on in this one?"), queryset=m.Household.objects.none()
    )

    def prepare(self) -> None:
        """Others that somebody directs."""
        workers = [worker.pk for worker in self.looking.workers]
        rows = m.Direction.objects.filter(in_force(self.looking.now), worker__in=workers)
        field: Any = self.fields["other"]
        own = households(self.looking).filter(closed_at=None, pk__in=rows.values("household"))
        field.queryset = with_names(self.looking, own.exclude(pk=self.household.pk))


class JoinForm(CaseForm):
    """Somebody who joins the circle."""

    worker = forms.ModelChoiceField(
        label=_("Who joins?"),
        help_text=_("Colleagues, and who is in the circle already."),
        queryset=m.Worker.objects.none(),
        required=False,
        empty_label=_("Somebody of another organisation"),
    )
    organisation = forms.ModelChoiceField(
        label=_("Of which organisation?"), queryset=m.Organisation.objects.all(), required=False
    )
    email = forms.EmailField(
        label=_("Their e-mail address at work"),
        help_text=_("Ask them: workers of other organisations aren’t listed."),
        required=False,
    )
    purpose = forms.ChoiceField(label=_("What for?"), choices=choices.PURPOSES)
    because = LineFormField(
        label=_("Why is this needed?"), help_text=_("The household reads this."), max_length=300
    )
    last_day = choices.last_day()

    def prepare(self) -> None:
        """Colleagues, and who is in the circle already."""
        own = [worker.organisation_id for worker in self.looking.workers]
        near = circle(self.household, self.looking.now).values("worker")
        self.fields["worker"].queryset = choices.workers().filter(  # type: ignore[attr-defined]
            Q(organisation__in=own) | Q(pk__in=near)
        )

    def clean(self) -> dict[str, Any]:
        """The worker who was chosen, or whose address and organisation were typed. Raises ValidationError."""
        facts = super().clean() or {}
        organisation, email = facts.pop("organisation", None), facts.pop("email", "")
        if facts.get("worker") is None and "worker" not in self.errors:
            facts["worker"] = (
                choices.workers()
                .filter(organisation=organisation, user__email__iexact=email)
                .first()
            )
            if facts["worker"] is None:
                raise forms.ValidationError(
                    _(
                        "Choose a colleague, or type the address and the organisation of who works there."
                    )
                )
        return facts


class MembershipForm(CaseForm):
    """A place in the circle."""

    membership = forms.ModelChoiceField(
        label=_("Who leaves?"), queryset=m.Membership.objects.none()
    )

    def prepare(self) -> None:
        """Who is in it now."""
        field: Any = self.fields["membership"]
        field.queryset = circle(self.household, self.looking.now)
        field.label_from_instance = lambda row: f"{row.worker}: {row.get_purpose_display()}"


class ReceiverForm(MembershipForm):
    """For whom a file is made."""

    def prepare(self) -> None:
        """Others of the circle."""
        super().prepare()
        field: Any = self.fields["membership"]
        field.label = _("For whom?")
        field.queryset = field.queryset.exclude(
            worker__in=[worker.pk for worker in self.looking.workers]
        )


class DeputyForm(CaseForm):
    """Who stands in, and when."""

    worker = forms.ModelChoiceField(label=_("Who stands in?"), queryset=m.Worker.objects.none())
    first_day = forms.DateField(label=_("From"), widget=choices.DATE)
    last_day = forms.DateField(label=_("Until and with"), widget=choices.DATE)

    def prepare(self) -> None:
        """Who is in the circle."""
        self.fields["worker"].queryset = _in_circle(self.looking, self.household)  # type: ignore[attr-defined]


class HandoverForm(CaseForm):
    """Who is asked to take over, and why."""

    worker = forms.ModelChoiceField(label=_("Whom do you ask?"), queryset=m.Worker.objects.none())
    because = LineFormField(label=_("Why do you hand it over?"), max_length=300)

    def prepare(self) -> None:
        """Who is in the circle."""
        self.fields["worker"].queryset = _in_circle(self.looking, self.household)  # type: ignore[attr-defined]


def _in_circle(looking: Looking, household: m.Household) -> Any:
    rows = household.memberships.filter(in_force(looking.now), purpose=m.Purpose.PLAN)
    return (
        choices.workers()
        .filter(pk__in=rows.values("worker"))
        .exclude(pk__in=[worker.pk for worker in looking.workers])
    )


class AnswerForm(CaseForm):
    """Whether somebody takes over."""

    accepted = forms.TypedChoiceField(
        label=_("Do you take over?"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        widget=forms.RadioSelect,
        coerce=lambda value: value == "yes",
    )
    answer = LineFormField(label=_("Your answer to who asked"), max_length=300)


class ConsentForm(forms.ModelForm):  # type: ignore[type-arg]
    """What a person agreed to."""

    last_day = choices.last_day()

    def __init__(self, looking: Looking, household: m.Household, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["person"] = choices.PersonField(
            label=_("Of whom?"), queryset=choices.persons(looking, household)
        )
        self.order_fields(["person"])

    class Meta:
        """Fields of the model."""

        model = m.Consent
        fields = ("domain", "organisation", "purpose", "signed_by", "wording")


class WithdrawForm(CaseForm):
    """Which consent is taken back."""

    consent = forms.ModelChoiceField(label=_("Which consent?"), queryset=m.Consent.objects.none())

    def prepare(self) -> None:
        """Those in force, also of who left."""
        field: Any = self.fields["consent"]
        field.queryset = consents(self.looking, self.household)
        field.label_from_instance = consent_line


def consent_line(consent: m.Consent) -> str:
    """A consent in a line."""
    domain, purpose = consent.get_domain_display(), consent.get_purpose_display()
    return f"{consent.person.name}: {domain}, {consent.organisation}, {purpose}"


class DomainForm(forms.ModelForm):  # type: ignore[type-arg]
    """Which life domain opens, and why."""

    def __init__(self, looking: Looking, household: m.Household, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)

    class Meta:
        """Fields of the model."""

        model = m.OpenDomain
        fields = ("domain", "because")


class GlassForm(forms.Form):
    """Whose file is opened in an emergency, and why."""

    worker = forms.ModelChoiceField(
        label=_("You work for"), queryset=m.Worker.objects.none(), empty_label=None
    )
    name = LineFormField(label=_("Full name of somebody in the household"), max_length=120)
    born_on = choices.BornField(label=_("Born on"))
    because = ParagraphsFormField(
        label=_("What is the emergency?"),
        help_text=_("The director and the household read this."),
        max_length=1_000,
    )

    def __init__(self, looking: Looking, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["worker"].queryset = choices.working(looking)  # type: ignore[attr-defined]


class ReviewForm(forms.ModelForm):  # type: ignore[type-arg]
    """What somebody else thinks of an emergency."""

    class Meta:
        """Fields of the model."""

        model = m.Emergency
        fields = ("verdict", "review")

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        for field in self.fields.values():
            field.required = True


class AssignForm(forms.Form):
    """Who directs a household that nobody directs."""

    worker = forms.ModelChoiceField(label=_("Who directs?"), queryset=m.Worker.objects.none())
    because = LineFormField(
        label=_("Why this worker?"), help_text=_("The household reads this."), max_length=300
    )

    def __init__(self, organisation: m.Organisation, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["worker"].queryset = choices.workers().filter(organisation=organisation)  # type: ignore[attr-defined]


class CodeForm(forms.Form):
    """The code that a household got, and which consents its holder takes back."""

    code = forms.CharField(
        label=_("Code"),
        help_text=_("You got it on paper: four groups of four letters and numbers."),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )
    withdraw = forms.IntegerField(required=False, widget=forms.HiddenInput)
    download = forms.ChoiceField(
        required=False, choices=[("pdf", "PDF"), ("json", "JSON")], widget=forms.HiddenInput
    )


class SearchForm(forms.Form):
    """Part of a name. Sent in the body of the form, so that no name stands in an address."""

    name = LineFormField(label=_("Name"), max_length=120, required=False)
