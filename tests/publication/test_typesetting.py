"""Whatever people write can be printed: another script, emoji, and even what no font has."""

import io
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from wijkwerk.publication.typesetting import breakable, drawn_out, numbered, typeset
from wijkwerk.shared.lines import refused_in_paragraphs

TEMPLATE = """#let data = json("data.json")
#set document(title: "Proef", date: none)
#set text(font: ("Libertinus Serif", ..json("fonts.json")), lang: "nl")
#title()
#data.text
#if data.at("picture", default: none) != none { image(data.picture, alt: "Een plaatje") }
"""
FAMILY = "👨\u200d👩\u200d👧"
TEXTS = [
    "Łódź, żółć, Ğüneş", "مرحبا بالعالم", "שלום עולם", "漢字と かな", "한글 이름", "Жители Αθήνα",
    "नमस्ते दुनिया", "வணக்கம்", "বাংলা", "สวัสดีครับ", "Բարեւ", "გამარჯობა", "ሰላም ለዓለም",
    f"Wijk 😀 {FAMILY} 🇳🇱 👍🏽 ❤\ufe0f 1\ufe0f\u20e3", "☎ ★ ✓ ∑ ≥ 𝑥 ½", "e\u0301o\u0323", "٣ أحياء",
    "Straat\u00a01 – ‘ja’ … \u2028 einde", "می\u200cخواهم", "a\u200e b\u202a c\u202c", "\ufeffbegin",
]  # fmt: skip


@pytest.fixture
def paper(tmp_path: Path) -> Any:
    """A PDF of a text, and what can be read in it."""
    template = tmp_path / "proef.typ"
    template.write_text(TEMPLATE, "utf-8")

    def make(text: str, **more: Any) -> tuple[bytes, str]:
        made = typeset(template, {"text": text, **more.pop("data", {})}, **more)
        return made, "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(made)).pages)

    return make


@pytest.mark.parametrize("text", TEXTS)
def test_another_script_and_emoji_are_printed_and_not_as_numbers(paper: Any, text: str) -> None:
    made, read = paper(text)
    assert made == paper(text)[0]
    shown = text.replace("\ufeff", "")
    assert "U+" not in read.replace("[U+FEFF]", "")
    for word in ("Łódź", "漢字と", "한글", "Жители", "שלום"):
        if word in shown:
            assert word in read or word[::-1] in read


@pytest.mark.parametrize(
    ("text", "shown"),
    [("Teken 𓀀 en ⵣ.", "Teken [U+13000] en [U+2D63]."), ("a\u0378b", "a[U+0378]b")],
)  # fmt: skip
def test_a_sign_that_no_font_has_is_its_number(paper: Any, text: str, shown: str) -> None:
    assert shown in paper(text)[1].replace("\n", " ")


def test_a_text_of_many_signs_that_no_font_has_is_still_printed(paper: Any) -> None:
    text = " ".join(chr(0x13000 + at) for at in range(200))
    read = paper(text)[1].replace("\n", "").replace(" ", "")
    assert "[U+13000]" in read and "[U+130C7]" in read


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.text(min_size=1, max_size=30))
def test_every_text_that_a_field_takes_can_be_printed(paper: Any, text: str) -> None:
    if not refused_in_paragraphs(text):
        assert paper(f"x {text} y")[0].startswith(b"%PDF")


@pytest.mark.parametrize(
    "name", ["Noord", "حي الشمال", "北区", f"Wijk {FAMILY} 👍🏽", "उत्तर", "Łąka"]
)
def test_a_picture_with_such_names_is_printed(paper: Any, name: str) -> None:
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 40">'
        f'<text x="5" y="20" font-family="Fira Sans, system-ui, sans-serif">{name}</text></svg>'
    )
    made, _read = paper("Plaatje", data={"picture": "een.svg"}, files={"een.svg": svg})
    assert made.startswith(b"%PDF")
    assert (drawn_out(svg) == svg) is (name in ("Noord", "Łąka"))


def test_a_fault_of_the_template_is_no_missing_sign(tmp_path: Path) -> None:
    import typst

    template = tmp_path / "stuk.typ"
    template.write_text("#nothing-of-this-name", "utf-8")
    with pytest.raises(typst.TypstError, match="unknown variable"):
        typeset(template, {"text": "x"})


def test_only_missing_signs_and_their_blocks_are_numbers() -> None:
    told = {"a": ["x\u2d63y", 5], "url": "\u2d63"}
    assert numbered(told, {"\u2d63"}, set()) == {"a": ["x[U+2D63]y", 5], "url": "[U+2D63]"}
    assert numbered("\u2d64", {"\u2d63"}, {0x2D63 // 128}) == "[U+2D64]"
    assert numbered(told, set(), set()) is told


def test_a_long_word_is_never_broken_within_a_sign() -> None:
    word = ("e\u0301" * 11 + FAMILY) * 4
    parts = breakable(word).split("\u200b")
    assert "".join(parts) == word and len(parts) > 1
    assert not any(unicodedata.combining(part[0]) or part[0] == "\u200d" for part in parts)
    assert not any(part.endswith("\u200d") for part in parts)
