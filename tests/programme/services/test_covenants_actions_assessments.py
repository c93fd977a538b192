"""Covenants, plans under pressure and assessments: steps by state and role, and what must hold."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from wijkwerk.access.api import RefusedError
from wijkwerk.programme.agreements import mark_of, signatures_of, waits_for
from wijkwerk.programme.frames import frames
from wijkwerk.programme.models import Assessment, Covenant, Step
from wijkwerk.programme.selectors.assessments import result, sees_scores
from wijkwerk.programme.services import actions, assessments, covenants, merging
from wijkwerk.workflow.api import ChangedMeanwhileError, TransitionNotAllowed

pytestmark = pytest.mark.django_db

BUREAU, CHAIR, BOARD = "programme-bureau", "programme-chair", "programme-board"
PARTNER = "partner"
OTHERS = ("council", "partner", "programme-founder")
FACTS = {"title": "Wijkakkoord", "text": "Samen.", "begins_on": date(2026, 1, 1), "ends_on": None}


def covenant(small: Any, command: Any, **more: Any) -> Covenant:
    made = covenants.make(command(BUREAU), small.programme, {**FACTS, **more}, small.organisations)
    covenants.bind(command(BUREAU, made), made, small.organisations[1], "Meer lesuren.")
    made.refresh_from_db()
    return made


def fresh(thing: Any) -> Any:
    thing.refresh_from_db()
    return thing


def test_a_covenant_goes_in_force_with_two_parties_and_a_sentence(
    a_programme: Any, command: Any, sign_all: Any
) -> None:
    made = covenants.make(
        command(BUREAU), a_programme.programme, FACTS, a_programme.organisations[:1]
    )
    with pytest.raises(TransitionNotAllowed, match="has_parties"):
        covenants.offer(command(BUREAU, made), made)
    made = covenants.write(command(BUREAU, made), made, FACTS, a_programme.organisations)
    with pytest.raises(TransitionNotAllowed, match="has_obligations"):
        covenants.offer(command(BUREAU, made), made)
    covenants.bind(
        command(BUREAU, made),
        made,
        a_programme.organisations[0],
        "Vergunningen in een week.",
        date(2028, 1, 1),
    )
    with pytest.raises(TransitionNotAllowed, match="party"):
        covenants.write(command(BUREAU, fresh(made)), made, FACTS, a_programme.organisations[1:])
    sign_all(covenants, made)
    assert made.state == "in_force"
    with pytest.raises(TransitionNotAllowed, match="state"):
        covenants.bind(command(BUREAU, fresh(made)), made, a_programme.organisations[0], "Meer.")


def test_a_sentence_binds_within_the_term_of_the_covenant(a_programme: Any, command: Any) -> None:
    made = covenant(a_programme, command, ends_on=date(2027, 12, 31))
    city = a_programme.organisations[0]
    for until in (date(2025, 12, 31), date(2028, 1, 1)):
        with pytest.raises(TransitionNotAllowed, match="term"):
            covenants.bind(command(BUREAU, made), made, city, "Zin.", until)
    covenants.bind(command(BUREAU, made), made, city, "Zin.", date(2027, 12, 31))
    made, shorter = fresh(made), {**FACTS, "ends_on": date(2027, 6, 30)}
    with pytest.raises(TransitionNotAllowed, match="term"):
        covenants.write(command(BUREAU, made), made, shorter, a_programme.organisations)


def test_what_changes_is_signed_anew_and_nothing_else_is(a_programme: Any, command: Any) -> None:
    made = covenant(a_programme, command)
    made = covenants.offer(command(BUREAU, made), made)
    city, schools = a_programme.organisations
    read = mark_of(made)
    covenants.sign(command(PARTNER, place="gemeente"), made, city, read)
    with pytest.raises(TransitionNotAllowed, match="not_signed_yet"):
        covenants.sign(command(PARTNER, place="gemeente"), made, city, read)
    with pytest.raises(RefusedError):
        covenants.sign(command(PARTNER), made, city, read)  # that is of the schools
    with pytest.raises(TransitionNotAllowed, match="all_signed"):
        covenants.close(command(BUREAU, made), made)
    made = covenants.take_back(command(BUREAU, made, "Nog een zin."), made)
    covenants.bind(command(BUREAU, made), made, city, "Vergunningen in een week.")
    made = covenants.offer(command(BUREAU, fresh(made)), made)
    assert list(waits_for(made)) == [city, schools]
    with pytest.raises(ChangedMeanwhileError):
        covenants.sign(command(PARTNER), made, schools, read)
    # Put back as it was, what was signed holds.
    made = covenants.take_back(command(BUREAU, made, "Toch niet."), made)
    covenants.unbind(command(BUREAU, made), made.obligations.latest("pk"))
    made = covenants.offer(command(BUREAU, fresh(made)), made)
    assert (list(waits_for(made)), mark_of(made)) == ([schools], read)
    covenants.sign(command(PARTNER), made, schools, read)
    assert fresh(made).state == "in_force"


def test_a_sentence_is_followed_as_a_commitment_for_as_long_as_it_binds(
    a_programme: Any, command: Any, sign_all: Any
) -> None:
    city, schools = a_programme.organisations
    old = covenant(a_programme, command, ends_on=date(2027, 12, 31))
    covenants.bind(
        command(BUREAU, old), old, city, "Een zaal.\nElke week.", date(2026, 6, 1), "Lijst"
    )
    sign_all(covenants, old)
    one, two = old.obligations.order_by("pk")
    told = [
        (row.organisation, row.title, row.due_on, row.evidence, row.state)
        for row in (one.commitment, two.commitment)
    ]
    assert told == [
        (schools, "Meer lesuren.", date(2027, 12, 31), "Wijkakkoord", "promised"),
        (city, "Een zaal.", date(2026, 6, 1), "Lijst", "promised"),
    ]
    facts = {**FACTS, "ends_on": date(2027, 12, 31)}
    new = covenants.make(
        command(BUREAU), a_programme.programme, facts, a_programme.organisations, old
    )
    covenants.unbind(command(BUREAU, new), new.obligations.get(organisation=city))
    sign_all(covenants, new)
    assert new.obligations.get().commitment == one.commitment
    assert fresh(one.commitment).state == "promised"
    assert fresh(two.commitment).state == "released"
    step = Step.objects.get(machine="commitment", action="lapse")
    assert (step.object_id, step.text) == (two.commitment.pk, "Wijkakkoord, 2")
    covenants.end(command(CHAIR, new, text="Klaar."), new)
    assert fresh(one.commitment).state == "released"


def test_a_party_that_merged_is_bound_by_its_new_name_and_was_asked_once(
    a_programme: Any, command: Any
) -> None:
    city, schools = a_programme.organisations
    made = covenant(a_programme, command)
    made = covenants.offer(command(BUREAU, made), made)
    covenants.sign(command(PARTNER, place="gemeente"), made, city, mark_of(made))
    whole = fresh(a_programme.programme)
    merging.merge(command(BUREAU, whole), whole, schools, city)
    assert list(made.parties.all()) == [city]
    assert made.obligations.get().organisation == city
    assert list(waits_for(made)) == [city], "something changed, so it is signed anew"


def test_the_next_version_replaces_the_one_before_when_it_goes_in_force(
    a_programme: Any, command: Any, sign_all: Any
) -> None:
    old = covenant(a_programme, command)
    sign_all(covenants, old)
    new = covenants.make(
        command(BUREAU), a_programme.programme, FACTS, a_programme.organisations, old
    )
    assert (new.number, new.obligations.count(), fresh(old).state) == (2, 1, "in_force")
    with pytest.raises(TransitionNotAllowed, match="there_is_one"):
        covenants.make(
            command(BUREAU), a_programme.programme, FACTS, a_programme.organisations, old
        )
    assert mark_of(new) != mark_of(old)
    sign_all(covenants, new)
    assert (fresh(new).state, fresh(old).state) == ("in_force", "replaced")


def test_what_was_signed_stays_signed_when_a_party_merges(
    a_programme: Any, command: Any, sign_all: Any
) -> None:
    city, schools = a_programme.organisations
    made = covenant(a_programme, command)
    sign_all(covenants, made)
    plan = actions.make(command(BUREAU), a_programme.programme, "P", "W", date(2026, 3, 2))
    actions.add_step(command(BUREAU, plan), plan, "Bellen", 3, schools)
    for organisation in a_programme.organisations:
        actions.add_contact(command(BUREAU, fresh(plan)), plan, organisation, "Directeur")
    sign_all(actions, plan)
    signed = (mark_of(made), mark_of(plan))
    whole = fresh(a_programme.programme)
    merging.merge(command(BUREAU, whole), whole, schools, city)
    for paper, mark in zip((fresh(made), fresh(plan)), signed, strict=True):
        assert mark_of(paper) == mark
        assert [row.organisation for row in signatures_of(paper)] == [city, schools]


def test_who_merged_is_not_asked_any_more_for_a_plan_under_pressure(
    a_programme: Any, command: Any
) -> None:
    city, schools = a_programme.organisations
    plan = actions.make(command(BUREAU), a_programme.programme, "P", "W", date(2026, 3, 2))
    actions.add_step(command(BUREAU, plan), plan, "Bellen", 3)
    for organisation in a_programme.organisations:
        actions.add_contact(command(BUREAU, fresh(plan)), plan, organisation, "Directeur")
    plan = actions.offer(command(BUREAU, fresh(plan)), plan)
    whole = fresh(a_programme.programme)
    merging.merge(command(BUREAU, whole), whole, schools, city)
    assert list(waits_for(plan)) == [city]
    actions.sign(command(PARTNER, place="gemeente"), plan, city, mark_of(plan))
    assert fresh(plan).state == "going"


def test_the_next_version_goes_in_force_when_the_board_ended_the_one_before(
    a_programme: Any, command: Any, sign_all: Any
) -> None:
    old = covenant(a_programme, command)
    sign_all(covenants, old)
    new = covenants.make(
        command(BUREAU), a_programme.programme, FACTS, a_programme.organisations, old
    )
    covenants.end(command(CHAIR, old, text="Te vroeg."), old)
    sign_all(covenants, new)
    assert (new.state, fresh(old).state) == ("in_force", "ended")
    states = (old.obligations.get().commitment.state, new.obligations.get().commitment.state)
    assert states == ("released", "promised"), "promised anew"


@pytest.mark.parametrize("ends_on", [date(2026, 12, 31), date(2028, 12, 31), None])
def test_a_sentence_that_goes_on_is_due_by_the_end_of_the_next_version(
    ends_on: date | None, a_programme: Any, command: Any, sign_all: Any
) -> None:
    old = covenant(a_programme, command, ends_on=date(2027, 12, 31))
    sign_all(covenants, old)
    facts = {**FACTS, "ends_on": ends_on}
    parties = a_programme.organisations
    new = covenants.make(command(BUREAU), a_programme.programme, facts, parties, old)
    sign_all(covenants, new)
    commitment = old.obligations.get().commitment
    days = (commitment.due_on, commitment.promised_for)
    assert days == (ends_on or date(2030, 12, 31), date(2027, 12, 31))
    step = Step.objects.get(machine="commitment", action="carry_on")
    assert (step.object_id, step.text) == (commitment.pk, "Wijkakkoord, 2")


def test_a_day_that_was_agreed_for_a_commitment_stays(
    a_programme: Any, command: Any, sign_all: Any
) -> None:
    old = covenant(a_programme, command, ends_on=date(2027, 12, 31))
    sign_all(covenants, old)
    commitment = old.obligations.get().commitment
    type(commitment).objects.filter(pk=commitment.pk).update(due_on=date(2026, 9, 1))
    parties = a_programme.organisations
    new = covenants.make(command(BUREAU), a_programme.programme, FACTS, parties, old)
    sign_all(covenants, new)
    assert fresh(commitment).due_on == date(2026, 9, 1)


@pytest.mark.parametrize("term", [(date(2026, 1, 1), date(2026, 5, 31)), (date(2026, 6, 2), None)])
def test_a_next_version_with_a_sentence_outside_its_term_is_not_offered(
    term: tuple[date, date | None], a_programme: Any, command: Any, sign_all: Any
) -> None:
    old, city = covenant(a_programme, command), a_programme.organisations[0]
    covenants.bind(command(BUREAU, old), old, city, "Een zaal.", date(2026, 6, 1))
    sign_all(covenants, old)
    facts = {**FACTS, "begins_on": term[0], "ends_on": term[1]}
    parties = a_programme.organisations
    new = covenants.make(command(BUREAU), a_programme.programme, facts, parties, old)
    with pytest.raises(TransitionNotAllowed, match="term"):
        covenants.offer(command(BUREAU, new), new)
    covenants.unbind(command(BUREAU, new), new.obligations.get(organisation=city))
    assert covenants.offer(command(BUREAU, fresh(new)), new).state == "offered"


def test_only_the_board_ends_a_covenant(a_programme: Any, command: Any, sign_all: Any) -> None:
    made = covenant(a_programme, command)
    sign_all(covenants, made)
    for role in (BUREAU, BOARD, *OTHERS):
        with pytest.raises(RefusedError):
            covenants.end(command(role, made, text="Klaar."), made)
    assert covenants.end(command(CHAIR, made, text="Klaar."), made).state == "ended"


def test_only_the_bureau_writes_covenants_and_plans(a_programme: Any, command: Any) -> None:
    made = covenant(a_programme, command)
    plan = actions.make(command(BUREAU), a_programme.programme, "P", "Wachtlijst", date(2026, 3, 2))
    city = a_programme.organisations[0]
    obligation = made.obligations.get()
    for role in (CHAIR, BOARD, *OTHERS):
        for deed in (
            lambda who: covenants.make(who, a_programme.programme, FACTS, []),
            lambda who: covenants.write(who, made, FACTS, []),
            lambda who: covenants.bind(who, made, city, "Zin."),
            lambda who: covenants.unbind(who, obligation),
            lambda who: covenants.offer(who, made),
            lambda who: covenants.take_back(who, made),
            lambda who: covenants.close(who, made),
            lambda who: actions.make(who, a_programme.programme, "P", "W", date(2026, 3, 2)),
            lambda who: actions.add_step(who, plan, "Stap", 1),
            lambda who: actions.add_contact(who, plan, city, "Directeur"),
            lambda who: actions.offer(who, plan),
            lambda who: actions.take_back(who, plan),
            lambda who: actions.begin(who, plan),
            lambda who: actions.report(who, plan, "Ook elders."),
        ):
            with pytest.raises(RefusedError):
                deed(command(role, made, text="Ja."))
    assert made.obligations.count() == 1


def test_a_plan_under_pressure_is_agreed_carried_out_and_has_a_result_that_goes_beyond_it(
    a_programme: Any, command: Any, sign_all: Any
) -> None:
    city, schools = a_programme.organisations
    plan = actions.make(
        command(BUREAU), a_programme.programme, "Snel", "Wachtlijst", date(2026, 2, 2)
    )
    with pytest.raises(TransitionNotAllowed, match="has_steps"):
        actions.offer(command(BUREAU, plan), plan)
    for week in (0, 27):
        with pytest.raises(TransitionNotAllowed, match="day"):
            actions.add_step(command(BUREAU, plan), plan, "Stap", week)
    step = actions.add_step(command(BUREAU, plan), plan, "Bellen", 3, city)
    assert plan.end_of_week(3) == date(2026, 2, 22)
    assert plan.carried_out_by == date(2026, 8, 23)
    actions.add_contact(command(BUREAU, fresh(plan)), plan, city, "Directeur wonen")
    with pytest.raises(TransitionNotAllowed, match="there_is_one"):
        actions.add_contact(command(BUREAU, fresh(plan)), plan, city, "Wethouder")
    with pytest.raises(TransitionNotAllowed, match="has_contacts"):
        actions.offer(command(BUREAU, fresh(plan)), plan)
    actions.add_contact(command(BUREAU, fresh(plan)), plan, schools, "Bestuurder")
    with pytest.raises(TransitionNotAllowed, match="state"):
        actions.done_step(command(BUREAU, fresh(plan)), step, date(2026, 2, 20))
    # One that takes back what it offers asks both again.
    plan = actions.offer(command(BUREAU, fresh(plan)), plan)
    actions.sign(command(PARTNER, place="gemeente"), plan, city, mark_of(plan))
    plan = actions.take_back(command(BUREAU, plan, "Eerder klaar."), plan)
    actions.add_step(command(BUREAU, plan), plan, "Bezoek", 2)
    sign_all(actions, plan)
    assert (plan.state, plan.signatures.count()) == ("going", 3)
    step = fresh(step)
    with pytest.raises(TransitionNotAllowed, match="day"):
        actions.done_step(command(BUREAU, step.plan), step, date(2026, 3, 3))
    actions.done_step(command(BUREAU, step.plan), step, date(2026, 2, 20))
    step = type(step).objects.get(pk=step.pk)
    with pytest.raises(TransitionNotAllowed, match="done"):
        actions.done_step(command(BUREAU, step.plan), step, date(2026, 2, 21))
    plan = fresh(plan)
    with pytest.raises(TransitionNotAllowed, match="reasons"):
        actions.report(command(BUREAU, plan, text="Klaar."), plan, " ")
    with pytest.raises(TransitionNotAllowed, match="carried_out"):
        actions.report(command(BUREAU, plan, text="Klaar."), plan, "Werkt ook elders.")
    late = datetime(2026, 8, 24, 12, tzinfo=UTC)  # the half year is over, done or not
    done = actions.report(command(BUREAU, plan, text="Klaar.", now=late), plan, "Ook elders.")
    assert (done.state, done.beyond) == ("reported", "Ook elders.")
    with pytest.raises(TransitionNotAllowed, match="state"):
        actions.add_step(command(BUREAU, done), done, "Nog een", 1)


def test_the_result_comes_once_every_step_was_done(
    a_programme: Any, command: Any, sign_all: Any
) -> None:
    plan = actions.make(command(BUREAU), a_programme.programme, "P", "W", date(2026, 2, 2))
    step = actions.add_step(command(BUREAU, plan), plan, "Bellen", 3)
    for organisation in a_programme.organisations:
        actions.add_contact(command(BUREAU, fresh(plan)), plan, organisation, "Directeur")
    sign_all(actions, plan)
    actions.done_step(command(BUREAU, plan), fresh(step), date(2026, 2, 20))
    plan = fresh(plan)
    assert actions.report(command(BUREAU, plan, text="Klaar."), plan, "Ja.").state == "reported"


FRAME = "plan-criteria"


def scores(value: int) -> dict[str, tuple[int, str]]:
    return {criterion.id: (value, f"Omdat {value}.") for criterion in frames()[FRAME].criteria}


def assessment(small: Any, command: Any) -> Assessment:
    return assessments.start(command(BUREAU), small.programme, FRAME, "Het plan")


def test_each_scores_alone_then_talks_then_scores_again(
    a_programme: Any, command: Any, somebody: Any
) -> None:
    made = assessment(a_programme, command)
    assessments.score(command(BUREAU, made), made, scores(2))
    with pytest.raises(TransitionNotAllowed, match="scored"):
        assessments.score(command(BUREAU, made), made, scores(3))
    assert sees_scores(made, somebody(BUREAU))
    assert not sees_scores(made, somebody(BOARD)), "not before one scored oneself"
    with pytest.raises(TransitionNotAllowed, match="several_scored"):
        assessments.discuss(command(BUREAU, fresh(made)), made)
    seen_before_the_other = command(BOARD, made)
    assessments.score(seen_before_the_other, made, {**scores(2), "residents": (5, "Sterk.")})
    made = fresh(made)
    made = assessments.discuss(command(BUREAU, made), made)
    assert sees_scores(made, somebody(CHAIR))
    assessments.score(command(BOARD, made), made, scores(2))
    found = result(made)
    assert found.people == 2
    assert {one.person for one in found.given} == {1, 2}
    assert {(one.value, one.round) for one in found.given} == {(2, 1), (2, 2)}
    assert found.first.discuss == ("residents",)
    assert found.first.alpha is not None and found.last.alpha is None, "all the same by then"
    with pytest.raises(TransitionNotAllowed, match="reasons"):
        assessments.conclude(command(BUREAU, fresh(made)), made)
    assert assessments.conclude(command(BUREAU, made, text="Goed."), made).conclusion == "Goed."
    with pytest.raises(TransitionNotAllowed, match="state"):
        assessments.score(command(CHAIR, fresh(made)), made, scores(1))


def test_a_persons_number_says_nothing_of_who_scored_first(a_programme: Any, command: Any) -> None:
    told = []
    for first, second in ((BUREAU, BOARD), (BOARD, BUREAU)):
        made = assessment(a_programme, command)
        for role in (first, second):
            seen = fresh(made)
            assessments.score(command(role, seen), seen, scores(2 if role == BUREAU else 4))
        told.append([(one.criterion, one.person, one.value) for one in result(made).given])
        made = assessments.discuss(command(BUREAU, fresh(made)), made)
        assessments.score(command(BOARD, made), made, scores(3))
        again = [(one.criterion, one.person) for one in result(made).given]
        assert again == [(criterion, person) for criterion, person, _value in told[-1]]
    assert told[0] == told[1]


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"residents": (3, "Ja.")},
        {**scores(3), "residents": (0, "Ja.")},
        {**scores(3), "residents": (6, "Ja.")},
        {**scores(3), "residents": (3, " ")},
        {**scores(3), "made-up": (3, "Ja.")},
    ],
)
def test_every_criterion_needs_a_score_of_the_scale_and_a_reason(
    given: dict[str, tuple[int, str]], a_programme: Any, command: Any
) -> None:
    made = assessment(a_programme, command)
    with pytest.raises(TransitionNotAllowed, match="criteria"):
        assessments.score(command(BOARD, made), made, given)
    assert fresh(made).version == 1 and not made.scores.exists()


def test_only_who_may_scores_opens_and_concludes(a_programme: Any, command: Any) -> None:
    made = assessment(a_programme, command)
    for role in OTHERS:
        with pytest.raises(RefusedError):
            assessments.score(command(role, made), made, scores(3))
    for role in (CHAIR, BOARD, *OTHERS):
        for deed in (
            lambda who: assessments.start(who, a_programme.programme, FRAME, "Plan"),
            lambda who: assessments.discuss(who, made),
            lambda who: assessments.conclude(who, made),
        ):
            with pytest.raises(RefusedError):
                deed(command(role, made, text="Ja."))
    with pytest.raises(TransitionNotAllowed, match="outcome"):
        assessments.start(command(BUREAU), a_programme.programme, "geen", "Plan")
    with pytest.raises(ChangedMeanwhileError):
        assessments.discuss(command(BUREAU), made)
