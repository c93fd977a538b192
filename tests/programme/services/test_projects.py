"""Projects: every state, step and role; stop criteria that stay; no money while a decision waits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from wijkwerk.access.api import RefusedError
from wijkwerk.programme.agreements import mark_of, to_sign
from wijkwerk.programme.checks import checks_of
from wijkwerk.programme.models import Assessment, Goal, Mark, Pillar, Programme, Project, Step
from wijkwerk.programme.services import projects
from wijkwerk.workflow.api import ChangedMeanwhileError, TransitionNotAllowed

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
BUREAU, CHAIR, BOARD = "programme-bureau", "programme-chair", "programme-board"
ROLES = (BUREAU, CHAIR, BOARD, "council", "partner", "programme-founder")
STATES = ("proposed", "running", "paused", "not_known", "embedded", "stopped")
# step: who may, from which states
TABLE = {
    "edit": (BUREAU, ("proposed", "running", "paused", "not_known")),
    "begin": (BUREAU, ("proposed",)),
    "mark": (BUREAU, ("proposed", "running", "paused", "not_known")),
    "continue": (CHAIR, ("running", "paused", "not_known")),
    "pause": (CHAIR, ("running",)),
    "embed": (CHAIR, ("running", "paused", "not_known")),
    "stop": (CHAIR, ("proposed", "running", "paused", "not_known")),
    "not_known": (BUREAU, ("running", "paused")),
    "ask_owner": (BUREAU, ("running", "paused", "not_known")),
}
Make = Callable[..., Project]


@pytest.fixture
def project(a_programme: Any) -> Make:
    def make(state: str = "running", **more: Any) -> Project:
        facts: dict[str, Any] = {
            "code": f"P{Project.objects.count() + 1}",
            "name": "Huiswerkklas",
            "goal": a_programme.goals[0],
            "target": a_programme.targets[0],
            "organisation": a_programme.organisations[1],
            "money": Decimal("1000.00"),
            "money_until": date(2026, 12, 31),
            "after_plan": "De school gaat door.",
            "stop_criteria": "Minder dan 10 leerlingen.",
            "decision_due": date(2026, 6, 1),
        }
        return Project.objects.create(
            programme=a_programme.programme, state=state, **{**facts, **more}
        )

    return make


def do(action: str, command: Any, role: str, project: Project, **more: Any) -> Any:
    made = command(role, project, text="Zo is het.", **more)
    if action == "edit":
        return projects.edit(made, project, {"name": "Andere naam"})
    if action == "begin":
        return projects.begin(made, project)
    if action == "mark":
        return projects.mark(made, project, "done", date(2026, 2, 1))
    if action == "ask_owner":
        return projects.ask_owner(made, project)
    if action == "embed" and project.organisation:
        Signature = project.signatures.model
        Signature.objects.get_or_create(
            programme=project.programme,
            project=project,
            organisation=project.organisation,
            digest=mark_of(project),
            actor="x",
            at=datetime(2026, 2, 1, 12, tzinfo=UTC),
        )
    why: dict[str, Any] = {"reason_kind": "done", "bridging_ended": "De wijkmanager."}
    return projects.decide(made, project, action, "Het rapport.", date(2027, 1, 1), **why)


def test_what_stops_has_a_kind_of_reason_and_what_is_embedded_somebody_who_goes_on(
    project: Make, command: Any
) -> None:
    thing = project("running")
    chair = command(CHAIR, thing, text="Zo.")
    for action, facts, why in (
        ("stop", {}, "reason_kind"),
        ("stop", {"reason_kind": "weather"}, "reason_kind"),
        ("stop", {"reason_kind": "done"}, "bridging"),
        ("stop", {"reason_kind": "done", "bridging_ended": " "}, "bridging"),
        ("embed", {}, "bridging"),
        ("embed", {"bridging_ended": "Geen."}, "all_signed"),
    ):
        with pytest.raises(TransitionNotAllowed, match=why):
            projects.decide(chair, thing, action, "Meting.", **facts)
    for lacking, why in (
        ({"after_plan": " "}, "has_after_plan"),
        ({"organisation": None}, "has_owner"),
    ):
        poor = project("running", **lacking)
        with pytest.raises(TransitionNotAllowed, match=why):
            do("embed", command, CHAIR, poor)
    stopped = do("stop", command, CHAIR, thing)
    told = (stopped.state, stopped.reason_kind, stopped.bridging_ended, stopped.owner_agreed_on)
    assert told == ("stopped", "done", "De wijkmanager.", None)
    embedded = do("embed", command, CHAIR, project("running"))
    assert (embedded.state, embedded.owner_agreed_on) == ("embedded", date(2026, 2, 1))


def test_the_owner_agrees_to_exactly_what_it_reads(
    a_programme: Any, project: Make, command: Any
) -> None:
    thing = project("running")
    owner = thing.organisation
    assert not to_sign([owner]), "nobody asked yet"
    thing = projects.ask_owner(command(BUREAU, thing), thing)
    assert (to_sign([owner]), thing.embedding_asked_on) == ([thing], date(2026, 3, 2))
    with pytest.raises(RefusedError):
        projects.sign(command("partner", place="gemeente"), thing, owner, mark_of(thing))
    projects.sign(command("partner"), thing, owner, mark_of(thing))
    assert not to_sign([owner])
    # Another plan for after the money asks for another signature.
    thing.refresh_from_db()
    thing = projects.edit(command(BUREAU, thing), thing, {"after_plan": "De school stopt."})
    assert to_sign([owner]) == [thing]
    projects.sign(command("partner"), thing, owner, mark_of(thing))
    # And so does all that the owner reads besides; a note or a decision put off asks nothing.
    for facts in (
        {"money": Decimal("500.00")},
        {"money_period": "a_year"},
        {"money_until": date(2026, 11, 30)},
        {"money_from": "Het Rijk"},
        {"goal": a_programme.goals[1]},
        {"target": None},
        {"areas": ["WK0001"]},
        {"begins_on": date(2026, 1, 1)},
        {"ends_on": date(2026, 12, 1)},
    ):
        assert not to_sign([owner])
        thing.refresh_from_db()
        thing = projects.edit(command(BUREAU, thing), thing, facts)
        assert to_sign([owner]) == [thing], facts
        projects.sign(command("partner"), thing, owner, mark_of(thing))
    thing = projects.edit(command(BUREAU, thing), thing, {"note": "Bellen.", "decider": "Bestuur"})
    assert not to_sign([owner])
    thing = projects.edit(
        command(BUREAU, thing), thing, {"after_plan": "De school gaat toch door."}
    )
    embed = {"bridging_ended": "Geen."}
    with pytest.raises(TransitionNotAllowed, match="all_signed"):
        projects.decide(command(CHAIR, thing, text="Ja."), thing, "embed", "Meting.", **embed)
    projects.sign(command("partner"), thing, owner, mark_of(thing))
    thing = projects.decide(command(CHAIR, thing, text="Ja."), thing, "embed", "Meting.", **embed)
    assert (thing.state, thing.owner_agreed_on) == ("embedded", date(2026, 3, 2))


def test_what_was_checked_rests_on_a_check(a_programme: Any, project: Make, command: Any) -> None:
    thing = project("running")  # its target was counted on 1 January 2025

    def mark(kind: str, on: date, rests_on: str = "") -> Mark:
        thing.refresh_from_db()
        return projects.mark(command(BUREAU, thing, text="Zo."), thing, kind, on, rests_on)

    assert checks_of(thing) == ["figure 2025-01-01"]
    for kind, rests_on in (
        ("checked", ""), ("checked", "figure 2024-01-01"), ("done", "figure 2025-01-01"),
    ):  # fmt: skip
        with pytest.raises(TransitionNotAllowed, match="no_check"):
            mark(kind, date(2025, 2, 1), rests_on)
    assert mark("checked", date(2025, 2, 1), "figure 2025-01-01").rests_on == "figure 2025-01-01"
    mark("done", date(2025, 6, 1))
    assert checks_of(thing) == [], "a figure of before it was done checks nothing"
    Assessment.objects.create(
        programme=a_programme.programme, project=thing, frame="plan-criteria", subject="Project",
        state="concluded", begins_on=date(2026, 1, 5),
    )  # fmt: skip
    assert mark("checked", date(2026, 2, 1), "assessment 2026-01-05").kind == "checked"


@pytest.mark.parametrize("action", TABLE)
def test_a_step_is_for_its_role_from_its_states_and_for_nobody_else(
    action: str, project: Make, command: Any
) -> None:
    able, states = TABLE[action]
    for state in STATES:
        for role in ROLES:
            thing = project(state)
            if role == able and state in states:
                do(action, command, role, thing)
                thing.refresh_from_db()
                assert thing.version == 2
            else:
                wanted = TransitionNotAllowed if role == able else RefusedError
                with pytest.raises(wanted):
                    do(action, command, role, thing)
                thing.refresh_from_db()
                assert (thing.version, thing.name, thing.state) == (1, "Huiswerkklas", state)
                assert not Step.objects.filter(object_id=thing.pk).exists()


@pytest.mark.parametrize("role", ROLES)
def test_only_the_bureau_writes_a_project_down(role: str, a_programme: Any, command: Any) -> None:
    facts = {"code": "N1", "name": "Nieuw", "after_plan": "   "}
    if role != BUREAU:
        with pytest.raises(RefusedError):
            projects.add(command(role), a_programme.programme, facts)
        return
    made = projects.add(command(role), a_programme.programme, facts)
    assert (made.state, made.after_plan) == ("proposed", "")
    assert (
        projects.add(
            command(role), a_programme.programme, {"code": "N2", "name": "Loopt al"}, runs=True
        ).state
        == "running"
    )
    with pytest.raises(TransitionNotAllowed, match="code"):
        projects.add(command(role), a_programme.programme, facts)


@pytest.mark.parametrize(
    ("lacking", "why"),
    [
        ({"goal": None}, "has_goal"),
        ({"organisation": None}, "has_owner"),
        ({"target": None}, "has_measurement"),
        ({"stop_criteria": ""}, "has_stop_criteria"),
        ({"decision_due": None}, "has_decision_day"),
        ({"decision_due": date(2026, 3, 1)}, "has_decision_day"),
    ],
)
def test_beginning_asks_for_what_is_missing(
    lacking: dict[str, Any], why: str, project: Make, command: Any
) -> None:
    thing = project("proposed", **lacking)
    with pytest.raises(TransitionNotAllowed, match=why):
        projects.begin(command(BUREAU, thing), thing)
    assert projects.begin(command(BUREAU, whole := project("proposed")), whole).begins_on == date(
        2026, 3, 2
    )


def test_stop_criteria_stay_as_they_were_agreed_once_it_runs(project: Make, command: Any) -> None:
    thing = project("running")
    with pytest.raises(TransitionNotAllowed, match="stop_criteria"):
        projects.edit(command(BUREAU, thing), thing, {"stop_criteria": "Nooit."})
    late = project("running", stop_criteria="")
    done = projects.edit(command(BUREAU, late), late, {"stop_criteria": "Minder dan 5."})
    assert done.stop_criteria == "Minder dan 5."
    early = project("proposed")
    assert projects.edit(command(BUREAU, early), early, {"stop_criteria": "A"}).stop_criteria == "A"


def test_only_the_board_puts_a_decision_off(project: Make, command: Any) -> None:
    thing = project("running")
    for day in (None, date(2026, 6, 2)):
        with pytest.raises(TransitionNotAllowed, match="later_decision"):
            projects.edit(command(BUREAU, thing), thing, {"decision_due": day})
    sooner = projects.edit(command(BUREAU, thing), thing, {"decision_due": date(2026, 5, 1)})
    later = projects.decide(
        command(CHAIR, sooner, text="Het werkt."), sooner, "continue", "Meting.", date(2027, 5, 1)
    )
    assert (later.decision_due, later.evidence) == (date(2027, 5, 1), "Meting.")


@pytest.mark.parametrize(
    "more",
    [
        {"money": Decimal("1000.01")},
        {"money_until": date(2027, 1, 1)},
        {"money_from": "Provincie"},
        {"ends_on": date(2027, 1, 1)},
    ],
)
def test_while_a_decision_is_overdue_there_is_no_new_money(
    more: dict[str, Any], project: Make, command: Any
) -> None:
    due = {"decision_due": date(2026, 3, 1), "ends_on": date(2026, 12, 31)}
    thing = project("running", **due)
    assert projects.is_overdue(thing, NOW)
    with pytest.raises(TransitionNotAllowed, match="no_new_money"):
        projects.edit(command(BUREAU, thing), thing, more)
    less = projects.edit(
        command(BUREAU, thing), thing, {"money": Decimal("900"), "name": "Kleiner"}
    )
    assert less.money == Decimal("900.00")
    going_on = projects.decide(
        command(CHAIR, less, text="Ja."), less, "continue", "Meting.", date(2027, 1, 1)
    )
    assert projects.edit(command(BUREAU, going_on), going_on, more).version == 4


def test_the_day_itself_isnt_overdue_by_the_clock_of_the_netherlands(project: Make) -> None:
    thing = project("running", decision_due=date(2026, 3, 1))
    assert not projects.is_overdue(thing, datetime(2026, 3, 1, 22, 59, tzinfo=UTC))
    assert projects.is_overdue(thing, datetime(2026, 3, 1, 23, 0, tzinfo=UTC))


def test_a_decision_needs_evidence_reasons_and_a_day_that_is_to_come(
    project: Make, command: Any
) -> None:
    thing = project("running")
    for text, evidence, day, why in (
        ("", "Meting.", date(2027, 1, 1), "reasons"),
        ("Ja.", " ", date(2027, 1, 1), "evidence"),
        ("Ja.", "Meting.", None, "day"),
        ("Ja.", "Meting.", date(2026, 3, 2), "day"),
    ):
        with pytest.raises(TransitionNotAllowed, match=why):
            projects.decide(command(CHAIR, thing, text=text), thing, "continue", evidence, day)
    with pytest.raises(TransitionNotAllowed, match="state"):
        projects.decide(command(CHAIR, thing, text="Ja."), thing, "begin", "Meting.")


def test_a_mark_says_what_and_isnt_in_the_future(project: Make, command: Any) -> None:
    thing = project("running")
    for kind, day, text, why in (
        ("celebrated", date(2026, 1, 1), "Ja.", "outcome"),
        ("done", date(2026, 3, 3), "Ja.", "day"),
        ("done", date(2026, 1, 1), " ", "reasons"),
    ):
        with pytest.raises(TransitionNotAllowed, match=why):
            projects.mark(command(BUREAU, thing, text=text), thing, kind, day)
    made = projects.mark(command(BUREAU, thing, text="Klaar."), thing, "done", date(2026, 3, 2))
    with pytest.raises(Exception, match="append"):
        Mark.objects.filter(pk=made.pk).update(text="Anders.")


def test_who_saw_an_older_version_is_told_and_nothing_changes(project: Make, command: Any) -> None:
    thing = project("running")
    seen = command(BUREAU, thing)
    projects.edit(seen, thing, {"name": "Eerst"})
    for late in (
        lambda: projects.edit(seen, thing, {"name": "Tweede"}),
        lambda: projects.decide(
            command(CHAIR, None, text="Nee."),
            thing,
            "stop",
            "Meting.",
            reason_kind="other",
            bridging_ended="Geen.",
        ),
    ):
        with pytest.raises(ChangedMeanwhileError):
            late()
    thing.refresh_from_db()
    assert (thing.name, thing.state) == ("Eerst", "running")


def test_a_fault_halfway_leaves_nothing(
    project: Make, command: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    thing = project("running")

    def fault(*args: Any, **named: Any) -> None:
        raise OSError("full")

    monkeypatch.setattr("wijkwerk.workflow.writing.record", fault)
    with pytest.raises(OSError, match="full"):
        projects.edit(command(BUREAU, thing), thing, {"name": "Half"})
    thing.refresh_from_db()
    assert thing.name == "Huiswerkklas"
    assert not Step.objects.filter(object_id=thing.pk).exists()


def test_what_is_of_another_programme_cant_be_chosen(
    project: Make, command: Any, a_programme: Any
) -> None:
    other = Programme.objects.create(
        slug="ander",
        title="Ander",
        state="running",
        begins_on=date(2020, 1, 1),
        ends_on=date(2030, 1, 1),
    )
    goal = Goal.objects.create(
        programme=other, pillar=Pillar.objects.create(programme=other, name="P"), name="G"
    )
    thing = project("running")
    with pytest.raises(TransitionNotAllowed, match="stranger_here"):
        projects.edit(command(BUREAU, thing), thing, {"goal": goal})
    with pytest.raises(TransitionNotAllowed, match="stranger_here"):
        projects.add(
            command(BUREAU), a_programme.programme, {"code": "X", "name": "X", "goal": goal}
        )
