"""Files with the troubles that people report: the right value, a question, or an error that says where.
Never another value."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest
from typer.testing import CliRunner

from wijkwerk.monitor.sources.check import check_source
from wijkwerk.monitor.sources.recipes import build_source, read_accounts, read_remarks
from wijkwerk.monitor.sources.recipes.propose import propose_recipe, try_recipe
from wijkwerk.shared.problems import InputError
from wijkwerk.site.cli import app

CASES = Path(__file__).resolve().parents[5] / "shared" / "cases"
HEAD = """[source]
id = "trial"
title = { nl = "Proef", en = "Trial" }
publisher = "Trial"
licence = "CC0-1.0"
[[theme]]
id = "work"
name = { nl = "Werk", en = "Work" }
[[indicator]]
id = "jobless"
name = { nl = "Werkloos", en = "Jobless" }
theme = "work"
unit = "%"
kind = "rate"
direction = "lower_is_better"
[[file]]
path = "f.csv"
"""
FIGURE = '\n[[file.figure]]\nindicator = "jobless"\nvalue = "pct"\n'


class Desk:
    """Writes files, proposes recipes and carries them out."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.recipe = folder / "r.toml"

    def text(self, text: str | bytes, name: str = "f.csv") -> Path:
        path = self.folder / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def book(
        self, rows: list[tuple[Any, ...]], change: Callable[[Any], None] | None = None
    ) -> Path:
        made = openpyxl.Workbook()
        for row in rows:
            made.active.append(row)
        if change is not None:
            change(made)
        made.save(self.folder / "f.xlsx")
        return self.folder / "f.xlsx"

    def init(self, path: Path) -> pl.DataFrame:
        """What ``source init`` and then ``source recipe`` make of a file."""
        text = propose_recipe([path]).text
        try_recipe(text, [path])
        return self.run(text, path.parent)

    def run(self, text: str, data: Path | None = None) -> pl.DataFrame:
        self.recipe.write_text(text, "utf-8")
        out = build_source(self.recipe, data or self.folder, self.out, overwrite=True)
        assert all(account.read for account in read_accounts(out))
        return pl.read_csv(
            out / "observations.csv", schema_overrides={"period": pl.String, "area": pl.String}
        )

    @property
    def out(self) -> Path:
        return self.folder / "out"

    def areas(self) -> list[tuple[str, ...]]:
        frame = pl.read_csv(self.out / "areas.csv", infer_schema=False)
        return frame.select("code", "name", "level", "parent").rows()

    def questions(self) -> list[str]:
        """What ``source check`` says is still to be answered."""
        return [
            problem.value or ""
            for problem in check_source(self.out)
            if problem.code == "still to be checked"
        ]

    def told(self, run: Callable[[], object]) -> list[str]:
        with pytest.raises(InputError) as wrong:
            run()
        return [str(problem) for problem in wrong.value.problems]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def table(*lines: str) -> str:
    return "\n".join(lines) + "\n"


# -- numbers ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "right", "other"), [('"250,000"', 250_000.0, "6"), ("24.310", 24_310.0, "6.5")]
)
def test_thousands_are_asked_for_until_somebody_answers(
    desk: Desk, cell: str, right: float, other: str
) -> None:
    path = desk.text(table("code;jaar;Waarde (euro);Werkloos (%)", f"GM9901;2021;{cell};{other}"))
    found = desk.init(path)
    assert found.filter(indicator="waarde")["value"].to_list() == [right]
    (question,) = [question for question in desk.questions() if "more than a thousand" in question]
    assert cell.strip('"') in question
    answered = desk.recipe.read_text().replace("# CHECK: is", "# is")
    desk.run(answered)
    assert not [question for question in desk.questions() if "more than a thousand" in question]


def test_without_an_answer_a_recipe_refuses_thousands_that_could_be_decimals(desk: Desk) -> None:
    desk.text(table("code;jaar;pct", "WK990101;2021;24.310", "WK990102;2021;940"))
    recipe = HEAD + 'columns = { area = "code", period = "jaar" }\n'
    assert desk.told(lambda: desk.run(recipe + FIGURE)) == [
        "f.csv:2 [pct]: ambiguous number: found '24.310'; expected 24310 or 24.310, so that thousands "
        "and decimals can be told apart. No other cell of the column tells which one is meant: write "
        'thousands without a sign. Or say what it is: decimal = { "pct" = "," } or ".".'
    ]
    for sign, value in ((",", 24_310.0), (".", 24.31)):
        stated = recipe + f'decimal = {{ pct = "{sign}" }}\n' + FIGURE
        assert desk.run(stated)["value"].to_list() == [value, 940.0]


