"""The procedure as it is written down: who may, when, with which reasons; two at once; for ever."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from wijkwerk.access.api import RefusedError, rules
from wijkwerk.audit.api import Entry, verify
from wijkwerk.designation import services
from wijkwerk.designation.models import Objection, Procedure, Step
from wijkwerk.shared.problems import InputError
from wijkwerk.workflow.api import ChangedMeanwhileError, StepCommand, TransitionNotAllowed

pytestmark = pytest.mark.django_db
LISTS = Path("lists")


def why(make: Any) -> str:
    """Why something can't be done now."""
    with pytest.raises(TransitionNotAllowed) as told:
        make()
    return told.value.why


def test_from_a_draft_to_a_publication(story: Any) -> None:
    done = story.whole()
    assert (
        done.state,
        done.opened_on,
        done.objections_until,
        done.decided_on,
        done.published_on,
    ) == ("published", date(2026, 3, 3), date(2026, 4, 14), date(2026, 4, 15), date(2026, 4, 15))
    listed = {area.code: (area.by_rule, area.decided) for area in done.areas.all()}
    assert listed == {"BU1": (True, False), "BU3": (True, True), "BU4": (True, True)}
    steps = [(step.machine, step.action, step.role) for step in done.steps.all()]
    assert steps == [
        ("procedure", "start", "official"),
        ("procedure", "open", "official"),
        ("objection", "make", "municipality"),
        ("objection", "answer", "official"),
        ("procedure", "decide", "decider"),
        ("procedure", "publish", "publisher"),
    ]
    told = Entry.objects.filter(action__regex=r"^(procedure|objection)\.")
    assert [one.action for one in told] == [f"{machine}.{action}" for machine, action, _ in steps]
    assert verify()[0].breaks == []


def test_an_area_that_the_rule_forgot_can_be_put_on_the_list(story: Any) -> None:
    story.open()
    story.object("BU2", "on")
    story.answer("upheld")
    decided = story.decide()
    area = decided.areas.get(code="BU2")
    assert (area.by_rule, area.decided) == (False, True)


def test_an_objection_that_was_rejected_or_taken_back_changes_nothing(story: Any) -> None:
    story.open()
    story.object("BU1")
    story.answer("rejected")
    back = story.object("BU3", place="GM0002")
    services.withdraw_objection(
        StepCommand(story.somebody("municipality", "GM0002"), story.during, back.version), back
    )
    decided = story.decide()
    assert all(area.decided == area.by_rule for area in decided.areas.all())


def steps_of(story: Any) -> dict[str, Any]:
    """Every step as a function of a will, on things in the state that it starts from."""
    return {
        "start": lambda command: services.start(command, LISTS, story.list_id, 2024),
        "open": lambda command: services.open_for_objections(command, story.procedure, story.until),
        "withdraw": lambda command: services.withdraw(command, story.procedure),
        "decide": lambda command: services.decide(command, story.procedure),
        "publish": lambda command: services.publish(command, story.procedure),
        "make": lambda command: services.object_to(command, story.procedure, LISTS, "BU1", "off"),
        "take back": lambda command: services.withdraw_objection(command, story.objection),
        "answer": lambda command: services.answer(command, story.objection),
        "propose": lambda command: services.propose_delisting(
            command, story.procedure.areas.get(code="BU3")
        ),
        "withdraw proposal": lambda command: services.withdraw_delisting(command, story.delisting),
        "decide proposal": lambda command: services.decide_delisting(command, story.delisting),
    }


# What, who may (role, municipality), what happened before, when.
STEPS = {
    "start": ({("official", "")}, (), "drafted"),
    "open": ({("official", "")}, ("draft",), "opened"),
    "withdraw": ({("official", "")}, ("open",), "during"),
    "decide": ({("decider", "")}, ("open",), "after"),
    "publish": ({("publisher", "")}, ("open", "decide"), "after"),
    "make": ({("municipality", "GM0001")}, ("open",), "during"),
    "take back": ({("municipality", "GM0001")}, ("open", "object"), "during"),
    "answer": ({("official", ""), ("decider", "")}, ("open", "object"), "during"),
    "propose": ({("municipality", "GM0002")}, ("whole",), "later"),
    "withdraw proposal": ({("municipality", "GM0002")}, ("whole", "propose"), "later"),
    "decide proposal": ({("decider", "")}, ("whole", "propose"), "later"),
}
OUTCOME = {"answer": "upheld", "decide proposal": "accepted"}


