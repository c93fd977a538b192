"""The procedure about a list: for everybody once its decision is published, and where officials and
municipalities work on it. What a municipality asks in one stands on its page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import gettext, ngettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from wijkwerk.access.api import municipalities
from wijkwerk.designation import follow_up, services
from wijkwerk.designation.list_folders import lists_in
from wijkwerk.designation.models import ON_LIST, Delisting, ListedArea, Objection, Procedure
from wijkwerk.designation.policies import (
    consultations_for,
    delistings_for,
    objections_for,
    procedures_for,
    public_procedures,
    steps_for,
)
from wijkwerk.designation.web import consultations as views
from wijkwerk.designation.web import procedure_parts as parts
from wijkwerk.designation.web.consultations import consultations
from wijkwerk.designation.web.follow_up import PUBLIC, WORKING
from wijkwerk.designation.web.follow_up_forms import (
    AnnounceForm,
    ExemptionForm,
    MakePlanForm,
    areas_with,
)
from wijkwerk.designation.web.follow_up_table import follow_up_links, follow_up_table
from wijkwerk.designation.web.foreseen import foreseen_section
from wijkwerk.designation.web.in_procedure import delistings, objections
from wijkwerk.shared.problems import InputError
from wijkwerk.workflow.api import StepCommand
from wijkwerk.workflow.forms import NO_NAMES, StepModelForm, VersionForm, day_field, long_text
from wijkwerk.workflow.pages import history
from wijkwerk.workflow.resources import Audience, Reader, Resource, Step, register
from wijkwerk.workflow.sections import Link, Section, Table, table_of


class StartForm(StepModelForm):
    """Which list, of which year, and who may read the draft."""

    version = None  # type: ignore[assignment]  # nothing is there yet that could have changed
    list = forms.ChoiceField(label=_("List and year"))
    field_order = ("list", "audience")

    class Meta(StepModelForm.Meta):
        """What can't be changed later."""

        model = Procedure
        fields = ("audience",)

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        lists: Any = self.fields["list"]
        lists.choices = [
            (f"{listed.id}:{year}", f"{parts.title_of(listed, year)} ({listed.id})")
            for listed in lists_in(settings.LISTS)
            for year in reversed(listed.years)
        ]

    def arguments(self) -> dict[str, Any]:
        """The list and its year apart."""
        name, _colon, year = self.cleaned_data["list"].rpartition(":")
        return {"list_id": name, "year": int(year), "audience": self.cleaned_data["audience"]}


class OpenForm(VersionForm):
    """Until when municipalities may object."""

    until = day_field(_("Last day for objections"))


class AreaForm(VersionForm):
    """About which area, and why. Only areas of the own municipality can be chosen."""

    area = forms.ChoiceField(label=_("Area"))
    text = long_text(_("Reasons"), NO_NAMES)
    field_order = ("area", "text", "version")

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        areas: Any = self.fields["area"]
        areas.choices = self.areas()

    def areas(self) -> list[tuple[Any, Any]]:
        """The choices."""
        raise NotImplementedError


class ObjectForm(AreaForm):
    """An area that should not be on the list, or one that should."""

    def areas(self) -> list[tuple[Any, Any]]:
        """Those on the list first; with what one wants of each."""
        own = municipalities(self.reader.user, "objection.make", self.reader.now)
        standing = self.subject.objections.exclude(state="withdrawn")
        taken = set(standing.values_list("area", flat=True))
        try:
            areas = services.own_areas(settings.LISTS, self.subject, own)
        except InputError:
            return []
        free = [area for area in areas if area.code not in taken]
        on = [
            (f"off:{area.code}", f"{area.name} ({parts.label_of(area)})")
            for area in free
            if area.status
        ]
        off = [(f"on:{area.code}", area.name) for area in free if not area.status]
        groups = [
            (_("On the list: it should not be"), on),
            (_("Not on the list: it should be"), off),
        ]
        return [group for group in groups if group[1]]

    def arguments(self) -> dict[str, Any]:
        """The area and the wish apart."""
        wish, _colon, code = self.cleaned_data["area"].partition(":")
        return {"area": code, "wish": wish}


class ProposeForm(AreaForm):
    """An area that is on a published list."""

    def areas(self) -> list[tuple[Any, Any]]:
        """Those that didn't leave it."""
        own = municipalities(self.reader.user, "delisting.propose", self.reader.now)
        rows = self.subject.areas.filter(municipality__in=own, **ON_LIST)
        return [(str(area.pk), area.name) for area in rows]

    def arguments(self) -> dict[str, Any]:
        """The area itself."""
        return {"area": ListedArea.objects.get(pk=self.cleaned_data["area"])}


def _start(command: StepCommand, _parent: None, **named: Any) -> Procedure:
    return services.start(command, settings.LISTS, **named)


