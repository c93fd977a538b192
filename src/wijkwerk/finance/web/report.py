"""An analysis as PDF: one page with who pays, who gains and what decides, and an annex with all the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import resources
from typing import Any

from django.utils.translation import gettext as _

from wijkwerk.finance.web.analysis_telling import Telling
from wijkwerk.publication.api import typeset_for_everybody
from wijkwerk.ui.reader import language
from wijkwerk.workflow.sections import Section

_TEMPLATE = resources.files("wijkwerk.finance") / "web" / "report.typ"
_FRONT = ("baseline", "parties", "decides")
# What a page does by its style sheet (static/finance/finance.css), in the picture itself.
_STYLE = (
    "<style>.ww-bar-of{fill:#154273}.ww-bar-of.is-turning,.ww-bar-of.is-loss{fill:#fff;stroke:#a04000;stroke-width:2}"
    ".ww-zero{stroke:#222;stroke-width:1.5;stroke-dasharray:4 3;fill:none}"
    "text{font-size:13px;font-family:'Libertinus Serif'}</style>"
)
Picture = tuple[str, str]  # title and SVG


def paper_of(telling: Telling, title: str, pictures: Sequence[Picture]) -> dict[str, Any]:
    """What stands in it, as the template reads it."""
    parts = {section.id: section for section in telling.sections()}
    return {
        "lang": language(),
        "title": title,
        "foot": f"Wijkwerk · {title}",
        "example": _(
            "An example. Its figures are those of the source that it names, or made up; they aren’t those of this city."
        )
        if telling.document.get("example")
        else "",
        "answer": telling.answer(),
        "front": [_plain(parts[name]) for name in _FRONT],
        "pictures": [
            {"title": name, "file": f"{place}.svg"} for place, (name, _svg) in enumerate(pictures)
        ],
        "annex": _("Annex"),
        "back": [_plain(part) for name, part in parts.items() if name not in _FRONT],
    }


def report_pdf(telling: Telling, title: str, pictures: Sequence[Picture]) -> bytes:
    """The PDF, made once. Raises TooSlowError when too many ask at once."""
    files = {
        f"{place}.svg": svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1).replace(
            "</title>", f"</title>{_STYLE}", 1
        )
        for place, (_title, svg) in enumerate(pictures)
    }
    return typeset_for_everybody(_TEMPLATE, paper_of(telling, title, pictures), files)


def _plain(section: Section) -> dict[str, Any]:
    is_empty = not (section.text or section.lead or section.table or section.facts)
    return {
        "title": str(section.title),
        "lead": [str(line) for line in section.lead] + ([str(section.empty)] if is_empty else []),
        "text": section.text,
        "table": _table(section.table) if section.table else None,
        "facts": [[str(label), str(value)] for label, value in section.facts_shown],
        "note": str(section.note),
    }


def _table(table: Mapping[str, Any]) -> dict[str, Any]:
    rows = [row["cells"] if isinstance(row, Mapping) else row for row in table["rows"]]
    return {
        "heads": [str(column["label"]) for column in table["columns"]],
        "numbers": [bool(column["number"]) for column in table["columns"]],
        "cells": [[_cell(cell) for cell in row] for row in rows],
    }


def _cell(cell: Any) -> str:
    if not isinstance(cell, Mapping):
        return str(cell)
    note = cell.get("note", "")
    return f"{cell['text']} ({note})" if note else str(cell["text"])
