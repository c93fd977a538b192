"""A raw table made sense of: which column is the code, which year it is, what the topics are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from wijkwerk.monitor.sources.cbs.cells import WITHHELD, number_of, sign_of
from wijkwerk.monitor.sources.cbs.dictionary import Meaning, dictionary, plain, role_names, unit_of
from wijkwerk.monitor.sources.cbs.files import RawTable
from wijkwerk.monitor.sources.cbs.long_tables import is_long, widened
from wijkwerk.monitor.sources.cbs.moments import years_of
from wijkwerk.monitor.sources.cbs.places import LEVELS, code_share, mended_codes
from wijkwerk.shared.problems import InputError, Problem
from wijkwerk.tables.api import Account, Notation, Shape, notation

MOST = 20  # of one kind of problem in one file


@dataclass(frozen=True)
class YearTable:
    """The figures of one file for one year.

    ``frame`` has code (null where none was found), name, municipality, level, change (the code for
    changed boundaries), line, and per topic its number and ``<topic>:sign``.
    """

    file: str
    year: str
    topics: tuple[str, ...]
    frame: pl.DataFrame


@dataclass
class FileReport:
    """What was found in a file, for the user: nothing is dropped without a word."""

    file: str
    rows: int = 0
    read: int = 0  # of the file, notes too
    joined: int = 0  # rows of a long table that are about an area of another row
    taken: int = 0  # rows that are areas of the source
    notes: int = 0
    other_regions: int = 0
    years: tuple[str, ...] = ()
    used: dict[str, str] = field(default_factory=dict)  # header → topic
    left_out: dict[str, int] = field(default_factory=dict)  # header → number of the reason
    twice: dict[str, str] = field(default_factory=dict)  # header → topic another column gives
    not_understood: list[str] = field(default_factory=list)
    signs: Counter[str] = field(default_factory=Counter)
    without_codes: bool = False
    told: tuple[Problem, ...] = ()

    @property
    def account(self) -> Account:
        """The account of the rows of the file; notes around the table are among them."""
        return Account(
            self.file,
            self.read,
            self.taken,
            {
                "joined with another row of their area": self.joined,
                "notes around the table": self.notes,
                "of provinces and other regions": self.other_regions,
            },
        )


def interpret(raw: RawTable, year: str | None) -> tuple[list[YearTable], FileReport]:
    """The tables of each year in ``raw`` and a report of its columns.

    ``year`` is used where neither a column, the title nor the file's name tells one. A table without
    codes is given back with null codes: another file of that year may lend them. Raises
    InputError when no column is a topic, no year can be told, or a code or figure can't be read.
    """
    read = len(raw.rows)
    if is_long(raw):
        raw = widened(raw)
    report = FileReport(
        raw.file,
        rows=len(raw.rows),
        read=read + raw.notes,
        joined=read - len(raw.rows),
        notes=raw.notes,
        told=raw.told,
    )
    columns = [f"c{number}" for number in range(len(raw.headers))]
    texts = pl.DataFrame(raw.rows, schema=dict.fromkeys(columns, pl.String), orient="row")
    roles, topics = _columns(raw, texts, report)
    if not topics:
        raise InputError([_no_key_figures(raw)])
    frame, problems = _read(raw, texts, roles, topics, report)
    frame, topics = _shares(frame, topics, report)
    years = years_of(raw, texts, roles.get("period"), year)
    frame = frame.with_columns(years.alias("year"))
    if problems:
        raise InputError(problems)
    own_rows = frame.filter(~pl.col("other"))
    report.other_regions = int(frame["other"].sum())
    report.taken = own_rows.height
    report.years = tuple(sorted(own_rows["year"].unique().to_list()))
    tables = [_of_year(raw.file, year, tuple(topics), own_rows) for year in report.years]
    for table in tables:
        for topic in table.topics:
            report.signs.update(table.frame[f"{topic}:sign"].drop_nulls().to_list())
    report.without_codes = all(table.frame["code"].is_null().all() for table in tables)
    return tables, report


def _of_year(file: str, year: str, topics: tuple[str, ...], frame: pl.DataFrame) -> YearTable:
    """The rows of ``year``; a topic that is blank in all of them was not published that year."""
    rows = frame.filter(pl.col("year") == year).drop("year", "other")
    signs = {topic: rows[f"{topic}:sign"].is_in(list(WITHHELD)) for topic in topics}
    absent = [topic for topic in topics if rows[topic].is_null().all() and not signs[topic].any()]
    rows = rows.drop([name for topic in absent for name in (topic, f"{topic}:sign")])
    return YearTable(file, year, tuple(topic for topic in topics if topic not in absent), rows)


def _no_key_figures(raw: RawTable) -> Problem:
    shown = ", ".join(header for header in raw.headers[:6] if header)
    return Problem(
        raw.file,
        raw.lines[0] - 1 if raw.lines[0] > 1 else 1,
        None,
        "no key figures in this table",
        shown + (", …" if len(raw.headers) > 6 else ""),
        "columns of Kerncijfers wijken en buurten, such as 'Aantal inwoners' or a_inw",
        "Is it another table? Then make a recipe for it with wijkwerk source init.",
    )


def _columns(
    raw: RawTable, texts: pl.DataFrame, report: FileReport
) -> tuple[dict[str, int], dict[str, int]]:
    """The column of each role and of each topic; the rest goes into ``report``."""
    meanings: list[Meaning] = [dictionary().meaning(header) for header in raw.headers]
    topics: dict[str, int] = {}
    roles: dict[str, int] = {}
    for number, (header, meaning) in enumerate(zip(raw.headers, meanings, strict=True)):
        if meaning.kind == "topic" and meaning.id in topics:
            report.twice[header] = meaning.id
        elif meaning.kind == "topic":
            topics[meaning.id] = number
            report.used[header] = meaning.id
        elif meaning.kind == "left_out":
            report.left_out[header] = int(meaning.id)
        elif meaning.kind == "unknown" and header:
            report.not_understood.append(header)
    for role in ("municipality", "level", "change", "period"):
        columns = _ranked(raw, role)
        if columns:
            roles[role] = columns[0]
    # What the cells look like decides: 'Wijken en buurten' holds names in one file, codes in another.
    shares = {number: code_share(texts[f"c{number}"]) for number in _ranked(raw, "code")}
    best = max(shares, key=lambda number: shares[number], default=None)
    if best is not None and (shares[best] >= 0.5 or plain(raw.headers[best]) in _BARE_CODES):
        roles["code"] = best
    names = [number for number in _ranked(raw, "name") if shares.get(number, 0.0) < 0.5]
    if names:
        roles["name"] = names[0]
    return roles, topics


# Columns whose name promises a code, whatever stands in it: then a strange code is a fault.
_BARE_CODES = frozenset(
    plain(name)
    for name in (
        "Codering",
        "Codering (code)",
        "gwb_code",
        "gwb_code_8",
        "gwb_code_10",
        "Area_Code",
    )
)


def _ranked(raw: RawTable, role: str) -> list[int]:
    """The columns that can have ``role``, the best first."""
    order = role_names(role)
    ranked = []
    for number, header in enumerate(raw.headers):
        named_meaning = dictionary().known_as(header)
        if (
            named_meaning is not None
            and named_meaning[1].kind == "role"
            and named_meaning[0] in order
        ):
            ranked.append((order.index(named_meaning[0]), number))
    return [number for _, number in sorted(ranked)]


def _read(
    raw: RawTable,
    texts: pl.DataFrame,
    roles: Mapping[str, int],
    topics: Mapping[str, int],
    report: FileReport,
) -> tuple[pl.DataFrame, list[Problem]]:
    """Codes and figures of all rows, with everything that can't be read."""
    topics_known = dictionary().topics
    columns: list[pl.Expr] = []
    for role in ("name", "municipality", "level", "change"):
        at = roles.get(role)
        text = pl.lit(None, pl.String) if at is None else pl.col(f"c{at}").str.strip_chars()
        columns.append(text.alias(role))
    shapes = {at: set(map(notation.shape_of, texts[f"c{at}"].unique())) for at in topics.values()}
    open_cells: list[Problem] = []
    for topic, at in topics.items():
        # Thousands of euros, unless the header says euros.
        euros = topics_known[topic].unit == "euro_1000" and unit_of(raw.headers[at]) in (
            "euro",
            "€",
        )
        grouped, unclear = _grouping(raw, texts, at, topics_known[topic].unit == "count", shapes)
        open_cells += unclear
        number = number_of(pl.col(f"c{at}"), count=grouped)
        columns.append((number / 1000 if euros else number).alias(topic))
        columns.append(sign_of(pl.col(f"c{at}")).alias(f"{topic}:sign"))
    frame = texts.select(columns).with_columns(pl.Series("line", raw.lines, dtype=pl.Int64))
    frame = frame.with_columns(pl.col("level").replace_strict(LEVELS, default=None))
    codes = texts[f"c{roles['code']}"] if "code" in roles else None
    code, other, problems = mended_codes(raw, codes, frame["level"], roles.get("code"))
    problems += open_cells
    frame = frame.with_columns(code.alias("code"), other.alias("other"))
    for topic, at in topics.items():
        unread = texts.select(
            line=pl.Series(raw.lines, dtype=pl.Int64), text=pl.col(f"c{at}").str.strip_chars()
        ).filter(frame[topic].is_null() & frame[f"{topic}:sign"].is_null() & ~other)
        below = frame.filter(~pl.col("other") & (pl.col(topic) < 0))
        if topics_known[topic].negative:
            below = below.clear()
        problems += _unreadable(raw, raw.headers[at], unread, below, topic)
    return frame, problems


