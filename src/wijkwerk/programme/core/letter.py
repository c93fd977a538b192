"""A progress letter as data: parts, sentences, and the figures that each sentence rests on.

It is kept as JSON when a letter is issued, so reading it back checks every value: whatever stands in
such a JSON, a page can be made of what ``read`` gives.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from wijkwerk.shared.dates import is_date

VERSION = 2  # 1 had no first page of its own, sender, salutation or signature
# What a sentence can rest on: tables of a programme that have a page of their own.
KINDS = ("targets", "commitments", "projects", "decisions", "programme")
FRONT = (
    "opening",
    "changes",
    "well",
    "not_well",
    "not_known",
    "asked",
    "closing",
)  # one page; the others are its annex
PARTS = (
    *FRONT,
    "promised",
    "reached",
    "course",
    "missed",
    "outcomes",
    "decisions",
    "money",
    "next",
)
_HEAD = {"title", "to", "subject", "language", "since", "until", "day", "parts"}
_FROM = {"sender", "salutation", "signature"}
_LINE, _SENTENCE, _MOST = 300, 2000, 2000


@dataclass(frozen=True)
class Ref:
    """A figure: of which thing (``of`` one of KINDS, ``id`` its number, None: all of that kind, or not here any more),
    what it is called, the value as the sentence says it, and the day that it is about ('': none)."""

    of: str
    id: int | None
    label: str
    value: str
    day: str = ""


@dataclass(frozen=True)
class Sentence:
    """A sentence and the figures that it rests on."""

    text: str
    refs: tuple[Ref, ...] = ()


@dataclass(frozen=True)
class Part:
    """A part of a letter, ``code`` one of PARTS."""

    code: str
    title: str
    sentences: tuple[Sentence, ...] = ()


@dataclass(frozen=True)
class Content:
    """A letter: to whom, about what, over which days, in which language, as of which day."""

    title: str
    to: str
    subject: str
    language: str
    since: str
    until: str
    day: str
    parts: tuple[Part, ...]
    sender: tuple[str, ...] = ()
    salutation: str = ""
    signature: tuple[str, ...] = ()

    @property
    def front(self) -> tuple[str, ...]:
        """The codes of the parts on the first page; of a letter from before there was one, all."""
        codes = tuple(part.code for part in self.parts)
        return tuple(code for code in codes if code in FRONT) if self.salutation else codes

    def numbered(self) -> Iterator[tuple[int, Ref]]:
        """Every figure once, numbered from 1 in the order of the letter."""
        number_by_ref: dict[Ref, int] = {}
        for part in self.parts:
            for sentence in part.sentences:
                for ref in sentence.refs:
                    number_by_ref.setdefault(ref, len(number_by_ref) + 1)
        for ref, number in number_by_ref.items():
            yield number, ref


def write(content: Content) -> dict[str, Any]:
    """The letter as JSON."""
    return {
        "version": VERSION,
        "title": content.title,
        "to": content.to,
        "subject": content.subject,
        "language": content.language,
        "since": content.since,
        "until": content.until,
        "day": content.day,
        "sender": list(content.sender),
        "salutation": content.salutation,
        "signature": list(content.signature),
        "parts": [
            {
                "code": part.code,
                "title": part.title,
                "sentences": [
                    {
                        "text": sentence.text,
                        "refs": [
                            {
                                "of": ref.of,
                                "id": ref.id,
                                "label": ref.label,
                                "value": ref.value,
                                "day": ref.day,
                            }
                            for ref in sentence.refs
                        ],
                    }
                    for sentence in part.sentences
                ],
            }
            for part in content.parts
        ],
    }


def read(document: Any) -> Content:
    """The letter out of JSON. Raises ValueError for what isn't one."""
    before = isinstance(document, dict) and document.get("version") == 1
    _dict(document, {"version"} | _HEAD if before else {"version"} | _HEAD | _FROM)
    if document["version"] not in (1, VERSION) or document["language"] not in ("nl", "en"):
        raise ValueError("another version, or another language")
    parts = tuple(_part(part) for part in _list(document["parts"], len(PARTS)))
    codes = [part.code for part in parts]
    if len(set(codes)) < len(codes) or not set(codes) <= set(PARTS):
        raise ValueError("an unknown part, or one twice")
    return Content(
        _text(document["title"]),
        _text(document["to"]),
        _text(document["subject"]),
        document["language"],
        _day(document["since"]),
        _day(document["until"]),
        _day(document["day"]),
        parts,
        () if before else _lines(document["sender"]),
        "" if before else _text(document["salutation"]),
        () if before else _lines(document["signature"]),
    )


def _part(part: Any) -> Part:
    _dict(part, {"code", "title", "sentences"})
    sentences = tuple(_sentence(sentence) for sentence in _list(part["sentences"], _MOST))
    return Part(_text(part["code"]), _text(part["title"]), sentences)


def _sentence(sentence: Any) -> Sentence:
    _dict(sentence, {"text", "refs"})
    refs = tuple(_ref(ref) for ref in _list(sentence["refs"], _MOST))
    return Sentence(_text(sentence["text"], _SENTENCE), refs)


def _ref(ref: Any) -> Ref:
    _dict(ref, {"of", "id", "label", "value", "day"})
    number = ref["id"]
    if ref["of"] not in KINDS:
        raise ValueError("a figure of an unknown thing")
    if number is not None and (isinstance(number, bool) or not isinstance(number, int)):
        raise ValueError("no number of a thing")
    day = ref["day"] if ref["day"] == "" else _day(ref["day"])
    return Ref(ref["of"], number, _text(ref["label"], 600), _text(ref["value"], 600), day)


def _dict(mapping: Any, names: set[str]) -> None:
    if not isinstance(mapping, dict) or mapping.keys() != names:
        raise ValueError("no object with " + ", ".join(sorted(names)))


def _list(members: Any, most: int) -> list[Any]:
    if not isinstance(members, list) or len(members) > most:
        raise ValueError("no list, or too long")
    return members


def _text(text: Any, most: int = _LINE) -> str:
    if not isinstance(text, str) or len(text) > most:
        raise ValueError("no text, or too long")
    return text


def _lines(lines: Any) -> tuple[str, ...]:
    return tuple(_text(line) for line in _list(lines, 20))


def _day(day: Any) -> str:
    if not isinstance(day, str) or not is_date(day):
        raise ValueError("no day")
    return day
