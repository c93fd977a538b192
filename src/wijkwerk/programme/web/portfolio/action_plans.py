"""Plans under pressure: for everybody, and where the bureau keeps them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from wijkwerk.access.api import may, needs, public
from wijkwerk.programme.models import ActionPlan, Organisation, Programme
from wijkwerk.programme.policies import WORK
from wijkwerk.programme.services import actions as does
from wijkwerk.programme.web.acting import steps_with
from wijkwerk.programme.web.frame import public_programme, worked_on
from wijkwerk.programme.web.labels import day
from wijkwerk.programme.web.lists import paged, row_of
from wijkwerk.programme.web.portfolio import forms as filled
from wijkwerk.programme.web.portfolio import labels, steps
from wijkwerk.programme.web.portfolio.pages import public_page, work_page
from wijkwerk.shared import deadlines
from wijkwerk.workflow.api import StepCommand
from wijkwerk.workflow.pages import GET_AND_POST, Make

ACTIONS = ("add_step", "add_contact", "report")


@public
@require_safe
def overview(request: HttpRequest, slug: str) -> HttpResponse:
    """The plans under pressure of a programme."""
    programme = public_programme(slug)
    return public_page(
        request,
        programme,
        "action_plans",
        _list(request, programme, "action-plan"),
        crumb=_("Action plans"),
    )


@needs(WORK)
@require_safe
def working(request: HttpRequest, slug: str) -> HttpResponse:
    """The same, with the way to make one."""
    programme = worked_on(request, slug)
    return work_page(request, programme, "action_plans", {
        **_list(request, programme, "work-action-plan"),
        "actions": steps.beginning(
            request, programme, "action_plan", "make", "action-plan-make"),
    }, crumb=_("Action plans"))  # fmt: skip


def _list(request: HttpRequest, programme: Programme, address: str) -> dict[str, Any]:
    found, pager = paged(request, programme.action_plans.prefetch_related("steps"))
    going = programme.action_plans.filter(state="going").count()
    return {
        "pager": pager,
        "first": (ngettext("One plan under pressure is going on.",
                           "%(n)s plans under pressure are going on.", going)
                  % {"n": labels.count(going)}) if going
        else _("No plan under pressure is going on."),
        "table": {
            "id": "plans", "caption": _("Action plans"),
            "empty": _("There is no action plan yet."),
            "columns": [{"label": _("Plan")}, {"label": _("State")}, {"label": _("Week 1 begins")},
                        {"label": _("Steps done")}],
            "rows": [
                [{"text": one.title,
                  "url": reverse(f"programme:{address}", args=[programme.slug, one.pk])},
                 labels.state_label("action_plan", one.state), day(one.begins_on),
                 _("%(done)s of %(all)s") % {
                     "done": sum(step.done_on is not None for step in one.steps.all()),
                     "all": len(one.steps.all())}]
                for one in found
            ],
        },
    }  # fmt: skip


@public
@require_safe
def plan(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One plan: the problem, steps in weeks, who answers for whom, what came out."""
    programme = public_programme(slug)
    one = _found(programme, number)
    return public_page(
        request, programme, "action_plan", _whole(one, timezone.now()), crumb=one.title
    )


