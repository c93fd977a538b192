"""The conflicts of a household as its page shows them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from wijkwerk.casework import models as m
from wijkwerk.casework.policies import Looking, rows_of
from wijkwerk.casework.services.conflicts import balance_of
from wijkwerk.shared import numbers
from wijkwerk.ui.reader import day, language


def euros(cents: int) -> str:
    """An amount in the reader's notation."""
    return f"€ {numbers.number(cents / 100, 2, language())}"


def conflict_part(looking: Looking, household: m.Household) -> tuple[dict[str, Any], set[str]]:
    """The context of the conflicts, and which life domains they show."""
    rows = list(
        rows_of(looking, m.Conflict, household)
        .select_related("organisation", "other_organisation")
        .prefetch_related(
            "timeouts__organisation",
            "deviations__decided_by",
            "bridgings__payer",
            "escalations",
            "submissions__group",
            "submissions__dossier",
            "submissions__payer",
        )
    )
    context = {
        "conflicts": [
            {
                "row": row,
                "lines": _lines(row),
                "month": euros(row.cents_month) if row.cents_month is not None else "",
            }
            for row in rows
        ]
    }
    return context, {row.domain for row in rows}


def _lines(conflict: m.Conflict) -> list[str]:
    """What was tried, in sentences."""
    result = [
        _(
            "Time-out: %(what)s (%(who)s) stops from %(first)s until and with %(last)s. "
            "%(meeting)s must meet by %(by)s."
        )
        % {
            "what": row.intervention,
            "who": row.organisation,
            "first": day(row.first_day),
            "last": day(row.last_day),
            "meeting": row.meeting,
            "by": day(row.meet_by),
        }
        for row in conflict.timeouts.all()
    ]
    result += [
        _("Deviation by %(who)s on %(day)s: %(aim)s.")
        % {"who": row.decided_by, "day": day(row.decided_on), "aim": row.aim}
        for row in conflict.deviations.all()
    ]
    result += [
        _("%(rung)s: %(owner)s was asked on %(day)s. %(answer)s")
        % {
            "rung": row.get_rung_display(),
            "owner": row.owner,
            "day": day(row.asked_on),
            "answer": row.answer or _("Answer by %(day)s.") % {"day": day(row.answer_by)},
        }
        for row in conflict.escalations.all()
    ]
    result += [_of_group(row) for row in conflict.submissions.all()]
    if conflict.bridgings.all():
        stand = balance_of(conflict)
        result.append(
            _(
                "Bridging budget: %(advanced)s advanced, %(undivided)s not divided yet, %(owed)s to be received, "
                "%(lost)s given up. %(closed)s"
            )
            % {
                "advanced": euros(stand.advanced),
                "undivided": euros(stand.undivided),
                "owed": euros(sum(stand.owed.values())),
                "lost": euros(stand.written_off),
                "closed": _("It closes.") if stand.is_closed else _("It doesn’t close yet."),
            }
        )
    return result


def _of_group(row: m.Submission) -> str:
    """What a steering group was asked, and what it decided."""
    question = _("%(group)s was asked: %(question)s") % {
        "group": row.group,
        "question": row.question,
    }
    if not row.outcome:
        return f"{question} " + _("Decision by %(day)s.") % {"day": day(row.decide_by)}
    parts = [question, f"{row.get_outcome_display()} ({day(row.decided_on)})."]
    if row.in_meeting is not None:
        parts.append(f"{row.get_in_meeting_display()}.")
    parts.append(row.decision)
    if row.payer is not None:
        parts.append(
            _("File of %(dossier)s; %(payer)s pays; %(who)s fetches and brings.")
            % {"dossier": row.dossier, "payer": row.payer, "who": row.fetches}
        )
    return " ".join(filter(None, parts))
