"""Machines of states: what a table may say, and what follows from it."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkwerk.shared.problems import InputError
from wijkwerk.workflow.api import Machines, Transition, Variant, possible, read_table

GOOD = """
most = 3
[[step]]
machine = "door"
action = "make"
from = [""]
to = "shut"
permission = "door.make"
label = { nl = "Maken", en = "Make" }
past = { nl = "Gemaakt", en = "Made" }
[[step]]
machine = "door"
action = "open"
from = ["shut"]
to = "open"
permission = "door.open"
when = ["day", "unlocked"]
reasons = true
outcomes = ["wide", "ajar"]
label = { nl = "Openen", en = "Open" }
past = { nl = "Geopend", en = "Opened" }
explanation = { nl = "Het tocht.", en = "There is a draught." }
[[step]]
machine = "door"
action = "paint"
from = ["shut", "open"]
to = ""
permission = "door.make"
label = { nl = "Verven", en = "Paint" }
past = { nl = "Geverfd", en = "Painted" }
[[variant]]
machine = "door"
action = "varnish"
step = "paint"
from = ["shut"]
label = { nl = "Lakken", en = "Varnish" }
[states.door]
shut = { nl = "Dicht", en = "Shut" }
open = { nl = "Open", en = "Ajar or more" }
[outcomes.door]
wide = { nl = "Wijd", en = "Wide" }
ajar = { nl = "Op een kier", en = "Ajar" }
[refusals]
day = { nl = "Het is nacht.", en = "It is night." }
unlocked = { nl = "Op slot.", en = "Locked." }
rusty = { nl = "Verroest.", en = "Rusty." }
"""


def read(folder: Path, text: str) -> Machines:
    path = folder / "doors.toml"
    path.write_text(text, "utf-8")
    table = read_table(path, ("door",), ("day", "unlocked"), {"most": {"type": "integer"}})
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
        ("permission", "allowed", "doors.toml:8 .step.0.: unknown key"),
        ("[[step]]", "[[step", "not TOML"),
        ('label = { nl = "Maken", en = "Make" }', "", "step.0.*key is missing.*label"),
        ('past = { nl = "Geopend", en = "Opened" }', "", "step.1.*key is missing.*past"),
        (', en = "There is a draught."', "", "step.1.explanation.*key is missing.*en"),
        ('en = "Painted"', 'en = " "', "step.2.past.en.*malformed"),
        ('shut = { nl = "Dicht", en = "Shut" }', "", "states.door.shut.*no label"),
        ('shut = { nl = "Dicht"', 'gone = { nl = "Dicht"', "states.door.gone.*unknown"),
        ("[states.door]", "[states.wall]", "states.wall.*unknown machine"),
        ('ajar = { nl = "Op een kier", en = "Ajar" }', "", "outcomes.door.ajar.*no label"),
        ('day = { nl = "Het is nacht.", en = "It is night." }', "", "refusals.day.*no label"),
        ('en = "Rusty."', 'fr = "Rouillé."', "refusals.rusty.*fr"),
        ('step = "paint"', 'step = "kick"', "no variant"),
        (
            'step = "paint"\nfrom = ["shut"]',
            'step = "paint"\nfrom = ["gone"]',
            "variant.0.from.*unknown state",
        ),
        ('action = "varnish"', 'action = "open"', "no variant"),
        ('label = { nl = "Lakken", en = "Varnish" }', "", "variant.0.*key is missing.*label"),
    ],
)
def test_what_is_wrong_in_a_table_is_told(
    tmp_path: Path, was: str, becomes: str, told: str
) -> None:
    with pytest.raises(InputError, match=told):
        read(tmp_path, GOOD.replace(was, becomes, 1))


def test_everything_is_called_something_in_both_languages(tmp_path: Path) -> None:
    labels = read(tmp_path, GOOD).labels
    assert (labels.state("door", "open", "nl"), labels.state("door", "open", "en")) == (
        "Open",
        "Ajar or more",
    )
    assert labels.action("door", "open", "nl") == "Openen"
    assert labels.past("door", "open", "en") == "Opened"
    assert labels.explanation("door", "open", "nl") == "Het tocht."
    assert labels.explanation("door", "paint", "nl") == ""
    assert labels.outcome("door", "ajar", "nl") == "Op een kier"
    assert (labels.outcome("door", "", "nl"), labels.refusal("rusty", "nl")) == ("", "Verroest.")
    assert labels.refusal("not_own", "en").startswith("You made this yourself."), "the usual ones"


def test_a_variant_is_another_way_to_a_step(tmp_path: Path) -> None:
    machines = read(tmp_path, GOOD)
    assert machines.variants["door", "varnish"] == Variant("paint", ("shut",))
    assert machines.behind("door", "varnish") == machines.get("door", "paint")
    assert machines.behind("door", "open") == machines.get("door", "open")
    assert machines.get("door", "varnish") is None, "no step of its own"
    assert machines.labels.action("door", "varnish", "en") == "Varnish"
    assert machines.labels.past("door", "varnish", "en") == "Painted", "the history says the step"


def test_what_is_not_in_the_table_any_more_is_called_by_its_code(tmp_path: Path) -> None:
    labels = read(tmp_path, GOOD).labels
    assert labels.state("door", "ajar", "nl") == "ajar"
    assert (labels.action("door", "kick", "nl"), labels.past("wall", "open", "nl")) == (
        "kick",
        "open",
    )


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
