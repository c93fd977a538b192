"""``wijkwerk list report`` writes a PDF, or says what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from wijkwerk.designation.commands import list_commands
from wijkwerk.shared.problems import InputError


def test_the_report_is_written_in_the_language_that_is_asked(
    list_folder: Path, tmp_path: Path
) -> None:
    found = sorted(list_folder.glob("denmark-*"))[0]
    made = {}
    for language in ("nl", "en"):
        out = tmp_path / f"{language}.pdf"
        told = CliRunner().invoke(
            list_commands, ["report", str(found), "--out", str(out), "--language", language]
        )
        assert told.exit_code == 0, told.output
        assert out.name in told.output
        made[language] = out.read_bytes()
    assert made["nl"].startswith(b"%PDF") and made["nl"] != made["en"]


def test_a_year_that_the_list_has_not_is_told(list_folder: Path, tmp_path: Path) -> None:
    found = sorted(list_folder.glob("denmark-*"))[0]
    told = CliRunner().invoke(
        list_commands, ["report", str(found), "--year", "1900", "--out", str(tmp_path / "x.pdf")]
    )
    assert isinstance(told.exception, InputError)
    with pytest.raises(InputError, match="no such year"):
        raise told.exception
    assert list(tmp_path.iterdir()) == []
