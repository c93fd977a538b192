"""A letter as a file: PDF (PDF/UA-1, by Typst) and DOCX. The same letter gives the same bytes."""

from __future__ import annotations

import hashlib
import json
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wijkwerk.publication.api import (
    add_element,
    document_bytes,
    made_once,
    new_document,
    typeset,
)
from wijkwerk.shared.extras import require_installed

if TYPE_CHECKING:  # the process that sets type has no database
    from wijkwerk.programme.letters.making import Page

_TEMPLATE = resources.files(__package__) / "letter.typ"


def template_data(page: Page) -> dict[str, Any]:
    """The letter as data for the template."""
    return {
        "title": page.content.title,
        "to": page.content.to,
        "subject": page.content.subject,
        "lang": page.content.language,
        "head": page.head,
        "sender": list(page.content.sender),
        "salutation": page.content.salutation,
        "signature": list(page.content.signature),
        "parts": [
            {
                "code": part["code"],
                "front": part["front"],
                "title": part["title"],
                "added": [line.strip() for line in part["added"].splitlines() if line.strip()],
                "sentences": [
                    {
                        "text": sentence["text"],
                        "figures": [
                            {"number": str(f.number), "url": f.url} for f in sentence["figures"]
                        ],
                    }
                    for sentence in part["sentences"]
                ],
            }
            for part in page.parts
        ],
        "figures": [
            {
                "number": str(figure.number),
                "url": figure.url,
                "label": figure.ref.label,
                "value": figure.ref.value,
                "day": figure.day,
            }
            for figure in page.figures
        ],
    }


def pdf(data: dict[str, Any]) -> bytes:
    """The PDF of ``data``."""
    return typeset(_TEMPLATE, data)


def kept_pdf(page: Page, folder: Path) -> bytes:
    """The PDF, out of ``folder`` when it was made before. Raises TooSlowError."""
    data = json.dumps(template_data(page), ensure_ascii=False, sort_keys=True).encode()
    name = hashlib.sha256(_TEMPLATE.read_bytes() + data).hexdigest()[:40]
    path = folder / f"{name}.pdf"
    made_once(path, "wijkwerk.programme.letters.typeset", str(path), stdin=data)
    return path.read_bytes()


def docx(page: Page) -> bytes:
    """The letter as a text document, to go on with in an office suite.

    Raises InputError without python-docx.
    """
    require_installed("a letter", "docx")
    from docx.shared import Pt, RGBColor

    document = new_document(
        title=page.content.title,
        about=page.content.subject,
        language=page.content.language,
        page=page.head["page"],
    )
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Calibri", Pt(10.5)
    style.paragraph_format.space_after, style.paragraph_format.line_spacing = Pt(3), 1.1
    for name, size in (("Title", 16), ("Heading 1", 12), ("Heading 2", 11)):
        heading = document.styles[name]
        heading.font.color.rgb, heading.font.size = RGBColor(0, 0x42, 0x9D), Pt(size)
        heading.paragraph_format.space_before, heading.paragraph_format.space_after = Pt(8), Pt(2)
    if page.draft:
        document.add_paragraph().add_run(page.head["draft"]).bold = True
    letter, old = page.content, not page.content.salutation
    for number, line in enumerate(letter.sender):
        document.add_paragraph().add_run(line).bold = number == 0
    document.add_paragraph(letter.to)
    document.add_paragraph(f"{page.head['date']}: {page.head['day']}")
    document.add_paragraph(f"{page.head['about']}: {letter.subject if old else letter.title}")
    if old:
        document.add_heading(letter.title, 0)
    else:
        document.add_paragraph(letter.salutation)
    front = [part for part in page.parts if part["front"]]
    for part in front:
        _part(document, page, part, int(old or part["code"] not in ("opening", "closing")))
    for line in letter.signature:
        document.add_paragraph(line)
    annex = page.parts[len(front) :]
    if annex:
        document.add_page_break()
        document.add_heading(page.head["annex"], 1)
    for part in annex:
        _part(document, page, part, 2)
    if page.figures:
        document.add_heading(page.head["figures"], 2)
        document.add_paragraph(page.head["how"])
        table = document.add_table(rows=1, cols=4, style="Light List")
        for cell, name in zip(table.rows[0].cells, ("number", "what", "value", "day"), strict=True):
            cell.text = page.head[f"col_{name}"]
        add_element(table.rows[0]._tr.get_or_add_trPr(), "w:tblHeader", "true")
        for figure in page.figures:
            cells = table.add_row().cells
            cells[0].text = str(figure.number)
            _link(cells[1].paragraphs[0], figure.url, figure.ref.label)
            cells[2].text, cells[3].text = figure.ref.value, figure.day
    return document_bytes(document)


def _part(document: Any, page: Page, part: dict[str, Any], level: int) -> None:
    """A part with links to its figures, and what people added; ``level`` 0: without a heading."""
    if level:
        document.add_heading(part["title"], level)
    for sentence in part["sentences"]:
        paragraph = document.add_paragraph(sentence["text"])
        for figure in sentence["figures"]:
            paragraph.add_run(" ")
            _link(paragraph, figure.url, f"[{figure.number}]")
    if part["added"]:
        document.add_paragraph().add_run(f"{page.head['added']}:").bold = True
        for line in part["added"].splitlines():
            if line.strip():
                document.add_paragraph(line.strip(), style="Quote")


def _link(paragraph: Any, url: str, text: str) -> None:
    """A link, which python-docx has no word for."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    link = OxmlElement("w:hyperlink")
    link.set(
        qn("r:id"), paragraph.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    )
    run = paragraph.add_run(text)
    run.font.underline = True
    from docx.shared import RGBColor

    run.font.color.rgb = RGBColor(0, 0x42, 0x9D)
    link.append(run._r)
    paragraph._p.append(link)
