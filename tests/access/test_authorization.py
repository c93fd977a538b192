"""May somebody do something? Refused unless a role held that day, for that place, says so."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkwerk.access.api import Place, RefusedError, may, municipalities, require
from wijkwerk.access.core.roles import Decision, Held, Reason, Role, Rules, Subject, decide
from wijkwerk.access.core.roles import wants_second_factor as wants
from wijkwerk.shared.text import Text

T = Text("a", "a")
RULES = Rules(
    {"read": T, "write": T, "object": T},
    {
        "clerk": Role("clerk", T, frozenset({"read", "write"}), within="", second_factor=True),
        "city": Role(
            "city", T, frozenset({"read", "object"}), within="municipality", second_factor=False
        ),
        "reader": Role("reader", T, frozenset({"read"}), within="", second_factor=False),
    },
)
DAY = "2026-03-02"


def subject(*held: Held, active: bool = True, verified: bool = True) -> Subject:
    return Subject(held, active, verified)


CLERK = Held("clerk", "", "2026-01-01", "")
CITY = Held("city", "GM0001", "2026-01-01", "2026-12-31")


@pytest.mark.parametrize(
    ("who", "action", "where", "day", "reason"),
    [
        (subject(CLERK), "write", None, DAY, Reason.ALLOWED),
        (subject(CLERK), "write", {"municipality": "GM0009"}, DAY, Reason.ALLOWED),
        (subject(CLERK), "write", {}, DAY, Reason.ALLOWED),
        (subject(CLERK), "object", None, DAY, Reason.NO_ROLE),
        (subject(CLERK), "destroy", None, DAY, Reason.UNKNOWN_ACTION),
        (subject(CLERK, active=False), "write", None, DAY, Reason.NOBODY),
        (subject(CLERK, verified=False), "write", None, DAY, Reason.SECOND_FACTOR),
        (subject(), "read", None, DAY, Reason.NO_ROLE),
        (subject(CITY), "object", {"municipality": "GM0001"}, DAY, Reason.ALLOWED),
        (subject(CITY, verified=False), "object", {"municipality": "GM0001"}, DAY, Reason.ALLOWED),
        (subject(CITY), "object", None, DAY, Reason.ALLOWED),
        (subject(CITY), "object", {"municipality": "GM0002"}, DAY, Reason.ELSEWHERE),
        (subject(CITY), "object", {}, DAY, Reason.ELSEWHERE),
        (subject(CITY), "object", {"programme": "GM0001"}, DAY, Reason.ELSEWHERE),
        (
            subject(CITY),
            "object",
            {"programme": "zuid", "municipality": "GM0001"},
            DAY,
            Reason.ALLOWED,
        ),
        (subject(CITY), "object", {"municipality": "GM0001"}, "2025-12-31", Reason.OTHER_DAYS),
        (subject(CITY), "object", {"municipality": "GM0001"}, "2026-01-01", Reason.ALLOWED),
        (subject(CITY), "object", {"municipality": "GM0001"}, "2026-12-31", Reason.ALLOWED),
        (subject(CITY), "object", {"municipality": "GM0001"}, "2027-01-01", Reason.OTHER_DAYS),
        (subject(Held("city", "", "2026-01-01", "")), "object", None, DAY, Reason.ELSEWHERE),
        (subject(Held("city", "", "2026-01-01", "")), "object", {}, DAY, Reason.ELSEWHERE),
        (subject(Held("gone", "", "2026-01-01", "")), "read", None, DAY, Reason.NO_ROLE),
        (
            subject(CLERK, CITY, verified=False),
            "read",
            {"municipality": "GM0001"},
            DAY,
            Reason.ALLOWED,
        ),
        (
            subject(CLERK, CITY, verified=False),
            "read",
            {"municipality": "GM0002"},
            DAY,
            Reason.SECOND_FACTOR,
        ),
    ],
)
def test_every_kind_of_question_has_its_answer(
    who: Subject, action: str, where: dict[str, str] | None, day: str, reason: Reason
) -> None:
    assert decide(RULES, who, action, where, day) == Decision(reason)
    assert bool(decide(RULES, who, action, where, day)) == (reason is Reason.ALLOWED)


days = st.dates(date(2025, 1, 1), date(2027, 12, 31)).map(str)
held = st.builds(
    Held,
    st.sampled_from(["clerk", "city", "reader", "gone"]),
    st.sampled_from(["", "GM0001", "GM0002"]),
    days,
    st.one_of(st.just(""), days),
)
questions = st.tuples(
    st.sampled_from(["read", "write", "object", "nothing"]),
    st.sampled_from([None, {}, {"municipality": "GM0001"}, {"programme": "GM0002"}]),
    days,
)


@given(st.lists(held, max_size=5), held, questions, st.booleans())
def test_another_role_never_takes_anything_away(
    roles: list[Held], more: Held, question: tuple[str, dict[str, str] | None, str], verified: bool
) -> None:
    less = decide(RULES, subject(*roles, verified=verified), *question)
    with_more = decide(RULES, subject(*roles, more, verified=verified), *question)
    assert with_more or not less


@given(st.permutations([CLERK, CITY, Held("reader", "", "2025-01-01", "2025-12-31")]), questions)
def test_the_order_of_roles_makes_no_difference(
    roles: list[Held], question: tuple[str, dict[str, str] | None, str]
) -> None:
    assert decide(RULES, subject(*roles), *question) == decide(
        RULES, subject(*reversed(roles)), *question
    )


def test_a_second_factor_is_asked_for_a_role_that_begins_later_but_not_for_one_that_ended() -> None:
    assert wants(RULES, [Held("clerk", "", "2027-01-01", "")], DAY)
    assert not wants(RULES, [Held("clerk", "", "2025-01-01", "2025-12-31")], DAY)
    assert not wants(RULES, [CITY], DAY)


@pytest.mark.django_db
def test_who_leaves_loses_access_at_midnight_in_the_netherlands(account) -> None:  # type: ignore[no-untyped-def]
    user = account("a@b.nl", "official", last=date(2026, 6, 30))
    user.second_factor_passed = True
    assert may(user, "procedure.draft", None, datetime(2026, 6, 30, 21, 59, tzinfo=UTC))
    gone = may(user, "procedure.draft", None, datetime(2026, 6, 30, 22, 0, tzinfo=UTC))
    assert gone == Decision(Reason.OTHER_DAYS)
    with pytest.raises(RefusedError, match="other_days"):
        require(user, "procedure.draft", None, datetime(2026, 7, 1, tzinfo=UTC))


@pytest.mark.django_db
def test_somebody_who_is_no_account_may_do_nothing(account) -> None:  # type: ignore[no-untyped-def]
    now = datetime(2026, 6, 30, tzinfo=UTC)
    assert may(object(), "procedure.work", None, now).reason is Reason.NOBODY
    assert may(None, "procedure.work", None, now).reason is Reason.NOBODY


@pytest.mark.django_db
def test_a_city_reaches_its_own_municipality_and_no_other(account) -> None:  # type: ignore[no-untyped-def]
    now = datetime(2026, 6, 30, tzinfo=UTC)
    user = account("a@b.nl", "municipality", place="GM0363")
    user.second_factor_passed = True
    assert may(user, "objection.make", Place("GM0363"), now)
    assert not may(user, "objection.make", Place("GM0518"), now)
    assert municipalities(user, "objection.make", now) == {"GM0363"}
    assert municipalities(user, "procedure.draft", now) == frozenset()
