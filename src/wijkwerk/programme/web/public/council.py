"""One page that takes two minutes: targets, money, promises and decisions since the first day."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from wijkwerk.access.api import needs, public
from wijkwerk.programme.core.shares import Standing
from wijkwerk.programme.models import Programme
from wijkwerk.programme.policies import COUNCIL
from wijkwerk.programme.selectors import council as selectors
from wijkwerk.programme.selectors.targets import TargetTotals, target_statuses, target_totals
from wijkwerk.programme.web import target_labels as words
from wijkwerk.programme.web.amounts import money_label, not_known_money_label, undated_label
from wijkwerk.programme.web.bars import shares_bar
from wijkwerk.programme.web.commitments.show import not_known_label
from wijkwerk.programme.web.frame import cached_briefly, council_programme, frame, public_programme
from wijkwerk.programme.web.public.target_events import wish_label
from wijkwerk.registry.config import capabilities
from wijkwerk.registry.hooks import AreaLine
from wijkwerk.shared import deadlines
from wijkwerk.shared.numbers import NOTHING, number
from wijkwerk.shared.sentences import by_count
from wijkwerk.ui.reader import day, language

# What a council has to see of targets, the clearest first.
TO_LOOK_AT = (Standing.OFF_COURSE, Standing.NOT_REACHED, Standing.NOT_KNOWN)
SHOWN = 10  # rows of a list: the page takes two minutes


@public
@require_safe
def council(request: HttpRequest, slug: str) -> HttpResponse:
    """For everybody: without notes, and without what isn't decided yet."""
    programme = public_programme(slug)
    page = page_of(programme, timezone.now(), internal=False)
    answer = render(
        request, "programme/public/council.html", {**frame(programme, "council"), **page}
    )
    return cached_briefly(answer)


@needs(COUNCIL)
@require_safe
def internal(request: HttpRequest, slug: str) -> HttpResponse:
    """For council, board and bureau: with notes, and with proposals that wait for the board."""
    programme = council_programme(request, slug)
    page = page_of(programme, timezone.now(), internal=True)
    return render(
        request,
        "programme/plans/council.html",
        {"programme": programme, "account": request.user, **page},
    )


def page_of(programme: Programme, now: datetime, *, internal: bool) -> dict[str, Any]:
    """What both pages show; ``internal`` adds what isn't public."""
    today = deadlines.today(now)
    totals, numbers = target_totals(programme, today), selectors.figures_of(programme, now)
    return {
        "answer": words.whole_sentence(totals),
        "bar": shares_bar(totals.all),
        "stats": stats(numbers),
        "since": since_label(numbers),
        "off_course": _off_course(programme, totals, now, internal),
        "money": _money(numbers),
        "notices": _money_notices(programme, today),
        "commitments": _commitments(programme, numbers, now, internal),
        "decisions": _decisions(programme, now, internal),
        "proposals": _proposals(programme) if internal else None,
        "measured_until": words.measured_until_label(totals, today),
    }


def stats(numbers: selectors.Figures) -> list[dict[str, Any]]:
    """Money, commitments and decisions in large type."""
    promised = numbers.commitments
    return [
        _money_tile(numbers),
        {
            "label": _("Overdue commitments, neither kept nor released"),
            "value": promised.past_due,
            "note": ". ".join(
                [
                    _("of %(all)s; %(loose)s without a next step")
                    % {"all": promised.total, "loose": promised.loose}
                    if promised.loose
                    else ngettext(
                        "of the %(all)s commitment", "of the %(all)s commitments", promised.total
                    )
                    % {"all": promised.total},
                    *filter(None, [not_known_label(promised)]),
                ]
            ),
        },
        {
            "label": _("Decisions overdue"),
            "value": numbers.decisions_overdue,
            "note": _("no new money until they are taken") if numbers.decisions_overdue else "",
        },
        {
            "label": _("Targets changed or dropped by the board"),
            "value": numbers.changed + numbers.dropped,
            "note": ngettext("of the %(all)s target", "of the %(all)s targets", numbers.targets)
            % {"all": numbers.targets},
        },
    ]


def _money_tile(numbers: selectors.Figures) -> dict[str, Any]:
    notes = [
        by_count(
            numbers.money_known,
            numbers.projects,
            none=_("The budget of none of the projects is known."),
            one=_("The budget of 1 of the %(all)s projects is known."),
            some=_("The budget of %(known)s of the %(all)s projects is known."),
            every=_("The budget of all %(all)s projects is known."),
            only=_("The budget of the only project is known."),
        )
        % {"known": numbers.money_known, "all": numbers.projects}
        if numbers.projects
        else "",
        undated_label(numbers.money, euro),
        not_known_money_label(numbers.money_not_known, euro),
    ]
    return {
        "label": _("Money of projects that run"),
        "value": money_label(numbers.money, euro) if numbers.money_known else NOTHING,
        "note": " ".join(filter(None, notes)),
    }


def since_label(numbers: selectors.Figures) -> str:
    """What happened to what was promised since the first day."""
    if numbers.first_promise is None:
        return ""
    sentence = ngettext(
        "Since %(day)s, %(all)s target was promised.",
        "Since %(day)s, %(all)s targets were promised.",
        numbers.targets,
    ) % {"day": day(numbers.first_promise), "all": numbers.targets}
    return f"{sentence} {words.board_label(numbers.changed, numbers.dropped)}"


def euro(value: Any) -> str:
    """Money in whole euros, or in millions when there are many."""
    amount = float(value)
    sign = "€\u00a0" if language() == "nl" else "€"
    if amount >= 1_000_000:
        return _("%(amount)s million") % {
            "amount": f"{sign}{number(amount / 1_000_000, 1, language())}"
        }
    return f"{sign}{number(amount, 0, language())}"


