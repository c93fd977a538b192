"""Codes, indicators and periods of observations: what is not known is told, word for word."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.monitor.sources.conftest import Folder


def test_the_check_tells_lost_leading_zeros_in_a_spreadsheet(small: Folder) -> None:
    small.write("observations.csv", small.text("observations.csv").replace("WK036301", "36301"))
    assert small.told() == [
        (
            "warning areas.csv:4 [code]: area without figures: found 'WK036301'; expected "
            "observations, as other areas of level district have."
        ),
        (
            "error observations.csv:2 [area]: unknown code: found '36301'; expected the code of"
            " an area in areas.csv. Did you mean WK036301? Spreadsheets drop leading zeros: "
            "import the column as text. It stands in 8 rows; this is the first."
        ),
    ]


def test_the_check_tells_an_unknown_indicator(small: Folder) -> None:
    small.change("observations.csv", "WK036301,2013,seekers", "WK036301,2013,seeker")
    assert small.told() == [
        (
            "error observations.csv:3 [indicator]: unknown indicator: found 'seeker'; expected "
            "the id of an indicator in indicators.toml. Did you mean seekers?"
        ),
        (
            "warning observations.csv:4 [period]: missing periods: found 'seekers, WK036301: "
            "2013'; expected a figure in each period of a series. Other areas have figures "
            "then."
        ),
    ]


def test_the_check_tells_a_period_that_is_no_year(small: Folder) -> None:
    small.change("observations.csv", "WK036301,2013,seekers", "WK036301,13,seekers")
    assert small.told() == [
        (
            "error observations.csv:3 [period]: malformed period: found '13'; expected a period"
            " such as 2012, 2012-10, 2012-Q3 or 2012-10-01."
        ),
        (
            "warning observations.csv:4 [period]: missing periods: found 'seekers, WK036301: "
            "2013'; expected a figure in each period of a series. Other areas have figures "
            "then."
        ),
    ]


def test_the_check_tells_periods_of_statistics_netherlands(small: Folder) -> None:
    small.write("observations.csv", small.text("observations.csv").replace("2013,", "2013JJ00,"))
    assert small.told() == [
        (
            "warning observations [period]: missing periods: found 'price: 2013'; expected a "
            "figure each year, as in the other years. No area has figures then."
        ),
        (
            "warning observations [period]: missing periods: found 'seekers: 2013'; expected a "
            "figure each year, as in the other years. No area has figures then."
        ),
        (
            "error observations.csv:3 [period]: malformed period: found '2013JJ00'; expected a "
            "period such as 2012, 2012-10, 2012-Q3 or 2012-10-01. Write 2013. It stands in 8 "
            "rows; this is the first."
        ),
    ]


def test_the_check_tells_a_day_that_is_not_on_the_calendar(small: Folder) -> None:
    small.change("observations.csv", "WK036301,2013,seekers", "WK036301,2013-02-30,seekers")
    assert small.told() == [
        (
            "error observations.csv:3 [period]: malformed period: found '2013-02-30'; expected "
            "a period such as 2012, 2012-10, 2012-Q3 or 2012-10-01."
        ),
        (
            "warning observations.csv:3 [period]: missing periods: found 'seekers, WK036301: "
            "2013'; expected a figure in each period of a series. Other areas have figures "
            "then."
        ),
    ]


def test_the_check_tells_a_date_in_dutch_order(small: Folder) -> None:
    small.change("observations.csv", "WK036301,2013,seekers", "WK036301,1-1-2013,seekers")
    assert small.told() == [
        (
            "error observations.csv:3 [period]: malformed period: found '1-1-2013'; expected a "
            "period such as 2012, 2012-10, 2012-Q3 or 2012-10-01. Write 2013-01-01, or 2013 for"
            " the whole year."
        ),
        (
            "warning observations.csv:4 [period]: missing periods: found 'seekers, WK036301: "
            "2013'; expected a figure in each period of a series. Other areas have figures "
            "then."
        ),
    ]


def test_the_check_tells_an_empty_cell_among_the_keys(small: Folder) -> None:
    small.change("observations.csv", "WK036301,2013,seekers", "WK036301,,seekers")
    assert small.told() == [
        (
            "error observations.csv:3 [period]: cell is empty: expected a period such as 2012, "
            "2012-10, 2012-Q3 or 2012-10-01."
        ),
        (
            "warning observations.csv:4 [period]: missing periods: found 'seekers, WK036301: "
            "2013'; expected a figure in each period of a series. Other areas have figures "
            "then."
        ),
    ]
