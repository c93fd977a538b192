"""The yearly file of postcodes becomes a table of the source; faults are told with their line."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import polars as pl
import pytest

from wijkwerk.monitor.sources.check import check_source
from wijkwerk.monitor.sources.postcodes import PostcodesTaken, write_postcodes
from wijkwerk.shared.problems import InputError

HEADER = "PC6;Huisnummer;Buurt2024;Wijk2024;Gemeente2024\n"
ROWS = (
    "1011AB;1;0363AA01;0363AA;0363\n"
    "1011AB;2;363AA01;363AA;363\n"
    "1011 ac;1;363AA02;363AA;363\n"
    "2512GA;1;5180104;51801;518\n"
)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A source folder with two neighbourhoods of Amsterdam and one that is no more."""
    folder = tmp_path / "source"
    folder.mkdir()
    (folder / "areas.csv").write_text(
        "code,name,level,parent,valid_to\nGM0363,Amsterdam,municipality,,\n"
        "WK0363AA,Oud,district,GM0363,\nBU0363AA01,Een,neighbourhood,WK0363AA,\n"
        "BU0363AA02,Twee,neighbourhood,WK0363AA,\nBU05180104,Weg,neighbourhood,,2020\n"
    )
    return folder


def yearly(tmp_path: Path, text: str = HEADER + ROWS) -> Path:
    path = tmp_path / "pc6hnr20240801_gwb.csv"
    path.write_text(text, "utf-8")
    return path


def test_codes_get_their_letters_and_zeros_back(source: Path, tmp_path: Path) -> None:
    taken = write_postcodes(yearly(tmp_path), source)
    assert taken == PostcodesTaken(addresses=4, elsewhere=1, postcodes=2, divided=0)
    assert pl.read_csv(source / "postcodes.csv").rows() == [
        ("1011AB", "BU0363AA01", 2),
        ("1011AC", "BU0363AA02", 1),
    ]


def test_a_source_without_neighbourhoods_gets_districts(source: Path, tmp_path: Path) -> None:
    lines = (source / "areas.csv").read_text().splitlines()
    (source / "areas.csv").write_text("\n".join(one for one in lines if "BU" not in one) + "\n")
    write_postcodes(yearly(tmp_path), source)
    assert set(pl.read_csv(source / "postcodes.csv")["area"]) == {"WK0363AA"}


@pytest.mark.parametrize("kind", ["gz", "zip", "comma"])
def test_packed_files_and_commas_are_read(source: Path, tmp_path: Path, kind: str) -> None:
    path = yearly(tmp_path)
    if kind == "gz":
        path = tmp_path / "pc6.csv.gz"
        path.write_bytes(gzip.compress((HEADER + ROWS).encode()))
    elif kind == "zip":
        packed = tmp_path / "2024-cbs-pc6huisnr20240801_buurt.zip"
        with zipfile.ZipFile(packed, "w") as target:
            target.write(path, path.name)
            target.writestr("buurt2024.csv", "code;naam\n")
        path = packed
    else:
        path.write_text((HEADER + ROWS).replace(";", ","))
    assert write_postcodes(path, source).postcodes == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            HEADER + "1011AB;1;363AA01;363AA;363\nXX;1;363AA01;363AA;363\n",
            ":3 [PC6]: can't be read",
        ),
        (HEADER + "1011AB;1;363AA0199;363AA;363\n", ":2 [Buurt2024]: can't be read"),
        (HEADER + "1011AB;1;;363AA;363\n", ":2 [Buurt2024]: can't be read"),
        ("naam;code\na;1\n", "columns are missing"),
        ("niets\n", "not a table"),
        (HEADER + "2512GA;1;5180104;51801;518\n", "no postcode lies in an area of the source"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_written(
    source: Path, tmp_path: Path, text: str, said: str
) -> None:
    with pytest.raises(InputError) as wrong:
        write_postcodes(yearly(tmp_path, text), source)
    assert said in str(wrong.value)
    assert not (source / "postcodes.csv").exists()


def test_the_check_tells_postcodes_that_are_none(source: Path) -> None:
    (source / "postcodes.csv").write_text(
        "postcode,area,addresses\n1011AB,BU0363AA01,2\n1011AB,BU0363AA01,2\n101,BU0363AA01,1\n"
        "1011AD,BU99990000,1\n1011AE,BU0363AA02,-1\n"
    )
    told = {(one.line, one.code) for one in check_source(source) if one.file == "postcodes.csv"}
    assert told == {
        (3, "stands twice"),
        (4, "not a postcode"),
        (5, "unknown area"),
        (6, "below zero"),
    }
