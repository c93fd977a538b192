"""``source init`` says what it left out, and what it says to do next works as it is printed."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from wijkwerk.monitor.api import source_commands

runner = CliRunner()
TABLE = (
    "gebied,naam,jaar,uitkering,kleur\n"
    "GM0363,Amsterdam,2023,5.5,rood\nGM0363,Amsterdam,2024,5.1,rood\n"
    "WK036301,Een,2023,6.5,blauw\nWK036301,Een,2024,6.1,blauw\n"
)


@pytest.mark.parametrize("name", ["my figures/a table.csv", "plain/table.csv"])
@pytest.mark.parametrize("out", ["first recipe.toml", "recipe"])
def test_the_next_command_works_as_printed(tmp_path: Path, name: str, out: str) -> None:
    path = tmp_path / name
    path.parent.mkdir()
    path.write_text(TABLE)
    done = runner.invoke(source_commands, ["init", str(path), "--out", str(tmp_path / out)])
    assert done.exit_code == 0, (done.output, done.exception)
    said = re.sub(r"\s+", " ", done.output)
    assert "Left out: kleur." in said
    words = shlex.split(said.split("Next: ")[1])
    assert words[:3] == ["wijkwerk", "source", "recipe"]
    again = runner.invoke(source_commands, words[2:])
    assert again.exit_code == 0, (words, again.output, again.exception)
    assert (Path(words[-1]) / "areas.csv").is_file()
