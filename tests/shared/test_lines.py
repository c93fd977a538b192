"""What may stand in a line, and in paragraphs."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkwerk.shared.lines import code_point, in_one_line, refused_in_line, refused_in_paragraphs

FAMILY = "👨\u200d👩\u200d👧"


@pytest.mark.parametrize(
    "text",
    ["Gewoon", "Łódź, ağaç, Ñandú", "مرحبا بالعالم", "漢字 かな 한글", "😀 👍🏽 🇳🇱 ❤\ufe0f", FAMILY,
     "می\u200cخواهم", "10\u00a0%", "‘aanhaling’ – streep", "𓀀", ""],
)  # fmt: skip
def test_what_people_write_in_any_language_may_stand_in_a_line(text: str) -> None:
    assert refused_in_line(text) == refused_in_paragraphs(text) == ""
    assert in_one_line(text) == text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("sign", "in_paragraphs"),
    [("\n", True), ("\r", True), ("\t", True), ("\0", False), ("\x0b", False), ("\x1b", False),
     ("\x7f", False), ("\x85", False), ("\u2028", True), ("\u2029", True), ("\u202e", True),
     ("\u202a", True), ("\u2066", True), ("\u2069", True), ("\u200e", True), ("\u061c", True),
     ("\u200b", True), ("\ufeff", True), ("\u00ad", True), ("\ud800", False), ("\ufffe", False),
     ("\U0001ffff", False), ("\U000e0041", True)],
)  # fmt: skip
def test_what_ends_turns_or_hides_a_line_is_refused(sign: str, in_paragraphs: bool) -> None:
    assert refused_in_line(f"voor{sign}na") == sign
    assert (refused_in_paragraphs(f"voor{sign}na") == "") is in_paragraphs
    assert in_one_line(f"voor{sign}na") == "voor na"


@given(st.text())
def test_a_text_made_one_line_is_one_that_a_line_takes(text: str) -> None:
    made = in_one_line(text)
    assert refused_in_line(made) == ""
    assert len(made.splitlines()) <= 1 and made == made.strip()
    assert in_one_line(made) == made


@given(st.characters())
def test_every_control_and_every_change_of_direction_is_refused(sign: str) -> None:
    turns = unicodedata.bidirectional(sign) in {
        "LRE",
        "RLE",
        "LRO",
        "RLO",
        "PDF",
        "LRI",
        "RLI",
        "FSI",
        "PDI",
        "B",
    }
    if turns or unicodedata.category(sign) == "Cc":
        assert refused_in_line(sign) == sign


def test_a_character_is_named_as_people_can_look_it_up() -> None:
    assert [code_point(one) for one in "\n\u202e\U0001f600"] == ["U+000A", "U+202E", "U+1F600"]
