"""The intruder finds every kind of leak, and nothing in an edition that holds."""

from __future__ import annotations

import json
import pickle
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from typer.testing import CliRunner

from wijkwerk.monitor import disclosure
from wijkwerk.monitor.api import attack
from wijkwerk.monitor.core.disclosure.coverage import CELL, coverage
from wijkwerk.monitor.core.disclosure.suppression import AGAINST
from wijkwerk.monitor.core.tables import STATED
from wijkwerk.monitor.editions import attack_narrow, attack_sums
from wijkwerk.monitor.editions import manifest as record
from wijkwerk.monitor.editions.attack_register import TABLES
from wijkwerk.monitor.editions.attack_sums import Attack
from wijkwerk.monitor.editions.build import _write_tables
from wijkwerk.monitor.editions.edition import Edition
from wijkwerk.monitor.engine import connect
from wijkwerk.monitor.sources.read import read_source
from wijkwerk.site.cli import app

SOURCE = """[source]
id = "leaks"
title = { nl = "Lekken", en = "Leaks" }
publisher = "Test"
licence = "CC0-1.0"
base_period = "2020"
report_level = "neighbourhood"
focus_group = "G1"
report_groups = ["G1", "G2"]

[reference]
rule = "municipality"
also = ["G1", "G2"]

[disclosure]
minimum_base = 10
minimum_count = 5
rounding = 5
"""
ONE = """[[indicator]]
id = "{0}"
name = {{ nl = "{0}", en = "{0}" }}
theme = "t"
unit = "{1}"
kind = "{2}"
direction = "lower_is_better"
tolerance = 0.5
{3}
"""
INDICATORS = "\n".join(
    [
        '[[theme]]\nid = "t"\nname = { nl = "T", en = "T" }\n',
        ONE.format("poor", "%", "rate", ""),
        ONE.format("own", "%", "rate", ""),
        ONE.format("social", "%", "rate", ""),
        ONE.format("private", "%", "rate", ""),
        ONE.format("theft", "per 1000", "rate", "scale = 1000"),
        ONE.format("price", "eur", "mean", ""),
        ONE.format("price_index", "index", "index", 'of = "price"\nbase_period = "2020"'),
        """[[composite]]
id = "score"
name = { nl = "Score", en = "Score" }
theme = "t"
normalise = "minmax"
aggregate = "arithmetic"
[[composite.dimension]]
id = "all"
name = { nl = "Alles", en = "All" }
weight = 1
indicators = { poor = 1, theft = 1 }
""",
    ]
)
CITIES, DISTRICTS, NEIGHBOURHOODS, YEARS = 3, 3, 5, ("2020", "2021", "2022")


def areas() -> pl.DataFrame:
    rows = [("NL00", "country", None)]
    for city in range(1, CITIES + 1):
        rows.append((f"GM000{city}", "municipality", "NL00"))
        for district in range(1, DISTRICTS + 1):
            code = f"WK000{city}0{district}"
            rows.append((code, "district", f"GM000{city}"))
            rows += [
                (f"BU{code[2:]}0{number}", "neighbourhood", code)
                for number in range(1, NEIGHBOURHOODS + 1)
            ]
    return pl.DataFrame(rows, schema=["code", "level", "parent"], orient="row").with_columns(
        name=pl.col("code"), inhabitants=pl.lit(1000), dwellings=pl.lit(450)
    )


def observations(seed: int) -> pl.DataFrame:
    """Counts of which many are small; three kinds of renting that add up to all dwellings."""
    rng = np.random.default_rng(seed)
    ends = areas().filter(pl.col("level") == "neighbourhood")["code"].to_list()
    rows = []
    for place, area in enumerate(ends):
        people = int(rng.choice([6, 40, 150, 600, 900], p=[0.07, 0.13, 0.3, 0.3, 0.2]))
        if area.startswith("BU000302"):
            people = 9  # a district that is small as a whole
        for year in YEARS:
            poor, theft = rng.binomial(people, 0.08), rng.poisson(people * 0.02)
            own = rng.binomial(people, 0.5)
            social = rng.binomial(people - own, 0.8)
            rows += [
                (area, year, "poor", float(poor), float(people)),
                (area, year, "theft", float(theft), float(people)),
                (area, year, "own", float(own), float(people)),
                (area, year, "social", float(social), float(people)),
                (area, year, "private", float(people - own - social), float(people)),
            ]
            sales = people // 20
            if sales:
                rows.append((area, year, "price", sales * (150_000.0 + 1000 * place), float(sales)))
    return pl.DataFrame(
        rows, schema=["area", "period", "indicator", "numerator", "denominator"], orient="row"
    )


