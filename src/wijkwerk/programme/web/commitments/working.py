"""Where the bureau and the board work on commitments. Every step has a page of its own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wijkwerk.access.api import needs
from wijkwerk.programme.models import Commitment, Organisation, Programme, Report
from wijkwerk.programme.policies import WORK
from wijkwerk.programme.selectors import commitments as reading
from wijkwerk.programme.services import commitments as does
from wijkwerk.programme.web.acting import act, actions, can_begin, offered
from wijkwerk.programme.web.commitments import forms as filled
from wijkwerk.programme.web.commitments import labels, show
from wijkwerk.programme.web.frame import frame, worked_on
from wijkwerk.programme.web.labels import day
from wijkwerk.programme.web.lists import paged, row_of
from wijkwerk.shared import deadlines
from wijkwerk.workflow.api import StepCommand
from wijkwerk.workflow.forms import OutcomeForm, ReasonForm
from wijkwerk.workflow.pages import GET_AND_POST, Make

# Those with a page of their own here, in the order in which they are shown.
ACTIONS = ("miss", "not_known", "talk", "agree", "other_partner", "board", "minister", "release", "edit",
           "annotate")  # fmt: skip


@needs(WORK)
@require_safe
def overview(request: HttpRequest, slug: str) -> HttpResponse:
    """What is overdue, what nobody takes up, and every commitment."""
    programme = worked_on(request, slug)
    now = timezone.now()
    today, wanted = deadlines.today(now), show.wanted_of(request)
    rows = programme.commitments.all()
    here, pager = paged(request, reading.chosen(rows, wanted, today))
    found = reading.by_organisation(rows, today)
    waiting = programme.reports.filter(state="made").select_related(
        "commitment__programme", "organisation"
    )
    return render(request, "programme/commitments/work.html", {
        **frame(programme, "work-commitments", work=True), "account": request.user,
        "first": show.first_line(reading.together(found)),
        "organisations": show.counts_table(
            found, lambda one: f"{request.path}?organisation={one.slug}"),
        "filters": show.filters(programme, wanted, request.path),
        "table": show.table(here, today, work_address, _("Commitments")), "pager": pager,
        "reports": reports_table(waiting[:20]), "more_reports": waiting.count() > 20,
        "promise": reverse("programme:commitment-promise", args=[slug])
        if can_begin(request.user, programme, "commitment", "promise", now) else "",
    })  # fmt: skip


def reports_table(reports: Any) -> dict[str, Any]:
    """Reports that wait for a check."""
    return {
        "id": "reports", "caption": _("Reports to check"),
        "empty": _("No report waits for a check."),
        "columns": [{"label": _("Commitment")}, {"label": _("Organisation")},
                    {"label": _("Reported")}, {"label": _("What it says")}],
        "rows": [
            [{"text": one.commitment.title, "url": work_address(one.commitment)},
             one.organisation.name, day(one.made_on),
             labels.report_label("checked", one.final)]
            for one in reports
        ],
    }  # fmt: skip


@needs(WORK)
@require_safe
def detail(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One commitment with the bureau's note, what can be done now, its reports and history."""
    programme = worked_on(request, slug)
    one = found_here(programme, number)
    now = timezone.now()
    today = deadlines.today(now)
    reports = list(one.reports.select_related("organisation", "programme"))
    cards = show.report_cards(reports, one)
    for card, report in zip(cards, reports, strict=True):
        card["actions"] = _report_actions(request.user, report, now)
    return render(request, "programme/commitments/work_detail.html", {
        **frame(programme, "work-commitments", crumb=one.title, work=True),
        "account": request.user, "one": one, "how": show.standing(one, today),
        "facts": show.facts(one), "ladder": show.ladder(one), "reports": cards,
        "actions": actions(
            request.user, programme, one, ACTIONS, labels.action_label,
            lambda action: reverse("programme:commitment-step", args=[slug, one.pk, action]), now,
        ),
        "history": show.told(one, reports, internal=True),
        "public_url": show.public_address(one) if programme.state != "draft" else "",
    })  # fmt: skip


@needs("programme.edit")
@GET_AND_POST
def promise(request: HttpRequest, slug: str) -> HttpResponse:
    """Write down what an organisation promises."""
    programme = worked_on(request, slug)
    form = _promise_form(programme, request.POST or None, {"version": 0})

    def make(form: forms.Form, command: StepCommand) -> Commitment:
        return does.promise(command, programme, _promise_in(programme, form))

    return _page(request, programme, "commitment", "promise", form, make)


@needs(WORK)
@GET_AND_POST
def step(request: HttpRequest, slug: str, number: int, action: str) -> HttpResponse:
    """A step with a commitment."""
    programme = worked_on(request, slug)
    one = found_here(programme, number)
    if action not in ACTIONS:
        raise Http404
    form, make = _form_of(programme, one, action, request.POST or None)
    return _page(request, programme, "commitment", action, form, make, one)


