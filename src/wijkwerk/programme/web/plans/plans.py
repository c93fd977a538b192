"""Plans: written, offered, signed exactly as they stand, and locked."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wijkwerk.access.api import held_for, needs
from wijkwerk.programme.models import Organisation, Plan, Programme, Signatory
from wijkwerk.programme.policies import WORK
from wijkwerk.programme.services import plans as does
from wijkwerk.programme.services.common import newest_text
from wijkwerk.programme.web.acting import actions, can_begin, steps_with, told_steps
from wijkwerk.programme.web.commitments.show import programme_label
from wijkwerk.programme.web.frame import frame, worked_on
from wijkwerk.programme.web.labels import LABELS
from wijkwerk.programme.web.plans.acting import act
from wijkwerk.programme.web.plans.forms import PlanForm, SignForm, TextForm
from wijkwerk.programme.web.plans.people import going_on
from wijkwerk.programme.web.public.decisions import plan_told
from wijkwerk.shared import deadlines
from wijkwerk.shared.sentences import by_count
from wijkwerk.ui.lists import row_of
from wijkwerk.ui.reader import day
from wijkwerk.workflow.api import ChangedMeanwhileError, StepCommand
from wijkwerk.workflow.forms import ReasonForm, VersionForm
from wijkwerk.workflow.pages import GET_AND_POST


@needs(WORK)
@require_safe
def plans(request: HttpRequest, slug: str) -> HttpResponse:
    """The plans of a programme, with how far signing is."""
    programme, now = worked_on(request, slug), timezone.now()
    rows = list(programme.plans.prefetch_related("signatories"))
    table = {
        "id": "plans",
        "caption": _("Plans"),
        "empty": _("There is no plan yet."),
        "columns": [
            {"label": _("Plan")},
            {"label": _("Years")},
            {"label": _("State")},
            {"label": _("Who has to sign"), "number": True},
            {"label": _("Locked on")},
        ],
        "rows": [
            [
                {"text": row.title, "url": _address(row)},
                f"{row.first_year}-{row.last_year}",
                LABELS.state("plan", row.state),
                len(row.signatories.all()),
                day(row.locked_on),
            ]
            for row in rows
        ],
    }
    locked = sum(row.state == "locked" for row in rows)
    return render(
        request,
        "programme/plans/plans.html",
        {
            **frame(programme, "work-plans", work=True),
            "account": request.user,
            "table": table,
            "answer": by_count(
                locked,
                len(rows),
                none=_("No plan has been signed and adopted yet."),
                one=_("1 of the %(all)s plans has been signed and adopted."),
                some=_("%(locked)s of the %(all)s plans have been signed and adopted."),
                every=_("All %(all)s plans have been signed and adopted."),
                only=_("The only plan has been signed and adopted."),
            )
            % {"locked": locked, "all": len(rows)}
            if rows
            else _("There is no plan yet."),
            "make": reverse("programme:plan-make", args=[slug])
            if can_begin(request.user, programme, "plan", "make", now)
            else "",
        },
    )


@needs(WORK)
@require_safe
def plan(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One plan: its newest text, who signed that and who didn't yet, and what happened."""
    programme, now = worked_on(request, slug), timezone.now()
    found = _found(programme, number)
    text = newest_text(found)
    signed = set(text.signatures.values_list("organisation", flat=True)) if text else set()
    asked = found.signatories.select_related("organisation")
    return render(
        request,
        "programme/plans/plan.html",
        {
            **frame(programme, "work-plans", crumb=found.title, work=True),
            "account": request.user,
            **plan_told(found, text),
            "state": LABELS.state("plan", found.state),
            "waiting": [
                one.organisation.name for one in asked if one.organisation_id not in signed
            ],
            "actions": actions(
                request.user,
                programme,
                found,
                ("write", "offer", "take_back", "lock"),
                lambda action: reverse("programme:plan-step", args=[slug, number, action]),
                now,
            ),
            "history": told_steps(steps_with(found)),
            "sign_url": reverse("programme:plan-sign", args=[slug, number])
            if found.state == "offered"
            else "",
        },
    )


@needs(WORK)
@GET_AND_POST
def make(request: HttpRequest, slug: str) -> HttpResponse:
    """A new plan."""
    programme = worked_on(request, slug)
    year = deadlines.today(timezone.now()).year
    form = PlanForm(
        request.POST or None, initial={"version": 0, "first_year": year, "last_year": year + 3}
    )

    def do(form: forms.Form, command: StepCommand) -> Any:
        said = form.cleaned_data
        return does.make(command, programme, said["title"], said["first_year"], said["last_year"])

    return act(
        request, programme, "plan", "make", form, do, reverse("programme:work-plans", args=[slug])
    )


@needs(WORK)
@GET_AND_POST
def step(request: HttpRequest, slug: str, number: int, action: str) -> HttpResponse:
    """Write, offer, take back or lock a plan."""
    programme = worked_on(request, slug)
    found = _found(programme, number)
    begin, sent = {"version": found.version}, request.POST or None
    form: forms.Form
    if action == "write":
        text = newest_text(found)
        held = [
            signatory.organisation.slug
            for signatory in found.signatories.select_related("organisation")
        ]
        form = TextForm(
            going_on(),
            sent,
            initial={**begin, "words": text.text if text else "", "signatories": held},
        )

        def do(form: forms.Form, command: StepCommand) -> Any:
            said = form.cleaned_data
            asked = Organisation.objects.filter(slug__in=said["signatories"])
            return does.write(command, found, said["words"], asked)
    elif action in ("offer", "take_back", "lock"):
        form = (ReasonForm if action == "take_back" else VersionForm)(sent, initial=begin)
        verb = {"offer": does.offer, "take_back": does.take_back, "lock": does.lock}[action]

        def do(form: forms.Form, command: StepCommand) -> Any:
            return verb(command, found)
    else:
        raise Http404
    return act(
        request,
        programme,
        "plan",
        action,
        form,
        do,
        _address(found),
        back_label=found.title,
        thing=found,
        about=found.title,
    )


@needs("plan.sign")
@GET_AND_POST
def sign(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Read a plan and sign it for one's own organisation; there for who is asked to sign alone."""
    now = timezone.now()
    own = held_for(request.user, "plan.sign", "organisation", now)
    asked = Signatory.objects.filter(
        plan=number, plan__programme__slug=slug, organisation__slug__in=own
    ).select_related("plan__programme", "organisation")
    mine = {one.organisation.slug: one.organisation for one in asked}
    if not mine or asked[0].plan.state == "draft":
        raise Http404
    found: Plan = asked[0].plan
    text = newest_text(found)
    form = SignForm(
        [(key, one.name) for key, one in mine.items()],
        request.POST or None,
        initial={"version": found.version, "text_number": text.number if text else 0},
    )

    def do(form: forms.Form, command: StepCommand) -> Any:
        if text is None or text.number != form.cleaned_data["text_number"]:
            raise ChangedMeanwhileError
        return does.sign(command, text, mine[form.cleaned_data["choice"]])

    return act(
        request,
        found.programme,
        "plan",
        "sign",
        form,
        do,
        reverse("programme:work-all"),
        back_label=_("My programmes"),
        thing=found,
        about=f"{programme_label(found.programme)}: {found.title}",
        done=reverse("programme:plan-sign", args=[slug, number]),
        template="programme/plans/sign.html",
        more={**plan_told(found, text), "programme": found.programme},
    )


def _found(programme: Programme, number: int) -> Plan:
    return row_of(programme.plans.select_related("programme"), number)


def _address(plan: Plan) -> str:
    return reverse("programme:work-plan", args=[plan.programme.slug, plan.pk])
