import gzip
import json
from pathlib import Path

import pytest

from wijkwerk.monitor.sources.cbs.files import read_tables

TABLE = "Codering;Wijken en buurten;Koopwoningen\nGM9001;Zuidbroek é;50,5\nWK900100;Wijk 00;.\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_every_encoding_gives_the_same_table(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "kwb-2023.csv"
    path.write_bytes(TABLE.encode(encoding))
    (table,) = read_tables(path)
    assert table.headers == ("Codering", "Wijken en buurten", "Koopwoningen")
    assert table.rows[0] == ["GM9001", "Zuidbroek é", "50,5"]


@pytest.mark.parametrize("sign", [";", ",", "\t", "|"])
def test_the_separator_is_found_beside_decimal_commas(tmp_path: Path, sign: str) -> None:
    rows = [["Codering", "Koopwoningen", "Woningvoorraad"], ["GM9001", '"50,5"', "10"]]
    path = tmp_path / "kwb-2023.csv"
    path.write_text("\r\n".join(sign.join(row) for row in rows), "utf-8")
    (table,) = read_tables(path)
    assert table.rows == [["GM9001", "50,5", "10"]]


def test_titles_units_and_sources_around_a_table_are_got_out_of_the_way(tmp_path: Path) -> None:
    path = tmp_path / "download.csv"
    path.write_text(
        '"Kerncijfers wijken en buurten 2015"\n""\n"";"Onderwerp"\n'
        '"";"Inkomen|Gemiddeld inkomen per inwoner ";"Inkomen|Actieven 15-75 jaar"\n'
        '"Wijken en buurten";"x 1 000 euro";"%"\n"GM9001";"26,9";"59,3"\n"WK900100";".";"."\n'
        '"Bron: CBS"\n',
        "utf-8",
    )
    (table,) = read_tables(path)
    assert table.headers == (
        "Wijken en buurten",
        "Inkomen|Gemiddeld inkomen per inwoner (x 1 000 euro)",
        "Inkomen|Actieven 15-75 jaar (%)",
    )
    assert table.rows == [["GM9001", "26,9", "59,3"], ["WK900100", ".", "."]]
    assert table.lines == [6, 7]
    assert table.title.startswith("Kerncijfers wijken en buurten 2015")
    assert table.notes == 3


def test_lines_count_rows_that_run_over_several_lines(tmp_path: Path) -> None:
    path = tmp_path / "kwb-2023.csv"
    path.write_text('code;name;p_koopw\nGM9001;"Test\ndam";50\nWK900100;Wijk;51\n', "utf-8")
    (table,) = read_tables(path)
    assert table.lines == [2, 4]


def test_a_gzipped_table_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "kwb-2023.csv.gz"
    path.write_bytes(gzip.compress(TABLE.encode()))
    (table,) = read_tables(path)
    assert len(table.rows) == 2


def test_records_by_code_are_a_table_and_what_has_no_code_is_counted(tmp_path: Path) -> None:
    path = tmp_path / "kwb-2021.json"
    path.write_text(
        json.dumps(
            {
                "Gemeente": {"GM9001": {"Naam": "Testdam", "Wonen": {"p_koopw": 50.0}}},
                "Totaal": {"p_koopw": 57},
            }
        )
    )
    (table,) = read_tables(path)
    assert table.headers == ("code", "Naam", "p_koopw")
    assert table.rows == [["GM9001", "Testdam", "50.0"]]
    assert table.notes == 1


def test_a_saved_reply_of_odata_is_a_table(tmp_path: Path) -> None:
    path = tmp_path / "84583NED 2019.json"
    path.write_text(json.dumps({"value": [{"Codering_3": "GM9001    ", "Koopwoningen_40": None}]}))
    (table,) = read_tables(path)
    assert table.rows == [["GM9001    ", ""]]
