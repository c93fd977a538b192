"""A small country, built once for all tests of the monitor."""

from pathlib import Path

import pytest

from wijkwerk.monitor.api import build_edition
from wijkwerk.monitor.sources.simulate.country import Size, simulate


@pytest.fixture(scope="session")
def country(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The source folder of a small simulated country with everything in it."""
    folder = tmp_path_factory.mktemp("country") / "source"
    return simulate(folder, Size(4, 16, 80, 6, 3), seed=7)


@pytest.fixture(scope="session")
def country_edition(country: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The edition of ``country``."""
    return build_edition(country, tmp_path_factory.mktemp("editions"))
