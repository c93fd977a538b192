"""Rows that stand around a table and are no row of it: remarks, and totals."""

from __future__ import annotations

import re

_REMARK = re.compile(
    r"(bron|source|noot|note|toelichting|explanation|peildatum|let op)\b|[*(©]|.*:(\s|$)",
    re.IGNORECASE,
)
_LONGEST_NAME = 80  # characters of the name of an area
# Rows of a table that are about all its areas together.
_TOTALS = re.compile(
    r"(eind|sub|algemeen\s+)?tota(al|len|le|l|ls)\b|(gewogen\s+)?gemiddelde?\b|average\b|mean\b|"
    r"som\b|sum\b|.*\btota(al|l)$|"
    r"(alle?|every)\s+(areas?|wijken|buurten|gebieden|gemeenten|stadsdelen|districts?|"
    r"neighbou?rhoods?|municipalities)\b|(de\s+)?hele\s+(stad|gemeente|provincie|land)\b|"
    r"heel\s+\w+$|(de\s+)?gemeente$|"
    r"(whole|entire)\s+(city|municipality|country)\b|"
    # Neighbours' tables: German, Danish and French.
    r"(.*\b)?insgesamt\b|gesamt(stadt|gebiet|summe)?\b|zusammen\b|(.*\b)?i\s+alt\b|hele\s+(byen|landet)\b|"
    r"ensemble($|\s+de\b)|tou(te)?s\s+les\b|.*\bau\s+total\b|(.*\b)?tota(al|l)\s*[(\[:]",
    re.IGNORECASE,
)
# Names of what mostly holds the other areas of a table, but may be one of them.
_WHOLES = re.compile(
    r"(de\s+)?(gemeente|stad|provincie|regio|land|city|municipality|province|region|country|stadt|kommune|"
    r"commune|ville)(\s+(of|van|de|der|d['’])?.*)?$|(commune|ville)\s+d['’].*|"
    r".*\b(kommune|gemeente|municipality)$|.*[(,]\s*(gemeente|stad|city|municipality|provincie|land)\)?$|"
    r"(the\s+)?(netherlands|nederland|belgi[eëu]m?|belgique|vlaanderen|flanders|wallonië|danmark|denmark|"
    r"deutschland|germany|france|frankrijk|luxembourg|nl|eu|eu-?27)$|g4$|g40$",
    re.IGNORECASE,
)


def is_note(text: str) -> bool:
    """Whether the only text of a row is words about the table, and not the begin of a row."""
    return len(text.split()) > 1 or text.rstrip().endswith(":")


def is_remark(text: str) -> bool:
    """Whether the only text of a row of a sheet is a remark. Stricter than ``is_note``: there every
    row is as wide as the table, and an area without any figure looks much the same."""
    return _REMARK.match(text.strip()) is not None or len(text) > _LONGEST_NAME


def is_total(text: str) -> bool:
    """Whether a text in the column of areas says that its row is about all of them."""
    return _TOTALS.match(text.strip()) is not None


def may_be_whole(text: str) -> bool:
    """Whether a name may be that of what holds the other areas: Gemeente Gouda, Stad, Nederland."""
    return _WHOLES.match(text.strip()) is not None
