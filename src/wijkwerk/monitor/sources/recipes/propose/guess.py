"""What the columns of a sample are: codes, periods, levels, names, figures. Guesses, each told."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from wijkwerk.areas.api import level_of, repair_code
from wijkwerk.monitor.sources.recipes.cells import may_be_school_years, period_in, period_of
from wijkwerk.monitor.sources.recipes.propose.header_periods import YEAR, header_periods
from wijkwerk.monitor.sources.recipes.propose.sample import Sample
from wijkwerk.monitor.sources.recipes.recipe import LEVELS
from wijkwerk.tables.api import (
    MISSING_SIGNS,
    SPREADSHEET_FAULTS,
    WITHHELD_SIGNS,
    Notation,
    Shape,
    is_formula,
    is_number,
    is_total,
    notation,
)

MOSTLY = 0.5  # share of the cells that must be of a kind for the column to be of it
# More signs than the engine knows by itself, as offices write them.
WITHHELD_WORDS = ("afgeschermd", "geheim", "vertrouwelijk", "*", "confidential")
MISSING_WORDS = ("n.v.t.", "nvt", "onbekend", "unknown", "?", "..", "geen", "n.b.", "nb", "leeg")
_SIZES = {
    "inhabitants": ("inwoners", "inhabitants", "bevolking", "population", "inwonertal"),
    "dwellings": ("woningen", "dwellings", "woningvoorraad"),
}
_PERIODS = (
    "jaar",
    "year",
    "periode",
    "perioden",
    "period",
    "peildatum",
    "datum",
    "kwartaal",
    "maand",
)
_CODES = ("code", "gwb", "gebied", "regio", "wijk", "buurt", "gemeente", "district", "area", "cbs")
_NAMES = ("naam", "name", "wijk", "buurt", "gebied", "gemeente", "omschrijving", "regio")
_NO_FIGURES = (
    "id", "nr", "nummer", "volgnummer", "postcode", "pc4", "pc6", "lat", "lon", "latitude",
    "longitude", "x", "y", "rang", "rank", "rij", "index", "#", "objectid", "fid",
)  # fmt: skip
# Bare digits are codes of Statistics Netherlands only when they are as long as these are, but for
# zeros that a spreadsheet dropped; anything shorter is a numbering of one's own.
_BARE = {"municipality": (3, 4), "district": (5, 6), "neighbourhood": (7, 8)}
_BARE_NAMES = ("gemeente", "wijk", "buurt", "gwb", "regio", "cbs", "gm", "wk", "bu")
# A column called so tells which row it is; sums and means of it say nothing.
_CODE_HEADER = re.compile(r"(?i).*code|code\b.*|.*[a-z](?:nr|nummer|number)|(?:nr|nummer)\b.*")
_AREA_HEADER = re.compile(
    r"(?i)(?:naam |name of )?(?:wijk|buurt|gebied|gemeente|stadsdeel|district|neighbou?rhood|area)"
)
# A kind that is about everybody, as a word of its own: not 'alle' in 'Alleenstaand', nor 0+ in 80+.
_EVERYONE = re.compile(
    r"\b(?:totaal|total|alle|allen|all|iedereen|everyone)\b|(?<!\d)(?:18|0)\+", re.IGNORECASE
)
_REST = re.compile(
    r"(bron|source|noot|note|peildatum|onbekend|unknown|niet in te delen|niet ingedeeld|overige?)\b|\*",
    re.IGNORECASE,
)


@dataclass
class Layout:
    """What was found: places of columns, and what else the recipe must say."""

    sample: Sample
    area: int | None = None
    area_level: str | None = None  # for bare digits
    own_codes: bool = False
    skip: list[str] = field(default_factory=list)
    period: int | None = None
    level: int | None = None
    name: int | None = None
    sizes: dict[str, int] = field(default_factory=dict)
    series: int | None = None  # long layout
    cell: int | None = None
    figures: list[int] = field(default_factory=list)
    keep: list[tuple[int, str]] = field(default_factory=list)
    school_years: str | None = None
    dated: dict[str, tuple[str, str]] = field(default_factory=dict)  # HeaderPeriods.named
    decimals: dict[str, str] = field(default_factory=dict)
    withheld: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    units: dict[int, str] = field(default_factory=dict)
    doubts: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)  # headers of columns of words

    def header(self, place: int) -> str:
        """The header of a column."""
        return self.sample.headers[place]


def guess(sample: Sample) -> Layout:
    """Guess what each column of ``sample`` is."""
    layout = Layout(sample)
    usable = [
        place
        for place, header in enumerate(sample.headers)
        if header and sample.headers.count(header) == 1 and sample.column(place)
    ]
    double = [h for h in dict.fromkeys(sample.headers) if h and sample.headers.count(h) > 1]
    if double:
        layout.doubts.append(f"columns that stand twice are not read: {', '.join(double)}")
    if sample.hidden:
        layout.doubts.append(f"sheets that can't be seen are not read: {', '.join(sample.hidden)}")
    layout.doubts += [f"can't be seen, and is read: {part}" for part in sample.hidden_parts]
    if sample.others:
        layout.doubts.append(f"other sheets are not read: {', '.join(sample.others)}")
    _area(layout, usable)
    rest = [place for place in usable if place != layout.area]
    _period(layout, rest)
    rest = [place for place in rest if place != layout.period]
    _words(layout, rest)
    rest = [place for place in rest if place not in (layout.level, layout.name)]
    numbers = [place for place in rest if is_numeric(sample.column(place))]
    for meaning, size_words in _SIZES.items():
        size_columns = [place for place in numbers if _is_size(sample.headers[place], size_words)]
        if size_columns:
            layout.sizes[meaning] = size_columns[0]
    layout.figures = [
        place
        for place in numbers
        if place not in layout.sizes.values() and not _is_no_figure(sample.headers[place])
    ] or list(layout.sizes.values())
    _long(layout, [place for place in rest if place not in numbers])
    _one_of_each(layout, [place for place in rest if place not in numbers])
    if layout.period is None:
        names = [layout.header(place) for place in layout.figures]
        if layout.series is not None:
            names = list(dict.fromkeys(sample.column(layout.series)))
        periods = header_periods(names)
        layout.dated = periods.named
        layout.doubts += periods.doubts
    _notation(layout)
    _unread(layout, usable)
    return layout


def _is_no_figure(header: str) -> bool:
    plain = header.strip().lower()
    return plain in _NO_FIGURES or _CODE_HEADER.fullmatch(plain) is not None


def _unread(layout: Layout, usable: Sequence[int]) -> None:
    """Columns that the recipe doesn't read are told; those with digits in them are asked about."""
    sample = layout.sample
    read = {
        layout.area,
        layout.period,
        layout.level,
        layout.name,
        layout.series,
        layout.cell,
        *layout.sizes.values(),
        *layout.figures,
        *(place for place, _ in layout.keep),
    }
    left = [place for place in usable if place not in read]
    digits = [
        sample.headers[place]
        for place in left
        if 2 * sum(any(map(str.isdigit, cell)) for cell in sample.column(place))
        > len(sample.column(place))
    ]
    layout.unread = [sample.headers[place] for place in left if sample.headers[place] not in digits]
    if digits:
        layout.doubts.append(f"columns that are not read: {', '.join(digits)}")


