"""What can be read two ways is asked about, or refused: never silently another figure."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from wijkwerk.monitor.sources.moments import hint, mended
from wijkwerk.monitor.sources.recipes import build_source, read_remarks
from wijkwerk.monitor.sources.recipes.cells import period_in, year_parts
from wijkwerk.monitor.sources.recipes.propose import propose_recipe
from wijkwerk.monitor.sources.recipes.propose.directions import direction_of
from wijkwerk.monitor.sources.recipes.propose.factors import may_be_times, times, without_times
from wijkwerk.shared.problems import InputError

Propose = Callable[..., str]


@pytest.fixture
def propose(tmp_path: Path) -> Propose:
    """The text of the recipe that is proposed for a table of these lines."""

    def run(*lines: str, name: str = "f.csv") -> str:
        path = tmp_path / name
        path.write_text("\n".join(lines) + "\n", "utf-8")
        return propose_recipe([path]).text

    return run


def carried_out(text: str, folder: Path) -> pl.DataFrame:
    """The observations that a recipe makes of the files in ``folder``; its areas lie in ``out``."""
    recipe = folder / "recipe.toml"
    recipe.write_text(text, "utf-8")
    out = build_source(recipe, folder, folder / "out", overwrite=True)
    return pl.read_csv(out / "observations.csv", infer_schema=False)


def questions(text: str) -> list[str]:
    return [line.partition("CHECK: ")[2] for line in text.splitlines() if "CHECK: " in line]


def asked(text: str, words: str) -> bool:
    return any(words in question for question in questions(text))


# -- thousands ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "factor"),
    [
        ("inkomen (dzd euro)", 1e3),
        ("WOZ [1000 euro]", 1e3),
        ("vermogen, 1 000 euro", 1e3),
        ("1 000 euro", 1e3),
        ("x 1 000", 1e3),
        ("Income (€ '000)", 1e3),
        ("Inkomen in Tsd. Euro", 1e3),
        ("Schuld {mln}", 1e6),
        ("Vermogen in 10.000 euro", 1e4),
        ("Vermogen van 1.000 euro of meer", None),
        ("Huur tot 1 000 euro", None),
        ("loon tussen 1.000 en 2.000 euro", None),
        ("Misdrijven per 1 000 inwoners", None),
        ("Vermogen boven een miljoen", None),
        ("Miljoenennota", None),
    ],
)
def test_what_figures_are_multiplied_by(text: str, factor: float | None) -> None:
    assert times(text) == factor
    assert may_be_times(text) is None


def test_an_amount_in_the_midst_of_a_header_may_be_a_factor() -> None:
    assert times("Inkomen 1000 euro") is None
    assert may_be_times("Inkomen 1000 euro") == 1e3
    assert without_times("vermogen, 1 000 euro") == "vermogen"
    assert without_times("Huur tot 1.000 euro") == "Huur tot 1.000 euro"


def test_a_row_of_units_says_thousands_of_euros_and_of_inhabitants(
    propose: Propose, tmp_path: Path
) -> None:
    text = propose(
        "wijkcode;jaar;Inwoners;Gemiddeld inkomen per inwoner;Bijstand",
        ";;x 1 000;1 000 euro;%",
        "WK990101;2020;24,3;31,5;5,1",
    )
    assert asked(text, "the header says x 1,000")
    assert asked(text, "'Inwoners' is multiplied by 1,000")
    found = carried_out(text, tmp_path)
    assert found.filter(indicator="gemiddeld_inkomen_per_inwoner")["value"].to_list() == ["31500.0"]
    areas = pl.read_csv(tmp_path / "out" / "areas.csv").filter(code="WK990101")
    assert areas["inhabitants"].to_list() == [24_300]


def test_sizes_in_thousands_are_multiplied_or_asked_about(propose: Propose) -> None:
    text = propose("wijkcode;jaar;Inwoners (x 1 000);bijstand (%)", "WK990101;2020;24,3;5,1")
    assert tomllib.loads(text)["file"][0]["size_factors"] == {"inhabitants": 1000}
    text = propose("wijkcode;jaar;Woningen;bijstand (%)", "WK990101;2020;24,3;5,1")
    assert asked(text, "'Woningen' aren't whole numbers: are they thousands?")
    text = propose("wijkcode;jaar;inkomen (euro)", "WK990101;2020;24,3")
    assert asked(text, "at most 24.3 euro: or are these thousands?")


# -- percentages and signs ------------------------------------------------------------------------


def test_a_percentage_beside_a_fraction_is_refused_by_init_and_by_the_recipe(
    propose: Propose, tmp_path: Path
) -> None:
    head, rows = "wijkcode;jaar;pct", ["WK990101;2020;5,5%", "WK990102;2020;6,5%"]
    text = propose(head, *rows)
    assert tomllib.loads(text)["indicator"][0]["unit"] == "%"
    with pytest.raises(InputError, match="percentage beside a fraction"):
        propose(head, *rows, "WK990103;2020;0,075")
    with pytest.raises(InputError, match=r"f.csv:4 \[pct\]: percentage beside a fraction"):
        carried_out(text, tmp_path)
    propose(head, *rows, "WK990103;2020;0")  # nothing is nothing in both
    assert carried_out(text, tmp_path)["value"].to_list() == ["5.5", "6.5", "0.0"]


def test_half_a_column_in_percent_format_is_refused(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(("wijkcode", "jaar", "bijstand"))
    for number in range(1, 5):
        book.active.append((f"WK99010{number}", 2020, 0.055 + number / 100))
        if number < 3:
            book.active.cell(number + 1, 3).number_format = "0.0%"
    book.save(tmp_path / "f.xlsx")
    with pytest.raises(InputError, match="percentage beside a fraction"):
        propose_recipe([tmp_path / "f.xlsx"])


def test_percentages_below_one_are_no_shares(propose: Propose) -> None:
    text = propose("wijkcode;jaar;pct bijstand", "WK990101;2020;0,4%", "WK990102;2020;0,5%")
    assert "factor" not in tomllib.loads(text)["file"][0]["figure"][0]


@pytest.mark.parametrize("filler", ["-99997", "-99999", "9999999", "99995", "-999"])
def test_nines_that_stand_for_no_figure_are_missing_and_told(
    propose: Propose, tmp_path: Path, filler: str
) -> None:
    text = propose("wijkcode;jaar;pct bijstand", f"WK990101;2020;{filler}", "WK990102;2020;6,5")
    assert asked(text, f"'{filler}' among the figures of 'pct bijstand' is read as missing")
    assert tomllib.loads(text)["indicator"][0]["unit"] == "%"
    assert filler in tomllib.loads(text)["file"][0]["signs"]["missing"]


def test_nines_are_a_figure_among_figures_like_them_and_asked_about(
    propose: Propose, tmp_path: Path
) -> None:
    text = propose("wijkcode;jaar;inkomen (euro)", "WK990101;2020;99997", "WK990102;2020;88000")
    assert asked(text, "does 99997 in 'inkomen (euro)' stand for no figure?")
    assert carried_out(text, tmp_path)["value"].to_list() == ["99997.0", "88000.0"]
    remarks = [remark.value for remark in read_remarks(tmp_path / "out")
               if remark.code == "number that may stand for no figure"]  # fmt: skip
    assert remarks == ["99997, 1 times"]


def test_a_share_below_nothing_stays_a_percentage_and_is_asked_about(propose: Propose) -> None:
    text = propose("wijkcode;jaar;pct groei", "WK990101;2020;-2,5", "WK990102;2020;3")
    assert tomllib.loads(text)["indicator"][0]["unit"] == "%"
    assert asked(text, "a percentage from -2.5 to 3")


# -- periods --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("texts", "header", "part"),
    [
        (["2020-1", "2020-2", "2020-3", "2020-4"], "kwartaal", "quarter"),
        (["2020/1", "2020/2"], "periode", None),
        (["2020-1", "2020-4"], "periode", None),
        (["2020-1", "2020-7"], "periode", "month"),
        (["2020/9", "2020/10"], "periode", "month"),
        (["2020-1"], "maand", "month"),
        (["1-2020", "2-2020"], "kwartaal", "quarter"),
        (["2020-1", "2020-7"], "kwartaal", None),
    ],
)
def test_what_one_digit_beside_a_year_is(texts: list[str], header: str, part: str | None) -> None:
    assert year_parts(texts, header) == part


def test_one_digit_beside_a_year_is_no_month_by_itself() -> None:
    assert mended("2020-1") is mended("1-2020") is None
    assert hint("2020-1") == "Write 2020-01 for the month or 2020-Q1 for the quarter."
    assert hint("2020/7") == "Write 2020-07."
    assert [period_in("2020-3", None, part) for part in ("month", "quarter", None)] == [
        "2020-03",
        "2020-Q3",
        None,
    ]


def test_quarters_are_quarters_by_their_header_and_asked_about_without(
    propose: Propose, tmp_path: Path
) -> None:
    rows = [f"WK990101;2020-{number};{number},5" for number in range(1, 5)]
    text = propose("wijkcode;kwartaal;pct bijstand", *rows)
    quarters = ["2020-Q1", "2020-Q2", "2020-Q3", "2020-Q4"]
    assert carried_out(text, tmp_path)["period"].to_list() == quarters
    text = propose("wijkcode;periode;pct bijstand", *rows)
    assert asked(text, "2020-1 is read as a quarter, 2020-Q1")
    assert carried_out(text, tmp_path)["period"].to_list() == quarters
    with pytest.raises(InputError, match="month or quarter: found '2020-1'"):
        carried_out(text.replace('year_parts = "quarter"', ""), tmp_path)


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("periode", ["2020/1", "2020/2"]),
        ("jaren", ["2016-2018", "2019-2021"]),
        ("maand", ["jan-20", "feb-20"]),
        ("peildatum", ["31-12-20", "31-12-21"]),
    ],
)
def test_periods_that_cant_be_read_are_refused(
    propose: Propose, header: str, cells: list[str]
) -> None:
    rows = [f"WK990101;{cell};5,5" for cell in cells]
    with pytest.raises(InputError, match=rf"\[{header}\]: periods that can't be read"):
        propose(f"wijkcode;{header};pct bijstand", *rows)


@pytest.mark.parametrize(
    "header",
    ["pct Wmo 2015 in 2020", "eenzaam 2016-2018", "roker (GGD-monitor)", "werkloos Q1 '20"],
)
def test_a_column_without_a_year_beside_dated_ones_is_asked_about(
    propose: Propose, header: str
) -> None:
    text = propose(f"wijkcode;bijstand 2016 (%);bijstand 2020 (%);{header}", "WK990101;5,5;6,5;7,5")
    assert asked(text, "of which year are these? They don't name one, and are read as 2020")
    assert asked(text, header)


def test_forecasts_and_targets_are_no_measured_figures(propose: Propose) -> None:
    text = propose(
        "wijkcode;pct bijstand 2020;pct bijstand 2030 (prognose);pct bijstand doel 2030",
        "WK990101;5,5;4,5;3",
    )
    figures = [figure["value"] for file in tomllib.loads(text)["file"] for figure in file["figure"]]
    assert figures == ["pct bijstand 2020"]
    assert asked(text, "pct bijstand 2030 (prognose), pct bijstand doel 2030")


def test_headers_that_stand_again_are_refused(propose: Propose) -> None:
    head = "wijkcode;jaar;pct"
    with pytest.raises(InputError, match=r"f\.csv:3: headers stand again"):
        propose(head, "WK990101;2020;5", head, "WK990102;2020;6")


# -- areas ----------------------------------------------------------------------------------------


def test_a_second_table_beside_the_first_is_refused(propose: Propose) -> None:
    rows = ["WK990101;2020;5,5;WK990102;2020;15", "WK990102;2020;6,5;WK990101;2020;16"]
    with pytest.raises(InputError, match="second table beside the first"):
        propose("wijkcode;jaar;bijstand (%);2 wijkcode;2 jaar;schuld (%)", *rows)
    with pytest.raises(InputError, match="second table beside the first"):
        propose("wijk;bijstand 2020 (%);wijk 2;schuld 2020 (%)", "Noord;5;Zuid;6", "Zuid;5;Noord;6")


def test_the_years_of_a_second_table_are_no_figures(propose: Propose) -> None:
    text = propose(
        "wijkcode;jaar;bijstand (%);2 jaar;schuld (%)",
        "WK990101;2020;5,5;2019;15",
        "WK990102;2020;6,5;2019;16",
    )
    assert [entry["id"] for entry in tomllib.loads(text)["indicator"]] == ["bijstand", "schuld"]
    assert asked(text, "'2 jaar' has other years than 'jaar'")


def test_old_codes_beside_new_ones_are_asked_about(propose: Propose) -> None:
    rows = [f"WK99010{number};WK99010{number};5,5" for number in range(1, 5)]
    text = propose("code 2019;code 2020;bijstand 2020 (%)", *rows, "WK990105;WK990195;6,5")
    assert asked(text, "'code 2020' has other codes than 'code 2019' (WK990195 beside WK990105)")


def test_an_area_that_is_filled_once_is_not_the_area_of_the_first_row(
    propose: Propose, tmp_path: Path
) -> None:
    head = "Gemeente;wijk;bijstand 2020 (%)"
    text = propose(head, "Gouda;Centrum;5,5", ";Noord;6,5", "Delft;Kade;7,5", ";Haven;8,5")
    assert asked(text, "'Gemeente' is filled once for several rows")
    assert set(carried_out(text, tmp_path)["area"]) == {"Centrum", "Noord", "Kade", "Haven"}
    with pytest.raises(InputError, match="filled once for several rows"):
        propose(head, "Gouda;Centrum;5,5", ";Noord;6,5", "Delft;Centrum;7,5", ";Haven;8,5")


@pytest.mark.parametrize(
    ("row", "words", "is_left_out"),
    [
        ("ZZ;Onbekend", "ZZ (Onbekend)", True),
        ("ZZ;Kadestad i alt", "ZZ (Kadestad i alt)", True),
        ("ZZ;Ensemble", "ZZ (Ensemble)", True),
        ("STAD;Kadestad", "STAD (Kadestad)", False),
        ("K;Gemeente Kadestad", "K (Gemeente Kadestad)", False),
        ("K;Kadestad (gemeente)", "K (Kadestad (gemeente))", False),
        ("K;Ville de Gand", "K (Ville de Gand)", False),
        ("X;Nederland", "X (Nederland)", False),
    ],
)
def test_rows_about_other_areas_are_left_out_or_asked_about_by_code_and_name(
    propose: Propose, row: str, words: str, is_left_out: bool
) -> None:
    text = propose("code;naam;bijstand 2020 (%)", "A;Noord;5,5", "B;Stadshart;6,5", f"{row};6,0")
    (question,) = [question for question in questions(text) if words in question]
    assert question.startswith("rows of these are no areas" if is_left_out else "these may hold")
    assert ("skip" in tomllib.loads(text)["file"][0]["codes"]) is is_left_out


def test_a_row_of_which_the_counts_are_the_sum_is_asked_about(propose: Propose) -> None:
    rows = ["1;Noord;100;5,5", "2;Zuid;200;6,5", "3;Oost;50;7,5"]
    text = propose("code;naam;Inwoners;bijstand 2020 (%)", *rows, "9;Kadestad;350;6,4")
    assert asked(text, "the counts of '9' are those of the other areas together")
    text = propose("code;naam;Inwoners;bijstand 2020 (%)", *rows, "9;Kade;351;6,4", "8;Dok;4;6,4")
    assert not asked(text, "together")


def test_a_total_without_a_code_can_be_the_municipality(propose: Propose, tmp_path: Path) -> None:
    rows = ["WK990101;Noord;2020;5,5", "WK990102;Zuid;2020;6,5", ";Totaal;2020;6,0"]
    text = propose("wijkcode;wijknaam;jaar;pct bijstand", *rows)
    assert asked(text, "rows without a code called 'Totaal' are left out")
    assert asked(text, 'replace = { "" = "GM9901" }')
    assert set(carried_out(text, tmp_path)["area"]) == {"WK990101", "WK990102"}
    line = 'columns = { area = "wijkcode"'
    assert line in text.replace("{area", "{ area")
    kept = text.replace("{area", "{ area").replace(
        line, f'codes.replace = {{ "" = "GM9901" }}\n{line}'
    )
    found = carried_out(kept, tmp_path).filter(area="GM9901")
    assert found["value"].to_list() == ["6.0"]
    areas = pl.read_csv(tmp_path / "out" / "areas.csv").filter(code="GM9901")
    assert areas["name"].to_list() == ["Gemeente zonder naam (GM9901)"]


def test_a_recipe_refuses_a_code_of_ones_own_that_is_called_a_total(
    propose: Propose, tmp_path: Path
) -> None:
    text = propose("code;naam;bijstand 2020 (%)", "A;Noord;5,5", "B;Zuid;6,5", "ZZ;Totaal;6,0")
    skip = 'skip = ["ZZ"]'
    assert skip in text
    with pytest.raises(InputError, match="a total is no area: found 'ZZ, Totaal'"):
        carried_out(text.replace(f", {skip}", ""), tmp_path)


# -- which way is better --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "direction", "is_asked"),
    [
        ("niet-westerse migratieachtergrond", "neutral", False),
        ("Marokkaanse herkomst", "neutral", False),
        ("65-plussers", "neutral", False),
        ("15-24 jaar", "neutral", False),
        ("eenoudergezinnen", "neutral", False),
        ("alleenstaanden", "neutral", False),
        ("huurwoningen", "neutral", False),
        ("jeugdhulp", "neutral", False),
        ("Wmo-cliënten", "neutral", False),
        ("medicijngebruik", "neutral", False),
        ("fietsbezit", "neutral", True),
        ("muziekles", "neutral", True),
        ("zonder schulden", "neutral", True),
        ("werkloosheid", "lower_is_better", False),
        ("kinderen in armoede", "lower_is_better", True),
        ("tevreden bewoners", "higher_is_better", True),
        ("ontevreden bewoners", "lower_is_better", False),
    ],
)
def test_who_people_are_takes_no_side_and_an_unknown_word_is_asked_about(
    name: str, direction: str, is_asked: bool
) -> None:
    better, question = direction_of(name, "%", [5.5, 60.25])
    assert (better, question is not None) == (direction, is_asked)


def test_a_count_is_not_held_against_the_city(propose: Propose, tmp_path: Path) -> None:
    text = propose("wijkcode;jaar;Inwoners;Bijstand aantal", "WK990101;2020;1000;45")
    (indicator,) = tomllib.loads(text)["indicator"]
    assert indicator["direction"] == "neutral"
    assert asked(text, "a count is larger where more people live")
    lines = [line.removeprefix("# ") if line.startswith(("# numerator", "# denominator")) else line
             for line in text.splitlines() if not line.startswith('value = "')]  # fmt: skip
    found = carried_out("\n".join(lines), tmp_path)
    assert found.select("numerator", "denominator").row(0) == ("45.0", "1000.0")
