"""A GET writes nothing: not in the register, not in the editions, not in the serving files."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

ADDRESSES = [
    "/nl/", "/nl/editions", "/nl/editions/{}", "/nl/gebieden/BU00010000?edition={}",
    "/nl/editions/{}/indicators/rate01?against=GM0002", "/nl/editions/{}/search?q=stad",
    "/nl/editions/{}/selection?area=GM0001&indicator=rate01",
    "/nl/editions/{}/selection.xlsx?area=GM0001&indicator=rate01",
    "/nl/editions/{}/charts/lags.svg?indicator=rate01", "/nl/editions/{}/files/manifest.json",
    "/api/v1/editions/{}/figures?area=GM0001", "/health/ready", "/nl/editions/{}/nothing",
]  # fmt: skip


def _state(*folders: Path) -> dict[str, str]:
    return {
        str(path): hashlib.sha256(path.read_bytes()).hexdigest()
        for folder in folders
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_reading_leaves_everything_as_it_was(
    site: str, published: Path, serving_cache: Path
) -> None:
    before = _state(published, serving_cache)
    client = Client()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        for address in ADDRESSES:
            client.get(address.format(site))
    statements = {query["sql"].split()[0].upper() for query in asked.captured_queries}
    # Whether it could write is asked by readiness, in a transaction that does nothing.
    assert statements <= {"SELECT", "PRAGMA", "SAVEPOINT", "RELEASE"}
    set_here = {query["sql"] for query in asked.captured_queries if "PRAGMA" in query["sql"]}
    assert all(sql.startswith("PRAGMA busy_timeout") for sql in set_here)
    assert _state(published, serving_cache) == before


def test_anything_but_reading_is_refused(site: str) -> None:
    client = Client()
    for method in (client.post, client.put, client.patch, client.delete):
        assert method(f"/api/v1/editions/{site}/figures").status_code == 405
        assert method(f"/nl/editions/{site}").status_code == 405
