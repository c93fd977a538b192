"""Names and meetings that were noted wrongly: put right, with what stood there kept beside it."""

from datetime import date
from typing import Any

import pytest

from wijkwerk.access.api import RefusedError
from wijkwerk.audit.api import Entry
from wijkwerk.programme.models import Goal, Meeting, Pillar, Plan, Step
from wijkwerk.programme.services import board, corrections
from wijkwerk.workflow.api import ChangedMeanwhileError, TransitionNotAllowed

pytestmark = pytest.mark.django_db
BUREAU, CHAIR = "programme-bureau", "programme-chair"


def renamed(doing: Any, thing: Any, name: str, role: str = BUREAU) -> Any:
    whole = doing.fresh(doing.programme)
    return corrections.rename(doing.command(role, whole, "Duidelijker."), doing.fresh(thing), name)


def test_the_history_keeps_the_old_name_the_new_one_and_why(doing: Any) -> None:
    pillar = doing.small.pillars[0]
    assert renamed(doing, pillar, "  Onderwijs ").name == "Onderwijs"
    assert doing.fresh(pillar).name == "Onderwijs"
    step = Step.objects.get()
    assert (step.action, step.role) == ("rename", BUREAU)
    assert step.text == "School → Onderwijs\n\nDuidelijker."
    assert Entry.objects.filter(action="programme.rename").count() == 1
    renamed(doing, pillar, "School en opleiding")
    assert [step.text.split("\n")[0] for step in Step.objects.all()] == [
        "School → Onderwijs",
        "Onderwijs → School en opleiding",
    ]


def test_a_name_under_which_something_was_signed_is_the_boards(doing: Any) -> None:
    plan = doing.locked()
    for thing in (doing.small.goals[0], doing.small.pillars[0]):
        with pytest.raises(RefusedError):
            renamed(doing, thing, "Minder")
        assert renamed(doing, thing, "Minder", CHAIR).name == "Minder"
    held = plan.texts.get().targets[0]
    assert (held["pillar"], held["goal"]) == ("School", "Meer leertijd"), "as it was signed"
    # What nobody signed for is still the bureau's.
    fresh = Goal.objects.create(programme=doing.programme, pillar=doing.small.pillars[1], name="X")
    assert renamed(doing, fresh, "Y").name == "Y"


def test_a_plan_that_is_not_signed_yet_leaves_names_to_the_bureau(doing: Any) -> None:
    plan = doing.locked()
    Plan.objects.filter(pk=plan.pk).update(state="offered")
    assert renamed(doing, doing.small.goals[0], "Minder").name == "Minder"


