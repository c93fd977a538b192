"""The grammar of generated sentences."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkwerk.shared.sentences import (
    LONGEST_NAME,
    areas,
    at,
    between,
    both,
    by_count,
    clean_name,
    listing,
    lower_first,
    moment,
    noun,
    upper_first,
)
from wijkwerk.shared.text import LANGUAGES


def test_a_list_ends_with_and() -> None:
    assert listing([], "nl") == ""
    assert listing(["a"], "nl") == "a"
    assert listing(["a", "b"], "nl") == "a en b"
    assert listing(["a", "b", "c"], "nl") == "a, b en c"
    assert listing(["a", "b", "c"], "en") == "a, b and c"


def test_parts_with_a_comma_of_their_own_are_set_apart_by_semicolons() -> None:
    assert listing(["Stad 1, buurt 2", "Stad 3", "Stad 4"], "nl") == (
        "Stad 1, buurt 2; Stad 3; en Stad 4"
    )


@pytest.mark.parametrize(
    ("text", "lower"),
    [
        ("Lage inkomens", "lage inkomens"),
        ("NWW-uitkeringen", "NWW-uitkeringen"),
        ("WW", "WW"),
        ("G26 als geheel", "G26 als geheel"),
        ("IJsbanen", "ijsbanen"),
        ("Één kind", "één kind"),
        ("", ""),
        ("€ 5", "€ 5"),
    ],
)
def test_a_name_goes_on_inside_a_sentence_with_a_small_letter(text: str, lower: str) -> None:
    assert lower_first(text) == lower


def test_a_sentence_starts_with_a_capital_and_ij_is_one_letter() -> None:
    assert upper_first("in 2012") == "In 2012"
    assert upper_first("ijsland") == "IJsland"
    assert upper_first("") == ""


@given(st.text("abcdefghijklmnopqrstuvwxyz", min_size=2))
def test_a_capital_comes_and_goes(text: str) -> None:
    assert lower_first(upper_first(text)) == text


def test_nouns_follow_their_number() -> None:
    assert areas(1, "nl") == "1 gebied"
    assert areas(0, "nl") == "0 gebieden"
    assert areas(1200, "nl", "neighbourhood") == "1.200 buurten"
    assert areas(1, "en", "municipality") == "1 municipality"
    assert areas(342, "en", "municipality") == "342 municipalities"
    assert noun("district", 1, "nl") == "wijk"
    assert noun("custom", 2, "nl") == "gebieden"


@pytest.mark.parametrize(
    ("period", "nl", "en"),
    [
        ("2012", "in 2012", "in 2012"),
        ("2012-10", "in oktober 2012", "in October 2012"),
        ("2012-01", "in januari 2012", "in January 2012"),
        ("2012-Q3", "in het derde kwartaal van 2012", "in the third quarter of 2012"),
        ("2012-01-01", "op 1 januari 2012", "on 1 January 2012"),
        ("2012-12-31", "op 31 december 2012", "on 31 December 2012"),
    ],
)
def test_a_moment_is_said_with_its_preposition(period: str, nl: str, en: str) -> None:
    assert at(period, "nl") == nl
    assert at(period, "en") == en


@pytest.mark.parametrize("period", ["2012-13", "2012-Q5", "2012/2013", "vroeger", ""])
def test_a_period_that_is_none_stays_as_it_is(period: str) -> None:
    assert [moment(period, language) for language in LANGUAGES] == [period, period]


def test_a_span_has_two_ends() -> None:
    assert between("2006", "2012", "nl") == "tussen 2006 en 2012"
    assert between("2006-10", "2012-10", "en") == "between October 2006 and October 2012"


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("Overschie", "Overschie"),
        ("  De   Pijp\n", "De Pijp"),
        ("a\x00b\x07", "a b"),
        ("evil\u202egnp.exe", "evil gnp.exe"),
        ("x" * 300, "x" * (LONGEST_NAME - 1) + "…"),
        ("=cmd|' /C calc'!A0", "=cmd|' /C calc'!A0"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("שכונה", "\u2068שכונה\u2069"),
        ("e\u0301", "é"),
        ("\u2066", ""),
    ],
)
def test_a_name_fits_in_a_sentence_whatever_was_typed(name: str, clean: str) -> None:
    assert clean_name(name) == clean


@given(st.text(max_size=400))
def test_a_clean_name_has_no_sign_that_turns_or_breaks_its_sentence(name: str) -> None:
    clean = clean_name(name)
    inside = clean.removeprefix("\u2068").removesuffix("\u2069")
    assert len(inside) <= LONGEST_NAME
    assert not any(unicodedata.category(sign) in ("Cc", "Cs") for sign in inside)
    assert not set(inside) & set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067")
    assert clean_name(inside) == clean


@pytest.mark.parametrize(
    ("number", "total", "said"),
    [
        (0, 6, "none"),
        (1, 6, "one"),
        (5, 6, "some"),
        (6, 6, "every"),
        (1, 1, "only"),
        (0, 1, "none"),
    ],
)
def test_none_one_some_and_all_have_their_own_sentence(number: int, total: int, said: str) -> None:
    words = {name: name for name in ("none", "one", "some", "every", "only")}
    assert by_count(number, total, **words) == said
    assert by_count(1, 1, **(words | {"only": ""})) == "every"


@pytest.mark.parametrize(("number", "total"), [(7, 6), (-1, 6)])
def test_more_than_all_is_no_count(number: int, total: int) -> None:
    with pytest.raises(ValueError):
        by_count(number, total, none="", one="", some="", every="")


@pytest.mark.parametrize(
    ("template", "total", "text"),
    [
        ("Alle %(all)s doelen", 2, "Beide doelen"),
        ("In alle %(n)s gebieden", 2, "In beide gebieden"),
        ("All {all} targets", 2, "Both targets"),
        ("Alle %(all)s doelen", 3, "Alle %(all)s doelen"),
        ("Van geen van de %(all)s doelen", 2, "Van geen van de %(all)s doelen"),
    ],
)
def test_all_of_two_are_both(template: str, total: int, text: str) -> None:
    assert both(template, total) == text
    assert by_count(total, total, none="", one="", some="", every=template) == text
