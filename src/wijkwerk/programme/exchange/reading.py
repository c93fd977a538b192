"""Reads a document out of a file, by the end of its name: JSON or a spreadsheet."""

from __future__ import annotations

from pathlib import Path

from django.utils.translation import gettext as _

from wijkwerk.programme.exchange.documents import MOST_ROWS, Sent, read_json
from wijkwerk.programme.exchange.spreadsheet import read_workbook
from wijkwerk.shared.problems import InputError

LARGEST, LARGEST_UPLOAD = 50_000_000, 5_000_000  # bytes of a file
UNPACKED, UNPACKED_UPLOAD = 200_000_000, 40_000_000  # bytes of all that is in a spreadsheet
ROWS_UPLOAD = 20_000


def read_file(path: Path) -> Sent:
    """The document in ``path``, by the end of its name. Raises InputError."""
    try:
        if path.stat().st_size > LARGEST:
            raise _too_large(path.name, LARGEST)
        data = path.read_bytes()
    except OSError as fault:
        raise InputError.of(
            str(path),
            _("can’t be read (%(why)s)") % {"why": fault.strerror},
            _("a file of a programme"),
        ) from fault
    return read_bytes(data, path.name)


def read_bytes(data: bytes, name: str) -> Sent:
    """The document in ``data``; ``name`` says which kind of file it is. Raises InputError."""
    return _read(data, name, LARGEST, UNPACKED, MOST_ROWS)


def read_upload(data: bytes, name: str) -> Sent:
    """The same for what came in by a page: smaller, and unpacked smaller too, since a page may take
    no minutes. Raises InputError."""
    if name.lower().endswith(".xlsx") or name.lower().endswith(".json"):
        sent = _read(data, name, LARGEST_UPLOAD, UNPACKED_UPLOAD, ROWS_UPLOAD)
        rows = sum(
            len(table_rows) for table_rows in sent.told.values() if isinstance(table_rows, list)
        )
        if rows > ROWS_UPLOAD:
            raise InputError.of(
                name, _("too many rows"), _("at most %(n)s") % {"n": ROWS_UPLOAD}, value=str(rows)
            )
        return sent
    raise InputError.of(name, _("unknown kind of file"), _("a file that ends on .json or .xlsx"))


def _read(data: bytes, name: str, most: int, unpacked: int, rows: int) -> Sent:
    if len(data) > most:
        raise _too_large(name, most)
    if name.lower().endswith(".xlsx"):
        return read_workbook(data, name, unpacked, rows)
    return read_json(data, name)


def _too_large(name: str, most: int) -> InputError:
    return InputError.of(
        name,
        _("too large"),
        _("at most %(n)s MB") % {"n": most // 1_000_000},
        suggestion=_("The command line reads larger ones."),
    )
