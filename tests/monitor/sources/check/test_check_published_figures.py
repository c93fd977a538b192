"""What a publication says of a group as a whole, held against its own figures."""

from __future__ import annotations

from pathlib import Path

import pytest

from made_source import made_source
from wijkwerk.monitor.sources.check import check_source

SOURCE = """[source]
id = "made"
title = { nl = "Gemaakt", en = "Made" }
publisher = "test"
licence = "CC0-1.0"
report_level = "group"
[reference]
rule = "area"
code = "G18"
[[theme]]
"""
INDICATOR = """[[theme]]
id = "t"
name = {{ nl = "T", en = "T" }}
[[indicator]]
id = "i"
name = {{ nl = "I", en = "I" }}
theme = "t"
unit = "%"
kind = "rate"
direction = "{direction}"
tolerance = 0.5
"""
HEAD = "group,indicator,period_from,period_to,class,count,scope,own_direction,reference_direction"


def told(
    folder: Path, figures: tuple[float, float, float, float], said: str, better: str
) -> list[str]:
    """What the check says of ``said`` (class, 1, total, directions) beside the figures of the group
    and then of its reference, at both moments."""
    here = made_source(
        folder,
        source=SOURCE.replace("[[theme]]\n", ""),
        indicators=INDICATOR.format(direction=better),
        areas=["code,name,level,parent", "P,Groep,group,", "G18,G18,group,"],
        observations=[
            "area,period,indicator,value",
            *(
                f"{area},{period},i,{figure:g}"
                for (area, period), figure in zip(
                    (("P", 2007), ("P", 2012), ("G18", 2007), ("G18", 2012)), figures, strict=True
                )
            ),
        ],
    )
    columns = f"{HEAD},own_lowest,own_highest"
    (here / "published.csv").write_text(f"{columns}\nP,i,2007,2012,{said}\n", "utf-8")
    return [str(one.severity.value) + " " + str(one) for one in check_source(here)]


@pytest.mark.parametrize(
    ("figures", "said", "expected"),
    [
        ((10, 7, 6, 6), "smaller,1,total,worsened,unchanged,,",
         "error published.csv:2 [own_direction]: contradiction: found 'worsened, while 10 became 7'"),
        ((10, 7, 6, 5), "smaller,1,total,improved,worsened,,",
         "error published.csv:2 [reference_direction]: contradiction: found 'worsened, while 6 became 5'"),
        ((10, 7, 6, 6), "smaller,1,total,unchanged,,,",
         "error published.csv:2 [own_direction]: contradiction: found 'unchanged, while 10 became 7'"),
        ((10, 7, 6, 6), "larger,1,total,,,,",
         "error published.csv:2 [class]: contradiction: found 'larger, while the distance went from 4 to 1'"),
        # One unit of rounding: 9.4 to 9.1 is possible too.
        ((10, 9, 1, 1), "larger,1,total,,,,",
         "warning published.csv:2 [class]: contradiction: found 'larger, while the distance went from 9 to 8'"),
        ((10, 7, 6, 6), "equal,1,total,,,,",
         "error published.csv:2 [class]: contradiction: found 'equal, while the distance went from 4 to 1'"),
        ((10.2, 10.1, 1, 1), "larger,1,total,worsened,,,",
         "error published.csv:2 [own_direction]: contradiction: found 'worsened, while 10.2 became 10.1'"),
        ((10, 7, 6, 6), "not_reported,1,total,,,7.5,9",
         "error published.csv:2 [own_lowest]: contradiction: found '7.5 to 9, while the figure of the whole is 7'"),
        ((10, 7, 6, 6), "not_reported,1,total,,,9,3",
         "error published.csv:2 [own_lowest]: range out of order: found '9 - 3'"),
        ((10, 7, 6, 6), "not_reported,1,total,,,3,",
         "error published.csv:2 [own_highest]: half a range: found 'nothing'"),
        ((10, 7, 6, 6), "smaller,1,areas,,,3,9",
         "error published.csv:2 [own_lowest]: said of single areas: found '3'"),
    ],
)  # fmt: skip
def test_the_check_tells_what_figures_deny(
    figures: tuple[float, float, float, float], said: str, expected: str, tmp_path: Path
) -> None:
    lines = told(tmp_path / "s", figures, said, "lower_is_better")
    assert expected in [line.split("; expected")[0] for line in lines]


