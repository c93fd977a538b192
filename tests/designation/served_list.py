"""A list of a very small country on the site, for tests of pages, API and serving."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from pytest_django.fixtures import Settings

from visitors import account_of
from wijkwerk.designation.api import Options, build_list
from wijkwerk.designation.serving.library import ListServing, lists
from wijkwerk.designation.serving.prepare import prepare_lists
from wijkwerk.monitor.library import library
from wijkwerk.monitor.services import register_editions
from wijkwerk.workflow.api import StepCommand

START = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)  # of a procedure about a list
REASON = "the law of 2018 has it"


@dataclass(frozen=True)
class Served:
    """Ids and folders of what is served: ``open`` has a protected ground switched on."""

    plain: str
    open: str
    folder: Path
    cache: Path

    def page(self, path: str, name: str = "", language: str = "nl") -> str:
        """The address of a page of a list."""
        return f"/{language}/designation/lists/{name or self.plain}{path}"

    def api(self, path: str = "", name: str = "") -> str:
        """The address of a list in the API."""
        return f"/api/v1/designation/lists/{name or self.plain}{path}"

    def serving(self, name: str = "") -> ListServing:
        """A list, opened."""
        return lists().open(name or self.plain)


def command_of(
    role: str, now: datetime, thing: Any = None, place: str = "", **more: str
) -> StepCommand:
    """What somebody with a role wants to do with ``thing`` now."""
    user = account_of(f"{role}{place}@example.org".lower(), role, place=place)
    return StepCommand(user, now, thing.version if thing is not None else 0, **more)


@pytest.fixture(scope="session")
def list_folder(small_edition: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two lists of the small country."""
    out = tmp_path_factory.mktemp("lists")
    build_list("denmark", small_edition, out, Options(draws=40, version="2021-12-01"))
    build_list(
        "denmark",
        small_edition,
        out,
        Options(draws=40, version="2018-12-01", switch_on={"migration_half": REASON}),
    )
    return out


@pytest.fixture(scope="session")
def list_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where serving files lie, so that each is made once."""
    return tmp_path_factory.mktemp("serving")


@pytest.fixture
def served(
    db: None, small_edition: Path, list_folder: Path, list_cache: Path, settings: Settings
) -> Iterator[Served]:
    """The site with the small country's edition and its lists."""
    settings.SERVING = list_cache
    settings.LISTS = list_folder
    settings.STATIC_ROOT = list_cache
    settings.API_RATE = 0
    settings.STORAGES = {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    register_editions(small_edition.parent, list_cache, datetime(2026, 1, 1, tzinfo=UTC))
    names = prepare_lists(list_folder, list_cache / "lists")
    library.cache_clear()
    lists.cache_clear()
    cache.clear()
    switched = [name for name in names if lists().open(name).scheme.switched_on()]
    plain = [name for name in names if name not in switched]
    yield Served(plain[0], switched[0], list_folder, list_cache / "lists")
    library.cache_clear()
    lists.cache_clear()
    cache.clear()
