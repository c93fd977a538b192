"""Rows that may be no areas: totals and rests by their code or name, wholes above the other areas, and
rows whose counts are the sum of the others. What is sure is left out and told; the rest is asked."""

from __future__ import annotations

from collections import defaultdict

from wijkwerk.areas.api import repair_code
from wijkwerk.monitor.sources.recipes.propose.areas import is_no_area
from wijkwerk.monitor.sources.recipes.propose.layout import Layout, is_own_code
from wijkwerk.registry.language import gettext as _
from wijkwerk.tables.api import Notation, is_number, is_total, may_be_whole, notation

_MOST_NAMED = 8
_FEWEST_PARTS = 3


def leave_out_totals(layout: Layout) -> None:
    """Leave out rows that are a total or a rest by their code or name, and tell it."""
    if layout.area is None:
        return
    names = _names(layout)
    sure = [
        code
        for code, name in names.items()
        if is_own_code(layout, code) and (is_no_area(code) or is_no_area(name))
    ]
    if sure:
        layout.skip += [code for code in sure if code not in layout.skip]
        layout.doubts.append(
            _(
                "rows of these are no areas and left out: {codes}; one that is about the city can be "
                "kept with codes replace",
                codes=_listed(sure, names),
            )
        )


def ask_about_totals(layout: Layout) -> None:
    """Ask about the rows that may be about other areas together."""
    if layout.area is None:
        return
    names = _names(layout)
    left = {code: name for code, name in names.items() if code not in layout.skip}
    wholes = [
        code
        for code, name in left.items()
        if is_own_code(layout, code) and (may_be_whole(code) or may_be_whole(name))
    ]
    if wholes and len(wholes) < len(left):
        layout.doubts.append(
            _(
                "these may hold the other areas, and are read as areas beside them: {codes}; leave "
                "them out with codes skip, or say with replace or [[area]] which area they are",
                codes=_listed(wholes, names),
            )
        )
    rests = [
        code for code, name in left.items() if not is_own_code(layout, code) and is_no_area(name)
    ]
    if rests:
        layout.doubts.append(
            _("are these areas? They are read as such: {codes}", codes=_listed(rests, names))
        )
    _ask_about_blank(layout)
    for code in _sums(layout):
        if code not in wholes:
            layout.doubts.append(
                _(
                    "the counts of '{code}' are those of the other areas together: leave it out with "
                    "codes skip, or say with replace which area it is",
                    code=code,
                )
            )


def _names(layout: Layout) -> dict[str, str]:
    """The name (or its code again) of every code in the sample, in the order of the file."""
    area, name = layout.area, layout.name
    assert area is not None
    return {
        row[area]: row[area] if name is None or not row[name] else row[name]
        for row in layout.sample.rows
        if row[area]
    }


def _listed(codes: list[str], names: dict[str, str]) -> str:
    shown = [
        code if names[code] == code else f"{code} ({names[code]})" for code in codes[:_MOST_NAMED]
    ]
    return ", ".join(shown) + (", …" if len(codes) > _MOST_NAMED else "")


def _ask_about_blank(layout: Layout) -> None:
    """Rows without a code that are called a total: they may be the municipality's."""
    area, sample = layout.area, layout.sample
    assert area is not None
    texts = [
        text
        for row in sample.rows
        if not row[area] and any(map(is_number, row))
        for text in row
        if text and (is_total(text) or may_be_whole(text))
    ]
    if not texts:
        return
    codes = [repair_code(text, layout.area_level) for text in sample.column(area)]
    numbers = {code[2:6] for code in codes if code is not None and code[:2] in ("GM", "WK", "BU")}
    city = f"GM{numbers.pop()}" if len(numbers) == 1 else "GM0000"
    layout.doubts.append(
        _(
            "rows without a code called '{name}' are left out; when they are about the whole "
            'municipality, codes with replace = {{ "" = "{city}" }} makes them its rows',
            name=texts[0],
            city=city,
        )
    )


def _sums(layout: Layout) -> list[str]:
    """The codes of one's own of which a count is, in every period, what all others make together."""
    sample, area = layout.sample, layout.area
    assert area is not None
    keys = [place for place in (layout.period, layout.series) if place is not None]
    keys += [place for place, kind in layout.keep]
    rows = [row for row in sample.rows if row[area] and row[area] not in layout.skip]
    sums: set[str] = set()
    for place in layout.numbers:
        counts: dict[tuple[str, ...], dict[str, float]] = defaultdict(dict)
        if any(is_number(row[place]) and _count(row[place]) is None for row in rows):
            continue  # no counts
        for row in rows:
            number = _count(row[place])
            if number is not None:
                counts[tuple(row[key] for key in keys)][row[area]] = number
        for code in {code for group in counts.values() for code in group}:
            groups = [group for group in counts.values() if code in group]
            if all(_is_sum(code, group) for group in groups):
                sums.add(code)
    return [code for code in _names(layout) if code in sums and is_own_code(layout, code)]


def _is_sum(code: str, group: dict[str, float]) -> bool:
    rest = sum(number for other, number in group.items() if other != code)
    rounding = len(group) / 2
    enough = len(group) > _FEWEST_PARTS and group[code] > 4 * rounding
    return enough and abs(group[code] - rest) <= rounding


def _count(text: str) -> float | None:
    """A whole number of at least 0, with or without signs between its thousands; else None."""
    for written in (Notation.DUTCH, Notation.ENGLISH):
        number = notation.number(text, written) if is_number(text) else None
        if number is not None and number >= 0 and number % 1 == 0:
            return number
    return None
