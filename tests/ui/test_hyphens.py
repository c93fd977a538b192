"""Soft hyphens: where a word may be broken, and nothing else of a text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wijkwerk.shared.text import LANGUAGES, Language
from wijkwerk.ui.hyphens import SOFT_HYPHEN, with_soft_hyphens


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Inwoners met een bijstandsuitkering", "nl", "Inwo|ners met een bij|stands|uit|ke|ring"),
        ("Laag inkomen (WW)", "nl", "Laag inkomen (WW)"),
        ("Residents on welfare benefit", "en", "Res|id|ents on welfare benefit"),
        ("Werkloosheid, 2030-2040", "nl", "Werk|loos|heid, 2030-2040"),
    ],
)
def test_long_words_may_be_broken_at_syllables(
    text: str, language: Language, expected: str
) -> None:
    assert with_soft_hyphens(text, language).replace(SOFT_HYPHEN, "|") == expected


def test_only_words_as_long_as_asked_are_broken() -> None:
    assert with_soft_hyphens("Schilderswijk", "nl", 14) == "Schilderswijk"
    assert SOFT_HYPHEN in with_soft_hyphens("Transvaalkwartier", "nl", 14)


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=40).filter(lambda text: SOFT_HYPHEN not in text))
def test_nothing_else_changes(text: str) -> None:
    for language in LANGUAGES:
        assert with_soft_hyphens(text, language).replace(SOFT_HYPHEN, "") == text
