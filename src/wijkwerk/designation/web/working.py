"""Where officials and municipalities work on a procedure. Every step has a page of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wijkwerk.access.api import Place, may, municipalities, needs
from wijkwerk.designation import services
from wijkwerk.designation.list_folders import AreaOnList, lists_in
from wijkwerk.designation.models import Delisting, Objection, Procedure
from wijkwerk.designation.policies import (
    WORK,
    delistings_for,
    objections_for,
    procedures_for,
    sees_all,
)
from wijkwerk.designation.procedure_rules import procedure_rules
from wijkwerk.designation.web import procedure_labels as words
from wijkwerk.designation.web.forms import AreaForm, OpenForm, StartForm
from wijkwerk.designation.web.procedure import chance_label, unsure_label, whole
from wijkwerk.designation.web.procedure_labels import LABELS
from wijkwerk.shared import deadlines
from wijkwerk.shared.problems import InputError
from wijkwerk.ui.reader import day, language
from wijkwerk.workflow.api import StepCommand, Transition, possible
from wijkwerk.workflow.forms import OutcomeForm, ReasonForm, VersionForm
from wijkwerk.workflow.pages import GET_AND_POST, Make, StepPage, history, refuse_unless, step_page


@needs(WORK)
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """The procedures that this account works on."""
    user, now = request.user, timezone.now()
    rows = [
        [
            {
                "text": words.title_of(procedure),
                "url": reverse("procedure:work-detail", args=[procedure.pk]),
            },
            LABELS.state("procedure", procedure.state),
            day(procedure.objections_until),
            objections_for(user, procedure, now).filter(state="made").count(),
        ]
        for procedure in procedures_for(user, now)
    ]
    table = {
        "id": "procedures",
        "caption": _("Procedures"),
        "rows": rows,
        "empty": _("There is no procedure yet."),
        "columns": [
            {"label": _("List")},
            {"label": _("State")},
            {"label": _("Last day for objections")},
            {"label": _("Objections without an answer"), "number": True},
        ],
    }
    return render(
        request,
        "designation/procedure/work.html",
        {
            "account": user,
            "table": table,
            "may_start": may(user, "procedure.draft", Place(""), now),
        },
    )


@needs(WORK)
@require_safe
def detail(request: HttpRequest, number: int) -> HttpResponse:
    """One procedure with what this account may see of it, and may do now."""
    user, now = request.user, timezone.now()
    procedure = _procedure(request, number)
    objections = list(objections_for(user, procedure, now))
    delistings = list(delistings_for(user, procedure, now))
    context = whole(procedure, objections, delistings, _computed(procedure))
    for objection, subject in zip(context["objections"], objections, strict=True):
        objection["actions"] = _actions(user, "objection", procedure, subject, now)
    for delisting, proposal in zip(context["delistings"], delistings, strict=True):
        delisting["actions"] = _actions(user, "delisting", procedure, proposal, now)
    steps = procedure.steps.all()
    if not sees_all(user, now):
        shown = {("objection", objection.pk) for objection in objections}
        shown |= {("delisting", delisting.pk) for delisting in delistings}
        steps = [
            step_row
            for step_row in steps
            if step_row.machine == "procedure" or (step_row.machine, step_row.object_id) in shown
        ]  # type: ignore[assignment]
    return render(
        request,
        "designation/procedure/work_detail.html",
        {
            **context,
            "account": user,
            "history": history(steps, LABELS, context["place"]),
            "actions": _actions(user, "procedure", procedure, procedure, now),
        },
    )


@needs("procedure.draft")
@GET_AND_POST
def start(request: HttpRequest) -> HttpResponse:
    """Start a procedure about a year of a list."""
    tongue = language()
    choices = [
        (
            f"{listed.id}:{year}",
            f"{listed.title_en if tongue == 'en' else listed.title_nl}, {year} ({listed.id})",
        )
        for listed in lists_in(settings.LISTS)
        for year in reversed(listed.years)
    ]
    form = StartForm(choices, request.POST or None)

    def make(form: forms.Form, command: StepCommand) -> Procedure:
        name, _colon, year = form.cleaned_data["list"].rpartition(":")
        audience = form.cleaned_data["audience"]
        return services.start(command, settings.LISTS, name, int(year), audience)

    return _page(request, form, make, "procedure", "start", None, empty=not choices)


@needs(WORK)
@GET_AND_POST
def step(request: HttpRequest, number: int, action: str) -> HttpResponse:
    """A step of a procedure, or the first one of an objection or a proposal in it."""
    procedure = _procedure(request, number)
    machine = {"object": "objection", "propose": "delisting"}.get(action, "procedure")
    action = {"object": "make"}.get(action, action)
    form: forms.Form
    begin = {"version": procedure.version}
    sent = request.POST or None
    make: Make
    if (machine, action) == ("procedure", "open"):
        first, _last = services.first_and_last_end(deadlines.today(timezone.now()))
        form = OpenForm(sent, initial={**begin, "until": first})

        def make(form: forms.Form, command: StepCommand) -> Any:
            return services.open_for_objections(command, procedure, form.cleaned_data["until"])
    elif (machine, action) in (("procedure", "decide"), ("procedure", "withdraw")):
        form = ReasonForm(sent, initial=begin)
        do = services.decide if action == "decide" else services.withdraw

        def make(form: forms.Form, command: StepCommand) -> Any:
            return do(command, procedure)
    elif (machine, action) == ("procedure", "publish"):
        form = VersionForm(sent, initial=begin)

        def make(form: forms.Form, command: StepCommand) -> Any:
            return services.publish(command, procedure)
    elif machine == "objection":
        form = AreaForm(_areas_to_object(request, procedure), sent, initial=begin)

        def make(form: forms.Form, command: StepCommand) -> Any:
            wish, _colon, code = form.cleaned_data["area"].partition(":")
            return services.object_to(command, procedure, settings.LISTS, code, wish)
    elif machine == "delisting":
        own = municipalities(request.user, "delisting.propose", timezone.now())
        areas = {
            str(area.pk): area
            for area in procedure.areas.filter(municipality__in=own, decided=True, delisted_on=None)
        }
        form = AreaForm([(key, area.name) for key, area in areas.items()], sent, initial=begin)

        def make(form: forms.Form, command: StepCommand) -> Any:
            return services.propose_delisting(command, areas[form.cleaned_data["area"]])
    else:
        raise Http404
    subject = procedure if machine == "procedure" else None
    unsure = unsure_label(_computed(procedure)) if action == "decide" else []
    notes = [(_("How sure the list is"), " ".join(unsure))]
    return _page(request, form, make, machine, action, procedure, subject, said=notes)


@needs(WORK)
@GET_AND_POST
def objection_step(request: HttpRequest, number: int, action: str) -> HttpResponse:
    """Answer an objection, or take it back."""
    objection = Objection.objects.select_related("procedure").filter(pk=number).first()
    procedure = _procedure(request, objection.procedure_id if objection else 0)
    now = timezone.now()
    if (
        objection is None
        or not objections_for(request.user, procedure, now).filter(pk=number).exists()
    ):
        raise Http404
    about = f"{objection.area_name}: {words.wish_label(objection.wish)}"
    return _thing_step(
        request,
        objection,
        action,
        "objection",
        procedure,
        about,
        {"answer": services.answer, "withdraw": services.withdraw_objection},
    )


@needs(WORK)
@GET_AND_POST
def delisting_step(request: HttpRequest, number: int, action: str) -> HttpResponse:
    """Decide about a proposal, or take it back."""
    delisting = Delisting.objects.select_related("procedure", "area").filter(pk=number).first()
    procedure = _procedure(request, delisting.procedure_id if delisting else 0)
    now = timezone.now()
    if (
        delisting is None
        or not delistings_for(request.user, procedure, now).filter(pk=number).exists()
    ):
        raise Http404
    return _thing_step(
        request,
        delisting,
        action,
        "delisting",
        procedure,
        delisting.area.name,
        {"decide": services.decide_delisting, "withdraw": services.withdraw_delisting},
    )


def _computed(procedure: Procedure) -> dict[str, AreaOnList] | None:
    """The areas of the list as its files have them; None when those can't be read now."""
    try:
        return {area.code: area for area in services.areas_as_computed(settings.LISTS, procedure)}
    except (InputError, OSError):
        return None


