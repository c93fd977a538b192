"""Is an evaluation what it says it is, and does its edition still give it byte for byte?"""

from __future__ import annotations

import tempfile
from pathlib import Path

from wijkwerk.evaluation.reading import Evaluation
from wijkwerk.publication.api import (
    MANIFEST,
    Difference,
    differences_between,
    differences_from_manifest,
    file_hash,
)


def verify_evaluation(path: Path, edition: Path | None = None) -> list[Difference]:
    """Everything that differs; empty when the evaluation holds.

    Without ``edition`` files are held against the manifest, and the question against the digest with
    which it was frozen (opening does that). With it the evaluation is made anew from the question in its
    folder. Raises InputError when the folder is no evaluation.
    """
    evaluation = Evaluation.open(path)
    differences = differences_from_manifest(evaluation)
    if evaluation.manifest["inputs"].get("question") != evaluation.frozen.digest:
        differences.append(
            Difference("question.json", "input", "it isn't the question that was frozen")
        )
    if edition is None or differences:
        return differences
    if file_hash(edition / MANIFEST) != evaluation.manifest["inputs"]["edition"]:
        return [Difference(MANIFEST, "input", "it isn't the edition that the evaluation rests on")]
    from wijkwerk.evaluation.build import build_evaluation

    with tempfile.TemporaryDirectory() as scratch:
        again = build_evaluation(evaluation.frozen, edition, Path(scratch))
        return differences_between(evaluation, Evaluation.open(again))
