"""``wijkwerk programme list, show, import, export, letter``, in this process and its database."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from wijkwerk.programme.commands.group import programme_commands
from wijkwerk.programme.models import Programme
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
    assert "Scholen met extra lestijd: 18 on 2013-08-01; 34 by 2015-07-31" in shown
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
    told = run("letter", "rotterdam-zuid", "--since", "2013-01-01", "--until", "2013-12-31",
               "--out", str(out), "--to", "parliament", "--language", "en")  # fmt: skip
    assert "figures" in told
    assert out.read_bytes()[:4] == (b"%PDF" if kind == "pdf" else b"PK\x03\x04")


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
    from wijkwerk.site.examples import read_programmes

    monkeypatch.chdir(ZUID.parents[2])
    assert read_programmes() == ["rotterdam-zuid", "stad-4"]
    Programme.objects.update(title="Wie er iets mee uitprobeert, houdt dat")
    assert read_programmes() == []


def test_a_difference_names_file_and_place(tmp_path: Path) -> None:
    run("import", str(ZUID))
    told: dict[str, Any] = json.loads(ZUID.read_text("utf-8"))
    told["paths"][0]["value"] = 20
    other = tmp_path / "other.json"
    other.write_text(json.dumps(told), "utf-8")
    with pytest.raises(InputError, match=r"other.json \[\$.paths\[0\].value\]"):
        run("import", str(other))
