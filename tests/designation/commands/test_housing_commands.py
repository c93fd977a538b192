"""``wijkwerk housing`` and ``wijkwerk plan`` on the command line."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from wijkwerk.designation.commands.housing import housing_commands
from wijkwerk.designation.commands.plan_check import plan_commands
from wijkwerk.shared.problems import InputError


def housing(*words: object) -> Result:
    return CliRunner().invoke(housing_commands, [str(word) for word in words])


def plan(*words: object) -> Result:
    return CliRunner().invoke(plan_commands, [str(word) for word in words])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("commands") / "mine"
    assert housing("init", folder).exit_code == 0
    return folder


def test_a_folder_is_begun_checked_and_planned(folder: Path, tmp_path: Path) -> None:
    assert "no errors" in housing("check", folder).output
    made = housing("plan", folder, "--out", tmp_path / "out")
    assert made.exit_code == 0
    assert "With these data no plan is cheaper." in made.output.replace("\n", " ")
    assert "Two years later" in made.output
    assert (tmp_path / "out" / "plan.xlsx").is_file()


def test_a_program_reads_the_same(folder: Path) -> None:
    document = json.loads(housing("plan", folder, "--json", "--aim", "displaced").output)
    assert (document["aim"], document["status"]) == ("displaced", "optimal")
    assert {variant["code"] for variant in document["variants"]} == {"later", "no-demolition"}
    assert document["path"][-1]["share"] <= 0.4


def test_the_frontier_is_shown_from_cheap_to_sparing(folder: Path) -> None:
    document = json.loads(housing("frontier", folder, "--points", 4, "--json").output)
    costs = [point["cost"] for point in document["points"]]
    assert costs == sorted(costs)
    assert len(costs) == 4
    shown = housing("frontier", folder, "--points", 3).output
    assert "one household less costs" in shown
    assert "There are more points between these" in shown


def test_without_a_plan_the_reasons_are_told_and_the_command_has_done_its_work(
    examples: Path,
) -> None:
    told = housing("plan", examples / "housing-obligation", "--variant", "conversion-only")
    said = told.output.replace("\n", " ")
    assert told.exit_code == 0
    assert "These don't go together" in said
    assert "is the lowest share" in said


def test_errors_end_with_two(folder: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    broken.mkdir()
    for path in folder.iterdir():
        text = path.read_text("utf-8").replace("social_family", "social_famly")
        (broken / path.name).write_text(text, "utf-8")
    told = housing("check", broken)
    assert told.exit_code == 2
    assert "social_famly" in told.output
    assert json.loads(housing("check", broken, "--json").output)["errors"] > 0
    for words in (
        ["plan", broken],
        ["plan", folder, "--variant", "x"],
        ["frontier", folder, "--points", 1],
    ):
        assert isinstance(housing(*words).exception, InputError)


def test_a_plan_of_measures_is_checked(examples: Path, tmp_path: Path) -> None:
    file = examples / "housing-obligation" / "measures.toml"
    whole = plan("check", file)
    assert whole.exit_code == 0
    assert "Nothing lacks." in whole.output
    # Demolition is a measure of the second status too; of the lowest one the fund pays nothing.
    assert plan("check", file, "--status", "extended").exit_code == 0
    light = plan("check", file, "--status", "vulnerable", "--language", "nl")
    assert light.exit_code == 2
    assert "mag niet" in light.output
    document = json.loads(plan("check", file, "--json").output)
    assert document["complete"] is True
    table = tmp_path / "plan.csv"
    table.write_text("measure\nrenovation\n", "utf-8")
    assert isinstance(plan("check", table).exception, InputError)
    assert "no owner" in plan("check", table, "--status", "extended", "--json").output


def test_measures_and_effects_are_listed_in_both_languages(examples: Path) -> None:
    assert "flexible_letting" in plan("measures").output
    assert "Een goede start voor kinderen" in plan("measures", "--language", "nl").output
    voices = examples / "housing-obligation" / "voices.toml"
    shown = plan("effects", "--voices", voices, "--language", "nl").output
    assert "hier niet gemeten" in shown
    assert "Call the area by its name." in shown
    assert isinstance(plan("effects", "--map", "moves=x").exception, InputError)
    assert isinstance(plan("measures", "--language", "de").exception, InputError)


def test_a_plan_of_ones_own_is_recounted(folder: Path, tmp_path: Path) -> None:
    assert housing("plan", folder, "--out", tmp_path / "out").exit_code == 0
    made = tmp_path / "out" / "plan.csv"
    whole = housing("recount", folder, made)
    assert whole.exit_code == 0
    assert "keeps to everything" in whole.output
    planned = json.loads((tmp_path / "out" / "plan.json").read_text("utf-8"))
    counted = json.loads(housing("recount", folder, made, "--json").output)
    assert (counted["path"], counted["cost"]) == (planned["path"], planned["cost"])
    lines = made.read_text("utf-8").splitlines()
    short = tmp_path / "short.csv"
    short.write_text("\n".join(lines[:-1]) + "\n", "utf-8")
    told = housing("recount", folder, short, "--json")
    assert told.exit_code == 2
    assert json.loads(told.output)["breaks"]["nl"] == [
        "2030: het aandeel is te hoog (43,1%, hoogstens 40,0%)."
    ]


def test_a_plan_of_ones_own_that_cannot_be_read_is_told(folder: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.csv"
    wrong.write_text(
        "year,estate,method,number\n2026,Northern block,sell,1\n2026.5,Southern block,sale,1\n"
        "2026,Southern block,sale,\n",
        "utf-8",
    )
    fault = housing("recount", folder, wrong).exception
    assert isinstance(fault, InputError)
    assert [(problem.line, problem.column) for problem in fault.problems] == [
        (2, "method"),
        (3, "year"),
        (4, "number"),
    ]
    assert isinstance(housing("recount", folder, tmp_path / "no.csv").exception, InputError)