@needs(WORK)
@require_safe
def detail(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One plan, and what this account can do now."""
    programme, now = worked_on(request, slug), timezone.now()
    one = _found(programme, number)

    able = one.state == "going" and may(request.user, "programme.edit", programme, now)
    return work_page(request, programme, "action_plan", {
        **_whole(one, now, edits=bool(able)),
        "actions": steps.actions(request, one, ACTIONS, "action-plan-step", now),
    }, crumb=one.title)  # fmt: skip


def _whole(one: ActionPlan, now: datetime, *, edits: bool = False) -> dict[str, Any]:
    today, slug = deadlines.today(now), one.programme.slug
    rows, late, done = [], 0, 0
    found = list(one.steps.select_related("organisation"))
    for step in found:
        end = does.end_of_week(one, step.week)
        over = step.done_on is None and end < today and one.state == "going"
        late, done = late + over, done + (step.done_on is not None)
        how: Any = day(step.done_on) if step.done_on else _("too late") if over else ""
        if step.done_on is None and edits:
            how = {"text": _("Say that it was done"), "note": how, "url": reverse(
                "programme:action-plan-done", args=[slug, one.pk, step.pk])}  # fmt: skip
        rows.append([
            step.title, {"text": labels.weeks_label(step.week), "note": day(end)},
            step.organisation.name if step.organisation else "", how,
        ])  # fmt: skip
    first = _("%(done)s of %(all)s steps were done.") % {"done": done, "all": len(found)}
    if late:
        first += " " + ngettext("One is too late.", "%(n)s are too late.", late) % {"n": late}
    last = max((step.week for step in found), default=0)
    return {
        "one": one, "first": first, "state": labels.state_label("action_plan", one.state),
        "begins": day(one.begins_on),
        "planned": day(does.end_of_week(one, last)) if last else "",
        "carried_out": day(does.carried_out_by(one, last)) if last else "",
        "contacts": one.contacts.select_related("organisation"),
        "table": {
            "id": "steps", "caption": _("Steps"), "rows": rows,
            "empty": _("There are no steps yet."),
            "columns": [{"label": _("Step")}, {"label": _("By the end of")},
                        {"label": _("By whom")}, {"label": _("Done on")}],
        },
        "history": steps.told_steps(steps_with(one)),
    }  # fmt: skip


@needs("programme.edit")
@GET_AND_POST
def make(request: HttpRequest, slug: str) -> HttpResponse:
    """Make a plan about a problem that can't wait."""
    programme = worked_on(request, slug)
    today = deadlines.today(timezone.now())
    form = filled.ActionPlanForm(
        request.POST or None, initial={"version": 0, "begins_on": today}
    )  # fmt: skip

    def create(form: forms.Form, command: StepCommand) -> ActionPlan:
        told = form.cleaned_data
        return does.make(command, programme, told["title"], told["problem"], told["begins_on"])

    back = (reverse("programme:work-action-plans", args=[slug]), _("Action plans"))
    return steps.page(
        request, programme, "action_plan", "make", form, create, _address, back,
        explanation=_("Some weeks of planning under pressure, then half a year of carrying out, "
                      "and a result that others can use."),
    )  # fmt: skip


@needs(WORK)
@GET_AND_POST
def step(request: HttpRequest, slug: str, number: int, action: str) -> HttpResponse:
    """A step with a plan: add one, add a contact, report the result."""
    programme = worked_on(request, slug)
    one = _found(programme, number)
    sent, begin = request.POST or None, {"version": one.version}
    form: forms.Form
    do: Make
    if action == "add_step":
        form = filled.ActionStepForm(steps.organisations(), sent, initial=begin)

        def do(form: forms.Form, command: StepCommand) -> Any:
            told = form.cleaned_data
            who = steps.organisation(told["organisation"])
            return does.add_step(command, one, told["title"], told["week"], who)
    elif action == "add_contact":
        form = filled.ContactForm(steps.organisations(), sent, initial=begin)

        def do(form: forms.Form, command: StepCommand) -> Any:
            told = form.cleaned_data
            who = Organisation.objects.get(pk=int(told["organisation"]))
            return does.add_contact(command, one, who, told["function"])
    elif action == "report":
        form = filled.ResultForm(sent, initial=begin)

        def do(form: forms.Form, command: StepCommand) -> Any:
            return does.report(command, one, form.cleaned_data["beyond"])
    else:
        raise Http404
    return steps.page(
        request, programme, "action_plan", action, form, do, lambda _made: _address(one),
        (_address(one), one.title), one, about=one.title,
    )  # fmt: skip


@needs(WORK)
@GET_AND_POST
def done(request: HttpRequest, slug: str, number: int, of: int) -> HttpResponse:
    """Say that a step was done."""
    programme = worked_on(request, slug)
    one = _found(programme, number)
    found = row_of(one.steps.select_related("plan"), of)
    begin = {"version": one.version, "on": deadlines.today(timezone.now())}
    form = filled.DoneForm(request.POST or None, initial=begin)

    def do(form: forms.Form, command: StepCommand) -> Any:
        return does.done_step(command, found, form.cleaned_data["on"])

    return steps.page(
        request, programme, "action_plan", "done_step", form, do, lambda _made: _address(one),
        (_address(one), one.title), one, about=found.title,
    )  # fmt: skip


def _address(made: ActionPlan) -> str:
    return reverse("programme:work-action-plan", args=[made.programme.slug, made.pk])


def _found(programme: Programme, number: int) -> ActionPlan:
    rows = programme.action_plans.select_related("programme")
    return row_of(rows, number, _("There is no such plan."))
