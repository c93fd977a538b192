"""A programme as a document: out, in, again, and what is refused."""

from __future__ import annotations

import pytest

from wijkwerk.programme.exchange.checking import check
from wijkwerk.programme.exchange.export import as_json, document
from wijkwerk.programme.exchange.importing import import_by_operator
from wijkwerk.programme.exchange.reading import read_bytes
from wijkwerk.programme.exchange.spreadsheet import as_workbook

pytestmark = pytest.mark.django_db


def test_try(a_programme) -> None:
    from datetime import UTC, datetime

    told = document(a_programme.programme, full=True)
    first = as_json(told)
    print(first.decode())
    checked = check(read_bytes(first, "a.json"))
    out = import_by_operator(checked, datetime.now(UTC))
    assert not out.changes, out
    book = check(read_bytes(as_workbook(told), "a.xlsx"))
    assert book.sent.told == told
