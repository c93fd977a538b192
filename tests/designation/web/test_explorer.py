"""The explorer: it says what the engine says, without JavaScript too."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from served_list import Served

from wijkwerk.designation.api import Changes, load_figures, what_if
from wijkwerk.designation.serving.whatif import outcomes


@pytest.mark.parametrize(
    "changes",
    [
        Changes(), Changes(thresholds={"work": 30.0}), Changes(at_least={"vulnerable": 1}),
        Changes(dropped=frozenset({"crime"})), Changes(thresholds={"income": 0.9, "schooling": 20.0}),
    ],
)  # fmt: skip
def test_arrays_on_disk_answer_as_the_list_itself_does(served: Served, changes: Changes) -> None:
    serving = served.serving(served.open)
    figures = load_figures(serving.found)
    for at, year in enumerate(serving.years):
        before = what_if(figures, Changes())
        after = what_if(figures, changes)
        for outcome in outcomes(serving, year, serving.levels[0], changes):
            was, now = before[outcome.status][:, at] == 1, after[outcome.status][:, at] == 1
            there = figures.exists[:, at]
            codes = [code for code, inside in zip(figures.codes, there, strict=True) if inside]
            assert outcome.before == (was & there).sum()
            assert outcome.after == (now & there).sum()
            assert set(outcome.entering) == {
                code
                for code, here, new in zip(figures.codes, there, now & ~was, strict=True)
                if here and new
            }
            assert set(outcome.entering) | set(outcome.leaving) <= set(codes)


def test_a_milder_rule_is_told_with_the_areas_that_enter(client: Client, served: Served) -> None:
    serving = served.serving()
    year = serving.years[-1]
    found = outcomes(serving, year, serving.levels[0], Changes(at_least={"vulnerable": 1}))
    entering = next(one for one in found if one.status == "vulnerable").entering
    assert entering
    text = client.get(
        served.page(f"/{year}/what-if?k_vulnerable=1", language="en")
    ).content.decode()
    outcome = text[text.index('id="outcome"') :]
    for code in entering:
        assert served.page(f"/areas/{code}", language="en") in outcome
    assert re.search(r'id="answer"[^>]*>With this rule', text)


def test_a_decimal_comma_is_understood(client: Client, served: Served) -> None:
    year = served.serving().years[-1]
    with_comma = client.get(served.page(f"/{year}/what-if?t_income=0,7")).content.decode()
    with_point = client.get(served.page(f"/{year}/what-if?t_income=0.7")).content.decode()
    part = slice(with_point.index('id="outcome"'), None)
    assert with_comma[with_comma.index('id="outcome"') :] == with_point[part]


def test_every_slider_has_a_number_field_that_is_sent(client: Client, served: Served) -> None:
    year = served.serving().years[-1]
    text = client.get(served.page(f"/{year}/what-if")).content.decode()
    sliders = re.findall(r'data-range-for="([^"]+)"', text)
    assert sliders
    for slider in sliders:
        assert re.search(rf'id="{slider}" name="t_[^"]+" type="number"', text)
    assert not re.search(r'<input[^>]*type="range"[^>]*name=', text)


def test_the_unchanged_rule_moves_nobody(client: Client, served: Served) -> None:
    serving = served.serving()
    for year in serving.years:
        for outcome in outcomes(serving, year, serving.levels[0], Changes()):
            assert outcome.entering == outcome.leaving == ()
            assert outcome.before == outcome.after