def _object(command: StepCommand, procedure: Procedure, area: str, wish: str) -> Objection:
    return services.object_to(command, procedure, settings.LISTS, area, wish)


def _propose(command: StepCommand, _procedure: Procedure, area: ListedArea) -> Delisting:
    return services.propose_delisting(command, area)


def _begins_for_area(
    service: Callable[..., Any],
    form: Any,
    begins: tuple[str, str],
    duty: str,
    action: str = "",
) -> Step:
    """A step that begins something for an area with a ``duty``: of municipalities for which one may do
    ``action``, or of the country. It is offered where there is such an area."""

    def make(command: StepCommand, _procedure: Procedure, area: ListedArea, **named: Any) -> Any:
        return service(command, area, settings.LISTS, **named)

    return Step(
        make,
        form,
        begins=begins,
        place=_anywhere,
        offered=lambda reader, procedure: bool(areas_with(reader, procedure, duty, action)),
    )


def _no_lists(reader: Reader, _subject: None) -> tuple[str, str] | None:
    if lists_in(settings.LISTS):
        return None
    return gettext("There are no lists yet."), gettext("Make one first, with: wijkwerk designate.")


def _first_end(reader: Reader, _procedure: Procedure) -> dict[str, Any]:
    return {"until": services.first_and_last_end(reader.today)[0]}


def _how_sure(procedure: Procedure) -> list[tuple[str, str]]:
    lines = parts.unsure_label(parts.computed_areas(procedure))
    return [(gettext("How sure the list is"), " ".join(lines))] if lines else []


def _anywhere(_subject: Any) -> None:
    """Of which municipality shows when the area is chosen."""


