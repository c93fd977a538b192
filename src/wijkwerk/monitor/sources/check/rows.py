"""Checks that look at one row of observations at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import duckdb

from wijkwerk.monitor.core.definitions import RESPONDENTS
from wijkwerk.monitor.sources.check.problem_reporting import MOST
from wijkwerk.shared.problems import Problem, Severity

_COUNTED = f"kind NOT IN {tuple(map(str, RESPONDENTS))}"
_HIDDEN = "('N', 'C', 'D', 'L', 'M')"


@dataclass(frozen=True)
class _Rule:
    """What is wrong with a row that meets ``where`` (SQL); ``value`` and ``expected`` are SQL of
    what stands there and of what is expected."""

    column: str
    code: str
    where: str
    value: str
    expected: str
    advice: str | None = None
    severity: Severity = Severity.ERROR


def _figure(column: str) -> str:
    return f"printf('%.15g', {column})"


_RULES = (
    _Rule(
        "numerator", "numerator above denominator",
        "unit = '%' AND kind IN ('rate', 'standardised') AND numerator > denominator",
        _figure("numerator"), f"'at most the denominator, ' || {_figure('denominator')}",
        "Were the two columns swapped, or do they count different things?",
    ),
    _Rule(
        "numerator", "negative count", "kind IN ('rate', 'standardised', 'indirect') AND numerator < 0",
        _figure("numerator"), "'zero or more'",
    ),
    _Rule("denominator", "negative count", "denominator < 0", _figure("denominator"), "'zero or more'"),
    _Rule("base", "negative count", "base < 0", _figure("base"), "'zero or more'"),
    _Rule("variance", "negative variance", "variance < 0", _figure("variance"), "'zero or more'"),
    _Rule(
        "denominator", "numerator without denominator",
        f"{_COUNTED} AND numerator IS NOT NULL AND denominator IS NULL AND base IS NULL "
        "AND value IS NULL", "NULL", "'a denominator beside numerator ' || " + _figure("numerator"),
        "Leave both empty when one is unknown.",
    ),
    _Rule(
        "numerator", "denominator without numerator",
        f"{_COUNTED} AND denominator IS NOT NULL AND numerator IS NULL AND value IS NULL "
        f"AND status NOT IN {_HIDDEN}", "NULL",
        "'a numerator beside denominator ' || " + _figure("denominator"),
        "Write x for a numerator that the publisher withheld; status M for one that is missing.",
        Severity.WARNING,
    ),
    _Rule(
        "denominator", "events without a denominator above zero",
        f"{_COUNTED} AND denominator = 0 AND numerator > 0", _figure("denominator"),
        "'more than zero beside numerator ' || " + _figure("numerator"),
    ),
    _Rule(
        "value", "impossible share",
        "unit = '%' AND kind IN ('rate', 'standardised') AND (value < 0 OR value > 100)",
        _figure("value"), "'a percentage from 0 to 100'",
    ),
    _Rule(
        "value", "impossible value",
        "(unit = 'years' AND value < 0) OR (unit = 'index' AND value <= 0) OR "
        "(unit LIKE 'per %' AND kind = 'rate' AND value < 0)",
        _figure("value"), "CASE unit WHEN 'index' THEN 'more than zero' ELSE 'zero or more' END "
        "|| ' for unit ' || unit",
    ),
    _Rule(
        "value", "impossible answer", "kind = 'survey' AND value NOT IN (0, 1)",
        _figure("value"), "'0 or 1 for each respondent'",
    ),
    _Rule(
        "value", "impossible answer", "kind = 'balance' AND value NOT IN (-1, 0, 1)",
        _figure("value"), "'-1, 0 or 1 for each respondent'",
    ),
    _Rule("weight", "impossible weight", "weight <= 0", _figure("weight"), "'more than zero'"),
    _Rule(
        "age", "unknown age band",
        "kind = 'standardised' AND age IS NOT NULL AND age NOT IN (SELECT age FROM ages)", "age",
        "'an age band such as 0-4, 15-64 or 90+'",
    ),
    _Rule(
        "age", "age band is missing", "kind IN ('standardised', 'indirect') AND age IS NULL AND value IS NULL "
        "AND numerator IS NOT NULL", "NULL", "'an age band: a standardised rate needs one per row'",
    ),
    _Rule(
        "value", "value doesn't follow from the counts",
        "kind = 'rate' AND value IS NOT NULL AND numerator IS NOT NULL AND denominator > 0 "
        "AND abs(numerator / denominator * scale - value) > 0.6 * pow(10, -least(decimals, 1))",
        _figure("value"),
        "printf('%.4g', numerator / denominator * scale) || ' from numerator and denominator'",
        "The counts are used.", Severity.WARNING,
    ),
    _Rule(
        "status", "withheld figure is there",
        f"status IN ('N', 'C', 'D') AND coalesce(value, numerator) IS NOT NULL AND {_COUNTED}",
        "status", "'no figure in a row that is withheld'",
        "It is treated as withheld; take the figure out before you share the folder.",
        Severity.WARNING,
    ),
)  # fmt: skip


def check_rows(con: duckdb.DuckDBPyConnection, name: str) -> Iterator[Problem]:
    """Problems of single rows of view ``rows``: counted in one pass, then fetched where found."""
    joined = "FROM rows JOIN indicators ON rows.indicator = indicators.id"
    counts = ", ".join(f"count(*) FILTER (WHERE {rule.where})" for rule in _RULES)
    totals = con.execute(f"SELECT {counts} {joined}").fetchall()[0]
    for rule, total in zip(_RULES, totals, strict=True):
        if not total:
            continue
        for line, value, expected in con.execute(
            f"SELECT line, {rule.value}, {rule.expected} {joined} WHERE {rule.where} "
            f"ORDER BY line LIMIT {MOST}"
        ).fetchall():
            yield Problem(
                name, line, rule.column, rule.code, value, expected, rule.advice, rule.severity
            )
        if total > MOST:
            yield Problem(
                name,
                None,
                rule.column,
                rule.code,
                f"{total:,} rows",
                "none",
                f"The first {MOST} of them are listed.",
                rule.severity,
            )
    yield from _fractions(con, name, joined)


def _fractions(con: duckdb.DuckDBPyConnection, name: str, joined: str) -> Iterator[Problem]:
    """Percentages that are all between 0 and 1: probably fractions."""
    for indicator, line, largest in con.execute(
        f"SELECT indicator, min(line), max(value) {joined} WHERE unit = '%' AND kind = 'rate' AND "
        "value IS NOT NULL GROUP BY indicator HAVING count(*) >= 5 AND max(value) <= 1 AND "
        "max(value) > 0 ORDER BY indicator"
    ).fetchall():
        yield Problem(
            name,
            line,
            "value",
            "fractions instead of percentages",
            f"{indicator}: at most {largest:g}",
            "percentages, such as 55 for 55%",
            "Multiply them by 100.",
            severity=Severity.WARNING,
        )
