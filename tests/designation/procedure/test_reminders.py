"""Mails of the procedure: to whose turn it is, once per moment, with nothing of persons in it."""

from __future__ import annotations

import smtplib
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from typer.testing import CliRunner

from wijkwerk.access import accounts
from wijkwerk.designation.commands import procedure_commands
from wijkwerk.designation.models import Reminder
from wijkwerk.designation.reminders import claims
from wijkwerk.designation.reminders.sending import mails, send_all
from wijkwerk.shared import deadlines
from wijkwerk.shared.problems import InputError

pytestmark = pytest.mark.django_db
ROLES = ("official", "decider", "publisher", "auditor", "administrator")
REASONS = "The figures are old."  # of the story's objection


@pytest.fixture(autouse=True)
def address(settings: Any) -> None:
    settings.SITE_ADDRESS = "https://wijken.example.org"


@pytest.fixture
def everybody(somebody: Any) -> None:
    for role in ROLES:
        somebody(role)
    for place in ("GM0001", "GM0002", "GM0003"):
        somebody("municipality", place)


def told(now: datetime, language: str = "en") -> dict[str, str]:
    return {
        one.address.partition("@")[0]: f"{one.digest.subject}\n{one.digest.body}"
        for one in mails(now, language)
    }


def test_each_is_told_when_it_is_their_turn_and_nobody_else(story: Any, everybody: None) -> None:
    story.draft()
    assert told(story.drafted) == {}
    story.procedure = story.procedure.__class__.objects.get()
    from wijkwerk.designation import services

    services.open_for_objections(
        story.command("official", story.opened, story.procedure), story.procedure, story.until
    )
    found = told(story.opened)
    assert sorted(found) == ["municipalitygm0001", "municipalitygm0002"]
    assert "1 area of your municipality stands on this list." in found["municipalitygm0001"]
    assert "2 areas of your municipality stand on this list." in found["municipalitygm0002"]
    assert "up to and including 14 April 2026" in found["municipalitygm0001"]
    assert (
        f"https://wijken.example.org/en/designation/work/{story.procedure.pk}"
        in (found["municipalitygm0001"])
    )
    story.object()
    assert "1 objection or view waits for an answer" in told(story.after)["official"]
    assert sorted(told(story.after)) == ["decider", "official"]
    story.answer()
    assert sorted(told(story.after)) == ["decider"]
    story.decide()
    assert sorted(told(story.after)) == ["publisher"]
    story.publish()
    assert told(story.after) == {}
    story.propose()
    assert sorted(told(story.later)) == ["decider"]


def test_nothing_of_persons_or_of_what_they_wrote_stands_in_a_mail(
    story: Any, everybody: None
) -> None:
    story.open()
    story.object()
    for now in (story.opened, story.during, story.after):
        for language in ("nl", "en"):
            for body in told(now, language).values():
                for hidden in (REASONS, "@", "account:", "Molenhoek", "GM0001"):
                    assert hidden not in body, hidden
    dutch = told(story.after, "nl")["official"]
    assert "Voorbeeld 2025".upper() in dutch and "waits" not in dutch
    assert "1 zienswijze of mening is nog niet beantwoord." in dutch


def test_each_moment_is_mailed_once_however_often_it_runs(story: Any, somebody: Any) -> None:
    somebody("municipality", "GM0001")
    story.open()
    sent = []
    for day in range(43):
        for _ in range(2):
            number = send_all(story.opened + timedelta(days=day), "nl")["sent"]
            sent += [day] * number
    # At the opening, two weeks and three days before the last day.
    assert sent == [0, 28, 39]
    assert [reminder.moment for reminder in Reminder.objects.order_by("on")] == [
        "object",
        "object-14",
        "object-3",
    ]
    assert all(one.to == ["municipalitygm0001@example.org"] for one in mail.outbox)
    assert mail.outbox[0].extra_headers["Auto-Submitted"] == "auto-generated"


def test_who_has_to_act_is_told_once_more_and_then_left_alone(story: Any, somebody: Any) -> None:
    somebody("decider")
    story.open()
    days = [day for day in range(60) if send_all(story.after + timedelta(days=day), "en")["sent"]]
    assert days == [0, 13]


