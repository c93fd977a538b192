"""No text is a formula in a spreadsheet, and every text comes back as it was."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkwerk.rest.formats import guarded_texts
from wijkwerk.shared.spreadsheet_text import guarded, may_be_formula, unguarded

SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "|")
TEXTS = st.text() | st.builds("".join, st.lists(st.sampled_from([*SIGNS, "%", "'", " ", "1", "a"])))


@given(TEXTS)
def test_a_text_that_was_written_comes_back(text: str) -> None:
    assert unguarded(guarded(text)) == text


@given(TEXTS)
def test_nothing_that_is_written_begins_as_a_formula(text: str) -> None:
    cell = guarded(text)
    assert not cell.startswith(SIGNS) and (not cell.startswith("%") or cell == "%")


@pytest.mark.parametrize("text", ["'s-Hertogenbosch", "'t Hof", "%", "", "'", "12,5", "a=1", "'%"])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert guarded(text) == unguarded(text) == text


@pytest.mark.parametrize("text", ["=1+1", "-Stichting", "%1", "'=1", "''@a"])
def test_an_apostrophe_stands_before_a_risk_and_one_goes_off(text: str) -> None:
    assert may_be_formula(text) and guarded(text) == f"'{text}"
    assert unguarded("'=1") == "=1"


@given(st.lists(TEXTS, min_size=1))
def test_columns_of_texts_are_guarded_alike(texts: list[str]) -> None:
    table = pl.DataFrame({"text": texts}, {"text": pl.String})
    assert table.with_columns(guarded_texts().name.keep())["text"].to_list() == [
        guarded(text) for text in texts
    ]