def test_a_plan_that_is_signed_at_the_same_moment_counts(
    doing: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    doing.locked()
    really, looks = corrections.signed_goals, iter([True])
    monkeypatch.setattr(
        corrections, "signed_goals", lambda whole: set() if next(looks, False) else really(whole)
    )
    before = Step.objects.count()
    with pytest.raises(TransitionNotAllowed, match="state"):
        renamed(doing, doing.small.goals[0], "Minder")
    assert Step.objects.count() == before
    assert doing.fresh(doing.small.goals[0]).name != "Minder"


@pytest.mark.parametrize(
    ("name", "fault"), [("School", "same_name"), ("  ", "name"), ("Wonen", "there_is_one")]
)
def test_a_name_that_can_not_be_changes_nothing(doing: Any, name: str, fault: str) -> None:
    with pytest.raises(TransitionNotAllowed, match=fault):
        renamed(doing, doing.small.pillars[0], name)
    assert not Step.objects.exists()
    assert set(Pillar.objects.values_list("name", flat=True)) == {"School", "Wonen"}


def test_who_saw_an_older_name_is_told(doing: Any) -> None:
    pillar, whole = doing.fresh(doing.small.pillars[0]), doing.fresh(doing.programme)
    command = doing.command(BUREAU, whole, "Daarom.")
    renamed(doing, pillar, "Onderwijs")
    with pytest.raises(ChangedMeanwhileError):
        corrections.rename(command, pillar, "Leren")
    with pytest.raises(TransitionNotAllowed, match="state"):
        # The newest version of the programme, and yet the name of before.
        corrections.rename(
            doing.command(BUREAU, doing.fresh(doing.programme), "Daarom."), pillar, "Leren"
        )
    assert doing.fresh(pillar).name == "Onderwijs"


def corrected(doing: Any, meeting: Any, **other: Any) -> Meeting:
    whole = doing.fresh(doing.programme)
    told = {"on": meeting.on, "title": meeting.title, "present": meeting.present.all(), **other}
    return corrections.correct_meeting(
        doing.command(CHAIR, whole, "Verkeerd overgenomen."), meeting, **told
    )


def test_a_meeting_is_put_right_and_both_versions_stay(doing: Any) -> None:
    meeting = doing.meeting()
    found = corrected(
        doing, meeting, on=date(2026, 3, 1), title="Zondag", present=doing.small.domains
    )
    assert (found.on, found.title, found.present.count()) == (date(2026, 3, 1), "Zondag", 3)
    step = Step.objects.latest("pk")
    assert step.action == "correct_meet"
    assert step.text == (
        "Maart (2026-03-02; Gemeente, Scholen) → Zondag (2026-03-01; Gemeente, Scholen, Bewoners)"
        "\n\nVerkeerd overgenomen."
    )


def test_what_was_decided_at_a_meeting_stays_decided(doing: Any) -> None:
    decided = doing.decided(doing.proposal())
    meeting = decided.meeting
    for other, fault in (
        ({"on": date(2026, 3, 1)}, "decided_there"),
        ({"present": doing.small.domains[1:]}, "absent"),
        ({"present": doing.small.domains[:1]}, "quorum"),
        ({"present": []}, "nobody"),
        ({"on": date(2026, 3, 3)}, "day"),
        ({}, "same_meeting"),
        ({"title": " "}, "name"),
    ):
        with pytest.raises(TransitionNotAllowed, match=fault):
            corrected(doing, meeting, **other)
    assert not Step.objects.filter(action="correct_meet").exists()
    corrected(doing, meeting, title="Bestuur van maart", present=doing.small.domains)
    again = doing.fresh(decided)
    assert (again.outcome, again.decided_on, again.votes_for.count()) == (
        "accepted",
        date(2026, 3, 2),
        2,
    )
    assert again.meeting.title == "Bestuur van maart"


def test_a_decision_rests_on_the_meeting_as_it_stands(doing: Any) -> None:
    proposal, meeting = doing.proposal(), doing.meeting()
    seen = Meeting.objects.prefetch_related("present").get(pk=meeting.pk)
    first, second, third = doing.small.domains
    corrected(doing, meeting, present=[first, third])
    command = doing.command(CHAIR, doing.fresh(proposal), "Zo besluiten wij.")
    with pytest.raises(TransitionNotAllowed, match="absent"):
        board.decide(command, proposal, seen, [first, second], ())
    assert doing.fresh(proposal).state == "made"
    assert board.decide(command, proposal, seen, [first, third], ()).outcome == "accepted"


def test_names_and_reasons_stay_whole_in_the_history(doing: Any) -> None:
    goal = doing.small.goals[0]
    renamed(doing, goal, "X" * 300)
    assert Step.objects.get().text.startswith(f"{goal.name} → {'X' * 300}\n\n")
    other = Goal.objects.create(programme=doing.programme, pillar=goal.pillar, name="Y")
    with pytest.raises(TransitionNotAllowed, match="there_is_one"):
        renamed(doing, other, "X" * 300)
    # The same name under another pillar is another goal.
    elsewhere = doing.small.goals[1]
    assert elsewhere.pillar_id != goal.pillar_id
    assert renamed(doing, elsewhere, "Y").name == "Y"


def test_nothing_is_decided_at_a_meeting_before_it_was_proposed(doing: Any) -> None:
    proposal, meeting = doing.proposal(), doing.meeting(date(2026, 3, 1))
    assert meeting.on < proposal.made_on
    command = doing.command(CHAIR, doing.fresh(proposal), "Zo besluiten wij.")
    with pytest.raises(TransitionNotAllowed, match="meeting"):
        board.decide(command, proposal, meeting, doing.small.domains[:2], ())
