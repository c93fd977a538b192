"""Few respondents of a divided area: the intruder finds them in totals and groups, unless the plan
hides something beside them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from typer.testing import CliRunner

from made_source import made_source
from wijkwerk.monitor import disclosure
from wijkwerk.monitor.core import intervals
from wijkwerk.monitor.editions.attack_divided import Asked, Least, few_left, respondents_behind
from wijkwerk.monitor.editions.attack_sums import Attack
from wijkwerk.monitor.editions.build import build_edition
from wijkwerk.monitor.editions.edition import Edition
from wijkwerk.site.cli import app

from .conftest import WRITE_REPORTS, no_reports

SOURCE = """[source]
id = "asked"
title = { nl = "Gevraagd", en = "Asked" }
publisher = "Test"
licence = "CC0-1.0"
[reference]
rule = "country"
[disclosure]
minimum_base = 10
minimum_count = 4
rounding = 5
"""
INDICATOR = """[[indicator]]
id = "{0}"
name = {{ nl = "{0}", en = "{0}" }}
theme = "t"
unit = "%"
kind = "survey"
direction = "lower_is_better"
"""
THEME = '[[theme]]\nid = "t"\nname = { nl = "T", en = "T" }\n'
AREAS = [
    "code,name,level,parent",
    "NL,Land,country,",
    "M,M,municipality,NL",
    "O,O,municipality,NL",
    *(f"{one},{one},district,{'M' if one in 'ABCD' else 'O'}" for one in "ABCDEF"),
]
# In 2020 OLD was divided into A and B, both of M.
SPLIT = ["2010,2020,OLD,A,0.5", "2010,2020,OLD,B,0.5"]
USUAL = {"C": (30, 100), "D": (40, 90), "E": (20, 80), "F": (35, 110)}
NOW = USUAL | {"A": (20, 60), "B": (15, 50)}
# What the respondents of OLD said in 2010 (yes, of all): of each a survey.
OLD = {
    "nine": (4, 9),  # too few, whatever they say
    "none": (0, 9),
    "three_yes": (3, 12),  # enough, but not that say yes
    "three_no": (9, 12),
    "enough": (5, 12),
    "nobody": (0, 12),
}
LEAKS = {"nine", "none", "three_yes", "three_no"}
A_TOTAL, A_GROUP = (
    f"few respondents of a divided area, what is left of a {name}" for name in ("total", "group")
)


def answers(
    survey: str, period: str, counts: dict[str, tuple[int, int]], weights: bool
) -> list[str]:
    return [
        f"{area},{period},{survey},{int(number < yes)},{1 + weights * (number % 3)}"
        for area, (yes, of) in counts.items()
        for number in range(of)
    ]


# Surveys that the plan forgets; of the last ones answers weigh differently.
FORGOTTEN = {f"{name}_forgotten": old for name, old in OLD.items()}
WEIGHED = {f"{name}_weighed": OLD[name] for name in ("nine", "three_yes")}


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Surveys that the plan protects, and the same ones that it forgets."""
    folder = tmp_path_factory.mktemp("divided")
    surveys = OLD | FORGOTTEN | WEIGHED
    source = made_source(
        folder / "source",
        source=SOURCE,
        indicators=THEME + "".join(INDICATOR.format(name) for name in surveys),
        areas=AREAS,
        groups=[
            "group,area,valid_from,valid_to",
            "ALL,A,,",
            "ALL,B,,",
            "ALL,E,,",
            "ONE,A,,",
            "ONE,E,,",
        ],
        observations=[
            "area,period,indicator,value,weight",
            *(
                row
                for name, old in surveys.items()
                for row in (
                    *answers(name, "2010", USUAL | {"OLD": old}, name in WEIGHED),
                    *answers(name, "2020", NOW, name in WEIGHED),
                )
            ),
        ],
    )
    (source / "correspondence").mkdir()
    lines = ["vintage_from,vintage_to,area_from,area_to,weight", *SPLIT]
    (source / "correspondence" / "t.csv").write_text("\n".join(lines) + "\n", "utf-8")
    few = disclosure._few_answers
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WRITE_REPORTS, no_reports)
        patch.setattr(
            disclosure,
            "_few_answers",
            lambda *given: {name: old for name, old in few(*given).items() if name in OLD},
        )
        return build_edition(source, folder / "out")


