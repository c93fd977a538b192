"""A group is called by its name; one without by a word, and the focus group in the reader's language."""

from __future__ import annotations

import pytest

from wijkwerk.monitor.core.group_names import group_name, reads_as_code


@pytest.mark.parametrize(
    ("code", "name", "nl", "en"),
    [
        ("FOCUS", "", "aandachtsgebieden", "focus areas"),
        ("FOCUS", "aandachtsgebieden", "aandachtsgebieden", "focus areas"),
        ("FOCUS", "de zes wijken", "de zes wijken", "de zes wijken"),
        ("REGION1", "", "groep REGION1", "group REGION1"),
        ("REGION1", "Regio 1", "Regio 1", "Regio 1"),
        ("REGION1", "aandachtsgebieden", "aandachtsgebieden", "aandachtsgebieden"),
        ("G4", "G4", "G4", "G4"),
        ("Aandachtswijken", "", "Aandachtswijken", "Aandachtswijken"),
    ],
)
def test_what_a_group_is_called(code: str, name: str, nl: str, en: str) -> None:
    assert group_name(code, name, "FOCUS", "nl") == nl
    assert group_name(code, name, "FOCUS", "en") == en


def test_a_focus_group_whose_code_is_a_word_keeps_it() -> None:
    assert group_name("Aandachtswijken", "", "Aandachtswijken", "nl") == "Aandachtswijken"


@pytest.mark.parametrize("code", ["FOCUS", "REGION1", "WK-5", "low_incomes", "40"])
def test_codes(code: str) -> None:
    assert reads_as_code(code)


@pytest.mark.parametrize("code", ["Aandachtswijken", "vijf slechtste steden", "Zuid-Holland"])
def test_words(code: str) -> None:
    assert not reads_as_code(code)
