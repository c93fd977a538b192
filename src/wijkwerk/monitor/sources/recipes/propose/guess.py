"""What the columns of a sample are: codes, periods, levels, names, figures. Guesses, each told."""

from __future__ import annotations

import re
from collections.abc import Sequence

from wijkwerk.areas.api import level_of
from wijkwerk.monitor.sources.moments import one_digit
from wijkwerk.monitor.sources.recipes.cells import (
    may_be_school_years,
    period_in,
    period_of,
    year_parts,
)
from wijkwerk.monitor.sources.recipes.odd_numbers import is_filler, stands_for_nothing
from wijkwerk.monitor.sources.recipes.propose.areas import NAMES, find_areas
from wijkwerk.monitor.sources.recipes.propose.factors import (
    may_be_times,
    times,
    without_times,
)
from wijkwerk.monitor.sources.recipes.propose.header_periods import (
    YEAR,
    header_periods,
    is_forecast,
)
from wijkwerk.monitor.sources.recipes.propose.layout import Layout, is_numeric, one_for_each
from wijkwerk.monitor.sources.recipes.propose.outline import second_codes
from wijkwerk.monitor.sources.recipes.propose.sample import Sample
from wijkwerk.monitor.sources.recipes.propose.totals import ask_about_totals, leave_out_totals
from wijkwerk.monitor.sources.recipes.recipe import LEVELS
from wijkwerk.registry.language import gettext as _
from wijkwerk.registry.language import in_language
from wijkwerk.shared.problems import InputError, Problem
from wijkwerk.tables.api import (
    MISSING_SIGNS,
    SPREADSHEET_FAULTS,
    WITHHELD_SIGNS,
    Notation,
    Shape,
    is_formula,
    is_number,
    notation,
)

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
    "month",
    "quarter",
    "jaren",
    "years",
)
# A column that is called so and no more holds periods, or can't be read.
_PERIOD_HEADER = re.compile(rf"(?i)\s*(?:{'|'.join(_PERIODS)}|week|halfjaar)\s*")
_NO_FIGURES = (
    "id", "nr", "nummer", "volgnummer", "postcode", "pc4", "pc6", "lat", "lon", "latitude",
    "longitude", "x", "y", "rang", "rank", "rij", "index", "#", "objectid", "fid",
)  # fmt: skip
# A column called so tells which row it is; sums and means of it say nothing.
_CODE_HEADER = re.compile(r"(?i).*code|code\b.*|.*[a-z](?:nr|nummer|number)|(?:nr|nummer)\b.*")
_AREA_HEADER = re.compile(
    r"(?i)(?:naam |name of )?(?:wijk|buurt|gebied|gemeente|stadsdeel|district|neighbou?rhood|area)"
)
# A kind that is about everybody, as a word of its own: not 'alle' in 'Alleenstaand', nor 0+ in 80+.
_EVERYONE = re.compile(
    r"\b(?:totaal|total|alle|allen|all|iedereen|everyone)\b|(?<!\d)(?:18|0)\+", re.IGNORECASE
)


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
        layout.doubts.append(
            _("columns that stand twice are not read: {columns}", columns=", ".join(double))
        )
    if sample.hidden:
        layout.doubts.append(
            _("sheets that can't be seen are not read: {sheets}", sheets=", ".join(sample.hidden))
        )
    layout.doubts += [
        _("can't be seen, and is read: {part}", part=in_language(part))
        for part in sample.hidden_parts
    ]
    if sample.others:
        layout.doubts.append(
            _("other sheets are not read: {sheets}", sheets=", ".join(sample.others))
        )
    if sample.superscripts:
        layout.doubts.append(
            _(
                "signs of notes in superscript are left out of {cells}",
                cells=", ".join(sample.superscripts[:8]),
            )
        )
    find_areas(layout, usable)
    rest = [place for place in usable if place != layout.area]
    _period(layout, rest)
    rest = [place for place in rest if place != layout.period]
    _words(layout, rest)
    leave_out_totals(layout)
    rest = [place for place in rest if place not in (layout.level, layout.name)]
    numbers = [place for place in rest if is_numeric(sample.column(place))]
    for meaning, size_words in _SIZES.items():
        size_columns = [place for place in numbers if _is_size(sample.headers[place], size_words)]
        if size_columns:
            layout.sizes[meaning] = size_columns[0]
    numbers = [place for place in numbers if not _is_other_period(layout, place)]
    layout.figures = [
        place
        for place in numbers
        if place not in layout.sizes.values() and not _is_no_figure(sample.headers[place])
    ] or list(layout.sizes.values())
    _long(layout, [place for place in rest if place not in numbers])
    _one_of_each(layout, [place for place in rest if place not in numbers])
    _leave_out_forecasts(layout)
    if layout.period is None:
        names = [layout.header(place) for place in layout.figures]
        if layout.series is not None:
            names = list(dict.fromkeys(sample.column(layout.series)))
        periods = header_periods(names)
        layout.dated = periods.named
        layout.doubts += periods.doubts
        _ask_about_undated(layout, names)
    second_codes(layout)
    ask_about_totals(layout)
    _notation(layout)
    _sizes(layout)
    _unread(layout, usable)
    return layout


