"""Campaigns: promised without account, confirmed, reached or not; money is conserved whatever happens."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from participants import AFTER, OFFICIAL, TREASURER, VOTING, Wants
from visitors import NOW, Clock, login
from wijkwerk.access.api import RefusedError
from wijkwerk.audit.api import Entry, verify
from wijkwerk.participation.models import Campaign, Need, Pledge, Process, ProcessStep
from wijkwerk.participation.services import campaigns
from wijkwerk.workflow.api import TransitionNotAllowed

FACTS = {
    "title": "Bruisplaats", "text": "Een plek voor de straat.", "minimum": 3_000_00, "stretch": 4_000_00,
    "ends_on": date(2026, 4, 20), "not_reached": "Iedereen krijgt het geld terug.", "match": "share",
    "pot": 500_00, "pot_of": "Wijkfonds", "match_percent": 50,
}  # fmt: skip


@pytest.fixture
def campaign(process: Process, command: Wants) -> Campaign:
    """An open one that asks 3,000 euros and three people."""
    made = campaigns.prepare(command(OFFICIAL), process, **FACTS)
    campaigns.ask(command(OFFICIAL, made), made, kind="task", title="Graven", wanted=3)
    return campaigns.open_campaign(command(OFFICIAL, made), made)


def fresh(row: Any) -> Any:
    return type(row).objects.get(pk=row.pk)


def pay(campaign: Campaign, command: Wants, cents: int) -> Pledge:
    made, _receipt = campaigns.pledge(campaign, NOW, amount=cents)
    return campaigns.confirm(command(TREASURER, made), made)


def test_it_is_reached_with_money_and_hands_and_a_raised_goal_undoes_that(
    campaign: Campaign, command: Wants
) -> None:
    pay(campaign, command, 2_600_00)
    assert fresh(campaign).added == 500_00 and fresh(campaign).raised == 3_100_00
    assert not fresh(campaign).is_met
    need = Need.objects.get()
    helping, _receipt = campaigns.pledge(campaign, NOW, need=need, number=3)
    assert not fresh(campaign).is_met  # promised isn't agreed
    campaigns.confirm(command(TREASURER, helping), helping)
    assert fresh(campaign).is_met
    campaigns.change(
        command(OFFICIAL, campaign, "Hout is duurder."),
        campaign,
        minimum=3_500_00,
        stretch=None,
        ends_on=date(2026, 4, 20),
    )
    assert not fresh(campaign).is_met
    pay(campaign, command, 500_00)
    late, _receipt = campaigns.pledge(campaign, NOW, amount=5_00)
    done = campaigns.succeed(command(OFFICIAL, campaign), campaign)
    # The fund fills up to the goal and no more; what wasn't paid lapsed.
    assert (done.matched, fresh(late).state) == (400_00, "lapsed")
    campaigns.pay_out(command(TREASURER, campaign), campaign)
    assert fresh(campaign).money.paid_out == 3_100_00 and fresh(campaign).raised == 3_500_00
    campaigns.finish(command(OFFICIAL, helping), helping)
    assert campaigns.account(
        command(OFFICIAL, campaign), campaign, result="Er staat een bank."
    ).result


def test_not_reached_gives_everything_back(campaign: Campaign, command: Wants) -> None:
    pay(campaign, command, 900_00)
    with pytest.raises(TransitionNotAllowed):
        campaigns.fail(command(OFFICIAL, campaign, now=VOTING), campaign)
    with pytest.raises(TransitionNotAllowed):
        campaigns.succeed(command(OFFICIAL, campaign, now=AFTER), campaign)
    failed = campaigns.fail(command(OFFICIAL, campaign, now=AFTER), campaign)
    with pytest.raises(TransitionNotAllowed):
        campaigns.pay_out(command(TREASURER, campaign), campaign)
    campaigns.give_back(command(TREASURER, campaign), campaign)
    told = fresh(failed)
    assert (told.money.given_back, told.raised, told.matched) == (900_00, 0, 0)


def test_what_cant_be_promised_is_refused(
    campaign: Campaign, process: Process, command: Wants
) -> None:
    other = campaigns.prepare(command(OFFICIAL), process, **{**FACTS, "match": "none"})
    need = campaigns.ask(command(OFFICIAL, other), other, title="Zaal", kind="room", wanted=1)
    for about, now, why, given in (
        (campaign, NOW, "money_or_need", {}),
        (campaign, NOW, "money_or_need", {"amount": 5, "need": need, "number": 1}),
        (campaign, NOW, "money_or_need", {"need": need, "number": 1}),
        (campaign, NOW, "pledge_too_large", {"amount": campaigns.MOST + 1}),
        (campaign, AFTER, "campaign_not_over", {"amount": 5_00}),
        (other, NOW, "campaign_open", {"amount": 5_00}),
    ):
        with pytest.raises(TransitionNotAllowed) as refusal:
            campaigns.pledge(about, now, **given)  # type: ignore[arg-type]
        assert refusal.value.why == why
    assert not Pledge.objects.exists()


def test_money_is_conserved_in_any_order(campaign: Campaign, command: Wants) -> None:
    chance = random.Random(15)
    Need.objects.all().update(essential=False)
    received, rows = 0, []
    steps: dict[str, Callable[[], Any]] = {
        "promise": lambda: rows.append(campaigns.pledge(fresh(campaign), NOW, amount=chance.randint(1, 99_999))[0]),
        "confirm": lambda: campaigns.confirm(command(TREASURER, picked()), picked.last),  # type: ignore[attr-defined]
        "withdraw": lambda: campaigns.withdraw(command(OFFICIAL, picked()), picked.last),  # type: ignore[attr-defined]
        "cancel": lambda: campaigns.cancel(command(OFFICIAL, campaign, "Om."), campaign),
        "succeed": lambda: campaigns.succeed(command(OFFICIAL, campaign), campaign),
        "pay_out": lambda: campaigns.pay_out(command(TREASURER, campaign), campaign),
        "give_back": lambda: campaigns.give_back(command(TREASURER, campaign), campaign),
    }  # fmt: skip

    def picked() -> Pledge:
        picked.last = chance.choice(rows)  # type: ignore[attr-defined]
        return picked.last  # type: ignore[attr-defined,no-any-return]

    names = (
        ["promise"] * 3
        + ["confirm", "withdraw"] * 12
        + ["promise", "confirm"] * 10
        + list(steps)[3:] * 2
    )
    chance.shuffle(names)
    for name in ["promise", *names]:
        try:
            steps[name]()
        except TransitionNotAllowed:
            continue
        if name == "confirm":
            received += picked.last.amount  # type: ignore[attr-defined]
        told = fresh(campaign).money
        assert told.received == received == told.in_hand + told.paid_out + told.given_back
        assert not (told.paid_out and fresh(campaign).state in ("open", "failed"))
    assert received


@pytest.fixture
def hundreds(campaign: Campaign) -> Campaign:
    """The same with 300 pledges that were promised and 200 payments of 10 euros."""
    of_state = ["promised"] * 300 + ["confirmed"] * 200
    Pledge.objects.bulk_create(
        Pledge(process=campaign.process, campaign=campaign, state=state, amount=10_00, promised_on=NOW.date(),
               reference=f"RF{number}", receipt=str(number))
        for number, state in enumerate(of_state)
    )  # fmt: skip
    return campaign


def test_a_campaign_with_hundreds_of_pledges_ends_in_a_few_statements(
    hundreds: Campaign, command: Wants
) -> None:
    with CaptureQueriesContext(connection) as queries:
        campaigns.cancel(command(OFFICIAL, hundreds, "Het plan is van de baan."), hundreds)
        campaigns.give_back(command(TREASURER, hundreds), hundreds)
    assert len(queries) < 150  # each of the 500 by itself took 8
    states = Counter(Pledge.objects.values_list("state", "version"))
    assert states == {("lapsed", 2): 300, ("given_back", 2): 200}
    steps = ProcessStep.objects.filter(machine="pledge")
    moves = Counter(steps.values_list("action", "source", "target", "role", "text"))
    assert moves == {
        ("lapse", "promised", "lapsed", OFFICIAL, ""): 300,
        ("give_back", "confirmed", "given_back", TREASURER, ""): 200,
    }
    assert set(steps.values_list("object_id")) == set(Pledge.objects.values_list("pk"))
    # The trail has an entry of each kind, which says how many and by which steps.
    ended = Entry.objects.filter(
        action__in=["campaign.cancel", "campaign.give_back", "pledge.lapse", "pledge.give_back"]
    )
    assert ended.count() == 4 and not Entry.objects.filter(object_kind="pledge").exists()
    lapsed = Entry.objects.get(action="pledge.lapse")
    assert (lapsed.object_kind, lapsed.object_id) == ("campaign", str(hundreds.pk))
    of_lapse = steps.filter(action="lapse").order_by("pk")
    assert lapsed.before == {"state": ["promised"]}
    assert lapsed.after == {
        "state": "lapsed",
        "number": 300,
        "first_step": of_lapse[0].pk,
        "last_step": of_lapse[299].pk,
        "role": OFFICIAL,
    }
    assert not [chain for chain in verify() if chain.breaks]


def test_who_may_not_end_it_moves_no_pledge(hundreds: Campaign, command: Wants) -> None:
    campaigns.cancel(command(OFFICIAL, hundreds, "Om."), hundreds)
    with pytest.raises(RefusedError):
        campaigns.give_back(command(OFFICIAL, hundreds), hundreds)
    assert not Pledge.objects.filter(state="given_back").exists()
    assert not Entry.objects.filter(action="pledge.give_back").exists()


def test_its_page_shows_the_newest_pledges_and_a_list_has_them_all(
    hundreds: Campaign,
    process: Process,
    command: Wants,
    clock: Clock,
    somebody: Callable[..., Any],
) -> None:
    other = campaigns.prepare(command(OFFICIAL), process, **FACTS)
    other = campaigns.open_campaign(command(OFFICIAL, other), other)
    campaigns.pledge(other, NOW, amount=77_00)
    work = login(somebody(TREASURER), NOW)
    base = f"/nl/work/participation/{process.pk}"
    with CaptureQueriesContext(connection) as queries:
        page = work.get(f"{base}/campaigns/{hundreds.pk}").content.decode()
    assert page.count("RF") == 50 and "RF499" in page and "RF449<" not in page
    assert f"{base}/pledges?campaign={hundreds.pk}" in page and "Alle 500 toezeggingen" in page
    each = [query["sql"] for query in queries if "participation_" in query["sql"]]
    assert len(each) < 20
    chosen = work.get(f"{base}/pledges?campaign={other.pk}").content.decode()
    assert "77" in chosen and chosen.count("RF") == 1
    assert work.get(f"{base}/pledges?campaign=x").status_code == 400


def test_no_more_can_wait_for_a_payment_than_people_can_handle(
    hundreds: Campaign, command: Wants, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(campaigns, "MOST_WAITING", 301)
    last, _receipt = campaigns.pledge(hundreds, NOW, amount=5_00)
    with pytest.raises(TransitionNotAllowed) as refusal:
        campaigns.pledge(hundreds, NOW, amount=5_00)
    assert refusal.value.why == "too_many_pledges"
    campaigns.withdraw(command(OFFICIAL, last), last)
    assert campaigns.pledge(hundreds, NOW, amount=5_00)


def test_a_resident_promises_on_the_site_and_takes_it_back(
    campaign: Campaign, client: Client, clock: Clock, somebody: Callable[..., Any]
) -> None:
    base = f"/nl/participation/{campaign.process_id}/campaigns"
    page = client.get(f"{base}/{campaign.pk}").content.decode()
    assert "Iets toezeggen" in page and "0 van" in page.replace("\xa0", " ")
    assert client.post(f"{base}/{campaign.pk}/pledge", {"amount": ""}).status_code == 400
    told = client.post(f"{base}/{campaign.pk}/pledge", {"amount": "12,50"}).content.decode()
    receipt = re.search(r"[A-Z2-9]{4}(-[A-Z2-9]{4}){3}", told)
    assert receipt is not None and re.search(r"RF\d\d[A-Z2-9]{12}", told)
    made = Pledge.objects.get()
    assert made.amount == 1250 and receipt[0] not in str(Pledge.objects.values())
    # What one person promised is nowhere for others.
    assert client.get(f"/nl/participation/{campaign.process_id}/pledges").status_code == 404
    assert str(made.reference) not in client.get(f"{base}/{campaign.pk}").content.decode()
    work = login(somebody(OFFICIAL), NOW)
    assert str(made.reference) in work.get(f"/nl/work{base[3:]}/{campaign.pk}").content.decode()
    follow = "/nl/participation/follow"
    assert "12,50" in client.post(follow, {"code": receipt[0]}).content.decode()
    back = client.post(follow, {"code": receipt[0], "take_back": "on"}).content.decode()
    assert "Ingetrokken" in back and fresh(made).state == "withdrawn"
    clock.now = AFTER
    assert client.get(f"{base}/{campaign.pk}/pledge").status_code == 404
