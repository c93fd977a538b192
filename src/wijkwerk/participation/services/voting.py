"""Voting: codes for letters, casting and changing a ballot, paper that two people key.

Nothing here is audited or kept by the moment: an entry of a second would join a code to a ballot. What
is kept of a code is the day on which it was used.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet, Value
from django.db.models.functions import Coalesce

from wijkwerk.audit.api import record
from wijkwerk.participation.core.elections import BallotKind, ranked
from wijkwerk.participation.models import Budget, CastBallot, PaperBallot, VotingCode
from wijkwerk.participation.services import secrets
from wijkwerk.participation.services.common import STEPS, user_actor
from wijkwerk.shared import deadlines
from wijkwerk.workflow.api import StepCommand, TransitionNotAllowed

MOST_LETTERS = 5_000  # of one batch


class CodeError(Exception):
    """This code opens nothing: it is none of ours, of another budget, or invalid."""


class ClosedError(Exception):
    """Nobody can vote now; ``early`` when the first day must still come."""

    def __init__(self, early: bool) -> None:
        self.early = early
        super().__init__("early" if early else "over")


class VotesError(Exception):
    """These votes can't stand on a ballot: ``why`` is 'nothing', 'unknown', 'too_many' or 'twice'."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


def print_codes(command: StepCommand, budget: Budget, number: int) -> list[str]:
    """New codes, which are nowhere but in this list.

    Raises ValueError for a batch that is too large or empty.
    """
    if not 0 < number <= MOST_LETTERS:
        raise ValueError(f"a batch has 1 to {MOST_LETTERS} letters")
    codes = [secrets.new_code() for _ in range(number)]
    with transaction.atomic():
        moved = STEPS.make_step("budget", "print", command, budget)
        VotingCode.objects.bulk_create(
            VotingCode(budget=moved, digest=secrets.digest("code", moved.pk, code))
            for code in codes
        )
        record(
            user_actor(command.user), "budget.codes", "budget", moved.pk, command.now,
            after={"number": number},
        )  # fmt: skip
    return codes


def void_codes(command: StepCommand, budget: Budget) -> Budget:
    """Codes that nobody used are invalid from now on, such as when letters were lost."""
    with transaction.atomic():
        moved = STEPS.make_step("budget", "void", command, budget)
        VotingCode.objects.filter(budget=moved, used_on=None).update(void=True)
    return moved


def check_votes(
    budget: Budget, votes: Mapping[str, int], codes: set[str] | None = None
) -> dict[str, int]:
    """``votes`` by number of the project, as a ballot of this budget may have them. ``codes``: the projects on
    the ballot, when the caller has read them. Raises VotesError."""
    if codes is None:
        admitted = budget.projects.filter(state="admitted").order_by()
        codes = {str(pk) for pk in admitted.values_list("pk", flat=True)}
    votes_cast = {code: value for code, value in votes.items() if value}
    if not votes_cast:
        raise VotesError("nothing")
    if not votes_cast.keys() <= codes or any(value < 0 for value in votes_cast.values()):
        raise VotesError("unknown")
    if budget.kind == BallotKind.APPROVAL and (
        len(votes_cast) > budget.most or set(votes_cast.values()) != {1}
    ):
        raise VotesError("too_many")
    if budget.kind == BallotKind.POINTS and sum(votes_cast.values()) > budget.most:
        raise VotesError("too_many")
    if budget.kind == BallotKind.RANKING:
        if len(set(votes_cast.values())) != len(votes_cast):
            raise VotesError("twice")
        if max(votes_cast.values()) > budget.most:
            raise VotesError("too_many")
        # A place that was skipped is taken by the next project.
        return ranked(sorted(votes_cast, key=lambda code: -votes_cast[code]), budget.most)
    return votes_cast


def is_code(text: str) -> bool:
    """Whether it looks like a code of a letter."""
    return bool(secrets.tidy(text))


def may_vote(budget: Budget, now: datetime) -> None:
    """Raise ClosedError when nobody can vote now."""
    if budget.state == "draft" or deadlines.today(now) < budget.opens_on:
        raise ClosedError(early=True)
    if budget.state != "settled" or deadlines.is_over(budget.closes_on, now):
        raise ClosedError(early=False)


