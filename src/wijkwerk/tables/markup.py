"""The XML of a workbook, gone through once before it is opened: is it safe, and what the reader of
cells can't tell (formulas and whether their value was saved, faults, percent formats).

Office Open XML: ISO/IEC 29500-1, 18.3 (sheets) and 18.8 (styles). OpenDocument: ISO/IEC 26300-1.
Places are (row, column), both from 0.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import IO, Any
from xml.parsers import expat

from wijkwerk.shared.problems import InputError, Problem
from wijkwerk.tables.archive_guard import ARCHIVE_FAULTS, Limits, Source, opened, too_big, too_many
from wijkwerk.tables.superscripts import Noted, Runs, begin_run, is_raised, shared_notes

_DIGITS = "0123456789"
_PERCENT_FORMATS = {"9", "10"}  # built in: 0% and 0.00%
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_MOST_ROWS = 1_048_576  # of any spreadsheet program
_MOST_REPEATED = 1_000  # a filled cell of OpenDocument that says it stands there more often
# Of the styles and the sheets of a workbook together; spreadsheet programs stop at 65,490 cell formats.
_MOST_TAGS = 200_000
_BOOK, _LINKS, _STYLES = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"
_TEXTS = "xl/sharedstrings.xml"
_BINARY, _OPEN_DOCUMENT = "xl/workbook.bin", "content.xml"
_INVISIBLE = ("collapse", "filter")  # of OpenDocument
_MOST_HIDDEN = 50  # ranges of hidden columns that are looked at; each costs time at every cell
Place = tuple[int, int]


@dataclass
class SheetMarkup:
    """What the XML of a sheet tells: every formula by its place, those without a saved value, cells
    that hold a fault such as #REF!, cells in percent format, texts that have signs of notes in
    superscript, and the rows and columns (from 1) that hold something and can't be seen."""

    formulas: dict[Place, str] = field(default_factory=dict)
    unsaved: set[Place] = field(default_factory=set)
    faults: dict[Place, str] = field(default_factory=dict)
    percents: set[Place] = field(default_factory=set)
    notes: dict[Place, Noted] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)


def inspect(source: Source, name: str, limits: Limits) -> dict[str, SheetMarkup]:
    """The markup of every sheet by its name. InputError when the archive is damaged, declares
    entities or is larger than ``limits`` allow."""
    try:
        with opened(source) as stream, zipfile.ZipFile(stream) as archive:
            parts = archive.infolist()
            if sum(part.file_size for part in parts) > limits.unpacked:
                raise InputError([too_big(name, limits.unpacked)])
            if len(parts) > limits.parts:
                raise InputError([too_many(name, "parts", limits.parts)])
            return _inspect_parts(archive, parts, name, limits)
    except InputError:
        raise
    except ARCHIVE_FAULTS as fault:
        raise InputError([not_a_workbook(name, str(fault) or type(fault).__name__)]) from None


def not_a_workbook(name: str, reason: str) -> Problem:
    """The problem of a file that is no workbook, or a damaged one."""
    return Problem(
        name,
        None,
        None,
        "not a workbook that can be opened",
        reason[:80] or None,
        "a file saved as .xlsx, .ods or .xls, without a password",
        "Open it in a spreadsheet program and save it as .xlsx or .csv.",
    )


def _inspect_parts(
    archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo], name: str, limits: Limits
) -> dict[str, SheetMarkup]:
    names = _part_names(parts, name)
    budget = _Budget(name, limits)
    percents = _percent_styles(archive, names, budget)
    sheets = _sheet_parts(archive, names, budget)
    notes: dict[int, Noted] = {}
    if _TEXTS in names:
        notes = shared_notes(archive, names[_TEXTS], _Budget(name, limits).spend)
    markup: dict[str, SheetMarkup] = {}
    elements = budget.elements
    for part in parts:
        reader = _Sheet(name, limits, elements, percents, notes)
        with archive.open(part) as stream:
            sound = reader.read(stream)
        elements = reader.elements
        folded = _folded(part.filename)
        if not sound and (folded in sheets or folded.endswith((".xml", ".rels"))):
            # The reader of cells may be less strict, and go on behind the fault.
            raise InputError([not_a_workbook(name, f"{part.filename} isn't sound XML")])
        if folded == _OPEN_DOCUMENT:
            markup.update(reader.tables)
        for sheet in sheets.get(folded, ()):
            markup[sheet] = reader.markup
    return markup


def _folded(part: str) -> str:
    """The name of a part as the reader of cells compares it: without regard to capitals."""
    return part.replace("\\", "/").lower()


