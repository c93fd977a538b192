"""What programmes hand to other stages of the loop, and what they took up: only what everybody may see."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from wijkwerk.programme.core.portfolio import RUNS
from wijkwerk.programme.core.shares import Standing
from wijkwerk.programme.core.steps import TARGET_LADDER
from wijkwerk.programme.models import Programme, Project, Step
from wijkwerk.programme.policies import public_programmes, public_rows
from wijkwerk.programme.selectors.targets import TargetStatus, target_totals
from wijkwerk.programme.web.labels import LABELS
from wijkwerk.registry.loop import HandedOver, Link, LoopPart, TakenUp
from wijkwerk.shared import deadlines

AHEAD = timedelta(days=180)  # an evaluation that is still to be asked for takes half a year
_BEHIND = (Standing.OFF_COURSE, Standing.NOT_REACHED)
_DECISIONS = ("continue", "embed", "pause", "stop")


def loop(today: date) -> LoopPart:
    """Targets that are behind, with the last thing that was done about each; projects whose decision comes
    within half a year; decisions that were taken; and which areas and figures a programme is for."""
    handed_over: list[HandedOver] = []
    taken_up: list[TakenUp] = []
    for programme in public_programmes():
        active = target_totals(programme, today).active
        behind = [status for status in active if status.standing in _BEHIND]
        handed_over += [_behind(status) for status in behind]
        taken_up += _climbed(behind)
        handed_over += _to_decide(programme, today)
        taken_up += _decided(programme)
        if (
            programme.state == "running"
        ):  # what has ended does nothing for an area that is on a list now
            taken_up += _covered(programme, active)
    return LoopPart(
        (Link.TARGET, Link.PROJECT),
        (Link.WARNING, Link.LISTED, Link.TARGET, Link.VERDICT),
        tuple(handed_over),
        tuple(taken_up),
    )


def _places(programme: Programme) -> tuple[str, ...]:
    return tuple(filter(None, programme.areas or [programme.municipality]))


def _shown_on(status: TargetStatus) -> date:
    """The day of the figure by which a target is behind; its last day once that is over."""
    if status.standing is Standing.NOT_REACHED or status.latest is None:
        return status.path.due_on
    return date.fromisoformat(status.latest.day)


def _behind(status: TargetStatus) -> HandedOver:
    target = status.target
    return HandedOver(
        Link.TARGET,
        (str(target.pk),),
        target.title,
        _shown_on(status),
        target.owner.name if target.owner else _("the bureau of the programme"),
        target.get_absolute_url(),
        (target.area,) if target.area else _places(target.programme),
    )


def _climbed(behind: Iterable[TargetStatus]) -> Iterator[TakenUp]:
    """The last step about each target, when its ladder still stands or it came after the figure."""
    by_number = {status.target.pk: status for status in behind}
    steps = Step.objects.filter(
        machine="target", action__in=TARGET_LADDER, object_id__in=by_number
    ).order_by("pk")
    for step in {step.object_id: step for step in steps}.values():
        status, on = by_number[step.object_id], deadlines.today(step.at)
        if status.target.rung or on >= _shown_on(status):
            url = status.target.get_absolute_url()
            yield TakenUp(
                Link.TARGET, str(step.object_id), on, LABELS.past("target", step.action), url
            )


def _to_decide(programme: Programme, today: date) -> Iterator[HandedOver]:
    projects = public_rows(programme, Project).filter(
        state__in=RUNS, decision_due__lte=today + AHEAD
    )
    for project in projects.select_related("programme"):
        yield HandedOver(
            Link.PROJECT,
            (f"{programme.slug}/{project.code}",),
            project.name,
            project.decision_due - AHEAD,
            _("who evaluates"),
            project.get_absolute_url(),
            tuple(project.areas) or _places(programme),
            project.decision_due,
        )


def _decided(programme: Programme) -> Iterator[TakenUp]:
    projects = {row.pk: row for row in public_rows(programme, Project).select_related("programme")}
    steps = Step.objects.filter(
        programme=programme, machine="project", action__in=_DECISIONS, object_id__in=projects
    )
    for step in steps:
        project = projects[step.object_id]
        key = f"{programme.slug}/{project.code}"
        label = LABELS.past("project", step.action)
        yield TakenUp(
            Link.VERDICT, key, deadlines.today(step.at), label, project.get_absolute_url()
        )


def _covered(programme: Programme, active: Iterable[TargetStatus]) -> Iterator[TakenUp]:
    url = reverse("programme:overview", args=[programme.slug])
    for code in _places(programme):
        yield TakenUp(Link.LISTED, code, programme.begins_on, programme.title, url)
    for status in active:
        target = status.target
        if target.area and target.indicator:
            key = f"{target.area}/{target.indicator}"
            yield TakenUp(
                Link.WARNING, key, status.original.since, target.title, target.get_absolute_url()
            )
