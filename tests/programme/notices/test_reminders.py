"""Reminders: what they say, to whom, how often; once a day at most, also after a break."""

import smtplib
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from hypothesis import given
from hypothesis import strategies as st

from wijkwerk.access import accounts
from wijkwerk.access.api import RefusedError
from wijkwerk.audit.api import Entry
from wijkwerk.programme.models import (
    Commitment,
    NoticeChoice,
    NoticeSent,
    Organisation,
    Programme,
    Project,
    Proposal,
    Report,
)
from wijkwerk.programme.notices.sending import mails, send_all
from wijkwerk.programme.services import notices
from wijkwerk.shared.problems import InputError
from wijkwerk.workflow.api import TransitionNotAllowed
from wijkwerk.workflow.mail import Digest, Line, Section, is_due

NOW = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
BUREAU, CHAIR, BOARD, PARTNER = "programme-bureau", "programme-chair", "programme-board", "partner"
SECRET = "Zeer-intern-merkteken"


@pytest.fixture
def busy(a_programme: Any, settings: Any) -> Any:
    """A programme in which everybody has something to do."""
    settings.SITE_ADDRESS = "https://programma.example.org"
    programme, organisations = a_programme.programme, a_programme.organisations
    for state, due, step, whose in (
        ("promised", date(2026, 2, 1), None, 1),
        ("promised", date(2026, 3, 20), None, 1),
        ("missed", date(2026, 1, 1), date(2026, 3, 4), 1),
        ("board", date(2025, 1, 1), None, 0),
        ("kept", date(2026, 2, 1), None, 1),
        ("promised", date(2029, 1, 1), None, 1),
    ):
        commitment = Commitment.objects.create(
            programme=programme,
            organisation=organisations[whose],
            state=state,
            due_on=due,
            title=f"Afspraak {state} {due.year}",
            promised_for=due,
            next_step_on=step,
            note=SECRET,
        )
    Report.objects.create(
        programme=programme,
        commitment=commitment,
        organisation=organisations[1],
        state="made",
        text="Klaar",
        evidence="E",
        made_on=date(2026, 3, 1),
    )
    Project.objects.create(
        programme=programme,
        code="P1",
        name="Huiswerkklas",
        state="running",
        decision_due=date(2026, 3, 15),
        note=SECRET,
    )
    Proposal.objects.create(
        programme=programme,
        target=a_programme.targets[0],
        kind="drop",
        reasons=SECRET,
        made_on=date(2026, 3, 1),
        state="made",
    )
    return a_programme


def bodies(now: datetime = NOW) -> dict[str, str]:
    return {one.address: f"{one.digest.subject}\n{one.digest.body}" for one in mails(now)}


@pytest.mark.django_db
def test_each_role_is_told_what_it_has_to_do_and_no_more(busy: Any, somebody: Any) -> None:
    for role in (BUREAU, CHAIR, BOARD, PARTNER, "council", "programme-founder"):
        somebody(role)
    somebody(PARTNER, "gemeente")
    found = bodies()
    assert sorted(found) == [
        "partner.gemeente@example.org",
        "partner.scholen@example.org",
        "programme-board.zuid@example.org",
        "programme-bureau.zuid@example.org",
        "programme-chair.zuid@example.org",
    ]
    bureau = found["programme-bureau.zuid@example.org"]
    for words in (
        "Afspraak promised 2026",
        "Afspraak missed 2026",
        "Huiswerkklas",
        "Afspraak promised 2029 (Scholen op Zuid)\n",  # its report
        "https://programma.example.org/nl/programmes/zuid/work/commitments/",
    ):
        assert words in bureau, words
    assert "Afspraak kept" not in bureau
    board = found["programme-board.zuid@example.org"]
    for words in ("Scholen met extra leertijd", "Huiswerkklas", "Afspraak board 2025"):
        assert words in board, words
    assert "Afspraak promised" not in board
    schools = found["partner.scholen@example.org"]
    assert schools.count("Afspraak") == 3
    assert "board" not in schools
    assert "Huiswerkklas" not in schools
    assert "Afspraak board" in found["partner.gemeente@example.org"]
    for body in found.values():
        assert SECRET not in body
        assert "@" not in body
        assert "account:" not in body


@pytest.mark.django_db
def test_who_left_or_was_closed_gets_nothing(busy: Any, somebody: Any) -> None:
    gone, closed, later = (somebody(BUREAU, None, name) for name in ("Gone", "Closed", "Later"))
    accounts.end_role(gone, BUREAU, ["zuid"], date(2026, 3, 1), "command", NOW)
    accounts.set_active(closed, False, "command", NOW)
    accounts.give_role(later, BUREAU, ["zuid"], date(2026, 3, 3), None, "command", NOW)
    assert bodies() == {}
    # At half past eleven in the evening in London it is tomorrow here.
    assert list(bodies(datetime(2026, 3, 2, 23, 30, tzinfo=UTC))) == ["later.zuid@example.org"]


