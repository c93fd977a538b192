"""Which figures stand for which year, and which version of the rules: small tables, made once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

import polars as pl

from wijkwerk.designation.core.scheme import Measure, Relative, Rules, Scheme, Status

TERMS = {
    "measure": pl.String, "year": pl.Int64, "term": pl.Int64, "indicator": pl.String,
    "period": pl.String, "known": pl.Int64,
}  # fmt: skip


def years_of(scheme: Scheme, moments: Iterable[tuple[str, str]]) -> list[int]:
    """The years that a list has: from the first to the last with a figure that a measure takes.

    ``moments`` are (indicator, period). Years without any figure in between are there too: they
    count in a row of years as unknown. A scheme that counts rounds has the years alone in which a
    criterion was measured; a gate, such as the number of residents, makes no round.
    """
    used = {measure.indicator for version in scheme.versions for measure in version.measures}
    if scheme.rounds:
        used = {code for version in scheme.versions for code in _of_criteria(version)}
    years = sorted({int(period[:4]) for indicator, period in moments if indicator in used})
    if scheme.rounds:
        return years
    return list(range(years[0], years[-1] + 1)) if years else []


def year_before(years: Sequence[int], year: int) -> int:
    """The year of a list before ``year``, which isn't last year where a list has rounds; ``year``
    itself when it is the first."""
    return max((earlier for earlier in years if earlier < year), default=year)


def first_in_a_row(years: Collection[int], year: int) -> int:
    """The first of the ``years`` that lead to ``year`` without one lacking in between."""
    first = year
    while first - 1 in years:
        first -= 1
    return first


def _of_criteria(rules: Rules) -> set[str]:
    """The indicators that the criteria but the gates look at, by way of scores as well."""
    parts = {score.code: [part for part, _ in score.parts] for score in rules.scores}
    waiting = [
        criterion.measure
        for criterion in rules.criteria
        if not criterion.gate and not criterion.off
    ]
    visited: set[str] = set()
    while waiting:
        code = waiting.pop()
        if code not in visited:
            visited.add(code)
            waiting += parts.get(code, [])
    return {measure.indicator for measure in rules.measures if measure.code in visited}


def terms(scheme: Scheme, years: list[int], moments: Iterable[tuple[str, str]]) -> pl.DataFrame:
    """Per measure and year the moments whose figures it takes (TERMS).

    The last moment of a year is that of the indicator, the same for all areas, so that areas are
    held against each other at one moment. ``period`` is null where there is none.
    """
    last: dict[tuple[str, int], str] = {}
    for indicator, period in moments:
        key = indicator, int(period[:4])
        last[key] = max(period, last.get(key, ""))
    rows = [
        (measure.code, year, number, measure.indicator, period, measure.period.known)
        for year in years
        for measure in scheme.at(year).measures
        for number, period in enumerate(_taken(measure, year, last))
    ]
    return pl.DataFrame(rows, schema=TERMS, orient="row")


def _taken(measure: Measure, year: int, last: dict[tuple[str, int], str]) -> list[str | None]:
    rule = measure.period
    if rule.mean > 1:
        return [last.get((measure.indicator, year - back)) for back in range(rule.mean)]
    within = (last.get((measure.indicator, year - back)) for back in range(rule.back))
    return [next((period for period in within if period is not None), None)]


def criterion_rules(scheme: Scheme, years: list[int]) -> pl.DataFrame:
    """A row for each of ``years`` and each criterion that some status of it rests on. Columns: year,
    criterion, gate, measure, upward, strict, threshold, top, relative_to."""
    rows = []
    for year in years:
        rules = scheme.at(year)
        needed = rules.needed()
        rows += [
            (
                year,
                criterion.code,
                criterion.gate,
                criterion.measure,
                criterion.op.upward,
                criterion.op.strict,
                criterion.threshold,
                criterion.top,
                criterion.relative_to.value,
            )
            for criterion in rules.criteria
            if criterion.code in needed
        ]
    schema = {
        "year": pl.Int64,
        "criterion": pl.String,
        "gate": pl.Boolean,
        "measure": pl.String,
        "upward": pl.Boolean,
        "strict": pl.Boolean,
        "threshold": pl.Float64,
        "top": pl.Int64,
        "relative": pl.String,
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


def gates_of_tops(scheme: Scheme, years: list[int]) -> pl.DataFrame:
    """Year, criterion (one with a ``top``), gate that an area passes before it counts there, and how
    many such gates there are (``wanted``)."""
    rows = []
    for year in years:
        rules = scheme.at(year)
        for criterion in rules.criteria:
            gates = rules.gates_before(criterion.code) if criterion.top is not None else ()
            rows += [(year, criterion.code, gate, len(gates)) for gate in gates]
    schema = {"year": pl.Int64, "criterion": pl.String, "gate": pl.String, "wanted": pl.Int64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def score_parts(scheme: Scheme, years: list[int]) -> list[tuple[int, pl.DataFrame]]:
    """Per depth (a score of measures is 0, a score of such scores 1) the parts of scores: year,
    measure (the score), part, weight (negative when lower is worse), scale, least."""
    rows: dict[int, list[tuple[object, ...]]] = {}
    for year in years:
        rules = scheme.at(year)
        for score in rules.scores:
            rows.setdefault(score_depth(rules, score.code), []).extend(
                (
                    year,
                    score.code,
                    part,
                    -weight if part in score.lower_is_worse else weight,
                    score.scale.value,
                    score.least,
                )
                for part, weight in score.parts
            )
    schema = {
        "year": pl.Int64,
        "measure": pl.String,
        "part": pl.String,
        "weight": pl.Float64,
        "scale": pl.String,
        "least": pl.Int64,
    }
    return [
        (depth, pl.DataFrame(rows[depth], schema=schema, orient="row")) for depth in sorted(rows)
    ]


def score_depth(rules: Rules, code: str) -> int:
    """0 for a score of measures, 1 for a score that takes such a score, and so on."""
    scores = {score.code: score for score in rules.scores}
    inner = [part for part, _ in scores[code].parts if part in scores]
    return 1 + max((score_depth(rules, part) for part in inner), default=-1)


def status_order(scheme: Scheme) -> list[list[str]]:
    """The evaluated statuses of all versions by depth: each after all that it is nested in, in
    whatever version. Raises ValueError when versions nest statuses in each other."""
    around: dict[str, set[str]] = {}
    for version in scheme.versions:
        for status in version.active():
            around.setdefault(status.code, set()).update({status.within} - {""})
    order: list[list[str]] = []
    done: set[str] = set()
    while len(done) < len(around):
        ready = sorted(code for code in around if code not in done and around[code] <= done)
        if not ready:
            raise ValueError("versions nest statuses in each other")
        order.append(ready)
        done |= set(ready)
    return order


def status_rules(scheme: Scheme, years: list[int]) -> pl.DataFrame:
    """A row per year and status of any version; ``applies`` is false where the year's version
    doesn't have it (then nobody has the status, and no row is shown)."""
    everything = [code for depth in status_order(scheme) for code in depth]
    rows = []
    for year in years:
        rules = scheme.at(year)
        by_code: dict[str, Status] = {status.code: status for status in rules.active()}
        for code in everything:
            status = by_code.get(code)
            rows.append(
                (
                    year,
                    code,
                    status is not None,
                    rules.since,
                    scheme.in_force(year),
                    status.rank if status else 0,
                    status.within if status else "",
                    status.at_least if status else 0,
                    len(status.gates) if status else 0,
                    status.years_in_a_row if status else 1,
                )
            )
    schema = {
        "year": pl.Int64,
        "status": pl.String,
        "applies": pl.Boolean,
        "version": pl.String,
        "in_force": pl.Boolean,
        "rank": pl.Int64,
        "within": pl.String,
        "at_least": pl.Int64,
        "gates": pl.Int64,
        "years": pl.Int64,
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


def status_parts(scheme: Scheme, years: list[int]) -> pl.DataFrame:
    """Year, status, criterion, gate: what each status rests on."""
    rows = [
        (year, status.code, code, gate)
        for year in years
        for status in scheme.at(year).active()
        for codes, gate in ((status.of, False), (status.gates, True))
        for code in codes
    ]
    schema = {"year": pl.Int64, "status": pl.String, "criterion": pl.String, "gate": pl.Boolean}
    return pl.DataFrame(rows, schema=schema, orient="row")


def relatives(scheme: Scheme) -> set[Relative]:
    """The kinds of reference that some criterion is held against."""
    return {
        criterion.relative_to
        for version in scheme.versions
        for criterion in version.criteria
        if criterion.code in version.needed()
    } - {Relative.NONE}
