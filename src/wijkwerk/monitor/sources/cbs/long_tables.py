"""Tables with a row per figure, made into tables with a row per area."""

from __future__ import annotations

from wijkwerk.monitor.sources.cbs.dictionary import dictionary
from wijkwerk.monitor.sources.cbs.files import RawTable
from wijkwerk.shared.problems import InputError, Problem


def is_long(raw: RawTable) -> bool:
    """Whether a table has a row per figure: columns for the code, the topic and the value."""
    roles = {dictionary().meaning(header).id for header in raw.headers}
    return {"code", "indicator", "value"} <= roles


def widened(raw: RawTable) -> RawTable:
    """A long table (a row per figure) as a wide one; the line is that of an area's first row.

    Raises InputError with the rows that can't be placed.
    """
    at: dict[str, int] = {}
    for number, header in enumerate(raw.headers):
        at.setdefault(dictionary().meaning(header).id, number)
    keys = [n for n, header in enumerate(raw.headers) if n not in (at["indicator"], at["value"])]
    rows: dict[tuple[str, str], tuple[int, list[str], dict[str, str]]] = {}
    names: dict[str, None] = {}
    problems = []
    period = at.get("period")
    for line, cells in zip(raw.lines, raw.rows, strict=True):
        key = (cells[at["code"]].strip(), cells[period].strip() if period is not None else "")
        _, _, figures = rows.setdefault(key, (line, [cells[n] for n in keys], {}))
        name = cells[at["indicator"]].strip()
        names[name] = None
        if figures.setdefault(name, cells[at["value"]]) != cells[at["value"]]:
            problems.append(
                Problem(
                    raw.file,
                    line,
                    raw.headers[at["value"]],
                    "stands twice with another figure",
                    f"{key[0]}, {name}: {figures[name]} and {cells[at['value']]}",
                    "one figure per area, year and topic",
                )
            )
    if problems:
        raise InputError(problems[:20])
    wide = [
        [*have, *(figures.get(name, "") for name in names)] for _, have, figures in rows.values()
    ]
    headers = (*(raw.headers[n] for n in keys), *names)
    lines = [line for line, _, _ in rows.values()]
    return RawTable(raw.file, headers, wide, lines, raw.title, raw.notes, raw.told)