def test_a_decimal_comma_without_quotation_marks_is_told_by_init_too(desk: Desk) -> None:
    path = desk.text(table("code,year,Werkloos (%)", "GM9901,2021,5,7", "WK990101,2021,6,6"))
    told = desk.told(lambda: desk.init(path))
    assert told[0].startswith("f.csv:2: too many cells: found '4 cells'; expected 3 cells")
    assert told[1].startswith("f.csv:3: too many cells")
    assert "the proposed recipe is refused" in told[-1]


def test_an_open_quotation_mark_loses_no_row(desk: Desk) -> None:
    path = desk.text(
        table(
            "code;naam;jaar;pct",
            "GM9901;K;2021;5,1",
            'WK990101;"t Zand;2021;6,1',
            "WK990102;Z;2021;7,1",
            'WK990101;"t Zand;2022;6,2',
        )
    )
    assert desk.told(lambda: desk.init(path))[0].startswith(
        "f.csv:3: quotation mark is not closed: found 't Zand;2021;6,1'"
    )


def test_a_typed_number_with_three_decimals_is_no_thousands(desk: Desk) -> None:
    path = desk.book(
        [
            ("code", "jaar", "Wachttijd (dagen)", "Werkloos (%)"),
            ("WK990102", 2021, 13.125, "7,1"),
            ("WK990101", 2021, 15, "6,1"),
        ]
    )
    found = desk.init(path)
    assert found.filter(indicator="wachttijd", area="WK990102")["value"].to_list() == [13.125]
    assert found.filter(indicator="werkloos", area="WK990102")["value"].to_list() == [7.1]


def test_a_cell_in_percent_format_is_the_percentage_that_it_shows(desk: Desk) -> None:
    def percent(book: Any) -> None:
        for row in (2, 3):
            book.active.cell(row, 3).number_format = "0.0%"

    path = desk.book(
        [("code", "jaar", "Werkloos"), ("WK990101", 2021, 0.055), ("WK990102", 2021, 0.5)], percent
    )
    assert desk.init(path)["value"].to_list() == [5.5, 50.0]


def test_a_formula_without_a_saved_value_is_no_gap_of_the_publisher(desk: Desk) -> None:
    path = desk.book(
        [("code", "jaar", "Werkloos (%)"), ("WK990101", 2021, "=1/4"), ("WK990102", 2021, 5.2)]
    )
    assert desk.told(lambda: desk.init(path))[0] == (
        "f.xlsx:2 [Werkloos (%)]: no saved value: found '=1/4'; expected the number that the formula "
        "gives. Open the file in a spreadsheet program, let it calculate, and save it."
    )


@pytest.mark.parametrize(
    ("title", "header", "factor"),
    [("Bedragen x 1.000 euro", "Inkomen (euro)", 1000.0), ("Wijken", "Inkomen (euro)", 1.0)],
)
def test_a_title_that_says_thousands_of_euros_is_heard_and_asked_about(
    desk: Desk, title: str, header: str, factor: float
) -> None:
    path = desk.text(table(f"{title};;", f"code;jaar;{header}", "WK990101;2021;31"))
    assert desk.init(path)["value"].to_list() == [31 * factor]
    assert any("the title says x 1,000" in question for question in desk.questions()) is (
        factor > 1
    )


# -- sheets and headers ---------------------------------------------------------------------------


def test_a_hidden_sheet_is_told_and_not_chosen(desk: Desk) -> None:
    def hide(book: Any) -> None:
        old = book.create_sheet("oud")
        for row in (("code", "jaar", "pct (%)"), *(("WK990101", 2000 + n, 9) for n in range(9))):
            old.append(row)
        old.sheet_state = "hidden"

    path = desk.book([("code", "jaar", "pct (%)"), ("WK990101", 2022, 6.5)], hide)
    assert desk.init(path)["value"].to_list() == [6.5]
    assert any("oud" in question for question in desk.questions())
    assert [
        (remark.code, remark.column) for remark in read_remarks(desk.out) if "hidden" in remark.code
    ] == [("hidden sheet", "oud")]


def test_a_row_of_data_never_becomes_the_headers(desk: Desk) -> None:
    path = desk.book(
        [
            ("Uitkeringen 2012-2013",),
            (),
            (None, None, "soort een", None, "soort twee"),
            ("code", "naam", 2012, 2013, 2012),
            (),
            ("P00", "Plaats nul", 90, 89, 7),
            ("P01", "Plaats een", 65, 72, 8),
        ]
    )
    found = desk.init(path)
    assert found.filter(indicator="soort_een").select("area", "period", "value").rows() == [
        ("P00", "2012", 90.0),
        ("P01", "2012", 65.0),
        ("P00", "2013", 89.0),
        ("P01", "2013", 72.0),
    ]
    assert found.filter(indicator="soort_twee")["value"].to_list() == [7.0, 8.0]
    assert desk.areas()[0][:2] == ("P00", "Plaats nul")


