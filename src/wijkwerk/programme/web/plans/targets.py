"""Targets as the bureau works on them: added, put right before signing, counted, proposed about."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wijkwerk.access.api import needs
from wijkwerk.programme.core.shares import Standing
from wijkwerk.programme.models import Organisation, Programme, Target
from wijkwerk.programme.policies import WORK
from wijkwerk.programme.selectors.targets import target_statuses, whole
from wijkwerk.programme.services import board
from wijkwerk.programme.services import targets as does
from wijkwerk.programme.services.paths import newest_of
from wijkwerk.programme.web import target_labels as words
from wijkwerk.programme.web.acting import actions, can_begin, steps_with, told_steps
from wijkwerk.programme.web.frame import frame, worked_on
from wijkwerk.programme.web.labels import LABELS
from wijkwerk.programme.web.plans.acting import act
from wijkwerk.programme.web.plans.people import going_on
from wijkwerk.programme.web.plans.target_forms import CountForm, TargetForm, WishForm
from wijkwerk.programme.web.public.drawing import Drawing
from wijkwerk.programme.web.public.target_events import counts_of, events_of, wish_label
from wijkwerk.programme.web.public.targets import figure, stand_of, targets_table, told_of
from wijkwerk.shared import deadlines
from wijkwerk.ui.lists import SHOWN, more, paged, row_of
from wijkwerk.ui.query import choice_in
from wijkwerk.ui.reader import day
from wijkwerk.workflow.api import StepCommand
from wijkwerk.workflow.pages import GET_AND_POST


@needs(WORK)
@require_safe
def targets(request: HttpRequest, slug: str) -> HttpResponse:
    """Every target of a programme, or those with one standing."""
    programme, now = worked_on(request, slug), timezone.now()
    today = deadlines.today(now)
    found = whole(programme, today)
    allowed = ("", *(one.value for one in Standing))
    standing = choice_in(request, "standing", allowed, "")
    rows = programme.targets.filter(state="active").select_related(
        "programme", "goal__pillar", "owner"
    )
    if standing:
        rows = rows.filter(pk__in=[pk for pk, one in found.standings.items() if one == standing])
    here, pager = paged(request, rows)
    return render(
        request,
        "programme/plans/targets.html",
        {
            **frame(programme, "work-targets", work=True),
            "account": request.user,
            "answer": words.whole_sentence(found),
            "pager": pager,
            "table": targets_table(
                programme, target_statuses(here, today), "programme:work-target"
            ),
            "standings": [{"value": "", "label": _("All"), "selected": not standing}]
            + [
                {
                    "value": one.value,
                    "label": words.standing_label(one),
                    "selected": one == standing,
                }
                for one in Standing
            ],
            "dropped": list(programme.targets.filter(state="dropped")[:SHOWN]),
            "dropped_more": more(programme.targets.filter(state="dropped").count()),
            "add": reverse("programme:target-add", args=[slug])
            if can_begin(request.user, programme, "target", "add", now)
            else "",
        },
    )


@needs(WORK)
@require_safe
def target(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One target with the bureau's note, what can be done now, and who did what."""
    programme, now = worked_on(request, slug), timezone.now()
    status = stand_of(programme, number)
    thing = status.target
    can = actions(
        request.user,
        programme,
        thing,
        ("measure", "correct"),
        lambda action: reverse("programme:target-step", args=[slug, number, action]),
        now,
    )
    waiting = thing.proposals.filter(state="made").first()
    if (
        thing.state == "active"
        and waiting is None
        and can_begin(request.user, programme, "proposal", "make", now)
    ):
        can.append(
            {
                "label": LABELS.action("proposal", "make"),
                "url": reverse("programme:target-step", args=[slug, number, "propose"]),
            }
        )
    public = programme.state != "draft"
    return render(
        request,
        "programme/plans/target.html",
        {
            **frame(programme, "work-targets", crumb=thing.title, work=True),
            "account": request.user,
            **told_of(status),
            "actions": can,
            "note": thing.note,
            "figure": figure(programme, status) if public else None,
            "table": Drawing(status, deadlines.today(now).isoformat()).table(),
            "events": events_of(thing),
            "counts": counts_of(thing),
            "waiting": wish_label(thing, waiting) if waiting else "",
            "waiting_reasons": waiting.reasons if waiting else "",
            "board_url": reverse("programme:work-board", args=[slug]),
            "history": told_steps(steps_with(thing)),
            "public_url": reverse("programme:target", args=[slug, number]) if public else "",
        },
    )