@pytest.mark.parametrize("what", STEPS)
def test_only_who_may_can_make_a_step_and_only_while_they_hold_the_role(
    what: str, story: Any
) -> None:
    able, before, moment = STEPS[what]
    for one in before:
        getattr(story, one)()
    now: datetime = getattr(story, moment)
    things = {
        "objection": story.__dict__.get("objection"),
        "delisting": story.__dict__.get("delisting"),
    }
    thing = (
        things["objection" if what in ("take back", "answer") else "delisting"]
        if what in ("take back", "answer", "withdraw proposal", "decide proposal")
        else story.__dict__.get("procedure")
    )
    if thing is not None:
        thing.refresh_from_db()
    version = 0 if thing is None else thing.version
    make = steps_of(story)[what]

    def command(user: Any) -> StepCommand:
        return StepCommand(user, now, version, "Because.", OUTCOME.get(what, ""))

    everybody = [
        ("", ""),
        ("municipality", "GM0002"),
        *((code, "GM0001" if role.within else "") for code, role in rules().roles.items()),
    ]
    for role, place in everybody:
        if (role, place) in able:
            continue
        entries = Entry.objects.count()
        user = story.somebody(role, place)
        entries = Entry.objects.count()
        with pytest.raises(RefusedError):
            make(command(user))
        assert Entry.objects.count() == entries
    for role, place in sorted(able):
        gone = story.somebody(role, place, now.date() - timedelta(days=1), "gone")
        with pytest.raises(RefusedError, match="other_days"):
            make(command(gone))
        hasty = story.somebody(role, place)
        hasty.second_factor_passed = False
        with pytest.raises(RefusedError, match="second_factor"):
            make(command(hasty))
    role, place = sorted(able)[-1]
    assert make(command(story.somebody(role, place)))


@pytest.mark.parametrize("what", [name for name in STEPS if name not in ("start", "open", "publish",
                                                                          "take back",
                                                                          "withdraw proposal")])  # fmt: skip
def test_a_step_that_asks_for_reasons_is_not_made_without(what: str, story: Any) -> None:
    able, before, moment = STEPS[what]
    for one in before:
        getattr(story, one)()
    role, place = sorted(able)[-1]
    for text in ("", "  \n ", "x" * 20_001):
        command = StepCommand(
            story.somebody(role, place), getattr(story, moment), 1, text, OUTCOME.get(what, "")
        )
        assert why(lambda command=command: steps_of(story)[what](command)) == "reasons"


def test_nobody_objects_after_the_last_day_and_nobody_decides_before(story: Any) -> None:
    story.open()
    last = datetime(2026, 4, 14, 21, 59, tzinfo=story.during.tzinfo)  # a minute before midnight
    city = story.somebody("municipality")
    decide = replace(story.command("decider", last, story.procedure), text="Too early.")
    assert why(lambda: services.decide(decide, story.procedure)) == "term_over"
    late = StepCommand(city, last + timedelta(minutes=1), text="Too late.")
    assert (
        why(lambda: services.object_to(late, story.procedure, LISTS, "BU1", "off")) == "term_open"
    )
    assert services.object_to(replace(late, now=last), story.procedure, LISTS, "BU1", "off")


def test_nothing_is_decided_while_an_objection_waits(story: Any) -> None:
    story.open()
    story.object()
    assert why(story.decide) == "all_answered"
    story.answer("rejected")
    assert story.decide().state == "decided"


@pytest.mark.parametrize(
    ("until", "last"),
    [("2026-04-13", None), ("2026-04-14", "2026-04-14"), ("2026-04-25", "2026-04-28"),
     ("2027-03-05", None)],
)  # fmt: skip
def test_a_term_is_six_weeks_at_least_and_ends_on_a_working_day(
    story: Any, until: str, last: str | None
) -> None:
    story.draft()
    command = story.command("official", story.opened, story.procedure)

    def make() -> Procedure:
        return services.open_for_objections(command, story.procedure, date.fromisoformat(until))

    if last is None:
        assert why(make) == "term"
    else:
        assert str(make().objections_until) == last


def test_a_city_objects_for_itself_once_and_to_what_is_so(story: Any) -> None:
    story.open()
    city = StepCommand(story.somebody("municipality"), story.during, text="Because.")

    def to(area: str, wish: str) -> Any:
        return lambda: services.object_to(city, story.procedure, LISTS, area, wish)

    with pytest.raises(RefusedError, match="elsewhere"):
        to("BU3", "off")()
    assert why(to("BU9", "off")) == "area"
    assert why(to("BU1", "on")) == "wish"  # it is on the list already
    assert why(to("BU2", "off")) == "wish"
    assert why(to("BU1", "away")) == "wish"
    first = to("BU1", "off")()
    assert why(to("BU1", "off")) == "there_is_one"
    services.withdraw_objection(replace(city, version=first.version), first)
    assert to("BU1", "off")()