def test_cells_that_are_merged_over_years_hold_for_each_of_them(desk: Desk) -> None:
    def merge(book: Any) -> None:
        for first in (2, 4):
            book.active.merge_cells(
                start_row=first, end_row=first + 1, start_column=1, end_column=1
            )

    path = desk.book(
        [
            ("code", "jaar", "pct (%)"),
            ("GM9901", 2020, 5),
            (None, 2021, 6),
            ("WK990101", 2020, 7),
            (None, 2021, 8),
        ],
        merge,
    )
    assert desk.init(path).select("area", "period", "value").rows() == [
        ("GM9901", "2020", 5.0),
        ("WK990101", "2020", 7.0),
        ("GM9901", "2021", 6.0),
        ("WK990101", "2021", 8.0),
    ]
    assert "merged cells" in [remark.code for remark in read_remarks(desk.out)]


@pytest.mark.parametrize(
    "header", ["Gebouwd 1919-1930 (%)", "Gebouwd na 2010 (%)", "Voor 1945 (%)"]
)
def test_years_that_say_what_is_counted_are_no_period(desk: Desk, header: str) -> None:
    path = desk.text(table(f"code;jaar;{header}", "WK990101;2021;31"), "f.csv")
    path_without = desk.text(table(f"code;{header}", "WK990101;31"), "cijfers 2022.csv")
    assert desk.init(path)["period"].to_list() == ["2021"]
    assert desk.init(path_without)["period"].to_list() == ["2022"]


# -- periods --------------------------------------------------------------------------------------


def test_school_years_are_asked_for_and_never_a_month(desk: Desk) -> None:
    lines = [f"GM9901;{year}/{(year + 1) % 100:02d};5,{year % 10}" for year in range(2008, 2012)]
    path = desk.text(table("code;schooljaar;pct (%)", *lines))
    assert desk.init(path)["period"].to_list() == ["2008", "2009", "2010", "2011"]
    assert any("school year" in question for question in desk.questions())
    desk.text(table("code;jaar;pct", *lines))
    recipe = HEAD + 'columns = { area = "code", period = "jaar" }\n'
    assert desk.told(lambda: desk.run(recipe + FIGURE))[2] == (
        "f.csv:4 [jaar]: school year or month: found '2010/11'; expected a year, or word of what it "
        'is. Say school_years = "first" or "last" (the year that stands for it), or "none" when '
        "these are months."
    )
    last = desk.run(recipe + 'school_years = "last"\n' + FIGURE)
    assert last["period"].to_list() == ["2009", "2010", "2011", "2012"]


@pytest.mark.parametrize(
    ("texts", "periods"),
    [
        (("2010/10", "2010/11", "2010/12"), ["2010-10", "2010-11", "2010-12"]),
        (("2010-11",), ["2010-11"]),
        (("2008-09", "2009-10", "2010-11"), None),
        (("2010/11",), None),
    ],
)
def test_months_are_months_where_the_column_tells_it(
    desk: Desk, texts: tuple[str, ...], periods: list[str] | None
) -> None:
    desk.text(table("code;jaar;pct", *(f"GM9901;{text};5" for text in texts)))
    recipe = HEAD + 'columns = { area = "code", period = "jaar" }\n' + FIGURE
    if periods is None:
        assert "school year or month" in desk.told(lambda: desk.run(recipe))[0]
    else:
        assert desk.run(recipe)["period"].to_list() == periods


# -- areas ----------------------------------------------------------------------------------------


def test_no_code_is_invented_of_figures_or_of_local_numbers(desk: Desk) -> None:
    path = desk.text(
        table(
            "Wijken;leerlingen naar woonlocatie en wijk school|Noord|2023", "Noord;107", "Zuid;45"
        )
    )
    assert desk.init(path).select("area", "value").rows() == [("Noord", 107.0), ("Zuid", 45.0)]
    path = desk.text(table("wijk;naam;jaar;Werkloos (%)", "1;Noord;2021;6,1", "2;Zuid;2021;7,1"))
    desk.init(path)
    assert desk.areas() == [("1", "Noord", "custom", None), ("2", "Zuid", "custom", None)]


def test_digits_that_are_as_long_as_codes_are_codes(desk: Desk) -> None:
    path = desk.text(table("wijk;jaar;Werkloos (%)", "36301;2021;6,1", "59902;2021;7,1"))
    assert desk.init(path)["area"].to_list() == ["WK036301", "WK059902"]


