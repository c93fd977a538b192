"""Where people come from, how old they are, how they live together, what they rent and which care they use is
no lag: such indicators have no better side, in every definition that ships."""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from wijkwerk.monitor.core.tables import NEUTRAL_CLASSES, NEUTRAL_DIRECTIONS
from wijkwerk.monitor.sources.simulate.definitions import definitions

ROOT = Path(__file__).resolve().parents[3]
PRODUCT = ROOT / "src" / "wijkwerk"
# What such an indicator is called, in either language.
_NO_LAG = re.compile(
    r"""herkomst|migratie|geboren\ in|nationaliteit|origin|migrat|born\ in|
    jonger\ dan|\bvan\ \d+\ tot\ \d+\ jaar|\d+\ jaar\ en\ ouder|\baged\b|younger\ than|
    eenpersoons|huishoudens\ (?:met|zonder)\ kinderen|gehuwd|gescheiden|one-person|households\ with\ children|married|
    huurwoning|koopwoning|woningcorporatie|rented|owner-occupied|social\ family\ housing|
    jeugdhulp|jeugdzorg|\bwmo\b|medicijn|medication|medicine|youth\ care|social\ support""",
    re.IGNORECASE | re.VERBOSE,
)
# What has such a word in its name and is another thing, with why.
_OTHERWISE = {
    "youth_unemployment": "work of people of an age, not their age",
}


def indicators() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every indicator that ships, with where it stands."""
    for path in (
        PRODUCT / "monitor" / "catalogue" / "indicators.toml",
        PRODUCT / "monitor" / "sources" / "cbs" / "indicators.toml",
        *sorted((ROOT / "examples").rglob("*.toml")),
    ):
        for one in tomllib.loads(path.read_text("utf-8")).get("indicator", []):
            yield str(path.relative_to(ROOT)), one
    for one in tomllib.loads(definitions(12, True, 2005, 18))["indicator"]:
        yield "simulate", one


SHIPPED = [(where, one) for where, one in indicators() if "direction" in one]


@pytest.mark.parametrize(
    ("where", "one"), SHIPPED, ids=[f"{where} {one['id']}" for where, one in SHIPPED]
)
def test_what_says_who_lives_there_has_no_better_side(where: str, one: dict[str, Any]) -> None:
    if _NO_LAG.search(f"{one['name']['nl']} / {one['name']['en']}") and one["id"] not in _OTHERWISE:
        assert one["direction"] == "neutral", where


def test_each_of_the_five_kinds_is_among_what_ships() -> None:
    told = {one["id"] for _where, one in SHIPPED if one["direction"] == "neutral"}
    assert {"non_western", "aged_65", "living_alone", "owner_occupied", "youth_care"} <= told
    assert set(_OTHERWISE) <= {one["id"] for _where, one in SHIPPED}


def test_no_publication_that_ships_judges_what_has_no_better_side() -> None:
    neutral = {one["id"] for _where, one in SHIPPED if one["direction"] == "neutral"}
    counted = set()
    for path in (ROOT / "examples").rglob("published.csv"):
        for row in csv.DictReader(path.read_text("utf-8").splitlines()):
            if row["indicator"] in neutral:
                counted.add(row["indicator"])
                assert row["class"] in (*NEUTRAL_CLASSES, "not_reported"), (path, row)
                went = {row["own_direction"], row["reference_direction"]} - {""}
                assert went <= {*NEUTRAL_DIRECTIONS}, (path, row)
            else:
                assert row["class"] not in NEUTRAL_CLASSES, (path, row)
    assert counted == {"social_rent", "medicine_use"}
