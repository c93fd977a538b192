"""An indicator without a better side: figures, distances and changes, and nothing that judges."""

from __future__ import annotations

import polars as pl
import pytest

from wijkwerk.monitor.core.definitions import Direction as D
from wijkwerk.monitor.core.definitions import DisclosureLimits, Indicator, Kind
from wijkwerk.monitor.disclosure import limits_of
from wijkwerk.shared.text import Text

from .conftest import TablesOf, maker

THEME = '[[theme]]\nid = "t"\nname = { nl = "T", en = "T" }\n'
AREAS = ["NL,Land,country,", "GM1,Stad,municipality,NL"]
AREAS += [f"W{number},Wijk {number},district,GM1" for number in range(8)]
GROUPS = [f"G,W{number},," for number in range(7)]


def _indicator(name: str, direction: str) -> str:
    return (
        f'[[indicator]]\nid = "{name}"\nname = {{ nl = "{name}", en = "{name}" }}\ntheme = "t"\n'
        f'unit = "%"\nkind = "rate"\ndirection = "{direction}"\n'
    )


def _rows(name: str, periods: tuple[str, ...] = ("2019", "2022")) -> list[str]:
    """10% to 17% of 1,000 in 2019; the first district two points more in 2022."""
    return [
        f"W{number},{period},{name},{100 + 10 * number + (20 if number == 0 and period == '2022' else 0)},1000"
        for number in range(8)
        for period in periods
    ]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, pl.DataFrame]:
    return maker(tmp_path_factory)(
        areas=AREAS,
        groups=GROUPS,
        rows=_rows("judged") + _rows("origin"),
        indicators=THEME
        + _indicator("judged", "lower_is_better")
        + _indicator("origin", "neutral"),
    )


def _of(frame: pl.DataFrame, indicator: str) -> pl.DataFrame:
    return frame.filter(pl.col("indicator") == indicator)


def test_a_neutral_distance_is_the_value_minus_the_reference(
    found: dict[str, pl.DataFrame],
) -> None:
    """The land has (100 + … + 170) / 8 = 13.5% in 2019; W0 has 10%, W7 has 17%."""
    rows = _of(found["figures"], "origin").filter(pl.col("period") == "2019")
    lags = dict(rows.select("area", "distance").iter_rows())
    assert lags["W0"] == pytest.approx(-3.5)
    assert lags["W7"] == pytest.approx(3.5)
    assert rows.filter(pl.col("area") == "W7")["distance_lower"][0] < 3.5
    for column in ("value", "base", "lower", "upper", "reference_value"):
        assert rows[column].null_count() == 0, column


def test_a_neutral_change_is_told_and_not_judged(found: dict[str, pl.DataFrame]) -> None:
    """W0 went from 10% to 12% while the land went from 13.5% to 13.75%."""
    rows = _of(found["changes"], "origin")
    assert rows["class"].unique().to_list() == ["not_judged"]
    assert rows["evidence"].unique().to_list() == ["cannot_tell"]
    change = rows.filter(pl.col("area") == "W0").row(0, named=True)
    assert change["own_change"] == pytest.approx(2)
    assert change["reference_change"] == pytest.approx(0.25)
    assert change["distance_change"] == pytest.approx(1.75)
    assert change["lower"] < 1.75 < change["upper"]


def test_nothing_judges_a_neutral_indicator(found: dict[str, pl.DataFrame]) -> None:
    assert _of(found["figures"], "origin")["rank"].drop_nulls().is_empty()
    assert _of(found["classes"], "origin").is_empty()
    assert _of(found["warnings"], "origin").is_empty()
    groups = _of(found["groups"], "origin")
    assert groups.height and groups["worst_areas"].null_count() == groups.height
    assert groups["worst_five"].null_count() == groups.height
    then = groups.filter(pl.col("method") == "unweighted", pl.col("period") == "2019")
    assert then["minimum"].to_list() == [10]
    assert then["maximum"].to_list() == [16]
    change = _of(found["group_changes"], "origin")
    assert set(change["class"]) == {"not_judged"}


def test_the_other_indicator_is_judged_as_ever(found: dict[str, pl.DataFrame]) -> None:
    changes = dict(_of(found["changes"], "judged").select("area", "class").iter_rows())
    assert (changes["W0"], changes["W7"]) == ("at_or_better", "smaller")
    ranks = dict(
        _of(found["figures"], "judged")
        .filter(pl.col("period") == "2019")
        .select("area", "rank")
        .iter_rows()
    )
    assert (ranks["W0"], ranks["W7"]) == (1, 8)
    counts = _of(found["classes"], "judged")
    assert counts.filter(pl.col("reference") == "")["count"].sum() == 8
    worst = _of(found["groups"], "judged").filter(
        pl.col("method") == "unweighted", pl.col("period") == "2019"
    )
    assert worst["worst_areas"].to_list() == ["W6;W5;W4;W3;W2"]


def test_one_moment_is_an_answer_of_its_own(tables_of: TablesOf) -> None:
    """W0 has 3 people, below the least that the indicator asks for: that goes first."""
    rows = [*_rows("i", ("2022",))[1:], "W0,2022,i,1,3"]
    tables = tables_of(
        areas=AREAS,
        groups=GROUPS,
        rows=rows,
        indicators=THEME + _indicator("i", "lower_is_better") + "minimum_base = 10\n",
    )
    kinds = dict(tables["changes"].select("area", "class").iter_rows())
    assert kinds["W0"] == "too_few"
    assert {kind for area, kind in kinds.items() if area not in ("W0", "NL")} == {"one_moment"}
    counts = tables["classes"].filter(pl.col("group") == "", pl.col("reference") == "")
    assert dict(counts.select("class", "count").iter_rows()) == {
        "smaller": 0,
        "larger": 0,
        "equal": 0,
        "at_or_better": 0,
        "too_few": 1,
        "no_reference": 0,
        "one_moment": 7,
    }
    assert set(tables["group_changes"]["class"]) <= {"one_moment", None}


def test_counts_of_two_moments_say_nothing_of_one_moment(found: dict[str, pl.DataFrame]) -> None:
    assert "one_moment" not in _of(found["classes"], "judged")["class"].to_list()


@pytest.mark.parametrize(
    ("direction", "expected"),
    [(D.LOWER_IS_BETTER, (True, False)), (D.HIGHER_IS_BETTER, (False, True)),
     (D.NEUTRAL, (True, True))],
)  # fmt: skip
def test_of_a_neutral_share_neither_all_nor_none_is_told_of_a_small_group(
    direction: D, expected: tuple[bool, bool]
) -> None:
    indicator = Indicator("i", Text("i", "i"), "t", "%", Kind.RATE, direction, scale=100)
    limits = limits_of(indicator, DisclosureLimits())
    assert (limits.all_in, limits.none_in) == expected
