"""Which column holds the areas: codes, bare digits, names; never one that is filled once for several rows."""

from __future__ import annotations

import re

from wijkwerk.areas.api import repair_code
from wijkwerk.monitor.sources.recipes.propose.layout import MOSTLY, Layout, is_numeric, one_for_each
from wijkwerk.monitor.sources.recipes.propose.outline import outline
from wijkwerk.monitor.sources.recipes.propose.sample import Sample
from wijkwerk.registry.language import gettext as _
from wijkwerk.tables.api import is_total

# Words in headers of codes and of names.
_CODES = ("code", "gwb", "gebied", "regio", "wijk", "buurt", "gemeente", "district", "area", "cbs")
NAMES = ("naam", "name", "wijk", "buurt", "gebied", "gemeente", "omschrijving", "regio")
# Bare digits are codes of Statistics Netherlands only when they are as long as these are, but for
# zeros that a spreadsheet dropped; anything shorter is a numbering of one's own.
_BARE = {"municipality": (3, 4), "district": (5, 6), "neighbourhood": (7, 8)}
_BARE_NAMES = ("gemeente", "wijk", "buurt", "gwb", "regio", "cbs", "gm", "wk", "bu")
_REST = re.compile(
    r"(bron|source|noot|note|peildatum|onbekend|unknown|niet in te delen|niet ingedeeld|overige?)\b|\*",
    re.IGNORECASE,
)


def find_areas(layout: Layout, usable: list[int]) -> None:
    """Find the column of areas among ``usable``, and what its rows that are no areas are called.
    InputError when it is filled once for several rows that can't be told apart without it."""
    sample = layout.sample

    def coded(place: int) -> float:
        cells = sample.column(place)
        # A municipality's code beside a district's: the one that says most is the area.
        fine = [repaired for cell in cells if (repaired := repair_code(cell)) is not None]
        spread = len(set(fine)) / len(cells)
        return (len(fine) + spread) / len(cells) if len(fine) >= MOSTLY * len(cells) else 0.0

    best = max(usable, key=lambda place: (coded(place), -place), default=None)
    if best is not None and coded(best) > 0:
        layout.area = best
    else:
        _bare_digits(layout, usable)
    if layout.area is None:
        _own_names(layout, usable)
    else:
        _finer_numbers(layout, usable)
    if layout.area is None:
        return
    outline(layout, usable)
    if layout.own_codes:
        return
    odd = {
        cell: None
        for cell in sample.column(layout.area)
        if repair_code(cell, layout.area_level) is None
    }
    layout.skip = list(odd)
    if odd:
        layout.doubts.append(
            _("rows of these are left out: {codes}", codes=", ".join(list(odd)[:8]))
        )


def _bare_digits(layout: Layout, usable: list[int]) -> None:
    """Codes that a spreadsheet made numbers of: 363 and 36301 in a column called gemeente, wijk.

    No municipality is invented: digits that are too few for a code of their level are left to be
    codes of one's own.
    """
    sample = layout.sample
    codes: list[tuple[int, int, str]] = []
    for place in usable:
        name_parts = re.findall(r"[a-z]+", sample.headers[place].lower())
        cells = sample.column(place)
        digits = [cell for cell in cells if re.fullmatch(r"\d+(\.0)?", cell)]
        # A long header that has the word in it ('leerlingen per wijk') is that of a figure.
        coded = any(word.startswith(_BARE_NAMES) for word in name_parts) and len(name_parts) <= 3
        if not coded or len(digits) < MOSTLY * len(cells):
            continue
        lengths = [len(cell.removesuffix(".0")) for cell in digits]
        named = "".join(name_parts).startswith(("gemeentecode", "gmcode", "codegemeente"))
        for level, (least, most) in _BARE.items():
            if named and level == "municipality":
                least = 1  # GM0003: the header says what it is
            full = sum(1 for length in lengths if least <= length <= most)
            if least <= max(lengths) <= most and full > MOSTLY * len(lengths):
                codes.append((len(set(digits)), -place, level))
                break
    if codes:
        # The municipality's number stands beside the district's: the one that says most is the area.
        place, layout.area_level = max(codes)[1:]
        layout.area = -place


def _finer_numbers(layout: Layout, usable: list[int]) -> None:
    """Areas with numbers of the municipality's own (0, 1, 2) beside the municipality's code.

    They are the areas when they tell rows apart that the code does not: each number goes with one
    name, and each name with one number.
    """
    sample = layout.sample
    assert layout.area is not None
    texts = [place for place in usable if not is_numeric(sample.column(place))]
    coarse = len(set(sample.column(layout.area)))
    for place in usable:
        if place == layout.area or not _is_numbering(sample, place, texts):
            continue
        numbers = len(set(sample.column(place)))
        if numbers <= coarse or not any(
            one_for_each(sample, place, text) and one_for_each(sample, text, place)
            for text in texts
        ):
            continue
        layout.doubts.append(
            _(
                "what stands in '{header}' are the codes, as '{coarse}' is the same for several areas",
                header=sample.headers[place],
                coarse=sample.headers[layout.area],
            )
        )
        layout.area, layout.area_level, layout.own_codes = place, None, True
        return


def _own_names(layout: Layout, usable: list[int]) -> None:
    """No codes at all: a column of texts or numbers that tell rows apart serves as code."""
    sample = layout.sample
    texts = [place for place in usable if not is_numeric(sample.column(place))]
    named = [p for p in texts if any(w in sample.headers[p].lower() for w in (*_CODES, *NAMES))]
    numbered = [p for p in usable if p not in texts and _is_numbering(sample, p, texts)]
    for place in [*numbered, *named, *texts]:
        cells = sample.column(place)
        if len(set(cells)) > 1:
            layout.area, layout.own_codes = place, True
            layout.doubts.append(
                _(
                    "no codes of Statistics Netherlands were found: what stands in '{header}' are the "
                    "codes",
                    header=sample.headers[place],
                )
            )
            return


def _is_numbering(sample: Sample, place: int, texts: list[int]) -> bool:
    """Whether a column called wijk or code numbers the areas that another column names."""
    name_parts = re.findall(r"[a-z]+", sample.headers[place].lower())
    if len(name_parts) > 2 or not any(
        word.startswith((*_BARE_NAMES, "code", "nr")) for word in name_parts
    ):
        return False
    if any(not re.fullmatch(r"\d+", cell) for cell in sample.column(place)):
        return False
    return any(one_for_each(sample, place, other) for other in texts)


def is_no_area(cell: str) -> bool:
    """Whether a text says that its row is a total, the rest, or words below the table."""
    return is_total(cell) or _REST.match(cell.strip()) is not None