def source_of(folder: Path, seen: pl.DataFrame) -> Path:
    folder.mkdir(parents=True)
    (folder / "source.toml").write_text(SOURCE, "utf-8")
    (folder / "indicators.toml").write_text(INDICATORS, "utf-8")
    areas().write_csv(folder / "areas.csv")
    ends = areas().filter(pl.col("level") == "neighbourhood")["code"].to_list()
    groups = [("G1", end) for end in ends[:20]] + [("G2", end) for end in ends[10:32]]
    pl.DataFrame(groups, schema=["group", "area"], orient="row").write_csv(folder / "groups.csv")
    seen.write_parquet(folder / "observations.parquet")
    return folder


def tables_of(source: Path, out: Path) -> Path:
    """The edition's tables and definitions, which is all that an intruder reads."""
    out.mkdir(parents=True)
    work = out.parent / f"{out.name}-work"
    read = read_source(source, work)
    engine = connect("duckdb", work)
    inputs = record.inputs_of(read)
    _write_tables(out, disclosure.protected(read, engine), read, engine)
    covered = coverage([pl.read_parquet(out / "figures.parquet").sort(CELL)])
    covered.write_parquet(out / "coverage.parquet")
    definitions = {"edition": record.edition_id(read, inputs), **record.definitions_of(read)}
    (out / "indicators.json").write_text(json.dumps(definitions), "utf-8")
    record.write_manifest(out, read, inputs, covered.iter_rows(named=True))
    return out


