"""A letter that is kept as JSON comes back as it was, and whatever isn't one is refused."""

from __future__ import annotations

import copy
import json
from dataclasses import replace
from typing import Any

import pytest

from wijkwerk.programme.core.letter import FRONT, Content, Part, Ref, Sentence, read, write

SCHOOLS = Ref("targets", 3, "Scholen", "34", "2025-01-01")
MONEY = Ref("programme", None, "Geld", "€ 12")
LETTER = Content(
    title="Brief",
    to="De raad",
    subject="Voortgang",
    language="nl",
    since="2024-07-01",
    until="2024-12-31",
    day="2025-01-15",
    parts=(
        Part("well", "Wat goed gaat", (Sentence("Eén.", (SCHOOLS, MONEY)), Sentence("Twee."))),
        Part("money", "Geld", (Sentence("Drie.", (MONEY,)),)),
    ),
    sender=("Bureau", "Postbus 1"),
    salutation="Geachte raad,",
    signature=("De directeur",),
)
_LATER = ("sender", "salutation", "signature")  # a letter of version 1 had none of these


def written() -> dict[str, Any]:
    return dict(json.loads(json.dumps(write(LETTER))))


def test_a_letter_comes_back_as_it_was() -> None:
    assert read(written()) == LETTER
    assert written()["version"] == 2


def test_a_letter_of_the_first_version_comes_back_without_what_it_had_not() -> None:
    first = {key: value for key, value in written().items() if key not in _LATER} | {"version": 1}
    assert read(first) == replace(LETTER, sender=(), salutation="", signature=())
    # All of it is its first page: it had no annex.
    assert read(first).front == ("well", "money")
    assert LETTER.front == ("well",) and "well" in FRONT
    with pytest.raises(ValueError, match="no object with"):
        read(written() | {"version": 1})


def test_figures_are_numbered_in_the_order_of_the_letter_each_once() -> None:
    assert list(LETTER.numbered()) == [(1, SCHOOLS), (2, MONEY)]


def part(**more: Any) -> dict[str, Any]:
    return {"parts": [{"code": "well", "title": "", "sentences": []} | more]}


def ref(**more: Any) -> dict[str, Any]:
    made = {"of": "targets", "id": 1, "label": "", "value": "", "day": ""} | more
    return part(sentences=[{"text": "", "refs": [made]}])


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"version": 3}, "another version"), ({"language": "fr"}, "another language"),
        ({"extra": 1}, "no object with"), ({"parts": {}}, "no list, or too long"),
        ({"since": "31-12-2025"}, "no day"), ({"until": 2025}, "no day"), ({"day": ""}, "no day"),
        ({"title": "x" * 301}, "no text, or too long"), ({"to": None}, "no text, or too long"),
        ({"subject": 1}, "no text, or too long"), ({"salutation": []}, "no text, or too long"),
        ({"sender": "Bureau"}, "no list, or too long"), ({"sender": [1]}, "no text, or too long"),
        ({"signature": ["x"] * 21}, "no list, or too long"),
        (part(code="else"), "an unknown part, or one twice"),
        ({"parts": part()["parts"] * 2}, "an unknown part, or one twice"),
        (part(title=3), "no text, or too long"), (part(more=1), "no object with"),
        (part(sentences=[{"text": "x" * 2001, "refs": []}]), "no text, or too long"),
        (part(sentences=[{"text": ""}]), "no object with"),
        (ref(of="person"), "a figure of an unknown thing"), (ref(id=True), "no number of a thing"),
        (ref(id="1"), "no number of a thing"), (ref(day="2025"), "no day"),
        (ref(label="x" * 601), "no text, or too long"), (ref(value=1), "no text, or too long"),
        (ref(more=1), "no object with"),
    ],
)  # fmt: skip
def test_what_is_no_letter_is_refused(wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        read(written() | copy.deepcopy(wrong))


@pytest.mark.parametrize("document", [None, [], "letter", {}])
def test_what_is_no_document_is_refused(document: Any) -> None:
    with pytest.raises(ValueError, match="no object with"):
        read(document)


@pytest.mark.parametrize(
    "fits",
    [
        {"title": "x" * 300}, {"signature": ["x"] * 20}, ref(id=None), ref(label="x" * 600),
        part(sentences=[{"text": "x" * 2000, "refs": []}]), ref(day="2024-02-29"),
    ],
)  # fmt: skip
def test_the_longest_that_fits_is_read(fits: dict[str, Any]) -> None:
    document = written() | fits
    assert json.loads(json.dumps(write(read(document)))) == document
