"""The command as its user meets it."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from wijkwerk.monitor.api import build_edition, source_commands

runner = CliRunner()


def test_the_command_tells_what_it_read_and_did_not_understand(
    tmp_path: Path, year_2014: Path, year_2024: Path
) -> None:
    out = tmp_path / "kwb"
    done = runner.invoke(
        source_commands, ["from-cbs", str(year_2014), str(year_2024), "--out", str(out)]
    )
    assert done.exit_code == 0, done.output
    said = " ".join(done.output.split())
    assert (
        "kwb-2014.csv: 6 rows of 2014. 6 rows = 6 used + 0 left out. Cells without a figure: none."
        in said
    )
    assert (
        "Kerncijfers_wijken_en_buurten_2024.csv: 8 rows of 2024. 8 rows = 8 used + 0 left out. "
        "Cells without a figure: 2 × '.', 1 × 'x'." in said
    )
    assert "Columns: 8 read, 1 known and left out, 1 not understood." in said
    assert "Not understood: Iets nieuws (aantal)" in said
    assert "Areas: 1 country, 1 municipality, 2 districts, 5 neighbourhoods." in said
    assert f"Next: wijkwerk source check {out}" in said


def test_wrong_input_ends_with_exit_code_2_and_no_folder(tmp_path: Path) -> None:
    path = tmp_path / "kwb-2023.csv"
    path.write_text("naam;kleur\na;rood\n", "utf-8")
    out = tmp_path / "kwb"
    done = subprocess.run(
        [sys.executable, "-m", "wijkwerk", "source", "from-cbs", str(path), "--out", str(out)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "COLUMNS": "200"},
    )
    assert done.returncode == 2, done.stderr
    assert "kwb-2023.csv:1: no key figures in this table" in done.stderr
    assert "Traceback" not in done.stderr
    assert not out.exists()


def test_the_address_of_the_service_can_come_from_the_environment(
    service: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WIJKWERK_CBS_URL", service.url)
    done = runner.invoke(
        source_commands, ["from-cbs", "--live", "00000NED", "--out", str(tmp_path / "kwb")]
    )
    assert done.exit_code != 0
    assert "no such table" in str(done.exception)
    assert service.asked == ["/00000NED"]


def test_no_files_and_no_table_is_told(tmp_path: Path) -> None:
    done = runner.invoke(source_commands, ["from-cbs", "--out", str(tmp_path / "kwb")])
    assert "no files: expected files, or --live with a table" in str(done.exception)


def test_the_source_builds_into_an_edition(
    tmp_path: Path, year_2014: Path, year_2024: Path
) -> None:
    out = tmp_path / "kwb"
    done = runner.invoke(
        source_commands, ["from-cbs", str(year_2014), str(year_2024), "--out", str(out)]
    )
    assert done.exit_code == 0, done.output
    edition = build_edition(out, tmp_path / "editions")
    assert edition.name.startswith("kwb-2014-2024-")
    report = (edition / "report.html").read_text("utf-8")
    assert "Koopwoningen" in report
    assert "Bron: CBS, Kerncijfers wijken en buurten." in report
