"""A small country, built once for all tests of the monitor."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.cache import cache
from pytest_django.fixtures import Settings

from editions import BuildOnce
from wijkwerk.monitor.library import library
from wijkwerk.monitor.services import register_editions
from wijkwerk.monitor.serving.edition import Serving
from wijkwerk.monitor.sources.simulate.country import Size, simulate


@pytest.fixture(scope="session")
def country(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The source folder of a small simulated country with everything in it."""
    folder = tmp_path_factory.mktemp("country") / "source"
    return simulate(folder, Size(4, 16, 80, 6, 3), seed=7)


@pytest.fixture(scope="session")
def country_edition(
    country: Path, tmp_path_factory: pytest.TempPathFactory, build_once: BuildOnce
) -> Path:
    """The edition of ``country``."""
    return build_once(country, tmp_path_factory.mktemp("editions"))


@pytest.fixture(scope="session")
def published(country_edition: Path, examples: Path, build_once: BuildOnce) -> Path:
    """A folder with two editions: the simulated country, and the published facts of 2013."""
    build_once(examples / "outcomemonitor-2013", country_edition.parent)
    return country_edition.parent


@pytest.fixture(scope="session")
def serving_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where serving files of the tests lie, so that each edition is prepared once."""
    return tmp_path_factory.mktemp("serving")


@pytest.fixture(scope="session")
def serving(country_edition: Path, serving_cache: Path) -> Serving:
    """The simulated country, opened for reading."""
    return Serving.open(country_edition, serving_cache)


@pytest.fixture
def site(
    db: None, published: Path, serving_cache: Path, settings: Settings, country_edition: Path
) -> Iterator[str]:
    """The register filled with the editions of ``published``; gives the country's id."""
    settings.SERVING = serving_cache
    settings.STATIC_ROOT = serving_cache  # only has to exist
    settings.STORAGES = {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    now = datetime(2026, 1, 1, tzinfo=UTC)
    register_editions(published, serving_cache, now, default=country_edition.name)
    library.cache_clear()
    cache.clear()
    yield country_edition.name
    library.cache_clear()
