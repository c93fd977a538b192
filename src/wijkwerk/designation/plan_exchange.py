"""A plan of measures as a file and back: the TOML that ``wijkwerk plan check`` reads."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError

from wijkwerk.designation.core.measures import Planned
from wijkwerk.designation.models import AreaPlan, PlannedMeasure
from wijkwerk.designation.plan_files import read_plan
from wijkwerk.designation.plans_of_areas import as_action_plan
from wijkwerk.shared.dates import is_date
from wijkwerk.shared.problems import InputError, Problem

LARGEST = 200_000  # bytes of a file
_NAME = "plan.toml"


def plan_text(plan: AreaPlan) -> str:
    """The plan as TOML, with the status by which it was made."""
    action_plan = as_action_plan(plan)
    lines = [
        "[plan]",
        f"title = {_quoted(action_plan.title)}",
        f"status = {_quoted(plan.status)}",
        f"end = {action_plan.end}",
        f"fund = {str(action_plan.fund).lower()}",
    ]
    for row in action_plan.measures:
        lines += ["", "[[measure]]", f"code = {_quoted(row.measure)}"]
        lines += [f"owner = {_quoted(row.owner)}", f"deadline = {row.deadline}"]
        lines += [f"money = {row.money}", f"evidence = {_quoted(row.evidence)}"]
        lines += [f"reason = {_quoted(row.reason)}"] if row.reason else []
    if action_plan.structural:
        lines += ["", "[structural]"]
        lines += [f"{code} = {_quoted(text)}" for code, text in action_plan.structural.items()]
    if action_plan.housing is not None:
        methods = ", ".join(map(_quoted, action_plan.housing.methods))
        lines += ["", "[housing]", f"share_percent = {action_plan.housing.share_percent}"]
        lines += [f"deadline = {action_plan.housing.deadline}", f"methods = [{methods}]"]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    # What JSON escapes, TOML does in the same way.
    return json.dumps(text, ensure_ascii=False)


def plan_of_file(data: bytes, status: str) -> tuple[dict[str, Any], list[PlannedMeasure]]:
    """The fields of a plan and its measures, not saved, out of a file. Raises InputError with what is wrong,
    also when it is about another ``status``, or a measure lacks what the site needs to follow it."""
    if len(data) > LARGEST:
        raise InputError.of(_NAME, "too large", f"at most {LARGEST:,} bytes")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / _NAME
        path.write_bytes(data)
        action_plan, named = read_plan(path)
    if named not in ("", status):
        raise InputError.of(_NAME, "another status", status, value=named)
    if not action_plan.end:
        raise InputError.of(_NAME, "no end", "end = a date such as 2030-12-31 under [plan]")
    measures = [_measure(row) for row in action_plan.measures]
    problems = [
        problem
        for row, measure in zip(action_plan.measures, measures, strict=True)
        for problem in _faults(row, measure)
    ]
    if problems:
        raise InputError(problems)
    housing = action_plan.housing
    facts = {
        "title": action_plan.title,
        "ends_on": date.fromisoformat(action_plan.end),
        "asks_fund": action_plan.fund,
        "structural": dict(action_plan.structural),
        "share_percent": housing.share_percent if housing else None,
        "share_year": housing.deadline if housing else None,
        "methods": list(housing.methods) if housing else [],
    }
    return facts, measures


def _measure(row: Planned) -> PlannedMeasure:
    # What lacks is told by the fields themselves, below.
    fields: dict[str, Any] = {
        "measure": row.measure,
        "owner": row.owner,
        "deadline": date.fromisoformat(row.deadline) if is_date(row.deadline) else None,
        "money": row.money,
        "evidence": row.evidence,
        "reason": row.reason,
    }
    return PlannedMeasure(**fields)


def _faults(row: Planned, measure: PlannedMeasure) -> Iterator[Problem]:
    try:
        measure.clean_fields(exclude=("plan",))
    except ValidationError as wrong:
        for field, messages in wrong.message_dict.items():
            value = str(getattr(row, field, ""))[:100]
            yield Problem(_NAME, row.line, field, "can't be taken in", value, " ".join(messages))
