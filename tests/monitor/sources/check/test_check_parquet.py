"""Parquet files: what is wrong is told, word for word."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.monitor.sources.conftest import Folder


def test_the_check_tells_a_parquet_file_copied_in_part(small: Folder) -> None:
    small.remove("observations.csv").parquet("observations.parquet", cut=200)
    assert small.told() == [
        (
            'error observations.parquet: not a readable Parquet file: found "No magic bytes '
            "found at end of file 'observations.parquet'\"; expected a whole Parquet file. It "
            "may have been copied in part: copy or export it again."
        ),
    ]


def test_the_check_tells_a_csv_with_the_name_of_a_parquet_file(small: Folder) -> None:
    small.write("observations.parquet", small.text("observations.csv")).remove("observations.csv")
    assert small.told() == [
        (
            'error observations.parquet: not a readable Parquet file: found "No magic bytes '
            "found at end of file 'observations.parquet'\"; expected a whole Parquet file. It "
            "may have been copied in part: copy or export it again."
        ),
    ]


def test_the_check_tells_observations_that_are_there_twice(small: Folder) -> None:
    small.parquet("observations.parquet")
    assert small.told() == [
        (
            "error observations.csv: table is there twice: found 'observations.parquet'; "
            "expected either observations.csv or observations.parquet. Take one of them out of "
            "the folder, or every row counts double."
        ),
    ]


def test_the_check_tells_infinity_and_nan_in_parquet(small: Folder) -> None:
    small.remove("observations.csv").parquet(
        "observations.parquet", value=[float("inf"), float("nan")]
    )
    assert small.told(notes=True) == [
        (
            "error observations.parquet:1 [value]: not a finite number: found 'inf'; expected a"
            " finite number. Something was divided by zero; leave the cell empty."
        ),
        (
            "note observations.parquet:2 [value]: NaN: found 'nan'; expected null for 'no "
            "figure'. Read as missing."
        ),
    ]


def test_the_check_tells_faults_by_row_in_parquet(small: Folder) -> None:
    small.remove("observations.csv").parquet(
        "observations.parquet", area="36301", numerator=99999.0
    )
    assert small.told() == [
        (
            "error observations.parquet:1 [area]: unknown code: found '36301'; expected the "
            "code of an area in areas.csv. Did you mean WK036301? Spreadsheets drop leading "
            "zeros: import the column as text."
        ),
        (
            "error observations.parquet:1 [numerator]: numerator above denominator: found "
            "'99999'; expected at most the denominator, 1500. Were the two columns swapped, or "
            "do they count different things?"
        ),
    ]
