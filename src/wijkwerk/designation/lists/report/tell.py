"""What the report says of a list and year, as plain data for its template."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import polars as pl

from wijkwerk.designation.core.decided import Decision, held_after, status_after
from wijkwerk.designation.core.scheme import Criterion, Op, Relative, Rules
from wijkwerk.designation.lists.reading import DesignationList
from wijkwerk.designation.lists.report.labels import say
from wijkwerk.shared import numbers
from wijkwerk.shared.numbers import number, with_unit
from wijkwerk.shared.sentences import moment
from wijkwerk.shared.text import Language

Row = dict[str, Any]
MOST_AREAS = 400  # areas with their reasons; a report of more is a spreadsheet's job
_MOST_SMALL = 200  # rows of the small tables
_OPS = {Op.MORE: "more", Op.AT_LEAST: "at_least", Op.LESS: "less", Op.AT_MOST: "at_most"}


def report_content(
    designation_list: DesignationList,
    year: int,
    language: Language,
    decisions: Mapping[int, Decision] | None = None,
    draft: bool = False,
) -> Row:
    """Everything that the report of ``year`` shows. ``decisions``: per year what was decided and
    published; None when nobody looked (a folder alone can't know). ``draft``: a procedure goes on."""
    scheme, rules = designation_list.scheme, designation_list.scheme.at(year)
    names = {
        row["code"]: row
        for row in designation_list.table("areas")
        .collect()
        .unique("code", keep="last", maintain_order=True)
        .to_dicts()
    }
    rulings = {y: decision.rulings for y, decision in (decisions or {}).items()}

    def after(make: Callable[..., Row], row: Row) -> Row:
        return make(
            row,
            rulings.get(year, {}).get(row["area"]),
            rulings.get(year - 1, {}).get(row["area"]),
            scheme.at(year).lowest(),
            scheme.at(year - 1).lowest(),
        )

    statuses = [after(status_after, row) for row in _of_year(designation_list, "statuses", year)]
    held_rows = [after(held_after, row) for row in _of_year(designation_list, "held", year)]
    level = designation_list.manifest["levels"][0]
    held_rows = [row for row in held_rows if row["level"] == level]
    statuses = [row for row in statuses if row["level"] == level]
    listed = [row for row in held_rows if row["status"] not in ("", "unknown")]
    decision = (decisions or {}).get(year)
    unsure = [row for row in held_rows if row["status"] == "unknown" or row["possible"]]
    values = {"year": year, "n": len(listed), "all": number(len(held_rows), 0, language)}
    key = "none" if not listed else "one" if len(listed) == 1 else "many"
    answer = [say(key, language, **values)]
    if unsure:
        answer.append(say("unsure_one" if len(unsure) == 1 else "unsure", language, n=len(unsure)))
    if draft:
        answer.append(say("draft", language))
    elif decision is not None:
        answer.append(_decided(decision, language))
    elif decisions is not None:
        answer.append(say("nothing_decided", language))
    else:
        answer.append(say("not_looked", language))
    ranks = {status.code: status.rank for status in rules.active()}
    order = sorted(listed, key=lambda row: (-ranks[row["status"]], *_place(names, row["area"])))
    by_status = {(row["area"], row["status"]): row for row in statuses}
    shown = order[:MOST_AREAS]
    criteria: dict[str, list[Row]] = {}
    codes = [row["area"] for row in shown]
    for row in _of_year(designation_list, "criteria", year, codes):
        criteria.setdefault(row["area"], []).append(row)
    chances = {
        (row["area"], row["status"]): row["probability"]
        for row in _of_year(designation_list, "firmness", year, codes)
    }
    draws = int(designation_list.manifest["options"].get("draws") or 0)
    return {
        "lang": language,
        "title": say(
            "draft_title" if draft else "title",
            language,
            title=scheme.title.in_(language),
            year=year,
        ),
        "labels": {
            key: say(key, language)
            for key in (
                "summary",
                "rule",
                "areas",
                "decided",
                "near",
                "unknown",
                "method",
                "contents",
                "page",
                "list",
                "source",
                "counts",
            )
        },
        "author": scheme.authority.in_(language) or "Wijkwerk",
        "list": designation_list.id,
        "simulated": say("simulated", language) if designation_list.manifest["simulated"] else "",
        "answer": " ".join(answer),
        "warnings": _warnings(designation_list, rules, year, language),
        "counts": _counts(scheme, year, statuses, rules, language),
        "rule": _rule(rules, language),
        "areas": [
            _area(designation_list, rules, year, row, names, by_status, criteria, chances, language)
            for row in shown
        ],
        "decided": _decided_rows(scheme, year, held_rows, decision, names, language),
        "rest": say("rest", language, n=len(order), m=len(order) - len(shown))
        if len(order) > len(shown)
        else "",
        "heads": [
            say(key, language)
            for key in (
                "col_condition",
                "col_value",
                "col_margin",
                "col_reference",
                "col_limit",
                "col_met",
            )
        ],
        "near": _small(
            scheme,
            rules,
            year,
            [r for r in statuses if r["near_miss"] and r["result"] != "met"],
            names,
            language,
            "near",
        ),
        "unknown": _small(
            scheme,
            rules,
            year,
            [r for r in statuses if r["result"] == "unknown"],
            names,
            language,
            "missing",
        ),
        "method": [
            say(
                "how" if draws else "how_none",
                language,
                scheme=scheme.title.in_(language),
                version=rules.title.in_(language),
                edition=designation_list.manifest["edition"],
                draws=number(draws, 0, language),
            ),
            say("again", language, list=designation_list.id),
        ],
        "source": "; ".join(
            filter(None, (designation_list.manifest["edition"], rules.source.in_(language)))
        ),
    }


def _decided(decision: Decision, language: Language) -> str:
    """When the list was adopted, with how many areas; what the decision changed of what the rule
    lists, and what left since."""
    sentences = [
        say(
            "adopted",
            language,
            day=moment(decision.decided_on.isoformat(), language),
            n=decision.adopted,
            m=decision.by_rule,
        )
    ]
    changes = [
        say(f"changes_{kind}", language, n=n)
        for kind, n in (("added", decision.added), ("removed", decision.removed))
        if n
    ]
    if changes:
        sentences.append(say("changes", language, changes=", ".join(changes)))
    if decision.left:
        key = "since_one" if decision.left == 1 else "since"
        sentences.append(say(key, language, n=decision.left, now=decision.listed))
    return " ".join(sentences)


def _decided_rows(
    scheme: Any,
    year: int,
    held_rows: list[Row],
    decision: Decision | None,
    names: dict[str, Row],
    language: Language,
) -> Row:
    """The areas of which the decision says something else than the rule: both beside each other."""
    rows = []
    for row in sorted(held_rows, key=lambda row: _place(names, row["area"])):
        if decision is None or (ruling := decision.rulings.get(row["area"])) is None:
            continue
        day = moment((ruling.left_on or decision.decided_on).isoformat(), language)
        rows.append(
            [
                f"{_name(names, row['area'])} ({row['area']})",
                _status(scheme, year, row["status"], language),
                _status(scheme, year, row["computed"], language),
                say(f"ruling_{ruling.kind}", language, day=day),
            ]
        )
    heads = ["col_area", "col_status", "col_computed", "col_why"]
    return {"heads": [say(head, language) for head in heads], "rows": rows}


def _status(scheme: Any, year: int, code: str, language: Language) -> str:
    if code == "unknown":
        return say("unknown_result", language)
    return str(scheme.label(code, year, language)) if code else say("no_status", language)


def _of_year(
    designation_list: DesignationList, table: str, year: int, codes: list[str] | None = None
) -> list[Row]:
    rows = designation_list.table(table).filter(pl.col("year") == year)
    if codes is not None:
        rows = rows.filter(pl.col("area").is_in(codes))
    return rows.collect().to_dicts()


def _place(names: dict[str, Row], code: str) -> tuple[str, str, str]:
    area = names.get(code, {})
    return (area.get("municipality") or "", area.get("name") or "", code)


def _name(names: dict[str, Row], code: str) -> str:
    return str(names.get(code, {}).get("name") or code)


def _warnings(
    designation_list: DesignationList, rules: Rules, year: int, language: Language
) -> list[str]:
    sentences = []
    if not designation_list.scheme.in_force(year):
        sentences.append(say("not_yet", language))
    for criterion in rules.criteria:
        if criterion.ground and criterion.switched_on:
            sentences.append(
                say(
                    "switched",
                    language,
                    name=criterion.name.in_(language),
                    reason=criterion.switched_on,
                )
            )
    off = [criterion.name.in_(language) for criterion in rules.criteria if criterion.off]
    if off:
        text = say("off", language, name="; ".join(off))
        none = [
            designation_list.scheme.label(status.code, year, language)
            for status in rules.statuses
            if status.code in rules.statuses_off()
        ]
        sentences.append(
            f"{text} {say('status_off', language, name='; '.join(none))}" if none else text
        )
    return sentences


def _counts(scheme: Any, year: int, statuses: list[Row], rules: Rules, language: Language) -> Row:
    rows = []
    for active_status in sorted(rules.active(), key=lambda active_status: active_status.rank):
        own = [row for row in statuses if row["status"] == active_status.code]
        rows.append(
            [
                scheme.label(active_status.code, year, language),
                *(
                    number(n, 0, language)
                    for n in (
                        sum(row["result"] == "met" for row in own),
                        sum(row["entered"] is True for row in own),
                        sum(row["left"] is True for row in own),
                        sum(row["result"] == "unknown" for row in own),
                    )
                ),
            ]
        )
    heads = ["col_status", "col_number", "col_new", "col_left", "col_unknown"]
    return {"heads": [say(head, language) for head in heads], "rows": rows}


def _rule(rules: Rules, language: Language) -> list[str]:
    sentences = [f"{rules.title.in_(language)}."]
    needed = rules.needed()
    for criterion in rules.criteria:
        if criterion.code in needed:
            gate = f" ({say('gate', language)})" if criterion.gate else ""
            sentences.append(f"{criterion.name.in_(language)}{gate}")
    return sentences


def _area(
    designation_list: DesignationList,
    rules: Rules,
    year: int,
    row: Row,
    names: dict[str, Row],
    by_status: dict[tuple[str, str], Row],
    criteria: dict[str, list[Row]],
    chances: dict[tuple[str, str], float],
    language: Language,
) -> Row:
    code, status = row["area"], row["status"]
    own = by_status[code, status]
    years = int(own["years_in_a_row"])
    counted = "round" if designation_list.scheme.rounds else "year"
    sentences = []
    if own["decided"]:
        sentences.append(say("by_decision", language))
    if years:
        sentences.append(say(f"one_{counted}" if years == 1 else f"{counted}s", language, n=years))
    if own["entered"]:
        sentences.append(say("new", language))
    chance = chances.get((code, status))
    if chance is not None:
        sentences.append(say("chance", language, chance=numbers.chance(chance, language)))
    return {
        "name": _name(names, code),
        "code": code,
        "status": designation_list.scheme.label(status, year, language),
        "said": " ".join(sentences),
        "rows": [_criterion(rules, criterion, language) for criterion in criteria.get(code, ())],
    }


def _criterion(rules: Rules, row: Row, language: Language) -> list[str]:
    criterion = rules.criterion(row["criterion"])
    unit = next((m.unit for m in rules.measures if m.code == criterion.measure), "")

    def plain(value: float | None) -> str:
        return "–" if value is None else with_unit(value, unit, language)

    margin = "–"
    if row["lower"] is not None and row["lower"] != row["upper"]:
        margin = f"{plain(row['lower'])} – {plain(row['upper'])}"
    against = "–"
    if row["reference_value"] is not None:
        against = f"{say(criterion.relative_to.value, language)}: {plain(row['reference_value'])}"
        if row["compared"] is not None:
            against += f" ({say('times', language, n=number(row['compared'], 2, language))})"
    result = {"met": "met", "not_met": "not_met"}.get(row["result"], "unknown_result")
    met = say(result, language)
    if row["reason_unknown"]:
        met += f": {say(row['reason_unknown'], language)}"
    return [
        criterion.name.in_(language),
        plain(row["value"]),
        margin,
        against,
        limit(criterion, unit, language),
        met,
    ]


def limit(criterion: Criterion, unit: str, language: Language) -> str:
    """The threshold of a criterion with its sign."""
    if criterion.top is not None:
        return say("top", language, n=number(criterion.top, 0, language))
    sign = say(_OPS[criterion.op], language)
    value = criterion.threshold or 0.0
    if criterion.relative_to is not Relative.NONE:
        return f"{sign} {say('times', language, n=number(value, 2, language))}"
    return f"{sign} {with_unit(value, unit, language)}"


def _small(
    scheme: Any,
    rules: Rules,
    year: int,
    rows: list[Row],
    names: dict[str, Row],
    language: Language,
    kind: str,
) -> Row:
    names_by_code = {criterion.code: criterion.name.in_(language) for criterion in rules.criteria}
    lines = []
    for row in sorted(rows, key=lambda row: (row["status"], *_place(names, row["area"]))):
        if kind == "near":
            why = ", ".join(say(part, language) for part in row["near_miss"].split(";"))
        else:
            why = "; ".join(
                names_by_code.get(part, part) for part in row["missing"].split(";") if part
            )
        label = scheme.label(row["status"], year, language)
        lines.append([f"{_name(names, row['area'])} ({row['area']})", label, why])
    heads = [say(column, language) for column in ("col_area", "col_status", "col_why")]
    rest = len(lines) - _MOST_SMALL
    return {
        "heads": heads,
        "rows": lines[:_MOST_SMALL],
        "rest": say("rest", language, n=len(lines), m=rest) if rest > 0 else "",
    }
