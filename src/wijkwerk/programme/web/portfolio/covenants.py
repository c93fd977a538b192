"""Covenants: who is bound by which sentence until when; for everybody, and where they are written."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from wijkwerk.access.api import may, needs, public
from wijkwerk.programme.models import Covenant, Organisation, Programme
from wijkwerk.programme.policies import PUBLIC_COVENANTS, WORK, public_rows
from wijkwerk.programme.services import covenants as does
from wijkwerk.programme.web.acting import can_begin, steps_with
from wijkwerk.programme.web.frame import public_programme, worked_on
from wijkwerk.programme.web.labels import day
from wijkwerk.programme.web.lists import SHOWN as MOST_SHOWN
from wijkwerk.programme.web.lists import more, paged, row_of
from wijkwerk.programme.web.portfolio import forms as filled
from wijkwerk.programme.web.portfolio import labels, steps
from wijkwerk.programme.web.portfolio.pages import public_page, work_page
from wijkwerk.shared import deadlines
from wijkwerk.workflow.api import StepCommand
from wijkwerk.workflow.forms import ReasonForm, VersionForm
from wijkwerk.workflow.pages import GET_AND_POST, Make


@public
@require_safe
def overview(request: HttpRequest, slug: str) -> HttpResponse:
    """Who is bound by what, and by which covenant."""
    programme = public_programme(slug)
    told = _list(request, programme, public_rows(programme, Covenant), "covenant")
    return public_page(request, programme, "covenants", told, crumb=_("Covenants"))


@needs(WORK)
@require_safe
def working(request: HttpRequest, slug: str) -> HttpResponse:
    """The same, with drafts."""
    programme = worked_on(request, slug)
    return work_page(request, programme, "covenants", {
        **_list(request, programme, programme.covenants.all(), "work-covenant"),
        "actions": steps.beginning(request, programme, "covenant", "make", "covenant-make"),
    }, crumb=_("Covenants"))  # fmt: skip


def _list(
    request: HttpRequest, programme: Programme, found: Any, address: str
) -> dict[str, Any]:  # fmt: skip
    today = deadlines.today(timezone.now())
    lasting = Q(ends_on=None) | Q(ends_on__gte=today)
    bound = (
        programme.obligations.filter(covenant__state="in_force")
        .filter(Q(until=None) | Q(until__gte=today))
        .filter(Q(covenant__ends_on=None) | Q(covenant__ends_on__gte=today))
        .select_related("covenant", "organisation")
        .order_by("organisation__name", "covenant", "id")
    )
    here, pager = paged(request, bound)
    number = found.filter(lasting, state="in_force").count()
    return {
        "first": (ngettext("One covenant is in force.", "%(n)s covenants are in force.", number)
                  % {"n": labels.count(number)}) if number else _("No covenant is in force."),
        "bound": {
            "id": "bound", "caption": _("Who is bound by what, now"),
            "empty": _("Nobody is bound by a covenant now."),
            "columns": [{"label": _("Who")}, {"label": _("By which sentence")},
                        {"label": _("Until")}, {"label": _("Covenant")}],
            "rows": [
                [one.organisation.name, one.sentence, day(one.until or one.covenant.ends_on),
                 {"text": one.covenant.title,
                  "url": reverse(f"programme:{address}", args=[programme.slug, one.covenant_id])}]
                for one in here
            ],
        },
        "pager": pager,
        "table": {
            "id": "covenants", "caption": _("All covenants"),
            "empty": _("There is no covenant yet."),
            "columns": [{"label": _("Covenant")}, {"label": _("Version"), "number": True},
                        {"label": _("State")}, {"label": _("From")}, {"label": _("Until")}],
            "rows": [
                [{"text": one.title,
                  "url": reverse(f"programme:{address}", args=[programme.slug, one.pk])},
                 one.number, labels.covenant_label(one, today), day(one.begins_on),
                 day(one.ends_on)]
                for one in found[:MOST_SHOWN]
            ],
            "note": more(found.count()),
        },
    }  # fmt: skip


@public
@require_safe
def covenant(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One covenant: parties, text, sentences that bind, versions, history."""
    programme = public_programme(slug)
    one = row_of(public_rows(programme, Covenant), number, _("There is no such covenant."))
    return public_page(
        request, programme, "covenant", _whole(one, "covenant", PUBLIC_COVENANTS), crumb=one.title
    )


