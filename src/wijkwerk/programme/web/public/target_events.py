"""What happened to a target, oldest first, as somebody reads it who wasn't there. No persons, and
nothing that isn't decided yet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from wijkwerk.programme.core.steps import TARGET_LADDER
from wijkwerk.programme.models import Domain, Measurement, Meeting, Proposal, Seat, Target
from wijkwerk.programme.policies import PUBLIC
from wijkwerk.programme.services.people import attendance
from wijkwerk.programme.web.labels import LABELS
from wijkwerk.programme.web.target_labels import amount, promise_label, reference_label
from wijkwerk.shared import deadlines
from wijkwerk.ui.reader import day


@dataclass(frozen=True)
class Event:
    """Something that happened on a day; ``said`` are somebody's own words, each under what they are."""

    on: date
    what: str
    said: tuple[tuple[str, str], ...] = ()
    url: str = ""


def events_of(target: Target) -> list[Event]:
    """Promises, corrections, decisions and what was done while it was off course, in six queries."""
    events: list[Event] = []
    paths = list(target.paths.prefetch_related("milestones").order_by("number"))
    for place, path in enumerate(paths):
        if path.proposal_id is None:
            template = _("Promised: %(what)s.") if place == 0 else _("Corrected: %(what)s.")
            events.append(Event(path.since, template % {"what": promise_label(target, path)}))
    rows = decided(target.proposals.select_related("programme"))
    for row in rows.prefetch_related("votes_for", "votes_against"):
        reasons = (
            (_("Why it was proposed"), row.reasons),
            (_("What the board said"), row.answer),
            (_("For"), names_of(row.votes_for.all())),
            (_("Against"), names_of(row.votes_against.all())),
        )
        events.append(Event(row.decided_on, decision_label(target, row), reasons, _address(row)))
    for step in target.programme.steps.filter(
        machine="target", object_id=target.pk, action__in=TARGET_LADDER
    ):
        label = f"{LABELS.past('target', step.action)}."
        came_out = ((_("What came out"), step.text),)
        events.append(Event(deadlines.today(step.at), label, came_out))
    return sorted(events, key=lambda event: event.on)


def counts_of(target: Target) -> dict[str, Any] | None:
    """Every count with what shows it, those that were put right too; None when there is none."""
    counts = list(target.measurements.order_by("-on", "-id"))
    if not counts:
        return None
    newer = {count.corrects_id: count for count in counts if count.corrects_id}
    return {
        "id": "counts",
        "stacked": True,
        "caption": _("Counts, and what shows them"),
        "tall": len(counts) > 30,
        "columns": [
            {"label": _("Day")},
            {"label": _("Counted"), "number": True},
            {"label": _("Where this can be seen")},
            {"label": _("Corrected")},
        ],
        "rows": [
            [
                day(count.on),
                _out_of(count, target),
                count.evidence,
                _("counts no more: it was %(value)s")
                % {"value": amount(newer[count.pk].value, target)}
                if count.pk in newer
                else "",
            ]
            for count in counts
        ],
    }


def _out_of(count: Measurement, target: Target) -> str:
    value = amount(count.value, target, bare=True)
    if count.out_of is None:
        return value
    return _("%(count)s out of %(all)s") % {
        "count": value,
        "all": amount(count.out_of, target, bare=True),
    }


def decided(proposals: Any) -> Any:
    """What the board decided; what is still open is nobody else's business."""
    shown = proposals.filter(PUBLIC[Proposal])
    return shown.select_related("meeting").order_by("-decided_on", "-pk")


def wish_label(target: Target, proposal: Proposal) -> str:
    """What was proposed about a target."""
    if proposal.kind == "drop":
        return _("Drop the target")
    values = {"day": day(proposal.due_on)}
    if proposal.reference:
        return _("Change it: the level of %(reference)s by %(day)s") % {
            **values,
            "reference": reference_label(target, proposal.reference),
        }
    return _("Change it: %(value)s by %(day)s") % {
        **values,
        "value": amount(proposal.value, target),
    }


def decision_label(target: Target, proposal: Proposal) -> str:
    """What the board decided about a proposal, in a sentence."""
    return _("Proposed to the board: %(wish)s. %(outcome)s.") % {
        "wish": wish_label(target, proposal),
        "outcome": LABELS.outcome("proposal", proposal.outcome),
    }


def attendance_label(meeting: Meeting, seats: Iterable[Seat]) -> str:
    """Who was at a meeting for which side of the board, out of ``seats_of`` its programme."""
    substitute = _("%(organisation)s, substitute")
    by_domain = {
        seat.domain_id: substitute % {"organisation": seat.organisation.name}
        if seat.substitute_for_id
        else seat.organisation.name
        for seat in attendance(meeting, seats)
    }
    names = [
        f"{domain.name} ({by_domain[domain.pk]})" if domain.pk in by_domain else domain.name
        for domain in meeting.present.all()
    ]
    return ", ".join(names) or _("nobody")


def names_of(domains: Iterable[Domain]) -> str:
    """Sides of the board by name."""
    return ", ".join(domain.name for domain in domains) or _("nobody")


def _address(proposal: Proposal) -> str:
    slug = proposal.programme.slug
    return f"{reverse('programme:decisions', args=[slug])}#decision-{proposal.pk}"
