"""From a file's rows to observations: one figure of the recipe at a time, as SQL.

Nothing is guessed: a withheld cell becomes status N, a missing one M, what was not asked gives no
row; a count that has one part withheld is withheld whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from wijkwerk.monitor.sources.recipes.keys import MOST
from wijkwerk.monitor.sources.recipes.recipe import Figure, Recipe
from wijkwerk.monitor.sources.recipes.rows import Rows, Workshop, condition
from wijkwerk.shared.problems import InputError, Problem, Severity
from wijkwerk.tables.api import Account, quoted

# Multiplying by a factor leaves noise in the last digits (35.7 x 1000 is 35700.000000000004).
_DIGITS = 9
COLUMNS = (
    "area", "period", "indicator", "numerator", "denominator", "value", "base", "variance", "age",
    "sex", "status", "vintage",
)  # fmt: skip


def take_figures(shop: Workshop, every: Sequence[Rows]) -> Path:
    """All observations as Parquet: COLUMNS, and ``file``, ``line`` they come from. InputError when a
    figure stands twice."""
    out = shop.scratch / "observations-raw.parquet"
    pieces = []
    for number, rows in enumerate(every):
        for place, figure in enumerate(rows.file.figures):
            piece = shop.scratch / f"figure-{number}-{place}.parquet"
            shop.con.execute(
                f"COPY ({_figure(shop, rows, figure, number)}) TO {quoted(str(piece))} "
                "(FORMAT parquet)"
            )
            pieces.append(piece)
    listed = ", ".join(quoted(str(piece)) for piece in pieces)
    # Where the recipe allows it a row that says what another says is the same row once more.
    loose = [str(number) for number, rows in enumerate(every) if rows.file.repeats == "leave_out"]
    same = ", ".join((*COLUMNS, "file"))
    once = (
        f"QUALIFY file NOT IN ({', '.join(loose)}) "
        f"OR row_number() OVER (PARTITION BY {same} ORDER BY line) = 1"
        if loose
        else ""
    )
    shop.con.execute(
        f"COPY (SELECT * FROM read_parquet([{listed}]) {once}) TO {quoted(str(out))} "
        "(FORMAT parquet)"
    )
    for piece in pieces:
        piece.unlink()
    _doubles(shop, every, out)
    return out


def _figure(shop: Workshop, rows: Rows, figure: Figure, number: int) -> str:
    """The query for one figure of one file."""
    main = (figure.value or figure.numerator)[0]
    path = quoted(str(rows.path))
    conditions = [condition(f"p.w{rows.texts[where.column]}", where) for where in figure.where]
    if main in rows.series:
        conditions.append(f"p.series = {quoted(main)}")
    joins, cells = [], {}
    for place, name in enumerate(figure.operands):
        if name in rows.series and name != main:
            # Another series of the same area, period and stratum.
            joins.append(
                f"LEFT JOIN (SELECT * FROM read_parquet({path}) WHERE series = {quoted(name)}) "
                f"AS o{place} ON o{place}.area = p.area AND o{place}.period = p.period "
                f"AND o{place}.age IS NOT DISTINCT FROM p.age "
                f"AND o{place}.sex IS NOT DISTINCT FROM p.sex"
            )
            cells[name] = (f"o{place}.n0", f"o{place}.s0")
        else:
            k = 0 if name in rows.series else rows.numbers[name]
            cells[name] = (f"p.n{k}", f"p.s{k}")
    zero = figure.zero or rows.file.signs.zero
    parts = {
        key: _sum([cells[name] for name in getattr(figure, key)])
        for key in ("value", "numerator", "denominator", "base", "variance")
    }
    inner = (
        "SELECT p.area, p.period, p.age, p.sex, p.line, "
        + ", ".join(
            f"{value} AS {key}, {sign_sql} AS {key}_s" for key, (value, sign_sql) in parts.items()
        )
        + f" FROM read_parquet({path}) AS p {' '.join(joins)} "
        + (f"WHERE {' AND '.join(conditions)}" if conditions else "")
    )
    needed = ("value",) if figure.value else ("numerator", "denominator")
    first = needed[0]
    sign_columns = [f"{key}_s" for key in needed]
    hidden = " OR ".join(f"{sign_column} = 'N'" for sign_column in sign_columns)
    judged = " OR ".join(f"{sign_column} = 'J'" for sign_column in sign_columns)
    absent = " OR ".join(f"{sign_column} = 'M'" for sign_column in sign_columns)
    unasked = " OR ".join(f"{sign_column} = 'X'" for sign_column in sign_columns)
    as_zero = {"value": "NULL", "withheld": "'N'", "missing": "'M'"}[zero]
    status = (
        f"CASE WHEN {_left_out(shop.recipe, figure.indicator)} THEN 'M' "
        f"WHEN {hidden} OR {judged} THEN 'N' WHEN {absent} THEN 'M' "
        # Nothing can be said of a share of nothing; see count_absent.
        f"WHEN denominator = 0 THEN 'M' "
        f"WHEN {first} = 0 AND {as_zero} IS NOT NULL THEN {as_zero} "
        f"ELSE {quoted(figure.status or 'A')} END"
    )
    # What is blank in a period without any figure wasn't asked; see Signs.blank.
    was_asked = f"(NOT ({judged}) OR bool_or({first} IS NOT NULL) OVER (PARTITION BY period))"
    scaled = {
        "value": f"round(value * {figure.factor!r}, {_DIGITS})",
        "variance": f"variance * {figure.factor * figure.factor!r}",
    }
    outs = []
    for key in ("numerator", "denominator", "value", "base", "variance"):
        expression = scaled.get(key, key)
        outs.append(f"CASE WHEN status NOT IN ('N', 'M') THEN {expression} END AS {key}")
    judged_rows = (
        f"SELECT *, {status} AS status, {was_asked} AS asked FROM ({inner}) WHERE NOT ({unasked}) "
    )
    vintage = _vintage(shop.recipe, rows)
    return (
        f"SELECT area, period, {quoted(figure.indicator)} AS indicator, {', '.join(outs)}, "
        f"age, sex, status, {vintage} AS vintage, {number} AS file, line FROM ({judged_rows}) WHERE asked"
    )


def _vintage(recipe: Recipe, rows: Rows) -> str:
    """SQL of the boundaries that a file is on: its own, or the source's where others have theirs."""
    if all(file.vintage is None for file in recipe.files):
        return "NULL::VARCHAR"
    vintage = rows.file.vintage or recipe.vintage
    return "NULL::VARCHAR" if vintage is None else quoted(vintage)