@pytest.fixture(scope="module", autouse=True)
def worked_out_once() -> Iterator[None]:
    """The many leaks below touch a few numbers each: what follows from all the others is the same, and
    takes most of the time."""

    def remembered(function: Callable[..., Any]) -> Callable[..., Any]:
        answers: dict[bytes, bytes] = {}

        def asked(*arguments: Any) -> Any:
            key = pickle.dumps(arguments)
            if key not in answers:
                answers[key] = pickle.dumps(function(*arguments))
            return pickle.loads(answers[key])

        return asked

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(attack_narrow, "ranges", remembered(attack_narrow.ranges))
        patch.setattr(attack_sums, "relations", remembered(attack_sums.relations))
        yield


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An edition with many withheld cells of every kind."""
    folder = tmp_path_factory.mktemp("sound")
    return tables_of(source_of(folder / "source", observations(4)), folder / "sound")


@pytest.fixture(scope="module")
def open_(tmp_path_factory: pytest.TempPathFactory, sound: Path) -> Path:
    """The same edition with nothing withheld: what the intruder is after."""
    folder = tmp_path_factory.mktemp("open")
    source = source_of(folder / "source", observations(4))
    text = (source / "source.toml").read_text("utf-8")
    (source / "source.toml").write_text(
        text.replace("rounding = 5", "rounding = 5\nenabled = false"), "utf-8"
    )
    return tables_of(source, folder / "open")


def figures(edition: Path) -> pl.DataFrame:
    return pl.read_parquet(edition / "figures.parquet")


Change = Callable[[pl.DataFrame], pl.DataFrame]


def leaky(edition: Path, target: Path, table: str, change: Change) -> Path:
    """A copy of ``edition`` with ``change`` made to a table: an edition that leaks."""
    shutil.copytree(edition, target)
    change(pl.read_parquet(target / f"{table}.parquet")).write_parquet(target / f"{table}.parquet")
    return target


def opened(table: pl.DataFrame, truth: pl.DataFrame, where: pl.Expr) -> pl.DataFrame:
    """``table`` with the true rows where ``where`` holds."""
    key = ["area", "period", "indicator", "reference"]
    rows = table.filter(where).select(*key)
    columns = truth.join(rows, on=key, how="semi", nulls_equal=True).with_columns(
        pl.lit(None, pl.Int64).alias(one) for one in ("rank", "rank_lower", "rank_upper")
    )
    return pl.concat([table.filter(~where), columns]).sort("indicator", "period", "level", "area")


def test_nothing_is_recovered_from_an_edition_that_holds(sound: Path) -> None:
    report = attack(sound)
    assert report.withheld > 100
    assert report.programmes > 0
    assert report.recovered == ()
    assert report.unread == ()
    assert report.holds


def test_what_is_withheld_shows_nothing_and_is_not_zero(sound: Path) -> None:
    hidden = figures(sound).filter(pl.col("conf_status") != "F")
    assert hidden["conf_status"].unique().to_list() == ["N"]
    for column in ("value", "lower", "upper", "base", "distance", "distance_excluding", "rank"):
        assert hidden[column].null_count() == hidden.height
    assert set(hidden["level"].unique()) >= {"neighbourhood", "district"}


def test_figures_are_added_up_before_anything_is_withheld(sound: Path, open_: Path) -> None:
    keys = ["area", "period", "indicator", "reference"]
    both = (
        figures(sound)
        .filter(pl.col("conf_status") == "F")
        .join(figures(open_), on=keys, nulls_equal=True)
    )
    counted = both.filter(pl.col("indicator") != "score")
    assert counted["value"].to_list() == counted["value_right"].to_list()
    null = counted["reference_value"].is_not_null()
    against = counted.filter(null)
    assert against["distance"].to_list() == against["distance_right"].to_list()
    # The others are held against an area or group that is withheld itself.
    unknown = counted.filter(~null & pl.col("reference").is_not_null())
    assert unknown["distance"].null_count() == unknown.height
    shown = pl.concat(
        [
            figures(sound).select("period", "indicator", "conf_status", reference="area"),
            pl.read_parquet(sound / "groups.parquet")
            .filter(pl.col("method") == "pooled")
            .select("period", "indicator", "conf_status", reference="group"),
        ]
    ).filter(pl.col("conf_status") == "F")
    assert unknown.join(shown, on=["reference", "period", "indicator"], how="semi").is_empty()


def test_the_classes_add_up_and_groups_keep_their_totals(sound: Path) -> None:
    classes = pl.read_parquet(sound / "classes.parquet").filter(pl.col("origin") == "computed")
    total = classes.group_by("group", "indicator", "reference").agg(pl.col("count").sum())
    everyone = total.filter((pl.col("group") == "") & (pl.col("reference") == ""))
    assert set(everyone.filter(pl.col("indicator") == "poor")["count"]) == {45}
    groups = pl.read_parquet(sound / "groups.parquet").filter(pl.col("method") == "pooled")
    shares = groups.filter(pl.col("indicator") == "poor")
    assert shares["value"].is_not_null().any()


def test_every_single_reopened_cell_of_a_family_of_two_is_noticed(
    sound: Path, open_: Path, tmp_path: Path
) -> None:
    """Mutation: publish one of the two withheld cells of a family; the other one follows."""
    parents = areas().select("code", "parent")
    hidden = (
        figures(sound)
        .filter((pl.col("conf_status") != "F") & (pl.col("indicator") == "poor"))
        .unique(["area", "period"])
        .join(parents, left_on="area", right_on="code")
    )
    lost = hidden.select("area", "period")
    pairs = (
        hidden.filter(pl.col("level") == "neighbourhood")
        .join(lost.rename({"area": "parent"}), on=["parent", "period"], how="anti")
        .sort("area")
        .group_by("parent", "period", maintain_order=True)
        .agg("area")
        .filter(pl.col("area").list.len() == 2)
    )
    assert pairs.height > 0
    for number, row in enumerate(pairs.head(2).iter_rows(named=True)):
        shown, kept = row["area"]
        where = (
            (pl.col("area") == shown)
            & (pl.col("period") == row["period"])
            & (pl.col("indicator") == "poor")
        )
        bad = leaky(
            sound,
            tmp_path / str(number),
            "figures",
            lambda table, where=where: opened(table, figures(open_), where),
        )
        # A report names one way; here it must be had from the sums, whatever else tells it.
        found = Attack(Edition.open(bad)).finds([])
        assert (kept, row["period"], "poor", "from totals") in found


def test_a_part_of_a_whole_that_is_withheld_alone_is_found(
    sound: Path, open_: Path, tmp_path: Path
) -> None:
    hidden = figures(sound).filter(
        (pl.col("conf_status") != "F") & (pl.col("level") == "neighbourhood")
    )
    lost = hidden.filter(pl.col("indicator") == "private").sort("area", "period").row(0, named=True)
    where = (
        pl.col("indicator").is_in(["own", "social"])
        & (pl.col("area") == lost["area"])
        & (pl.col("period") == lost["period"])
    )
    bad = leaky(
        sound, tmp_path / "bad", "figures", lambda table: opened(table, figures(open_), where)
    )
    found = Attack(Edition.open(bad)).finds([])
    assert (lost["area"], lost["period"], "private", "from other indicators") in found


def with_truth(table: pl.DataFrame, truth: pl.DataFrame, key: list[str], columns: list[str]):
    """``table`` with the true values in ``columns``."""
    other = truth.select(*key, *columns)
    return (
        table.drop(columns).join(other, on=key, how="left", nulls_equal=True).select(table.columns)
    )


KEYS = {
    "figures": ["area", "period", "indicator", "reference"],
    "changes": ["area", "indicator", "reference"],
    "groups": ["group", "period", "indicator", "method"],
    "group_changes": ["group", "indicator", "method"],
    "classes": ["group", "indicator", "reference", "period_from", "period_to", "class", "origin"],
    "warnings": ["area", "indicator", "period"],
    "liveability": ["area", "period", "dimension"],
    "coverage": ["indicator", "level"],
}
# How a leak in a column is found, where that isn't by its standing in a withheld row.
HOW = {
    ("figures", "rank"): "from a gap in the ranks",
    ("figures", "reference_value"): "shown as reference",
    ("changes", "own_change"): "from own_change",
    ("changes", "distance_change"): "from distance_change",
    ("changes", "class"): "from the class of its change",
    ("changes", "evidence"): "from the class of its change",
    ("groups", "worst_areas"): "named among a group's five worst",
    ("groups", "interval_method"): "the group's row carries a figure",
    ("groups", "distance"): "the group's row carries a figure",
    ("groups", "distance_lower"): "the group's row carries a figure",
    ("groups", "distance_upper"): "the group's row carries a figure",
}
OF_TABLE = {
    "figures": "its row carries a figure",
    "changes": "from ",
    "groups": "from a group's range or mean",
    "group_changes": "from what became of a group",
    "classes": "from the counts per class",
    "warnings": "from an early warning",
    "liveability": "from the scale of a composite",
    "coverage": "from the coverage",
}
# What is the same with everything shown is changed by hand.
BY_HAND = {
    # The reference is published at both moments, and a class is the same in nearly all groups.
    ("group_changes", "reference_change"): pl.col("reference_change") + 1,
    ("group_changes", "class"): pl.col("class").replace(
        {"smaller": "larger", "larger": "smaller", "equal": "larger", "at_or_better": "larger"}
    ),
    ("group_changes", "evidence"): pl.lit("firm"),
    # A publication's own, said of counts that we made.
    ("classes", "areas"): pl.lit("BU1"),
    **{("classes", name): pl.lit("improved" if "direction" in name else 4.0) for name in STATED},
    ("warnings", "signal"): ~pl.col("signal"),
    ("liveability", "weight"): pl.col("weight") / 2,
    ("liveability", "rank_lowest"): pl.col("rank_lowest") + 100,
    ("coverage", "cells"): pl.col("cells") + 1,
}
READ = [
    (table, column)
    for table, columns in TABLES.items()
    for column, part in columns.items()
    # Groups have no withheld reference here: below, with one made up.
    if part.read and column != "conf_status" and (table, column) != ("groups", "reference_value")
]


@pytest.mark.parametrize(("table", "column"), READ)
def test_whatever_was_made_of_all_figures_is_found(
    sound: Path, open_: Path, tmp_path: Path, table: str, column: str
) -> None:
    """A leak in each column that the register says is read: made of all figures, it is found."""
    truth = pl.read_parquet(open_ / f"{table}.parquet")

    def leak(frame: pl.DataFrame) -> pl.DataFrame:
        if (table, column) in BY_HAND:
            return frame.with_columns(BY_HAND[table, column].alias(column))
        found = with_truth(frame, truth, KEYS[table], [column])
        if (table, column) == ("figures", "rank"):
            # The withheld rows themselves stay empty: it's the gap between the others that tells.
            empty = pl.when(pl.col("conf_status") == "F").then(column)
            return found.with_columns(empty.alias(column))
        return found

    found = Attack(Edition.open(leaky(sound, tmp_path / "bad", table, leak))).finds([])
    how = HOW.get((table, column), OF_TABLE[table])
    assert any(way.startswith(how) for *_, way in found)


@pytest.mark.parametrize(
    "column", ["reference_value", "distance", "distance_lower", "distance_upper"]
)
@pytest.mark.parametrize("table", ["groups", "figures"])
def test_a_withheld_area_that_others_are_held_against_is_found(
    sound: Path, tmp_path: Path, table: str, column: str
) -> None:
    hidden = figures(sound).filter(
        (pl.col("conf_status") != "F") & (pl.col("level") == "neighbourhood")
    )
    lost = hidden.sort("indicator", "period", "area").row(0, named=True)
    where = (
        (pl.col("period") == lost["period"])
        & (pl.col("indicator") == lost["indicator"])
        & (pl.col("conf_status") == "F")
    )

    def leak(frame: pl.DataFrame) -> pl.DataFrame:
        empty = [
            pl.lit(None, pl.Float64).alias(one)
            for one in AGAINST
            if one in frame.columns and one != column
        ]
        columns = (
            frame.filter(where)
            .head(1)
            .with_columns(
                *empty, pl.lit(lost["area"]).alias("reference"), pl.lit(1.0).alias(column)
            )
        )
        return pl.concat([frame, columns])

    found = Attack(Edition.open(leaky(sound, tmp_path / "bad", table, leak))).finds([])
    assert (lost["area"], lost["period"], lost["indicator"], "shown as reference") in found


def test_an_index_that_is_left_open_is_found(sound: Path, open_: Path, tmp_path: Path) -> None:
    where = pl.col("indicator") == "price_index"
    bad = leaky(
        sound, tmp_path / "bad", "figures", lambda table: opened(table, figures(open_), where)
    )
    assert any(one.how == "from its index" for one in attack(bad).recovered)


def test_a_group_whose_total_should_be_closed_is_found(
    sound: Path, open_: Path, tmp_path: Path
) -> None:
    groups = pl.read_parquet(sound / "groups.parquet")
    if not (groups["conf_status"] != "F").any():
        pytest.fail("the example has no closed group: choose other numbers")
    key = ["group", "period", "indicator", "method"]
    truth = pl.read_parquet(open_ / "groups.parquet").select(*key, "value", "lower", "upper")
    pooled = pl.col("method") == "pooled"

    def reopen(frame: pl.DataFrame) -> pl.DataFrame:
        names = ("value", "lower", "upper")
        joined = frame.join(truth, on=key, how="left", suffix="_true")
        return joined.with_columns(
            *(pl.when(pooled).then(f"{name}_true").otherwise(name).alias(name) for name in names),
            conf_status=pl.lit("F"),
            interval_method=pl.lit("wilson"),
        ).select(frame.columns)

    bad = leaky(sound, tmp_path / "bad", "groups", reopen)
    assert any(one.how == "from totals" for one in attack(bad).recovered)


def test_another_edition_that_shows_more_is_used(sound: Path, open_: Path) -> None:
    report = attack(sound, [open_])
    assert len(report.recovered) == report.withheld
    assert [other.startswith("leaks-") for other in report.others] == [True]


def test_the_command_tells_what_it_found_and_ends_with_two(
    sound: Path, open_: Path, tmp_path: Path
) -> None:
    run = CliRunner().invoke
    done = run(app, ["edition", "attack", str(sound)])
    assert (done.exit_code, "Nothing was recovered." in done.output) == (0, True)
    done = run(app, ["edition", "attack", str(sound), "--other", str(open_), "--json"])
    assert done.exit_code == 2
    found = json.loads(done.stdout)
    assert found["edition"] != found["others"][0]
    assert found["recovered"][0]["how"] == f"published in {found['others'][0]}"
    done = run(app, ["edition", "attack", str(sound), "--other", str(open_)])
    assert done.exit_code == 2
    assert "recovered: don't publish" in done.output
