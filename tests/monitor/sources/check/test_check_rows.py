"""Single rows of observations: what can not be is told, word for word."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from wijkwerk.monitor.core.definitions import Kind
from wijkwerk.monitor.sources.read import read_source

if TYPE_CHECKING:
    from tests.monitor.sources.conftest import Folder


def test_the_check_tells_a_numerator_above_its_denominator(small: Folder) -> None:
    small.change(
        "observations.csv", "WK036301,2013,seekers,207,1501", "WK036301,2013,seekers,1507,1501"
    )
    assert small.told() == [
        (
            "error observations.csv:3 [numerator]: numerator above denominator: found '1507'; "
            "expected at most the denominator, 1501. Were the two columns swapped, or do they "
            "count different things?"
        ),
    ]


def test_the_check_tells_a_negative_count(small: Folder) -> None:
    small.change("observations.csv", "seekers,207,1501", "seekers,-207,1501")
    assert small.told() == [
        (
            "error observations.csv:3 [numerator]: negative count: found '-207'; expected zero "
            "or more."
        ),
    ]


def test_the_check_tells_a_numerator_without_a_denominator(small: Folder) -> None:
    small.change("observations.csv", "seekers,207,1501", "seekers,207,")
    assert small.told() == [
        (
            "error observations.csv:3 [denominator]: numerator without denominator: expected a "
            "denominator beside numerator 207. Leave both empty when one is unknown."
        ),
    ]


def test_the_check_tells_a_denominator_without_a_numerator(small: Folder) -> None:
    small.change("observations.csv", "seekers,207,1501", "seekers,,1501")
    assert small.told() == [
        (
            "warning observations.csv:3 [numerator]: denominator without numerator: expected a "
            "numerator beside denominator 1501. Write x for a numerator that the publisher "
            "withheld; status M for one that is missing."
        ),
        (
            "warning observations.csv:4 [period]: missing periods: found 'seekers, WK036301: "
            "2013'; expected a figure in each period of a series. Other areas have figures "
            "then."
        ),
    ]


def test_the_check_tells_a_share_above_a_hundred(small: Folder) -> None:
    small.change("observations.csv", "seekers,207,1501,,", "seekers,,,137,1501")
    assert small.told() == [
        (
            "error observations.csv:3 [value]: impossible share: found '137'; expected a "
            "percentage from 0 to 100."
        ),
    ]


def test_the_check_tells_fractions_instead_of_percentages(small: Folder) -> None:
    small.write(
        "observations.csv",
        "area,period,indicator,value,base\n"
        + "".join(
            f"WK03630{a},{y},seekers,0.{a}{y % 10},500\n" for y in (2012, 2013) for a in (1, 2, 3)
        ),
    )
    small.change(
        "indicators.toml",
        small.text("indicators.toml")[
            small.text("indicators.toml").index('[[indicator]]\nid = "price"') :
        ],
        "",
    )
    assert small.told() == [
        (
            "warning observations.csv:2 [value]: fractions instead of percentages: found "
            "'seekers: at most 0.33'; expected percentages, such as 55 for 55%. Multiply them "
            "by 100."
        ),
    ]


def test_the_check_tells_events_on_a_denominator_of_nil(small: Folder) -> None:
    small.change("observations.csv", "seekers,207,1501", "seekers,207,0")
    assert small.told() == [
        (
            "error observations.csv:3 [denominator]: events without a denominator above zero: "
            "found '0'; expected more than zero beside numerator 207."
        ),
        (
            "error observations.csv:3 [numerator]: numerator above denominator: found '207'; "
            "expected at most the denominator, 0. Were the two columns swapped, or do they "
            "count different things?"
        ),
    ]


def test_the_check_tells_a_value_that_does_not_follow_from_the_counts(small: Folder) -> None:
    small.change("observations.csv", "seekers,207,1501,,", "seekers,207,1501,18.2,")
    assert small.told() == [
        (
            "warning observations.csv:3 [value]: value doesn't follow from the counts: found "
            "'18.2'; expected 13.79 from numerator and denominator. The counts are used."
        ),
    ]


def test_the_check_tells_a_figure_that_should_be_withheld(small: Folder) -> None:
    small.change("observations.csv", "seekers,207,1501,,,", "seekers,207,1501,,,N")
    assert small.told() == [
        (
            "warning observations.csv:3 [status]: withheld figure is there: found 'N'; expected"
            " no figure in a row that is withheld. It is treated as withheld; take the figure "
            "out before you share the folder."
        ),
    ]


def test_the_check_tells_an_unknown_status(small: Folder) -> None:
    small.change("observations.csv", "seekers,207,1501,,,", "seekers,207,1501,,,voorlopig")
    assert small.told() == [
        (
            "error observations.csv:3 [status]: unknown status: found 'VOORLOPIG'; expected a "
            "letter of SDMX CL_OBS_STATUS such as A, E or M, or N for withheld. Leave it empty "
            "for an ordinary figure."
        ),
    ]


def test_the_check_tells_an_answer_that_a_survey_does_not_have(small: Folder) -> None:
    small.change("indicators.toml", 'unit = "eur"\nkind = "mean"', 'unit = "%"\nkind = "survey"')
    small.write(
        "observations.csv",
        "area,period,indicator,value,weight\nWK036301,2012,price,1,1.5\nWK036302,2012,price,3,1\nWK036303,2012,price,0,-1\n",
    )
    assert small.told() == [
        (
            "warning indicators.toml:5 [seekers]: no figures: expected observations of every "
            "indicator. Take it out, or add its observations."
        ),
        (
            "error observations.csv:3 [value]: impossible answer: found '3'; expected 0 or 1 "
            "for each respondent."
        ),
        (
            "error observations.csv:4 [weight]: impossible weight: found '-1'; expected more "
            "than zero."
        ),
    ]


def test_the_check_tells_a_standardised_rate_without_ages(small: Folder) -> None:
    small.change("indicators.toml", 'kind = "rate"', 'kind = "standardised"')
    small.write(
        "observations.csv",
        "area,period,indicator,numerator,denominator,age\nWK036301,2012,seekers,10,100,\nWK036302,2012,seekers,10,100,jong\nWK036303,2012,seekers,10,100,0-14\n",
    )
    assert small.told() == [
        (
            "warning indicators.toml:13 [price]: no figures: expected observations of every "
            "indicator. Take it out, or add its observations."
        ),
        (
            "error observations.csv:2 [age]: age band is missing: expected an age band: a "
            "standardised rate needs one per row."
        ),
        (
            "error observations.csv:3 [age]: unknown age band: found 'jong'; expected an age "
            "band such as 0-4, 15-64 or 90+."
        ),
    ]


def test_scores_of_respondents_are_answers_of_a_survey(small: Folder) -> None:
    """In a unit that is no share an answer is a number, and its mean the figure."""
    small.change(
        "indicators.toml", 'unit = "eur"\nkind = "mean"', 'unit = "score"\nkind = "survey"'
    )
    assert not [line for line in small.told() if "impossible" in line]
    with tempfile.TemporaryDirectory() as work:
        read = read_source(small.path, Path(work))
    assert Kind.SURVEY_MEAN in {indicator.kind for indicator in read.indicators}
