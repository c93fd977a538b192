"""Bank statements: cents, references and sums as in the standard; what is hostile or doesn't add up is refused."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bank_statements import entry, statement
from wijkwerk.shared.problems import InputError
from wijkwerk.tables.api import is_reference, read_statements

REFERENCE = "RF18539007547034"  # the example of ISO 11649


def read(content: bytes) -> Any:
    (result,) = read_statements(content, "afschrift.xml")
    return result


@pytest.mark.parametrize("version", ["02", "08"])
def test_payments_have_cents_days_and_references(version: str) -> None:
    content = statement(
        entry(25_00, REFERENCE),
        entry(10_05, remark="Voor de tuin rf18 5390 0754 7034 groet"),
        entry(-3_10, remark="kosten"),
        total=31_95,
        version=version,
    )
    told = read(content)
    assert [row.cents for row in told.payments] == [25_00, 10_05, -3_10]
    assert [row.reference for row in told.payments] == [REFERENCE, REFERENCE, ""]
    assert told.payments[0].booked_on == date(2026, 4, 2) and not told.payments[0].is_reversal
    assert (told.opening, told.closing, told.account) == (100_00, 131_95, "NL91ABNA0417164300")


def test_the_check_digits_are_those_of_the_standard() -> None:
    assert is_reference(REFERENCE) and not is_reference("RF19539007547034")
    assert not is_reference("RF18") and not is_reference(REFERENCE.lower())
    two = f"{REFERENCE} of RF712348231"  # two that differ are a question, never a guess
    assert is_reference("RF712348231")
    assert read(statement(entry(5_00, remark=two), total=5_00)).payments[0].reference == ""


def test_a_batch_is_its_parts_and_must_be_their_sum() -> None:
    part = '<TxDtls><Refs><AcctSvcrRef>{}</AcctSvcrRef></Refs><Amt Ccy="EUR">{}</Amt></TxDtls>'
    parts = part.format("A", "10.00") + part.format("B", "2.50")
    told = read(statement(entry(12_50, details=parts), total=12_50))
    assert [row.cents for row in told.payments] == [10_00, 2_50]
    assert len({row.key for row in told.payments}) == 2
    with pytest.raises(InputError, match="parts don’t add up"):
        read(statement(entry(12_60, details=parts), total=12_60))


def test_what_is_announced_does_not_count_and_what_is_taken_back_says_so() -> None:
    pending = entry(9_00).replace("BOOK", "PDNG")
    back = entry(-5_00, REFERENCE, more="<RvslInd>true</RvslInd>")
    (row,) = read(statement(pending, back, total=-5_00)).payments
    assert row.cents == -5_00 and row.is_reversal and row.entry == 2


def test_the_same_payment_has_the_same_key_in_every_file() -> None:
    one = read(statement(entry(5_00, bank="X1"), total=5_00)).payments[0]
    other = read(
        statement(entry(1_00, bank="X0"), entry(5_00, bank="X1"), total=6_00, number="2026-93")
    ).payments[1]
    assert one.key == other.key
    with pytest.raises(InputError, match="stands twice"):
        read(statement(entry(5_00, bank="X1"), entry(5_00, bank="X1"), total=10_00))


def test_a_reversal_with_the_reference_of_its_payment_is_another_payment() -> None:
    back = entry(-5_00, bank="X1", more="<RvslInd>true</RvslInd>")
    first, second = read(statement(entry(5_00, bank="X1"), back, total=0)).payments
    assert first.key != second.key


@pytest.mark.parametrize("filler", ["NOTPROVIDED", "Not provided", "NONREF"])
def test_what_a_bank_fills_in_for_want_of_a_reference_is_none(filler: str) -> None:
    lines = entry(5_00, bank=filler), entry(5_00, bank=filler)
    march = read(statement(*lines, total=10_00)).payments
    april = read(statement(*lines, total=10_00, number="2026-93")).payments
    assert len({row.key for row in (*march, *april)}) == 4


BOMB = b"""<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><Document>&c;</Document>"""
OUTSIDE = b"""<?xml version="1.0"?><!DOCTYPE a SYSTEM "file:///etc/passwd"><Document/>"""


@pytest.mark.parametrize(
    ("content", "wrong"),
    [
        (BOMB, "declares entities"),
        (OUTSIDE, "declares entities"),
        (b"<Document>", "no sound XML"),
        (b"\x00\xff", "no sound XML"),
        (b'<?xml version="1.0" encoding="made-up"?><a/>', "no sound XML"),
        (b"datum;bedrag\n", "no sound XML"),
        (b"<Document/>", "no statement"),
        (statement(entry(5_00), total=6_00), "the sums don’t close"),
        (statement(entry(5_00), total=5_00).replace(b"OPBD", b"ITBD"), "a balance is missing"),
        (statement(entry(5_00), total=5_00).replace(b">5.00<", b">5.001<"), "no amount"),
        (statement(entry(5_00), total=5_00).replace(b">5.00<", b">NaN<"), "no amount"),
        (statement(entry(5_00), total=5_00).replace(b">5.00<", b">1e400<"), "no amount"),
        (statement(entry(5_00), total=5_00).replace(b">5.00<", b">1e999999<"), "no amount"),
        (statement(entry(5_00), total=5_00).replace(b"EUR", b"USD"), "another currency"),
        (statement(entry(5_00), total=5_00).replace(b"CRDT", b"LEFT"), "no direction"),
        (statement(entry(5_00), total=5_00).replace(b"2026-04-02", b"2 april"), "no day"),
    ],
)  # fmt: skip
def test_what_can_not_be_trusted_is_refused_with_its_place(content: bytes, wrong: str) -> None:
    with pytest.raises(InputError, match=wrong):
        read_statements(content, "afschrift.xml")


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(-10_000_00, 10_000_00), max_size=8), st.integers(-500_00, 500_00))
def test_payments_lead_from_one_balance_to_the_other(amounts: list[int], opening: int) -> None:
    told = read(statement(*map(entry, amounts), total=sum(amounts), opening=opening))
    assert told.opening + sum(row.cents for row in told.payments) == told.closing
    assert len({row.key for row in told.payments}) == len(amounts)
