"""How commitments stand on a day, and what would otherwise slip out of sight.

A commitment that is overdue stays visible until it is kept or the board releases it: it has a next
step with a date in the future, or it is on the list of what nobody is taking up.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from wijkwerk.shared.dates import day_number, days_between

# From the first sign to the last resort, as the states of a commitment are called.
LADDER = ("missed", "talked", "agreed", "other_partner", "board", "minister")
PAST_DUE = ("overdue", *LADDER)  # as what wasn't done in time is told
_OVER = ("kept", "released")
NOT_KNOWN = "not_known"
_STATES = ("promised", *LADDER, NOT_KNOWN, *_OVER)


class Standing(StrEnum):
    """Where a commitment stands."""

    DUE = "due"  # its day is still to come, or is today
    OVERDUE = "overdue"  # its day is past, and nobody has said that it was missed
    ON_THE_LADDER = "on_the_ladder"  # missed, and something was done about it
    NOT_KNOWN = "not_known"  # its day is past, and what became of it can't be found out
    KEPT = "kept"
    RELEASED = "released"


@dataclass(frozen=True)
class Commitment:
    """A commitment: its state, the day it is due and the day of the next step that was set.

    Raises ValueError for a state that isn't one or a date that isn't in the calendar.
    """

    id: str
    organisation: str
    state: str
    due_on: str
    next_step_on: str | None = None

    def __post_init__(self) -> None:
        if self.state not in _STATES:
            raise ValueError(f"a state is one of {', '.join(_STATES)}, not {self.state!r}")
        day_number(self.due_on)
        if self.next_step_on is not None:
            day_number(self.next_step_on)


@dataclass(frozen=True)
class Obligation:
    """A commitment on a day.

    ``days`` until it is due, negative when overdue; None when it is over. ``rung`` is the place on
    the LADDER, from 1; None when not on it. ``loose``: overdue or missed, and no next step is dated
    today or later.
    """

    commitment: Commitment
    standing: Standing
    days: int | None
    rung: int | None
    loose: bool


@dataclass(frozen=True)
class Overview:
    """Counts that add up to ``all``, per rung of the ladder, and ``loose`` ones, longest first."""

    all: int
    due: int
    due_soon: int  # of ``due``
    overdue: int
    on_the_ladder: int
    not_known: int
    kept: int
    released: int
    rungs: dict[str, int]
    loose: tuple[Obligation, ...]


def obligation(commitment: Commitment, today: str) -> Obligation:
    """How ``commitment`` stands on ``today`` (ISO date)."""
    if commitment.state in _OVER:
        return Obligation(commitment, Standing(commitment.state), None, None, False)
    days = days_between(today, commitment.due_on)
    if commitment.state == NOT_KNOWN:
        # Neither kept nor missed: nobody can be asked to take it up.
        return Obligation(commitment, Standing.NOT_KNOWN, days, None, False)
    late = days < 0
    rung = LADDER.index(commitment.state) + 1 if commitment.state in LADDER else None
    # An agreement with a new day is a promise again until that day is past.
    if commitment.state in ("promised", "agreed"):
        standing = Standing.OVERDUE if late and rung is None else Standing.DUE
        standing = Standing.ON_THE_LADDER if late and rung is not None else standing
        open_end = late
    else:
        standing, open_end = Standing.ON_THE_LADDER, True
    followed = commitment.next_step_on is not None and commitment.next_step_on >= today
    return Obligation(commitment, standing, days, rung, open_end and not followed)


def obligations(commitments: Iterable[Commitment], today: str) -> tuple[Obligation, ...]:
    """All of them: loose ones first, then by day due; those that are over last."""
    all_obligations = [obligation(commitment, today) for commitment in commitments]
    return tuple(sorted(all_obligations, key=_urgency))


def is_all_of_it(promised: float | None, reported: float | None) -> bool:
    """Whether ``reported`` until now is as much as was ``promised``; what isn't counted (None) is
    for who checks it to judge."""
    return promised is None or reported is None or reported >= promised


def overview(all_obligations: Sequence[Obligation], soon: int = 30) -> Overview:
    """Counts of ``all_obligations``; ``soon`` is how many days ahead something is due soon."""
    number = {
        standing: sum(each.standing is standing for each in all_obligations)
        for standing in Standing
    }
    return Overview(
        len(all_obligations),
        number[Standing.DUE],
        sum(
            each_obligation.standing is Standing.DUE and (each_obligation.days or 0) <= soon
            for each_obligation in all_obligations
        ),
        number[Standing.OVERDUE],
        number[Standing.ON_THE_LADDER],
        number[Standing.NOT_KNOWN],
        number[Standing.KEPT],
        number[Standing.RELEASED],
        {
            rung: sum(
                each_obligation.standing is Standing.ON_THE_LADDER
                and each_obligation.commitment.state == rung
                for each_obligation in all_obligations
            )
            for rung in LADDER
        },
        tuple(
            sorted(
                (each_obligation for each_obligation in all_obligations if each_obligation.loose),
                key=_urgency,
            )
        ),
    )


def _urgency(obligation_shown: Obligation) -> tuple[bool, bool, str, str]:
    over = obligation_shown.standing in (Standing.NOT_KNOWN, Standing.KEPT, Standing.RELEASED)
    return (
        over,
        not obligation_shown.loose,
        obligation_shown.commitment.due_on,
        obligation_shown.commitment.id,
    )
