"""The command as its user meets it: from a name to an edition, and what it says on the way."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest
import typer
from typer.testing import CliRunner

from wijkwerk.monitor.commands.city import city_command
from wijkwerk.monitor.editions.edition import Edition
from wijkwerk.monitor.serving.prepare import prepare
from wijkwerk.shared.problems import InputError

app = typer.Typer()
app.command("city")(city_command)


@pytest.fixture
def run(publishers: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    monkeypatch.setenv("WIJKWERK_CBS_URL", publishers.url)
    monkeypatch.setenv("WIJKWERK_GEO_URL", publishers.url)
    monkeypatch.chdir(tmp_path)
    return lambda *arguments: CliRunner().invoke(app, list(arguments))


def test_a_name_becomes_an_edition(run: Any, pc6: Path, tmp_path: Path) -> None:
    done = run("'s-Testdam", "--years", "2017,2024", "--postcodes", str(pc6), "--no-serve")
    assert done.exit_code == 0, (done.output, done.exception)
    said = " ".join(done.output.split())
    assert "'s-Testdam (GM9001): 2 years, 2017, 2024." in said
    assert "2 postcodes lie in 's-Testdam." in said
    assert "Checked: no errors" in said
    assert said.endswith("Next: wijkwerk serve s-testdam/editions")
    (folder,) = (tmp_path / "s-testdam" / "editions").glob("kwb-gm9001-2017-2024-*")
    assert pl.read_parquet(folder / "postcodes.parquet").height == 3
    served = prepare(Edition.open(folder), tmp_path / "cache")
    with duckdb.connect(str(served), read_only=True) as con:
        rows = con.sql("SELECT area FROM postcodes WHERE postcode = '1234AB'").fetchall()
    assert rows == [("BU90010000",), ("BU90010001",)]  # where most of its addresses are comes first


@pytest.mark.parametrize("years", ["twintig", "2024-2017", "2017;2024"])
def test_years_that_are_none_are_told(run: Any, years: str) -> None:
    done = run("GM9001", "--years", years)
    assert isinstance(done.exception, InputError) and "--years: not years" in str(done.exception)
