"""``wijkwerk list report`` writes a PDF, or says what is wrong."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from wijkwerk.designation.commands import list_commands, list_report
from wijkwerk.designation.lists.reading import DesignationList
from wijkwerk.designation.models import Procedure
from wijkwerk.shared.problems import InputError

DAY = date(2026, 5, 2)


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


def test_commands_on_a_folder_say_that_they_tell_the_rule_alone(list_folder: Path) -> None:
    found = str(sorted(list_folder.glob("denmark-*"))[0])
    for given in (["compare", found], ["what-if", found], ["what-if", found, "--drop", "crime"]):
        told = CliRunner().invoke(list_commands, given)
        assert told.exit_code == 0, told.output
        assert "By the rule alone" in told.output


@pytest.mark.django_db
def test_the_report_has_the_decisions_of_this_site_when_it_is_asked_for_them(
    list_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    designation_list = DesignationList.open(sorted(list_folder.glob("denmark-*"))[0])
    year = designation_list.years[-1]
    Procedure.objects.create(
        list_id=designation_list.id,
        year=year,
        title_nl="L",
        title_en="L",
        manifest_digest="0" * 64,
        state="published",
        started_on=DAY,
        decided_on=DAY,
        published_on=DAY,
    )
    monkeypatch.setattr(list_report, "open_database", lambda data: None)
    shown: dict[str, object] = {}

    def write(
        found: object,
        year: int,
        out: Path,
        language: str,
        decisions: object = None,
        *,
        draft: bool = False,
    ) -> Path:
        out.write_bytes(b"%PDF")
        shown.update(decisions=decisions, draft=draft)
        return out

    monkeypatch.setattr("wijkwerk.designation.lists.report.write.write_report", write)
    given = [
        "report",
        str(designation_list.path),
        "--year",
        str(year),
        "--out",
        str(tmp_path / "a.pdf"),
    ]
    assert CliRunner().invoke(list_commands, given).exit_code == 0
    assert shown == {"decisions": None, "draft": False}
    told = CliRunner().invoke(list_commands, [*given, "--decided"])
    assert told.exit_code == 0, told.output
    assert set(shown["decisions"]) == {year}  # type: ignore[call-overload]
    Procedure.objects.filter(list_id=designation_list.id).update(state="open", published_on=None)
    assert CliRunner().invoke(list_commands, [*given, "--decided"]).exit_code == 0
    assert shown == {"decisions": {}, "draft": True}
