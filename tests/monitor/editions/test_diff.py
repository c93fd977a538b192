"""Every figure that differs between two editions is named, with what accounts for it."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from typer.testing import CliRunner

from wijkwerk.monitor.editions.build import build_edition
from wijkwerk.monitor.editions.diff import RESULT, diff_editions
from wijkwerk.monitor.editions.edition import EDITION, Edition
from wijkwerk.monitor.editions.reasons import reasons
from wijkwerk.site.cli import app

pytestmark = pytest.mark.usefixtures("without_reports")
Edit = tuple[str, str, str]
Changed = Callable[..., pl.DataFrame]


@pytest.fixture
def changed(small: Path, small_edition: Path, tmp_path: Path) -> Changed:
    """Builds ``small`` with the edits; gives the difference with the edition without them."""

    def run(*edits: Edit) -> pl.DataFrame:
        for name, old, new in edits:
            text = (small / name).read_text("utf-8")
            assert old in text, old
            (small / name).write_text(text.replace(old, new, 1), "utf-8")
        second = build_edition(small, tmp_path / "out")
        assert second.name != small_edition.name
        editions = diff_editions(small_edition, second)
        assert dict(editions.schema) == RESULT
        return editions

    return run


@pytest.fixture
def forged(small_edition: Path, tmp_path: Path) -> Callable[..., Path]:
    """A copy of the edition with other figures, and with other words in its JSON files."""

    def run(
        figures: pl.Expr | None = None, definitions: Edit | None = None, **manifest: Any
    ) -> Path:
        copy = Path(shutil.copytree(small_edition, tmp_path / "forged"))
        if figures is not None:
            frame = pl.read_parquet(copy / "figures.parquet").with_columns(figures)
            frame.write_parquet(copy / "figures.parquet")
        if definitions is not None:
            name, key, value = definitions
            found = json.loads((copy / "indicators.json").read_text("utf-8"))
            own = next(indicator for indicator in found["indicators"] if indicator["id"] == name)
            own[key] = value
            (copy / "indicators.json").write_text(json.dumps(found), "utf-8")
        found = json.loads((copy / "manifest.json").read_text("utf-8")) | manifest
        (copy / "manifest.json").write_text(json.dumps(found), "utf-8")
        return copy

    return run


def causes(found: pl.DataFrame, **where: str) -> set[str]:
    for column, value in where.items():
        found = found.filter(pl.col(column) == value)
    assert found.height > 0, where
    return set(found["cause"].to_list())


def test_nothing_differs_from_itself(small_edition: Path) -> None:
    assert diff_editions(small_edition, small_edition).is_empty()


def test_other_observations_are_input_and_touch_only_their_indicator(changed: Changed) -> None:
    found = changed(
        ("observations.csv", "WK900101,2023,seekers,150", "WK900101,2023,seekers,190"),
        ("observations.csv", "WK900201,2023,debts,45,2000\n", ""),
    )
    assert causes(found) == {"input"}
    assert set(found["indicator"]) == {"seekers", "debts"}
    figures = found.filter((pl.col("table") == "figures") & (pl.col("period") == "2023"))
    seekers = {
        row["area"]: row
        for row in figures.iter_rows(named=True)
        if row["indicator"] == "seekers" and row["reference"] == "GM9001"
    }
    assert seekers["WK900101"]["value_old"] == pytest.approx(10.0)
    assert seekers["WK900101"]["value_new"] == pytest.approx(190 / 15)
    # A neighbour's own figure is the same; what it is held against isn't.
    neighbour = seekers["WK900102"]["columns"].split()
    assert "reference_value" in neighbour
    assert "value" not in neighbour
    gone = figures.filter((pl.col("area") == "WK900201") & (pl.col("change") == "disappeared"))
    assert gone.height > 0
    assert {"figures", "changes", "groups", "group_changes", "classes"} == set(found["table"])


def test_a_definition_changes_only_what_it_has_a_say_in(changed: Changed) -> None:
    found = changed(
        ("indicators.toml", "tolerance = 0.5", "tolerance = 9"),
        ("indicators.toml", 'base_period = "2020"', 'base_period = "2023"'),
    )
    assert causes(found) == {"definition"}
    tolerance = found.filter(pl.col("indicator") == "seekers")
    assert set(tolerance["table"]) == {"changes", "group_changes", "classes"}
    assert set(tolerance["columns"].drop_nulls()) <= {
        "class",
        "evidence",
        "class evidence",
        "count",
        "firm",
        "count firm",
    }
    assert causes(found, indicator="price_index", table="figures") == {"definition"}


def test_limits_are_disclosure(changed: Changed) -> None:
    found = changed(
        ("source.toml", "minimum_base = 10", "minimum_base = 65"),
        ("source.toml", "rounding = 5", "rounding = 100"),
    )
    assert causes(found) == {"disclosure"}
    assert {"withheld", "changed"} <= set(found["change"])


def test_causes_together_are_told_apart_where_the_figures_prove_them(changed: Changed) -> None:
    found = changed(
        ("indicators.toml", 'direction = "lower_is_better"', 'direction = "higher_is_better"'),
        ("indicators.toml", 'kind = "mean"', 'kind = "score"'),
        ("observations.csv", "WK900101,2023,debts,75", "WK900101,2023,debts,2"),
        ("observations-prices.csv", "WK900101,2023,price,250000.0", "WK900101,2023,price,260000.0"),
        ("source.toml", "rounding = 5", "rounding = 100"),
    )
    figures = found.filter(pl.col("table") == "figures")
    # The lag turned its sign and nothing else moved: that proves the definition.
    turned = figures.filter(
        (pl.col("indicator") == "seekers")
        & pl.col("columns").str.contains("distance")
        # What is withheld with the cell that became small has a cause of its own.
        & (pl.col("change") != "withheld")
    )
    assert turned.height
    assert causes(turned) == {"definition"}
    # The base alone moved: that proves the rounding.
    rounded = figures.filter(pl.col("columns") == "base")
    assert causes(rounded) == {"disclosure"}
    # Too small now: other input, and protection that answers it.
    veiled = figures.filter(pl.col("change") == "withheld")
    assert causes(veiled, indicator="debts") == {"input+disclosure"}
    # A published value that moved is not of limits' making.
    moved = figures.filter((pl.col("indicator") == "debts") & (pl.col("change") == "changed"))
    values = moved.filter(pl.col("columns").str.split(" ").list.contains("value"))
    assert causes(values) == {"input"}
    # Both the definition and the observations of the price changed: either may have done it.
    price = figures.filter((pl.col("indicator") == "price") & (pl.col("area") == "WK900101"))
    value = price.filter(pl.col("columns").str.split(" ").list.contains("value"))
    assert causes(value) == {"definition+input"}


def test_another_reference_is_definition_also_for_rows_that_come_and_go(changed: Changed) -> None:
    found = changed(
        ("source.toml", 'rule = "municipality"', 'rule = "country"'),
        ("observations.csv", "WK900201,2023,debts,45", "WK900201,2023,debts,55"),
    )
    came = found.filter((pl.col("table") == "figures") & (pl.col("change") == "appeared"))
    assert causes(came) == {"definition"}


def test_places_are_areas(changed: Changed) -> None:
    found = changed(
        ("areas.csv", "WK900103,Zuid,district,GM9001", "WK900103,Het Zuiden,district,GM9002")
    )
    assert causes(found) == {"areas"}


def test_members_of_a_group_touch_groups_only_and_names_touch_nothing(changed: Changed) -> None:
    found = changed(
        ("groups.csv", "FOCUS,WK900103,2020,", "FOCUS,WK900102,2020,"),
        ("areas.csv", "Zuid", "Het Zuiden"),
    )
    assert causes(found) == {"areas"}
    assert set(found["table"]) <= {"groups", "group_changes", "classes"}


def test_what_is_new_says_whether_it_is_the_area_or_the_indicator(changed: Changed) -> None:
    extra = (
        '[[indicator]]\nid = "extra"\nname = { nl = "Extra", en = "Extra" }\ntheme = "work"\n'
        'unit = "%"\nkind = "rate"\ndirection = "lower_is_better"\n\n[[indicator]]\nid = "price"\n'
    )
    found = changed(
        ("areas.csv", "WK900202,Rand", "WK900203,Nieuw,district,GM9002,100,40\nWK900202,Rand"),
        (
            "observations.csv",
            "WK900202,2023,debts",
            "WK900203,2023,debts,30,100\nWK900202,2023,debts",
        ),
        ("indicators.toml", '[[indicator]]\nid = "price"\n', extra),
        (
            "observations.csv",
            "WK900101,2023,debts",
            "WK900101,2023,extra,50,500\nWK900101,2023,debts",
        ),
    )
    area = found.filter((pl.col("area") == "WK900203") & (pl.col("table") == "figures"))
    assert set(area["change"]) == {"appeared"}
    assert causes(area, indicator="debts") == {"areas"}
    assert causes(found, indicator="extra") == {"definition"}


def test_a_scale_proves_itself(small_edition: Path, forged: Callable[..., Path]) -> None:
    inputs = json.loads((small_edition / "manifest.json").read_text("utf-8"))["inputs"]
    other = inputs | {"observations.csv": {"hmac_sha256": "0" * 64}}
    times = pl.when(pl.col("indicator") == "seekers").then(10.0).otherwise(1.5)
    new = forged(pl.col("value") * times, ("seekers", "scale", 1000.0), inputs=other)  # type: ignore[arg-type]
    editions = diff_editions(small_edition, new)
    assert causes(editions, indicator="seekers") == {"definition"}
    assert causes(editions, indicator="debts") == {"input"}


def test_a_row_without_a_reference_is_the_same_row_in_both(
    withheld_edition: Path, tmp_path: Path
) -> None:
    """The city of a country without one is held against nothing: that isn't another row each time."""
    copy = Path(shutil.copytree(withheld_edition, tmp_path / withheld_edition.name))
    frame = pl.read_parquet(copy / "figures.parquet")
    city = pl.col("area") == "GM0001"
    assert frame.filter(city)["reference"].to_list() == [None, None, None]
    assert diff_editions(withheld_edition, copy).is_empty()
    moved = pl.when(city).then(pl.col("value") + 1).otherwise("value")
    frame.with_columns(value=moved).write_parquet(copy / "figures.parquet")
    editions = diff_editions(withheld_edition, copy)
    assert editions.select("area", "change", "columns").unique().rows() == [
        ("GM0001", "changed", "value")
    ]
    assert editions.height == 3


