"""What a file may grow to when it is opened: real files stay far below, a bomb doesn't.

A workbook is a zip of XML. Before it is opened every part is gone through once: how much it unpacks
to, how far its cells lie apart (readers make room for the whole rectangle), and whether it declares
entities. The same pass notes what the reader of cells can't tell (see ``markup``).
"""

from __future__ import annotations

import gzip
import io
import lzma
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from wijkwerk.shared.problems import InputError, Problem

Source = Path | bytes  # a file that lies somewhere, or what was sent
_PIECE = 1 << 20
_LINES_A_ROW = 20  # a cell may hold lines, and a record lists
ARCHIVE_FAULTS = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, NotImplementedError, RuntimeError, OSError,
    EOFError, ValueError, KeyError,
)  # fmt: skip


@dataclass(frozen=True)
class Limits:
    """How large a file may be: bytes as sent, bytes when unpacked, parts, rows and columns of a
    sheet, cells of the rectangle that a sheet spans, XML elements of all parts, signs in a cell.

    ``old_workbooks``: whether .xls is read; its size can't be told before it is opened. Of texts
    ``text_must_fit`` holds rows and rectangle against what is counted before anything is read.
    """

    size: int = 8 << 30
    unpacked: int = 1 << 30
    parts: int = 10_000
    rows: int = 1_048_576
    columns: int = 16_384
    rectangle: int = 20_000_000
    elements: int = 200_000_000
    longest: int = 131_000
    old_workbooks: bool = True


LOCAL = Limits()  # files of whoever runs the command


def opened(source: Source) -> BinaryIO:
    """``source`` as a stream of bytes."""
    return io.BytesIO(source) if isinstance(source, bytes) else source.open("rb")


def size_of(source: Source) -> int:
    """How many bytes ``source`` has."""
    return len(source) if isinstance(source, bytes) else source.stat().st_size


def start_of(source: Source, size: int) -> bytes:
    """The first bytes of ``source``."""
    with opened(source) as stream:
        return stream.read(size)


def too_big(name: str, most: int) -> Problem:
    """The problem of a file that unpacks to more than ``most`` bytes."""
    return Problem(
        name,
        None,
        None,
        "unpacks to more than is allowed",
        None,
        f"at most {most >> 20} MB unpacked",
        "Split the file, or give the figures as plain CSV.",
    )


def text_must_fit(source: Source, name: str, limits: Limits) -> None:
    """InputError when a text (or JSON) can't but have more rows or cells than ``limits`` allow.

    Bytes alone are counted, so that a file is refused in less time than reading it takes: line ends,
    separators, brackets. A cell may hold several lines, and prose has commas, so this is generous; what
    passes is counted exactly when it is read. ``LOCAL`` texts may be as long as they are.
    """
    if limits.rows >= LOCAL.rows:
        return
    if size_of(source) > limits.size:
        raise InputError([too_big(name, limits.size)])
    ends = brackets = 0
    separators = dict.fromkeys((b",", b";", b"\t", b"|"), 0)
    with opened(source) as stream:
        while piece := stream.read(_PIECE):
            ends += max(piece.count(b"\n"), piece.count(b"\r"))
            brackets += piece.count(b"[") + piece.count(b"{")
            for sign in separators:
                separators[sign] += piece.count(sign)
            most = _LINES_A_ROW * limits.rows
            if max(ends, brackets) > most or max(separators.values()) > limits.rectangle:
                raise InputError([too_many(name, "rows", limits.rows)])


def too_many(name: str, what: str, most: int) -> Problem:
    """The problem of a table with more than ``most`` of something."""
    return Problem(
        name,
        None,
        None,
        f"too many {what}",
        None,
        f"at most {most:,}",
        "Remove empty rows and columns below and beside the last ones.",
    )


def unpack(path: Path, name: str, out: Path, most: int = LOCAL.size) -> None:
    """Unpack a gzip file to ``out``; InputError when it is damaged or grows beyond ``most`` bytes."""
    size = 0
    try:
        with gzip.open(path, "rb") as packed, out.open("wb") as plain:
            while piece := packed.read(_PIECE):
                size += len(piece)
                if size > most:
                    raise InputError([too_big(name, most)])
                plain.write(piece)
    except (OSError, EOFError, zlib.error) as fault:
        raise InputError(
            [Problem(name, None, None, f"can't be unpacked ({fault})", None, "a whole gzip file")]
        ) from None
