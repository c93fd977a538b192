"""Evaluations as evidence: beside a project or programme, and for the decision about it."""

from __future__ import annotations

from functools import partial

from wijkwerk.evaluation.models import EvaluationRecord
from wijkwerk.evaluation.report.telling import overall
from wijkwerk.evaluation.serving import open_evaluation, shown
from wijkwerk.registry.hooks import Evidence
from wijkwerk.served.api import NotServedError
from wijkwerk.shared.text import Language


def evidence(kind: str, reference: str, language: Language) -> list[Evidence]:
    """Every evaluation that everybody may read, those that are about the thing itself first; the answer to
    each figure that was asked, whatever it is, of those alone."""
    records = list(shown())
    return [
        *(
            _evidence(item, language, about=True)
            for item in records
            if _about(item, kind, reference)
        ),
        *(
            _evidence(item, language, about=False)
            for item in records
            if not _about(item, kind, reference)
        ),
    ]


def _about(record: EvaluationRecord, kind: str, reference: str) -> bool:
    return bool(reference) and (record.kind, record.reference) == (kind, reference)


def _evidence(record: EvaluationRecord, language: Language, *, about: bool) -> Evidence:
    return Evidence(
        record.evaluation,
        record.title_nl if language == "nl" else record.title_en,
        record.get_absolute_url(),
        overall({"answers": record.answers}, language),
        partial(_outcomes, record, language) if about else tuple,
        about,
        record.simulated,
    )


def _outcomes(record: EvaluationRecord, language: Language) -> tuple[tuple[str, str, str], ...]:
    try:
        in_words = open_evaluation(record.evaluation).told(language)
    except NotServedError:
        return ()
    return tuple((item["name"], item["answer"], item["sentence"]) for item in in_words["outcomes"])
