"""A source in which every withheld cell is small: what can be known of them from all that is told?"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import openpyxl
import polars as pl
import pypdf
import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django.fixtures import Settings
from scipy.optimize import linprog

from wijkwerk.monitor.api import attack, build_edition
from wijkwerk.monitor.library import library
from wijkwerk.monitor.services import register_editions

LEAST = 3.0  # a cell that is known to within this is known
SMALL = {"BU00010000", "BU00010001", "BU00010002", "BU00010200", "BU00010201", "BU00010202"}


def known_within(
    edition: Path, base: float, most: dict[str, float] | None = None
) -> dict[str, float]:
    """How far apart the lowest and highest possible count of each withheld cell lie, by a programme
    over the published shares of 2020 alone. The intruder knows that each neighbourhood has ``base``
    people; ``most`` are other upper bounds."""
    figures = pl.read_parquet(edition / "figures.parquet").filter(pl.col("period") == "2020")
    areas = pl.read_parquet(edition / "areas.parquet")
    above = dict(areas.select("code", "parent").iter_rows())
    shown = dict(
        figures.filter(pl.col("value").is_not_null()).select("area", "value").unique().iter_rows()
    )
    cells = sorted(figures.filter(pl.col("conf_status") == "N")["area"].unique())
    districts = sorted({above[cell] for cell in cells})
    left = [
        round(shown[district] * 4 * base / 100)
        - sum(round(shown[code] * base / 100) for code in shown if above[code] == district)
        for district in districts
    ]
    sums = np.array([[float(above[cell] == district) for cell in cells] for district in districts])
    bounds = [(0.0, None if most is None else most[cell]) for cell in cells]
    result = {}
    for place, cell in enumerate(cells):
        goal = np.zeros(len(cells))
        goal[place] = 1.0
        low, high = (
            linprog(sign * goal, A_eq=sums, b_eq=left, bounds=bounds).fun for sign in (1.0, -1.0)
        )
        result[cell] = -high - low
    return result


def test_no_withheld_cell_is_known_within_three(withheld_edition: Path) -> None:
    within = known_within(withheld_edition, 1397.0)
    assert set(within) == SMALL
    assert min(within.values()) > LEAST
    assert attack(withheld_edition).holds


def test_it_would_be_if_all_were_told_to_be_small(withheld_edition: Path) -> None:
    """What two counts (so many too small, none besides) gave away: the reason for telling a sum."""
    assert max(known_within(withheld_edition, 1397.0, dict.fromkeys(SMALL, 4.0)).values()) <= 1.0


def test_nothing_published_tells_of_a_withheld_cell_why_it_is(withheld_edition: Path) -> None:
    """Cells that are too small by themselves and cells that protect them look the same."""
    figures = pl.read_parquet(withheld_edition / "figures.parquet")
    hidden = figures.filter(pl.col("conf_status") != "F")
    own = ["area", "period", "reference", "level", "indicator"]
    assert set(hidden["area"]) == SMALL
    assert hidden.drop(own).unique().height == 1
    for name in ("manifest.json", "datapackage.json", "indicators.json"):
        text = (withheld_edition / name).read_text("utf-8").lower()
        assert not re.search(r"primary\b(?!key)|secondary", text), name
    coverage = pl.read_parquet(withheld_edition / "coverage.parquet")
    assert coverage.filter(pl.col("level") == "neighbourhood").rows() == [
        ("debts", "neighbourhood", 36, 18, 18)
    ]
    manifest = json.loads((withheld_edition / "manifest.json").read_text("utf-8"))
    assert manifest["coverage"] == coverage.to_dicts()


def test_the_case_that_was_found(shared_cases: Path, tmp_path: Path) -> None:
    edition = build_edition(shared_cases / "withheld-small-source", tmp_path)
    assert min(known_within(edition, 100.0).values()) > LEAST
    assert attack(edition).holds


# What the withheld cells hold, as anything that leaks them would print it: 4 and 3 of 1,397.
CANARY = re.compile(r"(?<![\d.,])0[.,](2863|2147|29(?!\d)|21(?!\d))")


def texts_of(edition: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(edition.iterdir()):
        if path.suffix == ".parquet":
            rows = pl.read_parquet(path).rows()
            yield path.name, "\n".join(repr(row) for row in rows)
        elif path.suffix == ".xlsx":
            book = openpyxl.load_workbook(path)
            yield (
                path.name,
                "\n".join(repr(row) for sheet in book for row in sheet.iter_rows(values_only=True)),
            )
        elif path.suffix == ".pdf":
            pages = pypdf.PdfReader(path).pages
            yield path.name, "\n".join(page.extract_text() for page in pages)
        elif path.suffix == ".html":
            html = path.read_text("utf-8")
            yield path.name, re.sub(r"<(style|svg)\b.*?</\1>|data:[^\"]*", "", html, flags=re.S)
        elif path.name != "manifest.json":
            yield path.name, path.read_text("utf-8")


def test_no_file_holds_what_was_withheld(withheld_edition: Path) -> None:
    found = {
        (name, match.group())
        for name, text in texts_of(withheld_edition)
        for match in CANARY.finditer(text)
    }
    assert found == set()


def test_the_search_would_see_them(withheld_small: Path, tmp_path: Path) -> None:
    source = Path(shutil.copytree(withheld_small, tmp_path / "source"))
    settings = (source / "source.toml").read_text("utf-8")
    (source / "source.toml").write_text(settings + "enabled = false\n", "utf-8")
    edition = build_edition(source, tmp_path / "out")
    seen = {name for name, text in texts_of(edition) if CANARY.search(text)}
    assert seen >= {"figures.parquet", "tables.xlsx"}


@pytest.fixture
def site(
    db: None, withheld_edition: Path, serving_cache: Path, settings: Settings
) -> Iterator[str]:
    settings.SERVING = serving_cache
    settings.STATIC_ROOT = serving_cache
    settings.STORAGES = {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    now = datetime(2026, 1, 1, tzinfo=UTC)
    register_editions(withheld_edition.parent, serving_cache, now, default=withheld_edition.name)
    library.cache_clear()
    cache.clear()
    yield withheld_edition.name
    library.cache_clear()


def test_no_reference_selection_or_group_of_ones_own_gives_it(client: Client, site: str) -> None:
    """The API's own ways of asking: every withheld area as reference, alone, and in a selection."""
    api = f"/api/v1/editions/{site}"
    one, other = "BU00010000", "BU00010003"
    for against in (None, one, other, "G1", "WK000100", "GM0001"):
        for query in (
            f"area={one}",
            f"area={one},{other}",
            "indicator=debts&level=neighbourhood",
            "within=WK000100",
            "group=G1",
        ):
            more = f"&against={against}" if against else ""
            for table in ("figures", "changes"):
                answer = client.get(f"{api}/{table}?{query}{more}")
                assert answer.status_code == 200, (table, query, more, answer.content[:300])
                text = answer.content.decode()
                assert not CANARY.search(text), (table, query, more)
                for row in answer.json()["items"]:
                    told = {name for name in FIGURES if row.get(name) is not None}
                    if row["area"] in SMALL:
                        # Of the reference alone, which is somebody else's.
                        assert told <= {"reference_value", "reference_change"}, row
                    if row["reference"] in SMALL:
                        assert not told & {"reference_value", "reference_change", *BETWEEN}, row


BETWEEN = (
    "distance", "distance_lower", "distance_upper", "distance_relative", "distance_excluding",
    "distance_change",
)  # fmt: skip
FIGURES = (
    "value", "base", "rank", "rank_lower", "rank_upper", "own_change", "reference_value",
    "reference_change", *BETWEEN,
)  # fmt: skip
