"""Reads a document out of a file, by the end of its name: JSON or a spreadsheet."""

from __future__ import annotations

from pathlib import Path

from wijkwerk.programme.exchange.documents import Sent, read_json
from wijkwerk.programme.exchange.spreadsheet import read_workbook
from wijkwerk.shared.problems import InputError

LARGEST = 50_000_000  # bytes of a file


def read_file(path: Path) -> Sent:
    """The document in ``path``, by the end of its name. Raises InputError."""
    try:
        if path.stat().st_size > LARGEST:
            raise InputError.of(path.name, "too large", f"at most {LARGEST // 1_000_000} MB")
        data = path.read_bytes()
    except OSError as fault:
        raise InputError.of(
            str(path), f"can't be read ({fault.strerror})", "a file of a programme"
        ) from fault
    return read_bytes(data, path.name)


def read_bytes(data: bytes, name: str) -> Sent:
    """The document in ``data``; ``name`` says which kind of file it is. Raises InputError."""
    if len(data) > LARGEST:
        raise InputError.of(name, "too large", f"at most {LARGEST // 1_000_000} MB")
    if name.lower().endswith(".xlsx"):
        return read_workbook(data, name)
    return read_json(data, name)
