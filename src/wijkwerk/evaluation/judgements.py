"""What shown evaluations say as a whole, and how strong that is, for whoever learns from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from wijkwerk.evaluation.core.judging import Answer
from wijkwerk.evaluation.models import EvaluationRecord
from wijkwerk.evaluation.report.telling import overall
from wijkwerk.evaluation.report.words import REASONS
from wijkwerk.evaluation.serving import open_evaluation, shown
from wijkwerk.served.api import NotServedError
from wijkwerk.shared.text import Language


@dataclass(frozen=True)
class Judgement:
    """An evaluation that everybody may read: its ``answer`` in a sentence, the codes that it is about, and the
    ``level`` of its weakest outcome that has an answer (0: nothing could be known), with the reasons that raise
    it and those that lower it."""

    evaluation: str
    title: str
    url: str
    answer: str
    areas: tuple[str, ...]
    helped: bool
    level: int
    up: tuple[str, ...]
    down: tuple[str, ...]


def judgement(evaluation: str, language: Language) -> Judgement | None:
    """That of the evaluation with this id; None when nobody may read it, or it can't be opened."""
    record = shown().filter(evaluation=evaluation).first()
    return None if record is None else _judgement(record, language)


def judgements_about(codes: Sequence[str], language: Language) -> list[Judgement]:
    """Those that are about any of these areas, newest first."""
    wanted = set(codes)
    opened = (_judgement(row, language) for row in shown() if wanted.intersection(row.areas))
    return [row for row in opened if row is not None]


def _judgement(record: EvaluationRecord, language: Language) -> Judgement | None:
    try:
        outcomes = open_evaluation(record.evaluation).result["outcomes"]
    except NotServedError:
        return None
    answered = [
        row["evidence"]
        for row in outcomes
        if row["answer"] != Answer.UNKNOWN and row.get("evidence")
    ]
    weakest = min(answered, key=lambda row: int(row["level"]), default=None)

    def words(side: str) -> tuple[str, ...]:
        return tuple(REASONS[reason].in_(language) for reason in (weakest or {}).get(side, ()))

    return Judgement(
        record.evaluation,
        record.title_nl if language == "nl" else record.title_en,
        record.get_absolute_url(),
        overall({"answers": record.answers}, language),
        tuple(record.areas),
        bool(record.answers.get("helped")) and not record.answers.get("harm"),
        0 if weakest is None else int(weakest["level"]),
        words("up"),
        words("down"),
    )
