"""The evaluations that this site shows, opened when asked for."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path

from django.db.models import QuerySet

from wijkwerk.evaluation.models import EvaluationRecord, EvaluationState
from wijkwerk.evaluation.reading import Evaluation
from wijkwerk.monitor.display import library
from wijkwerk.publication.api import MANIFEST, is_as_published
from wijkwerk.served.api import (
    NeverPublishedError,
    NotServedError,
    UnreadableError,
    WithdrawnError,
    reading_files,
)
from wijkwerk.shared import deadlines


class UnknownEvaluationError(NeverPublishedError):
    """No evaluation has ever had this id."""


def open_evaluation(name: str) -> Evaluation:
    """The evaluation with this id. Raises NotServedError; one of which the edition was withdrawn is
    withdrawn as well, for it tells of its figures."""
    record = EvaluationRecord.objects.filter(evaluation=name).first()
    if record is None:
        raise UnknownEvaluationError(name)
    if record.state == EvaluationState.WITHDRAWN:
        raise WithdrawnError(record.reason)
    if record.edition in library().withdrawn():
        raise WithdrawnError(record.edition)
    with reading_files():
        evaluation = _opened(record.folder, record.digest)
        if not all(is_as_published(evaluation, file) for file in (MANIFEST, "result.json")):
            raise UnreadableError(name)
    return evaluation


@lru_cache(maxsize=64)
def _opened(folder: str, digest: str) -> Evaluation:
    return Evaluation.open(Path(folder))


def registered_on(name: str) -> date:
    """Since which day this site shows the evaluation. The day on which its question was frozen is what
    whoever made it wrote down; this one the site knows itself."""
    return deadlines.today(EvaluationRecord.objects.get(evaluation=name).registered_at)


def shown() -> QuerySet[EvaluationRecord]:
    """The evaluations that everybody may read, newest first."""
    records = EvaluationRecord.objects.filter(state=EvaluationState.SERVED)
    return records.exclude(edition__in=library().withdrawn())


def damaged() -> list[str]:
    """The evaluations that everybody may read, and that can't be opened now."""
    names = []
    for record in shown():
        try:
            open_evaluation(record.evaluation)
        except NotServedError:
            names.append(record.evaluation)
    return names
