"""What the steps in ``programme.toml`` may ask, and when a decision of the board is one."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

MACHINES = (
    "programme", "plan", "target", "proposal", "commitment", "report", "project", "covenant",
    "action_plan", "assessment", "letter",
)  # fmt: skip
# What the bureau does when a target is off course, and after which rungs ('' is: none yet): a talk, then
# an agreement, another partner (looked for where all partners read it, or found) or the board, at last the
# minister. Settled, it can begin again.
TARGET_LADDER = {
    "talk": ("", "agree"),
    "agree": ("talk", "seek", "other_partner", "board", "minister"),
    "seek": ("talk",),
    "other_partner": ("talk", "seek"),
    "board": ("talk", "seek", "other_partner"),
    "minister": ("board",),
    "settle": ("talk", "agree", "seek", "other_partner", "board", "minister"),
}
# What may have to hold; a service finds out which do.
CONDITIONS = (
    "programme_going",  # the programme is a draft or runs
    "has_targets",
    "has_text",  # the plan has a text
    "has_signatories",
    "every_side_asked",  # each side of the board has a seat, whose organisation is asked to sign
    "is_signatory",  # an organisation of who acts is asked to sign
    "not_signed_yet",  # one of them that hasn't
    "all_signed",
    "last_year",  # the plan's last year has begun
    "not_assessed",
    "previous_assessed",  # every plan before it that was locked was assessed
    "not_locked",  # no plan was locked since it was made
    "own_count",  # the target isn't a figure of an edition
    "not_own",  # somebody else than who made it
    "not_own_organisation",  # who acts holds no role for the organisation whose it is
    "overdue",  # its last day is over
    "commitment_open",  # neither kept nor released
    "has_parties",  # a covenant binds two at least
    "several_scored",  # two people or more scored
    "has_goal",  # of a project: what it is for
    "has_owner",
    "has_measurement",  # the target by which it is measured
    "has_stop_criteria",
    "has_decision_day",
    "has_after_plan",  # what happens after the money
    "has_obligations",  # a covenant binds somebody to something
    "term",  # each of its sentences within its own term
    "has_steps",  # a plan under pressure has steps
    "has_contacts",  # and two contacts at least, whose organisations agree to it
    "carried_out",  # every step of it was done, or its half year is over
    *(f"can_{action}" for action in TARGET_LADDER),  # a rung of a target that is off course
)


@dataclass(frozen=True)
class BoardVote:
    """Domains by number: who has a seat, who was there, who was for and against."""

    seats: frozenset[int]
    present: frozenset[int]
    votes_for: frozenset[int]
    votes_against: frozenset[int]


def fault_of(vote: BoardVote, quorum: float) -> str:
    """Why this is no decision: nobody, stranger, absent, both, quorum; '' when it is one.

    ``quorum`` is the share of the seats that has to be present.
    """
    if not vote.seats or not vote.present:
        return "nobody"
    if not vote.present <= vote.seats:
        return "stranger"
    if not (vote.votes_for | vote.votes_against) <= vote.present:
        return "absent"
    if vote.votes_for & vote.votes_against:
        return "both"
    if len(vote.present) < quorum * len(vote.seats):
        return "quorum"
    return ""


def outcome_of(votes_for: Collection[int], votes_against: Collection[int]) -> str:
    """Accepted by more for than against; a tie leaves things as they are."""
    return "accepted" if len(votes_for) > len(votes_against) else "rejected"
