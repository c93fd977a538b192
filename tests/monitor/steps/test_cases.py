"""Inputs that failed once, whole, through the reader, the check and the pipeline: the right values."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
import pytest

from wijkwerk.monitor.core import tables
from wijkwerk.monitor.disclosure import protected
from wijkwerk.monitor.engine import connect
from wijkwerk.monitor.pipeline import compute
from wijkwerk.monitor.sources.check import check_source
from wijkwerk.monitor.sources.read import read_source
from wijkwerk.shared.problems import Severity


def outcome(folder: Path, here: Path, protect: bool = True) -> dict[str, pl.DataFrame]:
    (here / "reading").mkdir()
    engine = connect("duckdb", here / "running")
    source = read_source(folder, here / "reading")
    result = (protected if protect else compute)(source, engine)
    return {name: engine.collect(getattr(result, name)) for name in tables.EDITION_TABLES}


def of_group(table: pl.DataFrame, **wanted: str) -> dict[str, Any]:
    [row] = table.filter(*(pl.col(key) == text for key, text in wanted.items())).to_dicts()
    return row


def warned(folder: Path) -> list[str]:
    """The codes of what the check says; none is an error."""
    problems = check_source(folder)
    assert all(problem.severity is Severity.WARNING for problem in problems)
    return [problem.code for problem in problems]


def test_good_areas_that_leave_make_no_trend(shared_cases: Path, tmp_path: Path) -> None:
    folder = shared_cases / "group-members-leave"
    # The cities of the reference have no figures of their own, and are added up from their districts.
    assert warned(folder) == ["group has no name"]
    changes = outcome(folder, tmp_path)["group_changes"]
    row = of_group(changes, group="FOCUS8", method="pooled")
    assert (row["same"], row["left"], row["joined"]) == (6, 2, 0)
    # Six at 20%, and two at 5% that left: 16.25% of all eight at first.
    assert (row["value_from"], row["value_to"], row["own_change"]) == (20.0, 20.0, 0.0)
    assert row["left_effect"] == pytest.approx(3.75)
    assert row["class"] == "equal"


def test_a_group_of_a_survey_is_its_respondents(shared_cases: Path, tmp_path: Path) -> None:
    folder = shared_cases / "group-of-a-survey"
    assert warned(folder) == []
    groups = outcome(folder, tmp_path)["groups"]
    wanted = {"group": "AW", "indicator": "dissatisfied_surroundings", "period": "2012"}
    assert of_group(groups, **wanted, method="pooled")["value"] == pytest.approx(10.8)
    assert of_group(groups, **wanted, method="unweighted")["value"] == pytest.approx(30.0)


def test_where_all_are_too_few_nothing_stayed_equal(shared_cases: Path, tmp_path: Path) -> None:
    found = outcome(shared_cases / "all-too-few", tmp_path)
    counts = found["classes"].filter(pl.col("group") == "FOCUS8", pl.col("count") > 0)
    assert set(counts["class"]) == {"too_few"}
    own = counts.filter(pl.col("reference") == "")
    assert own["count"].to_list() == [6]
    assert set(found["group_changes"].filter(pl.col("group") == "FOCUS8")["class"]) == {"too_few"}


def test_a_group_with_a_name_is_as_good_a_reference(shared_cases: Path, tmp_path: Path) -> None:
    folder = shared_cases / "group-with-a-name"
    assert warned(folder) == []
    groups = outcome(folder, tmp_path)["groups"]
    own = groups.filter(pl.col("group") == "FOCUS8", pl.col("period") == "2013")
    beside = groups.filter(pl.col("group") == "G2", pl.col("period") == "2013")
    for name in ("vsv", "safety", "selling_price", "newborns_extra_care"):
        row = of_group(own, indicator=name, method="pooled")
        reference = of_group(beside, indicator=name, method="pooled")
        assert row["reference"] == "G2"
        assert row["reference_value"] == reference["value"]
        assert abs(row["distance"]) == pytest.approx(abs(row["value"] - reference["value"]))


def test_numbers_of_ones_own_are_codes(shared_cases: Path, tmp_path: Path) -> None:
    folder = shared_cases / "numeric-codes"
    warned(folder)
    figures = outcome(folder, tmp_path)["figures"]
    districts = figures.filter(pl.col("level") == "district").sort("value")
    assert districts.select("area", "value").rows() == [("3", 3.0), ("9", 4.0)]
    assert set(districts["reference"]) == {"101"}


def test_published_counts_that_dont_close_are_an_error(shared_cases: Path) -> None:
    told = [str(problem) for problem in check_source(shared_cases / "published-does-not-close")]
    # 23 + 12 + 9 + 1 of the 40, of which nothing says that they are 40; and two indicators that the
    # publication judges and that have no better side.
    assert any("number of areas is not given: found '45 areas of AW40" in line for line in told)
    assert any("unknown class" in line for line in told)


def test_scores_of_respondents_have_a_mean_and_an_interval(
    shared_cases: Path, tmp_path: Path
) -> None:
    folder = shared_cases / "respondents-scores"
    assert set(warned(folder)) == {"area without figures", "group has no name"}
    figures = outcome(folder, tmp_path, protect=False)["figures"]
    own = figures.filter(pl.col("area") == "WK034401").unique("period").sort("period")
    # By hand from the 40 answers of each year, all of one weight: 218 and 231 of 40.
    assert own["value"].to_list() == pytest.approx([5.45, 5.775])
    assert all(own["lower"] < own["value"]) and all(own["value"] < own["upper"])
    assert set(own["interval_method"]) == {"taylor"}