def _grouping(
    raw: RawTable, texts: pl.DataFrame, at: int, count: bool, shapes: Mapping[int, set[Shape]]
) -> tuple[bool, list[Problem]]:
    """Whether three digits behind a sign are thousands in a column, and the problems of the cells
    of which nobody can tell. A count has no decimals; elsewhere the other cells tell it."""
    column_shapes = shapes[at]
    if count or not column_shapes & {Shape.POINT, Shape.COMMA}:
        return count, []
    written = notation.settled(column_shapes, {shape for some in shapes.values() for shape in some})
    if written in (Notation.DUTCH, Notation.ENGLISH):
        return (Shape.POINT if written is Notation.DUTCH else Shape.COMMA) in column_shapes, []
    problems: list[Problem] = []
    for line, text in zip(raw.lines, texts[f"c{at}"], strict=True):
        shape = notation.shape_of(text)
        if shape in (Shape.POINT, Shape.COMMA) and len(problems) < MOST:
            code, expected, advice = notation.advice(text, shape)
            problems.append(Problem(raw.file, line, raw.headers[at], code, text, expected, advice))
    return False, problems


def _unreadable(
    raw: RawTable, header: str, unread: pl.DataFrame, below: pl.DataFrame, topic: str
) -> list[Problem]:
    problems = [
        Problem(
            raw.file,
            row["line"],
            header,
            "not a number",
            row["text"],
            "a number such as 12,5 or 12.5, or a sign ('.', 'x', blank)",
        )
        for row in unread.head(MOST).iter_rows(named=True)
    ]
    problems += [
        Problem(raw.file, row["line"], header, "below zero", f"{row[topic]:g}", "zero or more")
        for row in below.head(MOST).iter_rows(named=True)
    ]
    more = unread.height + below.height - len(problems)
    if more > 0:
        problems.append(
            Problem(raw.file, None, header, "not a number", None, f"none; {more} more like these")
        )
    return problems


def _shares(
    frame: pl.DataFrame, topics: dict[str, int], report: FileReport
) -> tuple[pl.DataFrame, dict[str, int]]:
    """Percentages that stand under the header of a count (keys have no unit) as what they are.

    Until 2015 ages and households were given as percentages, under the same names.
    """
    topics_known = dictionary().topics
    renamed = {}
    for topic in topics:
        of, share = (
            topics_known[topic].share and topics_known[topics_known[topic].share or ""].of,
            topics_known[topic].share,
        )
        if not of or not share or of not in topics or share in topics:
            continue
        highest, total = frame[topic].max(), frame[of].max()
        if highest is not None and total is not None and highest <= 100 and total > 2000:  # type: ignore[operator]
            renamed[topic] = share
    for header, topic in report.used.items():
        report.used[header] = renamed.get(topic, topic)
    frame = frame.rename(renamed | {f"{old}:sign": f"{new}:sign" for old, new in renamed.items()})
    return frame, {renamed.get(topic, topic): at for topic, at in topics.items()}
