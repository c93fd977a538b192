"""Addresses are given of open accounts that hold a role within something that day, and no other."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from wijkwerk.access import accounts
from wijkwerk.access.api import recipients

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def account(
    name: str,
    role: str = "programme-bureau",
    place: str = "zuid",
    first: date = date(2026, 1, 1),
    last: date | None = None,
) -> Any:
    made = accounts.add(f"{name}@example.org", "correct horse battery", "command", NOW)
    accounts.give_role(made, role, [place] if place else [], first, last, "command", NOW)
    return made


def test_only_roles_of_that_day_within_that_kind_count() -> None:
    one = account("one", last=date(2026, 3, 2))
    account("ended", last=date(2026, 3, 1))
    account("later", first=date(2026, 3, 3))
    account("official", "official", "")
    account("partner", "partner", "scholen")
    closed = account("closed")
    accounts.set_active(closed, False, "command", NOW)
    accounts.erase(closed, "command", NOW)
    found = recipients("programme", NOW)
    assert [(each.actor, each.address) for each in found] == [(one.actor, "one@example.org")]
    assert [each.address for each in recipients("organisation", NOW)] == ["partner@example.org"]
    night = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)  # in the Netherlands it is the third
    assert [each.address for each in recipients("programme", night)] == ["later@example.org"]


def test_an_account_comes_once_with_all_that_it_holds_there(django_assert_num_queries: Any) -> None:
    one = account("one")
    accounts.give_role(one, "programme-board", ["west"], date(2026, 1, 1), None, "command", NOW)
    account("two", place="west")
    with django_assert_num_queries(1):
        found = recipients("programme", NOW, ["zuid", "west"])
    assert [each.held for each in found] == [
        {("programme-bureau", "zuid"), ("programme-board", "west")},
        {("programme-bureau", "west")},
    ]
    assert [each.held for each in recipients("programme", NOW, ["zuid"])] == [
        {("programme-bureau", "zuid")}
    ]


def test_one_account_can_be_asked_for_and_nonsense_is_nobody() -> None:
    one = account("one")
    account("two")
    assert [each.actor for each in recipients("programme", NOW, actor=one.actor)] == [one.actor]
    for nonsense in ("account:", "account:x", "nobody", "account:-1", "account:²"):
        assert recipients("programme", NOW, actor=nonsense) == []
