"""The simulated country: the list against what is true there."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from wijkwerk.designation.core.draws import Z
from wijkwerk.designation.lists.build import Options, the_scheme
from wijkwerk.designation.lists.compute import compute
from wijkwerk.designation.lists.firm import firmness_of
from wijkwerk.designation.lists.inputs import gather
from wijkwerk.monitor.api import Edition, connect, simulate
from wijkwerk.monitor.core import tables
from wijkwerk.monitor.editions.manifest import definitions_of
from wijkwerk.monitor.pipeline import compute as compute_figures
from wijkwerk.monitor.sources.read import read_source
from wijkwerk.monitor.sources.simulate.country import Size

ON = {"migration_half": "the law of 2018 prescribes it"}


@pytest.fixture(scope="module")
def country(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return simulate(tmp_path_factory.mktemp("truth") / "country", Size(12, 60, 600, 7, 2), seed=11)


@pytest.fixture(scope="module")
def listed(
    country: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Criteria, statuses and chances on the country's figures, nothing withheld."""
    work, folder = tmp_path_factory.mktemp("work"), tmp_path_factory.mktemp("figures")
    engine = connect("duckdb", work)
    source = read_source(country, work)
    figures = compute_figures(source, engine)
    for name, columns in (("figures", tables.FIGURES), ("groups", tables.GROUP_FIGURES)):
        table = getattr(figures, name)
        typed = table.select(**{one: table[one].cast(kind) for one, kind in columns.items()})
        engine.collect(typed).write_parquet(folder / f"{name}.parquet")
    source.areas.write_parquet(folder / "areas.parquet")
    source.groups.write_parquet(folder / "groups_members.parquet")
    edition = Edition(folder, {"id": "figures"}, definitions_of(source))
    scheme = the_scheme("denmark", Options(switch_on=ON))
    inputs = gather(scheme, edition, engine)
    made = compute(scheme, inputs, engine)
    criteria = engine.collect(made.criteria)
    firm = firmness_of(scheme, inputs, engine, criteria, 300, 1)
    return criteria, engine.collect(made.statuses), firm


@pytest.fixture(scope="module")
def truth(country: Path) -> pl.DataFrame:
    return pl.read_parquet(country / "truth" / "statuses.parquet").with_columns(
        year=pl.col("period").cast(pl.Int64)
    )


def test_there_are_areas_of_every_status_and_each_criterion_decides_somewhere(
    truth: pl.DataFrame, listed: tuple[pl.DataFrame, ...]
) -> None:
    last = truth.filter(pl.col("year") == 2014)
    numbers = {name: last[name].sum() for name in ("vulnerable", "extended", "long_term")}
    assert numbers["vulnerable"] > 20
    assert numbers["vulnerable"] > numbers["extended"] >= numbers["long_term"] > 3
    met = listed[0].filter(pl.col("result") == "met").group_by("criterion").len()
    assert {"work", "crime", "schooling", "income", "residents", "migration_half"} <= set(
        met["criterion"]
    )


