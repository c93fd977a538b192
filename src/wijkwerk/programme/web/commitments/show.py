"""What pages of commitments share: a list, the facts of one, its ladder, reports and history."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wijkwerk.programme.core.obligations import LADDER
from wijkwerk.programme.models import Commitment, Organisation, Programme, Report, Step
from wijkwerk.programme.policies import PUBLIC_STATES
from wijkwerk.programme.selectors import commitments as reading
from wijkwerk.programme.web.commitments import labels
from wijkwerk.programme.web.labels import LABELS
from wijkwerk.shared.sentences import by_count
from wijkwerk.ui.query import choice_in, number_in
from wijkwerk.ui.reader import day
from wijkwerk.workflow.pages import history

SHOWS = ("", "loose", "past_due", *reading.GROUPS)
# Steps about what is internal; the others are for everybody.
INTERNAL = ("annotate",)


def standing(one: Any, today: date) -> dict[str, str]:
    """A cell: how a commitment stands, and below it the day that matters."""
    group = getattr(one, "group", "") or reading.group_of(one.state, one.due_on, today)
    note = ""
    if group == "kept":
        note = day(one.kept_on)
        if one.kept_on and one.kept_on > one.promised_for:
            note = _("{day}, later than promised").format(day=note)
    elif reading.is_loose(one, today):
        note = _("No next step was planned.")
    elif one.next_step_on and group in LADDER:
        note = _("Next step: {day}").format(day=day(one.next_step_on))
    return {"text": labels.group_labels()[group], "note": note}


def by_when(commitment: Commitment) -> dict[str, str]:
    """A cell: the last day, with the first promise beside a moved one."""
    moved = commitment.due_on != commitment.promised_for
    return {
        "text": day(commitment.due_on),
        "sort": commitment.due_on.isoformat(),
        "note": _("first promised for {day}").format(day=day(commitment.promised_for))
        if moved
        else "",
    }


def pillar_of(commitment: Commitment) -> str:
    """The name of the pillar that a commitment belongs to, by its goal or its target's."""
    goal = commitment.goal or (commitment.target.goal if commitment.target else None)
    return str(goal.pillar.name) if goal else ""


def table(
    rows: Iterable[Commitment],
    today: date,
    address: Callable[[Commitment], str],
    caption: str,
    whose: bool = True,
) -> dict[str, Any]:
    """A table of commitments; ``whose``: with their organisations."""
    columns = [{"label": _("Commitment")}]
    columns += [{"label": _("Organisation")}] if whose else []
    columns += [{"label": _("How much")}, {"label": _("By when")}, {"label": _("How it stands")}]
    return {
        "id": "commitments",
        "caption": caption,
        "columns": columns,
        "empty": _("There are no commitments for this choice."),
        "rows": [
            [
                {"text": row.title, "url": address(row), "note": pillar_of(row)},
                *([row.organisation.name] if whose else []),
                labels.amount(row.quantity, row.unit),
                by_when(row),
                standing(row, today),
            ]
            for row in rows
        ],
    }


def counts_table(
    per_organisation: list[reading.Counts], address: Callable[[Organisation], str]
) -> dict[str, Any]:
    """A table of how many commitments of each organisation stand where."""

    def many(counts: reading.Counts, *groups: str) -> int:
        return sum(counts.groups.get(group, 0) for group in groups)

    return {
        "id": "organisations",
        "caption": _("Commitments of each organisation"),
        "tall": len(per_organisation) > 12,
        "sortable": len(per_organisation) > 2,
        "empty": _("Nothing was promised yet."),
        "columns": [
            {"label": _("Organisation")},
            *(
                {"label": label, "number": True}
                for label in (
                    _("Kept"),
                    _("Runs"),
                    _("Due within 30 days"),
                    _("Overdue, nothing done yet"),
                    _("Missed, being followed up"),
                    _("Without a next step"),
                    _("Not known what became of it"),
                )
            ),
        ],
        "rows": [
            [
                {"text": counts.organisation.name, "url": address(counts.organisation)},
                many(counts, "kept"),
                many(counts, "due", "soon"),
                many(counts, "soon"),
                many(counts, "overdue"),
                counts.on_the_ladder,
                counts.loose,
                counts.not_known,
            ]
            for counts in per_organisation
            if counts.organisation
        ],
    }


def first_line(counts: reading.Counts) -> str:
    """Of how many, how many were kept, and how many weren't in time."""
    if not counts.total:
        return _("Nothing was promised yet.")
    number = counts.groups.get("kept", 0)
    kept = by_count(
        number,
        counts.total,
        none=ngettext(
            "There is 1 commitment. It has not been kept so far.",
            "None of the %(all)s commitments has been kept so far.",
            counts.total,
        ),
        one=_("1 of the %(all)s commitments was kept."),
        some=_("%(n)s of the %(all)s commitments were kept."),
        every=_("All %(all)s commitments were kept."),
        only=_("The only commitment was kept."),
    ) % {"all": counts.total, "n": number}
    late = (
        ngettext("%(n)s commitment is overdue.", "%(n)s commitments are overdue.", counts.past_due)
        % {"n": counts.past_due}
        if counts.past_due
        else ""
        if counts.not_known or number == counts.total
        else _("None is overdue.")
    )
    loose = (
        by_count(
            counts.loose,
            counts.past_due,
            none="",
            one=_("For 1 of these no next step is planned."),
            some=_("For %(n)s of these no next step is planned."),
            every=_("For none of these a next step is planned."),
            only=_("No next step is planned for it."),
        )
        % {"n": counts.loose}
        if counts.loose
        else ""
    )
    return " ".join(one for one in (kept, not_known_label(counts), late, loose) if one)


