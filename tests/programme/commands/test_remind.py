"""``wijkwerk programme remind``: shows what would go out, and sends only when it can."""

from datetime import date
from typing import Any

import pytest
from django.core import mail
from typer.testing import CliRunner

from wijkwerk.programme.commands.group import programme_commands
from wijkwerk.programme.models import Commitment, NoticeSent
from wijkwerk.shared.problems import InputError

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def open_already(monkeypatch: pytest.MonkeyPatch) -> None:
    """The database of the test is open."""
    monkeypatch.setattr("wijkwerk.audit.database.open_database", lambda data: None)


@pytest.fixture
def late(a_programme: Any, somebody: Any) -> Commitment:
    """A commitment that nobody takes up, and a bureau."""
    somebody("programme-bureau")
    return Commitment.objects.create(
        programme=a_programme.programme,
        organisation=a_programme.organisations[0],
        title="Bomen",
        state="promised",
        promised_for=date(2026, 1, 1),
        due_on=date(2026, 1, 1),
    )


def test_a_dry_run_shows_every_mail_without_an_address_and_sends_nothing(late: Any) -> None:
    told = CliRunner().invoke(programme_commands, ["remind", "--dry-run", "--on", "2026-03-02"])
    assert told.exit_code == 0, told.output
    assert "Bomen" in told.output
    assert "1 mail would go out. Nothing was sent." in told.output
    assert "@" not in told.output
    assert mail.outbox == []
    assert not NoticeSent.objects.exists()
    early = CliRunner().invoke(programme_commands, ["remind", "--dry-run", "--on", "2025-06-01"])
    assert "0 mails would go out." in early.output


def test_it_sends_once_however_often_it_runs(late: Any, settings: Any) -> None:
    settings.MAIL_WORKS = True
    for expected in ("1 mail was sent.", "0 mails were sent."):
        told = CliRunner().invoke(programme_commands, ["remind"])
        assert told.exit_code == 0, told.output
        assert expected in told.output
    assert len(mail.outbox) == 1


@pytest.mark.parametrize(
    ("arguments", "wrong"),
    [
        (["remind"], "no mail server is set"),
        (["remind", "--on", "2026-03-02"], "only with --dry-run"),
        (["remind", "--dry-run", "--on", "morgen"], "no day"),
    ],
)
def test_what_can_not_be_done_is_told(
    arguments: list[str], wrong: str, late: Any, settings: Any
) -> None:
    settings.MAIL_WORKS = False
    told = CliRunner().invoke(programme_commands, arguments)
    assert isinstance(told.exception, InputError)
    assert wrong in str(told.exception)
    assert mail.outbox == []
