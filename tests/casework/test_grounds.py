"""The table of laws is data: read, held against its words, or refused with where it is wrong."""

from __future__ import annotations

from datetime import date

import pytest

from wijkwerk.casework.core.sight import covered
from wijkwerk.casework.grounds import grounds, read_grounds
from wijkwerk.casework.register import activities
from wijkwerk.shared.problems import InputError

ROW = """[[ground]]
law = "Wet"
article = "1"
kinds = ["team"]
purposes = ["plan"]
domains = ["care"]
first_day = 2015-01-01
"""


def test_what_ships_opens_care_to_a_team_and_no_debts() -> None:
    opened = covered(grounds(), "team", "plan", date(2026, 1, 1))
    assert {"identity", "care"} <= opened
    assert "debts" not in opened
    assert not covered(grounds(), "team", "plan", date(2014, 12, 31))
    assert not covered(grounds(), "housing", "plan", date(2026, 1, 1))


@pytest.mark.parametrize(
    ("text", "match"),
    [
        (ROW.replace('"team"', '"tema"'), "kinds"),
        (ROW.replace('"plan"', '"plam"'), "purposes"),
        (ROW.replace('domains = ["care"]\n', ""), "domains"),
        (ROW.replace("2015-01-01", '"2015"'), "no days"),
        (ROW.replace('"Wet"', '""'), "no law"),
        ("[[ground", "no TOML"),
    ],
)
def test_a_table_that_is_wrong_is_refused_with_its_place(text: str, match: str) -> None:
    assert len(read_grounds(ROW, "own.toml")) == 1
    with pytest.raises(InputError, match=match):
        read_grounds(text, "own.toml")


def test_the_log_names_entries_of_the_register() -> None:
    assert {"caseload", "household"} <= {row["code"] for row in activities()}
    assert all(row["title"] for row in activities())