@pytest.mark.django_db
def test_a_mail_goes_out_once_a_day_and_again_a_week_later(busy: Any, somebody: Any) -> None:
    somebody(BUREAU)
    sent = [send_all(NOW + timedelta(hours=hours))["sent"] for hours in (0, 1, 12)]
    assert sent == [1, 0, 0]
    days = [send_all(NOW + timedelta(days=day))["sent"] for day in range(1, 8)]
    assert days == [0, 0, 0, 0, 0, 0, 1]
    assert len(mail.outbox) == 2
    one = mail.outbox[0]
    assert (one.to, one.cc, one.bcc) == (["programme-bureau.zuid@example.org"], [], [])
    assert one.content_subtype == "plain"
    assert one.extra_headers["Auto-Submitted"] == "auto-generated"


@pytest.mark.django_db
@pytest.mark.parametrize(("how_often", "expected"), [("daily", 8), ("weekly", 2), ("never", 0)])
def test_nobody_gets_more_mail_than_they_want(
    how_often: str, expected: int, busy: Any, somebody: Any
) -> None:
    notices.choose(somebody(BUREAU), busy.programme, how_often, "en", NOW)
    for day in range(8):
        send_all(NOW + timedelta(days=day))
    assert len(mail.outbox) == expected
    assert all("https://programma.example.org/en/" in one.body for one in mail.outbox)


@pytest.mark.django_db
def test_an_account_in_two_programmes_gets_one_mail_about_both(busy: Any, somebody: Any) -> None:
    user = somebody(BUREAU)
    other = Programme.objects.create(
        slug="west",
        title="Programma West",
        state="running",
        begins_on=date(2020, 1, 1),
        ends_on=date(2030, 1, 1),
    )
    Commitment.objects.create(
        programme=other,
        organisation=busy.organisations[0],
        title="Bomen",
        state="promised",
        promised_for=date(2026, 1, 1),
        due_on=date(2026, 1, 1),
    )
    accounts.give_role(user, BUREAU, ["west"], date(2020, 1, 1), None, "command", NOW)
    assert send_all(NOW)["sent"] == 1
    assert "Programma West" in mail.outbox[0].subject
    assert "Bomen" in mail.outbox[0].body
    assert "Huiswerkklas" in mail.outbox[0].body
    assert NoticeSent.objects.filter(sent=True).count() == 2


@pytest.mark.django_db
def test_nothing_to_tell_is_no_mail_and_no_draft_reminds_anybody(busy: Any, somebody: Any) -> None:
    somebody(BUREAU)
    Programme.objects.update(state="draft")
    assert bodies() == {}
    Programme.objects.update(state="running")
    Project.objects.all().delete()
    Report.objects.all().delete()
    Commitment.objects.update(state="kept")
    assert send_all(NOW)["sent"] == 0
    assert not NoticeSent.objects.exists()


class Server:
    """A mail server that breaks when it is told to."""

    def __init__(self, fault: Callable[[int], Exception | None]) -> None:
        self.fault, self.seen = fault, 0

    def send_messages(self, messages: list[Any]) -> int:
        self.seen += 1
        found = self.fault(self.seen)
        if found:
            raise found
        mail.outbox += messages
        return 1

    def close(self) -> None:
        """Nothing to close."""


def with_server(monkeypatch: pytest.MonkeyPatch, fault: Callable[[int], Exception | None]) -> None:
    server = Server(fault)
    monkeypatch.setattr("wijkwerk.programme.notices.sending.get_connection", lambda: server)


