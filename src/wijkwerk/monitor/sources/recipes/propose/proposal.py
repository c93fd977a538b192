"""The text of a first recipe: runs as it is for a simple file, and says what was guessed and why."""

from __future__ import annotations

import os
import re
import shlex
import textwrap
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from wijkwerk.monitor.sources.recipes.odd_numbers import mixed_percents, percent_and_fraction
from wijkwerk.monitor.sources.recipes.propose.guess import guess
from wijkwerk.monitor.sources.recipes.propose.header_periods import is_provisional, year_in
from wijkwerk.monitor.sources.recipes.propose.layout import Layout
from wijkwerk.monitor.sources.recipes.propose.meaning import Meaning, catalogue, meaning_of
from wijkwerk.monitor.sources.recipes.propose.sample import look
from wijkwerk.monitor.sources.recipes.recipe import CHECK
from wijkwerk.monitor.sources.recipes.toml_text import toml_value
from wijkwerk.registry.language import gettext as _
from wijkwerk.registry.language import language
from wijkwerk.shared.problems import InputError, Problem
from wijkwerk.tables.api import Notation, Shape, is_number, notation

_OTHER = ("other", "Overig", "Other")
_NO_YEAR = "2024"


@dataclass(frozen=True)
class _Column:
    """A figure of a file: its column (or series), the period in its header, and what it means."""

    column: str
    year: str | None
    meaning: Meaning


@dataclass(frozen=True)
class Proposal:
    """The text of a recipe with its number of questions, and per file the headers of columns that it
    leaves out."""

    text: str
    questions: int
    left_out: tuple[tuple[str, ...], ...]


def propose_recipe(files: Sequence[Path]) -> Proposal:
    """A recipe for ``files``, explained in the language of the command line. InputError when a file has
    no table or no codes or figures."""
    folder = folder_of(files)
    taken: set[str] = set()
    meaning_by_key: dict[tuple[str, str], Meaning] = {}
    layouts, columns = [], []
    for path in files:
        layout = guess(look(path))
        _usable(layout)
        layouts.append(layout)
        columns.append(_columns(layout, taken, meaning_by_key))
    meanings = {column.meaning.id: column.meaning for some in columns for column in some}
    parts = [
        _head(files, folder),
        _source(files, layouts),
        _definitions(list(meanings.values())),
        *(
            _file(layout, some, str(path.resolve().relative_to(folder)), number)
            for number, (path, layout, some) in enumerate(zip(files, layouts, columns, strict=True))
        ),
    ]
    text = "\n".join(parts)
    left_out = tuple((*layout.unread, *layout.unread_digits) for layout in layouts)
    return Proposal(text, text.count(f"# {CHECK[language()]}"), left_out)


def _question(text: str) -> str:
    return f"{CHECK[language()]}: {text}"


def _comment(text: str) -> str:
    """``text`` as lines of a comment, a # before each."""
    return "".join(f"# {line}\n" for line in textwrap.wrap(text, 90))


def folder_of(files: Sequence[Path]) -> Path:
    """The folder that all files lie in."""
    return Path(os.path.commonpath([path.resolve().parent for path in files]))


def _usable(layout: Layout) -> None:
    name, headers = layout.sample.path.name, ", ".join(layout.sample.headers)
    row = layout.sample.header_row
    if layout.area is None:
        raise InputError(
            [
                Problem(
                    name,
                    row,
                    None,
                    "no column of areas",
                    None,
                    "a column with codes or names of areas",
                    f"The columns are: {headers}.",
                )
            ]
        )
    if not layout.figures:
        raise InputError(
            [
                Problem(
                    name,
                    row,
                    None,
                    "no column of figures",
                    None,
                    "a column with numbers",
                    f"The columns are: {headers}.",
                )
            ]
        )


def _columns(
    layout: Layout, taken: set[str], meaning_by_key: dict[tuple[str, str], Meaning]
) -> list[_Column]:
    sample = layout.sample
    columns = []
    if layout.series is not None and layout.cell is not None:
        kinds = dict.fromkeys(sample.column(layout.series))
        cells = {
            kind: [row[layout.cell] for row in sample.rows if row[layout.series] == kind]
            for kind in kinds
        }
        named = [(kind, kind, "", cells[kind]) for kind in kinds]
    else:
        named = [
            (
                layout.header(place),
                layout.header(place),
                layout.units.get(place, ""),
                sample.column(place),
            )
            for place in layout.figures
        ]
    percents = {layout.header(place) for place in layout.sample.percents}
    title = " ".join(layout.sample.above)
    for column, header, unit, texts in named:
        plain, year = layout.dated.get(header, (header, None))
        if year is not None and not plain:
            # Columns called 2019, 2020: what they hold is told above the table, or by the file.
            plain = layout.sample.above[0] if layout.sample.above else layout.sample.path.stem
        key = (plain.lower(), unit)
        if key not in meaning_by_key:
            values = [
                number
                for text in texts
                if text not in layout.missing
                and (number := _number(text, layout.decimals.get(header))) is not None
            ]
            in_percent = column in percents or any(
                text.endswith("%") for text in texts if text != "%"
            )
            meaning_by_key[key] = meaning_of(
                plain, unit, values, taken, title, in_percent=in_percent
            )
            taken.add(meaning_by_key[key].id)
        mixed = percent_and_fraction(texts)
        if mixed is not None:
            raise InputError([mixed_percents(sample.path.name, None, column, *mixed)])
        columns.append(_Column(column, year, meaning_by_key[key]))
    return columns


