"""Health for whoever watches, and pages that go on while the register is away."""

import json
import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import OperationalError
from django.db.models.query import QuerySet
from django.test import Client
from pytest_django.fixtures import Settings

from editions import BuildOnce
from wijkwerk.monitor import library as library_module
from wijkwerk.monitor import services
from wijkwerk.monitor.editions.edition import Edition
from wijkwerk.monitor.library import library
from wijkwerk.monitor.models import EditionRecord, EditionState
from wijkwerk.monitor.services import register_editions, withdraw
from wijkwerk.monitor.serving.layout import serving_path
from wijkwerk.publication.api import MANIFEST, file_hash, is_intact, seal_path
from wijkwerk.served import faults, remaking
from wijkwerk.served.api import UnreadableError

NOW = datetime(2026, 1, 1, tzinfo=UTC)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_site")]


@pytest.fixture(scope="module")
def made(examples: Path, tmp_path_factory: pytest.TempPathFactory, build_once: BuildOnce) -> Path:

    return build_once(examples / "format", tmp_path_factory.mktemp("editions"))


@pytest.fixture
def editions(
    made: Path, tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Path]:
    """A folder with one edition (copied, so that a test may spoil it), not registered yet."""
    shutil.copytree(made, tmp_path / "editions" / made.name)
    settings.SERVING = tmp_path / "serving"
    monkeypatch.setattr(library_module, "REGISTER_SECONDS", 0.0)
    monkeypatch.setattr(remaking, "_begun", float("-inf"))
    library.cache_clear()
    cache.clear()
    yield tmp_path / "editions"
    library.cache_clear()
    cache.clear()


