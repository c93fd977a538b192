"""A proposed recipe runs as it is on a messy file and finds what is in it."""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from typer.testing import CliRunner

from wijkwerk.monitor.sources.check import check_source
from wijkwerk.monitor.sources.recipes import build_source, read_recipe
from wijkwerk.monitor.sources.recipes.propose import propose_recipe
from wijkwerk.shared.problems import InputError, Severity
from wijkwerk.site.cli import app

EXCEL_EXPORT = """Wijkcijfers gemeente Voorbeeld 2023
;;;;
Wijkcode;Wijknaam;Inwoners;Werkloze inwoners (%);Gemiddelde WOZ-waarde (x 1 000 euro);Misdrijven
WK190001;Noord;1.234;5,6;310;45
WK190002;"Oost; met haven";2.500;.;287,5;112
WK190003;Zuid;980;11,2;;x
Totaal;;4.714;6,5;300;157
Bron: CBS;;;;;
"""


def run(tmp_path: Path, files: Sequence[Path]) -> pl.DataFrame:
    recipe = tmp_path / "recipe.toml"
    recipe.write_text(propose_recipe(files).text, "utf-8")
    out = build_source(recipe, files[0].parent, tmp_path / "out")
    errors = [str(one) for one in check_source(out) if one.severity is Severity.ERROR]
    assert errors == []
    return pl.read_csv(out / "observations.csv", schema_overrides={"period": pl.String})