class ProcedureResource(Resource):
    """The procedure about one year of a list."""

    model, workflow, machine = Procedure, services.STEPS, "procedure"
    namespace, name, plural, title = "designation", "procedure", "procedures", _("Procedures")
    missing = _("There is no such procedure, or it isn’t published.")
    unreadable = _("The files of this list can’t be read now.")
    some = ngettext_lazy(
        "One decision about a list of areas was published.",
        "%(n)s decisions about lists of areas were published.",
        "n",
    )
    none = _("No decision about a list was published yet.")
    audiences = (PUBLIC, WORKING)
    hides_impossible = True
    page_template = "designation/procedure.html"
    columns = ("list_id", "year", "state", "objections_until")
    facts = ("started_on", "opened_on", "objections_until", "decided_on", "published_on")
    steps = {
        "start": Step(_start, StartForm, empty=_no_lists),
        "open": Step(services.open_for_objections, OpenForm, initial=_first_end),
        "withdraw": Step(services.withdraw),
        "decide": Step(services.decide, said=_how_sure, sections=foreseen_section),
        "publish": Step(services.publish),
        "consult": Step(
            views.ask, views.AskForm, begins=("consultation", "ask"), place=views.country
        ),
        "object": Step(_object, ObjectForm, begins=("objection", "make"), place=_anywhere),
        "propose": Step(_propose, ProposeForm, begins=("delisting", "propose"), place=_anywhere),
        "plan": _begins_for_area(
            follow_up.make_plan, MakePlanForm, ("plan", "make"), "plan", "area_plan.make"
        ),
        "exemption": _begins_for_area(
            follow_up.ask_exemption,
            ExemptionForm,
            ("exemption", "ask"),
            "obligation",
            "exemption.ask",
        ),
        "sanction": _begins_for_area(
            follow_up.announce_sanction, AnnounceForm, ("sanction", "announce"), "sanction"
        ),
    }

    def route(self, view: str, audience: Audience) -> str:
        """Where one works without a word of its own."""
        if audience is PUBLIC:
            return super().route(view, audience)
        return audience.path if view == "list" else f"{audience.path}/<int:number>"

    def has_page(self, page: str, audience: Audience) -> bool:
        """The history is for who works on it."""
        return super().has_page(page, audience) and not (audience is PUBLIC and page == "history")

    def queryset(self, reader: Reader) -> QuerySet[Any]:
        """Those that were published, or that the account works on."""
        if reader.audience is PUBLIC:
            return public_procedures()
        return procedures_for(reader.user, reader.now)

    def subject_title(self, subject: Procedure) -> str:
        """The title of its list with the year."""
        return parts.title_of(subject, subject.year)

    def list_title(self, reader: Reader) -> Any:
        """For everybody it is about the decisions."""
        return _("Decisions about lists") if reader.audience is PUBLIC else self.title

    def list_intro(self, reader: Reader) -> Any:
        """What a procedure is."""
        if reader.audience is not PUBLIC:
            return ""
        return _(
            "A list is computed by a rule. Municipalities can object. Then somebody decides, and says"
            " why. Here is what was decided, with every objection and its answer."
        )

    def list_answer(self, reader: Reader) -> str:
        """How many were published."""
        return super().list_answer(reader) if reader.audience is PUBLIC else ""

    def list_links(self, reader: Reader) -> list[Link]:
        """To the list of the others."""
        if reader.audience is PUBLIC:
            label = _("For officials and municipalities: to the working pages")
            rounds = (_("Rounds of nominations"), reverse("designation:rounds"))
            return [(label, reverse("designation:work-procedures")), rounds]
        return [
            (_("What everybody sees"), reverse("designation:procedures")),
            (_("Rounds of nominations"), reverse("designation:work-rounds")),
        ]

    def table(self, rows: Iterable[Any], reader: Reader) -> Table:
        """For everybody what was decided; for who works on them what waits. A row per procedure."""

        procedures = list(rows)
        counted: QuerySet[Any] = (
            ListedArea.objects.filter(**ON_LIST)
            if reader.audience is PUBLIC
            else objections_for(reader.user, reader.now).filter(state="made")
        ).filter(procedure__in=procedures)
        number_by_procedure: dict[int, int] = dict(
            counted.order_by().values_list("procedure").annotate(Count("pk", distinct=True))
        )

        def number_of(procedure: Procedure) -> int:
            return number_by_procedure.get(procedure.pk, 0)

        columns: dict[Any, Any] = {_("List"): lambda procedure: self.link(procedure, reader)}
        if reader.audience is PUBLIC:
            number = _("Areas on the list now")
            columns |= {
                _("Decided"): "decided_on",
                _("Published"): "published_on",
                number: number_of,
            }
            caption, empty = _("Published decisions about lists"), self.none
        else:
            number = _("Objections without an answer")
            days = {_("State"): self.state, _("Last day for objections"): "objections_until"}
            columns |= {**days, number: number_of}
            caption, empty = self.title, _("There is no procedure yet.")
        return table_of(self.plural, caption, procedures, columns, (number,), empty=empty)

    def answer(self, subject: Procedure, reader: Reader) -> str:
        """For everybody how many areas are on the list; for who works on it how it stands."""
        if reader.audience is not PUBLIC:
            return super().answer(subject, reader)
        on_list = subject.areas.filter(**ON_LIST).count()
        by_rule = subject.areas.filter(by_rule=True).count()
        lines = (
            ngettext("%(n)s area is on the list now.", "%(n)s areas are on the list now.", on_list)
            % {"n": on_list},
            ngettext("The rule lists %(n)s.", "The rule lists %(n)s.", by_rule) % {"n": by_rule},
        )
        return " ".join(lines)

    def links(self, subject: Procedure, reader: Reader) -> list[Link]:
        """To the page of everybody."""
        if reader.audience is PUBLIC or subject.state != "published":
            return []
        return [(_("What everybody sees"), reverse("designation:procedure", args=[subject.pk]))]

    def sections(self, subject: Procedure, reader: Reader) -> list[Section]:
        """What it would change, for who works on it; its template has the others."""
        return [] if reader.audience is PUBLIC else foreseen_section(reader, subject)

    def own_steps(self, subject: Procedure, reader: Reader) -> QuerySet[Any]:
        """Those with what was asked in it too, as far as this account sees that."""
        return steps_for(reader.user, subject, reader.now)

    def history(self, steps: Iterable[Any], subject: Any, reader: Reader) -> list[dict[str, Any]]:
        """With names of municipalities."""
        return history(steps, self.labels, parts.places_of(subject))

    def context(self, subject: Procedure | None, reader: Reader) -> Mapping[str, Any]:
        """What its template tells: days, areas, objections and proposals."""
        if subject is None:
            return {}
        if reader.audience is PUBLIC:
            objections_shown = subject.objections.exclude(state="withdrawn")
            proposed = subject.delistings.filter(state="decided").select_related("area")
            views = subject.consultations.exclude(state="withdrawn").select_related("area")
            computed = None
        else:
            objections_shown = objections_for(reader.user, reader.now).filter(procedure=subject)
            proposed = delistings_for(reader.user, reader.now).filter(procedure=subject)
            views = consultations_for(reader.user, reader.now).filter(procedure=subject)
            computed = parts.computed_areas(subject)
        page = parts.ProcedurePage(subject, computed)
        days = self.facts_of(subject)
        if subject.state != "published":
            days.insert(0, (self.label("audience"), self.value(subject, "audience")))
        return {
            "is_public": reader.audience is PUBLIC,
            "follow_up": follow_up_table(subject, reader),
            "follow_up_links": follow_up_links(reader),
            "days": days,
            **page.context(objections_shown),
            "objections": [
                {**page.objection(row), "actions": objections.actions(reader, row)}
                for row in objections_shown
            ],
            "consultations": [
                {**page.consultation(row), "actions": consultations.actions(reader, row)}
                for row in views
            ],
            "delistings": [
                {**page.delisting(row), "actions": delistings.actions(reader, row)}
                for row in proposed
            ],
        }


procedures: ProcedureResource = register(ProcedureResource())