@pytest.mark.parametrize(
    ("figures", "said", "expected"),
    [
        # From 14 above the reference to 4 above it, and from 4 below to 8 below.
        ((55, 45, 41, 41), "difference_larger,1,total,fell,,,",
         "error published.csv:2 [class]: contradiction: found 'difference_larger, while the distance went "
         "from 14 to 4'"),
        ((36, 32, 40, 40), "difference_smaller,1,total,fell,,,",
         "error published.csv:2 [class]: contradiction: found 'difference_smaller, while the distance went "
         "from 4 to 8'"),
        ((55, 45, 41, 41), "difference_equal,1,total,,,,",
         "error published.csv:2 [class]: contradiction: found 'difference_equal, while the distance went "
         "from 14 to 4'"),
        ((55, 45, 41, 41), "difference_smaller,1,total,rose,,,",
         "error published.csv:2 [own_direction]: contradiction: found 'rose, while 55 became 45'"),
        ((55, 45, 41, 41), "below,1,total,,,,",
         "error published.csv:2 [class]: contradiction: found 'below, while the figure is 45 and that of the "
         "reference 41'"),
        ((36, 32, 40, 40), "above,1,total,,,,",
         "error published.csv:2 [class]: contradiction: found 'above, while the figure is 32 and that of the "
         "reference 40'"),
        ((55, 45, 41, 41), "smaller,1,total,,,,",
         "error published.csv:2 [class]: unknown class: found 'smaller'"),
        ((55, 45, 41, 41), "difference_smaller,1,total,improved,,,",
         "error published.csv:2 [own_direction]: unknown value: found 'improved'"),
    ],
)  # fmt: skip
def test_without_a_better_side_a_difference_is_held_against_the_figures(
    figures: tuple[float, float, float, float], said: str, expected: str, tmp_path: Path
) -> None:
    lines = told(tmp_path / "s", figures, said, "neutral")
    assert expected in [line.split("; expected")[0] for line in lines]


@pytest.mark.parametrize(
    ("figures", "said"),
    [
        ((55, 45, 41, 41), "difference_smaller,1,total,fell,unchanged,,"),
        ((36, 32, 40, 40), "difference_larger,1,total,fell,,,"),
        ((36, 44, 40, 40), "difference_equal,1,total,rose,,,"),  # as far on the other side
        ((55, 45, 41, 41), "above,1,total,,,,"),
    ],
)
def test_what_the_figures_of_a_neutral_indicator_allow_is_not_told(
    figures: tuple[float, float, float, float], said: str, tmp_path: Path
) -> None:
    assert told(tmp_path / "s", figures, said, "neutral") == []


@pytest.mark.parametrize(
    ("figures", "said", "better"),
    [
        ((10, 7, 6, 6), "smaller,1,total,improved,unchanged,,", "lower_is_better"),
        ((58, 60, 67, 68), "smaller,1,total,improved,improved,,", "higher_is_better"),
        ((58, 60, 67, 68), "equal,1,total,improved,improved,,", "higher_is_better"),
        ((10, 10, 6, 6), "larger,1,total,worsened,,,", "lower_is_better"),  # 9.6 to 10.4
        ((10, 7, 6, 6), "not_reported,1,total,,,,", "lower_is_better"),
        ((10, 7, 6, 6), "not_reported,1,total,,,7,7.5", "lower_is_better"),
    ],
)
def test_what_figures_allow_is_not_told(
    figures: tuple[float, float, float, float], said: str, better: str, tmp_path: Path
) -> None:
    assert told(tmp_path / "s", figures, said, better) == []
