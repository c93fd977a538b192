"""Fields that choose persons, workers and organisations of a household, as people read them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms.models import ModelChoiceIterator
from django.utils.translation import gettext_lazy as _

from wijkwerk.casework import models as m
from wijkwerk.casework.policies import Looking, residents
from wijkwerk.workflow.forms import day_input


class PersonField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A person, by name."""

    def label_from_instance(self, obj: Any) -> str:
        """The name."""
        return str(obj.name)


WHOLE = "household"


class _AboutChoices(ModelChoiceIterator):  # type: ignore[type-arg]
    """The whole household, then its persons."""

    def __iter__(self) -> Iterator[Any]:
        persons = super().__iter__()
        if self.field.empty_label is not None:
            yield next(persons)
        yield (WHOLE, _("The whole household"))
        yield from persons


class AboutField(PersonField):
    """About whom something is: a person, or (None) the whole household. Where there are more persons, nothing is chosen
    beforehand: what one forgets to choose is nobody's by mistake."""

    iterator = _AboutChoices

    def __init__(self, rows: Any) -> None:
        are_more = rows.count() > 1
        super().__init__(
            label=_("About whom?"),
            queryset=rows,
            required=are_more,
            initial=None if are_more else WHOLE,
            empty_label=_("Choose about whom it is") if are_more else None,
        )

    def clean(self, value: Any) -> Any:
        """The person, None for the whole household. Raises ValidationError."""
        return None if value == WHOLE else super().clean(value)


class PersonsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Persons, by name."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        """The name."""
        return str(obj.name)


def persons(looking: Looking, household: m.Household) -> Any:
    """Who belongs to the household now, of those whose name somebody may see."""
    numbers = residents(looking, household).values("person")
    return m.Person.objects.filter(pk__in=numbers)


def working(looking: Looking) -> Any:
    """As whom somebody works."""
    numbers = [worker.pk for worker in looking.workers]
    return m.Worker.objects.filter(pk__in=numbers).select_related("organisation")


def workers() -> Any:
    """Everybody who works with households."""
    return m.Worker.objects.filter(user__is_active=True).select_related("organisation")


def shown(form: Any) -> tuple[set[str], list[m.Household]]:
    """What a form shows by what can be chosen in it: of which life domains, and which other households."""
    domains: set[str] = set(getattr(form, "open_domains", ()))
    others: list[m.Household] = []
    for field in form.fields.values():
        rows = getattr(field, "queryset", None)
        if rows is None:
            continue
        if issubclass(rows.model, m.Piece | m.Consent):
            domains.update(rows.order_by().values_list("domain", flat=True).distinct())
        elif rows.model is m.Household:
            others += rows
    return domains, others


PURPOSES = [choice for choice in m.Purpose.choices if choice[0] != m.Purpose.EMERGENCY]
DATE = day_input()


def last_day() -> forms.DateField:
    """Until when something holds; need not be filled in."""
    return forms.DateField(
        label=_("Until and with"),
        help_text=_("Leave it empty when there is no end yet."),
        required=False,
        widget=DATE,
    )


class BornField(forms.DateField):
    """A day of birth, as the sealed field keeps it."""

    widget = DATE

    def clean(self, value: Any) -> str:
        """The day as 2001-02-03, '' without one."""
        day = super().clean(value)
        return day.isoformat() if day else ""
