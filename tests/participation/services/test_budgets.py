"""After the count: exclusions, award, payments, delivery, and 'not solved' once."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from participants import (
    AFTER,
    COMMITTEE,
    DECIDER,
    OFFICIAL,
    TREASURER,
    Wants,
    numbers,
)
from visitors import NOW
from wijkwerk.access.api import RefusedError
from wijkwerk.participation.core.counting import ballot_accounts, count
from wijkwerk.participation.core.pabulib import read_pabulib
from wijkwerk.participation.core.records import voter_share
from wijkwerk.participation.models import Budget, Process, Project
from wijkwerk.participation.services import budgets, counts, residents
from wijkwerk.participation.services.common import Resident
from wijkwerk.workflow.api import StepCommand, TransitionNotAllowed


@pytest.fixture
def counted(voted: Budget, command: Wants) -> Budget:
    closed = budgets.close(command(COMMITTEE, voted, now=AFTER), voted)
    counts.count_votes(command(COMMITTEE, closed, now=AFTER, name="second"), closed)
    closed.refresh_from_db()
    return closed


def test_an_exclusion_is_dated_and_both_results_stay(counted: Budget, command: Wants) -> None:
    of = numbers(counted)
    tuin = Project.objects.get(pk=of["Tuin"])
    wants = command(DECIDER, counted, text="De grond is vervuild.", now=AFTER)
    again = counts.exclude(wants, counted, tuin)
    assert (again.number, again.result["excluded"]) == (2, [of["Tuin"]])
    assert set(again.result["winners"]) == {of["Bank"], of["Hok"]}
    assert [one.number for one in counted.counts.all()] == [1, 2]
    assert counted.exclusions.get().because == "De grond is vervuild."
    with pytest.raises(TransitionNotAllowed):
        counts.exclude(command(DECIDER, counted, text="Nog eens.", now=AFTER), counted, tuin)
    assert counted.counts.count() == 2


def test_anybody_who_recounts_the_published_ballots_gets_the_same(counted: Budget) -> None:
    text = counts.ballots_file(counted)
    assert text is not None
    file = read_pabulib(text, "ballots.pb")
    last = counted.counts.get().result
    again = count(file.election, counts.rule_of(counted))
    assert list(again.winners) == last["winners"]
    assert file.selected == set(last["winners"])
    accounts = ballot_accounts(file.election, counts.rule_of(counted))
    for ballot, account in zip(file.election.ballots, accounts, strict=True):
        told = voter_share(ballot.votes, last)
        unit = file.election.unit
        assert [(code, amount * unit) for code, amount in told.paid] == list(account.paid)
        assert told.left * unit == account.left


def test_few_ballots_are_not_published(counted: Budget) -> None:
    last = counted.counts.get()
    type(last).objects.bulk_create(
        [type(last)(budget=counted, number=2, on=last.on, result={**last.result, "ballots": 9})]
    )
    assert counts.ballots_file(counted) is None


def test_winners_get_the_money_and_the_others_are_told(counted: Budget, command: Wants) -> None:
    with pytest.raises(RefusedError):
        budgets.award(command(OFFICIAL, counted, text="Zo."), counted)
    budgets.award(command(DECIDER, counted, text="Zoals gekozen.", now=AFTER), counted)
    states = dict(counted.projects.values_list("title", "state"))
    assert states == {"Tuin": "awarded", "Bank": "awarded", "Hok": "not_chosen"}


@given(st.lists(st.integers(1, 15_000_00), max_size=8))
@settings(
    max_examples=15,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
def test_payments_are_never_more_than_the_cost(
    process: Process, command: Wants, amounts: list[int]
) -> None:
    budget = Budget.objects.filter(process=process).first() or Budget.objects.create(
        process=process, state="awarded", title="B", amount=1, goals="g", voters="v", unspent="u",
        opens_on=date(2026, 1, 1), closes_on=date(2026, 1, 2),
    )  # fmt: skip
    project = Project.objects.create(
        process=process, budget=budget, state="awarded", title="Tuin", text="t", cost=30_000_00
    )
    paid = 0
    for amount in amounts:
        wants = command(TREASURER, project, now=AFTER)
        try:
            budgets.spend(wants, project, amount, on=AFTER.date(), purpose="Hout")
            paid += amount
        except TransitionNotAllowed as refusal:
            assert paid + amount > 30_000_00
            assert refusal.why in ("too_much", "money_left")
        project = Project.objects.get(pk=project.pk)
        assert project.spent == paid <= 30_000_00


def test_a_proposer_follows_with_a_receipt_and_says_once_that_it_is_not_solved(
    process: Process, budget: Budget, command: Wants
) -> None:
    made, receipt = residents.propose(process, NOW, title="Heg", text="Een heg.", street="Laan")
    assert made.state == "proposed" and made.receipt not in (receipt, "")
    assert residents.by_receipt(receipt.lower()) == made
    assert residents.by_receipt("ABCD-EFGH-JKLM-NPQR") is None

    def deliver() -> None:
        project = Project.objects.get(pk=made.pk)
        budgets.deliver(command(OFFICIAL, project, now=AFTER), project, result="Geplant.")

    Project.objects.filter(pk=made.pk).update(state="awarded")
    deliver()
    with pytest.raises(TransitionNotAllowed):
        residents.say(receipt, False, "", AFTER)
    assert residents.say(receipt, False, "Er staan drie struiken.", AFTER).state == "awarded"
    deliver()
    with pytest.raises(TransitionNotAllowed) as refusal:
        residents.say(receipt, False, "Nog steeds.", AFTER)
    assert refusal.value.why == "not_rejected_yet"
    assert residents.say(receipt, True, "", AFTER).state == "confirmed"
    actors = set(
        process.steps.filter(object_id=made.pk, role="resident").values_list("actor", flat=True)
    )
    assert actors == {"resident"}


def test_proposing_is_for_days_of_a_phase_that_says_so(process: Process, budget: Budget) -> None:
    with pytest.raises(TransitionNotAllowed):
        residents.propose(process, AFTER, title="Heg", text="Een heg.", street="")
    Process.objects.filter(pk=process.pk).update(state="postponed")
    process.refresh_from_db()
    with pytest.raises(TransitionNotAllowed):
        residents.propose(process, NOW, title="Heg", text="Een heg.", street="")


def test_a_resident_does_nothing_that_a_role_is_needed_for(settled: Budget) -> None:
    with pytest.raises(RefusedError):
        budgets.close(StepCommand(Resident(), AFTER, settled.version), settled)
