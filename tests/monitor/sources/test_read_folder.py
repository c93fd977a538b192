"""Reading a source folder: one run tells everything, nothing surfaces as a traceback."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wijkwerk.monitor.engine import connect
from wijkwerk.monitor.sources.complete import all_observations
from wijkwerk.monitor.sources.read import read_source
from wijkwerk.shared.problems import InputError
from wijkwerk.tables.api import Notation, Shape, notation

if TYPE_CHECKING:
    from tests.monitor.sources.conftest import Folder

FILES = ("source.toml", "indicators.toml", "areas.csv", "groups.csv", "observations.csv")


def test_a_valid_source_has_nothing_to_tell(small: Folder) -> None:
    assert small.told(notes=True) == []


def test_faults_in_every_file_are_told_in_one_run(small: Folder) -> None:
    small.change("source.toml", "base_period", "base_periode")
    small.change("indicators.toml", 'unit = "eur"', 'unit = "euro"')
    small.change("areas.csv", "Noord,district,GM0363", "Noord,district,GM0364")
    small.change("groups.csv", "FOCUS,WK036301", "FOCUS,WK03631")
    small.change("observations.csv", "WK036302,2013,seekers", "36302,2013,seekers")
    small.change("observations.csv", "seekers,204,1502", "seekers,12%,1502")
    small.write("correspondence/2011.csv", "area_from,area_to,weight\nWK036399,WK036301,0.5\n")
    told = [line.split(":")[0] + ":" + line.split(":")[1].split()[0] for line in small.told()]
    assert {line for line in told if line.startswith("error")} == {
        "error areas.csv:4",
        "error correspondence/2011.csv:2",
        "error groups.csv:2",
        "error indicators.toml:17",
        "error observations.csv:4",
        "error observations.csv:7",
        "error source.toml:6",
    }


def test_reading_a_faulty_source_raises_what_keeps_it_from_being_read(
    small: Folder, tmp_path: Path
) -> None:
    small.change("observations.csv", "seekers,204,1502", "seekers,12%,1502")
    with pytest.raises(InputError, match=r"observations\.csv:4 \[numerator\]: not a number"):
        read_source(small.path, tmp_path / "work")


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such folder"):
        read_source(tmp_path / "nowhere", tmp_path / "work")


def test_a_link_out_of_the_folder_is_told(small: Folder, tmp_path: Path) -> None:
    outside = tmp_path / "outside.csv"
    outside.write_bytes((small.path / "groups.csv").read_bytes())
    small.remove("groups.csv")
    (small.path / "groups.csv").symlink_to(outside)
    assert small.told()[0] == (
        f"error groups.csv: link leads out of the folder: found '{outside}'; expected a file "
        "inside the source folder. Copy the file itself into the folder: a source must be whole "
        "by itself."
    )


def test_a_link_to_nothing_is_told(small: Folder) -> None:
    small.remove("groups.csv")
    (small.path / "groups.csv").symlink_to("gone.csv")
    assert small.told()[0] == (
        "error groups.csv: link leads nowhere: found 'gone.csv'; expected a file. Copy the file "
        "itself into the folder."
    )


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read every file")
def test_a_file_without_permission_is_told(small: Folder) -> None:
    (small.path / "areas.csv").chmod(0)
    assert small.told()[0] == (
        "error areas.csv: file can't be read: found 'Permission denied'; expected a file that can "
        "be read. Look at its permissions and at the disk it lies on."
    )


def test_sound_parquet_is_not_written_anew(small: Folder, tmp_path: Path) -> None:
    small.remove("observations.csv").parquet("observations.parquet", status=["A"] * 32)
    source = read_source(small.path, tmp_path / "work")
    assert source.observations == (small.path / "observations.parquet",)


def test_every_way_of_writing_gives_the_same_observations(small: Folder, tmp_path: Path) -> None:
    def rows(name: str) -> pl.DataFrame:
        source = read_source(small.path, tmp_path / name)
        engine = connect("duckdb", tmp_path / name / "engine")
        return engine.collect(all_observations(source, engine)).sort("indicator", "area", "period")

    plain = rows("plain")
    text = small.text("observations.csv")
    assert plain.height == 32
    small.write("observations.csv", text.replace(",", ";"))
    assert rows("semicolons").equals(plain)
    small.write("observations.csv", text.encode("utf-16"))
    assert rows("utf16").equals(plain)
    small.write("observations.csv", text.replace("seekers,", 'seekers,"').replace(",15", '",15'))
    small.write("observations.csv", text.replace("\n", "\r\n").replace("WK036301,", " WK036301 ,"))
    assert rows("spaces").equals(plain)
    small.write("observations.csv", text.replace("\n", "\n\n"))
    assert rows("blank_lines").equals(plain)
    small.remove("observations.csv").parquet("observations.parquet", status=["A"] * 32)
    assert rows("parquet").equals(plain)


@settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    name=st.sampled_from(FILES),
    place=st.floats(0, 1),
    junk=st.one_of(
        st.binary(max_size=12),
        st.sampled_from([b'"', b"\0", b"\n", b";", b"\xff\xfe", b"[[", b"=", b",,,", b"'", b"\r"]),
    ),
    length=st.integers(0, 30),
)
def test_damage_anywhere_is_told_and_never_raised(
    small: Folder, name: str, place: float, junk: bytes, length: int
) -> None:
    whole = (small.path / name).read_bytes()
    at = int(place * len(whole))
    try:
        small.write(name, whole[:at] + junk + whole[at + length :])
        for line in small.told(notes=True):
            assert line.split()[0] in ("error", "warning", "note")
            assert "Traceback" not in line
    finally:
        small.write(name, whole)


CELLS = st.one_of(
    st.text(alphabet="0123456789.,-+eE x%", max_size=12),
    st.sampled_from(["NA", ".", "x", "", "1.500", "1,500", "1.500,0", "1,500.0", "0,123", "inf"]),
)


@settings(max_examples=5, deadline=None, derandomize=True)
@given(cells=st.lists(CELLS, min_size=20, max_size=200))
def test_numbers_are_read_alike_in_python_and_sql(cells: list[str]) -> None:
    import duckdb

    with duckdb.connect() as con:
        con.register("frame", pl.DataFrame({"cell": cells}).to_arrow())
        numbers = ", ".join(notation.sql_number("cell", Shape, one) for one in Notation)
        found = con.execute(f"SELECT {notation.sql_shape('cell')}, {numbers} FROM frame").fetchall()
    for cell, (shape, *values) in zip(cells, found, strict=True):
        assert shape == notation.shape_of(cell), cell
        assert values == [notation.number(cell, one) for one in Notation], cell


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["1.500", "12,5"], 1500.0),  # the other cell is Dutch
        (["1.500", "12.5"], 1.5),  # the other cell is English
        (["1.500", "12"], None),  # nobody can tell
        (["1.500", "12,5", "12.5"], None),
        (["1,500", "12.5"], 1500.0),
        (["1,500", "12,5"], 1.5),
    ],
)
def test_a_point_or_comma_is_read_by_what_its_column_tells(
    cells: list[str], expected: float | None
) -> None:
    written = notation.notation_of(map(notation.shape_of, cells))
    assert notation.number(cells[0], written) == expected
