"""What a shown evaluation says as a whole, for whoever learns from it."""

from __future__ import annotations

from datetime import UTC, datetime

from wijkwerk.evaluation import publishing
from wijkwerk.evaluation.api import judgement, judgements_about
from wijkwerk.evaluation.models import EvaluationRecord
from wijkwerk.evaluation.reading import Evaluation


def test_the_weakest_answer_gives_the_level_and_its_reasons(
    served: str, evaluation: Evaluation
) -> None:
    publishing.register(evaluation.path, datetime(2026, 3, 2, tzinfo=UTC))
    judged = judgement(evaluation.id, "nl")
    assert judged is not None
    answered = [
        row["evidence"]["level"]
        for row in evaluation.result["outcomes"]
        if row["answer"] != "cannot_be_known"
    ]
    assert judged.level == min(answered)
    assert "de vraag lag vast voordat er gerekend werd" in (*judged.up, *judged.down)
    assert judgements_about([judged.areas[0], "GM0001"], "nl") == [judged]
    assert judgements_about(["GM0001"], "nl") == []
    EvaluationRecord.objects.update(state="withdrawn")
    assert judgement(evaluation.id, "nl") is None
