"""Signs of notes behind a figure: the 1 of 5,5¹ is a run of letters in superscript, and no digit of it.

Office Open XML: ISO/IEC 29500-1, 18.4.4 (runs) and 18.4.14 (vertAlign). OpenDocument: ISO/IEC 26300-1,
20.388 (style:text-position).
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import IO, Any
from xml.parsers import expat

_WORD, _PIECE = b"superscript", 1 << 20
_METRES = re.compile(r"(?i)(?:^|[^a-z])[kcdm]?m$")
_ORDINALS = ("e", "de", "ste", "st", "nd", "rd", "th", "er", "re", "ème")
_TEN = re.compile(r"(?:^|\D)10$")


@dataclass(frozen=True)
class Noted:
    """The text of a cell without its signs of notes, and these signs."""

    text: str
    signs: str


class Runs:
    """Puts the text of a cell together out of its runs."""

    def __init__(self) -> None:
        self._text: list[str] = []
        self._signs: list[str] = []
        self._run: list[str] = []
        self._is_raised = False
        self._is_changed = False
        self._is_silent = False  # in words on how a text is pronounced, or a remark on the cell

    def begin(self, is_raised: bool = False) -> None:
        """A run starts; the one before it ends."""
        self._end_run()
        self._is_raised = is_raised

    def raise_run(self) -> None:
        """The run that was begun is in superscript."""
        self._is_raised = True

    def silence(self, is_silent: bool) -> None:
        """Whether what follows belongs to the text."""
        self._is_silent = is_silent

    def add(self, text: str) -> None:
        """A piece of text of the run."""
        if not self._is_silent:
            self._run.append(text)

    def finish(self) -> Noted | None:
        """The text, when there was a sign of a note in it; else None."""
        self._end_run()
        if not (self._signs or self._is_changed):
            return None
        return Noted("".join(self._text), "".join(self._signs))

    def _end_run(self) -> None:
        run, before = "".join(self._run), "".join(self._text)
        self._run.clear()
        if not self._is_raised or not run.strip() or not before.strip():
            self._text.append(run)
        elif run.strip() in ("2", "3") and _METRES.search(before):
            self._text.append(run)  # m²
        elif run.strip().lower() in _ORDINALS and before[-1].isdigit():
            self._text.append(run)  # 1e kwartaal
        elif run.strip().isdigit() and _TEN.search(before):
            # A power of ten, or ten with a note: that can't be told, and is no number.
            self._text.append(f"^{run.strip()}")
            self._is_changed = True
        else:
            self._signs.append(run.strip())


def shared_notes(
    archive: zipfile.ZipFile, part: str, spend: Callable[[], None]
) -> dict[int, Noted]:
    """The shared texts of a workbook that have a sign of a note, by their number; none of a part that
    can't be parsed (that is told elsewhere). ``spend`` counts an element, and may raise."""
    with archive.open(part) as stream:
        if not _has_any(stream):
            return {}
    with archive.open(part) as stream:
        return _shared_notes(stream, spend)


def _has_any(stream: IO[bytes]) -> bool:
    """Whether a part says superscript at all: looking for the word costs much less than parsing."""
    end = b""
    while piece := stream.read(_PIECE):
        if _WORD in end + piece:
            return True
        end = piece[-len(_WORD) :]
    return False


def _shared_notes(stream: IO[bytes], spend: Callable[[], None]) -> dict[int, Noted]:
    notes: dict[int, Noted] = {}
    parser = expat.ParserCreate()
    parser.buffer_text = True
    number = 0
    runs = Runs()

    def start(tag: str, attributes: Mapping[str, str]) -> None:
        nonlocal runs
        spend()
        kind = tag.rpartition(":")[2]
        if kind == "si":
            runs = Runs()
        elif kind == "t":
            parser.CharacterDataHandler = runs.add
        else:
            begin_run(runs, kind, attributes)

    def end(tag: str) -> None:
        nonlocal number
        kind = tag.rpartition(":")[2]
        parser.CharacterDataHandler = None
        if kind == "rPh":
            runs.silence(False)
        elif kind == "si":
            noted = runs.finish()
            if noted is not None:
                notes[number] = noted
            number += 1

    def declared(*_declaration: Any) -> None:
        raise expat.ExpatError

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.StartDoctypeDeclHandler = declared
    try:
        parser.ParseFile(stream)
    except expat.ExpatError:
        return {}
    return notes


def begin_run(runs: Runs, kind: str, attributes: Mapping[str, str]) -> None:
    """Tell ``runs`` of a start tag of Office Open XML within a text."""
    if kind == "r":
        runs.begin()
    elif kind == "vertAlign" and attributes.get("val") == "superscript":
        runs.raise_run()
    elif kind == "rPh":
        runs.silence(True)


def is_raised(text_position: str) -> bool:
    """Whether a style of OpenDocument with this text-position is superscript: 'super 58%', '33% 58%'."""
    return text_position.startswith("super") or re.match(r"[1-9]\d*%", text_position) is not None
