"""One vote for each code, secret, sealed, and counted by two."""

from __future__ import annotations

import itertools
import json
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import DatabaseError, transaction
from pytest_django.fixtures import Settings

from participants import AFTER, COMMITTEE, OFFICIAL, VOTING, Wants, numbers
from wijkwerk.audit.models import Entry
from wijkwerk.participation.models import Budget, CastBallot, CountResult, PaperBallot, VotingCode
from wijkwerk.participation.policies import published_result
from wijkwerk.participation.services import budgets, counts, secrets, voting
from wijkwerk.workflow.api import TransitionNotAllowed


def everything() -> dict[str, str]:
    """All rows of participation and of the audit trail, as text by table."""
    models = [*apps.get_app_config("participation").get_models(), Entry]
    return {
        model._meta.label: json.dumps(list(model._default_manager.values()), default=str)
        for model in models
    }


def test_a_code_is_nowhere_and_leads_to_no_ballot(voted: Budget, codes: list[str]) -> None:
    told = everything()
    for code, form in itertools.product(codes, (str, secrets.tidy)):
        assert form(code) not in "".join(told.values())
    # No value of a code's row stands in a ballot's, or anywhere a ballot's stands as well.
    ballots = {(str(row.pk), row.key) for row in CastBallot.objects.all()}
    rows = VotingCode.objects.all()
    for row in rows:
        assert row.digest not in told["participation.CastBallot"]
    elsewhere = {label: text for label, text in told.items() if label != "participation.CastBallot"}
    for number, key in ballots:
        assert number not in "".join(elsewhere.values())
        assert key not in "".join(elsewhere.values())
    assert {row.used_on for row in rows} == {VOTING.date()}


def test_voting_leaves_no_trace_by_the_moment(settled: Budget, codes: list[str]) -> None:
    before, version = Entry.objects.count(), settled.version
    voting.cast(settled, codes[0], {numbers(settled)["Tuin"]: 1}, VOTING)
    settled.refresh_from_db()
    assert (Entry.objects.count(), settled.version) == (before, version)


def test_the_same_code_changes_its_vote_until_the_last_day_has_ended(
    settled: Budget, codes: list[str]
) -> None:
    of = numbers(settled)
    assert not voting.cast(settled, codes[0], {of["Tuin"]: 1}, VOTING)
    typed = codes[0].lower().replace("-", " ")
    assert voting.cast(settled, typed, {of["Hok"]: 1}, VOTING)
    assert [row.votes for row in CastBallot.objects.all()] == [{of["Hok"]: 1}]
    # 21 April, a minute before and a minute after midnight in Amsterdam.
    last = VOTING.replace(day=21, hour=21, minute=59)
    assert voting.cast(settled, codes[0], {of["Bank"]: 1}, last)
    for now, early in ((last + timedelta(minutes=2), False), (VOTING.replace(month=3), True)):
        with pytest.raises(voting.ClosedError) as closed:
            voting.cast(settled, codes[0], {of["Bank"]: 1}, now)
        assert closed.value.early is early


def test_a_wrong_or_void_code_and_that_of_another_budget_open_nothing(
    settled: Budget, codes: list[str], command: Wants
) -> None:
    of = numbers(settled)
    other = Budget.objects.get(pk=settled.pk)
    other.pk = None
    other.save()
    for code in ("", "ABCD", secrets.new_code(), codes[0][:-1], f"{codes[0]}2"):
        with pytest.raises(voting.CodeError):
            voting.cast(settled, code, {of["Tuin"]: 1}, VOTING)
    with pytest.raises((voting.CodeError, voting.VotesError)):
        voting.cast(other, codes[0], {of["Tuin"]: 1}, VOTING)
    voting.cast(settled, codes[0], {of["Tuin"]: 1}, VOTING)
    voting.void_codes(command(OFFICIAL, settled, text="Brieven kwijt.", now=VOTING), settled)
    with pytest.raises(voting.CodeError):
        voting.cast(settled, codes[1], {of["Tuin"]: 1}, VOTING)
    assert voting.cast(settled, codes[0], {of["Hok"]: 1}, VOTING)  # used ones stay
    assert CastBallot.objects.count() == 1


def test_a_new_key_of_the_site_keeps_codes_and_ballots(
    settled: Budget, codes: list[str], settings: Settings
) -> None:
    of = numbers(settled)
    voting.cast(settled, codes[0], {of["Tuin"]: 1}, VOTING)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = (
        [settings.SECRET_KEY],
        "another key for the site",
    )
    assert voting.cast(settled, codes[0], {of["Hok"]: 1}, VOTING)
    assert CastBallot.objects.get().votes == {of["Hok"]: 1}


@pytest.mark.parametrize(
    ("kind", "votes", "why"),
    [
        ("approval", {}, "nothing"),
        ("approval", {"Tuin": 1, "Bank": 1, "Hok": 1}, "too_many"),
        ("approval", {"Tuin": 2}, "too_many"),
        ("approval", {"elders": 1}, "unknown"),
        ("points", {"Tuin": 2, "Bank": 1}, "too_many"),
        ("points", {"Tuin": -1, "Bank": 1}, "unknown"),
        ("ranking", {"Tuin": 2, "Bank": 2}, "twice"),
        ("ranking", {"Tuin": 3}, "too_many"),
    ],
)
def test_what_cannot_stand_on_a_ballot(
    kind: str, votes: dict[str, int], why: str, settled: Budget
) -> None:
    settled.kind = kind
    of = {**numbers(settled), "elders": "999999"}
    with pytest.raises(voting.VotesError) as fault:
        voting.check_votes(settled, {of[title]: value for title, value in votes.items()})
    assert fault.value.why == why


