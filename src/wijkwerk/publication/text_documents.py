"""A text document (DOCX) as an office prints it: A4, with the number of the page in its foot. The same document gives
the same bytes. Needs python-docx."""

from __future__ import annotations

import io
import zipfile
from typing import Any

_FIXED = (2000, 1, 1, 0, 0, 0)  # of the parts within a DOCX, so that bytes stay the same


def new_document(*, title: str, about: str, language: str, page: str) -> Any:
    """An empty document on A4 with the margins of our PDFs; its foot says what it is ``about`` and the number of the
    page, after the word ``page``. ``language``: 'nl' or 'en'."""
    from docx import Document
    from docx.shared import Cm

    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.3)
    section.top_margin, section.bottom_margin = Cm(2.4), Cm(2.2)
    foot = section.footer.paragraphs[0]
    foot.text = f"{about}\t\t{page} "
    for instruction in ("PAGE", None, "NUMPAGES"):
        if instruction is None:
            foot.add_run(" / ")
            continue
        # A field, which the office suite fills in.
        field = _element("w:fldSimple", "w:instr", instruction)
        field.append(foot.add_run("1")._r)
        foot._p.append(field)
    tag = "nl-NL" if language == "nl" else "en-GB"
    add_element(document.styles["Normal"].element.get_or_add_rPr(), "w:lang", tag)
    properties = document.core_properties
    properties.title, properties.author, properties.language = title, about, tag
    properties.comments, properties.created = "", properties.created.replace(*_FIXED)
    properties.modified = properties.created
    return document


def document_bytes(document: Any) -> bytes:
    """The file, with the times of its parts fixed."""
    stream, fixed = io.BytesIO(), io.BytesIO()
    document.save(stream)
    with zipfile.ZipFile(stream) as old, zipfile.ZipFile(fixed, "w") as new:
        for member in old.infolist():
            info = zipfile.ZipInfo(member.filename, _FIXED)
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, old.read(member.filename))
    return fixed.getvalue()


def add_element(parent: Any, name: str, value: str) -> None:
    """Something that python-docx has no word for, by its name in the format, with its value."""
    parent.append(_element(name, "w:val", value))


def _element(name: str, attribute: str, value: str) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement(name)
    element.set(qn(attribute), value)
    return element