def _is_other_period(layout: Layout, place: int) -> bool:
    """Whether a column of numbers holds years, by its header and every cell; asked where they aren't
    those of the column of periods."""
    sample = layout.sample
    header, cells = sample.headers[place], sample.column(place)
    if not any(word in header.lower() for word in _PERIODS) or not all(
        YEAR.fullmatch(cell) for cell in cells
    ):
        return False
    period = layout.period
    if period is not None and any(
        row[place] and row[period] and row[place] not in row[period] for row in sample.rows
    ):
        layout.doubts.append(
            _(
                "'{header}' has other years than '{periods}': which ones hold?",
                header=header,
                periods=sample.headers[period],
            )
        )
    return True


def _leave_out_forecasts(layout: Layout) -> None:
    """Forecasts and targets beside figures: nothing that was measured, so they aren't read."""
    forecasts = [place for place in layout.figures if is_forecast(layout.header(place))]
    if forecasts and len(forecasts) < len(layout.figures):
        layout.figures = [place for place in layout.figures if place not in forecasts]
        layout.doubts.append(
            _(
                "forecasts and targets are no measured figures and not read: {columns}",
                columns=", ".join(map(layout.header, forecasts)),
            )
        )
    elif forecasts:
        layout.doubts.append(
            _(
                "these are forecasts or targets, and no measured figures: {columns}",
                columns=", ".join(map(layout.header, forecasts)),
            )
        )


def _ask_about_undated(layout: Layout, names: Sequence[str]) -> None:
    """Columns without exactly one year, beside columns with one: nothing tells what year they are of."""
    undated = [name for name in names if name not in layout.dated]
    if undated and layout.dated:
        layout.doubts.append(
            _(
                "of which year are these? They don't name one, and are read as {year}: {columns}",
                year=max(period for plain, period in layout.dated.values()),
                columns=", ".join(undated),
            )
        )


