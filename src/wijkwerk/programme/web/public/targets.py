"""What pages tell of targets: a table of them, and of one its facts, its picture and its figures."""

from __future__ import annotations

import csv
import io
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wijkwerk.access.api import public
from wijkwerk.programme.figures import edition_of, name_of_indicator, name_of_place
from wijkwerk.programme.models import Programme
from wijkwerk.programme.selectors.feasibility import feasibility_of
from wijkwerk.programme.selectors.targets import TargetStatus, target_statuses
from wijkwerk.programme.web import target_labels as words
from wijkwerk.programme.web.bars import standing_badge
from wijkwerk.programme.web.frame import cached_briefly, public_programme
from wijkwerk.programme.web.portfolio.pictures import picture_answer
from wijkwerk.programme.web.public.drawing import Drawing
from wijkwerk.programme.web.public.picture import HEIGHTS, picture
from wijkwerk.shared import deadlines
from wijkwerk.shared.numbers import gap_unit
from wijkwerk.ui.downloads import attachment
from wijkwerk.ui.pictures.style import SIZES, WIDTHS, Size
from wijkwerk.ui.query import choice_in
from wijkwerk.ui.reader import day, language


@public
@require_safe
def target_picture(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The picture of a target as SVG."""
    programme = public_programme(slug)
    status = stand_of(programme, number)
    size: Size = choice_in(request, "size", SIZES, "large")  # type: ignore[assignment]
    drawing = Drawing(status, deadlines.today(timezone.now()).isoformat())
    spec = picture(drawing.lines(), axis_label(status), size)
    return picture_answer(spec, status.target.title, answer_label(status))


@public
@require_safe
def target_csv(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The table of a target, for a spreadsheet."""
    programme = public_programme(slug)
    status = stand_of(programme, number)
    drawing = Drawing(status, deadlines.today(timezone.now()).isoformat())
    out = io.StringIO()
    written = csv.writer(out, lineterminator="\n")
    written.writerow(
        [
            "day",
            "measured",
            "measured_low95",
            "measured_high95",
            "promised",
            "promised_at_first",
            "expected",
            "expected_low80",
            "expected_high80",
        ]
    )
    for on, measured, now, before, ahead in drawing.rows():
        written.writerow(
            [
                on,
                *([measured.value, measured.low, measured.high] if measured else ["", "", ""]),
                now,
                before if status.changed else now,
                *([ahead.value, ahead.low, ahead.high] if ahead else ["", "", ""]),
            ]
        )
    answer = attachment(out.getvalue(), f"target-{number}.csv", "text/csv; charset=utf-8")
    return cached_briefly(answer)


def stand_of(programme: Programme, number: int) -> TargetStatus:
    """A target of a programme, dropped ones too; Http404 when there is none."""
    rows = programme.targets.filter(pk=number).select_related("programme", "goal__pillar", "owner")
    statuses = target_statuses(list(rows), deadlines.today(timezone.now()))
    if not statuses:
        raise Http404(_("There is no such target."))
    return statuses[0]


def targets_table(
    programme: Programme, statuses: list[TargetStatus], page: str = "programme:target"
) -> dict[str, Any]:
    """Targets as a list shows them."""
    feasible = feasibility_of(statuses, language())

    def promised(status: TargetStatus) -> dict[str, str]:
        notes = [_("changed by the board")] if status.changed else []
        if status.target.pk in feasible:
            notes.append(feasible[status.target.pk].short)
        cell = {"text": words.stand_promise_label(status)}
        return {**cell, "note": "; ".join(notes)} if notes else cell

    return {
        "id": "targets",
        "stacked": True,
        "caption": _("Targets"),
        "empty": _("No target fits this choice."),
        "columns": [
            {"label": _("Target")},
            {"label": _("Pillar")},
            {"label": _("Promised")},
            {"label": _("Measured last")},
            {"label": _("Way covered"), "number": True},
            {"label": _("How it stands")},
        ],
        "rows": [
            [
                {
                    "text": status.target.title,
                    "url": reverse(page, args=[programme.slug, status.target.pk]),
                },
                status.target.goal.pillar.name,
                promised(status),
                words.last_label(status),
                words.progress_label(status),
                words.standing_label(status.standing),
            ]
            for status in statuses
        ],
    }


def target_context(status: TargetStatus) -> dict[str, Any]:
    """What a page tells of a target beside its picture."""
    target, course, moving = (
        status.target,
        status.course,
        bool(status.path.reference),
    )

    def value(number: float | None, *, bare: bool = False) -> str:
        return words.amount(number, target, bare=bare, distance=moving)

    facts = [
        (_("Pillar"), target.goal.pillar.name),
        (_("Goal in words"), target.goal.name),
        (_("Promised"), words.stand_promise_label(status)),
        *(
            [(_("Promised at first"), words.promise_label(target, status.original))]
            if status.changed
            else []
        ),
        (_("Measured last"), words.last_label(status)),
        (_("Way covered"), words.progress_label(status)),
        *(
            (_("Did areas as far behind ever get there?"), feasible.text)
            for feasible in feasibility_of([status], language()).values()
        ),
        *(
            []
            if status.over
            else [(_("Needed today"), value(course.required_today if course else None))]
        ),
        (_("Who looks after it"), target.owner.name if target.owner else _("nobody was named")),
        (_("Measured by"), source_label(status)),
    ]
    if course and course.projection:
        low, high = (
            value(at, bare=True) for at in (course.projection.low80, course.projection.high80)
        )
        values = {"value": value(course.projection.value), "low": low, "high": high}
        facts.insert(
            -2,
            (
                _("Expected on the last day"),
                _("%(value)s (with a chance of 80 percent between %(low)s and %(high)s)") % values,
            ),
        )
    if course and course.next_milestone:
        ahead = course.next_milestone
        milestone_text = f"{value(ahead.milestone.value)}, {day(ahead.milestone.day)}"
        if ahead.probability is not None:
            milestone_text += f" ({_('chance')}: {words.chance_label(ahead.probability)})"
        facts.insert(-2, (_("Next milestone"), milestone_text))
    return {
        "target": target,
        "badge": standing_badge(status.standing),
        "why": words.why_label(status),
        "dropped": target.state == "dropped",
        "facts": facts,
        "distance": bool(status.path.reference),
        "first": first_label(status),
        "problem": words.problem_label(status.measured.problem),
        "withheld": status.measured.own.withheld,
        "missing": status.measured.own.missing,
    }


def first_label(status: TargetStatus) -> str:
    """How it stands by the original path, when the board made another."""
    if not status.changed:
        return ""
    if status.first is None:
        return _("Against the original target, progress can’t be assessed.")
    values = {
        "standing": words.standing_label(status.first_standing),
        "why": words.why_label(status, at_first=True),
    }
    return _("The original target: %(standing)s. %(why)s") % values


def answer_label(status: TargetStatus) -> str:
    """The answer about a target in a sentence or two."""
    return f"{words.standing_label(status.standing)}. {words.why_label(status)}"


def axis_label(status: TargetStatus) -> str:
    """What the picture's figures are in."""
    unit = status.target.unit or ("%" if status.target.scale == "share" else "")
    if status.path.reference:
        label = _("distance to %(reference)s") % {
            "reference": words.reference_label(status.target, status.path.reference)
        }
        points = gap_unit("%", language()) if words.is_percentage(status.target) else ""
        return f"{label} ({points})" if points else label
    return unit


def source_label(status: TargetStatus) -> str:
    """Where the figures come from."""
    target = status.target
    if target.source == "count":
        return _("counts of the programme itself")
    return _("indicator %(indicator)s of area %(area)s in edition %(edition)s of the monitor") % {
        "indicator": name_of_indicator(edition_of(target), target.indicator, language()),
        "area": name_of_place(edition_of(target), target.area, language()),
        "edition": edition_of(target) or _("none"),
    }


def figure(programme: Programme, status: TargetStatus) -> dict[str, Any]:
    """The picture in three sizes, as ``ui/components/figure.html`` takes it."""
    base = reverse("programme:target-picture", args=[programme.slug, status.target.pk])

    def drawn(size: Size) -> dict[str, Any]:
        return {"url": f"{base}?size={size}", "width": WIDTHS[size] + 8, "height": HEIGHTS[size]}

    return {
        "id": "course-picture",
        "title": _("Measured, promised and expected"),
        "heading": 2,
        "alt": answer_label(status),
        **drawn("large"),
        "middle": drawn("medium"),
        "narrow": drawn("small"),
        "lazy": False,
    }
