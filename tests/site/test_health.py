"""Health for whoever watches, and pages that go on while the register is away."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import OperationalError
from django.db.models.query import QuerySet
from django.test import Client
from pytest_django.fixtures import Settings

from wijkwerk.monitor import library as rooms
from wijkwerk.monitor.library import library
from wijkwerk.monitor.services import register_editions, withdraw

NOW = datetime(2026, 1, 1, tzinfo=UTC)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_site")]


@pytest.fixture(scope="module")
def made(examples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    from wijkwerk.monitor.api import build_edition

    return build_edition(examples / "format", tmp_path_factory.mktemp("editions"))


@pytest.fixture
def editions(
    made: Path, tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Path]:
    """A folder with one edition (copied, so that a test may spoil it), not registered yet."""
    import shutil

    shutil.copytree(made, tmp_path / "editions" / made.name)
    settings.SERVING = tmp_path / "serving"
    monkeypatch.setattr(rooms, "REGISTER_SECONDS", 0.0)
    library.cache_clear()
    cache.clear()
    yield tmp_path / "editions"
    library.cache_clear()
    cache.clear()


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


def test_a_visitor_never_waits_for_an_edition_to_be_prepared(
    client: Client, editions: Path
) -> None:
    edition = register(editions)
    library.cache_clear()
    (prepared,) = (editions.parent / "serving").glob("*.duckdb")
    prepared.unlink()
    assert client.get(f"/nl/editions/{edition}").status_code == 503
    assert not list((editions.parent / "serving").glob("*.duckdb"))


def test_a_spoilt_serving_file_is_told_and_not_a_fault(client: Client, editions: Path) -> None:
    edition = register(editions)
    library.cache_clear()
    (prepared,) = (editions.parent / "serving").glob("*.duckdb")
    prepared.write_bytes(b"no database" * 1000)
    assert client.get(f"/nl/editions/{edition}").status_code == 503


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
    assert edition not in library()._open
