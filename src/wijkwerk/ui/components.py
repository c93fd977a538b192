"""The parts of a page that carry figures, as safe HTML: tables, badges, marks, counts.

They are functions and not templates because a table of a thousand rows would otherwise spend more
time in the template engine than in the database. Whatever comes in as text is escaped. Signs are
drawn: a shape, a colour and words always go together.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from typing import Any

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from wijkwerk.shared import numbers
from wijkwerk.shared.text import Language
from wijkwerk.ui.hyphens import with_soft_hyphens
from wijkwerk.ui.reader import language

CLASSES = (
    "smaller", "larger", "equal", "at_or_better", "difference_smaller", "difference_larger",
    "difference_equal", "below", "above", "too_few", "no_reference", "one_moment", "not_judged",
    "not_reported",
)  # fmt: skip

# Shapes of a class in a square of 16: down, up, two bars, a tick in a disc; of a difference without a
# better side two points towards each other, apart and as they were, an arrow down and up; of what can't
# be told a dotted ring, diamond, dot in a ring, flat bar and square.
_SPECIAL = re.compile("[&<>\"']")
_SHAPES = {
    "smaller": '<path d="M2 3h12L8 14z"/>',
    "larger": '<path d="M8 2l6 11H2z"/>',
    "equal": '<path d="M2 4h12v3H2zM2 9h12v3H2z"/>',
    "at_or_better": (
        '<path fill-rule="evenodd" d="M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1zM7 11.6 3.6 8.2 5 6.8l2 2'
        ' 4-4 1.4 1.4z"/>'
    ),
    "difference_smaller": '<path d="M1 3l6 5-6 5zM15 3v10L9 8z"/>',
    "difference_larger": '<path d="M7 3v10L1 8zM9 3l6 5-6 5z"/>',
    "difference_equal": '<path d="M2 3h4v10H2zM10 3h4v10h-4z"/>',
    "below": '<path d="M6 2h4v6h4l-6 6-6-6h4z"/>',
    "above": '<path d="M8 2l6 6h-4v6H6V8H2z"/>',
    "too_few": '<circle cx="8" cy="8" r="6"/>',
    "no_reference": '<path d="M8 1l7 7-7 7-7-7z"/>',
    "one_moment": '<circle cx="8" cy="8" r="6"/><circle cx="8" cy="8" r="1"/>',
    "not_judged": '<path d="M2 6h12v4H2z"/>',
    "not_reported": '<path d="M2.5 2.5h11v11h-11z"/>',
}
# An interval beside the line of no change, and one across it.
_INTERVALS = {
    "firm": '<path d="M4 0v16" stroke-dasharray="2 1.5"/><path d="M11 4v8M11 8h17M28 4v8"/>',
    "cannot_tell": '<path d="M15 0v16" stroke-dasharray="2 1.5"/><path d="M5 4v8M5 8h21M26 4v8"/>',
}


def class_words(name: str) -> str:
    """The class of a change of the distance, in words of the reader's language."""
    return {
        "smaller": _("Distance smaller"),
        "larger": _("Distance larger"),
        "equal": _("Virtually equal"),
        "at_or_better": _("No lag"),
        "difference_smaller": _("Difference smaller"),
        "difference_larger": _("Difference larger"),
        "difference_equal": _("Difference virtually equal"),
        "below": _("Lower than the reference"),
        "above": _("Higher than the reference"),
        "too_few": _("Too few observations"),
        "no_reference": _("Nothing to compare with"),
        "one_moment": _("Only one moment"),
        "not_judged": _("No better or worse"),
        "not_reported": _("Not reported"),
    }.get(name, name)


def evidence_label(name: str) -> str:
    """Whether the change is outside its margin, in words; where there is no margin nobody can tell."""
    labels = {"firm": _("Firm"), "cannot_tell": _("Not sure"), "no_margin": _("Can't tell")}
    return labels.get(name, name)


def withheld_labels(status: str) -> tuple[str, str]:
    """A mark and its reason for a figure that is not there.

    ``status`` is a code of CL_CONF_STATUS (N, D, C) or CL_OBS_STATUS (M, L).
    """
    return {
        "N": (_("withheld"), _("the number is too small to publish")),
        "C": (_("withheld"), _("the publisher of the source withheld it")),
        "D": (_("withheld"), _("it would give away another withheld figure")),
        "L": (_("no figure"), _("nothing was collected here")),
    }.get(status, (_("no figure"), _("the source gives none")))


