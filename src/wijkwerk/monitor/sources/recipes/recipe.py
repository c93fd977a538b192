"""A recipe as frozen data: which files, which columns, which figures. Read from TOML, never code."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from referencing import Registry, Resource

from wijkwerk.config.api import Document, TomlFile, hint, load_toml, schema_document
from wijkwerk.monitor.sources.toml import SCHEMAS
from wijkwerk.shared.problems import InputError, Problem, Severity
from wijkwerk.tables.api import MISSING_SIGNS, WITHHELD_SIGNS, Form

# The word that ``source init`` marks its guesses with, in the language of who asked.
CHECK = {"en": "CHECK", "nl": "CONTROLEER"}
LEVELS = {
    "land": "country",
    "gemeente": "municipality",
    "wijk": "district",
    "buurt": "neighbourhood",
    "country": "country",
    "municipality": "municipality",
    "district": "district",
    "neighbourhood": "neighbourhood",
}


@dataclass(frozen=True)
class Reading:
    """A file and how it is written; ``decimals`` are the decimal signs of columns, '' for all that
    aren't named. What isn't said is found out from the file itself."""

    path: str
    form: Form = field(default_factory=Form)
    decimals: tuple[tuple[str, str], ...] = ()

    def decimal(self, header: str) -> str | None:
        """The decimal sign of a column, as far as the recipe says it.

        None when the recipe doesn't say.
        """
        sign_by_header = dict(self.decimals)
        return sign_by_header.get(header, sign_by_header.get(""))


@dataclass(frozen=True)
class Signs:
    """What cells without a figure mean; texts in lower case."""

    withheld: tuple[str, ...] = WITHHELD_SIGNS
    missing: tuple[str, ...] = tuple(sign for sign in MISSING_SIGNS if sign)
    not_asked: tuple[str, ...] = ()
    blank: str = "missing"  # missing | withheld | not_asked | withheld_where_asked | zero
    zero: str = "value"  # value | withheld | missing


@dataclass(frozen=True)
class Codes:
    """How codes of areas are mended: replaced, given a level, skipped."""

    replace: Mapping[str, str] = field(default_factory=dict)
    level: str | None = None
    own: bool = False
    skip: tuple[str, ...] = ()
    pattern: str | None = None  # the part of a text that is the code
    # column with the area (a municipality) within which the code is unique: it goes before the code
    within: str | None = None


@dataclass(frozen=True)
class Keep:
    """A condition on a column: ``test`` is is, not or starts_with."""

    column: str
    test: str
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Add:
    """Columns ``take`` of another file, where ``key`` (column here → column there) agrees."""

    reading: Reading
    key: Mapping[str, str]
    take: tuple[str, ...]
    signs: Signs
    keep: tuple[Keep, ...] = ()


@dataclass(frozen=True)
class Figure:
    """How an indicator follows from columns (or series, in long layout). Lists are added up."""

    indicator: str
    value: tuple[str, ...] = ()
    numerator: tuple[str, ...] = ()
    denominator: tuple[str, ...] = ()
    base: tuple[str, ...] = ()
    variance: tuple[str, ...] = ()
    factor: float = 1.0
    where: tuple[Keep, ...] = ()
    zero: str | None = None
    status: str | None = None

    @property
    def operands(self) -> tuple[str, ...]:
        """All columns that the figure uses, each once."""
        parts = (self.value, self.numerator, self.denominator, self.base, self.variance)
        return tuple(dict.fromkeys(name for part in parts for name in part))


@dataclass(frozen=True)
class File:
    """An input file: ``columns`` maps a meaning (area, period, …) to the header of a column."""

    number: int  # its place in the recipe, from 0
    reading: Reading
    long: bool
    vintage: str | None
    columns: Mapping[str, str]
    constant: Mapping[str, str]
    levels: Mapping[str, str]
    name_levels: tuple[str, ...]
    name_remove: str | None
    keep: tuple[Keep, ...]
    signs: Signs
    codes: Codes
    add: tuple[Add, ...]
    figures: tuple[Figure, ...]
    school_years: str | None = None  # first | last | none: which year stands for 2010/11
    year_parts: str | None = None  # month | quarter: what 2020-1 stands for
    repeats: str = "error"  # error | leave_out: rows that say the same as another
    # by which inhabitants and dwellings are multiplied: 1000 for 'x 1 000'
    size_factors: Mapping[str, float] = field(default_factory=dict)

    @property
    def place(self) -> str:
        """Where it stands in the recipe, for messages."""
        return f"file.{self.number}"


@dataclass(frozen=True)
class Names:
    """A file that knows names, inhabitants and dwellings of areas."""

    reading: Reading
    columns: Mapping[str, str]
    name_remove: str | None
    codes: Codes
    keep: tuple[Keep, ...]
    size_factors: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Correspondence:
    """A file that says where each old area went."""

    reading: Reading
    area_from: str
    area_to: str
    weight: str | None
    vintage_from: str
    vintage_to: str
    codes: Codes
    keep: tuple[Keep, ...]


@dataclass(frozen=True)
class LeaveOut:
    """A figure that is wrong in the file; None: every indicator, every period."""

    area: str
    reason: str
    indicator: str | None = None
    period: str | None = None


@dataclass(frozen=True)
class Recipe:
    """A recipe after reading. ``settings`` and ``definitions`` go to the source as they are."""

    name: str
    settings: Document
    definitions: Document
    vintage: str | None
    indicators: tuple[str, ...]
    files: tuple[File, ...]
    names: tuple[Names, ...]
    areas: tuple[Document, ...]
    groups: tuple[Document, ...]
    correspondence: tuple[Correspondence, ...]
    geometry: tuple[tuple[str, str], ...]  # path, property with the code
    leave_out: tuple[LeaveOut, ...] = ()
    questions: tuple[Problem, ...] = ()  # lines marked CHECK


def recipe_schema() -> tuple[Document, Registry[Any]]:
    """The schema of recipes, and those of sources and indicators that it refers to."""
    parts = [
        (f"{name}.schema.json", Resource.from_contents(schema_document(SCHEMAS, name)))
        for name in ("source", "indicators")
    ]
    registry: Registry[Any] = Registry().with_resources(parts)
    return schema_document("wijkwerk.monitor.sources.recipes", "recipe"), registry


def read_recipe(path: Path) -> Recipe:
    """Read and check ``path``; InputError with every fault, each with its line."""
    text = load_toml(path, *recipe_schema())
    if text.problems:
        raise InputError(text.problems)
    document = text.document
    problems: list[Problem] = []
    files = _files(text, problems)
    ids = [indicator["id"] for indicator in document["indicator"]]
    _indicators(text, files, ids, problems)
    if problems:
        raise InputError(problems)
    return Recipe(
        name=path.name,
        settings={
            key: document[key]
            for key in ("source", "reference", "disclosure", "warning", "vintages")
            if key in document
        },
        definitions={
            key: document[key] for key in ("theme", "indicator", "composite") if key in document
        },
        vintage=document["source"].get("vintage"),
        indicators=tuple(ids),
        files=tuple(files),
        names=tuple(_names(entry) for entry in document.get("names", ())),
        areas=tuple(document.get("area", ())),
        groups=tuple(document.get("group", ())),
        correspondence=tuple(
            _correspondence(entry) for entry in document.get("correspondence", ())
        ),
        geometry=tuple((entry["path"], entry["code"]) for entry in document.get("geometry", ())),
        leave_out=tuple(LeaveOut(**entry) for entry in document.get("leave_out", ())),
        questions=tuple(_questions(path)),
    )


def _questions(path: Path) -> Iterator[Problem]:
    """Comments that start with CHECK (in any language), which ``source init`` writes where it guessed:
    they are repeated until somebody answers them and takes the word away."""
    for number, line in enumerate(path.read_text("utf-8-sig").splitlines(), 1):
        # A text may hold a #: whatever stands between quotation marks is no comment.
        comment = _QUESTION.search(re.sub(_TEXTS, _blanked, line))
        if comment is not None:
            text = line[comment.end() :].strip().rstrip(".")
            yield Problem(
                path.name,
                number,
                None,
                "still to be checked",
                text or None,
                "an answer",
                f"Mend the line when it is wrong, and take the word {comment['word']} away.",
                Severity.WARNING,
            )


_QUESTION = re.compile(rf"#\s*(?P<word>{'|'.join(CHECK.values())})\b:?")
_TEXTS = re.compile(r'"(?:[^"\\]|\\.)*"|\'[^\']*\'')


def _blanked(text: re.Match[str]) -> str:
    # A comment holds apostrophes too: only texts before it count.
    before = text.string[: text.start()]
    return text.group() if "#" in re.sub(_TEXTS, "", before) else " " * len(text.group())


def _files(text: TomlFile, problems: list[Problem]) -> list[File]:
    entries_by_id: dict[str, Document] = {}
    files = []
    for number, entry in enumerate(text.document["file"]):
        line = text.line("file", number)
        if "like" in entry:
            if entry["like"] not in entries_by_id:
                problems.append(
                    Problem(
                        text.name,
                        text.line("file", number, "like"),
                        f"file.{number}.like",
                        "unknown file",
                        entry["like"],
                        "the id of a file above this one",
                        hint(entry["like"], list(entries_by_id)),
                    )
                )
                continue
            entry = {**entries_by_id[entry["like"]], **entry}
        if "id" in entry:
            entries_by_id[entry["id"]] = {
                key: value for key, value in entry.items() if key not in ("id", "like")
            }
        missing = _lacking(entry)
        if missing:
            problems.append(
                Problem(text.name, line, f"file.{number}", "key is missing", None, missing)
            )
            continue
        files.append(_file(number, entry))
    return files


def _lacking(entry: Document) -> str | None:
    """What a file must say but doesn't, or None."""
    columns, constant = entry.get("columns", {}), entry.get("constant", {})
    for key in ("area", "period"):
        if key not in columns and key not in constant:
            return f"columns.{key} or constant.{key}"
    if entry.get("layout") == "long":
        for key in ("series", "cell"):
            if key not in columns:
                return f"columns.{key}, since the layout is long"
    if not entry.get("figure"):
        return "one or more [[file.figure]]"
    return None


