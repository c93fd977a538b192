"""What was done beside what was promised, by day."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from wijkwerk.programme.core.outputs import Output, OutputRow, outputs_by_day

_DAYS = st.dates().map(lambda day: day.isoformat())


def test_what_was_kept_is_added_up_beside_what_was_promised() -> None:
    outputs = [
        Output("2021-01-01", "2021-06-01"),
        Output("2022-01-01"),
        Output("2023-01-01", "2022-12-01"),
    ]
    assert outputs_by_day(outputs, "2022-06-01") == [
        OutputRow("2021-01-01", 1, 0, 0),
        OutputRow("2021-06-01", 1, 1, 0),
        OutputRow("2022-01-01", 2, 1, 0),
        OutputRow("2022-06-01", 2, 1, 0),
        OutputRow("2023-01-01", 3, None, None),
    ]
    assert outputs_by_day([], "2022-06-01") == []


def test_what_nobody_knows_the_outcome_of_is_a_number_of_its_own_from_its_day_on() -> None:
    outputs = [Output("2013-12-31", None, True), Output("2012-12-31", "2012-12-31")]
    assert outputs_by_day([*outputs, Output("2027-01-01", None, True)], "2026-01-01") == [
        OutputRow("2012-12-31", 1, 1, 0),
        OutputRow("2013-12-31", 2, 1, 1),
        OutputRow("2026-01-01", 2, 1, 1),
        OutputRow("2027-01-01", 3, None, None),
    ]


@given(st.lists(st.builds(Output, _DAYS, st.none() | _DAYS), min_size=1, max_size=8), _DAYS)
def test_neither_ever_falls_and_nothing_is_done_in_days_to_come(
    outputs: list[Output], today: str
) -> None:
    rows = outputs_by_day(outputs, today)
    assert [row.day for row in rows] == sorted({row.day for row in rows})
    promised = [row.promised for row in rows]
    done = [row.done for row in rows if row.done is not None]
    assert promised == sorted(promised) and promised[-1] == len(outputs)
    assert done == sorted(done) and done[-1] <= len(outputs)
    assert all((row.done is None) == (row.day > today) for row in rows)
