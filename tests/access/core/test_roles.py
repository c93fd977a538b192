"""The decision itself, on roles made here: who, what, where, on which day, and why not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkwerk.access.core.roles import (
    Decision,
    Held,
    Reason,
    Role,
    Rules,
    Subject,
    decide,
    wants_second_factor,
)

WORDS = {"nl": "woorden", "en": "words"}
RULES = Rules(
    actions={"read": WORDS, "write": WORDS, "publish": WORDS},
    roles={
        code: Role(code, WORDS, frozenset(may), within, second)
        for code, may, within, second in [
            ("reader", {"read"}, "", False),
            ("guest", {"read"}, "municipality", False),
            ("writer", {"read", "write"}, "municipality", True),
            ("partner", {"write"}, "organisation", True),
        ]
    },
)
DAY = "2026-03-02"


def asker(*held: Held, active: bool = True, verified: bool = True) -> Subject:
    return Subject(held, active, verified)


def writer(place: str = "GM0599", first: str = "2026-01-01", last: str = "") -> Held:
    return Held("writer", place, first, last)


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2026-03-02", "", True),
        ("2026-03-02", "2026-03-02", True),  # a role of one day
        ("2026-03-03", "", False),
        ("2026-03-03", "2026-03-09", False),
        ("2020-01-01", "2026-03-01", False),
        ("2020-01-01", "2026-03-03", True),
    ],
)
def test_a_role_is_held_from_its_first_day_up_to_and_including_its_last(
    first: str, last: str, expected: bool
) -> None:
    assert writer(first=first, last=last).on(DAY) is expected


@pytest.mark.parametrize(
    ("who", "action", "where", "reason"),
    [
        (asker(writer()), "dance", None, Reason.UNKNOWN_ACTION),
        (asker(active=False), "dance", None, Reason.UNKNOWN_ACTION),
        (asker(writer(), active=False), "write", None, Reason.NOBODY),
        (asker(), "write", None, Reason.NO_ROLE),
        (asker(writer()), "publish", None, Reason.NO_ROLE),
        (asker(Held("gone", "", "2026-01-01", "")), "read", None, Reason.NO_ROLE),
        (asker(writer(last="2026-03-01")), "write", None, Reason.OTHER_DAYS),
        (asker(writer(first="2026-03-03")), "write", None, Reason.OTHER_DAYS),
        (asker(writer()), "write", {"municipality": "GM0518"}, Reason.ELSEWHERE),
        (asker(writer()), "write", {"programme": "GM0599"}, Reason.ELSEWHERE),
        (asker(writer()), "write", {}, Reason.ELSEWHERE),  # the whole country
        (asker(writer("")), "write", None, Reason.ELSEWHERE),  # held for nothing
        (asker(writer("")), "write", {"municipality": ""}, Reason.ELSEWHERE),
        (asker(writer(), verified=False), "write", None, Reason.SECOND_FACTOR),
        (asker(writer()), "write", None, Reason.ALLOWED),
        (asker(writer()), "write", {"municipality": "GM0599"}, Reason.ALLOWED),
        (
            asker(writer()), "write", {"programme": "zuid", "municipality": "GM0599"},
            Reason.ALLOWED,
        ),
        (asker(Held("reader", "", DAY, "")), "read", {}, Reason.ALLOWED),
        (asker(Held("reader", "", DAY, ""), verified=False), "read", {}, Reason.ALLOWED),
        (
            asker(Held("partner", "havensteder", DAY, "")), "write",
            {"organisation": "havensteder"}, Reason.ALLOWED,
        ),
    ],
)  # fmt: skip
def test_why_somebody_may_or_may_not(
    who: Subject, action: str, where: dict[str, str] | None, reason: Reason
) -> None:
    assert decide(RULES, who, action, where, DAY) == Decision(reason)
    assert bool(Decision(reason)) is (reason is Reason.ALLOWED)


def test_a_second_factor_is_asked_only_when_every_role_that_reaches_asks_for_it() -> None:
    guest = Held("guest", "GM0599", "2026-01-01", "")
    both = asker(writer(), guest, verified=False)
    assert decide(RULES, both, "read", {"municipality": "GM0599"}, DAY)
    assert decide(RULES, both, "write", {"municipality": "GM0599"}, DAY) == Decision(
        Reason.SECOND_FACTOR
    )
    # The role without a second factor is held elsewhere, so it doesn't count here.
    elsewhere = asker(writer(), Held("guest", "GM0518", "2026-01-01", ""), verified=False)
    assert decide(RULES, elsewhere, "read", {"municipality": "GM0599"}, DAY) == Decision(
        Reason.SECOND_FACTOR
    )


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        (writer(), True),
        (writer(first="2026-06-01"), True),  # later on: it may be set up before
        (writer(last="2026-03-02"), True),
        (writer(last="2026-03-03"), True),
        (writer(last="2026-03-01"), False),
        (Held("reader", "", "2026-01-01", ""), False),
        (Held("gone", "", "2026-01-01", ""), False),
        (Held("gone", "", "2026-01-01", "2026-02-01"), False),
    ],
)
def test_a_second_factor_is_wanted_by_what_is_held_now_or_later(held: Held, expected: bool) -> None:
    assert wants_second_factor(RULES, [held], DAY) is expected
    assert wants_second_factor(RULES, [Held("reader", "", DAY, ""), held], DAY) is expected


helds = st.builds(
    Held,
    st.sampled_from(["reader", "guest", "writer", "partner", "gone"]),
    st.sampled_from(["", "GM0599", "GM0518", "havensteder"]),
    st.sampled_from(["2026-01-01", "2026-03-02", "2026-03-03"]),
    st.sampled_from(["", "2026-03-01", "2026-03-02"]),
)


@given(
    st.lists(helds, max_size=4),
    helds,
    st.booleans(),
    st.sampled_from(["read", "write", "publish"]),
    st.sampled_from([None, {}, {"municipality": "GM0599"}, {"organisation": "havensteder"}]),
)
def test_who_holds_more_may_no_less(
    held: list[Held], more: Held, verified: bool, action: str, where: dict[str, str] | None
) -> None:
    before = decide(RULES, asker(*held, verified=verified), action, where, DAY)
    after = decide(RULES, asker(*held, more, verified=verified), action, where, DAY)
    assert bool(after) or not bool(before)
