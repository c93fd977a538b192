"""Numbers read as Dutch and English readers write them, and are rounded in one way."""

import math
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkwerk.shared.numbers import (
    MINUS,
    NOTHING,
    chance,
    count,
    figure,
    gap,
    gap_unit,
    is_nought,
    number,
    percent,
    rounded,
    signed,
    with_unit,
)
from wijkwerk.shared.text import LANGUAGES, Language

FINITE = st.floats(allow_nan=False, allow_infinity=False, width=64)
SENSIBLE = st.floats(-1e12, 1e12)
DECIMALS = st.integers(0, 4)
LANGUAGE = st.sampled_from(LANGUAGES)


def back(text: str, language: Language) -> Decimal:
    """What a reader of ``language`` makes of ``text``."""
    point, thousands = (",", ".") if language == "nl" else (".", ",")
    plain = text.replace(thousands, "").replace(point, ".").replace(MINUS, "-")
    return Decimal(plain)


@pytest.mark.parametrize(
    ("value", "decimals", "nl", "en"),
    [
        (0, 0, "0", "0"),
        (0.0, 1, "0,0", "0.0"),
        (-0.0, 1, "0,0", "0.0"),
        (-0.04, 1, "0,0", "0.0"),
        (-0.05, 1, "−0,1", "−0.1"),
        (0.5, 0, "1", "1"),
        (1.5, 0, "2", "2"),
        (2.5, 0, "3", "3"),
        (-2.5, 0, "−3", "−3"),
        (2.675, 2, "2,68", "2.68"),
        (1.005, 2, "1,01", "1.01"),
        (33 - 27.4, 1, "5,6", "5.6"),
        (0.1 + 0.2, 1, "0,3", "0.3"),
        (0.145 * 100, 0, "15", "15"),
        (999.95, 1, "1.000,0", "1,000.0"),
        (159500, 0, "159.500", "159,500"),
        (1234567.891, 2, "1.234.567,89", "1,234,567.89"),
        (-217400.5, 0, "−217.401", "−217,401"),
        (1e15, 0, "1.000.000.000.000.000", "1,000,000,000,000,000"),
    ],
)
def test_a_number_is_written_in_the_notation_of_its_reader(
    value: float, decimals: int, nl: str, en: str
) -> None:
    assert number(value, decimals, "nl") == nl
    assert number(value, decimals, "en") == en


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_a_number_that_is_none_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="not a finite number"):
        number(value, 1, "nl")


@given(FINITE, DECIMALS, LANGUAGE)
def test_zero_never_has_a_sign(value: float, decimals: int, language: Language) -> None:
    text = number(value, decimals, language)
    assert text.startswith(MINUS) == (rounded(value, decimals) < 0)
    assert "-" not in text


@given(SENSIBLE, DECIMALS, LANGUAGE)
def test_a_reader_reads_back_what_was_rounded(
    value: float, decimals: int, language: Language
) -> None:
    assert back(number(value, decimals, language), language) == rounded(value, decimals)


def near_a_half(whole: int, decimals: int, off: float, bits: int) -> float:
    """A number ``off`` (in units of its last decimal) and ``bits`` floats away from a half."""
    value: float = (whole + 0.5 + off) / 10**decimals
    for _ in range(abs(bits)):
        value = math.nextafter(value, math.copysign(math.inf, bits))
    return value


@given(
    st.builds(
        near_a_half,
        st.integers(-(10**6) - 2, 10**6 + 2),
        st.shared(DECIMALS, key="decimals"),
        st.sampled_from((0.0, 1e-12, 1e-9, 1e-5, 0.99e-4, 1e-4, 1.01e-4, -1e-12, -1e-4, -1.01e-4)),
        st.integers(-4, 4),
    ),
    st.shared(DECIMALS, key="decimals"),
)
def test_the_quick_way_rounds_as_the_exact_one_around_every_half(
    value: float, decimals: int
) -> None:
    assert back(number(value, decimals, "en"), "en") == rounded(value, decimals)


@given(SENSIBLE, DECIMALS)
def test_both_languages_write_the_same_digits(value: float, decimals: int) -> None:
    nl, en = number(value, decimals, "nl"), number(value, decimals, "en")
    assert nl.translate(str.maketrans(",.", ".,")) == en


@given(SENSIBLE, DECIMALS)
def test_rounding_is_the_same_up_and_down(value: float, decimals: int) -> None:
    assert rounded(-value, decimals) == -rounded(value, decimals)


@given(st.integers(-(10**6), 10**6), st.integers(0, 3))
def test_a_half_goes_away_from_zero_however_its_bits_lie(whole: int, decimals: int) -> None:
    unit = Decimal(1).scaleb(-decimals)
    half = (whole + Decimal("0.5")) * unit if whole >= 0 else (whole - Decimal("0.5")) * unit
    expected = (abs(whole) + 1) * unit * (1 if half > 0 else -1)
    assert rounded(float(half), decimals) == expected


