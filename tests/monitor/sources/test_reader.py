"""Own folders come through the reader of tables: its rules hold there too."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import polars as pl
import pytest

from wijkwerk.monitor.sources.observations import connect, land

if TYPE_CHECKING:
    from tests.monitor.sources.conftest import Folder


def test_a_point_in_one_column_is_not_read_by_the_decimals_of_another(small: Folder) -> None:
    small.change("areas.csv", "3000,1400,,", '24.310,"14.5",,')
    assert any(
        "areas.csv:4 [inhabitants]: ambiguous number: found '24.310'" in line
        for line in small.told()
    )


def test_a_row_with_fewer_cells_is_an_error_with_its_line(small: Folder) -> None:
    small.change(
        "areas.csv", "WK036301,Noord,district,GM0363,3000,1400,,", "WK036301,Noord,district"
    )
    assert any(line.startswith("error areas.csv:4: too few cells") for line in small.told())


def test_a_byte_of_windows_1252_is_told_and_garbles_no_other_name(small: Folder) -> None:
    text = small.text("areas.csv").replace("Noord,", "Café,").encode()
    small.write("areas.csv", text.replace(b"Midden,", b"Ren\xe9,"))
    assert [line for line in small.told() if "encodings" in line] == [
        "warning areas.csv:5: two encodings in one file: found 'Windows-1252'; expected UTF-8. The rest "
        "is UTF-8. What isn't was read as Windows-1252: look whether its names are right."
    ]


@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Asia/Tokyo"])
def test_a_moment_in_parquet_is_the_same_day_on_every_machine(tmp_path: Path, zone: str) -> None:
    midnight = datetime.datetime(2020, 1, 1, tzinfo=ZoneInfo("Europe/Amsterdam"))
    frame = {"area": ["A"], "period": [midnight], "indicator": ["x"], "value": [1.5]}
    pl.DataFrame(frame).write_parquet(tmp_path / "observations.parquet")
    with connect(tmp_path) as con:
        con.execute(f"SET TimeZone = '{zone}'")
        landed = land(con, tmp_path / "observations.parquet", tmp_path, [])
        assert landed is not None
        rows = con.execute(f"SELECT period FROM ({landed.sql})").fetchall()
    assert rows == [("2020-01-01 00:00:00",)]
