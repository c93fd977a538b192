"""Nothing that is overdue stays out of sight."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkwerk.programme.core.obligations import (
    LADDER,
    Commitment,
    Standing,
    obligation,
    obligations,
    overview,
)

TODAY = "2024-12-31"
DUE, LATE, LADDER_, NOT_KNOWN, KEPT, RELEASED = Standing


@pytest.mark.parametrize(
    ("state", "due", "following", "standing", "days", "rung", "loose"),
    [
        ("promised", "2025-01-01", None, DUE, 1, None, False),
        ("promised", "2024-12-31", None, DUE, 0, None, False),  # the day itself still counts
        ("promised", "2024-12-30", None, LATE, -1, None, True),
        ("promised", "2024-12-30", "2025-01-09", LATE, -1, None, False),
        ("promised", "2024-12-30", "2024-12-31", LATE, -1, None, False),
        ("promised", "2024-12-30", "2024-12-30", LATE, -1, None, True),
        ("missed", "2024-12-01", None, LADDER_, -30, 1, True),
        ("talked", "2024-12-01", "2025-02-01", LADDER_, -30, 2, False),
        ("agreed", "2025-02-01", None, DUE, 32, 3, False),  # a new promise
        ("agreed", "2024-12-01", None, LADDER_, -30, 3, True),
        ("other_partner", "2024-12-01", None, LADDER_, -30, 4, True),
        ("board", "2024-12-01", "2025-01-01", LADDER_, -30, 5, False),
        ("minister", "2023-12-31", None, LADDER_, -366, 6, True),
        # Nobody knows what became of it: not late, and nobody has to take it up.
        ("not_known", "2020-01-01", None, NOT_KNOWN, -1826, None, False),
        ("kept", "2020-01-01", None, KEPT, None, None, False),
        ("released", "2020-01-01", None, RELEASED, None, None, False),
    ],
)
def test_how_a_commitment_stands(
    state: str,
    due: str,
    following: str | None,
    standing: Standing,
    days: int | None,
    rung: int | None,
    loose: bool,
) -> None:
    found = obligation(Commitment("x", "school", state, due, following), TODAY)
    assert (found.standing, found.days, found.rung, found.loose) == (standing, days, rung, loose)


STATES = st.sampled_from(("promised", *LADDER, "not_known", "kept", "released"))
DATES = st.dates().map(str)
COMMITMENTS = st.lists(st.tuples(STATES, DATES, st.one_of(st.none(), DATES)), max_size=30).map(
    lambda rows: [Commitment(str(at), "x", *row) for at, row in enumerate(rows)]
)


@given(COMMITMENTS, DATES, st.randoms(use_true_random=False))
def test_what_is_overdue_is_followed_up_or_listed(rows, today, random) -> None:
    found = obligations(rows, today)
    counted = overview(found)
    listed = {one.commitment.id for one in counted.loose}
    for row in rows:
        over = row.state in ("not_known", "kept", "released")
        followed = row.next_step_on is not None and row.next_step_on >= today
        if not over and row.due_on < today and not followed:
            assert row.id in listed
        if over or followed:
            assert row.id not in listed
    assert (
        counted.all
        == len(rows)
        == counted.due
        + counted.overdue
        + counted.on_the_ladder
        + counted.not_known
        + counted.kept
        + counted.released
    )
    assert sum(counted.rungs.values()) == counted.on_the_ladder
    random.shuffle(rows)
    assert obligations(rows, today) == found


def test_the_longest_overdue_comes_first_and_what_is_over_last() -> None:
    rows = [
        Commitment("kept", "x", "kept", "2020-01-01"),
        Commitment("due", "x", "promised", "2025-01-20"),
        Commitment("later", "x", "promised", "2025-06-01"),
        Commitment("late", "x", "promised", "2024-11-01"),
        Commitment("older", "x", "board", "2023-11-01"),
    ]
    found = obligations(rows, TODAY)
    assert [one.commitment.id for one in found] == ["older", "late", "due", "later", "kept"]
    assert (overview(found).due, overview(found, soon=30).due_soon) == (2, 1)


@pytest.mark.parametrize("wrong", [("lost", "2024-01-01", None), ("kept", "2024", None),
                                   ("kept", "2024-01-01", "soon")])  # fmt: skip
def test_a_commitment_that_is_none_is_refused(wrong: tuple) -> None:
    with pytest.raises(ValueError):
        Commitment("x", "y", *wrong)
