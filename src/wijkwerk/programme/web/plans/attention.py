"""What needs attention in a programme now, each with all of its number and the first of its rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from wijkwerk.programme.core.shares import Standing
from wijkwerk.programme.models import Plan, Programme, Seat
from wijkwerk.programme.selectors import council as selectors
from wijkwerk.programme.selectors.targets import TargetTotals, target_totals
from wijkwerk.programme.web.public.target_events import wish_label
from wijkwerk.shared import deadlines
from wijkwerk.ui.reader import day

SHOWN = 10


@dataclass(frozen=True)
class Matter:
    """Something to look at: how many there are, a table of the first, and where all of them are."""

    total: int
    table: dict[str, Any]
    url: str = ""

    @property
    def hidden(self) -> int:
        """How many aren't shown here."""
        return self.total - len(self.table["rows"])


def matters_of(programme: Programme, now: datetime) -> list[Matter]:
    """Everything that waits, what weighs most first; nothing that is fine."""
    today, slug = deadlines.today(now), programme.slug
    totals = target_totals(programme, today)
    matters = [
        _matter(
            "loose",
            _("Commitments that are overdue and that nobody takes up"),
            (_("Commitment"), _("Organisation"), _("Last day")),
            selectors.commitments_forgotten(programme, today),
            lambda commitment: [
                _link(commitment.title, "work-commitment", slug, commitment.pk),
                commitment.organisation.name,
                day(commitment.due_on),
            ],
            _url("work-commitments", slug, "?show=loose"),
        ),
        _matter(
            "decisions",
            _("Decisions about projects that are overdue"),
            (_("Project"), _("Who decides"), _("Due")),
            selectors.decisions_overdue(programme, today),
            lambda project: [
                _link(project.name, "work-project", slug, project.pk),
                project.decider or _("nobody was named"),
                day(project.decision_due),
            ],
            _url("work-decisions", slug),
        ),
        _matter(
            "proposals",
            _("Proposals that wait for the board"),
            (_("Target"), _("Proposal"), _("Made on")),
            selectors.proposals_open(programme),
            lambda proposal: [
                _link(proposal.target.title, "work-target", slug, proposal.target_id),
                wish_label(proposal.target, proposal),
                day(proposal.made_on),
            ],
            _url("work-board", slug),
        ),
        _matter(
            "reports",
            _("Reports that nobody checked yet"),
            (_("Commitment"), _("Organisation"), _("Reported")),
            selectors.reports_waiting(programme),
            lambda report: [
                _link(report.commitment.title, "work-commitment", slug, report.commitment_id),
                report.organisation.name,
                day(report.made_on),
            ],
            _url("work-commitments", slug),
        ),
        _of_standing(
            programme,
            totals,
            (Standing.OFF_COURSE, Standing.NOT_REACHED),
            "off",
            _("Targets that are off course or weren’t reached"),
        ),
        _of_standing(
            programme,
            totals,
            (Standing.NOT_KNOWN,),
            "unknown",
            _("Targets whose day has passed while nobody knows whether they were reached"),
        ),
        _matter(
            "old",
            _("Targets without a figure of the last year"),
            (_("Target"), _("Measured last")),
            programme.targets.filter(
                pk__in=[pk for pk, last in totals.latest.items() if not last or pk in totals.old]
            ).order_by("pk"),
            lambda target: [
                _link(target.title, "work-target", slug, target.pk),
                day(totals.latest[target.pk] or None) or _("never"),
            ],
            _url("work-targets", slug),
        ),
        _matter(
            "rungs",
            _("Targets that are off course, of which the next step is overdue"),
            (_("Target"), _("Next step")),
            programme.targets.filter(next_step_on__lt=today, state="active").order_by(
                "next_step_on"
            ),
            lambda target: [
                _link(target.title, "work-target", slug, target.pk),
                day(target.next_step_on),
            ],
            _url("work-targets", slug),
        ),
        _matter(
            "plans",
            _("Plans that wait for signatures"),
            (_("Plan"), _("Signatures")),
            _unsigned(programme),
            lambda plan: [
                _link(plan.title, "work-plan", slug, plan.pk),
                _("%(signed)s of %(asked)s") % {"signed": plan.signed, "asked": plan.asked},
            ],
            _url("work-plans", slug),
        ),
        _matter(
            "seats",
            _("Sides of the board without a representative"),
            (_("Side of the board"),),
            _empty_seats(programme, today),
            lambda pillar: [pillar.name],
            _url("work-people", slug),
        ),
    ]
    return [matter for matter in matters if matter.total]


def _matter(
    name: str,
    caption: str,
    heads: Iterable[str],
    rows: Any,
    tell: Callable[[Any], list[Any]],
    url: str,
) -> Matter:
    first = [tell(row) for row in rows[:SHOWN]]
    total = rows.count()
    table = {
        "id": name,
        "caption": f"{caption}: {total}",
        "rows": first,
        "columns": [{"label": head} for head in heads],
        "stacked": True,
    }
    return Matter(total, table, url)


def _of_standing(
    programme: Programme,
    totals: TargetTotals,
    standings: tuple[Standing, ...],
    name: str,
    caption: str,
) -> Matter:
    wanted = [pk for pk, standing in totals.standings.items() if standing in standings]
    rows = programme.targets.filter(pk__in=wanted).select_related("owner")
    slug = programme.slug
    return _matter(
        name,
        caption,
        (_("Target"), _("Who looks after it")),
        rows,
        lambda target: [
            _link(target.title, "work-target", slug, target.pk),
            target.owner.name if target.owner else _("nobody was named"),
        ],
        _url("work-targets", slug, f"?standing={standings[0]}"),
    )


def _unsigned(programme: Programme) -> Any:
    rows: Any = Plan.objects.filter(programme=programme, state="offered")
    return rows.annotate(
        asked=Count("signatories", distinct=True),
        signed=Count("texts__signatures__organisation", distinct=True),
    ).order_by("pk")


def _empty_seats(programme: Programme, today: date) -> Any:
    sits = Seat.objects.filter(
        Q(last_day=None) | Q(last_day__gte=today),
        domain=OuterRef("pk"),
        first_day__lte=today,
        substitute_for=None,
    )
    return programme.domains.filter(~Exists(sits))


def _link(text: str, page: str, slug: str, number: int) -> Any:
    url = _url(page, slug, number=number)
    return {"text": text, "url": url} if url else text


def _url(page: str, slug: str, query: str = "", number: int | None = None) -> str:
    try:
        where = [slug] if number is None else [slug, number]
        return f"{reverse(f'programme:{page}', args=where)}{query}"
    except NoReverseMatch:
        return ""
