"""What a text seems to hold, what was told already, and templates of cities."""

from __future__ import annotations

import itertools
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkwerk.participation.core.near_duplicates import MOST, Told, near_duplicates
from wijkwerk.participation.core.personal_data import Personal, is_bsn, is_iban, personal_data
from wijkwerk.participation.models import Phase, Process
from wijkwerk.participation.process_templates import PhaseTemplate, templates


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Mail naar jan.de.boer@example.org graag", {Personal.EMAIL}),
        ("Bel 06-12345678 of 010 123 45 67", {Personal.PHONE}),
        ("Bel +31 6 1234 5678", {Personal.PHONE}),
        ("Mijn nummer is 111222333.", {Personal.BSN}),
        ("Rekening NL91 ABNA 0417 1643 00", {Personal.IBAN}),
        ("Rekening NL91 ABNA 0417 1643 01", set()),
        ("Het kost 123456789 euro in 2026-2027, bij nummer 12 en 1.250,50", set()),
    ],
)
def test_personal_data_is_seen(text: str, kinds: set[Personal]) -> None:
    assert personal_data(text) == kinds


def test_check_digits_are_those_of_known_numbers() -> None:
    assert is_bsn("111222333") and not is_bsn("123456789") and not is_bsn("000000000")
    assert is_iban("NL91ABNA0417164300") and not is_iban("NL91ABNA0417164301")


@given(st.text(max_size=60))
def test_any_text_can_be_looked_at(text: str) -> None:
    assert personal_data(text) <= set(Personal)


OTHERS = [
    Told(1, "Losse tegels bij de bushalte", "Mensen met een rollator blijven hangen", "Hoogstraat", "pavement"),
    Told(2, "Lantaarn kapot", "Het is donker", "Singel", "lighting"),
    Told(3, "Pluktuin naast de school", "Fruit voor iedereen", "Schoolpad", ""),
]  # fmt: skip


def test_the_same_in_other_words_is_found_and_something_else_isnt() -> None:
    same = Told(0, "Tegels liggen los", "bij de bushalte", "hoogstraat", "pavement")
    assert near_duplicates(same, OTHERS) == [1]
    assert near_duplicates(Told(0, "Kapotte lantaarn", "", "Laan", "lighting"), OTHERS) == [2]
    assert near_duplicates(Told(0, "Te hard rijden", "Op de brug", "Brug", "traffic"), OTHERS) == []
    # The same words about another topic are another thing.
    assert near_duplicates(Told(0, "Losse tegels bij de bushalte", topic="waste"), OTHERS) == []


def test_no_more_are_shown_than_one_reads() -> None:
    many = [Told(number, "Losse tegel") for number in range(20)]
    assert near_duplicates(Told(0, "Losse tegel"), many) == list(range(MOST))


def test_templates_fill_the_design_and_their_phases_follow_each_other() -> None:
    assert list(templates()) == ["leeuwarden", "deventer", "heerlen"]
    fields = {field.name for field in Process._meta.fields}
    for template in templates().values():
        assert set(template.texts) <= fields
        assert {phase.activity for phase in template.phases} <= set(Phase.Activity.values)
        days = [phase.days(date(2026, 1, 1)) for phase in template.phases]
        assert days[0][0] == date(2026, 1, 1) and days[-1][1] == date(2026, 12, 31)
        for (_first, last), (following, _last) in itertools.pairwise(days):
            assert (following - last).days == 1
    leap = PhaseTemplate("x", "vote", 1, 1).days(date(2026, 1, 31))
    assert leap == (date(2026, 2, 28), date(2026, 3, 30))
