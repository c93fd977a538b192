"""What follows for an area that a decision put on the list: since the day it was published."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

from wijkwerk.designation.core.decided import Decision, Ruling
from wijkwerk.designation.core.scheme import Consequence
from wijkwerk.designation.decisions import Decisions
from wijkwerk.designation.web.area_tables import duty_table
from wijkwerk.shared.text import Text

WORDS = Text("Maak een plan", "Make a plan")


def _visit(**rulings: Ruling) -> Any:
    decided = Decision(1, 2025, date(2026, 5, 28), date(2026, 6, 2), 3, 2, rulings)
    duty = Consequence(
        code="plan",
        status="watch",
        kind="plan",
        text=WORDS,
        within_years=2,
        deadline="",
        limit=None,
        unit="",
    )
    return SimpleNamespace(
        year=2025,
        language="en",
        text=lambda label: label.in_("en"),
        status=str.title,
        rules=SimpleNamespace(consequences=(duty,)),
        serving=SimpleNamespace(
            scheme=SimpleNamespace(list_date="12-01"), decisions=Decisions({2025: decided})
        ),
    )


def _rows(*results: str) -> list[dict[str, Any]]:
    return [
        {"year": 2025 - ago, "status": "watch", "result": result}
        for ago, result in enumerate(results)
    ]


def _since_and_by(visit: Any, rows: list[dict[str, Any]]) -> tuple[str, str] | None:
    table = duty_table(visit, "A", rows, [row for row in rows if row["year"] == 2025])
    return None if table is None else (table["rows"][0][2], table["rows"][0][3])


def test_an_area_that_was_put_on_the_list_is_bound_since_the_publication() -> None:
    visit = _visit(A=Ruling(True, False))
    assert _since_and_by(visit, _rows("met", "not_met")) == ("2 June 2026", "2 June 2028")


def test_an_area_that_the_rule_lists_is_bound_since_its_first_list() -> None:
    assert _since_and_by(_visit(), _rows("met", "met", "not_met")) == (
        "1 December 2024",
        "1 December 2026",
    )


def test_nothing_follows_for_an_area_that_was_taken_off() -> None:
    assert _since_and_by(_visit(A=Ruling(False, True)), _rows("not_met", "met")) is None
