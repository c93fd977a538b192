"""The front page tells what was evaluated and with which answers."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.utils import translation

from wijkwerk.evaluation.web import stations as module
from wijkwerk.evaluation.web.stations import stations


@pytest.mark.parametrize(
    ("answers", "figure", "text"),
    [
        ([], "", "Hier is nog niets onderzocht."),
        ([{"unknowable": 2}], "1", "onderzoek."),
        ([{"unknowable": 1}, {"helped": 2}], "2", "onderzoeken."),
    ],
)
def test_answers_of_all_evaluations_are_told_together(
    monkeypatch: pytest.MonkeyPatch, answers: list[dict[str, int]], figure: str, text: str
) -> None:
    rows = [SimpleNamespace(answers=counted) for counted in answers]
    monkeypatch.setattr(module, "shown", lambda: rows)
    asked: list[dict[str, int]] = []

    def overall(result: dict[str, dict[str, int]], language: str) -> str:
        asked.append(dict(result["answers"]))
        return "So it is."

    monkeypatch.setattr(module, "overall", overall)
    with translation.override("nl"):
        (station,) = stations()
    assert station.figure == figure and station.text.startswith(text)
    together = {code: sum(one.get(code, 0) for one in answers) for one in answers for code in one}
    assert asked == ([together] if answers else [])