def _indicators(text: TomlFile, files: list[File], ids: list[str], problems: list[Problem]) -> None:
    """Figures of indicators that aren't defined, and two columns for one indicator."""
    for file in files:
        for place, figure in enumerate(file.figures):
            if figure.indicator not in ids:
                problems.append(
                    Problem(
                        text.name,
                        text.line("file", file.number, "figure", place, "indicator"),
                        f"{file.place}.figure",
                        "unknown indicator",
                        figure.indicator,
                        "the id of an [[indicator]]",
                        hint(figure.indicator, ids),
                    )
                )
        counted = Counter((figure.indicator, figure.where) for figure in file.figures)
        for (indicator, _), times in counted.items():
            if times > 1:
                same = [
                    (place, "+".join(figure.value or figure.numerator))
                    for place, figure in enumerate(file.figures)
                    if figure.indicator == indicator
                ]
                problems.append(
                    Problem(
                        text.name,
                        text.line("file", file.number, "figure", same[-1][0]),
                        f"{file.place}.figure",
                        "two columns for one indicator",
                        f"{indicator}: {', '.join(column for _, column in same)}",
                        "one [[file.figure]] for each indicator",
                        "Take one of them out, give it another indicator, or tell the rows apart "
                        "with where.",
                    )
                )


def _file(number: int, entry: Document) -> File:
    return File(
        number=number,
        reading=_reading(entry),
        long=entry.get("layout") == "long",
        vintage=entry.get("vintage"),
        columns=entry.get("columns", {}),
        constant=entry.get("constant", {}),
        levels={
            **LEVELS,
            **{key.strip().lower(): value for key, value in entry.get("levels", {}).items()},
        },
        name_levels=tuple(entry.get("name_levels", ())),
        name_remove=entry.get("name_remove"),
        keep=_keep(entry.get("keep", ())),
        signs=_signs(entry.get("signs", {})),
        codes=_codes(entry.get("codes", {})),
        add=tuple(
            Add(
                _reading(addition),
                addition["key"],
                tuple(addition["take"]),
                _signs(addition.get("signs", {})),
                _keep(addition.get("keep", ())),
            )
            for addition in entry.get("add", ())
        ),
        figures=tuple(_figure(figure_entry) for figure_entry in entry["figure"]),
        school_years=entry.get("school_years"),
        year_parts=entry.get("year_parts"),
        repeats=entry.get("repeats", "error"),
        size_factors=entry.get("size_factors", {}),
    )


