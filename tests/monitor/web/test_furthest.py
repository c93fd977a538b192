"""Which area is furthest behind: a sentence for none, one, all and some, in both languages."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation

from wijkwerk.monitor.serving import figures
from wijkwerk.monitor.serving.edition import Serving
from wijkwerk.monitor.web import furthest
from wijkwerk.monitor.web.edition_context import visit_of
from wijkwerk.monitor.web.furthest import Standing, furthest_sentence, standings

SENTENCES = [
    ((10, 10, 10, True), "Het verst achter is Wijk: op alle 10 indicatoren. Dat is zeker."),
    ((10, 9, 8, True), "Het verst achter is Wijk: op 9 van de 10 indicatoren. Bij 8 daarvan is dat zeker."),
    ((10, 9, 1, True), "Het verst achter is Wijk: op 9 van de 10 indicatoren. Bij 1 daarvan is dat zeker."),
    ((10, 2, 0, True), "Het verst achter is Wijk: op 2 van de 10 indicatoren. Dat kan toeval zijn."),
    ((10, 2, 0, False), "Het verst achter is Wijk: op 2 van de 10 indicatoren."),
    ((1, 1, 1, True), "Het verst achter is Wijk, op de enige indicator die te vergelijken is. Dat is zeker."),
    ((10, 0, 0, True), "Geen van deze gebieden loopt op een indicator achter."),
]  # fmt: skip


@pytest.mark.parametrize(("numbers", "said"), SENTENCES)
def test_every_variant_is_a_whole_sentence(
    serving: Serving,
    rf: Any,
    monkeypatch: pytest.MonkeyPatch,
    numbers: tuple[int, int, int, bool],
    said: str,
) -> None:
    class Named:
        name = "Wijk"

    made = Standing(Named(), *numbers)  # type: ignore[arg-type]
    monkeypatch.setattr(furthest, "standings", lambda visit, areas: [made])
    with translation.override("nl"):
        assert furthest_sentence(visit_of(rf.get("/nl/"), serving), []) == said
    with translation.override("en"):
        english = furthest_sentence(visit_of(rf.get("/en/"), serving), [])
    assert english and english != said and english.endswith(".")


def test_without_anything_to_compare_nothing_is_said(serving: Serving, rf: Any) -> None:
    assert furthest_sentence(visit_of(rf.get("/nl/"), serving), []) == ""


def test_it_is_counted_out_of_the_newest_figures(serving: Serving, rf: Any) -> None:
    visit = visit_of(rf.get("/nl/"), serving)
    areas = serving.catalogue.below("GM0001", "neighbourhood")
    found = standings(visit, areas)
    assert [(-one.sure, -one.behind) for one in found] == sorted(
        (-one.sure, -one.behind) for one in found
    )
    first = found[0]
    rows = [
        row
        for row in figures.latest_figures(serving, [first.area.code], None)
        if row["distance"] is not None and serving.catalogue.measures[row["indicator"]].judged
    ]
    assert first.compared == len(rows)
    assert first.behind == sum(row["distance"] > 0 for row in rows)
    assert first.sure == sum((row["distance_lower"] or 0) > 0 for row in rows)
