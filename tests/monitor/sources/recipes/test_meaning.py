"""What a header says of its figures."""

from __future__ import annotations

import pytest

from wijkwerk.monitor.sources.recipes.propose.meaning import meaning_of


@pytest.mark.parametrize(
    ("header", "factor"),
    [
        ("Schulden (mln euro)", 1e6),
        ("Schulden in miljoenen euro's", 1e6),
        ("Schulden (x € 1.000.000)", 1e6),
        ("Turnover (million euro)", 1e6),
        ("Bedrag in € mld", 1e9),
        ("Waarde (x 10.000 euro)", 1e4),
        ("Schulden (x 1.000 euro)", 1e3),
        ("WOZ-waarde (1.000 euro)", 1e3),
        ("Omzet (k€)", 1e3),
        ("Gemiddelde verkoopprijs in duizenden", 1e3),
        # These say what is counted, not in what.
        ("Vermogen boven 1 miljoen euro", 1),
        ("Vermogen boven 1.000 euro", 1),
        ("Huur tot 1.000 euro", 1),
        ("Waarde (euro)", 1),
    ],
)
def test_amounts_are_multiplied_by_what_the_header_says_and_that_is_asked(
    header: str, factor: float
) -> None:
    meaning = meaning_of(header, "", [1.25, 300.5], set())
    assert (meaning.unit, meaning.factor) == ("eur", factor)
    assert any(f"the header says x {factor:,.0f}" in why for why in meaning.why) is (factor > 1)


@pytest.mark.parametrize("header", ["Werkzame personen (x 1 000)", "Omzet, mln"])
def test_of_other_figures_it_is_asked_whether_they_are(header: str) -> None:
    meaning = meaning_of(header, "", [1.25, 300.5], set())
    assert any("does that hold for this column?" in why for why in meaning.why)
    assert meaning.factor == 1


def test_a_title_counts_where_the_header_says_nothing() -> None:
    def factor(header: str) -> float:
        return meaning_of(header, "", [1.25, 300.5], set(), "Bedragen in miljoenen euro's").factor

    assert factor("Inkomen (euro)") == 1e6
    assert factor("Inkomen (x 1.000 euro)") == 1e3


def test_a_rate_per_thousand_is_not_multiplied() -> None:
    meaning = meaning_of("Delicten per 1.000 inwoners", "", [1.25, 300.5], set())
    assert (meaning.unit, meaning.factor, meaning.why) == ("per 1000", 1, ())
