"""What pages tell of commitments: cells of a list, counts, the choice among them, facts, the ladder."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wijkwerk.programme.core.obligations import LADDER
from wijkwerk.programme.models import Commitment, Organisation, Programme
from wijkwerk.programme.policies import PUBLIC_STATES
from wijkwerk.programme.selectors import commitments as selectors
from wijkwerk.programme.web.commitments import labels
from wijkwerk.programme.web.labels import LABELS, entered_label
from wijkwerk.shared.sentences import by_count, listing
from wijkwerk.ui.filters import filter_form, select
from wijkwerk.ui.query import choice_in, number_in
from wijkwerk.ui.reader import day, language

MOST_NAMED = 3  # overdue commitments that the first line names
SHOWS = ("", "loose", "past_due", *selectors.GROUPS)


def standing(commitment: Any, today: date) -> dict[str, str]:
    """A cell: how a commitment stands, and below it the day that matters."""
    group = getattr(commitment, "group", "") or selectors.group_of(
        commitment.state, commitment.due_on, today
    )
    note = ""
    if group == "kept":
        note = day(commitment.kept_on)
        if commitment.kept_on and commitment.kept_on > commitment.promised_for:
            note = _("{day}, later than promised").format(day=note)
    elif selectors.is_loose(commitment, today):
        note = _("No next step was planned.")
    elif commitment.next_step_on and group in LADDER:
        note = _("Next step: {day}").format(day=day(commitment.next_step_on))
    notes = filter(None, (note, entered_label(commitment)))
    return {"text": labels.group_labels()[group], "note": " · ".join(notes)}


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


def counts_table(
    per_organisation: list[selectors.Counts], address: Callable[[Organisation], str]
) -> dict[str, Any]:
    """A table of how many commitments of each organisation stand where."""

    def many(counts: selectors.Counts, *groups: str) -> int:
        return sum(counts.groups.get(group, 0) for group in groups)

    return {
        "id": "organisations",
        "stacked": True,
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


def first_line(counts: selectors.Counts, overdue: Sequence[str] = ()) -> str:
    """Of how many, how many were kept, and how many weren't in time; a few are named (``overdue``)."""
    if not counts.total:
        return _("Nothing was promised yet.")
    number = counts.groups.get("kept", 0)
    kept_sentence = by_count(
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
        _late(counts.past_due, overdue)
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
    return " ".join(
        sentence for sentence in (kept_sentence, not_known_label(counts), late, loose) if sentence
    )


def _late(number: int, titles: Sequence[str]) -> str:
    """That ``number`` are overdue, with their titles when they are few."""
    if len(titles) != number or number > MOST_NAMED:
        return ngettext(
            "%(n)s commitment is overdue.", "%(n)s commitments are overdue.", number
        ) % {"n": number}
    return ngettext(
        "%(n)s commitment is overdue: %(names)s.",
        "%(n)s commitments are overdue: %(names)s.",
        number,
    ) % {"n": number, "names": listing([f"‘{title}’" for title in titles], language())}


def own_first_line(counts: selectors.Counts) -> str:
    """What an organisation has to do."""
    if not counts.total:
        return _("There is no commitment of this organisation.")
    late, soon = counts.past_due, counts.groups.get("soon", 0)
    parts = []
    if late:
        parts.append(
            ngettext("%(n)s commitment is overdue.", "%(n)s commitments are overdue.", late)
            % {"n": late}
        )
    if soon:
        parts.append(
            ngettext("%(n)s is due within 30 days.", "%(n)s are due within 30 days.", soon)
            % {"n": soon}
        )
    return " ".join(parts) or _("Nothing is overdue, and nothing is due within 30 days.")


def not_known_label(counts: selectors.Counts) -> str:
    """Of how many it isn't known what became of them; '' when of none."""
    if not counts.not_known:
        return ""
    return ngettext(
        "The deadline of %(n)s has passed and it isn’t known what became of it.",
        "The deadlines of %(n)s have passed and it isn’t known what became of them.",
        counts.not_known,
    ) % {"n": counts.not_known}


def wanted_of(request: HttpRequest) -> selectors.Wanted:
    """Which commitments the address asks for; BadRequest when that can't be."""
    return selectors.Wanted(
        (request.GET.get("organisation") or "")[:60],
        number_in(request, "pillar", 1, 2**31, 0) or None,
        choice_in(request, "show", SHOWS, ""),
    )


def filters(programme: Programme, request: HttpRequest) -> dict[str, Any]:
    """The form that chooses: organisation, pillar, how it stands."""
    wanted = wanted_of(request)
    organisations = [
        (promiser.slug, promiser.name) for promiser in selectors.organisations_of(programme)
    ]
    pillars = programme.pillars.values_list("pk", "name")
    shows = [
        ("past_due", _("Past their deadline")),
        ("loose", _("Without a next step")),
        *labels.group_labels().items(),
    ]
    return filter_form(
        request,
        _("Choose commitments"),
        select("organisation", _("Organisation"), organisations, wanted.organisation),
        select("pillar", _("Pillar"), pillars, wanted.pillar),
        select("show", _("How it stands"), shows, wanted.group),
    )


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


def ladder(commitment: Commitment) -> list[tuple[str, bool]]:
    """The rungs that a missed commitment may pass, and on which it is; none before it was missed."""
    if commitment.state not in LADDER:
        return []
    state = commitment.state
    return [(LABELS.state("commitment", rung), rung == state) for rung in LADDER]


def programme_label(programme: Programme) -> str:
    """The name of a programme for a partner, who also sees its own part of a draft (ADR 0023)."""
    if programme.state in PUBLIC_STATES:
        return programme.title
    return _("%(title)s (draft, not public yet)") % {"title": programme.title}