def test_a_skipped_place_is_taken_by_the_next(settled: Budget) -> None:
    settled.kind, settled.most = "ranking", 3
    of = numbers(settled)
    assert voting.check_votes(settled, {of["Tuin"]: 3, of["Hok"]: 1}) == {
        of["Tuin"]: 3,
        of["Hok"]: 2,
    }


def test_paper_is_keyed_twice_by_two_and_a_third_decides(
    settled: Budget, codes: list[str], command: Wants
) -> None:
    of = numbers(settled)

    def key(
        name: str, number: int, code: str, votes: dict[str, int], cause: str = ""
    ) -> PaperBallot:
        wants = command(OFFICIAL, settled, name=name, now=VOTING)
        return voting.key_paper(wants, settled, number, code, votes, cause)

    before = settled.version, settled.process.steps.count()
    assert not key("first", 1, codes[0], {of["Tuin"]: 1}).settled
    with pytest.raises(TransitionNotAllowed) as refusal:
        key("first", 1, codes[0], {of["Tuin"]: 1})
    assert refusal.value.why == "keyed_already"
    assert not CastBallot.objects.exists()
    done = key("second", 1, codes[0], {of["Tuin"]: 1})
    assert (done.settled, done.cause, done.first, done.second) == (True, "", None, None)
    assert CastBallot.objects.get().paper
    # They differ, a third decides; the code was used by the ballot before.
    key("first", 2, codes[0], {of["Tuin"]: 1})
    assert not key("second", 2, codes[0], {of["Bank"]: 1}).settled
    with pytest.raises(TransitionNotAllowed) as refusal:
        voting.key_paper(
            command(OFFICIAL, settled, now=VOTING, name="third"),
            settled,
            2,
            "",
            {of["Bank"]: 1},
            "",
        )
    assert refusal.value.why == "no_code"
    assert key("third", 2, codes[0], {of["Bank"]: 1}).cause == "used_code"
    for name in ("first", "second"):
        rejected = key(name, 3, "", {}, "blank")
        unknown = key(
            name, 4, secrets.new_code() if name == "no" else "ABCD-EFGH-JKLM-NPQR", {of["Hok"]: 1}
        )
    assert (rejected.cause, unknown.cause) == ("blank", "unknown_code")
    with pytest.raises(TransitionNotAllowed) as refusal:
        key("third", 3, "", {}, "blank")
    assert refusal.value.why == "ballot_done"
    assert CastBallot.objects.count() == 1
    # Nothing that everybody reads tells how many were keyed.
    settled.refresh_from_db()
    assert (settled.version, settled.process.steps.count()) == before
    assert Entry.objects.filter(action="budget.key").count() == 9


def test_of_few_ballots_only_the_chosen_projects_are_published(
    settled: Budget, codes: list[str], command: Wants
) -> None:
    of = numbers(settled)
    for code in codes[:2]:
        voting.cast(settled, code, {of["Tuin"]: 1}, VOTING)
    closed = budgets.close(command(COMMITTEE, settled, now=AFTER), settled)
    counted = counts.count_votes(command(COMMITTEE, closed, now=AFTER, name="second"), closed)
    assert counted.result["ballots"] == 2
    told = published_result(counted.result)
    assert told["ballots"] is None and told["winners"] == [of["Tuin"]]
    assert {outcome["outcome"] for outcome in told["projects"]} == {"won", "not_chosen"}
    numbers_of_votes = {"votes", "supporters", "share", "steps", "voters_with_a_winner", "rate"}
    assert not numbers_of_votes & {*told, *told["projects"][0]}


def test_one_closes_after_the_last_day_and_another_counts(voted: Budget, command: Wants) -> None:
    with pytest.raises(TransitionNotAllowed) as refusal:
        budgets.close(command(COMMITTEE, voted, now=VOTING), voted)
    assert refusal.value.why == "voting_over"
    closed = budgets.close(command(COMMITTEE, voted, now=AFTER), voted)
    with pytest.raises(TransitionNotAllowed) as refusal:
        counts.count_votes(command(COMMITTEE, closed, now=AFTER), closed)
    assert refusal.value.why == "other_member"
    counted = counts.count_votes(command(COMMITTEE, closed, now=AFTER, name="second"), closed)
    of = numbers(voted)
    assert counted.result["winners"] == [of["Bank"], of["Tuin"]]
    assert counted.result["ballots"] == 12
    with pytest.raises(DatabaseError), transaction.atomic():
        CountResult.objects.update(on=AFTER.date())


def test_paper_that_was_keyed_once_stops_the_count(
    voted: Budget, codes: list[str], command: Wants
) -> None:
    voting.key_paper(
        command(OFFICIAL, voted, now=VOTING), voted, 1, codes[0], {numbers(voted)["Hok"]: 1}, ""
    )
    closed = budgets.close(command(COMMITTEE, voted, now=AFTER), voted)
    with pytest.raises(TransitionNotAllowed) as refusal:
        counts.count_votes(command(COMMITTEE, closed, now=AFTER, name="second"), closed)
    assert refusal.value.why == "paper_done"
