"""What a municipality asks in a procedure: objections, and proposals that an area leaves the list. It stands
on the page of the procedure; its steps have pages of their own."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wijkwerk.access.api import Place
from wijkwerk.designation import services
from wijkwerk.designation.models import Delisting, Objection, Procedure
from wijkwerk.designation.policies import delistings_for, objections_for
from wijkwerk.designation.web import procedure_parts as parts
from wijkwerk.designation.web.follow_up import WORKING
from wijkwerk.designation.web.foreseen import of_delisting, of_objection
from wijkwerk.workflow.resources import Reader, Resource, Step, register


def _reasons(subject: Objection | Delisting) -> list[tuple[str, str]]:
    return [(gettext("Reasons of the municipality"), subject.reasons)]


def _reasons_and_chance(objection: Objection) -> list[tuple[str, str]]:
    area = (parts.computed_areas(objection.procedure) or {}).get(objection.area)
    chance = gettext("Chance of the status, by the figures"), parts.chance_label(area)
    return [*_reasons(objection), chance]


def _country(_subject: Any) -> Place:
    return Place()


class InProcedure(Resource):
    """What a municipality asks in a procedure: it stands on the page of that, its steps have their own."""

    workflow = services.STEPS
    namespace = "designation"
    audiences = (WORKING,)
    pages = frozenset()
    hides_impossible = True

    def root(self, subject: Any, reader: Reader) -> Procedure:
        """Its procedure."""
        root: Procedure = subject.procedure
        return root

    def back(self, action: str, subject: Any, reader: Reader) -> tuple[str, Any]:
        """The procedure."""
        return self.after(action, subject, reader), parts.title_of(
            subject.procedure, subject.procedure.year
        )

    def after(self, action: str, subject: Any, reader: Reader) -> str:
        """The page of the procedure."""
        return reverse("designation:work-procedure", args=[subject.procedure_id])


class ObjectionResource(InProcedure):
    """What a municipality has against an area being on the list, or not on it."""

    model, machine = Objection, "objection"
    name, plural, title = "objection", "objections", _("Objections")
    select_related = ("procedure",)
    columns = ("area_name", "wish", "state", "made_on")
    steps = {
        "answer": Step(
            services.answer, said=_reasons_and_chance, sections=of_objection, place=_country
        ),
        "withdraw": Step(services.withdraw_objection, said=_reasons),
    }
    elsewhere = {"make": "it is made on the page of its procedure"}

    def queryset(self, reader: Reader) -> QuerySet[Any]:
        """Those that the account sees."""
        return objections_for(reader.user, reader.now)

    def subject_title(self, subject: Objection) -> str:
        """The area and what is wanted."""
        return f"{subject.area_name}: {subject.get_wish_display()}"


class DelistingResource(InProcedure):
    """A proposal that an area leaves a published list."""

    model, machine = Delisting, "delisting"
    name, plural, title = "delisting", "delistings", _("Areas that may leave the list")
    select_related = ("procedure", "area")
    columns = ("area__name", "state", "made_on")
    steps = {
        "decide": Step(
            services.decide_delisting, said=_reasons, sections=of_delisting, place=_country
        ),
        "withdraw": Step(services.withdraw_delisting, said=_reasons),
    }
    elsewhere = {"propose": "it is proposed on the page of its procedure"}

    def queryset(self, reader: Reader) -> QuerySet[Any]:
        """Those that the account sees."""
        return delistings_for(reader.user, reader.now)

    def subject_title(self, subject: Delisting) -> str:
        """The area."""
        return str(subject.area.name)


objections: ObjectionResource = register(ObjectionResource())
delistings: DelistingResource = register(DelistingResource())