def write(tmp_path: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return path


def test_an_export_of_excel_with_titles_and_totals_runs_as_proposed(tmp_path: Path) -> None:
    found = run(tmp_path, [write(tmp_path, "wijken.csv", EXCEL_EXPORT, "cp1252")])
    rows = {(row[0], row[2]): row[3:] for row in found.iter_rows()}
    assert rows["WK190001", "werkloze_inwoners"] == (5.6, "A")
    assert rows["WK190002", "werkloze_inwoners"] == (None, "N")
    assert rows["WK190002", "gemiddelde_woz_waarde"] == (287500.0, "A")
    assert rows["WK190003", "gemiddelde_woz_waarde"] == (None, "M")
    assert rows["WK190003", "misdrijven"] == (None, "N")
    assert set(found["period"]) == {"2023"}
    areas = pl.read_csv(tmp_path / "out" / "areas.csv")
    assert areas.filter(code="WK190001").select("name", "inhabitants").row(0) == ("Noord", 1234)
    recipe = read_recipe(tmp_path / "recipe.toml")
    units = {
        one["id"]: (one["unit"], one["kind"], one["direction"])
        for one in recipe.definitions["indicator"]
    }
    assert units["werkloze_inwoners"] == ("%", "rate", "lower_is_better")
    assert units["gemiddelde_woz_waarde"][:2] == ("eur", "mean")


def test_years_in_headers_become_periods_and_lost_zeros_come_back(tmp_path: Path) -> None:
    text = "gemeentecode,gemeente,Bijstand 2021 (%),Bijstand 2022 (%)\n363,Amsterdam,4.4,4.2\n14,Groningen,3.1,n.v.t.\n"
    found = run(tmp_path, [write(tmp_path, "gemeenten.csv", text)])
    assert found.select("area", "period", "value").rows() == [
        ("GM0014", "2021", 3.1),
        ("GM0363", "2021", 4.4),
        ("GM0014", "2022", None),
        ("GM0363", "2022", 4.2),
    ]


def test_a_row_per_figure_is_seen_to_be_long(tmp_path: Path) -> None:
    text = "gebied\tjaar\tonderwerp\twaarde\n" + "".join(
        f"BU0363000{area}\t{year}\t{what}\t{area + year % 7},5\n"
        for area in range(3)
        for year in (2020, 2021)
        for what in ("Lage inkomens (%)", "Eenzaam (%)")
    )
    found = run(tmp_path, [write(tmp_path, "lang.csv", text, "utf-8-sig")])
    assert found.height == 12
    assert sorted(set(found["indicator"])) == ["eenzaam", "lage_inkomens"]


def test_the_sheet_with_the_figures_is_found_and_rows_about_all_are_kept(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Lees dit eerst"])
    sheet = book.create_sheet("Cijfers")
    sheet.append(["Buurten in cijfers, peiljaar 2022"])
    sheet.append([])
    sheet.append(["Buurt", "Naam", "Geslacht", "Aandeel rokers", "Cijfer leefbaarheid"])
    for code, name in (("BU05990100", "Kop"), ("BU05990101", "Staart")):
        for sex, value in (("Mannen", 30), ("Vrouwen", 10), ("Totaal", 20.5)):
            sheet.append([code, name, sex, value, 7.1])
    sheet.append(["Bron: gemeente"])
    book.save(tmp_path / "buurten.xlsx")
    found = run(tmp_path, [tmp_path / "buurten.xlsx"])
    assert found.filter(indicator="rokers")["value"].to_list() == [20.5, 20.5]
    assert set(found["period"]) == {"2022"}


def test_areas_without_codes_keep_their_names(tmp_path: Path) -> None:
    text = "Stadsdeel;Jaar;Tevreden bewoners (%)\nHaven;2021;64\nHaven;2023;60\nStad;2021;71\nStad;2023;73\n"
    found = run(tmp_path, [write(tmp_path, "stadsdelen.csv", text)])
    assert found["value"].to_list() == [64, 71, 60, 73]
    areas = pl.read_csv(tmp_path / "out" / "areas.csv")
    assert areas.select("code", "name", "level").rows() == [
        ("Haven", "Haven", "custom"),
        ("Stad", "Stad", "custom"),
    ]


def test_a_name_of_the_catalogue_is_recognised(tmp_path: Path) -> None:
    text = "code;jaar;Voortijdig schoolverlaters (%)\nGM0363;2020;8,3\nGM0518;2020;7\n"
    run(tmp_path, [write(tmp_path, "vsv.csv", text)])
    recipe = read_recipe(tmp_path / "recipe.toml")
    assert recipe.definitions["indicator"] == [
        {"id": "vsv", "catalogue": "vsv", "theme": "learning"}
    ]


def test_two_files_with_the_same_figure_are_one_indicator(tmp_path: Path) -> None:
    files = [
        write(tmp_path, f"cijfers {year}.csv", f"wijkcode;Eenzaam (%)\nWK036301;{year - 2000},5\n")
        for year in (2020, 2021)
    ]
    found = run(tmp_path, files)
    assert found.select("period", "indicator", "value").rows() == [
        ("2020", "eenzaam", 20.5),
        ("2021", "eenzaam", 21.5),
    ]


def test_a_gzipped_file_can_be_looked_at(tmp_path: Path) -> None:
    path = tmp_path / "cijfers 2020.csv.gz"
    path.write_bytes(gzip.compress(b"code,pct laag inkomen\nWK036301,5\nWK036302,6\n"))
    assert run(tmp_path, [path])["value"].to_list() == [5, 6]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "code;naam\nWK036301;Noord\n",
            "x.csv:1: no column of figures: expected a column with numbers.",
        ),
        ("a;b\n1;2\n3;4\n", "x.csv:1: no column of areas: expected a column with codes or names"),
        ("just words\n", "x.csv:1: no names of columns: expected a row of headers."),
        ("code;pct\n", "x.csv:2: no rows: expected rows below the headers."),
    ],
)
def test_a_file_without_a_table_is_told(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(InputError) as wrong:
        propose_recipe([write(tmp_path, "x.csv", text)])
    assert str(wrong.value).startswith(message)


def test_the_commands_lead_from_a_file_to_a_source(tmp_path: Path) -> None:
    file = write(tmp_path, "wijken.csv", EXCEL_EXPORT)
    recipe, out = tmp_path / "r.toml", tmp_path / "source"
    runner = CliRunner()
    first = runner.invoke(app, ["source", "init", str(file), "--out", str(recipe)])
    assert first.exit_code == 0, first.output
    assert "guesses marked CHECK" in first.output
    again = runner.invoke(app, ["source", "init", str(file), "--out", str(recipe)])
    assert isinstance(again.exception, InputError)
    made = ["source", "recipe", str(recipe), "--data", str(tmp_path), "--out", str(out)]
    assert runner.invoke(app, made).exit_code == 0
    assert (out / "observations.csv").is_file()
    refused = runner.invoke(app, made)
    assert isinstance(refused.exception, InputError)
    assert runner.invoke(app, [*made, "--overwrite"]).exit_code == 0
