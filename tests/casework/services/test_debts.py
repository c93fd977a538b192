"""Requests for help with debts: the term of the law, and who sees them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from casework_town import worker_of
from visitors import NOW
from wijkwerk.casework import models as m
from wijkwerk.casework.core.debt_terms import first_talk_by
from wijkwerk.casework.services import circle, consents
from wijkwerk.casework.services.common import ActionNotAllowed
from wijkwerk.casework.services.debts import first_talk, request_help
from wijkwerk.shared.deadlines import today


@pytest.mark.parametrize(
    ("asked_on", "threatened", "last_day"),
    [
        (date(2026, 3, 2), False, date(2026, 3, 30)),
        (date(2026, 3, 2), True, date(2026, 3, 5)),
        (date(2026, 3, 5), True, date(2026, 3, 10)),  # over a weekend
        (date(2026, 4, 2), True, date(2026, 4, 9)),  # Good Friday and Easter
        (date(2026, 3, 30), False, date(2026, 4, 28)),  # ends on King's Day
    ],
)
def test_the_term_is_four_weeks_or_three_working_days(
    asked_on: date, threatened: bool, last_day: date
) -> None:
    assert first_talk_by(asked_on, threatened=threatened) == last_day


@pytest.mark.django_db
def test_a_request_waits_for_its_talk_and_is_seen_by_who_has_the_ground(
    town: SimpleNamespace, looks: Callable[..., Any], enter: Any
) -> None:
    looking, day = looks(town.director), today(NOW)
    with pytest.raises(ActionNotAllowed, match="Open this life domain"):
        request_help(looking, town.first, asked_on=day, is_threatened=True)
    debts = m.Organisation.objects.create(code="schuld", name="Schuldhulp", kind="debts")
    helper = worker_of("schuld@example.org", debts)
    circle.join(looking, town.first, worker=helper, purpose="debts", because="Huur.")
    consents.open_domain(looking, town.first, domain="debts", because="Huur.")
    own = looks(helper, "debts")
    row = request_help(own, town.first, asked_on=day - timedelta(days=20), is_threatened=True)
    client = enter(helper.user)
    page = client.get(f"/en/casework/for/debts/{town.first.token}").content.decode()
    assert "first talk at the latest on" in page and "(late)" in page.replace(
        "<strong>", ""
    ).replace("</strong>", "")
    assert m.Look.objects.latest("pk").domains == "debts,identity"
    assert "late since" in client.get("/en/casework/for/debts").content.decode()
    # The director's team has no law for debts, and no consent.
    director = (
        enter(town.director.user).get(f"/en/casework/for/plan/{town.first.token}").content.decode()
    )
    assert "first talk at the latest on" not in director
    with pytest.raises(ActionNotAllowed, match="waits for its first talk"):
        first_talk(looking, town.first, request=row, talked_on=day)
    with pytest.raises(ActionNotAllowed, match="after the request"):
        first_talk(own, town.first, request=row, talked_on=day + timedelta(days=1))
    for action in ("debt-request", "debt-talk"):
        address = f"/en/casework/for/debts/{town.first.token}/{action}"
        assert client.get(address).status_code == 200
    answer = client.post(
        f"/en/casework/for/debts/{town.first.token}/debt-talk",
        {"request": row.pk, "talked_on": day.isoformat()},
    )
    assert answer.status_code == 302
    assert m.DebtRequest.objects.get().talked_on == day
    with pytest.raises(ActionNotAllowed, match="waits for its first talk"):
        first_talk(own, town.first, request=row, talked_on=day)