def test_another_method_is_told(small_edition: Path, forged: Callable[..., Path]) -> None:
    new = forged(pl.col("lower") - 0.25, method="next")
    assert causes(diff_editions(small_edition, new)) == {"method"}
    lines = reasons(Edition.open(small_edition), Edition.open(new)).lines
    assert lines == (f"method {EDITION.method} → next",)


def test_under_another_key_inputs_cannot_be_held_against_each_other(
    small_edition: Path, forged: Callable[..., Path]
) -> None:
    inputs = json.loads((small_edition / "manifest.json").read_text("utf-8"))["inputs"]
    other = {name: {"hmac_sha256": "0" * 64} for name in inputs if name != "groups.csv"}
    new = forged(pl.col("value") + 1, inputs=other, inputs_key="0" * 16)
    # Other observations may be behind it; that a file came or went is told all the same.
    assert causes(diff_editions(small_edition, new)) == {"input"}
    assert reasons(Edition.open(small_edition), Edition.open(new)).lines == (
        "other publication key: whether files changed can't be told",
        "groups.csv is gone",
    )


def test_figures_that_nothing_accounts_for_are_unexplained(
    small_edition: Path, forged: Callable[..., Path]
) -> None:
    assert causes(diff_editions(small_edition, forged(pl.col("value") + 1))) == {"unexplained"}


