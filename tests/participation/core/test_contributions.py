"""What a text seems to hold, what was told already, and templates of cities."""

from __future__ import annotations

import itertools
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.fuzz import token_set_ratio

from wijkwerk.participation.core import near_duplicates as near_duplicates_module
from wijkwerk.participation.core.near_duplicates import BEGINNING, MOST, Told, near_duplicates
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
        # Written so that a machine wouldn't see it: people read it all the same.
        ("Bel 06.12.34.56.78", {Personal.PHONE}),
        ("Bel 06 - 12 34 56 78 of 06/12345678", {Personal.PHONE}),
        ("Bel (010) 123 45 67 of +31(0)10-1234567", {Personal.PHONE}),
        ("Bel \uff10\uff16\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18", {Personal.PHONE}),
        ("Bel 06\u200b12\u200b34\u00ad56\u206078", {Personal.PHONE}),
        ("Bel 06\u201312\u00a034\u202f56\u00a078", {Personal.PHONE}),
        ("Mail jan (at) voorbeeld punt nl", {Personal.EMAIL}),
        ("Mail jan[at]voorbeeld.nl", {Personal.EMAIL}),
        ("Mail jan @ voorbeeld . nl", {Personal.EMAIL}),
        ("Mail jan apenstaartje mail dot voorbeeld dot com", {Personal.EMAIL}),
        ("Mail jan\uff20voorbeeld\uff0enl", {Personal.EMAIL}),
        ("Mijn nummer is 111 222 333", {Personal.BSN}),
        ("Mijn nummer is 1112\u200b22333", {Personal.BSN}),
        ("Rekening NL91.ABNA.0417.1643.00", {Personal.IBAN}),
        # What has digits or these words in a row and is none of it.
        ("Open van 08.30 - 10.30, 20 mensen; 08.30-10.30 20 mensen", set()),
        ("Op 01-02-2026 12 uur, op 01.02.2026 20 mensen", set()),
        ("Van 1.250.000 naar 0,50 per 100; lijn 9, 10 en 11", set()),
        ("Jan at een broodje. Punt. Nl vlag op de hoek @ plein. De rest", set()),
        ("Hij at brood. De buurt keek. Meet at school. Be there.", set()),
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


def test_of_a_text_the_beginning_counts_however_long_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[str] = []

    def ratio(one: str, other: str, **named: float) -> float:
        compared.extend((one, other))
        return token_set_ratio(one, other, **named)

    monkeypatch.setattr(near_duplicates_module, "token_set_ratio", ratio)
    story = (
        "Mensen met een rollator blijven hangen bij de halte. " + "En zo verder gaat het. " * 300
    )
    long = [Told(1, "Losse tegels", story), Told(2, "Pluktuin", "Fruit voor iedereen. " * 300)]
    assert near_duplicates(Told(0, "Rollator hangt vast", story), long) == [1]
    longest = BEGINNING + len("Rollator hangt vast ")
    assert max(map(len, compared)) <= longest


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