@lru_cache(maxsize=64)
def _class_badge(name: str, language: str) -> SafeString:
    shape = mark_safe(_SHAPES.get(name, ""))  # noqa: S308  (our own drawing)
    return format_html(
        '<span class="ww-badge ww-badge--{}"><svg viewBox="0 0 16 16" aria-hidden="true"'
        ' focusable="false">{}</svg>{}</span>',
        name if name in CLASSES else "not_reported",
        shape,
        class_words(name),
    )


@lru_cache(maxsize=16)
def class_sign(name: str) -> SafeString:
    """The shape of one of ``CLASSES`` alone, where words stand beside it."""
    shape = mark_safe(_SHAPES.get(name, ""))  # noqa: S308  (our own drawing)
    return format_html(
        '<svg class="ww-sign ww-sign--{}" viewBox="0 0 16 16" aria-hidden="true"'
        ' focusable="false">{}</svg>',
        name if name in CLASSES else "not_reported",
        shape,
    )


def class_badge(name: str) -> SafeString:
    """Badge of one of ``CLASSES``."""
    return _class_badge(name, get_language() or "")


@lru_cache(maxsize=16)
def _evidence_badge(name: str, language: str) -> SafeString:
    shape = mark_safe(_INTERVALS.get(name, ""))  # noqa: S308  (our own drawing)
    return format_html(
        '<span class="ww-evidence ww-evidence--{}"><svg viewBox="0 0 30 16" aria-hidden="true"'
        ' focusable="false">{}</svg>{}</span>',
        name if name in _INTERVALS else "cannot_tell",
        shape,
        evidence_label(name),
    )


def evidence_badge(name: str) -> SafeString:
    """Badge of the evidence: firm, cannot_tell or no_margin."""
    return _evidence_badge(name, get_language() or "")


@lru_cache(maxsize=32)
def _withheld_mark(status: str, language: Language, narrow: bool) -> SafeString:
    word, reason = withheld_labels(status)
    if narrow:
        word = with_soft_hyphens(str(word), language)
    return format_html(
        '<span class="ww-withheld" data-status="{}">{}<span class="ww-visually-hidden">'
        " ({})</span></span>",
        status,
        word,
        reason,
    )


def withheld_mark(status: str, *, narrow: bool = False) -> SafeString:
    """Mark in the place of a figure: withheld, or not there, with the reason for who listens. ``narrow``: its
    word may be broken."""
    return _withheld_mark(status, language(), narrow)


def class_counts(counts: Mapping[str, int]) -> SafeString:
    """Numbers of areas per class: a bar (for the eye) and a list (for everyone).

    Classes without areas are left out; the bar's parts are as wide as their numbers.
    """
    present = [(name, int(counts.get(name) or 0)) for name in CLASSES]
    present = [(name, count) for name, count in present if count > 0]
    total = sum(count for _name, count in present)
    if total == 0:
        return SafeString("")
    start = 0.0
    parts = []
    for name, count in present:
        width = 100 * count / total
        parts.append((name, f"{start:.3f}", f"{max(width - 0.4, 0.2):.3f}"))
        start += width
    bar = format_html_join("", '<rect class="{}" x="{}" y="0" width="{}" height="4"/>', parts)
    items = format_html_join(
        "",
        "<li><strong>{}</strong> {}</li>",
        ((numbers.count(count, language()), class_badge(name)) for name, count in present),
    )
    return format_html(
        '<svg class="ww-bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true"'
        ' focusable="false">{}</svg><ul class="ww-counts">{}</ul>',
        bar,
        items,
    )


SIDE_BY_SIDE = 3  # columns of a table that a phone can show beside each other


def _cell(cell: Any) -> tuple[str, str]:
    """The inside of a cell, and the value it is sorted by ('' when that is its text)."""
    if cell is None:
        return str(withheld_mark("M")), ' data-sort=""'
    if not isinstance(cell, Mapping):
        return _escaped(cell), ""
    sort = f' data-sort="{_escaped(cell["sort"])}"' if cell.get("sort") is not None else ""
    if "text" in cell:  # nearly all of them
        return _text_of(cell), sort
    if cell.get("withheld"):
        return str(withheld_mark(cell["withheld"])), ' data-sort=""'
    if cell.get("class"):
        order = CLASSES.index(cell["class"]) if cell["class"] in CLASSES else len(CLASSES)
        inside = str(class_badge(cell["class"]))
        if cell.get("evidence"):
            inside += f"<br>{evidence_badge(cell['evidence'])}"
        if cell.get("note"):
            inside += _note_of(cell)
        return inside, sort or f' data-sort="{order}"'
    if cell.get("evidence"):
        return str(evidence_badge(cell["evidence"])), sort
    return _text_of(cell), sort


