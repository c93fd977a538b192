"""`wijkwerk participation count`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from wijkwerk.site.cli import main

FILE = """META
key;value
description;Wijkbudget
budget;60
vote_type;approval
PROJECTS
project_id;cost;name
a;30;Tuin
b;20;Bank
c;12;Hok
VOTES
voter_id;vote
1;a,b
2;a,b
3;a,b
4;a,b
5;a,b
6;c
"""


@pytest.fixture(autouse=True)
def command_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["wijkwerk"])


def run(*arguments: str) -> int:
    """The exit code."""
    sys.argv[1:] = ["participation", "count", *arguments]
    try:
        main()
    except SystemExit as ended:
        return int(ended.code or 0)
    return 0


@pytest.fixture
def election(tmp_path: Path) -> str:
    path = tmp_path / "small.pb"
    path.write_text(FILE, "utf-8")
    return str(path)


def test_it_prints_who_won_and_why_not(election: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(election) == 0
    told = capsys.readouterr().out
    assert "2 winners cost 50.00 (83.3%)" in told
    assert "a Tuin" in told and "5 paid 6.00, 0 what they had" in told
    assert "they had 11.00 left, 1.00 short; most votes wouldn't" not in told
    assert "they had 11.00 left, 1.00 short" in told


def test_for_programs_it_is_exact(election: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(election, "--json", "--ballots", "--exclude", "b") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["winners"] == ["a", "c"]
    assert told["projects"][1]["outcome"] == "excluded"
    assert told["ballots_paid"]["6"] == {"paid": {"c": "12.00"}, "left": "0.00"}


@pytest.mark.parametrize(
    "wrong", [("--stop", "never"), ("--utility", "fun"), ("--exclude", "z"), ("--lots", "a,z")]
)
def test_a_wrong_choice_ends_with_2(
    wrong: tuple[str, str], election: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(election, *wrong) == 2
    assert wrong[0] in capsys.readouterr().err


def test_a_file_that_is_none_ends_with_2(tmp_path: Path) -> None:
    path = tmp_path / "no.pb"
    path.write_bytes(b"\xff\xfe\x00")
    assert run(str(path)) == 2
    assert run(str(tmp_path / "nowhere.pb")) == 2