def _number(text: str, decimal: str | None) -> float | None:
    """A figure, to see how large they are; None when a cell alone doesn't tell it."""
    if not is_number(text):
        return None
    plain = re.sub(r"[%€]", "", text).replace("−", "-")
    written = {",": Notation.DUTCH, ".": Notation.ENGLISH}.get(decimal or "")
    if written is None:
        is_point = notation.shape_of(plain) is Shape.POINT
        written = Notation.ENGLISH if is_point else Notation.DUTCH
    return notation.number(plain, written)


def _head(files: Sequence[Path], folder: Path) -> str:
    names = ", ".join(path.name for path in files)
    return (
        _comment(_("A first recipe for {files}, made from headers and first rows.", files=names))
        + _comment(
            _(
                "Lines that start with # explain; what is marked {word} was guessed and may be wrong.",
                word=CHECK[language()],
            )
        )
        + f"#\n#   wijkwerk source recipe {_('THIS-FILE')} --data {shlex.quote(str(folder))} "
        f"--out {_('my-source')}\n#   wijkwerk source check {_('my-source')}\n"
    )


def _source(files: Sequence[Path], layouts: Sequence[Layout]) -> str:
    stem = files[0].name.split(".")[0]
    ascii_text = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", "-", ascii_text).strip("-") or "source"
    title = next((text for layout in layouts for text in layout.sample.above), stem)
    own = any(layout.own_codes for layout in layouts)
    text, unknown = toml_value({"nl": title, "en": title}), toml_value(_("unknown"))
    return (
        "[source]\n"
        f"id = {toml_value(name)}\n"
        f"title = {text}  # {_question(_('Dutch and English'))}\n"
        f"publisher = {unknown}  # {_question(_('who published the figures'))}\n"
        f"licence = {unknown}  # {_question(_('under which terms'))}\n"
        + (
            "\n"
            + _comment(
                _(
                    "Nothing is compared yet: codes of one's own lie in no municipality. Keep the row of "
                    "the whole city, with another code (replace under codes, and not under skip), and "
                    "take the # away here."
                )
            )
            + f'# [reference]\n# rule = "area"\n# code = {toml_value(_("CITY"))}\n'
            if own
            else "\n[reference]\n"
            + _comment(
                _(
                    "What an area is compared with: its municipality, or country, or an area or group "
                    'with a code (rule = "area", code = "GM0363").'
                )
            )
            + 'rule = "municipality"\n'
        )
    )


def _definitions(meanings: Sequence[Meaning]) -> str:
    themes = {theme["id"]: theme for theme in catalogue()["theme"]}
    used = dict.fromkeys(meaning.theme or _OTHER[0] for meaning in meanings)
    lines = []
    for theme in used:
        name = themes[theme]["name"] if theme in themes else {"nl": _OTHER[1], "en": _OTHER[2]}
        lines += ["[[theme]]", f"id = {toml_value(theme)}", f"name = {toml_value(name)}", ""]
    for meaning in meanings:
        lines += ["[[indicator]]", f"id = {toml_value(meaning.id)}"]
        if meaning.catalogue is not None:
            lines += [
                "# "
                + _question(
                    _(
                        "'{name}' looks like this indicator of the shipped catalogue.",
                        name=meaning.name,
                    )
                ),
                f"catalogue = {toml_value(meaning.catalogue)}",
                f"theme = {toml_value(meaning.theme)}",
            ]
        else:
            name = toml_value({"nl": meaning.name, "en": meaning.name})
            doubt = f"  # {_question('; '.join(meaning.why))}" if meaning.why else ""
            lines += [
                f"name = {name}",
                f"theme = {toml_value(_OTHER[0])}",
                f"unit = {toml_value(meaning.unit)}{doubt}",
                f"kind = {toml_value(meaning.kind)}",
                f"direction = {toml_value(meaning.better)}",
            ]
        lines.append("")
    return "\n".join(lines)


def _file(layout: Layout, columns: Sequence[_Column], path: str, number: int) -> str:
    """The [[file]] tables: one, or one per year when years stand in the headers."""
    years = list(dict.fromkeys(column.year for column in columns))
    if layout.period is not None or years == [None]:
        return _one_file(layout, columns, path, None, None, None)
    # A column without a year beside columns with one belongs to the last of them.
    last = max(year for year in years if year is not None)
    parts = []
    for place, year in enumerate(sorted({year or last for year in years})):
        some = [column for column in columns if (column.year or last) == year]
        name = f"file-{number + 1}"
        parts.append(
            _one_file(
                layout, some, path, year, name if place == 0 else None, name if place else None
            )
        )
    return "\n".join(parts)


