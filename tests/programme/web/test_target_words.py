"""Words for targets: a percentage, and a distance between two of them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils.translation import override

from wijkwerk.programme.models import Target
from wijkwerk.programme.selectors.money import Money
from wijkwerk.programme.web.amounts import money_label, undated_label
from wijkwerk.programme.web.target_labels import amount, board_label


@pytest.mark.parametrize(
    ("unit", "scale", "value", "distance", "words"),
    [
        ("%", "share", 28.0, False, "28%"), ("", "share", 28.5, False, "28,5%"),
        ("%", "share", 5.0, True, "5 procentpunt"), ("", "share", -2.5, True, "−2,5 procentpunt"),
        ("%", "index", 5.0, True, "5 procentpunt"), ("scholen", "count", 5.0, True, "5 scholen"),
        ("", "index", 0.5, True, "0,5"),
    ],
)  # fmt: skip
def test_a_distance_between_percentages_is_in_points(
    unit: str, scale: str, value: float, distance: bool, words: str
) -> None:
    with override("nl"):
        assert amount(value, Target(unit=unit, scale=scale), distance=distance) == words


@pytest.mark.parametrize(
    ("money", "words", "more"),
    [
        (Money(Decimal(5), Decimal(0), 0), "5", ""),
        (Money(Decimal(5), Decimal(3), 1), "5 in totaal; 3 per jaar",
         "1 project noemt een bedrag per jaar, maar niet tot wanneer: dat is niet opgeteld."),
        (Money(Decimal(0), Decimal(3), 0), "3 per jaar", ""),
        (Money(Decimal(0), Decimal(0), 2), "–",
         "2 projecten noemen een bedrag per jaar, maar niet tot wanneer: die zijn niet opgeteld."),
        (Money(), "0", ""),
    ],
)  # fmt: skip
def test_money_of_each_period_stands_apart(money: Money, words: str, more: str) -> None:
    with override("nl"):
        assert (money_label(money, str), undated_label(money)) == (words, more)


@pytest.mark.parametrize(
    ("changed", "dropped", "words"),
    [
        (2, 1, "Het bestuur wijzigde er 2 en schrapte er 1."),
        (2, 0, "Het bestuur wijzigde er 2."),
        (0, 1, "Het bestuur schrapte er 1."),
        (0, 0, "Het bestuur wijzigde en schrapte er geen."),
    ],
)
def test_what_the_board_did_to_none_is_not_counted(changed: int, dropped: int, words: str) -> None:
    with override("nl"):
        assert board_label(changed, dropped) == words
