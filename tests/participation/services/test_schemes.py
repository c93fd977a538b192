"""Small budgets: asked without an account, planned with a coach, decided by somebody else, never more than there is,
and erased at the end."""

from __future__ import annotations

import contextlib
import random
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from participants import DECIDER, OFFICIAL, TREASURER, Wants
from visitors import NOW, Clock
from wijkwerk.access.api import RefusedError
from wijkwerk.participation.models import Grant, Process, Scheme
from wijkwerk.participation.services import residents, schemes
from wijkwerk.workflow.api import TransitionNotAllowed

WISH = "Een tweedehands fiets, zodat ik naar de cursus kan."
RULES = {
    "title": "Geluksbudget", "kind": "happiness", "purpose": "Wat een huishouden vooruithelpt.",
    "who": "Lindestraat", "amount": 1_000_00, "ceiling": 400_00, "small": 100_00,
    "ends_on": date(2026, 6, 30), "unspent": "Volgend jaar.",
}  # fmt: skip


@pytest.fixture
def scheme(process: Process) -> Scheme:
    """One that is open."""
    return Scheme.objects.create(process=process, state="open", **RULES)


@pytest.fixture
def planned(scheme: Scheme, command: Wants) -> Any:
    """What somebody asked, with a plan of the first official; and the receipt."""

    def make(amount: int) -> tuple[Grant, str]:
        grant, receipt = schemes.request(scheme, NOW, WISH, min(amount, 400_00))
        facts = {"wish": WISH, "amount": amount, "coach": "Wijkteam"}
        return schemes.plan(command(OFFICIAL, grant), grant, **facts), receipt

    return make


def refused(why: str, service: Any, *args: Any) -> None:
    with pytest.raises(TransitionNotAllowed) as refusal:
        service(*args)
    assert refusal.value.why == why


def test_who_made_the_plan_never_decides_and_large_is_for_the_decision_maker(
    planned: Any, command: Wants
) -> None:
    small, _receipt = planned(100_00)
    refused("other_than_planner", schemes.grant_small, command(OFFICIAL, small), small)
    refused("other_than_planner", schemes.decline, command(OFFICIAL, small, "Nee."), small)
    assert schemes.grant_small(command(OFFICIAL, small, name="second"), small).state == "granted"
    large, _receipt = planned(100_01)
    refused("is_small", schemes.grant_small, command(OFFICIAL, large, name="second"), large)
    with pytest.raises(RefusedError):
        schemes.grant_large(command(OFFICIAL, large, name="second"), large)
    granted = schemes.grant_large(command(DECIDER, large), large)
    assert (granted.state, granted.decided_on) == ("granted", NOW.date())


def test_a_grant_above_the_ceiling_or_what_is_left_is_refused(
    planned: Any, scheme: Scheme, command: Wants
) -> None:
    with pytest.raises(TransitionNotAllowed, match="above_ceiling"):
        schemes.request(scheme, NOW, WISH, 400_01)
    above, _receipt = planned(400_01)
    refused("fits_scheme", schemes.grant_large, command(DECIDER, above), above)
    for _number in range(2):
        grant, _receipt = planned(400_00)
        schemes.grant_large(command(DECIDER, grant), grant)
    third, _receipt = planned(200_01)
    refused("fits_scheme", schemes.grant_large, command(DECIDER, third), third)
    # What one household doesn't use is there for another.
    paid = schemes.pay(command(TREASURER, grant), grant, 399_99)
    schemes.settle(command(OFFICIAL, paid, "Er is een fiets."), paid)
    assert scheme.committed == 799_99
    assert schemes.grant_large(command(DECIDER, third), third).state == "granted"
    assert scheme.committed == 1_000_00


def test_money_is_never_more_than_was_granted_in_any_order(
    planned: Any, scheme: Scheme, command: Wants
) -> None:
    draw = random.Random(15)
    grants = [planned(draw.choice((50_00, 250_00, 400_00)))[0] for _number in range(5)]
    acts = (
        lambda row: schemes.grant_large(command(DECIDER, row), row),
        lambda row: schemes.decline(command(OFFICIAL, row, "Nee.", name="second"), row),
        lambda row: schemes.pay(command(TREASURER, row), row, draw.choice((1, 40_00, 260_00))),
        lambda row: schemes.settle(command(OFFICIAL, row, "Klaar."), row),
    )
    for _number in range(60):
        row = Grant.objects.get(pk=draw.choice(grants).pk)
        with contextlib.suppress(TransitionNotAllowed):
            draw.choices(acts, (4, 1, 6, 1))[0](row)
        rows = list(Grant.objects.all())
        assert all(row.paid <= (row.amount or 0) for row in rows)
        assert sum(row.paid for row in rows) <= scheme.committed <= scheme.amount
    assert any(row.paid for row in rows)


def test_what_was_planned_is_erased_at_each_end_and_stands_in_no_history(
    planned: Any, command: Wants
) -> None:
    settled, _receipt = planned(90_00)
    schemes.grant_small(command(OFFICIAL, settled, name="second"), settled)
    settled.refresh_from_db()
    schemes.settle(command(OFFICIAL, settled, "Klaar."), settled)
    declined, _receipt = planned(90_00)
    schemes.decline(command(OFFICIAL, declined, "Het kan elders.", name="second"), declined)
    _withdrawn, receipt = planned(90_00)
    assert residents.take_back(receipt, NOW).state == "withdrawn"
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            assert "tweedehands" not in repr(cursor.fetchall()), table


def test_a_resident_asks_follows_and_takes_back_without_account(
    scheme: Scheme, client: Client, clock: Clock
) -> None:
    page = f"/nl/participation/{scheme.process_id}/schemes/{scheme.pk}"
    assert "Vraag het aan" in client.get(page).content.decode()
    answer = client.post(f"{page}/request", {"wish": WISH, "wanted": "250"})
    assert "30 maart 2026" in answer.content.decode()
    receipt = answer.context["receipt"]
    followed = client.post("/nl/participation/follow", {"code": receipt}).content.decode()
    assert "Wacht op antwoord" in followed and "Aangevraagd" in followed
    client.post("/nl/participation/follow", {"code": receipt, "take_back": "on"})
    assert Grant.objects.get().state == "withdrawn"
    assert client.post(f"{page}/request", {"wish": WISH, "wanted": "400,01"}).status_code == 400
    clock.now = NOW + timedelta(days=200)
    assert client.get(f"{page}/request").status_code == 404


def test_pages_tell_nothing_of_few_and_never_what_somebody_asked(
    scheme: Scheme, planned: Any, command: Wants, client: Client, clock: Clock
) -> None:
    page = f"/nl/participation/{scheme.process_id}/schemes/{scheme.pk}"
    empty = client.get(page).content
    for number in range(5):
        assert client.get(page).content == empty, number  # four grants change nothing
        grant, _receipt = planned(20_00)
        schemes.grant_small(command(OFFICIAL, grant, name="second"), grant)
    shown = client.get(page).content.decode()
    assert "5 kregen iets, samen €\xa0100" in shown and WISH not in shown
    api = client.get(f"/api/v1/participation/{scheme.process_id}/schemes")
    assert api.status_code == 200 and "grants" not in api.json()["items"][0]