def _reading(entry: Document) -> Reading:
    keys = ("separator", "encoding", "sheet", "header_row", "header_rows")
    decimal = entry.get("decimal", {})
    signs = decimal if isinstance(decimal, Mapping) else {"": decimal}
    form = Form(**{key: entry[key] for key in keys if key in entry})
    return Reading(entry["path"], form, tuple(signs.items()))


def _signs(entry: Document) -> Signs:
    texts: dict[str, Any] = {
        key: tuple(text.strip().lower() for text in entry[key])
        for key in ("withheld", "missing", "not_asked")
        if key in entry
    }
    return Signs(**texts, **{key: entry[key] for key in ("blank", "zero") if key in entry})


def _codes(entry: Document) -> Codes:
    return Codes(
        replace={key.strip().upper(): value for key, value in entry.get("replace", {}).items()},
        level=entry.get("level"),
        own=entry.get("own", False),
        skip=tuple(text.strip().lower() for text in entry.get("skip", ())),
        pattern=entry.get("pattern"),
        within=entry.get("within"),
    )


def _keep(entries: Any) -> tuple[Keep, ...]:
    conditions = []
    for entry in entries:
        test = next(key for key in ("is", "not", "starts_with") if key in entry)
        conditions.append(Keep(entry["column"], test, tuple(entry[test])))
    return tuple(conditions)


