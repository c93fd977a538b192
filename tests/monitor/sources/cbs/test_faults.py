"""Wrong input, and the exact words in which it is told."""

import gzip
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

from wijkwerk.monitor.sources.cbs.convert import from_files
from wijkwerk.shared.problems import InputError

Said = Callable[[Exception], list[str]]


def problems(path: Path | list[Path], said: Said, **options: object) -> list[str]:
    paths = path if isinstance(path, list) else [path]
    out = paths[0].parent / "kwb"
    with pytest.raises(InputError) as wrong:
        from_files(paths, out, **options)  # type: ignore[arg-type]
    assert not out.exists()
    assert not [path.name for path in paths[0].parent.iterdir() if path.name.startswith(".kwb")]
    return said(wrong.value)


def file(tmp_path: Path, text: str, name: str = "kwb-2023.csv") -> Path:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    return path


def test_a_file_that_does_not_exist_is_told(tmp_path: Path, said: Said) -> None:
    path = tmp_path / "weg.csv"
    assert problems(path, said) == [f"{path}: no such file: expected a file with key figures."]


@pytest.mark.parametrize("text", ["", "\n\n", "gwb_code;p_koopw;a_woning\n"])
def test_an_empty_file_is_told(tmp_path: Path, said: Said, text: str) -> None:
    assert problems(file(tmp_path, text), said) == [
        "kwb-2023.csv:1: file is empty: expected a row of headers and rows of figures. "
        "Download the table again."
    ]


def test_a_table_without_key_figures_is_told(tmp_path: Path, said: Said) -> None:
    path = file(tmp_path, "naam;kleur;smaak\na;rood;zoet\nb;groen;zuur\n")
    assert problems(path, said) == [
        "kwb-2023.csv:1: no key figures in this table: found 'naam, kleur, smaak'; expected columns "
        "of Kerncijfers wijken en buurten, such as 'Aantal inwoners' or a_inw. Is it another table? "
        "Then make a recipe for it with wijkwerk source init."
    ]


def test_a_table_without_codes_is_told(tmp_path: Path, said: Said) -> None:
    path = file(
        tmp_path, "Wijken en buurten;Koopwoningen;Woningvoorraad\nNoord;50;10\nZuid;60;20\n"
    )
    assert problems(path, said) == [
        "kwb-2023.csv:1: no column with area codes: expected a column such as 'Codering' or gwb_code "
        "with GM0363, WK036301, BU03630101. Names alone tell too little. Tick 'Codering' under "
        "Regioaanduiding on StatLine, or give another file of 2023 with the same rows and codes."
    ]


def test_two_files_that_contradict_one_another_are_told_with_both_lines(
    tmp_path: Path, said: Said
) -> None:
    one = file(tmp_path, "gwb_code;p_koopw;a_woning\nGM9001;50;10\nWK900100;60;20\n", "a-2023.csv")
    two = file(
        tmp_path, "gwb_code;a_woning;p_koopw\nWK900100;20;61\nGM9001;10;50,0\n", "b-2023.csv"
    )
    assert problems([one, two], said) == [
        "b-2023.csv:2 [p_koopw]: files contradict one another: found 'WK900100 in 2023: 61'; "
        "expected 60, as in a-2023.csv:3. Is one of them another year or an older edition of the "
        "table? Give one of them."
    ]


def test_an_area_that_stands_twice_with_other_figures_is_told(tmp_path: Path, said: Said) -> None:
    path = file(tmp_path, "gwb_code;p_koopw;a_woning\nGM9001;50;10\nGM9001;50;10\nGM9001;51;10\n")
    assert problems(path, said) == [
        "kwb-2023.csv:4 [code]: area stands twice: found 'GM9001'; expected each area once in 2023; "
        "also on line 2, with other figures."
    ]


def test_a_long_table_that_contradicts_itself_is_told(tmp_path: Path, said: Said) -> None:
    text = "code,year,indicator,value\nGM9001,2020,p_koopw,50\nGM9001,2020,p_koopw,51\n"
    assert problems(file(tmp_path, text), said) == [
        "kwb-2023.csv:3 [value]: stands twice with another figure: found 'GM9001, p_koopw: 50 and "
        "51'; expected one figure per area, year and topic."
    ]


def test_a_code_of_unknown_shape_is_told_with_its_line(tmp_path: Path, said: Said) -> None:
    path = file(tmp_path, "gwb_code;p_koopw;a_woning\nGM9001;50;10\nXX123;50;10\nBU9001000;50;10\n")
    assert problems(path, said) == [
        "kwb-2023.csv:3 [gwb_code]: unknown code: found 'XX123'; expected NL00, GM and 4 digits, WK "
        "and 6, or BU and 8 signs."
    ]


