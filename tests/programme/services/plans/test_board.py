"""The board changes or drops a target, with reasons, for ever; nobody else does."""

from datetime import date
from typing import Any

import pytest

from wijkwerk.programme.models import Programme, Proposal, Step, Target
from wijkwerk.programme.services import board, people, targets
from wijkwerk.programme.services.paths import newest_of, original_of
from wijkwerk.workflow.api import TransitionNotAllowed

pytestmark = pytest.mark.django_db
BUREAU, CHAIR = "programme-bureau", "programme-chair"


def test_a_change_that_is_accepted_adds_a_path_beside_the_original(doing: Any) -> None:
    doing.locked()
    target = doing.small.targets[0]
    decided = doing.decided(doing.proposal())
    assert (decided.outcome, decided.decided_on) == ("accepted", date(2026, 3, 2))
    assert [one.name for one in decided.votes_for.all()] == ["Gemeente", "Scholen"]
    paths = list(target.paths.all())
    assert [(path.number, path.value, path.due_on, path.proposal_id) for path in paths] == [
        (1, 34.0, date(2030, 1, 1), None),
        (2, 26.0, date(2032, 1, 1), decided.pk),
    ]
    assert (original_of(paths), newest_of(paths)) == (paths[0], paths[1])
    steps = list(Step.objects.filter(machine__in=("proposal", "target")).values_list("action"))
    assert steps == [("make",), ("decide",), ("change",)]


def test_a_drop_that_is_accepted_ends_the_target_and_keeps_its_path(doing: Any) -> None:
    target = doing.small.targets[0]
    doing.decided(doing.proposal("drop"))
    assert doing.fresh(target).state == "dropped"
    assert target.paths.count() == 1
    with pytest.raises(TransitionNotAllowed, match="state"):
        doing.proposal()


def test_a_tie_leaves_things_as_they_are(doing: Any) -> None:
    decided = doing.decided(doing.proposal(), accepted=False)
    assert decided.outcome == "rejected"
    assert doing.small.targets[0].paths.count() == 1
    assert doing.fresh(doing.small.targets[0]).version == 1


FAULTS = {"absent": ((0, 2), ()), "both": ((0,), (0,))}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_vote_that_is_none_decides_nothing(doing: Any, fault: str) -> None:
    proposal, meeting = doing.proposal(), doing.meeting()
    for_it, against = ([doing.small.domains[at] for at in one] for one in FAULTS[fault])
    with pytest.raises(TransitionNotAllowed, match=fault):
        board.decide(doing.command(CHAIR, proposal, "Zo."), proposal, meeting, for_it, against)
    assert doing.fresh(proposal).state == "made"
    assert not proposal.votes_for.exists()


def test_who_left_is_no_longer_the_board_and_a_quorum_counts_seats(doing: Any) -> None:
    for domain in doing.small.domains[1:]:
        whole = doing.fresh(doing.programme)
        seat = domain.seats.get()
        people.leave_seat(doing.command(BUREAU, whole), seat, date(2026, 2, 1))
    whole = doing.fresh(doing.programme)
    command = doing.command(CHAIR, whole)
    with pytest.raises(TransitionNotAllowed, match="stranger"):
        board.meet(command, whole, date(2026, 3, 2), "Maart", doing.small.domains)
    early = board.meet(command, whole, date(2026, 2, 1), "Februari", doing.small.domains)
    assert early.present.count() == 3  # the last day itself still counts
    whole = doing.fresh(doing.programme)
    with pytest.raises(TransitionNotAllowed, match="quorum"):
        board.meet(
            doing.command(CHAIR, whole), whole, date(2026, 1, 5), "Januari", doing.small.domains[:1]
        )


def test_nothing_is_decided_before_it_was_proposed_or_elsewhere(doing: Any) -> None:
    proposal, early = doing.proposal(), doing.meeting(date(2026, 3, 1))
    command = doing.command(CHAIR, proposal, "Zo.")
    with pytest.raises(TransitionNotAllowed, match="meeting"):
        board.decide(command, proposal, early, doing.small.domains[:2], ())
    other = Programme.objects.create(
        slug="noord",
        title="Noord",
        state="running",
        begins_on=date(2020, 1, 1),
        ends_on=date(2030, 1, 1),
    )
    early.programme = other
    with pytest.raises(TransitionNotAllowed, match="meeting"):
        board.decide(command, proposal, early, doing.small.domains[:2], ())


@pytest.mark.parametrize(
    ("wish", "fault"),
    [
        (board.Wish("change", due_on=date(2032, 1, 1)), "value"),
        (board.Wish("change", 20.0, "NL", "at_least", date(2032, 1, 1)), "value"),
        (board.Wish("change", None, "NL", "at_least", date(2032, 1, 1)), "reference"),
        (board.Wish("change", -1.0, due_on=date(2032, 1, 1)), "scale"),
        (board.Wish("change", 20.0, due_on=date(2020, 1, 1)), "day"),
        (board.Wish("change", 34.0, due_on=date(2030, 1, 1)), "same"),
        (board.Wish("drop", 20.0), "value"),
        (board.Wish("forget"), "outcome"),
    ],
)
def test_what_can_t_be_promised_can_t_be_proposed(doing: Any, wish: Any, fault: str) -> None:
    with pytest.raises(TransitionNotAllowed, match=fault):
        board.propose(doing.command(BUREAU, text="Daarom."), doing.small.targets[0], wish)
    assert not Proposal.objects.exists()


def test_there_is_one_open_proposal_about_a_target(doing: Any) -> None:
    first = doing.proposal()
    with pytest.raises(TransitionNotAllowed, match="there_is_one"):
        doing.proposal("drop")
    board.withdraw(doing.command(BUREAU, first), first)
    doing.proposal("drop")


def test_milestones_follow_the_path_that_the_board_changed(doing: Any) -> None:
    target = doing.small.targets[0]
    steps = ((date(2024, 1, 1), 10.0), (date(2028, 1, 1), 24.0))
    targets.correct(
        doing.command(BUREAU, target), target, doing.figure(), doing.promise(milestones=steps)
    )
    doing.decided(doing.proposal())
    newest = target.paths.latest("number")
    # 2028 was 8 of 10 years, and is 8 of 12: two thirds of the way in time asked 19.3 of 34.
    assert [(milestone.on.year, milestone.value) for milestone in newest.milestones.all()] == [
        (2024, 10),
        (2028, 15),
    ]
    assert [path.milestones.count() for path in target.paths.all()] == [0, 2, 2]


def test_a_fault_halfway_leaves_nothing_decided(
    doing: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    proposal, meeting = doing.proposal(), doing.meeting()

    def fail(*given: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr("wijkwerk.programme.services.board.add_path", fail)
    before = Step.objects.count()
    with pytest.raises(OSError, match="disk"):
        board.decide(
            doing.command(CHAIR, proposal, "Zo."), proposal, meeting, doing.small.domains[:2], ()
        )
    assert Step.objects.count() == before
    assert doing.fresh(proposal).state == "made"
    assert Target.objects.get(pk=proposal.target_id).version == 1