def _sizes(layout: Layout) -> None:
    """Inhabitants that are counted in thousands, by their header or unit or because they aren't whole."""
    sample = layout.sample
    for meaning, place in layout.sizes.items():
        header, unit = sample.headers[place], layout.units.get(place, "")
        factor = times(unit) or times(header) or times(" ".join(sample.above))
        if factor is not None:
            layout.size_factors[meaning] = factor
            layout.doubts.append(
                _(
                    "'{header}' is multiplied by {factor:,.0f}, as its header says",
                    header=header,
                    factor=factor,
                )
            )
        elif possible := may_be_times(unit) or may_be_times(header):
            layout.doubts.append(
                _("does '{header}' count x {factor:,.0f}?", header=header, factor=possible)
            )
        elif any(re.fullmatch(r"\d+[.,](?:\d|\d\d)", cell) for cell in sample.column(place)):
            layout.doubts.append(
                _("'{header}' aren't whole numbers: are they thousands?", header=header)
            )


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
        *layout.numbers,
        *(place for place, kind in layout.keep),
    }
    left = [place for place in usable if place not in read]
    digits = [
        sample.headers[place]
        for place in left
        if 2 * sum(any(map(str.isdigit, cell)) for cell in sample.column(place))
        > len(sample.column(place))
    ]
    layout.unread = [sample.headers[place] for place in left if sample.headers[place] not in digits]
    asked_about = " ".join(layout.doubts)
    if digits := [header for header in digits if header not in asked_about]:
        layout.unread_digits = digits
        layout.doubts.append(_("columns that are not read: {columns}", columns=", ".join(digits)))
    for place in left:
        amounts = [cell for cell in sample.column(place) if times(cell) is not None]
        if sample.headers[place] in layout.unread and amounts:
            layout.doubts.append(
                _(
                    "'{cell}' in '{header}', that is not read: which figures are x {factor:,.0f}?",
                    cell=amounts[0],
                    header=sample.headers[place],
                    factor=times(amounts[0]),
                )
            )


def _is_size(header: str, size_words: Sequence[str]) -> bool:
    """Whether a header is 'Inwoners' or 'Aantal inwoners (2024)', and not 'Inwoners met uitkering'."""
    plain = re.sub(
        r"\d{4}|aantal|totaal|number of|total|x$", " ", without_times(header.lower()).rstrip()
    )
    return plain.strip(" .:-_") in size_words


def _period(layout: Layout, rest: list[int]) -> None:
    sample = layout.sample
    for place in rest:
        cells = sample.column(place)
        if may_be_school_years(cells):
            layout.period, layout.school_years = place, "first"
            layout.doubts.append(
                _(
                    "{cell} is taken for a school year that stands under its first year; say "
                    'school_years = "none" when it is a month',
                    cell=cells[0],
                )
            )
            return
        header = sample.headers[place]
        names_period = any(word in header.lower() for word in _PERIODS)
        parts = year_parts(cells, header) or _likely_part(cells)
        # These are no school years, so that 2010/11 among them is a month.
        periods = [period_in(cell, "none", parts) for cell in cells]
        fine = [period for period in periods if period and 1900 <= int(period[:4]) <= 2100]
        # Figures of about two thousand look like years too: a header must say so, or few differ.
        few = len(set(cells)) <= 40 and all(YEAR.search(cell) for cell in cells)
        if len(fine) == len(cells) and (names_period or few):
            layout.period = place
            _either_way(layout, cells)
            if parts is not None and year_parts(cells, header) is None:
                layout.year_parts = parts
                layout.doubts.append(
                    _(
                        "{cell} is read as a quarter, {period}; say in year_parts when it isn't",
                        cell=cells[0],
                        period=periods[0],
                    )
                )
            return
    for place in rest:
        cells, header = sample.column(place), sample.headers[place]
        if _PERIOD_HEADER.fullmatch(header) and any(map(_has_digit, cells)):
            _refuse_periods(layout, place)


def _likely_part(cells: Sequence[str]) -> str | None:
    """What one digit beside a year most likely is where nothing tells: four of them are quarters, two
    may be halves of a year, which are no period."""
    digits = {part[1] for cell in cells if (part := one_digit(cell)) is not None}
    return "quarter" if digits in ({"1", "2", "3", "4"}, {"1", "2", "3"}) else None


def _has_digit(text: str) -> bool:
    return any(map(str.isdigit, text))


def _refuse_periods(layout: Layout, place: int) -> None:
    """InputError for a column of periods in which some can't be read: without them the figures of all
    periods would be of one."""
    sample = layout.sample
    cells = sample.column(place)
    parts = year_parts(cells, sample.headers[place])
    wrong = next((cell for cell in cells if period_in(cell, "none", parts) is None), cells[0])
    halves = one_digit(wrong) is not None
    raise InputError(
        [
            Problem(
                sample.path.name,
                sample.header_row,
                sample.headers[place],
                "periods that can't be read",
                wrong,
                "a year, 2012-10, 2012-Q3 or a day such as 31-12-2012 in every row",
                "Is it a month, a quarter or half a year? Write 2020-01 or 2020-Q1; half a year as the "
                "month that it ends with."
                if halves
                else "Write the periods out in the file. Of a period of several years, write the last.",
            )
        ]
    )