def test_a_list_that_was_changed_since_the_draft_takes_no_objections(
    story: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    story.open()
    changed = replace(services.find_list(LISTS, story.list_id), digest="1" * 64)
    monkeypatch.setattr(services, "find_list", lambda folder, name: changed)
    with pytest.raises(InputError, match="was changed"):
        story.object()


def test_of_two_that_decide_at_once_one_wins_and_the_other_is_told(story: Any) -> None:
    story.open()
    seen = Procedure.objects.get(pk=story.procedure.pk)
    story.decide()
    other = StepCommand(
        story.somebody("decider", name="second"), story.after, seen.version, "As well."
    )
    with pytest.raises(ChangedMeanwhileError):
        services.decide(other, seen)
    story.procedure.refresh_from_db()
    assert story.procedure.motivation == "Weighed one by one."
    assert Step.objects.filter(action="decide").count() == 1


def test_of_two_that_answer_at_once_one_wins(story: Any) -> None:
    story.open()
    seen = Objection.objects.get(pk=story.object().pk)
    story.answer("rejected")
    with pytest.raises(ChangedMeanwhileError):
        services.answer(
            story.command("decider", story.during, seen, text="No.", outcome="upheld"), seen
        )


def test_nobody_decides_about_what_they_made_themselves(story: Any) -> None:
    from wijkwerk.access import accounts

    both = story.somebody("municipality")
    accounts.give_role(both, "official", [], date(2026, 1, 1), None, "command", story.drafted)
    story.open()
    objection = story.object()
    command = StepCommand(
        story.somebody("municipality"), story.during, objection.version, "Fine.", "upheld"
    )
    assert why(lambda: services.answer(command, objection)) == "not_own"


def test_there_is_one_procedure_about_a_year_of_a_list_unless_it_was_withdrawn(story: Any) -> None:
    story.draft()
    assert why(story.draft) == "there_is_one"
    services.withdraw(
        replace(story.command("official", story.drafted, story.procedure), text="A mistake."),
        story.procedure,
    )
    assert story.draft().state == "draft"


def test_a_list_that_is_not_there_is_told(story: Any) -> None:
    with pytest.raises(InputError, match="no such list"):
        services.start(story.command("official", story.drafted), LISTS, "../secrets", 2025)


def test_an_area_stays_on_the_list_when_the_proposal_is_rejected(story: Any) -> None:
    story.whole()
    proposal = story.propose()
    command = story.command("decider", story.later, proposal, text="Too early.", outcome="rejected")
    assert services.decide_delisting(command, proposal).state == "decided"
    assert story.procedure.areas.get(code="BU3").delisted_on is None
    assert story.propose().state == "proposed"  # it may be asked again


def test_nobody_decides_about_a_proposal_of_their_own(story: Any) -> None:
    from wijkwerk.access import accounts

    story.whole()
    proposal = story.propose()
    proposer = story.somebody("municipality", "GM0002")
    accounts.give_role(proposer, "decider", [], date(2026, 1, 1), None, "command", story.later)
    both = story.somebody("municipality", "GM0002")
    command = StepCommand(both, story.later, proposal.version, text="So be it.", outcome="accepted")
    assert why(lambda: services.decide_delisting(command, proposal)) == "not_own"


def test_an_area_leaves_the_list_when_a_city_proposes_and_it_is_accepted(story: Any) -> None:
    story.whole()
    proposal = story.propose()
    assert why(story.propose) == "there_is_one"
    command = story.command("decider", story.later, proposal, text="Agreed.", outcome="accepted")
    services.decide_delisting(command, proposal)
    area = story.procedure.areas.get(code="BU3")
    assert (area.decided, area.delisted_on) == (True, date(2026, 5, 1))
    assert why(story.propose) == "area"  # it left already


def test_what_is_not_on_the_list_cannot_leave_it(story: Any) -> None:
    story.whole()
    off = story.procedure.areas.get(code="BU1")  # taken off by the decision
    command = StepCommand(story.somebody("municipality"), story.later, text="Because.")
    assert why(lambda: services.propose_delisting(command, off)) == "area"


@pytest.mark.parametrize(
    "sql", ["UPDATE designation_step SET text = 'something else'", "DELETE FROM designation_step"]
)
def test_the_history_of_a_procedure_is_kept_for_ever(story: Any, sql: str) -> None:
    story.open()
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)
    with pytest.raises(Exception, match="protected"):
        story.procedure.delete()


def test_a_fault_halfway_leaves_nothing(story: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    story.open()
    story.somebody("municipality")
    before = (Entry.objects.count(), Step.objects.count())

    def broken(*given: Any, **named: Any) -> None:
        raise RuntimeError("the disk is on fire")

    monkeypatch.setattr("wijkwerk.workflow.writing.record", broken)
    with pytest.raises(RuntimeError, match="fire"):
        story.object()
    assert not Objection.objects.exists()
    assert (Entry.objects.count(), Step.objects.count()) == before


def test_reasons_stay_out_of_the_audit_trail_and_stand_in_the_procedure(story: Any) -> None:
    story.whole()
    assert "The figures are old." in Step.objects.get(machine="objection", action="make").text
    for entry in Entry.objects.all():
        assert "figures are old" not in str(entry.before) + str(entry.after)