def test_bare_digits_without_a_level_are_no_guess(tmp_path: Path, said: Said) -> None:
    path = file(tmp_path, "gwb_code;p_koopw;a_woning\n36301;50;10\n")
    assert problems(path, said) == [
        "kwb-2023.csv:2 [gwb_code]: unknown code: found '36301'; expected NL00, GM and 4 digits, WK "
        "and 6, or BU and 8 signs. Bare digits don't tell a district from a neighbourhood. Take the "
        "column with codes such as WK036301, or keep the column 'Soort regio'."
    ]


def test_every_cell_that_is_no_number_is_told(tmp_path: Path, said: Said) -> None:
    path = file(tmp_path, "gwb_code;p_koopw;a_woning\nGM9001;veel;10\nWK900100;50;-3\n")
    assert problems(path, said) == [
        "kwb-2023.csv:2 [p_koopw]: not a number: found 'veel'; expected a number such as 12,5 or "
        "12.5, or a sign ('.', 'x', blank).",
        "kwb-2023.csv:3 [a_woning]: below zero: found '-3'; expected zero or more.",
    ]


def test_many_faults_of_one_kind_are_counted(tmp_path: Path, said: Said) -> None:
    rows = "".join(f"WK9001{n:02d};veel;10\n" for n in range(30))
    told = problems(file(tmp_path, "gwb_code;p_koopw;a_woning\n" + rows), said)
    assert len(told) == 21
    assert told[-1] == "kwb-2023.csv [p_koopw]: not a number: expected none; 10 more like these."


def test_a_row_that_is_cut_off_is_told(tmp_path: Path, said: Said) -> None:
    path = file(tmp_path, "gwb_code;p_koopw;a_woning\nGM9001;50;10\nWK900100;5")
    assert problems(path, said) == [
        "kwb-2023.csv:3: row is cut off: found '2'; expected 3 cells, as many as there are headers. "
        "Is the file whole? Download it again."
    ]


def test_a_row_with_too_many_cells_is_told(tmp_path: Path, said: Said) -> None:
    path = file(tmp_path, "gwb_code;p_koopw;a_woning\nGM9001;50;10;9\n")
    assert problems(path, said) == [
        "kwb-2023.csv:2: too many cells: found '4'; expected 3 cells, as many as there are headers. "
        "Is the file whole? Download it again."
    ]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        (
            "kwb.csv",
            "kwb.csv: no year in the file or its name: expected a column Perioden or year, or a name "
            "such as kwb-2023.csv. Say the year with --year.",
        ),
        (
            "kwb-2023-2024.csv",
            "kwb-2023-2024.csv: several years in the name: found '2023, 2024'; expected one year. Say "
            "which with --year.",
        ),
        (
            "kwb-2009.csv",
            "kwb-2009.csv: year is too old: found '2009'; expected 2013 or later. Columns had other "
            "names and meanings then. Make a recipe for that file.",
        ),
    ],
)
def test_a_year_that_can_not_be_told_is_asked_for(
    tmp_path: Path, said: Said, name: str, told: str
) -> None:
    path = file(tmp_path, "gwb_code;p_koopw;a_woning\nGM9001;50;10\n", name)
    assert problems(path, said) == [told]


def test_a_period_that_is_no_year_is_told(tmp_path: Path, said: Said) -> None:
    path = file(
        tmp_path, "Perioden;Codering;Koopwoningen\n2023KW01;GM9001;50\n2023JJ00;GM9001;50\n"
    )
    assert problems(path, said) == [
        "kwb-2023.csv:2 [Perioden]: not a year: found '2023KW01'; expected a year such as 2023 or "
        "2023JJ00."
    ]


def test_a_table_with_people_alone_says_how_to_go_on(tmp_path: Path, said: Said) -> None:
    path = file(tmp_path, "gwb_code;a_inw;a_00_14\nGM9001;50;10\n")
    assert problems(path, said) == [
        "kwb-2023.csv: no indicator can be made of these columns: expected at least one topic that "
        "is better when higher or lower. There are only figures on the population: "
        "--with-population makes shares of them."
    ]


def test_a_topic_without_its_base_is_named(tmp_path: Path, said: Said) -> None:
    path = file(tmp_path, "gwb_code;a_soz_wb;a_inw\nGM9001;50;1000\n")
    assert problems(path, said) == [
        "kwb-2023.csv: no indicator can be made of these columns: expected at least one topic that "
        "is better when higher or lower. Their bases are missing: a_soz_wb needs a_15_24, a_25_44, "
        "a_45_64."
    ]