@needs(WORK)
@require_safe
def detail(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One covenant, and what this account can do now."""
    programme, now = worked_on(request, slug), timezone.now()
    one = _found(programme, number)
    able = one.state == "draft" and may(request.user, "programme.edit", programme, now)
    return work_page(request, programme, "covenant", {
        **_whole(one, "work-covenant", ()),
        "actions": _actions(request, programme, one, now), "edits": able,
    }, crumb=one.title)  # fmt: skip


def _actions(
    request: HttpRequest, programme: Programme, one: Covenant, now: datetime
) -> list[dict[str, str]]:  # fmt: skip
    found = steps.actions(request, one, ("bind", "write", "close", "end"), "covenant-step", now)
    if one.state == "in_force" and can_begin(request.user, programme, "covenant", "make", now):
        url = reverse("programme:covenant-step", args=[programme.slug, one.pk, "next"])
        found.insert(0, {"label": labels.action_label("covenant", "next"), "url": url})
    return found


def _whole(one: Covenant, address: str, states: tuple[str, ...]) -> dict[str, Any]:
    slug = one.programme.slug
    newer = one.replaced_by.order_by("-number").first()
    versions = [other for other in (one.replaces, newer)
                if other is not None and (not states or other.state in states)]  # fmt: skip
    return {
        "one": one, "state": labels.covenant_label(one, deadlines.today(timezone.now())),
        "begins": day(one.begins_on), "ends": day(one.ends_on),
        "parties": [party.name for party in one.parties.order_by("name")],
        "obligations": one.obligations.select_related("organisation"),
        "versions": [
            {"label": _("Version %(number)s") % {"number": other.number},
             "state": labels.covenant_label(other, deadlines.today(timezone.now())),
             "url": reverse(f"programme:{address}", args=[slug, other.pk])}
            for other in versions
        ],
        "history": steps.told_steps(steps_with(one)),
    }  # fmt: skip


@needs("programme.edit")
@GET_AND_POST
def make(request: HttpRequest, slug: str) -> HttpResponse:
    """Write a covenant down."""
    programme = worked_on(request, slug)
    form = filled.CovenantForm(
        steps.organisations(), request.POST or None, initial={"version": 0}
    )  # fmt: skip

    def create(form: forms.Form, command: StepCommand) -> Covenant:
        return does.make(command, programme, *_told(form))

    back = (reverse("programme:work-covenants", args=[slug]), _("Covenants"))
    return steps.page(
        request, programme, "covenant", "make", form, create, _address, back,
        explanation=_("First the text and the parties; then who is bound by which sentence."),
    )  # fmt: skip


@needs(WORK)
@GET_AND_POST
def step(request: HttpRequest, slug: str, number: int, action: str) -> HttpResponse:
    """A step with a covenant."""
    programme = worked_on(request, slug)
    one = _found(programme, number)
    sent, begin = request.POST or None, {"version": one.version}
    known = {
        "title": one.title, "text": one.text, "begins_on": one.begins_on, "ends_on": one.ends_on,
        "parties": [str(party.pk) for party in one.parties.all()],
    }  # fmt: skip
    form: forms.Form
    do: Make
    if action == "write":
        form = filled.CovenantForm(steps.organisations(), sent, initial={**known, **begin})

        def do(form: forms.Form, command: StepCommand) -> Any:
            return does.write(command, one, *_told(form))
    elif action == "next":
        form = filled.CovenantForm(steps.organisations(), sent, initial={**known, **begin})

        def do(form: forms.Form, command: StepCommand) -> Any:
            return does.make(command, programme, *_told(form), one)
    elif action == "bind":
        form = filled.BindForm(steps.organisations(one.parties.all()), sent, initial=begin)

        def do(form: forms.Form, command: StepCommand) -> Any:
            told = form.cleaned_data
            party = Organisation.objects.get(pk=int(told["organisation"]))
            return does.bind(command, one, party, told["sentence"], told["until"]).covenant
    elif action == "close":
        form = filled.CloseForm(one.replaces is not None, sent, initial=begin)

        def do(form: forms.Form, command: StepCommand) -> Any:
            return does.close(command, one)
    elif action == "end":
        form = ReasonForm(sent, initial=begin)

        def do(form: forms.Form, command: StepCommand) -> Any:
            return does.end(command, one)
    else:
        raise Http404
    fresh = action == "next"
    return steps.page(
        request, programme, "covenant", "make" if fresh else action, form, do, _address,
        (_address(one), one.title), None if fresh else one, about=one.title,
        title=labels.action_label("covenant", action),
    )  # fmt: skip


@needs(WORK)
@GET_AND_POST
def unbind(request: HttpRequest, slug: str, number: int, obligation: int) -> HttpResponse:
    """Take a sentence out of a draft."""
    programme = worked_on(request, slug)
    one = _found(programme, number)
    bound = row_of(one.obligations.select_related("covenant"), obligation)
    form = VersionForm(request.POST or None, initial={"version": one.version})

    def do(form: forms.Form, command: StepCommand) -> Any:
        return does.unbind(command, bound)

    return steps.page(
        request, programme, "covenant", "unbind", form, do, _address, (_address(one), one.title),
        one, said=((bound.organisation.name, bound.sentence),),
    )  # fmt: skip


def _told(form: forms.Form) -> tuple[dict[str, Any], list[Organisation]]:
    told = form.cleaned_data
    parties = Organisation.objects.filter(pk__in=[int(one) for one in told["parties"]])
    return {name: told[name] for name in does.FIELDS}, list(parties)


def _address(made: Covenant) -> str:
    return reverse("programme:work-covenant", args=[made.programme.slug, made.pk])


def _found(programme: Programme, number: int) -> Covenant:
    rows = programme.covenants.select_related("programme", "replaces")
    return row_of(rows, number, _("There is no such covenant."))
