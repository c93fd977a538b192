"""The table of areas: what is wrong with it is told, word for word."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.monitor.sources.conftest import Folder


def test_the_check_tells_an_unknown_area_with_the_nearest_code(small: Folder) -> None:
    small.change("observations.csv", "WK036301,2013,seekers", "WK36301,2013,seekers")
    assert small.told() == [
        (
            "error observations.csv:3 [area]: unknown code: found 'WK36301'; expected the code "
            "of an area in areas.csv. Did you mean WK036301?"
        ),
        (
            "warning observations.csv:4 [period]: missing periods: found 'seekers, WK036301: "
            "2013'; expected a figure in each period of a series. Other areas have figures "
            "then."
        ),
    ]


def test_the_check_tells_a_parent_that_is_no_area(small: Folder) -> None:
    small.change("areas.csv", "Noord,district,GM0363", "Noord,district,GM0364")
    assert small.told() == [
        (
            "error areas.csv:4 [parent]: unknown code: found 'GM0364'; expected the code of an "
            "area in areas.csv. Did you mean GM0363?"
        ),
    ]


def test_the_check_tells_a_code_defined_twice(small: Folder) -> None:
    small.add("areas.csv", "WK036301,Noord,district,GM0363,3000,1400,,")
    assert small.told() == [
        (
            "error areas.csv:7 [code]: defined twice: found 'WK036301'; expected each code "
            "once. It is also on line 4: take one out, or give them valid_from and valid_to."
        ),
    ]


def test_the_check_tells_a_hierarchy_that_runs_in_a_circle(small: Folder) -> None:
    small.change(
        "areas.csv", "GM0363,Amsterdam,municipality,NL00", "GM0363,Amsterdam,municipality,WK036301"
    )
    assert small.told() == [
        (
            "error areas.csv:3 [parent]: hierarchy runs in a circle: found 'GM0363 > WK036301 >"
            " GM0363'; expected a parent on a higher level."
        ),
        (
            "warning areas.csv:3 [parent]: parent isn't on a higher level: found 'WK036301'; "
            "expected an area above a municipality."
        ),
    ]


def test_the_check_tells_validity_that_overlaps(small: Folder) -> None:
    small.change(
        "areas.csv",
        "WK036301,Noord,district,GM0363,3000,1400,,",
        "WK036301,Noord,district,GM0363,3000,1400,2010,2013",
    )
    small.add("areas.csv", "WK036301,Noord,district,GM0363,3000,1400,2013-07,")
    assert small.told() == [
        (
            "error areas.csv:7 [valid_from]: validity overlaps: found 'WK036301'; expected a "
            "period that starts after line 4 ends. Line 4 holds from 2010 to 2013, inclusive."
        ),
    ]


def test_the_check_tells_an_end_before_a_start(small: Folder) -> None:
    small.change("areas.csv", "3000,1400,,", "3000,1400,2014,2012")
    assert small.told() == [
        (
            "error areas.csv:4 [valid_to]: ends before it starts: found '2012'; expected 2014 "
            "or later."
        ),
        (
            "warning observations.csv:2 [period]: outside the area's validity: found 'WK036301 "
            "in 2012'; expected a period in which WK036301 exists. 2 rows."
        ),
        (
            "warning observations.csv:3 [period]: outside the area's validity: found 'WK036301 "
            "in 2013'; expected a period in which WK036301 exists. 2 rows."
        ),
        (
            "warning observations.csv:4 [period]: outside the area's validity: found 'WK036301 "
            "in 2014'; expected a period in which WK036301 exists. 2 rows."
        ),
        (
            "warning observations.csv:5 [period]: outside the area's validity: found 'WK036301 "
            "in 2015'; expected a period in which WK036301 exists. 2 rows."
        ),
    ]


def test_the_check_tells_dates_as_a_spreadsheet_writes_them(small: Folder) -> None:
    small.change("areas.csv", "3000,1400,,", "3000,1400,1-1-2012,")
    assert small.told() == [
        (
            "error areas.csv:4 [valid_from]: malformed date: found '1-1-2012'; expected a "
            "period such as 2012, 2012-10, 2012-Q3 or 2012-10-01. Write 2012-01-01, or 2012 for"
            " the whole year."
        ),
    ]


def test_the_check_tells_lost_leading_zeros_in_the_table_of_areas(small: Folder) -> None:
    small.change("areas.csv", "GM0363,Amsterdam", "363,Amsterdam")
    assert small.told() == [
        (
            "error areas.csv:3 [code]: code without its letters or zeros: found '363'; expected"
            " the code of a municipality. Did you mean GM0363? Spreadsheets drop leading zeros:"
            " import the column as text."
        ),
    ]


def test_the_check_tells_an_unknown_level(small: Folder) -> None:
    small.change("areas.csv", "Noord,district", "Noord,wijk")
    assert small.told() == [
        (
            "error areas.csv:4 [level]: unknown level: found 'wijk'; expected one of country, "
            "municipality, district, neighbourhood, custom, group. Did you mean district?"
        ),
    ]


def test_the_check_tells_a_level_that_does_not_fit_the_code(small: Folder) -> None:
    small.change("areas.csv", "Noord,district", "Noord,neighbourhood")
    assert small.told() == [
        (
            "error areas.csv:4 [level]: level doesn't fit the code: found 'neighbourhood'; "
            "expected district for WK036301."
        ),
    ]


def test_the_check_tells_a_negative_number_of_inhabitants(small: Folder) -> None:
    small.change("areas.csv", "3000,1400", "-3000,1400")
    assert small.told() == [
        ("error areas.csv:4 [inhabitants]: negative count: found '-3000'; expected zero or more."),
    ]


def test_the_check_tells_a_number_with_words_in_it(small: Folder) -> None:
    small.change("areas.csv", "3000,1400", "ca 3000,1400")
    assert small.told() == [
        (
            "error areas.csv:4 [inhabitants]: not a number: found 'ca 3000'; expected a number "
            "such as 12,5 or 12.5. Leave the cell empty when there is no figure."
        ),
    ]


def test_the_check_tells_thousands_points_that_could_be_decimals(small: Folder) -> None:
    small.change("areas.csv", "3000,1400", "3.000,1400")
    assert small.told() == [
        (
            "error areas.csv:4 [inhabitants]: ambiguous number: found '3.000'; expected 3000 or"
            " 3.00, so that thousands and decimals can be told apart. No other cell of the "
            "column tells which one is meant: write thousands without a sign."
        ),
    ]


def test_the_check_tells_an_area_without_a_code(small: Folder) -> None:
    small.change("areas.csv", "WK036302,Midden", ",Midden")
    assert small.told() == [
        "error areas.csv:5 [code]: cell is empty: expected the code of an area.",
        (
            "error observations.csv:6 [area]: unknown code: found 'WK036302'; expected the code"
            " of an area in areas.csv. Did you mean WK036301? It stands in 8 rows; this is the "
            "first."
        ),
    ]


def test_the_check_tells_a_parent_on_the_wrong_level(small: Folder) -> None:
    small.change("areas.csv", "Noord,district,GM0363", "Noord,district,WK036302")
    assert small.told() == [
        (
            "warning areas.csv:4 [parent]: parent isn't on a higher level: found 'WK036302'; "
            "expected an area above a district."
        ),
    ]


def test_the_check_tells_an_area_without_figures(small: Folder) -> None:
    small.add("areas.csv", "WK036304,Oost,district,GM0363,900,400,,")
    assert small.told() == [
        (
            "warning areas.csv:7 [code]: area without figures: found 'WK036304'; expected "
            "observations, as other areas of level district have."
        ),
    ]


def test_the_check_tells_figures_of_an_area_that_is_gone(small: Folder) -> None:
    small.change("areas.csv", "3000,1400,,", "3000,1400,2010,2014")
    assert small.told() == [
        (
            "warning observations.csv:5 [period]: outside the area's validity: found 'WK036301 "
            "in 2015'; expected a period in which WK036301 exists. 2 rows."
        ),
    ]


def numbered(folder: Folder, *rows: str) -> list[str]:
    """What the check says of the codes in a table of areas with these rows."""
    folder.write("areas.csv", "\n".join(["code,name,level,parent", *rows]) + "\n")
    return [line for line in folder.told() if "letters or zeros" in line]


def test_numbers_of_ones_own_are_valid_codes(small: Folder) -> None:
    city, north, south = "101,City,municipality,", "3,North,district,101", "9,South,district,101"
    assert numbered(small, city, north, south) == []
    # As long as codes of Statistics Netherlands and beginning with the one above: these lost letters.
    assert len(numbered(small, "363,City,municipality,", "36301,North,district,363")) == 2
    assert numbered(small, "101,City,municipality,", "36301,North,district,101") == []
    # Beside codes that kept their letters a bare number lost its own.
    assert len(numbered(small, "GM0363,City,municipality,", "3,North,district,GM0363")) == 1


def test_a_note_behind_a_figure_is_no_digit_of_it(small: Folder) -> None:
    text = (small.path / "observations.csv").read_text()
    line = next(line for line in text.splitlines() if line.startswith("WK036301,2013,seekers"))
    cells = line.split(",")
    small.change("observations.csv", line, ",".join([*cells[:3], f"{cells[3]} 2", *cells[4:]]))
    assert [told for told in small.told() if f"not a number: found '{cells[3]} 2'" in told]


def test_a_school_year_is_no_month_and_the_check_says_what_to_write(small: Folder) -> None:
    small.change("observations.csv", "WK036301,2013,seekers", "WK036301,2013/14,seekers")
    small.change("observations.csv", "WK036301,2014,seekers", "WK036301,2010/11,seekers")
    small.change("observations.csv", "WK036302,2014,seekers", "WK036302,200910,seekers")
    told = "\n".join(small.told())
    assert "Write 2009 or 2010 for the school year, or 2009-10 for the month." in told
    assert "'2013/14'" in told and "Write 2013 or 2014 for the school year." in told
    assert "Write 2010 or 2011 for the school year, or 2010-11 for the month." in told