def test_rows_of_totals_are_no_areas(desk: Desk) -> None:
    lines = [
        f"{name};2021;{n},1"
        for n, name in enumerate(("Noord", "Zuid", "Onbekend", "Eindtotaal", "Gemiddelde stad"), 5)
    ]
    path = desk.text(table("wijk;jaar;pct (%)", *lines))
    assert desk.init(path)["area"].to_list() == ["Noord", "Zuid"]
    assert [str(account) for account in read_accounts(desk.out)] == [
        "f.csv: 5 rows = 2 used + 3 left out (3 left out by skip)"
    ]
    recipe = HEAD + 'columns = { area = "wijk", period = "jaar" }\ncodes = { own = true }\n'
    desk.text(table("wijk;jaar;pct", *lines))
    told = desk.told(lambda: desk.run(recipe + FIGURE))
    assert [one.split(": ")[:2] for one in told] == [
        ["f.csv:5 [wijk]", "a total is no area"],
        ["f.csv:6 [wijk]", "a total is no area"],
    ]


def test_the_kind_that_is_about_everybody_is_a_word_of_its_own(desk: Desk) -> None:
    lines = [
        f"WK990101;2021;{kind};{value};50"
        for kind, value in (("Alleenstaand", 1), ("80+", 2), ("Alle leeftijden", 3), ("0+", 4))
    ]
    head = "code;jaar;soort;Aandeel eenzaam;Aandeel rokers"
    path = desk.text(table(head, *lines[:3]))
    assert desk.init(path).filter(indicator="eenzaam")["value"].to_list() == [3.0]
    path = desk.text(table(head, *lines[:2], lines[3]))
    assert desk.init(path).filter(indicator="eenzaam")["value"].to_list() == [4.0]


def test_numbers_of_ones_own_stay_what_they_are_also_with_a_level(desk: Desk) -> None:
    desk.text(table("place;jaar;pct", "3;2020;5", "9;2020;6"))
    codes = 'columns = { area = "place", period = "jaar" }\ncodes = { own = true, level = "district" }\n'
    assert desk.run(HEAD + codes + FIGURE)["area"].to_list() == ["3", "9"]
    assert desk.areas() == [
        ("3", "Wijk zonder naam (3)", "district", None),
        ("9", "Wijk zonder naam (9)", "district", None),
    ]


def test_a_pattern_takes_the_code_out_of_a_text(desk: Desk) -> None:
    desk.text(table("wijk;jaar;pct", "A00 Binnenstad;2020;5", "T96 Driemond;2020;6"))
    codes = (
        'columns = { area = "wijk", period = "jaar" }\n'
        "codes = { own = true, pattern = '^([A-Z]\\d\\d) ' }\n"
    )
    assert desk.run(HEAD + codes + FIGURE)["area"].to_list() == ["A00", "T96"]
    desk.text(table("wijk;jaar;pct", "A00 Binnenstad;2020;5", "Driemond;2020;6"))
    assert (
        "f.csv:3 [wijk]: code of unknown shape"
        in desk.told(lambda: desk.run(HEAD + codes + FIGURE))[0]
    )


def test_codes_that_repeat_over_municipalities_are_read_with_the_column_of_these(
    desk: Desk,
) -> None:
    lines = ("GM9901;1;2020;5", "GM9901;2;2020;6", "GM9902;1;2020;7", "GM9902;Totaal;2020;9")
    desk.text(table("gemeente;wijk;jaar;pct", *lines))
    columns = 'columns = { area = "wijk", period = "jaar", parent = "gemeente" }\n'
    plain = HEAD + columns + 'codes = { own = true, level = "district", skip = ["totaal"] }\n'
    # Without word of the municipality one number is of two areas: that is told, and nothing is chosen.
    assert "stands twice" in desk.told(lambda: desk.run(plain + FIGURE))[0]
    city = "".join(
        f'[[area]]\ncode = "GM990{number}"\nname = "Stad {number}"\nlevel = "municipality"\n'
        for number in (1, 2)
    )
    rule = 'codes = { within = "gemeente", level = "district", skip = ["totaal"] }\n'
    desk.text(table("gemeente;nr;naam", "GM9901;1;Noord", "GM9902;1;Haven"), "n.csv")
    names = (
        '[[names]]\npath = "n.csv"\ncode = "nr"\nname = "naam"\ncodes = { within = "gemeente" }\n'
    )
    found = desk.run(HEAD + columns + rule + FIGURE + names + city)
    assert found.select("area", "value").rows() == [
        ("GM9901-1", 5.0),
        ("GM9901-2", 6.0),
        ("GM9902-1", 7.0),
    ]
    assert ("GM9902-1", "Haven", "district", "GM9902") in desk.areas()
    assert ("GM9901-1", "Noord", "district", "GM9901") in desk.areas()
    # A row without a municipality is told, with its line.
    desk.text(table("gemeente;wijk;jaar;pct", "GM9901;1;2020;5", ";1;2020;6"))
    told = desk.told(lambda: desk.run(HEAD + columns + rule + FIGURE + city))[0]
    assert told.startswith("f.csv:3 [wijk]: code of unknown shape")


