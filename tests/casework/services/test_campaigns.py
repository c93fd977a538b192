"""Campaigns of visits: rounds add up to doors, small numbers aren't told, and other organisations see nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from visitors import NOW, account_of
from wijkwerk.access import accounts
from wijkwerk.casework import models as m
from wijkwerk.casework.core.campaigns import Reach, Tally, misfit, reach, together
from wijkwerk.casework.policies import Looking
from wijkwerk.casework.services import campaigns
from wijkwerk.casework.services.common import ActionNotAllowed
from wijkwerk.casework.services.households import open_household

TALLIES = st.builds(Tally, *[st.integers(0, 12)] * 4)


@given(st.integers(10, 40), st.lists(TALLIES, max_size=8))
def test_no_sequence_of_rounds_reaches_more_than_there_is(doors: int, tried: list[Tally]) -> None:
    taken: list[Tally] = []
    for row in tried:
        if not misfit(doors, taken, row):
            taken.append(row)
    total = reach(doors, taken)
    assert 0 <= total.left <= doors
    assert total.visited + total.refused <= total.spoken <= doors
    assert 0 <= total.visit_rate <= total.contact_rate <= 1
    assert not taken or misfit(doors, taken, Tally(spoken=total.left + 1)) == "doors"


def test_rates_are_of_all_doors_and_streets_add_up() -> None:
    first = reach(50, [Tally(spoken=30, visited=10, nobody=20), Tally(spoken=7, visited=12)])
    assert (first.contact_rate, first.visit_rate) == (Fraction(37, 50), Fraction(22, 50))
    assert together([first, Reach(50, 37, 23, 0)]) == Reach(100, 74, 45, 0)  # 74% and 45%
    assert together([]) is None
    assert misfit(50, [], Tally()) == "nothing"
    assert misfit(50, [], Tally(spoken=20, visited=21)) == "spoken"
    assert misfit(10, [Tally(spoken=5)], Tally(nobody=6)) == "doors"


@pytest.fixture
def campaign(town: SimpleNamespace, looks: Callable[..., Looking]) -> m.Campaign:
    return campaigns.begin(
        looks(town.director), town.director, title="Achter de voordeur", selection="all", ground="Wmo, artikel 2.1.2.",
        first_day=date(2026, 2, 1), last_day=date(2026, 6, 30), aim=20,
    )  # fmt: skip


NUMBERS = {"spoken": "12", "visited": "7", "refused": "3", "nobody": "8"}


@pytest.mark.django_db
def test_a_team_counts_doors_and_tells_no_small_numbers(
    town: SimpleNamespace, campaign: m.Campaign, looks: Callable[..., Looking], enter: Any
) -> None:
    client = enter(account_of(town.director.user.email))
    page = f"/en/casework/campaigns/{campaign.pk}"
    small = client.post(f"{page}/street", {"name": "Steeg", "doors": 9})
    assert small.status_code == 400
    assert client.post(f"{page}/street", {"name": "Laan", "doors": 20}).status_code == 302
    assert client.post(f"{page}/street", {"name": "Laan", "doors": 20}).status_code == 400
    street = m.Street.objects.get()
    facts = {"street": street.pk, "on": "2026-03-02", "channel": "door", **NUMBERS}
    assert client.post(f"{page}/round", facts | {"on": "2026-03-03"}).status_code == 400
    assert client.post(f"{page}/round", facts | {"nobody": "9"}).status_code == 400
    assert client.post(f"{page}/round", facts | {"debts": "40"}).status_code == 400
    assert client.post(f"{page}/round", facts | {"debts": "6", "care": "4"}).status_code == 302
    text = client.get(page).content.decode()
    assert "Of 20 doors somebody was spoken at 12 (60%), and 7 let you in (35%)." in text
    assert "Help with money" not in text and "when the campaign is over" in text
    for number in range(5):
        assert "fewer than five" in client.get(page).content.decode()
        open_household(
            looks(town.director), town.director, name=f"Quibus {number}", born_on="", contact="", address="x",
            because="x", campaign=campaign,
        )  # fmt: skip
    open_household(
        looks(town.director), town.director, name="Quibus 6", born_on="", contact="", address="x",
        because="x", campaign=campaign,
    )  # fmt: skip
    during, after = (campaigns.standing(campaign, date(2026, month, 1)) for month in (6, 7))
    assert (during.opened, during.planned, during.needs) == (5, None, None)  # six, rounded
    assert after.needs == [("Help with money", 5)]  # six, and four for care
    assert "5 or more" in client.get(page).content.decode()
    assert "Quibus" not in client.get(page).content.decode()
    coordinator = enter(account_of("baas@example.org", "case-coordinator", place="wijkteam"))
    counted = coordinator.get("/en/casework/counts").content.decode()
    assert "at 12 (60%)" in counted and "5 or more" in counted and ": 6" not in counted
    assert coordinator.get(page).status_code == 403
    row = m.Round.objects.get()
    assert client.post(page, {"round": row.pk}).status_code == 302
    assert not m.Round.objects.exists() and not m.Need.objects.exists()
    assert client.post(page, {"round": "x"}).status_code == 302


@pytest.mark.django_db
def test_only_the_last_round_is_taken_back_and_visits_follow_talks(
    town: SimpleNamespace, campaign: m.Campaign, looks: Callable[..., Looking]
) -> None:
    looking = looks(town.director)
    street = campaigns.add_street(looking, campaign, name="Laan", doors=20)
    day = {"on": date(2026, 3, 1), "channel": "door", "needs": {}}
    first = campaigns.add_round(looking, street, spoken=5, visited=0, refused=0, nobody=15, **day)
    campaigns.add_round(looking, street, spoken=0, visited=5, refused=0, nobody=0, **day)
    with pytest.raises(ActionNotAllowed, match="than were ever spoken"):
        campaigns.add_round(looking, street, spoken=0, visited=0, refused=1, nobody=0, **day)
    with pytest.raises(ActionNotAllowed, match="Only the last round"):
        campaigns.drop_round(looking, first)


@pytest.mark.django_db
def test_a_round_is_taken_back_by_who_wrote_it_down_or_coordinates(
    town: SimpleNamespace, campaign: m.Campaign, looks: Callable[..., Looking], enter: Any
) -> None:
    looking, colleague = looks(town.director), looks(town.other)
    street = campaigns.add_street(looking, campaign, name="Laan", doors=20)
    counts = {"channel": "door", "needs": {}, "refused": 0}
    campaigns.add_round(
        looking, street, on=date(2026, 3, 2), spoken=5, visited=0, nobody=15, **counts
    )
    # Written down later, of an earlier day: the page offers this one, that the service takes back.
    last = campaigns.add_round(
        looking, street, on=date(2026, 3, 1), spoken=0, visited=5, nobody=0, **counts
    )
    page = f"/en/casework/campaigns/{campaign.pk}"
    own, other = (enter(account_of(row.user.email)) for row in (town.director, town.other))
    button = f'name="round" value="{last.pk}"'
    text = own.get(page).content.decode()
    assert button in text and text.count('name="round"') == 1
    assert 'name="round"' not in other.get(page).content.decode()
    assert other.post(page, {"round": last.pk}).status_code == 400
    accounts.give_role(
        town.other.user, "case-coordinator", ["wijkteam"], date(2020, 1, 1), None, "command", NOW
    )
    assert button in enter(account_of(town.other.user.email)).get(page).content.decode()
    campaigns.drop_round(looks(town.other), last)
    with pytest.raises(ActionNotAllowed, match="Only the last round"):
        campaigns.drop_round(colleague, last)  # two at once
    assert street.rounds.count() == 1


@pytest.mark.django_db
def test_another_organisation_has_no_door_to_it(
    town: SimpleNamespace, campaign: m.Campaign, looks: Callable[..., Looking], enter: Any
) -> None:
    nurse = enter(account_of(town.nurse.user.email))
    assert "Achter" not in nurse.get("/en/casework/campaigns").content.decode()
    for door in ("", "/street", "/round"):
        for number in (campaign.pk, 999):
            address = f"/en/casework/campaigns/{number}{door}"
            assert nurse.get(address).status_code == nurse.post(address, {}).status_code == 404
    with pytest.raises(m.Worker.DoesNotExist):
        campaigns.add_street(looks(town.nurse), campaign, name="x", doors=10)
    facts = {"name": "Q", "born_on": "", "contact": "", "address": "x", "because": "x"}
    with pytest.raises(ActionNotAllowed, match="campaign belongs to a visit"):
        open_household(looks(town.nurse), town.nurse, campaign=campaign, **facts)
    with pytest.raises(ActionNotAllowed, match="campaign belongs to a visit"):
        open_household(looks(town.director), town.director, campaign=campaign, door="self", **facts)
