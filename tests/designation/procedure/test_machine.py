"""The table of steps: every state with every action and role, and a file that is wrong."""

from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkwerk.access.api import rules
from wijkwerk.designation.core.procedure import CONDITIONS, listed_after
from wijkwerk.designation.procedure_rules import FILE, procedure_rules, read_procedure_rules
from wijkwerk.shared.problems import InputError
from wijkwerk.workflow.api import possible

MACHINES = procedure_rules().machines
# What may be done from a state by a role when all conditions hold; whatever isn't here is refused.
ALLOWED = {
    "procedure": {
        ("", "start", "official"), ("draft", "open", "official"), ("draft", "withdraw", "official"),
        ("open", "withdraw", "official"), ("open", "decide", "decider"),
        ("decided", "publish", "publisher"),
    },
    "objection": {
        ("", "make", "municipality"), ("made", "withdraw", "municipality"),
        ("made", "answer", "official"), ("made", "answer", "decider"),
    },
    "consultation": {
        ("", "ask", "official"), ("asked", "give", "municipality"),
        ("asked", "withdraw", "official"), ("given", "answer", "official"),
        ("given", "answer", "decider"),
    },
    "delisting": {
        ("", "propose", "municipality"), ("proposed", "withdraw", "municipality"),
        ("proposed", "decide", "decider"),
    },
    "plan": {
        ("", "make", "municipality"),
        *product(("draft", "sent_back"), ("write", "add_measure", "drop_measure"), ["municipality"]),
        *product(("draft", "sent_back"), ("keep_housing", "take_file", "send"), ["municipality"]),
        *product(("draft", "sent", "sent_back"), ["withdraw"], ["municipality"]),
        ("sent", "approve", "decider"), ("sent", "send_back", "decider"),
        ("approved", "master_plan", "municipality"), ("master_plan", "fund", "decider"),
        ("approved", "done_measure", "municipality"), ("master_plan", "done_measure", "municipality"),
    },
    "exemption": {
        ("", "ask", "municipality"), ("asked", "withdraw", "municipality"),
        ("asked", "decide", "decider"),
    },
    "sanction": {
        ("", "announce", "decider"), ("announced", "respond", "municipality"),
        *product(("announced", "responded"), ("impose", "drop"), ["decider"]),
        ("imposed", "lift", "decider"),
    },
}  # fmt: skip


@pytest.mark.parametrize("machine", ALLOWED)
def test_every_state_action_and_role_is_allowed_or_refused_as_the_table_says(machine: str) -> None:
    steps = [transition for transition in MACHINES.transitions if transition.machine == machine]
    found = {
        (state, step.action, role.code)
        for state, step, role in product(MACHINES.states(machine), steps, rules().roles.values())
        if possible(step, state, CONDITIONS) and step.permission in role.may
    }
    assert found == ALLOWED[machine]


# What each step waits for: typed here, so that a condition that is lost in the table is noticed.
WAITS_FOR = {
    "procedure.start": (), "procedure.open": (), "procedure.withdraw": (),
    "procedure.decide": ("term_over", "views_in", "all_answered"), "procedure.publish": (),
    "objection.make": ("procedure_open", "term_open"), "objection.withdraw": ("procedure_open",),
    "objection.answer": ("procedure_open", "not_own"),
    "consultation.ask": ("procedure_open",), "consultation.give": ("procedure_open",),
    "consultation.answer": ("procedure_open",), "consultation.withdraw": (),
    "delisting.propose": ("procedure_published",), "delisting.withdraw": (),
    "delisting.decide": ("not_own",),
    "plan.make": ("procedure_published",), "plan.write": (), "plan.add_measure": (),
    "plan.drop_measure": (), "plan.keep_housing": (), "plan.take_file": (),
    "plan.send": ("plan_complete",), "plan.approve": ("not_own",),
    "plan.send_back": ("not_own",), "plan.master_plan": (), "plan.fund": ("fund_asked", "not_own"),
    "plan.done_measure": (), "plan.withdraw": (),
    "exemption.ask": ("procedure_published",), "exemption.withdraw": (),
    "exemption.decide": ("not_own",),
    "sanction.announce": ("procedure_published",), "sanction.respond": (),
    "sanction.impose": ("heard",), "sanction.drop": (), "sanction.lift": (),
}  # fmt: skip
ASKS_REASONS = {
    "procedure.withdraw", "procedure.decide", "objection.make", "objection.answer",
    "consultation.give", "consultation.answer",
    "delisting.propose", "delisting.decide", "plan.approve", "plan.send_back", "plan.master_plan",
    "plan.fund", "exemption.ask", "exemption.decide", "sanction.announce", "sanction.respond",
    "sanction.impose", "sanction.drop", "sanction.lift",
}  # fmt: skip


def test_every_step_asks_reasons_where_somebody_is_owed_them() -> None:
    found = {
        f"{transition.machine}.{transition.action}": transition
        for transition in MACHINES.transitions
    }
    assert found.keys() == WAITS_FOR.keys()
    assert {name for name, one in found.items() if one.reasons} == ASKS_REASONS
    assert found["objection.answer"].outcomes == ("upheld", "rejected")
    assert found["delisting.decide"].outcomes == ("accepted", "rejected")


@pytest.mark.parametrize(
    "step", MACHINES.transitions, ids=lambda one: f"{one.machine}.{one.action}"
)
def test_a_step_waits_for_each_of_its_conditions(step: Any) -> None:
    assert set(step.when) == set(WAITS_FOR[f"{step.machine}.{step.action}"])
    for missing in WAITS_FOR[f"{step.machine}.{step.action}"]:
        held = [condition for condition in CONDITIONS if condition != missing]
        for state in step.source:
            assert possible(step, state, held).why_not == missing
    assert possible(step, "elsewhere", CONDITIONS).why_not == "state"
    assert step.permission in rules().actions


def test_what_ends_a_procedure_ends_it() -> None:
    for state in ("withdrawn", "published"):
        for step in MACHINES.transitions:
            if step.machine == "procedure":
                assert not possible(step, state, CONDITIONS)


@given(st.booleans(), st.lists(st.sampled_from(["on", "off"]), max_size=4))
def test_the_decided_list_follows_the_rule_or_what_was_upheld(
    listed: bool, wishes: list[str]
) -> None:
    after = listed_after(listed, wishes)
    assert after == listed_after(listed, reversed(wishes))
    if not wishes:
        assert after == listed
    elif set(wishes) == {"off"}:
        assert not after
    elif set(wishes) == {"on"}:
        assert after


@pytest.mark.parametrize(
    ("was", "becomes", "told"),
    [
        ('machine = "delisting"', 'machine = "delist"', "unknown machine"),
        ('"term_over", ', '"tuesday", ', "unknown condition"),
        ('action = "publish"', 'action = "decide"', "twice"),
        ('from = ["decided"]', 'from = ["done"]', "can never be made"),
        ('to = "open"', 'two = "open"', "unknown key: found 'two'"),
        ("least_days = 42", "least_days = 999", "no term"),
        ("least_days = 42", "", "key is missing.*least_days"),
        ("[[step]]", "[[step", "not TOML"),
    ],
)
def test_what_is_wrong_in_a_file_of_steps_is_told(
    tmp_path: Path, was: str, becomes: str, told: str
) -> None:
    text = FILE.read_text("utf-8")
    assert was in text
    (tmp_path / "procedure.toml").write_text(text.replace(was, becomes, 1), "utf-8")
    with pytest.raises(InputError, match=told):
        read_procedure_rules(tmp_path / "procedure.toml")
