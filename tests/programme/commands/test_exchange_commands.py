"""``wijkwerk programme list, show, import, export, letter``, in this process and its database."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from visitors import NOW
from wijkwerk.monitor.display import FigureQuery, figures, library
from wijkwerk.monitor.models import EditionRecord
from wijkwerk.programme.commands.group import programme_commands
from wijkwerk.programme.figures import day_of
from wijkwerk.programme.letters import making
from wijkwerk.programme.models import Letter, Programme, Target, TargetPath
from wijkwerk.shared.problems import InputError

pytestmark = pytest.mark.django_db
ZUID = Path(__file__).resolve().parents[3] / "examples" / "programmes" / "rotterdam-zuid.json"


@pytest.fixture(autouse=True)
def this_database(monkeypatch: pytest.MonkeyPatch) -> None:
    """The test's own database is open already."""
    monkeypatch.setattr("wijkwerk.audit.database.open_database", lambda data: None)


def run(*arguments: str) -> str:
    """What the command says; raises what it raises."""
    found = CliRunner().invoke(programme_commands, list(arguments))
    if found.exception is not None and not isinstance(found.exception, SystemExit):
        raise found.exception
    assert found.exit_code == 0, found.output
    return found.output


def test_a_programme_goes_in_is_shown_and_comes_out(tmp_path: Path) -> None:
    assert "There is no programme yet" in run("list")
    assert "Nothing was written" in run("import", str(ZUID), "--dry-run")
    assert not Programme.objects.exists()
    assert "a new programme" in run("import", str(ZUID))
    assert "everything was there already" in run("import", str(ZUID))
    assert "rotterdam-zuid: Nationaal Programma Rotterdam Zuid" in run("list")
    shown = run("show", "rotterdam-zuid")
    assert (
        "not known      Scholen met extra lestijd: 18 on 2013-08-01 (more than a year old); 34 by "
        "2015-07-31; ended not measured"
    ) in shown
    assert "on course" not in shown and "not measured yet" not in shown
    for name in ("a.json", "a.xlsx"):
        assert "with what is internal" in run(
            "export", "rotterdam-zuid", "--out", str(tmp_path / name)
        )
        assert "everything was there already" in run("import", str(tmp_path / name))
    told = json.loads((tmp_path / "a.json").read_text("utf-8"))
    assert told == json.loads(ZUID.read_text("utf-8"))
    run("export", "rotterdam-zuid", "--public", "--out", str(tmp_path / "p.json"))
    assert json.loads((tmp_path / "p.json").read_text("utf-8"))["contents"] == "public"


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_a_letter_is_written(tmp_path: Path, kind: str) -> None:
    run("import", str(ZUID))
    out = tmp_path / f"letter.{kind}"
    told = run(
        "letter",
        "rotterdam-zuid",
        "--since",
        "2013-01-01",
        "--until",
        "2013-12-31",
        "--out",
        str(out),
        "--to",
        "parliament",
        "--language",
        "en",
    )
    assert "figures" in told
    assert out.read_bytes()[:4] == (b"%PDF" if kind == "pdf" else b"PK\x03\x04")


