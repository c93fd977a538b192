"""What the bytes of a text file tell, block by block, so that size doesn't matter."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from pathlib import Path

import numpy as np

_BLOCK = 1 << 22
LONGEST_ROW = 1 << 20  # characters; a longer row is damage or an attack
_NEWLINE, _QUOTE = ord("\n"), ord('"')
# How files that are no text start, what they are, and what to do.
_OTHERS = (
    (b"PK\x03\x04", "an Excel workbook or a zip file", "Open it and save it as 'CSV UTF-8'."),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook", "Open it and save it as 'CSV UTF-8'."),
    (b"PAR1", "Parquet", "Give the file a name that ends in .parquet."),
    (b"\x1f\x8b", "a gzip file", "Unpack it first."),
    (b"%PDF", "a PDF", "Ask the publisher for the figures themselves."),
    (b"<!doctype", "a web page", "The download went wrong: fetch the file again."),
    (b"<html", "a web page", "The download went wrong: fetch the file again."),
    (b"<?xml", "XML", "Export it as CSV."),
)


def not_text(path: Path) -> tuple[str, str] | None:
    """What ``path`` is when it is no text, and what to do; None when it may be text."""
    start = _start(path, 32).lower()
    return next(((what, do) for sign, what, do in _OTHERS if start.startswith(sign.lower())), None)


def encoding_of(path: Path) -> str:
    """Python's name for the encoding: utf-8, utf-8-sig, utf-16 (with or without its mark), cp1252.

    Windows-1252 is what is left when the bytes aren't UTF-8: every text can be read as it, so
    this is a guess, the usual one for files out of a Dutch office.
    """
    start = _start(path, 4096)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    # Latin letters in UTF-16 have a zero in every other byte.
    even, odd = start[0::2].count(0), start[1::2].count(0)
    if max(even, odd) > 0.4 * len(start) / 2 and min(even, odd) < 0.1 * len(start) / 2:
        return "utf-16-be" if even > odd else "utf-16-le"
    if not _is_utf8(path):
        return "cp1252"
    return "utf-8-sig" if start.startswith(codecs.BOM_UTF8) else "utf-8"


def is_plain(path: Path, delimiter: str, width: int) -> bool:
    """Whether every line of ``path`` (UTF-8) is a row of ``width`` cells and nothing is odd.

    Odd are NULs, carriage returns of their own, blank lines, texts with line breaks, cells or rows
    that are very long. Quoted cells are fine. Reads a few hundred MB a second.
    """
    sign = ord(delimiter)
    for block in _whole_lines(path):
        if block is None or b"\0" in block or block.count(b"\r") != block.count(b"\r\n"):
            return False
        if not _is_grid(np.frombuffer(block, np.uint8), sign, width, b'"' in block):
            return False
    return True


def printable(text: str, most: int = 60) -> str:
    """``text`` as it can be shown in a message: one line, no control characters, not too long."""
    shown = "".join(sign if sign.isprintable() else "\ufffd" for sign in text[: most + 1])
    return shown if len(text) <= most else shown[: most - 1] + "…"


def _start(path: Path, size: int) -> bytes:
    with path.open("rb") as stream:
        return stream.read(size)


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as stream:
        try:
            while piece := stream.read(_BLOCK):
                decoder.decode(piece)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _whole_lines(path: Path) -> Iterator[bytes | None]:
    """The file in blocks of whole lines, each ending in a newline; None where a line is too long."""
    rest = b""
    with path.open("rb") as stream:
        while piece := stream.read(_BLOCK):
            end = piece.rfind(b"\n") + 1
            if end == 0:
                yield None
                return
            yield rest + piece[:end]
            rest = piece[end:]
    if rest:
        yield rest + b"\n"


def _is_grid(block: np.ndarray, sign: int, width: int, quotes: bool) -> bool:
    ends = block == _NEWLINE
    marks = ends | (block == sign)
    if quotes:
        inside = np.bitwise_xor.accumulate((block == _QUOTE).view(np.uint8)).view(bool)
        if (inside & ends).any():
            return False
        marks &= ~inside
    places = np.flatnonzero(marks)
    if len(places) % width:
        return False
    is_end = ends[places].reshape(-1, width)
    lines = places.reshape(-1, width)[:, -1]
    short = np.diff(lines, prepend=-1).max() < LONGEST_ROW
    # A line that is nothing but a newline can't be told from an empty only cell.
    return bool(is_end[:, -1].all() and not is_end[:, :-1].any() and short and width > 1)
