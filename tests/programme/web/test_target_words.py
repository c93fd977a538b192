"""Words for targets: a percentage, and a distance between two of them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils.translation import override

from wijkwerk.programme.core.money import Money
from wijkwerk.programme.core.shares import Shares
from wijkwerk.programme.models import Target
from wijkwerk.programme.web.amounts import money_label, undated_label
from wijkwerk.programme.web.target_labels import _over_label, _running_labels, amount, board_label


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
        (Money(Decimal(5)), "5", ""),
        (Money(Decimal(5), Decimal(3), "2027-12-31", (Decimal(7),)),
         "5 in totaal; 3 per jaar, in elk geval tot en met 31 december 2027",
         "1 project noemt een bedrag per jaar, maar niet tot wanneer: dat is niet opgeteld (7 per jaar)."),
        (Money(a_year=Decimal(3), holds_until="2026-01-01"),
         "3 per jaar, in elk geval tot en met 1 januari 2026", ""),
        (Money(undated=(Decimal(120), Decimal(18))), "–",
         "2 projecten noemen een bedrag per jaar, maar niet tot wanneer: die zijn niet opgeteld (120 per "
         "jaar; 18 per jaar)."),
        (Money(undated=(Decimal(4), Decimal(3), Decimal(2), Decimal(1))), "–",
         "4 projecten noemen een bedrag per jaar, maar niet tot wanneer: die zijn niet opgeteld (4 per "
         "jaar; 3 per jaar; 2 per jaar; …)."),
        (Money(), "0", ""),
    ],
)  # fmt: skip
def test_money_of_each_period_stands_apart(money: Money, words: str, more: str) -> None:
    with override("nl"):
        assert (money_label(money, str), undated_label(money, str)) == (words, more)


@pytest.mark.parametrize(
    ("changed", "dropped", "words"),
    [
        (2, 1, "Het bestuur wijzigde er 2 en schrapte er 1."),
        (2, 0, "Het bestuur wijzigde er 2."),
        (0, 1, "Het bestuur schrapte er 1."),
        (0, 0, "Het bestuur heeft er geen gewijzigd of geschrapt."),
    ],
)
def test_what_the_board_did_to_none_is_not_counted(changed: int, dropped: int, words: str) -> None:
    with override("nl"):
        assert board_label(changed, dropped) == words


def shares(**counts: int) -> Shares:
    """Counts of targets; what isn't named is none."""
    names = ("on_course", "at_risk", "off_course", "cant_tell_yet", "withheld", "not_measured",
             "reached", "not_reached", "not_known")  # fmt: skip
    found = dict.fromkeys(names, 0) | counts
    total = sum(found.values())
    return Shares(None, total, 0, 0, *(found[name] for name in names), {}, {})


RUNNING = [
    (["Het enige doel ligt op koers."], {"on_course": 1}),
    (["Het enige doel loopt risico."], {"at_risk": 1}),
    (["Het enige doel ligt niet op koers."], {"off_course": 1}),
    (["Van het enige doel is nog niet te bepalen of het op koers ligt."], {"cant_tell_yet": 1}),
    (["Van alle 6 doelen is nog niet te bepalen of ze op koers liggen."], {"cant_tell_yet": 6}),
    (["Alle 3 doelen liggen op koers."], {"on_course": 3}),
    (["Geen van de 3 doelen ligt op koers.", "Alle 3 lopen risico."], {"at_risk": 3}),
    (["Geen van de 3 doelen ligt op koers.", "Alle 3 liggen niet op koers."], {"off_course": 3}),
    (["1 van de 3 doelen ligt op koers.", "2 lopen risico."], {"on_course": 1, "at_risk": 2}),
    (["2 van de 5 doelen liggen op koers.", "1 loopt risico en 1 ligt niet op koers.",
          "Van 1 doel is dit nog niet te bepalen."],
     {"on_course": 2, "at_risk": 1, "off_course": 1, "withheld": 1}),
    (["Geen van de 4 doelen ligt op koers.", "2 lopen risico.",
          "Van 2 doelen is dit nog niet te bepalen."], {"at_risk": 2, "not_measured": 2}),
    (["Het enige doel waarvan de einddatum nog komt ligt op koers.",
          "Van één doel is de einddatum voorbij: dat doel is gehaald."],
     {"on_course": 1, "reached": 1}),
    (["Van 3 doelen is de einddatum voorbij: 2 gehaald en 1 niet gehaald."],
     {"reached": 2, "not_reached": 1}),
    (["Van 2 doelen is de einddatum voorbij: alle zijn gehaald."], {"reached": 2}),
    (["Van 2 doelen is de einddatum voorbij: geen enkel doel is gehaald."], {"not_reached": 2}),
    (["Van 2 doelen is de einddatum voorbij. Van geen enkel doel is bekend of het is gehaald."],
     {"not_known": 2}),
]  # fmt: skip


@pytest.mark.parametrize(("words", "counts"), RUNNING)
def test_how_targets_stand_has_its_own_sentence(words: list[str], counts: dict[str, int]) -> None:
    every = shares(**counts)
    with override("nl"):
        said = _running_labels(every) if every.running else []
        said += [_over_label(every)] if every.over else []
    assert said == words
