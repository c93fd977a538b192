"""Plans as files: whole, the same every time, safe to open."""

import csv
import io
import json
from pathlib import Path

import openpyxl
import pytest

from wijkwerk.designation.core.housing.frontier import frontier
from wijkwerk.designation.core.housing.infeasible import explain
from wijkwerk.designation.core.housing.labels import explanation_sentences, plan_sentence
from wijkwerk.designation.core.housing.plans import best_plan
from wijkwerk.designation.housing_input import read_housing, write_template
from wijkwerk.designation.housing_output import (
    action_rows,
    as_csv,
    as_spreadsheet,
    frontier_document,
    path_rows,
    plan_document,
    write_folder,
)
from wijkwerk.shared.problems import InputError


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("housing") / "mine"
    write_template(folder)
    return read_housing(folder)


@pytest.fixture(scope="module")
def plan(found):
    return best_plan(found.obligation)


def test_rows_add_up_to_the_plan(found, plan) -> None:
    rows, path = action_rows(plan, found.obligation), path_rows(plan)
    assert sum(row["cost"] for row in rows) == plan.recount.cost
    assert sum(row["displaced"] for row in rows) == pytest.approx(float(plan.displaced), abs=1e-5)
    assert [row["year"] for row in path] == list(range(2025, 2031))
    assert path[-1]["share"] == 0.4
    assert path[-1]["social_family"] == path[0]["social_family"] - sum(
        row["number"] for row in rows
    )


def test_the_document_is_json_and_says_how_sure_it_is(found, plan) -> None:
    document = json.loads(json.dumps(plan_document(plan, found.obligation, None, found.names)))
    assert (document["status"], document["gap"]) == ("optimal", 0)
    assert document["solver"].startswith("HiGHS")
    assert document["sentence"]["nl"].startswith(
        "Het aandeel gaat van 77,0% naar 40,0% aan het eind van 2030."
    )
    assert "Met deze gegevens is er geen goedkoper plan." in document["sentence"]["nl"]
    assert "why" not in document


def test_files_appear_whole_and_are_never_overwritten(found, plan, tmp_path: Path) -> None:
    tables = {"plan": action_rows(plan, found.obligation), "path": path_rows(plan)}
    write_folder(tmp_path / "out", {"a": 1}, tables)
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "path.csv",
        "plan.csv",
        "plan.json",
        "plan.xlsx",
    ]
    read = list(csv.DictReader(io.StringIO((tmp_path / "out" / "plan.csv").read_text("utf-8"))))
    assert [int(row["number"]) for row in read] == [row["number"] for row in tables["plan"]]
    with pytest.raises(InputError, match="there already"):
        write_folder(tmp_path / "out", {}, tables)
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_the_spreadsheet_is_the_same_every_time_and_holds_no_formula(found, plan) -> None:
    tables = {"plan": action_rows(plan, found.obligation), "path": path_rows(plan)}
    body = as_spreadsheet(tables)
    assert as_spreadsheet(tables) == body
    book = openpyxl.load_workbook(io.BytesIO(body))
    assert book.sheetnames == ["plan", "path"]
    kinds = {cell.data_type for row in book["plan"].iter_rows() for cell in row}
    assert kinds <= {"s", "n"}
    hostile = as_spreadsheet({"plan": [{"estate": "=1+1"}]})
    assert openpyxl.load_workbook(io.BytesIO(hostile))["plan"]["A2"].data_type == "s"


def test_no_plan_gives_empty_tables_and_the_reasons(found) -> None:
    asked = found.variants[1].of(found.obligation)
    asked = type(asked)(**{**asked.__dict__, "share": asked.share / 4})
    none = best_plan(asked)
    document = plan_document(none, asked, explain(asked), found.names)
    assert path_rows(none) == []
    assert as_csv(path_rows(none)) == ""
    assert document["status"] == "infeasible"
    assert document["why"]["clash"][0] == "share"
    for language in ("nl", "en"):
        sentences = document["why"]["sentences"][language]
        assert len(sentences) >= 3
        assert all(sentence.endswith(".") for sentence in sentences)
    assert "Dit gaat niet samen" in document["why"]["sentences"]["nl"][0]


def test_a_household_spared_has_its_price(found) -> None:
    document = frontier_document(frontier(found.obligation, 4))
    first, second = document["points"][:2]
    assert first["euros_per_household"] is None
    spared = first["displaced"] - second["displaced"]
    assert second["euros_per_household"] == pytest.approx(
        (second["cost"] - first["cost"]) / spared, rel=1e-3
    )


def test_limits_are_called_by_the_name_they_were_given(found) -> None:
    tight = [limit for limit in found.obligation.limits if limit.code == "budget"]
    limit = type(tight[0])(**{**tight[0].__dict__, "at_most": 100_000})
    asked = type(found.obligation)(**{**found.obligation.__dict__, "limits": (limit,)})
    said = explanation_sentences(explain(asked), asked, found.names, "nl")
    assert any("de grens ‘Budget per year’" in one and "per jaar" in one for one in said)
    assert plan_sentence(best_plan(asked), asked, "nl").startswith("Er is geen plan")
