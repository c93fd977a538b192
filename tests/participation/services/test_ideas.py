"""Ideas: a term, an answer with reasons, joined ones, and 'not solved' once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from participants import AFTER, OFFICIAL, VOTING, Wants
from visitors import NOW
from wijkwerk.access.api import RefusedError
from wijkwerk.participation.models import Idea, Process
from wijkwerk.participation.rules import FILE, read_rules
from wijkwerk.participation.services import ideas, residents, secrets
from wijkwerk.shared.problems import InputError
from wijkwerk.workflow.api import TransitionNotAllowed

PLATFORM = "platform-member"
BENCH = {"kind": "signal", "title": "Bank stuk", "text": "De leuning is eraf.", "street": "Laan"}


def test_a_resident_gets_a_receipt_and_a_last_day(process: Process) -> None:
    made, receipt = ideas.submit(process, NOW, **BENCH)
    assert made.answer_by == date(2026, 3, 9) and not made.public
    assert residents.by_receipt(receipt) == made
    assert secrets.tidy(receipt) not in str(vars(Idea.objects.get()))
    type(process).objects.filter(pk=process.pk).update(state="finished")
    with pytest.raises(TransitionNotAllowed):
        ideas.submit(Process.objects.get(), NOW, **BENCH)


def test_what_came_by_post_runs_from_its_receipt(process: Process, command: Wants) -> None:
    facts = {**BENCH, "channel": "post", "origin": "resident"}
    made = ideas.note(command(OFFICIAL), process, received_on=date(2026, 2, 20), **facts)
    assert made.answer_by == date(2026, 2, 27)
    with pytest.raises(TransitionNotAllowed):
        ideas.note(command(OFFICIAL), process, received_on=date(2026, 3, 3), **facts)


def test_an_answer_has_an_outcome_and_reasons_and_joined_ones_have_it_too(
    process: Process, command: Wants
) -> None:
    first, _ = ideas.submit(process, NOW, **BENCH)
    other, receipt = ideas.submit(process, NOW, **{**BENCH, "title": "Kapotte bank"})
    ideas.join(command(OFFICIAL, other), other, joined_to=first)
    with pytest.raises(TransitionNotAllowed):
        ideas.join(command(OFFICIAL, first), first, joined_to=first)
    third, _ = ideas.submit(process, NOW, **BENCH)
    other.refresh_from_db()
    for wrong in (other, third):
        with pytest.raises(TransitionNotAllowed):
            ideas.join(command(OFFICIAL, third), third, joined_to=wrong)
    wants = command(OFFICIAL, first, text="Wordt gemaakt.", now=VOTING)
    with pytest.raises(TransitionNotAllowed):
        ideas.answer(wants, first)
    answered = ideas.answer(replace(wants, outcome="taken"), first)
    assert (answered.answered_on, answered.decision) == (VOTING.date(), "taken")
    other.refresh_from_db()
    assert (other.answered_on, other.state) == (VOTING.date(), "joined")
    assert residents.by_receipt(receipt) == other


def test_an_organisation_is_refused_with_reasons_and_a_resident_is_not(
    process: Process, command: Wants
) -> None:
    plan, _ = ideas.submit(process, NOW, **BENCH)
    with pytest.raises(TransitionNotAllowed) as refusal:
        ideas.refuse(command(OFFICIAL, plan, text="Nee."), plan)
    assert refusal.value.why == "from_organisation"
    facts = {**BENCH, "origin": "organisation", "channel": "post"}
    bureau = ideas.note(command(OFFICIAL), process, received_on=date(2026, 3, 2), **facts)
    with pytest.raises(TransitionNotAllowed):
        ideas.draft(command(OFFICIAL, bureau), bureau, draft="Plan.")
    assert (
        ideas.refuse(command(OFFICIAL, bureau, text="Van een bureau."), bureau).state == "refused"
    )


def test_the_doen_way_from_draft_to_not_solved_once(process: Process, command: Wants) -> None:
    idea, receipt = ideas.submit(process, NOW, **{**BENCH, "kind": "idea"})
    ideas.support(command(OFFICIAL, idea), idea, supporters=31)
    ideas.draft(command(OFFICIAL, idea), idea, draft="Een nieuwe bank van eigen hout.")
    with pytest.raises(RefusedError):
        ideas.advise(replace(command(OFFICIAL, idea, text="Goed."), outcome="for"), idea)
    ideas.advise(replace(command(PLATFORM, idea, text="Goed."), outcome="for"), idea)
    idea.refresh_from_db()
    ideas.answer(replace(command(OFFICIAL, idea, text="Doen we."), outcome="partly"), idea)
    ideas.plan(command(OFFICIAL, idea), idea, due_on=date(2026, 6, 1))
    with pytest.raises(TransitionNotAllowed):
        ideas.delay(command(OFFICIAL, idea), idea, due_on=date(2026, 7, 1))
    ideas.delay(command(OFFICIAL, idea, text="Geen hout."), idea, due_on=date(2026, 7, 1))
    for solved, state in ((False, "planned"), (True, "confirmed")):
        idea.refresh_from_db()
        ideas.finish(command(OFFICIAL, idea), idea, result="Hij staat er.")
        assert residents.say(receipt, solved, "Hij wiebelt.", AFTER).state == state


def test_what_was_not_taken_is_not_planned(process: Process, command: Wants) -> None:
    idea, _ = ideas.submit(process, NOW, **BENCH)
    ideas.answer(replace(command(OFFICIAL, idea, text="Kan niet."), outcome="not_taken"), idea)
    with pytest.raises(TransitionNotAllowed) as refusal:
        ideas.plan(command(OFFICIAL, idea), idea, due_on=date(2026, 6, 1))
    assert refusal.value.why == "was_taken"


def test_a_term_that_is_none_is_told(tmp_path: Path) -> None:
    path = tmp_path / "participation.toml"
    path.write_text(FILE.read_text("utf-8").replace("signal = 5", "signal = 0"), "utf-8")
    with pytest.raises(InputError, match=r"terms\.signal"):
        read_rules(path)
