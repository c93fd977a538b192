"""``programme projects import``: a dry run writes nothing; a fault stops everything with exit 2."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from wijkwerk.programme.commands.projects import projects_commands
from wijkwerk.programme.models import Project, Step
from wijkwerk.shared.problems import InputError

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(a_programme: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr("wijkwerk.audit.database.open_database", lambda data: None)
    where = tmp_path / "list.csv"

    def make(text: str, *more: str) -> Any:
        where.write_text(text, "utf-8")
        arguments = ["import", str(where), "--programme", "zuid", *more]
        return CliRunner().invoke(projects_commands, arguments)

    return make


def test_a_dry_run_tells_and_writes_nothing_and_again_changes_nothing(run: Any) -> None:
    text = "code;naam;budget;onzin\nA;Een;1.500;x\n"
    told = run(text, "--dry-run")
    assert told.exit_code == 0 and "Would be new: 1" in told.output and "onzin" in told.output
    assert not Project.objects.exists()
    assert "Now new: 1" in run(text).output
    again = run(text)
    assert "Now new: 0. Now changed: 0. The same: 1." in again.output
    assert [step.actor for step in Step.objects.all()] == ["command"]


def test_what_is_wrong_is_told_with_its_place_and_nothing_is_written(run: Any) -> None:
    failed = run("code;naam;budget\nA;Een;veel\nB;Twee;1\n")
    assert isinstance(failed.exception, InputError)
    assert "list.csv:2 [budget]" in str(failed.exception) and not Project.objects.exists()
    other = run("code;naam\nA;Een\n", "--programme", "noord")
    assert isinstance(other.exception, InputError) and "noord" in str(other.exception)
