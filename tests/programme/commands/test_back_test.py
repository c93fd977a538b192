"""``wijkwerk programme back-test`` on a small country."""

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from wijkwerk.programme.commands.back_test import back_test
from wijkwerk.shared.problems import InputError

SMALL = ["--areas", "60", "--indicators", "4", "--years", "14"]


@pytest.fixture(scope="module")
def app() -> typer.Typer:
    made = typer.Typer()
    made.command()(back_test)
    return made


def test_on_course_is_mostly_right_and_the_chance_is_honest(
    app: typer.Typer, tmp_path: Path
) -> None:
    file = tmp_path / "found.json"
    done = CliRunner().invoke(app, [*SMALL, "--json", str(file)])
    assert done.exit_code == 0, done.output
    found = json.loads(file.read_text("utf-8"))
    of = {answer["answer"]: answer for answer in found["all"]["answers"]}
    assert sum(one["number"] for one in of.values()) == found["all"]["number"]
    assert of["on_course"]["right"] > 0.75 and of["off_course"]["right"] > 0.8
    # It says more than the mean does, and no chance is far from what came.
    assert found["all"]["brier"] < 0.85 * found["all"]["brier_without"]
    assert found["all"]["off_by"] < 0.12
    assert found["all"]["in_80"] > 0.75 and found["all"]["in_95"] > 0.93
    for said in ("on course", "off course", "at risk", "can't tell yet", "Brier score", "90-100%"):
        assert said in done.output


def test_the_same_seed_gives_the_same_answers(app: typer.Typer, tmp_path: Path) -> None:
    texts = []
    for name, seed in (("a", "3"), ("b", "3"), ("c", "4")):
        options = ["--areas", "25", "--indicators", "2", "--years", "12", "--seed", seed]
        CliRunner().invoke(app, [*options, "--json", str(tmp_path / name)])
        texts.append((tmp_path / name).read_text("utf-8"))
    assert texts[0] == texts[1] != texts[2]


def test_a_place_that_cant_be_written_is_told(app: typer.Typer, tmp_path: Path) -> None:
    options = ["--areas", "25", "--indicators", "1", "--years", "12"]
    (tmp_path / "no").touch()  # a file, in which no file can stand
    done = CliRunner().invoke(app, [*options, "--json", str(tmp_path / "no" / "file.json")])
    assert isinstance(done.exception, InputError)
    assert "file.json" in str(done.exception)
