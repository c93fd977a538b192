"""An evaluation is a publication: the same bytes again, and any change is seen."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from evaluation.conftest import QUESTION
from wijkwerk.evaluation.build import build_evaluation
from wijkwerk.evaluation.commands import evaluate_commands
from wijkwerk.evaluation.manifest import PAPERS, REPORTS
from wijkwerk.evaluation.question import Frozen, read_frozen
from wijkwerk.evaluation.reading import Evaluation
from wijkwerk.evaluation.verify import verify_evaluation
from wijkwerk.shared.problems import InputError


def test_it_holds_and_making_it_anew_gives_the_same_bytes(
    evaluation: Evaluation, edition: Path
) -> None:
    assert verify_evaluation(evaluation.path, edition) == []
    assert evaluation.manifest["inputs"]["question"] == evaluation.frozen.digest


def test_a_second_build_finds_the_first(
    evaluation: Evaluation, edition: Path, frozen: Frozen
) -> None:
    assert build_evaluation(frozen, edition, evaluation.path.parent) == evaluation.path


def test_any_change_is_seen(tmp_path: Path, evaluation: Evaluation) -> None:
    copy = tmp_path / evaluation.id
    shutil.copytree(evaluation.path, copy)
    result = copy / "result.json"
    result.write_text(result.read_text().replace('"helped"', '"harmed"', 1))
    assert [(one.file, one.kind) for one in verify_evaluation(copy)] == [("result.json", "changed")]
    (copy / "more.txt").write_text("x")
    assert {one.kind for one in verify_evaluation(copy)} == {"changed", "unexpected"}


def test_a_question_that_was_changed_afterwards_is_refused(
    tmp_path: Path, evaluation: Evaluation
) -> None:
    copy = tmp_path / evaluation.id
    shutil.copytree(evaluation.path, copy)
    question = copy / "question.json"
    told = json.loads(question.read_text())
    told["document"]["outcome"] = told["document"]["outcome"][:1]
    question.write_text(json.dumps(told))
    with pytest.raises(InputError, match="changed after it stood fast"):
        verify_evaluation(copy)


def test_the_report_is_there_in_both_languages(evaluation: Evaluation) -> None:
    from pypdf import PdfReader

    dutch = (evaluation.path / REPORTS["nl"]).read_text()
    assert "Het hielp" in dutch and "Geen effect gevonden" in dutch and "Niet te bepalen" in dutch
    english = (evaluation.path / REPORTS["en"]).read_text()
    assert "It helped" in english and "No effect found" in english
    page = PdfReader(evaluation.path / PAPERS["nl"]).pages[0].extract_text()
    assert "Hielp de proef met werk?" in page and "Het hielp" in page
    assert "Verzonnen gegevens" in page


def test_every_word_of_the_result_exists_in_both_languages(evaluation: Evaluation) -> None:
    for language in ("nl", "en"):
        told = evaluation.told(language)  # type: ignore[arg-type]
        text = json.dumps(told, ensure_ascii=False)
        assert "{" + "n}" not in text and "None" not in text
        assert len(told["outcomes"]) == 3


def test_the_command_line_from_question_to_verify(
    tmp_path: Path, edition: Path, evaluation: Evaluation
) -> None:
    run = CliRunner()
    question, fast = tmp_path / "question.toml", tmp_path / "question.json"
    question.write_text(QUESTION)
    checked = run.invoke(evaluate_commands, ["question", str(question)])
    assert checked.exit_code == 0 and "6 areas, 3 outcomes" in checked.output
    seen = run.invoke(evaluate_commands, ["power", str(question), str(edition), "--json"])
    assert [one["can_be_seen"] for one in json.loads(seen.output)] == [True, True, False]
    said = run.invoke(evaluate_commands, ["power", str(question), str(edition)])
    assert "Werkzoekenden: een verschil van 2,00 procentpunt" in said.output
    matched = run.invoke(evaluate_commands, ["match", str(question), str(edition)])
    assert "24 areas to compare with" in matched.output
    out = tmp_path / "out"
    loose = run.invoke(
        evaluate_commands, ["estimate", str(question), str(edition), "--out", str(out)]
    )
    assert isinstance(loose.exception, InputError) and not out.exists()
    froze = run.invoke(evaluate_commands, ["question", str(question), "--freeze", str(fast)])
    # From today, and no other day can be asked for.
    assert froze.exit_code == 0 and read_frozen(fast).frozen_on in froze.output
    assert read_frozen(fast).document == evaluation.frozen.document
    other_day = ["question", str(question), "--freeze", str(fast), "--on", "2010-01-01"]
    assert run.invoke(evaluate_commands, other_day).exit_code == 2
    again = run.invoke(evaluate_commands, ["question", str(fast), "--freeze", str(fast)])
    assert isinstance(again.exception, InputError)
    told = run.invoke(evaluate_commands, ["report", str(evaluation.path), "--language", "en"])
    assert "It helped" in told.output
    paper = tmp_path / "paper.pdf"
    run.invoke(evaluate_commands, ["report", str(evaluation.path), "--out", str(paper)])
    assert paper.read_bytes() == (evaluation.path / PAPERS["nl"]).read_bytes()
    verified = run.invoke(evaluate_commands, ["verify", str(evaluation.path)])
    assert verified.exit_code == 0 and "as the manifest says" in verified.output
