"""A household is closed with an outcome for each goal; when it comes back the first closure stays."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from visitors import NOW, account_of
from wijkwerk.casework import models as m
from wijkwerk.casework.policies import Looking
from wijkwerk.casework.services import circle, conflicts, consents, episodes, plans
from wijkwerk.casework.services import households as homes
from wijkwerk.casework.services.common import ActionNotAllowed
from wijkwerk.casework.services.counts import year_of
from wijkwerk.casework.services.follow_ups import answer_follow_up

pytestmark = pytest.mark.django_db
Looks = Callable[..., Looking]
LATER = NOW + timedelta(days=90)


@pytest.fixture
def planned(town: SimpleNamespace, looks: Looks) -> SimpleNamespace:
    """The first household with a goal that was agreed."""
    looking = looks(town.director)
    consents.open_domain(looking, town.first, domain="care", because="Te weinig hulp.")
    town.goal = plans.add_goal(
        looking, town.first, domain="care", person=None, goal="Slapen.", situation=""
    )
    plans.agree(looking, town.first, agreed_with="Q.", review_on=date(2026, 6, 1))
    return town


def close(
    town: SimpleNamespace, looks: Looks, exit: str = "regular", may_ask: bool = False, **more: Any
) -> m.Episode:
    return episodes.close(
        looks(town.director, **more), town.first, exit=exit, closing="Bel als het misgaat.", may_ask=may_ask
    )  # fmt: skip


def test_closing_asks_an_outcome_for_each_goal(planned: SimpleNamespace, looks: Looks) -> None:
    with pytest.raises(ActionNotAllowed, match="each goal"):
        close(planned, looks)
    episodes.set_outcome(
        looks(planned.director), planned.first, goal=planned.goal, outcome="partly"
    )
    episode = close(planned, looks)
    assert (episode.number, episode.exit, episode.closed_at) == (1, "regular", NOW)
    with pytest.raises(ActionNotAllowed, match="was closed"):
        homes.move(looks(planned.director), planned.first, text="Elders 1")


def test_a_bridging_budget_that_does_not_close_keeps_the_household_open(
    planned: SimpleNamespace, looks: Looks
) -> None:
    looking = looks(planned.director)
    episodes.set_outcome(looking, planned.first, goal=planned.goal, outcome="reached")
    conflict = conflicts.report(
        looking,
        planned.first,
        kind="pays",
        domain="care",
        person=None,
        law="Wmo",
        organisation=planned.team,
        effect="x",
    )
    conflicts.bridge(
        looking,
        planned.first,
        conflict=conflict,
        entry="advance",
        cents=5,
        payer=None,
        on=NOW.date(),
    )
    with pytest.raises(ActionNotAllowed, match="bridging budget"):
        close(planned, looks)
    goes_on_in = homes.open_household(
        looking,
        planned.director,
        name="Quibus Ander",
        born_on="",
        contact="",
        address="x",
        because="x",
    )
    with pytest.raises(ActionNotAllowed, match="bridging budget"):
        homes.merge(looking, goes_on_in, other=planned.first)


def version(town: SimpleNamespace) -> int:
    return m.Household.objects.get(pk=town.first.pk).version


def test_who_comes_back_gets_another_episode_and_the_first_closure_stays(
    planned: SimpleNamespace, looks: Looks, enter: Any
) -> None:
    episodes.set_outcome(
        looks(planned.director), planned.first, goal=planned.goal, outcome="reached"
    )
    with pytest.raises(ActionNotAllowed, match="Only a household that was closed"):
        episodes.reopen(looks(planned.director), planned.first)
    close(planned, looks)
    with pytest.raises(m.Household.DoesNotExist):
        episodes.reopen(looks(planned.other), planned.first)
    client = enter(account_of(planned.director.user.email))
    address = f"/en/casework/for/plan/{planned.first.token}"
    assert "Quibus Eerste" not in client.get("/en/casework/for/plan").content.decode()
    assert "Quibus Eerste" in client.get("/en/casework/for/plan?closed=1").content.decode()
    assert client.post(f"{address}/reopen", {"seen": version(planned)}).status_code == 302
    first, second = planned.first.episodes.all()
    assert (first.closed_at, first.exit, first.closing) == (NOW, "regular", "Bel als het misgaat.")
    assert (second.number, second.door, second.closed_at) == (2, "relapse", None)
    text = client.get(address).content.decode()
    assert "Back to regular care." in text and "Reached." in text
    assert (
        client.post(
            f"{address}/close", {"exit": "lasting", "closing": "Klaar.", "seen": version(planned)}
        ).status_code
        == 302
    )
    assert [row.exit for row in planned.first.episodes.all()] == ["regular", "lasting"]
    assert client.get(f"{address}/close").status_code == 404
    client.post(f"{address}/reopen", {"seen": version(planned)})
    merged = {"exit": "merged", "closing": "x", "seen": version(planned)}
    assert client.post(f"{address}/close", merged).status_code == 400


def test_a_merged_household_is_closed_as_merged(planned: SimpleNamespace, looks: Looks) -> None:
    child = homes.add_person(
        looks(planned.director),
        planned.first,
        name="Quibus Kind",
        born_on="",
        contact="",
        relation="child",
    )
    other = homes.split(looks(planned.director), planned.first, persons=[child], address="Straat 3")
    homes.merge(looks(planned.director, now=LATER), planned.first, other=other)
    episode = other.episodes.get()
    assert (episode.door, episode.exit, episode.closed_at) == ("split", "merged", LATER)
    with pytest.raises(ActionNotAllowed, match="Only a household"):
        episodes.reopen(looks(planned.director, now=LATER), other)


def test_a_household_that_agreed_is_asked_after_three_six_and_twelve_months(
    planned: SimpleNamespace, looks: Looks, enter: Any, clock: Any
) -> None:
    director, home = planned.director, planned.first
    circle.join(looks(director), home, worker=planned.nurse, purpose="support", because="Zorg.")
    episodes.set_outcome(looks(director), home, goal=planned.goal, outcome="partly")
    close(planned, looks, may_ask=True)
    assert [(row.months, row.ask_on) for row in home.follow_ups.all()] == [
        (3, date(2026, 6, 2)),
        (6, date(2026, 9, 2)),
        (12, date(2027, 3, 2)),
    ]
    with pytest.raises(ActionNotAllowed, match="time to ask"):
        answer_follow_up(looks(director), home, person=None, answer="well", remark="")
    client = enter(account_of(director.user.email))
    address = f"/en/casework/for/plan/{home.token}"
    assert client.get(f"{address}/follow-up").status_code == 404  # not yet
    assert "to ask how it goes" not in client.get("/en/work").content.decode()
    clock.now = NOW + timedelta(days=93)
    client = enter(account_of(director.user.email))
    assert "1 to ask how it goes" in client.get("/en/work").content.decode()
    assert "ask how it goes on" in client.get("/en/casework/for/plan?closed=1").content.decode()
    answer = client.post(f"{address}/follow-up", {"answer": "well", "remark": "Wij slapen weer."})
    assert answer.status_code == 302
    assert "Wij slapen weer." in client.get(address).content.decode()
    assert home.follow_ups.get(months=3).person is None  # alone in the home: nobody else reads it
    assert "to ask how it goes" not in client.get("/en/work").content.decode()
    nurse = enter(account_of(planned.nurse.user.email))
    for door in (home.token, "?closed=1"):
        text = nurse.get(f"/en/casework/for/support/{door}".replace("/?", "?")).content.decode()
        assert "Wij slapen" not in text and "how it goes" not in text
    with pytest.raises(ActionNotAllowed, match="Only who directs"):
        answer_follow_up(
            looks(planned.nurse, "support", now=NOW + timedelta(days=190)),
            home,
            person=None,
            answer="help",
            remark="",
        )
    episodes.reopen(looks(director, now=NOW + timedelta(days=120)), home)
    assert [row.answer for row in home.follow_ups.all()] == ["well", "came_back", "came_back"]
    counted = year_of([planned.team], 2026).follow_ups
    assert counted == {3: {"well": 1}, 6: {"came_back": 1}, 12: {"came_back": 1}}


def test_who_does_not_want_to_be_asked_is_left_alone(
    planned: SimpleNamespace, looks: Looks
) -> None:
    director, home = looks(planned.director), planned.first
    episodes.set_outcome(director, home, goal=planned.goal, outcome="partly")
    close(planned, looks)
    assert not home.follow_ups.exists()  # nobody asked whether one may ask
    episodes.reopen(director, home)
    close(planned, looks, exit="died", may_ask=True)
    assert not home.follow_ups.exists()
    episodes.reopen(director, home)
    close(planned, looks, may_ask=True)
    later = looks(planned.director, now=NOW + timedelta(days=100))
    answer_follow_up(later, home, person=None, answer="not_wanted", remark="")
    assert not home.follow_ups.filter(asked_on=None).exists()