@pytest.fixture
def asked_again(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Filled each time that serving files would be made again; nothing is made."""
    asked: list[str] = []
    monkeypatch.setattr(faults, "remake", lambda: asked.append("again"))
    return asked


def register(folder: Path) -> str:
    (found,) = register_editions(folder, folder.parent / "serving", NOW)
    return found.edition


def away(self: object, *args: object) -> None:
    raise OperationalError("no connection")


def test_alive_is_told_without_looking_at_anything(
    client: Client, monkeypatch: pytest.MonkeyPatch, editions: Path
) -> None:
    monkeypatch.setattr(QuerySet, "__iter__", away)
    answer = client.get("/health/live")
    assert (answer.status_code, answer.json()) == (200, {"status": "alive"})
    assert "no-store" in answer.headers["Cache-Control"]
    assert client.post("/health/live").status_code == 405


def test_ready_names_the_edition(client: Client, editions: Path) -> None:
    edition = register(editions)
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json()) == (200, {"status": "ready", "edition": edition})
    assert "no-store" in answer.headers["Cache-Control"]


def test_without_editions_the_site_isnt_ready_but_has_a_page(
    client: Client, editions: Path
) -> None:
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json()["part"]) == (503, "no edition")
    page = client.get("/nl/")
    assert page.status_code == 200
    assert "<h1" in page.content.decode()
    assert client.get("/api/v1/editions").json()["items"] == []


def test_without_its_register_the_site_isnt_ready_but_its_pages_go_on(
    client: Client, editions: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edition = register(editions)
    assert client.get(f"/nl/editions/{edition}").status_code == 200
    monkeypatch.setattr(QuerySet, "__iter__", away)
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json()["part"]) == (503, "register")
    assert client.get(f"/nl/editions/{edition}/themes").status_code == 200
    monkeypatch.undo()
    assert client.get("/health/ready").status_code == 200


def test_an_edition_whose_files_are_gone_isnt_ready(client: Client, editions: Path) -> None:
    edition = register(editions)
    library.cache_clear()
    (editions / edition / "figures.parquet").unlink()
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json()["part"]) == (503, "edition")
    page = client.get(f"/nl/editions/{edition}")
    assert page.status_code == 503
    assert page.headers["Retry-After"]


def test_an_edition_of_which_a_file_changed_is_named(client: Client, editions: Path) -> None:
    edition = register(editions)
    assert "changed" not in client.get("/health/ready").json()
    path = editions / edition / "tables.xlsx"
    whole = path.read_bytes()
    path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))  # of the same size
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json()["changed"]) == (200, [edition])
    path.write_bytes(whole)
    assert "changed" not in client.get("/health/ready").json()
    path.unlink()
    assert client.get("/health/ready").json().get("changed") == [edition]


def test_a_visitor_never_waits_for_an_edition_to_be_prepared(
    client: Client, editions: Path, asked_again: list[str]
) -> None:
    edition = register(editions)
    library.cache_clear()
    (prepared,) = (editions.parent / "serving").glob("*.duckdb")
    prepared.unlink()
    assert client.get(f"/nl/editions/{edition}").status_code == 503
    assert not list((editions.parent / "serving").glob("*.duckdb"))
    assert asked_again


@pytest.mark.parametrize("when", ["before it is opened", "while it is open"])
def test_a_spoilt_serving_file_is_told_by_readiness_and_made_again(
    client: Client,
    editions: Path,
    settings: Settings,
    when: str,
    migrated: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # What makes it again is a process of its own, with a register of its own.
    (editions.parent / "data").mkdir(mode=0o700)
    shutil.copy(migrated, editions.parent / "data")
    monkeypatch.setenv("WIJKWERK_DATA", str(editions.parent / "data"))
    settings.EDITIONS, settings.VAR = editions, editions.parent
    settings.LISTS = editions.parent / "lists"
    edition = register(editions)
    library.cache_clear()
    if when == "while it is open":
        assert client.get(f"/nl/editions/{edition}").status_code == 200
    (prepared,) = (editions.parent / "serving").glob("*.duckdb")
    prepared.write_bytes(b"no database" * 1000)
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json()["part"]) == (503, "serving files are made again")
    assert client.get(f"/nl/editions/{edition}/themes").status_code == 503
    assert remaking._running is not None
    assert remaking._running.wait(timeout=120) == 0
    assert client.get("/health/ready").status_code == 200
    assert client.get(f"/nl/editions/{edition}/themes").status_code == 200
    assert is_intact(prepared)


def test_a_block_that_rots_while_it_is_read_is_noticed_at_the_question_that_meets_it(
    client: Client, editions: Path, asked_again: list[str]
) -> None:
    edition = register(editions)
    (path,) = (editions.parent / "serving").glob("*.duckdb")
    store = library().open(edition).store
    before = path.stat()
    rotten = bytearray(path.read_bytes())
    rotten[12_288:] = bytes(len(rotten) - 12_288)  # the headers stay, every block is nought
    path.write_bytes(rotten)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    with pytest.raises(UnreadableError):
        store.rows("SELECT * FROM figures ORDER BY place")
    assert store.damaged
    assert client.get(f"/nl/editions/{edition}/areas").status_code == 503
    assert asked_again


def test_readiness_names_other_editions_that_cant_be_served(
    client: Client, editions: Path, asked_again: list[str]
) -> None:
    edition = register(editions)
    EditionRecord.objects.create(
        edition="other-0123456789",
        series="other",
        title_nl="Ander",
        title_en="Other",
        folder=str(editions / "other"),
        digest="0" * 64,
        state=EditionState.DAMAGED,
        reason="a ring that isn't closed",
        registered_at=NOW,
        place=9,
    )
    told = client.get("/health/ready").json()
    assert told == {"status": "ready", "edition": edition, "unavailable": ["other-0123456789"]}


def test_readiness_names_an_edition_whose_serving_file_is_damaged_whoever_met_that(
    client: Client, editions: Path, asked_again: list[str]
) -> None:
    edition = register(editions)
    folder = editions / "other-0123456789"
    shutil.copytree(editions / edition, folder)
    manifest = folder / MANIFEST
    manifest.write_text(
        manifest.read_text("utf-8") + "\n", "utf-8"
    )  # other bytes: a file of its own
    other = EditionRecord.objects.get(edition=edition)
    other.pk, other.edition, other.is_default, other.place = None, folder.name, False, 9
    other.series, other.folder, other.digest = "other", str(folder), file_hash(manifest)
    other.save()
    (made,) = (editions.parent / "serving").glob("*.duckdb")
    own = serving_path(Edition.open(folder), editions.parent / "serving")
    answers = [client.get("/health/ready")]
    shutil.copy2(made, own)
    shutil.copy2(seal_path(made), seal_path(own))
    answers.append(client.get("/health/ready"))
    own.write_bytes(own.read_bytes()[:-1])
    answers.append(client.get("/health/ready"))
    own.write_bytes(bytes(made.stat().st_size))  # of the same size
    answers.append(client.get("/health/ready"))
    assert [answer.status_code for answer in answers] == [200] * 4
    assert [answer.json().get("unavailable") for answer in answers] == [
        [folder.name], None, [folder.name], [folder.name],
    ]  # fmt: skip


def test_a_file_that_was_changed_since_it_was_published_isnt_handed_out(
    client: Client, editions: Path
) -> None:
    edition = register(editions)
    address = f"/nl/editions/{edition}/files/classes.parquet"
    answer = client.get(address)
    assert answer.status_code == 200
    assert "immutable" in answer.headers["Cache-Control"]
    path = editions / edition / "classes.parquet"
    intact = path.read_bytes()
    path.write_bytes(intact + b" ")
    changed = client.get(address)
    assert changed.status_code == 503
    assert "immutable" not in changed.headers.get("Cache-Control", "")
    path.write_bytes(intact)
    assert client.get(address).status_code == 200
    manifest = editions / edition / "manifest.json"
    manifest.write_bytes(manifest.read_bytes().replace(b'"limits"', b'"limitz"'))
    assert client.get(f"/nl/editions/{edition}/files/manifest.json").status_code == 503


@pytest.mark.parametrize("fault", [ValueError("a ring that isn't closed"), MemoryError()])
def test_an_edition_that_cant_be_prepared_doesnt_take_the_others_along(
    client: Client, editions: Path, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    copy = editions / "another-0123456789"
    shutil.copytree(next(editions.iterdir()), copy)

    def prepare(edition: Edition, *_: object) -> Path:
        if edition.path.name.startswith("another"):
            raise fault
        return prepared(edition, editions.parent / "serving")

    prepared = services.prepare
    monkeypatch.setattr(services, "prepare", prepare)
    manifest = json.loads((copy / "manifest.json").read_text())
    manifest["id"] = copy.name
    (copy / "manifest.json").write_text(json.dumps(manifest))
    states = {
        edition.edition: edition.state
        for edition in register_editions(editions, editions.parent / "serving", NOW)
    }
    assert states.pop("another-0123456789") == "damaged"
    assert set(states.values()) == {"served"}


def test_a_changed_edition_is_damaged_until_it_is_whole_again(
    client: Client, editions: Path
) -> None:
    edition = register(editions)
    classes = editions / edition / "classes.parquet"
    whole = classes.read_bytes()
    classes.write_bytes(whole[:-1])
    (found,) = register_editions(editions, editions.parent / "serving", NOW)
    assert (found.state, "classes.parquet" in found.detail) == ("damaged", True)
    assert client.get(f"/nl/editions/{edition}").status_code == 503
    classes.write_bytes(whole)
    register(editions)
    assert client.get(f"/nl/editions/{edition}").status_code == 200


def test_a_withdrawn_edition_is_gone_from_the_site_and_from_what_was_prepared(
    client: Client, editions: Path
) -> None:
    edition = register(editions)
    assert client.get(f"/nl/editions/{edition}").status_code == 200
    withdraw(edition, "Wrong figures of 2012", NOW)
    (found,) = register_editions(editions, editions.parent / "serving", NOW)
    assert (found.state, found.detail) == ("withdrawn", "Wrong figures of 2012")
    page = client.get(f"/nl/editions/{edition}")
    assert page.status_code == 410
    assert "Wrong figures of 2012" in page.content.decode()
    assert client.get(f"/api/v1/editions/{edition}/figures").status_code == 410
    assert not list((editions.parent / "serving").glob("*.duckdb"))
    assert edition not in library()._open._open
