"""An analysis out of a file: what is right becomes the same document, what is wrong is told by row and column."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from finance.conftest import SMALL, example
from wijkwerk.finance.document import analysis_of
from wijkwerk.finance.reading import analysis_in, read_analysis, text_of_file
from wijkwerk.finance.register import shipped_rates, unit_values
from wijkwerk.finance.results import results_of
from wijkwerk.shared.problems import InputError, Problem

Written = Callable[..., Path]

SHEETS: dict[str, list[list[Any]]] = {
    "analysis": [
        ["base_year", 2024], ["rates", "nl-2020"], ["draws", 1000], ["title_nl", "Een proef"],
        ["title_en", "A trial"], ["baseline_nl", "Geen proef."], ["baseline_en", "No trial."],
    ],
    "parties": [
        ["code", "name_nl", "name_en", "public"], ["city", "Gemeente", "Municipality", "ja"],
        ["people", "Bewoners", "Residents", ""],
    ],
    "assumptions": [
        ["code", "name_nl", "name_en", "triangular", "normal"],
        ["p", "Deel dat slaagt", "Share that succeeds", "0,05; 0,10; 0,20", ""],
        ["v", "Waarde", "Value", "", "150; 30"],
    ],
    "lines": [
        ["code", "name_nl", "name_en", "kind", "number", "attribution", "value", "for"],
        ["gain", "Baat", "Gain", "effect", 100, "p", "v", "city: 0,5; people: 0,5"],
        ["cost", "Kosten", "Cost", "cost", "", "", 1000, "city: 1"],
    ],
}  # fmt: skip


def problems(path: Path) -> tuple[Problem, ...]:
    with pytest.raises(InputError) as caught:
        read_analysis(path)
    return caught.value.problems


def test_a_workbook_and_toml_are_the_same_analysis(
    written: Written, workbook: Callable[..., Path]
) -> None:
    by_text, by_sheets = read_analysis(written()), read_analysis(workbook(**SHEETS))
    assert by_text == by_sheets
    assert read_analysis_text(text_of_file(workbook(**SHEETS))) == by_text
    assert results_of(by_text) == results_of(by_sheets)
    assert results_of(by_text)["alternatives"][0]["net"] == pytest.approx(750)


def read_analysis_text(text: str) -> dict[str, Any]:
    return analysis_in(text)


# ruff: noqa: E501
@pytest.mark.parametrize(
    ("old", "new", "line", "column", "code"),
    [
        ('rates = "nl-2020"', 'rates = "nl-2002"', 2, 'rates', 'unknown rates'),
        ('rates = "nl-2020"', 'rates = "nl-2020"\nrate = 0.1', 2, 'rates', 'one discount rate is needed'),
        ('attribution = "p"', 'attribution = "q"', 31, 'line.gain.attribution', 'unknown assumption'),
        ('attribution = "p"', 'attribution = "v"', 31, 'line.gain.attribution', 'not between 0 and 1'),
        ('value = "v"', 'value = 1', 21, 'assumption.v', 'no line counts with it'),
        ('people = 0.5 }', 'people = 0.4 }', 33, 'line.gain.for', "shares aren't the whole"),
        ('people = 0.5 }', 'peopel = 0.5 }', 33, 'line.gain.for', 'unknown party'),
        ('[150, 30]', '[150, 0]', 24, 'assumption.v.normal', 'no distribution'),
        ('[150, 30]', '[150, 30]\nvalue = 3', 21, 'assumption.v', 'an assumption has one figure or distribution'),
        ('value = 1000', 'value = 1000\nfirst_year = 3\nlast_year = 2', 41, 'line.cost.last_year', 'the last year lies before the first'),
        ('value = 1000', 'value = 1000\npart_of = "gane"', 40, 'line.cost.part_of', 'unknown line'),
        ('value = 1000', 'value = 1000\nalternatives = ["a"]', 40, 'line.cost.alternatives', 'unknown alternative'),
        ('code = "cost"', 'code = "gain"', 36, 'line.code', 'code stands twice'),
        ('kind = "cost"', 'kind = "costs"', 38, 'line.cost.kind', 'unknown value'),
        ('kind = "cost"', 'kind = "transfer"', 40, 'line.cost.for', "a transfer doesn't close"),
        ('normal = [150, 30]', 'unit_value = "museum_buss"', 24, 'assumption.v.unit_value', 'unknown unit value'),
        ('normal = [150, 30]', 'unit_value = "museum_bus"', 21, 'assumption.v', 'prices of 2007, and the analysis counts in those of 2024'),
        ('normal = [150, 30]', 'evaluation = "focus-1"\noutcome = "debts"', 24, 'assumption.v.evaluation', 'evaluations are known to a site alone'),
        ('normal = [150, 30]', 'evaluation = "focus-1"', 21, 'assumption.v', 'key is missing'),
        ('draws = 1000', 'draws = 10', 3, 'draws', 'wrong value'),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_line_and_key(
    written: Written, old: str, new: str, line: int, column: str, code: str
) -> None:
    by_code = {problem.code: problem for problem in problems(written((old, new)))}
    assert code in by_code
    problem = by_code[code]
    assert (problem.file, problem.line, problem.column) == ("trial.toml", line, column)


@pytest.mark.parametrize(
    ("sheet", "row", "column", "value", "problem"),
    [
        ("lines", 1, 5, "z", ("lines", 2, "unknown assumption")),
        ("lines", 2, 6, "1.000,50", ("lines", 3, "can't be read")),
        ("lines", 2, 7, "city", ("lines", 3, "can't be read")),
        ("lines", 2, 3, "kosten", ("lines", 3, "unknown value")),
        ("assumptions", 2, 4, "150; x", ("assumptions", 3, "can't be read")),
        ("parties", 1, 3, "misschien", ("parties", 2, "can't be read")),
        ("analysis", 0, 1, "2024,5", ("analysis", 1, "can't be read")),
        ("analysis", 1, 0, "rats", ("analysis", 2, "unknown key")),
    ],
)
def test_what_is_wrong_in_a_workbook_is_told_with_sheet_and_row(
    workbook: Callable[..., Path],
    sheet: str,
    row: int,
    column: int,
    value: str,
    problem: tuple[str, int, str],
) -> None:
    sheets = {name: [list(cells) for cells in rows] for name, rows in SHEETS.items()}
    sheets[sheet][row][column] = value
    places = {(each.file, each.line, each.code) for each in problems(workbook(**sheets))}
    name, line, code = problem
    assert (f"trial.xlsx, sheet {name}", line, code) in places


def test_a_sheet_that_isnt_there(workbook: Callable[..., Path]) -> None:
    (problem,) = problems(workbook(analysis=SHEETS["analysis"], lines=SHEETS["lines"]))
    assert (problem.code, problem.value, problem.expected) == (
        "a sheet is missing",
        None,
        "parties",
    )


def test_correlations_that_cant_be_are_refused(written: Written) -> None:
    def pair(first: str, second: str, rank: float) -> str:
        return f'[[correlation]]\nof = ["{first}", "{second}"]\nrank = {rank}\n'

    line = '[[line]]\ncode = "gain"'
    assert read_analysis(written((line, pair("p", "v", 0.3) + line)))
    twice = problems(written((line, pair("p", "v", 0.3) + pair("v", "p", 0.2) + line)))
    assert {problem.code for problem in twice} == {"a pair stands twice"}
    third = '[[assumption]]\ncode = "w"\nname = { nl = "W", en = "W" }\nuniform = [1, 2]\n'
    all_three = pair("p", "v", 0.9) + pair("v", "w", 0.9) + pair("p", "w", -0.9)
    impossible = problems(
        written((line, third + all_three + line), ("value = 1000", 'value = 1000\nnumber = "w"'))
    )
    assert {problem.code for problem in impossible} == {
        "these correlations can't all be true at once"
    }
    certain = problems(written(("[150, 30]", "[150, 30]"), (line, pair("p", "nobody", 0.1) + line)))
    assert {problem.code for problem in certain} == {"no uncertain assumption"}


def test_prices_of_another_year_are_brought_to_the_base_year(written: Written) -> None:
    path = written(
        ("normal = [150, 30]", "normal = [150, 30]\nprice_year = 2014"),
        (
            "[[party]]",
            '[index]\nsource = "made up"\nlevel = { 2014 = 100, 2024 = 120 }\n\n[[party]]',
        ),
    )
    rows = {row["code"]: row for row in read_analysis(path)["assumption"]}
    assert rows["v"]["normal"] == [180.0, 36.0]
    assert rows["p"]["triangular"] == [0.05, 0.10, 0.20]


def test_a_unit_value_brings_its_range_and_source(written: Written) -> None:
    path = written(
        ("normal = [150, 30]", 'unit_value = "family_many_problems"'),
        ("base_year = 2024", "base_year = 2020"),
    )
    row = read_analysis(path)["assumption"][1]
    assert row["uniform"] == [40_000.0, 100_000.0]
    assert row["source"] == unit_values()["family_many_problems"].source


def test_an_effect_of_an_evaluation_comes_with_its_margin(written: Written) -> None:
    questions = []

    def effects(evaluation: str, outcome: str) -> tuple[float, float]:
        questions.append((evaluation, outcome))
        return -4.0, 0.5

    path = written(("normal = [150, 30]", 'evaluation = "focus-1"\noutcome = "debts"'))
    assert read_analysis(path, effects)["assumption"][1]["normal"] == [-4.0, 0.5]
    assert questions == [("focus-1", "debts")]

    def unknown(evaluation: str, outcome: str) -> tuple[float, float]:
        raise InputError.of("evaluation", "the effect can't be known", "an effect with its margin")

    with pytest.raises(InputError, match=r"trial.toml:24 .*the effect can't be known"):
        read_analysis(path, unknown)


def test_alternatives_have_their_own_lines_and_share_others() -> None:
    more = SMALL.replace('code = "cost"', 'code = "cost"\nalternatives = ["dear"]').replace(
        "[[line]]",
        '[[alternative]]\ncode = "dear"\nname = { nl = "Duur", en = "Dear" }\n\n'
        '[[alternative]]\ncode = "free"\nname = { nl = "Gratis", en = "Free" }\n\n[[line]]',
        1,
    )
    dear, free = results_of(analysis_in(more))["alternatives"]
    assert (dear["code"], dear["costs"], free["code"], free["costs"]) == ("dear", 1000, "free", 0)
    assert free["ratio"] is None and free["net"] == pytest.approx(1750)


def test_what_ships_is_right() -> None:
    assert shipped_rates()["green-book"].rates.of(31) == 0.03
    perry = analysis_in(example("perry-preschool"))
    result = results_of(perry)
    first = result["alternatives"][0]
    assert round(first["net"]) == 95_099 and round(100 * first["internal_rates"][0], 3) == 15.853
    assert result["stated"]["agrees"] and set(result["stated"]["differs"]) == {
        "costs",
        "benefits",
        "net",
        "ratio",
    }
    team = analysis_in(example("frontline-team"))
    assert analysis_of(team).public == {"municipality"}
    of_team = results_of(team)
    assert of_team["stated"]["agrees"] and of_team["stated"]["implied"]["ratio"]["least"] == 2
    turns = {swing["code"]: swing["turns"] for swing in of_team["alternatives"][0]["swings"]}
    assert "all" in turns["less"] and turns["team"] == ["municipality"]
    museum = unit_values()["museum_bus"].distribution.mean
    assert museum == round(30_000 / 1_890, 2)
    assert unit_values()["job_nijmegen"].distribution.mean == round(150_000 / 87)
    assert unit_values()["starter_nijmegen"].distribution.mean == round(80_000 / 12)
    assert unit_values()["dwelling_levy_reduction"].distribution.mean == round(60e6 / 4_750)
