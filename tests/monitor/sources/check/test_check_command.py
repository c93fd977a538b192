"""The command `wijkwerk source check`: what it prints and how it ends."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from typer.testing import CliRunner

from wijkwerk.monitor.commands import source_commands

if TYPE_CHECKING:
    from tests.monitor.sources.conftest import Folder


def _run(*arguments: str) -> tuple[int, str]:
    found = CliRunner().invoke(source_commands, ["check", *arguments], env={"COLUMNS": "80"})
    return found.exit_code, found.output


def test_errors_end_with_two_and_are_grouped_per_file(small: Folder) -> None:
    small.change("observations.csv", "WK036301,2013,seekers,207", "WK036301,2013,seekers,2070")
    small.change("areas.csv", "3000,1400", "-3000,1400")
    code, output = _run(str(small.path))
    assert code == 2
    lines = [line.rstrip() for line in output.splitlines()]
    assert "areas.csv  1 error" in lines
    assert "observations.csv  1 error" in lines
    assert "  error  line 3 numerator  numerator above denominator: 2070" in lines
    assert "      Expected: at most the denominator, 1501." in lines
    assert "2 errors. Mend the errors and check again." in " ".join(output.split())
    assert max(len(line) for line in lines[:-3]) <= 80


def test_warnings_alone_end_with_nil(small: Folder) -> None:
    small.change("observations.csv", "WK036301,2013,seekers,207,1501,,,\n", "")
    code, output = _run(str(small.path))
    assert code == 0
    assert "no errors, 1 warning. The folder can be built." in " ".join(output.split())


def test_notes_can_be_left_out(small: Folder) -> None:
    small.write("observations.csv", small.text("observations.csv").replace(",", ";"))
    assert "other separator" in _run(str(small.path))[1]
    assert "other separator" not in _run(str(small.path), "--no-notes")[1]


def test_json_is_for_programs(small: Folder) -> None:
    small.change("areas.csv", "3000,1400", "-3000,1400")
    code, output = _run(str(small.path), "--json")
    told = json.loads(output)
    assert code == 2
    assert (told["errors"], told["warnings"], told["notes"]) == (1, 0, 0)
    assert told["problems"] == [
        {
            "file": "areas.csv",
            "line": 4,
            "column": "inhabitants",
            "code": "negative count",
            "value": "-3000",
            "expected": "zero or more",
            "suggestion": None,
            "severity": "error",
        }
    ]


def test_a_folder_that_is_not_there_ends_with_two() -> None:
    code, output = _run("nowhere")
    assert code == 2
    assert "no such folder" in output