@pytest.mark.django_db
def test_after_a_power_cut_nothing_goes_twice_that_day_and_nobody_is_forgotten(
    busy: Any, somebody: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("One", "Two", "Three"):
        somebody(BUREAU, None, name)

    def dies(number: int) -> Exception | None:
        return KeyboardInterrupt() if number == 2 else None  # type: ignore[return-value]

    with_server(monkeypatch, dies)
    with pytest.raises(KeyboardInterrupt):
        send_all(NOW)
    with_server(monkeypatch, lambda number: None)
    assert send_all(NOW)["sent"] == 1  # the third; of the second it isn't clear
    assert send_all(NOW)["sent"] == 0
    assert send_all(NOW + timedelta(days=1))["sent"] == 1  # the second, who wants one a week
    receivers = [one.to[0] for one in mail.outbox]
    assert sorted(receivers) == sorted(
        f"{name}.zuid@example.org" for name in ("one", "two", "three")
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fault", "told", "again"),
    [
        (smtplib.SMTPRecipientsRefused({}), "failed", 1),
        (ConnectionRefusedError(), "failed", 1),
        (smtplib.SMTPServerDisconnected(), "unclear", 0),
        (TimeoutError(), "unclear", 0),
    ],
)
def test_a_refused_mail_is_tried_again_and_an_unclear_one_waits_a_day(
    fault: Exception,
    told: str,
    again: int,
    busy: Any,
    somebody: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    somebody(BUREAU)
    with_server(monkeypatch, lambda number: fault)
    assert send_all(NOW)[told] == 1
    with_server(monkeypatch, lambda number: None)
    assert send_all(NOW)["sent"] == again
    assert send_all(NOW + timedelta(days=1))["sent"] == 1 - again


@pytest.mark.django_db
def test_a_server_that_takes_nothing_is_left_alone(
    busy: Any, somebody: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(7):
        somebody(BUREAU, None, f"n{number}")
    tried: list[int] = []

    def refuses(number: int) -> Exception:
        tried.append(number)
        return ConnectionRefusedError()

    with_server(monkeypatch, refuses)
    with pytest.raises(InputError, match="took none of 5 mails"):
        send_all(NOW)
    assert len(tried) == 5
    assert not NoticeSent.objects.exists()


@pytest.mark.django_db
def test_two_runs_at_once_send_it_once(
    busy: Any, somebody: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    somebody(BUREAU)

    def another(number: int) -> None:
        if number == 1:
            assert [one.actor for one in found] == []  # it sees the claim
        return

    found: list[Any] = []
    taken = list(mails(NOW))
    with_server(monkeypatch, another)
    assert notices.claim(taken[0].actor, taken[0].programmes, NOW.date(), 3)
    monkeypatch.setattr("wijkwerk.programme.notices.sending.mails", lambda now: taken)
    assert send_all(NOW)["taken"] == 1
    assert mail.outbox == []


@pytest.mark.django_db
def test_choosing_is_for_who_takes_part_and_is_audited_without_keys(
    busy: Any, somebody: Any
) -> None:
    for role, place in (("council", "zuid"), (PARTNER, "elders"), (BUREAU, "west"), ("", "")):
        for do in (
            lambda user: notices.choose(user, busy.programme, "never", "nl", NOW),
            lambda user: notices.new_key(user, busy.programme, NOW),
            lambda user: notices.end_key(user, busy.programme, NOW),
        ):
            with pytest.raises(RefusedError):
                do(somebody(role, place))
    with pytest.raises(TransitionNotAllowed):
        notices.choose(somebody(PARTNER), busy.programme, "hourly", "nl", NOW)
    key = notices.new_key(somebody(PARTNER), busy.programme, NOW)
    notice_choice = NoticeChoice.objects.get()
    assert key not in (notice_choice.feed, str(notice_choice.__dict__))
    assert notice_choice.feed == notices.digest_of(key)
    told = str([(entry.before, entry.after) for entry in Entry.objects.all()])
    assert notice_choice.feed not in told
    assert key not in told


@pytest.mark.django_db
def test_a_long_list_is_cut_and_counted(busy: Any, somebody: Any) -> None:
    somebody(PARTNER)
    for number in range(40):
        Commitment.objects.create(
            programme=busy.programme,
            organisation=busy.organisations[1],
            title=f"Nog {number}",
            state="promised",
            promised_for=date(2026, 2, 2),
            due_on=date(2026, 2, 2),
        )
    one = next(iter(mails(NOW)))
    assert one.digest.number == 43
    assert one.digest.body.count("Nog ") == 8
    assert "42" in one.digest.sections[0].title or one.digest.sections[0].more == 32


def test_what_people_typed_can_not_steer_a_mail() -> None:
    line = Line("Titel\r\nBcc: iemand@elders.nl\x1b[31m" + "x" * 400)
    digest = Digest("Onderwerp\nBcc: x", "Dag", (Section("Kop", (line,)),))
    assert "\r" not in digest.body
    assert "\x1b" not in digest.body
    assert max(map(len, digest.body.splitlines())) <= 302


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 40))
def test_a_mail_is_due_after_as_many_days_as_one_wants(last: date, days: int) -> None:
    today = last + timedelta(days=days)
    assert is_due("daily", last, today) == (days >= 1)
    assert is_due("weekly", last, today) == (days >= 7)
    assert not is_due("never", last, today)
    assert is_due("daily", None, today)


@pytest.mark.django_db
def test_many_accounts_take_few_queries_each(busy: Any, somebody: Any) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def number() -> int:
        with CaptureQueriesContext(connection) as told:
            list(mails(NOW))
        return len(told)

    somebody(BUREAU, None, "first")
    few = number()
    for place in range(20):
        somebody(BUREAU, None, f"n{place}")
    assert number() == few
    Organisation.objects.create(slug="stil", name="Stil")
    somebody(PARTNER, "stil")
    assert number() == few