def test_a_hierarchy_comes_out_of_a_look_up_file_with_a_row_per_year(desk: Desk) -> None:
    desk.text(table("place;pct", "KA1;5", "KA2;6"))
    desk.text(
        table(
            "place;year;city;name",
            "KA1;2019;OLD;Noord",
            "KA1;2020;KA;Noord",
            "KA1;2020;KA;Noord",
            "KA2;2020;KA;Zuid",
            "KB1;2020;KB;Oost",
        ),
        "l.csv",
    )
    recipe = HEAD + (
        'columns = { area = "place", parent = "city", name = "name" }\n'
        'constant = { period = "2020" }\ncodes = { own = true, level = "district" }\n'
    )
    look_up = (
        '[[file.add]]\npath = "l.csv"\nkey = { place = "place" }\ntake = ["city", "name"]\n'
        'keep = [{ column = "year", is = ["2020"] }]\n'
    )
    city = '[[area]]\ncode = "KA"\nname = "City"\nlevel = "municipality"\n'
    desk.run(recipe + look_up + FIGURE + city)
    assert desk.areas() == [
        ("KA", "City", "municipality", None),
        ("KA1", "Noord", "district", "KA"),
        ("KA2", "Zuid", "district", "KA"),
    ]
    assert str(read_accounts(desk.out)[0]) == (
        "l.csv: 5 rows = 2 used + 3 left out (1 left out by keep; 1 that repeat another row; 1 that "
        "no row looks up)"
    )
    loose = look_up.replace('keep = [{ column = "year", is = ["2020"] }]\n', "")
    assert desk.told(lambda: desk.run(recipe + loose + FIGURE + city))[0].startswith(
        "l.csv:3 [place]: stands twice: found 'KA1'"
    )


def test_a_total_that_is_printed_twice_can_be_left_out_when_it_says_the_same(desk: Desk) -> None:
    lines = ["GM9901;2020;5", "WK990101;2020;6", "GM9901;2020;5"]
    desk.text(table("code;jaar;pct", *lines))
    recipe = HEAD + 'columns = { area = "code", period = "jaar" }\n'
    assert "figure stands twice" in desk.told(lambda: desk.run(recipe + FIGURE))[0]
    found = desk.run(recipe + 'repeats = "leave_out"\n' + FIGURE)
    assert found.select("area", "value").rows() == [("GM9901", 5.0), ("WK990101", 6.0)]
    assert "3 rows = 2 used + 1 left out" in str(read_accounts(desk.out)[0])
    desk.text(table("code;jaar;pct", *lines[:2], "GM9901;2020;5,5"))
    assert (
        "figure stands twice"
        in desk.told(lambda: desk.run(recipe + 'repeats = "leave_out"\n' + FIGURE))[0]
    )


# -- the account ----------------------------------------------------------------------------------


def test_every_row_is_used_or_left_out_with_the_reason(desk: Desk) -> None:
    desk.text(
        table(
            "code;jaar;sex;pct",
            "WK990101;2020;all;5",
            "WK990101;2020;men;6",
            "Totaal;2020;all;7",
            ";2020;all;8",
            "WK990102;2020;all;?",
            "Bron: CBS",
        )
    )
    recipe = HEAD + (
        'columns = { area = "code", period = "jaar" }\ncodes = { skip = ["Totaal"] }\n'
        'keep = [{ column = "sex", is = ["all"] }]\nsigns = { not_asked = ["?"] }\n'
    )
    desk.run(recipe + FIGURE)
    assert str(read_accounts(desk.out)[0]) == (
        "f.csv: 6 rows = 1 used + 5 left out (1 notes below the table; 1 left out by keep; 1 left out "
        "by skip; 1 without a code; 1 that no figure asks for, or that repeat another)"
    )


def test_the_commands_print_the_account_and_repeat_what_is_to_be_answered(desk: Desk) -> None:
    file = desk.text(table("code;jaar;Inwoners;Werkloos (%)", "WK990101;2021;24.310;5,5"))
    file = desk.text(file.read_bytes().replace(b"5,5", b"5.5"))
    runner = CliRunner()
    made = runner.invoke(app, ["source", "init", str(file), "--out", str(desk.recipe)])
    assert made.exit_code == 0, made.output
    command = ["source", "recipe", str(desk.recipe), "--data", str(desk.folder)]
    ran = runner.invoke(app, [*command, "--out", str(desk.out)])
    assert "f.csv: 1 rows = 1 used + 0 left out." in ran.output
    said = runner.invoke(app, ["source", "check", str(desk.out)], env={"COLUMNS": "200"})
    assert "still to be checked: is 24.310 in 'Inwoners' more than a thousand?" in said.output