def test_a_letter_of_the_command_line_says_what_the_site_says(
    tmp_path: Path, a_programme: Any, served: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = figures(library().open(served), FigureQuery(limit=100_000))
    row = min(
        (row for row in rows if row["value"] is not None and row["level"] == "municipality"),
        key=lambda one: (one["indicator"], one["period"]),
    )
    target = Target.objects.create(
        programme=a_programme.programme,
        goal=a_programme.goals[0],
        title="Van de monitor",
        source="indicator",
        scale="index",
        edition=served,
        indicator=row["indicator"],
        area=row["area"],
        state="active",
    )
    day = date.fromisoformat(day_of(row["period"]))
    TargetPath.objects.create(
        programme=a_programme.programme,
        target=target,
        number=1,
        baseline=row["value"],
        baseline_on=day,
        value=0.0,
        due_on=date(2090, 1, 1),
        since=day,
    )
    period = (date(day.year + 6, 1, 1), date(day.year + 6, 12, 31))
    letter = Letter(
        programme=a_programme.programme,
        to="council",
        language="nl",
        state="draft",
        since=period[0],
        until=period[1],
    )
    of_the_site = making.content_of(letter, NOW)
    assert "Van de monitor" in str(of_the_site) and "editie" not in str(of_the_site)
    written: list[Any] = []

    def keep(letter: Letter, now: datetime, base: str) -> Any:
        written.append(making.content_of(letter, NOW))
        return page_of(letter, now, base)

    page_of = making.page_of
    monkeypatch.setattr(making, "page_of", keep)
    arguments = (
        "letter",
        "zuid",
        "--since",
        str(period[0]),
        "--until",
        str(period[1]),
        "--out",
        str(tmp_path / "a.docx"),
    )
    run(*arguments)
    # Where this machine has none of the site's prepared files, the folder does: the same letter.
    monkeypatch.setattr("django.conf.settings.SERVING", tmp_path / "elsewhere")
    library.cache_clear()
    folder = str(library_folder(served))
    run(*arguments, "--editions", folder)
    monkeypatch.setattr("django.conf.settings.EDITIONS", Path(folder))
    run(*arguments)
    assert written == [of_the_site] * 3
    (tmp_path / "none").mkdir()
    run(*arguments, "--editions", str(tmp_path / "none"))
    assert "de editie van de monitor kan niet worden gelezen" in str(written[-1])
    with pytest.raises(InputError, match="--editions"):
        run(*arguments, "--editions", str(tmp_path / "nowhere"))


def test_a_letter_from_a_folder_without_editions_reads_those_of_the_register_and_starts_nothing(
    tmp_path: Path, a_programme: Any, served: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def another_process(*_: Any, **__: Any) -> None:
        raise AssertionError("a command leaves its work to no other process")

    monkeypatch.setattr("wijkwerk.served.faults.remake", another_process)
    monkeypatch.setattr("django.conf.settings.EDITIONS", tmp_path / "build" / "editions")
    # Nothing is prepared where this command looks.
    monkeypatch.setattr("django.conf.settings.SERVING", tmp_path / "elsewhere")
    library.cache_clear()
    Target.objects.create(
        programme=a_programme.programme,
        goal=a_programme.goals[0],
        title="Van de monitor",
        source="indicator",
        scale="index",
        edition=served,
        state="active",
        indicator="crime_rate",
        area="GM9999",
    )
    arguments = (
        "letter",
        "zuid",
        "--since",
        "2025-01-01",
        "--until",
        "2025-12-31",
        "--out",
        str(tmp_path / "a.docx"),
    )
    assert "can't be read" not in run(*arguments)
    EditionRecord.objects.all().delete()
    library.cache_clear()
    told = run(*arguments)
    assert f"note: edition {served} can't be read" in told and "--editions" in told
    assert (tmp_path / "a.docx").is_file() and "Nothing was written" not in told


def library_folder(edition: str) -> Path:
    """The folder in which an edition of the register lies."""
    return Path(EditionRecord.objects.get(edition=edition).folder).parent


@pytest.mark.parametrize(
    ("arguments", "place"),
    [
        (("show", "rotterdam-noord"), "PROGRAMME"), (("export", "x", "--out", "x.csv"), "--out"),
        (("import", "nothing.json"), "nothing.json"),
        (("letter", "x", "--since", "2013", "--until", "2013-12-31", "--out", "x.pdf"), "--since"),
        (("letter", "x", "--since", "2014-01-01", "--until", "2013-12-31", "--out", "x.pdf"), "--until"),
        (("letter", "x", "--since", "2013-01-01", "--until", "2013-12-31", "--out", "x.txt"), "--out"),
        (("letter", "x", "--since", "2013-01-01", "--until", "2013-12-31", "--out", "x.pdf", "--site",
          "javascript:x"), "--site"),
    ],
)  # fmt: skip
def test_bad_input_says_where(arguments: tuple[str, ...], place: str) -> None:
    with pytest.raises(InputError) as fault:
        run(*arguments)
    assert fault.value.problems[0].file == place


def test_the_example_is_made_once_for_the_site(monkeypatch: pytest.MonkeyPatch) -> None:
    from wijkwerk.programme.examples import read_programmes

    monkeypatch.chdir(ZUID.parents[2])
    assert read_programmes([], lambda words: None) == ["rotterdam-zuid", "stad-4"]
    Programme.objects.update(title="Wie er iets mee uitprobeert, houdt dat")
    assert read_programmes([], lambda words: None) == []


def test_a_difference_names_file_and_place(tmp_path: Path) -> None:
    run("import", str(ZUID))
    told: dict[str, Any] = json.loads(ZUID.read_text("utf-8"))
    told["paths"][0]["value"] = 20
    other = tmp_path / "other.json"
    other.write_text(json.dumps(told), "utf-8")
    with pytest.raises(InputError, match=r"other.json \[\$.paths\[0\].value\]"):
        run("import", str(other))


def test_show_says_of_promises_without_a_published_outcome_that_it_is_not_known() -> None:
    run("import", str(ZUID))
    told = run("show", "rotterdam-zuid")
    assert (
        "Commitments: 4, kept 1, not known what became of them 3, past their day 0, of which 0 that "
        "nobody takes up" in told
    )
    assert "Projects: 23, of which 16 not known whether they still run" in told
