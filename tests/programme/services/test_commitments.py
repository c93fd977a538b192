"""Commitments as they are written down: who may, in which state, and every rung of the ladder."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from wijkwerk.access.api import RefusedError, rules
from wijkwerk.audit.api import Entry
from wijkwerk.programme.models import (
    Commitment,
    Goal,
    Organisation,
    Pillar,
    Plan,
    Programme,
    Report,
    Step,
    Target,
)
from wijkwerk.programme.rules import programme_rules
from wijkwerk.programme.services import commitments as does
from wijkwerk.programme.services.common import STEPS, conditions
from wijkwerk.workflow.api import ChangedMeanwhileError, StepCommand, TransitionNotAllowed, possible

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DUE = date(2026, 3, 31)
LATE = datetime(2026, 4, 2, 9, 0, tzinfo=UTC)
SOON = date(2026, 4, 20)
BUREAU, CHAIR, BOARD, PARTNER = "programme-bureau", "programme-chair", "programme-board", "partner"
STATES = ("promised", "missed", "talked", "agreed", "other_partner", "board", "minister", "not_known",
          "kept", "released")  # fmt: skip


def why(make: Callable[[], Any]) -> str:
    with pytest.raises(TransitionNotAllowed) as told:
        make()
    return told.value.why


@pytest.fixture
def promised(a_programme: Any, command: Any) -> Commitment:
    """The schools promised extra hours at 26 schools, by the end of March."""
    return does.promise(command(BUREAU), a_programme.programme, the_promise(a_programme))


def the_promise(small: Any, **other: Any) -> does.Promise:
    told = does.Promise(
        small.organisations[1],
        "Extra uren op alle scholen",
        DUE,
        "Roosters van de scholen",
        26.0,
        "scholen",
        small.goals[0],
        small.targets[0],
        "Zeer-intern-merkteken",
    )
    return replace(told, **other)


def in_state(commitment: Commitment, state: str) -> Commitment:
    """The commitment, brought there without services."""
    Commitment.objects.filter(pk=commitment.pk).update(state=state)
    commitment.refresh_from_db()
    return commitment


# Every step with a commitment: as a function of a will, and the role that may.
STEPS_OF: dict[str, tuple[Callable[[StepCommand, Commitment], Any], set[str]]] = {
    "edit": (
        lambda command, one: does.edit(
            command, one, does.Promise(one.organisation, "Anders", DUE, "Foto’s")
        ),
        {BUREAU},
    ),
    "annotate": (lambda command, one: does.annotate(command, one, "Bellen"), {BUREAU}),
    "miss": (lambda command, one: does.miss(command, one, SOON), {BUREAU}),
    "not_known": (lambda command, one: does.not_known(command, one), {BUREAU}),
    "talk": (lambda command, one: does.talk(command, one, SOON), {BUREAU}),
    "agree": (lambda command, one: does.agree(command, one, date(2027, 1, 1)), {BUREAU}),
    "other_partner": (
        lambda command, one: does.other_partner(
            command, one, Organisation.objects.get(slug="gemeente"), SOON
        ),
        {BUREAU},
    ),
    "board": (lambda command, one: does.board(command, one, SOON), {BUREAU}),
    "minister": (lambda command, one: does.minister(command, one, SOON), {CHAIR}),
    "release": (lambda command, one: does.release(command, one), {CHAIR}),
    "report": (
        lambda command, one: does.report(command, one, does.Told("Gedaan", "Lijst", 26.0)), {PARTNER}
    ),
}  # fmt: skip


# From which states each step can be made: typed here, so that a slip in the table of steps is noticed.
ON_THE_LADDER = {"missed", "talked", "other_partner", "board", "minister"}
POSSIBLE_FROM = {
    "edit": {"promised"},
    "annotate": {*ON_THE_LADDER, "promised", "agreed", "not_known", "kept", "released"},
    "miss": {"promised", "agreed", "not_known"},
    "not_known": {"promised", "agreed"},
    "talk": {"missed"},
    "agree": {"talked", "other_partner", "board", "minister"},
    "other_partner": {"talked"},
    "board": {"talked", "other_partner"},
    "minister": {"board"},
    "release": {"board", "minister"},
    "report": {*ON_THE_LADDER, "promised", "agreed", "not_known"},
}


@pytest.mark.parametrize("action", STEPS_OF)
@pytest.mark.parametrize("state", STATES)
def test_each_step_is_possible_from_its_states_and_from_no_other(
    action: str, state: str, promised: Commitment, command: Any
) -> None:
    make, able = STEPS_OF[action]
    one = in_state(promised, state)
    wish = command(sorted(able)[0], one, text="Daarom.", now=LATE)
    if action in ("edit",):
        wish = replace(wish, now=NOW)
    if state in POSSIBLE_FROM[action]:
        assert make(wish, one)
    else:
        assert why(lambda: make(wish, one)) in ("state", "commitment_open")
        one.refresh_from_db()
        assert one.state == state


@pytest.mark.parametrize("action", STEPS_OF)
def test_only_the_right_role_makes_a_step_and_only_for_its_own_programme(
    action: str, promised: Commitment, command: Any, somebody: Any
) -> None:
    make, able = STEPS_OF[action]
    step = programme_rules().machines.get("commitment", action)
    state = in_state(promised, step.source[0] if step else "promised")
    everybody = [("", "")]
    for code, role in rules().roles.items():
        if role.within in ("programme", "organisation"):
            own = "zuid" if role.within == "programme" else "scholen"
            everybody += [(code, "elders"), *([] if code in able else [(code, own)])]
        elif not role.within:
            everybody.append((code, ""))
    before = Step.objects.count()
    for code, place in everybody:
        wish = StepCommand(somebody(code, place), LATE, state.version, "Daarom.")
        with pytest.raises(RefusedError):
            make(wish, state)
    assert Step.objects.count() == before


@pytest.mark.parametrize(
    "action", ["not_known", "talk", "agree", "other_partner", "board", "minister", "release"]
)
def test_a_rung_of_the_ladder_asks_what_came_out(
    action: str, promised: Commitment, command: Any
) -> None:
    make, able = STEPS_OF[action]
    step = STEPS.step("commitment", action)
    state = in_state(promised, step.source[0])
    for text in ("", "  \n"):
        wish = command(sorted(able)[0], state, text=text, now=LATE)
        assert why(lambda wish=wish: make(wish, state)) == "reasons"


@pytest.mark.parametrize("action", ["miss", "talk", "other_partner", "board", "minister"])
def test_a_rung_of_the_ladder_needs_a_next_step_in_the_future_and_not_in_years(
    action: str, promised: Commitment, command: Any, a_programme: Any
) -> None:
    state = in_state(promised, STEPS.step("commitment", action).source[0])
    role = sorted(STEPS_OF[action][1])[0]
    more = (a_programme.organisations[0],) if action == "other_partner" else ()
    for day in (LATE.date() - timedelta(days=1), LATE.date(), LATE.date() + timedelta(days=184)):
        wish = command(role, state, text="Daarom.", now=LATE)
        assert why(lambda d=day, w=wish: getattr(does, action)(w, state, *more, d)) == "next_step"
    for day in (LATE.date() + timedelta(days=1), LATE.date() + timedelta(days=183)):
        state = in_state(state, STEPS.step("commitment", action).source[0])
        Commitment.objects.filter(pk=state.pk).update(organisation=a_programme.organisations[1])
        state.refresh_from_db()
        moved = getattr(does, action)(
            command(role, state, text="Daarom.", now=LATE), state, *more, day
        )
        assert moved.next_step_on == day
        state = moved


def test_nothing_is_missed_before_its_last_day_is_over_in_the_netherlands(
    promised: Commitment, command: Any
) -> None:
    last = datetime(2026, 3, 31, 21, 59, tzinfo=UTC)  # a minute before midnight, summer time
    wish = command(BUREAU, promised, now=last)
    assert why(lambda: does.miss(wish, promised, SOON)) == "overdue"
    after = command(BUREAU, promised, now=last + timedelta(minutes=1))
    assert does.miss(after, promised, SOON).state == "missed"


def test_a_last_day_of_the_year_ends_with_the_dutch_year(a_programme: Any, command: Any) -> None:
    one = does.promise(
        command(BUREAU), a_programme.programme, the_promise(a_programme, due_on=date(2026, 12, 31))
    )
    last = datetime(2026, 12, 31, 22, 59, tzinfo=UTC)  # a minute before midnight, winter time
    first = date(2027, 1, 12)
    assert why(lambda: does.miss(command(BUREAU, one, now=last), one, first)) == "overdue"
    moved = does.miss(command(BUREAU, one, now=last + timedelta(minutes=1)), one, first)
    assert STEPS.steps.objects.latest("pk").at.year == 2026  # in UTC it is still the old year
    assert moved.state == "missed"


def test_from_a_promise_to_the_minister_with_a_day_and_an_outcome_each(
    promised: Commitment, command: Any, a_programme: Any
) -> None:
    city = a_programme.organisations[0]
    one = does.miss(command(BUREAU, promised, now=LATE), promised, SOON)
    one = does.talk(command(BUREAU, one, text="Geen leraren.", now=LATE), one, SOON)
    one = does.agree(command(BUREAU, one, text="Na de zomer.", now=LATE), one, date(2026, 9, 30))
    assert (one.promised_for, one.due_on, one.next_step_on) == (DUE, date(2026, 9, 30), None)
    autumn = datetime(2026, 10, 2, 9, 0, tzinfo=UTC)
    day = date(2026, 10, 20)
    one = does.miss(command(BUREAU, one, now=autumn), one, day)
    one = does.talk(command(BUREAU, one, text="Weer niet.", now=autumn), one, day)
    one = does.other_partner(
        command(BUREAU, one, text="De gemeente kan het.", now=autumn), one, city, day
    )
    assert one.organisation == city
    one = does.board(command(BUREAU, one, text="Ook niet.", now=autumn), one, day)
    one = does.minister(command(CHAIR, one, text="Wet nodig.", now=autumn), one, day)
    one = does.release(command(CHAIR, one, text="De wet kwam er.", now=autumn), one)
    assert (one.state, one.promised_for, one.next_step_on) == ("released", DUE, None)
    steps = [(step.action, step.place) for step in Step.objects.filter(machine="commitment")]
    assert steps == [
        ("promise", "scholen"),
        ("miss", "scholen"),
        ("talk", "scholen"),
        ("agree", "scholen"),
        ("miss", "scholen"),
        ("talk", "scholen"),
        ("other_partner", "gemeente"),
        ("board", "gemeente"),
        ("minister", "gemeente"),
        ("release", "gemeente"),
    ]
    assert "Scholen op Zuid" in str(Entry.objects.get(action="commitment.other_partner").before)


def test_an_agreement_moves_the_day_no_further_than_the_rules_say(
    promised: Commitment, command: Any
) -> None:
    state = in_state(promised, "talked")
    most = LATE.date() + timedelta(days=programme_rules().most_days_later)
    wish = command(BUREAU, state, text="Later.", now=LATE)
    for day in (LATE.date(), most + timedelta(days=1)):
        assert why(lambda d=day: does.agree(wish, state, d)) == "day"
    assert does.agree(wish, state, most).due_on == most


def test_a_signed_plan_keeps_promises_as_they_are(promised: Commitment, command: Any) -> None:
    Plan.objects.create(
        programme=promised.programme, title="P", first_year=2026, last_year=2029, state="locked"
    )
    told = does.Promise(promised.organisation, "Minder", DUE, "Niets")
    assert why(lambda: does.edit(command(BUREAU, promised), promised, told)) == "not_locked"


@pytest.mark.parametrize(
    ("other", "told"),
    [
        ({"due_on": date(2026, 3, 1)}, "day"),
        ({"due_on": date(2031, 1, 1)}, "day"),
        ({"quantity": -1.0}, "quantity"),
        ({"quantity": float("nan")}, "quantity"),
        ({"quantity": float("inf")}, "quantity"),
        ({"unit": " "}, "quantity"),
        ({"title": " "}, "promised"),
        ({"evidence": ""}, "promised"),
    ],
)
def test_what_can_not_be_held_to_is_no_promise(
    other: dict[str, Any], told: str, a_programme: Any, command: Any
) -> None:
    wish = the_promise(a_programme, **other)
    assert why(lambda: does.promise(command(BUREAU), a_programme.programme, wish)) == told


def test_an_organisation_that_ended_promises_and_takes_over_nothing(
    promised: Commitment, a_programme: Any, command: Any
) -> None:
    gone = Organisation.objects.create(slug="oud", name="Oud", ended_on=date(2025, 1, 1))
    promise = the_promise(a_programme, organisation=gone)
    assert (
        why(lambda: does.promise(command(BUREAU), a_programme.programme, promise)) == "organisation"
    )
    state = in_state(promised, "talked")
    wish = command(BUREAU, state, text="Zij.", now=LATE)
    assert why(lambda: does.other_partner(wish, state, gone, SOON)) == "organisation"
    same = state.organisation
    assert why(lambda: does.other_partner(wish, state, same, SOON)) == "same_organisation"


def test_a_confirmed_final_report_keeps_the_commitment_on_the_day_of_the_report(
    promised: Commitment, command: Any
) -> None:
    said = does.report(
        command(PARTNER, promised), promised, does.Told("Alle 26.", "Roosters", 26.0, final=True)
    )
    checked = does.check(command(BUREAU, said, "Gezien.", "confirmed", LATE), said)
    promised.refresh_from_db()
    assert (checked.state, checked.outcome, checked.checked_on) == (
        "checked",
        "confirmed",
        date(2026, 4, 2),
    )
    assert (promised.state, promised.kept_on) == ("kept", date(2026, 3, 2))
    assert [step.action for step in Step.objects.filter(machine="commitment")][-1] == "keep"


@pytest.mark.parametrize(("final", "outcome"), [(False, "confirmed"), (True, "refused")])
def test_a_report_that_is_refused_or_not_final_keeps_nothing(
    final: bool, outcome: str, promised: Commitment, command: Any
) -> None:
    said = does.report(
        command(PARTNER, promised), promised, does.Told("Alles.", "Lijst", 26, final)
    )
    does.check(command(BUREAU, said, "Gezien.", outcome, LATE), said)
    promised.refresh_from_db()
    assert promised.state == "promised"


def test_thirty_four_promised_and_twenty_six_reported_is_not_kept(
    promised: Commitment, command: Any
) -> None:
    less = does.Told("Op 25 scholen", "Roosters", 25.0, final=True)
    assert why(lambda: does.report(command(PARTNER, promised), promised, less)) == "not_all"
    assert not Report.objects.exists()
    # A report that says so out of an older database keeps nothing either, though it is confirmed.
    old = Report.objects.create(
        programme=promised.programme,
        commitment=promised,
        organisation=promised.organisation,
        state="made",
        quantity=25.0,
        text="x",
        evidence="y",
        final=True,
        made_on=DUE,
    )
    checked = does.check(command(BUREAU, old, text="Gezien.", outcome="confirmed"), old)
    promised.refresh_from_db()
    assert (checked.state, promised.state, promised.kept_on) == ("checked", "promised", None)
    more = does.Told("Op 27 scholen", "Roosters", 27.0, final=True)
    found = does.report(command(PARTNER, promised), promised, more)
    does.check(command(BUREAU, found, text="Gezien.", outcome="confirmed"), found)
    promised.refresh_from_db()
    assert promised.state == "kept"


def test_what_another_partner_took_over_is_not_kept_by_the_first(
    promised: Commitment, command: Any, a_programme: Any
) -> None:
    said = does.report(command(PARTNER, promised), promised, does.Told("Ja.", "Lijst", 26, True))
    state = in_state(promised, "talked")
    wish = command(BUREAU, state, text="Zij.", now=LATE)
    does.other_partner(wish, state, a_programme.organisations[0], SOON)
    does.check(command(BUREAU, said, "Gezien.", "confirmed", LATE), said)
    promised.refresh_from_db()
    assert promised.state == "other_partner"


def test_nobody_checks_their_own_report_nor_that_of_their_own_organisation(
    promised: Commitment, command: Any, somebody: Any
) -> None:
    from wijkwerk.access import accounts
    from wijkwerk.access.models import User

    said = does.report(command(PARTNER, promised), promised, does.Told("Ja.", "Lijst", 26, True))
    for role in (PARTNER, "council", "programme-founder"):
        with pytest.raises(RefusedError):
            does.check(command(role, said, "Ja.", "confirmed"), said)
    for name, role in (("Both", BUREAU), ("Two", BOARD)):
        both = somebody(role, None, name)
        accounts.give_role(both, PARTNER, ["scholen"], date(2020, 1, 1), None, "command", NOW)
        both = User.objects.get(pk=both.pk)
        both.second_factor_passed = True
        wish = StepCommand(both, NOW, said.version, "Ja.", "confirmed")
        assert why(lambda w=wish: does.check(w, said)) == "not_own_organisation"
    maker = somebody(PARTNER)
    accounts.give_role(maker, BUREAU, ["zuid"], date(2020, 1, 1), None, "command", NOW)
    accounts.end_role(maker, PARTNER, ["scholen"], date(2026, 3, 1), "command", NOW)
    maker = User.objects.get(pk=maker.pk)
    maker.second_factor_passed = True
    wish = StepCommand(maker, NOW, said.version, "Ja.", "confirmed")
    assert why(lambda: does.check(wish, said)) == "not_own"
    for role in (BUREAU, CHAIR, BOARD):
        held = conditions(said.programme, said, somebody(role), NOW)
        assert possible(STEPS.step("report", "check"), "made", held)


def test_a_partner_reports_on_its_own_commitments_alone(promised: Commitment, command: Any) -> None:
    with pytest.raises(RefusedError):
        does.report(command(PARTNER, promised, place="gemeente"), promised, does.Told("x", "y"))
    for empty in (does.Told("", "y"), does.Told("x", "  ")):
        assert why(lambda e=empty: does.report(command(PARTNER), promised, e)) == "reported"
    assert (
        why(lambda: does.report(command(PARTNER), promised, does.Told("x", "y", -1.0)))
        == "quantity"
    )
    assert not Report.objects.exists()


def test_the_second_of_two_at_once_is_told(promised: Commitment, command: Any) -> None:
    first, second = (
        command(BUREAU, promised, now=LATE),
        command(BUREAU, promised, now=LATE, name="Two"),
    )
    does.miss(first, promised, SOON)
    with pytest.raises(ChangedMeanwhileError):
        does.miss(second, promised, SOON)
    said = does.report(command(PARTNER, promised), promised, does.Told("Ja.", "Lijst", 26, True))
    one, two = (
        command(BUREAU, said, "Ja.", "confirmed", LATE, name=name) for name in ("One", "Two")
    )
    does.check(one, said)
    with pytest.raises(ChangedMeanwhileError):
        does.check(two, said)
    assert Step.objects.filter(action="keep").count() == 1


def test_a_fault_halfway_leaves_nothing(
    promised: Commitment, command: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = does.report(command(PARTNER, promised), promised, does.Told("Ja.", "Lijst", 26, True))
    before = (Entry.objects.count(), Step.objects.count())
    wish = command(BUREAU, said, "Ja.", "confirmed", LATE)
    before = (Entry.objects.count(), Step.objects.count())
    real = does.STEPS.step

    def broken(machine: str, action: str) -> Any:
        if action == "keep":
            raise RuntimeError("the disk is on fire")
        return real(machine, action)

    class Broken:
        step = staticmethod(broken)

        def __getattr__(self, name: str) -> Any:
            return getattr(STEPS, name)

    monkeypatch.setattr(does, "STEPS", Broken())
    with pytest.raises(RuntimeError, match="fire"):
        does.check(wish, said)
    said.refresh_from_db()
    assert said.state == "made"
    assert (Entry.objects.count(), Step.objects.count()) == before


def test_notes_and_evidence_stay_out_of_the_audit_trail(promised: Commitment, command: Any) -> None:
    does.annotate(command(BUREAU, promised), promised, "Zeer-intern-merkteken, bellen")
    for entry in Entry.objects.all():
        assert "merkteken" not in str(entry.before) + str(entry.after)
    assert all("merkteken" not in step.text for step in Step.objects.all())


def test_the_history_of_a_commitment_is_kept_for_ever(promised: Commitment) -> None:
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("DELETE FROM programme_step")


@pytest.mark.parametrize("what", ["goal", "target"])
def test_a_goal_or_target_of_another_programme_is_refused(
    a_programme: Any, command: Any, promised: Commitment, what: str
) -> None:
    other = Programme.objects.create(
        slug="noord", title="Noord", state="running", begins_on=DUE, ends_on=DUE
    )
    pillar = Pillar.objects.create(programme=other, name="School")
    goal = Goal.objects.create(programme=other, pillar=pillar, name="Leren")
    target = Target.objects.create(
        programme=other, goal=goal, title="Doel", source="count", state="active"
    )
    strange = the_promise(a_programme, **{what: {"goal": goal, "target": target}[what]})
    before = Commitment.objects.count()
    assert (
        why(lambda: does.promise(command(BUREAU), a_programme.programme, strange))
        == "stranger_here"
    )
    assert why(lambda: does.edit(command(BUREAU, promised), promised, strange)) == "stranger_here"
    assert Commitment.objects.count() == before
    promised.refresh_from_db()
    assert (promised.goal_id, promised.target_id) == (
        a_programme.goals[0].pk,
        a_programme.targets[0].pk,
    )


@pytest.mark.parametrize(
    "state", ["promised", "missed", "talked", "agreed", "other_partner", "kept", "released"]
)
def test_nobody_is_released_before_the_board_or_the_minister_looked_at_it(
    promised: Commitment, command: Any, state: str
) -> None:
    one = in_state(promised, state)
    asked = command(CHAIR, one, text="Zo is het.", now=LATE)
    assert why(lambda: does.release(asked, one)) == "state"
    one.refresh_from_db()
    assert one.state == state


@pytest.mark.parametrize("state", ["board", "minister"])
def test_the_board_or_the_minister_may_release(
    promised: Commitment, command: Any, state: str
) -> None:
    one = in_state(promised, state)
    done = does.release(command(CHAIR, one, text="Zo is het.", now=LATE), one)
    assert done.state == "released"
