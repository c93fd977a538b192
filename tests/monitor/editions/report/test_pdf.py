"""The PDF: tagged for screen readers, whole in itself, the same every time, safe with any name."""

import json
from pathlib import Path

import pytest
from pypdf import PdfReader
from report_facts import HOSTILE

from wijkwerk.monitor.editions.report.write import _for_print

FILES = {"nl": "report.pdf", "en": "report.en.pdf"}


def text_of(path: Path) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(path).pages)


@pytest.mark.parametrize("language", FILES)
def test_a_pdf_has_a_title_a_language_and_tags(small: Path, language: str) -> None:
    reader = PdfReader(small / FILES[language])
    root = reader.trailer["/Root"]
    titles = {"nl": "Voorbeeld van het bronformaat", "en": "Example of the source format"}
    assert reader.metadata is not None
    assert reader.metadata.title == titles[language]
    assert root["/Lang"] == language
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"pdfuaid:part" in (root["/Metadata"].get_data())


def test_a_pdf_carries_no_moment_of_making(small: Path) -> None:
    reader = PdfReader(small / "report.pdf")
    assert reader.metadata is not None
    assert "/CreationDate" not in reader.metadata
    assert "/ModDate" not in reader.metadata


def test_every_typeface_is_inside(small: Path) -> None:
    names = set()
    for page in PdfReader(small / "report.pdf").pages:
        for font in page["/Resources"].get("/Font", {}).values():
            inner = font.get_object()["/DescendantFonts"][0].get_object()
            described = inner["/FontDescriptor"].get_object()
            assert {"/FontFile2", "/FontFile3"} & set(described)
            names.add(str(inner["/BaseFont"]).split("+")[1])
    assert any(name.startswith("LibertinusSerif") for name in names)


@pytest.mark.parametrize("language", FILES)
def test_every_page_has_its_number_its_edition_and_says_it_is_simulated(
    small: Path, language: str
) -> None:
    pages = PdfReader(small / FILES[language]).pages
    words = {"nl": "Verzonnen cijfers", "en": "Simulated figures"}[language]
    for number, page in enumerate(pages, start=1):
        text = page.extract_text()
        assert words in text, number
        assert f"{number} / {len(pages)}" in text
        assert small.name in text.replace("\u200b", "")


def test_the_contents_lead_to_every_theme_and_topic(small: Path) -> None:
    reader = PdfReader(small / "report.pdf")

    def titles(entries: list[object]) -> list[str]:
        result: list[str] = []
        for entry in entries:
            result += titles(entry) if isinstance(entry, list) else [entry.title]  # type: ignore[attr-defined]
        return result

    told = titles(reader.outline)
    assert told[0] == "In het kort"
    assert {"Werken", "Niet-werkende werkzoekenden", "Methode en voorbehoud"} <= set(told)
    assert "Inhoud" in text_of(small / "report.pdf")


def test_harmful_names_are_printed_and_never_run(hostile: Path) -> None:
    for name in FILES.values():
        text = text_of(hostile / name).replace("\u200b", "").replace("\n", "")
        assert "root:" not in text
        assert '#read("/etc/passwd")' in text
        assert "<script>" in text
        assert "zzzzzzzz" in text
        assert "\u202e" not in text


def test_pictures_become_files_beside_the_template() -> None:
    files: dict[str, str] = {}
    given = {"a": "kort", "b": [{"svg": "<svg/>"}], "svg": None}
    made = _for_print(given, files)
    assert made == {"a": "kort", "b": [{"picture": "picture-1.svg"}], "picture": None}
    assert files == {"picture-1.svg": "<svg/>"}
    assert json.dumps(made)


def test_the_small_report_is_small(small: Path, hostile: Path) -> None:
    assert (small / "report.html").stat().st_size < 200_000
    assert (small / "report.pdf").stat().st_size < 300_000
    assert len(HOSTILE) == 4
    assert len(PdfReader(hostile / "report.pdf").pages) <= 8