def test_areas_without_anything_to_compare_with_are_told(tmp_path: Path, said: Said) -> None:
    path = file(tmp_path, "gwb_code;p_koopw;a_woning\nWK900100;50;10\nBU90010000;50;10\n")
    assert problems(path, said) == [
        "the files together: nothing to compare with: expected a row for the municipality (GM0363) "
        "or the country (NL00). Take the row of the municipality along in the download."
    ]


def test_a_municipality_that_is_not_in_the_files_is_told(tmp_path: Path, said: Said) -> None:
    path = file(tmp_path, "gwb_code;p_koopw;a_woning\nGM9001;50;10\n")
    told = (
        "--municipality: unknown municipality: found {!r}; expected the code of a municipality in "
        "the files, such as GM0363."
    )
    assert problems(path, said, municipalities=["GM0001", "Utrecht"]) == [
        told.format("UTRECHT"),
        told.format("GM0001"),
    ]


def test_a_folder_that_holds_something_is_never_touched(tmp_path: Path, said: Said) -> None:
    out = tmp_path / "kwb"
    out.mkdir()
    (out / "mijn.txt").write_text("van mij")
    with pytest.raises(InputError) as wrong:
        from_files([file(tmp_path, "gwb_code;p_koopw;a_woning\nGM9001;50;10\n")], out)
    assert said(wrong.value) == [f"{out}: folder is not empty: expected a new or empty folder."]
    assert [path.name for path in out.iterdir()] == ["mijn.txt"]


# --- spreadsheets and other wrappings --------------------------------------------------------


def workbook(path: Path) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Toelichting"
    for row in (["Kerncijfers", "wijken", "en", "buurten"], ["a", "b", "c", "d"]):
        sheet.append(row)
    figures = book.create_sheet("KWB2023")
    figures.append(["gwb_code", "recs", "regio", "p_koopw", "a_woning"])
    figures.append(["GM9001", "Gemeente", "Testdam", 50.5, 10])
    figures.append(["WK900100", "Wijk", "Wijk 00", ".", None])
    book.save(path)
    return path


def test_a_workbook_is_read_and_its_explanation_passed_over(tmp_path: Path) -> None:
    report = from_files([workbook(tmp_path / "kwb-2023.xlsx")], tmp_path / "kwb")
    assert [one.file for one in report.files] == ["kwb-2023.xlsx, sheet KWB2023"]
    assert report.files[0].signs == {".": 1, "blank": 1}


def test_a_damaged_workbook_is_told(tmp_path: Path, said: Said) -> None:
    path = workbook(tmp_path / "kwb-2023.xlsx")
    path.write_bytes(path.read_bytes()[:2000])
    (problem,) = problems(path, said)
    assert problem.startswith("kwb-2023.xlsx: not a workbook that can be opened: found ")


def test_a_zip_that_is_no_workbook_is_told(tmp_path: Path, said: Said) -> None:
    path = tmp_path / "kwb-2023.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("lees.txt", "geen werkboek")
    (problem,) = problems(path, said)
    assert problem.startswith("kwb-2023.xlsx: not a workbook that can be opened: found ")


def test_a_web_page_under_the_name_of_a_spreadsheet_is_told(tmp_path: Path, said: Said) -> None:
    path = file(tmp_path, "<!DOCTYPE html><p>Niet gevonden</p>", "kwb-2017.xls")
    assert problems(path, said) == [
        "kwb-2017.xls: is a web page or XML: found '<!DOCTYP'; expected a spreadsheet. The download "
        "went wrong; download it again."
    ]


def test_a_zip_under_the_name_of_a_csv_is_told(tmp_path: Path, said: Said) -> None:
    path = tmp_path / "kwb-2023.csv"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("kwb.csv", "gwb_code;p_koopw\n")
    assert problems(path, said) == [
        "kwb-2023.csv: not a text file: found 'an Excel workbook or a zip file'; expected a text file "
        "with values separated by commas. Open it and save it as 'CSV UTF-8'."
    ]


def test_a_damaged_gzip_is_told(tmp_path: Path, said: Said) -> None:
    path = tmp_path / "kwb-2023.csv.gz"
    path.write_bytes(gzip.compress(b"gwb_code;p_koopw;a_woning\nGM9001;50;10\n" * 50)[:40])
    (problem,) = problems(path, said)
    assert problem.startswith("kwb-2023.csv.gz: can't be unpacked (")


def test_json_that_is_no_json_is_told(tmp_path: Path, said: Said) -> None:
    assert problems(file(tmp_path, '{"GM9001": \n', "kwb-2023.json"), said) == [
        "kwb-2023.json:2: not JSON: expected valid JSON. Expecting value."
    ]
