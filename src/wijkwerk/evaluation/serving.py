"""The evaluations that this site shows, opened when asked for."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from wijkwerk.evaluation.models import EvaluationRecord, EvaluationState
from wijkwerk.evaluation.reading import Evaluation
from wijkwerk.monitor.display import library
from wijkwerk.publication.api import MANIFEST, is_as_published
from wijkwerk.served.api import NeverPublishedError, UnreadableError, WithdrawnError, reading_files


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
    if not is_as_published(evaluation, MANIFEST) or not is_as_published(evaluation, "result.json"):
        raise UnreadableError(name)
    return evaluation


@lru_cache(maxsize=64)
def _opened(folder: str, digest: str) -> Evaluation:
    return Evaluation.open(Path(folder))


def shown() -> list[EvaluationRecord]:
    """The evaluations that everybody may read, newest first."""
    gone = library().withdrawn()
    return [
        record
        for record in EvaluationRecord.objects.filter(state=EvaluationState.SERVED)
        if record.edition not in gone
    ]