def _figure(entry: Document) -> Figure:
    where = tuple(
        Keep(column, "is", _listed(texts)) for column, texts in entry.get("where", {}).items()
    )
    columns: dict[str, Any] = {
        key: _listed(entry[key])
        for key in ("value", "numerator", "denominator", "base", "variance")
        if key in entry
    }
    plain = {key: entry[key] for key in ("zero", "status") if key in entry}
    return Figure(
        entry["indicator"], factor=float(entry.get("factor", 1)), where=where, **columns, **plain
    )


def _listed(value: str | list[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _names(entry: Document) -> Names:
    return Names(
        reading=_reading(entry),
        columns={
            key: entry[key] for key in ("code", "name", "inhabitants", "dwellings") if key in entry
        },
        name_remove=entry.get("name_remove"),
        codes=_codes(entry.get("codes", {})),
        keep=_keep(entry.get("keep", ())),
        size_factors=entry.get("size_factors", {}),
    )


def _correspondence(entry: Document) -> Correspondence:
    return Correspondence(
        reading=_reading(entry),
        area_from=entry["area_from"],
        area_to=entry["area_to"],
        weight=entry.get("weight"),
        vintage_from=entry["vintage_from"],
        vintage_to=entry["vintage_to"],
        codes=_codes(entry.get("codes", {})),
        keep=_keep(entry.get("keep", ())),
    )