# -- the cases as they were sent ------------------------------------------------------------------


@pytest.mark.skipif(not CASES.is_dir(), reason="the cases lie beside the checkout, not in it")
@pytest.mark.parametrize(
    ("case", "indicator", "area", "value"),
    [
        ("english-thousands/f.csv", "taxed_value", "GM9901", 250_000.0),
        ("english-thousands/inhabitants.csv", "clients", "WK990102", 1_010.0),
        ("inhabitants-point-thousands/f.csv", "werkloosheid", "WK990102", 12.7),
        ("excel-number-3-decimals/f.xlsx", "wachttijd", "WK990102", 13.125),
        ("hidden-sheet/f.xlsx", "werkloosheid", "GM9901", 5.5),
        ("header-guess/f.xlsx", "bijstand", "WK990103", 6.1),
        ("init-header/benefits.xlsx", "soort_een", "P00", 90.0),
        ("school-years/f.csv", "vsv", "GM9901", 5.0),
        ("local-numbers/f.csv", "werkloosheid", "1", 6.1),
        # 'wijk' stands in the headers of both columns of figures too.
        (
            "column-wijk-in-header/f.csv",
            "leerlingen_naar_woonlocatie_en_wijk_scho",
            "Noordkade",
            107.0,
        ),
        ("totals-row/f.csv", "werkloosheid", "Noordkade", 5.1),
        ("merged-area-cells/f.xlsx", "werkloosheid", "WK990103", 6.0),
    ],
)
def test_a_case_gives_the_right_value(
    desk: Desk, case: str, indicator: str, area: str, value: float
) -> None:
    found = desk.init(CASES / case).filter(indicator=indicator, area=area)
    assert found["value"][0] == pytest.approx(value, abs=1e-9)
    accounts = read_accounts(desk.out)
    assert sum(account.used for account in accounts) > 0


@pytest.mark.skipif(not CASES.is_dir(), reason="the cases lie beside the checkout, not in it")
@pytest.mark.parametrize(
    ("case", "said"),
    [
        ("unquoted-decimal-comma/f.csv", "f.csv:2: too many cells"),
        ("open-quote/f.csv", "f.csv:3: quotation mark is not closed"),
        ("formula-without-value/f.xlsx", "f.xlsx:3 [Werkloosheid (%)]: no saved value"),
    ],
)
def test_a_case_that_cant_be_read_says_where(desk: Desk, case: str, said: str) -> None:
    assert desk.told(lambda: desk.init(CASES / case))[0].startswith(said)


@pytest.mark.skipif(not CASES.is_dir(), reason="the cases lie beside the checkout, not in it")
@pytest.mark.parametrize("recipe", ["r.toml", "r-unique.toml"])
def test_the_case_of_a_look_up_file_has_its_hierarchy(desk: Desk, recipe: str) -> None:
    folder = CASES / "add-parent"
    desk.run((folder / recipe).read_text("utf-8"), folder)
    assert [(code, parent) for code, _, _, parent in desk.areas()] == [
        ("KA", None),
        ("KA1", "KA"),
        ("KA2", "KA"),
    ]