def _left_out(recipe: Recipe, indicator: str) -> str:
    """SQL for the rows that the recipe says are wrong."""
    conditions = [
        f"(area = {quoted(exclusion.area)}"
        + (f" AND period = {quoted(exclusion.period)})" if exclusion.period else ")")
        for exclusion in recipe.leave_out
        if exclusion.indicator in (None, indicator)
    ]
    return " OR ".join(conditions) or "false"


def _sum(cells: Sequence[tuple[str, str]]) -> tuple[str, str]:
    """Number and sign of cells added up: known only when every part is."""
    if not cells:
        return "NULL::DOUBLE", "''"
    total = " + ".join(value for value, _ in cells)
    signs = [
        f"coalesce({sign_sql}, CASE WHEN {value} IS NULL THEN 'M' ELSE '' END)"
        for value, sign_sql in cells
    ]
    if len(signs) == 1:
        return total, signs[0]
    sign_list = ", ".join(signs)
    cases = " ".join(f"WHEN '{sign}' IN ({sign_list}) THEN '{sign}'" for sign in "NJXM")
    return total, f"CASE {cases} ELSE '' END"


def _doubles(shop: Workshop, every: Sequence[Rows], observations: Path) -> None:
    """InputError when an area has two figures of an indicator for one period."""
    key = "area, period, indicator, age, sex"
    doubled = shop.con.execute(
        f"SELECT {key}, min(file * 1000000000000 + line), max(file * 1000000000000 + line), "
        f"count(*) OVER () FROM read_parquet({quoted(str(observations))}) "
        f"GROUP BY {key} HAVING count(*) > 1 ORDER BY 7, {key} LIMIT {MOST}"
    ).fetchall()
    problems = []
    for area, period, indicator, _, _, first, last, _ in doubled:
        names = [every[at // 1_000_000_000_000].staged.name for at in (first, last)]
        lines = [at % 1_000_000_000_000 for at in (first, last)]
        problems.append(
            Problem(
                names[1],
                lines[1],
                indicator,
                "figure stands twice",
                f"{area}, {period}",
                f"one row; it also stands in {names[0]}, row {lines[0]}",
                "Keep one of them with [[file.keep]] or tell them apart with where.",
            )
        )
    if doubled and doubled[0][7] > MOST:
        problems.append(
            Problem(
                names[1],
                None,
                None,
                "figure stands twice",
                None,
                f"none; {doubled[0][7] - MOST} more like these",
            )
        )
    if problems:
        raise InputError(problems)


def remark_on_left_out(shop: Workshop, observations: Path) -> None:
    """A remark for each figure that the recipe leaves out; InputError when there is no such figure."""
    problems = []
    for exclusion in shop.recipe.leave_out:
        where = [f"area = {quoted(exclusion.area)}"]
        where += [] if exclusion.period is None else [f"period = {quoted(exclusion.period)}"]
        where += (
            [] if exclusion.indicator is None else [f"indicator = {quoted(exclusion.indicator)}"]
        )
        counted = shop.con.execute(
            f"SELECT count(*) FROM read_parquet({quoted(str(observations))}) "
            f"WHERE {' AND '.join(where)}"
        ).fetchone()
        value = f"{exclusion.area}, {exclusion.period or 'every period'}"
        if counted is None or not counted[0]:
            problems.append(
                Problem(
                    shop.recipe.name,
                    None,
                    "leave_out",
                    "no such figure",
                    f"{exclusion.indicator or 'every indicator'}, {value}",
                    "a figure that the files have",
                    "Take it out of the recipe when the file was mended.",
                )
            )
            continue
        shop.remark(
            "observations",
            exclusion.indicator,
            "left out by the recipe",
            value,
            f"a figure that can be used: {exclusion.reason.rstrip('.')}",
        )
    if problems:
        raise InputError(problems)


def count_absent(shop: Workshop, recipe: Recipe, observations: Path) -> None:
    """Remark on indicators that have no figure at all, and count what is withheld."""
    counts_by_indicator = {
        row[0]: row[1:]
        for row in shop.con.execute(
            "SELECT indicator, count(coalesce(value, numerator)), "
            "count(*) FILTER (status = 'N'), count(*) FILTER (status = 'M') "
            f"FROM read_parquet({quoted(str(observations))}) GROUP BY 1"
        ).fetchall()
    }
    for indicator in recipe.indicators:
        figures, withheld, missing = counts_by_indicator.get(indicator, (0, 0, 0))
        if withheld:
            shop.remark(
                "observations",
                indicator,
                "withheld by the publisher",
                str(withheld),
                f"nothing to be done; {figures} figures are there",
                severity=Severity.NOTE,
            )
        if missing:
            # Also what was given for nobody: crimes where no one lives, a share of no dwellings.
            shop.remark(
                "observations",
                indicator,
                "missing at the publisher",
                str(missing),
                f"nothing to be done; {figures} figures are there",
                severity=Severity.NOTE,
            )


def account_for_rows(shop: Workshop, every: Sequence[Rows], raw: Path, observations: Path) -> None:
    """The account of each file's rows: used for a figure, or left out with the reason.

    ``raw`` are the observations before areas of old boundaries without a counterpart were left out.
    InputError when no row of a file is used.
    """
    problems = []
    for number, rows in enumerate(every):
        lines = _lines(observations, number)
        old = _lines(raw, number)
        bases = [
            name for figure in rows.file.figures for name in (*figure.denominator, *figure.base)
        ]
        listed = ", ".join(quoted(name) for name in bases if name in rows.series) or "NULL"
        counted = shop.con.execute(
            f"SELECT CASE WHEN line IN ({lines}) OR series IN ({listed}) THEN 'used' "
            f"WHEN line IN ({old}) THEN 'of areas without a counterpart on these boundaries' "
            "ELSE 'that no figure asks for, or that repeat another' END AS why, count(*) "
            f"FROM read_parquet({quoted(str(rows.path))}) GROUP BY 1 ORDER BY 1"
        ).fetchall()
        taken = {str(why): int(times) for why, times in counted}
        used = taken.pop("used", 0)
        notes = {"notes below the table": len(rows.staged.notes)}
        account = Account(
            rows.staged.name,
            rows.staged.rows + len(rows.staged.notes),
            used,
            {**notes, **rows.left_out, **taken},
        )
        if not used:
            problems.append(_nothing_used(shop, rows.file.place, account))
        shop.accounts.append(account)
    if problems:
        raise InputError(problems)


def _nothing_used(shop: Workshop, place: str, account: Account) -> Problem:
    """A file that gives no figure is a mistake of the recipe, however well its rows can be read."""
    return Problem(
        account.file,
        None,
        None,
        "no row is used",
        str(account).partition(": ")[2],
        f"rows that the figures of {shop.recipe.name} {place} can be taken from",
        "Look at the columns of area and period, keep and skip, or take the file out.",
    )


def _lines(observations: Path, file: int) -> str:
    return f"SELECT line FROM read_parquet({quoted(str(observations))}) WHERE file = {file}"
