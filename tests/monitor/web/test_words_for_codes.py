"""Pages and reports of an edition name areas, groups and indicators; codes are small print."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from shown import codes_in, read, walk

# Texts in which a code is right, and why.
ALLOWED = {
    ".parquet": "the name of a file",
    "GM0599": "an example of what may be typed",
    "AW40": "an example of what may be typed",
    "CL_OBS_STATUS": "the name of a code list",
    "conf_status": "the name of a column of the files, explained there",
}


def wrong_in(texts: list[str]) -> list[str]:
    """Texts with a code that isn't allowed."""
    return sorted({text for text in codes_in(texts) if not any(code in text for code in ALLOWED)})


@pytest.mark.parametrize("language", ["nl", "en"])
def test_no_page_of_a_published_edition_shows_a_code(
    site: str, published: Path, language: str
) -> None:
    client, wrong, pages = Client(), [], 0
    shipped = next(path.name for path in published.iterdir() if path.name.startswith("outcome"))
    for address, texts in walk(client, f"/{language}/editions/{shipped}", 2):
        pages += 1
        wrong += [(address, text) for text in wrong_in(texts)]
    assert pages > 10
    assert wrong == []


@pytest.mark.parametrize("name", ["report.html", "report.en.html"])
def test_no_report_shows_a_code(published: Path, name: str) -> None:
    reports = sorted(published.glob(f"*/{name}"))
    assert reports
    for report in reports:
        texts = read(report.read_text("utf-8")).texts
        assert [(report.parent.name, text) for text in wrong_in(texts)] == []
