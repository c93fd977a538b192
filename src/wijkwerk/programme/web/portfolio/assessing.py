"""Assessments: who may score does so alone first; then everybody sees where they differ."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from wijkwerk.access.api import needs, public
from wijkwerk.programme.core.agreement import Agreement, WhyNot
from wijkwerk.programme.frames import Frame, frames
from wijkwerk.programme.models import Assessment, Programme
from wijkwerk.programme.policies import WORK, public_rows
from wijkwerk.programme.selectors import assessments as reading
from wijkwerk.programme.services import assessments as does
from wijkwerk.programme.web.acting import steps_with
from wijkwerk.programme.web.frame import public_programme, worked_on
from wijkwerk.programme.web.labels import day, language
from wijkwerk.programme.web.lists import paged, row_of
from wijkwerk.programme.web.portfolio import forms as filled
from wijkwerk.programme.web.portfolio import labels, steps
from wijkwerk.programme.web.portfolio.pages import public_page, work_page
from wijkwerk.shared import numbers
from wijkwerk.workflow.api import StepCommand, TransitionNotAllowed
from wijkwerk.workflow.forms import ReasonForm, VersionForm
from wijkwerk.workflow.pages import GET_AND_POST, Make


@public
@require_safe
def overview(request: HttpRequest, slug: str) -> HttpResponse:
    """The assessments that were concluded."""
    programme = public_programme(slug)
    found = public_rows(programme, Assessment)
    return public_page(
        request,
        programme,
        "assessments",
        _list(request, programme, found, "assessment"),
        crumb=_("Assessments"),
    )


@needs(WORK)
@require_safe
def working(request: HttpRequest, slug: str) -> HttpResponse:
    """Every assessment, with the way to open one."""
    programme = worked_on(request, slug)
    return work_page(request, programme, "assessments", {
        **_list(request, programme, programme.assessments.all(), "work-assessment"),
        "actions": steps.beginning(request, programme, "assessment", "open", "assessment-open"),
    }, crumb=_("Assessments"))  # fmt: skip


def _list(
    request: HttpRequest, programme: Programme, found: Any, address: str
) -> dict[str, Any]:  # fmt: skip
    (rows, pager), tongue, number = paged(request, found), language(), found.count()
    return {
        "first": (ngettext("One assessment was made.", "%(n)s assessments were made.", number)
                  % {"n": labels.count(number)}) if number else _("There is no assessment yet."),
        "pager": pager,
        "frames": [{"title": one.title.in_(tongue), "about": one.about.in_(tongue),
                    "source": one.source.in_(tongue)} for one in frames().values()],
        "table": {
            "id": "assessments", "caption": _("Assessments"),
            "empty": _("There is no assessment yet."),
            "columns": [{"label": _("What was assessed")}, {"label": _("Criteria")},
                        {"label": _("State")}, {"label": _("From")}],
            "rows": [
                [{"text": one.subject,
                  "url": reverse(f"programme:{address}", args=[programme.slug, one.pk])},
                 frames()[one.frame].title.in_(tongue),
                 labels.state_label("assessment", one.state), day(one.begins_on)]
                for one in rows
            ],
        },
    }  # fmt: skip


@public
@require_safe
def assessment(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """A concluded assessment: scores, how far people agreed, the conclusion."""
    programme = public_programme(slug)
    one = row_of(public_rows(programme, Assessment), number, _("There is no such assessment."))
    return public_page(request, programme, "assessment", _whole(one, seen=True), crumb=one.subject)


@needs(WORK)
@require_safe
def detail(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """An assessment, with the scores once this account may see them."""
    programme, now = worked_on(request, slug), timezone.now()
    one = _found(programme, number)
    seen = reading.sees_scores(one, request.user)
    scored = reading.has_scored(one, request.user, does.round_of(one))
    offered = ("discuss", "conclude") if scored else ("score", "discuss", "conclude")
    return work_page(request, programme, "assessment", {
        **_whole(one, seen=seen, reasons=seen),
        "actions": steps.actions(request, one, offered, "assessment-step", now),
    }, crumb=one.subject)  # fmt: skip


def _whole(one: Assessment, *, seen: bool, reasons: bool = False) -> dict[str, Any]:
    kind, tongue = does.frame_of(one), language()
    told: dict[str, Any] = {
        "one": one, "title": kind.title.in_(tongue), "about": kind.about.in_(tongue),
        "source": kind.source.in_(tongue), "state": labels.state_label("assessment", one.state),
        "seen": seen, "project": one.project,
        # Who scored when would tell who gave what.
        "history": steps.told_steps(steps_with(one).exclude(action="score")),
    }  # fmt: skip
    if not seen:
        return told
    found = reading.result(one)
    names = {each.id: each.name.in_(tongue) for each in kind.criteria}
    apart = [names[each] for each in found.last.discuss] if one.state != "concluded" else []
    told |= {
        "people": ngettext("One person scored.", "%(n)s people scored.", found.people)
        % {"n": found.people},
        "agreement": agreement_label(found.last), "first_agreement": agreement_label(found.first)
        if found.first != found.last else "",
        "apart": apart, "table": _scores(kind, found),
        "scale": [
            {"value": at, "label": label.in_(tongue)}
            for at, label in enumerate(kind.scale, kind.lowest)
        ],
        "reasons": [
            {"name": each.name.in_(tongue), "question": each.question.in_(tongue),
             "given": [{"person": _("Person %(n)s") % {"n": one.person}, "value": one.value,
                        "reason": one.reason} for one in found.given if one.criterion == each.id]}
            for each in kind.criteria
        ] if reasons else [],
    }  # fmt: skip
    return told


def _scores(kind: Frame, found: reading.Result) -> dict[str, Any]:
    tongue = language()
    spreads = {one.criterion: one for one in found.last.spreads}

    def shown(value: float | None) -> str | None:
        return None if value is None else numbers.number(value, int(value % 1 != 0), tongue)

    rows = []
    for one in kind.criteria:
        spread = spreads.get(one.id)
        name: dict[str, Any] = {"text": one.name.in_(tongue)}
        if one.group is not None:
            name["note"] = one.group.in_(tongue)
        if spread is None or spread.median is None:
            rows.append([name, None, "", ""])
            continue
        span = f"{shown(spread.lowest)}-{shown(spread.highest)}"  # fmt: skip
        differ = one.id in found.last.discuss
        rows.append([name, shown(spread.median), span.replace("-", " – "),
                     _("People differ") if differ else _("People agree or differ little")])  # fmt: skip
    return {
        "id": "scores", "rows": rows,
        "caption": _("Scores from %(low)s to %(high)s") % {
            "low": kind.lowest, "high": kind.highest},
        "columns": [{"label": _("Criterion")}, {"label": _("Middle score"), "number": True},
                    {"label": _("From – to")}, {"label": _("Agreement")}],
    }  # fmt: skip


def agreement_label(found: Agreement) -> str:
    """How far people agree, in a sentence with its figures."""
    if found.why_not is WhyNot.NO_VARIATION:
        return _("Everybody gave the same score everywhere.")
    if found.alpha is None:
        return _("Agreement can’t be told: no criterion was scored by two people.")
    tongue = language()
    alpha = numbers.number(found.alpha, 2, tongue)
    if found.low is None or found.high is None:
        return _("Agreement: alpha %(alpha)s; too few criteria for a margin.") % {"alpha": alpha}
    low, high = (numbers.number(one, 2, tongue) for one in (found.low, found.high))
    return _("Agreement: alpha %(alpha)s, with 95%% chance between %(low)s and %(high)s. "
             "1 is full agreement, 0 is what chance gives.") % {
        "alpha": alpha, "low": low, "high": high}  # fmt: skip


@needs("programme.edit")
@GET_AND_POST
def start(request: HttpRequest, slug: str) -> HttpResponse:
    """Open an assessment."""
    programme, tongue = worked_on(request, slug), language()
    choices = [(one.id, f"{one.title.in_(tongue)}: {one.about.in_(tongue)}")
               for one in frames().values()]  # fmt: skip
    form = filled.AssessmentForm(
        choices, request.POST or None,
        initial={"version": 0, "project": request.GET.get("project", "")[:60]},
    )  # fmt: skip

    def do(form: forms.Form, command: StepCommand) -> Assessment:
        told = form.cleaned_data
        project = programme.projects.filter(code=told["project"]).first()
        if told["project"] and project is None:
            raise TransitionNotAllowed("stranger_here")
        return does.start(command, programme, told["frame"], told["subject"], project=project)

    back = (reverse("programme:work-assessments", args=[slug]), _("Assessments"))
    return steps.page(
        request, programme, "assessment", "open", form, do, _address, back,
        explanation=_("Bureau, chair and board members each score alone. After two have scored "
                      "the discussion can be opened."),
    )  # fmt: skip


@needs(WORK)
@GET_AND_POST
def step(request: HttpRequest, slug: str, number: int, action: str) -> HttpResponse:
    """Score, open the discussion, or conclude."""
    programme = worked_on(request, slug)
    one = _found(programme, number)
    sent, begin = request.POST or None, {"version": one.version}
    form: forms.Form
    do: Make
    explanation = ""
    if action == "score":
        form = filled.ScoreForm(does.frame_of(one), sent, initial=begin)
        explanation = _("Others see your scores and reasons after they scored themselves, or once "
                        "the discussion is open; never who gave them.")  # fmt: skip

        def do(form: forms.Form, command: StepCommand) -> Any:
            assert isinstance(form, filled.ScoreForm)
            return does.score(command, one, form.given())
    elif action == "discuss":
        form = VersionForm(sent, initial=begin)
        explanation = _("Everybody who takes part then sees all scores. Afterwards each can score "
                        "once more.")  # fmt: skip

        def do(form: forms.Form, command: StepCommand) -> Any:
            return does.discuss(command, one)
    elif action == "conclude":
        form = ReasonForm(sent, initial=begin)
        form.fields["text"].label = _("Conclusion")
        explanation = _("From now on everybody sees the scores and the conclusion.")

        def do(form: forms.Form, command: StepCommand) -> Any:
            return does.conclude(command, one)
    else:
        raise Http404
    return steps.page(
        request, programme, "assessment", action, form, do, _address,
        (_address(one), one.subject), one, about=one.subject, explanation=explanation,
    )  # fmt: skip


def _address(made: Assessment) -> str:
    return reverse("programme:work-assessment", args=[made.programme.slug, made.pk])


def _found(programme: Programme, number: int) -> Assessment:
    rows = programme.assessments.select_related("programme", "project")
    return row_of(rows, number, _("There is no such assessment."))