def _either_way(layout: Layout, cells: Sequence[str]) -> None:
    """Ask about 3/4/2020 in a column that no cell makes one of days first."""
    dates = [re.fullmatch(r"(\d{1,2})/(\d{1,2})/\d{4}", cell) for cell in cells]
    days = [(int(date[1]), int(date[2])) for date in dates if date is not None]
    example = next((cell for cell, date in zip(cells, dates, strict=True) if date), None)
    if days and all(first <= 12 for first, _ in days) and any(a != b for a, b in days):
        layout.doubts.append(
            _(
                "{cell} is read with the day first, as {period}",
                cell=example,
                period=period_of(example or ""),
            )
        )


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
    named = [p for p in texts if any(word in sample.headers[p].lower() for word in NAMES)]
    for place in named:
        if one_for_each(sample, layout.area, place):
            layout.name = place
            return
    if layout.own_codes:
        layout.name = layout.area


def _all_codes(cells: Sequence[str]) -> bool:
    return all(level_of(cell) is not None for cell in cells)


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
            layout.series = place
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
            _("some areas have two rows for one period: say with keep which rows are meant")
        )


def _notation(layout: Layout) -> None:
    """Decimal signs, signs for figures that aren't there, and a row of units below the headers."""
    sample = layout.sample
    cells = [cell for place in layout.numbers for cell in sample.column(place)]
    _decimals(layout)
    area = layout.area
    units = {"%", "aantal", "euro", "€", "number", "percentage", "pct"}
    first = sample.rows[0]
    if area is not None and not first[area]:
        layout.units = {place: first[place] for place in layout.numbers if first[place]}
    for place in layout.numbers:
        _fillers(layout, place)
    odd = {
        cell.lower(): None
        for cell in cells
        if not is_number(cell) and cell.lower() not in (*MISSING_SIGNS, *WITHHELD_SIGNS)
    }
    rows = [row for row in sample.rows if area is None or row[area]]
    cells_present = {row[place].lower() for row in rows for place in layout.figures}
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
                layout.doubts.append(_("'{cell}' among the figures is read as missing", cell=cell))


def _fillers(layout: Layout, place: int) -> None:
    """-99997, 9999999 and the like stand for 'no figure': those that surely do aren't read."""
    column = layout.sample.column(place)
    fillers = [cell for cell in dict.fromkeys(column) if is_filler(cell)]
    if not fillers:
        return
    others = [
        number
        for cell in column
        if not is_filler(cell) and (number := notation.number(cell, Notation.DUTCH)) is not None
    ]
    header = layout.sample.headers[place]
    for cell in fillers:
        number = notation.number(cell, Notation.DUTCH)
        if number is not None and stands_for_nothing(number, others):
            if cell not in layout.missing:
                layout.missing.append(cell)
            layout.doubts.append(
                _(
                    "'{cell}' among the figures of '{header}' is read as missing",
                    cell=cell,
                    header=header,
                )
            )
        else:
            layout.doubts.append(
                _(
                    "does {cell} in '{header}' stand for no figure? It is read as one; name it under "
                    "signs",
                    cell=cell,
                    header=header,
                )
            )


def _decimals(layout: Layout) -> None:
    """The decimal sign of columns that don't tell it: 24.310 is asked for, and read as thousands
    until somebody answers."""
    sample = layout.sample
    columns = [place for place in layout.numbers if place not in sample.typed]
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
        layout.doubts.append(
            _(
                "is {cell} in '{header}' more than a thousand? It is read so; if not, its decimal "
                "sign is '{sign}'",
                cell=example,
                header=header,
                sign="." if Shape.POINT in open_shapes else ",",
            )
        )


def _shape(cell: str) -> Shape:
    return notation.shape_of(re.sub(r"[%€]", "", cell).replace("−", "-"))
