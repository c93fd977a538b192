"""Columns that don't go with their rows: an area that is filled once for several rows, and a second
table beside the first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from wijkwerk.areas.api import level_of, repair_code
from wijkwerk.monitor.sources.recipes.propose.layout import MOSTLY, Layout, is_numeric
from wijkwerk.monitor.sources.recipes.propose.sample import Sample
from wijkwerk.registry.language import gettext as _
from wijkwerk.shared.problems import InputError, Problem
from wijkwerk.tables.api import is_number, is_total

_FINE = ("district", "neighbourhood")
_SAME = 0.8  # of the areas of two columns: then they are the same areas


def outline(layout: Layout, usable: Sequence[int]) -> None:
    """See whether the column of areas is filled once, with blanks below it for the same one: then the
    areas are those of a finer column, and that is asked. InputError when these repeat."""
    sample, area = layout.sample, layout.area
    assert area is not None
    rows = [row for row in sample.rows if any(map(is_number, row))]
    blank = [row for row in rows if not row[area]]
    filled = [row for row in rows if row[area]]
    codes = [code for row in filled if (code := repair_code(row[area])) is not None]
    if not blank or any(level_of(code) in _FINE for code in codes):
        return
    if len({row[area] for row in filled}) < MOSTLY * len(filled) or 2 * len(blank) < len(filled):
        return  # a long table, or codes that are missing here and there
    finer = next((place for place in usable if _tells_apart(sample, blank, area, place)), None)
    if finer is None:
        return
    header, coarse = sample.headers[finer], sample.headers[area]
    names = [row[finer] for row in rows if row[finer] and not is_total(row[finer])]
    name, times = Counter(names).most_common(1)[0]
    if times > 1:
        raise InputError(
            [
                Problem(
                    sample.path.name,
                    sample.header_row,
                    coarse,
                    "filled once for several rows",
                    f"{name} in '{header}' stands {times} times",
                    "the area above in every row, so that areas with the same name can be told apart",
                    f"Fill '{coarse}' in on every row. A recipe then reads '{header}' with own = true "
                    f"and within = '{coarse}' under codes.",
                )
            ]
        )
    layout.area, layout.area_level = finer, None
    layout.own_codes = any(repair_code(text) is None for text in names)
    layout.doubts.append(
        _(
            "'{coarse}' is filled once for several rows, so what stands in '{header}' are the areas; a "
            "figure of '{coarse}' itself isn't read, and where each area lies is for you to say "
            "(parent)",
            coarse=coarse,
            header=header,
        )
    )


def _tells_apart(sample: Sample, blank: Sequence[tuple[str, ...]], area: int, place: int) -> bool:
    """Whether a column of words is filled where the areas are blank, with more than totals."""
    if place == area or is_numeric(sample.column(place)):
        return False
    texts = [row[place] for row in blank if row[place] and not is_total(row[place])]
    return len(texts) >= MOSTLY * len(blank) and len(set(sample.column(place))) > 1


def second_codes(layout: Layout) -> None:
    """Look for another column of areas. InputError when it has the same ones in another order, or
    stands over figures of its own: those would be given to the wrong area. Else it is asked."""
    sample, area = layout.sample, layout.area
    if area is None or layout.series is not None:
        return
    for place, header in enumerate(sample.headers):
        pairs = [(row[area], row[place]) for row in sample.rows if row[area] and row[place]]
        if place == area or not pairs or not _are_areas(layout, pairs):
            continue
        if is_numeric(sample.column(place)) and sample.headers[area].lower() not in header.lower():
            continue  # figures that are as long as codes
        differing = [pair for pair in pairs if _key(pair[0]) != _key(pair[1])]
        if not differing:
            continue
        first, second = ({_key(pair[side]) for pair in pairs} for side in (0, 1))
        shared = len(first & second)
        low, high = sorted((area, place))
        between = any(low < figure < high for figure in layout.figures)
        behind = any(figure > high for figure in layout.figures)
        reordered = shared >= _SAME * max(len(first), len(second)) and any(
            _key(other) in first for _, other in differing
        )
        if reordered or (between and behind and not layout.own_codes):
            raise InputError([_second(sample, header, differing[0])])
        if not layout.own_codes:
            layout.doubts.append(
                _(
                    "'{header}' has other codes than '{area}' ({second} beside {first}): say which ones "
                    "the figures are of",
                    header=header,
                    area=sample.headers[area],
                    second=differing[0][1],
                    first=differing[0][0],
                )
            )


def _are_areas(layout: Layout, pairs: Sequence[tuple[str, str]]) -> bool:
    """Whether the second texts can be areas of the level of the first: codes, or the same names."""
    if layout.own_codes:
        if all(is_number(second) for _, second in pairs):
            return False
        first, second = ({_key(pair[side]) for pair in pairs} for side in (0, 1))
        return len(first & second) >= _SAME * max(len(first), len(second))
    levels = {_level(layout, first) for first, _ in pairs} - {None}
    same = sum(1 for _, second in pairs if _level(layout, second) in levels)
    return bool(levels) and same >= MOSTLY * len(pairs)


def _level(layout: Layout, text: str) -> str | None:
    code = repair_code(text, layout.area_level)
    return None if code is None else level_of(code)


def _key(text: str) -> str:
    return repair_code(text) or text.strip().lower()


def _second(sample: Sample, header: str, pair: tuple[str, str]) -> Problem:
    return Problem(
        sample.path.name,
        sample.header_row,
        header,
        "second table beside the first",
        f"{pair[1]} in a row of {pair[0]}",
        "one area in a row",
        "Put the tables below each other or in files of their own: their rows aren't about the same areas.",
    )