def _is_size(header: str, size_words: Sequence[str]) -> bool:
    """Whether a header is 'Inwoners' or 'Aantal inwoners (2024)', and not 'Inwoners met uitkering'."""
    plain = re.sub(r"\(.*?\)|\d{4}|aantal|totaal|number of|total", " ", header.lower())
    return plain.strip(" .:-_") in size_words


def is_numeric(cells: Sequence[str]) -> bool:
    """Whether most cells that say anything are numbers."""
    signs = (*MISSING_SIGNS, *WITHHELD_SIGNS)
    with_text = [cell for cell in cells if cell.lower() not in signs]
    numbers = sum(1 for cell in with_text if is_number(cell))
    return bool(with_text) and numbers >= MOSTLY * len(with_text)


def _area(layout: Layout, usable: list[int]) -> None:
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
    if layout.own_codes:
        return
    odd = {
        cell: None
        for cell in sample.column(layout.area)
        if repair_code(cell, layout.area_level) is None
    }
    layout.skip = list(odd)
    if odd:
        layout.doubts.append(f"rows of these are left out: {', '.join(list(odd)[:8])}")


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
        _, place, layout.area_level = max(codes)
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
            _one_for_each(sample, place, text) and _one_for_each(sample, text, place)
            for text in texts
        ):
            continue
        layout.doubts.append(
            f"what stands in '{sample.headers[place]}' are the codes, as "
            f"'{sample.headers[layout.area]}' is the same for several areas"
        )
        layout.area, layout.area_level, layout.own_codes = place, None, True
        return


