"""The front page tells what was evaluated and with which answers."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.utils import translation

from wijkwerk.evaluation.report.telling import overall
from wijkwerk.evaluation.web import stations as module
from wijkwerk.evaluation.web.stations import stations

HERE = SimpleNamespace(
    catalogue=SimpleNamespace(id="own", simulated=True, areas={"GM9001": None, "WK900101": None})
)


@pytest.mark.parametrize(
    ("edition", "areas", "simulated", "counts"),
    [
        ("own", [], True, True),
        ("earlier", ["WK900101"], True, True),
        ("other city", ["WK036301"], True, False),
        ("other city", ["WK900101", "WK036301"], True, False),
        ("real, with the same codes", ["WK900101"], False, False),
        ("nothing is known of it", [], True, False),
    ],
)
def test_only_what_is_about_the_edition_of_the_front_page_counts(
    monkeypatch: pytest.MonkeyPatch, edition: str, areas: list[str], simulated: bool, counts: bool
) -> None:
    row = SimpleNamespace(
        answers={"cannot_be_known": 2}, edition=edition, areas=areas, simulated=simulated
    )
    monkeypatch.setattr(module, "shown", lambda: [row])
    monkeypatch.setattr(module, "home_edition", lambda request, home: HERE)
    with translation.override("nl"):
        (station,) = stations(None, {})
    assert station.figure == ("1" if counts else "")


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1, "Niet te bepalen bij het ene onderzochte cijfer."),
        (2, "Niet te bepalen bij beide onderzochte cijfers."),
        (3, "Niet te bepalen bij alle 3 onderzochte cijfers."),
    ],
)
def test_one_both_and_all_have_their_own_sentence(number: int, text: str) -> None:
    assert overall({"answers": {"cannot_be_known": number}}, "nl") == text


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
    rows = [
        SimpleNamespace(answers=counted, edition="own", areas=[], simulated=True)
        for counted in answers
    ]
    monkeypatch.setattr(module, "shown", lambda: rows)
    monkeypatch.setattr(module, "home_edition", lambda request, home: HERE)
    asked: list[dict[str, int]] = []

    def overall(result: dict[str, dict[str, int]], language: str) -> str:
        asked.append(dict(result["answers"]))
        return "So it is."

    monkeypatch.setattr(module, "overall", overall)
    with translation.override("nl"):
        (station,) = stations(None, {})
    assert station.figure == figure and station.text.startswith(text)
    together = {code: sum(one.get(code, 0) for one in answers) for one in answers for code in one}
    assert asked == ([together] if answers else [])