def _one_file(
    layout: Layout,
    columns: Sequence[_Column],
    path: str,
    year: str | None,
    name: str | None,
    like: str | None,
) -> str:
    lines = ["[[file]]"]
    if name is not None:
        lines.append(f"id = {toml_value(name)}")
    if like is not None:
        lines.append(f"like = {toml_value(like)}")
    lines.append(f"path = {toml_value(path)}")
    if year is not None:
        lines.append(
            f"constant = {toml_value({'period': year})}  # {_('the period in the header')}"
        )
    if like is None:
        lines += _reading(layout, year)
    marked = [
        column.column
        for column in columns
        if column.year is not None and is_provisional(column.column)
    ]
    if marked:
        provisional = _(
            "provisional, and read as the others are: {columns}.", columns=", ".join(marked)
        )
        lines.append(f"# {_question(provisional)}")
    lines.append("")
    for column in columns:
        lines += ["[[file.figure]]", f"indicator = {toml_value(column.meaning.id)}"]
        lines.append(f"value = {toml_value(column.column)}")
        base = None if layout.size_factors else layout.sizes.get("inhabitants")
        if column.meaning.unit == "number" and base is not None and layout.series is None:
            lines += [
                "# "
                + _("Take the # away, and the value, to make it a percentage of the inhabitants:"),
                f"# numerator = {toml_value(column.column)}",
                f"# denominator = {toml_value(layout.header(base))}",
            ]
        if base is not None and column.meaning.kind == "rate" and column.meaning.unit == "%":
            lines += [
                "# "
                + _(
                    "Take the # away when the percentage is of the inhabitants: it then gets a margin."
                ),
                f"# base = {toml_value(layout.header(base))}",
            ]
        if column.meaning.factor != 1.0:
            lines.append(f"factor = {toml_value(int(column.meaning.factor))}")
        lines.append("")
    return "\n".join(lines)


def _reading(layout: Layout, year: str | None) -> list[str]:
    sample = layout.sample
    lines = [
        f"# {_question(doubt.rstrip('.'))}{'' if doubt.endswith('?') else '.'}"
        for doubt in layout.doubts
    ]
    if layout.unread:
        unread = _(
            "Columns of words that are not read: {columns}.", columns=", ".join(layout.unread)
        )
        lines.append(f"# {unread}")
    if layout.series is not None:
        lines.append(f'layout = "long"  # {_("a row per figure")}')
    if sample.separator is not None:
        lines.append(f"separator = {toml_value(sample.separator)}")
    if sample.sheet is not None:
        lines.append(f"sheet = {toml_value(sample.sheet)}")
    if sample.header_row != 1:
        lines.append(
            f"header_row = {sample.header_row}  # {_('the names of the columns stand here')}"
        )
    if sample.header_rows != 1:
        lines.append(f"header_rows = {sample.header_rows}  # {_('together they name the columns')}")
    if layout.decimals:
        lines.append(f"decimal = {toml_value(layout.decimals)}")
    if layout.school_years is not None:
        lines.append(f"school_years = {toml_value(layout.school_years)}")
    if layout.year_parts is not None:
        lines.append(f"year_parts = {toml_value(layout.year_parts)}")
    if layout.size_factors:
        factors = {key: int(factor) for key, factor in layout.size_factors.items()}
        lines.append(f"size_factors = {toml_value(factors)}")
    places: dict[str, int | None] = {
        "area": layout.area,
        "period": layout.period,
        "level": layout.level,
        "name": layout.name,
        **layout.sizes,
        "series": layout.series,
        "cell": layout.cell,
    }
    columns = {key: layout.header(place) for key, place in places.items() if place is not None}
    lines.append(f"columns = {toml_value(columns)}")
    if layout.period is None and year is None:
        year_found = year_in([*sample.above, sample.path.name, sample.title or ""])
        why = (
            _("the year in the title or the name of the file")
            if year_found
            else _("no year was found; say which one it is")
        )
        lines.append(
            f"constant = {toml_value({'period': year_found or _NO_YEAR})}  # {_question(why)}"
        )
    if layout.keep:
        keeps = [{"column": layout.header(place), "is": [text]} for place, text in layout.keep]
        lines.append(f"keep = {toml_value(keeps)}  # {_question(_('other rows are left out'))}")
    signs = {"withheld": [".", "x", *layout.withheld]} if layout.withheld else {}
    if layout.missing:
        signs["missing"] = ["NA", "N/A", "null", "nan", "-", "--", *layout.missing]
    if signs:
        lines.append(f"signs = {toml_value(signs)}")
    codes: dict[str, object] = {}
    if layout.area_level is not None:
        codes["level"] = layout.area_level
    if layout.own_codes:
        codes["own"] = True
    if layout.skip:
        codes["skip"] = layout.skip[:50]
    if codes:
        lines.append(f"codes = {toml_value(codes)}")
    return lines