def _own_names(layout: Layout, usable: list[int]) -> None:
    """No codes at all: a column of texts or numbers that tell rows apart serves as code."""
    sample = layout.sample
    texts = [place for place in usable if not is_numeric(sample.column(place))]
    named = [p for p in texts if any(w in sample.headers[p].lower() for w in (*_CODES, *_NAMES))]
    numbered = [p for p in usable if p not in texts and _is_numbering(sample, p, texts)]
    for place in [*numbered, *named, *texts]:
        cells = sample.column(place)
        if len(set(cells)) > 1:
            layout.area, layout.own_codes = place, True
            layout.doubts.append(
                f"no codes of Statistics Netherlands were found: what stands in "
                f"'{sample.headers[place]}' are the codes"
            )
            layout.skip = [cell for cell in dict.fromkeys(cells) if _is_no_area(cell)]
            if layout.skip:
                layout.doubts.append(
                    f"rows of these are no areas and left out: {', '.join(layout.skip[:8])}"
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
    return any(_one_for_each(sample, place, other) for other in texts)


def _is_no_area(cell: str) -> bool:
    return is_total(cell) or _REST.match(cell.strip()) is not None


def _period(layout: Layout, rest: list[int]) -> None:
    sample = layout.sample
    for place in rest:
        cells = sample.column(place)
        if may_be_school_years(cells):
            layout.period, layout.school_years = place, "first"
            layout.doubts.append(
                f"{cells[0]} is taken for a school year that stands under its first year; say "
                'school_years = "none" when it is a month'
            )
            return
        names_period = any(word in sample.headers[place].lower() for word in _PERIODS)
        # These are no school years, so that 2010/11 among them is a month.
        periods = [period_in(cell, "none") for cell in cells]
        fine = [period for period in periods if period and 1900 <= int(period[:4]) <= 2100]
        # Figures of about two thousand look like years too: a header must say so, or few differ.
        few = len(set(cells)) <= 40 and all(YEAR.search(cell) for cell in cells)
        if len(fine) == len(cells) and (names_period or few):
            layout.period = place
            _either_way(layout, cells)
            return


def _either_way(layout: Layout, cells: Sequence[str]) -> None:
    """Ask about 3/4/2020 in a column that no cell makes one of days first."""
    dates = [re.fullmatch(r"(\d{1,2})/(\d{1,2})/\d{4}", cell) for cell in cells]
    days = [(int(date[1]), int(date[2])) for date in dates if date is not None]
    example = next((cell for cell, date in zip(cells, dates, strict=True) if date), None)
    if days and all(first <= 12 for first, _ in days) and any(a != b for a, b in days):
        layout.doubts.append(f"{example} is read with the day first, as {period_of(example or '')}")


def _words(layout: Layout, rest: list[int]) -> None:
    sample = layout.sample
    for place in rest:
        cells = sample.column(place)
        if layout.level is None and all(cell.strip().lower() in LEVELS for cell in cells):
            layout.level = place
    texts = [
        place
        for place in rest
        if place != layout.level
        and not is_numeric(sample.column(place))
        and not _all_codes(sample.column(place))
    ]
    named = [p for p in texts if any(word in sample.headers[p].lower() for word in _NAMES)]
    for place in named:
        if _one_for_each(sample, layout.area, place):
            layout.name = place
            return
    if layout.own_codes:
        layout.name = layout.area


def _all_codes(cells: Sequence[str]) -> bool:
    return all(level_of(cell) is not None for cell in cells)


def _one_for_each(sample: Sample, area: int | None, place: int) -> bool:
    """Whether each area has one text in this column, and the texts tell areas apart."""
    if area is None:
        return False
    pairs = {(row[area], row[place]) for row in sample.rows if row[area] and row[place]}
    areas, texts = {area_text for area_text, _ in pairs}, {text for _, text in pairs}
    return len(pairs) == len(areas) and len(texts) > 0.5 * len(areas)


def _long(layout: Layout, texts: list[int]) -> None:
    """A column of texts that tells the rows of one area and period apart: long layout."""
    if layout.area is None or len(layout.figures) != 1 or not _doubles(layout):
        return
    sample = layout.sample
    for place in texts:
        if _AREA_HEADER.match(sample.headers[place].strip()):
            continue  # names of areas that the codes don't tell apart are no kinds of figures
        kinds = set(sample.column(place))
        if 1 < len(kinds) <= 200 and not _doubles(layout, place):
            layout.series, layout.cell = place, layout.figures[0]
            return


def _keys(layout: Layout, row: tuple[str, ...], more: Sequence[int]) -> tuple[str, ...]:
    places = [place for place in (layout.area, layout.period, layout.series) if place is not None]
    return tuple(row[place] for place in (*places, *more))


def _is_of_area(layout: Layout, row: tuple[str, ...]) -> bool:
    """Whether the recipe reads a row: it has a code, and not one that is skipped."""
    return (
        layout.area is not None and bool(row[layout.area]) and row[layout.area] not in layout.skip
    )


def _doubles(layout: Layout, *more: int) -> bool:
    """Whether two rows are about the same area and period (and what ``more`` columns say)."""
    rows = [row for row in layout.sample.rows if _is_of_area(layout, row)]
    kept_rows = [row for row in rows if all(row[place] == text for place, text in layout.keep)]
    keys = [_keys(layout, row, more) for row in kept_rows]
    return len(set(keys)) < len(keys)


def _one_of_each(layout: Layout, texts: list[int]) -> None:
    """Rows for men, women and both: keep the ones that are about all."""
    for place in texts:
        if place == layout.series or not _doubles(layout):
            continue
        rows = [
            row for row in layout.sample.rows if layout.area is None or _is_of_area(layout, row)
        ]
        kinds = list(dict.fromkeys(row[place] for row in rows if row[place]))
        everyone = [kind for kind in kinds if _EVERYONE.search(kind)]
        # 'Totaal' goes before 'Totaal mannen'.
        everyone.sort(key=lambda kind: (len(kind.split()), kinds.index(kind)))
        if 1 < len(kinds) <= 50 and everyone:
            layout.keep.append((place, everyone[0]))
    if layout.area is not None and _doubles(layout):
        layout.doubts.append(
            "some areas have two rows for one period: say with keep which rows are meant"
        )


def _notation(layout: Layout) -> None:
    """Decimal signs, signs for figures that aren't there, and a row of units below the headers."""
    sample = layout.sample
    places = [layout.cell] if layout.cell is not None else layout.figures
    cells = [cell for place in (*places, *layout.sizes.values()) for cell in sample.column(place)]
    _decimals(layout, [place for place in (*places, *layout.sizes.values()) if place is not None])
    area = layout.area
    units = {"%", "aantal", "euro", "€", "number", "percentage", "pct"}
    first = sample.rows[0]
    if area is not None and not first[area]:
        layout.units = {place: first[place] for place in places if first[place]}
    odd = {
        cell.lower(): None
        for cell in cells
        if not is_number(cell) and cell.lower() not in (*MISSING_SIGNS, *WITHHELD_SIGNS)
    }
    rows = [row for row in sample.rows if area is None or row[area]]
    cells_present = {row[place].lower() for row in rows for place in places if place is not None}
    for cell in odd:
        # What went wrong in the spreadsheet is mended there; the recipe tells of it.
        if (
            cell not in cells_present
            or cell in units
            or is_formula(cell)
            or cell in SPREADSHEET_FAULTS
        ):
            continue
        if cell in WITHHELD_WORDS or re.fullmatch(r"<\s*\d+", cell):
            layout.withheld.append(cell)
        else:
            layout.missing.append(cell)
            if cell not in MISSING_WORDS:
                layout.doubts.append(f"'{cell}' among the figures is read as missing")


def _decimals(layout: Layout, places: Sequence[int]) -> None:
    """The decimal sign of columns that don't tell it: 24.310 is asked for, and read as thousands
    until somebody answers."""
    sample = layout.sample
    columns = dict.fromkeys(place for place in places if place not in sample.typed)
    shapes = {place: list(map(_shape, sample.column(place))) for place in columns}
    every = [shape for column_shapes in shapes.values() for shape in column_shapes]
    for place, column_shapes in shapes.items():
        unsettled = notation.settled(column_shapes, every) in (Notation.UNKNOWN, Notation.MIXED)
        open_shapes = {Shape.POINT, Shape.COMMA}.intersection(column_shapes)
        if not unsettled or not open_shapes:
            continue
        column = zip(sample.column(place), column_shapes, strict=True)
        example = next(cell for cell, shape in column if shape in open_shapes)
        header = sample.headers[place]
        layout.decimals[header] = "," if Shape.POINT in open_shapes else "."
        other = "." if Shape.POINT in open_shapes else ","
        layout.doubts.append(
            f"is {example} in '{header}' more than a thousand? It is read so; if not, its decimal "
            f"sign is '{other}'"
        )


def _shape(cell: str) -> Shape:
    return notation.shape_of(re.sub(r"[%€]", "", cell).replace("−", "-"))