def _thing_step(
    request: HttpRequest,
    subject: Any,
    action: str,
    machine: str,
    procedure: Procedure,
    about: str,
    does: dict[str, Callable[[StepCommand, Any], Any]],
) -> HttpResponse:
    transition = procedure_rules().machines.get(machine, action)
    if transition is None or action not in does:
        raise Http404
    begin, sent = {"version": subject.version}, request.POST or None
    form: forms.Form
    if transition.outcomes:
        choices = [(outcome, LABELS.outcome(machine, outcome)) for outcome in transition.outcomes]
        form = OutcomeForm(choices, sent, initial=begin)
    else:
        form = VersionForm(sent, initial=begin)

    def make(form: forms.Form, command: StepCommand) -> Any:
        return does[action](command, subject)

    notes = [(_("Reasons of the municipality"), subject.reasons)]
    if machine == "objection" and action == "answer":
        computed = (_computed(procedure) or {}).get(subject.area)
        notes.append((_("Chance of the status, by the figures"), chance_label(computed)))
    return _page(request, form, make, machine, action, procedure, subject, about=about, said=notes)


def _page(
    request: HttpRequest,
    form: forms.Form,
    make: Make,
    machine: str,
    action: str,
    procedure: Procedure | None,
    subject: Any = None,
    *,
    about: str = "",
    said: Sequence[tuple[str, str]] = (),
    empty: bool = False,
) -> HttpResponse:
    """The page of a step."""
    transition = refuse_unless(request, procedure_rules().machines.get(machine, action))
    if procedure is None:
        back, back_label = reverse("procedure:work"), _("Procedures")
    else:
        back, back_label = (
            reverse("procedure:work-detail", args=[procedure.pk]),
            words.title_of(procedure),
        )
    return step_page(
        request,
        StepPage(
            title=LABELS.action(machine, action),
            form=form,
            make=make,
            why_not=LABELS.refusal,
            done=_address_of,
            back=back,
            back_label=back_label,
            about=about,
            explanation=LABELS.explanation(machine, action),
            closed=_closed(request, transition, procedure, subject)
            if procedure is not None
            else "",
            unreadable=_("The files of this list can’t be read now."),
            said=tuple(part for part in said if part[1]),
            empty=(_("There are no lists yet."), _("Make one first, with: wijkwerk designate."))
            if empty
            else None,
        ),
    )


