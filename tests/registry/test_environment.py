"""What an installation says in environment variables; an empty one says nothing."""

import os
import re
from pathlib import Path

import pytest

from wijkwerk.registry import environment
from wijkwerk.shared.problems import InputError

NAME = "WIJKWERK_TRIAL"
SRC = Path(environment.__file__).parents[1]


@pytest.mark.parametrize("text", [None, "", " ", "\n"])
def test_an_empty_variable_is_an_absent_one(
    text: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(NAME, raising=False)
    if text is not None:
        monkeypatch.setenv(NAME, text)
    assert environment.variable(NAME) == ""
    assert environment.secret_variable(NAME) == ""
    assert environment.variable(NAME, "usual") == "usual"
    assert not environment.is_on(NAME)
    assert environment.whole_number(NAME, 30, 1440) == 30
    assert environment.decimal_number(NAME, 0.5) == 0.5
    environment.set_when_absent(NAME, "usual")
    assert os.environ[NAME] == "usual"


def test_a_variable_is_read_without_the_spaces_around_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NAME, " 1 ")
    assert environment.variable(NAME, "usual") == "1"
    # Spaces may belong to a password.
    assert environment.secret_variable(NAME) == " 1 "
    assert environment.is_on(NAME)
    assert environment.whole_number(NAME, 30, 1440) == 1
    assert environment.decimal_number(NAME, 0.5) == 1.0
    environment.set_when_absent(NAME, "usual")
    assert os.environ[NAME] == " 1 "


@pytest.mark.parametrize("text", ["0", "-1", "half", "1.5", "²", "1441", "9" * 12])
def test_a_number_that_makes_no_sense_is_told(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NAME, text)
    with pytest.raises(InputError, match=f"{NAME}: no such number.*from 1 to 1440"):
        environment.whole_number(NAME, 30, 1440)


@pytest.mark.parametrize(("text", "number"), [("0", 0.0), ("0.25", 0.25), ("1e3", 1000.0)])
def test_a_number_with_decimals_is_read(
    text: str, number: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(NAME, text)
    assert environment.decimal_number(NAME, 50) == number


@pytest.mark.parametrize("text", ["-0.1", "nan", "inf", "half", "1,5"])
def test_a_number_below_nought_or_without_end_is_told(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(NAME, text)
    with pytest.raises(InputError, match=f"{NAME}: no such number.*0 or more"):
        environment.decimal_number(NAME, 50)


def test_nought_is_a_number_where_it_may_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NAME, "0")
    assert environment.whole_number(NAME, 32, 100, least=0) == 0


def test_the_environment_is_read_in_one_place_alone() -> None:
    """Elsewhere an empty variable would soon mean something else than an absent one."""
    reads = re.compile(r"environ(?:\.get\(|\.setdefault\(|\[[^]]+\](?! = ))|getenv\(")
    for path in sorted(SRC.rglob("*.py")):
        if path != Path(environment.__file__):
            assert not reads.search(path.read_text("utf-8")), f"{path}: ask registry.environment"


def test_those_with_the_same_beginning_are_given_by_the_rest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("WIJKWERK_TRIAL_AREA", " GM0518 ")
    monkeypatch.setenv("WIJKWERK_TRIAL_EMPTY", " ")
    monkeypatch.setenv("WIJKWERK_OTHER", "x")
    assert environment.variables("WIJKWERK_TRIAL_") == {"area": "GM0518"}
