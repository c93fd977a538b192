"""What changed between two editions, as a page tells it."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client

from editions import BuildOnce
from wijkwerk.monitor.library import library
from wijkwerk.monitor.services import register_editions

client = Client()


@pytest.fixture(scope="session")
def corrected(
    examples: Path, tmp_path_factory: pytest.TempPathFactory, build_once: BuildOnce
) -> tuple[Path, str, str]:
    """A folder with an edition, and the edition after one number was corrected."""
    work = tmp_path_factory.mktemp("corrected")
    older = build_once(examples / "format", work / "editions")
    shutil.copytree(examples / "format", work / "format")
    observations = work / "format" / "observations.csv"
    text = observations.read_text(encoding="utf-8")
    assert ";job_seekers;210;" in text
    observations.write_text(text.replace(";job_seekers;210;", ";job_seekers;215;"), "utf-8")
    newer = build_once(work / "format", work / "editions")
    return work / "editions", older.name, newer.name


@pytest.fixture
def pair(site: str, corrected: tuple[Path, str, str], serving_cache: Path) -> tuple[str, str]:
    """Both editions on the site: older, newer."""
    folder, older, newer = corrected
    register_editions(folder, serving_cache, datetime(2026, 1, 2, tzinfo=UTC), default=newer)
    library.cache_clear()
    cache.clear()
    return older, newer


def _page(older: str, newer: str, query: str = "") -> str:
    response = client.get(f"/nl/editions/{newer}/changed-since/{older}{query}")
    assert response.status_code == 200
    return response.content.decode()


def test_a_correction_is_told_by_cause_and_row_by_row(pair: tuple[str, str]) -> None:
    html = _page(*pair)
    assert "invoer" in html and "anders dan eerst" in html
    assert html.count("<tr") > 3


def test_the_list_can_be_narrowed(pair: tuple[str, str]) -> None:
    all_rows, figures = _page(*pair), _page(*pair, "?table=figures")
    assert 0 < figures.count("<tr") < all_rows.count("<tr")


def test_an_edition_is_the_same_as_itself(pair: tuple[str, str]) -> None:
    html = _page(pair[1], pair[1])
    assert "Niets: alle cijfers van beide edities zijn gelijk." in html
    assert "<table" not in html


@pytest.mark.parametrize(("query", "status"), [("?cause=nonsense", 400), ("?table=x", 400)])
def test_a_choice_that_does_not_exist_is_refused(
    pair: tuple[str, str], query: str, status: int
) -> None:
    older, newer = pair
    assert client.get(f"/nl/editions/{newer}/changed-since/{older}{query}").status_code == status


def test_an_unknown_earlier_edition_is_not_found(pair: tuple[str, str]) -> None:
    assert client.get(f"/nl/editions/{pair[1]}/changed-since/nothing").status_code == 404
