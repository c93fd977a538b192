"""The register of evaluations: which the site shows, and what was withdrawn. Only this writes it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.db import transaction

from wijkwerk.audit.api import COMMAND, record
from wijkwerk.evaluation.models import EvaluationRecord, EvaluationState
from wijkwerk.evaluation.reading import Evaluation
from wijkwerk.evaluation.verify import verify_evaluation
from wijkwerk.publication.api import MANIFEST, file_hash
from wijkwerk.shared import deadlines
from wijkwerk.shared.problems import InputError, Problem


def register(folder: Path, now: datetime, actor: str = COMMAND) -> EvaluationRecord:
    """Let the site show the evaluation in ``folder``. Raises InputError when it isn't whole, when its
    question stands fast from a day after ``now``, or when it was withdrawn: what was withdrawn doesn't come back."""
    evaluation = Evaluation.open(folder)
    wrong = verify_evaluation(folder)
    if wrong:
        raise InputError(
            [
                Problem(
                    difference.file, None, None, difference.kind, None, "what the manifest says"
                )
                for difference in wrong
            ]
        )
    known_record = EvaluationRecord.objects.filter(evaluation=evaluation.id).first()
    if known_record is not None and known_record.state == EvaluationState.WITHDRAWN:
        raise InputError.of(
            evaluation.id, "was withdrawn", "another evaluation", value=known_record.reason
        )
    if evaluation.frozen.frozen_on > deadlines.today(now).isoformat():
        raise InputError.of(
            "question.json",
            "stands fast from a day that must still come",
            "a question that stands fast already",
            value=evaluation.frozen.frozen_on,
        )
    title, question = evaluation.manifest["title"], evaluation.frozen.question
    known_by = {
        "folder": str(folder.resolve()),
        "digest": file_hash(folder / MANIFEST),
        "kind": question.kind,
        "reference": question.reference,
    }
    with transaction.atomic():
        registered, fresh = EvaluationRecord.objects.update_or_create(
            evaluation=evaluation.id,
            defaults=known_by,
            create_defaults={
                **known_by,
                "title_nl": title["nl"][:300],
                "title_en": title["en"][:300],
                "edition": evaluation.manifest["edition"]["id"],
                "areas": evaluation.manifest["areas"],
                "answers": evaluation.manifest["answers"],
                "simulated": evaluation.manifest["simulated"],
                "registered_at": now,
            },
        )
        if fresh:
            record(actor, "evaluation.register", "evaluation", evaluation.id, now)
    return registered


def withdraw(name: str, reason: str, now: datetime) -> bool:
    """Take an evaluation off the site for good; False when there is none of this name."""
    with transaction.atomic():
        withdrawn = EvaluationRecord.objects.select_for_update().filter(evaluation=name).first()
        if withdrawn is None:
            return False
        if withdrawn.state != EvaluationState.WITHDRAWN:
            withdrawn.state, withdrawn.reason = EvaluationState.WITHDRAWN, reason[:500]
            withdrawn.save(update_fields=["state", "reason"])
            record(
                COMMAND,
                "evaluation.withdraw",
                "evaluation",
                name,
                now,
                after={"reason": reason[:500]},
            )
    return True
