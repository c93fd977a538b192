"""Is a target to reach the city's level feasible: what areas as far behind ever did."""

from __future__ import annotations

from pathlib import Path

import pytest

from wijkwerk.evaluation.feasibility import (
    Feasibility,
    feasibility,
    feasibility_note,
    feasibility_sentence,
)
from wijkwerk.monitor.api import Edition
from wijkwerk.shared.problems import InputError


def test_areas_as_far_behind_are_counted(edition: Path) -> None:
    opened = Edition.open(edition)
    figures = opened.table("figures").collect()
    last = figures.filter((figures["indicator"] == "debts") & (figures["period"] == "2016"))
    worst = last.filter(last["level"] == "district").sort("value").row(-1, named=True)
    found = feasibility(opened, "debts", worst["area"], "GM9001")
    city = last.filter(last["area"] == "GM9001").row(0, named=True)["value"]
    assert found.gap == pytest.approx(worst["value"] - city)
    assert 0 <= found.reached <= found.areas
    with pytest.raises(InputError, match="no such indicator"):
        feasibility(opened, "dept", worst["area"], "GM9001")
    with pytest.raises(InputError, match="no figures"):
        feasibility(opened, "debts", "WK000000", "GM9001")


@pytest.mark.parametrize(
    ("areas", "reached", "sentence", "note"),
    [
        (
            4,
            3,
            "Minder dan vijf gebieden lagen ooit zo ver achter",
            "niet te bepalen of dit haalbaar is",
        ),
        (12, 0, "Geen van de 12 gebieden", "geen van 12 gebieden haalde dit ooit in"),
        (
            12,
            1,
            "haalde er één dat daarna in (8 procent)",
            "één van 12 gebieden haalde dit ooit in",
        ),
        (12, 3, "haalden er 3 dat daarna in (25 procent)", "3 van 12 gebieden haalden dit ooit in"),
        (12, 12, "Alle 12 gebieden", "alle 12 gebieden haalden dit ooit in"),
    ],
)
def test_none_one_some_and_all_have_words_of_their_own(
    areas: int, reached: int, sentence: str, note: str
) -> None:
    others = Feasibility("Noord", "Stad", "2016", 4.0, "%", 1, areas, reached, 30, "2008", "2015")
    said = feasibility_sentence(others, "nl")
    assert said.startswith("Noord ligt 4,0 procentpunt achter op Stad (2016).") and sentence in said
    assert "30 andere gebieden van hetzelfde niveau in de editie, van 2008 tot en met 2015" in said
    assert "3,0 procentpunt tot 5,0 procentpunt" in said
    assert feasibility_note(others, "nl") == note


def test_who_is_ahead_needs_no_comparison() -> None:
    ahead = Feasibility("Noord", "Stad", "2016", -1.0, "%", 1, 0, 0, 30, "2008", "2016")
    assert feasibility_sentence(ahead, "nl") == "Noord ligt niet achter op Stad."
    assert feasibility_note(ahead, "en") == "isn’t behind"
