"""The evaluations of ``make run``: the questions of ``examples/evaluations``, in the editions that were
built. A question is named after the series of its edition: ``<series>--<name>.toml``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from wijkwerk.audit.database import open_database
from wijkwerk.evaluation.build import build_evaluation
from wijkwerk.evaluation.question import freeze, read_question

EXAMPLES = Path("examples/evaluations")
_FROZEN_ON = date(2026, 3, 2)  # always the same, so that the same examples are the same bytes


def build_examples(editions: Sequence[Path], out: Path, tell: Callable[[str], None]) -> list[Path]:
    """Answer each example question whose edition is among ``editions``, and show it on the site; gives
    the folders."""
    open_database(None)
    from wijkwerk.evaluation.publishing import register

    folders = []
    for path in sorted(EXAMPLES.glob("*.toml")):
        series = path.stem.partition("--")[0]
        edition = next(
            (edition for edition in editions if edition.name.rsplit("-", 1)[0] == series), None
        )
        if edition is None:
            continue
        tell(f"Answering {path.stem} ...")
        document, _ = read_question(path)
        folder = build_evaluation(freeze(document, _FROZEN_ON), edition, out)
        register(folder, datetime.now(UTC))
        folders.append(folder)
    return folders
