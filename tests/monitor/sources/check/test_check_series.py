"""Observations taken together: doubles, gaps, base periods and jumps are told, word for word."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.monitor.sources.conftest import Folder


def test_the_check_tells_a_row_that_stands_twice(small: Folder) -> None:
    small.add("observations.csv", "WK036301,2013,seekers,207,1501,,,")
    assert small.told() == [
        (
            "error observations.csv:34 [area]: stands twice: found 'WK036301, 2013, seekers'; "
            "expected one row; there are 2, the first on line 3. They are the same: take out "
            "all but one."
        )
    ]


def test_the_check_tells_two_rows_that_contradict_each_other(small: Folder) -> None:
    small.add("observations.csv", "WK036301,2013,seekers,208,1501,,,")
    assert small.told() == [
        (
            "error observations.csv:34 [area]: stands twice: found 'WK036301, 2013, seekers'; "
            "expected one row; there are 2, the first on line 3. Their figures differ: keep the"
            " right one."
        )
    ]


def test_the_check_tells_a_row_that_stands_in_two_files(small: Folder) -> None:
    small.write(
        "observations-2.csv",
        "area,period,indicator,numerator,denominator\nWK036301,2013,seekers,207,1501\n",
    )
    assert small.told() == [
        (
            "error observations.csv:3 [area]: stands twice: found 'WK036301, 2013, seekers'; "
            "expected one row; there are 2, the first on line 2 of observations-2.csv. They are"
            " the same: take out all but one."
        )
    ]


def test_the_check_tells_a_gap_in_a_series(small: Folder) -> None:
    small.change("observations.csv", "WK036301,2013,seekers,207,1501,,,\n", "")
    assert small.told() == [
        (
            "warning observations.csv:3 [period]: missing periods: found 'seekers, WK036301: "
            "2013'; expected a figure in each period of a series. Other areas have figures "
            "then."
        )
    ]


def test_the_check_tells_a_year_that_nobody_has(small: Folder) -> None:
    small.write(
        "observations.csv",
        "".join(
            line for line in small.text("observations.csv").splitlines(True) if ",2013," not in line
        ).replace(",2012,", ",2011,"),
    )
    small.change("source.toml", '"2012"', '"2011"')
    small.write("groups.csv", "group,area\nFOCUS,WK036301\n")
    small.add(
        "observations.csv",
        *(f"{a},2012,seekers,150,1500,,," for a in ("WK036301", "WK036302", "WK036303", "GM0363")),
    )
    assert small.told() == [
        (
            "warning observations [period]: missing periods: found 'price: 2012, 2013'; "
            "expected a figure each year, as in the other years. No area has figures then."
        ),
        (
            "warning observations [period]: missing periods: found 'seekers: 2013'; expected a "
            "figure each year, as in the other years. No area has figures then."
        ),
    ]


def test_the_check_tells_a_base_period_without_figures(small: Folder) -> None:
    small.change("source.toml", 'base_period = "2012"', 'base_period = "2010"')
    assert small.told() == [
        (
            "error source.toml:6 [source.base_period]: base period is absent: found '2010'; "
            "expected one of 2012, 2013, 2014, 2015."
        ),
        (
            "warning source.toml:6 [source.base_period]: base period has no figures: found "
            "'2010 for seekers, price'; expected figures in the base period. Changes are "
            "counted from 2012, or from a base_period of the indicator itself."
        ),
    ]


def test_the_check_tells_a_base_period_that_one_indicator_lacks(small: Folder) -> None:
    small.change(
        "indicators.toml",
        'direction = "higher_is_better"',
        'direction = "higher_is_better"\nbase_period = "2009"',
    )
    assert small.told() == [
        (
            "error indicators.toml:20 [price.base_period]: base period has no figures: found "
            "'2009'; expected one of 2012, 2013, 2014, 2015."
        )
    ]


def test_the_check_tells_an_indicator_that_starts_later(small: Folder) -> None:
    small.write(
        "observations.csv",
        "".join(
            line
            for line in small.text("observations.csv").splitlines(True)
            if ",2012,price" not in line
        ),
    )
    assert small.told() == [
        (
            "warning source.toml:6 [source.base_period]: base period has no figures: found "
            "'2012 for price'; expected figures in the base period. Changes are counted from "
            "2013, or from a base_period of the indicator itself."
        )
    ]


def test_the_check_tells_an_indicator_without_figures(small: Folder) -> None:
    small.write(
        "observations.csv",
        "".join(
            line
            for line in small.text("observations.csv").splitlines(True)
            if ",price," not in line
        ),
    )
    assert small.told() == [
        (
            "warning indicators.toml:13 [price]: no figures: expected observations of every "
            "indicator. Take it out, or add its observations."
        )
    ]


def test_the_check_tells_a_decimal_sign_that_slipped(small: Folder) -> None:
    small.change(
        "observations.csv", "WK036301,2014,price,,,201800,60", "WK036301,2014,price,,,20180,60"
    )
    assert small.told() == [
        (
            "warning observations.csv:20 [value]: sudden jump: found 'price, WK036301: 200900 "
            "to 20180'; expected a change such as the indicator usually has. About ten times: "
            "did a decimal sign slip?"
        ),
        (
            "warning observations.csv:21 [value]: sudden jump: found 'price, WK036301: 20180 to"
            " 202700'; expected a change such as the indicator usually has. About ten times: "
            "did a decimal sign slip?"
        ),
    ]


def test_the_check_tells_a_sudden_jump(small: Folder) -> None:
    small.change(
        "observations.csv", "WK036303,2015,seekers,149,1253", "WK036303,2015,seekers,720,1253"
    )
    assert small.told() == [
        (
            "warning observations.csv:13 [value]: sudden jump: found 'seekers, WK036303: "
            "12.1406 to 57.4621'; expected a change such as the indicator usually has. Look at "
            "the figure; when it is right, nothing needs to be done."
        )
    ]


# Seven steps of one unit and an eighth of exactly so many: what is usual is one.
_WALK = (100, 101, 102, 103, 104, 105, 106, 107)


def _priced(last: int) -> list[str]:
    prices = [*_WALK, *(_WALK[-1] + 1 for _ in range(1)), _WALK[-1] + 1 + last]
    return [f"GM0363,{2006 + step},price,,,{price},," for step, price in enumerate(prices)]


def _jumps(small: Folder, last: int) -> list[str]:
    kept = [row for row in small.text("observations.csv").splitlines() if ",price," not in row]
    small.write("observations.csv", "\n".join([*kept, *_priced(last)]) + "\n")
    return [one for one in small.told() if "sudden jump" in one]


def test_a_step_of_exactly_eight_usual_ones_is_no_jump_and_one_beyond_it_is(small: Folder) -> None:
    assert _jumps(small, 8) == []
    (told,) = _jumps(small, 9)
    assert "price, GM0363: 108 to 117" in told


def test_validity_is_counted_as_the_steps_count_membership(small: Folder) -> None:
    """Validity may be told by year and figures by quarter, or the other way around: what counts is
    whether it holds when the period begins. An area that begins in the third quarter isn't there when
    its year begins; one that begins on the first day of it is."""
    small.change(
        "areas.csv",
        "WK036301,Noord,district,GM0363,3000,1400,,",
        "WK036301,Noord,district,GM0363,3000,1400,2012,2015",
    )
    small.change(
        "areas.csv",
        "WK036303,Zuid,district,GM0363,2500,1200,,",
        "WK036303,Zuid,district,GM0363,2500,1200,2012-Q3,",
    )
    small.change("groups.csv", "FOCUS,WK036303,2012,", "FOCUS,WK036303,2012-Q3,")
    quarters = [
        f"WK036301,{period},price,,,201000,60,"
        for period in ("2011-Q4", "2012-Q1", "2015-Q4", "2016-Q1")
    ]
    small.add("observations.csv", *quarters)
    outside = [one for one in small.told() if "outside the area's validity" in one]
    assert [one.split("found ")[1].split(";")[0] for one in outside] == [
        "'WK036303 in 2012'",
        "'WK036301 in 2011-Q4'",
        "'WK036301 in 2016-Q1'",
    ]
    small.change("areas.csv", "2500,1200,2012-Q3,", "2500,1200,2012-01-01,")
    assert not [one for one in small.told() if "WK036303 in 2012" in one]