def test_other_libraries_are_suspected_only_of_what_nothing_else_explains(
    small_edition: Path, forged: Callable[..., Path]
) -> None:
    new = forged(pl.col("value") + 1, versions={"duckdb": "99"})
    assert causes(diff_editions(small_edition, new)) == {"software"}


def test_rules_of_vintages_are_boundaries_and_an_edition_without_any_has_none(
    small_edition: Path, forged: Callable[..., Path]
) -> None:
    old = Edition.open(small_edition)
    new = forged(pl.col("value") + 1)
    contents = json.loads((new / "indicators.json").read_text("utf-8"))
    del contents["source"]["vintages"]  # as editions had it before there were any
    (new / "indicators.json").write_text(json.dumps(contents), "utf-8")
    assert not reasons(Edition.open(new), old).areas
    contents["source"]["vintages"] = [{"vintage": "2010", "first": None, "last": "2012"}]
    (new / "indicators.json").write_text(json.dumps(contents), "utf-8")
    assert reasons(old, Edition.open(new)).areas


def test_the_command_tells_the_causes_and_gives_every_row_as_json(
    small_edition: Path, forged: Callable[..., Path]
) -> None:
    new = forged(pl.col("value") + 1, method="next")
    shown = CliRunner().invoke(app, ["edition", "diff", str(small_edition), str(new)])
    assert shown.exit_code == 0
    assert f"method {EDITION.method} → next" in shown.output
    assert "the way of computing changed" in " ".join(shown.output.split())
    assert all(len(line) <= 80 for line in shown.output.splitlines())
    lines = CliRunner().invoke(app, ["edition", "diff", str(small_edition), str(new), "--json"])
    rows = [json.loads(line) for line in lines.output.splitlines()]
    assert len(rows) == diff_editions(small_edition, new).height
    assert {row["cause"] for row in rows} == {"method"}
    same = CliRunner().invoke(app, ["edition", "diff", str(new), str(new)])
    assert "No figure changed." in same.output
