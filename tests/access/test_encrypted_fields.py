"""Secrets of second factors can't be read in the database, and aren't lost with a changed key."""

from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from pytest_django.fixtures import Settings

from wijkwerk.access.encrypted_fields import decrypt, encrypt
from wijkwerk.access.models import SecondFactor
from wijkwerk.shared.problems import InputError

pytestmark = pytest.mark.django_db
LOGIN = {"email": "someone@example.org", "password": "correct horse battery"}


def stored() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM access_secondfactor")
        return str(cursor.fetchone()[0])


def test_the_table_does_not_hold_the_secret(account: Any) -> None:
    account("someone@example.org", "official", factor=True)
    assert SecondFactor.objects.get().secret == "0f" * 20
    assert "0f0f" not in stored()
    assert decrypt(stored()) == "0f" * 20


def test_a_changed_key_opens_what_was_sealed_with_the_one_before(settings: Settings) -> None:
    sealed = encrypt("0f" * 20)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another key"
    assert decrypt(sealed) == "0f" * 20
    settings.SECRET_KEY_FALLBACKS = []
    assert decrypt(sealed) == ""


def test_a_secret_that_cannot_be_opened_lets_nobody_in(
    account: Any, client: Client, clock: Any, settings: Settings
) -> None:
    from django_otp.oath import hotp

    account("someone@example.org", "official", factor=True)
    settings.SECRET_KEY = "another key"
    client.post("/nl/account/login", LOGIN)
    for secret in (b"", bytes.fromhex("0f" * 20)):
        code = f"{hotp(secret, int(clock.now.timestamp()) // 30):06}"
        assert client.post("/nl/account/second-factor", {"code": code}).status_code == 200
    assert client.get("/nl/account").status_code == 302


class AsItStood:
    """The table as the migration finds it: it reads and writes without a seal."""

    def get_model(self, app: str, name: str) -> Any:
        rows = [type("Row", (), {"secret": "0f" * 20, "save": lambda self, **named: None})()]
        self.rows = rows
        return type("Model", (), {"objects": type("All", (), {"all": staticmethod(lambda: rows)})})


def test_the_migration_seals_what_stood_there_and_only_with_a_key_that_lasts(
    settings: Settings,
) -> None:
    migration = import_module("wijkwerk.access.migrations.0003_sealed")
    table = AsItStood()
    settings.SECRET_KEY_LASTS = False
    with pytest.raises(InputError, match="WIJKWERK_SECRET_KEY"):
        migration.seal_all(table, None)
    assert table.rows[0].secret == "0f" * 20
    migration.seal_all(apps, None)  # without second factors there is nothing to lose
    settings.SECRET_KEY_LASTS = True
    migration.seal_all(table, None)
    assert decrypt(table.rows[0].secret) == "0f" * 20
