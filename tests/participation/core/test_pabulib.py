"""Pabulib in and out."""

from __future__ import annotations

from pathlib import Path

import pytest

from wijkwerk.participation.core.elections import Ballot, BallotKind, Candidate, Election
from wijkwerk.participation.core.pabulib import read_pabulib, write_pabulib
from wijkwerk.shared.problems import InputError

GOOD = """META
key;value
description;Wijkbudget
budget;100.50
vote_type;approval
PROJECTS
project_id;cost;name;selected
1;50;"Een; tuin";1
2;60.25;Bank;0
VOTES
voter_id;vote
a;1,2
b;
"""


def test_cents_a_semicolon_in_quotes_and_an_empty_ballot_are_read() -> None:
    file = read_pabulib(GOOD, "good.pb")
    assert (file.election.unit, file.election.budget) == (100, 10_050)
    assert file.election.candidates[0] == Candidate("1", 5000, "Een; tuin")
    assert [ballot.votes for ballot in file.election.ballots] == [{"1": 1, "2": 1}, {}]
    assert file.selected == {"1"}


@pytest.mark.parametrize(
    ("was", "becomes", "line", "code"),
    [
        ("vote_type;approval", "vote_type;sorting", None, "unknown kind of ballot"),
        ("1;50;", "1;vijftig;", 8, "no amount"),
        ("1;50;", "1;-3;", 8, "no amount"),
        ("a;1,2", "a;1,3", 12, "unknown project"),
        ("a;1,2", "a;1,1", 12, "project twice"),
        ("\na;1,2", "\n;1,2", 12, "nothing there"),
        ("project_id;cost", "project;cost", 7, "a column is missing"),
        ("VOTES\n", "BALLOTS\n", None, "a part is missing"),
        ("b;", "a;", None, "ballot twice"),
        ("60.25", "60.255", None, "smaller than a cent"),
    ],
)
def test_a_fault_is_told_with_its_line(was: str, becomes: str, line: int | None, code: str) -> None:
    with pytest.raises(InputError) as fault:
        read_pabulib(GOOD.replace(was, becomes, 1), "bad.pb")
    told = [(problem.line, problem.code) for problem in fault.value.problems]
    assert (line, code) in told


@pytest.mark.parametrize("kind", list(BallotKind))
def test_what_is_written_reads_the_same(kind: BallotKind) -> None:
    votes = {"x": 3, "y": 2} if kind is not BallotKind.APPROVAL else {"x": 1, "y": 1}
    election = Election(
        10_000,
        (Candidate("x", 1_250, "Bank; groot"), Candidate("y", 99, "Tuin")),
        (Ballot("1", votes), Ballot("2", {"y": 3 if kind is not BallotKind.APPROVAL else 1})),
        kind,
        100,
        "Budget",
    )
    text = write_pabulib(election, selected=["y"])
    file = read_pabulib(text, "made.pb")
    assert (file.election, file.selected) == (election, {"y"})


def test_every_file_of_pabulib_that_is_here_reads_back_as_it_was(shared_data: Path) -> None:
    for path in sorted((shared_data / "pabulib").glob("*.pb"))[:4]:
        election = read_pabulib(path.read_text("utf-8"), path.name).election
        assert read_pabulib(write_pabulib(election), path.name).election == election