def _part_names(parts: list[zipfile.ZipInfo], name: str) -> dict[str, str]:
    """The name of every part by its folded name. InputError when the archive holds anything but
    one workbook of XML: the reader of cells looks at what is inside, whatever the file is called."""
    names = {_folded(part.filename): part.filename for part in parts}
    if len(names) < len(parts):
        raise InputError([not_a_workbook(name, "two parts of the archive have the same name")])
    if _BINARY in names:
        raise InputError(
            [
                Problem(
                    name,
                    None,
                    None,
                    "is a binary workbook (.xlsb)",
                    None,
                    "an .xlsx or .ods",
                    "Open it in a spreadsheet program and save it as .xlsx.",
                )
            ]
        )
    if _BOOK not in names and _OPEN_DOCUMENT not in names:
        raise InputError([not_a_workbook(name, f"neither {_BOOK} nor {_OPEN_DOCUMENT} in it")])
    return names


def _sheet_parts(
    archive: zipfile.ZipFile, names: Mapping[str, str], budget: _Budget
) -> dict[str, list[str]]:
    """The names of the sheets by the folded name of the part that holds them."""
    if _BOOK not in names or _LINKS not in names:
        return {}
    targets: dict[str, str] = {}
    for _, attributes in _tags(archive, names[_LINKS], budget, {"Relationship"}):
        link = attributes.get("Id", "")
        if link in targets:
            raise InputError([not_a_workbook(budget.name, f"two parts are called {link}")])
        targets[link] = attributes.get("Target", "")
    sheets: dict[str, list[str]] = {}
    for _, attributes in _tags(archive, names[_BOOK], budget, {"sheet"}):
        link = next((value for key, value in attributes.items() if key.endswith(":id")), "")
        target = targets.get(link, "")
        part = target.lstrip("/") if target.startswith("/") else posixpath.join("xl", target)
        sheets.setdefault(_folded(posixpath.normpath(part)), []).append(attributes.get("name", ""))
    return sheets


def _percent_styles(
    archive: zipfile.ZipFile, names: Mapping[str, str], budget: _Budget
) -> set[str]:
    """The numbers of the cell styles that show a fraction as a percentage."""
    if _STYLES not in names:
        return set()
    formats = set(_PERCENT_FORMATS)
    styles: set[str] = set()
    inside, number = False, 0
    lists = {"cellXfs", "cellStyles", "cellStyleXfs", "dxfs"}
    for kind, attributes in _tags(archive, names[_STYLES], budget, {"numFmt", "xf", *lists}):
        if kind == "numFmt":
            shown = "%" in _QUOTED.sub("", attributes.get("formatCode", ""))
            (formats.add if shown else formats.discard)(attributes.get("numFmtId", ""))
        elif kind in lists:
            inside = kind == "cellXfs"
        elif inside:
            if attributes.get("numFmtId") in formats:
                styles.add(str(number))
            number += 1
    return styles


@dataclass
class _Budget:
    """What may still be read of the parts that say where the sheets are and how cells look."""

    name: str
    limits: Limits
    elements: int = 0

    def spend(self) -> None:
        """Count an element. InputError when there are more than the limits allow."""
        self.elements += 1
        if self.elements > self.limits.elements:
            raise InputError([too_many(self.name, "rows", self.limits.rows)])


def _tags(
    archive: zipfile.ZipFile, part: str, budget: _Budget, wanted: set[str]
) -> list[tuple[str, dict[str, str]]]:
    """The start tags of a part that are ``wanted``; none of what can't be parsed (that is told when
    it is read). InputError when there are more than a real workbook has."""
    tags: list[tuple[str, dict[str, str]]] = []
    parser = expat.ParserCreate()

    def start(tag: str, attributes: dict[str, str]) -> None:
        budget.spend()
        kind = tag.rpartition(":")[2]
        if kind in wanted:
            if len(tags) >= _MOST_TAGS:
                raise InputError([too_many(budget.name, "styles or sheets", _MOST_TAGS)])
            tags.append((kind, attributes))

    def declared(*_declaration: Any) -> None:
        raise expat.ExpatError

    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = declared
    try:
        with archive.open(part) as stream:
            parser.ParseFile(stream)
    except expat.ExpatError:
        return []
    return tags