def test_figures_without_error_give_exactly_the_true_statuses(
    country: Path, truth: pl.DataFrame, tmp_path: Path
) -> None:
    """The truth as figures: the engine against the truth's own count by hand."""
    true = pl.read_parquet(country / "truth" / "figures.parquet").select(
        "area", "period", "indicator", value="truth"
    )
    wanted = [
        "outside_work",
        "convictions",
        "basic_schooling",
        "income",
        "population",
        "migration_background",
    ]
    true = true.filter(pl.col("indicator").is_in(wanted))
    people = true.filter(pl.col("indicator") == "population").select(
        "area", "period", people="value"
    )
    members = pl.read_csv(country / "groups.csv").filter(pl.col("group").str.starts_with("REGION"))
    areas = pl.read_csv(country / "areas.csv").with_columns(
        valid_from=pl.lit(None, pl.String), valid_to=pl.lit(None, pl.String)
    )
    city = areas.filter(pl.col("level") == "district").select(district="code", area="parent")
    of = areas.filter(pl.col("level") == "neighbourhood").select("code", district="parent")
    region = of.join(city, on="district").join(members, on="area").select("group", area="code")

    def pooled(name: str, share: float, group: pl.DataFrame) -> pl.DataFrame:
        weight = (pl.col("people") * share).round().clip(1)
        return (
            true.filter(pl.col("indicator") == name)
            .join(people, on=["area", "period"])
            .join(group, on="area")
            .group_by("group", "period", "indicator")
            .agg(value=(pl.col("value") * weight).sum() / weight.sum())
        )

    everyone = of.select(area="code", group=pl.lit("NL00"))
    country_rows = pooled("convictions", 0.8, everyone).rename({"group": "area"})
    limits = {"lower": None, "upper": None}
    figures = pl.concat([true, country_rows.select(true.columns)]).with_columns(
        pl.lit(None, pl.Float64).alias("lower"),
        pl.lit(None, pl.Float64).alias("upper"),
        interval_method=pl.lit("none"),
        conf_status=pl.lit("F"),
    )
    figures.write_parquet(tmp_path / "figures.parquet")
    pooled("income", 0.6, region).with_columns(
        **{name: pl.lit(None, pl.Float64) for name in limits},
        interval_method=pl.lit("none"),
        conf_status=pl.lit("F"),
        method=pl.lit("pooled"),
    ).write_parquet(tmp_path / "groups.parquet")
    areas.write_parquet(tmp_path / "areas.parquet")
    members.write_parquet(tmp_path / "groups_members.parquet")
    definitions = {
        "source": {"report_level": "neighbourhood"},
        "indicators": [{"id": name, "unit": "%"} for name in wanted],
    }
    engine = connect("duckdb", tmp_path / "work")
    scheme = the_scheme("denmark", Options(switch_on=ON))
    inputs = gather(scheme, Edition(tmp_path, {"id": "true"}, definitions), engine)
    statuses = engine.collect(compute(scheme, inputs, engine).statuses)
    for status in ("vulnerable", "extended", "long_term"):
        both = statuses.filter(pl.col("status") == status).join(
            truth.filter(pl.col(status).is_not_null()), on=["area", "year"]
        )
        known = both.filter(pl.col("result") != "unknown")
        assert known.height > 0.6 * both.height
        assert ((known["result"] == "met") == known[status]).all(), status
        if status != "long_term":
            assert known.height == both.height


def test_chances_are_honest_areas_with_a_chance_of_seventy_percent_have_it_in_about_seventy(
    listed: tuple[pl.DataFrame, ...], truth: pl.DataFrame
) -> None:
    _, statuses, firm = listed
    both = firm.filter((pl.col("status") == "vulnerable") & (pl.col("unknown") == 0)).join(
        truth.filter(pl.col("vulnerable").is_not_null()), on=["area", "year"]
    )
    sure = both.filter(pl.col("probability") >= 0.99)
    assert sure["vulnerable"].to_numpy().mean() > 0.97
    nil = both.filter(pl.col("probability") <= 0.01)
    assert nil["vulnerable"].to_numpy().mean() < 0.005
    middle = both.filter(pl.col("probability").is_between(0.2, 0.8))
    assert middle.height > 50
    claimed, real = middle["probability"].to_numpy(), middle["vulnerable"].to_numpy()
    error = Z * (claimed * (1 - claimed)).sum() ** 0.5 / middle.height
    # A published figure is no prior: those picked for being near the limit lean one way a little.
    assert abs(claimed.mean() - real.mean()) < 2 * error + 0.05
    # Wrong about the truth: hardly ever where it said to be sure.
    listed_ = statuses.filter((pl.col("status") == "vulnerable") & (pl.col("result") != "unknown"))
    wrong = listed_.join(both, on=["area", "year"]).filter(
        (pl.col("result") == "met") != pl.col("vulnerable")
    )
    assert 0 < wrong.height < 0.05 * listed_.height
    assert wrong["probability"].is_between(0.03, 0.97).mean() > 0.8  # type: ignore[operator]
