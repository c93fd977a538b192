"""The history grows and is never changed: by us, by a fault, or by who reaches the database."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from django.db import DatabaseError, connection, transaction

from wijkwerk.audit.api import Entry, Processing, record, record_look, verify
from wijkwerk.audit.services import _append

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def some(number: int = 3) -> None:
    for n in range(number):
        with transaction.atomic():
            record("account:1", "thing.change", "thing", n, NOW, before={"n": n}, after={"n": None})


def force(sql: str) -> None:
    """As somebody who reaches the database and takes the triggers away first."""
    with connection.cursor() as cursor:
        for verb in ("update", "delete"):
            on = " ON audit_entry" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER audit_entry_no_{verb}{on}")
        cursor.execute(sql)


def test_entries_follow_each_other_without_gaps() -> None:
    some()
    assert list(Entry.objects.values_list("place", flat=True)) == [1, 2, 3]
    assert [one.breaks for one in verify()] == [[], []]
    assert verify()[0].digest == Entry.objects.last().digest


@pytest.mark.parametrize(
    "sql",
    ["UPDATE audit_entry SET actor = 'account:2'", "DELETE FROM audit_entry WHERE place = 2",
     "UPDATE audit_processing SET number = 0", "DELETE FROM audit_processing"],
)  # fmt: skip
def test_the_database_refuses_to_change_or_remove_anything(sql: str) -> None:
    some()
    record_look("account:1", "account", "a look", 3, NOW)
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)
    assert Entry.objects.count() == 3
    assert Processing.objects.get().number == 3


_COLUMNS = "place, at, actor, request, previous, digest, action, object_kind, object_id"
_AGAIN = f"SELECT {_COLUMNS}, before, '{{}}' FROM audit_entry WHERE place = 2"
_REPLACING = [
    f"INSERT INTO audit_entry ({_COLUMNS}, before, after) {_AGAIN} "
    "ON CONFLICT (place) DO UPDATE SET after = excluded.after",
    # Only SQLite knows this one.
    *([f"INSERT OR REPLACE INTO audit_entry ({_COLUMNS}, before, after) {_AGAIN}"]
      if connection.vendor == "sqlite" else []),
]  # fmt: skip


@pytest.mark.parametrize("sql", _REPLACING)
def test_a_row_is_not_replaced_either(sql: str) -> None:
    some()
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)
    assert Entry.objects.get(place=2).after == {"n": None}


@pytest.mark.parametrize(
    "sql",
    ["UPDATE audit_entry SET actor = 'account:2' WHERE place = 2",
     "UPDATE audit_entry SET after = '{}' WHERE place = 1",
     "DELETE FROM audit_entry WHERE place = 2",
     "UPDATE audit_entry SET at = '2026-03-02 10:00:00+00:00' WHERE place = 3"],
)  # fmt: skip
def test_who_takes_the_triggers_away_is_found_out_by_the_digests(sql: str) -> None:
    some()
    force(sql)
    assert verify()[0].breaks


def test_a_write_and_its_entry_stay_or_go_together() -> None:
    from wijkwerk.access.models import User

    class FaultError(Exception):
        pass

    with pytest.raises(FaultError), transaction.atomic():
        user = User.objects.create(email="a@example.org", created_at=NOW)
        record("command", "account.add", "account", user.pk, NOW)
        raise FaultError
    assert not User.objects.exists()
    assert not Entry.objects.exists()


def test_nothing_is_written_down_outside_a_transaction(monkeypatch: pytest.MonkeyPatch) -> None:
    outside = SimpleNamespace(in_atomic_block=False, vendor=connection.vendor)
    monkeypatch.setattr("wijkwerk.audit.services.connection", outside)
    with pytest.raises(RuntimeError, match="transaction"):
        _append(Entry(action="a", object_kind="b", object_id="c"), "nobody", NOW)


def test_rows_of_one_request_carry_its_number_and_others_dont() -> None:
    from django.http import HttpResponse
    from django.test import RequestFactory

    from wijkwerk.audit.api import numbered

    def view(request: object) -> HttpResponse:
        some(2)
        return HttpResponse()

    numbered(view)(RequestFactory().get("/"))
    numbered(view)(RequestFactory().get("/"))
    some(1)
    numbers = list(Entry.objects.values_list("request", flat=True))
    assert numbers[0] == numbers[1] != numbers[2] == numbers[3]
    assert len(numbers[0]) == 32
    assert numbers[4] == ""


def test_the_log_tells_the_digest_so_that_it_lies_outside_the_database(
    caplog: pytest.LogCaptureFixture, django_capture_on_commit_callbacks: object
) -> None:
    caplog.set_level("INFO", "wijkwerk.audit")  # a command in another test may have hushed it
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        some(1)
    last = Entry.objects.get()
    assert f"entry 1 {last.digest}" in caplog.text


def test_the_triggers_are_there_after_all_migrations() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        names = {row[0] for row in cursor.fetchall()}
    for table in ("audit_entry", "audit_processing"):
        assert {f"{table}_no_update", f"{table}_no_delete"} <= names
