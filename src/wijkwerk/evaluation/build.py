"""Make an evaluation: all of it, or nothing that anybody can see."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from wijkwerk.evaluation.evaluating import evaluate
from wijkwerk.evaluation.manifest import ESTIMATES, EVALUATION, FIGURES, QUESTION, RESULT
from wijkwerk.evaluation.question import Frozen
from wijkwerk.evaluation.reading import Evaluation
from wijkwerk.evaluation.report.telling import evaluation_texts
from wijkwerk.evaluation.report.write import write_reports
from wijkwerk.monitor.api import Edition
from wijkwerk.publication.api import (
    MANIFEST,
    atomic_publish,
    file_hash,
    hidden_in,
    identity,
    verify_publication,
    write_manifest,
)
from wijkwerk.shared.text import LANGUAGES


def build_evaluation(frozen: Frozen, edition_folder: Path, out: Path) -> Path:
    """Make the evaluation of a question that stands fast, in an edition; gives its folder in ``out``.

    The same question and edition give the same bytes. Raises InputError when the edition isn't whole, or
    hasn't what the question asks.
    """
    edition = Edition.open(edition_folder)
    question = frozen.question
    inputs = {"edition": file_hash(edition.path / MANIFEST), "question": frozen.parts}
    name = identity(EVALUATION, question.id, inputs)
    final = out / name
    if final.exists():
        verify_publication(final, EVALUATION, Evaluation.open)
        return final
    result = evaluate(question, edition)
    title = edition.definitions["source"]["title"]
    about: dict[str, Any] = {"id": edition.id, "title": title}
    simulated = bool(edition.definitions["source"]["simulated"])
    with hidden_in(out, EVALUATION) as hidden:
        building = hidden / name
        building.mkdir()
        _write(building / QUESTION, asdict(frozen))
        _write(building / RESULT, result)
        (building / ESTIMATES).write_text(_estimates(result), "utf-8")
        (building / FIGURES).write_text(_figures(result), "utf-8")
        texts_by_language = {
            language: evaluation_texts(frozen, result, {**about, "simulated": simulated}, language)
            for language in LANGUAGES
        }
        write_reports(building, texts_by_language, result)  # type: ignore[arg-type]
        write_manifest(
            building,
            EVALUATION,
            {
                "id": name,
                "title": asdict(question.title),
                "edition": about,
                "inputs": {"edition": inputs["edition"], "question": frozen.digest},
                "areas": [area["code"] for area in result["areas"]],
                "answers": result["answers"],
                "simulated": simulated,
            },
        )
        atomic_publish(building, final, EVALUATION, Evaluation.open)
    return final


def _write(path: Path, value: Any) -> None:
    text = json.dumps(value, indent=1, ensure_ascii=False, sort_keys=True)
    path.write_text(f"{text}\n", "utf-8")


def _table(heads: list[str], rows: list[list[Any]]) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(heads)
    writer.writerows(["" if cell is None else cell for cell in row] for row in rows)
    return stream.getvalue()


_OF_ESTIMATE = ("method", "estimate", "lower", "upper", "error", "p", "p_permutation")


def _estimates(result: dict[str, Any]) -> str:
    rows = [
        [outcome["indicator"], outcome["answer"], *(row.get(key) for key in _OF_ESTIMATE)]
        for outcome in result["outcomes"]
        for row in outcome["estimates"]
    ]
    return _table(["indicator", "answer", *_OF_ESTIMATE], rows)


def _figures(result: dict[str, Any]) -> str:
    rows = [
        [outcome["indicator"], period, *(line[place] if line else None for line in lines)]
        for outcome in result["outcomes"]
        for lines in [[outcome["lines"][kind] for kind in ("treated", "compared", "synthetic")]]
        for place, period in enumerate(outcome["periods"])
    ]
    return _table(["indicator", "period", "treated", "compared", "synthetic"], rows)
