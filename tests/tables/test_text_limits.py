"""A text that can't but hold too much is refused by counting bytes, before anything of it is read."""

from __future__ import annotations

import json

import pytest

from wijkwerk.shared.problems import InputError
from wijkwerk.tables import reading, records
from wijkwerk.tables.api import Form, Limits, read_sheets

PAGE = Limits(size=5_000_000, rows=10_000, rectangle=2_000_000)


def _never(*_: object, **__: object) -> None:
    raise AssertionError("it was read")


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("line ends.csv", b"a;b\n" + b"\n" * 4_900_000),
        ("old line ends.csv", b"a;b\r" + b"\r" * 4_900_000),
        ("empty cells.csv", (b";" * 490 + b"\n") * 10_000),
        ("tabs.txt", (b"\t" * 490 + b"\n") * 10_000),
        ("lists.json", b"[" + b"[]," * 1_600_000 + b"[]]"),
        ("objects.json", b"[" + b"{}," * 1_600_000 + b"{}]"),
    ],
)
def test_what_holds_too_much_is_refused_unread(
    name: str, body: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "encoding_for", _never)
    monkeypatch.setattr(reading, "lines_of", _never)
    monkeypatch.setattr(records.json, "loads", _never)
    with pytest.raises(InputError, match="too many rows"):
        read_sheets(body, name, limits=PAGE)


def test_bytes_beyond_the_limit_are_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "encoding_for", _never)
    with pytest.raises(InputError, match="more than is allowed"):
        read_sheets(b"a" * 5_000_001, "long.csv", limits=PAGE)


def test_texts_with_lines_and_commas_inside_cells_are_read() -> None:
    """Twelve lines in each cell, and more commas than rows."""
    prose = "\n".join(["een, twee, drie en vier"] * 12)
    body = "code;why\n" + "".join(f'{number};"{prose}"\n' for number in range(2_000))
    (sheet,) = read_sheets(body.encode(), "a.csv", form=Form(separator=";"), limits=PAGE)
    assert len(sheet.rows) == 2_001
    listed = [{"code": str(number), "parts": ["x", "y"]} for number in range(2_000)]
    (sheet,) = read_sheets(json.dumps(listed).encode(), "a.json", limits=PAGE)
    assert len(sheet.rows) == 2_001


def test_files_of_who_runs_the_command_may_be_as_long_as_they_are() -> None:
    body = b"a;b\n" + b"1;2\n" * 300_000
    (sheet,) = read_sheets(body, "long.csv")
    assert len(sheet.rows) == 300_001