def test_few_respondents_are_found_exactly_where_the_plan_forgets_them(edition: Path) -> None:
    """Rounded bases are no cover: the limits of a share give them. Where answers weigh differently no
    number is given away."""
    assert set(Attack(Edition.open(edition)).finds([])) == {
        (area, "2010", f"{name}_forgotten", how)
        for name in LEAKS
        for area, how in (("M", A_TOTAL), ("ALL", A_GROUP))
    }


def test_what_the_plan_closes_is_what_would_have_been_found(edition: Path) -> None:
    groups = pl.read_parquet(edition / "groups.parquet").filter(
        (pl.col("group") == "ALL") & (pl.col("period") == "2010") & (pl.col("method") == "pooled")
    )
    told = set(groups.filter(pl.col("value").is_not_null())["indicator"])
    assert told == {*FORGOTTEN, *WEIGHED, *OLD} - LEAKS


def test_the_command_names_them_and_ends_with_two(
    edition: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Making the documents again takes longest, and is another test's.
    monkeypatch.setattr("wijkwerk.monitor.editions.attack.made_otherwise", lambda _edition: [])
    done = CliRunner().invoke(app, ["edition", "attack", str(edition)], env={"COLUMNS": "150"})
    assert done.exit_code == 2
    assert A_TOTAL in done.output
    assert A_GROUP in done.output


@given(
    number=st.integers(2, 400),
    elsewhere=st.integers(2, 400),
    share=st.floats(0, 1),
)
def test_limits_give_the_number_of_respondents_or_nothing(
    number: int, elsewhere: int, share: float
) -> None:
    """Never another number than the right one."""
    sample, yes = number + elsewhere, round(share * number)
    value = yes / number
    # By the definition: a domain of a simple random sample, each respondent a cluster.
    variance = sample / (sample - 1) * value * (1 - value) / number
    effective = value * (1 - value) / variance if variance else number
    quantile = stats.t.ppf(0.975, max(number - 1, 1))
    low, high = intervals.wilson_at(value * effective, effective, quantile)
    found = respondents_behind(
        value, float(low), float(high), np.arange(1.0, sample + 1), float(sample)
    )
    assert found in (None, Asked(number, number, yes))
    if number < 100:
        assert found is not None


def test_what_is_left_is_few_only_when_that_is_sure() -> None:
    least = Least(10, 4, 1)

    def told(total: Asked, *parts: Asked, shares: bool = True) -> bool:
        return few_left(total, parts, least, shares)

    assert told(Asked(109, 109), Asked(100, 100))
    assert not told(Asked(110, 110), Asked(100, 100))
    assert not told(Asked(100, 100), Asked(100, 100))
    # Rounded: 2 to 12 are left, or none.
    assert not told(Asked(104, 109), Asked(97, 102))
    assert told(Asked(104, 106), Asked(98, 100))
    # By what they say, on either side; without a count of one part nobody can tell.
    assert told(Asked(120, 120, 33), Asked(100, 100, 30))
    assert told(Asked(120, 120, 47), Asked(100, 100, 30))
    assert not told(Asked(120, 120, 30), Asked(100, 100, 30))
    assert not told(Asked(120, 120, 34), Asked(100, 100, 30))
    assert not told(Asked(120, 120, 33), Asked(100, 100))
    # Of a mean nobody says yes or no: its base must reach both limits.
    few = Least(2, 8, 1)
    assert few_left(Asked(107, 107), [Asked(100, 100)], few, shares=False)
    assert not few_left(Asked(107, 107), [Asked(100, 100)], few, shares=True)
