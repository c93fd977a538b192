"""What a decision makes of a computed row: typed right values, and what holds for every row."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkwerk.designation.core.decided import (
    Decision,
    Ruling,
    held_after,
    highest_after,
    result_after,
    status_after,
)

DAY = date(2026, 6, 1)
ADOPTED, REMOVED = Ruling(True, True), Ruling(False, True)
ADDED, REJECTED = Ruling(True, False), Ruling(False, False)
LEFT, ADDED_AND_LEFT = Ruling(True, True, DAY), Ruling(True, False, DAY)
RULINGS = [None, ADOPTED, REMOVED, ADDED, REJECTED, LEFT, ADDED_AND_LEFT]
RESULTS = ["met", "not_met", "unknown"]


def held(status: str, possible: str = "", before: str | None = "") -> dict[str, Any]:
    return {"status": status, "possible": possible, "before": before}


def of_status(result: str, entered: bool | None, left: bool | None) -> dict[str, Any]:
    return {
        "status": "watch",
        "result": result,
        "entered": entered,
        "left": left,
        "near_miss": "one_short" if result == "not_met" else "",
        "years_in_a_row": 3,
    }


@pytest.mark.parametrize(
    ("ruling", "computed", "after"),
    [
        (None, "grave", "grave"), (None, "", ""), (None, "unknown", "unknown"),
        (ADOPTED, "grave", "grave"), (REMOVED, "grave", ""), (LEFT, "grave", ""),
        (ADDED, "", "watch"), (ADDED, "unknown", "watch"), (ADDED_AND_LEFT, "", ""),
        (REJECTED, "", ""), (REJECTED, "unknown", ""),
    ],
)  # fmt: skip
def test_the_status_after_a_decision(ruling: Ruling | None, computed: str, after: str) -> None:
    assert highest_after(ruling, computed, "watch") == after


@pytest.mark.parametrize(
    ("ruling", "status", "computed", "after"),
    [
        (None, "watch", "unknown", "unknown"), (ADOPTED, "watch", "met", "met"),
        (REMOVED, "watch", "met", "not_met"), (REMOVED, "grave", "unknown", "not_met"),
        (ADDED, "watch", "not_met", "met"), (ADDED, "watch", "unknown", "met"),
        (ADDED, "grave", "not_met", "not_met"), (ADDED, "grave", "unknown", "unknown"),
        (LEFT, "watch", "met", "not_met"), (REJECTED, "watch", "unknown", "not_met"),
    ],
)  # fmt: skip
def test_whether_an_area_has_a_status_after_a_decision(
    ruling: Ruling | None, status: str, computed: str, after: str
) -> None:
    assert result_after(ruling, computed, status, "watch") == after


@pytest.mark.parametrize(
    ("row", "now", "before", "entered", "left"),
    [
        # It was on the list, and is taken off: it left. Next year the rule lists it: it is new.
        (of_status("met", False, False), REMOVED, None, False, True),
        (of_status("met", False, False), None, REMOVED, True, False),
        (of_status("met", True, False), REMOVED, None, False, False),  # new, and taken off at once
        (of_status("not_met", False, False), ADDED, None, True, False),
        (of_status("not_met", False, False), None, ADDED, False, True),  # the year after
        (of_status("not_met", False, True), ADDED, None, False, False),  # it stays
        (of_status("met", None, False), REMOVED, None, False, None),  # the first year: unknown
    ],
)  # fmt: skip
def test_coming_and_going_are_those_of_the_list_as_decided(
    row: dict[str, Any],
    now: Ruling | None,
    before: Ruling | None,
    entered: bool | None,
    left: bool | None,
) -> None:
    after = status_after(row, now, before, "watch", "watch")
    assert (after["entered"], after["left"]) == (entered, left)
    assert after["years_in_a_row"] == 3  # stays what the rule says


def test_the_status_of_the_year_before_is_the_decided_one_too() -> None:
    after = held_after(held("", "", "grave"), None, REMOVED, "watch", "watch")
    assert (after["before"], after["decided"]) == ("", False)
    assert held_after(held("", "", None), None, ADDED, "watch", "watch")["before"] is None
    taken_off = held_after(held("watch", "grave"), REMOVED, None, "watch", "watch")
    assert (taken_off["status"], taken_off["possible"], taken_off["computed"]) == ("", "", "watch")


def _rows() -> st.SearchStrategy[dict[str, Any]]:
    """Rows of ``statuses`` as ``runs.told`` makes them of a result and the one of the year before."""

    def made(now: str, was: str) -> dict[str, Any]:
        moved = {True: {"not_met": True, "met": False}, False: {"met": True, "not_met": False}}
        entered = (
            moved[True].get(was)
            if now == "met"
            else False
            if now == "not_met" or was == "met"
            else None
        )
        left = (
            moved[False].get(was)
            if now == "not_met"
            else False
            if now == "met" or was == "not_met"
            else None
        )
        return of_status(now, entered, left) | {"was": was}

    return st.builds(made, st.sampled_from(RESULTS), st.sampled_from(RESULTS))


@given(_rows(), st.sampled_from(RULINGS), st.sampled_from(RULINGS))
def test_no_area_comes_and_goes_at_once_and_moves_follow_from_both_years(
    row: dict[str, Any], now: Ruling | None, before: Ruling | None
) -> None:
    after = status_after(row, now, before, "watch", "watch")
    was = result_after(before, row["was"], "watch", "watch")
    assert not (after["entered"] and after["left"])
    assert (after["entered"] is True) == (after["result"] == "met" and was == "not_met")
    assert (after["left"] is True) == (after["result"] == "not_met" and was == "met")
    if now in (None, ADOPTED) and before in (None, ADOPTED):
        assert {name: after[name] for name in row} == row


def test_a_decision_comes_back_out_of_json_as_it_was() -> None:
    decision = Decision(3, 2025, DAY, date(2026, 6, 2), 18, 19, {"A": REMOVED, "B": LEFT})
    assert Decision.of_plain(decision.as_plain()) == decision
    assert [ruling.kind for ruling in RULINGS if ruling] == [
        "adopted",
        "removed",
        "added",
        "rejected",
        "left",
        "left",
    ]


def test_what_was_adopted_stays_when_an_area_leaves_later() -> None:
    """An area that the decision put on and that left later still was added."""
    put_on_and_left = Ruling(True, False, left_on=DAY)
    decision = Decision(
        3, 2025, DAY, date(2026, 6, 2), 1, 3, {"A": REMOVED, "B": LEFT, "C": put_on_and_left}
    )
    assert (decision.adopted, decision.added, decision.removed, decision.left) == (3, 1, 1, 2)
