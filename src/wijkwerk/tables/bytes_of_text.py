"""What the bytes of a text file tell, block by block, so that size doesn't matter."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator

import numpy as np

from wijkwerk.tables.archive_guard import Source, opened, start_of

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
    (b"\x89PNG", "a picture", "Ask the publisher for the figures themselves."),
)  # fmt: skip
MIXED = "wijkwerk-windows-1252"  # what ``mixed`` text is decoded with


def _as_windows_1252(fault: UnicodeError) -> tuple[str, int]:
    """Bytes that aren't UTF-8, in a text that otherwise is, as the office program that wrote them
    meant them."""
    if not isinstance(fault, UnicodeDecodeError):
        raise fault
    wrong = fault.object[fault.start : fault.end]
    return wrong.decode("cp1252", errors="replace"), fault.end


codecs.register_error(MIXED, _as_windows_1252)


def not_text(source: Source) -> tuple[str, str] | None:
    """What ``source`` is when it is no text, and what to do; None when it may be text."""
    start = start_of(source, 32).lower()
    return next(((what, do) for sign, what, do in _OTHERS if start.startswith(sign.lower())), None)


def encoding_of(source: Source) -> tuple[str, int | None]:
    """Python's name for the encoding (utf-8, utf-8-sig, utf-16 with or without its mark, cp1252),
    and the first line with bytes of Windows-1252 in a text that is UTF-8 elsewhere, or None.

    Windows-1252 is what is left when nothing beyond ASCII is UTF-8: every text can be read as it,
    so this is a guess, the usual one for files out of a Dutch office. Where some of it is UTF-8 the
    rest is damage: read as Windows-1252 it doesn't garble the names that are right.
    """
    start = start_of(source, 4096)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16", None
    # Latin letters in UTF-16 have a zero in every other byte.
    even, odd = start[0::2].count(0), start[1::2].count(0)
    if max(even, odd) > 0.4 * len(start) / 2 and min(even, odd) < 0.1 * len(start) / 2:
        return ("utf-16-be" if even > odd else "utf-16-le"), None
    marked = start.startswith(codecs.BOM_UTF8)
    any_utf8, wrong = _utf8_lines(source)
    if wrong is not None and not (any_utf8 or marked):
        return "cp1252", None
    return ("utf-8-sig" if marked else "utf-8"), wrong


def text_of(source: Source, encoding: str, mixed: bool) -> io.TextIOWrapper:
    """``source`` as a stream of text, line ends as they are."""
    return io.TextIOWrapper(
        opened(source), encoding=encoding, errors=MIXED if mixed else "replace", newline=""
    )


def _utf8_lines(source: Source) -> tuple[bool, int | None]:
    """Whether anything beyond ASCII is UTF-8, and the first line that isn't UTF-8 (or None)."""
    any_utf8, wrong, number = False, None, 0
    for block in _blocks(source):
        try:
            beyond = not block.decode("utf-8").isascii()
        except UnicodeDecodeError:
            beyond = not block.decode("utf-8", errors="ignore").isascii()
            if wrong is None:
                wrong = number + _first_wrong_line(block)
        any_utf8 = any_utf8 or beyond
        number += block.count(b"\n")
    return any_utf8, wrong


def _first_wrong_line(block: bytes) -> int:
    """The first line of ``block``, from 1, that isn't UTF-8."""
    try:
        block.decode("utf-8")
    except UnicodeDecodeError as fault:
        return block.count(b"\n", 0, fault.start) + 1
    return 1


def _blocks(source: Source) -> Iterator[bytes]:
    """The bytes in blocks that end with a line (or where lines are too long to wait for)."""
    rest = b""
    with opened(source) as stream:
        while piece := stream.read(_BLOCK):
            rest += piece
            end = rest.rfind(b"\n") + 1
            if end or len(rest) > 4 * _BLOCK:
                yield rest[: end or len(rest)]
                rest = rest[end or len(rest) :]
    if rest:
        yield rest


def is_plain(source: Source, delimiter: str, width: int) -> bool:
    """Whether every line of ``source`` (UTF-8) is a row of ``width`` cells and nothing is odd.

    Odd are NULs, carriage returns of their own, blank lines, texts with line breaks, cells or rows
    that are very long. Quoted cells are fine. Reads a few hundred MB a second.
    """
    sign = ord(delimiter)
    for block in _whole_lines(source):
        if block is None or b"\0" in block or block.count(b"\r") != block.count(b"\r\n"):
            return False
        if not _is_grid(np.frombuffer(block, np.uint8), sign, width, b'"' in block):
            return False
    return True


def printable(text: str, most: int = 60) -> str:
    """``text`` as it can be shown in a message: one line, no control characters, not too long."""
    shown = "".join(sign if sign.isprintable() else "\ufffd" for sign in text[: most + 1])
    return shown if len(text) <= most else shown[: most - 1] + "…"


def _whole_lines(source: Source) -> Iterator[bytes | None]:
    """The file in blocks of whole lines, each ending in a newline; None where a line is too long."""
    rest = b""
    with opened(source) as stream:
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
        quote = block == _QUOTE
        inside = np.bitwise_xor.accumulate(quote.view(np.uint8)).view(bool)
        if (inside & ends).any() or not _quotes_enclose(block, quote, inside, marks):
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


def _quotes_enclose(
    block: np.ndarray, quote: np.ndarray, inside: np.ndarray, marks: np.ndarray
) -> bool:
    """Whether each quotation mark encloses a cell: opens at its begin and closes at its end. One
    that stands elsewhere may be an open one, which takes rows along."""
    border = marks | (block == ord("\r"))
    opens, closes = quote & inside, quote & ~inside
    before = np.concatenate(([True], border[:-1] | quote[:-1]))
    behind = np.concatenate((border[1:] | quote[1:], [True]))
    return bool(before[opens].all() and behind[closes].all())