@given(SENSIBLE, SENSIBLE, DECIMALS)
def test_rounding_keeps_the_order(one: float, other: float, decimals: int) -> None:
    low, high = sorted((one, other))
    assert rounded(low, decimals) <= rounded(high, decimals)


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "nl", "en"),
    [
        (55, "%", 0, "55%", "55%"),
        (6.0, "%", 1, "6,0%", "6.0%"),
        (159500, "eur", 0, "€\u00a0159.500", "€159,500"),
        (-1200, "eur", 0, "€\u00a0−1.200", "−€1,200"),
        (10.92, "per 100", 2, "10,92 per 100", "10.92 per 100"),
        (412, "per 1000", 0, "412 per 1.000", "412 per 1,000"),
        (7.5, "per 10000", 1, "7,5 per 10.000", "7.5 per 10,000"),
        (1430, "per 100000", 0, "1.430 per 100.000", "1,430 per 100,000"),
        (1, "years", 0, "1 jaar", "1 year"),
        (10, "years", 0, "10 jaar", "10 years"),
        (81.5, "years", 1, "81,5 jaar", "81.5 years"),
        (6.3, "score", 1, "6,3", "6.3"),
        (104.5, "index", 1, "104,5", "104.5"),
        (-4, "points", 0, "−4", "−4"),
        (1200, "number", 0, "1.200", "1,200"),
        (None, "%", 0, NOTHING, NOTHING),
        (-0.04, "%", 1, "0,0%", "0.0%"),
    ],
)
def test_a_figure_carries_its_unit(
    value: float | None, unit: str, decimals: int, nl: str, en: str
) -> None:
    assert figure(value, unit, decimals, "nl") == nl
    assert figure(value, unit, decimals, "en") == en


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "nl", "en"),
    [
        (14, "%", 0, "14 procentpunt", "14 percentage points"),
        (1, "%", 0, "1 procentpunt", "1 percentage point"),
        (1.04, "%", 1, "1,0 procentpunt", "1.0 percentage point"),
        (10, "%", 0, "10 procentpunt", "10 percentage points"),
        (11, "%", 0, "11 procentpunt", "11 percentage points"),
        (0.5, "%", 1, "0,5 procentpunt", "0.5 percentage points"),
        (-2.3, "%", 1, "2,3 procentpunt", "2.3 percentage points"),
        (57900, "eur", 0, "€\u00a057.900", "€57,900"),
        (-57900, "eur", 0, "€\u00a057.900", "€57,900"),
        (1, "points", 0, "1 punt", "1 point"),
        (100, "points", 0, "100 punten", "100 points"),
        (0.1, "score", 1, "0,1 punten", "0.1 points"),
        (0, "index", 1, "0,0 punten", "0.0 points"),
        (2.37, "per 100", 2, "2,37 per 100", "2.37 per 100"),
        (1, "years", 1, "1,0 jaar", "1.0 year"),
    ],
)
def test_a_difference_of_shares_is_in_percentage_points(
    value: float, unit: str, decimals: int, nl: str, en: str
) -> None:
    assert gap(value, unit, decimals, "nl") == nl
    assert gap(value, unit, decimals, "en") == en


def test_a_share_of_a_whole_is_in_percent() -> None:
    assert percent(0.05, "nl") == "5 procent"
    assert percent(0.275, "en") == "28 percent"


def test_a_change_always_shows_its_direction_but_no_change_has_none() -> None:
    assert signed(1.5, 1, "nl") == "+1,5"
    assert signed(-0.2, 1, "nl") == "−0,2"
    assert signed(0.04, 1, "nl") == "0,0"
    assert signed(-0.04, 1, "en") == "0.0"
    assert signed(None, 1, "nl") == NOTHING


@given(SENSIBLE, DECIMALS, LANGUAGE)
def test_a_change_and_its_opposite_differ_in_the_sign_only(
    value: float, decimals: int, language: Language
) -> None:
    one, other = signed(value, decimals, language), signed(-value, decimals, language)
    assert one.lstrip("+" + MINUS) == other.lstrip("+" + MINUS)
    assert (one == other) == is_nought(value, decimals)


def test_the_unit_of_a_difference_is_named_for_tables() -> None:
    assert gap_unit("%", "nl") == "procentpunt"
    assert gap_unit("eur", "nl") == "euro"
    assert gap_unit("per 1000", "en") == "per 1,000"
    assert gap_unit("score", "en") == "points"
    assert gap_unit("years", "nl") == "jaar"
    assert gap_unit("number", "nl") == ""


def test_a_count_has_no_decimals() -> None:
    assert count(2400, "nl") == "2.400"
    assert count(2400, "en") == "2,400"


@pytest.mark.parametrize(
    ("probability", "nl", "en"),
    [
        (0.0, "minder dan 1%", "under 1%"),
        (0.0099, "minder dan 1%", "under 1%"),
        (0.01, "1%", "1%"),
        (0.375, "38%", "38%"),
        (0.99, "99%", "99%"),
        (0.9901, "meer dan 99%", "over 99%"),
        (1.0, "meer dan 99%", "over 99%"),
    ],
)
def test_a_chance_never_claims_to_be_sure(probability: float, nl: str, en: str) -> None:
    assert (chance(probability, "nl"), chance(probability, "en")) == (nl, en)


@pytest.mark.parametrize(
    ("value", "unit", "nl", "en"),
    [
        (12.25, "%", "12,3%", "12.3%"),
        (159500.0, "eur", "€\u00a0159.500", "€159,500"),
        (8.5, "years", "8,50 jaar", "8.50 years"),
        (3.0, "woningen", "3 woningen", "3 woningen"),
        (-2.125, "", "−2,13", "−2.13"),
        (100.6, "punt", "101 punt", "101 punt"),
    ],
)
def test_a_figure_of_a_rule_is_written_alike_everywhere(
    value: float, unit: str, nl: str, en: str
) -> None:
    assert (with_unit(value, unit, "nl"), with_unit(value, unit, "en")) == (nl, en)
