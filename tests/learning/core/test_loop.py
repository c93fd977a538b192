"""The rules of the loop: nothing that waits is ever missing, nothing waits that was taken up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wijkwerk.learning.core.loop import Passage, standings
from wijkwerk.registry.loop import HandedOver, Link, LoopPart, TakenUp

TODAY = date(2026, 3, 2)
DAYS = st.integers(-20, 20).map(lambda days: TODAY + timedelta(days))
LINKS = st.sampled_from((Link.TARGET, Link.IDEA, Link.VERDICT))
KEYS = st.sampled_from("abcd")


@st.composite
def given_things(draw: st.DrawFn) -> HandedOver:
    return HandedOver(
        draw(LINKS),
        tuple(draw(st.lists(KEYS, min_size=1, max_size=2))),
        draw(st.text(max_size=3)),
        draw(DAYS),
        draw(st.sampled_from(("bureau", "board"))),
        areas=tuple(draw(st.lists(st.sampled_from(("GM0001", "GM0002")), max_size=2))),
        due=draw(st.none() | DAYS),
        anew=draw(st.booleans()),
        number=draw(st.integers(1, 4)),
    )


TAKEN = st.builds(TakenUp, LINKS, KEYS, DAYS, st.just(""))
PARTS = st.builds(
    LoopPart,
    st.just((Link.TARGET, Link.IDEA)),
    st.just((Link.TARGET,)),
    st.lists(given_things(), max_size=6).map(tuple),
    st.lists(TAKEN, max_size=6).map(tuple),
)


def waits(thing: HandedOver, parts: Sequence[LoopPart]) -> bool:
    """By brute force: nobody did anything under any of its keys by today, that counts."""
    for part in parts:
        for taken in part.taken_up:
            answers = taken.link == thing.link and taken.key in thing.keys and taken.on <= TODAY
            if answers and (taken.on >= thing.since or not thing.anew):
                return False
    return True


@settings(max_examples=150)
@given(st.lists(PARTS, max_size=3))
def test_what_waits_is_never_missing_and_what_was_taken_up_never_waits(
    parts: list[LoopPart],
) -> None:
    links = standings(parts, TODAY)
    assert [row.link for row in links] == list(Link)
    came = [thing for part in parts for thing in part.handed_over if thing.since <= TODAY]
    for row in links:
        mine = [thing for thing in came if thing.link == row.link]
        still = [thing for thing in mine if waits(thing, parts)]
        assert sorted(map(repr, still)) == sorted(repr(passage.item) for passage in row.waiting)
        assert row.came_in == sum(thing.number for thing in mine)
        assert row.waits == sum(thing.number for thing in still)
        assert row.went_out == row.came_in - row.waits
        assert row.since == min((thing.since for thing in still), default=None)
        late = sum(thing.number for thing in still if thing.due and thing.due < TODAY)
        assert row.late(TODAY) == late
        assert all(passage.days(TODAY) >= 0 for passage in (*row.waiting, *row.through))


@given(st.lists(PARTS, max_size=2))
def test_an_area_has_what_is_about_it_and_nothing_else(parts: list[LoopPart]) -> None:
    here = standings(parts, TODAY, lambda areas: "GM0001" in areas)
    for everywhere, row in zip(standings(parts, TODAY), here, strict=True):
        assert row.waiting == tuple(
            passage for passage in everywhere.waiting if "GM0001" in passage.item.areas
        )


def test_a_link_that_nobody_gives_or_takes_up_says_so() -> None:
    part = LoopPart((Link.TARGET,), (Link.IDEA,))
    by_link = {row.link: row for row in standings([part], TODAY)}
    assert (by_link[Link.TARGET].gives, by_link[Link.TARGET].takes) == (True, False)
    assert (by_link[Link.IDEA].gives, by_link[Link.IDEA].takes) == (False, True)


@pytest.mark.parametrize(
    ("since", "on", "days"), [(10, None, 10), (10, 4, 6), (3, 5, 0), (0, None, 0)]
)
def test_days_run_until_it_was_taken_up(since: int, on: int | None, days: int) -> None:
    thing = HandedOver(Link.TARGET, ("a",), "", TODAY - timedelta(since), "bureau")
    taken = None if on is None else TakenUp(Link.TARGET, "a", TODAY - timedelta(on))
    assert Passage(thing, taken).days(TODAY) == days