def _off_course(
    programme: Programme, totals: TargetTotals, now: datetime, internal: bool
) -> dict[str, Any]:
    wanted = [pk for pk, standing in totals.standings.items() if standing in TO_LOOK_AT]
    rows = programme.targets.filter(pk__in=wanted[:SHOWN])
    statuses = target_statuses(
        list(rows.select_related("programme", "goal__pillar", "owner")), deadlines.today(now)
    )
    return {
        "id": "off-course",
        "stacked": True,
        "caption": _("Targets that are off course, weren’t reached, or of which that isn’t known"),
        "empty": _("Of no target it is known that it is off course or wasn’t reached."),
        "columns": [
            {"label": _("Target")},
            {"label": _("Promised")},
            {"label": _("Measured last")},
            {"label": _("How it stands")},
            {"label": _("Why")},
            *([{"label": _("Note")}] if internal else []),
        ],
        "rows": [
            [
                _linked(status.target.title, "target", programme, status.target.pk),
                words.stand_promise_label(status),
                words.last_label(status),
                words.standing_label(status.standing),
                words.why_label(status),
                *([status.target.note] if internal else []),
            ]
            for status in statuses
        ],
        "note": _more(len(wanted)),
    }


def _money(numbers: selectors.Figures) -> list[str]:
    if not numbers.projects and not numbers.projects_not_known:
        return [_("No project runs yet.")]
    counted = [
        (
            numbers.projects_not_known,
            ngettext(
                "Of %(number)s project it isn’t known whether it still runs.",
                "Of %(number)s projects it isn’t known whether they still run.",
                numbers.projects_not_known,
            ),
        ),
        (
            numbers.projects,
            ngettext("%(number)s project runs.", "%(number)s projects run.", numbers.projects),
        ),
        (
            numbers.money_soon,
            ngettext(
                "The money of %(number)s project ends within a year.",
                "The money of %(number)s projects ends within a year.",
                numbers.money_soon,
            ),
        ),
        (
            numbers.money_open,
            ngettext(
                "For %(number)s project it isn’t recorded when the money ends.",
                "For %(number)s projects it isn’t recorded when the money ends.",
                numbers.money_open,
            ),
        ),
        (
            numbers.no_after_plan,
            ngettext(
                "For %(number)s project it isn’t recorded what happens afterwards.",
                "For %(number)s projects it isn’t recorded what happens afterwards.",
                numbers.no_after_plan,
            ),
        ),
    ]
    return [template % {"number": number} for number, template in counted if number]


def _money_notices(programme: Programme, today: date) -> list[AreaLine]:
    """What others know of the money of its municipality: nothing for a programme without one."""
    if not programme.municipality:
        return []
    return [
        notice
        for capability in capabilities()
        for notice in capability.money_notices(
            programme.municipality, today, simulated=programme.simulated
        )
    ]


def _commitments(
    programme: Programme, numbers: selectors.Figures, now: datetime, internal: bool
) -> dict[str, Any]:
    rows = selectors.commitments_overdue(programme, deadlines.today(now))[:SHOWN]
    return {
        "id": "overdue",
        "stacked": True,
        "caption": _("Overdue commitments, neither kept nor released"),
        "empty": _("No commitment is overdue without having been kept or released."),
        "columns": [
            {"label": _("Commitment")},
            {"label": _("Organisation")},
            {"label": _("Last day")},
            {"label": _("Next step")},
            *([{"label": _("Note")}] if internal else []),
        ],
        "rows": [
            [
                _linked(row.title, "commitment", programme, row.pk),
                row.organisation.name,
                day(row.due_on),
                day(row.next_step_on) or _("none planned"),
                *([row.note] if internal else []),
            ]
            for row in rows
        ],
        "note": _more(numbers.commitments.past_due),
    }


def _decisions(programme: Programme, now: datetime, internal: bool) -> dict[str, Any]:
    rows = selectors.decisions_overdue(programme, deadlines.today(now))
    return {
        "id": "decisions",
        "stacked": True,
        "caption": _("Decisions about projects that are overdue"),
        "empty": _("No decision is overdue."),
        "columns": [
            {"label": _("Project")},
            {"label": _("Who decides")},
            {"label": _("Due")},
            *([{"label": _("Note")}] if internal else []),
        ],
        "rows": [
            [
                _linked(row.name, "project", programme, row.pk),
                row.decider or _("nobody was named"),
                day(row.decision_due),
                *([row.note] if internal else []),
            ]
            for row in rows[:SHOWN]
        ],
    }


def _proposals(programme: Programme) -> dict[str, Any]:
    return {
        "id": "proposals",
        "stacked": True,
        "caption": _("Proposals that wait for the board"),
        "empty": _("No proposal waits."),
        "columns": [
            {"label": _("Target")},
            {"label": _("Proposal")},
            {"label": _("Made on")},
            {"label": _("Reasons")},
        ],
        "rows": [
            [
                proposal.target.title,
                wish_label(proposal.target, proposal),
                day(proposal.made_on),
                proposal.reasons,
            ]
            for proposal in selectors.proposals_open(programme)[:SHOWN]
        ],
    }


def _linked(text: str, page: str, programme: Programme, number: int) -> Any:
    """A text with its public page; a draft has none yet."""
    if programme.state == "draft":
        return text
    try:
        return {"text": text, "url": reverse(f"programme:{page}", args=[programme.slug, number])}
    except NoReverseMatch:
        return text


def _more(total: int) -> str:
    if total <= SHOWN:
        return ""
    return _("The first %(shown)s of %(total)s.") % {"shown": SHOWN, "total": total}