def test_nothing_depends_on_the_time_zone_of_the_machine(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    import datetime
    import time
    from zoneinfo import ZoneInfo

    zone = ZoneInfo("Europe/Amsterdam")
    days = [datetime.datetime(2020, 1, 1, tzinfo=zone), datetime.datetime(2021, 1, 1, tzinfo=zone)]
    pl.DataFrame({"code": ["WK990101"] * 2, "on": days, "pct": [5.5, 6.5]}).write_parquet(
        desk.folder / "f.parquet"
    )
    recipe = HEAD.replace("f.csv", "f.parquet") + 'columns = { area = "code", period = "on" }\n'
    before = os.environ.get("TZ")
    try:
        for name in ("UTC", "America/New_York", "Asia/Tokyo"):
            monkeypatch.setenv("TZ", name)
            time.tzset()
            assert desk.run(recipe + FIGURE)["period"].to_list() == ["2020-01-01", "2021-01-01"]
    finally:
        monkeypatch.undo()
        assert os.environ.get("TZ") == before
        time.tzset()


# -- codes of one's own beside the municipality's, totals, columns that aren't read --------------

NEIGHBOURHOODS = table(
    "Gemeente Voorbeeldstad - kerncijfers;;;;;",
    "Gemeentecode;Wijkcode;Wijknaam;Jaar;Aantal inwoners;% bijstand",
    "363;0;Centrum;2019;24.310;5,5",
    "363;1;Noord;2019;1.050;12,0",
    "363;10;Haven;2019;950;8,25",
    "363;0;Centrum;2021;24.500;5,1",
    "363;1;Noord;2021;1.100;11,0",
    "363;10;Haven;2021;960;n.b.",
    ";;Totaal;2019;26.310;6,7",
    ";;Totaal;2021;26.560;6,3",
    "Bron: gemeente Voorbeeldstad, OIS;;;;;",
)


@pytest.mark.parametrize("municipality", ["363", "GM0363"])
def test_numbers_within_a_municipality_are_the_areas_and_no_figure(
    desk: Desk, municipality: str
) -> None:
    found = desk.init(desk.text(NEIGHBOURHOODS.replace("\n363;", f"\n{municipality};")))
    assert found.select("area", "period", "indicator", "value").rows() == [
        ("0", "2019", "bijstand", 5.5),
        ("1", "2019", "bijstand", 12.0),
        ("10", "2019", "bijstand", 8.25),
        ("0", "2021", "bijstand", 5.1),
        ("1", "2021", "bijstand", 11.0),
        ("10", "2021", "bijstand", None),
    ]
    assert [area[:2] for area in desk.areas()] == [
        ("0", "Centrum"),
        ("1", "Noord"),
        ("10", "Haven"),
    ]
    (account,) = read_accounts(desk.out)
    assert (account.read, account.used, dict(account.left_out)["without a code"]) == (9, 6, 3)
    assert [question for question in desk.questions() if "'Wijkcode' are the codes" in question]


def test_of_two_columns_of_codes_the_one_that_says_most_is_the_area(desk: Desk) -> None:
    lines = ["363;36301;5,5", "363;36302;6,5", "518;51801;7,5"]
    found = desk.init(desk.text(table("Gemeentecode;Wijkcode;bijstand 2021 (%)", *lines)))
    assert found["area"].to_list() == ["WK036301", "WK036302", "WK051801"]
    assert found["indicator"].unique().to_list() == ["bijstand"]


def test_numbers_that_repeat_in_other_municipalities_are_refused(desk: Desk) -> None:
    """Number 1 is another area in each: nothing tells which, and it is no figure either."""
    lines = ["363;1;Noord;2021;5,5", "363;2;Zuid;2021;6,5", "518;1;Kade;2021;7,5"]
    path = desk.text(table("Gemeentecode;Wijkcode;Wijknaam;Jaar;bijstand (%)", *lines))
    text = propose_recipe([path]).text
    assert 'value = "Wijkcode"' not in text
    assert any("figure stands twice" in one for one in desk.told(lambda: try_recipe(text, [path])))


def test_keep_never_leaves_only_rows_without_an_area(desk: Desk) -> None:
    lines = ["WK036301;Mannen;5,5", "WK036301;Vrouwen;6,5", ";Totaal;6,0"]
    path = desk.text(table("code;geslacht;bijstand 2021 (%)", *lines))
    assert 'is = ["Totaal"]' not in propose_recipe([path]).text


def test_a_recipe_that_uses_no_row_of_a_file_is_refused(desk: Desk) -> None:
    desk.text(table("code;jaar;pct;soort", "WK036301;2021;5,5;wijk", ";2021;6,5;totaal"))
    keep = 'keep = [{ column = "soort", is = ["totaal"] }]\n'
    recipe = HEAD + 'columns = { area = "code", period = "jaar" }\n' + keep + FIGURE
    assert desk.told(lambda: desk.run(recipe)) == [
        "f.csv: no row is used: found '2 rows = 0 used + 2 left out (1 left out by keep; 1 without "
        "a code)'; expected rows that the figures of r.toml file.0 can be taken from. Look at the "
        "columns of area and period, keep and skip, or take the file out."
    ]
    assert not desk.out.exists()


@pytest.mark.parametrize(
    "total",
    ["Stad totaal", "All areas", "Alle wijken", "Insgesamt", "Gesamtstadt", "I alt", "Hele stad", "Heel Kadestad",
     "Gemeente Voorbeeldstad totaal", "Totaal", "Gemeente"],
)  # fmt: skip
def test_words_for_all_areas_together_are_no_area(desk: Desk, total: str) -> None:
    lines = ["Stad;5,5", "Totaalbuurt;6,5", "Alledaal;4,5", f"{total};6,0"]
    found = desk.init(desk.text(table("wijk;bijstand 2021 (%)", *lines)))
    assert sorted(found["area"]) == ["Alledaal", "Stad", "Totaalbuurt"]
    assert [question for question in desk.questions() if total in question]


def test_columns_that_are_not_read_are_told(desk: Desk) -> None:
    lines = ["WK036301;2021;5,5;ca. 1200;groen", "WK036302;2021;6,5;ca. 900;rood"]
    desk.init(desk.text(table("code;jaar;bijstand (%);inwoners;kleur", *lines)))
    assert "columns that are not read: inwoners" in desk.questions()
    assert "# Columns of words that are not read: kleur." in desk.recipe.read_text()


def test_inhabitants_with_apostrophes_are_read(desk: Desk) -> None:
    lines = ["WK036301;2021;5,5;12'345", "WK036302;2021;6,5;1'900"]
    desk.init(desk.text(table("code;jaar;bijstand (%);inwoners", *lines)))
    frame = pl.read_csv(desk.out / "areas.csv").filter(pl.col("inhabitants").is_not_null())
    assert frame.select("code", "inhabitants").rows() == [("WK036301", 12345), ("WK036302", 1900)]


def test_a_note_behind_a_figure_is_never_a_digit_of_it(desk: Desk) -> None:
    path = desk.text(table("code;jaar;pct", "WK036301;2020;6,2 1", "WK036302;2020;7,1"))
    recipe = HEAD + 'columns = { area = "code", period = "jaar" }\n' + FIGURE
    assert desk.told(lambda: desk.run(recipe))[0].startswith(
        "f.csv:2 [pct]: not a number: found '6,2 1'"
    )
    assert path.exists()


def test_years_with_a_mark_behind_them_are_one_series(desk: Desk) -> None:
    lines = ["WK036301;5,1;5,2;5,3;5,4"]
    header = "code;2019*;2020 (voorlopig);2021;2022 provisional figures"
    found = desk.init(desk.text(table(header, *lines), "bijstand.csv"))
    assert found["indicator"].n_unique() == 1
    assert dict(found.select("period", "value").rows()) == {
        "2019": 5.1,
        "2020": 5.2,
        "2021": 5.3,
        "2022": 5.4,
    }
    (first, *_) = [question for question in desk.questions() if question.startswith("provisional")]
    assert "2019*" in first


@pytest.mark.parametrize(
    ("cells", "periods"),
    [
        (["200910", "201011"], ["2009", "2010"]),  # two that can be school years are
        (["200909", "200910"], ["2009-09", "2009-10"]),  # one that can't makes them months
        (["20092010", "20102011"], ["2009", "2010"]),
    ],
)
def test_six_digits_are_school_years_or_months_by_their_column(
    desk: Desk, cells: list[str], periods: list[str]
) -> None:
    lines = [f"WK036301;{cell};5,5" for cell in cells]
    found = desk.init(desk.text(table("code;time_period;bijstand (%)", *lines)))
    assert sorted(found["period"]) == periods
    asked = [question for question in desk.questions() if "school year" in question]
    assert bool(asked) == (len(periods[0]) == 4)


def test_without_an_answer_six_digits_that_can_be_both_are_an_error(desk: Desk) -> None:
    desk.text(table("code;jaar;pct", "WK036301;200910;5,5"))
    recipe = HEAD + 'columns = { area = "code", period = "jaar" }\n' + FIGURE
    assert "school year or month: found '200910'" in desk.told(lambda: desk.run(recipe))[0]


def test_a_date_that_can_be_read_two_ways_is_asked_about(desk: Desk) -> None:
    lines = ["WK036301;3/4/2020;5,5", "WK036302;3/4/2020;6,5"]
    found = desk.init(desk.text(table("code;datum;bijstand (%)", *lines)))
    assert set(found["period"]) == {"2020-04-03"}
    assert [
        question
        for question in desk.questions()
        if "3/4/2020 is read with the day first" in question
    ]


def test_a_decimal_of_parquet_is_a_number_and_no_question(desk: Desk) -> None:
    figures = pl.Series([13.125, 24.310], dtype=pl.Decimal(10, 3))
    path = desk.folder / "f.parquet"
    pl.DataFrame(
        {"code": ["WK036301", "WK036302"], "jaar": [2021, 2021], "bijstand (%)": figures}
    ).write_parquet(path)
    found = desk.init(path)
    assert found.sort("area")["value"].to_list() == [13.125, 24.31]
    assert not [question for question in desk.questions() if "more than a thousand" in question]


def test_a_hidden_row_is_asked_about_by_init_and_told_by_the_recipe(desk: Desk) -> None:
    def hide(made: Any) -> None:
        made.active.row_dimensions[3].hidden = True

    header = ("code", "bijstand 2021 (%)")
    path = desk.book([header, ("WK036301", 5.5), ("WK036302", 6.5)], hide)
    assert desk.init(path)["value"].to_list() == [5.5, 6.5]
    assert "can't be seen, and is read: rows 3" in desk.questions()
    assert ("hidden rows or columns", "rows 3") in [
        (remark.code, remark.value) for remark in read_remarks(desk.out)
    ]
