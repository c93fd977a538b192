"""Files as people send them: what is understood is noted, what is not is told, word for word."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.monitor.sources.conftest import Folder


def test_the_check_tells_decimal_commas_and_semicolons_as_notes(small: Folder) -> None:
    small.write(
        "observations.csv",
        small.text("observations.csv").replace(",", ";").replace("200000;", "200000,5;"),
    )
    assert small.told(notes=True) == [
        (
            "note observations.csv:1: other separator: found 'semicolon'; expected comma. It "
            "was read as such; nothing to mend."
        ),
        (
            "note observations.csv:18 [value]: Dutch notation: found '4 cells'; expected a "
            "decimal point. Read as meant; nothing to mend."
        ),
    ]


def test_the_check_tells_a_byte_order_mark_as_a_note(small: Folder) -> None:
    small.write("observations.csv", b"\xef\xbb\xbf" + small.text("observations.csv").encode())
    assert small.told(notes=True) == [
        (
            "note observations.csv:1: other encoding: found 'UTF-8 with BOM'; expected UTF-8. "
            "It was read as such; nothing to mend."
        ),
    ]


def test_the_check_tells_windows_1252_as_a_note(small: Folder) -> None:
    small.write(
        "areas.csv", small.text("areas.csv").replace("Midden", "Caf\u00e9").encode("cp1252")
    )
    assert small.told(notes=True) == [
        (
            "note areas.csv:1: other encoding: found 'Windows-1252'; expected UTF-8. It was "
            "read as such; nothing to mend."
        ),
    ]


def test_the_check_tells_utf_16_as_a_note(small: Folder) -> None:
    small.write("observations.csv", small.text("observations.csv").encode("utf-16"))
    assert small.told(notes=True) == [
        (
            "note observations.csv:1: other encoding: found 'UTF-16'; expected UTF-8. It was "
            "read as such; nothing to mend."
        ),
    ]


def test_the_check_tells_signs_for_no_figure_as_notes(small: Folder) -> None:
    small.change("observations.csv", "seekers,207,1501", "seekers,.,1501")
    small.change("observations.csv", "seekers,204,1502", "seekers,x,1502")
    small.change("observations.csv", "seekers,149,1800", "seekers,NA,")
    assert small.told(notes=True) == [
        (
            "note observations.csv:3 [numerator]: withheld signs: found '2 cells'; expected a "
            "figure. Read as withheld by the publisher."
        ),
        (
            "note observations.csv:6: rows without a figure: found '1'; expected a figure. Read"
            " as missing."
        ),
        (
            "note observations.csv:6 [numerator]: missing signs: found '1 cell'; expected a "
            "figure. Read as missing."
        ),
    ]


def test_the_check_tells_a_percentage_sign(small: Folder) -> None:
    small.change("observations.csv", "seekers,207,1501,,", "seekers,207,1501,14%,")
    assert small.told() == [
        (
            "error observations.csv:3 [value]: not a number: found '14%'; expected a number "
            "such as 12,5 or 12.5. Write 14; the unit belongs in indicators.toml."
        ),
    ]


def test_the_check_tells_thousands_points_in_figures(small: Folder) -> None:
    small.change(
        "observations.csv", "WK036301,2014,price,,,201800,60", "WK036301,2014,price,,,201.800,60"
    )
    assert small.told() == [
        (
            "error observations.csv:20 [value]: ambiguous number: found '201.800'; expected "
            "201800 or 201.80, so that thousands and decimals can be told apart. No other cell "
            "of the column tells which one is meant: write thousands without a sign."
        ),
        (
            "warning observations.csv:21 [period]: missing periods: found 'price, WK036301: "
            "2014'; expected a figure in each period of a series. Other areas have figures "
            "then."
        ),
    ]


def test_the_check_tells_words_where_a_number_belongs(small: Folder) -> None:
    small.change("observations.csv", "seekers,207,1501", "seekers,onbekend,1501")
    assert small.told() == [
        (
            "error observations.csv:3 [numerator]: not a number: found 'onbekend'; expected a "
            "number such as 12,5 or 12.5. Leave the cell empty when there is no figure."
        ),
        (
            "warning observations.csv:4 [period]: missing periods: found 'seekers, WK036301: "
            "2013'; expected a figure in each period of a series. Other areas have figures "
            "then."
        ),
    ]


def test_the_check_tells_fewer_than_five(small: Folder) -> None:
    small.change("observations.csv", "seekers,207,1501", "seekers,<5,1501")
    assert small.told() == [
        (
            "error observations.csv:3 [numerator]: not a number: found '<5'; expected a number "
            "such as 12,5 or 12.5. Write x for a figure that the publisher withheld, or leave "
            "the cell empty."
        ),
        (
            "warning observations.csv:4 [period]: missing periods: found 'seekers, WK036301: "
            "2013'; expected a figure in each period of a series. Other areas have figures "
            "then."
        ),
    ]


def test_the_check_tells_infinity(small: Folder) -> None:
    small.change(
        "observations.csv", "price,,,200000,60,\nWK036301,2013", "price,,,inf,60,\nWK036301,2013"
    )
    assert small.told() == [
        (
            "error observations.csv:18 [value]: not a finite number: found 'inf'; expected a "
            "number such as 12,5 or 12.5. Something was divided by zero; leave the cell empty."
        ),
    ]


def test_the_check_tells_a_formula_that_went_wrong(small: Folder) -> None:
    small.change("observations.csv", "seekers,207,1501", "seekers,#DIV/0!,1501")
    assert small.told() == [
        (
            "error observations.csv:3 [numerator]: not a number: found '#DIV/0!'; expected a "
            "number such as 12,5 or 12.5. A formula went wrong in the spreadsheet: mend it "
            "there."
        ),
        (
            "warning observations.csv:4 [period]: missing periods: found 'seekers, WK036301: "
            "2013'; expected a figure in each period of a series. Other areas have figures "
            "then."
        ),
    ]


def test_the_check_tells_a_decimal_comma_between_commas(small: Folder) -> None:
    small.change(
        "observations.csv", "WK036301,2014,price,,,201800,60,", "WK036301,2014,price,,,201800,5,60,"
    )
    assert small.told() == [
        (
            "error observations.csv:20: too many cells: found '9 cells'; expected 8 cells, as "
            "in the headers. Put a text that holds the separator between quotation marks. "
            "Numbers with a decimal comma need them too, or a ; as separator."
        ),
        (
            "warning observations.csv:21 [period]: missing periods: found 'price, WK036301: "
            "2014'; expected a figure in each period of a series. Other areas have figures "
            "then."
        ),
    ]


def test_the_check_tells_rows_with_too_few_cells(small: Folder) -> None:
    small.change("observations.csv", "seekers,207,1501,,,", "seekers,207,1501")
    assert small.told() == [
        (
            "error observations.csv:3: too few cells: found '5 cells'; expected 8 cells, as "
            "in the headers. Nothing stands in: value, base, status. Is the row whole?"
        ),
    ]


def test_the_check_tells_a_last_row_that_is_cut_off(small: Folder) -> None:
    small.write("observations.csv", small.text("observations.csv")[:-12])
    assert small.told() == [
        (
            "error observations.csv:33: last row is cut off: expected 8 cells and a line end. "
            "The file was copied in part: copy it again."
        ),
        (
            "error observations.csv:33: too few cells: found '5 cells'; expected 8 cells, as "
            "in the headers. Nothing stands in: value, base, status. Is the row whole?"
        ),
    ]


def test_the_check_tells_nul_bytes(small: Folder) -> None:
    small.write(
        "observations.csv",
        small.text("observations.csv").replace("seekers,207", "seekers,2\0\0" + "07"),
    )
    assert small.told() == [
        (
            "error observations.csv:3: NUL bytes: found '\\\\0'; expected text. The file was "
            "damaged on its way, or it isn't text: export it again."
        ),
    ]


def test_the_check_tells_a_quotation_mark_that_is_not_closed(small: Folder) -> None:
    small.change("observations.csv", "WK036301,2014,price", '"WK036301,2014,price')
    assert small.told() == [
        (
            "error observations.csv:20: quotation mark is not closed: found "
            "'WK036301,2014,price,,,201800,60,'; expected a second one at the end of the text. "
            "Everything behind it was taken for one text."
        ),
    ]


def test_the_check_tells_lines_counted_past_quoted_line_breaks(small: Folder) -> None:
    small.change("areas.csv", "WK036301,Noord", 'WK036301,"Noord\n(oud)"')
    small.change("areas.csv", "3500,1600", "-3500,1600")
    assert small.told() == [
        (
            "error areas.csv:4 [name]: not a text that will do: found 'Noord\ufffd(oud)'; expected a "
            "text in one line, without the character U+000A."
        ),
        ("error areas.csv:6 [inhabitants]: negative count: found '-3500'; expected zero or more."),
    ]


def test_the_check_tells_a_row_without_end(small: Folder) -> None:
    small.write(
        "observations.csv", small.text("observations.csv") + "WK036301," + "a" * 1100000 + "\n"
    )
    assert small.told() == [
        (
            "error observations.csv:34: row is too long: expected rows of at most 1,048,576 "
            "characters. The file is damaged or has no line ends: export it again."
        ),
    ]


def test_the_check_tells_a_text_that_is_far_too_long(small: Folder) -> None:
    small.write("areas.csv", small.text("areas.csv").replace("Midden", "M" * 140000))
    assert small.told() == [
        (
            "error areas.csv:5: text is too long: expected texts of at most 131,000 characters."
            ' Look for a quotation mark (") that is opened near this line and never closed.'
        ),
    ]


def test_the_check_tells_an_empty_file(small: Folder) -> None:
    small.write("observations.csv", "")
    assert small.told() == [
        "error observations.csv:1: file is empty: expected a row of headers.",
    ]


def test_the_check_tells_headers_only(small: Folder) -> None:
    small.write("observations.csv", "area,period,indicator,numerator,denominator\n")
    assert small.told() == [
        "error observations.csv:1: no rows: expected at least one row under the headers.",
    ]


def test_the_check_tells_a_missing_column(small: Folder) -> None:
    small.write("observations.csv", small.text("observations.csv").replace("period", "jaar", 1))
    assert small.told() == [
        (
            "error observations.csv:1 [period]: column is missing: expected a column period. "
            "Rename jaar to period."
        ),
    ]


def test_the_check_tells_a_column_that_stands_twice(small: Folder) -> None:
    small.write(
        "observations.csv", small.text("observations.csv").replace("base,status", "base,base", 1)
    )
    assert small.told() == [
        (
            "error observations.csv:1 [base]: column stands twice: found 'base'; expected each "
            "column once."
        ),
    ]


def test_the_check_tells_a_column_that_is_not_known(small: Folder) -> None:
    small.write("areas.csv", small.text("areas.csv").replace("valid_from", "valid_form", 1))
    assert small.told() == [
        (
            "warning areas.csv:1 [valid_form]: unknown column: found 'valid_form'; expected one"
            " of code, name, level, parent, inhabitants, dwellings, valid_from, valid_to. Did "
            "you mean valid_from? It is not read now."
        ),
    ]


def test_the_check_tells_no_columns_with_figures(small: Folder) -> None:
    small.write("observations.csv", "area,period,indicator,getal\nWK036301,2012,seekers,3\n")
    assert small.told() == [
        (
            "error observations.csv:1 [value]: column is missing: expected columns numerator "
            "and denominator, or value. The columns are: area, period, indicator, getal."
        ),
        (
            "warning observations.csv:1 [getal]: unknown column: found 'getal'; expected one of"
            " area, period, indicator, numerator, denominator, value, base, variance, age, sex,"
            " weight, stratum, psu, population, status, vintage. It is not read."
        ),
    ]


def test_the_check_tells_a_workbook_with_the_name_of_a_csv(small: Folder) -> None:
    small.write("observations.csv", b"PK\x03\x04" + bytes(100))
    assert small.told() == [
        (
            "error observations.csv: not a text file: found 'an Excel workbook or a zip file'; "
            "expected a text file with values separated by commas. Open it and save it as 'CSV "
            "UTF-8'."
        ),
    ]


def test_the_check_tells_a_web_page_in_place_of_figures(small: Folder) -> None:
    small.write("areas.csv", "<!DOCTYPE html><html></html>")
    assert small.told() == [
        (
            "error areas.csv: not a text file: found 'a web page'; expected a text file with "
            "values separated by commas. The download went wrong: fetch the file again."
        ),
    ]