def _address_of(outcome: Any) -> str:
    number = outcome.pk if isinstance(outcome, Procedure) else outcome.procedure_id
    return reverse("procedure:work-detail", args=[number])


def _closed(request: HttpRequest, step: Transition, procedure: Procedure, subject: Any) -> str:
    """Why a step can't be made now whatever one fills in; '' when it can."""
    state = "" if subject is None else subject.state
    can = services.STEPS.can(step, state, procedure, subject, request.user, timezone.now())
    return "" if can else LABELS.refusal(can.why_not)


def _procedure(request: HttpRequest, number: int) -> Procedure:
    procedure = procedures_for(request.user, timezone.now()).filter(pk=number).first()
    if procedure is None:
        raise Http404
    return procedure


def _actions(
    user: Any, machine: str, procedure: Procedure, subject: Any, now: Any
) -> list[dict[str, str]]:
    """What this account can do now: with a thing that is there, or newly in a procedure."""
    conditions = services.conditions(procedure, subject, user, now)
    shown = []
    for transition in procedure_rules().machines.transitions:
        fresh = transition.source == ("",)
        if transition.action == "start" or (
            transition.machine != machine and not (machine == "procedure" and fresh)
        ):
            continue
        if fresh and machine != "procedure":
            continue
        about = None if fresh else Place("") if machine == "procedure" else subject
        if transition.permission in ("objection.answer", "delisting.decide"):
            about = Place("")
        if not may(user, transition.permission, about, now):
            continue
        if not possible(transition, "" if fresh else subject.state, conditions):
            continue
        shown.append(
            {
                "label": LABELS.action(transition.machine, transition.action),
                "url": _address(transition.machine, transition.action, procedure, subject),
            }
        )
    return shown


def _address(machine: str, action: str, procedure: Procedure, subject: Any) -> str:
    if action in ("make", "propose"):
        return reverse(
            "procedure:step", args=[procedure.pk, {"make": "object"}.get(action, action)]
        )
    if machine == "procedure":
        return reverse("procedure:step", args=[procedure.pk, action])
    return reverse(f"procedure:{machine}-step", args=[subject.pk, action])


def _areas_to_object(request: HttpRequest, procedure: Procedure) -> list[Any]:
    """Areas of the own municipalities, those on the list first; with what one wants of each."""
    own = municipalities(request.user, "objection.make", timezone.now())
    taken = set(procedure.objections.exclude(state="withdrawn").values_list("area", flat=True))
    try:
        areas = [
            area
            for area in services.own_areas(settings.LISTS, procedure, own)
            if area.code not in taken
        ]
    except InputError:
        areas = []
    on = [
        (
            f"off:{area.code}",
            f"{area.name} ({area.label_nl if language() == 'nl' else area.label_en})",
        )
        for area in areas
        if area.status
    ]
    off = [(f"on:{area.code}", area.name) for area in areas if not area.status]
    groups = [(_("On the list: it should not be"), on), (_("Not on the list: it should be"), off)]
    return [group for group in groups if group[1]]
