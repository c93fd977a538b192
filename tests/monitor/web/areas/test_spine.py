"""The spine says what the published figures say: recounted from the files of the edition."""

from __future__ import annotations

import html
import re
from pathlib import Path

import polars as pl
import pytest
from django.test import Client

from wijkwerk.monitor.editions.edition import Edition
from wijkwerk.monitor.editions.main_references import links
from wijkwerk.monitor.library import library
from wijkwerk.monitor.serving.figures import FigureQuery, figures
from wijkwerk.monitor.serving.spreads import ranked, spreads

client = Client()
AREA, LEVEL = "BU00010000", "neighbourhood"


@pytest.fixture(scope="module")
def own_figures(country_edition: Path) -> pl.DataFrame:
    """The published figures of the level, each beside the reference that the source gives its area."""
    own = links(Edition.open(country_edition)).select("area", "reference")
    return (
        pl.read_parquet(country_edition / "figures.parquet")
        .filter(pl.col("level") == LEVEL, pl.col("value").is_not_null())
        .join(own, on=["area", "reference"])
    )


def test_the_spread_of_a_level(site: str, own_figures: pl.DataFrame) -> None:
    found = spreads(library().open(site), LEVEL, None)
    assert found
    for (indicator, period), spread in found.items():
        distances = own_figures.filter(
            pl.col("indicator") == indicator, pl.col("period") == period
        )["distance"].drop_nulls()
        assert spread.areas == len(distances)
        assert spread.scale == pytest.approx((distances**2).mean() ** 0.5)  # type: ignore[operator]
        quarters = [distances.quantile(part, "linear") for part in (0, 0.25, 0.75, 1)]
        ends = [spread.lowest, spread.lower_quarter, spread.upper_quarter, spread.highest]
        assert ends == pytest.approx(quarters)


def test_against_a_reference_that_the_reader_chose(site: str) -> None:
    """As the distances that every other page shows against it."""
    serving = library().open(site)
    found = spreads(serving, LEVEL, "GM0002")
    (indicator, period), spread = next(iter(found.items()))
    rows = figures(
        serving,
        FigureQuery(level=LEVEL, indicators=[indicator], periods=[period], against="GM0002"),
    )
    distances = pl.Series([row["distance"] for row in rows if row["distance"] is not None])
    assert spread.areas == len(distances)
    assert spread.scale == pytest.approx((distances**2).mean() ** 0.5)  # type: ignore[operator]
    assert spread.highest == pytest.approx(distances.max())


def test_the_page_of_an_area_has_it_as_a_table(site: str, own_figures: pl.DataFrame) -> None:
    content = html.unescape(client.get(f"/en/areas/{AREA}").content.decode()).replace("\u00a0", " ")
    table = content.split('id="spine-table"')[1].split("</table>")[0]
    rows = dict(re.findall(r'<th scope="row"[^>]*><a [^>]*>([^<]+)</a>(.*?)</tr>', table, re.S))
    serving = library().open(site)
    among = ranked(serving, LEVEL)
    mine = own_figures.filter(pl.col("area") == AREA).sort("period").group_by("indicator").last()
    checked = 0
    for row in mine.iter_rows(named=True):
        measure = serving.catalogue.measures[row["indicator"]]
        cells = rows.get(measure.name.en)
        if cells is None or row["distance"] is None:
            continue
        every = own_figures.filter(
            pl.col("indicator") == row["indicator"], pl.col("period") == row["period"]
        )
        scale = (every["distance"].drop_nulls() ** 2).mean() ** 0.5  # type: ignore[operator]
        shown = f"{abs(row['distance'] / scale):.1f}"
        assert f">{shown}<" in cells or f"−{shown}<" in cells, measure.id
        if row["rank"] is not None:
            assert among[row["indicator"], row["period"]] == every.height
            assert f"{row['rank']} of {every.height}" in cells
        checked += 1
    assert checked >= 3


def test_it_is_drawn_for_one_area_and_for_a_few(site: str) -> None:
    address = f"/en/editions/{site}/charts/spine.svg?indicator=rate01&size=small&area="
    one = client.get(address + AREA).content.decode()
    assert ("← ahead" in one and "not sure" in one) or "surely" in one
    two = client.get(f"{address}{AREA},BU00010001").content.decode()
    assert "buurt 0000" in two and "buurt 0001" in two
    compared = client.get(f"/en/editions/{site}/compare?area={AREA},BU00010001").content.decode()
    assert "charts/spine.svg" in compared
    # Of a municipality and a neighbourhood there is no range of all.
    assert client.get(f"{address}{AREA},GM0001").status_code == 404