def _text_of(cell: Mapping[str, Any]) -> str:
    text = _escaped(cell.get("text", ""))
    if cell.get("url"):
        text = f'<a href="{_escaped(cell["url"])}">{text}</a>'
    if cell.get("note"):
        text += _note_of(cell)
    return text


def _note_of(cell: Mapping[str, Any]) -> str:
    return f'<br><span class="ww-meta">{_escaped(cell["note"])}</span>'


def _escaped(value: Any) -> str:
    """As Django's ``escape``, without its care for lazy texts: a table has thousands of them."""
    text = str(value)
    return html.escape(text) if _SPECIAL.search(text) else text


def _kind_of(column: Mapping[str, Any]) -> str:
    """The classes of the cells of a column."""
    kinds = [("number", "is-number"), ("verdict", "is-verdict")]
    return " ".join(name for key, name in kinds if column.get(key))


def _head(columns: Sequence[Mapping[str, Any]]) -> str:
    cells = []
    for column in columns:
        label: str = escape(column["label"])
        state = column.get("sorted") or ""
        if column.get("sort_url"):
            label = f'<a class="ww-sort" href="{escape(column["sort_url"])}">{label}</a>'
        else:
            label = f'<span class="ww-head">{label}</span>'
        number = _kind_of(column)
        sort = f' aria-sort="{escape(state)}"' if state else ""
        note = column.get("note")
        if note:
            label += f'<br><span class="ww-meta">{escape(note)}</span>'
        cells.append(
            f'<th scope="col" class="utrecht-table__header-cell {number}"{sort}>{label}</th>'
        )
    return "".join(cells)


def _explanations(statuses: set[str]) -> str:
    reasons_by_word: dict[str, list[str]] = {}
    for status in sorted(statuses):
        word, reason = withheld_labels(status)
        reasons_by_word.setdefault(word, []).append(reason)
    lines = [
        f"<strong>{escape(word)}</strong>: {escape('; '.join(r))}."
        for word, r in reasons_by_word.items()
    ]
    if not lines:
        return ""
    if statuses & {"N", "C", "D"}:
        lines.append(escape(_("Withheld is neither zero nor missing.")))
    return f'<p class="ww-meta ww-table__note">{" ".join(lines)}</p>'


def data_table(table: Mapping[str, Any], heading: Any = "") -> SafeString:
    """A table of figures in a frame of its own that scrolls; the first column stays in sight.

    Keys of ``table``: ``id`` (of letters, digits and hyphens, unique on the page), ``caption``,
    ``columns`` (each: ``label``; optional ``number``, ``note``, ``sort_url``, ``sorted`` as
    'ascending' or 'descending', ``verdict``: what the table concludes, in sight on a phone without
    scrolling), ``rows`` (each a list of cells, or a mapping with ``cells`` and
    ``kind`` 'reference'); optional ``note``, ``sortable`` and ``filter`` (in place, only when every
    row is on this page), ``tall`` (scroll within the page's height), ``empty`` (said without rows),
    ``stacked`` (on a phone every row is a block with its heads beside its cells: for what is read row by
    row and needs more than two columns to be understood).
    ``heading`` is what stands above the table: a caption with the same words is then for who hears the page.
    A table of more than three columns says which of them concludes (``verdict``) or is ``stacked``.

    A cell is a text, None (no figure), or a mapping: ``text`` with optional ``url``, ``note`` and
    ``sort`` (the value to sort by), or one of ``class`` (with or without ``evidence``), ``evidence``,
    ``withheld``. The first cell
    of a row is its heading. Every row needs as many cells as there are columns.
    """
    columns, rows, key = table["columns"], table["rows"], escape(table["id"])
    stacked = bool(table.get("stacked"))
    if stacked:  # then every column is in sight
        columns = [{**column, "verdict": False} for column in columns]
    numbers = [f" {_kind_of(column)}".rstrip() for column in columns]
    body = []
    statuses: set[str] = set()
    for row in rows:
        mapping = isinstance(row, Mapping)
        cells = row["cells"] if mapping else row
        kind = ' class="is-reference"' if mapping and row.get("kind") == "reference" else ""
        kind += ' role="row"' if stacked else ""
        parts = []
        for place, (cell, number) in enumerate(zip(cells, numbers, strict=True)):
            if cell is None:
                statuses.add("M")
            elif isinstance(cell, Mapping) and cell.get("withheld"):
                statuses.add(cell["withheld"])
            inside, sort = _cell(cell)
            if stacked:
                parts.append(_stacked_cell(place, columns[place], number, sort, inside))
            elif place == 0:
                parts.append(f'<th scope="row" class="{number.strip()}"{sort}>{inside}</th>')
            else:
                parts.append(f'<td class="{number.strip()}"{sort}>{inside}</td>')
        body.append(f"<tr{kind}>{''.join(parts)}</tr>")
    if not rows:
        nothing = escape(table.get("empty") or _("There are no figures for this choice."))
        body.append(f'<tr><td colspan="{len(columns)}">{nothing}</td></tr>')
    sortable = " data-sortable" if table.get("sortable") and rows else ""
    tall = " ww-table__scroll--tall" if table.get("tall") else ""
    note = (
        f'<p class="ww-meta ww-table__note">{escape(table["note"])}</p>'
        if table.get("note")
        else ""
    )
    repeated = " ww-visually-hidden" if str(table["caption"]) == str(heading) else ""
    kind = " ww-table--stacked" if stacked else ""
    role = ' role="table"' if stacked else ""
    markup = (
        f'<div class="ww-table{kind}">{_filter(key, len(rows)) if table.get("filter") else ""}'
        f'<div class="ww-table__scroll{tall}" role="group" tabindex="0"'
        f' aria-labelledby="{key}-caption">'
        f'<table class="utrecht-table" id="{key}"{role}{sortable}>'
        f'<caption class="utrecht-table__caption"><span class="ww-table__caption{repeated}"'
        f' id="{key}-caption">{escape(table["caption"])}</span></caption>'
        f'<thead class="utrecht-table__header"><tr>{_head(columns)}</tr></thead>'
        f'<tbody class="utrecht-table__body">{"".join(body)}</tbody></table></div>'
        f"{note}{_explanations(statuses)}</div>"
    )
    return mark_safe(markup)  # noqa: S308  (every text was escaped above)


