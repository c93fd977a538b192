"""The folder itself: files that are absent or odd are told, word for word."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.monitor.sources.conftest import Folder


def test_the_check_tells_a_missing_table_of_areas(small: Folder) -> None:
    small.remove("areas.csv").write("gebieden.csv", "x")
    assert small.told() == [
        (
            "error areas.csv: file is missing: expected areas.csv or .parquet. Rename "
            "gebieden.csv to areas.csv."
        ),
    ]


def test_the_check_tells_a_workbook_in_place_of_a_table(small: Folder) -> None:
    small.remove("areas.csv").write("areas.xlsx", b"PK")
    assert small.told() == [
        (
            "error areas.csv: file is missing: expected areas.csv or .parquet. Save areas.xlsx "
            "as areas.csv."
        ),
    ]


def test_the_check_tells_missing_observations(small: Folder) -> None:
    small.remove("observations.csv")
    assert small.told() == [
        "error observations.csv: file is missing: expected observations*.csv or .parquet.",
    ]


def test_the_check_tells_missing_settings(small: Folder) -> None:
    small.remove("source.toml")
    assert small.told() == [
        "error source.toml: file is missing: expected source.toml.",
    ]


def test_the_check_tells_a_file_whose_name_is_almost_right(small: Folder) -> None:
    small.write("group.csv", "group,area\n")
    assert small.told() == [
        (
            "warning group.csv: file is not read: found 'group.csv'; expected groups.csv. "
            "Rename it to groups.csv if it belongs to the source."
        ),
    ]


def test_the_check_tells_a_folder_with_the_name_of_a_file(small: Folder) -> None:
    small.remove("groups.csv").write("groups.csv/x", "x")
    assert small.told() == [
        "error groups.csv: this is a folder: expected a file.",
        (
            "error source.toml:7 [source.focus_group]: unknown group: found 'FOCUS'; expected a"
            " group in groups.csv."
        ),
    ]
