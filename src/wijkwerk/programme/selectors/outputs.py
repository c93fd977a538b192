"""What was done for a target, out of the commitments that help to reach it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from wijkwerk.programme.core.obligations import NOT_KNOWN
from wijkwerk.programme.core.outputs import Output, OutputRow, outputs_by_day
from wijkwerk.programme.models import Commitment, Programme, Target
from wijkwerk.programme.policies import public_rows
from wijkwerk.programme.selectors.targets import TargetStatus, target_statuses, target_totals


@dataclass(frozen=True)
class Outputs:
    """Commitments of a target, without those that were released: how many, how many had to be done by
    today, how many of those were, and of how many of those nobody knows; by day the same, with what was
    done early."""

    promised: int
    due: int
    done: int
    unknown: int
    rows: tuple[OutputRow, ...]


@dataclass(frozen=True)
class Result:
    """A target: what was done for it, and how it stands."""

    status: TargetStatus
    outputs: Outputs


def outputs_of(programme: Programme, today: date, **which: Any) -> dict[int, Outputs]:
    """Of each target (by number) for which something was promised, or of ``which`` commitments alone; one query."""
    by_target: dict[int, list[tuple[str, Output]]] = {}
    rows = public_rows(programme, Commitment).filter(target__isnull=False, **which)
    for target, state, promised_for, kept_on in rows.values_list(
        "target", "state", "promised_for", "kept_on"
    ):
        kept_day = kept_on.isoformat() if state == "kept" and kept_on else None
        output = Output(promised_for.isoformat(), kept_day, state == NOT_KNOWN)
        by_target.setdefault(target, []).append((state, output))
    return {
        target: _outputs(commitments, today.isoformat())
        for target, commitments in by_target.items()
    }


def _outputs(commitments: list[tuple[str, Output]], today: str) -> Outputs:
    running = [output for state, output in commitments if state != "released"]
    due = [output for output in running if output.promised_for <= today]
    done = sum(output.kept_on is not None and output.kept_on <= today for output in due)
    unknown = sum(output.unknown for output in due)
    return Outputs(len(running), len(due), done, unknown, tuple(outputs_by_day(running, today)))


def results_of(programme: Programme, today: date) -> list[Result]:
    """The active targets for which something was promised, in the programme's order."""
    outputs = outputs_of(programme, today)
    return [
        Result(status, outputs[status.target.pk])
        for status in target_totals(programme, today).active
        if status.target.pk in outputs
    ]


def result_of(target: Target, today: date) -> Result | None:
    """The same of one target; None when nothing was promised for it, or it has no path yet."""
    outputs = outputs_of(target.programme, today, target=target).get(target.pk)
    statuses = target_statuses([target], today) if outputs is not None else []
    return Result(statuses[0], outputs) if outputs is not None and statuses else None
