"""The loop: planned, done, checked, acted; and where it stops."""

import random

import pytest

from wijkwerk.programme.core.pdca import STEPS, Mark, loops, pdca_totals

TODAY = "2024-06-30"


def marks(project: str, text: str) -> list[Mark]:
    """'p01 d03': planned in January, done in March of 2024."""
    names = {step[0]: step for step in STEPS}
    return [Mark(project, names[part[0]], f"2024-{part[1:]}-01") for part in text.split()]


@pytest.mark.parametrize(
    ("text", "closed", "turns", "at", "waits_for", "waiting", "skipped"),
    [
        ("", 0, 0, None, "planned", None, ()),
        ("p01", 0, 1, "planned", "done", 181, ()),
        ("p01 d02 c03", 0, 1, "checked", "acted", 121, ()),
        ("p01 d02 c03 a04", 1, 1, "acted", None, None, ()),
        ("p01 d02 c03 a04 p05", 1, 2, "planned", "done", 60, ()),
        ("d02", 0, 1, "done", "checked", 150, ("planned",)),
        ("p01 a04", 0, 1, "acted", None, None, ("done", "checked")),
        ("p01 d02 d03", 0, 1, "done", "checked", 150, ()),  # the first day counts
        ("p01 d02 p03", 0, 2, "planned", "done", 121, ()),
        ("p01 p01 d01 c01 a01", 1, 2, "acted", None, None, ()),  # planned twice: two turns
        ("p01 d02 c03 a04 a05", 1, 2, "acted", None, None, ("planned", "done", "checked")),
        ("p01 d12", 0, 1, "planned", "done", 181, ()),  # December is yet to come
    ],
)  # fmt: skip
def test_a_project_stands_where_its_marks_say(
    text: str,
    closed: int,
    turns: int,
    at: str | None,
    waits_for: str | None,
    waiting: int | None,
    skipped: tuple[str, ...],
) -> None:
    given = marks("x", text)
    (found,) = loops(["x"], given, TODAY)
    assert (found.closed, len(found.turns), found.at) == (closed, turns, at)
    assert (found.waits_for, found.waiting, found.skipped) == (waits_for, waiting, skipped)
    random.Random(2).shuffle(given)
    assert loops(["x"], given, TODAY) == (found,)


def test_the_whole_adds_up_and_says_where_it_stops() -> None:
    given = [
        *marks("a", "p01 d02 c03 a04"),
        *marks("b", "p01 d03"),
        *marks("c", "p01 d05"),
        *marks("d", "p06"),
    ]
    found = pdca_totals(loops("abcde", given, TODAY))
    assert (found.projects, found.closed) == (5, 1)
    assert found.reached == {"planned": 4, "done": 3, "checked": 1, "acted": 1}
    assert found.standing_at == {
        "nothing": 1,
        "planned": 1,
        "done": 2,
        "checked": 0,
        "acted": 1,
    }
    assert sum(found.standing_at.values()) == found.projects
    assert found.days == {"planned-done": 60, "done-checked": 29, "checked-acted": 31}
    assert found.stops_at == "checked"


def test_without_projects_nothing_stops() -> None:
    found = pdca_totals(())
    assert (found.projects, found.stops_at, found.days["planned-done"]) == (0, None, None)


def test_a_step_that_isnt_one_is_refused() -> None:
    with pytest.raises(ValueError, match="planned, done"):
        Mark("x", "finished", "2024-01-01")
