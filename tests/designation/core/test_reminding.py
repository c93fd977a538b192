"""Moments at which somebody is told that it is their turn."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkwerk.designation.core.reminding import Coming, Standing, moments

UNTIL = date(2026, 4, 14)
OPEN = Standing("open", UNTIL)
WAITS = Standing("open", UNTIL, waiting=2)
DECIDED = Standing("decided", UNTIL, decided_on=date(2026, 4, 15))
PROPOSED = Standing("published", UNTIL, proposed=((7, date(2026, 5, 1)), (3, date(2026, 6, 1))))


@pytest.mark.parametrize(
    ("how", "day", "expected"),
    [
        (OPEN, date(2026, 3, 3), ["object objection.make"]),
        (OPEN, date(2026, 3, 30), ["object objection.make"]),
        (OPEN, date(2026, 3, 31), ["object-14 objection.make"]),
        (OPEN, date(2026, 4, 10), ["object-14 objection.make"]),
        (OPEN, date(2026, 4, 11), ["object-3 objection.make"]),
        (OPEN, UNTIL, ["object-3 objection.make"]),
        (OPEN, date(2026, 4, 15), ["decide procedure.decide"]),
        (WAITS, UNTIL, ["object-3 objection.make"]),
        (WAITS, date(2026, 4, 15), ["answer objection.answer"]),
        (WAITS, date(2026, 4, 27), ["answer objection.answer"]),
        (WAITS, date(2026, 4, 28), ["answer-again objection.answer"]),
        (DECIDED, date(2026, 4, 15), ["publish procedure.publish"]),
        (DECIDED, date(2026, 4, 29), ["publish-again procedure.publish"]),
        (PROPOSED, date(2026, 6, 2),
         ["delisting-3 delisting.decide", "delisting-7-again delisting.decide"]),
        (Standing("draft"), UNTIL, []), (Standing("withdrawn", UNTIL), UNTIL, []),
        (Standing("published", UNTIL), UNTIL, []), (Standing("open"), UNTIL, []),
    ],
)  # fmt: skip
def test_each_moment_is_told_to_who_may_act(how: Standing, day: date, expected: list[str]) -> None:
    assert [
        f"{moment.key} {moment.action}" for moment in moments(how, day, (14, 3), 14)
    ] == expected


VIEW = Coming("view-4", date(2026, 5, 10), "GM0002")
DUTY = Coming("duty-9-housing", date(2030, 12, 31), "GM0001")
ASKED = Standing("open", UNTIL, asked=(VIEW,))
DUE = Standing("published", UNTIL, due=(DUTY,))


@pytest.mark.parametrize(
    ("how", "day", "expected"),
    [
        (ASKED, date(2026, 4, 1), ["object-14", "view-4"]),
        # Nobody decides while the view can still be given; what was given or objected is answered.
        (ASKED, date(2026, 4, 30), ["view-4-14"]), (ASKED, date(2026, 5, 10), ["view-4-3"]),
        (ASKED, date(2026, 5, 11), ["decide"]), (ASKED, date(2026, 5, 24), ["decide-again"]),
        (Standing("open", UNTIL, waiting=1, asked=(VIEW,)), date(2026, 5, 10),
         ["answer-again", "view-4-3"]),
        (DUE, date(2029, 12, 30), []), (DUE, date(2029, 12, 31), ["duty-9-housing-365"]),
        (DUE, date(2030, 10, 2), ["duty-9-housing-90"]),
        (DUE, date(2030, 12, 31), ["duty-9-housing-90"]), (DUE, date(2031, 1, 1), []),
        (Standing("withdrawn", UNTIL, asked=(VIEW,)), UNTIL, []),
    ],
)  # fmt: skip
def test_a_municipality_is_told_of_what_it_has_to_do_by_a_day(
    how: Standing, day: date, expected: list[str]
) -> None:
    told = moments(how, day, (14, 3), 14, (365, 90))
    assert [moment.key for moment in told] == expected
    own = [moment.coming for moment in told if moment.kind in ("view", "duty")]
    assert set(own) <= {VIEW, DUTY}


@given(st.sampled_from([OPEN, WAITS, DECIDED, PROPOSED, ASKED]), st.integers(1, 200))
def test_a_moment_never_comes_back(how: Standing, length: int) -> None:
    days: dict[str, list[int]] = {}
    for number in range(length):
        for moment in moments(how, date(2026, 3, 1) + timedelta(days=number), (14, 3), 14):
            days.setdefault(moment.key, []).append(number)
    for seen in days.values():
        assert seen == list(range(seen[0], seen[-1] + 1))
