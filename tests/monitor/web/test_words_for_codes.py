"""Pages and reports of an edition name areas, groups and indicators; codes are small print."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from shown import codes_in, codes_of, read, walk
from wijkwerk.monitor.library import library

# Texts in which a code is right, and why.
ALLOWED = {
    ".parquet": "the name of a file",
    "GM0599": "an example of what may be typed",
    "AW40": "an example of what may be typed",
    "CL_OBS_STATUS": "the name of a code list",
    "conf_status": "the name of a column of the files, explained there",
}


def wrong_in(texts: list[str], codes: frozenset[str]) -> list[str]:
    """Texts with a code that isn't allowed."""
    shown = codes_in(texts, codes)
    return sorted({text for text in shown if not any(code in text for code in ALLOWED)})


@pytest.mark.parametrize("language", ["nl", "en"])
def test_no_page_of_a_published_edition_shows_a_code(
    site: str, published: Path, language: str
) -> None:
    client, wrong, pages = Client(), [], 0
    shipped = next(path.name for path in published.iterdir() if path.name.startswith("outcome"))
    codes = codes_of(library().open(shipped).catalogue)
    for address, texts in walk(client, f"/{language}/editions/{shipped}", 2):
        pages += 1
        wrong += [(address, text) for text in wrong_in(texts, codes)]
    assert pages > 10
    assert wrong == []


def test_pages_of_groups_and_their_areas_call_them_by_name(site: str) -> None:
    client, catalogue = Client(), library().open(site).catalogue
    codes, indicator = codes_of(catalogue), next(iter(catalogue.measures))
    inside = catalogue.groups["FOCUS"].areas[0]
    for language, focus in (("nl", "Aandachtsgebieden"), ("en", "Focus areas")):
        own, areas = f"/{language}/editions/{site}", "gebieden" if language == "nl" else "areas"
        pages = {
            f"{own}": "",
            f"{own}/groups": focus,
            f"{own}/indicators/{indicator}": "",
            f"{own}/selection?group=REGION1": "",
            f"/{language}/{areas}/FOCUS": focus,
            f"/{language}/{areas}/REGION1": "Regio 1",
            f"/{language}/{areas}/{inside}": "",
        }
        for address, name in pages.items():
            answer = client.get(address)
            assert answer.status_code == 200, address
            texts = read(answer.content.decode()).texts
            assert [(address, text) for text in wrong_in(texts, codes)] == []
            assert any(name in text for text in texts), address


def test_a_code_without_a_digit_is_seen_in_title_choice_picture_and_text(site: str) -> None:
    codes = codes_of(library().open(site).catalogue)
    assert {"FOCUS", "REGION1"} <= codes
    page = (
        "<title>FOCUS: cijfers</title><option>FOCUS</option><svg aria-label='FOCUS'><text>FOCUS</text>"
        "</svg><img alt='lijn van FOCUS'><p>de groep FOCUS</p><small>FOCUS</small>"
    )
    assert len(codes_in(read(page).texts, codes)) == 6


@pytest.mark.parametrize("name", ["report.html", "report.en.html"])
def test_no_report_shows_a_code(site: str, published: Path, name: str) -> None:
    reports = sorted(published.glob(f"*/{name}"))
    assert reports
    for report in reports:
        codes = codes_of(library().open(report.parent.name).catalogue)
        texts = read(report.read_text("utf-8")).texts
        assert [(report.parent.name, text) for text in wrong_in(texts, codes)] == []
