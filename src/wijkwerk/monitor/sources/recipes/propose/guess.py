"""What the columns of a sample are: codes, periods, levels, names, figures. Guesses, each told."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from wijkwerk.areas.api import level_of, repair_code
from wijkwerk.monitor.sources.notation import MISSING_SIGNS, WITHHELD_SIGNS
from wijkwerk.monitor.sources.recipes.cells import period_of
from wijkwerk.monitor.sources.recipes.propose.sample import Sample
from wijkwerk.monitor.sources.recipes.recipe import LEVELS

MOSTLY = 0.5  # share of the cells that must be of a kind for the column to be of it
_NUMBER = re.compile(r"[-+−]?(\d+([.,]\d+)*|[.,]\d+)([eE][-+]?\d+)?")
_DOTTED = re.compile(r"-?[1-9]\d{0,2}(\.\d{3})+")
# More signs than the engine knows by itself, as offices write them.
WITHHELD_WORDS = ("geheim", "vertrouwelijk", "*", "confidential")
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
_BARE = {4: "municipality", 6: "district", 8: "neighbourhood"}
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")


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
    decimal: str | None = None
    withheld: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    units: dict[int, str] = field(default_factory=dict)
    doubts: list[str] = field(default_factory=list)

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
    _area(layout, usable)
    rest = [place for place in usable if place != layout.area]
    _period(layout, rest)
    rest = [place for place in rest if place != layout.period]
    _words(layout, rest)
    rest = [place for place in rest if place not in (layout.level, layout.name)]
    numbers = [place for place in rest if is_numeric(sample.column(place))]
    for meaning, words in _SIZES.items():
        found = [place for place in numbers if _is_size(sample.headers[place], words)]
        if found:
            layout.sizes[meaning] = found[0]
    layout.figures = [
        place
        for place in numbers
        if place not in layout.sizes.values()
        and sample.headers[place].strip().lower() not in _NO_FIGURES
    ] or list(layout.sizes.values())
    _long(layout, [place for place in rest if place not in numbers])
    _one_of_each(layout, [place for place in rest if place not in numbers])
    _notation(layout)
    return layout


def _is_size(header: str, words: Sequence[str]) -> bool:
    """Whether a header is 'Inwoners' or 'Aantal inwoners (2024)', and not 'Inwoners met uitkering'."""
    plain = re.sub(r"\(.*?\)|\d{4}|aantal|totaal|number of|total", " ", header.lower())
    return plain.strip(" .:-_") in words


def is_numeric(cells: Sequence[str]) -> bool:
    """Whether most cells that say anything are numbers."""
    known = (*MISSING_SIGNS, *WITHHELD_SIGNS)
    told = [cell for cell in cells if cell.lower() not in known]
    numbers = sum(1 for cell in told if is_number(cell))
    return bool(told) and numbers >= MOSTLY * len(told)


def is_number(cell: str) -> bool:
    """Whether a cell is a number, perhaps with % or € beside it."""
    return _NUMBER.fullmatch(re.sub(r"[\s%€]", "", cell)) is not None


def _area(layout: Layout, usable: list[int]) -> None:
    sample = layout.sample

    def coded(place: int) -> float:
        cells = sample.column(place)
        # A municipality's code beside a district's: the one that says most is the area.
        fine = [one for cell in cells if (one := repair_code(cell)) is not None]
        spread = len(set(fine)) / len(cells)
        return (len(fine) + spread) / len(cells) if len(fine) >= MOSTLY * len(cells) else 0.0

    best = max(usable, key=lambda place: (coded(place), -place), default=None)
    if best is not None and coded(best) > 0:
        layout.area = best
    else:
        _bare_digits(layout, usable)
    if layout.area is None:
        _own_names(layout, usable)
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


def _bare_digits(layout: Layout, usable: list[int]) -> None:
    """Codes that a spreadsheet made numbers of: 363 and 36301 in a column called gemeente, wijk."""
    sample = layout.sample
    for place in usable:
        header = sample.headers[place].lower()
        cells = sample.column(place)
        digits = [cell for cell in cells if re.fullmatch(r"\d+(\.0)?", cell)]
        if not any(word in header for word in _CODES) or len(digits) < MOSTLY * len(cells):
            continue
        longest = max(len(cell.removesuffix(".0")) for cell in digits)
        named = {"gemeente": 4, "wijk": 6, "buurt": 8}
        width = next((size for word, size in named.items() if word in header), longest)
        level = _BARE.get(max(width, longest) + max(width, longest) % 2)
        if level is not None:
            layout.area, layout.area_level = place, level
            return


def _own_names(layout: Layout, usable: list[int]) -> None:
    """No codes at all: the first column of texts that tell rows apart serves as code."""
    sample = layout.sample
    texts = [place for place in usable if not is_numeric(sample.column(place))]
    named = [p for p in texts if any(w in sample.headers[p].lower() for w in (*_CODES, *_NAMES))]
    for place in [*named, *texts]:
        cells = sample.column(place)
        if len(set(cells)) > 1:
            layout.area, layout.own_codes, layout.name = place, True, place
            layout.doubts.append(
                f"no codes of Statistics Netherlands were found: the texts in "
                f"'{sample.headers[place]}' are the codes"
            )
            layout.skip = [cell for cell in dict.fromkeys(cells) if _is_footer(cell)]
            return


def _is_footer(cell: str) -> bool:
    return bool(re.match(r"(bron|source|totaal|total|\*|noot|note|peildatum)\b", cell.lower()))


def _period(layout: Layout, rest: list[int]) -> None:
    sample = layout.sample
    for place in rest:
        cells = sample.column(place)
        told = any(word in sample.headers[place].lower() for word in _PERIODS)
        fine = [cell for cell in cells if (one := period_of(cell)) and 1900 <= int(one[:4]) <= 2100]
        # Figures of about two thousand look like years too: a header must say so, or few differ.
        few = len(set(cells)) <= 40 and all(_YEAR.search(cell) for cell in cells)
        if len(fine) == len(cells) and (told or few):
            layout.period = place
            return


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
    if layout.own_codes:
        return
    for place in named:
        if _one_for_each(sample, layout.area, place):
            layout.name = place
            return


def _all_codes(cells: Sequence[str]) -> bool:
    return all(level_of(cell) is not None for cell in cells)


def _one_for_each(sample: Sample, area: int | None, place: int) -> bool:
    """Whether each area has one text in this column, and the texts tell areas apart."""
    if area is None:
        return False
    pairs = {(row[area], row[place]) for row in sample.rows if row[area] and row[place]}
    areas, texts = {one for one, _ in pairs}, {text for _, text in pairs}
    return len(pairs) == len(areas) and len(texts) > 0.5 * len(areas)


def _long(layout: Layout, texts: list[int]) -> None:
    """A column of texts that tells the rows of one area and period apart: long layout."""
    if layout.area is None or len(layout.figures) != 1 or not _doubles(layout):
        return
    sample = layout.sample
    for place in texts:
        kinds = set(sample.column(place))
        if 1 < len(kinds) <= 200 and not _doubles(layout, place):
            layout.series, layout.cell = place, layout.figures[0]
            return


def _keys(layout: Layout, row: tuple[str, ...], more: Sequence[int]) -> tuple[str, ...]:
    places = [one for one in (layout.area, layout.period, layout.series) if one is not None]
    return tuple(row[place] for place in (*places, *more))


def _doubles(layout: Layout, *more: int) -> bool:
    """Whether two rows are about the same area and period (and what ``more`` columns say)."""
    rows = [row for row in layout.sample.rows if layout.area is not None and row[layout.area]]
    kept = [row for row in rows if all(row[place] == text for place, text in layout.keep)]
    keys = [_keys(layout, row, more) for row in kept]
    return len(set(keys)) < len(keys)


def _one_of_each(layout: Layout, texts: list[int]) -> None:
    """Rows for men, women and both: keep the ones that are about all."""
    for place in texts:
        if place == layout.series or not _doubles(layout):
            continue
        kinds = list(dict.fromkeys(layout.sample.column(place)))
        everyone = [
            kind for kind in kinds if re.search(r"totaal|total|alle|all\b|18\+|0\+", kind.lower())
        ]
        if 1 < len(kinds) <= 50 and everyone:
            layout.keep.append((place, everyone[0]))
    if layout.area is not None and _doubles(layout):
        layout.doubts.append(
            "some areas have two rows for one period: say with keep which rows are meant"
        )


def _notation(layout: Layout) -> None:
    """Decimal sign, signs for figures that aren't there, and a row of units below the headers."""
    sample = layout.sample
    places = [layout.cell] if layout.cell is not None else layout.figures
    cells = [cell for place in (*places, *layout.sizes.values()) for cell in sample.column(place)]
    numbers = [re.sub(r"[\s%€]", "", cell) for cell in cells if is_number(cell)]
    commas = any("," in number for number in numbers)
    points = [number for number in numbers if "." in number and "," not in number]
    if points and all(_DOTTED.fullmatch(number) for number in points):
        # 1.234 beside 12,5 or 950: the point parts thousands.
        layout.decimal = ","
        if not commas:
            layout.doubts.append("a figure such as 1.234 is read as one thousand and more")
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
    seen = {row[place].lower() for row in rows for place in places if place is not None}
    for cell in odd:
        if cell not in seen or cell in units:
            continue
        if cell in WITHHELD_WORDS or re.fullmatch(r"<\s*\d+", cell):
            layout.withheld.append(cell)
        else:
            layout.missing.append(cell)
            if cell not in MISSING_WORDS:
                layout.doubts.append(f"'{cell}' among the figures is read as missing")


def year_in(texts: Sequence[str]) -> str | None:
    """The last year that is named in ``texts``, or None."""
    found = [year for text in texts for year in _YEAR.findall(text)]
    return found[-1] if found else None


def without_year(header: str) -> tuple[str, str | None]:
    """A header without the year in it, and that year: 'Bijstand 2019 (%)' → 'Bijstand (%)', 2019."""
    years = _YEAR.findall(header)
    if len(set(years)) != 1:
        return header, None
    plain = re.sub(r"\s+", " ", _YEAR.sub(" ", header)).replace("( )", "").strip(" _-.,:")
    return plain, years[0]
