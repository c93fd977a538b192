"""What a web worker leaves to a process beside it: ``python -m wijkwerk.evaluation.working estimate|power
EDITION OUT``, with a frozen question on standard input and the answer as JSON on standard output."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from wijkwerk.evaluation.build import build_evaluation
from wijkwerk.evaluation.evaluating import power_of
from wijkwerk.evaluation.question import frozen_of
from wijkwerk.monitor.api import Edition
from wijkwerk.shared.problems import InputError


def work(what: str, edition: Path, out: Path, document: Any) -> dict[str, Any]:
    """The id of the evaluation that was made, or the power; ``wrong`` says what can't be done."""
    try:
        frozen = frozen_of(document, "question")
        if what == "power":
            return {"power": power_of(frozen.question, Edition.open(edition))}
        return {"id": build_evaluation(frozen, edition, out).name}
    except InputError as fault:
        return {"wrong": str(fault)}


if __name__ == "__main__":
    kind, folder, target = sys.argv[1:]
    print(json.dumps(work(kind, Path(folder), Path(target), json.loads(sys.stdin.read()))))