@needs("report.check")
@GET_AND_POST
def check(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Look at what shows a report, and confirm it or not."""
    programme = worked_on(request, slug)
    report = row_of(
        programme.reports.select_related("commitment", "organisation", "programme"), number
    )
    choices = [(one, labels.outcome_label(one)) for one in ("confirmed", "refused")]
    form = OutcomeForm(choices, request.POST or None, initial={"version": report.version})

    def make(form: forms.Form, command: StepCommand) -> Report:
        return does.check(command, report)

    amount = labels.amount(report.quantity, report.commitment.unit)
    asked = labels.amount(report.commitment.quantity, report.commitment.unit)
    said = (
        (_("What was promised"),
         " ".join(filter(None, (report.commitment.title, f"({asked})" if asked else "")))),
        (_("What was done"), " ".join(filter(None, (report.text, f"({amount})" if amount else "")))),
        (_("What shows it"), report.evidence),
    )  # fmt: skip
    about = f"{report.organisation.name}. {labels.report_label('checked', report.final)}"
    return _page(
        request, programme, "report", "check", form, make, report, report.commitment, said, about
    )


def _form_of(
    programme: Programme, one: Commitment, action: str, sent: Any
) -> tuple[forms.Form, Make]:
    """The form of a step, and what it does."""
    begin: dict[str, Any] = {"version": one.version}
    if action == "edit":
        return _promise_form(programme, sent, begin | {
            name: getattr(one, name) for name in
            ("title", "quantity", "unit", "due_on", "evidence", "note")
        } | {"organisation": one.organisation.slug, "goal": one.goal_id, "target": one.target_id}), (
            lambda form, command: does.edit(command, one, _promise_in(programme, form))
        )  # fmt: skip
    if action == "annotate":
        return filled.NoteForm(sent, initial=begin | {"note": one.note}), (
            lambda form, command: does.annotate(command, one, form.cleaned_data["note"])
        )
    if action == "agree":
        return filled.AgreeForm(sent, initial=begin), (
            lambda form, command: does.agree(command, one, form.cleaned_data["due_on"])
        )
    if action in ("not_known", "release"):
        said: Callable[..., Any] = getattr(does, action)
        return ReasonForm(sent, initial=begin), lambda form, command: said(command, one)
    if action == "other_partner":
        others = {other.slug: other for other in _going_on() if other.pk != one.organisation_id}
        choices = [(slug, other.name) for slug, other in others.items()]
        return filled.OtherPartnerForm(choices, sent, initial=begin), (
            lambda form, command: does.other_partner(
                command, one, others[form.cleaned_data["organisation"]],
                form.cleaned_data["next_step_on"],
            )
        )  # fmt: skip
    rung: Callable[..., Any] = getattr(does, action)
    kind = filled.MissForm if action == "miss" else filled.RungForm
    return kind(sent, initial=begin), (
        lambda form, command: rung(command, one, form.cleaned_data["next_step_on"])
    )


def _going_on() -> list[Organisation]:
    return list(Organisation.objects.filter(ended_on=None, merged_into=None))


def _promise_form(programme: Programme, sent: Any, begin: dict[str, Any]) -> filled.PromiseForm:
    return filled.PromiseForm(
        [(one.slug, one.name) for one in _going_on()],
        [(str(one.pk), f"{one.pillar.name}: {one.name}")
         for one in programme.goals.select_related("pillar")],
        [(str(one.pk), one.title) for one in programme.targets.filter(state="active")],
        sent, initial=begin,
    )  # fmt: skip


def _promise_in(programme: Programme, form: forms.Form) -> does.Promise:
    said = form.cleaned_data
    return does.Promise(
        Organisation.objects.get(slug=said["organisation"]), said["title"], said["due_on"],
        said["evidence"], said["quantity"], said["unit"],
        programme.goals.filter(pk=said["goal"] or 0).first(),
        programme.targets.filter(pk=said["target"] or 0).first(), said["note"],
    )  # fmt: skip


def _page(
    request: HttpRequest, programme: Programme, machine: str, action: str, form: forms.Form,
    make: Make, thing: Any = None, one: Commitment | None = None,
    said: tuple[tuple[str, str], ...] = (), about: str = "",
) -> HttpResponse:  # fmt: skip
    """The page of a step; ``one`` is the commitment that it is about, when ``thing`` isn't that."""
    one = thing if isinstance(thing, Commitment) else one
    back = (reverse("programme:work-commitments", args=[programme.slug]), programme.title)
    if one is not None:
        back = (work_address(one), one.title)
        about = about or f"{one.organisation.name}: {one.title}"
    return act(
        request, programme, machine, action, form, make, title=labels.action_label(machine, action),
        explanation=labels.explanation(machine, action), about=about, said=said, done=_done,
        back=back, thing=thing,
    )  # fmt: skip


def _done(made: Any) -> str:
    return work_address(made.commitment if isinstance(made, Report) else made)


def _report_actions(user: Any, report: Report, now: datetime) -> list[dict[str, str]]:
    at = reverse("programme:report-check", args=[report.programme.slug, report.pk])
    return offered(user, report, ("check",), labels.action_label, lambda _check: at, now)


def found_here(programme: Programme, number: int) -> Commitment:
    """A commitment of this programme; Http404 otherwise."""
    return row_of(reading.with_names(programme.commitments.all()), number)


def work_address(one: Commitment) -> str:
    """The working page of a commitment."""
    return reverse("programme:work-commitment", args=[one.programme.slug, one.pk])
