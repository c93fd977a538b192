"""Machines of states: what a table may say, and what follows from it."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkwerk.shared.problems import InputError
from wijkwerk.workflow.api import Machines, Transition, possible, read_table

GOOD = """
most = 3
[[step]]
machine = "door"
action = "make"
from = [""]
to = "shut"
permission = "door.make"
[[step]]
machine = "door"
action = "open"
from = ["shut"]
to = "open"
permission = "door.open"
when = ["day", "unlocked"]
reasons = true
outcomes = ["wide", "ajar"]
[[step]]
machine = "door"
action = "paint"
from = ["shut", "open"]
to = ""
permission = "door.make"
"""


def read(folder: Path, text: str) -> Machines:
    path = folder / "doors.toml"
    path.write_text(text, "utf-8")
    table = read_table(path, ("door",), ("day", "unlocked"))
    table.settle()
    assert table.rest == {"most": 3}
    return table.machines


def test_a_table_becomes_steps(tmp_path: Path) -> None:
    machines = read(tmp_path, GOOD)
    assert [one.action for one in machines.of("door")] == ["make", "open", "paint"]
    assert machines.states("door") == ("", "open", "shut")
    opens = machines.get("door", "open")
    assert opens == Transition(
        "door", "open", ("shut",), "open", "door.open", ("day", "unlocked"), True, ("wide", "ajar")
    )
    assert machines.get("door", "kick") is None


def test_a_step_to_nowhere_leaves_things_as_they_are(tmp_path: Path) -> None:
    paint = read(tmp_path, GOOD).get("door", "paint")
    assert paint is not None
    assert not paint.begins
    assert (paint.after("open"), paint.after("shut")) == ("open", "shut")


@pytest.mark.parametrize(
    ("was", "becomes", "told"),
    [
        ('to = "shut"', 'to = ""', "leads nowhere"),
        ('machine = "door"', 'machine = "wall"', "unknown machine"),
        ('"day"', '"night"', "unknown condition"),
        ('action = "paint"', 'action = "open"', "twice"),
        ('from = ["shut"]', 'from = ["gone"]', "can never be made"),
        ("permission", "allowed", "wrong keys"),
        ("[[step]]", "[[step", "can't be read"),
    ],
)
def test_what_is_wrong_in_a_table_is_told(
    tmp_path: Path, was: str, becomes: str, told: str
) -> None:
    with pytest.raises(InputError, match=told):
        read(tmp_path, GOOD.replace(was, becomes, 1))


@given(st.sets(st.sampled_from(["day", "unlocked"])), st.sampled_from(["", "shut", "open"]))
def test_a_step_is_possible_from_its_states_when_all_holds_and_else_says_what_fails(
    held: set[str], state: str
) -> None:
    step = Transition("door", "open", ("shut",), "open", "door.open", ("day", "unlocked"))
    answer = possible(step, state, held)
    if state != "shut":
        assert answer.why_not == "state"
    else:
        assert bool(answer) == (held == {"day", "unlocked"})
        # The first of the step's conditions that doesn't hold, '' when there is none.
        missing = [one for one in ("day", "unlocked") if one not in held]
        assert answer.why_not == (missing[0] if missing else "")
