import base64
import gzip
import json
from pathlib import Path

import pytest
from openpyxl import Workbook

from wijkwerk.monitor.sources.cbs.files import read_tables
from wijkwerk.monitor.sources.cbs.tables import interpret
from wijkwerk.shared.problems import InputError

# A workbook of Excel 97 with three rows, gzipped: no library here can write one.
OLD_WORKBOOK = (
    "ABzY8000000t4+>O=uHQ5T3W${F=5&O@+2lLcyxF$W{;Pp<NX;2WhDyR78mRSxQX18`4P7i`CkrAb3)|"
    "6ngPe_2LgI=*@#r(SslejUIav6g;$9XJ&U}t2s2FrOJNGoA+kkyzkBK``g_&3(>{d2OSmo1%u#$su={|"
    "Dx1I*bd(5Sy=hX>$pe^77ylH30USu57oIk~_R|>BcvnDz`|?Ya0G}|Og#rv4x)$F+9N`#Jf?^mzDc}xT"
    "nxUPeYGs*Wxs~NT_I$?j5L>RZ96;YiaRwID;obxGEIuuDb6qnK?;~#Wfi3;e2CrxqU%nwMUoRXk=2GLE"
    "v!Y85!yMqaB{W?trp6Z`h66YU-^@6`S7)WZh`aWUwF^M|_qBF^9s5m52ABf#98d5WXn{_dYW$Edr}rxT"
    "`<LMYgwYVTcGt0TI+-!D8afrV%%qpHv7CVuppeWPMxl&8sbtyEbNU!A<iyZHMd=UF^q9~zy`-VzDQ&Wp"
    "O--P2^f=Wj3X+ZH&gcDB7FQIUV|zlh)$`U6S+g}X@sbIn%wn`uj`G5ZV0g=Szq}nvkEltuO!0AG9U9x|"
    "KEZ@5)B+nfbB%{3-URe=i`^`*GHWN7J6Oih2lJkhHoI_antiTuZ4dUdkMU03v8uci%QH(S9(T=rR(D}}"
    "K2f<8n}4s)LN^{_S!_?&H1vr+ar+kGiR$FS-e5kmZ2xVu2}lt;cGEr?TVMr3T#T}`G<rIsrb+g*vNR8B"
    "o|-13Cfm%S4zplpukA0G*;mtunTF^&#x0n6X_)+bnVC4HI-C-725c5<EQ2+TI72m!IJZz!$%h(6J1Din"
    "L!!X#_9sH%!i5VLE?l^9;bK!m@QbPSGA`S%<39cbvHt6<V5+*mN&Z`$1Ou-UewZEw9rGewY-s*$1Fvwn"
    "#5&tJ{|gDD*n1K3kmfk@4bNZvP!p@~XWb1We{Kmi+JCi?IRA40KL9S;UgZE5000"
)
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
    assert table.rows == [["GM9001", "Testdam", "50"]]
    assert table.notes == 1


def test_a_saved_reply_of_odata_is_a_table(tmp_path: Path) -> None:
    path = tmp_path / "84583NED 2019.json"
    path.write_text(json.dumps({"value": [{"Codering_3": "GM9001    ", "Koopwoningen_40": None}]}))
    (table,) = read_tables(path)
    assert table.rows == [["GM9001", ""]]


def test_an_old_workbook_is_read_where_its_library_is(tmp_path: Path) -> None:
    path = tmp_path / "kwb-2017.xls"
    path.write_bytes(gzip.decompress(base64.b85decode(OLD_WORKBOOK)))
    (table,) = read_tables(path)
    assert table.headers == ("gwb_code", "recs", "regio", "p_koopw", "a_woning")
    assert table.rows == [
        ["GM9001", "Gemeente", "Testdam", "50.5", "10"],
        ["WK900100", "Wijk", "Wijk 00", ".", ""],
    ]


def test_a_typed_number_is_never_one_with_thousands(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["gwb_code", "a_inw", "g_woz"])
    sheet.append(["GM9001", 1.234, 2.125])
    book.save(tmp_path / "kwb-2023.xlsx")
    (table,) = read_tables(tmp_path / "kwb-2023.xlsx")
    ((found, *_), report) = interpret(table, "2023")
    assert found.frame["a_inw"].to_list() == [1.234]
    assert str(report.account) == "kwb-2023.xlsx: 1 rows = 1 used + 0 left out"


@pytest.mark.parametrize(
    ("cells", "number"),
    [(("2.125", "3"), None), (("2.125", "2.1"), 2.125), (("2.125", "2,1"), 2125.0)],
)
def test_a_mean_with_three_digits_behind_a_point_is_read_by_its_column_or_told(
    tmp_path: Path, cells: tuple[str, str], number: float | None
) -> None:
    path = tmp_path / "kwb-2023.csv"
    path.write_text(
        "gwb_code;g_woz;p_koopw\n"
        + "".join(f"GM900{n};{cell};50\n" for n, cell in enumerate(cells, 1))
    )
    (table,) = read_tables(path)
    if number is None:
        with pytest.raises(InputError, match=r"kwb-2023\.csv:2 \[g_woz\]: ambiguous number"):
            interpret(table, "2023")
    else:
        ((found, *_), _report) = interpret(table, "2023")
        assert found.frame["g_woz"].to_list()[0] == number


def test_a_hidden_sheet_is_no_table_and_is_told(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for name in ("KWB", "oud"):
        sheet = book.active if name == "KWB" else book.create_sheet(name)
        sheet.title = name
        sheet.append(["gwb_code", "p_koopw", "a_woning"])
        sheet.append(["GM9001", 50, 10])
    sheet.sheet_state = "hidden"
    book.save(tmp_path / "kwb-2023.xlsx")
    (table,) = read_tables(tmp_path / "kwb-2023.xlsx")
    assert [(note.code, note.value) for note in table.told] == [("hidden sheet", "oud")]
