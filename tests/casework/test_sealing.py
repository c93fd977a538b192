"""Sealed fields: unreadable without the ring, loud with another, and sealed anew in parts."""

from __future__ import annotations

import importlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core.exceptions import FieldError
from django.db import IntegrityError, connection, transaction

from visitors import NOW
from wijkwerk.casework import models as m
from wijkwerk.casework import sealing
from wijkwerk.casework.services import emergencies, rotation
from wijkwerk.shared.problems import InputError

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_ring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A ring of this test alone."""
    monkeypatch.setenv("WIJKWERK_DATA", str(tmp_path))
    return tmp_path / "casework-keys"


def stored(number: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM casework_person WHERE id = %s", [number])
        return str(cursor.fetchone()[0])


def test_a_name_is_read_again_and_stands_nowhere_in_the_table(own_ring: Path) -> None:
    person = m.Person.objects.create(name="Quibus", born_on="1980-02-03")
    other = m.Person.objects.create(name="Quibus", born_on="1980-02-03")
    assert m.Person.objects.get(pk=person.pk).name == "Quibus"
    assert "Quibus" not in stored(person.pk)
    assert stored(person.pk) != stored(other.pk)
    longer = m.Person.objects.create(name="Quibus van der Langenaam")
    assert len(stored(longer.pk)) == len(stored(person.pk))
    assert own_ring.stat().st_mode & 0o077 == 0


def test_another_key_is_an_error_and_never_an_empty_name(own_ring: Path) -> None:
    person = m.Person.objects.create(name="Quibus")
    text = own_ring.read_text()
    name = text.partition(":")[0]
    own_ring.unlink()
    with pytest.raises(InputError, match="the key ring is gone"):
        assert m.Person.objects.get(pk=person.pk).name
    sealing._write(own_ring, sealing._line(), once=True)
    with pytest.raises(sealing.WrongKeyError, match=name):
        assert m.Person.objects.get(pk=person.pk).name
    sealing._write(own_ring, f"{name}:{sealing._line().partition(':')[2]}", once=False)
    with pytest.raises(sealing.WrongKeyError):
        assert m.Person.objects.get(pk=person.pk).name


def test_a_value_that_was_moved_to_another_field_does_not_open() -> None:
    person = m.Person.objects.create(name="Quibus", contact="06")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE casework_person SET contact = name")
    with pytest.raises(sealing.WrongKeyError, match=r"person\.contact"):
        assert m.Person.objects.get(pk=person.pk).contact
    assert m.Person.objects.get(pk=person.pk).name == "Quibus"  # what is whole is shown


def test_a_value_of_another_row_or_household_does_not_open(town: SimpleNamespace) -> None:
    texts = {
        home: m.Note.objects.create(
            household=home, domain="care", kind="note", at=NOW, written_at=NOW, worker=town.director, text=text
        )
        for home, text in ((town.first, "Van de een."), (town.second, "Van de ander."))
    }  # fmt: skip
    own, other = texts[town.first], texts[town.second]
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE casework_note SET text = (SELECT text FROM casework_note WHERE id = %s) WHERE id = %s",
            [other.pk, own.pk],
        )
    with pytest.raises(sealing.WrongKeyError, match=r"note\.text"):
        assert m.Note.objects.get(pk=own.pk).text
    # Nor by taking the name of the row along: of another household, or while the other has it.
    with pytest.raises(IntegrityError), transaction.atomic():
        m.Note.objects.filter(pk=own.pk).update(bound=other.bound)
    m.Note.objects.filter(pk=other.pk).update(household=town.first)
    with pytest.raises(sealing.WrongKeyError):
        assert m.Note.objects.get(pk=other.pk).text
    with pytest.raises(FieldError, match="save"):
        m.Note.objects.filter(pk=own.pk).update(text="Zonder rij.")


def test_a_copy_of_a_row_is_bound_anew_and_what_nobody_read_stays_as_it_was(
    town: SimpleNamespace,
) -> None:
    person = m.Person.objects.get(pk=town.person.pk)
    before = stored(person.pk)
    person.save()
    assert stored(person.pk) == before
    number, person.pk = person.pk, None
    person._state.adding = True
    person.save()
    assert (person.name, m.Person.objects.get(pk=person.pk).name) == ("Quibus Eerste",) * 2
    assert m.Person.objects.get(pk=number).bound != person.bound


def test_the_migration_binds_what_was_sealed_for_a_column() -> None:
    step = importlib.import_module("wijkwerk.casework.migrations.0008_values_bound_to_their_row")
    keys = sealing.ring()
    row = SimpleNamespace(household_id=7, because=keys.seal("Vol.", "membership.because"))
    step.seal_anew(row, "membership", None, "naam")
    assert keys.open(row.because, "membership.because:7:naam") == "Vol."
    step.seal_anew(row, "membership", "naam", None)
    assert keys.open(row.because, "membership.because") == "Vol."
    for table, fields in step.TABLES.items():
        columns = apps.get_model("casework", table)._meta.concrete_fields
        assert fields == [row.name for row in columns if isinstance(row, sealing.SealedField)]


def test_nothing_is_looked_up_by_what_is_sealed() -> None:
    with pytest.raises(FieldError, match="sealed"):
        m.Person.objects.filter(name="Quibus").exists()


def test_who_add_a_key_at_the_same_time_lose_none(own_ring: Path) -> None:
    first = sealing.ring().current.name
    with ThreadPoolExecutor(8) as pool:
        names = list(pool.map(lambda _number: sealing.add_key(), range(24)))
    in_ring = [key.name for key in sealing.ring().keys]
    assert len(set(names)) == 24
    assert sorted(in_ring) == sorted([first, *names])
    assert not sealing.key_file().with_name(f".{sealing.key_file().name}.lock").read_text()


def test_keys_change_in_parts_and_what_was_begun_goes_on(
    own_ring: Path, town: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = sealing.ring().current.name
    numbers = [
        m.Person.objects.create(name=f"Persoon {n}", born_on="1990-01-01").pk for n in range(7)
    ]
    total = sum(rotation.keys_in_use().values())
    sealing.add_key()
    after = sealing.ring().current.name
    assert before != after
    # Found under either key while both are in the ring.
    assert emergencies.find("quibus  EERSTE", "1980-02-03", NOW) == town.first

    class Stopped(Exception):
        pass

    def stop(number: int) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        rotation.rotate(batch=3, after=stop)
    assert 0 < rotation.keys_in_use()[after] < total
    left = rotation.keys_in_use()[before]
    assert rotation.rotate(batch=3) == left
    assert rotation.keys_in_use() == {after: total}
    own_ring.write_text(own_ring.read_text().splitlines()[0])
    assert m.Person.objects.get(pk=numbers[3]).name == "Persoon 3"
    assert emergencies.find("Quibus Eerste", "1980-02-03", NOW) == town.first
    assert emergencies.find("Quibus Eerste", "1980-02-04", NOW) is None


@pytest.mark.parametrize("text", ["a", "a:b", "a b:AAAA", "aa:!!"])
def test_a_ring_that_is_none_is_said(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WIJKWERK_CASEWORK_KEYS", text)
    with pytest.raises(InputError, match="no key ring"):
        sealing.ring()
