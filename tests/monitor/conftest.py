"""A small country, built once for all tests of the monitor."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.cache import cache
from pytest_django.fixtures import Settings

from editions import BuildOnce
from wijkwerk.monitor.api import build_edition
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


WITHHELD = {
    "source.toml": """[source]
id = "withheld"
title = { nl = "Geheim", en = "Withheld" }
publisher = "Test"
licence = "CC0-1.0"
base_period = "2020"
report_level = "neighbourhood"

[reference]
rule = "municipality"

[disclosure]
minimum_base = 10
minimum_count = 5
rounding = 5
""",
    "indicators.toml": """[[theme]]
id = "t"
name = { nl = "T", en = "T" }

[[indicator]]
id = "debts"
name = { nl = "Schulden", en = "Debts" }
theme = "t"
unit = "%"
kind = "rate"
direction = "lower_is_better"
tolerance = 0.5
""",
    "groups.csv": "group,area\nG1,BU00010000\nG1,BU00010003\nG1,BU00010100\n",
}
WITHHELD_COUNTS = {"00": (4, 4, 4, 30), "01": (20, 25, 30, 35), "02": (4, 3, 4, 40)}
WITHHELD_BASE = 1397


@pytest.fixture(scope="session")
def withheld_small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a source with six withheld cells, three of each of two districts, all of them
    small: as long as only their number is told, nobody knows that none of them protects another."""
    areas = ["code,name,level,parent,inhabitants", "GM0001,Stad,municipality,,"]
    rows = ["area,period,indicator,numerator,denominator"]
    for district, numbers in WITHHELD_COUNTS.items():
        areas.append(f"WK0001{district},Wijk {district},district,GM0001,")
        for place, number in enumerate(numbers):
            code = f"BU0001{district}0{place}"
            areas.append(f"{code},Buurt {district}{place},neighbourhood,WK0001{district},1397")
            rows += [
                f"{code},{year},debts,{number},{WITHHELD_BASE}" for year in ("2020", "2021", "2022")
            ]
    folder = tmp_path_factory.mktemp("withheld") / "source"
    folder.mkdir()
    tables = {"areas.csv": "\n".join(areas) + "\n", "observations.csv": "\n".join(rows) + "\n"}
    for name, text in {**WITHHELD, **tables}.items():
        (folder / name).write_text(text, "utf-8")
    return folder


@pytest.fixture(scope="session")
def withheld_edition(withheld_small: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The edition of ``withheld_small``, with its reports; not to be changed."""
    return build_edition(withheld_small, tmp_path_factory.mktemp("withheld-edition"))


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
