"""Is a target to reach the city's level feasible: what areas as far behind ever did."""

from __future__ import annotations

from pathlib import Path

import pytest

from wijkwerk.evaluation.feasibility import Feasibility, feasibility, feasibility_sentence
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


def test_it_is_told_or_said_that_it_cant_be() -> None:
    told = Feasibility("Noord", "Stad", "2016", 4.0, "%", 1, 12, 3)
    assert feasibility_sentence(told, "nl") == (
        "Noord ligt 4,0 procentpunt achter op Stad. Van de 12 gebieden die ooit ongeveer zo ver achter lagen, "
        "haalden er 3 dat daarna in (25 procent)."
    )
    few = Feasibility("Noord", "Stad", "2016", 4.0, "%", 1, 4, 3)
    assert "can’t be known" in feasibility_sentence(few, "en")
    ahead = Feasibility("Noord", "Stad", "2016", -1.0, "%", 1, 0, 0)
    assert feasibility_sentence(ahead, "nl") == "Noord ligt niet achter op Stad."
