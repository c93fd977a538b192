"""What an edition withholds can't be had from it; and the intruder does find leaks."""

import shutil
from pathlib import Path

import polars as pl

from wijkwerk.monitor.api import attack


def test_the_simulated_country_withholds_and_gives_nothing_away(country_edition: Path) -> None:
    report = attack(country_edition)
    assert report.withheld > 50
    assert report.recovered == ()


def test_a_withheld_cell_is_never_zero_and_shows_nothing(country_edition: Path) -> None:
    figures = pl.read_parquet(country_edition / "figures.parquet")
    hidden = figures.filter(pl.col("conf_status") != "F")
    assert hidden.height > 0
    for column in ("value", "lower", "upper", "base", "distance", "distance_excluding", "rank"):
        assert hidden[column].null_count() == hidden.height


def rewritten(edition: Path, target: Path, table: str, change: pl.Expr) -> Path:
    """A copy of ``edition`` with ``change`` made to a table: an edition that leaks."""
    shutil.copytree(edition, target)
    frame = pl.read_parquet(target / f"{table}.parquet").with_columns(change)
    frame.write_parquet(target / f"{table}.parquet")
    return target


def test_the_intruder_finds_a_single_unknown_in_a_sum(
    country_edition: Path, tmp_path: Path
) -> None:
    figures = pl.read_parquet(country_edition / "figures.parquet")
    areas = pl.read_parquet(country_edition / "areas.parquet").select("code", "parent")
    hidden = (
        figures.filter(
            (pl.col("conf_status") != "F")
            & (pl.col("level") == "neighbourhood")
            & pl.col("indicator").str.starts_with("rate")
        )
        .unique(["area", "period"])
        .join(areas, left_on="area", right_on="code")
    )
    first = hidden.sort("indicator", "period", "area").row(0, named=True)
    own = first["indicator"]
    siblings = hidden.filter(
        (pl.col("parent") == first["parent"])
        & (pl.col("period") == first["period"])
        & (pl.col("area") != first["area"])
        & (pl.col("indicator") == own)
    )["area"].to_list()
    # Publish all siblings and the parent: only one unknown is left in the family.
    open_up = (
        pl.col("area").is_in([*siblings, first["parent"]])
        & (pl.col("period") == first["period"])
        & (pl.col("indicator") == own)
    )
    leaky = rewritten(
        country_edition,
        tmp_path / country_edition.name,
        "figures",
        pl.when(open_up).then(pl.lit("F")).otherwise(pl.col("conf_status")).alias("conf_status"),
    )
    frame = pl.read_parquet(leaky / "figures.parquet").with_columns(
        *(
            pl.when(open_up).then(pl.col(name).fill_null(50.0)).otherwise(pl.col(name)).alias(name)
            for name in ("value", "base")
        )
    )
    frame.write_parquet(leaky / "figures.parquet")
    found = {(one.area, one.period) for one in attack(leaky).recovered}
    assert (first["area"], first["period"]) in found


def test_the_intruder_finds_a_change_that_was_left_open(
    country_edition: Path, tmp_path: Path
) -> None:
    leaky = rewritten(
        country_edition,
        tmp_path / country_edition.name,
        "changes",
        pl.col("own_change").fill_null(1.0),
    )
    assert any(one.how == "from own_change" for one in attack(leaky).recovered)


def test_the_intruder_uses_other_editions(country_edition: Path, tmp_path: Path) -> None:
    looser = rewritten(
        country_edition, tmp_path / country_edition.name, "figures", pl.col("value").fill_null(1.0)
    )
    assert attack(country_edition, [looser]).recovered != ()