def test_who_left_or_was_closed_gets_nothing(story: Any, somebody: Any) -> None:
    gone, closed = somebody("decider", name="gone"), somebody("decider", name="closed")
    story.open()
    assert sorted(told(story.after)) == ["closed", "gone"]
    accounts.end_role(gone, "decider", [], date(2026, 4, 14), "command", story.after)
    accounts.set_active(closed, False, "command", story.after)
    assert told(story.after) == {}


@pytest.mark.parametrize(
    ("fault", "said", "same_day"),
    [(smtplib.SMTPRecipientsRefused({}), "failed", 1), (TimeoutError(), "unclear", 0)],
)
def test_a_refused_mail_is_tried_again_and_an_unclear_one_waits_a_day(
    fault: Exception,
    said: str,
    same_day: int,
    story: Any,
    somebody: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    somebody("decider")
    story.open()

    class Server:
        fault: Exception | None = None

        def send_messages(self, messages: list[Any]) -> int:
            if self.fault:
                raise self.fault
            return len(messages)

        def close(self) -> None:
            """Nothing to close."""

    server = Server()
    monkeypatch.setattr("wijkwerk.designation.reminders.sending.get_connection", lambda: server)
    server.fault = fault
    assert send_all(story.after, "nl")[said] == 1
    assert len(told(story.after)) == same_day, "what would go out is what isn't claimed"
    server.fault = None
    assert send_all(story.after, "nl")["sent"] == same_day
    assert send_all(story.after + timedelta(days=1), "nl")["sent"] == 1 - same_day
    assert Reminder.objects.get().sent


def test_a_claim_is_made_once(story: Any) -> None:
    story.open()
    about, on = [(story.procedure.pk, "decide"), (story.procedure.pk, "answer")], date(2026, 4, 15)
    assert claims.claim("account:1", about, on)
    assert not claims.claim("account:1", about, on)
    assert not claims.claim("account:1", about[:1], on)
    assert claims.claim("account:2", about, on)
    claims.settle("account:1", about[:1], on)
    claims.drop("account:1", about, on)
    assert Reminder.objects.filter(actor="account:1").get().moment == "decide"
    assert not claims.claim("account:1", about, on + timedelta(days=1)), "what went stays"


def test_many_accounts_take_no_more_queries(story: Any, somebody: Any) -> None:
    def number() -> int:
        with CaptureQueriesContext(connection) as seen:
            list(mails(story.after, "nl"))
        return len(seen)

    somebody("decider")
    story.open()
    few = number()
    for one in range(15):
        somebody("decider", name=f"n{one}")
    assert number() == few


def test_the_command_shows_and_sends(
    story: Any, somebody: Any, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wijkwerk.audit.database.open_database", lambda data: None)
    somebody("decider")
    story.open()

    def run(*told: str) -> Any:
        return CliRunner().invoke(procedure_commands, ["remind", *told])

    shown = run("--dry-run", "--on", "2026-04-15", "--language", "en")
    assert shown.exit_code == 0, shown.output
    assert "The list can be adopted." in shown.output and "@" not in shown.output
    assert "1 mail would go out. Nothing was sent." in shown.output
    assert not Reminder.objects.exists() and mail.outbox == []
    settings.MAIL_WORKS = False
    assert isinstance(run().exception, InputError)
    settings.MAIL_WORKS = True
    first = deadlines.today(datetime.now(UTC))  # of the Netherlands, also late in the evening
    assert [run().output.splitlines()[0] for _ in range(2)] == [
        "1 mail was sent.",
        "0 mails were sent.",
    ]
    assert first <= Reminder.objects.get().on <= deadlines.today(datetime.now(UTC))


def test_an_area_that_only_an_objection_put_there_is_not_counted(
    story: Any, everybody: None
) -> None:
    story.open()
    story.object("BU2", "on")
    found = told(story.during)["municipalitygm0001"]
    assert "1 area of your municipality stands on this list." in found
