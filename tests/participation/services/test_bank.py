"""A bank statement confirms what was promised: once, in full, by a treasurer, and nothing when something is wrong."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from bank_statements import entry, statement
from participants import OFFICIAL, TREASURER, Wants
from visitors import NOW, Clock, login
from wijkwerk.access.api import RefusedError
from wijkwerk.participation.core.bank import Outcome
from wijkwerk.participation.models import BankPayment, Campaign, Pledge, Process
from wijkwerk.participation.services import bank, campaigns
from wijkwerk.tables.api import is_reference, read_statements


@pytest.fixture
def campaign(process: Process, command: Wants) -> Campaign:
    """An open one that asks a hundred euros."""
    facts = {"title": "Bank", "text": "Een bank.", "minimum": 100_00, "not_reached": "Terug."}
    made = campaigns.prepare(command(OFFICIAL), process, ends_on=process.ends_on, **facts)
    return campaigns.open_campaign(command(OFFICIAL, made), made)


def promise(campaign: Campaign, cents: int) -> Pledge:
    return campaigns.pledge(campaign, NOW, amount=cents)[0]


def taken_in(
    command: Wants, process: Process, *entries: str, total: int, role: str = TREASURER
) -> Any:
    statements = read_statements(statement(*entries, total=total), "afschrift")
    return bank.take_in(command(role), process, statements)


def test_what_was_paid_is_confirmed_once_and_what_the_bank_took_back_is_undone(
    campaign: Campaign, process: Process, command: Wants
) -> None:
    first, second = promise(campaign, 25_00), promise(campaign, 10_00)
    assert is_reference(str(first.reference))
    lines = (
        entry(25_00, str(first.reference), bank="A1"),
        entry(9_00, str(second.reference), bank="A2"),
        entry(3_00, remark="huur", bank="A3"),
    )
    for expected in (Outcome.CONFIRMED, Outcome.KNOWN):
        result = taken_in(command, process, *lines, total=37_00)
        assert result.of(expected) == (1, 25_00) and result.of(Outcome.ANOTHER_AMOUNT) == (1, 9_00)
        assert sum(result.of(outcome)[1] for outcome in Outcome) == 37_00
    assert Campaign.objects.get().money.received == 25_00
    assert set(Pledge.objects.values_list("state", flat=True)) == {"confirmed", "promised"}
    back = entry(-25_00, str(first.reference), bank="A4", more="<RvslInd>true</RvslInd>")
    assert taken_in(command, process, back, total=-25_00).of(Outcome.REVERSED) == (1, -25_00)
    assert Campaign.objects.get().money.received == 0
    assert sum(BankPayment.objects.values_list("amount", flat=True)) == 0


def test_only_a_treasurer_and_only_in_this_process(
    campaign: Campaign, process: Process, command: Wants
) -> None:
    row = promise(campaign, 25_00)
    line = entry(25_00, str(row.reference))
    with pytest.raises(RefusedError):
        taken_in(command, process, line, total=25_00, role=OFFICIAL)
    Process.objects.filter(pk=process.pk).update(title="Een ander")
    other = Process.objects.get(pk=process.pk)
    other.pk = None
    other.save()
    assert taken_in(command, other, line, total=25_00).of(Outcome.OTHER) == (1, 25_00)
    assert Pledge.objects.get().state == "promised"


def test_the_page_shows_first_and_writes_when_asked(
    campaign: Campaign, process: Process, somebody: Any, clock: Clock
) -> None:
    row = promise(campaign, 25_00)
    url = f"/nl/work/participation/{process.pk}/statement"
    browser = login(somebody(TREASURER), NOW)

    def sent(content: bytes, act: str) -> Any:
        return browser.post(url, {"file": SimpleUploadedFile("mt.xml", content), "act": act})

    good = statement(entry(25_00, str(row.reference)), total=25_00)
    assert "zou er gebeuren" in sent(good, "look").content.decode()
    assert Pledge.objects.get().state == "promised"
    wrong = statement(entry(25_00, str(row.reference)), total=26_00)
    assert sent(wrong, "write").status_code == 422 and Pledge.objects.get().state == "promised"
    assert "Gedaan: wat is betaald, is bevestigd." in sent(good, "write").content.decode()
    assert Pledge.objects.get().state == "confirmed"
    page = browser.get(f"/nl/work/participation/{process.pk}/pledges/{row.pk}").content.decode()
    assert "Betalingen op bankafschriften" in page
    assert login(somebody(OFFICIAL), NOW).get(url).status_code == 403
    assert Client().get(url).status_code in (302, 403)