@needs(WORK)
@GET_AND_POST
def add(request: HttpRequest, slug: str) -> HttpResponse:
    """A new target."""
    programme = worked_on(request, slug)
    goals = _goals(programme)
    form = TargetForm(goals, going_on(), request.POST or None, initial={"version": 0})

    def do(form: forms.Form, command: StepCommand) -> Any:
        goal = programme.goals.select_related("programme").get(pk=form.cleaned_data["goal"])
        return does.add(command, goal, _figure(form), form.promise())  # type: ignore[attr-defined]

    return act(
        request,
        programme,
        "target",
        "add",
        form,
        do,
        reverse("programme:work-targets", args=[slug]),
        empty=None if goals else (_("There is no goal yet."), _("First add a goal.")),
    )


@needs(WORK)
@GET_AND_POST
def step(request: HttpRequest, slug: str, number: int, action: str) -> HttpResponse:
    """Count a target, put it right, or propose to change or drop it."""
    programme = worked_on(request, slug)
    thing = row_of(programme.targets.select_related("programme", "goal"), number)
    begin, sent = {"version": thing.version}, request.POST or None
    form: forms.Form
    machine, name = "target", action
    about: Target | None = thing
    if action == "measure":
        counts = {
            str(measurement.pk): measurement
            for measurement in thing.measurements.filter(corrections=None).order_by("-on")[:50]
        }
        form = CountForm(
            [
                (key, f"{words.amount(count.value, thing)}, {day(count.on)}")
                for key, count in counts.items()
            ],
            sent,
            initial={**begin, "on": deadlines.today(timezone.now())},
        )

        def do(form: forms.Form, command: StepCommand) -> Any:
            said = form.cleaned_data
            return does.measure(
                command,
                thing,
                said["on"],
                said["value"],
                said["error"],
                said["evidence"],
                counts.get(said["corrects"]),
            )
    elif action == "correct":
        goals = [(str(thing.goal_id), thing.goal.name)]
        form = TargetForm(goals, going_on(), sent, initial={**begin, **_held(thing)})

        def do(form: forms.Form, command: StepCommand) -> Any:
            return does.correct(command, thing, _figure(form), form.promise())  # type: ignore[attr-defined]
    elif action == "propose":
        machine, name, about = "proposal", "make", None
        form = WishForm(sent, initial=begin)

        def do(form: forms.Form, command: StepCommand) -> Any:
            return board.propose(command, thing, form.wish())  # type: ignore[attr-defined]
    else:
        raise Http404
    return act(
        request,
        programme,
        machine,
        name,
        form,
        do,
        reverse("programme:work-target", args=[slug, number]),
        back_label=thing.title,
        thing=about,
        about=thing.title,
    )


def _goals(programme: Programme) -> list[tuple[str, str]]:
    rows = programme.goals.select_related("pillar")
    return [(str(row.pk), f"{row.pillar.name}: {row.name}") for row in rows]


def _figure(form: forms.Form) -> does.Figure:
    said = form.cleaned_data
    owner = Organisation.objects.filter(slug=said["owner"]).first() if said["owner"] else None
    return does.Figure(
        said["title"],
        said["source"],
        said["scale"],
        said["unit"],
        said["edition"].strip(),
        said["indicator"].strip(),
        said["area"].strip(),
        owner,
        said["note"],
    )


def _held(target: Target) -> dict[str, Any]:
    """A target as it stands, to put it right."""
    path = newest_of(target.paths.prefetch_related("milestones"))
    held: dict[str, Any] = {
        name: getattr(target, name)
        for name in ("title", "source", "scale", "unit", "indicator", "area", "edition", "note")
    }
    held |= {"goal": str(target.goal_id), "owner": target.owner.slug if target.owner else ""}
    if path is not None:
        held |= {
            name: getattr(path, name)
            for name in (
                "baseline",
                "baseline_on",
                "baseline_error",
                "value",
                "reference",
                "reference_goal",
                "due_on",
            )
        }
        held["milestones"] = "\n".join(
            f"{milestone.on.isoformat()} {milestone.value:g}" for milestone in path.milestones.all()
        )
    return held
