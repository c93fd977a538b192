"""The command line of designation: what it tells, and its exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from wijkwerk.site import cli

ON = "migration_half=the law of 2018 prescribes it"


def run(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    monkeypatch.setattr("sys.argv", ["wijkwerk", *words])
    monkeypatch.setenv("COLUMNS", "200")
    with pytest.raises(SystemExit) as end:
        cli.main()
    return int(end.value.code or 0)


@pytest.fixture(scope="module")
def lists(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("lists")


def test_a_year_that_the_list_would_not_have_is_told_before_anything_is_written(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    small_edition: Path,
    tmp_path: Path,
) -> None:
    words = ("designate", "denmark", str(small_edition), "--out", str(tmp_path), "--draws", "0")
    assert run(monkeypatch, *words, "--year", "1900") == 2
    assert "--year" in capsys.readouterr().err
    assert list(tmp_path.glob("denmark-*")) == []
    assert run(monkeypatch, *words, "--year", "2011") == 0
    assert run(monkeypatch, *words, "--year", "1900") == 2  # nor when it is there already


def test_from_scheme_to_list_to_what_if(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    small_edition: Path,
    lists: Path,
) -> None:
    words = ("designate", "denmark", str(small_edition), "--out", str(lists), "--draws", "50")
    assert run(monkeypatch, *words) == 0
    told = capsys.readouterr().out
    assert "is ready." in told
    assert "Off, since they rest on a protected ground: migration_half" in told
    assert run(monkeypatch, *words, "--switch-on", ON, "--year", "2011", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["year"] == 2011
    assert found["switched_on"] == {"migration_half": "the law of 2018 prescribes it"}
    assert [status["status"] for status in found["statuses"]] == [
        "long_term",
        "extended",
        "vulnerable",
    ]
    folder = found["folder"]
    assert run(monkeypatch, *words) == 0
    assert "was there already, and is whole: it stays." in capsys.readouterr().out
    assert run(monkeypatch, "list", "verify", folder) == 0
    assert "Every file is as the manifest says." in capsys.readouterr().out
    assert run(monkeypatch, "list", "verify", folder, "--edition", str(small_edition)) == 0
    assert "the same bytes" in capsys.readouterr().out
    assert run(monkeypatch, "list", "compare", folder, "--year", "2010", "--year", "2012") == 0
    assert "From 2010" in capsys.readouterr().out or "Nobody enters" in capsys.readouterr().out
    assert run(monkeypatch, "list", "what-if", folder) == 0
    assert "left out" in capsys.readouterr().out
    asked = (
        "list",
        "what-if",
        folder,
        "--threshold",
        "work=5",
        "--at-least",
        "vulnerable=1",
        "--json",
    )
    assert run(monkeypatch, *asked) == 0
    answer = {load["status"]: load for load in json.loads(capsys.readouterr().out)}
    assert answer["vulnerable"]["now"] > answer["vulnerable"]["was"]
    assert answer["vulnerable"]["leave"] == []
    (Path(folder) / "held.parquet").write_bytes(b"PAR1nonsensePAR1")
    assert run(monkeypatch, "list", "verify", folder) == 2
    assert "File of the list changed: held.parquet" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["designate", "danmark", "EDITION", "--out", "OUT"], "Did you mean denmark?"),
        (["designate", "denmark", "nowhere", "--out", "OUT"], "no such edition"),
        (["designate", "denmark", "EDITION", "--out", "OUT", "--switch-on", "migration_half"],
         "expected CRITERION=REASON"),
        (["designate", "denmark", "EDITION", "--out", "OUT", "--engine", "excel"],
         "expected duckdb or spark"),
        (["designate", "nomination", "EDITION", "--out", "OUT"], "--nominations"),
        (["list", "what-if", "OUT"], "file is missing"),
        (["scheme", "show", "denmark", "--language", "fr"], "nl, en or da"),
    ],
)  # fmt: skip
def test_wrong_input_ends_with_two_and_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    small_edition: Path,
    tmp_path: Path,
    words: list[str],
    expected: str,
) -> None:
    given = {"EDITION": str(small_edition), "OUT": str(tmp_path)}
    assert run(monkeypatch, *[given.get(word, word) for word in words]) == 2
    assert expected in capsys.readouterr().err


def test_schemes_are_shown_checked_and_begun(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert run(monkeypatch, "scheme", "list") == 0
    assert "dutch-forty" in capsys.readouterr().out
    assert run(monkeypatch, "scheme", "show", "denmark", "--language", "da") == 0
    told = capsys.readouterr().out
    assert "Danmark: loven fra 2018" in told
    assert "4 years in a row (off: protected ground)" in told
    assert run(monkeypatch, "scheme", "schema") == 0
    assert json.loads(capsys.readouterr().out)["title"] == "A version of a scheme"
    path = tmp_path / "mine.toml"
    assert run(monkeypatch, "scheme", "init", str(path)) == 0
    assert run(monkeypatch, "scheme", "check", str(path)) == 0
    assert "0 errors, 0 warnings" in capsys.readouterr().out
    assert run(monkeypatch, "scheme", "init", str(path)) == 2
    path.write_text(path.read_text("utf-8").replace("at_least = 2", "at_least = 4"), "utf-8")
    assert run(monkeypatch, "scheme", "check", str(path), "--json") == 2
    problems = json.loads(capsys.readouterr().out.split("\n", 0)[-1])
    assert [problem["code"] for problem in problems] == ["impossible"]