class _Sheet:
    """Goes through one part: counts everywhere, and looks closer at cells."""

    def __init__(
        self,
        name: str,
        limits: Limits,
        elements: int,
        percents: set[str],
        notes: Mapping[int, Noted],
    ) -> None:
        self.name, self.limits, self.elements = name, limits, elements
        self.markup = SheetMarkup()
        self.tables: dict[str, SheetMarkup] = {}  # OpenDocument keeps all sheets in one part
        self._percents = percents
        self._notes = notes  # of the shared texts, by their number
        self._is_shared = self._is_inline = False
        self._runs: Runs | None = None  # of the cell, when its text may have signs of notes
        self._style = ""
        self._raised: set[str] = set()  # styles of OpenDocument
        self._places: tuple[Place, ...] = ()
        self._kinds: dict[str, str] = {}
        self._columns: dict[str, int] = {}
        self._hides_row = False
        self._hidden_ranges: list[tuple[int, int]] = []  # of columns, from 1
        self._row = self._column = self._row_elements = 0
        self._last_row = self._last_column = 0
        self._place: Place = (0, 0)
        self._text: list[str] = []
        self._is_text_formula = False
        self._saved = False
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.StartDoctypeDeclHandler = self._declared

    def read(self, stream: IO[bytes]) -> bool:
        """Whether the part is sound XML; pictures and the like aren't, and are left alone."""
        try:
            self._parser.ParseFile(stream)
        except expat.ExpatError:
            return False
        return True

    def _declared(self, *_told: Any) -> None:
        raise InputError(
            [
                Problem(
                    self.name,
                    None,
                    None,
                    "declares entities",
                    None,
                    "a spreadsheet without them",
                    "Open it in a spreadsheet program and save it as .xlsx or .csv.",
                )
            ]
        )

    def _start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self.elements += 1
        if self.elements > self.limits.elements:
            raise InputError([too_many(self.name, "rows", self.limits.rows)])
        kind = self._kinds.get(tag)
        if kind is None:
            kind = self._kinds[tag] = tag.rpartition(":")[2]
        if kind == "c":
            self._cell(attributes)
        elif kind == "row":
            self._new_row(attributes.get("r"))
            self._hides_row = attributes.get("hidden") in ("1", "true")
        elif kind == "col":
            self._hide_columns(attributes)
        elif kind in ("v", "is"):
            self._holds_something()
        elif kind == "f":
            self._formula()
        elif kind == "table-row":
            self._row += _repeated(attributes, "number-rows-repeated")
            self._column = 0
            self._hides_row = attributes.get("table:visibility") in _INVISIBLE
        elif kind == "table-column":
            first, self._column = (
                self._column + 1,
                self._column + _repeated(attributes, "number-columns-repeated"),
            )
            if attributes.get("table:visibility") in _INVISIBLE:
                self._hidden_ranges.append((first, self._column))
        elif kind in ("table-cell", "covered-table-cell"):
            self._open_cell(attributes)
        elif kind == "table" and "table:name" in attributes:
            self.markup = self.tables[attributes["table:name"]] = SheetMarkup()
            self._row = self._column = self._last_row = self._last_column = 0
            self._hidden_ranges = []
        else:
            self._within_text(kind, attributes)

    def _within_text(self, kind: str, attributes: Mapping[str, str]) -> None:
        """Tags of texts and their styles."""
        if kind == "style":
            self._style = attributes.get("style:name", "")
        elif kind == "text-properties" and is_raised(attributes.get("style:text-position", "")):
            self._raised.add(self._style)
        elif self._runs is not None:
            if kind == "span":
                self._runs.begin(attributes.get("text:style-name") in self._raised)
            elif kind == "annotation":
                self._runs.silence(True)
            elif kind in ("p", "s", "tab"):
                self._runs.add(" ")
            else:
                begin_run(self._runs, kind, attributes)
        elif kind == "r" and self._is_inline:
            self._open_runs((self._place,))

    def _open_runs(self, places: tuple[Place, ...]) -> None:
        """Put the text of these cells, that are the same, together out of its runs."""
        self._runs, self._places = Runs(), places
        self._listen()
        self._parser.CharacterDataHandler = self._runs.add

    def _close_runs(self) -> None:
        noted = None if self._runs is None else self._runs.finish()
        if noted is not None:
            self.markup.notes.update(dict.fromkeys(self._places, noted))
        self._runs = None

    # -- Office Open XML

    def _new_row(self, number: str | None) -> None:
        try:
            self._row = self._row + 1 if number is None else int(float(number))
        except ValueError:
            self._row += 1  # who reads the cells tells of it
        self._column = 0
        self._row_elements += 1
        if self._row > _MOST_ROWS or self._row_elements > self.limits.rows:
            raise InputError([too_many(self.name, "rows", self.limits.rows)])

    def _cell(self, attributes: Mapping[str, str]) -> None:
        place = attributes.get("r", "")
        letters = place.rstrip(_DIGITS)
        row, column = self._row, self._column + 1
        if letters and letters != place:
            column = self._columns.get(letters) or self._number_of(letters)
            row = int(place[len(letters) :])
        self._column = column
        if column > self.limits.columns:
            raise InputError([too_many(self.name, "rows", self.limits.rows)])
        self._place = (row - 1, column - 1)
        kind = attributes.get("t")
        if attributes.get("s") in self._percents:
            self.markup.percents.add(self._place)
        self._is_text_formula = kind == "str"
        self._is_inline = kind == "inlineStr"
        self._is_shared = kind == "s" and bool(self._notes)
        if self._is_shared:
            self._listen()
        if kind == "e":
            self.markup.faults[self._place] = "#REF!"
            self._listen()

    def _holds_something(self) -> None:
        """Room is made for cells that hold something; those with a format alone cost nothing."""
        row, column = self._place[0] + 1, self._place[1] + 1
        if row > self._last_row or column > self._last_column:
            self._bounded(row, column)
        if self._hides_row:
            self.markup.hidden_rows.add(row)
        if self._hidden_ranges:
            self._note_hidden(column, column)

    def _hide_columns(self, attributes: Mapping[str, str]) -> None:
        if attributes.get("hidden") not in ("1", "true"):
            return
        first, last = attributes.get("min", ""), attributes.get("max", "")
        if first.isdecimal() and last.isdecimal() and len(self._hidden_ranges) < _MOST_HIDDEN:
            self._hidden_ranges.append((int(first), int(last)))

    def _note_hidden(self, first: int, last: int) -> None:
        for start, end in self._hidden_ranges:
            self.markup.hidden_columns.update(range(max(first, start), min(last, end) + 1))

    def _number_of(self, letters: str) -> int:
        number = 0
        for letter in letters[:4].upper():
            number = number * 26 + ord(letter) - 64
        self._columns[letters] = number
        return number

    def _bounded(self, row: int, column: int) -> None:
        self._last_row, self._last_column = max(self._last_row, row), max(self._last_column, column)
        if self._last_row > self.limits.rows:
            raise InputError([too_many(self.name, "rows", self.limits.rows)])
        if self._last_row * self._last_column > self.limits.rectangle:
            raise InputError([too_many(self.name, "rows", self.limits.rectangle)])

    def _formula(self) -> None:
        self.markup.formulas[self._place] = "="
        self.markup.unsaved.add(self._place)
        self._listen()

    def _listen(self) -> None:
        """Texts and ends of elements matter inside this cell; elsewhere they cost too much."""
        self._text = []
        self._parser.CharacterDataHandler = self._text.append
        self._parser.EndElementHandler = self._end

    def _end(self, tag: str) -> None:
        kind = self._kinds.get(tag, tag.rpartition(":")[2])
        text = "".join(self._text)
        if self._runs is not None:
            self._end_of_runs(kind)
        elif kind == "f":
            self.markup.formulas[self._place] = f"={text}"
        elif kind == "v":
            if text or self._is_text_formula:
                self.markup.unsaved.discard(self._place)
            if self._place in self.markup.faults:
                self.markup.faults[self._place] = text or "#REF!"
            if self._is_shared and text.isdecimal() and int(text) in self._notes:
                self.markup.notes[self._place] = self._notes[int(text)]
        elif kind == "c":
            self._parser.CharacterDataHandler = None
            self._parser.EndElementHandler = None
        self._text.clear()

    def _end_of_runs(self, kind: str) -> None:
        assert self._runs is not None
        if kind in ("rPh", "annotation"):
            self._runs.silence(False)
        elif kind == "span":
            self._runs.begin()
        elif kind in ("c", "table-cell", "covered-table-cell"):
            self._close_runs()
            self._parser.CharacterDataHandler = None
            self._parser.EndElementHandler = None

    # -- OpenDocument

    def _open_cell(self, attributes: Mapping[str, str]) -> None:
        kind = attributes.get("office:value-type")
        formula = attributes.get("table:formula")
        times = _repeated(attributes, "number-columns-repeated")
        if kind is not None or formula is not None:
            # Room is made for every cell that is filled; empty ones at the end cost nothing.
            self._bounded(self._row, self._column + times)
            if self._hides_row:
                self.markup.hidden_rows.add(self._row)
            if self._hidden_ranges:
                self._note_hidden(self._column + 1, self._column + times)
            for number in range(min(times, _MOST_REPEATED)):
                place = (self._row - 1, self._column + number)
                if formula is not None:
                    self.markup.formulas[place] = formula.partition(":")[2] or formula
                    if kind is None:
                        self.markup.unsaved.add(place)
                if kind == "percentage":
                    self.markup.percents.add(place)
            if kind == "string" and self._raised:
                row, filled = self._row - 1, range(min(times, _MOST_REPEATED))
                self._open_runs(tuple((row, self._column + number) for number in filled))
        self._column += times


def _repeated(attributes: Mapping[str, str], attribute: str) -> int:
    try:
        return max(1, int(attributes.get(f"table:{attribute}", "1")))
    except ValueError:
        return 1
