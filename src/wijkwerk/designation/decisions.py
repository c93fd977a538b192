"""The published decisions about a list, read from the procedures; drafts have no say."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.urls import reverse

from wijkwerk.designation.core.decided import Decision, Ruling
from wijkwerk.designation.models import Audience, Delisting, ListedArea, Objection, Procedure
from wijkwerk.designation.policies import procedures_for

UNDER_WAY = ("draft", "open", "decided")  # states in which a list is a draft


@dataclass(frozen=True)
class Draft:
    """A year of a list about which a procedure goes on: its state, and the last day for views."""

    number: int
    year: int
    state: str
    until: date | None


@dataclass(frozen=True)
class Decisions:
    """Per year of a list its published decision, or the draft that a procedure is about.

    ``closed``: numbers of the procedures that keep their draft for those who are asked. ``stamp``
    changes with any of it: it belongs in the tag of every answer that shows a status.
    """

    of_year: Mapping[int, Decision] = field(default_factory=dict)
    drafts: Mapping[int, Draft] = field(default_factory=dict)
    closed: frozenset[int] = frozenset()
    stamp: str = ""

    def ruling(self, year: int, area: str) -> Ruling | None:
        """What was decided about an area in a year, None where it just keeps what the rule gives."""
        decision = self.of_year.get(year)
        return None if decision is None else decision.rulings.get(area)


def decisions_about(list_id: str) -> Decisions:
    """What was decided and published about the list with this id, and what still is a draft."""
    # Of each year the newest: a procedure that was withdrawn may have another after it.
    newest = {
        procedure.year: procedure
        for procedure in Procedure.objects.filter(list_id=list_id).order_by("id")
    }
    if not newest:
        return Decisions()
    decisions = {
        procedure.year: _decision(procedure)
        for procedure in newest.values()
        if procedure.state == "published"
    }
    drafts = {
        procedure.year: Draft(
            procedure.pk, procedure.year, procedure.state, procedure.objections_until
        )
        for procedure in newest.values()
        if procedure.state in UNDER_WAY
    }
    closed = frozenset(
        procedure.pk
        for procedure in newest.values()
        if procedure.audience == Audience.ASKED and procedure.state != "published"
    )
    stamped = [
        [decision.as_plain() for _year, decision in sorted(decisions.items())],
        [[draft.number, draft.state, str(draft.until)] for _year, draft in sorted(drafts.items())],
        sorted(closed),
    ]
    stamp = hashlib.sha256(json.dumps(stamped).encode()).hexdigest()[:16]
    return Decisions(decisions, drafts, closed, stamp)


def may_read(decisions: Decisions, user: Any, now: datetime) -> bool:
    """Whether an account may read a list whose draft is kept for those who are asked: who works for
    the country always, a municipality once it is asked."""
    mine = procedures_for(user, now).filter(pk__in=decisions.closed)
    return set(mine.values_list("pk", flat=True)) == decisions.closed


def _decision(procedure: Procedure) -> Decision:
    areas = list(procedure.areas.exclude(decided=None))
    why = {
        objection.area: f"o{objection.pk}"
        for objection in procedure.objections.exclude(state="withdrawn")
    }
    why |= {
        code: f"d{pk}"
        for code, pk in procedure.delistings.filter(outcome="accepted").values_list(
            "area__code", "pk"
        )
    }
    assert procedure.decided_on is not None and procedure.published_on is not None
    rulings = {area.code: ruling_of(area, why.get(area.code, "")) for area in areas}
    return Decision(
        procedure.pk,
        procedure.year,
        procedure.decided_on,
        procedure.published_on,
        sum(ruling.on_list for ruling in rulings.values()),
        sum(area.by_rule for area in areas),
        {code: ruling for code, ruling in rulings.items() if not ruling.adopts},
    )


def ruling_of(area: ListedArea, why: str = "") -> Ruling:
    """What was decided about an area of a procedure."""
    return Ruling(bool(area.decided), area.by_rule, area.delisted_on, why)


def why_url(decision: Decision, ruling: Ruling | None = None) -> str:
    """The page that says why it was decided so, at the objection or proposal about an area."""
    address = reverse("designation:procedure", args=[decision.number])
    return f"{address}#{ruling.why}" if ruling is not None and ruling.why else address


def reasons(decision: Decision, area: str) -> Iterable[str]:
    """Why it was decided about an area as it was: the answers, the oldest first."""
    objected = Objection.objects.filter(procedure=decision.number, area=area, state="answered")
    proposed = Delisting.objects.filter(
        procedure=decision.number, area__code=area, outcome="accepted"
    )
    return [
        *objected.values_list("answer", flat=True),
        *proposed.order_by("id").values_list("answer", flat=True),
    ]