def _stacked_cell(
    place: int, column: Mapping[str, Any], number: str, sort: str, inside: str
) -> str:
    """A cell that says on a phone whose it is. What is shown as blocks needs its roles in words: some
    browsers tell no table then."""
    if place == 0:
        return f'<th scope="row" role="rowheader" class="{number.strip()}"{sort}>{inside}</th>'
    note = f", {column['note']}" if column.get("note") else ""
    label = escape(f"{column['label']}{note}")
    return (
        f'<td role="cell" class="{number.strip()}"{sort} data-label="{label}">'
        f'<span class="ww-cell">{inside}</span></td>'
    )


def options(choices: Sequence[Mapping[str, Any]]) -> SafeString:
    """The options of a list to choose from: ``value``, ``label``, ``selected``; those with the same
    ``group`` that follow each other stand under its name."""
    parts = []
    for group, members in groupby(choices, key=lambda choice: choice.get("group") or ""):
        option_tags = [
            f'<option value="{_escaped(member["value"])}"{" selected" if member.get("selected") else ""}>'
            f"{_escaped(member['label'])}</option>"
            for member in members
        ]
        inside = "".join(option_tags)
        parts.append(
            f'<optgroup label="{_escaped(group)}">{inside}</optgroup>' if group else inside
        )
    return mark_safe("".join(parts))  # noqa: S308  (every text was escaped above)


def checks(name: str, choices: Sequence[Mapping[str, Any]]) -> SafeString:
    """A box to tick per choice: ``value``, ``label``, ``selected``."""
    boxes = [
        f'<li><label class="ww-check"><input type="checkbox" name="{_escaped(name)}"'
        f' value="{_escaped(choice["value"])}"{" checked" if choice.get("selected") else ""}>'
        f"<span>{_escaped(choice['label'])}</span></label></li>"
        for choice in choices
    ]
    return mark_safe("".join(boxes))  # noqa: S308  (every text was escaped above)


def _filter(key: str, count: int) -> str:
    # Shown by site.js: without JavaScript a box that does nothing would mislead.
    label, shown = escape(_("Find a row")), escape(_("{n} rows shown"))
    return (
        f'<div class="ww-table__filter" hidden><div class="ww-field">'
        f'<label class="utrecht-form-label" for="{key}-filter">{label}</label>'
        f'<input class="utrecht-textbox utrecht-textbox--html-input" id="{key}-filter"'
        f' type="search" autocomplete="off"></div>'
        f'<p class="ww-meta" id="{key}-shown" role="status" data-text="{shown}">'
        f"{shown.replace('{n}', str(count))}</p></div>"
    )