def not_known_label(counts: reading.Counts) -> str:
    """Of how many it isn't known what became of them; '' when of none."""
    if not counts.not_known:
        return ""
    return ngettext(
        "The deadline of %(n)s has passed and it isn’t known what became of it.",
        "The deadlines of %(n)s have passed and it isn’t known what became of them.",
        counts.not_known,
    ) % {"n": counts.not_known}


def wanted_of(request: HttpRequest) -> reading.Wanted:
    """Which commitments the address asks for; BadRequest when that can't be."""
    return reading.Wanted(
        (request.GET.get("organisation") or "")[:60],
        number_in(request, "pillar", 1, 2**31, 0) or None,
        choice_in(request, "show", SHOWS, ""),
    )


def filters(programme: Programme, wanted: reading.Wanted, action: str) -> dict[str, Any]:
    """The form that chooses: organisation, pillar, how it stands."""

    def options(pairs: Iterable[tuple[str, str]], chosen: str) -> list[dict[str, Any]]:
        return [
            {"value": value, "label": label, "selected": value == chosen} for value, label in pairs
        ]

    organisations = [(one.slug, one.name) for one in reading.organisations_of(programme)]
    pillars = [(str(pillar.pk), pillar.name) for pillar in programme.pillars.all()]
    shows = [
        ("", _("All")),
        ("past_due", _("Past their deadline")),
        ("loose", _("Without a next step")),
        *labels.group_labels().items(),
    ]
    return {
        "action": action,
        "label": _("Choose commitments"),
        "fields": [
            {
                "name": "organisation",
                "label": _("Organisation"),
                "kind": "select",
                "options": options([("", _("All")), *organisations], wanted.organisation),
            },
            {
                "name": "pillar",
                "label": _("Pillar"),
                "kind": "select",
                "options": options([("", _("All")), *pillars], str(wanted.pillar or "")),
            },
            {
                "name": "show",
                "label": _("How it stands"),
                "kind": "select",
                "options": options(shows, wanted.group),
            },
        ],
    }


def facts(commitment: Commitment) -> list[tuple[str, str]]:
    """What everybody may know of a promise; how it stands is told above it."""
    return [
        (label, text)
        for label, text in (
            (_("Organisation"), commitment.organisation.name),
            (_("How much"), labels.amount(commitment.quantity, commitment.unit)),
            (_("By when"), day(commitment.due_on)),
            (
                _("First promised for"),
                day(commitment.promised_for)
                if commitment.promised_for != commitment.due_on
                else "",
            ),
            (_("What shows that it was done"), commitment.evidence),
            (_("Pillar"), pillar_of(commitment)),
            (_("Goal"), commitment.goal.name if commitment.goal else ""),
        )
        if text
    ]


def ladder(commitment: Commitment) -> list[dict[str, Any]]:
    """The rungs that a missed commitment may pass, and on which it is; none before it was missed."""
    if commitment.state not in LADDER:
        return []
    return [
        {"label": LABELS.state("commitment", rung), "here": rung == commitment.state}
        for rung in LADDER
    ]


def report_cards(reports: Iterable[Report], commitment: Commitment) -> list[dict[str, Any]]:
    """Reports as a page tells them."""
    return [
        {
            "object": report,
            "made": day(report.made_on),
            "checked": day(report.checked_on),
            "amount": labels.amount(report.quantity, commitment.unit),
            "state": labels.report_label(report.state, report.final),
            "outcome": LABELS.outcome("report", report.outcome),
        }
        for report in reports
    ]


def told(commitment: Commitment, reports: Iterable[Report], internal: bool) -> list[dict[str, Any]]:
    """The history of a commitment with that of ``reports``; ``internal`` with what is the bureau's."""
    numbers = [report.pk for report in reports]
    found = list(
        Step.objects.filter(
            programme=commitment.programme_id, machine="commitment", object_id=commitment.pk
        )
    ) + list(
        Step.objects.filter(
            programme=commitment.programme_id, machine="report", object_id__in=numbers
        )
    )
    found.sort(key=lambda step: step.pk)
    found = [step for step in found if internal or step.action not in INTERNAL]
    names = dict(
        Organisation.objects.filter(slug__in={step.place for step in found}).values_list(
            "slug", "name"
        )
    )
    rows = history(found, LABELS, lambda code: names.get(code, code))
    whose = ""
    for step, row in zip(found, rows, strict=True):
        if step.machine == "commitment":
            if whose and whose != step.place:
                row["outcome"] = f"{names.get(whose, whose)} → {names.get(step.place, step.place)}"
            whose = step.place
    return rows


def programme_label(programme: Programme) -> str:
    """The name of a programme for a partner, who also sees its own part of a draft (ADR 0023)."""
    if programme.state in PUBLIC_STATES:
        return programme.title
    return _("%(title)s (draft, not public yet)") % {"title": programme.title}


def public_address(commitment: Commitment) -> str:
    """The page that everybody sees."""
    return reverse("programme:commitment", args=[commitment.programme.slug, commitment.pk])