def cast(budget: Budget, code: str, votes: Mapping[str, int], now: datetime) -> bool:
    """Put a ballot in the box, or in the place of the one that this code put there before (True).

    Raises CodeError, VotesError, ClosedError.
    """
    with transaction.atomic():
        current = Budget.objects.select_for_update().get(pk=budget.pk)
        may_vote(current, now)
        checked_votes = check_votes(current, votes)
        # One statement finds, locks and marks the code: a vote is made of as few as it can.
        used = Coalesce("used_on", Value(deadlines.today(now)))
        if not _codes(current, code).update(used_on=used):
            raise CodeError
        return _put(current, code, checked_votes)


def _codes(budget: Budget, code: str) -> QuerySet[VotingCode]:
    """The row of a code that is valid, if there is one."""
    rows = VotingCode.objects.filter(budget=budget, void=False)
    return rows.filter(digest__in=_digests("code", budget, code))


def _digests(kind: str, budget: Budget, code: str) -> list[str]:
    """Those under which a code or its ballot may stand; none of an empty code."""
    return secrets.digests(kind, budget.pk, code) if secrets.tidy(code) else []


def _code(budget: Budget, code: str) -> VotingCode:
    """The row of a code, locked. Raises CodeError."""
    row = _codes(budget, code).select_for_update().first()
    if row is None:
        raise CodeError
    return row


def _put(budget: Budget, code: str, votes: dict[str, int], paper: bool = False) -> bool:
    """Put it in the place of the ballot of this code, or in the box; whether there was one."""
    if _ballots(budget, code).update(votes=votes):
        return True
    key = secrets.digest("ballot", budget.pk, code)
    CastBallot.objects.create(budget=budget, key=key, votes=votes, paper=paper)
    return False


def ballot_of(budget: Budget, code: str) -> CastBallot | None:
    """The ballot of who holds this code; None when they didn't vote."""
    return _ballots(budget, code).first()


def _ballots(budget: Budget, code: str) -> QuerySet[CastBallot]:
    return CastBallot.objects.filter(budget=budget, key__in=_digests("ballot", budget, code))


def key_paper(
    command: StepCommand,
    budget: Budget,
    number: int,
    code: str,
    votes: Mapping[str, int],
    cause: str,
) -> PaperBallot:
    """What one person read on a paper ballot. Once two agree, or a third has decided, it is put in
    the box or rejected with a cause, and what was keyed is erased. The budget's own history and version
    don't tell of it: whoever counted them would know how many ballots there are.

    Raises TransitionNotAllowed ``keyed_already`` for the same person, ``ballot_done`` afterwards,
    ``no_code``; VotesError.
    """
    if not cause:
        if not secrets.tidy(code):
            raise TransitionNotAllowed("no_code")
        votes = check_votes(budget, votes)
    read = {
        "key": secrets.digest("ballot", budget.pk, code)
        if secrets.tidy(code) and not cause
        else "",
        "votes": {} if cause else dict(votes),
        "cause": cause,
    }
    actor, step = user_actor(command.user), STEPS.step("budget", "key")
    role = STEPS.allowed(command, step, budget)
    with transaction.atomic():
        current = Budget.objects.select_for_update().get(pk=budget.pk)
        STEPS.check(step, current.state, current.process, current, command)
        record(actor, "budget.key", "budget", current.pk, command.now, after={"role": role})
        row, _new = PaperBallot.objects.select_for_update().get_or_create(
            budget=current, number=number
        )
        if row.settled:
            raise TransitionNotAllowed("ballot_done")
        if actor in (row.first_by, row.second_by):
            raise TransitionNotAllowed("keyed_already")
        if row.first is None:
            row.first, row.first_by = read, actor
        elif row.second is None:
            row.second, row.second_by = read, actor
            if row.first == read:
                _settle(row, current, read, code, command.now)
        else:
            row.third_by = actor
            _settle(row, current, read, code, command.now)
        row.save()
    return row


def _settle(
    row: PaperBallot, budget: Budget, read: dict[str, Any], code: str, now: datetime
) -> None:
    row.settled, row.first, row.second = True, None, None
    row.cause = read["cause"]
    if row.cause:
        return
    try:
        code_row = _code(budget, code)
    except CodeError:
        row.cause = PaperBallot.Cause.UNKNOWN_CODE
        return
    if code_row.used_on is not None:
        row.cause = PaperBallot.Cause.USED_CODE
        return
    code_row.used_on = deadlines.today(now)
    code_row.save(update_fields=["used_on"])
    _put(budget, code, read["votes"], paper=True)
