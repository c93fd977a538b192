"""Scores without anything behind them: compared without margins, or with nothing to compare with."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from wijkwerk.monitor.api import build_edition

DISTRICTS = [f"K{number}" for number in range(8)]


def source(folder: Path, city: tuple[float, float] | None) -> Path:
    """Eight districts with scores 1-8 in 2016 and four more in 2020; a city with its own, or not."""
    folder.mkdir()
    areas = ["code,name,level,parent", "CITY,City,municipality,"]
    areas += [f"{code},Place {code},district,CITY" for code in DISTRICTS]
    rows = ["area,period,indicator,value"]
    for number, code in enumerate(DISTRICTS, 1):
        rows += [f"{code},2016,empty_homes,{number}", f"{code},2020,empty_homes,{number + 4}"]
    if city is not None:
        rows += [f"CITY,2016,empty_homes,{city[0]}", f"CITY,2020,empty_homes,{city[1]}"]
    (folder / "areas.csv").write_text("\n".join(areas) + "\n", "utf-8")
    (folder / "observations.csv").write_text("\n".join(rows) + "\n", "utf-8")
    (folder / "indicators.toml").write_text(
        '[[theme]]\nid = "home"\nname = { nl = "Wonen", en = "Housing" }\n[[indicator]]\n'
        'id = "empty_homes"\nname = { nl = "Leeg", en = "Empty" }\ntheme = "home"\n'
        'unit = "score"\nkind = "score"\ndirection = "lower_is_better"\n',
        "utf-8",
    )
    (folder / "source.toml").write_text(
        '[source]\nid = "scores"\ntitle = { nl = "Proef", en = "Trial" }\npublisher = "Trial"\n'
        'licence = "CC0-1.0"\n',
        "utf-8",
    )
    return folder


def classes(edition: Path) -> dict[str, int]:
    table = pl.read_parquet(edition / "classes.parquet").filter(
        (pl.col("reference") == "") & (pl.col("group") == "") & (pl.col("count") > 0)
    )
    return dict(table.select("class", "count").iter_rows())


def test_without_a_figure_of_the_city_there_is_nothing_to_compare_with(tmp_path: Path) -> None:
    edition = build_edition(source(tmp_path / "s", None), tmp_path / "e")
    assert classes(edition) == {"no_reference": 8}
    said = (edition / "report.html").read_text("utf-8")
    assert "In alle 8 wijken is er geen cijfer van de referentie om mee te vergelijken" in said
    assert "bleef gelijk" not in said


@pytest.mark.parametrize(
    ("city", "counted"),
    [((0.5, 0.5), {"larger": 8}), ((0.5, 4.5), {"equal": 8}), ((0.5, 6.0), {"smaller": 6, "at_or_better": 2})],
)  # fmt: skip
def test_scores_without_a_base_give_distances_without_margins(
    without_reports: None, tmp_path: Path, city: tuple[float, float], counted: dict[str, int]
) -> None:
    edition = build_edition(source(tmp_path / "s", city), tmp_path / "e")
    assert classes(edition) == counted
    figures = pl.read_parquet(edition / "figures.parquet").filter(pl.col("level") == "district")
    assert figures["distance"].null_count() == 0
    assert figures["distance_lower"].null_count() == figures.height
    changes = pl.read_parquet(edition / "changes.parquet").filter(pl.col("level") == "district")
    assert set(changes["evidence"]) == {"cannot_tell"}
