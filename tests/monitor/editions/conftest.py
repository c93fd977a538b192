"""A source that is small enough to be built many times, and builds without their reports."""

from pathlib import Path

import pytest

from wijkwerk.monitor.editions.build import build_edition

SOURCE = """[source]
id = "small"
title = { nl = "Klein", en = "Small" }
publisher = "Test"
licence = "CC0-1.0"
base_period = "2020"
simulated = true
report_groups = ["FOCUS"]

[reference]
rule = "municipality"

[disclosure]
minimum_base = 10
minimum_count = 5
rounding = 5
"""
INDICATORS = """[[theme]]
id = "work"
name = { nl = "Werken", en = "Working" }

[[indicator]]
id = "seekers"
name = { nl = "Werkzoekenden", en = "Job-seekers" }
theme = "work"
unit = "%"
kind = "rate"
direction = "lower_is_better"
tolerance = 0.5

[[indicator]]
id = "debts"
name = { nl = "Schulden", en = "Debts" }
theme = "work"
unit = "%"
kind = "rate"
direction = "lower_is_better"
tolerance = 0.5

[[indicator]]
id = "price"
name = { nl = "Prijs", en = "Price" }
theme = "work"
unit = "eur"
kind = "mean"
direction = "higher_is_better"
tolerance = 1000

[[indicator]]
id = "price_index"
name = { nl = "Prijs (2020 = 100)", en = "Price (2020 = 100)" }
theme = "work"
unit = "index"
kind = "index"
of = "price"
base_period = "2020"
direction = "higher_is_better"
"""
AREAS = """code,name,level,parent,inhabitants,dwellings
NL00,Land,country,,18000,8400
GM9001,Stad,municipality,NL00,9000,4200
GM9002,Dorp,municipality,NL00,9000,4200
WK900101,Noord,district,GM9001,3000,1400
WK900102,Midden,district,GM9001,3500,1600
WK900103,Zuid,district,GM9001,2500,1200
WK900201,Kern,district,GM9002,4500,2100
WK900202,Rand,district,GM9002,4500,2100
"""
GROUPS = """group,area,valid_from,valid_to
FOCUS,WK900101,2020,
FOCUS,WK900103,2020,
"""
RATES = "area,period,indicator,numerator,denominator\n" + "".join(
    f"{area},{period},{indicator},{count},{base}\n"
    for indicator, times in (("seekers", 1.0), ("debts", 0.5))
    for period, counts in (("2020", (210, 150, 160, 120, 130)), ("2023", (150, 140, 155, 90, 95)))
    for area, count, base in zip(
        ("WK900101", "WK900102", "WK900103", "WK900201", "WK900202"),
        (round(count * times) for count in counts),
        (1500, 1800, 1250, 2000, 2100),
        strict=True,
    )
)
PRICES = "area,period,indicator,value,base\n" + "".join(
    f"{area},{period},price,{price},{sales}\n"
    for period, growth in (("2020", 1.0), ("2023", 1.25))
    for area, price, sales in (
        ("WK900101", 200_000 * growth, 60),
        ("WK900102", 240_000 * growth, 70),
        ("WK900103", 180_000 * growth, 55),
        ("WK900201", 300_000 * growth, 90),
        ("WK900202", 280_000 * growth, 80),
    )
)


FILES = {
    "source.toml": SOURCE,
    "indicators.toml": INDICATORS,
    "areas.csv": AREAS,
    "groups.csv": GROUPS,
    "observations.csv": RATES,
    "observations-prices.csv": PRICES,
}


def written(folder: Path) -> Path:
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text, "utf-8")
    return folder


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """The folder of a small source; a test may change its files."""
    return written(tmp_path / "small")


@pytest.fixture(scope="session")
def small_edition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The edition of ``small`` as it is, without reports; not to be changed."""
    folder = tmp_path_factory.mktemp("small")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WRITE_REPORTS, no_reports)
        return build_edition(written(folder / "small"), folder / "out")


WRITE_REPORTS = "wijkwerk.monitor.editions.build.write_reports"


def no_reports(folder: Path, tell: object = None) -> list[Path]:
    return []


@pytest.fixture
def without_reports(monkeypatch: pytest.MonkeyPatch) -> None:
    """Builds leave the reports out: they take most of the time and change no figure."""
    monkeypatch.setattr(WRITE_REPORTS, no_reports)
