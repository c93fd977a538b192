"""A table without a data card, or with one that doesn't fit, stops the start and is told."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from wijkwerk.access.models import RoleHeld
from wijkwerk.registry import cards
from wijkwerk.registry.cards import check_cards, data_cards
from wijkwerk.shared.classification import DataCard, data_card
from wijkwerk.shared.problems import InputError


def test_every_table_has_a_card_that_fits() -> None:
    check_cards()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"access.RoleHeld": None}, "access.RoleHeld]: no data card"),
        (
            {"access.RoleHeld": data_card(days=1, because="of this test", plain=("id", "user", "role",
                                          "place", "first_day", "last_day_of_all"))},
            "no such field: found 'last_day_of_all'",
        ),
        (
            {"access.RoleHeld": data_card(days=1, because="of this test", plain=("id", "user", "role",
                                          "place", "first_day"))},
            "field isn't on the data card: found 'last_day'",
        ),
        ({"gardens.Plot": data_card(days=1, because="of this test")}, "gardens.Plot: card of no table"),
    ],
)  # fmt: skip
def test_what_doesnt_fit_is_told(
    monkeypatch: pytest.MonkeyPatch, change: Mapping[str, DataCard | None], told: str
) -> None:
    fitting = data_cards()
    changed: dict[str, Any] = {
        label: card for label, card in {**fitting, **change}.items() if card is not None
    }
    monkeypatch.setattr(cards, "data_cards", lambda: changed)
    with pytest.raises(InputError) as wrong:
        check_cards()
    assert told in str(wrong.value)


def test_the_card_stands_where_the_model_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        cards,
        "data_cards",
        lambda: {label: card for label, card in data_cards().items() if label != "access.RoleHeld"},
    )
    with pytest.raises(InputError) as wrong:
        check_cards()
    (problem,) = wrong.value.problems
    assert problem.file.endswith("access/models.py")
    lines = Path(problem.file).read_text("utf-8").splitlines()
    assert problem.line is not None and f"class {RoleHeld.__name__}" in lines[problem.line - 1]
